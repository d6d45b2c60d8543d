"""First definitions from real catalogs: what they say, and that they work at once."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Genesis
from tests.warehouse.shop import BYTES, NAMES

HEAD = """\
# yaml-language-server: $schema=../schemas/source.json
# Begun by `genesis scaffold` from the tables of `studio`: read it, and describe what one row is.
"""
CUSTOMER = """\
source: customer
# Read as text, because its type is none here: token (UUID)
sql: |
  SELECT
    customer_id,
    country_code,
    email,
    "Full Name",
    "order",
    CAST(token AS VARCHAR) AS token,
    credit
  FROM shop.customer
key: customer_id

fields:
  customer_id: integer
  country_code: string
  email: string
  full_name: {type: string, column: "Full Name"}
  order: integer
  token: string
  credit: decimal(10,2)
  # photo: BYTES is no type here; a view, or `sql:`, may cast it

joins:
  country: {to: country, on: {country_code: code}, reverse: customers}
"""
JOINS: dict[str, list[str]] = {
    "country": [],
    "customer": ["country: {to: country, on: {country_code: code}, reverse: customers}"],
    "employee": ["manager: {to: employee, on: {manager_id: id}, reverse: employees_as_manager}"],
    "invoice": ["customer: {to: customer, on: customer_id, reverse: invoices}  # guessed by name"],
    "invoice_line": [
        "invoice: {to: invoice, on: {invoice_number: number, invoice_year: year}, reverse: invoice_lines}"
    ],
    # an address is unique, and not the key
    "note": ["customer: {to: customer, on: {customer_email: email}, many: false, reverse: notes}"],
    # its key refers: one profile a customer
    "profile": ["customer: {to: customer, on: customer_id, reverse: profile}"],
}
BY_NAME: dict[str, list[str]] = {name: [] for name in NAMES} | {
    "customer": ["country: {to: country, on: {country_code: code}, reverse: customers}  # guessed by name"],
    "invoice": ["customer: {to: customer, on: customer_id, reverse: invoices}  # guessed by name"],
    "profile": ["customer: {to: customer, on: customer_id, reverse: profile}  # guessed by name"],
}
"""Where no key is known."""
CUSTOMERS = """\
input: customers
source: customer
fields: [customer_id, full_name, country.name, invoices.count, credit, {field: invoices.year, max: true}]
sort: [customer_id]
"""


def text(root: Path, name: str) -> str:
    return (root / "definitions" / f"{name}.yaml").read_text(encoding="utf-8")


def joins(root: Path, name: str) -> list[str]:
    return re.findall(r"^  (\w+: \{to: .*)$", text(root, name), re.MULTILINE)


def test_what_is_begun_works_at_once(empty: tuple[str, Path], genesis: Genesis) -> None:
    engine, root = empty
    at = ("--project", str(root))
    done = genesis("scaffold", "shop.*", *at)
    assert (done.code, done.out) == (0, "".join(f"definitions/{name}.yaml\n" for name in NAMES))
    # a join of three that are known, and on Trino six keys and three joins
    assert f"{'9 guesses' if engine == 'trino' else '1 guess'} marked in them" in done.err
    assert {name: joins(root, name) for name in NAMES} == (BY_NAME if engine == "trino" else JOINS)
    if engine != "trino":
        native = BYTES[engine].lower() if engine == "postgres" else BYTES[engine]
        wanted = CUSTOMER.replace("BYTES", native).replace("UUID", "uuid" if engine == "postgres" else "UUID")
        assert text(root, "customer") == HEAD + wanted
    (root / "inputs").mkdir()
    (root / "inputs" / "customers.yaml").write_text(CUSTOMERS, encoding="utf-8")
    done = genesis("check", "--connection", "studio", *at)
    assert (done.code, done.out) == (0, "")
    done = genesis("test", *at)
    assert (done.code, done.out) == (0, "")
    rows = json.loads(genesis("preview", "customers", "--format", "json", *at).out)
    assert [list(row.values()) for row in rows] == [
        [1, "Ada", "France", 2, 12.5, 2024],
        [2, "Bob", "France", 1, 0.25, 2025],
        [3, "Cy", None, 0, None, None],
    ]


def test_keys_that_are_guessed_say_so(empty: tuple[str, Path], genesis: Genesis) -> None:
    engine, root = empty
    genesis("scaffold", "shop.invoice", "shop.note", "--project", str(root))
    keys = [re.findall(r"^key: .*$", text(root, name), re.MULTILINE) for name in ("invoice", "note")]
    if engine == "trino":
        assert keys == [
            ["key: none  # no column looks like one; without a key no input can list these rows"],
            ["key: note_id  # guessed by name: `genesis test note` says whether it holds"],
        ]
    else:
        assert keys == [["key: [number, year]"], ["key: note_id"]]
        assert "  # customer_email refers to shop.customer, which has no definition\n" in text(root, "note")


def test_nothing_is_written_with_a_mistake(empty: tuple[str, Path], genesis: Genesis) -> None:
    _, root = empty
    at = ("--project", str(root))
    (root / "definitions" / "people").mkdir()
    (root / "definitions" / "people" / "country.yaml").write_text("source: country\n", encoding="utf-8")
    (root / "definitions" / "note.yaml").write_text("mine", encoding="utf-8")
    for words, code, said in (
        (["shop.profile", "shop.profiel"], 4, "G703: there is no table `shop.profiel`"),
        (["shop.profile", "shop.note"], 2, "G926: definitions/note.yaml is there already"),
        (
            ["shop.profile", "shop.country"],
            2,
            "the source `country` is there already, in definitions/people/country.yaml",
        ),
        (["shop.profile", "--out", str(root.parent)], 2, "is outside the definitions of the project"),
        (["shop.profile", "--out", str(root / "inputs")], 2, "is outside the definitions of the project"),
        (["shop.profile", "nowhere.*"], 4, "G703: there are no tables in `nowhere`"),
        (["profile"], 2, "G901: `profile` names no table"),
        ([], 2, "G901: `genesis scaffold` needs a table"),
        (["shop.profile", "--connection", "studo"], 2, "did you mean `studio`?"),
    ):
        done = genesis("scaffold", *words, *at)
        assert (done.code, done.out) == (code, ""), words
        assert said in done.err
    assert "did you mean `shop.profile`?" in genesis("scaffold", "shop.profiel", *at).err
    left = sorted(path.relative_to(root).as_posix() for path in (root / "definitions").rglob("*") if path.is_file())
    assert left == ["definitions/note.yaml", "definitions/people/country.yaml"]
    assert text(root, "note") == "mine"


def test_joins_lead_to_definitions_that_are_there(empty: tuple[str, Path], genesis: Genesis) -> None:
    engine, root = empty
    at = ("--project", str(root))
    (root / "definitions" / "land.yaml").write_text(
        "source: land\ntable: shop.country\nkey: code\nfields: {code: string, name: string}\nmeasures: {customers: {count: rows}}\n",
        encoding="utf-8",
    )
    done = genesis("scaffold", "shop.customer", "--out", str(root / "definitions" / "more"), *at)
    assert (done.code, done.out) == (0, "definitions/more/customer.yaml\n")
    written = (root / "definitions" / "more" / "customer.yaml").read_text(encoding="utf-8")
    assert written.startswith("# yaml-language-server: $schema=../../schemas/source.json\n")
    # the way back takes another name than the measure has; without a key nothing says that `country` is a land
    assert ("country: {to: land, on: {country_code: code}, reverse: customers_as_country}" in written) == (
        engine != "trino"
    )
    assert genesis("check", *at).code == 0


ODD = (
    'CREATE TABLE main2."Über Filme" ("2021 Total" INTEGER, "n 2021 total" INTEGER, "select" INTEGER, "映画" VARCHAR, '
    '"createdAt" TIMESTAMP, "a""b" VARCHAR, span INTERVAL, tags VARCHAR[], odds STRUCT(a INTEGER), "Created At" DATE, '
    '"two\nlines" BLOB)'
)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A project over a database file with names that the language does not take."""
    import duckdb

    with duckdb.connect(str(tmp_path / "odd.duckdb")) as connection:
        for sql in (
            "CREATE SCHEMA main2",
            ODD,
            "CREATE TABLE main2.empty_key (a DOUBLE)",
        ):
            connection.execute(sql)
    (tmp_path / "definitions").mkdir()
    (tmp_path / "genesis.yaml").write_text(
        "connections: {file: {engine: duckdb, database: odd.duckdb}}\n", encoding="utf-8"
    )
    return tmp_path


def test_odd_names_are_mended(odd: Path, genesis: Genesis) -> None:
    assert genesis("scaffold", "main2.*", "--project", str(odd)).code == 0
    fields = text(odd, "uber_filme").partition("fields:\n")[2].splitlines()
    assert fields == [
        '  n_2021_total: {type: integer, column: "2021 Total", label: "2021 Total"}',
        '  n_2021_total_2: {type: integer, column: "n 2021 total", label: "n 2021 total"}',
        "  select_value: {type: integer, column: select}",
        '  column_4: {type: string, column: "映画"}',
        "  created_at: {type: timestamp, column: createdAt}",
        '  a_b: {type: string, column: "a\\"b"}',
        "  tags: list(string)",
        '  created_at_2: {type: date, column: "Created At", label: "Created At"}',
        "  # span: INTERVAL is no type here; a view, or `sql:`, may cast it",
        "  # odds: STRUCT(a INTEGER) is no type here; a view, or `sql:`, may cast it",
        "  # two lines: BLOB is no type here; a view, or `sql:`, may cast it",
    ]
    done = genesis("check", "--connection", "file", "--project", str(odd))
    assert (done.code, done.out) == (0, "")


def test_no_name_of_a_column_breaks_its_definition(odd: Path, genesis: Genesis) -> None:
    import duckdb

    with duckdb.connect(str(odd / "odd.duckdb")) as connection:
        connection.execute('CREATE TABLE main2.bad (id UUID, "null" INTEGER, "true" INTEGER, "be\x07ll" INTEGER)')
        connection.execute('CREATE TABLE main2.plain ("null" INTEGER, "false" INTEGER, seen TIMESTAMP_NS)')
    assert genesis("scaffold", "main2.bad", "main2.plain", "--project", str(odd)).code == 0
    assert 'column: "null"' in text(odd, "plain")
    assert "  # seen: TIMESTAMP_NS is no type here" in text(odd, "plain")
    done = genesis("check", "--connection", "file", "--project", str(odd))
    assert (done.code, done.out) == (0, "")
