"""Three-valued logic and choices, by their truth tables."""

import itertools

import pytest

from genesis.model.expression import Value
from tests.functions.evaluation import DuckDB, evaluated

ENGINE = DuckDB()
T, F, N = True, False, None
THREE = (T, F, N)
AND = {(T, T): T, (T, F): F, (T, N): N, (F, T): F, (F, F): F, (F, N): F, (N, T): N, (N, F): F, (N, N): N}
OR = {(T, T): T, (T, F): T, (T, N): T, (F, T): T, (F, F): F, (F, N): N, (N, T): T, (N, F): N, (N, N): N}

NULLS: list[tuple[str, Value]] = [
    ("n in (1, 2)", None),
    ("n not in (1, 2)", None),
    ("3 in (1, n)", None),
    ("1 in (1, n)", True),
    ("3 not in (1, n)", None),
    ("n = n", None),
    ("n <> 1", None),
    ("n is distinct from 1", True),
    ("n is distinct from n", False),
    ("n between 1 and 2", None),
    ("3 between n and 2", False),
    ("coalesce(n, null, 7)", 7),
    ("coalesce(n, n)", None),
    ("nullif(1, n)", 1),
    ("nullif(n, 1)", None),
    ("if(n = 1, 'a', 'b')", "b"),
    ("if(n = 1, 'a')", None),
    ("case n when null then 'null' else 'other' end", "other"),
    ("greatest(1, n)", None),
    ("least(n, 1)", None),
    ("null", None),
]


@pytest.mark.parametrize(("a", "b"), list(itertools.product(THREE, THREE)))
def test_truth_tables(a: Value, b: Value) -> None:
    def seen(written: str) -> Value:
        return evaluated(ENGINE, written, a=("boolean", a), b=("boolean", b))

    assert seen("a and b") is AND[a, b]  # type: ignore[index]
    assert seen("a or b") is OR[a, b]  # type: ignore[index]
    assert seen("not (a and b)") is seen("not a or not b")
    assert seen("a is distinct from b") is (a is not b)
    assert seen("a is not distinct from b") is (a is b)
    assert seen("a = b") is (None if a is None or b is None else a == b)
    assert seen("if(a, 1, 2)") == (1 if a else 2)
    assert seen("coalesce(a, b)") is (b if a is None else a)


@pytest.mark.parametrize("a", THREE)
def test_tests_of_truth(a: Value) -> None:
    def seen(written: str) -> Value:
        return evaluated(ENGINE, written, a=("boolean", a))

    assert seen("a is null") is (a is None)
    assert seen("a is not null") is (a is not None)
    assert seen("a is true") is (a is True)
    assert seen("a is not true") is (a is not True)
    assert seen("a is false") is (a is False)
    assert seen("not a") is (None if a is None else not a)
    said: dict[Value, str] = {T: "yes", F: "no", N: "unknown"}
    assert seen("case when a then 'yes' when not a then 'no' else 'unknown' end") == said[a]


@pytest.mark.parametrize(("written", "wanted"), NULLS)
def test_null(written: str, wanted: Value) -> None:
    assert evaluated(ENGINE, written, n=("integer", None)) == wanted
