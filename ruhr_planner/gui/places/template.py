"""A new project from the plugin's template, with the layers of the open store in their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QAction

from ruhr_planner import about
from ruhr_planner.gui import layers
from ruhr_planner.gui.jobs import Job
from ruhr_planner.gui.words import literal
from ruhr_planner.i18n import tr
from ruhr_planner.store.opening import open_store

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.dock import PlannerDock
    from ruhr_planner.gui.opening import OpenStore


class TemplateJob(Job):
    """Opens the layers of a store for a project that is empty yet."""

    def __init__(self, store: OpenStore) -> None:
        self.sources = layers.sources_of(store, layers.TOP_DOWN)
        super().__init__(tr("New project"), [uri for _table, uri in self.sources])
        self.store = store
        self.ready: layers.Ready = {}

    def work(self) -> None:
        """Open and style them.

        :raises StoreError: the store is gone, which nobody would say of each layer.
        """
        open_store(self.store.address)
        self.ready = layers.load(self.sources, self.check)


def begin(iface: QgisInterface, dock: PlannerDock) -> None:
    """Ask to save the project that is open, and put the new one in its place; the layers come when they are open."""
    if not iface.newProject(True):
        return
    store = dock.desk.store
    if store is None:
        _furnish({}, "")
        return

    project = dock.desk.project

    def opened(job: Job) -> None:
        if not isinstance(job, TemplateJob) or dock.desk.project != project or QgsProject.instance().mapLayers():
            return  # the user went on working meanwhile
        if job.error:
            iface.messageBar().pushWarning(tr("Ruhr Planner"), literal(job.error))
            return
        found = {table.table: job.ready[uri] for table, uri in job.sources if uri in job.ready}
        _furnish(found, layers.marked(job.store.title, job.store.invented))

    dock.desk.beside(TemplateJob(store), opened)


def _furnish(found: dict[str, QgsVectorLayer], title: str) -> None:
    from ruhr_planner.exhibit import project  # not at QGIS's start

    project.furnish(QgsProject.instance(), found, title)


def register(iface: QgisInterface, dock: PlannerDock, undo: list[Callable[[], None]]) -> None:
    """Add the entry to the plugin's menu."""
    picture = QgsApplication.getThemeIcon("/mActionFileNew.svg")
    action = QAction(picture, tr("&New Project from Template"), iface.mainWindow())
    action.setObjectName("ruhr_planner_template")
    action.setToolTip(tr("An empty project with groups, reference system, map themes and print layouts"))
    action.triggered.connect(lambda _checked=False: begin(iface, dock))
    menu = about.name()
    iface.addPluginToVectorMenu(menu, action)

    def take_away() -> None:
        if not sip.isdeleted(action):
            iface.removePluginVectorMenu(menu, action)
            sip.delete(action)

    undo.append(take_away)
