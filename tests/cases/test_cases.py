"""Each folder here is one rule of the language: a small project, the rows it must give, and the SQL that gives them.

``rows/`` is worked out by hand and never rewritten. ``sql/`` is what the compiler writes: ``pytest --update`` rewrites it,
and a person reads the difference. ``refused/`` names the codes and places with which an input must be refused.
"""

from contextlib import suppress
from pathlib import Path

import pytest

from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError
from genesis.spec.project import open_project
from genesis.sql.dialect import dialects
from tests.cases.answers import answer, compiled
from tests.cases.tables import Column, Table, differences, read, same

HERE = Path(__file__).parent
ROWS = sorted(HERE.glob("*/rows/*.txt"))
REFUSED = sorted(HERE.glob("*/refused/*.txt"))
FOLDERS = sorted(path.parent for path in HERE.glob("*/definitions"))


def short(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.stem}"


def asked_of(path: Path) -> tuple[Path, str, Table]:
    """The project, the input and the table: ``rows/INPUT.txt``, or ``rows/INPUT@OTHER.txt`` to ask it another way."""
    return path.parent.parent, path.stem.partition("@")[0], read(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ROWS, ids=short)
def test_rows_are_those_worked_out_by_hand(path: Path) -> None:
    root, name, table = asked_of(path)
    query, rows = answer(root, name, table.asked)
    seen = tuple(Column(c.name, str(c.type), c.name in query.key, c.hidden) for c in query.columns)
    assert seen == table.columns
    assert differences(list(rows), table.rows) == []


@pytest.mark.parametrize("path", ROWS, ids=short)
def test_sql_is_the_one_reviewed(path: Path, *, update: bool) -> None:
    root, name, table = asked_of(path)
    sql = compiled(open_project(root), name, table.asked).sql
    golden = root / "sql" / f"{path.stem}.duckdb.sql"
    if update:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(sql, encoding="utf-8")
    assert sql == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("dialect", dialects())
def test_comments_can_be_taken_away_again(dialect: str) -> None:
    compared = 0
    for path in ROWS:
        root, name, table = asked_of(path)
        files = open_project(root)
        with suppress(GenesisError):
            shown = compile_input(files, name, dialect, **table.asked.options())
            bare = compile_input(files, name, dialect, comments=False, **table.asked.options())
            assert shown.sql != bare.sql
            assert shown.bare_sql == bare.bare_sql == bare.sql
            compared += 1
    assert compared > len(ROWS) / 2


@pytest.mark.parametrize("path", REFUSED, ids=short)
def test_refusals_say_what_is_wrong_and_where(path: Path) -> None:
    """``refused/INPUT.txt`` has a line ``G419 inputs/lines.yaml:6:5`` per mistake."""
    wanted = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    with pytest.raises(GenesisError) as caught:
        compiled(open_project(path.parent.parent), path.stem)
    assert [f"{d.code} {d.span}" for d in caught.value.diagnostics] == wanted
    assert all(d.hint for d in caught.value.diagnostics)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_input_is_expected_to_give_something(folder: Path) -> None:
    inputs = {path.stem for path in folder.glob("inputs/*.yaml")}
    expected = {path.stem.partition("@")[0] for kind in ("rows", "refused") for path in folder.glob(f"{kind}/*.txt")}
    assert inputs == expected
    goldens = {path.name.removesuffix(".duckdb.sql") for path in folder.glob("sql/*.duckdb.sql")}
    assert goldens == {path.stem for path in folder.glob("rows/*.txt")}


def test_tables_are_read_as_written() -> None:
    table = read('# why\nname string | n float key hidden\n"a | b\\n" | 1/3\n~ | ~\n')
    assert table.columns == (Column("name", "string"), Column("n", "float", key=True, hidden=True))
    assert table.rows == (("a | b\n", 1 / 3), (None, None))


def test_differences_are_seen() -> None:
    assert differences([(1, "a")], ((1, "a"),)) == []
    assert differences([(1,)], ((2,),)) == ["row 1: (1,)\n   wanted: (2,)"]
    assert len(differences([(1,), (2,)], ((1,),))) == 2
    assert not same(1, True)
    assert not same(1, 1.0)
    assert not same(None, 0)
