"""The row of the four steps: always visible, each with a picture, a word and a mark when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QPoint, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QPainter
from qgis.PyQt.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ruhr_planner.gui.help import help_tool
from ruhr_planner.i18n import tr

DATA, STORE, ANALYSE, EXHIBIT = "data", "store", "analyse", "exhibit"
STEPS = (DATA, STORE, ANALYSE, EXHIBIT)
_DONE = "/mIconSuccess.svg"
_PICTURES = {
    DATA: "/search.svg",
    STORE: "/mIconDbSchema.svg",
    ANALYSE: "/processingAlgorithm.svg",
    EXHIBIT: "/mActionNewLayout.svg",
}

_BESIDE = 5
"""Room on each side of a word: some themes draw a frame there, and would shorten a long word."""


def words(step: str) -> str:
    """Return a step's name."""
    return {DATA: tr("Data"), STORE: tr("Store"), ANALYSE: tr("Analyse"), EXHIBIT: tr("Exhibit")}[step]


@dataclass(frozen=True)
class _Look:
    done: bool
    told: str


class StepRow(QWidget):
    """Four buttons of which one is down; arrow keys go from one to the next. ``chosen`` carries the step.

    :param help_address: returns where the manual tells of what is shown.
    """

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget, help_address: Callable[[], str]) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_steps")
        self.setAccessibleName(tr("Steps"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._looks: dict[str, _Look] = {}
        self.buttons: dict[str, QToolButton] = {}
        for number, step in enumerate(STEPS, 1):
            self.buttons[step] = self._button(step, number)
            row.addWidget(self.buttons[step], 1)
        row.addWidget(help_tool(self, help_address))

    def _button(self, step: str, number: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"ruhr_planner_step_{step}")
        button.setText(f"{number} {words(step)}")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        side = 2 * button.fontMetrics().height()
        button.setIconSize(QSize(side, side))
        button.setMinimumWidth(button.fontMetrics().horizontalAdvance(button.text()) + 2 * _BESIDE)
        self._group.addButton(button)
        button.clicked.connect(lambda _checked, step=step: self.chosen.emit(step))
        self._dress(button, step, False)
        return button

    def choose(self, step: str) -> None:
        """Press a step's button, or none, without telling."""
        self._group.setExclusive(False)
        for name, button in self.buttons.items():
            button.setChecked(name == step)
        self._group.setExclusive(True)

    def show_state(self, step: str, done: bool, told: str) -> None:
        """Mark a step as done or not and say its state in the tooltip and to screen readers."""
        look = _Look(done, told)
        if self._looks.get(step) == look:
            return
        self._looks[step] = look
        button = self.buttons[step]
        button.setToolTip(told)
        button.setAccessibleName(f"{words(step)}: {told}")
        self._dress(button, step, done)

    def _dress(self, button: QToolButton, step: str, done: bool) -> None:
        """Draw the step's picture, with the mark at its corner when it is done."""
        size = button.iconSize()
        ratio = self.devicePixelRatioF()
        pixels = QgsApplication.getThemeIcon(_PICTURES[step]).pixmap(size * ratio)
        pixels.setDevicePixelRatio(ratio)
        if done:
            half = size / 2
            corner = QRect(QPoint(size.width() - half.width(), size.height() - half.height()), half)
            painter = QPainter(pixels)
            QgsApplication.getThemeIcon(_DONE).paint(painter, corner)
            painter.end()
        button.setIcon(QIcon(pixels))
