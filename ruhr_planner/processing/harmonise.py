"""`harmonise`: anybody's layer into the tables of a planning store, after a profile."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model.codes import REJECTION
from ruhr_planner.model.sentences import filled
from ruhr_planner.processing import pages, stores
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.processing.outputs import FileOutput
from ruhr_planner.processing.stores import STORE
from ruhr_planner.store import opening

if TYPE_CHECKING:
    from ruhr_planner.harmonise.outcome import Outcome

INPUT, LAYER, PROFILE, REPORT = "INPUT", "LAYER", "PROFILE", "REPORT"
CRS, DATE, PARTIAL, CLIP, CREATE, RETENTION = "CRS", "DATE", "PARTIAL", "CLIP", "CREATE", "RETENTION"
DRY_RUN = "DRY_RUN"
_SHOWN = 20
"""Rejected records that the log names; the report and the table “rejected” have all of them."""


class Harmonise(PlannerAlgorithm):
    """Read a source after a profile; everything is compared and counted, then written whole or not at all."""

    ID = "harmonise"
    LABEL = "Harmonise a layer"
    GROUP = "Data"
    GROUP_ID = "data"
    FILES = (FileOutput(REPORT, "Report", (".html", ".json")),)

    def define(self) -> None:
        """Add input, profile, store, what a user may want otherwise, and the numbers."""
        self.addParameter(pages.declare(INPUT, tr("Layer or file")))
        self.addParameter(QgsProcessingParameterString(PROFILE, tr("Profile (id or file)")))
        self.addParameter(stores.parameter())
        self.addParameter(
            QgsProcessingParameterString(LAYER, tr("Layer of the file (empty: the only one)"), optional=True)
        )
        self.addParameter(QgsProcessingParameterBoolean(PARTIAL, tr("The input is only a part of the source"), False))
        self.addParameter(QgsProcessingParameterBoolean(CLIP, tr("Cut at the border of the municipalities"), False))
        self.addParameter(QgsProcessingParameterBoolean(CREATE, tr("Create the store if there is none"), False))
        self.addParameter(
            QgsProcessingParameterBoolean(DRY_RUN, tr("Only try: count and reject, write nothing"), False)
        )
        self.addParameter(
            QgsProcessingParameterCrs(CRS, tr("Reference system (where the input does not say it)"), optional=True)
        )
        for parameter in (
            QgsProcessingParameterDateTime(
                DATE,
                tr("The new state holds from (empty: today)"),
                QgsProcessingParameterDateTime.Type.Date,
                optional=True,
            ),
            QgsProcessingParameterNumber(
                RETENTION, tr("Days for which rejected records are kept"), defaultValue=365, minValue=1, maxValue=36500
            ),
        ):
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber("READ", tr("Records read")))
        self.addOutput(QgsProcessingOutputNumber("WRITTEN", tr("Records written")))
        self.addOutput(QgsProcessingOutputNumber("UNCHANGED", tr("Records unchanged")))
        self.addOutput(QgsProcessingOutputNumber("REJECTED", tr("Records rejected")))
        self.addOutput(QgsProcessingOutputNumber("FILTERED", tr("Records left out by the filter")))
        self.addOutput(QgsProcessingOutputNumber("ENDED", tr("Records ended")))
        self.addOutput(QgsProcessingOutputNumber("REPAIRED", tr("Records repaired")))
        self.addOutput(QgsProcessingOutputString("WARNINGS", tr("Warnings, a line each")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Take files, too, that QGIS itself does not open as a layer."""
        return super().checkParameterValues(pages.accepted(parameters, INPUT), context)

    def compute(self, run: Run) -> dict[str, Any]:
        """Harmonise the input and return the numbers."""
        from ruhr_planner.harmonise import importing, profile

        chosen = profile.open_profile(run.string(PROFILE))
        if not chosen.confirmed:
            run.warn(
                tr("Profile “{profile}” is a suggestion that nobody has confirmed; check its rules.").format(
                    profile=chosen.id
                )
            )
        layer = run.string(LAYER).strip() if run.given(LAYER) else ""
        store = opening.opened(run.string(STORE), run.flag(CREATE) and not run.flag(DRY_RUN))
        with store as opened, pages.opened(run, INPUT, layer) as given:
            stores.tell(run, opened)
            expected = given.expected
            options = importing.Options(
                run.run_id,
                datetime.now(timezone.utc).isoformat(timespec="seconds"),
                run.day(DATE),
                partial=run.flag(PARTIAL),
                clip=run.flag(CLIP),
                crs=run.crs(CRS),
                retention_days=run.integer(RETENTION),
                transforms=run.context.transformContext(),
            )
            bring = importing.preview if run.flag(DRY_RUN) else importing.run
            outcome = bring(
                opened,
                given,
                chosen,
                options,
                run.check,
                lambda count: run.progress(count / expected if expected else 0.0),
            )
        if not run.flag(DRY_RUN):
            run.saved()
        _tell(run, outcome)
        if run.flag(DRY_RUN):
            run.warn(tr("Nothing has been written: this was a try."))
        _report(run, outcome)
        return {
            "READ": outcome.read,
            "WRITTEN": outcome.written,
            "UNCHANGED": outcome.unchanged,
            "REJECTED": outcome.rejected,
            "FILTERED": outcome.filtered,
            "ENDED": outcome.ended,
            "REPAIRED": outcome.repaired,
            "WARNINGS": "\n".join(i18n.phrase(*warning) for warning in outcome.warnings),
        }


def _report(run: Run, outcome: Outcome) -> None:
    """Write the report where one is asked for."""
    from ruhr_planner.exhibit.phrases import Phrases
    from ruhr_planner.harmonise import report

    made = {".html": report.as_html, ".json": report.as_json}.get(run.file_ending(REPORT))
    if made is not None:
        run.stage_file(REPORT, made(outcome, Phrases(i18n.language())))


def _tell(run: Run, outcome: Outcome) -> None:
    """Say in the log what became of the records."""
    run.log(
        filled(
            tr(
                "{read} {read:record|records}: {written} written ({new} new, {changed} changed), "
                "{unchanged} unchanged, {rejected} rejected; {filtered} left out by the filter, {ended} "
                "ended, {repaired} repaired."
            ),
            **{name: getattr(outcome, name) for name in _COUNTS},
        )
    )
    if outcome.crs:
        accuracy = tr("unknown") if outcome.accuracy_m is None else f"{outcome.accuracy_m:g} m"
        run.log(
            tr("Coordinates read as {crs}; accuracy of the transformation: {accuracy}.").format(
                crs=outcome.crs, accuracy=accuracy
            )
        )
    run.log(
        tr("Licence of the table: {licence}; {notes}").format(
            licence=outcome.licence, notes=" · ".join(outcome.attributions) or "–"
        )
    )
    for warning in outcome.warnings:
        run.warn(i18n.phrase(*warning))
    for record in outcome.rejects[:_SHOWN]:
        run.warn(
            tr("Record {number} ({id}) rejected: {reason}; {field} “{value}”, rule “{rule}”.").format(
                number=record.number,
                id=record.native_id or "–",
                reason=REJECTION.label(record.reason, i18n.language()),
                field=record.field or "–",
                value=record.value,
                rule=record.rule,
            )
        )
    if outcome.rejected and not run.flag(DRY_RUN):
        run.warn(tr("The rejected records are in the table “rejected” of the store, each with its reason."))


_COUNTS = ("read", "written", "new", "changed", "unchanged", "rejected", "filtered", "ended", "repaired")


def notes() -> tuple[str, ...]:
    """Return the sentences that an import says as templates, here so that they are translated."""
    return (
        tr("A more accurate transformation needs the grid {grids}, which is not installed."),
        tr(
            "{count} of {all} {all:record|records} of the source {count:is|are} not in the input any "
            "more and {count:ends|end}. If it holds only a part of the source, restore the store and "
            "run again with PARTIAL."
        ),
        tr(
            "The input is a part of the source ({read} of {expected} records), so no record has ended. Load all of "
            "it and run again."
        ),
        tr("The input has no field {fields}; what the profile makes of it stays unknown."),
        tr(
            "{count} {count:record has|records have} no id in the source; {count:its own|theirs} is "
            "made of the geometry, and a record whose geometry changes is a new one."
        ),
        tr(
            "{count} {count:record lies|records lie} in another municipality than the source says; "
            "the stated key is kept."
        ),
        tr("{count} {count:record lies|records lie} in no municipality that is known here."),
        tr("{count} {count:record lies|records lie} at a border, partly in another municipality than the source says."),
        tr("{count} {count:record is a sliver|records are slivers}, less than half a metre wide on average."),
        tr("{winner} and {loser} share {ha} ha."),
        tr(
            "The recorded areas of {count} {count:record|records} are {factor} times too large: they "
            "were measured in Web Mercator (EPSG:3857)."
        ),
    )
