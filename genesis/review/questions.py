"""The meaning of a resolved question."""

from msgspec.structs import replace

from genesis.model.model import Model
from genesis.model.question import Combined, Item, Question
from genesis.model.shown import Shown
from genesis.review.meaning import ColumnMeaning, Expander, Meaning
from genesis.review.numbers import Known, Numbers, Position


def meaning_of(
    model: Model, question: Question | Combined, numbers: Numbers, known: Known, *, typed: bool = True
) -> Meaning:
    """What a question asks; ``typed``: the declared types of columns count. ``known`` as :class:`Expander` has it."""
    expander = Expander(model, numbers, known, typed=typed)
    return _Reader(expander).combined(question) if isinstance(question, Combined) else _Reader(expander).one(question)


class _Reader:
    def __init__(self, expander: Expander) -> None:
        self.expander = expander
        self.number = expander.numbers.of
        self.parts: dict[str, int] = {}

    def one(self, question: Question) -> Meaning:
        row = self.expander.root(question.source)
        self.note("source", self.rows(question.source))
        self.note("filters", *self.filters(question, row))
        self.of_groups(question, row)
        order = self.expander.order
        self.note("sort", order(question.sort, row))
        self.note("limit", *self.limit(question, row))
        return Meaning(self.parts, tuple(self.column(item, row) for item in _seen(question.items)))

    def combined(self, combined: Combined) -> Meaning:
        blocks = self.blocks(combined)
        columns: dict[str, ColumnMeaning] = {}
        self.note("combine", len(blocks), tuple(self.rows(q.source) for q, _ in blocks))
        for question, row in blocks:
            for item in question.items:
                columns.setdefault(item.name, self.column(item, row))
        self.expander.answered({name: column.value for name, column in columns.items()})
        nowhere = blocks[0][1]
        kept = tuple(number for q, row in blocks for number in self.filters(q, row))
        self.note("filters", *kept, self.expander.optional(combined.filter, nowhere))
        keys = [[self.output(item, row) for item in q.groups or ()] for q, row in blocks]
        self.note("grouping", *sorted(map(tuple, zip(*keys, strict=True))))
        self.note("order", *(tuple(key) for key in keys))
        self.note("sort", self.expander.order(combined.sort, nowhere))
        self.note("limit", *self.limit(combined, nowhere))
        own = {id(question): row for question, row in blocks}
        shown = {item.name: self.column(item, own[id(q)]) for q in reversed(combined.blocks) for item in _seen(q.items)}
        names = dict.fromkeys(item.name for q in combined.blocks for item in _seen(q.items))
        made = [replace(shown[name], value=columns[name].value) for name in names]
        return Meaning(self.parts, (*made, *(self.column(i, nowhere) for i in _seen(combined.items))))

    def blocks(self, combined: Combined) -> list[tuple[Question, Position]]:
        """The parts of a combined input with a row of each, in one order however they are written: none of them leads."""
        times: dict[str, int] = {}
        found = []
        for question in combined.blocks:
            times[question.source] = times.get(question.source, 0) + 1
            found.append((question.source, times[question.source], question))
        ordered = sorted(found, key=lambda one: one[:2])
        return [(question, self.expander.root(source, f"{source} {at}")) for source, at, question in ordered]

    def note(self, part: str, *structure: object) -> None:
        self.parts[part] = self.number(part, *structure)

    def rows(self, source: str) -> int:
        return self.expander.rows(source)

    def filters(self, question: Question, row: Position) -> tuple[int, ...]:
        optional = self.expander.optional
        asked = optional(question.row_filter, row), optional(question.group_filter, row)
        return (self.expander.exist(question.source), *asked)

    def of_groups(self, question: Question, row: Position) -> None:
        """What makes a row of the result a row: the groups, or the key of the source."""
        if question.groups is None:
            self.note("key", *self.expander.key(row))
            self.note("order", *self.key_order(row))
            return
        groups = [self.output(item, row) for item in question.groups]
        self.note("grouping", *sorted(groups))
        self.note("order", *groups, *(tuple(map(repr, item.codes)) for item in question.groups))

    def key_order(self, row: Position) -> tuple[object, ...]:
        """The key as rows are sorted by it at last: in its own order, with the order of its codes."""
        model = self.expander.model
        found: list[object] = []
        for name in model.key(row.source) or ():
            field = model.field(row.source, name)
            found += [self.expander.field(row, name), repr(field.values if field else ())]
        return tuple(found)

    def output(self, item: Item, row: Position) -> int:
        return self.number("output", self.expander.of(item.output, row), str(item.output.type))

    def limit(self, question: Question | Combined, row: Position) -> tuple[object, ...]:
        limit = question.limit
        per = tuple(self.expander.of(one, row) for one in question.per)
        return () if limit is None else (limit.rows, limit.ties, per)

    def column(self, item: Item, row: Position) -> ColumnMeaning:
        labelled = item.relabelled and item.format == "labels="
        known = item.codes if labelled or item.output == item.value else ()
        values = tuple(label if item.relabelled else str(code) for code, label in known)
        value = self.expander.of(item.output, row)
        shown = "" if item.shown is None else _shown(item.shown)
        return ColumnMeaning(
            item.name, value, str(item.output.type), item.label, shown, item.description, values, item, item.span
        )


def _shown(shown: Shown) -> str:
    """A format in words, another for each."""
    link = f"{shown.url} as {shown.text}" if shown.url or shown.text else ""
    return " ".join(filter(None, (shown.kind, shown.currency, shown.pattern, link)))


def _seen(items: tuple[Item, ...]) -> list[Item]:
    return [item for item in items if not item.hidden]
