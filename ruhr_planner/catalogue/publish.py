"""A data set as catalogues want it described: ISO 19139 for geoportals and CSW, DCAT-AP.de for open-data portals.

The counterpart of `iso19139` and `dcat`, which read them. Sources: ISO/TS 19139:2007 (gmd, in the order of its
schema), conventions of GDI-DE on metadata (open-data keyword, licence as JSON), DCAT-AP.de 2.0.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET  # nosec B405 - only writes
from dataclasses import dataclass

from ruhr_planner.model.licences import Licence

_ISO = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gmx": "http://www.isotc211.org/2005/gmx",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_RDF = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "locn": "http://www.w3.org/ns/locn#",
}
_LISTS = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#"
_EU = "http://publications.europa.eu/resource/authority/"
_LICENCES = "http://dcat-ap.de/def/licenses/"
_OWN = {
    "dl-de/by-2-0": "dl-by-de/2.0",
    "dl-de/zero-2-0": "dl-zero-de/2.0",
    "cc-by-4.0": "cc-by/4.0",
    "cc-zero": "cc-zero",
    "odbl": "odbl",
}
FORMATS = {"gpkg": ("GPKG", "application/geopackage+sqlite3"), "csv": ("CSV", "text/csv")}
"""Name in the EU's list of file types and media type, by the ending of a file."""


@dataclass(frozen=True)
class Publication:
    """What is told of a data set. `bbox` is west, south, east, north in degrees; `files` are names of its files.

    `address` is the folder on the web where the files will lie, "" if that is not known yet; then the names stand.
    """

    identifier: str
    title: str
    description: str
    date: str
    publisher: str
    contact: str
    licences: tuple[Licence, ...]
    attribution: str
    bbox: tuple[float, float, float, float] | None
    files: tuple[str, ...]
    address: str = ""
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ("REGI", "ECON")

    def url(self, name: str) -> str:
        """Return the address of a file."""
        return f"{self.address.rstrip('/')}/{name}" if self.address else name


def licence_address(licence: Licence) -> str:
    """Return the address of a licence in the list of DCAT-AP.de, else that of its text."""
    return _LICENCES + _OWN[licence.id] if licence.id in _OWN else licence.url


# ------------------------------------------------------------------------------------------------------------ ISO 19139
def iso(told: Publication) -> bytes:
    """Return the ISO 19139 record."""
    root = _root("gmd:MD_Metadata", _ISO)
    _text(root, "gmd:fileIdentifier", told.identifier)
    _code(root, "gmd:language", "LanguageCode", "ger", "http://www.loc.gov/standards/iso639-2/")
    _code(root, "gmd:characterSet", "MD_CharacterSetCode", "utf8")
    _code(root, "gmd:hierarchyLevel", "MD_ScopeCode", "dataset")
    _party(_add(root, "gmd:contact"), told, "pointOfContact")
    _add(root, "gmd:dateStamp/gco:Date", told.date)
    _text(root, "gmd:metadataStandardName", "ISO 19115:2003")
    _text(root, "gmd:metadataStandardVersion", "2003/Cor.1:2006")
    place = _add(root, "gmd:referenceSystemInfo/gmd:MD_ReferenceSystem/gmd:referenceSystemIdentifier/gmd:RS_Identifier")
    _text(place, "gmd:code", "http://www.opengis.net/def/crs/EPSG/0/25832")
    _identification(_add(root, "gmd:identificationInfo/gmd:MD_DataIdentification"), told)
    _distribution(_add(root, "gmd:distributionInfo/gmd:MD_Distribution"), told)
    quality = _add(root, "gmd:dataQualityInfo/gmd:DQ_DataQuality")
    _code(_add(quality, "gmd:scope/gmd:DQ_Scope"), "gmd:level", "MD_ScopeCode", "dataset")
    _text(_add(quality, "gmd:lineage/gmd:LI_Lineage"), "gmd:statement", told.description)
    return _bytes(root)


def _identification(info: ET.Element, told: Publication) -> None:
    citation = _add(info, "gmd:citation/gmd:CI_Citation")
    _text(citation, "gmd:title", told.title)
    moment = _add(citation, "gmd:date/gmd:CI_Date")
    _add(moment, "gmd:date/gco:Date", told.date)
    _code(moment, "gmd:dateType", "CI_DateTypeCode", "revision")
    _text(_add(citation, "gmd:identifier/gmd:MD_Identifier"), "gmd:code", told.identifier)
    _text(info, "gmd:abstract", told.description)
    _party(_add(info, "gmd:pointOfContact"), told, "publisher")
    words = _add(info, "gmd:descriptiveKeywords/gmd:MD_Keywords")
    for word in ("opendata", *told.keywords):
        _text(words, "gmd:keyword", word)
    themes = _add(info, "gmd:descriptiveKeywords/gmd:MD_Keywords")
    for theme in told.themes:
        _anchor(_add(themes, "gmd:keyword"), theme, f"{_EU}data-theme/{theme}")
    rights = _add(info, "gmd:resourceConstraints/gmd:MD_LegalConstraints")
    _code(rights, "gmd:useConstraints", "MD_RestrictionCode", "otherRestrictions")
    for licence in told.licences:
        _anchor(_add(rights, "gmd:otherConstraints"), licence.title, licence.url)
        said = {"id": licence.id, "name": licence.title, "url": licence.url, "quelle": told.attribution}
        _text(rights, "gmd:otherConstraints", json.dumps(said, ensure_ascii=False))
    if told.attribution:
        _text(rights, "gmd:otherConstraints", f"Quellenvermerk: {told.attribution}")
    _code(info, "gmd:spatialRepresentationType", "MD_SpatialRepresentationTypeCode", "vector")
    _code(info, "gmd:language", "LanguageCode", "ger", "http://www.loc.gov/standards/iso639-2/")
    _code(info, "gmd:characterSet", "MD_CharacterSetCode", "utf8")
    _add(info, "gmd:topicCategory/gmd:MD_TopicCategoryCode", "planningCadastre")
    if told.bbox is not None:
        box = _add(info, "gmd:extent/gmd:EX_Extent/gmd:geographicElement/gmd:EX_GeographicBoundingBox")
        west, south, east, north = told.bbox
        for name, value in (("west", west), ("east", east), ("south", south), ("north", north)):
            side = "Longitude" if name in ("west", "east") else "Latitude"
            _add(box, f"gmd:{name}Bound{side}/gco:Decimal", f"{value:.6f}")


def _distribution(ways: ET.Element, told: Publication) -> None:
    for ending in sorted({name.rsplit(".", 1)[-1] for name in told.files}):
        made = _add(ways, "gmd:distributionFormat/gmd:MD_Format")
        _text(made, "gmd:name", FORMATS[ending][0])
        _text(made, "gmd:version", "")
    transfer = _add(ways, "gmd:transferOptions/gmd:MD_DigitalTransferOptions")
    for name in told.files:
        online = _add(transfer, "gmd:onLine/gmd:CI_OnlineResource")
        _add(online, "gmd:linkage/gmd:URL", told.url(name))
        _text(online, "gmd:name", name)
        _code(online, "gmd:function", "CI_OnLineFunctionCode", "download")


def _party(parent: ET.Element, told: Publication, role: str) -> None:
    party = _add(parent, "gmd:CI_ResponsibleParty")
    _text(party, "gmd:organisationName", told.publisher)
    mail = _add(party, "gmd:contactInfo/gmd:CI_Contact/gmd:address/gmd:CI_Address")
    _text(mail, "gmd:electronicMailAddress", told.contact)
    _code(party, "gmd:role", "CI_RoleCode", role)


def _text(parent: ET.Element, name: str, text: str) -> None:
    """Add a character string; what is not known is marked as missing."""
    element = _add(parent, name)
    if text:
        _add(element, "gco:CharacterString", text)
    else:
        element.set(_name("gco:nilReason", _ISO), "missing")


def _anchor(element: ET.Element, text: str, address: str) -> None:
    if not address:
        _add(element, "gco:CharacterString", text)
        return
    _add(element, "gmx:Anchor", text).set(_name("xlink:href", _ISO), address)


def _code(parent: ET.Element, name: str, kind: str, value: str, lists: str = "") -> None:
    element = _add(parent, f"{name}/gmd:{kind}", value)
    element.set("codeList", lists or _LISTS + kind)
    element.set("codeListValue", value)


# ----------------------------------------------------------------------------------------------------------- DCAT-AP.de
def dcat(told: Publication) -> bytes:
    """Return the data set and its distributions as RDF/XML."""
    root = _root("rdf:RDF", _RDF)
    own = f"urn:uuid:{told.identifier}"
    dataset = _node(root, "dcat:Dataset", own)
    _literal(dataset, "dct:title", told.title)
    _literal(dataset, "dct:description", told.description)
    _plain(dataset, "dct:identifier", told.identifier)
    for name in ("dct:issued", "dct:modified"):
        _plain(dataset, name, told.date, "http://www.w3.org/2001/XMLSchema#date")
    for theme in told.themes:
        _link(dataset, "dcat:theme", f"{_EU}data-theme/{theme}")
    for word in ("opendata", *told.keywords):
        _literal(dataset, "dcat:keyword", word)
    _link(dataset, "dct:language", f"{_EU}language/DEU")
    if told.publisher:
        agent = _node(_rdf(dataset, "dct:publisher"), "foaf:Organization")
        _plain(agent, "foaf:name", told.publisher)
    if told.contact:
        card = _node(_rdf(dataset, "dcat:contactPoint"), "vcard:Organization")
        _plain(card, "vcard:fn", told.publisher or told.contact)
        _link(card, "vcard:hasEmail", f"mailto:{told.contact}")
    if told.bbox is not None:
        west, south, east, north = told.bbox
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        place = _node(_rdf(dataset, "dct:spatial"), "dct:Location")
        shape = json.dumps({"type": "Polygon", "coordinates": [ring]})
        _plain(place, "locn:geometry", shape, "https://www.iana.org/assignments/media-types/application/vnd.geo+json")
    for name in told.files:
        _link(dataset, "dcat:distribution", f"{own}#{name}")
        _way(_node(root, "dcat:Distribution", f"{own}#{name}"), told, name)
    return _bytes(root)


def _way(way: ET.Element, told: Publication, name: str) -> None:
    kind, media = FORMATS[name.rsplit(".", 1)[-1]]
    _literal(way, "dct:title", name)
    for link in ("dcat:accessURL", "dcat:downloadURL"):
        _link(way, link, told.url(name))
    _link(way, "dct:format", f"{_EU}file-type/{kind}")
    _link(way, "dcat:mediaType", f"https://www.iana.org/assignments/media-types/{media}")
    for licence in told.licences:
        if licence_address(licence):
            _link(way, "dct:license", licence_address(licence))
    if told.attribution:
        _literal(way, "dcatde:licenseAttributionByText", told.attribution)


def _node(parent: ET.Element, name: str, about: str = "") -> ET.Element:
    made = _rdf(parent, name)
    if about:
        made.set(_name("rdf:about", _RDF), about)
    return made


def _rdf(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, _name(name, _RDF))


def _link(parent: ET.Element, name: str, address: str) -> None:
    _rdf(parent, name).set(_name("rdf:resource", _RDF), address)


def _plain(parent: ET.Element, name: str, text: str, kind: str = "") -> None:
    made = _rdf(parent, name)
    made.text = _clean(text)
    if kind:
        made.set(_name("rdf:datatype", _RDF), kind)


def _literal(parent: ET.Element, name: str, text: str) -> None:
    made = _rdf(parent, name)
    made.text = _clean(text)
    made.set("{http://www.w3.org/XML/1998/namespace}lang", "de")


# ----------------------------------------------------------------------------------------------------------------- both
def _root(name: str, spaces: dict[str, str]) -> ET.Element:
    for prefix, address in spaces.items():
        ET.register_namespace(prefix, address)
    return ET.Element(_name(name, spaces))


def _name(name: str, spaces: dict[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{spaces[prefix]}}}{local}"


def _add(parent: ET.Element, path: str, text: str = "") -> ET.Element:
    """Add a chain of elements, the last of them with a text, and return it."""
    made = parent
    for name in path.split("/"):
        made = ET.SubElement(made, _name(name, _ISO))
    if text:
        made.text = _clean(text)
    return made


def _clean(text: str) -> str:
    """Return a text without the signs that XML does not know."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))
