"""What changed between two compiled trackers: decided on what they mean, and on text only where meaning is the same."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from msgspec import Struct

from genesis.generated.compiled import CompiledTracker
from genesis.generated.contract import Contract, Plain
from genesis.model.question import Combined
from genesis.review.columns import column_changes
from genesis.review.expressions import conditions_of, grouping_of, order_of, said
from genesis.review.meaning import ColumnMeaning
from genesis.review.numbers import Known, Numbers
from genesis.review.questions import meaning_of
from genesis.review.report import Category, ColumnChange, ColumnWhat, RowsChange, RowsWhat, SettingChange
from genesis.review.sides import Asked
from genesis.review.texts import same_but_for_names
from genesis.sql.query import CompiledQuery

_ONLY_SHOWN: Final[frozenset[ColumnWhat]] = frozenset({"relabelled", "reformatted", "described"})
"""What changes no value."""
_PARTS: Final[dict[str, RowsWhat]] = {
    "source": "source",
    "combine": "combine",
    "filters": "filters",
    "grouping": "grouping",
    "key": "key",
    "sort": "sort",
    "order": "sort",
    "limit": "limit",
}


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
    rows = _rows(base.asked, head.asked)
    if base.compiled.query.sql == head.compiled.query.sql:  # one text gives one result, whatever it was made of
        columns, rows = tuple(one for one in columns if one.what != "redefined"), ()
    settings = (*_settings(base.compiled.contract, head.compiled.contract), *project)
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


def _value(columns: tuple[ColumnMeaning, ...], name: str) -> int:
    return next(column.value for column in columns if column.name == name)


class Words:
    """Says how a column of a question is defined."""

    def __init__(self, asked: Asked) -> None:
        self._model, question = asked.model, asked.question
        blocks = question.blocks if isinstance(question, Combined) else (question,)
        self._sources = {item.name: block.source for block in reversed(blocks) for item in block.items}

    def __call__(self, column: ColumnMeaning) -> str:
        """The definition as an expression."""
        return said(column.item.output, self._model, self._sources.get(column.name, ""))


def _rows(base: Asked, head: Asked) -> tuple[RowsChange, ...]:
    old, new = base.meaning.parts, head.meaning.parts
    changed = [part for part in _PARTS if old.get(part) != new.get(part)]
    if "order" in changed and {"grouping", "key", "combine", "sort"} & set(changed):
        changed.remove("order")
    if "grouping" in changed and "key" in changed:
        changed.remove("key")
    return tuple(_change(part, base, head) for part in changed)


def _change(part: str, base: Asked, head: Asked) -> RowsChange:
    what = _PARTS[part]
    before, after = _part_words(part, base), _part_words(part, head)
    if part == "filters":
        kept = set(before) & set(after)
        told = [" and ".join(one for one in words if one not in kept) for words in (before, after)]
        return RowsChange("filters" if any(told) else "joins", *told)
    return RowsChange(what, ", ".join(before), ", ".join(after))


def _part_words(part: str, asked: Asked) -> tuple[str, ...]:
    question, model = asked.question, asked.model
    blocks = question.blocks if isinstance(question, Combined) else (question,)
    source = "" if isinstance(question, Combined) else question.source
    match part:
        case "filters":
            return conditions_of(question, model)
        case "grouping" | "key" | "order":
            return (grouping_of(question, model),)
        case "sort":
            return (order_of(question.sort, model, source),) if question.sort else ()
        case "limit":
            return _limit_words(asked, source)
        case _:
            return tuple(_table(asked, block.source) for block in blocks)


def _limit_words(asked: Asked, source: str) -> tuple[str, ...]:
    limit, per = asked.question.limit, asked.question.per
    if limit is None:
        return ()
    told = f"{limit.rows} rows" + (" with ties" if limit.ties else "")
    return (told + (f" per {', '.join(said(one, asked.model, source) for one in per)}" if per else ""),)


def _table(asked: Asked, source: str) -> str:
    spec = asked.model.source(source)
    if spec.table:
        return spec.table.value
    text = spec.sql.default if spec.sql else None
    return " ".join(text.value.split())[:2000] if text else f"sql of {source}"


def _settings(base: Contract, head: Contract) -> tuple[SettingChange, ...]:
    old, new = dict(flat(base)), dict(flat(head))
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
