"""What the compiler itself takes: an input in a running process, and a large project."""

import os
import shutil
import statistics
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from unittest.mock import patch

import yaml
from sqlglot.generator import Generator

import genesis
from genesis.cli.main import call
from genesis.compiler import compile_input
from genesis.spec.project import ProjectFiles, open_project
from tests.benchmarks.measuring import ROOT, Result, compare, here
from tests.benchmarks.projects import make

LARGE = 1000
ROUNDS = 20
FEW = 5
INPUT = """\
input: suppliers
source: supplier
fields:
  - name
  - nation.name
  - offers.count
  - {field: offers.cost, avg: true}
  - lines.revenue
  - lines.purchase.count
  - {field: offers.part.brand, list: {distinct: true}, as: brands}
  - nation.customers.count
sort: [-lines_revenue]
"""


def warm(runs: int) -> Iterator[Result]:
    """An input over TPC-H's definitions with five to-many paths, and the small ones of the example, again and again."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "tests" / "tpch", root, dirs_exist_ok=True)
        (root / "inputs" / "suppliers.yaml").write_text(INPUT)
        yield _warm(root, "suppliers", runs)
    yield _warm(ROOT, "kids_catalogue", runs)


def _warm(root: Path, name: str, runs: int) -> Result:
    files = open_project(root)
    compile_input(files, name, "duckdb")
    spent = [_both(files, name) for _ in range(runs * ROUNDS)]
    ours, least = (statistics.median(side) for side in zip(*spent, strict=True))
    return Result(
        "warm", f"a compile in a running process ({name})", "sqlglot writes its finished tree", ours, least, 2.5
    )


def _both(files: ProjectFiles, name: str) -> tuple[float, float]:
    """Milliseconds of a compile, and of writing the very tree that it hands to sqlglot once more."""
    start = process_time()
    compile_input(files, name, "duckdb")
    ours = process_time() - start
    handed = list(_handed(files, name))
    start = process_time()
    _write(handed)
    return ours * 1000, (process_time() - start) * 1000


def _handed(files: ProjectFiles, name: str) -> Iterator[tuple[Generator, object]]:
    """The trees that a compile hands to sqlglot, with the writers that they are handed to."""
    seen: list[tuple[Generator, object]] = []
    generate = Generator.generate

    def watched(generator: Generator, expression: object, **options: object) -> str:
        seen.append((generator, expression))
        return generate(generator, expression, **options)  # type: ignore[arg-type]

    with patch.object(Generator, "generate", watched):
        compile_input(files, name, "duckdb")
    yield from seen


def check(runs: int) -> Iterator[Result]:
    """What ``genesis check`` does once it has started, against reading the same bytes."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        texts = make(root, LARGE)
        pair = lambda: here(lambda: _check(root)), lambda: here(lambda: _read(texts))
        what = f"check of {LARGE:,} sources and {LARGE:,} inputs"
        yield compare("check", what, "yaml.load(CSafeLoader) of the same bytes", 1.2, pair, min(runs, FEW))


def everything(runs: int) -> Iterator[Result]:
    """``genesis compile --all`` once it has started, against reading the same bytes and writing the finished trees."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        texts = make(root, LARGE)
        trees = list(_trees(root))
        pair = lambda: here(lambda: _all(root)), lambda: here(lambda: _floor(texts, trees))
        floor = f"the same reading, and sqlglot writes {LARGE:,} finished trees"
        yield compare("all", f"compile --all of {LARGE:,} inputs", floor, 1.5, pair, min(runs, FEW))


def _check(root: Path) -> None:
    if found := genesis.load(root).check():
        raise SystemExit(str(found[0]))


def _all(root: Path) -> None:
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):  # noqa: PTH123 a device
        if code := call(["compile", "--all", "--dialect", "duckdb", "--project", str(root)]):
            raise SystemExit(code)


def _read(texts: list[str]) -> None:
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)


def _floor(texts: list[str], trees: list[tuple[Generator, object]]) -> None:
    _read(texts)
    _write(trees)


def _trees(root: Path) -> Iterator[tuple[Generator, object]]:
    """Every tree that a compile hands to sqlglot, with the writer that it is handed to."""
    files = open_project(root)
    for name in files.names("input"):
        yield from _handed(files, name)


def _write(trees: list[tuple[Generator, object]]) -> None:
    for generator, tree in trees:
        generator.generate(tree)  # type: ignore[arg-type]
