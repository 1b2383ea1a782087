"""Maps of real servers: loaded through the registry, drawn, and looked at: the right colour in the right place."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from ruhr_planner.store import metadata
from tests.registry import registered
from tests.services.start import features, sample
from tests.services.start.features import Server

PARCEL = (200, 220, 180)
"""MapServer's colour of parcels."""
SERVERS = ["qgis_server", "mapserver"]


@pytest.fixture(scope="module", autouse=True)
def _provider(qgis_app: object) -> Any:
    with registered() as made:
        yield made


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Server:
    made: Server = request.getfixturevalue(request.param)
    made.gate.play()
    return made


def run(**parameters: Any) -> tuple[dict[str, Any], QgsRasterLayer, QgsProcessingContext]:
    """Run `loadmap`; the context keeps the layer alive."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:loadmap")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    results, done = algorithm.run(parameters, context, QgsProcessingFeedback(False), {}, False)
    assert done
    return results, context.temporaryLayerStore().mapLayer(results["OUTPUT"]), context


def draw(layer: QgsRasterLayer, crs: str = "EPSG:25832") -> QImage:
    """Draw 400 m by 400 m in the south-west of the sample, a pixel a metre."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    settings.setOutputSize(QSize(400, 400))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor(255, 255, 255))
    settings.setExtent(QgsRectangle(sample.EAST - 20, sample.NORTH - 20, sample.EAST + 380, sample.NORTH + 380))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    assert job.errors() == []
    return job.renderedImage()


def colour(image: QImage, east: float, north: float) -> tuple[int, int, int]:
    """The colour at a place."""
    found = image.pixelColor(int(east - sample.EAST + 20), int(399 - (north - sample.NORTH + 20)))
    return found.red(), found.green(), found.blue()


@pytest.mark.parametrize("server", SERVERS, indirect=True)
def test_a_map_lies_where_it_belongs(server: Server) -> None:
    results, layer, context = run(URL=server.url, LAYER=sample.LAYER)
    assert layer.isValid()
    assert layer.crs().authid() == "EPSG:25832"
    assert layer.name() == sample.TITLE
    assert results["OUTPUT"] in context.layersToLoadOnCompletion()
    image = draw(layer)
    inside = {colour(image, *sample.centre(number)) for number in (0, 1, 5, 41, 45, 164)}
    between = {colour(image, x + 20, y + 20) for x, y in map(sample.centre, (0, 1, 41, 164))}
    assert len(inside) == 1
    assert between == {(255, 255, 255)}
    assert inside != between
    if server.process is None:
        assert inside == {PARCEL}


@pytest.mark.parametrize("server", SERVERS, indirect=True)
def test_its_legend_is_not_empty(server: Server) -> None:
    results, layer, _context = run(URL=server.url, LAYER=sample.LAYER)
    assert "GetLegendGraphic" in results["LEGEND"]
    fetcher = layer.dataProvider().getLegendGraphicFetcher(None)
    images: list[QImage] = []
    problems: list[str] = []
    fetcher.finish.connect(images.append)
    fetcher.error.connect(problems.append)
    fetcher.start()
    for _ in range(200):
        if images or problems:
            break
        QgsApplication.processEvents()
        fetcher.thread().msleep(25)
    assert problems == []
    (legend,) = images
    assert legend.width() > 10
    assert legend.height() > 10
    colours = {legend.pixel(x, y) for x in range(legend.width()) for y in range(legend.height())}
    assert len(colours) > 2


@pytest.mark.parametrize("server", ["mapserver"], indirect=True)
def test_what_the_publisher_says_travels_along(server: Server) -> None:
    _results, layer, _context = run(URL=server.url, LAYER=sample.LAYER)
    said = layer.metadata()
    assert said.title() == sample.TITLE
    assert metadata.read(said, "x").licences == ("dl-de/zero-2-0",)
    record = metadata.history(said)
    assert (record["source"], record["layer"], record["kind"]) == (server.url, sample.LAYER, "wms")
    assert record["date"] == metadata.today()


def test_a_server_with_degrees_only(parcels: Any, own: Any) -> None:
    """WMS 1.3.0 and EPSG:4326: north first; a mistake would put the map into the Indian Ocean."""
    with features.mapserver(parcels, own, srs="EPSG:4326") as server:
        _results, layer, _context = run(URL=server.url, LAYER=sample.LAYER)
        assert layer.crs().authid() in ("EPSG:4326", "EPSG:25832")
        image = draw(layer)
        assert colour(image, *sample.centre(45)) == PARCEL
        x, y = sample.centre(45)
        assert colour(image, x + 20, y + 20) == (255, 255, 255)


@pytest.mark.parametrize("server", SERVERS, indirect=True)
def test_an_unknown_layer_names_the_others(server: Server) -> None:
    with pytest.raises(QgsProcessingException) as caught:
        run(URL=server.url, LAYER="gewerbe")
    assert "gewerbe" in str(caught.value)
    assert sample.LAYER in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)
    assert all(asked.parameters.get("request", "").lower() == "getcapabilities" for asked in server.gate.asked())
