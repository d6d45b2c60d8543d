"""How long it takes to load and check a project, against reading the same bytes with PyYAML's C loader.

``python tests/benchmarks/load_project.py [COUNT...]`` makes projects of so many sources with 50 fields each, and as many
inputs (by default 10, 100 and 1,000). The bars: load and check take at most 2.0 times what ``yaml.load(...,
CSafeLoader)`` takes, the time a document costs does not grow, and compiling one input of the largest project costs at
most 1.15 times what it costs in the smallest, as a process of its own. Nothing is asserted.
"""

import gc
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import yaml

import genesis

ROOT = Path(__file__).parent.parent.parent
FIELDS = 50
RUNS = 5
COMPILES = 15
LOAD_BAR, COMPILE_BAR = 2.0, 1.15
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
    """Write a project; the texts of its files."""
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


def seconds(work: Callable[[], object]) -> float:
    """The processor's time that ``work`` takes here: what else runs on the machine does not count."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def load_and_check(root: Path) -> None:
    """What ``genesis check`` does once it has started."""
    found = genesis.load(root).check()
    if found:
        raise SystemExit(str(found[0]))


def checked(root: Path, texts: list[str]) -> tuple[float, float]:
    """The medians of loading and checking a project, and of reading its bytes; runs of both are interleaved."""
    runs = [
        (
            seconds(lambda: load_and_check(root)),
            seconds(lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]),
        )
        for _ in range(RUNS)
    ]
    ours, bare = (statistics.median(times) for times in zip(*runs, strict=True))
    return ours, bare


def compiled(root: Path, number: int) -> float:
    """The processor's time of a whole process that compiles one input."""
    code = "from genesis.cli.main import main; main()"
    command = [
        sys.executable,
        "-c",
        code,
        "compile",
        f"input_{number:04}",
        "--project",
        str(root),
        "--dialect",
        "duckdb",
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(counts: list[int]) -> None:
    """Print what each project takes, and what one input of the largest takes against one of the smallest."""
    with TemporaryDirectory() as temporary:
        roots = {count: Path(temporary) / str(count) for count in counts}
        for count, root in roots.items():
            ours, bare = checked(root, make(root, count))
            each = f"{ours / count * 1000:.2f} ms for each source and its input"
            ratio = f"ratio {ours / bare:.2f} (bar {LOAD_BAR})"
            print(
                f"{count} sources, {count} inputs: check {ours * 1000:.0f} ms, yaml alone {bare * 1000:.0f} ms, {ratio}; {each}"
            )
        few, many = roots[min(counts)], roots[max(counts)]
        for number, what in ((min(counts) // 2 + 1, "an input"), (1, "an input with a way back")):
            runs = [(compiled(few, number), compiled(many, number)) for _ in range(COMPILES)]
            small, large = (statistics.median(times) * 1000 for times in zip(*runs, strict=True))
            places = f"{min(counts)} sources {small:.0f} ms, in {max(counts)} {large:.0f} ms"
            print(f"compiling {what} in {places}, ratio {large / small:.2f} (bar {COMPILE_BAR})")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10, 100, 1000])
