"""Same files in, same bytes out: whatever the hash seed, the time zone, the language."""

import pytest

from tests.architecture.programs import COMPILE, INPUTS, python


@pytest.fixture(scope="module")
def compiled() -> str:
    return python(COMPILE, *INPUTS, PYTHONHASHSEED="0", TZ="UTC")


def test_something_is_compiled(compiled: str) -> None:
    assert compiled.upper().count("SELECT") >= len(INPUTS) > 0


@pytest.mark.parametrize(
    ("seed", "zone", "language"),
    [
        ("1", "Pacific/Kiritimati", "C.UTF-8"),
        ("4242", "America/Los_Angeles", "C"),
        ("77", "Asia/Kathmandu", "de_DE.UTF-8"),
    ],
)
def test_output_is_the_same(seed: str, zone: str, language: str, compiled: str) -> None:
    assert python(COMPILE, *INPUTS, PYTHONHASHSEED=seed, TZ=zone, LANG=language) == compiled
