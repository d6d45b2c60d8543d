"""A source's SQL that is written in another dialect than the one compiled for means the same there, or is refused."""

from pathlib import Path

import pytest

from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError
from genesis.spec.project import ProjectFiles, open_project


def project(root: Path, sql: str) -> ProjectFiles:
    (root / "definitions").mkdir()
    (root / "inputs").mkdir()
    source = f"source: film\nsql: {sql}\nkey: title\nfields: {{title: string}}\n"
    (root / "definitions" / "film.yaml").write_text(source, encoding="utf-8")
    (root / "inputs" / "films.yaml").write_text("input: films\nsource: film\nfields: [title]\n", encoding="utf-8")
    return open_project(root)


@pytest.mark.parametrize(
    ("dialect", "sql", "word"),
    [
        ("clickhouse", "SELECT n.t AS title FROM studio.film CROSS JOIN UNNEST(split(names, ',')) AS n (t)", "UNNEST"),
        ("clickhouse", "SELECT substr(title, 2) AS title FROM studio.film", "SUBSTRING"),
        ("clickhouse", "SELECT title FROM studio.film WHERE budget / 2 > 1", "/"),
        ("clickhouse", "SELECT title FROM studio.film WHERE odd_function(title) = 1", "ODD_FUNCTION"),
        ("sqlite", "SELECT lower(title) AS title FROM studio.film", "LOWER"),
        ("sqlite", "SELECT title FROM studio.film WHERE title LIKE 'a%'", "LIKE"),
        ("mysql", "SELECT max(title) AS title FROM studio.film", "MAX"),
        ("mysql", "SELECT n.t AS title FROM studio.film CROSS JOIN UNNEST(split(names, ',')) AS n (t)", "UNNEST"),
        ("mysql", "SELECT title FROM studio.film WHERE budget % 2 > 1", "%"),
        ("duckdb", "SELECT title FROM studio.film WHERE 7 / 2 = 3", "/"),
        ("duckdb", "SELECT title FROM studio.film WHERE date_diff('day', made, sold) = 0", "DATEDIFF"),
        ("duckdb", "SELECT substr(title, 0) AS title FROM studio.film", "SUBSTRING"),
        ("duckdb", "SELECT cast(score AS bigint) AS title FROM studio.film", "CAST"),
        ("duckdb", "SELECT title FROM studio.film WHERE title LIKE 'a\\\\%'", "LIKE with an escape"),
        ("postgres", "SELECT n.t AS title FROM studio.film CROSS JOIN UNNEST(split(names, ',')) AS n (t)", "SPLIT"),
        ("postgres", "SELECT max(title) AS title FROM studio.film", "MAX"),
        ("postgres", "SELECT greatest(title, other) AS title FROM studio.film", "GREATEST"),
        ("presto", "SELECT title FROM studio.film WHERE date_diff('day', made, sold) = 0", "DATEDIFF"),
        ("spark", "SELECT title FROM studio.film WHERE date_diff('day', made, sold) = 0", "DATEDIFF"),
        (
            "spark",
            "SELECT n.t AS title FROM studio.film CROSS JOIN UNNEST(split(names, ',')) WITH ORDINALITY AS n (t, p)",
            "WITH ORDINALITY",
        ),
    ],
)
def test_what_may_mean_something_else_is_refused(tmp_path: Path, dialect: str, sql: str, word: str) -> None:
    with pytest.raises(GenesisError) as caught:
        compile_input(project(tmp_path, f'"{sql}"'), "films", dialect)
    (found,) = caught.value.diagnostics
    assert (found.code, found.file, found.line) == ("G604", "definitions/film.yaml", 2)
    assert found.message == f"`{word}` of this SQL may mean something else in {dialect}"
    assert f"sql: {{{dialect}: SELECT ...}}" in found.hint


def test_athena_takes_the_text_of_its_engine(tmp_path: Path) -> None:
    files = project(tmp_path, "SELECT split(title, ',')[1] AS title FROM studio.film WHERE budget / 2 > 1")
    assert "budget / 2" in compile_input(files, "films", "athena").sql


def test_trino_takes_no_other_dialect_s_text_unseen(tmp_path: Path) -> None:
    files = project(tmp_path, "SELECT title FROM studio.film WHERE 7 / 2 > 3.2")
    (tmp_path / "genesis.yaml").write_text("expressions: duckdb\n", encoding="utf-8")
    with pytest.raises(GenesisError, match="G604"):
        compile_input(open_project(files.root), "films", "trino")


@pytest.mark.parametrize("dialect", ["clickhouse", "spark"])
def test_text_of_its_own_is_taken_as_it_is(tmp_path: Path, dialect: str) -> None:
    query = compile_input(
        project(tmp_path, f"{{{dialect}: 'SELECT substring(title, 2) AS title FROM film'}}"), "films", dialect
    )
    assert "prefer_column_name_to_alias" not in query.sql


def test_case_is_changed_as_the_language_changes_it(tmp_path: Path) -> None:
    query = compile_input(project(tmp_path, "SELECT lower(title) AS title FROM studio.film"), "films", "clickhouse")
    assert "lowerUTF8(translateUTF8(title, 'İΣ', 'iσ')) AS title" in query.sql


def test_names_are_columns_before_they_are_results(tmp_path: Path) -> None:
    """``title`` in WHERE is the table's column; in ORDER BY it is what the SELECT gives, of each branch."""
    sql = "SELECT lower(title) AS title FROM studio.film WHERE title = 'A' UNION ALL SELECT title FROM studio.old"
    assert (
        compile_input(project(tmp_path, sql), "films", "clickhouse").sql.count("prefer_column_name_to_alias = 1") == 2
    )
    (tmp_path / "other").mkdir()
    top = "SELECT coalesce(title, 'z') AS title FROM studio.film ORDER BY title LIMIT 3"
    found = compile_input(project(tmp_path / "other", top), "films", "clickhouse").sql
    assert found.split("ORDER BY")[1].split("LIMIT")[0].split() == ["COALESCE(title,", "'z')"]
