"""``combine``: several grouped questions, resolved, and what is computed from their columns."""

from typing import TYPE_CHECKING

from genesis.diagnostics import GenesisError, Problems, Span, did_you_mean, each, fail
from genesis.model import conditions
from genesis.model.codes import ordered
from genesis.model.expression import Column, Expression, conjunction
from genesis.model.labels import other_labels, told_apart_between, told_apart_in
from genesis.model.names import Asked, asked
from genesis.model.operators import Subject
from genesis.model.parameters import parameter_name
from genesis.model.parts import Formatted, words
from genesis.model.question import ANSWERED, Combined, Item, Order, Question
from genesis.model.resolving import limit_of, resolve_one, same_name
from genesis.model.syntax import Name
from genesis.spec.documents import BlockSpec, FilterSpec, InputSpec, ItemSpec, OrderSpec, SqlSpec, Text
from genesis.spec.places import locate

if TYPE_CHECKING:
    from genesis.model.model import Model


def combine(model: "Model", spec: InputSpec) -> Combined:
    """Resolve an input with ``combine``.

    Raises:
        GenesisError: with every mistake found in the first of its parts that has one.
    """
    blocks = each(lambda block: _block(model, spec, block), spec.combine)
    for block, written in zip(blocks[1:], spec.combine[1:], strict=True):
        _check_keys(blocks[0], block, written)
    return _Combiner(model, spec, blocks).combined()


def _block(model: "Model", spec: InputSpec, block: BlockSpec) -> Question:
    inner = InputSpec(
        spec.name, block.span, block.source, fields=block.fields, group_by=block.group_by, filters=block.filters
    )
    question = resolve_one(model, inner, block.source)
    if question.group_filter is not None:
        message = "the filters of a block are about its rows, and this one is about groups"
        raise fail("G436", block.span, message, "move it below `combine`, where all columns can be filtered")
    return question


def _check_keys(first: Question, other: Question, block: BlockSpec) -> None:
    """The keys of all blocks are the same in name, type, format and whether they are hidden (G437)."""
    ours, theirs = first.groups or (), other.groups or ()
    if [k.name for k in ours] != [k.name for k in theirs]:
        message = "all blocks have the same keys, by name and in one order"
        raise fail("G437", block.span, message, f"the first has {_listed(ours)}, this one {_listed(theirs)}")
    for one, two in zip(ours, theirs, strict=True):
        for what, mine, yours in (
            ("type", one.output.type, two.output.type),
            ("format", one.format, two.format),
            ("`hidden`", one.hidden, two.hidden),
        ):
            if mine != yours:
                message = f"the key `{two.name}` has another {what} than in the first block"
                raise fail("G437", two.span, message, f"there {mine or 'none'}, here {yours or 'none'}")


def _listed(keys: tuple[Item, ...]) -> str:
    return ", ".join(f"`{k.name}`" for k in keys) or "none"


class _Combiner:
    """Columns of the blocks, and those computed from them."""

    def __init__(self, model: "Model", spec: InputSpec, blocks: tuple[Question, ...]) -> None:
        self.model = model
        self.spec = spec
        self.blocks = blocks
        self.keys = blocks[0].groups or ()
        self.items = {item.name: item for block in blocks for item in block.items}
        self.asked: dict[str, Asked] = {}
        self.made: dict[str, Item] = {}
        self.busy: list[str] = []
        self.problems = Problems()

    def combined(self) -> Combined:
        self._check_names()
        for item in self.spec.fields:
            self._collect_named(item)
        self.problems.raise_if_any()
        for name in self.asked:
            self._item(name)
        filters = tuple(self._filter(f) for f in self.spec.filters)
        sort = tuple(o for s in self.spec.sort for o in self._order(s))
        limit = self.spec.limit
        return Combined(
            self.spec.name.value,
            self.blocks,
            self.keys,
            tuple(self.made.values()),
            conjunction(filters),
            sort,
            None if limit is None else limit_of(self.model, limit),
            tuple(self._column(text.value, text.span) for text in (limit.per if limit else ())),
            self.spec.span,
        )

    def _check_names(self) -> None:
        keys = {k.name for k in self.keys}
        seen: dict[str, Item] = {}
        for block in self.blocks:
            for item in block.items:
                if item.name in keys:
                    continue
                if item.name in seen:
                    message = f"two columns are named `{item.name}`: this one and {seen[item.name].span}"
                    self.problems.add("G412", item.span, message, "name one of them with `as:`")
                seen[item.name] = item

    def _collect_named(self, spec: ItemSpec) -> None:
        try:
            if spec.sql is None:
                place = (spec.field or Text("", spec.span)).span
                hint = "put it into a block, or compute with columns: `{sql: income - spend, as: net}`"
                raise fail("G439", place, "beside `combine`, `fields` compute with the blocks' columns", hint)
            for one in asked(self.model, self.blocks[0].source, spec, is_key=False):
                if one.name in self.items or one.name in self.asked:
                    raise self._taken(one)
                self.asked[one.name] = one
        except GenesisError as error:
            self.problems.found.extend(error.diagnostics)

    def _taken(self, one: Asked) -> GenesisError:
        other = self.asked.get(one.name)
        if other is not None:
            return same_name(one, other)
        place = (one.spec.name or Text("", one.spec.span)).span
        message = f"two columns are named `{one.name}`: this one and {self.items[one.name].span}"
        return fail("G412", place, message, "name one of them with `as:`")

    def _item(self, name: str) -> Item:
        if name in self.made:
            return self.made[name]
        one = self.asked[name]
        assert one.spec.sql is not None  # noqa: S101 it was looked at when it was named
        if name in self.busy:
            chain = " -> ".join([*self.busy, name])
            raise fail(
                "G414", one.spec.span, f"the column `{name}` is computed from itself: {chain}", "name it otherwise"
            )
        self.busy.append(name)
        value = self._sql(one.spec.sql)
        self.busy.pop()
        formatted = self.model.format(value, one.spec.format, None) if one.spec.format else Formatted(value)
        spec = one.spec
        made = self.made[name] = Item(
            name,
            spec.label.value if spec.label else words(name),
            value,
            formatted.value,
            (spec.name or Text(name, spec.span)).span,
            formatted.shown,
            spec.description.value.strip() if spec.description else "",
            hidden=spec.hidden,
            others=other_labels(one, words(name)),
        )
        return made

    def _sql(self, sql: SqlSpec) -> Expression:
        def names(name: Name, within: Text) -> Expression:
            place = locate(within, name.start, name.end)
            parameter = parameter_name(name.parts[0])
            if parameter is not None:
                return self.model.compiling.parameters.one(parameter, place)
            return self._column(".".join(name.parts), place)

        return self.model.expression(sql, self.blocks[0].source, names)

    def _column(self, name: str, span: Span) -> Expression:
        """A column's value, as other columns, filters and the order see it."""
        if name in self.asked:
            return self._item(name).value
        item = self.items.get(name)
        if item is None:
            known = [*self.items, *self.asked]
            raise fail("G421", span, f"`{name}` is no column of this input", did_you_mean(name, known))
        is_key = any(k.name == name for k in self.keys)
        return Column(ANSWERED, name, item.output.type if is_key else item.value.type)

    def _filter(self, spec: FilterSpec) -> Expression:
        def subjects(text: Text) -> Subject:
            value = self._column(text.value, text.span)
            item = self.items.get(text.value)
            plain = item is not None and item.output == item.value
            return Subject(value, codes=item.codes if item is not None and plain else ())

        return conditions.filtered(self.model, self.blocks[0].source, spec, subjects, self._sql)

    def _order(self, spec: OrderSpec) -> tuple[Order, ...]:
        name = spec.text.value
        value = self._column(name, spec.text.span)
        item = self.items.get(name)
        codes = item.codes if item is not None and item.output == item.value else ()
        return tuple((e, spec.descending) for e in ordered(value, codes))


def resolve(model: "Model", spec: InputSpec) -> Question | Combined:
    """Resolve an input.

    Raises:
        GenesisError: with every mistake found in it.
    """
    if spec.source is None:
        return told_apart_between(combine(model, spec))
    question = told_apart_in(resolve_one(model, spec, spec.source))
    if all(item.hidden for item in question.items):
        raise fail(
            "G410", spec.span, "this input shows nothing: its columns are hidden", "take `hidden` from one of them"
        )
    return question
