"""What many trackers have in common, told once: differences of their SQL, and the mistakes that stop them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from genesis.review.report import WORST_FIRST, Category, Finding, ResultChange, Review, TrackerChange

_AROUND = 2
"""Lines of context."""


class Difference(Struct, frozen=True):
    """Trackers whose SQL differs in the same lines, worst first; the first one's SQL stands for all."""

    trackers: tuple[TrackerChange, ...]

    @property
    def category(self) -> Category:
        """The worst."""
        return self.trackers[0].category

    def lines(self) -> Iterator[str]:
        """The first tracker's SQL, base against head, as the lines of a unified diff without names of files."""
        from difflib import unified_diff

        first = self.trackers[0]
        yield from list(unified_diff(_lines(first.base_sql), _lines(first.head_sql), n=_AROUND, lineterm=""))[2:]


def differences(review: Review) -> tuple[Difference, ...]:
    """Every difference of SQL that is there on the head, worst first, and of one category the most common first."""
    found: dict[tuple[object, ...], list[TrackerChange]] = {}
    for tracker in review.trackers:
        if tracker.head_sql and tracker.base_sql != tracker.head_sql:
            found.setdefault(_alike(tracker), []).append(tracker)
    every = (Difference(tuple(trackers)) for trackers in found.values())
    return tuple(sorted(every, key=lambda one: (WORST_FIRST.index(one.category), -len(one.trackers))))


def mistakes(review: Review) -> list[tuple[Finding, list[str]]]:
    """Each distinct mistake once, with the trackers that it keeps from being compiled, most of them first."""
    found: dict[Finding, list[str]] = {}
    for tracker in review.trackers:
        for finding in tracker.findings:
            found.setdefault(finding, []).append(tracker.name)
    return sorted(
        found.items(), key=lambda item: (-len(item[1]), item[0].code, str(item[0].place or ""), item[0].message)
    )


def sampled(review: Review) -> list[tuple[list[str], ResultChange]]:
    """Each distinct change of rows once, with the trackers whose rows change so, worst first."""
    found: dict[str, tuple[list[str], ResultChange]] = {}
    for tracker in review.trackers:
        if (result := tracker.result) and (result.added or result.gone or result.changed):
            found.setdefault(repr(result), ([], result))[0].append(tracker.name)
    return list(found.values())


def _alike(tracker: TrackerChange) -> tuple[object, ...]:
    """The lines that only one side has; where lines only changed places, the texts themselves."""
    base, head = Counter(_lines(tracker.base_sql)), Counter(_lines(tracker.head_sql))
    gone, new = base - head, head - base
    if not gone and not new:
        return (tracker.base_sql, tracker.head_sql)
    return (frozenset(gone.items()), frozenset(new.items()), not base, not head)


def _lines(sql: str) -> Sequence[str]:
    return sql.split("\n") if sql else ()
