"""The command as a process: what is asked of it whatever the command is."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from genesis.cli import main
from genesis.cli.terminal.exits import INTERRUPTED, exit_code
from genesis.cli.terminal.overview import names
from genesis.diagnostics import Diagnostic, SourceFile, Span
from tests.cli.cinema import put
from tests.cli.conftest import Genesis

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from genesis.cli.main import main; main()"]
COMMAND = f"{sys.executable} -c 'from genesis.cli.main import main; main()'"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
GREETING = '''"""Greets."""

from typing import Annotated
from typer import Argument, Context, Option
from genesis.cli.terminal.common import common
from genesis.cli.terminal.values import whole


def run(
    context: Context,
    who: Annotated[str, Argument(metavar="WHO")],
    often: Annotated[int, Option(parser=whole("--often"))] = 1,
) -> int:
    print(f"Hello {who}!\\n" * often * (not common(context).quiet), end="")
    return 0
'''
PLACE = Span(SourceFile("a.yaml", ""), 1, 1, 1, 1)


def process(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *words], cwd=cwd, env={**ENVIRONMENT, **environment}, capture_output=True, check=False, timeout=60
    )


def on_terminal(*words: str, cwd: Path, **environment: str) -> tuple[int, bytes]:
    """The exit code, and what stands on the terminal that both outputs are."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *words], cwd=cwd, env={**ENVIRONMENT, **environment}, stdout=slave, stderr=slave
    ) as running:
        os.close(slave)
        seen = b""
        with suppress(OSError):  # how Linux says that nobody holds the other end
            while part := os.read(master, 65536):
                seen += part
        os.close(master)
        return running.wait(timeout=60), seen


def test_the_overview_lists_every_command(genesis: Genesis) -> None:
    asked, silent = genesis("--help"), genesis()
    assert (asked.code, asked.err) == (0, "")
    assert (silent.code, silent.out) == (2, "")
    assert asked.out == silent.err
    assert [line.split()[0] for line in asked.out.splitlines() if line.startswith("  ")] == list(names())


def test_the_overview_imports_no_command() -> None:
    code = (
        "import sys\nfrom genesis.cli.main import call\ncall(['--help'])\n"
        "print(sorted(name for name in sys.modules if name.startswith('genesis.cli.') and name.count('.') == 2))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "['genesis.cli.main', 'genesis.cli.terminal']"


def test_a_new_file_is_a_new_command(tmp_path: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "say_hello.py", GREETING)
    monkeypatch.setattr("genesis.cli.__path__", [str(ROOT / "genesis" / "cli"), str(tmp_path)])
    monkeypatch.setitem(sys.modules, "genesis.cli.say_hello", sys)
    monkeypatch.delitem(sys.modules, "genesis.cli.say_hello")
    assert "  say-hello   Greets." in genesis("--help").out
    assert "usage: genesis say-hello WHO [options]\n" in genesis("say-hello", "--help").out
    assert genesis("say-hello", "Ada", "--often", "2").out == "Hello Ada!\nHello Ada!\n"
    assert genesis("-q", "say-hello", "Ada").out == genesis("say-hello", "-q", "Ada").out == ""


def test_common_options_stand_in_front_or_behind(
    cinema: Path, tmp_path: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = ("--project", str(cinema))
    wanted = genesis("compile", "films", *place)
    assert (wanted.code, wanted.out[:9]) == (0, "-- input:")
    assert genesis(*place, "compile", "films") == genesis("compile", *place, "films") == wanted
    assert genesis("--project", "nowhere", "compile", "films", *place) == wanted


def test_the_version(genesis: Genesis) -> None:
    from genesis import __version__

    assert genesis("--version").out == f"genesis {__version__}\n"


@pytest.mark.parametrize("name", names())
def test_every_command_says_what_it_takes(name: str, genesis: Genesis) -> None:
    done = genesis(name, "--help")
    assert (done.code, done.err) == (0, "")
    assert f"usage: genesis {name}" in done.out
    assert "--project DIR" in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["complie", "films"], "error G902: there is no command `complie`\n  hint: did you mean `compile`?\n"),
        (["--verbos"], "error G901: `genesis` has no option `--verbos`\n  hint: did you mean `--verbose`?\n"),
        (
            ["--format", "csv", "preview", "films"],
            "error G901: `genesis` has no option `--format`\n  hint: a command's own options stand behind it\n",
        ),
        (["--quiet"], "error G901: `--quiet` stands without a command\n"),
        (["--project"], "error G901: `genesis`: option `--project` requires an argument\n"),
        (
            ["preview", "films", "--raw=yes"],
            "error G901: `genesis preview`: option `--raw` does not take a value\n",
        ),
        (
            ["compile", "films", "--dialct", "x"],
            "error G901: `genesis compile` has no option `--dialct`\n  hint: did you mean `--dialect`?\n",
        ),
        (
            ["compile", "films", "--dialect"],
            "error G901: `genesis compile`: option `--dialect` requires an argument\n",
        ),
        (
            ["diff", "--fail-on", "rows", "--fail-on", "colums"],
            "error G901: `--fail-on` cannot be `colums`\n  hint: did you mean `columns`?\n",
        ),
        (["check", "--project", "nowhere"], "error G900: there is no folder `nowhere`\n"),
        (["check", "--project", "genesis.yaml"], "error G900: there is no folder `genesis.yaml`\n"),
    ],
)
@pytest.mark.usefixtures("cinema")
def test_a_command_line_that_cannot_be_understood(words: list[str], said: str, genesis: Genesis) -> None:
    done = genesis(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_no_project(tmp_path: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("check", "compile", "preview", "refresh"):
        done = genesis(command, *(["films"] if command != "check" else []))
        assert (done.code, done.out) == (2, "")
        assert "error G100: there is no Genesis project here" in done.err


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    line = f"rmdir ../gone && exec {COMMAND} check"
    done = subprocess.run(["bash", "-c", line], cwd=gone, env=ENVIRONMENT, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"error G900: " in done.stderr


def test_a_mistake_of_ours_is_named_as_such(
    cinema: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("secret drawer")

    monkeypatch.setattr("genesis.api.Project.compile", broken)
    done = genesis("compile", "films")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(
        "This is a mistake in Genesis, not in your files: KeyError: 'secret drawer'\nPlease report it"
    )
    from genesis.cli.main import call

    assert call(["compile", "films", "--verbose"]) == 3
    assert "Traceback" in capsys.readouterr().err
    assert cinema.is_dir()


def test_a_folder_without_permission_is_no_mistake_of_ours(
    cinema: Path, genesis: Genesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "genesis.yaml")

    monkeypatch.setattr("genesis.cli.terminal.compiling.project", refused)
    done = genesis("compile", "films")
    assert (done.code, done.out, done.err) == (4, "", "genesis.yaml cannot be used: Permission denied\n")
    assert cinema.is_dir()


def test_a_reader_that_leaves_is_no_news(cinema: Path) -> None:
    rows = "".join(f"{number},Film {number},1,,\n" for number in range(40_000))
    put(cinema, "definitions/data/cinema/film.csv", f"film_id,title,studio_id,released,budget\n{rows}")
    line = f"{COMMAND} preview films --limit 0 --format csv | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=cinema, env=ENVIRONMENT, capture_output=True, check=False, timeout=60
    )
    assert done.stdout == b"Film id,Film,Studio name,Released,Budget\n141\n"
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("ending", "code", "said"),
    [("> /dev/full", 4, "The answer cannot be written: No space left on device\n"), (">&-", 0, "")],
)
def test_an_output_that_takes_nothing(ending: str, code: int, said: str, cinema: Path) -> None:
    line = f"{COMMAND} compile films {ending}"
    done = subprocess.run(["bash", "-c", line], cwd=cinema, env=ENVIRONMENT, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (code, said)


@pytest.mark.parametrize("seconds", [0.2, 3])
def test_an_interrupt_is_quiet(seconds: float, cinema: Path) -> None:
    put(
        cinema,
        "definitions/studio.yaml",
        "source: studio\nsql: {duckdb: 'select count(*) as studio_id from range(100000000), range(100000000)'}\n"
        "key: studio_id\nfields: {studio_id: integer}\n",
    )
    put(cinema, "inputs/studios.yaml", "input: studios\nsource: studio\nfields: [studio_id]\n")
    with subprocess.Popen(
        [*PROGRAM, "preview", "studios"], cwd=cinema, env=ENVIRONMENT, stderr=subprocess.PIPE
    ) as running:
        maps = Path(f"/proc/{running.pid}/maps")
        while running.poll() is None and "duckdb" not in maps.read_text(encoding="utf-8"):
            time.sleep(0.1)
        time.sleep(seconds)  # the rows are gathered at first; later they are joined, in steps of hours
        running.send_signal(signal.SIGINT)
        try:
            _, err = running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == 130
    assert b"Traceback" not in err


INTERRUPTING = """
import signal, sys
sys.modules.pop("signal")
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from genesis.cli.main import main
main(sys.argv[2:])
"""


@pytest.mark.parametrize(
    "module",
    [
        "signal",
        "genesis.cli.terminal",
        "genesis.cli.terminal.shortcuts",
        "genesis.cli.terminal.kept",
        "genesis.cli.terminal.compiling",
        "genesis.api",
        "sqlglot",
        "yaml",
    ],
)
def test_an_interrupt_while_it_begins_is_quiet(module: str, cinema: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTING, module, "compile", "films"]
    done = subprocess.run(command, cwd=cinema, env=ENVIRONMENT, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_nothing_is_imported_before_anybody_listens(cinema: Path) -> None:
    told = "import sys; before = set(sys.modules); import genesis.cli.main; print(*sorted({*sys.modules} - before))"
    done = subprocess.run([sys.executable, "-c", told], cwd=cinema, env=ENVIRONMENT, capture_output=True, check=True)
    assert done.stdout.split() == [
        b"gc",
        b"genesis",
        b"genesis.cli",
        b"genesis.cli.main",
    ]  # gc is a part of Python itself
    assert main._INTERRUPTED == INTERRUPTED


def test_what_a_library_says_of_an_interrupt_is_no_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may end with any error of its own, after what Python raised was lost in it."""

    def interrupted(_: list[str]) -> int:
        try:
            main._interrupted(2, None)
        except KeyboardInterrupt:
            raise RuntimeError("INTERRUPT Error: Interrupted!") from None

    monkeypatch.setattr(main, "_interrupts", [])
    monkeypatch.setattr("genesis.cli.terminal.shortcuts.shortcut", interrupted)
    assert (main.call(["test"]), capsys.readouterr()) == (130, ("", ""))


@pytest.mark.usefixtures("cinema")
def test_an_interrupted_claim_is_not_one_that_cannot_be_tested(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from genesis.engines.duckdb import DuckDBRows

    asked: list[DuckDBRows] = []

    def interrupted(self: DuckDBRows) -> Iterator[object]:
        asked.append(self)
        raise self._engine.explained(duckdb.InterruptException("INTERRUPT Error: Interrupted!"), self._query)

    monkeypatch.setattr(DuckDBRows, "__iter__", interrupted)
    assert main.call(["test"]) == 130
    assert (len(asked), capsys.readouterr().err) == (1, "")


def test_output_is_utf_8_whatever_the_language(cinema: Path) -> None:
    csv = cinema / "definitions/data/cinema/film.csv"
    csv.write_text(csv.read_text(encoding="utf-8").replace("Harbour", "Håfen"), encoding="utf-8")
    done = process(
        "preview",
        "films",
        "--format",
        "csv",
        cwd=cinema,
        LANG="C",
        LC_ALL="POSIX",
        PYTHONCOERCECLOCALE="0",
        PYTHONUTF8="0",
    )
    assert done.returncode == 0
    assert "Håfen Lights" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("words", "environment", "colored"),
    [
        ([], {"TERM": "xterm"}, True),
        (["--no-color"], {"TERM": "xterm"}, False),
        ([], {"TERM": "xterm", "NO_COLOR": "1"}, False),
        ([], {"TERM": "dumb"}, False),
    ],
)
def test_colour_only_where_it_is_wanted(
    words: list[str], environment: dict[str, str], cinema: Path, *, colored: bool
) -> None:
    put(cinema, "inputs/films.yaml", "input: films\nsource: film\nfields: [titel]\n")
    code, seen = on_terminal("check", *words, cwd=cinema, **environment)
    assert code == 1
    assert b"G203" in seen
    assert (b"\x1b[" in seen) is colored


def test_a_refresh_on_a_terminal_shows_how_far_it_is(cinema: Path) -> None:
    code, seen = on_terminal("refresh", "--all", cwd=cinema, TERM="xterm")
    assert code == 0
    assert seen.count(b"studios") > 1
    assert b"100%" in seen
    code, seen = on_terminal("refresh", "--all", "--quiet", cwd=cinema, TERM="xterm")
    assert (code, seen.count(b"studios")) == (0, 1)


@pytest.mark.parametrize(
    ("codes", "placed", "code"),
    [
        ([], True, 0),
        (["G203"], True, 1),
        (["G101"], True, 1),
        (["G101"], False, 2),
        (["G105"], True, 2),
        (["G600"], False, 2),
        (["G901"], False, 2),
        (["G705"], True, 4),
        (["G707"], False, 4),
        (["G808"], True, 4),
        (["G801"], True, 1),
        (["G870"], True, 1),
        (["G850"], True, 1),
        (["G822"], True, 5),
        (["G831"], True, 5),
        (["G203", "G705"], True, 4),
    ],
)
def test_exit_codes(codes: list[str], code: int, *, placed: bool) -> None:
    assert exit_code(Diagnostic(one, "", PLACE if placed else None) for one in codes) == code


@pytest.mark.parametrize("code", ["G010", "G109", "G111", "G701", "G870"])
def test_every_mistake_in_the_settings_has_one_exit_code(code: str) -> None:
    settings = Span(SourceFile("genesis.yaml", ""), 1, 1, 1, 1)
    assert exit_code([Diagnostic(code, "", settings)]) == 2


def test_a_warning_is_no_mistake() -> None:
    assert exit_code([Diagnostic("G203", "", PLACE, severity="warning")]) == 0
