"""Tells how trackers stand: their last good run, their age, what went wrong, and when they are due."""

import sys
from datetime import UTC, datetime
from typing import Annotated, Final

from typer import Context, Option

from genesis.cli.terminal.chosen import Choice, Every, Named, Owner, Stale, chosen
from genesis.cli.terminal.common import common
from genesis.cli.terminal.exits import FINE, MISTAKES
from genesis.cli.terminal.projects import project
from genesis.cli.terminal.screen import say
from genesis.cli.terminal.values import formats
from genesis.model.shown import Shown
from genesis.model.types import INTEGER, STRING, Type
from genesis.output import printers
from genesis.publish.statuses import TrackerStatus, is_stale, statuses
from genesis.sql.query import ResultColumn

_TIME: Final = Type("timestamptz")
_SHOWN: Final = Shown("datetime", "yyyy-MM-dd HH:mm")
_COLUMNS: Final = (
    ResultColumn("tracker", "Tracker", STRING),
    ResultColumn("state", "State", STRING),
    ResultColumn("good", "Last good run", _TIME, _SHOWN),
    ResultColumn("age", "Age", STRING),
    ResultColumn("allowed", "Allowed", STRING),
    ResultColumn("rows", "Rows", INTEGER),
    ResultColumn("findings", "Findings", INTEGER),
    ResultColumn("due", "Due", _TIME, _SHOWN),
    ResultColumn("run", "Run", STRING),
    ResultColumn("owner", "Owner", STRING),
)
_UNITS: Final = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def run(
    context: Context,
    named: Named = None,
    every: Every = False,
    owner: Owner = None,
    stale: Stale = False,
    strict: Annotated[bool, Option("--strict", help="exit with 1 when one of them is not fresh")] = False,
    form: Annotated[str, formats(printers.names)] = "table",
) -> int:
    """Show one row a tracker. Nothing is read but the receipts of this folder; without a name, all trackers are meant."""
    said = common(context)
    files = project(said).files
    choice = Choice(named or [], every or not (named or owner or stale), owner, stale)
    found = statuses(files, tuple(chosen(choice, files)), datetime.now(UTC))
    printers.printer(form)(_COLUMNS, [[_row(one) for one in found]], sys.stdout, raw=False)
    for one in found:
        for message in one.messages:
            say(said, f"{one.tracker}: {message}")
    return MISTAKES if strict and any(map(is_stale, found)) else FINE


def _row(one: TrackerStatus) -> tuple[str | int | datetime | None, ...]:
    owner, run_name = one.owner or None, one.run or None
    age, allowed = _age(one.age), _age(one.allowed)
    return (one.tracker, one.state, one.good, age, allowed, one.rows, one.findings, one.due, run_name, owner)


def _age(seconds: int | None) -> str | None:
    if seconds is None:
        return None
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= size), (1, "s"))
    return f"{seconds // size} {unit}"
