"""Runs `python -m local_compute` as its callers do: a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pinpipe.session import find_jars

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "databricks" / "src"


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "local_compute", *map(str, arguments)]


def environment(**variables: str) -> dict[str, str]:
    """Spark's jars are those that `npm test` has put here, or PINPIPE_JARS."""
    jars = os.environ.get("PINPIPE_JARS") or str(find_jars((SOURCE,)))
    return {**os.environ, "PINPIPE_JARS": jars, "PYTHONPATH": str(SOURCE), **variables}


def task(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    env = environment(**variables)
    return subprocess.run(command(*arguments), env=env, capture_output=True, text=True)


def json_file(file: Path, value: Mapping[str, Any]) -> Path:
    file.write_text(json.dumps(value))
    return file


def build_wheel(folder: Path) -> Path:
    """Builds that of pinpipe, by the bundle's command."""
    build = ["-m", "uv", "build", "--wheel", "--offline", "-q", "--out-dir", str(folder)]
    subprocess.run([sys.executable, *build], cwd=ROOT / "spark", check=True)
    [wheel] = folder.glob("*.whl")
    return wheel
