"""The comment of a review is posted once and updated, and takes nothing from a fork's run but a text."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from genesis.review.formats.markdown import MARKER, MOST, render
from tests.ci.github_api import BOT, REPOSITORY, TOKEN, Forge, github
from tests.review.formats.reviews import SMALL

PROGRAM: Final = Path(__file__).parent.parent.parent / ".github" / "review" / "comment.py"
SHA: Final = "a" * 40
RUN: Final = 42


@pytest.fixture
def forge() -> Iterator[Forge]:
    with github(Forge()) as running:
        running.pulls.append({"number": 7, "head": {"sha": SHA, "label": "fork:topic&x=1 #"}})
        yield running


def run(forge: Forge, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    given = {
        "GITHUB_API_URL": forge.address, "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_TOKEN": TOKEN, "RUN_ID": str(RUN),
        "HEAD_OWNER": "fork", "HEAD_BRANCH": "topic&x=1 #", "HEAD_SHA": SHA,
    }  # fmt: skip
    command = [sys.executable, "-I", str(PROGRAM), *words]
    done = subprocess.run(
        command, env=given | environment, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert TOKEN not in done.stdout + done.stderr
    assert "::" not in done.stderr
    return done


def post(forge: Forge, path: Path, text: str, **environment: str) -> str:
    path.write_text(text, encoding="utf-8")
    done = run(forge, "post", "7", str(path), **environment)
    assert done.returncode == 0, done.stderr
    return done.stderr.split()[0]


GITLAB: Final = {"GITLAB_TOKEN": TOKEN, "GITHUB_TOKEN": "", "CI_PROJECT_ID": "99"}


def test_the_first_is_posted_and_then_updated(forge: Forge, tmp_path: Path) -> None:
    file, text = tmp_path / "comment.md", render(SMALL)
    assert post(forge, file, text) == "posted"
    assert post(forge, file, text.replace("4 more", "5 more")) == "updated"
    assert post(forge, file, text.replace("4 more", "5 more")) == "the"
    assert forge.bodies() == [text.replace("4 more", "5 more")]
    assert [method for method, _, _ in forge.asked] == ["GET", "POST", "GET", "PATCH", "GET"]


def test_a_note_of_gitlab_is_posted_and_then_updated(forge: Forge, tmp_path: Path) -> None:
    file, given = tmp_path / "c", GITLAB | {"CI_API_V4_URL": forge.address}
    for number in range(150):
        forge.say(f"person-{number}", f"{MARKER}\nnot mine")
    assert post(forge, file, "one", **given) == "posted"
    assert post(forge, file, "two", **given) == "updated"
    assert post(forge, file, "two", **given) == "the"
    assert forge.bodies() == [f"{MARKER}\ntwo"]
    assert len(forge.comments) == 151


def test_it_is_found_on_a_later_page(forge: Forge, tmp_path: Path) -> None:
    for number in range(250):
        forge.say(f"person-{number}", f"remark {number}")
    mine = forge.say(BOT, f"{MARKER}\nold")
    for number in range(60):
        forge.say(f"person-{number}", "later")
    assert post(forge, tmp_path / "c", f"{MARKER}\nnew") == "updated"
    assert [one["body"] for one in forge.comments if one["id"] == mine] == [f"{MARKER}\nnew"]
    assert len(forge.comments) == 311


def test_full_pages_end(forge: Forge, tmp_path: Path) -> None:
    for _ in range(200):
        forge.say("somebody", "x")
    assert post(forge, tmp_path / "c", "new") == "posted"


def test_somebody_elses_comment_is_not_touched(forge: Forge, tmp_path: Path) -> None:
    """... though it holds the marker; nor one of the bot's that only quotes it."""
    forge.say("mallory", f"{MARKER}\nI am the review")
    forge.say(None, f"{MARKER}\nof a deleted account")
    forge.say(BOT, None)
    forge.say(BOT, f"> {MARKER}\nsomething else")
    before = [one["body"] for one in forge.comments]
    assert post(forge, tmp_path / "c", "mine") == "posted"
    assert [one["body"] for one in forge.comments] == [*before, f"{MARKER}\nmine"]
    assert post(forge, tmp_path / "c", "mine again") == "updated"
    assert [one["body"] for one in forge.comments] == [*before, f"{MARKER}\nmine again"]


def test_another_author_has_another_comment(forge: Forge, tmp_path: Path) -> None:
    mine = forge.say("reviewer[bot]", f"{MARKER}\nold")
    assert post(forge, tmp_path / "c", "new", COMMENT_AUTHOR="reviewer[bot]") == "updated"
    assert [one["body"] for one in forge.comments if one["id"] == mine] == [f"{MARKER}\nnew"]


def test_a_long_text_is_cut_between_characters(forge: Forge, tmp_path: Path) -> None:
    post(forge, tmp_path / "c", "🙂" * 50_000)
    (body,) = forge.bodies()
    assert len(body.encode()) <= MOST + len(MARKER) + 1
    assert set(body.removeprefix(MARKER)) == {"\n", "🙂"}


@pytest.mark.parametrize(
    "words", [[], ["post"], ["post", "7"], ["post", "7/../8", "x"], ["post", "x", "y"], ["relay", "x"]]
)
def test_other_words_are_refused(forge: Forge, words: list[str]) -> None:
    done = run(forge, *words)
    assert (done.returncode, done.stderr.split()[0]) == (2, "usage:")
    assert forge.asked == []


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("post", "7", "c"), "GITHUB_TOKEN"),
        (("post", "7", "c"), "GITHUB_REPOSITORY"),
        (("relay",), "RUN_ID"),
        (("relay",), "HEAD_OWNER"),
        (("relay",), "HEAD_SHA"),
        (("relay",), "GITHUB_REPOSITORY"),
    ],
)
def test_a_missing_variable_is_said(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], missing: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c").write_text("x")
    done = run(forge, *words, **{missing: ""})
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"the variable {missing} is not set" in done.stderr


@pytest.mark.parametrize(("project", "said"), [(".", "No such file"), ("a b", "No such file")])
def test_a_missing_file_is_said(forge: Forge, tmp_path: Path, project: str, said: str) -> None:
    for file in (str(tmp_path / "gone"), str(tmp_path / "gone" / "x")):
        done = run(forge, "post", "7", file, project)
        assert (done.returncode, done.stderr) == (2, f"{file} cannot be read: {said} or directory\n")
    done = run(forge, "post", "7", str(tmp_path))
    assert (done.returncode, done.stderr) == (2, f"{tmp_path} cannot be read: Is a directory\n")
    assert forge.asked == []


@pytest.mark.parametrize("answer", [b"<html>sign in</html>", b"{}", b"[1]", b"null", b'[{"id": 1}]'])
def test_an_answer_of_something_else_is_said(forge: Forge, tmp_path: Path, answer: bytes) -> None:
    forge.instead = answer
    (tmp_path / "c").write_text("x")
    done = run(forge, "post", "7", str(tmp_path / "c"))
    assert (done.returncode, done.stderr.count("\n"), forge.comments) == (4, 1, [])
    assert "is none that is known" in done.stderr


def test_a_token_that_is_no_header_is_said(forge: Forge, tmp_path: Path) -> None:
    (tmp_path / "c").write_text("x")
    done = run(
        forge, "post", "7", str(tmp_path / "c"), **GITLAB | {"GITLAB_TOKEN": "a\nb", "CI_API_V4_URL": forge.address}
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_two_projects_of_a_repository_have_a_comment_each(forge: Forge, tmp_path: Path) -> None:
    file, places = tmp_path / "c", (".", "lists/a", "lists-a")
    for text in ("first", "second"):
        for place in places:
            file.write_text(f"{MARKER}\n{text} of {place}")
            assert run(forge, "post", "7", str(file), place).returncode == 0
    for same in ("lists/a/", "./lists//a", "lists/b/../a"):
        assert run(forge, "post", "7", str(file), same).returncode == 0
    bodies = forge.bodies()
    assert [body.rpartition("\n")[2] for body in bodies] == [
        "second of .",
        "second of lists-a",
        "second of lists-a",
    ]
    assert len({body.partition("\n")[0] for body in bodies}) == 3
    assert bodies[0] == f"{MARKER}\nsecond of ."
    assert "<sub>Project <code>lists-a</code></sub>" in bodies[1]


def test_a_run_with_two_projects_gives_two_comments(forge: Forge) -> None:
    """... told apart as by the run itself, and never more than a few; what else it left is not looked at."""
    name = run(forge, "artifact", "lists/a").stdout.strip()
    assert run(forge, "artifact", ".").stdout == run(forge, "artifact", "").stdout == "trackers-review\n"
    one = {"comment.md": b"one"}
    forge.names = {
        RUN * 1000: name,
        RUN * 1000 + 2: "trackers-review-<!--",
        RUN * 1000 + 3: "trackers",
        RUN * 1000 + 4: "x" + name,
    }
    forge.artifacts |= {
        RUN * 1000 + 1: {"comment.md": b"two"},
        RUN * 1000 + 2: one,
        RUN * 1000 + 3: one,
        RUN * 1000 + 4: one,
    }
    relay(forge, one)
    assert sorted(body.split()[-1] for body in forge.bodies()) == ["one", "two"]
    forge.names |= {RUN * 1000 + number: f"other-{number}" for number in range(200)}
    forge.names |= {RUN * 1000 + number: f"{name}{number}" for number in range(200, 250)}
    forge.artifacts |= {RUN * 1000 + number: one for number in range(250)}
    assert run(forge, "relay").returncode == 0
    assert len(forge.comments) == 2 + 20


def test_a_refusal_is_said(forge: Forge, tmp_path: Path) -> None:
    forge.refuses = 403
    (tmp_path / "c").write_text("x")
    done = run(forge, "post", "7", str(tmp_path / "c"))
    assert done.returncode == 4
    assert "the answer to GET /repos/org/lists/issues/7/comments is 403" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_server_is_said(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("x")
    done = run(Forge(address="http://127.0.0.1:9"), "post", "7", str(tmp_path / "c"))
    assert (done.returncode, "cannot be reached" in done.stderr, "Traceback" in done.stderr) == (4, True, False)
    assert run(Forge(address="file:///etc"), "post", "7", str(tmp_path / "c")).returncode == 2


def relay(forge: Forge, files: dict[str, bytes], **environment: str) -> str:
    forge.artifacts[RUN * 1000] = files
    done = run(forge, "relay", **environment)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_the_comment_of_a_run_is_posted(forge: Forge) -> None:
    relay(forge, {"comment.md": render(SMALL).encode(), "review.html": b"x" * 1000})
    (body,) = forge.bodies()
    assert body.startswith(f"{MARKER}\n<sub>Written by")
    assert render(SMALL).removeprefix(MARKER).strip() in body
    assert f"https://github.com/{REPOSITORY}/actions/runs/{RUN}" in body


def test_the_token_does_not_follow_to_the_store(forge: Forge) -> None:
    relay(forge, {"comment.md": b"x"})
    stored = [token for _, path, token in forge.asked if path.startswith("/stored/")]
    assert stored == [None]


def test_a_forks_text_is_disarmed(forge: Forge) -> None:
    hostile = f"{MARKER}{MARKER}\r\nhello @octocat and @org/team\n![x](https://evil.example/x.png)\n<!-- other-bot -->\n\x00\x1b[31m\u202e"
    relay(forge, {"comment.md": hostile.encode() + b"\xff"})
    (body,) = forge.bodies()
    assert body.count("<!--") == 1
    assert body.startswith(MARKER)
    assert "@octocat" not in body
    assert "@org" not in body
    assert "![" not in body
    assert "hello @\u2060octocat" in body
    assert body.index("Written by") < body.index("hello")
    assert not set(body) & set("\x00\x1b\u202e\r")


@pytest.mark.parametrize(
    ("hostile", "there"),
    [
        ("_@org/team_", "@org"),
        ("&#64;org/team", "&#64;"),
        ("&#x00040;org", "&#x"),
        ("&commat;org", "&commat;"),
        ("<img src=https://evil.example/x.png>", "<img"),
        ("<details open=x>", "<details "),
        ("<?x", "<?"),
        ("<!X", "<!X"),
        ("</td>", "</td"),
    ],
)
def test_a_forks_text_has_no_other_way(forge: Forge, hostile: str, there: str) -> None:
    relay(forge, {"comment.md": hostile.encode()})
    (body,) = forge.bodies()
    assert there in hostile
    assert there not in body


def test_a_forks_text_keeps_the_tags_of_a_review(forge: Forge) -> None:
    kept = "<details>\n<summary><code>a</code></summary>\n\na<br>b 1 < 2\n</details>"
    relay(forge, {"comment.md": kept.encode()})
    assert kept in forge.bodies()[0]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"other.md": b"x"},
        {"": b"no archive"},
        {"": b""},
        {"../comment.md": b"x"},
        {"": b"PK\x03\x04" + b"\x00" * 100},
    ],
)
def test_a_strange_artifact_gives_no_comment(forge: Forge, files: dict[str, bytes]) -> None:
    assert "no artifact" in relay(forge, files)
    assert forge.comments == []


def test_a_bomb_is_read_to_the_limit(forge: Forge) -> None:
    relay(forge, {"comment.md": b"0" * 300_000_000})
    (body,) = forge.bodies()
    assert len(body) < 65_536


def test_an_old_artifact_gives_no_comment(forge: Forge) -> None:
    forge.expired.add(RUN * 1000)
    assert "no artifact" in relay(forge, {"comment.md": b"x"})


@pytest.mark.parametrize("change", [{"HEAD_SHA": "b" * 40}, {"HEAD_OWNER": "other"}, {"HEAD_BRANCH": "topic"}])
def test_only_the_runs_own_pull_request_gets_it(forge: Forge, change: dict[str, str]) -> None:
    """A run whose commit is no longer the newest of an open pull request comments nowhere."""
    arguments: dict[str, Any] = change
    assert "no open pull request" in relay(forge, {"comment.md": b"x"}, **arguments)
    assert forge.comments == []
