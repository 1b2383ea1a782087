"""An input that is a layer of the project, of any provider, or a file: as pages of records, as it states itself.

A file goes through the plugin's own readers: they know zipped Shapefiles, GML, CSV with decimal commas and XLSX, and
say what is wrong with one. A layer of the project is read feature by feature, with its filter and selection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsFeature,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProperty,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import NULL, QByteArray, QDate, QDateTime, QMetaType, Qt, QTime

from ruhr_planner.model import errors
from ruhr_planner.processing.algorithm import Run

if TYPE_CHECKING:
    from ruhr_planner.harmonise.importing import Input
    from ruhr_planner.readers.record import Page, Record


def file_of(value: Any) -> tuple[Path, str] | None:
    """Return file and layer ("" = not named) that a parameter names, None if it is no file."""
    if not isinstance(value, str) or not value.strip():
        return None
    path, _, rest = value.strip().partition("|")
    named = dict(part.partition("=")[::2] for part in rest.split("|"))
    return (Path(path), named.get("layername", "")) if Path(path).is_file() else None


def accepted(parameters: dict[str, Any], parameter: str) -> dict[str, Any]:
    """Return parameters that QGIS's own check takes although one names a file that only our readers open."""
    if file_of(parameters.get(parameter)) is None:
        return parameters
    return {**parameters, parameter: QgsProperty.fromExpression("''")}


def declare(parameter: str, label: str) -> QgsProcessingParameterFeatureSource:
    """Return the parameter for a layer or a file."""
    return QgsProcessingParameterFeatureSource(parameter, label)


@contextmanager
def opened(run: Run, parameter: str, layer: str) -> Iterator[Input]:
    """Open the layer or file of a parameter.

    :param layer: the layer of a file that has several.
    :raises MissingLayer, BadFile: it cannot be read.
    """
    from ruhr_planner.harmonise.importing import Input  # readers and network only when something is read
    from ruhr_planner.readers import files

    value = run.value(parameter)
    file = file_of(value)
    if file is not None:
        path, named = file
        with files.open_path(path, layer or named) as stream:
            yield Input(stream.origin.title, stream.stated, stream.tally.expected, lambda: stream.tally.complete)
        return
    source = run.source(parameter)
    if source is None:
        raise errors.MissingLayer(layer=value if isinstance(value, str) else "–", parameter=parameter)
    count = max(0, source.featureCount())
    chosen = isinstance(value, QgsProcessingFeatureSourceDefinition)  # a selection is no layer for QGIS
    given = None if chosen else run.layer(parameter)
    exact = count if given is not None and given.providerType() == "postgres" else 0
    yield Input(source.sourceName(), lambda: _pages(source, run.check, exact), count or None)


def _pages(source: QgsProcessingFeatureSource, check: Callable[[], None], exact: int) -> Iterator[Page]:
    """Yield the pages of a layer.

    :param exact: the number of records that there are at least, 0 if nobody can say.
    :raises InputIncomplete: the server went away; QGIS ends an iteration without a word then.
    """
    from ruhr_planner.readers.backend import PAGE
    from ruhr_planner.readers.record import Field, Page, Record

    fields = tuple(Field(field.name(), _kind(field.type())) for field in source.fields())
    kept = [at for at, field in enumerate(fields) if field.name.lower() != "fid"]
    fields = tuple(fields[at] for at in kept)
    spatial = source.wkbType() != QgsWkbTypes.Type.NoGeometry
    kind = QgsWkbTypes.displayString(QgsWkbTypes.flatType(source.wkbType())) if spatial else ""
    crs = source.sourceCrs()
    stated = crs.authid() or crs.toWkt() if spatial else ""
    records: list[Record] = []
    number = 0
    for number, feature in enumerate(source.getFeatures(), start=1):
        values = feature.attributes()
        records.append(Record(_wkb(feature), tuple([_value(values[at]) for at in kept])))
        if number % 1000 == 0:
            check()
        if len(records) == PAGE:
            yield Page(fields, kind, records, stated)
            records = []
    if number < exact:
        raise errors.InputIncomplete(layer=source.sourceName(), expected=exact, read=number)
    yield Page(fields, kind, records, stated)


def _kind(kind: QMetaType.Type) -> str:
    """Return what a reader would call a type of QGIS."""
    from ruhr_planner.readers import record

    return {
        QMetaType.Type.Int: record.INT,
        QMetaType.Type.UInt: record.INT,
        QMetaType.Type.LongLong: record.INT,
        QMetaType.Type.ULongLong: record.INT,
        QMetaType.Type.Double: record.REAL,
        QMetaType.Type.Bool: record.BOOL,
        QMetaType.Type.QDate: record.DATE,
        QMetaType.Type.QDateTime: record.DATETIME,
    }.get(kind, record.TEXT)


def _wkb(feature: QgsFeature) -> bytes | None:
    geometry = feature.geometry()
    return None if geometry.isNull() else bytes(geometry.asWkb())


def _value(value: Any) -> Any:
    """Return an attribute as a reader would: dates as ISO texts, nothing of Qt."""
    if value is None or value == NULL:
        return None
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, QDate):
        return value.toString(Qt.DateFormat.ISODate) or None
    if isinstance(value, (QDateTime, QTime)):
        return value.toString(Qt.DateFormat.ISODate) or None
    if isinstance(value, QByteArray):
        return bytes(value).hex()
    return str(value)
