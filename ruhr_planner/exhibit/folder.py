"""A folder of results that is replaced whole or not at all; files of others in it stay."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ruhr_planner.model.errors import ReadOnlyTarget, TargetInUse
from ruhr_planner.store import sqlite


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

    :param staged: on the same volume as the folder; beside it there is room for the old files.
    :param names: files that a report may hold; those of an earlier one that are not written again go away.
    :raises TargetInUse: another program holds one of the old files open.
    :raises ReadOnlyTarget: the folder is write-protected.
    """
    if not folder.exists():
        _renamed(staged, folder, parameter)
        return
    old = staged.with_name(f"{staged.name}.old")
    old.mkdir()
    moved: list[tuple[Path, Path]] = []
    try:
        for name in names:
            if (folder / name).exists():
                _renamed(folder / name, old / name, parameter)
                moved.append((folder / name, old / name))
        for file in sorted(staged.iterdir()):
            _renamed(file, folder / file.name, parameter)
            moved.append((file, folder / file.name))
    except (TargetInUse, ReadOnlyTarget):
        for source, target in reversed(moved):
            with suppress(OSError):  # the first failure is the one to be told
                target.replace(source)
        raise


def _renamed(source: Path, target: Path, parameter: str) -> None:
    try:
        source.replace(target)
    except PermissionError as error:
        raise TargetInUse(str(error), file=source.name, parameter=parameter) from error
    except OSError as error:
        raise ReadOnlyTarget(str(error), file=target, parameter=parameter) from error
