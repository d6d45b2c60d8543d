"""Files besides standard output that an answer is written to, each in a form of its own."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Annotated

from msgspec import Struct
from typer import Option

from genesis.cli.terminal.values import OneOf
from genesis.diagnostics import fail

Outputs = Annotated[
    list[str] | None,
    Option("--output", metavar="F=FILE", help="write it to FILE in the format F, too; may be repeated"),
]


class Output(Struct, frozen=True):
    """A form, and the file that an answer in this form is written to."""

    form: str
    path: Path


def outputs(words: Sequence[str] | None, known: Callable[[], Iterable[str]]) -> tuple[Output, ...]:
    """``FORMAT=FILE`` words, in their order.

    Raises:
        GenesisError: G901 for one that names no such form or no file, or a file that another one names.
    """
    form_of = OneOf("--output", known)
    found: dict[Path, Output] = {}
    for word in words or ():
        form, equals, name = word.partition("=")
        if not equals or not name:
            raise fail("G901", None, f"`--output {word}` names no file", "write `--output markdown=comment.md`")
        one = Output(form_of(form), Path(name))
        if found.setdefault(Path(name).resolve(), one) is not one:
            raise fail("G901", None, f"`{name}` is named by `--output` twice", "write each form to a file of its own")
    return tuple(found.values())


def write_output(path: Path, text: str) -> None:
    """A file with a text, as a whole or not at all; its folders are made.

    Raises:
        GenesisError: G906; the file is then as it was.
    """
    beside = path.with_name(f".{path.name}-{token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise fail("G906", None, f"{path} cannot be written: {error.strerror}", "choose another file") from error
