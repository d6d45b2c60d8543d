"""The Python interface: a project that is compiled, run and checked."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from genesis.compiler import compile_input
from genesis.diagnostics import Diagnostic, fail
from genesis.spec.project import ProjectFiles, find_root, open_project

if TYPE_CHECKING:
    from genesis.engines.rows import Row
    from genesis.sql.query import CompiledQuery


def load(
    path: str | os.PathLike[str] = ".",
    *,
    definitions: str | None = None,
    inputs: str | None = None,
    trackers: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> "Project":
    """The project in a folder, or around it; no document is read until it is asked for.

    The folders given stand instead of those of ``genesis.yaml``. ``${NAME}`` in it is looked up in ``environment``
    (default: the environment of the process).

    Raises:
        GenesisError: G900 when there is no such folder, G100 when there is no project in it or above it.
    """
    folder = _folder(path)
    root = folder if definitions else find_root(folder)
    files = open_project(root, definitions=definitions, inputs=inputs, trackers=trackers)
    return Project(files, os.environ if environment is None else environment)


def _folder(path: str | os.PathLike[str]) -> Path:
    folder: Path | None = None
    with suppress(OSError):  # the current folder may have been removed
        folder = Path(path).absolute()
    if folder is None or not folder.is_dir():
        raise fail("G900", None, f"there is no folder `{os.fspath(path)}`", "name the folder that holds genesis.yaml")
    return folder


class Project:
    """A project. Every method raises GenesisError for a user's mistake, and nothing else for bad input."""

    def __init__(self, files: ProjectFiles, environment: Mapping[str, str]) -> None:
        self.files = files
        self.environment = environment

    def compile(
        self,
        name: str,
        dialect: str | None = None,
        parameters: Mapping[str, object] | None = None,
        today: date | str | None = None,
        *,
        text: bool = False,
        comments: bool = True,
    ) -> "CompiledQuery":
        """An input's query. The dialect is by default that of the project's default connection, else DuckDB's.

        ``today`` (a date, or ISO text) stands instead of the engine's current date; ``text`` renders shown formats as text.
        """
        if dialect is None:
            from genesis.engines.connections import dialect_for

            dialect = dialect_for(self.files)
        return compile_input(
            self.files,
            name,
            dialect,
            parameters=parameters,
            today=None if today is None else _day(today),
            text=text,
            comments=comments,
        )

    def run(
        self,
        name: str,
        connection: str | None = None,
        parameters: Mapping[str, object] | None = None,
        today: date | str | None = None,
    ) -> "Iterator[list[Row]]":
        """An input's rows in batches, each row in the order of the compiled query's columns.

        The connection is opened with the first batch, and closed after the last one or when the iterator is closed.
        """
        from genesis.engines.connections import dialect_for, open_connection

        query = self.compile(name, dialect_for(self.files, connection), parameters, today)
        with open_connection(self.files, connection, environment=self.environment) as engine:
            yield from engine.run(query)

    def check(self, *names: str) -> tuple[Diagnostic, ...]:
        """Every mistake in the project, or in the documents named; each once, sorted by place."""
        from genesis.checks.project import check_documents, check_project, documents_named

        if not names:
            return check_project(self.files)
        return check_documents(self.files, [one for name in names for one in documents_named(self.files, name)])


def _day(today: date | str) -> date:
    if isinstance(today, date):
        return today
    try:
        return date.fromisoformat(today)
    except ValueError:
        raise fail("G904", None, f"`{today}` is not a date", "write it as `2024-03-31`") from None
