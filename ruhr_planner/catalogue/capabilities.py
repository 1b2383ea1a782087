"""Capabilities of WMS 1.1.1 and 1.3.0, WMTS 1.0, WFS 1.0, 1.1 and 2.0, and the collections of OGC API Features.

A service is a small catalogue: its layers with titles, extents, licence (`Fees`, `AccessConstraints`) and, for some,
the address of their metadata. Source: OGC 01-068r3, 06-042 (WMS), 07-057r7 (WMTS), 02-058, 04-094, 09-025r2 (WFS),
17-069r4 (Features).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ruhr_planner.catalogue import answers, links
from ruhr_planner.catalogue.answers import Element
from ruhr_planner.catalogue.dataset import BBox, DatasetHit, Page, Portal, Query, Step
from ruhr_planner.catalogue.matching import matches
from ruhr_planner.catalogue.record import Record
from ruhr_planner.model import codes, errors

RANKS = True
KIND = codes.CATALOGUE_KIND
_ROOTS = {
    "WMS_Capabilities": KIND.wms,
    "WMT_MS_Capabilities": KIND.wms,
    "WFS_Capabilities": KIND.wfs,
    "Capabilities": KIND.wmts,
}
_NOBODY = frozenset({"none", "keine", "kein", "no", "no conditions apply", "n/a", "-", ""})


@dataclass(frozen=True)
class Service:
    """What a service says of itself. `version` is the one it answered in, `fees` and `constraints` as written."""

    kind: str
    version: str
    title: str
    abstract: str
    keywords: tuple[str, ...]
    provider: str
    fees: str
    constraints: str


def search(portal: Portal, query: Query) -> Step:
    """Return the request for the capabilities of the service that the portal's entry names."""
    del query
    return request(portal, portal.url, portal.protocol, portal.option("version"))


def request(portal: Portal, url: str, kind: str, version: str = "") -> Step:
    """Return the request for a service's capabilities, or for the collections of OGC API Features.

    :param version: "" lets the server answer with its newest.
    """
    address, _ = links.service_address(url, kind)
    if kind == KIND.oapif:
        base = address.rstrip("/")
        return Step(portal.request(f"{base}/collections?f=json", "application/json"), stage="collections")
    parameters = {"SERVICE": kind.upper(), "REQUEST": "GetCapabilities"}
    if version:
        parameters["VERSION"] = version
    return Step(portal.request(_with(address, parameters), ""), stage=kind)


def _with(address: str, parameters: dict[str, str]) -> str:
    try:
        parts = urlsplit(address)
        kept = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return address
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*kept, *parameters.items()]), ""))


def parse(body: bytes, portal: Portal, query: Query, step: Step) -> Page:
    """Return the matching layers of a service.

    :raises ServiceException: the service says no. :raises WrongContent, DamagedAnswer, UnsafeXml: it is no service.
    """
    hits = [hit for hit in layers(body, portal, step) if matches(hit, query)]
    return Page(tuple(hits), len(hits), _next(body, portal, step))


def layers(body: bytes, portal: Portal, step: Step) -> list[DatasetHit]:
    """Return all layers of a service; errors as `parse`."""
    url = step.request.url
    if step.stage == "collections":
        return _collections(body, portal, url)
    root = answers.xml_root(body, portal.name)
    kind = _ROOTS.get(answers.local(root), "")
    if not kind:
        raise errors.WrongContent(source=portal.name, found="XML", expected="WMS, WMTS, WFS")
    about = service(root, kind)
    address, _ = links.service_address(url, kind)
    if kind == KIND.wms:
        return _wms(root, about, portal, address)
    return _wmts(root, about, portal, address) if kind == KIND.wmts else _wfs(root, about, portal, address)


def service(root: Element, kind: str) -> Service:
    """Return what a service says of itself, in whichever version."""
    part = answers.find(root, "Service|ServiceIdentification")
    provider = answers.xml_text(root, "ServiceProvider/ProviderName") or answers.xml_text(
        part, "ContactInformation/ContactPersonPrimary/ContactOrganization"
    )
    keywords = [answers.xml_text(entry) for entry in answers.below(part, "Keyword")]
    if not keywords:  # WFS 1.0 writes them with commas
        keywords = answers.xml_text(part, "Keywords").split(",")
    return Service(
        kind,
        answers.attribute(root, "version"),
        answers.xml_text(part, "Title"),
        answers.xml_text(part, "Abstract"),
        tuple(word.strip() for word in keywords if word.strip()),
        provider,
        answers.xml_text(part, "Fees"),
        answers.xml_text(part, "AccessConstraints"),
    )


def _shape(about: Service, portal: Portal, name: str, title: str, **more: object) -> Record:
    said = tuple(text for text in (about.fees, about.constraints) if text.lower().strip(". ") not in _NOBODY)
    keywords = more.get("keywords")
    box = more.get("bbox")
    return Record(
        portal,
        dataset_id=name,
        title=title or name,
        publisher=portal.publisher or about.provider,
        licences=said,
        bbox=box if isinstance(box, tuple) else None,
        landing=str(more.get("landing") or ""),
        description=f"{more.get('abstract') or ''} {about.title} {about.abstract}".strip(),
        keywords=(*(keywords if isinstance(keywords, tuple) else ()), about.title, *about.keywords),
        attribution=str(more.get("attribution") or ""),
    )


def _metadata_address(layer: Element) -> str:
    """Return the address of a layer's metadata: an online resource below, an attribute, or plain text."""
    part = answers.find(layer, "MetadataURL")
    resource = answers.find(part, "OnlineResource")
    return answers.attribute(resource, "href") or answers.attribute(part, "href") or answers.xml_text(part)


def _keywords(layer: Element) -> tuple[str, ...]:
    found = [answers.xml_text(entry) for entry in answers.find_all(layer, "KeywordList|Keywords/Keyword")]
    plain = answers.xml_text(layer, "Keywords") if not found else ""
    return tuple(word for word in (found or [part.strip() for part in plain.split(",")]) if word)


# ----------------------------------------------------------------------------------------------------------------- WMS
def _wms(root: Element, about: Service, portal: Portal, address: str) -> list[DatasetHit]:
    hits: list[DatasetHit] = []
    waiting: list[tuple[Element, BBox | None]] = []
    waiting += [(top, None) for top in answers.find_all(root, "Capability/Layer")]
    while waiting:
        layer, inherited = waiting.pop()
        box = _wms_box(layer) or inherited
        waiting += [(child, box) for child in answers.children(layer, "Layer")][::-1]
        name = answers.xml_text(layer, "Name")
        if not name:
            continue  # a heading: it holds layers, but is none
        shape = _shape(
            about, portal, name, answers.xml_text(layer, "Title"), abstract=answers.xml_text(layer, "Abstract"),
            bbox=box, keywords=_keywords(layer), landing=_metadata_address(layer),
            attribution=answers.xml_text(layer, "Attribution/Title"),
        )  # fmt: skip
        hits.append(shape.hit(links.Link(KIND.wms, "WMS", address, name, "")))
    return hits


def _wms_box(layer: Element) -> BBox | None:
    old = answers.find(layer, "LatLonBoundingBox|LatLongBoundingBox")  # WMS 1.1.1, WFS 1.0
    if old is not None:
        return answers.box([answers.attribute(old, name) for name in ("minx", "miny", "maxx", "maxy")])
    new = answers.find(layer, "EX_GeographicBoundingBox")
    names = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
    return answers.box([answers.xml_text(new, name) for name in names]) if new is not None else None


# ---------------------------------------------------------------------------------------------------------------- WMTS
def _wmts(root: Element, about: Service, portal: Portal, address: str) -> list[DatasetHit]:
    if answers.find(root, "Contents") is None:
        raise errors.WrongContent(source=portal.name, found="XML", expected="WMTS")
    hits: list[DatasetHit] = []
    for layer in answers.find_all(root, "Contents/Layer"):
        name = answers.xml_text(layer, "Identifier")
        shape = _shape(
            about, portal, name, answers.xml_text(layer, "Title"), abstract=answers.xml_text(layer, "Abstract"),
            bbox=_ows_box(layer), keywords=_keywords(layer),
        )  # fmt: skip
        if name:
            hits.append(shape.hit(links.Link(KIND.wmts, "WMTS", address, name, "")))
    return hits


def _ows_box(layer: Element) -> BBox | None:
    part = answers.find(layer, "WGS84BoundingBox")
    low, high = answers.xml_text(part, "LowerCorner").split(), answers.xml_text(part, "UpperCorner").split()
    return answers.box([*low, *high]) if part is not None else None


# ----------------------------------------------------------------------------------------------------------------- WFS
def _wfs(root: Element, about: Service, portal: Portal, address: str) -> list[DatasetHit]:
    hits: list[DatasetHit] = []
    for kind in answers.find_all(root, "FeatureTypeList/FeatureType"):
        name = answers.xml_text(kind, "Name")
        shape = _shape(
            about, portal, name, answers.xml_text(kind, "Title"), abstract=answers.xml_text(kind, "Abstract"),
            bbox=_wms_box(kind) or _ows_box(kind), keywords=_keywords(kind), landing=_metadata_address(kind),
        )  # fmt: skip
        if name:
            hits.append(shape.hit(links.Link(KIND.wfs, "WFS", address, name, "")))
    return hits


# ------------------------------------------------------------------------------------------------- OGC API Features
def _collections(body: bytes, portal: Portal, url: str) -> list[DatasetHit]:
    value = answers.json_object(body, portal.name)
    if not isinstance(value.get("collections"), list):
        raise errors.WrongContent(source=portal.name, found="JSON", expected="OGC API Features")
    base = url.split("?")[0].partition("/collections")[0]
    about = Service(
        KIND.oapif, "", answers.said(value.get("title")), answers.said(value.get("description")), (), "", "", ""
    )
    licence = _licence(value)
    hits: list[DatasetHit] = []
    for entry in answers.objects(value.get("collections")):
        name = answers.said(entry.get("id"))
        if not name or answers.said(entry.get("itemType") or "feature").lower() != "feature":
            continue
        spatial = answers.obj(answers.obj(entry.get("extent")).get("spatial"))
        boxes = answers.array(spatial.get("bbox"))
        shape = _shape(
            about, portal, name, answers.said(entry.get("title")), abstract=answers.said(entry.get("description")),
            bbox=answers.box(boxes[0]) if boxes and isinstance(boxes[0], list) else None,
            keywords=answers.texts(entry.get("keywords")), landing=f"{base}/collections/{name}",
            attribution=answers.said(entry.get("attribution") or value.get("attribution")),
        )  # fmt: skip
        said = (_licence(entry) or licence,)
        hits.append(shape.hit(links.Link(KIND.oapif, links.shown_service(KIND.oapif), base, name, ""), licences=said))
    return hits


def _licence(value: dict[str, object]) -> str:
    for entry in answers.objects(value.get("links")):
        if answers.said(entry.get("rel")) == "license":
            return answers.said(entry.get("href")) or answers.said(entry.get("title"))
    return answers.said(value.get("license"))


def _next(body: bytes, portal: Portal, step: Step) -> tuple[Step, ...]:
    """Return the next page of a long list of collections."""
    if step.stage != "collections" or step.start > 20:
        return ()
    for entry in answers.objects(answers.json_object(body, portal.name).get("links")):
        target = answers.said(entry.get("href"))
        if answers.said(entry.get("rel")) == "next" and target:
            request = links.following(step.request, target)
            return () if request is None else (Step(request, step.start + 1, step.stage),)
    return ()
