"""What a cell holds, in the form in which tracker and result can be compared."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import blake2b
from math import inf

from msgspec import Struct


class Link(Struct, frozen=True):
    """Text that leads somewhere."""

    text: str
    url: str


class Formula(Struct, frozen=True):
    """What a person wrote to be computed. Genesis never writes one."""

    text: str


_EXACT = 1e15
"""Below it, whole numbers are written without a fraction or an exponent."""

_DIGITS = 15

Content = str | int | float | bool | Decimal | date | datetime | time | Link | Formula | None


def token(content: Content) -> str:
    """Text that two contents share exactly when a destination cannot tell them apart: 5 and 5.0, but not 5 and "5"."""
    match content:
        case None:
            return ""
        case str():
            return "s" + content if content else ""
        case bool():
            return f"b{content:d}"
        case int() | float() | Decimal():
            return _number(content)
        case Link():
            return f"l{content.text}\0{content.url}"
        case Formula():
            return "f" + content.text
        case _:
            return f"{type(content).__name__[:5]}{content.isoformat()}"


def _number(number: float | Decimal) -> str:
    """15 digits: what programs that save a workbook keep of a number. A whole number with more of them keeps all: it may be a key."""
    if isinstance(number, int) and -_EXACT < number < _EXACT:
        return f"n{number}"
    try:
        as_float = float(number)
    except OverflowError:
        return f"n{number}"
    if abs(as_float) < _EXACT and as_float.is_integer():
        return f"n{int(number)}"
    return f"n{int(number)}" if _is_long(number, as_float) else f"n{as_float:.15g}"


def _is_long(number: float | Decimal, as_float: float) -> bool:
    if isinstance(number, float) or not _EXACT <= abs(as_float) < inf or number != int(number):
        return False
    return len(str(abs(int(number))).rstrip("0")) > _DIGITS


def digest(text: str, length: int) -> str:
    """A short hash of ``text``: ``length`` characters of 6 bits each, safe in names and cells."""
    return urlsafe_b64encode(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=24).digest())[:length].decode()


def checksum(tokens: Iterable[str]) -> str:
    """A hash of several tokens in their order, 16 characters."""
    return digest("\x1e".join(tokens), 16)


def key_identity(values: Iterable[Content]) -> str:
    """What tells one row of a tracker from another: a hash of its key's values (a null is a value, and is not "")."""
    return checksum("null" if value is None else f"={token(value)}" for value in values)


def readable(content: Content) -> str:
    """A content in a message, at most 60 characters."""
    text = content.text if isinstance(content, Link | Formula) else "" if content is None else str(content)
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - said above
