"""`worktiles`: helps with an analysis that somebody has begun with `analysetiles`, on this computer or another."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterString

from ruhr_planner.i18n import tr
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run

JOB = "JOB"


class WorkTiles(PlannerAlgorithm):
    """Take tiles until there are none left."""

    ID = "worktiles"
    LABEL = "Help with an analysis in tiles"
    GROUP = "Data"
    GROUP_ID = "data"

    def define(self) -> None:
        """Add store, job and the number of tiles."""
        self.addParameter(stores.parameter())
        self.addParameter(QgsProcessingParameterString(JOB, tr("Analysis (its id, from the log of who began it)")))
        self.addOutput(QgsProcessingOutputNumber("OWN_TILES", tr("Tiles that this program did")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Work on the tiles that nobody has."""
        from ruhr_planner.processing import tiled
        from ruhr_planner.store.queue import Queue

        store = tiled.database(stores.needed(run))
        return {"OWN_TILES": tiled.work(run, Queue(store, run.string(JOB).strip()))}
