# Written by `genesis generate` from trackers/monthly_additions_sheet.yaml: what is changed here is lost.
from datetime import timedelta
from pathlib import Path

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from airflow.timetables.trigger import CronTriggerTimetable

COMMAND = ['genesis', 'refresh', 'monthly_additions_sheet', '--expect-lock', '38c849507633c97c5895c1fd3c510f5e']
PROJECT = Path(__file__).resolve().parents[3]
FINAL = (1, 2, 5)


def refresh() -> None:
    """Refresh the tracker; what would fail again is not tried again."""
    code = SubprocessHook().run_command(COMMAND, cwd=str(PROJECT)).exit_code
    if code in FINAL:
        raise AirflowFailException(f"genesis refresh ended with {code}")
    if code:
        raise AirflowException(f"genesis refresh ended with {code}")


with DAG(
    dag_id='genesis_monthly_additions_sheet',
    description='The same months as in the workbook, for everybody with a browser.',
    schedule=CronTriggerTimetable('1 7 1 * *', timezone='UTC'),
    catchup=False,
    max_active_runs=1,
    tags=['genesis', 'google_sheets'],
) as dag:
    PythonOperator(
        task_id="refresh",
        python_callable=refresh,
        owner='content-ops@example.com',
        pool='genesis_google_sheets',
        retries=2,
        retry_delay=timedelta(seconds=300),
        execution_timeout=timedelta(seconds=3600),
    )
