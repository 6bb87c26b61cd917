from pathlib import Path

import pytest

from pinpipe.arguments import s3_settings
from pinpipe.cli import exit_code, main, outcome, parser
from pinpipe.kinesis.options import parse_options
from pinpipe.objects import S3Settings
from pinpipe.session import JARS, SessionSettings, find_jars, session_conf
from pinpipe.streaming.command import read_stream
from s3_server import serving


def test_every_job_and_query_option_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        parser().parse_args(["batch", "--help"])
    assert exit_.value.code == 0
    text = capsys.readouterr().out
    for flag in ("--bucket", "--root", "--id", "--rebuild", "--run-id", "--ties", "--median-over"):
        assert flag in text


def test_all_bad_settings_are_reported_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["batch", "--id", "xyz", "--run-id", "a/b", "--root", "ftp://x", "--memory", "lots"]
    with pytest.raises(SystemExit) as exit_:
        main([*arguments, "--jars", str(tmp_path / "none")], {})
    assert exit_.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    for part in ("--id 'xyz'", "--run-id 'a/b'", "'ftp://x'", "--memory 'lots'", "PINPIPE_JARS"):
        assert part in said.err


def test_the_last_words_tell_late_objects_and_what_reads_them() -> None:
    assert outcome({"ok": True}) == "done"
    kinds = {"pin": {"late_objects": ["a", "b"]}, "geo": {"late_objects": []}}
    assert outcome({"ok": False, "kinds": kinds}) == (
        "FAILED: 2 late objects are not read; a rebuild (--rebuild) reads them"
    )
    in_time = {"geo": kinds["geo"]}
    assert outcome({"ok": False, "kinds": in_time}) == "FAILED: counts do not tie"
    codes = [exit_code("clean", {"ok": False, "kinds": each}) for each in (kinds, in_time)]
    assert codes == [3, 1]


def test_a_missing_bucket_is_told_and_is_a_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(None) as s3:
        environment = {"AWS_ENDPOINT_URL": s3.endpoint_url or ""}
        environment |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        for job in ("check", "batch"):
            arguments = [job, "--bucket", "none", "--jars", str(tmp_path)]
            assert main(arguments, environment) == 3
            assert f"{job} FAILED: there is no bucket none" in capsys.readouterr().err


def test_the_gate_takes_a_limit_for_each_rule(capsys: pytest.CaptureFixture[str]) -> None:
    args = parser().parse_args(["gate", "--null-share", "0.1", "--age-hours", "1"])
    assert (args.null_share, args.age_hours) == (0.1, 1.0)
    assert (args.match_share, args.quarantined_share, args.outside_share) == (0.95, 0.05, 0)
    with pytest.raises(SystemExit):
        parser().parse_args(["publish", "--null-share", "0.1"])
    assert "unrecognized arguments" in capsys.readouterr().err


def test_the_clean_job_has_no_query_options() -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["clean", "--ties", "first"])
    with pytest.raises(SystemExit):
        parser().parse_args(["queries", "--rebuild"])


def test_jars_are_found_upward(tmp_path: Path) -> None:
    jars = tmp_path / JARS
    jars.mkdir(parents=True)
    assert find_jars((tmp_path / "spark" / "src",)) == jars
    assert find_jars((Path("/"), tmp_path)) == jars


def test_an_endpoint_means_path_style_and_its_scheme() -> None:
    s3 = S3Settings("http://127.0.0.1:4566", "eu-west-1", "key", "secret")
    conf = session_conf(SessionSettings(Path("/jars"), s3))
    prefix = "spark.hadoop.fs.s3a."
    assert conf[f"{prefix}endpoint"] == "http://127.0.0.1:4566"
    assert conf[f"{prefix}path.style.access"] == "true"
    assert conf[f"{prefix}connection.ssl.enabled"] == "false"
    assert conf[f"{prefix}endpoint.region"] == "eu-west-1"
    assert conf[f"{prefix}secret.key"] == "secret"


def test_without_keys_the_sdk_finds_its_own() -> None:
    conf = session_conf(SessionSettings(Path("/jars")))
    assert not [key for key in conf if "credentials" in key or key == "endpoint.region"]
    assert "spark.hadoop.fs.s3a.endpoint" not in conf


def test_temporary_keys_are_left_to_the_sdks_own_chain() -> None:
    keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    assert s3_settings(keys).access_key_id == "key"
    temporary = s3_settings({**keys, "AWS_SESSION_TOKEN": "token"})
    assert temporary == S3Settings()


def test_bad_settings_of_the_stream_are_reported_together(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["stream", "--id", "xyz", "--interval", "-1", "--metrics-port", "70000"]
    arguments += ["--initial-position", "newest"]
    with pytest.raises(SystemExit) as exit_:
        main(arguments, {})
    assert exit_.value.code == 2
    said = capsys.readouterr().err
    for part in ("--id 'xyz'", "--interval -1", "--metrics-port 70000", "'newest' is none of"):
        assert part in said


def test_the_stream_takes_places_and_paces_as_its_source_does() -> None:
    at = '{"at_timestamp": "2026-01-01T00:00:00Z"}'
    more = ["--max-fetch-rate", "0.5", "--min-fetch-period", "200ms"]
    args = parser().parse_args(["stream", "--initial-position", at, *more])

    options, problems = read_stream(args, {})

    assert problems == []
    found = parse_options({"streamName": "s", **options.source})
    assert found.initial == 1_767_225_600_000
    assert (found.batch_bytes, found.min_fetch_ms) == (5_000_000, 200)
