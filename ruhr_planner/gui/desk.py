"""What the sections of the dock share: the open store and the one job that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

from qgis.core import QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ruhr_planner import log
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from ruhr_planner.gui.jobs import Job
    from ruhr_planner.gui.opening import OpenStore
    from ruhr_planner.gui.runbox import RunBox

Handler = Callable[["Job"], None]


class Desk(QObject):
    """One store and at most one job at a time; ``changed`` comes whenever either is another one."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.store: Optional[OpenStore] = None
        self.job: Optional[Job] = None
        self._box: Optional[RunBox] = None
        self._then: Optional[Handler] = None
        self._projects = 0
        self._project_at_start = 0
        QgsProject.instance().cleared.connect(self._count_project)

    def take_store(self, store: Optional[OpenStore]) -> None:
        """Make a store the one that the sections work on."""
        self.store = store
        self.changed.emit()

    def begin(self, job: Job, box: RunBox, then: Handler) -> None:
        """Start a job, show it in a box, and call ``then`` on the main thread when it has succeeded.

        Faults and cancels are shown in the box; ``then`` need not know them.
        """
        self.job, self._box, self._then = job, box, then
        self._project_at_start = self._projects
        box.watch(job)
        job.ended.connect(self._job_ended)
        self.changed.emit()
        job.start()

    @property
    def same_project(self) -> bool:
        """Whether the project in which the last job was started is still the one that is open."""
        return self._project_at_start == self._projects

    def busy_reason(self) -> str:
        """Say why nothing can be started now; empty when something can."""
        return tr("Please wait until “{job}” is done.").format(job=self.job.description()) if self.job else ""

    def shut_down(self) -> None:
        """Cancel what runs and forget it: no report comes after this."""
        QgsProject.instance().cleared.disconnect(self._count_project)
        job, self.job = self.job, None
        if job is not None and not sip.isdeleted(job) and not job.abandon():
            log.warning("unload: a task was still at work after five seconds")

    def _job_ended(self) -> None:
        job, box, then = self.job, self._box, self._then
        self.job = None
        if job is None or box is None or sip.isdeleted(box):
            return
        if box.report(job) and then is not None:
            then(job)
        self.changed.emit()
        box.give_back_focus()

    def _count_project(self) -> None:
        self._projects += 1
