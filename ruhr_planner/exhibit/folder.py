"""A folder of results that is replaced whole or not at all; files of others in it stay."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ruhr_planner.model.errors import ReadOnlyTarget, TargetInUse
from ruhr_planner.store import moves, sqlite


def check_folder(folder: Path, parameter: str, databases: Iterable[str] = ()) -> None:
    """Check before a long run that the folder can be filled at its end.

    :param databases: names of the files that another program may be writing into.
    :raises ReadOnlyTarget: it is a file, or nothing can be written into it.
    :raises TargetInUse: another program holds one of the databases.
    """
    if folder.exists() and (not folder.is_dir() or not os.access(folder, os.W_OK)):
        raise ReadOnlyTarget(file=folder, parameter=parameter)
    check_unlocked(folder, parameter, databases)


def check_unlocked(folder: Path, parameter: str, databases: Iterable[str]) -> None:
    """Ask each database for its write lock: only Windows keeps a file that is in use from being replaced.

    :raises TargetInUse: another program has it.
    """
    for name in databases:
        file = folder / name
        if not file.is_file():
            continue
        try:
            with sqlite.writing(file):
                pass
        except sqlite3.Error as error:
            if sqlite.is_locked(error):
                raise TargetInUse(str(error), file=name, parameter=parameter) from error
            # anything else is a file that is no database or is broken: it is only to be replaced


def move_folder(staged: Path, folder: Path, names: Iterable[str], parameter: str) -> None:
    """Put all files of a staged folder in place; after a failure everything is as it was.

    :param staged: in a temporary folder beside the target.
    :param names: files that a report may hold; those of an earlier one that are not written again go away.
    :raises TargetInUse: another program holds one of the old files open.
    :raises ReadOnlyTarget: the folder is write-protected.
    """
    if not folder.exists():
        moves.put([(staged, folder)], parameter=parameter)
        return
    new = sorted(staged.iterdir())
    written = {file.name for file in new}
    gone = [folder / name for name in names if name not in written]
    moves.put([(file, folder / file.name) for file in new], gone, parameter)
