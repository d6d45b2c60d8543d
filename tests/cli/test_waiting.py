"""How far a query has come is shown on terminals alone, and leaves nothing behind."""

import sys

import pytest

from genesis.cli.terminal.said import Common
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
