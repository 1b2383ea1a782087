"""Plots over borders: which share of a plot lies in which municipality, and what lies outside of all.

The areas come from `analysis.overlay`, with the municipalities as the objects and the plots as the cells: a
municipality is prepared once, plots wholly inside it are never cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsGeometry

from ruhr_planner.analysis.overlay import Floats, Grid, Pairs, Progress, Whole, overlay

SLIVER_M2 = 1.0
"""Less land than this outside of all municipalities counts to the ones the plot lies in."""
OVERLAP_M2 = 100.0
"""Municipalities that share more land than this overlap; below it no sum changes by 0.01 ha."""
COUNTED_SHARE = 0.001
"""A plot counts in a municipality from this share on; its hectares always do."""


@dataclass(frozen=True)
class Parts:
    """Parts of plots: which plot, which group (municipality, Kreis), and the share of the plot's area."""

    plot: Whole
    group: Whole
    share: Floats

    def grouped(self, group_of: Whole) -> Parts:
        """Return the parts by a coarser grouping, added up.

        :param group_of: for each present group the number of the coarser one.
        """
        width = int(group_of.max()) + 1 if len(group_of) else 1
        key, place = np.unique(self.plot * width + group_of[self.group], return_inverse=True)
        share = np.bincount(place, weights=self.share, minlength=len(key)).astype(np.float64)
        return Parts(key // width, key % width, share)


@dataclass(frozen=True)
class Split:
    """The parts of all plots by municipality, each plot's share outside of all, and what municipalities share, m²."""

    parts: Parts
    outside: Floats
    overlap_m2: float


def split(
    plots: Sequence[QgsGeometry], gross: Floats, areas: Sequence[QgsGeometry], group: Whole, progress: Progress
) -> Split:
    """Split plots at the borders of areas so that the shares of a plot and its share outside add up to 1.

    Where areas overlap, a plot's land there is divided in proportion: it is counted once.

    :param gross: areas of the plots, m², all positive.
    :param areas: valid polygons; several may belong to one group.
    :param group: number of the group of each area.
    """
    pairs, _sizes = overlay(areas, Grid.from_geometries(plots), progress)
    covered = np.bincount(pairs.cell, weights=pairs.area, minlength=len(plots)).astype(np.float64)
    shared = _overlap(areas) if len(pairs.cell) > len(np.unique(pairs.cell)) else 0.0
    truly = np.minimum(covered, gross)
    if shared > OVERLAP_M2:
        _measure_union(truly, pairs, plots, areas)
    truly = np.where((truly > 0.0) & (gross - truly < SLIVER_M2), gross, truly)
    scale = np.divide(truly, covered * gross, out=np.zeros(len(plots)), where=covered > 0.0)
    parts = Parts(pairs.cell, pairs.owner, pairs.area * scale[pairs.cell]).grouped(group)
    return Split(parts, 1.0 - truly / gross, shared if shared > OVERLAP_M2 else 0.0)


def _overlap(areas: Sequence[QgsGeometry]) -> float:
    """Return how much land the areas cover more than once, m²."""
    union = QgsGeometry.unaryUnion(list(areas))
    return max(0.0, sum(area.area() for area in areas) - float(union.area()))


def _measure_union(truly: Floats, pairs: Pairs, plots: Sequence[QgsGeometry], areas: Sequence[QgsGeometry]) -> None:
    """Set the covered area of plots that lie in several areas, overlaps once, in place."""
    order = np.argsort(pairs.cell, kind="stable")
    cell, owner = pairs.cell[order], pairs.owner[order]
    starts = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
    ends = np.r_[starts[1:], len(cell)]
    for begin, end in zip(starts.tolist(), ends.tolist()):
        if end - begin > 1:
            plot = plots[int(cell[begin])]
            pieces = [plot.intersection(areas[int(number)]) for number in owner[begin:end]]
            truly[cell[begin]] = min(QgsGeometry.unaryUnion(pieces).area(), plot.area())


def outside_geometry(plot: QgsGeometry, areas: Sequence[QgsGeometry]) -> QgsGeometry:
    """Return the part of a plot outside of all areas as a multipolygon; the plot itself where none is near."""
    box = plot.boundingBox()
    near = [area for area in areas if area.boundingBoxIntersects(box) and area.intersects(plot)]
    left = plot.difference(QgsGeometry.unaryUnion(near)) if near else QgsGeometry(plot)
    left.convertToMultiType()
    return left
