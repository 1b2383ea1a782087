"""Where sources claim the same ground: who wins by the profiles' priority, and how many hectares it is.

The higher priority wins. Equal priorities, or one that is not stated, are a tie: it is told and not resolved. What a
store holds is not changed by this; only a profile that says `overlap: cut` has its records cut where it loses.
Geometries are valid polygons in EPSG:25832; areas m², hectares where named so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Callable, NamedTuple

from qgis.core import QgsGeometry, QgsSpatialIndex

Progress = Callable[[float], None]

NOISE_M2 = 1.0
"""Two records that share less touch each other: borders of neighbours never agree to the centimetre."""
CHECK_EVERY = 500
_HA = 10_000.0


@dataclass(frozen=True)
class Ground:
    """The records of one source: `priority` is the profile's, None where it states none."""

    source_id: str
    priority: float | None
    geometries: Sequence[QgsGeometry | None]


class Others:
    """The records of other sources with a spatial index, ready for one page after the other."""

    def __init__(self, grounds: Sequence[Ground]) -> None:
        self.grounds = tuple(grounds)
        self._index = QgsSpatialIndex()
        self._members: list[tuple[int, int]] = []
        for source, ground in enumerate(self.grounds):
            for place, geometry in enumerate(ground.geometries):
                if geometry is not None:
                    self._index.addFeature(len(self._members), geometry.boundingBox())
                    self._members.append((source, place))

    def near(self, geometry: QgsGeometry) -> Iterator[tuple[int, int, QgsGeometry]]:
        """Yield source, place and geometry of the records whose boxes meet that of a geometry."""
        for number in sorted(self._index.intersects(geometry.boundingBox())):
            source, place = self._members[number]
            other = self.grounds[source].geometries[place]
            if other is not None:
                yield source, place, other


class Hit(NamedTuple):
    """A record of ours and one of another source that share ground: their places, and who wins."""

    ours: int
    source: int
    theirs: int
    area_m2: float
    lost: bool
    """The other source has the higher priority."""


class Pair(NamedTuple):
    """Two sources that share ground. Ground under several records of one source counts once.

    With a `tie` nothing is resolved, and the two stand in the order of the alphabet.
    """

    winner: str
    loser: str
    ha: float
    n_ours: int
    """Records of ours that are touched."""
    tie: bool


@dataclass(frozen=True)
class Overlaps:
    """What `overlaps` found; `hits` by our record, `pairs` by name."""

    hits: tuple[Hit, ...]
    pairs: tuple[Pair, ...]
    lost_ha: float
    """Our ground under sources of higher priority, counted once however many they are."""


def overlaps(ours: Ground, others: Others, progress: Progress = lambda share: None) -> Overlaps:
    """Find the ground that a source shares with others.

    :raises Cancelled: from `progress`.
    """
    hits: list[Hit] = []
    shared: dict[int, list[QgsGeometry]] = {}
    for place, geometry in enumerate(ours.geometries):
        if place % CHECK_EVERY == 0:
            progress(place / len(ours.geometries))
        near = [] if geometry is None else list(others.near(geometry))
        if geometry is None or not near:
            continue
        engine = QgsGeometry.createGeometryEngine(geometry.constGet())
        engine.prepareGeometry()
        for source, theirs, other in near:
            if not engine.intersects(other.constGet()):
                continue
            piece = geometry.intersection(other)
            area = float(piece.area())
            if area >= NOISE_M2:
                hits.append(Hit(place, source, theirs, area, _wins(others.grounds[source], ours) == 1))
                shared.setdefault(source, []).append(piece)
    pairs = [
        _pair(ours, others.grounds[source], pieces, {hit.ours for hit in hits if hit.source == source})
        for source, pieces in shared.items()
    ]
    lost = [piece for source, pieces in shared.items() if _wins(others.grounds[source], ours) == 1 for piece in pieces]
    return Overlaps(tuple(hits), tuple(sorted(pairs)), _once_ha(lost))


def cut(ours: Ground, others: Others, found: Overlaps) -> dict[int, QgsGeometry | None]:
    """Return our records that lose ground, without it; None where nothing of one is left.

    The winners cut with the shape that they came with, so the order of imports makes no difference.
    """
    made: dict[int, QgsGeometry | None] = {}
    winners: dict[int, list[QgsGeometry]] = {}
    for hit in found.hits:
        winner = others.grounds[hit.source].geometries[hit.theirs]
        if hit.lost and winner is not None:
            winners.setdefault(hit.ours, []).append(winner)
    for place, shapes in winners.items():
        geometry = ours.geometries[place]
        if geometry is not None:
            left = geometry.difference(QgsGeometry.unaryUnion(shapes))
            left.convertToMultiType()
            made[place] = left if left.area() >= NOISE_M2 else None
    return made


def _wins(one: Ground, two: Ground) -> int:
    """Return 1 where the first source has the higher priority, −1 where the second has, 0 for a tie."""
    if one.priority is None or two.priority is None or one.priority == two.priority:
        return 0
    return 1 if one.priority > two.priority else -1


def _pair(ours: Ground, other: Ground, pieces: list[QgsGeometry], touched: set[int]) -> Pair:
    order = _wins(ours, other)
    names = sorted((ours.source_id, other.source_id)) if order == 0 else [ours.source_id, other.source_id][::order]
    return Pair(names[0], names[1], _once_ha(pieces), len(touched), order == 0)


def _once_ha(pieces: list[QgsGeometry]) -> float:
    return float(QgsGeometry.unaryUnion(pieces).area()) / _HA if pieces else 0.0
