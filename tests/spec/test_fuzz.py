"""Whatever stands in a file, only diagnostics come out, soon and with a place in that file."""

import json
import os
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import genesis
from genesis.diagnostics import MOST, Diagnostic
from genesis.output.diagnostics.renderings import names, rendering
from tests.diagnostics.projects import BASE

BUDGET = int(os.environ.get("GENESIS_FUZZ", "40"))
"""Examples of each kind; a longer run sets more."""
SECONDS = 10.0
KINDS = ("definitions/film.yaml", "inputs/films.yaml", "trackers/films.yaml", "genesis.yaml")
TEXTS = {kind: (BASE / kind).read_text(encoding="utf-8") for kind in KINDS}
PIECES = [
    *("\t", "\r\n", "\0", "\ufeff", "\u2028", "é", "😀", "\u202e", "- ", ": ", "{", "}", "[", "]", "*a", "&a ", "!t "),
    *("'", '"', "|\n", ">-\n", "---\n", "...\n", "<<: ", "? ", "#", "%", "@", "`", "null", "true", "1e999", "$x", "${"),
    *(
        "not ",
        "source: ",
        "sql: ",
        "fields: ",
        "where: ",
        "film",
        "any: ",
        "((((",
        "count: rows",
        "\\",
        "--",
        "/*",
        ";",
    ),
]


def checked(folder: Path, kind: str, text: str) -> tuple[Diagnostic, ...]:
    """What a check of the base project finds with that text in one of its files."""
    for path in KINDS:
        (folder / path).parent.mkdir(exist_ok=True)
        written = text if path == kind else TEXTS[path]
        (folder / path).write_bytes(written.encode("utf-8", "surrogatepass"))
    started = process_time()
    found = genesis.load(folder).check()
    assert process_time() - started < SECONDS
    for diagnostic in found:
        assert diagnostic.code.startswith("G")
        if diagnostic.span:
            assert 1 <= diagnostic.line <= len(diagnostic.span.file.text) + 1
            assert (diagnostic.span.line, diagnostic.span.column) <= (
                diagnostic.span.end_line,
                diagnostic.span.end_column,
            )
    for name in names():
        rendering(name)(found)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for name in ("country", "person", "credit"):
        (root / "definitions/data").mkdir(parents=True, exist_ok=True)
        text = (BASE / f"definitions/{name}.yaml").read_text(encoding="utf-8")
        (root / f"definitions/{name}.yaml").write_text(text, encoding="utf-8")
    return root


calm = settings(max_examples=BUDGET, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@calm
@given(kind=st.sampled_from(KINDS), text=st.text())
def test_any_text(folder: Path, kind: str, text: str) -> None:
    checked(folder, kind, text)


@calm
@given(kind=st.sampled_from(KINDS), pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_pieces_of_yaml(folder: Path, kind: str, pieces: list[str]) -> None:
    checked(folder, kind, "".join(pieces))


@calm
@given(
    kind=st.sampled_from(KINDS),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.sampled_from(PIECES)), min_size=1, max_size=4),
)
@example(kind="inputs/films.yaml", cuts=[])
def test_a_document_with_pieces_put_in_and_cut_out(folder: Path, kind: str, cuts: list[tuple[float, int, str]]) -> None:
    text = TEXTS[kind]
    for share, length, piece in cuts:
        at = round(share * len(text))
        text = text[:at] + piece + text[at + length :]
    found = checked(folder, kind, text)
    assert cuts or found == ()


@calm
@given(
    value=st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=5)
        | st.sampled_from(["film", "count", "title", "$x"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["field", "sql", "where", "any", "format", "type", "sum", "as", "to", "on", "gte"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    ),
    kind=st.sampled_from(KINDS[:3]),
    line=st.integers(1, 12),
)
def test_a_value_of_any_shape_in_place_of_another(folder: Path, value: object, kind: str, line: int) -> None:
    lines = TEXTS[kind].splitlines()
    at = line % len(lines)
    key, _, _ = lines[at].partition(":")
    lines[at] = f"{key}: {json.dumps(value)}"
    checked(folder, kind, "\n".join(lines) + "\n")


FILM = TEXTS["definitions/film.yaml"]
ROOM = (1 << 20) - len(FILM) - 100


def with_sql(sql: str) -> str:
    """The film's measure over another expression."""
    return FILM.replace("{sum: budget}", f"{{sum: {json.dumps(sql)}}}")


def with_select(sql: str) -> str:
    return FILM.replace("table: studio.film", f"sql: {json.dumps(sql)}")


HEAVY: dict[str, tuple[str, str]] = {
    "a scalar of 1 MiB": ("", FILM + "description: " + "x" * ROOM + "\n"),
    "a key of 1 MiB": ("G001", FILM + "x" * ROOM + ": 1\n"),
    "a table's name of 1 MiB": ("G036", FILM.replace("studio.film", "x" * ROOM)),
    "a type of 1 MiB": ("G301", FILM.replace("float", "list(" * (ROOM // 5))),
    "half a million values": ("G022", FILM + "where: [" + "1," * 500_000 + "]\n"),
    "thousands of fields": (
        "",
        FILM.replace("fields:\n", "fields:\n" + "".join(f"  f{n}: string\n" for n in range(50_000))),
    ),
    "as many doubled keys": ("G005", FILM + "x: {" + "a: 1, " * 100_000 + "}\n"),
    "brackets": ("G001", FILM + "where: " + "[" * 500_000 + "\n"),
    "braces": ("G013", FILM + "where: " + "{a: " * 200_000 + "\n"),
    "dashes": ("G013", "- " * 400_000),
    "an alias bomb": (
        "G012",
        FILM + "a: &a0 [x, x]\n" + "".join(f"z{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 60)),
    ),
    "a deep expression": ("G310", with_sql("(" * 50_000 + "budget" + ")" * 50_000)),
    "a chain of signs": ("G310", with_sql("- " * 100_000 + "budget")),
    "a chain of nots": ("G310", FILM + "where: " + "not " * 100_000 + "is_public\n"),
    "a chain of sums": ("G310", with_sql("budget + " * 2_000 + "budget")),
    "a chain of ors": ("", FILM + "where: " + "is_public or " * 2_000 + "is_public\n"),
    "cases in cases": (
        "G310",
        FILM + "where: " + "case when true then " * 20_000 + "is_public" + " end" * 20_000 + "\n",
    ),
    "calls in calls": ("G310", with_sql("abs(" * 20_000 + "budget" + ")" * 20_000)),
    "a deep SELECT": ("G312", with_select("SELECT * FROM " + "(SELECT * FROM " * 5_000 + "t" + ")" * 5_000)),
    "a long SELECT": ("", with_select("SELECT " + "1, " * 20_000 + "1 FROM studio.film")),
    "a number of many digits": ("G315", with_sql("budget + " + "9" * 100_000)),
    "a string that is open": ("G310", with_sql("budget || 'x")),
    "a comment that is open": ("G310", with_sql("budget /* x")),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_file_is_read_or_refused_soon(folder: Path, name: str) -> None:
    code, text = HEAVY[name]
    found = checked(folder, "definitions/film.yaml", text)
    assert {d.code for d in found} <= {code, "G015"}
    assert bool(found) == bool(code)
    assert len(found) <= MOST + 1
