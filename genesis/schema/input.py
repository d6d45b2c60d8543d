"""The schema of input documents."""

from genesis.schema.pieces import (
    SCALAR,
    Schema,
    at_most_one,
    either,
    flag,
    many,
    mapping,
    named,
    one_or_many,
    ref,
    text,
)
from genesis.spec.aggregates import AGGREGATES


def schema() -> Schema:
    """An input definition: which columns and rows a reader wants."""
    keys = {
        "input": ref("name", "The input's name, and that of its file."),
        "description": text("What it answers."),
        "owner": text("Who asked for it."),
        "source": ref("name", "Without `group_by`, one row of the result is one row of this source."),
        "combine": many(ref("block"), "Several grouped answers that meet on equal keys.", least=1),
        "parameters": named(ref("parameter"), "name", "Values given when it is compiled, used as `$name`."),
        "fields": many(ref("item"), "The columns, in order."),
        "group_by": many(ref("item"), "One row for each combination of these; an empty list gives one row."),
        "filters": ref("filters"),
        "sort": ref("orders", "Columns or paths; `-` descends. The key completes the order."),
        "limit": ref("limit"),
    }
    return mapping(
        keys,
        ("input",),
        oneOf=[{"required": ["source"]}, {"required": ["combine"], "properties": {"group_by": False}}],
        anyOf=[
            {"required": ["combine"]},
            {"required": ["group_by"], "properties": {"group_by": {"minItems": 1}}},
            {"required": ["fields"], "properties": {"fields": {"minItems": 1}}},
        ],
        allOf=[{"if": _with_ties(), "then": {"required": ["sort"]}}],
    )


def _with_ties() -> Schema:
    ties = {"type": "object", "required": ["ties"], "properties": {"ties": {"const": True}}}
    return {"required": ["limit"], "properties": {"limit": ties}}


def definitions() -> dict[str, Schema]:
    """What items, parameters, blocks and limits are."""
    return {"item": _item(), "parameter": _parameter(), "block": _block(), "limit": _limit()}


def _item() -> Schema:
    keys = {
        "field": ref("path"),
        "sql": ref("sql", "An expression over fields of the row and over other columns."),
        "pivot": text("One column for each value of this path."),
        "values": ref("values", "The pivot's values; without it those of its field."),
        **{name: ref(f"{name}_of_item") for name in AGGREGATES},
        "where": ref("where", "Only these rows are aggregated."),
        "as": ref("member_name", "The column's name; without it the path with `_` for each dot."),
        "label": {"type": ["string", "number"], "description": "What readers see above the column."},
        "description": text("What the column says."),
        "format": ref("format"),
        "hidden": flag("For filters, sort and `sql`, not for readers."),
    }
    computed = {"required": ["sql", "as"], "properties": dict.fromkeys(("field", "pivot", *AGGREGATES), False)}
    path = {"required": ["field"], "properties": {"sql": False}}
    long = mapping(
        keys, anyOf=[computed, path], allOf=at_most_one(*AGGREGATES), dependentRequired={"values": ["pivot"]}
    )
    return either("A path, or a mapping that says more.", ref("path"), long)


def _parameter() -> Schema:
    keys = {
        "type": ref("type"),
        "default": either("The value where none is given.", SCALAR, many(SCALAR)),
        "allowed": many(SCALAR, "The only values that may be given.", least=1),
        "description": text("What it chooses."),
    }
    return either("A type, or a mapping that says more.", ref("type"), mapping(keys, ("type",)))


def _block() -> Schema:
    keys = {
        "source": ref("name", "Whose rows this block groups."),
        "group_by": many(ref("item"), "The keys, with the same names and types in every block."),
        "fields": many(ref("item"), "The block's measures."),
        "filters": ref("filters"),
    }
    return mapping(keys, ("source", "group_by", "fields"))


def _limit() -> Schema:
    whole = {"type": "integer", "minimum": 1}
    keys = {
        "rows": {**whole, "description": "At most so many rows."},
        "per": one_or_many(text(), "... of each value of these columns."),
        "ties": flag("Also the rows that `sort` cannot tell from the last one."),
    }
    return either("The first so many rows.", whole, mapping(keys, ("rows",)))
