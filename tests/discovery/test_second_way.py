"""Explanations agree with the SQL, which is made in another way: the same sources, and no column of an unread table."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from genesis.compiler import compile_input, open_model
from genesis.diagnostics import GenesisError
from genesis.discovery.lineage import Origin, origin
from genesis.discovery.reasons import explain
from genesis.model.compiling import Compiling
from genesis.model.model import Model
from genesis.model.parameters import bind
from genesis.spec.documents import InputSpec
from genesis.spec.project import ProjectFiles, open_project
from tests.architecture.code import ROOT
from tests.readme.blocks import FileBlock, steps

EXAMPLES = sorted(path.stem for path in (ROOT / "inputs").rglob("*.yaml"))
STUDIO = ["by_territory", "first_tasks", "loud", "overview", "shoots_and_tasks", "to_watch"]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> ProjectFiles:
    """The project of docs/language.md."""
    root = tmp_path_factory.mktemp("studio")
    for step in steps((ROOT / "docs" / "language.md").read_text(encoding="utf-8")):
        if isinstance(step, FileBlock):
            path = root / step.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
    return open_project(root)


def explained(model: Model, spec: InputSpec) -> set[str]:
    found = explain(model, spec)
    return {b.source for b in found.blocks} | {j.step.target for b in found.blocks for j in b.joins}


def below(node: Origin) -> Iterator[Origin]:
    yield node
    for child in node.of:
        yield from below(child)


def agree(files: ProjectFiles, name: str) -> None:
    query, spec = compile_input(files, name, "duckdb", comments=False), files.input(name)
    model = open_model(files, Compiling(parameters=bind(spec, {})))
    assert explained(model, spec) == set(query.sources)
    read = {".".join(use.name) for use in query.tables}
    for column in query.visible:
        tables = {one.name.rpartition(".")[0] for one in below(origin(model, spec, column.name)) if one.kind == "table"}
        assert tables <= read


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_project(name: str) -> None:
    agree(open_project(ROOT), name)


@pytest.mark.parametrize("name", STUDIO)
def test_the_project_of_the_language_page(name: str, studio: ProjectFiles) -> None:
    agree(studio, name)


CASES = sorted(path.parent for path in (ROOT / "tests" / "cases").glob("*/inputs"))


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_every_case_of_the_language(case: Path) -> None:
    files = open_project(case)
    for name in files.names("input"):
        try:
            compile_input(files, name, "duckdb")
        except GenesisError:
            continue  # a case of what is refused, or one that needs values for its parameters
        agree(files, name)


def test_the_examples_are_there() -> None:
    assert len(EXAMPLES) > 20
    assert len(CASES) > 20
