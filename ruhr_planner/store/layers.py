"""Writing one layer into a file, with its metadata and its default style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Callable, Optional

from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDataSourceUri,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsLayerMetadata,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType
from qgis.PyQt.QtXml import QDomDocument

from ruhr_planner.model.errors import HalfWritten, UnknownFormat, WriteFailed
from ruhr_planner.model.region import CRS
from ruhr_planner.model.tables import Field, Table
from ruhr_planner.store import files, sqlite
from ruhr_planner.store.address import LAYER_PREFIX
from ruhr_planner.store.opening import check_reachable

Row = tuple[Optional[QgsGeometry], Sequence[object]]
"""Geometry in EPSG:25832 (None for a table) and the values in the order of the layer's fields."""

_TYPES = {
    "text": QMetaType.Type.QString,
    "int": QMetaType.Type.Int,
    "real": QMetaType.Type.Double,
    "date": QMetaType.Type.QDate,
}
_GEOMETRIES = {
    "MultiPolygon": Qgis.WkbType.MultiPolygon,
    "Polygon": Qgis.WkbType.Polygon,
    "MultiLineString": Qgis.WkbType.MultiLineString,
    "LineString": Qgis.WkbType.LineString,
    "MultiPoint": Qgis.WkbType.MultiPoint,
    "Point": Qgis.WkbType.Point,
    "": Qgis.WkbType.NoGeometry,
}


_PARQUET = "Parquet"
"""GDAL's driver for GeoParquet, which asks for some care: see the functions that name it."""


@dataclass(frozen=True)
class LayerSpec:
    """A layer to be written: its name in the file, fields, geometry type, metadata and style file (None = none)."""

    name: str
    fields: QgsFields
    wkb_type: Qgis.WkbType
    metadata: QgsLayerMetadata
    style: Path | None = None

    @cached_property
    def is_multi(self) -> bool:
        """Geometry is promoted to a multi type; asked once, because it is needed for every record."""
        return bool(QgsWkbTypes.isMultiType(self.wkb_type))


def qgis_field(column: Field, language: str = "de") -> QgsField:
    """Turn a field of the vocabulary into a QGIS field, with its label and unit as alias."""
    made = QgsField(column.name, _TYPES[column.kind], len=column.width)
    label = column.label.text(language)
    made.setAlias(f"{label} ({column.unit})" if column.unit else label)
    return made


def qgis_fields(table: Table, language: str = "de") -> QgsFields:
    """Return the fields of a table in their order."""
    fields = QgsFields()
    for column in table.columns:
        fields.append(qgis_field(column, language))
    return fields


def wkb_type(table: Table) -> Qgis.WkbType:
    """Return the geometry type that a table is stored with."""
    return _GEOMETRIES[table.geometry]


def crs() -> QgsCoordinateReferenceSystem:
    """Return the coordinate reference system of every store and result."""
    return QgsCoordinateReferenceSystem(CRS)


def write_layer(
    path: Path,
    spec: LayerSpec,
    rows: Iterable[Row],
    transform_context: QgsCoordinateTransformContext,
    check: Callable[[], None] = lambda: None,
    parameter: str = "",
) -> int:
    """Write a layer into a file; an existing GeoPackage gets one more layer. Return the number of records written.

    The caller hands over a temporary file and moves it in place afterwards: nothing here protects an old file.

    :param check: called every 1,000 records; may raise Cancelled.
    :raises UnknownFormat: no driver for the file's ending.
    :raises WriteFailed: the driver refused a record or the disk is full.
    """
    with files.unsynced():
        return _write(path, spec, rows, transform_context, check, parameter)


def _write(
    path: Path,
    spec: LayerSpec,
    rows: Iterable[Row],
    transform_context: QgsCoordinateTransformContext,
    check: Callable[[], None],
    parameter: str,
) -> int:
    options = _options(path, spec, parameter)
    parquet = options.driverName == _PARQUET
    spatial = spec.wkb_type != Qgis.WkbType.NoGeometry
    writer = QgsVectorFileWriter.create(
        str(path),
        without_widths(spec.fields) if parquet else spec.fields,
        _parquet_type(spec.wkb_type) if parquet else spec.wkb_type,
        crs() if spatial else QgsCoordinateReferenceSystem(),
        transform_context,
        options,
    )
    written = n_null = 0
    try:
        if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
            raise WriteFailed(writer.errorMessage(), file=path.name, why=writer.errorMessage())
        for written, row in enumerate(rows, start=1):
            if written % 1000 == 0:
                check()
            n_null += row[0] is None
            if not writer.addFeature(feature(spec, row), QgsFeatureSink.Flag.FastInsert):
                raise WriteFailed(writer.errorMessage(), file=path.name, why=writer.errorMessage())
        if not writer.flushBuffer():
            raise WriteFailed(writer.errorMessage(), file=path.name, why=writer.errorMessage())
    finally:
        del writer
    _keep_name(path)
    if parquet:
        check_complete(path, written)
    if spatial and n_null and path.suffix == ".gpkg":
        _empty_to_null(path, spec.name)
    describe(path, spec)
    return written


def _empty_to_null(path: Path, layer: str) -> None:
    """Make null what QgsVectorFileWriter has written as an empty geometry, because the record had none."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    if source is None:
        raise WriteFailed(gdal.GetLastErrorMsg(), file=path.name, why=gdal.GetLastErrorMsg())
    column = sqlite.quoted(source.GetLayerByName(layer).GetGeometryColumn())
    table = sqlite.quoted(layer)
    source.ExecuteSQL(f"UPDATE {table} SET {column} = NULL WHERE ST_IsEmpty({column})")  # nosec B608: quoted
    del source


def check_complete(path: Path, written: int) -> None:
    """Read how many records a file says that it has.

    The end of a Parquet file, without which nobody can read it, is written when it is closed, and QgsVectorFileWriter
    does not tell what went wrong then.

    :raises HalfWritten: it cannot be read, or has another number of records than were written.
    """
    layer = QgsVectorLayer(str(path), path.stem, "ogr")
    found = layer.featureCount() if layer.isValid() else 0
    if not layer.isValid() or found != written:
        raise HalfWritten(file=path.name, written=written, found=found)


def _parquet_type(wkb_type: Qgis.WkbType) -> Qgis.WkbType:
    """Return the type that a Parquet file is declared with; it lists those that it holds by itself.

    QgsVectorFileWriter gives a record without geometry an empty one of the declared type, and none where that is
    unknown; but there it drops heights too. GDAL writes no measures.
    """
    if QgsWkbTypes.hasZ(wkb_type) or wkb_type == Qgis.WkbType.NoGeometry:
        return QgsWkbTypes.dropM(wkb_type)
    return Qgis.WkbType.Unknown


def without_widths(fields: QgsFields) -> QgsFields:
    """Return the fields with decimal numbers of any size.

    Of a number with a width, as Shapefiles and layers in memory have them, GDAL makes a fixed-point number of Parquet,
    rounds values, and leaves out what is too large.
    """
    free = QgsFields()
    for each in fields:
        made = QgsField(each)
        if made.type() == QMetaType.Type.Double:
            made.setLength(0)
            made.setPrecision(0)
        free.append(made)
    return free


def geometry_name(fields: QgsFields) -> str:
    """Return a name for the column of geometries that no field has, whatever its case.

    The name that GDAL gives to the column of their extents (since 3.9) is free as well.
    """
    taken = {each.name().lower() for each in fields}
    names = ("geometry", *(f"geometry_{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if not taken & {name, f"{name}_bbox"})


def _keep_name(path: Path) -> None:
    """Give the file the name that was asked for: QGIS appends its own ending to one like `.json`."""
    if path.exists():
        return
    for written in path.parent.iterdir():
        if written.name.startswith(path.stem) and written.suffix != path.suffix:
            written.rename(path)
            return
    raise WriteFailed(file=path.name, why="?")


def feature(spec: LayerSpec, row: Row) -> QgsFeature:
    """Make one feature of a row; geometry is promoted to the layer's multi type."""
    geometry, values = row
    made = QgsFeature()
    made.setAttributes(list(values))
    if geometry is not None and not geometry.isNull():
        if spec.is_multi and not geometry.isMultipart():
            geometry = QgsGeometry(geometry)
            geometry.convertToMultiType()
        made.setGeometry(geometry)
    return made


def layer_uri(path: Path, name: str) -> str:
    """Return the OGR address of a layer in a file."""
    return f"{path}|layername={name}"


DATABASE = LAYER_PREFIX
"""How the address of a layer in a database begins; anything else is OGR's."""


def open_layer(address: str, name: str = "") -> QgsVectorLayer:
    """Open a layer of a file or a database by its address, in the calling thread; it may be invalid.

    :raises StoreUnreachable: the database does not answer. :raises StoreRefused: it does not let us in.
    """
    if address.startswith(DATABASE):
        check_reachable([address])
        source = address[len(DATABASE) :]
        return QgsVectorLayer(source, name or QgsDataSourceUri(source).table(), "postgres")
    return QgsVectorLayer(address, name or Path(address.split("|")[0]).stem, "ogr")


def driver_of(path: Path, parameter: str) -> str:
    """Return the GDAL driver for a file's ending.

    :raises UnknownFormat: there is none.
    """
    driver = QgsVectorFileWriter.driverForExtension(path.suffix)
    if not driver:
        raise UnknownFormat(file=path.name, parameter=parameter, ending=path.suffix or "?")
    return str(driver)


def _options(path: Path, spec: LayerSpec, parameter: str) -> QgsVectorFileWriter.SaveVectorOptions:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver_of(path, parameter)
    options.layerName = spec.name
    options.fileEncoding = "UTF-8"
    options.layerOptions = QgsVectorFileWriter.defaultLayerOptions(options.driverName)
    if options.driverName == _PARQUET:
        named = f"GEOMETRY_NAME={geometry_name(spec.fields)}"
        options.layerOptions = [*(each for each in options.layerOptions if "GEOMETRY_NAME=" not in each), named]
    if path.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    return options


def describe(path: Path, spec: LayerSpec) -> None:
    """Put metadata and default style into the GeoPackage that was just written, or the metadata beside another file."""
    if path.suffix == ".gpkg":
        saved, message = QgsProviderRegistry.instance().saveLayerMetadata(
            "ogr", layer_uri(path, spec.name), spec.metadata
        )
    else:
        layer = QgsVectorLayer(str(path), spec.name, "ogr")
        layer.setMetadata(spec.metadata)
        message, saved = layer.saveNamedMetadata(str(path.with_suffix(".qmd")))
    if not saved:
        raise WriteFailed(message, file=path.name, why=message)
    if spec.style is not None and path.suffix == ".gpkg":
        _save_style(path, spec, spec.style)


def _save_style(path: Path, spec: LayerSpec, style: Path) -> None:
    """Store the default style; it is the only place where a GeoPackage keeps the labels of the fields for QGIS."""
    layer = QgsVectorLayer(layer_uri(path, spec.name), spec.name, "ogr")
    layer.loadNamedStyle(str(style))
    for known in spec.fields:
        if known.alias():
            layer.setFieldAlias(layer.fields().lookupField(known.name()), known.alias())
    document = QDomDocument()
    layer.exportNamedStyle(document)
    source = layer.source()
    del layer  # the file is opened for writing now, and changes its journal, which who reads it does not get to know
    # through the registry: the layer's own method is deprecated in 3.44, and its successor absent in 3.40
    saved = QgsProviderRegistry.instance().saveStyle(
        "ogr", source, document.toString(), "", spec.name, spec.metadata.title(), "", True, ""
    )
    if not saved:
        raise WriteFailed(file=path.name, why=spec.name)
