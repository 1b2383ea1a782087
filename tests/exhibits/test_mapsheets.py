"""Options of single maps: how plots are drawn, and what lies under them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from osgeo import gdal, osr
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtGui import QImage

from ruhr_planner.catalogue import portals
from ruhr_planner.model import codes
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
    for said in ("PlanZV", "zu prüfen", "Gewerbegebiet (GE) (1)", "GIB mit Zweckbindung (1)", "Sondergebiet (SO) (1)",
                 "geplante Nutzung unbekannt (1)", "GIB-Z"):  # fmt: skip
        assert said in text, said
    assert "FNP-Reserve" not in text


def test_planned_uses_in_groups(_german: None, tmp_path: Path) -> None:
    file = tmp_path / "Nutzung.pdf"
    signs = codes.PLOT_SIGNS.index(codes.PLOT_SIGNS.use)
    draw(file, THEME.overview, LAYERS=[uses("GE", "G", "GI", "ASB")], EXTENT=EXTENT, SIGNS=signs, LANGUAGE=1)
    text = text_of(file)
    for said in ("business (G, GE, ASB for business) (2)", "industry (GI, GIB) (1)", "Settlement (ASB) (1)"):
        assert said in text, said


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
