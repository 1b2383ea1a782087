"""What runs that were killed have left: told and put away at the beginning of the next one, or of QGIS.

A run notes itself in the profile as long as it lasts. If its program is killed, the note stays, and says which
algorithm it was and in which folders it was writing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from ruhr_planner import settings
from ruhr_planner.i18n import words
from ruhr_planner.model.errors import PlannerError
from ruhr_planner.store import files as staged
from ruhr_planner.store import leftovers

_GEOPACKAGE = ".gpkg"
_RUNNING: ContextVar[bool] = ContextVar("ruhr_planner_running", default=False)
"""Whether a run goes on in this thread: those that it begins itself are parts of it."""


def runs() -> Path:
    """Return the folder in the profile where runs note themselves; it need not exist yet."""
    return settings.home() / "runs"


def tell(files: Iterable[Path]) -> list[str]:
    """Put away what killed runs have left, in the profile, among the temporary files, and where these files lie.

    :param files: stores, results and targets that are about to be used; they need not exist.
    :returns: a sentence for each thing that happened.
    """
    if _RUNNING.get():
        return []
    files = list(dict.fromkeys(files))
    found = [note for path in files if path.suffix.lower() == _GEOPACKAGE for note in leftovers.recovered(path)]
    found += leftovers.clear(runs())
    found += leftovers.clear_temporary()
    for folder in dict.fromkeys(path.parent for path in files):
        found += leftovers.clear(folder)
    return list(dict.fromkeys(words(note) for note in found))


@contextmanager
def noted(algorithm: str, files: Iterable[Path]) -> Iterator[None]:
    """Keep a note of a run as long as the ``with`` lasts; a profile that cannot be written only costs the note.

    :param algorithm: what people call it.
    :param files: its targets.
    """
    if _RUNNING.get():
        yield
        return
    token = _RUNNING.set(True)
    try:
        with ExitStack() as stack:
            folders = sorted({str(path.absolute().parent) for path in files})
            with suppress(OSError, sqlite3.Error, PlannerError):
                runs().mkdir(parents=True, exist_ok=True)
                said = {leftovers.ALGORITHM: algorithm, leftovers.FOLDERS: json.dumps(folders)}
                stack.enter_context(staged.staging(runs(), **said))
            yield
    finally:
        _RUNNING.reset(token)
