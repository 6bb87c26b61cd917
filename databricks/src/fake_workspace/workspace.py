"""The workspace's tree of notebooks and files, in a folder.

A notebook `/Shared/batch` is the file `Shared/batch.py` that begins with the header of Databricks'
source format: so are the notebooks of a repository, and `%run ./other` finds its file.
"""

import base64
import shutil
from pathlib import Path, PurePosixPath
from typing import Any, Final

from fake_workspace.errors import ApiError, invalid, missing, text_of

HEADER: Final = b"# Databricks notebook source"
_SUFFIX: Final = ".py"


class Workspace:
    """`root`: the folder that stands for `/Workspace`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def file_of(self, path: str) -> Path:
        """The file on disk of a notebook or a file. Raises ApiError where there is none."""
        place = self._place(path)
        notebook = place.with_name(place.name + _SUFFIX)
        for file, is_notebook in ((notebook, True), (place, False)):
            if file.is_file() and _is_notebook(file) == is_notebook:
                return file
        raise missing(f"Path ({path}) doesn't exist.")

    def import_object(self, given: dict[str, Any]) -> dict[str, Any]:
        content = given.get("content", b"")
        if isinstance(content, str):
            content = base64.b64decode(content)
        place = self._place(text_of(given, "path"))
        form = given.get("format", "SOURCE")
        if form == "SOURCE" and not content.startswith(HEADER):
            content = HEADER + b"\n" + content
        if form in ("SOURCE", "AUTO") and content.startswith(HEADER):
            place = place.with_name(place.name.removesuffix(_SUFFIX) + _SUFFIX)
        elif form not in ("AUTO", "RAW"):
            raise invalid(f"format {form} is not known here")
        if not place.parent.is_dir():
            raise missing(f"The parent folder ({given['path']}) does not exist.")
        if place.exists() and str(given.get("overwrite", False)).lower() != "true":
            raise ApiError(400, "RESOURCE_ALREADY_EXISTS", f"{given['path']} already exists.")
        place.write_bytes(content)
        return {}

    def mkdirs(self, given: dict[str, Any]) -> dict[str, Any]:
        self._place(text_of(given, "path")).mkdir(parents=True, exist_ok=True)
        return {}

    def get_status(self, given: dict[str, Any]) -> dict[str, Any]:
        path = text_of(given, "path")
        place = self._place(path)
        return self._info(place if place.is_dir() else self.file_of(path))

    def list_objects(self, given: dict[str, Any]) -> dict[str, Any]:
        place = self._place(text_of(given, "path"))
        if not place.is_dir():
            return {"objects": [self.get_status(given)]}
        return {"objects": [self._info(each) for each in sorted(place.iterdir())]}

    def export(self, given: dict[str, Any]) -> dict[str, Any] | bytes:
        file = self.file_of(text_of(given, "path"))
        if given.get("direct_download") == "true":
            return file.read_bytes()
        return {"content": base64.b64encode(file.read_bytes()).decode(), "file_type": "py"}

    def delete(self, given: dict[str, Any]) -> dict[str, Any]:
        path = text_of(given, "path")
        place = self._place(path)
        if not place.is_dir():
            self.file_of(path).unlink()
        elif str(given.get("recursive", False)).lower() == "true":
            shutil.rmtree(place)
        elif any(place.iterdir()):
            raise ApiError(400, "DIRECTORY_NOT_EMPTY", f"Folder ({path}) is not empty")
        else:
            place.rmdir()
        return {}

    def _place(self, path: str) -> Path:
        return inside(self.root, path.removeprefix("/Workspace"))

    def _info(self, place: Path) -> dict[str, Any]:
        path = "/" + place.relative_to(self.root).as_posix()
        known = {"object_id": place.stat().st_ino, "path": path}
        if place.is_dir():
            return known | {"object_type": "DIRECTORY"}
        if not _is_notebook(place):
            return known | {"object_type": "FILE"}
        name = path.removesuffix(_SUFFIX)
        return known | {"path": name, "object_type": "NOTEBOOK", "language": "PYTHON"}


def inside(root: Path, path: str) -> Path:
    """The place of an absolute path in a folder. Raises ApiError where it would leave it."""
    parts = PurePosixPath(path).parts
    if not parts or parts[0] != "/" or ".." in parts:
        raise invalid(f"Path ({path}) must be absolute, without ..")
    return root.joinpath(*parts[1:])


def _is_notebook(file: Path) -> bool:
    if file.suffix != _SUFFIX:
        return False
    with file.open("rb") as opened:
        return opened.read(len(HEADER)) == HEADER
