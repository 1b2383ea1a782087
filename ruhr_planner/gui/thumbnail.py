"""A small picture of a map sheet, drawn in another thread: the map as the style draws it, the rest as it will stand.

A print layout belongs to the main thread and would stop the window; so only its measures are used here, and the map is
rendered by QGIS's own job into an image.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVariantUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEventLoop, QRectF, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter

from ruhr_planner import paths
from ruhr_planner.gui.jobs import Job
from ruhr_planner.i18n import tr
from ruhr_planner.model import region
from ruhr_planner.model.errors import MissingLayer
from ruhr_planner.model.licences import INVENTED_MARK
from ruhr_planner.model.tables import MUNICIPALITY
from ruhr_planner.store.layers import layer_uri, open_layer

if TYPE_CHECKING:
    from ruhr_planner.exhibit.layout import Exhibit
    from ruhr_planner.exhibit.mapthemes import Slot
    from ruhr_planner.gui.opening import OpenStore

EVERY_MS = 50
_REFERENCE = ("reference", "municipalities.gpkg")


@dataclass(frozen=True)
class Sheet:
    """What a map sheet is to show. `place` is a key, or "" for the region or the map's extent."""

    theme: str
    paper: str
    language: str
    place: str
    extent: Optional[tuple[float, float, float, float]]
    """In EPSG:25832; None = of the place."""
    sources: Mapping[str, str]
    """Addresses of the layers at hand, by table."""
    invented: bool
    edition: int
    """Which reading of the store it is: with other data at the same addresses the picture is another one."""


class ThumbnailJob(Job):
    """Draws the picture of a sheet; ``image`` is there when that went well."""

    def __init__(self, sheet: Sheet, width: int) -> None:
        """:param width: in pixels of the screen."""
        super().__init__(tr("Preview of the map"), sheet.sources.values())
        self.sheet = sheet
        self.image: Optional[QImage] = None
        self._width = width
        self._transforms = QgsProject.instance().transformContext()

    def work(self) -> None:
        """Open the theme's layers, render the map, and draw the sheet around it."""
        from ruhr_planner.exhibit import layout, mapthemes
        from ruhr_planner.exhibit.formats import FORMATS
        from ruhr_planner.exhibit.phrases import Phrases

        sheet = self.sheet
        phrases = Phrases(sheet.language)
        municipalities = open_layer(self._municipalities(), MUNICIPALITY.table)
        name, extent = _place(municipalities, sheet.place)
        exhibit = layout.Exhibit(
            language=sheet.language,
            title=mapthemes.title(sheet.theme, phrases),
            subtitle=mapthemes.place([name] if name else [], phrases),
            maps=(),
            stand=date.today(),
            method="",
            sources=(),
            format=FORMATS[sheet.paper],
        )
        factor = self._width / exhibit.format.design[0]
        box = layout.map_box(exhibit)
        slots = [slot for slot in mapthemes.SLOTS[sheet.theme] if slot.table.table in sheet.sources]
        drawn = [self._layer(slot) for slot in slots]
        under = self._styled(municipalities)
        size = QSize(max(1, round(box.width * factor)), max(1, round(box.height * factor)))
        picture = self._render([*drawn, under], QgsRectangle(*(sheet.extent or extent)), size)
        self.check()
        frame = QRectF(box.x * factor, box.y * factor, size.width(), size.height())
        self.image = _draw(exhibit, slots, picture, frame, factor, sheet.invented)

    def _municipalities(self) -> str:
        return self.sheet.sources.get(MUNICIPALITY.table) or layer_uri(paths.resource(*_REFERENCE), MUNICIPALITY.table)

    def _layer(self, slot: Slot) -> QgsVectorLayer:
        """Open a slot's layer in its style, with the records that the theme draws."""
        from ruhr_planner.exhibit import styles

        uri = self.sheet.sources[slot.table.table]
        layer = open_layer(uri, slot.table.table)
        if not layer.isValid():
            raise MissingLayer(layer.error().summary(), layer=uri, parameter=slot.table.table)
        hidden = self._hidden(layer, slot)
        if hidden and layer.providerType() == "ogr":
            layer.setSubsetString(f"fid NOT IN ({','.join(map(str, hidden))})")
        styles.apply(layer, slot.drawn_as, self.sheet.language)
        return layer

    def _hidden(self, layer: QgsVectorLayer, slot: Slot) -> list[int]:
        """Return the records that the theme leaves out."""
        names = [name for name in (*slot.fields, *slot.also) if layer.fields().indexFromName(name) >= 0]
        places = [layer.fields().indexFromName(name) for name in names]
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes(names, layer.fields())
        left_out = []
        for feature in layer.getFeatures(request):
            found = feature.attributes()
            values = {
                name: None if QgsVariantUtils.isNull(found[place]) else found[place]
                for name, place in zip(names, places)
            }
            if not slot.where(values):
                left_out.append(int(feature.id()))
        self.check()
        return left_out

    def _styled(self, municipalities: QgsVectorLayer) -> QgsVectorLayer:
        from ruhr_planner.exhibit import styles

        styles.apply(municipalities, MUNICIPALITY.table, self.sheet.language)
        municipalities.setLabelsEnabled(False)
        return municipalities

    def _render(self, shown: Sequence[QgsVectorLayer], extent: QgsRectangle, size: QSize) -> QImage:
        """Render a map; Python's lock is free meanwhile, so that the window goes on."""
        settings = QgsMapSettings()
        settings.setLayers(list(shown))
        settings.setDestinationCrs(QgsCoordinateReferenceSystem(region.CRS))
        settings.setTransformContext(self._transforms)
        settings.setExtent(extent)
        settings.setOutputSize(size)
        settings.setOutputDpi(40)
        settings.setBackgroundColor(QColor("#ffffff"))
        settings.setFlag(QgsMapSettings.Flag.DrawLabeling, False)
        loop, timer = QEventLoop(), QTimer()
        job = QgsMapRendererSequentialJob(settings)

        def look() -> None:
            if self.isCanceled():
                job.cancelWithoutBlocking()

        job.finished.connect(loop.quit)
        timer.timeout.connect(look)
        timer.start(EVERY_MS)
        job.start()
        loop.exec()
        timer.stop()
        return job.renderedImage()


def metric(extent: QgsRectangle, system: QgsCoordinateReferenceSystem) -> tuple[float, float, float, float]:
    """Return the map's extent in EPSG:25832.

    :raises QgsCsException: it cannot be transformed.
    """
    target = QgsCoordinateReferenceSystem(region.CRS)
    box = QgsCoordinateTransform(system, target, QgsProject.instance()).transformBoundingBox(extent)
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def _place(municipalities: QgsVectorLayer, key: str) -> tuple[str, tuple[float, float, float, float]]:
    """Return the name and the extent of a municipality or Kreis; of the region for ""."""
    if not key:
        return "", region.EXTENT
    box = QgsRectangle()
    names = []
    for feature in municipalities.getFeatures(f"\"{MUNICIPALITY.ags}\" LIKE '{key}%'"):
        box.combineExtentWith(feature.geometry().boundingBox())
        names.append(str(feature[MUNICIPALITY.name]))
    if box.isEmpty():
        return "", region.EXTENT
    box.scale(1.06)
    name = names[0] if len(names) == 1 else region.KREISE.get(key, key)
    return name, (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())


def _draw(
    exhibit: Exhibit, slots: Sequence[Slot], picture: QImage, frame: QRectF, factor: float, invented: bool
) -> QImage:
    """Draw the sheet: title, map, headings of the legend, and grey lines where texts will stand."""
    from ruhr_planner.exhibit import classes, layout

    width, height = exhibit.format.design
    image = QImage(round(width * factor), round(height * factor), QImage.Format.Format_RGB32)
    image.fill(QColor(classes.PAPER))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawImage(frame, picture)
    painter.setPen(QColor(classes.KREIS_BORDER))
    painter.drawRect(frame)
    left, right = layout.MARGIN * factor, (width - layout.MARGIN) * factor
    painter.setPen(QColor(classes.INK))
    _write(painter, exhibit.title, QRectF(left, 8 * factor, right - left, 12 * factor), 10 * factor, True)
    _write(painter, exhibit.subtitle, QRectF(left, 20 * factor, right - left, 9 * factor), 7 * factor, False)
    if invented:
        plate = QRectF(right - layout.COLUMN * factor, 9 * factor, layout.COLUMN * factor, 9 * factor)
        painter.fillRect(plate, QColor("#ffd84d"))
        _write(painter, INVENTED_MARK, plate, 6 * factor, True)
    side = QRectF(right - layout.COLUMN * factor, frame.top(), layout.COLUMN * factor, frame.height())
    if exhibit.format.portrait:
        side = QRectF(left, frame.bottom() + 4 * factor, right - left, layout.LEGEND_BAND * factor)
    for number, slot in enumerate(slots):
        line = QRectF(side.left(), side.top() + number * 16 * factor, side.width(), 9 * factor)
        heading = (slot.heading or slot.table.label).text(exhibit.language).replace("\n", " ")
        _write(painter, heading, line, 7 * factor, True)
    bottom = height - layout.MARGIN - 10
    for number in range(3):
        line = QRectF(left, (bottom - 7 * number) * factor, (right - left) * (0.9 - 0.15 * number), max(1, 2 * factor))
        painter.fillRect(line, QColor(classes.OUTSIDE))
    painter.end()
    return image


def _write(painter: QPainter, text: str, box: QRectF, size: float, bold: bool) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(6, round(size)))
    font.setBold(bold)
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def at_hand(store: OpenStore, answered: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the addresses of all layers at hand by table: those of the store, and what questions have written."""
    from ruhr_planner.gui.questions import question

    found = {held.name: held.uri for held in store.tables}
    for algorithm, written in answered.items():
        tables = dict(question(algorithm).outputs)
        found.update({tables[output].table: uri for output, uri in written.items()})
    return found
