"""The formatters that every project has."""

from functools import cache
from pkgutil import iter_modules


@cache
def formatters() -> tuple[str, ...]:
    """Their names: the modules of ``genesis.formatters``."""
    import genesis.formatters as package

    found = {module.name for module in iter_modules(package.__path__) if not module.ispkg}
    return tuple(sorted(found - {"pipeline"}))
