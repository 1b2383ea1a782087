"""Editing a layer of plots with QGIS's own tools: only under the guard of the store (`store.guard`), whatever the tool.

The guard is put on in the background when a layer comes. Whoever begins to edit where it is not and cannot be put on is
told so, and the layer leaves edit mode: a plot that was deleted past the guard would be gone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer

from ruhr_planner.gui.jobs import UNASKED, Job
from ruhr_planner.gui.places import ours
from ruhr_planner.gui.words import literal
from ruhr_planner.i18n import tr, words
from ruhr_planner.model.errors import PlannerError
from ruhr_planner.store.address import is_database

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.desk import Desk

_NAME = "ruhr_planner_watch"
_MOMENT_SECONDS = 0.2
"""So long the window waits for a lock: our own jobs hold one for some milliseconds after a layer came or was saved."""


class GuardJob(Job):
    """Puts the guard on a table where it is not yet; a file that nobody may write needs none."""

    FLAGS = UNASKED

    def __init__(self, home: ours.Home) -> None:
        super().__init__(tr("Guard the history"))
        self._home = home

    def work(self) -> None:
        """Look, and put."""
        if is_database(self._home.address) or os.access(self._home.address, os.W_OK):
            _put_on(self._home)


class CountJob(Job):
    """Counts the records of a table anew, because GDAL does not count what the guard has written."""

    FLAGS = UNASKED

    def __init__(self, home: ours.Home) -> None:
        super().__init__(tr("Count the records"))
        self.home = home

    def work(self) -> None:
        """Count, and keep the number."""
        from ruhr_planner.store import geopackage, guard

        with geopackage.sentences(Path(self.home.address)):
            guard.recount(self.home.address, self.home.table)


class Watch(QObject):
    """Belongs to a layer, and ends with it or with the plugin."""

    def __init__(self, iface: QgisInterface, desk: Desk, layer: QgsVectorLayer, home: ours.Home) -> None:
        super().__init__(layer)
        self.setObjectName(_NAME)
        self._iface = iface
        self._desk = desk
        self._layer = layer
        self._home = home
        layer.editingStarted.connect(self._begin)
        layer.afterCommitChanges.connect(self._saved)
        if not is_database(home.address):  # a database has the guard from the start
            desk.beside(GuardJob(home), lambda _job: None)

    def stop(self) -> None:
        """Leave the layer alone."""
        self._layer.editingStarted.disconnect(self._begin)
        self._layer.afterCommitChanges.disconnect(self._saved)
        sip.delete(self)

    def _begin(self) -> None:
        """Let nobody edit without the guard; a database is asked in the background."""
        if is_database(self._home.address):
            self._desk.beside(GuardJob(self._home), self._looked)
            return
        try:
            _put_on(self._home, wait=_MOMENT_SECONDS)
        except PlannerError as error:
            self._leave(words(error))

    def _looked(self, job: Job) -> None:
        if job.error and not sip.isdeleted(self):
            self._leave(job.error)

    def _leave(self, why: str) -> None:
        self._layer.rollBack()
        said = tr("“{layer}” cannot be edited now, because its history could not be kept. {why}")
        said = said.format(layer=self._layer.name(), why=why)
        self._iface.messageBar().pushWarning(tr("Ruhr Planner"), literal(said))

    def _saved(self) -> None:
        QTimer.singleShot(0, partial(_count, self._desk, self._home))  # QGIS is saving still


def keep(iface: QgisInterface, desk: Desk, layer: QgsVectorLayer) -> None:
    """Watch a layer if it shows plots of a store."""
    home = ours.home_of(layer)
    if home is not None and home.table.table in ours.PLOTS and layer.findChild(QObject, _NAME) is None:
        Watch(iface, desk, layer, home)


def stop(layers: Iterable[QgsMapLayer]) -> None:
    """Watch layers no more."""
    for layer in layers:
        watch = layer.findChild(QObject, _NAME)
        if isinstance(watch, Watch):
            watch.stop()


def show_anew(desk: Desk, home: ours.Home) -> None:
    """Read and draw the layers of a table again, and count the records of the store if it is the one that is open."""
    from ruhr_planner.gui import opening  # not at QGIS's start

    for layer in QgsProject.instance().mapLayers().values():
        if ours.home_of(layer) == home:
            layer.dataProvider().reloadData()
            layer.triggerRepaint()
    opening.count_again(desk, home.address)


def _put_on(home: ours.Home, wait: float | None = None) -> None:
    """Put the guard on.

    :raises PlannerError: it cannot be put on.
    """
    from ruhr_planner.store import geopackage, guard  # not at QGIS's start

    with geopackage.sentences(Path(home.address)):
        guard.install(home.address, home.table, wait)


def _count(desk: Desk, home: ours.Home) -> None:
    if not sip.isdeleted(desk):
        desk.beside(CountJob(home), lambda _job: show_anew(desk, home))
