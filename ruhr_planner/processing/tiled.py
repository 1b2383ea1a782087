"""How registered algorithms run tile by tile on a store in PostGIS: which tables they get, and how far around a tile.

The algorithm itself runs on each tile, with the same checks as in one piece; only its layers are narrowed. What depends
on the whole region is settled once, when the analysis enters the queue: the day, and the edition of the cells.
"""

from __future__ import annotations

import json
import math
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaType

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model.errors import BadParameter, NeedsDatabase, TableMissing
from ruhr_planner.model.results import SITE
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import BROADBAND_CELL, PLOT
from ruhr_planner.processing.algorithm import AS_OF
from ruhr_planner.processing.child import run_child
from ruhr_planner.processing.inputs import as_date, is_null
from ruhr_planner.processing.tileplans import MARGIN_M, NEAREST, WHOLE, Around, Plan, plan_of
from ruhr_planner.store.database import Connection, literal, qualified
from ruhr_planner.store.layers import open_layer
from ruhr_planner.store.postgis import PostgisStore
from ruhr_planner.store.queue import Bounds, Column, Queue, Record, Task, new_job, notice_death
from ruhr_planner.store.schema import GEOMETRY, KEY, SRID
from ruhr_planner.store.sqlite import quoted

if TYPE_CHECKING:
    from ruhr_planner.processing.algorithm import Run
    from ruhr_planner.store.interface import Store

CELL_M = 1000.0
"""Tiles are put together of squares of this size."""
ZONES_M = 3_000.0
"""How much of sensitive uses around the plots counts at least: more than the largest distance class."""
_OUTPUT, _EDITION = "OUTPUT", "_EDITION"
_KINDS = {
    QMetaType.Type.Int: "int",
    QMetaType.Type.LongLong: "int",
    QMetaType.Type.Double: "real",
    QMetaType.Type.QDate: "date",
}
_POLL_S = 0.5


def database(store: Store) -> PostgisStore:
    """Return a store that can hand out tiles.

    :raises NeedsDatabase: it is a file.
    """
    if not isinstance(store, PostgisStore):
        raise NeedsDatabase(file=store.name)
    return store


def begin(
    run: Run, store: PostgisStore, opened: Connection, plan: Plan, given: Mapping[str, Any], wanted: int
) -> Queue:
    """Put an analysis into the queue.

    :param given: further parameters of the algorithm. :param wanted: records of a tile, at most.
    """
    from ruhr_planner.analysis.coverage import newest_edition
    from ruhr_planner.analysis.tiles import split

    closed = {plan.parameter, _OUTPUT, AS_OF, *(each.parameter for each in plan.around)} & set(given)
    if closed:
        raise BadParameter(
            parameter="PARAMETERS", value=", ".join(sorted(closed)), why=tr("the store gives the layers and the day")
        )
    main = qualified(store.schema, PLOT.table)
    store.needed(PLOT)
    asked = (
        f"SELECT floor(ST_X({_MIDDLE}) / {CELL_M})::int AS x, floor(ST_Y({_MIDDLE}) / {CELL_M})::int AS y,"  # nosec B608
        f" count(*)::int AS n FROM {main} WHERE {GEOMETRY} IS NOT NULL GROUP BY 1, 2"
    )
    counts = np.array(list(opened.rows(asked)), dtype=np.int64).reshape(-1, 3)
    tiles = split(counts[:, 0], counts[:, 1], counts[:, 2], CELL_M, wanted)
    parameters = {**given, AS_OF: run.as_of.isoformat()}
    if any(each.table is BROADBAND_CELL for each in plan.around):
        store.needed(BROADBAND_CELL)
        cells = qualified(store.schema, BROADBAND_CELL.table)
        editions = [row[0] for row in opened.rows(f"SELECT DISTINCT edition FROM {cells}")]  # nosec B608: quoted
        parameters[_EDITION] = newest_edition(np.array(editions, dtype=object), run.as_of)[1]
    return new_job(store, opened, plan.algorithm, parameters, tiles)


def work(run: Run, queue: Queue) -> int:
    """Work on tiles until nobody has one to give. Return how many this program did."""
    done = 0
    with queue.store.connected() as opened:
        notice_death(opened)
        algorithm, parameters = queue.question(opened)
        plan = plan_of(algorithm)
        while True:
            run.check()
            number = 0
            try:
                with queue.task(opened) as task:
                    if task is None:
                        return done
                    number = task.number
                    columns = _Tile(run, queue, opened, plan, parameters, task).compute()
            except QgsProcessingException as error:
                run.check()
                queue.fail(opened, number, str(error))
                continue
            if columns:
                queue.keep_columns(opened, columns)
            done += 1
            state = queue.progress(opened)
            run.progress(state.done / max(1, state.tiles))
            run.log(
                filled(
                    tr("Tile {number}: {count} {count:record|records}, {results} {results:result|results}."),
                    number=number,
                    count=task.count,
                    results=len(task.records),
                )
            )


def wait(run: Run, queue: Queue) -> int:
    """Wait until all tiles are done; those that others let go of are done here. Return how many those were."""
    done = 0
    while True:
        with queue.store.connected() as opened:
            state = queue.progress(opened)
        if state.done + len(state.failed) >= state.tiles:
            return done
        run.check()
        time.sleep(_POLL_S)
        done += work(run, queue)


_MIDDLE = f"ST_Centroid({GEOMETRY}::box2d::geometry)"


class _Tile:
    """The algorithm on one tile."""

    def __init__(
        self, run: Run, queue: Queue, opened: Connection, plan: Plan, parameters: Mapping[str, Any], task: Task
    ) -> None:
        self._run = run
        self._store = queue.store
        self._opened = opened
        self._plan = plan
        self._given = dict(parameters)
        self._edition = self._given.pop(_EDITION, None)
        self._task = task
        self._owned: frozenset[str] = frozenset()

    def compute(self) -> list[Column]:
        """Run the algorithm, and put what belongs to the tile into the task."""
        condition, window = self._closed() if self._plan.gap else (self._in_tile(), self._task.bounds)
        given = {**self._given, self._plan.parameter: self._store.uri(PLOT, condition)}
        for each in self._plan.around:
            address = self._around(each, window)
            if address is None and not each.optional:
                raise TableMissing(file=self._store.name, table=each.table.table)
            if address is not None:
                given[each.parameter] = address
        with tempfile.TemporaryDirectory(prefix="ruhr_planner_") as folder:
            target = Path(folder) / "part.gpkg"
            given[_OUTPUT] = str(target)
            run_child(self._run, self._plan.algorithm, given, i18n.language(), _Quiet(self._run))
            layer = open_layer(f"{target}|layername=part")
            columns = _columns(layer)
            self._task.records = list(self._records(layer, columns))
            del layer
        return columns

    def _in_tile(self) -> str:
        west, south, east, north = self._task.bounds
        x, y = f"ST_X({_MIDDLE})", f"ST_Y({_MIDDLE})"
        return f"{_touches(self._task.bounds)} AND {x} >= {west} AND {x} < {east} AND {y} >= {south} AND {y} < {north}"

    def _closed(self) -> tuple[str, Bounds]:
        """Return the condition for the plots of all clusters that reach into the tile, and the window around them."""
        from ruhr_planner.analysis.tiles import Tile, closure

        name, default = self._plan.gap or ("", 0.0)
        reach = float(self._given.get(name, default))
        tile, margin = Tile(*self._task.bounds, self._task.count), MARGIN_M
        main = qualified(self._store.schema, PLOT.table)
        sides = ", ".join(f"ST_{side}({GEOMETRY})" for side in ("XMin", "YMin", "XMax", "YMax"))
        while True:
            self._run.check()
            window = _grown(self._task.bounds, margin)
            asked = f"SELECT {KEY}, coalesce(plot_id, {KEY}::text), {sides} FROM {main} WHERE {_touches(window)}"  # nosec B608
            found = list(self._opened.rows(asked))
            boxes = np.array([row[2:] for row in found], dtype=np.float64).reshape(-1, 4)
            inside = tile.holds((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2)
            members, complete = closure(boxes, inside, window, reach)
            if complete:
                break
            margin *= 2
        self._owned = frozenset(str(found[at][1]) for at in np.flatnonzero(inside))
        keys = ",".join(str(found[at][0]) for at in members)
        reached = boxes[members]
        around = (*reached[:, :2].min(axis=0).tolist(), *reached[:, 2:].max(axis=0).tolist())
        return f"{KEY} = ANY('{{{keys}}}')", (around[0], around[1], around[2], around[3])

    def _around(self, each: Around, window: Bounds) -> str | None:
        """Return the records of a table that count for a window, None where there are none."""
        name = qualified(self._store.schema, each.table.table)
        if each.margin == WHOLE:
            return self._store.uri(each.table) if self._store.has(each.table) else None
        margin = each.margin
        if margin == NEAREST:
            shape = f"ST_MakeEnvelope({', '.join(map(repr, window))}, {SRID})"
            asked = (
                f"SELECT ST_Distance({GEOMETRY}, {shape}) AS d FROM {name}"  # nosec B608: quoted
                f" WHERE {GEOMETRY} IS NOT NULL ORDER BY {GEOMETRY} <-> {shape} LIMIT 1"
            )
            nearest = self._opened.value(asked)
            if nearest is None:
                return None
            diagonal = math.hypot(window[2] - window[0], window[3] - window[1])
            margin = max(ZONES_M, float(nearest) + diagonal)
        condition = _touches(_grown(window, margin))
        if each.table is BROADBAND_CELL and self._edition is not None:
            condition += f" AND {quoted(BROADBAND_CELL.edition)} = {literal(self._edition)}"
        if self._opened.value(f"SELECT 1 AS one FROM {name} WHERE {condition} LIMIT 1") is None:  # nosec B608: quoted
            return None
        return self._store.uri(each.table, condition)

    def _records(self, layer: QgsVectorLayer, columns: list[Column]) -> Iterator[Record]:
        """Yield the records that belong to the tile, ready for JSON."""
        owner = layer.fields().lookupField(SITE.plot_ids) if self._plan.gap else -1
        at = [layer.fields().lookupField(column.name) for column in columns]
        for feature in layer.getFeatures():
            if owner >= 0 and min(str(feature[owner]).split(";")) not in self._owned:
                continue
            geometry = feature.geometry()
            values = [_plain(feature[place]) for place in at]
            yield (None if geometry.isNull() else bytes(geometry.asWkb())), values


class _Quiet(QgsProcessingFeedback):
    """Hands the cancel through and keeps the words of hundreds of tiles out of the log."""

    def __init__(self, run: Run) -> None:
        super().__init__(False)
        self._run = run

    def isCanceled(self) -> bool:
        """Tell whether the user has cancelled the whole."""
        return bool(self._run.feedback.isCanceled())


def _touches(box: Bounds) -> str:
    return f"{GEOMETRY} && ST_MakeEnvelope({', '.join(repr(float(side)) for side in box)}, {SRID})"


def _grown(box: Bounds, margin: float) -> Bounds:
    return (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin)


def _columns(layer: QgsVectorLayer) -> list[Column]:
    return [
        Column(known.name(), _KINDS.get(QMetaType.Type(known.type()), "text"), known.alias())
        for known in layer.fields()
        if known.name() != "fid"
    ]


def _plain(value: object) -> object:
    if is_null(value):
        return None
    if isinstance(value, (str, int, float)):
        return value
    day = as_date(value, "", "", 0)
    return None if day is None else day.isoformat()


def parameters_of(text: str) -> dict[str, Any]:
    """Return further parameters given as JSON text.

    :raises BadParameter: the text is no JSON object.
    """
    try:
        found = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        raise BadParameter(str(error), parameter="PARAMETERS", value=text[:80], why=tr("it is no JSON")) from error
    if not isinstance(found, dict):
        raise BadParameter(parameter="PARAMETERS", value=text[:80], why=tr("it is no JSON object"))
    return found
