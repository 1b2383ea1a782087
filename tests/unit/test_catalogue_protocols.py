"""Each protocol: what is asked, and what is read from an answer in the shape of its standard."""
# ruff: noqa: E501 - answers are written in one line where the reader compares them with the next

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest

from ruhr_planner.catalogue import (
    arcgis,
    capabilities,
    ckan,
    csw,
    dcat,
    dkan,
    geonetwork,
    opendatasoft,
    records,
)
from ruhr_planner.catalogue.dataset import DatasetHit, Portal, Query, Step
from ruhr_planner.model import errors
from ruhr_planner.model.codes import Label

DATA = Path(__file__).parent.parent / "data" / "catalogue"
SHARED = Path(os.environ.get("RUHR_PLANNER_DATA") or Path(__file__).parents[2].parent / "shared" / "data") / "fixtures"
QUERY = Query(("gewerbe", "leerstand"))


def portal(protocol: str, url: str, **options: str) -> Portal:
    return Portal("p", Label("Portal", "Portal"), protocol, url, options=options)


def asked(step: Step) -> dict[str, str]:
    """The parameters of a request."""
    return {name: values[0] for name, values in parse_qs(urlsplit(step.request.url).query).items()}


def kinds(hits: tuple[DatasetHit, ...]) -> list[tuple[str, str, str, str]]:
    return [(hit.kind, hit.format, hit.url, hit.reason) for hit in hits]


def fixture(name: str) -> bytes:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"the recorded answer {name} is not in {SHARED}")
    return path.read_bytes()


# ---------------------------------------------------------------------------------------------------------------- CKAN
PACKAGE = {
    "name": "gewerbe-leerstand",
    "title": "Leerstände Gewerbe",
    "notes": "Alle <b>Leerstände</b>",
    "license_id": "",
    "isopen": False,
    "metadata_modified": "2026-03-04T10:11:12.5",
    "organization": {"name": "stadt-gelsenkirchen", "title": "Stadt Gelsenkirchen"},
    "groups": [{"name": "econ", "title": "Wirtschaft"}],
    "tags": [{"name": "Gewerbe"}],
    "extras": [{"key": "spatial", "value": '{"type":"Polygon","coordinates":[[[7,51],[7.2,51],[7.2,51.6],[7,51]]]}'}],
    "resources": [
        {
            "name": "Dienst",
            "format": "WFS_SRVC",
            "url": "https://a.example/wfs?service=WFS&request=GetCapabilities&version=2.0.0&typeNames=ge:leer",
            "license": "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
        },
        {
            "name": "Tabelle 2025",
            "format": "http://publications.europa.eu/resource/authority/file-type/CSV",
            "url": "https://a.example/x.csv",
            "license": "dl-by-de/2.0",
        },
        {"name": "Bericht", "format": "PDF", "url": "https://a.example/x.pdf"},
        {"name": "ohne", "format": "CSV", "url": ""},
    ],
}


def test_ckan_asks_with_organisation_and_prefixes() -> None:
    step = ckan.search(portal("ckan", "https://opendata.ruhr/dataset", organization="stadt-bochum"), QUERY, 100)
    assert step.request.url.startswith("https://opendata.ruhr/dataset/api/3/action/package_search?")
    parameters = asked(step)
    assert parameters["fq"] == "organization:stadt-bochum"
    assert parameters["start"] == "100"
    assert "leerstand*" in parameters["q"]
    two = asked(ckan.search(portal("ckan", "https://x.example", organization="moers, wesel"), QUERY))
    assert two["fq"] == 'organization:("moers" OR "wesel")'


def test_ckan_subdomain_is_a_portal_of_its_own() -> None:
    step = ckan.search(portal("ckan", "https://bochum.opendata.ruhr/api/3/action/package_list"), QUERY)
    assert step.request.url.startswith("https://bochum.opendata.ruhr/api/3/action/package_search?")
    assert ckan.show(portal("ckan", "https://x.example"), "soll-fahrplandaten-vrr").url.endswith(
        "package_show?id=soll-fahrplandaten-vrr"
    )


def test_ckan_answer() -> None:
    where = portal("ckan", "https://x.example")
    body = json.dumps({"success": True, "result": {"count": 3, "results": [PACKAGE]}}).encode()
    page = ckan.parse(body, where, QUERY, ckan.search(where, QUERY))
    assert page.total == 3
    assert asked(page.follow[0])["start"] == "1"
    service, table, report, nowhere = page.hits
    assert (service.kind, service.url, service.layer) == ("wfs", "https://a.example/wfs", "ge:leer")
    assert (service.licence, table.licence, report.licence) == ("dl-de/zero-2-0", "dl-de/by-2-0", "unknown")
    assert (table.kind, table.format, table.layer, table.loadable) == ("file", "CSV", "Tabelle 2025", True)
    assert (report.loadable, report.reason) == (False, "document")
    assert nowhere.reason == "no_address"
    assert service.municipality == "Gelsenkirchen"
    assert service.theme == "econ"
    assert service.bbox == (7.0, 51.0, 7.2, 51.6)
    assert service.modified == "2026-03-04"
    assert service.description == "Alle Leerstände"
    assert service.landing == "https://x.example/dataset/gewerbe-leerstand"


def test_ckan_says_no() -> None:
    where = portal("ckan", "https://x.example")
    body = b'{"success": false, "error": {"message": "Search error", "__type": "Search Error"}}'
    with pytest.raises(errors.ServiceException, match="Search error"):
        ckan.parse(body, where, QUERY, ckan.search(where, QUERY))
    with pytest.raises(errors.WrongContent):
        ckan.parse(b'{"hello": 1}', where, QUERY, ckan.search(where, QUERY))
    with pytest.raises(errors.LoginPage):
        ckan.parse(b"<!DOCTYPE html><html></html>", where, QUERY, ckan.search(where, QUERY))


def test_recorded_ckan_package() -> None:
    where = portal("ckan", "https://x.example")
    page = ckan.parse(fixture("ingrid_ckan_doc.json"), where, QUERY, ckan.search(where, QUERY))
    (hit,) = page.hits
    assert (hit.title, hit.publisher, hit.format) == ("Reisezentren", "DB Vertrieb GmbH", "CSV")
    assert (hit.licence, hit.modified) == ("cc-by", "2018-09-24")


# ---------------------------------------------------------------------------------------------------------------- DKAN
def test_dkan_searches_the_whole_file_here() -> None:
    where = Portal("p", Label("Essen", "Essen"), "dkan", "https://opendata.essen.de", municipality="05113000")
    step = dkan.search(where, QUERY)
    assert step.request.url == "https://opendata.essen.de/data.json"
    sets = [
        {
            "title": "Gewerbeleerstände",
            "identifier": "leer",
            "landingPage": "https://opendata.essen.de/dataset/gewerbeleerstaende",
            "modified": "2024-05-06",
            "license": "https://www.govdata.de/dl-de/by-2-0",
            "publisher": {"name": "Stadt Essen"},
            "keyword": ["Gewerbe"],
            "spatial": "6.9,51.3,7.1,51.5",
            "distribution": [
                {"mediaType": "application/vnd.geo+json", "downloadURL": "https://e.example/leer.geojson"}
            ],
        },
        {
            "title": "Bäume",
            "identifier": "baum",
            "distribution": [{"format": "csv", "downloadURL": "https://e.example/b.csv"}],
        },
    ]
    page = dkan.parse(json.dumps({"dataset": sets}).encode(), where, QUERY, step)
    (hit,) = page.hits
    assert (hit.dataset_id, hit.format, hit.licence) == ("gewerbeleerstaende", "GeoJSON", "dl-de/by-2-0")
    assert (hit.municipality, hit.bbox) == ("Essen", (6.9, 51.3, 7.1, 51.5))
    assert page.total == 1
    both = dkan.parse(json.dumps(sets).encode(), where, Query(("bäume", "gewerbe"), any_word=True), step)
    assert {found.title for found in both.hits} == {"Bäume", "Gewerbeleerstände"}
    with pytest.raises(errors.WrongContent):
        dkan.parse(b'{"a": 1}', where, QUERY, step)


# -------------------------------------------------------------------------------------------------------- Opendatasoft
def test_opendatasoft() -> None:
    where = portal("opendatasoft", "https://open-data.dortmund.de/explore/?q=x")
    step = opendatasoft.search(where, QUERY)
    assert step.request.url.startswith("https://open-data.dortmund.de/api/explore/v2.1/catalog/datasets?")
    assert asked(step)["where"] == 'search("gewerb") and search("leerstand")'
    assert asked(step)["limit"] == "100"
    body = {
        "total_count": 250,
        "results": [
            {
                "dataset_id": "gewerbeanzeigen",
                "features": ["geo", "analyze"],
                "metas": {"default": {"title": "Gewerbe", "license": "dl-de/zero-2-0", "modified": "2026-01-02T03:04:05+00:00",
                                      "publisher": "Stadt Dortmund", "keyword": ["Leerstand"], "theme": ["Wirtschaft"]}},
            },
            {"dataset_id": "tabelle", "features": ["analyze"], "metas": {"default": {"title": "Tabelle"}}},
        ],
    }  # fmt: skip
    page = opendatasoft.parse(json.dumps(body).encode(), where, QUERY, step)
    exports = "https://open-data.dortmund.de/api/explore/v2.1/catalog/datasets"
    assert kinds(page.hits) == [
        ("file", "GeoJSON", f"{exports}/gewerbeanzeigen/exports/geojson", ""),
        ("file", "CSV", f"{exports}/tabelle/exports/csv", ""),
    ]
    assert (page.hits[0].licence, page.hits[0].modified, page.hits[0].theme) == ("dl-de/zero-2-0", "2026-01-02", "econ")
    assert asked(page.follow[0])["offset"] == "2"
    with pytest.raises(errors.WrongContent):
        opendatasoft.parse(b"{}", where, QUERY, step)


# ----------------------------------------------------------------------------------------------------------------- CSW
def test_csw_asks_by_get_and_by_post() -> None:
    get = csw.search(
        portal("csw", "https://x.example/csw?service=CSW&map=a", method="get"), Query(("leerstände", "gewerbe")), 10
    )
    parameters = asked(get)
    assert parameters["constraint"] == "csw:AnyText like '%leerst_nd%' and csw:AnyText like '%gewerb%'"
    assert (parameters["startPosition"], parameters["map"], parameters["version"]) == ("11", "a", "2.0.2")
    for version, literal in (("2.0.2", "ogc"), ("3.0", "fes")):
        post = csw.search(portal("csw", "https://x.example/csw", version=version), QUERY)
        assert post.request.method == "POST"
        root = ET.fromstring(post.request.body or b"")
        names = [element.tag.rsplit("}")[-1] for element in root.iter()]
        assert names.count("PropertyIsLike") == 2
        assert "And" in names
        assert literal in (post.request.body or b"").decode()


def test_csw_that_refuses_post_is_asked_by_get() -> None:
    where = portal("csw", "https://x.example/csw")
    step = csw.search(where, QUERY, 50)
    other = csw.instead(where, QUERY, step, errors.HttpStatus(source="P", status=405))
    assert other is not None
    assert (other.request.method, asked(other)["startPosition"]) == ("GET", "51")
    assert csw.instead(where, QUERY, other, errors.BadRequest(source="P", status=400)) is None
    assert csw.instead(where, QUERY, step, errors.TimedOut(source="P", seconds=1)) is None


def test_csw_record_with_anchors() -> None:
    where = portal("csw", "https://x.example/csw", method="get")
    step = csw.search(where, QUERY)
    page = csw.parse((DATA / "csw_getrecords_202.xml").read_bytes(), where, QUERY, step)
    assert page.total == 3
    assert asked(page.follow[0])["startPosition"] == "3"
    service, archive, core = page.hits
    assert (service.kind, service.url, service.layer) == ("wfs", "https://example.org/wfs?map=%2Fa.map", "ms:gewerbe")
    assert service.title == "Gewerbeflächen Mülheim an der Ruhr"
    assert service.publisher == "Stadt Mülheim an der Ruhr"
    assert service.municipality == "Mülheim an der Ruhr"
    assert (service.licence, service.attribution) == ("dl-de/by-2-0", "© Stadt Mülheim 2025")
    assert (service.theme, service.modified) == ("econ", "2025-03-04")
    assert service.bbox == (6.8, 51.35, 6.98, 51.47)
    assert (archive.kind, archive.format) == ("file", "ZIP")
    assert (core.kind, core.layer, core.licence, core.modified) == ("wms", "halden", "dl-de/zero-2-0", "2024-02-29")
    assert core.bbox == (6.4, 51.2, 7.9, 51.8)


def test_csw_last_page_ends() -> None:
    where = portal("csw", "https://x.example/csw", method="get")
    body = (DATA / "csw_getrecords_202.xml").read_bytes()
    for following in (b'nextRecord="0"', b'nextRecord="4"', b'nextRecord="1"'):
        page = csw.parse(body.replace(b'nextRecord="3"', following), where, QUERY, csw.search(where, QUERY))
        assert page.follow == ()


def test_csw_refuses_what_is_none() -> None:
    where = portal("csw", "https://x.example/csw")
    step = csw.search(where, QUERY)
    report = (
        b'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception exceptionCode="X"><ows:ExceptionText>'
        b"kein Index</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    )
    with pytest.raises(errors.ServiceException, match="kein Index"):
        csw.parse(report, where, QUERY, step)
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(errors.UnsafeXml):
        csw.parse(bomb, where, QUERY, step)
    with pytest.raises(errors.DamagedAnswer):
        csw.parse(b"<a><b></a>", where, QUERY, step)
    with pytest.raises(errors.WrongContent):
        csw.parse(b"<a/>", where, QUERY, step)
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    with pytest.raises(errors.DamagedAnswer):
        csw.parse(deep, where, QUERY, step)


def test_recorded_iso_record() -> None:
    where = portal("csw", "https://x.example/csw")
    body = fixture("csw_iso19139_record_dwd_RelativeFeuchteanRBSNStationen.xml")
    page = csw.parse(body, where, QUERY, csw.search(where, QUERY))
    assert {hit.kind for hit in page.hits} == {"wms", "wfs"}
    assert {hit.title for hit in page.hits} == {"Relative Feuchte an RBSN Stationen"}
    assert page.hits[0].bbox == (5.0, 47.0, 16.0, 55.25)
    assert page.hits[0].modified == "2019-01-09"


# ------------------------------------------------------------------------------------------------------------- Records
def test_records() -> None:
    where = portal("records", "https://x.example/api")
    step = records.search(where, QUERY)
    assert step.request.url == "https://x.example/api/collections?f=json"
    listed = {"collections": [{"id": "daten", "itemType": "feature"}, {"id": "katalog", "itemType": "record"}]}
    page = records.parse(json.dumps(listed).encode(), where, QUERY, step)
    (items,) = page.follow
    assert items.request.url.startswith("https://x.example/api/collections/katalog/items?")
    assert asked(items)["q"] == "leerstand"
    loose = records.search(
        portal("records", "https://x.example/collections/k/items"), Query(("a1", "b2"), any_word=True)
    )
    assert asked(loose)["q"] == "a1,b2"
    feature = {
        "id": "r1",
        "geometry": {"type": "Polygon", "coordinates": [[[7, 51.4], [7.1, 51.4], [7.1, 51.5], [7, 51.4]]]},
        "properties": {
            "title": "Gewerbe: Leerstand",
            "updated": "2026-01-01T00:00:00Z",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "contacts": [
                {"organization": "X", "roles": ["owner"]},
                {"organization": "Stadt Bochum", "roles": ["publisher"]},
            ],
            "themes": [{"concepts": [{"id": "ECON"}]}],
        },
        "links": [
            {"rel": "self", "href": "https://x.example/r1"},
            {"rel": "item", "href": "https://x.example/wms", "protocol": "OGC:WMS", "title": "leer"},
        ],
    }
    body = {"features": [feature], "numberMatched": 7, "links": [{"rel": "next", "href": "items?offset=1"}]}
    page = records.parse(json.dumps(body).encode(), where, QUERY, items)
    (hit,) = page.hits
    assert (hit.kind, hit.url, hit.publisher, hit.licence) == (
        "wms",
        "https://x.example/wms",
        "Stadt Bochum",
        "cc-by-4.0",
    )
    assert (hit.theme, hit.municipality, hit.bbox) == ("econ", "Bochum", (7.0, 51.4, 7.1, 51.5))
    assert page.total == 7
    assert page.follow[0].request.url == "https://x.example/api/collections/katalog/items?offset=1"
    with pytest.raises(errors.WrongContent):
        records.parse(b"{}", where, QUERY, items)


# ---------------------------------------------------------------------------------------------------------- GeoNetwork
def test_geonetwork_q() -> None:
    where = portal("geonetwork", "https://daten.geoportal.ruhr/srv/ger/catalog.search#/home")
    step = geonetwork.search(where, QUERY)
    assert step.request.url.startswith("https://daten.geoportal.ruhr/srv/ger/q?")
    assert asked(step)["any"] == "*gewerb* *leerstand*"
    entry = {
        "geonet:info": {"uuid": "abc"},
        "title": "Gewerbe",
        "link": [
            "bplan|Pläne|https://g.example/wms?|OGC:WMS|application/xml|1",
            "|Seite|https://g.example/|WWW:LINK|text/html|2",
        ],
        "responsibleParty": "owner|resource|Regionalverband Ruhr|||a@b|||",
        "geoBox": ["6.3|51.1|7.0|51.5", "7.0|51.2|8.0|51.9"],
        "legalConstraints": ["Datenlizenz Deutschland – Zero – Version 2.0"],
        "revisionDate": "2025-12-24",
        "topicCat": "planningCadastre",
    }
    for metadata in (entry, [entry]):  # a single record is no list there
        body = {"@from": "1", "summary": {"@count": "1"}, "metadata": metadata}
        (hit,) = geonetwork.parse(json.dumps(body).encode(), where, QUERY, step).hits
        assert (hit.kind, hit.url, hit.layer) == ("wms", "https://g.example/wms", "bplan")
        assert (hit.publisher, hit.licence, hit.theme) == ("Regionalverband Ruhr", "dl-de/zero-2-0", "regi")
        assert hit.bbox == (6.3, 51.1, 8.0, 51.9)
        assert hit.dataset_id == "abc"
    with pytest.raises(errors.WrongContent):
        geonetwork.parse(b"{}", where, QUERY, step)


def test_geonetwork_search_api() -> None:
    where = portal("geonetwork", "https://x.example/geonetwork", version="4")
    step = geonetwork.search(where, QUERY, 20)
    assert step.request.url == "https://x.example/geonetwork/srv/api/search/records/_search"
    wanted = json.loads(step.request.body or b"")
    assert (wanted["from"], wanted["size"]) == (20, 100)
    source = {
        "uuid": "r1",
        "resourceTitleObject": {"default": "Gewerbe", "langger": "Gewerbe"},
        "resourceAbstractObject": {"default": "Text"},
        "OrgForResourceObject": {"default": "RVR"},
        "MD_LegalConstraintsOtherConstraintsObject": [{"default": "https://www.govdata.de/dl-de/by-2-0"}],
        "link": [
            {"protocol": "OGC:WFS", "urlObject": {"default": "https://x.example/wfs"}, "nameObject": {"default": "a:b"}}
        ],
        "geom": {"type": "Polygon", "coordinates": [[[6.5, 51.2], [7.5, 51.2], [7.5, 51.7], [6.5, 51.2]]]},
    }
    body = {"hits": {"total": {"value": 30}, "hits": [{"_id": "r1", "_source": source}]}}
    page = geonetwork.parse(json.dumps(body).encode(), where, QUERY, step)
    (hit,) = page.hits
    assert (hit.kind, hit.layer, hit.publisher, hit.licence) == ("wfs", "a:b", "RVR", "dl-de/by-2-0")
    assert json.loads(page.follow[0].request.body or b"")["from"] == 21


# ---------------------------------------------------------------------------------------------------------------- DCAT
def test_dcat_rdf_page() -> None:
    where = portal("dcat", "https://example.org/catalog.rdf")
    step = dcat.search(where, QUERY)
    page = dcat.parse((DATA / "dcat_page.rdf").read_bytes(), where, QUERY, step)
    data, report = page.hits
    assert (data.title, data.publisher, data.licence) == (
        "Leerstände im Gewerbe",
        "Stadt Gelsenkirchen",
        "dl-de/zero-2-0",
    )
    assert (data.format, data.theme, data.modified) == ("GeoJSON", "econ", "2026-02-01")
    assert data.bbox == (7.0, 51.48, 7.15, 51.62)
    assert (report.reason, report.licence, report.attribution) == ("document", "dl-de/by-2-0", "Stadt GE")
    assert page.follow[0].request.url == "https://example.org/catalog.rdf?page=2"
    assert dcat.parse((DATA / "dcat_page.rdf").read_bytes(), where, Query(("bäume",)), step).hits == ()


def test_dcat_json_ld() -> None:
    where = portal("dcat", "https://example.org/catalog.jsonld")
    graph = [
        {
            "@id": "https://example.org/set/1",
            "@type": "dcat:Dataset",
            "dct:title": [{"@language": "en", "@value": "Vacancy"}, {"@language": "de", "@value": "Gewerbe Leerstand"}],
            "dct:publisher": {"@id": "_:b0"},
            "dcat:distribution": [{"@id": "https://example.org/d"}],
        },
        {"@id": "_:b0", "@type": "foaf:Organization", "foaf:name": "Stadt Bottrop"},
        {
            "@id": "https://example.org/d",
            "@type": "dcat:Distribution",
            "dcat:accessURL": {"@id": "https://example.org/data.gpkg"},
            "dct:license": {"@id": "http://dcat-ap.de/def/licenses/cc-zero"},
        },
    ]
    page = dcat.parse(json.dumps({"@graph": graph}).encode(), where, QUERY, dcat.search(where, QUERY))
    (hit,) = page.hits
    assert (hit.title, hit.publisher, hit.municipality) == ("Gewerbe Leerstand", "Stadt Bottrop", "Bottrop")
    assert (hit.format, hit.licence) == ("GeoPackage", "cc-zero")


@pytest.mark.parametrize(
    ("link", "url", "login"),
    [
        ("https://b.example/2", "https://b.example/2", ""),
        ("http://a.example/2", "https://a.example/2", "abc1234"),
        ("https://a.example/2", "https://a.example/2", "abc1234"),
    ],
)
def test_next_page_of_a_catalogue_takes_the_log_in_to_no_other_server(link: str, url: str, login: str) -> None:
    where = Portal("p", Label("P", "P"), "dcat", "https://a.example/1", authcfg="abc1234")
    graph = [{"@id": "c", "@type": "dcat:Catalog"}, {"@id": "v", "hydra:next": {"@id": link}}]
    found = [dcat.parse(json.dumps({"@graph": graph}).encode(), where, QUERY, dcat.search(where, QUERY))]
    following = [{"rel": "next", "href": link}]
    listed = Step(where.request("https://a.example/1", "application/json"), stage="collections")
    body = json.dumps({"collections": [], "links": following}).encode()
    found.append(capabilities.parse(body, replace(where, protocol="oapif"), QUERY, listed))
    body = json.dumps({"features": [{"id": "a"}], "links": following}).encode()
    found.append(records.parse(body, replace(where, protocol="records"), QUERY, replace(listed, stage="")))
    assert [(step.request.url, step.request.authcfg) for page in found for step in page.follow] == [(url, login)] * 3


# -------------------------------------------------------------------------------------------------------------- ArcGIS
def test_arcgis_directory_service_layer() -> None:
    where = portal("arcgis", "https://a.example/arcgis/rest/services/")
    step = arcgis.search(where, QUERY)
    assert step.request.url == "https://a.example/arcgis/rest/services?f=json"
    body = {
        "folders": ["Utilities", "essen"],
        "services": [{"name": "Gewerbe", "type": "MapServer"}, {"name": "x", "type": "GPServer"}],
    }
    page = arcgis.parse(json.dumps(body).encode(), where, QUERY, step)
    assert [entry.request.url for entry in page.follow] == [
        "https://a.example/arcgis/rest/services/Gewerbe/MapServer?f=json",
        "https://a.example/arcgis/rest/services/essen?f=json",
    ]
    folder = {"services": [{"name": "essen/Planen", "type": "MapServer"}]}
    below = arcgis.parse(json.dumps(folder).encode(), where, QUERY, page.follow[1])
    assert below.follow[0].request.url == "https://a.example/arcgis/rest/services/essen/Planen/MapServer?f=json"
    service = {
        "serviceDescription": "Leerstand",
        "copyrightText": "Stadt X, dl-de/by-2-0",
        "layers": [
            {"id": 0, "name": "Gruppe", "subLayerIds": [1]},
            {"id": 1, "name": "Gewerbegebiete", "type": "Feature Layer", "subLayerIds": None},
            {"id": 2, "name": "Überschrift", "type": "Group Layer"},
        ],
        "fullExtent": {"xmin": 7.0, "ymin": 51.0, "xmax": 7.1, "ymax": 51.1, "spatialReference": {"wkid": 4326}},
    }
    (hit,) = arcgis.parse(json.dumps(service).encode(), where, QUERY, page.follow[0]).hits
    assert (hit.kind, hit.url, hit.layer) == ("arcgis", "https://a.example/arcgis/rest/services/Gewerbe/MapServer", "1")
    assert (hit.title, hit.licence, hit.bbox) == ("Gewerbegebiete", "dl-de/by-2-0", (7.0, 51.0, 7.1, 51.1))
    layer = {"id": 1, "name": "Gewerbegebiete", "type": "Feature Layer", "editingInfo": {"lastEditDate": 1767225600000}}
    described = arcgis.layer_request(where, hit.url, hit.layer)
    assert described.request.url.endswith("/MapServer/1?f=json")
    (one,) = arcgis.parse(json.dumps(layer).encode(), where, QUERY, described).hits
    assert (one.layer, one.modified) == ("1", "2026-01-01")
    with pytest.raises(errors.ServiceException, match="Token Required"):
        arcgis.parse(b'{"error": {"code": 499, "message": "Token Required"}}', where, QUERY, step)


# -------------------------------------------------------------------------------------------------------- capabilities
CASES = [
    ("wfs_100.xml", "wfs", "kre:schulen", "Schulen", "unknown", (6.9, 51.5, 7.4, 51.8)),
    ("wfs_110.xml", "wfs", "baustelle", "Baustellen in Herne", "dl-de/zero-2-0", (7.1, 51.5, 7.3, 51.6)),
    ("wfs_200.xml", "wfs", "ms:bplan_stand", "Bebauungspläne", "dl-de/by-2-0", (6.3, 51.1, 8.0, 51.9)),
    ("wms_111.xml", "wms", "klimatope", "Klimatope", "unknown", (6.3, 51.1, 8.0, 51.9)),
    ("wmts_100.xml", "wmts", "spw2_light", "Stadtplan hell", "cc-by-4.0", (6.3, 51.1, 8.0, 51.9)),
]


@pytest.mark.parametrize(("name", "kind", "layer", "title", "licence", "bbox"), CASES)
def test_capabilities(name: str, kind: str, layer: str, title: str, licence: str, bbox: tuple[float, ...]) -> None:
    where = portal(kind, "https://x.example/service?map=/a.map&service=x")
    step = capabilities.search(where, QUERY)
    assert asked(step) == {"map": "/a.map", "SERVICE": kind.upper(), "REQUEST": "GetCapabilities"}
    hits = capabilities.layers((DATA / name).read_bytes(), where, step)
    first = next(hit for hit in hits if hit.layer == layer)
    assert (first.kind, first.title, first.licence, first.bbox) == (kind, title, licence, bbox)
    assert first.url == "https://x.example/service?map=%2Fa.map"
    assert first.loadable
    found = capabilities.parse((DATA / name).read_bytes(), where, Query((title.lower().split()[0],)), step)
    assert first in found.hits


def test_capabilities_details() -> None:
    where = portal("wfs", "https://x.example/service")
    step = capabilities.request(where, "https://x.example/service", "wfs", "1.1.0")
    assert asked(step)["VERSION"] == "1.1.0"
    (herne,) = capabilities.layers((DATA / "wfs_110.xml").read_bytes(), where, step)
    assert (herne.publisher, herne.municipality, herne.landing) == ("Stadt Herne", "Herne", "https://example.org/meta")
    assert "Verkehr" in herne.keywords
    plan, empty = capabilities.layers((DATA / "wfs_200.xml").read_bytes(), where, step)
    assert plan.landing == "https://example.org/meta20"
    assert empty.title == "ms:leer"
    group = capabilities.layers((DATA / "wms_111.xml").read_bytes(), portal("wms", "https://x.example/"), step)
    assert [hit.layer for hit in group] == ["klimatope", "hoehen"]
    assert group[1].bbox == (7.0, 51.3, 7.5, 51.5)
    with pytest.raises(errors.WrongContent):
        capabilities.layers(b"<a/>", where, step)


def test_recorded_wms() -> None:
    where = portal("wms", "https://www.wms.nrw.de/geobasis/wms_nw_dgk5?")
    hits = capabilities.layers(fixture("wms_nw_dgk5_capabilities_1.3.0.xml"), where, capabilities.search(where, QUERY))
    assert [hit.layer for hit in hits] == ["WMS_NW_DGK5", "nw_dgk5_info", "nw_dgk5_grundriss", "nw_dgk5_hoehen"]
    assert {hit.licence for hit in hits} == {"dl-de/zero-2-0"}
    assert {hit.publisher for hit in hits} == {"Geobasis NRW"}
    assert hits[1].landing.startswith("https://apps.geoportal.nrw.de/csw/service?")


def test_collections_of_ogc_api_features() -> None:
    where = Portal("p", Label("GE", "GE"), "oapif", "https://x.example/ogc/features/v1", licence="dl-de/zero-2-0")
    step = capabilities.search(where, QUERY)
    assert step.request.url == "https://x.example/ogc/features/v1/collections?f=json"
    body = {
        "links": [{"rel": "next", "href": "https://x.example/ogc/features/v1/collections?f=json&page=2"}],
        "collections": [
            {
                "id": "gewerbe-leerstand",
                "title": "Gewerbe Leerstand",
                "extent": {"spatial": {"bbox": [[7.0, 51.4, 7.2, 51.6]]}},
            },
            {"id": "kacheln", "itemType": "coverage"},
        ],
    }
    page = capabilities.parse(json.dumps(body).encode(), where, QUERY, step)
    (hit,) = page.hits
    assert (hit.kind, hit.url, hit.layer) == ("oapif", "https://x.example/ogc/features/v1", "gewerbe-leerstand")
    assert (hit.licence, hit.bbox) == ("dl-de/zero-2-0", (7.0, 51.4, 7.2, 51.6))
    assert page.follow[0].request.url.endswith("page=2")
