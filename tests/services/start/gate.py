"""A door in front of a real server: it counts what is asked, and can hold, end or change an answer.

The server behind it is real and answers itself; the gate only plays what happens on the way: a server that hangs or
dies between two pages, or a limit that the software announces but does not keep. Behind a gate a server is also asked
under another port than its own, as behind a municipal proxy.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.services.start.process import LOOPBACK, outside

_DROPPED = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"})


@dataclass(frozen=True)
class Asked:
    """A request as it came; the names of parameters in lower case."""

    method: str
    target: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path without parameters."""
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the address."""
        found = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {name.lower(): values[0] for name, values in found.items()}

    @property
    def wants_features(self) -> bool:
        """It asks for records, not for counts, capabilities or schemas."""
        given = self.parameters
        if "request" in given:
            return given["request"].lower() == "getfeature" and given.get("resulttype", "").lower() != "hits"
        if self.path.endswith("/query"):
            return "returncountonly" not in given and "returnidsonly" not in given
        return self.path.endswith("/items")


@dataclass(frozen=True)
class Reply:
    """An answer of the server behind the gate."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    announced: int | None = None
    """A length that lies: the connection is closed after the body, which is shorter."""


Backend = Callable[[Asked], Reply]


def http_backend(port: int) -> Backend:
    """Hand requests on to a server of loopback, under the gate's own name."""

    def ask(asked: Asked) -> Reply:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=120)
        try:
            headers = {name: value for name, value in asked.headers.items() if name.lower() not in _DROPPED}
            connection.request(asked.method, asked.target, asked.body or None, {**headers, "Connection": "close"})
            answer = connection.getresponse()
            return Reply(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    return ask


def cgi_backend(command: str, environment: Mapping[str, str]) -> Backend:
    """Run a CGI program (RFC 3875) for every request."""

    def ask(asked: Asked) -> Reply:
        parts = urlsplit(asked.target)
        variables = {
            **environment,
            "GATEWAY_INTERFACE": "CGI/1.1",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REQUEST_METHOD": asked.method,
            "SCRIPT_NAME": parts.path,
            "QUERY_STRING": parts.query,
            "CONTENT_LENGTH": str(len(asked.body)) if asked.body else "",
            "CONTENT_TYPE": asked.headers.get("Content-Type", ""),
        }
        done = subprocess.run(
            outside([command]), input=asked.body, env=variables, capture_output=True, timeout=120, check=False
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        lines = [line.partition(":") for line in head.decode("latin-1").split("\r\n")]
        headers = [(name, value.strip()) for name, _, value in lines]
        status = next((value for name, value in headers if name.lower() == "status"), "200")
        return Reply(int(status.split()[0]), headers, body)

    return ask


class Gate:
    """The door; `url` is its address. A context manager."""

    def __init__(self, backend: Backend | None = None) -> None:
        self.backend = backend
        self._asked: list[Asked] = []
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self.open = True
        self.released = threading.Event()
        self.before: Callable[[Asked, int], None] | None = None
        """Called with each request for records and its number, from 1."""
        self.change: Callable[[Asked, Reply], Reply] | None = None
        self.turn: Callable[[Asked], Asked] | None = None
        """Called with each request before the server gets it; stays over plays."""
        self._server = _Listening((LOOPBACK, 0), _Handler)
        self._server.gate = self
        self.port = int(self._server.server_address[1])
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Gate:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.fall()
        self._thread.join(5)

    def fall(self) -> None:
        """Close the door: who waits is cut off, and nobody comes in again."""
        if not self.open:
            return
        self.open = False
        self.released.set()
        with self._lock:
            for connection in self._sockets:
                _close(connection)
        threading.Thread(target=self._server.shutdown, daemon=True).start()
        self._server.socket.close()

    def play(
        self, before: Callable[[Asked, int], None] | None = None, change: Callable[[Asked, Reply], Reply] | None = None
    ) -> None:
        """Begin a play; without arguments everything passes. What was asked before is forgotten."""
        with self._lock:
            self._asked.clear()
        self.released = threading.Event()
        self.before, self.change = before, change

    def hold(self, number: int) -> threading.Event:
        """Hold the records from this request on until the gate is released; return what is set when that begins."""
        reached = threading.Event()

        def wait(_asked: Asked, count: int) -> None:
            if count >= number:
                reached.set()
                self.released.wait(60)

        self.play(before=wait)
        return reached

    def asked(self) -> list[Asked]:
        """Return what was asked since the last play."""
        with self._lock:
            return list(self._asked)

    def pages(self) -> list[Asked]:
        """Return the requests for records among it."""
        return [asked for asked in self.asked() if asked.wants_features]

    def answer(self, asked: Asked) -> Reply | None:
        """Return the answer, or None if there is none any more."""
        with self._lock:
            self._asked.append(asked)
            count = sum(known.wants_features for known in self._asked)
        if self.before is not None and asked.wants_features:
            self.before(asked, count)
        if self.change is not None:  # which reads the answer
            asked = replace(asked, headers={**asked.headers, "Accept-Encoding": "identity"})
        if not self.open:
            return None
        if self.backend is None:
            return None
        try:
            reply = self.backend(self.turn(asked) if self.turn is not None else asked)
        except (OSError, http.client.HTTPException):
            return None
        if not self.open:
            return None
        return self.change(asked, reply) if self.change is not None else reply

    def enter(self, connection: socket.socket) -> None:
        """Remember a connection."""
        with self._lock:
            self._sockets.add(connection)

    def leave(self, connection: socket.socket) -> None:
        """Forget a connection."""
        with self._lock:
            self._sockets.discard(connection)


def _close(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:  # it is closed already
        return


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    gate: Gate

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listening

    def setup(self) -> None:
        super().setup()
        self.server.gate.enter(self.connection)

    def finish(self) -> None:
        self.server.gate.leave(self.connection)
        super().finish()

    def _pass(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        asked = Asked(self.command, self.path, self.rfile.read(length), dict(self.headers.items()))
        reply = self.server.gate.answer(asked)
        if reply is None:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers:
            if name.lower() not in _DROPPED and name.lower() != "status":
                self.send_header(name, value)
        if reply.announced is not None:
            self.close_connection = True
        self.send_header("Content-Length", str(len(reply.body) if reply.announced is None else reply.announced))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = _pass  # noqa: N815 - names of http.server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - name of http.server
        """Say nothing: the servers have logs of their own."""
