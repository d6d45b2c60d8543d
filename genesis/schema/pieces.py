"""Small JSON Schemas, and what several documents share: text, names, expressions, formats, aggregates, filters."""

from typing import Any, Final

from genesis.formatters.project.language import formatters
from genesis.spec.aggregates import AGGREGATES
from genesis.spec.conditions import OPERATORS
from genesis.spec.dialects import DIALECTS
from genesis.spec.shape import LONGEST_NAME, RESERVED

Schema = dict[str, Any]

_NAME: Final = "^[a-z][a-z0-9_]*$"
_TYPE: Final = (
    r"^\s*(string|integer|float|boolean|date|timestamp|timestamptz|time|json"
    r"|decimal\(\s*\d{1,2}\s*,\s*\d{1,2}\s*\)|list\(.+\))\s*$"
)
SCALAR: Final[Schema] = {"type": ["string", "number", "boolean", "null"]}


def text(description: str = "", pattern: str = "") -> Schema:
    """Text that is not blank, or of a pattern; without one a number keeps what was written."""
    kind: Schema = (
        {"type": "string", "pattern": pattern} if pattern else {"type": ["string", "number"], "pattern": r"\S"}
    )
    return said(kind, description)


def said(schema: Schema, description: str) -> Schema:
    """A schema with a description, if there is one."""
    return {**schema, "description": description} if description else schema


def ref(name: str, description: str = "") -> Schema:
    """One of the shared definitions."""
    return said({"$ref": f"#/$defs/{name}"}, description)


def either(description: str, *schemas: Schema) -> Schema:
    """Any of several forms."""
    return said({"anyOf": list(schemas)}, description)


def many(of: Schema, description: str = "", *, least: int = 0) -> Schema:
    """A list."""
    return said({"type": "array", "items": of, **({"minItems": least} if least else {})}, description)


def one_or_many(of: Schema, description: str) -> Schema:
    """One value, or a list of them."""
    return either(description, of, many(of))


def flag(description: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": description}


def mapping(keys: Schema, required: tuple[str, ...] = (), **more: Any) -> Schema:
    """A mapping with these keys and no others."""
    needs = {"required": list(required)} if required else {}
    return {"type": "object", "properties": keys, "additionalProperties": False, **needs, **more}


def named(values: Schema, names: str, description: str) -> Schema:
    """A mapping of names that the author chooses."""
    return {"type": "object", "propertyNames": ref(names), "additionalProperties": values, "description": description}


def at_most_one(*keys: str) -> list[Schema]:
    """That no two of these keys stand together."""
    return [{"not": {"required": [a, b]}} for i, a in enumerate(keys) for b in keys[i + 1 :]]


def shared() -> dict[str, Schema]:
    """The definitions that documents refer to."""
    return {**_names(), **_expressions(), **_filters(), **_format(), **aggregates()}


def _names() -> dict[str, Schema]:
    name: Schema = {"type": "string", "pattern": _NAME, "maxLength": LONGEST_NAME}
    types = "string integer decimal(p,s) float boolean date timestamp timestamptz time json list(T)"
    grain = "Joins, then a field or a measure: `country.name`. A date may be followed by a grain: `start_date.month`."
    return {
        "name": name,
        "member_name": {**name, "not": {"enum": sorted(RESERVED)}},
        "type": text(types, pattern=_TYPE),
        "path": text(grain),
        "values": either(
            "The codes that may stand here, in their order; with labels as a mapping.",
            many(SCALAR, least=1),
            {"type": "object", "minProperties": 1, "additionalProperties": text()},
        ),
    }


def _expressions() -> dict[str, Schema]:
    condition = "A boolean expression, or a list of filters. Null counts as false."
    own = "A scalar SQL expression, or a text of its own for each dialect with `default` for the others."
    return {
        "expression": said({**SCALAR, "pattern": r"\S"}, "A scalar SQL expression over fields of the row."),
        "sql": either(own, ref("expression"), _by_dialect()),
        "where": either(condition, ref("expression"), ref("filters")),
        "order": {**text("A name or an expression; `-` in front descends."), "pattern": r"[^\s-]"},
        "orders": one_or_many(ref("order"), "Names, paths or expressions; `-` descends."),
    }


def _by_dialect() -> Schema:
    known = dict.fromkeys(sorted(DIALECTS), ref("expression"))
    known = {"default": ref("expression", "For the dialects that have no text of their own."), **known}
    return mapping(known, minProperties=1)


OPERATOR_WORDS: Final = {
    "eq": "Is the same; `null` asks for no value.",
    "ne": "Is not the same: the opposite of `eq`, keeps rows without a value.",
    "in": "Is one of these, among which null may be.",
    "not_in": "Is none of these: the opposite of `in`.",
    "gt": "Is greater.",
    "gte": "Is greater or the same.",
    "lt": "Is less.",
    "lte": "Is less or the same.",
    "between": "Lies from the first to the second, both included.",
    "contains": "Holds this text anywhere, `%` and `_` as they are.",
    "starts_with": "Begins with this text.",
    "ends_with": "Ends with this text.",
    "like": "Matches an SQL pattern: `%` any text, `_` one character.",
    "matches": "Holds a match of this RE2 pattern anywhere.",
    "is_null": "Is null, or with `false` is not.",
    "last": "Lies in so much time up to today: `30 days` is today and the 29 days before.",
    "next": "Lies in so much time after today: `6 months`.",
    "this": "Lies in the calendar period that holds today: `month`.",
    "previous": "Lies in the calendar period before that one.",
}


def _filters() -> dict[str, Schema]:
    listed = either("", many(SCALAR, least=1), {"type": "string", "pattern": r"^\$"})
    pair = either("", {**many(SCALAR), "minItems": 2, "maxItems": 2}, {"type": "string", "pattern": r"^\$"})
    special = {"in": listed, "not_in": listed, "between": pair, "is_null": {"type": "boolean"}}
    operators = {name: said(special.get(name, SCALAR), OPERATOR_WORDS[name]) for name in OPERATORS}
    condition = either(
        "A value (equals), a list (one of), or operators that must all hold.",
        SCALAR,
        many(SCALAR, least=1),
        mapping(operators, minProperties=1),
    )
    alone = [
        _alone("any", ref("filter_list", "At least one of these holds.")),
        _alone("all", ref("filter_list", "All of these hold.")),
        _alone("not", ref("filter_list", "These do not all hold.")),
        _alone("sql", ref("sql", "A boolean expression, also over columns.")),
    ]
    words = ("any", "all", "not", "sql", "some", "none", "every")
    paths = {"type": "object", "minProperties": 1, "propertyNames": {"not": {"enum": list(words)}}}
    return {
        "condition": condition,
        "filter": {
            "description": "One condition: `path: condition`, any/all/not, some/none/every with `where`, or sql.",
            "oneOf": [{**paths, "additionalProperties": ref("condition")}, *alone, *_quantified()],
        },
        "filters": many(ref("filter"), "Filters that must all hold."),
        "filter_list": many(ref("filter"), "", least=1),
    }


def _alone(key: str, value: Schema) -> Schema:
    return mapping({key: value}, (key,))


def _quantified() -> list[Schema]:
    words = {
        "some": "Some related row is such.",
        "none": "No related row is such.",
        "every": "Every related row is such.",
    }
    where = ref("where", "What the same related row must be.")
    return [
        mapping({kind: text(said_), "where": where}, (kind, "where") if kind == "every" else (kind,))
        for kind, said_ in words.items()
    ]


def _format() -> dict[str, Schema]:
    known = {name: {"description": formatter_words(name)} for name in formatters() if name != "none"}
    step = either(
        "A formatter's name, or a mapping of its name to its argument.",
        {"type": "string", "pattern": r"\S", "not": {"const": "none"}, "examples": sorted(known)},
        {"type": "object", "minProperties": 1, "maxProperties": 1, "properties": known},
    )
    return {
        "format_step": step,
        "format": either(
            "How the value is changed and shown: a formatter, a list of them in order, or none.",
            {"const": "none"},
            ref("format_step"),
            many(ref("format_step")),
        ),
    }


def formatter_words(name: str) -> str:
    """What a formatter does, as its module says."""
    from importlib import import_module

    said_ = (import_module(f"genesis.formatters.{name}").__doc__ or "").partition("\n")[0]
    return said_.replace("``", "`")


AGGREGATE_WORDS: Final = {
    "count": "How many rows, or how many values that are not null.",
    "count_distinct": "How many different values.",
    "sum": "The sum.",
    "avg": "The mean, a float.",
    "min": "The least value.",
    "max": "The greatest value.",
    "median": "The middle, interpolated, a float.",
    "percentile": "The value below which a share of all values lies, interpolated, a float.",
    "any": "Whether it is true of some row.",
    "all": "Whether it is true of every row that has a value.",
    "list": "The values in one text.",
    "first": "The first value that is not null, in an order.",
    "last": "The last value that is not null, in an order.",
}
OPTION_WORDS: Final[dict[str, Schema]] = {
    "of": ref("expression", "What is aggregated, from the row it stands in."),
    "at": {"type": "number", "minimum": 0, "maximum": 1, "description": "The share: 0.9 is the 90th percentile."},
    "approx": flag("Let the engine estimate."),
    "separator": said({"type": ["string", "number"]}, "Between elements; `, ` without it."),
    "order_by": ref("orders", "What to order by; nulls come last both ways."),
    "distinct": flag("Each value once, at its first place."),
    "limit": {"type": "integer", "minimum": 1, "description": "At most so many elements."},
    "more": said({"type": ["string", "number"]}, "Added when elements were cut off; `{n}` is how many."),
    "format": ref("format", "Of each element."),
}


def aggregates() -> dict[str, Schema]:
    """Every aggregate in its two forms: of a measure, and of an item, whose path names what is aggregated."""
    found: dict[str, Schema] = {}
    for name in AGGREGATES:
        found[f"{name}_of_measure"] = said(_of_measure(name), AGGREGATE_WORDS[name])
        found[f"{name}_of_item"] = said(_of_item(name), AGGREGATE_WORDS[name])
    return found


def _of_measure(name: str) -> Schema:
    needed = {"percentile": ("of", "at"), "first": ("of", "order_by"), "last": ("of", "order_by")}.get(name, ("of",))
    long = mapping({key: OPTION_WORDS[key] for key in AGGREGATES[name]}, needed)
    return long if len(needed) > 1 else {"anyOf": [text(), long]}


def _of_item(name: str) -> Schema:
    needed = {"percentile": ("at",), "first": ("order_by",), "last": ("order_by",)}.get(name, ())
    long = mapping({key: OPTION_WORDS[key] for key in AGGREGATES[name]}, needed)
    if name == "percentile":
        return {"anyOf": [OPTION_WORDS["at"], long]}
    return long if needed else {"anyOf": [{"const": True}, long]}
