"""A check finds the same mistakes however many processes share it, those between documents of different ones included."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.programs import python
from tests.benchmarks.projects import make

CHECK = """
import os, sys
import genesis
from genesis import parallel
shared = []
share = parallel.share
os.sched_getaffinity = lambda process: range(int(sys.argv[2]))
import genesis.checks.project, genesis.checks.reading
def counted(work, items, count):
    shared.append(count)
    return share(work, items, count)
genesis.checks.project.share = genesis.checks.reading.share = counted
project = genesis.load(sys.argv[1])
for one in project.check():
    print(one.file, one.line, one.code, one.message)
print(*shared)
"""
Spoil = Callable[[str], str]
SPOILT: dict[str, Spoil] = {
    "definitions/source_0003.yaml": lambda text: text.replace("  field_0: string", "  field_0: strong"),
    "definitions/source_0050.yaml": lambda text: text.replace("fields:", "fields: ["),
    "definitions/source_0099.yaml": lambda text: text.replace("reverse: children_0099", "reverse: field_0"),
    "definitions/source_0120.yaml": lambda text: text.replace("studio.source_0120", "STUDIO.source_0011").replace(
        "  field_0: string", "  field_0: date"
    ),
    "definitions/source_0060.yaml": lambda text: text.replace("joins:", "  round: {sql: parent.round}\njoins:"),
    "definitions/source_0030.yaml": lambda text: text.replace("joins:", "  round: {sql: children_0060.round}\njoins:"),
    "inputs/input_0110.yaml": lambda text: text.replace("- field_0", "- field_zero"),
    "inputs/input_0111.yaml": lambda text: text + f"limit: {10**25}\n",
}

FOUND = """\
definitions/source_0003.yaml 9 G301 there is no type `strong`
definitions/source_0030.yaml 57 G206 `source_0030.round` is defined by itself: source_0030.round -> source_0060.round -> source_0030.round
definitions/source_0050.yaml 6 G001 the list opened here is not closed
definitions/source_0099.yaml 58 G222 `source_0049` has a `field_0` already, at definitions/source_0049.yaml:9:3
definitions/source_0120.yaml 9 G709 `STUDIO.source_0011` column `field_0` is claimed as string by `source_0011` and as date by `source_0120`
inputs/input_0049.yaml 9 G203 `source_0049` has no field, measure or join `children_0099`
inputs/input_0110.yaml 5 G203 `source_0110` has no field, measure or join `field_zero`
inputs/input_0111.yaml 12 G422 no engine counts so many rows
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("studio")
    make(root, 130)
    for path, spoil in SPOILT.items():
        before = (root / path).read_text(encoding="utf-8")
        after = spoil(before)
        assert after != before
        (root / path).write_text(after, encoding="utf-8")
    return root


@pytest.mark.parametrize(("count", "shared"), [(1, "1"), (2, "2 2"), (3, "2 2")])
def test_the_same_mistakes_are_found(project: Path, count: int, shared: str) -> None:
    assert python(CHECK, str(project), str(count)) == f"{FOUND}{shared}\n"
