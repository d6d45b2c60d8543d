"""Tables of a shop with keys of every kind and names of every kind, and rows that a query over their definitions can be known by."""

from tests.engines.servers import Cursor

BYTES = {"duckdb": "BLOB", "postgres": "BYTEA", "trino": "VARBINARY"}
NAMES = ("country", "customer", "employee", "invoice", "invoice_line", "note", "profile")
_CUSTOMER = (
    'customer_id INTEGER, country_code VARCHAR(2), email VARCHAR, "Full Name" VARCHAR, "order" INTEGER, '
    "token UUID, photo {bytes}, credit DECIMAL(10, 2)"
)
_CUSTOMERS = (
    "customer VALUES (1, 'FR', 'a@example.com', 'Ada', 7, CAST('00000000-0000-0000-0000-00000000000a' AS UUID), NULL, 12.50), "
    "(2, 'FR', 'b@example.com', 'Bob', 8, NULL, NULL, 0.25), (3, NULL, 'c@example.com', 'Cy', NULL, NULL, NULL, NULL)"
)
_TABLES = (
    ("country", "code VARCHAR(2) NOT NULL, name VARCHAR", "PRIMARY KEY (code)"),
    (
        "customer",
        _CUSTOMER,
        "PRIMARY KEY (customer_id), UNIQUE (email), FOREIGN KEY (country_code) REFERENCES {schema}.country (code)",
    ),
    (
        "employee",
        "id INTEGER, manager_id INTEGER",
        "PRIMARY KEY (id), FOREIGN KEY (manager_id) REFERENCES {schema}.employee (id)",
    ),
    ("invoice", "number VARCHAR, year INTEGER, customer_id INTEGER", "PRIMARY KEY (number, year)"),
    (
        "invoice_line",
        "id INTEGER, invoice_number VARCHAR, invoice_year INTEGER, amount DECIMAL(8, 2)",
        "PRIMARY KEY (id), FOREIGN KEY (invoice_number, invoice_year) REFERENCES {schema}.invoice (number, year)",
    ),
    (
        "note",
        "note_id INTEGER, customer_email VARCHAR, text VARCHAR",
        "PRIMARY KEY (note_id), FOREIGN KEY (customer_email) REFERENCES {schema}.customer (email)",
    ),
    (
        "profile",
        "customer_id INTEGER, born DATE",
        "PRIMARY KEY (customer_id), FOREIGN KEY (customer_id) REFERENCES {schema}.customer (customer_id)",
    ),
)
_ROWS = (
    "country VALUES ('FR', 'France'), ('IT', 'Italy')",
    _CUSTOMERS,
    "employee VALUES (1, NULL)",
    "employee VALUES (2, 1), (3, 1)",
    "invoice VALUES ('A', 2024, 1), ('B', 2024, 1), ('A', 2025, 2)",
    "invoice_line VALUES (1, 'A', 2024, 1.50), (2, 'A', 2024, 2.00), (3, 'A', 2025, 4.00)",
    "note VALUES (1, 'a@example.com', 'new'), (2, 'a@example.com', 'paid')",
    "profile VALUES (1, DATE '2000-01-02')",
)


def build(cursor: Cursor, engine: str, schema: str) -> None:
    """The tables with their rows; Trino's own keep no keys."""
    cursor.execute(f"CREATE SCHEMA {schema}")
    for name, columns, keys in _TABLES:
        parts = [columns.format(bytes=BYTES[engine])]
        if engine != "trino":
            parts.append(keys.format(schema=schema))
        cursor.execute(f"CREATE TABLE {schema}.{name} ({', '.join(parts)})")
    for rows in _ROWS:
        name, _, values = rows.partition(" ")
        cursor.execute(f"INSERT INTO {schema}.{name} {values}")
