"""Netflix's Maestro, the open-source edition: one ``WorkflowCreateRequest`` a tracker, of one Kubernetes step.

Fields and limits are those of its models and constants: https://github.com/Netflix/maestro (``maestro-common``:
``WorkflowCreateRequest``, ``Workflow``, ``Properties``, ``TypedStep``, ``RetryPolicy``, ``CronTimeTrigger``, ``MaestroIdConstraint``,
``Constants``). Days of the month beside weekdays are refused by the Quartz expressions that it makes of cron's.
"""

from collections.abc import Mapping
from typing import Final

from genesis.diagnostics import Problems
from genesis.workflows.kubernetes import CONTAINER
from genesis.workflows.scheduling.kinds import Setting, Settings, refuse
from genesis.workflows.scheduling.task import Task

PATH: Final = "{generated}/maestro/{name}.json"
SHARED: Final = ""
SETTINGS: Final = (
    *(setting for setting in CONTAINER if setting.name == "image"),
    Setting("owner", "who owns the workflows of trackers without an owner", "genesis"),
)
LONGEST_ID: Final = 128
LONGEST_TIMEOUT: Final = 120 * 86_400
"""Seconds."""
_RESERVED: Final = "_maestro"


def described(task: Task, settings: Settings, problems: Problems) -> Mapping[str, object]:
    """The workflow's id, its owner, and the tag whose permits are the destination's concurrency."""
    identity = f"genesis_{task.name}"
    if identity.endswith(_RESERVED) or len(identity) > LONGEST_ID:
        message = f"Maestro takes no workflow `{identity}`: an id has at most {LONGEST_ID} characters and does not end in `{_RESERVED}`"
        refuse(task, message, "give the tracker another name", problems)
    if task.times.both_restricted:
        message = f"Maestro takes days of the month or weekdays, and `{task.cron}` has both"
        refuse(task, message, "keep one of them", problems)
    if task.timeout > LONGEST_TIMEOUT:
        refuse(task, "Maestro lets no step run longer than 120 days", "write `timeout: 1 hour`", problems)
    return {
        "identity": identity,
        "owner": task.owners[0] if task.owners else settings["owner"],
        "tag": f"genesis_{task.pool}",
    }
