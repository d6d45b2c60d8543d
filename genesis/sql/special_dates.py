"""Dates as text, by what the engine has codes for."""

from functools import reduce
from itertools import groupby
from operator import itemgetter

from sqlglot import exp

from genesis.diagnostics import fail
from genesis.model import patterns
from genesis.model.expression import Call, Case, Expression, Literal
from genesis.model.types import BOOLEAN, STRING
from genesis.sql.special import Lowering


def date_text(lowering: Lowering, node: Call) -> exp.Expr:
    """The engine's own formatting of what it has codes for, the dialect's entries for the other fields."""
    moment, pattern = node.arguments
    assert isinstance(pattern, Literal)  # noqa: S101 patterns are known when compiling
    dialect = lowering.dialect
    parts: list[exp.Expr] = []
    run: list[tuple[bool, str]] = []
    pieces = list(patterns.pieces(str(pattern.value)))
    if not any(is_field for is_field, _ in pieces):
        there = Call("is_not_null", (moment,), BOOLEAN)
        text = Literal("".join(piece for _, piece in pieces), STRING)
        return lowering.value(Case(((there, text),), None, STRING))
    for is_field, piece in pieces:
        if not is_field or piece in dialect.date_parts:
            run.append((is_field, piece))
            continue
        template = dialect.functions.get(f"date_field/{piece}")
        if template is None:
            message = f"{dialect.name} has no way to say the field `{piece}` of the pattern `{pattern.value}`"
            raise fail("G604", None, message)
        parts.extend(_coded(lowering, moment, run))
        parts.append(lowering.filled(template, [lowering.value(moment)]))
        run = []
    parts.extend(_coded(lowering, moment, run))
    return reduce(lambda left, right: exp.DPipe(this=left, expression=right), parts)


def _coded(lowering: Lowering, moment: Expression, run: list[tuple[bool, str]]) -> list[exp.Expr]:
    """Fields with codes and the text between them: one call, or a text, or nothing."""
    dialect = lowering.dialect
    if not any(is_field for is_field, _ in run):
        return [exp.Literal.string("".join(text for _, text in run))] if run else []
    codes = "".join(
        "".join(dialect.date_parts[p] for _, p in some) if is_field else dialect.date_text("".join(p for _, p in some))
        for is_field, some in groupby(run, key=itemgetter(0))
    )
    given = lowering.value(moment)
    cut = dialect.functions.get(f"formatted/{moment.type.kind}")
    given = lowering.filled(cut, [given]) if cut else given
    return [lowering.filled(dialect.functions["format_date"], [given, exp.Literal.string(codes)])]
