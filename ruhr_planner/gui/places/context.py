"""What the menu of a layer offers: fact sheet, history of a plot, source of the data; and the history where a plot is
identified or stands in the attribute table.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Callable, ClassVar

from qgis.core import Qgis, QgsApplication, QgsFeature, QgsVectorLayer
from qgis.gui import QgsGui
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QAction

from ruhr_planner.gui.places import ours, plots
from ruhr_planner.i18n import tr
from ruhr_planner.model.results import SITE
from ruhr_planner.model.tables import PLOT

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.dock import PlannerDock

MENU = "Ruhr Planner"
FACTSHEETS = "ruhr_planner:factsheets"


class _Shown:
    """The actions of the running plugin."""

    actions: ClassVar[dict[str, QAction]] = {}


def offer(iface: QgisInterface, layer: QgsVectorLayer) -> None:
    """Offer in a layer's menu what there is to offer."""
    wanted = ["source"]
    if ours.shows_plots(layer):
        wanted += ["history", *plots.operations()]
    if layer.fields().lookupField(SITE.site_id) >= 0 and layer.isSpatial():
        wanted.append("factsheet")
    for name in wanted:
        if name in _Shown.actions:
            iface.addCustomActionForLayer(_Shown.actions[name], layer)


def register(iface: QgisInterface, dock: PlannerDock, undo: list[Callable[[], None]]) -> None:
    """Add the actions."""
    slots: dict[str, tuple[str, str, Callable[[], None]]] = {
        "factsheet": (tr("&Fact Sheets…"), "/mActionNewLayout.svg", lambda: _fact_sheets(iface, dock)),
        "history": (tr("&History of the Selected Plot…"), "/propertyicons/temporal.svg", lambda: _history(iface, dock)),
        "source": (tr("&Source and Licence…"), "/mActionPropertiesWidget.svg", lambda: _source(iface)),
    }
    for name, (text, picture, operation) in plots.operations().items():
        slots[name] = (text, picture, partial(_operate, iface, dock, operation))
    for name, (text, picture, slot) in slots.items():
        action = QAction(QgsApplication.getThemeIcon(picture), text, iface.mainWindow())
        action.setObjectName(f"ruhr_planner_layer_{name}")
        action.triggered.connect(lambda _checked=False, slot=slot: slot())
        iface.addCustomActionForLayerType(action, MENU, Qgis.LayerType.Vector, False)
        _Shown.actions[name] = action
    undo.append(lambda: _take_away(iface))
    _add_feature_action(iface, dock, undo)


def _add_feature_action(iface: QgisInterface, dock: PlannerDock, undo: list[Callable[[], None]]) -> None:
    picture = QgsApplication.getThemeIcon("/propertyicons/temporal.svg")
    action = plots.PlotAction(
        tr("History of the plot"), iface.mainWindow(), Qgis.MapLayerActionTarget.SingleFeature, picture
    )
    action.setObjectName("ruhr_planner_feature_history")
    action.triggeredForFeature.connect(lambda layer, feature: _show_history(iface, dock, layer, feature))
    registry = QgsGui.mapLayerActionRegistry()
    registry.addMapLayerAction(action)

    def take_away() -> None:
        registry.removeMapLayerAction(action)
        if not sip.isdeleted(action):
            sip.delete(action)

    undo.append(take_away)


def _take_away(iface: QgisInterface) -> None:
    while _Shown.actions:
        _name, action = _Shown.actions.popitem()
        if not sip.isdeleted(action):
            iface.removeCustomActionForLayerType(action)
            sip.delete(action)


# --------------------------------------------------------------------------------------------------------------- slots
def _operate(iface: QgisInterface, dock: PlannerDock, operation: plots.Operation) -> None:
    """Begin an operation on the selected plots."""
    layer = iface.activeLayer()
    if isinstance(layer, QgsVectorLayer):
        plots.start(iface, dock, operation, layer, layer.selectedFeatures())


def _fact_sheets(iface: QgisInterface, dock: PlannerDock) -> None:
    from ruhr_planner.gui import dialogs

    layer = iface.activeLayer()
    if layer is None:
        return
    store = dock.desk.store
    parameters = {"SITES": layer.id(), **({"STORE": store.address} if store is not None else {})}
    dialogs.open_algorithm(FACTSHEETS, parameters, dock)


def _history(iface: QgisInterface, dock: PlannerDock) -> None:
    layer = iface.activeLayer()
    if not isinstance(layer, QgsVectorLayer):
        return
    if layer.selectedFeatureCount() != 1:
        iface.messageBar().pushInfo(tr("Ruhr Planner"), tr("Select one plot first; its history is shown then."))
        return
    _show_history(iface, dock, layer, layer.selectedFeatures()[0])


def _show_history(iface: QgisInterface, dock: PlannerDock, layer: QgsVectorLayer, feature: QgsFeature) -> None:
    from ruhr_planner.gui import windows
    from ruhr_planner.gui.places.history import HistoryWindow

    home = ours.home_of(layer)
    place = feature.fields().lookupField(PLOT.plot_id)
    if home is None or place < 0:
        return
    shown = windows.show("history", lambda: HistoryWindow(iface, dock))
    if isinstance(shown, HistoryWindow):
        shown.read(home, str(feature.attribute(place)))


def _source(iface: QgisInterface) -> None:
    from ruhr_planner.gui.places.provenance import SourceDialog

    layer = iface.activeLayer()
    if isinstance(layer, QgsVectorLayer):
        dialog = SourceDialog(layer, iface.mainWindow())
        dialog.exec()
        sip.delete(dialog)
