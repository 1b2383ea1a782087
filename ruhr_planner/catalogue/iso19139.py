"""ISO 19139 records (and Dublin Core ones where a catalogue has no others): one data set, its links as hits.

Texts may stand in `gco:CharacterString` or, with their address, in a `gmx:Anchor`; German ones may have translations
beside them. Names are compared without namespaces, because servers write theirs with http and https, and so that
ISO 19115-3 records are read by the same lines. Source: ISO/TS 19139; GDI-DE conventions for metadata.
"""

from __future__ import annotations

from ruhr_planner.catalogue import answers, links
from ruhr_planner.catalogue.answers import Element
from ruhr_planner.catalogue.dataset import BBox, DatasetHit, Portal
from ruhr_planner.catalogue.record import Record
from ruhr_planner.model import codes, errors

_TEXTS = ("CharacterString", "Anchor", "LocalisedCharacterString", "URL", "Date", "DateTime")
_DOWNLOADS = frozenset({"download", "offlineAccess"})


def record_hits(element: Element, portal: Portal, landing: str = "") -> list[DatasetHit]:
    """Return the hits of one record: `MD_Metadata`, or a `csw:Record` of Dublin Core.

    :param landing: the record's own address, "" = from the record.
    """
    if answers.local(element) == "MD_Metadata":
        return _iso(element, portal, landing)
    return _dublin(element, portal, landing)


def text(element: Element | None, path: str = "") -> str:
    """Return the text at a path, from a character string or an anchor, without its translations."""
    target = answers.find(element, path) if path else element
    if target is None:
        return ""
    for child in target:
        if answers.local(child) in _TEXTS:
            return answers.xml_text(child)
        if answers.attribute(child, "codeListValue"):
            return answers.attribute(child, "codeListValue")
    return answers.line(target.text or "")


def anchor(element: Element | None) -> str:
    """Return the address of an anchor below an element, "" if its text has none."""
    return next((answers.attribute(child, "href") for child in answers.below(element, "Anchor")), "")


def _iso(element: Element, portal: Portal, landing: str) -> list[DatasetHit]:
    info = answers.find(element, "identificationInfo/MD_DataIdentification|SV_ServiceIdentification")
    citation = answers.find(info, "citation/CI_Citation")
    name = text(element, "fileIdentifier") or text(element, "metadataIdentifier/MD_Identifier/code")
    keywords = [text(entry) for entry in answers.find_all(info, "descriptiveKeywords/MD_Keywords/keyword")]
    shape = Record(
        portal,
        dataset_id=name,
        title=text(citation, "title") or name,
        publisher=_publisher(element, info),
        theme=_theme(info),
        modified=_modified(element, citation),
        licences=_licences(info),
        bbox=_box(info),
        landing=landing,
        description=text(info, "abstract"),
        keywords=tuple(word for word in keywords if word),
        attribution=_attribution(info),
    )
    found = list(_links(element, info))
    hits = [shape.hit(entry, name) for entry, name in found if entry.kind != codes.CATALOGUE_KIND.other]
    hits = hits or [shape.hit(entry, name) for entry, name in found[:1]]
    return hits or [shape.hit(links.link(""))]


def _links(element: Element, info: Element | None) -> list[tuple[links.Link, str]]:
    service = text(info, "serviceType") or next((answers.xml_text(e) for e in answers.below(info, "LocalName")), "")
    operations = next(answers.below(info, "containsOperations"), None)
    found: dict[tuple[str, str, str], tuple[links.Link, str]] = {}
    ways = answers.children(element, "distributionInfo")
    places = [entry for part in ways for entry in answers.below(part, "CI_OnlineResource")]
    for number, online in enumerate([*places, *answers.below(operations, "CI_OnlineResource")]):
        protocol, name = text(online, "protocol"), text(online, "name")
        is_operation = number >= len(places)
        link = _link(online, protocol, name, service_hint(service) if is_operation or not protocol else "")
        if link.url and not (is_operation and link.kind == codes.CATALOGUE_KIND.other):
            found.setdefault((link.kind, links.same_address(link.url), link.layer), (link, name))
    return list(found.values())


def _link(online: Element, protocol: str, name: str, service: str) -> links.Link:
    url = text(online, "linkage")
    profile = text(online, "applicationProfile")
    for said in (protocol, profile, service, name):
        found = links.link(url, said)
        if found.reason not in (codes.NOT_LOADABLE.format_unknown, codes.NOT_LOADABLE.page):
            return links.layered(found, name)
    function = text(online, "function")
    packed = function in _DOWNLOADS and url.lower().endswith(".zip")
    return links.layered(links.link(url, "zip" if packed else ""), name)


def service_hint(service: str) -> str:
    """Return the kind of service that a service type of INSPIRE or ISO means: "view" says WMS, "download" little."""
    lower = service.lower()
    for word, kind in (("wfs", "WFS"), ("wmts", "WMTS"), ("wms", "WMS"), ("view", "WMS"), ("atom", "ATOM")):
        if word in lower:
            return kind
    return ""


def _publisher(element: Element, info: Element | None) -> str:
    """Return who publishes: by role of the data's contacts, else the first, else the record's own contact."""
    contacts = [*answers.find_all(info, "pointOfContact"), *answers.children(element, "contact")]
    named: list[tuple[str, str]] = []
    for contact in contacts:
        party = next(iter(contact), None)
        name = text(party, "organisationName") or text(party, "party/CI_Organisation/name")
        if name:
            named.append((text(party, "role"), name))
    for role in ("publisher", "owner", "distributor", "resourceProvider"):
        for said, name in named:
            if said == role:
                return name
    return named[0][1] if named else ""


def _theme(info: Element | None) -> str:
    topic = answers.xml_text(info, "topicCategory/MD_TopicCategoryCode")
    for keyword in answers.find_all(info, "descriptiveKeywords/MD_Keywords/keyword"):
        address = anchor(keyword)
        if "/data-theme/" in address:
            return address
    return topic


def _modified(element: Element, citation: Element | None) -> str:
    dates: dict[str, str] = {}
    for entry in answers.find_all(citation, "date/CI_Date"):
        dates[text(entry, "dateType")] = answers.day(text(entry, "date"))
    for kind in ("revision", "lastUpdate", "publication", "creation"):
        if dates.get(kind):
            return dates[kind]
    stamp = text(element, "dateStamp") or text(element, "dateInfo/CI_Date/date")
    return answers.day(stamp)


def _licences(info: Element | None) -> tuple[str, ...]:
    """Return what a record says of its licence: addresses of anchors, JSON of GDI-DE, and plain texts."""
    said: list[str] = []
    for entry in answers.below(info, "MD_LegalConstraints"):
        for constraint in [*answers.children(entry, "otherConstraints"), *answers.children(entry, "useLimitation")]:
            said += [anchor(constraint), text(constraint)]
    for entry in answers.below(info, "MD_Constraints"):
        said += [text(constraint) for constraint in answers.children(entry, "useLimitation")]
    return tuple(dict.fromkeys(text for text in said if text))


def _attribution(info: Element | None) -> str:
    """Return the source note that GDI-DE has people write as `Quellenvermerk: …` or in a JSON text."""
    for text_said in _licences(info):
        if text_said.startswith("{"):
            try:
                return answers.said(answers.json_object(text_said.encode("utf-8", "replace"), "").get("quelle"))
            except errors.NetworkError:
                continue
        if text_said.lower().startswith("quellenvermerk:"):
            return text_said.partition(":")[2].strip()
    return ""


def _box(info: Element | None) -> BBox | None:
    found: list[BBox] = []
    for element in answers.below(info, "EX_GeographicBoundingBox"):
        names = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
        values = answers.box([answers.xml_text(element, name) for name in names])
        if values is not None:
            found.append(values)
    return union(found)


def union(boxes: list[BBox]) -> BBox | None:
    """Return the box around all boxes, None if there is none."""
    if not boxes:
        return None
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


# --------------------------------------------------------------------------------------------------------- Dublin Core
def _dublin(element: Element, portal: Portal, landing: str) -> list[DatasetHit]:
    name = answers.xml_text(element, "identifier")
    shape = Record(
        portal,
        dataset_id=name,
        title=answers.xml_text(element, "title") or name,
        publisher=answers.xml_text(element, "publisher") or answers.xml_text(element, "creator"),
        theme=answers.xml_text(element, "subject"),
        modified=answers.day(answers.xml_text(element, "modified") or answers.xml_text(element, "date")),
        licences=tuple(answers.xml_text(entry) for entry in answers.children(element, "rights|license")),
        bbox=_ows_box(element),
        landing=landing,
        description=answers.xml_text(element, "abstract") or answers.xml_text(element, "description"),
        keywords=tuple(answers.xml_text(entry) for entry in answers.children(element, "subject")),
    )
    hits = []
    for entry in answers.children(element, "references|URI"):
        said = answers.attribute(entry, "scheme") or answers.attribute(entry, "protocol")
        found = links.layered(links.link(answers.xml_text(entry), said), answers.attribute(entry, "name"))
        hits.append(shape.hit(found, answers.attribute(entry, "name")))
    return [hit for hit in hits if hit.loadable] or hits[:1] or [shape.hit(links.link(""))]


def _ows_box(element: Element) -> BBox | None:
    """Return the box of a Dublin Core record; corners written latitude first are turned."""
    place = next((e for e in element if answers.local(e) in ("BoundingBox", "WGS84BoundingBox")), None)
    low, high = answers.xml_text(place, "LowerCorner").split(), answers.xml_text(place, "UpperCorner").split()
    if len(low) != 2 or len(high) != 2:
        return None
    crs = answers.attribute(place, "crs").lower()
    if crs.startswith("urn") and crs.endswith("4326"):
        low, high = low[::-1], high[::-1]
    return answers.box([*low, *high])
