"""Runs inside the real QGIS desktop (``qgis --code``): does what a person does, and writes down what it saw.

The test reads the answers from ``$RUHR_PLANNER_DRIVE/result.json``; nothing is judged here. Each scene is a generator
that yields what it waits for: QGIS's event loop runs on between the steps, and its longest standstill can be measured.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path

from qgis import utils
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QAction
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QPushButton,
    QToolBar,
    QToolButton,
    QTreeWidget,
    QWidget,
)

FOLDER = Path(os.environ["RUHR_PLANNER_DRIVE"])
SCENES = os.environ["RUHR_PLANNER_SCENES"].split(",")
NAME = "ruhr_planner"
DOCK_WIDTH = 340
LONGEST_WAIT = 90
seen: dict = {"scenes": [], "faults": []}


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


# ------------------------------------------------------------------------------------------------------------- acting
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


class Heartbeat:
    """The longest time between two beats of a 5 ms timer: how long the window did not answer.

    Measured twice: by the clock, and by the processor time that QGIS used meanwhile. The second does not grow when
    other programs hold the processors, so it can be judged on a busy machine; it counts all threads of QGIS and so is
    never too kind.
    """

    def __init__(self) -> None:
        self.clock = self.work = 0.0
        self._last = time.perf_counter(), time.process_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now = time.perf_counter(), time.process_time()
        self.clock = max(self.clock, now[0] - self._last[0])
        self.work = max(self.work, now[1] - self._last[1])
        self._last = now

    def stop(self) -> dict[str, float]:
        """Return the longest standstill in milliseconds, by the clock and in processor time."""
        self._timer.stop()
        self._beat()
        return {"clock": round(1000 * self.clock, 1), "work": round(1000 * self.work, 1)}


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
    began = time.perf_counter()
    window().findChild(QAction, f"{NAME}_panel").trigger()
    yield lambda: dock().isVisible()
    seen["dock_opens_ms"] = round(1000 * (time.perf_counter() - began), 1)
    legend_dock = window().findChild(QDockWidget, "Layers")
    window().resizeDocks([dock(), legend_dock], [DOCK_WIDTH, 360], Qt.Orientation.Horizontal)
    yield pause(0.7)
    seen["first_buttons"] = {
        name: [part(QPushButton, f"{name}_button").isEnabled(), part(QPushButton, f"{name}_button").toolTip()]
        for name in ("cooperationsites", "fibregaps", "exhibit")
    }
    seen["dock_width"] = dock().width()
    seen["cut_at_start"] = cut_off()
    yield from picture("start")


def demo():
    """One click opens the demo region and shows it."""
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
    seen["store_path"] = str(desk().store.path)
    yield pause(2.0)
    seen["legend_demo"] = legend()
    seen["cut_demo"] = cut_off()
    yield from picture("demo")


def analyses():
    """Both questions, by their buttons; the window answers all the time."""
    for name in ("cooperationsites", "fibregaps"):
        beat, began = Heartbeat(), time.perf_counter()
        click(QPushButton, f"{name}_button")
        seen[f"{name}_progress_shown"] = part(QWidget, f"{name}_run_progress").isVisible()
        yield idle
        seen[f"{name}_seconds"] = round(time.perf_counter() - began, 2)
        seen[f"{name}_block_ms"] = beat.stop()
        seen[f"{name}_sentence"] = sentence(name)
        yield pause(1.0)
        part(QWidget, f"{name}_run").link.emit("zoom")
        yield pause(2.5)
        yield from picture(name)
    seen["legend_results"] = legend()
    seen["cut_results"] = cut_off()
    seen["focus_after"] = QApplication.focusWidget().objectName()
    seen["results"] = {
        layer.name(): [layer.featureCount(), layer.source(), layer.metadata().title()]
        for layer in QgsProject.instance().mapLayers().values()
    }


def portrait():
    """The picture for the front page: the sites on the map, both answers in the dock."""
    tree = QgsProject.instance().layerTreeRoot()
    tree.children()[0].setItemVisibilityChecked(False)
    tree.children()[0].setExpanded(False)
    part(QWidget, "cooperationsites_run").link.emit("zoom")
    yield pause(2.5)
    yield from picture("desktop")


def cancel():
    """A real mouse starts a run and stops it again."""
    before = len(QgsProject.instance().mapLayers())
    dock().widget().ensureWidgetVisible(part(QPushButton, "cooperationsites_button"))
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


def export():
    """Maps and report, into a folder with an umlaut."""
    target = FOLDER / "Bericht für Prüfung"
    part(QWidget, "exhibit_folder").setFilePath(str(target))
    yield pause(0.2)
    beat, began = Heartbeat(), time.perf_counter()
    click(QPushButton, "exhibit_button")
    yield idle
    seen["export_seconds"] = round(time.perf_counter() - began, 2)
    seen["export_block_ms"] = beat.stop()
    seen["export_sentence"] = sentence("exhibit")
    seen["export_files"] = sorted(path.name for path in target.iterdir()) if target.is_dir() else []
    dock().widget().verticalScrollBar().setValue(dock().widget().verticalScrollBar().maximum())
    yield pause(0.5)
    yield from picture("export")


def closed():
    """The project is closed while a run is under way: its layers do not turn up in the next project."""
    click(QPushButton, "cooperationsites_button")
    yield pause(0.1)
    QgsProject.instance().clear()
    yield idle
    seen["closed_sentence"] = sentence("cooperationsites")
    seen["closed_layers"] = len(QgsProject.instance().mapLayers())
    part(QWidget, "cooperationsites_run").link.emit("add")
    yield pause(0.3)
    seen["closed_added"] = legend()


def layers():
    """All layers of the store, in the order of the legend, added to those that are there."""
    QgsProject.instance().clear()
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
    window().findChild(QAction, f"{NAME}_help").trigger()
    yield lambda: shown("HelpDialog")
    seen["help_text"] = shown("HelpDialog")[0].pages.toPlainText()
    yield pause(0.5)
    shot("help")
    shown("HelpDialog")[0].close()
    QTimer.singleShot(0, window().findChild(QAction, f"{NAME}_options").trigger)  # it comes back when it is closed
    yield lambda: QApplication.activeModalWidget() is not None
    yield pause(1.0)
    box = QApplication.activeModalWidget()
    seen["options_shown"] = box.findChild(QWidget, f"{NAME}_language").isVisible()
    shot("options")
    box.reject()
    yield pause(0.3)


def reload():
    """Unload and load twice, the second time while a run is under way."""
    seen["traces_unloaded"], seen["traces_loaded"], seen["was_running"] = [], [], []
    for turn in range(2):
        if turn == 1:
            click(QPushButton, "cooperationsites_button")
            yield pause(0.1)
        seen["was_running"].append(not idle())
        began = time.perf_counter()
        utils.unloadPlugin(NAME)
        seen[f"unload_ms_{turn}"] = round(1000 * (time.perf_counter() - began), 1)
        yield pause(0.5)
        seen["traces_unloaded"].append(traces())
        seen["modules_unloaded"] = sorted(name for name in sys.modules if name.split(".")[0] == NAME)
        seen["loaded"] = utils.loadPlugin(NAME) and utils.startPlugin(NAME)
        yield pause(0.3)
        seen["traces_loaded"].append(traces())
        utils.plugins[NAME].show_dock()
        yield lambda: desk().store is not None and idle()  # the store of last time opens by itself
    seen["store_after_reload"] = str(desk().store.path)
    yield from picture("reloaded")


# ------------------------------------------------------------------------------------------------------------- running
def scene_of(name: str):
    """Return a scene of this file, or such as `play_windows.weights` of another one in its folder."""
    if "." not in name:
        return globals()[name]
    file, scene = name.split(".")
    if os.environ["RUHR_PLANNER_PLAYS"] not in sys.path:
        sys.path.append(os.environ["RUHR_PLANNER_PLAYS"])
    return getattr(importlib.import_module(file), scene)


class Director:
    """Plays the scenes one after the other; one that fails or waits too long is written down and ends the play."""

    def __init__(self) -> None:
        self._scenes = [scene_of(name) for name in SCENES]
        self._scene = None
        self._until = lambda: True
        self._deadline = 0.0
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
        try:
            self._until = next(self._scene)
        except StopIteration:
            seen["scenes"].append(self._scene.__name__)
            self._scene = None

    def _end(self) -> None:
        self._timer.stop()
        (FOLDER / "result.part").write_text(json.dumps(seen, ensure_ascii=False, indent=1), encoding="utf-8")
        (FOLDER / "result.part").rename(FOLDER / "result.json")
        QgsProject.instance().clear()
        QgsProject.instance().setDirty(False)
        QTimer.singleShot(300, utils.iface.actionExit().trigger)


director = Director()
