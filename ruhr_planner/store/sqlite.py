"""SQL on GeoPackage files: short transactions, with the locks and faults of a file server put into sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BUSY_SECONDS = 3.0
"""How long we wait for another program's lock before we say so."""


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


def leave_wal(path: Path) -> None:
    """Put a file back into the journal mode that needs no second file beside it, as read-only shares want it."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


def recover(path: Path) -> None:
    """Put the old state back if a process was killed while it wrote.

    SQLite does it at the first opening, but not at one for reading only, and then the file cannot be read at all.
    """
    journal = path.with_name(path.name + "-journal")
    if journal.is_file() and journal.stat().st_size:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.close()


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file for reading only; looking at it changes nothing, but what a killed process left is put right."""
    recover(path)
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def writing(path: Path, attached: Path | None = None) -> Iterator[sqlite3.Connection]:
    """Open a file for one transaction: all of it is committed at the end, or nothing of it.

    :param attached: a second file, to be read as schema `staged`.
    """
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    try:
        if attached is not None:
            connection.execute("ATTACH DATABASE ? AS staged", (str(attached),))
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    finally:
        connection.close()
