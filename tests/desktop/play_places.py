"""Scenes in QGIS's own places: browser, locator, Data Source Manager, layer menu, editing, template, unloading."""

from __future__ import annotations

import sqlite3

from qgis import utils
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsFeatureRequest,
    QgsPointXY,
    QgsProject,
)
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QAction
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QTreeView, QWidget

import __main__ as drive  # drive.py, which QGIS runs as its main module

ROOT = "ruhr_planner:"


def traces() -> dict[str, int]:
    """Count what the plugin has left in QGIS's own places."""
    tabs = [each for each in QApplication.allWidgets() if each.objectName() == "ruhr_planner_source_select"]
    return {
        "browser": int(utils.iface.browserModel().findPath(ROOT).isValid()),
        "browser_menus": sum(each.name() == drive.NAME for each in QgsGui.dataItemGuiProviderRegistry().providers()),
        "source_providers": sum(
            each.name() == drive.NAME for each in QgsGui.sourceSelectProviderRegistry().providers()
        ),
        "source_tabs": len(tabs),
        "functions": sum(each.name().startswith("ruhr_") for each in QgsExpression.Functions()),
        "layer_actions": sum(
            each.objectName().startswith(f"{drive.NAME}_layer_") for each in drive.window().findChildren(QAction)
        ),
    }


def action(name: str) -> QAction:
    return drive.window().findChild(QAction, f"{drive.NAME}_{name}")


def layer_of_plots():
    layers = QgsProject.instance().mapLayers().values()
    return next(each for each in layers if each.source().endswith("|layername=plot"))


def browser():
    """The store stands in the browser with its tables; a double click adds one."""
    model = utils.iface.browserModel()
    beat = drive.Heartbeat()
    model.fetchMore(model.findPath(ROOT))
    yield lambda: model.rowCount(model.findPath(ROOT)) > 0
    store = model.index(0, 0, model.findPath(ROOT))
    model.fetchMore(store)
    yield lambda: model.rowCount(model.index(0, 0, model.findPath(ROOT))) > 1
    drive.seen["browser_block_ms"] = beat.stop()
    store = model.index(0, 0, model.findPath(ROOT))
    drive.seen["browser_tables"] = sorted(model.data(model.index(n, 0, store)) for n in range(model.rowCount(store)))
    dock = drive.window().findChild(QDockWidget, "Browser")
    dock.show()
    dock.raise_()
    view = dock.findChild(QTreeView)
    for index in (model.findPath(ROOT), store):
        view.expand(view.model().mapFromSource(index))
    yield from drive.picture("browser")
    dock.close()


def locator():
    """The four prefixes, typed into QGIS's own bar; Enter goes there."""
    drive.seen["locator"] = {}
    for text in ("gem muelheim", "plot hagen industriepark", "data gewerbe", "site x"):
        utils.iface.locatorSearch(text)
        if text != "site x":  # there is none to wait for
            yield lambda: any("Ruhr Planner" in row for row in found())
        yield drive.pause(1.0)
        drive.seen["locator"][text] = found()
        if text.startswith("plot"):
            drive.shot("locator")
        if text.startswith("gem"):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            yield drive.pause(1.0)
            centre = utils.iface.mapCanvas().extent().center()
            drive.seen["locator_centre"] = [round(centre.x()), round(centre.y())]
    utils.iface.locatorSearch("")
    yield drive.pause(0.3)


def found() -> list[str]:
    """Return what the locator shows."""
    kind = "QgsLocatorResultsView"
    view = next((each for each in QApplication.allWidgets() if each.metaObject().className() == kind), None)
    model = None if view is None else view.model()
    return [] if model is None else [str(model.data(model.index(n, 0))) for n in range(model.rowCount())]


def source_tab():
    """A table of the store from the Data Source Manager."""
    QgsProject.instance().clear()
    utils.iface.openDataSourceManagerPage(drive.NAME)
    yield lambda: traces()["source_tabs"] == 1
    tab = next(each for each in QApplication.allWidgets() if each.objectName() == "ruhr_planner_source_select")
    tab.tables.topLevelItem(0).setSelected(True)
    yield drive.pause(0.5)
    drive.shot("source_tab")
    tab.addButtonClicked()
    yield lambda: len(QgsProject.instance().mapLayers()) == 1
    drive.seen["source_added"] = drive.legend()
    tab.window().close()


def template():
    """A new project from the template, with the layers of the store in their groups."""
    QgsProject.instance().setDirty(False)
    action("template").trigger()
    yield lambda: len(QgsProject.instance().mapLayers()) > 5
    yield drive.pause(2.0)
    project = QgsProject.instance()
    drive.seen["template"] = {
        "crs": project.crs().authid(),
        "themes": project.mapThemeCollection().mapThemes(),
        "layouts": [each.name() for each in project.layoutManager().printLayouts()],
        "groups": [each.name() for each in project.layerTreeRoot().children()],
    }
    yield from drive.picture("template")


def history():
    """The history of a plot from the menu of its layer."""
    layer = layer_of_plots()
    utils.iface.setActiveLayer(layer)
    layer.selectByExpression("plot_id = 'demo_bestand:05562-01231'")
    action("layer_history").trigger()
    window = next(each for each in QApplication.topLevelWidgets() if each.objectName() == "ruhr_planner_history")
    yield lambda: window.states.topLevelItemCount() > 0
    drive.seen["history"] = [
        [window.states.topLevelItem(n).text(column) for column in range(5)]
        for n in range(window.states.topLevelItemCount())
    ]
    window.states.setCurrentItem(window.states.topLevelItem(1))
    yield drive.pause(1.0)
    drive.shot("history")
    window.close()


def split():
    """A plot is split by a line that is drawn on the map."""
    layer, canvas = layer_of_plots(), utils.iface.mapCanvas()
    utils.iface.setActiveLayer(layer)
    layer.selectByExpression("plot_id = 'demo_regionalplan:05914-00001'")
    box = layer.selectedFeatures()[0].geometry().boundingBox()
    canvas.setExtent(box.buffered(150))
    canvas.refresh()
    yield drive.pause(1.5)
    action("layer_split").trigger()

    def pixel(x: float) -> QPoint:
        place = canvas.getCoordinateTransform().transform(QgsPointXY(x, box.center().y()))
        return QPoint(int(place.x()), int(place.y()))

    left, right = pixel(box.xMinimum() - 60), pixel(box.xMaximum() + 60)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=left)
    QTest.mouseMove(canvas.viewport(), right)
    yield drive.pause(0.3)
    drive.shot("drawing")
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=right)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.RightButton, pos=right)
    yield lambda: dialogs() != []
    dialog = dialogs()[0]
    yield drive.pause(0.5)
    drive.shot("split")
    dialog.runButton().click()
    yield lambda: len(of("demo_regionalplan:05914-00001%")) == 3
    yield drive.pause(1.0)
    dialog.close()
    drive.seen["split"] = of("demo_regionalplan:05914-00001%")


def edit():
    """QGIS's own tools: a value is changed and a plot deleted; the store keeps both states."""
    layer = layer_of_plots()
    utils.iface.setActiveLayer(layer)
    beat = drive.Heartbeat()
    layer.startEditing()
    yield drive.pause(0.3)
    drive.seen["edit_block_ms"] = beat.stop()
    changed, gone = (first(layer, f"demo_regionalplan:05914-0000{n}") for n in (2, 3))
    form = utils.iface.getFeatureForm(layer, changed)
    form.show()
    yield drive.pause(1.0)
    drive.shot("form")
    form.close()
    layer.changeAttributeValue(changed.id(), layer.fields().lookupField("restriction"), 2)
    layer.deleteFeature(gone.id())
    utils.iface.actionSaveActiveLayerEdits().trigger()
    yield drive.pause(0.5)
    utils.iface.actionToggleEditing().trigger()
    yield drive.pause(1.0)
    drive.seen["edit"] = of("demo_regionalplan:05914-0000[23]%")
    drive.seen["edit_count"] = [layer.featureCount(), of("%", "count(*)")[0][0]]


def unload():
    """Nothing is left in QGIS's places; then all of it is there again."""
    drive.seen["places_loaded"] = traces()
    utils.unloadPlugin(drive.NAME)
    yield drive.pause(0.7)
    drive.seen["places_unloaded"] = traces()
    utils.loadPlugin(drive.NAME)
    utils.startPlugin(drive.NAME)
    yield drive.pause(0.7)
    drive.seen["places_again"] = traces()
    drive.seen["algorithms_there"] = (
        QgsApplication.processingRegistry().algorithmById("ruhr_planner:splitplot") is not None
    )


def dialogs() -> list[QWidget]:
    return [
        each for each in QApplication.topLevelWidgets() if each.isVisible() and type(each).__name__ == "AlgorithmDialog"
    ]


def first(layer, plot_id: str):
    return next(layer.getFeatures(QgsFeatureRequest().setFilterExpression(f"plot_id = '{plot_id}'")))


def of(pattern: str, wanted: str = "plot_id, valid_to IS NULL, previously_part_of, restriction") -> list:
    """Return what the file holds of plots, as another program reads it; [23] stands for either figure."""
    patterns = [pattern.replace("[23]", figure) for figure in "23"] if "[23]" in pattern else [pattern]
    found = []
    with sqlite3.connect(f"file:{drive.desk().store.path}?mode=ro", uri=True) as connection:
        for one in patterns:
            asked = f"SELECT {wanted} FROM plot WHERE plot_id LIKE ? ORDER BY plot_id"
            found += [list(row) for row in connection.execute(asked, (one,))]
    return found
