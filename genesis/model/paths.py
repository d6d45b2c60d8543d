"""Paths: dotted names followed from a source to a field or a measure."""

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from genesis.diagnostics import GenesisError, did_you_mean, fail, nearest
from genesis.model.expression import Call, Expression, Field, Literal
from genesis.model.literals import GRAINS
from genesis.model.parameters import parameter_name
from genesis.model.parts import Measure, SourceField, Step
from genesis.model.syntax import Name
from genesis.model.types import DATE, STRING
from genesis.spec.documents import Text
from genesis.spec.places import locate

_DIRECTED: Final = re.compile(r"(\S+)\s+(asc|desc)", re.IGNORECASE)

if TYPE_CHECKING:
    from genesis.model.model import Model


class Target(Struct, frozen=True):
    """What a path leads to. ``many`` is the length of ``steps`` up to which it is one row: all of it, when to-one."""

    source: str
    steps: tuple[Step, ...]
    member: SourceField | Measure | None
    labels: tuple[str, ...]
    grain: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the simple steps."""
        return tuple(s.name for s in self.steps)

    @property
    def to_one(self) -> bool:
        """Whether every step leads to at most one row."""
        return all(s.to_one for s in self.steps)

    def value(self, path: tuple[str, ...] | None = None) -> Expression:
        """The field (at its grain) at the end of ``path``, by default the whole path."""
        assert isinstance(self.member, SourceField)  # noqa: S101 callers have looked
        found: Expression = Field(self.path if path is None else path, self.member.name, self.member.type)
        return at_grain(found, self.grain) if self.grain else found


def at_grain(value: Expression, grain: str) -> Expression:
    """When the period of a date or moment begins: a date, but for hours and minutes."""
    if grain == "day" and value.type != DATE:
        return Call("date", (value,), DATE)
    begins = Call("date_trunc", (Literal(grain, STRING), value), value.type)
    return begins if value.type == DATE or grain in GRAINS[5:] else Call("date", (begins,), DATE)


def follow(model: "Model", source: str, parts: tuple[str, ...], text: Text, start: int = 0) -> Target:
    """Follow ``parts``, which stand in ``text`` from offset ``start``, to a field, a measure, or just through joins.

    Raises:
        GenesisError: G203 for a name that is not there, with what is; G210 for a grain on what has none.
    """
    steps: list[Step] = []
    labels: list[str] = []
    here, at = source, start
    for index, part in enumerate(parts):
        member = model.field(here, part) or model.measure(here, part)
        if member is not None:
            rest = parts[index + 1 :]
            grain = _grain(member, rest, text, at + len(part) + 1)
            return Target(here, tuple(steps), member, (*labels, member.label), grain)
        joined = model.join(here, part)
        if joined is None:
            raise _unknown(model, here, part, text, at)
        steps.extend(joined)
        labels.append(joined[0].label if len(joined) == 1 else _through_label(model, here, part))
        here, at = joined[-1].target, at + len(part) + 1
    return Target(here, tuple(steps), None, tuple(labels))


def _through_label(model: "Model", source: str, name: str) -> str:
    from genesis.model.parts import words

    found = [j.label for j in model.source(source).joins if j.name.value == name]
    return found[0].value if found and found[0] else words(name)


def _grain(member: SourceField | Measure, rest: tuple[str, ...], text: Text, at: int) -> str:
    if not rest:
        return ""
    name = rest[0]
    kind = member.type.kind if isinstance(member, SourceField) else ""
    place = locate(text, at, at + len(".".join(rest)))
    grains = GRAINS if kind == "timestamp" else GRAINS[:5] if kind == "date" else ()
    if len(rest) > 1 or name not in grains:
        hint = f"grains: {', '.join(grains)}" if grains else "only a date or timestamp field is followed by a grain"
        raise fail("G210", place, f"`{member.name}` has no `{'.'.join(rest)}`", hint)
    return name


def _unknown(model: "Model", source: str, part: str, text: Text, at: int) -> GenesisError:
    known = model.selectable(source)
    place = locate(text, at, at + len(part))
    hint = turned(part) or _quoted(text, part, at)
    if not hint and not nearest(part, known):
        hint = _behind_a_join(model, source, part)
    joins = [j.name.value for j in model.source(source).joins]
    listed = f"  joins here: {', '.join(joins)}" if joins and not hint else ""
    return fail(
        "G203",
        place,
        f"`{source}` has no field, measure or join `{part}`",
        (hint or did_you_mean(part, known)) + listed,
    )


def turned(written: str) -> str:
    """A hint for `title desc`, which is `-title` here; empty for anything else."""
    match = _DIRECTED.fullmatch(written)
    return f"write `{'-' if match[2].lower() == 'desc' else ''}{match[1]}`" if match else ""


def _quoted(text: Text, part: str, at: int) -> str:
    """A hint for a name in double quotes, which was meant to be a text."""
    return f"a text stands in single quotes: '{part}'" if text.value[at : at + 1] == '"' else ""


def _behind_a_join(model: "Model", source: str, part: str) -> str:
    for name in model.joined(source):
        try:
            steps = model.join(source, name)
            if steps and (model.field(steps[-1].target, part) or model.measure(steps[-1].target, part)):
                return f"did you mean `{name}.{part}`?"
        except GenesisError:
            continue
    return ""


def joins(model: "Model", source: str, text: Text) -> tuple[str, ...]:
    """The simple steps of a path that must consist of joins alone."""
    target = follow(model, source, tuple(text.value.split(".")), text)
    if target.member is not None or not target.steps:
        last = target.member.name if target.member else text.value
        before = text.value.removesuffix(f".{last}")
        hint = f"write `{before}`, and ask about `{last}` in `where:`" if before != text.value else ""
        raise fail("G211", text.span, f"`{text}` must be a path of joins, but it ends at `{last}`", hint)
    return target.path


def value(model: "Model", source: str, name: Name, text: Text) -> Expression:
    """A name in an expression over a source's row: a field, behind a to-one path of any length.

    Raises:
        GenesisError: for an unknown name, a measure, a join, or a to-many path.
    """
    parameter = parameter_name(name.parts[0])
    if parameter is not None:
        return model.compiling.parameters.one(parameter, locate(text, name.start, name.end))
    target = follow(model, source, name.parts, text, name.start)
    written = ".".join(name.parts)
    if not isinstance(target.member, SourceField):
        what = "a measure" if target.member else "a join"
        place = locate(text, name.start, name.end)
        hint = (
            "measures are computed with in other measures, and in grouped inputs"
            if target.member
            else "name a field behind it"
        )
        raise fail("G213", place, f"`{written}` is {what}; an expression over a row needs a field", hint)
    if not target.to_one:
        raise fail(
            "G214",
            locate(text, name.start, name.end),
            f"`{written}` goes through a to-many join: many values for one row",
            "make it a field of its own: `rollup: {field: ..., sum: true}`",
        )
    return target.value()
