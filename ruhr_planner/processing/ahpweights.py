"""`ahpweights`: weights from pairwise comparisons, and whether the judgements go together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ruhr_planner.i18n import tr
from ruhr_planner.model.errors import NamesUnfit
from ruhr_planner.model.results import AHP_WEIGHT
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.processing.outputs import LayerOutput

if TYPE_CHECKING:
    from ruhr_planner.analysis.ahp import Weights

MATRIX = "MATRIX"
NAMES = "NAMES"
OUTPUT = "OUTPUT"
_ABSTRACT = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "Weights from pairwise comparisons (AHP). They say what was judged, not what is right; see the consistency ratio.",
)


class AhpWeights(PlannerAlgorithm):
    """Turn a matrix of judgements into weights and name the judgement that fits the others least."""

    ID = "ahpweights"
    LABEL = "Weights from pairwise comparisons (AHP)"
    GROUP = "Land"
    GROUP_ID = "land"
    OUTPUTS = (LayerOutput(OUTPUT, "Weights", AHP_WEIGHT, optional=True),)

    def define(self) -> None:
        """Add matrix, names and the numbers."""
        self.addParameter(QgsProcessingParameterString(MATRIX, tr("Matrix of judgements (JSON)"), None, True))
        self.addParameter(
            QgsProcessingParameterString(NAMES, tr("Names of the criteria, separated by commas"), None, False, True)
        )
        self.addOutput(QgsProcessingOutputString("WEIGHTS", tr("Weights (JSON)")))
        self.addOutput(QgsProcessingOutputNumber("LAMBDA_MAX", tr("Largest eigenvalue")))
        self.addOutput(QgsProcessingOutputNumber("CI", tr("Consistency index")))
        self.addOutput(QgsProcessingOutputNumber("CR", tr("Consistency ratio")))
        self.addOutput(QgsProcessingOutputBoolean("CONSISTENT", tr("Consistent (ratio up to 0.10)")))
        self.addOutput(QgsProcessingOutputString("WORST", tr("Judgement that fits least (JSON)")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Return weights, eigenvalue, CI, CR and the worst judgement."""
        from ruhr_planner.analysis import ahp, criteria

        run.check()
        matrix = ahp.matrix(criteria.load(run.string(MATRIX), MATRIX))
        names = _names(run, len(matrix))
        found = ahp.weights(matrix)
        _tell(run, found, names)
        weights = [round(weight, 6) for weight in found.weights.tolist()]
        run.stage(OUTPUT, [(None, [name, weight]) for name, weight in zip(names, weights)], _ABSTRACT)
        return {
            "WEIGHTS": json.dumps(dict(zip(names, weights)), ensure_ascii=False),
            "LAMBDA_MAX": found.lambda_max,
            "CI": found.ci,
            "CR": found.cr,
            "CONSISTENT": found.consistent,
            "WORST": _worst(found, names),
        }


def _names(run: Run, size: int) -> list[str]:
    """Return the names given, else numbers from 1."""
    if not run.given(NAMES):
        return [str(number) for number in range(1, size + 1)]
    names = [name.strip() for name in run.string(NAMES).split(",")]
    if len(names) != size or len(set(names)) != size or not all(names):
        raise NamesUnfit(found=len(names), size=size)
    return names


def _worst(found: Weights, names: list[str]) -> str:
    """Return the judgement as JSON, "" where all of them go together."""
    if found.worst is None:
        return ""
    worst = found.worst
    return json.dumps(
        {
            "row": names[worst.row],
            "column": names[worst.column],
            "given": round(worst.given, 4),
            "implied": round(worst.implied, 4),
            "cr_without": round(worst.cr_without, 4),
        },
        ensure_ascii=False,
    )


def _tell(run: Run, found: Weights, names: list[str]) -> None:
    for name, weight in zip(names, found.weights.tolist()):
        run.log(f"{name}: {weight:.4f}")
    if found.worst is None:
        run.log(tr("The judgements do not contradict each other."))
        return
    worst = found.worst
    text = tr(
        "Consistency ratio {cr}. The judgement that fits the others least: {row} against {column} is {given}, the "
        "weights imply {implied}; with that the ratio would be {without}."
    ).format(
        cr=f"{found.cr:.3f}",
        row=names[worst.row],
        column=names[worst.column],
        given=f"{worst.given:.3g}",
        implied=f"{worst.implied:.3g}",
        without=f"{worst.cr_without:.3f}",
    )
    if found.consistent:
        run.log(text)
    else:
        run.warn(text + " " + tr("Above 0.10 the judgements should be thought over before the weights are used."))
