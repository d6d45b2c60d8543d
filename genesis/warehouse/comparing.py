"""Definitions compared with the tables of a connection: what is missing there, what is of another type, and who is hit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from genesis.claims.native import fits
from genesis.claims.running import Describing
from genesis.compiler import open_model
from genesis.diagnostics import Diagnostic, GenesisError, Hits, did_you_mean
from genesis.engines.rows import Engine
from genesis.engines.tables import Closed, Found, Name, Table, Unread
from genesis.model.compiling import Compiling
from genesis.model.types import parse_type
from genesis.spec.documents import FieldSpec, SourceSpec
from genesis.spec.project import ProjectFiles
from genesis.spec.readable import readable_sources
from genesis.warehouse.catalog import found_tables, listing, near
from genesis.warehouse.selects import result_of
from genesis.warehouse.unnamed import unnamed
from genesis.warehouse.uses import Uses

Tell = Callable[[int, int], None]
"""Told how many of how many sources are done."""
_OF_SOURCE: Final = frozenset({"G601", "G604", "G703", "G704", "G705", "G706", "G707", "G708", "G709", "G712"})
"""What an engine says of one source's SQL; anything else is of the connection."""
_OF_SQL: Final = frozenset({"G312", "G313"})
"""Mistakes in the SQL itself: the check without a connection tells them."""
_LISTED: Final = 5


def compare(
    files: ProjectFiles, names: Sequence[str], engine: Engine, *, notes: bool = False, tell: Tell = lambda *_: None
) -> list[Diagnostic]:
    """What differs between these sources and the tables of an engine, each difference with whom it hits.

    It is an error where an input reads what differs, else a warning. ``notes`` adds the columns that no definition names.
    Sources with mistakes of their own are left out.

    Raises:
        GenesisError: when the engine cannot be asked; G717 when it does not describe its tables.
    """
    specs = list(readable_sources(files, names))
    of_tables = {tuple(spec.table.value.split(".")): None for spec in specs if spec.table}
    comparing = _Comparing(files, engine, found_tables(engine, tuple(of_tables)))
    found: list[Diagnostic] = []
    for done, spec in enumerate(specs):
        tell(done, len(specs))
        found += comparing.source(spec)
    return [*found, *(unnamed(files, comparing.tables) if notes else ())]


class _Comparing:
    """Sources beside what an engine has."""

    def __init__(self, files: ProjectFiles, engine: Engine, tables: Mapping[Name, Found]) -> None:
        self.tables = tables
        self._engine = engine
        self._listed = listing(engine)
        self._uses = Uses(files)
        self._model = open_model(files, Compiling(engine.dialect, files.project.timezone))

    def source(self, spec: SourceSpec) -> Iterator[Diagnostic]:
        """The differences of one source."""
        if spec.table is None:
            yield from self._of_sql(spec)
            return
        name = tuple(spec.table.value.split("."))
        match self.tables[name]:
            case None:
                message = f"there is no table `{spec.table}`"
                yield self._hit(spec, Diagnostic("G703", message, spec.table.span, near(name, self._listed)))
            case Closed(said):
                message, hint = f"`{spec.table}` may not be read: {said}", "ask its owners for that right"
                yield self._hit(spec, Diagnostic("G715", message, spec.table.span, hint))
            case Unread(message):
                yield self._hit(spec, Diagnostic("G706", message, spec.table.span))
            case Table() as table:
                yield from self._columns(spec, table, f"the table `{spec.table}`")

    def _of_sql(self, spec: SourceSpec) -> Iterator[Diagnostic]:
        """A source behind ``sql:``: whether it runs, and what it gives."""
        if not isinstance(self._engine, Describing):
            return
        try:
            described = self._engine.describe_result(result_of(self._model, spec, self._engine.dialect))
        except GenesisError as error:
            if any(one.code in _OF_SQL for one in error.diagnostics):
                return
            if not all(one.code in _OF_SOURCE for one in error.diagnostics):
                raise
            place = spec.sql.span if spec.sql else spec.span
            yield from (self._hit(spec, replace(one, span=one.span or place)) for one in error.diagnostics)
            return
        table = Table((), tuple(described.items()), exact=self._engine.dialect == "postgres")
        yield from self._columns(spec, table, f"the SQL of `{spec.name}`")

    def _columns(self, spec: SourceSpec, table: Table, said: str) -> Iterator[Diagnostic]:
        for field in spec.fields:
            if field.sql is None and field.rollup is None and (found := self._column(field, table, said)):
                yield self._hit(spec, found, field.name.value)

    def _column(self, field: FieldSpec, table: Table, said: str) -> Diagnostic | None:
        text = field.column or field.name
        column = table.column(text.value)
        if column is None:
            hint = did_you_mean(text.value, [name for name, _ in table.columns])
            return Diagnostic("G704", f"{said} has no column `{text}`", text.span, hint)
        name, native = column
        if name in table.closed:
            message = f"the column `{name}` of {said} may not be read"
            return Diagnostic("G715", message, text.span, "ask its owners for that right")
        claim = parse_type(field.type.value) if field.type else None
        if claim is None or table.written or fits(native, self._engine.dialect, claim):
            return None
        message = f"`{field.name}` is {claim.a}, and the column `{name}` of {said} is {native}"
        return Diagnostic("G714", message, field.type.span if field.type else text.span, _claims(native))

    def _hit(self, spec: SourceSpec, found: Diagnostic, field: str | None = None) -> Diagnostic:
        """The difference with whom it hits; a warning where that is nobody."""
        hits = self._uses.of(spec.name.value, field)
        hint = "\n".join(line for line in (found.hint, _reached(hits)) if line)
        return replace(found, hint=hint, hits=hits, severity="error" if hits.inputs else "warning")


def _claims(native: str) -> str:
    return f"claim a type that holds every value of {native}, or cast it in the source's `sql:`"


def _reached(hits: Hits) -> str:
    """Whom a difference hits, a line a kind."""
    kinds = (("inputs", hits.inputs), ("trackers", hits.trackers), ("owners", hits.owners))
    lines = [f"{kind} hit: {_some(names)}" for kind, names in kinds if names]
    of = [f"made of it: {_some(hits.fields)}"] if hits.fields else []
    return "\n".join((*of, *(lines or ["no input reads it, so that nothing breaks"])))


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
