"""By how much work raises the memory of a process and of those that it starts, against the bytes of YAML that it reads."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from tests.benchmarks.measuring import ENVIRONMENT, ROOT, Result
from tests.benchmarks.projects import make

LARGE = 1000
EVERY = 0.004
"""Seconds between looks."""
PROGRAM = """
import gc, os, sys
from contextlib import redirect_stdout
import genesis, genesis.api, genesis.checks.project, genesis.cli.compile, genesis.sql.dialects.duckdb, sqlglot.dialects.duckdb
from genesis.cli import main
gc.set_threshold(main._RARELY)
print("ready", flush=True)
input()
{work}
"""
CHECKS = "assert not genesis.load(sys.argv[1]).check()"
COMPILES_ALL = """
with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
    assert not main.call(["compile", "--all", "--dialect", "duckdb", "--project", sys.argv[1]])
"""


def memory(runs: int) -> Iterator[Result]:
    """The highest sum over all processes that was seen, less what one had before; shared pages count once."""
    del runs
    with TemporaryDirectory() as folder:
        root = Path(folder)
        size = sum(len(text.encode()) for text in make(root, LARGE)) / 2**20
        for what, work in (("check", CHECKS), ("compile --all", COMPILES_ALL)):
            yield Result("memory", f"memory of {what}", "bytes of YAML", _growth(work, root), size, 25, unit="MiB")


def _growth(work: str, root: Path) -> float:
    command = [sys.executable, "-c", PROGRAM.format(work=work), str(root)]
    with subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        running.stdout.readline()
        before = peak = _held(running.pid)
        running.stdin.write(b"\n")
        running.stdin.close()
        while running.poll() is None:
            peak = max(peak, _held(running.pid))
            sleep(EVERY)
    if running.returncode:
        raise SystemExit(running.returncode)
    return peak - before


def _held(process: int) -> float:
    """MiB that a process and its children hold, a page of several by its share; 0 for one that is gone."""
    with suppress(OSError):
        place = Path("/proc", str(process))
        own = [line for line in (place / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:")]
        children = (place / "task" / str(process) / "children").read_text().split()
        return sum(int(line.split()[1]) for line in own) / 1024 + sum(_held(int(child)) for child in children)
    return 0.0
