"""What is remembered for a rollback."""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from genesis.destinations.state.contents import Content, Formula, Link
from genesis.publish import before
from genesis.publish.before import Before, Undo, from_json, keep_before, read_before, to_json


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "text",
        1,
        -1.5,
        True,
        Decimal("1.50"),
        date(2024, 1, 2),
        datetime(2024, 1, 2, 3, 4, 5, 678000),
        time(3, 4, 5),
        Link("a", "https://example.com"),
        Formula("=A1"),
    ],
)
def test_contents_survive_json(content: Content) -> None:
    written = msgspec.json.decode(msgspec.json.encode(to_json(content)))
    found = from_json(written)
    assert (type(found), found) == (type(content), content)


def test_the_last_runs_of_a_tracker_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before, "RUNS_KEPT", 2)
    other = Before("r0", "others", (Undo("k", absent=True),))
    keep_before(tmp_path, other)
    kept = [Before(f"r{number}", "films", (Undo("k", cells={"a": number}),)) for number in range(1, 5)]
    for one in kept:
        keep_before(tmp_path, one)
    assert [read_before(tmp_path, one.run, "films") for one in kept] == [None, None, kept[2], kept[3]]
    assert read_before(tmp_path, "r0", "others") == other


def test_a_damaged_file_says_nothing(tmp_path: Path) -> None:
    keep_before(tmp_path, Before("r1", "films", ()))
    (path,) = (tmp_path / ".genesis/before").iterdir()
    path.write_text("{", encoding="utf-8")
    assert read_before(tmp_path, "r1", "films") is None
