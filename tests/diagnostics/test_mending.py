"""Values of another type are shown mended where it can be told what they were meant to be."""

import pytest

from genesis.diagnostics import SourceFile, Span, did_you_mean, nearest
from genesis.model.mending import mended
from genesis.model.types import parse_type
from genesis.spec.documents import Scalar
from genesis.spec.scalars import scalar_value

NOWHERE = Span(SourceFile("a.yaml", ""), 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("kind", "written", "hint"),
    [
        ("boolean", "yes", "write `true`"),
        ("boolean", "0", "write `false`"),
        ("boolean", "maybe", "write true or false without quotes"),
        ("integer", "1,000,000", "write `1000000`"),
        ("integer", "10.0", "write `10`"),
        ("integer", "10.5", "write a whole number without quotes: 42"),
        ("integer", "007", "write `7`"),
        ("decimal(9,2)", "1 234.50", "write `1234.50`"),
        ("decimal(9,2)", "12,5", "write a number without quotes: 1.5"),
        ("float", "-1_000", "write `-1000`"),
        ("date", "2024/1/31", "write `2024-01-31`"),
        ("date", "20240131", "write `2024-01-31`"),
        ("date", "31.01.2024", "write `2024-01-31`"),
        ("date", "2024-01-31 10:00:00", "write `2024-01-31`"),
        ("date", "01/02/2024", "write a date as 2021-01-31"),
        ("date", "2024-02-30", "write a date as 2021-01-31"),
        ("time", "noon", "write a time as 14:30:00"),
    ],
)
def test_a_plain_value(kind: str, written: str, hint: str) -> None:
    type_ = parse_type(kind)
    assert type_ is not None
    assert mended(Scalar(scalar_value(written), written, True, NOWHERE), type_) == hint


def test_a_quoted_number_loses_its_quotes() -> None:
    type_ = parse_type("integer")
    assert type_ is not None
    assert mended(Scalar("1000", "1000", False, NOWHERE), type_) == "write `1000` without quotes"


@pytest.mark.parametrize("word", ["today", "Yesterday", "current_date"])
def test_days_counted_from_today_have_their_operators(word: str) -> None:
    type_ = parse_type("timestamp")
    assert type_ is not None
    assert "`last: 7 days`" in mended(Scalar(word, word, True, NOWHERE), type_)


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("titel", ["title", "status"], "did you mean `title`?"),
        ("Title", ["title", "tile"], "did you mean `title`?"),
        ("varchar(10)", ["string", "integer"], "did you mean `string`?"),
        ("colums", ["fields", "filters"], "did you mean `fields`?"),
        ("columns", ["filters"], "known here: filters"),
        ("x", [], ""),
        (
            "zzz",
            [f"name_{n:02}" for n in range(20)],
            "known here: " + ", ".join(f"name_{n:02}" for n in range(12)) + ", ...",
        ),
    ],
)
def test_names(word: str, known: list[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint


def test_the_nearest_comes_first() -> None:
    assert nearest("budgt", ["budget", "bucket", "title"], 2)[0] == "budget"
