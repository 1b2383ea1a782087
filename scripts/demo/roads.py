"""The roads of the demo: one connected graph of motorways, main roads and the streets of the parks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .lines import Course
    from .parks import Park
    from .people import Settlement


@dataclass
class Road:
    """A road; `points` is (n, 2), metres, rounded to 1 mm. Roads meet where they share an end point."""

    road_class: str
    surface: str
    name: str
    points: np.ndarray


def main_roads(settlements: list[Settlement], rng: np.random.Generator) -> list[Road]:
    """Roads between neighbouring settlements (Gabriel graph: connected and without crossings)."""
    spots = np.array([(place.x, place.y) for place in settlements])
    squared = ((spots[:, None, :] - spots[None, :, :]) ** 2).sum(axis=2)
    found = []
    for i in range(len(spots)):
        for j in range(i + 1, len(spots)):
            between = squared[i] + squared[j] < squared[i, j]
            between[[i, j]] = False
            if between.any():
                continue
            main = settlements[i].main and settlements[j].main
            kind = "primary" if main or squared[i, j] > 4500.0**2 else "secondary"
            found.append(Road(kind, "asphalt", road_name(kind, len(found)), winding(spots[i], spots[j], rng)))
    return found


def road_name(kind: str, number: int) -> str:
    """Invented number of a road."""
    return f"Hauptstraße H {number + 1}" if kind == "primary" else f"Landstraße X {number + 1}"


def winding(start: np.ndarray, end: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A slightly winding line with a vertex about every 150 m."""
    span = end - start
    length = float(np.hypot(*span))
    count = max(2, int(length // 150.0) + 1)
    t = np.linspace(0.0, 1.0, count + 1)
    across = np.array([-span[1], span[0]]) / length
    bend = rng.normal(0.0, 0.035) * length * np.sin(np.pi * t) + rng.normal(0.0, 0.02) * length * np.sin(2 * np.pi * t)
    return np.round(start + t[:, None] * span + bend[:, None] * across, 3)


class Network:
    """Collects roads; joins others to the nearest vertex of the main roads and splits these there."""

    def __init__(self, trunk: list[Road]) -> None:
        self.trunk = trunk
        self.vertices = np.vstack([road.points for road in trunk])
        self.owner = np.concatenate([np.full(len(road.points), n) for n, road in enumerate(trunk)])
        self.place = np.concatenate([np.arange(len(road.points)) for road in trunk])
        self.splits: dict[int, set[int]] = {}
        self.branches: list[Road] = []

    def nearest(self, points: np.ndarray) -> tuple[int, int]:
        """Which of the points (n, 2) lies nearest to a vertex, and the vertex."""
        squared = ((points[:, None, :] - self.vertices[None, :, :]) ** 2).sum(axis=2)
        point, vertex = np.unravel_index(np.argmin(squared), squared.shape)
        return int(point), int(vertex)

    def join(self, points: np.ndarray, road_class: str, surface: str, name: str) -> int:
        """Connect the best of the points with the main roads; returns which point."""
        point, vertex = self.nearest(points)
        self.splits.setdefault(int(self.owner[vertex]), set()).add(int(self.place[vertex]))
        ends = np.vstack([points[point], self.vertices[vertex]])
        if np.hypot(*(ends[1] - ends[0])) > 0.5:
            self.branches.append(Road(road_class, surface, name, ends))
        return point

    def roads(self) -> list[Road]:
        """All roads, the main ones split where others join."""
        found = []
        for n, road in enumerate(self.trunk):
            found += split(road, sorted(self.splits.get(n, set())))
        return found + self.branches


def split(road: Road, stops: list[int]) -> list[Road]:
    """Split a road at the given vertices."""
    limits = [0, *[stop for stop in stops if 0 < stop < len(road.points) - 1], len(road.points) - 1]
    return [Road(road.road_class, road.surface, road.name, road.points[a : b + 1]) for a, b in zip(limits, limits[1:])]


def add_motorways(network: Network, courses: list[Course], rng: np.random.Generator) -> list[tuple[float, float, str]]:
    """Motorways with a junction about every 5 km; returns the junctions."""
    junctions = []
    for course in courses:
        if course.kind != "motorway":
            continue
        last = len(course.points) - 1
        every = int(5000.0 / 250.0)
        first = int(rng.integers(4, every)) if last > every else last // 2
        stops = list(range(max(first, 1), last, every)) or [max(last // 2, 1)]
        road = Road("motorway", "asphalt", course.name, course.points)
        network.branches += split(road, stops)
        for stop in stops:
            spot = course.points[stop]
            label = f"Anschlussstelle {len(junctions) + 1} (erfunden)"
            network.join(spot[None, :], "motorway_link", "asphalt", label)
            junctions.append((float(spot[0]), float(spot[1]), label))
    return junctions


def add_park(network: Network, park: Park, rng: np.random.Generator) -> None:
    """The streets of a park, a few of them paved or unpaved, and its connection to the main roads."""
    gates = np.array(park.gates or [(p.x(), p.y()) for p in park.outline.asPolygon()[0]][:-1])
    network.join(gates, "tertiary", "asphalt", f"Zufahrt {park.name}")
    rough = {"colliery": 0.35, "works": 0.25, "railyard": 0.5, "barracks": 0.3, "regional": 0.7, "cooperation": 0.4}
    surface = "asphalt"
    if rng.random() < rough.get(park.kind, 0.06):
        surface = str(rng.choice(["gravel", "compacted", "unpaved"]))
    elif rng.random() < 0.25:
        surface = str(rng.choice(["paving_stones", "concrete"]))
    for points in park.streets:
        network.branches.append(Road("service" if park.kind == "asb" else "residential", surface, park.name, points))
