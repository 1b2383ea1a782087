"""Changing plots by hand: the four operations from the menu of a layer, the attribute table and what is identified.

Each opens its algorithm, filled in with store, plots and what was drawn. QGIS's own tools work under a guard (`watch`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsGeometry,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsGui, QgsMapLayerAction
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QPushButton

from ruhr_planner.gui.jobs import AlgorithmJob, Job
from ruhr_planner.gui.places import ours, watch
from ruhr_planner.gui.words import literal
from ruhr_planner.i18n import tr
from ruhr_planner.model.region import CRS
from ruhr_planner.model.tables import PLOT

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.dock import PlannerDock
    from ruhr_planner.gui.places.drawing import DrawTool

_LEAST_MERGED = 2
UNDO = "undoedit"


class PlotAction(QgsMapLayerAction):
    """An operation on plots; QGIS offers it for layers of plots only."""

    def canRunUsingLayer(self, layer: QgsMapLayer, *context: Any) -> bool:
        """Tell whether the layer shows plots of a store."""
        del context
        return ours.shows_plots(layer)


class _Drawing:
    """The tool that is on the map: Python has to hold it."""

    tool: DrawTool | None = None


Operation = Callable[["QgisInterface", "PlannerDock", QgsVectorLayer, Sequence[QgsFeature]], None]


def operations() -> dict[str, tuple[str, str, Operation]]:
    """Return the operations: name, title, picture and what begins them."""
    return {
        "takeup": (tr("&Cut Off Take-up…"), "/mActionSplitParts.svg", _cut_off),
        "split": (tr("S&plit Plot…"), "/mActionSplitFeatures.svg", _split),
        "merge": (tr("&Merge Plots…"), "/mActionMergeFeatures.svg", _merge),
        "end": (tr("&End Plots…"), "/mActionDeleteSelectedFeatures.svg", _end),
        "undo": (tr("&Undo Last Change…"), "/mActionUndo.svg", _undo),
    }


def register(iface: QgisInterface, dock: PlannerDock, undo: list[Callable[[], None]]) -> None:
    """Offer the operations where plots are identified and in attribute tables."""
    registry = QgsGui.mapLayerActionRegistry()
    for name, (title, picture, operation) in operations().items():
        target = Qgis.MapLayerActionTarget
        targets = Qgis.MapLayerActionTargets(target.SingleFeature | target.MultipleFeatures)
        if operation is _undo:
            targets = Qgis.MapLayerActionTargets(target.Layer)
        icon = QgsApplication.getThemeIcon(picture)
        action = PlotAction(title.replace("&", ""), iface.mainWindow(), targets, icon)
        action.setObjectName(f"ruhr_planner_feature_{name}")
        begin = partial(start, iface, dock, operation)
        action.triggeredForFeature.connect(lambda layer, feature, begin=begin: begin(layer, [feature]))
        action.triggeredForFeatures.connect(lambda layer, features, begin=begin: begin(layer, features))
        action.triggeredForLayer.connect(lambda layer, begin=begin: begin(layer, ()))
        registry.addMapLayerAction(action)
        undo.append(partial(_take_away, action))


def _take_away(action: QgsMapLayerAction) -> None:
    QgsGui.mapLayerActionRegistry().removeMapLayerAction(action)
    if not sip.isdeleted(action):
        sip.delete(action)
    _Drawing.tool = None


def start(
    iface: QgisInterface, dock: PlannerDock, operation: Operation, layer: QgsMapLayer, features: Sequence[QgsFeature]
) -> None:
    """Begin an operation, or say why it cannot be begun."""
    if not isinstance(layer, QgsVectorLayer) or not ours.shows_plots(layer):
        return
    if layer.isEditable():
        _say(iface, tr("Save or discard the changes of the layer first."))
    elif not features and operation is not _undo:
        _say(iface, tr("Select the plots first."))
    else:
        operation(iface, dock, layer, features)


# --------------------------------------------------------------------------------------------------------- operations
def _end(iface: QgisInterface, dock: PlannerDock, layer: QgsVectorLayer, features: Sequence[QgsFeature]) -> None:
    _open(iface, dock, layer, "endplots", {"PLOT_IDS": ";".join(_ids(features))})


def _merge(iface: QgisInterface, dock: PlannerDock, layer: QgsVectorLayer, features: Sequence[QgsFeature]) -> None:
    if len(features) < _LEAST_MERGED:
        _say(iface, tr("Select at least two plots that are to become one."))
        return
    _open(iface, dock, layer, "mergeplots", {"PLOT_IDS": ";".join(_ids(features))})


def _undo(iface: QgisInterface, dock: PlannerDock, layer: QgsVectorLayer, features: Sequence[QgsFeature]) -> None:
    del features
    _open(iface, dock, layer, UNDO, {})


def _split(iface: QgisInterface, dock: PlannerDock, layer: QgsVectorLayer, features: Sequence[QgsFeature]) -> None:
    told = tr("Draw a line across the plot; a right click ends it.")
    _draw(
        iface, features, Qgis.GeometryType.Line, told, partial(_drawn, iface, dock, layer, "splitplot", "BY", features)
    )


def _cut_off(iface: QgisInterface, dock: PlannerDock, layer: QgsVectorLayer, features: Sequence[QgsFeature]) -> None:
    told = tr("Draw the area that was taken up; a right click ends it.")
    then = partial(_drawn, iface, dock, layer, "cutofftakeup", "AREA", features)
    _draw(iface, features, Qgis.GeometryType.Polygon, told, then)


def _draw(
    iface: QgisInterface,
    features: Sequence[QgsFeature],
    kind: Qgis.GeometryType,
    told: str,
    then: Callable[[QgsGeometry], None],
) -> None:
    from ruhr_planner.gui.places.drawing import DrawTool

    if len(features) != 1:
        _say(iface, tr("Select one plot."))
        return
    _Drawing.tool = DrawTool(iface.mapCanvas(), kind, then)
    iface.mapCanvas().setMapTool(_Drawing.tool)
    _say(iface, told)


def _drawn(
    iface: QgisInterface,
    dock: PlannerDock,
    layer: QgsVectorLayer,
    algorithm: str,
    parameter: str,
    features: Sequence[QgsFeature],
    shape: QgsGeometry,
) -> None:
    """Open the algorithm with what was drawn."""
    here = iface.mapCanvas().mapSettings().destinationCrs()
    try:
        shape.transform(QgsCoordinateTransform(here, QgsCoordinateReferenceSystem(CRS), QgsProject.instance()))
    except QgsCsException as error:
        _say(iface, str(error))
        return
    if not sip.isdeleted(layer):
        drawn = f"{shape.asWkt(3)} [{CRS}]"
        _open(iface, dock, layer, algorithm, {"PLOT_ID": _ids(features)[0], parameter: drawn})


def _open(
    iface: QgisInterface, dock: PlannerDock, layer: QgsVectorLayer, algorithm: str, parameters: dict[str, Any]
) -> None:
    from ruhr_planner.gui import dialogs

    home = ours.home_of(layer)
    if home is None:
        return
    dialog = dialogs.open_algorithm(f"ruhr_planner:{algorithm}", {"STORE": home.address, **parameters}, dock)
    finished = getattr(dialog, "algorithmFinished", None)
    if finished is not None:
        offers = algorithm != UNDO

        def was_run(succeeded: bool, results: dict[str, Any]) -> None:
            if succeeded:  # else nothing was written
                watch.show_anew(dock.desk, home)
            if succeeded and offers and results.get("RUN"):
                offer_undo(iface, dock, home, str(results["RUN"]))

        finished.connect(was_run)


def offer_undo(iface: QgisInterface, dock: PlannerDock, home: ours.Home, run: str) -> None:
    """Say that plots were changed, with a button that takes it back."""
    bar = iface.messageBar()
    item = bar.createMessage(tr("Ruhr Planner"), tr("The plots were changed."))
    button = QPushButton(QgsApplication.getThemeIcon("/mActionUndo.svg"), tr("&Undo"), item)
    button.setObjectName("ruhr_planner_undo")
    button.setToolTip(tr("Take the change back; its plots are as they were"))
    item.layout().addWidget(button)
    bar.pushWidget(item, Qgis.MessageLevel.Success)

    def undo() -> None:
        button.setEnabled(False)
        undo_run(iface, dock, home, {"RUN": run})
        bar.popWidget(item)

    button.clicked.connect(undo)


def undo_run(
    iface: QgisInterface,
    dock: PlannerDock,
    home: ours.Home,
    parameters: dict[str, str],
    then: Callable[[], None] = lambda: None,
) -> None:
    """Take a change back, or go back to a state, beside whatever runs, say so, and go on with `then`."""

    def ended(job: Job) -> None:
        if job.error:
            iface.messageBar().pushWarning(tr("Ruhr Planner"), literal(job.error))
            return
        watch.show_anew(dock.desk, home)
        then()
        iface.messageBar().pushSuccess(tr("Ruhr Planner"), tr("The plots are as they were."))

    job = AlgorithmJob(tr("Undo"), f"ruhr_planner:{UNDO}", {"STORE": home.address, **parameters})
    dock.desk.beside(job, ended)


def _ids(features: Sequence[QgsFeature]) -> list[str]:
    return [str(feature[PLOT.plot_id]) for feature in features]


def _say(iface: QgisInterface, text: str) -> None:
    iface.messageBar().pushInfo(tr("Ruhr Planner"), literal(text))
