"""Who works in a temporary folder, and whether he still lives: a lock that the system takes away from the dead.

The claim is a small SQLite file whose transaction stays open as long as the work goes on. The same locks guard a store,
so they hold wherever a store can lie, on Windows and Linux alike, and no process id has to be asked, which another
program may have by now. Whoever gets the lock knows that nobody works there any more, and reads who did.
"""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

NAME = "claim"
_FORM = "%Y-%m-%d %H:%M"
_COMPUTER, _BEGUN = "computer", "begun"


@contextmanager
def held(room: Path, said: dict[str, str]) -> Iterator[None]:
    """Hold the claim of a folder as long as the ``with`` lasts.

    :param said: what others may read when the program is gone.
    :raises sqlite3.Error: the file cannot be written.
    """
    with closing(sqlite3.connect(room / NAME, isolation_level=None, timeout=0, check_same_thread=False)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("CREATE TABLE claim (key TEXT PRIMARY KEY, value TEXT)")
        begun = datetime.now().astimezone().strftime(_FORM)
        rows = {_BEGUN: begun, _COMPUTER: socket.gethostname(), **said}
        connection.executemany("INSERT INTO claim VALUES (?, ?)", rows.items())
        connection.execute("COMMIT")  # in this locking mode the lock stays until the file is closed
        yield


@contextmanager
def taken_over(room: Path) -> Iterator[dict[str, str] | None]:
    """Hold the claim of a folder whose program is gone, and say what it had said; None if it lives or cannot be asked.

    An empty mapping means that nobody has claimed the folder, or has not come to it yet.
    """
    path = room / NAME
    if not path.is_file() or not path.stat().st_size:
        yield {}
        return
    address = f"{path.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
            said = dict(connection.execute("SELECT key, value FROM claim").fetchall())
        except sqlite3.OperationalError as error:
            yield {} if "no such table" in str(error) else None
            return
        except sqlite3.Error:  # damaged, as after a power cut
            yield {}
            return
        yield said


def is_ours(said: dict[str, str]) -> bool:
    """Tell whether the claim was made on this computer, where its lock can be trusted on every kind of volume."""
    return said.get(_COMPUTER) == socket.gethostname()


def begun(said: dict[str, str], room: Path) -> str:
    """Return when the work began, as people read it; where nobody has said it, when the folder was made or changed."""
    moment = datetime.fromtimestamp(room.stat().st_mtime).astimezone()
    return said.get(_BEGUN) or moment.strftime(_FORM)
