"""Prints the SQL of an input."""

from typing import Annotated, Final

from typer import Argument, Context, Option

from genesis.cli.terminal.common import common
from genesis.cli.terminal.values import Parameters, Today, formats

_FORMATS: Final = ("json", "sql")


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
    no_cache: Annotated[bool, Option("--no-cache", help="neither look for a kept answer nor keep this one")] = False,
    form: Annotated[
        str, formats(lambda: _FORMATS, "sql, or json with columns, types, key, sources and places")
    ] = "sql",
) -> int:
    """Compile what is named; with several inputs the mistakes of all of them are told together."""
    from genesis.cli.terminal.compiling import Asked, answer

    names, pairs, comments, keep = tuple(words or ()), tuple(param or ()), not no_comments, not no_cache
    return answer(Asked(names, every, out, dialect, pairs, today, text, comments, keep, form), common(context))
