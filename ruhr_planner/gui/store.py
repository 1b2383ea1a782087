"""The step "Store": which data the dock works on, how many, and how old they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ruhr_planner import settings
from ruhr_planner.gui import layers, steps, words
from ruhr_planner.gui.opening import LayersJob, OpenJob, OpenStore, demo_job
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.section import Section, allow, tell
from ruhr_planner.i18n import tr
from ruhr_planner.model import licences

if TYPE_CHECKING:
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.jobs import Job

ROWS_SHOWN = 7
"""Rows of the list of tables that are visible without scrolling."""


class StoreSection(Section):
    """Opens the demo region or a store and shows its tables."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("ruhr_planner_store", desk, parent)
        self._build_head()
        self._build_buttons()
        self.box = RunBox("ruhr_planner_store_run", self)
        self.column.addWidget(self.box)
        self.column.addStretch(1)

    def state(self) -> tuple[bool, str]:
        """Say which store is open."""
        store = self.desk.store
        if store is None:
            return False, tr("No store is open yet.")
        return True, tr("“{store}” is open.").format(store=store.title)

    def _build_head(self) -> None:
        self.name = QLabel(self)
        self.name.setObjectName("ruhr_planner_store_name")
        self.name.setWordWrap(True)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.age = self.small_print("ruhr_planner_store_age")
        self.mark = self.small_print("ruhr_planner_store_mark")
        self.tables = QTreeWidget(self)
        self.tables.setObjectName("ruhr_planner_store_tables")
        self.tables.setAccessibleName(tr("Tables of the store"))
        self.tables.setRootIsDecorated(False)
        self.tables.setAlternatingRowColors(True)
        self.tables.setHeaderLabels([tr("Table"), tr("Records")])
        self.tables.header().setStretchLastSection(False)
        self.tables.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tables.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tables.hide()
        for part in (self.name, self.mark, self.age, self.tables):
            self.column.addWidget(part)

    def _build_buttons(self) -> None:
        self.demo = self.button("ruhr_planner_store_demo", tr("Open &Demo Region"))
        self.demo.clicked.connect(self.open_demo)
        self.open = self.button("ruhr_planner_store_open", tr("Open &Store…"))
        self.open.clicked.connect(self.choose)
        self.show_all = self.button("ruhr_planner_store_show", tr("Add &Layers to Map"), "/mActionAddLayer.svg")
        self.show_all.clicked.connect(self._show_all)
        row = QHBoxLayout()
        row.addWidget(self.demo, 1)
        row.addWidget(self.open, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.show_all)

    # --------------------------------------------------------------------------------------------------------- actions
    def open_demo(self) -> None:
        """Copy the demo region to where it can be written, and open the copy."""
        self._open(demo_job())

    def open_store(self, path: Path) -> None:
        """Open a store that the user chose."""
        self._open(OpenJob(path))

    def open_last(self) -> None:
        """Open the store of last time, quietly: no layer is added, and nothing happens on the first start."""
        last = settings.settings().last_store.value()
        if last:
            self._open(OpenJob(Path(last), show=False))

    def _open(self, job: OpenJob) -> None:
        if self.desk.job is None:
            self.desk.begin(job, self.box, self._opened)

    def choose(self) -> None:
        """Ask for a store and open it."""
        start = settings.settings().last_store.value()
        path, _filter = QFileDialog.getOpenFileName(self, tr("Open Store"), start, tr("Planning stores (*.gpkg)"))
        if path:
            self.desk.step_wanted.emit(steps.STORE)
            self.open_store(Path(path))

    def _opened(self, job: Job) -> None:
        if not isinstance(job, OpenJob) or job.store is None:
            return
        settings.settings().last_store.setValue(str(job.store.path))
        self.desk.take_store(job.store)
        if job.ready and self.desk.same_project:
            layers.add_store(job.store, layers.sources_of(job.store, layers.BASE), job.ready)

    def _show_all(self) -> None:
        if self.desk.store is not None and self.desk.job is None:
            self.desk.begin(LayersJob(self.desk.store), self.box, self._loaded)

    def _loaded(self, job: Job) -> None:
        if isinstance(job, LayersJob) and self.desk.same_project:
            layers.add_store(job.store, job.sources, job.ready)
            self.box.say(Tone.DONE, tr("The layers of the store are on the map."))

    # ----------------------------------------------------------------------------------------------------------- state
    def refresh(self) -> None:
        """Show the open store, or how to get one."""
        busy, store = self.desk.busy_reason(), self.desk.store
        allow(self.demo, busy, tr("Open an invented region with all tables, for trying things out"))
        allow(self.open, busy, tr("Open a planning store, a GeoPackage with the plugin's tables"))
        none = "" if store else tr("Open a store first.")
        allow(self.show_all, none or busy, tr("Add every layer of the store to the map"))
        self.show_all.setVisible(store is not None)
        self._show_store(store)

    def _show_store(self, store: OpenStore | None) -> None:
        self.name.setText(store.title if store else tr("No store is open yet."))
        self.name.setToolTip(str(store.path) if store else "")
        tell(self.mark, licences.INVENTED_MARK if store and store.invented else "")
        tell(self.age, age(store) if store else tr("The demo region shows in a minute what the plugin can do."))
        self.tables.setVisible(store is not None)
        self.tables.clear()
        for table in store.tables if store else ():
            row = QTreeWidgetItem([table.label, words.number(table.count)])
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.setToolTip(0, table.name)
            self.tables.addTopLevelItem(row)
        self.tables.setFixedHeight(self._height_of_rows(min(ROWS_SHOWN, self.tables.topLevelItemCount())))

    def _height_of_rows(self, rows: int) -> int:
        one = self.tables.sizeHintForRow(0) if rows else 0
        return self.tables.header().sizeHint().height() + rows * max(one, 0) + 2 * self.tables.frameWidth() + 2


def age(store: OpenStore) -> str:
    """Say of what date the data are and when the file was last written."""
    written = _ago(store.days_since_written)
    if store.data_date:
        return tr("Data of {date}, written {when}").format(date=words.day(store.data_date), when=written)
    return tr("Written {when}").format(when=written)


def _ago(days: int) -> str:
    if days <= 0:
        return tr("today")
    return tr("yesterday") if days == 1 else tr("{days} days ago").format(days=words.number(days))
