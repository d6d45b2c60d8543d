"""A MariaDB of the tests' own, set up as MySQL 8 is when nobody says otherwise."""

import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import sleep
from typing import Final

SETTINGS: Final = (
    "--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO",
    "--group-concat-max-len=1024",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_ci",
    "--default-time-zone=+00:00",
    "--optimizer-search-depth=0",
    "--skip-networking",
    "--innodb-flush-log-at-trx-commit=0",
)
"""MySQL's modes and limits; a collation that takes upper for lower case and ignores spaces at the end; and a planner that
does not try every order of twenty tables, which takes MariaDB minutes."""


@contextmanager
def running(folder: str, user: Sequence[str]) -> Iterator[str]:
    """The server's socket, in a folder that only it has; ``user`` is how to run as somebody whom it does not refuse.

    Raises:
        LookupError: when MariaDB is not installed.
    """
    install, daemon = _tool("mariadb-install-db"), _tool("mariadbd")
    tables, place = f"--datadir={folder}/tables", f"{folder}/socket"
    made = [*user, install, "--no-defaults", tables, "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(made, check=True, capture_output=True)
    own = (f"--socket={place}", f"--log-error={folder}/log", f"--tmpdir={folder}")
    begun = [*user, daemon, "--no-defaults", tables, *SETTINGS, *own]
    with subprocess.Popen(begun, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(server, place)
            yield place
        finally:
            server.terminate()


def _wait_for(server: subprocess.Popen[bytes], place: str) -> None:
    """Until the server takes connections; 60 seconds at most."""
    for _ in range(600):
        with socket.socket(socket.AF_UNIX) as tried:
            if tried.connect_ex(place) == 0:
                return
        assert server.poll() is None, "MariaDB has ended"
        sleep(0.1)
    raise TimeoutError("MariaDB does not answer")


def _tool(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        raise LookupError(f"no MariaDB: {name} is not installed")
    return found
