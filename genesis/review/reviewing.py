"""A review: two states of a project, compiled by one compiler and compared tracker by tracker."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from genesis.diagnostics import Diagnostic, Span
from genesis.generated.compiled import CompiledTracker
from genesis.review.causes import Attribution, causes_of, is_setting, is_silent
from genesis.review.comparing import Found, Half, compare
from genesis.review.documents import Changes
from genesis.review.edits import Change
from genesis.review.numbers import Numbers
from genesis.review.pairs import Pair, paired
from genesis.review.places import findings_of, place_of, printable
from genesis.review.reach import Reach
from genesis.review.report import (
    VERSION,
    WORST_FIRST,
    Category,
    Cause,
    Place,
    Review,
    SettingChange,
    Side,
    TrackerChange,
)
from genesis.review.sides import Asked, State
from genesis.review.states import Ends
from genesis.review.upgrade import CAUSE as COMPILER
from genesis.review.upgrade import Earlier, cause_of, note_of, rewritten

REFUSABLE: Final[tuple[Category, ...]] = ("rows", "columns", "unknown", "removed", "added", "settings", "formatting")
"""What `--fail-on` may name."""
_NAMED: Final = 5
Result = CompiledTracker | tuple[Diagnostic, ...] | None


class Wanted(Struct, frozen=True):
    """Which trackers are reviewed (all, where nothing is named), and what the review is to refuse."""

    names: tuple[str, ...] = ()
    owner: str = ""
    refuse: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether no tracker is left out."""
        return not self.names and not self.owner


def review(ends: Ends, wanted: Wanted) -> Review:
    """What changed between two states of a project."""
    return Reviewer(ends).review(wanted)


def combined(reviews: Sequence[Review], sides: tuple[Side, Side], refuse: Sequence[str]) -> Review:
    """Several reviews of different trackers of one project as one."""
    causes: dict[str, Cause] = {}
    for one in (cause for found in reviews for cause in found.causes if cause.trackers):
        known = causes.get(one.id, one)
        names = tuple(sorted({*known.trackers, *one.trackers}))
        counted = Counter(known.by_category) + Counter(one.by_category) if known is not one else one.by_category
        edits = tuple(dict.fromkeys((*known.edits, *one.edits)))
        causes[one.id] = replace(known, edits=edits, trackers=names, by_category=dict(sorted(counted.items())))
    ordered = sorted(causes.values(), key=lambda one: (-len(one.trackers), one.file, one.id))
    trackers = sorted((t for found in reviews for t in found.trackers), key=_worst_first)
    total, identical = sum(found.total for found in reviews), sum(found.identical for found in reviews)
    refused = _refused(trackers, refuse)
    return Review(VERSION, *sides, total, identical, tuple(trackers), tuple(ordered), refused)


def _worst_first(tracker: TrackerChange) -> tuple[int, str]:
    return WORST_FIRST.index(tracker.category), tracker.name


class Reviewer:
    """Two states at work."""

    def __init__(self, ends: Ends) -> None:
        numbers = Numbers()
        self.ends = ends
        self.base, self.head = State(ends.base, numbers), State(ends.head, numbers)
        self._changes = Changes(ends.base, ends.head)
        self._triggers = [(one, self._changes.triggers(one)) for one in self._changes.all if not is_silent(one)]
        self._reach = Reach(ends.base), Reach(ends.head)
        self._attribution = Attribution(self.base, self.head)
        self._still_broken: list[str] = []

    def review(self, wanted: Wanted) -> Review:
        """Everything that changed, for the trackers that are wanted."""
        pairs = [pair for pair in paired(self.ends.base, self.ends.head) if self._is_wanted(pair, wanted)]
        found: list[TrackerChange] = []
        hit: dict[str, list[TrackerChange]] = {}
        for pair in pairs:
            changed, causes = self.tracker(pair)
            if changed.category != "identical":
                found.append(changed)
            for cause in causes if changed.category != "identical" else ():
                hit.setdefault(cause.element.id, []).append(changed)
        changes = (c for c in self._changes.all if wanted.everything or c.element.id in hit)
        causes_ = (*causes_of(changes, hit), *self._upgrade([one for one in found if one.causes == (COMPILER,)]))
        rank = {one.id: number for number, one in enumerate(causes_)}
        ordered = sorted(found, key=_worst_first)
        trackers = tuple(replace(one, causes=tuple(sorted(one.causes, key=rank.__getitem__))) for one in ordered)
        refused, written = _refused(trackers, wanted.refuse), self.ends.written
        notes = (*self.ends.notes, *([note_of(written)] if written else []), *_broken_before(self._still_broken))
        sides, identical = (self.ends.base_side, self.ends.head_side), len(pairs) - len(trackers)
        return Review(VERSION, *sides, len(pairs), identical, trackers, causes_, refused, notes)

    def _upgrade(self, rewritten: list[TrackerChange]) -> tuple[Cause, ...]:
        """The compiler as a cause, where it alone changed something."""
        written = self.ends.written
        return (cause_of(written, rewritten),) if written and rewritten else ()

    def _is_wanted(self, pair: Pair, wanted: Wanted) -> bool:
        if wanted.names and not {pair.base, pair.head} & set(wanted.names):
            return False
        return not wanted.owner or wanted.owner in self._owners(pair)

    def _owners(self, pair: Pair) -> set[str]:
        sides = (self.base, pair.base), (self.head, pair.head)
        found = (state.tracker(name) for state, name in sides if name)
        return {one.owner.value for one in found if one is not None and one.owner}

    def tracker(self, pair: Pair) -> tuple[TrackerChange, Sequence[Change]]:
        """What changed of one tracker, and because of what; it is compiled only when something that it reaches changed, or another
        compiler wrote what the base has of it."""
        candidates = self._candidates(pair)
        changed, causes = self._compared(pair, candidates) if candidates else (_identical(pair), ())
        if changed.category == "identical" and self.ends.written is not None and pair.base == pair.head:
            changed, causes = self._rewritten(pair, self.ends.written), ()
        self.base.forget(pair.base)
        self.head.forget(pair.head)
        return changed, causes

    def _rewritten(self, pair: Pair, written: Earlier) -> TrackerChange:
        """A tracker whose definitions are the same, with what another compiler wrote of them."""
        head = self.head.compiled(pair.head)
        other = rewritten(written, head) if isinstance(head, CompiledTracker) else None
        if other is None:
            return _identical(pair)
        found, text = other
        described = _described(pair, head, head, found, ())
        return replace(described, base_sql=text, causes=(COMPILER,))

    def _compared(self, pair: Pair, candidates: list[Change]) -> tuple[TrackerChange, Sequence[Change]]:
        base = self.base.compiled(pair.base) if pair.base else None
        head = self.head.compiled(pair.head) if pair.head else None
        if isinstance(base, CompiledTracker) and isinstance(head, CompiledTracker):
            return self._both(pair, base, head, candidates)
        if isinstance(base, tuple) and isinstance(head, tuple) and _said(base) == _said(head):
            self._still_broken.append(pair.name)
            return _identical(pair), ()
        return self._one(pair, base, head, candidates)

    def _candidates(self, pair: Pair) -> list[Change]:
        """The changes of what a tracker can depend on."""
        touched = {"project"}
        for state, reach, name in ((self.base, self._reach[0], pair.base), (self.head, self._reach[1], pair.head)):
            if name:
                touched.add(f"tracker:{name}")
                shown = state.input_of(name)
                touched.add(f"input:{shown}")
                touched |= reach.of_input(shown)
        return [change for change, triggers in self._triggers if triggers & touched]

    def _both(
        self, pair: Pair, base: CompiledTracker, head: CompiledTracker, candidates: list[Change]
    ) -> tuple[TrackerChange, Sequence[Change]]:
        names = (pair.base, base.query.dialect), (pair.head, head.query.dialect)
        asked = self.base.asked(*names[0]), self.head.asked(*names[1])
        if not isinstance(asked[0], Asked) or not isinstance(asked[1], Asked):
            found = Found("unknown", unknown="what it asks is nested too deeply to be compared")
            return _described(pair, base, head, found, candidates), candidates
        settings = tuple(one for change in candidates for one in _of_project(change, head))
        found = compare(Half(base, asked[0]), Half(head, asked[1]), settings)
        if found.category == "identical" and pair.base != pair.head:
            found = Found("settings", settings=(SettingChange("name", pair.base, pair.head),))
        causes: list[Change] = []
        if found.rows or found.columns or found.category in {"formatting", "unknown"}:
            meant = [one for one in candidates if not is_setting(one)]
            causes += self._attribution.of(names, meant, "meaning" if found.rows or found.columns else "text")
        if found.settings:
            causes += [one for one in candidates if _of_project(one, head) and one not in causes]
        if len(found.settings) > len(settings) and base.contract_hash != head.contract_hash:
            own = [one for one in candidates if _sets(one, pair)]
            causes += [one for one in self._attribution.of(names, own, "settings") if one not in causes]
        return _described(pair, base, head, found, causes or candidates), causes or candidates

    def _one(
        self, pair: Pair, base: Result, head: Result, candidates: list[Change]
    ) -> tuple[TrackerChange, Sequence[Change]]:
        """A tracker that stands, or compiles, on one side alone."""
        own = [one for one in candidates if one.element.document[0] == "tracker"]
        if not pair.base or not pair.head:
            category: Category = "added" if pair.head else "removed"
            if isinstance(head, tuple):
                return _described(pair, base, head, Found("broken"), own or candidates), own or candidates
            return _described(pair, base, head, Found(category), own), own
        dialects = [one.query.dialect if isinstance(one, CompiledTracker) else "duckdb" for one in (base, head)]
        names = (pair.base, dialects[0]), (pair.head, dialects[1])
        meant = [one for one in candidates if not is_setting(one)] or candidates
        causes = self._attribution.of(names, meant, "meaning")
        found = Found("broken" if isinstance(head, tuple) else "mended")
        return _described(pair, base, head, found, causes), causes


def _said(findings: tuple[Diagnostic, ...]) -> frozenset[tuple[str, str]]:
    """What mistakes say, wherever they stand."""
    return frozenset((one.code, one.message) for one in findings)


def _broken_before(names: list[str]) -> list[str]:
    """What a reader has to know of trackers that no edit broke."""
    if not names:
        return []
    shown = ", ".join(f"`{name}`" for name in names[:_NAMED]) + (
        f" and {more} more" if (more := len(names) - _NAMED) > 0 else ""
    )
    return [f"For the same mistakes as on the base these do not compile: {shown}. `genesis check` shows them."]


def _identical(pair: Pair) -> TrackerChange:
    return TrackerChange(pair.name, "identical", Place(printable(pair.file), 1, 1, 1, 1))


def _described(pair: Pair, base: Result, head: Result, found: Found, causes: Sequence[Change]) -> TrackerChange:
    one = next((side for side in (head, base) if isinstance(side, CompiledTracker)), None)
    contract = one.contract if one else None
    findings = next((side for side in (head, base) if isinstance(side, tuple)), ())
    query = [side.query.sql if isinstance(side, CompiledTracker) else "" for side in (base, head)]
    about = one.tracker.description if one else None
    return TrackerChange(
        pair.name,
        found.category,
        _place(pair, one),
        pair.base if pair.base and pair.head and pair.base != pair.head else "",
        contract.owners if contract else (),
        one.tracker.destination.type.value if one else "",
        printable(about.value.strip()) if about else "",
        contract.input if contract else "",
        found.columns,
        found.rows,
        found.settings,
        found.unknown,
        tuple(change.element.id for change in causes),
        findings_of(findings),
        query[0],
        query[1],
        one.query.dialect if one else "",
    )


def _place(pair: Pair, compiled: CompiledTracker | None) -> Place:
    span: Span | None = compiled.tracker.name.span if compiled else None
    return place_of(span) if span else Place(printable(pair.file), 1, 1, 1, 1)


def _sets(change: Change, pair: Pair) -> bool:
    """Whether a change may be one of this tracker's settings."""
    kind, name = change.element.document
    if kind is None:
        return change.element.key == "default_connection"
    if kind == "input":
        return change.element.key in {"owner", ""}
    return kind == "tracker" and name in {pair.base, pair.head}


def _of_project(change: Change, head: CompiledTracker) -> tuple[SettingChange, ...]:
    """What a change of genesis.yaml says to a tracker of this destination and connection."""
    element = change.element
    used = {"destinations": head.tracker.destination.type.value, "connections": head.contract.connection}
    if element.document[0] is not None or used.get(element.key) != element.member:
        return ()
    where = f"{element.key}.{element.member}"
    return tuple(SettingChange(f"{where}.{e.key}".rstrip("."), e.before, e.after) for e in change.edits)


def _refused(trackers: Sequence[TrackerChange], words: Sequence[str]) -> tuple[str, ...]:
    found: set[str] = {one.category for one in trackers}
    found |= {"columns" for one in trackers if one.columns} | {"settings" for one in trackers if one.settings}
    return tuple(word for word in dict.fromkeys(words) if word in found)
