"""Floats as the language writes them, for engines that write them as Java does: ``1.0E10``, ``Infinity``."""

from typing import Final

_SHORT: Final = (
    "replace(lower(regexp_replace(regexp_replace(regexp_replace(CAST(a AS {0}),"
    " '{1}\\.0E', 'E'), 'E(-?)([0-9])$', 'E$10$2'), 'E([0-9])', 'E+$1')), 'infinity', 'inf')"
)
_LONG: Final = "regexp_replace(CAST(CAST(CAST(a AS {0}) AS DECIMAL(38, {2})) AS {0}), '({1}\\.[0-9]+?)0+$', '$1')"


def short(text: str, escape: str = "") -> str:
    """With an exponent where Java has one. ``text`` is the name of the type, ``escape`` stands before a backslash."""
    return _SHORT.format(text, escape)


def written(text: str, escape: str = "") -> str:
    """With an exponent only where a number is very large or very small."""
    return (
        f"CASE WHEN a = 0 THEN replace(CAST(a AS {text}), '0E0', '0.0')"
        f" WHEN abs(a) >= 1e16 AND abs(a) < 1e21 THEN CAST(CAST(CAST(a AS {text}) AS DECIMAL(38, 0)) AS {text})"
        f" WHEN abs(a) >= 1 AND abs(a) < 1e16 THEN {_LONG.format(text, escape, 16)}"
        f" WHEN abs(a) >= 1e-7 AND abs(a) < 1 THEN {_LONG.format(text, escape, 24)}"
        f" ELSE {short(text, escape)} END"
    )
