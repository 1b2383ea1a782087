"""One door to all readers: finds out what an address or a path leads to, and opens its layer.

Addresses that say what they are are believed; others are asked. What is neither a service nor a file is one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit, urlunsplit
from urllib.request import url2pathname

from ruhr_planner.catalogue import answers
from ruhr_planner.model import errors
from ruhr_planner.net import body as bodies
from ruhr_planner.net.cache import has_secret
from ruhr_planner.net.transport import Feedback, Transport
from ruhr_planner.readers import arcgis, atom, check, files, oapif, wfs
from ruhr_planner.readers.asking import Asking, title_of
from ruhr_planner.readers.record import Origin, Stream

AUTO, WFS, OAPIF, ARCGIS, FILE = "auto", "wfs", "oapif", "arcgis", "file"
KINDS = (AUTO, WFS, OAPIF, ARCGIS, FILE)
"""In the order of the algorithm's enumeration."""

_PROBE_BYTES = 32 * 1024 * 1024
_ARCGIS = re.compile(r"/(?:FeatureServer|MapServer)(?:/|$)", re.IGNORECASE)
_JSON_TYPES = "application/json, */*;q=0.5"
"""Without GeoJSON: QGIS Server refuses its own landing page to a client that also takes that."""


@dataclass(frozen=True)
class Wanted:
    """What to load. `extent` is in EPSG:25832; `maximum` 0 is all."""

    url: str
    layer: str = ""
    kind: str = AUTO
    extent: check.Envelope | None = None
    authcfg: str = ""
    maximum: int = 0


def open_layer(transport: Transport, wanted: Wanted, feedback: Feedback | None = None) -> Stream:
    """Open a layer for reading.

    :raises NetworkError, BadFile, Cancelled: see there.
    """
    path = local_path(wanted.url)
    if path is not None:
        if wanted.kind not in (AUTO, FILE):
            raise errors.WrongService(source=path.name, found="file", expected=_TITLES[wanted.kind])
        return files.open_path(path, wanted.layer, wanted.extent, wanted.maximum)
    kind = wanted.kind if wanted.kind != AUTO else stated_kind(wanted.url)
    if kind == AUTO:
        kind = found_kind(transport, wanted, feedback)
    open_it: Callable[..., Stream] = {
        WFS: wfs.open_layer,
        OAPIF: oapif.open_layer,
        ARCGIS: arcgis.open_layer,
        FILE: files.open_url,
        "atom": atom.open_layer,
    }[kind]
    return open_it(_asking(transport, wanted, feedback), wanted.url, wanted.layer)


def _asking(transport: Transport, wanted: Wanted, feedback: Feedback | None) -> Asking:
    return Asking(transport, wanted.extent, wanted.authcfg, wanted.maximum, feedback)


_TITLES = {WFS: "WFS", OAPIF: "OGC API", ARCGIS: "ArcGIS"}


def local_path(url: str) -> Path | None:
    """Return the path of a file on this computer, None for an address on the network."""
    text = url.strip()
    scheme = urlsplit(text).scheme.lower()
    if scheme == "file":
        return Path(url2pathname(urlsplit(text).path))
    if scheme in ("http", "https"):
        return None
    if "://" in text or not text:
        raise errors.AddressInvalid(source=text.split("://", 1)[0] or "–")
    return Path(text)


def stated_kind(url: str) -> str:
    """Return what an address says it is, `auto` where it says nothing."""
    parts = urlsplit(url)
    query = {key.lower(): value.lower() for key, value in parse_qsl(parts.query)}
    if query.get("service") == "wfs":
        return WFS
    if _ARCGIS.search(parts.path) and "wfsserver" not in parts.path.lower():
        return ARCGIS
    if "/collections" in parts.path:
        return OAPIF
    if parts.path.lower().endswith("/wfsserver"):
        return WFS
    return FILE if files.kind_of_name(parts.path) else AUTO


def found_kind(transport: Transport, wanted: Wanted, feedback: Feedback | None) -> str:
    """Ask an address what it is: first as it stands, then as a WFS.

    :raises NoService: neither; other errors of the network as they come.
    """
    source = title_of(wanted.url)
    asking = _asking(transport, wanted, feedback)
    first: errors.NetworkError | None = None
    try:
        answer = asking.send(wanted.url, source, {"Accept": _JSON_TYPES}, max_bytes=_PROBE_BYTES)
        kind = kind_of(answer.body, source)
        if kind:
            return kind
    except errors.TooLarge:
        return FILE
    except (errors.AnswerError, errors.BadRequest, errors.NotFound, errors.ServerFailed) as problem:
        first = problem
    try:
        wfs.capabilities(asking, wfs.base_url(wanted.url), source)
    except errors.WrongService:
        raise
    except (errors.AnswerError, errors.HttpStatus) as problem:
        raise first or errors.NoService(source=source) from problem
    return WFS


def kind_of(body: bytes, source: str) -> str:
    """Return the kind of an answer, "" where it is none of ours."""
    if body[:4] in (b"PK\3\4", b"SQLi"):
        return FILE
    if bodies.is_xml(body):
        return _kind_of_xml(body, source)
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return _kind_of_json(body, source) if start == b"{" else ""


def _kind_of_xml(body: bytes, source: str) -> str:
    name = answers.local(answers.xml_root(body, source))
    if name.endswith("Capabilities") and name != "WFS_Capabilities":
        wfs.parse_capabilities(body, source)
    kinds = {"WFS_Capabilities": WFS, "FeatureCollection": FILE, "kml": FILE, "feed": "atom"}
    return kinds.get(name, "")


def _kind_of_json(body: bytes, source: str) -> str:
    value = answers.json_object(body, source)
    if value.get("type") in ("FeatureCollection", "Feature"):
        return FILE
    if "currentVersion" in value or "geometryType" in value:
        return ARCGIS
    if "collections" in value or "conformsTo" in value:
        return OAPIF
    links = value.get("links")
    rels = {link.get("rel") for link in links if isinstance(link, dict)} if isinstance(links, list) else set()
    return OAPIF if rels & {"data", "conformance", "items"} else ""


def public(origin: Origin) -> Origin:
    """Return what may be written down: addresses without log-ins and keys."""
    return replace(origin, url=public_url(origin.url), query=_public_query(origin.query))


def public_url(url: str) -> str:
    """Return an address without log-ins and keys."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url
    netloc = parts.netloc.rsplit("@", 1)[-1]
    return urlunsplit((parts.scheme, netloc, parts.path, _public_query(parts.query), ""))


def _public_query(query: str) -> str:
    return "&".join(part for part in query.split("&") if not has_secret(f"?{part}"))


@dataclass(frozen=True)
class Offer:
    """A layer that can be loaded."""

    layer: str
    title: str
    crs: tuple[str, ...] = ()
    abstract: str = ""


def describe(transport: Transport, wanted: Wanted, feedback: Feedback | None = None) -> tuple[str, tuple[Offer, ...]]:
    """Return the kind of an address and the layers that it offers.

    :raises NetworkError, BadFile, Cancelled: see there.
    """
    path = local_path(wanted.url)
    if path is not None:
        return FILE, tuple(Offer(name, name) for name in files.layers_of(path))
    kind = wanted.kind if wanted.kind != AUTO else stated_kind(wanted.url)
    if kind == AUTO:
        kind = found_kind(transport, wanted, feedback)
    return kind, _OFFERS[kind](_asking(transport, wanted, feedback), wanted.url)


def _wfs_offers(asking: Asking, url: str) -> tuple[Offer, ...]:
    service = wfs.capabilities(asking, wfs.base_url(url), title_of(url))
    return tuple(
        Offer(entry.name, entry.title, tuple(map(check.normal, entry.crs)), entry.abstract) for entry in service.types
    )


def _oapif_offers(asking: Asking, url: str) -> tuple[Offer, ...]:
    root, _named = oapif.split(url)
    found, _root = oapif.list_collections(asking, root, title_of(root))
    return tuple(Offer(entry.id, entry.title, tuple(map(check.normal, entry.crs)), entry.abstract) for entry in found)


def _arcgis_offers(asking: Asking, url: str) -> tuple[Offer, ...]:
    service, _number = arcgis.split(url)
    source = title_of(service)
    listed = arcgis.parse_service(asking.send(arcgis.query_url(service), source, arcgis.HEADERS).body, source)
    return tuple(Offer(number, name) for number, name in listed)


def _file_offers(asking: Asking, url: str) -> tuple[Offer, ...]:
    return tuple(Offer(name, name) for name in files.layers_at(asking, url))


def _atom_offers(asking: Asking, url: str) -> tuple[Offer, ...]:
    source = title_of(url)
    answer = asking.send(url, source, atom.HEADERS)
    found = atom.parse(answer.body, answer.url, source)
    return tuple(Offer(entry.title, entry.title, (), entry.abstract) for entry in found)


_OFFERS = {
    WFS: _wfs_offers,
    OAPIF: _oapif_offers,
    ARCGIS: _arcgis_offers,
    FILE: _file_offers,
    "atom": _atom_offers,
}
