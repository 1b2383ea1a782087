"""A person who imports: `importer.py URI STORE`, in a QGIS of its own. Reads what to do from stdin, line by line.

A line is the JSON of the parameters of `harmonise`, with `WAIT` (how long it waits for others, in seconds) and `HOLD`.
Before the import asks for the lock of the store it says `door` and waits for a line; with `HOLD` it does so again,
`inside`, when it has got it. In the end it says what came of it, with the moments between which it had the lock.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from benchmarks.tile_worker import begun


def say(**told: Any) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


class Doors:
    """Stops at the lock of the store until somebody says go on, and notes who had it when."""

    def __init__(self) -> None:
        from ruhr_planner.store.postgis import PostgisStore

        self.hold = False
        self.had: list[float] = []
        looked_at = PostgisStore.looked_at

        @contextmanager
        def watched(store: Any, *given: Any) -> Iterator[Any]:
            self._stop("door")
            with looked_at(store, *given) as look:
                self.had = [time.monotonic()]
                if self.hold:
                    self._stop("inside")
                try:
                    yield look
                finally:
                    self.had.append(time.monotonic())

        PostgisStore.looked_at = watched  # type: ignore[method-assign]

    @staticmethod
    def _stop(where: str) -> None:
        say(at=where)
        sys.stdin.readline()


def main(uri: str, store: str) -> None:
    _kept = begun(uri, store)
    from ruhr_planner.store import postgis

    registry = QgsApplication.processingRegistry()
    doors = Doors()
    say(at="work")
    for line in sys.stdin:
        parameters = json.loads(line)
        postgis.WAIT_SECONDS = parameters.pop("WAIT", 30.0)
        doors.hold, doors.had = parameters.pop("HOLD", False), []
        algorithm = registry.createAlgorithmById("ruhr_planner:harmonise")
        given = {**parameters, "STORE": store}
        try:
            results, _ok = algorithm.run(given, QgsProcessingContext(), QgsProcessingFeedback(False), {}, False)
            say(results=results, had=doors.had)
        except QgsProcessingException as problem:
            say(problem=str(problem), had=doors.had)


if __name__ == "__main__":
    main(*sys.argv[1:3])
