"""Prints the SQL of an input."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from genesis.api import Project
from genesis.cli.terminal.parser import one_of, parameters
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.screen import say
from genesis.diagnostics import Diagnostic, GenesisError, fail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from genesis.sql.query import CompiledQuery

_FORMATS = ("json", "sql")


def declare(parser: ArgumentParser) -> None:
    """What `genesis compile` takes."""
    parser.add_argument("input", metavar="INPUT", nargs="*", help="an input's name, or its file")
    parser.add_argument("--all", action="store_true", help="every input of the project")
    parser.add_argument("--out", metavar="DIR", help="write one file for each input into this folder")
    parser.add_argument("--dialect", metavar="D", help="the SQL to write (default: that of the default connection)")
    parser.add_argument("--param", metavar="K=V", action="append", default=[], help="a parameter's value")
    parser.add_argument("--today", metavar="DATE", help="stands instead of the engine's current date")
    parser.add_argument("--text", action="store_true", help="let SQL render what formats show as text")
    parser.add_argument("--no-comments", action="store_true", help="leave the comments out")
    parser.add_argument(
        "--format",
        metavar="F",
        default="sql",
        type=one_of("--format", lambda: _FORMATS),
        help="sql, or json with columns, types, key, sources and places",
    )


def run(options: Namespace) -> int:
    """Compile what is named; with several inputs the mistakes of all of them are told together."""
    opened = project(options)
    names = _names(options, opened)
    values = parameters(options.param)
    queries: list[CompiledQuery] = []
    mistakes: list[Diagnostic] = []
    for name in names:
        try:
            queries.append(_compiled(options, opened, name, values))
        except GenesisError as error:
            mistakes.extend(error.diagnostics)
    if options.out:
        _write(options, queries)
    else:
        sys.stdout.write(_text(queries, options.format, several=len(names) > 1 or options.all))
    if mistakes:
        raise GenesisError(mistakes)
    return 0


def _compiled(options: Namespace, opened: Project, name: str, values: "Mapping[str, object]") -> "CompiledQuery":
    return opened.compile(
        name, options.dialect, values, options.today, text=options.text, comments=not options.no_comments
    )


def _names(options: Namespace, opened: Project) -> list[str]:
    if options.all == bool(options.input):
        hint = "`genesis compile INPUT`, or `genesis compile --all`"
        raise fail(
            "G901", None, "name an input, or ask for all of them" if not options.all else "`--all` takes no name", hint
        )
    if options.all:
        return list(opened.files.names("input"))
    return list(dict.fromkeys(document(opened.files, "input", word) for word in options.input))


def _write(options: Namespace, queries: "Sequence[CompiledQuery]") -> None:
    for query in queries:
        path = Path(options.out) / f"{query.name}.{options.format}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_text([query], options.format, several=False), encoding="utf-8", newline="\n")
        except OSError as error:
            hint = "choose another folder with `--out`"
            raise fail("G906", None, f"{path} cannot be written: {error.strerror}", hint) from error
    say(options, f"{len(queries)} file{'' if len(queries) == 1 else 's'} in {options.out}")


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
