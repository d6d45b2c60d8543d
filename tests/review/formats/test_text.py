"""A review on a terminal: foreign text is shown there, and does nothing to it."""

import re
from typing import Final

import pytest

from genesis.review.formats.text import render
from tests.review.formats.reviews import SMALL, foreign

COLOR: Final = re.compile(r"\x1b\[[0-9;]+m[a-z]+ *\x1b\[0m")
HOSTILE: Final = (
    "\x1b[2J", "\x1b[31m", "\x1b[0m", "\x1b]0;owned\x07", "\x1b]8;;https://evil.example\x1b\\", "\x9b2J", "\x90q", "\x08\x08",
    "\r\nTrackers\r", "\u202eabc", "\u2066", "\x7f", "a\x00b", "\u2028x", "\udcff", "\x1bc", "\x1b[31;1mbroken\x1b[0m",
)  # fmt: skip
ACTIVE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_does_nothing(text: str) -> None:
    plain = render(foreign(text))
    assert not ACTIVE.search(plain)
    assert len(plain.split("\n")) == len(render(foreign("x")).split("\n"))
    assert "\x1b" not in text or "\u241b" in plain
    painted = render(foreign(text), color=True)
    assert not ACTIVE.search(COLOR.sub("", painted))
    assert len(COLOR.findall(painted)) == len(COLOR.findall(render(foreign("x"), color=True))) == 9


def test_what_is_not_foreign_is_as_it_was() -> None:
    assert COLOR.sub(lambda match: match[0][match[0].index("m") + 1 : -4], render(SMALL, color=True)) == render(SMALL)
