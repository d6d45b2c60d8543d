"""How far a query has come is shown on terminals alone, and leaves nothing behind."""

import sys
from collections.abc import Callable

import pytest

from genesis.cli.terminal.said import Common
from genesis.cli.terminal.screen import confess, say
from genesis.cli.terminal.waiting import Waiting
from genesis.engines.rows import Progress


def test_nothing_is_shown_where_nobody_looks() -> None:
    assert Waiting(Common()).tell is None


def test_a_terminal_shows_it_until_the_first_rows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert Waiting(Common(quiet=True)).tell is None
    waiting = Waiting(Common())
    assert waiting.tell
    with waiting:
        waiting.tell(Progress("queued", None, 0))
        waiting.tell(Progress("running", 0.256, 1_234_567))
    waiting.tell(Progress("running", 0.5, 9))
    shown = capsys.readouterr().err.split("\r\x1b[K")
    assert shown == ["", "queued, 0 rows read", "running, 26%, 1,234,567 rows read", ""]


def test_what_a_server_calls_its_state_paints_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Waiting(Common()) as waiting:
        assert waiting.tell
        waiting.tell(Progress("\x1b[2J\x9b", None, 0))
    assert "\u241b[2J\ufffd, 0 rows read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "tell", [lambda text: say(Common(), text), lambda text: confess(ValueError(text), verbose=False)]
)
def test_a_name_in_a_line_for_people_paints_nothing(
    tell: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    tell("a\x1b]0;x\x07\udcff\u202e")
    assert "a\u241b]0;x\u2407\\udcff\ufffd" in capsys.readouterr().err
