"""The step "Store": which data the dock works on, how many, and how old they are."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ruhr_planner import i18n, settings
from ruhr_planner.gui import layers, steps, words
from ruhr_planner.gui.opening import LayersJob, OpenJob, OpenStore, demo_job
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.section import Section, allow, tell
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, licences
from ruhr_planner.model.sentences import filled
from ruhr_planner.store.opening import is_database

if TYPE_CHECKING:
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.jobs import Job

ROWS_SHOWN = 7
"""Rows of the list of tables that are visible without scrolling."""


class StoreSection(Section):
    """Opens the demo region or a store and shows its tables."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("ruhr_planner_store", desk, parent)
        self.pending = ""
        """The address of the store that the project names, until it is open or the user has opened another one."""
        self._waiting: OpenJob | None = None
        self._turn = QTimer(self)  # after all that hear of the end of a job have heard of it
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._open_waiting)
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
        self.tables.currentItemChanged.connect(self._show_origin)
        self.origin = self.small_print("ruhr_planner_store_origin")
        self.findings = self.small_print("ruhr_planner_store_findings")
        self.findings.setTextFormat(Qt.TextFormat.RichText)
        self.findings.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.findings.linkActivated.connect(self._show_findings)
        for part in (self.name, self.mark, self.age, self.findings, self.tables, self.origin):
            self.column.addWidget(part)

    def _build_buttons(self) -> None:
        self.demo = self.button("ruhr_planner_store_demo", tr("Open &Demo Region"))
        self.demo.clicked.connect(self.open_demo)
        self.open = self.button("ruhr_planner_store_open", tr("Open &Store…"))
        self.open.clicked.connect(self.choose)
        self.new = self.button("ruhr_planner_store_new", tr("&New Store…"))
        self.new.clicked.connect(self._choose_new)
        self.database = self.button("ruhr_planner_store_database", tr("Data&base…"))
        self.database.clicked.connect(self._choose_database)
        self.show_all = self.button("ruhr_planner_store_show", tr("Add &Layers to Map"), "/mActionAddLayer.svg")
        self.show_all.clicked.connect(self._show_all)
        self.again = QToolButton(self)
        self.again.setObjectName("ruhr_planner_store_again")
        self.again.setIcon(QgsApplication.getThemeIcon("/mActionRefresh.svg"))
        self.again.setAccessibleName(tr("Reload"))
        self.again.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.again.clicked.connect(self._reload)
        for pair in ((self.demo, self.open), (self.new, self.database)):
            row = QHBoxLayout()
            for button in pair:
                button.setMinimumWidth(0)  # its words: in a narrow dock the longer of two takes more than half
                row.addWidget(button, 1)
            self.column.addLayout(row)
        row = QHBoxLayout()
        row.addWidget(self.show_all, 1)
        row.addWidget(self.again)
        self.column.addLayout(row)

    # --------------------------------------------------------------------------------------------------------- actions
    def open_demo(self) -> None:
        """Copy the demo region to where it can be written, and open the copy."""
        self._open(demo_job())

    def open_store(self, address: str, show: bool = True) -> None:
        """Open a store that the user chose.

        :param address: a file's path, or ``postgres:<connection>/<schema>``.
        :param show: put its plots and municipalities on the map.
        """
        self._open(OpenJob(address, show=show))

    def open_for_project(self, address: str) -> None:
        """Open the store that a project names, unless it is open; its layers are the project's own.

        :param address: a file's path, or ``postgres:<connection>/<schema>``; "" for none.
        """
        store, opening = self.desk.store, isinstance(self.desk.job, OpenJob)
        if address and (opening or store is None or store.address != address):
            self.pending = address
            self.open_store(address, show=False)

    def forget_project(self) -> None:
        """Want the store of the project no more: the project was closed."""
        if self._waiting is not None and self._waiting.address == self.pending:
            self._waiting = None
        self.pending = ""

    def create_store(self, address: str) -> None:
        """Make a new, empty store and open it."""
        self._open(OpenJob(address, create=True))

    def open_last(self) -> None:
        """Open the store of last time, quietly: no layer is added, and nothing happens on the first start.

        A store that was asked for goes before it, and one that the project names and that is away stays the project's.
        """
        last = settings.settings().last_store.value()
        if last and self.desk.store is None and self.desk.job is None:
            self.desk.begin(OpenJob(last, show=False), self.box, self._take)

    def _open(self, job: OpenJob) -> None:
        """Open a store now, or as soon as the job that is under way has ended; the last one asked for counts."""
        if self.desk.job is None:
            self.desk.begin(job, self.box, self._opened)
            return
        self._waiting = job
        if not self.box.watching:
            said = tr("“{store}” is opened as soon as “{job}” is done.")
            self.box.say(Tone.NOTE, said.format(store=job.title, job=self.desk.job.description()))

    def _open_waiting(self) -> None:
        job, self._waiting = self._waiting, None
        if job is not None:
            self._open(job)

    def choose(self) -> None:
        """Ask for a store and open it."""
        path, _filter = QFileDialog.getOpenFileName(self, tr("Open Store"), self._folder(), store_files())
        if path:
            self.desk.step_wanted.emit(steps.STORE)
            self.open_store(path)

    def _choose_new(self) -> None:
        path, _filter = QFileDialog.getSaveFileName(self, tr("New Store"), self._folder(), store_files())
        if path:
            self.create_store(path if path.lower().endswith(".gpkg") else f"{path}.gpkg")

    def _choose_database(self) -> None:
        from ruhr_planner.gui.database import DatabaseDialog

        dialog = DatabaseDialog(self)
        if dialog.exec():
            (self.create_store if dialog.wants_new else self.open_store)(dialog.address())
        dialog.deleteLater()

    def _folder(self) -> str:
        last = settings.settings().last_store.value()
        return "" if is_database(last) else str(Path(last).parent) if last else ""

    def _reload(self) -> None:
        """Count anew, and read the layers again: others may have written into the store."""
        store = self.desk.store
        if store is not None and self.desk.job is None:
            self.desk.begin(OpenJob(store.address, store.title, show=False), self.box, self._reloaded)

    def _reloaded(self, job: Job) -> None:
        if isinstance(job, OpenJob) and job.store is not None:
            self.desk.take_store(job.store)
            layers.show_anew({table.uri for table in job.store.tables})
            self.box.say(Tone.DONE, tr("The store was read again."))

    def _show_findings(self, _link: str) -> None:
        """Show the findings of the store in full: the question that finds them."""
        self.desk.question_wanted.emit("validate")

    def _opened(self, job: Job) -> None:
        """Take a store that was asked for."""
        if self._waiting is None:
            self.pending = ""
        self._take(job)

    def _take(self, job: Job) -> None:
        if not isinstance(job, OpenJob) or job.store is None:
            return
        settings.settings().last_store.setValue(job.store.address)
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
        allow(self.new, busy, tr("Make an empty planning store and harmonise data into it"))
        allow(self.database, busy, tr("Open or make a planning store in PostGIS, shared by several people"))
        none = "" if store else tr("Open a store first.")
        allow(self.show_all, none or busy, tr("Add every layer of the store to the map"))
        allow(self.again, none or busy, tr("Count the records anew and draw the layers with what others have written"))
        self.show_all.setVisible(store is not None)
        self.again.setVisible(store is not None)
        self._show_store(store)
        if self._waiting is not None and self.desk.job is None:
            self._turn.start()

    def _show_store(self, store: OpenStore | None) -> None:
        self.name.setText(store.title if store else tr("No store is open yet."))
        self.name.setToolTip(store.address if store else "")
        tell(self.mark, licences.INVENTED_MARK if store and store.invented else "")
        tell(self.age, age(store) if store else tr("The demo region shows in a minute what the plugin can do."))
        tell(self.findings, told_findings(store) if store else "")
        chosen = self.tables.currentItem().toolTip(0) if self.tables.currentItem() else ""
        self.tables.setVisible(store is not None and bool(store.tables))
        self.tables.clear()
        for table in store.tables if store else ():
            row = QTreeWidgetItem([table.label, words.number(table.count)])
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.setToolTip(0, table.name)
            row.setData(0, Qt.ItemDataRole.UserRole, table.about)
            self.tables.addTopLevelItem(row)
            if table.name == chosen:
                self.tables.setCurrentItem(row)
        self.tables.setFixedHeight(self._height_of_rows(min(ROWS_SHOWN, self.tables.topLevelItemCount())))

    def _show_origin(self, *_changed: QTreeWidgetItem) -> None:
        """Say where the chosen table comes from."""
        row = self.tables.currentItem()
        tell(self.origin, f"{row.text(0)}\n{row.data(0, Qt.ItemDataRole.UserRole)}" if row is not None else "")

    def _height_of_rows(self, rows: int) -> int:
        one = self.tables.sizeHintForRow(0) if rows else 0
        return self.tables.header().sizeHint().height() + rows * max(one, 0) + 2 * self.tables.frameWidth() + 2


def store_files() -> str:
    """Return how file dialogs name planning stores."""
    return tr("Planning stores (*.gpkg)")


def age(store: OpenStore) -> str:
    """Say of what date the data are and when the file was last written."""
    if not store.tables:
        return tr("The store is empty. Find data in step 1 and harmonise them into it.")
    data = words.day(store.data_date) if store.data_date else ""
    if store.days_since_written is None:
        return tr("Data of {date}").format(date=data) if data else ""
    written = _ago(store.days_since_written)
    if data:
        return tr("Data of {date}, written {when}").format(date=data, when=written)
    return tr("Written {when}").format(when=written)


def told_findings(store: OpenStore) -> str:
    """Say how many findings are open, with a link to them."""
    if not store.findings:
        return ""
    listed = ", ".join(
        f"{codes.SEVERITY.label(severity, i18n.language())}: {words.number(count)}"
        for severity, count in store.findings
    )
    return '{said} <a href="findings">{link}</a>'.format(
        said=escape(tr("Open findings: {listed}.").format(listed=listed)), link=escape(tr("Show"))
    )


def _ago(days: int) -> str:
    if days <= 0:
        return tr("today")
    return tr("yesterday") if days == 1 else filled(tr("{days} {days:day|days} ago"), days=words.number(days))
