"""A small warehouse whose rows break every kind of claim once, and the sources that make the claims."""

from pathlib import Path

FILES = {
    "genesis.yaml": "connections:\n  demo: {engine: duckdb, files: rows}\ndefault_connection: demo\n",
    "definitions/order_item.yaml": """\
source: order_item
table: shop.order_item
key: [order_id, number]
where: not is_draft
fields:
  order_id: integer
  number: integer
  state: {type: string, values: {O: Open, S: Shipped}}
  quantity: integer
  is_draft: boolean
  weekday: {sql: "if(state = 'O', 'mon', 'sun')", values: [mon]}
joins:
  price: {to: price, on: "quantity >= price.from_quantity", many: false}
  state_name: {to: state_name, on: {state: code}, many: false}
""",
    "definitions/price.yaml": """\
source: price
table: shop.price
key: from_quantity
latest_by: changed_on
fields: {from_quantity: integer, changed_on: date, cents: integer}
""",
    "definitions/state_name.yaml": """\
source: state_name
table: shop.state_name
key: none
fields: {code: string, name: string}
""",
    # 1/1 twice, one row without number, two unknown states (one of them on a draft, which does not exist), a bad quantity
    "rows/shop/order_item.csv": """\
order_id,number,state,quantity,is_draft
1,1,O,1,false
1,1,O,5,false
1,2,S,5,false
2,,S,1,false
2,2,X,1,false
2,3,Y,1,true
3,1,O,1.5,false
3,2,,1,false
""",
    # 1: the newest date stands twice; 5: two rows without date; 9: an older date stands twice, which is no harm
    "rows/shop/price.csv": """\
from_quantity,changed_on,cents
1,2024-01-01,10
1,2024-02-01,11
1,2024-02-01,12
5,,8
5,,9
9,2024-01-01,5
9,2024-01-01,6
9,2024-03-01,7
""",
    "rows/shop/state_name.csv": "code,name\nO,Open\nS,Shipped\nS,Sent\n",
}


def write(root: Path, **changed: str) -> Path:
    """The warehouse; ``changed`` are other rows for tables by their name."""
    for path, usual in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        text = changed.pop(Path(path).stem, usual) if path.endswith(".csv") else usual
        (root / path).write_text(text, encoding="utf-8")
    assert not changed
    return root
