"""Expressions of the language over given values, run on an engine."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

import duckdb
from sqlglot import exp

from genesis.diagnostics import Diagnostic, GenesisError, SourceFile
from genesis.engines.values import typed as typed_rows
from genesis.model.expression import Column, Exists, Expression, Value
from genesis.model.syntax import Name
from genesis.model.types import Type, parse_type
from genesis.model.typing import typed
from genesis.spec.documents import Text
from genesis.spec.places import span_at
from genesis.sql.dialect import dialect
from genesis.sql.expressions import Lowered
from genesis.sql.parentheses import parenthesize
from genesis.sql.parse import parse
from genesis.sql.query import ResultColumn

Given = tuple[str, Value]
"""A type's name and a value of it."""
_KINDS: dict[type, str] = {
    str: "string",
    int: "integer",
    float: "float",
    bool: "boolean",
    date: "date",
    datetime: "timestamp",
    time: "time",
}


class Engine(Protocol):
    """Runs one SELECT over one row."""

    name: str

    def one(self, sql: str, columns: Mapping[str, tuple[Type, Value]]) -> object:
        """The single value of ``SELECT sql FROM t``, where ``t`` has one row."""
        ...


class DuckDB:
    """A fresh in-memory database; its clocks are UTC's."""

    name = "duckdb"

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("SET TimeZone = 'UTC'")

    def one(self, sql: str, columns: Mapping[str, tuple[Type, Value]]) -> object:
        listed = ", ".join(f"{n} {_named(t)}" for n, (t, _) in columns.items())
        self.connection.execute(f"CREATE OR REPLACE TABLE t (x INT{', ' + listed if listed else ''})")
        places = ", ".join(["0", *("?" for _ in columns)])
        self.connection.execute(f"INSERT INTO t VALUES ({places})", [v for _, v in columns.values()])
        return self.connection.execute(f"SELECT {sql} FROM t").fetchall()[0][0]


def _named(type_: Type) -> str:
    if type_.element is not None:
        return f"{_named(type_.element)}[]"
    names = {"string": "TEXT", "integer": "BIGINT", "float": "DOUBLE", "timestamptz": "TIMESTAMPTZ"}
    return names.get(type_.kind, str(type_).upper())


def given(value: Value | Given) -> tuple[Type, Value]:
    """A value with its type: Python's own unless it is told."""
    if isinstance(value, tuple):
        type_ = parse_type(value[0])
        assert type_ is not None, value[0]
        return type_, value[1]
    if isinstance(value, Decimal):
        scale = max(-int(value.as_tuple().exponent), 0)
        return Type("decimal", max(len(value.as_tuple().digits), scale), scale), value
    return Type(_KINDS[type(value)]), value  # type: ignore[arg-type]


def text(value: str) -> Text:
    """Text as if it were a whole file."""
    file = SourceFile("expression.yaml", value)
    return Text(value, span_at(file, 0, len(value)))


def read(written: str, types: Mapping[str, Type]) -> Expression:
    """An expression over columns of ``t``."""

    def names(name: Name, _: Text) -> Expression:
        return Column("t", name.parts[0], types[name.parts[0]])

    place = text(written)
    return typed(parse(place, "trino"), place, names)


def lowered(expression: Expression, to: str) -> str:
    """An expression's text in a dialect."""
    tree = Lowered(dialect(to), _no_exists).value(expression)
    root = exp.Tuple(expressions=[tree])
    parenthesize(root)
    return str(root.expressions[0].sql(to))


def _no_exists(node: Exists) -> exp.Expr:
    raise AssertionError(node)


def result(engine: Engine, expression: Expression, columns: Mapping[str, tuple[Type, Value]]) -> Value:
    """An expression's value, in the Python type of its type."""
    found = engine.one(lowered(expression, engine.name), columns)
    return typed_rows([(found,)], [ResultColumn("value", "value", expression.type)])[0][0]


def evaluated(engine: Engine, written: str, **values: Value | Given) -> Value:
    """What an expression gives for values of its names."""
    columns = {name: given(value) for name, value in values.items()}
    return result(engine, read(written, {n: t for n, (t, _) in columns.items()}), columns)


def refused(act: Callable[[], object]) -> Diagnostic:
    """The one mistake that is found."""
    try:
        act()
    except GenesisError as error:
        (found,) = error.diagnostics
        return found
    raise AssertionError("nothing was refused")
