"""What a destination is: a module of this package, named as the tracker's `type` names it.

A destination knows one kind of tracker: how to read what stands there, and how to write what a plan says. What is to be written is
decided elsewhere, by the same pure functions for all of them: `wanted`, `snapshot`, then a plan, then `write`, whose read-back is
planned again. A plan without changes proves the refresh; a plan with changes (somebody worked in the tracker meanwhile) is
written again, a bounded number of times.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import iter_modules
from types import TracebackType
from typing import Protocol, Self, cast

from msgspec import Struct, field

from genesis.destinations.limits.clock import SYSTEM, Clock
from genesis.destinations.state.plan import Plan, Snapshot, Wanted
from genesis.diagnostics import Problems, Span, did_you_mean
from genesis.model.expression import Value
from genesis.spec.documents import Node, Scalar, Text
from genesis.spec.settings import DestinationSettingsSpec, TrackerSpec
from genesis.sql.query import CompiledQuery

Row = tuple[Value, ...]


class Site(Struct, frozen=True):
    """What a destination is opened with.

    ``root`` is the project's folder; ``settings`` are those of ``genesis.yaml``, with ``${NAME}`` still to be replaced from
    ``environment`` (:func:`genesis.spec.secrets.resolve_settings`). ``clock`` is what waits between calls.
    """

    tracker: TrackerSpec
    query: CompiledQuery
    root: Path
    settings: DestinationSettingsSpec | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = SYSTEM

    def __repr__(self) -> str:
        """Without the environment: it holds secrets."""
        return f"Site({self.tracker.name})"


class Cost(Struct, frozen=True):
    """What a write will spend: calls to a service, and the seconds that its limits will make it take."""

    calls: int = 0
    seconds: float = 0


class Destination(Protocol):
    """An open tracker, used in a ``with`` block by one thread; entering may wait for another refresh of the same tracker.

    Whatever goes wrong is a GenesisError. A code from ``G820`` to ``G839`` says that a guard stopped the refresh before anything was
    written (too long, not exact, not this tracker's to write); every other one that something failed or is set up wrongly.
    """

    def wanted(self, rows: Sequence[Row], problems: Problems) -> Wanted:
        """The result as this destination can hold it: visible columns only, every content in the form in which
        :meth:`snapshot` would read it back.

        What it cannot hold is noted in ``problems`` (G830 too long, G831 not exact, G832 a date out of range), one note a
        column and kind, at the column's place in the input. A text that only looks like a formula or a date stays text.
        """
        ...

    def snapshot(self) -> Snapshot:
        """What stands in the tracker now. A tracker that is not there yet is ``Snapshot(exists=False)``.

        Rows are found by their marks, columns by their identity; ``place`` means something to :meth:`write` only. ``drift`` names
        what is to be written outside of the rows: a missing column, a format, an annotation's column, a note that rows are stale.

        Raises:
            GenesisError: when it cannot be read, or is not this tracker's to write (G833).
        """
        ...

    def write(self, plan: Plan) -> Snapshot:
        """Do what the plan says, leave ``plan.record`` in the tracker, and give what was then read back.

        Only ``writes`` of each row, its mark, its place, ``removed`` rows and what ``drift`` named are written: never a column,
        note, colour or filter of people's. Sent twice, it does nothing twice. A reader never sees half of it.

        Raises:
            GenesisError: when it cannot be written; the tracker is then as it was, or a re-run ends it.
        """
        ...

    def cost(self, plan: Plan) -> Cost:
        """What :meth:`write` would spend on this plan."""
        ...

    def stale(self, note: str) -> None:
        """Leave word for readers, outside of the rows, that they are no longer refreshed and why. The next write takes it away.

        Where such a note already stands it stays, because it says since when. Does nothing where the tracker is not there yet or
        has no such place.
        """
        ...

    @property
    def calls(self) -> int:
        """How many calls were sent to a service so far, retries included."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Setting(Struct, frozen=True):
    """One key of a tracker's `destination:`."""

    name: str
    required: bool = False


class DestinationType(Protocol):
    """What a destination's module has."""

    SETTINGS: tuple[Setting, ...]

    def check(self, tracker: TrackerSpec, problems: Problems) -> None:
        """Note what this destination cannot do for a tracker whose settings have been checked."""
        ...

    def connect(self, site: Site) -> Destination:
        """Open the tracker. Nothing is read or written yet.

        Raises:
            GenesisError: when the destination cannot be opened.
        """
        ...


@cache
def names() -> tuple[str, ...]:
    """Every type of destination: the modules beside this one, and those that other packages bring."""
    import genesis.destinations as package

    own = {module.name for module in iter_modules(package.__path__) if not module.ispkg} - {"destination"}
    return tuple(sorted(own | {entry.name for entry in entry_points(group="genesis.destinations")}))


@cache
def destination_type(name: str) -> DestinationType:
    """The module of one of :func:`names`."""
    for entry in entry_points(group="genesis.destinations", name=name):
        return cast("DestinationType", entry.load())
    return cast("DestinationType", import_module(f"genesis.destinations.{name}"))


def setting(tracker: TrackerSpec, name: str) -> Text | None:
    """A setting's text as written; ``None`` without it, and where it is no text."""
    for key, node in tracker.destination.settings:
        if key.value == name and isinstance(node, Scalar) and node.text.strip():
            return Text(node.text, node.span)
    return None


def check_settings(tracker: TrackerSpec, problems: Problems) -> None:
    """Note an unknown type (G800), unknown or missing settings (G801), and what the type itself finds."""
    wanted = tracker.destination.type
    if wanted.value not in names():
        problems.add(
            "G800", wanted.span, f"there is no destination `{wanted.value}`", did_you_mean(wanted.value, names())
        )
        return
    kind = destination_type(wanted.value)
    before = len(problems.found)
    known = {s.name for s in kind.SETTINGS}
    for key, node in tracker.destination.settings:
        if key.value not in known:
            message = f"`{wanted.value}` has no setting `{key.value}`"
            problems.add("G801", key.span, message, did_you_mean(key.value, known))
        else:
            _check_text(key, node, problems)
    _check_required(tracker, kind, problems)
    if len(problems.found) == before:
        kind.check(tracker, problems)


def _check_text(key: Text, node: Node, problems: Problems) -> None:
    if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool) or not node.text.strip():
        problems.add("G801", node.span, f"`{key.value}` is text", f"write `{key.value}: ...` with one piece of text")


def _check_required(tracker: TrackerSpec, kind: DestinationType, problems: Problems) -> None:
    given = {key.value for key, _ in tracker.destination.settings}
    for missing in (s.name for s in kind.SETTINGS if s.required and s.name not in given):
        span: Span = tracker.destination.span
        message = f"a `{tracker.destination.type.value}` destination needs `{missing}`"
        problems.add("G801", span, message, f"write `{missing}: ...` beside `type`")
