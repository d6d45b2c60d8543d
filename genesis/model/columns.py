"""The columns of an input, resolved when they are first needed."""

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from genesis.diagnostics import GenesisError, Span, did_you_mean, fail
from genesis.model import aggregates, paths
from genesis.model.expression import Expression
from genesis.model.labels import other_labels
from genesis.model.names import Asked
from genesis.model.parameters import parameter_name
from genesis.model.parts import Formatted, Measure, words
from genesis.model.question import Item
from genesis.model.selection import Place, Selected, format_text, select
from genesis.model.sizes import check_size
from genesis.model.syntax import Name
from genesis.model.types import Type
from genesis.spec.documents import SqlSpec, Text
from genesis.spec.places import locate

if TYPE_CHECKING:
    from genesis.model.model import Model

_NO_KEY: Final = {
    "float": "round it to a decimal: cast(... as decimal(18,2)), or give it a `bucket`",
    "json": "take a value out of it: json_extract_scalar(..., '$.name')",
}


class Columns:
    """The columns asked for, by name, and those that are resolved already."""

    def __init__(self, model: "Model", source: str, *, grouped: bool) -> None:
        self.model = model
        self.source = source
        self.grouped = grouped
        self.asked: dict[str, Asked] = {}
        self.items: dict[str, Item] = {}
        self._busy: list[str] = []

    def is_key(self, name: str) -> bool:
        """Whether a column is part of the group's key."""
        return self.grouped and self.asked[name].is_key

    def item(self, name: str) -> Item:
        """A column, resolved.

        Raises:
            GenesisError: G414 for one that is computed from itself, and what is wrong in it.
        """
        if name in self.items:
            return self.items[name]
        one = self.asked[name]
        if name in self._busy:
            raise self._circle(self._busy[self._busy.index(name) :])
        self._busy.append(name)
        try:
            made = self._made(one)
        finally:
            self._busy.pop()
        self.items[name] = made
        return made

    def named(self, name: str) -> Item | None:
        """The column of that name, or ``None``; what is wrong in it is raised again, so that it is told once."""
        return self.item(name) if name in self.asked else None

    def _circle(self, names: list[str]) -> GenesisError:
        """G414, the same wherever the circle was entered."""
        at = names.index(min(names))
        chain = " -> ".join([*names[at:], *names[: at + 1]])
        place = self.asked[names[at]].spec.span
        return fail("G414", place, f"the column `{names[at]}` is computed from itself: {chain}", "name it otherwise")

    def _made(self, one: Asked) -> Item:
        spec = one.spec
        found = self._selected(one)
        name = spec.name or spec.field or Text(one.name, spec.span)
        if one.is_key:
            _check_key(name, found.formatted.value.type)
        if one.only is not None:
            value = aggregates.restricted(found.value, one.only)
            output = aggregates.restricted(found.formatted.value, one.only)
            found = replace(found, value=value, formatted=replace(found.formatted, value=output))
        label = spec.label.value if spec.label else f"{found.label} {one.value}".strip()
        return Item(
            one.name,
            label.replace("{value}", one.value) if one.only is not None else label,
            found.value,
            found.formatted.value,
            name.span,
            found.formatted.shown,
            spec.description.value.strip() if spec.description else found.description,
            found.codes,
            spec.hidden,
            found.formatted.relabelled,
            found.format,
            found.origin,
            other_labels(one, label),
        )

    def _selected(self, one: Asked) -> Selected:
        spec = one.spec
        if spec.sql is None:
            assert spec.field is not None  # noqa: S101 the reader sees to it
            return select(self.model, Place(self.source, self.grouped, one.is_key), spec, spec.field)
        value = self.sql(spec.sql, rows_only=one.is_key)
        check_size(one.name, (spec.name or spec).span, value, partial(self.model.size, self.source))
        formatted = self.model.format(value, spec.format, None) if spec.format else Formatted(value)
        return Selected(value, formatted, words(one.name), format=format_text(spec.format or ()))

    def sql(self, sql: SqlSpec, *, rows_only: bool = False) -> Expression:
        """An expression over rows and other columns; ``rows_only``: over rows alone."""

        def names(name: Name, within: Text) -> Expression:
            first = name.parts[0]
            if len(name.parts) == 1 and first in self.asked and not rows_only and first not in self._busy[-1:]:
                self.check_one_meaning(first, locate(within, name.start, name.end))
                item = self.item(first)
                return item.output if self.is_key(first) else item.value
            return self._row_value(name, within, rows_only=rows_only)

        return self.model.expression(sql, self.source, names)

    def row_filter(self, sql: SqlSpec) -> Expression:
        """A condition over rows of a grouped input, which may name the group's keys."""

        def names(name: Name, within: Text) -> Expression:
            first = name.parts[0]
            if len(name.parts) == 1 and first in self.asked and self.is_key(first):
                self.check_one_meaning(first, locate(within, name.start, name.end))
                return self.item(first).value
            return self._row_value(name, within, rows_only=True)

        return self.model.expression(sql, self.source, names)

    def check_one_meaning(self, column: str, span: Span) -> None:
        """Refuse the name of a column that is also another field of the source (G424)."""
        field = self.asked[column].spec.field
        if self.model.field(self.source, column) is not None and (field is None or field.value != column):
            message = f"`{column}` is both a column of this input and another field of `{self.source}`"
            raise fail("G424", span, message, "name the column otherwise with `as:`")

    def _row_value(self, name: Name, within: Text, *, rows_only: bool) -> Expression:
        if parameter_name(name.parts[0]) is not None:
            return paths.value(self.model, self.source, name, within)
        target = paths.follow(self.model, self.source, name.parts, within, name.start)
        of_groups = self.grouped and not rows_only
        if isinstance(target.member, Measure) and (target.steps or of_groups):
            return aggregates.behind(target.member.value, target.path)
        if of_groups:
            place = locate(within, name.start, name.end)
            message = f"`{'.'.join(name.parts)}` is a value of each row; here stand columns of groups"
            raise fail("G417", place, message, did_you_mean(name.parts[0], self.asked))
        return paths.value(self.model, self.source, name, within)


def _check_key(name: Text, type_: Type) -> None:
    """Refuse values of which engines disagree when they are the same."""
    hint = _NO_KEY.get(type_.kind)
    if hint is not None:
        raise fail("G415", name.span, f"{type_.a} is no group key", hint)
