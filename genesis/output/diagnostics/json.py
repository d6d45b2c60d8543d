"""Diagnostics as one JSON array, for programs."""

import json
from collections.abc import Sequence

from msgspec import to_builtins

from genesis.diagnostics import Diagnostic


def render(diagnostics: Sequence[Diagnostic], *, color: bool = False) -> str:
    """Each with code, severity, message, hint, file, line, column, end_line, end_column (0 and empty without a place).

    Where it is known whom a mistake reaches, ``hits`` has their names: fields, inputs, trackers, owners.
    """
    del color
    return json.dumps([_fields(d) for d in diagnostics], ensure_ascii=False, indent=2) + "\n"


def _fields(diagnostic: Diagnostic) -> dict[str, object]:
    span = diagnostic.span
    fields: dict[str, object] = {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "file": diagnostic.file,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "end_line": span.end_line if span else 0,
        "end_column": span.end_column if span else 0,
    }
    return fields if diagnostic.hits is None else {**fields, "hits": to_builtins(diagnostic.hits)}
