"""GitHub Actions: one workflow a tracker, where GitHub looks for them. It knows no time zones, so that a zone becomes UTC.

Syntax: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from genesis.diagnostics import Problems
from genesis.workflows.cron import retried
from genesis.workflows.scheduling.kinds import Setting, Settings, refuse
from genesis.workflows.scheduling.quoting import shell
from genesis.workflows.scheduling.task import Task
from genesis.workflows.scheduling.times import Times

PATH: Final = ".github/workflows/tracker-{name}.yml"
SHARED: Final = ""
SETTINGS: Final = (
    Setting("runs_on", "the label of the runner", "ubuntu-latest", r"[A-Za-z0-9][\w.\-]{0,100}"),
    Setting("environment", "the environment that holds the secrets", "trackers", r"[A-Za-z0-9][\w.\-]{0,100}"),
    Setting(
        "install",
        "the command that installs Genesis in the project's folder, `python -m pip install -r requirements.txt` or another",
        None,
    ),
)
_OFTENEST: Final = 5
"""Minutes: the shortest interval that GitHub runs."""
_LONGEST: Final = 360
"""Minutes that a job may run on GitHub's machines."""
_YEAR: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""A year, the same for every run, in which the offsets of a zone are looked up."""


def described(task: Task, settings: Settings, problems: Problems) -> Mapping[str, object]:
    """The schedules in UTC, and which offset of the zone each is for, where there are several."""
    offsets = _offsets(task.timezone)
    schedules = [(offset, times) for offset in offsets for times in _in_utc(task, offset, problems)]
    if task.times.gap < _OFTENEST:
        message = f"`{task.name}` is due every {task.times.gap} minutes, and GitHub runs nothing oftener than every {_OFTENEST}"
        refuse(task, message, "give it a schedule of five minutes or more, or another scheduler", problems)
    command = f"timeout {task.timeout} {shell(task.command)}"
    minutes = -(-(task.timeout * (task.retries + 1) + task.pause * task.retries) // 60) + 10
    if minutes > _LONGEST:
        message = f"all tries of `{task.name}` may take {minutes} minutes, and GitHub ends a job after {_LONGEST}"
        refuse(task, message, "give it a shorter `timeout` or fewer `retries`", problems)
    return {
        "crons": list(dict.fromkeys(times.cron for _, times in schedules)),
        "moments": [[times.cron, _spelled(offset)] for offset, times in schedules] if len(offsets) > 1 else [],
        "script": retried(command, task),
        "install": settings["install"],
        "minutes": minutes,
    }


def _in_utc(task: Task, offset: int, problems: Problems) -> tuple[Times, ...]:
    moved = task.times.moved(-offset)
    if moved is None:
        message = f"GitHub reads schedules in UTC, where the days of `{task.cron}` in {task.timezone} are others"
        hint = "choose an hour at which both have the same day, weekdays instead of days of the month, or UTC"
        refuse(task, message, hint, problems)
    return moved or ()


def _offsets(zone: str) -> list[int]:
    """The minutes by which a zone is ahead of UTC in the course of a year, each once."""
    from zoneinfo import ZoneInfo

    place = ZoneInfo(zone)
    moments = ((_YEAR + timedelta(days=day)).astimezone(place).utcoffset() for day in range(366))
    return sorted({int(offset.total_seconds()) // 60 for offset in moments if offset is not None})


def _spelled(offset: int) -> str:
    """As ``date +%z`` writes it."""
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}{minutes:02}"
