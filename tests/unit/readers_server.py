"""A WFS, an OGC API and an ArcGIS layer on loopback whose faults are switches: what the readers have to live with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ruhr_planner.net.requests_transport import RequestsTransport
from ruhr_planner.net.retry import Policy
from tests.services.fault_server import GEOJSON, JSON, XML, Answer, Seen

NAMESPACES = (
    'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:ms="http://mapserver.gis.umn.edu/mapserver"'
)


def transport() -> RequestsTransport:
    return RequestsTransport(None, False, Policy(attempts=2, first_wait=0.01, longest_wait=0.02))


def place(number: int) -> tuple[float, float]:
    """East and north of a record in EPSG:25832, whole metres inside the region."""
    return 360_000.0 + 10 * (number % 1000), 5_700_000.0 + 10 * (number // 1000)


def exception(text: str, code: str = "InvalidParameterValue", status: int = 200) -> Answer:
    body = (
        '<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">'
        f'<ows:Exception exceptionCode="{code}"><ows:ExceptionText>{text}</ows:ExceptionText></ows:Exception>'
        "</ows:ExceptionReport>"
    )
    return Answer(status, body.encode(), content_type=XML)


@dataclass
class Wfs:
    """A WFS with `total` points. Every switch is a way in which real servers differ."""

    total: int = 25
    version: str = "2.0.0"
    json: bool = True
    crs: str = "urn:ogc:def:crs:EPSG::25832"
    cap: int = 0
    hits: object = None
    ignores_start: bool = False
    refuses: tuple[str, ...] = ()
    swaps: bool = False
    only_metres: bool = False
    ignores_box: bool = False
    shuffles: bool = False
    ids: bool = True
    same_place: bool = False
    element: str = "punkte"
    """The name of the elements that it sends, whatever its schema says."""
    change: Callable[[int, dict[str, Any]], dict[str, Any]] | None = None
    asked: list[dict[str, str]] = field(default_factory=list)

    def answer(self, seen: Seen) -> Answer:
        query = {key.upper(): values[0] for key, values in seen.query.items()}
        self.asked.append(query)
        for name in self.refuses:
            if name in query and query.get("REQUEST") == "GetFeature":
                return exception(f"parameter {name} is not allowed")
        kind = query.get("REQUEST")
        if kind == "GetCapabilities":
            return Answer(body=self.capabilities().encode(), content_type=XML)
        if kind == "DescribeFeatureType":
            return Answer(body=self.schema().encode(), content_type=XML)
        return self.features(query) if kind == "GetFeature" else exception("REQUEST", "MissingParameterValue")

    def capabilities(self) -> str:
        formats = ["text/xml; subtype=gml/3.2"] + (["application/json; subtype=geojson"] if self.json else [])
        values = "".join(f"<ows:Value>{name}</ows:Value>" for name in formats)
        limit = (
            '<ows:Constraint name="CountDefault"><ows:NoValues/>'
            f"<ows:DefaultValue>{self.cap}</ows:DefaultValue></ows:Constraint>"
            if self.cap
            else ""
        )
        return (
            f'<wfs:WFS_Capabilities version="{self.version}" xmlns:wfs="http://www.opengis.net/wfs/2.0" '
            'xmlns:ows="http://www.opengis.net/ows/1.1"><ows:ServiceIdentification><ows:Title>Prüfdienst</ows:Title>'
            "<ows:Abstract>Punkte</ows:Abstract><ows:Fees>Datenlizenz Deutschland – Zero – Version 2.0</ows:Fees>"
            "</ows:ServiceIdentification><ows:ServiceProvider><ows:ProviderName>Stadt</ows:ProviderName>"
            f'</ows:ServiceProvider><ows:OperationsMetadata><ows:Operation name="GetFeature">'
            f'<ows:Parameter name="outputFormat"><ows:AllowedValues>{values}</ows:AllowedValues></ows:Parameter>'
            f"</ows:Operation>{limit}</ows:OperationsMetadata><wfs:FeatureTypeList><wfs:FeatureType>"
            f"<wfs:Name>ms:punkte</wfs:Name><wfs:Title>Punkte der Stadt</wfs:Title>"
            f"<wfs:DefaultCRS>{self.crs}</wfs:DefaultCRS></wfs:FeatureType></wfs:FeatureTypeList>"
            "</wfs:WFS_Capabilities>"
        )

    def schema(self) -> str:
        return (
            '<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="punkte" type="ms:punkteType"/>'
            '<complexType name="punkteType"><complexContent><extension base="gml:AbstractFeatureType"><sequence>'
            '<element name="geom" type="gml:PointPropertyType"/><element name="name" type="string"/>'
            '<element name="nr" type="integer"/><element name="ha" type="double"/><element name="tag" type="date"/>'
            '<element name="frei" type="boolean"/><element name="stand" type="dateTime"/>'
            "</sequence></extension></complexContent></complexType></schema>"
        )

    def chosen(self, query: dict[str, str]) -> list[int]:
        numbers = list(range(self.total))
        box = query.get("BBOX")
        if not box or self.ignores_box:
            return numbers
        parts = box.split(",")
        low_x, low_y, high_x, high_y = (float(part) for part in parts[:4])
        if high_x < 1000:
            return [] if self.only_metres else numbers
        return [n for n in numbers if low_x <= place(n)[0] <= high_x and low_y <= place(n)[1] <= high_y]

    def features(self, query: dict[str, str]) -> Answer:
        numbers = self.chosen(query)
        if query.get("RESULTTYPE") == "hits":
            matched = len(numbers) if self.hits is None else self.hits
            name = "numberMatched" if self.version.startswith("2") else "numberOfFeatures"
            return Answer(body=f'<wfs:FeatureCollection {NAMESPACES} {name}="{matched}"/>'.encode(), content_type=XML)
        start = 0 if self.ignores_start else int(query.get("STARTINDEX", 0))
        asked = query.get("COUNT") or query.get("MAXFEATURES")
        count = min(int(asked) if asked else self.total, self.cap or self.total)
        if self.shuffles and start:
            start -= 1
        page = numbers[start : start + count]
        return self.as_json(page) if "json" in query.get("OUTPUTFORMAT", "") else self.as_gml(page)

    def record(self, number: int) -> dict[str, Any]:
        made = {"name": f"Größe {number}", "nr": number, "ha": number / 2, "tag": "2024-05-01"}
        return self.change(number, made) if self.change else made

    def _xy(self, number: int) -> tuple[float, float]:
        x, y = place(0 if self.same_place else number)
        return (y, x) if self.swaps else (x, y)

    def as_json(self, numbers: list[int]) -> Answer:
        features = [
            {
                "type": "Feature",
                **({"id": f"punkte.{number}"} if self.ids else {}),
                "properties": self.record(number),
                "geometry": {"type": "Point", "coordinates": self._xy(number)},
            }
            for number in numbers
        ]
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
        body = {"type": "FeatureCollection", "crs": crs, "features": features}
        return Answer(body=json.dumps(body).encode(), content_type=GEOJSON)

    def as_gml(self, numbers: list[int]) -> Answer:
        members = []
        for number in numbers:
            x, y = self._xy(number)
            fields = "".join(f"<ms:{key}>{value}</ms:{key}>" for key, value in self.record(number).items())
            members.append(
                f'<wfs:member><ms:{self.element} gml:id="punkte.{number}"><ms:geom><gml:Point gml:id="g{number}" '
                f'srsName="urn:ogc:def:crs:EPSG::25832"><gml:pos>{x} {y}</gml:pos></gml:Point></ms:geom>{fields}'
                f"</ms:{self.element}></wfs:member>"
            )
        body = f"<wfs:FeatureCollection {NAMESPACES}>{''.join(members)}</wfs:FeatureCollection>"
        return Answer(body=body.encode(), content_type=XML)


@dataclass
class Oapif:
    """An OGC API with `total` points; `next` is how its links count: offset, startindex, token or loop."""

    total: int = 25
    limit: int = 10
    next: str = "offset"
    matched: bool = True
    crs: tuple[str, ...] = ("http://www.opengis.net/def/crs/EPSG/0/25832",)
    refuses_above: int = 0
    links: bool = True
    only_metres: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)

    def collections(self, seen: Seen) -> Answer:
        entry = {"id": "punkte", "title": "Punkte der Stadt", "crs": list(self.crs), "description": "Alle Punkte"}
        entry["links"] = [{"rel": "license", "href": "https://www.govdata.de/dl-de/by-2-0"}]  # type: ignore[assignment]
        return Answer(body=json.dumps({"collections": [entry], "links": []}).encode(), content_type=JSON)

    def items(self, seen: Seen) -> Answer:
        query = {key: values[0] for key, values in seen.query.items()}
        self.asked.append(query)
        asked = int(query.get("limit", self.limit))
        if self.refuses_above and asked > self.refuses_above:
            return Answer(400, b'{"code": "InvalidParameterValue", "description": "limit"}')
        if self.only_metres and "bbox" in query and "bbox-crs" not in query:
            return Answer(body=b'{"type": "FeatureCollection", "features": []}', content_type=GEOJSON)
        count = min(asked, self.limit)
        key = "page" if self.next == "token" else self.next
        start = int(query.get(key, 0)) if self.next != "loop" else 0
        features = [self._feature(number) for number in range(start, min(start + count, self.total))]
        value: dict[str, Any] = {"type": "FeatureCollection", "features": features, "links": []}
        if self.matched:
            value["numberMatched"] = self.total
        if start + count < self.total and self.links:
            href = f"?f=json&limit={count}&{key}={'x' if self.next == 'loop' else start + count}"
            value["links"] = [{"rel": "next", "href": href, "type": GEOJSON}]
        return Answer(body=json.dumps(value).encode(), content_type=GEOJSON)

    def _feature(self, number: int) -> dict[str, Any]:
        properties = {"planart.title": "Bebauungsplan", "nr": number}
        geometry = {"type": "Point", "coordinates": place(number)}
        return {"type": "Feature", "id": str(number), "properties": properties, "geometry": geometry}


@dataclass
class Arcgis:
    """An ArcGIS layer with `total` squares and a limit of records an answer."""

    total: int = 25
    limit: int = 10
    pages: bool = True
    refuses_offset: bool = False
    counts: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)

    def layer(self, seen: Seen) -> Answer:
        fields = [
            {"name": "OBJECTID", "type": "esriFieldTypeOID"},
            {"name": "NAME", "type": "esriFieldTypeString"},
            {"name": "DATUM", "type": "esriFieldTypeDate"},
        ]
        value = {"id": 13, "name": "Flächendarstellung", "type": "Feature Layer", "fields": fields}
        value["maxRecordCount"] = self.limit
        value["copyrightText"] = "Stadt Essen"
        value["advancedQueryCapabilities"] = {"supportsPagination": self.pages}
        return Answer(body=json.dumps(value).encode())

    def service(self, seen: Seen) -> Answer:
        layers = [{"id": 13, "name": "Flächendarstellung"}, {"id": 7, "name": "Hochwasser"}]
        return Answer(body=json.dumps({"currentVersion": 10.9, "layers": layers}).encode())

    def query(self, seen: Seen) -> Answer:
        from urllib.parse import parse_qs

        given = parse_qs(seen.body.decode()) if seen.body else seen.query
        query = {key: values[0] for key, values in given.items()}
        self.asked.append(query)
        if query.get("returnCountOnly") == "true":
            return Answer(body=json.dumps({"count": self.total} if self.counts else {}).encode())
        if query.get("returnIdsOnly") == "true":
            value = {"objectIdFieldName": "OBJECTID", "objectIds": list(range(1, self.total + 1))}
            return Answer(body=json.dumps(value).encode())
        if "resultOffset" in query and self.refuses_offset:
            error = {"error": {"code": 400, "message": "Pagination is not supported."}}
            return Answer(body=json.dumps(error).encode())
        if "objectIds" in query:
            numbers = [int(entry) - 1 for entry in query["objectIds"].split(",")][: self.limit]
        else:
            start = int(query.get("resultOffset", 0))
            count = min(int(query.get("resultRecordCount", self.total)), self.limit)
            numbers = list(range(start, min(start + count, self.total)))
        more = bool(numbers) and numbers[-1] + 1 < self.total
        value = {"spatialReference": {"wkid": 25832}, "features": [self._feature(number) for number in numbers]}
        return Answer(body=json.dumps({**value, "exceededTransferLimit": more}).encode())

    def _feature(self, number: int) -> dict[str, Any]:
        x, y = place(number)
        ring = [[x, y], [x, y + 8], [x + 8, y + 8], [x + 8, y], [x, y]]
        attributes = {"OBJECTID": number + 1, "NAME": f"Größe {number}", "DATUM": 1_577_836_800_000}
        return {"attributes": attributes, "geometry": {"rings": [ring]}}
