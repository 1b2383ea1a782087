"""Common to all tests: a throw-away QGIS profile, no network but loopback, and where the data lie.

``make`` runs the tests through ``scripts/isolated.sh``, which also gives them a home of their own.
"""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import FrameType

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = "RUHR_PLANNER_DATA"


def _isolate() -> tempfile.TemporaryDirectory:
    """Give this run settings and an authentication database of its own.

    pytest-qgis has started QGIS by now, with a profile in ``.qgis-settings`` that it keeps between runs; the settings
    are the part of it that could let one run change another, so they move.
    """
    folder = tempfile.TemporaryDirectory(prefix="ruhr_planner_tests_", ignore_cleanup_errors=True)
    os.environ["PROJ_NETWORK"] = "OFF"
    os.environ["QGIS_AUTH_DB_DIR_PATH"] = folder.name
    if "qgis" in sys.modules:
        from qgis.PyQt.QtCore import QSettings

        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder.name)
    return folder


_PROFILE = _isolate()

# a change is judged by the same inputs each time; `make random` and `make fuzz` look for new ones
hypothesis.settings.register_profile("same", derandomize=True)
if not (os.environ.get("RUHR_PLANNER_RANDOM") or os.environ.get("RUHR_PLANNER_INPUTS")):
    hypothesis.settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the longest tests to ``make test-long``."""
    if os.environ.get("RUHR_PLANNER_LONG"):
        return
    for item in items:
        if item.get_closest_marker("long") is not None:
            item.add_marker(pytest.mark.skip(reason="one of the longest: make test-long"))


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Let go, after the last test, of what the frames of failed runs hold.

    QGIS keeps every error that leaves an algorithm, and with it the frames that called it; a layer of a file in one of
    them would be destroyed after GDAL, which ends the process with a segmentation fault.
    """
    if nextitem is not None or "qgis" not in sys.modules:
        return
    for frame in [held for held in gc.get_objects() if isinstance(held, FrameType)]:
        with suppress(RuntimeError):  # still running
            frame.clear()
    gc.collect()


def find_shared_data() -> Path | None:
    """Return the folder of real data: RUHR_PLANNER_DATA, else ``../shared/data`` beside the project, else None."""
    named = os.environ.get(SHARED_DATA)
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def pytest_report_header() -> str:
    folder = find_shared_data()
    return f"real data: {folder}" if folder else f"real data: ABSENT, its tests are skipped (set {SHARED_DATA})"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data; without it the test is skipped and says why."""
    folder = find_shared_data()
    if folder is None:
        pytest.skip(f"no real data: neither {SHARED_DATA} nor ../shared/data beside the project is a folder")
    return folder


@pytest.fixture(scope="session")
def staged() -> Path:
    """The staged plugin, as QGIS loads it."""
    folder = ROOT / "build" / "ruhr_planner"
    if not (folder / "metadata.txt").is_file():
        pytest.fail("the plugin is not staged: run `make stage`, or the tests through make")
    return folder


@pytest.fixture(scope="session")
def demo_folder() -> Path:
    """The built demo region."""
    folder = ROOT / "resources" / "demo"
    if not any(folder.glob("*.gpkg")):
        pytest.fail("the demo region is not built: run `make demo`, or the tests through make")
    return folder


class NetworkUsed(Exception):
    """A test tried to leave this computer."""


def _is_loopback(host: str) -> bool:
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only loopback and local sockets: a test that needs a service starts one."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise NetworkUsed(f"connection to {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
