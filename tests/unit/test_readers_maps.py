"""What is asked of map services: version, reference system, axes, format, style, time, legend, licence; by value."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from ruhr_planner.model import errors
from ruhr_planner.readers import maps

URL = "https://geo.example/wms?map=stadt&service=WMS"
WMS_111 = """<?xml version="1.0"?>
<!DOCTYPE WMT_MS_Capabilities SYSTEM "http://schemas.opengis.net/wms/1.1.1/WMS_MS_Capabilities.dtd">
<WMT_MS_Capabilities version="1.1.1">
 <Service><Name>OGC:WMS</Name><Title>Klima</Title><Fees>none</Fees>
  <AccessConstraints>Datenlizenz Deutschland - Zero - Version 2.0</AccessConstraints></Service>
 <Capability><Request><GetMap><Format>image/gif</Format><Format>image/jpeg</Format><Format>image/png</Format>
   <DCPType><HTTP><Get><OnlineResource xmlns:xlink="http://www.w3.org/1999/xlink"
     xlink:href="http://localhost:8080/wms"/></Get></HTTP></DCPType></GetMap></Request>
  <Layer><Title>Alles</Title><SRS>EPSG:4326 EPSG:31466</SRS>
   <LatLonBoundingBox minx="6.3" miny="51.1" maxx="8" maxy="51.9"/>
   <Attribution><Title>Stadt Beispiel</Title></Attribution>
   <Layer><Name>temperatur</Name><Title>Temperatur</Title><SRS>epsg:25832</SRS>
    <Dimension name="time" units="ISO8601"/>
    <Extent name="time" default="2020-07-01">2019-07-01,2020-07-01,2021-07-01</Extent>
    <Style><Name>rot</Name><Title>r</Title></Style>
    <Style><Name>default</Name><Title>d</Title><LegendURL><Format>image/png</Format><OnlineResource
      xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://geo.example/legende.png"/></LegendURL></Style>
   </Layer>
   <Layer><Name>wind</Name><Title>Wind</Title></Layer>
  </Layer></Capability></WMT_MS_Capabilities>"""

WMS_130 = """<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"
  xmlns:xlink="http://www.w3.org/1999/xlink">
 <Service><Name>WMS</Name><Title>Luft</Title><ContactInformation><ContactPersonPrimary>
  <ContactOrganization>Umweltamt</ContactOrganization></ContactPersonPrimary></ContactInformation>
  <Fees>cc-by-4.0</Fees><AccessConstraints>keine</AccessConstraints></Service>
 <Capability><Request><GetMap><Format>image/jpeg</Format><Format>image/png; mode=8bit</Format></GetMap></Request>
  <Layer><Name>gruppe</Name><Title>Gruppe</Title><CRS>EPSG:4326</CRS>
   <BoundingBox CRS="EPSG:4326" minx="51.1" miny="6.3" maxx="51.9" maxy="8"/>
   <Layer><Name>staub</Name><Title>Feinstaub</Title><Abstract>Stunden</Abstract>
    <Dimension name="TIME" units="ISO8601" default="current">2024-01-01T00:00:00Z/2024-12-31T23:00:00Z/PT1H</Dimension>
   </Layer></Layer></Capability></WMS_Capabilities>"""

WMTS = """<Capabilities version="1.0.0" xmlns="http://www.opengis.net/wmts/1.0"
  xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink">
 <ows:ServiceIdentification><ows:Title>Stadtplanwerk</ows:Title><ows:Fees>cc-by-4.0</ows:Fees></ows:ServiceIdentification>
 <ows:ServiceProvider><ows:ProviderName>RVR</ows:ProviderName></ows:ServiceProvider>
 <Contents>
  <Layer><ows:Title>Stadtplan</ows:Title><ows:WGS84BoundingBox><ows:LowerCorner>6.3 51.1</ows:LowerCorner>
    <ows:UpperCorner>8.0 51.9</ows:UpperCorner></ows:WGS84BoundingBox><ows:Identifier>spw2</ows:Identifier>
   <Style><ows:Identifier>grau</ows:Identifier></Style>
   <Style isDefault="true"><ows:Identifier>hell</ows:Identifier>
     <LegendURL format="image/png" xlink:href="https://geo.example/hell.png"/></Style>
   <Format>image/jpeg</Format><Format>image/png</Format>
   <Dimension><ows:Identifier>Time</ows:Identifier><Default>2023</Default><Value>2022</Value><Value>2023</Value>
     <Value>2024</Value></Dimension>
   <TileMatrixSetLink><TileMatrixSet>web</TileMatrixSet></TileMatrixSetLink>
   <TileMatrixSetLink><TileMatrixSet>utm32</TileMatrixSet></TileMatrixSetLink></Layer>
  <TileMatrixSet><ows:Identifier>web</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS></TileMatrixSet>
  <TileMatrixSet><ows:Identifier>utm32</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::25832</ows:SupportedCRS></TileMatrixSet>
 </Contents></Capabilities>"""


def choose(text: str, layer: str = "", url: str = URL, **more: str) -> maps.MapLayer:
    return maps.choose(text.encode(), url, layer, "dienst", **more)


def uri(made: maps.MapLayer, authcfg: str = "") -> dict[str, str]:
    return dict(parse_qsl(maps.provider_uri(made, authcfg), keep_blank_values=True))


def test_wms_111() -> None:
    made = choose(WMS_111, "temperatur")
    assert (made.kind, made.version, made.title) == ("wms", "1.1.1", "Temperatur")
    assert (made.crs, made.axes) == ("epsg:25832", "xy")
    assert (made.format, made.style, made.legend) == ("image/png", "default", "https://geo.example/legende.png")
    assert (made.attribution, made.extent) == ("Stadt Beispiel", (6.3, 51.1, 8.0, 51.9))
    assert made.licence == "Datenlizenz Deutschland - Zero - Version 2.0"
    assert made.url == "https://geo.example/wms?map=stadt"
    assert made.time is not None
    assert (made.time.usual, made.time.latest) == ("2020-07-01", "2021-07-01")
    assert made.stated_address_unusable
    asked = uri(made)
    assert (asked["type"], asked["timeDimensionExtent"]) == ("wmst", "2019-07-01,2020-07-01,2021-07-01")
    assert (asked["temporalSource"], asked["allowTemporalUpdates"]) == ("provider", "true")
    assert (asked["url"], asked["IgnoreGetMapUrl"]) == ("https://geo.example/wms?map=stadt", "1")


def test_log_in_does_not_go_to_another_server_for_maps() -> None:
    made = replace(choose(WMS_111, "wind"), stated_address_unusable=False, stated_elsewhere=True)
    assert "IgnoreGetMapUrl" not in uri(made)
    assert uri(made, "abc1234")["IgnoreGetMapUrl"] == "1"
    assert not choose(WMS_130).stated_elsewhere


def test_what_a_layer_inherits() -> None:
    made = choose(WMS_111, "wind")
    assert (made.crs, made.axes, made.time, made.style) == ("EPSG:4326", "xy", None, "")
    assert made.attribution == "Stadt Beispiel"
    assert "type" not in uri(made)
    question = parse_qs(urlsplit(made.legend).query)
    assert (question["REQUEST"], question["LAYER"]) == (["GetLegendGraphic"], ["wind"])
    assert question["map"] == ["stadt"]


def test_wms_130_turns_the_axes_of_degrees() -> None:
    made = choose(WMS_130)
    assert (made.layer, made.title, made.abstract) == ("staub", "Feinstaub", "Stunden")
    assert (made.version, made.crs, made.axes) == ("1.3.0", "EPSG:4326", "yx")
    assert made.extent == (6.3, 51.1, 8.0, 51.9)
    assert made.format == "image/png; mode=8bit"
    assert (made.licence, made.provider) == ("cc-by-4.0", "Umweltamt")
    assert not made.stated_address_unusable
    assert made.time is not None
    assert made.time.usual == "2024-12-31T23:00:00Z"


@pytest.mark.parametrize(
    ("version", "crs", "expected"),
    [("1.1.1", "EPSG:4326", "xy"), ("1.3.0", "EPSG:4326", "yx"), ("1.3.0", "CRS:84", "xy"),
     ("1.3.0", "EPSG:25832", "xy"), ("1.3.0", "EPSG:3857", "xy")],
)  # fmt: skip
def test_axes(version: str, crs: str, expected: str) -> None:
    assert maps.axes(version, crs) == expected


@pytest.mark.parametrize(
    ("offered", "expected"),
    [(["EPSG:4326", "EPSG:3857", "EPSG:25832"], "EPSG:25832"), (["EPSG:4326", "EPSG:900913"], "EPSG:900913"),
     (["EPSG:900913", "EPSG:3857"], "EPSG:3857"), (["CRS:84"], "CRS:84"), (["EPSG:31466"], "EPSG:31466"),
     (["AUTO2:42001"], "")],
)  # fmt: skip
def test_reference_system(offered: list[str], expected: str) -> None:
    assert maps.choose_crs(offered) == expected


@pytest.mark.parametrize(
    ("wanted", "moment"),
    [("latest", "2021-07-01"), ("2019-07-01", "2019-07-01"), ("2020", "2020-07-01")],
)
def test_a_time_of_a_list(wanted: str, moment: str) -> None:
    made = choose(WMS_111, "temperatur", time=wanted)
    assert made.moment == moment
    asked = uri(made)
    assert "type" not in asked
    assert parse_qs(urlsplit(asked["url"]).query)["TIME"] == [moment]


@pytest.mark.parametrize(("wanted", "fits"), [("2024-05-01", True), ("2024", True), ("2024-05-01T12:00:00Z", True),
                                             ("2023-12-31", False), ("2025", False), ("gestern", False)])  # fmt: skip
def test_a_time_of_an_interval(wanted: str, fits: bool) -> None:
    if fits:
        assert choose(WMS_130, time=wanted).moment == wanted
    else:
        with pytest.raises(errors.TimeUnknown) as caught:
            choose(WMS_130, time=wanted)
        assert wanted in str(caught.value)
        assert "2024-01-01T00:00:00Z/2024-12-31T23:00:00Z/PT1H" in str(caught.value)


def test_a_time_of_a_map_without() -> None:
    with pytest.raises(errors.LayerWithoutTime):
        choose(WMS_111, "wind", time="2020")


def test_wmts() -> None:
    made = choose(WMTS, url="https://geo.example/wmts")
    assert (made.kind, made.layer, made.title) == ("wmts", "spw2", "Stadtplan")
    assert (made.crs, made.matrix_set) == ("EPSG:25832", "utm32")
    assert (made.format, made.style, made.legend) == ("image/png", "hell", "https://geo.example/hell.png")
    assert (made.licence, made.provider, made.service) == ("cc-by-4.0", "RVR", "Stadtplanwerk")
    assert made.extent == (6.3, 51.1, 8.0, 51.9)
    asked = uri(made, "abc1234")
    assert (asked["tileMatrixSet"], asked["tileDimensions"]) == ("utm32", "Time=2023")
    assert asked["url"] == "https://geo.example/wmts?SERVICE=WMTS&REQUEST=GetCapabilities&VERSION=1.0.0"
    assert asked["authcfg"] == "abc1234"
    assert uri(choose(WMTS, "spw2", time="latest"))["tileDimensions"] == "Time=2024"


def test_a_document_is_asked_for_as_it_stands() -> None:
    url = "https://geo.example/wmts/1.0.0/WMTSCapabilities.xml"
    assert maps.stated_kind(url) == "wmts"
    assert maps.capabilities_url(url, "wmts") == url
    assert uri(choose(WMTS, url=url))["url"] == url
    asked = maps.capabilities_url("https://geo.example/wms?map=a&request=GetMap&layers=x", "wms")
    assert asked == "https://geo.example/wms?map=a&SERVICE=WMS&REQUEST=GetCapabilities&VERSION=1.3.0"


def test_the_address_names_the_layer() -> None:
    assert choose(WMS_111, url="https://geo.example/wms?layers=wind").layer == "wind"
    assert choose(WMS_111, "wInD").layer == "wind"
    assert choose(WMS_111, "Temperatur").layer == "temperatur"


@pytest.mark.parametrize(
    ("body", "layer", "kind", "error", "words"),
    [
        (WMS_111, "", "auto", errors.LayerNotNamed, "temperatur, wind"),
        (WMS_111, "gewerbe", "auto", errors.LayerUnknown, "temperatur, wind"),
        (WMS_111, "wind", "wmts", errors.WrongService, "WMS"),
        ('<WFS_Capabilities version="2.0.0"/>', "", "auto", errors.WrongService, "WFS"),
        ("<Capabilities><Contents/></Capabilities>", "", "auto", errors.WrongService, "OGC"),
        ("<rss/>", "", "auto", errors.WrongContent, "rss"),
        ("<!doctype html><html><body>Anmelden</body></html>", "", "auto", errors.LoginPage, "web page"),
        ("kein Dienst", "", "auto", errors.WrongContent, "XML"),
        ("<ServiceExceptionReport><ServiceException>nein</ServiceException></ServiceExceptionReport>", "", "auto",
         errors.ServiceException, "nein"),
        (WMS_130.replace("EPSG:4326", "AUTO2:42001"), "staub", "auto", errors.NoMapForm, "staub"),
    ],
)  # fmt: skip
def test_what_is_no_map_is_one_sentence(body: str, layer: str, kind: str, error: type, words: str) -> None:
    with pytest.raises(error) as caught:
        choose(body, layer, kind=kind)
    assert words in str(caught.value)
    assert "geo.example" not in str(caught.value)


def test_no_beheaded_service_crashes() -> None:
    """Whatever is missing from capabilities ends in a map or in a sentence."""
    for text in (WMS_111, WMS_130, WMTS):
        for end in range(0, len(text), 37):
            with pytest.raises(errors.PlannerError):
                choose(text[:end], "temperatur")
