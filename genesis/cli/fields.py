"""Lists what inputs can select from a source: fields, measures, and those behind its joins."""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from genesis.cli.terminal.parser import one_of, whole
from genesis.cli.terminal.projects import ENDINGS, document, project

if TYPE_CHECKING:
    from genesis.discovery.fields import Selectable
    from genesis.engines.rows import Row

_FORMATS: Final = ("table", "tree", "json")


def declare(parser: ArgumentParser) -> None:
    """What `genesis fields` takes."""
    parser.add_argument("source", metavar="SOURCE", help="a source's name or file, or SOURCE.PATH over joins")
    parser.add_argument(
        "--search", metavar="WORDS", default="", help="only what has these words in name, label or text"
    )
    parser.add_argument("--depth", metavar="N", type=whole("--depth"), default=2, help="how many names a path has (2)")
    parser.add_argument(
        "--format",
        metavar="F",
        default="table",
        type=one_of("--format", lambda: _FORMATS),
        help=f"one of {', '.join(_FORMATS)}",
    )


def run(options: Namespace) -> int:
    """Print the list."""
    from genesis.compiler import open_model
    from genesis.discovery.fields import matching, selectable
    from genesis.discovery.listings import as_json, as_tree

    files = project(options).files
    is_file = "/" in options.source or options.source.endswith(ENDINGS)
    name, _, behind = (options.source, "", "") if is_file else options.source.partition(".")
    source = document(files, "source", name)
    listed = matching(selectable(open_model(files), source, options.depth, behind), options.search)
    if options.format == "table":
        _table(listed)
    else:
        sys.stdout.write(as_json(listed) if options.format == "json" else as_tree(source, listed))
    return 0


def _table(listed: "tuple[Selectable, ...]") -> None:
    from genesis.discovery.listings import explained, meaning
    from genesis.model.types import STRING
    from genesis.output.printers import printer
    from genesis.sql.query import ResultColumn

    columns = tuple(ResultColumn(name.lower(), name, STRING) for name in ("Path", "Type", "Rows", "Label", "Meaning"))
    rows: list[Row] = [(e.path, meaning(e), "many" if e.many else "one", e.label, explained(e)) for e in listed]
    printer("table")(columns, [rows], sys.stdout, raw=False)
