"""How long a whole `genesis compile INPUT` takes, against parsing and printing the same SQL with bare sqlglot.

Run it in the example project: ``python tests/benchmarks/compile_cold.py [INPUT...]``. The bar is a ratio of 1.5.
Runs of both are interleaved, so that a busy machine slows both; the medians are compared. Nothing is asserted.
Bytecode is kept, as it is where a package is installed, whatever PYTHONDONTWRITEBYTECODE says.
"""

import os
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent.parent
RUNS = 9
BAR = 1.5
GENESIS = "from genesis.cli.main import main; main()"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
BARE = """
import sys
from sqlglot import parse_one
print(parse_one(sys.stdin.read(), read="duckdb").sql("duckdb", pretty=True))
"""


def run(code: str, *arguments: str, text: str = "") -> tuple[float, str]:
    """Seconds of a whole Python process, and what it prints."""
    start = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=ENVIRONMENT,
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return perf_counter() - start, done.stdout


def compare(name: str) -> None:
    """Print the medians for one input, in milliseconds."""
    compile_ = ("compile", name, "--dialect", "duckdb")
    sql = run(GENESIS, *compile_)[1]
    run(BARE, text=sql)
    pairs = [(run(GENESIS, *compile_)[0], run(BARE, text=sql)[0]) for _ in range(RUNS)]
    ours, bare = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
    print(f"{name}: genesis {ours:.0f} ms, sqlglot alone {bare:.0f} ms, ratio {ours / bare:.2f} (bar {BAR})")


if __name__ == "__main__":
    for chosen in sys.argv[1:] or sorted(path.stem for path in (ROOT / "inputs").rglob("*.yaml")):
        compare(chosen)
