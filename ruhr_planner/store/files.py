"""Files that are replaced whole: written beside their target under a temporary name, then moved in place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from osgeo import gdal

from ruhr_planner.model.errors import FolderMissing, ReadOnlyTarget, TargetInUse

_SYNCHRONOUS = "OGR_SQLITE_SYNCHRONOUS"
STAGING_PREFIX = ".ruhr_planner-"
"""A folder of this name is left over from a run that was killed; it holds nothing that is needed."""


@contextmanager
def staging(folder: Path, parameter: str = "OUTPUT") -> Iterator[Path]:
    """Make a temporary folder on the same volume as the target, and remove it in the end, whatever happens.

    :raises FolderMissing: the target's folder does not exist.
    :raises ReadOnlyTarget: nothing can be written there.
    """
    if not folder.is_dir():
        raise FolderMissing(folder=folder, parameter=parameter)
    try:
        made = Path(tempfile.mkdtemp(prefix=STAGING_PREFIX, dir=folder))
    except OSError as error:
        raise ReadOnlyTarget(str(error), file=folder, parameter=parameter) from error
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def unsynced() -> Iterator[None]:
    """Let GDAL write GeoPackages in this thread without waiting for the disk after every step.

    For staged files only, which nobody misses after a crash; `move_in_place` waits for the disk once.
    """
    before = gdal.GetThreadLocalConfigOption(_SYNCHRONOUS)
    gdal.SetThreadLocalConfigOption(_SYNCHRONOUS, "OFF")
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(_SYNCHRONOUS, before)


def move_in_place(staged: Path, target: Path, parameter: str = "OUTPUT") -> None:
    """Put a finished file in the place of its target in one step.

    :raises TargetInUse: another program holds the target open (Windows).
    :raises ReadOnlyTarget: the folder is write-protected.
    """
    if target.exists() and not os.access(target, os.W_OK):
        raise ReadOnlyTarget(file=target, parameter=parameter)
    try:
        with staged.open("rb+") as written:
            os.fsync(written.fileno())
        staged.replace(target)
    except PermissionError as error:
        problem = TargetInUse if target.exists() else ReadOnlyTarget
        raise problem(str(error), file=target, parameter=parameter) from error


def check_target(target: Path, parameter: str = "OUTPUT") -> None:
    """Check before a long run that a target can be written at its end, by trying: rights on a file server say little.

    :raises FolderMissing, ReadOnlyTarget, TargetInUse: it cannot.
    """
    folder = target.parent
    if not folder.is_dir():
        raise FolderMissing(folder=folder, parameter=parameter)
    if target.is_dir():
        raise ReadOnlyTarget(file=target, parameter=parameter)
    try:
        with tempfile.TemporaryFile(prefix=STAGING_PREFIX, dir=folder):
            pass
    except OSError as error:
        raise ReadOnlyTarget(str(error), file=target, parameter=parameter) from error
    if target.exists():
        _check_file(target, parameter)


def _check_file(target: Path, parameter: str) -> None:
    if not os.access(target, os.W_OK):
        raise ReadOnlyTarget(file=target, parameter=parameter)
    try:
        with target.open("r+b"):
            pass
    except PermissionError as error:
        raise TargetInUse(str(error), file=target, parameter=parameter) from error
    except OSError as error:
        raise ReadOnlyTarget(str(error), file=target, parameter=parameter) from error
