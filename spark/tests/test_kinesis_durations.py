import pytest

from pinpipe.kinesis.durations import duration_ms, timestamp_ms

NEW_YEAR_MS = 1_767_225_600_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [("400ms", 400), ("10s", 10_000), ("1 Second", 1000), ("2 minutes", 120_000)],
)
def test_durations(text: str, expected: int) -> None:
    assert duration_ms(text) == expected


@pytest.mark.parametrize("text", ["", "10", "s", "1.5s", "-1s", "1 fortnight"])
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no duration"):
        duration_ms(text)


@pytest.mark.parametrize(
    ("written", "java"),
    [
        ("01/01/2026 00:00:00 UTC", "MM/dd/yyyy HH:mm:ss ZZZ"),
        ("2026-01-01T02:00:00.000+0200", "yyyy-MM-dd'T'HH:mm:ss.SSSZ"),
        ("2026-01-01T00:00:00+00:00", "yyyy-MM-dd'T'HH:mm:ssXXX"),
        ("2026-01-01", "yyyy-MM-dd"),
        ("100% 2026-01-01", "100% yyyy-MM-dd"),
    ],
)
def test_timestamps_in_javas_formats(written: str, java: str) -> None:
    text = f'{{"at_timestamp": "{written}", "format": "{java}"}}'

    assert timestamp_ms(text) == NEW_YEAR_MS


@pytest.mark.parametrize(
    "written", ["2026-01-01", "2026-01-01T00:00:00Z", "2025-12-31T19:00-05:00"]
)
def test_timestamps_in_iso_8601(written: str) -> None:
    assert timestamp_ms(f'{{"at_timestamp": "{written}"}}') == NEW_YEAR_MS


@pytest.mark.parametrize(
    "text",
    [
        "at_timestamp",
        "[]",
        "{}",
        '{"at_timestamp": 1767225600}',
        '{"at_timestamp": "today"}',
        '{"at_timestamp": "2026 PDT", "format": "yyyy zzz"}',
        '{"at_timestamp": "Thursday", "format": "EEEE"}',
    ],
)
def test_other_timestamps_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        timestamp_ms(text)
