"""Says what a message's code means, and how to mend it."""

import re
import sys
from argparse import ArgumentParser, Namespace
from importlib.resources import files as package_files
from typing import Final

from genesis.cli.terminal.screen import colored
from genesis.diagnostics import did_you_mean, fail

_CODE: Final = re.compile(r"[Gg]\d+")


def declare(parser: ArgumentParser) -> None:
    """What `genesis explain` takes."""
    parser.add_argument("subject", metavar="CODE", help="a message's code, such as G203")


def run(options: Namespace) -> int:
    """Print the code's page, with formats on a terminal."""
    page = _page(options.subject)
    if colored(sys.stdout, refused=options.no_color):
        from rich.console import Console
        from rich.markdown import Markdown

        Console(file=sys.stdout).print(Markdown(page))
    else:
        sys.stdout.write(page)
    return 0


def _page(word: str) -> str:
    folder = package_files("genesis") / "codes"
    known = sorted(page.name.removesuffix(".md") for page in folder.iterdir() if page.name.endswith(".md"))
    code = word.upper()
    if code not in known:
        hint = (
            did_you_mean(code, known) if _CODE.fullmatch(word) else "a code stands in each message: `error G203: ...`"
        )
        raise fail("G910", None, f"there is no code `{word}`", hint)
    return (folder / f"{code}.md").read_text(encoding="utf-8")
