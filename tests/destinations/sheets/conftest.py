"""A running emulator with one empty spreadsheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.destinations.sheets.tracker import Tracker
from tests.emulators.sheets.server import Emulator


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.add()
        yield running


@pytest.fixture
def tracker(emulator: Emulator, tmp_path: Path) -> Tracker:
    return Tracker(emulator, tmp_path)
