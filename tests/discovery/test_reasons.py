"""Why an input's query joins what it joins. The expected joins were found by reading the shop's definitions."""

import json
from pathlib import Path

from genesis.discovery.formats import json as as_json
from genesis.discovery.formats import mermaid, text
from genesis.discovery.reasons import Explanation, explain
from tests.discovery.projects import model_of, shop


def explained(root: Path, name: str) -> Explanation:
    files = shop(root)
    return explain(model_of(files), files.input(name))


def reasons(found: Explanation) -> dict[str, list[tuple[str, str]]]:
    return {".".join(j.path): [(r.kind, r.name) for r in j.reasons] for block in found.blocks for j in block.joins}


def test_each_join_knows_what_needs_it(tmp_path: Path) -> None:
    assert reasons(explained(tmp_path, "open_orders")) == {
        "customer": [("column", "customer_home"), ("sort", "customer.name")],
        "customer.country": [("column", "customer_home")],
        "lines": [("column", "lines_total"), ("column", "numbers")],
        "lines.product": [("column", "lines_total")],
        "big_lines": [("filter", "some big_lines")],
        "big_lines.product": [("filter", "some big_lines")],
    }


def test_a_measure_needs_no_join_for_what_it_counts_and_a_group_key_does(tmp_path: Path) -> None:
    found = explained(tmp_path, "shares")
    assert found.row == "one combination of country_name"
    assert reasons(found) == {"country": [("column", "country_name")], "orders": [("column", "share")]}


def test_a_join_needed_to_join_says_so(tmp_path: Path) -> None:
    country = """\
source: country
table: shop.country
key: code
fields: {code: string, name: string, region: string}
"""
    customer = """\
source: customer
table: shop.customer
key: customer_id
fields:
  customer_id: integer
  country_code: string
  currency: {sql: country.region}
joins:
  country: {to: country, on: {country_code: code}}
  region: {to: region, on: {currency: region}}
"""
    region = "source: region\ntable: shop.region\nkey: region\nfields: {region: string, name: string}\n"
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "region.yaml").write_text(region, encoding="utf-8")
    shares = "input: shares\nsource: customer\nfields: [region.name]\n"
    files = shop(tmp_path, country=country, customer=customer, shares=shares, open_orders="")
    found = explain(model_of(files), files.input("shares"))
    assert reasons(found) == {"region": [("column", "region_name")], "country": [("join", "region")]}


def test_text_says_it_in_lines(tmp_path: Path) -> None:
    lines = text.explanation(explained(tmp_path, "open_orders")).splitlines()
    assert lines[0] == "open_orders: one row is one orders (order_id)  [inputs/open_orders.yaml:1]"
    assert "  big_lines -> line: many rows on order_id, where quantity > 10  [definitions/orders.yaml:11]" in lines
    assert "    big_lines.product -> product: one row on product_id  [definitions/line.yaml:12]" in lines


def test_an_input_of_one_source_has_no_joins(tmp_path: Path) -> None:
    files = shop(tmp_path, shares="input: shares\nsource: country\nfields: [name]\n")
    assert "joins: none; everything stands in country" in text.explanation(
        explain(model_of(files), files.input("shares"))
    )


def test_json_is_for_programs(tmp_path: Path) -> None:
    found = json.loads(as_json.explanation(explained(tmp_path, "shares")))
    assert (found["input"], found["columns"]) == ("shares", ["country_name", "share"])
    (block,) = found["blocks"]
    assert block["source"] == "customer"
    orders = next(j for j in block["joins"] if j["path"] == "orders")
    assert (orders["source"], orders["to_one"], orders["claimed"]) == ("orders", False, False)
    assert orders["reasons"] == [{"kind": "column", "name": "share", "file": "inputs/shares.yaml", "line": 5}]


def test_mermaid_draws_sources_and_thick_lines_to_many(tmp_path: Path) -> None:
    assert mermaid.explanation(explained(tmp_path, "shares")) == (
        'flowchart LR\n  n0["customer"]\n'
        '  n1["country"]\n  n0 -->|"country"| n1\n'
        '  n2["orders"]\n  n0 ==>|"orders"| n2\n'
    )


def test_a_hidden_column_needs_nothing_unless_it_is_used(tmp_path: Path) -> None:
    fields = "fields: [order_id, {field: lines.count, hidden: true}, {field: big_lines.count, hidden: true, as: big}]"
    files = shop(tmp_path, shares=f"input: shares\nsource: orders\n{fields}\nfilters: [{{big: {{gt: 1}}}}]\n")
    assert reasons(explain(model_of(files), files.input("shares"))) == {"big_lines": [("filter", "big")]}
