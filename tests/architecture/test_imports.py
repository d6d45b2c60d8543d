"""Compiling loads nothing that it does not need."""

import pytest

from tests.architecture.programs import COMPILE, INPUTS, python

HEAVY = [
    "babel",
    "duckdb",
    "gspread",
    "jinja2",
    "openpyxl",
    "pyairtable",
    "pydantic",
    "requests",
    "rich.table",
    "trino",
]
REPORT = f"\nimport sys\nprint('LOADED', *sorted(set({HEAVY!r}) & set(sys.modules)))\n"


def loaded(code: str, *arguments: str) -> list[str]:
    return python(code + REPORT, *arguments).splitlines()[-1].split()[1:]


def test_importing_the_command_line_is_light() -> None:
    assert loaded("import genesis.cli.main, genesis.compiler") == []


@pytest.mark.parametrize("name", INPUTS[:3])
def test_compiling_is_light(name: str) -> None:
    assert loaded(COMPILE, name) == []


def test_there_are_inputs() -> None:
    assert INPUTS
