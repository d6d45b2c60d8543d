# -*- coding: utf-8 -*-
# Written by `genesis generate` from trackers/monthly_additions_sheet.yaml: what is changed here is lost.
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from subprocess import TimeoutExpired

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import DAG, BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from airflow.timetables.trigger import CronTriggerTimetable

COMMAND = ['genesis', 'refresh', 'monthly_additions_sheet', '--expect-lock', '38c849507633c97c5895c1fd3c510f5e']
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
    dag_id='genesis_monthly_additions_sheet',
    description='The same months as in the workbook, for everybody with a browser.',
    schedule=CronTriggerTimetable('1 7 1 * *', timezone='UTC'),
    catchup=False,
    max_active_runs=1,
    tags=['genesis', 'google_sheets'],
) as dag:
    Refresh(
        task_id="refresh",
        owner='content-ops@example.com',
        pool='genesis_google_sheets',
        retries=2,
        retry_delay=timedelta(seconds=300),
        execution_timeout=timedelta(seconds=3600),
    )
