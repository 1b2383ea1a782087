"""What is in the dock: four steps from data to map, the row of steps always in sight, one page below it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ruhr_planner import manual, settings
from ruhr_planner.gui import steps
from ruhr_planner.gui.analyse import AnalyseSection
from ruhr_planner.gui.data import DataSection
from ruhr_planner.gui.exhibit import ExhibitSection
from ruhr_planner.gui.lookback import LookBackJob, look_back_job
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.start import StartPage
from ruhr_planner.gui.store import StoreSection
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.jobs import Job
    from ruhr_planner.gui.section import Section


class Panel(QWidget):
    """The steps and their pages."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_pages")
        self.desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.steps = steps.StepRow(self, self.help_address)
        self.pages = QStackedWidget(self)
        self.aftermath = RunBox("ruhr_planner_aftermath", self)
        self.aftermath.link.connect(self.aftermath.hide)
        column.addWidget(self.steps)
        column.addWidget(self.aftermath)
        column.addWidget(self.pages, 1)

    def build(self, iface: QgisInterface) -> Iterator[None]:
        """Build the pages, one each time; the window can answer in between."""
        self.store = StoreSection(self.desk, self.pages)
        self.data = DataSection(self.desk, iface, self.pages)
        yield
        self.analyse = AnalyseSection(self.desk, iface, self.pages)
        yield
        self.exhibit = ExhibitSection(self.desk, iface, self.pages)
        self.sections: dict[str, Section] = {
            steps.DATA: self.data,
            steps.STORE: self.store,
            steps.ANALYSE: self.analyse,
            steps.EXHIBIT: self.exhibit,
        }
        self.start = StartPage(self.desk, self.store, self.pages)
        self._places: dict[str, int] = {}
        for name, page in [*self.sections.items(), ("", self.start)]:
            yield
            self._places[name] = self.pages.addWidget(_scrolling(page))
        self.steps.chosen.connect(self.go_to)
        self.desk.changed.connect(self._refresh)
        remembered = settings.settings()
        self._show_step(remembered.step.value() or (steps.STORE if remembered.last_store.value() else ""))

    def go_to(self, step: str) -> None:
        """Show a step and remember it."""
        settings.settings().step.setValue(step)
        self._show_step(step)

    def ask(self, algorithm: str) -> None:
        """Show a question."""
        self.analyse.choose(algorithm)
        self.go_to(steps.ANALYSE)

    def help_address(self) -> str:
        """Return where the manual tells of what is shown: of the step, of the question if one is chosen."""
        step = next((name for name, button in self.steps.buttons.items() if button.isChecked()), "start")
        question = manual.address(self.analyse.chosen()) if step == steps.ANALYSE else ""
        return question or manual.topic(step)

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

    def look_back(self) -> None:
        """Put away what killed runs have left, and say what became of their results."""
        self.desk.beside(look_back_job(), self._tell_aftermath)

    def _tell_aftermath(self, job: Job) -> None:
        if isinstance(job, LookBackJob) and job.told:
            self.aftermath.say(Tone.WARNING, "\n".join(job.told), ("#", tr("Close")))

    def shut_down(self) -> None:
        """Let go of layers and windows; after this the panel may be deleted."""
        for section in self.sections.values():
            section.shut_down()

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
    return area
