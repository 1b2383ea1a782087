"""The one place that speaks to GDAL: osgeo where it is there (in QGIS), fiona elsewhere.

GDAL is handed local files of a named driver only: never an address, never one of its network drivers, never XML with
a document type definition.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO, Callable, Protocol

from ruhr_planner.model import errors
from ruhr_planner.net import body as bodies
from ruhr_planner.readers import archive, geojson, wkb
from ruhr_planner.readers.record import BOOL, DATE, DATETIME, INT, NULL, REAL, TEXT, Field, Page, Record
from ruhr_planner.readers.record import wider_geometry as wider

PAGE = 10_000
WHOLE_BYTES, PART_BYTES = 64 << 20, 16 << 20
"""GeoJSON up to this size is read at once: a page, and an answer that is everything."""
"""Records that are in memory at the same time."""

GML_OPTIONS = {"DOWNLOAD_SCHEMA": "NO", "WRITE_GFS": "NO", "EXPOSE_GML_ID": "YES"}
GML_TEXTS = {**GML_OPTIONS, "GML_FIELDTYPES": "ALWAYS_STRING"}
"""GDAL guesses the kinds of fields that no schema describes, and takes the zeros of a key away; see `gml.typed`."""

CONFIGURED = (
    "GML_FIELDTYPES",
    "GML_ATTRIBUTES_TO_OGR_FIELDS",
    "NAS_INDICATOR",
    "OGR_XLSX_HEADERS",
    "OGR_XLSX_FIELD_TYPES",
)
"""What GDAL takes from its configuration only; given among the options, it holds for that reading alone."""

_HEAD = 1 << 16
_ASIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
"""What may stand before and behind the root element."""
_ROOT = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<![^>]*>\s*)*<([A-Za-z_][\w.:-]*)")
_XML_DRIVERS = frozenset({"GML", "KML", "LIBKML", "GPX"})
_BLOCK = 1 << 20


class Engine(Protocol):
    """GDAL under one of its two Python skins."""

    def layers(self, path: Path, driver: str, options: Mapping[str, str]) -> dict[str, int | None]:
        """Return the names of the layers with the number of records."""

    def columns(self, path: Path, driver: str, options: Mapping[str, str]) -> dict[str, list[str]]:
        """Return the names of the layers with those of their fields."""

    def pages(
        self, path: Path, driver: str, layers: Sequence[str], options: Mapping[str, str], size: int
    ) -> Iterator[tuple[str, Page]]:
        """Yield the records of layers with the layer's name."""


_engines: dict[str, Engine] = {}


def engine(name: str = "") -> Engine:
    """Return the engine: osgeo where it can be imported, else fiona; or the one with this name.

    :raises BadFile: neither is there.
    """
    name = name or os.environ.get("RUHR_PLANNER_ENGINE", "")
    found = name or next((known for known in ("osgeo", "fiona") if importlib.util.find_spec(known)), "")
    if found not in _engines:
        if found not in _MAKERS:
            raise errors.GdalMissing
        _engines[found] = _MAKERS[found]()
    return _engines[found]


def layers(path: Path, driver: str, **options: str) -> dict[str, int | None]:
    """Return the names of the layers of a file with their number of records (None = unknown).

    :raises BadFile, UnsafeXml: it cannot be read, or must not.
    """
    _inspect(path, driver)
    return engine().layers(path, driver, options)


def pages(path: Path, driver: str, layer: str = "", size: int = PAGE, **options: str) -> Iterator[Page]:
    """Yield the records of a layer of a file (the first one if none is named).

    :raises BadFile, UnsafeXml: it cannot be read, or must not.
    """
    for _name, page in several(path, driver, (layer,), size, **options):
        yield page


def columns(path: Path, driver: str, **options: str) -> dict[str, list[str]]:
    """Return the names of the layers of a file with those of their fields.

    :raises BadFile, UnsafeXml: it cannot be read, or must not.
    """
    _inspect(path, driver)
    return engine().columns(path, driver, options)


def several(
    path: Path, driver: str, layers: Sequence[str], size: int = PAGE, **options: str
) -> Iterator[tuple[str, Page]]:
    """Yield the records of several layers of a file, each page with its layer's name.

    :raises BadFile, UnsafeXml: it cannot be read, or must not.
    """
    _inspect(path, driver)
    yield from engine().pages(path, driver, layers, options, size)


def _configuration(options: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in options.items() if key in CONFIGURED}


def _open_options(options: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in options.items() if key not in CONFIGURED}


def _inspect(path: Path, driver: str) -> None:
    if not path.is_file():
        raise errors.FileNotFound(file=path.name)
    if driver in _XML_DRIVERS:
        with path.open("rb") as file:
            bodies.refuse_dtd(iter(lambda: file.read(_BLOCK), b""), path.name)
            if not _is_ended(file):
                raise errors.FileDamaged("the root element does not end", file=path.name)
    elif driver == "XLSX":
        archive.check_workbook(path)


def _is_ended(file: BinaryIO) -> bool:
    """Tell whether an XML document ends with the end of its root element.

    GDAL reads what came of one that broke off, and says nothing. True where it cannot be told (KMZ, UTF-16).
    """
    file.seek(0)
    head = _ASIDE.sub(b"", file.read(_HEAD))
    root = _ROOT.match(head)
    if root is None:
        return True
    file.seek(max(0, file.seek(0, os.SEEK_END) - _HEAD))
    tail = _ASIDE.sub(b"", file.read()).rstrip()
    closed = tail[tail.rfind(b"<") :]
    return re.fullmatch(rb"</\s*" + re.escape(root[1]) + rb"\s*>", closed) is not None or (
        root.start(1) == head.rfind(b"<") + 1 and closed.endswith(b"/>")  # a root that holds nothing
    )


def _refined(fields: list[Field], records: list[Record]) -> tuple[Field, ...]:
    """Mark text fields without any value: their kind is not known yet."""
    known = []
    for position, field in enumerate(fields):
        empty = field.kind == TEXT and all(record.values[position] is None for record in records)
        known.append(Field(field.name, NULL) if empty else field)
    return tuple(known)


def _made(fields: list[Field], records: list[Record], crs: str) -> Page:
    geometry = ""
    for number in sorted({record.wkb[1] for record in records if record.wkb is not None}):
        geometry = wider(geometry, wkb.NAMES[number])
    kept = [index for index, field in enumerate(fields) if field.name.lower() != "fid"]
    if len(kept) < len(fields):
        fields = [fields[index] for index in kept]
        records = [Record(record.wkb, tuple(record.values[index] for index in kept)) for record in records]
    return Page(_refined(fields, records), geometry, records, crs)


# ---------------------------------------------------------------------------------------------------------------- osgeo
class _Osgeo:
    """GDAL as QGIS brings it."""

    def __init__(self) -> None:
        from osgeo import gdal, ogr

        self._gdal = gdal
        self._ogr = ogr

    def _open(self, path: Path, driver: str, options: Mapping[str, str]) -> Any:
        gdal = self._gdal
        flags = gdal.OF_VECTOR | gdal.OF_READONLY
        listed = [f"{key}={value}" for key, value in _open_options(options).items()]
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        try:
            with self._configured(options):
                dataset = gdal.OpenEx(str(path), flags, allowed_drivers=[driver], open_options=listed)
            why = gdal.GetLastErrorMsg()
        except RuntimeError as problem:
            dataset, why = None, str(problem)
        finally:
            gdal.PopErrorHandler()
        if dataset is None:
            raise errors.NotThisFormat(why, file=path.name, format=driver)
        return dataset

    @contextmanager
    def _configured(self, options: Mapping[str, str]) -> Iterator[None]:
        """Set what GDAL reads from its configuration, for this thread and this moment."""
        chosen = _configuration(options)
        for key, value in chosen.items():
            self._gdal.SetThreadLocalConfigOption(key, value)
        try:
            yield
        finally:
            for key in chosen:
                self._gdal.SetThreadLocalConfigOption(key, None)

    def columns(self, path: Path, driver: str, options: Mapping[str, str]) -> dict[str, list[str]]:
        """Return the names of the layers with those of their fields."""
        dataset = self._open(path, driver, options)
        found = {}
        for index in range(dataset.GetLayerCount()):
            definition = dataset.GetLayer(index).GetLayerDefn()
            names = [str(definition.GetFieldDefn(number).GetName()) for number in range(definition.GetFieldCount())]
            found[str(definition.GetName())] = names
        return found

    def layers(self, path: Path, driver: str, options: Mapping[str, str]) -> dict[str, int | None]:
        """Return the names of the layers with the number of records."""
        dataset = self._open(path, driver, options)
        found = {}
        for index in range(dataset.GetLayerCount()):
            layer = dataset.GetLayer(index)
            count = layer.GetFeatureCount()
            found[str(layer.GetName())] = int(count) if count >= 0 else None
        return found

    def pages(
        self, path: Path, driver: str, layers: Sequence[str], options: Mapping[str, str], size: int
    ) -> Iterator[tuple[str, Page]]:
        """Yield the records of layers; the file is opened, and searched for its feature types, only once."""
        dataset = self._open(path, driver, options)
        for name in layers:
            opened = dataset.GetLayerByName(name) if name else dataset.GetLayer(0)
            if opened is None:
                raise errors.FileLayerUnknown(file=path.name, layer=name or "–", known="–")
            for page in self._layer_pages(opened, path, options, size):
                yield name, page

    def _layer_pages(self, opened: Any, path: Path, options: Mapping[str, str], size: int) -> Iterator[Page]:
        definition = opened.GetLayerDefn()
        fields, getters = self._getters(definition)
        crs = _osgeo_crs(opened.GetSpatialRef())
        records: list[Record] = []
        empty = True
        for feature in self._features(opened, path, options):
            empty = False
            values = tuple([getter(feature) for getter in getters])
            records.append(Record(self._wkb(feature), values))
            if len(records) == size:
                yield _made(fields, records, crs)
                records = []
        if records or empty:
            yield _made(fields, records, crs)

    def _features(self, layer: Any, path: Path, options: Mapping[str, str]) -> Iterator[Any]:
        gdal = self._gdal
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        gdal.ErrorReset()
        try:
            with self._configured(options):  # the parser of a layer is made when its first feature is asked for
                feature = self._next(layer, path)
            while feature is not None:
                yield feature
                feature = self._next(layer, path)
            if gdal.GetLastErrorType() >= gdal.CE_Failure:
                raise errors.FileDamaged(gdal.GetLastErrorMsg(), file=path.name)
        finally:
            gdal.PopErrorHandler()

    def _next(self, layer: Any, path: Path) -> Any:
        try:
            return layer.GetNextFeature()
        except RuntimeError as problem:
            raise errors.BadFile(str(problem), file=path.name, why="GDAL") from problem

    def _wkb(self, feature: Any) -> bytes | None:
        ogr = self._ogr
        geometry = feature.GetGeometryRef()
        if geometry is None:
            for index in range(1, feature.GetGeomFieldCount()):
                geometry = feature.GetGeomFieldRef(index)
                if geometry is not None:
                    break
        if geometry is None or geometry.IsEmpty():
            return None
        if geometry.GetGeometryType() not in _SIMPLE:
            geometry = geometry.Clone()
            geometry.FlattenTo2D()
            if geometry.GetGeometryType() > wkb.COLLECTION:
                geometry = _simple(ogr, geometry.GetLinearGeometry(ARC_STEP_DEGREES))
        return bytes(geometry.ExportToIsoWkb(ogr.wkbNDR))

    def _getters(self, definition: Any) -> tuple[list[Field], list[Callable[[Any], Any]]]:
        ogr = self._ogr
        fields, getters = [], []
        for index in range(definition.GetFieldCount()):
            column = definition.GetFieldDefn(index)
            number, subtype = column.GetType(), column.GetSubType()
            if number in (ogr.OFTInteger, ogr.OFTInteger64):
                kind, getter = (BOOL, _osgeo_bool) if subtype == ogr.OFSTBoolean else (INT, _osgeo_int)
            elif number == ogr.OFTReal:
                kind, getter = REAL, _osgeo_real
            elif number == ogr.OFTDate:
                kind, getter = DATE, _osgeo_date
            elif number == ogr.OFTDateTime:
                kind, getter = DATETIME, _osgeo_datetime
            else:
                kind, getter = TEXT, (_osgeo_text if number in (ogr.OFTString, ogr.OFTTime) else _osgeo_any)
            fields.append(Field(column.GetName(), kind))
            getters.append(_bound(getter, index))
        return fields, getters


ARC_STEP_DEGREES = 1.0
"""Largest angle of a chord that replaces an arc; a circle loses 5 / 100,000 of its area."""

_SIMPLE = frozenset(range(1, 8))


def _simple(ogr: Any, geometry: Any) -> Any:
    """Bring surfaces that are none of the seven types (TIN, PolyhedralSurface) into one."""
    return geometry if geometry.GetGeometryType() in _SIMPLE else ogr.ForceToMultiPolygon(geometry)


def _bound(getter: Callable[[Any, int], Any], index: int) -> Callable[[Any], Any]:
    def get(feature: Any) -> Any:
        return getter(feature, index) if feature.IsFieldSetAndNotNull(index) else None

    return get


def _osgeo_int(feature: Any, index: int) -> int:
    return int(feature.GetFieldAsInteger64(index))


def _osgeo_bool(feature: Any, index: int) -> bool:
    return bool(feature.GetFieldAsInteger(index))


def _osgeo_real(feature: Any, index: int) -> float:
    return float(feature.GetFieldAsDouble(index))


def _osgeo_text(feature: Any, index: int) -> str:
    text = str(feature.GetFieldAsString(index))
    # a DBF cuts texts by bytes: what is left of the last letter is no letter
    return text if text.isascii() else text.encode("utf-8", "ignore").decode("utf-8")


def _osgeo_any(feature: Any, index: int) -> str:
    value = feature.GetField(index)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(feature.GetFieldAsString(index))


def _osgeo_date(feature: Any, index: int) -> str:
    year, month, day = feature.GetFieldAsDateTime(index)[:3]
    return f"{year:04d}-{month:02d}-{day:02d}"


def _osgeo_datetime(feature: Any, index: int) -> str:
    year, month, day, hour, minute, second, zone = feature.GetFieldAsDateTime(index)
    return _moment(year, month, day, hour, minute, second, (zone - 100) * 15 if zone >= 2 else None)


def _moment(year: int, month: int, day: int, hour: int, minute: int, second: float, offset: int | None) -> str:
    """Return an ISO text; with a known offset (minutes) in UTC."""
    text = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{int(second):02d}"
    if offset is None:
        return text
    try:
        return (datetime.fromisoformat(text) - timedelta(minutes=offset)).isoformat() + "Z"
    except (ValueError, OverflowError):
        return text


def _identified(reference: Any) -> bool:
    """Tell whether GDAL finds the code of a system; what it raises depends on what other plugins have set."""
    try:
        return bool(reference.AutoIdentifyEPSG() == 0)
    except RuntimeError:
        return False


def _osgeo_crs(reference: Any) -> str:
    if reference is None:
        return ""
    code = reference.GetAuthorityCode(None)
    if code is None and _identified(reference):
        code = reference.GetAuthorityCode(None)
    if code is not None:
        return f"{reference.GetAuthorityName(None)}:{code}"
    return str(reference.ExportToWkt())


# ---------------------------------------------------------------------------------------------------------------- fiona
class _Fiona:
    """GDAL as fiona brings it, for a server without QGIS."""

    def __init__(self) -> None:
        import fiona

        # GDAL reads these too; fiona lists only what it has tested
        fiona.drvsupport.supported_drivers.update({"KML": "r", "LIBKML": "r", "XLSX": "r"})
        self._fiona = fiona

    def _open(self, path: Path, driver: str, layer: str | int, options: Mapping[str, str]) -> Any:
        chosen = layer or None  # the first one; fiona 1.10 takes 0 for the file's name
        try:
            with self._fiona.Env(**_configuration(options)):
                return self._fiona.open(
                    str(path), "r", layer=chosen, enabled_drivers=[driver], **_fiona_options(options)
                )
        except (self._fiona.errors.FionaError, ValueError, OSError) as problem:
            raise errors.NotThisFormat(str(problem), file=path.name, format=driver) from problem

    def layers(self, path: Path, driver: str, options: Mapping[str, str]) -> dict[str, int | None]:
        """Return the names of the layers with the number of records."""
        return {name: _fiona_count(source) for name, source in self._each(path, driver, options)}

    def columns(self, path: Path, driver: str, options: Mapping[str, str]) -> dict[str, list[str]]:
        """Return the names of the layers with those of their fields."""
        each = self._each(path, driver, options)
        word = _fiona_word(options)
        return {name: [word(field) for field in self._schema(source, path)["properties"]] for name, source in each}

    def _each(self, path: Path, driver: str, options: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
        """Open one layer after the other. GML is not asked for its list: fiona would leave a file beside the user's."""
        names = None if driver == "GML" else self._listed(path, driver)
        for index in count() if names is None else range(len(names)):
            try:
                source = self._open(path, driver, index, options)
            except errors.NotThisFormat:
                if names is not None or index == 0:
                    raise
                return
            with source:
                yield str(source.name) if names is None else names[index], source

    def _listed(self, path: Path, driver: str) -> list[str]:
        try:
            return list(self._fiona.listlayers(str(path)))
        except (self._fiona.errors.FionaError, ValueError, OSError) as problem:
            raise errors.NotThisFormat(str(problem), file=path.name, format=driver) from problem

    def _schema(self, source: Any, path: Path) -> Any:
        """Return the schema of a layer.

        :raises BadFile: it holds curves, which fiona cannot read.
        """
        try:
            return source.schema
        except self._fiona.errors.UnsupportedGeometryTypeError as problem:
            raise errors.BadFile(str(problem), file=path.name, why="fiona reads no curves") from problem

    def pages(
        self, path: Path, driver: str, layers: Sequence[str], options: Mapping[str, str], size: int
    ) -> Iterator[tuple[str, Page]]:
        """Yield the records of layers."""
        # two drivers of one format may name a layer differently, so its number counts
        names = [name for name, _source in self._each(path, driver, options)] if any(layers) else []
        for name in layers:
            with self._fiona.Env(**_configuration(options)):
                for page in self._layer_pages(path, driver, names.index(name) if name else 0, options, size):
                    yield name, page

    def _layer_pages(
        self, path: Path, driver: str, index: int, options: Mapping[str, str], size: int
    ) -> Iterator[Page]:
        with self._open(path, driver, index, options) as source:
            columns = list(self._schema(source, path)["properties"].items())
            word = _fiona_word(options)
            fields = [Field(word(name), _fiona_kind(stated)) for name, stated in columns]
            convert = [_FIONA_VALUES.get(field.kind, lambda value: word(_fiona_text(value))) for field in fields]
            crs = _fiona_crs(source)
            records: list[Record] = []
            empty = True
            for feature in self._features(source, path):
                empty = False
                values = feature["properties"].values()
                row = tuple([None if v is None else c(v) for c, v in zip(convert, values)])
                try:
                    shape = wkb.from_json(feature["geometry"])
                except (ValueError, KeyError, TypeError) as problem:
                    raise errors.FileDamaged(repr(problem), file=path.name) from problem
                records.append(Record(shape, row))
                if len(records) == size:
                    yield _made(fields, records, crs)
                    records = []
            if records or empty:
                yield _made(fields, records, crs)

    def _features(self, source: Any, path: Path) -> Iterator[Any]:
        try:
            yield from source
        except (self._fiona.errors.FionaError, ValueError, OSError) as problem:
            raise errors.FileDamaged(str(problem), file=path.name) from problem


def _fiona_count(source: Any) -> int | None:
    try:
        return len(source)
    except TypeError:
        return None


def _fiona_kind(stated: str) -> str:
    name = stated.split(":", 1)[0]
    kinds = {"int": INT, "int32": INT, "int64": INT, "int16": INT, "float": REAL, "bool": BOOL}
    kinds.update({"date": DATE, "datetime": DATETIME})
    return kinds.get(name, TEXT)


def _fiona_options(options: Mapping[str, str]) -> dict[str, str]:
    """Have a DBF in UTF-8 read byte by byte: from 1.10 on, fiona drops a text that was cut within its last letter."""
    chosen = _open_options(options)
    return {**chosen, "ENCODING": ""} if _is_utf_8(options) else chosen


def _fiona_word(options: Mapping[str, str]) -> Callable[[str], str]:
    """Return what makes a text of one that was read byte by byte."""
    return (lambda text: text.encode("latin-1").decode("utf-8", "ignore")) if _is_utf_8(options) else str


def _is_utf_8(options: Mapping[str, str]) -> bool:
    return options.get("ENCODING") == "UTF-8"


def _fiona_text(value: Any) -> str:
    if isinstance(value, bytes):  # no text in the encoding that the file has to have
        return value.decode("utf-8", "ignore")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


def _fiona_moment(value: Any) -> str:
    text = str(value).replace(" ", "T")
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text
    offset = moment.utcoffset()
    if offset is None:
        return text
    return (moment - offset).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


_FIONA_VALUES: dict[str, Callable[[Any], Any]] = {
    INT: int,
    REAL: float,
    BOOL: bool,
    DATE: lambda value: str(value)[:10],
    DATETIME: _fiona_moment,
}


def _fiona_crs(source: Any) -> str:
    try:
        code = source.crs.to_epsg(confidence_threshold=70)
    except AttributeError:
        code = None
    return f"EPSG:{code}" if code else str(source.crs_wkt or "")


_MAKERS: dict[str, Callable[[], Engine]] = {"osgeo": _Osgeo, "fiona": _Fiona}


def answer(path: Path, source: str, whole: bool = True, **options: str) -> Iterator[Page]:
    """Read what a service sent, GeoJSON or GML, whichever it is. There is always a first page.

    :param whole: as one page; otherwise in pages of `PAGE` records, so that the memory does not grow with the answer.
    :param options: of the GML driver. :raises DamagedAnswer, WrongContent, UnsafeXml: see there.
    """
    with path.open("rb") as file:
        is_xml = bodies.is_xml(file.read(bodies.HEAD_BYTES))
    if not is_xml and path.stat().st_size <= (WHOLE_BYTES if whole else PART_BYTES):
        yield geojson.read(path.read_bytes(), source)[0]
        return
    driver = "GML" if is_xml else "GeoJSON"
    try:
        names = list(layers(path, driver, **options))
        if not names:
            yield Page((), "", [])
        for name in names[:1]:
            yield from pages(path, driver, name, 1 << 30 if whole else PAGE, **options)
    except (errors.NotThisFormat, errors.FileDamaged) as problem:
        raise errors.DamagedAnswer(problem.detail, source=source) from problem
