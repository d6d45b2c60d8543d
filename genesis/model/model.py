"""The semantic model of a project: sources with typed fields, joins walked both ways, measures.

A part is resolved when it is first asked for and kept, so that an input costs
what it reaches and not what the project holds.
"""

from collections.abc import Callable, Mapping
from copy import copy
from functools import partial
from typing import Protocol, TypeVar

from msgspec import Struct

from genesis.diagnostics import GenesisError, fail
from genesis.model import circular, conditions, joins, members, paths
from genesis.model.compiling import Compiling
from genesis.model.expression import Expression, Field
from genesis.model.namespace import members_of
from genesis.model.native import by_dialect
from genesis.model.parts import Formatted, Measure, SourceField, Step
from genesis.model.resolved import Resolved
from genesis.model.shown import Shown
from genesis.model.sizes import check_size
from genesis.model.syntax import Name, Parser
from genesis.model.types import Type
from genesis.model.typing import Names, typed
from genesis.spec.documents import FieldSpec, FormatterSpec, JoinSpec, MeasureSpec, SourceSpec, SqlSpec, Text

T = TypeVar("T")


class Files(Protocol):
    """Where documents come from (``genesis.spec.project``)."""

    def source(self, name: Text | str) -> SourceSpec:
        """A source as it was written; raises GenesisError."""
        ...

    def mentions(self, source: str) -> tuple[str, ...]:
        """The other sources that may join it, by name."""
        ...


Format = Callable[[Expression, tuple[FormatterSpec, ...], SourceField | None], Formatted]
"""Applies a pipeline of formatters to a value (``genesis.formatters.pipeline``)."""


class Language(Struct, frozen=True):
    """What the model needs of the stages beyond it: reading text, and what formatters do.

    ``names_in`` finds the names in a text of a dialect; ``render`` gives a value as the text in which it is
    shown, with the values that a link's names stand for.
    """

    parse: Parser
    names_in: Callable[[Text, str], tuple[Name, ...]]
    format: Format
    render: Callable[[Expression, Shown, Mapping[str, Expression] | None], Expression]


class Model:
    """Sources by name, each part resolved on demand.

    Every method raises GenesisError for a mistake in the definitions it reaches.
    """

    def __init__(
        self,
        files: Files,
        language: Language,
        expressions: str,
        compiling: Compiling,
        known: Resolved | None = None,
    ) -> None:
        self.files = files
        self.parse = language.parse
        self.names_in = language.names_in
        self.format = language.format
        self.render = language.render
        self.expressions = expressions
        self.compiling = compiling
        self.used: dict[str, SourceSpec] = {}
        self.keyless: set[str] = set()
        self._known = Resolved(compiling.today) if known is None else known
        self._busy: list[tuple[str, str]] = []

    def within(self, compiling: Compiling) -> "Model":
        """This model for another compile in the same dialect and time zone; what is resolved is shared."""
        other = copy(self)
        other.compiling = compiling
        return other

    def kept(self, source: str, kind: str, name: str, make: Callable[[], T]) -> T:
        """What ``make`` gives, a ``kind`` of thing of a source, made once.

        The sources that it reaches are used by every compile that asks for it.
        """
        known = self._known.parts.get((source, kind, name))
        if known is None:
            outer, self.used = self.used, {}
            try:
                known = self._known.parts[source, kind, name] = (make(), self.used)
            finally:
                outer.update(self.used)
                self.used = outer
        else:
            self.used.update(known[1])
        return known[0]  # type: ignore[return-value]

    def source(self, name: Text | str) -> SourceSpec:
        """A source's definition."""
        spec = self.used.get(str(name))
        if spec is None:
            spec = self._known.sources.get(str(name)) or self._opened(name)
            self.used[str(name)] = spec
            if spec.key is None:
                self.keyless.add(str(name))
        return spec

    def _opened(self, name: Text | str) -> SourceSpec:
        spec = self.files.source(name)
        self._known.members[spec.name.value] = members_of(spec)
        self._known.sources[str(name)] = spec
        self._known.keys[str(name)] = None if spec.key is None else tuple(k.value for k in spec.key)
        return spec

    def key(self, source: str) -> tuple[str, ...] | None:
        """The names of the fields that tell a source's rows apart; ``None`` for ``key: none``."""
        self.source(source)
        return self._known.keys[source]

    def field(self, source: str, name: str) -> SourceField | None:
        """A field, or ``None`` when the source has none of that name."""
        if source not in self.used:
            self.source(source)
        known = self._known.fields[source].get(name)
        if known is None:
            spec = self._known.members[source].get(name)
            if not isinstance(spec, FieldSpec):
                return None
            if spec.sql is not None or spec.rollup is not None:
                return self.kept(source, "field", name, partial(self._computed, source, spec))
            known = self._known.fields[source][name] = members.field(
                self, source, spec
            )  # a column reaches nothing else
        return known

    def _computed(self, source: str, spec: FieldSpec) -> SourceField:
        with self._resolving(source, spec.name):
            made = members.field(self, source, spec)
        if made.value is not None:
            name = spec.name.value
            size = check_size(f"{source}.{name}", spec.name.span, made.value, partial(self.size, source))
            self._known.sizes[source, name] = size
        return made

    def size(self, source: str, field: Field) -> int:
        """How many operations a field behind a row of ``source`` is made of."""
        steps = self.steps(source, field.path)
        return self._known.sizes.get((steps[-1].target if steps else source, field.name), 0)

    def measure(self, source: str, name: str) -> Measure | None:
        """A measure (``count`` is there always), or ``None``."""
        owner = self.source(source)
        spec = self._known.members[source].get(name)
        if isinstance(spec, FieldSpec | JoinSpec) or (spec is None and name != "count"):
            return None

        def make() -> Measure:
            with self._resolving(source, Text(name, spec.name.span if spec else owner.span)):
                return members.measure(self, source, spec) if spec else members.implicit_count(owner)

        return self.kept(source, "measure", name, make)

    def join(self, source: str, name: str) -> tuple[Step, ...] | None:
        """The steps of a join by this name, ``through`` written out; or ``None``."""
        self.source(source)
        return self.kept(source, "join", name, partial(self._joined, source, name))

    def _joined(self, source: str, name: str) -> tuple[Step, ...] | None:
        spec = self._known.members[source].get(name)
        if isinstance(spec, JoinSpec):
            with self._resolving(source, spec.name):
                return joins.join(self, source, spec)
        return joins.way_back(self, source, name) if spec is None else None

    def step(self, source: str, name: str) -> Step:
        """A simple step that a resolved path names."""
        steps = self.join(source, name)
        if steps is None or len(steps) != 1:
            raise LookupError(f"{source}.{name} is no simple step")
        return steps[0]

    def steps(self, source: str, path: tuple[str, ...]) -> tuple[Step, ...]:
        """The steps of a resolved path."""
        found: list[Step] = []
        for name in path:
            found.append(self.step(source, name))
            source = found[-1].target
        return tuple(found)

    def where(self, source: str) -> Expression | None:
        """The condition that a row of a source must meet to exist for everyone."""
        spec, where = self.source(source), self.source(source).where
        if where is None:
            return None

        def make() -> Expression:
            with self._resolving(source, Text("where", spec.name.span)):
                known = conditions.condition(self, source, where)
                circular.check_where(self, source, known)
            return known

        return self.kept(source, "where", "", make)

    def version(self, source: str) -> Expression | None:
        """What tells which row of a key is the newest; ``None`` where a source keeps no older ones. G434 without a key."""
        latest_by = self.source(source).latest_by
        if latest_by is None:
            return None
        if self.key(source) is None:
            message = "`latest_by` keeps the newest row of each key, and there is no key"
            raise fail("G434", latest_by.span, message, f"give `{source}` a `key`")
        return self.expression(latest_by, source)

    def expression(
        self, sql: SqlSpec | Text, source: str, names: Names | None = None, declared: Type | None = None
    ) -> Expression:
        """An expression over the rows of ``source``, resolved and typed.

        A text of the dialect's own has the type that is ``declared``, else that of the default text.
        """
        look_up = names or (lambda name, within: paths.value(self, source, name, within))
        if isinstance(sql, SqlSpec) and sql.dialects:
            return by_dialect(self, sql, look_up, declared)
        text = sql.default if isinstance(sql, SqlSpec) else sql
        assert text is not None  # noqa: S101 the reader sees to it
        return typed(self.parse(text, self.expressions), text, look_up)

    def field_of(self, source: str, value: Expression) -> SourceField | None:
        """The field that ``value``, which speaks from a row of ``source``, is; ``None`` for anything computed."""
        if not isinstance(value, Field):
            return None
        steps = self.steps(source, value.path)
        return self.field(steps[-1].target if steps else source, value.name)

    def key_field(self, source: str, name: str) -> Field:
        """A part of a source's key as a value of its row."""
        found = self.field(source, name)
        assert found is not None  # noqa: S101 a source's key names its fields
        return Field((), name, found.type)

    def selectable(self, source: str) -> list[str]:
        """The names that may follow a source in a path, as hints list them."""
        spec = self.source(source)
        named: tuple[FieldSpec | MeasureSpec, ...] = (*spec.fields, *spec.measures)
        return [*self.joined(source), *(m.name.value for m in named if not m.hidden), "count"]

    def joined(self, source: str) -> list[str]:
        """The names of a source's joins, and of the ways back that others declare."""
        own = [join.name.value for join in self.source(source).joins]
        backs = [j.reverse.value for s in self.files.mentions(source) for j in self._joins_to(s, source) if j.reverse]
        return [*own, *backs]

    def _joins_to(self, other: str, source: str) -> list[JoinSpec]:
        try:
            return [j for j in self.files.source(other).joins if j.to and j.to.value == source]
        except GenesisError:
            return []

    def _resolving(self, source: str, name: Text) -> circular.Resolving:
        place = (source, name.value)
        if place in self._busy:
            raise self._circle(self._busy[self._busy.index(place) :])
        return circular.Resolving(self._busy, place)

    def _circle(self, places: list[tuple[str, str]]) -> GenesisError:
        """G206, the same wherever the circle was entered: from its first member on."""
        at = places.index(min(places))
        ordered = [*places[at:], *places[: at + 1]]
        source, name = ordered[0]
        spec = self._known.members.get(source, {}).get(name)
        place = spec.name.span if spec else self.source(source).name.span
        chain = " -> ".join(f"{s}.{n}" for s, n in ordered)
        return fail(
            "G206", place, f"`{source}.{name}` is defined by itself: {chain}", "compute one of them from others"
        )
