"""What travels with a project stays in it: also where the store is away, a job runs, or nobody has looked at a step."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication

from ruhr_planner.gui.store import StoreSection
from ruhr_planner.plugin import RuhrPlanner
from tests.qgis.test_plugin import Slow, fresh_settings, interface  # noqa: F401  fixtures
from tests.qgis.test_windows import three_plots, wait  # noqa: F401  fixtures


@pytest.fixture
def plugin(interface: Any, fresh_settings: Any) -> Iterator[RuhrPlanner]:  # noqa: F811
    made = RuhrPlanner(interface)
    made.initGui()
    yield made
    made.unload()
    QgsProject.instance().clear()


def idle(plugin: RuhrPlanner) -> None:
    """Wait until no job runs, none is about to start, and all have heard of it."""
    store = plugin.dock.panel.store
    wait(lambda: plugin.dock.desk.job is None and store._waiting is None and not store._turn.isActive())
    QApplication.processEvents()
    wait(lambda: plugin.dock.desk.job is None)


def entry(name: str) -> str:
    return str(QgsProject.instance().readEntry("ruhr_planner", name, "")[0])


def project_of(plugin: RuhrPlanner, store: Path) -> str:
    """Save a project of a store beside it and return its path."""
    section: StoreSection = plugin.dock.panel.store
    section.open_store(str(store), show=False)
    idle(plugin)
    path = str(store.with_suffix(".qgz"))
    assert QgsProject.instance().write(path)
    assert entry("store") == f"./{store.name}"
    return path


def started_again(plugin: RuhrPlanner) -> None:
    plugin.unload()
    QgsProject.instance().clear()
    plugin.initGui()


def test_a_store_that_is_away_stays_the_one_of_the_project(
    plugin: RuhrPlanner, three_plots: Path, tmp_path: Path  # noqa: F811
) -> None:
    store, other = (Path(shutil.copy(three_plots, tmp_path / name)) for name in ("a.gpkg", "b.gpkg"))
    path = project_of(plugin, store)
    started_again(plugin)
    store.rename(tmp_path / "away.gpkg")
    QgsProject.instance().read(path)
    idle(plugin)
    assert plugin.dock.desk.store is None
    QgsProject.instance().write(path)
    assert entry("store") == "./a.gpkg"
    plugin.dock.panel.store.open_store(str(other), show=False)
    idle(plugin)
    QgsProject.instance().write(path)
    assert entry("store") == "./b.gpkg", "what the user has opened counts"


def test_the_store_of_a_project_waits_for_the_job_that_is_under_way(
    plugin: RuhrPlanner, three_plots: Path, tmp_path: Path  # noqa: F811
) -> None:
    store, other = (Path(shutil.copy(three_plots, tmp_path / name)) for name in ("a.gpkg", "b.gpkg"))
    path = project_of(plugin, store)
    QgsProject.instance().clear()
    panel, desk = plugin.dock.panel, plugin.dock.desk
    panel.store.open_store(str(other), show=False)
    idle(plugin)
    job = Slow()
    desk.begin(job, panel.analyse.cards["cooperationsites"].box, lambda _job: None)
    QgsProject.instance().read(path)
    assert "“a” is opened as soon as “slow” is done." in panel.store.box.sentence.text()
    QgsProject.instance().write(path)
    assert entry("store") == "./a.gpkg"
    job.cancel()
    idle(plugin)
    assert desk.store.address == str(store)
    desk.begin(Slow(), panel.analyse.cards["cooperationsites"].box, lambda _job: None)
    panel.open_demo()
    panel.open_store(other)
    desk.job.cancel()
    idle(plugin)
    assert desk.store.address == str(other), "the last one that was asked for"


def test_a_project_that_is_closed_opens_nothing_any_more(
    plugin: RuhrPlanner, three_plots: Path, tmp_path: Path  # noqa: F811
) -> None:
    store = tmp_path / "a.gpkg"
    shutil.copy(three_plots, store)
    path = project_of(plugin, store)
    started_again(plugin)
    desk = plugin.dock.desk
    desk.begin(Slow(), plugin.dock.panel.analyse.cards["cooperationsites"].box, lambda _job: None)
    QgsProject.instance().read(path)
    QgsProject.instance().clear()
    desk.job.cancel()
    idle(plugin)
    assert desk.store is None
    QgsProject.instance().write(path)
    assert entry("store") == ""


def test_the_place_of_the_exhibit_stays_while_nobody_looks_at_the_step(plugin: RuhrPlanner, tmp_path: Path) -> None:
    exhibit = plugin.dock.panel.exhibit
    exhibit.recall("overview;05113000;a3_landscape;de;.pdf")
    path = str(tmp_path / "p.qgz")
    QgsProject.instance().write(path)
    assert entry("exhibit") == "overview;05113000;a3_landscape;de;.pdf"
    started_again(plugin)
    exhibit = plugin.dock.panel.exhibit
    exhibit.place.setCurrentIndex(exhibit.place.findData("view"))
    QgsProject.instance().read(path)
    QgsProject.instance().write(path)
    assert entry("exhibit").startswith("overview;05113000;")
    exhibit._fill_places()
    assert exhibit.place.currentText() == "Essen"
    exhibit.place.setCurrentIndex(0)
    assert exhibit.remembered().startswith("overview;;")


def test_the_folder_of_the_exhibits_is_kept_over_a_restart(plugin: RuhrPlanner, tmp_path: Path) -> None:
    plugin.dock.panel.exhibit.folder.setFilePath(str(tmp_path / "Karten"))
    started_again(plugin)
    assert plugin.dock.panel.exhibit.folder.filePath() == str(tmp_path / "Karten")
    plugin.dock.panel.exhibit.folder.setFilePath("")
    started_again(plugin)
    assert plugin.dock.panel.exhibit.folder.filePath().endswith("Ruhr Planner"), "empty: the usual one"


def test_other_data_in_the_open_store_make_answers_and_picture_old(
    plugin: RuhrPlanner, three_plots: Path, tmp_path: Path  # noqa: F811
) -> None:
    store = Path(shutil.copy(three_plots, tmp_path))
    panel, desk = plugin.dock.panel, plugin.dock.desk
    panel.store.open_store(str(store), show=False)
    idle(plugin)
    panel.exhibit.theme.setCurrentIndex(panel.exhibit.theme.findData("land"))
    sheet = panel.exhibit._sheet()
    desk.take_answer("cooperationsites", {})
    panel.store._reload()
    idle(plugin)
    assert panel.analyse.state() == (True, "1 question has been answered."), "read again, the data are the same"
    with sqlite3.connect(store) as file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f'DROP TRIGGER "{trigger}"')
        file.execute("DELETE FROM plot WHERE plot_id = 'p0'")
    panel.store._reload()
    idle(plugin)
    assert panel.analyse.state() == (False, "The data have changed since the questions were answered.")
    items = map(panel.analyse.list.item, range(panel.analyse.list.count()))
    item = next(each for each in items if each.data(Qt.ItemDataRole.UserRole) == "cooperationsites")
    assert item.toolTip() == "The data have changed since this question was answered."
    assert sheet is not None and panel.exhibit._sheet() != sheet, "the addresses are the same, the data are not"
    desk.take_answer("cooperationsites", {})
    assert panel.analyse.state()[0]
    desk.note_change()
    assert not panel.analyse.state()[0]
