"""One state of a project under review: its trackers compiled, each once, and only when it is asked for."""

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from genesis.diagnostics import Diagnostic, GenesisError
from genesis.generated.compiled import CompiledTracker, ask_tracker, asked_tracker
from genesis.model.model import Model
from genesis.model.question import Combined, Question
from genesis.review.meaning import Meaning
from genesis.review.numbers import Known, Numbers
from genesis.review.questions import meaning_of
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec

if TYPE_CHECKING:
    from genesis.compiler import Asked as Resolved

_INPUT: Final = re.compile(r"^input: *([a-z]\w*)[ \r]*$", re.MULTILINE)
_QUOTED: Final = re.compile(r"['\"|>]")
"""What may hold a line that is text and not a key."""


class Asked(Struct, frozen=True):
    """A tracker's question in the model that it was resolved in, with what it means."""

    model: Model
    question: Question | Combined
    meaning: Meaning


class State:
    """A project's files with what its trackers ask. ``numbers`` is shared by what is compared."""

    def __init__(self, files: ProjectFiles, numbers: Numbers) -> None:
        self.files = files
        self.numbers = numbers
        self._compiled: dict[str, CompiledTracker | tuple[Diagnostic, ...]] = {}
        self._asked: dict[str, Asked | tuple[Diagnostic, ...]] = {}
        self._known: dict[str, Known] = {}
        self._resolved: dict[tuple[str, str], Resolved] = {}

    def tracker(self, name: str) -> TrackerSpec | None:
        """A tracker's definition; ``None`` when there is none, or it cannot be read."""
        try:
            return self.files.tracker(name) if self.files.has("tracker", name) else None
        except GenesisError:
            return None

    def input_of(self, name: str) -> str:
        """The input that a tracker shows, empty where nobody can say. Most trackers say it in one plain line, and need no reading."""
        try:
            text = self.files.text("tracker", name).text
            found = [] if _QUOTED.search(text) else _INPUT.findall(text)
        except GenesisError:
            return ""
        if len(found) == 1:
            return str(found[0])
        tracker = self.tracker(name)
        return tracker.input.value if tracker is not None else ""

    def compiled(self, name: str) -> CompiledTracker | tuple[Diagnostic, ...]:
        """A tracker as `genesis generate` compiles it, or why it cannot be compiled."""
        if name not in self._compiled:
            try:
                self._compiled[name], resolved = asked_tracker(self.files, name)
                self._resolved[name, resolved.model.compiling.dialect] = resolved
            except GenesisError as error:
                self._compiled[name] = error.diagnostics
        return self._compiled[name]

    def asked(self, name: str, dialect: str) -> Asked | tuple[Diagnostic, ...]:
        """What a tracker asks, for a dialect; or why nobody can say."""
        if name not in self._asked:
            try:
                self._asked[name] = self._meant(name, dialect)
            except GenesisError as error:
                self._asked[name] = error.diagnostics
            except RecursionError:
                self._asked[name] = ()
        return self._asked[name]

    def _meant(self, name: str, dialect: str) -> Asked:
        resolved = self._resolved.pop((name, dialect), None)
        if resolved is None:
            resolved = ask_tracker(self.files, self.files.tracker(name), dialect)
        model, question = resolved.model, resolved.question
        return Asked(
            model, question, meaning_of(model, question, self.numbers, self._known.setdefault(dialect, Known()))
        )

    def forget(self, name: str) -> None:
        """Keep no more of a tracker that was reviewed: its model and question are large."""
        for kept in (self._compiled, self._asked):
            kept.pop(name, None)
        self._resolved = {}
