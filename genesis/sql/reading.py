"""SQL text to sqlglot's tree. Readers are kept: making them takes longer than reading an expression."""

import logging
import threading

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError
from sqlglot.parser import Parser
from sqlglot.tokens import Tokenizer

_kept = threading.local()
logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # what it warns of is refused here


def parse_one(text: str, dialect: str) -> exp.Expr:
    """The tree of an expression. Words that begin statements, such as ``comment``, are names here.

    Raises:
        SqlglotError: when it cannot be read.
        RecursionError: when it is nested too deeply.
    """
    tokenizer, parser = _readers(dialect)
    try:
        tokens = tokenizer.tokenize(text)
        if tokens and tokens[0].token_type in tokenizer.COMMANDS:  # the rest was not read: `show.title` is no statement
            tokens = _readers(dialect, words=True)[0].tokenize(text)
        found = parser.parse_into(exp.Condition, tokens, text)
    except (TypeError, AttributeError, ValueError, IndexError, KeyError) as error:
        raise ParseError("this is not how an expression is written") from error  # the parser's own mistake
    if not found or found[0] is None:
        raise ParseError("there is no expression")
    return exp.Block(expressions=found) if len(found) > 1 else found[0]


def let_go(tree: exp.Expr) -> None:
    """Take a tree that nobody needs any more apart: its nodes know their parents, and would wait for a search for cycles."""
    for node in tree.walk():
        node.parent = None


def _readers(dialect: str, *, words: bool = False) -> tuple[Tokenizer, Parser]:
    """A tokenizer and a parser of this thread; with ``words`` the tokenizer knows no statements."""
    readers: dict[tuple[str, bool], tuple[Tokenizer, Parser]] = _kept.__dict__.setdefault("readers", {})
    if (dialect, words) not in readers:
        made = Dialect.get_or_raise(dialect)
        kind = type("Words", (made.tokenizer_class,), {"COMMANDS": set()}) if words else made.tokenizer_class
        readers[dialect, words] = (kind(dialect=made), made.parser())
    return readers[dialect, words]
