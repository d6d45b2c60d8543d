"""A document that was packed is the document that was read, places included."""

import re
from pathlib import Path

import pytest

from genesis.spec.folder import read_text
from genesis.spec.input import read_input
from genesis.spec.packing import Packable, outline, pack
from genesis.spec.source import read_source
from tests.architecture.code import ROOT

EVERYTHING = """\
source: everything
sql: {default: select 1 as a, duckdb: "select 2 as a"}
key: [a, b]
latest_by: b
where: [{a: {gte: 1}}, {any: [{b: null}, {not: [{b: [x, 1.5, true]}]}]}, {some: rows, where: b = 1}, {sql: a > 1}]
fields:
  a: {type: integer, values: {1: One, 2: Two}, format: [upper, {map: {x: [1, {y: z}]}}], tags: [x, y], hidden: true}
  b: {sql: "a +\\n 1", label: "\\"B\\""}
  c: {rollup: {field: rows.a, percentile: 0.5, where: a = 1}}
joins:
  rows: {to: everything, on: [a, {b: a}], reverse: back, pick: {order_by: [-a, b]}, where: a = b}
  far: {through: rows.rows, label: Far}
measures:
  m: {list: {of: a, separator: " ", order_by: -b, distinct: true, limit: 3, more: "...", format: upper}}
  n: {ratio: [m, count]}
"""


def documents() -> list[Path]:
    folders = [
        folder for kind in ("definitions", "inputs") for folder in sorted((ROOT / "tests" / "cases").rglob(kind))
    ]
    return [
        path for folder in [ROOT / "definitions", ROOT / "inputs", *folders] for path in sorted(folder.glob("*.yaml"))
    ]


def read(path: Path) -> Packable:
    file = read_text(path, ROOT, ROOT)
    return read_input(file) if file.text.startswith("input:") else read_source(file)


def check(spec: Packable) -> None:
    packed = pack(spec)
    unpacked = packed.spec()
    assert unpacked == spec
    assert repr(unpacked) == repr(spec)
    assert unpacked.span.file is spec.span.file
    assert spec.span.file.text.encode() not in packed.content


def test_every_document_of_the_repository() -> None:
    specs = [read(path) for path in documents() if path.read_text(encoding="utf-8").startswith(("source:", "input:"))]
    assert len(specs) > 100
    large = [spec for spec in specs if re.search(r"\b[0-9]{20,}\b", spec.span.file.text)]
    assert len(large) < 10
    for spec in specs:
        if spec not in large:
            check(spec)


def test_every_form(tmp_path: Path) -> None:
    (tmp_path / "everything.yaml").write_text(EVERYTHING, encoding="utf-8")
    spec = read_source(read_text(tmp_path / "everything.yaml", tmp_path, tmp_path))
    check(spec)
    assert outline(spec).others == ("everything",)


def test_a_number_of_more_than_64_bits_cannot_be_packed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"input: a\nsource: b\nfields: [c]\nfilters: [{{c: {2**64}}}]\n", encoding="utf-8")
    with pytest.raises(OverflowError):
        pack(read_input(read_text(tmp_path / "a.yaml", tmp_path, tmp_path)))
