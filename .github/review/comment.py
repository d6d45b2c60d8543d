"""The one comment that a review of trackers has on a change, on GitHub or GitLab. Python's own library is all it needs.

``comment.py post NUMBER FILE [PROJECT]`` posts the file's text as a comment of a pull or merge request, or updates the comment
that it posted before for the project in that folder of the repository. ``comment.py artifact PROJECT`` prints the name of the
artifact that holds such a file. ``comment.py relay`` posts for a finished run of another workflow of GitHub (``workflow_run``):
it finds the pull request by what GitHub says of the run, and takes nothing from the run's artifacts but bounded texts,
disarmed. The run may be of a fork.

Ends with 2 when a word, a variable or a file is missing, with 4 when the service refuses or cannot be reached.

Variables on GitHub: ``GITHUB_TOKEN``, ``GITHUB_REPOSITORY``, ``GITHUB_API_URL`` (https://api.github.com), ``COMMENT_AUTHOR``:
whom the token stands for (github-actions[bot]); only comments of this author are updated. ``relay`` also: ``RUN_ID``,
``HEAD_OWNER``, ``HEAD_BRANCH``, ``HEAD_SHA``, ``GITHUB_SERVER_URL`` (https://github.com). On GitLab: ``GITLAB_TOKEN``,
``CI_API_V4_URL``, ``CI_PROJECT_ID``; GitLab says itself whom a token stands for.
"""

import json
import os
import posixpath
import re
import sys
import zlib
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPException
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from zipfile import BadZipFile, ZipFile

MARKER = "<!-- genesis-review -->"
MARKED = "<!-- genesis-review {} -->"
"""Of a project that is not the repository's only one."""
KEY = re.compile("[A-Za-z0-9_.-]{1,80}")
REVIEWS = 20
"""Projects of one run that are commented on."""
ARTIFACT, MEMBER = "trackers-review", "comment.md"
MOST = 60_000
"""Bytes of a comment's text; GitHub takes 65,536 characters."""
ARCHIVE = 5_000_000
"""Bytes of an artifact that are looked at."""
PAGE, PAGES = 100, 100
SECONDS = 60
USAGE, FAILED = 2, 4
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
    """Do what the words ask for."""
    match words:
        case ["post", number, file, *project] if re.fullmatch("[0-9]{1,18}", number) and len(project) < 2:  # noqa: PLR2004
            post(int(number), beginning(file), key("".join(project)))
        case ["artifact", project]:
            sys.stdout.write("-".join(filter(None, (ARTIFACT, key(project)))) + "\n")
        case ["relay"]:
            relay(number_of("RUN_ID"))
        case _:
            raise ending(
                "usage: comment.py post NUMBER FILE [PROJECT] | comment.py artifact PROJECT | comment.py relay"
            )


def beginning(file: str) -> str:
    """As much of a file's text as a comment takes."""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MOST).decode("utf-8", "ignore")
    except (OSError, ValueError) as error:
        raise ending(f"{file} cannot be read: {getattr(error, 'strerror', '') or error}") from error


def key(project: str) -> str:
    """What tells a project's comment and artifact from those of others in the repository; nothing for one at its top."""
    path = posixpath.normpath(project or ".")
    if path == ".":
        return ""
    return f"{re.sub('[^A-Za-z0-9]+', '-', path).strip('-')[-60:]}-{sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def given(name: str) -> str:
    """A variable that this needs."""
    if value := os.environ.get(name):
        return value
    raise ending(f"the variable {name} is not set: the docstring of comment.py says what it is")


def number_of(name: str) -> int:
    """A variable that is a number."""
    if re.fullmatch("[0-9]{1,18}", given(name)):
        return int(given(name))
    raise ending(f"the variable {name} is no number")


def relay(run: int) -> None:
    """Post what a run of another workflow wrote."""
    number = pull_request()
    if number is None:
        say("no open pull request has the commit of this run: it was closed, or changed since")
        return
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    page = f"{server}/{given('GITHUB_REPOSITORY')}/actions/runs/{run}"
    found = dict(islice(reviews(run), REVIEWS))
    if not found:
        say(f"the run has no artifact `{ARTIFACT}` with a file `{MEMBER}`")
    for name, text in found.items():
        # above, so that nothing in the text can hide it
        told = f"<sub>Written by [a run of the branch under review]({page}).</sub>\n\n{disarmed(text)}\n"
        post(number, told, name)


def pull_request() -> int | None:
    """The open pull request whose newest commit is the run's."""
    head = f"{given('HEAD_OWNER')}:{given('HEAD_BRANCH')}"
    for one in listed("pulls", state="open", head=head):
        if one["head"]["sha"] == given("HEAD_SHA"):
            return int(one["number"])
    return None


def reviews(run: int) -> Iterator[tuple[str, str]]:
    """What a run wrote of each project, by what its artifact's name says."""
    for one in artifacts(run):
        start, _, name = str(one["name"]).partition(ARTIFACT)
        if start or one["expired"] or not (name == "" or (name[0] == "-" and KEY.fullmatch(name[1:]))):
            continue
        text = member(int(one["id"]))
        if text is not None:
            yield name[1:], text


def artifacts(run: int) -> Iterator[Any]:
    """What a run left, page by page."""
    for page in range(1, PAGES + 1):
        items = call("GET", f"actions/runs/{run}/artifacts?per_page={PAGE}&page={page}")["artifacts"]
        yield from items
        if len(items) < PAGE:
            return


def member(artifact: int) -> str | None:
    """The beginning of the comment in an artifact; nothing of the archive is unpacked to a disk."""
    try:
        content = BytesIO(fetched(f"/repos/{given('GITHUB_REPOSITORY')}/actions/artifacts/{artifact}/zip", ARCHIVE))
        with ZipFile(content) as archive, archive.open(MEMBER) as opened:
            return opened.read(MOST).decode("utf-8", "ignore")
    except (BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError, zlib.error):
        return None


def disarmed(text: str) -> str:
    """Text that mentions nobody, shows no pictures and hides nothing, whoever wrote it."""
    return ACTIVE.sub(JOINER, CONTROL.sub("", text.replace("\r\n", "\n").replace(MARKER, "")))


def post(number: int, text: str, name: str = "") -> None:
    """Update the comment that this author posted before for what ``name`` tells apart, or post the first one."""
    marker = MARKED.format(name) if name else MARKER
    above = f"<sub>Project <code>{name.rpartition('-')[0] or name}</code></sub>\n\n" if name else ""
    body = f"{marker}\n{above}{text.removeprefix(MARKER).lstrip()}"
    gitlab = "GITLAB_TOKEN" in os.environ
    comments = f"merge_requests/{number}/notes" if gitlab else f"issues/{number}/comments"
    one = posted(comments, author(gitlab), marker)
    if one is None:
        say(f"posted the comment {int(call('POST', comments, {'body': body})['id'])}")
    elif one["body"].strip() == body.strip():
        say("the comment says so already")
    else:
        method, there = ("PUT", comments) if gitlab else ("PATCH", "issues/comments")
        there += f"/{int(one['id'])}"
        say(f"updated the comment {int(call(method, there, {'body': body})['id'])}")


def posted(comments: str, name: str, marker: str) -> Any:
    """The oldest comment of this author that begins with the marker, if there is one."""
    for one in listed(comments):
        who = one.get("user") or one.get("author") or {}
        if (one["body"] or "").startswith(marker) and name in (who.get("login"), who.get("username")):
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
        "projects/" + given("CI_PROJECT_ID") if "GITLAB_TOKEN" in os.environ else "repos/" + given("GITHUB_REPOSITORY")
    )
    return json.loads(fetched(f"/{part}/{path}", 100 * ARCHIVE, method, content))


def fetched(path: str, most: int, method: str = "GET", content: dict[str, str] | None = None) -> bytes:
    """At most so many bytes of an answer. The token goes to the service alone, not to where it redirects to."""
    variable, default = (
        ("CI_API_V4_URL", "") if "GITLAB_TOKEN" in os.environ else ("GITHUB_API_URL", "https://api.github.com")
    )
    address = os.environ.get(variable, default).rstrip("/")
    if not address.startswith(("https://", "http://")):
        raise ending(f"{variable} is no address of the web")
    body = None if content is None else json.dumps(content).encode()
    request = Request(address + path, body, {"Content-Type": "application/json"} if body else {}, method=method)
    token = given("GITLAB_TOKEN" if "GITLAB_TOKEN" in os.environ else "GITHUB_TOKEN").strip()
    if not token.isascii() or not token.isprintable():
        raise ending("the token is not one line of plain characters")
    request.add_unredirected_header("Authorization", f"Bearer {token}")
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            return bytes(answer.read(most))
    except HTTPError as error:
        told = error.read(300).decode("utf-8", "replace")
        say(f"the answer to {method} {path.partition('?')[0]} is {error.code}: {told}")
        raise SystemExit(FAILED) from error
    except (OSError, HTTPException) as error:
        raise ending(f"the service cannot be reached: {error}", FAILED) from error


def ending(sentence: str, code: int = USAGE) -> SystemExit:
    """What to raise after the sentence has been said."""
    say(sentence)
    return SystemExit(code)


def say(sentence: str) -> None:
    """A line for the log of the run, that is no command to the runner."""
    sys.stderr.write(" ".join(CONTROL.sub(" ", sentence).replace("::", ": :").split()) + "\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (AttributeError, LookupError, TypeError, ValueError) as strange:
        raise ending(
            f"the service's answer is none that is known: {type(strange).__name__}: {strange}", FAILED
        ) from None
