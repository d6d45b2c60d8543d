"""From a statement to text that people read."""

from collections.abc import Sequence

from sqlglot.errors import UnsupportedError

from genesis.diagnostics import fail
from genesis.sql.dialect import Dialect
from genesis.sql.lower import Statement

_WIDTH = 100


def render(statement: Statement, dialect: Dialect, comments: Sequence[str] = ()) -> str:
    """The statement's text, ``comments`` above it, ending with a line break.

    Raises:
        GenesisError: G604 when a source's SQL uses what the dialect does not have.
    """
    from sqlglot import ErrorLevel

    try:
        text = statement.tree.sql(
            dialect.name, pretty=True, max_text_width=_WIDTH, unsupported_level=ErrorLevel.RAISE, copy=False
        )
    except UnsupportedError as error:
        raise fail("G604", None, f"{dialect.name} cannot say what this SQL says: {error}") from None
    except RecursionError:
        message = "the SQL of a source is nested too deeply to be written"
        raise fail("G604", None, message, "let a view of the database hold the inner SELECTs") from None
    head = "".join(f"-- {_one_line(comment)}\n" for comment in comments)
    return f"{head}{text}\n"


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
