"""A scripted server on loopback that plays what goes wrong: every fault of the network that has a sentence.

    with FaultServer() as server:
        server.play("/data", Answer(status=503), Answer(body=b"{}"))   # one answer a request; the last one stays
        transport.send(Request(server.url("/data")))
        assert [seen.method for seen in server.seen("/data")] == ["GET", "GET"]

The functions below make the faults: `too_many`, `hang`, `trickle`, `cut`, `log_in_page`, `gzip_bomb`, `entity_bomb`,
`redirect`, … `FaultServer(certificate=…)` speaks https with a `Certificate` of an authority of its own, and
`FaultProxy` is a forward proxy with basic authentication. Only the standard library and the program `openssl` are
used; servers listen on free ports of 127.0.0.1 and end with their `with` block.
"""

from __future__ import annotations

import base64
import gzip
import http.client
import json
import select
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

LOOPBACK = "127.0.0.1"
JSON = "application/json"
XML = "text/xml"
GEOJSON = "application/geo+json"


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """One answer of a script, and how it is sent.

    `silence` are the seconds before the first byte (`FOREVER`: until the server ends). `pieces` cuts the body into
    pieces of so many bytes with `pause` seconds between them. `announced` is a Content-Length that lies; `reset`
    closes the connection without an answer. `make` computes the answer from the request.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON
    silence: float = 0.0
    pieces: int = 0
    pause: float = 0.0
    announced: int | None = None
    chunked: bool = False
    reset: bool = False
    make: Callable[[Seen], Answer] | None = None


FOREVER = 1e6


# -------------------------------------------------------------------------------------------------------------- faults
def data(value: object = None) -> Answer:
    """A right answer in JSON."""
    return Answer(body=json.dumps({"ok": True} if value is None else value).encode())


def too_many(retry_after: str | None = None) -> Answer:
    """429, with or without Retry-After (seconds or an HTTP date)."""
    return Answer(429, b"slow down", {} if retry_after is None else {"Retry-After": retry_after}, "text/plain")


def retry_date(seconds: float) -> str:
    """An HTTP date so many seconds from now, for Retry-After."""
    return formatdate(time.time() + seconds, usegmt=True)


def unavailable() -> Answer:
    """503, as under maintenance."""
    return Answer(503, b"<html><body>Wartung</body></html>", content_type="text/html")


def hiccup() -> Answer:
    """The regional server's 400 that means nothing."""
    return Answer(400, b"Internal Server Error", content_type="text/plain")


def slow_start(seconds: float) -> Answer:
    """A right answer after a silence."""
    return Answer(body=b'{"ok": true}', silence=seconds)


def hang() -> Answer:
    """A server that takes the question and says nothing."""
    return Answer(silence=FOREVER)


def hang_inside(body: bytes = b'{"ok": ') -> Answer:
    """A server that falls silent in the middle of its answer."""
    return Answer(body=body + b" " * 10, pieces=len(body), pause=FOREVER)


def trickle(count: int = 1000, pause: float = 0.05) -> Answer:
    """A byte now and then, so that the server is never silent and never done."""
    return Answer(body=b"[" + b" " * (count - 2) + b"]", pieces=1, pause=pause)


def cut(missing: int = 100) -> Answer:
    """A connection closed before the announced length."""
    body = b'{"features": ['
    return Answer(body=body, announced=len(body) + missing)


def cut_chunked() -> Answer:
    """A chunked answer that ends without its last chunk."""
    return Answer(body=b'{"features": [', chunked=True, announced=0)


def reset() -> Answer:
    """A connection closed without an answer."""
    return Answer(reset=True)


def log_in_page() -> Answer:
    """The page of a guest network or a portal, with status 200."""
    page = "<!DOCTYPE html>\n<html lang='de'><head><title>Anmeldung</title></head><body>Bitte anmelden</body></html>"
    return Answer(body=page.encode(), content_type="text/html; charset=utf-8")


def image_instead() -> Answer:
    """An image where data were asked for."""
    return Answer(body=b"\x89PNG\r\n\x1a\n" + bytes(40), content_type="image/png")


def mislabelled() -> Answer:
    """Right JSON with a wrong content type, which is no fault of the data."""
    return Answer(body=b'{"ok": true}', content_type="text/html")


def exception_report(
    text: str = "Layer not found", version: str = "2.0.0", code: str = "InvalidParameterValue"
) -> Answer:
    """An OWS ExceptionReport with status 200; version 1.0.0 is the ServiceExceptionReport."""
    if version == "1.0.0":
        body = (
            '<?xml version="1.0"?><ServiceExceptionReport version="1.2.0" xmlns="http://www.opengis.net/ogc">'
            f'<ServiceException code="{code}">{text}</ServiceException></ServiceExceptionReport>'
        )
    else:
        space = "http://www.opengis.net/ows" + ("" if version == "1.1.0" else "/1.1")
        body = (
            f'<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="{space}" version="{version}">'
            f'<ows:Exception exceptionCode="{code}" locator="typename"><ows:ExceptionText>{text}</ows:ExceptionText>'
            "</ows:Exception></ows:ExceptionReport>"
        )
    return Answer(body=body.encode(), content_type=XML)


def ckan_failure(text: str = "Search error") -> Answer:
    """CKAN's way to say no with status 200."""
    value = {"help": "x", "error": {"__type": "Search Error", "message": text}, "success": False}
    return Answer(body=json.dumps(value).encode())


def redirect(location: str, status: int = 302) -> Answer:
    """A redirect, relative or absolute."""
    return Answer(status, b"", {"Location": location}, "text/plain")


def gzip_bomb(megabytes: int = 200) -> Answer:
    """Zeros that pack a thousand times smaller."""
    packed = gzip.compress(bytes(megabytes * 1024 * 1024), 9)
    return Answer(body=packed, headers={"Content-Encoding": "gzip"})


def packed(body: bytes) -> Answer:
    """A right answer, packed with gzip."""
    return Answer(body=gzip.compress(body), headers={"Content-Encoding": "gzip"})


def gzip_damaged() -> Answer:
    """An answer that says gzip and is not."""
    return Answer(body=b"this is no gzip at all", headers={"Content-Encoding": "gzip"})


def entity_bomb() -> Answer:
    """A billion laughs."""
    lines = ['<?xml version="1.0"?>', "<!DOCTYPE lolz [", '<!ENTITY lol0 "lol">']
    lines += [f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10)]
    return Answer(body="\n".join([*lines, "]>", "<lolz>&lol9;</lolz>"]).encode(), content_type=XML)


def external_entity() -> Answer:
    """XML that wants to read a file of the reader's computer."""
    body = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname">]><r>&f;</r>'
    return Answer(body=body, content_type=XML)


def latin_1(text: str = '{"name": "Mülheim"}', announced: bool = True) -> Answer:
    """JSON in Latin-1, announced as such or not."""
    return Answer(body=text.encode("latin-1"), content_type=JSON + ("; charset=ISO-8859-1" if announced else ""))


def with_bom(text: str = '{"name": "Mülheim"}') -> Answer:
    """JSON behind a byte order mark."""
    return Answer(body=text.encode("utf-8-sig"))


def tagged(body: bytes = b'{"ok": true}', etag: str = '"v1"') -> Answer:
    """An answer with an ETag; asked again with it, 304."""

    def make(seen: Seen) -> Answer:
        same = seen.headers.get("if-none-match") == etag
        return Answer(304 if same else 200, b"" if same else body, {"ETag": etag})

    return Answer(make=make)


def dated(body: bytes = b'{"ok": true}', moment: str = "Sat, 21 Nov 2026 10:00:00 GMT") -> Answer:
    """An answer with Last-Modified; asked again with it, 304."""

    def make(seen: Seen) -> Answer:
        same = seen.headers.get("if-modified-since") == moment
        return Answer(304 if same else 200, b"" if same else body, {"Last-Modified": moment})

    return Answer(make=make)


def basic(user: str, word: str, answer: Answer | None = None) -> Answer:
    """401 unless user and pass word are right."""
    right = "Basic " + base64.b64encode(f"{user}:{word}".encode()).decode()

    def make(seen: Seen) -> Answer:
        if seen.headers.get("authorization") == right:
            return answer or data()
        return Answer(401, b"denied", {"WWW-Authenticate": 'Basic realm="test"'}, "text/plain")

    return Answer(make=make)


def echo() -> Answer:
    """The request as JSON: method, path, query, body, and the headers without those of the connection."""

    def make(seen: Seen) -> Answer:
        value = {
            "method": seen.method,
            "path": seen.path,
            "query": seen.query,
            "body": seen.body.decode("utf-8", "replace"),
            "accept": seen.headers.get("accept", ""),
        }
        return Answer(body=json.dumps(value).encode())

    return Answer(make=make)


def pages(total: int, size: int, matched: object = "total", loop_at: int | None = None) -> Answer:
    """OGC API Features in pages with `next` links.

    :param matched: what `numberMatched` says, "total" = the truth, None = nothing. :param loop_at: the offset whose
        `next` link leads back to the first page.
    """

    def make(seen: Seen) -> Answer:
        offset = int(seen.query.get("offset", ["0"])[0])
        numbers = range(offset, min(offset + size, total))
        features = [
            {
                "type": "Feature",
                "id": n,
                "properties": {"n": n},
                "geometry": {"type": "Point", "coordinates": [7.1, 51.5]},
            }
            for n in numbers
        ]
        value: dict[str, object] = {"type": "FeatureCollection", "features": features, "links": []}
        if matched is not None:
            value["numberMatched"] = total if matched == "total" else matched
        value["numberReturned"] = len(features)
        following = 0 if offset == loop_at else offset + size
        if offset == loop_at or following < total:
            value["links"] = [{"rel": "next", "type": GEOJSON, "href": f"{seen.path}?offset={following}"}]
        return Answer(body=json.dumps(value).encode(), content_type=GEOJSON)

    return Answer(make=make)


# -------------------------------------------------------------------------------------------------------- certificates
@dataclass(frozen=True)
class Certificate:
    """A server's certificate and key, and the authority that vouches for it (PEM files)."""

    authority: Path
    certificate: Path
    key: Path


def make_certificate(folder: Path, expired: bool = False) -> Certificate:
    """Make an authority and a certificate for loopback; it takes a tenth of a second.

    Each authority has a name of its own, and all began yesterday: neither an authority of another test nor a clock
    that is set a little back makes a difference.

    :param expired: the certificate's last day was in 2001.
    """
    made = Certificate(folder / "authority.pem", folder / "server.pem", folder / "server.key")
    (folder / "index.txt").write_text("", encoding="ascii")
    (folder / "serial").write_text("01\n", encoding="ascii")
    (folder / "new").mkdir()
    (folder / "ca.cnf").write_text(_AUTHORITY, encoding="ascii")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    for name, subject in (("authority", f"Test authority {uuid4()}"), ("server", "localhost")):
        _openssl(folder, "req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={subject}")
    now = datetime.now(timezone.utc)
    times = [f"{now + timedelta(days):%Y%m%d%H%M%SZ}" for days in (-1, 30)]
    _sign(folder, "authority", times, "-selfsign")
    _sign(folder, "server", ["20000101000000Z", "20010101000000Z"] if expired else times, "-cert", "authority.pem")
    return made


_AUTHORITY = """
[ca]
default_ca=own
[own]
database=index.txt
serial=serial
new_certs_dir=new
default_md=sha256
policy=any
[any]
commonName=supplied
[authority]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[server]
basicConstraints=CA:FALSE
subjectAltName=IP:127.0.0.1,DNS:localhost
extendedKeyUsage=serverAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
"""


def _sign(folder: Path, name: str, times: list[str], *by: str) -> None:
    _openssl(
        folder, "ca", "-batch", "-config", "ca.cnf", "-keyfile", "authority.key", *by, "-extensions", name, "-notext",
        "-startdate", times[0], "-enddate", times[1], "-in", f"{name}.csr", "-out", f"{name}.pem",
    )  # fmt: skip


def _openssl(folder: Path, *arguments: str) -> None:
    program = shutil.which("openssl")
    if program is None:
        raise RuntimeError("the tests of certificates need the program openssl")
    subprocess.run([program, *arguments], cwd=folder, check=True, capture_output=True)


# ------------------------------------------------------------------------------------------------------------- servers
class FaultServer:
    """A scripted http(s) server; paths without a script answer 404."""

    def __init__(self, certificate: Certificate | None = None, ciphers: str = "") -> None:
        self._scripts: dict[str, list[Answer]] = {}
        self._seen: list[Seen] = []
        self._lock = threading.Lock()
        self.ended = threading.Event()
        self._server = _Listening((LOOPBACK, 0), _Handler)
        self._server.owner = self
        self.scheme = "http"
        if certificate is not None:
            self.scheme = "https"
            self._server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._server.tls.load_cert_chain(certificate.certificate, certificate.key)
            if ciphers:
                self._server.tls.maximum_version = ssl.TLSVersion.TLSv1_2  # later ones have ciphers of their own
                self._server.tls.set_ciphers(ciphers)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> FaultServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def url(self, path: str = "/", host: str = LOOPBACK) -> str:
        """The address of a path."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def play(self, path: str, *answers: Answer) -> str:
        """Give a path its script, one answer a request; the last one stays. Return the address."""
        with self._lock:
            self._scripts[path] = list(answers)
        return self.url(path)

    def seen(self, path: str | None = None) -> list[Seen]:
        """The requests that came, to one path or all."""
        with self._lock:
            return [seen for seen in self._seen if path in (None, seen.path)]

    def answer(self, seen: Seen) -> Answer:
        """Note a request and return what the script has for it."""
        with self._lock:
            self._seen.append(seen)
            script = self._scripts.get(seen.path, [Answer(404, b"nothing here", content_type="text/plain")])
            answer = script.pop(0) if len(script) > 1 else script[0]
        return answer.make(seen) if answer.make else answer


class _Listening(ThreadingHTTPServer):
    """Shakes hands for TLS in the thread of the connection; keeps silent about clients that left."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    owner: FaultServer | FaultProxy
    tls: ssl.SSLContext | None = None

    def finish_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        if self.tls is not None:
            request.settimeout(10)
            request = self.tls.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up in these tests; that is what they are for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # a kept connection would wait 40 ms for every answer
    server: _Listening

    def log_message(self, *_: object) -> None:
        """Nothing to standard error."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.command, parts.path, parse_qs(parts.query), headers, self.rfile.read(length))
        owner = self.server.owner
        assert isinstance(owner, FaultServer)
        self._send(owner.answer(seen), owner.ended)

    do_POST = do_HEAD = do_PUT = do_GET  # noqa: N815 - the names that http.server asks for

    def _send(self, answer: Answer, ended: threading.Event) -> None:
        if ended.wait(answer.silence) if answer.silence else False:
            self.close_connection = True
            return
        if answer.reset:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.content_type, **answer.headers}.items():
            self.send_header(name, value)
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(answer.body) if answer.announced is None else answer.announced))
        self.end_headers()
        if self.command != "HEAD":
            self._send_body(answer, ended)
        if answer.announced is not None:
            self.close_connection = True

    def _send_body(self, answer: Answer, ended: threading.Event) -> None:
        size = answer.pieces or max(1, len(answer.body))
        for start in range(0, len(answer.body), size):
            if start and answer.pause and ended.wait(answer.pause):
                self.close_connection = True
                return
            piece = answer.body[start : start + size]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if answer.chunked else piece)
            self.wfile.flush()
        if answer.chunked and answer.announced is None:
            self.wfile.write(b"0\r\n\r\n")


class FaultProxy:
    """A forward proxy with basic authentication that leads to loopback only; notes what it was asked for."""

    def __init__(self, user: str = "", word: str = "") -> None:
        self.expected = "Basic " + base64.b64encode(f"{user}:{word}".encode()).decode() if user else ""
        self.asked: list[tuple[str, str, bool]] = []
        self._server = _Listening((LOOPBACK, 0), _ProxyHandler)
        self._server.owner = self
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def url(self, user: str = "", word: str = "") -> str:
        """The proxy's address, as an environment variable holds it."""
        login = f"{user}:{word}@" if user else ""
        return f"http://{login}{LOOPBACK}:{self.port}"


class _ProxyHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listening

    def log_message(self, *_: object) -> None:
        """Nothing to standard error."""

    def _may(self) -> bool:
        owner = self.server.owner
        assert isinstance(owner, FaultProxy)
        right = not owner.expected or self.headers.get("Proxy-Authorization") == owner.expected
        owner.asked.append((self.command, self.path, right))
        if not right:
            self.send_response(407)
            self.send_header("Proxy-Authenticate", 'Basic realm="proxy"')
            self.send_header("Content-Length", "0")
            self.end_headers()
        return right

    def do_GET(self) -> None:
        if not self._may():
            return
        parts = urlsplit(self.path)
        own = ("proxy-authorization", "proxy-connection", "connection")
        headers = {name: value for name, value in self.headers.items() if name.lower() not in own}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        connection = http.client.HTTPConnection(LOOPBACK, parts.port or 80, timeout=20)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(self.command, path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        connection.close()

    do_POST = do_GET  # noqa: N815 - the name that http.server asks for

    def do_CONNECT(self) -> None:
        if not self._may():
            return
        far = socket.create_connection((LOOPBACK, int(self.path.rpartition(":")[2])), timeout=20)
        self.send_response(200)
        self.end_headers()
        ends = [self.connection, far]
        while True:
            ready, _, _ = select.select(ends, [], [], 20)
            pieces = [(end, end.recv(65536)) for end in ready]
            if not ready or any(not piece for _, piece in pieces):
                break
            for end, piece in pieces:
                (far if end is self.connection else self.connection).sendall(piece)
        far.close()
        self.close_connection = True
