"""What is different on Databricks, where the runtime owns the session and the ways to the data."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from importlib import import_module
from typing import Any, Final

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession

from pinpipe.locks import NoLock, WriterLock
from pinpipe.objects import NoBucketError, Stored

_VERSION: Final = "DATABRICKS_RUNTIME_VERSION"

ROOTS: Final = ("s3://", "s3a://", "dbfs:/", "/Volumes/")

# Documents, not lines: these are read by Spark.
_LARGEST_DOCUMENT: Final = 64 * 1024 * 1024

# The call fails in Java or at a service, whose errors have no class here.
_NO_FILE: Final = ("FileNotFoundException", "PATH_NOT_FOUND", "No such file or directory")
_NO_BUCKET: Final = ("NoSuchBucket", "UnknownStoreException")


def on_databricks() -> bool:
    return _VERSION in os.environ


def on_serverless() -> bool:
    """Serverless compute gives the version of its client environment: `client.4.9`."""
    return os.environ.get(_VERSION, "").startswith("client.")


def runtime_session() -> SparkSession:
    """The session of the runtime. Serverless compute takes few settings; this is one of them."""
    spark = SparkSession.builder.getOrCreate()
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    return spark


@contextmanager
def held(frame: DataFrame) -> Iterator[DataFrame]:
    """The frame, kept from its first use on. Serverless compute refuses that: there each use reads
    it again."""
    if on_serverless():
        yield frame
        return
    kept = frame.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        yield kept
    finally:
        kept.unpersist()


def workspace_files() -> Any:
    """`dbutils.fs`."""
    return import_module("pyspark.dbutils").DBUtils(runtime_session()).fs


class WorkspaceStore:
    """Objects under a root of ROOTS through `dbutils.fs`: an external location, a volume, a mount
    and an instance profile are all reached by it, and the job never sees a key. `files` gives
    `dbutils.fs`, when it is first needed."""

    def __init__(self, root: str, files: Callable[[], Any]) -> None:
        self._root = root
        self._get_files = files

    @cached_property
    def _files(self) -> Any:
        return self._get_files()

    def sizes(self, prefix: str) -> dict[str, int]:
        return {key: info.size for key, info in self._listed(prefix)}

    def written(self, prefix: str) -> dict[str, datetime]:
        return {
            key: datetime.fromtimestamp(info.modificationTime / 1000, UTC)
            for key, info in self._listed(prefix)
        }

    def _listed(self, folder: str) -> Iterator[tuple[str, Any]]:
        try:
            found = self._call(self._files.ls, folder)
        except FileNotFoundError:
            return
        for info in found:
            key = f"{folder}{info.name}"
            if key.endswith("/"):
                yield from self._listed(key)
            else:
                yield key, info

    def get(self, key: str) -> Stored:
        """Databricks gives no metadata of an object."""
        return Stored(self.read(key))

    def read(self, key: str) -> bytes:
        text: str = self._call(self._files.head, key, _LARGEST_DOCUMENT)
        return text.encode()

    def write(self, key: str, body: bytes) -> None:
        self._call(self._files.put, key, body.decode(), True)

    def delete(self, key: str) -> None:
        self._call(self._files.rm, key)

    def lock(self, key: str) -> WriterLock:
        return NoLock()

    def _call(self, call: Callable[..., Any], key: str, *arguments: Any) -> Any:
        path = f"{self._root}/{key}"
        try:
            return call(path, *arguments)
        except Exception as error:
            text = str(error)
            if any(mark in text for mark in _NO_BUCKET):
                raise NoBucketError(f"there is no bucket behind {self._root}") from error
            if any(mark in text for mark in _NO_FILE):
                raise FileNotFoundError(path) from error
            raise
