"""The plugin in QGIS's own places: locator, browser, Data Source Manager, layer menus, map tips, project templates.

Each part registers itself and leaves its undoing on the plugin's list, as `plugin.py` does. Nothing is read from disk
and nothing is asked of the network before a person uses the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from ruhr_planner.gui.places import browser, care, context, locator, plots, source_tab, stores, template

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.dock import PlannerDock

Undo = list[Callable[[], None]]


def register(iface: QgisInterface, dock: PlannerDock, undo: Undo) -> None:
    """Add every place; what takes it back comes onto `undo`."""
    stores.watch(dock.desk, undo)
    browser.register(iface, dock, undo)
    source_tab.register(iface, dock, undo)
    locator.register(iface, dock, undo)
    context.register(iface, dock, undo)
    plots.register(iface, dock, undo)
    care.register(iface, dock, undo)
    template.register(iface, dock, undo)
