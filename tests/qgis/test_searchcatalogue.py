"""`searchcatalogue` through the registry, against loopback servers that play CKAN and CSW; values, failures, cancel."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    NULL,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from ruhr_planner import settings
from ruhr_planner.catalogue import portals, search
from ruhr_planner.catalogue.dataset import Portal
from ruhr_planner.model.codes import Label
from ruhr_planner.model.results import CATALOGUE_HIT
from ruhr_planner.processing import searchcatalogue
from tests.services import fault_server as faults
from tests.services.fault_server import FaultServer

DATA = Path(__file__).parent.parent / "data" / "catalogue"
CKAN = {
    "success": True,
    "result": {
        "count": 2,
        "results": [
            {
                "name": "gewerbe-leerstand",
                "title": "Gewerbeleerstände",
                "license_id": "dl-zero-de/2.0",
                "metadata_modified": "2026-03-04T10:11:12",
                "organization": {"title": "Stadt Gelsenkirchen"},
                "groups": [{"name": "econ"}],
                "resources": [
                    {"name": "Dienst", "format": "WFS", "url": "https://ge.example/wfs?service=WFS&typeNames=ge:leer"},
                    {"name": "Bericht", "format": "PDF", "url": "https://ge.example/bericht.pdf"},
                ],
            },
            {"name": "baum", "title": "Bäume", "resources": [{"format": "CSV", "url": "https://ge.example/b.csv"}]},
        ],
    },
}


class Listener(QgsProcessingFeedback):
    """Keeps what a run says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.said: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.said.append(info)

    def pushWarning(self, warning: str) -> None:
        self.said.append(warning)


@pytest.fixture
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, FaultServer]]:
    """Three portals in the user's list, and nothing of the shipped list asked."""
    with FaultServer() as ckan, FaultServer() as csw, FaultServer() as dead:
        ckan.play("/api/3/action/package_search", faults.data(CKAN))
        csw.play(
            "/csw", faults.Answer(body=(DATA / "csw_getrecords_202.xml").read_bytes(), content_type="application/xml")
        )
        dead.play("/api/3/action/package_search", faults.hang())
        own = tmp_path / "portals.yaml"
        portals.add(own, Portal("my_ckan", Label("Mein CKAN", "My CKAN"), "ckan", ckan.url("")))
        portals.add(own, Portal("my_csw", Label("Mein CSW", "My CSW"), "csw", csw.url("/csw")))
        portals.add(own, Portal("my_dead", Label("Mein toter", "My dead"), "ckan", dead.url(""), seconds=2.0))
        monkeypatch.setattr(searchcatalogue, "own_list", lambda: own)
        yield {"ckan": ckan, "csw": csw, "dead": dead}


def run(listener: Listener | None = None, **parameters: Any) -> tuple[dict[str, Any], list[dict[str, Any]], Listener]:
    """Run as the toolbox does; return results, rows and what was said."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:searchcatalogue")
    listener = listener or Listener()
    context = QgsProcessingContext()
    given = {"PORTALS": "my_ckan;my_csw", "OUTPUT": "TEMPORARY_OUTPUT", **parameters}
    results, ok = algorithm.run(given, context, listener, {}, False)
    assert ok, listener.said
    layer = context.getMapLayer(results["OUTPUT"])
    assert isinstance(layer, QgsVectorLayer)
    assert [field.name() for field in layer.fields()] == list(CATALOGUE_HIT.names)
    assert not layer.isSpatial()
    known = [[None if value == NULL else value for value in feature.attributes()] for feature in layer.getFeatures()]
    rows = [dict(zip(CATALOGUE_HIT.names, values)) for values in known]
    return results, rows, listener


def test_two_portals(provider: object, servers: dict[str, FaultServer]) -> None:
    results, rows, listener = run(QUERY="Gewerbe Leerstand")
    mine = [row for row in rows if row["portal"] != search.OWN_LIST]
    assert sorted((row["portal"], row["kind"], row["layer"] or "") for row in mine) == [
        ("My CKAN", "wfs", "ge:leer"),
        ("My CSW", "file", ""),
        ("My CSW", "wfs", "ms:gewerbe"),
    ]
    first = next(row for row in mine if row["portal"] == "My CKAN")
    assert first["title"] == "Gewerbeleerstände"
    assert first["dataset_id"] == "gewerbe-leerstand"
    assert first["publisher"] == "Stadt Gelsenkirchen"
    assert first["municipality"] == "Gelsenkirchen"
    assert (first["licence"], first["licence_url"]) == ("dl-de/zero-2-0", "https://www.govdata.de/dl-de/zero-2-0")
    assert (first["modified"], first["format"], first["url"]) == ("2026-03-04", "WFS", "https://ge.example/wfs")
    assert (first["loadable"], first["theme"]) == (1, "Economy and finance")
    assert {row["loadable"] for row in rows} == {1}
    assert results["FOUND"] == len(rows)
    assert (results["PORTALS_ASKED"], results["PORTALS_FAILED"]) == (2, 0)
    assert any(line.startswith("My CKAN: 3 entries in ") for line in listener.said)
    asked = servers["ckan"].seen()[0]
    assert "leerstand*" in asked.query["q"][0]


def test_what_cannot_be_loaded_is_shown_on_request(provider: object, servers: dict[str, FaultServer]) -> None:
    _, rows, _ = run(QUERY="Gewerbe Leerstand", LOADABLE_ONLY=False, PORTALS="my_ckan")
    report = next(row for row in rows if row["format"] == "PDF")
    assert (report["loadable"], report["kind"], report["reason"]) == (
        0,
        "other",
        "Document or picture, no spatial data",
    )


def test_a_failure_is_one_row_that_says_why(provider: object, servers: dict[str, FaultServer]) -> None:
    started = time.monotonic()
    results, rows, listener = run(QUERY="Gewerbe", PORTALS="my_ckan; My dead")
    assert time.monotonic() - started < 6
    (failed,) = [row for row in rows if row["portal"] == "My dead"]
    assert failed["loadable"] == 0
    assert "2 seconds" in failed["reason"]
    assert "127.0.0.1" not in failed["reason"]
    assert {failed[name] for name in CATALOGUE_HIT.names if name not in ("portal", "loadable", "reason")} == {None}
    assert rows[-1] is failed
    assert results["PORTALS_FAILED"] == 1
    assert any("My dead" in line for line in listener.said)
    assert len(rows) > 1


def test_only_one_municipality(provider: object, servers: dict[str, FaultServer]) -> None:
    _, rows, _ = run(QUERY="Gewerbe", MUNICIPALITY="Mülheim")
    named = {row["municipality"] for row in rows}
    assert named <= {"Mülheim an der Ruhr", None}
    assert "Mülheim an der Ruhr" in named


def test_a_gui_thread_is_not_needed(provider: object, servers: dict[str, FaultServer]) -> None:
    """The toolbox runs an algorithm in a thread of its own."""
    came: list[int] = []
    thread = threading.Thread(target=lambda: came.append(run(QUERY="Gewerbe")[0]["FOUND"]))
    thread.start()
    thread.join(20)
    assert came
    assert came[0] >= 3


def test_cancel_within_a_second(provider: object, servers: dict[str, FaultServer], tmp_path: Path) -> None:
    listener = Listener()
    threading.Timer(0.5, listener.cancel).start()
    target = tmp_path / "treffer.gpkg"
    started = time.monotonic()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(listener, QUERY="Gewerbe", PORTALS="my_dead", OUTPUT=str(target))
    assert time.monotonic() - started < 1.5
    assert not target.exists()


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"QUERY": "und"}, "no word to search for"),
        ({"QUERY": "Gewerbe", "PORTALS": "Atlantis"}, "no portal “Atlantis”"),
        ({"QUERY": "Gewerbe", "MUNICIPALITY": "Köln"}, "“Köln”"),
    ],
)
def test_wrong_parameters(
    provider: object, servers: dict[str, FaultServer], parameters: dict[str, str], said: str, tmp_path: Path
) -> None:
    target = tmp_path / "treffer.gpkg"
    with pytest.raises(QgsProcessingException) as caught:
        run(OUTPUT=str(target), **parameters)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not target.exists()
    assert servers["ckan"].seen() == []


def test_the_list_of_the_office_is_asked(
    provider: object, servers: dict[str, FaultServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "amt.yaml"
    (tmp_path / "portals.yaml").rename(office)
    with pytest.raises(QgsProcessingException, match="my_ckan"):
        run(QUERY="Gewerbe", PORTALS="my_ckan")
    monkeypatch.setattr(searchcatalogue.settings, "office_portals", lambda: office)
    results, _rows, _said = run(QUERY="Gewerbe", PORTALS="my_ckan")
    assert (results["PORTALS_ASKED"], results["PORTALS_FAILED"]) == (1, 0)
    assert len(servers["ckan"].seen()) >= 1


def test_a_damaged_own_list(provider: object, servers: dict[str, FaultServer], tmp_path: Path) -> None:
    (tmp_path / "portals.yaml").write_text(json.dumps({"schema": 1, "portals": [{"id": "a1"}]}), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="entry “a1”: the field “title” is missing"):
        run(QUERY="Gewerbe")


def test_the_table_goes_into_a_geopackage(provider: object, servers: dict[str, FaultServer], tmp_path: Path) -> None:
    target = tmp_path / "treffer.gpkg"
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:searchcatalogue")
    given = {"QUERY": "Gewerbe Leerstand", "PORTALS": "my_ckan", "OUTPUT": str(target)}
    results, ok = algorithm.run(given, QgsProcessingContext(), Listener(), {}, False)
    assert ok
    layer = QgsVectorLayer(results["OUTPUT"], "x", "ogr")
    assert layer.featureCount() == results["FOUND"] >= 1
    assert "Gewerbe Leerstand" in layer.metadata().abstract()


def test_offline_shows_what_was_found_last_and_says_from_when(
    provider: object, servers: dict[str, FaultServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "home", lambda: tmp_path / "profile")
    _online, rows, _said = run(QUERY="Gewerbe")
    settings.settings().offline.setValue(True)
    try:
        asked = len(servers["ckan"].seen()) + len(servers["csw"].seen())
        results, again, listener = run(QUERY="Gewerbe")
        assert again == rows
        assert len(servers["ckan"].seen()) + len(servers["csw"].seen()) == asked
        assert results["PORTALS_FAILED"] == 0
        assert any(datetime.now(timezone.utc).date().isoformat() in text for text in listener.said)
        results, _rows, _said = run(QUERY="Spielplatz")
        assert results["PORTALS_FAILED"] == 2
    finally:
        settings.settings().offline.remove()


def test_the_main_thread_does_not_wait_for_a_certificate_that_waits_for_it(
    provider: object, servers: dict[str, FaultServer], tmp_path: Path
) -> None:
    with FaultServer(faults.make_certificate(tmp_path)) as secret:
        portals.add(
            tmp_path / "portals.yaml", Portal("my_tls", Label("Geheim", "Secret"), "ckan", secret.url(""), seconds=8.0)
        )
        started = time.monotonic()
        results, rows, _listener = run(QUERY="Gewerbe", PORTALS="my_tls")
    assert results["PORTALS_FAILED"] == 1
    assert "certificate" in rows[-1]["reason"] or "Zertifikat" in rows[-1]["reason"]
    assert time.monotonic() - started < 6
