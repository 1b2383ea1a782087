"""What lies around a site: its municipalities, the nearest sensitive use, the distance classes, the location factors.

Areas in m², distances straight, in metres. Distance classes invert the distance table of the Abstandserlass NRW 2007: a
place may take the most demanding class whose distance it keeps from sensitive uses. The table is data (to be checked
before it is used in a procedure), see resources/codelists/distance_classes.yaml.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from qgis.core import QgsGeometry

from ruhr_planner.analysis.contiguity import box_distance
from ruhr_planner.analysis.pieces import MANY_VERTICES, boxes, difference

QUARTER = 16
"""Segments a quarter circle around sensitive uses: a buffer is at most 0.12 % too narrow."""
WHOLE = 1e-6
"""Share of an area that may be lost in rounding."""


class DistanceClass(NamedTuple):
    """A class and the distance it has to keep, m."""

    code: str
    distance: float


class Municipalities:
    """Areas with a key; answers how much of a geometry lies in which."""

    def __init__(self, ags: Sequence[str], geometries: Sequence[QgsGeometry]) -> None:
        self._ags = list(ags)
        self._geometries = list(geometries)
        self._boxes = boxes(self._geometries)
        self._engines = [QgsGeometry.createGeometryEngine(geometry.constGet()) for geometry in self._geometries]
        for engine in self._engines:
            engine.prepareGeometry()

    def shares(self, geometry: QgsGeometry) -> dict[str, float]:
        """Return the share of the geometry's area by municipality, the largest first.

        Land outside all of them is missing from the sum. Municipalities that overlap are scaled so that the sum is 1.
        """
        total = geometry.area()
        if total <= 0.0:
            return {}
        found: dict[str, float] = {}
        for index in np.flatnonzero(box_distance(self._boxes, boxes([geometry])) <= 0.0).tolist():
            if self._engines[index].contains(geometry.constGet()):
                return {self._ags[index]: 1.0}
            if self._engines[index].intersects(geometry.constGet()):
                area = geometry.intersection(self._near(index, geometry)).area()
                if area > WHOLE * total:
                    found[self._ags[index]] = found.get(self._ags[index], 0.0) + area / total
        scale = max(1.0, sum(found.values()))
        if sum(found.values()) > 1.0 - WHOLE:
            scale = sum(found.values())
        return {ags: share / scale for ags, share in sorted(found.items(), key=lambda item: (-item[1], item[0]))}

    def _near(self, index: int, geometry: QgsGeometry) -> QgsGeometry:
        """Return the municipality around the geometry only: its border has thousands of vertices."""
        whole = self._geometries[index]
        if whole.constGet().nCoordinates() <= MANY_VERTICES:
            return whole
        near = whole.clipped(geometry.boundingBox().buffered(1.0))
        return near if not near.isEmpty() and near.isGeosValid() else whole


class Nearest:
    """A set of geometries; answers the distance to the nearest."""

    def __init__(self, geometries: Sequence[QgsGeometry]) -> None:
        self._geometries = list(geometries)
        self._boxes = boxes(self._geometries)

    def __len__(self) -> int:
        return len(self._geometries)

    def distance(self, geometry: QgsGeometry) -> float | None:
        """Return the distance in metres to the nearest, None where the set is empty."""
        found = self.nearest(geometry)
        return None if found is None else found[0]

    def nearest(self, geometry: QgsGeometry) -> tuple[float, QgsGeometry] | None:
        """Return the distance to the nearest geometry and that geometry."""
        best: tuple[float, QgsGeometry] | None = None
        least = box_distance(self._boxes, boxes([geometry]))
        for index in np.argsort(least, kind="stable").tolist():
            if best is not None and least[index] >= best[0]:
                break
            distance = float(geometry.distance(self._geometries[index]))
            if best is None or distance < best[0]:
                best = (distance, self._geometries[index])
        return best

    def within(self, geometry: QgsGeometry, distance: float) -> list[QgsGeometry]:
        """Return the geometries whose boxes come within a distance of the geometry's box, the nearest boxes first."""
        least = box_distance(self._boxes, boxes([geometry]))
        order = np.argsort(least, kind="stable")
        return [self._geometries[index] for index in order[least[order] <= distance].tolist()]


def distance_class(distance: float | None, classes: Sequence[DistanceClass], below: str) -> str | None:
    """Return the most demanding class whose distance is kept; `below` if none is; None without a distance.

    `classes` are ordered from the most demanding (the largest distance) down.
    """
    if distance is None or not classes:
        return None
    return next((entry.code for entry in classes if distance >= entry.distance), below)


def zoning(
    geometry: QgsGeometry, sensitive: Nearest, classes: Sequence[DistanceClass], below: str
) -> dict[str, float] | None:
    """Return the m² of the geometry that keep the distance of each class, all classes in order, `below` last.

    What keeps 500 m but not 700 m belongs to the class of 500 m. None without sensitive uses; the sum is the area.
    """
    if not len(sensitive) or not classes:
        return None
    left = geometry
    area = geometry.area()
    result: dict[str, float] = {}
    lower = below
    for entry in reversed(classes):
        left = _beyond(left, sensitive, entry.distance)
        rest = 0.0 if left.isEmpty() else left.area()
        result[lower] = max(0.0, area - rest)
        lower, area = entry.code, rest
    result[lower] = area
    return {code: result[code] for code in (*(entry.code for entry in classes), below)}


def _beyond(geometry: QgsGeometry, sensitive: Nearest, distance: float) -> QgsGeometry:
    """Return the part of the geometry that keeps a distance from all sensitive uses."""
    if geometry.isEmpty():
        return geometry
    found = sensitive.nearest(geometry)
    if found is None or found[0] >= distance:
        return geometry
    centre = found[1].nearestPoint(geometry)
    if geometry.hausdorffDistance(centre) < distance:
        return QgsGeometry()
    reach = geometry.boundingBox().buffered(distance + 1.0)
    for use in sensitive.within(geometry, distance):
        near = use.clipped(reach)
        near = near if not near.isEmpty() and near.isGeosValid() else use
        geometry = difference(geometry, near.buffer(distance, QUARTER))
        if geometry.isEmpty():
            break
    return geometry
