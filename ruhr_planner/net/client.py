"""The one client of the network: what both transports have in common.

A `Wire` does one exchange, no more. Redirects, retries, limits, unpacking, the look into the body, the cache and
working offline are here, once, so that both transports give the same answers and the same sentences. The order of the
checks: cancelled, reply error, HTTP status, body.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from ruhr_planner.model import errors
from ruhr_planner.net import body as bodies
from ruhr_planner.net import cache as caches
from ruhr_planner.net import redirect
from ruhr_planner.net.receive import Receiver
from ruhr_planner.net.retry import Clock, Policy, SystemClock, seconds_of
from ruhr_planner.net.transport import Feedback, Request, Response
from ruhr_planner.net.watch import Watch

_ON_THE_WAY = frozenset({"connection", "keep-alive", "transfer-encoding", "content-encoding", "content-length"})
_CONDITIONS = frozenset({"if-none-match", "if-modified-since"})


@dataclass(frozen=True)
class Hop:
    """One exchange with one server."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None
    authcfg: str
    source: str


class Wire(Protocol):
    """What a transport does itself: send one question and hand over the answer as it comes."""

    def exchange(self, hop: Hop, receiver: Receiver, watch: Watch) -> None:
        """Send, call `receiver.start` once and `receiver.feed` until it wants no more; ask `watch.check` all the time.

        No redirect is followed, nothing is unpacked, nothing is asked again. A status is not an error here.

        :raises Cancelled, NetworkError: no answer came, or it broke off.
        """


@dataclass(frozen=True)
class _Answer:
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    is_private: bool

    def response(self, clock: Clock) -> Response:
        headers = {name: value for name, value in self.headers.items() if name not in _ON_THE_WAY}
        return Response(self.url, self.status, headers, self.body, clock.now())


class Client:
    """A transport over a wire; see `net.transport.Transport`. Safe to be used from several threads at the same time.

    :param cache: where answers are kept; None keeps nothing. :param offline: serve what was loaded last, ask nobody.
    """

    def __init__(
        self,
        wire: Wire,
        cache: caches.Cache | None = None,
        offline: bool = False,
        policy: Policy | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._wire = wire
        self._cache = cache
        self._policy = policy or Policy()
        self._clock = clock or SystemClock()
        self.offline = offline
        self.oldest: datetime | None = None
        """When the oldest of the answers that were served offline had been loaded (UTC); None if there was none."""

    def send(self, request: Request, feedback: Feedback | None = None) -> Response:
        """Send a request and return the whole answer; see `Transport.send`."""
        request, watch, kept = self._prepared(request, feedback)
        if self.offline:
            return self._stored(request, kept)
        answer = self._persist(request, kept, watch, None)
        if answer.status == 304 and kept is not None:
            return kept.response
        response = answer.response(self._clock)
        if self._cache is not None and not answer.is_private:
            self._cache.keep(request, response)
        return response

    def download(self, request: Request, target: Path, feedback: Feedback | None = None) -> Response:
        """Send a request and write the body into a file as it comes; see `Transport.download`.

        The file is written beside its place and moved there when it is complete: what was there before stays until
        then.

        :raises WriteFailed: the disk is full, the folder is read-only.
        """
        request, watch, kept = self._prepared(request, feedback)
        part = target.with_name(f"{target.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            with part.open("w+b") as file:
                response = self._loaded(request, kept, watch, file)
            part.replace(target)
        except OSError as problem:
            raise errors.WriteFailed(file=target.name, why=problem.strerror or type(problem).__name__) from problem
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        return response

    def _loaded(self, request: Request, kept: caches.Kept | None, watch: Watch, file: BinaryIO) -> Response:
        """Bring an answer into a file and return the rest of it."""
        if self.offline:
            response = self._stored(request, kept)
        else:
            answer = self._persist(request, kept, watch, file)
            if answer.status != 304 or kept is None:
                response = answer.response(self._clock)
                if self._cache is not None and not answer.is_private:
                    self._cache.keep_file(request, response, file)
                return response
            response = kept.response
        file.seek(0)
        file.truncate()
        file.write(response.body)
        return replace(response, body=b"")

    def _prepared(self, request: Request, feedback: Feedback | None) -> tuple[Request, Watch, caches.Kept | None]:
        watch = Watch(request, feedback, self._clock)
        watch.check_cancelled()
        request = replace(request, url=redirect.normal(request.url, request.source), method=request.method.upper())
        keeps = self._cache is not None and caches.may_keep(request)
        return request, watch, self._cache.find(request) if self._cache is not None and keeps else None

    def _stored(self, request: Request, kept: caches.Kept | None) -> Response:
        if kept is None:
            raise errors.OfflineMissing(source=request.source)
        loaded = kept.response.loaded
        self.oldest = loaded if self.oldest is None else min(self.oldest, loaded)
        return kept.response

    def _persist(self, request: Request, kept: caches.Kept | None, watch: Watch, target: BinaryIO | None) -> _Answer:
        """Ask until an answer came or an error is final."""
        attempt = 1
        while True:
            try:
                return self._ask(request, kept, watch, target)
            except errors.NetworkError as error:
                asked = error.params.get("retry_after")
                retry_after = seconds_of(str(asked), self._clock.now()) if asked else None
                wait = self._policy.wait(error, attempt, retry_after)
                if wait is None or wait >= watch.left():
                    raise
            watch.wait(wait)
            attempt += 1

    def _ask(self, request: Request, kept: caches.Kept | None, watch: Watch, target: BinaryIO | None) -> _Answer:
        """Ask once, along all redirects, and check what came."""
        hop = _first_hop(request, kept)
        trail = redirect.Trail(request.source)
        while True:
            if target is not None:
                target.seek(0)
                target.truncate()
            receiver = Receiver(request, hop.method, watch, target)
            watch.begin()
            self._wire.exchange(hop, receiver, watch)
            watch.check_cancelled()
            receiver.finish()
            location = receiver.headers.get("location", "")
            if receiver.status not in redirect.STATUSES or not location:
                break
            hop = _next_hop(hop, trail, receiver.status, location)
        _check(request, hop, receiver, target)
        body = b"" if target is not None else receiver.body
        return _Answer(hop.url, receiver.status, receiver.headers, body, receiver.is_private)


def _first_hop(request: Request, kept: caches.Kept | None) -> Hop:
    headers = dict(request.headers)
    if "accept-encoding" not in {name.lower() for name in headers}:
        headers["Accept-Encoding"] = "gzip"
    if kept is not None and request.method == "GET":
        headers.update(kept.validators)
    return Hop(request.method, request.url, headers, request.body, request.authcfg, request.source)


def _next_hop(hop: Hop, trail: redirect.Trail, status: int, location: str) -> Hop:
    """Return the hop after a redirect; a log-in does not follow to another server."""
    method, url = trail.follow(status, hop.method, hop.url, location)
    keeps = redirect.may_keep_secrets(hop.url, url)
    headers = dict(hop.headers) if keeps else redirect.without_secrets(hop.headers)
    body = hop.body if method == hop.method else None
    if body is None:
        headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    return Hop(method, url, headers, body, hop.authcfg if keeps else "", hop.source)


def _check(request: Request, hop: Hop, receiver: Receiver, target: BinaryIO | None) -> None:
    """Check the status, then the body.

    :raises NetworkError: one of the two is none of success.
    """
    status, headers = receiver.status, receiver.headers
    if status == 304 and _CONDITIONS & {name.lower() for name in hop.headers}:
        return
    bodies.check_status(request, hop.url, status, headers, receiver.body)
    if not receiver.is_success:
        raise errors.HttpStatus(source=request.source, status=status)
    if target is None:
        bodies.check(request, hop.url, headers, receiver.body, [receiver.body])
        return
    target.seek(0)
    head = target.read(bodies.EXPLANATION_BYTES)
    bodies.check(request, hop.url, headers, head, _blocks(target))
    target.seek(0, os.SEEK_END)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(bodies.EXPLANATION_BYTES):
        yield block
