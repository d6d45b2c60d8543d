# -*- coding: utf-8 -*-
# Written by `genesis generate` from trackers/title_problems.yaml: what is changed here is lost.
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from subprocess import TimeoutExpired

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import DAG, BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from airflow.timetables.trigger import CronTriggerTimetable

COMMAND = ['genesis', 'refresh', 'title_problems', '--expect-lock', 'a8e22779e9018bb3af491dd5be74c0a6']
PROJECT = Path(__file__).resolve().parents[3]
FINAL = (1, 2, 5)


HOOK = SubprocessHook()


def stop() -> None:
    """End a refresh that still runs, so that the next try is alone."""
    with suppress(ProcessLookupError):
        HOOK.send_sigterm()
    if HOOK.sub_process:
        try:
            HOOK.sub_process.wait(timeout=30)
        except TimeoutExpired:
            HOOK.sub_process.kill()


def refresh() -> None:
    """Refresh the tracker; what would fail again is not tried again."""
    try:
        code = HOOK.run_command(COMMAND, cwd=str(PROJECT)).exit_code
    except BaseException:
        stop()
        raise
    if code in FINAL:
        raise AirflowFailException(f"genesis refresh ended with {code}")
    if code:
        raise AirflowException(f"genesis refresh ended with {code}")


class Refresh(BaseOperator):
    """The one task; ended from outside or by its time, it ends the refresh."""

    def execute(self, context: object) -> None:
        refresh()

    def on_kill(self) -> None:
        stop()


with DAG(
    dag_id='genesis_title_problems',
    description='To be mended at the source.',
    schedule=CronTriggerTimetable('31 6 * * 1', timezone='UTC'),
    catchup=False,
    max_active_runs=1,
    tags=['genesis', 'excel'],
) as dag:
    Refresh(
        task_id="refresh",
        owner='content-data@example.com',
        pool='genesis_excel',
        retries=2,
        retry_delay=timedelta(seconds=300),
        execution_timeout=timedelta(seconds=3600),
    )
