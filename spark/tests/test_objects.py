import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pinpipe.objects import FolderStore, NoBucketError, S3Settings, S3Store, Stored, open_store
from s3_server import serving


def test_a_folder_holds_objects_by_key(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.write("answers/runs/a/task-4.json", b"old")
    store.write("answers/runs/a/task-4.json", b"newer")
    assert store.read("answers/runs/a/task-4.json") == b"newer"
    assert store.sizes("answers/") == {"answers/runs/a/task-4.json": 5}


def test_what_is_not_there_is_a_file_not_found(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    with pytest.raises(FileNotFoundError):
        store.read("lake/none")
    store.delete("lake/none")
    assert store.sizes("lake/") == {}


def test_a_bucket_gives_body_and_metadata_in_one_request() -> None:
    stored = Stored(b"1\n", {"offset-gaps": "2:1"})
    with serving({"topics/a": stored}) as s3:
        store = open_store("s3a://bucket", s3)
        assert store.get("topics/a") == stored
        assert store.read("topics/a") == stored.body
        with pytest.raises(FileNotFoundError):
            store.get("topics/b")


def test_a_bucket_that_is_not_there_is_told() -> None:
    with serving(None) as s3:
        store = open_store("s3a://none", s3)
        with pytest.raises(NoBucketError, match="there is no bucket none"):
            store.sizes("topics/")
        with pytest.raises(NoBucketError):
            store.written("topics/")


def test_a_folder_knows_when_each_object_was_written(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    assert store.written("topics/") == {}
    for second, key in enumerate(("topics/b", "topics/a/a", "other/c"), start=1):
        store.write(key, b"")
        os.utime(tmp_path / key, (second, second))
    at = [datetime.fromtimestamp(number, UTC) for number in (1, 2)]
    assert store.written("topics/") == {"topics/b": at[0], "topics/a/a": at[1]}


def test_a_folder_gives_bodies_without_metadata(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.write("topics/a", b"1\n")
    assert store.get("topics/a") == Stored(b"1\n")


def test_roots_choose_their_store() -> None:
    assert isinstance(open_store("s3a://user-0a1b2c3d4e5f-bucket", S3Settings()), S3Store)
    assert isinstance(open_store("file:/tmp/somewhere", S3Settings()), FolderStore)


@pytest.mark.parametrize("root", ["", "bucket", "s3://b", "s3a://", "s3a://b/folder", "file://h/x"])
def test_other_roots_are_refused(root: str) -> None:
    with pytest.raises(ValueError, match="neither s3a://bucket nor file:/folder"):
        open_store(root, S3Settings())
