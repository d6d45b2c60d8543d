"""Explanations of combined inputs, picked rows, joins over expressions, rollups, newest rows, pivots and parameters."""

from pathlib import Path

import pytest

from genesis.compiler import open_model
from genesis.discovery.formats import json as as_json
from genesis.discovery.formats import mermaid, text
from genesis.discovery.lineage import origin
from genesis.discovery.reasons import Explanation, explain
from genesis.model.compiling import Compiling
from genesis.model.parameters import bind
from genesis.spec.project import open_project
from tests.discovery.test_lineage import below, tables

PROJECT = {
    "definitions/invoice.yaml": """\
source: invoice
table: books.invoice
key: invoice_id
latest_by: written_at
fields:
  invoice_id: integer
  issued: date
  currency: string
  amount: {type: "decimal(18,2)"}
  written_at: {type: timestamp, hidden: true}
  paid: {rollup: payments.total}
  late: {sql: "paid < amount"}
joins:
  rate: {to: rate, on: "currency = rate.code and issued between rate.valid_from and rate.valid_to", many: false}
  last_payment: {to: payment, on: invoice_id, pick: {order_by: [-paid_on, bank.name]}}
measures:
  billed: {sum: amount}
""",
    "definitions/rate.yaml": """\
source: rate
table: books.rate
key: [code, valid_from]
fields: {code: string, valid_from: date, valid_to: date, factor: 'decimal(18,6)'}
""",
    "definitions/payment.yaml": """\
source: payment
table: books.payment
key: payment_id
fields: {payment_id: integer, invoice_id: integer, paid_on: date, sum: 'decimal(18,2)', bank_id: integer, kind: string}
joins:
  invoice: {to: invoice, on: invoice_id, reverse: payments}
  bank: {to: bank, on: bank_id}
measures: {total: {sum: sum}}
""",
    "definitions/bank.yaml": "source: bank\ntable: books.bank\nkey: bank_id\nfields: {bank_id: integer, name: string}\n",
    "inputs/open.yaml": """\
input: open
source: invoice
parameters: {code: string}
fields:
  - invoice_id
  - rate.factor
  - last_payment.paid_on
  - paid
  - {pivot: payments.kind, values: [cash, card], field: payments.total}
filters:
  - currency: $code
  - late: true
limit: {rows: 2, per: rate.code}
sort: issued
""",
    "inputs/both.yaml": """\
input: both
combine:
  - {source: invoice, group_by: [{field: issued.month, as: month}], fields: [{field: billed, as: out}]}
  - {source: payment, group_by: [{field: paid_on.month, as: month}], fields: [{field: total, as: in_}], filters: [{bank.name: X}]}
fields:
  - {sql: "in_ - out", as: net}
  - {sql: "net / out", as: share}
""",
}


@pytest.fixture
def books(tmp_path: Path) -> Path:
    for path, content in PROJECT.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


def explained(root: Path, name: str) -> Explanation:
    files = open_project(root)
    spec = files.input(name)
    return explain(open_model(files, Compiling(parameters=bind(spec, {}, checking=True))), spec)


def reasons(found: Explanation, block: int = 0) -> dict[str, set[tuple[str, str]]]:
    return {".".join(j.path): {(r.kind, r.name) for r in j.reasons} for j in found.blocks[block].joins}


def test_every_kind_of_join_has_its_reasons(books: Path) -> None:
    assert reasons(explained(books, "open")) == {
        "rate": {("column", "rate_factor"), ("limit", "per")},
        "last_payment": {("column", "last_payment_paid_on")},
        "last_payment.bank": {("join", "last_payment")},
        "payments": {
            *(("column", name) for name in ("paid", "payments_total_cash", "payments_total_card")),
            ("filter", "late"),
        },
    }


def test_a_join_says_what_its_definition_says(books: Path) -> None:
    said = text.explanation(explained(books, "open"))
    assert "rate -> rate: one row (claimed) on currency = rate.code and issued between rate.valid_from" in said
    assert "last_payment -> payment: one row on invoice_id, the first by -paid_on, bank.name" in said


def test_blocks_are_explained_one_by_one(books: Path) -> None:
    found = explained(books, "both")
    assert found.row == "one combination of month"
    assert found.columns == ("month", "out", "in_", "net", "share")
    assert [block.source for block in found.blocks] == ["invoice", "payment"]
    assert reasons(found, 1) == {"bank": {("filter", "bank.name")}}
    assert "joins: none; everything stands in invoice" in text.explanation(found)
    assert "joins from payment:" in text.explanation(found)
    assert 'n1_0["payment"]' in mermaid.explanation(found)
    assert '"source": "payment"' in as_json.explanation(found)


def trace(root: Path, name: str, column: str) -> set[str]:
    files = open_project(root)
    spec = files.input(name)
    return tables(origin(open_model(files, Compiling(parameters=bind(spec, {}, checking=True))), spec, column))


def test_origins_go_through_pick_conditions_rollups_and_pivots(books: Path) -> None:
    assert {"books.payment.paid_on", "books.bank.name", "books.payment.invoice_id"} <= trace(
        books, "open", "last_payment_paid_on"
    )
    assert {"books.rate.factor", "books.rate.valid_from", "books.rate.valid_to", "books.invoice.issued"} <= trace(
        books, "open", "rate_factor"
    )
    assert {"books.payment.sum", "books.invoice.invoice_id"} <= trace(books, "open", "paid")
    assert {"books.payment.sum", "books.payment.kind"} <= trace(books, "open", "payments_total_cash")


def test_a_column_of_a_pivot_says_so(books: Path) -> None:
    files = open_project(books)
    spec = files.input("open")
    model = open_model(files, Compiling(parameters=bind(spec, {}, checking=True)))
    assert origin(model, spec, "payments_total_card").says == "payments.total of one payments.kind"


def test_a_column_over_blocks_comes_from_their_columns(books: Path) -> None:
    files = open_project(books)
    found = origin(open_model(files), files.input("both"), "share")
    assert found.says == "net / out"
    assert {one.name for one in below(found) if one.kind == "column"} == {"share", "out", "in_"}
    assert tables(found) == {"books.invoice.amount", "books.payment.sum"}


def test_a_key_of_blocks_comes_from_all_of_them(books: Path) -> None:
    files = open_project(books)
    found = origin(open_model(files), files.input("both"), "month")
    assert {"books.invoice.issued", "books.payment.paid_on"} <= tables(found)
