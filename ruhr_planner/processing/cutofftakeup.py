"""`cutofftakeup`: what was taken up is cut off a plot and stands in the table of take-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.tables import PLOT, TAKEUP
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import Run
from ruhr_planner.processing.editing import DATE, PLOT_ID, EditAlgorithm

if TYPE_CHECKING:
    from ruhr_planner.store.interface import Store

AREA, YEAR, NEW_USE, BASIS, NET_FACTOR, EXISTING = "AREA", "YEAR", "NEW_USE", "BASIS", "NET_FACTOR", "EXISTING"


class CutOffTakeup(EditAlgorithm):
    """Cut off the part that was taken up; it ends, and year, new use and plot are written."""

    ID = "cutofftakeup"
    LABEL = "Cut off take-up"

    def define_more(self) -> None:
        """Add area, year, use and how the hectares are counted."""
        number = QgsProcessingParameterNumber
        self.add_geometry(AREA, tr("Area that was taken up (WKT; empty: the whole plot)"), optional=True)
        year = number(YEAR, tr("Year of the take-up (empty: that of the date)"), number.Type.Integer, None, True, 1900)
        self.addParameter(year)
        self.addParameter(QgsProcessingParameterString(NEW_USE, tr("New use"), optional=True))
        self.addParameter(
            QgsProcessingParameterEnum(
                BASIS,
                tr("Hectares count as (empty: as in the table of take-up, else net)"),
                [codes.TAKEUP_BASIS.label(code, i18n.language()) for code in codes.TAKEUP_BASIS],
                optional=True,
            )
        )
        self.addParameter(number(NET_FACTOR, tr("Net land per gross land"), number.Type.Double, 0.75, False, 0.01, 1.0))
        self.addParameter(QgsProcessingParameterBoolean(EXISTING, tr("The part is commercial land from then on"), True))
        self.addOutput(QgsProcessingOutputNumber("TAKEN_HA", tr("Area cut off (ha)")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Cut the part off."""
        from ruhr_planner.harmonise import editing

        store = stores.needed(run)
        basis = codes.TAKEUP_BASIS.codes[run.index(BASIS)] if run.given(BASIS) else _basis_of(store)
        year = run.integer(YEAR) if run.given(YEAR) else run.day(DATE).year
        factor = run.number(NET_FACTOR)

        def hectares(values: dict[str, Any], gross_ha: float) -> float:
            return _net_ha(values, gross_ha, factor) if basis == codes.TAKEUP_BASIS.net else gross_ha

        use = run.string(NEW_USE).strip() if run.given(NEW_USE) else ""
        taken = editing.TakeUp(year, use, basis, hectares, run.flag(EXISTING))
        area, plot = self.geometry(run, AREA), run.string(PLOT_ID).strip()
        done = editing.cut_off(store, plot, area, taken, self.edit(run), run.check)
        run.log(tr("Cut off: {ha} ha, take-up of {year}.").format(ha=f"{done.taken_ha:.4f}", year=year))
        return {**self.tell(run, done), "TAKEN_HA": done.taken_ha}


def _basis_of(store: Store) -> str:
    """Return how the store's table counts its hectares: a balance refuses a table that mixes both."""
    present = {str(basis) for (basis,) in store.values(TAKEUP, (TAKEUP.basis,)) if basis is not None}
    return present.pop() if len(present) == 1 else codes.TAKEUP_BASIS.net


def _net_ha(values: dict[str, Any], gross_ha: float, factor: float) -> float:
    """Return the net hectares of a plot by the rule of the land balance."""
    import numpy as np

    from ruhr_planner.analysis.pieces import HECTARE, Plots, net_land

    def column(name: str) -> Any:
        return np.array([values[name]], dtype=object)

    recorded = values[PLOT.area_net_ha]
    unknown, none = np.array([np.nan]), np.array([None], dtype=object)
    net = np.array([np.nan if recorded is None else float(recorded)])
    plots = Plots([""], [], column(PLOT.plot_type), column(PLOT.planning_status), none, unknown, unknown, net)
    return float(net_land(plots, np.array([gross_ha * HECTARE]), factor)[0]) / HECTARE
