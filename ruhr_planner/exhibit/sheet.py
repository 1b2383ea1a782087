"""A printed page and what can stand on it: fitted text, maps, legends, tables; positions and sizes in millimetres.

Everything lives in a `QgsProject` of its own, so no open project is touched. Layouts are graphics scenes and belong to
the main thread; see `exhibit.foreground`.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import (
    Qgis,
    QgsBasicNumericFormat,
    QgsCentroidFillSymbolLayer,
    QgsCoordinateReferenceSystem,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsFontUtils,
    QgsLayerTreeLayer,
    QgsLayerTreeModelLegendNode,
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemManualTable,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLayoutTable,
    QgsLayoutUtils,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsMarkerSymbol,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsRenderContext,
    QgsSingleSymbolRenderer,
    QgsSymbolLegendNode,
    QgsTableCell,
    QgsTextFormat,
    QgsTextRenderer,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSizeF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImageReader

from ruhr_planner.exhibit import classes
from ruhr_planner.model import region

FAMILIES = ("Open Sans", "Liberation Sans", "Arial", "Helvetica", "DejaVu Sans")
"""Typefaces in order of preference; the first one is what QGIS itself carries on most systems."""

SMALLEST = 6.0
"""No text on paper is smaller than this, in points."""

ROUND_SCALES = tuple(
    step * power for power in (1_000, 10_000, 100_000, 1_000_000) for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 6.5, 7.5)
)
"""Scale denominators that read well."""

_LEGENDS = (
    *((1, False, size) for size in (9.0, 8.0)),
    *((2, False, size) for size in (9.0, 8.0, 7.0)),
    *((1, False, size) for size in (7.0, SMALLEST)),
    *((2, True, size) for size in (9.0, 8.0, 7.0, SMALLEST)),
)
"""How legends are tried, the best first: columns, whether one layer may stand in two of them, type size in points."""
_SAFE = 0.96
_MM = Qgis.LayoutUnit.Millimeters


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, mm from the upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height

    def below(self, gap: float, height: float) -> Box:
        """Return a box of the same width under this one."""
        return Box(self.x, self.bottom + gap, self.width, height)


@dataclass(frozen=True)
class LegendEntry:
    """One layer in a legend: its heading ("" = none) and how many features of each class the map shows."""

    layer: QgsVectorLayer
    heading: str
    counts: Mapping[str, str]
    """Text of the count by legend key; a class without a count is not shown."""


def family() -> str:
    """Return the first typeface of `FAMILIES` that this system has, else Qt's default."""
    for name in FAMILIES:
        if QgsFontUtils.fontFamilyMatchOnSystem(name):
            return name
    return QFont().defaultFamily()


def round_scale(extent: QgsRectangle, box: Box) -> float:
    """Return the smallest round scale denominator at which the extent (metres) fits into the box (mm)."""
    needed = max(extent.width() / (box.width / 1000.0), extent.height() / (box.height / 1000.0))
    return next((scale for scale in ROUND_SCALES if scale >= needed), needed)


class Sheet:
    """One page of a given size with a project of its own."""

    def __init__(self, width: float, height: float, title: str, author: str, factor: float = 1.0) -> None:
        """:param width: of the paper, mm.
        :param title: becomes the title of the PDF.
        :param factor: millimetres of paper for one unit of the boxes, type sizes and widths that are handed over.
        """
        self.factor = factor
        self.project = QgsProject()
        self.project.setCrs(QgsCoordinateReferenceSystem(region.CRS))
        if factor > 1.0:  # names are larger there by the factor, so that they need not be tried at as many places
            engine = self.project.labelingEngineSettings()
            engine.setMaximumPolygonCandidatesPerCmSquared(engine.maximumPolygonCandidatesPerCmSquared() / factor**2)
            self.project.setLabelingEngineSettings(engine)
        metadata = self.project.metadata()
        metadata.setTitle(title)
        metadata.setAuthor(author)
        self.project.setMetadata(metadata)
        self.layout = QgsPrintLayout(self.project)
        self.layout.initializeDefaults()
        self.layout.undoStack().blockCommands(True)  # nobody can undo here, and each step would be a copy of an item
        self.layout.setName(title)
        self.project.layoutManager().addLayout(self.layout)  # owned by the project: it must not outlive its layers
        page = self.layout.pageCollection().page(0)
        page.setPageSize(QgsLayoutSize(width, height, _MM))
        self.width = page.pageSize().width()
        self.height = page.pageSize().height()
        self.family = family()
        self._context = QgsLayoutUtils.createRenderContextForLayout(self.layout, None, 300)
        self._dots = self._context.convertToPainterUnits(1.0, Qgis.RenderUnit.Millimeters)

    def tell(self, language: str, abstract: str) -> None:
        """Say in which language the page is, as in ``de-DE``, and what it shows: files of it carry both."""
        metadata = self.project.metadata()
        metadata.setLanguage(language)
        metadata.setAbstract(abstract)
        self.project.setMetadata(metadata)

    # ------------------------------------------------------------------------------------------------------------ text
    def text_format(self, size: float, bold: bool = False, colour: str = classes.INK) -> QgsTextFormat:
        """Return the text format of a size in points; never under `SMALLEST`."""
        font = QFont(self.family)
        font.setBold(bold)
        text = QgsTextFormat()
        text.setFont(font)
        text.setSize(max(size * self.factor, SMALLEST))
        text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
        text.setColor(QColor(colour))
        return text

    def lines(self, text: str, width: float, text_format: QgsTextFormat) -> list[str]:
        """Return the lines of a text at a width in mm."""
        lines: list[str] = []
        narrowed = width * self._dots * _SAFE  # a label may break a line a little earlier than it is measured here
        for paragraph in text.split("\n"):
            lines += QgsTextRenderer.wrappedText(self._context, paragraph, narrowed, text_format) or [""]
        return lines

    def text_height(self, text: str, width: float, text_format: QgsTextFormat) -> float:
        """Return the height in mm that a text needs when it is wrapped at a width in mm."""
        lines = self.lines(text, width, text_format)
        height = QgsTextRenderer.textHeight(self._context, text_format, lines, Qgis.TextLayoutMode.Rectangle)
        return float(height) / self._dots

    def fitted_size(self, text: str, box: Box, sizes: Sequence[float], bold: bool = False) -> float | None:
        """Return the largest of the sizes at which the text fits into the box, or None when it never does."""
        for size in sizes:
            if self._fits(text, box, self.text_format(size, bold)):
                return size
        return None

    def _fits(self, text: str, box: Box, text_format: QgsTextFormat) -> bool:
        place = self.placed(box)
        return self.text_height(text, place.width, text_format) <= place.height

    def text(
        self,
        text: str,
        box: Box,
        sizes: Sequence[float],
        bold: bool = False,
        colour: str = classes.INK,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        vertical: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignTop,
        name: str = "",
    ) -> QgsLayoutItemLabel:
        """Set a text into a box at the largest of the sizes that fits; a text too long for all of them ends "
        "with "…".
        """
        size = self.fitted_size(text, box, sizes, bold)
        if size is None:
            size = sizes[-1]
            text = self._shortened(text, box, self.text_format(size, bold))
        label = QgsLayoutItemLabel(self.layout)
        label.setText(literal(text))
        label.setTextFormat(self.text_format(size, bold, colour))
        label.setMarginX(0)
        label.setMarginY(0)
        label.setHAlign(align)
        label.setVAlign(vertical)
        return self._place(label, box, name or "text")

    def _shortened(self, text: str, box: Box, text_format: QgsTextFormat) -> str:
        words = text.split(" ")
        fits, too_many = 0, len(words)
        while too_many - fits > 1:
            tried = (fits + too_many) // 2
            if self._fits(" ".join(words[:tried]) + " …", box, text_format):
                fits = tried
            else:
                too_many = tried
        return " ".join(words[:fits]) + " …"

    # ------------------------------------------------------------------------------------------------------ other items
    def plate(
        self, box: Box, fill: str, outline: str = "", width: float = 0.2, name: str = "plate"
    ) -> QgsLayoutItemShape:
        """Lay a coloured rectangle under what follows."""
        shape = QgsLayoutItemShape(self.layout)
        shape.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
        symbol = shape.symbol().clone()
        symbol.setColor(QColor(fill))
        layer = symbol.symbolLayer(0)
        layer.setStrokeColor(QColor(outline or fill))
        layer.setStrokeWidth(width * self.factor)
        shape.setSymbol(symbol)
        return self._place(shape, box, name)

    def frame_symbol(self, colour: str) -> QgsFillSymbol:
        """Return the outline that shows on one map what another one covers."""
        return QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": colour, "outline_width": str(0.5 * self.factor), "joinstyle": "miter"}
        )

    def picture(self, file: str, box: Box, name: str) -> QgsLayoutItemPicture:
        """Place a drawing or photograph, as large as the box allows."""
        picture = QgsLayoutItemPicture(self.layout)
        picture.setPicturePath(file)
        picture.setResizeMode(QgsLayoutItemPicture.ResizeMode.Zoom)
        return self._place(picture, box, name)

    def map(
        self, box: Box, layers: Sequence[QgsMapLayer], extent: QgsRectangle, scale: float, name: str
    ) -> QgsLayoutItemMap:
        """Place a map, centred on an extent, at a fixed scale, with a neatline.

        :param layers: uppermost first.
        :param scale: scale denominator on paper.
        """
        item = QgsLayoutItemMap(self.layout)
        self._place(item, box, name)
        item.setCrs(self.project.crs())
        item.setLayers(list(layers))
        item.setKeepLayerSet(True)
        item.setBackgroundColor(QColor(classes.OUTSIDE))
        item.setFrameEnabled(True)
        item.setFrameStrokeColor(QColor(classes.INK))
        item.setFrameStrokeWidth(QgsLayoutMeasurement(0.25 * self.factor, _MM))
        place = self.placed(box)
        half_width = place.width / 2000.0 * scale
        half_height = place.height / 2000.0 * scale
        centre = extent.center()
        item.setExtent(
            QgsRectangle(
                centre.x() - half_width, centre.y() - half_height, centre.x() + half_width, centre.y() + half_height
            )
        )
        return item

    def legend(
        self, box: Box, entries: Sequence[LegendEntry], shown: QgsLayoutItemMap | None = None
    ) -> QgsLayoutItemLegend:
        """Place a legend of the classes that are there; it shrinks until it fits into the box.

        :param entries: uppermost first.
        :param shown: map whose scale says how large symbols are, where they grow with it.
        """
        legend = QgsLayoutItemLegend(self.layout)
        self._place(legend, box, "legend")
        if shown is not None:
            legend.setLinkedMap(shown)
        legend.setAutoUpdateModel(False)
        root = legend.model().rootGroup()
        root.clear()
        for entry in entries:
            self._legend_entry(legend, root.addLayer(entry.layer), entry)
        legend.setSymbolWidth(7.0 * self.factor)
        legend.setSymbolHeight(4.2 * self.factor)
        legend.setBoxSpace(0)
        legend.setWrapString("\n")
        legend.setResizeToContents(True)
        self._fit_legend(legend, box)
        return legend

    def _legend_entry(self, legend: QgsLayoutItemLegend, node: QgsLayerTreeLayer, entry: LegendEntry) -> None:
        """Name a layer in the legend, drop the classes that are not there, and show circles as circles."""
        node.setName(entry.heading)
        node.setCustomProperty("cached_name", entry.heading)
        single = isinstance(entry.layer.renderer(), QgsSingleSymbolRenderer)
        hidden = (
            single or not entry.heading
        )  # a single symbol stands beside its name, so the name needs no line above it
        QgsLegendRenderer.setNodeLegendStyle(
            node, QgsLegendStyle.Style.Hidden if hidden else QgsLegendStyle.Style.Subgroup
        )
        kept = []
        for index, shown in enumerate(legend.model().layerOriginalLegendNodes(node)):
            key = str(shown.data(int(QgsLayerTreeModelLegendNode.LegendNodeRoles.RuleKeyRole)))
            if key not in entry.counts:
                continue
            kept.append(index)
            text = str(shown.data(int(Qt.ItemDataRole.DisplayRole)))
            label = text if single else f"{text}  ({entry.counts[key]})"
            QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, index, label)
            marker = _overview_marker(shown)
            if marker is not None:
                QgsMapLayerLegendUtils.setLegendNodeCustomSymbol(node, index, marker)
        QgsMapLayerLegendUtils.setLegendNodeOrder(node, kept)
        legend.model().refreshLayerLegend(node)

    def _fit_legend(self, legend: QgsLayoutItemLegend, box: Box) -> None:
        """Shrink the legend until it fits: in one column, in two that keep layers whole, in two that part them."""
        place = self.placed(box)
        for columns, parted, size in _LEGENDS:
            legend.setColumnCount(columns)
            legend.setSplitLayer(parted)
            self._legend_type(legend, size)
            found = self._legend_size(legend)
            if found.width() <= place.width and found.height() <= place.height:
                break
        width, height = max(1.0, min(found.width(), place.width)), max(1.0, min(found.height(), place.height))
        legend.attemptResize(QgsLayoutSize(width, height, _MM))  # at least 1 mm: an empty legend has no width

    def _legend_type(self, legend: QgsLayoutItemLegend, size: float) -> None:
        """Set the type of a legend, in points, and the space between its lines."""
        symbol, subgroup = legend.rstyle(QgsLegendStyle.Style.Symbol), legend.rstyle(QgsLegendStyle.Style.Subgroup)
        subgroup.setTextFormat(self.text_format(size, bold=True))
        legend.rstyle(QgsLegendStyle.Style.SymbolLabel).setTextFormat(self.text_format(size))
        symbol.setMargin(QgsLegendStyle.Side.Top, (0.22 * size - 0.4) * self.factor)
        subgroup.setMargin(QgsLegendStyle.Side.Top, 0.35 * size * self.factor)

    def _legend_size(self, legend: QgsLayoutItemLegend) -> QSizeF:
        """Return the size in mm that a legend needs; the item itself does not know it before it is painted."""
        legend.updateLegend()
        renderer = QgsLegendRenderer(legend.model(), legend.legendSettings())
        return renderer.minimumSize(QgsLayoutUtils.createRenderContextForLayout(self.layout, None, 300))

    def scale_bar(self, box: Box, shown: QgsLayoutItemMap, scale: float) -> QgsLayoutItemScaleBar:
        """Place a scale bar of two round segments that fits the box."""
        bar = QgsLayoutItemScaleBar(self.layout)
        bar.setStyle("Single Box")
        bar.setLinkedMap(shown)
        width = self.placed(box).width
        kilometres = 0.38 * scale * width / 1_000_000.0 >= 1.0  # no fractions of them, whose sign depends on QGIS
        bar.setUnits(Qgis.DistanceUnit.Kilometers if kilometres else Qgis.DistanceUnit.Meters)
        bar.setUnitLabel("km" if kilometres else "m")
        reach = 0.38 * width / 1000.0 * scale / (1000.0 if kilometres else 1.0)
        bar.setUnitsPerSegment(_round_down(reach))
        bar.setNumberOfSegments(2)
        bar.setNumberOfSegmentsLeft(0)
        bar.setHeight(1.6 * self.factor)
        bar.setTextFormat(self.text_format(7.5))
        bar.setNumericFormat(QgsBasicNumericFormat())
        bar.setBoxContentSpace(0.5 * self.factor)
        symbol = bar.fillSymbol().clone()
        symbol.setColor(QColor(classes.INK))
        bar.setFillSymbol(symbol)
        return self._place(bar, box, "scale bar")

    def table(
        self,
        box: Box,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        sizes: Sequence[float],
        name: str,
    ) -> QgsLayoutItemManualTable:
        """Place a table; the text shrinks until all rows fit the box, numbers stand right.

        :param widths: widths of the columns in mm, margins included.
        """
        table = QgsLayoutItemManualTable.create(self.layout)
        self.layout.addMultiFrame(table)
        table.setIncludeTableHeader(False)
        table.setShowGrid(True)
        table.setHorizontalGrid(True)
        table.setVerticalGrid(False)
        table.setGridStrokeWidth(0.1 * self.factor)
        table.setGridColor(QColor(classes.BORDER))
        table.setWrapBehavior(QgsLayoutTable.WrapBehavior.TruncateText)
        frame = QgsLayoutFrame(self.layout, table)
        table.addFrame(frame, False)
        self._place(frame, box, name)  # before the size is looked for: a table without a frame has no height
        for size in sizes:
            bold, plain = self.text_format(size, bold=True), self.text_format(size)
            # the head is a row of its own: a real table head cannot stand right above numbers
            head = [_cell(text, index, bold) for index, text in enumerate(header)]
            table.setTableContents(
                [head, *([_cell(text, index, plain) for index, text in enumerate(row)] for row in rows)]
            )
            table.setContentTextFormat(plain)
            margin = (0.12 * size - 0.25) * self.factor
            table.setCellMargin(margin)
            table.setColumnWidths([(width - 0.12) * self.factor - 2 * margin for width in widths])
            table.refresh()
            table.recalculateTableSize()
            if (
                table.totalSize().height() < self.placed(box).height + 0.1
            ):  # otherwise twice the frame's height, or more
                break
        return table

    def _place(self, item: QgsLayoutItem, box: Box, name: str) -> QgsLayoutItem:
        if item.scene() is None:
            self.layout.addLayoutItem(item)
        item.setId(name)
        place = self.placed(box)
        item.attemptMove(QgsLayoutPoint(place.x, place.y, _MM))
        item.attemptResize(QgsLayoutSize(place.width, place.height, _MM))
        return item

    def placed(self, box: Box) -> Box:
        """Return a box in millimetres of the paper."""
        return Box(*(self.factor * each for each in (box.x, box.y, box.width, box.height)))

    def items(self) -> list[QgsLayoutItem]:
        """Return what stands on the page, without the page itself."""
        return [
            item
            for item in self.layout.items()
            if isinstance(item, QgsLayoutItem) and not isinstance(item, QgsLayoutItemPage)
        ]


def literal(text: str) -> str:
    """Return a text as a label shows it letter by letter.

    QGIS evaluates what stands between "[%" and "%]" in a label, and expressions read files and environment: a name that
    came with the data must not be one.
    """
    return text.replace("[%", "[%'[' || '%'%]")


def picture_ratio(file: str) -> float:
    """Return width by height of a picture; 1 where it does not tell."""
    size = QImageReader(file).size()
    return size.width() / size.height() if size.isValid() and size.height() else 1.0


def class_counts(layer: QgsVectorLayer, extent: QgsRectangle) -> dict[str, int]:
    """Return how many features of each legend class lie in an extent, by legend key."""
    request = QgsFeatureRequest(extent)
    request.setFlags(Qgis.FeatureRequestFlag.NoGeometry)
    return dict(Counter(key for _feature, keys in _classified(layer, request) for key in keys))


class ClassIndex:
    """The legend classes of all features of a layer and their boxes, read once to be counted in many extents."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        places: dict[tuple[str, ...], int] = {}
        self._kinds = array("l")
        boxes = array("d")
        for feature, keys in _classified(layer, QgsFeatureRequest()):
            box = feature.geometry().boundingBox()
            boxes.extend((box.xMinimum(), box.yMinimum(), -box.xMaximum(), -box.yMaximum()))
            self._kinds.append(places.setdefault(keys, len(places)))
        self._keys = tuple(places)
        self._boxes = np.array(boxes).reshape(-1, 4)

    def counts(self, extent: QgsRectangle) -> dict[str, int]:
        """Return what `class_counts` does."""
        highest = (extent.xMaximum(), extent.yMaximum(), -extent.xMinimum(), -extent.yMinimum())
        inside = (self._boxes <= np.array(highest)).all(axis=1)
        found: Counter[str] = Counter()
        for keys, count in zip(self._keys, np.bincount(np.array(self._kinds)[inside], minlength=len(self._keys))):
            found.update(dict.fromkeys(keys, int(count)))
        return dict(+found)


def _classified(layer: QgsVectorLayer, request: QgsFeatureRequest) -> Iterator[tuple[QgsFeature, tuple[str, ...]]]:
    """Yield features with the keys of those legend classes that the legend shows."""
    context = QgsRenderContext()
    context.expressionContext().appendScopes(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    request.setSubsetOfAttributes(list(renderer.usedAttributes(context)), layer.fields())
    shown = {item.ruleKey() for item in renderer.legendSymbolItems()}
    for feature in layer.getFeatures(request):
        context.expressionContext().setFeature(feature)
        yield feature, tuple(key for key in renderer.legendKeysForFeature(feature, context) if key in shown)
    renderer.stopRender(context)


def _overview_marker(node: QgsLayerTreeModelLegendNode) -> QgsMarkerSymbol | None:
    """Return the circle that stands for an area on an overview map, None where the area itself is drawn."""
    symbol = node.symbol() if isinstance(node, QgsSymbolLegendNode) else None
    if symbol is None:
        return None
    for layer in symbol.symbolLayers():
        if isinstance(layer, QgsCentroidFillSymbolLayer):
            return layer.subSymbol().clone()
    return None


def _cell(text: str, column: int, text_format: QgsTextFormat) -> QgsTableCell:
    cell = QgsTableCell(text)
    cell.setTextFormat(text_format)
    cell.setHorizontalAlignment(Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight)
    return cell


def _round_down(value: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is not above the value."""
    power = 10.0 ** len(str(int(value))) if value >= 1 else 1.0
    while power > 1e-3:
        for step in (5.0, 2.0, 1.0):
            if step * power <= value:
                return step * power
        power /= 10.0
    return value
