"""``python -m tests.benchmarks [NAME...] [--runs N] [--json FILE]``: every bar of the project's speed, and how far it is.

Figures are medians of processor time (user and system, children included), of runs that alternate with those of the
floor: other work on the machine does not count, and slows both alike. The last column is the ratio of the medians on the
wall, which is the one that counts where work is shared among processors. Nothing is asserted.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from tests.benchmarks import compiling, memory, starts, streaming
from tests.benchmarks.measuring import Result

BENCHMARKS: Final[dict[str, Callable[[int], Iterator[Result]]]] = {
    "help": starts.helped,
    "cold": starts.cold,
    "repeated": starts.repeated,
    "warm": compiling.warm,
    "check": compiling.check,
    "all": compiling.everything,
    "memory": memory.memory,
    "stream": streaming.streams,
}
HEAD: Final = f"{'':52} {'ours':>10} {'floor':>10} {'ratio':>6} {'bar':>6} {'wall':>6}"


def line(one: Result) -> str:
    """A line of the table."""
    wall = f"{one.wall:6.2f}" if one.wall is not None else ""
    figures = f"{one.ours:7.1f} {one.unit:3}{one.least:7.1f} {one.unit:3}{one.ratio:6.2f} {one.bar:6.2f} {wall}"
    return f"{one.what:51} {figures}".rstrip()


def main() -> None:
    """Run what is named, or all."""
    reader = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=(__doc__ or "").partition("\n")[0])
    reader.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    reader.add_argument("--runs", type=int, default=15)
    reader.add_argument("--json", type=Path)
    said = reader.parse_args()
    if unknown := set(said.names) - set(BENCHMARKS):
        reader.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    results = []
    print(HEAD)
    for name in said.names or BENCHMARKS:
        for result in BENCHMARKS[name](said.runs):
            results.append(result)
            print(line(result), flush=True)
    if said.json:
        rows = [{**msgspec.to_builtins(one), "ratio": one.ratio} for one in results]
        said.json.write_bytes(msgspec.json.format(msgspec.json.encode(rows)))


if __name__ == "__main__":
    main()
