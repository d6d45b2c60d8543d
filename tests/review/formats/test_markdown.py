"""The comment: small, large, and with foreign text that tries to be more than text."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genesis.review.formats.markdown import MARKER, MOST, render
from genesis.review.inert import one_line
from tests.review.formats.reviews import NOTHING, SMALL, foreign, large
from tests.review.formats.structure import Page, github, independent

HERE: Final = Path(__file__).parent
READERS: Final[tuple[Callable[[str], Page], ...]] = (github, independent)
LARGE: Final = large()
JOINER: Final = "\u2060"
KNOWN: Final = frozenset(
    "h3 h4 p strong em code pre br table thead tbody tr th td ul li details summary".split()  # noqa: SIM905 - reads better
)
HOSTILE: Final = (
    "a | b", "\\|", "\\\\|", "|\\", "`", "``` \n```\n# loud", "`` ` ``", "a`b|c`d", "~~~", "</details>", "<details>",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- genesis-review -->", "-->", "<!--", "<![CDATA[", "<?php",
    "@octocat", "@org/team", "#12", "GH-12", "org/repo#12", "https://evil.example/x", "www.evil.example", "a@evil.example",
    "[x](https://evil.example)", "![x](https://evil.example/x.png)", "[x]: https://evil.example", "<https://evil.example>",
    "mailto:a@evil.example", "xmpp:a@evil.example", "**b**", "_i_", "~~s~~", "# h", "- [ ] x", "1. x", "> q", "---", "===", "    x",
    "a\nb", "a\r\nb", "a\n\n# b", "a\u2028b", "\u202eabc", "\x00\x1b[31m", "&lt;b&gt;", "&#124;", "&amp;", "\\", "\\`", "`\\", "$x$",
    "$`x`$", ":tada:", "a<br>b", "``", " ", "", "\t", "é🙂", "\udcff", "|---|---|", "\n|a|b|\n|---|---|\n", "`x` | `y`", "<a@b.c>",
    "ftp://x.y", "`|`", "*", "_", "[", "]", "(", "!", "[^1]", "a  \nb", "<summary>", "&", "{{ 7*7 }}", "%}{%", "::error::x",
)  # fmt: skip


GOLDEN: Final = {"small": SMALL, "nothing": NOTHING, "large": LARGE, "hostile": foreign("</td>|`@a`")}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_comment_is_as_it_was_read(name: str, *, update: bool) -> None:
    review = GOLDEN[name]
    golden = HERE / "golden" / f"{name}.md"
    if update:
        golden.write_text(render(review), encoding="utf-8")
    assert render(review) == golden.read_text(encoding="utf-8")


def test_a_thousand_trackers_fit() -> None:
    comment = render(LARGE)
    assert len(comment.encode()) < MOST
    shown = len(set(re.findall(r"^\| `(tracker_\d+)`<br>excel \|", comment, re.MULTILINE)))
    (left,) = re.findall(r"^And ([\d,]+) more trackers: (.*)\.$", comment, re.MULTILINE)
    assert shown + int(left[0].replace(",", "")) == 1000
    assert sum(int(number.replace(",", "")) for number in re.findall(r" in ([\d,]+)", left[1])) == 1000 - shown


def test_the_worst_stand_first() -> None:
    categories = re.findall(r"^\| `tracker_\d+`<br>excel \| [^|]* \| \S+ (\w+)", render(large(40)), re.MULTILINE)
    order = ["unknown", "rows", "columns", "formatting"]
    assert len(categories) == 40
    assert categories == sorted(categories, key=order.index)


def test_every_owner_is_counted() -> None:
    assert "`team-0@example.com` 143 · `team-1@example.com` 143" in render(LARGE)  # 1,000 = 7 * 142 + 6


@pytest.mark.parametrize("unit", ["|", "🙂", "`", "\\|", "ab ", "<b>", "a\n", "$", "@a "])
def test_the_longest_texts_fit(unit: str) -> None:
    review = foreign(unit * 3000)
    many = msgspec.structs.replace(
        review,
        trackers=tuple(
            msgspec.structs.replace(
                one,
                name=f"{number}{one.name}",
                owners=one.owners * 50,
                columns=one.columns * 50,
                rows=one.rows * 50,
                settings=one.settings * 50,
            )
            for number in range(100)
            for one in review.trackers
        ),
        causes=review.causes * 100,
        notes=review.notes * 100,
        refused=review.refused * 100,
    )
    for one in (review, many):
        comment = render(one)
        assert len(comment.encode()) < MOST
        assert github(comment).tags.count("details") == github(comment).tags.count("/details")


def test_what_is_left_out_is_counted() -> None:
    lines = re.findall(r"^And (.*)\.$", render(LARGE), re.MULTILINE)
    assert [re.sub(r"^[\d,]+ more (\w+).*", r"\1", line) for line in lines] == ["edits", "trackers", "differences"]


def test_the_first_line_marks_it_and_no_other_does() -> None:
    for review in (SMALL, NOTHING, foreign(MARKER)):
        comment = render(review)
        assert comment.startswith(MARKER + "\n")
        assert [page.comments for page in (github(comment), independent(comment))] == [["genesis-review"]] * 2


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    _is_text(text)


@given(
    st.lists(
        st.one_of(st.sampled_from(HOSTILE), st.characters(), st.sampled_from(list("`|\\<>@#*_[]()!$&:;-=~\n ")))
    ).map("".join)
)
def test_any_text_is_text(text: str) -> None:
    _is_text(text[:50])


def _is_text(text: str) -> None:
    comment, harmless = render(foreign(text)), render(foreign("x" if one_line(text, 80) else text and " "))
    for reader in READERS:
        page, plain = reader(comment), reader(harmless)
        assert _structure(page) == _structure(plain)
        assert set(page.tags) <= KNOWN | {f"/{tag}" for tag in KNOWN}
        assert {tag for tag, _ in page.attributes} <= {"code", "pre"}  # the language of a block
        assert page.comments == ["genesis-review"]
        shown = [code.replace(JOINER, "") for code in page.codes]
        assert not one_line(text, 60) or one_line(text, 60).replace(JOINER, "") in shown


def _structure(page: Page) -> list[str]:
    """The elements in order; in a sentence, what stands between backquotes is code, so that code is not compared."""
    return [tag for tag in page.tags if tag.strip("/") not in {"code", "em"}]


def test_nothing_is_mentioned_or_linked() -> None:
    """GitHub looks for names, issues and addresses in text that is not code."""
    for text in (
        "@octocat",
        "@org/team",
        "#12",
        "GH-12",
        "org/repo#12",
        "https://evil.example",
        "www.evil.example",
        "a@b.example",
    ):
        for reader in READERS:
            page = reader(render(foreign(text)))
            assert "a" not in page.tags
            outside = _outside_code(render(foreign(text)), reader)
            assert re.search(r"(?<![\w\u2060])@\w|#\d|GH-\d|https?://|www\.|\w@\w", outside) is None


def _outside_code(comment: str, reader: Callable[[str], Page]) -> str:
    page = reader(re.sub(r"```.*?```", "", comment, flags=re.DOTALL))
    text = "".join(page.text)
    for code in sorted(page.codes, key=len, reverse=True):
        text = text.replace(code, " ")
    return text


def test_the_tests_can_fail() -> None:
    assert github("a | b\n---|---\nx|<b>y</b>").tags != github("a | b\n---|---\nx|y").tags
    assert "a" in github("www.evil.example a@b.example").tags
    assert "a" in independent("https://evil.example").tags
    assert "a" in independent("a@b.com").tags


def test_the_same_change_of_rows_is_told_once() -> None:
    tracker = SMALL.trackers[1]
    twice = msgspec.structs.replace(SMALL, trackers=(tracker, msgspec.structs.replace(tracker, name="country_base")))
    comment = render(twice)
    assert comment.count("| added | `Bolivia` |") == 1
    assert "<code>country_overview</code> and 1 more: 27 → 29 rows: 3 added, 1 gone, 25 changed" in comment
    assert "#### SQL: 1 distinct difference\n" in comment
