"""Aggregates of measures and items, formatter pipelines, orders, listed values."""

from typing import Final

from genesis.diagnostics import Problems
from genesis.spec.documents import AggregateSpec, FormatterSpec, Mapping, Node, OrderSpec, Scalar, Sequence, Text
from genesis.spec.places import locate
from genesis.spec.scalars import scalar_value
from genesis.spec.shape import Entries, expression_of, text_of, texts_of, wrong_kind

AGGREGATES: Final[dict[str, tuple[str, ...]]] = {
    "count": ("of",),
    "count_distinct": ("of",),
    "sum": ("of",),
    "avg": ("of",),
    "min": ("of",),
    "max": ("of",),
    "median": ("of", "approx"),
    "percentile": ("of", "at", "approx"),
    "any": ("of",),
    "all": ("of",),
    "list": ("of", "separator", "order_by", "distinct", "limit", "more", "format"),
    "first": ("of", "order_by"),
    "last": ("of", "order_by"),
}
"""Each aggregate and the options of its long form."""


def read_aggregate(function: Text, node: Node, problems: Problems, *, item: bool) -> AggregateSpec | None:
    """An aggregate of a measure, or of an item, where the path names what is aggregated.

    Mistakes: G029 for an argument that the aggregate cannot take.
    """
    name = function.value
    if isinstance(node, Mapping):
        return _long(function, node, problems, item=item)
    if isinstance(node, Sequence):
        wrong_kind(
            problems,
            node,
            f"`{name}`",
            "`true` or a mapping" if item else "an expression or a mapping",
            _example(name, item=item),
        )
        return None
    if name == "percentile" and item:
        _check_share(node, problems)
        return AggregateSpec(function, at=node)
    if name in {"percentile", "first", "last"}:
        missing = "which share" if name == "percentile" else "what is first"
        problems.add("G029", node.span, f"`{name}` must say {missing}", _example(name, item=item))
        return None
    if name == "count" and node.value == "rows":
        return AggregateSpec(function, rows=True)
    return _short(function, node, problems, item=item)


def _short(function: Text, node: Scalar, problems: Problems, *, item: bool) -> AggregateSpec | None:
    name = function.value
    if item:
        if node.value is not True:
            problems.add(
                "G029",
                node.span,
                f"in an item `{name}` is `true`: its path names what is aggregated",
                _example(name, item=True),
            )
        return AggregateSpec(function)
    if isinstance(node.value, bool) or node.value is None:
        problems.add("G029", node.span, f"`{name}` must say what it aggregates", _example(name, item=False))
        return None
    of = text_of(node, f"`{name}`", problems)
    return AggregateSpec(function, of) if of else None


def _example(name: str, *, item: bool) -> str:
    of = "" if item else "of: budget, "
    if name == "percentile":
        return "write `percentile: 0.9`" if item else "write `percentile: {of: budget, at: 0.9}`"
    if name in {"first", "last"}:
        return f"write `{name}: {{{of}order_by: updated_at}}`"
    return (
        f"write `{name}: true`"
        if item
        else f"write `{name}: budget`, a field or an expression over the source's fields"
    )


def _long(function: Text, node: Mapping, problems: Problems, *, item: bool) -> AggregateSpec:
    name = function.value
    entries = Entries(node, f"`{name}`", problems)
    entries.known(AGGREGATES[name])
    if not item:
        entries.require("of", _example(name, item=False))
    if name in {"first", "last"}:
        entries.require("order_by", _example(name, item=item))
    at = entries.node("at")
    if name == "percentile":
        entries.require("at", _example(name, item=item))
    if at is not None:
        _check_share(at, problems)
    of = entries.node("of")
    return AggregateSpec(
        function,
        None if of is None else expression_of(of, "`of`", problems),
        at=at if isinstance(at, Scalar) else None,
        separator=entries.written("separator"),
        order_by=read_orders(entries, "order_by"),
        distinct=bool(entries.flag("distinct")),
        limit=entries.whole("limit"),
        more=entries.written("more"),
        approx=bool(entries.flag("approx")),
        format=read_format(entries),
    )


def _check_share(node: Node, problems: Problems) -> None:
    number = node.value if isinstance(node, Scalar) else None
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
        problems.add(
            "G029", node.span, "a percentile's share is a number from 0 to 1", "for the 90th percentile write 0.9"
        )


def aggregate_of(entries: Entries, *, item: bool, also: tuple[str, ...] = ()) -> AggregateSpec | None:
    """The one aggregate of a measure or an item; G028 for each that is too many (``also`` counts as one)."""
    given = [key for key in (*AGGREGATES, *also) if entries.has(key)]
    for extra in given[1:]:
        hint = "make it a column of its own" if item else "make it a measure of its own"
        entries.problems.add(
            "G028", entries.key(extra).span, f"{entries.what} has one aggregate: `{given[0]}` or `{extra}`", hint
        )
    if not given or given[0] in also:
        return None
    node = entries.node(given[0])
    return None if node is None else read_aggregate(entries.key(given[0]), node, entries.problems, item=item)


def read_format(entries: Entries, key: str = "format") -> tuple[FormatterSpec, ...] | None:
    """A pipeline: ``None`` when not written, empty for ``none``."""
    node = entries.node(key)
    if node is None:
        return None
    if isinstance(node, Scalar) and node.value == "none":
        return ()
    steps = node.items if isinstance(node, Sequence) else (node,)
    found = (_step(step, entries.problems) for step in steps)
    return tuple(step for step in found if step)


def _step(node: Node, problems: Problems) -> FormatterSpec | None:
    if isinstance(node, Mapping):
        if len(node.entries) == 1:
            return FormatterSpec(*node.entries[0])
        names = [key.value for key, _ in node.entries]
        mended = ", ".join(f"{{{name}: ...}}" for name in names)
        hint = (
            f"a list is a pipeline: `format: [{mended}]`" if names else "name a formatter, for example `format: upper`"
        )
        problems.add("G034", node.span, "each step of `format` is one formatter", hint)
        return None
    name = text_of(node, "a formatter", problems)
    if name and name.value == "none":
        problems.add("G034", name.span, "`none` cannot be a step of a pipeline", "write `format: none` alone")
    return FormatterSpec(name, None) if name else None


def read_orders(entries: Entries, key: str) -> tuple[OrderSpec, ...]:
    """``order_by``, ``sort``: one entry or a list; ``-`` descends."""
    node = entries.node(key)
    if node is None:
        return ()
    if isinstance(node, Mapping):
        wrong_kind(
            entries.problems,
            node,
            f"`{key}`",
            "a name or a list of names",
            f"write `{key}: [-start_date, title]`; `-` descends",
        )
        return ()
    return tuple(_order(text, entries.problems) for text in texts_of(node, f"`{key}`", entries.problems))


def _order(text: Text, problems: Problems) -> OrderSpec:
    if not text.value.startswith("-"):
        return OrderSpec(text, descending=False)
    name = text.value[1:].strip()
    begin = text.value.index(name, 1)
    if not name:
        problems.add("G006", text.span, "`-` descends by nothing", "write the name after it: `-start_date`")
    return OrderSpec(Text(name, locate(text, begin, begin + len(name))), descending=True)


def read_values(node: Node, problems: Problems) -> tuple[tuple[Scalar, Text | None], ...]:
    """``values``: a list of codes, or codes with their labels."""
    if isinstance(node, Mapping):
        labels = ((key, text_of(value, f"the label of `{key.value}`", problems)) for key, value in node.entries)
        found = tuple((key_scalar(key), label) for key, label in labels)
    elif isinstance(node, Sequence):
        found = tuple((code, None) for code in scalars_of(node, "`values`", problems))
    else:
        wrong_kind(
            problems, node, "`values`", "a list or a mapping", "write `[VFX, Sound]`, or `{VFX: Visual effects}`"
        )
        return ()
    if not (node.items if isinstance(node, Sequence) else node.entries):
        problems.add("G030", node.span, "`values` is empty", "list the codes, or leave `values` out")
    return found


def scalars_of(node: Sequence, what: str, problems: Problems) -> tuple[Scalar, ...]:
    """A list's single values."""
    for item in node.items:
        if not isinstance(item, Scalar):
            wrong_kind(problems, item, f"an entry of {what}", "a single value")
    return tuple(item for item in node.items if isinstance(item, Scalar))


def key_scalar(key: Text) -> Scalar:
    """A mapping's key as the value that it would be elsewhere: a quoted key takes more room than its text."""
    span = key.span
    plain = span.line == span.end_line and span.end_column - span.column == len(key.value)
    return Scalar(scalar_value(key.value) if plain else key.value, key.value, plain, span)
