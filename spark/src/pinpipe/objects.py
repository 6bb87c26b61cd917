"""Objects by key under a root, on S3 or in a folder. Tables are Spark's, through S3A; this is for
lines, answers and reports, where one GET or PUT an object is all that is wanted: Spark's own file
source asks S3 three times for each.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from pinpipe.locks import ANSWER_WITHIN_S, FolderLock, S3Lease, WriterLock, end_at_once

_CONNECTIONS: Final = 16


@dataclass(frozen=True)
class S3Settings:
    """How to reach S3; None leaves a field to the AWS SDK's own chain (profile, role)."""

    endpoint_url: str | None = None
    region: str = "us-east-1"
    access_key_id: str | None = None
    secret_access_key: str | None = None


@dataclass(frozen=True)
class Stored:
    """An object's body and what its writer noted beside it (names in lower case)."""

    body: bytes
    metadata: dict[str, str] = field(default_factory=dict)


class NoBucketError(Exception):
    """The text says which."""


class ObjectStore(Protocol):
    """Keys are relative to the root, with `/`. NoBucketError where the root's bucket is missing."""

    def sizes(self, prefix: str) -> dict[str, int]:
        """Bytes of each object whose key starts with `prefix` (which ends in `/`)."""

    def written(self, prefix: str) -> dict[str, datetime]:
        """When each of these objects was written."""

    def get(self, key: str) -> Stored:
        """Body and metadata of one moment. A folder has no metadata. Raises FileNotFoundError."""

    def read(self, key: str) -> bytes:
        """The body alone. Raises FileNotFoundError."""

    def write(self, key: str, body: bytes) -> None:
        """All or nothing; replaces."""

    def delete(self, key: str) -> None:
        """No error where there is none."""

    def lock(self, key: str) -> WriterLock:
        """Between processes, not between threads."""


def open_store(root: str, s3: S3Settings) -> ObjectStore:
    """The store behind `s3a://bucket` or `file:/folder`; on Databricks, a root of its ROOTS.
    ValueError for anything else."""
    # Not at the top: it holds Databricks' own store, which needs the names of this file.
    from pinpipe.databricks import ROOTS, WorkspaceStore, on_databricks, workspace_files

    if on_databricks():
        if root.startswith(ROOTS):
            return WorkspaceStore(root, workspace_files)
        raise ValueError(f"root {root!r} begins with none of {', '.join(ROOTS)}")
    parts = urlsplit(root)
    if parts.scheme == "s3a" and parts.netloc and not parts.path.strip("/"):
        return S3Store(parts.netloc, s3)
    if parts.scheme == "file" and not parts.netloc:
        return FolderStore(Path(root.removeprefix("file:")))
    raise ValueError(f"root {root!r} is neither s3a://bucket nor file:/folder")


class S3Store:
    def __init__(self, bucket: str, settings: S3Settings) -> None:
        self._bucket = bucket
        self._settings = settings
        self._made: Any = None
        self._making = Lock()

    @property
    def _client(self) -> Any:
        # The kinds are cleaned by threads of one process, and making a client is not safe in two.
        with self._making:
            if self._made is None:
                self._made = self._make_client()
            return self._made

    def _make_client(self, attempts: int = 5, answer_within_s: float = 60) -> Any:
        # Not at the top: each Spark worker would pay for it, also where files are in folders.
        import boto3
        from botocore.config import Config

        settings = self._settings
        return boto3.client(
            "s3",
            endpoint_url=settings.endpoint_url,
            region_name=settings.region,
            aws_access_key_id=settings.access_key_id,
            aws_secret_access_key=settings.secret_access_key,
            config=Config(
                max_pool_connections=_CONNECTIONS,
                connect_timeout=answer_within_s,
                read_timeout=answer_within_s,
                retries={"mode": "standard", "total_max_attempts": attempts},
                s3={"addressing_style": "path" if settings.endpoint_url else "auto"},
            ),
        )

    def sizes(self, prefix: str) -> dict[str, int]:
        return {item["Key"]: item["Size"] for item in self._listed(prefix)}

    def written(self, prefix: str) -> dict[str, datetime]:
        return {item["Key"]: item["LastModified"] for item in self._listed(prefix)}

    def _listed(self, prefix: str) -> Iterator[dict[str, Any]]:
        from botocore.exceptions import ClientError

        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix
        )
        try:
            for page in pages:
                yield from page.get("Contents", ())
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchBucket":
                raise
            text = f"there is no bucket {self._bucket}: name another with --bucket, or make it"
            raise NoBucketError(text) from error

    def get(self, key: str) -> Stored:
        from botocore.exceptions import ClientError

        try:
            found = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            # By its code: the client makes its error classes when first asked, in each thread.
            if error.response["Error"]["Code"] == "NoSuchKey":
                raise FileNotFoundError(key) from error
            raise
        return Stored(found["Body"].read(), found["Metadata"])

    def read(self, key: str) -> bytes:
        return self.get(key).body

    def write(self, key: str, body: bytes) -> None:
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body)

    def delete(self, key: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=key)

    def lock(self, key: str) -> WriterLock:
        with self._making:
            quick = self._make_client(attempts=1, answer_within_s=ANSWER_WITHIN_S)
        return S3Lease(self._client, quick, self._bucket, key, end_at_once)


class FolderStore:
    def __init__(self, root: Path) -> None:
        self._root = root

    def sizes(self, prefix: str) -> dict[str, int]:
        return {key: path.stat().st_size for key, path in self._files(prefix)}

    def written(self, prefix: str) -> dict[str, datetime]:
        files = self._files(prefix)
        return {key: datetime.fromtimestamp(path.stat().st_mtime, UTC) for key, path in files}

    def _files(self, prefix: str) -> Iterator[tuple[str, Path]]:
        files = (path for path in (self._root / prefix).rglob("*") if path.is_file())
        return ((path.relative_to(self._root).as_posix(), path) for path in files)

    def get(self, key: str) -> Stored:
        return Stored(self.read(key))

    def read(self, key: str) -> bytes:
        return (self._root / key).read_bytes()

    def write(self, key: str, body: bytes) -> None:
        path = self._root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        # The leading dot hides an unfinished file from Spark and from readers of `answers/`.
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        unfinished.write_bytes(body)
        unfinished.replace(path)

    def delete(self, key: str) -> None:
        (self._root / key).unlink(missing_ok=True)

    def lock(self, key: str) -> WriterLock:
        return FolderLock(self._root / key)
