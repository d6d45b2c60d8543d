"""What workflows, actions and pages tell a shell to do, taken out of them as written."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from msgspec import Struct

ROOT: Final = Path(__file__).parent.parent.parent
_EXPRESSION: Final = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


class Step(Struct, frozen=True):
    """A step's name, its script, the variables that it is given, and whether it runs after another one failed."""

    name: str
    script: str
    variables: Mapping[str, str]
    always: bool
    id: str = ""


class Ran(Struct, frozen=True):
    """How a step ended."""

    step: Step
    code: int
    out: str


def of_workflow(path: str, job: str) -> list[Step]:
    """The shell's steps of a job of GitHub's."""
    return _steps(yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))["jobs"][job]["steps"])


def of_action(path: str) -> list[Step]:
    """The shell's steps of a composite action."""
    return _steps(yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))["runs"]["steps"])


def _steps(written: list[dict[str, Any]]) -> list[Step]:
    return [
        Step(
            one.get("name", one["run"]),
            one["run"],
            one.get("env", {}),
            "!cancelled()" in one.get("if", ""),
            one.get("id", ""),
        )
        for one in written
        if "run" in one
    ]


def of_gitlab(page: str) -> dict[str, list[Step]]:
    """The jobs of the page's ``.gitlab-ci.yml``: each line of a script is a step of one shell, as GitLab runs them."""
    jobs = yaml.safe_load(block(page, "yml", ".gitlab-ci.yml"))
    shared = {"before_script": [], **jobs.get("default", {})}
    found = {}
    for name, job in jobs.items():
        if isinstance(job, dict) and "script" in job:
            script = "\n".join([*job.get("before_script", shared["before_script"]), *job["script"]])
            found[name] = [Step(name, script, job.get("variables", {}), always=False)]
    return found


def of_jenkins(page: str) -> dict[str, list[Step]]:
    """The stages of the page's Jenkinsfile with what each gives to ``sh``."""
    stages = re.split(r"stage\('([^']*)'\)", block(page, "groovy", "Jenkinsfile"))
    return {
        name: [
            Step(name, two or three, {}, always=always)
            for always, part in zip((False, True), [*re.split(r"\bpost \{ ?\n? *always", body), ""], strict=False)
            for two, three in _shells(part)
        ]
        for name, body in zip(stages[1::2], stages[2::2], strict=True)
    }


def _shells(body: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(r"sh '''(.*?)'''|sh '([^'\n]*)'", body, re.DOTALL)


def block(page: str, language: str, name: str) -> str:
    """The page's block in a language whose first line names the file."""
    text = (ROOT / page).read_text(encoding="utf-8")
    (found,) = re.findall(rf"^```{language}\n((?:#|//) {re.escape(name)}\n.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return str(found)


def filled(value: str, meanings: Mapping[str, str]) -> str:
    """A value with GitHub's expressions replaced; ``KeyError`` for one that the test gives no meaning."""
    return _EXPRESSION.sub(lambda match: meanings[match[1]], value)


def names(page: str) -> list[str]:
    """The names of workflows of GitHub that a page shows."""
    return re.findall(r"^```yml\n# (\.github/workflows/\S+)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)


def _outputs(step: Step, told: Path) -> dict[str, str]:
    """What a step wrote for later ones."""
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    told.unlink(missing_ok=True)
    return {f"steps.{step.id}.outputs.{name}": value for name, _, value in (line.partition("=") for line in lines)}


def run(steps: list[Step], folder: Path, variables: Mapping[str, str], meanings: Mapping[str, str]) -> list[Ran]:
    """Run steps as a runner does: each in a shell that ends at the first failure, and after one only those that always run."""
    ran: list[Ran] = []
    known = dict(meanings)
    told = folder.parent / "outputs"
    for step in steps:
        if step.always or not any(one.code for one in ran):
            given = {key: filled(value, known) for key, value in step.variables.items()}
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", filled(step.script, known)]
            done = subprocess.run(
                command,
                cwd=folder,
                env={
                    "PATH": os.environ["PATH"],
                    "LANG": "C.UTF-8",
                    "HOME": str(folder.parent),
                    "GITHUB_OUTPUT": str(told),
                    **variables,
                    **given,
                },
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                encoding="utf-8",
                check=False,
                timeout=300,
            )
            ran.append(Ran(step, done.returncode, done.stdout))
            known |= _outputs(step, told)
    return ran
