"""A model is let go of with its last use: no circle keeps it until the collector comes, which a large project would pay for."""

import gc
from collections.abc import Callable, Iterator

import pytest

from genesis.checks.project import check_documents
from genesis.compiler import compile_input
from genesis.model.model import Model
from genesis.spec.project import ProjectFiles, open_project
from tests.architecture.code import ROOT

WORK: dict[str, Callable[[ProjectFiles], object]] = {
    "check": lambda files: check_documents(
        files, [(kind, n) for kind in ("source", "input") for n in files.names(kind)]
    ),
    "compile": lambda files: [compile_input(files, name, "duckdb") for name in files.names("input")],
}


@pytest.fixture(autouse=True)
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("work", WORK)
def test_no_model_is_left(work: str) -> None:
    before = {id(one) for one in gc.get_objects() if isinstance(one, Model)}
    WORK[work](open_project(ROOT))
    assert [one for one in gc.get_objects() if isinstance(one, Model) and id(one) not in before] == []
