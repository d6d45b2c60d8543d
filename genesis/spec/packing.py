"""Documents as bytes: what one process has read, another one unpacks in a tenth of the time; and they take a tenth of the room."""

from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from genesis.diagnostics import SourceFile
from genesis.spec.documents import InputSpec, SourceSpec, Text

Packable = SourceSpec | InputSpec


class Outline(Struct, frozen=True):
    """What is asked of every document: where it belongs, and what it names elsewhere.

    ``table`` is that of a source, empty without one; ``others`` are the sources that it joins or that an input reads;
    ``backs`` the names, each with the source that is to have it, under which its joins are walked back.
    """

    table: str
    others: tuple[str, ...]
    backs: tuple[tuple[str, Text], ...] = ()


class Packed(Struct, frozen=True):
    """A document that was read. Its places are packed without their file, which stands here once."""

    outline: Outline
    kind: type[Packable]
    file: SourceFile
    content: bytes

    def spec(self) -> Packable:
        """The document as it was read."""
        return Decoder(self.kind, dec_hook=lambda *_: self.file).decode(self.content)


def outline(spec: Packable) -> Outline:
    """What is asked of every document."""
    if isinstance(spec, SourceSpec):
        joined = dict.fromkeys(join.to.value for join in spec.joins if join.to)
        backs = tuple((join.to.value, join.reverse) for join in spec.joins if join.to and join.reverse)
        return Outline(spec.table.value if spec.table else "", tuple(joined), backs)
    read = [spec.source, *(block.source for block in spec.combine)]
    return Outline("", tuple(source.value for source in read if source))


def pack(spec: Packable) -> Packed:
    """A document as bytes.

    Raises:
        OverflowError: it holds a whole number of more than 64 bits.
    """
    return Packed(outline(spec), type(spec), spec.span.file, _encoder().encode(spec))


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    return Encoder(enc_hook=_without_file)


def _without_file(file: Any) -> None:
    if not isinstance(file, SourceFile):
        raise NotImplementedError(type(file))
