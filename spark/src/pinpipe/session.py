"""Builds the Spark session of every job. On Databricks it is the runtime's (`databricks.py`)."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyspark.sql import SparkSession

from pinpipe.databricks import on_databricks, runtime_session
from pinpipe.objects import S3Settings

# The default limits on class data and new objects would cost a small run many collections.
_QUICK: Final = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MetaspaceSize=256m -Xmn400m "

# The quick compiler's own default, 48 MB, is full after a minute of Delta; then nothing is compiled
# any more and the JVM takes several times as long. Its warnings belong on stderr: stdout is ours.
_ALWAYS: Final = "-XX:ReservedCodeCacheSize=256m -XX:+DisplayVMOutputToStderr "

# A connection breaks a moment before the process counts as ended.
_JVM_ENDS_WITHIN_S: Final = 1

JARS: Final = Path(".pipeline", "jars", "spark")


@dataclass(frozen=True)
class SessionSettings:
    """`jars`: folder of the Delta and S3A jars (`pom.xml`); None on Databricks, which has its own.

    `small`: expect megabytes, not gigabytes. Start and planning then cost more than the data: the
    JVM stops at its quick compiler and a shuffle has two partitions.
    """

    jars: Path | None
    s3: S3Settings = field(default_factory=S3Settings)
    small: bool = True
    master: str = "local[*]"
    memory: str = "2g"


def find_jars(starts: tuple[Path, ...]) -> Path | None:
    """The first `.pipeline/jars/spark` at or above one of the folders."""
    folders = (folder for start in starts for folder in (start, *start.parents))
    return next((folder / JARS for folder in folders if (folder / JARS).is_dir()), None)


def build_session(settings: SessionSettings) -> SparkSession:
    """A local session with Delta and S3A, times in UTC, quiet on stdout. One a process. On
    Databricks the runtime's own, whatever the settings."""
    if on_databricks():
        return runtime_session()
    # The workers are Python processes of their own: the same Python, and this package importable.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = SparkSession.builder.appName("pinpipe").master(settings.master)
    for key, value in session_conf(settings).items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def signal_that_ended_jvm() -> int | None:
    """The number of the signal that ended Spark's Java process; None where none has."""
    if on_databricks():
        return None
    # Not at the top: serverless compute has no such class.
    from pyspark import SparkContext

    process = getattr(SparkContext._gateway, "proc", None)
    if process is None:
        return None
    try:
        code: int = process.wait(_JVM_ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        return None
    return -code if code < 0 else None


def session_conf(settings: SessionSettings) -> dict[str, str]:
    """The Spark settings of every session that is built here. The stream job adds its own, in
    `streaming/command.py` and `streaming/job.py`."""
    return {
        **_process_conf(settings),
        **_sql_conf(settings.small),
        **_s3a_conf(settings.s3),
    }


def _process_conf(settings: SessionSettings) -> dict[str, str]:
    log4j = (Path(__file__).parent / "log4j2.properties").as_uri()
    quick = _QUICK if settings.small else "-XX:+UseParallelGC "
    scratch = tempfile.gettempdir()
    return {
        "spark.driver.memory": settings.memory,
        "spark.python.daemon.module": "pinpipe.worker_daemon",
        # Over loopback, any program that looks at ports could take the one connection Spark awaits.
        "spark.python.unix.domain.socket.enabled": "true",
        "spark.driver.extraClassPath": f"{settings.jars}/*",
        "spark.driver.extraJavaOptions": f"{quick}{_ALWAYS}-Dlog4j2.configurationFile={log4j}",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": scratch,
        "spark.sql.warehouse.dir": str(Path(scratch, "pinpipe-warehouse")),
    }


def _sql_conf(small: bool) -> dict[str, str]:
    conf = {
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        # Spark writes the plan of each execution out for its UI, which is off.
        "spark.sql.ui.explainMode": "simple",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2" if small else "8",
        "spark.databricks.delta.snapshotPartitions": "1" if small else "4",
        # Tasks of a VACUUM; Spark's default of 10,000 takes minutes for a dozen files.
        "spark.sql.sources.parallelPartitionDiscovery.parallelism": "2" if small else "16",
    }
    if small:
        # Compiling a plan costs more than interpreting it over a few thousand rows.
        conf["spark.sql.codegen.wholeStage"] = "false"
        conf["spark.sql.codegen.factoryMode"] = "NO_CODEGEN"
        conf["spark.sql.adaptive.enabled"] = "false"
    return conf


def _s3a_conf(s3: S3Settings) -> dict[str, str]:
    conf = {
        "endpoint.region": s3.region,
        "input.stream.type": "classic",
    }
    if s3.endpoint_url is not None:
        conf["endpoint"] = s3.endpoint_url
        conf["path.style.access"] = "true"
        conf["connection.ssl.enabled"] = str(s3.endpoint_url.startswith("https:")).lower()
    if s3.access_key_id is not None and s3.secret_access_key is not None:
        provider = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider"
        conf["aws.credentials.provider"] = provider
        conf["access.key"] = s3.access_key_id
        conf["secret.key"] = s3.secret_access_key
    return {f"spark.hadoop.fs.s3a.{key}": value for key, value in conf.items()}
