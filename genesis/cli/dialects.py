"""Lists the dialects of SQL: on what each was tried, whether it has an engine, what it cannot say."""

import sys
from typing import Annotated, Final

from typer import Context

from genesis.cli.terminal.common import common
from genesis.cli.terminal.values import formats

_FORMATS: Final = ("table", "json")
_TRIED: Final = {"library": "on the engine itself", "server": "on a real server", "parser": "by syntax alone"}


def run(context: Context, form: Annotated[str, formats(lambda: _FORMATS)] = "table") -> int:
    """Print the list."""
    import msgspec

    from genesis.discovery.dialects import facts
    from genesis.model.types import STRING
    from genesis.output.printers import printer
    from genesis.sql.query import ResultColumn

    common(context)
    known = facts()
    if form == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(known)).decode() + "\n")
        return 0
    columns = tuple(ResultColumn(name, name, STRING) for name in ("Dialect", "Tried", "Engine", "Cannot say"))
    rows = [(f.dialect, _TRIED[f.tried], "yes" if f.engine else "no", ", ".join(f.lacks)) for f in known]
    printer("table")(columns, [list(rows)], sys.stdout, raw=False)
    return 0
