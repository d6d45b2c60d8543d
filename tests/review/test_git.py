"""The base is read from git's objects, in every state that a repository may be in, or it is said why not."""

import os
from pathlib import Path
from typing import Final

import pytest

from genesis.diagnostics import GenesisError
from genesis.review.report import Review
from genesis.review.reviewing import Wanted, review
from genesis.review.states import ends
from genesis.spec.project import open_project
from tests.review.repositories import ENVIRONMENT, PROJECT, commit, git, repository, write

OTHER_FIELD = {"definitions/film.yaml": PROJECT["definitions/film.yaml"].replace("title: string", "title: integer")}
CHANGED = [("films", "columns")]


def reviewed(root: Path, base: str | None = None, head: str | None = None, **environment: str) -> Review:
    return review(ends(open_project(root), base, head, ENVIRONMENT | environment), Wanted())


def categories(found: Review) -> list[tuple[str, str]]:
    return [(one.name, one.category) for one in found.trackers]


def refused(root: Path, base: str | None = None, **environment: str) -> tuple[str, str, str]:
    with pytest.raises(GenesisError) as caught:
        reviewed(root, base, **environment)
    (one,) = caught.value.diagnostics
    return one.code, one.message, one.hint


def test_the_work_tree_against_the_last_commit_touches_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    write(root, OTHER_FIELD)
    before = git(root, "status", "--porcelain"), (root / ".git/index").read_bytes()
    found = reviewed(root)
    assert categories(found) == CHANGED
    assert (git(root, "status", "--porcelain"), (root / ".git/index").read_bytes()) == before


def test_what_the_branch_did_since_it_parted_and_not_what_main_did(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    first = git(root, "rev-parse", "HEAD").strip()
    git(root, "checkout", "--quiet", "-b", "topic")
    commit(root, OTHER_FIELD)
    git(root, "checkout", "--quiet", "main")
    commit(root, {"inputs/films.yaml": "input: films\nsource: film\nfields: [title, id]\n"})
    git(root, "checkout", "--quiet", "topic")
    found = reviewed(root)
    assert found.base.commit == first
    assert [(c.what, c.name) for c in found.trackers[0].columns] == [("retyped", "title")]


def test_two_commits(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    commit(root, OTHER_FIELD)
    write(root, {"definitions/film.yaml": "source: [\n"})
    assert categories(reviewed(root, "HEAD~1", "HEAD")) == CHANGED
    assert categories(reviewed(root, "HEAD", "HEAD")) == []


def test_the_branch_that_continuous_integration_names(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    git(origin, "checkout", "--quiet", "-b", "release")
    commit(origin, OTHER_FIELD)
    git(origin, "checkout", "--quiet", "main")
    git(tmp_path, "clone", "--quiet", str(origin), "clone")
    root = tmp_path / "clone"
    git(root, "checkout", "--quiet", "-b", "topic", "origin/release")
    assert categories(reviewed(root)) == CHANGED
    assert categories(reviewed(root, GITHUB_BASE_REF="release")) == []
    assert refused(root, GITHUB_BASE_REF="gone")[0] == "G943"


def test_a_tag_is_no_branch_and_nothing_is_replaced(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    git(tmp_path, "clone", "--quiet", str(origin), "clone")
    root = tmp_path / "clone"
    git(root, "checkout", "--quiet", "-b", "topic")
    commit(root, OTHER_FIELD)
    for name in ("main", "origin/main", "origin/HEAD"):
        git(root, "tag", name, "topic")
    git(root, "replace", "topic~1", "topic")
    assert categories(reviewed(root)) == CHANGED
    assert categories(reviewed(root, GITHUB_BASE_REF="main")) == CHANGED


def test_a_project_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", {f"data/trackers/{name}": text for name, text in PROJECT.items()})
    project = root / "data" / "trackers"
    write(project, OTHER_FIELD)
    found = reviewed(project)
    assert categories(found) == CHANGED
    assert found.causes[0].file == "definitions/film.yaml"


def test_a_shallow_clone_says_what_it_misses(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    commit(origin, OTHER_FIELD)
    git(origin, "checkout", "--quiet", "-b", "topic")
    commit(origin, {"inputs/films.yaml": "input: films\nsource: film\nfields: [title, id]\n"})
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{origin}", "clone")
    root = tmp_path / "clone"
    code, message, hint = refused(root, "origin/main")
    assert code == "G942"
    assert "shallow" in message
    assert "fetch-depth: 0" in hint
    git(root, "fetch", "--quiet", "--deepen", "5")
    assert [c.name for c in reviewed(root, "origin/main").trackers[0].columns] == ["id"]
    assert refused(root, "v1")[0] == "G941"


def test_a_shallow_clone_that_holds_the_base_is_enough(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    for number in range(3):
        commit(origin, {"notes.txt": str(number)})
    commit(origin, OTHER_FIELD)
    git(tmp_path, "clone", "--quiet", "--depth", "2", f"file://{origin}", "clone")
    assert categories(reviewed(tmp_path / "clone", "HEAD~1")) == CHANGED


def test_a_clone_without_the_objects_says_so(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    git(origin, "config", "uploadpack.allowFilter", "true")
    commit(origin, OTHER_FIELD)
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", f"file://{origin}", "clone")
    code, message, _ = refused(tmp_path / "clone", "HEAD~1")
    assert code == "G942"
    assert "was not fetched" in message


def test_no_common_history(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    git(root, "checkout", "--quiet", "--orphan", "other")
    commit(root, OTHER_FIELD)
    assert refused(root, "main")[:2] == (
        "G942",
        f"{git(root, 'rev-parse', 'main')[:12]} and {git(root, 'rev-parse', 'HEAD')[:12]} have no commit in common",
    )


def test_no_repository_no_commit_no_branch(tmp_path: Path) -> None:
    write(tmp_path / "plain", PROJECT)
    assert refused(tmp_path / "plain", GIT_CEILING_DIRECTORIES=str(tmp_path))[0] == "G940"
    assert refused(tmp_path / "plain", PATH="/nonexistent")[:2] == ("G940", "git is not installed here")
    write(tmp_path / "empty", PROJECT)
    git(tmp_path / "empty", "init", "--quiet", "--initial-branch", "main")
    assert refused(tmp_path / "empty")[:2] == ("G941", "this repository has no commit yet")
    begun = repository(tmp_path / "begun")
    git(begun, "checkout", "--quiet", "--orphan", "topic")
    assert refused(begun, "main")[:2] == ("G941", "the branch `topic` has no commit yet")
    root = repository(tmp_path / "trunk")
    git(root, "branch", "--quiet", "--move", "main", "trunk")
    assert refused(root)[0] == "G943"
    assert categories(reviewed(root, "trunk")) == []


@pytest.mark.parametrize(
    "name", ["--output=x", "-h", "", "nothing", "a b", "HEAD:inputs", "@{upstream}", "main\n", "../x", "main\0x"]
)
def test_names_that_are_no_commit(name: str, tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    assert refused(root, name)[0] == "G941"
    assert sorted(p.name for p in root.iterdir()) == [".git", "definitions", "genesis.yaml", "inputs", "trackers"]


def test_nothing_of_the_configuration_runs(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    hook = tmp_path / "hook"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    git(root, "config", "core.fsmonitor", str(hook))
    git(root, "config", "core.pager", str(hook))
    git(root, "config", "diff.external", str(hook))
    write(root, OTHER_FIELD)
    assert categories(reviewed(root, PAGER=str(hook), GIT_PAGER=str(hook))) == CHANGED
    assert not (tmp_path / "ran").exists()


def test_variables_that_point_elsewhere_do_not_count(tmp_path: Path) -> None:
    root, other = repository(tmp_path / "r"), repository(tmp_path / "other", {"notes.txt": "none"})
    write(root, OTHER_FIELD)
    assert categories(reviewed(root, GIT_DIR=str(other / ".git"), GIT_WORK_TREE=str(other))) == CHANGED


def test_carriage_returns_are_no_change(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    write(root, {name: text.replace("\n", "\r\n") for name, text in PROJECT.items()})
    found = reviewed(root)
    assert (categories(found), found.causes) == ([], ())


def test_links_are_followed_inside_the_project_alone(tmp_path: Path) -> None:
    root = repository(
        tmp_path / "r",
        {**PROJECT, "shared/person.yaml": "source: person\ntable: s.p\nkey: id\nfields: {id: integer}\n"},
    )
    (root / "definitions" / "person.yaml").symlink_to("../shared/person.yaml")
    (root / "definitions" / "outside.yaml").symlink_to("/etc/hostname")
    (root / "definitions" / "nowhere.yaml").symlink_to("gone.yaml")
    commit(root, {})
    two = ends(open_project(root), "HEAD", None, ENVIRONMENT)
    assert two.base.source("person").name.value == "person"
    for name, reason in (("outside", "leads out of the project"), ("nowhere", "leads nowhere")):
        with pytest.raises(GenesisError) as caught:
            two.base.source(name)
        assert [d.code for d in caught.value.diagnostics] == ["G103"]
        assert reason in caught.value.diagnostics[0].message


PLACES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("definitions", "lists/real", {"lists/definitions": "real"}),
    ("definitions", "else/where", {"lists/definitions": "../a/../b/where", "b": "./else", "a/x": "nothing"}),
    ("definitions/formatters", "shared", {"lists/definitions/formatters": "../../shared"}),
    ("inputs", "shared", {"lists/inputs": "one", "lists/one": "two", "lists/two": "../shared/"}),
    ("trackers", "lists/:(top)x", {"lists/trackers": ":(top)x"}),
)


@pytest.mark.parametrize(("folder", "place", "links"), PLACES)
def test_a_linked_folder_is_followed_as_on_disk(folder: str, place: str, links: dict[str, str], tmp_path: Path) -> None:
    """Documents behind links of folders are the same on both sides, so that only what was edited shows."""
    shout = "formatter: shout\ntakes: string\ngives: string\nsql: upper(value) || '!'\n"
    files = {
        **PROJECT,
        "definitions/formatters/shout.yaml": shout,
        "inputs/films.yaml": "input: films\nsource: film\nfields: [{field: title, format: shout}]\n",
    }
    top = repository(tmp_path / "r", {f"lists/{name}": text for name, text in files.items()})
    root = top / "lists"
    (top / place).parent.mkdir(exist_ok=True)
    (root / folder).rename(top / place)
    for name, target in links.items():
        (top / name).parent.mkdir(exist_ok=True)
        (top / name).symlink_to(target)
    commit(top, {})
    two = ends(open_project(root), "HEAD", None, ENVIRONMENT)
    kinds: Final = ("source", "input", "tracker", "formatter")
    assert [two.base.names(kind) for kind in kinds] == [("film",), ("films",), ("films",), ("shout",)]
    write(root, {"definitions/film.yaml": files["definitions/film.yaml"].replace("title", "title: string, name")})
    assert categories(reviewed(root)) == []
    write(root, {"definitions/formatters/shout.yaml": shout.replace("!", "?")})
    assert categories(reviewed(root)) == CHANGED


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("../../outside", "is a link that leads out of the repository"),
        ("/etc", "is a link that leads out of the repository"),
        ("definitions", "is a link that leads to itself"),
        ("one", "is a link that leads to itself"),
        ("vendor/x", "is a submodule, whose files are in another repository"),
    ],
)
def test_a_linked_folder_that_is_in_no_commit_is_refused(target: str, reason: str, tmp_path: Path) -> None:
    other = repository(tmp_path / "other", {"x/film.yaml": PROJECT["definitions/film.yaml"]})
    root = repository(tmp_path / "r", {k: v for k, v in PROJECT.items() if not k.startswith("definitions")})
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "vendor")
    (root / "definitions").symlink_to(target)
    (root / "one").symlink_to("definitions")
    commit(root, {})
    (root / "definitions").unlink()
    write(root, PROJECT)
    assert refused(root, "HEAD")[:2] == ("G944", f"`definitions` {reason}")


def test_a_linked_folder_that_leads_nowhere_or_below_is_left_out_as_on_disk(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", {**PROJECT, "more/person.yaml": "source: person\ntable: s.p\n"})
    (root / "definitions" / "more").symlink_to("../more")
    (root / "definitions" / "folder.yaml").symlink_to("../more")
    (root / "formatters").symlink_to("gone")
    commit(root, {})
    two = ends(open_project(root), "HEAD", None, ENVIRONMENT)
    assert two.base.names("source") == two.head.names("source") == ("film",)
    (root / "trackers" / "films.yaml").unlink()
    (root / "trackers").rmdir()
    (root / "trackers").symlink_to("gone")
    commit(root, {})
    assert ends(open_project(root), "HEAD", None, ENVIRONMENT).base.names("tracker") == ()


def test_a_submodule_with_documents_is_refused_and_others_are_not(tmp_path: Path) -> None:
    other = repository(tmp_path / "other", {"film.yaml": PROJECT["definitions/film.yaml"]})
    root = repository(tmp_path / "r", {k: v for k, v in PROJECT.items() if not k.startswith("definitions")})
    add = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other))
    git(root, *add, "vendor")
    commit(root, PROJECT)
    assert categories(reviewed(root, "HEAD")) == []
    git(root, "rm", "--quiet", "-r", "definitions")
    git(root, *add, "definitions")
    commit(root, {})
    assert refused(root, "HEAD")[:2] == (
        "G944",
        "`definitions` is a submodule, whose files are in another repository",
    )


def test_a_submodule_below_definitions_is_refused(tmp_path: Path) -> None:
    other, root = repository(tmp_path / "other"), repository(tmp_path / "r")
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "definitions/more")
    commit(root, {})
    assert refused(root, "HEAD")[:2] == (
        "G944",
        "`definitions/more` is a submodule, whose files are in another repository",
    )


def test_names_that_are_no_text(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    name = os.fsdecode(b"notes-\xff.yaml")
    (root / "definitions" / name).write_text("source: odd\n")
    commit(root, {})
    write(root, OTHER_FIELD)
    found = reviewed(root, "HEAD")
    assert categories(found) == CHANGED
    (root / "definitions" / name).unlink()
    gone = reviewed(root, "HEAD")
    assert "definitions/notes-\\udcff.yaml" in [cause.file for cause in gone.causes]


def test_large_and_hidden_files_and_those_elsewhere(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "definitions/large.yaml": b"#" * (2 << 20),
        "definitions/.hidden/a.yaml": "source: a\n",
        "other/b.yaml": "x: 1\n",
    }
    root = repository(tmp_path / "r", {**PROJECT, **files})
    write(root, OTHER_FIELD)
    two = ends(open_project(root), "HEAD", None, ENVIRONMENT)
    assert two.base.names("source") == two.head.names("source") == ("film", "large")
    with pytest.raises(GenesisError) as caught:
        two.base.source("large")
    assert [d.code for d in caught.value.diagnostics] == ["G003"]
    assert categories(reviewed(root)) == CHANGED


def test_the_base_has_no_project(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", {"README": "none"})
    write(root, PROJECT)
    found = reviewed(root)
    assert categories(found) == [("films", "added")]
    assert found.notes == ("The base has no tracker of this project: all are new.",)


def test_folders_of_their_own(tmp_path: Path) -> None:
    settings = "definitions: d\ninputs: d/i\ntrackers: t\n" + PROJECT["genesis.yaml"]
    names = {
        "definitions/film.yaml": "d/film.yaml",
        "inputs/films.yaml": "d/i/films.yaml",
        "trackers/films.yaml": "t/films.yaml",
    }
    moved = {names[k]: v for k, v in PROJECT.items() if k in names}
    root = repository(tmp_path / "r", {**moved, "genesis.yaml": settings})
    write(root, {"d/film.yaml": OTHER_FIELD["definitions/film.yaml"]})
    assert categories(reviewed(root)) == CHANGED
