"""OGC API Features: collections, items, paging by offset or by `next` links, CRS of part 2.

Redirects (an unversioned address answers 307) are the transport's; the address that answered is asked from then on.
Names with dots are names as any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from ruhr_planner.catalogue import answers
from ruhr_planner.model import errors
from ruhr_planner.model.region import CRS
from ruhr_planner.net.transport import Feedback, Request, Transport
from ruhr_planner.readers import check, fetch, geojson, wfs
from ruhr_planner.readers.record import Origin, Page, Tally

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
    parts = urlsplit(url.strip())
    kept = [(key, value) for key, value in parse_qsl(parts.query, True) if key.lower() not in _OURS]
    before, found, after = parts.path.partition("/collections")
    name = after.strip("/").split("/")[0] if found else ""
    root = urlunsplit((parts.scheme, parts.netloc, before.rstrip("/"), urlencode(kept), ""))
    return root, unquote(name)


def below(root: str, *names: str, **parameters: object) -> str:
    """Return an address below the landing page, its own parameters kept."""
    parts = urlsplit(root)
    path = "/".join([parts.path.rstrip("/"), *(quote(name, safe=":,") for name in names)])
    return wfs.address(urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")), **parameters)


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


def open_layer(
    transport: Transport,
    url: str,
    layer: str = "",
    extent: check.Envelope | None = None,
    authcfg: str = "",
    maximum: int = 0,
    feedback: Feedback | None = None,
) -> OapifStream:
    """Ask an OGC API what it has and get ready to load a collection; parameters as `wfs.open_layer`.

    :raises NetworkError, Cancelled: see there.
    """
    root, named = split(url)
    source = wfs.title_of(root)
    collections, root = list_collections(transport, root, source, authcfg, feedback)
    found = choose(collections, layer or named, source)
    return OapifStream(transport, root, found, extent, authcfg, maximum, feedback)


def list_collections(
    transport: Transport, root: str, source: str, authcfg: str = "", feedback: Feedback | None = None
) -> tuple[tuple[Collection, ...], str]:
    """Return all collections and the landing page's address after redirects."""
    url = below(root, "collections", f="json")
    found: list[Collection] = []
    seen = set()
    first = ""
    while url and url not in seen and len(seen) < 1000:
        seen.add(url)
        answer = transport.send(Request(url, headers=JSON_HEADERS, authcfg=authcfg, source=source), feedback)
        first = first or answer.url
        part, following = parse_collections(answer.body, source)
        found += part
        url = urljoin(answer.url, following) if following else ""
    return tuple(found), split(first)[0]


def choose(collections: tuple[Collection, ...], name: str, source: str) -> Collection:
    """Find a collection by its id or title; without a name the only one.

    :raises LayerUnknown, LayerNotNamed: there is none, or several.
    """
    known = ", ".join(entry.id for entry in collections[:12]) + (" …" if len(collections) > 12 else "")
    if not name and len(collections) == 1:
        return collections[0]
    if not name:
        raise errors.LayerNotNamed(source=source, count=len(collections), known=known or "–")
    found = [entry for entry in collections if name in (entry.id, entry.title)]
    if not found:
        raise errors.LayerUnknown(source=source, layer=name, known=known or "–")
    return found[0]


class OapifStream:
    """A collection; see `record.Stream`."""

    def __init__(
        self,
        transport: Transport,
        root: str,
        collection: Collection,
        extent: check.Envelope | None,
        authcfg: str,
        maximum: int,
        feedback: Feedback | None,
    ) -> None:
        self._root = root
        self._collection = collection
        self._extent = extent
        self._authcfg = authcfg
        self._maximum = maximum
        self._source = collection.title or collection.id
        self._spool = fetch.Spool(transport, feedback)
        self._members: dict[Path, dict[str, Any]] = {}
        self._parsed: dict[Path, Page] = {}
        self._verdict: check.Verdict | None = None
        ours = [name for name in collection.crs if check.normal(name) == CRS]
        self._crs = ours[0] if ours else ""
        self._box = ""
        if extent is not None:
            box = extent if self._crs else wfs.degrees(extent)
            self._box = ",".join(f"{value:.7f}" for value in box)
        self._limit = LIMITS[0]
        self.tally = Tally()
        self.origin = Origin(
            title=self._source,
            kind="oapif",
            url=root,
            layer=collection.id,
            abstract=collection.abstract,
            licence=collection.licence,
            attribution=collection.attribution,
        )

    def __enter__(self) -> OapifStream:
        return self

    def __exit__(self, *exception: object) -> None:
        self._spool.close()

    def pages(self) -> Iterator[Page]:
        """Yield the pages; see `record.Stream`."""
        self.tally.loaded, self.tally.complete = 0, False
        first = self._first()
        if self._verdict is None:
            stated = first.crs or self._crs or "OGC:CRS84"
            self._verdict = check.judge(check.envelope_of(first), stated)
            if self._verdict.note is not None:
                self.tally.note(self._verdict.note.text, **self._verdict.note.params)
        self.origin = replace(self.origin, query=self._request(None, self._limit).url.split("?", 1)[-1])
        for page in self._all():
            yield wfs.read_right(page, self._verdict)

    def _first(self) -> Page:
        """Load the first page with the largest limit that the server takes; an empty box is asked in metres too."""
        page = self._limited()
        if not page.records and self._box and not self._crs and self._extent is not None:
            self._box = ",".join(f"{value:.3f}" for value in self._extent) + f"&bbox-crs={CRS_URI}"
            try:
                page = self._limited()
                if page.records:
                    self.tally.note("The server found nothing in a box in degrees; it was asked again in EPSG:25832.")
            except (errors.BadRequest, errors.ServiceException):
                self._box = ",".join(f"{value:.7f}" for value in wfs.degrees(self._extent))
        return page

    def _limited(self) -> Page:
        for limit in LIMITS:
            self._limit = min(limit, self._maximum or limit)
            page = self._attempt(last=limit == LIMITS[-1])
            if page is not None:
                return page
        return Page((), "", [])

    def _attempt(self, last: bool) -> Page | None:
        try:
            return self._parse(self._spool.get(self._request(None, self._limit)))
        except (errors.BadRequest, errors.ServiceException, errors.OfflineMissing):
            if last:
                raise
            return None

    def _request(self, at: int | None, limit: int, name: str = "offset") -> Request:
        box, _, box_crs = self._box.partition("&bbox-crs=")
        parameters: dict[str, object] = {"f": "json", "limit": limit, name: at or None, "crs": self._crs or None}
        parameters["bbox"] = box or None
        parameters["bbox-crs"] = (box_crs or self._crs or None) if box else None
        url = below(self._root, "collections", self._collection.id, "items", **parameters)
        return Request(url, headers=ITEM_HEADERS, authcfg=self._authcfg, source=self._source)

    def _parse(self, path: Path) -> Page:
        if path not in self._parsed:
            while len(self._parsed) > 1:
                self._parsed.pop(next(iter(self._parsed)))
            page, members = geojson.read(path.read_bytes(), self._source)
            self._parsed[path] = page
            self._members[path] = {key: members.get(key) for key in ("numberMatched", "links")}
        return self._parsed[path]

    def _all(self) -> Iterator[Page]:
        request = self._request(None, self._limit)
        path = self._spool.get(request)
        self._parse(path)
        members = self._members[path]
        matched = members.get("numberMatched")
        expected = matched if isinstance(matched, int) and matched >= 0 else None
        following = _link(members, "next")
        name = _offset_name(following)
        if name:
            offsets = fetch.Offsets(
                self._spool,
                lambda at, step: self._request(at, step, name),
                self._parse,
                self._limit,
                expected,
                self._maximum,
            )
            if offsets.works():
                yield from offsets.pages(self.tally)
                return
        yield from self._linked(request, expected)

    def _linked(self, request: Request, expected: int | None) -> Iterator[Page]:
        """Follow `next` links.

        :raises PagingStuck: they lead in a circle.
        """
        asked = set()
        last = before = 0
        seen = fetch.Seen()
        repeated = 0
        while True:
            if request.url in asked or len(asked) > fetch.MAX_PAGES:
                raise errors.PagingStuck(source=self._source)
            asked.add(request.url)
            path = self._spool.get(request)
            page = self._parse(path)
            following = _link(self._members[path], "next")
            before, last = last, len(page.records)
            page, again = seen.fresh(page)
            if again and again == last:
                raise errors.PagingStuck(source=self._source)
            repeated += again
            self.tally.loaded += len(page.records)
            yield page
            if not following or (self._maximum and self.tally.loaded >= self._maximum):
                break
            request = replace(request, url=urljoin(request.url, following))
        ended = not following and (bool(before) or last < self._limit)
        self.tally.expected = expected
        agrees = expected is None or expected == self.tally.loaded
        if ended and expected is None and len(asked) == 1:
            ended = self._had_no_more(last)
        fetch.note_doubts(self.tally, seen.doubtful)
        self.tally.complete = agrees and not repeated and not seen.doubtful and (ended or expected is not None)

    def _had_no_more(self, loaded: int) -> bool:
        """Ask behind the only page: a server without counts and links may have cut it at a limit of its own."""
        if not loaded:
            return True
        try:
            return not self._parse(self._spool.get(self._request(loaded, self._limit))).records
        except (errors.BadRequest, errors.ServiceException, errors.OfflineMissing):
            return False


def _offset_name(following: str) -> str:
    """Return the parameter by which a next link counts, "" if it goes by something else."""
    query = dict(parse_qsl(urlsplit(following).query))
    return next((name for name in _OFFSETS if query.get(name, "").isdigit()), "")
