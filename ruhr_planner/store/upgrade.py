"""A GeoPackage store of an earlier version becomes one of today: a copy is kept, then all in one transaction.

Versions, and what each lacked before (tests/data/stores has one of every state that was ever written):

1. Until 0.1.0 and in the weeks after it: fields came to tables without a new number, so a store of version 1 may lack
   any of `run_id`, `source_id`, `native_id`, `valid_from`, `valid_to`, and what an import tells of itself.
2. Every table has every field of the vocabulary.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from ruhr_planner import about
from ruhr_planner.model.tables import TABLES
from ruhr_planner.store import files, guard, merge, sqlite, transfer
from ruhr_planner.store.interface import MARK_TABLE, Content, stage

Step = Callable[[sqlite3.Connection], None]


def complete(connection: sqlite3.Connection) -> None:
    """Add the tables and fields that an older store lacks; new tables come from the attached schema `staged`."""
    missing = [name for name in TABLES if name not in sqlite.layer_names(connection)]
    if missing:
        transfer.prepare(connection)
    for name, table in TABLES.items():
        if name in missing:
            transfer.copy_layer(connection, name)
        else:
            merge.ensure_columns(connection, table)


STEPS: Mapping[int, Step] = {1: complete}
"""What brings a store from version n to n + 1, within the one transaction of `upgrade`."""


def version(connection: sqlite3.Connection) -> int:
    """Return the version of the store.

    :raises TypeError, ValueError, sqlite3.Error: the file is none.
    """
    asked = f"SELECT value FROM {MARK_TABLE} WHERE key = 'version'"  # nosec B608: a constant
    return int(connection.execute(asked).fetchone()[0])


def upgrade(path: Path, current: int) -> Path | None:
    """Bring a store to the current version in one transaction; return the copy of the old one that is kept beside it.

    None when somebody else has done so in between.

    :raises sqlite3.Error, OSError, PlannerError: the store is unchanged.
    """
    with sqlite.reading(path) as connection:
        missing = [table for name, table in TABLES.items() if name not in sqlite.layer_names(connection)]
    with files.staging(path.parent, "STORE") as folder:
        empty = folder / "empty.gpkg"
        for table in missing:
            stage(empty, Content(table, (), ()))
        with sqlite.writing(path, attached=empty if missing else None) as connection:
            found = version(connection)
            if found >= current:
                return None
            kept = path.with_suffix(f".v{found}.bak")
            _keep(path, folder / "kept", kept)
            try:
                for number in range(max(found, min(STEPS)), current):
                    STEPS[number](connection)
                guard.renew(connection)
                rows = (("version", str(current)), ("plugin_version", about.version()))
                put = f"INSERT OR REPLACE INTO {MARK_TABLE} VALUES (?, ?)"  # nosec B608: a constant
                connection.executemany(put, rows)
            except BaseException:
                kept.unlink()
                raise
    return kept


def _keep(path: Path, part: Path, kept: Path) -> None:
    """Copy a store as it was committed last, its write-ahead log included, whole or not at all."""
    with sqlite.reading(path) as source:
        copied = sqlite3.connect(part)
        try:
            source.backup(copied)
        finally:
            copied.close()
    part.replace(kept)
