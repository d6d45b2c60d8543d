"""One operator of a filter as a condition on the value that the filter speaks of."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from genesis.diagnostics import GenesisError, did_you_mean, fail, nearest
from genesis.model import literals, periods, regexes
from genesis.model.compiling import Compiling
from genesis.model.expression import Call, Expression, In, Literal, call, conjunction
from genesis.model.negation import negated
from genesis.model.parameters import reference, unescaped
from genesis.model.parts import Codes
from genesis.model.types import BOOLEAN, STRING, TIMESTAMP
from genesis.model.typing import fits
from genesis.spec.documents import Node, OperatorSpec, Scalar, Sequence, Text

_COMPARED: Final = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_DATED: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?")
_TEXT_TESTS: Final = {
    "contains": "contains",
    "starts_with": "starts_with",
    "ends_with": "ends_with",
    "like": "like",
    "matches": "regexp_like",
}


class Subject(Struct, frozen=True):
    """What a filter speaks of: a value; behind a to-many path when ``related`` is given; with its known codes."""

    value: Expression
    grain: str = ""
    codes: Codes = ()
    related: tuple[str, ...] = ()


Subjects = Callable[[Text], Subject]
"""Finds what a filter's path stands for; raises GenesisError."""


def mentions_null(operator: OperatorSpec) -> bool:
    """Whether an operator's value is null, or a list that holds it."""
    nodes = operator.value.items if isinstance(operator.value, Sequence) else (operator.value,)
    return any(isinstance(n, Scalar) and n.plain and n.value is None for n in nodes)


def operator(compiling: Compiling, spec: OperatorSpec, on: Subject) -> Expression:
    """The condition that ``spec`` makes of a value.

    Raises:
        GenesisError: G304, G406 to G409 for what it cannot be compared with; G212, G426, G427 for parameters.
    """
    return _Operator(compiling, spec, on).condition()


class _Operator(Struct, frozen=True):
    compiling: Compiling
    spec: OperatorSpec
    on: Subject

    def condition(self) -> Expression:
        name = self.spec.name.value
        match name:
            case "is_null":
                test = call("is_null", BOOLEAN, self.on.value)
                return test if self.scalar().value is not False else negated(test)
            case "in" | "not_in":
                found = self.one_of()
                return negated(found) if name == "not_in" else found
            case "between":
                low, high = self.pair()
                return Call("and", (self.compare("gte", low), self.compare("lte", high)), BOOLEAN)
            case "eq" | "ne":
                found = self.one_of() if self.is_listed() else self.equal(self.scalar())
                return negated(found) if name == "ne" else found
            case "last" | "next" | "this" | "previous":
                return periods.relative(self.compiling, name, self.scalar(), self.on.value)
            case _:
                return self.compared_or_searched(name)

    def compared_or_searched(self, name: str) -> Expression:
        if name in _COMPARED:
            return self.compare(name, self.scalar())
        if self.on.value.type != STRING:
            message = f"`{name}` looks into text, this is {self.on.value.type.a}"
            raise fail("G409", self.spec.name.span, message, "compare it with eq, gte, lt ...")
        if _is_null(self.scalar()):
            raise fail("G407", self.scalar().span, f"`{name}` looks for text, not for null", "is_null: true")
        wanted = self.literal(self.scalar(), known=False)
        found = regexes.mistake(str(wanted.value)) if name == "matches" and wanted.value is not None else ""
        if found:
            message = f"this regular expression cannot be searched for: {found}"
            raise fail("G317", self.scalar().span, message, regexes.EXAMPLE)
        return call(_TEXT_TESTS[name], BOOLEAN, self.on.value, wanted)

    def scalar(self) -> Scalar:
        if not isinstance(self.spec.value, Scalar):
            raise fail("G407", self.spec.value.span, f"`{self.spec.name}` takes one value", f"{self.spec.name}: value")
        return self.spec.value

    def pair(self) -> tuple[Scalar, Scalar]:
        items = self.spec.value.items if isinstance(self.spec.value, Sequence) else ()
        match items:
            case (Scalar() as low, Scalar() as high):
                if _reversed(low, high):
                    message = f"nothing lies between `{low.text}` and `{high.text}`: the first is the greater one"
                    raise fail("G030", self.spec.value.span, message, f"between: [{high.text}, {low.text}]")
                return low, high
            case _:
                raise fail("G407", self.spec.value.span, "`between` takes a list of two values", "between: [1, 10]")

    def is_listed(self) -> bool:
        """Whether a parameter that is a list stands alone, without an operator."""
        value = self.spec.value
        alone = isinstance(value, Scalar) and self.spec.name.span == value.span
        name = reference(value) if alone and isinstance(value, Scalar) else None
        type_ = self.compiling.parameters.types.get(name) if name is not None else None
        return type_ is not None and type_.kind == "list"

    def one_of(self) -> Expression:
        scalars = self.listed(self.spec.value)
        present = [s for s in scalars if not _is_null(s)]
        if any(map(self.is_day, present)):
            tests: list[Expression] = [self.equal(s) for s in present]
        else:
            wanted = tuple(dict.fromkeys(v for s in present for v in self.literals(s)))
            alone = len(wanted) == 1
            tests = (
                [call("=", BOOLEAN, self.on.value, wanted[0]) if alone else In(self.on.value, wanted)] if wanted else []
            )
        if len(present) < len(scalars):
            tests.append(call("is_null", BOOLEAN, self.on.value))
        return tests[0] if len(tests) == 1 else Call("or", tuple(tests), BOOLEAN)

    def listed(self, node: Node) -> list[Scalar]:
        items = node.items if isinstance(node, Sequence) else (node,)
        scalars = [i for i in items if isinstance(i, Scalar)]
        alone = isinstance(node, Scalar) and reference(node) is None
        if not scalars or len(scalars) != len(items) or alone:
            raise fail("G407", node.span, f"`{self.spec.name}` takes a list of values", f"{self.spec.name}: [a, b]")
        return scalars

    def literals(self, scalar: Scalar) -> tuple[Literal, ...]:
        """The values of an entry of a list: several for a parameter that is a list."""
        name = reference(scalar)
        if name is None:
            return (self.literal(scalar),)
        found = self.compiling.parameters.values_of(name, scalar.span)
        return tuple(self.fitted(v, scalar, known=True) for v in found)

    def literal(self, scalar: Scalar, *, known: bool = True) -> Literal:
        """A value as it is compared with; ``known``: it must be one of the field's codes."""
        name = reference(scalar)
        if name is not None:
            return self.fitted(self.compiling.parameters.one(name, scalar.span), scalar, known=known)
        scalar, type_ = unescaped(scalar), self.on.value.type
        found = literals.period(scalar, self.on.grain, type_) if self.on.grain else literals.literal(scalar, type_)
        if known and self.on.codes and found.value not in [code for code, _ in self.on.codes]:
            raise unknown_code(scalar, {label: str(code) for code, label in self.on.codes})
        return found

    def fitted(self, given: Literal, scalar: Scalar, *, known: bool) -> Literal:
        """A parameter's value, whose type must go with that of the filtered value; ``known``: it must be one of its codes,
        as must all that the parameter may ever have."""
        type_ = self.on.value.type
        if not fits(given.type, type_):
            message = f"`{scalar.text}` is {given.type.a}, and it is compared with {type_.a}"
            raise fail("G431", scalar.span, message, f"declare the parameter as `type: {type_}`")
        codes = [code for code, _ in self.on.codes]
        allowed = self.compiling.parameters.allowed.get(reference(scalar) or "", ())
        for value in (given.value, *(one.value for one in allowed)) if known and codes else ():
            if value is not None and value not in codes:
                raise unknown_code(
                    replace(scalar, text=str(value)), {label: str(code) for code, label in self.on.codes}
                )
        return given

    def equal(self, scalar: Scalar) -> Expression:
        if _is_null(scalar):
            return call("is_null", BOOLEAN, self.on.value)
        if self.is_day(scalar):
            return Call("and", (self.compare("gte", scalar), self.compare("lte", scalar)), BOOLEAN)
        return call("=", BOOLEAN, self.value_for(scalar), self.literal(scalar))

    def is_day(self, scalar: Scalar) -> bool:
        """Whether a date stands for a whole day of a timestamp."""
        return self.on.value.type.kind in {"timestamp", "timestamptz"} and self.day(scalar) is not None

    def day(self, scalar: Scalar) -> Literal | None:
        name = reference(scalar)
        if name is not None:
            given = self.compiling.parameters.one(name, scalar.span)
            return given if given.type.kind == "date" else None
        found = None if self.on.grain else literals.as_date(scalar.text)
        return None if found is None else Literal(found, TIMESTAMP)

    def value_for(self, scalar: Scalar) -> Expression:
        """The value as it is compared with ``scalar``: a moment with a zone as the time on the project's clocks."""
        local = self.on.value.type.kind == "timestamptz" and (self.is_day(scalar) or literals.is_local(scalar.text))
        return periods.local(self.compiling, self.on.value) if local else self.on.value

    def compare(self, name: str, scalar: Scalar) -> Expression:
        if _is_null(scalar):
            raise fail("G407", scalar.span, f"nothing is {name} null", "is_null: true")
        if self.on.value.type.kind in {"boolean", "json", "list"}:
            raise fail("G409", scalar.span, f"{self.on.value.type.a} has no order for `{name}`", "eq: true")
        day = self.day(scalar) if self.is_day(scalar) else None
        value = self.value_for(scalar)
        if day is not None:
            return _day_bound(name, value, day)
        wanted = self.literal(scalar, known=False)
        return call(
            _COMPARED[name], BOOLEAN, value, replace(wanted, type=value.type) if value is not self.on.value else wanted
        )


def unknown_code(scalar: Scalar, codes: Mapping[str, str]) -> GenesisError:
    """G408, for a value that is none of ``codes``, which are given by their labels."""
    label = scalar.text if scalar.text in codes else next(iter(nearest(scalar.text, codes)), "")
    code = "" if nearest(scalar.text, codes.values()) else codes.get(label, "")
    hint = f"did you mean `{code}`, the code of {label}?" if code else did_you_mean(scalar.text, codes.values())
    return fail("G408", scalar.span, f"`{scalar.text}` is not one of the field's values", hint)


def _is_null(scalar: Scalar) -> bool:
    return scalar.plain and scalar.value is None


def _day_bound(name: str, value: Expression, day: Literal) -> Expression:
    """A comparison with a date that stands for its whole day; no day comes after the last one of the calendar."""
    assert day.value is not None  # noqa: S101 a day is never null
    first = datetime.combine(day.value, datetime.min.time())  # type: ignore[arg-type]
    if name in {"gt", "lte"} and first.date() == date.max:
        return call(_COMPARED[name], BOOLEAN, value, Literal(datetime.combine(date.max, time.max), TIMESTAMP))
    bound = first + timedelta(days=1) if name in {"gt", "lte"} else first
    sign = {"gt": ">=", "gte": ">=", "lt": "<", "lte": "<"}[name]
    return call(sign, BOOLEAN, value, Literal(bound, TIMESTAMP))


def all_of(parts: tuple[Expression, ...]) -> Expression:
    """All of several conditions."""
    found = conjunction(parts)
    return Literal(True, BOOLEAN) if found is None else found


def _reversed(low: Scalar, high: Scalar) -> bool:
    """Whether two numbers, or two days or moments of one form, stand the wrong way round."""
    if isinstance(low.value, int | float) and isinstance(high.value, int | float):
        return low.value > high.value
    first, last = _DATED.fullmatch(low.text), _DATED.fullmatch(high.text)
    return bool(first and last and first.groups("") > last.groups(""))
