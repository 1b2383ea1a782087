"""Geometry made plain and valid: one place for every input.

Curves become chords of at most one degree of arc (QGIS's `segmentize`), whatever the units of the layer are: a chord
leaves its arc by at most 4 / 100,000 of the radius, a full circle loses 5 / 100,000 of its area.
"""

from __future__ import annotations

from math import pi

from qgis.core import Qgis, QgsGeometry, QgsWkbTypes

ARC_STEP = pi / 180
"""Largest angle of a chord that replaces an arc, radians."""

_PLAIN = frozenset(
    (
        Qgis.WkbType.Polygon,
        Qgis.WkbType.MultiPolygon,
        Qgis.WkbType.Point,
        Qgis.WkbType.MultiPoint,
        Qgis.WkbType.LineString,
        Qgis.WkbType.MultiLineString,
    )
)


def plain(geometry: QgsGeometry) -> QgsGeometry:
    """Return the geometry in two dimensions and with straight segments."""
    if geometry.wkbType() in _PLAIN:
        return geometry
    flat = geometry.constGet().segmentize(ARC_STEP)
    flat.dropZValue()
    flat.dropMValue()
    return QgsGeometry(flat)


def plain_type(kind: Qgis.WkbType) -> Qgis.WkbType:
    """Return what `plain` makes of a type of geometry."""
    return QgsWkbTypes.flatType(QgsWkbTypes.linearType(kind))


def repaired(geometry: QgsGeometry) -> QgsGeometry:
    """Return a valid geometry of the same dimension: by structure, else by linework; empty if nothing is left."""
    kind = geometry.type()
    for method in (Qgis.MakeValidMethod.Structure, Qgis.MakeValidMethod.Linework):
        made = geometry.makeValid(method)
        if made.isNull():
            continue
        if QgsWkbTypes.flatType(made.wkbType()) == Qgis.WkbType.GeometryCollection:
            made.convertGeometryCollectionToSubclass(kind)
        # GEOS 3.11 may leave two parts with a common edge where a ring runs along itself
        if not made.isEmpty() and made.type() == kind and made.isGeosValid():
            return made
    return QgsGeometry.fromWkt("POLYGON EMPTY")
