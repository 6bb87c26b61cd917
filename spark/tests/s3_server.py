"""A bucket over HTTP that knows GET only."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote

from pinpipe.objects import S3Settings, Stored


@contextmanager
def serving(objects: dict[str, Stored] | None) -> Iterator[S3Settings]:
    """Serves `objects` by key, whatever the bucket's name; None: there is no bucket."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, _, key = unquote(self.path).lstrip("/").partition("/")
            found = None if objects is None else objects.get(key)
            self.send_response(404 if found is None else 200)
            missing = "NoSuchBucket" if objects is None else "NoSuchKey"
            none = f"<Error><Code>{missing}</Code></Error>".encode()
            body = none if found is None else found.body
            for name, value in ({} if found is None else found.metadata).items():
                self.send_header(f"x-amz-meta-{name}", value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Tests are silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_port}"
        yield S3Settings(endpoint, access_key_id="test", secret_access_key="test")
        server.shutdown()
