"""Coverage-guided mutations of documents thrown at `genesis check`: nothing but diagnostics may come out.

``python tests/benchmarks/fuzz_check.py -max_total_time=60 [CORPUS_FOLDER]``, options as libFuzzer's; needs the extra
``fuzz``. The first byte says which file of a small project the rest replaces. A crash is an exception, or ten seconds.
"""

import atexit
import shutil
import sys
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

atheris: Any = import_module("atheris")

with atheris.instrument_imports(include=["genesis"]):
    import genesis
    from genesis.output.diagnostics.text import render

    for module in ("genesis.checks.project", "genesis.checks.settings", "genesis.destinations.csv"):
        import_module(module)  # what `check` imports when it is called is to be covered too

BASE = Path(__file__).parent.parent / "diagnostics" / "base"
KINDS = ("definitions/film.yaml", "inputs/films.yaml", "trackers/films.yaml", "genesis.yaml")
ROOT = Path(mkdtemp())


def one_input(raw: bytes) -> None:
    """Check the project with ``raw`` in one of its files, and put the file back."""
    kind = KINDS[raw[0] % len(KINDS)] if raw else KINDS[0]
    path = ROOT / kind
    path.write_bytes(raw[1:])
    render(genesis.load(ROOT).check())
    shutil.copyfile(BASE / kind, path)


def seeds() -> str:
    """A corpus of the documents themselves, and of every page's examples."""
    folder = Path(mkdtemp())
    for number, kind in enumerate(KINDS):
        (folder / f"base_{number}").write_bytes(bytes([number]) + (BASE / kind).read_bytes())
    for page in (BASE.parent.parent.parent / "genesis" / "codes").glob("*.md"):
        for number, block in enumerate(page.read_text(encoding="utf-8").split("```yaml\n")[1:]):
            first = block.split("\n")[0]
            at = next((k for k, path in enumerate(KINDS) if path.split("/")[0] in first), 0)
            text = "\n".join(line for line in block.split("```")[0].split("\n") if not line.startswith("# "))
            (folder / f"{page.stem}_{number}").write_bytes(bytes([at]) + text.encode())
    return str(folder)


if __name__ == "__main__":
    shutil.copytree(BASE, ROOT, dirs_exist_ok=True)
    atexit.register(shutil.rmtree, ROOT, ignore_errors=True)
    atheris.Setup([*sys.argv, "-timeout=10", seeds()], one_input)
    atheris.Fuzz()
