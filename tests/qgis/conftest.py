"""Common to the tests in QGIS: QGIS's own network requests stay on this computer too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _no_requests_of_qgis(qgis_app: object) -> Iterator[None]:
    from qgis.core import QgsNetworkAccessManager

    asked: list[str] = []
    manager = QgsNetworkAccessManager.instance()

    def note(request: object) -> None:
        host = request.request().url().host()
        if host not in ("", "localhost", "127.0.0.1", "::1"):
            asked.append(request.request().url().toString())

    manager.requestAboutToBeCreated.connect(note)
    yield
    manager.requestAboutToBeCreated.disconnect(note)
    assert asked == [], f"QGIS was sent to the network: {asked}"


@pytest.fixture(scope="session")
def provider(qgis_app: object) -> Iterator[object]:
    """The provider in the registry, so that algorithms are found by their id."""
    from qgis.core import QgsApplication

    from ruhr_planner.processing.provider import PROVIDER_ID, PlannerProvider

    registry = QgsApplication.processingRegistry()
    present = registry.providerById(PROVIDER_ID)
    made = present or PlannerProvider()
    if present is None:
        registry.addProvider(made)
    yield made
    if present is None:
        registry.removeProvider(made)
