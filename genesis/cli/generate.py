"""Writes what is derived from trackers: SQL, contracts, scheduled tasks and genesis.lock."""

import sys
from typing import TYPE_CHECKING, Annotated, Final

from typer import Context, Option

from genesis.cli.terminal import exits
from genesis.cli.terminal.chosen import Named
from genesis.cli.terminal.common import common
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.said import Common
from genesis.cli.terminal.screen import colored, say
from genesis.cli.terminal.values import formats, one_of
from genesis.diagnostics import Diagnostic, GenesisError
from genesis.output.diagnostics import renderings
from genesis.workflows.scheduling import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genesis.generated.writing import Comparison

_KIND: Final = one_of("--workflows", kinds.names)
_CHECK: Final = "write nothing; exit with 1 when a file is not what it should be"
_TASKS: Final = "tasks for this scheduler, instead of those that genesis.yaml asks for; may be repeated"


def run(
    context: Context,
    named: Named = None,
    check: Annotated[bool, Option("--check", help=_CHECK)] = False,
    workflows: Annotated[
        list[str] | None, Option("--workflows", metavar="SCHEDULER", parser=_KIND, help=_TASKS)
    ] = None,
    form: Annotated[str, formats(renderings.names, "of what is wrong: one of {}")] = "text",
) -> int:
    """Write the files of the trackers named, or of all. Any mistake in one of them, and nothing is written."""
    said = common(context)
    try:
        found, summary = _generated(said, named or [], [_KIND(word) for word in workflows or ()], check=check)
    except GenesisError as error:
        if form == "text":
            raise
        return _told(said, error.diagnostics, form)
    if not found:
        say(said, summary)
    return _told(said, found, form)


def _generated(
    said: Common, named: list[str], workflows: list[str], *, check: bool
) -> "tuple[Sequence[Diagnostic], str]":
    """What is wrong, and what to say when nothing is."""
    from genesis.generated.derived import derive
    from genesis.generated.writing import compare, findings, refusals, write

    files = project(said).files
    names = list(dict.fromkeys(document(files, "tracker", word) for word in named)) or None
    derived = derive(files, names, workflows)
    comparison = compare(files, derived)
    found = findings(files, derived, comparison) if check else refusals(comparison)
    if not check and not found:
        write(files, derived, comparison)
    return found, _summary(comparison, len(derived.contents), check=check)


def _told(said: Common, found: "Sequence[Diagnostic]", form: str) -> int:
    if found or form != "text":
        sys.stdout.write(renderings.rendering(form)(found, color=colored(sys.stdout, refused=said.no_color)))
    return exits.exit_code(found)


def _summary(comparison: "Comparison", count: int, *, check: bool) -> str:
    if check:
        return f"{count} generated files are what the definitions say."
    removed = sum(one.state == "left over" for one in comparison.differences)
    written = len(comparison.differences) - removed
    return f"{written} written, {removed} removed, {count - written} unchanged."
