"""Runs inside the real QGIS desktop (``qgis --code``): does what a person does, and writes down what it saw.

The test reads the answers from ``$RUHR_PLANNER_DRIVE/result.json``; nothing is judged here. Each scene is a generator
that yields what it waits for: QGIS's event loop runs on between the steps, and its longest standstill can be measured.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import shutil
import subprocess
import sys
import time
import traceback
from pathlib import Path

from qgis import utils
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, Qt, QTimer, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QAction, QDesktopServices, QKeyEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QPushButton,
    QTableView,
    QToolBar,
    QToolButton,
    QTreeWidget,
    QWidget,
)

sys.path.append(os.environ["RUHR_PLANNER_PLAYS"])
from watch import Heartbeat

QgsApplication.authManager().isDisabled()
"""QGIS 3.40 crashes at its end if a thread of a task has set this up (a download at the start does) and still lives."""

FOLDER = Path(os.environ["RUHR_PLANNER_DRIVE"])
SCENES = os.environ["RUHR_PLANNER_SCENES"].split(",")
NAME = "ruhr_planner"
DOCK_WIDTH = 340
LONGEST_WAIT = 500 if os.environ.get("RUHR_PLANNER_ROOT") else 240
"""Seconds after which a scene hangs; on a slow computer the report has taken more than 90 beside other tests."""
STEPS = ("data", "store", "analyse", "exhibit")
seen: dict = {"scenes": [], "faults": [], "seconds": {}}


# ------------------------------------------------------------------------------------------------------------ looking
def window() -> QWidget:
    return utils.iface.mainWindow()


def dock() -> QDockWidget:
    return window().findChild(QDockWidget, f"{NAME}_dock")


def part(kind: type, name: str) -> QWidget:
    return dock().findChild(kind, f"{NAME}_{name}")


def sentence(section: str) -> str:
    return part(QLabel, f"{section}_run_sentence").text()


def desk():
    return utils.plugins[NAME].dock.desk


def idle() -> bool:
    return desk().job is None


def traces() -> dict:
    """Count what the plugin has left in QGIS: all of it is there once when loaded, and gone when unloaded."""
    help_menu, vector_menu = utils.iface.pluginHelpMenu(), utils.iface.vectorMenu()
    return {
        "docks": sum(1 for widget in window().findChildren(QDockWidget) if widget.objectName() == f"{NAME}_dock"),
        "actions": sum(1 for action in window().findChildren(QAction) if action.objectName().startswith(f"{NAME}_")),
        "help_entries": sum(1 for action in help_menu.actions() if action.objectName() == f"{NAME}_help"),
        "menus": sum(1 for action in vector_menu.actions() if action.menu() and "Ruhr Planner" in action.text()),
        "toolbar_buttons": sum(
            1
            for bar in window().findChildren(QToolBar)
            for action in bar.actions()
            if action.objectName().startswith(f"{NAME}_")
        ),
        "providers": sum(1 for each in QgsApplication.processingRegistry().providers() if each.id() == NAME),
        "tasks": sum(1 for each in _tasks() if type(each).__module__.startswith(NAME)),
    }


def _tasks() -> list:
    return QgsApplication.taskManager().activeTasks()


def cut_off() -> list[str]:
    """Return the words of visible buttons and labels that do not fit into their widget."""
    found = []
    for kind in (QPushButton, QLabel):
        for widget in dock().findChildren(kind):
            needs = widget.minimumSizeHint().width() if kind is QPushButton else widget.sizeHint().width()
            wrapped = kind is QLabel and widget.wordWrap()
            if widget.isVisible() and not wrapped and widget.width() < needs:
                found.append(widget.text())
            if widget.isVisible() and wrapped and widget.height() < widget.heightForWidth(widget.width()):
                found.append(widget.text())
    return found


def legend() -> list[str]:
    return [f"{node.parent().name()} / {node.name()}" for node in QgsProject.instance().layerTreeRoot().findLayers()]


def shot(name: str) -> None:
    QApplication.primaryScreen().grabWindow(0).save(str(FOLDER / f"{name}.png"))


def picture(name: str):
    """Take a screenshot without the messages that QGIS itself shows on the map."""
    for _turn in range(2):
        utils.iface.messageBar().clearWidgets()
        yield pause(0.4)
    shot(name)


def note_cut_off() -> None:
    """Keep the words that are cut off now."""
    seen["cut_off"] = sorted({*seen.get("cut_off", []), *cut_off()})


def entries(name: str) -> list[str]:
    """Return the entries of a list of data sets, a line each."""
    model = part(QListView, name).model()
    shown = (model.index(row, 0).data() for row in range(model.rowCount()))
    return [text.replace("\n", " | ") for text in shown]


# ------------------------------------------------------------------------------------------------------------- acting
def go_to(step: str):
    """Click one of the four steps."""
    click(QToolButton, f"step_{step}")
    yield pause(0.15)


def ask(question: str):
    """Click a question in the list of the step "Analyse"."""
    yield from go_to("analyse")
    listed = part(QListWidget, "questions")
    items = (listed.item(row) for row in range(listed.count()))
    item = next(each for each in items if each.data(Qt.ItemDataRole.UserRole) == question)
    dock().panel.pages.currentWidget().verticalScrollBar().setValue(0)
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=listed.visualItemRect(item).center())
    yield pause(0.1)


def type_text(field: QWidget, text: str) -> None:
    """Press a key for each letter; QTest itself knows no umlauts."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def choose_entry(name: str, words: str) -> None:
    """Choose the first data set whose entry says some words, by the arrow keys."""
    view = part(QListView, name)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    for _press in range(next(row for row, text in enumerate(entries(name)) if words in text)):
        QTest.keyClick(view, Qt.Key.Key_Down)


def click(kind: type, name: str) -> None:
    QTest.mouseClick(part(kind, name), Qt.MouseButton.LeftButton)


def click_for_real(widget: QWidget) -> None:
    """Move the X server's own mouse and press it, as a hand would."""
    place = widget.mapTo(window(), QPoint(widget.width() // 2, widget.height() // 2))
    target = ["--window", str(int(window().winId())), str(place.x()), str(place.y())]
    subprocess.Popen(["xdotool", "mousemove", *target, "click", "1"])


def pause(seconds: float):
    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until


def some_turns():
    """Let QGIS's event loop go round a few times: chart and table of an answer come a turn each."""
    for _turn in range(4):
        yield lambda: True


class Browser(QObject):
    """Takes the addresses that QGIS opens."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @pyqtSlot(QUrl)
    def take(self, address: QUrl) -> None:
        self.opened.append(address)


# ------------------------------------------------------------------------------------------------------------- scenes
def start():
    """The plugin is there, nothing was opened, and no analysis was imported."""
    yield lambda: NAME in utils.plugins and window().isVisible()
    seen["modules_at_start"] = sorted(name for name in sys.modules if name.startswith(f"{NAME}."))
    seen["traces_at_start"] = traces()
    seen["algorithms"] = sorted(
        each.id() for each in QgsApplication.processingRegistry().providerById(NAME).algorithms()
    )
    seen["dock_at_start"] = dock().isVisible()
    window().showMaximized()
    for other in window().findChildren(QDockWidget):
        if other.objectName() == "Browser":
            other.close()
    yield pause(0.5)
    beat, began = Heartbeat(), time.perf_counter()
    window().findChild(QAction, f"{NAME}_panel").trigger()
    yield lambda: dock().built and dock().panel.isVisible()
    seen["dock_opens_ms"] = round(1000 * (time.perf_counter() - began), 1)
    seen["dock_opens_block_ms"] = beat.stop()
    legend_dock = window().findChild(QDockWidget, "Layers")
    window().resizeDocks([dock(), legend_dock], [DOCK_WIDTH, 360], Qt.Orientation.Horizontal)
    yield pause(0.7)
    seen["first_page"] = [part(QPushButton, f"start_{name}").isVisible() for name in ("demo", "open", "find")]
    seen["first_buttons"] = {
        name: [part(QPushButton, f"{name}_button").isEnabled(), part(QPushButton, f"{name}_button").toolTip()]
        for name in ("cooperationsites", "fibregaps", "exhibit")
    }
    seen["dock_width"] = dock().width()
    note_cut_off()
    yield from picture("start")
    yield from every_step("at_start")


def every_step(when: str):
    """Look at each of the four steps: its row stays in sight, and the tab key goes through all that can be used."""
    for step in STEPS:
        yield from go_to(step)
        note_cut_off()
        shown = [part(QToolButton, f"step_{each}").isVisible() for each in STEPS]
        seen.setdefault("steps_in_sight", []).append(shown)
        reached, wanted = tab_through()
        seen.setdefault("not_reached", {})[f"{step} {when}"] = sorted(wanted - reached)


def tab_through() -> tuple[set[str], set[str]]:
    """Press the tab key until it comes round; return what had the focus, and what of the page should have had it."""
    page = dock().panel.pages.currentWidget()
    kinds = (QPushButton, QToolButton, QComboBox, QCheckBox, QAbstractItemView, QLineEdit)
    wanted = {
        each.objectName()
        for kind in kinds
        for each in page.findChildren(kind)
        if each.objectName().startswith(f"{NAME}_") and each.isVisible() and each.isEnabled()
    }
    reached: set[str] = set()
    part(QToolButton, f"step_{STEPS[0]}").setFocus()
    for _turn in range(80):
        focused = QApplication.focusWidget()
        if focused is None or not dock().isAncestorOf(focused):
            break
        reached.add(focused.objectName())
        proxied = [each.objectName() for each in page.findChildren(QWidget) if each.focusProxy() is focused]
        reached.update(proxied)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return reached, wanted


def find():
    """Search by the keyboard; filters, footprint, basket; what a dead portal and one that never answers make of it."""
    yield from go_to("data")
    field = part(QLineEdit, "data_text")
    field.setFocus()
    beat, began = Heartbeat(), time.perf_counter()
    type_text(field, "Flurstücke")
    listed = part(QListView, "data_results").model()
    yield lambda: listed.rowCount() > 0
    seen["search_first_seconds"] = round(time.perf_counter() - began, 2)
    yield lambda: dock().panel.data.search is None
    seen["search_block_ms"] = beat.stop()
    seen["search_found"] = entries("data_results")
    seen["search_count"] = part(QLabel, "data_count").text()
    seen["search_sentence"] = sentence("data")
    formats = part(QComboBox, "data_format")
    seen["search_formats"] = [formats.itemText(row) for row in range(formats.count())]
    formats.setFocus()
    for _press in range(formats.findData("wms")):
        QTest.keyClick(formats, Qt.Key.Key_Down)
    seen["search_filtered"] = entries("data_results")
    for _press in range(formats.count()):
        QTest.keyClick(formats, Qt.Key.Key_Up)
    choose_entry("data_results", "Geodienst")
    yield pause(0.3)
    seen["search_about"] = part(QLabel, "data_about").text()
    seen["footprints"] = dock().panel.data._band.numberOfVertices() if dock().panel.data._band else 0
    click(QPushButton, "data_add")
    choose_entry("data_results", "CKAN")
    click(QPushButton, "data_add")
    click(QPushButton, "data_add")
    yield pause(0.3)
    seen["basket"] = entries("data_basket")
    seen["basket_state"] = part(QToolButton, "step_data").toolTip()
    note_cut_off()
    yield from picture("search")


def load():
    """Load what is in the basket: the objects of both services arrive."""
    beat = Heartbeat()
    click(QPushButton, "data_basket_load")
    yield idle
    yield pause(0.5)  # the layers come one after the other, the window draws them
    seen["load_block_ms"] = beat.stop()
    seen["load_sentence"] = sentence("data_load")
    seen["loaded"] = [layer.featureCount() for layer in QgsProject.instance().mapLayers().values()]
    seen["loaded_names"] = [layer.name() for layer in QgsProject.instance().mapLayers().values()]


def harmonise():
    """A store of one's own by the file dialog, the city's plots into it by the wizard, and the sites among them."""
    QgsProject.instance().clear()
    yield from go_to("store")
    store = FOLDER / "Bestand der Stadt.gpkg"
    QTimer.singleShot(0, part(QPushButton, "store_new").click)  # it comes back when the dialog is closed
    yield lambda: QApplication.activeModalWidget() is not None
    name = QApplication.activeModalWidget().findChild(QLineEdit, "fileNameEdit")
    name.setText(str(store))
    QTest.keyClick(name, Qt.Key.Key_Return)
    yield lambda: desk().store is not None and idle()
    seen["own_store"] = [desk().store.path.name, [table.name for table in desk().store.tables]]
    seen["own_age"] = part(QLabel, "store_age").text()
    yield from go_to("data")
    choose_entry("data_results", "Geodienst")
    click(QPushButton, "data_harmonise")
    yield lambda: wizard() is not None and wizard()._draft is not None
    yield pause(0.5)
    yield from picture("harmonise")
    wizard().confirmed.setChecked(True)
    yield pause(0.3)
    before = desk().store
    wizard().run.click()
    yield lambda: idle() and desk().store is not before
    seen["own_tables"] = {table.name: table.count for table in desk().store.tables}
    wizard().close()
    yield pause(0.3)
    seen["own_lacking"] = {}
    yield from ask("fibregaps")
    seen["own_lacking"]["fibregaps"] = part(QLabel, "fibregaps_reason").text()
    yield from ask("cooperationsites")
    click(QPushButton, "cooperationsites_button")
    yield idle
    seen["own_sites"] = sentence("cooperationsites")
    yield pause(1.0)
    yield from picture("own_sites")


def wizard():
    found = [each for each in QApplication.topLevelWidgets() if each.objectName() == f"{NAME}_mapping_wizard"]
    found += window().findChildren(QWidget, f"{NAME}_mapping_wizard")
    return next((each for each in found if each.isVisible()), None)


def demo():
    """One click opens the demo region and shows it."""
    QgsProject.instance().clear()
    yield from go_to("store")
    beat = Heartbeat()
    click(QPushButton, "store_demo")
    yield idle
    seen["open_block_ms"] = beat.stop()
    seen["store_sentence"] = sentence("store")
    seen["store_name"] = part(QLabel, "store_name").text()
    seen["store_mark"] = part(QLabel, "store_mark").text()
    tree = part(QTreeWidget, "store_tables")
    seen["tables"] = [
        [tree.topLevelItem(row).toolTip(0), tree.topLevelItem(row).text(0), tree.topLevelItem(row).text(1)]
        for row in range(tree.topLevelItemCount())
    ]
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Down)
    seen["store_origin"] = part(QLabel, "store_origin").text()
    seen["store_path"] = desk().store.address
    yield pause(2.0)
    seen["legend_demo"] = legend()
    note_cut_off()
    yield from picture("demo")


def analyses():
    """Both main questions, by their buttons; the window answers all the time."""
    for name in ("cooperationsites", "fibregaps"):
        yield from ask(name)
        beat, began = Heartbeat(), time.perf_counter()
        click(QPushButton, f"{name}_button")
        seen[f"{name}_progress_shown"] = part(QWidget, f"{name}_run_progress").isVisible()
        yield idle
        seen[f"{name}_seconds"] = round(time.perf_counter() - began, 2)
        yield from some_turns()
        seen[f"{name}_block_ms"] = beat.stop()
        seen[f"{name}_sentence"] = sentence(name)
        seen[f"{name}_chart"] = part(QWidget, f"{name}_chart").accessibleDescription()
        seen[f"{name}_rows"] = part(QTableView, f"{name}_table").model().rowCount()
        seen["focus_after"] = QApplication.focusWidget().objectName()
        yield pause(1.0)
        part(QWidget, f"{name}_run").link.emit("zoom")
        yield pause(2.5)
        note_cut_off()
        yield from picture(name)
    seen["legend_results"] = legend()
    seen["analyse_state"] = part(QToolButton, "step_analyse").toolTip()
    seen["results"] = {
        layer.name(): [layer.featureCount(), layer.source(), layer.metadata().title()]
        for layer in QgsProject.instance().mapLayers().values()
    }


def linked():
    """A row of the answer's table marks the site on the map, a site on the map marks its row."""
    yield from ask("cooperationsites")
    table = part(QTableView, "cooperationsites_table")
    dock().panel.pages.currentWidget().ensureWidgetVisible(table)
    layer = QgsProject.instance().mapLayer(table._layer_id)
    place = table.visualRect(table.model().index(2, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    yield pause(0.5)
    rows = table.model().rows
    column = [each.name for each in rows.columns].index("site_id")
    feature = layer.getFeature(layer.selectedFeatureIds()[0])
    seen["linked_row"] = [layer.selectedFeatureCount(), feature["site_id"] == rows.values[2][column]]
    seen["linked_in_view"] = utils.iface.mapCanvas().extent().intersects(feature.geometry().boundingBox())
    layer.selectByIds([rows.ids[5]])
    yield pause(0.3)
    seen["linked_map"] = [index.row() for index in table.selectionModel().selectedRows()]
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    areas = [row[1] for row in table.model().rows.values]
    seen["linked_sorted"] = areas == sorted(areas) and len(areas) > 10
    layer.removeSelection()


def questions():
    """All other questions that the store can answer, one after the other, with what builds on what."""
    seen["answers"] = {}
    for name in ("landbalance", "allocatedeficits", "scoresites", "fibrecost", "validate"):
        yield from ask(name)
        beat = Heartbeat()
        click(QPushButton, f"{name}_button")
        yield idle
        yield from some_turns()
        rows = part(QTableView, f"{name}_table").model().rowCount()
        seen["answers"][name] = [sentence(name), rows, part(QWidget, f"{name}_chart").accessibleDescription()]
        seen[f"{name}_block_ms"] = beat.stop()
        yield pause(0.7)
        yield from picture(name)
    yield from ask("comparesnapshots")
    seen["compare_lacking"] = part(QLabel, "comparesnapshots_reason").text()
    part(QWidget, "comparesnapshots_earlier").setFilePath(seen["store_path"])
    yield pause(0.2)
    click(QPushButton, "comparesnapshots_button")
    yield idle
    seen["answers"]["comparesnapshots"] = [sentence("comparesnapshots"), 0, ""]


def portrait():
    """The picture for the front page: the sites on the map, the answer in the dock."""
    yield from ask("cooperationsites")
    tree = QgsProject.instance().layerTreeRoot()
    sites = part(QTableView, "cooperationsites_table")._layer_id
    for group in tree.children()[:-1]:
        ours = any(node.layerId() == sites for node in group.findLayers())
        group.setItemVisibilityChecked(ours)
        group.setExpanded(ours)
    part(QWidget, "cooperationsites_run").link.emit("zoom")
    yield pause(2.5)
    yield lambda: not utils.iface.mapCanvas().isDrawing()
    yield from picture("desktop")


def cancel():
    """A real mouse starts a run and stops it again."""
    yield from ask("cooperationsites")
    before = len(QgsProject.instance().mapLayers())
    dock().panel.pages.currentWidget().ensureWidgetVisible(part(QPushButton, "cooperationsites_button"))
    yield pause(0.3)
    click_for_real(part(QPushButton, "cooperationsites_button"))
    yield lambda: not idle()
    job = desk().job
    path = job.path
    yield pause(0.15)
    began = time.perf_counter()
    click_for_real(part(QToolButton, "cooperationsites_run_cancel"))
    yield idle
    seen["cancel_seconds"] = round(time.perf_counter() - began, 2)
    seen["cancel_sentence"] = sentence("cooperationsites")
    seen["cancel_left_file"] = path.exists()
    seen["cancel_added_layers"] = len(QgsProject.instance().mapLayers()) - before


def exhibit():
    """A map: theme, place and paper by the keyboard, the picture follows, and the file is there."""
    target = Path.home() / "Karten für Prüfung"
    beat = Heartbeat()
    yield from go_to("exhibit")
    part(QWidget, "exhibit_folder").setFilePath(str(target))
    for name, value in (("theme", "sites"), ("place", "05911000"), ("paper", "a4_landscape"), ("kind", ".png")):
        combo = part(QComboBox, f"exhibit_{name}")
        combo.setFocus()
        QTest.keyClick(combo, Qt.Key.Key_Home)
        for _press in range(combo.findData(value)):
            QTest.keyClick(combo, Qt.Key.Key_Down)
            yield pause(0)
        seen.setdefault("exhibit_chosen", []).append(combo.currentText())
    yield pause(0.6)
    yield lambda: dock().panel.exhibit._drawing is None
    yield pause(0.3)
    picture_shown = part(QLabel, "exhibit_picture")
    seen["picture_block_ms"] = beat.stop()
    seen["picture_colours"] = colours(picture_shown.pixmap()) if picture_shown.isVisible() else 0
    seen["picture_shape"] = round(picture_shown.pixmap().width() / picture_shown.pixmap().height(), 2)
    beat = Heartbeat()
    click(QPushButton, "exhibit_map")
    yield idle
    seen["map_block_ms"] = beat.stop()
    seen["map_sentence"] = sentence("exhibit")
    seen["map_files"] = {path.name: path.stat().st_size for path in target.iterdir()} if target.is_dir() else {}
    seen["exhibit_state"] = part(QToolButton, "step_exhibit").toolTip()
    part(QComboBox, "exhibit_theme").setCurrentIndex(part(QComboBox, "exhibit_theme").findData("change"))
    seen["exhibit_lacking"] = part(QLabel, "exhibit_lacking").text()
    part(QComboBox, "exhibit_theme").setCurrentIndex(part(QComboBox, "exhibit_theme").findData("sites"))
    yield pause(1.0)
    yield lambda: dock().panel.exhibit._drawing is None
    note_cut_off()
    yield from picture("exhibit")


def colours(pixmap) -> int:
    """Count the colours of a picture, coarsely: an empty sheet has a handful."""
    image = pixmap.toImage()
    return len({image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)})


def export():
    """Maps and report, into a folder with an umlaut."""
    yield from go_to("exhibit")
    target = Path.home() / "Bericht für Prüfung"
    part(QWidget, "exhibit_folder").setFilePath(str(target))
    yield pause(0.2)
    beat, began = Heartbeat(), time.perf_counter()
    click(QPushButton, "exhibit_button")
    yield idle
    seen["export_seconds"] = round(time.perf_counter() - began, 2)
    seen["export_block_ms"] = beat.stop()
    seen["export_sentence"] = sentence("exhibit")
    seen["export_files"] = sorted(path.name for path in target.iterdir()) if target.is_dir() else []
    yield pause(0.5)
    yield from picture("export")


def closed():
    """The project is closed while a run is under way: its layers do not turn up in the next project."""
    yield from ask("cooperationsites")
    click(QPushButton, "cooperationsites_button")
    yield pause(0.1)
    QgsProject.instance().clear()
    yield idle
    seen["closed_sentence"] = sentence("cooperationsites")
    seen["closed_layers"] = len(QgsProject.instance().mapLayers())
    part(QWidget, "cooperationsites_run").link.emit("add")
    yield pause(0.3)
    seen["closed_added"] = legend()


def deleted():
    """Layers of the store and of an answer are deleted while a run is under way; the table of the answer lives on."""
    click(QPushButton, "cooperationsites_button")
    yield pause(0.1)
    QgsProject.instance().removeAllMapLayers()
    table = part(QTableView, "cooperationsites_table")
    table.selectRow(0)
    yield idle
    seen["deleted_added"] = len(legend())
    QgsProject.instance().removeAllMapLayers()
    table.selectRow(1)
    yield pause(0.2)
    part(QWidget, "cooperationsites_run").link.emit("zoom")
    yield pause(0.3)
    seen["deleted_again"] = len(legend())


def layers():
    """All layers of the store, in the order of the legend, added to those that are there."""
    QgsProject.instance().clear()
    yield from go_to("store")
    beat = Heartbeat()
    click(QPushButton, "store_show")
    yield idle
    seen["layers_block_ms"] = beat.stop()
    seen["layers_legend"] = legend()
    click(QPushButton, "store_show")
    yield idle
    seen["layers_twice"] = legend()
    yield pause(1.0)


def dialogs():
    """The dialogs that the panel and the menus open: all parameters, help, options."""

    def shown(kind: str) -> list[QWidget]:
        tops = QApplication.topLevelWidgets()
        return [each for each in tops if each.isVisible() and type(each).__name__ == kind]

    yield from ask("cooperationsites")
    click(QToolButton, "cooperationsites_more")
    yield lambda: shown("AlgorithmDialog")
    dialog = shown("AlgorithmDialog")[0]
    parameters = dialog.createProcessingParameters()
    seen["dialog_title"] = dialog.windowTitle()
    for name in ("PLOTS", "BARRIERS"):  # the dialog names a layer of the project by its id
        layer = QgsProject.instance().mapLayer(parameters[name])
        seen[f"dialog_{name.lower()}"] = layer.source() if layer else str(parameters[name])
    yield pause(0.5)
    shot("parameters")
    browser = Browser()
    QDesktopServices.setUrlHandler("file", browser, "take")
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Help).click()
    dialog.close()
    window().findChild(QAction, f"{NAME}_help").trigger()
    click(QToolButton, "show_help")
    QDesktopServices.unsetUrlHandler("file")
    seen["help"] = dict(zip(("algorithm", "menu", "panel"), (address.toString() for address in browser.opened)))
    QTimer.singleShot(0, window().findChild(QAction, f"{NAME}_options").trigger)  # it comes back when it is closed
    yield lambda: QApplication.activeModalWidget() is not None
    yield pause(1.0)
    box = QApplication.activeModalWidget()
    seen["options_shown"] = box.findChild(QWidget, f"{NAME}_language").isVisible()
    shot("options")
    box.reject()
    yield pause(0.3)


def travel():
    """The state goes with the project: saved beside the store, moved to another folder, opened again."""
    home = FOLDER / "Projekt"
    home.mkdir()
    shutil.copyfile(seen["store_path"], home / "bestand.gpkg")
    dock().panel.open_store(home / "bestand.gpkg")
    yield lambda: idle() and desk().store.path.name == "bestand.gpkg"
    yield from ask("validate")
    combo = part(QComboBox, "exhibit_paper")
    combo.setCurrentIndex(combo.findData("a1"))
    QgsProject.instance().write(str(home / "region.qgz"))
    moved = FOLDER / "Umzug"
    QgsProject.instance().clear()
    dock().panel.open_demo()
    yield lambda: idle() and desk().store.path.name == "demo.gpkg"
    yield from ask("fibregaps")
    combo.setCurrentIndex(combo.findData("a0"))
    home.rename(moved)
    QgsProject.instance().read(str(moved / "region.qgz"))
    yield lambda: idle() and desk().store.address == str(moved / "bestand.gpkg")
    seen["travel"] = [dock().panel.analyse.list.currentItem().data(Qt.ItemDataRole.UserRole), combo.currentData()]
    dock().panel.open_demo()
    yield lambda: idle() and desk().store.path.name == "demo.gpkg"


def hang():
    """A service that never answers is searched for, found and loaded: the window goes on, and cancel ends it."""
    yield from go_to("data")
    field = part(QLineEdit, "data_text")
    field.clear()
    type_text(field, "Hängender Dienst" if seen["store_name"] == "Demo-Region" else "Hanging service")
    QTest.keyClick(field, Qt.Key.Key_Return)
    yield lambda: part(QListView, "data_results").model().count > 0
    part(QListView, "data_results").setCurrentIndex(part(QListView, "data_results").model().index(0, 0))
    beat = Heartbeat()
    click(QPushButton, "data_load")
    yield pause(1.5)
    seen["hang_runs"] = not idle()
    began = time.perf_counter()
    click(QToolButton, "data_load_run_cancel")
    yield idle
    seen["hang_cancel_seconds"] = round(time.perf_counter() - began, 2)
    yield pause(0.2)
    seen["hang_block_ms"] = beat.stop()
    seen["hang_sentence"] = sentence("data_load")


def reload():
    """Unload and load twice, the second time while a search and a run are under way."""
    seen["traces_unloaded"], seen["traces_loaded"], seen["was_running"] = [], [], []
    for turn in range(2):
        if turn == 1:
            dock().panel.data.text.setText("Flurstücke")
            QTest.keyClick(part(QLineEdit, "data_text"), Qt.Key.Key_Return)
            yield from ask("cooperationsites")
            click(QPushButton, "cooperationsites_button")
            yield pause(0.1)
        seen["was_running"].append([not idle(), dock().panel.data.search is not None])
        began = time.perf_counter()
        utils.unloadPlugin(NAME)
        seen[f"unload_ms_{turn}"] = round(1000 * (time.perf_counter() - began), 1)
        yield pause(0.5)
        seen["traces_unloaded"].append(traces())
        seen["modules_unloaded"] = sorted(name for name in sys.modules if name.split(".")[0] == NAME)
        seen["reloaded"] = utils.loadPlugin(NAME) and utils.startPlugin(NAME)
        yield pause(0.3)
        seen["traces_loaded"].append(traces())
        utils.plugins[NAME].show_dock()
        yield lambda: desk().store is not None and idle()  # the store of last time opens by itself
    seen["store_after_reload"] = desk().store.address
    seen["step_after_reload"] = [step for step in STEPS if part(QToolButton, f"step_{step}").isChecked()]
    seen["basket_after_reload"] = entries("data_basket")
    yield from picture("reloaded")


def endure():
    """Fifty searches and twenty runs: what QGIS holds afterwards, compared with what it held after the first few."""
    words = ("Flurstücke", "Gewerbe", "Einzelhandel", "Beschreibung", "Stadt")
    seen["memory_mb"] = []
    for searches, runs in ((5, 3), (50, 20)):
        for number in range(searches):
            yield from go_to("data")
            dock().panel.data.text.setText(words[number % len(words)])
            QTest.keyClick(part(QLineEdit, "data_text"), Qt.Key.Key_Return)
            yield lambda: dock().panel.data.search is None
        for _run in range(runs):
            yield from ask("cooperationsites")
            click(QPushButton, "cooperationsites_button")
            yield idle
            QgsProject.instance().clear()
        yield pause(1.0)
        gc.collect()
        seen["memory_mb"].append(round(held_mb(), 1))


def held_mb() -> float:
    """Return the memory that the process holds, after what is free has been given back."""
    if sys.platform == "linux":
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def full():
    """A disk that fills up while a map is written: one sentence, and nothing half-written."""
    dock().panel.open_demo()
    yield lambda: idle() and desk().store is not None
    target = Path(os.environ["RUHR_PLANNER_FULL"])
    settings_of_plugin().output_folder.setValue(str(target))
    yield from ask("cooperationsites")
    click(QPushButton, "cooperationsites_button")
    yield idle
    seen["full_sentence"] = sentence("cooperationsites")
    seen["full_left"] = sorted(path.name for path in target.iterdir())
    settings_of_plugin().output_folder.setValue("")


def settings_of_plugin():
    return sys.modules[f"{NAME}.settings"].settings()


# ------------------------------------------------------------------------------------------------------------- running
def scene_of(name: str):
    """Return a scene of this file, or such as `play_windows.weights` of another one in its folder."""
    if "." not in name:
        return globals()[name]
    file, scene = name.split(".")
    return getattr(importlib.import_module(file), scene)


class Director:
    """Plays the scenes one after the other; one that fails or waits too long is written down and ends the play."""

    def __init__(self) -> None:
        self._scenes = [scene_of(name) for name in SCENES]
        self._scene = None
        self._until = lambda: True
        self._deadline = self._began = 0.0
        self._timer = QTimer()
        self._timer.timeout.connect(self._turn)
        self._timer.start(20)

    def _turn(self) -> None:
        try:
            if not self._until():
                if time.monotonic() > self._deadline:
                    raise TimeoutError(f"{self._scene.__name__} waited too long")
                return
            self._next()
        except Exception:  # noqa: BLE001  the test reports it
            seen["faults"].append(traceback.format_exc())
            shot("fault")
            self._end()

    def _next(self) -> None:
        self._until, self._deadline = (lambda: True), time.monotonic() + LONGEST_WAIT
        if self._scene is None:
            if not self._scenes:
                self._end()
                return
            self._scene = self._scenes.pop(0)()
            self._began = time.monotonic()
        try:
            self._until = next(self._scene)
        except StopIteration:
            seen["scenes"].append(self._scene.__name__)
            seen["seconds"][self._scene.__name__] = round(time.monotonic() - self._began, 1)
            self._scene = None

    def _end(self) -> None:
        self._timer.stop()
        (FOLDER / "result.part").write_text(json.dumps(seen, ensure_ascii=False, indent=1), encoding="utf-8")
        (FOLDER / "result.part").rename(FOLDER / "result.json")
        QgsProject.instance().clear()
        QgsProject.instance().setDirty(False)
        QTimer.singleShot(300, utils.iface.actionExit().trigger)


director = Director()
