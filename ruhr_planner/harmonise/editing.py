"""Changes of plots by hand: end, split, merge, cut off what was taken up. Nothing is deleted, and areas add up.

Every change is one transaction (`Store.merge`) and leaves a line in `analysis_run`. A plot that ends keeps its record
with `valid_to`; what comes of it names it in `previously_part_of`; one that stays under its id keeps its earlier state
as a record of its own, as an import does (docs/decisions/0012). The new state holds from `Edit.day`, the old one until
the day before. A later import of the same source puts the source's word above a change by hand: what was split ends,
and the plot of the source is back; the history stays.

`undo` takes a change back: on the day of the change as if it had never been, later as one more change, so that what
held in between stays in the history. The line in `analysis_run` has what it needs to know.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import Qgis, QgsGeometry

from ruhr_planner import about
from ruhr_planner.harmonise import municipality
from ruhr_planner.harmonise.identity import earlier_name
from ruhr_planner.harmonise.repair import plain, repaired
from ruhr_planner.model.codes import PLOT_TYPE
from ruhr_planner.model.errors import (
    CutMisses,
    EditOvertaken,
    LicencesDiffer,
    NothingToUndo,
    PlotEnded,
    PlotMissing,
    TooFewPlots,
)
from ruhr_planner.model.sensitivity import highest
from ruhr_planner.model.tables import ANALYSIS_RUN, EARLIER_STATE, PLOT, PLOT_ODBL, TAKEUP, Table
from ruhr_planner.store.interface import Content, Listed

if TYPE_CHECKING:
    from ruhr_planner.store.interface import Look, Store
    from ruhr_planner.store.staging import Shape, Staging

CRUMB_M2 = 1.0
"""Pieces of a cut smaller than this stay with the largest piece: they come of a line drawn by hand."""

HECTARE = 10_000.0
_LEAST = 2

Check = Callable[[], None]
Values = dict[str, Any]

UNDONE = "undone"
"""In the record of an undo: the run that it took back."""
_KEPT = frozenset((PLOT.plot_id, PLOT.native_id, PLOT.valid_from, PLOT.valid_to, PLOT.previously_part_of, PLOT.run_id))
"""Fields of a new state that are not those of the state it goes back to."""


@dataclass(frozen=True)
class Edit:
    """One change: who it is in the store's records, and the day from which the new state holds."""

    run_id: str
    started: str
    day: date
    algorithm: str
    parameters: Values = field(default_factory=dict)

    @property
    def last(self) -> str:
        """The last day of the old state, ISO text."""
        return (self.day - timedelta(days=1)).isoformat()


@dataclass
class Done:
    """What a change has done: ids that ended, that are new and that have a new state, and areas in hectares."""

    ended: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    before_ha: float = 0.0
    after_ha: float = 0.0
    taken_ha: float = 0.0


@dataclass(frozen=True)
class TakeUp:
    """What has been taken up: the year, the new use, and how its hectares are counted.

    `hectares` turns gross hectares of the part into those of the `basis`. `existing`: the part is commercial land
    from then on and so gets a record of its own.
    """

    year: int
    new_use: str
    basis: str
    hectares: Callable[[Values, float], float]
    existing: bool = True


class _Plot:
    """A plot in force: its number in the table, its shape and its values."""

    def __init__(self, number: int, shape: QgsGeometry, values: Values) -> None:
        self.number = number
        self.shape = shape
        self.values = values

    @property
    def id(self) -> str:
        return str(self.values[PLOT.plot_id])


class _Bench:
    """Where a change is prepared."""

    def __init__(self, store: Store, table: Table, edit: Edit, staging: Staging, look: Look, check: Check) -> None:
        self.table = table
        self.edit = edit
        self.done = Done()
        self.takeup: list[Values] = []
        self.told: Values = {}
        """What else the record of the run says."""
        self.listed: list[Listed] = []
        self._store = store
        self._staging = staging
        self._look = look
        self._check = check
        self._ids: set[str] = set()

    def plots(self, wanted: Sequence[str]) -> list[_Plot]:
        """Return plots by their ids, in their order.

        :raises PlotMissing: there is none of that id. :raises PlotEnded: it has ended already.
        """
        found = self.held(wanted)
        made = []
        for identifier in wanted:
            if identifier not in found:
                raise PlotMissing(plot=identifier, file=self._store.name)
            plot = found[identifier]
            if plot.values[PLOT.valid_to] is not None:
                raise PlotEnded(plot=identifier, day=plot.values[PLOT.valid_to])
            made.append(plot)
        self.done.before_ha = sum(plot.shape.area() for plot in made) / HECTARE
        return made

    def held(self, wanted: Collection[str]) -> dict[str, _Plot]:
        """Return the records that are there of some ids, ended ones and earlier states too."""
        names = self.table.names
        place = names.index(PLOT.plot_id)
        found: dict[str, tuple[int, Values]] = {}
        for number, _shape, *values in self._store.records_of(self.table, shapes=False):
            identifier = str(values[place])
            self._ids.add(identifier)
            if identifier in wanted:
                found[identifier] = (int(number), dict(zip(names, values)))
        self._check()
        return {
            identifier: _Plot(number, _geometry(self._look.shape(number)), record)
            for identifier, (number, record) in found.items()
        }

    def end(self, plot: _Plot) -> None:
        """End a plot; its record stays."""
        self._staging.end(plot.number, self.edit.last)
        self.done.ended.append(plot.id)

    def new(self, parent: _Plot, shape: QgsGeometry, changes: Values, came_of: Sequence[str]) -> None:
        """Write a plot that came of others, under the next free id below its parent's."""
        values = {**parent.values, **self._measured(parent, shape), **changes}
        number = 1
        while f"{parent.id}/{number}" in self._ids:
            number += 1
        identifier = f"{parent.id}/{number}"
        self._ids.add(identifier)
        native = parent.values[PLOT.native_id]
        values.update(
            {
                PLOT.plot_id: identifier,
                PLOT.native_id: None if native is None else f"{native}/{number}",
                PLOT.valid_from: self.edit.day.isoformat(),
                PLOT.valid_to: None,
                PLOT.previously_part_of: ";".join(came_of),
                PLOT.run_id: self.edit.run_id,
            }
        )
        self._write(None, shape, values)
        self.done.made.append(identifier)

    def replace(self, plot: _Plot, shape: QgsGeometry, changes: Values) -> str:
        """Give a plot a new state under its id. Return the id under which the state before is kept."""
        values = {**plot.values, **self._measured(plot, shape), **changes, PLOT.run_id: self.edit.run_id}
        earlier, began = plot.id, plot.values[PLOT.valid_from]
        if began is None or str(began) <= self.edit.last:  # a state that has not held for a day leaves no trace
            earlier = earlier_name(plot.id, self.edit.last, self._ids)
            native = plot.values[PLOT.native_id]
            kept = {
                PLOT.plot_id: earlier,
                PLOT.native_id: None if native is None else native + earlier[len(plot.id) :],
                PLOT.valid_to: self.edit.last,
            }
            self._staging.keep_earlier(plot.number, kept)
            values[PLOT.valid_from] = self.edit.day.isoformat()
            values[PLOT.previously_part_of] = earlier
        else:  # an undo needs to know it all the same
            self.told.setdefault("before", {})[plot.id] = {**plot.values, "shape": plot.shape.asWkb().data().hex()}
        self._write(plot.number, shape, values)
        self.done.changed.append(plot.id)
        return earlier

    def restore(self, plot: _Plot, shape: QgsGeometry, values: Values) -> None:
        """Write a plot as it was, under its id."""
        self._write(plot.number, shape, {**values, PLOT.plot_id: plot.id})
        self.done.changed.append(plot.id)

    def take_back(self, plot: _Plot) -> None:
        """Take out a record that has never held."""
        self._staging.take_back(plot.number)
        self.done.ended.append(plot.id)

    def bring_back(self, plot: _Plot, came_of: Sequence[str], like: _Plot | None = None) -> None:
        """Put an ended plot in force again; what it was, and when it ended, stays as an earlier state.

        :param like: the state whose shape and values it gets; as it was if None.
        """
        last = str(plot.values[PLOT.valid_to])
        earlier = earlier_name(plot.id, last, self._ids)
        native = plot.values[PLOT.native_id]
        ended = {PLOT.plot_id: earlier, PLOT.native_id: None if native is None else native + earlier[len(plot.id) :]}
        self._staging.keep_earlier(plot.number, ended)
        values = {
            PLOT.valid_from: self.edit.day.isoformat(),
            PLOT.valid_to: None,
            PLOT.previously_part_of: ";".join([earlier, *came_of]),
            PLOT.run_id: self.edit.run_id,
        }
        shape, other = (plot.shape, {}) if like is None else (like.shape, _of_state(like))
        self._write(plot.number, shape, {**plot.values, **other, **values})
        self.done.changed.append(plot.id)

    def write(self) -> Done:
        """Bring everything into the store in one transaction."""
        self._check()
        listed = [Listed(ANALYSIS_RUN, [self._run_row()]), *self.listed]
        if self.takeup:
            listed.append(Listed(TAKEUP, [tuple(row.get(name) for name in TAKEUP.names) for row in self.takeup]))
        said = self._store.provenance(self.table)
        abstract = str(self._store.layer(self.table).metadata().abstract())
        self._store.merge(self._staging, Content(self.table, (), (said,), abstract, changed=True), listed, self._look)
        return self.done

    def _measured(self, parent: _Plot, shape: QgsGeometry) -> Values:
        """Return the areas of a part; recorded net land is shared out by area."""
        whole, area = parent.shape.area(), shape.area()
        net = parent.values[PLOT.area_net_ha]
        return {
            PLOT.area_gross_ha: round(area / HECTARE, 6),
            PLOT.area_net_ha: None if net is None or not whole else round(float(net) * area / whole, 6),
            PLOT.area_recorded_ha: None,  # the source said nothing of the part
        }

    def _write(self, number: int | None, shape: QgsGeometry, values: Values) -> None:
        self.done.after_ha += shape.area() / HECTARE
        row = tuple(values.get(name) for name in self.table.names)
        self._staging.add([(number, _shape(shape), row)])

    def _run_row(self) -> tuple[object, ...]:
        edit = self.edit
        lists = {"ended": self.done.ended, "made": self.done.made, "changed": self.done.changed}
        told = {**edit.parameters, **lists, "day": edit.day.isoformat(), **self.told}
        if self.takeup:
            told["takeup"] = self.takeup
        row = {
            ANALYSIS_RUN.run_id: edit.run_id,
            ANALYSIS_RUN.started: edit.started,
            ANALYSIS_RUN.algorithm: edit.algorithm,
            ANALYSIS_RUN.parameters: json.dumps(told, ensure_ascii=False, sort_keys=True, default=str),
            ANALYSIS_RUN.plugin_version: about.version(),
        }
        return tuple(row.get(name) for name in ANALYSIS_RUN.names)


# --------------------------------------------------------------------------------------------------------- operations
def end(store: Store, plot_ids: Sequence[str], edit: Edit, check: Check = lambda: None) -> Done:
    """End plots; nothing takes their place.

    :raises PlotMissing, PlotEnded: the store is unchanged. :raises StoreError: it cannot be written.
    """

    def work(bench: _Bench) -> None:
        for plot in bench.plots(plot_ids):
            bench.end(plot)

    return _run(store, plot_ids, edit, work, check)


def split(store: Store, plot_id: str, blade: QgsGeometry, edit: Edit, check: Check = lambda: None) -> Done:
    """Split a plot by lines or areas (EPSG:25832): it ends, and its pieces become plots that name it.

    Pieces that lie wholly in another municipality, after boundaries sharp enough to say so, get its key.

    :raises CutMisses: less than two pieces come of it. :raises PlotMissing, PlotEnded, StoreError: see `end`.
    """

    def work(bench: _Bench) -> None:
        (plot,) = bench.plots([plot_id])
        pieces = cut(plot.shape, blade)
        if len(pieces) < _LEAST:
            raise CutMisses(plot=plot_id)
        bench.end(plot)
        for piece, place in zip(pieces, _places(store, plot.values, pieces)):
            bench.new(plot, piece, place, [plot.id])

    return _run(store, [plot_id], edit, work, check)


def merge(store: Store, plot_ids: Sequence[str], edit: Edit, check: Check = lambda: None) -> Done:
    """Make one plot of several: they end, and the new one names them all.

    It takes the values of the first; the net area is the sum where all are known, the reasons of restrictions are
    those of all, and the sensitivity is the highest. Where plots overlap, the land counts once.

    :raises TooFewPlots: less than two. :raises LicencesDiffer: one record cannot carry two licences.
    :raises PlotMissing, PlotEnded, StoreError: see `end`.
    """
    if len(set(plot_ids)) < _LEAST:
        raise TooFewPlots(count=len(set(plot_ids)))

    def work(bench: _Bench) -> None:
        plots = bench.plots(list(dict.fromkeys(plot_ids)))
        licences = {str(plot.values[PLOT.licence]) for plot in plots}
        if len(licences) > 1:
            raise LicencesDiffer(plots=", ".join(plot.id for plot in plots), licences=", ".join(sorted(licences)))
        whole = QgsGeometry.unaryUnion([plot.shape for plot in plots])
        for plot in plots:
            bench.end(plot)
        bench.new(plots[0], _clean(whole), _together(plots), [plot.id for plot in plots])

    return _run(store, plot_ids, edit, work, check)


def cut_off(
    store: Store, plot_id: str, area: QgsGeometry | None, taken: TakeUp, edit: Edit, check: Check = lambda: None
) -> Done:
    """Cut off what was taken up: the part ends, and take-up with year, new use and plot is written.

    The rest stays under the plot's id; where nothing is left, the plot ends.

    :param area: what was taken up, EPSG:25832; None for the whole plot.
    :raises CutMisses: the area does not lie on the plot. :raises PlotMissing, PlotEnded, StoreError: see `end`.
    """

    def work(bench: _Bench) -> None:
        (plot,) = bench.plots([plot_id])
        part = plot.shape if area is None else _clean(plot.shape.intersection(_valid(area)))
        if part.isEmpty() or part.area() < CRUMB_M2:
            raise CutMisses(plot=plot_id)
        rest = QgsGeometry() if area is None else _clean(plot.shape.difference(part))
        if rest.isEmpty() or rest.area() < CRUMB_M2:
            part, before = plot.shape, plot.id
            bench.end(plot)
        else:
            before = bench.replace(plot, rest, {})
        if taken.existing:
            bench.new(plot, part, {PLOT.plot_type: PLOT_TYPE.existing, PLOT.brownfield: None}, [before])
        whole = plot.shape.area()
        bench.done.taken_ha = part.area() / HECTARE
        bench.takeup.append(
            {
                TAKEUP.ags: plot.values[PLOT.ags],
                TAKEUP.year: taken.year,
                TAKEUP.ha: round(taken.hectares(plot.values, whole / HECTARE) * part.area() / whole, 6),
                TAKEUP.basis: taken.basis,
                TAKEUP.new_use: taken.new_use or None,
                TAKEUP.plot_id: plot.id,
            }
        )

    return _run(store, [plot_id], edit, work, check)


def undo(store: Store, edit: Edit, run_id: str = "", check: Check = lambda: None) -> Done:
    """Take a change by hand back.

    On its own day, or before it holds, the plots are as if it had never been. Later they get a new state from the day
    of the undo, and what held in between ends: nothing that was true for a day is forgotten. Its take-up goes.

    :param run_id: the run that made the change; the last one that has not been undone if empty.
    :raises NothingToUndo: there is no such change. :raises EditOvertaken: its plots were changed again since.
    :raises StoreError: see `end`.
    """
    change = _Change(*_record(store, run_id))
    return _run(store, [*change.ended, *change.changed], edit, change.take_back, check)


def go_back(store: Store, state_id: str, edit: Edit, check: Check = lambda: None) -> Done:
    """Put a plot back into an earlier state, whichever way it was changed; what it was meanwhile stays as a state.

    :param state_id: the id of the state, as the history shows it; that of a plot that has ended puts it in force again.
    :raises PlotMissing: there is no such state. :raises NothingToUndo: it is the present state.
    :raises StoreError: see `end`.
    """
    plot_id = EARLIER_STATE.sub("", state_id)

    def work(bench: _Bench) -> None:
        found = bench.held({plot_id, state_id})
        missing = next((name for name in (state_id, plot_id) if name not in found), None)
        if missing is not None:
            raise PlotMissing(plot=missing, file=store.name)
        plot, state = found[plot_id], found[state_id]
        if plot.values[PLOT.valid_to] is not None:
            bench.bring_back(plot, (), state)
        elif plot_id == state_id:
            raise NothingToUndo(file=store.name)
        else:
            bench.replace(plot, state.shape, _of_state(state))

    return _run(store, [plot_id], edit, work, check)


class _Change:
    """A change by hand, after its record, that is to be taken back."""

    def __init__(self, run_id: str, told: Values) -> None:
        self.run_id = run_id
        self.ended, self.made, self.changed = (list(told.get(name) or ()) for name in ("ended", "made", "changed"))
        self.day = date.fromisoformat(str(told["day"]))
        self._before = {name: _kept_plot(record) for name, record in (told.get("before") or {}).items()}
        self._takeup = list(told.get("takeup") or ())

    @property
    def _last(self) -> str:
        """The last day before the change, ISO text."""
        return (self.day - timedelta(days=1)).isoformat()

    def take_back(self, bench: _Bench) -> None:
        """Undo it on a bench."""
        found = bench.held({*self.ended, *self.made, *self.changed})
        self._check_untouched(found)
        bench.told = {UNDONE: self.run_id}
        same_day = bench.edit.day <= self.day
        for name in self.made:
            (bench.take_back if same_day else bench.end)(found[name])
        for plot in (found[name] for name in self.ended):
            if same_day:
                bench.restore(plot, plot.shape, {**plot.values, PLOT.valid_to: None})
            else:
                bench.bring_back(plot, [one for one in self.made if plot.id in _lineage(found[one])])
        for plot in (found[name] for name in self.changed):
            self._go_back(bench, plot, same_day)
        if self._takeup:
            bench.listed.append(Listed(TAKEUP, (), gone=self._takeup))

    def _go_back(self, bench: _Bench, plot: _Plot, same_day: bool) -> None:
        """Give a plot the state that it had before."""
        kept = self._before.get(plot.id)
        earlier = _lineage(plot)[0]
        before = kept or bench.held({earlier}).get(earlier)
        if before is None:
            raise EditOvertaken(plot=plot.id)
        until = before.values[PLOT.valid_to]
        until = until if kept is None and str(until) != self._last else None  # it had ended before the change
        if not same_day:
            if until is None:
                bench.replace(plot, before.shape, _of_state(before))
            else:
                bench.end(plot)
            return
        native = plot.values[PLOT.native_id]
        bench.restore(plot, before.shape, {**before.values, PLOT.native_id: native, PLOT.valid_to: until})
        if kept is None:
            bench.take_back(before)

    def _check_untouched(self, found: dict[str, _Plot]) -> None:
        """Check that the plots are as the change left them.

        :raises EditOvertaken: one is not.
        """
        for name in self.ended:
            if name not in found or str(found[name].values[PLOT.valid_to]) != self._last:
                raise EditOvertaken(plot=name)
        for name in (*self.made, *self.changed):
            values = found[name].values if name in found else {}
            if not values or values[PLOT.run_id] != self.run_id or values[PLOT.valid_to] is not None:
                raise EditOvertaken(plot=name)


def _record(store: Store, run_id: str) -> tuple[str, Values]:
    """Return a change by hand and what its record says: a given one, or the last one that has not been undone."""
    names = (ANALYSIS_RUN.run_id, ANALYSIS_RUN.started, ANALYSIS_RUN.parameters)
    rows = sorted(store.values(ANALYSIS_RUN, names), key=lambda row: str(row[1]))  # stable: the last written comes last
    told = [(str(run), _parameters(text)) for run, _started, text in rows]
    undone = {record[UNDONE] for _run_id, record in told if UNDONE in record}
    known = [(run, record) for run, record in told if "day" in record and UNDONE not in record and run not in undone]
    wanted = [entry for entry in known if not run_id or entry[0] == run_id]
    if not wanted:
        raise NothingToUndo(file=store.name)
    return wanted[-1]


def _parameters(text: object) -> Values:
    try:
        made = json.loads(str(text or "{}"))
    except (ValueError, RecursionError):
        return {}
    return made if isinstance(made, dict) else {}


def _kept_plot(record: Values) -> _Plot:
    """Return the state that the record of a run has kept."""
    values = {name: value for name, value in record.items() if name != "shape"}
    return _Plot(0, _geometry(bytes.fromhex(record["shape"])), values)


def _of_state(state: _Plot) -> Values:
    """Return what a plot takes over when it goes back to a state: all but ids, dates and lineage."""
    return {name: value for name, value in state.values.items() if name not in _KEPT}


def _lineage(plot: _Plot) -> list[str]:
    return [part.strip() for part in str(plot.values[PLOT.previously_part_of] or "").split(";")]


def _run(store: Store, plot_ids: Sequence[str], edit: Edit, work: Callable[[_Bench], None], check: Check) -> Done:
    store.check_writable()
    table = _table(store, plot_ids)
    with store.staging(table) as staging, store.looked_at(table, check) as look:
        bench = _Bench(store, table, edit, staging, look, check)
        work(bench)
        return bench.write()


def _table(store: Store, plot_ids: Sequence[str]) -> Table:
    """Return the table that has the first of the plots: those of ODbL sources have one of their own.

    :raises PlotMissing: neither has it.
    """
    first = plot_ids[0] if plot_ids else ""
    for table in (PLOT, PLOT_ODBL):
        if store.has(table) and any(identifier == first for (identifier,) in store.values(table, (PLOT.plot_id,))):
            return table
    raise PlotMissing(plot=first or "–", file=store.name)


# ------------------------------------------------------------------------------------------------------------- geometry
def cut(shape: QgsGeometry, blade: QgsGeometry) -> list[QgsGeometry]:
    """Return the pieces of an area that lines, or the borders of areas, cut apart; the largest first.

    Parts of a multipart area that are not cut, and crumbs, stay with the largest piece. The pieces cover the area and
    do not overlap: all come of one noded set of lines.
    """
    edges = QgsGeometry.unaryUnion([_lines(shape), _lines(_valid(blade))])
    faces = [
        face for face in QgsGeometry.polygonize([edges]).asGeometryCollection() if shape.contains(face.pointOnSurface())
    ]
    whole = _uncut(shape, faces)
    rest = [face for place, face in enumerate(faces) if place in whole or face.area() < CRUMB_M2]
    pieces = [face for place, face in enumerate(faces) if place not in whole and face.area() >= CRUMB_M2]
    pieces.sort(key=lambda piece: -piece.area())
    if len(pieces) < _LEAST:
        return [QgsGeometry(shape)]
    if rest:
        pieces[0] = QgsGeometry.unaryUnion([pieces[0], *rest])
    return pieces


def _uncut(shape: QgsGeometry, faces: Sequence[QgsGeometry]) -> set[int]:
    """Return the places of the faces that are whole parts of a multipart area."""
    parts = shape.asGeometryCollection()
    if len(parts) < _LEAST:
        return set()
    return {
        place
        for place, face in enumerate(faces)
        for part in parts
        if abs(part.area() - face.area()) < CRUMB_M2 and part.intersection(face).area() > face.area() - CRUMB_M2
    }


def _lines(shape: QgsGeometry) -> QgsGeometry:
    """Return lines as they are, and the rings of areas."""
    boundary = shape.constGet().boundary() if shape.type() == Qgis.GeometryType.Polygon else None
    return QgsGeometry(boundary) if boundary is not None else QgsGeometry(shape)


def _valid(shape: QgsGeometry) -> QgsGeometry:
    flat = plain(shape)
    if flat.type() != Qgis.GeometryType.Polygon or flat.isGeosValid():
        return flat
    return repaired(flat)


def _clean(shape: QgsGeometry) -> QgsGeometry:
    """Keep the areas of what an overlay has left."""
    made = QgsGeometry(shape)
    if made.isEmpty():
        return made
    made.convertGeometryCollectionToSubclass(Qgis.GeometryType.Polygon)
    return _valid(made) if not made.isEmpty() else made


def _geometry(data: bytes | None) -> QgsGeometry:
    made = QgsGeometry()
    if data is not None:
        made.fromWkb(data)
    return _valid(made)


def _shape(shape: QgsGeometry) -> Shape:
    """Return a shape as the store takes it."""
    made = QgsGeometry(shape)
    made.convertToMultiType()
    box = made.boundingBox()
    return made.asWkb().data(), (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())


# --------------------------------------------------------------------------------------------------------------- values
def _places(store: Store, values: Values, pieces: Sequence[QgsGeometry]) -> list[Values]:
    """Return key and name of the municipality of pieces that lie wholly in another one than the plot says."""
    places = municipality.places(store)
    if not places.is_sharp:
        return [{} for _piece in pieces]
    located = places.of(list(pieces))
    made = []
    for ags, share in zip(located.ags, located.share):
        moved = ags is not None and ags != values[PLOT.ags] and share >= municipality.STATED_SHARE
        made.append({PLOT.ags: ags, PLOT.municipality: places.names.get(ags)} if moved else {})
    return made


def _together(plots: Sequence[_Plot]) -> Values:
    """Return the values of a merged plot that are not those of the first."""
    net = [plot.values[PLOT.area_net_ha] for plot in plots]
    reasons = [part.strip() for plot in plots for part in str(plot.values[PLOT.restriction_reasons] or "").split(";")]
    notes = [str(plot.values[PLOT.attribution]) for plot in plots if plot.values[PLOT.attribution]]
    return {
        PLOT.area_net_ha: None if None in net else round(sum(map(float, net)), 6),
        PLOT.restriction_reasons: ";".join(dict.fromkeys(filter(None, reasons))) or None,
        PLOT.sensitivity: highest(plot.values[PLOT.sensitivity] for plot in plots),
        PLOT.attribution: " · ".join(dict.fromkeys(notes)) or None,
    }
