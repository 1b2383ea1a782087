"""The exhibits as people get them: the PDF read by independent programs, the page item by item and as a picture."""

from __future__ import annotations

import math
import os
import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsArrowSymbolLayer,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemShape,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsPalLayerSettings,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType, QRectF, QSize
from qgis.PyQt.QtGui import QColor, QImage

from ruhr_planner import paths
from ruhr_planner.exhibit import classes, layout, styles, themes
from ruhr_planner.exhibit.findings import BroadbandFindings, BroadbandGroup, FibreFindings, FibreGroup, SiteFindings
from ruhr_planner.exhibit.layout import Exhibit, Figure, MapLayer
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.exhibit.sheet import SMALLEST, Box, Sheet, class_counts, round_scale
from ruhr_planner.model import codes
from ruhr_planner.model.results import SITE
from ruhr_planner.processing.provider import algorithms
from ruhr_planner.store.metadata import Provenance

THEMES = ("sites", "fibre", "broadband")
LANGUAGES = ("de", "en")
REFERENCE = Path(__file__).parent / "reference"
KEEP = "RUHR_PLANNER_KEEP_PICTURES"
"""Set it to take today's pages as the kept pictures, after having looked at them."""
PAGE_MM = (420.0, 297.0)


def pdf(reports: dict[str, Any], language: str, theme: str) -> Path:
    return Path(reports[language][f"EXHIBIT_{theme.upper()}"])


def said(*command: object) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, check=True, text=True).stdout


def words_of(file: Path) -> str:
    """The text of a PDF as one line."""
    return plain(said("pdftotext", "-layout", file, "-"))


def plain(text: str) -> str:
    """Text without line breaks and ligatures."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


# ------------------------------------------------------------------------------------------------------------- the file
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_one_a3_page_with_title_and_embedded_fonts(reports: dict[str, Any], theme: str, language: str) -> None:
    file = pdf(reports, language, theme)
    info = dict(line.split(":", 1) for line in said("pdfinfo", file).splitlines() if ":" in line)
    assert info["Pages"].strip() == "1"
    width, height = (float(number) * 25.4 / 72 for number in re.findall(r"[\d.]+", info["Page size"])[:2])
    assert (width, height) == pytest.approx(PAGE_MM, abs=0.5)
    assert len(info["Title"].strip()) > 10
    assert info["Author"].strip() == "Ruhr Planner"
    fonts = [line.split() for line in said("pdffonts", file).splitlines()[2:]]
    assert fonts
    assert all("yes" in font for font in fonts), fonts
    assert all(font[-5] == "yes" for font in fonts), "embedded"
    assert file.stat().st_size < 5_000_000
    assert said("pdfimages", "-list", file).splitlines()[2:] == [], "the page is vector, not a picture"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_no_text_under_six_points(reports: dict[str, Any], theme: str, language: str) -> None:
    page = ET.fromstring(said("pdftohtml", "-xml", "-i", "-zoom", "3", "-stdout", pdf(reports, language, theme)))
    sizes = {float(font.get("size", "0")) for font in page.iter("fontspec")}  # thirds of a point, rounded down
    assert max(sizes) >= 16 * 3
    assert min(sizes) >= SMALLEST * 3 - 1, sorted(sizes)


EXPECTED = {
    ("sites", "de"): (
        "Wo könnten Kooperationsstandorte liegen?",
        "keine planungsrechtliche Festlegung",
        "Beispieldaten, erfunden",
        "15 bis unter 30 ha (1)",
        "50 ha und mehr (1)",
        "über eine Gemeindegrenze (1)",
        "Maßstab 1:400.000",
        "Legende",
        "Quellen und Lizenzen",
        "© GeoBasis-DE / BKG (2023)",
        "60,0 ha netto",
        "Bochum und Herne",
        "Mülheim",
    ),
    ("sites", "en"): (
        "Where could cooperation sites lie?",
        "not a determination under planning law",
        "invented example data",
        "15 to under 30 ha (1)",
        "50 ha and more (1)",
        "across a municipal border (1)",
        "Scale 1:400,000",
        "Legend",
        "Sources and licences",
        "60.0 ha net",
        "Bochum and Herne",
    ),
    ("fibre", "de"): (
        "Glasfaser in der Nähe (aus Haushaltszellen geschlossen)",
        "keine Glasfaser in der Nähe (1)",
        "teilweise Glasfaser in der Nähe (1)",
        "keine Daten (keine Haushaltszellen) (5)",
        "Gewerbeflächen",
        "Schulen",
        "Duisburg",
    ),
    ("fibre", "en"): (
        "Fibre nearby (inferred from household cells)",
        "No fibre nearby (1)",
        "No data (no household cells) (5)",
        "Commercial areas",
        "Schools",
    ),
    ("broadband", "de"): (
        "Glasfaser nach Kommunen: FTTB/H ab 1.000 Mbit/s",
        "Haushalte",
        "Unternehmen in Gewerbegebieten",
        "Juni 2021",
        "k. A.",
        "Lizenz unbekannt",
        "Mülheim an der Ruhr",
    ),
    ("broadband", "en"): ("Fibre by municipality: FTTB/H from 1,000 Mbit/s", "June 2021", "n/a", "licence unknown"),
}


@pytest.mark.parametrize(("theme", "language"), EXPECTED)
def test_the_page_says(reports: dict[str, Any], theme: str, language: str) -> None:
    text = words_of(pdf(reports, language, theme))
    raw = plain(said("pdftotext", "-raw", pdf(reports, language, theme), "-"))
    for sentence in EXPECTED[theme, language]:
        assert sentence in text or sentence in raw, sentence


def test_only_classes_that_are_there(reports: dict[str, Any]) -> None:
    text = words_of(pdf(reports, "de", "sites"))
    assert "unter 8 ha (" not in text
    assert "30 bis unter 50 ha" not in text
    fibre = words_of(pdf(reports, "de", "fibre"))
    assert len(re.findall(r"keine Glasfaser in der Nähe \(\d+\)", fibre)) == 2, "areas and schools"
    assert len(re.findall(r"teilweise Glasfaser in der Nähe \(\d+\)", fibre)) == 1, "no school is partly served"


def test_only_the_theme_that_computes_sites_says_so(reports: dict[str, Any]) -> None:
    assert "planungsrechtliche" not in words_of(pdf(reports, "de", "broadband"))


# ------------------------------------------------------------------------------------------------------------- the page
SOURCE_LINE = "• " + "Sehr lange Quellenangabe mit Herausgeber, Stand und Lizenz; " * 6


def page(theme: str, language: str, results: Path, **changes: Any) -> Exhibit:
    """A page with the longest texts that can stand on it."""
    backdrop = (
        MapLayer(f"{paths.resource('reference', 'municipalities.gpkg')}|layername=municipality", "municipality"),
    )
    phrases = Phrases(language)
    known: dict[str, Any] = {
        "language": language,
        "title": "Glasfaser in der Nähe (aus Haushaltszellen geschlossen) in Mülheim an der Ruhr und Umgebung",
        "subtitle": "Gewerbeflächen und Schulen: Glasfaser (FTTH/B) ab 1.000 Mbit/s · Metropole Ruhr · " * 2,
        "maps": (
            ("", (MapLayer(f"{results}|layername=cooperation_site", "cooperation_site", "Standorte"), *backdrop)),
        ),
        "stand": date(2026, 1, 2),
        "method": "Eine ausführliche Methode in vielen Sätzen. " * 30,
        "sources": (SOURCE_LINE,) * 6,
        "figures": tuple(Figure("12.345.678", "eine lange Beschriftung über zwei Zeilen hinweg") for _ in range(6)),
        "notice": themes.notice(phrases),
        "sensitivity": "confidential",
        "invented": True,
        "run": "0123abcd",
    }
    if theme == "broadband":
        known["maps"] = tuple((caption, backdrop) for caption in ("Haushalte", "Unternehmen in Gewerbegebieten"))
        group = BroadbandGroup("household", "Haushalte", {}, "2021")
        names = tuple((f"{number:08d}", "Mülheim an der Ruhr") for number in range(53))
        known["table"] = themes.broadband_table(BroadbandFindings((group, group), names, 1000), phrases)
    return Exhibit(**{**known, **changes})


def box_of(item: Any) -> QRectF:
    return item.mapRectToScene(item.rect())


@pytest.fixture(scope="module")
def composed(reports: dict[str, Any]) -> Any:
    """The page of a theme in a language, composed once for all who only look at it."""

    @cache
    def of(theme: str, language: str) -> Sheet:
        return layout.compose(page(theme, language, Path(reports[language]["GEOPACKAGE"])))

    yield of
    of.cache_clear()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", ["sites", "broadband"])
def test_nothing_overlaps_or_leaves_the_page(composed: Any, theme: str, language: str) -> None:
    sheet = composed(theme, language)
    items = [item for item in sheet.items() if not isinstance(item, QgsLayoutItemShape)]
    assert len(items) > 15
    paper = QRectF(0, 0, *PAGE_MM)
    for item in items:
        assert paper.contains(box_of(item)), item.id()
    for one, other in combinations(items, 2):
        common = box_of(one).intersected(box_of(other))
        assert common.width() < 0.3 or common.height() < 0.3, f"{one.id()} lies on {other.id()}"


@pytest.mark.parametrize("theme", ["sites", "broadband"])
def test_every_text_fits_its_box(composed: Any, theme: str) -> None:
    sheet = composed(theme, "de")
    labels = [item for item in sheet.items() if isinstance(item, QgsLayoutItemLabel)]
    shortened = [label.id() for label in labels if label.text().endswith("…")]
    assert set(shortened) <= {"method", "sources", "subtitle", "title"}, shortened
    for label in labels:
        assert label.textFormat().size() >= SMALLEST
        needed = sheet.text_height(label.text(), label.rect().width(), label.textFormat())
        assert needed <= label.rect().height() + 0.2, label.id()


def test_marks_of_secret_and_invented_data(reports: dict[str, Any], composed: Any) -> None:
    sheet = composed("sites", "en")
    texts = [item.text() for item in sheet.items() if isinstance(item, QgsLayoutItemLabel) and item.id() == "mark"]
    assert any("invented example data" in text for text in texts)
    assert "Confidential – not for the public" in texts
    plain_page = page("sites", "en", Path(reports["en"]["GEOPACKAGE"]), sensitivity="open", invented=False)
    plain_sheet = layout.compose(plain_page)
    assert not [item for item in plain_sheet.items() if item.id() == "mark"]


def test_the_map_is_at_its_scale_and_shows_the_whole_region(reports: dict[str, Any], composed: Any) -> None:
    region = QgsVectorLayer(f"{paths.resource('reference', 'municipalities.gpkg')}|layername=municipality", "m", "ogr")
    for sources, scale in ((1, 400_000), (6, 500_000)):  # very many sources take some of the map's room
        exhibit = page("sites", "de", Path(reports["de"]["GEOPACKAGE"]), sources=(SOURCE_LINE,) * sources)
        sheet = composed("sites", "de") if sources == 6 else layout.compose(exhibit)
        shown = next(item for item in sheet.items() if isinstance(item, QgsLayoutItemMap) and item.id() == "map")
        assert shown.scale() == pytest.approx(scale, rel=0.002)
        assert shown.extent().contains(region.extent())


def test_scales_are_round() -> None:
    from qgis.core import QgsRectangle

    from ruhr_planner.exhibit.sheet import Box

    assert round_scale(QgsRectangle(0, 0, 118_057, 68_865), Box(0, 0, 305, 189)) == 400_000
    assert round_scale(QgsRectangle(0, 0, 900, 400), Box(0, 0, 60, 40)) == 15_000
    assert round_scale(QgsRectangle(0, 0, 1, 1), Box(0, 0, 60, 40)) == 1_000


@pytest.mark.parametrize("theme", THEMES)
def test_picture(reports: dict[str, Any], theme: str, tmp_path: Path) -> None:
    """The page as a picture of 210 x 148 dots against a kept one: the mean difference of a dot is at most 6 of 255.

    Type differs from system to system, so the pictures are small; a lost map, legend, mark or colour still shows.
    """
    made = thumbnail(pdf(reports, "de", theme), tmp_path)
    kept = REFERENCE / f"{theme}_de.png"
    if os.environ.get(KEEP):
        made.save(str(kept))
    assert kept.is_file(), "no kept picture"
    wanted = QImage(str(kept)).convertToFormat(QImage.Format.Format_RGB32)
    assert made.size() == wanted.size()
    assert difference(made, wanted) <= 6.0
    colours = {made.pixelColor(x, y).name() for x in range(0, made.width(), 3) for y in range(0, made.height(), 3)}
    assert len(colours) > 40, "blank"


def test_the_picture_test_sees_a_lost_map(tmp_path: Path) -> None:
    kept = QImage(str(REFERENCE / "sites_de.png")).convertToFormat(QImage.Format.Format_RGB32)
    blank = kept.copy()
    for x in range(kept.width() * 2 // 3):
        for y in range(kept.height() // 8, kept.height() * 3 // 4):
            blank.setPixelColor(x, y, QColor("#ffffff"))
    assert difference(kept, blank) > 6.0


def thumbnail(file: Path, folder: Path) -> QImage:
    said("pdftoppm", "-r", "50.8", "-png", "-singlefile", file, folder / "page")
    from qgis.PyQt.QtCore import Qt

    picture = QImage(str(folder / "page.png")).convertToFormat(QImage.Format.Format_RGB32)
    return picture.scaled(
        210, 148, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    ).convertToFormat(QImage.Format.Format_RGB32)


def difference(one: QImage, other: QImage) -> float:
    total = 0
    for x in range(one.width()):
        for y in range(one.height()):
            a, b = one.pixelColor(x, y), other.pixelColor(x, y)
            total += abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue())
    return total / (3 * one.width() * one.height())


# ----------------------------------------------------------------------------------------------------------- the styles
POINTS, LINES = (
    ("place", "location_factor", "allocation_site"),
    ("road", "barrier", "fibre_trench", "allocation_flow"),
)


def geometry_of(style: str) -> str:
    """The geometry that a style is made for."""
    if style.endswith("_point") or style in POINTS:
        return "Point"
    return "LineString" if style.endswith("_line") or style in LINES else "MultiPolygon"


@pytest.mark.parametrize("name", styles.names())
def test_styles_speak_both_languages(qgis_app: object, name: str) -> None:
    known = {label.de: label.en for label in classes.TEXTS}
    layer = QgsVectorLayer(f"{geometry_of(name)}?crs=EPSG:25832", name, "memory")
    assert styles.apply(layer, name, "de")
    german = styles.labels(layer.renderer())
    assert all(text in known for text in german), german
    assert styles.apply(layer, name, "en")
    assert styles.labels(layer.renderer()) == [known[text] for text in german]


def test_every_code_has_a_symbol(qgis_app: object) -> None:
    for name, values in (
        ("plot", codes.PLOT_TYPE),
        ("fibre_gap", codes.GAP_CLASS),
        ("exclusion", codes.EXCLUSION_MODE),
        ("change", codes.CHANGE_CLASS),
    ):
        layer = QgsVectorLayer("MultiPolygon?crs=EPSG:25832", name, "memory")
        styles.apply(layer, name)
        assert {category.value() for category in layer.renderer().categories()} == set(values)


@pytest.mark.parametrize("name", styles.names())
def test_a_copied_style_has_an_english_legend(qgis_app: object, name: str, tmp_path: Path) -> None:
    """What a run of the English plugin stores beside its result says the same as the German file, in English."""
    german = paths.resource("styles", f"{name}.qml")
    copy = styles.translated(german, "en", tmp_path)
    layer = QgsVectorLayer(f"{geometry_of(name)}?crs=EPSG:25832", name, "memory")
    layer.loadNamedStyle(str(german))
    wanted = [{label.de: label.en for label in classes.TEXTS}[text] for text in styles.labels(layer.renderer())]
    layer.loadNamedStyle(str(copy))
    assert styles.labels(layer.renderer()) == wanted
    assert styles.translated(german, "de", tmp_path) == german


def test_a_layer_with_a_stored_style_takes_the_wanted_one(store: Path) -> None:
    layer = QgsVectorLayer(f"{store}|layername=plot", "plot", "ogr")
    assert styles.labels(layer.renderer()), "the store keeps a default style"
    assert styles.apply(layer, "plot_outline")
    assert styles.labels(layer.renderer()) == []


STYLED = (
    ("site_score", "Point", {"rank": 3, "knocked_out": 0}, ["rank_1"]),
    ("site_score", "MultiPolygon", {"rank": 4}, ["rank_4"]),
    ("site_score", "Point", {"rank": 26, "knocked_out": 0}, ["rank_26"]),
    ("site_score", "Point", {"rank": 2, "knocked_out": 1}, ["out"]),
    ("allocation_flow", "LineString", {"ha": 1.99}, ["ha_0"]),
    ("allocation_flow", "LineString", {"ha": 20.0}, ["ha_20"]),
    ("allocation_municipality", "MultiPolygon", {"coverage": 1.0, "deficit_ha": 4.0}, ["covered_0.995"]),
    ("allocation_municipality", "MultiPolygon", {"coverage": 0.0, "deficit_ha": 4.0}, ["covered_0"]),
    ("allocation_municipality", "MultiPolygon", {"deficit_ha": 0.0}, ["no_deficit"]),
    ("allocation_municipality", "MultiPolygon", {}, ["deficit_unknown"]),
    ("allocation_site", "Point", {"capacity_ha": 5.0, "allocated_ha": 5.0, "bottleneck": 1}, ["bottleneck"]),
    ("allocation_site", "Point", {"capacity_ha": 5.0, "allocated_ha": 2.0, "bottleneck": 0}, ["used"]),
    ("allocation_site", "Point", {"capacity_ha": 5.0, "allocated_ha": 0.0, "bottleneck": 0}, ["unused"]),
    ("allocation_site", "Point", {}, ["unknown"]),
    ("fibre_connection", "Point", {"total_eur": 5000.0, "feasible": 1}, ["eur_5000"]),
    ("fibre_connection", "MultiPolygon", {"feasible": 0}, ["not_connected"]),
    ("plot_restriction", "MultiPolygon", {"restriction": 0}, ["level_0"]),
    ("plot_restriction", "MultiPolygon", {}, ["unknown"]),
)
WKT = {
    "Point": "POINT(1 1)",
    "LineString": "LINESTRING(0 0,9 9)",
    "MultiPolygon": "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)))",
}


@pytest.mark.parametrize(("name", "geometry", "values", "keys"), STYLED)
def test_results_fall_into_their_class(
    qgis_app: object, name: str, geometry: str, values: dict[str, float], keys: list[str]
) -> None:
    """Each record has one class, and what is unknown has one of its own."""
    wanted = ("rank", "knocked_out", "rank_p05", "rank_p95", "ha", "coverage", "deficit_ha", "capacity_ha")
    wanted += ("allocated_ha", "bottleneck", "total_eur", "feasible", "restriction")
    fields = "&".join(f"field={field}:double" for field in wanted)
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:25832&{fields}", name, "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(WKT[geometry]))
    for field, value in values.items():
        feature[field] = value
    layer.dataProvider().addFeature(feature)
    assert styles.apply(layer, name)
    assert class_counts(layer, QgsRectangle(-1, -1, 10, 10)) == dict.fromkeys(keys, 1)


def test_results_open_with_their_style(qgis_app: object) -> None:
    """Every output that names a style names one that is shipped; the decisions of this plugin all have one."""
    shipped = set(styles.names())
    named = {output.style for kind in algorithms() for output in kind.OUTPUTS if output.style}
    assert named <= shipped
    assert {"site_score", "allocation_flow", "allocation_municipality", "allocation_site", "change"} <= named
    assert {"land_balance", "fibre_trench", "fibre_connection", "cooperation_site", "fibre_gap"} <= named


def test_an_arrow_points_to_the_site_and_widens_with_the_land(qgis_app: object) -> None:
    layer = QgsVectorLayer("LineString?crs=EPSG:25832&field=ha:double", "f", "memory")
    styles.apply(layer, "allocation_flow")
    widths = []
    for rule in layer.renderer().rootRule().children():
        arrow = rule.symbol().symbolLayer(0)
        assert arrow.layerType() == "ArrowLine"
        assert arrow.headType() == QgsArrowSymbolLayer.HeadType.HeadSingle, "at the end of the line: the site"
        widths.append(arrow.arrowWidth())
    assert widths == [band.size for band in classes.FLOW_BANDS]
    assert widths == sorted(widths)


@pytest.mark.parametrize(
    ("net", "key"), [(7.99, "size_0"), (8.0, "size_8"), (29.9, "size_15"), (49.99, "size_30"), (50.0, "size_50")]
)
def test_sites_fall_into_their_band(qgis_app: object, net: float, key: str) -> None:
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:25832&field=net_ha:double&field=cross_border:integer", "s", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)))"))
    feature.setAttributes([net, 1])
    layer.dataProvider().addFeature(feature)
    styles.apply(layer, "cooperation_site")
    assert class_counts(layer, layer.extent()) == {key: 1, "cross_border": 1}


# ---------------------------------------------------------------------------------------------------------- the colours
# Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
SCALES = {
    "sites": [band.colour for band in classes.SITE_BANDS],
    "shares": [band.colour for band in classes.SHARE_BANDS],
    "gaps": [classes.GAP_COLOURS[code] for code in ("served", "partly", "unserved")],
    "ranks": [band.colour for band in reversed(classes.RANK_BANDS)],
    "coverage": [band.colour for band in classes.COVERAGE_BANDS],
    "years": [band.colour for band in reversed(classes.YEAR_BANDS)],
    "connections": [band.colour for band in classes.CONNECTION_BANDS],
    "spots": [classes.SPOT_COLOURS[code] for code in codes.SPOT if code != "no_data"],
    "deficits": [band.colour for band in classes.DEFICIT_BANDS],
    "site use": [classes.SITE_USE_COLOURS[kind] for kind in ("unused", "used", "bottleneck")],
}
KINDS = {
    "changes": list(classes.CHANGE_COLOURS.values()),
    "restrictions": list(classes.RESTRICTION_COLOURS.values()),
    "plots": list(classes.PLOT_COLOURS.values()),
    "uses": list(classes.USE_COLOURS.values()),
    "trenches": list(classes.TRENCH_COLOURS.values()),
}
"""Kinds without an order: they have to differ, not to keep an order."""


def lab(colour: str, kind: str = "none") -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as someone with this colour blindness sees it."""
    channels = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(line, linear)))) for line in BLINDNESS[kind])
    x, y = 0.4124 * r + 0.3576 * g + 0.1805 * b, 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = 0.0193 * r + 0.1192 * g + 0.9505 * b
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x / 0.9505, y, z / 1.089))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("kind", BLINDNESS)
@pytest.mark.parametrize("scale", [*SCALES, *KINDS])
def test_classes_differ_for_the_colour_blind(scale: str, kind: str) -> None:
    """Any two classes lie at least 10 apart in L*a*b*; 2.3 is what an eye just tells."""
    for one, other in combinations({**SCALES, **KINDS}[scale], 2):
        assert math.dist(lab(one, kind), lab(other, kind)) >= 10, (one, other)


@pytest.mark.parametrize("scale", SCALES)
def test_classes_keep_their_order_in_grey(scale: str) -> None:
    lightness = [lab(colour)[0] for colour in SCALES[scale]]
    assert all(one - other >= 5 for one, other in zip(lightness, lightness[1:])), lightness


SECOND: dict[str, tuple[dict[Any, str], dict[Any, Any]]] = {
    "plots": (classes.PLOT_COLOURS, classes.PLOT_HATCH),
    "uses": (classes.USE_COLOURS, classes.USE_HATCH),
    "restrictions": (classes.RESTRICTION_COLOURS, classes.RESTRICTION_HATCH),
    "changes": (classes.CHANGE_COLOURS, {**classes.CHANGE_HATCH, codes.CHANGE_CLASS.gone_unexplained: "hatched"}),
    "trenches": (classes.TRENCH_COLOURS, classes.TRENCH_STYLES),
}


@pytest.mark.parametrize("scale", SECOND)
def test_kinds_are_told_apart_in_grey(scale: str) -> None:
    """Two kinds whose greys are less than 8 apart in L* differ in their lines."""
    colours, lines = SECOND[scale]
    for one, other in combinations(colours, 2):
        apart = abs(lab(colours[one])[0] - lab(colours[other])[0])
        assert apart >= 8 or lines.get(one) != lines.get(other), (one, other, apart)


def test_distance_classes_fall_in_lightness_and_carry_their_numeral(qgis_app: object) -> None:
    lightness = [lab(classes.DISTANCE_COLOURS[code])[0] for code in codes.DISTANCE_CLASS]
    assert all(other - one >= 5 for one, other in zip(lightness, lightness[1:])), lightness
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:25832", "s", "memory")
    styles.apply(layer, "site_distance_class")
    assert SITE.distance_class in layer.labeling().settings().fieldName


def test_statutory_signs_cover_every_use_and_carry_their_letters(qgis_app: object) -> None:
    assert {*classes.STATUTORY_SIGNS, "unknown"} == set(codes.PLANNED_USE)
    assert {code for group in classes.USE_GROUPS.values() for code in group} == set(codes.PLANNED_USE) - {"unknown"}
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:25832&field=planned_use:string", "p", "memory")
    styles.apply(layer, "plot_statutory")
    letters = QgsExpression(layer.labeling().settings().fieldName)
    for use, sign in (("GE", "GE"), ("GIBz", "GIB-Z"), ("ASB_GE", "ASB-GE"), ("unknown", "")):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([use])
        scope = QgsExpressionContextScope()
        scope.setVariable("map_scale", 10_000)
        context = QgsExpressionContext()
        context.appendScope(scope)
        context.setFields(layer.fields())
        context.setFeature(feature)
        assert letters.evaluate(context) == sign


def test_only_signs_that_nobody_verified_are_marked(qgis_app: object) -> None:
    """Building areas were held against BauNVO and PlanZV; the signs of the regional plan were not seen."""
    verified = {code for code, sign in classes.STATUTORY_SIGNS.items() if sign.verified}
    assert verified == {"G", "GE", "GI", "SO", "M", "MI", "MU", "MK", "MD"}
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:25832&field=planned_use:string", "p", "memory")
    styles.apply(layer, "plot_statutory")
    marked = {rule.ruleKey() for rule in layer.renderer().rootRule().children() if "(zu prüfen)" in rule.label()}
    assert marked == {"GIB", "GIBz", "ASB", "ASBz", "ASB_GE"}
    assert "prüfen" not in classes.STATUTORY_HEADING.de


@pytest.mark.parametrize(
    ("hue", "codes_of"), [("grey", ("G", "GE", "GI")), ("brown", ("M", "MI", "MU", "MK", "MD")), ("orange", ("SO",))]
)
def test_verified_signs_have_the_hue_of_the_ordinance(hue: str, codes_of: tuple[str, ...]) -> None:
    """Anlage PlanZV 1.2 to 1.4: "Braun mittel", "Grau mittel", "Orange mittel"; shades may differ."""
    for code in codes_of:
        colour = QColor(classes.STATUTORY_SIGNS[code].colour)
        if hue == "grey":
            assert colour.hslSaturation() < 10
        else:
            assert 20 <= colour.hslHue() <= 40
            assert (colour.hslSaturation() > 200) == (hue == "orange")


# --------------------------------------------------------------------------------------------------------- the language
def test_numbers_dates_and_the_unknown() -> None:
    german, english = Phrases("de"), Phrases("en")
    assert (german.number(12345.678, 1), english.number(12345.678, 1)) == ("12.345,7", "12,345.7")
    assert (german.number(None), english.number(float("nan"))) == ("k. A.", "n/a")
    assert (german.number(0), english.number(0)) == ("0", "0")
    assert (german.date(date(2026, 3, 5)), english.date(date(2026, 3, 5))) == ("05.03.2026", "5 March 2026")
    assert (german.month(2021, 6), english.month(2021, 6)) == ("Juni 2021", "June 2021")
    assert german.listed(["Bochum", "Herne", "Essen"]) == "Bochum, Herne und Essen"
    assert english.inline("Businesses in commercial areas") == "businesses in commercial areas"
    assert german.inline("Unternehmen") == "Unternehmen"


def shares_of(*codes_shown: str) -> BroadbandFindings:
    groups = tuple(
        BroadbandGroup(code, codes.USER_GROUP.label(code, "de"), {f"{n:08d}": float(n) for n in range(20)}, "2021")
        for code in codes_shown
    )
    return BroadbandFindings(groups, tuple((f"{n:08d}", f"Ort {n}") for n in range(20)), 1000)


def test_the_method_names_the_groups_that_are_shown(reports: dict[str, Any]) -> None:
    alone = themes.broadband_method(shares_of("household"), Phrases("de"))
    assert alone.startswith("Anteil der Haushalte, für die Glasfaser")
    assert "Unternehmen" not in alone
    both = themes.broadband_method(shares_of("household", "business_area"), Phrases("de"))
    assert both.startswith("Anteil der Haushalte und Unternehmen in Gewerbegebieten, für die")


def test_lowest_and_highest_shares_fill_the_width(reports: dict[str, Any]) -> None:
    table = themes.extremes_table(shares_of("household"), Phrases("de"), longest=3)
    assert table.blocks == 2
    assert [row[0] for row in table.rows] == ["Ort 0", "Ort 1", "Ort 2", "Ort 19", "Ort 18", "Ort 17"]


@pytest.mark.parametrize(("basis", "heading"), [("net", "ab 8 ha netto"), ("gross", "ab 8 ha brutto")])
def test_the_gap_table_names_its_basis(reports: dict[str, Any], basis: str, heading: str) -> None:
    found = SiteFindings((), 0, 0, 0, 0, 0, 8.0, basis, 15.0, 30.0, 0.75)
    assert heading in themes.gap_headings(found, Phrases("de"))


@pytest.mark.parametrize(("language", "note"), [("de", "Daten verändert"), ("en", "data changed")])
def test_a_page_says_in_its_language_that_data_were_changed(reports: dict[str, Any], language: str, note: str) -> None:
    source = Provenance("Atlas", ("dl-de/by-2-0",), ("© Amt", themes.CHANGED))
    (line,) = themes.source_lines([source], Phrases(language))
    assert line.endswith(f"© Amt; {note}")


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        (250_000, " (1:250.000: Übersicht, nicht zum Teilen von Flächen)"),
        (25_000, ""),
        (None, " (Maßstab unbekannt)"),
    ],
)
def test_boundaries_say_how_sharp_they_are(reports: dict[str, Any], scale: int | None, said: str) -> None:
    assert Phrases("de").sharpness(scale, 25_000) == said


@pytest.mark.parametrize("theme", ["sites", "fibre", "broadband"])
def test_pages_name_scale_and_use_of_the_boundaries(reports: dict[str, Any], theme: str) -> None:
    assert "(1:250.000: Übersicht, nicht zum Teilen von Flächen)" in plain(
        said("pdftotext", "-raw", pdf(reports, "de", theme), "-")
    )


def test_a_table_shrinks_until_all_rows_are_seen(qgis_app: object) -> None:
    sheet = Sheet(*PAGE_MM, title="t", author="a")
    rows = [(f"Ort {n}", "1") for n in range(9)]
    roomy = sheet.table(Box(10, 10, 40, 60), ("A", "B"), rows, [25, 15], (8, 7, 6), "roomy")
    tight = sheet.table(Box(60, 10, 40, 35), ("A", "B"), rows, [25, 15], (8, 7, 6), "tight")
    assert (roomy.contentTextFormat().size(), tight.contentTextFormat().size()) == (8, 6)
    assert tight.totalSize().height() == pytest.approx(35, abs=0.1), "one frame holds them all"


def test_labels_of_shares_stand_out_from_every_class(qgis_app: object) -> None:
    """Text on the colour of its own area, by the contrast of WCAG 2: at least 4.5, and the halo is no other colour."""
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:25832&field=share:double&field=name:string", "s", "memory")
    styles.apply(layer, "broadband_area")
    settings = layer.labeling().settings()  # kept by name: its properties die with it
    own = settings.dataDefinedProperties()
    for band in classes.SHARE_BANDS:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([band.low, "Herdecke"])
        context = QgsExpressionContext()
        context.setFeature(feature)
        context.setFields(layer.fields())
        text, _ = own.valueAsString(QgsPalLayerSettings.Property.Color, context)
        halo, _ = own.valueAsString(QgsPalLayerSettings.Property.BufferColor, context)
        assert halo == band.colour
        assert contrast(text, halo) >= 4.5, band.label.de


def contrast(one: str, other: str) -> float:
    lights = []
    for colour in (QColor(one), QColor(other)):
        channels = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("name", styles.names())
def test_names_on_maps_are_six_points_at_every_scale(qgis_app: object, name: str) -> None:
    layer = QgsVectorLayer(f"{geometry_of(name)}?crs=EPSG:25832", name, "memory")
    styles.apply(layer, name)
    if layer.labeling() is None:
        return
    settings = layer.labeling().settings()
    assert settings.format().size() >= SMALLEST
    size = settings.dataDefinedProperties().property(QgsPalLayerSettings.Property.Size)
    for scale in (1_000, 25_000, 100_000, 250_000, 400_000, 650_000, 1_500_000):
        scope = QgsExpressionContextScope()
        scope.setVariable("map_scale", scale)
        context = QgsExpressionContext()
        context.appendScope(scope)
        found, known = size.valueAsDouble(context, 0.0)
        assert not size.isActive() or (known and found >= SMALLEST), scale


@pytest.mark.parametrize("name", ["broadband_area", "municipality"])
def test_no_name_drops_out(qgis_app: object, name: str) -> None:
    """All 53 names are placed on a map of half a page, where there is little room."""
    source = f"{paths.resource('reference', 'municipalities.gpkg')}|layername=municipality"
    layer = QgsVectorLayer(source, "m", "ogr")
    layer.addExpressionField("fid", QgsField("share", QMetaType.Type.Double))
    styles.apply(layer, name)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputDpi(150)
    settings.setOutputSize(QSize(1150, 690))
    settings.setExtent(layer.extent())
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    placed = job.takeLabelingResults().allLabels()
    assert len({label.featureId for label in placed}) == 53
    assert not [label.labelText for label in placed if label.isUnplaced]


def test_a_region_without_any_site(reports: dict[str, Any], tmp_path: Path) -> None:
    none = SiteFindings((), 0, 0, 0, 0, 0, 8.0, "net", 15.0, 30.0, 0.75)
    paper = themes.Paper("de", date(2026, 1, 2), "", ())
    exhibit = themes.sites(paper, Path(reports["de"]["GEOPACKAGE"]), none, (), ())
    layout.export_pdf(layout.compose(exhibit), tmp_path / "leer.pdf")
    assert "0 mögliche Kooperationsstandorte" in plain(said("pdftotext", "-raw", tmp_path / "leer.pdf", "-"))


def test_fibre_without_objects_has_no_table() -> None:
    found = FibreFindings((FibreGroup("area", "Gewerbeflächen", {}),), "ftthb", 1000, 0.95, 0.5, 0.3, 150)
    assert themes.fibre_table(found, Phrases("de")) is None
    assert themes.class_table(found, Phrases("de")).rows[0][1] == "0"
