"""Shown formats as text, for destinations that have nothing else: the same text as ``genesis.output.shown`` gives."""

import re
from collections.abc import Mapping
from typing import Final

from genesis.formatters.text.numbers import number_text
from genesis.model.expression import Case, Expression, Literal, call
from genesis.model.shown import Shown
from genesis.model.types import BOOLEAN, STRING

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


def rendered(value: Expression, shown: Shown, names: Mapping[str, Expression] | None = None) -> Expression:
    """The text of a value as it is shown; ``names`` are the values that a link's ``{name}`` stands for. Null stays null."""
    match shown.kind:
        case "number" | "percent" | "currency":
            return number_text(value, shown)
        case "date" | "datetime":
            return call("format_date", STRING, value, Literal(shown.pattern, STRING))
        case "checkbox":
            yes, no = Literal("TRUE", STRING), Literal("FALSE", STRING)
            return Case(((value, yes), (call("not", BOOLEAN, value), no)), None, STRING)
        case "link":
            return _link(value, shown.text, names or {})


def plain(value: Expression) -> Expression:
    """The text of a value without a format."""
    return value if value.type == STRING else call("to_text", STRING, value)


def _link(value: Expression, template: str, names: Mapping[str, Expression]) -> Expression:
    if not template:
        return plain(value)
    parts: list[Expression] = []
    at = 0
    for match in _PLACEHOLDER.finditer(template):
        if match.start() > at:
            parts.append(Literal(template[at : match.start()], STRING))
        at = match.end()
        found = names.get(match[1])
        if found is not None:
            parts.append(call("coalesce", STRING, plain(found), Literal("", STRING)))
    if at < len(template):
        parts.append(Literal(template[at:], STRING))
    whole = call("concat", STRING, *parts) if len(parts) > 1 else parts[0] if parts else Literal("", STRING)
    return Case(((call("is_not_null", BOOLEAN, value), whole),), None, STRING)
