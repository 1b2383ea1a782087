"""Fact sheets on paper: A4 upright, map and figures first, then the sections in two columns, on further pages too.

All sheets of a run share one project and its layers; a layout lives only as long as its sheet is drawn, so memory does
not grow with the number of sheets. Main thread only, see `exhibit.foreground`.
"""

from __future__ import annotations

import base64
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsFeatureRequest,
    QgsLayoutExporter,
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemManualTable,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutPoint,
    QgsLayoutRenderContext,
    QgsLayoutSize,
    QgsLayoutTable,
    QgsLayoutUtils,
    QgsLegendStyle,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsRectangle,
    QgsTableCell,
    QgsTextFormat,
    QgsTextRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsVectorSimplifyMethod,
)
from qgis.PyQt.QtCore import QMarginsF, QRectF, QSizeF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter

from ruhr_planner import about, paths
from ruhr_planner.exhibit import charts, classes, factsheet_charts, layout, styles
from ruhr_planner.exhibit.charts import size_of, text_width
from ruhr_planner.exhibit.factsheet import FactSheet, Imprint, Section
from ruhr_planner.exhibit.layout import MapLayer
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.exhibit.sheet import (
    SMALLEST,
    Box,
    ClassIndex,
    Sheet,
    class_counts,
    literal,
    picture_ratio,
    round_scale,
)
from ruhr_planner.model import region
from ruhr_planner.model.errors import WriteFailed

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 12.0
CONTENT = WIDTH - 2 * MARGIN
GAP = 6.0
COLUMN = (CONTENT - GAP) / 2
TOP = 36.0
"""Where the map begins on the first page."""
NEXT_TOP = 22.0
"""Where sections begin on the following pages."""
BOTTOM = HEIGHT - 17.0
"""Where sections end."""
MAP = (130.0, 92.0)
SCALE_ROW = 8.0
"""Height of scale, scale bar and north arrow under the map."""
FIGURES = 16.0
HEADING, AFTER = 6.0, 4.5
"""Height of a heading, and the space after a section."""
TYPE, FINE = 7.7, 6.8
"""Type sizes of tables, and of sentences and tables over the whole width, points."""
LOCATOR = 24.0
"""Height of the small map of the region."""
LEAST_SCALE = 5_000.0
"""No map is drawn larger: plots of 1:50,000 plans do not become sharper by it."""
DPI = 300
_FINE_DOTS = 0.25
"""Vertices closer than this are drawn as one, dots of 1/300 inch: 0.02 mm. QGIS's own export takes 0.1; in the small
map of the region these are thousands of vertices that nobody can see, and a quarter of the file.
"""

_MARKS = 62.0
"""Width of what must not be overlooked, mm."""
_LEGEND_COLUMN = 45.0
"""Least width of a column of a legend, mm."""
_POINT = 254.0 / 72.0
"""Tenths of a millimetre a point."""
_LINE = 0.1
_UNSURE = 1.25
"""By how much a text may be wider than it is estimated: another Qt sets wider. Beyond it is measured."""
_LONG = 60
"""Letters from which on a text may need several lines."""
_FEW = 3
"""Maps whose legend is counted on the spot."""
_PADDING = 0.55
_MARGINS = _LINE + 2 * _PADDING + 0.3
"""What a column takes beside its words, mm."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_ANCHORS = {"start": Qt.AlignmentFlag.AlignLeft, "middle": _CENTRE, "end": _RIGHT}
_RISE = 0.36
"""How far the middle of a line of type lies over its base line, as a share of the type's size."""
_MM = Qgis.LayoutUnit.Millimeters


@dataclass(frozen=True)
class Backdrop:
    """The layers of the map, uppermost first, and which of them is narrowed to what a sheet is about."""

    layers: tuple[MapLayer, ...]
    locator: tuple[MapLayer, ...] = ()
    """Layers of the small map of the region."""
    marked: int = 0
    """Place of the layer that takes the sheet's condition."""
    around: float = 1.5
    """Land that the map shows, as a multiple of the extent."""


class Pages(Sheet):
    """The pages of one sheet after the other, in one project."""

    def __init__(self, backdrop: Backdrop, imprint: Imprint) -> None:
        super().__init__(WIDTH, HEIGHT, about.name(), imprint.author or about.name())
        self.page = 0
        self._waiting: list[QgsLayoutItem] = []
        self._formats: dict[tuple[float, bool, str], QgsTextFormat] = {}
        self._heights: dict[tuple[str, float, float, bool], float] = {}
        self._texts: dict[tuple[str, float, float, bool], float] = {}
        self._lines: dict[tuple[str, float, float, bool], list[str]] = {}
        self._seen: Counter[str] = Counter()
        self._indexes: dict[str, ClassIndex] = {}
        self.imprint = imprint
        self.phrases = Phrases(imprint.language)
        self.backdrop = backdrop
        self.opened = layout.open_layers(self, backdrop.layers, imprint.language)
        self.opened[backdrop.marked] = self._held(*self.opened[backdrop.marked])
        self.located = layout.open_layers(self, backdrop.locator, imprint.language)

    def _held(self, wanted: MapLayer, layer: QgsVectorLayer) -> tuple[MapLayer, QgsVectorLayer]:
        """Return a layer as a copy in memory, which is narrowed to another record without a look at its file."""
        copy = layer.materialize(QgsFeatureRequest())
        styles.apply(copy, wanted.style, self.imprint.language)
        _keep_clear(copy)
        self.project.addMapLayer(copy, False)
        return wanted, copy

    # ------------------------------------------------------------------------------------------------------ the layout
    def compose(self, data: FactSheet) -> QgsPrintLayout:
        """Replace what was on the pages by a sheet; return the layout, which lives until the next call."""
        self.begin(data.title)
        head(self, data)
        _map(self, data)
        _figures(self, data)
        flow = Flow(self, data)
        closing = _closing(self, data)
        for section in (*(each for each in data.sections if not each.wide), *closing):
            flow.add(section)
        for section in (each for each in data.sections if each.wide):
            flow.add(section)
        for number in range(self.count):
            self.page = number
            _foot(self, data, number + 1)
        self.settle()
        return self.layout

    def begin(self, title: str) -> None:
        """Start an empty layout and let go of the one before."""
        self._waiting.clear()
        self.project.layoutManager().removeLayout(self.layout)
        metadata = self.project.metadata()
        metadata.setTitle(title)
        self.project.setMetadata(metadata)
        self.layout = QgsPrintLayout(self.project)
        self.layout.undoStack().blockCommands(True)
        self.layout.setName(title)
        self.project.layoutManager().addLayout(self.layout)
        self._context = QgsLayoutUtils.createRenderContextForLayout(self.layout, None, DPI)
        self.page = -1
        self.turn()

    def turn(self) -> None:
        """Go to the next page, which is made if it is not there."""
        self.page += 1
        if self.page < self.count:
            return
        page = QgsLayoutItemPage(self.layout)
        page.setPageSize(QgsLayoutSize(WIDTH, HEIGHT, _MM))
        self.layout.pageCollection().addPage(page)

    @property
    def count(self) -> int:
        """Number of pages."""
        return int(self.layout.pageCollection().pageCount())

    def _place(self, item: QgsLayoutItem, box: Box, name: str) -> QgsLayoutItem:
        # it joins the scene in `settle`: once there, every change is noted as XML for undoing and looks at all items
        item.setId(name)
        item.attemptMove(QgsLayoutPoint(box.x, box.y, _MM), True, False, self.page)
        item.attemptResize(QgsLayoutSize(box.width, box.height, _MM))
        self._waiting.append(item)
        return item

    def settle(self) -> None:
        """Put on the pages what was placed; do so before they are drawn."""
        for item in self._waiting:
            self.layout.addLayoutItem(item)
        self._waiting.clear()

    def break_lines(self) -> None:
        """Break long texts where they were measured: QGIS would work it out word by word whenever it draws them.

        Most of them stand on every sheet, and took a quarter of the time of an atlas.
        """
        for item in self.layout.items():
            if isinstance(item, QgsLayoutItemLabel) and len(item.text()) > _LONG and "[%" not in item.text():
                item.setText("\n".join(self.lines(item.text(), item.rect().width(), item.textFormat())))

    def counted(self, layer: QgsVectorLayer, extent: QgsRectangle) -> dict[str, int]:
        """Return how many features of each legend class lie in an extent; after a few sheets out of an index."""
        if layer is self.opened[self.backdrop.marked][1]:
            return class_counts(layer, extent)
        self._seen[layer.id()] += 1
        if self._seen[layer.id()] <= _FEW:
            return class_counts(layer, extent)
        if layer.id() not in self._indexes:
            self._indexes[layer.id()] = ClassIndex(layer)
        return self._indexes[layer.id()].counts(extent)

    # -------------------------------------------------------------------------------------------------------- contents
    def _fit_legend(self, legend: QgsLayoutItemLegend, box: Box) -> None:
        """Set the legend in small type and as many columns as there is room for, smaller where it would leave it."""
        legend.setSymbolWidth(5.5)
        legend.setSymbolHeight(2.9)
        legend.setColumnCount(max(1, int(box.width // _LEGEND_COLUMN)))
        for parted, size in ((False, 7.0), (False, SMALLEST), (True, 7.0), (True, SMALLEST)):
            legend.setSplitLayer(parted)
            self._legend_type(legend, size)
            found = self._legend_size(legend)
            if found.width() <= box.width and found.height() <= box.height:
                break
        width, height = max(1.0, min(found.width(), box.width)), max(1.0, min(found.height(), box.height))
        legend.attemptResize(QgsLayoutSize(width, height, _MM))

    def _legend_type(self, legend: QgsLayoutItemLegend, size: float) -> None:
        styles_of = (QgsLegendStyle.Style.Subgroup, QgsLegendStyle.Style.Symbol, QgsLegendStyle.Style.SymbolLabel)
        group, symbol, label = (legend.rstyle(each) for each in styles_of)
        group.setTextFormat(self.text_format(size, bold=True))
        label.setTextFormat(self.text_format(size))
        symbol.setMargin(QgsLegendStyle.Side.Top, 0.16 * size)
        group.setMargin(QgsLegendStyle.Side.Top, 0.3 * size)

    def chart(self, drawing: str, box: Box) -> None:
        """Place a chart, its words as words: QGIS draws the text of an SVG as outlines, which no reader finds."""
        shapes, words = charts.parted(drawing)
        self.svg(shapes, box, "chart")
        unit = box.width / size_of(drawing)[0] * 0.1
        for word in words:
            label = QgsLayoutItemLabel(self.layout)
            label.setText(literal(word.said))
            label.setTextFormat(self.text_format(round(word.size * unit * 72.0 / 25.4, 2), word.bold, word.colour))
            label.setMarginX(0)
            label.setMarginY(0)
            label.setHAlign(_ANCHORS[word.anchor])
            label.setVAlign(_MIDDLE)
            height = 2.0 * word.size * unit
            middle = box.y + (word.y - _RISE * word.size) * unit
            left = box.x + word.left * unit
            self._place(label, Box(left, middle - height / 2, word.width * unit, height), "chart word")

    def svg(self, drawing: str, box: Box, name: str) -> None:
        """Place a drawing that is SVG text."""
        picture = QgsLayoutItemPicture(self.layout)
        data = base64.b64encode(drawing.encode("utf-8")).decode("ascii")
        picture.setPicturePath(f"base64:{data}", Qgis.PictureFormat.SVG)
        picture.setResizeMode(QgsLayoutItemPicture.ResizeMode.Zoom)
        self._place(picture, box, name)

    def text_format(self, size: float, bold: bool = False, colour: str = classes.INK) -> QgsTextFormat:
        """Return the text format of a size in points; a few serve thousands of texts."""
        key = (size, bold, colour)
        if key not in self._formats:
            self._formats[key] = super().text_format(size, bold, colour)
        return QgsTextFormat(self._formats[key])

    def lines(self, text: str, width: float, text_format: QgsTextFormat) -> list[str]:
        """Return the lines of a text at a width in mm; many sheets say the same, so it is wrapped once."""
        key = (text, width, text_format.size(), text_format.font().bold())
        if key not in self._lines:
            self._lines[key] = super().lines(text, width, text_format)
        return self._lines[key]

    def text_height(self, text: str, width: float, text_format: QgsTextFormat) -> float:
        """Return the height in mm of a wrapped text, measured once."""
        key = (text, width, text_format.size(), text_format.font().bold())
        if key not in self._texts:
            self._texts[key] = super().text_height(text, width, text_format)
        return self._texts[key]

    def cell_height(self, text: str, width: float, size: float, bold: bool = False) -> float:
        """Return the height in mm of a text that QGIS wraps in the cell of a table; many cells say the same.

        :param width: inside the margins, mm.
        """
        key = (text, width, size, bold)
        if key not in self._heights:
            text_format = self.text_format(size, bold)
            lines = [text]
            if text_width(text, size * _POINT) * 0.1 * _UNSURE > width:  # much faster than wrapping
                lines = QgsTextRenderer.wrappedText(self._context, text, width * self._dots, text_format)
            mode = Qgis.TextLayoutMode.RectangleAscentBased
            height = QgsTextRenderer.textHeight(self._context, text_format, lines, mode) / self._dots
            self._heights[key] = height * (1.02 if len(lines) > 1 else 1.0)
        return self._heights[key]

    def grid(
        self, box: Box, rows: Sequence[Sequence[QgsTableCell]], widths: Sequence[float], name: str, lines: bool = True
    ) -> bool:
        """Place a table whose rows all have to fit; return whether they do.

        :param widths: of the columns, mm, margins included.
        :param lines: whether there are lines between the rows.
        """
        table = QgsLayoutItemManualTable.create(self.layout)
        table.setIncludeTableHeader(False)
        table.setShowGrid(lines)
        table.setVerticalGrid(False)
        table.setGridStrokeWidth(_LINE)
        table.setGridColor(QColor(classes.BORDER))
        table.setWrapBehavior(QgsLayoutTable.WrapBehavior.WrapText)
        table.setCellMargin(_PADDING)
        table.setBackgroundColor(QColor(0, 0, 0, 0))  # bars stand between the columns, over the table or under it
        table.setColumnWidths([width - _LINE - 2 * _PADDING for width in widths])
        frame = QgsLayoutFrame(self.layout, table)
        frame.setId(name)
        frame.attemptMove(QgsLayoutPoint(box.x, box.y, _MM), True, False, self.page)
        frame.attemptResize(QgsLayoutSize(box.width, box.height, _MM))
        self.layout.addMultiFrame(table)
        table.addFrame(frame, False)
        table.setTableContents([list(row) for row in rows])  # last: contents are measured once
        fits = bool(table.totalSize().height() < box.height + 0.1)  # otherwise twice the frame's height, or more
        if not fits:
            table.deleteFrames()  # they stay on the page otherwise
            self.layout.removeMultiFrame(table)
        return fits


def _keep_clear(layer: QgsVectorLayer) -> None:
    """Let the names of others stay off what a sheet is about, as far as there is room elsewhere."""
    settings = QgsPalLayerSettings()
    settings.drawLabels = False
    obstacle = settings.obstacleSettings()
    obstacle.setIsObstacle(True)
    obstacle.setFactor(2.0)
    settings.setObstacleSettings(obstacle)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


# ---------------------------------------------------------------------------------------------------------------- head
def marks(imprint: Imprint, phrases: Phrases) -> list[tuple[str, str, str]]:
    """Return text, plate colour and ink of what must not be overlooked."""
    return layout.marks(imprint.invented, imprint.sensitivity, imprint.status, phrases)


def head(pages: Pages, data: FactSheet, sizes: Sequence[float] = (18, 16, 14, 12, 10, 9)) -> None:
    """Set kind, title, subtitle, logo and marks over the first page.

    :param sizes: of the title, the largest first; it may take two lines.
    """
    found = marks(pages.imprint, pages.phrases)
    left = CONTENT - (_MARKS + 4.0 if found or pages.imprint.logo else 0.0)
    pages.text(
        data.kicker, Box(MARGIN, 9.0, left, 4.2), (9.0, 8.0, 7.0), colour=classes.COMPUTED, bold=True, name="kicker"
    )
    pages.text(data.title, Box(MARGIN, 13.2, left, 9.8), sizes, bold=True, vertical=_MIDDLE, name="title")
    pages.text(data.subtitle, Box(MARGIN, 23.0, left, 5.4), (9.0, 8.5, 8.0, 7.5, 7.0), name="subtitle")
    x, y = WIDTH - MARGIN - _MARKS, 9.0
    if pages.imprint.logo:
        width = min(_MARKS, 9.0 * picture_ratio(pages.imprint.logo))
        pages.picture(pages.imprint.logo, Box(WIDTH - MARGIN - width, y, width, 9.0), "logo")
        y += 10.0
    height = min(8.0, (30.0 - y) / max(len(found), 1) - 1.2)
    for text, fill, ink in found:
        pages.plate(Box(x, y, _MARKS, height), fill, name="mark plate")
        inner = Box(x + 1.5, y, _MARKS - 3.0, height)
        text = text if len(found) > 1 else text.replace(" · ", "\n")
        pages.text(text, inner, (8.0, 7.5, 7.0, 6.5, SMALLEST), True, ink, _CENTRE, _MIDDLE, "mark")
        y += height + 1.2
    pages.plate(Box(MARGIN, 31.0, CONTENT, 0.6), classes.INK, name="rule")


def _slim_head(pages: Pages, data: FactSheet) -> None:
    """Say on a following page what it belongs to, and repeat what must not be overlooked."""
    said = " · ".join(text for text, _fill, _ink in marks(pages.imprint, pages.phrases))
    half = CONTENT * (0.5 if len(said) > _LONG else 0.6)
    pages.text(data.title, Box(MARGIN, 8.6, half, 7.0), (11, 10, 9, 8, 7), bold=True, vertical=_MIDDLE, name="title")
    place = Box(MARGIN + half + 2, 8.6, CONTENT - half - 2, 7.0)
    pages.text(said, place, (7.5, 7.0, 6.5, SMALLEST), True, "#9c1c2c", _RIGHT, _MIDDLE, "mark")
    pages.plate(Box(MARGIN, 16.0, CONTENT, 0.4), classes.INK, name="rule")


def _foot(pages: Pages, data: FactSheet, number: int) -> None:
    tr, phrases, imprint = pages.phrases.tr, pages.phrases, pages.imprint
    y = HEIGHT - 12.5
    pages.plate(Box(MARGIN, y - 1.4, CONTENT, 0.25), classes.INK, name="rule")
    parts = [
        tr("As of {date}").format(date=phrases.date(imprint.stand)),
        imprint.plan_number,
        imprint.office,
        imprint.author,
    ]
    left = "  ·  ".join(part for part in parts if part)
    sizes = (7.0, 6.5, SMALLEST)
    pages.text(left, Box(MARGIN, y, 66.0 if data.notice else 120.0, 8.4), sizes, name="date")
    if data.notice:
        middle = Box(MARGIN + 67.0, y, 56.0, 4.2)
        pages.text(data.notice, middle, (8.0, 7.5, 7.0, 6.5), True, classes.COMPUTED, _CENTRE, name="notice")
    maker = f"{about.name()} {about.version()}  ·  {tr('Run')} {imprint.run}  ·  "
    maker += tr("Page {page} of {pages}").format(page=number, pages=pages.count)
    pages.text(maker, Box(WIDTH - MARGIN - 62.0, y, 62.0, 4.2), sizes, align=_RIGHT, name="maker")


# ----------------------------------------------------------------------------------------------------------------- map
def map_extent(data: FactSheet, around: float) -> QgsRectangle:
    """Return what the map shows at least."""
    extent = QgsRectangle(*data.extent)
    extent.grow(1.0)  # a point has no extent
    extent.scale(around)
    return extent


def _map(pages: Pages, data: FactSheet) -> None:
    box = Box(MARGIN, TOP, *MAP)
    shown = draw_map(pages, data, box)
    scale = shown.scale()
    side = Box(box.right + 4, TOP, CONTENT - MAP[0] - 4, MAP[1] + SCALE_ROW)
    tr = pages.phrases.tr
    pages.text(tr("Legend"), Box(side.x, side.y, side.width, 5.0), (9.5, 8.5), bold=True, name="heading")
    entries = layout.seen(layout.legend_entries(pages.opened, pages.phrases, shown.extent(), pages.counted))
    locator = Box(side.x, side.bottom - LOCATOR, side.width, LOCATOR)
    pages.legend(Box(side.x, side.y + 5.5, side.width, locator.y - side.y - 7.5), entries)
    _scale(pages, box, shown, scale)
    _locator(pages, locator, shown)


def _scale(pages: Pages, box: Box, shown: QgsLayoutItemMap, scale: float) -> None:
    """Set scale, scale bar and north arrow in a row under the map."""
    row = Box(box.x, box.bottom + 1.0, box.width, SCALE_ROW - 1.0)
    text = f"{pages.phrases.tr('Scale')} 1:{pages.phrases.number(scale)}"
    pages.text(text, Box(row.x, row.y + 1.6, 40.0, 4.4), (8.0, 7.5, 7.0), name="scale")
    pages.scale_bar(Box(row.x + 42.0, row.y - 0.6, 60.0, row.height), shown, scale)
    arrow = Box(row.right - 6.0, row.y, 6.0, row.height)
    pages.picture(str(paths.resource("layouts", "north_arrow.svg")), arrow, "north arrow")


def _locator(pages: Pages, box: Box, shown: QgsLayoutItemMap) -> None:
    """Show where in the region the map lies."""
    extent = QgsRectangle(*region.EXTENT)
    layers = [layer for _wanted, layer in pages.located]
    small = pages.map(box, layers, extent, round_scale(extent, box), "locator")
    frame = small.overview()
    frame.setLinkedMap(shown)
    frame.setFrameSymbol(pages.frame_symbol(classes.COMPUTED))


def draw_map(pages: Pages, data: FactSheet, box: Box) -> QgsLayoutItemMap:
    """Place the map of a sheet, the layer of what it is about narrowed to it."""
    layers = [layer for _wanted, layer in pages.opened]
    layers[pages.backdrop.marked].setSubsetString(data.marked)
    extent = map_extent(data, pages.backdrop.around)
    scale = max(LEAST_SCALE, round_scale(extent, box))
    return pages.map(box, layers, extent, scale, "map")


def _figures(pages: Pages, data: FactSheet) -> None:
    """Set the numbers that people take home in one row under the map."""
    if not data.figures:
        return
    top = TOP + MAP[1] + SCALE_ROW + 2.5
    width = (CONTENT - GAP * (len(data.figures) - 1)) / len(data.figures)
    for number, figure in enumerate(data.figures):
        x = MARGIN + number * (width + GAP)
        sizes = (15, 13.5, 12, 11, 10, 9)
        pages.text(figure.value, Box(x, top, width, 6.6), sizes, True, classes.COMPUTED, name="figure")
        pages.text(figure.caption, Box(x, top + 6.8, width, 7.2), (7.5, 7.0, 6.5, SMALLEST), name="figure caption")


# ------------------------------------------------------------------------------------------------------------ sections
class Flow:
    """Where the next section goes: into the column that is less full, or over the whole width under both."""

    def __init__(self, pages: Pages, data: FactSheet, top: float = 0.0) -> None:
        """:param top: where sections begin on this page; 0 for under the map and the figures."""
        self.pages = pages
        self.data = data
        self.top = top or TOP + MAP[1] + SCALE_ROW + 2.5 + (FIGURES if data.figures else 0.0)
        self.ys = [self.top, self.top]

    def add(self, section: Section) -> None:
        """Place a section, in one piece where a column has room for it; else it goes on row by row."""
        block = _Block(self.pages, section, CONTENT if section.wide else COLUMN)
        while not block.done:
            column = self._column(section, block)
            if column is None:
                self._turn()
                continue
            y = self.ys[column]
            used = block.place(Box(MARGIN + column * (COLUMN + GAP), y, block.width, BOTTOM - y))
            self.ys[column] += used + AFTER
            if section.wide:
                self.ys = [self.ys[column]] * 2

    def _column(self, section: Section, block: _Block) -> int | None:
        """Return the column that a section goes on in, None for the next page."""
        if section.wide:
            self.ys = [max(self.ys)] * 2
            return 0 if self._fits(0, block.least()) else None
        ordered = sorted((0, 1), key=lambda place: self.ys[place])
        whole = block.height()
        for column in ordered:
            if self._fits(column, whole):
                return column
        if whole <= BOTTOM - NEXT_TOP:
            return None
        return next((column for column in ordered if self._fits(column, block.least())), None)

    def _fits(self, column: int, height: float) -> bool:
        fresh = self.ys[column] <= self.top + 0.01 and self.pages.page > 0
        return fresh or height <= BOTTOM - self.ys[column]

    def _turn(self) -> None:
        self.pages.turn()
        _slim_head(self.pages, self.data)
        self.top = NEXT_TOP
        self.ys = [self.top, self.top]


class _Block:
    """A section while it is placed: which of its parts are on paper already."""

    def __init__(self, pages: Pages, section: Section, width: float) -> None:
        self.pages = pages
        self.section = section
        self.width = width
        self.begun = False
        self.rows = list(section.rows)
        self.text = section.text
        self.size = FINE if section.wide else TYPE
        total = sum(section.widths)
        self.widths = widened([width * each / total for each in section.widths], self._least_widths())

    def _least_widths(self) -> list[float]:
        """Return the widths of the longest words of each column, mm: QGIS breaks lines between words only."""
        columns = zip(self.section.header, *self.rows) if self.section.header else ()
        return [max(map(_longest, cells)) * self.size * _POINT * 0.1 + _MARGINS for cells in columns]

    @property
    def done(self) -> bool:
        """Tell whether everything is on paper."""
        return self.begun and not self.rows and not self.text

    def least(self) -> float:
        """Return the height that is needed to begin, or to go on, in a way that reads well."""
        return self._height_of(self.rows[:3]) + (self._text_height() if len(self.rows) <= 3 else 0.0)

    def height(self) -> float:
        """Return the height of all that is not on paper yet."""
        return self._height_of(self.rows) + self._text_height()

    def _height_of(self, rows: Sequence[Sequence[str]]) -> float:
        height = HEADING + sum(self._row_height(row) for row in rows) + (_LINE + 0.2 if rows else 0.0)
        if self.section.header:
            height += self._row_height(self.section.header, bold=True)
        if not self.begun:
            height += self._chart_height() + self._bars_height()
        return height

    def place(self, box: Box) -> float:
        """Put as much as possible into a box; return the height that it took."""
        y = box.y
        title = self.section.title
        if self.begun:
            title += f" ({self.pages.phrases.tr('continued')})"
        heading = Box(box.x, y, box.width, HEADING - 0.8)
        self.pages.text(title, heading, (9.5, 9.0, 8.5, 8.0), bold=True, name="heading")
        y += HEADING
        if not self.begun and self.section.chart:
            self.pages.chart(self.section.chart, Box(box.x, y, box.width, self._chart_height() - 1.5))
            y += self._chart_height()
        if not self.begun and self.section.bars:
            self._place_bars(Box(box.x, y, box.width, self._bars_height() - 1.0))
            y += self._bars_height()
        self.begun = True
        if self.rows:
            y += self._place_rows(Box(box.x, y, box.width, box.bottom - y))
        if self.text and not self.rows and self._text_height() <= box.bottom - y:
            place = Box(box.x, y + 0.8, box.width, self._text_height() - 0.6)
            self.pages.text(self.text, place, (FINE,), colour=classes.KREIS_BORDER, name="note")
            y += self._text_height()
            self.text = ""
        return y - box.y

    def _chart_height(self) -> float:
        if not self.section.chart:
            return 0.0
        width, height = size_of(self.section.chart)
        return height * self.width / width + 1.5

    def _bar_height(self) -> float:
        return self.pages.cell_height("0", self.width, self.size) + 2 * _PADDING

    def _bars_height(self) -> float:
        return self._bar_height() * len(self.section.bars) + 1.2 if self.section.bars else 0.0

    def _place_bars(self, box: Box) -> None:
        """Place bars between their words and their numbers, which are cells of a table."""
        bars, unit = self.section.bars, box.width / factsheet_charts.WIDTH
        left, right = (edge * unit for edge in factsheet_charts.columns(bars))
        cells = self._cells([(bar.label, bar.said) for bar in bars])
        for row in cells:
            row[1].setHorizontalAlignment(_RIGHT)
        if not self.pages.grid(box, cells, (left, box.width - left), "bars", lines=False):
            raise WriteFailed(file=self.section.title, why=bars[-1].label)
        drawing = factsheet_charts.bare_bars(bars, self._bar_height() / unit)
        self.pages.svg(drawing, Box(box.x + left, box.y, right - left, self._bar_height() * len(bars)), "chart")

    def _text_height(self) -> float:
        if not self.text:
            return 0.0
        return self.pages.text_height(self.text, self.width, self.pages.text_format(FINE)) + 1.6

    def _row_height(self, row: Sequence[str], bold: bool = False) -> float:
        inner = [width - _LINE - 2 * _PADDING for width in self.widths]
        tallest = max(self.pages.cell_height(text, width, self.size, bold) for text, width in zip(row, inner))
        return tallest + 2 * _PADDING + _LINE

    def _place_rows(self, box: Box) -> float:
        """Place as many rows as fit, at least one; return the height that they took.

        The heights are measured here as QGIS measures them; whether all rows came into the frame QGIS is asked, and
        what it says no to gets a higher frame or goes on with one row less, so no row is ever lost.
        """
        head = [self.section.header] if self.section.header else []
        heights = [self._row_height(row, bold=True) for row in head] + [self._row_height(row) for row in self.rows]
        taken, height = len(head), sum(heights[: len(head)])
        while taken < len(heights) and height + heights[taken] + _LINE <= box.height:
            height += heights[taken]
            taken += 1
        count = max(taken - len(head), 1)
        while True:
            rows = [*head, *self.rows[:count]]
            need = sum(heights[: len(rows)]) + _LINE + 0.2
            for more in (0.0, 0.02, 0.06, 0.15, *([math.inf] if count == 1 else [])):  # a lone row gets all there is
                frame = Box(box.x, box.y, box.width, min(need * (1 + more), max(box.height, need)))
                if self.pages.grid(frame, self._cells(rows), self.widths, "table"):
                    self.rows = self.rows[count:]
                    return frame.height
            if count == 1:
                raise WriteFailed(file=self.section.title, why=self.rows[0][0])
            count -= 1

    def _cells(self, rows: Sequence[Sequence[str]]) -> list[list[QgsTableCell]]:
        plain, bold = self.pages.text_format(self.size), self.pages.text_format(self.size, bold=True)
        muted = self.pages.text_format(self.size, colour=classes.KREIS_BORDER)
        made = []
        for number, row in enumerate(rows):
            head = bool(self.section.header) and number == 0
            made.append([self._cell(text, place, bold if head else plain, muted) for place, text in enumerate(row)])
        return made

    def _cell(self, text: str, place: int, text_format: QgsTextFormat, muted: QgsTextFormat) -> QgsTableCell:
        unknown = self.pages.phrases.unknown()
        cell = QgsTableCell(text.replace(unknown, unknown.replace(" ", "\u00a0")))
        cell.setTextFormat(muted if text == unknown else text_format)
        left = place in self.section.text_columns if self.section.header else True
        cell.setHorizontalAlignment(Qt.AlignmentFlag.AlignLeft if left else _RIGHT)
        cell.setVerticalAlignment(Qt.AlignmentFlag.AlignTop)
        return cell


@lru_cache(maxsize=4096)
def _longest(text: str) -> float:
    """Return the width of the longest word of a text, in sizes of its type; many cells say the same."""
    return max((text_width(word, 1.0) for word in text.split()), default=0.0)


def widened(widths: Sequence[float], least: Sequence[float]) -> list[float]:
    """Return widths of columns of which each has at least what it needs; the others give of what they have to spare.

    :param least: of each column, or nothing; where all together are too much, widths stay as they are.
    """
    lacking = sum(max(need - width, 0.0) for width, need in zip(widths, least))
    spare = sum(max(width - need, 0.0) for width, need in zip(widths, least))
    if not lacking or lacking > spare:
        return list(widths)
    part = 1.0 - lacking / spare
    return [max(need, need + (width - need) * part) for width, need in zip(widths, least)]


def _closing(pages: Pages, data: FactSheet) -> tuple[Section, ...]:
    """Return how the sheet came about and where its data come from."""
    tr = pages.phrases.tr
    return (
        Section(tr("Method"), text=data.method),
        Section(tr("Sources and licences"), text="\n".join(pages.imprint.sources)),
    )


# -------------------------------------------------------------------------------------------------------------- export
def export_pdf(pages: Pages, file: Path) -> None:
    """Write the sheet that was composed last as a PDF of its own."""
    pages.settle()
    layout.export_pdf(pages, file)


def map_png(pages: Pages, data: FactSheet, file: Path, dpi: float = 150.0) -> None:
    """Write the map of a sheet as a picture for its HTML page.

    :raises WriteFailed: it cannot be drawn or saved.
    """
    pages.begin(data.title)
    box = Box(MARGIN, TOP, *MAP)
    draw_map(pages, data, box)
    pages.settle()
    exporter = QgsLayoutExporter(pages.layout)
    image: QImage = exporter.renderRegionToImage(QRectF(box.x, box.y, box.width, box.height), dpi=dpi)
    if image.isNull() or not image.save(str(file)):
        raise WriteFailed(file=file.name, why="PNG")


def simplification() -> QgsVectorSimplifyMethod:
    """Return how vertices are thinned out: far under what a printer can show."""
    method = QgsVectorSimplifyMethod()
    method.setSimplifyHints(Qgis.VectorRenderingSimplificationFlag.GeometrySimplification)
    method.setSimplifyAlgorithm(Qgis.VectorSimplificationAlgorithm.SnappedToGridGlobal)
    method.setForceLocalOptimization(True)
    method.setThreshold(_FINE_DOTS)
    return method


class Atlas:
    """One PDF of many sheets, written page by page: neither layouts nor pages are kept."""

    def __init__(self, file: Path, title: str) -> None:
        """:raises WriteFailed: the file cannot be written."""
        self.file = file
        self.n_pages = 0
        self._writer = QPdfWriter(str(file))
        self._writer.setTitle(title)
        self._writer.setCreator(f"{about.name()} {about.version()}")
        self._writer.setResolution(DPI)
        self._writer.setPageSize(QPageSize(QSizeF(WIDTH, HEIGHT), QPageSize.Unit.Millimeter))
        self._writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._painter = QPainter()

    def add(self, pages: Pages) -> None:
        """Append the pages of the sheet that was composed last.

        :raises WriteFailed: no page can be begun.
        """
        pages.settle()
        pages.break_lines()
        context = pages.layout.renderContext()
        context.setDpi(DPI)
        context.setFlag(QgsLayoutRenderContext.Flag.FlagForceVectorOutput, True)
        context.setTextRenderFormat(Qgis.TextRenderFormat.AlwaysText)
        context.setSimplifyMethod(simplification())
        exporter = QgsLayoutExporter(pages.layout)
        for number in range(pages.count):
            ready = self._writer.newPage() if self._painter.isActive() else self._painter.begin(self._writer)
            if not ready:
                raise WriteFailed(file=self.file.name, why="PDF")
            exporter.renderPage(self._painter, number)
            self.n_pages += 1

    def close(self) -> None:
        """Finish the file."""
        if self._painter.isActive():
            self._painter.end()
