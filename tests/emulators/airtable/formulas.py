"""`filterByFormula`: the part of Airtable's formulas that clients filter with."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.emulators.airtable.answers import RefusedError, bad_formula
from tests.emulators.airtable.bases import Record, Table

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<field>\{(?:[^}\\]|\\.)*\})|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<word>[A-Za-z_]\w*)|(?P<sign><=|>=|!=|[=<>&+\-(),]))""",
    re.DOTALL,
)
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    ">": lambda a, b: bool(a > b),
    "<=": lambda a, b: bool(a <= b),
    ">=": lambda a, b: bool(a >= b),
}
Row = tuple[Table, Record]
Node = Callable[[Row], Any]


def parse(formula: str, table: Table) -> Node:
    """A function that gives the formula's value for a row of ``table``.

    Raises:
        RefusedError: 422 for what is no formula, or names no field.
    """
    parser = _Parser(_tokens(formula), table)
    node = parser.expression()
    if parser.rest:
        raise bad_formula()
    return node


def holds(node: Node, row: Row) -> bool:
    """Whether a formula selects a row: its value is not 0, empty, false or an error."""
    try:
        return bool(node(row))
    except (TypeError, ValueError):
        return False


def _tokens(formula: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    formula = formula.strip()
    while place < len(formula):
        match = _TOKEN.match(formula, place)
        if match is None or match.lastgroup is None:
            raise bad_formula()
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], table: Table) -> None:
        self.rest = tokens
        self._table = table

    def expression(self) -> Node:
        left = self._sum()
        while self.rest and self.rest[0][1] in _COMPARE and self.rest[0][0] == "sign":
            compare, right = _COMPARE[self.rest.pop(0)[1]], (self._sum)
            left = _compared(compare, left, right())
        return left

    def _sum(self) -> Node:
        left = self._atom()
        while self.rest and self.rest[0] == ("sign", "&"):
            self.rest.pop(0)
            left = _joined(left, self._atom())
        return left

    def _atom(self) -> Node:
        if not self.rest:
            raise bad_formula()
        kind, text = self.rest.pop(0)
        match kind:
            case "text":
                value = re.sub(
                    r"\\(.)", lambda match: {"n": "\n", "t": "\t", "r": "\r"}.get(match[1], match[1]), text[1:-1]
                )
                return lambda _: value
            case "number":
                return lambda _: float(text)
            case "field":
                return self._field(re.sub(r"\\(.)", r"\1", text[1:-1]))
            case "word":
                return self._call(text) if self.rest[:1] == [("sign", "(")] else self._field(text)
            case _ if text == "(":
                node = self.expression()
                self._expect(")")
                return node
            case _ if text == "-":
                inner = self._atom()
                return lambda row: -inner(row)
        raise bad_formula()

    def _field(self, name: str) -> Node:
        try:
            field = self._table.field(name)
        except RefusedError:
            raise bad_formula() from None
        blank = 0 if field.kind in {"number", "currency", "percent", "checkbox"} else ""
        node: Node = lambda row: blank if (value := row[0].value(row[1], field)) is None else value  # noqa: E731
        node.__dict__["field"] = field
        return node

    def _call(self, name: str) -> Node:
        self._expect("(")
        arguments: list[Node] = []
        while self.rest and self.rest[0] != ("sign", ")"):
            arguments.append(self.expression())
            if self.rest[:1] == [("sign", ",")]:
                self.rest.pop(0)
        self._expect(")")
        function = _FUNCTIONS.get(name.upper())
        if function is None:
            raise bad_formula()
        return lambda row: function(row, arguments)

    def _expect(self, sign: str) -> None:
        if not self.rest or self.rest.pop(0) != ("sign", sign):
            raise bad_formula()


def _compared(compare: Callable[[Any, Any], bool], left: Node, right: Node) -> Node:
    return lambda row: compare(_comparable(left(row)), _comparable(right(row)))


def _comparable(value: Any) -> Any:
    return float(value) if isinstance(value, int | float) else value


def _joined(left: Node, right: Node) -> Node:
    return lambda row: f"{left(row)}{right(row)}"


def _last_modified(row: Row, arguments: list[Node]) -> datetime:
    _, record = row
    if not arguments:
        return record.touched
    fields = [argument.__dict__["field"].id for argument in arguments]
    return max((record.modified.get(field, record.created) for field in fields), default=record.created)


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_FUNCTIONS: Final[dict[str, Callable[[Row, list[Node]], Any]]] = {
    "AND": lambda row, of: all(node(row) for node in of),
    "OR": lambda row, of: any(node(row) for node in of),
    "NOT": lambda row, of: not of[0](row),
    "TRUE": lambda row, of: True,  # noqa: ARG005
    "FALSE": lambda row, of: False,  # noqa: ARG005
    "BLANK": lambda row, of: "",  # noqa: ARG005
    "RECORD_ID": lambda row, of: row[1].id,  # noqa: ARG005
    "CREATED_TIME": lambda row, of: row[1].created,  # noqa: ARG005
    "LAST_MODIFIED_TIME": _last_modified,
    "DATETIME_PARSE": lambda row, of: _moment(of[0](row)),
    "IS_AFTER": lambda row, of: _moment(of[0](row)) > _moment(of[1](row)),
    "IS_BEFORE": lambda row, of: _moment(of[0](row)) < _moment(of[1](row)),
    "DATEADD": lambda row, of: _moment(of[0](row)) + timedelta(**{of[2](row): of[1](row)}),
    "FIND": lambda row, of: str(of[1](row)).find(str(of[0](row))) + 1,
    "LEN": lambda row, of: len(str(of[0](row))),
    "LOWER": lambda row, of: str(of[0](row)).lower(),
}
