"""The configuration of Spark that a cluster comes with: Delta, S3, DBFS with volumes and mounts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from local_compute.mounts import Mounts

_JAVA_OPTIONS: Final = (
    "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MetaspaceSize=256m -Xmn400m "
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


def write_configuration(
    workspace: Path, scratch: Path, mounts: Mounts, jars: Path, environment: Mapping[str, str]
) -> Path:
    """Writes what Spark reads when it starts. Gives the folder, for SPARK_CONF_DIR."""
    folder = scratch / "conf"
    folder.mkdir()
    conf = {**_spark_conf(scratch, jars), **_file_systems(workspace), **_s3a_conf(environment)}
    conf |= {f"spark.hadoop.{name}": value for name, value in mounts.conf().items()}
    lines = (f"{name} {value}\n" for name, value in conf.items())
    (folder / "spark-defaults.conf").write_text("".join(lines))
    # Spark's launcher puts this folder first in the class path, where Log4j looks.
    (folder / "log4j2.properties").write_text(_LOGGING)
    return folder


def _spark_conf(scratch: Path, jars: Path) -> dict[str, str]:
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
        "spark.local.dir": str(scratch),
        "spark.python.unix.domain.socket.enabled": "true",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        # Compiling a plan costs more than interpreting it over a few thousand rows.
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.sources.parallelPartitionDiscovery.parallelism": "2",
        "spark.sql.ui.explainMode": "simple",
        "spark.sql.warehouse.dir": "dbfs:/user/hive/warehouse",
        "spark.databricks.delta.snapshotPartitions": "1",
    }


def _file_systems(workspace: Path) -> dict[str, str]:
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
        "fs.viewfs.mounttable.default.link./Volumes": (workspace / "Volumes").as_uri(),
        "fs.viewfs.mounttable.default.linkFallback": (workspace / "dbfs").as_uri(),
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
