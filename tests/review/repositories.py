"""Small git repositories with a project in them."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PROJECT: Final = {
    "genesis.yaml": "connections:\n  demo: {engine: duckdb, files: definitions/data}\ndefault_connection: demo\n",
    "definitions/film.yaml": "source: film\ntable: studio.film\nkey: id\nfields: {id: integer, title: string}\n",
    "inputs/films.yaml": "input: films\nsource: film\nfields: [title]\n",
    "trackers/films.yaml": "tracker: films\ninput: films\ndestination: {type: csv, path: out/films.csv}\n",
}
IDENTITY: Final = {
    "GIT_AUTHOR_NAME": "T",
    "GIT_AUTHOR_EMAIL": "t@example.com",
    "GIT_AUTHOR_DATE": "2024-03-31T12:00:00Z",
    "GIT_COMMITTER_NAME": "T",
    "GIT_COMMITTER_EMAIL": "t@example.com",
    "GIT_COMMITTER_DATE": "2024-03-31T12:00:00Z",
}
ENVIRONMENT: Final = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *words: str) -> str:
    """What git says in a folder."""
    told = subprocess.run(
        ["git", *words], cwd=folder, env=ENVIRONMENT | IDENTITY, capture_output=True, check=True, timeout=60
    )
    return told.stdout.decode()


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Files over those that are there."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def commit(folder: Path, files: Mapping[str, str | bytes], message: str = "change") -> str:
    """A commit with files over those that are there; its name."""
    write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD").strip()


def repository(folder: Path, files: Mapping[str, str | bytes] = PROJECT) -> Path:
    """A repository on branch ``main`` with one commit."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, files, "first")
    return folder
