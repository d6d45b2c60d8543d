"""What changed between two compiled trackers: decided on what they mean, and on text only where meaning is the same."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from msgspec import Struct

from genesis.generated.compiled import CompiledTracker
from genesis.generated.contract import Contract, Plain
from genesis.review.columns import Words, column_changes
from genesis.review.meaning import ColumnMeaning
from genesis.review.numbers import Known, Numbers
from genesis.review.questions import meaning_of
from genesis.review.report import Category, ColumnChange, ColumnWhat, RowsChange, SettingChange
from genesis.review.rows import row_changes
from genesis.review.sides import Asked
from genesis.review.texts import same_but_for_names
from genesis.sql.query import CompiledQuery

_ONLY_SHOWN: Final[frozenset[ColumnWhat]] = frozenset({"relabelled", "reformatted", "described"})
"""What changes no value."""


class Half(Struct, frozen=True):
    """One side of a tracker: what was compiled, and what it asks."""

    compiled: CompiledTracker
    asked: Asked


class Found(Struct, frozen=True):
    """What a comparison found."""

    category: Category
    columns: tuple[ColumnChange, ...] = ()
    rows: tuple[RowsChange, ...] = ()
    settings: tuple[SettingChange, ...] = ()
    unknown: str = ""


def compare(base: Half, head: Half, project: tuple[SettingChange, ...] = ()) -> Found:
    """How the head differs from the base; ``project`` are settings of the project that changed for this tracker."""
    columns = _columns(base.asked, head.asked)
    rows = row_changes(base.asked, head.asked)
    if base.compiled.query.sql == head.compiled.query.sql:  # one text gives one result, whatever it was made of
        columns, rows = tuple(one for one in columns if one.what != "redefined"), ()
    columns = (*columns, *_hidden(base.compiled.query, head.compiled.query))
    settings = (*_settings(base.compiled, head.compiled), *project)
    unknown = "" if rows else _unexplained(base.compiled, head.compiled, columns, settings)
    return Found(_category(base, head, rows, columns, settings, unknown), columns, rows, settings, unknown)


def _category(
    base: Half,
    head: Half,
    rows: tuple[RowsChange, ...],
    columns: tuple[ColumnChange, ...],
    settings: tuple[SettingChange, ...],
    unknown: str,
) -> Category:
    if unknown:
        return "unknown"
    if rows:
        return "rows"
    if columns:
        return "columns"
    if settings:
        return "settings"
    return "identical" if base.compiled.query.sql == head.compiled.query.sql else "formatting"


def _unexplained(
    base: CompiledTracker,
    head: CompiledTracker,
    columns: tuple[ColumnChange, ...],
    settings: tuple[SettingChange, ...],
) -> str:
    """Why two sides whose definitions mean the same, but for what is told of columns, may not be the same after all."""
    one, two = base.query, head.query
    if _untold(one, columns, before=True) != _untold(two, columns, before=False):
        return "the definitions mean the same, but the columns of the results are not"
    if any(column.what not in _ONLY_SHOWN for column in columns):
        return ""
    if one.dialect == two.dialect and not same_but_for_names(
        one.sql, two.sql, one.dialect, {c.name for c in one.columns}
    ):
        return "the definitions mean the same, but the SQL differs in more than names"
    if base.contract_hash != head.contract_hash and not settings and not columns and base.name == head.name:
        return "the contracts differ in something that has no name here"
    return ""


def _untold(query: CompiledQuery, columns: tuple[ColumnChange, ...], *, before: bool) -> object:
    """The columns of a result of which nothing is told, with their types, and the key; where something is told, only what readers see
    of them, by their names on the head, and how many columns the key has."""
    if not columns:
        return [(c.name, str(c.type), c.hidden) for c in query.columns], query.key
    renamed = {c.before: c.after for c in columns if c.what == "renamed"} if before else {}
    told = {c.name for c in columns if c.what in {"added", "removed", "retyped"}}
    kept = ((renamed.get(c.name, c.name), str(c.type)) for c in query.visible)
    return sorted(one for one in kept if one[0] not in told), len(query.key)


def _columns(base: Asked, head: Asked) -> tuple[ColumnChange, ...]:
    def same(before: str, after: str) -> bool:
        """Whether two columns are defined alike but for types."""
        one = meaning_of(base.model, base.question, numbers, Known(), typed=False)
        two = meaning_of(head.model, head.question, numbers, Known(), typed=False)
        return _value(one.columns, before) == _value(two.columns, after)

    numbers = Numbers()
    return column_changes(base.meaning.columns, head.meaning.columns, (Words(base), Words(head)), same)


def _hidden(base: CompiledQuery, head: CompiledQuery) -> Iterator[ColumnChange]:
    """Parts of the key that nobody sees, whose type is another."""
    old = {column.name: str(column.type) for column in base.columns if column.hidden}
    for column in head.columns:
        if column.hidden and old.get(column.name, str(column.type)) != str(column.type):
            yield ColumnChange("retyped", column.name, old[column.name], str(column.type))


def _value(columns: tuple[ColumnMeaning, ...], name: str) -> int:
    return next(column.value for column in columns if column.name == name)


def _settings(base: CompiledTracker, head: CompiledTracker) -> tuple[SettingChange, ...]:
    if base.contract_hash == head.contract_hash:
        return ()
    old, new = dict(flat(base.contract)), dict(flat(head.contract))
    keys = [*old, *(key for key in new if key not in old)]
    changed = (key for key in keys if old.get(key, "") != new.get(key, ""))
    return tuple(SettingChange(key, old.get(key, ""), new.get(key, "")) for key in changed)


def flat(contract: Contract) -> Iterator[tuple[str, str]]:
    """A tracker's settings, each by its whole key with its value as text."""
    yield "input", contract.input
    yield "connection", contract.connection
    yield "owner", ", ".join(contract.owners)
    yield from _nested("destination", contract.destination)
    yield from _nested("schedule", dict(contract.schedule))
    for key, value in contract.settings.items():
        yield from _nested(key, value)


def _nested(key: str, value: Plain) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for inner, one in value.items():
            yield from _nested(f"{key}.{inner}", one)
    else:
        yield key, value if isinstance(value, str) else json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
