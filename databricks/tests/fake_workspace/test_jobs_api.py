import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import InvalidParameterValue
from databricks.sdk.service.compute import ClusterSpec, Library
from databricks.sdk.service.jobs import (
    JobCluster,
    JobParameterDefinition,
    JobSettings,
    NotebookTask,
    PythonWheelTask,
    RunResultState,
    SubmitTask,
    Task,
    TaskDependency,
)

from runs_of_client import FOLDER, SERVERLESS, WHEEL, ended, output, submit

pytestmark = pytest.mark.usefixtures("deployed")


def test_a_token_that_is_known_begins_nothing(client: WorkspaceClient) -> None:
    first = submit(client, "tell", idempotency_token="a")
    assert submit(client, "tell", idempotency_token="a") == first
    assert submit(client, "tell", idempotency_token="b") != first


@pytest.mark.parametrize(
    ("task", "text"),
    [
        (SubmitTask(task_key="step"), "must have one of"),
        (
            SubmitTask(
                task_key="step",
                notebook_task=NotebookTask("/a"),
                existing_cluster_id="gone",
            ),
            "Cluster gone does not exist",
        ),
        (
            SubmitTask(task_key="step", python_wheel_task=PythonWheelTask("p", "p")),
            "needs a cluster or an environment_key",
        ),
        (
            SubmitTask(
                task_key="step",
                notebook_task=NotebookTask("/a"),
                libraries=[Library(whl=WHEEL)],
            ),
            "not supported on serverless",
        ),
        (
            SubmitTask(
                task_key="step", notebook_task=NotebookTask("/a"), new_cluster=ClusterSpec()
            ),
            "Missing required field: spark_version",
        ),
    ],
)
def test_a_task_that_cannot_run_is_refused(
    client: WorkspaceClient, task: SubmitTask, text: str
) -> None:
    with pytest.raises(InvalidParameterValue, match=text):
        client.jobs.submit(tasks=[task])


def test_a_job_runs_its_tasks_in_order_with_its_parameters(client: WorkspaceClient) -> None:
    def task(key: str, *words: str, after: str | None = None) -> Task:
        return Task(
            task_key=key,
            python_wheel_task=PythonWheelTask("pinpipe", "pinpipe", parameters=list(words)),
            environment_key="pinpipe",
            depends_on=[TaskDependency(after)] if after else None,
        )

    bucket = "{{job.parameters.bucket}}"
    tasks = [
        task("a", "tell", bucket, "{{job.run_id}}"),
        task("b", "fail", after="a"),
        task("c", "tell", after="b"),
    ]
    parameters = [JobParameterDefinition("bucket", "b-1")]
    job = client.jobs.create(
        name="batch", tasks=tasks, environments=SERVERLESS, parameters=parameters
    )
    assert [each.job_id for each in client.jobs.list(name="batch")] == [job.job_id]

    job_id = job.job_id or 0
    run = ended(client, client.jobs.run_now(job_id, job_parameters={"bucket": "b-2"}).run_id)

    states = {each.task_key: each.state.result_state for each in run.tasks or [] if each.state}
    assert states == {
        "a": RunResultState.SUCCESS,
        "b": RunResultState.FAILED,
        "c": RunResultState.UPSTREAM_FAILED,
    }
    assert run.state is not None and run.state.result_state == RunResultState.FAILED
    assert f"told tell b-2 {run.run_id}" in output(client, run).logs
    assert [each.run_id for each in client.jobs.list_runs(job_id=job_id)] == [run.run_id]
    settings = JobSettings(name="other", tasks=tasks[:1], environments=SERVERLESS)
    client.jobs.reset(job_id, settings)
    assert not list(client.jobs.list(name="batch"))


def test_calls_fail_when_asked_to(client: WorkspaceClient) -> None:
    for status in (429, 503):
        fault = {"path": "/api/2.2/jobs/runs/submit", "status": status}
        client.api_client.do("POST", "/fake/faults", body=fault)

    submit(client, "tell")

    assert len(list(client.jobs.list_runs())) == 1


def test_runs_are_listed_by_pages_the_newest_first(client: WorkspaceClient) -> None:
    begun = [submit(client, "tell") for _ in range(3)]
    assert [run.run_id for run in client.jobs.list_runs(limit=2)] == begun[::-1]


def test_tasks_of_a_job_may_share_a_cluster(client: WorkspaceClient) -> None:
    task = Task(
        task_key="a",
        notebook_task=NotebookTask(f"{FOLDER}/batch", base_parameters={"do": "tell"}),
        job_cluster_key="shared",
    )
    with pytest.raises(InvalidParameterValue, match="no job cluster shared"):
        client.jobs.create(tasks=[task])
    shared = JobCluster("shared", ClusterSpec(spark_version="17.3.x-scala2.13"))

    job = client.jobs.create(tasks=[task], job_clusters=[shared])

    run = ended(client, client.jobs.run_now(job.job_id or 0).run_id)
    assert run.state is not None and run.state.result_state == RunResultState.SUCCESS
