"""What the package does on Databricks, whose `dbutils.fs` a folder in memory stands for."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from pinpipe.databricks import WorkspaceStore, held
from pinpipe.objects import NoBucketError, S3Settings, open_store

ROOT = "/Volumes/main/pins/landed"
MISSING = "java.io.FileNotFoundException: No such file or directory"


class FileInfo(NamedTuple):
    name: str
    size: int
    modificationTime: int


class Files:
    """`error`: what each call says, whose error has no class of its own."""

    def __init__(self, files: dict[str, str], error: str | None = None) -> None:
        self.files = files
        self.error = error

    def ls(self, path: str) -> list[FileInfo]:
        self._fail_unless(any(file.startswith(path) for file in self.files))
        found = {}
        for file, text in self.files.items():
            name, slash, _ = file.removeprefix(path).partition("/")
            if file.startswith(path):
                found[name] = FileInfo(f"{name}{slash}", len(text), 1_000 * len(text))
        return list(found.values())

    def head(self, path: str, most: int) -> str:
        self._fail_unless(path in self.files)
        return self.files[path][:most]

    def put(self, path: str, text: str, overwrite: bool) -> None:
        assert overwrite
        self.files[path] = text

    def rm(self, path: str) -> None:
        self.files.pop(path, None)

    def _fail_unless(self, there: bool) -> None:
        if self.error or not there:
            raise RuntimeError(self.error or MISSING)


def store(files: dict[str, str], error: str | None = None) -> WorkspaceStore:
    held_files = {f"{ROOT}/{key}": text for key, text in files.items()}
    return WorkspaceStore(ROOT, lambda: Files(held_files, error))


def test_objects_are_found_in_folders_of_folders() -> None:
    found = store({"topics/t/partition=0/a": "12", "topics/t/partition=1/b": "123", "other": "1"})
    assert found.sizes("topics/t/") == {"topics/t/partition=0/a": 2, "topics/t/partition=1/b": 3}
    second, third = (datetime.fromtimestamp(at, UTC) for at in (2, 3))
    assert found.written("topics/t/") == {
        "topics/t/partition=0/a": second,
        "topics/t/partition=1/b": third,
    }
    assert (found.sizes("none/"), found.written("none/")) == ({}, {})


def test_a_document_is_written_read_and_deleted() -> None:
    documents = store({})
    documents.write("a/b", "grün".encode())
    assert documents.get("a/b").body.decode() == "grün"
    documents.delete("a/b")
    with pytest.raises(FileNotFoundError, match="a/b"):
        documents.read("a/b")


@pytest.mark.parametrize(
    ("told", "error"), [("S3Exception: NoSuchBucket", NoBucketError), ("denied", RuntimeError)]
)
def test_a_missing_bucket_is_told_from_other_errors(told: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        store({}, told).sizes("topics/")


def test_a_root_is_one_that_databricks_reaches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABRICKS_RUNTIME_VERSION", "17.3")
    for root in ("s3://b", "s3a://b", "dbfs:/mnt/b", ROOT):
        assert isinstance(open_store(root, S3Settings()), WorkspaceStore)
    with pytest.raises(ValueError, match="begins with none of s3://"):
        open_store("file:/a", S3Settings())


class Frame:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def persist(self, level: object) -> "Frame":
        self.calls.append("persist")
        return self

    def unpersist(self) -> None:
        self.calls.append("unpersist")


@pytest.mark.parametrize(
    ("version", "calls"), [("17.3", ["persist", "unpersist"]), ("client.4.9", [])]
)
def test_serverless_compute_is_not_asked_to_keep_a_frame(
    version: str, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABRICKS_RUNTIME_VERSION", version)
    frame: Any = Frame()
    with held(frame) as kept:
        assert kept is frame
    assert frame.calls == calls
