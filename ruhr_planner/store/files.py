"""Files that are replaced whole: written beside their target under a temporary name, then moved in place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from osgeo import gdal

from ruhr_planner.model.errors import (
    Cancelled,
    DiskFull,
    FolderMissing,
    PathTooLong,
    PlannerError,
    ReadOnlyTarget,
    TargetLost,
    WriteFailed,
)
from ruhr_planner.store import claim, moves, sqlite

_SYNCHRONOUS = "OGR_SQLITE_SYNCHRONOUS"
_NEW = "new"
_JOURNAL = "-journal"
"""What SQLite appends to the name of a file while it writes into it."""
_ROOM = 256 * 1024
"""A volume with fewer bytes left is called full after something could not be written."""
_LEAST = 4096
"""After something was written, so many bytes have to be left, or nobody knows whether all of it was."""
_WINDOWS_MAX = 259
"""Characters of a path that every program on Windows takes (MAX_PATH without the closing NUL)."""


@contextmanager
def staging(folder: Path, parameter: str = "OUTPUT", file: str = "", **said: str) -> Iterator[Path]:
    """Make an empty temporary folder on the same volume as the target, and remove it in the end, whatever happens.

    If the program is killed before, `leftovers.clear` finds it by its claim.

    :param file: name of the target, for what is told then.
    :param said: more of that.
    :raises FolderMissing: the target's folder does not exist.
    :raises ReadOnlyTarget, DiskFull, TargetLost: nothing can be written there.
    """
    if not folder.is_dir():
        raise FolderMissing(folder=folder, parameter=parameter)
    with ExitStack() as stack:
        try:
            room = Path(tempfile.mkdtemp(prefix=moves.ROOM_PREFIX, dir=folder.resolve()))
            stack.callback(remove, room)
            stack.enter_context(claim.held(room, {"file": file, **said}))
            made = room / _NEW
            made.mkdir()
        except OSError as error:
            raise _refused(error, folder, parameter) from error
        except sqlite3.Error as error:
            raise unwritten(error, folder) from error
        yield made


def remove(room: Path) -> None:
    """Remove a temporary folder, its claim first: what is left of it after a kill in between says nothing wrong."""
    with suppress(OSError):
        (room / claim.NAME).unlink()
    shutil.rmtree(room, ignore_errors=True)


def _refused(error: OSError, file: Path, parameter: str) -> PlannerError:
    """Return why no file can be made in a folder."""
    told = moves.problem(error, file, parameter)
    if isinstance(told, (DiskFull, TargetLost)):
        return told
    return ReadOnlyTarget(str(error), file=file, parameter=parameter)


def trouble(file: Path, wanted: int) -> PlannerError | None:
    """Try whether there is room beside a file; return the sentence for a volume that is full or gone.

    :param wanted: bytes that have to fit.
    """
    folder = file if file.is_dir() else file.parent
    try:
        with tempfile.TemporaryFile(prefix=moves.ROOM_PREFIX, dir=folder) as tried:
            tried.write(bytes(wanted))
            tried.flush()
    except OSError as error:
        told = moves.problem(error, file, "")
        if isinstance(told, (DiskFull, TargetLost)):
            return told
    return None


def unwritten(error: Exception, file: Path) -> PlannerError:
    """Return the sentence for a file that QGIS, GDAL or SQLite could not write, and said so in words of their own.

    These differ, down to "malformed" for a lost connection, so the volume itself is asked.
    """
    if sqlite.is_full(error):
        return DiskFull(str(error), file=file.name)
    return trouble(file, _ROOM) or WriteFailed(str(error), file=file.name, why=error)


@contextmanager
def whole(file: Path, parameter: str = "OUTPUT") -> Iterator[None]:
    """Have a staged file written within the ``with``.

    What fails on a volume that is full or gone says so, whatever the writer made of it, and what did not notice (Qt
    writes half a PDF) fails here.

    :param file: the target. :raises DiskFull, TargetLost, WriteFailed, ReadOnlyTarget: see there.
    """
    try:
        yield
    except OSError as error:
        raise moves.problem(error, file, parameter) from error
    except Cancelled:
        raise
    except Exception as error:
        told = trouble(file, _ROOM)
        if told is None:
            raise
        raise told from error
    told = trouble(file, _LEAST)
    if told is not None:
        raise told


@contextmanager
def unsynced() -> Iterator[None]:
    """Let GDAL write GeoPackages in this thread without waiting for the disk after every step.

    For staged files only, which nobody misses after a crash; `moves.put` waits for the disk once.
    """
    before = gdal.GetThreadLocalConfigOption(_SYNCHRONOUS)
    gdal.SetThreadLocalConfigOption(_SYNCHRONOUS, "OFF")
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(_SYNCHRONOUS, before)


def check_target(target: Path, parameter: str = "OUTPUT") -> None:
    """Check before a long run that a target can be written at its end, by trying: rights on a file server say little.

    :raises FolderMissing, PathTooLong, ReadOnlyTarget, TargetInUse, DiskFull, TargetLost: it cannot.
    """
    folder = target.parent
    if not folder.is_dir():
        raise FolderMissing(folder=folder, parameter=parameter)
    _check_length(target, parameter)
    if target.is_dir():
        raise ReadOnlyTarget(file=target, parameter=parameter)
    try:
        with tempfile.TemporaryFile(prefix=moves.ROOM_PREFIX, dir=folder) as tried:
            tried.write(b"x")
            tried.flush()
    except OSError as error:
        raise _refused(error, target, parameter) from error
    if target.exists():
        _check_file(target, parameter)


def _check_length(target: Path, parameter: str) -> None:
    """Check that the name and that of a journal beside it are short enough: 255 bytes, on Windows 259 for the path."""
    excess = len(os.fsencode(target.name + _JOURNAL)) - _longest_name(target.parent)
    if sys.platform == "win32":
        excess = max(excess, len(str(target.absolute()) + _JOURNAL) - _WINDOWS_MAX)
    if excess > 0:
        raise PathTooLong(file=target.name, parameter=parameter, excess=excess)


def _longest_name(folder: Path) -> int:
    """Return how many bytes a name may have on a volume."""
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):  # Windows, or a server that does not say
        return 255


def _check_file(target: Path, parameter: str) -> None:
    if not os.access(target, os.W_OK):
        raise ReadOnlyTarget(file=target, parameter=parameter)
    try:
        with target.open("r+b"):
            pass
    except OSError as error:
        raise moves.problem(error, target, parameter) from error
