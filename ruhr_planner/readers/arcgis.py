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
from urllib.parse import urlencode, urlsplit, urlunsplit

import numpy as np

from ruhr_planner.catalogue import answers
from ruhr_planner.model import errors
from ruhr_planner.model.region import CRS
from ruhr_planner.net.transport import Request
from ruhr_planner.readers import check, geojson, wkb
from ruhr_planner.readers.asking import Asking, below, pick, without
from ruhr_planner.readers.paging import SIDE_BY_SIDE, Count, Offsets, PagedStream
from ruhr_planner.readers.record import DATETIME, Field, Origin, Page, Record
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
    parts = urlsplit(without(url, _OURS))
    found = _LAYER.match(parts.path)
    path, number = (found.group(1), found.group(2) or "") if found else (parts.path.rstrip("/"), "")
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")), number


def query_url(service: str, *names: str, **parameters: object) -> str:
    """Return an address below the service's that answers in JSON."""
    return below(service, *names, f="json", **parameters)


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
    advanced = value.get("advancedQueryCapabilities")
    pages = advanced.get("supportsPagination") if isinstance(advanced, dict) else None
    limit = value.get("maxRecordCount")
    of_type = _types(value)
    oid = next((name for name, kind in of_type.items() if kind == "esriFieldTypeOID"), "")
    return LayerInfo(
        number,
        _text(value.get("name")) or number,
        _text(value.get("description")),
        _text(value.get("copyrightText")),
        limit if isinstance(limit, int) and limit > 0 else PAGE,
        pages is not False,
        _text(value.get("objectIdField")) or oid,
        _dates(of_type),
        tuple(of_type),
    )


def _types(value: dict[str, Any]) -> dict[str, str]:
    """Return the type of each field that a layer or an answer names."""
    fields = [entry for entry in _list(value.get("fields")) if isinstance(entry, dict) and entry.get("name")]
    return {str(entry["name"]): str(entry.get("type", "")) for entry in fields}


def _dates(of_type: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name, kind in of_type.items() if kind == "esriFieldTypeDate")


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
    if not info.dates:  # a file has no description beside it
        info = replace(info, dates=_dates(_types(value)))
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
def open_layer(asking: Asking, url: str, layer: str = "") -> ArcgisStream:
    """Ask a server what a layer has and get ready to load it.

    :raises NetworkError, Cancelled: see there.
    """
    service, number = split(url)
    source = "/".join([part for part in urlsplit(service).path.split("/") if part][-2:]) or "Server"

    def ask(*names: str) -> bytes:
        return asking.send(query_url(service, *names), source, HEADERS).body

    if not number or layer not in ("", number):
        number = pick(layer, [(found, name, found) for found, name in parse_service(ask(), source)], source)
    return ArcgisStream(asking, service, parse_layer(ask(number), number, source))


class ArcgisStream(PagedStream):
    """A layer of an ArcGIS server; see `record.Stream`."""

    def __init__(self, asking: Asking, service: str, info: LayerInfo) -> None:
        origin = Origin(
            title=info.title,
            kind="arcgis",
            url=below(service, info.number).split("?", 1)[0],
            layer=info.number,
            abstract=info.abstract,
            attribution=info.attribution,
        )
        super().__init__(asking, origin)
        self._service = service
        self._info = info
        self._stated = CRS

    def _walk(self) -> Iterator[Page]:
        self._ask_for(self._query())
        expected = self._count()
        if self._info.pages:
            offsets = self._offsets(self._query, min(self._info.limit, 10_000), expected)
            if self._honours(offsets):
                yield from offsets.pages(self.tally)
                return
        yield from self._by_ids(expected)

    def _honours(self, offsets: Offsets) -> bool:
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
        url = query_url(self._service, self._info.number, "query", **parameters)
        return self._asking.request(url, self._source, HEADERS)

    def _box(self) -> dict[str, object]:
        extent = self._asking.extent
        if extent is None:
            return {}
        return {
            "geometry": ",".join(f"{value:.3f}" for value in extent),
            "geometryType": "esriGeometryEnvelope",
            "inSR": 25832,
            "spatialRel": "esriSpatialRelIntersects",
        }

    def _value(self, **more: object) -> dict[str, Any]:
        """Ask for something else than records."""
        url = self._query(returnGeometry="false", **more).url
        return answers.json_object(self._asking.send(url, self._source, HEADERS).body, self._source)

    def _count(self) -> int | None:
        try:
            count = self._value(returnCountOnly="true").get("count")
        except (errors.AnswerError, errors.HttpStatus):
            return None
        return count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None

    def _by_ids(self, expected: int | None) -> Iterator[Page]:
        """Load by object ids; the list of ids is complete, whatever the limit of the server."""
        value = self._value(returnIdsOnly="true")
        field = _text(value.get("objectIdFieldName")) or self._info.id_field
        listed = value.get("objectIds")
        if not isinstance(listed, list) or not all(isinstance(entry, int) for entry in listed):
            if listed is not None or not field:
                raise errors.WrongContent(source=self._source, found="JSON", expected="object ids")
            listed = []
        ids = sorted(set(listed))
        wanted = ids[: self._asking.maximum] if self._asking.maximum else ids
        size = min(self._info.limit, IDS_AT_ONCE)
        asked = [self._ask_ids(wanted[start : start + size]) for start in range(0, len(wanted), size)]
        count = Count(self.tally)
        for number, request in enumerate(asked):
            for ahead in asked[number : number + SIDE_BY_SIDE]:
                self._spool.ahead(ahead)
            yield count.take(self._page(request))
        count.judge(len(ids) if expected is None else max(expected, len(ids)), ended=True)

    def _ask_ids(self, ids: Sequence[int]) -> Request:
        """Build a question that is too long for an address."""
        parameters = {"f": "json", "objectIds": ",".join(map(str, ids)), "outFields": "*", "outSR": "25832"}
        parameters["returnGeometry"] = "true"
        headers = {**HEADERS, "Content-Type": "application/x-www-form-urlencoded"}
        request = self._asking.request(below(self._service, self._info.number, "query"), self._source, headers)
        return replace(request, method="POST", body=urlencode(parameters).encode())

    def _read(self, path: Path) -> Page:
        page, exceeded = parse_features(path.read_bytes(), self._info, self._source)
        if exceeded and not page.records:
            raise errors.DamagedAnswer(source=self._source)
        return page
