"""What an import has found, in a temporary file: records that are new or changed, earlier states, and ends.

The file is the same for every kind of store; a GeoPackage is merged with it where it lies, a database takes it by COPY.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Optional

from ruhr_planner.model.tables import Table
from ruhr_planner.store import files
from ruhr_planner.store.recordfile import blob
from ruhr_planner.store.sqlite import quoted

Box = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax."""

Shape = Optional[tuple[bytes, Box]]
"""WKB in EPSG:25832 with its envelope; None for no geometry."""

SQL_TYPES = {"text": "TEXT", "int": "INTEGER", "real": "REAL", "date": "DATE"}
ROWS, EARLIER, ENDED, GONE = "merge_row", "merge_earlier", "merge_ended", "merge_gone"
"""The staged tables: records with the number of the one that each replaces, fields of earlier states, ends, and records
that never held."""


class Staging:
    """A temporary file with the records of one import, beside an empty layer that carries metadata and style.

    :raises DiskFull, TargetLost, WriteFailed: the volume of temporary files; so does all that writes into it.
    """

    def __init__(self, path: Path, table: Table) -> None:
        self.path = path
        self.table = table
        self.new = 0
        self.replaced = 0
        self.ended = 0
        self.gone = 0
        self._closed = False
        self._connection = sqlite3.connect(path, isolation_level=None)
        with self._sentences():
            self._prepare()
        self._places = ", ".join("?" * (6 + len(table.columns)))
        named = ", ".join(quoted(name) for name in table.names)
        self._insert = f"INSERT INTO {ROWS} (target, minx, miny, maxx, maxy, shape, {named}) VALUES ({self._places})"  # nosec B608

    def _prepare(self) -> None:
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")
        columns = ", ".join(f"{quoted(column.name)} {SQL_TYPES[column.kind]}" for column in self.table.columns)
        self._connection.execute(
            f"CREATE TABLE {ROWS} (id INTEGER PRIMARY KEY, target INTEGER,"
            f" minx REAL, miny REAL, maxx REAL, maxy REAL, shape BLOB, {columns})"
        )
        self._connection.execute(
            f"CREATE TABLE {EARLIER} (target INTEGER, field TEXT, value TEXT, PRIMARY KEY (target, field))"
        )
        self._connection.execute(f"CREATE TABLE {ENDED} (id INTEGER PRIMARY KEY, target INTEGER UNIQUE, valid_to TEXT)")
        self._connection.execute(f"CREATE TABLE {GONE} (id INTEGER PRIMARY KEY, target INTEGER UNIQUE)")

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Put what SQLite complains about the file into a sentence, and let go of the file."""
        try:
            yield
        except sqlite3.Error as error:
            self._closed = True
            self._connection.close()
            raise files.unwritten(error, self.path) from error

    def add(self, rows: Iterable[tuple[int | None, Shape, Sequence[object]]]) -> None:
        """Take records: the number of the record that each replaces (None: it is new), its geometry and its values."""
        with self._sentences():
            self._connection.executemany(self._insert, map(self._row, rows))

    def _row(self, row: tuple[int | None, Shape, Sequence[object]]) -> tuple[object, ...]:
        target, shape, values = row
        if target is None:
            self.new += 1
        else:
            self.replaced += 1
        if shape is None:
            return (target, None, None, None, None, None, *values)
        wkb, box = shape
        return (target, *box, blob(wkb, box), *values)

    def keep_earlier(self, target: int, fields: dict[str, object]) -> None:
        """Keep the state that a record has now as a record of its own, with these fields changed."""
        rows = [(target, name, value) for name, value in fields.items()]
        with self._sentences():
            self._connection.executemany(f"INSERT INTO {EARLIER} VALUES (?, ?, ?)", rows)  # nosec B608: a constant

    def end(self, target: int, valid_to: str) -> None:
        """End a record."""
        self.ended += 1
        insert = f"INSERT INTO {ENDED} (target, valid_to) VALUES (?, ?)"  # nosec B608: a constant
        with self._sentences():
            self._connection.execute(insert, (target, valid_to))

    def take_back(self, target: int) -> None:
        """Take a record out that has never held: the change that made it is undone on its first day."""
        self.gone += 1
        with self._sentences():
            self._connection.execute(f"INSERT INTO {GONE} (target) VALUES (?)", (target,))  # nosec B608: a constant

    def close(self) -> None:
        """Close the file; nothing more comes."""
        if self._closed:
            return
        self._closed = True
        with closing(self._connection), self._sentences():
            self._connection.execute(f"CREATE INDEX merge_row_target ON {ROWS} (target) WHERE target IS NOT NULL")
            self._connection.execute("COMMIT")

    @property
    def changes(self) -> int:
        """Records of the table that are written, ended and taken back ones too."""
        return self.new + self.replaced + self.ended + self.gone
