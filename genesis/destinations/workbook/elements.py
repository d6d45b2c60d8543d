"""XML parts, cut at the children of their root: what is not changed stays byte for byte as the person's program wrote it."""

import re
from collections.abc import Iterator, Sequence
from sys import maxunicode
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from msgspec import Struct

_ATTRIBUTE: Final = re.compile(r"([\w:.\-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TAG: Final = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_ENTITY: Final = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot|apos);")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class UnreadableError(Exception):
    """A part that is no XML as spreadsheet programs write it."""


class Part(Struct):
    """A root element: its start tag (with all that stands before), its children as (qualified name, text), its end tag."""

    opening: str
    children: list[tuple[str, str]]
    closing: str

    def get(self, name: str) -> str | None:
        """The first child of that name."""
        return next((text for child, text in self.children if child == name), None)

    def put(self, name: str, text: str | None, order: Sequence[str]) -> None:
        """Replace the first child of that name, or insert it where ``order`` (of all names) says; ``None`` removes it."""
        place = next((i for i, (child, _) in enumerate(self.children) if child == name), None)
        if place is not None:
            self.children[place : place + 1] = [] if text is None else [(name, text)]
        elif text is not None:
            before = set(order[: order.index(name)])
            after = [i for i, (child, _) in enumerate(self.children) if child in before]
            self.children.insert(after[-1] + 1 if after else 0, (name, text))

    def text(self) -> str:
        """The whole part."""
        return self.opening + "".join(text for _, text in self.children) + self.closing


def cut(content: bytes) -> Part:
    """A part's root and its children.

    Raises:
        UnreadableError: when it is no well-formed XML.
    """
    content = _as_utf8(content)
    if b"<!DOCTYPE" in content[:4096]:
        raise UnreadableError("it declares entities")
    return _Cutter(content).part()


class _Cutter:
    """Reads a part once, and notes where the children of its root begin and end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._depth = 0
        self._root = 0
        self._cuts: list[tuple[str, int, int]] = []

    def part(self) -> Part:
        try:
            self._parser.Parse(self._content, True)
        except (ExpatError, ValueError) as error:
            raise UnreadableError(str(error)) from error
        return _part(self._content, self._root, self._cuts)

    def _start(self, name: str, _: dict[str, str]) -> None:
        if self._depth == 0:
            self._root = _tag_end(self._content, self._parser.CurrentByteIndex)
        elif self._depth == 1:
            self._cuts.append((name, self._parser.CurrentByteIndex, -1))
        self._depth += 1

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._depth == 1:
            begun = self._cuts[-1][1]
            opened = _tag_end(self._content, begun)
            bare = self._content[opened - 2 : opened] == b"/>"
            end = opened if bare else _tag_end(self._content, self._parser.CurrentByteIndex)
            self._cuts[-1] = (name, begun, end)


def _tag_end(content: bytes, start: int) -> int:
    match = _TAG.match(content, start)
    if match is None:
        raise UnreadableError("a tag has no end")
    return match.end()


def _part(content: bytes, root: int, cuts: list[tuple[str, int, int]]) -> Part:
    opening = content[:root].decode()
    if opening.endswith("/>"):
        name = opening[opening.rindex("<") + 1 :].split()[0].rstrip("/>")
        return Part(opening[:-2] + ">", [], f"</{name}>")
    children = [(name, content[start:end].decode()) for name, start, end in cuts]
    return Part(opening, children, content[content.rindex(b"</") :].decode())


def _as_utf8(content: bytes) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableError(str(error)) from error
        return re.sub(r"^<\?xml[^>]*\?>", "", text).encode()
    return content.removeprefix(b"\xef\xbb\xbf")


def attributes(tag: str) -> dict[str, str]:
    """The attributes of an element's start tag, by qualified name."""
    end = tag.find(">")
    return {
        m[1]: unescape(m[2] if m[2] is not None else m[3])
        for m in _ATTRIBUTE.finditer(tag[: end if end >= 0 else None])
    }


def with_attribute(element: str, name: str, value: str | None) -> str:
    """The element with another value of an attribute; ``None`` takes it away."""
    end = element.index(">")
    tag = re.sub(rf"\s{re.escape(name)}\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", element[:end])
    if value is None:
        return tag + element[end:]
    slash = "/" if tag.endswith("/") else ""
    return f'{tag.removesuffix("/").rstrip()} {name}="{quote(value)}"{slash}{element[end:]}'


def elements(text: str, name: str) -> Iterator[str]:
    """The elements of that name inside ``text``, whole; they are never inside each other."""
    pattern = re.compile(rf"<{name}(?=[\s/>])[^>]*?(?:/>|>.*?</{name}>)", re.DOTALL)
    yield from (match[0] for match in pattern.finditer(text))


def inner(element: str) -> str:
    """What stands between an element's tags."""
    end = element.index(">")
    return "" if element[end - 1] == "/" else element[end + 1 : element.rindex("</")]


def wrapped(name: str, items: Sequence[str], *, count: bool = True, given: str = "") -> str | None:
    """An element around items, with their count; ``None`` without items. ``given`` is the element it takes the place of."""
    if not items:
        return None
    opening = given[: given.index(">") + 1].replace("/>", ">") if given else f"<{name}>"
    if count:
        opening = with_attribute(opening, "count", str(len(items)))
    return f"{opening}{''.join(items)}</{name}>"


def escape(text: str) -> str:
    """Text for an element."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def quote(text: str) -> str:
    """Text for an attribute in double quotes."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def unescape(text: str) -> str:
    """Text as it was before it was escaped."""
    return _ENTITY.sub(_entity, text) if "&" in text else text


def guarded(text: str) -> str:
    """Cell text in which what looks like an escape (`_x000D_`) is protected: spreadsheet programs would read a character."""
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def unguarded(text: str) -> str:
    """Cell text as people see it."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if not name.startswith("#"):
        return _NAMED[name]
    code = int("0" + name[1:], 0) if name[1] == "x" else int(name[1:])
    return chr(min(code, maxunicode))
