"""The service over HTTP, for bearers of its token."""

import json
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from fake_workspace.errors import ApiError, invalid
from fake_workspace.faults import RETRY_AFTER_S
from fake_workspace.service import Service

_RETRIABLE: Final = (429, 503)
# What reading fields comes to that are missing or of another kind.
_MALFORMED: Final = (AttributeError, KeyError, TypeError, ValueError)


class Server(ThreadingHTTPServer):
    """On loopback. `port` 0: a free one."""

    daemon_threads = True

    def __init__(self, port: int, token: str, service: Service) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.token = token
        self.service = service
        service.jobs.host = self.url

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            told = self._call(body)
            self._send(200, told if isinstance(told, bytes) else json.dumps(told).encode())
        except ApiError as error:
            text = json.dumps({"error_code": error.code, "message": str(error)})
            self._send(error.status, text.encode())

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _answer

    def _call(self, body: bytes) -> dict[str, Any] | bytes:
        url = urlsplit(self.path)
        if not url.path.startswith("/.well-known/"):
            self._check_token()
        method = "GET" if self.command == "HEAD" else self.command
        try:
            given = dict(parse_qsl(url.query)) | self._fields(body)
            return self.server.service.call(method, url.path, given)
        except _MALFORMED as error:
            raise invalid(f"A field is missing or of the wrong kind: {error!r}") from error

    def _check_token(self) -> None:
        given = self.headers.get("Authorization", "")
        if not given.startswith("Bearer "):
            raise ApiError(401, "401", "Credential was not sent or was of an unsupported type.")
        if given != f"Bearer {self.server.token}":
            raise ApiError(403, "403", "Invalid access token.")

    def _fields(self, body: bytes) -> dict[str, Any]:
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("multipart/form-data"):
            return _form(kind, body)
        if self.command == "PUT":
            return {"body": body}
        try:
            fields = json.loads(body or b"{}")
        except ValueError:
            raise invalid("The body is not JSON") from None
        # Airflow's triggerer sends `null` where a call has no fields.
        return fields or {}

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        if status in _RETRIABLE:
            self.send_header("Retry-After", str(RETRY_AFTER_S))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing of calls."""


def _form(kind: str, body: bytes) -> dict[str, Any]:
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    fields: dict[str, Any] = {}
    for part in list(message.walk())[1:]:
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        fields[name] = content if name == "content" else content.decode()
    return fields
