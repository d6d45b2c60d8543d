"""Exit codes: what a diagnostic means for the command that found it."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genesis.diagnostics import Diagnostic

FINE: Final = 0
MISTAKES: Final = 1
USAGE: Final = 2
INTERNAL: Final = 3
OUTSIDE: Final = 4
STOPPED: Final = 5
INTERRUPTED: Final = 130
NOBODY_READS: Final = 141
"""As of a program that SIGPIPE ends."""

_GUARDS: Final = ("G82", "G83", "G933")
_SETTINGS: Final = frozenset({"G105", "G600", "G700", "G701", "G702", "G710", "G814"})
"""The connection, the environment, the dialect or the run asked for, wherever they stand."""
_UNREACHED: Final = frozenset({"G711", "G939"})
"""The settings say where, and nobody answers there; generated files that cannot be read or written."""
_OF_COMMAND: Final = ("G1", "G42")
"""Without a place in a file: a name or a parameter's value that stands on the command line."""
_TRACKERS: Final = frozenset({"G800", "G801", "G802", "G811", "G812", "G850", "G851", "G861", "G870"})
"""A tracker's own text: found by `check`, like all that stands in definitions."""

_GENERATED: Final = frozenset({"G930", "G931", "G932", "G934", "G937", "G938"})
"""Generated files that are not what they should be, and trackers and templates that cannot become what they should."""


def exit_code(diagnostics: "Iterable[Diagnostic]") -> int:
    """The largest code that an error asks for; 0 without errors."""
    return max((_one(d) for d in diagnostics if d.severity == "error"), default=FINE)


def _one(diagnostic: "Diagnostic") -> int:
    from genesis.spec.project import PROJECT_FILE

    code = diagnostic.code
    if code.startswith(_GUARDS):
        return STOPPED
    if code in _GENERATED:
        return MISTAKES
    if code in _UNREACHED:
        return OUTSIDE
    if (
        diagnostic.file == PROJECT_FILE
        or code in _SETTINGS
        or code.startswith("G9")
        or (diagnostic.span is None and code.startswith(_OF_COMMAND))
    ):
        return USAGE
    return OUTSIDE if code[1] in "78" and code not in _TRACKERS else MISTAKES
