"""Plots as the analyses of land take them, from the input of an algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ruhr_planner.i18n import tr
from ruhr_planner.model.sentences import filled, some
from ruhr_planner.model.tables import PLOT
from ruhr_planner.processing.algorithm import Run

if TYPE_CHECKING:
    from ruhr_planner.analysis.pieces import Plots

NET_TOLERANCE = 1.01
"""A recorded net area may exceed the drawn gross area by this factor before it is named."""


def plots_of(run: Run, parameter: str) -> Plots:
    """Return the plots of a required input; where it has no ids, the feature ids serve and the log says so."""
    from ruhr_planner.analysis.pieces import Plots

    records = run.needed(parameter)
    found = Plots(
        run.identifiers(records, PLOT.plot_id),
        records.geometries,
        records.text(PLOT.plot_type),
        records.text(PLOT.planning_status),
        records.text(PLOT.use_rp),
        records.number(PLOT.restriction),
        records.number(PLOT.brownfield),
        records.number(PLOT.area_net_ha),
    )
    _tell_too_large(run, records.name, found)
    return found


def _tell_too_large(run: Run, layer: str, plots: Plots) -> None:
    """Name the plots whose net area is recorded larger than the land that is drawn."""
    from ruhr_planner.analysis.pieces import HECTARE

    recorded = plots.area_net_ha * HECTARE
    larger = [
        plots.ids[place]
        for place in np.flatnonzero(~np.isnan(recorded)).tolist()
        if recorded[place] > plots.geometries[place].area() * NET_TOLERANCE
    ]
    if larger:
        said = tr(
            "{layer}: the recorded net area of {count} {count:plot|plots} is larger than "
            "{count:its|their} gross area: {ids}"
        )
        run.warn(filled(said, layer=layer, count=len(larger), ids=some(larger)))
