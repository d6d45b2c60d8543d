"""Values given for parameters, as a person at a command line gives them."""

from pathlib import Path

import pytest

import genesis

SOURCE = """\
source: shoot
table: studio.shoot
key: shoot_id
fields: {shoot_id: integer, status: {type: string, values: {IP: Shooting, W: Wrapped}}, city: string}
"""
INPUT = """\
input: shoots
source: shoot
parameters: {status: {type: string, default: IP}, cities: {type: list(string), default: [Oslo]}, most: {type: integer, default: 5}}
fields: [shoot_id]
filters:
  - status: $status
  - city: $cities
limit: $most
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in (("definitions/shoot.yaml", SOURCE), ("inputs/shoots.yaml", INPUT)):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "condition"),
    [
        ("Oslo", "shoot.city = 'Oslo'"),
        ("Oslo, Bergen", "shoot.city IN ('Oslo', 'Bergen')"),
        ('["Oslo", "Rio, Brazil"]', "shoot.city IN ('Oslo', 'Rio, Brazil')"),
        (["Oslo", "it's"], "shoot.city IN ('Oslo', 'it''s')"),
        ("$HOME", "shoot.city = '$HOME'"),
    ],
)
def test_a_list_is_written_with_commas_or_as_json(project: Path, given: object, condition: str) -> None:
    assert condition in genesis.load(project).compile("shoots", parameters={"cities": given}).sql


def test_a_value_is_one_of_the_codes(project: Path) -> None:
    with pytest.raises(genesis.GenesisError) as raised:
        genesis.load(project).compile("shoots", parameters={"status": "Wrapped"})
    (found,) = raised.value.diagnostics
    assert (found.code, found.hint) == ("G408", "did you mean `W`, the code of Wrapped?")


def test_a_limit_is_given(project: Path) -> None:
    assert "LIMIT 7" in genesis.load(project).compile("shoots", parameters={"most": 7}).sql
    with pytest.raises(genesis.GenesisError) as raised:
        genesis.load(project).compile("shoots", parameters={"most": 0})
    assert [d.code for d in raised.value.diagnostics] == ["G422"]


def test_all_that_is_allowed_is_one_of_the_codes(project: Path) -> None:
    path = project / "inputs/shoots.yaml"
    path.write_text(INPUT.replace("default: IP", "default: IP, allowed: [IP, X]"), encoding="utf-8")
    (found,) = genesis.load(project).check()
    assert (found.code, found.message, found.span and found.span.line) == (
        "G408",
        "`X` is not one of the field's values",
        6,
    )
