"""The transport without QGIS: `requests`, with the proxies, certificates and the netrc file of the environment.

The exchange runs in a thread of its own, which may hang with the server for as long as the limit for silence; the
caller looks at the user and at the clock ten times a second and leaves it behind when he has had enough.
"""

from __future__ import annotations

import http.client
import logging
import queue
import socket
import ssl
import threading
import weakref
from collections.abc import Callable, Iterator

import requests
import urllib3.exceptions

from ruhr_planner.model import errors
from ruhr_planner.net.cache import Cache
from ruhr_planner.net.client import Client, Hop
from ruhr_planner.net.receive import BLOCK, Receiver
from ruhr_planner.net.retry import Clock, Policy
from ruhr_planner.net.watch import TICK, Watch

_AHEAD = 16
_NETWORK_ERRORS = (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError, ValueError)
_EXPIRED_CODES = frozenset({9, 10})
"""X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL."""


class RequestsTransport(Client):
    """`Transport` over requests. An `authcfg` belongs to QGIS and is refused; the netrc file holds log-ins here."""

    def __init__(
        self,
        cache: Cache | None = None,
        offline: bool = False,
        policy: Policy | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(_RequestsWire(), cache, offline, policy, clock)


class _RequestsWire:
    """One exchange over a shared session, whose pool of connections is safe for threads."""

    def __init__(self) -> None:
        # urllib3 writes host names and addresses into its log, which nothing here may do
        logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)
        self._session = requests.Session()
        self._session.headers.clear()
        self._session.headers["User-Agent"] = "RuhrPlanner"
        weakref.finalize(self, self._session.close)  # kept connections end with the transport

    def exchange(self, hop: Hop, receiver: Receiver, watch: Watch) -> None:
        """Do one exchange; see `Wire`."""
        if hop.authcfg:
            raise errors.AuthenticationFailed(source=hop.source)
        transfer = _Transfer(self._session, hop, watch.idle_seconds)
        try:
            while (part := transfer.next(watch)) is not None:
                if isinstance(part, _Head):
                    receiver.is_private = part.is_private
                    receiver.start(part.status, part.headers)
                elif not receiver.feed(part):
                    return
        finally:
            transfer.leave()


class _Head:
    """Status and headers with lower-case names, and whether a log-in (of the netrc file) went with the question."""

    def __init__(self, answer: requests.Response, is_private: bool) -> None:
        self.is_private = is_private
        self.status = answer.status_code
        self.headers = {name.lower(): value for name, value in answer.headers.items()}


class _Transfer:
    """The thread that talks to the server, and the queue of what it hears."""

    def __init__(self, session: requests.Session, hop: Hop, idle_seconds: float) -> None:
        self._session = session
        self._hop = hop
        self._idle = idle_seconds
        self._left = threading.Event()
        self._parts: queue.Queue[_Head | bytes | errors.NetworkError | None] = queue.Queue(_AHEAD)
        # a daemon: a hanging server must not keep the program from ending
        self._thread = threading.Thread(target=self._run, name="ruhr_planner transfer", daemon=True)
        self._thread.start()

    def next(self, watch: Watch) -> _Head | bytes | None:
        """Return what came next, None at the end.

        :raises Cancelled, NetworkError: see `Wire`.
        """
        while True:
            try:
                part = self._parts.get(timeout=TICK)
            except queue.Empty:
                watch.check()
                continue
            watch.check()
            if isinstance(part, errors.NetworkError):
                raise part
            return part

    def leave(self) -> None:
        """Go on without the rest; the thread ends at its next byte or at the limit for silence."""
        self._left.set()

    def _run(self) -> None:
        try:
            for part in self._answer():
                if not self._say(part):
                    return
            self._say(None)
        except requests.RequestException as problem:
            self._say(sentence(problem, self._hop.source, self._idle))
        except _NETWORK_ERRORS as problem:
            self._say(sentence(problem, self._hop.source, self._idle))

    def _say(self, part: _Head | bytes | errors.NetworkError | None) -> bool:
        while not self._left.is_set():
            try:
                self._parts.put(part, timeout=TICK)
            except queue.Full:
                continue
            return True
        return False

    def _answer(self) -> Iterator[_Head | bytes]:
        hop = self._hop
        prepared = self._session.prepare_request(requests.Request(hop.method, hop.url, hop.headers, data=hop.body))
        address = prepared.url or ""
        settings = self._session.merge_environment_settings(address, {}, True, None, None)
        # not Session.send: it reads the body of a redirect into memory, however large, and stumbles over its target
        adapter = self._session.get_adapter(address)
        answer = adapter.send(prepared, timeout=(self._idle, self._idle), **settings)
        requests.cookies.extract_cookies_to_jar(self._session.cookies, prepared, answer.raw)
        try:
            yield _Head(answer, "Authorization" in prepared.headers)
            read = _reader(answer)
            while data := read(BLOCK):
                yield data
            _give_back(answer)
        finally:
            answer.close()


def _reader(answer: requests.Response) -> Callable[[int], bytes]:
    """Return a function that reads what has come, at most so many bytes, packed as it is, without waiting for more.

    requests itself waits until a whole block is there, and a slow server would look like a silent one.
    """
    read: Callable[[int], bytes] = answer.raw._fp.read1
    return read


def _give_back(answer: requests.Response) -> None:
    """Return the connection to the pool after the last byte."""
    answer.raw._fp.close()
    answer.raw.release_conn()


# -------------------------------------------------------------------------------------------------------------- errors
def sentence(problem: BaseException, source: str, seconds: float) -> errors.NetworkError:
    """Return the error of the house for an exception of requests, urllib3 or Python; no host name goes with it."""
    chain = list(_causes(problem))
    detail = " < ".join(dict.fromkeys(type(cause).__name__ for cause in chain))
    for kind, matches in _KINDS:
        if any(matches(cause) for cause in chain):
            silence = {"seconds": f"{seconds:g}"} if issubclass(kind, errors.TimedOut) else {}
            return kind(detail, source=source, **silence)
    return errors.ConnectionFailed(detail, source=source)


def _causes(problem: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all that are packed into it."""
    todo: list[object] = [problem]
    seen: set[int] = set()
    while todo:
        cause = todo.pop(0)
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        todo += [*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__]


def _expired(cause: BaseException) -> bool:
    return isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_code in _EXPIRED_CODES


_KINDS: tuple[tuple[type[errors.NetworkError], Callable[[BaseException], bool]], ...] = (
    (errors.ProxyRefused, lambda cause: isinstance(cause, OSError) and " 407 " in str(cause)),
    (errors.ProxyFailed, lambda cause: isinstance(cause, requests.exceptions.ProxyError)),
    (errors.CertificateExpired, _expired),
    (errors.CertificateRejected, lambda cause: isinstance(cause, ssl.SSLCertVerificationError)),
    (errors.BrokenOff, lambda cause: isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError))),
    (errors.HandshakeFailed, lambda cause: isinstance(cause, ssl.SSLError)),
    (errors.AddressUnknown, lambda cause: isinstance(cause, socket.gaierror)),
    (errors.TimedOut, lambda cause: isinstance(cause, (socket.timeout, requests.exceptions.Timeout))),
    (
        errors.BrokenOff,
        lambda cause: isinstance(cause, (ConnectionResetError, ConnectionAbortedError, BrokenPipeError)),
    ),
    (errors.BrokenOff, lambda cause: isinstance(cause, http.client.HTTPException)),
    (
        errors.AddressInvalid,
        lambda cause: isinstance(cause, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)),
    ),
)
