"""What the algorithms that change plots of a store by hand have in common: store, plot, day, and what they tell."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsGeometry,
    QgsProcessingOutputString,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterGeometry,
    QgsProcessingParameterString,
)

from ruhr_planner.i18n import tr
from ruhr_planner.model.errors import BadParameter
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.store import layers

if TYPE_CHECKING:
    from ruhr_planner.harmonise.editing import Done, Edit

PLOT_ID, PLOT_IDS, DATE, RUN = "PLOT_ID", "PLOT_IDS", "DATE", "RUN"


class EditAlgorithm(PlannerAlgorithm):
    """An algorithm that changes plots of a store, all in one transaction."""

    GROUP = "Editing plots"
    GROUP_ID = "plots"
    SEVERAL = False
    """It takes the ids of several plots."""

    def define(self) -> None:
        """Add store, plot, what the algorithm itself needs, the day and the outputs."""
        self.addParameter(stores.parameter())
        self.define_plots()
        self.define_more()
        self.addParameter(
            QgsProcessingParameterDateTime(
                DATE,
                tr("The new state holds from (empty: today)"),
                QgsProcessingParameterDateTime.Type.Date,
                optional=True,
            )
        )
        self.addOutput(QgsProcessingOutputString("ENDED", tr("Plots ended")))
        self.addOutput(QgsProcessingOutputString("MADE", tr("New plots")))
        self.addOutput(QgsProcessingOutputString("CHANGED", tr("Plots with a new state")))
        self.addOutput(QgsProcessingOutputString(RUN, tr("Run, for undoing it")))

    def define_plots(self) -> None:
        """Add which plots are changed."""
        if self.SEVERAL:
            self.addParameter(QgsProcessingParameterString(PLOT_IDS, tr("Plot ids, separated by semicolons")))
        else:
            self.addParameter(QgsProcessingParameterString(PLOT_ID, tr("Plot id")))

    def define_more(self) -> None:
        """Add the algorithm's own parameters."""

    def add_geometry(self, name: str, label: str, optional: bool = False) -> None:
        """Add a parameter for a geometry, as WKT with its reference system."""
        self.addParameter(QgsProcessingParameterGeometry(name, label, None, optional))

    def geometry(self, run: Run, name: str) -> QgsGeometry | None:
        """Return a geometry in EPSG:25832, None if it is not given.

        :raises BadParameter: it is none.
        """
        if not run.given(name):
            return None
        made = self.parameterAsGeometry({name: run.value(name)}, name, run.context, layers.crs())
        if made.isNull() or made.isEmpty():
            raise BadParameter(parameter=name, value=str(run.value(name))[:80], why=tr("it is no geometry"))
        return made

    def edit(self, run: Run) -> Edit:
        """Return what the store is told of the change."""
        from ruhr_planner.harmonise.editing import Edit

        started = datetime.now(timezone.utc).isoformat(timespec="seconds")
        return Edit(run.run_id, started, run.day(DATE), self.ID, dict(run.record()["parameters"]))  # type: ignore[call-overload]

    def tell(self, run: Run, done: Done) -> dict[str, Any]:
        """Say in the log what has changed and return the outputs."""
        run.saved()
        for text, listed in (
            (tr("Ended: {plots}"), done.ended),
            (tr("New: {plots}"), done.made),
            (tr("New state: {plots}"), done.changed),
        ):
            if listed:
                run.log(text.format(plots=", ".join(listed)))
        run.log(
            tr("Area before {before} ha, after {after} ha.").format(
                before=f"{done.before_ha:.4f}", after=f"{done.after_ha:.4f}"
            )
        )
        lists = {"ENDED": done.ended, "MADE": done.made, "CHANGED": done.changed}
        return {**{name: ";".join(listed) for name, listed in lists.items()}, RUN: run.run_id}


def identifiers(run: Run) -> list[str]:
    """Return the ids of PLOT_IDS, each once."""
    return list(dict.fromkeys(part.strip() for part in run.string(PLOT_IDS).split(";") if part.strip()))
