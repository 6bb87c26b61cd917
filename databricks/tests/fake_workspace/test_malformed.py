from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import InvalidParameterValue

WORK = {"package_name": "pinpipe", "entry_point": "pinpipe"}
TASK = {"task_key": "step", "environment_key": "pinpipe", "python_wheel_task": WORK}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("jobs/create", {"tasks": "step"}),
        ("jobs/runs/submit", {"tasks": [TASK], "environments": [{}]}),
        ("jobs/runs/submit", ["step"]),
    ],
)
def test_a_body_that_lacks_a_field_is_answered(
    client: WorkspaceClient, path: str, body: Any
) -> None:
    with pytest.raises(InvalidParameterValue, match="missing or of the wrong kind"):
        client.api_client.do("POST", f"/api/2.2/{path}", body=body)
