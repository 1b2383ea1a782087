"""What every question to a service has in common: who asks, for which part, and how addresses are put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from ruhr_planner.model import errors
from ruhr_planner.net import redirect
from ruhr_planner.net.transport import MAX_BYTES, Feedback, Request, Response, Transport
from ruhr_planner.readers.check import Envelope

T = TypeVar("T")


@dataclass(frozen=True)
class Asking:
    """Who asks, and for what.

    :param extent: in EPSG:25832, None for all. :param maximum: load at most so many, 0 = all.
    """

    transport: Transport
    extent: Envelope | None = None
    authcfg: str = ""
    maximum: int = 0
    feedback: Feedback | None = None

    def request(self, url: str, source: str, headers: Mapping[str, str] | None = None) -> Request:
        """Return a question with the log-in."""
        return Request(url, headers=headers or {}, authcfg=self.authcfg, source=source)

    def following(self, url: str, link: str, source: str) -> tuple[Asking, str]:
        """Return who asks, and the address, where an answer from one address leads to another: see `redirect`."""
        request = redirect.followed(self.request(url, source), link)
        return replace(self, authcfg=request.authcfg), request.url

    def send(
        self, url: str, source: str, headers: Mapping[str, str] | None = None, max_bytes: int = MAX_BYTES
    ) -> Response:
        """Ask, and return the whole answer.

        :raises NetworkError, Cancelled: see `Transport.send`.
        """
        asked = Request(url, headers=headers or {}, authcfg=self.authcfg, source=source, max_bytes=max_bytes)
        return self.transport.send(asked, self.feedback)


def without(url: str, ours: frozenset[str]) -> str:
    """Return an address without the parameters that a reader sets itself (names in lower case); others stay."""
    parts = urlsplit(url.strip())
    kept = [(key, value) for key, value in parse_qsl(parts.query, True) if key.lower() not in ours]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def address(url: str, **parameters: object) -> str:
    """Return an address with parameters; those that are None are left out."""
    given = {key: value for key, value in parameters.items() if value is not None}
    joint = "&" if urlsplit(url).query else "?"
    return f"{url}{joint}{urlencode(given, safe=':,/')}" if given else url


def below(url: str, *names: str, **parameters: object) -> str:
    """Return an address below another one, whose own parameters are kept."""
    parts = urlsplit(url)
    path = "/".join([parts.path.rstrip("/"), *(quote(name, safe=":,") for name in names)])
    return address(urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")), **parameters)


def title_of(url: str) -> str:
    """Return a name for a service that has not told its own yet: the last part of the path, never the host."""
    names = [part for part in urlsplit(url).path.split("/") if part]
    return names[-1] if names else "Server"


def pick(wanted: str, offered: Sequence[tuple[str, str, T]], source: str) -> T:
    """Find a layer by its id, with or without prefix, or by its title; without a name the only one.

    :param offered: id, title and layer.
    :raises LayerUnknown, LayerNotNamed: there is none, or several.
    """
    shown = [name if title in ("", name) else f"{name} ({title})" for name, title, _layer in offered[:12]]
    known = ", ".join(shown) + (" …" if len(offered) > 12 else "")
    if not wanted:
        if len(offered) == 1:
            return offered[0][2]
        raise errors.LayerNotNamed(source=source, count=len(offered), known=known or "–")
    name = wanted.strip()
    matches: tuple[Callable[[str, str], bool], ...] = (
        lambda key, _title: key == name,
        lambda key, _title: _bare(key) == _bare(name),
        lambda key, _title: _bare(key).lower() == _bare(name).lower(),
        lambda _key, title: title == name,
    )
    for fits in matches:
        found = [layer for key, title, layer in offered if fits(key, title)]
        if len(found) == 1:
            return found[0]
    raise errors.LayerUnknown(source=source, layer=wanted, known=known or "–")


def _bare(name: str) -> str:
    return name.rsplit(":", 1)[-1]
