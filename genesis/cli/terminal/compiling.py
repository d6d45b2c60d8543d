"""Compiles for the command line: what `genesis compile` does once its words are understood."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

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
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from genesis.spec.facts import Fact
    from genesis.sql.query import CompiledQuery

    Shown = str | dict[str, object]
    """Of a query what the format shows: its SQL, or what is made JSON."""


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


class _Part(Struct, frozen=True):
    """What one process has compiled: by name what is shown of a query, or its mistakes; and what it saw of the files."""

    shown: "dict[str, Shown]"
    mistakes: "dict[str, tuple[Diagnostic, ...]]"
    facts: "list[Fact]"
    certain: bool


def answer(asked: Asked, said: Common) -> int:
    """Print or write the SQL of what is named.

    Raises:
        GenesisError: with the mistakes of all inputs, when the others have been printed.
    """
    opened, watched = project(said), Watched()
    opened.files = opened.files.in_place(watched)
    names = _names(opened, asked)
    parts = _compiled(opened, asked, names, watched)
    known = {name: one for part in parts for name, one in part.shown.items()}
    failed = {name: found for part in parts for name, found in part.mistakes.items()}
    shown = [known[name] for name in names if name in known]
    mistakes = [one for name in names for one in failed.get(name, ())]
    if asked.out:
        _write({name: known[name] for name in names if name in known}, Path(asked.out), asked.form)
        say(said, f"{len(shown)} file{'' if len(shown) == 1 else 's'} in {asked.out}")
    else:
        text = _text(shown, asked.form, several=len(names) > 1 or asked.every)
        sys.stdout.write(text)
        if asked.keep and not mistakes and all(part.certain for part in parts):
            facts = dict.fromkeys(fact for part in parts for fact in part.facts)
            _keep(asked, said, opened.files.root, list(facts), text)
    if mistakes:
        raise GenesisError(mistakes)
    return 0


def _compiled(opened: Project, asked: Asked, names: "Sequence[str]", watched: Watched) -> "list[_Part]":
    """What several processes compile, where there are many inputs; the first one brings what all need into this one."""
    values = parameters(asked.pairs)

    def work(runs: "Iterable[Sequence[str]]") -> _Part:
        part = _Part({}, {}, watched.facts, certain=True)
        for run in runs:
            for name in run:
                try:
                    query = opened.compile(
                        name, asked.dialect, values, asked.today, text=asked.text, comments=asked.comments
                    )
                    part.shown[name] = _shown(query, asked.form)
                except GenesisError as error:
                    part.mistakes[name] = error.diagnostics
            opened.files.forget()
        return replace(part, certain=watched.certain)

    parts = [work([names[:1]])]
    if len(names) > 1:
        from genesis.cli.terminal.many import share_inputs

        parts += share_inputs(work, opened.files, names[1:], watched, every=asked.every)
    return parts


def _names(opened: Project, asked: Asked) -> list[str]:
    if asked.every == bool(asked.words):
        message = "`--all` takes no name" if asked.every else "name an input, or ask for all of them"
        raise fail("G901", None, message, "`genesis compile INPUT`, or `genesis compile --all`")
    if asked.every:
        return list(opened.files.names("input"))
    return list(dict.fromkeys(document(opened.files, "input", word) for word in asked.words))


def _keep(asked: Asked, said: Common, root: Path, facts: "Sequence[Fact]", text: str) -> None:
    """Keep the answer for the same command line."""
    places = (str(base / word) for word in asked.words if is_path(word) for base in (Path(), root))
    keep(said.words, [*facts, *_around(said, root), *map(of_place, places)], text)


def _around(said: Common, root: Path) -> "Iterator[Fact]":
    """The folders that are no project's root, from the one named up to the project."""
    start = Path(said.project).absolute()
    for folder in (start, *start.parents):
        if folder == root:
            return
        yield of_no_root(str(folder))


def _write(shown: "Mapping[str, Shown]", folder: Path, form: str) -> None:
    for name, one in shown.items():
        path = folder / f"{name}.{form}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_text([one], form, several=False), encoding="utf-8", newline="\n")
        except OSError as error:
            hint = "choose another folder with `--out`"
            raise fail("G906", None, f"{path} cannot be written: {error.strerror}", hint) from error


def _text(shown: "Sequence[Shown]", form: str, *, several: bool) -> str:
    """SQL one after another, or one JSON object; an array of them where several were asked for."""
    if form == "sql":
        return "\n".join(map(str, shown))
    from json import dumps

    return dumps(shown if several else shown[0], ensure_ascii=False, indent=2) + "\n" if shown else ""


def _shown(query: "CompiledQuery", form: str) -> "Shown":
    return query.sql if form == "sql" else _described(query)


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
