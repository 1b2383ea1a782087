"""Plots as the analyses of land take them, from the input of an algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruhr_planner.i18n import tr
from ruhr_planner.model.tables import PLOT
from ruhr_planner.processing.algorithm import Run

if TYPE_CHECKING:
    from ruhr_planner.analysis.pieces import Plots


def plots_of(run: Run, parameter: str) -> Plots:
    """Return the plots of a required input; where it has no ids, the feature ids serve and the log says so."""
    from ruhr_planner.analysis.pieces import Plots

    records = run.needed(parameter)
    if not records.has(PLOT.plot_id):
        run.log(tr("{layer} has no field “plot_id”; the feature id serves.").format(layer=records.name))
    return Plots(
        records.identifiers(PLOT.plot_id),
        records.geometries,
        records.text(PLOT.plot_type),
        records.text(PLOT.planning_status),
        records.text(PLOT.use_rp),
        records.number(PLOT.restriction),
        records.number(PLOT.brownfield),
        records.number(PLOT.area_net_ha),
    )
