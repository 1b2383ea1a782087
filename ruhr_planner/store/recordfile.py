"""Records straight into a GeoPackage, without an object a record.

An empty layer is made by GDAL (through QGIS or fiona), so that its tables, its spatial index and its triggers are
GDAL's own; the records are put in with SQL, as the WKB they came as. The index is packed (`store.rtree`), and the
triggers that would have filled it record by record come back. Five times as fast as features through a writer.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable

import numpy as np

from ruhr_planner.model import errors
from ruhr_planner.readers.batches import Batch
from ruhr_planner.readers.record import BOOL, DATETIME, Schema
from ruhr_planner.store.rtree import RTree
from ruhr_planner.store.sqlite import quoted

_HEAD = struct.Struct("<2sBBi4d")
_PLAIN = struct.Struct("<2sBBi")
_ENVELOPE = 0b00000011
"""Flags: little-endian, envelope of x and y."""
_NO_ENVELOPE = 0b00000001
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
SRS_ID = 25832
_SQL_ERRORS = (sqlite3.Error, OverflowError, UnicodeError)


def fill(path: Path, table: str, schema: Schema, batches: Iterable[Batch], check: Callable[[int], None]) -> int:
    """Put all records into an empty layer. Return their number.

    :param check: called after every batch with the number so far; may raise Cancelled.
    :raises WriteFailed: the disk is full, or a value that no column takes.
    """
    try:
        with _filling(path, table) as connection:
            geometry = _geometry_column(connection, table)
            written, extent = _insert(connection, table, schema, geometry, batches, check)
            _describe(connection, table, written, extent)
    except _SQL_ERRORS as problem:
        raise errors.WriteFailed(str(problem), file=path.name, why=problem) from problem
    return written


@contextmanager
def _filling(path: Path, table: str) -> Iterator[sqlite3.Connection]:
    """Open the file without its triggers; nobody else knows it yet, so no journal is needed."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        triggers = connection.execute(asked, (table,)).fetchall()
        for name, _sql in triggers:
            connection.execute("DROP TRIGGER " + quoted(name))
        yield connection
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _geometry_column(connection: sqlite3.Connection, table: str) -> str:
    asked = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?"
    found = connection.execute(asked, (table,)).fetchone()
    return str(found[0]) if found else ""


def _insert(
    connection: sqlite3.Connection,
    table: str,
    schema: Schema,
    geometry: str,
    batches: Iterable[Batch],
    check: Callable[[int], None],
) -> tuple[int, np.ndarray]:
    listed = connection.execute("PRAGMA table_info(" + quoted(table) + ")").fetchall()
    own = {geometry, next((row[1] for row in listed if row[5]), "fid")}
    names = [row[1] for row in listed if row[1] not in own]
    columns = ([geometry] if geometry else []) + names
    places = ", ".join("?" * len(columns))
    named = ", ".join(map(quoted, columns))
    statement = "INSERT INTO " + quoted(table) + " (" + named + ") VALUES (" + places + ")"  # nosec B608: quoted
    if not columns:
        statement = "INSERT INTO " + quoted(table) + " DEFAULT VALUES"
    convert = [(index, _CONVERT[field.kind]) for index, field in enumerate(schema.fields) if field.kind in _CONVERT]
    boxes = [np.full((1, 4), np.nan)]
    written = 0
    index = _index(connection, table, geometry)
    for batch in batches:
        rows = [_converted(row, convert) for row in batch.rows] if convert else batch.rows
        if geometry:
            blobs = map(blob, batch.wkbs, batch.boxes.tolist())
            rows = [(blob, *row) for blob, row in zip(blobs, rows)]
        connection.executemany(statement, rows)
        if geometry:
            boxes.append(_extent(index, written, batch))
        written += len(rows)
        check(written)
    if index is not None:
        index.finish()
    return written, np.concatenate(boxes)


def _index(connection: sqlite3.Connection, table: str, geometry: str) -> RTree | None:
    """Return the layer's spatial index, None if it has none."""
    name = "rtree_" + table + "_" + geometry
    present = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    return RTree(connection, name) if present else None


def _extent(index: RTree | None, before: int, batch: Batch) -> np.ndarray:
    """Put the envelopes of a batch into the index; return the envelope of all, shape (1, 4)."""
    ids = np.flatnonzero(np.isfinite(batch.boxes).all(axis=1))
    boxes = batch.boxes[ids]
    if not len(boxes):
        return np.full((1, 4), np.nan)
    if index is not None:
        index.add(ids + before + 1, boxes)
    return np.concatenate((boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0))).reshape(1, 4)


def _describe(connection: sqlite3.Connection, table: str, written: int, extent: np.ndarray) -> None:
    """Tell the registers what the triggers would have told."""
    known = extent[np.isfinite(extent).all(axis=1)]
    if len(known):
        box = (*known[:, :2].min(axis=0).tolist(), *known[:, 2:].max(axis=0).tolist(), table)
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?", box
        )
    present = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_ogr_contents'").fetchone()
    if present:
        update = "UPDATE gpkg_ogr_contents SET feature_count = ? WHERE table_name = ?"
        connection.execute(update, (written, table))


def blob(wkb: bytes | None, box: Sequence[float]) -> bytes | None:
    """Return a geometry as a GeoPackage keeps it."""
    if wkb is None:
        return None
    if box[0] != box[0] or wkb[1] == 1:
        return _PLAIN.pack(b"GP", 0, _NO_ENVELOPE, SRS_ID) + wkb
    return _HEAD.pack(b"GP", 0, _ENVELOPE, SRS_ID, box[0], box[2], box[1], box[3]) + wkb


def wkb_of(stored: object) -> bytes | None:
    """Return the WKB of a geometry as a GeoPackage keeps it, None where there is none (OGC 12-128r19, table 6)."""
    if not isinstance(stored, bytes) or len(stored) < 8:
        return None
    return stored[8 + _ENVELOPE_BYTES.get((stored[3] >> 1) & 7, 0) :]


def _converted(row: tuple[Any, ...], convert: list[tuple[int, Callable[[Any], Any]]]) -> tuple[Any, ...]:
    values = list(row)
    for index, make in convert:
        if values[index] is not None:
            values[index] = make(values[index])
    return tuple(values)


def _moment(text: str) -> str:
    """Return a date and time as the GeoPackage standard wants it: UTC, with milliseconds."""
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return moment.isoformat(timespec="milliseconds") + "Z"


_CONVERT: dict[str, Callable[[Any], Any]] = {BOOL: int, DATETIME: _moment}


def entitle(path: Path, table: str, title: str, text: str) -> None:
    """Put title and description of a layer into the register of a GeoPackage.

    :raises WriteFailed: it cannot be written.
    """
    try:
        connection = sqlite3.connect(path)
        try:
            with connection:
                update = "UPDATE gpkg_contents SET identifier = ?, description = ? WHERE table_name = ?"
                connection.execute(update, (title, text, table))
        finally:
            connection.close()
    except sqlite3.Error as problem:
        raise errors.WriteFailed(str(problem), file=path.name, why=problem) from problem
