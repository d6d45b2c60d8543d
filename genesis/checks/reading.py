"""All sources and inputs, read by several processes, and an order in which those stand together that reach one another."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import Final

from genesis.diagnostics import GenesisError
from genesis.parallel import processes_for, share
from genesis.spec.input import read_input
from genesis.spec.kinds import DocumentKind
from genesis.spec.packing import Packed, pack
from genesis.spec.project import ProjectFiles
from genesis.spec.source import read_source

Document = tuple[DocumentKind, str]
LEAST: Final = 100
"""Documents that are read while a process starts."""


def read_documents(files: ProjectFiles) -> None:
    """Read every source and input that can be read."""
    documents = [(kind, name) for kind in ("source", "input") for name in files.names(kind)]
    count = processes_for(len(documents), LEAST)
    if count > 1:
        for packed in share(partial(_packed, files), documents, count):
            files.keep(packed)
        return
    for kind, name in documents:
        with suppress(GenesisError):
            files.source(name) if kind == "source" else files.input(name)


def _packed(files: ProjectFiles, documents: Iterator[Document]) -> dict[Document, Packed]:
    """What can be read and packed; everything else is read again where it is asked for."""
    found = {}
    for kind, name in documents:
        with suppress(GenesisError, OverflowError):
            file = files.text(kind, name)
            found[kind, name] = pack(read_source(file) if kind == "source" else read_input(file))
    return found


def ordered(files: ProjectFiles) -> list[Document]:
    """All sources and inputs: a source behind one that it joins or that joins it, an input behind the source it reads."""
    near: dict[Document, list[Document]] = {("source", name): [] for name in files.names("source")}
    for kind, name in [*near, *(("input", name) for name in files.names("input"))]:
        near.setdefault((kind, name), [])
        with suppress(GenesisError):
            for other in files.outline(kind, name).others:
                near[kind, name].append(("source", other))
                near.setdefault(("source", other), []).append((kind, name))
    return [one for one in _along(near) if files.has(*one)]


def _along(near: dict[Document, list[Document]]) -> Iterable[Document]:
    """Depth first, so that a run of neighbours reaches few others."""
    seen: dict[Document, None] = {}
    for start in near:
        waiting = [start]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen[one] = None
                waiting += reversed(near[one])
    return seen
