"""An Airtable studio for each test, with limits of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.destinations.airtable_refresh import Studio
from tests.emulators.airtable.server import Emulator, serving


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with serving(Emulator()) as emulator:
        yield Studio(tmp_path, emulator)
