"""From plots to pieces of land that can become a site: which plots take part, what hard exclusions leave, net land.

Areas in square metres here, hectares only where a name says so. A plot that takes no part, or a piece that is too
small, is listed with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from qgis.core import QgsGeometry

from ruhr_planner.analysis.contiguity import Floats, Ints, Progress, areal, box_pairs, parts
from ruhr_planner.model import codes

HECTARE = 10_000.0
"""Square metres."""
MANY_VERTICES = 200
"""From here on an exclusion is clipped to the plot's box before GEOS takes the difference."""
FLOOD_KINDS = frozenset((codes.EXCLUSION_KIND.flood_area, "flood"))
"""Hard only where no plan right exists: section 78 WHG bars new plans, not what one in force allows; to be checked."""
PLAN_RIGHT = (codes.PLANNING_STATUS.bplan_in_force, codes.PLANNING_STATUS.par34)
"""Planning status that gives a right to build."""
Objects = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Plots:
    """Plots as columns of equal length; None or nan where unknown.

    `ids` are unique; `restriction` 0 to 3; `brownfield` 0 or 1; `area_net_ha` only where recorded.
    """

    ids: Sequence[str]
    geometries: Sequence[QgsGeometry]
    plot_type: Objects
    planning_status: Objects
    use_rp: Objects
    restriction: Floats
    brownfield: Floats
    area_net_ha: Floats

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Exclusions:
    """Areas that are taken out of the plots: `kind` and geometry, of equal length."""

    kinds: Sequence[str] = ()
    geometries: Sequence[QgsGeometry] = ()


@dataclass(frozen=True)
class Filter:
    """Which plots take part. `uses_rp` empty: whatever the regional plan says."""

    plot_types: frozenset[str]
    max_restriction: int
    uses_rp: frozenset[str] = frozenset()


class LeftOut(NamedTuple):
    """Land that takes no part: plot index, reason (codes.SITE_REASON), geometry and, if too small, the ha it lacks."""

    plot: int
    reason: str
    geometry: QgsGeometry
    missing_ha: float | None = None


@dataclass
class Pieces:
    """Single polygons of the plots after hard exclusions.

    `plot` is the index of the plot, `area` and `net` are m². `deducted` holds, by plot, the m² that each kind of
    exclusion took; `strips`, by piece, those that strips free of buildings take from net land and not from the piece.
    """

    geometries: list[QgsGeometry]
    plot: Ints
    area: Floats
    net: Floats
    deducted: dict[int, dict[str, float]] = field(default_factory=dict)
    strips: dict[int, dict[str, float]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.geometries)


def net_land(plots: Plots, gross: Floats, net_factor: float) -> Floats:
    """Return the net land of whole plots in m².

    Recorded net area where there is one; else gross × net factor, but × 1 for building gaps and where a local plan is
    in force: such plots are serviced, the factor would take the streets out twice.
    """
    serviced = (plots.plot_type == codes.PLOT_TYPE.building_gap) | (
        plots.planning_status == codes.PLANNING_STATUS.bplan_in_force
    )
    recorded = plots.area_net_ha * HECTARE
    return np.where(np.isnan(recorded), gross * np.where(serviced, 1.0, net_factor), recorded)


def has_plan_right(plots: Plots) -> npt.NDArray[np.bool_]:
    """Return which plots may be built on under the plan in force; unknown counts as no right."""
    return np.isin(plots.planning_status.astype(str), PLAN_RIGHT)


def reasons_against(plots: Plots, wanted: Filter) -> Objects:
    """Return for each plot why it takes no part, None if it does. An unknown restriction is no reason."""
    reason = np.full(len(plots), None, dtype=object)
    if wanted.uses_rp:
        reason[~np.isin(plots.use_rp.astype(str), list(wanted.uses_rp))] = codes.SITE_REASON.use_rp
    reason[plots.restriction > wanted.max_restriction] = codes.SITE_REASON.restriction
    reason[~np.isin(plots.plot_type.astype(str), list(wanted.plot_types))] = codes.SITE_REASON.plot_type
    return reason


def cut_pieces(
    plots: Plots, exclusions: Exclusions, wanted: Filter, min_plot_ha: float, net_factor: float, progress: Progress
) -> Pieces:
    """Return the single polygons of the plots that take part, without hard exclusions, from the minimum size on."""
    reasons = reasons_against(plots, wanted)
    gross = np.asarray([geometry.area() for geometry in plots.geometries], np.float64)
    net_share = np.divide(net_land(plots, gross, net_factor), gross, out=np.zeros(len(plots)), where=gross > 0.0)
    taking = np.flatnonzero(reasons == None)  # noqa: E711 - elementwise
    left_out = [
        LeftOut(index, str(reasons[index]), plots.geometries[index])
        for index in np.flatnonzero(reasons != None).tolist()  # noqa: E711 - elementwise
    ]
    geometries = [plots.geometries[index] for index in taking.tolist()]
    deducted = subtract(geometries, exclusions, progress, has_plan_right(plots)[taking])
    lost = {int(taking[at]): kinds for at, kinds in deducted.items()}
    pieces = Pieces([], taking, gross, gross, lost, left_out=left_out)
    owner, areas = _single_parts(pieces, geometries, taking, min_plot_ha * HECTARE, plots.geometries)
    pieces.plot = np.asarray(owner, np.int64)
    pieces.area = np.asarray(areas, np.float64)
    pieces.net = pieces.area * net_share[pieces.plot]
    return pieces


def _single_parts(
    pieces: Pieces, geometries: list[QgsGeometry], taking: Ints, smallest: float, plots: Sequence[QgsGeometry]
) -> tuple[list[int], list[float]]:
    """Append the polygons from the smallest size on; list the others. Returns their plots and areas."""
    owner, areas = [], []
    for plot, geometry in zip(taking.tolist(), geometries):
        if geometry.isEmpty():
            pieces.left_out.append(LeftOut(plot, codes.SITE_REASON.excluded, plots[plot]))
            continue
        single = not geometry.isMultipart()
        for part in (geometry,) if single else _ordered(parts(geometry)):
            area = part.area()
            if area >= smallest:
                pieces.geometries.append(part)
                owner.append(plot)
                areas.append(area)
            else:
                pieces.left_out.append(LeftOut(plot, codes.SITE_REASON.min_plot, part, (smallest - area) / HECTARE))
    return owner, areas


def _ordered(polygons: list[QgsGeometry]) -> list[QgsGeometry]:
    return sorted(polygons, key=QgsGeometry.area, reverse=True) if len(polygons) > 1 else polygons


def boxes(geometries: Sequence[QgsGeometry]) -> Floats:
    """Return the bounding boxes (n, 4): west, south, east, north."""
    found = [(b.xMinimum(), b.yMinimum(), b.xMaximum(), b.yMaximum()) for b in (g.boundingBox() for g in geometries)]
    return np.asarray(found, np.float64).reshape(-1, 4)


def subtract(
    geometries: list[QgsGeometry], exclusions: Exclusions, progress: Progress, spared: npt.NDArray[np.bool_]
) -> dict[int, dict[str, float]]:
    """Take the exclusions out of the geometries, in place; return the m² by geometry and kind.

    From those that are `spared` flood areas take nothing. Where exclusions overlap, the one whose kind comes first in
    the alphabet counts; the sum is what was taken.
    """
    deducted: dict[int, dict[str, float]] = {}
    order = sorted(range(len(exclusions.kinds)), key=lambda index: exclusions.kinds[index])
    areas = [exclusions.geometries[index] for index in order]
    if not areas or not geometries:
        return deducted
    exclusion, target = box_pairs(boxes(areas), boxes(geometries), 0.0)
    flood = np.asarray([exclusions.kinds[index] in FLOOD_KINDS for index in order], bool)
    counts = ~(flood[exclusion] & spared[target])
    exclusion, target = exclusion[counts], target[counts]
    ranked = np.lexsort((target, exclusion))
    engine, current = None, -1
    for step, (number, at) in enumerate(zip(exclusion[ranked].tolist(), target[ranked].tolist())):
        if number != current:
            current, area = number, areas[number]
            engine = QgsGeometry.createGeometryEngine(area.constGet())
            engine.prepareGeometry()
            progress(step / len(ranked))
        before = geometries[at]
        if engine is None or not engine.intersects(before.constGet()):
            continue
        after = QgsGeometry() if engine.contains(before.constGet()) else difference(before, area)
        taken = before.area() - after.area()
        if taken > 0.0:
            kinds = deducted.setdefault(at, {})
            kinds[exclusions.kinds[order[number]]] = kinds.get(exclusions.kinds[order[number]], 0.0) + taken
            geometries[at] = after
    return deducted


def difference(area: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    """Return area without other; an exclusion with many vertices is clipped to the area's box first."""
    if other.constGet().nCoordinates() > MANY_VERTICES:
        near = other.clipped(area.boundingBox().buffered(1.0))
        if not near.isEmpty() and near.isGeosValid():
            other = near
    left = area.difference(other)
    return areal(left if not left.isNull() else area.difference(other.makeValid()))
