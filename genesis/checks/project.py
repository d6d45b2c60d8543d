"""Every mistake of a project, or of some of its documents, in one run."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from genesis.checks.reading import LEAST, Document, ordered, read_documents
from genesis.checks.tables import Tables, check_claims, tables_of
from genesis.checks.trackers import Checked, check_tracker
from genesis.checks.ways_back import check_ways_back
from genesis.compiler import check_source
from genesis.diagnostics import Diagnostic, GenesisError, did_you_mean, fail
from genesis.formatters.project.definition import defined
from genesis.parallel import processes_for, share
from genesis.spec.kinds import DocumentKind
from genesis.spec.project import ProjectFiles
from genesis.sql.parse import parse

KINDS: tuple[DocumentKind, ...] = ("source", "formatter", "input", "tracker")
_PART: Final = 64
"""So many documents share what is resolved while they are checked."""


def check_project(files: ProjectFiles) -> tuple[Diagnostic, ...]:
    """Every mistake in ``genesis.yaml`` and in every document, each once, sorted by place."""
    from genesis.checks.settings import check_settings

    try:
        documents = [(kind, name) for kind in KINDS for name in files.names(kind)]
    except GenesisError as error:
        return error.diagnostics
    try:
        settings = check_settings(files)
    except GenesisError as error:
        return _sorted([*error.diagnostics, *(one for kind, name in documents for one in _read(files, kind, name))])
    read_documents(files)
    return _sorted([*settings, *_everything(files, documents)])


def check_documents(files: ProjectFiles, documents: Iterable[Document]) -> tuple[Diagnostic, ...]:
    """Every mistake in these documents, and in what they reach."""
    return _sorted(_found(files, documents))


def documents_named(files: ProjectFiles, name: str) -> list[Document]:
    """The documents of that name, of every kind.

    Raises:
        GenesisError: G907 when there is none.
    """
    found = [(kind, name) for kind in KINDS if files.has(kind, name)]
    if not found:
        known = {known for kind in KINDS for known in files.names(kind)}
        raise fail(
            "G907", None, f"no source, input, tracker or formatter is called `{name}`", did_you_mean(name, known)
        )
    return found


def _sorted(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(set(found), key=Diagnostic.order))


def _everything(files: ProjectFiles, documents: Sequence[Document]) -> list[Diagnostic]:
    """The mistakes in all documents, shared among processes in parts, so that they do not depend on who finds what."""
    tables = tables_of(files)
    documents = [*ordered(files), *(one for one in documents if one[0] not in {"source", "input"})]
    parts = [documents[start : start + _PART] for start in range(0, len(documents), _PART)]
    found = share(partial(_in_parts, files, tables), parts, processes_for(len(documents), LEAST))
    return [one for answer in found for one in answer]


def _in_parts(files: ProjectFiles, tables: Tables, parts: Iterable[Sequence[Document]]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    firsts = {names[0]: names for names in tables.values()}
    for part in parts:
        found += _found(files, part)
        for name in (name for kind, name in part if kind == "source"):
            found += check_ways_back(files, name)
            found += check_claims(files, firsts[name]) if name in firsts else ()
        files.forget()
    return found


def _found(files: ProjectFiles, documents: Iterable[Document]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    checked = Checked(files)
    for kind, name in documents:
        found += _check(checked, kind, name)
    return found


def _check(checked: Checked, kind: DocumentKind, name: str) -> list[Diagnostic]:
    files = checked.files
    if missing := _mistakes(lambda: files.path(kind, name)):
        return missing
    match kind:
        case "source":
            return check_source(files, name, checked.model)
        case "input":
            return checked.input(name)
        case "tracker":
            return check_tracker(checked, name)
        case "formatter":
            return _mistakes(lambda: defined(files.formatter(name), parse, files.project.expressions))


def _read(files: ProjectFiles, kind: DocumentKind, name: str) -> list[Diagnostic]:
    """The mistakes of a document's shape."""
    read = {"source": files.source, "input": files.input, "tracker": files.tracker, "formatter": files.formatter}[kind]
    return _mistakes(lambda: read(name))


def _mistakes(work: Callable[[], object]) -> list[Diagnostic]:
    try:
        work()
    except GenesisError as error:
        return list(error.diagnostics)
    return []
