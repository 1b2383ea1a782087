"""Records of a reader into an output of Processing: QGIS's transformations, GeoPackages without a detour."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsLayerMetadata,
    QgsPointXY,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QMetaType, Qt

from ruhr_planner.i18n import tr
from ruhr_planner.model.errors import NoCoordinates
from ruhr_planner.readers import wkb
from ruhr_planner.readers.batches import Batch, column_names
from ruhr_planner.readers.record import BOOL, DATE, DATETIME, INT, REAL, Schema
from ruhr_planner.store import layers, recordfile
from ruhr_planner.store.layers import LayerSpec, Row

_TYPES = {
    INT: QMetaType.Type.LongLong,
    REAL: QMetaType.Type.Double,
    BOOL: QMetaType.Type.Bool,
    DATE: QMetaType.Type.QDate,
    DATETIME: QMetaType.Type.QDateTime,
}
_GEOMETRIES = {
    "": Qgis.WkbType.NoGeometry,
    "Point": Qgis.WkbType.Point,
    "MultiPoint": Qgis.WkbType.MultiPoint,
    "MultiLineString": Qgis.WkbType.MultiLineString,
    "MultiPolygon": Qgis.WkbType.MultiPolygon,
    "GeometryCollection": Qgis.WkbType.GeometryCollection,
}
_LINE = struct.Struct("<BII")


def fields_of(schema: Schema) -> QgsFields:
    """Return the fields of a schema under names that a GeoPackage can keep."""
    fields = QgsFields()
    for name, field in zip(column_names(schema), schema.fields):
        fields.append(QgsField(name, _TYPES.get(field.kind, QMetaType.Type.QString)))
    return fields


def projector(
    context: QgsCoordinateTransformContext, title: str, log: Callable[[str], None]
) -> Callable[[str], wkb.Transform]:
    """Return what makes transformations into EPSG:25832 with QGIS's settings; see `readers.batches.Projector`."""

    def project(crs: str) -> wkb.Transform:
        source = QgsCoordinateReferenceSystem(crs) if len(crs) < 40 else QgsCoordinateReferenceSystem.fromWkt(crs)
        if not source.isValid():
            raise NoCoordinates(crs, file=title)
        transform = QgsCoordinateTransform(source, layers.crs(), context)
        _tell(transform, source, log)
        return lambda xy: _transformed(transform, xy)

    return project


def _tell(transform: QgsCoordinateTransform, source: QgsCoordinateReferenceSystem, log: Callable[[str], None]) -> None:
    """Say how coordinates are brought into EPSG:25832, and how accurately."""
    used = transform.instantiatedCoordinateOperationDetails()
    accuracy = f"{used.accuracy:g} m" if used.accuracy >= 0 else tr("unknown")
    grids = ", ".join(grid.shortName for grid in used.grids) or "–"
    log(
        tr("Coordinates from {crs} to EPSG:25832: accuracy {accuracy}, grid {grids}.").format(
            crs=source.authid() or source.description(), accuracy=accuracy, grids=grids
        )
    )


def _transformed(transform: QgsCoordinateTransform, xy: np.ndarray) -> np.ndarray:
    """Transform coordinates, shape (n, 2), all at once; those that cannot be are nan."""
    line = QgsGeometry()
    line.fromWkb(_LINE.pack(1, 2, len(xy)) + np.ascontiguousarray(xy, "<f8").tobytes())
    try:
        line.transform(transform)
    except QgsCsException:
        return np.array([_single(transform, x, y) for x, y in xy.tolist()])
    return np.frombuffer(bytes(line.asWkb()), "<f8", 2 * len(xy), _LINE.size).reshape(-1, 2)


def _single(transform: QgsCoordinateTransform, x: float, y: float) -> tuple[float, float]:
    try:
        point = transform.transform(QgsPointXY(x, y))
    except QgsCsException:
        return float("nan"), float("nan")
    return point.x(), point.y()


class RecordWriter:
    """Writes batches into a file or keeps them for a layer in memory; called again when the schema grows.

    :param path: where to write, None for memory. :param check: may raise Cancelled; gets the number so far.
    """

    def __init__(
        self,
        path: Path | None,
        layer: str,
        context: QgsCoordinateTransformContext,
        check: Callable[[int], None],
        parameter: str,
    ) -> None:
        self._path = path
        self._layer = layer
        self._context = context
        self._check = check
        self._parameter = parameter
        self.rows: list[Row] = []
        self.spec = self._spec(Schema())

    def write(self, schema: Schema, batches: Iterator[Batch]) -> int:
        """Write all batches; see `readers.batches.Write`."""
        self.spec = self._spec(schema)
        if self._path is None:
            self.rows = list(self._rows(schema, batches))
            return len(self.rows)
        for part in self._path.parent.glob(f"{self._path.stem}.*"):
            part.unlink()
        if self._path.suffix.lower() == ".gpkg":
            layers.write_layer(self._path, self.spec, [], self._context, parameter=self._parameter)
            return recordfile.fill(self._path, self._layer, schema, batches, self._check)
        rows = self._rows(schema, batches)
        return layers.write_layer(self._path, self.spec, rows, self._context, parameter=self._parameter)

    def _spec(self, schema: Schema) -> LayerSpec:
        kind = _GEOMETRIES.get(schema.geometry, Qgis.WkbType.Unknown)
        return LayerSpec(self._layer, fields_of(schema), kind, QgsLayerMetadata())

    def _rows(self, schema: Schema, batches: Iterator[Batch]) -> Iterator[Row]:
        dates = [(i, _moment(f.kind)) for i, f in enumerate(schema.fields) if f.kind in (DATE, DATETIME)]
        written = 0
        for batch in batches:
            for shape, values in zip(batch.wkbs, batch.rows):
                yield _geometry(shape), _dated(values, dates)
            written += len(batch.rows)
            self._check(written)


def _geometry(shape: bytes | None) -> QgsGeometry | None:
    if shape is None:
        return None
    geometry = QgsGeometry()
    geometry.fromWkb(shape)
    return geometry


def _dated(values: tuple[Any, ...], dates: list[tuple[int, Callable[[str], Any]]]) -> list[Any]:
    made = list(values)
    for index, make in dates:
        if made[index] is not None:
            made[index] = make(made[index])
    return made


def _moment(kind: str) -> Callable[[str], Any]:
    if kind == DATE:
        return lambda text: QDate.fromString(text[:10], Qt.DateFormat.ISODate)
    return lambda text: QDateTime.fromString(text, Qt.DateFormat.ISODate)
