"""`loadresource` through the registry: whole, in place, described, or one sentence and nothing written."""

from __future__ import annotations

import sqlite3
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QTimer

from ruhr_planner import settings
from ruhr_planner.store import metadata
from tests.services import fault_server as faults
from tests.services.fault_server import Answer, FaultServer, Seen
from tests.unit.readers_server import Arcgis, Oapif, Wfs, place

ID = "ruhr_planner:loadresource"


class Feedback(QgsProcessingFeedback):
    def __init__(self, cancel_after: float = 0.0) -> None:
        super().__init__()
        self.said: list[str] = []
        self.warned: list[str] = []
        self._end = time.monotonic() + cancel_after if cancel_after else 0.0

    def pushInfo(self, text: str) -> None:
        self.said.append(text)

    def pushWarning(self, text: str) -> None:
        self.warned.append(text)

    def isCanceled(self) -> bool:
        return bool(self._end) and time.monotonic() > self._end


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


def run(feedback: Feedback | None = None, **parameters: Any) -> tuple[dict[str, Any], QgsProcessingContext]:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ID)
    context = QgsProcessingContext()
    results, done = algorithm.run(parameters, context, feedback or Feedback(), {}, False)
    assert done
    return results, context


def numbers(layer: QgsVectorLayer) -> list[int]:
    return sorted(feature["nr"] for feature in layer.getFeatures())


def test_wfs_into_a_geopackage(provider: object, server: FaultServer, tmp_path: Path) -> None:
    url = server.play("/wfs", Answer(make=Wfs(cap=10).answer))
    out = tmp_path / "punkte.gpkg"
    results, _context = run(URL=url + "?token=geheim", LAYER="punkte", OUTPUT=str(out))
    assert (results["EXPECTED"], results["LOADED"], results["COMPLETE"]) == (25, 25, True)
    layer = QgsVectorLayer(str(out), "x", "ogr")
    assert numbers(layer) == list(range(25))
    assert layer.crs().authid() == "EPSG:25832"
    first = next(layer.getFeatures('"nr" = 3'))
    assert (first.geometry().asPoint().x(), first.geometry().asPoint().y()) == place(3)
    assert first["tag"].toString("yyyy-MM-dd") == "2024-05-01"
    said = layer.metadata()
    assert said.title() == "Punkte der Stadt"
    assert said.rights() == ["Stadt"]
    assert metadata.read(said, "x").licences == ("dl-de/zero-2-0",)
    record = metadata.history(said)
    assert record["source"] == server.url("/wfs")
    assert "GetFeature" in str(record["query"])
    assert record["date"] == metadata.today()
    assert "geheim" not in "".join(said.history())


def test_a_layer_in_memory(provider: object, server: FaultServer) -> None:
    url = server.play("/wfs", Answer(make=Wfs().answer))
    results, context = run(URL=url, LAYER="ms:punkte", OUTPUT="TEMPORARY_OUTPUT")
    layer = context.getMapLayer(results["OUTPUT"])
    assert numbers(layer) == list(range(25))
    assert layer.metadata().title() == "Punkte der Stadt"


@pytest.mark.parametrize("ending", ["geojson", "shp", "csv"])
def test_other_formats(provider: object, server: FaultServer, tmp_path: Path, ending: str) -> None:
    url = server.play("/wfs", Answer(make=Wfs().answer))
    out = tmp_path / f"punkte.{ending}"
    results, _context = run(URL=url, LAYER="punkte", OUTPUT=str(out))
    assert results["LOADED"] == 25
    layer = QgsVectorLayer(str(out), "x", "ogr")
    assert sorted(int(feature["nr"]) for feature in layer.getFeatures()) == list(range(25))


def test_incomplete_is_never_silent(provider: object, server: FaultServer) -> None:
    url = server.play("/wfs", Answer(make=Wfs(hits=40).answer))
    feedback = Feedback()
    results, _context = run(feedback, URL=url, LAYER="punkte", OUTPUT="TEMPORARY_OUTPUT")
    assert (results["EXPECTED"], results["LOADED"], results["COMPLETE"]) == (40, 25, False)
    assert len(feedback.warned) == 1
    assert "40" in feedback.warned[0]


def test_unknown_count_is_null(provider: object, server: FaultServer) -> None:
    url = server.play("/wfs", Answer(make=Wfs(version="1.0.0", json=False).answer))
    feedback = Feedback()
    results, _context = run(feedback, URL=url, LAYER="punkte", OUTPUT="TEMPORARY_OUTPUT")
    assert (results["EXPECTED"], results["LOADED"], results["COMPLETE"]) == (None, 25, False)
    assert len(feedback.warned) == 1


def test_oapif_and_arcgis(provider: object, server: FaultServer) -> None:
    oapif = Oapif()
    server.play("/api/collections", Answer(make=oapif.collections))
    server.play("/api/collections/punkte/items", Answer(make=oapif.items))
    results, _context = run(URL=server.url("/api"), LAYER="punkte", KIND=2, OUTPUT="TEMPORARY_OUTPUT")
    assert (results["LOADED"], results["COMPLETE"]) == (25, True)
    arcgis = Arcgis()
    path = "/arcgis/rest/services/x/MapServer/13"
    server.play(path, Answer(make=arcgis.layer))
    server.play(f"{path}/query", Answer(make=arcgis.query))
    results, context = run(URL=server.url(path), OUTPUT="TEMPORARY_OUTPUT")
    assert (results["LOADED"], results["COMPLETE"]) == (25, True)
    layer = context.getMapLayer(results["OUTPUT"])
    assert layer.wkbType() == QgsWkbTypes.Type.MultiPolygon
    assert sum(feature.geometry().area() for feature in layer.getFeatures()) == pytest.approx(25 * 64)


def test_extent_and_maximum(provider: object, server: FaultServer) -> None:
    url = server.play("/wfs", Answer(make=Wfs().answer))
    box = "360000,360045,5700000,5700100 [EPSG:25832]"
    results, context = run(URL=url, LAYER="punkte", EXTENT=box, OUTPUT="TEMPORARY_OUTPUT")
    assert numbers(context.getMapLayer(results["OUTPUT"])) == [0, 1, 2, 3, 4]
    assert (results["EXPECTED"], results["COMPLETE"]) == (5, True)
    results, _context = run(URL=url, LAYER="punkte", MAX_FEATURES=7, OUTPUT="TEMPORARY_OUTPUT")
    assert (results["EXPECTED"], results["LOADED"], results["COMPLETE"]) == (25, 7, False)


def test_csv_of_degrees_lies_where_it_belongs(provider: object, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name;lat;lon\nÄ;51,5;7,2\n", encoding="cp1252")
    results, context = run(URL=str(path), OUTPUT="TEMPORARY_OUTPUT")
    (feature,) = context.getMapLayer(results["OUTPUT"]).getFeatures()
    # by pyproj 3.4 from EPSG:4326 to EPSG:25832
    assert feature.geometry().asPoint().x() == pytest.approx(375_061.673, abs=0.01)
    assert feature.geometry().asPoint().y() == pytest.approx(5_706_965.281, abs=0.01)
    assert feature["name"] == "Ä"


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (faults.log_in_page(), "sent a web page instead of data"),
        (faults.entity_bomb(), "document type definition"),
        (Answer(404, b"no", content_type="text/plain"), "nothing at this address"),
        (faults.basic("amt", "richtig"), "log-in"),
    ],
)
def test_one_sentence_and_nothing_written(
    provider: object, server: FaultServer, tmp_path: Path, answer: Answer, word: str
) -> None:
    out = tmp_path / "a.gpkg"
    with pytest.raises(QgsProcessingException) as caught:
        run(URL=server.play("/x", answer), KIND=1, OUTPUT=str(out))
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


WMS = Answer(body=b'<WMS_Capabilities version="1.3.0"/>', content_type=faults.XML)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"URL": "gopher://example.org/x"}, "address"),
        ({"URL": "http://"}, "address"),
        ({"URL": "http://127.0.0.1:9/wfs", "KIND": 1}, "connection"),
        ({"URL": "gibt-es-nicht.gpkg"}, "gibt-es-nicht.gpkg"),
        ({"URL": "wfs", "KIND": 1, "LAYER": "flaechen"}, "has no layer “flaechen”. Choose one of: ms:punkte"),
        ({"URL": "wms", "KIND": 1}, "WMS"),
        ({"URL": "kein.zip"}, "kein.zip"),
        ({"URL": "oben.zip"}, "oben.zip"),
        ({"URL": "kaputt.gpkg"}, "kaputt.gpkg"),
    ],
    ids=lambda value: value.get("URL", "") if isinstance(value, dict) else "",
)
def test_every_bad_input_is_one_sentence(
    provider: object, server: FaultServer, tmp_path: Path, given: dict[str, Any], word: str
) -> None:
    services = {"wfs": Answer(make=Wfs().answer), "wms": WMS}
    for name, answer in services.items():
        server.play(f"/{name}", answer)
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    out.mkdir()
    (source / "kein.zip").write_bytes(b"no archive at all")
    (source / "kaputt.gpkg").write_bytes(b"SQLite format 3\0" + bytes(200))
    with zipfile.ZipFile(source / "oben.zip", "w") as archive:
        archive.writestr("../a.csv", "x;y\n1;2\n")
    url = given["URL"]
    address = server.url(f"/{url}") if url in services else url if "://" in url else str(source / url)
    with pytest.raises(QgsProcessingException) as caught:
        run(**{**given, "URL": address}, OUTPUT=str(out / "a.gpkg"))
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).rstrip().endswith(".")
    assert list(out.iterdir()) == []
    assert sorted(entry.name for entry in source.iterdir()) == ["kaputt.gpkg", "kein.zip", "oben.zip"]


def test_a_failure_leaves_the_old_file(provider: object, server: FaultServer, tmp_path: Path) -> None:
    out = tmp_path / "a.gpkg"
    service = Wfs(cap=10)
    run(URL=server.play("/wfs", Answer(make=service.answer)), LAYER="punkte", OUTPUT=str(out))
    before = out.read_bytes()

    def broken(seen: Seen) -> Answer:
        made = service.answer(seen)
        return faults.log_in_page() if service.asked[-1].get("STARTINDEX") == "20" else made

    with pytest.raises(QgsProcessingException):
        run(URL=server.play("/broken", Answer(make=broken)), LAYER="punkte", OUTPUT=str(out))
    assert out.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.gpkg"]


def test_other_layers_stay(provider: object, server: FaultServer, tmp_path: Path) -> None:
    out = tmp_path / "a.gpkg"
    url = server.play("/wfs", Answer(make=Wfs().answer))
    run(URL=url, LAYER="punkte", OUTPUT=f"ogr:dbname='{out}' table=\"eins\" (geom)")
    run(URL=url, LAYER="punkte", OUTPUT=f"ogr:dbname='{out}' table=\"zwei\" (geom)")
    with sqlite3.connect(out) as connection:
        names = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents WHERE srs_id = 25832")}
    assert names == {"eins", "zwei"}


def test_cancel_while_the_server_hangs(provider: object, server: FaultServer, tmp_path: Path) -> None:
    service = Wfs()

    def hanging(seen: Seen) -> Answer:
        made = service.answer(seen)
        return faults.hang() if "COUNT" in service.asked[-1] else made

    begun = time.monotonic()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        url = server.play("/wfs", Answer(make=hanging))
        run(Feedback(cancel_after=1.5), URL=url, KIND=1, LAYER="punkte", OUTPUT=str(tmp_path / "a.gpkg"))
    assert time.monotonic() - begun < 1.5 + 1.0
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def own_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "home", lambda: tmp_path / "profile")
    yield
    settings.settings().offline.remove()


def test_offline_serves_what_was_loaded_last_and_says_from_when(
    provider: object, own_profile: None, server: FaultServer, tmp_path: Path
) -> None:
    url = server.play("/wfs", Answer(make=Wfs(cap=10).answer))
    online = run(URL=url, LAYER="punkte", OUTPUT=str(tmp_path / "online.gpkg"))[0]
    settings.settings().offline.setValue(True)
    asked = len(server.seen())
    feedback = Feedback()
    out = tmp_path / "offline.gpkg"
    offline = run(feedback, URL=url, LAYER="punkte", OUTPUT=str(out))[0]
    assert len(server.seen()) == asked
    assert [offline[name] for name in ("EXPECTED", "LOADED", "COMPLETE")] == [25, 25, True]
    assert online["LOADED"] == 25
    day = datetime.now(timezone.utc).date().isoformat()
    assert any(day in text for text in feedback.warned)
    with pytest.raises(QgsProcessingException, match="offline"):
        run(URL=url, LAYER="punkte", EXTENT="360000,360045,5700000,5700100 [EPSG:25832]", OUTPUT=str(out))
    assert numbers(QgsVectorLayer(str(out), "x", "ogr")) == list(range(25))


def test_the_main_thread_goes_on_while_pages_are_loaded(provider: object, server: FaultServer, tmp_path: Path) -> None:
    service = Wfs(cap=10)

    def slow(seen: Seen) -> Answer:
        if "GetFeature" in str(seen.query) and "hits" not in str(seen.query):
            time.sleep(0.5)
        return service.answer(seen)

    times: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: times.append(time.monotonic()))
    timer.start(20)
    url = server.play("/wfs", Answer(make=slow))
    results, _context = run(URL=url, LAYER="punkte", OUTPUT=str(tmp_path / "slow.gpkg"))
    timer.stop()
    times.append(time.monotonic())
    assert results["LOADED"] == 25
    assert max(after - before for before, after in zip(times, times[1:])) < 0.4
