"""How text stands in what is generated: as one value, whatever it holds. No template writes a value in another way."""

import json
import re
import shlex
from collections.abc import Callable, Iterable
from typing import Any, Final

_NOT_YAML: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_EXPRESSION: Final = "${{"


def python(value: Any) -> str:
    """A literal of Python, in ASCII."""
    return ascii(value)


def as_json(value: Any) -> str:
    """A value of JSON, in ASCII."""
    return json.dumps(value)


def yaml(value: Any) -> str:
    """A flow value of YAML in quotes, which is JSON but for characters that YAML does not take as they are."""
    return _NOT_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def github(value: Any) -> str:
    """As :func:`yaml`; what GitHub would evaluate as an expression stands there as text."""
    return yaml(value.replace(_EXPRESSION, "${{ '${{' }}") if isinstance(value, str) else value)


def shell(words: str | Iterable[str]) -> str:
    """Words of a shell's command line."""
    return shlex.quote(words) if isinstance(words, str) else shlex.join(words)


def crontab(text: str) -> str:
    """A command as a line of a crontab has it, where `%` would end the line."""
    return text.replace("%", "\\%")


def comment(text: str) -> str:
    """What may stand in a comment of one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def secret(name: str) -> str:
    """GitHub's expression for a secret.

    Raises:
        ValueError: when it cannot be the name of one.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"`{name}` is no name of a secret")
    return f"${{{{ secrets.{name} }}}}"


FILTERS: Final[dict[str, Callable[[Any], str]]] = {
    "python": python,
    "json": as_json,
    "yaml": yaml,
    "github": github,
    "shell": shell,
    "crontab": crontab,
    "comment": comment,
    "secret": secret,
}
