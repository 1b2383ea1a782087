"""How many people live within a distance of a site: what a site can count on as labour force.

People are points with a count. A polygon with a count is spread evenly over points inside it, 500 m apart (areal
interpolation); one that is smaller stands at a point on it. The distance is straight, from the site's centroid. Counts
are those of the layer given; whether they are inhabitants or people of working age is the user's choice.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.core import Qgis, QgsGeometry

from ruhr_planner.analysis.contiguity import Floats, outlines
from ruhr_planner.analysis.rectangle import inside

STEP = 500.0
"""Polygons wider than this are spread over points this far apart, m."""


class People:
    """Points (n, 2) with counts, sorted by x."""

    def __init__(self, geometries: Sequence[QgsGeometry], counts: Floats) -> None:
        """Place the counts; an unknown count (nan) takes no part."""
        known = [(geometry, count) for geometry, count in zip(geometries, counts.tolist()) if count == count]
        placed = [(_points(geometry), count) for geometry, count in known]
        points = np.concatenate([found for found, _ in placed]) if placed else np.empty((0, 2))
        each = np.asarray([len(found) for found, _ in placed], np.int64)
        weights = np.repeat(np.asarray([count for _, count in placed]) / each, each) if placed else np.empty(0)
        order = np.argsort(points[:, 0], kind="stable")
        self._points = points[order]
        self._weights = weights[order]

    def __len__(self) -> int:
        return len(self._points)

    def within(self, geometry: QgsGeometry, distances: Sequence[float]) -> dict[float, float]:
        """Return the number of people within each distance (m) of the geometry's centroid."""
        centre = geometry.centroid().asPoint()
        reach = max(distances, default=0.0)
        start, stop = np.searchsorted(self._points[:, 0], (centre.x() - reach, centre.x() + reach), side="left")
        near = self._points[start : stop + 1]
        squared = (near[:, 0] - centre.x()) ** 2 + (near[:, 1] - centre.y()) ** 2
        weights = self._weights[start : stop + 1]
        return {distance: float(weights @ (squared <= distance**2)) for distance in distances}


def _points(geometry: QgsGeometry) -> Floats:
    """Return the points that stand for a geometry, shape (n, 2), n >= 1."""
    if geometry.wkbType() == Qgis.WkbType.Point:
        point = geometry.asPoint()
        return np.asarray(((point.x(), point.y()),))
    if geometry.type() == Qgis.GeometryType.Polygon:
        box = geometry.boundingBox()
        if max(box.width(), box.height()) > STEP:
            border = outlines([geometry]).segments
            low = np.asarray((box.xMinimum(), box.yMinimum()))
            rows, columns = (max(1, int(np.ceil(side / STEP))) for side in (box.height(), box.width()))
            row, column = np.nonzero(inside(border - np.tile(low, 2), STEP, rows, columns))
            if len(row):
                return np.asarray(low + (np.column_stack((column, row)) + 0.5) * STEP)
        geometry = geometry.pointOnSurface()
    elif geometry.type() == Qgis.GeometryType.Line:
        geometry = geometry.centroid()
    return np.asarray([(point.x(), point.y()) for point in geometry.vertices()])
