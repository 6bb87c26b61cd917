import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from airflow.dag_processing.dagbag import DagBag

from fake_databricks import WHEEL, fake_databricks
from landed import ROOT, answers, land
from serialised import DAGS


def spark_python() -> str:
    return os.environ["PINPIPE_SPARK_PYTHON"]


@pytest.fixture
def wheel(tmp_path: Path) -> bytes:
    command = [spark_python(), "-m", "uv", "build", "--wheel", "--quiet"]
    subprocess.run([*command, "--out-dir", str(tmp_path), str(ROOT / "spark")], check=True)
    [built] = tmp_path.glob("*.whl")
    return built.read_bytes()


@pytest.fixture
def of_batch(tmp_path: Path) -> Path:
    """The lake of the job that `npm start` runs."""
    lake = tmp_path / "of batch"
    land(lake)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "spark" / "src")}
    command = [spark_python(), "-m", "pinpipe", "batch", "--root", f"file:{lake}"]
    subprocess.run(command, env=environment, check=True)
    return lake


def test_a_run_on_databricks_gives_the_answers_of_the_batch_cell_by_cell(
    of_batch: Path,
    database: None,
    wheel: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Where `npm test` puts them.
    jars = os.environ.get("PINPIPE_JARS") or str(ROOT / ".pipeline" / "jars" / "spark")
    monkeypatch.setenv("PINPIPE_JARS", jars)
    monkeypatch.setenv("PINPIPE_RUN_ON", "databricks")
    monkeypatch.setenv("PINPIPE_DATABRICKS_WHEEL", WHEEL)
    lake = tmp_path / "workspace/Volumes/main/default/lake"
    land(lake)
    with fake_databricks(tmp_path, spark_python()) as workspace:
        monkeypatch.setenv("AIRFLOW_CONN_DATABRICKS_DEFAULT", workspace.connection)
        workspace.put(WHEEL, wheel)
        [dag] = DagBag(DAGS, include_examples=False).dags.values()
        tasks: list[Any] = dag.tasks
        for task in tasks:
            task.polling_period_seconds = 1
            # `dag.test()` would wait for a retry for ever.
            task.retries = 0

        run = dag.test(run_conf={"root": "/Volumes/main/default/lake"})

    assert str(run.state) == "success"
    assert len(answers(lake)) == 9
    assert answers(lake) == answers(of_batch)
