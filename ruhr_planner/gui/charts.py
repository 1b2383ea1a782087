"""A chart of bars in the colours and type of the window: names on the left, values at the bars' ends."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QPainter, QPalette
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

from ruhr_planner.gui.answers import Chart

_NAMES = 0.42
"""Share of the width that the names may take at most."""
_GAP = 6


class BarChart(QWidget):
    """Draws a chart; what is unknown is hatched and says so. The whole chart is read out as text, too."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._chart: Optional[Chart] = None
        self.hide()

    def show_chart(self, chart: Optional[Chart]) -> None:
        """Show another chart, or none."""
        self._chart = chart
        if chart is not None:
            read = ", ".join(f"{bar.name}: {bar.text}" for bar in chart.bars)
            self.setAccessibleName(chart.title)
            self.setAccessibleDescription(read)
            self.setFixedHeight(self.sizeHint().height())
        self.setVisible(chart is not None and bool(chart.bars))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of title and bars."""
        bars = len(self._chart.bars) if self._chart else 0
        return QSize(240, (bars + 1) * self._row() + 2 * _GAP)

    def minimumSizeHint(self) -> QSize:
        """Return the height of title and bars; any width will do."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: Any) -> None:
        """Draw title and bars."""
        del event
        chart = self._chart
        if chart is None:
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        metrics, row = self.fontMetrics(), self._row()
        left_of_all = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        title = metrics.elidedText(chart.title, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRect(0, _GAP, self.width(), row), left_of_all, title)
        names = min(
            int(_NAMES * self.width()), max((metrics.horizontalAdvance(bar.name) for bar in chart.bars), default=0)
        )
        ends = max((metrics.horizontalAdvance(bar.text) for bar in chart.bars), default=0)
        room = max(8, self.width() - names - ends - 3 * _GAP)
        longest = max((bar.value or 0.0 for bar in chart.bars), default=0.0) or 1.0
        for number, bar in enumerate(chart.bars, 1):
            top = _GAP + number * row
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRect(0, top, names, row), left_of_all, name)
            length = round(room * bar.value / longest) if bar.value is not None else 2 * row
            box = QRect(names + _GAP, top + 3, max(1, length), row - 6)
            if bar.value is None:
                painter.fillRect(box, QBrush(self.palette().color(QPalette.ColorRole.WindowText), _HATCH))
            else:
                painter.fillRect(box, QColor(bar.colour))
                painter.drawRect(box.adjusted(0, 0, -1, -1))
            painter.drawText(QRect(box.right() + _GAP, top, ends + _GAP, row), left_of_all, bar.text)
        painter.end()

    def mouseMoveEvent(self, event: Any) -> None:
        """Show the whole name of the bar under the mouse."""
        self._tell(event.pos())

    def event(self, event: Any) -> bool:
        """Answer Qt's wish for a tooltip with the bar that is pointed at."""
        if event.type() == event.Type.ToolTip:
            self._tell(event.pos())
            return True
        return bool(super().event(event))

    def _tell(self, place: Any) -> None:
        row = (place.y() - _GAP) // self._row() - 1
        bars = self._chart.bars if self._chart else ()
        if 0 <= row < len(bars):
            QToolTip.showText(self.mapToGlobal(place), f"{bars[row].name}: {bars[row].text}", self)

    def _row(self) -> int:
        return int(1.35 * self.fontMetrics().height())


_HATCH = Qt.BrushStyle.BDiagPattern
