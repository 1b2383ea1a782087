"""The exhibit: one page with title, map, legend, figures, method, sources and marks, composed from plain data.

Positions and type sizes are those of A3; other sheets have another width and height, and are scaled as a whole by the
factor of their format.

An `Exhibit` holds no Qt object, so it can be made in any thread; `compose` and `export` belong to the main thread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import Callable

from qgis.core import (
    Qgis,
    QgsExpression,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsMapLayer,
    QgsPalLayerSettings,
    QgsRasterLayer,
    QgsRectangle,
    QgsTextBufferSettings,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QSize, Qt

from ruhr_planner import about, i18n, log, paths
from ruhr_planner.exhibit import classes, names, pdf_outline, styles
from ruhr_planner.exhibit.formats import A3_LANDSCAPE, Format
from ruhr_planner.exhibit.pdf_outline import Properties
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.exhibit.sheet import (
    SMALLEST,
    Box,
    LegendEntry,
    Sheet,
    class_counts,
    picture_ratio,
    round_scale,
)
from ruhr_planner.model import codes, region
from ruhr_planner.model.errors import WriteFailed
from ruhr_planner.model.sentences import filled
from ruhr_planner.store.layers import open_layer

MARGIN = 12.0
TOP = 35.0
"""Where the map begins."""
COLUMN = 86.0
"""Width of the column beside the map."""
TEXTS, DETAILS = 32.0, 51.0
"""Height of the band of texts, and of the one that holds closer looks or a table, too."""
_LETTERS, _HIGHEST = 2.8, 90.0
"""Letters of sources for each unit of the sheet's width, from which on their band is higher, and how high it may be."""
_ABSENT = 12.0
"""Height of the sentence that says what the map does not show."""
_METHODS = (0.5, 0.44, 0.38, 0.32)
"""Share of the method in the width of the texts."""
LEGEND_BAND = 98.0
"""Height of legend and scale under the map of an upright sheet."""
RASTERS = ("gdal", "wms")
"""Providers of maps that are pictures."""
OFFICE = 11.0
"""Height of the row with logo and name of the office."""
LOCATOR, SMALL_LOCATOR = 44.0, 24.0
"""Height of the map of the region that shows where the sheet lies, and the smallest one that shows anything."""

_CAPTION = (8.0, 7.5, 7.0, 6.5, SMALLEST)
_SHORT = (8.5, 8.0, 7.5)
_LONG = (8.5, 8.0, 7.5, 7.0, 6.5, SMALLEST)


@dataclass(frozen=True)
class MapLayer:
    """One layer of a map: where its data lie, its style, and its heading in the legend."""

    source: str
    style: str
    heading: str | None = None
    """None keeps it out of the legend, "" shows its classes without a heading."""
    subset: str = ""
    labels: bool = True
    provider: str = "ogr"
    marks: tuple[str, tuple[tuple[str, str], ...]] | None = None
    """Field and pairs of value and text: single features that are pointed out by a text of their own."""


@dataclass(frozen=True)
class Figure:
    """A number that people take home, with what it counts."""

    value: str
    caption: str


def counted(count: str, caption: str, **told: str) -> Figure:
    """Return a number that people take home; the words of its caption follow it.

    :param caption: with ``{count:one|many}`` and places of its own.
    """
    return Figure(count, filled(caption, count=count, **told))


@dataclass(frozen=True)
class Rows:
    """A small table on the page."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    """Relative widths of the columns."""
    blocks: int = 1
    """Side by side, for a table that is long and narrow."""
    whole: bool = False
    """All rows are wanted on paper, also of a long table."""


@dataclass(frozen=True)
class Detail:
    """A closer look at one place."""

    caption: str
    extent: tuple[float, float, float, float]
    """xmin, ymin, xmax, ymax in EPSG:25832."""


@dataclass(frozen=True)
class Exhibit:
    """Everything that one page says."""

    language: str
    title: str
    subtitle: str
    maps: tuple[tuple[str, tuple[MapLayer, ...]], ...]
    """One map, or several with a caption each; layers uppermost first."""
    stand: date
    method: str
    sources: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    details: tuple[Detail, ...] = ()
    detail_layers: tuple[MapLayer, ...] = ()
    table: Rows | None = None
    side_table: Rows | None = None
    notice: str = ""
    """A legal sentence that must not be overlooked."""
    sensitivity: str = codes.SENSITIVITY.open
    invented: bool = False
    run: str = ""
    extent: tuple[float, float, float, float] = field(default=region.EXTENT)
    format: Format = A3_LANDSCAPE
    scale: float = 0.0
    """Fixed scale denominator; 0 for the largest round scale at which the extent fits."""
    status: str = ""
    """A mark such as "Entwurf"."""
    author: str = ""
    plan_number: str = ""
    office: str = ""
    """Who publishes the sheet."""
    logo: str = ""
    """File of the office's logo."""
    page: int = 1
    pages: int = 1
    locator: tuple[MapLayer, ...] = ()
    """Layers of a small map of the whole region that shows where the sheet lies."""


def compose(exhibit: Exhibit) -> Sheet:
    """Return the composed page. Main thread only."""
    phrases = Phrases(exhibit.language)
    paper = exhibit.format
    sheet = Sheet(paper.width, paper.height, exhibit.title, exhibit.author or about.name(), paper.factor)
    sheet.tell(_LANGUAGES[exhibit.language], ". ".join(filter(None, (exhibit.title, exhibit.subtitle, exhibit.method))))
    _head(sheet, exhibit, phrases)
    if len(exhibit.maps) == 1:
        _single(sheet, exhibit, phrases)
    else:
        _side_by_side(sheet, exhibit, phrases)
    _foot(sheet, exhibit, phrases)
    return sheet


# ------------------------------------------------------------------------------------------------------- head and foot
def _head(sheet: Sheet, exhibit: Exhibit, phrases: Phrases) -> None:
    found = marks(exhibit.invented, exhibit.sensitivity, exhibit.status, phrases)
    right = _right(exhibit)
    width = right - MARGIN - (COLUMN + 6 if found else 0)
    sheet.text(
        exhibit.title,
        Box(MARGIN, 9, width, 12.5),
        (25, 22, 19, 16, 13, 11, 10),
        bold=True,
        name="title",
        vertical=_MIDDLE,
    )
    sheet.text(
        exhibit.subtitle, Box(MARGIN, 22, width, 7.5), (12.5, 11.5, 10.5, 9.5, 8.5), name="subtitle", vertical=_MIDDLE
    )
    height = 20.0 / max(len(found), 1) - (1.0 if len(found) > 1 else 0.0)
    for index, (text, fill, ink) in enumerate(found):
        box = Box(right - COLUMN, 9 + index * (height + 2.0), COLUMN, height)
        sheet.plate(box, fill, name="mark plate")
        inner = Box(box.x + 3, box.y, box.width - 6, box.height)
        text = text if len(found) > 2 else text.replace(" · ", "\n")
        sheet.text(
            text, inner, (12, 11, 10, 9, 8, 7), bold=True, colour=ink, align=_CENTRE, vertical=_MIDDLE, name="mark"
        )
    sheet.plate(Box(MARGIN, 31, right - MARGIN, 0.6), classes.INK, name="rule")


def _right(exhibit: Exhibit) -> float:
    """Return the right edge of what stands on the sheet."""
    return exhibit.format.design[0] - MARGIN


def map_box(exhibit: Exhibit) -> Box:
    """Return the box of a single map, in the units of the design."""
    width, height = exhibit.format.design
    if exhibit.format.portrait:
        return Box(MARGIN, TOP, width - 2 * MARGIN, height - TOP - LEGEND_BAND - _band(exhibit) - 30)
    return Box(MARGIN, TOP, width - 2 * MARGIN - COLUMN - 5, height - TOP - _band(exhibit) - 22)


def map_size(exhibit: Exhibit) -> tuple[float, float]:
    """Return width and height of a single map on paper, mm."""
    box = map_box(exhibit)
    return box.width * exhibit.format.factor, box.height * exhibit.format.factor


def _band(exhibit: Exhibit) -> float:
    """Return the height of the band above the foot; many sources make it higher: none of them may be lost."""
    many = sum(map(len, exhibit.sources)) / (_LETTERS * exhibit.format.design[0]) - 1.0
    texts = min(TEXTS * (1.0 + 2.0 * max(many, 0.0)), _HIGHEST)
    return max(texts, DETAILS) if exhibit.details or exhibit.table is not None else texts


def marks(invented: bool, sensitivity: str, status: str, phrases: Phrases) -> list[tuple[str, str, str]]:
    """Return text, plate colour and ink of what must not be overlooked, on maps and on fact sheets."""
    tr = phrases.tr
    found = []
    if invented:
        found.append(("Beispieldaten, erfunden · invented example data", "#ffd84d", classes.INK))
    if sensitivity == codes.SENSITIVITY.internal:
        found.append((tr("For internal use only"), "#6b3fa0", "#ffffff"))
    if sensitivity == codes.SENSITIVITY.confidential:
        found.append((tr("Confidential – not for the public"), "#9c1c2c", "#ffffff"))
    if status:
        found.append((status, "#455a64", "#ffffff"))
    return found


def _foot(sheet: Sheet, exhibit: Exhibit, phrases: Phrases) -> None:
    tr = phrases.tr
    bottom = exhibit.format.design[1]
    box = Box(MARGIN, bottom - 14.5, _right(exhibit) - MARGIN, 5)
    sheet.plate(Box(MARGIN, bottom - 16, box.width, 0.25), classes.INK, name="rule")
    as_of = tr("As of {date}").format(date=phrases.date(exhibit.stand))
    system = f"ETRS89 / UTM 32N ({region.CRS})"
    left = f"{as_of}  ·  {tr('Coordinate system')} {system}"
    shares = (0.41, 0.27, 0.32) if exhibit.notice else (0.55, 0.0, 0.45)
    parts = [share * box.width for share in shares]
    place = Box(box.x, box.y, parts[0], box.height)
    if sheet.fitted_size(left, place, (7.5, 7, 6.5)) is None:
        left = f"{as_of}  ·  {system}"
    sheet.text(left, place, (7.5, 7, 6.5), name="date")
    if exhibit.notice:
        sheet.text(
            exhibit.notice,
            Box(box.x + parts[0], box.y, parts[1], box.height),
            (9, 8, 7),
            bold=True,
            colour=classes.COMPUTED,
            align=_CENTRE,
            name="notice",
        )
    maker = f"{about.name()} {about.version()}" + (f"  ·  {tr('Run')} {exhibit.run}" if exhibit.run else "")
    maker += "  ·  " + tr("Page {page} of {pages}").format(page=exhibit.page, pages=exhibit.pages)
    sheet.text(
        maker,
        Box(box.x + parts[0] + parts[1], box.y, parts[2], box.height),
        (7.5, 7, 6.5),
        align=Qt.AlignmentFlag.AlignRight,
        name="maker",
    )


# -------------------------------------------------------------------------------------------------------------- one map
def _single(sheet: Sheet, exhibit: Exhibit, phrases: Phrases) -> None:
    box = map_box(exhibit)
    layers = open_layers(sheet, exhibit.maps[0][1], exhibit.language)
    extent = QgsRectangle(*exhibit.extent)
    scale = exhibit.scale or round_scale(extent, sheet.placed(box))
    _enlarge(sheet, [layer for _, layer in layers], scale)
    shown = sheet.map(box, [layer for _, layer in layers], extent, scale, "map")
    side = Box(_right(exhibit) - COLUMN, box.y, COLUMN, box.height)
    legend = Box(side.x, side.y, side.width, side.height)
    if exhibit.format.portrait:
        side = Box(side.x, box.bottom + 4, COLUMN, LEGEND_BAND)
        legend = Box(MARGIN, side.y, side.x - MARGIN - 6, LEGEND_BAND)
    bottom = _side(sheet, exhibit, phrases, side, shown, scale)
    if not exhibit.format.portrait:
        legend = Box(side.x, side.y, side.width, bottom - side.y)
    _heading(sheet, phrases.tr("Legend"), Box(legend.x, legend.y, legend.width, 5.5))
    written = _legend(sheet, phrases, Box(legend.x, legend.y + 6, legend.width, legend.height - 6), layers, shown)
    taken = side.y if exhibit.format.portrait else written
    height = min(LOCATOR, bottom - taken - 3)
    wide = side.width / LOCATOR
    if exhibit.locator and height >= SMALL_LOCATOR:
        _locator(sheet, exhibit, Box(side.x, bottom - height, height * wide, height), shown)
    elif exhibit.locator:
        inset = Box(box.x + 2, box.bottom - SMALL_LOCATOR - 2, SMALL_LOCATOR * wide, SMALL_LOCATOR)
        shown.addLabelBlockingItem(_locator(sheet, exhibit, inset, shown))
    names.arrange(shown, max(1.0, sheet.factor))
    band = _band(exhibit)
    foot = exhibit.format.design[1] - 18
    _below(sheet, exhibit, phrases, Box(MARGIN, foot - band, _right(exhibit) - MARGIN, band))


def _legend(
    sheet: Sheet,
    phrases: Phrases,
    box: Box,
    layers: Sequence[tuple[MapLayer, QgsMapLayer]],
    shown: QgsLayoutItemMap,
) -> float:
    """Place the legend of what the map shows, and under it what of the theme it does not; return where it ends."""
    entries = legend_entries(layers, phrases, shown.extent())
    absent = [entry.heading.replace("\n", " ") for entry in entries if entry.heading and not entry.counts]
    left = _ABSENT if absent else 0.0
    enlarged = shown if sheet.factor > 1.0 else None
    legend = sheet.legend(Box(box.x, box.y, box.width, box.height - left), seen(entries), enlarged)
    end = box.y + (legend.rect().height() / sheet.factor if len(absent) < len(entries) else 0.0)
    if absent:
        said = phrases.tr("None on this map: {layers}").format(layers=phrases.listed(absent))
        sheet.text(said, Box(box.x, end + 2.0, box.width, left - 2.0), _LONG, name="absent")
    return end + left


def _side(sheet: Sheet, exhibit: Exhibit, phrases: Phrases, side: Box, shown: QgsLayoutItemMap, scale: float) -> float:
    """Fill a column from below: scale, author and plan number, figures, table; return where what is left ends."""
    _scale(sheet, Box(side.x, side.bottom - 17, side.width, 17), shown, scale, exhibit.format.name, phrases)
    bottom = _title_block(sheet, exhibit, phrases, Box(side.x, side.y, side.width, side.height - 20))
    bottom = _figures(sheet, exhibit, Box(side.x, side.y, side.width, bottom - side.y)) - 4
    if exhibit.side_table is None:
        return bottom
    height = 13.0 + 5.2 * len(exhibit.side_table.rows)
    _table(sheet, exhibit.side_table, Box(side.x, bottom - height, side.width, height))
    return bottom - height - 3


def _title_block(sheet: Sheet, exhibit: Exhibit, phrases: Phrases, box: Box) -> float:
    """Name office, author and plan number at the lower end of a box; return where they begin."""
    tr = phrases.tr
    lines = [
        f"{what}: {value}"
        for what, value in ((tr("Author"), exhibit.author), (tr("Plan number"), exhibit.plan_number))
        if value
    ]
    top = box.bottom
    for line in reversed(lines):
        fits = sheet.fitted_size(line, Box(0, 0, box.width, 4.6), _SHORT) is not None
        height = 4.6 if fits else 8.6
        top -= height + 0.6
        sheet.text(line, Box(box.x, top, box.width, height), _SHORT if fits else _LONG, name="title block")
    return _office(sheet, exhibit, Box(box.x, top - OFFICE - 1.5, box.width, OFFICE))


def _office(sheet: Sheet, exhibit: Exhibit, box: Box) -> float:
    """Place logo and name of the office side by side; return where they begin, the lower edge where there are none."""
    if not exhibit.office and not exhibit.logo:
        return box.bottom + 1.5
    text_from = box.x
    if exhibit.logo:
        wide = 0.5 * box.width if exhibit.office else box.width
        width = min(wide, box.height * picture_ratio(exhibit.logo))
        sheet.picture(exhibit.logo, Box(box.x, box.y, width, box.height), "logo")
        text_from += width + 3
    if exhibit.office:
        place = Box(text_from, box.y, box.right - text_from, box.height)
        sheet.text(exhibit.office, place, (10, *_LONG), bold=True, name="office", vertical=_MIDDLE)
    return box.y


def _locator(sheet: Sheet, exhibit: Exhibit, box: Box, shown: QgsLayoutItemMap) -> QgsLayoutItemMap:
    """Show where the map lies in the region: beside the map, or in its corner where the legend leaves no room."""
    layers = [layer for _, layer in open_layers(sheet, exhibit.locator, exhibit.language)]
    extent = QgsRectangle(*region.EXTENT)
    small = sheet.map(box, layers, extent, round_scale(extent, sheet.placed(box)), "locator")
    frame = small.overview()
    frame.setLinkedMap(shown)
    frame.setFrameSymbol(sheet.frame_symbol(classes.COMPUTED))
    return small


def _enlarge(sheet: Sheet, layers: Sequence[QgsMapLayer], scale: float) -> None:
    """Draw lines, symbols and names on sheets larger than A3 larger as well."""
    if sheet.factor > 1.0:
        for layer in layers:
            if isinstance(layer, QgsVectorLayer):
                layer.renderer().setReferenceScale(scale * sheet.factor)


def _below(sheet: Sheet, exhibit: Exhibit, phrases: Phrases, box: Box) -> None:
    """Fill the band under the map: closer looks or a table on the left, method and sources on the right."""
    texts_from = box.x + box.width / 2 + 3
    left = Box(box.x, box.y, texts_from - box.x - 6, box.height)
    if exhibit.details:
        _details(sheet, exhibit, phrases, left)
    elif exhibit.table is not None and exhibit.table.blocks > 1:
        _blocks(sheet, exhibit.table, left)
    elif exhibit.table is not None:
        _table(sheet, exhibit.table, left)
    else:
        texts_from = box.x
    _texts(sheet, exhibit, phrases, Box(texts_from, box.y, box.right - texts_from, box.height))


def _texts(sheet: Sheet, exhibit: Exhibit, phrases: Phrases, box: Box) -> None:
    """Set method and sources side by side; sources that are long get more of the width: none of them may be lost."""
    sources = "\n".join(exhibit.sources)
    for part in _METHODS:
        first = Box(box.x, box.y, (box.width - 6) * part, box.height)
        second = Box(first.right + 6, box.y, box.width - 6 - first.width, box.height)
        if sheet.fitted_size(sources, Box(0, 0, second.width, second.height - 6.5), _LONG) is not None:
            break
    for place, title, text, name in (
        (first, phrases.tr("Method"), exhibit.method, "method"),
        (second, phrases.tr("Sources and licences"), sources, "sources"),
    ):
        _heading(sheet, title, Box(place.x, place.y, place.width, 5.5))
        sheet.text(text, Box(place.x, place.y + 6.5, place.width, place.height - 6.5), _LONG, name=name)


def _heading(sheet: Sheet, text: str, box: Box) -> None:
    sheet.text(text, box, (10.5, 9.5, 8.5), bold=True, name="heading")


def _figures(sheet: Sheet, exhibit: Exhibit, box: Box) -> float:
    """Place the figures in two columns at the lower end of the box; return where they begin."""
    if not exhibit.figures:
        return box.bottom
    row_height, half = 17.0, (box.width - 4) / 2
    n_rows = (len(exhibit.figures) + 1) // 2
    top = box.bottom - n_rows * row_height
    caption_box = Box(0, 0, half, 7.4)
    size = min(sheet.fitted_size(figure.caption, caption_box, _CAPTION) or SMALLEST for figure in exhibit.figures)
    for index, figure in enumerate(exhibit.figures):
        x = box.x + (index % 2) * (half + 4)
        y = top + (index // 2) * row_height
        sheet.text(
            figure.value, Box(x, y, half, 8.6), (20, 17, 14, 11), bold=True, colour=classes.COMPUTED, name="figure"
        )
        sheet.text(figure.caption, Box(x, y + 8.6, half, 7.4), (size,), name="figure caption")
    return top


def _scale(sheet: Sheet, box: Box, shown: QgsLayoutItemMap, scale: float, paper: str, phrases: Phrases) -> None:
    text = f"{phrases.tr('Scale')} 1:{phrases.number(scale)} ({paper})"
    sheet.text(text, Box(box.x, box.y, box.width - 14, 4.5), (8.5, 8, 7), name="scale")
    sheet.scale_bar(Box(box.x, box.y + 5.5, box.width - 16, 9), shown, scale)
    sheet.picture(str(paths.resource("layouts", "north_arrow.svg")), Box(box.right - 12, box.y, 12, 16), "north arrow")


def _details(sheet: Sheet, exhibit: Exhibit, phrases: Phrases, box: Box) -> None:
    """Place the closer looks side by side, at one scale, so that their sizes can be compared."""
    gap = 4.0
    width = (box.width - 2 * gap) / 3
    layers = [layer for _, layer in open_layers(sheet, exhibit.detail_layers or exhibit.maps[0][1], exhibit.language)]
    extents = [QgsRectangle(*detail.extent) for detail in exhibit.details[:3]]
    for extent in extents:
        extent.scale(1.25)
    frame = Box(box.x, box.y, width, box.height - 9)
    scale = max([5_000.0, *(round_scale(extent, sheet.placed(frame)) for extent in extents)])
    for index, (detail, extent) in enumerate(zip(exhibit.details, extents)):
        frame = Box(box.x + index * (width + gap), frame.y, width, frame.height)
        sheet.map(frame, layers, extent, scale, f"detail {index + 1}")
        caption = f"{detail.caption}\n1:{phrases.number(scale)}"
        sheet.text(caption, frame.below(1.2, 7.8), (7.5, 7, 6.5, SMALLEST), name="detail caption")


def _table(sheet: Sheet, rows: Rows, box: Box) -> None:
    _heading(sheet, rows.title, Box(box.x, box.y, box.width, 5.5))
    share = box.width / sum(rows.widths)
    place = Box(box.x, box.y + 6.5, box.width, box.height - 6.5)
    sheet.table(
        place, rows.header, rows.rows, [width * share for width in rows.widths], (8, 7.5, 7, 6.5, SMALLEST), "table"
    )


# --------------------------------------------------------------------------------------------------------- several maps
def _side_by_side(sheet: Sheet, exhibit: Exhibit, phrases: Phrases) -> None:
    """Place two maps for comparison, their common legend, and the table in blocks underneath."""
    gap = 6.0
    right, base = _right(exhibit), exhibit.format.design[1]
    width = (right - MARGIN - gap) / 2
    extent = QgsRectangle(*exhibit.extent)
    shown: list[QgsLayoutItemMap] = []
    opened: list[list[tuple[MapLayer, QgsMapLayer]]] = []
    scale = 0.0
    for index, (caption, wanted) in enumerate(exhibit.maps[:2]):
        x = MARGIN + index * (width + gap)
        _heading(sheet, caption, Box(x, 34, width, 5.5))
        box = Box(x, 40.5, width, base - 180)
        scale = exhibit.scale or round_scale(extent, sheet.placed(box))
        opened.append(open_layers(sheet, wanted, exhibit.language))
        shown.append(sheet.map(box, [layer for _, layer in opened[-1]], extent, scale, f"map {index + 1}"))
        names.arrange(shown[-1], 1.0)
    band = Box(MARGIN, base - 135, right - MARGIN, 115)
    side = Box(right - COLUMN, band.y, COLUMN, band.height)
    _heading(sheet, phrases.tr("Legend"), Box(side.x, side.y, side.width, 5.5))
    top_of_figures = _figures(sheet, exhibit, Box(side.x, side.y, side.width, side.height - 19))
    legend_box = Box(side.x, side.y + 6, side.width, top_of_figures - side.y - 8)
    sheet.legend(legend_box, _common_legend(opened, phrases, shown[0].extent()))
    _scale(sheet, Box(side.x, side.bottom - 16, side.width, 16), shown[0], scale, exhibit.format.name, phrases)
    texts = Box(MARGIN, band.bottom - 30, band.width - COLUMN - 6, 30)
    _texts(sheet, exhibit, phrases, texts)
    if exhibit.table is not None:
        _blocks(sheet, exhibit.table, Box(MARGIN, band.y, texts.width, band.height - texts.height - 3))


def _blocks(sheet: Sheet, rows: Rows, box: Box) -> None:
    """Set a long table in blocks side by side."""
    _heading(sheet, rows.title, Box(box.x, box.y, box.width, 5.5))
    blocks, gap = rows.blocks, 5.0
    width = (box.width - (blocks - 1) * gap) / blocks
    per_block = -(-len(rows.rows) // blocks)
    share = width / sum(rows.widths)
    for index in range(blocks):
        part = rows.rows[index * per_block : (index + 1) * per_block]
        place = Box(box.x + index * (width + gap), box.y + 6.5, width, box.height - 6.5)
        if part:
            sheet.table(
                place,
                rows.header,
                part,
                [each * share for each in rows.widths],
                (7.5, 7, 6.5, SMALLEST),
                f"table {index + 1}",
            )


# --------------------------------------------------------------------------------------------------------------- layers
def open_layers(sheet: Sheet, wanted: Sequence[MapLayer], language: str) -> list[tuple[MapLayer, QgsMapLayer]]:
    """Open the layers of a map in the sheet's own project, styled in the language of the paper."""
    opened: list[tuple[MapLayer, QgsMapLayer]] = []
    for entry in wanted:
        name = entry.heading or entry.style
        if entry.provider in RASTERS:
            opened.append((entry, _raster(sheet, entry)))
            continue
        if entry.provider == "ogr":
            layer = open_layer(entry.source, name)
        else:
            layer = QgsVectorLayer(entry.source, name, entry.provider)
        if not layer.isValid():
            raise WriteFailed(file=entry.source, why=layer.error().summary() or "?")
        if entry.subset:
            layer.setSubsetString(entry.subset)
        styles.apply(layer, entry.style, language)
        layer.setLabelsEnabled(entry.labels and layer.labeling() is not None)
        if entry.marks is not None:
            _point_out(sheet, layer, *entry.marks)
        sheet.project.addMapLayer(layer, False)
        opened.append((entry, layer))
    return opened


def _raster(sheet: Sheet, entry: MapLayer) -> QgsRasterLayer:
    layer = QgsRasterLayer(entry.source, entry.provider, entry.provider)
    if not layer.isValid():
        raise WriteFailed(file=entry.provider, why=layer.error().summary() or "?")
    sheet.project.addMapLayer(layer, False)
    return layer


def _point_out(sheet: Sheet, layer: QgsVectorLayer, field_name: str, texts: tuple[tuple[str, str], ...]) -> None:
    """Label single features, so that a closer look can be found on the large map."""
    if not texts:
        return
    pairs = ", ".join(f"{QgsExpression.quotedValue(value)}, {QgsExpression.quotedValue(text)}" for value, text in texts)
    settings = QgsPalLayerSettings()
    settings.fieldName = f"map_get(map({pairs}), {QgsExpression.quotedColumnRef(field_name)})"
    settings.isExpression = True
    settings.placement = Qgis.LabelPlacement.AroundPoint
    settings.dist = 3.0
    settings.placementSettings().setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapIfRequired)
    text_format = sheet.text_format(11, bold=True, colour=classes.CROSS_BORDER)
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text_format.setBuffer(halo)
    settings.setFormat(text_format)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def legend_entries(
    layers: Sequence[tuple[MapLayer, QgsMapLayer]],
    phrases: Phrases,
    extent: QgsRectangle,
    counted: Callable[[QgsVectorLayer, QgsRectangle], dict[str, int]] = class_counts,
) -> list[LegendEntry]:
    """Return the layers that have a heading, with the number of features of each class that the map shows.

    :param counted: how features are counted, for whoever counts often.
    """
    entries = []
    for wanted, layer in layers:
        if wanted.heading is not None and isinstance(layer, QgsVectorLayer):
            counts = {key: phrases.number(count) for key, count in counted(layer, extent).items()}
            entries.append(LegendEntry(layer, wanted.heading, counts))
    return entries


def seen(entries: Sequence[LegendEntry]) -> list[LegendEntry]:
    """Return the entries of which the map shows something."""
    return [entry for entry in entries if entry.counts]


def _common_legend(
    maps: Sequence[Sequence[tuple[MapLayer, QgsMapLayer]]], phrases: Phrases, extent: QgsRectangle
) -> list[LegendEntry]:
    """Return one legend for maps of the same style: every class that one of them shows, with the counts from "
    "left to right.
    """
    each = [legend_entries(layers, phrases, extent) for layers in maps]
    common = []
    for entries in zip(*each):
        keys = dict.fromkeys(key for entry in entries for key in entry.counts)
        counts = {key: " | ".join(entry.counts.get(key, "0") for entry in entries) for key in keys}
        common.append(LegendEntry(entries[0].layer, entries[0].heading, counts))
    return common


# --------------------------------------------------------------------------------------------------------------- export
def export_pdf(sheet: Sheet, file: Path) -> None:
    """Write the page as vector PDF with embedded fonts, its place on earth where GDAL can, title and language.

    QGIS 3.40 writes no tags, so that pictures have no texts of their own; the subject says what the page shows.

    :raises WriteFailed: when QGIS reports anything but success.
    """
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = 300
    settings.forceVectorOutput = True
    settings.rasterizeWholeImage = False
    settings.exportMetadata = True
    settings.simplifyGeometries = True
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    settings.appendGeoreference = True
    _checked(QgsLayoutExporter(sheet.layout).exportToPdf(str(file), settings), file)
    metadata = sheet.project.metadata()
    if metadata.language():
        said = Properties(metadata.title(), metadata.author(), metadata.language(), metadata.abstract())
        try:
            pdf_outline.describe(file, said)
        except (
            WriteFailed,
            ValueError,
            LookupError,
            StopIteration,
        ) as error:  # a page without it is a page all the same
            log.info(f"PDF: {error}")


def export_svg(sheet: Sheet, file: Path) -> None:
    """Write the page as SVG, text as text, with title, description and language.

    :raises WriteFailed: when QGIS reports anything but success.
    """
    settings = QgsLayoutExporter.SvgExportSettings()
    settings.dpi = 300
    settings.forceVectorOutput = True
    settings.exportMetadata = False  # QGIS reads the file again for that, and Qt has put the title in unescaped
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    _checked(QgsLayoutExporter(sheet.layout).exportToSvg(str(file), settings), file)
    metadata = sheet.project.metadata()
    text = file.read_text(encoding="utf-8")
    said = f"<title>{escape(metadata.title())}</title>\n<desc>{escape(metadata.abstract())}</desc>"
    text = re.sub(r"<title>.*?</desc>", lambda _found: said, text, count=1, flags=re.DOTALL)
    file.write_text(text.replace("<svg ", f'<svg xml:lang="{metadata.language()}" ', 1), encoding="utf-8")


def export_png(sheet: Sheet, file: Path, dpi: float) -> None:
    """Write the page as PNG.

    :raises WriteFailed: the page cannot be drawn or saved.
    """
    # not exportToImage: it asks GDAL to georeference the finished PNG, which fails aloud
    image = QgsLayoutExporter(sheet.layout).renderPageToImage(0, QSize(), dpi)
    metadata = sheet.project.metadata()
    for key, text in (("Title", metadata.title()), ("Author", metadata.author()), ("Description", metadata.abstract())):
        image.setText(key, text)
    if image.isNull() or not image.save(str(file)):
        raise WriteFailed(file=file.name, why="PNG")


def _checked(result: QgsLayoutExporter.ExportResult, file: Path) -> None:
    if result != QgsLayoutExporter.ExportResult.Success:
        raise WriteFailed(file=str(file), why=str(result))


_LANGUAGES = {i18n.GERMAN: "de-DE", i18n.ENGLISH: "en-GB"}
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
