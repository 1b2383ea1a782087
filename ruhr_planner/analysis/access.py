"""How far it is along the roads from a site to the nearest location factor of each kind.

Roads become a graph (see network). Motorways and trunk roads lie on a level of their own: a road that crosses one is
not joined to it, one that ends at a vertex of it is. A factor stands on the nearest road within a maximum distance, a
site on every road that touches it or, if none does, on the nearest one. Motorways are no access to a site, nor to a
factor other than a junction or a truck parking. The way is the straight leg to the road, the way along it in either
direction, and the straight leg at the other end. One search (Dijkstra 1959) a kind, from all factors of the kind at
once, answers every site. Lengths in metres.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from qgis.core import QgsGeometry

from ruhr_planner.analysis.contiguity import Progress
from ruhr_planner.analysis.network import Feet, Tracks
from ruhr_planner.analysis.steiner import Graph, shortest
from ruhr_planner.model import codes

MEET = 0.1
"""Ends of roads within this distance are joined, m."""
ON = 1.0
"""A point computed on a road lies within this distance of it, m."""
NO_ACCESS = frozenset(("motorway", "motorway_link"))
"""Road classes that nothing but a junction or a truck parking is reached from."""
ABOVE = NO_ACCESS | {"trunk", "trunk_link"}
"""Road classes that others cross on bridges."""
ON_MOTORWAYS = frozenset((codes.FACTOR_KIND.motorway_junction, codes.FACTOR_KIND.truck_parking))
Mask = npt.NDArray[np.bool_]


class Place(NamedTuple):
    """A place on a road: the road, metres along it, and the straight leg that leads there, m."""

    line: int
    at: float
    leg: float


class Access:
    """Ways along the roads from areas to the nearest location factors."""

    def __init__(
        self,
        roads: Sequence[QgsGeometry],
        classes: Sequence[str | None],
        factors: Mapping[str, Sequence[QgsGeometry]],
        snap_max: float,
        progress: Progress,
    ) -> None:
        """Build the graph and search it once for each kind of factor."""
        self._snap_max = snap_max
        self._tracks = Tracks(roads, progress)
        of_line = [classes[owner] for owner in self._tracks.owner.tolist()]
        self._open: Mask = np.asarray([name not in NO_ACCESS for name in of_line], bool)
        level = np.asarray([int(name in ABOVE) for name in of_line], np.int64)
        self.far: dict[str, int] = {}
        """Number of factors, by kind, that lie farther than `snap_max` from every road they may be reached from."""
        feet = {kind: self._feet(kind, found) for kind, found in sorted(factors.items())}
        self._search(level, feet, progress)

    def distances(self, geometry: QgsGeometry) -> dict[str, float | None]:
        """Return the way to the nearest factor of each kind, None where no road leads there."""
        places = self._places(geometry)
        result: dict[str, float | None] = {}
        for kind, distance in self._distance.items():
            least = min((place.leg + self._from(place, distance) for place in places), default=float("inf"))
            result[kind] = least if least < float("inf") else None
        return result

    # ------------------------------------------------------------------------------------------------------------ graph
    def _feet(self, kind: str, geometries: Sequence[QgsGeometry]) -> Feet:
        """Return the places on the roads nearest to the vertices of factors, those within the distance only."""
        vertices = [[(point.x(), point.y()) for point in geometry.vertices()] for geometry in geometries]
        owner = np.repeat(np.arange(len(vertices)), [len(some) for some in vertices])
        points = np.asarray([point for some in vertices for point in some]).reshape(-1, 2)
        found = self._tracks.nearest(points, self._snap_max, None if kind in ON_MOTORWAYS else self._open)
        met = found.line >= 0
        far = len(vertices) - len(set(owner[met].tolist()))
        if far:
            self.far[kind] = far
        return Feet(found.line[met], found.at[met], found.distance[met])

    def _search(self, level: npt.NDArray[np.int64], feet: Mapping[str, Feet], progress: Progress) -> None:
        """Make the graph with a node at every foot, and take the distances of all nodes from each kind of factor."""
        tracks = self._tracks
        closed = np.flatnonzero((tracks.xy[tracks.first[:-1]] == tracks.xy[tracks.first[1:] - 1]).all(axis=1))
        line = np.concatenate([closed, *(found.line for found in feet.values())])
        at = np.concatenate([tracks.length[closed] / 2.0, *(found.at for found in feet.values())])
        made = tracks.network(tracks.junctions(level, MEET, progress), line.astype(np.int64), at)
        nodes = len(made.xy)
        legs = np.concatenate([np.zeros(len(closed)), *(found.distance for found in feet.values())])
        ends = nodes + np.arange(len(legs))
        graph = Graph(
            nodes + len(legs),
            np.concatenate([made.tail, made.foot]).astype(np.int64),
            np.concatenate([made.head, ends]).astype(np.int64),
            np.concatenate([made.length, legs]),
        )
        start = len(closed)
        self._distance: dict[str, list[float]] = {}
        for kind, found in feet.items():
            self._distance[kind] = shortest(graph, ends[start : start + len(found.line)].tolist()).distance
            start += len(found.line)
        order = np.lexsort((made.low, made.line))
        self._tail, self._head = made.tail[order].tolist(), made.head[order].tolist()
        self._low, self._high = made.low[order], made.high[order]
        self._first = np.searchsorted(made.line[order], np.arange(len(tracks) + 1))

    def _from(self, place: Place, distance: list[float]) -> float:
        """Return the distance at a place, over either end of its edge."""
        first, end = self._first[place.line : place.line + 2].tolist()
        if first == end:
            return float("inf")
        edge = first + max(0, int(np.searchsorted(self._low[first:end], place.at, side="right")) - 1)
        back = distance[self._tail[edge]] + max(0.0, place.at - float(self._low[edge]))
        on = distance[self._head[edge]] + max(0.0, float(self._high[edge]) - place.at)
        return float(min(back, on))

    # ------------------------------------------------------------------------------------------------------------ sites
    def _places(self, geometry: QgsGeometry) -> list[Place]:
        """Return where a site stands on the roads: on all that touch it, else on the nearest, else nowhere."""
        near = self._tracks.near(geometry.boundingBox().buffered(self._snap_max), self._open)
        if not len(near):
            return []
        pieces = self._tracks.pieces(near)
        leg = float(pieces.distance(geometry))
        if leg > self._snap_max:
            return []
        met = pieces.intersection(geometry) if leg <= 0.0 else pieces.nearestPoint(geometry)
        points = np.unique([(point.x(), point.y()) for point in met.vertices()], axis=0).reshape(-1, 2)
        found = self._tracks.nearest_among(near, points, ON)
        return [Place(line, at, leg) for line, at in zip(found.line.tolist(), found.at.tolist()) if line >= 0]
