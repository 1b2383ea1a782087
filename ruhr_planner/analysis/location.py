"""In which area things lie: the key of the municipality at each object."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import Qgis, QgsFeature, QgsGeometry, QgsSpatialIndex


def keys_at(
    objects: Sequence[QgsGeometry], areas: Sequence[QgsGeometry], keys: Sequence[str | None]
) -> list[str | None]:
    """Return for each object the key of the area at a point on it; None outside all areas.

    The point lies on the object itself (GEOS "point on surface"), which the centroid of an L need not. Whoever needs
    shares has to split the object instead.

    :param areas: valid polygons; where they overlap the first one counts.
    """
    index = QgsSpatialIndex()
    engines = []
    for number, area in enumerate(areas):
        feature = QgsFeature(number)
        feature.setGeometry(area)
        index.addFeature(feature)
        engine = QgsGeometry.createGeometryEngine(area.constGet())
        engine.prepareGeometry()
        engines.append(engine)
    found: list[str | None] = []
    for geometry in objects:
        point = geometry if geometry.type() == Qgis.GeometryType.Point else geometry.pointOnSurface()
        near = sorted(index.intersects(point.boundingBox()))
        place = next((number for number in near if engines[number].intersects(point.constGet())), None)
        found.append(None if place is None else keys[place])
    return found
