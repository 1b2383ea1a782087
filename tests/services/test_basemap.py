"""The map under an exhibit from a real map service: drawn, named with its licence, and done without if it is silent."""

from __future__ import annotations

import dataclasses
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtGui import QImage

from ruhr_planner.catalogue import portals
from ruhr_planner.exhibit import classes
from ruhr_planner.model import codes
from ruhr_planner.processing import mapexhibit
from tests.exhibits.test_mapexhibit import PAPER, THEME, draw
from tests.services.start import sample
from tests.services.start.features import Server
from tests.services.start.gate import Asked, Reply

PARCEL = "#c8dcb4"
"""MapServer's colour of parcels."""
GROUND = codes.BASEMAP.index(codes.BASEMAP.city_map)
SILENT = "boundaries take its place"


@pytest.fixture
def served(mapserver: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """MapServer in the place of the city map."""
    shipped = portals.shipped()
    own = tuple(
        dataclasses.replace(layer, url=mapserver.url, layer=sample.LAYER) if layer.id == mapexhibit.CITY_MAP else layer
        for layer in shipped.layers
    )
    monkeypatch.setattr(portals, "shipped", lambda: dataclasses.replace(shipped, layers=own))
    mapserver.gate.play()
    return mapserver


def plot() -> QgsVectorLayer:
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:25832&field=plot_id:string&field=plot_type:string", "Plots", "memory")
    feature = QgsFeature(layer.fields())
    corner = QgsRectangle(sample.EAST + 900, sample.NORTH + 900, sample.EAST + 1000, sample.NORTH + 1000)
    feature.setGeometry(QgsGeometry.fromRect(corner))
    feature.setAttributes(["1", "brownfield"])
    layer.dataProvider().addFeatures([feature])
    return layer


def sheet(file: Path, shift: int = 0, **given: Any) -> list[str]:
    """Draw a map of 1.5 km around the sample; another shift is another place, which no cache knows."""
    west, south = sample.EAST - 100 + shift, sample.NORTH - 100 + shift
    box = f"{west},{west + 1500},{south},{south + 1500} [EPSG:25832]"
    return draw(file, THEME.overview, LAYERS=[plot()], EXTENT=box, LANGUAGE=1, PAPER=PAPER.a4_landscape, **given)


def colours(file: Path) -> list[str]:
    drawn = QImage(str(file))
    return [drawn.pixelColor(x, y).name() for x in range(0, drawn.width(), 3) for y in range(0, drawn.height(), 3)]


def test_the_ground_is_drawn_where_it_lies(served: Server, tmp_path: Path) -> None:
    warned = sheet(tmp_path / "map.png", BASEMAP=GROUND, DPI=100)
    assert not [line for line in warned if SILENT in line]
    found = colours(tmp_path / "map.png")
    assert found.count(PARCEL) > 0.01 * len(found)
    assert found.count(classes.LAND) < 0.05 * len(found), "boundaries are an outline upon it; the inset is plain"


def test_source_and_licence_stand_on_the_sheet(served: Server, tmp_path: Path) -> None:
    file = tmp_path / "map.pdf"
    sheet(file, BASEMAP=GROUND)
    text = " ".join(
        subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True).stdout.decode().split()
    )
    assert sample.TITLE in text
    assert "Datenlizenz Deutschland – Zero – Version 2.0" in text
    assert file.stat().st_size < 5_000_000


@pytest.mark.parametrize("asked_for", ["getmap", "getcapabilities"])
def test_a_service_that_hangs_costs_seconds_and_one_sentence(
    served: Server, asked_for: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapexhibit, "_PATIENCE", 4)

    def hang(asked: Asked, reply: Reply) -> Reply:
        if asked.parameters.get("request", "").lower() == asked_for:
            served.gate.released.wait(60)
        return reply

    served.gate.play(change=hang)
    begun = time.monotonic()
    warned = sheet(tmp_path / "map.png", shift=40, BASEMAP=GROUND, DPI=50)
    took = time.monotonic() - begun
    served.gate.released.set()
    told = [line for line in warned if SILENT in line]
    assert len(told) == 1
    assert "had not finished its answer after 4 seconds" in told[0]
    assert took < 50, "4 s for the service, the rest for the sheet; the service itself would hang for 60"
    found = colours(tmp_path / "map.png")
    assert found.count(classes.LAND) > 0.3 * len(found), "the plain ground"


@pytest.mark.parametrize("body", [b"", b"<ServiceExceptionReport/>"])
def test_a_service_that_fails_gives_one_sentence(served: Server, body: bytes, tmp_path: Path) -> None:
    """Also where the answer says 200 OK and is no picture."""

    def fail(asked: Asked, reply: Reply) -> Reply:
        if asked.parameters.get("request", "").lower() != "getmap":
            return reply
        return Reply(500 if not body else 200, [("Content-Type", "application/xml")], body)

    served.gate.play(change=fail)
    warned = sheet(tmp_path / "map.png", shift=80, BASEMAP=GROUND, DPI=50)
    told = [line for line in warned if SILENT in line]
    assert len(told) == 1
    assert "gave no picture of this place" in told[0]
    found = colours(tmp_path / "map.png")
    assert found.count(classes.LAND) > 0.3 * len(found)
