"""The dialects that a text may be written in are those that the parser has."""

from sqlglot.dialects.dialect import Dialects

from genesis.spec.dialects import DIALECTS


def test_the_list_is_that_of_the_parser() -> None:
    assert sorted(DIALECTS) == sorted(dialect.value for dialect in Dialects if dialect.value)
    assert list(DIALECTS) == sorted(DIALECTS)
