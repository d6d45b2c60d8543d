"""Documents as an editor's validator sees them, and what the reader says of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from genesis.diagnostics import GenesisError, SourceFile
from genesis.spec.documents import Mapping, Node, Scalar
from genesis.spec.formatter import read_formatter
from genesis.spec.input import read_input
from genesis.spec.project_file import read_project_file
from genesis.spec.source import read_source
from genesis.spec.tracker import read_tracker
from genesis.spec.yaml_nodes import read_yaml

ROOT = Path(__file__).parent.parent.parent
READERS: dict[str, Callable[[SourceFile], object]] = {
    "source": read_source,
    "input": read_input,
    "tracker": read_tracker,
    "project": read_project_file,
    "formatter": read_formatter,
}


def plain(node: Node) -> Any:
    """YAML as JSON's values."""
    match node:
        case Scalar():
            return node.value
        case Mapping():
            return {key.value: plain(value) for key, value in node.entries}
        case _:
            return [plain(item) for item in node.items]


def parsed(text: str) -> Any:
    return plain(read_yaml(SourceFile("document.yaml", text)))


def complaints(kind: str, document: Any) -> list[str]:
    """What the reader says of a document, written as JSON (which is YAML)."""
    name = document.get(kind, "document") if isinstance(document, dict) else "document"
    file = SourceFile(f"{name}.yaml", json.dumps(document, ensure_ascii=False))
    try:
        READERS[kind](file)
    except GenesisError as error:
        return [f"{one.code}: {one.message}" for one in error.diagnostics]
    return []


def examples() -> list[tuple[str, Path]]:
    """Every document of the example project, with its kind."""
    folders = {"definitions": "source", "inputs": "input", "trackers": "tracker"}
    found = [
        (kind, path)
        for folder, kind in folders.items()
        for path in sorted((ROOT / folder).rglob("*.yaml"))
        if "generated" not in path.parts
    ]
    return [*found, ("project", ROOT / "genesis.yaml")]
