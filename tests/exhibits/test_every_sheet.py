"""Every theme on every paper in both languages: item by item, and as a picture.

A picture is 320 dots long and kept with 6 levels a channel (216 colours, 8 bits). What is compared are the mean colours
of blocks of 8 x 8 dots, some 7 x 7 mm on A4: at most `STRANGE` of them may differ by more than `BLOCK` of 255 in a
channel, and the mean difference of all may be `MEAN`. Type, anti-aliasing and places of names of another system stay
below; a lost layer, legend, text or mark, or another colour does not (`test_a_lost_item_is_seen`).

A short run draws all papers in German, and in English both of A4 and one wider paper a theme, another for each; the
other English sheets are for `make test-long`.

After a change that is wanted, look at the new sheets and keep them:

    export RUHR_PLANNER_LONG=1 RUHR_PLANNER_KEEP_PICTURES=1
    scripts/isolated.sh .venv/bin/python -m pytest tests/exhibits/test_every_sheet.py
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsFeature,
    QgsGeometry,
    QgsLabelPosition,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutUtils,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapRendererCustomPainterJob,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QRectF, QSize, QSizeF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from ruhr_planner import paths
from ruhr_planner.exhibit import layout
from ruhr_planner.exhibit.formats import FORMATS
from ruhr_planner.exhibit.sheet import SMALLEST, Sheet
from ruhr_planner.model import codes
from ruhr_planner.processing import mapexhibit
from tests.exhibits import theme_layers
from tests.exhibits.test_exhibits import said
from tests.exhibits.test_mapexhibit import PAPER, THEME, draw

KEPT = Path(__file__).parent / "reference" / "sheets"
KEEP = "RUHR_PLANNER_KEEP_PICTURES"
NARROW = (PAPER.a4_portrait, PAPER.a4_landscape)
"""Sheets with the least room for names."""
LONG = 320
LEVELS = 6
SIDE = 8
MEAN, BLOCK, STRANGE = 1.5, 14.0, 0.008
STRANGE_ELSEWHERE = 0.025
"""In another version of QGIS and Qt: letters are a little wider, names find other places, hatches begin elsewhere."""
LANGUAGES = ("de", "en")
PLACES = {THEME.brownfield: "Castrop-Rauxel", THEME.fibre: "Mülheim an der Ruhr", THEME.overview: "Holzwickede",
          THEME.change: "Dortmund", THEME.costs: "Fröndenberg/Ruhr"}  # fmt: skip
"""Municipalities with long names, the smallest and the largest one; the other themes show the region."""
CASES = [(theme, language) for theme in THEME for language in LANGUAGES]
WIDE = [paper for paper in PAPER if paper not in NARROW]
SHORT = {
    (theme, language, paper)
    for number, theme in enumerate(THEME)
    for language in LANGUAGES
    for paper in (PAPER if language == "de" else (*NARROW, WIDE[number % len(WIDE)]))
}
"""Sheets of a short run."""
SHEETS = [
    pytest.param(*sheet, marks=() if sheet in SHORT else pytest.mark.long)
    for sheet in ((theme, language, paper) for theme, language in CASES for paper in PAPER)
]
PROSE = ("method", "sources", "subtitle")
"""Texts that may end with an ellipsis."""


@dataclass
class Drawn:
    """One sheet: what is wrong with it, and its picture."""

    faults: list[str] = field(default_factory=list)
    labels: list[tuple[str, str]] = field(default_factory=list)
    """Labels on the map: id of the layer, and text."""
    picture: QImage = field(default_factory=QImage)
    texts: dict[str, str] = field(default_factory=dict)
    """What stands on the sheet, by the names of its items; texts of one name in lines."""
    pdf: Path = field(default_factory=Path)
    """The sheet as a file, of A3 in German only."""


@pytest.fixture(scope="module")
def sheets(_german: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Sheets by theme, language and paper; those of one theme are drawn when the first of them is asked for."""
    done: dict[tuple[str, str], dict[str, Drawn]] = {}
    folder = tmp_path_factory.mktemp("sheets")

    def of(theme: str, language: str) -> dict[str, Drawn]:
        if (theme, language) not in done:
            whole = os.environ.get("RUHR_PLANNER_LONG")
            papers = [paper for paper in PAPER if whole or (theme, language, paper) in SHORT]
            done[theme, language] = all_papers(theme, language, folder, papers)
        return done[theme, language]

    yield of


def all_papers(theme: str, language: str, folder: Path, papers: Iterable[str] = tuple(PAPER)) -> dict[str, Drawn]:
    """Gather what a theme says once, as the algorithm does, and set it on every paper."""
    found: dict[str, Drawn] = {}

    def on_every_paper(_run: Any, exhibit: layout.Exhibit, file: Path) -> None:
        for paper in papers:
            sheet = layout.compose(replace(exhibit, format=FORMATS[paper], run="0a1b2c3d"))
            looked_at = language == "de" or paper in NARROW  # maps say nearly the same in both languages
            maps = [item for item in sheet.items() if looked_at and isinstance(item, QgsLayoutItemMap)]
            labels = {item: drawn_labels(item) for item in maps}
            faults = [
                *faults_of(sheet),
                *(fault for item in labels for fault in label_faults(sheet, item, labels[item])),
            ]
            shown = [label for drawn in labels.values() for label in drawn]
            names = [(label.layerID, label.labelText) for label in shown]
            found[paper] = Drawn(faults, names, picture_of(sheet), texts_of(sheet))
            if (paper, language) == (PAPER.a3_landscape, "de"):
                found[paper].pdf = folder / f"{theme}_a3.pdf"
                layout.export_pdf(sheet, found[paper].pdf)
        file.write_bytes(b"drawn")

    given = {
        "LAYERS": theme_layers.of(theme),
        "LANGUAGE": LANGUAGES.index(language),
        "AGS": PLACES.get(theme, ""),
        "OFFICE": "Stadt Mülheim an der Ruhr, Amt für Stadtplanung und Wirtschaftsförderung",
        "LOGO": str(paths.resource("icons", "ruhr_planner.svg")),
        "AUTHOR": "Dr. A. Mustermann-Beispielhausen",
        "PLAN_NUMBER": "Vorlage 14/2026-XII, Anlage 3",
        "STATUS": codes.EXHIBIT_STATUS.index(codes.EXHIBIT_STATUS.draft),
        "AS_OF": "2026-09-22",
        "PAGE": 2,
        "PAGES": 12,
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mapexhibit, "_draw", on_every_paper)
        draw(folder / f"{theme}_{language}.pdf", theme, **given)
    return found


def texts_of(sheet: Sheet) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in sheet.items():
        text = item.text() if isinstance(item, QgsLayoutItemLabel) else ""
        found[item.id()] = f"{found[item.id()]}\n{text}" if item.id() in found else text
    return found


# --------------------------------------------------------------------------------------------------------------- items
def faults_of(sheet: Sheet) -> Iterator[str]:
    """Yield what leaves the page, overlaps, is cut or too small."""
    items = [item for item in sheet.items() if not isinstance(item, QgsLayoutItemShape)]
    page = QRectF(0, 0, sheet.width, sheet.height)
    boxes = [(item, QRectF(item.pos(), item.rect().size())) for item in items]
    yield from (f"{item.id()} leaves the page" for item, box in boxes if not page.contains(box))
    for (one, box), (other, place) in combinations(boxes, 2):
        common = box.intersected(place)
        inset = {one.id(), other.id()} == {"map", "locator"} and (box.contains(place) or place.contains(box))
        if common.width() >= 0.3 and common.height() >= 0.3 and not inset:
            yield f"{one.id()} lies on {other.id()}"
    for item in items:
        yield from text_faults(sheet, item)


def drawn_labels(item: QgsLayoutItemMap, dpi: float = 300.0) -> list[QgsLabelPosition]:
    """The labels that QGIS draws on a map at the resolution of the PDF; their symbols need not be drawn for that."""
    size = QSizeF(item.rect().width() * dpi / 25.4, item.rect().height() * dpi / 25.4)
    settings = item.mapSettings(item.extent(), size, dpi, True)
    named = [layer for layer in settings.layers() if isinstance(layer, QgsVectorLayer) and layer.labelsEnabled()]
    if not named:
        return []
    settings.setLayers(named)
    settings.setFlag(Qgis.MapSettingsFlag.SkipSymbolRendering, True)
    nowhere = QImage(1, 1, QImage.Format.Format_RGB32)  # a page of A0 at this resolution has 140 million dots
    painter = QPainter(nowhere)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    return [label for label in job.takeLabelingResults().allLabels() if not label.isUnplaced]


def label_faults(sheet: Sheet, item: QgsLayoutItemMap, drawn: list[QgsLabelPosition]) -> Iterator[str]:
    """Yield labels that lie on each other, are cut by the frame, or lie under what is laid upon the map.

    A label's box is 0.05 mm larger than its letters.
    """
    unit = item.scale() / 1000.0
    labels = [(label.labelText.replace("\n", " "), label.labelRect.buffered(-0.05 * unit)) for label in drawn]
    frame = item.extent()
    yield from (f"{item.id()} cuts {text}" for text, box in labels if not frame.contains(box))
    for (one, box), (other, place) in combinations(labels, 2):
        if box.intersects(place):
            yield f"{item.id()}: {one} lies on {other}"
    for above in sheet.items():
        if above is item or above.zValue() < item.zValue() or isinstance(above, QgsLayoutItemShape):
            continue
        on_paper = item.mapRectFromItem(above, above.rect())
        hidden = QgsRectangle(
            frame.xMinimum() + on_paper.left() * unit,
            frame.yMaximum() - on_paper.bottom() * unit,
            frame.xMinimum() + on_paper.right() * unit,
            frame.yMaximum() - on_paper.top() * unit,
        )
        yield from (f"{item.id()}: {text} lies under {above.id()}" for text, box in labels if box.intersects(hidden))


def text_faults(sheet: Sheet, item: QgsLayoutItem) -> Iterator[str]:
    if isinstance(item, QgsLayoutItemLabel):
        needed = sheet.text_height(item.text(), item.rect().width(), item.textFormat())
        if needed > item.rect().height() + 0.2:
            yield f"{item.id()} is cut: {item.text()[:40]}"
        if item.text().endswith("…") and item.id() not in PROSE:
            yield f"{item.id()} is shortened: {item.text()}"
        if item.textFormat().size() < SMALLEST:
            yield f"{item.id()} is too small"
    elif isinstance(item, QgsLayoutItemLegend):
        yield from legend_faults(sheet, item)
    elif isinstance(item, QgsLayoutItemScaleBar) and item.textFormat().size() < SMALLEST:
        yield "the scale bar is too small"


def legend_faults(sheet: Sheet, item: QgsLayoutItemLegend) -> Iterator[str]:
    context = QgsLayoutUtils.createRenderContextForLayout(sheet.layout, None, 300)
    size = QgsLegendRenderer(item.model(), item.legendSettings()).minimumSize(context)
    if size.width() > item.rect().width() + 0.5 or size.height() > item.rect().height() + 0.5:
        yield f"the legend is cut: {size} in {item.rect().size()}"
    for style in (QgsLegendStyle.Style.Subgroup, QgsLegendStyle.Style.SymbolLabel):
        if item.rstyle(style).textFormat().size() < SMALLEST:
            yield "the legend is too small"


@pytest.mark.parametrize(("theme", "language", "paper"), SHEETS)
def test_nothing_overlaps_is_cut_or_too_small(sheets: Any, theme: str, language: str, paper: str) -> None:
    assert sheets(theme, language)[paper].faults == []


def test_faults_are_found() -> None:
    sheet = Sheet(210, 297, "x", "y")
    box = layout.Box(10, 10, 60, 10)
    sheet.text("Ein Text", box, (9,), name="one")
    sheet.text("darüber", replace(box, x=40), (9,), name="other")
    sheet.text("draußen", layout.Box(190, 10, 40, 10), (9,), name="out")
    cut = sheet.text("viel zu hoch", layout.Box(10, 100, 60, 10), (9,), name="cut")
    cut.setTextFormat(sheet.text_format(40))
    faults = list(faults_of(sheet))
    assert "out leaves the page" in faults
    assert any("lies on" in fault for fault in faults)
    assert any(fault.startswith("cut is cut") for fault in faults)
    assert not [fault for fault in faults if fault.startswith("one is cut")]


SAID = {
    "de": {"mark": "Entwurf", "maker": "Seite 2 von 12", "date": "Stand 22.09.2026", "scale": "Maßstab 1:",
           "title block": "Bearbeitung: Dr. A. Mustermann-Beispielhausen", "sources": "Stand 01.01.2026; Datenlizenz"},
    "en": {"mark": "Draft", "maker": "Page 2 of 12", "date": "As of 22 September 2026", "scale": "Scale 1:",
           "title block": "Author: Dr. A. Mustermann-Beispielhausen", "sources": "as of 1 January 2026; Datenlizenz"},
}  # fmt: skip
NOTICE = {"de": "keine planungsrechtliche Festlegung", "en": "not a determination under planning law"}
COMPUTED = {THEME.sites, THEME.suitability, THEME.deficits, THEME.overview}


@pytest.mark.parametrize(("theme", "language"), CASES)
def test_every_sheet_says_what_it_has_to(sheets: Any, theme: str, language: str) -> None:
    """Marks, page, day, author, number, scale, sources with day and licence, method, notice, inset and neighbours."""
    for paper, drawn in sheets(theme, language).items():
        texts = drawn.texts
        for item, wanted in SAID[language].items():
            assert wanted in texts[item], (paper, item, texts[item])
        assert "Vorlage 14/2026-XII, Anlage 3" in texts["title block"]
        assert "Stadt Mülheim an der Ruhr" in texts["office"]
        assert "erfunden" in texts["mark"]
        assert "GeoBasis-DE / BKG" in texts["sources"]
        assert len(texts["method"]) > 60
        assert texts.get("notice", "") == (NOTICE[language] if theme in COMPUTED else "")
        assert ("locator" in texts) == (theme in PLACES)
        around = {text for layer, text in drawn.labels if layer.startswith(("neighbour", "municipality"))}
        assert len(around) >= 4 or (language == "en" and paper not in NARROW), (paper, around)


@pytest.mark.parametrize("theme", list(THEME))
def test_an_a3_pdf_is_small_vector_and_has_its_fonts(sheets: Any, theme: str) -> None:
    file = sheets(theme, "de")[PAPER.a3_landscape].pdf
    assert 50_000 < file.stat().st_size < 5_000_000
    fonts = said("pdffonts", file).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), "embedded"
    assert said("pdfimages", "-list", file).splitlines()[2:] == []
    west, north = (gdal.Open(str(file)).GetGeoTransform()[corner] for corner in (0, 3))
    assert 290_000 < west < 420_000, "its place on earth"
    assert 5_680_000 < north < 5_780_000


@pytest.mark.parametrize("theme", [THEME.suitability, THEME.broadband, THEME.land])
def test_every_municipality_of_the_region_is_named(sheets: Any, theme: str) -> None:
    """Nothing is left out to make room: all 53 names, and all ranks to 10, on the smallest sheets as on the largest."""
    for paper in (PAPER.a4_portrait, PAPER.screen, PAPER.a0):
        labels = sheets(theme, "de")[paper].labels
        assert 53 in Counter(layer for layer, _text in labels).values()
        if theme == THEME.suitability:
            assert {str(rank) for rank in range(1, 11) if rank != 9} <= {text.split(" (")[0] for _layer, text in labels}


def test_colliding_names_are_found(_german: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the places that are chosen here, QGIS lays names on each other: the check says so."""
    monkeypatch.setattr(layout.names, "arrange", lambda *_given: None)
    found = all_papers(THEME.suitability, "de", tmp_path, (PAPER.a4_portrait,))[PAPER.a4_portrait].faults
    assert [fault for fault in found if "lies on" in fault]


def test_a_name_that_is_cut_or_hidden_is_found(tmp_path: Path) -> None:
    sheet = Sheet(210, 297, "x", "y")
    layer = QgsVectorLayer("Point?crs=EPSG:25832&field=name:string", "p", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(400_000, 5_700_000)))
    feature.setAttributes(["Mülheim an der Ruhr"])
    layer.dataProvider().addFeatures([feature])
    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.placement = Qgis.LabelPlacement.OverPoint
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    sheet.project.addMapLayer(layer, False)
    around = QgsRectangle(399_000, 5_699_000, 401_000, 5_701_000)
    shown = sheet.map(layout.Box(10, 10, 100, 100), [layer], around, 50_000, "map")
    assert list(label_faults(sheet, shown, drawn_labels(shown))) == []
    sheet.text("Inset", layout.Box(55, 55, 20, 20), (9,), name="inset")
    assert list(label_faults(sheet, shown, drawn_labels(shown))) == ["map: Mülheim an der Ruhr lies under inset"]
    (label,) = drawn_labels(shown)
    beyond = QgsRectangle(label.labelRect)
    beyond.setXMinimum(shown.extent().xMinimum() - 100)
    cut = SimpleNamespace(labelText="Herne", labelRect=beyond)
    assert "map cuts Herne" in list(label_faults(sheet, shown, [cut]))
    assert f"map: {label.labelText} lies on Herne" in list(label_faults(sheet, shown, [label, cut]))


# ------------------------------------------------------------------------------------------------------------ pictures
def picture_of(sheet: Sheet) -> QImage:
    """The page with its longer side in `LONG` dots, drawn twice as large and shrunk: thin lines keep their grey."""
    longest = max(sheet.width, sheet.height)
    width, height = round(LONG * sheet.width / longest), round(LONG * sheet.height / longest)
    drawn = QgsLayoutExporter(sheet.layout).renderPageToImage(0, QSize(2 * width, 2 * height))
    smooth = Qt.TransformationMode.SmoothTransformation
    return drawn.scaled(width, height, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)


def dots(picture: QImage) -> np.ndarray:
    """Channels of a picture, shape (height, width, 3), in `LEVELS` levels from 0 to 255."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    raw = plain.constBits().asarray(plain.sizeInBytes())
    rows = np.frombuffer(raw, np.uint8).reshape(plain.height(), plain.bytesPerLine())[:, : 3 * plain.width()]
    step = 255.0 / (LEVELS - 1)
    return np.round(np.round(rows.reshape(plain.height(), plain.width(), 3) / step) * step)


def keep(values: np.ndarray, file: Path) -> None:
    """Write channels as a picture with a palette."""
    levels = np.round(values / 255.0 * (LEVELS - 1)).astype(np.uint8)
    index = np.ascontiguousarray(levels[..., 0] * LEVELS * LEVELS + levels[..., 1] * LEVELS + levels[..., 2])
    height, width = index.shape
    picture = QImage(index.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    tones = [round(level * 255 / (LEVELS - 1)) for level in range(LEVELS)]
    picture.setColorTable([QColor(r, g, b).rgb() for r in tones for g in tones for b in tones])
    file.parent.mkdir(parents=True, exist_ok=True)
    assert picture.save(str(file), "PNG", 0)


def differences(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Mean difference of the blocks, and the share of those that differ by more than `BLOCK` in a channel."""
    apart = np.abs(blocks(one) - blocks(other))
    return float(apart.mean()), float((apart.max(axis=2) > BLOCK).mean())


def blocks(values: np.ndarray) -> np.ndarray:
    """Mean colours of blocks, shape (height / SIDE, width / SIDE, 3); what is left over at the edges is white."""
    height, width = (size // SIDE for size in values.shape[:2])
    whole = values[: height * SIDE, : width * SIDE]
    return whole.reshape(height, SIDE, width, SIDE, 3).mean(axis=(1, 3))


@pytest.mark.parametrize(("theme", "language", "paper"), SHEETS)
def test_picture(sheets: Any, theme: str, language: str, paper: str) -> None:
    made = dots(sheets(theme, language)[paper].picture)
    file = KEPT / f"{theme}_{paper}_{language}.png"
    if os.environ.get(KEEP):
        keep(made, file)
    kept = dots(QImage(str(file)))
    assert made.shape == kept.shape
    mean, strange = differences(made, kept)
    assert mean <= MEAN
    assert strange <= (STRANGE_ELSEWHERE if os.environ.get("RUHR_PLANNER_ROOT") else STRANGE)


@pytest.mark.parametrize("lost", ["map", "legend", "mark plate", "sources"])
@pytest.mark.parametrize("paper", [PAPER.a4_portrait, PAPER.a0])
def test_a_lost_item_is_seen(paper: str, lost: str) -> None:
    """A kept sheet with one item painted over is no longer within the tolerance."""
    picture = QImage(str(KEPT / f"{THEME.sites}_{paper}_de.png")).convertToFormat(QImage.Format.Format_RGB32)
    whole = dots(picture)
    places = {"map": (0.05, 0.12, 0.6, 0.4), "legend": (0.05, 0.6, 0.3, 0.2), "mark plate": (0.63, 0.02, 0.33, 0.06),
              "sources": (0.5, 0.87, 0.45, 0.07)}  # fmt: skip
    if FORMATS[paper].height < FORMATS[paper].width:
        places["legend"] = (0.74, 0.15, 0.22, 0.4)
    x, y, width, height = places[lost]
    painter = QPainter(picture)
    box = QRectF(x * picture.width(), y * picture.height(), width * picture.width(), height * picture.height())
    painter.fillRect(box, QColor("#ffffff"))
    painter.end()
    mean, strange = differences(whole, dots(picture))
    assert mean > MEAN or strange > STRANGE, (mean, strange)


def test_every_picture_belongs_to_a_sheet() -> None:
    wanted = {f"{theme}_{paper}_{language}.png" for theme, language in CASES for paper in PAPER}
    assert {file.name for file in KEPT.iterdir()} == wanted
    assert sum(file.stat().st_size for file in KEPT.iterdir()) < 4_000_000
