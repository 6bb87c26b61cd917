import pickle

import pytest

from pinpipe.kinesis.options import ACCEPTED, HONOURED, SourceOptions, parse_options


def options(**given: str) -> SourceOptions:
    return parse_options({"streamName": "posts", **given})


def test_defaults_are_those_of_databricks() -> None:
    found = options()

    assert found.streams == ("posts",)
    assert found.initial == "latest"
    assert found.fail_on_data_loss
    assert found.page_records == 10_000
    assert found.batch_bytes == 10_000_000
    assert (found.min_fetch_ms, found.shard_fetch_ms) == (400, 1000)
    assert (found.shards_per_task, found.max_partitions, found.shards_per_list) == (5, None, 100)
    assert found.ignored == ()


@pytest.mark.parametrize("name", HONOURED)
def test_every_honoured_option_changes_what_is_read(name: str) -> None:
    values = {
        "streamName": "others",
        "streamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/posts",
        "region": "eu-west-1",
        "endpoint": "http://127.0.0.1:4566",
        "initialPosition": "earliest",
        "awsAccessKey": "key",
        "awsSecretKey": "secret",
        "awsSessionToken": "token",
        "failOnDataLoss": "false",
        "maxRecordsPerFetch": "500",
        "maxFetchRate": "2.0",
        "minFetchPeriod": "200ms",
        "maxFetchDuration": "5s",
        "shardsPerTask": "1",
        "maxPartitions": "2",
        "shardFetchInterval": "10 seconds",
        "maxShardsPerDescribe": "1000",
    }
    keys = {"awsAccessKey": "a", "awsSecretKey": "b"} if name.startswith("aws") else {}
    base = {} if name == "streamARN" else {"streamName": "posts"}

    others = {key: value for key, value in {**base, **keys}.items() if key != name}
    changed = parse_options({**others, name.upper(): values[name]})

    assert changed != options(**keys)


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_option_without_effect_is_told_of(name: str) -> None:
    found = options(**{name: "1"})

    assert [line.split(":")[0] for line in found.ignored] == [name]


def test_an_option_that_names_an_identity_says_that_another_one_is_used() -> None:
    found = options(roleArn="arn:aws:iam::000000000000:role/reader")

    [line] = found.ignored
    assert line.startswith("roleArn: another identity than this option's is used")
    assert "reader" not in line


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"streamNames": "a"}, "unknown option 'streamnames'; did you mean streamName"),
        ({"path": "/x"}, "unknown option 'path'$"),
        ({"streamARN": "arn:x"}, "exactly one"),
        ({"streamName": "a,,b"}, "an empty name"),
        ({"streamName": "a,a"}, "comes twice"),
        ({"initialPosition": "newest"}, "option initialPosition: 'newest' is none of"),
        ({"maxRecordsPerFetch": "10001"}, "option maxRecordsPerFetch: 10001"),
        ({"maxFetchRate": "2.5"}, "option maxFetchRate"),
        ({"minFetchPeriod": "100ms"}, "option minFetchPeriod: 100ms is below 200ms"),
        ({"maxFetchDuration": "10"}, "option maxFetchDuration"),
        ({"failOnDataLoss": "yes"}, "option failOnDataLoss"),
        ({"shardsPerTask": "0"}, "option shardsPerTask"),
        ({"shardsPerTask": "2", "maxPartitions": "2"}, "exclude each other"),
        ({"awsAccessKey": "a"}, "go together"),
        ({"awsSessionToken": "a"}, "goes with"),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        options(**given)


def test_streams_come_as_a_list_or_by_arn() -> None:
    arn = "arn:aws:kinesis:us-east-1:000000000000:stream/posts"

    assert options(streamName="a, b").streams == ("a", "b")
    assert parse_options({"streamARN": arn}).streams == (arn,)
    with pytest.raises(ValueError, match="no ARN"):
        parse_options({"streamARN": "posts"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LATEST", "latest"),
        ("trim_horizon", "trim_horizon"),
        ("earliest", "trim_horizon"),
        ('{"at_timestamp": "2026-01-01T00:00:00.250Z"}', 1_767_225_600_250),
        ('{"at_timestamp": "2026-01-01 01:00:00", "format": "yyyy-MM-dd HH:mm:ss"}', None),
    ],
)
def test_positions(text: str, expected: str | int | None) -> None:
    expected = 1_767_225_600_000 + 3_600_000 if expected is None else expected

    assert options(initialPosition=text).initial == expected


def test_secrets_stay_out_of_texts_and_go_to_the_workers() -> None:
    found = options(awsAccessKey="key", awsSecretKey="hush", awsSessionToken="whisper")

    assert "hush" not in repr(found) and "whisper" not in repr(found)
    assert pickle.loads(pickle.dumps(found)) == found
