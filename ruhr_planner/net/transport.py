"""How bytes arrive: one request, one response, with cancel, limits and authentication.

Two implementations: `net.qgis_transport` inside QGIS (its proxy, certificates and authentication) and
`net.requests_transport` without QGIS. Everything above is handed a transport and does no I/O of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

IDLE_SECONDS = 30.0
"""No byte for so long: the server hangs."""

TOTAL_SECONDS = 300.0
"""A trickle that never ends is no answer either."""

MAX_BYTES = 512 * 1024 * 1024
"""An answer larger than this (after unpacking) is refused."""


@dataclass(frozen=True)
class Request:
    """What to ask for. `authcfg` is the id of a configuration in QGIS's authentication manager, never a secret.

    `source` is the title under which the user knows the service; error sentences name it instead of the host.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    authcfg: str = ""
    idle_seconds: float = IDLE_SECONDS
    total_seconds: float = TOTAL_SECONDS
    max_bytes: int = MAX_BYTES
    cacheable: bool = True
    source: str = "Server"


@dataclass(frozen=True)
class Response:
    """What came: status, headers (lower-case names), the body unpacked, the final address after redirects.

    `loaded` is when the body was loaded from the server (UTC), also when it comes from the cache.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    loaded: datetime
    from_cache: bool = False

    @property
    def content_type(self) -> str:
        """The media type without parameters, lower case; "" if the server did not say."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower()


class Feedback(Protocol):
    """How a long transfer is watched and stopped."""

    def is_cancelled(self) -> bool:
        """Tell whether the user cancelled; asked at least four times a second, also while a server hangs."""

    def received(self, count: int, total: int | None) -> None:
        """Take note of the bytes that came so far, and of how many are expected (None = unknown)."""


class Transport(Protocol):
    """One client of the network. Safe to be used from several threads at the same time."""

    def send(self, request: Request, feedback: Feedback | None = None) -> Response:
        """Send a request and return the whole answer.

        Checks in this order: cancelled, reply error, HTTP status, body (an HTML log-in page, an ExceptionReport, a CKAN
        failure in an answer of status 200). Retries 429, 503 and a reset connection with back-off; follows redirects,
        relative ones too, five at most, never from https to http.

        :raises Cancelled: the user cancelled.
        :raises NetworkError: one sentence that says what is wrong and what helps; no host name, no secret.
        """

    def download(self, request: Request, target: Path, feedback: Feedback | None = None) -> Response:
        """Send a request and write the body into a file as it comes; the response's body is empty.

        :raises Cancelled, NetworkError: as `send`; the file is removed.
        """
