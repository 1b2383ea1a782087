"""The plugin's tab in QGIS's Data Source Manager: tables of a planning store, and data of the region's portals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsApplication, QgsProviderRegistry
from qgis.gui import QgsAbstractDataSourceWidget, QgsFilterLineEdit, QgsGui, QgsSourceSelectProvider
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QModelIndex, Qt, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListView,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner.gui import layers, words
from ruhr_planner.gui.jobs import Job
from ruhr_planner.gui.places import browser, locator, stores
from ruhr_planner.gui.words import literal
from ruhr_planner.i18n import tr
from ruhr_planner.model import licences
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import TABLES

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.dock import PlannerDock
    from ruhr_planner.gui.opening import OpenJob, OpenStore
    from ruhr_planner.gui.searching import Found, SearchJob

KEY = "ruhr_planner"
_NAME = Qt.ItemDataRole.UserRole
_FEWEST = 3
_PAUSE_MS = 500
"""So long nobody types before the portals are asked."""


class TablesJob(Job):
    """Opens some tables of a store as layers."""

    def __init__(self, store: OpenStore, names: list[str]) -> None:
        self.sources = layers.sources_of(store, [TABLES[name] for name in names])
        super().__init__(tr("Add layers"), [uri for _table, uri in self.sources])
        self.store = store
        self.ready: layers.Ready = {}
        self._missing = layers.missing(self.sources)

    def work(self) -> None:
        """Open and style them."""
        self.ready = layers.load(self._missing, self.check)


class SourceWidget(QgsAbstractDataSourceWidget):
    """Two lists, one below the other; "Add" takes what is chosen in either."""

    def __init__(self, parent: QWidget | None, flags: Any, mode: Any, iface: QgisInterface, dock: PlannerDock) -> None:
        super().__init__(parent, flags, mode)
        from ruhr_planner.gui.help import add_help  # not at QGIS's start

        self.setObjectName("ruhr_planner_source_select")
        self._iface = iface
        self._dock = dock
        self._job: SearchJob | None = None
        self._reading: OpenJob | None = None
        self._picked = ""
        self._store: OpenStore | None = None
        column = QVBoxLayout(self)
        column.addWidget(self._build_store(), 1)
        column.addWidget(self._build_portals(), 1)
        buttons = QDialogButtonBox(self)
        self.setupButtons(buttons)
        add_help(buttons, "places")
        column.addWidget(buttons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self.words.textChanged.connect(lambda _text: self._timer.start())
        self.words.returnPressed.connect(self._search)
        self._refill()
        stores.when_changed(self._refill)

    # --------------------------------------------------------------------------------------------------------- building
    def _build_store(self) -> QWidget:
        box = QGroupBox(tr("Store"), self)
        column = QVBoxLayout(box)
        row = QHBoxLayout()
        self.stores = QComboBox(box)
        self.stores.setObjectName("ruhr_planner_source_stores")
        self.stores.setAccessibleName(tr("Store"))
        self.stores.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stores.activated.connect(lambda _row: self._read())
        browse = QPushButton(QgsApplication.getThemeIcon("/mActionFileOpen.svg"), tr("Open &Store…"), box)
        browse.setObjectName("ruhr_planner_source_open")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._choose)
        row.addWidget(self.stores, 1)
        row.addWidget(browse)
        column.addLayout(row)
        self.tables = QTreeWidget(box)
        self.tables.setObjectName("ruhr_planner_source_tables")
        self.tables.setAccessibleName(tr("Tables of the store"))
        self.tables.setHeaderLabels([tr("Table"), tr("Records")])
        self.tables.header().setStretchLastSection(False)
        self.tables.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tables.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tables.setRootIsDecorated(False)
        self.tables.setAlternatingRowColors(True)
        self.tables.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tables.itemSelectionChanged.connect(self._allow)
        self.tables.itemDoubleClicked.connect(lambda _item, _column: self.addButtonClicked())
        column.addWidget(self.tables, 1)
        self.told = QLabel(box)
        self.told.setObjectName("ruhr_planner_source_store_told")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.told)
        return box

    def _build_portals(self) -> QWidget:
        from ruhr_planner.gui.hits import HitModel, TwoLines

        box = QGroupBox(tr("Data of the portals"), self)
        column = QVBoxLayout(box)
        self.words = QgsFilterLineEdit(box)
        self.words.setObjectName("ruhr_planner_source_words")
        self.words.setShowSearchIcon(True)
        self.words.setPlaceholderText(tr("What to search for, such as “brownfield Herne”"))
        column.addWidget(self.words)
        self.model = HitModel(self)
        self.hits = QListView(box)
        self.hits.setObjectName("ruhr_planner_source_hits")
        self.hits.setAccessibleName(tr("Data sets found"))
        self.hits.setModel(self.model)
        self.hits.setItemDelegate(TwoLines(self.hits))
        self.hits.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.hits.setUniformItemSizes(True)
        self.hits.selectionModel().selectionChanged.connect(lambda _new, _old: self._allow())
        self.hits.doubleClicked.connect(self._add_hit)
        column.addWidget(self.hits, 1)
        self.progress = QProgressBar(box)
        self.progress.setObjectName("ruhr_planner_source_progress")
        self.progress.hide()
        column.addWidget(self.progress)
        self.answer = QLabel(box)
        self.answer.setObjectName("ruhr_planner_source_answer")
        self.answer.setWordWrap(True)
        self.answer.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.answer)
        return box

    # ------------------------------------------------------------------------------------------------------------ store
    def _refill(self) -> None:
        """List the stores opened lately; shown is the one that was picked here, else the one that the dock works on."""
        if sip.isdeleted(self):
            return
        self.stores.clear()
        for address in stores.recent():
            self.stores.addItem(stores.title(address), address)
            self.stores.setItemData(self.stores.count() - 1, address, Qt.ItemDataRole.ToolTipRole)
        opened, picked = self._dock.desk.store, self.stores.findData(self._picked)
        if self._picked and picked >= 0:
            self.stores.setCurrentIndex(picked)
        elif opened is not None:
            self._show(opened)
        else:
            self.tables.clear()
            self.stores.setCurrentIndex(-1)
            self.told.setText(tr("Choose a store of the list, or open one."))
        self._allow()

    def _read(self) -> None:
        """Read a store beside whatever runs."""
        from ruhr_planner.gui.opening import OpenJob

        address = self.stores.currentData()
        if not address:
            return
        self._picked = address
        self.tables.clear()
        self._store = None
        self.told.setText(tr("The store is being read…"))
        self._reading = OpenJob(address, show=False)
        self._dock.desk.beside(self._reading, self._was_read)

    def _was_read(self, job: Job) -> None:
        if sip.isdeleted(self) or job is not self._reading:
            return  # another store has been chosen meanwhile
        store, self._reading = self._reading.store, None
        if store is None:
            self.told.setText(job.error)
        else:
            stores.remember(store.address)
            self._show(store)

    def _show(self, store: OpenStore) -> None:
        self.stores.setCurrentIndex(self.stores.findData(store.address))
        self.tables.clear()
        order = {table.table: place for place, table in enumerate(layers.TOP_DOWN)}
        for held in sorted(store.tables, key=lambda held: order.get(held.name, len(order))):
            row = QTreeWidgetItem([held.label, words.number(held.count)])
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.setData(0, _NAME, held.name)
            row.setIcon(0, _icon(TABLES[held.name].geometry))
            self.tables.addTopLevelItem(row)
        self._store = store
        self.told.setText(licences.INVENTED_MARK if store.invented else "")
        self._allow()

    def _choose(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, tr("Open Store"), "", tr("Planning stores (*.gpkg)"))
        if path:
            if self.stores.findData(path) < 0:
                self.stores.addItem(stores.title(path), path)
            self.stores.setCurrentIndex(self.stores.findData(path))
            self._read()

    # ---------------------------------------------------------------------------------------------------------- portals
    def _search(self) -> None:
        from ruhr_planner.gui.searching import SearchJob, Wanted

        self._timer.stop()
        self._stop()
        text = self.words.text().strip()
        if len(text) < _FEWEST:
            self.model.show((), ())
            self.answer.setText("")
            return
        job = self._job = SearchJob(Wanted(text))
        job.found.connect(lambda found: self._take(job, found))
        self.progress.setRange(0, 0)
        self.progress.show()
        self.answer.setText(tr("The portals are being asked…"))
        self._dock.desk.beside(job, self._searched)

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None and not sip.isdeleted(job):
            job.cancel()

    def _take(self, job: SearchJob, found: Found) -> None:
        if job is self._job and not sip.isdeleted(self):
            self.model.show(found.hits, ())
            self.progress.setRange(0, max(1, found.asked))
            self.progress.setValue(found.ended)
            said = tr(
                "{count} {count:data set|data sets}; {answered} of {asked} {asked:portal|portals} "
                "{answered:has|have} answered."
            )
            self.answer.setText(filled(said, count=len(found.hits), answered=found.answered, asked=found.asked))

    def _searched(self, job: Job) -> None:
        if sip.isdeleted(self) or job is not self._job:
            return
        self.progress.hide()
        if job.error:
            self.answer.setText(job.error)

    # ----------------------------------------------------------------------------------------------------------- adding
    def _allow(self) -> None:
        chosen = bool(self.tables.selectedItems()) or self.hits.selectionModel().hasSelection()
        self.enableButtons.emit(chosen)

    def addButtonClicked(self) -> None:
        """Add the chosen tables as layers, and load the chosen data sets."""
        names = [row.data(0, _NAME) for row in self.tables.selectedItems()]
        if names and self._store is not None:
            self._dock.desk.beside(TablesJob(self._store, names), partial(self._were_opened, self._dock.desk.project))
        chosen = [self.model.hit(index) for index in self.hits.selectionModel().selectedIndexes()]
        wanted = [hit for hit in chosen if hit is not None]
        if wanted:
            locator.load(self._iface, self._dock, wanted)
        self.tables.clearSelection()
        self.hits.clearSelection()

    def _were_opened(self, project: int, job: Job) -> None:
        if isinstance(job, TablesJob) and self._dock.desk.project == project:
            layers.add_store(job.store, job.sources, job.ready)
            if job.error:
                self._iface.messageBar().pushWarning(tr("Ruhr Planner"), literal(job.error))

    def _add_hit(self, index: QModelIndex) -> None:
        hit = self.model.hit(index)
        if hit is not None:
            locator.load(self._iface, self._dock, [hit])

    def reset(self) -> None:
        """Forget what was chosen; QGIS calls this when the dialog is closed."""
        self._stop()
        self.tables.clearSelection()
        self.hits.clearSelection()


class SourceProvider(QgsSourceSelectProvider):
    """Gives the Data Source Manager the tab."""

    def __init__(self, iface: QgisInterface, dock: PlannerDock) -> None:
        super().__init__()
        self._iface = iface
        self._dock = dock

    def name(self) -> str:
        """Return the provider's name."""
        return KEY

    def providerKey(self) -> str:
        """Return the key of the tab."""
        return KEY

    def text(self) -> str:
        """Return the title of the tab."""
        return tr("Ruhr Planner")

    def toolTip(self) -> str:
        """Return what the tab is for."""
        return tr("Add tables of a planning store and data of the region's portals")

    def ordering(self) -> int:
        """Stand below the databases, among the services."""
        order: int = QgsSourceSelectProvider.Ordering.OrderOtherProvider
        return order

    def icon(self) -> QIcon:
        """Return the icon of the tab."""
        return browser.icon()

    def createDataSourceWidget(
        self,
        parent: QWidget | None = None,
        fl: Any = Qt.WindowType.Widget,
        widgetMode: Any = QgsProviderRegistry.WidgetMode.Embedded,
    ) -> SourceWidget:
        """Build the tab for a Data Source Manager."""
        return SourceWidget(parent, fl, widgetMode, self._iface, self._dock)


def register(iface: QgisInterface, dock: PlannerDock, undo: list[Callable[[], None]]) -> None:
    """Add the tab."""
    provider = SourceProvider(iface, dock)
    QgsGui.sourceSelectProviderRegistry().addProvider(provider)

    def take_away() -> None:
        QgsGui.sourceSelectProviderRegistry().removeProvider(provider)
        for widget in iface.mainWindow().findChildren(QWidget, "ruhr_planner_source_select"):
            sip.delete(widget)  # the dialog, where it is there, keeps the tab of a provider that has gone

    undo.append(take_away)


def _icon(geometry: str) -> QIcon:
    picture = {
        "Polygon": "/mIconPolygonLayer.svg",
        "LineString": "/mIconLineLayer.svg",
        "Point": "/mIconPointLayer.svg",
        "": "/mIconTableLayer.svg",
    }[geometry.replace("Multi", "")]
    return QgsApplication.getThemeIcon(picture)
