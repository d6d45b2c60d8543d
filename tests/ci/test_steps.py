"""The steps that workflows, the action and the documentation show do what they say, in a clone with a change."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from genesis.review.formats.markdown import MARKER
from tests.ci.conftest import Edit, git
from tests.ci.github_api import REPOSITORY, TOKEN, Forge, github
from tests.ci.steps import ROOT, Ran, Step, of_action, of_workflow, run

WORKFLOW: Final = ".github/workflows/trackers.yml"
Change = Callable[[Edit, bool], Path]


def countries_with_forty(folder: Path) -> None:
    """A filter of an input that two trackers show."""
    replace(folder / "inputs" / "country_overview.yaml", "titles: {gte: 50}", "titles: {gte: 40}")


def nothing(folder: Path) -> None:
    """No edit."""


def no_such_field(folder: Path) -> None:
    """A definition that is wrong."""
    replace(folder / "inputs" / "country_overview.yaml", "  - name\n", "  - nmae\n")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def codes(ran: list[Ran]) -> dict[str, int]:
    return {one.step.name: one.code for one in ran}


def out(ran: list[Ran]) -> str:
    return "\n".join(f"== {one.step.name}\n{one.out}" for one in ran)


@pytest.fixture
def review() -> list[Step]:
    return of_workflow(WORKFLOW, "review")


GITHUB: Final = {"GITHUB_BASE_REF": "main", "GITHUB_ACTIONS": "true", "CI": "true"}


def test_the_workflow_reviews_a_change(changed: Change, runner: dict[str, str], review: list[Step]) -> None:
    folder = changed(countries_with_forty, True)
    ran = run(review, folder, runner | GITHUB, {})
    assert set(codes(ran).values()) == {0}, out(ran)
    assert len(ran) == len(review) == 5
    assert [one.step.script.count("genesis diff") for one in ran] == [0, 0, 0, 1, 0]
    comment = (folder / "out" / "review" / "comment.md").read_text(encoding="utf-8")
    assert comment.startswith(MARKER)
    assert "2 of 23 trackers change" in comment
    assert "`- titles: {gte: 50}` → `- titles: {gte: 40}`" in comment
    assert Path(runner["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8") == comment
    assert "::warning file=inputs/country_overview.yaml,line=16," in out(ran)
    assert "2 of 23 trackers change" in (folder / "out" / "review" / "review.html").read_text(encoding="utf-8")
    assert git(folder, "status", "--porcelain", "--untracked-files=no") == ""


def test_the_workflow_sees_stale_files(changed: Change, runner: dict[str, str], review: list[Step]) -> None:
    ran = run(review, changed(countries_with_forty, False), runner | GITHUB, {})
    assert [one.step.name for one in ran if one.code] == ["Generated files are up to date"], out(ran)
    assert "::error file=trackers/generated/" in out(ran)
    assert "2 of 23 trackers change" in Path(runner["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")


def test_the_workflow_sees_mistakes(changed: Change, runner: dict[str, str], review: list[Step]) -> None:
    """... and still says which trackers they break."""
    folder = changed(no_such_field, False)
    ran = run(review, folder, runner | GITHUB, {})
    failed = [one.step.name for one in ran if one.code]
    assert failed == ["No mistakes", "Generated files are up to date", "What changes, why and for whom"], out(ran)
    comment = (folder / "out" / "review" / "comment.md").read_text(encoding="utf-8")
    assert "2 trackers do not compile" in comment
    assert "`inputs/country_overview.yaml:7`" in comment


def test_a_change_of_no_tracker_is_said(changed: Change, runner: dict[str, str], review: list[Step]) -> None:
    ran = run(review, changed(nothing, True), runner | GITHUB, {})
    assert set(codes(ran).values()) == {0}, out(ran)
    assert "No tracker changes" in Path(runner["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")


def test_the_workflow_refreshes(changed: Change, runner: dict[str, str]) -> None:
    """Trackers whose secrets the environment does not have are skipped: a secret that is not set is empty text."""
    folder = changed(nothing, True)
    empty = {"secrets.AIRTABLE_TOKEN": "", "secrets.GOOGLE_CREDENTIALS": ""}
    ran = run(of_workflow(WORKFLOW, "refresh"), folder, runner, empty)
    assert set(codes(ran).values()) == {0}, out(ran)
    assert len(list((folder / "out").glob("*"))) == 5
    assert "country_overview_base" in out(ran)


def action(forge: Forge, folder: Path, runner: dict[str, str], installed: bool = True, **inputs: str) -> list[Ran]:
    meanings = {
        "inputs.project": ".", "inputs.base": "", "inputs.fail-on": "", "inputs.data": "", "inputs.extras": "",
        "inputs.token": TOKEN, "inputs.author": "github-actions[bot]", "github.event.pull_request.number": "7",
        "github.action_path": str(ROOT), "steps.python.outputs.python-path": "python",
    } | {f"inputs.{key.replace('_', '-')}": value for key, value in inputs.items()}  # fmt: skip
    given = {"GITHUB_API_URL": forge.address, "GITHUB_REPOSITORY": REPOSITORY}
    steps = [one for one in of_action("action.yml") if installed or one.name != "Install"]
    return run(steps, folder, runner | GITHUB | given, meanings)


def test_the_action_reviews_and_comments(changed: Change, runner: dict[str, str]) -> None:
    folder = changed(countries_with_forty, True)
    with github(Forge()) as forge:
        ran = action(forge, folder, runner)
        again = action(forge, folder, runner, fail_on="rows unknown")
    assert set(codes(ran).values()) == {0}, out(ran)
    assert [one.step.name for one in again if one.code] == ["What changes, why and for whom"], out(again)
    (comment,) = forge.bodies()
    assert comment.startswith(MARKER)
    assert "**Refused** by `--fail-on rows`" in comment
    assert TOKEN not in out(ran) + out(again)


def test_the_action_names_files_from_the_repositorys_folder(changed: Change, runner: dict[str, str]) -> None:
    folder = changed(countries_with_forty, False)
    outer = folder.parent / "outer"
    outer.mkdir()
    folder.rename(outer / "lists")
    with github(Forge()) as forge:
        ran = action(forge, outer, runner, project="lists")
    assert "::error file=lists/trackers/generated/" in out(ran)
    assert "::warning file=lists/inputs/country_overview.yaml,line=16," in out(ran)
    assert [one.step.name for one in ran if one.code] == ["Generated files are up to date"], out(ran)


def place_program(runner: dict[str, str]) -> None:
    """The command under test, where the action's first step would install it."""
    program = Path(runner["RUNNER_TEMP"]) / "genesis" / "bin" / "genesis"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from genesis.cli.main import main; main()" "$@"\n')
    program.chmod(0o755)


def test_the_action_comments_though_the_data_cannot_be_read(changed: Change, runner: dict[str, str]) -> None:
    def without_data(folder: Path) -> None:
        countries_with_forty(folder)
        for path in (folder / "definitions" / "data").rglob("*.csv"):
            path.write_text("")

    folder = changed(without_data, True)
    place_program(runner)
    with github(Forge()) as forge:
        ran = action(forge, folder, runner, installed=False, data="demo", fail_on="rows")
    assert [(one.step.name, one.code) for one in ran if one.code] == [("What changes, why and for whom", 4)], out(ran)
    (comment,) = forge.bodies()
    assert "2 of 23 trackers change" in comment
    assert "::warning file=inputs/country_overview.yaml,line=16," in out(ran)


def test_the_action_reviews_two_projects(changed: Change, runner: dict[str, str]) -> None:
    """Each has its own comment and artifact, and none speaks with the other's words when it ends early."""
    folder = changed(countries_with_forty, True)
    outer = folder.parent / "outer"
    outer.mkdir()
    folder.rename(outer / "lists")
    place_program(runner)
    with github(Forge()) as forge:
        action(forge, outer, runner, installed=False, project="lists")
        again = action(forge, outer, runner, installed=False, project="./lists/")
        gone = action(forge, outer, runner, installed=False, project="lists/inputs/gone")
    assert [one.step.name for one in again if one.code] == [], out(again)
    assert "Comment" in {one.step.name for one in gone if one.code}, out(gone)
    (comment,) = forge.bodies()
    assert comment.startswith("<!-- genesis-review lists-")
    (left,) = Path(runner["RUNNER_TEMP"]).glob("trackers-review*")
    assert comment.partition(" ")[2].startswith(
        left.name.removeprefix("trackers-").replace("review-", "genesis-review ")
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("extras", "x] && touch owned #"),
        ("base", "--help"),
        ("base", "$(touch owned)"),
        ("fail_on", "rows; touch owned"),
        ("project", "$(touch owned)"),
    ],
)
def test_inputs_of_the_action_are_values(changed: Change, runner: dict[str, str], name: str, value: str) -> None:
    folder = changed(nothing, True)
    place_program(runner)
    with github(Forge()) as forge:
        ran = action(forge, folder, runner, installed=name == "extras", **{name: value})
    assert any(one.code for one in ran), out(ran)
    assert not (folder / "owned").exists()
