import json
from pathlib import Path

from genesis.schema.schemas import names, rendered
from tests.cli.conftest import Genesis


def test_one_schema_needs_no_project(tmp_path: Path, genesis: Genesis) -> None:
    done = genesis("schema", "tracker", "--project", str(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["title"] == "Genesis tracker"


def test_all_schemas_into_a_folder(tmp_path: Path, genesis: Genesis) -> None:
    done = genesis("schema", "--out", str(tmp_path / "new" / "schemas"))
    assert (done.code, done.out) == (0, "")
    assert {p.stem for p in (tmp_path / "new" / "schemas").iterdir()} == set(names())
    assert (tmp_path / "new" / "schemas" / "input.json").read_text(encoding="utf-8") == rendered("input")


def test_bad_arguments(tmp_path: Path, genesis: Genesis) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "did you mean `source`?" in genesis("schema", "sources").err
    assert "G923" in genesis("schema").err
    assert "G923" in genesis("schema", "source", "--out", str(tmp_path)).err
    assert "G906" in genesis("schema", "--out", str(tmp_path / "file")).err
