"""The dock: light while nobody looks at it, its steps and pages are built when it is first shown or asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QWidget

from ruhr_planner.gui.desk import Desk
from ruhr_planner.gui.projectstate import ProjectState
from ruhr_planner.gui.turns import in_turns
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QShowEvent

    from ruhr_planner.gui.panel import Panel

NARROWEST = 300


class PlannerDock(QgsDockWidget):
    """Holds the panel. Nothing of it is imported, built or read before the dock is shown for the first time.

    ``desk`` is what other windows of the plugin share with the dock: the open store, jobs, the step that is shown.
    """

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__(tr("Ruhr Planner"), iface.mainWindow())
        self.setObjectName("ruhr_planner_dock")
        self._iface = iface
        self._panel: Panel | None = None
        self._parts = self._build()
        self._shown = False
        self.desk = Desk(self)
        room = QWidget(self)
        room.setMinimumWidth(NARROWEST)  # the map does not move when the panel comes
        self.setWidget(room)
        self.desk.step_wanted.connect(lambda step: self.panel.go_to(step))
        self.desk.question_wanted.connect(lambda question: self.panel.ask(question))
        self.travel = ProjectState(self)

    @property
    def panel(self) -> Panel:
        """The steps and their pages; built when they are first asked for."""
        if self._panel is None:
            for _part in self._parts:
                pass
        return self._panel

    def _build(self) -> Iterator[None]:
        """Build the panel, a part each time."""
        for name in ("opening", "store", "data", "analyse", "exhibit", "panel"):
            __import__(f"ruhr_planner.gui.{name}")  # QGIS keeps the list of what it unloads in here, not in importlib
            yield
        room, panel = self.widget(), sys.modules["ruhr_planner.gui.panel"].Panel(self.desk, self)
        panel.setMinimumWidth(NARROWEST)
        yield from panel.build(self._iface)
        self._panel = panel
        self.setWidget(panel)
        room.deleteLater()
        yield
        self.desk.changed.emit()

    @property
    def built(self) -> bool:
        """Whether there are pages yet, and with them a state that is worth keeping."""
        return self._panel is not None

    def shut_down(self) -> None:
        """Leave projects alone and cancel what runs; after this the dock may be deleted."""
        self.travel.stop()
        if self._panel is not None:
            self._panel.shut_down()
        self.desk.shut_down()

    def showEvent(self, event: QShowEvent) -> None:
        """Build the panel and open the store of last time when the dock is shown for the first time."""
        super().showEvent(event)
        QTimer.singleShot(0, self._look)

    def _look(self) -> None:
        """QGIS shows a new dock for a moment; only one that stays counts."""
        if self.isVisible() and not self._shown:
            self._shown = True
            in_turns(self, self._open())

    def _open(self) -> Iterator[None]:
        """Build what is not built yet, see what was interrupted since last time, open the store of last time."""
        yield from self._parts
        self.panel.look_back()
        yield
        self.panel.store.open_last()
