"""Options of single maps: how plots are drawn, and what lies under them."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from osgeo import gdal, osr
from qgis.core import QgsFeature, QgsField, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaType
from qgis.PyQt.QtGui import QImage

from ruhr_planner import paths
from ruhr_planner.catalogue import portals
from ruhr_planner.model import codes
from tests.exhibits import theme_layers
from tests.exhibits.test_exhibits import said
from tests.exhibits.test_mapexhibit import PAPER, THEME, draw, text_of

BOX = (376_000.0, 5_712_000.0, 378_000.0, 5_713_000.0)
EXTENT = "376000,378000,5712000,5713000 [EPSG:25832]"


def uses(*planned: str | None) -> QgsVectorLayer:
    """Plots in a row, one of each planned use."""
    fields = "field=plot_id:string&field=plot_type:string&field=planned_use:string"
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:25832&{fields}", "Bauflächen", "memory")
    features = []
    for number, use in enumerate(planned):
        x, y = BOX[0] + 100 + 350 * number, BOX[1] + 300
        feature = QgsFeature(layer.fields())
        ring = f"{x} {y},{x + 300} {y},{x + 300} {y + 300},{x} {y + 300},{x} {y}"
        feature.setGeometry(QgsGeometry.fromWkt(f"MULTIPOLYGON((({ring})))"))
        feature.setAttributes([str(number), "fnp_reserve", use])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def test_statutory_signs_carry_letters_and_say_that_they_are_to_be_checked(_german: None, tmp_path: Path) -> None:
    file = tmp_path / "Planzeichen.pdf"
    layer = uses("GE", "GIBz", "SO", None)
    signs = codes.PLOT_SIGNS.index(codes.PLOT_SIGNS.statutory)
    draw(file, THEME.land, LAYERS=[layer], EXTENT=EXTENT, SIGNS=signs, PAPER=PAPER.a4_landscape)
    text = text_of(file)
    for wanted in ("PlanZV", "Gewerbegebiet (GE) (1)", "GIB mit Zweckbindung (zu prüfen) (1)", "Sondergebiet (SO) (1)",
                   "geplante Nutzung unbekannt (1)", "GIB-Z"):  # fmt: skip
        assert wanted in text, wanted
    assert text.count("zu prüfen") == 1, "only the sign that nobody has verified"
    assert "FNP-Reserve" not in text


def test_planned_uses_in_groups(_german: None, tmp_path: Path) -> None:
    file = tmp_path / "Nutzung.pdf"
    signs = codes.PLOT_SIGNS.index(codes.PLOT_SIGNS.use)
    draw(file, THEME.overview, LAYERS=[uses("GE", "G", "GI", "ASB")], EXTENT=EXTENT, SIGNS=signs, LANGUAGE=1)
    text = text_of(file)
    for wanted in ("business (G, GE, ASB for business) (2)", "industry (GI, GIB) (1)", "Settlement (ASB) (1)"):
        assert wanted in text, wanted


def picture(file: Path) -> str:
    """A red picture of the whole box."""
    made = gdal.GetDriverByName("GTiff").Create(str(file), 20, 10, 3)
    made.SetGeoTransform((BOX[0], 100, 0, BOX[3], 0, -100))
    system = osr.SpatialReference()
    system.ImportFromEPSG(25832)
    made.SetProjection(system.ExportToWkt())
    made.GetRasterBand(1).Fill(220)
    del made
    return str(file)


def test_a_raster_layer_is_the_ground(_german: None, tmp_path: Path) -> None:
    file = tmp_path / "Karte.png"
    given = [uses("GE"), picture(tmp_path / "Luftbild.tif")]
    warned = draw(file, THEME.land, LAYERS=given, EXTENT=EXTENT, DPI=50, PAPER=PAPER.a4_landscape)
    assert not [line for line in warned if "Luftbild" in line]
    drawn = QImage(str(file))
    colours = [drawn.pixelColor(x, y).name() for x in range(0, drawn.width(), 5) for y in range(0, drawn.height(), 5)]
    assert colours.count("#dc0000") > 0.1 * len(colours)


def test_without_the_map_service_boundaries_take_its_place(
    _german: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = portals.shipped()
    dead = tuple(dataclasses.replace(layer, url="http://127.0.0.1:9/wms") for layer in shipped.layers)
    monkeypatch.setattr(portals, "shipped", lambda: dataclasses.replace(shipped, layers=dead))
    file = tmp_path / "Karte.png"
    ground = codes.BASEMAP.index(codes.BASEMAP.city_map)
    warned = draw(file, THEME.land, LAYERS=[uses("GE")], EXTENT=EXTENT, DPI=50, BASEMAP=ground)
    assert [line for line in warned if "boundaries take its place" in line]
    assert file.is_file()


# ------------------------------------------------------------------------------------------------------------ the files
def test_a_pdf_knows_its_place_language_title_and_fonts(_german: None, store: Path, tmp_path: Path) -> None:
    """Vector, georeferenced, fonts embedded, under 5 MB at A3; the map's frame lies where the layout put it."""
    file = tmp_path / "Karte.pdf"
    given = {"AUTHOR": "M. Beispiel", "AGS": "Herne", "SCALE": 50_000, "SUBTITLE": "Für den Rat"}
    draw(file, THEME.land, STORE=str(store), PAPER=PAPER.a3_landscape, **given)
    said_of = said("pdfinfo", file)
    assert re.search(r"Title:\s+Verfügbare gewerbliche Flächen", said_of)
    assert re.search(r"Author:\s+M\. Beispiel", said_of)
    assert re.search(r"Subject:\s+Verfügbare gewerbliche Flächen\. Für den Rat\. Flächen nach Art", said_of)
    raw = file.read_bytes()
    assert "de-DE".encode("utf-16-be").hex().upper() in raw.decode("latin-1").upper(), "the language"
    assert b"/DisplayDocTitle true" in raw
    fonts = said("pdffonts", file).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), "embedded"
    assert said("pdfimages", "-list", file).splitlines()[2:] == []
    assert file.stat().st_size < 5_000_000
    opened = gdal.Open(str(file))
    west, dot, _skew, north, _turn, down = opened.GetGeoTransform()
    assert dot == pytest.approx(-down, rel=0.01)
    assert opened.RasterXSize * dot == pytest.approx(0.420 * 50_000, rel=0.01), "the sheet is 420 mm wide"
    herne = next(town[3] for town in theme_layers.towns() if town[1] == "Herne")
    assert west < herne.x() < west + opened.RasterXSize * dot
    assert north - opened.RasterYSize * dot < herne.y() < north
    assert "25832" in opened.GetProjection() or "zone 32N" in opened.GetProjection()


def test_an_a3_map_of_the_whole_demo_stays_small(_german: None, tmp_path: Path) -> None:
    """13,000 plots on one A3 sheet: under 5 MB."""
    file = tmp_path / "Karte.pdf"
    draw(file, THEME.overview, STORE=str(paths.resource("demo", "demo.gpkg")), PAPER=PAPER.a3_landscape)
    assert 100_000 < file.stat().st_size < 5_000_000


def test_an_svg_has_text_title_and_language(_german: None, tmp_path: Path) -> None:
    file = tmp_path / "Karte.svg"
    draw(file, THEME.overview, LAYERS=[uses("GE")], EXTENT=EXTENT, TITLE="Karte <für> den Rat & alle", LANGUAGE=1)
    root = ET.parse(file).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    assert root.find(f"{space}title").text == "Karte <für> den Rat & alle"
    assert "Plots" in root.find(f"{space}desc").text
    texts = ["".join(node.itertext()) for node in root.iter(f"{space}text")]
    assert any("Legend" in text for text in texts), "text stays text"


def test_a_png_has_the_dots_that_are_asked_for(_german: None, tmp_path: Path) -> None:
    for dpi in (50, 120):
        file = tmp_path / f"Karte{dpi}.png"
        draw(file, THEME.overview, LAYERS=[uses("GE")], EXTENT=EXTENT, DPI=dpi, PAPER=PAPER.a4_portrait)
        image = QImage(str(file))
        assert image.width() == pytest.approx(210 / 25.4 * dpi, abs=1)
        assert image.dotsPerMeterX() == pytest.approx(dpi / 0.0254, rel=0.01)
        assert image.text("Title") == "Übersicht"
        assert image.text("Description").startswith("Übersicht. ")


def test_a_map_far_beyond_its_source_scale_is_told_of(_german: None, tmp_path: Path) -> None:
    """Plots of 1:50,000 at 1:5,000, boundaries of 1:250,000: both are named with both scales."""
    layer = uses("GE", "GI")
    layer.dataProvider().addAttributes([QgsField("source_scale", QMetaType.Type.Int)])
    layer.updateFields()
    index = layer.fields().lookupField("source_scale")
    scales = {feature.id(): {index: 50_000} for feature in layer.getFeatures()}
    layer.dataProvider().changeAttributeValues(scales)
    warned = draw(tmp_path / "x.png", THEME.land, LAYERS=[layer], EXTENT=EXTENT, SCALE=5000, DPI=50)
    assert [line for line in warned if "Bauflächen" in line and "1:50000" in line and "1:5000" in line]
    assert [line for line in warned if "The boundaries" in line and "1:250000" in line]
    warned = draw(tmp_path / "y.png", THEME.land, LAYERS=[layer], EXTENT=EXTENT, SCALE=25_000, DPI=50)
    assert not [line for line in warned if "Bauflächen" in line]


def test_an_overview_with_computed_sites_says_so(_german: None, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    draw(file, THEME.overview, LAYERS=[theme_layers.sites()])
    assert "keine planungsrechtliche Festlegung" in text_of(file)
