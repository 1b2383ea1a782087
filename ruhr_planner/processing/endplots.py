"""`endplots`: plots end instead of being deleted."""

from __future__ import annotations

from typing import Any

from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import Run
from ruhr_planner.processing.editing import EditAlgorithm, identifiers


class EndPlots(EditAlgorithm):
    """Give plots their last day; their records stay."""

    ID = "endplots"
    LABEL = "End plots"
    SEVERAL = True

    def compute(self, run: Run) -> dict[str, Any]:
        """End the plots."""
        from ruhr_planner.harmonise import editing

        return self.tell(run, editing.end(stores.needed(run), identifiers(run), self.edit(run), run.check))
