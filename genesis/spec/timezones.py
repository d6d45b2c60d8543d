"""The names of time zones: the same on every machine, whatever its own database has.

`timezones.txt` has the names that both the IANA database (2025b) and the Unicode locale data know, former names too.
"""

from functools import cache
from pathlib import Path

from genesis.diagnostics import did_you_mean, fail
from genesis.spec.settings import ProjectSpec


@cache
def timezones() -> frozenset[str]:
    """Names such as ``America/Los_Angeles``."""
    return frozenset(Path(__file__).with_suffix(".txt").read_text(encoding="ascii").split())


def timezone_of(project: ProjectSpec) -> str:
    """Whose days relative dates mean.

    Raises:
        GenesisError: G109 when there is no such zone.
    """
    if project.timezone not in timezones():
        raise fail("G109", project.timezone_span, f"there is no time zone `{project.timezone}`", near(project.timezone))
    return project.timezone


def near(name: str) -> str:
    """A hint for a name that no zone has: the zone that looks like it, or whose city it is."""
    spelt = name.replace(" ", "_").lower()
    for zone in sorted(timezones(), key=lambda one: (one.count("/"), one)):
        if f"/{zone}".lower().endswith(f"/{spelt}"):
            return f"did you mean `{zone}`?"
    found = did_you_mean(name, timezones())
    known = "zones have the names of the IANA database, like `UTC` or `America/Los_Angeles`"
    return found if found.startswith("did you mean") else known
