"""What testing finds in a small warehouse. Every expected finding was counted by hand in its files."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from genesis.claims.claim import Outcome, Violations
from genesis.claims.native import fits
from genesis.claims.querying import examples, totals
from genesis.claims.running import outcomes
from genesis.claims.violations import violations
from genesis.compiler import open_model
from genesis.diagnostics import GenesisError
from genesis.engines.connections import open_connection
from genesis.model.compiling import Compiling
from genesis.model.types import parse_type
from genesis.spec.project import open_project
from genesis.sql.dialect import dialect as dialect_of
from genesis.sql.dialect import dialects
from tests.claims.rows import write


def claims_of(root: Path, source: str) -> dict[tuple[str, str], Outcome]:
    files = open_project(root)
    with open_connection(files, environment={}) as engine:
        return {(o.claim.kind, o.claim.subject): o for o in outcomes(open_model(files), source, engine)}


def broken(found: Mapping[tuple[str, str], Outcome]) -> dict[tuple[str, str], str]:
    return {of: outcome.message for of, outcome in found.items() if outcome.status == "broken"}


MENDED = "order_id,number,state,quantity,is_draft\n1,1,O,1,false\n1,2,S,5,false\n"


def test_every_kind_of_finding(tmp_path: Path) -> None:
    assert broken(claims_of(write(tmp_path), "order_item")) == {
        ("type", "quantity"): "1 cell cannot be read as integer",
        ("not null", "number"): "1 row without `number`",
        ("key", "order_id, number"): "1 key on more than one row",
        ("values", "state"): "1 unknown code on 1 row",
        # two rows of state S, one of state X and one without a state are `sun`
        ("values", "weekday"): "1 unknown code on 4 rows",
        ("to one", "state_name"): "2 rows with more than one `state_name`",
    }


def test_examples_are_the_rows_themselves(tmp_path: Path) -> None:
    found = claims_of(write(tmp_path), "order_item")
    quantity = found["type", "quantity"]
    assert (quantity.columns, quantity.examples) == (("quantity", "line", "rows"), (("1.5", "8", "1"),))
    key = found["key", "order_id, number"]
    assert (key.columns, key.examples, key.rows) == (("order_id", "number", "rows"), (("1", "1", "2"),), 2)
    assert found["not null", "number"].examples == (("2", "null", "1"),)
    assert found["values", "state"].examples == (("X", "1"),)
    # every row of state S meets both rows of that code
    assert found["to one", "state_name"].examples == (("1", "2", "2"), ("2", "null", "2"))


def test_a_claim_over_cells_that_cannot_be_read_is_not_tested(tmp_path: Path) -> None:
    outcome = claims_of(write(tmp_path), "order_item")["to one", "price"]
    assert outcome.status == "untested"
    assert "1.5" in outcome.message


def test_a_join_over_an_expression_counts_what_it_meets(tmp_path: Path) -> None:
    found = claims_of(write(tmp_path, order_item=MENDED), "order_item")
    # quantity 5 meets the prices from 1 and from 5
    assert broken(found)["to one", "price"] == "1 row with more than one `price`"
    assert found["to one", "price"].examples == (("1", "2", "2"),)


def test_newest_rows_that_tie(tmp_path: Path) -> None:
    outcome = claims_of(write(tmp_path), "price")["newest", "changed_on"]
    assert outcome.message == "2 keys with several newest rows"
    assert outcome.columns == ("from_quantity", "changed_on", "rows")
    assert outcome.examples == (("1", "2024-02-01", "2"), ("5", "null", "2"))


def test_a_source_without_key_claims_only_types(tmp_path: Path) -> None:
    found = claims_of(write(tmp_path), "state_name")
    assert [(of, o.status) for of, o in found.items()] == [(("type", "code"), "held"), (("type", "name"), "held")]


def test_rows_that_do_not_exist_are_not_tested(tmp_path: Path) -> None:
    drafts = "order_id,number,state,quantity,is_draft\n1,1,Q,1,true\n1,1,Q,1,true\n,,,,true\n"
    assert broken(claims_of(write(tmp_path, order_item=drafts), "order_item")) == {}


def test_clean_rows_hold_every_claim(tmp_path: Path) -> None:
    prices = "from_quantity,changed_on,cents\n9,2024-01-01,5\n9,2024-02-01,6\n"
    names = "code,name\nO,Open\nS,Shipped\n"
    rows = MENDED.replace("S", "O")
    root = write(tmp_path, order_item=rows, price=prices, state_name=names)
    for source in ("order_item", "price", "state_name"):
        assert {o.status for o in claims_of(root, source).values()} == {"held"}, source


def test_a_missing_column_is_a_finding_and_nothing_else_is_tested(tmp_path: Path) -> None:
    found = claims_of(write(tmp_path, order_item="order_id,number,state,quantity\n1,1,O,1\n"), "order_item")
    assert broken(found) == {
        ("type", "shop.order_item"): "the table `shop.order_item` has no column `is_draft`",
    }
    assert {o.status for of, o in found.items() if of[0] != "type"} == {"untested"}


def test_a_missing_table_is_a_finding(tmp_path: Path) -> None:
    root = write(tmp_path)
    (root / "rows" / "shop" / "price.csv").unlink()
    assert "there is no table `shop.price`" in broken(claims_of(root, "price"))["type", "shop.price"]


def test_types_behind_sql_are_what_the_engine_says(tmp_path: Path) -> None:
    source = """\
source: state_name
sql: SELECT code, name, 1.25 AS weight, date '2024-01-01' AS day FROM shop.state_name
key: code
fields: {code: integer, name: string, weight: float, day: date}
"""
    write(tmp_path, state_name="code,name\nO,Open\n")
    (tmp_path / "definitions" / "state_name.yaml").write_text(source, encoding="utf-8")
    found = claims_of(tmp_path, "state_name")
    assert broken(found) == {
        ("type", "code"): "the column is VARCHAR, the definition says integer",
        ("type", "weight"): "the column is DECIMAL(3,2), the definition says float",
    }


def test_a_field_called_like_the_count(tmp_path: Path) -> None:
    source = """\
source: price
table: shop.price
key: [rows, rows_]
fields: {rows: {type: string, column: cents}, rows_: {type: string, column: cents}}
"""
    write(tmp_path, price="from_quantity,changed_on,cents\n1,,10\n2,,10\n")
    (tmp_path / "definitions" / "price.yaml").write_text(source, encoding="utf-8")
    found = claims_of(tmp_path, "price")
    assert found["key", "rows, rows_"].columns == ("rows", "rows_", "rows__")
    assert found["key", "rows, rows_"].examples == (("10", "10", "2"),)


def test_a_mistake_in_the_definitions_is_told_as_such(tmp_path: Path) -> None:
    root = write(tmp_path)
    path = root / "definitions" / "order_item.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("key: [order_id,", "key: [order,"), encoding="utf-8")
    with pytest.raises(GenesisError, match="G205"):
        claims_of(root, "order_item")


@pytest.mark.parametrize(
    ("native", "declared", "expected"),
    [
        ("BIGINT", "integer", True),
        ("HUGEINT", "integer", True),
        ("VARCHAR", "string", True),
        ("ENUM('a', 'b')", "string", True),
        ("UUID", "string", False),
        ("DOUBLE", "float", True),
        ("DECIMAL(10,2)", "float", False),
        ("DECIMAL(10,2)", "decimal(18,2)", True),
        ("DECIMAL(18,2)", "decimal(10,2)", False),
        ("DECIMAL(18,3)", "decimal(18,2)", False),
        ("INTEGER", "decimal(18,2)", True),
        ("BIGINT", "decimal(18,2)", False),
        ("DOUBLE", "decimal(18,2)", False),
        ("TIMESTAMP", "timestamp", True),
        ("TIMESTAMP WITH TIME ZONE", "timestamp", False),
        ("TIMESTAMP WITH TIME ZONE", "timestamptz", True),
        ("TIMESTAMP_NS", "timestamp", False),
        ("TIMESTAMP", "date", False),
        ("VARCHAR[]", "list(string)", True),
        ("BIGINT[]", "list(string)", False),
        ("VARCHAR", "list(string)", False),
        ("JSON", "json", True),
        ("no type at all (", "string", False),
    ],
)
def test_engines_types_and_ours(native: str, declared: str, *, expected: bool) -> None:
    type_ = parse_type(declared)
    assert type_
    assert fits(native, "duckdb", type_) is expected


def test_a_file_that_is_no_table_is_an_error_of_the_engine(tmp_path: Path) -> None:
    with pytest.raises(GenesisError, match="G706"):
        claims_of(write(tmp_path, price="from_quantity,changed_on,cents\n1,2024-01-01\n"), "price")


@pytest.mark.parametrize("dialect", dialects())
def test_every_claim_can_be_asked_of_every_engine(dialect: str, tmp_path: Path) -> None:
    files = open_project(write(tmp_path))
    model = open_model(files, Compiling(dialect))
    made = [one for source in files.names("source") for one in violations(model, source)]
    assert (
        len(made) == 9
    )  # order_item: two parts of a key, the key, two fields with codes, two joins; price: key, newest
    for one in made:
        assert isinstance(one, Violations)
        try:
            assert "SELECT" in totals(model, one, dialect).sql
            assert "LIMIT 5" in examples(model, one, dialect).sql
        except GenesisError as error:
            # refused by name, and then reported as not tested
            assert dialect not in {"duckdb", "trino"}, error  # noqa: PT017 - some dialects may refuse
            assert {d.code for d in error.diagnostics} == {"G603"}  # noqa: PT017


def test_a_claim_that_the_dialect_cannot_say_is_not_tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialect = dialect_of("duckdb")
    poor = replace(dialect, aggregates={k: v for k, v in dialect.aggregates.items() if k != "max"})
    monkeypatch.setattr("genesis.claims.querying.dialect_of", lambda _: poor)
    found = claims_of(write(tmp_path), "price")
    assert found["newest", "changed_on"].status == "untested"
    assert "max" in found["newest", "changed_on"].message
    assert found["not null", "from_quantity"].status == "held"


def test_letter_case_of_a_header_does_not_matter(tmp_path: Path) -> None:
    root = write(tmp_path)
    (root / "rows/shop/state_name.csv").write_text("Code,NAME\nO,Open\nS,Shipped\n", encoding="utf-8")
    found = claims_of(root, "state_name")
    assert [found["type", name].status for name in ("code", "name")] == ["held", "held"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"code;name\nO;Open\n",
            "rows/shop/state_name.csv cannot be read: its first line has `;` between names, not `,`",
        ),
        (
            b"code\tname\nO\tOpen\n",
            "rows/shop/state_name.csv cannot be read: its first line has a tab between names, not `,`",
        ),
        (b"code,name\nO,Open\nS,\xff\n", "rows/shop/state_name.csv:3 cannot be read: it is not in UTF-8"),
    ],
)
def test_a_file_that_is_no_csv_says_why(content: bytes, said: str, tmp_path: Path) -> None:
    root = write(tmp_path)
    (root / "rows/shop/state_name.csv").write_bytes(content)
    with pytest.raises(GenesisError) as caught:
        claims_of(root, "state_name")
    assert [(d.code, d.message) for d in caught.value.diagnostics] == [("G706", said)]
