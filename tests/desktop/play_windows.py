"""Scenes for the windows beside the dock: gap explorer, weights, mapping wizard, validation."""

from __future__ import annotations

import json
import sys
import time

from qgis.core import QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QAction, QDropEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget

import __main__ as drive  # drive.py, which QGIS runs as its main module


def shown(name: str) -> QWidget:
    """Return a window of the plugin by its name, None if it is not there."""
    windows = sys.modules.get(f"{drive.NAME}.gui.windows")  # to look through all widgets would hold up the window
    opened = [each for each in windows._Open.windows.values() if not sip.isdeleted(each)] if windows else []
    return next((each for each in opened if each.objectName() == name and each.isVisible()), None)


def open_window(name: str):
    drive.window().findChild(QAction, f"{drive.NAME}_{name}").trigger()
    yield lambda: shown(f"{drive.NAME}_{name}") is not None


def gap_explorer():
    """Sliders by the keyboard, the curve by the mouse, a change by its row, and the run."""
    seen = drive.seen
    beat = drive.Heartbeat()
    yield from open_window("gap_explorer")
    window = shown("ruhr_planner_gap_explorer")
    yield lambda: window._explorer is not None and window._sites is not None
    yield lambda: all(window._explorer.made(gap) for gap in range(10, 27))
    seen["explorer_prepare_block_ms"] = beat.stop()
    window.zoom.click()
    yield drive.pause(1.5)
    yield lambda: all(cell != "…" for row in rows(window) for cell in row)
    seen["explorer_answer"] = window.answer.text()
    seen["explorer_rows"] = rows(window)
    moves = []
    beat = drive.Heartbeat()
    for key in (Qt.Key.Key_Right,) * 6 + (Qt.Key.Key_Left,) * 3:
        began = time.perf_counter()
        drawn = window._sites
        QTest.keyClick(window.gap_slider, key)
        yield lambda drawn=drawn: window._sites is not drawn and window._sites is not None
        moves.append(round(1000 * (time.perf_counter() - began), 1))
    seen["explorer_moves_ms"] = moves
    seen["explorer_block_ms"] = beat.stop()
    seen["explorer_gap"] = window.gap.value()
    window.costs.setCurrentItem(window.costs.topLevelItem(0))
    yield lambda: window._bridge is None and window.costs.topLevelItem(0).text(5) != "…"
    yield from drive.picture("gap_explorer")
    window.area.setValue(5.0)
    window.basis.setCurrentIndex(1)
    yield drive.pause(0.3)
    position = window.position()
    seen["explorer_sites"] = sorted(window._explorer.plot_ids(window._sites))
    seen["explorer_position"] = list(position)
    seen["explorer_net_ha"] = float(window._sites.net_ha.sum())
    window.run.click()
    yield drive.idle
    yield drive.pause(0.5)
    layer = QgsProject.instance().mapLayer(window._added[0])
    seen["explorer_written"] = sorted(feature["plot_ids"].split(";") for feature in layer.getFeatures())
    seen["explorer_written_net_ha"] = sum(feature["net_ha"] for feature in layer.getFeatures())
    yield from drive.picture("gap_explorer_run")
    window.close()
    yield drive.pause(0.3)
    seen["explorer_bands_hidden"] = not any(band.isVisible() for band in window._bands.values())


def rows(window: QWidget) -> list[list[str]]:
    tree = window.costs
    return [
        [tree.topLevelItem(row).text(column) for column in range(tree.columnCount())]
        for row in range(tree.topLevelItemCount())
    ]


def weights():
    """Sliders, a change of place, pairs that contradict each other, mended, saved and run."""
    seen = drive.seen
    yield from open_window("weights")
    window = shown("ruhr_planner_weights")
    yield lambda: window.table.model().rowCount() > 0
    yield lambda: at_rest(window)
    seen["weights_first"] = ranking(window)
    seen["weights_drawn"] = window.drawn.text()
    beat, moves = drive.Heartbeat(), []
    slider, painted = window._sliders[0], Painted(window.table.viewport())
    for _turn in range(8):
        began, before = time.perf_counter(), painted.times
        QTest.keyClick(slider, Qt.Key.Key_PageDown)
        yield lambda before=before: not window._due.isActive() and painted.times > before
        moves.append(round(1000 * (time.perf_counter() - began), 1))
        yield drive.pause(0.05)
    seen["weights_moves_ms"] = moves
    yield lambda: at_rest(window)
    seen["weights_block_ms"] = beat.stop()
    seen["weights_moved"] = ranking(window)
    seen["weights_answer"] = window.answer.text()
    window.table.setCurrentIndex(window.table.model().index(0, 0))
    yield drive.pause(0.5)
    yield from drive.picture("weights")
    window.tabs.setCurrentIndex(1)
    for pair in ((0, 1), (1, 2)):
        window.pairs._sliders[pair].setValue(-4)
    window.pairs._sliders[0, 2].setValue(6)
    yield drive.pause(0.8)
    seen["weights_verdict"] = window.pairs.verdict.text()
    yield from drive.picture("weights_pairs")
    before = window.pairs.verdict.text()
    window.pairs.mend.click()
    seen["weights_mended"] = [before, window.pairs.verdict.text()]
    path = drive.FOLDER / "Gewichte für Prüfung.json"
    window.save_criteria(path)
    seen["weights_saved"] = path.read_text(encoding="utf-8")
    yield lambda: at_rest(window)
    listed = ranking(window)
    window.run.click()
    yield drive.idle
    yield drive.pause(0.5)
    layer = QgsProject.instance().layerTreeRoot().findLayers()[0].layer()
    found = sorted((feature["rank"], feature["site_id"]) for feature in layer.getFeatures())
    seen["weights_same_order"] = [site for _rank, site in found] == [row[2] for row in listed]
    seen["weights_run"] = window.box.sentence.text()
    window.close()


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def at_rest(window: QWidget) -> bool:
    """Tell whether the ranking is the last one, with all its random weights."""
    return window._bands is None and not window._due.isActive() and not window._rest.isActive()


def ranking(window: QWidget) -> list[list[str]]:
    rows = window.table.model()
    return [[rows.index(row, column).data() for column in range(rows.columnCount())] for row in range(rows.rowCount())]


def foreign_file(path) -> None:
    """Write what a town might send: own field names, square metres, a kind nobody knows, an id twice, no geometry."""
    kinds = ["Brachfläche", "Baulücke", "FNP-Reserve", "Sonderfall"]
    features = []
    for number in range(40):
        west, south = 7.0 + 0.004 * (number % 8), 51.45 + 0.003 * (number // 8)
        ring = [
            [west, south],
            [west + 0.002, south],
            [west + 0.002, south + 0.001],
            [west, south + 0.001],
            [west, south],
        ]
        name = "E-7" if number == 9 else f"E-{number}"
        features.append({
            "type": "Feature",
            "geometry": None if number == 20 else {"type": "Polygon", "coordinates": [ring]},
            "properties": {"Kennung": name, "Flaechenart": kinds[number % 4], "Groesse_qm": 15_450.0,
                           "Bemerkung": f"Fläche {number}", "Restriktion": "keine" if number % 2 else "gering"},
        })  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def mapping_wizard():
    """A foreign file: proposal, corrections by picking, a try with rejects on the map, save, run."""
    seen = drive.seen
    file = drive.FOLDER / "Flächen der Stadt.geojson"
    foreign_file(file)
    yield from open_window("mapping_wizard")
    window = shown("ruhr_planner_mapping_wizard")
    seen["wizard_reason"] = window.run.toolTip()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    place = QPoint(50, 50)
    window.dropEvent(QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                                Qt.KeyboardModifier.NoModifier))  # fmt: skip
    yield lambda: window._draft is not None
    yield drive.pause(0.5)
    rules = window._draft.raw["fields"]
    seen["wizard_proposed"] = {name: rule.get("from") for name, rule in rules.items()}
    kind = next(
        row for row in range(99) if window.mapping.topLevelItem(row).data(0, Qt.ItemDataRole.UserRole) == "plot_type"
    )
    window.mapping.setCurrentItem(window.mapping.topLevelItem(kind))
    yield from drive.picture("wizard")
    window.attempt.click()
    yield lambda: window._job is None
    seen["wizard_first_try"] = window.counts.text()
    yield drive.pause(1.0)
    window.rejects.setCurrentItem(window.rejects.topLevelItem(0))
    yield drive.pause(1.5)
    yield from drive.picture("wizard_rejects")
    seen["wizard_rejects"] = [
        [window.rejects.topLevelItem(row).text(column) for column in (0, 1, 2, 4)]
        for row in range(window.rejects.topLevelItemCount())
    ]
    layer = QgsProject.instance().mapLayer(window._rejects_layer)
    seen["wizard_reject_layer"] = layer.featureCount()
    window.tabs.setCurrentIndex(0)
    box = window.codemap.box("Sonderfall")
    box.setCurrentIndex(box.findData("underused"))
    box.activated.emit(box.currentIndex())
    yield drive.pause(0.2)
    window.attempt.click()
    yield lambda: window._job is None
    seen["wizard_second_try"] = window.counts.text()
    before = drive.desk().store
    window.confirmed.setChecked(True)
    window.run.click()
    yield drive.idle
    yield lambda: drive.desk().store is not before
    seen["wizard_run"] = window.box.sentence.text()
    seen["wizard_profile"] = window._profile.read_text(encoding="utf-8")
    plots = [{held.name: held.count for held in store.tables}["plot"] for store in (before, drive.desk().store)]
    seen["wizard_plots"] = plots
    yield drive.pause(0.5)
    yield from drive.picture("wizard_run")
    window.close()


def validation():
    """Findings of the demo region: one on the map, accepted with a reason, still so the next time, exported."""
    seen = drive.seen
    yield from open_window("validation")
    panel = shown("ruhr_planner_validation")
    beat = drive.Heartbeat()
    panel.run.click()
    yield lambda: panel._job is None
    seen["validation_block_ms"] = beat.stop()
    seen["validation_sentence"] = panel.box.sentence.text()
    groups = [panel.tree.topLevelItem(row) for row in range(panel.tree.topLevelItemCount())]
    seen["validation_groups"] = [[item.text(column) for column in range(3)] for item in groups]
    seen["validation_rules"] = [item.data(2, Qt.ItemDataRole.UserRole) for item in groups]
    placed = next(
        row for row, item in enumerate(panel._groups())
        if panel._found[item.data(0, Qt.ItemDataRole.UserRole)[0]].xy is not None
    )  # fmt: skip
    group = panel.tree.topLevelItem(placed)
    group.setExpanded(True)
    panel.tree.setCurrentItem(group.child(0))
    panel._go_to(group.child(0))
    yield drive.pause(2.0)
    one = panel._chosen()[0]
    centre = drive.utils.iface.mapCanvas().center()
    seen["validation_away_m"] = round(((centre.x() - one.xy[0]) ** 2 + (centre.y() - one.xy[1]) ** 2) ** 0.5, 1)
    seen["validation_why_not"] = panel.accept.toolTip()
    yield from drive.picture("validation")
    before = len(panel._done.counted)
    panel.reason.setText("geprüft, bleibt so")
    panel.accept.click()
    yield lambda: panel._job is None
    marked = before - len(panel._done.counted)
    panel.run.click()
    yield lambda: panel._job is None
    again = [each.accepted for each in panel._found if (each.rule.id, each.record) == (one.rule.id, one.record)]
    seen["validation_accepted"] = [marked, before - len(panel._done.counted), again]
    panel.accepted.setChecked(True)
    for ending in ("html", "json", "csv"):
        panel.export_to(drive.FOLDER / f"Befunde.{ending}")
        yield lambda: panel._job is None
    seen["validation_export"] = json.loads((drive.FOLDER / "Befunde.json").read_text(encoding="utf-8"))["n_accepted"]
    yield from drive.picture("validation_accepted")
    panel.close()


def unload_with_windows():
    """Unload while an exploration and a validation are under way: nothing stays, nothing is heard of."""
    seen = drive.seen
    names = ("gap_explorer", "validation")
    for name in names:
        yield from open_window(name)
    shown("ruhr_planner_validation").run.click()
    yield drive.pause(0.3)
    seen["windows_before_unload"] = [shown(f"ruhr_planner_{name}") is not None for name in names]
    drive.utils.unloadPlugin(drive.NAME)
    yield drive.pause(1.0)
    seen["tasks_after_unload"] = drive.traces()["tasks"]
    every = [*QApplication.topLevelWidgets(), *drive.window().findChildren(QWidget)]
    seen["windows_after_unload"] = [each.objectName() for each in every if each.objectName().startswith("ruhr_planner")]
    items = drive.utils.iface.mapCanvas().scene().items()
    seen["bands_after_unload"] = sum(1 for item in items if type(item).__name__ == "QgsRubberBand" and item.isVisible())
