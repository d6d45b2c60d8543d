"""Which definitions a run was made from."""

import subprocess
from pathlib import Path


def definition_commit(root: Path) -> str:
    """The commit that is checked out, with ``+`` behind it where files differ from it; empty without git."""
    try:
        told = subprocess.run(  # noqa: S603 - a fixed command
            ["git", "-C", str(root), "status", "--porcelain=v2", "--branch", "--untracked-files=no"],  # noqa: S607 - git as installed
            capture_output=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    lines = told.stdout.decode("utf-8", "replace").splitlines()
    commit = next((line.split()[-1] for line in lines if line.startswith("# branch.oid ")), "")
    changed = any(not line.startswith("#") for line in lines)
    return "" if commit == "(initial)" else commit + ("+" if changed and commit else "")
