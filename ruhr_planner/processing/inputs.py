"""From any source to checked columns in EPSG:25832.

One place for what the contract asks of every input: coordinate reference system, required fields, code lists, numbers
and dates, null and invalid geometry, validity at a date. A record that cannot take part is listed with its reason; a
value that nobody can interpret stops the run before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Callable, NamedTuple

import numpy as np
from qgis.core import (
    NULL,
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ruhr_planner import paths
from ruhr_planner.harmonise import repair
from ruhr_planner.model import sensitivity
from ruhr_planner.model.codes import LevelList
from ruhr_planner.model.errors import (
    DuplicateId,
    MissingCrs,
    MissingField,
    MissingLayer,
    NotADate,
    NotANumber,
    NotWhole,
    OutOfRange,
    TransformFailed,
    UnknownCode,
    WrongGeometry,
)
from ruhr_planner.model.licences import INVENTED
from ruhr_planner.model.region import CRS
from ruhr_planner.model.tables import AGS, OPEN, PLOT, TABLES, Field, Table
from ruhr_planner.processing.columns import Columns, texts
from ruhr_planner.store.metadata import Provenance

if TYPE_CHECKING:
    from ruhr_planner.analysis.overlay import Grid

CHECK_EVERY = 2000
"""Records between two looks at the cancel button."""
_FREED_AT_ONCE = 500
"""Geometries, or lists of attributes: some 3 ms."""

Check = Callable[[], None]

_OWN_WORDS = (PLOT.licence, PLOT.attribution, PLOT.sensitivity)
"""What records say of themselves; it counts also under the names that a Shapefile cuts."""

POLYGON, LINE, POINT, ANY, NONE = "polygon", "line", "point", "any", "none"
_GEOMETRY = {POLYGON: Qgis.GeometryType.Polygon, LINE: Qgis.GeometryType.Line, POINT: Qgis.GeometryType.Point}


@dataclass(frozen=True)
class LayerInput:
    """One input of an algorithm: which table it is, and what of it the algorithm needs.

    `required` fields stop the run when absent; `columns` are read where they exist. `geometry` is polygon, line, point,
    any or none. With `keep_fields` all of the input's fields are kept for the output (`fid` never is). `default` is a
    resource (folder, file) that serves when the layer is not given. A `grid` comes as Records.grid instead of
    geometries; of a plain file only what lies in the extent of the input `near`, widened by the number parameter
    `margin`, is read.
    """

    parameter: str
    label: str
    table: Table
    required: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    optional: bool = False
    geometry: str = POLYGON
    keep_fields: bool = False
    default: tuple[str, ...] = ()
    sublayer: str = ""
    grid: bool = False
    near: str = ""
    margin: str = ""
    as_of: str = "AS_OF"
    """The parameter with the date at which the records have to be in force."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """Names of all fields to be read where they exist."""
        return tuple(dict.fromkeys(self.required + self.columns))


def store_tables(inputs: Sequence[LayerInput]) -> dict[str, Table]:
    """Return the inputs that a planning store fills, with their tables: one list for the screens and for the papers."""
    return {each.parameter: each.table for each in inputs if each.table.table in TABLES and not each.sublayer}


class LeftOut(NamedTuple):
    """A record that takes no part: the feature id and why (a source string for translation)."""

    id: int
    reason: str


NO_GEOMETRY = "no geometry"
NOT_IN_FORCE = "not in force at the date"
NOT_REPAIRABLE = "geometry not repairable"


@dataclass
class Records:
    """The checked records of one input: parallel sequences, geometry valid and in EPSG:25832, none without geometry."""

    name: str
    table: Table
    ids: np.ndarray
    geometries: list[QgsGeometry]
    columns: dict[str, np.ndarray]
    provenance: Provenance
    read: int = 0
    repaired: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    fields: QgsFields = field(default_factory=QgsFields)
    attributes: list[list[object]] = field(default_factory=list)
    shipped: bool = False
    """The layer was not given and the shipped one served."""
    grid: Grid | None = None
    """The geometry of a grid, in place of `geometries`."""

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def cells(self) -> Grid:
        """The geometry of an input that was declared as a grid."""
        if self.grid is None:
            raise TypeError(f"{self.table.table} was not declared as a grid")
        return self.grid

    def has(self, name: str) -> bool:
        """Tell whether the source has the field."""
        return name in self.columns

    def text(self, name: str) -> np.ndarray:
        """Return a text column, object dtype, None where unknown; all unknown if the source lacks the field."""
        return self.columns.get(name, np.full(len(self), None, dtype=object))

    def number(self, name: str) -> np.ndarray:
        """Return a number column, float64, nan where unknown; all unknown if the source lacks the field."""
        return self.columns.get(name, np.full(len(self), np.nan))

    def unnamed(self, name: str) -> int:
        """Return how many records have no value in a field of ids that the source has."""
        return int(sum(value is None for value in self.columns.get(name, ())))

    def identifiers(self, name: str) -> list[str]:
        """Return the ids: the field's values, the feature id where there is none, `fid:1` where 1 is a given id.

        :raises DuplicateId: a value of the field stands twice.
        """
        stated = self.text(name).tolist()
        given = {str(value) for value in stated if value is not None}
        made = [_free(str(fid), given) if own is None else str(own) for fid, own in zip(self.ids.tolist(), stated)]
        if self.has(name):
            values, counts = np.unique(np.array(made, dtype=object).astype(str), return_counts=True)
            twice = values[counts > 1]
            if len(twice):
                raise DuplicateId(layer=self.name, field=name, value=twice[0])
        return made


def _free(name: str, given: set[str]) -> str:
    """Return a name that is none of those given; different names stay different."""
    while name in given:
        name = f"fid:{name}"
    return name


def let_go(records: dict[str, Records]) -> None:
    """Forget records, freeing them a slice at a time: 13,000 plots at once would keep Python's lock for some 60 ms.

    Nobody else loses anything: who took over a list or the records (the window of the weights does) keeps them whole.
    """
    geometries = [list(each.geometries) for each in records.values()]
    attributes = [list(each.attributes) for each in records.values()]
    columns = [column for each in records.values() for column in each.columns.values()]
    records.clear()
    for held in (*geometries, *attributes):
        while held:
            del held[-_FREED_AT_ONCE:]
    while columns:
        columns.pop()


def is_of_store(layer: QgsVectorLayer) -> bool:
    """Tell whether a layer shows a table of a planning store; nothing is opened."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    if layer.providerType() == "ogr":
        return parts.get("layerName") in TABLES and str(parts.get("path")).lower().endswith(".gpkg")
    return layer.providerType() == "postgres" and parts.get("table") in TABLES


def beside(tables: Iterable[tuple[str, str]], declared: LayerInput) -> QgsVectorLayer | None:
    """Open, in the calling thread, what a store itself has for an input that is not given; None if none has records.

    :param tables: provider and source of tables of stores (`is_of_store`).
    """
    registry = QgsProviderRegistry.instance()
    for provider, source in tables:
        parts = {**registry.decodeUri(provider, source), _TABLE[provider]: declared.sublayer}
        for name in ("subset", "sql", "layerId"):
            parts.pop(name, None)
        layer = QgsVectorLayer(registry.encodeUri(provider, parts), declared.sublayer, provider)
        if layer.isValid() and layer.featureCount() and {*declared.required} <= {*layer.fields().names()}:
            return layer
    return None


_TABLE = {"ogr": "layerName", "postgres": "table"}
"""What a provider calls the table in the parts of its address."""


def source_layer(declared: LayerInput) -> QgsVectorLayer:
    """Open the shipped layer that serves when an optional input is not given, in the calling thread."""
    path = paths.resource(*declared.default)
    return QgsVectorLayer(
        str(path) + (f"|layername={declared.sublayer}" if declared.sublayer else ""), path.stem, "ogr"
    )


def read(
    source: QgsFeatureSource,
    declared: LayerInput,
    provenance: Provenance,
    as_of: date,
    context: QgsProcessingContext,
    check: Check,
    packed: Columns | None = None,
    title: str = "",
) -> Records:
    """Read a source completely and check it.

    :param provenance: what the source's layer says of itself; the count and the records' own licences come in.
    :param check: called now and then; raises Cancelled.
    :param packed: the source's features as columns, where they could be read so (see `may_pack`).
    :param title: the layer's name for sentences, instead of the source's own.
    :raises InputError: one sentence that names layer, field, value and remedy.
    """
    name = title or source.sourceName() or declared.parameter
    _check_source(source, declared, name)
    columns = _present(source.fields(), declared, name)
    records = Records(name, declared.table, np.empty(0, dtype=np.int64), [], {}, provenance)
    if packed is not None:
        return _read_packed(records, packed, declared, columns, source.fields(), check)
    _read_features(records, source, declared, columns, _transform(source, declared, context), as_of, check)
    records.provenance = _own_words(records, provenance)
    if declared.grid:
        from ruhr_planner.analysis.overlay import Grid

        records.grid = Grid.from_geometries(records.geometries)
        records.geometries = []
    return records


def _read_features(
    records: Records,
    source: QgsFeatureSource,
    declared: LayerInput,
    columns: list[Field],
    transform: QgsCoordinateTransform | None,
    as_of: date,
    check: Check,
) -> None:
    """Fill the records feature by feature."""
    spatial = declared.geometry != NONE
    raw: dict[str, list[object]] = {column.name: [] for column in columns}
    ids: list[int] = []
    indexes = [(raw[column.name], place_of(source.fields(), column.name)) for column in columns]
    levels, further = raw.get(PLOT.sensitivity, []), _further_levels(source.fields(), columns)
    kept = _kept_fields(source.fields()) if declared.keep_fields else []
    for index in kept:
        records.fields.append(source.fields().at(index))
    validity = Validity(source.fields(), as_of, records.name)
    wanted = [*(index for _values, index in indexes), *further, *validity.indexes]
    for number, feature in enumerate(_features(source, declared, wanted)):
        if number % CHECK_EVERY == 0:
            check()
        records.read += 1
        if not validity.holds(feature):
            records.left_out.append(LeftOut(feature.id(), NOT_IN_FORCE))
            continue
        if spatial and not _take_geometry(records, feature, declared, transform):
            continue
        ids.append(feature.id())
        attributes = feature.attributes()
        for values, index in indexes:
            values.append(attributes[index])
        if further:
            levels[-1] = _level_of([levels[-1], *(attributes[index] for index in further)])
        if declared.keep_fields:
            records.attributes.append([attributes[index] for index in kept])
    records.ids = np.array(ids, dtype=np.int64)
    for column in columns:
        records.columns[column.name] = checked(column, raw[column.name], ids, records.name)


def may_pack(source: QgsFeatureSource, declared: LayerInput) -> bool:
    """Tell whether a grid may be read as columns: in the region's system and without dates of validity."""
    return (
        declared.grid
        and source.sourceCrs() == QgsCoordinateReferenceSystem(CRS)
        and source.fields().lookupField(PLOT.valid_from) < 0
        and source.fields().lookupField(PLOT.valid_to) < 0
    )


def source_names(source: QgsFeatureSource, declared: LayerInput) -> list[str]:
    """Return the wanted fields that the source has, as the source spells them."""
    indexes = (place_of(source.fields(), name) for name in declared.wanted)
    return [source.fields().at(index).name() for index in indexes if index >= 0]


def _read_packed(
    records: Records, packed: Columns, declared: LayerInput, columns: list[Field], fields: QgsFields, check: Check
) -> Records:
    """Check columns as `read` checks features: geometry first, then the values of the records that take part."""
    from ruhr_planner.analysis.overlay import Grid, rectangles

    records.read = len(packed.ids)
    keep = np.ones(len(packed.ids), dtype=bool)
    if packed.wkb.dtype.kind != "V":
        keep = np.array([wkb is not None for wkb in packed.wkb], dtype=bool)
        records.left_out.extend(LeftOut(fid, NO_GEOMETRY) for fid in packed.ids[~keep].tolist())
    ids, wkb = (packed.ids, packed.wkb) if keep.all() else (packed.ids[keep], packed.wkb[keep])
    bounds = rectangles(wkb)
    other: dict[int, QgsGeometry] = {}
    usable = np.ones(len(ids), dtype=bool)
    for number, place in enumerate(np.flatnonzero(np.isnan(bounds[:, 0])).tolist()):
        if number % CHECK_EVERY == 0:
            check()
        geometry = QgsGeometry()
        geometry.fromWkb(bytes(wkb[place]))
        usable[place] = _take_shape(records, int(ids[place]), geometry, declared, None)
        if usable[place]:
            other[place] = records.geometries.pop()
    keep[keep] = usable
    everything = bool(keep.all())
    records.grid = Grid(bounds, other) if usable.all() else Grid(bounds, other).where(usable)
    records.ids = packed.ids[keep]
    ids_left = records.ids.tolist()
    for column in columns:
        values = packed.fields[fields.at(place_of(fields, column.name)).name()]
        values = values if everything else values[keep]
        records.columns[column.name] = _packed_column(column, values, ids_left, records.name)
        check()
    records.provenance = _own_words(records, records.provenance)
    return records


def _packed_column(column: Field, values: np.ma.MaskedArray, ids: list[int], layer: str) -> np.ndarray:
    """Check one column; where its type is the expected one, without a look at every single value."""
    kind = values.dtype.kind
    if kind in "iuf" and column.kind in ("int", "real"):
        numbers = np.ma.filled(values.astype(np.float64), np.nan)
        _check_range(column, numbers, numbers, ids, layer)
        return numbers
    plain_text = texts(values) if kind == "S" else values.astype(object).filled(None)
    if column.kind == "text" and column.codes is None and kind == "S":
        plain_text[plain_text == ""] = None
        return plain_text
    return checked(column, plain_text.tolist(), ids, layer)


def _check_source(source: QgsFeatureSource, declared: LayerInput, name: str) -> None:
    if declared.geometry == NONE:
        return
    found = QgsWkbTypes.geometryType(source.wkbType())
    wanted = _GEOMETRY.get(declared.geometry)
    unusable = found == Qgis.GeometryType.Null or (
        wanted is not None and found not in (wanted, Qgis.GeometryType.Unknown)
    )
    if unusable:
        raise WrongGeometry(
            layer=name,
            found=QgsWkbTypes.geometryDisplayString(found),
            needed=QgsWkbTypes.geometryDisplayString(Qgis.GeometryType.Unknown if wanted is None else wanted),
            parameter=declared.parameter,
        )
    check_crs(source.wkbType(), source.sourceCrs(), name)


def check_crs(kind: Qgis.WkbType, crs: QgsCoordinateReferenceSystem, layer: str) -> None:
    """Check that a layer which has geometry says where it lies.

    :raises MissingCrs: it does not.
    """
    if QgsWkbTypes.geometryType(kind) != Qgis.GeometryType.Null and not crs.isValid():
        raise MissingCrs(layer=layer)


def _present(fields: QgsFields, declared: LayerInput, name: str) -> list[Field]:
    """Return the wanted fields that the source has."""
    for required in declared.required:
        if fields.lookupField(required) < 0:
            raise MissingField(layer=name, field=required)
    wanted = dict.fromkeys([*declared.wanted, *(name for name in _OWN_WORDS if name in declared.table)])
    return [declared.table.column(wish) for wish in wanted if place_of(fields, wish) >= 0]


def place_of(fields: QgsFields, name: str) -> int:
    """Return where a layer has a field, in any case, what records say of themselves also cut; -1 if nowhere."""
    place = fields.lookupField(name)
    if place < 0 and name in _OWN_WORDS:
        return next((at for at, each in enumerate(fields.names()) if sensitivity.means(each, name)), -1)
    return int(place)


def _further_levels(fields: QgsFields, columns: list[Field]) -> list[int]:
    """Return the places of further fields in which records state their level: layers that were merged have two."""
    if all(column.name != PLOT.sensitivity for column in columns):
        return []
    places = [fields.indexFromName(name) for name in sensitivity.fields_of_level(fields.names())]
    return [place for place in places if place != place_of(fields, PLOT.sensitivity)]


def _level_of(values: list[object]) -> object:
    """Return the level that a record states in one of several fields, the highest where it states more."""
    stated = [value for value in values if not is_null(value) and value != ""]
    return sensitivity.highest(map(str, stated)) if len(stated) > 1 else next(iter(stated), None)


def _transform(
    source: QgsFeatureSource, declared: LayerInput, context: QgsProcessingContext
) -> QgsCoordinateTransform | None:
    return None if declared.geometry == NONE else to_region(source.sourceCrs(), context)


def to_region(crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext) -> QgsCoordinateTransform | None:
    """Return the way from a system to the region's, None where it is the same."""
    target = QgsCoordinateReferenceSystem(CRS)
    return None if crs == target else QgsCoordinateTransform(crs, target, context.transformContext())


def _kept_fields(fields: QgsFields) -> list[int]:
    return [index for index in range(fields.count()) if fields.at(index).name().lower() != "fid"]


def _features(source: QgsFeatureSource, declared: LayerInput, wanted: list[int]) -> Iterator[QgsFeature]:
    request = QgsFeatureRequest()
    if not declared.keep_fields:
        request.setSubsetOfAttributes(sorted(set(wanted)))
    if declared.geometry == NONE:
        request.setFlags(Qgis.FeatureRequestFlag.NoGeometry)
    if isinstance(source, QgsProcessingFeatureSource):
        return source.getFeatures(request, Qgis.ProcessingFeatureSourceFlag.SkipGeometryValidityChecks)
    return source.getFeatures(request)


def _take_geometry(
    records: Records, feature: QgsFeature, declared: LayerInput, transform: QgsCoordinateTransform | None
) -> bool:
    """Append the feature's geometry, repaired and transformed; list it and return False where nothing is left."""
    return _take_shape(records, feature.id(), feature.geometry(), declared, transform)


def _take_shape(
    records: Records, fid: int, geometry: QgsGeometry, declared: LayerInput, transform: QgsCoordinateTransform | None
) -> bool:
    if geometry.isNull() or geometry.isEmpty():
        records.left_out.append(LeftOut(fid, NO_GEOMETRY))
        return False
    geometry, mended = sound(geometry, transform, records.name, fid)
    if geometry.isEmpty():
        records.left_out.append(LeftOut(fid, NOT_REPAIRABLE))
        return False
    records.repaired += mended
    if declared.geometry in _GEOMETRY and geometry.type() != _GEOMETRY[declared.geometry]:
        records.left_out.append(LeftOut(fid, NOT_REPAIRABLE))
        return False
    records.geometries.append(geometry)
    return True


def sound(
    geometry: QgsGeometry, transform: QgsCoordinateTransform | None, layer: str, fid: int
) -> tuple[QgsGeometry, bool]:
    """Return a geometry in the region's system, plain and valid, and whether it was repaired; empty if nothing is left.

    :raises TransformFailed: it does not lie where its system has a meaning.
    """
    if transform is not None:
        try:
            geometry.transform(transform)
        except QgsCsException as error:
            raise TransformFailed(str(error), layer=layer, feature=fid, crs=transform.sourceCrs().authid()) from error
    geometry = repair.plain(geometry)
    return (geometry, False) if geometry.isGeosValid() else (repair.repaired(geometry), True)


def is_null(value: object) -> bool:
    """Tell whether a value is unknown, on Qt 5 and Qt 6."""
    if isinstance(value, (str, int, float)):
        return False  # comparing with NULL is slow, and most values are plain
    return value is None or value == NULL


def as_date(value: object, column: str, layer: str, feature: int) -> date | None:
    """Return a date of whatever a provider hands out; None if unknown.

    :raises NotADate: a text that is none.
    """
    if is_null(value) or value == "":
        return None
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return value.toPyDate() if value.isValid() else None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise NotADate(layer=layer, field=column, value=value, feature=feature) from error


class Validity:
    """Whether a record is in force at a date; a source without the fields is always."""

    def __init__(self, fields: QgsFields, as_of: date, layer: str) -> None:
        self._from = fields.lookupField(PLOT.valid_from)
        self._to = fields.lookupField(PLOT.valid_to)
        self._as_of = as_of
        self._layer = layer

    @property
    def indexes(self) -> list[int]:
        """Indexes of the fields that are looked at."""
        return [index for index in (self._from, self._to) if index >= 0]

    def holds(self, feature: QgsFeature) -> bool:
        """Tell whether the record is in force: not ended before the date, not begun after it."""
        if self._from >= 0:
            begun = as_date(feature[self._from], PLOT.valid_from, self._layer, feature.id())
            if begun is not None and begun > self._as_of:
                return False
        if self._to >= 0:
            ended = as_date(feature[self._to], PLOT.valid_to, self._layer, feature.id())
            if ended is not None and ended < self._as_of:
                return False
        return True


def checked(column: Field, values: list[object], ids: list[int], layer: str) -> np.ndarray:
    """Turn raw values into a column and check each against the field's codes, type and range."""
    if column.kind in ("int", "real"):
        return _numbers(column, values, ids, layer)
    texts = np.array([None if is_null(value) or value == "" else value for value in values] + [None], dtype=object)[:-1]
    if column.kind == "date":
        days = [as_date(value, column.name, layer, fid) for value, fid in zip(texts, ids)]
        return np.array([*days, None], dtype=object)[:-1]
    for position, value in enumerate(texts):
        if value is None:
            continue
        texts[position] = value = municipality_key(value) if column.name == AGS.name else _written(value)
        if column.codes is None:
            continue
        parts = [part.strip() for part in value.split(";")] if column.many else [value.strip()]
        for part in parts:
            if part not in column.codes:
                raise _unknown_code(column, part, ids[position], layer)
        texts[position] = ";".join(parts)
    return texts


def _written(value: object) -> str:
    """Return a value as text: spreadsheets keep keys as numbers, and 5111000.0 is the key 5111000."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def municipality_key(value: object) -> str:
    """Return a municipality key with its leading zero, which spreadsheets and number fields take away."""
    ags = _written(value)
    return ags.zfill(AGS.width) if ags.isdigit() and len(ags) == AGS.width - 1 else ags


def _numbers(column: Field, values: list[object], ids: list[int], layer: str) -> np.ndarray:
    numbers = np.full(len(values), np.nan)
    for position, value in enumerate(values):
        if is_null(value) or value == "":
            continue
        try:
            numbers[position] = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError) as error:
            raise NotANumber(layer=layer, field=column.name, value=value, feature=ids[position]) from error
    _check_range(column, numbers, values, ids, layer)
    return numbers


def _check_range(column: Field, numbers: np.ndarray, values: Sequence[object], ids: list[int], layer: str) -> None:
    """Check numbers (nan = unknown) against the field's levels and range; `values` are what stood in the source."""
    known = ~np.isnan(numbers)
    if isinstance(column.codes, LevelList):
        wrong = known & ~np.isin(numbers, column.codes.codes)
        if wrong.any():
            first = int(np.argmax(wrong))
            raise _unknown_code(column, values[first], ids[first], layer)
    if column.kind == "int":
        _check_whole(column, numbers, values, ids, layer)
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    wrong = known & ((numbers < low) | (numbers > high) | np.isinf(numbers))
    if wrong.any():
        first = int(np.argmax(wrong))
        raise OutOfRange(
            layer=layer,
            field=column.name,
            value=values[first],
            feature=ids[first],
            low="−∞" if column.low is None else column.low,
            high="∞" if column.high is None else column.high,
        )


def _check_whole(column: Field, numbers: np.ndarray, values: Sequence[object], ids: list[int], layer: str) -> None:
    broken = np.isfinite(numbers) & (numbers != np.round(numbers))
    if broken.any():
        first = int(np.argmax(broken))
        raise NotWhole(layer=layer, field=column.name, value=values[first], feature=ids[first])


def _unknown_code(column: Field, value: object, feature: int, layer: str) -> UnknownCode:
    allowed = ", ".join(str(entry) for entry in column.codes.codes) if column.codes else ""
    return UnknownCode(layer=layer, field=column.name, value=value, feature=feature, allowed=allowed)


def _own_words(records: Records, provenance: Provenance) -> Provenance:
    """Add what the records themselves say of licence, attribution and sensitivity, and the count."""
    stated = {name: _distinct(records.columns.get(name)) for name in _OWN_WORDS}
    known = tuple(entry for entry in provenance.licences if entry != "unknown")
    found = tuple(dict.fromkeys(known + stated[PLOT.licence])) or provenance.licences
    return replace(
        provenance,
        licences=found,
        attributions=tuple(dict.fromkeys(provenance.attributions + stated[PLOT.attribution])),
        sensitivity=sensitivity.highest([provenance.sensitivity, *stated[PLOT.sensitivity], *_least(records, found)]),
        count=len(records),
    )


def _least(records: Records, licences: tuple[str, ...]) -> Iterator[str]:
    """Yield the levels that kept fields have of their own where they hold a value; invented data hide nothing."""
    if INVENTED.id in licences:
        return
    for index in range(records.fields.count()):
        level = sensitivity.least(records.fields.at(index).name())
        if level != OPEN and any(not is_null(values[index]) and values[index] != "" for values in records.attributes):
            yield level


def _distinct(values: np.ndarray | None) -> tuple[str, ...]:
    return () if values is None else tuple(dict.fromkeys(str(value) for value in values if value is not None))


def missing_layer(declared: LayerInput, given: object) -> MissingLayer:
    """Make the sentence for a layer that does not open."""
    return MissingLayer(layer=given or "–", parameter=declared.parameter)
