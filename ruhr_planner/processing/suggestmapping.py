"""`suggestmapping`: which fields of an unknown layer are which of ours, as a profile to edit, confirm and share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import tables
from ruhr_planner.model.results import SUGGESTION
from ruhr_planner.model.sentences import filled
from ruhr_planner.processing import pages
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.processing.outputs import FileOutput, LayerOutput
from ruhr_planner.store.layers import Row

if TYPE_CHECKING:
    from ruhr_planner.harmonise import profile
    from ruhr_planner.harmonise.suggest import Suggestion

INPUT, LAYER, TARGET, SAMPLES, OUTPUT, TABLE = "INPUT", "LAYER", "TARGET", "SAMPLES", "OUTPUT", "TABLE"


class SuggestMapping(PlannerAlgorithm):
    """Propose, and leave the decision to the user: nothing is written but the profile."""

    ID = "suggestmapping"
    LABEL = "Suggest a mapping"
    GROUP = "Data"
    GROUP_ID = "data"
    FILES = (FileOutput(OUTPUT, "Profile", (".yaml", ".yml")),)
    OUTPUTS = (LayerOutput(TABLE, "Proposals", SUGGESTION, optional=True),)

    def define(self) -> None:
        """Add input, its layer, the target, whether values are written down, and the numbers."""
        self.addParameter(pages.declare(INPUT, tr("Layer or file")))
        named = [tables.TABLES[name].label.text(i18n.language()) for name in tables.TARGETS]
        self.addParameter(QgsProcessingParameterEnum(TARGET, tr("What the records are"), named, defaultValue=0))
        self.addParameter(
            QgsProcessingParameterString(LAYER, tr("Layer of the file (empty: the only one)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterBoolean(SAMPLES, tr("Write sample values down (they may be internal)"), True)
        )
        self.addOutput(QgsProcessingOutputNumber("MATCHED", tr("Fields with a proposal")))
        self.addOutput(QgsProcessingOutputNumber("UNMATCHED", tr("Fields without a proposal")))
        self.addOutput(QgsProcessingOutputNumber("RECORDS", tr("Records looked at")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Take files, too, that QGIS itself does not open as a layer."""
        return super().checkParameterValues(pages.accepted(parameters, INPUT), context)

    def compute(self, run: Run) -> dict[str, Any]:
        """Propose a mapping, write profile and table, and return the numbers."""
        from ruhr_planner.harmonise import profile, suggest

        target = tables.TABLES[tables.TARGETS[run.index(TARGET)]]
        layer = run.string(LAYER).strip() if run.given(LAYER) else ""
        with pages.opened(run, INPUT, layer) as given:
            columns = suggest.sample(given.pages(), run.context.transformContext())
            run.progress(0.5)
            found = suggest.suggest(given.name, columns, target)
        made = profile.build(suggest.profile_of(found, run.flag(SAMPLES)))
        if run.given(OUTPUT):
            run.stage_file(OUTPUT, profile.write(made))
        if run.given(TABLE):
            run.stage(TABLE, _rows(found, made, run.flag(SAMPLES)))
        _tell(run, found)
        return {"MATCHED": len(found.proposals), "UNMATCHED": len(found.unmatched), "RECORDS": found.records}


def _rows(found: Suggestion, made: profile.Profile, samples: bool) -> Iterator[Row]:
    """Yield a row a field of the source: the proposals, then the fields that nothing fits."""
    rules = made.raw["fields"]
    reasons = made.raw["suggested"]["fields"]
    for proposal in found.proposals:
        shown = reasons[proposal.field].get("samples", ())
        unmapped = "; ".join(proposal.unmapped) if samples else str(len(proposal.unmapped) or "")
        yield (
            None,
            [
                proposal.column,
                proposal.field,
                proposal.score,
                proposal.by_name,
                proposal.by_values,
                json.dumps(rules[proposal.field], ensure_ascii=False),
                unmapped or None,
                "; ".join(shown) or None,
            ],
        )
    for column in found.unmatched:
        yield None, [column, *[None] * (len(SUGGESTION.columns) - 1)]


def _tell(run: Run, found: Suggestion) -> None:
    """Say in the log what was found, and that a person has to look at it."""
    for proposal in found.proposals:
        run.log(f"{proposal.column} → {proposal.field} ({proposal.score:.2f})")
        if proposal.unmapped:
            run.warn(
                filled(
                    tr(
                        "{field}: {count} {count:value means|values mean} no code here; name {count:it|them} in "
                        "the profile's map."
                    ),
                    field=proposal.column,
                    count=len(proposal.unmapped),
                )
            )
    for name, code in found.constants.items():
        run.log(tr("The layer's name tells of all records: {field} = {code}").format(field=name, code=code))
    if found.unmatched:
        run.log(tr("Without a proposal: {fields}").format(fields=", ".join(found.unmatched)))
    run.warn(
        filled(
            tr(
                "A suggestion from names and values of {count} {count:record|records}. Check every rule "
                "and the licence, then set “confirmed” to true."
            ),
            count=found.records,
        )
    )
