"""Diagnostics as SARIF 2.1.0 (OASIS), for code scanning."""

import json
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import quote

from genesis.diagnostics import Diagnostic


class Region(Protocol):
    """From where to where, lines and columns counted from 1."""

    @property
    def line(self) -> int:
        """The first line."""

    @property
    def column(self) -> int:
        """The first column of it."""

    @property
    def end_line(self) -> int:
        """The last line."""

    @property
    def end_column(self) -> int:
        """The column after the last one of it."""


def render(diagnostics: Sequence[Diagnostic], *, color: bool = False) -> str:
    """One run; columns count Unicode code points."""
    del color
    rules = sorted({d.code for d in diagnostics})
    log = envelope(rules, [_result(d, rules.index(d.code)) for d in diagnostics])
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def envelope(rules: Sequence[str], results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A log with one run of Genesis."""
    run = {
        "tool": {"driver": {"name": "genesis", "rules": [{"id": rule} for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": list(results),
    }
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    text = diagnostic.message + (f"\nhint: {diagnostic.hint}" if diagnostic.hint else "")
    result = {"ruleId": diagnostic.code, "ruleIndex": rule, "level": diagnostic.severity, "message": {"text": text}}
    return result | ({"locations": [location(diagnostic.span.file.path, diagnostic.span)]} if diagnostic.span else {})


def location(file: str, place: Region) -> dict[str, Any]:
    """A place in a file; bytes of its name that are no text are escaped as the bytes that they are."""
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    uri = quote(file.encode("utf-8", "surrogateescape"))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
