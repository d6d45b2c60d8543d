"""What the options of every command say."""

from typing import Final

from msgspec import Struct


class Common(Struct, frozen=True):
    """What the options of every command say, and ``words``, the command line that says it."""

    project: str = "."
    definitions: str | None = None
    inputs: str | None = None
    trackers: str | None = None
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    words: tuple[str, ...] = ()


NAMES: Final = tuple(name for name in Common.__struct_fields__ if name != "words")
"""The options of every command."""
