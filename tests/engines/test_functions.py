"""Every function gives, on every engine, the values worked out by hand for it.

Many expressions are asked for in one query, since an engine far away answers many as fast as one.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import pytest

from genesis.diagnostics import GenesisError
from genesis.formatters.text.rendered import rendered
from genesis.model.expression import Call, Cast, Column, Expression, Literal, Value, transform, walk
from genesis.model.functions import FUNCTIONS
from genesis.model.shown import Shown
from genesis.model.types import DATE, FLOAT, INTEGER, TIMESTAMP, Type, decimal
from genesis.output.shown import show
from genesis.sql.query import ResultColumn
from tests.engines.conftest import Engines
from tests.engines.read_back import read_back
from tests.engines.recording import Recorder, unsayable
from tests.formatters import formatting, test_rendered, test_values
from tests.functions import test_casts, test_choices, test_dates, test_numbers, test_parts, test_texts
from tests.functions.evaluation import Given, given, lowered, read


class Asked(NamedTuple):
    """An expression over columns of ``t``, their values, and what it gives."""

    said: str
    expression: Expression
    values: dict[str, tuple[Type, Value]]
    wanted: Value
    form: str = ""
    """The formatter that made the expression, if one did."""

    def rows(self) -> list[tuple[str, str]]:
        """Where it counts."""
        if self.form:
            return [("Formats", f"`{self.form}`")]
        return [("Functions", f"`{name}`") for name in sorted(set(_functions(self.expression)))]


def _functions(expression: Expression) -> Iterator[str]:
    for node in walk(expression):
        if isinstance(node, Cast):
            yield "try_cast" if node.safe else "cast"
        elif isinstance(node, Call) and node.function in FUNCTIONS:
            yield node.function


def asked(written: str, wanted: Value, **values: Value | Given) -> Asked:
    columns = {name: given(value) for name, value in values.items()}
    shown = f"{written} of {', '.join(repr(v) for _, v in columns.values())}"
    return Asked(shown, read(written, {n: t for n, (t, _) in columns.items()}), columns, wanted)


def functions() -> Iterator[Asked]:
    for written, value, wanted in (*test_texts.CASES, *test_numbers.CASES):
        yield asked(written, wanted, a=value)
    for written, value, wanted in test_dates.CASES:
        yield asked(written, wanted, a=test_dates.zoned(value))
    for path, wanted in test_parts.PATHS:
        yield asked(f"json_extract_scalar(a, '{path}')", wanted, a=test_parts.DOCUMENT)
    for written, text, wanted in test_parts.SPLIT:
        yield asked(written, wanted, a=text)


def nulls() -> Iterator[Asked]:
    for written in sorted({case[0] for case in test_texts.CASES} - test_texts.ANSWERED):
        yield asked(written, None, a=("string", None))
    for written in sorted({case[0] for case in test_numbers.CASES} - test_numbers.ANSWERED):
        yield asked(written, None, a=("integer", None))
    for written, wanted in test_choices.NULLS:
        yield asked(written, wanted, n=("integer", None))


def casts() -> Iterator[Asked]:
    for kind, value, wanted in test_casts.CASES:
        yield asked(f"cast(a as {kind})", wanted, a=value)
        yield asked(f"try_cast(a as {kind})", wanted, a=value)
    for kind, text in test_casts.NOT_SUCH:
        yield asked(f"try_cast(a as {kind})", None, a=text)


def formats() -> Iterator[Asked]:
    for type_, format_, value, wanted in test_values.VALUES:
        found = formatting.formatted(type_, format_, values=test_values.CODES if "labels" in format_ else "")
        (name,) = re.findall(r"\w+", format_)[:1]
        yield Asked(f"{format_} of {value!r}", found.value, {"v": (formatting.typed(found), value)}, wanted, name)


NUMBERS: list[tuple[Type, Sequence[Value]]] = [
    (INTEGER, [0, -1, 999, 1000, -123456, 2**63 - 1, -(2**63)]),
    (decimal(18, 3), [Decimal(n) for n in ("0.000", "-0.004", "0.005", "-0.995", "999.995", "-1234567.125")]),
    (decimal(3, 3), [Decimal("0.500"), Decimal("-0.005")]),
    (
        FLOAT,
        [
            0.0,
            0.5,
            -2.5,
            1.005,
            2.675,
            -0.001,
            1e-7,
            5e-324,
            1e15,
            1e16,
            123456789012345678.0,
            9.99e20,
            1e21,
            -1.5e300,
            1 / 3,
        ],
    ),
]
MOMENTS = [datetime(2021, 1, 1, 0, 5, 9), datetime(2020, 2, 29, 23, 59, 59), datetime(999, 12, 31, 12)]


def shown() -> Iterator[Asked]:
    numbers = [(t, value, form) for form in test_rendered.NUMBER_SHOWN for t, values in NUMBERS for value in values]
    moments = [(TIMESTAMP, moment, Shown("datetime", p)) for p in test_rendered.TIMES for moment in MOMENTS]
    days = [(DATE, date(2021, 3, 5), Shown("date", p)) for p in test_rendered.DATES]
    for type_, value, form in [*numbers, *moments, *days]:
        text = rendered(Column("t", "v", type_), form)
        wanted = show(value, ResultColumn("v", "V", type_, form))
        yield Asked(f"{value!r} as {form.pattern}", text, {"v": (type_, value)}, wanted, form.kind)


PACK = 40
Ask = Callable[[str], list[tuple[object, ...]]]


def literal(type_: Type, value: Value, name: str) -> str:
    """A value with its whole type: a literal alone may have a narrower one."""
    alone = Literal(value, type_)
    return lowered(Cast(alone, type_) if type_.kind in {"integer", "decimal"} else alone, name)


def answers(ask: Ask, name: str, cases: list[Asked]) -> list[str]:
    """What differs, by case; an error of a query is found by halving it."""
    columns: list[str] = []
    selected: list[str] = []
    for place, case in enumerate(cases):
        renamed = {n: f"{n}{place}" for n in case.values}
        columns += [f"{literal(t, v, name)} AS {renamed[n]}" for n, (t, v) in case.values.items()]
        moved = transform(
            case.expression,
            lambda e, names=renamed: Column("t", names[e.name], e.type) if isinstance(e, Column) else e,  # type: ignore[misc]
        )
        selected.append(lowered(moved, name))
    try:
        (row,) = ask(f"SELECT {', '.join(selected)} FROM (SELECT {', '.join([*columns, '1 AS one'])}) AS t")
    except Exception as error:  # noqa: BLE001 - every client has its own
        if len(cases) == 1:
            return [f"{cases[0].said}: {type(error).__name__} {str(error)[:300]}\n   {selected[0]}"]
        half = len(cases) // 2
        return answers(ask, name, cases[:half]) + answers(ask, name, cases[half:])
    results = [ResultColumn("value", "value", case.expression.type) for case in cases]
    seen = read_back(name, [tuple(row)], results)[0]
    return [
        f"{case.said}: {value!r}, wanted {case.wanted!r}\n   {sql}"
        for case, value, sql in zip(cases, seen, selected, strict=True)
        if not same(value, case.wanted)
    ]


def same(seen: Value, wanted: Value) -> bool:
    if isinstance(seen, float) and isinstance(wanted, float):
        return math.isclose(seen, wanted, rel_tol=1e-15)
    if isinstance(wanted, datetime) and wanted.tzinfo:
        return seen == wanted
    return seen == wanted and type(seen) is type(wanted) and str(seen) == str(wanted)


def sayable(cases: Iterator[Asked], name: str, recorder: Recorder) -> list[Asked]:
    """The cases that the dialect does not refuse by name."""
    found = []
    for case in cases:
        try:
            lowered(case.expression, name)
            for type_, value in case.values.values():
                literal(type_, value, name)
            found.append(case)
        except GenesisError as error:
            named = {f"`{one}`" for one in unsayable(error)}
            rows = [row for row in case.rows() if row[1] in named]
            for row in rows or case.rows():
                recorder.refused(name, *row, error)
    return found


def asking(engines: Engines, name: str) -> Ask:
    """Runs a text without tables on the engine of a dialect."""
    cursor = engines.cursor(name)

    def now(sql: str) -> list[tuple[object, ...]]:
        cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()]

    return lambda sql: engines.answered(name, "", sql, lambda: now(sql))


@pytest.mark.parametrize("group", [functions, nulls, casts, formats, shown])
def test_values_are_those_worked_out(
    engines: Engines, recorder: Recorder, dialect_name: str, group: Callable[[], Iterator[Asked]]
) -> None:
    ask = asking(engines, dialect_name)
    cases = sayable(group(), dialect_name, recorder)
    assert len(cases) > 20
    wrong: list[str] = []
    for begin in range(0, len(cases), PACK):
        wrong += answers(ask, dialect_name, cases[begin : begin + PACK])
    assert not wrong, f"{len(wrong)} of {len(cases)}:\n" + "\n".join(wrong)
    for case in cases:
        for row in case.rows():
            recorder.saw(dialect_name, *row, "equal")
    recorder.finished(dialect_name, group.__name__)
