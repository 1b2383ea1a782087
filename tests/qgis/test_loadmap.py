"""`loadmap` through the registry against a played map service: requests, time, tiles, failures, cancel."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt
from qgis.PyQt.QtGui import QColor

from ruhr_planner import settings
from ruhr_planner.store import metadata
from tests.services import fault_server as faults
from tests.services.fault_server import XML, Answer, FaultServer, Seen

BOX = QgsRectangle(360000, 5700000, 361000, 5701000)
CAPABILITIES = """<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"
  xmlns:xlink="http://www.w3.org/1999/xlink"><Service><Name>WMS</Name><Title>Luft</Title>
  <Fees>cc-by-4.0</Fees><AccessConstraints>none</AccessConstraints></Service>
 <Capability><Request>
  <GetCapabilities><Format>text/xml</Format></GetCapabilities>
  <GetMap><Format>image/png</Format><DCPType><HTTP><Get><OnlineResource xlink:href="{url}"/></Get></HTTP></DCPType>
  </GetMap></Request><Exception><Format>XML</Format></Exception>
  <Layer><Title>Alles</Title><CRS>EPSG:4326</CRS><CRS>EPSG:25832</CRS>
   <EX_GeographicBoundingBox><westBoundLongitude>{west}</westBoundLongitude><eastBoundLongitude>{east}</eastBoundLongitude>
    <southBoundLatitude>51.1</southBoundLatitude><northBoundLatitude>51.9</northBoundLatitude></EX_GeographicBoundingBox>
   <BoundingBox CRS="EPSG:25832" minx="312000" miny="5674000" maxx="431000" maxy="5744000"/>
   <Attribution><Title>Umweltamt Beispiel</Title></Attribution>
   <Layer><Name>staub</Name><Title>Feinstaub</Title><Abstract>Monatswerte</Abstract>
    <Dimension name="time" units="ISO8601" default="2024-03-01">2024-01-01,2024-02-01,2024-03-01</Dimension></Layer>
   <Layer><Name>wald</Name><Title>Wald</Title></Layer></Layer></Capability></WMS_Capabilities>"""

TILES = """<Capabilities version="1.0.0" xmlns="http://www.opengis.net/wmts/1.0"
  xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink">
 <ows:ServiceIdentification><ows:Title>Plan</ows:Title><ows:Fees>dl-de/zero-2-0</ows:Fees></ows:ServiceIdentification>
 <ows:OperationsMetadata>
  <ows:Operation name="GetTile"><ows:DCP><ows:HTTP><ows:Get xlink:href="{url}?"><ows:Constraint name="GetEncoding">
   <ows:AllowedValues><ows:Value>KVP</ows:Value></ows:AllowedValues></ows:Constraint></ows:Get></ows:HTTP></ows:DCP>
  </ows:Operation></ows:OperationsMetadata>
 <Contents><Layer><ows:Title>Stadtplan</ows:Title><ows:WGS84BoundingBox><ows:LowerCorner>6.3 51.1</ows:LowerCorner>
   <ows:UpperCorner>8.0 51.9</ows:UpperCorner></ows:WGS84BoundingBox><ows:Identifier>plan</ows:Identifier>
   <Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style><Format>image/png</Format>
   <TileMatrixSetLink><TileMatrixSet>utm32</TileMatrixSet></TileMatrixSetLink></Layer>
  <TileMatrixSet><ows:Identifier>utm32</ows:Identifier>
   <ows:SupportedCRS>urn:ogc:def:crs:EPSG::25832</ows:SupportedCRS>
   <TileMatrix><ows:Identifier>00</ows:Identifier><ScaleDenominator>14285.714285714286</ScaleDenominator>
    <TopLeftCorner>359000 5702000</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight>
    <MatrixWidth>4</MatrixWidth><MatrixHeight>4</MatrixHeight></TileMatrix></TileMatrixSet></Contents></Capabilities>"""


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour."""
    rows = (b"\0" + bytes(colour) * width) * height

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


COLOURS = {"2024-01": (10, 20, 200), "2024-02": (20, 200, 10), "": (200, 20, 10)}


class Wms:
    """A WMS whose colour depends on the time, and a WMTS."""

    def __init__(self, text: str = CAPABILITIES, west: float = 6.3, east: float = 8.0) -> None:
        self.text, self.west, self.east = text, west, east
        self.asked: list[dict[str, str]] = []

    def answer(self, seen: Seen) -> Answer:
        query = {key.upper(): values[0] for key, values in seen.query.items()}
        self.asked.append(query)
        if query.get("REQUEST") == "GetCapabilities":
            body = self.text.format(url=f"http://{seen.headers['host']}{seen.path}", west=self.west, east=self.east)
            return Answer(body=body.encode(), content_type=XML)
        width, height = int(query.get("WIDTH", 256)), int(query.get("HEIGHT", 256))
        return Answer(body=png(width, height, COLOURS.get(query.get("TIME", "")[:7], COLOURS[""])),
                      content_type="image/png")  # fmt: skip

    def maps(self) -> list[dict[str, str]]:
        return [query for query in self.asked if query.get("REQUEST") in ("GetMap", "GetTile")]


class Feedback(QgsProcessingFeedback):
    def __init__(self, cancel_after: float = 0.0) -> None:
        super().__init__(False)
        self.warned: list[str] = []
        self._end = time.monotonic() + cancel_after if cancel_after else 0.0

    def pushWarning(self, text: str) -> None:
        self.warned.append(text)

    def isCanceled(self) -> bool:
        return bool(self._end) and time.monotonic() > self._end


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


def run(feedback: Feedback | None = None, **parameters: Any) -> tuple[dict[str, Any], QgsProcessingContext]:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:loadmap")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    results, done = algorithm.run(parameters, context, feedback or Feedback(), {}, False)
    assert done
    return results, context


def layer_of(results: dict[str, Any], context: QgsProcessingContext) -> QgsRasterLayer:
    layer = context.temporaryLayerStore().mapLayer(results["OUTPUT"])
    assert layer.isValid()
    return layer


def colour(layer: QgsRasterLayer, day: str = "") -> tuple[int, int, int]:
    """The colour in the middle of the drawn map, at a time of the temporal controller."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(200, 200))
    settings.setBackgroundColor(QColor(255, 255, 255))
    settings.setExtent(BOX)
    if day:
        start = QDateTime.fromString(f"{day}T00:00:00Z", Qt.DateFormat.ISODate)
        settings.setIsTemporal(True)
        settings.setTemporalRange(QgsDateTimeRange(start, start.addDays(1)))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    found = job.renderedImage().pixelColor(100, 100)
    return found.red(), found.green(), found.blue()


def test_a_map_follows_the_temporal_controller(provider: object, server: FaultServer) -> None:
    wms = Wms()
    url = server.play("/wms", Answer(make=wms.answer))
    results, context = run(URL=url, LAYER="Feinstaub")
    layer = layer_of(results, context)
    assert results["TIMES"] == "2024-01-01,2024-02-01,2024-03-01"
    assert layer.crs().authid() == "EPSG:25832"
    assert layer.name() == "Feinstaub"
    assert layer.temporalProperties().isActive()
    assert colour(layer, "2024-01-01") == COLOURS["2024-01"]
    assert colour(layer, "2024-02-01") == COLOURS["2024-02"]
    asked = wms.maps()[0]
    assert (asked["LAYERS"], asked["CRS"], asked["FORMAT"]) == ("staub", "EPSG:25832", "image/png")


@pytest.mark.parametrize(("wanted", "sent"), [("2024-01-01", "2024-01"), ("2024-02", "2024-02"), ("latest", "")])
def test_a_fixed_time(provider: object, server: FaultServer, wanted: str, sent: str) -> None:
    wms = Wms()
    url = server.play("/wms", Answer(make=wms.answer))
    results, context = run(URL=url, LAYER="staub", TIME=wanted)
    layer = layer_of(results, context)
    assert colour(layer) == COLOURS[sent]
    assert {query["TIME"] for query in wms.maps()} == {f"{sent or '2024-03'}-01"}
    assert metadata.history(layer.metadata())["time"] == f"{sent or '2024-03'}-01"


def test_what_is_said_of_it(provider: object, server: FaultServer) -> None:
    url = server.play("/wms", Answer(make=Wms().answer))
    results, context = run(URL=url + "?SERVICE=WMS&REQUEST=GetCapabilities", LAYER="wald", KIND=1)
    said = layer_of(results, context).metadata()
    assert (said.title(), said.rights()) == ("Wald", ["Umweltamt Beispiel"])
    assert metadata.read(said, "x").licences == ("cc-by-4.0",)
    assert metadata.history(said)["source"] == server.url("/wms")
    assert [link.type for link in said.links()] == ["WMS", "WWW:LINK"]
    assert list(context.layersToLoadOnCompletion()) == [results["OUTPUT"]]
    results, context = run(URL=url, LAYER="wald", OPEN=False)
    assert list(context.layersToLoadOnCompletion()) == []
    assert layer_of(results, context).name() == "Wald"


@pytest.mark.parametrize(
    "change", [("/wms", "/wms?token=geheim"), ("http://", "http://ich:geheim@"), ("/wms", "/wms?PWD=geheim")]
)
def test_an_address_with_a_key_gets_into_no_project(
    provider: object, server: FaultServer, change: tuple[str, str]
) -> None:
    url = server.play("/wms", Answer(make=Wms().answer))
    with pytest.raises(QgsProcessingException, match="would get into projects") as said:
        run(URL=url.replace(*change), LAYER="wald", KIND=1)
    assert "geheim" not in str(said.value)
    assert server.seen("/wms") == [], "nothing was asked"


def test_tiles(provider: object, server: FaultServer) -> None:
    wmts = Wms(TILES)
    url = server.play("/wmts", Answer(make=wmts.answer))
    results, context = run(URL=url)
    layer = layer_of(results, context)
    assert (layer.name(), layer.crs().authid()) == ("Stadtplan", "EPSG:25832")
    assert colour(layer) == COLOURS[""]
    asked = wmts.maps()[0]
    assert (asked["LAYER"], asked["TILEMATRIXSET"]) == ("plan", "utm32")


def test_a_map_of_elsewhere_is_said(provider: object, server: FaultServer) -> None:
    url = server.play("/wms", Answer(make=Wms(west=11.0, east=12.0).answer))
    feedback = Feedback()
    run(feedback, URL=url, LAYER="wald")
    assert len(feedback.warned) == 1
    assert "outside the Ruhr region" in feedback.warned[0]


WFS = b'<WFS_Capabilities version="2.0.0" xmlns="http://www.opengis.net/wfs/2.0"/>'
BAD = [
    ("page", faults.log_in_page(), {}, "web page"),
    ("wfs", Answer(body=WFS, content_type=XML), {}, "WFS"),
    ("missing", Answer(404, b"nothing", content_type="text/plain"), {}, "nothing at this address"),
    ("layer", Answer(make=Wms().answer), {"LAYER": "gewerbe"}, "staub, wald"),
    ("no layer", Answer(make=Wms().answer), {}, "staub, wald"),
    ("time", Answer(make=Wms().answer), {"LAYER": "staub", "TIME": "1999"}, "2024-01-01"),
    ("no time", Answer(make=Wms().answer), {"LAYER": "wald", "TIME": "latest"}, "has no time"),
    ("kind", Answer(make=Wms().answer), {"LAYER": "wald", "KIND": 2}, "WMS"),
    ("bomb", faults.entity_bomb(), {}, "document type definition"),
]


@pytest.mark.parametrize(("answer", "more", "words"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_one_sentence(provider: object, server: FaultServer, answer: Answer, more: dict[str, Any], words: str) -> None:
    url = server.play("/dienst", answer)
    with pytest.raises(QgsProcessingException) as caught:
        run(URL=url, **more)
    said = str(caught.value)
    assert words in said
    assert "\n" not in said
    assert "127.0.0.1" not in said


@pytest.mark.parametrize(
    ("url", "words"),
    [("http://127.0.0.1:9/wms", "cannot be reached"), ("/tmp/karte.tif", "karte.tif"), ("gopher://x", "gopher")],
)
def test_no_network_and_no_address(provider: object, url: str, words: str) -> None:
    with pytest.raises(QgsProcessingException) as caught:
        run(URL=url)
    assert words in str(caught.value)


def test_cancel_while_the_server_hangs(provider: object, server: FaultServer) -> None:
    url = server.play("/wms", faults.hang())
    begun = time.monotonic()
    with pytest.raises(QgsProcessingException) as caught:
        run(Feedback(cancel_after=0.3), URL=url, LAYER="wald")
    assert time.monotonic() - begun < 1.3
    assert "nothing was written" in str(caught.value)


def test_offline_serves_the_capabilities_of_last_time(
    provider: object, server: FaultServer, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "home", lambda: tmp_path)
    url = server.play("/wms", Answer(make=Wms().answer))
    run(URL=url, LAYER="wald")
    asked = len(server.seen())
    settings.settings().offline.setValue(True)
    try:
        feedback = Feedback()
        run(feedback, URL=url, LAYER="wald")
        with pytest.raises(QgsProcessingException, match="working offline is switched on"):
            run(URL=server.play("/other", Answer(make=Wms().answer)), LAYER="wald")
    finally:
        settings.settings().offline.setValue(False)
    assert len(server.seen()) == asked
    assert any("Working offline" in text for text in feedback.warned)
