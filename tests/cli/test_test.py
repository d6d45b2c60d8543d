import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.conftest import Genesis


@pytest.mark.usefixtures("cinema")
def test_everything_holds(genesis: Genesis) -> None:
    done = genesis("test")
    assert (done.code, done.out) == (0, "")
    # film: five types, key, key not null; studio: two types, key, key not null
    assert done.err == "11 claims: 0 broken, 0 not tested\n"


def break_key(cinema: Path) -> None:
    rows = cinema / "definitions" / "data" / "cinema" / "studio.csv"
    rows.write_text("studio_id,name\n1,Brick Lane\n1,Salt Flats\n", encoding="utf-8")


def test_findings_are_a_table_and_exit_1(cinema: Path, genesis: Genesis) -> None:
    break_key(cinema)
    done = genesis("test")
    assert done.code == 1
    assert "1 key on more than one row (definitions/studio.yaml:3)" in done.out
    assert "studio_id 1, rows 2" in done.out
    assert genesis("test", "film").code == 0
    assert genesis("test", "definitions/studio.yaml", "--quiet").err == ""


def test_findings_for_programs(cinema: Path, genesis: Genesis) -> None:
    break_key(cinema)
    done = genesis("test", "studio", "--format", "json")
    assert [one["claim"] for one in json.loads(done.out) if one["status"] == "broken"] == ["key"]
    assert ET.fromstring(genesis("test", "--format", "junit").out).get("failures") == "1"  # noqa: S314 - our own


def test_a_source_with_mistakes_does_not_hide_the_others(cinema: Path, genesis: Genesis) -> None:
    break_key(cinema)
    (cinema / "definitions" / "film.yaml").write_text(
        "source: film\ntable: cinema.film\nkey: id\nfields: {film_id: integer}\n", encoding="utf-8"
    )
    done = genesis("test")
    assert done.code == 1
    assert "1 key on more than one row" in done.out
    assert "G205" in done.err


@pytest.mark.usefixtures("cinema")
def test_connections_that_cannot_be(genesis: Genesis) -> None:
    assert "did you mean `files`?" in genesis("test", "--connection", "file").err
    assert genesis("test", "--connection", "file").code == 2
    assert genesis("test", "--connection", "elsewhere").code == 2
    done = genesis("test", "filn")
    assert "did you mean `film`?" in done.err
    assert "claims" not in done.err
