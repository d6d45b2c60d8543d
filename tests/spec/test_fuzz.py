"""Whatever stands in a file, only diagnostics come out, soon and with a place in that file."""

import os
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import genesis
from genesis.diagnostics import Diagnostic
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
        (root / "definitions").mkdir(exist_ok=True)
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
    import json

    lines = TEXTS[kind].splitlines()
    at = line % len(lines)
    key, _, _ = lines[at].partition(":")
    lines[at] = f"{key}: {json.dumps(value)}"
    checked(folder, kind, "\n".join(lines) + "\n")


FILM = TEXTS["definitions/film.yaml"]
HEAVY = {
    "a scalar of 1 MiB": FILM + "description: " + "x" * ((1 << 20) - len(FILM) - 20) + "\n",
    "a key of 1 MiB": FILM + "x" * ((1 << 20) - len(FILM) - 20) + ": 1\n",
    "half a million values": FILM + "where: [" + "1," * 500_000 + "]\n",
    "a hundred thousand keys": FILM + "".join(f"  k{n}: 1\n" for n in range(60_000)).replace("  k0", "joins:\n  k0", 1),
    "a hundred thousand doubled keys": FILM + "x: {" + "a: 1, " * 100_000 + "}\n",
    "brackets": FILM + "where: " + "[" * 500_000 + "\n",
    "braces": FILM + "where: " + "{a: " * 200_000 + "\n",
    "dashes": "- " * 400_000,
    "an alias bomb": FILM
    + "description: &a0 [x, x]\n"
    + "".join(f"z{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 60)),
    "a deep expression": FILM.replace("{sum: budget}", '{sum: "' + "(" * 50_000 + "budget" + ")" * 50_000 + '"}'),
    "a deep chain of signs": FILM.replace("{sum: budget}", '{sum: "' + "- " * 100_000 + 'budget"}'),
    "a deep chain of nots": FILM + "where: " + "not " * 100_000 + "is_public\n",
    "a long expression": FILM.replace("{sum: budget}", '{sum: "' + "budget + " * 50_000 + 'budget"}'),
    "a long chain of ors": FILM + "where: " + "is_public or " * 50_000 + "is_public\n",
    "a deep case": FILM + "where: " + "case when true then " * 20_000 + "is_public" + " end" * 20_000 + "\n",
    "a deep SELECT": FILM.replace(
        "table: studio.film", "sql: SELECT * FROM " + "(SELECT * FROM " * 5_000 + "t" + ")" * 5_000
    ),
    "a long SELECT": FILM.replace("table: studio.film", "sql: SELECT " + "1, " * 50_000 + "1 FROM studio.film"),
    "a deep function": FILM.replace("{sum: budget}", '{sum: "' + "abs(" * 20_000 + "budget" + ")" * 20_000 + '"}'),
    "an open string": FILM.replace("{sum: budget}", '{sum: "budget || \'x"}'),
    "a comment that does not end": FILM.replace("{sum: budget}", '{sum: "budget /* x"}'),
    "a number of many digits": FILM.replace("{sum: budget}", '{sum: "budget + ' + "9" * 100_000 + '"}'),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_file_is_read_or_refused_soon(folder: Path, name: str) -> None:
    found = checked(folder, "definitions/film.yaml", HEAVY[name])
    assert found
    assert len(found) < 250_000
