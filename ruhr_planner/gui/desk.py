"""What the steps of the dock and the plugin's other windows share: the open store and the jobs that run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

from qgis.core import QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ruhr_planner.gui.dialogs import close_all
from ruhr_planner.i18n import tr
from ruhr_planner.model.tables import FINDING

if TYPE_CHECKING:
    from ruhr_planner.gui.jobs import Job
    from ruhr_planner.gui.opening import OpenStore
    from ruhr_planner.gui.runbox import RunBox

Handler = Callable[["Job"], None]


class Desk(QObject):
    """One store and at most one job at a time that a person waits for; what runs beside it disturbs nobody.

    ``changed`` comes whenever store or job is another one. Other windows hook in here: read ``store``, connect to
    ``changed``, start work with ``begin`` (in a box with progress and cancel) or ``beside``.
    """

    changed = pyqtSignal()
    step_wanted = pyqtSignal(str)
    """Emit a step of `steps.STEPS` to have the dock show it."""
    question_wanted = pyqtSignal(str)
    """Emit the algorithm of a question to have the dock show it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.store: Optional[OpenStore] = None
        self.answers: dict[str, dict[str, str]] = {}
        """Addresses of the layers that have been written for the open store, by algorithm and output parameter."""
        self.outdated: set[str] = set()
        """Algorithms whose answers were given before the data changed."""
        self.edition = 0
        """How often a store has been read: what was made of its data is old when this is another number."""
        self.job: Optional[Job] = None
        self._box: Optional[RunBox] = None
        self._then: Optional[Handler] = None
        self._beside: list[Job] = []
        self.project = 0
        """Number of the project that is open: another one, once it is closed."""
        self._project_at_start = 0
        QgsProject.instance().cleared.connect(self._count_project)
        QCoreApplication.instance().aboutToQuit.connect(self.stop_jobs)

    def take_store(self, store: Optional[OpenStore]) -> None:
        """Make a store the one that the steps work on.

        Answers to questions about another one are forgotten, and outdated where this one holds other data by now.
        """
        before = self.store
        if store is None or before is None or store.address != before.address:
            self.answers.clear()
            self.outdated.clear()
            self.edition += 1
        elif store.tables is not before.tables:  # read anew
            self.edition += 1
            if _records(store) != _records(before):
                self.note_change()
        self.store = store
        self.changed.emit()

    def note_change(self) -> None:
        """Take down that the data have changed, which the numbers of a store need not show."""
        self.outdated.update(self.answers)

    def take_answer(self, algorithm: str, written: dict[str, str]) -> None:
        """Keep the addresses of the layers that a question has written, by output parameter."""
        self.answers[algorithm] = written
        self.outdated.discard(algorithm)

    def begin(self, job: Job, box: RunBox, then: Handler) -> None:
        """Start a job, show it in a box, and call ``then`` on the main thread when its results are there.

        Faults and cancels are shown in the box; ``then`` need not know them.
        """
        self.job, self._box, self._then = job, box, then
        self._project_at_start = self.project
        box.watch(job)
        job.ended.connect(self._job_ended)
        self.changed.emit()
        job.start()

    def beside(self, job: Job, then: Handler) -> None:
        """Start a job that holds up nothing (a search, a thumbnail); ``then`` is called however it ended."""

        def end() -> None:
            if job in self._beside:
                self._beside.remove(job)
                then(job)

        self._beside.append(job)
        job.ended.connect(end)
        job.start()

    @property
    def same_project(self) -> bool:
        """Whether the project in which the last job was started is still the one that is open."""
        return self._project_at_start == self.project

    def busy_reason(self) -> str:
        """Say why nothing can be started now; empty when something can."""
        return tr("Please wait until “{job}” is done.").format(job=self.job.description()) if self.job else ""

    def shut_down(self) -> None:
        """Cancel what runs and forget it, and close the dialogs of algorithms: no report comes after this."""
        close_all(self)
        QgsProject.instance().cleared.disconnect(self._count_project)
        QCoreApplication.instance().aboutToQuit.disconnect(self.stop_jobs)
        self.stop_jobs()

    def stop_jobs(self) -> None:
        """Cancel all jobs, those of other windows, too, and wait until they have let go."""
        from ruhr_planner.gui.jobs import stop_all

        self.job, self._beside = None, []
        stop_all()

    def _job_ended(self) -> None:
        job, box, then = self.job, self._box, self._then
        self.job = None
        if job is None or box is None or then is None or sip.isdeleted(box):
            return
        box.conclude(job, then)
        self.changed.emit()
        box.give_back_focus()

    def _count_project(self) -> None:
        self.project += 1


def _records(store: OpenStore) -> list[tuple[str, int, str]]:
    """Return what a store says of its tables; findings are about the data."""
    return [(held.name, held.count, held.about) for held in store.tables if held.name != FINDING.table]
