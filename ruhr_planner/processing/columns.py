"""A whole file layer as columns, read by GDAL's Arrow stream: hundreds of thousands of cells in a fraction of a second.

Feature by feature, a grid of 440,000 cells costs seconds in any Python loop. Here geometry arrives as one column of
WKB and each field as one numpy column. Only what the stream can show exactly as QGIS does is read this way: a plain
layer of a file, with no filter, no edits pending and no selection; everything else goes feature by feature in `inputs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import numpy as np
from osgeo import gdal, ogr
from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProviderRegistry, QgsRectangle, QgsVectorLayer

_BATCH = 100_000
_UNSOUND = range(3_07_00_00, 3_11_04_00)
"""Versions of GDAL: 3.6.2 waits for a whole batch, 3.10.3 does not, 3.11.4 does again; 3.7 to 3.9 not looked at."""
_COMMON_READER = "OGR_GPKG_STREAM_BASE_IMPL"


@dataclass(frozen=True)
class FileLayer:
    """Where the layer lies: a file and the name of one of its layers ("" = the only one)."""

    path: str
    layer: str


@dataclass(frozen=True)
class Columns:
    """Feature ids, WKB and fields of all features: parallel columns.

    `wkb` is a void column where all are of one length, else an object column with None where there is no geometry.
    `fields` are masked arrays (masked = null): numbers, or bytes in UTF-8 for text, or whatever else GDAL makes of a
    type.
    """

    ids: np.ndarray
    wkb: np.ndarray
    fields: dict[str, np.ma.MaskedArray]


def file_layer(layer: QgsVectorLayer | None, given: Any) -> FileLayer | None:
    """Tell where a layer's file lies if it may be read as columns, else None. Call in the layer's own thread.

    :param given: the value of the parameter; a definition with a selection, filter or limit is not plain.
    """
    if isinstance(given, QgsProcessingFeatureSourceDefinition) and not _is_plain(given):
        return None
    if layer is None or layer.providerType() != "ogr" or layer.isEditable() or layer.subsetString():
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    known = {"path", "layerName", "layerId"}
    if any(value for name, value in parts.items() if name not in known) or parts.get("layerId") is not None:
        return None
    path = str(parts.get("path") or "")
    return FileLayer(path, str(parts.get("layerName") or "")) if Path(path).is_file() else None


def _is_plain(given: QgsProcessingFeatureSourceDefinition) -> bool:
    limited = given.selectedFeaturesOnly or given.featureLimit >= 0 or bool(given.filterExpression)
    return not limited


def read(
    file: FileLayer, names: Sequence[str], extent: QgsRectangle | None, check: Callable[[], None]
) -> Columns | None:
    """Read ids, geometry and the named fields; None if this GDAL cannot, or the file is not what it seemed.

    :param extent: only features whose bounds meet it, in the layer's own coordinates; all if None.
    :param check: called between batches; raises Cancelled.
    """
    with _Exceptions(), _one_thread():
        try:
            source = gdal.OpenEx(file.path, gdal.OF_VECTOR | gdal.OF_READONLY)
            unclear = not file.layer and source.GetLayerCount() != 1
            layer = source.GetLayer(file.layer or 0)
            if layer is None or unclear or not hasattr(layer, "GetArrowStreamAsNumPy"):
                return None
            return _read(layer, names, extent, check)
        except RuntimeError:
            return None  # read feature by feature, which has a sentence for whatever is wrong


class _Exceptions:
    """GDAL's errors as exceptions for a while; what was set before comes back."""

    def __enter__(self) -> None:
        self._before = bool(gdal.GetUseExceptions())
        gdal.UseExceptions()

    def __exit__(self, *exception: object) -> None:
        if not self._before:
            gdal.DontUseExceptions()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Have GeoPackages read without a second thread where GDAL's own is unsound.

    In 3.10.3 the driver hands a batch over while its thread is still filling it (OSGeo/gdal#12934): records of others,
    "Negative size passed", or a crash. GDAL's common reader, which takes three times as long, has one thread only.
    """
    unsound = int(gdal.VersionInfo("VERSION_NUM")) in _UNSOUND
    before = gdal.GetThreadLocalConfigOption(_COMMON_READER)
    if unsound:
        gdal.SetThreadLocalConfigOption(_COMMON_READER, "YES")
    try:
        yield
    finally:
        if unsound:
            gdal.SetThreadLocalConfigOption(_COMMON_READER, before)


def _read(
    layer: ogr.Layer, names: Sequence[str], extent: QgsRectangle | None, check: Callable[[], None]
) -> Columns | None:
    definition = layer.GetLayerDefn()
    present = [definition.GetFieldDefn(index).GetName() for index in range(definition.GetFieldCount())]
    if any(name not in present for name in names):
        return None
    layer.SetIgnoredFields([name for name in present if name not in names])
    if extent is not None:
        layer.SetSpatialFilterRect(extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    fid = layer.GetFIDColumn() or "OGC_FID"
    geometry = layer.GetGeometryColumn() or "wkb_geometry"
    batches = []
    for batch in layer.GetArrowStreamAsNumPy(options=["USE_MASKED_ARRAYS=YES", f"MAX_FEATURES_IN_BATCH={_BATCH}"]):
        check()
        if fid not in batch or geometry not in batch:
            return None
        batches.append(batch)
    if not batches:
        empty = np.ma.masked_all(0)
        return Columns(np.empty(0, dtype=np.int64), np.empty(0, dtype=object), dict.fromkeys(names, empty))
    return Columns(
        np.concatenate([np.asarray(batch[fid], dtype=np.int64) for batch in batches]),
        _wkb([batch[geometry] for batch in batches]),
        {name: np.ma.concatenate([np.ma.asarray(batch[name]) for batch in batches]) for name in names},
    )


def _wkb(parts: list[np.ndarray]) -> np.ndarray:
    """Join the batches' geometry: one void column where all have one length, else bytes and None."""
    plain = [part for part in parts if part.dtype.kind == "V" and not np.ma.is_masked(part)]
    if len(plain) == len(parts) and len({part.dtype.itemsize for part in parts}) == 1:
        return np.concatenate([np.asarray(part) for part in parts])
    joined: list[bytes | None] = []
    for part in parts:
        missing = np.ma.getmaskarray(part).tolist()
        values = np.ma.getdata(part)
        joined.extend(None if gone or value is None else bytes(value) for value, gone in zip(values, missing))
    column = np.empty(len(joined), dtype=object)
    column[:] = joined
    return column


def texts(column: np.ma.MaskedArray) -> np.ndarray:
    """Decode a column of UTF-8 bytes into text, None where null; each distinct value is decoded once."""
    made = np.full(len(column), None, dtype=object)
    known = ~np.ma.getmaskarray(column)
    raw = np.ma.getdata(column)
    if len(raw) and (raw == raw[0]).all() and known.all():  # such as the edition of a grid
        made[:] = raw[0].decode("utf-8")
        return made
    values, place = np.unique(raw[known], return_inverse=True)
    words = np.array([value.decode("utf-8") for value in values.tolist()] + [None], dtype=object)[:-1]
    made[known] = words[place]
    return made
