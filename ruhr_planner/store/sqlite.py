"""SQL on GeoPackage files: short transactions, with the locks and faults of a file server put into sentences."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

BUSY_SECONDS = 3.0
"""How long we wait for another program's lock before we say so."""
_AGAIN_SECONDS = 0.05


def quoted(identifier: str) -> str:
    """Quote a table or column name for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def layer_names(connection: sqlite3.Connection, schema: str = "main") -> set[str]:
    """Return the names of the layers and tables that a GeoPackage lists."""
    rows = connection.execute(f"SELECT table_name FROM {schema}.gpkg_contents")  # nosec B608: schema is "main" or "staged"
    return {name for (name,) in rows}


def count(connection: sqlite3.Connection, table: str) -> int:
    """Return the number of records of a table."""
    return int(connection.execute("SELECT count(*) FROM " + quoted(table)).fetchone()[0])  # nosec B608: quoted


def is_locked(error: sqlite3.Error) -> bool:
    """Tell whether another program's lock was the cause."""
    return "locked" in str(error) or "busy" in str(error)


def is_readonly(error: sqlite3.Error) -> bool:
    """Tell whether write protection was the cause."""
    return "readonly" in str(error) or "read-only" in str(error) or "unable to open" in str(error)


def is_full(error: Exception) -> bool:
    """Tell whether a full disk was the cause, be it that of temporary files."""
    return "disk is full" in str(error)


def is_io(error: Exception) -> bool:
    """Tell whether the volume did not do what it was asked: it is gone, or a second file could not be made on it."""
    return "disk I/O error" in str(error)


def is_no_database(error: sqlite3.Error) -> bool:
    """Tell whether the file is none, or a damaged one."""
    return "not a database" in str(error) or "malformed" in str(error)


def is_in_wal(path: Path) -> bool:
    """Tell whether a file is in the journal mode with a second file beside it (SQLite file format, bytes 18 and 19)."""
    with path.open("rb") as file:
        return file.read(20)[18:20] == b"\x02\x02"


def leave_wal(path: Path) -> None:
    """Put a file back into the journal mode that needs no second file beside it, as read-only shares want it.

    SQLite itself does not wait here, and a virus scanner, an index or QGIS may be looking at a new file for a moment.

    :raises sqlite3.OperationalError: another program has it open, and not for a moment only.
    """
    ends = time.monotonic() + BUSY_SECONDS
    while not _has_left_wal(path, last=time.monotonic() > ends):
        time.sleep(_AGAIN_SECONDS)


def _has_left_wal(path: Path, last: bool) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if last or not is_locked(error):
            raise
        return False
    return True


ROLLED_BACK, TIDIED = "rolled back", "tidied"


def recover(path: Path) -> str:
    """Put a file right if a process was killed while it wrote; return ROLLED_BACK, TIDIED, or "" for nothing to do.

    SQLite does it at the first opening, but not at one for reading only, and then the file cannot be read at all. A
    file in WAL mode, into which QGIS puts whatever it opens for as long as it is open, leaves it: on a file server that
    mode does not work. A program that is alive is not disturbed.

    :raises sqlite3.Error: the old state cannot be put back, because nothing can be written.
    """
    journal = path.with_name(path.name + "-journal")
    if journal.is_file():
        begun = not _is_empty(journal)
        with _exclusively(path, "BEGIN IMMEDIATE") as alone:
            if alone and journal.is_file() and _is_empty(journal):
                journal.unlink()
        return ROLLED_BACK if alone and begun else ""
    if path.is_file() and is_in_wal(path):
        pending = _has_wal(path)
        try:
            with _exclusively(path, "PRAGMA journal_mode = DELETE") as alone:
                return TIDIED if alone and pending else ""
        except sqlite3.OperationalError:
            if pending:
                raise
    return ""


def _is_empty(journal: Path) -> bool:
    """Tell whether a journal had not been begun or is done with: SQLite takes no notice of it (hasHotJournal)."""
    with journal.open("rb") as file:
        return file.read(1) in (b"", b"\0")


def _has_wal(path: Path) -> bool:
    wal = path.with_name(path.name + "-wal")
    return wal.is_file() and wal.stat().st_size > 0


@contextmanager
def _exclusively(path: Path, statement: str) -> Iterator[bool]:
    """Run a statement before which SQLite puts the file right, and hold its lock; False if a living program has it."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)
    try:
        connection.execute(statement).fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not is_locked(error):
            raise
        yield False
        return
    try:
        yield True
    finally:
        connection.close()


@contextmanager
def reading(path: Path, wait: float | None = None) -> Iterator[sqlite3.Connection]:
    """Open a file for reading only; looking at it changes nothing, but what a killed process left is put right.

    :param wait: seconds for which another program's lock is waited for, instead of `BUSY_SECONDS`.
    """
    recover(path)
    connection = sqlite3.connect(_address(path), uri=True, timeout=BUSY_SECONDS if wait is None else wait)
    try:
        yield connection
    finally:
        connection.close()


def _address(path: Path) -> str:
    """Return the address for reading only.

    A file in WAL mode wants a second file beside it even for that. Where none can be made, and none is there, all of it
    is in the file itself, and SQLite may take it as one that nobody changes.
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    if not os.access(path.parent, os.W_OK) and not _has_wal(path) and path.is_file() and is_in_wal(path):
        return address + "&immutable=1"
    return address


@contextmanager
def writing(path: Path, attached: Path | None = None, wait: float | None = None) -> Iterator[sqlite3.Connection]:
    """Open a file for one transaction: all of it is committed at the end, or nothing of it.

    A file that another program has put into WAL mode leaves it again, unless that program has it open still: on a file
    server that mode does not work.

    :param attached: a second file, to be read as schema `staged`.
    :param wait: seconds for which another program's lock is waited for, instead of `BUSY_SECONDS`.
    """
    seconds = BUSY_SECONDS if wait is None else wait
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=seconds, isolation_level=None)
    try:
        if attached is not None:
            connection.execute("ATTACH DATABASE ? AS staged", (str(attached),))
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            with suppress(sqlite3.Error):  # where the disk is gone, SQLite has ended the transaction already
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        if attached is not None:
            connection.execute("DETACH DATABASE staged")
        if connection.execute("PRAGMA main.journal_mode").fetchone()[0] == "wal":
            connection.execute("PRAGMA busy_timeout = 0")
            with suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA main.journal_mode = DELETE")
    finally:
        connection.close()
