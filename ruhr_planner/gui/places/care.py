"""What a layer of the plugin's gets when it comes into the project, from wherever it comes: browser, tab, dock, drag.

Map tip, form, English words where English is spoken, the actions of its menu, and the guard of its history. What a
person has set stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer

from ruhr_planner import i18n
from ruhr_planner.gui.places import context, ours, watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.gui import QgisInterface

    from ruhr_planner.gui.dock import PlannerDock
    from ruhr_planner.model.tables import Table


def dress(layer: QgsVectorLayer, table: Table) -> None:
    """Give a layer its map tip, form and the words of the plugin's language; what the user set stays."""
    from ruhr_planner.gui.places import forms, tips  # not at QGIS's start

    if not layer.mapTipTemplate():
        layer.setMapTipTemplate(tips.template(table, layer.fields().names()))
    if ours.shows_plots(layer):
        forms.give(layer, table)
    if i18n.language() == i18n.ENGLISH:
        _speak_english(layer, table)


def _speak_english(layer: QgsVectorLayer, table: Table) -> None:
    """Put aliases and legend, which the store keeps in German, into English."""
    for place, known in enumerate(layer.fields()):
        if known.name() in table:
            column = table.column(known.name())
            german = f"{column.label.de} ({column.unit})" if column.unit else column.label.de
            if known.alias() in ("", german):
                layer.setFieldAlias(place, f"{column.label.en} ({column.unit})" if column.unit else column.label.en)
    if layer.renderer() is not None:
        from ruhr_planner.exhibit import classes, styles  # not at QGIS's start

        english = {label.de: label.en for label in classes.TEXTS}
        styles.relabel(layer.renderer(), lambda text: english.get(text, text))


def register(iface: QgisInterface, dock: PlannerDock, undo: list[Callable[[], None]]) -> None:
    """Look after the layers that are there, and those that come."""
    project = QgsProject.instance()

    def added(layers: Sequence[QgsMapLayer]) -> None:
        for layer in layers:
            table = ours.table_of(layer)
            if table is not None and isinstance(layer, QgsVectorLayer):
                dress(layer, table)
                context.offer(iface, layer)
                watch.keep(iface, dock.desk, layer)

    def leave() -> None:
        project.layersAdded.disconnect(added)
        watch.stop(project.mapLayers().values())

    project.layersAdded.connect(added)
    undo.append(leave)
    added(list(project.mapLayers().values()))
