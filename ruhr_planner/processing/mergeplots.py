"""`mergeplots`: several plots become one, which knows what it came of."""

from __future__ import annotations

from typing import Any

from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import Run
from ruhr_planner.processing.editing import EditAlgorithm, identifiers


class MergePlots(EditAlgorithm):
    """Make one plot of several; it takes the values of the first."""

    ID = "mergeplots"
    LABEL = "Merge plots"
    SEVERAL = True

    def compute(self, run: Run) -> dict[str, Any]:
        """Merge the plots."""
        from ruhr_planner.harmonise import editing

        return self.tell(run, editing.merge(stores.needed(run), identifiers(run), self.edit(run), run.check))
