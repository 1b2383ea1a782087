"""Files put in place as one: all of them, or none; and if the program is killed in between, the next start ends it.

Replacing one file is a single step of the file system. Several (the parts of a Shapefile, the files of a report) are
not, so what is to be done is written down first, in the temporary folder where the new files lie ready. From then on
the new state counts: `finish` does what is left of it. A fault before the end puts everything back.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ruhr_planner.model.errors import DiskFull, PlannerError, ReadOnlyTarget, TargetInUse, TargetLost, WriteFailed

ROOM_PREFIX = ".ruhr_planner-"
"""How the names of temporary folders beside a target begin."""
OLD = "old"
PLAN = "plan.json"

_FULL = {errno.ENOSPC, errno.EDQUOT}
PROTECTED = {errno.EROFS, errno.EACCES, errno.EPERM}
_LOST = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.ETIMEDOUT, errno.EHOSTDOWN}

Pair = tuple[Path, Path]
"""From and to."""


def room_of(path: Path) -> Path | None:
    """Return the temporary folder that a staged file lies in, None for a file elsewhere."""
    return next((folder for folder in path.parents if folder.name.startswith(ROOM_PREFIX)), None)


def problem(error: OSError, file: Path, parameter: str) -> PlannerError:
    """Return the sentence for what the file system said about a target."""
    if error.errno in _FULL:
        return DiskFull(str(error), file=file.name)
    if error.errno in _LOST:
        return TargetLost(str(error), file=file.name)
    if isinstance(error, PermissionError) and file.exists():
        return TargetInUse(str(error), file=file, parameter=parameter)
    if error.errno in PROTECTED:
        return ReadOnlyTarget(str(error), file=file, parameter=parameter)
    return WriteFailed(str(error), file=file.name, why=error.strerror or error)


def put(pairs: Sequence[Pair], gone: Iterable[Path] = (), parameter: str = "OUTPUT") -> None:
    """Put staged files, or one staged folder, in the place of their targets, and take others away, as one.

    :param pairs: staged files and targets; all of one temporary folder, the one that counts for readers last.
    :param gone: files beside the targets that go.
    :raises TargetInUse, ReadOnlyTarget, DiskFull, TargetLost, WriteFailed: everything is as it was.
    """
    room = room_of(pairs[0][0]) or pairs[0][0].parent
    gone = [path for path in gone if path.exists()]
    targets = [target for _staged, target in pairs]
    for target in targets:
        if target.exists() and not os.access(target, os.W_OK):
            raise ReadOnlyTarget(file=target, parameter=parameter)
    single = len(pairs) == 1 and not gone
    aside = [] if single else _aside(room, [*gone, *(target for target in targets if target.exists())])
    try:
        for staged, _target in pairs:
            _to_disk(staged)
        _note(room, [*aside, *pairs])
    except OSError as error:
        raise problem(error, targets[-1], parameter) from error
    _move([*aside, *pairs], room / PLAN, parameter)


def put_new(staged: Path, target: Path, parameter: str) -> None:
    """Put a staged file where there is none yet, in one step; what somebody else has put there meanwhile stays.

    :raises FileExistsError: somebody has. :raises ReadOnlyTarget, DiskFull, TargetLost, WriteFailed: as `put`.
    """
    try:
        _to_disk(staged)
        os.link(staged, target)
    except FileExistsError:
        raise
    except OSError:  # many network shares and sticks know no links
        _put_claimed(staged, target, parameter)


def _put_claimed(staged: Path, target: Path, parameter: str) -> None:
    """Take the name by an empty file, then fill it."""
    try:
        target.open("xb").close()
    except FileExistsError:
        raise
    except OSError as error:
        raise problem(error, target, parameter) from error
    try:
        put([(staged, target)], parameter=parameter)
    except BaseException:
        with suppress(OSError):
            target.unlink()
        raise


def _aside(room: Path, paths: Iterable[Path]) -> list[Pair]:
    """Return where old files wait until all new ones are in place."""
    return [(path, room / OLD / str(number)) for number, path in enumerate(paths)]


def _to_disk(path: Path) -> None:
    """Wait until the system has written a file."""
    for file in [path] if path.is_file() else [found for found in path.rglob("*") if found.is_file()]:
        with file.open("rb+") as written:
            os.fsync(written.fileno())


def _note(room: Path, moves: Sequence[Pair]) -> None:
    """Write down what is to be done; paths count from the folder that the temporary one lies in."""
    (room / OLD).mkdir(exist_ok=True)
    base = room.parent
    listed = [[os.path.relpath(source, base), os.path.relpath(target, base)] for source, target in moves]
    write_plan(room, {"moves": listed})


def write_plan(room: Path, plan: dict[str, object]) -> None:
    """Write down for the next start what comes now, whole.

    :raises OSError: it cannot be written.
    """
    beside = room / f"{PLAN}.part"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(plan, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(room / PLAN)


def read_plan(room: Path) -> dict[str, object]:
    """Return what was written down; nothing if it had not come to that."""
    try:
        found = json.loads((room / PLAN).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _move(moves: Sequence[Pair], plan: Path, parameter: str) -> None:
    done: list[Pair] = []
    for source, target in moves:
        try:
            source.replace(target)
        except OSError as error:
            shown = source if target.parent.name == OLD else target
            for before, after in reversed(done):
                with suppress(OSError):  # the first failure is the one to be told
                    after.replace(before)
            with suppress(OSError):
                plan.unlink()
            raise problem(error, shown, parameter) from error
        done.append((source, target))


def planned(room: Path, listed: object) -> list[Pair]:
    """Return the moves of a plan; none at all if it is damaged, or one leads out of the folder, which ours never do."""
    base = room.parent.resolve()
    made: list[Pair] = []
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, list) or len(entry) != 2:
            return []
        source, target = (Path(os.path.normpath(base / str(name))) for name in entry)
        inside = [room.resolve() in path.parents for path in (source, target)]
        if base not in source.parents or base not in target.parents or not any(inside):
            return []
        made.append((source, target))
    return made


def finish(room: Path, moves: Sequence[Pair]) -> bool:
    """Do what is left of a plan. Return whether its new files are in place; what came later than the plan wins.

    :raises OSError: a file cannot be moved now.
    """
    noted = (room / PLAN).stat().st_mtime
    old = room.resolve() / OLD
    fresh = [(source, target) for source, target in moves if target.parent != old]
    if any(source.exists() and target.is_file() and target.stat().st_mtime > noted for source, target in fresh):
        return False
    for source, target in _left(moves, old):
        source.replace(target)
    return True


def _left(moves: Sequence[Pair], old: Path) -> Iterator[Pair]:
    for source, target in moves:
        if source.exists() and not (target.parent == old and target.exists()):
            yield source, target
