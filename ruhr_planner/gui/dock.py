"""The dock: a store, the two questions, and the maps that answer them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ruhr_planner.gui.analyse import AnalyseSection
from ruhr_planner.gui.desk import Desk
from ruhr_planner.gui.exhibit import ExhibitSection
from ruhr_planner.gui.store import StoreSection
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QShowEvent


class PlannerDock(QgsDockWidget):
    """Three sections on one page that scrolls. Nothing is read before the dock is shown for the first time."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__(tr("Ruhr Planner"), iface.mainWindow())
        self.setObjectName("ruhr_planner_dock")
        self._shown = False
        self.desk = Desk(self)
        page = QWidget()
        page.setObjectName("ruhr_planner_page")
        self.store = StoreSection(self.desk, page)
        self.analyse = AnalyseSection(self.desk, iface, page)
        self.exhibit = ExhibitSection(self.desk, page)
        layout = QVBoxLayout(page)
        for section in (self.store, self.analyse, self.exhibit):
            layout.addWidget(section)
        layout.addStretch(1)
        self.setWidget(_scrolling(page))
        self.desk.changed.emit()

    def open_demo(self) -> None:
        """Open the invented demo region."""
        self.store.open_demo()

    def open_store(self, path: Path) -> None:
        """Open a planning store."""
        self.store.open_store(path)

    def shut_down(self) -> None:
        """Cancel what runs; after this the dock may be deleted."""
        self.analyse.shut_down()
        self.desk.shut_down()

    def showEvent(self, event: QShowEvent) -> None:
        """Open the store of last time when the dock is shown for the first time."""
        super().showEvent(event)
        QTimer.singleShot(0, self._look)

    def _look(self) -> None:
        """QGIS shows a new dock for a moment; only one that stays counts."""
        if self.isVisible() and not self._shown:
            self._shown = True
            self.store.open_last()


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    area.setMinimumWidth(300)
    return area
