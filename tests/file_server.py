"""A real HTTP server for tests: it serves bytes by range, redirects, refuses, and breaks connections."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """Files of a server on this machine, and how it behaves."""

    files: dict[str, bytes]
    """Path, beginning with a slash -> content."""
    ranges: bool = True
    """Whether requests for a range are honoured."""
    cuts: list[int] = field(default_factory=list)
    """After how many bytes of their answers the next connections break."""
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    """(path, Range header) of all requests so far."""
    refusal: tuple[int, dict[str, str]] = (404, {})
    """Status and headers of the answer where there is no such file."""
    url: str = ""


@contextmanager
def serve(server: FileServer) -> Iterator[FileServer]:
    """Serve the files on a free port of this machine; `/to/NAME` redirects to `/NAME`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers["Range"]
            server.requests.append((self.path, wanted))
            if self.path.startswith("/to/"):
                self.answer(302, {"Location": self.path.removeprefix("/to")})
                return
            content = server.files.get(self.path)
            if content is None:
                self.answer(*server.refusal)
                return
            start = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1]) if wanted and server.ranges else 0
            if start and start >= len(content):
                self.answer(416, {})
            elif start:
                self.answer(
                    206,
                    {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"},
                    content[start:],
                )
            else:
                self.answer(200, {}, content)

        def answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            cut = server.cuts.pop(0) if body and server.cuts else len(body)
            self.wfile.write(body[:cut])
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.url = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
