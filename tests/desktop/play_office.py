"""Scenes on a store in PostGIS: opened by the dock's dialog, asked, edited, shared with another QGIS."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import play_places
import play_windows
from qgis import processing, utils
from qgis.core import QgsDataSourceUri, QgsFeatureRequest, QgsProject, QgsProviderRegistry
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QTreeWidget,
    QWidget,
)

import __main__ as drive  # drive.py, which QGIS runs as its main module

OFFICE = json.loads(os.environ["RUHR_PLANNER_OFFICE"])
"""Connections by their names as QGIS writes them, and where the windows and the test leave their marks."""
MARKS = Path(OFFICE["marks"])


def connect():
    """The connections that the person has stored in QGIS."""
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    for name, uri in OFFICE["connections"].items():
        provider.saveConnection(provider.createConnection(uri, {"saveUsername": True}), name)
    yield drive.pause(0.1)


def choose(connection: str, schema: str):
    """Open a store by the button "Database…" and its dialog."""
    yield from drive.go_to("store")
    QTimer.singleShot(0, lambda: drive.click(QPushButton, "store_database"))  # the dialog waits for its end
    yield lambda: dialog() is not None
    asked = dialog()
    asked.findChild(QComboBox, "ruhr_planner_database_connection").setCurrentText(connection)
    field = asked.findChild(QLineEdit, "ruhr_planner_database_schema")
    field.setFocus()
    field.selectAll()
    drive.type_text(field, schema)
    yield drive.pause(0.2)
    if "database_words" not in drive.seen:
        drive.seen["database_words"] = [each.text() for each in asked.findChildren(QLabel)]
        drive.shot("database")
    QTest.mouseClick(asked.open, Qt.MouseButton.LeftButton)
    yield lambda: dialog() is None
    yield drive.idle


def dialog() -> QWidget | None:
    shown = [each for each in QApplication.topLevelWidgets() if each.objectName() == "ruhr_planner_database"]
    shown += drive.dock().findChildren(QWidget, "ruhr_planner_database")
    return next((each for each in shown if each.isVisible()), None)


def open_database():
    """The store opens by clicks: counts, layers on the map, and the window answers all the time."""
    beat = drive.Heartbeat()
    yield from choose("amt", "region")
    yield lambda: drive.desk().store is not None
    drive.seen["office_block_ms"] = beat.stop()
    drive.seen["office_store"] = drive.desk().store.address
    listed = drive.part(QTreeWidget, "store_tables")
    rows = (listed.topLevelItem(n) for n in range(listed.topLevelItemCount()))
    drive.seen["office_counts"] = {row.toolTip(0): row.text(1) for row in rows}
    drive.seen["office_legend"] = drive.legend()
    yield drive.pause(1.5)
    yield from drive.picture("office_store")


def faults():
    """What cannot be opened is one sentence each, and the store that is open stays."""
    drive.seen["office_faults"] = {}
    for connection, schema in OFFICE["faults"]:
        beat = drive.Heartbeat()
        yield from choose(connection, schema)
        said = drive.sentence("store")
        drive.seen["office_faults"][f"{connection}/{schema}"] = [said, beat.stop(), drive.desk().store.address]
    yield from drive.picture("office_fault")


def analyse():
    """Sites and fibre gaps of the store in the database; the layers come onto the map."""
    drive.seen["office_answers"] = {}
    for question in ("cooperationsites", "fibregaps"):
        yield from drive.ask(question)
        beat = drive.Heartbeat()
        drive.click(QPushButton, f"{question}_button")
        yield drive.idle
        drive.seen["office_answers"][question] = [drive.sentence(question), beat.stop()]
    drive.seen["office_results"] = drive.legend()
    yield drive.pause(1.5)
    yield from drive.picture("office_sites")


def windows():
    """Gap explorer and weights on the database: a slider of each is moved."""
    seen = drive.seen
    yield from play_windows.open_window("gap_explorer")
    window = play_windows.shown("ruhr_planner_gap_explorer")
    yield lambda: window._sites is not None or window.box.sentence.text()
    seen["office_explorer"] = [window.answer.text()]
    shown = window._sites
    window.gap.setValue(0)
    yield lambda: window._sites is not None and window._sites is not shown
    seen["office_explorer"] += [window.answer.text(), window.box.sentence.text()]
    window.close()
    yield from play_windows.open_window("weights")
    window = play_windows.shown("ruhr_planner_weights")
    yield lambda: window._contest is not None or window.box.sentence.text()
    seen["office_weights"] = [window.layer.currentLayer().providerType(), play_windows.ranking(window)]
    window.layer.setLayer(plots())
    yield lambda: window._reading is None
    seen["office_weights"] += [window.layer.currentLayer().providerType(), play_windows.ranking(window)]
    window.close()


def places():
    """Locator, browser, history, map layer and QGIS's own editing on the database."""
    utils.iface.locatorSearch("plot grenzfeld")
    yield lambda: any("Ruhr Planner" in row for row in play_places.found())
    yield drive.pause(1.0)
    drive.seen["office_locator"] = play_places.found()
    utils.iface.locatorSearch("")
    model = utils.iface.browserModel()
    model.fetchMore(model.findPath(play_places.ROOT))
    yield lambda: model.rowCount(model.findPath(play_places.ROOT)) > 0
    store = model.index(0, 0, model.findPath(play_places.ROOT))
    model.fetchMore(store)
    yield lambda: model.rowCount(model.index(0, 0, model.findPath(play_places.ROOT))) > 1
    store = model.index(0, 0, model.findPath(play_places.ROOT))
    drive.seen["office_browser"] = sorted(model.data(model.index(n, 0, store)) for n in range(model.rowCount(store)))
    layer = plots()
    utils.iface.setActiveLayer(layer)
    beat = drive.Heartbeat()
    layer.startEditing()
    yield drive.pause(0.5)
    field = layer.fields().lookupField("restriction")
    layer.changeAttributeValue(of(layer, "t:1").id(), field, 2)
    layer.deleteFeature(of(layer, "t:4").id())
    utils.iface.actionSaveActiveLayerEdits().trigger()
    yield drive.pause(0.5)
    utils.iface.actionToggleEditing().trigger()
    yield drive.pause(1.0)
    drive.seen["office_edit_block_ms"] = beat.stop()
    layer.selectByExpression("plot_id = 't:1'")
    play_places.action("layer_history").trigger()
    window = next(each for each in QApplication.topLevelWidgets() if each.objectName() == "ruhr_planner_history")
    yield lambda: window.states.topLevelItemCount() > 0
    drive.seen["office_history"] = [
        window.states.topLevelItem(n).text(0) for n in range(window.states.topLevelItemCount())
    ]
    drive.shot("office_history")
    window.close()


def reader():
    """Who may only read can look and ask; ending a plot is refused in one sentence."""
    QgsProject.instance().clear()
    yield from choose("leserin", "region")
    drive.seen["reader_store"] = drive.desk().store.address
    layer = plots()
    drive.seen["reader_edits"] = layer.startEditing()
    utils.iface.setActiveLayer(layer)
    layer.selectByExpression("plot_id = 't:2'")
    play_places.action("layer_end").trigger()
    yield lambda: play_places.dialogs() != []
    asked = play_places.dialogs()[0]
    asked.runButton().click()
    log = asked.findChild(QTextEdit, "txtLog")
    yield lambda: "Laufzeit" in log.toPlainText() or "Ergebnis" in log.toPlainText() or "failed" in log.toPlainText()
    drive.seen["reader_log"] = log.toPlainText()
    asked.close()


def restart():
    """The database goes away under the open dock, and comes back: what each part says, and that all goes on."""
    yield from drive.go_to("store")
    drive.click(QPushButton, "store_show")
    yield drive.idle
    drive.seen["restart_legend"] = drive.legend()
    cancelled = drive.seen["restart_asked"] = []
    refuse = QTimer()
    refuse.timeout.connect(lambda: cancel_login(cancelled))
    refuse.start(100)
    drive.seen["restart_said"] = {}
    for state in ("stopped", "begun"):
        mark(state)
        yield lambda state=state: (MARKS / f"{state}_done").exists()
        yield from ask_around(drive.seen["restart_said"].setdefault(state, {}))
    refuse.stop()
    drive.seen["restart_records"] = sum(1 for _each in plots().getFeatures())
    yield from drive.picture("office_restart")


def ask_around(said: dict):
    """Press the buttons that go to the database, and keep what each of them says."""
    yield from drive.go_to("store")
    for button in ("again", "show"):
        drive.click(QToolButton if button == "again" else QPushButton, f"store_{button}")
        yield drive.idle
        said[button] = drive.sentence("store")
    utils.iface.mapCanvas().refreshAllLayers()
    yield drive.pause(0.5)
    yield from drive.ask("cooperationsites")
    drive.click(QPushButton, "cooperationsites_button")
    yield drive.idle
    said["sites"] = drive.sentence("cooperationsites")
    yield from play_windows.open_window("gap_explorer")
    window = play_windows.shown("ruhr_planner_gap_explorer")
    yield lambda: window._job is None and (window._sites is not None or window.box.told.isVisible())
    said["explorer"] = window.box.sentence.text() if window.box.told.isVisible() else window.answer.text()
    window.close()


def cancel_login(cancelled: list) -> None:
    """Press Cancel where QGIS itself asks for a user and a password, as it does of a server that is gone."""
    box = QApplication.activeModalWidget()
    if box is not None and not box.objectName().startswith("ruhr_planner"):
        cancelled.append(box.windowTitle())
        box.reject()


def share():
    """Two windows on one store: each asks for sites, ends a plot of its own, sees the other's, and asks again."""
    mine, other = OFFICE["pair"][0], OFFICE["pair"][1]
    drive.dock().panel.open_store(OFFICE["store"])
    yield lambda: drive.idle() and drive.desk().store is not None
    sites = drive.seen["share_sites"] = []
    yield from ask_for_sites(sites)
    mark(f"open_{mine}")
    yield lambda: (MARKS / f"open_{other}").exists()
    began = time.monotonic()
    while True:
        try:
            processing.run("ruhr_planner:endplots", {"STORE": OFFICE["store"], "PLOT_IDS": mine})
            break
        except Exception as problem:
            drive.seen.setdefault("share_told", []).append(str(problem))
            if time.monotonic() - began > 60:
                raise
            yield drive.pause(0.5)
    mark(f"ended_{mine}")
    yield lambda: (MARKS / f"ended_{other}").exists()
    drive.click(QToolButton, "store_again")
    yield drive.idle
    yield drive.pause(0.5)
    layer = plots()
    drive.seen["share_ended"] = sorted(
        feature["plot_id"] for feature in layer.getFeatures() if str(feature["valid_to"]) not in ("NULL", "None")
    )
    drive.seen["share_sentence"] = drive.sentence("store")
    yield from ask_for_sites(sites)


def ask_for_sites(said: list[str]):
    yield from drive.ask("cooperationsites")
    drive.click(QPushButton, "cooperationsites_button")
    yield drive.idle
    said.append(drive.sentence("cooperationsites"))


def mark(name: str) -> None:
    (MARKS / name).touch()


def plots():
    layers = QgsProject.instance().mapLayers().values()
    return next(
        each for each in layers
        if QgsDataSourceUri(each.source()).table() == "plot" or each.source().endswith("|layername=plot")
    )  # fmt: skip


def of(layer, plot_id: str):
    return next(layer.getFeatures(QgsFeatureRequest().setFilterExpression(f"plot_id = '{plot_id}'")))
