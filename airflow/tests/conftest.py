"""An Airflow of the tests' own, in a folder that goes with them."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Airflow reads its settings when it is imported.
_project = Path(__file__).parents[1]
_home = tempfile.TemporaryDirectory(prefix="pinpipe-airflow-")
os.environ |= {
    "AIRFLOW_HOME": _home.name,
    "AIRFLOW__CORE__DAGS_FOLDER": str(_project / "dags"),
    "AIRFLOW__CORE__PLUGINS_FOLDER": str(_project / "plugins"),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{_home.name}/airflow.db",
    "PIPELINE_ID": "0a1b2c3d4e5f",
}


@pytest.fixture(scope="session", autouse=True)
def home() -> Iterator[Path]:
    with _home:
        yield Path(_home.name)


@pytest.fixture(scope="session")
def database(home: Path) -> None:
    command = [sys.executable, "-m", "airflow", "db", "migrate"]
    subprocess.run(command, check=True, capture_output=True)
