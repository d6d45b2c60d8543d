"""From an input as written to a question."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from genesis.diagnostics import GenesisError, Problems, did_you_mean, fail
from genesis.model import aggregates, conditions, paths
from genesis.model.codes import ordered
from genesis.model.columns import Columns
from genesis.model.expression import Aggregate, Expression, Measured, conjunction
from genesis.model.group_filters import speaks_of_groups
from genesis.model.names import Asked, asked
from genesis.model.operators import Subject
from genesis.model.parameters import reference
from genesis.model.parts import Measure, SourceField
from genesis.model.question import Item, Limit, Order, Question
from genesis.model.types import INTEGER
from genesis.spec.documents import FilterSpec, InputSpec, ItemSpec, LimitSpec, OrderSpec, Text

if TYPE_CHECKING:
    from genesis.model.model import Model

P = ParamSpec("P")
T = TypeVar("T")
_MOST_ROWS: Final = 2**63 - 1


def resolve_one(model: "Model", spec: InputSpec, source: Text) -> Question:
    """Resolve an input over one source.

    Raises:
        GenesisError: with every mistake found in it.
    """
    return _Resolver(model, spec, source).question()


class _Resolver:
    """One input being resolved: columns by name, as they become known."""

    def __init__(self, model: "Model", spec: InputSpec, source: Text) -> None:
        self.model = model
        self.spec = spec
        self.source = model.source(source).name.value
        self.grouped = spec.group_by is not None
        if not self.grouped and model.key(self.source) is None:
            hint = f"group them with `group_by:`, or give `{source}` a `key`"
            raise fail("G440", source.span, f"rows of `{source}` have no key to tell them apart", hint)
        self.problems = Problems()
        self.columns = Columns(model, self.source, grouped=self.grouped)

    def question(self) -> Question:
        for is_key, items in ((True, self.spec.group_by or ()), (False, self.spec.fields)):
            for item in items:
                self._collect(self._named, item, is_key)
        for name in self.columns.asked:
            self._collect(self.columns.item, name)
        rows, groups = self._filters()
        sort = [o for s in self.spec.sort for o in self._collect(self._sorted, s) or ()]
        limit = None if self.spec.limit is None else self._collect(limit_of, self.model, self.spec.limit)
        per = [self._collect(self._per, text) for text in (self.spec.limit.per if self.spec.limit else ())]
        self.problems.raise_if_any()
        keys = tuple(self.columns.items[n] for n, a in self.columns.asked.items() if a.is_key)
        shown = tuple(self.columns.items[n] for n, a in self.columns.asked.items() if not a.is_key)
        if not (keys or shown):
            raise fail("G410", self.spec.span, "this input selects nothing", "list what to show under `fields:`")
        return Question(
            self.spec.name.value,
            self.source,
            (*keys, *shown),
            keys if self.grouped else None,
            rows,
            groups,
            tuple(sort),
            limit,
            tuple(e for e in per if e is not None),
            self.spec.span,
        )

    def _collect(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return work(*args, **kwargs)
        except GenesisError as error:
            self.problems.found.extend(error.diagnostics)
            return None

    def _named(self, spec: ItemSpec, is_key: bool) -> None:
        for one in asked(self.model, self.source, spec, is_key=is_key):
            known = self.columns.asked.get(one.name)
            if known is not None:
                raise same_name(one, known)
            self.columns.asked[one.name] = one

    def _filters(self) -> tuple[Expression | None, Expression | None]:
        rows: list[Expression] = []
        groups: list[Expression] = []
        for spec in self.spec.filters:
            of_groups = self._collect(speaks_of_groups, self.columns, spec) if self.grouped else False
            found = None if of_groups is None else self._collect(self._filter, spec, of_groups)
            if found is not None:
                (groups if of_groups else rows).append(found)
        return conjunction(tuple(rows)), conjunction(tuple(groups))

    def _filter(self, spec: FilterSpec, of_groups: bool) -> Expression:
        def subjects(text: Text) -> Subject:
            item = self.columns.named(text.value)
            if item is not None:
                self.columns.check_one_meaning(text.value, text.span)
                return Subject(item.value, codes=item.codes)
            target = paths.follow(self.model, self.source, tuple(text.value.split(".")), text)
            if self.grouped and target.member is not None and not isinstance(target.member, SourceField):
                return Subject(aggregates.behind(target.member.value, target.path))
            return conditions.subject(self.model, self.source, text)

        sql = self.columns.sql if of_groups or not self.grouped else self.columns.row_filter
        return conditions.filtered(self.model, self.source, spec, subjects, sql)

    def _sorted(self, spec: OrderSpec) -> tuple[Order, ...]:
        found = self._order(spec)
        if any(e.type.kind == "json" for e, _ in found):
            hint = "take a value out of it: json_extract_scalar(..., '$.name')"
            raise fail("G409", spec.text.span, f"`{spec.text}` is a json, which has no order", hint)
        return found

    def _order(self, spec: OrderSpec) -> tuple[Order, ...]:
        item = self.columns.named(spec.text.value)
        if item is None:
            return tuple((e, spec.descending) for e in self._path(spec.text))
        if self.columns.is_key(item.name) and item.output != item.value:
            return tuple((e, spec.descending) for e in order_of_key(item))
        return tuple((e, spec.descending) for e in ordered(item.value, item.codes))

    def _path(self, text: Text) -> tuple[Expression, ...]:
        """What a path that is no column is ordered by."""
        if self.grouped:
            return (self._of_group(text),)
        on = conditions.subject(self.model, self.source, text)
        if on.related:
            raise fail(
                "G416", text.span, f"`{text}` has many values for one row", "aggregate it in a column, and name that"
            )
        return ordered(on.value, on.codes)

    def _of_group(self, text: Text) -> Expression:
        """A measure that is no column, over the rows of each group."""
        try:
            member = paths.follow(self.model, self.source, tuple(text.value.split(".")), text)
        except GenesisError:
            member = None
        if member is None or not isinstance(member.member, Measure):
            hint = paths.turned(text.value) or did_you_mean(text.value, self.columns.items)
            raise fail("G421", text.span, f"`{text}` is no column of this input, and no measure", hint)
        return aggregates.behind(member.member.value, member.path)

    def _per(self, text: Text) -> Expression:
        item = self.columns.named(text.value)
        of_column = item and (item.output if self.columns.is_key(item.name) else item.value)
        value = of_column or self._path(text)[-1]
        if value.type.kind == "json":
            hint = "limit per a text or number in it"
            raise fail("G409", text.span, "JSON has no sameness that all engines agree on", hint)
        return value


def order_of_key(item: Item) -> tuple[Expression, ...]:
    """What a formatted group key is ordered by: what it was made from, where only its name changed."""
    if not item.relabelled:
        return (item.output,)
    by = ordered(item.value, item.codes)
    return tuple(Measured((), Aggregate("min", e, e.type), e.type) for e in by)


def same_name(one: Asked, other: Asked) -> GenesisError:
    """G412."""
    place = (one.spec.name or one.spec.field or Text("", one.spec.span)).span
    message = f"two columns are named `{one.name}`: this one and {other.spec.span}"
    return fail("G412", place, message, "name one of them with `as:`")


def limit_of(model: "Model", limit: LimitSpec) -> Limit:
    """``limit:``, without `per`.

    Raises:
        GenesisError: G422 for a parameter that is no whole number from 1, G426 for one that is not there.
    """
    name = reference(limit.rows)
    value: object = limit.rows.value
    if name is not None:
        given = model.compiling.parameters.one(name, limit.rows.span)
        if given.type != INTEGER or (isinstance(given.value, int) and given.value < 1):
            hint = f"declare it as `{name}: integer`, and give it at least 1"
            raise fail("G422", limit.rows.span, f"`limit` is a whole number from 1, not `{given.value}`", hint)
        value = 1 if given.value is None else given.value
    assert isinstance(value, int)  # noqa: S101 the reader sees to it
    if value > _MOST_ROWS:
        raise fail("G422", limit.rows.span, "no engine counts so many rows", "leave `limit` out: then all rows come")
    return Limit(value, limit.ties)
