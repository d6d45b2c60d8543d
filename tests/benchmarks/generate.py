"""How long an unchanged `genesis generate` takes, against compiling the same trackers alone.

    python -m tests.benchmarks.generate [TRACKERS]

Prints the seconds of both (of the processor: others may use it too), the best of three, and their ratio. The trackers are those
of the example project, copied under other names, each with an input of its own.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from genesis.compiler import compile_input
from genesis.engines.opening import dialect_of
from genesis.generated.derived import derive
from genesis.generated.writing import compare, write
from genesis.publish.answers import connection_of
from genesis.spec.project import ProjectFiles, open_project

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 3


def build(folder: Path, count: int) -> None:
    """The example project with so many trackers."""
    shutil.copytree(ROOT / "definitions", folder / "definitions")
    shutil.copyfile(ROOT / "genesis.yaml", folder / "genesis.yaml")
    for name in ("inputs", "trackers"):
        (folder / name).mkdir()
    originals = sorted((ROOT / "trackers").glob("*.yaml"))
    for number in range(count):
        path = originals[number % len(originals)]
        text = path.read_text(encoding="utf-8")
        asked = next(line for line in text.splitlines() if line.startswith("input: ")).partition(": ")[2]
        question = (ROOT / "inputs" / f"{asked}.yaml").read_text(encoding="utf-8")
        name, own = f"{path.stem}_{number}", f"{asked}_{number}"
        text = text.replace(f"tracker: {path.stem}\n", f"tracker: {name}\n").replace(
            f"input: {asked}\n", f"input: {own}\n"
        )
        text = text.replace(".xlsx", f"_{number}.xlsx").replace(".csv", f"_{number}.csv")
        (folder / "trackers" / f"{name}.yaml").write_text(text, encoding="utf-8")
        (folder / "inputs" / f"{own}.yaml").write_text(
            question.replace(f"input: {asked}\n", f"input: {own}\n"), encoding="utf-8"
        )


def compile_all(files: ProjectFiles) -> None:
    """Compile every tracker for its connection, and nothing else."""
    for name in files.names("tracker"):
        tracker = files.tracker(name)
        given = {key.value: node for key, node in tracker.parameters}
        dialect = dialect_of(connection_of(files, tracker))
        compile_input(files, tracker.input, dialect, parameters=given or None, comments=False)


def generate_all(files: ProjectFiles) -> None:
    """What the command does."""
    derived = derive(files)
    write(files, derived, compare(files, derived))


def main() -> None:
    """Measure, and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with TemporaryDirectory() as made:
        folder = Path(made)
        build(folder, count)
        generate_all(open_project(folder))
        seconds = {"compile": 1e9, "generate": 1e9}
        for _ in range(ROUNDS):
            for name, work in (("compile", compile_all), ("generate", generate_all)):
                began = process_time()
                work(open_project(folder))
                seconds[name] = min(seconds[name], process_time() - began)
        ratio = seconds["generate"] / seconds["compile"]
        print(
            f"{count} trackers: compile {seconds['compile']:.2f} s, generate {seconds['generate']:.2f} s, ratio {ratio:.2f}"
        )


if __name__ == "__main__":
    main()
