"""The planning store in a schema of a PostGIS database, which many people share.

An import is staged in a file as everywhere, goes into temporary tables by COPY, and is merged there in one transaction
by the statements that GeoPackages are merged with (`store.changes`). While it works it holds the lock of the store;
others wait, or are told who holds it. Whoever edits a record in between (in QGIS, say) is noticed by a counter.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qgis.core import QgsDataSourceUri, QgsLayerMetadata, QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ruhr_planner import about
from ruhr_planner.model.errors import (
    DatabaseUpgraded,
    NewerStore,
    PlannerError,
    StoreChanged,
    StoreExists,
    StoreHeld,
    StoreMissing,
    StoreOutdated,
    StoreReadDenied,
    StoreWriteDenied,
    TableMissing,
    WriteFailed,
)
from ruhr_planner.model.tables import PLOT, TABLES, Table
from ruhr_planner.store import changes, database, databaseguard, metadata, schema
from ruhr_planner.store.address import PREFIX, parse
from ruhr_planner.store.database import Connection, connected, literal, qualified, rows_literal
from ruhr_planner.store.interface import MARK_TABLE, VERSION, Check, Content, Listed, Look, Store, spec, stage
from ruhr_planner.store.layers import qgis_fields, wkb_type
from ruhr_planner.store.schema import CHANGES, GEOMETRY, KEY, SRID
from ruhr_planner.store.sqlite import quoted
from ruhr_planner.store.staging import EARLIER, ENDED, GONE, ROWS, Staging

METADATA = "qgis_layer_metadata"
"""QGIS's register of metadata, in the schema where it was first needed."""

WAIT_SECONDS = 30.0
"""How long an import waits for somebody else's."""
_POLL_S = 0.25
_LOCK_CLASS = 25832
"""First half of the advisory locks of this plugin; the second is the store's schema."""


class PostgisStore(Store):
    """A planning store in a schema of a database."""

    def __init__(
        self, connection: str, schema_name: str, version: int = VERSION, told: tuple[PlannerError, ...] = ()
    ) -> None:
        self.connection = connection
        self.schema = schema_name
        self.version = version
        self.told = told
        self._uri = database.connection_uri(connection)

    @property
    def name(self) -> str:
        """Connection and schema; host and user stay in QGIS's settings."""
        return f"{self.connection}/{self.schema}"

    @property
    def address(self) -> str:
        """`postgres:<connection>/<schema>`."""
        return PREFIX + self.name

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Open a connection of one's own."""
        with connected(self._uri, self.name) as opened:
            yield opened

    # ---------------------------------------------------------------------------------------------------------- reading
    def counts(self) -> dict[str, int]:
        """Return the number of records of every canonical table that is there, of those that the user may see."""
        with self.connected() as opened:
            present = self._present(opened)
            asked = " UNION ALL ".join(
                f"SELECT {literal(name)} AS name, count(*) AS n FROM {qualified(self.schema, name)}"  # nosec B608: quoted
                for name in TABLES
                if name in present
            )
            found = dict(opened.rows(asked)) if asked else {}
            return {name: int(found[name]) for name in TABLES if name in found}

    def has(self, table: Table) -> bool:
        """Tell whether the table is there and holds a record that the user may see."""
        with self.connected() as opened:
            if not self.columns(opened, table.table):
                return False
            asked = f"SELECT 1 AS one FROM {qualified(self.schema, table.table)} LIMIT 1"  # nosec B608: quoted
            return opened.value(asked) is not None

    def values(self, table: Table, names: Sequence[str] = ()) -> Iterator[tuple[object, ...]]:
        """Yield the records of a table, all its fields or the named ones, without geometry; dates are ISO texts."""
        with self.connected() as opened:
            present = set(self.columns(opened, table.table))
            if not present:
                return
            wanted = [quoted(name) if name in present else "NULL" for name in names or table.names]
            for row in opened.records(wanted, f"FROM {qualified(self.schema, table.table)}"):
                yield tuple(row)

    def records_of(self, table: Table, source_id: str | None = None, shapes: bool = True) -> Iterator[tuple[Any, ...]]:
        """Yield number, geometry as WKB, and values of the records of one source, or of every one."""
        with self.connected() as opened:
            present = set(self.columns(opened, table.table))
            if not present or (source_id is not None and PLOT.source_id not in present):
                return
            shape = wkb(GEOMETRY) if shapes and GEOMETRY in present else "NULL"
            wanted = [KEY, shape, *(quoted(name) if name in present else "NULL" for name in table.names)]
            rest = f"FROM {qualified(self.schema, table.table)}"
            if source_id is not None:
                rest += f" WHERE source_id = {literal(source_id)}"
            for number, stored, *values in opened.records(wanted, rest):
                yield (number, None if stored is None else bytes.fromhex(stored), *values)

    def uri(self, table: Table, condition: str = "") -> str:
        """Return the address of a table for algorithms; it holds the id of the log-in, never the log-in.

        :raises TableMissing: the table is not in the store or empty.
        """
        self.needed(table)
        return f"{database.PROVIDER}://{self.source(table, condition).uri(False)}"

    def place_of(self, table: Table) -> tuple[str, str]:
        """Return QGIS's provider of a table and the table's address for it."""
        return database.PROVIDER, str(self.source(table).uri(False))

    def source(self, table: Table, condition: str = "") -> QgsDataSourceUri:
        """Return a table as QGIS's provider wants it."""
        made = QgsDataSourceUri(self._uri)
        made.setDataSource(self.schema, table.table, GEOMETRY if table.geometry else "", condition, KEY)
        if table.geometry:
            made.setSrid(str(SRID))
            made.setWkbType(wkb_type(table))
        return made

    def layer(self, table: Table, language: str = "de") -> QgsVectorLayer:
        """Open a table as a layer of the calling thread, with style, metadata and a readable name.

        :raises TableMissing: the table is not in the store or empty.
        """
        self.needed(table)
        label = table.label.text(language)
        layer = QgsVectorLayer(self.source(table).uri(False), label, database.PROVIDER)
        if not layer.isValid():
            raise TableMissing(layer.error().summary(), file=self.name, table=table.table)
        style = spec(Content(table, (), ())).style
        if style is not None:
            layer.loadNamedStyle(str(style))
        for known in qgis_fields(table, language):
            layer.setFieldAlias(layer.fields().lookupField(known.name()), known.alias())
        layer.setName(label)
        return layer

    # ---------------------------------------------------------------------------------------------------------- writing
    def check_writable(self) -> None:
        """Find out before a long run that the store can be written.

        :raises StoreWriteDenied, StoreOutdated: it cannot, by this user or at all. :raises StoreUnreachable: see there.
        """
        if self.version < VERSION:
            raise StoreOutdated(file=self.name, version=self.version, current=VERSION)
        with self.connected() as opened:
            target = literal(qualified(self.schema, "import_run"))
            asked = (
                f"SELECT (has_table_privilege({target}, 'INSERT') AND NOT pg_is_in_recovery()"  # nosec B608: quoted
                " AND current_setting('transaction_read_only') = 'off')::int AS allowed"
            )
            if not opened.value(asked):
                raise StoreWriteDenied(file=self.name)

    @contextmanager
    def looked_at(self, table: Table, check: Check = lambda: None) -> Iterator[DatabaseLook]:
        """Look at a table as long as an import works on it, and hold the lock of the store.

        :raises StoreHeld: somebody else's import has not ended within `WAIT_SECONDS`.
        """
        with self.connected() as opened:
            self._lock(opened, check)
            yield DatabaseLook(self, opened, table)

    def _lock(self, opened: Connection, check: Check) -> None:
        """Take the lock of the store; it ends with the connection, whatever happens."""
        until = time.monotonic() + WAIT_SECONDS
        key = f"{_LOCK_CLASS}, {_lock_key(self.schema)}"
        while not opened.value(f"SELECT pg_try_advisory_lock({key})::int AS mine"):
            check()
            if time.monotonic() > until:
                raise StoreHeld(file=self.name, holder=self.holder(opened) or "?")
            time.sleep(_POLL_S)

    def holder(self, opened: Connection) -> str:
        """Return who holds the lock of the store: the name in the database, and what the program calls itself."""
        asked = (
            "SELECT concat_ws(', ', a.usename, nullif(a.application_name, '')) AS who"  # nosec B608: numbers
            " FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            f" WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {_LOCK_CLASS} AND l.objsubid = 2"
            f" AND l.objid = {_lock_key(self.schema)}"
            " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return str(opened.value(asked) or "")

    def merge(self, staged: Staging, content: Content, listed: Sequence[Listed], look: Look) -> None:
        """Bring staged records and rows of tables without geometry into the store, all in one transaction.

        :raises StoreChanged: somebody has written into the table since. :raises StoreError: the store is unchanged.
        """
        if not isinstance(look, DatabaseLook):
            raise StoreChanged(file=self.name)
        staged.close()
        opened, table = look.connection, content.table
        if staged.changes:
            _load(opened, staged)
        with opened.transaction():
            if staged.changes:
                opened.execute(f"LOCK TABLE {qualified(self.schema, table.table)} IN SHARE ROW EXCLUSIVE MODE")
                if look.is_stale():
                    raise StoreChanged(file=self.name)
                databaseguard.off(opened)
                self._take(opened, table)
                self._describe(opened, content)
            for rows in listed:
                self._list(opened, rows)

    def exchange(self, table: Table, gone: Sequence[Mapping[str, object]], rows: Sequence[Sequence[object]]) -> None:
        """Take rows out of a table without geometry and add others, all in one transaction.

        :raises StoreWriteDenied, StoreUnreachable: the store is unchanged.
        """
        with self.connected() as opened, opened.transaction():
            self._list(opened, Listed(table, rows, gone=gone))

    def _take(self, opened: Connection, table: Table) -> None:
        """Bring earlier states, changes, new records and ends into a table."""
        main = qualified(self.schema, table.table)
        sequence = literal(f"{quoted(self.schema)}.{quoted(f'{table.table}_{KEY}_seq')}")
        last = int(opened.value(f"SELECT coalesce(pg_sequence_last_value({sequence}::regclass), 0) AS n"))
        staged = tuple(f"pg_temp.{quoted(name)}" for name in (ROWS, EARLIER, ENDED, GONE))
        columns = self.columns(opened, table.table)
        geometry = GEOMETRY if table.geometry else ""
        at = changes.Places(table, main, KEY, geometry, columns, *staged, "pg_temp.earlier", "SERIAL", _cast(table))
        for statement in changes.number_copies(at):
            opened.execute(statement)
        changed = [row[0] for row in opened.rows(f"SELECT DISTINCT field FROM {at.earlier}")]  # nosec B608: fixed
        opened.execute(changes.copy_earlier(at, changed, last))
        last += int(opened.value(f"SELECT count(*) AS n FROM {at.copies}"))  # nosec B608: fixed
        for statement in changes.take_rows(at, last):
            opened.execute(statement)
        used = f"SELECT greatest({last} + coalesce(max(id), 0), 1) FROM {at.rows}"  # nosec B608: fixed
        opened.execute(f"SELECT setval({sequence}::regclass, ({used}))")

    def _list(self, opened: Connection, content: Listed) -> None:
        """Bring rows into a table without geometry."""
        table, main = content.table, qualified(self.schema, content.table.table)
        for wanted in content.gone:
            alike = " AND ".join(
                f"{quoted(name)} IS NOT DISTINCT FROM {literal(value)}" for name, value in wanted.items()
            )
            opened.execute(f"DELETE FROM {main} WHERE {alike}")  # nosec B608: quoted
        if content.expired is not None:
            name, day = content.expired
            opened.execute(f"DELETE FROM {main} WHERE {quoted(name)} < {literal(day)}")  # nosec B608: quoted
        if not content.rows:
            return
        if content.key:
            at = table.names.index(content.key)
            keys = ", ".join(literal(row[at]) for row in content.rows)
            opened.execute(f"DELETE FROM {main} WHERE {quoted(content.key)} IN ({keys})")  # nosec B608: quoted
        named = ", ".join(map(quoted, table.names))
        given = rows_literal(table.names, content.rows)
        opened.execute(
            f"INSERT INTO {main} ({named}) SELECT {named} FROM json_populate_recordset(NULL::{main}, {given})"  # nosec B608
        )

    def _describe(self, opened: Connection, content: Content) -> None:
        """Change what QGIS reads of a table when it opens it as a layer; it uses whatever register the database has.

        QGIS finds a table without geometry by a column that is null, not by an empty one.
        """
        told = spec(content).metadata
        for register in self._registers(opened):
            opened.execute(
                f"UPDATE {register} SET"  # nosec B608: quoted
                f" f_geometry_column = {literal(GEOMETRY if content.table.geometry else None)},"
                f" title = {literal(told.title())}, abstract = {literal(told.abstract())},"
                f" qmd = {literal(_xml(told))}::xml, update_time = now()"
                f" WHERE f_table_schema = {literal(self.schema)} AND f_table_name = {literal(content.table.table)}"
            )

    @staticmethod
    def _registers(opened: Connection) -> list[str]:
        """Return QGIS's registers of metadata that may be written; QGIS uses whichever the database has."""
        asked = (
            f"SELECT schemaname::text AS name FROM pg_tables WHERE tablename = {literal(METADATA)}"  # nosec B608
            " AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'UPDATE')"
        )
        return [qualified(name, METADATA) for (name,) in list(opened.rows(asked))]

    # ------------------------------------------------------------------------------------------------------- the schema
    def complete(self, opened: Connection) -> None:
        """Make what is missing of tables, fields, constraints and indexes, in one transaction."""
        with opened.transaction():
            opened.execute(";\n".join(schema.statements(self.schema)))

    def upgrade(self, opened: Connection) -> bool:
        """Bring an older store to the current version, all of it or nothing; return whether it was still old.

        :raises StoreWriteDenied: only the owner of the schema may.
        """
        self._lock(opened, lambda: None)
        stored = self.stored_version(opened)
        if stored is None or stored >= VERSION:
            return False
        with opened.transaction():
            opened.execute(";\n".join(schema.statements(self.schema)))
            self._put_marks(opened, ("version", str(VERSION)), ("plugin_version", about.version()))
        return True

    def guard(self, table: Table) -> bool:
        """Put the guard of history on a table of plots; return whether it was not there or another one before.

        :raises StoreWriteDenied: there is none yet, and only the owner of the schema may put it there.
        """
        with self.connected() as opened:
            before = databaseguard.present(opened, self.schema, table)
            if before == databaseguard.body(self.schema, table):
                return False
            try:
                with opened.transaction():
                    opened.execute(";\n".join(databaseguard.statements(self.schema, table)))
            except StoreWriteDenied:
                if not before:
                    raise
                return False  # that of an older version holds until the owner comes
            return True

    def describe_empty(self, opened: Connection) -> None:
        """Have QGIS make its register of metadata with one table, and put the others beside it."""
        first, *others = TABLES.values()
        told = spec(Content(first, (), ())).metadata
        provider = QgsProviderRegistry.instance().providerMetadata(database.PROVIDER)
        saved, message = provider.saveLayerMetadata(self.source(first).uri(False), told)
        if not saved:
            raise WriteFailed(message, file=self.name, why=message)
        for register in self._registers(opened):
            for table in others:
                told = spec(Content(table, (), ())).metadata
                geometry = literal(GEOMETRY if table.geometry else None)
                known = (literal(table.table), geometry, *map(literal, (told.identifier(), told.title(), "")))
                named = ", ".join((*known, literal(table.geometry or "Unknown")))
                opened.execute(
                    f"INSERT INTO {register} (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"  # nosec B608
                    " identifier, title, abstract, geometry_type, extent, crs, layer_type, qmd)"
                    f" SELECT f_table_catalog, f_table_schema, {named}, extent, crs, layer_type,"
                    f" {literal(_xml(told))}::xml"
                    f" FROM {register} WHERE f_table_schema = {literal(self.schema)}"
                    f" AND f_table_name = {literal(first.table)} AND NOT EXISTS (SELECT 1 FROM {register} r"
                    f" WHERE r.f_table_schema = {literal(self.schema)} AND r.f_table_name = {literal(table.table)})"
                )
        for table in others:  # what an earlier store of this name said of its tables is not true of this one
            self._describe(opened, Content(table, (), ()))

    def mark(self, opened: Connection) -> None:
        """Make the schema a planning store of the current version."""
        written = ("created", metadata.today())
        self._put_marks(opened, ("version", str(VERSION)), written, ("plugin_version", about.version()))

    def _put_marks(self, opened: Connection, *rows: tuple[str, str]) -> None:
        listed = ", ".join(f"({literal(key)}, {literal(value)})" for key, value in rows)
        opened.execute(
            f"INSERT INTO {qualified(self.schema, MARK_TABLE)} VALUES {listed}"  # nosec B608: literals
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        )

    def fill(self, opened: Connection, given: Iterable[Content], check: Check) -> None:
        """Put records into the tables of a new store and mark it as one, in one transaction."""
        filled = []
        with TemporaryDirectory(prefix="ruhr_planner_") as folder:
            staged = Path(folder) / "staged.gpkg"
            for content in given:
                check()
                if content.file is None:
                    stage(staged, content, check)
                opened.load(str(content.file or staged), content.table.table, content.table.names)
                filled.append(content)
        with opened.transaction():
            databaseguard.off(opened)
            for content in filled:
                self._copy(opened, content)
            self.mark(opened)

    def _copy(self, opened: Connection, content: Content) -> None:
        table = content.table
        fields = ", ".join([*((GEOMETRY,) if table.geometry else ()), *map(quoted, table.names)])
        values = ", ".join([*(("shape",) if table.geometry else ()), *map(quoted, table.names)])
        opened.execute(
            f"INSERT INTO {qualified(self.schema, table.table)} ({fields})"  # nosec B608: quoted
            f" SELECT {values} FROM pg_temp.{quoted(table.table)} ORDER BY id"
        )
        self._describe(opened, content)

    def stored_version(self, opened: Connection) -> int | None:
        """Return the version of the store, None where there is none.

        :raises StoreReadDenied: the user may not look.
        """
        if not self.columns(opened, MARK_TABLE):
            return None
        asked = (
            f"SELECT CASE WHEN has_schema_privilege({literal(self.schema)}, 'USAGE') THEN"  # nosec B608: literals
            f" has_table_privilege({literal(qualified(self.schema, MARK_TABLE))}, 'SELECT')::int ELSE 0 END AS seen"
        )
        if not opened.value(asked):
            raise StoreReadDenied(file=self.name)
        asked = f"SELECT value FROM {qualified(self.schema, MARK_TABLE)} WHERE key = 'version'"  # nosec B608: quoted
        found = opened.value(asked)
        return int(found) if found is not None else None

    def _present(self, opened: Connection) -> set[str]:
        asked = f"SELECT tablename::text AS name FROM pg_tables WHERE schemaname = {literal(self.schema)}"  # nosec B608
        return {row[0] for row in opened.rows(asked)}

    def columns(self, opened: Connection, table: str) -> list[str]:
        """Return the names of a table's columns, none if there is no such table."""
        asked = (
            "SELECT a.attname::text AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"  # nosec B608
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            f" WHERE n.nspname = {literal(self.schema)} AND c.relname = {literal(table)}"
            " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
        )
        return [row[0] for row in opened.rows(asked)]


class DatabaseLook(Look):
    """A look at a table through the connection that holds the lock of the store."""

    def __init__(self, store: PostgisStore, connection: Connection, table: Table) -> None:
        self.connection = connection
        self._changes = f"SELECT n FROM {qualified(store.schema, CHANGES)} WHERE target = {literal(table.table)}"  # nosec B608
        shape = wkb(GEOMETRY) if table.geometry else "NULL"
        self._shape = f"SELECT {shape} AS shape FROM {qualified(store.schema, table.table)} WHERE {KEY} = "  # nosec B608
        self._before = connection.value(self._changes)

    def is_stale(self) -> bool:
        """Tell whether somebody else has written since."""
        return bool(self.connection.value(self._changes) != self._before)

    def shape(self, number: int) -> bytes | None:
        """Return the geometry of a record as WKB, None where there is none."""
        found = self.connection.value(f"{self._shape}{int(number)}")
        return None if found is None else bytes.fromhex(found)


def create(address: str, given: Iterable[Content] = (), check: Check = lambda: None) -> PostgisStore:
    """Create a store; it is one when all of it is there.

    :raises StoreExists: there is one already. :raises StoreWriteDenied, WriteFailed: nothing is there that counts.
    """
    store = PostgisStore(*parse(address))
    with store.connected() as opened:
        if store.stored_version(opened) is not None:
            raise StoreExists(file=store.name)
        opened.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        store.complete(opened)
        store.describe_empty(opened)
        store.fill(opened, given, check)
    return store


def open_store(address: str) -> PostgisStore:
    """Open a store; an older one is brought to the current version first, or only read by those who may not.

    :raises StoreMissing, NewerStore, StoreUnreachable, ConnectionMissing, ConnectionSecret: it cannot be used.
    """
    store = PostgisStore(*parse(address))
    with store.connected() as opened:
        version = store.stored_version(opened)
        if version is None:
            raise StoreMissing(file=store.address)
        if version > VERSION:
            raise NewerStore(file=store.name, version=version, known=VERSION)
        return store if version == VERSION else _upgraded(store, opened, version)


def _upgraded(store: PostgisStore, opened: Connection, version: int) -> PostgisStore:
    """Return an older store, brought to the current version in one transaction, or as it is for those who may not.

    :raises StoreHeld: somebody imports, or does the same, and has not ended in time.
    """
    named: dict[str, object] = {"file": store.name, "version": version, "current": VERSION}
    try:
        done = store.upgrade(opened)
    except StoreWriteDenied as error:
        return PostgisStore(store.connection, store.schema, version, (StoreOutdated(error.detail, **named),))
    return PostgisStore(store.connection, store.schema, told=(DatabaseUpgraded(**named),) if done else ())


def _load(opened: Connection, staged: Staging) -> None:
    """Put the staged records into temporary tables of a connection."""
    with closing(sqlite3.connect(staged.path)) as file, file:
        kind = "features" if staged.table.geometry else "attributes"
        listed = ((ROWS, kind), (EARLIER, "attributes"), (ENDED, "attributes"), (GONE, "attributes"))
        file.executemany(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, ?, ?, ?)",
            [(name, shown, name, SRID if shown == "features" else 0) for name, shown in listed],
        )
        if staged.table.geometry:
            file.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?, 'shape', ?, ?, 0, 0)",
                (ROWS, staged.table.geometry.upper(), SRID),
            )
    file.close()
    opened.load(str(staged.path), ROWS, ("target", *staged.table.names))
    opened.load(str(staged.path), EARLIER, ("target", "field", "value"))
    opened.load(str(staged.path), ENDED, ("target", PLOT.valid_to))
    opened.load(str(staged.path), GONE, ("target",))
    for name in (ROWS, EARLIER, ENDED, GONE):
        opened.execute(f"CREATE INDEX ON pg_temp.{quoted(name)} (target)")
        opened.execute(f"ANALYZE pg_temp.{quoted(name)}")


def _cast(table: Table) -> Any:
    """Return how a staged text becomes a value of a field."""
    kinds = {column.name: schema.sql_type(column) for column in table.columns}

    def cast(name: str, text: str) -> str:
        return f"CAST({text} AS {kinds[name]})"

    return cast


def wkb(column: str) -> str:
    """Return a geometry as text that JSON can carry."""
    return f"encode(ST_AsBinary({quoted(column)}, 'NDR'), 'hex')"


def _lock_key(name: str) -> int:
    """Return the number of a schema's lock, the same on every machine (FNV-1a, 31 bits)."""
    number = 0x811C9DC5
    for byte in name.encode():
        number = (number ^ byte) * 0x01000193 & 0xFFFFFFFF
    return number & 0x7FFFFFFF


def _xml(told: QgsLayerMetadata) -> str:
    """Return metadata as QGIS keeps them in a database."""
    document = QDomDocument("qgis")
    root = document.createElement("qgis")
    document.appendChild(root)
    told.writeMetadataXml(root, document)
    return str(document.toString(-1))


def secure(address: str, roles: str) -> None:
    """Make the roles and the row-level security of a store, by the file that administrators run, too.

    :raises StoreWriteDenied: the user may not create roles.
    """
    store = PostgisStore(*parse(address))
    with store.connected() as opened:
        opened.execute(f"SELECT set_config('ruhr_planner.schema', {literal(store.schema)}, false)")
        opened.execute(roles)
