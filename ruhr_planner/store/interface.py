"""What a planning store is, whether it is a file or a schema of a database: tables, counts, records, one merge.

`store.geopackage` and `store.postgis` implement it; `store.opening` finds out which one an address means.
"""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsCoordinateTransformContext, QgsGeometry, QgsVectorLayer

from ruhr_planner import about, paths
from ruhr_planner.model import sensitivity
from ruhr_planner.model.errors import PlannerError, TableMissing
from ruhr_planner.model.tables import PLOT, TABLES, Table
from ruhr_planner.store import files, metadata
from ruhr_planner.store.address import is_database
from ruhr_planner.store.layers import LayerSpec, Row, qgis_fields, wkb_type, write_layer
from ruhr_planner.store.metadata import CHANGED_MARK, Description, Provenance
from ruhr_planner.store.staging import Staging

VERSION = 2
"""Version of the store's layout that this plugin writes; `store.upgrade` says what the earlier ones lack."""

MARK_TABLE = "ruhr_planner_store"
"""The table that makes a file or a schema a planning store: key and value."""

CHECK_EVERY = 1000

SENSITIVITY_FIELD = PLOT.sensitivity

Check = Callable[[], None]


@dataclass(frozen=True)
class Content:
    """Records of one table, with where they come from."""

    table: Table
    rows: Iterable[Row]
    sources: tuple[Provenance, ...]
    abstract: str = ""
    changed: bool = False
    file: Path | None = None
    """A GeoPackage that holds just these records under the table's name; a database takes them from there."""


@dataclass(frozen=True)
class Listed:
    """Rows of a table without geometry: those that replace others by a key, or are only added (`key` "").

    `expired`: a field and a day (ISO text); rows with an earlier day go. `gone`: rows go that have all values of one of
    these mappings; None is the value of an empty field.
    """

    table: Table
    rows: Sequence[Sequence[object]]
    key: str = ""
    expired: tuple[str, str] | None = None
    gone: Sequence[Mapping[str, object]] = ()


class Look(ABC):
    """A look at a table that stays open while records are compared with it."""

    @abstractmethod
    def shape(self, number: int) -> bytes | None:
        """Return the geometry of a record as WKB, None where there is none."""


class Store(ABC):
    """An open planning store; holds an address only, so it may be handed to another thread."""

    version: int
    told: tuple[PlannerError, ...] = ()
    """What is to be told about its opening: an older store has been brought up to date, or may not be."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What people call the store: a file's name, or connection and schema. Never a path or a secret."""

    @property
    @abstractmethod
    def address(self) -> str:
        """What the parameter STORE takes."""

    @abstractmethod
    def counts(self) -> dict[str, int]:
        """Return the number of records of every canonical table that is there."""

    @abstractmethod
    def values(self, table: Table, names: Sequence[str] = ()) -> Iterator[tuple[object, ...]]:
        """Yield the records of a table, all its fields or the named ones, without geometry; dates are ISO texts.

        A field that the table of an older store does not have is unknown.
        """

    @abstractmethod
    def records_of(self, table: Table, source_id: str | None = None, shapes: bool = True) -> Iterator[tuple[Any, ...]]:
        """Yield number, geometry as WKB, and values of the records of one source, or of every one.

        :param shapes: False where the geometries are not needed; then they are None.
        """

    @abstractmethod
    def looked_at(self, table: Table, check: Check = lambda: None) -> AbstractContextManager[Look]:
        """Look at a table as long as an import works on it.

        :param check: called while somebody else's import is waited for; may raise Cancelled.
        """

    @abstractmethod
    def uri(self, table: Table, condition: str = "") -> str:
        """Return the address of a table as algorithms take it.

        :param condition: SQL that a record has to fulfil.
        :raises TableMissing: the table is not in the store or empty.
        """

    @abstractmethod
    def place_of(self, table: Table) -> tuple[str, str]:
        """Return QGIS's provider of a table and the table's address for it; nothing is looked at."""

    @abstractmethod
    def layer(self, table: Table, language: str = "de") -> QgsVectorLayer:
        """Open a table as a layer of the calling thread, with style, metadata and a readable name.

        :raises TableMissing: the table is not in the store or empty.
        """

    def file_of(self, table: Table) -> Path | None:
        """Return the GeoPackage that holds a table with all its fields, None where there is none."""
        del table
        return None

    @abstractmethod
    def check_writable(self) -> None:
        """Find out before a long run that the store can be written.

        :raises StoreInUse, StoreReadOnly: it cannot.
        """

    @abstractmethod
    def merge(self, staged: Staging, content: Content, listed: Sequence[Listed], look: Look) -> None:
        """Bring staged records and rows of tables without geometry into the store, all in one transaction.

        :param content: what the table says of itself afterwards; its rows are not looked at.
        :param look: through which the records were compared; nobody else may have written since.
        :raises StoreChanged, StoreInUse, StoreReadOnly, WriteFailed: the store is unchanged.
        """

    @abstractmethod
    def exchange(self, table: Table, gone: Sequence[Mapping[str, object]], rows: Sequence[Sequence[object]]) -> None:
        """Take rows out of a table without geometry and add others, all in one transaction.

        :param gone: rows go that have all values of one of these mappings; None is the value of an empty field.
        :param rows: new rows in the order of the table's fields.
        :raises StoreInUse, StoreReadOnly, StoreWriteDenied: the store is unchanged.
        """

    @abstractmethod
    def has(self, table: Table) -> bool:
        """Tell whether the table is there and holds a record."""

    def needed(self, table: Table) -> None:
        """Check that a table holds a record.

        :raises TableMissing: it does not.
        """
        if not self.has(table):
            raise TableMissing(file=self.name, table=table.table)

    def provenance(self, table: Table) -> Provenance:
        """Return what a table says of its title, licences, sensitivity and date.

        Records may have been edited since the table was written: their levels count, too.
        """
        layer = self.layer(table)
        said = metadata.read(layer.metadata(), layer.name())
        if SENSITIVITY_FIELD not in table:
            return said
        levels = {str(level) for (level,) in self.values(table, (SENSITIVITY_FIELD,)) if level is not None}
        return replace(said, sensitivity=sensitivity.highest([said.sensitivity, *levels]))

    @contextmanager
    def staging(self, table: Table) -> Iterator[Staging]:
        """Make room for the records of an import, in a file of its own that disappears in the end."""
        told = "" if is_database(self.address) else self.name
        with files.staging(Path(tempfile.gettempdir()), "STORE", told) as folder:
            path = folder / "staged.gpkg"
            stage(path, Content(table, (), ()))
            staged = Staging(path, table)
            try:
                yield staged
            finally:
                staged.close()


def stage(staged: Path, content: Content, check: Check = lambda: None) -> int:
    """Write one table into a temporary GeoPackage."""
    return write_layer(staged, spec(content), content.rows, QgsCoordinateTransformContext(), check, "STORE")


def spec(content: Content) -> LayerSpec:
    """Describe the layer of a table."""
    table = content.table
    style = paths.resource("styles", f"{table.table}.qml")
    described = Description(
        identifier=f"ruhr_planner.{table.table}",
        title=table.label.de,
        abstract=content.abstract,
        inputs=content.sources,
        run={"plugin_version": about.version()},
        changed=content.changed,
    )
    kept = style if style.is_file() else None
    return LayerSpec(table.table, qgis_fields(table), wkb_type(table), metadata.write(described), kept)


def contents(source: Store, check: Check = lambda: None) -> Iterator[Content]:
    """Yield what a store holds, table by table, to fill another one with."""
    for name, count in source.counts().items():
        if count:
            table = TABLES[name]
            said = source.provenance(table)
            changed = CHANGED_MARK in said.attributions
            yield Content(table, _rows(source, table, check), (said,), changed=changed, file=source.file_of(table))


def _rows(source: Store, table: Table, check: Check) -> Iterator[Row]:
    for number, (_number, shape, *values) in enumerate(source.records_of(table)):
        if number % CHECK_EVERY == 0:
            check()
        geometry = None
        if shape is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(shape)
        yield geometry, values
