"""Columns of one input that would have one label are told apart; what somebody wrote stays."""

from pathlib import Path

import pytest

from genesis.compiler import compile_input
from genesis.spec.project import open_project

FILM = """source: film
table: studio.film
key: id
joins:
  scenes: {to: scene, on: {id: film_id}, many: true}
fields:
  id: integer
  title: {type: string, label: Title}
  genre: string
  minutes: integer
measures:
  length: {sum: minutes, label: Length}
"""
SCENE = """source: scene
table: studio.scene
key: id
fields:
  id: integer
  film_id: integer
  minutes: integer
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in (("genesis.yaml", "{}\n"), ("definitions/film.yaml", FILM), ("definitions/scene.yaml", SCENE)):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "inputs").mkdir()
    return tmp_path


def labels(project: Path, text: str) -> list[str]:
    (project / "inputs/asked.yaml").write_text(f"input: asked\n{text}", encoding="utf-8")
    return [column.label for column in compile_input(open_project(project), "asked", "duckdb").visible]


def grouped(*fields: str) -> str:
    return "source: film\ngroup_by: [genre]\nfields:\n" + "".join(f"  - {field}\n" for field in fields)


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        (["{field: minutes, sum: true}"], ["Minutes"]),
        (
            ["{field: minutes, median: true, as: a}", "{field: minutes, count_distinct: true, as: b}"],
            ["Minutes (median)", "Minutes (count distinct)"],
        ),
        (
            ["{field: minutes, percentile: 0.9, as: a}", "{field: minutes, percentile: 0.5, as: b}"],
            ["Minutes (percentile 0.9)", "Minutes (percentile 0.5)"],
        ),
        (
            [
                "{field: minutes, sum: true, as: long, where: [{genre: x}]}",
                "{field: minutes, sum: true, as: short_ones}",
            ],
            ["Long", "Short ones"],
        ),
        (["length", "{field: length, as: of_x, where: [{genre: x}]}"], ["Length", "Of x"]),
        (
            ["{field: minutes, sum: true, as: a, label: Minutes}", "{field: minutes, max: true, as: b}"],
            ["Minutes", "Minutes (max)"],
        ),
        (
            ["{field: minutes, sum: true, as: a, label: M}", "{field: minutes, max: true, as: b, label: M}"],
            ["M", "M"],
        ),
        (
            ["{field: minutes, sum: true, as: a, hidden: true}", "{field: minutes, max: true, as: b}"],
            ["Minutes"],
        ),
        (["{field: genre, max: true, as: last_one}"], ["Genre (max)"]),
    ],
)
def test_aggregates_say_which_they_are_where_two_would_be_equal(
    project: Path, fields: list[str], wanted: list[str]
) -> None:
    assert labels(project, grouped(*fields)) == ["Genre", *wanted]


def test_a_field_shown_twice_has_the_name_it_was_given(project: Path) -> None:
    text = "source: film\nfields: [title, {field: title, as: page}, {field: minutes, as: running_time}]\n"
    assert labels(project, text) == ["Title", "Page", "Minutes"]


def test_the_blocks_of_a_combined_input_are_told_apart(project: Path) -> None:
    text = (
        "combine:\n"
        "  - source: film\n    group_by: [minutes]\n    fields: [{field: count, as: films}]\n"
        "  - source: scene\n    group_by: [minutes]\n    fields: [{field: count, as: scenes}]\n"
        "fields:\n  - {sql: films + scenes, as: both}\n"
    )
    assert labels(project, text) == ["Minutes", "Films", "Scenes", "Both"]
