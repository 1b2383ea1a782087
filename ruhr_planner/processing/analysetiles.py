"""`analysetiles`: an analysis of a whole state, tile by tile, with whoever helps; the result is that of one piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QDate, QMetaType, Qt

from ruhr_planner import i18n, paths
from ruhr_planner.i18n import tr
from ruhr_planner.model.errors import StoreLost, StoreTimeout, StoreUnreachable, TileFailed
from ruhr_planner.model.results import TILED
from ruhr_planner.model.tables import PLOT
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.processing.outputs import LayerOutput
from ruhr_planner.processing.tileplans import PLANS, Plan, plan_of
from ruhr_planner.store import layers, metadata
from ruhr_planner.store.layers import LayerSpec, Row
from ruhr_planner.store.metadata import Description

if TYPE_CHECKING:
    from ruhr_planner.store.postgis import PostgisStore
    from ruhr_planner.store.queue import Column, Progress, Queue

ALGORITHM, PARAMETERS, RECORDS, JOB, OUTPUT = "ALGORITHM", "PARAMETERS", "RECORDS", "JOB", "OUTPUT"
_TYPES = {"int": QMetaType.Type.LongLong, "real": QMetaType.Type.Double, "date": QMetaType.Type.QDate}


class AnalyseTiles(PlannerAlgorithm):
    """Hand out the tiles of an analysis, work on them beside others, and put the result together."""

    ID = "analysetiles"
    LABEL = "Analyse a whole state in tiles"
    GROUP = "Data"
    GROUP_ID = "data"
    DATED = True
    OUTPUTS = (LayerOutput(OUTPUT, "Result", TILED, open=True),)

    def define(self) -> None:
        """Add store, algorithm, its parameters and the size of a tile."""
        self.addParameter(stores.parameter())
        names = [plan.result.label.text(i18n.language()) for plan in PLANS]
        self.addParameter(QgsProcessingParameterEnum(ALGORITHM, tr("Analysis"), names, defaultValue=0))
        self.addParameter(
            QgsProcessingParameterString(PARAMETERS, tr("Further parameters of the analysis (JSON)"), optional=True)
        )
        whole = QgsProcessingParameterNumber.Type.Integer
        self.addParameter(
            QgsProcessingParameterNumber(RECORDS, tr("Plots in a tile, at most"), whole, 20_000, False, 1, 10_000_000)
        )
        job = QgsProcessingParameterString(JOB, tr("Continue an interrupted analysis (its id)"), optional=True)
        job.setFlags(job.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(job)
        self.addOutput(QgsProcessingOutputNumber("TILES", tr("Tiles")))
        self.addOutput(QgsProcessingOutputNumber("OWN_TILES", tr("Tiles that this program did")))
        self.addOutput(QgsProcessingOutputNumber("RESULTS", tr("Records of the result")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Put the analysis into the queue, work, wait for the others, write the result."""
        from ruhr_planner.processing import tiled
        from ruhr_planner.store.queue import Queue

        store = tiled.database(stores.needed(run))
        plan = PLANS[run.index(ALGORITHM)]
        given = tiled.parameters_of(run.string(PARAMETERS) if run.given(PARAMETERS) else "")
        with store.connected() as opened:
            if run.given(JOB):
                queue = Queue(store, run.string(JOB).strip())
                plan = plan_of(queue.question(opened)[0])
            else:
                queue = tiled.begin(run, store, opened, plan, given, run.integer(RECORDS))
        run.log(
            tr("Others help with: qgis_process run ruhr_planner:worktiles --STORE={store} --JOB={job}").format(
                store=store.address, job=queue.job
            )
        )
        try:
            done = tiled.work(run, queue) + tiled.wait(run, queue)
            state, columns = _finished(queue)
            count = run.stage_records(OUTPUT, lambda path, name: self._fill(run, plan, queue, columns, path, name))
        except (StoreLost, StoreUnreachable, StoreTimeout):
            run.warn(tr("What is done stays; continue with JOB={job}.").format(job=queue.job))
            raise
        except BaseException:
            _remove(store, queue)
            raise
        _remove(store, queue)
        return {"TILES": state.tiles, "OWN_TILES": done, "RESULTS": count}

    def _fill(
        self, run: Run, plan: Plan, queue: Queue, columns: list[Column], path: Path | None, name: str
    ) -> tuple[LayerSpec, list[Row], int]:
        """Write the result into a new file, or return it for a layer in memory."""
        tables = [PLOT, *(each.table for each in plan.around)]
        said = Description(
            identifier=f"ruhr_planner.{plan.result.table}.{run.run_id}",
            title=plan.result.label.text(i18n.language()),
            abstract="",
            inputs=tuple(queue.store.provenance(table) for table in tables if queue.store.has(table)),
            run=run.record(),
        )
        style = paths.resource("styles", f"{plan.result.table}.qml")
        kind = layers.wkb_type(plan.result) if plan.result.geometry else layers.wkb_type(PLOT)
        spec = LayerSpec(name, _fields(columns), kind, metadata.write(said), style)
        rows = _rows(queue, columns)
        if path is None:
            kept = list(rows)
            return spec, kept, len(kept)
        count = layers.write_layer(path, spec, rows, run.context.transformContext(), run.check, OUTPUT)
        return spec, [], count


def _finished(queue: Queue) -> tuple[Progress, list[Column]]:
    """Return the state of a job that nobody works on any more, and what its records look like.

    :raises TileFailed: a tile could not be computed.
    """
    with queue.store.connected() as opened:
        state, columns = queue.progress(opened), queue.columns(opened)
    if state.failed:
        raise TileFailed(count=len(state.failed), all=state.tiles, why=state.failed[0])
    return state, columns


def _remove(store: PostgisStore, queue: Queue) -> None:
    with store.connected() as opened:
        queue.remove(opened)


def _fields(columns: list[Column]) -> QgsFields:
    fields = QgsFields()
    for column in columns:
        made = QgsField(column.name, _TYPES.get(column.kind, QMetaType.Type.QString))
        made.setAlias(column.alias)
        fields.append(made)
    return fields


def _rows(queue: Queue, columns: list[Column]) -> Iterator[Row]:
    dates = [at for at, column in enumerate(columns) if column.kind == "date"]
    for shape, values in queue.records():
        geometry = None
        if shape is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(shape)
        made = list(values)
        for at in dates:
            if made[at] is not None:
                made[at] = QDate.fromString(str(made[at]), Qt.DateFormat.ISODate)
        yield geometry, made
