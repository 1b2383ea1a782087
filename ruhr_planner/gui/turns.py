"""Work that only the main thread may do, in small pieces: the window answers between one and the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer


def in_turns(owner: QObject, parts: Iterator[Any]) -> None:
    """Go on with a generator once in each turn of QGIS's event loop, until it ends or its owner is deleted.

    :param parts: does a piece of work before each ``yield``.
    """

    def turn() -> None:
        if not sip.isdeleted(owner) and next(parts, _ENDED) is not _ENDED:
            QTimer.singleShot(0, turn)

    QTimer.singleShot(0, turn)


_ENDED = object()
