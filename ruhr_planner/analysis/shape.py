"""Shape of a site: compactness, convexity, inscribed circle, oriented box, and morphological closing and opening.

Lengths in metres, areas in square metres of a plane system (EPSG:25832). Closing and opening use mitre joins with
limit 5, so that right angles stay right angles; both are the usual pair of offsets (Serra 1982, Image Analysis and
Mathematical Morphology).
"""

from __future__ import annotations

import math

from qgis.core import Qgis, QgsGeometry

MITRE_LIMIT = 5.0
MARGIN = 0.01
"""Added to half the gap when closing, m: plots exactly one gap apart must overlap to become one."""
PRECISION = 0.5
"""To this the inscribed circle is found, m."""


def compactness(area: float, perimeter: float) -> float:
    """Return the Polsby–Popper ratio 4πA / P²: 1 for a circle, 0.785 for a square; 0 without a perimeter."""
    return 4.0 * math.pi * area / perimeter**2 if perimeter > 0.0 else 0.0


def convexity(geometry: QgsGeometry) -> float:
    """Return the share of the convex hull that the geometry fills, 0 to 1."""
    hull = geometry.convexHull().area()
    return float(min(1.0, geometry.area() / hull)) if hull > 0.0 else 0.0


def inscribed_diameter(geometry: QgsGeometry) -> float:
    """Return the diameter of the largest circle inside, in metres (pole of inaccessibility, to 0.5 m)."""
    if geometry.isEmpty():
        return 0.0
    radius = geometry.poleOfInaccessibility(PRECISION)[1]
    return 2.0 * float(radius or 0.0)


def oriented_box(geometry: QgsGeometry) -> tuple[float, float]:
    """Return length and width of the smallest rectangle around the geometry, in any direction."""
    _, _, _, width, height = geometry.orientedMinimumBoundingBox()
    return float(max(width, height)), float(min(width, height))


def offset(geometry: QgsGeometry, distance: float) -> QgsGeometry:
    """Return the geometry grown (or, with a negative distance, shrunk) with mitre joins."""
    return geometry.buffer(distance, 1, Qgis.EndCapStyle.Flat, Qgis.JoinStyle.Miter, MITRE_LIMIT)


def closed(geometry: QgsGeometry, gap: float) -> QgsGeometry:
    """Return the geometry with gaps up to the given width bridged: grown and shrunk again by half of it."""
    half = gap / 2.0 + MARGIN
    grown = [offset(part, half) for part in geometry.asGeometryCollection()]
    return offset(QgsGeometry.unaryUnion(grown) if len(grown) > 1 else grown[0], -half)


def opened(geometry: QgsGeometry, width: float) -> QgsGeometry:
    """Return what of the geometry is at least as wide as given: shrunk and grown again by half of it."""
    return offset(offset(geometry, -width / 2.0), width / 2.0) if width > 0.0 else geometry
