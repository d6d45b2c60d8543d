"""Where a column comes from, down to tables. The expected origins were found by reading the shop's definitions."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from genesis.diagnostics import GenesisError
from genesis.discovery.formats import json as as_json
from genesis.discovery.formats import mermaid, text
from genesis.discovery.lineage import Origin, origin
from tests.discovery.projects import model_of, shop


def traced(root: Path, name: str, column: str) -> Origin:
    files = shop(root)
    return origin(model_of(files), files.input(name), column)


def below(node: Origin) -> Iterator[Origin]:
    yield node
    for child in node.of:
        yield from below(child)


def tables(node: Origin) -> set[str]:
    return {one.name for one in below(node) if one.kind == "table"}


def test_a_computed_field_behind_joins_leads_to_every_table_column(tmp_path: Path) -> None:
    found = traced(tmp_path, "open_orders", "customer_home")
    (field,) = [one for one in found.of if one.kind == "field"]
    assert (field.name, field.says) == ("customer.home", "country.name || ' (' || country_code || ')'")
    assert [one.name for one in field.of] == ["customer.country.name", "customer.country_code"]
    assert tables(field) == {"shop.country.name", "shop.customer.country_code"}


def test_joins_are_part_of_where_a_value_comes_from(tmp_path: Path) -> None:
    found = traced(tmp_path, "open_orders", "customer_home")
    joins = {one.name: one for one in found.of if one.kind == "join"}
    assert list(joins) == ["customer -> customer", "customer.country -> country"]
    assert joins["customer -> customer"].says == "customer_id"
    # the source's own `where` decides which customers there are
    assert tables(joins["customer -> customer"]) == {
        "shop.orders.customer_id",
        "shop.customer.customer_id",
        "shop.customer.is_test",
    }


def test_a_measure_keeps_its_name_and_leads_through_sql(tmp_path: Path) -> None:
    found = traced(tmp_path, "open_orders", "lines_total")
    (measure,) = [one for one in found.of if one.kind == "measure"]
    assert (measure.name, measure.says) == ("lines.total", "sum of amount")
    assert tables(measure) == {"shop.line.quantity", "shop.raw_product.cents"}


def test_a_ratio_is_made_of_its_measures(tmp_path: Path) -> None:
    (ratio,) = [one for one in traced(tmp_path, "shares", "share").of if one.kind == "measure"]
    assert ratio.says == "shipped / count"
    assert [(one.name, one.says) for one in ratio.of] == [
        ("orders.shipped", "count of rows, where status = 'S'"),
        ("orders.count", "count of rows"),
    ]
    assert tables(ratio) == {"shop.orders.status"}


def test_a_list_comes_from_what_it_shows_and_what_orders_it(tmp_path: Path) -> None:
    found = traced(tmp_path, "open_orders", "numbers")
    aggregate = found.of[0]
    assert aggregate.kind == "aggregate"
    assert {"shop.line.number", "shop.line.quantity"} <= tables(aggregate)


def test_a_link_comes_from_the_columns_it_names_too(tmp_path: Path) -> None:
    found = traced(tmp_path, "open_orders", "link")
    links = {one.name: one for one in found.of if one.kind == "link"}
    assert list(links) == ["order_id", "customer_home"]
    assert "shop.country.name" in tables(links["customer_home"])


def test_an_unknown_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(GenesisError, match="G922") as raised:
        traced(tmp_path, "open_orders", "customer_hom")
    assert raised.value.diagnostics[0].hint == "did you mean `customer_home`?"


def test_sql_that_cannot_be_followed_names_its_tables(tmp_path: Path) -> None:
    files = shop(tmp_path, product="source: product\nsql: SELECT * FROM shop.raw_product\nkey: product_id\n"
                 "fields: {product_id: integer, name: string, price: 'decimal(18,2)'}\n")  # fmt: skip
    found = origin(model_of(files), files.input("open_orders"), "lines_total")
    assert any(name.startswith("shop.raw_product") for name in tables(found))


def test_text_is_a_tree(tmp_path: Path) -> None:
    lines = text.origin(traced(tmp_path, "shares", "share")).splitlines()
    assert lines[:3] == [
        "share (float) = orders.shipped_share  [inputs/shares.yaml:5]",
        "├ measure orders.shipped_share (float) = shipped / count  [definitions/orders.yaml:15]",
        "│ ├ measure orders.shipped (integer) = count of rows, where status = 'S'  [definitions/orders.yaml:14]",
    ]


def test_json_nests(tmp_path: Path) -> None:
    found = json.loads(as_json.origin(traced(tmp_path, "shares", "share")))
    assert (found["kind"], found["name"], found["file"], found["line"]) == ("column", "share", "inputs/shares.yaml", 5)
    assert found["of"][0]["of"][0]["says"] == "count of rows, where status = 'S'"


def test_mermaid_draws_a_thing_once_and_escapes_names(tmp_path: Path) -> None:
    drawn = mermaid.origin(traced(tmp_path, "open_orders", "customer_home"))
    assert drawn.count("shop.customer.country_code") == 1
    assert "join customer -#gt; customer" in drawn
    assert drawn.startswith("flowchart LR\n")
