"""Lists the dialects of SQL: on what each was tried, whether it has an engine, what it cannot say."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final

from typer import Argument, Context

from genesis.cli.terminal.common import common
from genesis.cli.terminal.values import formats

if TYPE_CHECKING:
    from genesis.discovery.dialects import DialectFacts

_FORMATS: Final = ("table", "json")
_TRIED: Final = {
    "library": "on the engine itself",
    "server": "on a real server",
    "reference": "on {}, its own language",
    "relative": "on {}, a relative",
    "emulator": "on {}, an emulator",
    "parser": "by syntax alone",
}


def run(
    context: Context,
    name: Annotated[str, Argument(metavar="NAME", help="One dialect, with the names of all that it cannot say.")] = "",
    form: Annotated[str, formats(lambda: _FORMATS)] = "table",
) -> int:
    """Print the list."""
    import msgspec

    from genesis.discovery.dialects import facts
    from genesis.sql.dialect import dialect

    common(context)
    wanted = dialect(name).name if name else ""
    known = [one for one in facts() if wanted in {"", one.dialect}]
    if form == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(known)).decode() + "\n")
    elif wanted:
        _tell(known[0])
    else:
        _list(known)
    return 0


def _list(known: Sequence["DialectFacts"]) -> None:
    from genesis.model.types import STRING
    from genesis.output.printers import printer
    from genesis.sql.query import ResultColumn

    columns = tuple(ResultColumn(title, title, STRING) for title in ("Dialect", "Tried", "Engine", "Cannot say"))
    rows = [(one.dialect, _tried(one), "yes" if one.engine else "no", _some(one.lacks)) for one in known]
    printer("table")(columns, [list(rows)], sys.stdout, raw=False)


def _tell(one: "DialectFacts") -> None:
    engine = "queries can be run in it" if one.engine else "it can be compiled for, not run"
    lines = [f"{one.dialect}: tried {_tried(one)}; {engine}", *(f"  cannot say {name}" for name in one.lacks)]
    sys.stdout.write("\n".join(lines) + "\n")


def _tried(one: "DialectFacts") -> str:
    return _TRIED[one.tried].format(one.tried_on)


def _some(lacks: Sequence[str]) -> str:
    """A few by name, more by their number."""
    few = 3
    return ", ".join(lacks) if len(lacks) <= few else f"{len(lacks)}: {', '.join(lacks[:few])}, ..."
