"""Text for engines that cannot be had: it reads well, has only functions that are documented, and nothing that is not there.

The parser is sqlglot's, which the compiler writes with: that it reads back what was written tells that nothing was lost,
and the names are held against lists made from the vendors' references.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import sqlglot

from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError
from genesis.spec.project import open_project
from genesis.sql.dialect import dialect, dialects
from tests.cases.test_cases import FOLDERS, ROWS, asked_of, short
from tests.engines import test_functions
from tests.engines.constructs import of_input
from tests.engines.documented import DOCUMENTED, TYPES
from tests.engines.recording import Recorder
from tests.engines.test_cases_elsewhere import OWN
from tests.functions.evaluation import lowered

PARSED = tuple(name for name in dialects() if dialect(name).tried == "parser")
GROUPS = (
    test_functions.functions,
    test_functions.nulls,
    test_functions.casts,
    test_functions.formats,
    test_functions.shown,
)
ABSENT = {
    "bigquery": (r"\bFILTER\b", r"\bILIKE\b", r"::"),
    "redshift": (
        r"\bFILTER\b",
        r"\bQUALIFY\b",
        r"\bARRAY\b",
        r"IS (NOT )?DISTINCT FROM",
        r"\bTRY_CAST\b",
        r"\bUNNEST\b",
    ),
    "snowflake": (r"\bFILTER\b", r"\bUNNEST\b", r"GROUP BY \(\)"),
    "presto": (r"\bQUALIFY\b", r"\bILIKE\b", r"::", r"TIMESTAMP\(\d\)"),
    "athena": (r"\bQUALIFY\b", r"\bILIKE\b", r"::"),
}
"""What a dialect does not have."""
_QUOTED = re.compile(r"'(?:[^'\\]|''|\\.)*'|\"[^\"]*\"|`[^`]*`|--[^\n]*")
_CALLED = re.compile(r"\b([A-Za-z_]\w*)\(")


def called(sql: str) -> set[str]:
    """The functions of a text, in small letters."""
    return {name.lower() for name in _CALLED.findall(_QUOTED.sub("''", sql))} - TYPES


def unread(name: str, sql: str) -> list[str]:
    """What is wrong with a text."""
    tree = sqlglot.parse_one(sql, dialect=name)
    found = [] if sqlglot.parse_one(tree.sql(name), dialect=name) == tree else ["another tree when written again"]
    unknown = called(sql) - DOCUMENTED[name] if name in DOCUMENTED else set()
    bare = _QUOTED.sub("''", sql)
    found += [f"unknown: {sorted(unknown)}"] if unknown else []
    return found + [f"has {word}" for word in ABSENT.get(name, ()) if re.search(word, bare)]


@cache
def texts(name: str, folder: Path) -> dict[str, str | GenesisError]:
    """The text of each case of a folder, or why there is none."""
    found: dict[str, str | GenesisError] = {}
    for path in [path for path in ROWS if path.is_relative_to(folder) and short(path) != OWN]:
        root, asked, table = asked_of(path)
        try:
            found[short(path)] = compile_input(open_project(root), asked, name, **table.asked.options()).sql
        except GenesisError as error:
            found[short(path)] = error
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", sorted({*PARSED, *DOCUMENTED}))
def test_cases_read_well(name: str, folder: Path, recorder: Recorder) -> None:
    found = texts(name, folder)
    assert {case: wrong for case, sql in found.items() if isinstance(sql, str) and (wrong := unread(name, sql))} == {}
    if name not in PARSED:
        return
    for case, sql in found.items():
        words = of_input(folder, case.partition("/")[2].partition("@")[0])
        for row in [("Rules", folder.name), *(("Words", word) for word in words)]:
            if isinstance(sql, str):
                recorder.saw(name, *row, "read")
            else:
                recorder.refused(name, *row, sql)
    recorder.finished(name, folder.name)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", PARSED)
def test_functions_read_well(
    name: str, group: Callable[[], Iterator[test_functions.Asked]], recorder: Recorder
) -> None:
    cases = test_functions.sayable(group(), name, recorder)
    assert len(cases) > 20
    wrong = {sql: said for case in cases if (said := unread(name, f"SELECT {(sql := lowered(case.expression, name))}"))}
    assert wrong == {}
    for case in cases:
        for row in case.rows():
            recorder.saw(name, *row, "read")
    recorder.finished(name, group.__name__)


def test_names_are_known_wherever_nothing_is_run() -> None:
    assert set(DOCUMENTED) >= set(PARSED) - {"databricks"}


def test_what_is_wrong_is_seen() -> None:
    assert unread("snowflake", "SELECT NO_SUCH('x(') AS a FROM t") == ["unknown: ['no_such']"]
    assert unread("redshift", "SELECT COUNT(*) FILTER(WHERE a) FROM t")[-1] == r"has \bFILTER\b"
    assert called("SELECT CAST(a AS DECIMAL(10, 2)), 'f(x)', \"g(y)\" -- h(z)") == {"cast"}
