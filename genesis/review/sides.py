"""One state of a project under review: its trackers compiled, each once, and only when it is asked for."""

import re
from typing import Final

from msgspec import Struct

from genesis.compiler import open_model
from genesis.diagnostics import Diagnostic, GenesisError
from genesis.generated.compiled import CompiledTracker, compiled_tracker
from genesis.model.combining import resolve
from genesis.model.compiling import Compiling
from genesis.model.model import Model
from genesis.model.parameters import bind
from genesis.model.question import Combined, Question
from genesis.review.meaning import Meaning, Numbers
from genesis.review.questions import meaning_of
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec

_INPUT: Final = re.compile(r"^input: *([a-z]\w*)[ \r]*$", re.MULTILINE)
_QUOTED: Final = re.compile(r"['\"|>]")
"""What may hold a line that is text and not a key."""


class Asked(Struct, frozen=True):
    """A tracker's question in the model that it was resolved in, with what it means."""

    model: Model
    question: Question | Combined
    meaning: Meaning


class State:
    """A project's files with the models that its trackers are resolved in. ``numbers`` is shared by what is compared."""

    def __init__(self, files: ProjectFiles, numbers: Numbers) -> None:
        self.files = files
        self.numbers = numbers
        self._models: dict[str, Model] = {}
        self._compiled: dict[str, CompiledTracker | tuple[Diagnostic, ...]] = {}
        self._asked: dict[str, Asked | tuple[Diagnostic, ...]] = {}

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
                self._compiled[name] = compiled_tracker(self.files, name)
            except GenesisError as error:
                self._compiled[name] = error.diagnostics
        return self._compiled[name]

    def asked(self, name: str, dialect: str) -> Asked | tuple[Diagnostic, ...]:
        """What a tracker asks, for a dialect; or why nobody can say."""
        if name not in self._asked:
            try:
                self._asked[name] = self._resolved(name, dialect)
            except GenesisError as error:
                self._asked[name] = error.diagnostics
            except RecursionError:
                self._asked[name] = ()
        return self._asked[name]

    def _resolved(self, name: str, dialect: str) -> Asked:
        tracker = self.files.tracker(name)
        spec = self.files.input(tracker.input)
        parameters = bind(spec, {key.value: node for key, node in tracker.parameters})
        compiling = Compiling(dialect, self.files.project.timezone, None, parameters)
        if dialect not in self._models:
            self._models[dialect] = open_model(self.files, compiling)
        model = self._models[dialect].within(compiling)
        question = resolve(model, spec)
        return Asked(model, question, meaning_of(model, question, self.numbers))
