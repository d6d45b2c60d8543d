"""The schema of source documents."""

from genesis.schema.pieces import (
    Schema,
    at_most_one,
    either,
    flag,
    many,
    mapping,
    named,
    one_or_many,
    ref,
    said,
    text,
)
from genesis.spec.aggregates import AGGREGATES

_TABLE = r"""^\s*[^\s."'`;]+(\.[^\s."'`;]+){1,2}\s*$"""


def schema() -> Schema:
    """A data-source definition: what one row of a table means."""
    keys = {
        "source": ref("name", "The source's name, and that of its file."),
        "description": text("What one row is."),
        "owner": text("Who answers for it."),
        "table": text("`schema.table`, or `catalog.schema.table`.", pattern=_TABLE),
        "sql": ref("sql", "One SELECT instead of a table."),
        "key": either("The field or fields that tell rows apart, or `none`.", text(), many(text(), least=1)),
        "latest_by": text("The table is append-only: of each key the row with the greatest value here is kept."),
        "where": ref("where", "The rows that exist, for everyone."),
        "fields": named(ref("field"), "member_name", "Values of a row, by name."),
        "joins": named(ref("join"), "member_name", "Relations to other sources, by name."),
        "measures": named(ref("measure"), "member_name", "Aggregates over the source's rows, by name."),
    }
    return mapping(
        keys,
        ("source", "key"),
        oneOf=[{"required": ["table"]}, {"required": ["sql"]}],
    )


def definitions() -> dict[str, Schema]:
    """What fields, joins and measures are."""
    return {"field": _field(), "rollup": _rollup(), "join": _join(), "on": _on(), "measure": _measure()}


def _field() -> Schema:
    keys = {
        "type": ref("type", "The field's type. May be left out where an expression's is certain."),
        "column": text("The table's column, where it is not named like the field."),
        "sql": ref("sql", "An expression over fields of this row, and fields behind its to-one joins."),
        "rollup": ref("rollup", "An aggregate behind a to-many path, as a value of each row."),
        "label": text("What readers see; without it the name in words."),
        "description": text("What the value means."),
        "format": ref("format"),
        "values": ref("values"),
        "tags": one_or_many(text(), "Words that policies may use."),
        "hidden": flag("For expressions and joins, not for inputs."),
    }
    computed = [{"required": ["sql"]}, {"required": ["rollup"]}, {"required": ["type"]}]
    long = mapping(keys, anyOf=computed, allOf=at_most_one("column", "sql", "rollup"))
    return either("A type, or a mapping that says more.", ref("type"), long)


def _rollup() -> Schema:
    keys = {"field": ref("path"), **_item_aggregates(), "where": ref("where")}
    return either(
        "A measure's path, or a field's with an aggregate.",
        ref("path"),
        mapping(keys, ("field",), allOf=at_most_one(*AGGREGATES)),
    )


def _item_aggregates() -> Schema:
    return {name: ref(f"{name}_of_item") for name in AGGREGATES}


def _join() -> Schema:
    keys = {
        "to": ref("name", "The other source."),
        "on": ref("on"),
        "through": text("A path of joins that this name stands for: `cast.person`."),
        "reverse": ref("member_name", "The name of the way back, for the other source."),
        "where": ref("where", "Which rows of the other source count."),
        "pick": said(
            mapping({"order_by": ref("orders")}, ("order_by",)),
            "Keeps one of the rows that meet: the first in this order.",
        ),
        "many": flag("Whether several rows may meet, where keys cannot tell. `false` is tested by `genesis test`."),
        "label": text("What readers see before the label of a field behind it."),
        "description": text("What the relation means."),
    }
    direct = ("to", "on", "reverse", "where", "pick", "many")
    path = {"required": ["through"], "properties": dict.fromkeys(direct, False)}
    return mapping(keys, anyOf=[path, {"required": ["to", "on"], "properties": {"through": False}}])


def _on() -> Schema:
    pairs = {"type": "object", "minProperties": 1, "additionalProperties": text()}
    return either(
        "Which rows meet: a field both have, `{own: other}`, a list of these, or an expression.",
        text(),
        pairs,
        many(either("", text(), {"type": "object", "additionalProperties": text()}), least=1),
    )


def _measure() -> Schema:
    keys = {
        **{name: ref(f"{name}_of_measure") for name in AGGREGATES},
        "ratio": said({**many(text()), "minItems": 2, "maxItems": 2}, "One measure divided by another."),
        "sql": ref("sql", "An expression over other measures of this source."),
        "where": ref("where", "Only these rows are aggregated."),
        "label": text("What readers see; without it the name in words."),
        "description": text("What it says."),
        "format": ref("format"),
        "tags": one_or_many(text(), "Words that policies may use."),
        "hidden": flag("For other measures, not for inputs."),
    }
    return mapping(keys, oneOf=[{"required": [kind]} for kind in (*AGGREGATES, "ratio", "sql")])
