"""Plots in force on the map: what has ended, and earlier states, are a class of their own that is switched off."""

from __future__ import annotations

from qgis.core import QgsFillSymbol, QgsRuleBasedRenderer, QgsVectorLayer

from ruhr_planner.i18n import tr
from ruhr_planner.model.tables import PLOT

ENDED = f'"{PLOT.valid_to}" < to_date(now())'
_KEY = "ruhr_planner_in_force"


def show(layer: QgsVectorLayer) -> bool:
    """Put the classes of a layer below "in force", and beside them what has ended, switched off in the legend.

    The records stay in the layer: a tick in the legend shows them, and analyses for an earlier day find them.

    :return: False where the layer knows no end, or was given this before.
    """
    renderer = layer.renderer()
    if layer.fields().lookupField(PLOT.valid_to) < 0 or renderer is None or layer.customProperty(_KEY):
        return False
    classes = QgsRuleBasedRenderer.convertFromRenderer(renderer)
    if classes is None:
        return False
    rule = QgsRuleBasedRenderer.Rule
    root, in_force = rule(None), rule(None, 0, 0, f"coalesce(NOT {ENDED}, true)", tr("In force"))
    for known in classes.rootRule().children():
        in_force.appendChild(known.clone())
    look = {"style": "no", "outline_color": "#808080", "outline_style": "dash", "outline_width": "0.4"}
    ended = rule(QgsFillSymbol.createSimple(look), 0, 0, ENDED, tr("Ended and earlier states"))
    ended.setActive(False)
    root.appendChild(in_force)
    root.appendChild(ended)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    layer.setCustomProperty(_KEY, True)
    return True
