"""A tracker's `audits:` as values: what its author wants to be true of every result before it is published."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from genesis.diagnostics import Problems, Span, did_you_mean
from genesis.spec.documents import Mapping, Node, Scalar, Text
from genesis.spec.documents import Sequence as Items
from genesis.spec.settings import TrackerSpec

_WHOLE: Final = 100


class Bound(Struct, frozen=True):
    """A number and where it stands; a `max_change` is a share: 0.3 for 30%."""

    value: float
    span: Span


class Audits(Struct, frozen=True):
    """All audits of a tracker. The bounds may be given once each; of two, the last one counts."""

    least: Bound | None = None
    most: Bound | None = None
    change: Bound | None = None
    not_null: tuple[Text, ...] = ()
    unique: tuple[Text, ...] = ()


class _Draft(Struct):
    bounds: dict[str, Bound]
    columns: dict[str, list[Text]]


def read_audits(tracker: TrackerSpec, columns: Sequence[str], problems: Problems) -> Audits:
    """The audits of a tracker whose result has these columns; G812 for each that says something else."""
    draft = _Draft({}, {"not_null": [], "unique": []})
    readers: dict[str, Callable[[Node], None]] = {
        "rows": lambda node: _bounds(node, draft, problems),
        "not_null": lambda node: _names("not_null", node, columns, draft, problems),
        "unique": lambda node: _names("unique", node, columns, draft, problems),
    }
    for audit in tracker.audits:
        for key, node in audit.entries:
            if key.value in readers:
                readers[key.value](node)
            else:
                problems.add("G812", key.span, f"there is no audit `{key.value}`", did_you_mean(key.value, readers))
    kept = draft.bounds
    if "min" in kept and "max" in kept and kept["min"].value > kept["max"].value:
        message = f"no number of rows is at least {kept['min'].value} and at most {kept['max'].value}"
        problems.add("G812", kept["max"].span, message, "give `max` a number that is not below `min`")
    named = draft.columns
    return Audits(
        kept.get("min"), kept.get("max"), kept.get("max_change"), tuple(named["not_null"]), tuple(named["unique"])
    )


def _bounds(node: Node, draft: _Draft, problems: Problems) -> None:
    if not isinstance(node, Mapping):
        problems.add("G812", node.span, "`rows` is a mapping", "write `rows: {min: 1, max_change: 30%}`")
        return
    for key, value in node.entries:
        if key.value not in {"min", "max", "max_change"}:
            hint = did_you_mean(key.value, ("min", "max", "max_change"))
            problems.add("G812", key.span, f"`rows` has no `{key.value}`", hint)
            continue
        number = _share(value) if key.value == "max_change" else _count(value)
        if number is None:
            example = "30%" if key.value == "max_change" else "1"
            problems.add("G812", value.span, f"`{key.value}` is not understood", f"write `{key.value}: {example}`")
        else:
            draft.bounds[key.value] = Bound(number, value.span)


def _count(node: Node) -> float | None:
    value = node.value if isinstance(node, Scalar) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _share(node: Node) -> float | None:
    if not isinstance(node, Scalar) or isinstance(node.value, bool):
        return None
    text = node.text.strip()
    try:
        number = float(text.removesuffix("%")) / (_WHOLE if text.endswith("%") else 1)
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def _names(audit: str, node: Node, columns: Sequence[str], draft: _Draft, problems: Problems) -> None:
    for item in node.items if isinstance(node, Items) else (node,):
        if not isinstance(item, Scalar) or item.value is None:
            problems.add("G812", item.span, f"`{audit}` lists columns", f"write `{audit}: [{columns[0]}]`")
        elif item.text not in columns:
            hint = did_you_mean(item.text, columns)
            problems.add("G812", item.span, f"the result has no column `{item.text}`", hint)
        else:
            draft.columns[audit].append(Text(item.text, item.span))
