"""A command loads nothing that it does not need."""

from pathlib import Path

import pytest

from tests.architecture.programs import COMPILE, INPUTS, python

LIBRARIES = (
    *("babel", "duckdb", "gspread", "jinja2", "msgspec", "openpyxl", "psycopg", "pyairtable", "pydantic", "requests"),
    *("rich", "sqlglot", "trino", "typer", "yaml"),
)
REPORT = f"\nimport sys\nprint('LOADED', *sorted(set({LIBRARIES!r}) & set(sys.modules)))\n"
CALL = "import sys\nfrom genesis.cli.main import call\nassert not call(sys.argv[1:])\n"
READS = ["msgspec", "typer"]
COMPILES = ["msgspec", "sqlglot", "yaml"]
ALLOWED: dict[str, list[str]] = {
    "--help": [],
    "--version": [],
    "compile --help": READS,
    "preview --help": READS,
    "fields --help": READS,
    "test --help": READS,
    "explain --help": READS,
    "explain G203": [*READS, "sqlglot", "yaml"],
    "dialects": [*READS, "rich"],
    "compile kids_catalogue": COMPILES,
    "compile kids_catalogue --dialect trino": COMPILES,
    "compile kids_catalogue --no-comments": [*COMPILES, "typer"],
    "check": [*COMPILES, "typer"],
    "fields title --format tree": [*COMPILES, "typer"],
    "preview kids_catalogue": ["babel", *COMPILES, "duckdb", "rich", "typer"],
    "preview kids_catalogue --format csv --raw": [*COMPILES, "duckdb", "typer"],
}


def loaded(code: str, *arguments: str, **environment: str) -> list[str]:
    return python(code + REPORT, *arguments, **environment).splitlines()[-1].split()[1:]


@pytest.mark.parametrize("line", ALLOWED)
def test_a_command_loads_what_it_needs(line: str) -> None:
    extra = set(loaded(CALL, *line.split())) - set(ALLOWED[line])
    assert not extra


def test_an_answer_that_was_kept_loads_nothing(tmp_path: Path) -> None:
    code = "import sys\nfrom genesis.cli.main import call\nassert not call(['compile', 'kids_catalogue'])\n"
    wanted = [COMPILES, []]
    assert [loaded(code, GENESIS_CACHE=str(tmp_path)) for _ in wanted] == wanted


@pytest.mark.parametrize("name", INPUTS[:3])
def test_compiling_is_light(name: str) -> None:
    assert set(loaded(COMPILE, name)) <= set(COMPILES)


def test_there_are_inputs() -> None:
    assert INPUTS
