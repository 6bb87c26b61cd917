"""The parameters of a run as the DAG has them by default, but for the bucket."""

from typing import Any

PARAMS: dict[str, Any] = {
    "id": "0a1b2c3d4e5f",
    "bucket": "b-1",
    "root": None,
    "rebuild": False,
    "options": {},
    "limits": {},
}
