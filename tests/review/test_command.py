"""`genesis diff` as a user calls it: formats, exit codes, what it is compared with."""

import json
import shutil
from pathlib import Path

import pytest

from genesis.cli.main import call
from tests.review.edited import BASE
from tests.review.repositories import commit, git, repository, write

COSTLY = ("definitions/film.yaml", '"budget > 100"', '"budget > 110"')
CAPITALS = ("definitions/film.yaml", '"upper(title)"', '"lower(title)"')


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    shutil.copytree(BASE, root)
    (root / ".gitignore").write_text("out/\n.genesis/\n")
    repository(root, {})
    monkeypatch.chdir(root)
    for name in ("GITHUB_BASE_REF", "GOOGLE_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    return root


def edit(root: Path, *edits: tuple[str, str, str]) -> None:
    for name, old, new in edits:
        text = (root / name).read_text()
        assert text.count(old) == 1
        write(root, {name: text.replace(old, new)})


def diff(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert call(["diff", *words]) == code
    return capsys.readouterr().out


def categories(text: str) -> dict[str, str]:
    return {one["name"]: one["category"] for one in json.loads(text).get("trackers", [])}


def test_nothing_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = git(project, "rev-parse", "HEAD")[:12]
    assert (
        diff(capsys)
        == f"None of 12 trackers changes.\nbase: where it parted from main ({head})\nhead: the files here\n"
    )


def test_text(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project, COSTLY, CAPITALS)
    assert diff(capsys).partition("head: the files here\n")[2] == (
        "\nBecause of\n"
        "  definitions/film.yaml:21  film.is_costly changed -> 1 tracker, 1 distinct edit\n"
        '    - sql: "budget > 100"\n'
        '    + sql: "budget > 110"\n'
        "  definitions/film.yaml:23  film.shown_title changed -> 1 tracker, 1 distinct edit\n"
        '    - sql: "upper(title)"\n'
        '    + sql: "lower(title)"\n'
        "\nTrackers\n"
        "  rows       costly\n"
        "    rows: filters: budget > 100 or sum(cast.fee) > 50 -> budget > 110 or sum(cast.fee) > 50\n"
        "    column is_costly redefined: budget > 100 -> budget > 110\n"
        "    column shown_title redefined: upper(upper(title)) || '!' -> upper(lower(title)) || '!'\n"
    )


def test_json_has_a_version_and_every_part(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project, COSTLY)
    found = json.loads(diff(capsys, "--format", "json"))
    assert found["version"] == 1
    assert (found["total"], found["identical"]) == (12, 11)
    (tracker,) = found["trackers"]
    assert tracker["causes"] == ["source:film.is_costly"]
    assert "budget > 100" in tracker["base_sql"]
    assert "budget > 110" in tracker["head_sql"]
    assert found["causes"][0]["edits"][0]["head"] == {
        "file": "definitions/film.yaml",
        "line": 21,
        "column": 20,
        "end_line": 21,
        "end_column": 34,
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 0),
        (("--fail-on", "rows"), 1),
        (("--fail-on", "columns"), 1),
        (("--fail-on", "unknown"), 0),
        (("--fail-on", "unknown", "--fail-on", "rows"), 1),
        (("--fail-on", "rows", "films"), 0),
        (("--fail-on", "anything"), 2),
    ],
)
def test_what_is_refused(words: tuple[str, ...], code: int, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project, COSTLY)
    diff(capsys, *words, code=code)


def test_a_tracker_that_no_longer_compiles_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project, ("definitions/role.yaml", "  fee: integer\n", ""))
    text = diff(capsys, code=1)
    assert "broken     costly" in text
    assert "G203" in text


def test_named_owned_and_unknown_trackers(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project, ("definitions/film.yaml", "label: Decade", "label: Ten years"))
    assert set(categories(diff(capsys, "--format", "json"))) == {"films", "films_online", "decades"}
    assert set(categories(diff(capsys, "films", "--format", "json"))) == {"films"}
    assert set(categories(diff(capsys, "trackers/decades.yaml", "--format", "json"))) == {"decades"}
    assert set(categories(diff(capsys, "--owner", "online@example.com", "--format", "json"))) == {"films_online"}
    diff(capsys, "filmss", code=2)


def test_other_commits(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project, CAPITALS)
    commit(project, {})
    edit(project, COSTLY)
    assert categories(diff(capsys, "--base", "HEAD~1", "--format", "json")) == {"costly": "rows"}
    assert categories(diff(capsys, "--base", "HEAD~1", "--head", "HEAD", "--format", "json")) == {"costly": "columns"}
    assert call(["diff", "--base", "gone"]) == 2
    assert "G941" in capsys.readouterr().err


def test_both_sides_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project, COSTLY)
    text = diff(capsys, "--data", "demo")
    told, _, sample = text.partition("    data on demo: 3 -> 2 rows: 0 added, 1 gone, 0 changed (0 cells)\n")
    assert told
    assert sample == "      - 8: title 'Theta', is_costly 'true', shown_title 'THETA!'\n"
    assert call(["diff", "--data", "nowhere"]) == 2
    assert "G111" in capsys.readouterr().err
    (project / "definitions/data/studio/role.csv").unlink()
    assert "G703" in diff(capsys, "--data", "demo", code=4)


def test_every_format(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from genesis.review.formats.formats import names

    edit(project, COSTLY)
    assert {"text", "json"} <= set(names())
    for name in names():
        text = diff(capsys, "--format", name)
        assert "costly" in text
        assert text.endswith("\n")


def test_one_run_writes_several_formats(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from genesis.review.formats.formats import names

    edit(project, COSTLY)
    words = [word for name in names() for word in ("--output", f"{name}=out/{name}/review")]
    told = diff(capsys, *words, "--format", "markdown", "--fail-on", "rows", code=1)
    assert told == (project / "out/markdown/review").read_text(encoding="utf-8")
    for name in names():
        alone = diff(capsys, "--format", name, "--fail-on", "rows", code=1)
        assert alone.encode() == (project / "out" / name / "review").read_bytes()
    assert sorted(path.name for path in (project / "out").rglob("*") if path.is_file()) == ["review"] * len(names())


def test_what_failed_is_written_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project, COSTLY)
    (project / "definitions/data/studio/role.csv").unlink()
    diff(capsys, "--data", "demo", "--output", "markdown=comment.md", code=4)
    assert "G703" in (project / "comment.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("markdown",), "G901"),
        (("markdown=",), "G901"),
        (("=a",), "G901"),
        (("markdwn=a",), "G901"),
        (("markdown=a", "json=b/../a"), "G901"),
        (("markdown=inputs",), "G906"),
        (("markdown=genesis.yaml/a",), "G906"),
    ],
)
def test_files_that_cannot_be_written(
    words: tuple[str, ...], code: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(project.rglob("*"))
    assert call(["diff", *(word for one in words for word in ("--output", one))]) == 2
    told = capsys.readouterr()
    assert (code in told.err, told.out) == (True, "")
    assert sorted(project.rglob("*")) == before


def test_against_what_was_published(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["refresh", "leads", "costly", "top"]) == 0
    capsys.readouterr()
    edit(project, COSTLY)
    found = categories(diff(capsys, "--against", "published", "--format", "json"))
    never = {"abroad", "countries", "decades", "films", "films_online", "people", "prices", "studios", "totals"}
    assert found == {"costly": "rows"} | dict.fromkeys(never, "added")
    text = diff(capsys, "costly", "--against", "published")
    assert "definitions/film.yaml:21  film.is_costly changed -> 1 tracker" in text
    diff(capsys, "--against", "published", "--fail-on", "rows", code=1)
    diff(capsys, "--against", "published", "--base", "main", code=2)


def test_against_what_was_published_from_files_that_nobody_keeps(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The receipt says only which text of a query was run: the same, or another."""
    edit(project, CAPITALS)
    assert call(["refresh", "leads", "costly"]) == 0
    edit(project, COSTLY, ("inputs/leads.yaml", "source: film", "description: Leads.\nsource: film"))
    capsys.readouterr()
    assert categories(diff(capsys, "leads", "costly", "--against", "published", "--format", "json")) == {
        "costly": "unknown"
    }


def test_a_tracker_that_is_no_text_costs_the_others_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor does one that two files hold."""
    assert call(["refresh", "leads", "costly"]) == 0
    text = (project / "trackers/leads.yaml").read_text(encoding="utf-8")
    (project / "trackers/leads.yaml").write_bytes(text.encode("utf-16"))
    (project / "trackers/more").mkdir()
    (project / "trackers/more/top.yaml").write_bytes((project / "trackers/top.yaml").read_bytes())
    edit(project, COSTLY)
    capsys.readouterr()
    words = ("leads", "costly", "--against", "published")
    found = json.loads(diff(capsys, *words, "--format", "json", code=1))
    assert {one["name"]: one["category"] for one in found["trackers"]} == {"leads": "broken", "costly": "rows"}
    (leads,) = [one for one in found["trackers"] if one["name"] == "leads"]
    assert (leads["findings"][0]["code"], leads["place"]["file"]) == ("G002", "trackers/leads.yaml")
    every = json.loads(diff(capsys, "--against", "published", "--format", "json", code=1))
    assert categories(json.dumps(every))["top"] == "broken"
