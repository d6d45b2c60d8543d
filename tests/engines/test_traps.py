"""Where SQLite and MySQL alone would go on with another answer: with another spelling's row, a cut list, a float, or 0."""

from pathlib import Path

import pytest

from genesis.compiler import compile_input
from genesis.engines.rows import Row
from genesis.model.types import parse_type
from genesis.spec.project import open_project
from genesis.sql.dialect import dialect
from tests.engines.conftest import Engines
from tests.engines.read_back import read_back
from tests.engines.servers import Cursor
from tests.engines.test_functions import asked, literal
from tests.functions import test_casts
from tests.functions.evaluation import Given, lowered

SPELLINGS = ["a", "A", "a ", "é", "é ", "B", "z"]
"""The same to a collation that ignores case and spaces at the end: those of ``a``, and those of ``é``."""
COLUMNS = {
    "sqlite": ["TEXT COLLATE NOCASE", "TEXT COLLATE RTRIM"],
    "mysql": [
        "VARCHAR(9) COLLATE utf8mb4_unicode_ci",
        "VARCHAR(9) CHARACTER SET latin1",
        "VARCHAR(9) COLLATE utf8mb4_bin",
    ],
}
WORDS = """source: word
table: traps.word
key: word_id
fields: {word_id: integer, word: string, other: string}
joins:
  same: {to: word, on: "word = same.word", reverse: sames}
measures:
  least: {min: word}
  most: {max: word}
  words: {list: {of: word, distinct: true, separator: "|"}}
  spellings: {count_distinct: word}
"""
INPUTS = {
    "groups": "group_by: [word]\nfields: [count]",
    "all": "group_by: []\nfields: [least, most, words, spellings]",
    "ordered": "fields: [word]\nsort: [word]",
    "filtered": "fields: [word]\nfilters: [{word: {in: [a, é]}}]\nsort: [word]",
    "like": "fields: [word]\nfilters: [{word: {like: 'a%'}}]\nsort: [word]",
    "chosen": "fields: [word, {sql: \"case word when 'a' then 1 when 'A' then 2 else 3 end\", as: which}]\nsort: [word]",
    "unless": "fields: [word, {sql: \"nullif(word, 'A')\", as: other_than}]\nsort: [word]",
    "joined": "fields: [word, sames.count]\nsort: [word]",
}
ROWS: dict[str, list[Row]] = {
    "groups": [(word, 2) for word in ("A", "B", "a", "a ", "z", "é", "é ")],
    "all": [("A", "é ", "A|B|a|a |z|é|é ", 7)],
    "ordered": [(word,) for word in ("A", "A", "B", "B", "a", "a", "a ", "a ", "z", "z", "é", "é", "é ", "é ")],
    "filtered": [("a",), ("a",), ("é",), ("é",)],
    "like": [("a",), ("a",), ("a ",), ("a ",)],
    "chosen": [
        (word, {"a": 1, "A": 2}.get(word, 3))
        for word in ("A", "A", "B", "B", "a", "a", "a ", "a ", "z", "z", "é", "é", "é ", "é ")
    ],
    "unless": [
        (word, None if word == "A" else word)
        for word in ("A", "A", "B", "B", "a", "a", "a ", "a ", "z", "z", "é", "é", "é ", "é ")
    ],
    "joined": [(word, 2) for word in ("A", "A", "B", "B", "a", "a", "a ", "a ", "z", "z", "é", "é", "é ", "é ")],
}


ENGINES = ("sqlite", "mysql")


def has(engine: str, *kinds: str) -> bool:
    """Whether a dialect has these types."""
    types = [
        parse_type({"bigint": "integer", "double": "float", "timestamp with time zone": "timestamptz"}.get(k, k))
        for k in kinds
    ]
    return all(dialect(engine).has_type(type_) for type_ in types if type_)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "definitions").mkdir()
    (tmp_path / "inputs").mkdir()
    (tmp_path / "genesis.yaml").write_text("{}\n", encoding="utf-8")
    (tmp_path / "definitions" / "word.yaml").write_text(WORDS, encoding="utf-8")
    for name, text in INPUTS.items():
        (tmp_path / "inputs" / f"{name}.yaml").write_text(f"input: {name}\nsource: word\n{text}\n", encoding="utf-8")
    return tmp_path


def fill(cursor: Cursor, engine: str, kind: str, words: list[str]) -> None:
    """``traps.word`` with a column of that kind, each word twice."""
    if engine == "sqlite":
        cursor.execute("PRAGMA database_list")
        if "traps" not in {name for _, name, _ in cursor.fetchall()}:
            cursor.execute("ATTACH ':memory:' AS traps")
    else:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS traps")
    cursor.execute("DROP TABLE IF EXISTS traps.word")
    cursor.execute(f"CREATE TABLE traps.word (word_id INTEGER, word {kind}, other TEXT)")
    listed = ", ".join(f"({place}, '{word}', NULL)" for place, word in enumerate(words * 2))
    cursor.execute(f"INSERT INTO traps.word VALUES {listed}")


def run(cursor: Cursor, engine: str, root: Path, name: str) -> list[Row]:
    query = compile_input(open_project(root), name, engine)
    cursor.execute(query.sql)
    shown = len(query.visible)
    return [row[:shown] for row in read_back(engine, cursor.fetchall(), query.columns)]


@pytest.mark.parametrize(("engine", "kind"), [(e, kind) for e, kinds in COLUMNS.items() for kind in kinds])
@pytest.mark.parametrize("name", sorted(INPUTS))
def test_text_is_the_same_by_its_code_points_alone(
    engines: Engines, root: Path, engine: str, kind: str, name: str
) -> None:
    cursor = engines.cursor(engine)
    fill(cursor, engine, kind, SPELLINGS)
    assert run(cursor, engine, root, name) == ROWS[name]


def fails(cursor: Cursor, sql: str, *words: str) -> None:
    def rows() -> object:
        cursor.execute(sql)
        return cursor.fetchall()

    with pytest.raises(Exception) as caught:  # noqa: PT011 - every client has its own
        rows()
    assert any(word in str(caught.value) for word in words), caught.value


def test_a_list_is_whole_or_an_error(engines: Engines, root: Path) -> None:
    cursor = engines.cursor("mysql")
    text = "source: word\ngroup_by: []\nfields: [{field: word, list: {limit: 99, separator: ' and '}, as: most}]\n"
    (root / "inputs" / "limited.yaml").write_text(f"input: limited\n{text}", encoding="utf-8")
    for name in ("all", "limited"):
        sql = compile_input(open_project(root), name, "mysql").sql
        fill(cursor, "mysql", "VARCHAR(9)", [f"w{place:04}" for place in range(50)])
        cursor.execute(sql)
        (row,) = cursor.fetchall()
        assert "w0049" in str(row)
        for count in (171, 1000):  # 171 words of 5 letters with separators of 1 are just longer than 1,024
            fill(cursor, "mysql", "VARCHAR(9)", [f"w{place:04}" for place in range(count)])
            fails(cursor, sql, "out of range")


OVERFLOWS: list[tuple[str, int]] = [
    ("a + 1", 2**63 - 1),
    ("1 + a", 2**63 - 1),
    ("a - 1", -(2**63)),
    ("-a", -(2**63)),
    ("abs(a)", -(2**63)),
    ("a * a", 2**40),
    ("a * -1", -(2**63)),
    ("quotient(a, -1)", -(2**63)),
    ("round(a, -1)", 2**63 - 1),
]


def over_one_row(written: str, value: object, engine: str) -> str:
    case = asked(written, None, a=value)  # type: ignore[arg-type]
    ((name, (type_, given)),) = case.values.items()
    return f"SELECT {lowered(case.expression, engine)} FROM (SELECT {literal(type_, given, engine)} AS {name}) AS t"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("written", "value"), OVERFLOWS)
def test_an_integer_that_is_too_large_is_an_error(engines: Engines, engine: str, written: str, value: int) -> None:
    fails(engines.cursor(engine), over_one_row(written, value, engine), "out of range", "overflow", "malformed JSON")


@pytest.mark.parametrize(
    ("engine", "kind", "text"),
    [(engine, kind, text) for engine in ENGINES for kind, text in test_casts.NOT_SUCH if has(engine, kind)],
)
def test_text_that_is_not_such_a_value_is_an_error(engines: Engines, engine: str, kind: str, text: str) -> None:
    fails(engines.cursor(engine), over_one_row(f"cast(a as {kind})", text, engine), "out of range", "malformed JSON")


UNFIT: list[tuple[str, Given]] = [
    ("bigint", ("float", 1e19)),
    ("bigint", ("float", -1e19)),
    ("decimal(4,2)", ("integer", 100)),
    ("decimal(4,2)", ("float", 99.996)),
    ("decimal(2,1)", ("decimal(3,2)", test_casts.D("9.95"))),
    ("bigint", ("decimal(20,0)", test_casts.D("9223372036854775808"))),
]


@pytest.mark.parametrize(
    ("engine", "kind", "given"),
    [(engine, kind, given) for engine in ENGINES for kind, given in UNFIT if has(engine, kind, given[0])],
)
def test_a_number_that_does_not_fit_is_an_error(engines: Engines, engine: str, kind: str, given: Given) -> None:
    cursor = engines.cursor(engine)
    fails(cursor, over_one_row(f"cast(a as {kind})", given, engine), "out of range", "malformed JSON")
    cursor.execute(over_one_row(f"try_cast(a as {kind})", given, engine))
    assert [tuple(row) for row in cursor.fetchall()] == [(None,)]


@pytest.mark.parametrize("engine", ENGINES)
def test_reserved_words_are_quoted(engines: Engines, engine: str) -> None:
    cursor, known = engines.cursor(engine), dialect(engine)
    for word in sorted(known.reserved):
        quoted = f"`{word}`" if engine == "mysql" else f'"{word}"'
        cursor.execute(f"SELECT {quoted}.{quoted} FROM (SELECT 1 AS {quoted}) AS {quoted}")
        assert [tuple(row) for row in cursor.fetchall()] == [(1,)]
