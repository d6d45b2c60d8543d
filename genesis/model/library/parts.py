"""Functions of lists and JSON: what has parts."""

from collections.abc import Sequence
from typing import Final

from genesis.model.signatures import Function, always, common_type
from genesis.model.types import BOOLEAN, INTEGER, STRING, Type, list_of


def _element(types: Sequence[Type]) -> Type | None:
    return types[0].element


def _contained(types: Sequence[Type]) -> Type | None:
    holder, part = types
    inside = STRING if holder.kind in {"string", "null"} else holder.element
    return BOOLEAN if inside is not None and common_type([inside, part]) == inside else None


def _joined(types: Sequence[Type]) -> Type | None:
    return STRING if types[0].kind == "null" or types[0].element == STRING else None


PARTS: Final[dict[str, Function]] = {
    "contains": Function(
        ("string or list", "any"),
        _contained,
        "contains(text or list, part)",
        "Whether the text holds that part, or the list that element.",
    ),
    "split": Function(
        ("string", "string"),
        always(list_of(STRING)),
        "split(text, separator)",
        "The parts between separators, which are written in quotes, as a list.",
    ),
    "array_join": Function(
        ("list", "string"),
        _joined,
        "array_join(list, separator)",
        "The texts of a list that are not null, the separator between them.",
    ),
    "cardinality": Function(("list",), always(INTEGER), "cardinality(list)", "How many elements a list has."),
    "element_at": Function(
        ("list", "integer"),
        _element,
        "element_at(list, n)",
        "The n-th element, counted from the end when negative; null where there is none.",
    ),
    "json_extract_scalar": Function(
        ("string or json", "string"),
        always(STRING),
        "json_extract_scalar(json, path)",
        "The text, number or boolean at a path such as `'$.items[0].name'` as text; null where there is none, of an "
        "object, of a list, and of text that is not JSON; how a number is written there is the engine's choice.",
    ),
}
