"""From a statement to text that people read."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from sqlglot.errors import UnsupportedError

from genesis.diagnostics import Span, fail
from genesis.sql.dialect import Dialect
from genesis.sql.lower import Statement
from genesis.sql.provenance import Lines, annotate, marks_for, one_line

_WIDTH = 100


class Rendered(Struct, frozen=True):
    """A query's text, and where its lines come from."""

    text: str
    lines: Lines


class Comments(Struct, frozen=True):
    """What a query's text says of where it comes from: lines above it, the places of its columns and parts.

    ``texts`` are all texts that the query was made from. When not ``shown`` only the map from lines to places is made.
    """

    head: Sequence[str]
    columns: Sequence[Span | None]
    texts: Iterable[str]
    shown: bool = True


def render(statement: Statement, dialect: Dialect, comments: Comments) -> Rendered:
    """The statement's text, ending with a line break.

    Raises:
        GenesisError: G604 when a source's SQL uses what the dialect does not have.
    """
    from sqlglot import ErrorLevel

    marks = marks_for(comments.texts)
    annotate(marks, statement.tree, comments.columns, statement.parts)
    for join, span in statement.claims:
        marks.add(join, span, "at most one row, as claimed")
    try:
        text = statement.tree.sql(
            dialect.name, pretty=True, max_text_width=_WIDTH, unsupported_level=ErrorLevel.RAISE, copy=False
        )
    except UnsupportedError as error:
        raise fail("G604", None, f"{dialect.name} cannot say what this SQL says: {error}") from None
    except RecursionError:
        message = "the SQL of a source is nested too deeply to be written"
        raise fail("G604", None, message, "let a view of the database hold the inner SELECTs") from None
    text, lines = marks.written(text, comments=comments.shown)
    above = [f"-- {one_line(line)}\n" for line in comments.head] if comments.shown else []
    return Rendered(f"{''.join(above)}{text}\n", tuple((line + len(above), span) for line, span in lines))
