"""Python programs run as a fresh process, in the repository's own example project."""

import subprocess
import sys

from tests.architecture.code import ROOT

INPUTS = sorted(path.stem for path in (ROOT / "inputs").rglob("*.yaml"))

COMPILE = """
import sys
from genesis.cli.main import main
for name in sys.argv[1:]:
    sys.argv = ["genesis", "compile", name]
    try:
        main()
    except SystemExit as end:
        assert not end.code, name
"""


def python(code: str, *arguments: str, **environment: str) -> str:
    """What a program prints.

    Raises:
        AssertionError: with what it printed on standard error, if it failed.
    """
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
