"""What algorithms that name a service have in common: QGIS's network, what was loaded before, working offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ruhr_planner import settings
from ruhr_planner.i18n import tr
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run

if TYPE_CHECKING:
    from ruhr_planner.net.qgis_transport import QgisTransport


class OnlineAlgorithm(PlannerAlgorithm):
    """An algorithm that asks a service, or offline serves what was loaded last."""

    def __init__(self) -> None:
        super().__init__()
        self._offline = False

    def prepareAlgorithm(
        self, parameters: dict[str, object], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Read the setting in the main thread, the only one that may ask for it."""
        self._offline = bool(settings.settings().offline.value())
        return bool(super().prepareAlgorithm(parameters, context, feedback))

    def transport(self) -> QgisTransport:
        """Return QGIS's network, with what was loaded before."""
        from ruhr_planner.net.cache import Cache  # the network only when it is used
        from ruhr_planner.net.qgis_transport import QgisTransport

        return QgisTransport(Cache(settings.cache_folder()), self._offline)


def tell_age(transport: QgisTransport, run: Run) -> None:
    """Say from when the answers are that were served offline."""
    if transport.oldest is not None:
        day = transport.oldest.date().isoformat()
        run.warn(tr("Working offline: answers of {date} or later, as they were loaded then.").format(date=day))
