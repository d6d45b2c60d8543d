"""Options that several commands take, and how they are read, with mistakes as diagnostics."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from typer import Option

from genesis.diagnostics import did_you_mean, fail

Parameters = Annotated[list[str] | None, Option("--param", metavar="K=V", help="a parameter's value")]
Today = Annotated[str | None, Option(metavar="DATE", help="stands instead of the engine's current date")]


class OneOf:
    """How an option is read that is one of some names, looked up only when they are needed."""

    def __init__(self, option: str, known: Callable[[], Iterable[str]]) -> None:
        self._option = option
        self.known = known

    def __call__(self, text: str) -> str:
        """The name given.

        Raises:
            GenesisError: G901 when it is none of them.
        """
        names = tuple(self.known())
        if text not in names:
            raise fail("G901", None, f"`{self._option}` cannot be `{text}`", did_you_mean(text, names))
        return text


def one_of(option: str, known: Callable[[], Iterable[str]]) -> OneOf:
    """How an option is read that is one of some names."""
    return OneOf(option, known)


def formats(known: Callable[[], Iterable[str]], meaning: str = "one of {}") -> Any:
    """The option ``--format``."""
    told = meaning.format(", ".join(known())) if "{}" in meaning else meaning
    return Option("--format", metavar="F", parser=one_of("--format", known), help=told)


def whole(option: str, least: int = 1) -> Callable[[str], int]:
    """How an option is read that is a whole number from ``least`` upwards."""

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise fail("G901", None, f"`{option}` is a whole number from {least} upwards, not `{text}`")
        return int(text)

    return read
