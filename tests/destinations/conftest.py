"""Limits of its own for each test, and an Airtable studio."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.destinations.airtable_refresh import Studio
from tests.emulators.airtable.server import Emulator, serving


@pytest.fixture(autouse=True)
def _own_limits(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Turns are kept among temporary files, by address: a later emulator on the same port would wait for an earlier one's turns."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("limits")))


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with serving(Emulator()) as emulator:
        yield Studio(tmp_path, emulator)
