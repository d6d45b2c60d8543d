"""What to say where a file is not YAML."""

import re
from typing import Final

from yaml import MarkedYAMLError
from yaml.error import Mark

from genesis.diagnostics import Diagnostic, SourceFile, Span, line_starts
from genesis.spec.documents import Scalar, Text

EMPTY_VALUE: Final = Scalar(value=None, text="", plain=True, span=Span(SourceFile("", ""), 0, 0, 0, 0))
"""Stands where a value is missing, which has been reported; never part of a document that was returned."""

_QUOTE: Final = 'put the text in double quotes: "..."'
_UNCLOSED: Final = {
    "while parsing a flow sequence": (
        "the list opened here is not closed",
        "put `,` between its values and `]` at its end",
    ),
    "while parsing a flow mapping": (
        "the mapping opened here is not closed",
        "put `,` between its entries and `}` at its end",
    ),
    "while scanning a quoted scalar": (
        "the quoted text opened here is not closed, or has a wrong escape",
        "end it with the same quote; write `\\` twice in double quotes",
    ),
}
_EXPLAINED: Final = {
    "mapping values are not allowed in this context": (
        "`:` begins a value where none can stand",
        "text that holds `: ` is quoted; keys of one mapping stand in one column",
    ),
    "did not find expected key": (
        "a key of the mapping was expected here",
        "keys of one mapping stand in one column; text after a closing quote or bracket is an error",
    ),
    "did not find expected '-' indicator": (
        "`- ` was expected here",
        "all entries of a list stand in one column and begin with `- `",
    ),
    "found character that cannot start any token": ("a value cannot begin with this character", _QUOTE),
    "found a tab character where an indentation space is expected": ("a tab cannot indent", "indent with spaces"),
    "found a tab character that violates indentation": ("a tab cannot indent", "indent with spaces"),
    "did not find expected node content": ("a value was expected here", "give it a value, or quote the text"),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin here",
        "begin it on its own line, with `- ` before each entry",
    ),
    "could not find expected ':'": ("a key without `:` after it", "write `key: value`"),
}


_CONFLICT: Final = re.compile(r"^(<{7}|={7}|>{7})( .*)?$", re.MULTILINE)


def syntax_error(file: SourceFile, error: MarkedYAMLError) -> Diagnostic:
    """G001: the text stops being YAML."""
    conflict = _CONFLICT.search(file.text)
    if conflict:
        line = file.text.count("\n", 0, conflict.start()) + 1
        place = Span(file, line, 1, line, len(conflict[0]) + 1)
        return Diagnostic(
            "G001", "a merge left its marks here", place, "keep one side of the conflict, and delete the marks"
        )
    mark = error.problem_mark or error.context_mark
    problem, context = error.problem or "this is not YAML", error.context or ""
    at_tab = mark is not None and file.text[mark.index : mark.index + 1] == "\t"
    if context in _UNCLOSED and not at_tab:
        message, hint = _UNCLOSED[context]
        escape = context == "while scanning a quoted scalar" and "end of" not in problem
        return Diagnostic("G001", message, _point(file, mark if escape else error.context_mark), hint)
    if at_tab:
        return Diagnostic("G001", "a tab cannot indent", _point(file, mark), "indent with spaces")
    message, hint = _EXPLAINED.get(problem, (f"not YAML: {problem}", _QUOTE))
    return Diagnostic("G001", message, _point(file, mark), hint)


def empty_value(span: Span, key: Text | None, *, in_mapping: bool) -> Diagnostic:
    """G006: a key without value, an entry without value, or a value without key."""
    if key is not None and key.value:
        return Diagnostic(
            "G006", f"`{key.value}` has no value", key.span, f"give it one (`{key.value}: ...`), or leave the key out"
        )
    if in_mapping:
        return Diagnostic("G006", "a key is missing before `:`", span, "write `key: value`")
    return Diagnostic("G006", "an entry of the list is empty", span, "give it a value, or delete it")


def _point(file: SourceFile, mark: Mark | None) -> Span:
    """One character at the mark; a mark behind the last character goes to the end of the last line."""
    if mark is None:
        return Span(file, 1, 1, 1, 1)
    line, column = mark.line + 1, mark.column + 1
    count = max(len(line_starts(file.text)) - file.text.endswith(("\n", "\r")), 1)
    if line > count:
        line = count
        column = len(file.line(line)) + 1
    return Span(file, line, column, line, column + 1)
