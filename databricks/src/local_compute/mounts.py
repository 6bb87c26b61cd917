"""The mounts of a workspace: what `dbutils.fs.mount` has made, for all tasks that come after."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Mounts:
    """Kept in a file that only its owner may read: it holds the keys, as Databricks does."""

    file: Path

    def sources(self) -> dict[str, str]:
        """Mount point to `s3a://bucket`."""
        return {point: f"s3a://{urlsplit(url).hostname}" for point, url in self._urls().items()}

    def add(self, point: str, url: str) -> dict[str, str]:
        """Adds a mount of `s3a://[key:secret@]bucket`. Gives its settings for Hadoop. ValueError
        where the point is taken or the source is no such URL."""
        urls = self._urls()
        if point in urls:
            raise ValueError(f"Directory already mounted: {point}")
        parts = urlsplit(url)
        if parts.scheme not in ("s3a", "s3n", "s3") or not parts.hostname:
            raise ValueError(f"Unsupported source of a mount: {parts.scheme}://…")
        self._write({**urls, point: url})
        return _conf(point, url)

    def remove(self, point: str) -> None:
        """ValueError where nothing is mounted."""
        urls = dict(self._urls())
        if urls.pop(point, None) is None:
            raise ValueError(f"Directory not mounted: {point}")
        self._write(urls)

    def conf(self) -> dict[str, str]:
        """Settings for Hadoop, of all mounts."""
        return {k: v for point, url in self._urls().items() for k, v in _conf(point, url).items()}

    def _urls(self) -> Mapping[str, str]:
        if not self.file.exists():
            return {}
        found: dict[str, str] = json.loads(self.file.read_bytes())
        return found

    def _write(self, urls: Mapping[str, str]) -> None:
        self.file.touch(mode=0o600)
        self.file.write_text(json.dumps(urls))


def _conf(point: str, url: str) -> dict[str, str]:
    parts = urlsplit(url)
    conf = {f"fs.viewfs.mounttable.default.link.{point}": f"s3a://{parts.hostname}/"}
    if parts.username and parts.password:
        bucket = f"fs.s3a.bucket.{parts.hostname}"
        provider = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider"
        conf |= {
            f"{bucket}.access.key": unquote(parts.username),
            f"{bucket}.secret.key": unquote(parts.password),
            f"{bucket}.aws.credentials.provider": provider,
        }
    return conf
