"""Kept answers: given again while all is as it was, and never otherwise."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genesis.cli.main import call
from genesis.cli.terminal import kept
from tests.cli.cinema import FILES, Answer, put, write
from tests.cli.conftest import Genesis

SOURCE = FILES["definitions/film.yaml"]
LOCAL = "source: film\ntable: other.film\nkey: film_id\nfields: {film_id: integer, title: string}\n"
EXTRA = "source: award\ntable: cinema.award\nkey: award_id\nfields: {award_id: integer, film_id: integer}\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.SETTING, str(tmp_path / "cache" / "genesis"))
    return tmp_path / "cache" / "genesis"


@pytest.fixture
def compiles(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The inputs that have been compiled, not looked up."""
    from genesis import api

    seen: list[str] = []
    compile_ = api.Project.compile

    def watched(project: api.Project, name: str, *rest: object, **options: object) -> object:
        seen.append(name)
        return compile_(project, name, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(api.Project, "compile", watched)
    return seen


def files(cache: Path) -> list[Path]:
    return sorted(cache.iterdir()) if cache.is_dir() else []


@pytest.mark.parametrize(
    "words",
    [
        ["compile", "films"],
        ["compile", "films", "--dialect", "trino"],
        ["compile", "inputs/films.yaml", "studios"],
        ["compile", "--all", "--format", "json"],
        ["--project", ".", "compile", "films", "--no-comments", "--today", "2024-02-29", "--text"],
        ["compile", "films", "--definitions", "definitions"],
    ],
)
@pytest.mark.usefixtures("cinema")
def test_the_same_call_is_answered_from_what_was_kept(
    words: list[str], cache: Path, compiles: list[str], genesis: Genesis
) -> None:
    first = genesis(*words)
    assert (first.code, first.err, len(files(cache))) == (0, "", 1)
    count = len(compiles)
    assert genesis(*words) == first
    assert len(compiles) == count > 0
    assert genesis(*words, "--no-cache") == first
    assert len(compiles) == 2 * count


def test_what_was_kept_is_found_without_importing_the_compiler(cinema: Path, cache: Path) -> None:
    code = "from genesis.cli.main import call\ncall(['compile', 'films'])\nimport sys\nprint(sorted(sys.modules))"
    environment = {**os.environ, kept.SETTING: str(cache)}
    seen = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=cinema, env=environment, capture_output=True, check=True, text=True
        ).stdout.splitlines()
        for _ in range(2)
    ]
    assert seen[0][:-1] == seen[1][:-1]
    loaded = [{name.partition(".")[0] for name in eval(lines[-1])} for lines in seen]  # noqa: S307 a list of names
    assert {"sqlglot", "msgspec", "yaml"} <= loaded[0]
    assert not {"sqlglot", "msgspec", "yaml", "typer", "pathlib", "json"} & loaded[1]


def moved(path: Path, to: Path) -> Path:
    """Where the file was."""
    to.parent.mkdir(exist_ok=True)
    path.rename(to)
    return path


EDITS: dict[str, Callable[[Path], object]] = {
    "a source reads another table": lambda root: put(
        root, "definitions/film.yaml", SOURCE.replace("cinema.film", "vault.film")
    ),
    "a source that was only joined": lambda root: put(
        root, "definitions/studio.yaml", FILES["definitions/studio.yaml"].replace("cinema.studio", "vault.studio")
    ),
    "the input": lambda root: put(root, "inputs/films.yaml", "input: films\nsource: film\nfields: [title]\n"),
    "the settings": lambda root: put(root, "genesis.yaml", "expressions: trino\n" + FILES["genesis.yaml"]),
    "the settings go": lambda root: (root / "genesis.yaml").unlink(),
    "a source goes": lambda root: (root / "definitions/studio.yaml").unlink(),
    "two files of one name": lambda root: put(root, "definitions/more/film.yml", LOCAL),
    "the input in another folder": lambda root: moved(root / "inputs/films.yaml", root / "inputs/more/films.yaml"),
    "a link that leads out": lambda root: moved(root / "definitions/film.yaml", root.parent / "film.yaml").symlink_to(
        root.parent / "film.yaml"
    ),
    "a folder in the place of a file": lambda root: moved(root / "definitions/film.yaml", root / "film").mkdir(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_is_seen(edit: Callable[[Path], object], cinema: Path, cache: Path, genesis: Genesis) -> None:
    before = genesis("compile", "films")
    assert (before.code, len(files(cache))) == (0, 1)
    edit(cinema)
    after = genesis("compile", "films")
    assert after == genesis("compile", "films", "--no-cache")
    kept_again = [genesis("compile", "films"), genesis("compile", "films")]
    assert kept_again == [after, after]


@pytest.mark.usefixtures("cache")
def test_a_project_that_appears_nearer_is_seen(cinema: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch) -> None:
    below = cinema / "below" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    first = genesis("compile", "films")
    assert first.code == 0
    for name, text in (("definitions/film.yaml", LOCAL), ("inputs/films.yaml", FILES["inputs/films.yaml"])):
        put(cinema / "below", name, text)
    second = genesis("compile", "films")
    assert second.code == 1
    assert second == genesis("compile", "films", "--no-cache")


@pytest.mark.usefixtures("cache")
def test_a_folder_that_was_named_and_is_gone_is_missed(cinema: Path, genesis: Genesis) -> None:
    (cinema / "below").mkdir()
    words = ("compile", "films", "--project", "below")
    assert genesis(*words).code == 0
    (cinema / "below").rmdir()
    assert genesis(*words) == genesis(*words, "--no-cache")


@pytest.mark.usefixtures("cache")
def test_a_path_that_leads_elsewhere_is_seen(cinema: Path, genesis: Genesis) -> None:
    (cinema / "way").symlink_to("inputs")
    words = ("compile", "way/films.yaml")
    assert genesis(*words).code == 0
    (cinema / "way").unlink()
    (cinema / "way").symlink_to("trackers")
    assert genesis(*words) == genesis(*words, "--no-cache")


@pytest.mark.usefixtures("cinema")
@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: content + b" ",
        lambda content: content.replace(b"SELECT", b"DELETE"),
        lambda _: b"\xff\x00" * 50,
        lambda content: b"genesis answer 0\n" + content,
        lambda _: b"x" * (kept.LARGEST + 10),
    ],
)
def test_a_damaged_file_is_no_answer(
    damage: Callable[[bytes], bytes], cache: Path, compiles: list[str], genesis: Genesis
) -> None:
    first = genesis("compile", "films")
    (path,) = files(cache)
    path.write_bytes(damage(path.read_bytes()))
    assert genesis("compile", "films") == first
    assert compiles == ["films", "films"]
    assert genesis("compile", "films") == first
    assert compiles == ["films", "films"]


@pytest.mark.usefixtures("cinema")
def test_an_answer_under_another_name_is_no_answer(cache: Path, genesis: Genesis) -> None:
    answers = [genesis("compile", name) for name in ("films", "studios")]
    one, other = files(cache)
    content = one.read_bytes()
    shutil.copyfile(other, one)
    other.write_bytes(content)
    assert [genesis("compile", name) for name in ("films", "studios")] == answers


@pytest.mark.usefixtures("cinema")
def test_other_code_packages_and_pythons_have_other_answers(
    cache: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    genesis("compile", "films")
    with monkeypatch.context() as patch:
        patch.setattr(kept, "__version__", "0.0.1")
        genesis("compile", "films")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "2.7")
        genesis("compile", "films")
    with monkeypatch.context() as patch:
        patch.setattr(kept, "_packages", lambda: ["sqlglot-1.0.dist-info"])
        genesis("compile", "films")
    with monkeypatch.context() as patch:
        patch.setattr(kept, "_code", lambda _: ["compiler.py 1 2"])
        genesis("compile", "films")
    assert len(files(cache)) == 5


def test_what_answers_depend_on_besides_files() -> None:
    packages, code = list(kept._packages()), list(kept._code(kept._OWN))
    assert any(name.startswith("sqlglot-") for name in packages)
    assert any(line.startswith("compiler.py ") for line in code)
    assert any(line.startswith("duckdb.py ") for line in code)


@pytest.mark.usefixtures("cache")
def test_a_library_that_only_stands_on_the_path_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a checkout of it does: it is imported from there, and has no version of its own that anything could tell."""
    seen = [kept._path(["compile", "films"])]
    package = tmp_path / "first" / "sqlglot"
    (package / "dialects").mkdir(parents=True)
    for path in (package / "__init__.py", package / "dialects" / "duckdb.py"):
        path.write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(package.parent), *sys.path])
    seen.append(kept._path(["compile", "films"]))
    (package / "dialects" / "duckdb.py").write_text("edited = True\n", encoding="utf-8")
    seen.append(kept._path(["compile", "films"]))
    monkeypatch.setattr(sys, "path", [*sys.path[1:], sys.path[0]])
    seen.append(kept._path(["compile", "films"]))
    assert len(set(seen)) == 4
    assert not list(kept._loose())


@pytest.mark.usefixtures("cinema")
def test_nobody_else_reads_it_and_it_holds_no_content_of_files(cache: Path, genesis: Genesis) -> None:
    genesis("compile", "films", "--no-comments")
    (path,) = files(cache)
    assert [stat.S_IMODE(found.stat().st_mode) for found in (path, cache)] == [0o600, 0o700]
    assert b"CINEMA_TOKEN" not in path.read_bytes()
    assert b"decimal(10,2)" not in path.read_bytes()


@pytest.mark.usefixtures("cinema")
def test_nothing_is_kept_where_that_is_not_wanted(
    cache: Path, tmp_path: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    genesis("compile", "films", "--no-cache")
    genesis("compile", "nothing")
    genesis("compile", "films", "nothing")
    genesis("compile", "films", "--out", "out")
    genesis("compile", "--help")
    assert files(cache) == []
    monkeypatch.setenv(kept.SETTING, "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    genesis("compile", "films")
    assert not (tmp_path / "caches").exists()
    monkeypatch.delenv(kept.SETTING)
    genesis("compile", "films")
    assert len(files(tmp_path / "caches" / "genesis")) == 1
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    genesis("compile", "films")
    assert len(files(tmp_path / "home" / ".cache" / "genesis")) == 1
    monkeypatch.delenv("HOME")
    assert genesis("compile", "films").code == 0


@pytest.mark.usefixtures("cinema")
def test_a_folder_that_cannot_be_written_is_no_mistake(cache: Path, genesis: Genesis) -> None:
    cache.parent.mkdir()
    cache.write_text("a file")
    assert genesis("compile", "films") == genesis("compile", "films", "--no-cache")
    assert cache.read_text() == "a file"


@pytest.mark.usefixtures("cinema")
def test_the_oldest_answers_go(cache: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    cache.mkdir(parents=True)
    own = [cache / f"letter {number}.txt" for number in range(9)]
    for path in own:
        path.write_text("mine")
    for day in range(1, 7):
        genesis("compile", "films", "--today", f"2024-01-0{day}")
        for age, path in enumerate(sorted(files(cache), key=lambda one: one.stat().st_mtime_ns)):
            os.utime(path, (age, age))
    assert len(files(cache)) == 3 + len(own)
    assert [path.read_text() for path in own] == ["mine"] * len(own)


@pytest.mark.usefixtures("cinema")
def test_what_is_too_large_is_not_kept(cache: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGEST", 300)
    assert genesis("compile", "films").code == 0
    assert files(cache) == []


def test_calls_at_once_do_not_disturb_each_other(cinema: Path, cache: Path) -> None:
    command = [sys.executable, "-c", "from genesis.cli.main import main; main()", "compile", "films"]
    environment = {**os.environ, kept.SETTING: str(cache)}
    running = [subprocess.Popen(command, cwd=cinema, env=environment, stdout=subprocess.PIPE) for _ in range(6)]
    answers = {process.communicate()[0] for process in running}
    assert len(answers) == 1
    assert [process.returncode for process in running] == [0] * 6
    assert len(files(cache)) == 1


STATES: dict[str, tuple[str | None, ...]] = {
    "genesis.yaml": (FILES["genesis.yaml"], None, "timezone: Europe/Paris\n", "expressions: trino\n", "oops: 1\n"),
    "definitions/film.yaml": (
        SOURCE,
        None,
        SOURCE.replace("cinema.", "vault."),
        LOCAL,
        "source: [\n",
        f"\ufeff{SOURCE}",
    ),
    "definitions/studio.yaml": (FILES["definitions/studio.yaml"], None, LOCAL.replace("film", "studio")),
    "definitions/award.yaml": (None, EXTRA, EXTRA + "joins: {film: {to: film, on: film_id, reverse: awards}}\n"),
    "definitions/more/film.yml": (None, LOCAL),
    "inputs/films.yaml": (FILES["inputs/films.yaml"], None, "input: films\nsource: film\nfields: [awards.count]\n"),
    "inputs/genesis.yaml": (None, "input: genesis\nsource: film\nfields: [title]\n"),
    "inputs/below/films.yaml": (None, FILES["inputs/films.yaml"]),
    "trackers/films.yaml": (FILES["trackers/films.yaml"], None, FILES["inputs/films.yaml"]),
}
CALLS = (
    ("compile", "films"),
    ("compile", "--all"),
    ("compile", "inputs/films.yaml"),
    ("compile", "films", "--inputs", "trackers"),
    ("compile", "films", "--definitions", "."),
)
edits = st.sampled_from(sorted(STATES)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(STATES[name])))


@given(steps=st.lists(st.tuples(st.lists(edits, max_size=2), st.sampled_from(CALLS)), min_size=2, max_size=12))
def test_no_edits_ever_give_another_answer_than_compiling_does(
    steps: list[tuple[list[tuple[str, str | None]], tuple[str, ...]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    write(folder / "cinema")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(kept.SETTING, str(folder / "cache"))
        patch.chdir(folder / "cinema")
        for edited, words in steps:
            for name, text in edited:
                if text is not None:
                    put(Path(), name, text)
                else:
                    Path(name).unlink(missing_ok=True)
            wanted = answered(*words, "--no-cache")
            assert answered(*words) == wanted
            assert kept.known(words) == (None if wanted.code else wanted.out)
    shutil.rmtree(folder)


def answered(*words: str) -> Answer:
    """The command's answer, without pytest's fixture, which lives longer than an example."""
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = call(list(words))
    return Answer(code, out.getvalue(), err.getvalue())
