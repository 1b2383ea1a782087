"""What travels with a project: the store, relative to the project's file, the question and the map that were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject

from ruhr_planner.settings import settings
from ruhr_planner.store.opening import is_database

if TYPE_CHECKING:
    from qgis.PyQt.QtXml import QDomDocument

    from ruhr_planner.gui.dock import PlannerDock

SCOPE = "ruhr_planner"
STORE, QUESTION, EXHIBIT = "store", "question", "exhibit"


class ProjectState(QObject):
    """Writes the dock's state when a project is saved, and takes it up when one is opened; goes with the dock."""

    def __init__(self, dock: PlannerDock) -> None:
        super().__init__(dock)
        self._dock = dock
        project = QgsProject.instance()
        project.writeProject.connect(self._write)
        project.readProject.connect(self._read)
        project.cleared.connect(self._forget)

    def stop(self) -> None:
        """Leave projects alone."""
        project = QgsProject.instance()
        project.writeProject.disconnect(self._write)
        project.readProject.disconnect(self._read)
        project.cleared.disconnect(self._forget)

    def _write(self, _document: QDomDocument) -> None:
        if not self._dock.built:
            return  # what the project came with stays in it
        project, store = QgsProject.instance(), self._dock.desk.store
        # a file server that is away, or a job under way, takes no store from the project
        address = self._dock.panel.store.pending or (store.address if store is not None else "")
        if address and not is_database(address):
            address = project.writePath(address)
        project.writeEntry(SCOPE, STORE, address)
        project.writeEntry(SCOPE, QUESTION, settings().question.value())
        project.writeEntry(SCOPE, EXHIBIT, self._dock.panel.exhibit.remembered())

    def _read(self, _document: QDomDocument) -> None:
        project = QgsProject.instance()
        address, known = project.readEntry(SCOPE, STORE, "")
        if not known:
            return
        if address and not is_database(address):
            address = project.readPath(address)
        self._dock.panel.analyse.choose(project.readEntry(SCOPE, QUESTION, "")[0])
        self._dock.panel.exhibit.recall(project.readEntry(SCOPE, EXHIBIT, "")[0])
        self._dock.panel.store.open_for_project(address)

    def _forget(self) -> None:
        if self._dock.built:
            self._dock.panel.store.forget_project()
