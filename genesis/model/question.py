"""An input, resolved: which values of which rows, under which names, in which order."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from msgspec import Struct

from genesis.diagnostics import GenesisError, Problems, Span, did_you_mean, fail
from genesis.model import aggregates, conditions, paths
from genesis.model.codes import ordered
from genesis.model.expression import (
    Aggregate,
    Expression,
    Measured,
    conjunction,
)
from genesis.model.group_filters import speaks_of_groups
from genesis.model.parts import Codes, SourceField, words
from genesis.model.selection import Place, Selected, float_key, select
from genesis.model.shown import Shown
from genesis.model.syntax import Name
from genesis.model.typing import typed
from genesis.spec.documents import (
    FilterSpec,
    InputSpec,
    ItemSpec,
    OrderSpec,
    Scalar,
    SqlSpec,
    Text,
)
from genesis.spec.places import locate

if TYPE_CHECKING:
    from genesis.model.model import Model

Order = tuple[Expression, bool]
P = ParamSpec("P")
T = TypeVar("T")


class Item(Struct, frozen=True):
    """A column: ``value`` before and ``output`` after value formatters."""

    name: str
    label: str
    value: Expression
    output: Expression
    span: Span
    shown: Shown | None = None
    description: str = ""
    codes: Codes = ()
    hidden: bool = False
    relabelled: bool = False


class Question(Struct, frozen=True):
    """A resolved input over one source. ``groups`` is ``None`` when there is a row per row of the source.

    ``sort`` and ``group_filter`` may name group keys by the expression of their ``output``.
    """

    name: str
    source: str
    items: tuple[Item, ...]
    groups: tuple[Item, ...] | None
    row_filter: Expression | None
    group_filter: Expression | None
    sort: tuple[Order, ...]
    limit: int | None


def resolve(model: "Model", spec: InputSpec) -> Question:
    """Resolve an input.

    Raises:
        GenesisError: with every mistake found in it.
    """
    return _Resolver(model, spec).question()


class _Resolver:
    """One input being resolved: columns by name, as they become known."""

    def __init__(self, model: "Model", spec: InputSpec) -> None:
        if spec.combine or spec.source is None:
            raise fail("G602", spec.span, "`combine` is not compiled by this version yet")
        self.model = model
        self.spec = spec
        self.source = model.source(spec.source).name.value
        self.grouped = spec.group_by is not None
        self.problems = Problems()
        self.specs: dict[str, tuple[ItemSpec, bool]] = {}
        self.items: dict[str, Item] = {}
        self.busy: list[str] = []

    def question(self) -> Question:
        for is_group, items in ((True, self.spec.group_by or ()), (False, self.spec.fields)):
            for item in items:
                self._collect(self._named, item, is_group)
        for name in self.specs:
            self._collect(self._item, name)
        self.problems.raise_if_any()
        rows, groups = self._filters()
        sort = [o for s in self.spec.sort for o in self._collect(self._order, s) or ()]
        limit = self._collect(self._limit)
        self.problems.raise_if_any()
        keys = tuple(self.items[n] for n, (_, is_group) in self.specs.items() if is_group)
        shown = tuple(self.items[n] for n, (_, is_group) in self.specs.items() if not is_group)
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
        )

    def _collect(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return work(*args, **kwargs)
        except GenesisError as error:
            self.problems.found.extend(error.diagnostics)
            return None

    def _named(self, spec: ItemSpec, is_group: bool) -> None:
        if spec.pivot:
            raise fail("G602", spec.span, "`pivot` is not compiled by this version yet")
        name = spec.name or spec.field
        if name is None:
            raise fail("G411", spec.span, "an `sql` item needs a name", "as: a_name")
        column = name.value.replace(".", "_")
        if column in self.specs:
            place = self.specs[column][0].span
            raise fail(
                "G412",
                name.span,
                f"two columns are named `{column}`: this one and {place}",
                "name one of them with `as:`",
            )
        if len(column.encode()) > 63:  # noqa: PLR2004 the shortest limit among engines
            raise fail("G413", name.span, f"the column name `{column}` is longer than 63 bytes", "name it with `as:`")
        self.specs[column] = (spec, is_group)

    def _item(self, name: str) -> Item:
        if name in self.items:
            return self.items[name]
        spec, is_group = self.specs[name]
        if name in self.busy:
            raise fail(
                "G414", spec.span, f"the column `{name}` is computed from itself: {' -> '.join([*self.busy, name])}"
            )
        self.busy.append(name)
        try:
            made = self._made(name, spec, is_key=is_group)
        finally:
            self.busy.pop()
        self.items[name] = made
        return made

    def _made(self, name: str, spec: ItemSpec, *, is_key: bool) -> Item:
        if spec.sql is not None:
            value = self._sql(spec.sql, rows_only=is_key)
            if is_key and value.type.kind == "float":
                raise float_key(spec.name or Text(name, spec.span))
            found = Selected(value, self.model.format(value, spec.format or (), None), words(name))
        else:
            assert spec.field is not None  # noqa: S101 the reader sees to it
            found = select(self.model, Place(self.source, self.grouped, is_key), spec, spec.field)
        return Item(
            name,
            spec.label.value if spec.label else found.label,
            found.value,
            found.formatted.value,
            (spec.name or spec.field or Text(name, spec.span)).span,
            found.formatted.shown,
            spec.description.value.strip() if spec.description else found.description,
            found.codes,
            spec.hidden,
            found.formatted.relabelled,
        )

    def _sql(self, sql: SqlSpec, *, rows_only: bool = False) -> Expression:
        text = sql.default
        if text is None or sql.dialects:
            raise fail(
                "G601", sql.span, "an expression with its own text per dialect is not compiled by this version yet"
            )

        def names(name: Name, within: Text) -> Expression:
            first = name.parts[0]
            if len(name.parts) == 1 and first in self.specs and not rows_only and first not in self.busy[-1:]:
                self._check_one_meaning(name, within)
                return self._column(self._item(first))
            return self._row_value(name, within, rows_only=rows_only)

        return typed(self.model.parse(text, self.model.expressions), text, names)

    def _check_one_meaning(self, name: Name, within: Text) -> None:
        column = name.parts[0]
        field = self.specs[column][0].field
        if self.model.field(self.source, column) is not None and (field is None or field.value != column):
            message = f"`{column}` is both a column of this input and another field of `{self.source}`"
            raise fail("G424", locate(within, name.start, name.end), message, "name the column otherwise with `as:`")

    def _column(self, item: Item) -> Expression:
        return item.output if self.grouped and self.specs[item.name][1] else item.value

    def _row_value(self, name: Name, within: Text, *, rows_only: bool) -> Expression:
        target = paths.follow(self.model, self.source, name.parts, within, name.start)
        if self.grouped and not rows_only:
            if target.member is not None and not isinstance(target.member, SourceField):
                return aggregates.behind(target.member.value, target.path)
            place = locate(within, name.start, name.end)
            raise fail(
                "G417",
                place,
                f"`{'.'.join(name.parts)}` is a value of each row; here stand columns of groups",
                did_you_mean(name.parts[0], self.specs),
            )
        if target.member is not None and not isinstance(target.member, SourceField) and target.steps:
            return aggregates.behind(target.member.value, target.path)
        return paths.value(self.model, self.source, name, within)

    def _filters(self) -> tuple[Expression | None, Expression | None]:
        rows: list[Expression] = []
        groups: list[Expression] = []
        keys = {item.value for item in self.items.values() if self.specs[item.name][1]}
        for spec in self.spec.filters:
            found = self._collect(self._filter, spec)
            if found is not None:
                of_groups = self.grouped and self._collect(speaks_of_groups, found, keys, spec)
                (groups if of_groups else rows).append(found)
        return conjunction(tuple(rows)), conjunction(tuple(groups))

    def _filter(self, spec: FilterSpec) -> Expression:
        def subjects(text: Text) -> conditions.Subject:
            item = self.items.get(text.value)
            if item is not None:
                return conditions.Subject(item.value, codes=item.codes)
            target = paths.follow(self.model, self.source, tuple(text.value.split(".")), text)
            if self.grouped and target.member is not None and not isinstance(target.member, SourceField):
                return conditions.Subject(aggregates.behind(target.member.value, target.path))
            return conditions.subject(self.model, self.source, text)

        return conditions.filtered(self.model, self.source, spec, subjects, self._sql)

    def _order(self, spec: OrderSpec) -> tuple[Order, ...]:
        item = self.items.get(spec.text.value)
        if item is None and self.grouped:
            raise fail(
                "G421",
                spec.text.span,
                f"`{spec.text}` is no column of this input",
                did_you_mean(spec.text.value, self.items),
            )
        if item is None:
            on = conditions.subject(self.model, self.source, spec.text)
            if on.related:
                raise fail("G416", spec.text.span, f"`{spec.text}` has many values for one row")
            return tuple((e, spec.descending) for e in ordered(on.value, on.codes))
        if self.grouped and self.specs[item.name][1] and item.output != item.value:
            if not item.relabelled:
                return ((item.output, spec.descending),)
            by = ordered(item.value, item.codes)
            return tuple((Measured((), Aggregate("min", e, e.type), e.type), spec.descending) for e in by)
        return tuple((e, spec.descending) for e in ordered(item.value, item.codes))

    def _limit(self) -> int | None:
        limit = self.spec.limit
        if limit is None:
            return None
        if limit.per or limit.ties:
            raise fail("G602", limit.rows.span, "`limit` with `per` or `ties` is not compiled by this version yet")
        return _count(limit.rows)


def _count(rows: Scalar) -> int:
    if isinstance(rows.value, bool) or not isinstance(rows.value, int) or rows.value < 1:
        raise fail("G422", rows.span, f"`limit` is a whole number from 1, not `{rows.text}`", "limit: 100")
    return rows.value
