from pathlib import Path
from zipfile import ZipFile

import pytest

from local_tasks import json_file, task

PACKAGE = """
import os, sys

def run():
    print(sys.argv[1:], "DATABRICKS_RUNTIME_VERSION" in os.environ)
    if "--secret" in sys.argv:
        from pyspark.dbutils import DBUtils
        print(DBUtils(None).secrets.get("keys", "token"))
    if "--fail" in sys.argv:
        raise RuntimeError("told to fail")
    if "--refuse" in sys.argv:
        sys.exit(2)
"""


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    file = tmp_path / "job-1.0-py3-none-any.whl"
    with ZipFile(file, "w") as archive:
        archive.writestr("job.py", PACKAGE)
        archive.writestr("job-1.0.dist-info/METADATA", "Name: job\nVersion: 1.0\n")
        archive.writestr("job-1.0.dist-info/entry_points.txt", "[console_scripts]\njob = job:run\n")
    return file


def named(wheel: Path, entry_point: str = "job") -> list[str | Path]:
    return ["wheel", "--wheel", wheel, "--package", "job", "--entry-point", entry_point]


def test_an_entry_point_gets_its_arguments_and_secrets_on_a_runtime(
    wheel: Path, tmp_path: Path
) -> None:
    secrets = json_file(tmp_path / "secrets.json", {"keys": {"token": "t-1"}})
    done = task(*named(wheel), "--secrets", secrets, "--", "batch", "--secret")
    assert (done.returncode, done.stdout) == (0, "['batch', '--secret'] True\nt-1\n")


@pytest.mark.parametrize(
    ("entry_point", "argument", "code", "error"),
    [
        ("job", "--fail", 1, "RuntimeError: told to fail"),
        ("job", "--refuse", 2, ""),
        ("main", "", 1, "ValueError: the wheel's package job has no entry point main; it has: job"),
    ],
)
def test_a_task_that_fails_ends_with_its_code_and_error(
    wheel: Path, entry_point: str, argument: str, code: int, error: str
) -> None:
    done = task(*named(wheel, entry_point), "--", argument)
    assert (done.returncode, (done.stderr.splitlines() or [""])[-1]) == (code, error)


def test_without_jars_it_says_what_to_set(wheel: Path) -> None:
    done = task(*named(wheel), PINPIPE_JARS="")
    assert done.stderr.endswith("PINPIPE_JARS is not set: the folder of Spark's jars\n")
