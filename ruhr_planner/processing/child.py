"""Another algorithm of the provider, run as a part of this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from ruhr_planner.i18n import tr
from ruhr_planner.processing.algorithm import AS_OF, RESULT_LANGUAGE, Run


def run_child(
    run: Run, algorithm: str, parameters: Mapping[str, Any], language: str, feedback: QgsProcessingFeedback
) -> dict[str, Any]:
    """Run a registered algorithm in this thread, with a context of its own, for the day of the run.

    :param language: of what it writes; what it says in the log stays in the user's.
    :raises QgsProcessingException: the child's own sentence.
    """
    context = QgsProcessingContext()
    context.setTransformContext(run.context.transformContext())
    context.setFeedback(feedback)
    given = {name: value for name, value in parameters.items() if value is not None}
    given.setdefault(AS_OF, run.as_of.isoformat())
    try:
        return perform(algorithm, given, context, feedback, language)
    except QgsProcessingException:
        run.check()  # a cancel is told as such, not as an error of the child
        raise


def perform(
    algorithm: str,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    language: str = "",
) -> dict[str, Any]:
    """Run a registered algorithm in this thread, with this context.

    It is called as it is, not by QGIS: an error that went through QGIS would be kept for good, and with it all
    frames up to here (see `PlannerAlgorithm.processAlgorithm`).

    :param language: of what it writes; "" = the user's.
    :raises QgsProcessingException: its own sentence.
    """
    registry = QgsApplication.processingRegistry()
    child = registry.createAlgorithmById(f"ruhr_planner:{algorithm}", {RESULT_LANGUAGE: language})
    if child is None:
        raise QgsProcessingException(tr("The algorithm {name} is not registered.").format(name=algorithm))
    if not child.prepare(parameters, context, feedback):
        raise QgsProcessingException(tr("The algorithm {name} cannot begin.").format(name=algorithm))
    return dict(child.processAlgorithm(parameters, context, feedback))
