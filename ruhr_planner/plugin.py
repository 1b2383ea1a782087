"""Wires the plugin into QGIS; ``unload`` undoes every line of it.

Each step of ``initGui`` leaves its own undoing on a list, which ``unload`` runs backwards. Neither the network nor
an analysis is imported here: QGIS starts as fast as without the plugin, and a broken proxy cannot hold it up.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Callable

from qgis.core import QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QAction, QIcon

from ruhr_planner import about, i18n, log, paths, settings
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from qgis.core import QgsProcessingProvider
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.dock import PlannerDock


class RuhrPlanner:
    """The plugin object that QGIS keeps: in the desktop with an interface, in ``qgis_process`` without one."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self.iface = iface
        self.provider: QgsProcessingProvider | None = None
        self.dock: PlannerDock | None = None
        self.actions: list[QAction] = []
        self._undo: list[Callable[[], None]] = []

    # ------------------------------------------------------------------------------------------------ QGIS calls these
    def initProcessing(self) -> None:
        """Register words, settings and algorithms: all that ``qgis_process`` needs."""
        if self.provider is not None:
            return
        self._undo.append(settings.remove)
        i18n.install(settings.language())
        self._undo.append(i18n.remove)
        from ruhr_planner.processing.provider import PlannerProvider

        self.provider = PlannerProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)
        self._undo.append(self._remove_provider)
        self._add_functions()

    def initGui(self) -> None:
        """Add the dock, the actions and the options page to the main window."""
        self.initProcessing()
        if self.iface is None:
            return
        self._add_dock(self.iface)
        self._add_actions(self.iface)
        self._add_windows(self.iface)
        self._add_options(self.iface)
        self._add_places(self.iface)

    def unload(self) -> None:
        """Undo everything, last step first; what fails is logged and does not keep the rest from being undone."""
        while self._undo:
            step = self._undo.pop()
            try:
                step()
            except RuntimeError as error:  # an object that QGIS has deleted already, as at its end
                log.warning(f"unload: {error}")

    # ----------------------------------------------------------------------------------------------------------- parts
    def show_dock(self) -> None:
        """Open the dock and bring it to the front of its tabs."""
        if self.dock is not None:
            self.dock.setUserVisible(True)

    def _add_functions(self) -> None:
        """Register the expression functions: models and ``qgis_process`` use them, too."""
        from ruhr_planner.processing import expressions

        expressions.register()
        self._undo.append(expressions.unregister)

    def _add_dock(self, iface: QgisInterface) -> None:
        from ruhr_planner.gui.dock import PlannerDock

        dock = PlannerDock(iface)
        self.dock = dock
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.hide()  # QGIS shows it where and when the user left it, after all plugins are loaded

        def take_away() -> None:
            self.dock = None
            if not sip.isdeleted(dock):
                dock.shut_down()
                iface.removeDockWidget(dock)
                sip.delete(dock)  # now: a reload in the same turn of the event loop must not find it

        self._undo.append(take_away)

    def _add_actions(self, iface: QgisInterface) -> None:
        icon = QIcon(str(paths.resource("icons", "ruhr_planner.svg")))
        panel = self._action("panel", tr("Ruhr Planner &Panel"), icon)
        panel.setCheckable(True)
        panel.setToolTip(tr("Show or hide the Ruhr Planner panel"))
        if self.dock is not None:
            self.dock.setToggleVisibilityAction(panel)
        demo = self._action("demo", tr("Open &Demo Region"), QgsApplication.getThemeIcon("/mActionFileOpen.svg"))
        demo.triggered.connect(self._open_demo)
        options = self._action("options", tr("&Options…"), QgsApplication.getThemeIcon("/mActionOptions.svg"))
        options.triggered.connect(self._show_options)
        for action in (panel, demo, options):
            self._add_to_menu(iface, action)
        iface.addVectorToolBarIcon(panel)
        self._undo.append(lambda: iface.removeVectorToolBarIcon(panel))
        self._add_help(iface, icon)

    def _add_windows(self, iface: QgisInterface) -> None:
        """Add the windows beside the dock to the menu; each is imported when it is first opened."""

        def gap_explorer(desk: Desk) -> None:
            from ruhr_planner.gui.gap_explorer import open_gap_explorer

            open_gap_explorer(desk, iface)

        def weights(desk: Desk) -> None:
            from ruhr_planner.gui.weights import open_weights

            open_weights(desk, iface)

        def mapping_wizard(desk: Desk) -> None:
            from ruhr_planner.gui.mapping_wizard import open_mapping_wizard

            open_mapping_wizard(desk, iface)

        def validation(desk: Desk) -> None:
            from ruhr_planner.gui.validation_panel import open_validation

            open_validation(desk, iface)

        windows = (
            ("mapping_wizard", tr("&Mapping Wizard"), "/mActionEditTable.svg", mapping_wizard),
            ("gap_explorer", tr("&Gap Explorer"), "/mActionMeasure.svg", gap_explorer),
            ("weights", tr("&Weights and Ranking"), "/mActionSum.svg", weights),
            ("validation", tr("&Validation"), "/mActionCheckGeometry.svg", validation),
        )
        for name, text, icon, show in windows:
            action = self._action(name, text, QgsApplication.getThemeIcon(icon))
            action.triggered.connect(partial(self._show_window, show))
            self._add_to_menu(iface, action)
        self._undo.append(_close_windows)

    def _show_window(self, show: Callable[[Desk], None], checked: bool = False) -> None:
        del checked
        if self.dock is not None:
            show(self.dock.desk)

    def _add_to_menu(self, iface: QgisInterface, action: QAction) -> None:
        menu = about.name()
        iface.addPluginToVectorMenu(menu, action)
        self._undo.append(lambda: iface.removePluginVectorMenu(menu, action))

    def _add_help(self, iface: QgisInterface, icon: QIcon) -> None:
        show_help = self._action("help", tr("Ruhr Planner"), icon)
        show_help.triggered.connect(self._show_help)
        menu = iface.pluginHelpMenu()
        menu.addAction(show_help)
        self._undo.append(lambda: menu.removeAction(show_help))

    def _add_options(self, iface: QgisInterface) -> None:
        from ruhr_planner.gui.options import OptionsFactory

        factory = OptionsFactory()
        iface.registerOptionsWidgetFactory(factory)
        self._undo.append(lambda: iface.unregisterOptionsWidgetFactory(factory))

    def _add_places(self, iface: QgisInterface) -> None:
        """Add what stands in QGIS's own places: locator, browser, Data Source Manager, menus of layers."""
        from ruhr_planner.gui import places

        if self.dock is not None:
            places.register(iface, self.dock, self._undo)

    def _action(self, name: str, text: str, icon: QIcon) -> QAction:
        """Build an action under a name that shortcuts and the interface's customisation can refer to."""
        action = QAction(icon, text, self.iface.mainWindow() if self.iface else None)
        action.setObjectName(f"ruhr_planner_{name}")
        self.actions.append(action)

        def delete() -> None:
            self.actions.remove(action)
            if not sip.isdeleted(action):
                sip.delete(action)

        self._undo.append(delete)
        return action

    def _remove_provider(self) -> None:
        provider, self.provider = self.provider, None
        if provider is not None and not sip.isdeleted(provider):
            QgsApplication.processingRegistry().removeProvider(provider)

    # ----------------------------------------------------------------------------------------------------------- slots
    def _open_demo(self) -> None:
        self.show_dock()
        if self.dock is not None:
            self.dock.panel.open_demo()

    def _show_options(self) -> None:
        from ruhr_planner.gui.options import PAGE

        if self.iface is not None:
            self.iface.showOptionsDialog(self.iface.mainWindow(), PAGE)

    def _show_help(self) -> None:
        """Open the manual that comes with the plugin; it needs no network."""
        from ruhr_planner import manual
        from ruhr_planner.gui.help import show_help

        if self.iface is not None:
            show_help(manual.topic("start"), self.iface.mainWindow())


def _close_windows() -> None:
    """Close the windows beside the dock, if any was ever opened."""
    opened = sys.modules.get("ruhr_planner.gui.windows")
    if opened is not None:
        opened.close_all()
