"""What to say of an expression that sqlglot cannot parse."""

import re
from typing import Final

from sqlglot.errors import SqlglotError

from genesis.diagnostics import GenesisError, fail
from genesis.spec.documents import Text
from genesis.spec.places import locate
from genesis.sql.syntax_nodes import OPERATORS

_MISSING: Final = re.compile(r"Required (?:keyword|argument)[^<]*<class '[\w.]*?(\w+)'>")
_EXPECTED: Final = re.compile(r"(?:Expecting|Expected) (\S+)(?: after CASE)?")


def unparsed(text: Text, error: SqlglotError) -> GenesisError:
    """G310 at the word that the parser stumbled over, where it can be found."""
    details = getattr(error, "errors", None) or [{}]
    bad = str(details[0].get("highlight") or "")
    message = _explained(str(details[0].get("description") or error).split("\n")[0].rstrip("."), bad)
    context = str(details[0].get("start_context") or "")
    at = len(context)
    found = bad and text.value[at : at + len(bad)] == bad
    place = locate(text, at, at + len(bad)) if found else text.span
    return fail("G310", place, f"this expression cannot be read: {message}")


def _explained(message: str, bad: str) -> str:
    missing, expected = _MISSING.fullmatch(message), _EXPECTED.fullmatch(message)
    if missing:
        operator = next((name for kind, name in OPERATORS.items() if kind.__name__ == missing[1]), "")
        return (
            f"something is missing beside `{operator}`" if operator else f"`{missing[1].lower()}` needs more arguments"
        )
    if expected:
        return f"`{expected[1]}` is missing"
    if "Unexpected token" in message and bad:
        return f"`{bad}` does not belong here"
    if message.startswith("Error tokenizing"):
        return "a quote or a comment does not end"
    return "too many arguments" if message.startswith("The number of provided arguments") else message
