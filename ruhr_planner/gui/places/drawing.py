"""Drawing one line or area on the map: left clicks set corners, a right click or Enter ends it, Escape gives up."""

from __future__ import annotations

from typing import Callable

from qgis.core import Qgis, QgsGeometry, QgsPointLocator, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand, QgsSnapIndicator
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QKeyEvent

_LEAST = {Qgis.GeometryType.Line: 2, Qgis.GeometryType.Polygon: 3}


class DrawTool(QgsMapTool):
    """Hands one geometry, in the map's reference system, to `then`; the tool that was there before comes back."""

    def __init__(self, canvas: QgsMapCanvas, kind: Qgis.GeometryType, then: Callable[[QgsGeometry], None]) -> None:
        super().__init__(canvas)
        self._kind = kind
        self._then = then
        self._before = canvas.mapTool()
        self._corners: list[QgsPointXY] = []
        self._band = QgsRubberBand(canvas, kind)
        self._band.setStrokeColor(QColor("#d55e00"))
        self._band.setFillColor(QColor(213, 94, 0, 60))
        self._band.setWidth(2)
        self._snap = QgsSnapIndicator(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Show the next side."""
        point = event.snapPoint()
        self._snap.setMatch(event.mapPointMatch())
        if self._corners:
            self._draw([*self._corners, point])

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Set a corner, or come to the end."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._corners.append(event.snapPoint())
            self._draw(self._corners)
        elif event.button() == Qt.MouseButton.RightButton:
            self._finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End by Enter, take a corner back, or give up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif event.key() == Qt.Key.Key_Backspace and self._corners:
            self._corners.pop()
            self._draw(self._corners)
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self._give_up()

    def deactivate(self) -> None:
        """Leave nothing on the map."""
        self._corners = []
        self._band.reset(self._kind)
        self._snap.setMatch(QgsPointLocator.Match())
        super().deactivate()

    def take_away(self) -> None:
        """Take what was drawn off the map for good."""
        band = self._band
        if not sip.isdeleted(band) and band.scene() is not None:
            band.scene().removeItem(band)

    def _draw(self, corners: list[QgsPointXY]) -> None:
        self._band.reset(self._kind)
        for corner in corners:
            self._band.addPoint(corner)

    def _finish(self) -> None:
        corners = self._corners
        if len(corners) < _LEAST[self._kind]:
            return
        is_line = self._kind == Qgis.GeometryType.Line
        made = QgsGeometry.fromPolylineXY(corners) if is_line else QgsGeometry.fromPolygonXY([[*corners, corners[0]]])
        self._give_up()
        self._then(made)

    def _give_up(self) -> None:
        canvas, before = self.canvas(), self._before
        self.take_away()
        if before is not None:
            canvas.setMapTool(before)
        else:
            canvas.unsetMapTool(self)
