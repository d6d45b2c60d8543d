"""Values of parameters, as they stand on the command line."""

from collections.abc import Sequence
from typing import Any

from genesis.diagnostics import fail


def parameters(pairs: Sequence[str] | None) -> dict[str, Any]:
    """``NAME=VALUE`` words as a mapping.

    Raises:
        GenesisError: G903.
    """
    found: dict[str, Any] = {}
    for pair in pairs or ():
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise fail("G903", None, f"`{pair}` does not give a parameter", "write `--param region=EMEA`")
        if name in found:
            raise fail("G903", None, f"the parameter `{name}` is given twice", "keep one of them")
        found[name] = value
    return found
