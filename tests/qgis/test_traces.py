"""What the plugin keeps in the profile is named, and goes: all of it, or all but the user's own work."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsSettings

from ruhr_planner import settings
from ruhr_planner.gui import traces

pytestmark = pytest.mark.usefixtures("qgis_app")
OWN = ("profiles", "results", "sme.json")
REST = ("cache", "demo", "portals.yaml", "runs")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "ruhr_planner"
    for name in (*OWN, *REST):
        if "." in name:
            (folder / name).write_text("x", encoding="utf-8")
        else:
            (folder / name / "inner").mkdir(parents=True)
            (folder / name / "inner" / "file").write_text("x", encoding="utf-8")
    monkeypatch.setattr(settings, "home", lambda: folder)
    return folder


def test_own_work_is_told_apart(home: Path) -> None:
    assert tuple(path.name for path in traces.kept(False)) == REST
    assert sorted(path.name for path in traces.kept(True)) == sorted((*OWN, *REST))


def test_files_go_and_own_work_only_when_asked_for(home: Path) -> None:
    job = traces.TracesJob(False)
    job.work()
    assert sorted(path.name for path in home.iterdir()) == sorted(OWN)
    assert job.left == []
    traces.TracesJob(True).work()
    assert not home.exists()


def test_settings_of_the_plugin_go_and_those_of_others_stay(home: Path) -> None:
    stored = QgsSettings()
    ours = ("plugins/ruhr_planner/office", "Windows/ruhr_planner_weights/geometry", "locator_filters/ruhr_planner_plot")
    others = ("plugins/other/office", "PythonPlugins/ruhr_planner")
    before = {key: stored.value(key) for key in others}
    try:
        for key in (*ours, *others):
            stored.setValue(key, "x")
        assert set(ours) <= set(traces.stored_keys())
        traces.forget_settings()
        assert traces.stored_keys() == []
        assert [stored.value(key) for key in others] == ["x", "x"]
    finally:
        for key, value in before.items():
            stored.remove(key) if value is None else stored.setValue(key, value)
