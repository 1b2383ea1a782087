"""Where a redirect or a link in an answer leads: relative targets resolved, five hops at most, never to http.

Pure. Method and headers on the way follow RFC 9110, section 15.4, and what browsers do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from ruhr_planner.model import errors
from ruhr_planner.net.transport import Request

MAX_HOPS = 5
STATUSES = frozenset({301, 302, 303, 307, 308})
_TO_GET = frozenset({301, 302, 303})
_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:=&?~#+!$,;'@()*[]"
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


def normal(url: str, source: str) -> str:
    """Return an address in plain ASCII, without a fragment: umlauts and blanks percent-encoded, host names in IDNA.

    :raises AddressInvalid: no http(s) address, no server, an impossible port.
    """
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in _PORTS or not parts.hostname:
            raise errors.AddressInvalid(source=source)
        network = _network(parts)
        path = quote(parts.path, safe=_SAFE) or "/"
        return urlunsplit((parts.scheme.lower(), network, path, quote(parts.query, safe=_SAFE), ""))
    except ValueError:  # a port that is no number, brackets that do not close, a name that is no IDNA
        raise errors.AddressInvalid(source=source) from None


def _network(parts: SplitResult) -> str:
    """Return host and port, and user information where the user typed one."""
    host = (parts.hostname or "").lower()
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if any(char.isspace() or char in '<>"\\^`{|}%' or ord(char) < 32 for char in host):
        raise ValueError(host)
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port is not None else ""
    user = parts.netloc.rpartition("@")[0]
    return f"{quote(user, safe=_SAFE)}@{host}{port}" if user else f"{host}{port}"


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a normal address."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme]


def may_keep_secrets(old: str, new: str) -> bool:
    """Tell whether credentials may follow from one address to another: the same server, or its https variant."""
    (old_scheme, old_host, old_port), (new_scheme, new_host, new_port) = origin(old), origin(new)
    if old_host != new_host:
        return False
    if (old_scheme, old_port) == (new_scheme, new_port):
        return True
    return (old_scheme, old_port, new_scheme, new_port) == ("http", 80, "https", 443)


def without_secrets(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers without those that prove who asks."""
    return {name: value for name, value in headers.items() if name.lower() not in _SECRET_HEADERS}


def method_after(status: int, method: str) -> str:
    """Return the method of the next hop: 307 and 308 keep it, the others turn a POST into a GET."""
    return "GET" if status in _TO_GET and method not in ("GET", "HEAD") else method


def followed(request: Request, link: str) -> Request:
    """Return the question that a link in the answer to another one leads to; the log-in goes to no other server.

    A server behind a proxy may write http where it was asked by https; on the same server https stays.
    :param link: absolute or relative. :raises AddressInvalid: it is no web address.
    """
    first = normal(request.url, request.source)
    try:
        target = normal(urljoin(first, link.strip()), request.source)
    except ValueError:  # brackets that do not close
        raise errors.AddressInvalid(source=request.source) from None
    old, new = urlsplit(first), urlsplit(target)
    if (old.scheme, new.scheme, old.hostname) == ("https", "http", new.hostname) and new.port in (None, 80):
        target = urlunsplit(new._replace(scheme="https", netloc=old.netloc))
    keeps = may_keep_secrets(first, target)
    headers = dict(request.headers) if keeps else without_secrets(request.headers)
    return replace(request, url=target, headers=headers, authcfg=request.authcfg if keeps else "")


class Trail:
    """The hops of one request. A server may well redirect to the same address after setting a cookie, so hops count."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._hops = 0

    def follow(self, status: int, method: str, url: str, location: str) -> tuple[str, str]:
        """Return method and address of the next hop.

        :param location: the header as it came, absolute or relative.
        :raises RedirectRefused: no web address; `RedirectLoop`, `RedirectUnprotected`: see there.
        """
        try:
            target = normal(urljoin(url, location.strip()), self._source)
        except (errors.AddressInvalid, ValueError):
            raise errors.RedirectRefused(source=self._source) from None
        if urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https":
            raise errors.RedirectUnprotected(source=self._source)
        self._hops += 1
        if self._hops > MAX_HOPS:
            raise errors.RedirectLoop(source=self._source, limit=MAX_HOPS)
        return method_after(status, method), target
