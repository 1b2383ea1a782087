"""Motorways, canals, rivers and railways of the demo: invented courses through the real towns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

if TYPE_CHECKING:
    from .space import Space

# kind, invented name, the municipalities that the course passes (AGS), how far it may stray from their centres (m)
COURSES = (
    ("motorway", "Autobahn E 1 (erfunden)", 1800, "05170028 05112000 05117000 05113000 05911000 05913000 05978036"),
    (
        "motorway",
        "Autobahn E 2 (erfunden)",
        1500,
        "05170020 05170024 05119000 05512000 05513000 05916000 05562004 05978024 05978020 05915000",
    ),
    ("motorway", "Autobahn E 3 (erfunden)", 1500, "05112000 05119000 05170008 05170016 05170012"),
    ("motorway", "Autobahn E 4 (erfunden)", 1500, "05954028 05954036 05911000 05916000 05562032 05562024 05562016"),
    ("motorway", "Autobahn E 5 (erfunden)", 1500, "05954024 05914000 05978028 05978036 05978020 05978040"),
    ("motorway", "Autobahn E 6 (erfunden)", 1500, "05113000 05512000 05562012"),
    ("motorway", "Autobahn E 7 (erfunden)", 1500, "05112000 05170024 05170032 05170004 05170040"),
    ("motorway", "Autobahn E 8 (erfunden)", 1500, "05562036 05913000 05954020 05914000"),
    ("motorway", "Autobahn E 9 (erfunden)", 1200, "05513000 05562014 05562024"),
    ("canal", "Südkanal (erfunden)", 2500, "05112000 05119000 05512000 05513000 05916000 05562004 05562008"),
    ("canal", "Nordkanal (erfunden)", 2500, "05170048 05170016 05562012 05562024 05562008 05978024 05978004 05915000"),
    ("canal", "Ostkanal (erfunden)", 2000, "05562008 05562036 05913000"),
    ("river", "Große Aa (erfunden)", 2500, "05112000 05170032 05170044 05170048 05170052"),
    (
        "river",
        "Mühlenfluss (erfunden)",
        2500,
        "05112000 05117000 05113000 05954016 05954036 05954020 05978028 05978012",
    ),
    ("river", "Heidefluss (erfunden)", 2200, "05170048 05170036 05562012 05562016 05978032 05978040 05915000"),
    ("river", "Bergfluss (erfunden)", 1500, "05954012 05954008 05914000"),
    (
        "rail",
        "Bahnstrecke 9001 (erfunden)",
        2500,
        "05112000 05117000 05113000 05513000 05911000 05913000 05978036 05915000",
    ),
    ("rail", "Bahnstrecke 9002 (erfunden)", 2200, "05112000 05119000 05513000 05916000 05562004 05913000"),
    ("rail", "Bahnstrecke 9003 (erfunden)", 2500, "05170048 05170044 05170008 05119000 05113000"),
    ("rail", "Bahnstrecke 9004 (erfunden)", 2000, "05113000 05954016 05954036 05914000 05954012"),
    ("rail", "Bahnstrecke 9005 (erfunden)", 2000, "05911000 05916000 05562032 05562024 05562016"),
    ("rail", "Bahnstrecke 9006 (erfunden)", 2000, "05913000 05978024 05978032"),
    ("rail", "Bahnstrecke 9007 (erfunden)", 2000, "05112000 05170024 05170032 05170052"),
)
CORRIDOR = {"motorway": 38.0, "canal": 30.0, "river": 24.0, "rail": 7.0}
"""Half the width that a line takes, metres. A railway's 14 m are narrower than the gap that plots are linked over."""


@dataclass(frozen=True)
class Course:
    """One line of infrastructure; `points` is (n, 2), metres."""

    kind: str
    name: str
    points: np.ndarray

    @property
    def geometry(self) -> QgsGeometry:
        """The course as a line."""
        return polyline(self.points)


def polyline(points: np.ndarray) -> QgsGeometry:
    """Line of an (n, 2) array, coordinates rounded to 1 mm."""
    return QgsGeometry.fromPolylineXY([QgsPointXY(x, y) for x, y in np.round(points, 3).tolist()])


def smooth_course(anchors: np.ndarray, step: float = 250.0) -> np.ndarray:
    """Catmull-Rom spline through the anchors with a vertex about every `step` metres."""
    padded = np.vstack([2 * anchors[0] - anchors[1], anchors, 2 * anchors[-1] - anchors[-2]])
    parts = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:]):
        count = max(2, int(np.hypot(*(c - b)) // step))
        t = np.linspace(0.0, 1.0, count, endpoint=False)[:, None]
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*parts, anchors[-1:]])


def extended(anchors: np.ndarray, metres: float = 9000.0) -> np.ndarray:
    """Anchors with one more at either end, so that a course leaves the region."""
    first = anchors[0] + (anchors[0] - anchors[1]) / np.hypot(*(anchors[0] - anchors[1])) * metres
    last = anchors[-1] + (anchors[-1] - anchors[-2]) / np.hypot(*(anchors[-1] - anchors[-2])) * metres
    return np.vstack([first, anchors, last])


def wavy(anchors: np.ndarray, rng: np.random.Generator, stray: float) -> np.ndarray:
    """Anchors moved at random, with one more between each two."""
    moved = anchors + rng.normal(0.0, stray * 0.6, anchors.shape)
    between = (moved[:-1] + moved[1:]) / 2 + rng.normal(0.0, stray * 0.35, (len(moved) - 1, 2))
    merged = np.empty((len(moved) + len(between), 2))
    merged[0::2], merged[1::2] = moved, between
    return merged


def make_courses(space: Space, rng: np.random.Generator) -> list[Course]:
    """All courses, clipped to the region; a course that leaves and returns becomes several lines."""
    centres = {town.ags: town.centre for town in space.municipalities}
    found = []
    for kind, name, stray, towns in COURSES:
        anchors = np.array([centres[ags] for ags in towns.split()])
        if kind != "river":
            anchors = extended(anchors)
        line = polyline(smooth_course(wavy(anchors, rng, stray), 150.0 if kind == "river" else 250.0))
        clipped = line.intersection(space.region)
        for part in clipped.asGeometryCollection():
            points = np.array([(p.x(), p.y()) for p in part.asPolyline()])
            if len(points) > 1 and part.length() > 1500.0:
                found.append(Course(kind, name, np.round(points, 3)))
    return found
