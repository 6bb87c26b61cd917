"""What a cluster gives its tasks: a Spark configuration, an environment, and a workspace."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any, Final

from local_compute.mounts import Mounts

RUNTIME_VERSION: Final = "18.0"

_JAVA_OPTIONS: Final = (
    "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MetaspaceSize=256m "
    "-XX:ReservedCodeCacheSize=256m -XX:+DisplayVMOutputToStderr"
)
_LOGGING: Final = """rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n
"""


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

    def add_to_path(self, folder: Path) -> None:
        """Makes the folder's packages known here and in Spark's Python workers."""
        sys.path.insert(0, str(folder))
        known = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), *filter(None, [known])])


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
    with TemporaryDirectory(prefix="local-compute-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder).resolve()
        cluster = Cluster((workspace or scratch / "workspace").resolve(), scratch, secrets)
        for name in ("dbfs", "Volumes"):
            (cluster.workspace / name).mkdir(parents=True, exist_ok=True)
        signal.signal(signal.SIGTERM, lambda *_: _end_now(scratch))
        _write_configuration(cluster, Path(jars), environment)
        environment.update(
            DATABRICKS_RUNTIME_VERSION=RUNTIME_VERSION,
            PYSPARK_PYTHON=sys.executable,
            SPARK_CONF_DIR=str(scratch / "conf"),
            SPARK_LOCAL_IP="127.0.0.1",
            MPLBACKEND="agg",
        )
        yield cluster


def _end_now(scratch: Path) -> None:
    rmtree(scratch, ignore_errors=True)
    os._exit(128 + signal.SIGTERM)


def _write_configuration(cluster: Cluster, jars: Path, environment: Mapping[str, str]) -> None:
    folder = cluster.scratch / "conf"
    folder.mkdir()
    conf = {**_spark_conf(cluster, jars), **_file_systems(cluster), **_s3a_conf(environment)}
    conf |= {f"spark.hadoop.{name}": value for name, value in cluster.mounts.conf().items()}
    lines = (f"{name} {value}\n" for name, value in conf.items())
    (folder / "spark-defaults.conf").write_text("".join(lines))
    # Spark's launcher puts this folder first in the class path, where Log4j looks.
    (folder / "log4j2.properties").write_text(_LOGGING)


def _spark_conf(cluster: Cluster, jars: Path) -> dict[str, str]:
    return {
        "spark.master": "local[*]",
        "spark.app.name": "local_compute",
        "spark.driver.memory": "1g",
        "spark.driver.extraClassPath": str(jars / "*"),
        "spark.driver.extraJavaOptions": _JAVA_OPTIONS,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(cluster.scratch),
        "spark.python.unix.domain.socket.enabled": "true",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": "dbfs:/user/hive/warehouse",
        "spark.databricks.delta.snapshotPartitions": "1",
    }


def _file_systems(cluster: Cluster) -> dict[str, str]:
    """DBFS as Databricks has it: paths without a scheme are its own, volumes and mounts are links
    in it, and all else is the workspace's."""
    conf = {
        "fs.defaultFS": "dbfs:///",
        "fs.dbfs.impl": "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme",
        # Or a mount that is made while Spark runs would not be seen.
        "fs.dbfs.impl.disable.cache": "true",
        "fs.s3.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
        "fs.viewfs.overload.scheme.target.file.impl": "org.apache.hadoop.fs.LocalFileSystem",
        "fs.viewfs.overload.scheme.target.s3a.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
        "fs.viewfs.mounttable.default.link./Volumes": (cluster.workspace / "Volumes").as_uri(),
        "fs.viewfs.mounttable.default.linkFallback": (cluster.workspace / "dbfs").as_uri(),
    }
    return {
        "spark.delta.logStore.dbfs.impl": "io.delta.storage.S3SingleDriverLogStore",
        **{f"spark.hadoop.{name}": value for name, value in conf.items()},
    }


def _s3a_conf(environment: Mapping[str, str]) -> dict[str, str]:
    endpoint = environment.get("AWS_ENDPOINT_URL")
    conf = {
        "endpoint.region": environment.get("AWS_REGION") or "us-east-1",
        "input.stream.type": "classic",
    }
    if endpoint:
        conf |= {
            "endpoint": endpoint,
            "path.style.access": "true",
            "connection.ssl.enabled": str(endpoint.startswith("https:")).lower(),
        }
    return {f"spark.hadoop.fs.s3a.{name}": value for name, value in conf.items()}
