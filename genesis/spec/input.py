"""Input documents."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from genesis.diagnostics import Diagnostic, GenesisError, Problems, SourceFile
from genesis.spec.aggregates import read_orders, scalars_of
from genesis.spec.conditions import read_filters
from genesis.spec.documents import (
    BlockSpec,
    FilterSpec,
    InputSpec,
    LimitSpec,
    Mapping,
    Node,
    ParameterSpec,
    Scalar,
    Sequence,
    Text,
)
from genesis.spec.items import read_items
from genesis.spec.kinds import open_document
from genesis.spec.shape import Entries, check_name, open_entries, start_of, text_of, wrong_kind

_KEYS: Final = (
    *(
        "input",
        "description",
        "owner",
        "source",
        "combine",
        "parameters",
        "fields",
        "group_by",
        "filters",
        "sort",
        "limit",
    ),
)
_BLOCK_KEYS: Final = ("source", "group_by", "fields", "filters")
_PARAMETER_KEYS: Final = ("type", "default", "allowed", "description")
_MISSING: Final = "G021"
_NO_NUMBER: Final = "G035"
_ITEMS: Final = "begin each item with `- `"


class UnfinishedInputError(GenesisError):
    """Mistakes of an input's shape. ``rest`` is what can be looked at all the same; ``None`` when they spoil the whole."""

    def __init__(self, diagnostics: Iterable[Diagnostic], rest: InputSpec | None) -> None:
        super().__init__(diagnostics)
        self.rest = rest


def read_input(file: SourceFile) -> InputSpec:
    """The input that a file holds.

    Raises:
        UnfinishedInputError: every mistake of shape in the file.
        GenesisError: it is no input at all.
    """
    problems = Problems()
    entries, name = open_document(file, "input", _KEYS, problems)
    _check_body(entries)
    blocks = (_block(node, problems) for node in entries.items("combine", "begin each block with `- `"))
    parameters = (
        _parameter(*pair, problems) for pair in entries.pairs("parameters", "write `name: {type: string}` lines")
    )
    spec = InputSpec(
        name,
        entries.span,
        entries.text("source"),
        tuple(block for block in blocks if block),
        entries.text("description"),
        entries.text("owner"),
        tuple(parameter for parameter in parameters if parameter),
        read_items(entries.items("fields", _ITEMS), problems),
        read_items(entries.items("group_by", _ITEMS), problems) if entries.has("group_by") else None,
        _filters(entries),
        read_orders(entries, "sort"),
        _limit(entries),
    )
    if problems.found:
        raise UnfinishedInputError(problems.found, _rest(spec, problems.found))
    return spec


def _rest(spec: InputSpec, found: list[Diagnostic]) -> InputSpec | None:
    """The input with names for columns that lack one and without its limit, when nothing else is wrong."""
    unnamed = {start_of(item.span) for item in spec.fields if item.sql and not item.name}
    if not all(one.code == _NO_NUMBER or (one.code == _MISSING and one.span in unnamed) for one in found):
        return None
    fields = (
        item if item.name or not item.sql else replace(item, name=Text(f"column_{number}", item.span))
        for number, item in enumerate(spec.fields)
    )
    return replace(spec, fields=tuple(fields), limit=None)


def _check_body(entries: Entries) -> None:
    if not entries.exclusive(("source", "combine")):
        entries.require("source", "say what its rows are: `source: production`")
    if entries.has("combine"):
        entries.exclusive(("combine", "group_by"))
    combine, group_by, fields = entries.node("combine"), entries.node("group_by"), entries.node("fields")
    if isinstance(combine, Sequence) and not combine.items:
        entries.problems.add(
            "G030",
            combine.span,
            "`combine` is empty",
            "give it blocks: `- {source: ..., group_by: [...], fields: [...]}`",
        )
    grouped = isinstance(group_by, Sequence) and group_by.items
    empty = isinstance(fields, Sequence) and not fields.items
    if combine is None and not grouped and (entries.lacks("fields") or empty):
        span = start_of(entries.span) if fields is None else fields.span
        entries.problems.add(
            "G021", span, "an input needs `fields`: it would have no columns", "list them: `fields: [title]`"
        )


def _filters(entries: Entries) -> tuple[FilterSpec, ...]:
    node = entries.node("filters")
    return () if node is None else read_filters(node, "`filters`", entries.problems)


def _block(node: Node, problems: Problems) -> BlockSpec | None:
    hint = "write `{source: ..., group_by: [...], fields: [...]}`"
    entries = open_entries(node, "a block of `combine`", _BLOCK_KEYS, problems, hint)
    if entries is None:
        return None
    for key in ("source", "group_by", "fields"):
        entries.require(key, hint)
    return BlockSpec(
        node.span,
        entries.text("source") or Text("", node.span),
        read_items(entries.items("group_by", _ITEMS), problems),
        read_items(entries.items("fields", _ITEMS), problems),
        _filters(entries),
    )


def _parameter(name: Text, node: Node, problems: Problems) -> ParameterSpec | None:
    check_name(name, "a parameter", problems)
    if isinstance(node, Scalar):
        kind = text_of(node, f"the type of `{name.value}`", problems)
        return ParameterSpec(name, kind) if kind else None
    entries = open_entries(
        node, "a parameter", _PARAMETER_KEYS, problems, "write a type, or `{type: string, default: ...}`"
    )
    if entries is None:
        return None
    entries.require("type", f"write `{name.value}: {{type: string}}`")
    allowed, default = entries.node("allowed"), entries.node("default")
    entries.items("allowed", "write `allowed: [EMEA, APAC]`")
    if isinstance(default, Mapping):
        wrong_kind(problems, default, "`default`", "a value or a list of values")
    if isinstance(allowed, Sequence) and not allowed.items:
        problems.add(
            "G030", allowed.span, "`allowed` is empty, so no value could be given", "list the values, or delete it"
        )
    return ParameterSpec(
        name,
        entries.text("type") or Text("", name.span),
        default,
        scalars_of(allowed, "`allowed`", problems) if isinstance(allowed, Sequence) else (),
        entries.text("description"),
    )


def _limit(entries: Entries) -> LimitSpec | None:
    node = entries.node("limit")
    if not isinstance(node, Mapping):
        rows = entries.whole("limit", parameter=True)
        return LimitSpec(rows) if rows else None
    limit = Entries(node, "`limit`", entries.problems)
    limit.known(("rows", "per", "ties"))
    limit.require("rows", "say how many: `limit: {rows: 3, per: country_name}`")
    ties = bool(limit.flag("ties"))
    if ties and not entries.has("sort"):
        entries.problems.add("G021", limit.key("ties").span, "`ties` needs `sort`", "say what ties: `sort: [-budget]`")
    rows, per = limit.whole("rows", parameter=True), limit.texts("per")
    return LimitSpec(rows, per, ties) if rows else None
