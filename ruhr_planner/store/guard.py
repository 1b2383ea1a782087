"""A guard in the GeoPackage itself: whoever changes plots there with a table, a tool or another program, history stays.

Three triggers on a table of plots, in SQL, so that they hold without the plugin, too:

- a plot that is deleted comes back with its last day, yesterday, and one that had ended, or an earlier state, as it
  was; one that began today never held and goes;
- before the first change of a day the state until yesterday is kept as a record of its own (`…@<yesterday>`), as an
  import does (docs/decisions/0012);
- a plot that is drawn, or copied by QGIS's own tool for splitting, gets an id of its own, and names what it came of.

Imports and the algorithms go around them (`store.merge` takes triggers off): they keep history themselves. A store in
PostGIS has the same in its schema (`store.databaseguard`).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ruhr_planner.model.tables import OWN_SOURCE, PLOT, TABLES, Table
from ruhr_planner.store import merge, postgis, sqlite
from ruhr_planner.store.address import is_database
from ruhr_planner.store.databaseguard import NO_CHANGE
from ruhr_planner.store.sqlite import quoted

PREFIX = "ruhr_planner_guard_"
_TODAY, _YESTERDAY = "date('now', 'localtime')", "date('now', 'localtime', '-1 day')"


def install(address: Path | str, table: Table, wait: float | None = None) -> bool:
    """Put the guard on a table of plots; return whether it was not there or another one before.

    :param wait: seconds for which another program's lock on a file is waited for, instead of the usual ones.
    :raises sqlite3.Error: the file is locked or cannot be written.
    :raises StoreError: the database is away, or has no guard yet and the user may not put it there.
    """
    if is_database(str(address)):
        return postgis.open_store(str(address)).guard(table)
    path = Path(address)
    with sqlite.reading(path, wait) as connection:
        if not _is_store(connection, table) or _present(connection, table) == _wanted(connection, table):
            return False
    with sqlite.writing(path, wait=wait) as connection:
        _put(connection, table)
    return True


def renew(connection: sqlite3.Connection) -> None:
    """Make the guards of a GeoPackage whose tables have changed fit their columns; none comes that was not there."""
    for table in TABLES.values():
        if _present(connection, table):
            _put(connection, table)


def _put(connection: sqlite3.Connection, table: Table) -> None:
    wanted = _wanted(connection, table)
    for name in _present(connection, table):
        connection.execute("DROP TRIGGER main." + quoted(name))
    for statement in wanted.values():
        connection.execute(statement)


def _is_store(connection: sqlite3.Connection, table: Table) -> bool:
    names = sqlite.layer_names(connection)
    marked = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'ruhr_planner_store'").fetchone()
    return (
        marked is not None
        and table.table in names
        and {PLOT.valid_to, PLOT.valid_from} <= set(merge.columns_of(connection, table.table))
    )


def _present(connection: sqlite3.Connection, table: Table) -> dict[str, str]:
    asked = (
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND name LIKE ? ORDER BY name"
    )
    return dict(connection.execute(asked, (table.table, PREFIX + "%")).fetchall())


def _wanted(connection: sqlite3.Connection, table: Table) -> dict[str, str]:
    """Return the triggers of a table by their names, for the columns that it has."""
    name, key = quoted(table.table), merge.key_column(connection, table.table)
    columns = [column for column in merge.columns_of(connection, table.table) if column != key]
    made = {
        "delete": _on_delete(name, columns),
        "insert": _on_insert(name, key, columns),
        "update": _on_update(name, key, columns),
    }
    titles = {kind: f"{PREFIX}{table.table}_{kind}" for kind in made}
    return {
        titles[kind]: f"CREATE TRIGGER {quoted(titles[kind])} {statement}" for kind, statement in sorted(made.items())
    }


def _is_current(row: str) -> str:
    """Return the condition that a row is a plot itself, no earlier state, and has not ended."""
    return f"{row}.plot_id NOT LIKE '%@____-__-__%' AND ({row}.valid_to IS NULL OR {row}.valid_to >= {_TODAY})"


def _held_before_today(row: str) -> str:
    return f"({row}.valid_from IS NULL OR {row}.valid_from < {_TODAY})"


def _kept(row: str, columns: list[str], changes: dict[str, str]) -> tuple[str, str]:
    """Return names and values of a copy of a row with some values changed."""
    values = [changes.get(column, f"{row}.{quoted(column)}") for column in columns]
    return ", ".join(map(quoted, columns)), ", ".join(values)


def _on_delete(name: str, columns: list[str]) -> str:
    """A new number, not the old one: the trigger of the spatial index may come later and takes the old one's box."""
    last_day = f"CASE WHEN {_is_current('OLD')} THEN {_YESTERDAY} ELSE OLD.valid_to END"
    names, values = _kept("OLD", columns, {PLOT.valid_to: last_day})
    return (
        f"AFTER DELETE ON {name} WHEN OLD.plot_id IS NOT NULL AND {_held_before_today('OLD')}"  # nosec B608: quoted
        f" BEGIN INSERT INTO {name} ({names}) VALUES ({values}); END"
    )


def _on_update(name: str, key: str, columns: list[str]) -> str:
    compared = [column for column in columns if column not in NO_CHANGE]
    differs = " OR ".join(f"OLD.{quoted(column)} IS NOT NEW.{quoted(column)}" for column in compared)
    earlier = f"OLD.plot_id || '@' || {_YESTERDAY}"
    native = f"OLD.native_id || '@' || {_YESTERDAY}"
    changes = {PLOT.plot_id: earlier, PLOT.valid_to: _YESTERDAY}
    if PLOT.native_id in columns:
        changes[PLOT.native_id] = native
    names, values = _kept("OLD", columns, changes)
    followed = ", ".join(
        f"{quoted(column)} = {value}"
        for column, value in ((PLOT.valid_from, _TODAY), (PLOT.previously_part_of, earlier))
        if column in columns
    )
    return (
        f"AFTER UPDATE ON {name} WHEN {_is_current('OLD')} AND {_held_before_today('OLD')}"  # nosec B608: quoted
        f" AND NEW.plot_id IS OLD.plot_id AND ({differs})"
        f" AND NOT EXISTS (SELECT 1 FROM {name} WHERE plot_id = {earlier})"
        f" BEGIN INSERT INTO {name} ({names}) VALUES ({values});"
        f" UPDATE {name} SET {followed} WHERE {quoted(key)} = NEW.{quoted(key)}; END"
    )


def _on_insert(name: str, key: str, columns: list[str]) -> str:
    number = f"NEW.{quoted(key)}"
    twin = f"EXISTS (SELECT 1 FROM {name} WHERE plot_id = NEW.plot_id AND {quoted(key)} <> {number})"  # nosec B608: quoted
    own = f"'{OWN_SOURCE}:' || {number}"
    values = {
        PLOT.plot_id: f"CASE WHEN NEW.plot_id IS NULL THEN {own} ELSE NEW.plot_id || '/' || {number} END",
        PLOT.source_id: f"coalesce(NEW.source_id, '{OWN_SOURCE}')",
        PLOT.native_id: f"CASE WHEN NEW.plot_id IS NULL THEN '' || {number}"
        f" ELSE coalesce(NEW.native_id, '') || '/' || {number} END",
        PLOT.valid_from: _TODAY,
        PLOT.previously_part_of: "NEW.plot_id",
    }
    changed = ", ".join(f"{quoted(column)} = {value}" for column, value in values.items() if column in columns)
    return (
        f"AFTER INSERT ON {name} WHEN NEW.plot_id IS NULL OR {twin}"  # nosec B608: quoted
        f" BEGIN UPDATE {name} SET {changed} WHERE {quoted(key)} = {number}; END"
    )


def recount(address: Path | str, table: Table) -> None:
    """Tell the register how many records a table has: GDAL counts what it writes itself, not what the guard does.

    A database counts for itself.

    :raises sqlite3.Error: the file is locked or cannot be written.
    """
    if is_database(str(address)):
        return
    path = Path(address)
    with sqlite.writing(path) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_ogr_contents'").fetchone():
            count = sqlite.count(connection, table.table)
            update = "UPDATE gpkg_ogr_contents SET feature_count = ? WHERE table_name = ?"
            connection.execute(update, (count, table.table))
