"""The compiler's result: SQL text with the contract of what it returns."""

from msgspec import Struct

from genesis.diagnostics import Span
from genesis.model.shown import Shown
from genesis.model.types import Type


class ResultColumn(Struct, frozen=True):
    """One column of a result, in the order the SQL returns them.

    ``hidden`` columns (parts of the key) come after the visible ones. ``values`` are the texts a column is known to
    hold when its field declares them (labels if it is labelled). ``span`` is where the input asks for it.
    """

    name: str
    label: str
    type: Type
    shown: Shown | None = None
    hidden: bool = False
    description: str = ""
    values: tuple[str, ...] = ()
    span: Span | None = None


class TableUse(Struct, frozen=True):
    """A physical table that the SQL reads, with the column types its source claims (empty behind ``sql:``).

    ``name`` has its parts (``("catalog", "schema", "table")``, leading ones optional). ``places`` are where the fields
    stand whose columns are named otherwise than they.
    """

    name: tuple[str, ...]
    columns: tuple[tuple[str, Type], ...]
    span: Span
    places: tuple[tuple[str, Span], ...] = ()

    def place(self, column: str) -> Span:
        """Where the definition names a column, or else its table."""
        return dict(self.places).get(column, self.span)


class CompiledQuery(Struct, frozen=True):
    """SQL for one dialect. ``key`` names the columns of the result whose values tell its rows apart (empty: one row).

    ``sources`` are the definitions used, by name; ``span`` is where the input says what it is called.
    """

    name: str
    dialect: str
    sql: str
    columns: tuple[ResultColumn, ...]
    key: tuple[str, ...]
    sources: tuple[str, ...]
    tables: tuple[TableUse, ...]
    lines: tuple[tuple[int, Span], ...] = ()
    """Lines of the SQL (1-based) with the places in definitions and inputs that they come from."""
    span: Span | None = None

    @property
    def visible(self) -> tuple[ResultColumn, ...]:
        """The columns a reader sees, in order."""
        return tuple(c for c in self.columns if not c.hidden)

    def origin(self, line: int) -> Span | None:
        """Where a line of the SQL (1-based) comes from; where the input is called so, if that is not known."""
        return next((span for number, span in self.lines if number == line), self.span)

    @property
    def bare_sql(self) -> str:
        """The text without what says where its parts come from: the same wherever definitions stand in their files."""
        if not self.sql.startswith("-- "):
            return self.sql
        marked = {line for line, _ in self.lines}
        kept: list[str] = []
        for number, line in enumerate(self.sql.split("\n"), 1):
            bare = line.rpartition("-- ")[0].rstrip() if number in marked else line
            if (bare or number not in marked) and (kept or not bare.startswith("-- ")):
                kept.append(bare)
        return "\n".join(kept)
