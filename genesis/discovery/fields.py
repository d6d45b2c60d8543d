"""What inputs can select from a source: its fields and measures, and those behind its joins."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from genesis.diagnostics import GenesisError, did_you_mean, fail
from genesis.discovery.wording import join_spec
from genesis.model.literals import GRAINS
from genesis.model.model import Model
from genesis.model.parts import Measure, SourceField, Step, words
from genesis.spec.documents import JoinSpec

Kind = Literal["field", "measure", "join"]
DEEPEST = 4
"""Beyond that a list helps nobody: it grows with every join of every source on the way."""


class Selectable(Struct, frozen=True):
    """One path that an input may name. ``many``: behind a to-many join, so that a field must be aggregated.

    A join stands before what is behind it; its ``type`` is the source it leads to. ``values`` are a field's codes,
    ``grains`` may follow its name.
    """

    path: str
    kind: Kind
    label: str
    type: str
    many: bool
    description: str = ""
    values: tuple[str, ...] = ()
    grains: tuple[str, ...] = ()


def selectable(model: Model, source: str, depth: int, behind: str = "") -> tuple[Selectable, ...]:
    """Every path from ``source`` with at most ``depth`` names after ``behind``, which is a path of joins.

    Fields come first, then measures, then each join with what is behind it. Hidden fields and measures are left out, and
    so is the way straight back over the join just taken.

    Raises:
        GenesisError: for a source that is not there or is wrong, G920 for a depth that is none, G925 for no path of joins.
    """
    if not 1 <= depth <= DEEPEST:
        raise fail("G920", None, f"the depth is a number from 1 to {DEEPEST}, not {depth}", "--depth 2")
    steps: tuple[Step, ...] = ()
    here = model.source(source).name.value
    for name in filter(None, behind.split(".")):
        found = model.join(here, name)
        if not found:
            raise fail("G925", None, f"`{here}` has no join `{name}`", did_you_mean(name, joins(model, here)))
        steps, here = (*steps, *found), found[-1].target
    return tuple(_from(model, here, steps, depth, f"{behind}." if behind else ""))


def matching(listed: tuple[Selectable, ...], search: str) -> tuple[Selectable, ...]:
    """The entries that hold every word of ``search`` in their path, label, description, type or values.

    Raises:
        GenesisError: G921 when there is none, with the nearest name.
    """
    wanted = search.casefold().split()
    found = tuple(entry for entry in listed if all(word in _text(entry) for word in wanted))
    if not found:
        names = {part for entry in listed for part in entry.path.split(".")}
        hint = did_you_mean(search, names) if names else ""
        raise fail("G921", None, f"nothing that can be selected here has to do with `{search}`", hint)
    return found


def _text(entry: Selectable) -> str:
    return " ".join((entry.path, entry.label, entry.type, entry.description, *entry.values)).casefold()


def _from(model: Model, source: str, steps: tuple[Step, ...], depth: int, before: str = "") -> Iterator[Selectable]:
    many = any(not s.to_one for s in steps)
    yield from _members(model, source, before, many=many)
    for name in joins(model, source):
        found = model.join(source, name)
        if not found or (steps and len(found) == 1 and join_spec(model, found[0]) is join_spec(model, steps[-1])):
            continue
        behind = (*steps, *found)
        yield _join(model, source, name, f"{before}{name}", behind)
        if depth > 1:
            yield from _from(model, found[-1].target, behind, depth - 1, f"{before}{name}.")


def _members(model: Model, source: str, before: str, *, many: bool) -> Iterator[Selectable]:
    spec = model.source(source)
    for one in spec.fields:
        field = model.field(source, one.name.value)
        if field is not None and not field.hidden:
            yield _field(field, before, many=many)
    for name in (*(m.name.value for m in spec.measures), "count"):
        measure = model.measure(source, name)
        if measure is not None and not measure.hidden:
            yield _measure(measure, before, many=many)


def _field(field: SourceField, before: str, *, many: bool) -> Selectable:
    codes = tuple(str(code) if label == str(code) else f"{code} ({label})" for code, label in field.values)
    path = f"{before}{field.name}"
    grains = {"date": GRAINS[:5], "timestamp": GRAINS}.get(field.type.kind, ())
    return Selectable(path, "field", field.label, str(field.type), many, field.description, codes, grains)


def _measure(measure: Measure, before: str, *, many: bool) -> Selectable:
    return Selectable(
        f"{before}{measure.name}", "measure", measure.label, str(measure.value.type), many, measure.description
    )


def _join(model: Model, source: str, name: str, path: str, steps: tuple[Step, ...]) -> Selectable:
    spec = next((j for j in model.source(source).joins if j.name.value == name), None)
    label = spec.label.value if spec and spec.label else words(name)
    description = spec.description.value.strip() if spec and spec.description else ""
    return Selectable(path, "join", label, steps[-1].target, any(not s.to_one for s in steps), description)


def joins(model: Model, source: str) -> tuple[str, ...]:
    """The names of a source's own joins, then of the ways back that other sources declare; each once."""
    own = [j.name.value for j in model.source(source).joins]
    backs = [
        join.reverse.value
        for other in (source, *model.files.mentions(source))
        for join in _joins_of(model, other)
        if join.reverse and join.to and join.to.value == source
    ]
    return tuple(dict.fromkeys((*own, *backs)))


def _joins_of(model: Model, source: str) -> tuple[JoinSpec, ...]:
    """Another source's joins; none when it is wrong: that is not what is asked here."""
    try:
        return model.files.source(source).joins
    except GenesisError:
        return ()
