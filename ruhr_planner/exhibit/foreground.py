"""A call from a background task into the main thread.

A print layout is a graphics scene: Qt keeps scenes, fonts and printers of a page to the main thread. A report therefore
computes in its task and comes to the foreground only while a page is drawn, one page at a time. (Six pages drawn in a
thread on QGIS 3.40.6 came out, but Qt complained about timers of another thread at each; that is luck, not support.)
"""

from __future__ import annotations

import threading
from typing import Callable, Generic, TypeVar

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QThread, pyqtSignal, pyqtSlot

from ruhr_planner.model.errors import Cancelled

T = TypeVar("T")

_PATIENCE = 0.1
"""Seconds between two looks at the cancel button."""


class _Relay(QObject, Generic[T]):
    """Lives in the main thread and makes one call there."""

    asked = pyqtSignal()

    def __init__(self, call: Callable[[], T]) -> None:
        super().__init__()
        self._call = call
        self._lock = threading.Lock()
        self._begun = False
        self._withdrawn = False
        self.done = threading.Event()
        self.results: list[T] = []
        self.error: Exception | None = None
        self.asked.connect(self.run, Qt.ConnectionType.QueuedConnection)

    def withdraw(self) -> bool:
        """Take the call back; False when it has begun already."""
        with self._lock:
            self._withdrawn = True
            return not self._begun

    @pyqtSlot()
    def run(self) -> None:
        """Make the call, unless it was taken back."""
        with self._lock:
            if self._withdrawn:
                return
            self._begun = True
        try:
            self.results.append(self._call())
        except Exception as error:  # noqa: BLE001 - handed over to the thread that asked, which raises it
            self.error = error
        finally:
            self.done.set()


def in_main_thread(call: Callable[[], T], cancelled: Callable[[], bool] = lambda: False) -> T:
    """Make a call in the main thread, wait for it, and return what it returns or raise what it raises.

    In the main thread itself, and without an application, the call is made at once.

    :param cancelled: asked while waiting; a call that has not begun is then taken back.
    :raises Cancelled: the user cancelled before the call began.
    """
    application = QCoreApplication.instance()
    if application is None or QThread.currentThread() == application.thread():
        return call()
    relay = _Relay(call)
    relay.moveToThread(application.thread())
    relay.asked.emit()
    try:
        while not relay.done.wait(_PATIENCE):
            if cancelled() and relay.withdraw():
                raise Cancelled
    finally:
        sip.transferto(relay, None)  # Qt deletes it in its own thread, not Python in this one
        relay.deleteLater()
    if relay.error is not None:
        raise relay.error
    return relay.results[0]
