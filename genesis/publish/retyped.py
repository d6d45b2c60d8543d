"""The guard for columns that change their type: what people compute from, and what rows are known by, would be another thing."""

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal

from genesis.destinations.state.contents import Content, token
from genesis.destinations.state.marks import cell_hash, column_tag
from genesis.destinations.state.plan import Snapshot, Wanted
from genesis.destinations.state.serials import clock, day, timestamp
from genesis.diagnostics import Problems
from genesis.spec.settings import TrackerSpec


def check_retyped(tracker: TrackerSpec, wanted: Wanted, snapshot: Snapshot, problems: Problems) -> None:
    """Note each column in which a value as it was published and one of the result are of different kinds (G828).

    Values of one column are of one kind, so one of each is looked at; what people typed is none of them. To show a value as a link or
    no longer as one changes no type.
    """
    for index, column in enumerate(wanted.columns):
        linked = column.shown is not None and column.shown.kind == "link"
        if linked or column.name not in snapshot.columns:
            continue
        after = _first(row.cells[index] for row in wanted.rows)
        before = _first(_published(snapshot, index, column.name)) if after else ""
        if before and before != after:
            message = f"`{column.label}` holds {before} in the tracker, and would now hold {after}"
            hint = (
                "give the new values a name of their own (`as:`), or delete the column in the tracker: it is made again"
            )
            problems.add("G828", column.span or tracker.input.span, message, hint)


def _published(snapshot: Snapshot, index: int, name: str) -> Iterable[Content]:
    tag = column_tag(name)
    for row in snapshot.rows:
        held = row.cells[index]
        published = row.mark.cells.get(tag) if row.mark else None
        if held is not None and published is not None:
            yield from (one for one in _readings(held) if cell_hash(token(one)) == published)


def _readings(held: Content) -> Iterable[Content]:
    """What a cell may have been: it is read by the new type of its column, by which a date is but a number."""
    yield held
    if isinstance(held, int | float) and not isinstance(held, bool):
        yield from (day(held), timestamp(held), clock(held))


def _first(contents: Iterable[Content]) -> str:
    return next((kind for content in contents if (kind := _kind(content))), "")


def _kind(content: Content) -> str:
    match content:
        case bool():
            return "true and false"
        case int() | float() | Decimal():
            return "numbers"
        case str():
            return "text" if content else ""
        case date():
            return "dates"
        case time():
            return "times"
        case _:
            return ""
