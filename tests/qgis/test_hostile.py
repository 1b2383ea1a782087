"""Data from strangers stay data: no value of a record, name of a layer or line of a profile is ever carried out.

One corpus goes all the way: through the import into a store, through an analysis, onto tables, maps and pages.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sqlite3
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import processing
import pytest
from qgis.core import QgsExpression, QgsExpressionContext, QgsProcessingException, QgsProject, QgsVectorLayer
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QTextDocument
from qgis.PyQt.QtWidgets import QTextBrowser

from ruhr_planner.catalogue.dataset import DatasetHit
from ruhr_planner.exhibit import sheet
from ruhr_planner.gui.hits import HitModel
from ruhr_planner.gui.loading import free_name
from ruhr_planner.gui.words import literal
from ruhr_planner.model import codes
from ruhr_planner.model.tables import PLOT
from ruhr_planner.store import geopackage
from ruhr_planner.store.geopackage import Content
from tests.exhibits import small_region

pytestmark = pytest.mark.usefixtures("provider")

SECRET = "Geheimnis-4711"
HEAD = """schema: 1
profile: fremd
version: 1
title: {de: Fremd, en: Foreign}
target: plot
source: {title: Fremd, date: 2026-01-01}
licence: dl-de/by-2-0
fields:
"""
CORPUS = {
    "sql": "'); DROP TABLE plot; --",
    "sql_quoted": '"; DELETE FROM "plot"; --',
    "expression": "[% env('RUHR_HOSTILE') %]",
    "expression_in_quotes": "' || env('RUHR_HOSTILE') || '",
    "html": "<script>alert(1)</script><img src='http://198.51.100.7/x.png' onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)',
    "template": "{{ 7 * 7 }}{% for a in range(3) %}x{% endfor %}",
    "formula": '=HYPERLINK("http://198.51.100.7";"klick")',
    "formula_plus": "+1+cmd|' /C calc'!A0",
    "formula_at": "@SUM(1+1)",
    "path": "../../../../etc/passwd",
    "control": "Zeile\x1b[31m rot\u202etxt.exe",
    "long": "A" * 50_000,
}


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUHR_HOSTILE", SECRET)


@pytest.fixture(scope="module")
def store(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose plots bear the corpus as names."""
    shapes = small_region.municipalities()
    plots = small_region.plots(shapes)
    place = PLOT.names.index(PLOT.name)
    for number, text in enumerate(CORPUS.values()):
        west, south = 372_000.0 + 700 * number, 5_705_000.0
        shape = small_region.square(west, south, 12)
        plots.append(
            small_region.row(
                PLOT, shape, plot_id=f"h:{number}", ags="05911000", plot_type=codes.PLOT_TYPE.fnp_reserve, name=text
            )
        )
    assert plots[-1][1][place] == CORPUS["long"]
    contents = [
        Content(small_region.MUNICIPALITY, shapes, (small_region.STATED,)),
        Content(PLOT, plots, (small_region.INVENTED,)),
    ]
    return geopackage.create(tmp_path_factory.mktemp("hostile") / "fremd.gpkg", contents).path


def run(algorithm: str, **parameters: Any) -> dict[str, Any]:
    return processing.run(f"ruhr_planner:{algorithm}", parameters)


class Elements(HTMLParser):
    """Collects elements and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def foreign(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """Elements that came with the data: handlers, addresses of elsewhere that are fetched, alerts."""
    elements = Elements()
    elements.feed(page)
    return [
        (tag, attributes)
        for tag, attributes in elements.found
        if any(name.startswith("on") for name in attributes)
        or any("198.51.100.7" in (attributes.get(name) or "") for name in ("src", "href"))
    ]


# --------------------------------------------------------------------------------------------------------------- labels
@pytest.mark.parametrize("text", [*CORPUS.values(), "[% 1 + 1 %][%2%] [%%]", "[[% a %]%]", "50 % [netto]"])
def test_a_label_shows_a_text_letter_by_letter(text: str) -> None:
    assert QgsExpression.replaceExpressionText(sheet.literal(text), QgsExpressionContext()) == text


@pytest.mark.parametrize("suffix", [".svg", ".pdf"])
def test_a_map_says_its_title_and_evaluates_nothing(store: Path, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"karte{suffix}"
    texts = {"TITLE": CORPUS["expression"], "SUBTITLE": CORPUS["html"], "AUTHOR": "[% env('RUHR_HOSTILE') %]"}
    run("mapexhibit", THEME=0, STORE=str(store), PAPER=0, OUTPUT=str(file), **texts)
    content = file.read_bytes()
    if suffix == ".pdf":
        content = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout
    assert SECRET.encode() not in content
    assert b"env('RUHR_HOSTILE')" in content.replace(b"&apos;", b"'").replace(b"&#39;", b"'")


# ----------------------------------------------------------------------------------------------------- pages and tables
def test_pages_hold_no_element_of_the_data(store: Path, tmp_path: Path) -> None:
    run("factsheets", STORE=str(store), FOLDER=str(tmp_path / "blaetter"), FORMAT=2, LANGUAGE=0)
    run("validate", STORE=str(store), REPORT=str(tmp_path / "pruefung.html"))
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) >= 2
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert foreign(text) == [], page.name
        assert "<script>alert" not in text
        assert SECRET not in text
    told = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert "{{ 7 * 7 }}" in told or "49" not in re.findall(r"\b49x+\b", told)


def test_no_cell_is_a_formula(store: Path, tmp_path: Path) -> None:
    for language in (0, 1):
        target = tmp_path / f"plots_{language}.csv"
        run("exporttables", STORE=str(store), LANGUAGE=language, OUTPUT=str(target))
        for file in tmp_path.glob(f"plots_{language}*.csv"):
            separator = ";" if language == 0 else ","
            rows = csv.reader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=separator)
            cells = [cell for row in rows for cell in row]
            wrong = [cell for cell in cells if cell.lstrip()[:1] in "=@" and cell.strip()]
            wrong += [cell for cell in cells if re.match(r"\s*[+-](?![\d.,]+$)", cell) and cell.strip("+- ")]
            assert wrong == [], file.name
    book = tmp_path / "plots.xlsx"
    run("exporttables", STORE=str(store), OUTPUT=str(book))
    with zipfile.ZipFile(book) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert sheets
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)


# --------------------------------------------------------------------------------------------------------------- import
def test_an_import_keeps_values_as_they_are_and_tables_alive(store: Path, tmp_path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"nr": f"{number}", "titel": text, "art": "fnp_reserve"},
            "geometry": {"type": "Polygon", "coordinates": [_ring(7.2 + number * 0.002)]},
        }
        for number, text in enumerate(CORPUS.values())
    ]
    source = tmp_path / "x'); DROP TABLE plot;--.geojson"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    profile = tmp_path / "profil.yaml"
    profile.write_text(
        HEAD + "  native_id: {from: nr}\n  name: {from: titel}\n  plot_type: {from: art}\n",
        encoding="utf-8",
    )
    target = store_of(tmp_path, "ziel")
    results = run("harmonise", INPUT=str(source), PROFILE=str(profile), STORE=str(target))
    assert results["READ"] == len(CORPUS) == results["WRITTEN"] + results["REJECTED"]
    with sqlite3.connect(target) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM plot")}
    assert names >= {text for key, text in CORPUS.items() if key not in ("control", "long")}
    assert SECRET not in target.read_bytes().decode("latin-1")


def store_of(folder: Path, name: str) -> Path:
    """An empty store."""
    return geopackage.create(folder / f"{name}.gpkg").path


def _ring(west: float) -> list[list[float]]:
    return [[west, 51.48], [west + 0.001, 51.48], [west + 0.001, 51.481], [west, 51.481], [west, 51.48]]


@pytest.mark.parametrize(
    "line",
    [
        "  name: !!python/object/apply:os.system ['touch {file}']",
        "  name: {{expr: \"__import__('os').system('touch {file}')\"}}",
        "  name: {{expr: \"env('RUHR_HOSTILE')\"}}",
        '  name: {{expr: "().__class__.__bases__[0].__subclasses__()"}}',
        "  name: {{from: titel, map: !!python/name:os.system }}",
    ],
)
def test_a_profile_of_a_stranger_carries_out_nothing(tmp_path: Path, line: str) -> None:
    touched = tmp_path / "ausgefuehrt"
    source = tmp_path / "a.geojson"
    feature = {
        "type": "Feature",
        "properties": {"titel": "Feld"},
        "geometry": {"type": "Polygon", "coordinates": [_ring(7.2)]},
    }
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    profile = tmp_path / "profil.yaml"
    head = HEAD + "  native_id: {from: titel}\n  plot_type: {const: brownfield}\n"
    profile.write_text(head + "  name: {from: titel}\n", encoding="utf-8")
    assert (
        run("harmonise", INPUT=str(source), PROFILE=str(profile), STORE=str(store_of(tmp_path, "gut")))["WRITTEN"] == 1
    )
    profile.write_text(head + line.format(file=touched) + "\n", encoding="utf-8")
    target = store_of(tmp_path, "ziel")
    before = target.read_bytes()
    with pytest.raises(QgsProcessingException):
        run("harmonise", INPUT=str(source), PROFILE=str(profile), STORE=str(target))
    assert not touched.exists()
    assert target.read_bytes() == before


# ------------------------------------------------------------------------------------------------------ names of layers
@pytest.mark.parametrize(
    "name", ['a"; DROP TABLE plot; --', "[% env('RUHR_HOSTILE') %]", "<img src=x onerror=alert(1)>"]
)
def test_the_name_of_a_layer_is_a_name(tmp_path: Path, store: Path, name: str) -> None:
    layer = QgsVectorLayer(f"{store}|layername=plot", name, "ogr")
    QgsProject.instance().addMapLayer(layer)
    try:
        target = tmp_path / "sites.gpkg"
        run("cooperationsites", PLOTS=layer.id(), OUTPUT=str(target))
        found = QgsVectorLayer(str(target), "s", "ogr")
        assert found.featureCount() >= 2
        told = json.dumps([found.metadata().abstract(), found.metadata().title(), *found.metadata().history()])
        assert SECRET not in told
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    assert QgsVectorLayer(f"{store}|layername=plot", "p", "ogr").featureCount() == 8 + len(CORPUS)


# --------------------------------------------------------------------------------------------------------- the window
@pytest.mark.parametrize("key", ["html", "attribute", "sql", "template"])
def test_texts_of_strangers_are_no_html_in_tooltips_and_message_bars(key: str) -> None:
    """Qt would take them for HTML, and fetch `file://` addresses: on Windows from other computers, with the log-in."""
    text = CORPUS[key] + "\n5 < 6 & 7"
    model = HitModel()
    model.show([DatasetHit(portal="x", title=text, publisher=text, url="https://x.example")], [("y", text)])
    tips = [model.data(model.index(row, 0), Qt.ItemDataRole.ToolTipRole) for row in range(model.rowCount())]
    assert len(tips) == 2
    bar = QgsMessageBar()
    bar.pushWarning("Ruhr Planner", literal(text))
    (shown,) = bar.findChildren(QTextBrowser)
    for tip in [*tips, shown.toHtml()]:
        assert "<script" not in tip and "<img" not in tip
        document = QTextDocument()
        document.setHtml(tip)
        assert text in document.toPlainText(), "letter by letter"
    assert literal("a & b\nc") == "a & b\nc", "Qt shows this as it is"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../../etc/passwd", "etc_passwd"),
        ("C:\\Windows\\win.ini", "C_Windows_win_ini"),
        ("\\\\198.51.100.7\\c$", "198_51_100_7_c"),
        ("nul", "nul_"),
        ("COM1", "COM1_"),
        ("\0\n..", "data"),
        ("x" * 400, "x" * 60),
    ],
)
def test_a_data_set_gets_a_file_in_the_folder_whatever_its_title_is(tmp_path: Path, title: str, name: str) -> None:
    assert free_name(tmp_path, title) == tmp_path / f"{name}.gpkg"
    (tmp_path / f"{name}.gpkg").touch()
    assert free_name(tmp_path, title).parent == tmp_path
    assert free_name(tmp_path, title) != tmp_path / f"{name}.gpkg"


def test_the_corpus_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """QGIS itself evaluates such a text: what the tests above forbid is what would happen."""
    assert os.environ["RUHR_HOSTILE"] == SECRET
    assert QgsExpression.replaceExpressionText(CORPUS["expression"], QgsExpressionContext()) == SECRET
    assert foreign(f"<p>{CORPUS['html']}</p>") != []
