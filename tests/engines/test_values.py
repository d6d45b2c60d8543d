"""Values of client libraries are values of the result's types, or an error that names the column."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from genesis.diagnostics import GenesisError
from genesis.engines.values import typed
from genesis.model.types import parse_type
from genesis.sql.query import ResultColumn

D = Decimal


def columns(*kinds: str) -> list[ResultColumn]:
    types = [parse_type(kind) for kind in kinds]
    return [ResultColumn(f"c{n}", f"C{n}", type_) for n, type_ in enumerate(types) if type_]


TAKEN: list[tuple[str, object, object]] = [
    ("integer", D("3.00"), 3),
    ("integer", 3.0, 3),
    ("integer", D("9" * 38), int("9" * 38)),
    ("decimal(5,2)", D("1.5"), D("1.50")),
    ("decimal(5,2)", D("1.500"), D("1.50")),
    ("decimal(5,2)", 7, D("7.00")),
    ("decimal(38,38)", D("0." + "1" * 38), D("0." + "1" * 38)),
    ("float", 2, 2.0),
    ("float", D("0.5"), 0.5),
    ("boolean", 1, True),
    ("date", datetime(2021, 1, 2), date(2021, 1, 2)),
    ("timestamp", date(2021, 1, 2), datetime(2021, 1, 2)),
    ("list(integer)", [1, 2], "[1, 2]"),
    ("string", b"\x01", "01"),
    ("json", '{"b": 1, "a": 2.50}', '{"a": 2.5, "b": 1}'),
]
REFUSED: list[tuple[str, object, str]] = [
    ("integer", 1.5, "the float 1.5"),
    ("integer", float("inf"), "the float inf"),
    ("integer", D("1.5"), "the decimal 1.5"),
    ("integer", D("Infinity"), "the decimal Infinity"),
    ("integer", True, "the boolean True"),
    ("integer", "7", "the text '7'"),
    ("decimal(5,2)", 1.5, "the float 1.5"),
    ("decimal(5,2)", D("1.005"), "the decimal 1.005"),
    ("decimal(5,2)", D("NaN"), "the decimal NaN"),
    ("decimal(5,2)", "1.50", "the text '1.50'"),
    ("float", True, "the boolean True"),
    ("float", "1.5", "the text '1.5'"),
    ("boolean", 2, "the integer 2"),
    ("boolean", "true", "the text 'true'"),
    ("date", "2021-01-02", "the text '2021-01-02'"),
    ("date", datetime(2021, 1, 2, 3), "the timestamp 2021-01-02 03:00:00"),
    ("date", 20210102, "the integer 20210102"),
    ("timestamp", "2021-01-02", "the text '2021-01-02'"),
    ("timestamp", time(1), "the time 01:00:00"),
    ("time", "01:02:03", "the text '01:02:03'"),
    ("time", datetime(2021, 1, 2, 3, tzinfo=UTC), "the timestamp 2021-01-02 03:00:00+00:00"),
    ("string", 7, "the integer 7"),
    ("string", date(2021, 1, 2), "the date 2021-01-02"),
]


@pytest.mark.parametrize(("kind", "value", "wanted"), TAKEN, ids=str)
def test_other_spellings_of_a_value_are_taken(kind: str, value: object, wanted: object) -> None:
    ((found,), (none,)) = typed([(value,), (None,)], columns(kind))
    assert (found, type(found), str(found), none) == (wanted, type(wanted), str(wanted), None)


@pytest.mark.parametrize(("kind", "value", "said"), REFUSED, ids=str)
def test_other_types_are_refused_by_name(kind: str, value: object, said: str) -> None:
    rows: list[tuple[object, ...]] = [("a", None), ("b", value)]
    with pytest.raises(GenesisError) as caught:
        typed(rows, columns("string", kind))
    (found,) = caught.value.diagnostics
    assert found.code == "G713"
    assert found.message.startswith("`c1` is ")
    assert found.message.endswith(f", and the engine gives {said}")


def test_one_decimal_of_another_scale_among_many_is_found() -> None:
    rows: list[tuple[object, ...]] = [*[(D("1.50"),)] * 1000, (None,), (D("0.001"),), *[(D("2.25"),)] * 1000]
    with pytest.raises(GenesisError, match=r"decimal 0\.001"):
        typed(rows, columns("decimal(5,2)"))


def test_values_that_are_right_stay_the_same_objects() -> None:
    value = D("1.50")
    assert typed([(value,)], columns("decimal(5,2)"))[0][0] is value


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(GenesisError) as caught:
        typed([("x" * 5000,)], columns("integer"))
    assert len(caught.value.diagnostics[0].message) < 120
