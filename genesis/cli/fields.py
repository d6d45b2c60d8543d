"""Lists what inputs can select from a source: fields, measures, and those behind its joins."""

import sys
from typing import TYPE_CHECKING, Annotated, Final

from typer import Argument, Context, Option

from genesis.cli.terminal.common import common
from genesis.cli.terminal.projects import ENDINGS, document, project
from genesis.cli.terminal.values import formats, whole

if TYPE_CHECKING:
    from genesis.discovery.fields import Selectable
    from genesis.engines.rows import Row

_FORMATS: Final = ("table", "tree", "json")


def run(
    context: Context,
    named: Annotated[str, Argument(metavar="SOURCE", help="a source's name or file, or SOURCE.PATH over joins")],
    search: Annotated[
        str, Option(metavar="WORDS", help="only what has these words in name, label or text", show_default=False)
    ] = "",
    depth: Annotated[int, Option(metavar="N", parser=whole("--depth"), help="how many names a path has")] = 2,
    form: Annotated[str, formats(lambda: _FORMATS)] = "table",
) -> int:
    """Print the list."""
    from genesis.compiler import open_model
    from genesis.discovery.fields import matching, selectable
    from genesis.discovery.listings import as_json, as_tree

    files = project(common(context)).files
    is_file = "/" in named or named.endswith(ENDINGS)
    name, _, behind = (named, "", "") if is_file else named.partition(".")
    source = document(files, "source", name)
    listed = matching(selectable(open_model(files), source, depth, behind), search)
    if form == "table":
        _table(listed)
    else:
        sys.stdout.write(as_json(listed) if form == "json" else as_tree(source, listed))
    return 0


def _table(listed: "tuple[Selectable, ...]") -> None:
    from genesis.discovery.listings import explained, meaning
    from genesis.model.types import STRING
    from genesis.output.printers import printer
    from genesis.sql.query import ResultColumn

    columns = tuple(ResultColumn(name.lower(), name, STRING) for name in ("Path", "Type", "Rows", "Label", "Meaning"))
    rows: list[Row] = [(e.path, meaning(e), "many" if e.many else "one", e.label, explained(e)) for e in listed]
    printer("table")(columns, [rows], sys.stdout, raw=False)
