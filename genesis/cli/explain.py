"""Says why an input joins what it joins, where a column comes from, or what a message's code means."""

import json
import re
import sys
from importlib.resources import files as package_files
from typing import TYPE_CHECKING, Annotated, Final

from typer import Argument, Context

from genesis.cli.terminal.common import common
from genesis.cli.terminal.projects import ENDINGS, document, project
from genesis.cli.terminal.screen import colored
from genesis.cli.terminal.values import formats
from genesis.diagnostics import did_you_mean, fail

if TYPE_CHECKING:
    from genesis.spec.project import ProjectFiles

_CODE: Final = re.compile(r"[Gg]\d+")


def _names() -> tuple[str, ...]:
    from genesis.discovery.formats.formats import names

    return names()


def run(
    context: Context,
    subject: Annotated[
        str, Argument(metavar="SUBJECT", help="an input, INPUT.COLUMN, or a message's code, such as G203")
    ],
    form: Annotated[str, formats(_names, "text, json, and of an input mermaid")] = "text",
) -> int:
    """Print the code's page, with formats on a terminal; or what there is to say of an input."""
    said = common(context)
    if not _CODE.fullmatch(subject):
        sys.stdout.write(_input(project(said).files, subject, form))
        return 0
    page = _page(subject)
    if form == "json":
        title, _, text = page.partition("\n")
        told = {"code": subject.upper(), "title": title.partition(": ")[2], "text": text.strip()}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return 0
    if colored(sys.stdout, refused=said.no_color):
        from rich.console import Console
        from rich.markdown import Markdown

        Console(file=sys.stdout).print(Markdown(page))
    else:
        sys.stdout.write(page)
    return 0


def _input(files: "ProjectFiles", word: str, form: str) -> str:
    from genesis.compiler import open_model
    from genesis.discovery.formats.formats import rendering
    from genesis.discovery.lineage import origin
    from genesis.discovery.reasons import explain
    from genesis.model.compiling import Compiling
    from genesis.model.parameters import bind

    is_file = "/" in word or word.endswith(ENDINGS)
    name, _, column = (document(files, "input", word), "", "") if is_file else word.partition(".")
    spec, printed = files.input(name), rendering(form)
    model = open_model(files, Compiling(timezone=files.project.timezone, parameters=bind(spec, {}, checking=True)))
    return printed.origin(origin(model, spec, column)) if column else printed.explanation(explain(model, spec))


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
