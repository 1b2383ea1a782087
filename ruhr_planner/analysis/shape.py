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
ROUND = 16
"""Segments a quarter circle of the round joins."""
ROUGH = 4
"""Segments a quarter circle of the round joins that mitre joins are only compared with."""
CLOSING, OPENING = 0.02, 0.10
"""Share of an area by which mitre and round joins may differ; where more, mitre joins have failed."""
SMALL = 100.0
"""Area that corners may make up, m²."""
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
    """Return the geometry with gaps up to the given width bridged: grown and shrunk again by half of it.

    Between hair-thin remnants GEOS's mitre joins now and then lose a part or add a spike (4 of 1,000 random clusters).
    A closing holds what was there and stays inside that with round joins; where this does not come true, the one with
    round joins, which are robust, is taken.
    """
    half = gap / 2.0 + MARGIN
    grown = [offset(part, half) for part in geometry.asGeometryCollection()]
    made = offset(QgsGeometry.unaryUnion(grown) if len(grown) > 1 else grown[0], -half)
    plain = geometry.buffer(half, ROUGH).buffer(-half, ROUGH)
    return made if _between(geometry, made, plain, CLOSING) else geometry.buffer(half, ROUND).buffer(-half, ROUND)


def opened(geometry: QgsGeometry, width: float) -> QgsGeometry:
    """Return what of the geometry is at least as wide as given: shrunk and grown again by half of it.

    As in `closed`, round joins serve where mitre joins fail: an opening lies inside what was there.
    """
    if width <= 0.0 or geometry.isEmpty():
        return geometry
    half = width / 2.0
    made = offset(offset(geometry, -half), half)
    plain = geometry.buffer(-half, ROUND).buffer(half, ROUND)
    return made if _between(plain, made, geometry, OPENING) else plain


def _between(inner: QgsGeometry, made: QgsGeometry, outer: QgsGeometry, share: float) -> bool:
    """Tell whether a geometry is valid, holds the inner and lies in the outer one, but for a share of their area."""
    if made.isEmpty():
        return _rest(inner, made) <= SMALL
    if not made.isGeosValid():
        return False
    beyond, allowed = _rest(made, outer), share * inner.area() + SMALL
    if beyond > share * outer.area() + SMALL:
        return False
    missing = outer.area() - (made.area() - beyond)  # of the outer one, which holds the inner
    return missing <= allowed or _rest(inner, made) <= allowed


def _rest(one: QgsGeometry, other: QgsGeometry) -> float:
    """Return the area of one geometry outside another."""
    if one.isEmpty() or other.isEmpty():
        return 0.0 if one.isEmpty() else float(one.area())
    return float(one.difference(other).area())
