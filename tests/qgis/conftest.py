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
