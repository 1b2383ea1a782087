"""The smallest stores there are: one plot in Mülheim an der Ruhr, and municipalities without any."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import processing
import pytest
from qgis.core import QgsGeometry

from ruhr_planner.model.tables import MUNICIPALITY, PLOT
from ruhr_planner.store import geopackage
from ruhr_planner.store.geopackage import Content
from tests.exhibits.small_region import INVENTED, STATED, municipalities, row
from tests.exhibits.test_exhibits import said
from tests.registry import registered

TOWN, KEY = "Mülheim an der Ruhr", "05117000"
EMPTY = "Hattingen"
HECTARES = 12.0


@pytest.fixture(scope="module")
def lone(_german: None, qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the municipalities and one plot of 12 ha in the middle of Mülheim an der Ruhr."""
    shapes = municipalities()
    middle = next(shape for shape, values in shapes if values[0] == KEY).pointOnSurface().asPoint()
    half = (HECTARES * 10_000.0) ** 0.5 / 2.0
    shape = QgsGeometry.fromWkt("POLYGON((-1 -1,1 -1,1 1,-1 1,-1 -1))")
    shape.transform(_scaled(half, middle.x(), middle.y()))
    plot = row(PLOT, shape, plot_id="t:1", ags=KEY, municipality=TOWN, plot_type="brownfield", name="Einzige Fläche")
    contents = [Content(MUNICIPALITY, shapes, (STATED,)), Content(PLOT, [plot], (INVENTED,))]
    return geopackage.create(tmp_path_factory.mktemp("lone") / "eine.gpkg", contents).path


def _scaled(factor: float, east: float, north: float) -> Any:
    from qgis.PyQt.QtGui import QTransform

    return QTransform(factor, 0, 0, factor, east, north)


def run(name: str, **parameters: Any) -> dict[str, Any]:
    with registered():
        return dict(processing.run(f"ruhr_planner:{name}", parameters))


def words(file: Path | str) -> str:
    return " ".join(unicodedata.normalize("NFKC", said("pdftotext", "-layout", file, "-")).split())


@pytest.mark.long
def test_report_of_one_plot(lone: Path, tmp_path: Path) -> None:
    """What can be said is said; questions without an answer get a sentence and no page."""
    found = run("regionreport", STORE=str(lone), FOLDER=str(tmp_path / "r"), AGS=TOWN)
    assert found["NET_HA"] == pytest.approx(0.75 * HECTARES, abs=0.05)
    assert found["N_SITES"] == 1, "12 ha gross are more than 8 ha net"
    text = words(found["PDF"])
    assert f"Flächen und Glasfaser: {TOWN}" in text
    assert text.count("Der Datenbestand enthält keine Zellen des Breitbandatlas") == 1
    assert f"Seite {found['N_PAGES']} von {found['N_PAGES']}" in text
    pages = said("pdftotext", "-layout", found["PDF"], "-").split("\f")[:-1]
    assert len(pages) == found["N_PAGES"]
    assert min(len(page.split()) for page in pages) > 60, "no page is all but empty"


@pytest.mark.parametrize(("town", "net"), [(TOWN, "9,00 ha"), (EMPTY, "0,00 ha")])
def test_sheet_and_block_of_a_municipality(lone: Path, tmp_path: Path, town: str, net: str) -> None:
    run("factsheets", STORE=str(lone), FOLDER=str(tmp_path / "s"), AGS=town, SUBJECT=1)
    (sheet,) = (tmp_path / "s").iterdir()
    text = words(sheet)
    assert town in text[:120]
    assert net in text
    assert "k. A." in text
    assert ("Einzige Fläche" in text) == (town == TOWN)
    run("councilblock", STORE=str(lone), AGS=town, OUTPUT=str(tmp_path / "block.docx"))
    with zipfile.ZipFile(tmp_path / "block.docx") as archive:
        block = " ".join(node.text or "" for node in ET.fromstring(archive.read("word/document.xml")).iter())
    assert town in block
    assert "k. A." in block


def test_sheet_of_the_only_site(lone: Path, tmp_path: Path) -> None:
    assert run("factsheets", STORE=str(lone), FOLDER=str(tmp_path / "s"))["N_SHEETS"] == 1
    (sheet,) = (tmp_path / "s").iterdir()
    text = words(sheet)
    assert TOWN in text
    assert "Einzige Fläche" in text


def test_table_of_one_plot(lone: Path, tmp_path: Path) -> None:
    found = run("exporttables", STORE=str(lone), OUTPUT=str(tmp_path / "t.csv"), TABLES="plot")
    assert found["RECORDS"] == 1
    text = (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    assert "Einzige Fläche" in text
    assert TOWN in text
