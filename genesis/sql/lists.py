"""Lists of texts, cut and joined, on engines that have lists."""

from collections.abc import Callable
from typing import Final

from sqlglot import exp

from genesis.model.expression import Call

Value = Callable[[object], exp.Expr]


def _function(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def first_places(values: list[exp.Expr]) -> exp.Expr:
    """Every element at its first place alone."""
    (elements,) = values
    element, place = exp.to_identifier("element"), exp.to_identifier("place")
    first = exp.EQ(
        this=_function("LIST_POSITION", elements.copy(), exp.Column(this=element.copy())),
        expression=exp.Column(this=place.copy()),
    )
    chosen = exp.Lambda(this=first, expressions=[element, place], colon=True)
    return _function("LIST_FILTER", elements, chosen)


def join_list(values: list[exp.Expr]) -> exp.Expr:
    """The elements with a separator between them; null of an empty list."""
    elements, separator = values
    return _function("ARRAY_TO_STRING", elements, separator)


def cut_list(values: list[exp.Expr]) -> exp.Expr:
    """The first elements joined; where some were cut, what says so and how many they are is joined like an element."""
    elements, separator, count, *more = values
    kept = _function("LIST_SLICE", elements, exp.Literal.number("1"), count.copy())
    if not more:
        return _function("ARRAY_TO_STRING", kept, separator)
    length = _function("LEN", elements.copy())
    too_long = exp.GT(this=length, expression=count.copy())
    note: exp.Expr = more[0]
    if len(more) > 1:
        rest = exp.Paren(this=exp.Sub(this=length.copy(), expression=count.copy()))
        note = exp.DPipe(this=exp.DPipe(this=more[0], expression=rest), expression=more[1])
    cut = _function("ARRAY_TO_STRING", _function("LIST_APPEND", kept, note), separator)
    whole = _function("ARRAY_TO_STRING", elements.copy(), separator.copy())
    return exp.Case(ifs=[exp.If(this=too_long, true=cut)], default=whole)


LISTS: Final[dict[str, Callable[[list[exp.Expr]], exp.Expr]]] = {
    "first_places": first_places,
    "join_list": join_list,
    "cut_list": cut_list,
}


def listed(value: Callable[..., exp.Expr], node: Call) -> exp.Expr:
    """One of ``LISTS`` applied to lowered arguments."""
    return LISTS[node.function]([value(argument) for argument in node.arguments])
