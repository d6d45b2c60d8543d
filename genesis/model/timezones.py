"""The names of time zones, as the Unicode locale data has them: the same on every machine."""

from functools import cache


@cache
def timezones() -> frozenset[str]:
    """Names such as ``America/Los_Angeles``, former names too."""
    from babel.core import get_global

    return frozenset({"UTC", *get_global("zone_territories"), *get_global("zone_aliases")})
