"""ArcGIS FeatureServer and MapServer: count, paging by offset or by object ids, epoch dates, rings.

Servers limit the records an answer holds (`maxRecordCount`) and say `exceededTransferLimit` where more were there.
Older ones refuse `resultOffset`; they are asked for all object ids, then for the records by their ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import numpy as np

from ruhr_planner.catalogue import answers
from ruhr_planner.model import errors
from ruhr_planner.model.region import CRS
from ruhr_planner.net.transport import Feedback, Request, Transport
from ruhr_planner.readers import check, fetch, geojson, wfs, wkb
from ruhr_planner.readers.record import DATETIME, Field, Origin, Page, Record, Tally
from ruhr_planner.readers.record import wider_geometry as wider

PAGE = 2_000
"""Records a page where the server names no limit of its own."""

IDS_AT_ONCE = 500
HEADERS = {"Accept": "application/json"}
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - epoch values are UTC and are written so
_LAYER = re.compile(r"^(.*/(?:FeatureServer|MapServer))(?:/(\d+))?(?:/query)?/?$", re.IGNORECASE)
_OURS = frozenset(
    {"f", "where", "outfields", "returngeometry", "outsr", "resultoffset", "resultrecordcount", "geometry"}
)


@dataclass(frozen=True)
class LayerInfo:
    """What a layer says of itself. `dates` are the names of its epoch fields."""

    number: str
    title: str
    abstract: str = ""
    attribution: str = ""
    limit: int = PAGE
    pages: bool = True
    id_field: str = ""
    dates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def split(url: str) -> tuple[str, str]:
    """Return the address of the service and the layer's number, "" if it names none."""
    parts = urlsplit(url.strip())
    kept = [(key, value) for key, value in parse_qsl(parts.query, True) if key.lower() not in _OURS]
    found = _LAYER.match(parts.path)
    path, number = (found.group(1), found.group(2) or "") if found else (parts.path.rstrip("/"), "")
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(kept), "")), number


def below(service: str, *names: str, **parameters: object) -> str:
    """Return an address below the service's."""
    parts = urlsplit(service)
    path = "/".join([parts.path, *names])
    return wfs.address(urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")), f="json", **parameters)


def parse_service(body: bytes, source: str) -> list[tuple[str, str]]:
    """Return number and name of a service's layers that hold features.

    :raises WrongService: it is no ArcGIS service.
    """
    value = answers.json_object(body, source)
    listed = value.get("layers")
    if not isinstance(listed, list):
        raise errors.WrongService(source=source, found="JSON", expected="ArcGIS")
    tables = value.get("tables")
    entries = listed + (tables if isinstance(tables, list) else [])
    return [
        (str(entry["id"]), str(entry.get("name", "")))
        for entry in entries
        if isinstance(entry, dict) and "id" in entry and not entry.get("subLayerIds")
    ]


def parse_layer(body: bytes, number: str, source: str) -> LayerInfo:
    """Read the description of a layer.

    :raises WrongService: it is none, or a layer without features of its own.
    """
    value = answers.json_object(body, source)
    if str(value.get("type", "")) not in ("Feature Layer", "Table") and "fields" not in value:
        raise errors.WrongService(source=source, found="JSON", expected="ArcGIS")
    fields = [entry for entry in _list(value.get("fields")) if isinstance(entry, dict) and entry.get("name")]
    advanced = value.get("advancedQueryCapabilities")
    pages = advanced.get("supportsPagination") if isinstance(advanced, dict) else None
    limit = value.get("maxRecordCount")
    of_type = {str(entry["name"]): str(entry.get("type", "")) for entry in fields}
    oid = next((name for name, kind in of_type.items() if kind == "esriFieldTypeOID"), "")
    return LayerInfo(
        number,
        _text(value.get("name")) or number,
        _text(value.get("description")),
        _text(value.get("copyrightText")),
        limit if isinstance(limit, int) and limit > 0 else PAGE,
        pages is not False,
        _text(value.get("objectIdField")) or oid,
        tuple(name for name, kind in of_type.items() if kind == "esriFieldTypeDate"),
        tuple(of_type),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


# ------------------------------------------------------------------------------------------------------------ features
def parse_features(body: bytes, info: LayerInfo, source: str) -> tuple[Page, bool]:
    """Read an answer to a query; also tell whether the server had more.

    :raises WrongContent, DamagedAnswer: see there.
    """
    value = answers.json_object(body, source)
    features = value.get("features")
    if not isinstance(features, list):
        raise errors.WrongContent(source=source, found="JSON", expected="ArcGIS JSON")
    try:
        page = _page(features, info, _crs(value.get("spatialReference")))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, wkb.struct.error) as problem:
        raise errors.DamagedAnswer(repr(problem)[:200], source=source) from None
    return page, value.get("exceededTransferLimit") is True


def _crs(reference: Any) -> str:
    if not isinstance(reference, dict):
        return ""
    code = reference.get("latestWkid") or reference.get("wkid")
    return check.normal(f"EPSG:{code}") if code else _text(reference.get("wkt"))


def _page(features: list[Any], info: LayerInfo, crs: str) -> Page:
    names: dict[str, None] = dict.fromkeys(info.names)
    for feature in features:
        names.update(dict.fromkeys(feature.get("attributes") or ()))
    kept = [name for name in names if name.lower() != "fid"]
    records = []
    for feature in features:
        attributes = feature.get("attributes") or {}
        records.append(Record(geometry_of(feature.get("geometry")), tuple(map(attributes.get, kept))))
    geometry = ""
    for number in sorted({record.wkb[1] for record in records if record.wkb is not None}):
        geometry = wider(geometry, wkb.NAMES[number])
    fields, records = geojson.typed(kept, records)
    return _dated(Page(fields, geometry, records, crs), info.dates)


def _dated(page: Page, dates: Sequence[str]) -> Page:
    """Turn epoch milliseconds into dates and times (UTC)."""
    places = {index for index, field in enumerate(page.fields) if field.name in dates}
    if not places:
        return page
    fields = tuple(Field(field.name, DATETIME) if index in places else field for index, field in enumerate(page.fields))
    records = [
        Record(record.wkb, tuple(_moment(v) if i in places else v for i, v in enumerate(record.values)))
        for record in page.records
    ]
    return Page(fields, page.geometry, records, page.crs)


def _moment(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    try:
        return (_EPOCH + timedelta(milliseconds=value)).isoformat(timespec="seconds") + "Z"
    except OverflowError:
        return None


def geometry_of(value: Any) -> bytes | None:
    """Return the WKB of an ArcGIS geometry: rings by their direction, outer ones clockwise.

    :raises ValueError: of no known kind.
    """
    if not value:
        return None
    if "rings" in value:
        return _polygon([ring for ring in value["rings"] if len(ring) > 3])
    if "paths" in value:
        paths = [path for path in value["paths"] if len(path) > 1]
        return wkb.from_json({"type": "MultiLineString", "coordinates": paths}) if paths else None
    if "points" in value:
        return wkb.from_json({"type": "MultiPoint", "coordinates": value["points"]})
    if "x" in value:
        x, y = value["x"], value["y"]
        return None if x is None or y is None or "NaN" in (x, y) else wkb.point(float(x), float(y))
    raise ValueError(", ".join(value))


def _polygon(rings: list[Any]) -> bytes | None:
    """Sort holes to the smallest outer ring around their first vertex."""
    arrays = [np.array([vertex[:2] for vertex in ring], dtype=float) for ring in rings]
    areas = [_area(array) for array in arrays]
    outers = [index for index, area in enumerate(areas) if area <= 0]
    if not outers:  # a server that writes rings the other way round
        outers = [index for index, area in enumerate(areas) if area > 0]
    parts = {index: [rings[index]] for index in outers}
    for index, ring in enumerate(rings):
        if index in parts:
            continue
        around = [outer for outer in outers if _inside(arrays[index][0], arrays[outer])]
        if around:
            parts[min(around, key=lambda outer: abs(areas[outer]))].append(ring)
        else:
            parts[index] = [ring]
    if not parts:
        return None
    if len(parts) == 1:
        return wkb.from_json({"type": "Polygon", "coordinates": next(iter(parts.values()))})
    return wkb.from_json({"type": "MultiPolygon", "coordinates": list(parts.values())})


def _area(ring: np.ndarray) -> float:
    """Return the signed area: negative for clockwise rings."""
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def _inside(vertex: np.ndarray, ring: np.ndarray) -> bool:
    """Tell whether a point lies inside a ring, by crossings."""
    x, y = vertex
    x1, y1, x2, y2 = ring[:-1, 0], ring[:-1, 1], ring[1:, 0], ring[1:, 1]
    crosses = (y1 > y) != (y2 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
    return bool(np.count_nonzero(crosses & (x < at)) % 2)


# -------------------------------------------------------------------------------------------------------------- stream
def open_layer(
    transport: Transport,
    url: str,
    layer: str = "",
    extent: check.Envelope | None = None,
    authcfg: str = "",
    maximum: int = 0,
    feedback: Feedback | None = None,
) -> ArcgisStream:
    """Ask a server what a layer has and get ready to load it; parameters as `wfs.open_layer`.

    :raises NetworkError, Cancelled: see there.
    """
    service, number = split(url)
    source = "/".join([part for part in urlsplit(service).path.split("/") if part][-2:]) or "Server"

    def ask(*names: str) -> bytes:
        request = Request(below(service, *names), headers=HEADERS, authcfg=authcfg, source=source)
        return transport.send(request, feedback).body

    number = _number(ask, layer, number, source)
    info = parse_layer(ask(number), number, source)
    return ArcgisStream(transport, service, info, extent, authcfg, maximum, feedback)


def _number(ask: Any, layer: str, number: str, source: str) -> str:
    if number and layer in ("", number):
        return number
    listed = parse_service(ask(), source)
    known = ", ".join(f"{found} ({name})" for found, name in listed[:12]) + (" …" if len(listed) > 12 else "")
    if not layer and len(listed) == 1:
        return listed[0][0]
    if not layer:
        raise errors.LayerNotNamed(source=source, count=len(listed), known=known or "–")
    found = [entry[0] for entry in listed if layer in entry]
    if not found:
        raise errors.LayerUnknown(source=source, layer=layer, known=known or "–")
    return found[0]


class ArcgisStream:
    """A layer of an ArcGIS server; see `record.Stream`."""

    def __init__(
        self,
        transport: Transport,
        service: str,
        info: LayerInfo,
        extent: check.Envelope | None,
        authcfg: str,
        maximum: int,
        feedback: Feedback | None,
    ) -> None:
        self._transport = transport
        self._feedback = feedback
        self._service = service
        self._info = info
        self._extent = extent
        self._authcfg = authcfg
        self._maximum = maximum
        self._spool = fetch.Spool(transport, feedback)
        self._verdict: check.Verdict | None = None
        self._parsed: dict[Path, Page] = {}
        self.tally = Tally()
        self.origin = Origin(
            title=info.title,
            kind="arcgis",
            url=below(service, info.number).split("?", 1)[0],
            layer=info.number,
            abstract=info.abstract,
            attribution=info.attribution,
        )

    def __enter__(self) -> ArcgisStream:
        return self

    def __exit__(self, *exception: object) -> None:
        self._spool.close()

    def pages(self) -> Iterator[Page]:
        """Yield the pages; see `record.Stream`."""
        self.tally.loaded, self.tally.complete = 0, False
        self.origin = replace(self.origin, query=self._query().url.split("?", 1)[-1])
        for page in self._all():
            if self._verdict is None and page.records:
                self._verdict = check.judge(check.envelope_of(page), page.crs or CRS)
                if self._verdict.note is not None:
                    self.tally.note(self._verdict.note.text, **self._verdict.note.params)
            yield wfs.read_right(page, self._verdict) if self._verdict is not None else page

    def _all(self) -> Iterator[Page]:
        expected = self._count()
        if self._info.pages:
            step = min(self._info.limit, 10_000)
            offsets = fetch.Offsets(self._spool, self._query, self._parse, step, expected, self._maximum)
            if self._honours(offsets):
                yield from offsets.pages(self.tally)
                return
        yield from self._by_ids(expected)

    def _honours(self, offsets: fetch.Offsets) -> bool:
        try:
            return offsets.works()
        except (errors.ServiceException, errors.HttpStatus, errors.OfflineMissing):
            return False

    def _query(self, at: int | None = None, count: int | None = None, **more: object) -> Request:
        parameters: dict[str, object] = {"where": "1=1", "outFields": "*", "returnGeometry": "true", "outSR": 25832}
        parameters.update(self._box())
        if count is not None:
            parameters.update({"resultOffset": at or 0, "resultRecordCount": count})
            parameters["orderByFields"] = self._info.id_field or None
        parameters.update(more)
        url = below(self._service, self._info.number, "query", **parameters)
        return Request(url, headers=HEADERS, authcfg=self._authcfg, source=self._info.title)

    def _box(self) -> dict[str, object]:
        if self._extent is None:
            return {}
        return {
            "geometry": ",".join(f"{value:.3f}" for value in self._extent),
            "geometryType": "esriGeometryEnvelope",
            "inSR": 25832,
            "spatialRel": "esriSpatialRelIntersects",
        }

    def _count(self) -> int | None:
        request = self._query(returnCountOnly="true", returnGeometry="false")
        try:
            value = answers.json_object(self._transport.send(request, self._feedback).body, self._info.title)
        except (errors.AnswerError, errors.HttpStatus):
            return None
        count = value.get("count")
        return count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None

    def _by_ids(self, expected: int | None) -> Iterator[Page]:
        """Load by object ids; the list of ids is complete, whatever the limit of the server."""
        request = self._query(returnIdsOnly="true", returnGeometry="false")
        value = answers.json_object(self._transport.send(request, self._feedback).body, self._info.title)
        field = _text(value.get("objectIdFieldName")) or self._info.id_field
        listed = value.get("objectIds")
        if not isinstance(listed, list) or not all(isinstance(entry, int) for entry in listed):
            if listed is not None or not field:
                raise errors.WrongContent(source=self._info.title, found="JSON", expected="object ids")
            listed = []
        ids = sorted(set(listed))
        wanted = ids[: self._maximum] if self._maximum else ids
        size = min(self._info.limit, IDS_AT_ONCE)
        parts = [wanted[start : start + size] for start in range(0, len(wanted), size)]
        for number, part in enumerate(parts):
            for ahead in parts[number : number + fetch.SIDE_BY_SIDE]:
                self._spool.ahead(self._ask_ids(ahead))
            page = self._parse(self._spool.get(self._ask_ids(part)))
            self.tally.loaded += len(page.records)
            yield page
        self.tally.expected = len(ids) if expected is None else max(expected, len(ids))
        self.tally.complete = self.tally.loaded == self.tally.expected

    def _ask_ids(self, ids: Sequence[int]) -> Request:
        """Build a question that is too long for an address."""
        parameters = {"f": "json", "objectIds": ",".join(map(str, ids)), "outFields": "*", "outSR": "25832"}
        parameters["returnGeometry"] = "true"
        url = below(self._service, self._info.number, "query").split("?", 1)[0]
        kept = urlsplit(self._service).query
        headers = {**HEADERS, "Content-Type": "application/x-www-form-urlencoded"}
        return Request(
            f"{url}?{kept}" if kept else url,
            method="POST",
            body=urlencode(parameters).encode(),
            headers=headers,
            authcfg=self._authcfg,
            source=self._info.title,
        )

    def _parse(self, path: Path) -> Page:
        if path not in self._parsed:
            while len(self._parsed) > 1:
                self._parsed.pop(next(iter(self._parsed)))
            page, exceeded = parse_features(path.read_bytes(), self._info, self._info.title)
            if exceeded and not page.records:
                raise errors.DamagedAnswer(source=self._info.title)
            self._parsed[path] = page
        return self._parsed[path]
