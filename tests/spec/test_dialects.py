"""The dialects that a text may be written in are those that the parser has; expressions stand in one that is compiled to."""

from sqlglot.dialects.dialect import Dialects

from genesis.spec.dialects import COMPILED, DIALECTS
from genesis.sql.dialect import dialects


def test_the_list_is_that_of_the_parser() -> None:
    assert sorted(DIALECTS) == sorted(dialect.value for dialect in Dialects if dialect.value)
    assert list(DIALECTS) == sorted(DIALECTS)


def test_expressions_are_written_in_a_dialect_that_is_compiled_to() -> None:
    assert set(COMPILED) <= set(dialects())
