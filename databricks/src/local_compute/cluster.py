"""What a cluster gives its tasks: a Spark configuration, an environment, and a workspace."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import invalidate_caches
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

from local_compute.configuration import write_configuration
from local_compute.mounts import Mounts

RUNTIME_VERSION: Final = "18.0"
_BUILT_IN: Final = Path(__file__).parent / "built_in"


@dataclass(frozen=True)
class Cluster:
    """`workspace`: its folders `dbfs` and `Volumes` stand for those of Databricks, the rest are
    notebooks. `scratch` is gone when the cluster ends. `secrets`: scope to key to value."""

    workspace: Path
    scratch: Path
    secrets: Mapping[str, Mapping[str, str]]

    @property
    def mounts(self) -> Mounts:
        return Mounts(self.workspace / ".mounts.json")

    @property
    def packages(self) -> Path:
        return self.scratch / "packages"

    def install(self, wheel: Path) -> None:
        """Installs a wheel, without what it requires."""
        with ZipFile(wheel) as archive:
            archive.extractall(self.packages)
        invalidate_caches()


@contextmanager
def started(
    workspace: Path | None,
    secrets: Mapping[str, Any],
    environment: MutableMapping[str, str],
) -> Iterator[Cluster]:
    """Makes this process a cluster's driver. SIGTERM ends it at once, and Spark's Java process with
    it, which lives on its stdin. ValueError without PINPIPE_JARS."""
    jars = environment.get("PINPIPE_JARS")
    if not jars:
        raise ValueError("PINPIPE_JARS is not set: the folder of Spark's jars")
    # Spark's Java process may still write into it.
    with TemporaryDirectory(prefix="local-compute-", ignore_cleanup_errors=True) as name:
        scratch = Path(name).resolve()
        cluster = Cluster((workspace or scratch / "workspace").resolve(), scratch, secrets)
        for folder in (cluster.workspace / "dbfs", cluster.workspace / "Volumes", cluster.packages):
            folder.mkdir(parents=True, exist_ok=True)
        signal.signal(signal.SIGTERM, lambda *_: _end_now(scratch))
        conf = write_configuration(
            cluster.workspace, scratch, cluster.mounts, Path(jars), environment
        )
        folders = [str(cluster.packages), str(_BUILT_IN)]
        sys.path[:0] = folders
        environment.update(
            DATABRICKS_RUNTIME_VERSION=RUNTIME_VERSION,
            PYSPARK_PYTHON=sys.executable,
            # Of Spark's workers; it is fixed once Spark's Java process has begun.
            PYTHONPATH=os.pathsep.join([*folders, environment.get("PYTHONPATH", "")]),
            SPARK_CONF_DIR=str(conf),
            SPARK_LOCAL_IP="127.0.0.1",
            MPLBACKEND="agg",
        )
        yield cluster


def _end_now(scratch: Path) -> None:
    rmtree(scratch, ignore_errors=True)
    os._exit(128 + signal.SIGTERM)
