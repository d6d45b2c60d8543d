"""What ``genesis generate`` writes, removes, refuses and leaves alone."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.generated.conftest import Genesis, files_of

GENERATED = "trackers/generated"
SQL = f"{GENERATED}/sql/films.sql"


def checked(genesis: Genesis) -> dict[str, str]:
    """What ``--check`` says: path to code."""
    done = genesis("generate", "--check", "--format", "json")
    found = {one["file"]: one["code"] for one in json.loads(done.out)}
    assert done.code == (1 if found else 0)
    return found


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_each_tracker_has_its_sql_its_contract_and_a_line_of_the_lock(studio: Path, genesis: Genesis) -> None:
    before = files_of(studio)
    assert genesis("generate").code == 0
    written = files_of(studio).keys() - before.keys()
    names = ("films", "late", "studios")
    assert written == {
        "genesis.lock",
        f"{GENERATED}/.gitattributes",
        f"{GENERATED}/manifest.sha256",
        *(f"{GENERATED}/sql/{name}.sql" for name in names),
        *(f"{GENERATED}/contracts/{name}.json" for name in names),
    }
    lines = (studio / "genesis.lock").read_text(encoding="utf-8").splitlines()[2:]
    assert [line.split()[0] for line in lines] == list(names)
    assert {path: text for path, text in files_of(studio).items() if path in before} == before


def test_the_sql_is_that_of_a_compile_without_comments(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    text = (studio / SQL).read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.startswith("--")]
    assert comments == [
        "-- tracker: trackers/films.yaml",
        "-- input: inputs/films.yaml",
        "-- definitions: film, studio",
        "-- written by `genesis generate`: what is changed here is lost",
    ]
    assert text.removeprefix("\n".join(comments) + "\n") == genesis("compile", "films", "--no-comments").out


def test_a_second_run_writes_nothing(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    before = {path: (studio / path).stat().st_mtime_ns for path in files_of(studio)}
    assert genesis("generate").err == "0 written, 0 removed, 8 unchanged.\n"
    assert {path: (studio / path).stat().st_mtime_ns for path in files_of(studio)} == before
    assert checked(genesis) == {}


def test_the_manifest_is_read_by_sha256sum(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    command = ["sha256sum", "--check", "--strict", f"{GENERATED}/manifest.sha256"]
    done = subprocess.run(command, cwd=studio, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.count(": OK") == 7


def test_check_names_every_kind_of_difference_and_writes_nothing(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    replace(studio / "definitions/studio.yaml", "name: string", "name: {type: string, label: Studio}")
    (studio / f"{GENERATED}/contracts/films.json").unlink()
    (studio / SQL).write_text("SELECT 1\n", encoding="utf-8")
    (studio / "trackers/late.yaml").unlink()
    before = files_of(studio)
    assert checked(genesis) == {
        f"{GENERATED}/contracts/films.json": "G930",
        f"{GENERATED}/contracts/studios.json": "G930",
        f"{GENERATED}/contracts/late.json": "G931",
        f"{GENERATED}/sql/late.sql": "G931",
        SQL: "G932",
        "genesis.lock": "G930",
    }
    assert files_of(studio) == before
    assert genesis("generate").err == "4 written, 2 removed, 2 unchanged.\n"
    assert checked(genesis) == {}


def test_nothing_is_written_when_one_tracker_has_a_mistake(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    replace(studio / "inputs/studios.yaml", "films.count", "films.cont")
    replace(studio / "inputs/films.yaml", "title,", "title, budget,")
    before = files_of(studio)
    done = genesis("generate")
    assert done.code == 1
    assert "G203" in done.err
    assert files_of(studio) == before
    assert genesis("generate", "--check").code == 1
    told = genesis("generate", "--check", "--format", "github")
    assert (told.code, told.out.startswith("::error file=inputs/")) == (1, True)


def test_files_of_people_are_never_touched(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    theirs = {f"{GENERATED}/README.md": b"ours\n", f"{GENERATED}/sql/by_hand.sql": b"SELECT 2\n"}
    for path, text in theirs.items():
        (studio / path).write_bytes(text)
    (studio / "trackers/studios.yaml").unlink()
    assert genesis("generate").code == 0
    assert {path: files_of(studio)[path] for path in theirs} == theirs
    assert checked(genesis) == {}


def test_a_file_of_people_in_the_way_stops_everything(studio: Path, genesis: Genesis) -> None:
    path = studio / SQL
    path.parent.mkdir(parents=True)
    path.write_text("SELECT 3\n", encoding="utf-8")
    before = files_of(studio)
    done = genesis("generate")
    assert (done.code, "G934" in done.out) == (1, True)
    assert files_of(studio) == before
    assert checked(genesis)[SQL] == "G934"


def test_a_file_that_is_right_already_is_taken_over(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    (studio / f"{GENERATED}/manifest.sha256").unlink()
    assert checked(genesis) == {f"{GENERATED}/manifest.sha256": "G930"}
    assert genesis("generate").code == 0
    assert checked(genesis) == {}


def test_line_breaks_of_a_checkout_do_not_count(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    expected = files_of(studio)
    for path in files_of(studio):
        text = (studio / path).read_bytes()
        (studio / path).write_bytes(text.replace(b"\n", b"\r\n"))
    assert checked(genesis) == {}
    replace(studio / "inputs/films.yaml", "sort: [title]", "sort: [-title]")
    assert checked(genesis)[SQL] == "G930"
    genesis("generate")
    assert b"\r" not in (studio / SQL).read_bytes()
    replace(studio / "inputs/films.yaml", "sort: [-title]", "sort: [title]")
    genesis("generate")
    assert (studio / SQL).read_bytes() == expected[SQL]


def test_named_trackers_alone(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    before = files_of(studio)
    replace(studio / "definitions/film.yaml", "label: Film", "label: Movie")
    assert genesis("generate", "films").err == "2 written, 0 removed, 1 unchanged.\n"
    after = files_of(studio)
    changed = {path for path in after if path in before and after[path] != before[path]}
    assert changed == {
        "definitions/film.yaml",
        "genesis.lock",
        f"{GENERATED}/contracts/films.json",
        f"{GENERATED}/manifest.sha256",
    }
    assert genesis("generate", "--check", "films").code == 0
    assert checked(genesis) == {"genesis.lock": "G930", f"{GENERATED}/contracts/late.json": "G930"}


def test_after_a_merge_with_conflicts_everything_is_written_anew(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    good = files_of(studio)
    for name in ("genesis.lock", f"{GENERATED}/manifest.sha256"):
        lines = (studio / name).read_text(encoding="utf-8").splitlines()
        other = lines[3].replace("0", "1")
        text = "\n".join([*lines[:3], "<<<<<<< ours", lines[3], "=======", other, ">>>>>>> theirs", *lines[4:]])
        (studio / name).write_text(text + "\n", encoding="utf-8")
    assert checked(genesis) == {"genesis.lock": "G930"}
    named = genesis("generate", "films")
    assert (named.code, "G939" in named.err) == (4, True)
    assert genesis("generate").code == 0
    assert files_of(studio) == good


def test_a_lock_of_another_version_is_a_warning(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    replace(studio / "genesis.lock", "compiler: genesis 0.1.0", "compiler: genesis 0.0.9")
    done = genesis("generate", "--check")
    assert (done.code, "warning G935" in done.out) == (0, True)
    genesis("generate")
    assert "genesis 0.1.0" in (studio / "genesis.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    [
        "../../secret.txt",
        "/etc/passwd",
        "trackers/films.yaml",
        ".github/workflows/ci.yml",
        f"{GENERATED}/../films.yaml",
    ],
)
def test_a_manifest_cannot_point_outside(line: str, studio: Path, genesis: Genesis) -> None:
    (studio.parent / "secret.txt").write_text("keep\n", encoding="utf-8")
    (studio / ".github/workflows").mkdir(parents=True)
    (studio / ".github/workflows/ci.yml").write_text("on: push\n", encoding="utf-8")
    genesis("generate")
    before = files_of(studio.parent)
    manifest = studio / GENERATED / "manifest.sha256"
    manifest.write_text(f"{'0' * 64}  {line}\n" + manifest.read_text(encoding="utf-8"), encoding="utf-8")
    assert genesis("generate").code == 0
    assert files_of(studio.parent) == before


def test_a_folder_that_leads_out_of_the_project_is_refused(studio: Path, genesis: Genesis) -> None:
    outside = studio.parent / "outside"
    outside.mkdir()
    (studio / GENERATED).symlink_to(outside, target_is_directory=True)
    done = genesis("generate")
    assert (done.code, "G939" in done.err) == (4, True)
    assert [*outside.iterdir()] == []


def test_a_link_in_place_of_a_file_is_replaced_not_followed(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    target = studio.parent / "target.sql"
    target.write_text("SELECT 4\n", encoding="utf-8")
    (studio / SQL).unlink()
    (studio / SQL).symlink_to(target)
    assert checked(genesis) == {SQL: "G932"}
    assert genesis("generate").code == 0
    assert not (studio / SQL).is_symlink()
    assert target.read_text(encoding="utf-8") == "SELECT 4\n"


def test_a_file_in_place_of_the_folder(studio: Path, genesis: Genesis) -> None:
    (studio / GENERATED).write_text("", encoding="utf-8")
    done = genesis("generate")
    assert (done.code, "G939" in done.err) == (4, True)


def test_a_folder_in_place_of_a_file(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    (studio / SQL).unlink()
    (studio / SQL).mkdir()
    done = genesis("generate")
    assert (done.code, "G939" in done.err) == (4, True)


def test_yaml_among_generated_files_is_no_tracker(studio: Path, genesis: Genesis) -> None:
    place = studio / GENERATED / "argo"
    place.mkdir(parents=True)
    (place / "films.yaml").write_text("kind: CronWorkflow\n", encoding="utf-8")
    assert genesis("check").code == 0
    assert genesis("status", "--format", "json").out.count('"tracker"') == 3


def test_what_is_approved_is_refreshed(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    lines = (studio / "genesis.lock").read_text(encoding="utf-8").splitlines()
    hashes = {line.split()[0]: line.split()[1] for line in lines if not line.startswith("#")}
    assert genesis("refresh", "films", "--expect-lock", hashes["films"]).code == 0
    assert genesis("refresh", "films", "--expect-lock", hashes["films"][:12]).code == 0
    other = genesis("refresh", "films", "--expect-lock", hashes["studios"])
    assert (other.code, "G933" in other.err) == (5, True)


def test_what_is_not_approved_is_stopped_before_anything_is_read(studio: Path, genesis: Genesis) -> None:
    genesis("generate")
    approved = (studio / "genesis.lock").read_text(encoding="utf-8").split("films ")[1][:32]
    replace(studio / "inputs/films.yaml", "sort: [title]", "sort: [title]\nlimit: 1")
    (studio / "definitions/data/cinema/film.csv").unlink()
    before = files_of(studio)
    done = genesis("refresh", "films", "--expect-lock", approved)
    assert (done.code, "G933" in done.err) == (5, True)
    assert files_of(studio) == before
    assert not (studio / ".genesis").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("films", "--expect-lock", "123"),
        ("films", "--expect-lock", "x" * 32),
        ("--all", "--expect-lock", "0" * 32),
        ("films", "studios", "--expect-lock", "0" * 32),
    ],
)
@pytest.mark.usefixtures("studio")
def test_how_an_approval_is_asked_for(words: tuple[str, ...], genesis: Genesis) -> None:
    done = genesis("refresh", *words)
    assert (done.code, "G901" in done.err) == (2, True)


@pytest.mark.usefixtures("studio")
def test_a_tracker_that_is_not_there(genesis: Genesis) -> None:
    done = genesis("generate", "nothing")
    assert (done.code, "G101" in done.err) == (2, True)


@pytest.mark.parametrize("steps", range(9))
def test_a_run_that_was_cut_short_is_ended_by_the_next(
    steps: int, studio: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full after so many files; then somebody changes the definitions once more."""
    genesis("generate")
    replace(studio / "definitions/film.yaml", "label: Film", "label: Movie")
    replace(studio / "definitions/studio.yaml", "table: cinema.studio", "table: cinema.studios")
    (studio / "trackers/late.yaml").unlink()
    done: list[Path] = []
    really = Path.replace

    def full(self: Path, target: Path) -> Path:
        if len(done) == steps:
            raise OSError(28, "No space left on device")
        done.append(target)
        return really(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        cut = genesis("generate")
    assert (cut.code, "G939" in cut.err) == ((4, True) if len(done) == steps and cut.code else (0, False))
    assert not [path for path in files_of(studio) if Path(path).name.startswith(".") and ".gitattributes" not in path]
    replace(studio / "definitions/film.yaml", "label: Movie", "label: Picture")
    assert genesis("generate").code == 0
    assert checked(genesis) == {}
    assert "trackers/generated/sql/late.sql" not in files_of(studio)


def test_tasks_of_a_scheduler_that_is_no_longer_asked_for_are_removed(studio: Path, genesis: Genesis) -> None:
    theirs = studio / ".github/workflows/ci.yml"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("on: push\n", encoding="utf-8")
    task, dag = ".github/workflows/tracker-late.yml", f"{GENERATED}/airflow/late.py"
    settings = studio / "genesis.yaml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(f"{before}workflows: {{github: {{install: pip install .}}, airflow: {{}}}}\n", encoding="utf-8")
    assert genesis("generate").code == 0
    assert {task, dag} <= files_of(studio).keys()
    settings.write_text(f"{before}workflows: {{github: {{install: pip install .}}}}\n", encoding="utf-8")
    assert checked(genesis) == {dag: "G931", f"{GENERATED}/airflow/pools.json": "G931"}
    settings.write_text(before, encoding="utf-8")
    assert genesis("generate").code == 0
    assert {task, dag}.isdisjoint(files_of(studio))
    assert not (studio / GENERATED / "airflow").exists()
    assert theirs.read_text(encoding="utf-8") == "on: push\n"


def test_schedulers_of_the_command_line_stand_instead_of_the_projects(studio: Path, genesis: Genesis) -> None:
    settings = studio / "genesis.yaml"
    text = settings.read_text(encoding="utf-8") + "workflows: {cron: {project: /srv/a}, airflow: {}}\n"
    settings.write_text(text, encoding="utf-8")
    assert genesis("generate", "--workflows", "cron", "--workflows", "maestro").code == 2
    both = text.replace("airflow: {}", "airflow: {}, github: {install: pip install .}")
    settings.write_text(both, encoding="utf-8")
    assert genesis("generate", "--workflows", "cron", "--workflows", "github").code == 0
    made = {path.split("/")[-2] for path in files_of(studio) if "late." in path and "trackers/late" not in path}
    assert made == {"contracts", "cron", "sql", "workflows"}
    assert "cd /srv/a " in (studio / f"{GENERATED}/cron/late.cron").read_text(encoding="utf-8")
    assert genesis("generate", "--check", "--workflows", "github", "--workflows", "cron").code == 0
    settings.write_text(text, encoding="utf-8")
    assert checked(genesis) == {
        ".github/workflows/tracker-late.yml": "G931",
        f"{GENERATED}/airflow/late.py": "G930",
        f"{GENERATED}/airflow/pools.json": "G930",
    }
    unknown = genesis("generate", "--workflows", "crn")
    assert (unknown.code, "did you mean `cron`?" in unknown.err) == (2, True)


def test_settings_of_schedulers_are_checked(studio: Path, genesis: Genesis) -> None:
    settings = studio / "genesis.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "workflows: [kubernetes]\n", encoding="utf-8")
    for words in (("check",), ("generate",)):
        done = genesis(*words)
        assert "G936" in done.out + done.err
        assert done.code in {1, 2}


def test_generated_files_stand_in_the_project_alone(studio: Path, genesis: Genesis) -> None:
    (studio / "trackers").rename(studio.parent / "other")
    before = files_of(studio.parent)
    told = genesis("generate", "--trackers", "../other")
    assert (told.code, told.out) == (4, "")
    assert "the folder ../other/generated is outside of it" in told.err
    assert "link" not in told.err
    assert files_of(studio.parent) == before


@pytest.mark.parametrize(
    ("code", "name", "more"),
    [
        ("G909", "films", "destination: {type: excel, path: out/f.xlsx, sheet: F}\nannotations: [{name: Film}]\n"),
        ("G909", "films", "destination: {type: excel, path: out/f.xlsx, sheet: F}\nannotations: [{name: _genesis}]\n"),
        ("G908", "again", "destination: {type: csv, path: out/films.csv}\n"),
        ("G801", "films", "destination: {type: airtable, base: appAAAAAAAAAAAAAA, table: Films, name: other}\n"),
    ],
)
def test_what_a_check_refuses_is_not_approved(code: str, name: str, more: str, studio: Path, genesis: Genesis) -> None:
    (studio / f"trackers/{name}.yaml").write_text(f"tracker: {name}\ninput: films\n{more}", encoding="utf-8")
    before = files_of(studio)
    for command in ("generate", "check"):
        done = genesis(command)
        assert done.code in (1, 2)
        assert code in done.out + done.err
    assert files_of(studio) == before


def test_a_line_break_of_two_characters_in_the_sql(studio: Path, genesis: Genesis) -> None:
    replace(studio / "inputs/films.yaml", "sort: [title]", 'filters: [{title: {ne: "a\\r\\nb"}}]\nsort: [title]')
    assert "a\r\nb" in genesis("compile", "films", "--no-comments").out
    assert genesis("generate").code == 0
    assert checked(genesis) == {}
    assert genesis("generate").err.startswith("0 written, 0 removed")
