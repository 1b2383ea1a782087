"""Planning stores in QGIS's browser: those opened lately, their tables with counts, and what can be done with them.

The tables are layer items of QGIS itself, so dragging, double click, properties and preview work as for any layer.
Items belong to QGIS once they are handed over; `sip.transferto` says so, or Python would free them under its hands.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Callable

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDataCollectionItem,
    QgsDataItem,
    QgsDataItemProvider,
    QgsErrorItem,
    QgsLayerItem,
)
from qgis.gui import QgsDataItemGuiProvider, QgsGui
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QAction, QIcon

from ruhr_planner import i18n, paths
from ruhr_planner.gui import layers, words
from ruhr_planner.gui.places import stores
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import PlannerError
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import TABLES, Table
from ruhr_planner.settings import export_level

if TYPE_CHECKING:
    from qgis.gui import QgisInterface, QgsDataItemGuiContext
    from qgis.PyQt.QtWidgets import QMenu

    from ruhr_planner.gui.dock import PlannerDock

KEY = "ruhr_planner"
ROOT = f"{KEY}:"
"""Path of the root item; those of stores and tables begin with it."""

_LAYER_KINDS = {
    "Polygon": Qgis.BrowserLayerType.Polygon,
    "LineString": Qgis.BrowserLayerType.Line,
    "Point": Qgis.BrowserLayerType.Point,
    "": Qgis.BrowserLayerType.TableLayer,
}


def icon() -> QIcon:
    """Return the plugin's icon."""
    return QIcon(str(paths.resource("icons", "ruhr_planner.svg")))


class StoreItem(QgsDataCollectionItem):
    """A planning store; its tables are read in the background when it is opened."""

    def __init__(self, parent: QgsDataItem, address: str) -> None:
        super().__init__(parent, stores.title(address), f"{ROOT}/{address}", KEY)
        self.address = address
        self.setToolTip(address)
        self.setIcon(QgsApplication.getThemeIcon("/mIconDbSchema.svg"))

    def createChildren(self) -> list[QgsDataItem]:
        """Read the counts of the tables; QGIS calls this in another thread."""
        from ruhr_planner.store.opening import open_store  # not at QGIS's start

        made: list[QgsDataItem] = []
        try:
            store = open_store(self.address)
            counts = store.counts()
        except PlannerError as error:
            made.append(QgsErrorItem(self, i18n.words(error), f"{self.path()}/error"))
        else:
            ordered = [table.table for table in layers.TOP_DOWN] + list(TABLES)
            held = [TABLES[name] for name in dict.fromkeys(ordered) if counts.get(name)]
            made.extend(self._table(table, counts[table.table], store.place_of(table)) for table in held)
        for place, item in enumerate(made):
            item.setSortKey(place)
            item.setState(Qgis.BrowserItemState.Populated)
            sip.transferto(item, self)
        return made

    def _table(self, table: Table, count: int, place: tuple[str, str]) -> QgsLayerItem:
        label = table.label.text(i18n.language())
        kind = _LAYER_KINDS[table.geometry.replace("Multi", "")]
        provider, uri = place
        item = QgsLayerItem(self, label, f"{self.path()}/{table.table}", uri, kind, provider)
        item.setToolTip(filled(tr("{label}: {count} {count:record|records}"), label=label, count=words.number(count)))
        return item


class RootItem(QgsDataCollectionItem):
    """The stores opened lately."""

    def __init__(self, parent: QgsDataItem | None) -> None:
        super().__init__(parent, tr("Ruhr Planner"), ROOT, KEY)
        self.setCapabilitiesV2(Qgis.BrowserItemCapability.Fast)  # it reads settings, which only the main thread may
        self.setIcon(icon())
        self.setToolTip(tr("Planning stores that were opened lately"))

    def createChildren(self) -> list[QgsDataItem]:
        """Return an item for each store; no file is looked at."""
        made = []
        for place, address in enumerate(stores.recent()):
            item = StoreItem(self, address)
            item.setSortKey(place)
            sip.transferto(item, self)
            made.append(item)
        return made


class ItemProvider(QgsDataItemProvider):
    """Gives the browser the root item."""

    def name(self) -> str:
        """Return the provider's name."""
        return "Ruhr Planner"

    def dataProviderKey(self) -> str:
        """Return the key of the data provider, which there is none of."""
        return KEY

    def capabilities(self) -> Qgis.DataItemProviderCapabilities:
        """Say that the root item opens files."""
        return Qgis.DataItemProviderCapabilities(Qgis.DataItemProviderCapability.Files)

    def createDataItem(self, path: str, parentItem: QgsDataItem | None) -> QgsDataItem | None:
        """Make the root item; everything else hangs below it."""
        if path:
            return None
        root = RootItem(parentItem)
        sip.transferto(root, None)
        return root


class MenuProvider(QgsDataItemGuiProvider):
    """What the context menu of an item of ours offers."""

    def __init__(self, iface: QgisInterface, dock: PlannerDock) -> None:
        super().__init__()
        self._iface = iface
        self._dock = dock

    def name(self) -> str:
        """Return the provider's name."""
        return KEY

    def populateContextMenu(
        self, item: QgsDataItem, menu: QMenu, selectedItems: list[QgsDataItem], context: QgsDataItemGuiContext
    ) -> None:
        """Add the actions of a store or of the root."""
        del selectedItems, context
        path = item.path()
        if path == ROOT:
            _add(menu, "open", tr("&Open Store…"), "/mActionFileOpen.svg", self._choose)
            _add(menu, "demo", tr("Open &Demo Region"), "/mActionFileOpen.svg", self._open_demo)
        elif path.startswith(f"{ROOT}/") and isinstance(item, QgsDataCollectionItem):
            address = path[len(ROOT) + 1 :]
            _add(menu, "show", tr("&Open in Ruhr Planner"), "/mIconDbSchema.svg", lambda: self._open(address))
            check = partial(self._run, "validate", {"STORE": address})
            _add(menu, "validate", tr("&Validate…"), "/mActionCheckGeometry.svg", check)
            level = codes.SENSITIVITY.index(export_level())
            export = partial(self._run, "exporttables", {"STORE": address, "LEVEL": level})
            _add(menu, "export", tr("&Export Tables…"), "/mActionSharingExport.svg", export)
            _add(menu, "forget", tr("&Remove from List"), "/mActionRemove.svg", lambda: stores.forget(address))

    def _open(self, address: str) -> None:
        self._dock.setUserVisible(True)
        self._dock.panel.open_store(address)

    def _open_demo(self) -> None:
        self._dock.setUserVisible(True)
        self._dock.panel.open_demo()

    def _choose(self) -> None:
        self._dock.setUserVisible(True)
        self._dock.panel.store.choose()

    def _run(self, algorithm: str, parameters: dict[str, object]) -> None:
        from ruhr_planner.gui import dialogs

        dialogs.open_algorithm(f"{KEY}:{algorithm}", parameters, self._dock)


def _add(menu: QMenu, name: str, text: str, picture: str, slot: Callable[[], None]) -> None:
    action = QAction(QgsApplication.getThemeIcon(picture), text, menu)
    action.setObjectName(f"{KEY}_browser_{name}")
    action.triggered.connect(lambda _checked=False: slot())
    menu.addAction(action)


def register(iface: QgisInterface, dock: PlannerDock, undo: list[Callable[[], None]]) -> None:
    """Add the providers of items and menus; the list is shown anew when another store was opened."""
    items, menus = ItemProvider(), MenuProvider(iface, dock)
    QgsApplication.dataItemProviderRegistry().addProvider(items)
    QgsGui.dataItemGuiProviderRegistry().addProvider(menus)

    def refresh() -> None:
        model = iface.browserModel()
        index = model.findPath(ROOT)
        if index.isValid():
            model.refresh(index)

    stores.when_changed(refresh)

    def take_away() -> None:
        QgsGui.dataItemGuiProviderRegistry().removeProvider(menus)
        QgsApplication.dataItemProviderRegistry().removeProvider(items)

    undo.append(take_away)
