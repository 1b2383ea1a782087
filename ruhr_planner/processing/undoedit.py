"""`undoedit`: a change of plots by hand is taken back."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterString

from ruhr_planner.i18n import tr
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import Run
from ruhr_planner.processing.editing import RUN, EditAlgorithm

STATE = "STATE"


class UndoEdit(EditAlgorithm):
    """Take the last change back, or a given one, or go back to a state of a plot that the history shows."""

    ID = "undoedit"
    LABEL = "Undo a change of plots"

    def define_plots(self) -> None:
        """Add the run that made the change, or the state to go back to."""
        text = tr("Run that made the change (empty: the last change by hand)")
        self.addParameter(QgsProcessingParameterString(RUN, text, optional=True))
        text = tr("State to go back to (an id such as m:1@2026-06-30; empty: undo a run)")
        self.addParameter(QgsProcessingParameterString(STATE, text, optional=True))

    def compute(self, run: Run) -> dict[str, Any]:
        """Take it back."""
        from ruhr_planner.harmonise import editing

        if run.given(STATE):
            state = run.string(STATE).strip()
            return self.tell(run, editing.go_back(stores.needed(run), state, self.edit(run), run.check))
        wanted = run.string(RUN).strip() if run.given(RUN) else ""
        return self.tell(run, editing.undo(stores.needed(run), self.edit(run), wanted, run.check))
