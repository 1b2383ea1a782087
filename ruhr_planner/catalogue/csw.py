"""CSW 2.0.2 and 3.0: GetRecords by POST (Filter Encoding) or GET (CQL text), ISO 19139 answers.

GeoNetwork (geoportal.ruhr, GDI-DE), the state's catalogue, pycsw. A word is looked for in any text; upper and lower
case do not matter where the server follows the standard. Source: OGC 07-006r1 (CSW 2.0.2), OGC 12-176r7 (CSW 3.0).
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from xml.sax.saxutils import escape, quoteattr  # nosec B406 - writes XML, reads none

from ruhr_planner.catalogue import answers, iso19139
from ruhr_planner.catalogue.dataset import DatasetHit, Page, Portal, Query, Step
from ruhr_planner.catalogue.matching import stem
from ruhr_planner.model import errors

RANKS = False
GMD = "http://www.isotc211.org/2005/gmd"
_NAMESPACES = {
    "2.0.2": ("http://www.opengis.net/cat/csw/2.0.2", "http://www.opengis.net/ogc", "1.1.0"),
    "3.0.0": ("http://www.opengis.net/cat/csw/3.0", "http://www.opengis.net/fes/2.0", "2.0.0"),
}
_OWN = frozenset(
    ("service", "version", "request", "acceptversions", "outputschema", "id", "elementsetname", "typenames")
)


def version_of(portal: Portal) -> str:
    """Return the version that a portal's entry asks for, 2.0.2 unless it says 3."""
    return "3.0.0" if portal.option("version").startswith("3") else "2.0.2"


def search(portal: Portal, query: Query, start: int = 0) -> Step:
    """Return the request for one page of matching records: by POST, or by GET where the portal's entry says so.

    A filter in a body is what every server reads; the dialects of CQL differ in small and capital letters and prefixes.
    """
    if portal.option("method", "post").lower() != "get":
        body = post_body(query, version_of(portal), start, portal.option("schema", GMD)).encode("utf-8")
        return Step(portal.request(_address(portal.url, {}), "application/xml", body, "application/xml"), start)
    return Step(portal.request(_address(portal.url, _parameters(portal, query, start)), "application/xml"), start)


def instead(portal: Portal, query: Query, step: Step, error: errors.NetworkError) -> Step | None:
    """Return the same question by GET for a server that refuses it by POST, None if that would not help."""
    refused = isinstance(error, (errors.BadRequest, errors.NotFound, errors.ServiceException)) or (
        isinstance(error, errors.HttpStatus) and error.params.get("status") in (405, 415, 501)
    )
    if step.request.method != "POST" or not refused:
        return None
    return search(replace(portal, options={**portal.options, "method": "get"}), query, step.start)


def _parameters(portal: Portal, query: Query, start: int) -> dict[str, str]:
    version = version_of(portal)
    parameters = {
        "service": "CSW",
        "version": version,
        "request": "GetRecords",
        "resultType": "results",
        "outputSchema": portal.option("schema", GMD),
        "typeNames": portal.option("typenames", "csw:Record" if version == "3.0.0" else "gmd:MD_Metadata"),
        "elementSetName": "full",
        "startPosition": str(start + 1),
        "maxRecords": str(query.rows),
    }
    if query.words:
        parameters["constraintLanguage"] = "CQL_TEXT"
        parameters["constraint_language_version"] = "1.1.0"
        parameters["constraint"] = cql(query)
    return parameters


def cql(query: Query) -> str:
    """Return the constraint in CQL."""
    tests = [f"csw:AnyText like '%{word}%'" for word in _words(query)]
    return (" or " if query.any_word else " and ").join(tests)


def _words(query: Query) -> list[str]:
    """Return the words without endings, an umlaut as any one character: Leerstände finds Leerstand."""
    return [re.sub("[äöü]", "_", stem(word)) for word in query.words if word.isalnum()]


def post_body(query: Query, version: str, start: int, schema: str = GMD) -> str:
    """Return the body of a GetRecords POST with a filter."""
    csw, fes, fes_version = _NAMESPACES[version]
    prefix, prop = ("ogc", "PropertyName") if version == "2.0.2" else ("fes", "ValueReference")
    case = ' matchCase="false"' if version == "2.0.2" else ""  # Filter Encoding 2.0 does not know it here
    tests = "".join(
        f'<{prefix}:PropertyIsLike wildCard="%" singleChar="_" escapeChar="\\"{case}>'
        f"<{prefix}:{prop}>csw:AnyText</{prefix}:{prop}>"
        f"<{prefix}:Literal>%{escape(word)}%</{prefix}:Literal></{prefix}:PropertyIsLike>"
        for word in _words(query)
    )
    if len(_words(query)) > 1:
        operator = "Or" if query.any_word else "And"
        tests = f"<{prefix}:{operator}>{tests}</{prefix}:{operator}>"
    constraint = f'<csw:Constraint version="{fes_version}"><{prefix}:Filter>{tests}</{prefix}:Filter></csw:Constraint>'
    types = "gmd:MD_Metadata" if version == "2.0.2" and schema == GMD else "csw:Record"
    results = ' resultType="results"' if version == "2.0.2" else ""  # CSW 3.0 has no such attribute
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<csw:GetRecords xmlns:csw="{csw}" xmlns:{prefix}="{fes}" xmlns:gmd="{GMD}" service="CSW" version="{version}"'
        f'{results} outputSchema={quoteattr(schema)} outputFormat="application/xml"'
        f' startPosition="{start + 1}" maxRecords="{query.rows}">'
        f'<csw:Query typeNames="{types}"><csw:ElementSetName>full</csw:ElementSetName>'
        f"{constraint if tests else ''}</csw:Query></csw:GetRecords>"
    )


def record(portal: Portal, identifier: str) -> Step:
    """Return the request for one record by its id."""
    parameters = {
        "service": "CSW",
        "version": version_of(portal),
        "request": "GetRecordById",
        "elementSetName": "full",
        "outputSchema": portal.option("schema", GMD),
        "id": identifier,
    }
    return Step(portal.request(_address(portal.url, parameters), "application/xml"), stage="record")


def _address(url: str, parameters: dict[str, str]) -> str:
    """Return a service's address with the parameters of this request in the place of others."""
    try:
        parts = urlsplit(url)
        kept = [pair for pair in parse_qsl(parts.query, max_num_fields=100) if pair[0].lower() not in _OWN]
    except ValueError:
        return url
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*kept, *parameters.items()]), ""))


def parse(body: bytes, portal: Portal, query: Query, step: Step) -> Page:
    """Return the hits of a GetRecords or GetRecordById answer.

    :raises ServiceException: the catalogue says no. :raises WrongContent, DamagedAnswer, UnsafeXml: it is none.
    """
    root = answers.xml_root(body, portal.name)
    name = answers.local(root)
    if name == "MD_Metadata":
        return Page(tuple(iso19139.record_hits(root, portal)), 1)
    if name == "GetRecordByIdResponse":
        return Page(tuple(_hits(list(root), portal)), len(root))
    results = answers.find(root, "SearchResults")
    if name != "GetRecordsResponse" or results is None:
        raise errors.WrongContent(source=portal.name, found="XML", expected="CSW")
    hits = tuple(_hits(list(results), portal))
    total = answers.whole(answers.attribute(results, "numberOfRecordsMatched"))
    following = answers.whole(answers.attribute(results, "nextRecord")) or 0
    # nextRecord is 0 at the end; some servers count on, or repeat themselves
    more = len(results) > 0 and following > step.start + 1 and (total is None or following <= total)
    return Page(hits, total, (search(portal, query, following - 1),) if more else ())


def _hits(elements: list[answers.Element], portal: Portal) -> list[DatasetHit]:
    known = ("MD_Metadata", "Record", "SummaryRecord", "BriefRecord")
    return [hit for entry in elements if answers.local(entry) in known for hit in iso19139.record_hits(entry, portal)]
