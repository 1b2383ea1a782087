"""`marketinquiry`: the objects that remain without fibre, as a package to send to operators (Markterkundung)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import MarketSensitive, WrongGeometry
from ruhr_planner.model.results import GAP_OBJECT, MARKET_AREA, MARKET_OBJECT
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import OPEN, Table
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run
from ruhr_planner.processing.fibregaps import municipality_keys, municipality_names
from ruhr_planner.processing.inputs import ANY, LayerInput, Records
from ruhr_planner.processing.outputs import LayerOutput

if TYPE_CHECKING:
    from ruhr_planner.exhibit.inquiry import Inquiry
    from ruhr_planner.store.layers import Row
    from ruhr_planner.store.metadata import Description

    Names = Callable[[str | None], str | None]

OBJECTS = "OBJECTS"
CLASSES = "CLASSES"
WITH_COMMITTED = "WITH_COMMITTED"
LEVEL = "LEVEL"
SENSITIVE = "SENSITIVE"
AROUND = "AROUND"
TITLE = "TITLE"
CONTACT = "CONTACT"
DEADLINE = "DEADLINE"
YEARS = "YEARS"
FOLDER = "FOLDER"
OUTPUT = "OUTPUT"
AREA = "AREA"

LEVELS = codes.SENSITIVITY.codes[:2]
"""Confidential objects never go to operators."""

WEEKS = 8
"""Time for answers where no deadline is given: what the Gigabit-Rahmenregelung grants."""

IDS = (GAP_OBJECT.object_id, GAP_OBJECT.plot_id, GAP_OBJECT.site_id, GAP_OBJECT.place_id)
_REMAIN = (codes.GAP_CLASS.unserved, codes.GAP_CLASS.partly, codes.GAP_CLASS.no_data)
_COMMITTED = (codes.SERVED_STATUS.binding, codes.SERVED_STATUS.funded)
_GEOMETRIES = (Qgis.GeometryType.Polygon, Qgis.GeometryType.Point)
_ABSTRACT = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "Objects of a market inquiry among operators. No data does not mean unserved; the inquiry is no legal advice.",
)


class MarketInquiry(PlannerAlgorithm):
    """Gather what remains and write the package for the operators."""

    ID = "marketinquiry"
    LABEL = "Prepare a market inquiry"
    GROUP = "Fibre"
    GROUP_ID = "fibre"
    INPUTS = (
        LayerInput(
            OBJECTS,
            "Fibre gaps",
            GAP_OBJECT,
            required=(GAP_OBJECT.gap_class,),
            columns=(
                *IDS,
                GAP_OBJECT.ags,
                GAP_OBJECT.name,
                GAP_OBJECT.kind,
                GAP_OBJECT.plot_type,
                GAP_OBJECT.spot,
                GAP_OBJECT.planned_status,
                GAP_OBJECT.sensitivity,
            ),
            geometry=ANY,
        ),
        MUNICIPALITIES,
    )
    OUTPUTS = (
        LayerOutput(OUTPUT, "Objects asked for", MARKET_OBJECT),
        LayerOutput(AREA, "Area of the market inquiry", MARKET_AREA, optional=True),
    )

    def define(self) -> None:
        """Add what remains, sensitivity, words of the letter and the folder."""
        language = i18n.language()
        labels = [codes.GAP_CLASS.label(code, language) for code in codes.GAP_CLASS]
        default = [codes.GAP_CLASS.index(code) for code in _REMAIN]
        self.addParameter(QgsProcessingParameterEnum(CLASSES, tr("Coverage that remains"), labels, True, default))
        committed = tr("Ask for objects with binding or funded build-out, too")
        self.addParameter(QgsProcessingParameterBoolean(WITH_COMMITTED, committed, False))
        levels = [codes.SENSITIVITY.label(code, language) for code in LEVELS]
        self.addParameter(
            QgsProcessingParameterEnum(LEVEL, tr("Sensitivity up to which operators may learn"), levels, False, 0)
        )
        ways = [codes.MARKET_SENSITIVE.label(code, language) for code in codes.MARKET_SENSITIVE]
        self.addParameter(QgsProcessingParameterEnum(SENSITIVE, tr("More sensitive objects"), ways, False, 0))
        kinds = QgsProcessingParameterNumber.Type
        self.addParameter(
            QgsProcessingParameterNumber(
                AROUND, tr("Width of the area around the objects (m)"), kinds.Double, 50, False, 1, 1000
            )
        )
        self.addParameter(QgsProcessingParameterString(TITLE, tr("Title of the inquiry"), None, False, True))
        self.addParameter(QgsProcessingParameterString(CONTACT, tr("Sender and address for answers"), None, True, True))
        self.addParameter(
            QgsProcessingParameterDateTime(
                DEADLINE,
                tr("Answers by (empty: in {weeks} weeks)").format(weeks=WEEKS),
                QgsProcessingParameterDateTime.Type.Date,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(YEARS, tr("Period looked at (years)"), kinds.Integer, 3, False, 1, 10)
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(FOLDER, tr("Folder of the package"), None, True, True)
        )
        self.addOutput(QgsProcessingOutputString("INQUIRY", tr("Id of the inquiry")))
        for name, label in (
            ("N_ASKED", tr("Objects asked for")),
            ("N_LEFT_OUT", tr("Objects left out as too sensitive")),
            ("N_MUNICIPALITIES", tr("Municipalities asked for")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters for the metadata, without the folder."""
        return super().plain_parameters({name: value for name, value in parameters.items() if name != FOLDER})

    def compute(self, run: Run) -> dict[str, Any]:
        """Choose what remains and may be shown, write layers and package."""
        from ruhr_planner.analysis.market import areas, years_later
        from ruhr_planner.exhibit import inquiry as package

        folder = run.folder(FOLDER, (package.GEOPACKAGE,))
        records = run.needed(OBJECTS)
        kind = _kind(records)
        level = LEVELS[run.index(LEVEL)]
        remaining = _remaining(run, records)
        places = self._shown(run, records, remaining, level)
        keys = municipality_keys(run, records)
        name_of = municipality_names(run)
        number = f"MEV-{run.as_of.isoformat()}-{run.run_id[:8]}"
        table = replace(MARKET_OBJECT, geometry=package.geometry_name(kind))
        with i18n.speaking(self.language):
            objects = _object_rows(run, records, places, keys, number, name_of)
        found = areas([records.geometries[place] for place in places], [keys[place] for place in places], _around(run))
        area_rows: list[Row] = [
            (geometry, [number, key, name_of(key), count, geometry.area() / 10_000]) for key, geometry, count in found
        ]
        run.stage(OUTPUT, objects, _ABSTRACT, table)
        run.stage(AREA, area_rows, _ABSTRACT)
        if folder is not None and objects:
            inquiry = package.Inquiry(
                title=run.string(TITLE).strip(),
                contact=run.string(CONTACT).strip(),
                stand=run.as_of,
                deadline=_deadline(run),
                horizon=years_later(run.as_of, run.integer(YEARS)),
                years=run.integer(YEARS),
                sensitivity=level,
                objects=tuple(objects),
                areas=tuple(area_rows),
                object_table=table,
                described=_described(run, records, places, level),
            )
            self._stage(run, folder, inquiry)
        elif not objects:
            run.warn(tr("No object remains to be asked for, so there is no package."))
        return {
            "INQUIRY": number,
            "N_ASKED": len(objects),
            "N_LEFT_OUT": len(remaining) - len(places),
            "N_MUNICIPALITIES": len(found),
        }

    def _stage(self, run: Run, folder: Path, inquiry: Inquiry) -> None:
        from ruhr_planner.exhibit import inquiry as package

        context = run.context.transformContext()
        run.stage_folder(
            FOLDER, folder, package.FILES, lambda staged: package.write_package(staged, inquiry, context, run.check)
        )

    def _shown(self, run: Run, records: Records, remaining: Sequence[int], level: str) -> list[int]:
        """Return the places of the objects that operators may learn of.

        :raises MarketSensitive: there are others, and they are not to be left out.
        """
        levels = LEVELS[: LEVELS.index(level) + 1]
        stated = _levels(records, self.said[OBJECTS].sensitivity if OBJECTS in self.said else OPEN)
        shown = [place for place in remaining if stated[place] in levels]
        kept_back = len(remaining) - len(shown)
        if not kept_back:
            return shown
        label = codes.SENSITIVITY.label(level, i18n.language())
        if codes.MARKET_SENSITIVE.codes[run.index(SENSITIVE)] == codes.MARKET_SENSITIVE.refuse:
            raise MarketSensitive(layer=records.name, count=kept_back, level=label)
        run.warn(
            filled(
                tr(
                    "{count} {count:object is|objects are} left out, because {count:it is|they are} more "
                    "sensitive than “{level}”."
                ),
                count=kept_back,
                level=label,
            )
        )
        return shown


def _kind(records: Records) -> Qgis.GeometryType:
    """Return the kind of geometry that all objects share.

    :raises WrongGeometry: lines, or points and areas mixed.
    """
    kinds = {geometry.type() for geometry in records.geometries} or {Qgis.GeometryType.Polygon}
    kind = kinds.pop()
    if kinds or kind not in _GEOMETRIES:
        names = [QgsWkbTypes.geometryDisplayString(each) for each in (kind, *kinds)]
        needed = " / ".join(QgsWkbTypes.geometryDisplayString(each) for each in _GEOMETRIES)
        raise WrongGeometry(layer=records.name, found=", ".join(sorted(names)), needed=needed, parameter=OBJECTS)
    return kind


def _remaining(run: Run, records: Records) -> list[int]:
    """Return the places of the objects without fibre, of the wanted classes."""
    classes = {codes.GAP_CLASS.codes[place] for place in run.indexes(CLASSES)}
    committed = np.isin(records.text(GAP_OBJECT.planned_status).astype(str), _COMMITTED)
    wanted = np.array([gap in classes for gap in records.text(GAP_OBJECT.gap_class)], dtype=bool)
    if not run.flag(WITH_COMMITTED):
        count = int((wanted & committed).sum())
        if count:
            run.log(
                filled(
                    tr(
                        "{count} {count:object has|objects have} a binding or funded build-out and {count:is|are} "
                        "not asked for."
                    ),
                    count=count,
                )
            )
        wanted &= ~committed
    return [int(place) for place in np.flatnonzero(wanted)]


def _levels(records: Records, fallback: str) -> list[str]:
    """Return the objects' sensitivity: their own, else the layer's."""
    return [level or fallback for level in records.text(GAP_OBJECT.sensitivity).tolist()]


def _object_rows(
    run: Run, records: Records, places: Sequence[int], keys: Sequence[str | None], number: str, name_of: Names
) -> list[Row]:
    """Return what operators learn of the objects, in the order of MARKET_OBJECT."""
    ids = run.identifiers(records, *IDS)
    columns = (GAP_OBJECT.name, GAP_OBJECT.kind, GAP_OBJECT.plot_type, GAP_OBJECT.gap_class, GAP_OBJECT.spot)
    names, kinds, types, gaps, spots = (records.text(name).tolist() for name in columns)
    rows: list[Row] = []
    for place in places:
        geometry, key = records.geometries[place], keys[place]
        area = geometry.area() / 10_000 if geometry.type() == Qgis.GeometryType.Polygon else None
        kind = kinds[place] or (codes.PLOT_TYPE.label(types[place], i18n.language()) if types[place] else None)
        values = [number, ids[place], key, name_of(key), names[place], kind, area, gaps[place], spots[place]]
        rows.append((geometry, values))
    return rows


def _around(run: Run) -> float:
    return run.number(AROUND)


def _deadline(run: Run) -> date:
    return run.day(DEADLINE) if run.given(DEADLINE) else run.as_of + timedelta(weeks=WEEKS)


def _described(run: Run, records: Records, places: Sequence[int], level: str) -> Callable[[Table], Description]:
    """Return what describes a layer of the package: as sensitive as what it holds, not as what was left out."""
    stated = [each for each in records.text(GAP_OBJECT.sensitivity)[list(places)].tolist() if each]
    highest = max(stated, key=codes.SENSITIVITY.index, default=OPEN)
    sensitivity = min(highest, level, key=codes.SENSITIVITY.index)

    def described(table: Table) -> Description:
        whole = run.description(table, tr(_ABSTRACT))
        return replace(whole, inputs=tuple(replace(source, sensitivity=sensitivity) for source in whole.inputs))

    return described
