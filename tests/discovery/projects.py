"""A small project for tests: orders with lines, customers in countries, products."""

from pathlib import Path

from genesis.compiler import open_model
from genesis.model.model import Model
from genesis.spec.project import ProjectFiles, open_project

SHOP = {
    "genesis.yaml": "connections:\n  demo: {engine: duckdb, files: definitions/data}\ndefault_connection: demo\n",
    "definitions/country.yaml": """\
source: country
table: shop.country
key: code
fields:
  code: string
  name: {type: string, label: Country, description: As the post office writes it.}
""",
    "definitions/customer.yaml": """\
source: customer
table: shop.customer
key: customer_id
where: not is_test
fields:
  customer_id: integer
  name: {type: string, column: full_name}
  country_code: string
  is_test: {type: boolean, hidden: true}
  home: {sql: "country.name || ' (' || country_code || ')'", label: Home}
joins:
  country: {to: country, on: {country_code: code}, reverse: customers, description: Where the bill goes.}
""",
    "definitions/orders.yaml": """\
source: orders
table: shop.orders
key: order_id
fields:
  order_id: integer
  customer_id: integer
  status: {type: string, values: {O: Open, S: Shipped}, format: labels}
  placed_on: {type: date, label: Placed}
joins:
  customer: {to: customer, on: customer_id, reverse: orders}
  big_lines: {to: line, on: order_id, where: quantity > 10}
  products: {through: lines.product}
measures:
  shipped: {count: rows, where: "status = 'S'"}
  shipped_share: {ratio: [shipped, count], format: percent}
""",
    "definitions/line.yaml": """\
source: line
table: shop.line
key: [order_id, number]
fields:
  order_id: integer
  number: integer
  product_id: integer
  quantity: integer
  amount: {sql: "quantity * product.price"}
joins:
  order: {to: orders, on: order_id, reverse: lines}
  product: {to: product, on: product_id}
measures:
  total: {sum: amount, description: What was paid.}
""",
    "definitions/product.yaml": """\
source: product
sql: SELECT p.id AS product_id, p.name, p.cents / 100 AS price FROM shop.raw_product AS p
key: product_id
fields:
  product_id: integer
  name: string
  price: {type: "decimal(18,2)", hidden: true}
""",
    "inputs/open_orders.yaml": """\
input: open_orders
source: orders
fields:
  - order_id
  - customer.home
  - lines.total
  - {field: lines.number, list: {order_by: quantity}, as: numbers}
  - {field: order_id, as: link, format: {link: {url: "https://shop.example.com/{order_id}", text: "{customer_home}"}}}
filters:
  - status: O
  - some: big_lines
    where: [{product.name: Bolt}]
sort: [-placed_on, customer.name]
""",
    "inputs/shares.yaml": """\
input: shares
source: customer
group_by: [country.name]
fields:
  - {field: orders.shipped_share, as: share}
""",
}


def shop(root: Path, **changed: str) -> ProjectFiles:
    """The shop's files; ``changed`` are other texts for documents by their name, empty to leave one out."""
    for path, usual in SHOP.items():
        if text := changed.pop(Path(path).stem, usual):
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    assert not changed
    return open_project(root)


def model_of(files: ProjectFiles) -> Model:
    return open_model(files)
