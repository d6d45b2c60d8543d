"""The one comment that a review of trackers has on a change, on GitHub or GitLab. Python's own library is all it needs.

``comment.py post NUMBER FILE`` posts the file's text as a comment of a pull or merge request, or updates the comment that it
posted before. ``comment.py relay`` does so for a finished run of another workflow of GitHub (``workflow_run``): it finds the
pull request by what GitHub says of the run, and takes nothing from the run's artifact but a bounded text, disarmed. The run
may be of a fork.

Variables on GitHub: ``GITHUB_TOKEN``, ``GITHUB_REPOSITORY``, ``GITHUB_API_URL`` (https://api.github.com), ``COMMENT_AUTHOR``:
whom the token stands for (github-actions[bot]); only comments of this author are updated. ``relay`` also: ``RUN_ID``,
``HEAD_OWNER``, ``HEAD_BRANCH``, ``HEAD_SHA``, ``GITHUB_SERVER_URL`` (https://github.com). On GitLab: ``GITLAB_TOKEN``,
``CI_API_V4_URL``, ``CI_PROJECT_ID``; GitLab says itself whom a token stands for.
"""

import json
import os
import re
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from zipfile import BadZipFile, ZipFile

MARKER = "<!-- genesis-review -->"
ARTIFACT, MEMBER = "trackers-review", "comment.md"
MOST = 60_000
"""Bytes of a comment's text; GitHub takes 65,536 characters."""
ARCHIVE = 5_000_000
"""Bytes of an artifact that are looked at."""
PAGE, PAGES = 100, 100
SECONDS = 60
FAILED = 4
JOINER = "\u2060"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ACTIVE = re.compile(
    r"(?<=(?<![A-Za-z0-9])@)(?=\w)"
    r"|(?<=!)(?=\[)"
    r"|(?<=<)(?!/?(?:details|summary|code|br|sub)>)(?=[A-Za-z!?/])"
    r"|(?<=&)(?=#0*64\b|#[xX]0*40\b|commat;)"
)
"""Where a mention, a picture, a tag or another way to write `@` begins; but for the tags that a review has."""


def main(words: list[str]) -> None:
    """Do what the words ask for; ends with 4 when GitHub refuses or cannot be reached, with 2 for other words."""
    match words:
        case ["post", number, file] if re.fullmatch("[0-9]{1,18}", number):
            with Path(file).open("rb") as opened:
                post(int(number), opened.read(MOST).decode("utf-8", "ignore"))
        case ["relay"]:
            relay(os.environ["RUN_ID"])
        case _:
            sys.exit("usage: comment.py post NUMBER FILE | comment.py relay")


def relay(run: str) -> None:
    """Post what a run of another workflow wrote."""
    number = pull_request()
    text = artifact(run) if number else None
    if number is None:
        say("no open pull request has the commit of this run: it was closed, or changed since")
    elif text is None:
        say(f"the run has no artifact `{ARTIFACT}` with a file `{MEMBER}`")
    else:
        server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
        page = f"{server}/{os.environ['GITHUB_REPOSITORY']}/actions/runs/{int(run)}"
        # above, so that nothing in the text can hide it
        post(number, f"<sub>Written by [a run of the branch under review]({page}).</sub>\n\n{disarmed(text)}\n")


def pull_request() -> int | None:
    """The open pull request whose newest commit is the run's."""
    head = f"{os.environ['HEAD_OWNER']}:{os.environ['HEAD_BRANCH']}"
    for one in listed("pulls", state="open", head=head):
        if one["head"]["sha"] == os.environ["HEAD_SHA"]:
            return int(one["number"])
    return None


def artifact(run: str) -> str | None:
    """The beginning of the comment that a run wrote; nothing of the archive is unpacked to a disk."""
    every = call("GET", f"actions/runs/{int(run)}/artifacts?name={ARTIFACT}")["artifacts"]
    found = [one for one in every if not one["expired"]]
    if not found:
        return None
    try:
        content = BytesIO(
            fetched(f"/repos/{os.environ['GITHUB_REPOSITORY']}/actions/artifacts/{int(found[0]['id'])}/zip", ARCHIVE)
        )
        with ZipFile(content) as archive, archive.open(MEMBER) as member:
            return member.read(MOST).decode("utf-8", "ignore")
    except (BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError, zlib.error):
        return None


def disarmed(text: str) -> str:
    """Text that mentions nobody, shows no pictures and hides nothing, whoever wrote it."""
    return ACTIVE.sub(JOINER, CONTROL.sub("", text.replace("\r\n", "\n").replace(MARKER, "")))


def post(number: int, text: str) -> None:
    """Update the comment that this author posted before, or post the first one."""
    body = f"{MARKER}\n{text.removeprefix(MARKER).lstrip()}"
    gitlab = "GITLAB_TOKEN" in os.environ
    comments = f"merge_requests/{number}/notes" if gitlab else f"issues/{number}/comments"
    one = posted(comments, author(gitlab))
    if one is None:
        call("POST", comments, {"body": body})
        say("posted the comment")
    elif one["body"].strip() == body.strip():
        say("the comment says so already")
    else:
        method, there = ("PUT", comments) if gitlab else ("PATCH", "issues/comments")
        call(method, f"{there}/{int(one['id'])}", {"body": body})
        say("updated the comment")


def posted(comments: str, name: str) -> Any:
    """The oldest comment of this author that begins with the marker, if there is one."""
    for one in listed(comments):
        who = one.get("user") or one.get("author") or {}
        if (one["body"] or "").startswith(MARKER) and name in (who.get("login"), who.get("username")):
            return one
    return None


def author(gitlab: bool) -> str:
    """Whom the token stands for; a token of a run of GitHub may not ask."""
    if gitlab:
        return str(json.loads(fetched("/user", ARCHIVE))["username"])
    return os.environ.get("COMMENT_AUTHOR") or "github-actions[bot]"


def listed(path: str, **query: str) -> Iterator[Any]:
    """Every item of a list, page by page, oldest first."""
    for page in range(1, PAGES + 1):
        items = call("GET", f"{path}?{urlencode({**query, 'per_page': PAGE, 'page': page, 'sort': 'asc'})}")
        yield from items
        if len(items) < PAGE:
            return


def call(method: str, path: str, content: dict[str, str] | None = None) -> Any:
    """What the repository's or project's part of the service answers."""
    part = (
        "projects/" + os.environ["CI_PROJECT_ID"]
        if "GITLAB_TOKEN" in os.environ
        else "repos/" + os.environ["GITHUB_REPOSITORY"]
    )
    return json.loads(fetched(f"/{part}/{path}", 100 * ARCHIVE, method, content))


def fetched(path: str, most: int, method: str = "GET", content: dict[str, str] | None = None) -> bytes:
    """At most so many bytes of an answer. The token goes to the service alone, not to where it redirects to."""
    variable, default = (
        ("CI_API_V4_URL", "") if "GITLAB_TOKEN" in os.environ else ("GITHUB_API_URL", "https://api.github.com")
    )
    address = os.environ.get(variable, default).rstrip("/")
    if not address.startswith(("https://", "http://")):
        sys.exit(f"{variable} is no address of the web")
    body = None if content is None else json.dumps(content).encode()
    request = Request(address + path, body, {"Content-Type": "application/json"} if body else {}, method=method)
    request.add_unredirected_header(
        "Authorization", f"Bearer {os.environ.get('GITLAB_TOKEN') or os.environ['GITHUB_TOKEN']}"
    )
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            return bytes(answer.read(most))
    except HTTPError as error:
        told = error.read(300).decode("utf-8", "replace")
        say(f"the answer to {method} {path.partition('?')[0]} is {error.code}: {told}")
    except (URLError, TimeoutError) as error:
        say(f"the service cannot be reached: {error}")
    sys.exit(FAILED)


def say(sentence: str) -> None:
    """A line for the log of the run, that is no command to the runner."""
    sys.stderr.write(" ".join(CONTROL.sub(" ", sentence).replace("::", ": :").split()) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
