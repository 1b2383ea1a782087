"""Work that only the main thread may do, in small pieces: the window answers between one and the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Callable

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer


def in_turns(owner: QObject, steps: Iterable[Callable[[], Any]]) -> None:
    """Do one step in each turn of QGIS's event loop, in order; what has not begun when the owner is deleted is dropped.

    :param steps: may be a generator, which is then asked for its next step only when the one before is done.
    """
    waiting = iter(steps)

    def turn() -> None:
        step = None if sip.isdeleted(owner) else next(waiting, None)
        if step is not None:
            step()
            QTimer.singleShot(0, turn)

    QTimer.singleShot(0, turn)
