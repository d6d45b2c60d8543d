"""How long a compile takes (processor time) in a process that has compiled before, and which share of it is sqlglot's writing of the text.

``python tests/benchmarks/compile_warm.py`` compiles an input with five to-many paths over TPC-H's definitions. The bar is
a median of 3 ms.
"""

import shutil
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from unittest.mock import patch

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from sqlglot.generator import Generator  # noqa: E402

from genesis.compiler import compile_input  # noqa: E402
from genesis.spec.project import open_project  # noqa: E402

RUNS = 200
BAR = 3
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


class Watch:
    """Adds up the time spent in sqlglot's generator."""

    def __init__(self) -> None:
        self.spent = 0.0
        self._generate = Generator.generate

    def generate(self, generator: Generator, *arguments: object, **options: object) -> str:
        """The generator's own work, timed."""
        start = process_time()
        text = self._generate(generator, *arguments, **options)  # type: ignore[arg-type]
        self.spent += process_time() - start
        return text


def main() -> None:
    """Compile many times and print the median and the share."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "tests" / "tpch", root, dirs_exist_ok=True)
        (root / "inputs" / "suppliers.yaml").write_text(INPUT)
        files = open_project(root)
        compile_input(files, "suppliers", "duckdb")
        times = []
        for _ in range(RUNS):
            start = process_time()
            compile_input(files, "suppliers", "duckdb")
            times.append((process_time() - start) * 1000)
        watch, start = Watch(), process_time()
        with patch.object(Generator, "generate", lambda *a, **o: watch.generate(*a, **o)):  # noqa: PLW0108 a bound method would not be given the generator
            for _ in range(RUNS):
                compile_input(files, "suppliers", "duckdb")
        share = watch.spent / (process_time() - start)
    print(
        f"median {statistics.median(times):.2f} ms, least {min(times):.2f} ms (bar {BAR} ms); sqlglot's writing: {share:.0%}"
    )


if __name__ == "__main__":
    main()
