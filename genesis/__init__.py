"""Genesis: semantic definitions in YAML, readable SQL and refreshed trackers out."""

TYPE_CHECKING = False  # as typing's own; whoever interrupts a command while that is imported would see a traceback
if TYPE_CHECKING:
    from typing import Any

    from genesis.api import Project as Project
    from genesis.api import load as load
    from genesis.diagnostics import Diagnostic as Diagnostic
    from genesis.diagnostics import GenesisError as GenesisError

__version__ = "0.1.0"
__all__ = ["Diagnostic", "GenesisError", "Project", "__version__", "load"]

_HOMES = {
    "Diagnostic": "genesis.diagnostics",
    "GenesisError": "genesis.diagnostics",
    "Project": "genesis.api",
    "load": "genesis.api",
}


def __getattr__(name: str) -> "Any":
    """The public names, each loaded when it is first used."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module `genesis` has no attribute `{name}`")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
