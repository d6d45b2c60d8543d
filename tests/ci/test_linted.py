"""Workflows and actions of this repository pass the linters of GitHub's files."""

from pathlib import Path

import pytest
import yaml

from tests.linters import actionlint, zizmor

ROOT = Path(__file__).parent.parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONS = [ROOT / "action.yml", ROOT / ".github" / "review" / "action.yml"]
BAD = """\
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: echo ${{ github.event.issue.title }}
"""


def test_actionlint_finds_nothing() -> None:
    assert actionlint(WORKFLOWS) == []


def test_zizmor_finds_nothing() -> None:
    assert zizmor([*WORKFLOWS, *ACTIONS]) == []


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.yml"
    path.write_text(BAD)
    return path


def test_what_a_pull_request_runs_may_read_and_nothing_else() -> None:
    """... and what may write runs nothing of a pull request."""
    review, comment = (
        yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text())
        for name in ("trackers.yml", "trackers-comment.yml")
    )
    assert review["permissions"] == comment["permissions"] == {}
    assert review["jobs"]["review"]["permissions"] == {"contents": "read"}
    assert "secrets." not in str(review["jobs"]["review"])
    assert review["jobs"]["refresh"]["if"] == "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"
    assert comment["jobs"]["comment"]["permissions"] == {
        "actions": "read",
        "contents": "read",
        "pull-requests": "write",
    }
    checkout, *rest = comment["jobs"]["comment"]["steps"]
    assert checkout["with"] == {"persist-credentials": False, "sparse-checkout": ".github/review"}  # of the main branch
    assert rest == [{"uses": "./.github/review"}]


def test_the_linters_can_find(bad: Path) -> None:
    assert "untrusted" in "".join(actionlint([bad]))
    assert {one.partition(":")[0] for one in zizmor([bad])} >= {"unpinned-uses", "template-injection"}
