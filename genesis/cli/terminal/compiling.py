"""Compiles for the command line: what `genesis compile` does once its words are understood."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from genesis.api import Project
from genesis.cli.terminal.kept import keep
from genesis.cli.terminal.pairs import parameters
from genesis.cli.terminal.projects import document, is_path, project
from genesis.cli.terminal.said import Common
from genesis.cli.terminal.screen import say
from genesis.diagnostics import Diagnostic, GenesisError, fail
from genesis.spec.facts import of_no_root, of_place
from genesis.spec.watched import Watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from genesis.spec.facts import Fact
    from genesis.sql.query import CompiledQuery


class Asked(Struct, frozen=True):
    """What the options of `genesis compile` say. ``keep``: the answer may be kept for the next time."""

    words: tuple[str, ...]
    every: bool = False
    out: str | None = None
    dialect: str | None = None
    pairs: tuple[str, ...] = ()
    today: str | None = None
    text: bool = False
    comments: bool = True
    keep: bool = True
    form: str = "sql"


def answer(asked: Asked, said: Common) -> int:
    """Print or write the SQL of what is named.

    Raises:
        GenesisError: with the mistakes of all inputs, when the others have been printed.
    """
    opened, watched = project(said), Watched()
    opened.files = opened.files.in_place(watched)
    names = _names(opened, asked)
    values = parameters(asked.pairs)
    queries, mistakes = _compiled(
        names,
        lambda name: opened.compile(name, asked.dialect, values, asked.today, text=asked.text, comments=asked.comments),
    )
    if asked.out:
        _write(queries, Path(asked.out), asked.form)
        say(said, f"{len(queries)} file{'' if len(queries) == 1 else 's'} in {asked.out}")
    else:
        text = _text(queries, asked.form, several=len(names) > 1 or asked.every)
        sys.stdout.write(text)
        if asked.keep and not mistakes:
            _keep(asked, said, opened.files.root, watched, text)
    if mistakes:
        raise GenesisError(mistakes)
    return 0


def _compiled(
    names: list[str], compile_one: "Callable[[str], CompiledQuery]"
) -> "tuple[list[CompiledQuery], list[Diagnostic]]":
    queries: list[CompiledQuery] = []
    mistakes: list[Diagnostic] = []
    for name in names:
        try:
            queries.append(compile_one(name))
        except GenesisError as error:
            mistakes.extend(error.diagnostics)
    return queries, mistakes


def _names(opened: Project, asked: Asked) -> list[str]:
    if asked.every == bool(asked.words):
        message = "`--all` takes no name" if asked.every else "name an input, or ask for all of them"
        raise fail("G901", None, message, "`genesis compile INPUT`, or `genesis compile --all`")
    if asked.every:
        return list(opened.files.names("input"))
    return list(dict.fromkeys(document(opened.files, "input", word) for word in asked.words))


def _keep(asked: Asked, said: Common, root: Path, watched: Watched, text: str) -> None:
    """Keep the answer for the same command line; not where something that it stands on is not certain."""
    if watched.certain:
        places = (str(base / word) for word in asked.words if is_path(word) for base in (Path(), root))
        keep(said.words, [*watched.facts, *_around(said, root), *map(of_place, places)], text)


def _around(said: Common, root: Path) -> "Iterator[Fact]":
    """The folders that are no project's root, from the one named up to the project."""
    start = Path(said.project).absolute()
    for folder in (start, *start.parents):
        if folder == root:
            return
        yield of_no_root(str(folder))


def _write(queries: "Sequence[CompiledQuery]", folder: Path, form: str) -> None:
    for query in queries:
        path = folder / f"{query.name}.{form}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_text([query], form, several=False), encoding="utf-8", newline="\n")
        except OSError as error:
            hint = "choose another folder with `--out`"
            raise fail("G906", None, f"{path} cannot be written: {error.strerror}", hint) from error


def _text(queries: "Sequence[CompiledQuery]", form: str, *, several: bool) -> str:
    """SQL one after another, or one JSON object; an array of them where several were asked for."""
    if form == "sql":
        return "\n".join(query.sql for query in queries)
    from json import dumps

    described = [_described(query) for query in queries]
    return dumps(described if several else described[0], ensure_ascii=False, indent=2) + "\n" if described else ""


def _described(query: "CompiledQuery") -> dict[str, object]:
    from msgspec import to_builtins

    columns = [
        {
            "name": column.name,
            "label": column.label,
            "type": str(column.type),
            "format": {k: v for k, v in to_builtins(column.shown).items() if v} if column.shown else None,
            "hidden": column.hidden,
        }
        for column in query.columns
    ]
    return {
        "name": query.name,
        "dialect": query.dialect,
        "sql": query.sql,
        "columns": columns,
        "key": query.key,
        "sources": query.sources,
        "spans": {column.name: str(column.span) for column in query.columns if column.span},
    }
