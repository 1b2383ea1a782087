"""Layers of one GeoPackage into another, in one transaction.

In SQL, because GDAL and QGIS delete the old layer before the new one is safe: an exception in between leaves a file
without either. Spatial index with its triggers, registration, metadata and default style come along; every other layer
stays as it is.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ruhr_planner.store.moves import room_of, write_plan
from ruhr_planner.store.sqlite import quoted, reading, writing

_METADATA_FIELD = "metadata"

_STYLES = """CREATE TABLE IF NOT EXISTS main.layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
_METADATA = (
    """CREATE TABLE IF NOT EXISTS main.gpkg_metadata (
    id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
    md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE IF NOT EXISTS main.gpkg_metadata_reference (
    reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
    timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL,
    md_parent_id INTEGER,
    CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
    CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))""",
    """CREATE TABLE IF NOT EXISTS main.gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
)
_REGISTERS = ("gpkg_extensions", "gpkg_ogr_contents", "gpkg_geometry_columns", "gpkg_contents")
"""Tables with one row or more a layer, those that refer to gpkg_contents first."""


def replace_layers(target: Path, staged: Path, names: Sequence[str]) -> None:
    """Replace or add the named layers of `target` by those of `staged`.

    :param staged: in a temporary folder of `files.staging`.
    :raises sqlite3.Error: locked, read-only or broken; the target is as it was.
    :raises OSError: the temporary folder is full or gone.
    """
    _note(target, staged, names[0])
    with writing(target, attached=staged) as connection:
        prepare(connection)
        for name in names:
            _drop(connection, name)
            copy_layer(connection, name)


class Proof(NamedTuple):
    """What a GeoPackage holds only after a certain transaction: a value of a field, or the metadata of a layer."""

    table: str
    field: str
    value: str


def _note(target: Path, staged: Path, name: str) -> None:
    """Write down for the next start by what a layer of this run is known: its metadata carry the run's id."""
    room = room_of(staged)
    if room is None:
        return
    with reading(staged) as connection:
        text = _metadata_of(connection, name)
    write_plan(room, {"file": str(target.absolute()), "proof": Proof(name, _METADATA_FIELD, text)})


def _metadata_of(connection: sqlite3.Connection, name: str) -> str:
    """Return a sum over the metadata of a layer."""
    asked = (
        "SELECT m.metadata FROM main.gpkg_metadata m JOIN main.gpkg_metadata_reference r ON r.md_file_id = m.id"
        " WHERE r.table_name = ? ORDER BY m.metadata"
    )
    return hashlib.sha256("".join(str(text) for (text,) in connection.execute(asked, (name,))).encode()).hexdigest()


def holds(connection: sqlite3.Connection, proof: Proof) -> bool:
    """Tell whether a GeoPackage holds what proves a transaction.

    :raises sqlite3.Error: it has no such table.
    """
    if proof.field == _METADATA_FIELD:
        return _metadata_of(connection, proof.table) == proof.value
    asked = f"SELECT 1 FROM main.{quoted(proof.table)} WHERE {quoted(proof.field)} = ? LIMIT 1"  # nosec B608: quoted
    return connection.execute(asked, (proof.value,)).fetchone() is not None


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables that metadata and styles need, and copy the reference systems that are missing."""
    for statement in (*_METADATA, _STYLES):
        connection.execute(statement)
    _copy_reference_systems(connection)


def describe_layer(connection: sqlite3.Connection, name: str) -> None:
    """Replace the metadata of a layer of the target by those of the staged one; records and style stay."""
    _drop_metadata(connection, name)
    _copy_metadata(connection, name, _tables(connection, "staged"))


def _tables(connection: sqlite3.Connection, schema: str) -> set[str]:
    rows = connection.execute("SELECT name FROM " + schema + ".sqlite_master WHERE type = 'table'")  # nosec B608: fixed schema
    return {name for (name,) in rows}


def geometry_column(connection: sqlite3.Connection, schema: str, name: str) -> str | None:
    """Return the name of a layer's geometry column, None for a table without."""
    question = "SELECT column_name FROM " + schema + ".gpkg_geometry_columns WHERE table_name = ?"  # nosec B608: fixed
    row = connection.execute(question, (name,)).fetchone()
    return None if row is None else str(row[0])


def _copy_reference_systems(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO main.gpkg_spatial_ref_sys SELECT * FROM staged.gpkg_spatial_ref_sys"
        " WHERE srs_id NOT IN (SELECT srs_id FROM main.gpkg_spatial_ref_sys)"
    )


def _drop(connection: sqlite3.Connection, name: str) -> None:
    """Take a layer out of the target, its index, registration, metadata and style included."""
    present = _tables(connection, "main")
    geometry = geometry_column(connection, "main", name)
    if geometry is not None and f"rtree_{name}_{geometry}" in present:
        connection.execute("DROP TABLE main." + quoted(f"rtree_{name}_{geometry}"))
    if name in present:
        connection.execute("DROP TABLE main." + quoted(name))
    for register in _REGISTERS:
        if register in present:
            connection.execute("DELETE FROM main." + register + " WHERE table_name = ?", (name,))  # nosec B608: fixed name
    _drop_metadata(connection, name)
    connection.execute("DELETE FROM main.layer_styles WHERE f_table_name = ?", (name,))


def _drop_metadata(connection: sqlite3.Connection, name: str) -> None:
    linked = "SELECT md_file_id FROM main.gpkg_metadata_reference WHERE table_name = ?"
    texts = [text for (text,) in connection.execute(linked, (name,))]
    connection.execute("DELETE FROM main.gpkg_metadata_reference WHERE table_name = ?", (name,))
    connection.executemany("DELETE FROM main.gpkg_metadata WHERE id = ?", [(text,) for text in texts])


def copy_layer(connection: sqlite3.Connection, name: str) -> None:
    """Copy a layer from the staged file: records, index, triggers, registration, metadata and style."""
    created = connection.execute(
        "SELECT sql FROM staged.sqlite_master WHERE type = 'table' AND name = ?", (name,)
    ).fetchone()
    connection.execute(created[0])
    connection.execute("INSERT INTO main." + quoted(name) + " SELECT * FROM staged." + quoted(name))  # nosec B608: quoted
    present, staged = _tables(connection, "main"), _tables(connection, "staged")
    for register in reversed(_REGISTERS):
        if register in present and register in staged:
            connection.execute(
                "INSERT INTO main." + register + " SELECT * FROM staged." + register + " WHERE table_name = ?",  # nosec B608
                (name,),
            )
    _copy_index(connection, name)
    for (trigger,) in connection.execute(
        "SELECT sql FROM staged.sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (name,)
    ).fetchall():
        connection.execute(trigger)
    _copy_metadata(connection, name, staged)
    _copy_style(connection, name, staged)


def _copy_index(connection: sqlite3.Connection, name: str) -> None:
    geometry = geometry_column(connection, "staged", name)
    index = f"rtree_{name}_{geometry}"
    if geometry is None or index not in _tables(connection, "staged"):
        return
    connection.execute("CREATE VIRTUAL TABLE main." + quoted(index) + " USING rtree(id, minx, maxx, miny, maxy)")
    connection.execute("INSERT INTO main." + quoted(index) + " SELECT * FROM staged." + quoted(index))  # nosec B608: quoted


def _copy_metadata(connection: sqlite3.Connection, name: str, staged: set[str]) -> None:
    if "gpkg_metadata" not in staged:
        return
    texts = connection.execute(
        "SELECT m.md_scope, m.md_standard_uri, m.mime_type, m.metadata FROM staged.gpkg_metadata m"
        " JOIN staged.gpkg_metadata_reference r ON r.md_file_id = m.id WHERE r.table_name = ?",
        (name,),
    ).fetchall()
    for text in texts:
        made = connection.execute(
            "INSERT INTO main.gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES (?, ?, ?, ?)", text
        )
        connection.execute(
            "INSERT INTO main.gpkg_metadata_reference (reference_scope, table_name, md_file_id) VALUES ('table', ?, ?)",
            (name, made.lastrowid),
        )


def _copy_style(connection: sqlite3.Connection, name: str, staged: set[str]) -> None:
    if "layer_styles" not in staged:
        return
    columns = (
        "f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD,"
        " useAsDefault, description, owner"
    )
    source = columns + " FROM staged.layer_styles WHERE f_table_name = ?"
    connection.execute("INSERT INTO main.layer_styles (" + columns + ") SELECT " + source, (name,))  # nosec B608: fixed
