"""Which files are opened: those that an input reaches; all, once each, when everything is checked."""

from collections import Counter
from pathlib import Path

import pytest

import genesis
from genesis.api import Project
from genesis.diagnostics import SourceFile
from genesis.spec import storage
from genesis.spec.folder import read_text

BROKEN = "source: [\n"


def source(name: str, joins: str = "") -> str:
    body = f"source: {name}\ntable: studio.{name}\nkey: id\nfields: {{id: integer, other: integer}}\n"
    return body + (f"joins:\n{joins}" if joins else "")


FILES = {
    "definitions/people/person.yaml": source("person", "  city: {to: city, on: {other: id}}\n"),
    "definitions/places/city.yaml": source("city"),
    "definitions/credit.yaml": source("credit", "  person: {to: person, on: {other: id}, reverse: credits}\n"),
    "definitions/unread.yaml": BROKEN,
    "definitions/data/not_a_document.yaml": BROKEN,
    "definitions/.hidden/not_a_document.yaml": BROKEN,
    "definitions/notes.txt": "none",
    "inputs/people.yaml": "input: people\nsource: person\nfields: [id]\n",
    "inputs/cities.yaml": "input: cities\nsource: person\nfields: [id, city.other]\n",
    "inputs/credits.yaml": "input: credits\nsource: person\nfields: [id, credits.count]\n",
    "inputs/broken.yaml": BROKEN,
    "trackers/broken.yaml": BROKEN,
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return genesis.load(tmp_path)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    seen: Counter[str] = Counter()

    def counted(path: Path | str, root: Path, inside: Path) -> SourceFile:
        file = read_text(path, root, inside)
        seen[file.path] += 1
        return file

    monkeypatch.setattr(storage, "read_text", counted)
    return seen


def test_loading_opens_nothing(opened: Counter[str], project: Project) -> None:
    assert project.files.root.is_dir()
    assert opened == Counter()


def test_an_input_opens_what_it_reaches(opened: Counter[str], project: Project) -> None:
    project.compile("people", "duckdb")
    assert opened == Counter(["inputs/people.yaml", "definitions/people/person.yaml"])


def test_a_join_opens_the_source_it_leads_to(opened: Counter[str], project: Project) -> None:
    project.compile("cities", "duckdb")
    assert opened == Counter(["inputs/cities.yaml", "definitions/people/person.yaml", "definitions/places/city.yaml"])


def test_a_way_back_reads_only_what_holds_the_word(opened: Counter[str], project: Project) -> None:
    # `unread` cannot be read as YAML, and does not matter: the word `person` is not in it.
    project.compile("credits", "duckdb")
    assert {path for path, times in opened.items() if times > 1} == set()
    assert "trackers/broken.yaml" not in opened


def test_a_check_opens_every_document_once(opened: Counter[str], project: Project) -> None:
    found = project.check()
    assert [(d.code, d.file) for d in found] == [
        ("G001", path) for path in ("definitions/unread.yaml", "inputs/broken.yaml", "trackers/broken.yaml")
    ]
    documents = [p for p in FILES if p.endswith(".yaml") and not p.endswith("not_a_document.yaml")]
    assert opened == Counter(documents)


def test_a_broken_source_is_told_once_however_many_inputs_use_it(tmp_path: Path) -> None:
    (tmp_path / "definitions").mkdir()
    (tmp_path / "inputs").mkdir()
    (tmp_path / "definitions/person.yaml").write_text(source("person").replace("integer", "int"), encoding="utf-8")
    for number in range(5):
        text = f"input: i{number}\nsource: person\nfields: [id, other]\n"
        (tmp_path / f"inputs/i{number}.yaml").write_text(text, encoding="utf-8")
    found = genesis.load(tmp_path).check()
    assert [(d.code, d.file, d.line, d.column) for d in found] == [
        ("G301", "definitions/person.yaml", 4, 14),
        ("G301", "definitions/person.yaml", 4, 26),
    ]
