"""A project as large as a studio's: sources of 50 fields that join one another, and as many inputs."""

from pathlib import Path

FIELDS = 50
TYPES = (
    "string",
    "integer",
    "{{type: date, label: Day {n}}}",
    '{{type: "decimal(18,2)", description: "What number {n} costs.", format: {{currency: USD}}}}',
    "boolean",
    "{{type: string, values: {{A: First, B: Second}}, format: labels}}",
    "timestamp",
    "{{type: string, column: COLUMN_{n}}}",
    "integer",
    "string",
    '{{sql: "number_1 + {n}"}}',
    "date",
)


def source(number: int) -> str:
    """A source of 50 fields that joins one of the sources before it, which walk back."""
    kinds = (TYPES[n % len(TYPES)].format(n=n) for n in range(FIELDS - 2))
    fields = "".join(f"  {'number' if n % len(TYPES) == 1 else 'field'}_{n}: {kind}\n" for n, kind in enumerate(kinds))
    return f"""\
source: source_{number:04}
description: Source number {number}, of which one row is one thing.
owner: team-{number % 7}@example.com
table: studio.source_{number:04}
key: row_id
fields:
  row_id: integer
  parent_id: integer
{fields}joins:
  parent: {{to: source_{number // 2:04}, on: {{parent_id: row_id}}, reverse: children_{number:04}}}
measures:
  total: {{sum: field_3, format: {{currency: USD}}}}
  late: {{count: rows, where: field_4}}
"""


def question(number: int, count: int) -> str:
    """An input with a join, a way back, an expression, a filter and an order."""
    child = min(number * 2 + 1, count - 1)
    back = f"  - children_{child:04}.total\n" if child // 2 == number else ""
    return f"""\
input: input_{number:04}
source: source_{number:04}
fields:
  - row_id
  - field_0
  - parent.field_5
  - {{field: field_2, label: Day}}
  - {{sql: number_1 + 1, as: next_number}}
{back}filters:
  - number_1: {{gte: 10}}
sort: [-field_2]
"""


def make(root: Path, count: int) -> list[str]:
    """Write a project of ``count`` sources and ``count`` inputs; the texts of its files."""
    texts = []
    for folder, name, text in (
        (folder, f"{folder[:-1] if folder == 'inputs' else 'source'}_{n:04}.yaml", text)
        for n in range(count)
        for folder, text in (("definitions", source(n)), ("inputs", question(n, count)))
    ):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / name).write_text(text, encoding="utf-8")
        texts.append(text)
    return texts
