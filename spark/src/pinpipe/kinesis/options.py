"""The options of Databricks' Kinesis source: what this one does with each."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pinpipe.kinesis.aws import KinesisSettings
from pinpipe.kinesis.durations import duration_ms, timestamp_ms

HONOURED: Final = (
    "streamName",
    "streamARN",
    "region",
    "endpoint",
    "initialPosition",
    "awsAccessKey",
    "awsSecretKey",
    "awsSessionToken",
    "failOnDataLoss",
    "maxRecordsPerFetch",
    "maxFetchRate",
    "minFetchPeriod",
    "maxFetchDuration",
    "shardsPerTask",
    "maxPartitions",
    "shardFetchInterval",
    "maxShardsPerDescribe",
)

# Those of consumers and buffers change how Databricks reads, not what comes out; the others, with
# which identity.
ACCEPTED: Final = {
    **dict.fromkeys(
        (
            "consumerMode",
            "consumerName",
            "consumerNamePrefix",
            "consumerRefreshInterval",
            "registeredConsumerId",
            "registeredConsumerIdType",
            "requireConsumerDeregistration",
        ),
        "shards are polled, without consumers of enhanced fan-out",
    ),
    "fetchBufferSize": "memory is bounded by two pages of 10 MiB for each shard that a task reads",
    "coalesceThresholdBlockSize": "nothing is fetched ahead into blocks",
    "coalesceBinSize": "nothing is fetched ahead into blocks",
    **dict.fromkeys(
        ("serviceCredential", "roleArn", "roleExternalId", "roleSessionName", "stsEndpoint"),
        "another identity than this option's is used, that of awsAccessKey and awsSecretKey or of "
        "the AWS SDK's own chain, where a profile may have a role_arn",
    ),
}

_DOCUMENTED: Final = {name.lower(): name for name in (*HONOURED, *ACCEPTED)}
_MEGABYTE: Final = 1_000_000

Start = Literal["latest", "trim_horizon"]


@dataclass(frozen=True)
class SourceOptions:
    """Times in milliseconds, sizes in bytes. `initial`: an int is a time since the epoch.

    `batch_bytes`: about how much of a shard one batch reads, maxFetchRate times maxFetchDuration.
    `ignored`: a line for each option that is accepted and changes nothing.
    """

    streams: tuple[str, ...]
    kinesis: KinesisSettings
    initial: Start | int
    fail_on_data_loss: bool
    page_records: int
    batch_bytes: int
    min_fetch_ms: int
    shards_per_task: int
    max_partitions: int | None
    shard_fetch_ms: int
    shards_per_list: int
    ignored: tuple[str, ...] = ()


def parse_options(given: Mapping[str, str]) -> SourceOptions:
    """Reads the options of a query; their names in any case. ValueError names what is wrong."""
    options = {name.lower(): value for name, value in given.items()}
    _check_names(options)
    read = _Reader(options)
    if "shardspertask" in options and "maxpartitions" in options:
        raise ValueError("options shardsPerTask and maxPartitions exclude each other")
    rate = read.value("maxFetchRate", "1.0", _rate)
    return SourceOptions(
        streams=_streams(options),
        kinesis=_settings(options),
        initial=read.value("initialPosition", "latest", _initial),
        fail_on_data_loss=read.value("failOnDataLoss", "true", _boolean),
        page_records=read.value("maxRecordsPerFetch", "10000", _whole(1, 10_000)),
        batch_bytes=int(rate * _MEGABYTE * read.value("maxFetchDuration", "10s", _ms(1)) / 1000),
        min_fetch_ms=read.value("minFetchPeriod", "400ms", _ms(200)),
        shards_per_task=read.value("shardsPerTask", "5", _whole(1)),
        max_partitions=read.value(
            "maxPartitions", "", lambda text: _whole(1)(text) if text else None
        ),
        shard_fetch_ms=read.value("shardFetchInterval", "1s", _ms(1)),
        shards_per_list=read.value("maxShardsPerDescribe", "100", _whole(1, 10_000)),
        ignored=tuple(f"{n}: {why}" for n, why in ACCEPTED.items() if n.lower() in options),
    )


def _check_names(names: Iterable[str]) -> None:
    for name in names:
        if name not in _DOCUMENTED:
            close = difflib.get_close_matches(name, _DOCUMENTED)
            hint = " or ".join(_DOCUMENTED[each] for each in close)
            raise ValueError(
                f"unknown option {name!r}" + (f"; did you mean {hint}?" if hint else "")
            )


class _Reader:
    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options

    def value[T](self, name: str, default: str, parse: Callable[[str], T]) -> T:
        text = self._options.get(name.lower(), default)
        try:
            return parse(text)
        except ValueError as error:
            raise ValueError(f"option {name}: {error}") from error


def _streams(options: Mapping[str, str]) -> tuple[str, ...]:
    given = [options[key] for key in ("streamname", "streamarn") if key in options]
    if len(given) != 1:
        raise ValueError("give exactly one of the options streamName and streamARN")
    names = tuple(name.strip() for name in given[0].split(","))
    if not all(names) or len(set(names)) < len(names):
        raise ValueError(f"streams {given[0]!r}: an empty name, or one that comes twice")
    if "streamarn" in options and not all(name.startswith("arn:") for name in names):
        raise ValueError(f"option streamARN: {given[0]!r} is no ARN")
    return names


def _settings(options: Mapping[str, str]) -> KinesisSettings:
    key, secret = options.get("awsaccesskey"), options.get("awssecretkey")
    if (key is None) != (secret is None):
        raise ValueError("options awsAccessKey and awsSecretKey go together")
    token = options.get("awssessiontoken")
    if token is not None and key is None:
        raise ValueError("option awsSessionToken goes with awsAccessKey and awsSecretKey")
    return KinesisSettings(options.get("endpoint"), options.get("region"), key, secret, token)


def _initial(text: str) -> Start | int:
    word = text.strip().lower()
    if word == "latest":
        return "latest"
    if word in ("trim_horizon", "earliest"):
        return "trim_horizon"
    try:
        return timestamp_ms(text)
    except ValueError as error:
        wanted = 'latest, trim_horizon, earliest or {"at_timestamp": "2026-01-01T00:00:00Z"}'
        raise ValueError(f"{text!r} is none of {wanted}: {error}") from error


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(f"{text!r} is neither true nor false")
    return text.lower() == "true"


def _rate(text: str) -> float:
    rate = float(text)
    if not 0 < rate <= 2:
        raise ValueError(f"{text} is not above 0 and at most 2.0 (MB/s a shard)")
    return rate


def _whole(least: int, most: int | None = None) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text)
        if value < least or (most is not None and value > most):
            raise ValueError(f"{text} is not in {least}…{most or ''}")
        return value

    return parse


def _ms(least: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = duration_ms(text)
        if value < least:
            raise ValueError(f"{text} is below {least}ms")
        return value

    return parse
