"""The daily batch of a pipeline: an Airflow DAG."""

import os
from datetime import UTC, datetime, timedelta

from airflow.sdk import DAG, Param

from pinpipe_dags.alerts import tell_failure, tell_timeout
from pinpipe_dags.run_on import read_run_on
from pinpipe_dags.steps import LIMITS, OPTIONS
from pinpipe_dags.tasks import add_tasks

PIPELINE_ID = os.environ.get("PIPELINE_ID", "0a1b2c3d4e5f")

DOC = """
Cleans what has landed in the bucket since the last run, answers the eight queries, and publishes
the answers once the data-quality gate lets them pass.

load check → clean pin, geo, user → queries → data-quality gate → publish answers

A run may be repeated, and each of its tasks: the same tables and answers come of it. A gate that is
closed says in its log which rule is broken, where and by how much; nothing is published then.

| Parameter | |
|---|---|
| `id` | of the pipeline whose topics are read |
| `bucket` | where the posts have landed |
| `root` | instead of a bucket: `file:/folder`; on Databricks `/Volumes/…` or `dbfs:/mnt/…` |
| `rebuild` | read everything again, not what is new |
| `options` | of the queries, as `{"ties": "first"}` |
| `limits` | of the gate, as `{"null_share": 0.2}` |
"""

with DAG(
    dag_id=f"{PIPELINE_ID}_dag",
    description="Clean what has landed, answer the queries, publish the answers",
    doc_md=DOC,
    schedule="@daily",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    # One driver may write a table at a time.
    max_active_runs=1,
    # More than all tries of a task after each other, beside which the others are short, also where
    # the one task is the whole batch.
    dagrun_timeout=timedelta(hours=18),
    on_failure_callback=tell_timeout,
    tags=["pinpipe", "batch"],
    params={
        "id": Param(PIPELINE_ID, type="string", pattern="^[0-9a-f]{12}$"),
        "bucket": Param(
            f"user-{PIPELINE_ID}-bucket",
            type="string",
            pattern="^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
        ),
        # Null, not empty: the form of the user interface takes an empty text for a missing one.
        "root": Param(os.environ.get("PINPIPE_ROOT"), type=["null", "string"]),
        "rebuild": Param(False, type="boolean"),
        "options": Param({}, type="object", propertyNames={"enum": list(OPTIONS)}),
        "limits": Param({}, type="object", propertyNames={"enum": list(LIMITS)}),
    },
    default_args={
        "owner": "pinpipe",
        "depends_on_past": False,
        "retries": 2,
        "retry_delay": timedelta(seconds=30),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=10),
        "execution_timeout": timedelta(hours=1),
        "on_failure_callback": tell_failure,
    },
) as dag:
    add_tasks(read_run_on(os.environ))
