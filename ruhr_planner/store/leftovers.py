"""What programs that were killed have left beside stores and results: found, ended or dropped, put away, and told.

Every temporary folder of ours carries a claim (`store.claim`). Where its program is gone, what lay ready completely is
put in place (`store.moves`), everything else is dropped, and one sentence says which of the two it was.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ruhr_planner.model.errors import Aftermath, FileAsBefore, FileFinished, FileRolledBack, FileTidied, RunDied
from ruhr_planner.store import claim, files, moves, sqlite, transfer

ALGORITHM, FOLDERS, FILE = "algorithm", "folders", "file"
_OTHER_COMPUTER_S = 86_400.0
"""A folder of another computer is left alone so long: not every file server hands locks on."""
_UNCLAIMED_S = 3_600.0
"""A run claims its folder at once; only a power cut takes the claim out of one."""
_TEMPORARY, _TEMPORARY_S = "ruhr_planner_", 14 * 86_400.0
"""How folders of single steps begin, in the system's folder of temporary files; they have no claim."""


def clear(folder: Path) -> list[Aftermath]:
    """Put away what dead programs have left in a folder, and return what is to be told about it."""
    told: list[Aftermath] = []
    for room in _rooms(folder, moves.ROOM_PREFIX):
        told += _cleared(room)
    return told


def clear_temporary() -> list[Aftermath]:
    """Put away what dead programs have left in the system's folder of temporary files."""
    folder = Path(tempfile.gettempdir())
    for room in _rooms(folder, _TEMPORARY):
        with suppress(OSError):  # gone in the meantime
            if _age(room) > _TEMPORARY_S:
                shutil.rmtree(room, ignore_errors=True)
    return clear(folder)


def recovered(path: Path) -> list[Aftermath]:
    """Put a GeoPackage right that a program has left in the middle of writing, and return what is to be told."""
    try:
        left = sqlite.recover(path)
    except (OSError, sqlite3.Error):
        return []  # whoever wants to use the file gets the sentence
    kinds: dict[str, type[Aftermath]] = {sqlite.ROLLED_BACK: FileRolledBack, sqlite.TIDIED: FileTidied}
    return [kinds[left](file=path.name)] if left else []


def _rooms(folder: Path, prefix: str) -> Iterator[Path]:
    """Yield the temporary folders in a folder that belong to this user."""
    try:
        with os.scandir(folder) as entries:
            found = [entry.path for entry in entries if entry.name.startswith(prefix) and entry.is_dir()]
    except OSError:  # away, or none of ours
        return
    for path in sorted(found):
        room = Path(path)
        with suppress(OSError):
            if not hasattr(os, "getuid") or room.stat().st_uid == os.getuid():
                yield room


def _cleared(room: Path) -> list[Aftermath]:
    try:
        with claim.taken_over(room) as said:
            if said is None or not _is_dead(room, said):
                return []
            told = _told(room, said)
    except (OSError, sqlite3.Error):
        return []  # held by somebody, or the folder is away: the next start looks again
    files.remove(room)
    return told


def _is_dead(room: Path, said: dict[str, str]) -> bool:
    """Tell whether a folder whose claim is free may go."""
    if not said:
        return bool(moves.read_plan(room)) or _age(room) > _UNCLAIMED_S
    return claim.is_ours(said) or _age(room) > _OTHER_COMPUTER_S


def _age(room: Path) -> float:
    """Return the seconds since something in a folder was changed, by the clock of its volume.

    :raises OSError: it cannot be asked.
    """
    with tempfile.TemporaryFile(dir=room.parent) as now:
        now.write(b"x")
        now.flush()
        moment = os.fstat(now.fileno()).st_mtime
    latest = room.stat().st_mtime
    for path in room.rglob("*"):
        with suppress(FileNotFoundError):  # a program that lives takes files away
            latest = max(latest, path.stat().st_mtime)
    return moment - latest


def _told(room: Path, said: dict[str, str]) -> list[Aftermath]:
    """End or drop what lies in the folder of a dead run; say what became of it.

    :raises OSError: a file cannot be moved now.
    """
    begun = claim.begun(said, room)
    if said.get(ALGORITHM):
        beside = [note for folder in _folders(said) for note in clear(folder)]
        return [RunDied(algorithm=said[ALGORITHM], begun=begun), *beside]
    finished = _is_finished(room)
    file = said.get(FILE) or _planned_file(room)
    if not file:
        return []
    return [(FileFinished if finished else FileAsBefore)(file=file, begun=begun)]


def _folders(said: dict[str, str]) -> list[Path]:
    """Return where a run was writing; nothing where its note is damaged."""
    try:
        found = json.loads(said.get(FOLDERS) or "[]")
    except (ValueError, TypeError, RecursionError):
        return []
    return [Path(folder) for folder in found if isinstance(folder, str)] if isinstance(found, list) else []


def _planned_file(room: Path) -> str:
    """Return the name of the target that counts, from the plan, where the claim was lost in a power cut."""
    plan = moves.read_plan(room)
    listed = moves.planned(room, plan.get("moves"))
    return listed[-1][1].name if listed else Path(str(plan.get("file") or "")).name


def _is_finished(room: Path) -> bool:
    """Put in place what lay ready completely. Return whether the new state is there.

    :raises OSError: a file cannot be moved now.
    """
    plan = moves.read_plan(room)
    if "moves" in plan:
        listed = moves.planned(room, plan["moves"])
        return bool(listed) and moves.finish(room, listed)
    file = plan.get("file")
    if "proof" in plan and isinstance(file, str):
        recovered(Path(file))
        return _holds(Path(file), plan["proof"])
    return False


def _holds(path: Path, proof: object) -> bool:
    """Tell whether a GeoPackage holds what a transaction that was begun would have written."""
    if not isinstance(proof, list) or len(proof) != len(transfer.Proof._fields):
        return False
    try:
        with sqlite.reading(path) as connection:
            return transfer.holds(connection, transfer.Proof(*map(str, proof)))
    except sqlite3.Error:
        return False
