"""Which store an address means: a GeoPackage by its path, or `postgres:<connection>/<schema>` for a database.

Each kind of store is imported when one is opened: at QGIS's start nobody has asked for either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsDataSourceUri

from ruhr_planner.model.errors import PlannerError, StoreLost, StoreMissing
from ruhr_planner.store.address import LAYER_PREFIX, PREFIX, is_database, parse

if TYPE_CHECKING:
    from ruhr_planner.store.interface import Check, Store


def connections() -> list[str]:
    """Return the names of the stored PostgreSQL connections of QGIS."""
    from ruhr_planner.store import database

    return database.connections()


def database_address(source: QgsDataSourceUri) -> str:
    """Return the address of the store that a table of PostgreSQL would be in, "" without a stored connection to it.

    Settings are read, no server is asked.
    """
    from ruhr_planner.store import database

    name = database.connection_of(source)
    return f"{PREFIX}{name}/{source.schema()}" if name else ""


def check_reachable(values: Collection[object]) -> None:
    """Ask the databases whose tables are among some values, before QGIS does.

    Where one does not answer, QGIS itself would ask for a user and a password in a window, and wait for them.

    :raises StoreUnreachable: one does not answer, or does not let us in.
    """
    for name, uri in _databases(values).items():
        from ruhr_planner.store import database

        with database.connected(uri, name):
            pass


def cause_of(values: Collection[object], said: str) -> PlannerError | None:
    """Return what a run that read tables of databases has failed for, None where no database has to do with it.

    Of a server that went away QGIS only says that a layer cannot be loaded or read, and where it would be.

    :param values: see `check_reachable`. :param said: what the run failed with.
    """
    databases = _databases(values)
    try:
        check_reachable(values)
    except PlannerError as error:
        return error
    if databases and LAYER_PREFIX in said:  # it is there again already
        return StoreLost(said, file=next(iter(databases)))
    return None


def _databases(values: Collection[object]) -> dict[str, QgsDataSourceUri]:
    """Return the databases of the tables among some values, by the name of the connection, else of the database."""
    texts = [value for value in values if isinstance(value, str) and value.startswith(LAYER_PREFIX)]
    if not texts:
        return {}
    from ruhr_planner.store import database

    sources = {QgsDataSourceUri(text[len(LAYER_PREFIX) :]).connectionInfo(False) for text in texts}
    uris = [QgsDataSourceUri(source) for source in sorted(sources)]
    return {database.connection_of(uri) or str(uri.database()): uri for uri in uris}


def display_name(address: str) -> str:
    """Return what may stand in metadata and reports: a file's name, or connection and schema."""
    return "/".join(parse(address)) if is_database(address) else Path(address).name


def open_store(address: str) -> Store:
    """Open a store; an older one is brought to the current version first.

    :raises StoreError: it cannot be used and is unchanged.
    """
    if is_database(address):
        from ruhr_planner.store import postgis

        return postgis.open_store(address)
    from ruhr_planner.store import geopackage

    return geopackage.open_store(Path(address))


def create(address: str, source: Store | None = None, check: Check = lambda: None) -> Store:
    """Create a store, empty or with what another one holds.

    :param check: called now and then; may raise Cancelled.
    :raises StoreExists: there is one already.
    """
    from ruhr_planner.store import geopackage
    from ruhr_planner.store.interface import contents

    given = () if source is None else contents(source, check)
    if is_database(address):
        from ruhr_planner.store import postgis

        return postgis.create(address, given, check)
    return geopackage.create(Path(address), tuple(given), check)


@contextmanager
def opened(address: str, create_missing: bool = False) -> Iterator[Store]:
    """Open a store, or create it where that is allowed; a file that was created goes again when something fails.

    A schema that was created stays: it is empty, and whoever was given rights on it keeps them.

    :raises StoreError: see `open_store` and `create`.
    """
    if not is_database(address):
        from ruhr_planner.store import geopackage

        with geopackage.opened(Path(address), create_missing) as store:
            yield store
        return
    try:
        found = open_store(address)
    except StoreMissing:
        if not create_missing:
            raise
        found = create(address)
    yield found


def secure(address: str, roles: str) -> None:
    """Make the roles and the row-level security of a store in a database.

    :param roles: the text of `resources/sql/roles.sql`.
    """
    from ruhr_planner.store import postgis

    postgis.secure(address, roles)
