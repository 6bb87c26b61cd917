"""`python -m pinpipe stream`: its options, and its life as a process."""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from pyspark.sql import SparkSession

from pinpipe.arguments import Common, add_common, s3_settings
from pinpipe.databricks import on_databricks
from pinpipe.kinesis import register
from pinpipe.kinesis.options import parse_options
from pinpipe.session import SessionSettings, build_session
from pinpipe.streaming.checkpoints import CheckpointError
from pinpipe.streaming.idle import IDLE_CONF, Changes
from pinpipe.streaming.job import StreamJob, StreamSettings
from pinpipe.streaming.metrics import StreamMetrics
from pinpipe.streaming.stop_signals import stop_event
from pinpipe.streaming.warm_up import warm_up

_TEXT: Final = "clean the records of the three Kinesis streams while they arrive"
_DESCRIPTION: Final = f"""{_TEXT}. Prints one JSON line an event (ready, batch, idle, end) on
stdout, and each step on stderr. Ends with 0 after SIGTERM or SIGINT, when the batches in work are
written. What a run did not finish is done by the next one."""

_BATCH_CONF: Final = {
    # A batch is a few seconds of posts: each task costs more than its rows.
    "spark.sql.shuffle.partitions": "1",
    # The rows that are merged are cached, and a batch that is read again has the same.
    "spark.databricks.delta.merge.materializeSource": "none",
}


@dataclass(frozen=True)
class StreamOptions:
    """What `Common` does not hold. `source`: options of the source `kinesis`."""

    source: dict[str, str]
    interval_s: float
    available_now: bool
    resume: bool
    metrics_host: str
    metrics_port: int


def add_stream_command(jobs: Any) -> None:
    """Adds it to the commands of the program's parser."""
    command: argparse.ArgumentParser = jobs.add_parser(
        "stream", help=_TEXT, description=_DESCRIPTION
    )
    add_common(command)
    command.add_argument(
        "--initial-position",
        default="trim_horizon",
        help="where a new checkpoint begins: latest, trim_horizon, earliest or "
        '{"at_timestamp": "2026-01-01T00:00:00Z"} (default: trim_horizon)',
    )
    command.add_argument(
        "--max-fetch-rate",
        default="1.0",
        help="MB a second of a shard; a batch takes that of 10 s (default: 1.0)",
    )
    command.add_argument(
        "--min-fetch-period",
        default="400ms",
        help="least time between two looks at a shard (default: 400ms)",
    )
    command.add_argument(
        "--interval", type=float, default=1.0, help="least seconds between batches (default: 1)"
    )
    command.add_argument(
        "--available-now", action="store_true", help="read what is there now, then end"
    )
    command.add_argument(
        "--resume",
        action="store_true",
        help="begin a new checkpoint over tables that hold records; these are left out",
    )
    command.add_argument(
        "--ignore-data-loss",
        action="store_true",
        help="go on with what is left where records were trimmed before they were read",
    )
    command.add_argument(
        "--metrics-port",
        type=int,
        default=9405,
        help="Prometheus metrics; 0: none (default: 9405)",
    )
    command.add_argument(
        "--metrics-host",
        default="127.0.0.1",
        help="address that the metrics are served on (default: 127.0.0.1)",
    )


def read_stream(
    args: argparse.Namespace, environment: Mapping[str, str]
) -> tuple[StreamOptions, list[str]]:
    """The options, and all that is wrong with them."""
    problems = []
    if not 0 <= args.interval <= 3600:
        problems.append(f"--interval {args.interval} is not from 0 to 3600")
    if not 0 <= args.metrics_port < 65536:
        problems.append(f"--metrics-port {args.metrics_port} is no port")
    source = {
        "initialPosition": args.initial_position,
        "failOnDataLoss": str(not args.ignore_data_loss).lower(),
        "maxFetchRate": args.max_fetch_rate,
        "minFetchPeriod": args.min_fetch_period,
        **_source(environment),
    }
    try:
        parse_options({"streamName": "any", **source})
    except ValueError as error:
        problems.append(str(error))
    options = StreamOptions(
        source=source,
        interval_s=args.interval,
        available_now=args.available_now,
        resume=args.resume,
        metrics_host=args.metrics_host,
        metrics_port=args.metrics_port,
    )
    return options, problems


def _source(environment: Mapping[str, str]) -> dict[str, str]:
    """AWS_ENDPOINT_URL_KINESIS is the AWS SDKs' own name for the endpoint of one service."""
    aws = s3_settings(environment)
    found = {
        "endpoint": environment.get("AWS_ENDPOINT_URL_KINESIS") or aws.endpoint_url,
        "region": aws.region,
        "awsAccessKey": aws.access_key_id,
        "awsSecretKey": aws.secret_access_key,
    }
    return {name: value for name, value in found.items() if value is not None}


def run_stream(common: Common, options: StreamOptions, say: Callable[[str], None]) -> int:
    """Runs the job until it ends or is told to. Gives the exit code: 0, 1 where it cannot begin, 2
    where the port is taken. Raises what ends a query."""
    try:
        emit = _emitter(options)
    except OSError as error:
        address = f"--metrics-host {options.metrics_host} --metrics-port {options.metrics_port}"
        say(f"{address}: {error.strerror}; port 0 is for no metrics")
        return 2
    stopping = stop_event()
    spark = _session(common)
    if not options.available_now and not stopping.is_set() and not on_databricks():
        warm_up(spark, say)
    try:
        StreamJob(spark, _settings(common, options), emit, say).run(stopping)
    except CheckpointError as error:
        say(f"stream FAILED: {error}")
        return 1
    say("stream done")
    return 0


def _session(common: Common) -> SparkSession:
    spark = build_session(SessionSettings(common.jars, common.s3, memory=common.memory))
    for key, value in {**IDLE_CONF, **_BATCH_CONF}.items():
        spark.conf.set(key, value)
    register(spark)
    return spark


def _settings(common: Common, options: StreamOptions) -> StreamSettings:
    return StreamSettings(
        root=common.root,
        pipeline_id=common.pipeline_id,
        run_id=common.run_id,
        source=options.source,
        interval_s=options.interval_s,
        available_now=options.available_now,
        resume=options.resume,
        s3=common.s3,
    )


def _emitter(options: StreamOptions) -> Callable[[dict[str, Any]], None]:
    """Prints events as JSON lines, of `idle` ones each change; they come from several threads."""
    metrics = StreamMetrics()
    if options.metrics_port != 0:
        metrics.serve(options.metrics_host, options.metrics_port)
    changes = Changes()
    printing = Lock()

    def emit(event: dict[str, Any]) -> None:
        metrics.hear(event)
        with printing:
            if changes.hear(event):
                print(json.dumps(event), flush=True)

    return emit
