"""Ways on which a change reaches a tracker that a quick look at the texts would miss."""

from collections.abc import Mapping, Sequence

import pytest

from genesis.diagnostics import SourceFile, Span
from genesis.review.report import TrackerChange
from genesis.review.reviewing import Wanted, review
from genesis.review.selects import selected
from genesis.spec.documents import SqlSpec, Text
from tests.review.edited import base_files, edited, ends

SHOWN = 'shown_title: {sql: "upper(title)"}'
FEES = {"file": "definitions/film.yaml", "replace": "field: cast.fee, sum: true", "by": "field: cast.fee, max: true"}
Edits = Sequence[Mapping[str, str]]


def changed(base: Edits, head: Edits) -> dict[str, TrackerChange]:
    before = edited(base_files(), base)
    return {one.name: one for one in review(ends(before, edited(before, head)), Wanted()).trackers}


def select(text: str) -> tuple[str, dict[str, str]]:
    span = Span(SourceFile("a.yaml", text), 1, 1, 1, 1)
    found = selected(SqlSpec(Text(text, span), (), span), "duckdb", "duckdb")
    return found.rows, found.columns


@pytest.mark.parametrize(
    "clause",
    ["ORDER BY x LIMIT 3", "GROUP BY x", "GROUP BY 1", "GROUP BY ALL HAVING x > 2", "QUALIFY x = 1", "WHERE x > 2"],
)
def test_a_column_that_a_clause_names_decides_on_rows(clause: str) -> None:
    one, two = (select(f"SELECT {made} AS x FROM s.t {clause}") for made in ("t.a", "t.b"))
    assert one[0] != two[0]


@pytest.mark.parametrize("clause", ["", "ORDER BY t.a", "WHERE t.a > 2"])
def test_a_column_that_no_clause_names_does_not(clause: str) -> None:
    one, two = (select(f"SELECT {made} AS x FROM s.t {clause}") for made in ("t.a", "t.b"))
    assert one[0] == two[0]
    assert one[1] != two[1]


@pytest.mark.parametrize(
    ("before", "after", "category"),
    [
        ("{title} || 'a  b'", "{title} || 'a b'", "columns"),
        ("upper({title})", "upper( {title} )", "identical"),
        ("upper({title})", "lower({title})", "columns"),
    ],
)
def test_spaces_in_a_text_of_a_dialect_count_inside_quotes(before: str, after: str, category: str) -> None:
    def written(sql: str) -> str:
        told = sql.replace("{title}", "title")
        return f'shown_title: {{type: string, sql: {{duckdb: "{told}"}}}}'

    base = [{"file": "definitions/film.yaml", "replace": SHOWN, "by": written(before)}]
    head = [{"file": "definitions/film.yaml", "replace": written(before), "by": written(after)}]
    found = {name: one.category for name, one in changed(base, head).items()}
    assert found == ({} if category == "identical" else {"costly": category})


def test_a_field_is_reached_by_a_name_that_is_written_with_escapes() -> None:
    base = [{"file": "inputs/costly.yaml", "replace": "  - fees\n", "by": '  - "f\\x65es"\n'}]
    filters = {"file": "inputs/costly.yaml", "replace": "is_costly or fees > 50", "by": "is_costly"}
    found = changed([*base, filters], [FEES])
    assert found["costly"].causes == ("source:film.fees",)


def test_a_way_back_is_reached_by_a_name_that_is_written_with_escapes() -> None:
    base = [{"file": "definitions/role.yaml", "replace": "reverse: cast", "by": 'reverse: "c\\x61st"'}]
    where = {"file": "definitions/role.yaml", "replace": "  fee: integer\n", "by": "  fee: {column: paid}\n"}
    typed = {**where, "by": "  fee: {type: integer, column: paid}\n"}
    assert "costly" in changed(base, [typed])


def test_a_line_of_a_text_is_not_the_input_of_a_tracker() -> None:
    described = "tracker: costly\ndescription: |\n  As it was:\n\n  input: films\ninput: costly\n"
    flush = 'tracker: costly\ndescription: "\n\ninput: films\n\n"\n"input": costly\n'
    for text in (described, flush):
        base = [{"file": "trackers/costly.yaml", "replace": "tracker: costly\ninput: costly\n", "by": text}]
        assert "costly" in changed(base, [FEES])
