"""Airtable: a tracker names it, and is checked; this version cannot refresh it yet."""

from genesis.destinations.destination import Destination, Setting, Site
from genesis.diagnostics import Problems, fail
from genesis.spec.settings import TrackerSpec

SETTINGS = (Setting("base", required=True), Setting("table", required=True), Setting("name"))


def check(tracker: TrackerSpec, problems: Problems) -> None:
    """Nothing beyond the settings can be wrong before the base is read."""


def connect(site: Site) -> Destination:
    """Refuse.

    Raises:
        GenesisError: G810, always.
    """
    place = site.tracker.destination.span
    hint = "until then, publish to `excel` or `csv`"
    raise fail("G810", place, "this version of Genesis cannot refresh an `airtable` tracker yet", hint)
