"""How plots lie to areas that are drawn at a small scale, such as the regional plan at 1:50,000.

Such a drawing is not sharp to the parcel. A plot that the drawn boundary crosses, or that lies nearer to it than the
tolerance, is neither inside nor outside for sure: its class is "edge, to be checked".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from qgis.core import QgsGeometry

from ruhr_planner.analysis.contiguity import box_pairs
from ruhr_planner.analysis.overlay import Floats, Grid, Progress, overlay
from ruhr_planner.analysis.pieces import boxes
from ruhr_planner.model import codes

CHECK_EVERY = 500
"""Plots between two looks at the cancel button."""
HALF = 0.5
"""A plot away from every boundary is wholly inside or wholly outside; half is far from both."""


@dataclass(frozen=True)
class PlanRelation:
    """For each plot: the use with the largest share (None outside), its class, that share, and `distance`.

    The distance to the nearest drawn boundary is in metres, nan where it is farther than the tolerance.
    """

    use: npt.NDArray[np.object_]
    plan_class: npt.NDArray[np.object_]
    share: Floats
    distance: Floats


def relate(
    plots: Sequence[QgsGeometry],
    areas: Sequence[QgsGeometry],
    uses: Sequence[str | None],
    tolerance: float,
    progress: Progress,
) -> PlanRelation:
    """Lay plots on drawn areas; a boundary between two areas of one use is none.

    :param uses: the use of each area (codes.USE_RP), None where it is not known.
    :param tolerance: metres; a plot at exactly this distance is at the edge.
    """
    names = sorted({use or codes.USE_RP.unknown for use in uses})
    merged = [
        QgsGeometry.unaryUnion([area for area, use in zip(areas, uses) if (use or codes.USE_RP.unknown) == name])
        for name in names
    ]
    gross = np.asarray([plot.area() for plot in plots], np.float64)
    use, share = _largest(plots, gross, merged, names, progress)
    distance = _to_boundary(plots, merged, tolerance, progress)
    plan_class = np.where(share > HALF, codes.PLAN_CLASS.inside, codes.PLAN_CLASS.outside).astype(object)
    plan_class[~np.isnan(distance)] = codes.PLAN_CLASS.edge
    return PlanRelation(use, plan_class, share, distance)


def _largest(
    plots: Sequence[QgsGeometry], gross: Floats, merged: list[QgsGeometry], names: list[str], progress: Progress
) -> tuple[npt.NDArray[np.object_], Floats]:
    """Return the use that holds most of each plot, and its share."""
    use = np.full(len(plots), None, dtype=object)
    share = np.zeros(len(plots))
    pairs, _sizes = overlay(merged, Grid.from_geometries(plots), lambda part: progress(part / 2))
    order = np.lexsort((-pairs.owner, pairs.area))  # the largest share last, the first name where two are equal
    use[pairs.cell[order]] = np.array(names, dtype=object)[pairs.owner[order]]
    share[pairs.cell[order]] = pairs.area[order]
    return use, np.minimum(np.divide(share, gross, out=np.zeros(len(plots)), where=gross > 0.0), 1.0)


def _to_boundary(
    plots: Sequence[QgsGeometry], merged: list[QgsGeometry], tolerance: float, progress: Progress
) -> Floats:
    """Return the distance of each plot to the nearest boundary within the tolerance, else nan."""
    distance = np.full(len(plots), np.inf)
    rings = [ring for area in merged for ring in _rings(area)]
    ring_of, plot_of = box_pairs(boxes(rings), boxes(plots), tolerance)
    order = np.argsort(ring_of, kind="stable")
    current, engine = -1, None
    for step, (ring, plot) in enumerate(zip(ring_of[order].tolist(), plot_of[order].tolist())):
        if step % CHECK_EVERY == 0:
            progress(0.5 + step / (2 * len(order)))
        if engine is None or ring != current:
            current, engine = ring, QgsGeometry.createGeometryEngine(rings[ring].constGet())
            engine.prepareGeometry()
        distance[plot] = min(distance[plot], engine.distance(plots[plot].constGet()))
    return np.where(distance <= tolerance, distance, np.nan)


def _rings(area: QgsGeometry) -> list[QgsGeometry]:
    """Return the rings of an area as lines."""
    polygons = area.asMultiPolygon() if area.isMultipart() else [area.asPolygon()]
    return [QgsGeometry.fromPolylineXY(ring) for polygon in polygons for ring in polygon]
