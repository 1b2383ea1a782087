"""What an address leads to: the kind of service or file, the clean address, the layer, and whether it can be loaded.

Portals name formats as they like: `WFS`, `WFS_SRVC`, `OGC:WFS-1.1.0-http-get-feature`, an address of the EU's file
types, `Shape (zip)`. Where they say nothing, the address decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from ruhr_planner.model import codes, errors
from ruhr_planner.net import redirect
from ruhr_planner.net.transport import Request

KIND = codes.CATALOGUE_KIND
WHY = codes.NOT_LOADABLE
_ONE_REQUEST = (
    "service version request typename typenames layer layers outputformat outputschema styles style format srs crs "
    "bbox width height srsname count maxfeatures acceptversions resultrecordcount f transparent resource_id "
    "exceptions namespaces sortby tilematrixset tilematrix tilerow tilecol sections updatesequence"
)
_SERVICE_PARAMETERS = frozenset(_ONE_REQUEST.split())
_FILE_PARAMETERS = frozenset({"utm_source", "utm_medium", "utm_campaign"})
_EU_TYPE = re.compile(r"^https?://publications\.europa\.eu/resource/authority/file-type/", re.IGNORECASE)
_IANA = re.compile(r"^https?://(?:www\.)?iana\.org/assignments/media-types/", re.IGNORECASE)

# Names of formats as portals write them, in small letters and without what is no letter or digit.
_FILES = {
    "GeoJSON": "geojson geojsonl applicationgeojson applicationvndgeojson geojsonseq applicationgeojsonseq",
    "GeoPackage": "gpkg geopackage applicationgeopackagesqlite3 applicationxsqlite3 ogcgpkg geopackagezip",
    "SHP": "shp shape shapefile esrishape esrishapefile shapezip shpzip shapefilezip zippedshapefile xshapefile "
    "applicationxshapefile esrishapefilezip applicationxzippedshapefile",
    "GML": "gml gml2 gml31 gml32 gml321 gml3 applicationgmlxml xplangml textxmlsubtypegml31 citygml",
    "KML": "kml kmz applicationvndgoogleearthkmlxml applicationvndgoogleearthkmz",
    "CSV": "csv textcsv tsv texttabseparatedvalues csvzip txtcsv",
    "XLSX": "xlsx applicationvndopenxmlformatsofficedocumentspreadsheetmlsheet",
    "ATOM": "atom atomxml applicationatomxml atomfeed inspireatom atomsrvc",
    "ZIP": "zip applicationzip applicationxzipcompressed",
}
_NOT_READ = {
    "XLS": "xls applicationvndmsexcel excel",
    "ODS": "ods applicationvndoasisopendocumentspreadsheet",
    "DXF": "dxf dwg",
    "JSON": "json applicationjson jsonld applicationldjson",
    "XML": "xml applicationxml textxml rdf rdfxml turtle ttl applicationrdfxml rdfturtle",
    "GTFS": "gtfs",
    "GeoTIFF": "tif tiff geotiff imagetiff",
    "LAZ": "laz las",
    "API": "api rest restapi openapi sparql",
    "WCS": "wcs ogcwcs wcssrvc",
    "RSS": "rss rssfeed",
}
_DOCUMENTS = {
    "PDF": "pdf applicationpdf",
    "DOCX": "doc docx odt applicationmsword rtf txt textplain md",
    "PNG": "png jpg jpeg gif svg imagepng imagejpeg webp",
    "PPTX": "ppt pptx",
}
_PAGES = {"HTML": "html htm texthtml webseite website webapp web link wwwlink informationlink url xhtml html5"}
_SERVICES = {
    KIND.wfs: "wfs ogcwfs wfssrvc webfeatureservice geowfs wfs20 wfs110 wfs100 wfsservice",
    KIND.oapif: "oapif ogcapifeatures ogcapi oaf ogcfeatures wfs3 ogcapifeatureservice",
    KIND.wms: "wms ogcwms wmssrvc webmapservice geowms wms130 wms111 wmsservice",
    KIND.wmts: "wmts ogcwmts wmtssrvc webmaptileservice",
    KIND.arcgis: "arcgis esrirest arcgisgeoservicesrestapi arcgisgeoservice arcgisrest featureserver mapserver "
    "arcgisfeatureserver arcgismapserver arcgisgeoserviceapi arcgisgeoservices arcgisfeatureservice arcgismapservice",
}
_ENDINGS = {
    "geojson": "GeoJSON", "gpkg": "GeoPackage", "shp": "SHP", "gml": "GML", "kml": "KML", "kmz": "KML", "csv": "CSV",
    "tsv": "CSV", "xlsx": "XLSX", "zip": "ZIP", "pdf": "PDF", "xls": "XLS", "ods": "ODS", "json": "JSON", "xml": "XML",
    "htm": "HTML", "html": "HTML", "png": "PNG", "jpg": "PNG", "doc": "DOCX", "docx": "DOCX", "txt": "DOCX",
    "tif": "GeoTIFF", "tiff": "GeoTIFF", "dxf": "DXF", "rdf": "XML", "ttl": "XML", "jsonld": "JSON",
}  # fmt: skip


def _names(table: dict[str, str]) -> dict[str, str]:
    return {name: key for key, names in table.items() for name in names.split()}


_FILE_NAMES, _NOT_READ_NAMES = _names(_FILES), _names(_NOT_READ)
_DOCUMENT_NAMES, _PAGE_NAMES, _SERVICE_NAMES = _names(_DOCUMENTS), _names(_PAGES), _names(_SERVICES)


@dataclass(frozen=True)
class Link:
    """Where a data set can be had, and how."""

    kind: str
    format: str
    url: str
    layer: str
    reason: str
    """A code of `NOT_LOADABLE`, "" where it can be loaded."""

    @property
    def loadable(self) -> bool:
        """Tell whether QGIS gets a layer from it."""
        return not self.reason


def link(url: str, format_name: str = "", layer: str = "") -> Link:
    """Return what an address leads to.

    :param format_name: format or protocol as the portal writes it. :param layer: the layer's name where it is known.
    """
    url = url.strip()
    name = _format_key(format_name)
    if not url:
        return Link(KIND.other, _shown(format_name, name), "", "", WHY.no_address)
    if urlsplit_or_none(url) is None:
        return Link(KIND.other, _shown(format_name, name), url, "", WHY.no_address)
    kind = _service_kind(name, url)
    if kind:
        clean, named = service_address(url, kind)
        return Link(kind, shown_service(kind), clean, layer or named, "")
    return _file_link(url, format_name, name)


def layered(found: Link, name: str) -> Link:
    """Take a short name without blanks for the layer of a service, as catalogues use it."""
    services = (KIND.wfs, KIND.wms, KIND.wmts)
    if found.layer or found.kind not in services or not name or " " in name or len(name) > 100 or "://" in name:
        return found
    return replace(found, layer=name)


def _file_link(url: str, format_name: str, name: str) -> Link:
    ending = _ENDINGS.get(_ending(url), "")
    if name in _FILE_NAMES:
        shown = _FILE_NAMES[name]
        return Link(KIND.file, ending if shown == "ZIP" and ending not in ("", "HTML") else shown, url, "", "")
    known = _NOT_READ_NAMES.get(name) or _DOCUMENT_NAMES.get(name) or _PAGE_NAMES.get(name)
    if (not known or known in ("JSON", "XML", "HTML", "API")) and ending in _FILES:
        return Link(KIND.file, ending, url, "", "")  # the label says less than the file's own ending
    known = known or ending
    if known == "WCS":
        return Link(KIND.other, known, url, "", WHY.raster_service)
    if known in _NOT_READ:
        return Link(KIND.other, known, url, "", WHY.format_not_read)
    if known in _DOCUMENTS:
        return Link(KIND.other, known, url, "", WHY.document)
    if known in _PAGES:
        return Link(KIND.other, known, url, "", WHY.page)
    return Link(KIND.other, _shown(format_name, name), url, "", WHY.format_unknown)


def _format_key(format_name: str) -> str:
    """Return a format's name comparable: without address, version, blanks and signs."""
    text = _IANA.sub("", _EU_TYPE.sub("", format_name.strip()))[:200].lower()
    key = re.sub(r"[^0-9a-z]", "", text)
    for prefix, kind in (
        ("ogcwfs", "wfs"), ("ogcwmts", "wmts"), ("ogcwms", "wms"), ("ogcwcs", "wcs"), ("ogcapif", "oapif"),
        ("esri", "arcgis"), ("arcgis", "arcgis"), ("wwwlink", "wwwlink"), ("wwwdownload", ""),
    ):  # fmt: skip
        if key.startswith(prefix) and key not in _FILE_NAMES:
            return kind
    return key


def _service_kind(name: str, url: str) -> str:
    """Return the kind of a service, "" if it is none. What the address says plainly outweighs the label."""
    lower = unquote(url).lower()
    asked = re.search(r"[?&]service=(wfs|wms|wmts|wcs|csw)\b", lower)
    if asked and asked.group(1) in KIND:
        return asked.group(1)
    if asked:
        return ""
    if "/wfsserver" in lower:
        return KIND.wfs
    if "/wmsserver" in lower:
        return KIND.wms
    if re.search(r"/rest/services/.*(?:featureserver|mapserver)", lower):
        return KIND.arcgis
    if re.search(r"/ogc/features(?:/|$)|/collections/[^/]+(?:/items)?/?(?:\?|$)", lower):
        return KIND.oapif
    if name in _SERVICE_NAMES:
        return _SERVICE_NAMES[name]
    if name and name not in ("xml", "applicationxml", "textxml", "html", "api", "zip"):
        return ""
    guessed = re.search(r"/(wfs|wms|wmts)(?:[/?]|$)", lower)
    return guessed.group(1) if guessed else ""


def service_address(url: str, kind: str) -> tuple[str, str]:
    """Return a service's address without the parameters of one request, and the layer that those named.

    Parameters that belong to the service, such as MapServer's `map`, stay.
    """
    parts = urlsplit_or_none(url)
    if parts is None:
        return url, ""
    if kind == KIND.oapif:
        return _collection(parts.scheme, parts.netloc, parts.path)
    if kind == KIND.arcgis:
        return _arcgis_layer(parts.scheme, parts.netloc, parts.path)
    kept, layer = [], ""
    for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100) if parts.query else []:
        lower = name.lower()
        if lower in ("typename", "typenames", "layer", "layers"):
            layer = layer or value.split(",")[0]
        elif lower not in _SERVICE_PARAMETERS and (value or name.lower() != name.upper()) and name:
            kept.append((name, value))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), "")), layer


def _collection(scheme: str, host: str, path: str) -> tuple[str, str]:
    base, found, rest = path.partition("/collections")
    name = rest.strip("/").split("/")[0] if found else ""
    return urlunsplit((scheme, host, base, "", "")), unquote(name)


def _arcgis_layer(scheme: str, host: str, path: str) -> tuple[str, str]:
    found = re.match(r"(.*?/(?:FeatureServer|MapServer))(?:/(\d+))?", path, re.IGNORECASE)
    if found is None:
        return urlunsplit((scheme, host, path, "", "")), ""
    return urlunsplit((scheme, host, found.group(1), "", "")), found.group(2) or ""


def urlsplit_or_none(url: str) -> SplitUrl | None:
    """Return the parts of a web address, or None where it is none."""
    try:
        parts = urlsplit(url)
        if parts.scheme.lower() in ("http", "https") and parts.hostname:
            return SplitUrl(parts.scheme.lower(), parts.netloc, parts.path, parts.query)
    except ValueError:
        return None
    return None


def following(request: Request, address: str) -> Request | None:
    """Return the request for the next page that an answer names, None where it is no other web address."""
    try:
        found = redirect.followed(request, address)
    except errors.AddressInvalid:
        return None
    return None if found.url == redirect.normal(request.url, request.source) else found


@dataclass(frozen=True)
class SplitUrl:
    """The parts of an address that count here."""

    scheme: str
    netloc: str
    path: str
    query: str


def same_address(url: str) -> str:
    """Return an address in the form in which two portals that harvested it agree."""
    parts = urlsplit_or_none(url)
    if parts is None:
        return url.strip().lower()
    host = parts.netloc.lower().rpartition("@")[2]
    host = host.removeprefix("www.")
    for ending in (":443", ":80"):
        host = host.removesuffix(ending)
    pairs = parts.query.split("&") if parts.query else []
    query = "&".join(sorted(pair for pair in pairs if pair and pair.split("=")[0].lower() not in _FILE_PARAMETERS))
    return f"{host}{unquote(parts.path).rstrip('/')}?{query}".rstrip("?")


def _ending(url: str) -> str:
    parts = urlsplit_or_none(url)
    name = parts.path.rsplit("/", 1)[-1].lower() if parts else ""
    query = parts.query.lower() if parts else ""
    if "." in name:
        return name.rsplit(".", 1)[-1]
    found = re.search(r"(?:^|[&])(?:f|format|outputformat)=(?:application/|text/)?([a-z]+)", unquote(query))
    return found.group(1) if found else name  # Opendatasoft's exports end in /geojson, /csv


def _shown(format_name: str, key: str) -> str:
    for table in (_FILE_NAMES, _NOT_READ_NAMES, _DOCUMENT_NAMES, _PAGE_NAMES):
        if key in table:
            return table[key]
    if key in _SERVICE_NAMES:
        return shown_service(_SERVICE_NAMES[key])
    return _EU_TYPE.sub("", format_name.strip())[:60]


def shown_service(kind: str) -> str:
    """Return the name under which a kind of service stands in the column `format`."""
    return KIND.label(kind, "en")
