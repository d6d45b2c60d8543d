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
    "serial": (["1000000000000000001", "9223372036854775809"], "decimal(19,0)"),
    "both": (["1000000000000000001", "0.25"], "decimal(21,2)"),
    "widest": (["9" * 38], "decimal(38,0)"),
    "wider": (["9" * 39], "string"),
    "share": (["0.12345678901234567", "1"], "decimal(18,17)"),
    "fine": (["0." + "1" * 38], "string"),
    "written": (["1.2345678901234567e-05", "0.1"], "float"),
    "mixed": (["1000000000000000001", "1e3"], "string"),
    "huge": (["1e999", "1"], "string"),
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


def test_no_two_ids_become_one(folder: Path, genesis: Genesis) -> None:
    cells = ("9007199254740993000", "9007199254740993001", "12345678901234567890")
    text = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells))
    (folder / "data" / "files" / "serial.csv").write_text(f"id,value\n{text}", encoding="utf-8")
    assert genesis("scaffold", "files.serial", "--project", str(folder)).code == 0
    (folder / "inputs").mkdir()
    (folder / "inputs" / "all.yaml").write_text(
        "input: all\nsource: serial\nfields: [id, value]\nsort: [id]\n", encoding="utf-8"
    )
    rows = genesis("preview", "all", "--format", "csv", "--project", str(folder)).out.splitlines()[1:]
    assert rows == [f"{number},{cell}" for number, cell in enumerate(cells)]
