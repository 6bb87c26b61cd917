"""A bucket over HTTP that can be listed, by one access key only."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit


@contextmanager
def listed(bucket: str, keys: Sequence[str], access_key: str) -> Iterator[str]:
    """Gives its endpoint. Another key is refused with 403."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            given = {name: values[0] for name, values in parse_qs(parts.query).items()}
            is_known = f"Credential={access_key}/" in self.headers.get("Authorization", "")
            is_here = parts.path.strip("/") == bucket
            body = _listing(keys, given.get("prefix", ""), given.get("delimiter")).encode()
            self.send_response(200 if is_known and is_here else 403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Tests are silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _listing(keys: Sequence[str], prefix: str, delimiter: str | None) -> str:
    files, folders = [], set()
    for key in (key for key in keys if key.startswith(prefix)):
        head, found, _ = key.removeprefix(prefix).partition(delimiter or "\n")
        if found:
            folders.add(f"{prefix}{head}/")
        else:
            files.append(key)
    at = "<LastModified>2026-11-27T00:00:00Z</LastModified>"
    parts = [f"<Contents><Key>{key}</Key>{at}<Size>1</Size></Contents>" for key in files]
    parts += [f"<CommonPrefixes><Prefix>{each}</Prefix></CommonPrefixes>" for each in folders]
    parts.append("<IsTruncated>false</IsTruncated>")
    return f"<ListBucketResult>{''.join(parts)}</ListBucketResult>"
