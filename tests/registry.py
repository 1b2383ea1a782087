"""The provider in QGIS's registry while it is needed, and not a moment longer: other tests count who is there."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def registered() -> Iterator[object]:
    """Register the provider unless it is there already; take out only what was put in."""
    from qgis.core import QgsApplication

    from ruhr_planner import settings
    from ruhr_planner.processing.provider import PROVIDER_ID, PlannerProvider

    registry = QgsApplication.processingRegistry()
    present = registry.providerById(PROVIDER_ID)
    made = present or PlannerProvider()
    if present is None:
        registry.addProvider(made)
    try:
        yield made
    finally:
        gc.collect()  # what hangs in cycles has to go before its algorithms do
        if present is None:
            registry.removeProvider(made)
            settings.remove()  # an algorithm that asked for one has made the node in QGIS's tree
