"""`splitplot`: one plot becomes several, which know what they were part of."""

from __future__ import annotations

from typing import Any

from ruhr_planner.i18n import tr
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import Run
from ruhr_planner.processing.editing import PLOT_ID, EditAlgorithm

BY = "BY"


class SplitPlot(EditAlgorithm):
    """Split a plot by a line or an area."""

    ID = "splitplot"
    LABEL = "Split a plot"

    def define_more(self) -> None:
        """Add the line."""
        self.add_geometry(BY, tr("Line or area that splits the plot (WKT)"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Split the plot."""
        from ruhr_planner.harmonise import editing
        from ruhr_planner.model.errors import BadParameter

        store, blade = stores.needed(run), self.geometry(run, BY)
        if blade is None:
            raise BadParameter(parameter=BY, value="", why=tr("it is no geometry"))
        done = editing.split(store, run.string(PLOT_ID).strip(), blade, self.edit(run), run.check)
        return self.tell(run, done)
