"""Which tracker of the base is which of the head."""

from msgspec import Struct

from genesis.diagnostics import GenesisError
from genesis.review.edits import Bare, bare, elements
from genesis.spec.documents import Mapping
from genesis.spec.folder import shown_path
from genesis.spec.project import ProjectFiles


class Pair(Struct, frozen=True):
    """A tracker by its name on each side, empty where it does not stand; ``file`` is its file, the head's where there is one."""

    base: str
    head: str
    file: str = ""

    @property
    def name(self) -> str:
        """What it is called now, or was."""
        return self.head or self.base


def paired(base: ProjectFiles, head: ProjectFiles) -> list[Pair]:
    """Every tracker of both sides, by name. One that left and one that came are the same tracker when all they say is the
    same, or when they alone are written to the same place."""
    old, new = base.names("tracker"), head.names("tracker")
    gone, come = [n for n in old if n not in new], [n for n in new if n not in old]
    renamed = _renamed(base, head, gone, come)
    taken = set(renamed.values())
    pairs = [Pair(renamed.get(name, name if name in old else ""), name, _file(head, name)) for name in new]
    pairs += [Pair(name, "", _file(base, name)) for name in gone if name not in taken]
    return sorted(pairs, key=lambda pair: pair.name)


def _renamed(base: ProjectFiles, head: ProjectFiles, gone: list[str], come: list[str]) -> dict[str, str]:
    if not gone or not come:
        return {}
    old, new = {name: _says(base, name) for name in gone}, {name: _says(head, name) for name in come}
    found: dict[str, str] = {}
    for part in (0, 1):
        for name in come:
            twins = [n for n in gone if n not in found.values() and old[n][part] == new[name][part]]
            others = [n for n in come if n not in found and new[n][part] == new[name][part]]
            if name not in found and len(twins) == 1 and len(others) == 1 and new[name][part]:
                found[name] = twins[0]
    return found


def _says(files: ProjectFiles, name: str) -> tuple[Bare, Bare]:
    """All that a tracker says but its name, and where it is written."""
    try:
        found = elements("tracker", name, files.text("tracker", name))
    except GenesisError:
        return (), ()
    everything = tuple(sorted((one.key, repr(one.says)) for one in found.values() if one.key != "tracker"))
    destination = next((one for one in found.values() if one.key == "destination"), None)
    node = destination.keys.get("") if destination else None
    return everything, bare(node) if isinstance(node, Mapping) else ()


def _file(files: ProjectFiles, name: str) -> str:
    try:
        return shown_path(files.path("tracker", name), files.root)
    except GenesisError as error:
        span = error.diagnostics[0].span
        return span.file.path if span else ""
