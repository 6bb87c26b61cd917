"""`dbutils.fs`, over the file systems that Spark knows."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from pyspark.sql import SparkSession

from local_compute.mounts import Mounts


class FileInfo(NamedTuple):
    """`path` of a folder ends in `/`, as its `name` does. `modificationTime`: ms since 1970."""

    path: str
    name: str
    size: int
    modificationTime: int


class MountInfo(NamedTuple):
    mountPoint: str
    source: str
    encryptionType: str


@dataclass(frozen=True)
class FileSystem:
    spark: SparkSession
    workspace_mounts: Mounts

    def ls(self, path: str) -> list[FileInfo]:
        """What is in a folder. Raises Spark's error that holds `FileNotFoundException`."""
        files, where = self._open(path)
        return [_info(status) for status in files.listStatus(where)]

    def head(self, path: str, max_bytes: int = 65536) -> str:
        """The begin of a file, as UTF-8."""
        files, where = self._open(path)
        stream = files.open(where)
        try:
            return bytes(stream.readNBytes(max_bytes)).decode()
        finally:
            stream.close()

    def put(self, path: str, contents: str, overwrite: bool = False) -> bool:
        """Writes a file of UTF-8. Raises Spark's error where it is there, without `overwrite`."""
        files, where = self._open(path)
        stream = files.create(where, overwrite)
        stream.write(contents.encode())
        stream.close()
        return True

    def rm(self, path: str, recurse: bool = False) -> bool:
        """Whether there was such a file or folder."""
        files, where = self._open(path)
        return bool(files.delete(where, recurse))

    def mkdirs(self, path: str) -> bool:
        files, where = self._open(path)
        return bool(files.mkdirs(where))

    def mount(self, source: str, mount_point: str) -> bool:
        """ValueError where the mount point is taken."""
        for name, value in self.workspace_mounts.add(mount_point, source).items():
            self._hadoop.set(name, value)
        return True

    def unmount(self, mount_point: str) -> bool:
        """ValueError where nothing is mounted."""
        self.workspace_mounts.remove(mount_point)
        self._hadoop.unset(f"fs.viewfs.mounttable.default.link.{mount_point}")
        return True

    def mounts(self) -> list[MountInfo]:
        found = self.workspace_mounts.sources().items()
        return [MountInfo(point, source, "") for point, source in found]

    @property
    def _hadoop(self) -> Any:
        java: Any = self.spark
        return java._jsc.hadoopConfiguration()

    def _open(self, path: str) -> tuple[Any, Any]:
        java: Any = self.spark
        where = java._jvm.org.apache.hadoop.fs.Path(path)
        return where.getFileSystem(self._hadoop), where


def _info(status: Any) -> FileInfo:
    is_folder = status.isDirectory()
    end, path = "/" if is_folder else "", status.getPath()
    return FileInfo(
        path=f"{path.toString()}{end}",
        name=f"{path.getName()}{end}",
        size=0 if is_folder else status.getLen(),
        modificationTime=status.getModificationTime(),
    )
