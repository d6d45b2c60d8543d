"""A project on disk whose tracker goes to Airtable: through the query, the plan, the receipt and back again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import genesis
from genesis.publish.receipts import receipts
from genesis.publish.refreshing import Refreshed, refresh
from genesis.publish.rolling_back import roll_back
from tests.emulators.airtable.quota import Quota
from tests.emulators.airtable.server import TOKEN, Emulator, serving

BASE = "appSmallProject01"
FILES = {
    "definitions/film.yaml": "source: film\ntable: studio.film\nkey: film_id\n"
    "fields:\n  film_id: integer\n  title: {type: string, label: Title}\n"
    "  status: {type: string, values: {W: Wrapped, P: Post}, format: labels}\n"
    "  budget: {type: 'decimal(12,2)', format: {currency: EUR}}\n",
    "inputs/films.yaml": "input: films\nsource: film\nfields:\n  - title\n  - status\n  - budget\n",
    "trackers/films.yaml": "tracker: films\ninput: films\nannotations: [Notes]\n"
    f"destination: {{type: airtable, base: {BASE}, table: Films}}\n",
}
FIRST = "film_id,title,status,budget\n1,Harbour Lights,W,10.50\n2,The Long Salt,P,\n3,Second Unit,P,7.25\n"
SECOND = "film_id,title,status,budget\n1,Harbour Lights,W,11.50\n3,Second Unit!,W,7.25\n4,Nowhere Yet,X,1.00\n"


class Project:
    def __init__(self, root: Path, emulator: Emulator) -> None:
        self.root = root
        self.emulator = emulator
        limits = "limits: {requests_per_second: 500, requests_per_second_and_token: 500}"
        reach = f'endpoint: "{emulator.endpoint}", token: "${{AIRTABLE_TOKEN}}"'
        self.write(
            "genesis.yaml",
            f"connections:\n  demo: {{engine: duckdb, files: data}}\ndestinations:\n  airtable: {{{reach}, {limits}}}\n",
        )
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def refresh(self, content: str) -> Refreshed:
        self.write("data/studio/film.csv", content)
        files = genesis.load(self.root, environment={}).files
        return refresh(files, "films", environment={"AIRTABLE_TOKEN": TOKEN})

    def shown(self) -> list[tuple[Any, ...]]:
        fields = ("Title", "Status", "Budget", "Notes", "_genesis_state")
        return sorted(tuple(row.get(name) for name in fields) for row in self.emulator.person(BASE, "Films").rows())


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with serving(Emulator(Quota(500, 500))) as emulator:
        emulator.add_base(BASE)
        yield Project(tmp_path, emulator)


def test_refresh_and_roll_back(project: Project) -> None:
    project.refresh(FIRST)
    first = [
        ("Harbour Lights", "Wrapped", 10.5, None, None),
        ("Second Unit", "Post", 7.25, None, None),
        ("The Long Salt", "Post", None, "ask Ann", None),
    ]
    person = project.emulator.person(BASE, "Films")
    person.edit(person.find(Title="The Long Salt"), {"Notes": "ask Ann"})
    assert project.shown() == first
    done = project.refresh(SECOND)
    assert (done.added, done.changed, done.gone) == (1, 2, 1)
    assert project.shown() == [
        ("Harbour Lights", "Wrapped", 11.5, None, None),
        ("Nowhere Yet", "X", 1, None, None),
        ("Second Unit!", "Wrapped", 7.25, None, None),
        ("The Long Salt", "Post", None, "ask Ann", "archived"),
    ]
    runs = [receipt.run for receipt in receipts(project.root)]
    files = genesis.load(project.root, environment={}).files
    roll_back(files, "films", runs[0], environment={"AIRTABLE_TOKEN": TOKEN})
    assert [row for row in project.shown() if row[0] != "Nowhere Yet"] == first
    assert not project.refresh(SECOND).plan.edited


def test_receipt_stands_in_the_table_too(project: Project) -> None:
    done = project.refresh(FIRST)
    field = project.emulator.bases[BASE].table("Films").field("_genesis")
    assert done.receipt.run in (field.description or "")
    assert done.receipt.calls == len(project.emulator.calls) == 6


def test_guard_leaves_the_rows_and_says_since_when(project: Project) -> None:
    project.refresh(FIRST)
    before = project.shown()
    with pytest.raises(genesis.GenesisError, match="G821"):
        project.refresh(FIRST.splitlines()[0] + "\n")
    assert project.shown() == before
    assert "Stale since" in (project.emulator.bases[BASE].table("Films").description or "")
    assert project.refresh(FIRST).written
    assert project.emulator.bases[BASE].table("Films").description is None
