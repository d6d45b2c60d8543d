"""Prints the JSON Schema of a kind of document, so that editors complete and check it."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from genesis.cli.terminal.screen import say
from genesis.diagnostics import fail


def declare(parser: ArgumentParser) -> None:
    """What `genesis schema` takes."""
    parser.add_argument("kind", metavar="KIND", nargs="?", help="source, input, tracker, project or formatter")
    parser.add_argument("--out", metavar="DIR", help="write the schemas of all kinds into this folder")


def run(options: Namespace) -> int:
    """Print one schema, or write all."""
    from genesis.schema.schemas import names, rendered

    if bool(options.out) == bool(options.kind):
        hint = "`genesis schema source`, or `genesis schema --out DIR`"
        raise fail("G923", None, "name one kind of document, or a folder for the schemas of all", hint)
    if options.kind:
        sys.stdout.write(rendered(options.kind))
        return 0
    for kind in names():
        _write(Path(options.out) / f"{kind}.json", rendered(kind))
    say(options, f"{len(names())} schemas written into {options.out}")
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise fail(
            "G906", None, f"{path} cannot be written: {error.strerror}", "choose another folder with `--out`"
        ) from error
