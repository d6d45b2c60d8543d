"""Numbers that stand in YAML fit what they are compared with, or it is said that they do not."""

from pathlib import Path

import pytest

from genesis import GenesisError, load

SOURCE = "source: film\ntable: studio.film\nkey: id\nfields: {id: integer, price: 'decimal(38,2)', share: float}\n"
DIGITS = "1" * 38


def compiled(folder: Path, filters: str) -> str:
    for name, text in (("definitions/film.yaml", SOURCE), ("inputs/films.yaml", filters)):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load(folder).compile("films", dialect="duckdb").sql


@pytest.mark.parametrize(
    "filters",
    [
        "- id: 9223372036854775807",
        "- id: -9223372036854775808",
        "- id: {gte: -9223372036854775808, lte: 9223372036854775807}",
        f"- price: {DIGITS}",
        f"- price: -0.{DIGITS}",
        "- share: 99999999999999999999",
        "- share: 1e300",
        "- sql: id > 99999999999999999999",
    ],
)
def test_numbers_that_fit(filters: str, tmp_path: Path) -> None:
    compiled(tmp_path, f"input: films\nsource: film\nfields: [id]\nfilters:\n  {filters}\n")


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ("- id: 9223372036854775808", "no integer holds `9223372036854775808`"),
        ("- id: -9223372036854775809", "no integer holds `-9223372036854775809`"),
        ("- id: [1, 99999999999999999999]", "no integer holds `99999999999999999999`"),
        ("- id: {gte: 99999999999999999999999999999999999999999999}", "no integer holds"),
        (f"- price: {DIGITS}1", "no decimal holds"),
        (f"- price: 0.{DIGITS}1", "no decimal holds"),
        ("- price: 1e38", "no decimal holds `1e38`"),
    ],
)
def test_numbers_that_fit_nothing(filters: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(GenesisError) as caught:
        compiled(tmp_path, f"input: films\nsource: film\nfields: [id]\nfilters:\n  {filters}\n")
    (found,) = caught.value.diagnostics
    assert (found.code, found.line) == ("G315", 5)
    assert said in found.message
    assert [one.code for one in load(tmp_path).check()] == ["G315"]
