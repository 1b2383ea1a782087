"""One connection to PostgreSQL, through GDAL: QGIS's stored connections, transactions, faults as sentences.

GDAL, because QGIS's own connections are pooled (no two calls need to meet in one transaction) and no other client is
part of every QGIS. What fails is told by its SQLSTATE, never by its text: servers speak the language of their owner.
"""

from __future__ import annotations

import getpass
import json
import socket
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from osgeo import gdal
from qgis.core import QgsDataSourceUri, QgsProviderRegistry

from ruhr_planner.model import errors
from ruhr_planner.store.sqlite import quoted

PROVIDER = "postgres"
LOCK_SECONDS = 30
"""How long a statement waits for somebody else's lock on a table or record."""
_MARK = "RP-"
_ALIVE_S = {"connect_timeout": "10", "keepalives_idle": "20", "keepalives_interval": "5", "keepalives_count": "3"}
_MAX_NAME = 63
_PORT, _ANSWER_S = 5432, 3.0
_PROTOCOL = 3 << 16
_NOT_NOW = b"C57P03\0"
"""cannot_connect_now, as a field of an ErrorResponse."""
_BLOCK = 1000


def connections() -> list[str]:
    """Return the names of QGIS's stored PostgreSQL connections."""
    return sorted(QgsProviderRegistry.instance().providerMetadata(PROVIDER).connections())


def connection_uri(name: str) -> QgsDataSourceUri:
    """Return a stored connection, its authentication configuration not expanded.

    :raises ConnectionMissing: there is none of the name.
    :raises ConnectionSecret: it keeps its password in plain text, which would get into every project.
    """
    stored = QgsProviderRegistry.instance().providerMetadata(PROVIDER).connections()
    if name not in stored:
        raise errors.ConnectionMissing(connection=name, known=", ".join(sorted(stored)) or "–")
    uri = QgsDataSourceUri(stored[name].uri())
    if uri.password():
        raise errors.ConnectionSecret(connection=name)
    return uri


def connection_of(source: QgsDataSourceUri) -> str:
    """Return the name of the stored connection that a layer goes through, "" where there is none (any more).

    Two connections to one database differ in their log-ins.
    """

    def place(uri: QgsDataSourceUri) -> tuple[str, ...]:
        return (uri.service(), uri.host(), uri.port(), uri.database(), uri.authConfigId(), uri.username())

    stored = QgsProviderRegistry.instance().providerMetadata(PROVIDER).connections()
    wanted = place(source)
    return next((name for name in sorted(stored) if place(QgsDataSourceUri(stored[name].uri())) == wanted), "")


def literal(value: object) -> str:
    """Return a value as SQL (standard_conforming_strings, the default since PostgreSQL 9.1)."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return repr(value)
    return "'" + str(value).replace("\0", "").replace("'", "''") + "'"


def rows_literal(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows as one JSON literal for json_populate_recordset; PostgreSQL keeps no NUL characters."""
    listed = [dict(zip(names, row)) for row in rows]
    return literal(json.dumps(listed, ensure_ascii=False, default=str).replace("\\u0000", ""))


class Connection:
    """An open connection for one thread. Use `connected`."""

    def __init__(self, dataset: gdal.Dataset, store: str) -> None:
        self.dataset = dataset
        self._store = store

    def execute(self, statement: str) -> None:
        """Run a statement that returns nothing.

        :raises StoreError: with the sentence for its SQLSTATE.
        """
        body = (
            f"BEGIN EXECUTE {literal(statement)}; EXCEPTION WHEN query_canceled OR OTHERS THEN"
            f" RAISE EXCEPTION '{_MARK}% %', SQLSTATE, SQLERRM; END"
        )
        self._run(f"DO {literal(body)}")

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a SELECT; every column as GDAL reads it."""
        with _quiet():
            result = self._result(statement)
        if result is None:
            return
        try:
            columns = range(result.GetLayerDefn().GetFieldCount())
            while block := self._block(result, columns):
                yield from block
        finally:
            self.dataset.ReleaseResultSet(result)

    def _block(self, result: Any, columns: range) -> list[tuple[Any, ...]]:
        """Return the next rows; GDAL's error handler is a stack, so nothing is yielded while ours is on it."""
        made: list[tuple[Any, ...]] = []
        with _quiet():
            gdal.ErrorReset()
            while len(made) < _BLOCK and (found := self._next(result)) is not None:
                made.append(tuple(found.GetField(at) for at in columns))
        return made

    def records(self, columns: Sequence[str], rest: str) -> Iterator[list[Any]]:
        """Yield the rows of `SELECT columns rest` with the types of JSON: dates as ISO texts, numbers exact."""
        statement = f"SELECT json_build_array({', '.join(columns)})::text {rest}"  # nosec B608: callers quote
        for (text,) in self.rows(statement):
            yield json.loads(text)

    def value(self, statement: str) -> Any:
        """Return the only value of a SELECT, None for no row."""
        return next((row[0] for row in self.rows(statement)), None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all of it in the end, or nothing of it."""
        self._end(self.dataset.StartTransaction)
        try:
            yield
        except BaseException:
            with _quiet():
                _code(self.dataset.RollbackTransaction)
            raise
        self._end(self.dataset.CommitTransaction)

    def _end(self, step: Any) -> None:
        with _quiet():
            gdal.ErrorReset()
            if _code(step) != 0:
                self._fail(gdal.GetLastErrorMsg())

    def _run(self, statement: str) -> None:
        with _quiet():
            result = self._result(statement)
            if result is not None:
                self.dataset.ReleaseResultSet(result)

    def _result(self, statement: str) -> Any:
        gdal.ErrorReset()
        try:
            result = self.dataset.ExecuteSQL(statement)
        except RuntimeError as error:  # where somebody has switched GDAL's exceptions on
            self._fail(str(error))
        if gdal.GetLastErrorType() >= gdal.CE_Failure:
            self._fail(gdal.GetLastErrorMsg())
        return result

    def _next(self, result: Any) -> Any:
        try:
            found = result.GetNextFeature()
        except RuntimeError as error:
            self._fail(str(error))
        if found is None and gdal.GetLastErrorType() >= gdal.CE_Failure:
            self._fail(gdal.GetLastErrorMsg())
        return found

    def load(self, path: str, table: str, fields: Sequence[str]) -> None:
        """Put a table of a GeoPackage into a temporary table of this connection, by COPY.

        Outside of a transaction: GDAL has one of its own.
        """
        options = {"TEMPORARY": "YES", "SPATIAL_INDEX": "NONE", "GEOMETRY_NAME": "shape", "FID": "id"}
        options.update({"PRECISION": "NO", "LAUNDER": "NO"})
        before = gdal.GetThreadLocalConfigOption("PG_USE_COPY")
        gdal.SetThreadLocalConfigOption("PG_USE_COPY", "YES")
        try:
            with _quiet() as said:
                given = [f"{name}={value}" for name, value in options.items()]
                try:
                    gdal.VectorTranslate(
                        self.dataset,
                        path,
                        layers=[table],
                        layerName=table,
                        selectFields=list(fields),
                        layerCreationOptions=given,
                    )
                    self.dataset.FlushCache()
                except RuntimeError as error:
                    said.append(str(error))
                if said:
                    self._fail(said[0])
        finally:
            gdal.SetThreadLocalConfigOption("PG_USE_COPY", before)

    def _fail(self, message: str) -> NoReturn:
        """Raise the sentence for what the server said."""
        state = message.partition(_MARK)[2][:5]
        said = message.partition(_MARK)[2][6:].split("\n")[0] or message.split("\n")[0].strip()
        known = _STATES.get(state)
        if known is None and state[:2] != "23" and not self._is_alive():
            raise errors.StoreLost(message, file=self._store)
        if known is None:
            raise errors.WriteFailed(message, file=self._store, why=said or "?")
        raise known(message, file=self._store, why=said)

    def _is_alive(self) -> bool:
        """Tell whether the server still answers; an aborted transaction is ended for that."""
        _code(self.dataset.RollbackTransaction)
        gdal.ErrorReset()
        try:
            result = self.dataset.ExecuteSQL("SELECT 1")
        except RuntimeError:
            return False
        if result is None:
            return False
        alive = result.GetNextFeature() is not None
        self.dataset.ReleaseResultSet(result)
        return alive


_STATES: Mapping[str, type[errors.PlannerError]] = {
    "25006": errors.StoreWriteDenied,  # read_only_sql_transaction
    "42501": errors.StoreWriteDenied,  # insufficient_privilege, also by row-level security
    "55P03": errors.StoreInUse,  # lock_not_available
    "40P01": errors.StoreInUse,  # deadlock_detected
    "40001": errors.StoreChanged,  # serialization_failure
    "23505": errors.StoreChanged,  # unique_violation: somebody else has made the record
    "57014": errors.StoreTimeout,  # query_canceled: statement_timeout, or an administrator
    "57P01": errors.StoreLost,  # admin_shutdown
    "57P02": errors.StoreLost,  # crash_shutdown
    "57P03": errors.StoreLost,  # cannot_connect_now
}
"""PostgreSQL, appendix A: error codes."""


@contextmanager
def connected(uri: QgsDataSourceUri, store: str) -> Iterator[Connection]:
    """Open a connection.

    :param store: how the store is called in sentences.
    :raises StoreUnreachable: the server does not answer. :raises StoreRefused: it does not let us in.
    """
    opened = _open(uri, store)
    try:
        yield opened
    finally:
        opened.dataset = None


def _open(uri: QgsDataSourceUri, store: str) -> Connection:
    expanded = QgsDataSourceUri(uri.connectionInfo(True))
    parts = [uri.connectionInfo(True), "tables=none"]
    known = parts[0]
    settings = {"application_name": _application(), **_ALIVE_S}
    parts += [f"{name}={_value(value)}" for name, value in settings.items() if f"{name}=" not in known]
    with _quiet():
        gdal.ErrorReset()
        try:
            dataset = gdal.OpenEx(
                "PG:" + " ".join(parts), gdal.OF_VECTOR | gdal.OF_UPDATE, allowed_drivers=["PostgreSQL"]
            )
            said = gdal.GetLastErrorMsg()
        except RuntimeError as error:
            dataset, said = None, str(error)
    if dataset is None:
        kind = errors.StoreRefused if _answers(expanded) else errors.StoreUnreachable
        raise kind(_without_secret(said, expanded.password()), file=store)
    made = Connection(dataset, store)
    made.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
    return made


def _answers(uri: QgsDataSourceUri) -> bool:
    """Tell whether a server lets people log in where the connection leads to; one that starts or stops does not.

    What it says is in its owner's language, but for the code (PostgreSQL, 55.7: StartupMessage, ErrorResponse).
    """
    asked = b"".join(part.encode() + b"\0" for part in ("user", uri.username(), "database", uri.database(), ""))
    try:
        with socket.create_connection((uri.host() or "localhost", int(uri.port() or _PORT)), _ANSWER_S) as opened:
            opened.sendall(struct.pack("!ii", 8 + len(asked), _PROTOCOL) + asked)
            said = opened.recv(_BLOCK)
    except (OSError, ValueError):
        return False
    return bool(said) and _NOT_NOW not in said


def _without_secret(text: str, secret: str) -> str:
    return text.replace(secret, "…") if secret else text


def _application() -> str:
    """Return what other people read when they ask who holds a lock: who runs the plugin, and where."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError, ImportError):  # no environment and no password database
        who = "?"
    name = f"Ruhr Planner ({who}@{socket.gethostname()})"
    return name.encode()[:_MAX_NAME].decode(errors="ignore")


def _value(text: str) -> str:
    """Quote a value of a connection string (libpq, 34.1.1.1)."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def qualified(schema: str, table: str) -> str:
    """Return a table's name with its schema."""
    return f"{quoted(schema)}.{quoted(table)}"


def _code(step: Any) -> int:
    """Call a step of a transaction; GDAL answers with a code, or raises where somebody has switched that on."""
    try:
        return int(step() or 0)
    except RuntimeError:
        return 1


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """Keep GDAL's messages off the screen, and collect them: they are put into sentences, and may hold a connection."""
    said: list[str] = []

    def note(kind: int, _number: int, message: str) -> None:
        if kind >= gdal.CE_Failure:
            said.append(message)

    gdal.PushErrorHandler(note)
    try:
        yield said
    finally:
        gdal.PopErrorHandler()
