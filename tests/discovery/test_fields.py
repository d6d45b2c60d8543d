"""What can be selected from a source."""

from pathlib import Path

import pytest

from genesis.diagnostics import GenesisError
from genesis.discovery.fields import Selectable, matching, selectable
from genesis.discovery.listings import as_tree, explained
from genesis.discovery.reasons import explain
from tests.discovery.projects import model_of, shop


def listed(root: Path, source: str, depth: int) -> dict[str, Selectable]:
    return {entry.path: entry for entry in selectable(model_of(shop(root)), source, depth)}


def test_own_fields_measures_and_joins_both_ways(tmp_path: Path) -> None:
    assert list(listed(tmp_path, "orders", 1)) == [
        *("order_id", "customer_id", "status", "placed_on"),
        *("shipped", "shipped_share", "count"),
        *("customer", "big_lines", "products", "lines"),
    ]


def test_what_is_behind_joins_is_listed_with_how_many_rows_it_has(tmp_path: Path) -> None:
    found = listed(tmp_path, "orders", 2)
    assert found["customer.name"] == Selectable("customer.name", "field", "Name", "string", many=False)
    assert found["lines.total"].many
    assert found["lines.total"].type.startswith("decimal")
    assert found["lines"].type == "line"
    assert found["products.name"].many
    assert found["customer.country"].description == "Where the bill goes."


def test_hidden_fields_and_the_way_straight_back_are_left_out(tmp_path: Path) -> None:
    found = listed(tmp_path, "orders", 3)
    assert "customer.is_test" not in found
    assert "products.price" not in found
    assert "customer.orders" not in found
    assert "lines.order" not in found
    assert "lines.product.name" in found


def test_codes_are_shown_with_their_labels(tmp_path: Path) -> None:
    assert explained(listed(tmp_path, "orders", 1)["status"]) == "one of: O (Open), S (Shipped)"


def test_grains_of_dates(tmp_path: Path) -> None:
    placed = listed(tmp_path, "orders", 1)["placed_on"]
    assert explained(placed) == ".year .quarter .month .week .day"
    for grain in placed.grains:
        files = shop(tmp_path, shares=f"input: shares\nsource: orders\nfields: [placed_on.{grain}]\n")
        assert explain(model_of(files), files.input("shares")).columns == (f"placed_on_{grain}",)


def test_a_search_looks_into_names_labels_descriptions_and_codes(tmp_path: Path) -> None:
    entries = tuple(listed(tmp_path, "orders", 3).values())
    assert [e.path for e in matching(entries, "post OFFICE")] == ["customer.country.name"]
    assert [e.path for e in matching(entries, "shipped share")] == ["shipped_share", "big_lines.order.shipped_share"]
    assert [e.path for e in matching(entries, "Home")] == ["customer.home"]


def test_a_search_without_a_find_is_told(tmp_path: Path) -> None:
    with pytest.raises(GenesisError, match="G921") as raised:
        matching(tuple(listed(tmp_path, "orders", 2).values()), "custmer")
    assert raised.value.diagnostics[0].hint == "did you mean `customer`?"


@pytest.mark.parametrize("depth", [0, 5])
def test_depths_have_an_end(tmp_path: Path, depth: int) -> None:
    with pytest.raises(GenesisError, match="G920"):
        listed(tmp_path, "orders", depth)


def test_an_unknown_source_is_told(tmp_path: Path) -> None:
    with pytest.raises(GenesisError, match="G101") as raised:
        listed(tmp_path, "order", 1)
    assert raised.value.diagnostics[0].hint == "did you mean `orders`?"


def test_another_source_with_a_mistake_only_loses_its_ways_back(tmp_path: Path) -> None:
    files = shop(tmp_path, line="source: line\ntable: shop.line\nkey: nothing: here\n")
    paths = [e.path for e in selectable(model_of(files), "customer", 1)]
    assert "orders" in paths
    assert "country" in paths


def test_a_tree_names_the_way_to_what_was_found(tmp_path: Path) -> None:
    entries = matching(tuple(listed(tmp_path, "orders", 3).values()), "post office")
    assert as_tree("orders", entries) == "orders\n  customer\n    country\n      name: string\n"
