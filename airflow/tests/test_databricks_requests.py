from pinpipe_dags.databricks_requests import notebook_request, token, wheel_request
from pinpipe_dags.run_on import Databricks
from run_params import PARAMS

WORK = {"package_name": "pinpipe", "entry_point": "pinpipe", "parameters": ["check", "--id", "x"]}
CLUSTER = {"existing_cluster_id": "1108-201635-xx"}


def test_a_step_runs_the_wheel_on_serverless_compute() -> None:
    request = wheel_request(Databricks({}, "/w.whl", None), "load_check", ["check", "--id", "x"])

    [environment] = request["environments"]
    assert environment["spec"]["dependencies"] == ["/w.whl"]
    assert request["tasks"] == [
        {
            "task_key": "load_check",
            "python_wheel_task": WORK,
            "environment_key": environment["environment_key"],
            "disable_auto_optimization": True,
        }
    ]


def test_a_step_runs_the_wheel_on_a_cluster() -> None:
    on = Databricks(CLUSTER, "/w.whl", None)

    assert wheel_request(on, "load_check", ["check", "--id", "x"]) == {
        "tasks": [
            {
                "task_key": "load_check",
                "python_wheel_task": WORK,
                "existing_cluster_id": "1108-201635-xx",
                "libraries": [{"whl": "/w.whl"}],
            }
        ]
    }


def test_a_notebook_is_given_the_parameters_of_the_run_as_text() -> None:
    params = PARAMS | {"rebuild": True, "options": {"ties": "first"}}
    on = Databricks(CLUSTER, None, "/Workspace/batch")

    assert notebook_request(on, "submit_run", params, "manual__1:2") == {
        "tasks": [
            {
                "task_key": "submit_run",
                "notebook_task": {
                    "notebook_path": "/Workspace/batch",
                    "base_parameters": {
                        "bucket": "b-1",
                        "rebuild": "true",
                        "options": '{"ties": "first"}',
                        "limits": "{}",
                        "id": "0a1b2c3d4e5f",
                        "run_id": "manual__1-2",
                    },
                },
                "existing_cluster_id": "1108-201635-xx",
            }
        ]
    }


def test_a_token_is_the_same_for_the_same_try_and_no_other() -> None:
    assert token("dag", "run", 1) == token("dag", "run", 1)
    assert len({token("dag", "run", 1), token("dag", "run", 2), token("dagr", "un", 1)}) == 3
    assert len(token("dag", "run", 1)) <= 64
