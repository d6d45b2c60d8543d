"""First definitions of files: types are what the cells look like."""

from pathlib import Path

import pytest

from tests.cli.conftest import Genesis

CELLS = {
    "number": (["0", "-12", "999999999999999999"], "integer"),
    "code": (["007", "12"], "string"),
    "amount": (["1.50", "0", "-3.125"], "decimal(18,3)"),
    "ratio": (["1.5e3", "2"], "float"),
    "long": (["0.12345678901234", "1"], "float"),
    "day": (["2024-02-29", "0001-01-01"], "date"),
    "moment": (["2024-02-29 12:30", "2024-02-29T00:00:00.5"], "timestamp"),
    "either": (["true", "FALSE"], "boolean"),
    "words": (["1", "one"], "string"),
    "nothing": (["", ""], "string"),
    "quotes": (['"a, ""b"""', "2"], "string"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "definitions").mkdir()
    (tmp_path / "data" / "files").mkdir(parents=True)
    (tmp_path / "genesis.yaml").write_text("connections: {demo: {engine: duckdb, files: data}}\n", encoding="utf-8")
    for name, (cells, _) in CELLS.items():
        rows = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells))
        (tmp_path / "data" / "files" / f"{name}.csv").write_text(f"id,value\n{rows}", encoding="utf-8")
    return tmp_path


def test_types_are_the_narrowest_that_all_cells_have(folder: Path, genesis: Genesis) -> None:
    assert genesis("scaffold", "files.*", "--project", str(folder)).code == 0
    for name, (_, kind) in CELLS.items():
        assert f"  value: {kind}\n" in (folder / "definitions" / f"{name}.yaml").read_text(encoding="utf-8")
    assert genesis("check", "--connection", "demo", "--project", str(folder)).code == 0
    done = genesis("test", "--project", str(folder))
    assert (done.code, done.out) == (0, "")  # every cell can be read as claimed


def test_what_other_definitions_claim_goes_before_looks(folder: Path, genesis: Genesis) -> None:
    (folder / "definitions" / "mine.yaml").write_text(
        "source: mine\ntable: files.number\nkey: id\nfields: {id: string, value: 'decimal(20,0)'}\n", encoding="utf-8"
    )
    assert genesis("scaffold", "files.number", "--project", str(folder)).code == 0
    text = (folder / "definitions" / "number.yaml").read_text(encoding="utf-8")
    assert "  id: string\n  value: decimal(20,0)\n" in text
    assert genesis("test", "--project", str(folder)).code == 0
