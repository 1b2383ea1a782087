"""Strips along roads and power lines in which nothing may be built, and areas that are deducted in the same way.

They are taken from building land, usable land and net land, never from the plots and their contiguity: a plot beside a
motorway stays a plot, and two plots that face each other stay together. Widths are data: the ban on building along
federal roads (section 9 FStrG: 40 m along motorways, 20 m along federal roads) counts from the outer edge of the
carriageway, here from the line given; 25 m along overhead lines are an assumption. See resources/codelists/strips.yaml.

Areas in m², lengths in m, EPSG:25832.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from qgis.core import QgsGeometry

from ruhr_planner.analysis.contiguity import Floats, Ints, Progress, Segments, meeting_boxes
from ruhr_planner.analysis.pieces import Exclusions, boxes, difference

QUARTER = 16
"""Segments a quarter circle: a strip of 40 m is at most 5 cm too narrow at a bend."""
LEAST = 1e-3
"""Deductions up to this are rounding, m²."""


class Strips:
    """What is deducted from building land: `areas` by kind, and strips of a width by kind along lines."""

    def __init__(
        self,
        areas: Exclusions | None = None,
        lines: Sequence[QgsGeometry] = (),
        kinds: Sequence[str | None] = (),
        widths: Mapping[str, float] | None = None,
    ) -> None:
        """Keep the lines whose kind has a width of more than 0 m; all others deduct nothing."""
        known = {kind: width for kind, width in (widths or {}).items() if width > 0.0}
        taken = [number for number, kind in enumerate(kinds) if kind in known]
        self._segments = Segments([lines[number] for number in taken])
        of_line = [str(kinds[number]) for number in taken]
        self._kind = np.asarray([of_line[line] for line in self._segments.line.tolist()], dtype=object)
        self._widths = known
        width = np.asarray([known[kind] for kind in self._kind.tolist()], np.float64)
        self._line_boxes = self._segments.boxes(width) if len(self._segments) else np.empty((0, 4))
        given = areas or Exclusions()
        self._areas = [(given.kinds[at], given.geometries[at]) for at in range(len(given.kinds))]
        self._area_boxes = boxes([geometry for _, geometry in self._areas])

    def __len__(self) -> int:
        return len(self._segments) + len(self._areas)

    def deduct(
        self, geometries: Sequence[QgsGeometry], progress: Progress | None = None
    ) -> dict[int, tuple[QgsGeometry, dict[str, float]]]:
        """Return, for the geometries that lose land, what is left of them and the m² by kind.

        Where strips overlap, the one whose kind comes first in the alphabet counts.
        """
        found: dict[int, tuple[QgsGeometry, dict[str, float]]] = {}
        if not len(self) or not geometries:
            return found
        around = boxes(geometries)
        lines, areas = meeting_boxes(around, self._line_boxes), meeting_boxes(around, self._area_boxes)
        touched = sorted({*lines, *areas})
        none = np.empty(0, np.int64)
        for step, index in enumerate(touched):
            if progress is not None and step % 100 == 0:
                progress(step / len(touched))
            left, lost = self._one(geometries[index], lines.get(index, none), areas.get(index, none))
            if lost:
                found[index] = left, lost
        return found

    def _one(self, geometry: QgsGeometry, segments: Ints, areas: Ints) -> tuple[QgsGeometry, dict[str, float]]:
        lost: dict[str, float] = {}
        for kind, strip in self._near(segments, areas):
            if geometry.isEmpty() or not geometry.intersects(strip):
                continue
            left = difference(geometry, strip)
            taken = geometry.area() - left.area()
            if taken > LEAST:
                lost[kind] = lost.get(kind, 0.0) + taken
                geometry = left
        return geometry, lost

    def _near(self, segments: Ints, areas: Ints) -> list[tuple[str, QgsGeometry]]:
        """Return the strips and areas of some numbers, by kind."""
        found = [self._areas[index] for index in areas.tolist()]
        kinds = self._kind[segments]
        for kind in set(kinds.tolist()):
            lines = self._segments.lines(segments[kinds == kind])
            found.append((kind, lines.buffer(self._widths[kind], QUARTER)))
        return sorted(found, key=lambda entry: entry[0])


def shares_left(areas: Floats, deducted: Mapping[int, tuple[QgsGeometry, dict[str, float]]]) -> Floats:
    """Return for each geometry the share of its area that is left, 1 where nothing was deducted."""
    share = np.ones(len(areas))
    for index, (left, _) in deducted.items():
        share[index] = left.area() / areas[index]
    return share
