"""Records into a table that has records already, in one transaction: new ones, changed ones with their earlier state,
and ended ones. The others are not touched, however many there are.

In SQL and without the triggers of the spatial index, which call functions that only GDAL has: they are taken off, the
index is brought up to date by hand, and they come back, all within the transaction. A process that is killed leaves a
journal beside the file, and the next program that opens it puts the old state back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from ruhr_planner.model.errors import StoreChanged
from ruhr_planner.model.tables import PLOT, Field, Table
from ruhr_planner.store import changes, transfer
from ruhr_planner.store.interface import Listed, Look
from ruhr_planner.store.recordfile import wkb_of
from ruhr_planner.store.rtree import RTree
from ruhr_planner.store.sqlite import quoted, writing
from ruhr_planner.store.staging import EARLIER, ENDED, GONE, ROWS, SQL_TYPES, Staging

_BLOCK = 100_000


def apply(
    store: Path,
    staging: Staging,
    listed: Sequence[Listed],
    look: FileLook,
) -> None:
    """Bring all of it into the store in one transaction.

    :param look: through which the records were compared.
    :raises StoreChanged: somebody else has written since. :raises sqlite3.Error: locked, read-only or full. In both
        cases the store is as it was.
    """
    table = staging.table
    with writing(store, attached=staging.path) as connection:
        if look.is_stale():  # asked before anything is written: then nobody may look at the file any more
            raise StoreChanged(file=store.name)
        transfer.prepare(connection)
        if not _present(connection, table.table):
            transfer.copy_layer(connection, table.table)
        elif staging.changes:
            transfer.describe_layer(connection, table.table)
        ensure_columns(connection, table)
        if staging.changes:
            with _without_triggers(connection, table.table):
                _merge(connection, table)
        for content in listed:
            ensure_columns(connection, content.table)
            _list(connection, content)


def ensure_columns(connection: sqlite3.Connection, table: Table) -> None:
    """Add the fields that a table of an older store lacks."""
    present = set(columns_of(connection, table.table))
    for column in table.columns:
        if column.name not in present:
            kind = _declared(column)
            connection.execute(f"ALTER TABLE main.{quoted(table.table)} ADD COLUMN {quoted(column.name)} {kind}")


def columns_of(connection: sqlite3.Connection, name: str) -> list[str]:
    """Return the names of a table's columns, none if there is no such table."""
    return [str(row[1]) for row in connection.execute(f"PRAGMA main.table_info({quoted(name)})")]


def key_column(connection: sqlite3.Connection, name: str) -> str:
    """Return the name of the column that numbers the records."""
    listed = connection.execute(f"PRAGMA main.table_info({quoted(name)})").fetchall()
    return next(str(row[1]) for row in listed if row[5])


def _declared(column: Field) -> str:
    if column.kind == "text" and column.width:
        return f"TEXT({column.width})"
    return {"int": "MEDIUMINT"}.get(column.kind, SQL_TYPES[column.kind])


def _present(connection: sqlite3.Connection, name: str) -> bool:
    asked = "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(asked, (name,)).fetchone() is not None


@contextmanager
def _without_triggers(connection: sqlite3.Connection, name: str) -> Iterator[None]:
    """Take the triggers of a table off, and put them back as they were."""
    asked = "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    triggers = connection.execute(asked, (name,)).fetchall()
    for trigger, _sql in triggers:
        connection.execute("DROP TRIGGER main." + quoted(trigger))
    yield
    for _trigger, sql in triggers:
        connection.execute(sql)


def _merge(connection: sqlite3.Connection, table: Table) -> None:
    """Bring earlier states, changes, new records and ends into the table, its spatial index and its registers."""
    main = "main." + quoted(table.table)
    key = key_column(connection, table.table)
    geometry = transfer.geometry_column(connection, "main", table.table)
    index = _index(connection, table.table, geometry)
    (last,) = connection.execute(f"SELECT coalesce(max({quoted(key)}), 0) FROM {main}").fetchone()  # nosec B608: quoted
    columns = columns_of(connection, table.table)
    staged = tuple(f"staged.{name}" for name in (ROWS, EARLIER, ENDED, GONE))
    at = changes.Places(table, main, key, geometry or "", columns, *staged, "temp.earlier")
    last += _keep_earlier(connection, at, index, last)
    for statement in changes.take_rows(at, last):
        connection.execute(statement)
    if index:
        connection.execute(
            f"DELETE FROM main.{index} WHERE id IN (SELECT target FROM staged.{ROWS} WHERE target IS NOT NULL"  # nosec B608
            f" UNION SELECT target FROM staged.{GONE})"
        )
        _fill_index(connection, f"rtree_{table.table}_{geometry}", last)
    _register(connection, table.table)


def _index(connection: sqlite3.Connection, name: str, geometry: str | None) -> str:
    index = f"rtree_{name}_{geometry}"
    return quoted(index) if geometry and _present(connection, index) else ""


def _fill_index(connection: sqlite3.Connection, name: str, last: int) -> None:
    """Bring the boxes of staged records into the spatial index; an index without any is packed, which is faster."""
    boxes = (
        f"SELECT coalesce(target, {last} + id), minx, miny, maxx, maxy"  # nosec B608: a number and a constant
        f" FROM staged.{ROWS} WHERE shape IS NOT NULL"
    )
    used = f"SELECT EXISTS (SELECT 1 FROM main.{quoted(name + '_rowid')}) OR (SELECT count(*) > 1 FROM main."  # nosec B608
    if connection.execute(f"{used}{quoted(name + '_node')})").fetchone()[0]:
        put = f"INSERT INTO main.{quoted(name)} (id, minx, miny, maxx, maxy) {boxes}"  # nosec B608: quoted
        connection.execute(put)
        return
    tree, found = RTree(connection, name), connection.execute(boxes)
    while rows := found.fetchmany(_BLOCK):
        block = np.array(rows, dtype=np.float64)
        tree.add(block[:, 0].astype(np.int64), block[:, 1:])
    tree.finish()


def _keep_earlier(connection: sqlite3.Connection, at: changes.Places, index: str, last: int) -> int:
    """Copy the state that records have now, with the fields that differ. Return the number of copies."""
    for statement in changes.number_copies(at):
        connection.execute(statement)
    changed = [name for (name,) in connection.execute(f"SELECT DISTINCT field FROM staged.{EARLIER}")]  # nosec B608: ours
    connection.execute(changes.copy_earlier(at, changed, last))
    if index:
        connection.execute(
            f"INSERT INTO main.{index} SELECT {last} + e.id, r.minx, r.maxx, r.miny, r.maxy"  # nosec B608: quoted
            f" FROM temp.earlier e JOIN main.{index} r ON r.id = e.target"
        )
    (copies,) = connection.execute("SELECT count(*) FROM temp.earlier").fetchone()
    connection.execute("DROP TABLE temp.earlier")
    return int(copies)


def _register(connection: sqlite3.Connection, name: str) -> None:
    """Tell the registers of the GeoPackage the new extent, count and time."""
    extent = f"SELECT min(minx), min(miny), max(maxx), max(maxy) FROM staged.{ROWS}"  # nosec B608: a constant
    west, south, east, north = connection.execute(extent).fetchone()
    if west is not None:
        connection.execute(
            "UPDATE main.gpkg_contents SET min_x = min(coalesce(min_x, ?1), ?1), min_y = min(coalesce(min_y, ?2), ?2),"
            " max_x = max(coalesce(max_x, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4) WHERE table_name = ?5",
            (west, south, east, north, name),
        )
    connection.execute(
        "UPDATE main.gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = ?",
        (name,),
    )
    if _present(connection, "gpkg_ogr_contents"):
        connection.execute(
            "UPDATE main.gpkg_ogr_contents SET feature_count = (SELECT count(*) FROM main." + quoted(name) + ")"  # nosec B608
            " WHERE table_name = ?",
            (name,),
        )


def exchange(
    connection: sqlite3.Connection,
    table: Table,
    gone: Sequence[Mapping[str, object]],
    rows: Sequence[Sequence[object]],
) -> None:
    """Take rows out of a table without geometry, by the values of some fields, and add others."""
    ensure_columns(connection, table)
    _list(connection, Listed(table, rows, gone=gone))


def _list(connection: sqlite3.Connection, content: Listed) -> None:
    table = content.table
    main = "main." + quoted(table.table)
    for wanted in content.gone:
        alike = " AND ".join(f"{quoted(name)} IS ?" for name in wanted)
        connection.execute(f"DELETE FROM {main} WHERE {alike}", list(wanted.values()))  # nosec B608: quoted
    if content.expired is not None:
        name, day = content.expired
        connection.execute(f"DELETE FROM {main} WHERE {quoted(name)} < ?", (day,))  # nosec B608: quoted
    if content.key:
        at = table.names.index(content.key)
        connection.executemany(
            f"DELETE FROM {main} WHERE {quoted(content.key)} = ?",  # nosec B608: quoted
            [(row[at],) for row in content.rows],
        )
    named = ", ".join(map(quoted, table.names))
    places = ", ".join("?" * len(table.names))
    connection.executemany(f"INSERT INTO {main} ({named}) VALUES ({places})", list(content.rows))  # nosec B608: quoted


class FileLook(Look):
    """A look at a table of a file through a connection that stays open."""

    def __init__(self, connection: sqlite3.Connection, table: Table) -> None:
        self._connection = connection
        self._table = table.table
        self._version = self._data_version()

    def _data_version(self) -> int:
        """Return a number that changes when another connection commits (SQLite, PRAGMA data_version)."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def is_stale(self) -> bool:
        """Tell whether somebody else has written since."""
        return self._data_version() != self._version

    def shape(self, number: int) -> bytes | None:
        """Return the geometry of a record as WKB, None where there is none."""
        geometry = transfer.geometry_column(self._connection, "main", self._table)
        if geometry is None:
            return None
        name, key = quoted(self._table), quoted(key_column(self._connection, self._table))
        asked = f"SELECT {quoted(geometry)} FROM main.{name} WHERE {key} = ?"  # nosec B608: names are quoted
        row = self._connection.execute(asked, (number,)).fetchone()
        return None if row is None else wkb_of(row[0])


def rows_of(
    connection: sqlite3.Connection, table: Table, source_id: str | None, shapes: bool
) -> Iterator[tuple[Any, ...]]:
    """Yield number, geometry as WKB, and values of a source's records; absent fields are None.

    :param source_id: None for the records of every source. :param shapes: False leaves the geometries out.
    """
    present = columns_of(connection, table.table)
    if source_id is not None and PLOT.source_id not in present:
        return
    key = key_column(connection, table.table)
    geometry = transfer.geometry_column(connection, "main", table.table) if shapes else None
    wanted = [quoted(name) if name in present else "NULL" for name in table.names]
    shape = quoted(geometry) if geometry else "NULL"
    found = connection.execute(
        f"SELECT {quoted(key)}, {shape}, {', '.join(wanted)} FROM main.{quoted(table.table)}"  # nosec B608: quoted
        + ("" if source_id is None else " WHERE source_id = ?"),
        () if source_id is None else (source_id,),
    )
    if geometry is None:
        yield from found
    else:
        yield from ((number, wkb_of(stored), *values) for number, stored, *values in found)
