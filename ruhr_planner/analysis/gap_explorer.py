"""What other thresholds would find: the sites for every gap, minimum area and restriction, from one preparation.

The plots are cut and their neighbours sought once, up to the largest gap and for all restriction levels. For each gap
the clusters are then made once, for all levels together (contiguity.labels_by_level); the facing length depends on the
gap, so a plot may leave a cluster when the gap grows, and no dendrogram holds the answer. With the clusters of a gap at
hand, a position of gap, minimum area and restriction costs a few sums over the pieces.

A position shows exactly the sites of `cooperation.search` under the same rule: land under several plots counts once,
and where a sum comes near the minimum the dissolved cluster decides. Areas in ha in the results, m² inside; EPSG:25832.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from qgis.core import QgsGeometry

from ruhr_planner.analysis.contiguity import (
    TOLERANCE,
    Barriers,
    Clusters,
    Floats,
    Ints,
    Neighbours,
    Progress,
    labels_by_level,
    neighbours,
    outlines,
)
from ruhr_planner.analysis.cooperation import EQUAL, Rule, Scene, Survey, deduct_strips, members
from ruhr_planner.analysis.pieces import HECTARE, cut_pieces
from ruhr_planner.model import codes

WIDEST_M = 50
"""The largest gap that is offered."""
MANY_PIECES = 30_000
"""From here on every fifth gap is made: the clusters of 51 would take minutes and gigabytes."""
COARSE_M = 5
LEVELS = len(codes.RESTRICTION.codes)
UNKNOWN = LEVELS
"""Where the ha of unknown restriction stand, after those of the levels."""
DOUBTFUL_HA = 1e-3
"""A sum this near the minimum is checked on the dissolved cluster."""
SHARED = 1e-4
"""Land that two plots share is rounding up to this, m²; the search takes up to a hundred times as much for it."""
CHANGES = (
    ("gap", 5),
    ("gap", -5),
    ("min_area_ha", -1),
    ("min_area_ha", 1),
    ("max_restriction", 1),
    ("max_restriction", -1),
)
"""The changes whose cost is told: field of the position, and by how much."""


class Position(NamedTuple):
    """Where the sliders stand: gap in m, minimum area in ha on a basis (codes.AREA_BASIS, net or gross), level."""

    gap: int
    min_area_ha: float
    max_restriction: int
    basis: str = codes.AREA_BASIS.net


@dataclass(frozen=True)
class Sites:
    """The sites of a position. `pieces` (m): indices of their pieces; `site` (m): which of the k sites each belongs to.

    `gross_ha`, `net_ha` (k). `restriction_ha` (5): land of the sites by restriction level, unknown last.
    """

    position: Position
    pieces: Ints
    site: Ints
    gross_ha: Floats
    net_ha: Floats
    restriction_ha: Floats

    def __len__(self) -> int:
        return len(self.gross_ha)

    @property
    def area_ha(self) -> float:
        """Return the area of all sites on the basis of the minimum."""
        return float((self.net_ha if self.position.basis == codes.AREA_BASIS.net else self.gross_ha).sum())

    def groups(self) -> list[Ints]:
        """Return the pieces of each site."""
        return [self.pieces[group] for group in members(self.site)]


class CurvePoint(NamedTuple):
    """Number and area (ha, on the basis) of the sites for one gap."""

    gap: int
    sites: int
    area_ha: float


@dataclass(frozen=True)
class Cost:
    """What another position brings and what it costs, seen from the present one.

    `restricted_ha` is land more (less: negative) of known restriction from level 1, `unknown_ha` of unknown one.
    `lost`: plots that are in a site now and would be in none, `gained` the other way round; numbers of plots.
    """

    position: Position
    sites: int
    area_ha: float
    restricted_ha: float
    unknown_ha: float
    gained: Ints
    lost: Ints


class _Step(NamedTuple):
    """The clusters of one gap: `labels` (levels, n), and for each level the pieces of which a part is counted with
    another piece of the cluster, with the m² that are left to them.
    """

    labels: Ints
    shared: list[tuple[Ints, Floats]]


class Explorer:
    """One scene, cut once and measured for every position of the sliders.

    Building it and `make` are slow; everything else is a matter of milliseconds for what has been made.
    """

    def __init__(self, scene: Scene, rule: Rule, progress: Progress) -> None:
        """Cut the plots and find their neighbours.

        :param rule: its gap, minimum area and restriction level do not count here.
        :param progress: takes the fraction done; may raise to cancel.
        """
        wanted = replace(rule.wanted, max_restriction=LEVELS - 1)
        self._plots = scene.plots
        self._pieces = cut_pieces(
            scene.plots, scene.exclusions, wanted, rule.min_plot_ha, rule.net_factor, lambda done: progress(done / 4)
        )
        deduct_strips(self._pieces, scene.strips, lambda done: progress(0.25 + done / 4))
        shapes = outlines(self._pieces.geometries)
        self._near = neighbours(shapes, WIDEST_M, Barriers(scene.barriers), lambda done: progress(0.5 + done / 4))
        restriction = scene.plots.restriction[self._pieces.plot]
        self._unknown = np.isnan(restriction)
        self._level = np.where(self._unknown, 0.0, restriction).astype(np.int64)
        self._facing_min = rule.facing_min
        alone = np.arange(len(self._pieces))
        self._survey = Survey(scene, replace(rule, wanted=wanted), self._pieces, self._near, Clusters(alone, alone))
        self._overlaps = _overlaps(self._near, lambda done: progress(0.75 + done / 4))
        self._steps: dict[int, _Step] = {}
        self._bridged: dict[tuple[bytes, int], float] = {}
        step = COARSE_M if len(self._pieces) > MANY_PIECES else 1
        self.gaps = tuple(range(0, WIDEST_M + 1, step))

    def __len__(self) -> int:
        return len(self._pieces)

    # ------------------------------------------------------------------------------------------------------- the steps
    def made(self, gap: int) -> bool:
        """Tell whether the clusters of a gap are at hand."""
        return gap in self._steps

    def missing(self, around: int) -> list[int]:
        """Return the gaps whose clusters are not at hand, the nearest to a gap first."""
        return sorted((gap for gap in self.gaps if gap not in self._steps), key=lambda gap: (abs(gap - around), gap))

    def make(self, gap: int, progress: Progress) -> None:
        """Make the clusters of a gap for all levels."""
        labels = labels_by_level(self._near, float(gap), self._facing_min, self._level, LEVELS, progress)
        self._steps[gap] = _Step(labels, [self._shared(row) for row in labels])

    def _shared(self, labels: Ints) -> tuple[Ints, Floats]:
        """Return the pieces of clusters with overlapping plots that are not counted whole, and their m²."""
        one, two = self._overlaps
        together = np.unique(labels[one][(labels[one] == labels[two]) & (labels[one] >= 0)])
        which: list[int] = []
        left: list[float] = []
        for label in together.tolist():
            group = np.flatnonzero(labels == label)
            own = self._survey.measure(group).own
            less = np.flatnonzero(own != self._pieces.area[group])
            which += group[less].tolist()
            left += own[less].tolist()
        return np.asarray(which, np.int64), np.asarray(left, np.float64)

    # --------------------------------------------------------------------------------------------------- the positions
    def sites(self, position: Position) -> Sites:
        """Return the sites of a position whose gap has been made."""
        step = self._steps[position.gap]
        labels = step.labels[position.max_restriction]
        area, net = self._land(step, position.max_restriction)
        taking = labels >= 0
        total = len(labels)
        gross_ha = np.bincount(labels[taking], area[taking], total) / HECTARE
        net_ha = np.bincount(labels[taking], net[taking], total) / HECTARE
        value = net_ha if position.basis == codes.AREA_BASIS.net else gross_ha
        large = value >= position.min_area_ha - EQUAL
        for label in np.flatnonzero((np.abs(value - position.min_area_ha) < DOUBTFUL_HA) & (value > 0.0)).tolist():
            large[label] = self._measured(np.flatnonzero(labels == label), position) >= position.min_area_ha - EQUAL
        pieces = np.flatnonzero(taking & large[labels])
        names, site = np.unique(labels[pieces], return_inverse=True)
        kind = np.where(self._unknown, UNKNOWN, self._level)[pieces]
        by_level = np.bincount(kind, area[pieces], LEVELS + 1) / HECTARE
        return Sites(position, pieces, site, gross_ha[names], net_ha[names], by_level)

    def _land(self, step: _Step, level: int) -> tuple[Floats, Floats]:
        """Return the gross and net m² of each piece that count in its cluster."""
        which, left = step.shared[level]
        if not len(which):
            return self._pieces.area, self._pieces.net
        area = self._pieces.area.copy()
        area[which] = left
        return area, self._pieces.net * area / self._pieces.area

    def _measured(self, group: Ints, position: Position) -> float:
        """Return the area of a dissolved cluster on the basis, ha, as the search measures it."""
        body = self._survey.measure(group)
        return (float(body.net.sum()) if position.basis == codes.AREA_BASIS.net else body.gross) / HECTARE

    def curve(self, position: Position) -> Iterator[CurvePoint]:
        """Yield the sites for every gap that has been made, everything else as in the position; each takes its time."""
        for gap in sorted(self._steps):
            sites = self.sites(position._replace(gap=gap))
            yield CurvePoint(gap, len(sites), sites.area_ha)

    def changes(self, position: Position) -> list[Position]:
        """Return the positions next to one, each with one slider moved, that exist and whose gap has been made."""
        moved = [position._replace(**{name: getattr(position, name) + by}) for name, by in CHANGES]
        return [
            other
            for other in moved
            if self.made(other.gap) and other.min_area_ha > 0.0 and 0 <= other.max_restriction < LEVELS
        ]

    def cost(self, now: Sites, then: Sites) -> Cost:
        """Return what another position would bring and cost."""
        had, has = (np.unique(self._pieces.plot[sites.pieces]) for sites in (now, then))
        change = then.restriction_ha - now.restriction_ha
        return Cost(
            then.position,
            len(then) - len(now),
            then.area_ha - now.area_ha,
            float(change[1:LEVELS].sum()),
            float(change[UNKNOWN]),
            np.setdiff1d(has, had),
            np.setdiff1d(had, has),
        )

    def bridged_ha(self, sites: Sites, check: Callable[[], None]) -> float:
        """Return the land that is no plot and lies between the plots of sites, within the gap: ha; slow.

        It is the envelope of each site less its plots, as `bridged_ha` in the result of the search.
        """
        total = 0.0
        for group in sites.groups():
            name = (group.tobytes(), sites.position.gap)
            if name not in self._bridged:
                check()
                body = self._survey.measure(group)
                envelope = self._survey.envelope(body, float(sites.position.gap))
                self._bridged[name] = max(0.0, envelope.area() - body.gross) / HECTARE
            total += self._bridged[name]
        return total

    # ----------------------------------------------------------------------------------------------------- land, names
    def plot_ids(self, sites: Sites) -> list[list[str]]:
        """Return the sorted ids of the plots of each site."""
        return [
            sorted({self._plots.ids[plot] for plot in self._pieces.plot[group].tolist()}) for group in sites.groups()
        ]

    def land(self, sites: Sites) -> QgsGeometry:
        """Return the pieces of all sites as one geometry, to be drawn; empty where there is none."""
        return _collected([self._pieces.geometries[index] for index in sites.pieces.tolist()])

    def plots(self, plots: Ints) -> QgsGeometry:
        """Return whole plots as one geometry, to be drawn; empty where there is none."""
        return _collected([self._plots.geometries[index] for index in plots.tolist()])


def _collected(polygons: Sequence[QgsGeometry]) -> QgsGeometry:
    return QgsGeometry.collectGeometry(list(polygons)) if polygons else QgsGeometry()


def _overlaps(near: Neighbours, progress: Progress) -> tuple[Ints, Ints]:
    """Return the pairs of pieces that share land."""
    boxes = near.shapes.boxes
    touching = np.arange(near.count(0.0))
    one, two = boxes[near.first[touching]], boxes[near.second[touching]]
    width = np.minimum(one[:, 2:], two[:, 2:]) - np.maximum(one[:, :2], two[:, :2])
    found = []
    for step, pair in enumerate(touching[(width > TOLERANCE).all(axis=1)].tolist()):
        left, right = (near.shapes.geometries[int(which[pair])] for which in (near.first, near.second))
        if left.intersection(right).area() > SHARED:
            found.append(pair)
        if step % 500 == 0:
            progress(step / len(touching))
    return near.first[found], near.second[found]
