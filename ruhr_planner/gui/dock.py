"""The dock: four steps from data to map, the row of steps always in sight, one page below it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ruhr_planner import settings
from ruhr_planner.gui import steps
from ruhr_planner.gui.analyse import AnalyseSection
from ruhr_planner.gui.data import DataSection
from ruhr_planner.gui.desk import Desk
from ruhr_planner.gui.exhibit import ExhibitSection
from ruhr_planner.gui.projectstate import ProjectState
from ruhr_planner.gui.start import StartPage
from ruhr_planner.gui.store import StoreSection
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QShowEvent

    from ruhr_planner.gui.section import Section

NARROWEST = 300


class PlannerDock(QgsDockWidget):
    """The steps and their pages. Nothing is read before the dock is shown for the first time.

    ``desk`` is what other windows of the plugin share with the dock: the open store, jobs, the step that is shown.
    """

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__(tr("Ruhr Planner"), iface.mainWindow())
        self.setObjectName("ruhr_planner_dock")
        self._shown = False
        self.desk = Desk(self)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        self.steps = steps.StepRow(whole)
        self.pages = QStackedWidget(whole)
        column.addWidget(self.steps)
        column.addWidget(self.pages, 1)
        self.store = StoreSection(self.desk, self.pages)
        self.data = DataSection(self.desk, iface, self.pages)
        self.analyse = AnalyseSection(self.desk, iface, self.pages)
        self.exhibit = ExhibitSection(self.desk, iface, self.pages)
        self.sections: dict[str, Section] = {
            steps.DATA: self.data,
            steps.STORE: self.store,
            steps.ANALYSE: self.analyse,
            steps.EXHIBIT: self.exhibit,
        }
        self.start = StartPage(self.desk, self.store, self.pages)
        self._places = {name: self.pages.addWidget(_scrolling(page)) for name, page in self._named_pages()}
        self.setWidget(whole)
        self.steps.chosen.connect(self.go_to)
        self.desk.step_wanted.connect(self.go_to)
        self.desk.question_wanted.connect(self.ask)
        self.desk.changed.connect(self._refresh)
        remembered = settings.settings()
        self._show_step(remembered.step.value() or (steps.STORE if remembered.last_store.value() else ""))
        self.travel = ProjectState(self)
        self.desk.changed.emit()

    def _named_pages(self) -> list[tuple[str, QWidget]]:
        return [*self.sections.items(), ("", self.start)]

    def go_to(self, step: str) -> None:
        """Show a step and remember it."""
        settings.settings().step.setValue(step)
        self._show_step(step)

    def ask(self, algorithm: str) -> None:
        """Show a question."""
        self.analyse.choose(algorithm)
        self.go_to(steps.ANALYSE)

    def open_demo(self) -> None:
        """Open the invented demo region."""
        self.go_to(steps.STORE)
        self.store.open_demo()

    def open_store(self, address: str | Path) -> None:
        """Open a planning store.

        :param address: a file's path, or ``postgres:<connection>/<schema>``.
        """
        self.go_to(steps.STORE)
        self.store.open_store(str(address))

    def shut_down(self) -> None:
        """Cancel what runs; after this the dock may be deleted."""
        for section in self.sections.values():
            section.shut_down()
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

    def _show_step(self, step: str) -> None:
        """Show a step's page; at the very first start, when none has been chosen yet, the page that says hello."""
        self.pages.setCurrentIndex(self._places.get(step, self._places[""]))
        self.steps.choose(step)

    def _refresh(self) -> None:
        for step, section in self.sections.items():
            self.steps.show_state(step, *section.state())


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    area.setMinimumWidth(NARROWEST)
    return area
