"""Common to the tests in QGIS: QGIS's own network requests stay on this computer too."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from types import TracebackType

import pytest

from tests.registry import registered


@pytest.fixture(autouse=True)
def _no_requests_of_qgis(qgis_app: object) -> Iterator[None]:
    from qgis.core import QgsNetworkAccessManager, QgsNetworkRequestParameters

    asked: list[str] = []
    created = QgsNetworkAccessManager.instance().requestAboutToBeCreated[QgsNetworkRequestParameters]

    def note(request: object) -> None:
        host = request.request().url().host()
        if host not in ("", "localhost", "127.0.0.1", "::1"):
            asked.append(request.request().url().toString())

    created.connect(note)
    yield
    created.disconnect(note)
    assert asked == [], f"QGIS was sent to the network: {asked}"


@pytest.fixture(scope="session", autouse=True)
def _no_layer_outlives_qgis(qgis_app: object) -> Iterator[None]:
    """Let go of what the errors of algorithms hold before QGIS ends.

    QGIS 3.40 keeps the traceback of an exception that leaves `processAlgorithm` for good, and with it the frames and
    their layers. A file layer that Python frees after QGIS has ended is a segmentation fault.
    """
    yield
    for thing in gc.get_objects():
        if isinstance(thing, TracebackType):
            with contextlib.suppress(RuntimeError):  # a frame that still runs
                thing.tb_frame.clear()
    gc.collect()


@pytest.fixture(scope="module")
def provider(qgis_app: object) -> Iterator[object]:
    """The provider in the registry, so that algorithms are found by their id."""
    with registered() as made:
        yield made
