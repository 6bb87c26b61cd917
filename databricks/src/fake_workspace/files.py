"""The Files API on volumes, in a folder."""

from pathlib import Path
from typing import Any

from fake_workspace.errors import ApiError, missing
from fake_workspace.workspace import inside


class Volumes:
    """`root`: the folder whose `Volumes` stands for `/Volumes`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, body: bytes, overwrite: bool) -> dict[str, Any]:
        file = inside(self.root, path)
        if file.exists() and not overwrite:
            raise ApiError(409, "ALREADY_EXISTS", f"The file {path} exists already.")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        return {}

    def get(self, path: str) -> bytes:
        file = inside(self.root, path)
        if not file.is_file():
            raise missing(f"The file {path} does not exist.")
        return file.read_bytes()

    def delete(self, path: str) -> dict[str, Any]:
        self.get(path)
        inside(self.root, path).unlink()
        return {}

    def make_folder(self, path: str) -> dict[str, Any]:
        inside(self.root, path).mkdir(parents=True, exist_ok=True)
        return {}

    def list_folder(self, path: str) -> dict[str, Any]:
        folder = inside(self.root, path)
        if not folder.is_dir():
            raise missing(f"The directory {path} does not exist.")
        return {"contents": [_entry(path, each) for each in sorted(folder.iterdir())]}

    def delete_folder(self, path: str) -> dict[str, Any]:
        if self.list_folder(path)["contents"]:
            raise ApiError(400, "DIRECTORY_NOT_EMPTY", f"The directory {path} is not empty.")
        inside(self.root, path).rmdir()
        return {}


def _entry(folder: str, place: Path) -> dict[str, Any]:
    stat = place.stat()
    return {
        "path": f"{folder.rstrip('/')}/{place.name}",
        "name": place.name,
        "is_directory": place.is_dir(),
        "file_size": stat.st_size,
        "last_modified": int(stat.st_mtime * 1000),
    }
