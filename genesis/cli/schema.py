"""Prints the JSON Schema of a kind of document, so that editors complete and check it."""

import sys
from pathlib import Path
from typing import Annotated

from typer import Argument, Context, Option

from genesis.cli.terminal.common import common
from genesis.cli.terminal.screen import say
from genesis.diagnostics import fail


def run(
    context: Context,
    kind: Annotated[str | None, Argument(metavar="KIND", help="source, input, tracker, project or formatter")] = None,
    out: Annotated[str | None, Option(metavar="DIR", help="write the schemas of all kinds into this folder")] = None,
) -> int:
    """Print one schema, or write all."""
    from genesis.schema.schemas import names, rendered

    if bool(out) == bool(kind):
        hint = "`genesis schema source`, or `genesis schema --out DIR`"
        raise fail("G923", None, "name one kind of document, or a folder for the schemas of all", hint)
    if kind:
        sys.stdout.write(rendered(kind))
    if out:
        for one in names():
            _write(Path(out) / f"{one}.json", rendered(one))
        say(common(context), f"{len(names())} schemas written into {out}")
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise fail(
            "G906", None, f"{path} cannot be written: {error.strerror}", "choose another folder with `--out`"
        ) from error
