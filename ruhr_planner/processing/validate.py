"""`validate`: what is wrong in a planning store, by rules that are data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsGeometry,
    QgsPointXY,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
)

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model.codes import SEVERITY
from ruhr_planner.model.results import FINDING_PLACE
from ruhr_planner.model.sentences import filled
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.processing.outputs import FileOutput, LayerOutput

if TYPE_CHECKING:
    from ruhr_planner.harmonise.findings import Validation
    from ruhr_planner.store.layers import Row

RULES, KEEP, OUTPUT, REPORT = "RULES", "KEEP", "OUTPUT", "REPORT"
_SHOWN = 20
"""Groups of findings that the log names."""


class Validate(PlannerAlgorithm):
    """Look at a store; none of its records is changed."""

    ID = "validate"
    LABEL = "Validate a planning store"
    GROUP = "Data"
    GROUP_ID = "data"
    DATED = True
    OUTPUTS = (LayerOutput(OUTPUT, "Findings", FINDING_PLACE, optional=True),)
    FILES = (FileOutput(REPORT, "Report", (".html", ".json", ".csv")),)

    def define(self) -> None:
        """Add store, rules and numbers."""
        self.addParameter(stores.parameter())
        rules = QgsProcessingParameterFile(
            RULES,
            tr("Own severities and thresholds (YAML)"),
            optional=True,
            fileFilter="YAML (*.yaml *.yml);;" + tr("All files") + " (*)",
        )
        rules.setFlags(rules.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(rules)
        self.addParameter(
            QgsProcessingParameterBoolean(KEEP, tr("Keep the open findings in the store's table of findings"), False)
        )
        self.addOutput(QgsProcessingOutputNumber("FINDINGS", tr("Findings")))
        self.addOutput(QgsProcessingOutputNumber("ERRORS", tr("Errors")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Look at the store by all rules, and write what was found."""
        from ruhr_planner.harmonise import acceptance, findings, validation

        store = stores.needed(run)
        rules = validation.read(Path(run.string(RULES)) if run.given(RULES) else None)
        found = validation.validate(store, rules, run.as_of, run.progress)
        level, invented = stores.level_of(store)
        done = findings.Validation(store.name, run.as_of, run.run_id, rules, found, store.counts(), level, invented)
        _tell(run, done)
        run.stage(OUTPUT, _rows(done))
        _report(run, done)
        run.check()
        if run.flag(KEEP):
            acceptance.keep(store, found, i18n.language())
            run.saved()
        return {"FINDINGS": len(done.counted), "ERRORS": done.errors}


def _rows(done: Validation) -> Iterator[Row]:
    from ruhr_planner.harmonise.findings import values

    for one in done.findings:
        yield (None if one.xy is None else QgsGeometry.fromPointXY(QgsPointXY(*one.xy))), values(one, i18n.language())


def _report(run: Run, done: Validation) -> None:
    from ruhr_planner.exhibit.phrases import Phrases
    from ruhr_planner.harmonise import findings

    made = {".html": findings.as_html, ".json": findings.as_json, ".csv": findings.as_csv}.get(run.file_ending(REPORT))
    if made is not None:
        run.stage_file(REPORT, made(done, Phrases(i18n.language())))


def _tell(run: Run, done: Validation) -> None:
    """Say in the log what was found, errors first."""
    run.log(
        filled(
            tr("{store}: {count} rules, {found} {found:finding|findings}, {errors} of them errors."),
            store=done.store,
            count=len(done.rules),
            found=len(done.counted),
            errors=done.errors,
        )
    )
    groups = Counter((SEVERITY.index(one.rule.severity), one.rule.id, one.table.table) for one in done.counted)
    first = {(one.rule.id, one.table.table): one for one in reversed(done.counted)}
    for (_severity, rule, table), count in sorted(groups.items())[:_SHOWN]:
        one = first[rule, table]
        run.warn(
            filled(
                tr("{severity}, {rule}, table {table}: {count} {count:finding|findings}; first {record}: {text}"),
                severity=SEVERITY.label(one.rule.severity, i18n.language()),
                rule=rule,
                table=table,
                count=count,
                record=one.record or "–",
                text=one.text(i18n.language()),
            )
        )
