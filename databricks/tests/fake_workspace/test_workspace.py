import io
from pathlib import Path

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import NotFound, PermissionDenied, ResourceAlreadyExists
from databricks.sdk.errors.base import DatabricksError
from databricks.sdk.service.workspace import ImportFormat, ObjectType

from fake_workspace.server import Server

NOTEBOOK = b"# Databricks notebook source\nprint(1)\n"
FOLDER = "/Workspace/Shared/pinpipe"


def test_notebooks_and_files_are_kept_apart_as_the_service_does(client: WorkspaceClient) -> None:
    client.workspace.mkdirs(FOLDER)
    client.workspace.upload(f"{FOLDER}/batch.py", NOTEBOOK, format=ImportFormat.AUTO)
    client.workspace.upload(f"{FOLDER}/plain.py", b"x = 1\n", format=ImportFormat.AUTO)
    client.workspace.upload(f"{FOLDER}/a.whl", b"PK\r\n\x00\n", format=ImportFormat.RAW)
    client.workspace.upload(f"{FOLDER}/source", b"print(2)\n")

    found = {each.path: each.object_type for each in client.workspace.list(FOLDER)}

    assert found == {
        "/Shared/pinpipe/a.whl": ObjectType.FILE,
        "/Shared/pinpipe/batch": ObjectType.NOTEBOOK,
        "/Shared/pinpipe/plain.py": ObjectType.FILE,
        "/Shared/pinpipe/source": ObjectType.NOTEBOOK,
    }
    status = client.workspace.get_status(f"{FOLDER}/batch")
    assert (status.object_type, status.path) == (ObjectType.NOTEBOOK, "/Shared/pinpipe/batch")
    assert client.workspace.download(f"{FOLDER}/a.whl").read() == b"PK\r\n\x00\n"
    assert client.workspace.download(f"{FOLDER}/batch").read() == NOTEBOOK


def test_an_object_is_replaced_only_when_asked_to(client: WorkspaceClient) -> None:
    client.workspace.mkdirs(FOLDER)
    client.workspace.upload(f"{FOLDER}/batch.py", NOTEBOOK, format=ImportFormat.AUTO)
    with pytest.raises(ResourceAlreadyExists):
        client.workspace.upload(f"{FOLDER}/batch.py", NOTEBOOK, format=ImportFormat.AUTO)

    other = NOTEBOOK + b"print(2)\n"
    client.workspace.upload(f"{FOLDER}/batch.py", other, format=ImportFormat.AUTO, overwrite=True)

    assert client.workspace.download(f"{FOLDER}/batch").read() == other
    client.workspace.delete(FOLDER, recursive=True)
    with pytest.raises(NotFound):
        client.workspace.get_status(f"{FOLDER}/batch")


def test_no_path_leads_out_of_the_workspace(client: WorkspaceClient, tmp_path: Path) -> None:
    with pytest.raises(DatabricksError, match="without \\.\\."):
        client.workspace.upload("/Shared/../../out.txt", b"x", format=ImportFormat.RAW)
    assert not list(tmp_path.rglob("out.txt"))


def test_files_of_a_volume(client: WorkspaceClient) -> None:
    folder = "/Volumes/main/default/pinpipe"
    client.files.create_directory(folder)
    client.files.upload(f"{folder}/a b.whl", io.BytesIO(b"PK"), overwrite=True)

    assert [each.name for each in client.files.list_directory_contents(folder)] == ["a b.whl"]
    told = client.files.download(f"{folder}/a b.whl").contents
    assert told is not None and told.read() == b"PK"
    client.files.delete(f"{folder}/a b.whl")
    with pytest.raises(NotFound):
        client.files.download(f"{folder}/a b.whl")


def test_secrets_are_told_to_those_who_may_read_them(client: WorkspaceClient) -> None:
    client.secrets.create_scope("pinpipe")
    client.secrets.put_secret("pinpipe", "key", string_value="not told in lists")

    assert [each.key for each in client.secrets.list_secrets("pinpipe")] == ["key"]
    assert client.dbutils.secrets.get("pinpipe", "key") == "not told in lists"
    with pytest.raises(NotFound):
        client.secrets.get_secret("pinpipe", "other")


def test_who_calls_must_have_the_token(server: Server, client: WorkspaceClient) -> None:
    assert client.current_user.me().user_name == "fake@example.com"
    stranger = WorkspaceClient(host=server.url, token="another")
    with pytest.raises(PermissionDenied, match="Invalid access token"):
        stranger.current_user.me()
