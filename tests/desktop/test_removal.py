"""Uninstalling in the real QGIS: once the plugin has removed its traces and QGIS the plugin, nothing of it is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.test_desktop import NEVER

pytestmark = [pytest.mark.desktop, pytest.mark.slow, pytest.mark.long]

QGIS_OWN = (
    "qgis.db", "user-history.db", "qgis.log", "result.json", "removal.png",
)  # fmt: skip
"""Files in which QGIS itself notes what was run and where docks stood."""


@pytest.fixture(scope="module")
def play(desktop):
    run = desktop("removal")
    return run, run.play("de", ["start", "demo", "play_removal.uninstall"], 300, pictures="removal")


def test_the_plugin_was_used_and_had_traces(play):
    _run, seen = play
    assert seen["faults"] == []
    assert seen["exit_code"] == 0
    assert {"cache", "demo", "profiles", "results"} <= set(seen["kept_before"])
    assert "plugins/ruhr_planner/office" in seen["keys_before"]
    assert seen["version"]


def test_work_of_the_user_goes_only_when_it_is_asked_for(play):
    _run, seen = play
    assert seen["kept_without_own"] == ["profiles", "results"]


def test_settings_and_files_are_gone(play):
    _run, seen = play
    assert seen["home_after"] is False
    assert seen["keys_after"] == []
    assert seen["told_after"] != seen["told_before"]


def test_after_uninstalling_nothing_is_left_in_qgis(play):
    _run, seen = play
    assert seen["traces"] == NEVER


def test_after_uninstalling_nothing_is_left_in_the_profile(play):
    run, _seen = play
    left = [path for path in run.folder.rglob("*") if "ruhr_planner" in str(path.relative_to(run.folder)).lower()]
    assert left == []
    named = [
        str(path.relative_to(run.folder))
        for path in run.folder.rglob("*")
        if path.is_file() and path.name not in QGIS_OWN and b"ruhr_planner" in path.read_bytes().lower()
    ]
    assert [name for name in named if not name.endswith(("QGIS3.ini", "QGIS4.ini"))] == []
    (ini,) = [path for path in run.folder.rglob("QGIS*.ini") if "userLocale" in path.read_text() and _written(path)]
    lines = [line for line in ini.read_text(encoding="utf-8").splitlines() if "ruhr_planner" in line.lower()]
    assert [line for line in lines if not line.startswith("state=")] == []


def _written(ini: Path) -> bool:
    """The profile brings settings for QGIS 3 and 4; one of them QGIS has used, and written its own into."""
    return "[UI]" in ini.read_text(encoding="utf-8")
