"""Why trackers changed: which definitions they reach, and which of those make the difference when they alone change."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from genesis.diagnostics import Diagnostic
from genesis.generated.compiled import CompiledTracker
from genesis.review.comparing import flat
from genesis.review.edits import Change
from genesis.review.places import printable
from genesis.review.report import Cause, Edit, TrackerChange
from genesis.review.sides import Asked, State
from genesis.review.variants import with_change

_MOST: Final = 24
"""Of how many definitions each is tried alone; a tracker that reaches more that changed has them all as causes."""
_SETTINGS: Final = frozenset({"destinations", "connections", "default_connection"})
_ASKING: Final = frozenset({"input", "parameters"})


Differing = Literal["meaning", "text", "settings"]
"""In what two sides of a tracker differ: what is asked, the SQL alone, or the tracker's own settings."""
Names = tuple[tuple[str, str], tuple[str, str]]


class Attribution:
    """Tries changes one by one. States with one change are kept, so that each is resolved once for all trackers."""

    def __init__(self, base: State, head: State) -> None:
        self._sides = (base, head)
        self._tried: dict[tuple[str, bool], State | None] = {}

    def of(self, names: Names, candidates: Sequence[Change], differing: Differing) -> list[Change]:
        """Those of ``candidates`` that make a tracker differ in something; all of them where none does alone. ``names`` are its name and
        dialect on the base and on the head.
        """
        if len(candidates) < 2 or len(candidates) > _MOST:  # noqa: PLR2004 one needs no trial
            return list(candidates)
        found = [one for one in candidates if any(self._matters(names[to], one, differing, to) for to in (False, True))]
        return found or list(candidates)

    def _matters(self, named: tuple[str, str], change: Change, differing: Differing, onto_head: bool) -> bool:
        state = self._sides[onto_head]
        name, dialect = named
        tried = self._state(change, onto_head)
        if tried is None:
            return True
        if differing == "settings":
            return _set(state.compiled(name)) != _set(tried.compiled(name))
        before, after = state.asked(name, dialect), tried.asked(name, dialect)
        if isinstance(before, Asked) and isinstance(after, Asked) and differing == "text":
            return _sql(state.compiled(name)) != _sql(tried.compiled(name))
        return _told(before) != _told(after)

    def _state(self, change: Change, onto_head: bool) -> State | None:
        key = (f"{change.element.id} {change.element.key}", onto_head)
        if key not in self._tried:
            here, there = self._sides[onto_head], self._sides[not onto_head]
            files = with_change(here.files, there.files, change, onto_head=onto_head)
            self._tried[key] = None if files is None else State(files, here.numbers)
        return self._tried[key]


def _sql(compiled: CompiledTracker | tuple[Diagnostic, ...]) -> str:
    return compiled.query.sql if isinstance(compiled, CompiledTracker) else ""


def _set(compiled: CompiledTracker | tuple[Diagnostic, ...]) -> object:
    """The settings of a tracker, where it compiles."""
    return dict(flat(compiled.contract)) if isinstance(compiled, CompiledTracker) else ()


def _told(asked: Asked | tuple[Diagnostic, ...]) -> object:
    """What a reader sees of an answer; mistakes by what they say, wherever they stand."""
    if not isinstance(asked, Asked):
        return tuple((one.code, one.message) for one in asked)
    columns = tuple((c.name, c.value, c.type, c.label, c.shown, c.description, c.values) for c in asked.meaning.columns)
    return tuple(sorted(asked.meaning.parts.items())), columns


def is_setting(change: Change) -> bool:
    """Whether a change is one of settings, and not of what is asked."""
    kind, _ = change.element.document
    key = change.element.key
    if kind is None:
        return key in _SETTINGS
    if kind == "tracker":
        return key not in _ASKING
    return key == "owner"


def is_silent(change: Change) -> bool:
    """Whether a change says nothing to anybody but those who read definitions."""
    kind, key = change.element.document[0], change.element.key
    if (kind in {"source", "input", "formatter"} and key == "description") or (kind, key) == ("source", "owner"):
        return True
    return bool(change.edits) and not _telling(change)


def _telling(change: Change) -> tuple[Edit, ...]:
    """The edits of a definition that can change anything: tags say nothing to any tracker."""
    return tuple(edit for edit in change.edits if edit.key != "tags")


def causes_of(changes: Iterable[Change], hit: Mapping[str, Sequence[TrackerChange]]) -> tuple[Cause, ...]:
    """Every change as a cause, those that hit most trackers first; ``hit`` are the trackers by the id of the change."""
    found = [_cause(change, hit.get(change.element.id, ())) for change in changes]
    return tuple(sorted(found, key=lambda one: (-len(one.trackers), one.file, one.id)))


def _cause(change: Change, trackers: Sequence[TrackerChange]) -> Cause:
    counted: dict[str, int] = {}
    for one in trackers:
        counted[one.category] = counted.get(one.category, 0) + 1
    element = change.element
    renamed = change.what == "renamed" and change.base is not None
    return Cause(
        element.id,
        change.what,
        printable(element.subject),
        element.kind,
        printable(element.span.file.path),
        _telling(change) or change.edits,
        tuple(sorted(one.name for one in trackers)),
        dict(sorted(counted.items())),
        printable(change.base.subject) if renamed and change.base is not None else "",
    )
