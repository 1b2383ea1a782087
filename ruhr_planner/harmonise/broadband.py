"""Records of the Breitbandatlas into a planning store.

Nothing is lost: READ = WRITTEN + UNCHANGED + REJECTED, with what lies outside the region counted beside it (FILTERED).
A rejected record keeps its raw values and the reason. The same input twice writes nothing the second time: the store is
not opened for writing then. Editions stand side by side: a record is known by municipality, edition, user group,
technology and class, a cell by its id and edition. What differs is put into a file of its own while the input is read
once; then the store is changed in one transaction.
"""

from __future__ import annotations

import calendar
import json
import struct
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from qgis.core import (  # type: ignore[attr-defined]  # the stubs do not know QgsCsException
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsRectangle,
)

from ruhr_planner import about
from ruhr_planner.model import codes, errors, licences
from ruhr_planner.model.region import CRS, EXTENT
from ruhr_planner.model.tables import BROADBAND_AREA, BROADBAND_CELL, IMPORT_RUN, MBIT, REJECTED, SOURCE, Table
from ruhr_planner.readers import breitbandatlas as atlas
from ruhr_planner.readers import wkb
from ruhr_planner.store.interface import Content, Listed, Look
from ruhr_planner.store.metadata import Provenance, today
from ruhr_planner.store.staging import Shape, Staging

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruhr_planner.store.interface import Store

PUBLISHER = "Bundesnetzagentur, Zentrale Informationsstelle des Bundes"
URL = "https://gigabitgrundbuch.bund.de"
ATTRIBUTION = "Breitbandatlas | Gigabit-Grundbuch (https://gigabitgrundbuch.bund.de)"
GRID_ATTRIBUTION = "© GeoBasis-DE / BKG"
LICENCE = licences.UNKNOWN.id
"""Public sources disagree on the licence, so we keep the required source note and claim none."""

CHECK_EVERY = 1000
BATCH = 5000
"""Cells that are transformed, compared and written together."""

MARGIN_M = 500.0
"""A cell at the edge of the region belongs to it although it sticks out; its key decides."""

Check = Callable[[], None]
Inside = Callable[[str], bool]


@dataclass
class Tally:
    """What became of the records of one import."""

    read: int = 0
    written: int = 0
    unchanged: int = 0
    rejected: int = 0
    filtered: int = 0
    unknown: int = 0
    """Records of a table whose share the source leaves blank; part of written and unchanged."""
    not_falling: int = 0
    """Cells, or municipalities with a technology, where a higher class has a larger share than a lower one."""


@dataclass(frozen=True)
class Import:
    """One run: its id, when it began, and what it brings."""

    run_id: str
    started: str
    title: str
    source_id: str
    edition: str
    attributions: tuple[str, ...]


def table_import(run_id: str, started: str, edition: str, user_group: str) -> Import:
    """Describe the import of a table by municipality."""
    title = f"Breitbandatlas, {codes.USER_GROUP.label(user_group, 'de')}, Stand {edition}"
    return Import(run_id, started, title, f"breitbandatlas:{user_group}:{edition}", edition, (ATTRIBUTION,))


def grid_import(run_id: str, started: str, edition: str) -> Import:
    """Describe the import of the grid."""
    title = f"Breitbandatlas, Gitterzellen, Stand {edition}"
    return Import(run_id, started, title, f"breitbandatlas:grid:{edition}", edition, (ATTRIBUTION, GRID_ATTRIBUTION))


def import_tables(
    store: Store, tables: Sequence[tuple[atlas.AreaTable, str, Import]], inside: Inside, check: Check
) -> Tally:
    """Bring tables by municipality into the store, all of them or none.

    :param tables: each with its user group and what it is.
    :param inside: tells whether a municipality belongs to the area that is imported.
    :param check: called now and then; may raise Cancelled, and then nothing was written.
    """
    store.check_writable()
    total, parts = Tally(), []
    with store.staging(BROADBAND_AREA) as staging, store.looked_at(BROADBAND_AREA, check) as look:
        known = {tuple(row[2:7]): (row[0], row[7]) for row in store.records_of(BROADBAND_AREA, shapes=False)}
        for table, user_group, what in tables:
            part = _Part(what)
            parts.append(part)
            _take_table(table, user_group, part, known, staging, inside, check)
            total = _sum(total, part.tally)
        _write(store, staging, parts, look, check)
    return total


@dataclass
class _Part:
    """One table or grid of an import: what it is, what became of it, and what was refused."""

    what: Import
    tally: Tally = field(default_factory=Tally)
    refused: list[atlas.Refused] = field(default_factory=list)

    def refuse(self, record: atlas.Refused) -> None:
        """Count and keep a record that cannot be used."""
        self.tally.rejected += 1
        self.refused.append(record)


def _sum(one: Tally, other: Tally) -> Tally:
    return Tally(**{name: getattr(one, name) + getattr(other, name) for name in vars(one)})


def _take_table(
    table: atlas.AreaTable,
    user_group: str,
    part: _Part,
    known: dict[tuple[Any, ...], tuple[int | None, object]],
    staging: Staging,
    inside: Inside,
    check: Check,
) -> None:
    tally = part.tally
    series: dict[tuple[object, ...], dict[int, float]] = {}
    for number, record in enumerate(atlas.records(table, part.what.edition, user_group, inside)):
        if number % CHECK_EVERY == 0:
            check()
        if isinstance(record, atlas.Outside):
            tally.filtered += 1
            continue
        tally.read += 1
        if isinstance(record, atlas.Refused):
            part.refuse(record)
            continue
        key, share = tuple(record[:5]), record.share
        tally.unknown += share is None
        target, before = known.get(key, (None, None))
        if key in known and before == share:
            tally.unchanged += 1
        else:
            tally.written += 1
            staging.add([(target, None, (*key, share))])
        if share is not None:
            series.setdefault(key[:4], {})[record.mbit] = share
    tally.not_falling = sum(
        any(later > earlier for earlier, later in zip(shares, shares[1:]))
        for shares in ([share for _mbit, share in sorted(found.items())] for found in series.values())
    )


def import_grid(
    store: Store,
    grid: atlas.Grid,
    what: Import,
    inside: Inside | None,
    transforms: QgsCoordinateTransformContext,
    check: Check,
) -> Tally:
    """Bring the grid into the store, whole or not at all; other editions stay.

    :param inside: tells whether a municipality belongs to the area that is imported; None takes every cell.
    :raises errors.MissingCrs, errors.TransformFailed: the cells cannot be brought to EPSG:25832.
    """
    system = QgsCoordinateReferenceSystem(grid.crs)
    if not system.isValid():
        raise errors.MissingCrs(layer=grid.layer)
    store.check_writable()
    to_store = QgsCoordinateTransform(system, QgsCoordinateReferenceSystem(CRS), transforms)
    extent = None if inside is None else _extent(to_store)
    part = _Part(what)
    with store.staging(BROADBAND_CELL) as staging, store.looked_at(BROADBAND_CELL, check) as look:
        cells = _Cells(store, grid, part, to_store, staging)
        looked = 0
        for looked, record in enumerate(atlas.cells(grid, inside or (lambda _key: True), extent), start=1):
            if looked % CHECK_EVERY == 0:
                check()
            cells.take(record)
        cells.flush()
        part.tally.filtered += grid.expected - looked  # beyond the extent
        _write(store, staging, [part], look, check)
    return part.tally


class _Cells:
    """The cells of one edition on their way into the store, batch by batch."""

    def __init__(
        self, store: Store, grid: atlas.Grid, part: _Part, to_store: QgsCoordinateTransform, staging: Staging
    ) -> None:
        self._grid = grid
        self._part = part
        self._to_store = to_store
        self._staging = staging
        self._arranged = _arranged(grid, part.what.edition)
        at = BROADBAND_CELL.names.index(BROADBAND_CELL.edition) + 2
        self._known = {
            row[2]: (row[0], hash(row[2:]))
            for row in store.records_of(BROADBAND_CELL, shapes=False)
            if row[at] == part.what.edition
        }
        self._seen: set[str] = set()
        self._batch: list[atlas.Cell] = []

    def take(self, record: atlas.CellRecord) -> None:
        """Count a record and keep it for the next batch."""
        tally = self._part.tally
        if isinstance(record, atlas.Outside):
            tally.filtered += 1
            return
        tally.read += 1
        if isinstance(record, atlas.Refused):
            self._part.refuse(record)
        elif record.raster_id in self._seen:
            raw = {BROADBAND_CELL.raster_id: record.raster_id, BROADBAND_CELL.ags: record.ags}
            self._part.refuse(atlas.Refused(raw, codes.BROADBAND_REJECTION.duplicate, BROADBAND_CELL.raster_id))
        else:
            self._seen.add(record.raster_id)
            self._batch.append(record)
            if len(self._batch) == BATCH:
                self.flush()

    def flush(self) -> None:
        """Compare a batch with the store, and put into the staging file what differs."""
        cells, self._batch = self._batch, []
        if not cells:
            return
        tally = self._part.tally
        rows = [self._arranged(cell) for cell in cells]
        shares = np.array([row[_HEAD:] for row in rows], dtype=np.float64)
        tally.not_falling += int(rising(shares, len(MBIT)).any(axis=1).sum())
        fresh = []
        for place, (cell, row) in enumerate(zip(cells, rows)):
            target, before = self._known.get(cell.raster_id, (None, None))
            if before == hash(row) and target is not None:
                tally.unchanged += 1
            else:
                tally.written += 1
                fresh.append((place, target))
        if not fresh:
            return
        shapes = self._shapes([cells[place] for place, _target in fresh])
        self._staging.add((target, shape, rows[place]) for (place, target), shape in zip(fresh, shapes))

    def _shapes(self, cells: Sequence[atlas.Cell]) -> list[Shape]:
        """Return geometries as single polygons in EPSG:25832 with their boxes."""
        if self._to_store.isShortCircuited() and all(_is_square(cell.wkb) for cell in cells):
            data = [cell.wkb for cell in cells]
            corners = np.frombuffer(b"".join(one[len(_SQUARE) :] for one in data), "<f8").reshape(len(cells), -1, 2)
            boxes = np.hstack((corners.min(axis=1), corners.max(axis=1))).tolist()
        else:
            data = [bytes(_shape(self._grid, cell, self._to_store).asWkb()) for cell in cells]
            boxes = wkb.Coordinates(data).envelopes().tolist()
        return [(one, (box[0], box[1], box[2], box[3])) for one, box in zip(data, boxes)]


_SQUARE = struct.pack("<BIII", 1, wkb.POLYGON, 1, 5)
"""How the WKB of a polygon with four corners begins; nearly all cells are such."""


def _is_square(data: bytes) -> bool:
    return data.startswith(_SQUARE) and len(data) == len(_SQUARE) + 5 * 16


_HEAD = 3
"""Fields of a cell before its shares: id, municipality, edition."""


def rising(shares: np.ndarray[Any, Any], classes: int) -> np.ndarray[Any, Any]:
    """Tell for each record and technology whether a higher class has a larger share than a lower one; null is skipped.

    :param shares: per cent, nan for unknown, shape (n, technologies · classes), classes ascending.
    """
    cube = shares.reshape(len(shares), -1, classes)
    least = np.fmin.accumulate(cube, axis=2)
    with np.errstate(invalid="ignore"):
        return np.asarray((cube[:, :, 1:] > least[:, :, :-1] + 1e-9).any(axis=2))


def _arranged(grid: atlas.Grid, edition: str) -> Callable[[atlas.Cell], tuple[object, ...]]:
    """Return how a cell's values get into the order of the table; a class that the file does not have is unknown."""
    head = (BROADBAND_CELL.raster_id, BROADBAND_CELL.ags, BROADBAND_CELL.edition)
    place = {name: position for position, name in enumerate((*head, *grid.columns))}
    unknown = len(place)
    ordered = itemgetter(*(place.get(name, unknown) for name in BROADBAND_CELL.names))

    def values(cell: atlas.Cell) -> tuple[object, ...]:
        row: tuple[object, ...] = ordered((cell.raster_id, cell.ags, edition, *cell.shares, None))
        return row

    return values


def _shape(grid: atlas.Grid, cell: atlas.Cell, to_store: QgsCoordinateTransform) -> QgsGeometry:
    shape = QgsGeometry()
    shape.fromWkb(cell.wkb)
    if not to_store.isShortCircuited():
        try:
            shape.transform(to_store)
        except QgsCsException as problem:
            raise errors.TransformFailed(
                str(problem), layer=grid.layer, feature=cell.raster_id, crs=grid.crs
            ) from problem
    if shape.isMultipart():
        shape.convertToSingleType()
    shape.get().dropZValue()
    shape.get().dropMValue()
    return shape


def _extent(to_store: QgsCoordinateTransform) -> atlas.Extent:
    """Return the region's extent, with a margin, in the system of the grid."""
    box = QgsRectangle(*EXTENT).buffered(MARGIN_M)
    if not to_store.isShortCircuited():
        box = to_store.transformBoundingBox(box, Qgis.TransformDirection.Reverse)
    return (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())


# --------------------------------------------------------------------------------------------------------------- store
def edition_date(edition: str) -> date:
    """Return the day that an edition stands for: the last one of its month, unless it names a day.

    :raises ValueError: no such day.
    """
    parts = [int(part) for part in edition.split("-")]
    if len(parts) == 2:
        parts.append(calendar.monthrange(*parts)[1])
    return date(*parts)


def _write(store: Store, staging: Staging, parts: Sequence[_Part], look: Look, check: Check) -> None:
    """Write what differs, sources, rejected records and runs in one transaction; nothing new writes nothing.

    :param parts: tables of one import; each has a source and a run of its own.
    """
    known = set(store.values(REJECTED, (REJECTED.record, REJECTED.reason, REJECTED.field)))
    rejected = []
    for part in parts:
        listed = ((_json(record.raw), record.reason, record.field) for record in part.refused)
        rejected += [_rejected(part.what, entry) for entry in dict.fromkeys(listed) if entry not in known]
    if not (staging.changes or rejected):
        return
    table = staging.table
    described = tuple(
        Provenance(
            part.what.title,
            (LICENCE,),
            part.what.attributions,
            codes.SENSITIVITY.open,
            edition_date(part.what.edition).isoformat(),
            part.tally.read,
        )
        for part in parts
    )
    before = (store.provenance(table),) if store.has(table) else ()
    check()
    store.merge(
        staging,
        Content(table, (), (*before, *described), changed=True),
        [
            Listed(SOURCE, [_source(part.what) for part in parts], SOURCE.source_id),
            Listed(IMPORT_RUN, [_run(table, part, len(parts) > 1) for part in parts]),
            Listed(REJECTED, rejected),
        ],
        look,
    )


def _source(what: Import) -> tuple[object, ...]:
    """Return the row of the source."""
    values = {
        SOURCE.source_id: what.source_id,
        SOURCE.title: what.title,
        SOURCE.publisher: PUBLISHER,
        SOURCE.url: URL,
        SOURCE.licence: LICENCE,
        SOURCE.attribution: " · ".join(what.attributions),
        SOURCE.source_date: edition_date(what.edition).isoformat(),
        SOURCE.sensitivity: codes.SENSITIVITY.open,
    }
    return tuple(values.get(name) for name in SOURCE.names)


def _rejected(what: Import, entry: tuple[str, str, str]) -> tuple[object, ...]:
    values = dict(zip((REJECTED.record, REJECTED.reason, REJECTED.field), entry))
    values.update({REJECTED.run_id: what.run_id, REJECTED.source_id: what.source_id, REJECTED.rejected_on: today()})
    return tuple(values.get(name) for name in REJECTED.names)


def _run(table: Table, part: _Part, several: bool) -> tuple[object, ...]:
    """Return the row of the run; of several tables in one import each has its own, told apart by the source."""
    what, tally = part.what, part.tally
    values = {
        IMPORT_RUN.run_id: f"{what.run_id}:{what.source_id}" if several else what.run_id,
        IMPORT_RUN.started: what.started,
        IMPORT_RUN.source_id: what.source_id,
        IMPORT_RUN.target: table.table,
        IMPORT_RUN.n_read: tally.read,
        IMPORT_RUN.n_written: tally.written,
        IMPORT_RUN.n_unchanged: tally.unchanged,
        IMPORT_RUN.n_rejected: tally.rejected,
        IMPORT_RUN.n_filtered: tally.filtered,
        IMPORT_RUN.plugin_version: about.version(),
    }
    return tuple(values.get(name) for name in IMPORT_RUN.names)


def _json(raw: dict[str, str]) -> str:
    return json.dumps(raw, ensure_ascii=False, sort_keys=True)
