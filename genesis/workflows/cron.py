"""cron with time zones (cronie, and others that know ``CRON_TZ``): some lines of a crontab a tracker.

The lines are put together by ``cat trackers/generated/cron/*.cron | crontab -``. https://man7.org/linux/man-pages/man5/crontab.5.html
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from genesis.diagnostics import Problems
from genesis.workflows.scheduling.kinds import Setting, Settings, refuse
from genesis.workflows.scheduling.quoting import crontab, shell
from genesis.workflows.scheduling.task import Task

PATH: Final = "{generated}/cron/{name}.cron"
SHARED: Final = ""
SETTINGS: Final = (
    Setting("project", "the project's folder on the machine: a path from the root", None, r"/[^\x00-\x1f\x7f]*"),
    Setting("command", "the path of the command, where it is not `genesis`", "genesis"),
    Setting("slots", "how many tasks of one destination may run at a time: a whole number", "4", r"[1-9][0-9]{0,3}"),
)
_LONGEST: Final = 990
"""Characters of a command; cron's own limit is 999 (MAX_COMMAND in cronie's and Debian's sources)."""


def described(task: Task, settings: Settings, problems: Problems) -> Mapping[str, object]:
    """One command of a shell: each try waits for one of the destination's slots, which the tracker's name chooses.

    A run that is due while the tracker's last one still tries ends at once.
    """
    slot = int.from_bytes(sha256(task.name.encode()).digest()[8:16]) % int(settings["slots"])
    words = shell([settings["command"], *task.command[1:]])
    turn = f'"$HOME"/{shell(f".genesis-{task.pool}-{slot}.lock")}'
    tries = retried(f"flock {turn} timeout {task.timeout} {words}", task)
    alone = f'"$HOME"/{shell(f".genesis-{task.name}.lock")}'
    line = crontab(f"cd {shell(settings['project'])} && flock -n {alone} sh -c {shell(tries)}")
    if len(line) > _LONGEST:
        message = f"the line of `{task.name}` has {len(line)} characters, and cron takes {_LONGEST}"
        refuse(task, message, "give the project's folder or the command a shorter path", problems)
    return {"line": line}


def retried(command: str, task: Task) -> str:
    """A command of a shell, tried again when that can help. The exit code is the last try's."""
    final = "|".join(map(str, (0, *task.final)))
    return (
        f"n=0; while :; do code=0; {command} || code=$?; "
        f"case $code in {final}) break;; esac; "
        f"[ $n -lt {task.retries} ] || break; n=$((n + 1)); sleep {task.pause}; done; exit $code"
    )
