"""Prints the SQL of an input."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from genesis.api import Project
from genesis.cli.terminal.common import common
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.screen import say
from genesis.cli.terminal.values import Parameters, Today, formats, parameters
from genesis.diagnostics import Diagnostic, GenesisError, fail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from genesis.sql.query import CompiledQuery

_FORMATS = ("json", "sql")


def run(
    context: Context,
    words: Annotated[list[str] | None, Argument(metavar="INPUT", help="an input's name, or its file")] = None,
    every: Annotated[bool, Option("--all", help="every input of the project")] = False,
    out: Annotated[str | None, Option(metavar="DIR", help="write one file for each input into this folder")] = None,
    dialect: Annotated[str | None, Option(metavar="D", help="whose SQL (default: the default connection's)")] = None,
    param: Parameters = None,
    today: Today = None,
    text: Annotated[bool, Option("--text", help="let SQL render what formats show as text")] = False,
    no_comments: Annotated[bool, Option("--no-comments", help="leave the comments out")] = False,
    form: Annotated[
        str, formats(lambda: _FORMATS, "sql, or json with columns, types, key, sources and places")
    ] = "sql",
) -> int:
    """Compile what is named; with several inputs the mistakes of all of them are told together."""
    said = common(context)
    opened = project(said)
    names = _names(opened, words or [], every=every)
    values = parameters(param)
    queries, mistakes = _compiled(
        names, lambda name: opened.compile(name, dialect, values, today, text=text, comments=not no_comments)
    )
    if out:
        _write(queries, Path(out), form)
        say(said, f"{len(queries)} file{'' if len(queries) == 1 else 's'} in {out}")
    else:
        sys.stdout.write(_text(queries, form, several=len(names) > 1 or every))
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


def _names(opened: Project, words: list[str], *, every: bool) -> list[str]:
    if every == bool(words):
        message = "`--all` takes no name" if every else "name an input, or ask for all of them"
        raise fail("G901", None, message, "`genesis compile INPUT`, or `genesis compile --all`")
    if every:
        return list(opened.files.names("input"))
    return list(dict.fromkeys(document(opened.files, "input", word) for word in words))


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
