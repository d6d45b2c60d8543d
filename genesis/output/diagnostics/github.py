"""Diagnostics as GitHub Actions' workflow commands, which become annotations of a pull request.

Escapes: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
"""

from collections.abc import Mapping, Sequence
from typing import Final

from genesis.diagnostics import Diagnostic, Severity

_LEVELS: Final = {"note": "notice"}


def render(diagnostics: Sequence[Diagnostic], *, color: bool = False) -> str:
    """One command a line."""
    del color
    return "".join(_command(d) for d in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    properties: dict[str, str | int] = {}
    if span := diagnostic.span:
        properties = {"file": span.file.path, "line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:  # columns are not allowed across lines; theirs are inclusive
            properties |= {"col": span.column, "endColumn": max(span.end_column - 1, span.column)}
    properties["title"] = diagnostic.code
    message = diagnostic.message + (f"\nhint: {diagnostic.hint}" if diagnostic.hint else "")
    return command(diagnostic.severity, properties, message)


def command(level: Severity, properties: Mapping[str, str | int], message: str) -> str:
    """One workflow command, with its line break; nothing in a value or in the message can end it."""
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_LEVELS.get(level, level)} {written}::{_message(message)}\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
