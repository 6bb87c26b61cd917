import pytest

from pinpipe_dags.run_on import Databricks, SettingsError, read_run_on

WHEEL = "/Workspace/Shared/pinpipe/pinpipe-0.1.0-py3-none-any.whl"
STEPS = {"PINPIPE_RUN_ON": "databricks", "PINPIPE_DATABRICKS_WHEEL": WHEEL}
NOTEBOOK = {
    "PINPIPE_RUN_ON": "databricks-notebook",
    "PINPIPE_DATABRICKS_NOTEBOOK": "/Workspace/Shared/batch",
}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"PINPIPE_RUN_ON": "local"}, None),
        (STEPS, Databricks({}, WHEEL, None)),
        (
            STEPS | {"PINPIPE_DATABRICKS_COMPUTE": "existing:1108-201635-xx"},
            Databricks({"existing_cluster_id": "1108-201635-xx"}, WHEEL, None),
        ),
        (
            STEPS
            | {
                "PINPIPE_DATABRICKS_COMPUTE": "new",
                "PINPIPE_DATABRICKS_CLUSTER": '{"spark_version": "17.3.x-scala2.13"}',
            },
            Databricks({"new_cluster": {"spark_version": "17.3.x-scala2.13"}}, WHEEL, None),
        ),
        (NOTEBOOK, Databricks({}, None, "/Workspace/Shared/batch")),
    ],
)
def test_settings_say_where_the_batch_runs(
    environment: dict[str, str], expected: Databricks | None
) -> None:
    assert read_run_on(environment) == expected


@pytest.mark.parametrize(
    ("environment", "text"),
    [
        ({"PINPIPE_RUN_ON": "spark"}, "PINPIPE_RUN_ON is spark; it may be local, databricks"),
        ({"PINPIPE_RUN_ON": "databricks"}, "databricks needs PINPIPE_DATABRICKS_WHEEL: a path"),
        (STEPS | {"PINPIPE_DATABRICKS_WHEEL": "pinpipe.whl"}, "needs PINPIPE_DATABRICKS_WHEEL"),
        (NOTEBOOK | {"PINPIPE_DATABRICKS_NOTEBOOK": ""}, "needs PINPIPE_DATABRICKS_NOTEBOOK"),
        (
            STEPS | {"PINPIPE_DATABRICKS_COMPUTE": "1108-201635-xx"},
            "COMPUTE is 1108-201635-xx; it may be serverless, existing:CLUSTER_ID or new",
        ),
        (STEPS | {"PINPIPE_DATABRICKS_COMPUTE": "existing:"}, "it may be serverless"),
        (STEPS | {"PINPIPE_DATABRICKS_COMPUTE": "new"}, "needs PINPIPE_DATABRICKS_CLUSTER"),
        (
            STEPS | {"PINPIPE_DATABRICKS_COMPUTE": "new", "PINPIPE_DATABRICKS_CLUSTER": "{}"},
            "a new_cluster of the Jobs API as JSON",
        ),
    ],
)
def test_settings_that_are_not_usable_are_named_with_their_form(
    environment: dict[str, str], text: str
) -> None:
    with pytest.raises(SettingsError, match=text):
        read_run_on(environment)
