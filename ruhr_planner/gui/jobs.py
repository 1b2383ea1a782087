"""Work that takes its time, as QGIS tasks: copied in on the main thread, done in another, reported in ``ended``.

No project, layer tree or widget is touched while a job runs. A job that fails keeps the sentence for the user: an
exception that left ``run`` could bring QGIS down.
"""

from __future__ import annotations

import gc
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsTask,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import pyqtSignal

from ruhr_planner import log
from ruhr_planner.i18n import tr, words
from ruhr_planner.model.errors import AlgorithmMissing, Cancelled, PlannerError
from ruhr_planner.store import opening

SWITCH_SECONDS = 0.0005
"""How long a job may keep Python's lock while the window wants it. It wants it dozens of times to draw a list, so the
usual 5 ms would add up."""


class _Gently:
    """How Python shares its one lock while jobs are at work, so that the window does not wait for them.

    Two things would stop it. Whoever computes in Python keeps the lock for a while before another thread gets it: a
    shorter while. And Python looks for rubbish whenever a job has made ten thousands of records: it goes through every
    object there is, some 100 ms during which all threads wait. What a job lets go of is freed without that (it is for
    objects that refer to each other in a circle), so it is put off until the last job is done.
    """

    lock: ClassVar[threading.Lock] = threading.Lock()
    jobs: ClassVar[int] = 0
    before: ClassVar[tuple[bool, float]] = (True, SWITCH_SECONDS)

    @classmethod
    @contextmanager
    def at_work(cls) -> Iterator[None]:
        """Share gently until the last of the jobs that are at work is done; then as it was before."""
        with cls.lock:
            if cls.jobs == 0:
                cls.before = gc.isenabled(), sys.getswitchinterval()
            cls.jobs += 1
            gc.disable()
            sys.setswitchinterval(min(SWITCH_SECONDS, cls.before[1]))
        try:
            yield
        finally:
            with cls.lock:
                cls.jobs -= 1
                if cls.jobs == 0:
                    collecting, switching = cls.before
                    sys.setswitchinterval(switching)
                    if collecting:
                        gc.freeze()  # what the jobs have made and kept is counted among the old objects …
                        gc.unfreeze()  # … unseen; else Python would go through all of it now
                        gc.enable()


class Job(QgsTask):
    """One piece of work with a progress, a cancel and an end that is reported once, on the main thread.

    ``ended`` comes in every case but one: not after :meth:`abandon`. Then ``error`` holds the sentence for the user
    (empty when all went well or the user cancelled).
    """

    ended = pyqtSignal()
    FLAGS: ClassVar[QgsTask.Flags] = QgsTask.Flag.CanCancel
    under_way: ClassVar[set[Job]] = set()
    """All that have been started and are not done, whoever has."""

    def __init__(self, title: str, reads: Iterable[object] = ()) -> None:
        """:param reads: addresses of layers (anything else among them does not matter) that the job reads through QGIS.

        The databases among them are asked before QGIS asks them: see `store.opening.check_reachable`.
        """
        super().__init__(title, self.FLAGS)
        self._reads = tuple(reads)
        self.error = ""
        self.complete = False
        """All has been written, even if a cancel comes yet; the results are taken over then."""
        self._begun = threading.Event()
        self._done = threading.Event()
        self._abandoned = False

    def start(self) -> None:
        """Hand the job to QGIS, which shows it among its tasks."""
        Job.under_way.add(self)
        QgsApplication.taskManager().addTask(self)

    def abandon(self) -> None:
        """Cancel, and report no more; the other thread lets go at its next step."""
        self._abandoned = True
        self.cancel()

    def wait(self, seconds: float) -> bool:
        """Wait until the other thread has let go; Python's lock is free meanwhile, so the job can come to its end.

        :returns: False when the job was still at work after that time.
        """
        return not self._begun.is_set() or self._done.wait(seconds)

    def run(self) -> bool:
        """Do the work; QGIS calls this in another thread."""
        self._begun.set()
        try:
            if not self.isCanceled():
                with _Gently.at_work():
                    opening.check_reachable(self._reads)
                    self.work()
        except Cancelled:
            self.cancel()
        except PlannerError as error:
            self._fail(error)
        except QgsProcessingException as error:
            if not self.isCanceled():  # a cancel arrives as an exception, too
                self._fail(error)
        except Exception as error:  # noqa: BLE001  the last line before QGIS itself
            log.error(traceback.format_exc())
            self._fail(error)
        finally:
            Job.under_way.discard(self)
            self._done.set()
        return not self.error and not self.isCanceled()

    def _fail(self, error: Exception) -> None:
        """Keep and log the sentence for the user; where a database went away, that is what it says."""
        said = words(error) if isinstance(error, PlannerError) else str(error)
        error = opening.cause_of(self._reads, said) or error
        if isinstance(error, PlannerError):
            self.error = words(error)
            log.error(" ".join(part for part in (self.error, error.detail) if part))
        elif isinstance(error, QgsProcessingException):
            self.error = said
            log.error(said)
        else:
            self.error = tr("Something unexpected happened ({what}); the log tab “{tab}” has the details.").format(
                what=error or type(error).__name__, tab=log.TAB
            )

    def work(self) -> None:
        """Do the work in the other thread; raise a :class:`PlannerError` when it cannot be done."""
        raise NotImplementedError

    def check(self) -> None:
        """Stop here if the user cancelled, unless it is too late for that.

        :raises Cancelled: always then.
        """
        if self.isCanceled() and not self.complete:
            raise Cancelled

    def finished(self, result: bool) -> None:
        """Report the end; QGIS calls this on the main thread."""
        Job.under_way.discard(self)
        if not self._abandoned:
            self.settle(result)
            self.ended.emit()

    def settle(self, result: bool) -> None:
        """Do what is left to do on the main thread before the end is reported."""


def let_go(*jobs: Job | None) -> None:
    """Cancel the jobs of a window that has no more use for them, and hear nothing of them; none is waited for."""
    for job in jobs:
        if job is not None and not sip.isdeleted(job):
            job.abandon()


def stop_all(seconds: float = 5.0) -> None:
    """Cancel every job and wait until all have let go: neither QGIS nor the plugin may end while one is at work.

    :param seconds: longest wait for each.
    """
    jobs = [job for job in Job.under_way if not sip.isdeleted(job)]
    Job.under_way.clear()
    let_go(*jobs)
    for job in jobs:
        if not job.wait(seconds):
            log.warning("unload: a task was still at work after five seconds")


class AlgorithmFeedback(QgsProcessingFeedback):
    """Passes the progress on, keeps what went wrong, and writes notes to the plugin's log tab."""

    def __init__(self) -> None:
        super().__init__(False)
        self.problems: list[str] = []

    def reportError(self, error: str, fatalError: bool = False) -> None:
        """Keep a sentence that the algorithm reports."""
        self.problems.append(error)
        log.warning(error)

    def pushWarning(self, warning: str) -> None:
        """Write a warning to the plugin's log tab."""
        log.warning(warning)

    def pushInfo(self, info: str) -> None:
        """Write a note to the plugin's log tab."""
        log.info(info)

    def pushDebugInfo(self, info: str) -> None:
        """Write to the plugin's log tab what lies behind an error."""
        log.info(info)


UNASKED = QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt
"""`FLAGS` of a job for whose sake QGIS need not ask at its end whether it may end."""


class Call:
    """One call of an algorithm of ours: built on the main thread, run in the thread of a job.

    The inputs are files, not layers of the project, so everything from opening them to writing the results happens in
    the job's own thread, with a context that lives there: opening half a dozen layers would stop the window for 0.2 s.
    """

    def __init__(self, algorithm_id: str) -> None:
        """Copy all that the run needs; only the main thread may do that."""
        self.feedback = AlgorithmFeedback()
        self._id = algorithm_id
        self._algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
        self._transforms = QgsProject.instance().transformContext()

    def context(self) -> QgsProcessingContext:
        """Return a context that lives in the calling thread."""
        made = QgsProcessingContext()
        made.setTransformContext(self._transforms)
        made.setFeedback(self.feedback)
        return made

    def run(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """Check the parameters and run the algorithm; it reads and writes files and knows no project and no window.

        The algorithm is called as it is, not by QGIS: an error that went through QGIS would be kept for good, and
        with it the frames of the job (see `PlannerAlgorithm.processAlgorithm`).

        :param parameters: plain values; inputs and outputs as text.
        :raises AlgorithmMissing: there is none of this id. :raises QgsProcessingException: it cannot be done.
        """
        algorithm, self._algorithm = self._algorithm, None
        if algorithm is None:
            raise AlgorithmMissing(algorithm=self._id)
        fits, reason = algorithm.checkParameterValues(parameters, context)
        if not fits:
            raise QgsProcessingException(reason)
        if not algorithm.prepare(parameters, context, self.feedback):
            raise QgsProcessingException(" ".join(self.feedback.problems))
        return dict(algorithm.processAlgorithm(parameters, context, self.feedback))


class AlgorithmJob(Job):
    """One run of a Processing algorithm. ``results`` maps the names of its outputs to files and numbers."""

    def __init__(self, title: str, algorithm_id: str, parameters: dict[str, Any]) -> None:
        """Copy all that the run needs; only the main thread may build a job.

        :param parameters: plain values; inputs and outputs as text.
        """
        super().__init__(title, parameters.values())
        self.results: dict[str, Any] = {}
        self._parameters = parameters
        self._call = Call(algorithm_id)
        self._call.feedback.progressChanged.connect(self.setProgress)

    def cancel(self) -> None:
        """Tell the algorithm to stop at its next step."""
        self._call.feedback.cancel()
        super().cancel()

    def finished(self, result: bool) -> None:
        """Report the end, parted from the feedback.

        If the two were still connected when Qt deletes the job, it would hold one of its locks for connections, and ask
        the feedback, which has to wait for Python's lock. A job that has that and sends a question to a server may
        need Qt's: both would wait for ever.
        """
        self._call.feedback.progressChanged.disconnect(self.setProgress)
        super().finished(result)

    def work(self) -> None:
        """Run the algorithm."""
        self.results = self._call.run(self._parameters, self._call.context())
        self.complete = True


class DrawingJob(AlgorithmJob):
    """A run that draws pages: in a process of its own, because a page would stop the window (see `processing.apart`).

    Where no other process can be started, the run is made here as any other, and the window waits for each page.
    """

    def __init__(self, title: str, algorithm_id: str, parameters: dict[str, Any]) -> None:
        super().__init__(title, algorithm_id, parameters)
        from ruhr_planner.processing import apart  # not at QGIS's start

        self._request = apart.request(algorithm_id, parameters)

    def work(self) -> None:
        """Have the algorithm run elsewhere and wait for what it says."""
        from ruhr_planner.processing import apart

        try:
            self.results = apart.run(self._request, self._call.feedback)
            self.complete = True
        except apart.NotStarted:
            log.info(tr("Pages are drawn in QGIS itself; the window may stop for moments."))
            super().work()
