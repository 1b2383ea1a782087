"""Runs in a process of their own: what they bring back, that the window stays free, and that they stop at a cancel."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

from ruhr_planner.exhibit import foreground
from ruhr_planner.gui.jobs import DrawingJob
from ruhr_planner.model import codes
from ruhr_planner.model.errors import Cancelled
from ruhr_planner.processing import apart
from tests.exhibits.test_exhibits import said
from tests.registry import registered

MAP = "ruhr_planner:mapexhibit"
THEME = codes.EXHIBIT_THEME


class Listener(QgsProcessingFeedback):
    """Keeps what a run says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.warned: list[str] = []

    def pushWarning(self, warning: str) -> None:
        self.warned.append(warning)


def asked(store: Path, file: Path, theme: str = THEME.land, **given: Any) -> dict[str, Any]:
    return {"THEME": THEME.index(theme), "STORE": str(store), "OUTPUT": str(file), "AS_OF": "2026-01-02", **given}


def niceness_of_children() -> int:
    """Return how far the processes that this one has started give way to others, 0 without any."""
    found = [0]
    for task in Path("/proc/self/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            with contextlib.suppress(ProcessLookupError):  # it may be gone by now
                found.append(os.getpriority(os.PRIO_PROCESS, int(child)))
    return max(found)


def test_a_map_job_leaves_the_window_free(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a map of the region is drawn the event loop turns; nothing is drawn in this process.

    The other process has the settings of the user's profile: here the name of the office.
    """

    def never(*_given: object) -> None:
        raise AssertionError("a page in the main thread")

    monkeypatch.setattr(foreground, "in_main_thread", never)
    file = tmp_path / "Karte.pdf"
    profile = tmp_path / "profile"
    (profile / "QGIS").mkdir(parents=True)
    kept = "[plugins]\nruhr_planner\\office=Stadt Musterhausen\n"
    (profile / "QGIS" / "QGIS3.ini").write_text(kept, encoding="utf-8")
    with registered():
        job = DrawingJob("Karte", MAP, asked(store, file, LANGUAGE=1))
    names = {"organisation": "QGIS", "application": "QGIS3"}
    job._request = dataclasses.replace(job._request, profile=f"{profile}/", **names)
    thread = threading.Thread(target=job.run)
    thread.start()
    longest, before, gave_way = 0.0, time.monotonic(), 0
    while thread.is_alive():
        gave_way = max(gave_way, niceness_of_children())
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        time.sleep(0.005)
        now = time.monotonic()
        longest, before = max(longest, now - before), now
    thread.join()
    assert job.error == ""
    assert job.results["OUTPUT"] == str(file)
    text = said("pdftotext", file, "-")
    assert "Commercial land available" in text
    assert "Stadt Musterhausen" in text
    assert gave_way > os.getpriority(os.PRIO_PROCESS, 0), "the window comes first"
    assert longest < 0.25, "0.1 s is the rule; the rest is for a machine that is busy with something else"


def test_warnings_and_errors_come_back(store: Path, tmp_path: Path) -> None:
    feedback = Listener()
    with registered():
        far = "310000,312000,5670000,5672000 [EPSG:25832]"
        request = apart.request(MAP, asked(store, tmp_path / "x.png", DPI=50, EXTENT=far))
        results = apart.run(request, feedback)
        assert results["OUTPUT"] == str(tmp_path / "x.png")
        assert [line for line in feedback.warned if "nothing in the map" in line]
        request = apart.request(MAP, asked(store, tmp_path / "y.png", THEME.suitability))
        with pytest.raises(QgsProcessingException, match="scoresites"):
            apart.run(request, feedback)
    assert [file.name for file in tmp_path.iterdir()] == ["x.png"]


def test_a_cancel_ends_it_within_seconds_and_leaves_nothing(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feedback = QgsProcessingFeedback(False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with registered():
        request = apart.request(MAP, asked(store, tmp_path / "x.pdf"))
    timer = threading.Timer(1.0, feedback.cancel)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        apart.run(request, feedback)
    assert time.monotonic() - begun < 1.0 + apart.PATIENCE_S + 3.0
    assert list(tmp_path.iterdir()) == []


def test_without_another_python_the_run_is_made_here(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "interpreter", lambda: None)
    with registered():
        job = DrawingJob("Karte", MAP, asked(store, tmp_path / "x.png", DPI=50))
        job.run()
    assert job.error == ""
    assert (tmp_path / "x.png").is_file()


def test_a_python_without_qgis_is_no_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "python3"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(apart, "interpreter", lambda: program)
    with pytest.raises(apart.NotStarted):
        apart.run(apart.request(MAP, {}), QgsProcessingFeedback(False))


def test_an_interpreter_is_found() -> None:
    found = apart.interpreter()
    assert found is not None
    assert found.is_file()
    assert QgsApplication.instance() is not None
