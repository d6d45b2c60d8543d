"""How two meanings differ in which rows there are and in which order, in words."""

from collections.abc import Iterator
from typing import Final

from genesis.model.expression import Expression, Field
from genesis.model.model import Model
from genesis.model.question import Combined, Question
from genesis.review.behind import behind, table_of, told_apart
from genesis.review.expressions import conditions_of, grouping_of, order_of, said
from genesis.review.report import RowsChange, RowsWhat
from genesis.review.sides import Asked

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


def row_changes(base: Asked, head: Asked) -> tuple[RowsChange, ...]:
    """Every part of the meanings that decides on rows and differs."""
    old, new = base.meaning.parts, head.meaning.parts
    changed = [part for part in _PARTS if old.get(part) != new.get(part)]
    if "order" in changed and {"grouping", "key", "combine", "sort"} & set(changed):
        changed.remove("order")
    if "grouping" in changed and "key" in changed:
        changed.remove("key")
    return tuple(_change(part, base, head) for part in changed)


def _change(part: str, base: Asked, head: Asked) -> RowsChange:
    what = _PARTS[part]
    before, after = _words(part, base), _words(part, head)
    told = [", ".join(before), ", ".join(after)]
    if part == "filters":
        kept = set(before) & set(after)
        told = [" and ".join(one for one in words if one not in kept) for words in (before, after)]
        what = "filters" if any(told) else "joins"
    return RowsChange(what, *told_apart(told[0], told[1], _facts(part, base), _facts(part, head)))


def _words(part: str, asked: Asked) -> tuple[str, ...]:
    question, model = asked.question, asked.model
    source = "" if isinstance(question, Combined) else question.source
    match part:
        case "filters":
            return conditions_of(question, model)
        case "grouping" | "key" | "order":
            return (grouping_of(question, model),)
        case "sort":
            return (order_of(question.sort, model, source),) if question.sort else ()
        case "limit":
            return _limit(asked, source)
        case _:
            return tuple(table_of(model, block.source) for block in _blocks(question))


def _blocks(question: Question | Combined) -> tuple[Question, ...]:
    return question.blocks if isinstance(question, Combined) else (question,)


def _limit(asked: Asked, source: str) -> tuple[str, ...]:
    limit, per = asked.question.limit, asked.question.per
    if limit is None:
        return ()
    told = f"{limit.rows} rows" + (" with ties" if limit.ties else "")
    return (told + (f" per {', '.join(said(one, asked.model, source) for one in per)}" if per else ""),)


def _facts(part: str, asked: Asked) -> Iterator[str]:
    """What stands behind the words of a part; of several sources together, behind all that they give."""
    question, model = asked.question, asked.model
    for block in _blocks(question):
        spoken = _everything(block) if isinstance(question, Combined) else _spoken(part, block, model)
        yield from behind(model, block.source, spoken)
        if part == "order":
            yield from _codes(block, model)


def _spoken(part: str, block: Question, model: Model) -> list[Expression | None]:
    """The expressions that a part of a meaning is made of."""
    match part:
        case "filters":
            return [block.row_filter, block.group_filter]
        case "grouping" | "key" | "order" if block.groups is not None:
            return [item.output for item in block.groups]
        case "key" | "order":
            return [model.key_field(block.source, name) for name in model.key(block.source) or ()]
        case "sort":
            return [one for one, _ in block.sort]
        case "limit":
            return list(block.per)
        case _:
            return []


def _everything(block: Question) -> list[Expression | None]:
    return [block.row_filter, block.group_filter, *(item.output for item in (*(block.groups or ()), *block.items))]


def _codes(block: Question, model: Model) -> Iterator[str]:
    """The known values that rows are sorted by."""
    keys = (model.field_of(block.source, one) for one in _spoken("order", block, model) if isinstance(one, Field))
    for field in keys:
        if field is not None and field.values:
            yield f"{field.name} is one of {', '.join(str(code) for code, _ in field.values)}"
