"""What docs/review-ci.md shows for Jenkins, GitLab and other repositories works."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from genesis.review.formats.markdown import MARKER
from tests.ci.conftest import Edit, git
from tests.ci.github_api import REPOSITORY, TOKEN, Forge, github
from tests.ci.steps import ROOT, Ran, block, names, of_gitlab, of_jenkins, run
from tests.ci.test_steps import countries_with_forty, no_such_field
from tests.linters import actionlint, zizmor

PAGE: Final = "docs/review-ci.md"
Change = Callable[[Edit, bool], Path]


@pytest.fixture
def folder(changed: Change) -> Path:
    """A clone in which a filter was changed and the comment's program copied, as the page says."""
    return changed(_with_program(countries_with_forty), True)


def _with_program(edit: Edit) -> Edit:
    def edited(folder: Path) -> None:
        edit(folder)
        (folder / "ci").mkdir()
        shutil.copy(folder / ".github" / "review" / "comment.py", folder / "ci" / "comment.py")

    return edited


def jenkins(folder: Path, runner: dict[str, str], forge: Forge, stages: list[str]) -> list[Ran]:
    """The stages of a build of a pull request, on an agent with a checkout of its branch alone."""
    git(folder, "update-ref", "-d", "refs/remotes/origin/main")
    git(folder, "branch", "-D", "main")
    given = {
        "PATH": f"{folder}/.venv/bin:{runner['PATH']}", "GENESIS": str(ROOT), "GITHUB_API_URL": forge.address,
        "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_TOKEN": TOKEN, "CHANGE_TARGET": "main", "CHANGE_ID": "7",
    }  # fmt: skip
    steps = of_jenkins(PAGE)
    return run([step for stage in stages for step in steps[stage]], folder, runner | given, {})


def test_jenkins_reviews_and_refreshes(folder: Path, runner: dict[str, str]) -> None:
    assert list(of_jenkins(PAGE)) == ["Install", "Check", "Review", "Refresh"]
    with github(Forge()) as forge:
        ran = jenkins(folder, runner, forge, ["Install", "Check", "Review", "Refresh"])
    assert [one.code for one in ran] == [0] * 9, "\n".join(one.out for one in ran)
    (comment,) = forge.bodies()
    assert comment.startswith(MARKER)
    assert "2 of 23 trackers change" in comment
    assert "2 of 23 trackers change" in (folder / "review.html").read_text(encoding="utf-8")
    assert "<testsuites" in (folder / "check.xml").read_text(encoding="utf-8")
    assert (folder / "out" / "content.xlsx").exists()


def test_jenkins_comments_on_what_is_broken(changed: Change, runner: dict[str, str]) -> None:
    folder = changed(_with_program(no_such_field), False)
    with github(Forge()) as forge:
        ran = jenkins(folder, runner, forge, ["Install", "Review"])
    assert [one.code for one in ran] == [0, 0, 0, 0, 1, 0], "\n".join(one.out for one in ran)
    assert "2 trackers do not compile" in forge.bodies()[0]


def gitlab(folder: Path, runner: dict[str, str], job: str, **given: str) -> Ran:
    base = git(folder, "merge-base", "HEAD", "origin/main")
    variables = {
        "GENESIS": str(ROOT),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_MERGE_REQUEST_IID": "7",
        "CI_PROJECT_ID": "99",
    }
    (ran,) = run(of_gitlab(PAGE)[job], folder, runner | variables | given, {})
    return ran


def test_gitlab_reviews_and_refreshes(folder: Path, runner: dict[str, str]) -> None:
    assert list(of_gitlab(PAGE)) == ["check trackers", "review trackers", "refresh trackers"]
    with github(Forge()) as forge:
        there = {"GITLAB_TOKEN": TOKEN, "CI_API_V4_URL": forge.address}
        ran = [
            gitlab(folder, runner, "check trackers"),
            gitlab(folder, runner, "review trackers", **there),
            gitlab(folder, runner, "review trackers"),
            gitlab(folder, runner, "refresh trackers"),
        ]
    assert [one.code for one in ran] == [0] * 4, "\n".join(one.out for one in ran)
    (comment,) = forge.bodies()
    assert "2 of 23 trackers change" in comment
    assert (folder / "out" / "content.xlsx").exists()


def test_gitlab_comments_on_what_is_broken(changed: Change, runner: dict[str, str]) -> None:
    folder = changed(_with_program(no_such_field), False)
    with github(Forge()) as forge:
        ran = gitlab(folder, runner, "review trackers", GITLAB_TOKEN=TOKEN, CI_API_V4_URL=forge.address)
    assert ran.code == 1
    assert "2 trackers do not compile" in forge.bodies()[0]


def test_gitlab_knows_every_key(tmp_path: Path) -> None:
    """By GitLab's own schema, as a package ships it."""
    good, bad = tmp_path / ".gitlab-ci.yml", tmp_path / "bad.yml"
    good.write_text(block(PAGE, "yml", ".gitlab-ci.yml"), encoding="utf-8")
    bad.write_text(good.read_text(encoding="utf-8").replace("when: always", "when: sometimes"), encoding="utf-8")
    assert (_valid(good), _valid(bad)) == (0, 1)


def _valid(path: Path) -> int:
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [str(program), "--builtin-schema", "vendor.gitlab-ci", str(path)]
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode


def test_workflows_of_the_page_are_linted(tmp_path: Path) -> None:
    """... as soon as the places to fill in are filled in."""
    assert names(PAGE) == [".github/workflows/review.yml"]
    path = tmp_path / "review.yml"
    text = block(PAGE, "yml", ".github/workflows/review.yml")
    path.write_text(text.replace("OWNER", "someone").replace("COMMIT", "a" * 40), encoding="utf-8")
    assert actionlint([path]) == []
    assert zizmor([path]) == []
