"""A project's documents, each opened once and only when it is asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Final, TypeVar, cast, get_args

from genesis.diagnostics import Diagnostic, GenesisError, SourceFile, Span, did_you_mean, fail
from genesis.spec import facts
from genesis.spec.documents import InputSpec, SourceSpec, Text
from genesis.spec.folder import GENERATED, shown_path
from genesis.spec.formatter import read_formatter
from genesis.spec.input import UnfinishedInputError, read_input
from genesis.spec.kinds import DocumentKind
from genesis.spec.mentioned import ANYTHING, mentioned
from genesis.spec.once import Once
from genesis.spec.packing import Outline, Packed, outline
from genesis.spec.project_file import read_project_file
from genesis.spec.settings import FormatterDefinitionSpec, ProjectSpec, TrackerSpec
from genesis.spec.source import read_source
from genesis.spec.storage import DISK, Storage
from genesis.spec.tracker import read_tracker

PROJECT_FILE: Final = "genesis.yaml"
Spec = SourceSpec | InputSpec | TrackerSpec | FormatterDefinitionSpec
_S = TypeVar("_S", SourceSpec, InputSpec, TrackerSpec, FormatterDefinitionSpec)


def find_root(start: Path) -> Path:
    """The nearest folder, from ``start`` upwards, with a ``genesis.yaml`` or a ``definitions`` folder.

    Raises:
        GenesisError: G100, there is none.
    """
    for folder in (start, *start.absolute().parents):
        if facts.is_root(str(folder)):
            return folder
    where = "this folder" if start.absolute() == Path.cwd() else start.as_posix()
    hint = "make one with `genesis init`, or name its folder with `--project DIR`"
    raise fail(
        "G100",
        None,
        f"there is no Genesis project here: no genesis.yaml and no definitions/, upwards from {where}",
        hint,
    )


def open_project(
    root: Path, *, definitions: str | None = None, inputs: str | None = None, trackers: str | None = None
) -> "ProjectFiles":
    """A project's files; nothing is read yet. The folders given stand instead of those of ``genesis.yaml``."""
    return ProjectFiles(root, {"definitions": definitions, "inputs": inputs, "trackers": trackers})


class ProjectFiles:
    """What a project's folders hold. Every method raises GenesisError for a mistake in the files that it opens."""

    def __init__(self, root: Path, folders: Mapping[str, str | None], storage: Storage = DISK) -> None:
        self.root = root
        self.storage = storage
        self._folders = folders
        self._project: ProjectSpec | tuple[Diagnostic, ...] | None = None
        self._listed: dict[DocumentKind, dict[str, list[str]]] = {}
        self._files: dict[str, SourceFile] = {}
        self._specs: dict[tuple[DocumentKind, str], Spec] = {}
        self._failed: dict[tuple[DocumentKind, str], tuple[Diagnostic, ...]] = {}
        self._once = Once()
        self._rests: dict[str, InputSpec] = {}
        self._packed: dict[tuple[DocumentKind, str], Packed] = {}
        self._joined: dict[str, set[str]] = {}
        self._words: dict[str, set[str]] | None = None
        self.resolved: dict[str, object] = {}  # what a later stage has made of these documents, and finds again

    @property
    def project(self) -> ProjectSpec:
        """``genesis.yaml``, or the defaults when there is none."""
        if self._project is None:
            path = self.root / PROJECT_FILE
            try:
                self._project = ProjectSpec()
                if self.storage.has(path):
                    self._project = read_project_file(self.storage.text(path, self.root, self.root))
            except GenesisError as error:
                self._project = error.diagnostics
        if isinstance(self._project, tuple):
            raise GenesisError(self._project)
        return self._project

    def source(self, name: Text | str) -> SourceSpec:
        """The source of that name; G101 when there is none."""
        known = self._specs.get(("source", str(name)))
        if known is not None:
            return cast("SourceSpec", known)
        spec = self._spec("source", name, read_source)
        if ("source", spec.name.value) not in self._packed:
            self._joins(spec.name.value, outline(spec))
        return spec

    def _joins(self, name: str, seen: Outline) -> None:
        for other in seen.others:
            self._joined.setdefault(other, set()).add(name)

    def keep(self, packed: Mapping[tuple[DocumentKind, str], Packed]) -> None:
        """Take over sources and inputs that were read elsewhere; each is unpacked when it is asked for."""
        self._packed |= packed
        for (kind, name), one in packed.items():
            if kind == "source":
                self._joins(name, one.outline)

    def read_elsewhere(self) -> Iterator[tuple[str, SourceFile]]:
        """The paths of the documents that were taken over, and what they held."""
        for (kind, name), one in self._packed.items():
            yield str(self.path(kind, name)), one.file

    def forget(self) -> None:
        """Let go of what can be unpacked again, and of what was made of it."""
        self.resolved = {}
        if self._packed:
            self._specs = {key: spec for key, spec in self._specs.items() if key not in self._packed}

    def outline(self, kind: DocumentKind, name: str) -> Outline:
        """Where a source or an input belongs.

        Raises:
            GenesisError: as :meth:`source` and :meth:`input`.
        """
        packed = self._packed.get((kind, name))
        return packed.outline if packed else outline(self.source(name) if kind == "source" else self.input(name))

    def input(self, name: Text | str) -> InputSpec:
        """The input of that name; G101 when there is none."""
        return self._spec("input", name, read_input)

    def rest(self, name: Text | str) -> InputSpec | None:
        """What can be looked at of an input that could not be read for small mistakes of its shape."""
        return self._rests.get(str(name))

    def tracker(self, name: Text | str) -> TrackerSpec:
        """The tracker of that name; G101 when there is none."""
        return self._spec("tracker", name, read_tracker)

    def formatter(self, name: Text | str) -> FormatterDefinitionSpec:
        """The project's own formatter of that name; G101 when there is none."""
        return self._spec("formatter", name, read_formatter)

    def text(self, kind: DocumentKind, name: Text | str) -> SourceFile:
        """The file of that name, as it was written.

        Raises:
            GenesisError: as :meth:`path`, and when it cannot be read.
        """
        return self._text(str(self.path(kind, name)), self.folder(kind))

    def in_place(self, storage: Storage) -> "ProjectFiles":
        """The same project as it stands elsewhere; nothing is read yet. A document that says the same in both is read once."""
        other = ProjectFiles(self.root, self._folders, storage)
        other._once = self._once.shared()
        return other

    def with_documents(
        self, documents: Mapping[tuple[DocumentKind, str], Spec | None], project: ProjectSpec | None = None
    ) -> "ProjectFiles":
        """The same project with other documents in place of its own (``None``: without one), and another ``genesis.yaml``."""
        other = copy(self)
        other._specs = {k: v for k, v in self._specs.items() if k not in documents}  # noqa: SLF001
        other._specs |= {k: v for k, v in documents.items() if v is not None}  # noqa: SLF001
        other._failed = {k: v for k, v in self._failed.items() if k not in documents}  # noqa: SLF001
        other._listed = {kind: dict(self._paths(kind)) for kind in ("source", "input", "tracker", "formatter")}  # noqa: SLF001
        for (kind, name), spec in documents.items():
            listed = other._listed[kind]  # noqa: SLF001
            listed.pop(name, None) if spec is None else listed.setdefault(name, [spec.span.file.path])
        other._joined, other._words, other._packed, other.resolved = {}, None, {}, {}  # noqa: SLF001
        for one in other._specs.values():  # noqa: SLF001
            for join in one.joins if isinstance(one, SourceSpec) else ():
                if join.to:
                    other._joined.setdefault(join.to.value, set()).add(one.name.value)  # noqa: SLF001
        other._project = project or self._project  # noqa: SLF001
        return other

    def names(self, kind: DocumentKind) -> tuple[str, ...]:
        """The names that the files of a kind bear, sorted."""
        return tuple(sorted(self._paths(kind)))

    def has(self, kind: DocumentKind, name: str) -> bool:
        """Whether a file of that kind bears the name."""
        return name in self._paths(kind)

    def texts(self, specs: Iterable[Spec]) -> tuple[str, ...]:
        """The texts of the files that these stand in, and those of the project's formatters that have been read so far."""
        read = (self._specs.get(("formatter", name)) for name in self.names("formatter"))
        return tuple(spec.span.file.text for spec in (*specs, *read) if spec is not None)

    def mentions(self, source: str) -> tuple[str, ...]:
        """The other sources that join it, sorted; of those not read yet, the ones whose files hold that word.

        A file that cannot be read counts, so that opening it says why.
        """
        if self._words is None:
            paths = self._paths("source")
            texts = ((name, self._unread_text(paths[name])) for name in paths if not self._is_read(name))
            self._words = mentioned(paths.keys(), texts)
        held = self._words.get(source, set()) | self._words.get(ANYTHING, set())
        found = {name for name in held if not self._is_read(name)}
        return tuple(sorted((found | self._joined.get(source, set())) - {source}))

    def _is_read(self, source: str) -> bool:
        return ("source", source) in self._specs or ("source", source) in self._packed

    def _unread_text(self, paths: list[str]) -> str | None:
        folder = self.folder("source")
        with suppress(GenesisError):
            return "\n".join(self._text(path, folder).text for path in paths)
        return None

    def folder(self, kind: DocumentKind) -> Path:
        """Where the documents of a kind stand."""
        if kind == "formatter":
            return self.folder("source") / "formatters"
        key = {"source": "definitions", "input": "inputs", "tracker": "trackers"}[kind]
        return self.root / (self._folders[key] or cast("str", getattr(self._settings(), key)))

    def _settings(self) -> ProjectSpec:
        """The settings, or the defaults when they cannot be read: the other documents can still be looked at."""
        try:
            return self.project
        except GenesisError:
            return ProjectSpec()

    def path(self, kind: DocumentKind, name: Text | str) -> Path:
        """The one file of that name.

        Raises:
            GenesisError: G101 when there is none, G102 when there are several.
        """
        paths, span = self._paths(kind).get(str(name), []), name.span if isinstance(name, Text) else None
        if not paths:
            raise self._unknown(kind, str(name), span)
        if len(paths) > 1:
            first, *others = (shown_path(path, self.root) for path in paths)
            place = Span(SourceFile(others[0], ""), 1, 1, 1, 1)
            message = f"two files hold the {kind} `{name}`: {first} and {' and '.join(others)}"
            raise fail("G102", place, message, "rename one of them, and the document in it")
        return Path(paths[0])

    def _unknown(self, kind: DocumentKind, name: str, span: Span | None) -> GenesisError:
        folder = self.folder(kind)
        place = f"{shown_path(folder, self.root)}/"
        hint = f"there is no folder {place}"
        if self.storage.has_folder(folder):
            hint = did_you_mean(name, self.names(kind)) or f"write {place}{name}.yaml"
        return fail("G101", span, f"there is no {kind} `{name}`", hint)

    def _paths(self, kind: DocumentKind) -> dict[str, list[str]]:
        if kind not in self._listed:
            folder = self.folder(kind)
            others = {self.folder(other) for other in get_args(DocumentKind)}
            others |= {self.folder("source") / "data", self.folder("tracker") / GENERATED}
            self._listed[kind] = self.storage.documents(folder, frozenset(others - {folder}))
            if folder == self.root:
                self._drop_project_file(self._listed[kind])
        return self._listed[kind]

    def _drop_project_file(self, listed: dict[str, list[str]]) -> None:
        remaining = [path for path in listed.pop("genesis", []) if Path(path) != self.root / PROJECT_FILE]
        if remaining:
            listed["genesis"] = remaining

    def _text(self, path: str, inside: Path) -> SourceFile:
        if path not in self._files:
            self._files[path] = self.storage.text(path, self.root, inside)
        return self._files[path]

    def _spec(self, kind: DocumentKind, name: Text | str, read: Callable[[SourceFile], _S]) -> _S:
        key = (kind, str(name))
        if key in self._failed:
            raise GenesisError(self._failed[key])
        if key not in self._specs and key in self._packed:
            self._specs[key] = self._packed[key].spec()
        if key not in self._specs:
            path = self.path(kind, name)
            try:
                self._specs[key] = self._once(kind, self._text(str(path), self.folder(kind)), read)
            except GenesisError as error:
                self._failed[key] = error.diagnostics
                if isinstance(error, UnfinishedInputError) and error.rest:
                    self._rests[str(name)] = error.rest
                raise
        return cast("_S", self._specs[key])
