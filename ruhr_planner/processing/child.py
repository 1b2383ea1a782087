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
    child = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{algorithm}")
    if child is None:
        raise QgsProcessingException(tr("The algorithm {name} is not registered.").format(name=algorithm))
    context = QgsProcessingContext()
    context.setTransformContext(run.context.transformContext())
    context.setFeedback(feedback)
    given = {name: value for name, value in parameters.items() if value is not None}
    given.setdefault(AS_OF, run.as_of.isoformat())
    try:
        results, _succeeded = child.run(given, context, feedback, {RESULT_LANGUAGE: language}, False)
    except QgsProcessingException:
        run.check()  # a cancel is told as such, not as an error of the child
        raise
    return dict(results)
