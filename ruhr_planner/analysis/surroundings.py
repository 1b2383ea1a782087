"""What lies around a site: municipalities, sensitive uses, distance classes, location factors, hazards, official sites.

Areas in m², distances straight, in metres. Distance classes invert the distance table of the Abstandserlass NRW 2007: a
place may take the most demanding class whose distance it keeps from sensitive uses. The table is data (to be checked
before it is used in a procedure), see resources/codelists/distance_classes.yaml.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from qgis.core import QgsGeometry, QgsRectangle

from ruhr_planner.analysis.contiguity import box_distance
from ruhr_planner.analysis.pieces import MANY_VERTICES, Exclusions, boxes, difference
from ruhr_planner.model import codes

QUARTER = 16
"""Segments a quarter circle around sensitive uses: a buffer is at most 0.12 % too narrow."""
WHOLE = 1e-6
"""Share of an area that may be lost in rounding."""
OUTSIDE = "outside"
"""Stands in the place of a municipality's key for land outside all of them."""
MOSTLY = 0.95
"""Share from which land lies inside an official site, and under whose complement it lies outside."""


class DistanceClass(NamedTuple):
    """A class and the distance it has to keep, m."""

    code: str
    distance: float


class Municipalities:
    """Areas with a key; answers how much of a geometry lies in which, and how much in none."""

    def __init__(
        self, ags: Sequence[str], geometries: Sequence[QgsGeometry], neighbours: Municipalities | None = None
    ) -> None:
        """Keep the areas; `neighbours` are asked for what lies outside all of them."""
        self._ags = list(ags)
        self._geometries = list(geometries)
        self._neighbours = neighbours
        self._boxes = boxes(self._geometries)
        self._engines = [QgsGeometry.createGeometryEngine(geometry.constGet()) for geometry in self._geometries]
        for engine in self._engines:
            engine.prepareGeometry()
        self.overlapping: set[str] = set()
        """Keys of areas that were found to overlap in the geometries asked for."""

    def shares(self, geometry: QgsGeometry) -> dict[str, float]:
        """Return the share of the geometry's area by municipality, the largest first; the sum is 1.

        What lies outside all of them goes to the neighbours, and what lies outside these too stands under OUTSIDE.
        Where municipalities overlap, the land that they cover is shared in proportion to what each of them holds.
        """
        total = geometry.area()
        if total <= 0.0:
            return {}
        areas, rest = self._split(geometry)
        if not rest.isEmpty() and self._neighbours is not None:
            further, rest = self._neighbours._split(rest)
            for ags, area in further.items():
                areas[ags] = areas.get(ags, 0.0) + area
        left = 0.0 if rest.isEmpty() else rest.area()
        if left > WHOLE * total:
            areas[OUTSIDE] = left
        areas = {ags: area for ags, area in areas.items() if area > WHOLE * total}
        whole = sum(areas.values())
        shares = ((ags, area / whole) for ags, area in areas.items())
        # Equal to 6 digits is equal: else noise, which differs with the layer's reference system, would decide.
        return dict(sorted(shares, key=lambda item: (-round(item[1], 6), item[0])))

    def _split(self, geometry: QgsGeometry) -> tuple[dict[str, float], QgsGeometry]:
        """Return the m² of the geometry by municipality, scaled to what they cover, and the part outside all."""
        near = np.flatnonzero(box_distance(self._boxes, boxes([geometry])) <= 0.0).tolist()
        shape_ = geometry.constGet()
        meeting = [index for index in near if self._engines[index].intersects(shape_)]
        if len(meeting) == 1 and self._engines[meeting[0]].contains(shape_):
            return {self._ags[meeting[0]]: geometry.area()}, QgsGeometry()
        found: dict[str, float] = {}
        rest = QgsGeometry(geometry)
        for index in meeting:
            area = self._near(index, geometry)
            held = geometry.intersection(area).area()
            if held > 0.0:
                found[self._ags[index]] = found.get(self._ags[index], 0.0) + held
                rest = rest.difference(area)
        covered = geometry.area() - (0.0 if rest.isEmpty() else rest.area())
        held = sum(found.values())
        if held > covered + WHOLE * geometry.area():
            self.overlapping.update(found)
        scale = covered / held if held > 0.0 else 0.0
        return {ags: area * scale for ags, area in found.items()}, rest

    def _near(self, index: int, geometry: QgsGeometry) -> QgsGeometry:
        """Return the municipality around the geometry only: its border has thousands of vertices."""
        return _around(self._geometries[index], geometry.boundingBox().buffered(1.0))


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
        if not len(self):
            return None
        least = box_distance(self._boxes, boxes([geometry]))
        first = int(np.argmin(least))
        best = (float(geometry.distance(self._geometries[first])), self._geometries[first])
        others = np.flatnonzero(least < best[0])
        for index in others[np.argsort(least[others], kind="stable")].tolist():
            if least[index] >= best[0]:
                break
            distance = float(geometry.distance(self._geometries[index]))
            if distance < best[0]:
                best = (distance, self._geometries[index])
        return best

    def closer(self, geometry: QgsGeometry, distance: float) -> list[tuple[float, QgsGeometry]]:
        """Return the geometries that lie closer than a distance, the closest first, with their distances, m."""
        near = np.flatnonzero(box_distance(self._boxes, boxes([geometry])) < distance).tolist()
        found = sorted((float(geometry.distance(self._geometries[index])), index) for index in near)
        return [(apart, self._geometries[index]) for apart, index in found if apart < distance]


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
    near = sensitive.closer(geometry, classes[0].distance)
    result: dict[str, float] = {}
    lower = below
    for entry in reversed(classes):
        left = _beyond(left, near, entry.distance)
        rest = 0.0 if left.isEmpty() else left.area()
        result[lower] = max(0.0, area - rest)
        lower, area = entry.code, rest
    result[lower] = area
    return {code: result[code] for code in (*(entry.code for entry in classes), below)}


def _beyond(geometry: QgsGeometry, near: Sequence[tuple[float, QgsGeometry]], distance: float) -> QgsGeometry:
    """Return the part of the geometry that keeps a distance from sensitive uses.

    :param near: uses, the nearest first, with a distance that they have from the geometry at least.
    """
    for least, use in near:
        if geometry.isEmpty() or least >= distance:
            break
        if geometry.distance(use) >= distance:
            continue
        if geometry.hausdorffDistance(use.nearestPoint(geometry)) < distance:
            return QgsGeometry()
        reach = geometry.boundingBox().buffered(distance + 1.0)
        geometry = difference(geometry, _around(use, reach).buffer(distance, QUARTER))
    return geometry


def _around(geometry: QgsGeometry, reach: QgsRectangle) -> QgsGeometry:
    """Return a geometry with many vertices as far as it lies in a box, others whole."""
    if geometry.constGet().nCoordinates() <= MANY_VERTICES:
        return geometry
    near = geometry.clipped(reach)
    return near if not near.isEmpty() and near.isGeosValid() else geometry


class Overlay:
    """Areas with a kind; answers how much of a geometry lies in each kind, areas of one kind counted once."""

    def __init__(self, areas: Exclusions) -> None:
        self._areas = areas
        self._boxes = boxes(areas.geometries)

    def areas(self, geometry: QgsGeometry) -> dict[str, float]:
        """Return the m² of the geometry by kind, in the order of the alphabet; kinds may overlap each other."""
        near: dict[str, list[QgsGeometry]] = {}
        for index in np.flatnonzero(box_distance(self._boxes, boxes([geometry])) <= 0.0).tolist():
            area = self._areas.geometries[index]
            if area.intersects(geometry):
                near.setdefault(self._areas.kinds[index], []).append(area)
        made = {}
        for kind in sorted(near):
            held = geometry.intersection(QgsGeometry.unaryUnion(near[kind])).area()
            if held > WHOLE * geometry.area():
                made[kind] = held
        return made


class Hazard(NamedTuple):
    """What is to be checked about establishments with dangerous substances: code, distance to the nearest, names."""

    code: str
    distance: float
    names: list[str]


class Hazards:
    """Establishments with the distance that is to be kept or checked (section 50 BImSchG, KAS-18), m.

    A check item and no verdict: which distance holds is for the authority to say.
    """

    def __init__(self, geometries: Sequence[QgsGeometry], names: Sequence[str], radii: Sequence[float]) -> None:
        self._geometries = list(geometries)
        self._names = list(names)
        self._radii = np.asarray(radii, np.float64)
        self._boxes = boxes(self._geometries)

    def check(self, geometry: QgsGeometry) -> Hazard | None:
        """Return what is to be checked, None where no establishment is given."""
        if not self._geometries:
            return None
        least = box_distance(self._boxes, boxes([geometry]))
        nearest, hits = float("inf"), []
        for index in np.argsort(least, kind="stable").tolist():
            if least[index] > max(nearest, float(self._radii.max())):
                break
            distance = float(geometry.distance(self._geometries[index]))
            nearest = min(nearest, distance)
            if distance <= self._radii[index]:
                hits.append((distance, self._names[index]))
        code = codes.SEVESO.check if hits else codes.SEVESO.beyond
        return Hazard(code, nearest, [name for _, name in sorted(hits)])


class Position(NamedTuple):
    """How a site lies to official sites: code (codes.OFFICIAL), share of its land inside, names, largest part first."""

    code: str
    share: float
    names: list[str]


class OfficialSites:
    """Sites of the regional plan, drawn at 1:50,000: where the tolerance decides, the position is an edge."""

    def __init__(self, geometries: Sequence[QgsGeometry], names: Sequence[str], tolerance: float) -> None:
        self._geometries = list(geometries)
        self._names = list(names)
        self._tolerance = tolerance
        self._boxes = boxes(self._geometries)

    def position(self, geometry: QgsGeometry) -> Position:
        """Return how a geometry lies to the official sites."""
        total = geometry.area()
        near = np.flatnonzero(box_distance(self._boxes, boxes([geometry])) <= self._tolerance).tolist()
        held = [(geometry.intersection(self._geometries[index]).area(), self._names[index]) for index in near]
        areas = [self._geometries[index] for index in near]
        share = geometry.intersection(QgsGeometry.unaryUnion(areas)).area() / total if areas else 0.0
        wide = share
        if areas and share < MOSTLY:
            grown = QgsGeometry.unaryUnion([area.buffer(self._tolerance, QUARTER) for area in areas])
            wide = geometry.intersection(grown).area() / total
        names = [name for area, name in sorted(held, key=lambda one: (-one[0], one[1])) if area > WHOLE * total]
        return Position(_position(share, wide), share, list(dict.fromkeys(names)))


def _position(share: float, wide: float) -> str:
    """Return the code of a share as drawn and of one with the tolerance added."""
    least = 1.0 - MOSTLY
    if share >= MOSTLY:
        return codes.OFFICIAL.inside
    if wide >= MOSTLY or (share < least <= wide):
        return codes.OFFICIAL.edge
    return codes.OFFICIAL.partly if share >= least else codes.OFFICIAL.outside
