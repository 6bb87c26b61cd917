from pathlib import Path

from pinpipe.layout import TopicObject, progress_key
from pinpipe.objects import FolderStore
from pinpipe.progress import Progress, advanced, fingerprint, load_progress, save_progress, unread
from pinpipe.tables import above


def at(partition: int, start: int) -> TopicObject:
    return TopicObject(f"k{partition}-{start}", "t", partition, start, False, 1)


def test_progress_is_kept_per_kind(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    progress = Progress({0: 1000, 2: 7}, 1007, "run-1", "f00d")
    save_progress(store, "pin", progress)
    assert load_progress(store, "pin") == progress
    assert load_progress(store, "geo") is None


def test_objects_at_or_above_the_next_offset_are_unread() -> None:
    objects = [at(0, 0), at(0, 500), at(0, 1000), at(1, 0)]
    assert unread(objects, Progress({0: 500}, 500, "r")) == objects[1:]
    assert unread(objects, None) == objects


def test_a_run_advances_only_the_partitions_that_it_read() -> None:
    before = Progress({0: 5, 1: 9}, 14, "run-1")
    after = advanced(before, {0: 8, 3: 2}, 5, "run-2", "f00d")
    assert after == Progress({0: 8, 1: 9, 3: 2}, 19, "run-2", "f00d")
    assert advanced(None, {0: 8}, 8, "run-1", "f") == Progress({0: 8}, 8, "run-1", "f")


def test_progress_of_before_objects_were_kept_is_read(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    old = b'{"next_offsets": {"0": 5}, "lines": 5, "run_id": "run-1"}'
    store.write(progress_key("pin"), old)
    assert load_progress(store, "pin") == Progress({0: 5}, 5, "run-1", None)


def test_a_fingerprint_tells_sets_of_objects_apart_in_any_order() -> None:
    assert fingerprint([at(0, 0), at(1, 5)]) == fingerprint([at(1, 5), at(0, 0)])
    sets: list[list[TopicObject]] = [[], [at(0, 0)], [at(0, 1)], [at(0, 0), at(0, 1)]]
    assert len({fingerprint(each) for each in sets}) == len(sets)


def test_what_no_finished_run_cleaned_is_said_in_sql() -> None:
    assert above(Progress({0: 5, 2: 7}, 12, "r")) == (
        "(partition = 0 AND offset >= 5) OR (partition = 2 AND offset >= 7) "
        "OR partition NOT IN (0, 2)"
    )
    assert above(Progress({}, 0, "r")) == "partition NOT IN (-1)"
