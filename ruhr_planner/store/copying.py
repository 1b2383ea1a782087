"""A layer of any provider, as it is at this moment, in a file of its own: memory, WFS, PostGIS, delimited text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsVariantUtils,
    QgsVectorFileWriter,
)
from qgis.PyQt.QtCore import QMetaType

from ruhr_planner.model.errors import WriteFailed

_KEPT = (
    QMetaType.Type.QString,
    QMetaType.Type.Int,
    QMetaType.Type.LongLong,
    QMetaType.Type.Double,
    QMetaType.Type.Bool,
    QMetaType.Type.QDate,
    QMetaType.Type.QDateTime,
)
"""Types that a GeoPackage has, too; others become texts."""
_NUMBER = "ruhr_planner_number"
"""The GeoPackage's own number: a field `fid` of the layer stays a field."""
_CHECK_EVERY = 1000


@dataclass(frozen=True)
class Given:
    """What is copied: how people call it, its fields, geometry type, reference system, and its records."""

    name: str
    fields: QgsFields
    wkb_type: Qgis.WkbType
    crs: QgsCoordinateReferenceSystem
    features: Iterable[QgsFeature]


def file_name(title: str) -> str:
    """Return a name of a file that says how a layer is called."""
    return (re.sub(r"[^\w .-]+", "_", title).strip(" ._")[:80] or "layer") + ".gpkg"


def copy(given: Given, folder: Path, check: Callable[[], None] = lambda: None) -> Path:
    """Write a layer into a file of a folder, named after it; records keep reference system, values and geometry.

    :param check: called now and then; may raise Cancelled.
    :raises WriteFailed: the disk is full.
    """
    path = folder / file_name(given.name)
    texts = [QMetaType.Type(field.type()) not in _KEPT for field in given.fields]
    fields = QgsFields()
    for field, as_text in zip(given.fields, texts):
        fields.append(QgsField(field.name(), QMetaType.Type.QString if as_text else QMetaType.Type(field.type())))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName, options.fileEncoding = "GPKG", path.stem, "UTF-8"
    options.layerOptions = [f"FID={_NUMBER}", "SPATIAL_INDEX=NO"]
    context = QgsCoordinateTransformContext()
    writer = QgsVectorFileWriter.create(str(path), fields, given.wkb_type, given.crs, context, options)
    try:
        _refuse(writer, path)
        for number, feature in enumerate(given.features):
            if number % _CHECK_EVERY == 0:
                check()
            made = QgsFeature()
            made.setGeometry(feature.geometry())
            made.setAttributes([_value(value, as_text) for value, as_text in zip(feature.attributes(), texts)])
            if not writer.addFeature(made, QgsFeatureSink.Flag.FastInsert):
                _refuse(writer, path)
        if not writer.flushBuffer():
            _refuse(writer, path)
    finally:
        del writer
    return path


def _refuse(writer: QgsVectorFileWriter, path: Path) -> None:
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise WriteFailed(writer.errorMessage(), file=path.name, why=writer.errorMessage())


def _value(value: Any, as_text: bool) -> Any:
    if QgsVariantUtils.isNull(value):
        return None
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value) if as_text else value
