"""Records of the Breitbandatlas into a planning store.

Nothing is lost: READ = WRITTEN + UNCHANGED + REJECTED, with what lies outside the region counted beside it (FILTERED).
A rejected record keeps its raw values and the reason. The same input twice writes nothing the second time: the store is
not even opened for writing then. A table adds to what is there, by municipality, edition, user group, technology and
class. The grid replaces a grid of another edition, because a cell stands once in the store.
"""

from __future__ import annotations

import calendar
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Callable

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
from ruhr_planner.model.tables import BROADBAND_AREA, BROADBAND_CELL, IMPORT_RUN, REJECTED, SOURCE, Table
from ruhr_planner.readers import breitbandatlas as atlas
from ruhr_planner.store.geopackage import Content
from ruhr_planner.store.metadata import Provenance, today

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ruhr_planner.store.geopackage import Store
    from ruhr_planner.store.layers import Row

PUBLISHER = "Bundesnetzagentur, Zentrale Informationsstelle des Bundes"
URL = "https://gigabitgrundbuch.bund.de"
ATTRIBUTION = "Breitbandatlas | Gigabit-Grundbuch (https://gigabitgrundbuch.bund.de)"
GRID_ATTRIBUTION = "© GeoBasis-DE / BKG"
LICENCE = licences.UNKNOWN.id
"""Public sources disagree on the licence, so we keep the required source note and claim none."""

CHECK_EVERY = 1000
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
    replaced: int = 0
    """Cells of another edition that gave way to the new one."""


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


def import_table(
    store: Store, table: atlas.AreaTable, user_group: str, what: Import, inside: Inside, check: Check
) -> Tally:
    """Bring a table by municipality into the store, whole or not at all.

    :param inside: tells whether a municipality belongs to the area that is imported.
    :param check: called now and then; may raise Cancelled, and then nothing was written.
    """
    shares = {row[:5]: row[5] for row in store.values(BROADBAND_AREA)}
    tally, refused = Tally(), []
    for number, record in enumerate(atlas.records(table, what.edition, user_group, inside)):
        if number % CHECK_EVERY == 0:
            check()
        if isinstance(record, atlas.Outside):
            tally.filtered += 1
            continue
        tally.read += 1
        if isinstance(record, atlas.Refused):
            refused.append(record)
            continue
        key, share = record[:5], record.share
        tally.unknown += share is None
        if key in shares and shares[key] == share:
            tally.unchanged += 1
        else:
            tally.written += 1
            shares[key] = share
    tally.rejected = len(refused)
    rows: Iterator[Row] = ((None, (*key, share)) for key, share in shares.items())
    _write(store, BROADBAND_AREA, rows, what, tally, refused, check)
    return tally


def import_grid(
    store: Store,
    grid: atlas.Grid,
    what: Import,
    inside: Inside | None,
    transforms: QgsCoordinateTransformContext,
    check: Check,
) -> Tally:
    """Bring the grid into the store, whole or not at all. The file is read twice, so that memory holds no geometry.

    :param inside: tells whether a municipality belongs to the area that is imported; None takes every cell.
    :raises errors.MissingCrs, errors.TransformFailed: the cells cannot be brought to EPSG:25832.
    """
    system = QgsCoordinateReferenceSystem(grid.crs)
    if not system.isValid():
        raise errors.MissingCrs(layer=grid.layer)
    to_store = QgsCoordinateTransform(system, QgsCoordinateReferenceSystem(CRS), transforms)
    extent = None if inside is None else _extent(to_store)
    wanted = inside or (lambda _key: True)
    present = {row[0]: (row[2], hash(row)) for row in store.values(BROADBAND_CELL)}
    tally, refused, seen = _compare(grid, what.edition, wanted, extent, present, check)
    tally.replaced = sum(name not in seen and edition != what.edition for name, (edition, _) in present.items())
    rows = _all_cells(store, grid, what.edition, wanted, extent, to_store, seen)
    _write(store, BROADBAND_CELL, rows, what, tally, refused, check)
    return tally


def _compare(
    grid: atlas.Grid,
    edition: str,
    inside: Inside,
    extent: atlas.Extent | None,
    present: dict[object, tuple[object, int]],
    check: Check,
) -> tuple[Tally, list[atlas.Refused], set[str]]:
    """Count what is new and what is not, and return the ids of the cells that will be in the store."""
    tally, seen, looked = Tally(), set(), 0
    arranged = _arranged(grid, edition)
    refused: list[atlas.Refused] = []
    for looked, record in enumerate(atlas.cells(grid, inside, extent), start=1):
        if looked % CHECK_EVERY == 0:
            check()
        if isinstance(record, atlas.Outside):
            tally.filtered += 1
            continue
        tally.read += 1
        if isinstance(record, atlas.Refused):
            refused.append(record)
        elif record.raster_id in seen:
            raw = {BROADBAND_CELL.raster_id: record.raster_id, BROADBAND_CELL.ags: record.ags}
            refused.append(atlas.Refused(raw, codes.BROADBAND_REJECTION.duplicate, BROADBAND_CELL.raster_id))
        else:
            seen.add(record.raster_id)
            known = present.get(record.raster_id)
            same = known is not None and known[1] == hash(arranged(record))
            tally.unchanged += same
            tally.written += not same
    tally.rejected = len(refused)
    tally.filtered += grid.expected - looked  # beyond the extent
    return tally, refused, seen


def _all_cells(
    store: Store,
    grid: atlas.Grid,
    edition: str,
    inside: Inside,
    extent: atlas.Extent | None,
    to_store: QgsCoordinateTransform,
    seen: set[str],
) -> Iterator[Row]:
    """Yield the cells of the file, then those cells of the same edition that the file does not hold."""
    left = set(seen)
    arranged = _arranged(grid, edition)
    for record in atlas.cells(grid, inside, extent):
        if isinstance(record, atlas.Cell) and record.raster_id in left:
            left.discard(record.raster_id)
            yield _shape(grid, record, to_store), arranged(record)
    if store.has(BROADBAND_CELL):
        names = BROADBAND_CELL.names
        for feature in store.layer(BROADBAND_CELL).getFeatures():
            if feature[BROADBAND_CELL.raster_id] not in seen and feature[BROADBAND_CELL.edition] == edition:
                yield feature.geometry(), [feature[name] for name in names]


def _arranged(grid: atlas.Grid, edition: str) -> Callable[[atlas.Cell], tuple[object, ...]]:
    """Return how a cell's values get into the order of the table; a class that the file does not have is unknown."""
    head = (BROADBAND_CELL.raster_id, BROADBAND_CELL.ags, BROADBAND_CELL.edition)
    place = {name: position for position, name in enumerate((*head, *grid.columns))}
    unknown = len(place)
    order = [place.get(name, unknown) for name in BROADBAND_CELL.names]

    def values(cell: atlas.Cell) -> tuple[object, ...]:
        known = (cell.raster_id, cell.ags, edition, *cell.shares, None)
        return tuple([known[position] for position in order])

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


def _write(
    store: Store,
    table: Table,
    rows: Iterable[Row],
    what: Import,
    tally: Tally,
    refused: Sequence[atlas.Refused],
    check: Check,
) -> None:
    """Write the table, its source, the rejected records and the run in one transaction; nothing new writes nothing."""
    old = list(store.values(REJECTED))
    known = set(store.values(REJECTED, (REJECTED.record, REJECTED.reason, REJECTED.field)))
    listed = ((_json(record.raw), record.reason, record.field) for record in refused)
    rejected = [_rejected(what, entry) for entry in dict.fromkeys(listed) if entry not in known]
    if not (tally.written or tally.replaced or rejected):
        return
    day = edition_date(what.edition).isoformat()
    new = Provenance(what.title, (LICENCE,), what.attributions, codes.SENSITIVITY.open, day, tally.read)
    before = (store.provenance(table),) if store.has(table) and not tally.replaced else ()
    contents = [
        Content(SOURCE, _plain(_sources(store, what, day)), ()),
        Content(IMPORT_RUN, _plain([*store.values(IMPORT_RUN), _run(table, what, tally)]), ()),
    ]
    if tally.written or tally.replaced:
        contents.append(Content(table, rows, (*before, new), changed=True))
    if rejected:
        contents.append(Content(REJECTED, _plain([*old, *rejected]), ()))
    store.write(contents, check)


def _plain(values: Iterable[Sequence[object]]) -> list[Row]:
    return [(None, row) for row in values]


def _sources(store: Store, what: Import, day: str) -> list[tuple[object, ...]]:
    """Return the sources of the store with this one among them."""
    attribution = " · ".join(what.attributions)
    values = {
        SOURCE.source_id: what.source_id,
        SOURCE.title: what.title,
        SOURCE.publisher: PUBLISHER,
        SOURCE.url: URL,
        SOURCE.licence: LICENCE,
        SOURCE.attribution: attribution,
        SOURCE.source_date: day,
        SOURCE.sensitivity: codes.SENSITIVITY.open,
    }
    others = [row for row in store.values(SOURCE) if row[0] != what.source_id]
    return [*others, tuple(values.get(name) for name in SOURCE.names)]


def _rejected(what: Import, entry: tuple[str, str, str]) -> tuple[object, ...]:
    values = dict(zip((REJECTED.record, REJECTED.reason, REJECTED.field), entry))
    values.update({REJECTED.run_id: what.run_id, REJECTED.source_id: what.source_id, REJECTED.rejected_on: today()})
    return tuple(values.get(name) for name in REJECTED.names)


def _run(table: Table, what: Import, tally: Tally) -> tuple[object, ...]:
    values = {
        IMPORT_RUN.run_id: what.run_id,
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
