"""Layers for tests, made from the vocabulary: every field of a table is filled with a value that it allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsVectorLayer, QgsWkbTypes

from ruhr_planner.model.codes import CodeList, LevelList
from ruhr_planner.model.region import CRS
from ruhr_planner.model.tables import AGS, Field, Table
from ruhr_planner.store.layers import qgis_fields, wkb_type

HERNE = (376000.0, 5712000.0)
SOME_AGS = ("05916000", "05911000", "05913000", "05513000")


def value(column: Field, position: int) -> Any:
    """A value that the field allows."""
    if isinstance(column.codes, LevelList):
        return column.codes.codes[0]
    if isinstance(column.codes, CodeList):
        return column.codes.codes[0]
    if column.name == AGS.name:
        return SOME_AGS[position % len(SOME_AGS)]
    if column.kind == "text" and column.width:
        return f"{position:0{column.width}d}"
    if column.kind == "text":
        return f"{column.name}-{position}"
    if column.kind == "date":
        return None
    return 2020 if column.unit == "a" else (column.high if column.high is not None else 1)


def square(position: int, side: float = 300.0, gap: float = 10.0) -> QgsGeometry:
    """A square in a row of squares in Herne."""
    x, y = HERNE[0] + position * (side + gap), HERNE[1]
    ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    points = ",".join(f"{a} {b}" for a, b in ring)
    return QgsGeometry.fromWkt(f"POLYGON(({points}))")


def geometry(table: Table, position: int) -> QgsGeometry | None:
    """A geometry of the table's kind."""
    kind = QgsWkbTypes.geometryType(wkb_type(table))
    if kind == Qgis.GeometryType.Null:
        return None
    made = square(position)
    if kind == Qgis.GeometryType.Point:
        made = made.centroid()
    elif kind == Qgis.GeometryType.Line:
        # a line that runs through the square, not along a border between two of them
        box = made.boundingBox()
        made = QgsGeometry.fromWkt(
            f"LINESTRING({box.xMinimum()} {box.yMaximum() + 40},{box.xMaximum()} {box.yMaximum() + 40})"
        )
    if QgsWkbTypes.isMultiType(wkb_type(table)):
        made.convertToMultiType()
    return made


def layer(
    table: Table,
    count: int = 4,
    *,
    name: str = "Prüfschicht",
    crs: str = CRS,
    without: tuple[str, ...] = (),
    as_text: tuple[str, ...] = (),
    change: Callable[[QgsFeature, int], None] | None = None,
    geometries: Callable[[int], QgsGeometry | None] | None = None,
) -> QgsVectorLayer:
    """A memory layer with `count` records of a table.

    :param without: fields that are left away; `as_text`: fields that are stored as text.
    :param change: called with each feature and its position before it is added.
    """
    display = QgsWkbTypes.displayString(wkb_type(table))
    made = QgsVectorLayer("NoGeometry" if display == "NoGeometry" else display, name, "memory")
    if made.isSpatial():  # QGIS gives a layer that says nothing the default system
        made.setCrs(QgsCoordinateReferenceSystem(crs) if crs else QgsCoordinateReferenceSystem())
    fields = []
    for field in qgis_fields(table):
        if field.name() in without:
            continue
        if field.name() in as_text:
            text = qgis_fields(Table("t", table.label, "", (Field(field.name(), "text", table.label),))).at(0)
            fields.append(text)
        else:
            fields.append(field)
    made.dataProvider().addAttributes(fields)
    made.updateFields()
    features = []
    for position in range(count):
        feature = QgsFeature(made.fields())
        for column in table.columns:
            if column.name not in without:
                given = value(column, position)
                feature[column.name] = str(given) if column.name in as_text and given is not None else given
        shape = geometries(position) if geometries else geometry(table, position)
        if shape is not None:
            feature.setGeometry(shape)
        if change:
            change(feature, position)
        features.append(feature)
    ok, _ = made.dataProvider().addFeatures(features)
    assert ok, made.dataProvider().lastError()
    return made
