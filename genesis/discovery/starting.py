"""A new project: small, and everything in it works."""

from collections.abc import Iterator
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from genesis.diagnostics import fail
from genesis.schema.schemas import names, rendered

_STARTER: Final = "starter"
_HIDDEN: Final = {"gitignore": ".gitignore"}
"""Packages leave files out that begin with a dot."""


def start(folder: Path) -> tuple[str, ...]:
    """Write the project into ``folder``, which is made if need be; the files written, by their paths there.

    Raises:
        GenesisError: G924 when one of its files is there already, or the folder cannot be written. Then nothing was written.
    """
    wanted = dict(_files())
    for name in wanted:
        if (folder / name).exists() or (folder / name).is_symlink():
            hint = "choose a new folder: `genesis init my_project`"
            raise fail("G924", None, f"{folder / name} is there already, and is not overwritten", hint)
    try:
        for name, text in wanted.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise fail("G924", None, f"{folder} cannot be written: {error.strerror}", "choose another folder") from error
    return tuple(wanted)


def _files() -> Iterator[tuple[str, str]]:
    yield from sorted(_walk(package_files("genesis") / _STARTER, ""))
    for kind in names():
        yield f"schemas/{kind}.json", rendered(kind)


def _walk(folder: Traversable, before: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        name = f"{before}{_HIDDEN.get(entry.name, entry.name)}"
        if entry.is_dir():
            yield from _walk(entry, f"{name}/")
        else:
            yield name, entry.read_text(encoding="utf-8")
