"""Kubernetes: one CronJob a tracker (``batch/v1``).

Fields and limits: https://kubernetes.io/docs/reference/kubernetes-api/
"""

from collections.abc import Mapping
from typing import Final

from genesis.diagnostics import Problems
from genesis.workflows.scheduling.kinds import Setting, Settings
from genesis.workflows.scheduling.task import Task

PATH: Final = "{generated}/kubernetes/{name}.yaml"
SHARED: Final = ""
NAME: Final = r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?"
CONTAINER: Final = (
    Setting(
        "image", "the container's image, which holds genesis and the project", None, r"[A-Za-z0-9][\w.\-/:@]{0,500}"
    ),
    Setting("namespace", "where the objects stand: the name of a namespace", "", r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"),
    Setting("service_account", "as whom it runs: the name of a service account", "", NAME),
    Setting("secret", "the name of a Secret whose entries become variables of the environment", "", NAME),
    Setting(
        "project", "the project's folder in the image, where it is not the image's own", "", r"/[^\x00-\x1f\x7f$]*"
    ),
)
SETTINGS: Final = CONTAINER


def described(task: Task, settings: Settings, problems: Problems) -> Mapping[str, object]:
    """The seconds after which a missed start is given up."""
    del settings, problems
    return {"deadline": min(3600, 60 * task.times.gap // 2), "notes": notes_of(task)}


def notes_of(task: Task) -> dict[str, str]:
    """Annotations of an object: what people look for."""
    notes = {"tracker": task.name, "owners": ", ".join(task.owners), "description": task.description}
    return {f"genesis/{key}": note for key, note in notes.items() if note}
