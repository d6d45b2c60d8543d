"""Apache Airflow 3: one DAG of one task a tracker, in the pool of its destination.

Airflow finds the files where the project lies in its folder of DAGs; the project's folder is then the one above
``trackers/generated``. Names and limits: https://airflow.apache.org/docs/apache-airflow/stable/
"""

from collections.abc import Mapping
from typing import Final

from genesis.diagnostics import Problems
from genesis.workflows.scheduling.kinds import Setting, Settings
from genesis.workflows.scheduling.task import Task

PATH: Final = "{generated}/airflow/{name}.py"
SHARED: Final = "{generated}/airflow/pools.json"
SETTINGS: Final = (
    Setting("command", "the path of the command, where it is not `genesis`", "genesis"),
    Setting("project", "the project's folder on the workers, where it does not hold the DAG's file"),
    Setting("slots", "how many tasks of one destination may run at a time: a whole number", "4", r"[1-9][0-9]{0,3}"),
)


def described(task: Task, settings: Settings, problems: Problems) -> Mapping[str, object]:
    """The command, and how far the project's folder is above the file."""
    del problems
    return {
        "command": [settings["command"], *task.command[1:]],
        "owner": ", ".join(task.owners) or "genesis",
        "tags": ["genesis", task.pool],
    }
