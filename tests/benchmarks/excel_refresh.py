"""How long a workbook's refresh takes against openpyxl's bare write of the same cells, and how much memory each needs.

    python tests/benchmarks/excel_refresh.py [ROWS]

Each step runs in a process of its own: openpyxl writes the cells; a first refresh publishes them (rows from the engine, compared,
written, read back); a refresh finds nothing changed; a refresh after 1% of the rows changed. The bar is 2.0 for refreshes.
"""

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

ROWS, COLUMNS, BAR = 100_000, 30, 2.0
KINDS = ("string", "integer", "decimal(12,2)", "date", "boolean")


def rows(count: int) -> list[list[object]]:
    chance = Random(7)  # noqa: S311 - any numbers will do
    makers = (
        lambda: f"text {chance.randrange(1_000_000)}",
        lambda: chance.randrange(1_000_000),
        lambda: chance.randrange(1_000_000) / 100,
        lambda: date(2020, 1, 1) + timedelta(days=chance.randrange(900)),
        lambda: chance.random() < 0.5,
    )
    return [[row, *(makers[place % 5]() for place in range(COLUMNS - 1))] for row in range(count)]


def make_project(folder: Path, cells: list[list[object]]) -> None:
    names = [f"c{place:02d}" for place in range(COLUMNS)]
    types = ["integer", *(KINDS[place % 5] for place in range(COLUMNS - 1))]
    fields = "".join(f'  {name}: "{kind}"\n' for name, kind in zip(names, types, strict=True))
    (folder / "definitions/data/big").mkdir(parents=True, exist_ok=True)
    (folder / "inputs").mkdir(exist_ok=True)
    (folder / "trackers").mkdir(exist_ok=True)
    lines = [",".join(names), *(",".join(map(_text, row)) for row in cells)]
    (folder / "definitions/data/big/rows.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "definitions/big.yaml").write_text(
        f"source: big\ntable: big.rows\nkey: c00\nfields:\n{fields}", encoding="utf-8"
    )
    wanted = f"input: big\nsource: big\nfields: [{', '.join(names)}]\nsort: [c00]\n"
    (folder / "inputs/big.yaml").write_text(wanted, encoding="utf-8")
    tracker = (
        "tracker: big\ninput: big\ndestination: {type: excel, path: out/big.xlsx, sheet: Big}\nannotations: [Notes]\n"
    )
    (folder / "trackers/big.yaml").write_text(tracker, encoding="utf-8")
    (folder / "genesis.yaml").write_text(
        "connections:\n  demo: {engine: duckdb, files: definitions/data}\n", encoding="utf-8"
    )


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def bare(folder: Path, count: int) -> None:
    from openpyxl import Workbook

    cells = rows(count)
    began = time.perf_counter(), time.process_time()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in cells:
        sheet.append(row)
    book.save(folder / "bare.xlsx")
    report(began)


def refreshed(folder: Path) -> None:
    from genesis.publish.refreshing import refresh
    from genesis.spec.project import open_project

    began = time.perf_counter(), time.process_time()
    refresh(open_project(folder), "big", environment=os.environ)
    report(began)


def report(began: tuple[float, float]) -> None:
    spent = time.perf_counter() - began[0], time.process_time() - began[1]
    print(json.dumps({"wall": spent[0], "cpu": spent[1], "mb": getrusage(RUSAGE_SELF).ru_maxrss / 1024}))


def measured(*arguments: str) -> dict[str, float]:
    told = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, check=True, text=True)
    found: dict[str, float] = json.loads(told.stdout)
    return found


def main(count: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        cells = rows(count)
        make_project(folder, cells)
        steps = {"openpyxl's bare write": measured("bare", name, str(count))}
        steps["first refresh"] = measured("refresh", name)
        steps["nothing changed"] = measured("refresh", name)
        for row in cells[:: max(count // max(count // 100, 1), 1)]:
            row[2] = int(str(row[2])) + 1
        make_project(folder, cells)
        steps["1% of the rows changed"] = measured("refresh", name)
        size = (folder / "out/big.xlsx").stat().st_size / 1e6
    base = steps["openpyxl's bare write"]
    print(f"{count:,} rows x {COLUMNS} columns; the workbook has {size:.0f} MB")
    for step, spent in steps.items():
        ratio = f"ratio {spent['wall'] / base['wall']:.2f} (cpu {spent['cpu'] / base['cpu']:.2f}, bar {BAR})"
        print(f"{step:24} {spent['wall']:7.1f} s  peak {spent['mb']:6.0f} MB  {ratio if spent is not base else ''}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        bare(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == ["refresh"]:
        refreshed(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
