"""The bundle's files as the Databricks CLI reads them: merged, and with every `${…}` filled in."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from local_tasks import ROOT

FOLDER = ROOT / "databricks"
_REFERENCE = re.compile(r"\$\{([\w.]+)\}")


def jobs_of(target: str, user: str, **variables: str) -> dict[str, dict[str, Any]]:
    """The settings of the target's jobs by key. KeyError for a reference to nothing."""
    bundle = _read(FOLDER / "databricks.yml")
    known = _references(bundle, target, user, variables)
    found: dict[str, dict[str, Any]] = {}
    for pattern in bundle["include"]:
        for file in sorted(FOLDER.glob(pattern)):
            found |= _filled(_read(file)["resources"]["jobs"], known)
    return found


def files_path(target: str, user: str) -> str:
    """Where the target's files lie in the workspace."""
    bundle = _read(FOLDER / "databricks.yml")
    known = _references(bundle, target, user, {})
    return _text(known["workspace.file_path"], known)


def _references(
    bundle: Mapping[str, Any], target: str, user: str, variables: Mapping[str, str]
) -> dict[str, str]:
    chosen = bundle["targets"][target]
    home = f"/Workspace/Users/{user}/.bundle/${{bundle.name}}/${{bundle.target}}"
    values = {name: each["default"] for name, each in bundle["variables"].items()}
    values |= {**chosen.get("variables", {}), **variables}
    root = chosen.get("workspace", {}).get("root_path", home)
    return {
        "bundle.name": bundle["bundle"]["name"],
        "bundle.target": target,
        "workspace.root_path": root,
        "workspace.file_path": f"{root}/files",
        **{f"var.{name}": value for name, value in values.items()},
    }


def _filled(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _text(value, known)
    if isinstance(value, list):
        return [_filled(each, known) for each in value]
    if isinstance(value, dict):
        return {key: _filled(each, known) for key, each in value.items()}
    return value


def _text(text: str, known: Mapping[str, str]) -> str:
    while _REFERENCE.search(text):
        text = _REFERENCE.sub(lambda found: known[found[1]], text)
    return text


def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(file.read_text())
    return found
