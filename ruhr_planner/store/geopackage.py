"""The planning store as a GeoPackage: create, open, migrate, write a table whole or not at all, read its layers."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsVectorLayer

from ruhr_planner import about
from ruhr_planner.model.errors import (
    NewerStore,
    NotAStore,
    PlannerError,
    ReadOnlyTarget,
    StoreChanged,
    StoreExists,
    StoreInUse,
    StoreMissing,
    StoreNotSupported,
    StoreOutdated,
    StoreReadOnly,
    StoreUnfinished,
    StoreUpgraded,
    TableMissing,
    WriteFailed,
)
from ruhr_planner.model.tables import IMPORT_RUN, TABLES, Table
from ruhr_planner.store import files, merge, metadata, moves, sqlite, transfer, upgrade
from ruhr_planner.store.interface import VERSION, Check, Content, Listed, Look, Store, spec, stage
from ruhr_planner.store.layers import LayerSpec, describe, layer_uri
from ruhr_planner.store.staging import Staging


class GeoPackageStore(Store):
    """A planning store in a file."""

    def __init__(self, path: Path, version: int, told: tuple[PlannerError, ...] = ()) -> None:
        self.path = path
        self.version = version
        self.told = told

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def address(self) -> str:
        """The path of the file."""
        return str(self.path)

    def counts(self) -> dict[str, int]:
        """Return the number of records of every canonical table that is in the file."""
        with sentences(self.path), sqlite.reading(self.path) as connection:
            present = sqlite.layer_names(connection)
            return {name: sqlite.count(connection, name) for name in TABLES if name in present}

    def has(self, table: Table) -> bool:
        """Tell whether the table is there and holds a record."""
        with sentences(self.path), sqlite.reading(self.path) as connection:
            if table.table not in sqlite.layer_names(connection):
                return False
            asked = "SELECT 1 FROM " + sqlite.quoted(table.table) + " LIMIT 1"  # nosec B608: quoted
            return connection.execute(asked).fetchone() is not None

    def values(self, table: Table, names: Sequence[str] = ()) -> Iterator[tuple[object, ...]]:
        """Yield the records of a table as the file holds them, all its fields or the named ones, without geometry.

        A field that the table of an older store does not have is unknown.
        """
        with sentences(self.path), sqlite.reading(self.path) as connection:
            if table.table not in sqlite.layer_names(connection):
                return
            present = set(merge.columns_of(connection, table.table))
            wanted = [sqlite.quoted(name) if name in present else "NULL" for name in names or table.names]
            yield from connection.execute(
                "SELECT " + ", ".join(wanted) + " FROM " + sqlite.quoted(table.table)  # nosec B608: names are quoted
            )

    def records_of(self, table: Table, source_id: str | None = None, shapes: bool = True) -> Iterator[tuple[Any, ...]]:
        """Yield number, geometry as WKB, and values of the records of one source, or of every one."""
        with sentences(self.path), sqlite.reading(self.path) as connection:
            if table.table in sqlite.layer_names(connection):
                yield from merge.rows_of(connection, table, source_id, shapes)

    @contextmanager
    def looked_at(self, table: Table, check: Check = lambda: None) -> Iterator[Look]:
        """Look at a table as long as an import works on it; others may write, and then the merge is refused."""
        with sentences(self.path), sqlite.reading(self.path) as connection:
            yield merge.FileLook(connection, table)

    def uri(self, table: Table, condition: str = "") -> str:
        """Return the OGR address of a table, of those records that fulfil a condition.

        :raises TableMissing: the table is not in the store or empty.
        """
        self.needed(table)
        return layer_uri(self.path, table.table) + (f"|subset={condition}" if condition else "")

    def place_of(self, table: Table) -> tuple[str, str]:
        """Return QGIS's provider of a table and the table's address for it."""
        return "ogr", layer_uri(self.path, table.table)

    def file_of(self, table: Table) -> Path | None:
        """Return the file, if its table has all the fields of today."""
        with sentences(self.path), sqlite.reading(self.path) as connection:
            present = set(merge.columns_of(connection, table.table))
        return self.path if present.issuperset(table.names) else None

    def layer(self, table: Table, language: str = "de") -> QgsVectorLayer:
        """Open a table as a layer of the calling thread, with its stored style, metadata and a readable name.

        :raises TableMissing: the table is not in the store or empty.
        """
        layer = QgsVectorLayer(self.uri(table), table.label.text(language), "ogr")
        if not layer.isValid():
            raise TableMissing(layer.error().summary(), file=self.path.name, table=table.table)
        return layer

    def write(self, contents: Sequence[Content], check: Callable[[], None] = lambda: None) -> dict[str, int]:
        """Write whole tables in one transaction; the store's other tables stay as they are. Return the counts.

        :param check: called now and then; may raise Cancelled.
        :raises StoreInUse, StoreReadOnly, WriteFailed: the store is unchanged.
        """
        with files.staging(self.path.parent, "STORE", self.name) as folder:
            staged = folder / "staged.gpkg"
            with files.whole(self.path, "STORE"):
                counts = {content.table.table: stage(staged, content, check) for content in contents}
            check()
            with sentences(self.path):
                transfer.replace_layers(self.path, staged, tuple(counts))
        return counts

    def check_writable(self) -> None:
        """Find out before a long run that the store can be written.

        :raises StoreInUse, StoreReadOnly, StoreOutdated: it cannot.
        """
        if self.version < VERSION:
            raise StoreOutdated(file=self.name, version=self.version, current=VERSION)
        if not os.access(self.path, os.W_OK):
            raise StoreReadOnly(file=self.path.name)
        with sentences(self.path), sqlite.writing(self.path):
            pass

    def exchange(self, table: Table, gone: Sequence[Mapping[str, object]], rows: Sequence[Sequence[object]]) -> None:
        """Take rows out of a table without geometry and add others, all in one transaction.

        :raises StoreInUse, StoreReadOnly, WriteFailed: the store is unchanged.
        """
        with sentences(self.path), sqlite.writing(self.path) as connection:
            merge.exchange(connection, table, gone, rows)

    def merge(self, staged: Staging, content: Content, listed: Sequence[Listed], look: Look) -> None:
        """Bring staged records and rows of tables without geometry into the store, all in one transaction.

        :raises StoreChanged, StoreInUse, StoreReadOnly, WriteFailed: the store is unchanged.
        """
        if not isinstance(look, merge.FileLook):
            raise StoreChanged(file=self.name)
        staged.close()
        described = spec(content)
        describe(staged.path, LayerSpec(described.name, described.fields, described.wkb_type, described.metadata))
        with sentences(self.path):
            _note(self.path, staged, listed)
            merge.apply(self.path, staged, listed, look)


def create(path: Path, contents: Sequence[Content] = (), check: Callable[[], None] = lambda: None) -> GeoPackageStore:
    """Create a store with the given tables; the file appears when all of it is written.

    :raises StoreExists: there is a file already; nothing is ever overwritten.
    :raises FolderMissing, ReadOnlyTarget, WriteFailed: no file is made.
    """
    if path.suffix.lower() != ".gpkg":
        raise StoreNotSupported(file=path.name)
    if path.exists():
        raise StoreExists(file=path.name)
    given = {content.table.table for content in contents}
    empty = [Content(table, (), ()) for table in TABLES.values() if table.table not in given]
    with files.staging(path.parent, "STORE", path.name) as folder:
        staged = folder / "staged.gpkg"
        with files.whole(path, "STORE"):
            for content in (*contents, *empty):
                stage(staged, content, check)
            with sqlite.writing(staged) as connection:
                _mark(connection)
            sqlite.leave_wal(staged)
        try:
            moves.put_new(staged, path, "STORE")
        except FileExistsError:  # somebody else has created it in the meantime
            raise StoreExists(file=path.name) from None
    return GeoPackageStore(path, VERSION)


def open_store(path: Path) -> GeoPackageStore:
    """Open a store; an older one is brought to the current version first, or only read where it may not be changed.

    :raises StoreMissing, NotAStore, NewerStore, StoreInUse: it cannot be used and is unchanged.
    """
    if str(path).startswith("postgres:") or path.suffix.lower() != ".gpkg":
        raise StoreNotSupported(file=path.name)
    if not path.is_file():
        raise StoreMissing(file=path)
    version = _version(path)
    if version > VERSION:
        raise NewerStore(file=path.name, version=version, known=VERSION)
    return GeoPackageStore(path, version) if version == VERSION else _upgraded(path, version)


@contextmanager
def opened(path: Path, create_missing: bool = False) -> Iterator[GeoPackageStore]:
    """Open a store, or create it where that is allowed; a file that was created goes again when something fails.

    :raises StoreError: see `open_store` and `create`.
    """
    if path.exists() or not create_missing:
        yield open_store(path)
        return
    store = create(path)
    try:
        yield store
    except BaseException:
        path.unlink()
        raise


def _upgraded(path: Path, version: int) -> GeoPackageStore:
    """Return an older store, brought to the current version, or as it is where it may not be changed."""
    named: dict[str, object] = {"file": path.name, "version": version, "current": VERSION}
    only_read = GeoPackageStore(path, version, (StoreOutdated(**named),))
    if not os.access(path, os.W_OK):
        return only_read
    try:
        with sentences(path):
            kept = upgrade.upgrade(path, VERSION)
    except (StoreReadOnly, ReadOnlyTarget):
        return only_read
    return GeoPackageStore(path, VERSION, () if kept is None else (StoreUpgraded(kept=kept.name, **named),))


def _mark(connection: sqlite3.Connection) -> None:
    """Make a GeoPackage a planning store of the current version."""
    connection.execute("CREATE TABLE ruhr_planner_store (key TEXT PRIMARY KEY, value TEXT)")
    rows = (("version", str(VERSION)), ("created", metadata.today()), ("plugin_version", about.version()))
    connection.executemany("INSERT INTO ruhr_planner_store VALUES (?, ?)", rows)


def _version(path: Path) -> int:
    try:
        with sqlite.reading(path) as connection:
            return upgrade.version(connection)
    except (sqlite3.Error, TypeError, ValueError) as error:
        if isinstance(error, sqlite3.Error) and sqlite.is_locked(error):
            raise StoreInUse(str(error), file=path.name) from error
        if isinstance(error, sqlite3.Error) and (sqlite.is_readonly(error) or sqlite.is_io(error)):
            raise files.trouble(path, 1) or _unreadable(path, error) from error
        raise NotAStore(str(error), file=path.name) from error


def _unreadable(path: Path, error: sqlite3.Error) -> PlannerError:
    """Return why a store that is there cannot be opened for reading."""
    if any(path.with_name(path.name + ending).exists() for ending in ("-journal", "-wal")):
        return StoreUnfinished(str(error), file=path.name)
    return StoreReadOnly(str(error), file=path.name)


def _note(path: Path, staged: Staging, listed: Sequence[Listed]) -> None:
    """Write down for the next start by what this import or change is known: the id of its run."""
    for table, rows in ((content.table, content.rows) for content in listed):
        if IMPORT_RUN.run_id not in table or not rows:
            continue
        proof = transfer.Proof(table.table, IMPORT_RUN.run_id, str(rows[0][table.names.index(IMPORT_RUN.run_id)]))
        moves.write_plan(staged.path.parent.parent, {"file": str(path.absolute()), "proof": proof})
        return


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Put what SQLite complains about into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        if sqlite.is_locked(error):
            raise StoreInUse(str(error), file=path.name) from error
        told = files.unwritten(error, path)
        if isinstance(told, WriteFailed) and (sqlite.is_readonly(error) or sqlite.is_io(error)):
            raise _unreadable(path, error) from error
        raise told from error
    except OSError as error:
        raise moves.problem(error, path, "STORE") from error
