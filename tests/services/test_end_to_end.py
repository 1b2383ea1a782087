"""From a real server into a file: the algorithm in the registry, and the program without QGIS."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import fiona
import pytest

from ruhr_planner.catalogue import portals
from ruhr_planner.catalogue.dataset import Portal
from ruhr_planner.model.codes import Label
from ruhr_planner.processing import provider as provider_module
from ruhr_planner.processing import searchcatalogue
from ruhr_planner.processing.provider import PROVIDER_ID
from ruhr_planner.readers import load
from tests.services.reading import NEAR, clean, middle
from tests.services.start import features, sample
from tests.services.start.features import Server
from tests.services.start.gate import Asked
from tests.services.start.process import ROOT

SERVERS = [
    ("qgis_server", "", sample.LAYER),
    ("qgis_server", "/wfs3", sample.LAYER),
    ("mapserver", "", "ms:parcels"),
    ("pygeoapi", "", sample.LAYER),
    ("gisserver", "", sample.LAYER),
]
each = pytest.mark.parametrize(("name", "path", "layer"), SERVERS, ids=lambda value: value or "-")


def url_of(server: Server, path: str) -> str:
    return server.gate.url + path if path else server.url


def assert_file_is_the_sample(path: Path) -> None:
    """Read a GeoPackage with another library and compare every record."""
    (name,) = fiona.listlayers(path)
    with fiona.open(path, layer=name) as layer:
        assert layer.crs.to_epsg() == 25832
        records = {record["properties"]["kennzeichen"]: record for record in layer}
        assert len(layer) == len(records) == sample.COUNT
    for number in range(sample.COUNT):
        parcel = sample.parcel(number)
        record = records[parcel.kennzeichen]
        values = record["properties"]
        assert (values["name"], values["nutzung"]) == (parcel.name, parcel.nutzung)
        assert (values["flaeche"], values["geschosse"]) == (parcel.flaeche, parcel.geschosse)
        assert date.fromisoformat(str(values["stand"])[:10]) == parcel.stand
        xs, ys = zip(*_vertices(record["geometry"]))
        x, y = middle(number)
        assert abs((min(xs) + max(xs)) / 2 - x) < NEAR
        assert abs((min(ys) + max(ys)) / 2 - y) < NEAR


def _vertices(geometry: Any) -> list[tuple[float, float]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [(point[0], point[1]) for polygon in polygons for ring in polygon for point in ring]


def dies_at(server: Server, number: int) -> None:
    def before(_asked: Asked, count: int) -> None:
        if count >= number:
            server.die()

    server.gate.play(before=before)


# ------------------------------------------------------------------------------------------------------- the algorithm
@pytest.fixture(scope="module")
def registered(qgis_app: object) -> Any:
    """The provider in the registry."""
    from qgis.core import QgsApplication

    registry = QgsApplication.processingRegistry()
    present = registry.providerById(PROVIDER_ID)
    made = present or provider_module.PlannerProvider()
    if present is None:
        registry.addProvider(made)
    yield made
    if present is None:
        registry.removeProvider(made)


def run(parameters: dict[str, object], algorithm: str = "loadresource") -> tuple[dict[str, Any], bool, str]:
    """Run an algorithm of the registry; return its results, whether it succeeded, and its log."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    context = QgsProcessingContext()
    found = QgsApplication.processingRegistry().createAlgorithmById(f"{PROVIDER_ID}:{algorithm}")
    results, succeeded = found.run(parameters, context, feedback)
    return results, succeeded, feedback.textLog()


@each
def test_loadresource_writes_all_of_it(
    registered: object, request: pytest.FixtureRequest, tmp_path: Path, name: str, path: str, layer: str
) -> None:
    server: Server = request.getfixturevalue(name)
    server.gate.play()
    target = tmp_path / "Flurstücke.gpkg"
    results, succeeded, log = run({"URL": url_of(server, path), "LAYER": layer, "OUTPUT": str(target)})
    assert succeeded, log
    expected = None if name == "mapserver" else sample.COUNT
    assert (results["EXPECTED"], results["LOADED"], results["COMPLETE"]) == (expected, sample.COUNT, True)
    assert_file_is_the_sample(target)


def test_loadresource_writes_nothing_when_the_server_dies(registered: object, parcels: Path, own: Path) -> None:
    folder = own / "out"
    folder.mkdir()
    with features.mapserver(parcels, own, limit=100) as server:
        dies_at(server, 4)
        target = str(folder / "halb.gpkg")
        _results, succeeded, log = run({"URL": server.url, "LAYER": sample.LAYER, "OUTPUT": target})
    assert not succeeded
    assert "127.0.0.1" not in log.replace(server.url, "")
    assert clean(folder) == []


# ----------------------------------------------------------------------------------------------------- without QGIS
def fetch(*arguments: str) -> tuple[int, dict[str, Any], str]:
    """Run the program as a nightly job would; return its code, its JSON and what it said."""
    command = [sys.executable, "-m", "ruhr_planner", "fetch", *arguments, "--json", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    said = done.stderr.decode()
    return done.returncode, json.loads(done.stdout or b"{}"), said


@each
def test_fetch_writes_all_of_it(
    request: pytest.FixtureRequest, tmp_path: Path, name: str, path: str, layer: str
) -> None:
    server: Server = request.getfixturevalue(name)
    server.gate.play()
    target = tmp_path / "flurstuecke.gpkg"
    code, value, said = fetch(url_of(server, path), layer, str(target))
    assert code == 0, said
    assert (value["loaded"], value["complete"]) == (sample.COUNT, True)
    assert_file_is_the_sample(target)


def test_fetch_writes_nothing_when_the_server_dies(parcels: Path, own: Path) -> None:
    folder = own / "out"
    folder.mkdir()
    with features.mapserver(parcels, own, limit=100) as server:
        dies_at(server, 4)
        code, value, said = fetch(server.url, sample.LAYER, str(folder / "halb.gpkg"))
    assert code == 1, (value, said)
    assert "127.0.0.1" not in said
    assert clean(folder) == []


def test_fetch_names_what_is_there_when_the_layer_is_unknown(mapserver: Server, tmp_path: Path) -> None:
    mapserver.gate.play()
    code, value, said = fetch(mapserver.url, "gewerbe", str(tmp_path / "nichts.gpkg"))
    assert code == 1
    assert "gewerbe" in json.dumps(value) + said
    assert sample.LAYER in json.dumps(value) + said
    assert clean(tmp_path) == []


# ------------------------------------------------------------------------------------------------- search, then load
def test_searchcatalogue_asks_all_and_what_it_finds_loads(
    registered: object,
    ckan: Server,
    pycsw: Server,
    pygeoapi: Server,
    gisserver: Server,
    mapserver: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for server in (ckan, pycsw, pygeoapi, gisserver, mapserver):
        server.gate.play()
    own = tmp_path / "portals.yaml"
    records = f"{pygeoapi.url}/collections/records"
    portals.add(own, Portal("my_ckan", Label("Mein CKAN", "My CKAN"), "ckan", ckan.url))
    portals.add(own, Portal("my_csw", Label("Mein CSW", "My CSW"), "csw", pycsw.url, options={"method": "post"}))
    portals.add(own, Portal("my_records", Label("Meine Records", "My records"), "records", records))
    portals.add(own, Portal("my_fault", Label("Mein Irrtum", "My mistake"), "csw", gisserver.url))
    monkeypatch.setattr(searchcatalogue, "own_list", lambda: own)
    found = tmp_path / "gefunden.gpkg"
    asked = {"QUERY": "Flurstücke", "PORTALS": "my_ckan;my_csw;my_records;my_fault", "OUTPUT": str(found)}
    results, succeeded, log = run(asked, "searchcatalogue")
    assert succeeded, log
    assert (results["PORTALS_ASKED"], results["PORTALS_FAILED"]) == (4, 1)
    (name,) = fiona.listlayers(found)
    with fiona.open(found, layer=name) as layer:
        rows = [dict(record["properties"]) for record in layer]
    ours = [row for row in rows if str(row["url"]).startswith("http://127.0.0.1:")]
    loadable = [row for row in ours if row["loadable"]]
    # CSW names the layer and CKAN does not, so the two ways to MapServer stay two rows
    assert sorted(row["kind"] for row in loadable) == ["oapif", "wfs", "wfs"]
    (failed,) = [row for row in rows if "Irrtum" in row["portal"] or "mistake" in row["portal"]]
    assert failed["reason"]
    assert not failed["loadable"]
    for number, row in enumerate(loadable):
        target = tmp_path / f"geladen{number}.gpkg"
        kind = load.KINDS.index(row["kind"])
        results, succeeded, log = run({"URL": row["url"], "LAYER": row["layer"], "KIND": kind, "OUTPUT": str(target)})
        assert succeeded, log
        assert results["COMPLETE"]
        assert_file_is_the_sample(target)
