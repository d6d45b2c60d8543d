"""The command line as argparse reads it, with mistakes as diagnostics.

argparse and not a framework: a framework's import takes longer than reading, compiling and printing an input.
"""

from argparse import SUPPRESS, ArgumentParser, HelpFormatter, Namespace
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NoReturn

from genesis.diagnostics import did_you_mean, fail

_GLOBAL: Final = "options of every command"
_FOLDERS: Final = (
    ("--project", "the project's folder (default: upwards from here to genesis.yaml or definitions/)"),
    ("--definitions", "stands instead of the project's folder of definitions"),
    ("--inputs", "stands instead of its folder of inputs"),
    ("--trackers", "stands instead of its folder of trackers"),
)
_FLAGS: Final = (
    ("-q", "--quiet", "say nothing but results and mistakes"),
    ("-v", "--verbose", "say more; show where an unexpected mistake arose"),
)
_SHAPES: Final = {"None": "{}", "?": "[{}]", "*": "[{} ...]", "+": "{} ..."}


class Parser(ArgumentParser):
    """A parser whose complaints are GenesisErrors, with the nearest known name."""

    def error(self, message: str) -> NoReturn:
        """Raise G901."""
        raise fail("G901", None, f"`{self.prog}`: {message}", f"`{self.prog} --help` lists what it takes")

    def read(self, arguments: Sequence[str]) -> Namespace:
        """The options, wherever they stand among the arguments.

        Raises:
            GenesisError: G901.
        """
        options, rest = self.parse_known_intermixed_args(arguments)
        for word in rest:
            self._refuse(word.partition("=")[0])
        return options

    def _refuse(self, word: str) -> NoReturn:
        if not word.startswith("-"):
            self.error(f"there is nothing for `{word}` to say")
        known = [name for action in self._actions for name in action.option_strings if name.startswith("--")]
        raise fail("G901", None, f"`{self.prog}` has no option `{word}`", did_you_mean(word, known))


def parser(command: str, description: str, declare: Callable[[ArgumentParser], None]) -> Parser:
    """The parser of one command, its own options first."""
    made = Parser(
        prog=f"genesis {command}",
        description=description,
        allow_abbrev=False,
        add_help=False,
        formatter_class=lambda prog: HelpFormatter(prog, max_help_position=28),
    )
    declare(made)
    places = (_SHAPES[str(a.nargs)].format(a.metavar) for a in made._actions if not a.option_strings)  # noqa: SLF001 - one class
    made.usage = " ".join((made.prog, *places, "[options]"))
    common = made.add_argument_group(_GLOBAL)
    for option, meaning in _FOLDERS:
        common.add_argument(option, metavar="DIR", help=meaning)
    for short, option, meaning in _FLAGS:
        common.add_argument(short, option, action="store_true", help=meaning)
    common.add_argument("--no-color", action="store_true", help="no colours, as with the variable NO_COLOR")
    common.add_argument("-h", "--help", action="help", default=SUPPRESS, help="show this and end")
    return made


class OneOf:
    """An option's type: one of some names, looked up only when they are needed."""

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
    """An option's type: one of some names."""
    return OneOf(option, known)


def whole(option: str, least: int = 1) -> Callable[[str], int]:
    """An option's type: a whole number from ``least`` upwards."""

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise fail("G901", None, f"`{option}` is a whole number from {least} upwards, not `{text}`")
        return int(text)

    return read


def takes_value(word: str) -> bool:
    """Whether a word is an option of every command that the next word belongs to."""
    return any(word == option for option, _ in _FOLDERS)


def parameters(pairs: Sequence[str]) -> dict[str, Any]:
    """``NAME=VALUE`` words as a mapping.

    Raises:
        GenesisError: G903.
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise fail("G903", None, f"`{pair}` does not give a parameter", "write `--param region=EMEA`")
        if name in found:
            raise fail("G903", None, f"the parameter `{name}` is given twice", "keep one of them")
        found[name] = value
    return found
