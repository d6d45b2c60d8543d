"""What is installed is what is in the repository: modules, and the pages of the codes."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from tests.architecture.code import ROOT, committed


def test_wheel_has_every_file_of_the_package(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("genesis/")}
    assert packed == {path.relative_to(ROOT).as_posix() for path in committed() if ROOT / "genesis" in path.parents}
    assert "genesis/diagnostics.py" in packed
