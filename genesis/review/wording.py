"""A review in words: short phrases of Genesis's own, without a word of the project in them."""

from collections.abc import Mapping
from typing import Final

from genesis.review.report import WORST_FIRST, Category, Cause, ResultChange, Review

QUIET: Final[frozenset[Category]] = frozenset({"settings", "formatting", "identical"})
"""The categories in which every row and column of a tracker stays."""
SIGNS: Final[dict[Category, str]] = {
    "broken": "⛔",
    "unknown": "❓",
    "rows": "🟥",
    "removed": "🗑️",
    "columns": "🟧",
    "added": "🟩",
    "mended": "🟩",
    "settings": "⬜",
    "formatting": "⬜",
    "identical": "✅",
}


def counted(count: int, noun: str) -> str:
    """``1 tracker``, ``1,000 trackers``."""
    first, of, rest = noun.partition(" of ")
    return f"{count:,} {first}{'' if count == 1 else 's'}{of}{rest}"


def by_category(counts: Mapping[str, int]) -> str:
    """``rows in 120, columns in 23``: in how many trackers what changes, worst first; ``rows`` where that is all."""
    found = {category: counts[category] for category in WORST_FIRST if category in counts and category != "identical"}
    if len(found) == 1:
        return next(iter(found))
    return ", ".join(f"{category} in {count:,}" for category, count in found.items())


def named(cause: Cause) -> tuple[str, str]:
    """What kind of thing an edit is of, and its name; no kind where the name says it already."""
    return ("" if cause.subject.endswith(cause.kind) else cause.kind), cause.subject


def told(text: str) -> str:
    """What an edit's text says: the YAML without lines that are comments alone."""
    lines = [line for line in text.split("\n") if not line.lstrip().startswith("#")]
    return "\n".join(lines).strip() or text


def apart(before: str, after: str, most: int, ellipsis: str = "…") -> tuple[str, str]:
    """Two texts, each on one line, without their common beginning where they would else be cut at ``most`` before they differ."""
    one, two = (" ".join(text.split()) for text in (before, after))
    at = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    kept = most // 3
    if not one or not two or max(len(one), len(two)) <= most or at < most - kept:
        return one, two
    return f"{ellipsis}{one[at - kept :]}", f"{ellipsis}{two[at - kept :]}"


def sign(review: Review) -> str:
    """The worst that there is, as a picture."""
    return "⛔" if review.failed else SIGNS[review.trackers[0].category] if review.trackers else SIGNS["identical"]


def headline(review: Review) -> str:
    """The verdict in one sentence without a full stop."""
    counts = review.counts
    broken, changed = counts.get("broken", 0), len(review.trackers)
    of = f"{changed:,} of {counted(review.total, 'tracker')}"
    if broken:
        others = f", {changed - broken:,} more change" if changed > broken else ""
        return f"{counted(broken, 'tracker')} {'does' if broken == 1 else 'do'} not compile{others}"
    if not changed:
        return "No tracker changes"
    if not review.refused and all(one.category in QUIET for one in review.trackers):
        return "No tracker's rows or columns change"
    return f"{of} change{'s' if changed == 1 else ''}"


def rows_counted(result: ResultChange) -> str:
    """``27 → 29 rows: 3 added, 1 gone, 25 changed``, or why there are no numbers."""
    if result.failed:
        return "could not be run"
    named = ((result.added, "added"), (result.gone, "gone"), (result.changed, "changed"))
    differences = ", ".join(f"{count:,} {word}" for count, word in named if count) or "none differs"
    if result.doubled:
        differences += f", {counted(result.doubled, 'row')} with a doubled key"
    return f"{result.rows_before:,} → {counted(result.rows_after, 'row')}: {differences}"
