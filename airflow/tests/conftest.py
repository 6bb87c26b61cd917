"""An Airflow of the tests' own, in a folder that goes with them."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fake_databricks import WHEEL, Workspace, fake_databricks
from programs import program

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
    "PINPIPE_RUN_ON": "local",
}

# What steps on the fake Databricks do: `--bucket` says it.
_SCRIPT = """
case "$*" in *"at the gate"*) while [ ! -e "$(dirname "$0")/gate" ]; do sleep 0.1; done ;; esac
case "$*" in
  *"--bucket fails"*) echo "so far so good"; echo "ValueError: no column" >&2; exit 1 ;;
  *"--bucket dies"*) echo "signal 9 ended it" >&2; exit 137 ;;
  *"--bucket refuses"*) echo "bad settings" >&2; exit 2 ;;
  *"--bucket says-no"*) echo "nothing has landed" >&2; exit 3 ;;
  *"--bucket waits"*) trap 'exit 143' TERM; while :; do sleep 0.1; done ;;
  *) echo "pin: 10 lines, 9 rows" ;;
esac
"""


@pytest.fixture(scope="session", autouse=True)
def home() -> Iterator[Path]:
    with _home:
        yield Path(_home.name)


@pytest.fixture(scope="session")
def fake_gate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that steps `at the gate` wait for."""
    return tmp_path_factory.mktemp("databricks") / "gate"


@pytest.fixture(scope="session")
def fake(fake_gate: Path) -> Iterator[Workspace]:
    folder = fake_gate.parent
    does = program(folder, _SCRIPT)
    with fake_databricks(folder, does) as running:
        running.put(WHEEL, b"PK")
        yield running


@pytest.fixture
def workspace(fake: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("AIRFLOW_CONN_DATABRICKS_DEFAULT", fake.connection)
    return fake
