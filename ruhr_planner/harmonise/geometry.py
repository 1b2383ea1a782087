"""Geometry of a source on its way into a store: where its coordinates really lie, the best way to EPSG:25832, repair.

Once a layer, `recognise` says which coordinate reference system its numbers are in and how certain that is, and
`placement` picks the coordinate operation; then `fit` takes a page at a time. Coordinates are transformed in one call
a page, and only geometries that are not valid are touched. Lengths are metres, areas m², in EPSG:25832.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from qgis.core import (  # type: ignore[attr-defined]  # the stubs do not know QgsCsException
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDatumTransform,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
)

from ruhr_planner.harmonise.repair import plain, repaired
from ruhr_planner.model import errors
from ruhr_planner.model.codes import REJECTION
from ruhr_planner.model.region import CRS, EXTENT
from ruhr_planner.model.tables import GeometryName
from ruhr_planner.readers import check, wkb
from ruhr_planner.readers.record import Note

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MIN_AREA_M2 = 0.01
"""A polygon smaller than a hand has no area; so small are the crumbs, too, that a repair leaves."""
SLIVER_WIDTH_M = 0.5
"""A polygon whose mean width, 2 · area / perimeter, is less is marked as a sliver; it is kept."""


# ------------------------------------------------------------------------------------------------------- where it lies
@dataclass(frozen=True)
class Recognised:
    """Which reference system a layer's numbers are in.

    `note` tells what was found wrong and put right. Where `certain` is false, `question` is the error to raise: it asks
    the user to state the system, and no run goes on without an answer. `crs` is "" where nothing fits. `near` is false
    for data that lie outside the region.
    """

    crs: str
    swapped: bool = False
    certain: bool = True
    note: Note | None = None
    question: errors.SourceCrsUnclear | None = None
    near: bool = True


_UNDEFINED = re.compile(r'\w+\["(?:undefined|unknown)', re.IGNORECASE)
"""How GDAL writes the system of a layer that has none, as in a GeoPackage."""


def sample(wkbs: Sequence[bytes | None]) -> Floats:
    """Return one vertex of each geometry as it came, shape (n, 2), finite ones only."""
    found = []
    for data in wkbs:
        if data is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(data)
            if not geometry.isEmpty():
                vertex = geometry.vertexAt(0)
                found.append((vertex.x(), vertex.y()))
    xy = np.array(found, dtype=np.float64).reshape(-1, 2)
    finite: Floats = xy[np.isfinite(xy).all(axis=1)]
    return finite


def recognise(stated: str, xy: Floats) -> Recognised:
    """Find out in which reference system a layer's numbers are.

    The middle nine tenths of the coordinates decide, so that a few broken ones do not. What the source states holds
    where it puts the data near the region. Otherwise the other readings are tried: if exactly one does, the statement
    was wrong and this is certain. A source that states nothing is asked back, however well a reading fits.

    :param stated: what the source or the profile says: EPSG:n, a URN, WKT; "" for nothing.
    :param xy: a sample of the coordinates as they came, shape (n, 2).
    """
    crs = "" if _UNDEFINED.match(stated) else check.normal(stated)
    envelope = _middle(xy)
    verdict = check.judge(envelope, crs, _region_in(crs))
    if crs and verdict.crs == crs:
        return Recognised(crs, verdict.swap, note=verdict.note, near=verdict.near)
    if not verdict.crs or envelope is None:
        return Recognised("", certain=False, question=_ask((), crs), near=verdict.near)
    fitting = check.readings(envelope)
    if crs and len(fitting) == 1:
        return Recognised(verdict.crs, verdict.swap, note=verdict.note)
    return Recognised(verdict.crs, verdict.swap, False, verdict.note, _ask([name for name, _swap in fitting], crs))


def _middle(xy: Floats) -> check.Envelope | None:
    """Return the envelope of the middle nine tenths of the coordinates on each axis; None for none."""
    if not len(xy):
        return None
    low, high = np.quantile(xy, (0.05, 0.95), axis=0, method="nearest")
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _region_in(crs: str) -> check.Envelope | None:
    """Return the region's envelope in a reference system that the table of `check` does not hold."""
    target = QgsCoordinateReferenceSystem(crs) if crs else QgsCoordinateReferenceSystem()
    if not target.isValid():
        return None
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(CRS), target, QgsCoordinateTransformContext())
    try:
        box = transform.transformBoundingBox(QgsRectangle(*EXTENT))
    except QgsCsException:
        return None
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def _ask(found: Sequence[str], stated: str) -> errors.SourceCrsUnclear:
    """Return what the user has to be asked."""
    if not found:
        return errors.SourceCrsUnclear()
    names = ", ".join(found)
    if stated:
        return errors.SourceCrsDoubtful(stated=stated[:40], found=names)
    return errors.SourceCrsUnstated(found=names)


# ------------------------------------------------------------------------------------------------------ the way there
@dataclass(frozen=True)
class Operation:
    """A coordinate operation to EPSG:25832: its name, its accuracy (nan = unknown) and grids that would be better."""

    name: str
    accuracy_m: float
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placement:
    """How a layer's coordinates come to EPSG:25832; `transform` is None where they are in it."""

    crs: str
    swapped: bool
    operation: Operation
    transform: QgsCoordinateTransform | None


def placement(crs: str, swapped: bool, context: QgsCoordinateTransformContext) -> Placement:
    """Choose the best available operation for the region.

    An operation that the user has set for the pair in QGIS holds. Otherwise the most accurate one whose area of use
    holds the region's middle and whose grids are here: for DHDN that is the grid BETA2007 (0.9 m), without it the
    Helmert transformation for the middle of Germany.

    :raises MissingCrs: no valid reference system.
    """
    source, target = QgsCoordinateReferenceSystem(crs), QgsCoordinateReferenceSystem(CRS)
    if not source.isValid():
        raise errors.MissingCrs(layer=crs or "–")
    if source == target:
        return Placement(crs, swapped, Operation("", 0.0), None)
    known = QgsDatumTransform.operations(source, target)
    here, missing = _best(known)
    own = QgsCoordinateTransformContext(context)
    if context.hasTransform(source, target):
        chosen = context.calculateCoordinateOperation(source, target)
        here, missing = next((found for found in known if found.proj == chosen), None), ()
    elif here is not None:
        own.addCoordinateOperation(source, target, here.proj, False)
    transform = QgsCoordinateTransform(source, target, own)
    found = here or transform.instantiatedCoordinateOperationDetails()
    accuracy = found.accuracy if found.accuracy >= 0 else math.nan
    if math.isnan(accuracy) and _is_one_datum(source, target):
        accuracy = 0.0  # a map projection is exact; PROJ up to 9.1 says so, 9.9 says nothing
    return Placement(crs, swapped, Operation(found.name or "", accuracy, missing), transform)


def _is_one_datum(first: QgsCoordinateReferenceSystem, second: QgsCoordinateReferenceSystem) -> bool:
    """Tell whether both systems stand on the same ensemble of realisations."""
    ensembles = (first.datumEnsemble(), second.datumEnsemble())
    codes = {(ensemble.authority(), ensemble.code()) for ensemble in ensembles}
    return all(ensemble.isValid() for ensemble in ensembles) and len(codes) == 1


def _best(
    known: Sequence[QgsDatumTransform.TransformDetails],
) -> tuple[QgsDatumTransform.TransformDetails | None, tuple[str, ...]]:
    """Return the most accurate operation for the region that can be used, and grids that a better one lacks.

    None where there is nothing to choose.
    """
    if len(known) < 2:
        return None, ()
    middle = QgsPointXY(*check.to_degrees((EXTENT[0] + EXTENT[2]) / 2, (EXTENT[1] + EXTENT[3]) / 2))
    here = [found for found in known if found.bounds.isEmpty() or found.bounds.contains(middle)]
    ranked = sorted(here, key=lambda found: found.accuracy if found.accuracy >= 0 else math.inf)
    best = next((found for found in ranked if found.isAvailable), None)
    better = ranked if best is None else ranked[: ranked.index(best)]
    missing = [grid.shortName or "" for found in better for grid in found.grids if not grid.isAvailable]
    return best, tuple(dict.fromkeys(missing))


# --------------------------------------------------------------------------------------------------------------- a page
class Fitted(NamedTuple):
    """A record's geometry in EPSG:25832, valid and of the wanted type; None and a `reason` where there is none.

    `reason` is a code of REJECTION.

    `area_change_m2` is the area after minus before the repair, before taken as the rings state it (a shell less its
    holes). `area_m2` is 0 for lines and points.
    """

    geometry: QgsGeometry | None = None
    wkb: bytes | None = None
    area_m2: float = 0.0
    repaired: bool = False
    area_change_m2: float = 0.0
    sliver: bool = False
    reason: str = ""


def fit(wkbs: Sequence[bytes | None], where: Placement, want: GeometryName) -> list[Fitted]:
    """Bring a page of geometries to EPSG:25832, repair what is not valid, and refuse what a table cannot take.

    :param wkbs: as they came, of any type; None for none. :param want: the type of the table.
    """
    plains, reasons = _plain_page(wkbs)
    coordinates = wkb.Coordinates(plains)
    owner = np.repeat(np.arange(len(plains)), coordinates.counts)
    xy = coordinates.xy[:, ::-1] if where.swapped else coordinates.xy
    _refuse(reasons, owner[~np.isfinite(xy).all(axis=1)], REJECTION.not_finite)
    if where.transform is not None:
        xy = _transformed(xy, owner, reasons, where.transform)
    closed = _closed(coordinates, xy)
    made = coordinates.replaced(xy)
    return [
        Fitted(reason=reason) if data is None or reason else _taken(data, want, shut)
        for data, reason, shut in zip(made, reasons, closed)
    ]


_NO_POINT = wkb.point(math.nan, math.nan)
"""How WKB writes an empty point."""


def _plain_page(wkbs: Sequence[bytes | None]) -> tuple[list[bytes | None], list[str]]:
    """Return simple, flat, little-endian WKB (None where there is none) and the reasons ("" = fine)."""
    plains: list[bytes | None] = []
    reasons: list[str] = []
    for data in wkbs:
        reason = "" if data and data != _NO_POINT else REJECTION.no_geometry
        if data and not wkb.is_simple(data):
            geometry = QgsGeometry()
            geometry.fromWkb(data)
            if geometry.isNull():
                data, reason = None, REJECTION.damaged
            elif geometry.isEmpty():
                data, reason = None, REJECTION.no_geometry
            else:
                data = bytes(plain(geometry).asWkb())
        plains.append(data or None)
        reasons.append(reason)
    return plains, reasons


def _refuse(reasons: list[str], places: Whole, reason: str) -> None:
    for place in np.unique(places).tolist():
        reasons[place] = reasons[place] or reason


def _transformed(xy: Floats, owner: Whole, reasons: list[str], transform: QgsCoordinateTransform) -> Floats:
    """Transform all coordinates in one call; where that fails, geometry by geometry, refusing those that cannot be."""
    made = np.full(xy.shape, np.nan)
    usable = np.array([not reason for reason in reasons], dtype=bool)[owner]
    try:
        made[usable] = _transformed_at_once(xy[usable], transform)
    except QgsCsException:
        for place in np.unique(owner[usable]).tolist():
            mine = owner == place
            try:
                made[mine] = _transformed_at_once(xy[mine], transform)
            except QgsCsException:
                reasons[place] = REJECTION.not_transformed
    _refuse(reasons, owner[~np.isfinite(made).all(axis=1)], REJECTION.not_transformed)
    return made


def _transformed_at_once(xy: Floats, transform: QgsCoordinateTransform) -> Floats:
    """Transform coordinates, shape (n, 2), as the vertices of one line: PyQGIS has no other way to pass an array.

    :raises QgsCsException: one of them cannot be transformed.
    """
    if not len(xy):
        return xy
    line = QgsGeometry()
    line.fromWkb(struct.pack("<BII", 1, wkb.LINE, len(xy)) + np.ascontiguousarray(xy, dtype="<f8").tobytes())
    line.transform(transform)
    return np.frombuffer(bytes(line.asWkb()), "<f8", offset=9).reshape(-1, 2)


_KINDS = {
    "Polygon": Qgis.GeometryType.Polygon,
    "LineString": Qgis.GeometryType.Line,
    "Point": Qgis.GeometryType.Point,
}


def _taken(data: bytes, want: GeometryName, closed: bool) -> Fitted:
    """Check one geometry in EPSG:25832, repair it where it is not valid, and bring it to the wanted type."""
    geometry = QgsGeometry()
    geometry.fromWkb(data)
    if geometry.isEmpty():
        return Fitted(reason=REJECTION.no_geometry)
    kind = _KINDS.get(want.replace("Multi", ""))
    found = geometry.type()
    if kind is None or found not in (kind, Qgis.GeometryType.Unknown):  # a collection may hold what is wanted
        return Fitted(reason=REJECTION.wrong_kind)
    closed = closed or kind != Qgis.GeometryType.Polygon
    if found == kind and closed and geometry.isGeosValid():
        return _typed(geometry, want, kind, data)
    if found != kind:
        geometry.convertGeometryCollectionToSubclass(kind)
        if geometry.isEmpty():
            return Fitted(reason=REJECTION.wrong_kind)
    if not closed:
        geometry.convertToMultiType()
        geometry = QgsGeometry.fromMultiPolygonXY(geometry.asMultiPolygon())  # closes the rings
    before = float(geometry.area())
    made = _without_crumbs(geometry if geometry.isGeosValid() else repaired(geometry))
    if made.isEmpty() or made.type() != kind:
        return Fitted(reason=_nothing_left(kind, before))
    one = _typed(made, want, kind)
    return one._replace(repaired=True, area_change_m2=one.area_m2 - before) if not one.reason else one


def _typed(geometry: QgsGeometry, want: GeometryName, kind: Qgis.GeometryType, data: bytes | None = None) -> Fitted:
    """Measure a valid geometry and make it single or multi as the table wants it.

    :param data: its WKB where nothing has changed it.
    """
    area = float(geometry.area()) if kind == Qgis.GeometryType.Polygon else 0.0
    length = float(geometry.length()) if kind != Qgis.GeometryType.Point else 0.0
    if kind == Qgis.GeometryType.Polygon and area < MIN_AREA_M2:
        return Fitted(reason=REJECTION.no_area)
    if kind == Qgis.GeometryType.Line and length == 0:
        return Fitted(reason=REJECTION.no_length)
    thin = kind == Qgis.GeometryType.Polygon and 2 * area < SLIVER_WIDTH_M * length
    if want.startswith("Multi"):
        geometry.convertToMultiType()
        return Fitted(geometry, wkb.promote(data) if data else bytes(geometry.asWkb()), area, sliver=thin)
    if geometry.constGet().partCount() > 1:
        return Fitted(reason=REJECTION.several_parts)
    geometry.convertToSingleType()
    return Fitted(geometry, bytes(geometry.asWkb()), area, sliver=thin)


def _closed(coordinates: wkb.Coordinates, xy: Floats) -> list[bool]:
    """Tell for each geometry whether all its rings end where they begin (lines are no rings, and are not asked)."""
    first, last, owner = coordinates.runs()
    open_ones = owner[(xy[first] != xy[last]).any(axis=1)]
    closed = np.ones(len(coordinates.counts), dtype=bool)
    closed[open_ones] = False
    return [bool(shut) for shut in closed]


def _without_crumbs(geometry: QgsGeometry) -> QgsGeometry:
    """Return a repaired geometry without parts that have next to no area; itself where it has none."""
    if geometry.type() != Qgis.GeometryType.Polygon or not geometry.isMultipart():
        return geometry
    pieces = [QgsGeometry(piece.clone()) for piece in geometry.constParts()]
    kept = [piece for piece in pieces if piece.area() >= MIN_AREA_M2]
    return geometry if len(kept) == len(pieces) or not kept else QgsGeometry.collectGeometry(kept)


def _nothing_left(kind: Qgis.GeometryType, before: float) -> str:
    if kind == Qgis.GeometryType.Line:
        return REJECTION.no_length
    return REJECTION.no_area if abs(before) < MIN_AREA_M2 else REJECTION.not_repairable


def parts(data: bytes) -> list[bytes]:
    """Return the single geometries of a multi geometry or collection; itself alone where it is single."""
    geometry = QgsGeometry()
    geometry.fromWkb(data)
    return [bytes(piece.asWkb()) for piece in geometry.constParts()]


# -------------------------------------------------------------------------------------------------- areas as recorded
class MercatorAreas(NamedTuple):
    """Records whose recorded area is one of the Web Mercator plane, 2.6 times too large here."""

    records: Whole
    """Their places, ascending."""
    factor: float
    """Median of recorded / measured of these; nan for none."""
    systematic: bool
    """At least half of the records that state an area, and at least three, do so."""


def mercator_areas(recorded_ha: Floats, measured_ha: Floats) -> MercatorAreas:
    """Recognise recorded areas that were measured in Web Mercator (EPSG:3857).

    :param recorded_ha: as the source states it, nan where it does not. :param measured_ha: of the geometry.
    """
    ratio = np.divide(
        recorded_ha, measured_ha, out=np.full(len(recorded_ha), np.nan), where=np.asarray(measured_ha) > 0
    )
    stated = np.isfinite(ratio)
    inflated = (
        stated & (ratio >= _MERCATOR[0] * (1 - _RATIO_TOLERANCE)) & (ratio <= _MERCATOR[1] * (1 + _RATIO_TOLERANCE))
    )
    records = np.flatnonzero(inflated)
    factor = float(np.median(ratio[records])) if len(records) else math.nan
    return MercatorAreas(records, factor, len(records) >= 3 and 2 * len(records) >= int(stated.sum()))


def _areal_scale(latitude: float) -> float:
    """Return how much larger areas are in EPSG:3857 than on the GRS80 ellipsoid, at a latitude in degrees.

    Web Mercator draws the ellipsoid's latitude on a sphere of its semi-major axis a: a step of latitude dφ becomes
    a dφ / cos φ instead of M dφ, one of longitude a dλ instead of N cos φ dλ, hence a² / (M N cos² φ).
    """
    sine = math.sin(math.radians(latitude))
    curvature = 1 - _E2 * sine**2
    meridian, transverse = (1 - _E2) / curvature**1.5, 1 / math.sqrt(curvature)
    return float(1 / (meridian * transverse * (1 - sine**2)))


_E2 = 0.00669438002290
_RATIO_TOLERANCE = 0.02
_MERCATOR = (_areal_scale(51.19), _areal_scale(51.84))
"""From the region's south to its north: 2.54 to 2.62."""
