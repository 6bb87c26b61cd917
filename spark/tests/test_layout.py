import pytest

from pinpipe.layout import TopicObject, topic_object

TOPIC = "0a1b2c3d4e5f.pin"


def test_a_key_of_the_sink_gives_topic_partition_and_start_offset() -> None:
    key = f"topics/{TOPIC}/partition=12/{TOPIC}+12+0000001000.json.gz"
    assert topic_object(key, 7) == TopicObject(key, TOPIC, 12, 1000, True, 7)


def test_an_offset_of_more_than_ten_digits_is_read() -> None:
    key = f"topics/{TOPIC}/partition=0/{TOPIC}+0+12345678901.json"
    found = topic_object(key, 0)
    assert found is not None and found.start == 12345678901 and not found.compressed


@pytest.mark.parametrize(
    "key",
    [
        f"topics/{TOPIC}/partition=0/notes.txt",
        f"topics/{TOPIC}/partition=0/{TOPIC}+1+0000000000.json",
        f"topics/{TOPIC}/partition=0/other+0+0000000000.json",
        f"topics/{TOPIC}/partition=0/{TOPIC}+0+0000000000.json.zst",
        f"topics/{TOPIC}/partition=0/.{TOPIC}+0+0000000000.json.123",
    ],
)
def test_other_keys_are_not_the_sinks(key: str) -> None:
    assert topic_object(key, 1) is None
