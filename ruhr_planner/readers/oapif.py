"""OGC API Features: collections, items, paging by offset or by `next` links, CRS of part 2.

Redirects (an unversioned address answers 307) are the transport's; the address that answered is asked from then on.
Names with dots are names as any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from ruhr_planner.catalogue import answers
from ruhr_planner.model import errors
from ruhr_planner.model.region import CRS
from ruhr_planner.net import redirect
from ruhr_planner.net.transport import Request
from ruhr_planner.readers import check, geojson
from ruhr_planner.readers.asking import Asking, below, pick, title_of, without
from ruhr_planner.readers.paging import MAX_PAGES, Count, PagedStream
from ruhr_planner.readers.record import Origin, Page

LIMITS = (10_000, 1_000, 100)
"""Page sizes to try: servers refuse what is above their own limit, or give fewer."""

JSON_HEADERS = {"Accept": "application/json"}
ITEM_HEADERS = {"Accept": "application/geo+json, application/json;q=0.9"}
CRS_URI = "http://www.opengis.net/def/crs/EPSG/0/25832"
_OFFSETS = ("offset", "startindex", "startIndex")
_OURS = frozenset({"f", "limit", "offset", "startindex", "bbox", "bbox-crs", "crs", "resulttype"})


@dataclass(frozen=True)
class Collection:
    """One layer. `crs` are URIs."""

    id: str
    title: str = ""
    abstract: str = ""
    licence: str = ""
    attribution: str = ""
    crs: tuple[str, ...] = ()


def split(url: str) -> tuple[str, str]:
    """Return the landing page's address and the collection that an address names, "" if it names none."""
    parts = urlsplit(without(url, _OURS))
    before, found, after = parts.path.partition("/collections")
    name = after.strip("/").split("/")[0] if found else ""
    return urlunsplit((parts.scheme, parts.netloc, before.rstrip("/"), parts.query, "")), unquote(name)


def parse_collections(body: bytes, source: str) -> tuple[tuple[Collection, ...], str]:
    """Read the list of collections; return them and the address of the next part of the list, "" if it ends.

    :raises WrongService: JSON of another kind.
    """
    value = answers.json_object(body, source)
    listed = value.get("collections")
    if not isinstance(listed, list):
        if isinstance(value.get("id"), str) and "links" in value:
            listed = [value]
        else:
            raise errors.WrongService(source=source, found="JSON", expected="OGC API")
    shared = [entry for entry in _list(value.get("crs")) if isinstance(entry, str)]
    found = [_collection(entry, shared) for entry in listed if isinstance(entry, dict) and entry.get("id")]
    return tuple(entry for entry in found if entry is not None), _link(value, "next")


def _collection(entry: dict[str, Any], shared: list[str]) -> Collection | None:
    if str(entry.get("itemType") or "feature").lower() not in ("feature", "unknown"):
        return None
    names = [name for name in _list(entry.get("crs")) if isinstance(name, str)]
    crs = [name for listed in names for name in (shared if listed.startswith("#") else [listed])]
    storage = entry.get("storageCrs")
    if isinstance(storage, str) and storage not in crs:
        crs.append(storage)
    licence = str(entry.get("license") or "") or _link(entry, "license")
    return Collection(
        str(entry["id"]),
        _text(entry.get("title")),
        _text(entry.get("description")),
        licence,
        _text(entry.get("attribution")),
        tuple(crs),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _link(value: dict[str, Any], rel: str) -> str:
    """Return the address of a link, JSON before others."""
    found = [
        link
        for link in _list(value.get("links"))
        if isinstance(link, dict) and link.get("rel") == rel and isinstance(link.get("href"), str)
    ]
    found.sort(key=lambda link: "json" not in str(link.get("type", "json")))
    return str(found[0]["href"]) if found else ""


def open_layer(asking: Asking, url: str, layer: str = "") -> OapifStream:
    """Ask an OGC API what it has and get ready to load a collection.

    :raises NetworkError, Cancelled: see there.
    """
    root, named = split(url)
    source = title_of(root)
    collections, answered = list_collections(asking, root, source)
    asking = asking.following(root, answered, source)[0]  # a redirect may have led to another server
    offered = [(entry.id, entry.title, entry) for entry in collections]
    return OapifStream(asking, answered, pick(layer or named, offered, source))


def list_collections(asking: Asking, root: str, source: str) -> tuple[tuple[Collection, ...], str]:
    """Return all collections and the landing page's address after redirects."""
    url = below(root, "collections", f="json")
    found: list[Collection] = []
    seen = set()
    first = ""
    while url and url not in seen and len(seen) < 1000:
        seen.add(url)
        answer = asking.send(url, source, JSON_HEADERS)
        first = first or answer.url
        part, following = parse_collections(answer.body, source)
        found += part
        asking, url = asking.following(url, urljoin(answer.url, following), source) if following else (asking, "")
    return tuple(found), split(first)[0]


class OapifStream(PagedStream):
    """A collection; see `record.Stream`."""

    def __init__(self, asking: Asking, root: str, collection: Collection) -> None:
        origin = Origin(
            title=collection.title or collection.id,
            kind="oapif",
            url=root,
            layer=collection.id,
            abstract=collection.abstract,
            licence=collection.licence,
            attribution=collection.attribution,
        )
        super().__init__(asking, origin)
        self._root = root
        self._collection = collection
        self._members: dict[Path, dict[str, Any]] = {}
        ours = [name for name in collection.crs if check.normal(name) == CRS]
        self._crs = ours[0] if ours else ""
        self._stated = self._crs or "OGC:CRS84"
        self._box = ""
        if asking.extent is not None:
            self._box = _numbers(asking.extent if self._crs else check.box_in_degrees(asking.extent), 7)
        self._limit = LIMITS[0]

    def _walk(self) -> Iterator[Page]:
        self._first()
        request = self._request(None, self._limit)
        self._ask_for(request)
        path = self._spool.get(request)
        self._parse(path)
        members = self._members[path]
        matched = members.get("numberMatched")
        expected = matched if isinstance(matched, int) and matched >= 0 else None
        name = _offset_name(_link(members, "next"))
        if name:
            offsets = self._offsets(lambda at, step: self._request(at, step, name), self._limit, expected)
            if offsets.works():
                yield from offsets.pages(self.tally)
                return
        yield from self._linked(request, expected)

    def _first(self) -> None:
        """Find the largest limit that the server takes; an empty box is asked in metres too."""
        page = self._limited()
        extent = self._asking.extent
        if not page.records and self._box and not self._crs and extent is not None:
            self._box = _numbers(extent, 3) + f"&bbox-crs={CRS_URI}"
            try:
                if self._limited().records:
                    self._note_metres()
            except (errors.BadRequest, errors.ServiceException):
                self._box = _numbers(check.box_in_degrees(extent), 7)

    def _limited(self) -> Page:
        *large, small = [min(limit, self._asking.maximum or limit) for limit in LIMITS]
        for self._limit in large:
            with suppress(errors.BadRequest, errors.ServiceException, errors.OfflineMissing):
                return self._page(self._request(None, self._limit))
        self._limit = small
        return self._page(self._request(None, small))

    def _request(self, at: int | None, limit: int, name: str = "offset") -> Request:
        box, _, box_crs = self._box.partition("&bbox-crs=")
        parameters: dict[str, object] = {"f": "json", "limit": limit, name: at or None, "crs": self._crs or None}
        parameters["bbox"] = box or None
        parameters["bbox-crs"] = (box_crs or self._crs or None) if box else None
        url = below(self._root, "collections", self._collection.id, "items", **parameters)
        return self._asking.request(url, self._source, ITEM_HEADERS)

    def _read(self, path: Path) -> Page:
        page, members = geojson.read(path.read_bytes(), self._source)
        self._members[path] = {key: members.get(key) for key in ("numberMatched", "links")}
        return page

    def _linked(self, request: Request, expected: int | None) -> Iterator[Page]:
        """Follow `next` links.

        :raises PagingStuck: they lead in a circle.
        """
        asked = set()
        last = before = 0
        count = Count(self.tally)
        while True:
            if request.url in asked or len(asked) > MAX_PAGES:
                raise errors.PagingStuck(source=self._source)
            asked.add(request.url)
            path = self._spool.get(request)
            came = self._parse(path)
            following = _link(self._members[path], "next")
            before, last = last, len(came.records)
            page = count.take(came)
            if last and not page.records:
                raise errors.PagingStuck(source=self._source)
            yield page
            if not following or (self._asking.maximum and self.tally.loaded >= self._asking.maximum):
                break
            request = redirect.followed(request, following)
        ended = not following and (bool(before) or last < self._limit)
        if ended and expected is None and len(asked) == 1:
            ended = self._had_no_more(last)
        count.judge(expected, ended, cut=bool(self._asking.maximum))

    def _had_no_more(self, loaded: int) -> bool:
        """Ask behind the only page: a server without counts and links may have cut it at a limit of its own."""
        if not loaded:
            return True
        try:
            return not self._page(self._request(loaded, self._limit)).records
        except (errors.BadRequest, errors.ServiceException, errors.OfflineMissing):
            return False


def _numbers(box: check.Envelope, digits: int) -> str:
    return ",".join(f"{value:.{digits}f}" for value in box)


def _offset_name(following: str) -> str:
    """Return the parameter by which a next link counts, "" if it goes by something else."""
    query = dict(parse_qsl(urlsplit(following).query))
    return next((name for name in _OFFSETS if query.get(name, "").isdigit()), "")
