"""Places and mistakes as a report has them."""

from collections.abc import Iterable
from typing import overload

from genesis.diagnostics import Diagnostic, Span
from genesis.review.report import Finding, Place


@overload
def place_of(span: Span) -> Place: ...
@overload
def place_of(span: None) -> None: ...
@overload
def place_of(span: Span | None) -> Place | None: ...
def place_of(span: Span | None) -> Place | None:
    """Where a span stands."""
    if span is None:
        return None
    return Place(printable(span.file.path), span.line, span.column, span.end_line, span.end_column)


def printable(text: str) -> str:
    """Text that every encoding of a report can hold: bytes of a name that are no text are written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def findings_of(diagnostics: Iterable[Diagnostic]) -> tuple[Finding, ...]:
    """Mistakes, in their order."""
    return tuple(
        Finding(one.code, printable(one.message), place_of(one.span), printable(one.hint)) for one in diagnostics
    )
