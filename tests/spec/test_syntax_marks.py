"""Marks that a merge leaves in a document."""

import pytest

from genesis.diagnostics import GenesisError, SourceFile
from genesis.spec.source import read_source

FIRST = (
    "<<<<<<< HEAD\nsource: film\n=======\nsource: movie\n>>>>>>> other\ntable: a.b\nkey: id\nfields: {id: integer}\n"
)
INSIDE = "source: film\ntable: a.b\nkey: id\nfields:\n  id: integer\n<<<<<<< HEAD\n  a: integer\n=======\n  b: integer\n>>>>>>> x\n"


@pytest.mark.parametrize(("text", "line"), [(FIRST, 1), (INSIDE, 6)])
def test_marks_of_a_merge_are_told_where_they_stand(text: str, line: int) -> None:
    with pytest.raises(GenesisError) as caught:
        read_source(SourceFile("definitions/film.yaml", text))
    found = caught.value.diagnostics[0]
    assert (found.code, found.message, found.line) == ("G001", "a merge left its marks here", line)
