"""Finds every mistake in everything, or in what is named."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from genesis.checks.project import KINDS, check_documents, check_project, documents_named
from genesis.checks.reading import Document
from genesis.cli.terminal import exits
from genesis.cli.terminal.common import common
from genesis.cli.terminal.projects import ENDINGS, is_at, project
from genesis.cli.terminal.screen import colored, say
from genesis.cli.terminal.values import formats
from genesis.diagnostics import Diagnostic, GenesisError, fail
from genesis.output.diagnostics import renderings
from genesis.spec.project import ProjectFiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genesis.api import Project
    from genesis.cli.terminal.said import Common


def run(
    context: Context,
    names: Annotated[
        list[str] | None, Argument(metavar="NAME", help="a source, input, tracker or formatter, or its file")
    ] = None,
    connection: Annotated[
        str | None, Option(metavar="C", help="compare the definitions with the tables of this connection too")
    ] = None,
    form: Annotated[str, formats(renderings.names)] = "text",
) -> int:
    """Print every mistake on standard output; 1 if there is one.

    A name that nothing bears is no such answer, except for programs, which then still get their format.
    """
    said = common(context)
    found: tuple[Diagnostic, ...] = ()
    try:
        opened = project(said)
        files = opened.files
        documents = [document for word in names or () for document in _documents(files, word)]
        found = check_documents(files, documents) if names else check_project(files)
        if connection is not None:
            found = _with_tables(opened, documents if names else None, connection, said, form, found)
    except GenesisError as error:
        return _failed(error, found, said, form)
    _print(found, said, form)
    if not found:
        say(said, _praise(files, documents, connection))
    return exits.MISTAKES if any(one.severity == "error" for one in found) else exits.FINE


def _print(found: "Sequence[Diagnostic]", said: "Common", form: str) -> None:
    color = colored(sys.stdout, refused=said.no_color)
    sys.stdout.write(renderings.rendering(form)(found, color=color))


def _failed(error: GenesisError, found: tuple[Diagnostic, ...], said: "Common", form: str) -> int:
    """What was found before the failure is told too. The exit code is the failure's, which goes before that of mistakes.

    Raises:
        GenesisError: the failure itself, for people.
    """
    if form == "text":
        _print(found, said, form)
        raise error
    sys.stdout.write(renderings.rendering(form)((*found, *error.diagnostics), color=False))
    return exits.exit_code(error.diagnostics)


def _with_tables(
    opened: "Project",
    documents: list[Document] | None,
    connection: str,
    said: "Common",
    form: str,
    found: tuple[Diagnostic, ...],
) -> tuple[Diagnostic, ...]:
    """The mistakes found, and where the tables of a connection differ from the definitions, in order of their places."""
    from genesis.cli.terminal.waiting import Waiting
    from genesis.engines.connections import open_connection
    from genesis.warehouse.choosing import sources_of
    from genesis.warehouse.comparing import compare

    names = sources_of(opened.files, documents)
    labels, notes = ("check=definitions",), said.verbose or form == "json"
    with (
        open_connection(opened.files, connection, environment=opened.environment, labels=lambda: labels) as engine,
        Waiting(said) as waiting,
    ):
        differing = compare(opened.files, names, engine, notes=notes, tell=waiting.count)
    return tuple(sorted({*found, *differing}, key=Diagnostic.order))


def _documents(files: ProjectFiles, word: str) -> list[Document]:
    """What a word names: every document of that name, the one that is that file, or all those in that folder."""
    if "/" not in word and not word.endswith(ENDINGS) and not Path(word).is_dir():
        return documents_named(files, word)
    found: list[Document] = [(kind, Path(word).stem) for kind in KINDS if is_at(files, kind, word)]
    if not found and Path(word).is_dir():
        folder = Path(word).resolve()
        everything = [(kind, name) for kind in KINDS for name in files.names(kind)]
        found = [(kind, name) for kind, name in everything if files.path(kind, name).resolve().is_relative_to(folder)]
    if not found:
        raise fail("G905", None, f"`{word}` is not the file of a document of this project")
    return found


def _praise(files: ProjectFiles, documents: list[Document], connection: str | None) -> str:
    kinds = [kind for kind, _ in documents] or [kind for kind in KINDS for _ in files.names(kind)]
    counts = {kind: kinds.count(kind) for kind in KINDS}
    counted = [f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items() if count]
    beside = "" if connection is None else f", and their tables on `{connection}` are as they say"
    return f"No mistakes in {', '.join(counted)}{beside}." if counted else "There is nothing to check."
