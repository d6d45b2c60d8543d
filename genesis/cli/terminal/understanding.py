"""What typer does not understand of a command line, as a diagnostic."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from typer import TyperException

from genesis.diagnostics import GenesisError, did_you_mean, fail, nearest


@contextmanager
def understanding(context: Any) -> Iterator[None]:
    """While a command's words are read, a complaint of typer is raised as a diagnostic.

    Raises:
        GenesisError: G901, naming the nearest option where there is no such option.
    """
    try:
        yield
    except TyperException as error:
        raise _diagnostic(error, context) from error


def help_hint(context: Any) -> str:
    """Where a reader finds what the command takes."""
    return f"`{context.command_path} --help` lists what it takes"


def _diagnostic(error: TyperException, context: Any) -> GenesisError:
    path = context.command_path
    if not hasattr(error, "possibilities"):
        said = error.format_message().rstrip(".").replace("'", "`")
        return fail("G901", None, f"`{path}`: {said[:1].lower()}{said[1:]}", help_hint(context))
    word = str(getattr(error, "option_name", ""))
    known = [name for param in context.command.params for name in param.opts if name.startswith("--")]
    elsewhere = context.parent is None and not nearest(word, known)
    hint = "a command's own options stand behind it" if elsewhere else did_you_mean(word, known)
    return fail("G901", None, f"`{path}` has no option `{word}`", hint)
