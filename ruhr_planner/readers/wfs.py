"""WFS 1.0, 1.1 and 2.0: build, send and parse; what servers of the region do differently is met here.

The address that the user gave is asked, never the one in the capabilities: behind proxies that often names another
port or host. Version, format and paging are chosen from the capabilities and tried out on the first page; a server
that refuses a parameter is asked with fewer. Counting (`hits`) is done without COUNT, and not trusted where it equals
a limit of the server: the end is proven by an empty page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ruhr_planner.catalogue import answers
from ruhr_planner.model import errors
from ruhr_planner.model.region import CRS
from ruhr_planner.net import body as bodies
from ruhr_planner.net.transport import Request
from ruhr_planner.readers import backend, check, geojson, gml
from ruhr_planner.readers.asking import Asking, address, pick, title_of, without
from ruhr_planner.readers.paging import Count, Offsets, PagedStream
from ruhr_planner.readers.record import (
    BOOL,
    DATE,
    DATETIME,
    INT,
    REAL,
    TEXT,
    Field,
    Origin,
    Page,
    Record,
)

PAGE = 10_000
"""Records a page: large enough that a server's start-up cost per page does not count."""

_OURS = frozenset(
    {
        "service", "version", "request", "typename", "typenames", "layers", "outputformat", "srsname", "bbox", "count",
        "maxfeatures", "startindex", "resulttype", "propertyname", "acceptversions", "sections", "filter",
        "cql_filter", "featureid", "resourceid", "sortby",
    }
)  # fmt: skip
_KNOWN = ("2.0.0", "1.1.0", "1.0.0")
INSTANT = "instant"
"""A kind on the way only: MapServer's dates in GML 3.2, a text inside gml:timePosition."""
_XSD = {
    "string": TEXT, "anyuri": TEXT, "token": TEXT, "normalizedstring": TEXT, "boolean": BOOL, "date": DATE,
    "datetime": DATETIME, "int": INT, "integer": INT, "long": INT, "short": INT, "byte": INT, "unsignedint": INT,
    "unsignedlong": INT, "unsignedshort": INT, "nonnegativeinteger": INT, "positiveinteger": INT, "float": REAL,
    "double": REAL, "decimal": REAL, "timeinstanttype": INSTANT,
}  # fmt: skip
_GFS = {
    TEXT: "String", INT: "Integer", REAL: "Real", BOOL: "String", DATE: "String", DATETIME: "String",
    INSTANT: "String",
}  # fmt: skip
"""Dates and booleans as texts: older versions of GDAL know no date here (an error through fiona), and read a declared
boolean's "true" as 0."""

_TRUTH = {"true": True, "1": True, "false": False, "0": False}

_DAY = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:Z|[+-]\d\d:\d\d)?")
"""A day as XML Schema writes it; its zone says nothing of the day that was meant."""
_SRS = re.compile(rb"srsName\s*=\s*[\"']([^\"'<>]{1,200})[\"']")
_MEMBER = re.compile(rb"<(?:[\w.-]+:)?(?:featureMembers?|member)[\s>]")
_GML = backend.GML_OPTIONS
_MATCHED = re.compile(r"^\d+$")


# -------------------------------------------------------------------------------------------------------- capabilities
@dataclass(frozen=True)
class FeatureType:
    """One layer of a WFS. `crs` are names as the server writes them, the default first."""

    name: str
    title: str = ""
    abstract: str = ""
    crs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Service:
    """What a WFS says of itself. `limit` is its default number of features, None where it says nothing."""

    version: str
    title: str = ""
    abstract: str = ""
    licence: str = ""
    provider: str = ""
    formats: tuple[str, ...] = ()
    types: tuple[FeatureType, ...] = ()
    limit: int | None = None
    pages: bool | None = None
    """The server states that it pages; None where it says nothing."""


def parse_capabilities(body: bytes, source: str) -> Service:
    """Read capabilities of any version.

    :raises WrongService: they are of another service (WMS, WMTS, CSW …). :raises NetworkError: they are none.
    """
    root = answers.xml_root(body, source)
    name = answers.local(root)
    if name != "WFS_Capabilities":
        kind = {"WMS_Capabilities": "WMS", "WMT_MS_Capabilities": "WMS", "Capabilities": "OGC"}
        if name in kind or name.endswith("Capabilities"):
            raise errors.WrongService(source=source, found=kind.get(name, name), expected="WFS")
        raise errors.WrongContent(source=source, found=f"XML ({name[:40]})", expected="WFS")
    version = answers.attribute(root, "version") or "1.0.0"
    known = next((entry for entry in _KNOWN if entry[:3] == version[:3]), "2.0.0" if version > "2" else "1.0.0")
    about = answers.find(root, "ServiceIdentification")
    if about is None:
        about = answers.find(root, "Service")
    limit = _constraint(root, "CountDefault") or _constraint(root, "DefaultMaxFeatures")
    paging = _constraint(root, "ImplementsResultPaging")
    return Service(
        known,
        answers.xml_text(about, "Title"),
        answers.xml_text(about, "Abstract"),
        _useful(answers.xml_text(about, "Fees")) or _useful(answers.xml_text(about, "AccessConstraints")),
        answers.xml_text(root, "ServiceProvider/ProviderName"),
        tuple(_formats(root)),
        tuple(_types(root)),
        int(limit) if limit and _MATCHED.match(limit) else None,
        paging.upper() == "TRUE" if paging else None,
    )


def _useful(text: str) -> str:
    return "" if text.lower() in ("", "none", "no", "keine", "n/a", "-") else text


def _constraint(root: Any, name: str) -> str:
    for found in answers.below(root, "Constraint"):
        if answers.attribute(found, "name") == name:
            return answers.xml_text(found, "DefaultValue") or answers.xml_text(found, "AllowedValues/Value")
    return ""


def _formats(root: Any) -> Iterator[str]:
    for operation in answers.below(root, "Operation"):
        if answers.attribute(operation, "name") == "GetFeature":
            for parameter in answers.children(operation, "Parameter"):
                if answers.attribute(parameter, "name").lower() == "outputformat":
                    yield from (answers.xml_text(value) for value in answers.below(parameter, "Value"))
    for found in answers.find_all(root, "Capability/Request/GetFeature/ResultFormat"):
        yield from (answers.local(child) for child in found)


def _types(root: Any) -> Iterator[FeatureType]:
    for entry in answers.below(root, "FeatureType"):
        name = answers.xml_text(entry, "Name")
        if name:
            names = "DefaultCRS|DefaultSRS|SRS|OtherCRS|OtherSRS"
            listed = [part for child in answers.children(entry, names) for part in answers.xml_text(child).split()]
            yield FeatureType(
                name, answers.xml_text(entry, "Title"), answers.xml_text(entry, "Abstract"), tuple(listed)
            )


# ------------------------------------------------------------------------------------------------------ feature's type
def parse_schema(body: bytes, name: str, source: str) -> tuple[tuple[Field, ...], str] | None:
    """Read DescribeFeatureType: the fields of a simple type and its geometry element; None for a complex one.

    :raises NetworkError: it is no XML schema.
    """
    root = answers.xml_root(body, source)
    bare = name.rsplit(":", 1)[-1]
    element = next((e for e in answers.children(root, "element") if answers.attribute(e, "name") == bare), None)
    if element is None:
        return None
    type_name = answers.attribute(element, "type").rsplit(":", 1)[-1]
    kinds = [t for t in answers.children(root, "complexType") if answers.attribute(t, "name") == type_name]
    if type_name and not kinds:
        return None  # it is described in another document
    holder = kinds[0] if kinds else element
    fields, geometry = [], ""
    for entry in answers.below(holder, "element"):
        if entry is element:
            continue
        stated = _stated_type(entry)
        label = answers.attribute(entry, "name")
        if "PropertyType" in stated and not geometry:
            geometry = label
        elif stated in _XSD and label:
            fields.append(Field(label, _XSD[stated]))
        else:
            return None
    return tuple(fields), geometry


def _stated_type(element: Any) -> str:
    stated = answers.attribute(element, "type").rsplit(":", 1)[-1]
    if not stated:
        base = next(answers.below(element, "restriction"), None)
        stated = answers.attribute(base, "base").rsplit(":", 1)[-1]
    return stated if "PropertyType" in stated else stated.lower()


def gfs(name: str, fields: tuple[Field, ...], geometry: str) -> str:
    """Return a description of a simple type for GDAL's GML driver, which then reads a page once instead of twice."""
    bare = escape(name.rsplit(":", 1)[-1])
    lines = ["<GMLFeatureClassList><GMLFeatureClass>", f"<Name>{bare}</Name><ElementPath>{bare}</ElementPath>"]
    if geometry:
        path = escape(geometry)
        lines.append(f"<GeomPropertyDefn><Name>{path}</Name><ElementPath>{path}</ElementPath></GeomPropertyDefn>")
    for label, kind in fields:
        name = escape(label)
        long = "<Subtype>Integer64</Subtype>" if kind == INT else ""
        path = f"{name}|timePosition" if kind == INSTANT else name
        lines.append(
            f"<PropertyDefn><Name>{name}</Name><ElementPath>{path}</ElementPath><Type>{_GFS[kind]}</Type>{long}"
            "</PropertyDefn>"
        )
    return "\n".join([*lines, "</GMLFeatureClass></GMLFeatureClassList>"])


# ------------------------------------------------------------------------------------------------------------ requests
def base_url(url: str) -> str:
    """Return an address without the parameters that this module sets itself; others (map=…) stay."""
    return without(url, _OURS)


@dataclass(frozen=True)
class Plan:
    """How features are asked for. `bbox` is the value of BBOX, `fields` what DescribeFeatureType said."""

    url: str
    version: str
    name: str
    source: str
    authcfg: str = ""
    format: str = ""
    srs: str = ""
    bbox: str = ""
    paged: bool = True
    sort: str = ""

    def request(self, at: int | None = None, count: int | None = None, hits: bool = False) -> Request:
        """Build GetFeature; COUNT never goes with hits."""
        new = self.version.startswith("2")
        parameters: dict[str, object] = {
            "SERVICE": "WFS",
            "VERSION": self.version,
            "REQUEST": "GetFeature",
            "TYPENAMES" if new else "TYPENAME": self.name,
        }
        if hits:
            parameters["RESULTTYPE"] = "hits"
        else:
            parameters["OUTPUTFORMAT"] = self.format or None
            parameters["SRSNAME"] = self.srs or None
            parameters["COUNT" if new else "MAXFEATURES"] = count
            parameters["STARTINDEX"] = at if self.paged and not self.version.startswith("1.0") else None
            parameters["SORTBY"] = self.sort or None
        parameters["BBOX"] = self.bbox or None
        return Request(address(self.url, **parameters), authcfg=self.authcfg, source=self.source)


def srs_name(code: str, version: str) -> str:
    """Return a CRS name in the form of a version: URN from 2.0 on, short before."""
    return f"urn:ogc:def:crs:{code.replace(':', '::', 1)}" if version.startswith("2") else code


def bbox_value(extent: check.Envelope, crs: str, version: str) -> str:
    """Return the value of BBOX for an extent in EPSG:25832 (east, north), asked in that CRS or in degrees.

    In degrees the order follows the name: latitude first with a URN, longitude first without.
    """
    if crs == CRS:
        name = "" if version.startswith("1.0") else f",{srs_name(CRS, '2')}"
        return ",".join(f"{value:.3f}" for value in extent) + name
    west, south, east, north = check.box_in_degrees(extent)
    if version.startswith("1.0"):
        return f"{west:.7f},{south:.7f},{east:.7f},{north:.7f}"
    return f"{south:.7f},{west:.7f},{north:.7f},{east:.7f},{srs_name('EPSG:4326', '2')}"


def parse_hits(body: bytes, source: str) -> int | None:
    """Return the number in an answer to hits, None where it is unknown."""
    root = answers.xml_root(body, source)
    text = answers.attribute(root, "numberMatched") or answers.attribute(root, "numberOfFeatures")
    return int(text) if _MATCHED.match(text) and len(text) < 12 else None


# -------------------------------------------------------------------------------------------------------------- stream
def open_layer(asking: Asking, url: str, layer: str = "") -> WfsStream:
    """Ask a WFS what it has and get ready to load a layer.

    :raises NetworkError, Cancelled: see there.
    """
    base = base_url(url)
    service = capabilities(asking, base, title_of(url))
    offered = [(entry.name, entry.title, entry) for entry in service.types]
    found = pick(layer or named_layer(url), offered, service.title or title_of(url))
    return WfsStream(asking, base, service, found)


def capabilities(asking: Asking, url: str, source: str) -> Service:
    """Ask for capabilities: 2.0 first, and whatever the server answers is taken."""
    try:
        body = asking.send(address(url, SERVICE="WFS", REQUEST="GetCapabilities", VERSION="2.0.0"), source).body
    except (errors.ServiceException, errors.BadRequest, errors.OfflineMissing):
        body = asking.send(address(url, SERVICE="WFS", REQUEST="GetCapabilities"), source).body
    return parse_capabilities(body, source)


def named_layer(url: str) -> str:
    """Return the layer that an address names, "" if it names none."""
    query = {key.lower(): value for key, value in parse_qsl(urlsplit(url).query)}
    return (query.get("typenames") or query.get("typename") or "").split(",")[0]


@dataclass(frozen=True)
class _Ready:
    """The plan that works, and how the server pages; without `offsets` it answers all at once."""

    plan: Plan
    expected: int | None
    offsets: Offsets | None


class WfsStream(PagedStream):
    """A layer of a WFS; see `record.Stream`."""

    def __init__(self, asking: Asking, url: str, service: Service, layer: FeatureType) -> None:
        origin = Origin(
            title=layer.title or layer.name,
            kind="wfs",
            url=url,
            layer=layer.name,
            abstract=layer.abstract or service.abstract,
            licence=service.licence,
            attribution=service.provider,
        )
        super().__init__(asking, origin)
        self._service = service
        self._layer = layer
        self._plan = Plan(url, service.version, layer.name, self._source, asking.authcfg)
        self._template: Path | None = None
        self._ready: _Ready | None = None
        self.fields: tuple[Field, ...] = ()

    def _walk(self) -> Iterator[Page]:
        if self._ready is None:
            self._ready = self._prepare()
        ready = self._ready
        self._ask_for(ready.plan.request())
        if ready.offsets is not None:
            yield from ready.offsets.pages(self.tally)
        else:
            yield from self._at_once(ready)

    def _at_once(self, ready: _Ready) -> Iterator[Page]:
        """Read one answer that is everything, a page at a time; only a count can prove that it is all."""
        count = Count(self.tally)
        for page in self._parts(self._spool.get(self._everything(ready.plan))):
            yield count.take(page)
        limit = self._service.limit
        expected = ready.expected
        if expected is not None and self.tally.loaded == expected and expected == limit:
            expected = None  # the count may be the limit itself
        count.judge(expected, ended=False, cut=bool(self._asking.maximum))

    def _everything(self, plan: Plan) -> Request:
        return plan.request(count=self._asking.maximum or None)

    # -------------------------------------------------------------------------------------------------------- choices
    def _prepare(self) -> _Ready:
        """Find the question that the server answers: with all parameters first, then with fewer."""
        self._describe()
        refused: list[errors.NetworkError] = []
        for plan in self._plans():
            ready = self._attempt(plan, refused)
            if ready is not None:
                return ready
        raise refused[0]

    def _attempt(self, plan: Plan, refused: list[errors.NetworkError]) -> _Ready | None:
        """Try a plan; keep the server's refusal, the first of which is the one that a user can understand."""
        try:
            return self._tried(plan)
        except (errors.LoginPage, errors.UnsafeXml):
            raise
        except (errors.BadRequest, errors.ServerFailed, errors.AnswerError) as problem:
            refused.append(problem)
            return None

    def _describe(self) -> None:
        """Ask for the layer's fields; a server that does not answer is read without."""
        new = self._plan.version.startswith("2")
        name = {"TYPENAMES" if new else "TYPENAME": self._layer.name}
        url = address(self._plan.url, SERVICE="WFS", VERSION=self._plan.version, REQUEST="DescribeFeatureType", **name)
        try:
            found = parse_schema(self._asking.send(url, self._source).body, self._layer.name, self._source)
        except (errors.AnswerError, errors.HttpStatus):
            return
        if found is not None:
            self.fields, geometry = found
            self._template = self._spool.folder / "template.gfs"
            self._template.write_text(gfs(self._layer.name, self.fields, geometry), encoding="utf-8")

    def _plans(self) -> Iterator[Plan]:
        """Yield ways to ask, the best one first: GeoJSON in EPSG:25832, the server's GML, and the bare question."""
        version = self._plan.version
        listed = [check.normal(name) for name in self._layer.crs]
        srs = srs_name(CRS, version) if not listed or CRS in listed else ""
        box = self._box(CRS if not listed or CRS in listed else "EPSG:4326")
        json_format = next((name for name in self._service.formats if "json" in name.lower()), "")
        plan = replace(self._plan, srs=srs, bbox=box)
        if json_format and srs:
            yield replace(plan, format=json_format)
        yield plan
        if srs or (box and CRS not in listed):
            yield replace(plan, srs="", bbox=self._box(CRS))
        old = "1.0.0"
        box = self._box(CRS if not listed or CRS in listed else "EPSG:4326", old)
        yield replace(self._plan, version=old, bbox=box, paged=False)

    def _box(self, crs: str, version: str = "") -> str:
        extent = self._asking.extent
        return bbox_value(extent, crs, version or self._plan.version) if extent is not None else ""

    def _tried(self, plan: Plan) -> _Ready:
        """Try a plan on its first page.

        :raises NetworkError: the server refuses it.
        """
        expected = self._expected(plan)
        step = min(PAGE, self._service.limit or PAGE)
        offsets = None
        if plan.paged and not plan.version.startswith("1.0") and self._service.pages is not False:
            offsets = self._offsets(plan.request, step, expected)
            first = self._page(plan.request(0, min(step, self._asking.maximum or step)))
            if not offsets.works():
                offsets = None
        if offsets is None:
            first = next(self._parts(self._spool.get(self._everything(plan))))
        if not first.records and self._asking.extent is not None and srs_of(plan.bbox) != CRS:
            again = self._asked_in_metres(plan)
            if again is not None:
                return again
        self._stated = plan.srs or (self._layer.crs[0] if self._layer.crs else "")
        return _Ready(plan, expected, offsets)

    def _asked_in_metres(self, plan: Plan) -> _Ready | None:
        """Ask again in EPSG:25832 where a box in degrees found nothing; some servers take it for metres."""
        metres = replace(plan, bbox=self._box(CRS))
        try:
            ready = self._tried(metres)
            page = self._page(metres.request(0, 1))
        except (errors.AnswerError, errors.HttpStatus):
            return None
        if not page.records:
            return None
        self._note_metres()
        return ready

    def _expected(self, plan: Plan) -> int | None:
        """Ask how many there are; None where the server does not say."""
        if plan.version.startswith("1.0"):
            return None
        try:
            return parse_hits(self._asking.send(plan.request(hits=True).url, self._source).body, self._source)
        except (errors.AnswerError, errors.HttpStatus):
            return None

    # ---------------------------------------------------------------------------------------------------------- pages
    def _read(self, path: Path) -> Page:
        return next(self._parts(path, whole=True))

    def _parts(self, path: Path, whole: bool = False) -> Iterator[Page]:
        """Read an answer: a page as a whole, an answer that is everything in parts."""
        with path.open("rb") as file:
            head = file.read(1 << 16)
        named = _SRS.search(head)
        crs = named.group(1).decode("ascii", "replace") if named else ""
        kinds = dict(self.fields)
        for page in self._described(path, head, whole):
            yield replace(typed_as(page, kinds), crs=page.crs or crs)

    def _described(self, path: Path, head: bytes, whole: bool) -> Iterator[Page]:
        """Read by the described schema; never again where the server writes another one."""
        if self._template is not None and _MEMBER.search(head):
            parts = backend.answer(path, self._source, whole, **_GML, GFS_TEMPLATE=str(self._template))
            try:
                first = next(parts)
            except errors.DamagedAnswer:
                first = Page((), "", [])  # GDAL finds nothing that the description names, or the page is damaged
            if first.records:
                yield first
                yield from parts
                return
            self._template = None
        is_xml = bodies.is_xml(head)
        for page in backend.answer(path, self._source, whole, **backend.GML_TEXTS):
            yield gml.typed(page, dict(self.fields)) if is_xml else page


def srs_of(bbox: str) -> str:
    """Return the CRS that a value of BBOX names, EPSG:25832 or "EPSG:4326"."""
    name = bbox.rsplit(",", 1)[-1]
    return check.normal(name) if ":" in name else (CRS if float(name or 0) > 1000 else "EPSG:4326")


def typed_as(page: Page, kinds: dict[str, str]) -> Page:
    """Give columns the kind that the service declares, where their values allow it.

    GeoJSON has no dates, and a column of whole numbers may be declared real.
    """
    page = _instants_named(page, [name for name, kind in kinds.items() if kind == INSTANT])
    page = _converted(page, kinds)
    fields = [
        Field(name, _instant(page, at) if kinds.get(name) == INSTANT else _declared(kind, kinds.get(name, kind)))
        for at, (name, kind) in enumerate(page.fields)
    ]
    positions = [i for i, (have, want) in enumerate(zip(page.fields, fields)) if have.kind == INT and want.kind == REAL]
    if not positions:
        return replace(page, fields=tuple(fields))
    records = [
        Record(record.wkb, tuple(_real(v) if i in positions else v for i, v in enumerate(record.values)))
        for record in page.records
    ]
    return Page(tuple(fields), page.geometry, records, page.crs)


def _converted(page: Page, kinds: dict[str, str]) -> Page:
    """Make dates and booleans of texts that are declared so; a column that holds anything else stays text."""
    columns: dict[int, tuple[str, list[Any]]] = {}
    for position, (name, kind) in enumerate(page.fields):
        if kind == TEXT and kinds.get(name) in (BOOL, DATE, DATETIME):
            found = _from_texts([record.values[position] for record in page.records], kinds[name])
            if found is not None:
                columns[position] = found
    if not columns:
        return page
    fields = [Field(name, columns[i][0] if i in columns else kind) for i, (name, kind) in enumerate(page.fields)]
    records = [
        Record(record.wkb, tuple(columns[i][1][row] if i in columns else v for i, v in enumerate(record.values)))
        for row, record in enumerate(page.records)
    ]
    return Page(tuple(fields), page.geometry, records, page.crs)


def _from_texts(texts: list[Any], declared: str) -> tuple[str, list[Any]] | None:
    """Return the kind and values of a column of texts; None where one of them is not what is declared."""
    if declared == BOOL:
        known = all(text is None or text in _TRUTH for text in texts)
        return (BOOL, [None if text is None else _TRUTH[text] for text in texts]) if known else None
    days = [None if text is None else _DAY.fullmatch(text) for text in texts]
    if all(day is not None or text is None for day, text in zip(days, texts)):
        return DATE, [None if day is None else day.group(1) for day in days]
    moments = all(text is None or geojson.is_moment(text) for text in texts)
    return (DATETIME, texts) if moments else None


def _instants_named(page: Page, names: list[str]) -> Page:
    """Give columns of instants the name of their field: GDAL calls the first one timePosition, others by their path."""
    known = {field.name for field in page.fields}
    missing = [name for name in names if name not in known]
    found = {f"{name}_timePosition": name for name in missing}
    first = next((name for name in missing if f"{name}_timePosition" not in known), "")
    if first:
        found["timePosition"] = first
    return replace(page, fields=tuple(Field(found.get(name, name), kind) for name, kind in page.fields))


def _instant(page: Page, position: int) -> str:
    """Return the kind of a column of dates or moments, which the schema does not tell apart."""
    values = [record.values[position] for record in page.records]
    lengths = {len(value) for value in values if isinstance(value, str)}
    if page.fields[position].kind != TEXT or not lengths:
        return page.fields[position].kind
    return DATE if lengths == {10} else DATETIME if min(lengths) >= 19 else TEXT


def _declared(have: str, want: str) -> str:
    if have == "null" or (have == INT and want == REAL):
        return want
    return TEXT if want == TEXT and have in (DATE, DATETIME) else have


def _real(value: Any) -> Any:
    return None if value is None else float(value)
