"""Functions of text. A character is a Unicode code point; the first is at 1."""

from typing import Final

from genesis.model.signatures import Function, always
from genesis.model.types import BOOLEAN, INTEGER, STRING

_TEXTS: Final = ("string", "string")

TEXTS: Final[dict[str, Function]] = {
    "lower": Function(("string",), always(STRING), "lower(text)", "Each letter in lower case."),
    "upper": Function(
        ("string",), always(STRING), "upper(text)", "Each letter in upper case; ß is the engine's choice."
    ),
    "trim": Function(("string",), always(STRING), "trim(text)", "Without the spaces (U+0020) at both ends."),
    "ltrim": Function(("string",), always(STRING), "ltrim(text)", "Without the spaces at the beginning."),
    "rtrim": Function(("string",), always(STRING), "rtrim(text)", "Without the spaces at the end."),
    "length": Function(("string",), always(INTEGER), "length(text)", "How many characters it has."),
    "substr": Function(
        ("string", "integer", "integer"),
        always(STRING),
        "substr(text, start, [length])",
        "From the character at start, counted from the end when negative; empty when start is 0 or outside the text.",
        optional=1,
    ),
    "replace": Function(
        ("string", "string", "string"),
        always(STRING),
        "replace(text, search, replacement)",
        "Every occurrence of search replaced; an empty search changes nothing.",
    ),
    "split_part": Function(
        ("string", "string", "integer"),
        always(STRING),
        "split_part(text, separator, n)",
        "The n-th part; null where there is none. The separator is written in quotes.",
    ),
    "strpos": Function(
        _TEXTS, always(INTEGER), "strpos(text, part)", "Where part begins first; 0 when it does not occur."
    ),
    "starts_with": Function(_TEXTS, always(BOOLEAN), "starts_with(text, part)", "Whether it begins so."),
    "ends_with": Function(_TEXTS, always(BOOLEAN), "ends_with(text, part)", "Whether it ends so."),
    "concat": Function(
        ("string",),
        always(STRING),
        "concat(a, b, ...)",
        "All one after the other; null when one is null.",
        variadic=True,
    ),
    "concat_ws": Function(
        _TEXTS,
        always(STRING),
        "concat_ws(separator, a, b, ...)",
        "All that are not null, the separator between them.",
        variadic=True,
    ),
    "lpad": Function(
        ("string", "integer", "string"),
        always(STRING),
        "lpad(text, length, fill)",
        "Filled at the beginning to that length; cut at its end when longer.",
    ),
    "rpad": Function(
        ("string", "integer", "string"),
        always(STRING),
        "rpad(text, length, fill)",
        "Filled at the end to that length; cut at its end when longer.",
    ),
    "reverse": Function(("string",), always(STRING), "reverse(text)", "Its characters in the opposite order."),
    "repeat": Function(
        ("string", "integer"), always(STRING), "repeat(text, n)", "n times one after the other; empty when n < 1."
    ),
    "translate": Function(
        ("string", "string", "string"),
        always(STRING),
        "translate(text, characters, others)",
        "Each of the characters replaced by the one at its place among the others, removed where there is none.",
    ),
    "chr": Function(("integer",), always(STRING), "chr(n)", "The character with that code point."),
    "codepoint": Function(
        ("string",), always(INTEGER), "codepoint(text)", "The code point of the first character; null of empty text."
    ),
    "regexp_like": Function(
        _TEXTS, always(BOOLEAN), "regexp_like(text, pattern)", "Whether the RE2 pattern is found anywhere."
    ),
    "regexp_extract": Function(
        ("string", "string", "integer"),
        always(STRING),
        "regexp_extract(text, pattern, [group])",
        "The first match, or its group, empty where that took no part; null where there is no match.",
        optional=1,
    ),
    "regexp_replace": Function(
        ("string", "string", "string"),
        always(STRING),
        "regexp_replace(text, pattern, replacement)",
        "Every match replaced; `$1` in the replacement, which is written in quotes, is the first group, `\\$` a dollar.",
    ),
}
