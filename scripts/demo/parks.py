"""Business parks: an outline, streets, parcels between them, all rotated; no two parks overlap."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsSpatialIndex

from .lines import CORRIDOR, Course, polyline
from .space import Space, prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALLEST = 400.0
"""Pieces below this are dropped, m²."""
KEEP_APART = 45.0


@dataclass(frozen=True)
class Archetype:
    """How one sort of park looks. Areas in ha, streets in metres; `parcel` and `size` are medians of log-normals."""

    kind: str
    share: float
    """Share of all parks but those of the sort `mature`, which fill up."""
    size: float
    size_spread: float
    parcel: float
    parcel_spread: float
    street: tuple[float, float]
    border: float
    """Share of parks that are placed at a municipal border."""


ARCHETYPES = {
    entry.kind: entry
    for entry in (
        Archetype("major", 0.006, 115.0, 0.06, 14.0, 0.4, (10.0, 14.0), 0.5),
        Archetype("cooperation", 0.045, 24.0, 0.45, 6.0, 0.5, (10.0, 14.0), 0.55),
        Archetype("regional", 0.15, 11.0, 0.6, 4.5, 0.5, (10.0, 13.0), 0.25),
        Archetype("colliery", 0.11, 13.0, 0.6, 3.0, 0.7, (10.0, 14.0), 0.2),
        Archetype("works", 0.05, 24.0, 0.6, 5.0, 0.7, (12.0, 16.0), 0.2),
        Archetype("railyard", 0.03, 7.0, 0.4, 2.5, 0.5, (10.0, 12.0), 0.15),
        Archetype("port", 0.025, 26.0, 0.5, 1.8, 0.7, (12.0, 18.0), 0.1),
        Archetype("barracks", 0.025, 12.0, 0.5, 2.5, 0.6, (10.0, 13.0), 0.1),
        Archetype("new", 0.20, 17.0, 0.5, 0.85, 0.6, (11.0, 18.0), 0.12),
        Archetype("asb", 0.40, 2.4, 0.5, 0.26, 0.5, (10.0, 13.0), 0.05),
        Archetype("mature", 0.0, 46.0, 0.75, 1.10, 0.85, (11.0, 20.0), 0.10),
    )
}


@dataclass
class Parcel:
    """A piece of land in a park. `u` and `v` (-1 to 1) are its place along and across the park."""

    shape: QgsGeometry
    u: float
    v: float
    town: int


@dataclass
class Park:
    """One business park."""

    kind: str
    angle: float
    centre: tuple[float, float]
    outline: QgsGeometry
    town: int
    crosses_border: bool
    parcels: list[Parcel] = field(default_factory=list)
    streets: list[np.ndarray] = field(default_factory=list)
    gates: list[tuple[float, float]] = field(default_factory=list)
    name: str = ""


@dataclass(frozen=True)
class Frame:
    """Turns park coordinates (along, across) into EPSG:25832."""

    x: float
    y: float
    angle: float

    def place(self, points: Sequence[tuple[float, float]] | np.ndarray) -> np.ndarray:
        """Rotate and shift (n, 2); rounded to 1 mm, so that shared corners stay shared."""
        local = np.asarray(points, dtype=float)
        c, s = np.cos(self.angle), np.sin(self.angle)
        return np.round(
            np.column_stack([self.x + local[:, 0] * c - local[:, 1] * s, self.y + local[:, 0] * s + local[:, 1] * c]), 3
        )


def polygon(points: np.ndarray) -> QgsGeometry:
    """Polygon of an open ring (n, 2)."""
    ring = [QgsPointXY(x, y) for x, y in points.tolist()]
    return QgsGeometry.fromPolygonXY([[*ring, ring[0]]])


def cut_corners(length: float, width: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    """A rectangle whose corners may be cut: convex, and whole across its middle."""
    points = []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = sx * length / 2, sy * width / 2
        if rng.random() < 0.6:
            dx, dy = rng.uniform(0.08, 0.42) * length, rng.uniform(0.08, 0.48) * width
            pair = [(x, y - sy * dy), (x - sx * dx, y)]
            points += pair if sx * sy > 0 else pair[::-1]
        else:
            points.append((x, y))
    return points


def breaks(start: float, end: float, step: float, spread: float, rng: np.random.Generator) -> np.ndarray:
    """Split a stretch into log-normal pieces of about `step` metres; returns the limits."""
    count = max(1, round((end - start) / step))
    parts = rng.lognormal(0.0, spread, count)
    return start + (end - start) * np.concatenate([[0.0], np.cumsum(parts / parts.sum())])


def bands(width: float, depth: float, street: float, rng: np.random.Generator) -> list[tuple[float, float, float]]:
    """Split the width into bands with a street near the middle of each: (lower edge, street's axis, upper edge)."""
    limits = breaks(-width / 2, width / 2, 2 * depth + street, 0.28, rng)
    return [(low, low + (high - low) * rng.uniform(0.40, 0.60), high) for low, high in zip(limits, limits[1:])]


def layout(park: Park, archetype: Archetype, length: float, width: float, rng: np.random.Generator) -> None:
    """Fill a park with streets and parcels (still without the cuts by lines and borders)."""
    frame = Frame(*park.centre, park.angle)
    target = archetype.parcel * 1e4 * rng.lognormal(0.0, 0.2)
    street = rng.uniform(*archetype.street)
    depth = min(np.sqrt(target) * rng.uniform(0.85, 1.15), max(width / 2 - street, 30.0))
    stripes = bands(width, depth, street, rng)
    spacing = rng.uniform(2.2, 4.5) * max(np.sqrt(target), 70.0)
    crossings = cross_streets(length, spacing, rng)
    limits = np.concatenate([[-length / 2], np.repeat(crossings, 2), [length / 2]])
    limits[1:-1:2] -= street / 2
    limits[2:-1:2] += street / 2
    inside = prepared(park.outline)
    for low, axis, high in stripes:
        for bottom, top in ((low, axis - street / 2), (axis + street / 2, high)):
            for left, right in zip(limits[0::2], limits[1::2]):
                cuts = breaks(left, right, target / max(top - bottom, 20.0), archetype.parcel_spread * 0.75, rng)
                for a, b in zip(cuts, cuts[1:]):
                    add_parcel(park, inside, frame, (a, b, bottom, top), (length, width))
    add_streets(park, frame, [axis for _, axis, _ in stripes], crossings, (length, width))


def cross_streets(length: float, spacing: float, rng: np.random.Generator) -> np.ndarray:
    """Places of the streets across; one runs through the middle, where the outline is whole."""
    half = np.arange(1, int(length / 2 / spacing) + 1) * spacing
    half = half[half < length / 2 - 60.0]
    places = np.concatenate([-half[::-1], [0.0], half])
    return places + np.where(places == 0.0, 0.0, rng.uniform(-0.1, 0.1, len(places)) * spacing)


def add_parcel(park: Park, inside: object, frame: Frame, box: tuple[float, ...], size: tuple[float, float]) -> None:
    """Add one parcel, cut at the outline."""
    a, b, bottom, top = box
    shape = polygon(frame.place([(a, bottom), (b, bottom), (b, top), (a, top)]))
    if not inside.contains(shape.constGet()):
        shape = shape.intersection(park.outline)
        if shape.isNull() or shape.area() < SMALLEST:
            return
        shape = rounded(shape)
    park.parcels.append(Parcel(shape, (a + b) / size[0], (bottom + top) / size[1], park.town))


def rounded(shape: QgsGeometry) -> QgsGeometry:
    """A valid polygon with coordinates rounded to 1 mm."""
    made = shape.snappedToGrid(0.001, 0.001)
    return made if made.isGeosValid() else made.makeValid()


def clip_range(outline: list[QgsPointXY], start: np.ndarray, end: np.ndarray) -> np.ndarray | None:
    """The part of a straight line inside a convex outline, as (2, 2); None outside."""
    part = polyline(np.vstack([start, end])).intersection(QgsGeometry.fromPolygonXY([outline]))
    if part.isNull() or part.length() < 30.0 or part.isMultipart():
        return None
    points = np.array([(p.x(), p.y()) for p in part.asPolyline()])
    return points if np.dot(points[-1] - points[0], end - start) > 0 else points[::-1]


def add_streets(park: Park, frame: Frame, axes: list[float], crossings: np.ndarray, size: tuple[float, float]) -> None:
    """Street axes, split where they meet, so that they make a graph."""
    outline = park.outline.asPolygon()[0]
    nodes = {(n, m): frame.place([(u, v)])[0] for n, v in enumerate(axes) for m, u in enumerate(crossings)}
    for n, v in enumerate(axes):
        ends = frame.place([(-size[0] / 2, v), (size[0] / 2, v)])
        chain(park, outline, ends, [nodes[n, m] for m in range(len(crossings))])
    for m, u in enumerate(crossings):
        ends = frame.place([(u, -size[1] / 2), (u, size[1] / 2)])
        chain(park, outline, ends, [nodes[n, m] for n in range(len(axes))])


def chain(park: Park, outline: list[QgsPointXY], ends: np.ndarray, nodes: list[np.ndarray]) -> None:
    """One street from end to end inside the outline, split at the nodes that lie inside."""
    clipped = clip_range(outline, ends[0], ends[1])
    if clipped is None:
        return
    direction = ends[1] - ends[0]
    low, high = np.dot(clipped[0] - ends[0], direction), np.dot(clipped[-1] - ends[0], direction)
    inner = [node for node in nodes if low < np.dot(node - ends[0], direction) < high]
    if not inner:
        return
    stops = [np.round(clipped[0], 3), *inner, np.round(clipped[-1], 3)]
    park.streets += [np.vstack(pair) for pair in zip(stops, stops[1:]) if np.hypot(*(pair[1] - pair[0])) > 1.0]
    park.gates += [tuple(stops[0].tolist()), tuple(stops[-1].tolist())]


class Ground:
    """The land that is still free: keeps parks apart and in the region."""

    def __init__(self, space: Space, courses: list[Course]) -> None:
        self.space = space
        self.courses = courses
        self.index = QgsSpatialIndex()
        self.outlines: list[QgsGeometry] = []
        self.lines = QgsSpatialIndex()
        self.pieces: list[tuple[str, QgsGeometry]] = []
        for course in courses:
            for start in range(0, len(course.points) - 1, 8):
                self.add_line(course.kind, polyline(course.points[start : start + 9]))

    def add_line(self, kind: str, line: QgsGeometry) -> None:
        """Remember a stretch of a line that cuts parks."""
        feature = QgsFeature(len(self.pieces))
        feature.setGeometry(line)
        self.lines.addFeature(feature)
        self.pieces.append((kind, line))

    def free(self, outline: QgsGeometry) -> bool:
        """Tell whether a park may lie here."""
        if not self.space.region_engine.contains(outline.constGet()):
            return False
        box = outline.boundingBox().buffered(KEEP_APART)
        return all(outline.distance(self.outlines[n]) > KEEP_APART for n in self.index.intersects(box))

    def take(self, outline: QgsGeometry) -> None:
        """Mark the land as used."""
        feature = QgsFeature(len(self.outlines))
        feature.setGeometry(outline)
        self.index.addFeature(feature)
        self.outlines.append(outline)

    def corridors(self, outline: QgsGeometry, widths: dict[str, float]) -> QgsGeometry | None:
        """Land that lines take within an outline; None if there is none."""
        found = []
        for n in sorted(self.lines.intersects(outline.boundingBox().buffered(60.0))):
            kind, line = self.pieces[n]
            if line.distance(outline) < widths[kind]:
                found.append(line.buffer(widths[kind], 4))
        return QgsGeometry.unaryUnion(found) if found else None


def cut_by_lines(park: Park, ground: Ground) -> None:
    """Take the corridors of motorways, canals, railways and main roads out of the parcels."""
    corridor = ground.corridors(park.outline, {**CORRIDOR, "road": 9.0})
    if corridor is None:
        return
    engine = prepared(corridor)
    kept = []
    for parcel in park.parcels:
        if not engine.intersects(parcel.shape.constGet()):
            kept.append(parcel)
            continue
        left = pieces(parcel.shape.difference(corridor))
        kept.extend(Parcel(piece, parcel.u, parcel.v, parcel.town) for piece in left)
    park.parcels = kept


def pieces(shape: QgsGeometry) -> list[QgsGeometry]:
    """The polygons of a geometry that are large enough, rounded."""
    found = []
    for part in shape.asGeometryCollection():
        if part.type().value == 2 and part.area() >= SMALLEST:
            made = rounded(part)
            if not made.isMultipart():
                found.append(made)
            else:
                found += [p for p in made.asGeometryCollection() if p.type().value == 2 and p.area() >= SMALLEST]
    return found


def split_at_borders(park: Park, space: Space) -> None:
    """Parcels end at the municipal border, as cadastral parcels do; sets the municipality of each."""
    box = park.outline.boundingBox()
    towns = [
        n
        for n, town in enumerate(space.municipalities)
        if town.shape.boundingBox().intersects(box) and town.engine.intersects(park.outline.constGet())
    ]
    if len(towns) == 1:
        for parcel in park.parcels:
            parcel.town = towns[0]
        return
    park.crosses_border = True
    made = []
    for parcel in park.parcels:
        home = next((n for n in towns if space.municipalities[n].contains(parcel.shape)), None)
        if home is not None:
            made.append(Parcel(parcel.shape, parcel.u, parcel.v, home))
            continue
        for n in towns:
            made += [
                Parcel(piece, parcel.u, parcel.v, n)
                for piece in pieces(parcel.shape.intersection(space.municipalities[n].shape))
            ]
    park.parcels = made


def try_park(
    archetype: Archetype, spot: tuple[float, float], angle: float, ground: Ground, rng: np.random.Generator
) -> Park | None:
    """Lay a park out at a spot; None where there is no room."""
    area = archetype.size * 1e4 * rng.lognormal(0.0, archetype.size_spread)
    area = float(np.clip(area, 0.8e4, 160e4))
    aspect = rng.uniform(1.1, 2.4)
    length, width = np.sqrt(area * aspect), np.sqrt(area / aspect)
    frame = Frame(*spot, angle)
    outline = polygon(frame.place(cut_corners(length, width, rng)))
    if not ground.free(outline):
        return None
    row, column = ground.space.cell_of(*spot)
    park = Park(archetype.kind, angle, spot, outline, int(ground.space.index[row, column]), False)
    layout(park, archetype, length, width, rng)
    cut_by_lines(park, ground)
    split_at_borders(park, ground.space)
    if not park.parcels:
        return None
    ground.take(outline)
    return park
