"""`comparesnapshots`: what became of the plots between two snapshots, and the land that was taken up."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsGeometry,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QDate, QDateTime

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model.codes import CHANGE_CLASS, CHANGE_EVIDENCE, TAKEUP_BASIS
from ruhr_planner.model.errors import DuplicateId, MissingField
from ruhr_planner.model.results import CHANGE, TAKEUP_FOUND
from ruhr_planner.model.sentences import filled, some
from ruhr_planner.model.tables import EARLIER_STATE, EVIDENCE, PLOT, TAKEUP
from ruhr_planner.processing import inputs
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.processing.inputs import NONE, LayerInput, Records
from ruhr_planner.processing.outputs import LayerOutput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruhr_planner.analysis import change
    from ruhr_planner.store.layers import Row

OLD, NEW, EVIDENCE_LAYER, RECORDED = "OLD", "NEW", "EVIDENCE", "RECORDED"
ID_FIELD, IOU, AREA_TOLERANCE, FIELDS = "ID_FIELD", "IOU", "AREA_TOLERANCE", "FIELDS"
YEAR, BASIS, NET_FACTOR, OLD_AS_OF = "YEAR", "BASIS", "NET_FACTOR", "OLD_AS_OF"
OUTPUT, TAKEN = "OUTPUT", "TAKEUP"

_CHECKED = (
    PLOT.plot_id,
    PLOT.ags,
    PLOT.name,
    PLOT.plot_type,
    PLOT.use_rp,
    PLOT.use_fnp,
    PLOT.use_bplan,
    PLOT.planned_use,
    PLOT.planning_status,
    PLOT.area_net_ha,
)
_AGS, _NAME, _TYPE = PLOT.ags, PLOT.name, PLOT.plot_type
NOT_COMPARED = frozenset(
    (
        "fid",
        PLOT.plot_id,
        PLOT.source_id,
        PLOT.native_id,
        PLOT.source_date,
        PLOT.source_scale,
        PLOT.licence,
        PLOT.attribution,
        PLOT.valid_from,
        PLOT.valid_to,
        PLOT.previously_part_of,
        PLOT.area_gross_ha,
        PLOT.sensitivity,
        PLOT.run_id,
    )
)
"""Fields that tell of the import or follow from the shape: a new date of the source is no change of the plot."""

_ABSTRACT = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "What became of the plots between two snapshots: matched by id, then by where they lie. A plot that is gone is not "
    "taken up by that; taken up is what evidence shows. Gross areas in ha, EPSG:25832.",
)
_TAKEUP_ABSTRACT = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "Land that was taken up between two snapshots, as far as evidence shows it. A year or municipality without a row "
    "is unknown, not zero.",
)


class CompareSnapshots(PlannerAlgorithm):
    """Match two snapshots of plots and name what has changed, with the evidence for take-up."""

    ID = "comparesnapshots"
    LABEL = "Compare snapshots"
    GROUP = "Land"
    GROUP_ID = "land"
    INPUTS = (
        LayerInput(OLD, "Plots before", PLOT, columns=_CHECKED, keep_fields=True, as_of=OLD_AS_OF),
        LayerInput(NEW, "Plots after", PLOT, columns=_CHECKED, keep_fields=True),
        LayerInput(
            EVIDENCE_LAYER,
            "Evidence of take-up (areas)",
            EVIDENCE,
            columns=(EVIDENCE.year, EVIDENCE.new_use),
            optional=True,
        ),
        LayerInput(
            RECORDED,
            "Recorded take-up (table)",
            TAKEUP,
            required=(TAKEUP.plot_id,),
            columns=(TAKEUP.year, TAKEUP.ha, TAKEUP.basis, TAKEUP.new_use),
            optional=True,
            geometry=NONE,
        ),
    )
    OUTPUTS = (
        LayerOutput(OUTPUT, "Changes", CHANGE, style="change"),
        LayerOutput(TAKEN, "Take-up", TAKEUP_FOUND, optional=True),
    )

    def define(self) -> None:
        """Add thresholds, what is compared, year and basis of the take-up, and the numbers."""
        number, whole = QgsProcessingParameterNumber.Type.Double, QgsProcessingParameterNumber.Type.Integer
        self.addParameter(QgsProcessingParameterString(ID_FIELD, tr("Field with the id"), PLOT.plot_id))
        self.addParameter(
            QgsProcessingParameterNumber(
                IOU, tr("Least intersection over union of a match"), number, 0.5, False, 0.01, 1.0
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                AREA_TOLERANCE, tr("Share of the area that is no change"), number, 0.01, False, 0.0, 0.5
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                YEAR, tr("Year of the take-up (empty: from the data)"), whole, None, True, 1900, 2200
            )
        )
        bases = [TAKEUP_BASIS.label(basis, i18n.language()) for basis in TAKEUP_BASIS]
        self.addParameter(QgsProcessingParameterEnum(BASIS, tr("Basis of the take-up"), bases, False, 0))
        advanced: tuple[QgsProcessingParameterDefinition, ...] = (
            QgsProcessingParameterNumber(NET_FACTOR, tr("Net factor"), number, 0.75, False, 0.01, 1.0),
            QgsProcessingParameterString(
                FIELDS, tr("Fields to compare, separated by commas (empty: all that both have)"), optional=True
            ),
            QgsProcessingParameterDateTime(
                OLD_AS_OF, tr("Records before in force on"), QgsProcessingParameterDateTime.Type.Date, optional=True
            ),
        )
        for parameter in advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(parameter)
        for kind in CHANGE_CLASS:
            self.addOutput(QgsProcessingOutputNumber(f"N_{kind.upper()}", CHANGE_CLASS.label(kind, i18n.language())))
        self.addOutput(QgsProcessingOutputNumber("TAKEN_UP_HA", tr("Land taken up (gross, ha)")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Compare, stage both tables, and return the counts."""
        from ruhr_planner.analysis import change

        before, after = run.needed(OLD), run.needed(NEW)
        names = _ids(run, before, after)
        for records in (before, after):
            _tell_untyped(run, records)
        compared = _compared(run, before, after)
        old = change.Snapshot(names[0], before.geometries, _values(before, (*compared, PLOT.plot_type)))
        new = change.Snapshot(names[1], after.geometries, _values(after, (*compared, PLOT.plot_type)))
        share = _net_share(run, before)
        evidence = _evidence(run, _recorded(run, names[0], share))
        rule = change.Rule(run.number(IOU), run.number(AREA_TOLERANCE))
        rows = change.compare(old, new, rule, evidence, compared, run.progress)
        job = _Job(run, before, after, old, new, evidence, rows, share)
        run.stage(OUTPUT, job.changes(), _ABSTRACT)
        run.stage(TAKEN, job.take_up(), _TAKEUP_ABSTRACT)
        return job.told()


def _ids(run: Run, before: Records, after: Records) -> tuple[list[str | None], list[str | None]]:
    """Return the ids of both snapshots; all unknown where one lacks the field, and then only the place matters.

    :raises MissingField: a field that the user named is not there. :raises DuplicateId: an id stands twice.
    """
    name = run.string(ID_FIELD).strip() or PLOT.plot_id
    lacking = [records for records in (before, after) if records.fields.lookupField(name) < 0]
    if lacking and name != PLOT.plot_id:
        raise MissingField(layer=lacking[0].name, field=name)
    if lacking:
        run.warn(
            tr("{layer} has no field “{field}”: plots are matched by where they lie.").format(
                layer=lacking[0].name, field=name
            )
        )
        return [None] * len(before), [None] * len(after)
    return _named(before, name), _named(after, name)


def _named(records: Records, name: str) -> list[str | None]:
    at = records.fields.lookupField(name)
    made = [_id(values[at]) for values in records.attributes]
    twice = [value for value, count in Counter(made).items() if count > 1 and value is not None]
    if twice:
        raise DuplicateId(layer=records.name, field=name, value=min(twice))
    return made


def _id(value: object) -> str | None:
    """Return an id as text, be the field of text, whole or real; an earlier state has the id of its record."""
    return None if inputs.is_null(value) or value == "" else EARLIER_STATE.sub("", inputs._written(value))


def _tell_untyped(run: Run, records: Records) -> None:
    """Say of how many plots the type is not known: what was a reserve and what is existing land shows in the type."""
    count = sum(kind is None for kind in records.text(_TYPE))
    if count:
        run.log(
            filled(
                tr(
                    "{layer}: the type of {count} {count:plot|plots} is not known; that land was taken up there, only "
                    "RECORDED and EVIDENCE can show."
                ),
                layer=records.name,
                count=count,
            )
        )


def _compared(run: Run, before: Records, after: Records) -> tuple[str, ...]:
    """Return the names of the fields to compare: those that the user names, else all that both have.

    :raises MissingField: a named one is not in both.
    """
    wanted = [name.strip() for name in run.string(FIELDS).split(",") if name.strip()] if run.given(FIELDS) else []
    for name in wanted:
        for records in (before, after):
            if records.fields.lookupField(name) < 0:
                raise MissingField(layer=records.name, field=name)
    if wanted:
        return tuple(dict.fromkeys(wanted))
    skipped = NOT_COMPARED | {run.string(ID_FIELD).strip().lower()}
    return tuple(
        known.name()
        for known in after.fields
        if known.name().lower() not in skipped and before.fields.lookupField(known.name()) >= 0
    )


def _values(records: Records, names: tuple[str, ...]) -> dict[str, list[object]]:
    """Return fields as plain values."""
    made = {}
    for name in dict.fromkeys(names):
        at = records.fields.lookupField(name)
        if at >= 0:
            made[name] = [_plain(values[at]) for values in records.attributes]
    return made


def _plain(value: object) -> object:
    if inputs.is_null(value):
        return None
    if isinstance(value, QDateTime):
        value = value.date()
    return value.toPyDate().isoformat() if isinstance(value, QDate) else value


def _net_share(run: Run, before: Records) -> np.ndarray:
    """Return the share of the old plots that is net land."""
    from ruhr_planner.analysis.pieces import Plots, net_land

    count = len(before)
    unknown = np.full(count, np.nan)
    plots = Plots(
        [""] * count,
        before.geometries,
        before.text(PLOT.plot_type),
        before.text(PLOT.planning_status),
        before.text(PLOT.use_rp),
        unknown,
        unknown,
        before.number(PLOT.area_net_ha),
    )
    gross = np.asarray([geometry.area() for geometry in before.geometries], np.float64)
    return np.divide(net_land(plots, gross, run.number(NET_FACTOR)), gross, out=np.zeros(count), where=gross > 0.0)


def _recorded(run: Run, ids: list[str | None], net_share: np.ndarray) -> dict[str, list[change.Recorded]]:
    """Return the rows of recorded take-up by the id of the plot.

    :param ids: of the old plots. :param net_share: of the old plots.
    """
    from ruhr_planner.analysis import change

    known = run.records(RECORDED)
    if known is None:
        return {}
    hectares, bases = known.number(TAKEUP.ha), known.text(TAKEUP.basis)
    if any(ha == ha and basis is None for ha, basis in zip(hectares, bases)):
        run.log(tr("{layer}: hectares without a basis are taken as net land.").format(layer=known.name))
    shares = dict(zip(ids, net_share.tolist()))
    found: dict[str, list[change.Recorded]] = {}
    columns = (known.text(TAKEUP.plot_id), known.number(TAKEUP.year), known.text(TAKEUP.new_use), hectares, bases)
    for value, year, use, ha, basis in zip(*columns):
        name = _id(value)
        if name is not None:
            land = _stated(ha, basis, shares.get(name, 0.0))
            found.setdefault(name, []).append(change.Recorded(_whole(year), use, *land))
    return found


def _stated(ha: float, basis: str | None, net_share: float) -> tuple[float | None, float | None]:
    """Return the gross and the net land, m², that a record states; None where it does not."""
    from ruhr_planner.analysis.pieces import HECTARE

    if ha != ha:
        return None, None
    area = float(ha) * HECTARE
    if basis == TAKEUP_BASIS.gross:
        return area, None
    return (area / net_share if net_share > 0.0 else area), area  # a plot without net land: gross is at least as much


def _evidence(run: Run, recorded: dict[str, list[change.Recorded]]) -> change.Evidence:
    """Return what the user's layer, the recorded take-up and the ended records of NEW show."""
    from ruhr_planner.analysis import change

    areas = run.records(EVIDENCE_LAYER)
    return change.Evidence(
        areas.geometries if areas is not None else (),
        [_whole(year) for year in areas.number(EVIDENCE.year)] if areas is not None else (),
        list(areas.text(EVIDENCE.new_use)) if areas is not None else (),
        recorded,
        _ended(run),
    )


def _whole(value: float) -> int | None:
    return None if value != value else int(value)


def _ended(run: Run) -> dict[str, int]:
    """Return the year in which each plot ended that NEW still lists as ended."""
    source = run.source(NEW)
    field = run.string(ID_FIELD).strip() or PLOT.plot_id
    at, until = source.fields().lookupField(field), source.fields().lookupField(PLOT.valid_to)
    if at < 0 or until < 0:
        return {}
    found: dict[str, int] = {}
    for feature in source.getFeatures():
        day = inputs.as_date(feature[until], PLOT.valid_to, run.needed(NEW).name, feature.id())
        key = feature[at]
        name = _id(key)
        if day is not None and day < run.as_of and name is not None and not EARLIER_STATE.search(str(key)):
            found[name] = day.year
    return found


class _Job:
    """Turns the rows of a comparison into the records of both tables."""

    def __init__(
        self,
        run: Run,
        before: Records,
        after: Records,
        old: change.Snapshot,
        new: change.Snapshot,
        evidence: change.Evidence,
        rows: list[change.Row],
        net_share: np.ndarray,
    ) -> None:
        from ruhr_planner.analysis.pieces import HECTARE

        self._run, self._before, self._after = run, before, after
        self._old, self._new, self._evidence, self._rows = old, new, evidence, rows
        self._hectare = HECTARE
        self._told_before, self._told_after = (
            {name: records.text(name) for name in (_AGS, _NAME, _TYPE)} for records in (before, after)
        )
        self._net_share = net_share

    def changes(self) -> Iterator[Row]:
        """Yield a record a row; the shape is that of today, of the old plots where there is none."""
        for row in self._rows:
            side, places = (self._new, row.new) if row.new else (self._old, row.old)
            shapes = [side.geometries[place] for place in places]
            yield (shapes[0] if len(shapes) == 1 else QgsGeometry.collectGeometry(_polygons(shapes))), self._values(row)

    def _values(self, row: change.Row) -> list[object]:
        taken = sum(piece.area for piece in row.taken) / self._hectare if row.taken else None
        shown = ";".join(sorted({piece.evidence for piece in row.taken})) or None
        ended = [self._evidence.ended[name] for name in self._names(self._old, row.old) if name in self._evidence.ended]
        return [  # in the order of CHANGE
            row.change,
            ";".join(_labels(self._before, self._old, row.old)) or None,
            ";".join(_labels(self._after, self._new, row.new)) or None,
            len(row.old),
            len(row.new),
            self._one(_AGS, row),
            self._one(_NAME, row),
            _single(self._told_before[_TYPE], row.old),
            _single(self._told_after[_TYPE], row.new),
            row.old_m2 / self._hectare,
            row.new_m2 / self._hectare,
            row.iou if row.old and row.new else None,
            None if row.moved is None else int(row.moved),
            ";".join(row.changed) or None,
            taken,
            shown,
            max(ended) if ended else None,
        ]

    @staticmethod
    def _names(side: change.Snapshot, places: tuple[int, ...]) -> list[str]:
        return [name for name in (side.ids[place] for place in places) if name is not None]

    def _one(self, name: str, row: change.Row) -> object:
        found = _single(self._told_after[name], row.new)
        return found if found is not None else _single(self._told_before[name], row.old)

    def take_up(self) -> Iterator[Row]:
        """Yield a record for each plot, year, use and evidence of the land that was taken up."""
        basis = TAKEUP_BASIS.codes[self._run.index(BASIS)]
        for piece in (piece for row in self._rows for piece in row.taken):
            area = piece.area if basis == TAKEUP_BASIS.gross else self._net(piece)
            values = {
                TAKEUP.ags: self._told_before[_AGS][piece.old],
                TAKEUP.year: self._year(piece),
                TAKEUP.ha: area / self._hectare,
                TAKEUP.basis: basis,
                TAKEUP.new_use: piece.use,
                TAKEUP.plot_id: _labels(self._before, self._old, (piece.old,))[0],
                TAKEUP_FOUND.evidence: piece.evidence,
            }
            yield None, [values[name] for name in TAKEUP_FOUND.names]

    def _net(self, piece: change.Taken) -> float:
        """Return the net land of a piece, m²: as recorded, else by the net land of its plot."""
        return piece.net if piece.net is not None else float(self._net_share[piece.old]) * piece.area

    def _year(self, piece: change.Taken) -> int | None:
        """Return the year: the user's, the evidence's, else that in which the new plot began or was surveyed."""
        if self._run.given(YEAR):
            return self._run.integer(YEAR)
        if piece.year is not None or piece.by < 0:
            return piece.year
        for name in (PLOT.valid_from, PLOT.source_date):
            at = self._after.fields.lookupField(name)
            if at >= 0:
                found = inputs.as_date(
                    self._after.attributes[piece.by][at], name, self._after.name, int(self._after.ids[piece.by])
                )
                if isinstance(found, date):
                    return found.year
        return None

    def told(self) -> dict[str, Any]:
        """Say in the log what became of the plots; return the numbers."""
        counts = Counter(row.change for row in self._rows)
        for kind in CHANGE_CLASS:
            rows = [row for row in self._rows if row.change == kind]
            if rows:
                before, after = (sum(m2) / self._hectare for m2 in zip(*((row.old_m2, row.new_m2) for row in rows)))
                self._run.log(
                    tr("{kind}: {count} ({before} ha before, {after} ha after).").format(
                        kind=CHANGE_CLASS.label(kind, i18n.language()),
                        count=len(rows),
                        before=f"{before:.2f}",
                        after=f"{after:.2f}",
                    )
                )
        taken = [piece for row in self._rows for piece in row.taken]
        self._tell_excess(taken)
        self._tell_uncounted()
        undated = sum(self._year(piece) is None for piece in taken)
        if undated:
            self._run.warn(
                filled(
                    tr(
                        "{count} {count:piece of land was|pieces of land were} taken up in a year that nobody "
                        "states; give YEAR."
                    ),
                    count=undated,
                )
            )
        if counts[CHANGE_CLASS.gone_unexplained]:
            self._run.warn(
                filled(
                    tr(
                        "{count} {count:plot is|plots are} gone, and nothing shows that {count:it was|they were} "
                        "taken up; {count:it is|they are} not counted as such."
                    ),
                    count=counts[CHANGE_CLASS.gone_unexplained],
                )
            )
        numbers: dict[str, Any] = {f"N_{kind.upper()}": counts[kind] for kind in CHANGE_CLASS}
        return {**numbers, "TAKEN_UP_HA": sum(piece.area for piece in taken) / self._hectare}

    def _tell_uncounted(self) -> None:
        """Warn of land of reserves that is existing land now and does not count, as where a border was shifted."""
        left = [each for row in self._rows for each in row.uncounted]
        if left:
            self._run.warn(
                filled(
                    tr(
                        "{ha} ha of {count} {count:reserve is|reserves are} existing commercial land now without "
                        "counting as taken up, as it is not the plot itself that became such land ({ids}); look "
                        "whether a border was only corrected, and add to the take-up what was built on."
                    ),
                    ha=f"{sum(area for _place, area in left) / self._hectare:.2f}",
                    count=len(left),
                    ids=some(_labels(self._before, self._old, tuple(place for place, _area in left))),
                )
            )

    def _tell_excess(self, taken: list[change.Taken]) -> None:
        """Warn of plots of which the records say that more was taken up than they have."""
        recorded: dict[int, float] = defaultdict(float)
        for piece in taken:
            if piece.evidence == CHANGE_EVIDENCE.recorded:
                recorded[piece.old] += piece.area
        whole = {place: self._before.geometries[place].area() for place in recorded}
        tolerance = 1.0 + self._run.number(AREA_TOLERANCE)
        over = tuple(place for place in recorded if recorded[place] > tolerance * whole[place])
        if over:
            self._run.warn(
                filled(
                    tr(
                        "{layer} states more land than {count} {count:plot has|plots have} ({ids}): {ha} ha gross too "
                        "much; it counts as recorded."
                    ),
                    layer=self._run.needed(RECORDED).name,
                    count=len(over),
                    ids=some(_labels(self._before, self._old, over)),
                    ha=f"{sum(recorded[place] - whole[place] for place in over) / self._hectare:.2f}",
                )
            )


def _polygons(shapes: list[QgsGeometry]) -> list[QgsGeometry]:
    return [part for shape in shapes for part in shape.asGeometryCollection()]


def _labels(records: Records, side: change.Snapshot, places: tuple[int, ...]) -> list[str]:
    """Return the ids of plots, the feature id where there is none."""
    return [side.ids[place] or str(records.ids[place]) for place in places]


def _single(column: np.ndarray, places: tuple[int, ...]) -> object:
    """Return the value that plots have in common, None if they have none."""
    found = {column[place] for place in places}
    return found.pop() if len(found) == 1 else None
