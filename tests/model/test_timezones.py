"""A time zone that there is not is told wherever it would be used, with the one that was meant."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.core import get_global

from genesis import GenesisError, load
from genesis.spec.timezones import near, timezones

FILES = {
    "genesis.yaml": "connections:\n  demo: {engine: duckdb, files: definitions/data}\ndefault_connection: demo\ntimezone: Nope\n",
    "definitions/film.yaml": "source: film\ntable: studio.film\nkey: id\nfields: {id: integer, day: date}\n",
    "definitions/data/studio/film.csv": "id,day\n1,2024-01-31\n",
    "inputs/films.yaml": "input: films\nsource: film\nfields: [id]\nfilters:\n  - day: {last: 3 days}\n",
    "trackers/films.yaml": "tracker: films\ninput: films\ndestination: {type: csv, path: out/films.csv}\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_nothing_compiles_for_a_zone_that_is_not(project: Path) -> None:
    for use in (lambda: load(project).compile("films"), lambda: list(load(project).run("films", connection="demo"))):
        with pytest.raises(GenesisError) as caught:
            use()
        (found,) = caught.value.diagnostics
        assert (found.code, found.file, found.line, found.column) == ("G109", "genesis.yaml", 4, 11)
        assert "IANA" in found.hint
    assert [one.code for one in load(project).check()] == ["G109"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Berln", "did you mean `Europe/Berlin`?"),
        ("Berlin", "did you mean `Europe/Berlin`?"),
        ("new york", "did you mean `America/New_York`?"),
        ("america/los_angeles", "did you mean `America/Los_Angeles`?"),
        ("utc", "did you mean `UTC`?"),
        ("Nope", "zones have the names of the IANA database, like `UTC` or `America/Los_Angeles`"),
    ],
)
def test_the_zone_that_was_meant(name: str, hint: str) -> None:
    assert near(name) == hint


def test_the_names_are_those_of_both_databases() -> None:
    known = timezones()
    assert len(known) > 590
    assert known <= {"UTC", *get_global("zone_territories"), *get_global("zone_aliases")}
    for name in ("UTC", "Asia/Kolkata", "Asia/Calcutta", "America/Argentina/Buenos_Aires", "US/Pacific", "Etc/GMT+8"):
        assert name in known
        assert ZoneInfo(name).key == name
