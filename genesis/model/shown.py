"""How a value is shown: the part of a format that leaves the value typed."""

from typing import Literal

from msgspec import Struct

ShownKind = Literal["number", "percent", "currency", "date", "datetime", "checkbox", "link"]


class Shown(Struct, frozen=True):
    """A native format of a column.

    ``pattern`` is an LDML pattern (Unicode TR 35): for ``number``, ``percent`` (``0.0%``; a value of 0.5 shows 50%),
    ``currency`` (with ``currency`` the ISO 4217 code), ``date`` and ``datetime``. ``url`` and ``text`` are a link's
    templates, in which ``{name}`` stands for a column of the same result.
    """

    kind: ShownKind
    pattern: str = ""
    currency: str = ""
    url: str = ""
    text: str = ""
