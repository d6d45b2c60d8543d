"""What stops a refresh before anything is written: a result that does not look like the tracker's."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from msgspec import Struct

from genesis.destinations.destination import Row
from genesis.destinations.state.plan import Snapshot
from genesis.diagnostics import GenesisError, Problems
from genesis.model.expression import Value
from genesis.publish.audits import Audits, Bound, read_audits
from genesis.spec.settings import TrackerSpec
from genesis.sql.query import CompiledQuery, ResultColumn

_FAMILY: Final = ("G82", "G83")
_HOLDS: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "json": (str,),
    "list": (str,),
    "integer": (int,),
    "decimal": (Decimal, int),
    "float": (float, int, Decimal),
    "boolean": (bool,),
    "date": (date,),
    "timestamp": (datetime,),
    "timestamptz": (datetime,),
    "time": (time,),
}
_SHOWN: Final = 5


class Result(Struct, frozen=True):
    """A query's rows. ``grouped``: a null in the key is a group of its own, not a fault."""

    query: CompiledQuery
    rows: Sequence[Row]
    grouped: bool

    def values(self, name: str) -> Iterator[Value]:
        """One column's values, by the name of the column."""
        place = [column.name for column in self.query.columns].index(name)
        return (row[place] for row in self.rows)


def is_guard(error: GenesisError) -> bool:
    """Whether an error is a guard's or an audit's: the tracker is as it was, and its rows are getting old."""
    return any(found.code.startswith(_FAMILY) for found in error.diagnostics)


def check_result(tracker: TrackerSpec, result: Result, snapshot: Snapshot, problems: Problems) -> None:
    """Note everything that forbids to publish these rows."""
    audits = read_audits(tracker, [column.name for column in result.query.columns], problems)
    _check_count(tracker, audits, len(result.rows), snapshot, problems)
    _check_key(tracker, result, problems)
    for name in audits.not_null:
        nulls = sum(value is None for value in result.values(name.value))
        if nulls:
            hint = "mend the definition or the rows; a filter can leave them out"
            problems.add("G824", name.span, f"`{name.value}` is null in {_rows(nulls)}", hint)
    for name in audits.unique:
        if twice := _doubled(value for value in result.values(name.value) if value is not None):
            problems.add(
                "G825",
                name.span,
                f"`{name.value}` is not unique: {_listed(twice)}",
                "see the rows with `genesis preview`",
            )
    for column in result.query.columns:
        _check_types(tracker, column, result.values(column.name), problems)


def _check_count(tracker: TrackerSpec, audits: Audits, rows: int, snapshot: Snapshot, problems: Problems) -> None:
    live = sum(row.mark is not None and row.mark.state == "live" for row in snapshot.rows)
    if audits.least and rows < audits.least.value:
        problems.add(
            "G822",
            audits.least.span,
            f"the result has {_rows(rows)}, at least {audits.least.value:.0f} are expected",
            _LOOK,
        )
    elif rows == 0 and live and audits.least is None:
        hint = "if that is right, write `audits: [{rows: {min: 0}}]` in the tracker"
        problems.add("G821", tracker.input.span, f"the result is empty, and the tracker has {_rows(live)}", hint)
    if audits.most and rows > audits.most.value:
        problems.add(
            "G822",
            audits.most.span,
            f"the result has {_rows(rows)}, at most {audits.most.value:.0f} are expected",
            _LOOK,
        )
    if audits.change and live and abs(rows - live) > audits.change.value * live:
        _too_much(audits.change, rows, live, problems)


def _too_much(change: Bound, rows: int, live: int, problems: Problems) -> None:
    message = f"the result has {_rows(rows)}, the tracker {live}: more than {change.value:.4g} of them would come or go"
    problems.add("G823", change.span, message, "if that is right, raise `max_change` for this one refresh")


def _check_key(tracker: TrackerSpec, result: Result, problems: Problems) -> None:
    """A row that cannot be told from another cannot be followed when people move it."""
    names, query = result.query.key, result.query
    keys = list(zip(*(result.values(name) for name in names), strict=True)) if names else [() for _ in result.rows]
    if twice := _doubled(keys):
        keyed = " and ".join(f"`{name}`" for name in names) or "nothing (one row is expected)"
        message = f"`{query.name}` has several rows with one key; its key is {keyed}: {_listed(twice)}"
        problems.add(
            "G820", tracker.input.span, message, "mend the source's `key`, or the rows; `genesis test` finds them"
        )
    nulls = 0 if result.grouped else sum(any(value is None for value in key) for key in keys)
    if nulls:
        message = f"the key of `{query.name}` is null in {_rows(nulls)}"
        problems.add("G826", tracker.input.span, message, "leave these rows out with the source's `where`")


def _check_types(tracker: TrackerSpec, column: ResultColumn, values: Iterable[Value], problems: Problems) -> None:
    fitting = _HOLDS.get(column.type.kind, (object,))
    seen = {type(value) for value in values} - {type(None)}
    wrong = sorted(kind.__name__ for kind in seen if kind not in fitting and fitting != (object,))
    if wrong:
        message = f"`{column.name}` is declared {column.type}, and the engine gives {' and '.join(wrong)}"
        problems.add("G827", column.span or tracker.input.span, message, "declare the type that the column has")


def _doubled(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def _listed(values: Sequence[object]) -> str:
    shown = ", ".join(_readable(value) for value in values[:_SHOWN])
    return shown + (f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else "")


def _readable(value: object) -> str:
    text = " · ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - a message's piece


def _rows(count: int) -> str:
    return f"{count:,} row" + ("" if count == 1 else "s")


_LOOK: Final = "see what the query gives with `genesis preview`"
