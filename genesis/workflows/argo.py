"""Argo Workflows 3.6 and later: one CronWorkflow a tracker.

Fields: https://argo-workflows.readthedocs.io/en/latest/fields/
"""

from collections.abc import Mapping
from typing import Final

from genesis.diagnostics import Problems
from genesis.workflows.kubernetes import CONTAINER, notes_of
from genesis.workflows.scheduling.kinds import Setting, Settings
from genesis.workflows.scheduling.task import Task

PATH: Final = "{generated}/argo/{name}.yaml"
SHARED: Final = "{generated}/argo/pools.yaml"
SETTINGS: Final = (
    *CONTAINER,
    Setting("slots", "how many tasks of one destination may run at a time: a whole number", "4", r"[1-9][0-9]{0,3}"),
)


def described(task: Task, settings: Settings, problems: Problems) -> Mapping[str, object]:
    """The seconds after which a missed start is given up, and when a failed try is worth another one."""
    del settings, problems
    retried = f"asInt(lastRetry.exitCode) not in [{', '.join(map(str, task.final))}]"
    return {"deadline": min(3600, 60 * task.times.gap // 2), "notes": notes_of(task), "retried": retried}
