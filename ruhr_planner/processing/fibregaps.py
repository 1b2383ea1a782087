"""`fibregaps`: which commercial areas, schools and sites have fibre nearby, which have not, and where nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QDate

from ruhr_planner import i18n, paths
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import FileNotFound, FundingUnreadable, SharesOutOfOrder, SpeedUnknown, WrongGeometry
from ruhr_planner.model.region import KREISE, kreis_of
from ruhr_planner.model.results import FIBRE_GAP, FIBRE_SUMMARY, FIBRE_SUMMARY_KREIS, FUNDING_HINT
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import BROADBAND_CELL, MBIT, MUNICIPALITY, OBJECT, SERVED_AREA, cell_column
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run
from ruhr_planner.processing.inputs import ANY, LayerInput, Records
from ruhr_planner.processing.outputs import LayerOutput

if TYPE_CHECKING:
    from datetime import date

    from ruhr_planner.analysis import coverage, funding
    from ruhr_planner.store.layers import Row

OBJECTS = "OBJECTS"
CELLS = "CELLS"
CELLS_BEFORE = "CELLS_BEFORE"
SERVED_LIST = "SERVED_LIST"
TECHNOLOGY = "TECHNOLOGY"
SPEED = "SPEED"
SERVED_SHARE = "SERVED_SHARE"
PARTLY_SHARE = "PARTLY_SHARE"
MIN_CELL_COVER = "MIN_CELL_COVER"
SEARCH_RADIUS = "SEARCH_RADIUS"
SPOT_SHARE = "SPOT_SHARE"
FUNDING = "FUNDING"
OUTPUT = "OUTPUT"
SUMMARY = "SUMMARY"
SUMMARY_KREIS = "SUMMARY_KREIS"
FUNDING_HINTS = "FUNDING_HINTS"

SPOT_MBIT = (30, 100, 400, 1000)
EDITION_MAX_DAYS = 548
"""The Breitbandatlas appears twice a year; an edition older than a year and a half is worth a warning."""

_ALLE = codes.TECHNOLOGY.alle
_SPOT_COLUMNS = tuple(cell_column(_ALLE, mbit) for mbit in SPOT_MBIT)
_ABSTRACT = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "Breitbandatlas cells exist only where households are: “served” inferred from cells means that households nearby "
    "have fibre, “no data” is never “unserved”. Cable gigabit is not fibre. Planned build-out is shown, never counted.",
)


class FibreGaps(PlannerAlgorithm):
    """Weigh Breitbandatlas cells on objects and say what they allow to be said."""

    ID = "fibregaps"
    LABEL = "Find fibre gaps"
    GROUP = "Fibre"
    GROUP_ID = "fibre"
    INPUTS = (
        LayerInput(
            OBJECTS,
            "Commercial areas, schools or sites (areas or points)",
            OBJECT,
            columns=(OBJECT.ags, OBJECT.kind, OBJECT.plot_type, OBJECT.site_id, OBJECT.jobs, OBJECT.cross_border),
            geometry=ANY,
            keep_fields=True,
        ),
        LayerInput(
            CELLS,
            "Breitbandatlas grid cells",
            BROADBAND_CELL,
            required=_SPOT_COLUMNS,
            columns=(BROADBAND_CELL.edition,),
            grid=True,
            near=OBJECTS,
            margin=SEARCH_RADIUS,
        ),
        LayerInput(
            CELLS_BEFORE,
            "Breitbandatlas grid cells of an earlier edition",
            BROADBAND_CELL,
            required=_SPOT_COLUMNS,
            columns=(BROADBAND_CELL.edition,),
            optional=True,
            grid=True,
            near=OBJECTS,
            margin=SEARCH_RADIUS,
        ),
        LayerInput(
            SERVED_LIST,
            "Areas that are built, binding, funded or announced",
            SERVED_AREA,
            required=(SERVED_AREA.status,),
            columns=(SERVED_AREA.date, SERVED_AREA.owner),
            optional=True,
        ),
        MUNICIPALITIES,
    )
    OUTPUTS = (
        LayerOutput(OUTPUT, "Fibre gaps", FIBRE_GAP, style=FIBRE_GAP.table, keep=OBJECTS),
        LayerOutput(SUMMARY, "Fibre gaps by municipality", FIBRE_SUMMARY, optional=True),
        LayerOutput(SUMMARY_KREIS, "Fibre gaps by Kreis", FIBRE_SUMMARY_KREIS, optional=True),
        LayerOutput(FUNDING_HINTS, "Funding hints", FUNDING_HINT, optional=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._wanted_column = ""
        self._style = FIBRE_GAP.table

    def define(self) -> None:
        """Add technology, speed and thresholds."""
        labels = [codes.TECHNOLOGY.label(code, i18n.language()) for code in codes.TECHNOLOGY]
        default = codes.TECHNOLOGY.index(codes.TECHNOLOGY.ftthb)
        self.addParameter(QgsProcessingParameterEnum(TECHNOLOGY, tr("Technology"), labels, False, default))
        whole = QgsProcessingParameterNumber.Type.Integer
        self.addParameter(QgsProcessingParameterNumber(SPEED, tr("At least (Mbit/s)"), whole, 1000, False, 1))
        self._share(SERVED_SHARE, tr("Share from which an object is served"), 0.95)
        self._share(PARTLY_SHARE, tr("Share from which an object is partly served"), 0.5)
        self._share(MIN_CELL_COVER, tr("Share of an area that cells with data have to cover"), 0.3)
        real = QgsProcessingParameterNumber.Type.Double
        self.addParameter(
            QgsProcessingParameterNumber(
                SEARCH_RADIUS, tr("Search radius around points (m)"), real, 150, False, 0, 10_000
            )
        )
        self._share(SPOT_SHARE, tr("Share from which a spot class counts"), 0.05)
        self.addParameter(
            QgsProcessingParameterFile(
                FUNDING, tr("Funding hints (empty: as shipped)"), extension="yaml", optional=True
            )
        )
        for code in codes.GAP_CLASS:
            label = codes.GAP_CLASS.label(code, i18n.language())
            self.addOutput(QgsProcessingOutputNumber(code.upper(), label))

    def _share(self, name: str, label: str, default: float) -> None:
        real = QgsProcessingParameterNumber.Type.Double
        self.addParameter(QgsProcessingParameterNumber(name, label, real, default, False, 0, 1))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Find out which column of the cells is needed; a speed without a class is refused in `compute`."""
        technology = codes.TECHNOLOGY.codes[self.parameterAsEnum(parameters, TECHNOLOGY, context)]
        speed = self.parameterAsInt(parameters, SPEED, context)
        self._wanted_column = cell_column(technology, speed) if speed in MBIT else ""
        return bool(super().prepareAlgorithm(parameters, context, feedback))

    def input(self, parameter: str) -> LayerInput:
        """Return a declared input; the cells also with the column of the wanted technology and speed."""
        declared = super().input(parameter)
        if parameter in (CELLS, CELLS_BEFORE) and self._wanted_column:
            return replace(declared, required=(*_SPOT_COLUMNS, self._wanted_column))
        return declared

    def output(self, parameter: str) -> LayerOutput:
        """Return a declared output; points have a style of their own."""
        declared = super().output(parameter)
        return replace(declared, style=self._style) if parameter == OUTPUT else declared

    def compute(self, run: Run) -> dict[str, Any]:
        """Judge the objects, write them and the summaries, return the number of objects per class."""
        from ruhr_planner.analysis import coverage

        limits = _limits(run)
        hints = _hints(run)
        objects = run.needed(OBJECTS)
        kind = _kind(objects)
        cells = _cells(run, run.needed(CELLS), self._wanted_column)
        earlier = run.records(CELLS_BEFORE)
        found = coverage.coverage(objects.geometries, cells, limits, _served(run), run.progress)
        before = progress = None
        if earlier is not None:
            old = _cells(run, earlier, self._wanted_column, tell_age=False)
            before = coverage.coverage(objects.geometries, old, limits, coverage.ServedAreas(), run.progress)
            progress = coverage.progress_since(before.gap_class, found.gap_class)
        facts = _facts(objects)
        coverage.prioritise(found, facts)
        matched = _matched(hints, found, facts, objects)
        _tell(run, cells, found)
        if kind == Qgis.GeometryType.Point:
            self._style = f"{FIBRE_GAP.table}_point"
        words = self._hint_words(run, hints, matched)
        run.stage(OUTPUT, _rows(run, objects, found, before, progress, words), _ABSTRACT)
        run.stage(FUNDING_HINTS, self._hint_rows(run, hints, matched))
        if run.wanted(SUMMARY) or run.wanted(SUMMARY_KREIS):
            keys = municipality_keys(run, objects)
            run.stage(SUMMARY, _summary(coverage.summarise(found, keys, progress), municipality_names(run)))
            kreis_keys = [None if key is None else kreis_of(key) for key in keys]
            run.stage(SUMMARY_KREIS, _summary(coverage.summarise(found, kreis_keys, progress), _kreis_names(run)))
        return {code.upper(): int((found.gap_class == code).sum()) for code in codes.GAP_CLASS}

    def _hint_words(
        self, run: Run, hints: Sequence[funding.Hint], matched: Sequence[tuple[int, ...]]
    ) -> list[str | None]:
        """Return the titles of the hints of each object, with what is doubtful about them; each combination once."""
        with i18n.speaking(self.language):
            titles = [_title(hint, run.as_of) for hint in hints]
            words = {own: "; ".join(titles[place] for place in own) or None for own in set(matched)}
        return [words[own] for own in matched]

    def _hint_rows(
        self, run: Run, hints: Sequence[funding.Hint], matched: Sequence[tuple[int, ...]]
    ) -> list[tuple[None, list[object]]]:
        """Return all hints with their texts in the order of FUNDING_HINT, those that hold for no object too."""
        with i18n.speaking(self.language):
            language = i18n.language()
        counts = Counter(place for own in matched for place in own)
        return [
            (
                None,
                [
                    hint.id,
                    hint.title.text(language),
                    hint.text.text(language),
                    hint.source,
                    hint.url or None,
                    QDate(hint.stated),
                    None if hint.expires is None else QDate(hint.expires),
                    int(hint.expired(run.as_of)),
                    int(hint.verified),
                    counts[place],
                ],
            )
            for place, hint in enumerate(hints)
        ]


# --------------------------------------------------------------------------------------------------------------- inputs
def _kind(objects: Records) -> Qgis.GeometryType:
    """Return the type of the objects' geometry, the same for all of a layer.

    :raises WrongGeometry: lines, or points and areas in one layer, which QGIS could not show as one result.
    """
    allowed = (Qgis.GeometryType.Polygon, Qgis.GeometryType.Point)
    kinds = {geometry.type() for geometry in objects.geometries}
    if len(kinds) > 1 or not kinds <= set(allowed):
        found = " + ".join(sorted(QgsWkbTypes.geometryDisplayString(kind) for kind in kinds))
        needed = " / ".join(QgsWkbTypes.geometryDisplayString(kind) for kind in allowed)
        raise WrongGeometry(layer=objects.name, found=found, needed=needed, parameter=OBJECTS)
    return kinds.pop() if kinds else Qgis.GeometryType.Unknown


def _limits(run: Run) -> coverage.Thresholds:
    from ruhr_planner.analysis.coverage import Thresholds

    speed = run.integer(SPEED)
    if speed not in MBIT:
        raise SpeedUnknown(speed=speed, allowed=", ".join(str(mbit) for mbit in MBIT))
    limits = Thresholds(
        served=run.number(SERVED_SHARE),
        partly=run.number(PARTLY_SHARE),
        min_cell_cover=run.number(MIN_CELL_COVER),
        spot=run.number(SPOT_SHARE),
        search_radius=run.number(SEARCH_RADIUS),
    )
    if limits.partly > limits.served:
        raise SharesOutOfOrder(partly=limits.partly, served=limits.served)
    return limits


def _cells(run: Run, cells: Records, wanted_column: str, tell_age: bool = True) -> coverage.KnownCells:
    """Return the cells of the newest edition, per cent turned into shares."""
    from ruhr_planner.analysis.coverage import CellShares, known_cells, newest_edition

    grid = cells.cells
    keep, edition = newest_edition(cells.text(BROADBAND_CELL.edition), run.as_of)
    if len(keep) and not keep.any():
        said = tr("{layer}: all editions are later than {date}, so no cell takes part and fibre is unknown.")
        run.warn(said.format(layer=cells.name, date=run.as_of.isoformat()))
    elif not keep.all():
        run.warn(
            filled(
                tr(
                    "{layer} holds several editions; only {edition} takes part, {count} {count:cell|cells} of "
                    "others {count:is|are} left out."
                ),
                layer=cells.name,
                edition=edition,
                count=int((~keep).sum()),
            )
        )
    if tell_age and keep.any():
        _tell_age(run, cells.name, edition)
    alle = np.column_stack([cells.number(name) for name in _SPOT_COLUMNS])[keep] / 100
    technology = cells.number(wanted_column)[keep] / 100
    if len(alle) >= 100 and not np.isnan(alle).all() and 0 < np.nanmax(alle) <= 0.01:
        run.warn(
            tr("{layer}: no value is above 1. The columns are read as per cent; are they shares?").format(
                layer=cells.name
            )
        )
    is_alle = wanted_column in {cell_column(_ALLE, mbit) for mbit in MBIT}
    return known_cells(CellShares(grid if keep.all() else grid.where(keep), alle, technology, is_alle))


def _served(run: Run) -> coverage.ServedAreas:
    """Return the areas of owners and operators; what is built only after the date of the run is not built yet."""
    from ruhr_planner.analysis.coverage import ServedAreas

    records = run.records(SERVED_LIST)
    if records is None:
        return ServedAreas()
    status = records.text(SERVED_AREA.status)
    dates = records.text(SERVED_AREA.date)
    early = [s == codes.SERVED_STATUS.built and d is not None and d > run.as_of for s, d in zip(status, dates)]
    keep = [known is not None and not later for known, later in zip(status, early)]
    if any(early):
        run.warn(
            filled(
                tr(
                    "{layer}: {count} {count:area is|areas are} called built at a later date and "
                    "{count:does|do} not count as built."
                ),
                layer=records.name,
                count=sum(early),
            )
        )
    if any(known is None for known in status):
        run.warn(
            filled(
                tr("{layer}: {count} {count:area|areas} without a status {count:takes|take} no part."),
                layer=records.name,
                count=sum(known is None for known in status),
            )
        )
    places = [place for place, kept in enumerate(keep) if kept]
    owners = records.text(SERVED_AREA.owner)
    return ServedAreas(
        [records.geometries[place] for place in places],
        [status[place] for place in places],
        [dates[place] for place in places],
        [owners[place] for place in places],
    )


def _facts(objects: Records) -> coverage.ObjectFacts:
    from ruhr_planner.analysis.coverage import ObjectFacts

    kinds = [None if kind is None else str(kind).strip().lower() for kind in objects.text(OBJECT.kind)]
    cooperation = objects.text(OBJECT.plot_type) == codes.PLOT_TYPE.cooperation_site
    named = np.array([value is not None for value in objects.text(OBJECT.site_id)], dtype=bool)
    return ObjectFacts(
        school=np.array([kind in codes.SCHOOL_KINDS for kind in kinds], dtype=bool),
        hospital=np.array([kind in codes.HOSPITAL_KINDS for kind in kinds], dtype=bool),
        cooperation_site=np.asarray(cooperation, dtype=bool) | named,
        jobs=objects.number(OBJECT.jobs),
    )


# -------------------------------------------------------------------------------------------------------- funding hints
def _hints(run: Run) -> tuple[funding.Hint, ...]:
    """Read the hints of FUNDING, else those that are shipped, and name what has expired.

    :raises FileNotFound, FundingUnreadable: see there.
    """
    from ruhr_planner.analysis.funding import read_hints

    path = Path(run.string(FUNDING)) if run.given(FUNDING) else paths.resource("codelists", "funding.yaml")
    if not path.is_file():
        raise FileNotFound(file=path)
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise FundingUnreadable(str(error), file=path.name, hint="–", why="no UTF-8 text") from error
    hints = read_hints(content, path.name)
    expired = [hint.id for hint in hints if hint.expired(run.as_of)]
    if expired:
        run.warn(tr("Funding hints that have expired: {ids}.").format(ids=", ".join(expired)))
    unverified = sum(not hint.verified for hint in hints)
    if unverified:
        run.log(
            filled(
                tr(
                    "{count} of {all} funding {all:hint|hints} {count:has|have} not been checked against "
                    "{count:its|their} source."
                ),
                count=unverified,
                all=len(hints),
            )
        )
    return hints


def _matched(
    hints: Sequence[funding.Hint], found: coverage.Coverage, facts: coverage.ObjectFacts, objects: Records
) -> list[tuple[int, ...]]:
    from ruhr_planner.analysis.funding import match

    columns = {
        FIBRE_GAP.gap_class: found.gap_class.tolist(),
        FIBRE_GAP.spot: found.spot.tolist(),
        FIBRE_GAP.certainty: found.certainty.tolist(),
        FIBRE_GAP.planned_status: found.planned_status.tolist(),
        "school": facts.school.tolist(),
        "hospital": facts.hospital.tolist(),
        codes.PLOT_TYPE.cooperation_site: facts.cooperation_site.tolist(),
        OBJECT.cross_border: (objects.number(OBJECT.cross_border) == 1).tolist(),
    }
    return match(hints, columns, len(objects))


def _title(hint: funding.Hint, day: date) -> str:
    title = hint.title.text(i18n.language())
    doubts = [tr("expired")] if hint.expired(day) else []
    doubts += [] if hint.verified else [tr("not verified")]
    return f"{title} ({', '.join(doubts)})" if doubts else title


# -------------------------------------------------------------------------------------------------------------- the log
def _tell_age(run: Run, layer: str, edition: str | None) -> None:
    from ruhr_planner.analysis.coverage import edition_date

    day = edition_date(edition)
    if day is None:
        run.warn(tr("{layer}: the edition of the Breitbandatlas is unknown, so is its age.").format(layer=layer))
        return
    days = (run.as_of - day).days
    if days > EDITION_MAX_DAYS:
        run.warn(
            filled(
                tr(
                    "{layer}: edition {edition} is {months} {months:month|months} old. Gaps may have been closed since."
                ),
                layer=layer,
                edition=edition,
                months=days * 12 // 365,
            )
        )


def _tell(run: Run, cells: coverage.KnownCells, found: coverage.Coverage) -> None:
    """Say what was assumed, and what the result means."""
    run.log(
        filled(
            tr(
                "{count} {count:cell knows|cells know} “alle” but not the technology: {count:it "
                "counts|they count} as 0 of it."
            ),
            count=cells.n_technology_null,
        )
    )
    for count, text in (
        (
            cells.n_partly_known,
            tr(
                "{count} {count:cell knows|cells know} “alle” in some classes only: {count:it counts|they "
                "count} as no data."
            ),
        ),
        (
            cells.n_not_falling,
            tr("In {count} {count:cell|cells} the share rises with the speed; the higher class counts below, too."),
        ),
        (found.n_overlapping_cells, tr("{count} cells overlap; there the mean of their shares counts.")),
    ):
        if count:
            run.warn(filled(text, count=count))
    if len(found.gap_class) and not (found.n_cells > 0).any():
        run.warn(tr("No cell with data lies at any object. Does the grid cover the region?"))
    counts = {code: int((found.gap_class == code).sum()) for code in codes.GAP_CLASS}
    run.log(
        filled(
            tr(
                "{served} {served:object|objects} served (household fibre nearby), {partly} partly, "
                "{unserved} unserved, {no_data} without data, which does not mean unserved."
            ),
            **counts,
        )
    )


# -------------------------------------------------------------------------------------------------------------- outputs
def _rows(
    run: Run,
    objects: Records,
    found: coverage.Coverage,
    before: coverage.Coverage | None,
    progress: coverage.Codes | None,
    hints: Sequence[str | None],
) -> Iterator[Row]:
    """Yield geometry and values in the order of FIBRE_GAP, after the kept fields."""
    unknown = [None] * len(objects)
    columns = {
        FIBRE_GAP.gap_class_before: unknown if before is None else before.gap_class.tolist(),
        FIBRE_GAP.fibre_share_before: unknown if before is None else _nullable(before.fibre),
        FIBRE_GAP.progress: unknown if progress is None else progress.tolist(),
        FIBRE_GAP.gap_class: found.gap_class.tolist(),
        FIBRE_GAP.certainty: found.certainty.tolist(),
        FIBRE_GAP.spot: found.spot.tolist(),
        FIBRE_GAP.share_white: _nullable(found.spots[:, 0]),
        FIBRE_GAP.share_light_grey: _nullable(found.spots[:, 1]),
        FIBRE_GAP.share_dark_grey: _nullable(found.spots[:, 2]),
        FIBRE_GAP.share_check: _nullable(found.spots[:, 3]),
        FIBRE_GAP.share_gigabit: _nullable(found.spots[:, 4]),
        FIBRE_GAP.fibre_share: _nullable(found.fibre),
        FIBRE_GAP.cover_share: found.cover.tolist(),
        FIBRE_GAP.n_cells: found.n_cells.tolist(),
        FIBRE_GAP.basis: found.basis.tolist(),
        FIBRE_GAP.planned_status: found.planned_status.tolist(),
        FIBRE_GAP.planned_date: _days(found.planned_date),
        FIBRE_GAP.planned_owner: found.planned_owner.tolist(),
        FIBRE_GAP.stated_share: unknown if run.records(SERVED_LIST) is None else found.stated.tolist(),
        FIBRE_GAP.stated_date: _days(found.stated_date),
        FIBRE_GAP.stated_owner: found.stated_owner.tolist(),
        FIBRE_GAP.priority: found.priority,
        FIBRE_GAP.priority_reason: _reasons(found.reasons),
        FIBRE_GAP.funding_hint: hints,
    }
    own = zip(*(columns[name] for name in FIBRE_GAP.names))
    for geometry, kept, values in zip(objects.geometries, run.kept(OUTPUT), own):
        yield geometry, [*kept, *values]


def _days(days: np.ndarray) -> list[QDate | None]:
    return [None if day is None else QDate(day) for day in days.tolist()]


def _nullable(values: np.ndarray) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def _reasons(reasons: Iterable[tuple[str, ...]]) -> list[str | None]:
    """Put reasons into words, each combination once; None where there is none."""
    from ruhr_planner.analysis.coverage import Reason

    words = {
        Reason.school: tr("school"),
        Reason.hospital: tr("hospital"),
        Reason.cooperation_site: tr("cooperation site"),
        Reason.size: tr("from 5 ha"),
        Reason.jobs: tr("from 100 jobs"),
        Reason.no_household_line: tr("no household line nearby"),
        Reason.planned: tr("build-out binding or funded"),
    }
    return ["; ".join(words[reason] for reason in own) or None for own in reasons]


def municipality_keys(run: Run, objects: Records) -> list[str | None]:
    """Return each object's municipality key: its own field's, else the municipality at the place."""
    keys: list[str | None] = objects.text(OBJECT.ags).tolist()
    unknown = [place for place, key in enumerate(keys) if key is None]
    if not unknown:
        return keys
    from ruhr_planner.analysis.location import keys_at

    municipalities = run.needed(MUNICIPALITIES.parameter)
    there = keys_at(
        [objects.geometries[place] for place in unknown],
        municipalities.geometries,
        municipalities.text(MUNICIPALITY.ags).tolist(),
    )
    for place, key in zip(unknown, there):
        keys[place] = key
    return keys


def municipality_names(run: Run) -> Callable[[str | None], str | None]:
    """Return what gives a municipality's name for its key, None where it is unknown."""
    records = run.needed(MUNICIPALITIES.parameter)
    names = dict(zip(records.text(MUNICIPALITY.ags), records.text(MUNICIPALITY.name)))
    return lambda key: names.get(key)


def _kreis_names(run: Run) -> Callable[[str | None], str | None]:
    records = run.needed(MUNICIPALITIES.parameter)
    names = dict(zip(records.text(MUNICIPALITY.kreis_ags), records.text(MUNICIPALITY.kreis)))
    return lambda key: None if key is None else names.get(key) or KREISE.get(key)


def _summary(rows: Sequence[coverage.SummaryRow], name: Callable[[str | None], str | None]) -> list[Row]:
    """Return one row a key in the order of FIBRE_SUMMARY, which both summaries share."""
    made: list[Row] = []
    for row in rows:
        values: list[object] = [row.ags, name(row.ags), row.n_objects]
        values += [row.n_by_gap[code] for code in codes.GAP_CLASS]
        values += [row.area_ha, *(row.ha_by_gap[code] for code in codes.GAP_CLASS)]
        values += [row.n_by_spot[code] for code in codes.SPOT]
        values += [row.ha_by_spot[code] for code in codes.SPOT]
        values += [row.n_by_progress[code] for code in codes.PROGRESS]
        made.append((None, values))
    return made
