"""Single maps: every paper size, both languages, what stands on the sheet, and what a wrong input is told."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QImage

from ruhr_planner import paths
from ruhr_planner.exhibit import layout, mapthemes, styles, themes
from ruhr_planner.exhibit.formats import FORMATS
from ruhr_planner.exhibit.layout import Exhibit, MapLayer
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.exhibit.sheet import SMALLEST, Box, LegendEntry, Sheet, class_counts
from ruhr_planner.model import codes, region
from tests.exhibits import theme_layers
from tests.exhibits.test_exhibits import LANGUAGES, box_of, page, plain, said
from tests.registry import registered

THEME, PAPER = codes.EXHIBIT_THEME, codes.PAPER


class Listener(QgsProcessingFeedback):
    """Keeps what a run warns of."""

    def __init__(self) -> None:
        super().__init__(False)
        self.warned: list[str] = []

    def pushWarning(self, warning: str) -> None:
        self.warned.append(warning)


def draw(output: Path, theme: str, **given: Any) -> list[str]:
    """Run the algorithm; return its warnings."""
    if "PAPER" in given:
        given["PAPER"] = PAPER.index(given["PAPER"])
    with registered():
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:mapexhibit")
        listener = Listener()
        parameters = {"THEME": THEME.index(theme), "OUTPUT": str(output), "AS_OF": "2026-01-02", **given}
        results, succeeded = algorithm.run(parameters, QgsProcessingContext(), listener, {}, False)
        del algorithm
    assert succeeded
    assert results["OUTPUT"] == str(output)
    return listener.warned


def refused(output: Path, theme: str, **given: Any) -> str:
    """The sentence that a run ends with; nothing may be left behind."""
    with pytest.raises(QgsProcessingException) as told:
        draw(output, theme, **given)
    assert list(output.parent.iterdir()) == []
    return str(told.value)


def plots(*rows: tuple[str, str, str | None, str | None], crs: str = "EPSG:25832") -> QgsVectorLayer:
    """Plots of 4 ha in Herne: id, type, sensitivity, last day."""
    fields = "field=plot_id:string&field=plot_type:string&field=sensitivity:string&field=valid_to:string"
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:25832&{fields}", "Meine Flächen", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs))
    features = []
    for number, row in enumerate(rows):
        x, y = 376_000 + 300 * number, 5_712_000
        feature = QgsFeature(layer.fields())
        ring = f"{x} {y},{x + 200} {y},{x + 200} {y + 200},{x} {y + 200},{x} {y}"
        feature.setGeometry(QgsGeometry.fromWkt(f"MULTIPOLYGON((({ring})))"))
        feature.setAttributes(list(row))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def text_of(file: Path) -> str:
    return plain(said("pdftotext", "-raw", file, "-"))


# ------------------------------------------------------------------------------------------------------------- the runs
def test_a_municipality_on_a4(_german: None, store: Path, tmp_path: Path) -> None:
    """Herne shows the two plots at its border, and only their classes stand in the legend."""
    file = tmp_path / "Herne.pdf"
    given = {"AUTHOR": "M. Beispiel", "PLAN_NUMBER": "V 7/2026", "STATUS": 1, "AGS": "Herne", "PAGE": 2, "PAGES": 3}
    given |= {"OFFICE": "Stadt Herne, Stadtplanung", "LOGO": str(paths.resource("icons", "ruhr_planner.svg"))}
    draw(file, THEME.land, STORE=str(store), PAPER=PAPER.a4_portrait, **given)
    info = said("pdfinfo", file)
    width, height = (float(n) * 25.4 / 72 for n in re.findall(r"[\d.]+", info.split("Page size:")[1])[:2])
    assert (width, height) == pytest.approx((210, 297), abs=0.5)
    assert re.search(r"Author:\s+M\. Beispiel", info)
    text = text_of(file)
    wanted = ("Verfügbare gewerbliche Flächen", "Herne", "Entwurf", "Bearbeitung: M. Beispiel", "Stand 02.01.2026")
    wanted += ("Plan-/Vorlagennummer: V 7/2026", "FNP-Reserve (1)", "Brachfläche (1)", "Maßstab 1:75.000 (A4)")
    wanted += ("Stadt Herne, Stadtplanung", "Seite 2 von 3")
    wanted += ("Beispieldaten, erfunden", "© GeoBasis-DE / BKG (2023)", "Recklinghausen")
    for sentence in wanted:
        assert sentence in text, sentence
    for absent in ("Regionalplanreserve", "Bestand (", "planungsrechtliche", "Nicht öffentlich"):
        assert absent not in text, absent
    assert "no" not in {line.split()[-5] for line in said("pdffonts", file).splitlines()[2:]}, "fonts are embedded"


def test_results_as_layers(reports: dict[str, Any], tmp_path: Path) -> None:
    """Sites out of a result file, in English: counts, notice, and the run that found them."""
    file = tmp_path / "sites.pdf"
    results = reports["en"]["GEOPACKAGE"]
    layers = [f"{results}|layername={name}" for name in ("cooperation_site", "cooperation_near_miss", "site_gap_table")]
    given = [layer for layer in layers if QgsVectorLayer(layer, "x", "ogr").isValid()]
    draw(file, THEME.sites, LAYERS=given, LANGUAGE=1, PAPER=PAPER.a2, TITLE="Sites for the council")
    text = text_of(file)
    for sentence in (
        "Sites for the council",
        "Metropole Ruhr",
        "15 to under 30 ha (1)",
        "50 ha and more (1)",
        "across a municipal border (1)",
        "not a determination under planning law",
        "Computed with cooperationsites, as of",
        "GAP 15",
        "invented example data",
        "Scale 1:300,000 (A2)",
    ):
        assert sentence in text, sentence
    assert "under 8 ha" not in text


def test_a_screen_as_png(_german: None, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "Breitband.png"
    draw(file, THEME.broadband, STORE=str(store), PAPER=PAPER.screen, DPI=96)
    picture = QImage(str(file))
    assert (picture.width(), picture.height()) == (1280, 720)
    colours = {picture.pixelColor(x, y).name() for x in range(60, 900, 7) for y in range(120, 500, 7)}
    assert {"#122a6b", "#fff8dc"} <= colours or len(colours) > 30


def test_marks_days_and_scale_in_an_svg(_german: None, tmp_path: Path) -> None:
    """The strictest record stamps the sheet, what has ended is not drawn, and a fixed scale is kept."""
    layer = plots(("a", "brownfield", "confidential", None), ("b", "fnp_reserve", "open", None),
                  ("c", "fnp_reserve", "open", "2025-12-31"))  # fmt: skip
    file = tmp_path / "Karte.svg"
    given = {"EXTENT": "366500,386500,5702000,5722000 [EPSG:25832]", "SCALE": 25_000, "PAPER": PAPER.a4_landscape}
    warned = draw(file, THEME.overview, LAYERS=[layer], **given)
    text = plain(re.sub(r"<[^>]+>", " ", file.read_text(encoding="utf-8")))
    assert "<text" in file.read_text(encoding="utf-8"), "text stays text"
    for sentence in ("Übersicht", "FNP-Reserve (1)", "Brachfläche (1)", "Vertraulich", "Maßstab 1:25.000 (A4)"):
        assert sentence in text, sentence
    assert any("1:25000" in line and "20.0 × 20.0 km" in line for line in warned), warned


def test_a_logo_that_is_gone_does_not_stop_a_map(_german: None, store: Path, tmp_path: Path) -> None:
    gone = str(tmp_path / "weg.svg")
    warned = draw(tmp_path / "x.png", THEME.broadband, STORE=str(store), LOGO=gone, DPI=50)
    assert [line for line in warned if gone in line and "goes without it" in line]


def test_office_and_logo_start_with_the_kept_ones(qgis_app: object) -> None:
    from ruhr_planner import settings

    with registered():
        kept = settings.settings()
        kept.office.setValue("Stadt Musterhausen")
        kept.logo.setValue("/tmp/wappen.svg")
        try:
            algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:mapexhibit")
            given = {name: algorithm.parameterDefinition(name).defaultValue() for name in ("OFFICE", "LOGO")}
        finally:
            kept.office.remove()
            kept.logo.remove()
    assert given == {"OFFICE": "Stadt Musterhausen", "LOGO": "/tmp/wappen.svg"}


def test_the_options_page_keeps_office_and_logo(qgis_app: object) -> None:
    from ruhr_planner import settings
    from ruhr_planner.gui.options import OptionsPage

    page = OptionsPage()
    kept = settings.settings()
    try:
        page.office.setText("  Stadt Musterhausen ")
        page.logo.setFilePath("/tmp/wappen.svg")
        page.apply()
        assert (kept.office.value(), kept.logo.value()) == ("Stadt Musterhausen", "/tmp/wappen.svg")
        assert OptionsPage().office.text() == "Stadt Musterhausen"
    finally:
        kept.office.remove()
        kept.logo.remove()
        settings.remove()


def test_a_layer_of_another_theme_is_named(_german: None, store: Path, tmp_path: Path) -> None:
    other = plots(("a", "brownfield", None, None))
    far = "310000,312000,5670000,5672000 [EPSG:25832]"
    given = {"LAYERS": [other], "STORE": str(store), "EXTENT": far, "AGS": "Herne", "DPI": 50}
    warned = draw(tmp_path / "x.png", THEME.broadband, **given)
    assert [line for line in warned if "Meine Flächen" in line and "no layer of this theme" in line]
    assert [line for line in warned if "nothing in the map" in line]


# ------------------------------------------------------------------------------------------------------------ bad input
@pytest.mark.parametrize(
    ("theme", "named"),
    [(THEME.land, "landbalance"), (THEME.suitability, "scoresites"), (THEME.costs, "fibrecost"),
     (THEME.broadband, "importbroadband")],
)  # fmt: skip
def test_a_theme_without_its_layer_says_what_it_needs(_german: None, theme: str, named: str, tmp_path: Path) -> None:
    told = refused(tmp_path / "x.pdf", theme)
    assert THEME.label(theme, "en") in told
    assert named in told
    assert "\n" not in told


def test_every_theme_knows_what_it_needs() -> None:
    for theme in THEME:
        wanted, makers = mapthemes.needed(theme, "de")
        assert bool(wanted) == (theme != THEME.overview)
        assert makers or theme in (THEME.brownfield, THEME.broadband, THEME.overview)
        for language in LANGUAGES:
            assert mapthemes.title(theme, Phrases(language))
            assert mapthemes.method(theme, Phrases(language)).endswith(".")


def test_wrong_input_is_a_sentence(_german: None, tmp_path: Path) -> None:
    good = plots(("a", "brownfield", None, None))
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / "x.pdf"
    told = refused(file, THEME.land, LAYERS=[good], AGS="Münster")
    assert "Münster" in told
    assert "no municipality" in told
    told = refused(file, THEME.land, LAYERS=[plots(("a", "quatsch", None, None))])
    for part in ("Meine Flächen", "“plot_type”", "“quatsch”", "Allowed are"):
        assert part in told
    assert "coordinate reference system" in refused(
        file, THEME.land, LAYERS=[plots(("a", "existing", None, None), crs="")]
    )
    assert "fehlt.gpkg" in refused(file, THEME.land, LAYERS=[str(tmp_path / "fehlt.gpkg")])
    assert ".jpg" in refused(tmp_path / "out" / "x.jpg", THEME.land, LAYERS=[good])
    assert "cannot be read" in refused(file, THEME.land, LAYERS=[good], MUNICIPALITIES=str(tmp_path / "fehlt.gpkg"))


# ------------------------------------------------------------------------------------------------------------ the sheet
def sheet_of(paper: str, language: str, results: Path, **changes: Any) -> Exhibit:
    """A sheet with the longest texts."""
    boundaries = f"{paths.resource('reference', 'municipalities.gpkg')}|layername=municipality"
    given = {
        "format": FORMATS[paper],
        "figures": (),
        "author": "Regionalverband Ruhr, Referat Regionalentwicklung, M. Mustermann-Beispielhausen",
        "plan_number": "Vorlage 14/2026-XII, Anlage 3, Blatt 7",
        "status": codes.EXHIBIT_STATUS.label(codes.EXHIBIT_STATUS.not_public, language),
        "office": "Stadt Mülheim an der Ruhr, Amt für Stadtplanung und Wirtschaftsförderung",
        "logo": str(paths.resource("icons", "ruhr_planner.svg")),
        "page": 12,
        "pages": 120,
        "locator": (MapLayer(boundaries, "municipality", labels=False),),
        "method": mapthemes.method(THEME.deficits, Phrases(language)) * 2,
        "sources": ("• Sehr lange Quellenangabe mit Herausgeber, Stand und Lizenz; " * 2,) * 3,
        **changes,
    }
    return page("sites", language, results, **given)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", list(PAPER))
def test_every_paper(reports: dict[str, Any], paper: str, language: str) -> None:
    """Nothing overlaps or leaves the page, nothing is under 6 pt, nothing but long prose is cut."""
    sheet = layout.compose(sheet_of(paper, language, Path(reports[language]["GEOPACKAGE"])))
    form = FORMATS[paper]
    assert (sheet.width, sheet.height) == pytest.approx((form.width, form.height), abs=0.01)
    items = [item for item in sheet.items() if not isinstance(item, QgsLayoutItemShape)]
    frame = QRectF(0, 0, form.width, form.height)
    for item in items:
        assert frame.contains(box_of(item)), item.id()
    for one, other in combinations(items, 2):
        if {one.id(), other.id()} == {"map", "locator"}:
            continue  # where the legend leaves no room it is an inset
        common = box_of(one).intersected(box_of(other))
        assert common.width() < 0.3 or common.height() < 0.3, f"{one.id()} lies on {other.id()}"
    for label in (item for item in items if isinstance(item, QgsLayoutItemLabel)):
        assert label.textFormat().size() >= SMALLEST
        needed = sheet.text_height(label.text(), label.rect().width(), label.textFormat())
        assert needed <= label.rect().height() + 0.2, label.id()
        assert not label.text().endswith("…") or label.id() in ("method", "sources", "subtitle"), label.text()


def municipality(name: str) -> tuple[float, float, float, float]:
    layer = QgsVectorLayer(f"{paths.resource('reference', 'municipalities.gpkg')}|layername=municipality", "m", "ogr")
    box = next(each.geometry().boundingBox() for each in layer.getFeatures() if each["name"] == name)
    return (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())


@pytest.mark.parametrize("paper", [PAPER.a4_portrait, PAPER.a3_landscape, PAPER.a0, PAPER.screen])
@pytest.mark.parametrize("name", ["Holzwickede", "Dortmund"])
def test_a_municipality_fits_at_a_round_scale(reports: dict[str, Any], name: str, paper: str) -> None:
    """The smallest and the largest one: the whole of it is on the map, and the next rounder scale would not do."""
    extent = municipality(name)
    sheet = layout.compose(sheet_of(paper, "de", Path(reports["de"]["GEOPACKAGE"]), extent=extent))
    shown = next(item for item in sheet.items() if isinstance(item, QgsLayoutItemMap) and item.id() == "map")
    seen = shown.extent()
    assert seen.xMinimum() <= extent[0] < extent[2] <= seen.xMaximum()
    assert seen.yMinimum() <= extent[1] < extent[3] <= seen.yMaximum()
    scale = shown.scale()
    assert scale % 500 == pytest.approx(0, abs=1) or scale % 500 == pytest.approx(500, abs=1)
    filled = max((extent[2] - extent[0]) / seen.width(), (extent[3] - extent[1]) / seen.height())
    assert filled > 0.6, "the next larger scale is at most 1.67 times as large"
    bar = next(item for item in sheet.items() if isinstance(item, QgsLayoutItemScaleBar))
    assert str(bar.unitsPerSegment() * 1000).strip("0.") in ("1", "2", "5")


@pytest.mark.parametrize("scale", [5_000, 50_000, 250_000])
def test_a_fixed_scale_is_kept_and_centred(reports: dict[str, Any], scale: int) -> None:
    extent = municipality("Dortmund")
    exhibit = sheet_of(PAPER.a3_portrait, "de", Path(reports["de"]["GEOPACKAGE"]), extent=extent, scale=float(scale))
    sheet = layout.compose(exhibit)
    shown = next(item for item in sheet.items() if item.id() == "map")
    assert shown.scale() == pytest.approx(scale, rel=0.002)
    centre = shown.extent().center()
    assert (centre.x(), centre.y()) == pytest.approx(((extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2))
    width, height = layout.map_size(exhibit)
    assert (shown.rect().width(), shown.rect().height()) == pytest.approx((width, height), abs=0.01)


def test_large_sheets_draw_larger_symbols(reports: dict[str, Any]) -> None:
    for paper, reference in ((PAPER.a4_portrait, -1.0), (PAPER.a3_landscape, -1.0), (PAPER.a0, 250_000 * 2.1)):
        exhibit = sheet_of(paper, "de", Path(reports["de"]["GEOPACKAGE"]), scale=250_000.0)
        sheet = layout.compose(exhibit)
        shown = next(item for item in sheet.items() if item.id() == "map")
        assert shown.layers()[0].renderer().referenceScale() == pytest.approx(reference)


@pytest.mark.parametrize("paper", list(PAPER))
def test_every_sheet_of_a_municipality_shows_where_it_lies(reports: dict[str, Any], paper: str) -> None:
    """Beside the map or in its corner, wholly inside and at least 14 mm high."""
    extent = municipality("Herne")
    sheet = layout.compose(sheet_of(paper, "de", Path(reports["de"]["GEOPACKAGE"]), extent=extent))
    places = {item.id(): box_of(item) for item in sheet.items()}
    place, shown = places["locator"], places["map"]
    assert shown.contains(place) or not shown.intersects(place)
    assert place.height() >= 14


def test_the_locator_shows_the_region_and_the_map(reports: dict[str, Any]) -> None:
    exhibit = sheet_of(PAPER.a3_landscape, "de", Path(reports["de"]["GEOPACKAGE"]), extent=municipality("Hamm"))
    sheet = layout.compose(exhibit)
    maps = {item.id(): item for item in sheet.items() if isinstance(item, QgsLayoutItemMap)}
    small = maps["locator"]
    assert small.overview().linkedMap() is maps["map"]
    assert small.extent().xMinimum() <= region.EXTENT[0]
    assert small.extent().xMaximum() >= region.EXTENT[2]


def test_computed_themes_say_so() -> None:
    assert set(mapthemes.COMPUTED) == {THEME.sites, THEME.suitability, THEME.deficits}
    assert themes.notice(Phrases("en")) == "not a determination under planning law"


# ------------------------------------------------------------------------------------------------ legend and long texts
@pytest.mark.parametrize(("language", "said"), [("de", "Nicht im Kartenausschnitt"), ("en", "None on this map")])
def test_what_the_map_does_not_show_is_told(_german: None, tmp_path: Path, language: str, said: str) -> None:
    """No heading without a class under it: Breckerfeld has a site, and no near miss lies in its map."""
    file = tmp_path / "Breckerfeld.pdf"
    given = {"AGS": "Breckerfeld", "PAPER": PAPER.a4_portrait, "LANGUAGE": LANGUAGES.index(language)}
    draw(file, THEME.sites, LAYERS=[theme_layers.sites(), theme_layers.near_misses()], **given)
    text = text_of(file)
    missed = {"de": "Knapp verfehlt", "en": "Near misses"}[language]
    legend = text[text.index({"de": "Legende", "en": "Legend"}[language]) :]
    assert f"{said}: {missed}" in legend
    assert legend.count(missed) == 2, "there and in the sources"


def test_sources_that_are_long_take_of_the_room_of_the_method() -> None:
    one = "Flächen, Ausschlussflächen; Stand 31.12.2023; Datenlizenz Deutschland – Namensnennung – Version 2.0; © RVR"
    place = Box(12, 240, 186, 30)
    for count, even in ((2, True), (7, False)):
        sheet = Sheet(210, 297, "x", "y")
        shown = SimpleNamespace(method="Flächen nach Art.", sources=(one,) * count)
        layout._texts(sheet, shown, Phrases("de"), place)  # type: ignore[arg-type]
        texts = {item.id(): item for item in sheet.items() if isinstance(item, QgsLayoutItemLabel)}
        assert texts["sources"].text() == "\n".join([one] * count), "whole"
        assert (texts["method"].rect().width() > 89) == even
    for count, height in ((2, layout.TEXTS), (6, layout.TEXTS), (9, 51.07), (99, 90.0)):
        shown = SimpleNamespace(sources=(one,) * count, details=(), table=None, format=FORMATS[PAPER.a4_portrait])
        assert layout._band(shown) == pytest.approx(height, abs=0.1)  # type: ignore[arg-type]


def test_a_legend_keeps_its_layers_whole_where_there_is_room() -> None:
    """Fifteen classes of two layers stand in two columns of A4, each layer in one."""
    layers = [theme_layers.plots(), *theme_layers.allocation()[2:]]
    styles.apply(layers[0], "plot", "de")
    styles.apply(layers[1], "allocation_municipality", "de")
    everything = QgsRectangle(*region.EXTENT)
    entries = [
        LegendEntry(layer, heading, dict.fromkeys(class_counts(layer, everything), "1"))
        for layer, heading in zip(layers, ("Flächen", "Deckung"))
    ]
    assert [len(entry.counts) for entry in entries] == [10, 5]
    sheet = Sheet(210, 297, "x", "y")
    legend = sheet.legend(Box(12, 180, 110, 60), entries)
    assert (legend.columnCount(), legend.splitLayer()) == (2, False)
    assert sheet.legend(Box(12, 180, 60, 110), entries).columnCount() == 1
