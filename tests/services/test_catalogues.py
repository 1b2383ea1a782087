"""Real catalogues, asked by our search: what is found leads to a layer that is loaded whole."""

from __future__ import annotations

import pytest

from ruhr_planner.catalogue import portals, search
from ruhr_planner.catalogue.dataset import DatasetHit, Portal
from ruhr_planner.model import errors
from ruhr_planner.model.codes import Label
from ruhr_planner.readers import load
from tests.services.reading import assert_same_as_sample, read, transport
from tests.services.start import catalogues, sample
from tests.services.start import ckan as ckan_server
from tests.services.start.features import Server

TITLE = Label("Katalog der Region", "Catalogue of the region")
EMPTY = portals.Catalogue((), ())


def portal(protocol: str, url: str, **options: str) -> Portal:
    return Portal("region", TITLE, protocol, url, options=options)


def find(asked: Portal, text: str, loadable_only: bool = True) -> tuple[search.Answer, list[DatasetHit]]:
    """Search one portal; return its answer and the results."""
    question = search.ask(text, loadable_only=loadable_only)
    whole = search.Search(EMPTY, question, transport(), (asked,))
    (answer,) = list(whole.answers())
    return answer, whole.results.ranked()


def assert_leads_to_the_layer(hit: DatasetHit) -> None:
    assert hit.loadable
    found = read(load.Wanted(hit.url, hit.layer, hit.kind))
    assert found.complete
    assert_same_as_sample(found.rows, range(sample.COUNT))


# ------------------------------------------------------------------------------------------------------ CSW, ISO 19139
@pytest.mark.parametrize("version", ["2.0.2", "3.0.0"])
def test_csw_finds_the_layer_and_it_loads(pycsw: Server, mapserver: Server, version: str) -> None:
    pycsw.gate.play()
    mapserver.gate.play()
    answer, found = find(portal("csw", pycsw.url, method="post", version=version), "Flurstücke")
    assert answer.error is None
    assert [hit.title for hit in found] == [sample.TITLE]
    hit = found[0]
    assert (hit.kind, hit.layer, hit.publisher) == ("wfs", sample.LAYER, catalogues.PUBLISHER)
    assert hit.licence == "dl-de/zero-2-0"
    assert hit.modified == "2026-01-01"
    assert hit.url.startswith(mapserver.url)
    assert {asked.method for asked in pycsw.gate.asked()} == {"POST"}
    assert_leads_to_the_layer(hit)


def test_csw_pages_and_says_how_many_there_are(pycsw: Server) -> None:
    pycsw.gate.play()
    answer, found = find(portal("csw", pycsw.url, method="post"), "Beschreibung", loadable_only=False)
    assert answer.error is None
    assert answer.total == catalogues.RECORDS
    assert len(pycsw.gate.asked()) >= 2  # the server gives 50 at once
    assert len({hit.dataset_id for hit in found}) == len(answer.hits) == catalogues.RECORDS


def test_csw_without_a_match_is_no_failure(pycsw: Server) -> None:
    answer, found = find(portal("csw", pycsw.url, method="post"), "Rheinfähre")
    assert (answer.error, answer.hits, found) == (None, (), [])


def test_csw_that_refuses_a_question_is_one_sentence(pycsw: Server) -> None:
    """Asked by POST and then by GET, it refuses both; its refusal is no empty result."""
    answer, found = find(portal("csw", pycsw.url, schema="urn:no-such-schema"), "Flurstücke")
    assert found == []
    assert isinstance(answer.error, errors.ServiceException)
    assert TITLE.de in str(answer.error)
    assert "Invalid outputSchema" in str(answer.error)


# -------------------------------------------------------------------------------------------------- OGC API Records
def test_records_find_the_layer_and_it_loads(pygeoapi: Server) -> None:
    pygeoapi.gate.play()
    answer, found = find(portal("records", f"{pygeoapi.url}/collections/records"), "Flurstücke")
    assert answer.error is None
    assert [hit.title for hit in found] == [sample.TITLE]
    assert found[0].kind == "oapif"
    assert_leads_to_the_layer(found[0])


def test_records_of_pycsw_find_the_layer_and_it_loads(pycsw3: Server, mapserver: Server) -> None:
    pycsw3.gate.play()
    mapserver.gate.play()
    answer, found = find(portal("records", f"{pycsw3.url}/collections/metadata:main"), "Flurstücke")
    assert answer.error is None
    assert [hit.title for hit in found] == [sample.TITLE]
    assert (found[0].kind, found[0].layer) == ("wfs", sample.LAYER)
    assert_leads_to_the_layer(found[0])


def test_records_of_pycsw_are_paged_and_counted(pycsw3: Server) -> None:
    pycsw3.gate.play()
    asked = portal("records", f"{pycsw3.url}/collections/metadata:main")
    answer, found = find(asked, "Beschreibung", loadable_only=False)
    assert answer.error is None
    assert (answer.total, len(found)) == (catalogues.RECORDS, catalogues.RECORDS)
    assert len(pycsw3.gate.asked()) >= 2


# ---------------------------------------------------------------------------------------------------------------- CKAN
def test_ckan_finds_the_layer_and_it_loads(ckan: Server, mapserver: Server) -> None:
    ckan.gate.play()
    mapserver.gate.play()
    answer, found = find(portal("ckan", ckan.url), "Flurstücke")
    assert (answer.error, answer.total) == (None, 1)
    hit = next(hit for hit in found if hit.loadable)
    assert (hit.title, hit.kind, hit.publisher) == (sample.TITLE, "wfs", "Stadt Gelsenkirchen")
    assert hit.licence == "dl-de/zero-2-0"
    assert_leads_to_the_layer(hit)


def test_ckan_pages_and_filters_by_city(ckan: Server) -> None:
    ckan.gate.play()
    answer, found = find(portal("ckan", ckan.url), "Einzelhandel", loadable_only=False)
    assert (answer.error, answer.total) == (None, ckan_server.PACKAGES - 1)
    assert len(ckan.gate.asked()) == 2  # of 100
    assert len({hit.dataset_id for hit in found}) == ckan_server.PACKAGES - 1
    one, _found = find(portal("ckan", ckan.url, organization=ckan_server.OTHER), "Einzelhandel", loadable_only=False)
    assert one.total == ckan_server.PACKAGES // 2
    assert {hit.publisher for hit in one.hits} == {"Stadt Bochum"}


def test_ckan_that_refuses_a_question_is_one_sentence(ckan: Server) -> None:
    ckan.gate.play()
    answer, found = find(portal("ckan", ckan.url, fq="{!frange l=1}name"), "Einzelhandel")
    assert found == []
    assert isinstance(answer.error, errors.NetworkError)
    assert TITLE.de in str(answer.error)


# ------------------------------------------------------------------------------------------------------- capabilities
def test_capabilities_of_every_server_are_read(
    qgis_server: Server, mapserver: Server, gisserver: Server, pygeoapi: Server
) -> None:
    services = [("wfs", qgis_server.url), ("wms", qgis_server.url), ("oapif", f"{qgis_server.gate.url}/wfs3")]
    services += [("wfs", mapserver.url), ("wms", mapserver.url), ("wfs", gisserver.url), ("oapif", pygeoapi.url)]
    for server in (qgis_server, mapserver, gisserver, pygeoapi):
        server.gate.play()
    for protocol, url in services:
        answer, _found = find(portal(protocol, url), "parcels Flurstücke", loadable_only=False)
        assert answer.error is None, (protocol, url, answer.error)
        layers = {hit.layer.rpartition(":")[2] for hit in answer.hits if hit.kind == protocol}
        assert sample.LAYER in layers, (protocol, url, answer.hits)


# ------------------------------------------------------------------------------------------------------------ failures
def test_a_server_of_another_kind_is_one_sentence(mapserver: Server) -> None:
    mapserver.gate.play()
    answer, found = find(portal("csw", mapserver.url), "Flurstücke")
    assert found == []
    assert isinstance(answer.error, errors.NetworkError)
    assert TITLE.de in str(answer.error)
    assert "127.0.0.1" not in str(answer.error)
