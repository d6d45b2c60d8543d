"""The page: everything is in it, and foreign text is only text."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genesis.review.formats.html import render
from tests.review.formats.reviews import NOTHING, SMALL, foreign, large
from tests.review.formats.structure import Page, read
from tests.review.formats.test_markdown import HOSTILE

WORDS = ("production.status", "definitions/production.yaml:14", "country_overview", "content-strategy@example.com", "IP!", "Atlantis",
         "27 → 29 rows: 3 added, 1 gone, 25 changed", "studio.note", "0 8 * * *", "G203")  # fmt: skip


def test_it_says_what_the_review_says() -> None:
    text = "".join(read(render(SMALL)).text)
    assert [word for word in WORDS if word not in text] == []


def test_a_thousand_trackers_are_all_there() -> None:
    page = render(large())
    assert len(re.findall(r'<tr data-category="', page)) == 1000
    assert len(set(re.findall(r'id="cause-(\d+)"', page))) == len(large().causes) == 200


def test_it_takes_nothing_from_elsewhere() -> None:
    """... and runs nothing but its own script, which its policy names by hash."""
    for review in (SMALL, NOTHING, foreign("<script src=//evil.example>")):
        page = render(review)
        scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        assert len(scripts) == bool(review.trackers)
        assert page.count("<script") == len(scripts)
        for script in scripts:
            assert f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in page
        assert "default-src 'none'" in page
        assert {name for _, name in read(page).attributes if name.startswith("on") or name == "src"} == set()
        assert all(target.startswith("#cause-") for target in re.findall(r'href="([^"]*)"', page))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    _is_text(text)


@given(st.text(max_size=30))
def test_any_text_is_text(text: str) -> None:
    _is_text(text)


def _is_text(text: str) -> None:
    page, plain = read(render(foreign(text))), read(render(foreign("x" if text else "")))
    assert _structure(page) == _structure(plain)
    assert page.attributes == plain.attributes
    assert page.comments == []


def _structure(page: Page) -> list[str]:
    """The elements in order; lines of SQL, and names in backquotes that are code, depend on the text."""
    return [tag for tag in page.tags if tag.strip("/") not in {"code", "em", "span"}]
