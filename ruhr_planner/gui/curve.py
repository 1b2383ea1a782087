"""The count curve of the gap explorer: number and area of the sites over the gap, drawn as it grows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

from ruhr_planner.gui.words import number
from ruhr_planner.i18n import tr
from ruhr_planner.model.sentences import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruhr_planner.analysis.gap_explorer import CurvePoint

ON_LIGHT = QColor(30, 105, 170), QColor(185, 95, 15)
ON_DARK = QColor(150, 215, 255), QColor(255, 205, 140)
"""Lines of the count and of the area; they also differ by their dashes and their marks."""


class CountCurve(QWidget):
    """Solid with dots: number of sites, axis on the left. Dashed: hectares, axis on the right. A click takes a gap."""

    picked = pyqtSignal(int)

    def __init__(self, name: str, widest: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(tr("Number and area of the sites over the gap"))
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(195, 150))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._widest = widest
        self._points: Sequence[CurvePoint] = ()
        self._gap = 0

    def show_points(self, points: Sequence[CurvePoint], gap: int) -> None:
        """Draw the points that are known and mark a gap."""
        self._points, self._gap = points, gap
        self.setAccessibleDescription("; ".join(_words(point) for point in points if point.gap % 10 == 0))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, lines and the mark of the present gap."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        counts = _nice(max((point.sites for point in self._points), default=1))
        areas = _nice(max((point.area_ha for point in self._points), default=1.0))
        self._axes(painter, plot, counts, areas)
        count, area = self._colours()
        self._line(painter, plot, [(p.gap, p.sites / counts) for p in self._points], count, dots=True)
        self._line(painter, plot, [(p.gap, p.area_ha / areas) for p in self._points], area, dots=False)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 1.5, Qt.PenStyle.DotLine))
        here = self._x(plot, self._gap)
        painter.drawLine(QPointF(here, plot.top()), QPointF(here, plot.bottom()))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the gap under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(self._gap_at(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the mouse."""
        gap = self._gap_at(event)
        point = next((each for each in self._points if each.gap == gap), None)
        QToolTip.showText(self.mapToGlobal(event.pos()), _words(point) if point else "", self)

    # -------------------------------------------------------------------------------------------------------- drawing
    def _plot(self) -> QRectF:
        """Return the rectangle between the axes."""
        metrics = self.fontMetrics()
        left, right = metrics.horizontalAdvance("0000") + 6, metrics.horizontalAdvance("00.000") + 6
        head, foot = metrics.height() * 1.6, metrics.height() * 2.5
        return QRectF(left, head, max(10.0, self.width() - left - right), max(10.0, self.height() - head - foot))

    def _axes(self, painter: QPainter, plot: QRectF, counts: float, areas: float) -> None:
        text = self.palette().color(QPalette.ColorRole.Text)
        grid = QColor(text)
        grid.setAlpha(50)
        height = self.fontMetrics().height()
        align = Qt.AlignmentFlag
        for share in (0.0, 0.5, 1.0):
            y = plot.bottom() - share * plot.height()
            painter.setPen(QPen(grid, 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(text)
            left, right = (
                QRectF(0, y - height, plot.left() - 4, 2 * height),
                QRectF(plot.right() + 4, y - height, 200, 2 * height),
            )
            painter.drawText(left, align.AlignRight | align.AlignVCenter, number(share * counts))
            painter.drawText(right, align.AlignLeft | align.AlignVCenter, number(share * areas))
        for gap in range(0, self._widest + 1, 10):
            place = QRectF(self._x(plot, gap) - 30, plot.bottom() + 2, 60, height)
            painter.drawText(place, align.AlignHCenter, str(gap))
        below = QRectF(plot.left(), plot.bottom() + height + 2, plot.width(), height)
        painter.drawText(below, align.AlignHCenter, tr("Gap (m)"))
        self._legend(painter)

    def _legend(self, painter: QPainter) -> None:
        """Draw the signs of both lines in their colours and name them in the colour of all words."""
        text = self.palette().color(QPalette.ColorRole.Text)
        height, advance = self.fontMetrics().height(), self.fontMetrics().horizontalAdvance
        count, area = self._colours()
        named = (("●— ", tr("Sites"), count), ("- - ", tr("Area (ha)"), area))
        lefts = (2, self.width() - 2 - advance("- - " + tr("Area (ha)")))
        for (sign, words, colour), left in zip(named, lefts):
            for part, pen, at in ((sign, colour, left), (words, text, left + advance(sign))):
                painter.setPen(pen)
                painter.drawText(QRectF(at, 0, self.width(), height), Qt.AlignmentFlag.AlignLeft, part)

    def _colours(self) -> tuple[QColor, QColor]:
        """Return the colours of the lines for the theme's background."""
        return ON_DARK if self.palette().color(QPalette.ColorRole.Window).lightness() < 128 else ON_LIGHT

    def _line(
        self, painter: QPainter, plot: QRectF, shares: list[tuple[int, float]], colour: QColor, dots: bool
    ) -> None:
        style = Qt.PenStyle.SolidLine if dots else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, 2, style))
        places = [QPointF(self._x(plot, gap), plot.bottom() - share * plot.height()) for gap, share in shares]
        painter.drawPolyline(QPolygonF(places))
        if dots:
            painter.setBrush(colour)
            for place in places:
                painter.drawEllipse(place, 2.0, 2.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _x(self, plot: QRectF, gap: float) -> float:
        return float(plot.left() + plot.width() * gap / self._widest)

    def _gap_at(self, event: QMouseEvent) -> int:
        plot = self._plot()
        return max(0, min(self._widest, round((event.pos().x() - plot.left()) / plot.width() * self._widest)))


def _nice(largest: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten, at least 2."""
    if largest <= 2.0:
        return 2.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1.0, 2.0, 4.0, 6.0, 8.0, 10.0) if step * power >= largest)


def _words(point: CurvePoint) -> str:
    said = tr("{gap} m: {count} {count:site|sites}, {area} ha")
    return filled(said, gap=point.gap, count=number(point.sites), area=number(point.area_ha, 1))
