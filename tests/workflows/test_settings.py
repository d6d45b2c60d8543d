"""What ``workflows:`` may say, which trackers have tasks, and what a project's own templates may do."""

import json
from pathlib import Path

import pytest

from genesis.diagnostics import Diagnostic, GenesisError
from genesis.spec.project import open_project
from genesis.workflows.scheduling.kinds import kind_of, names
from genesis.workflows.scheduling.task import task_of
from tests.workflows.project import PROJECT, TRACKER, generated

CONNECTION = "connections: {files: {engine: duckdb, files: definitions/data}}\n"
CRON = CONNECTION + "workflows: {cron: {project: /srv/trackers}}\n"


def refused(folder: Path, project: str, others: dict[str, str] | None = None) -> Diagnostic:
    with pytest.raises(GenesisError) as caught:
        generated(folder, others={"genesis.yaml": project, **(others or {})})
    (found,) = caught.value.diagnostics
    return found


def test_every_module_is_a_kind() -> None:
    folder = Path(__file__).parents[2] / "genesis" / "workflows"
    assert set(names()) == {path.stem for path in folder.glob("*.py")} - {"__init__"}
    for name in names():
        kind = kind_of(name)
        assert "{name}" in kind.PATH
        assert (folder / f"{name}.jinja").is_file()
        assert bool(kind.SHARED) is (folder / f"{name}_shared.jinja").is_file()


@pytest.mark.parametrize(
    ("workflows", "said"),
    [
        ("[airflw]", "tasks cannot be generated for `airflw`"),
        ("[kubernetes]", "`kubernetes` needs `image`"),
        ("{cron: {}}", "`cron` needs `project`"),
        ("{cron: {project: srv}}", "`project` cannot be `srv`"),
        ("{airflow: {slot: 3}}", "`airflow` has no setting `slot`"),
        ("{airflow: {slots: many}}", "`slots` cannot be `many`"),
        ('{kubernetes: {image: "x\\ny"}}', "`image` cannot be"),
    ],
)
def test_settings_that_cannot_be(workflows: str, said: str, tmp_path: Path) -> None:
    found = refused(tmp_path, f"{CONNECTION}workflows: {workflows}\n")
    assert (found.code, found.file) == ("G936", "genesis.yaml")
    assert said in found.message


def test_a_list_is_short_for_kinds_without_settings(tmp_path: Path) -> None:
    texts = generated(tmp_path, others={"genesis.yaml": f"{CONNECTION}workflows: [airflow]\n"})
    made = {path for path in texts if "/airflow/" in path or path.startswith(".github")}
    assert made == {"trackers/generated/airflow/films.py", "trackers/generated/airflow/pools.json"}


def test_what_installs_genesis_is_said_by_the_project_alone(tmp_path: Path) -> None:
    """No registry has it, so that no command would be right for everybody."""
    found = refused(tmp_path, f"{CONNECTION}workflows: [github]\n")
    assert (found.code, found.message) == ("G936", "`github` needs `install`")
    assert "pip install -r requirements.txt" in found.hint


def test_a_tracker_without_a_schedule_has_no_task(tmp_path: Path) -> None:
    texts = generated(tmp_path, "tracker: films\ninput: films\ndestination: {type: csv, path: out/films.csv}\n")
    assert {path.split("/")[-2] for path in texts if "/" in path} == {"generated", "contracts", "sql"}
    assert "trackers/generated/sql/films.sql" in texts


@pytest.mark.parametrize(
    ("written", "delay", "retries", "timeout"),
    [
        ("", range(16), 2, 3600),
        (", jitter: none", range(1), 2, 3600),
        (", jitter: 1 hour", range(61), 2, 3600),
        (", retries: 0, timeout: 2 hours", range(16), 0, 7200),
    ],
)
def test_what_a_schedule_says(written: str, delay: range, retries: int, timeout: int, tmp_path: Path) -> None:
    generated(tmp_path, TRACKER.replace(", retries: 3, timeout: 20 minutes, jitter: none", written))
    files = open_project(tmp_path)
    task = task_of(files, files.tracker("films"), "0" * 32, ())
    assert task is not None
    assert task.delay in delay
    assert (task.retries, task.timeout) == (retries, timeout)


@pytest.mark.parametrize("written", ["retries: 11", "retries: two", "timeout: long", "jitter: 5", "retry: 1"])
def test_what_a_schedule_cannot_say(written: str, tmp_path: Path) -> None:
    with pytest.raises(GenesisError) as caught:
        generated(tmp_path, TRACKER.replace("retries: 3, timeout: 20 minutes, jitter: none", written))
    assert {one.code for one in caught.value.diagnostics} <= {"G020", "G035", "G110"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("America/Los_Angeles", "America/Nowhere", "G109"),
        ("0 6 * * 1-5", "0 6 31 2 *", "G108"),
        ("path: out/films.csv", "path: trackers/films.csv", "G802"),
    ],
)
def test_what_would_be_refused_later_is_refused(old: str, new: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(GenesisError) as caught:
        generated(tmp_path, TRACKER.replace(old, new))
    assert [one.code for one in caught.value.diagnostics] == [code]


def own(template: str) -> dict[str, str]:
    return {"genesis.yaml": CRON, "templates/workflows/cron.jinja": template}


def test_a_project_may_have_its_own_template(tmp_path: Path) -> None:
    template = (
        "# {{ task.name | comment }}\nWHO={{ task.owners | json }}\n{{ task.cron | comment }} {{ line | comment }}\n"
    )
    text = generated(tmp_path, others=own(template))["trackers/generated/cron/films.cron"]
    assert text.splitlines()[:2] == ["# films", 'WHO=["films@example.com"]']
    assert json.loads(text.splitlines()[1].removeprefix("WHO=")) == ["films@example.com"]


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("one\n{% if %}\n", 2, "Expected an expression"),
        ("one\n{% filter upper %}{{ line | shell }}{% endfilter %}\n", 2, "a filter around a block"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() | comment }}\n", 1, "recursion"),
        ("one\n{{ task.nme | json }}\n", 2, "has no attribute 'nme'"),
        ("one\n\n{{ nothing | json }}\n", 3, "'nothing' is undefined"),
        ("{{ task.name }}\n", 1, "without a filter that quotes it"),
        ("one\n{{ task.name | tojson }}\n", 2, "without a filter that quotes it"),
        ("one\n{{ task.name.__class__.__mro__ | json }}\n", 2, "unsafe"),
        ("one\n{{ task.name | nofilter }}\n", 2, "nofilter"),
        ("{% for n in range(10 ** 9) %}{% endfor %}\n", 1, "Range too big"),
        ("one\n{{ 1 // 0 }}\n", 2, "division"),
        ("{% include 'other' %}\n", 1, "no template `other`"),
        ("{% include '../../genesis' %}\n", 1, "no template"),
        ("one\n{{ task.times | json }}\n", 2, "not JSON serializable"),
    ],
)
def test_mistakes_in_a_template_have_a_line(template: str, line: int, said: str, tmp_path: Path) -> None:
    found = refused(tmp_path, CRON, own(template))
    assert (found.code, found.file) == ("G938", "templates/workflows/cron.jinja")
    assert said in found.message
    assert found.line == line


def test_a_template_that_leads_out_of_the_project(tmp_path: Path) -> None:
    outside = tmp_path / "secret.jinja"
    outside.write_text("secret\n", encoding="utf-8")
    folder = tmp_path / "project"
    (folder / "templates/workflows").mkdir(parents=True)
    (folder / "templates/workflows/cron.jinja").symlink_to(outside)
    assert refused(folder, CRON).code == "G103"


def test_secrets_are_named_and_never_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETS_KEY", "top-secret")
    sheets = "destination: {type: google_sheets, spreadsheet: 1gEnEsIsExAmPlE-content-months, tab: Films}"
    texts = generated(tmp_path, TRACKER.replace("destination: {type: csv, path: out/films.csv}", sheets))
    assert PROJECT.count("SHEETS_KEY") == 1
    assert not any("top-secret" in text for text in texts.values())


def test_the_page_names_every_scheduler_and_setting() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scheduling.md").read_text(encoding="utf-8")
    table = page.partition("| scheduler |")[2].splitlines()
    rows = {name: next(line for line in table if line.startswith(f"| `{name}` |")) for name in names()}
    rows["argo"] += rows["kubernetes"]
    for name, row in rows.items():
        for setting in kind_of(name).SETTINGS:
            assert f"`{setting.name}`{' (needed)' if setting.default is None else ''}" in row
