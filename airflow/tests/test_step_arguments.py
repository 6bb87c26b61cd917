import json
import os
import subprocess
from pathlib import Path

import pytest

from pinpipe_dags.steps import LIMITS, OPTIONS, STEPS, arguments_of, run_name
from run_params import PARAMS

COMMON = ["--id", "0a1b2c3d4e5f", "--run-id=r", "--bucket", "b-1"]
BY_NAME = {step.name: step for step in STEPS}


def arguments(name: str, **params: object) -> list[str]:
    return arguments_of(BY_NAME[name], {**PARAMS, **params}, "r")


def test_each_step_is_a_job_of_the_same_run() -> None:
    assert {name: arguments(name) for name in BY_NAME} == {
        "load_check": ["check", *COMMON],
        "clean_pin": ["clean", "--kind", "pin", *COMMON],
        "clean_geo": ["clean", "--kind", "geo", *COMMON],
        "clean_user": ["clean", "--kind", "user", *COMMON],
        "queries": ["queries", "--no-publish", *COMMON],
        "data_quality_gate": ["gate", *COMMON],
        "publish_answers": ["publish", *COMMON],
    }


def test_parameters_go_to_the_steps_that_know_them() -> None:
    given = {"rebuild": True, "options": {"tie_6b": "first"}, "limits": {"null_share": 0.2}}
    added = {name: arguments(name, **given)[len(arguments(name)) :] for name in BY_NAME}
    assert added == {
        "load_check": [],
        "clean_pin": ["--rebuild"],
        "clean_geo": ["--rebuild"],
        "clean_user": ["--rebuild"],
        "queries": ["--tie-6b=first"],
        "data_quality_gate": ["--null-share=0.2"],
        "publish_answers": [],
    }


def test_the_options_and_limits_are_those_of_the_jobs() -> None:
    names = "import json, dataclasses as d; from pinpipe.queries import QueryOptions as q;"
    names += "from pinpipe.gate_rules import GateLimits as g;"
    names += "print(json.dumps([[f.name for f in d.fields(each)] for each in (q, g)]))"
    source = Path(__file__).parents[2] / "spark" / "src"
    told = subprocess.run(
        [os.environ["PINPIPE_SPARK_PYTHON"], "-c", names],
        env=os.environ | {"PYTHONPATH": str(source)},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    assert json.loads(told) == [list(OPTIONS), list(LIMITS)]


def test_a_root_is_in_place_of_the_bucket() -> None:
    given = arguments("load_check", root="/Volumes/main/default/lake")
    assert given == ["check", *COMMON[:3], "--root", "/Volumes/main/default/lake"]


@pytest.mark.parametrize(
    ("run_id", "name"),
    [
        ("manual__2026-11-27T10:00:00.123456+00:00", "manual__2026-11-27T10-00-00-123456-00-00"),
        ("scheduled__2026-11-27", "scheduled__2026-11-27"),
        ("a b/../c", "a-b-c"),
    ],
)
def test_a_run_id_becomes_one_that_the_job_takes(run_id: str, name: str) -> None:
    assert run_name(run_id) == name
