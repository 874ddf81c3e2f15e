"""What stands between us and a server, and spoils one request: drops, delays, refuses or damages it."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from servers import HOST, PATIENCE

HOP = ("connection", "keep-alive", "transfer-encoding", "content-length")
DELAY = 0.5
FAULTS = ("drop", "lose", "delay", "503", "damage")
"""Nothing arrives; it arrives and the answer is lost; late; refused; with a byte of its body changed."""


@dataclass
class Proxy:
    """Counts requests from 0 on; the one numbered ``at``, and the ``more`` after it, meet the fault."""

    target: int
    """The server's port."""
    port: int = 0
    fault: str = ""
    at: int = -1
    more: int = 0
    seen: list[str] = field(default_factory=list)
    """Method and path of each request."""
    kill: Callable[[], None] | None = None
    """Called before the request numbered ``at``, in the place of a fault."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def reset(self, fault: str = "", at: int = -1, more: int = 0) -> None:
        with self.lock:
            self.fault, self.at, self.more = fault, at, more
            self.seen.clear()

    def take(self, line: str) -> str:
        """The fault that a request meets."""
        with self.lock:
            number = len(self.seen)
            self.seen.append(line)
            is_hit = 0 <= self.at <= number <= self.at + self.more
        if is_hit and self.kill:
            self.kill()
            return "drop"
        return self.fault if is_hit else ""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: Proxy

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.proxy.take(f"{self.command} {self.path}")
        if fault == "drop":
            self.close_connection = True
            return
        if fault == "delay":
            time.sleep(DELAY)
        if fault == "503":
            self._answer(503, [("Retry-After", "0")], b"<Error><Code>SlowDown</Code></Error>")
            return
        if fault == "damage" and body:
            body = bytes([body[0] ^ 1]) + body[1:]
        status, headers, answer = self._forward(body)
        if fault == "lose":
            self.close_connection = True
            return
        if fault == "damage" and answer and self.command == "GET":
            answer = bytes([answer[0] ^ 1]) + answer[1:]
        self._answer(status, headers, answer)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any  # noqa: N815

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection(HOST, self.proxy.target, timeout=PATIENCE)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
            connection.request(self.command, self.path, body if body or self.command == "PUT" else None, headers)
            answer = connection.getresponse()
            found = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP]
            data = answer.read()
            if self.command == "HEAD":
                found.append(("Content-Length", answer.getheader("Content-Length") or "0"))
            return answer.status, found, data
        finally:
            connection.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        with contextlib.suppress(OSError):
            self.send_response_only(status)
            for name, value in headers:
                self.send_header(name, value)
            if self.command != "HEAD" and status not in (204, 304):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *words: object) -> None:
        """A client that went away is what we wanted."""


@contextlib.contextmanager
def run_proxy(target: int) -> Iterator[Proxy]:
    proxy = Proxy(target)
    handler = type("Bound", (Handler,), {"proxy": proxy})
    with Server((HOST, 0), handler) as server:
        proxy.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()
