"""The states of one plot: what it was before, what it was part of, what it became; each can be seen on the map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsGeometry
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from ruhr_planner import i18n
from ruhr_planner.gui import windows, words
from ruhr_planner.gui.jobs import Job
from ruhr_planner.gui.places import ground
from ruhr_planner.gui.section import allow
from ruhr_planner.i18n import tr
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import PLOT, Table
from ruhr_planner.processing.expressions import code_label

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.dock import PlannerDock
    from ruhr_planner.gui.places.ours import Home
    from ruhr_planner.store.lookup import State

_STATE = Qt.ItemDataRole.UserRole


class HistoryJob(Job):
    """Reads the states of a plot."""

    def __init__(self, home: Home, plot_id: str) -> None:
        super().__init__(tr("History of {plot}").format(plot=plot_id))
        self.home = home
        self.plot_id = plot_id
        self.states: list[State] = []

    def work(self) -> None:
        """Read them."""
        from ruhr_planner.store import lookup

        self.states = lookup.history(self.home.address, self.home.table, self.plot_id)


class HistoryWindow(QDialog):
    """A line a state, the newest first; below it what differs from the state before."""

    def __init__(self, iface: QgisInterface, dock: PlannerDock) -> None:
        super().__init__(iface.mainWindow())
        self.setObjectName("ruhr_planner_history")
        self.setWindowTitle(tr("History of a Plot"))
        windows.resize(self, 760, 360)
        self._iface = iface
        self._dock = dock
        self.heading = QLabel(self)
        self.heading.setObjectName("ruhr_planner_history_heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.states = QTreeWidget(self)
        self.states.setObjectName("ruhr_planner_history_states")
        self.states.setAccessibleName(tr("States of the plot"))
        self.states.setHeaderLabels([tr("Plot id"), tr("From"), tr("To"), tr("Area (ha)"), tr("What changed")])
        self.states.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.states.header().setStretchLastSection(True)
        self.states.setAlternatingRowColors(True)
        self.states.itemSelectionChanged.connect(self._show_on_map)
        buttons = windows.button_box(self, QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.back = buttons.addButton(tr("&Go Back to This State"), QDialogButtonBox.ButtonRole.ActionRole)
        self.back.setObjectName("ruhr_planner_history_back")
        self.back.setIcon(QgsApplication.getThemeIcon("/mActionUndo.svg"))
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._go_back)
        self._home: Home | None = None
        self._reading: HistoryJob | None = None
        self._refresh()
        column = QVBoxLayout(self)
        column.addWidget(self.heading)
        column.addWidget(self.states, 1)
        column.addWidget(QLabel(tr("A click on a state shows it on the map."), self))
        column.addWidget(buttons)

    def read(self, home: Home, plot_id: str) -> None:
        """Show the history of another plot."""
        self.heading.setText(tr("The history of {plot} is being read…").format(plot=plot_id))
        self.states.clear()
        self._home = home
        self._refresh()
        self._reading = HistoryJob(home, plot_id)
        self._dock.desk.beside(self._reading, self._was_read)

    def shut_down(self) -> None:
        """Nothing is left of the window: its job is the desk's."""

    def _was_read(self, job: Job) -> None:
        if sip.isdeleted(self) or not isinstance(job, HistoryJob) or job is not self._reading:
            return  # another plot has been asked for meanwhile
        if job.error or not job.states:
            self.heading.setText(job.error or tr("The store has no plot {plot}.").format(plot=job.plot_id))
            return
        name = job.states[0].values.get(PLOT.name) or ""
        said = filled(
            tr("{plot} {name}: {count} {count:state|states}"), plot=job.plot_id, name=name, count=len(job.states)
        )
        self.heading.setText(said)
        for state in job.states:
            self.states.addTopLevelItem(_row(state, job.states, job.home.table))
        self.states.expandAll()

    def _chosen(self) -> State | None:
        items = self.states.selectedItems()
        return items[0].data(0, _STATE) if items else None

    def _refresh(self) -> None:
        """Say why nothing can be gone back to."""
        state = self._chosen()
        reason = "" if state is not None else tr("Choose a state first.")
        if state is not None and state.current:
            reason = tr("This is the present state.")
        can = tr("Give the plot shape and values of this state; what it is now stays in the history")
        allow(self.back, reason, can)

    def _go_back(self) -> None:
        """Put the plot back into the chosen state, and show its history again."""
        from ruhr_planner.gui.places import plots

        state, home = self._chosen(), self._home
        if state is None or home is None:
            return
        identifier = str(state.values[PLOT.plot_id])
        self.back.setEnabled(False)
        again = partial(self._read_again, home, identifier)
        plots.undo_run(self._iface, self._dock, home, {"STATE": identifier}, again)

    def _read_again(self, home: Home, identifier: str) -> None:
        if not sip.isdeleted(self):
            self.read(home, identifier)

    def _show_on_map(self) -> None:
        self._refresh()
        state = self._chosen()
        if state is not None and state.wkb is not None:
            shape = QgsGeometry()
            shape.fromWkb(state.wkb)
            ground.show(self._iface, shape.boundingBox(), shape=shape)


def _row(state: State, states: list[State], table: Table) -> QTreeWidgetItem:
    from ruhr_planner.store.lookup import base_id

    values = state.values
    identifier = str(values[PLOT.plot_id])
    area = values.get(PLOT.area_gross_ha)
    before = _before(state, states)
    changed = state.differences(before) if before is not None else []
    same_plot = before is not None and base_id(str(before.values[PLOT.plot_id])) == base_id(identifier)
    summary = ", ".join(table.column(name).label.text(i18n.language()) for name in changed) if same_plot else ""
    if before is not None and not same_plot:
        summary = tr("was part of {plots}").format(plots=values.get(PLOT.previously_part_of))
    if same_plot and before is not None and before.wkb != state.wkb:
        summary = ", ".join(filter(None, (tr("shape"), summary)))
    texts = [identifier, *(words.dated(str(values.get(name) or "")) for name in (PLOT.valid_from, PLOT.valid_to))]
    texts += ["" if area is None else words.number(float(str(area)), 2), summary]
    row = QTreeWidgetItem(texts)
    row.setData(0, _STATE, state)
    row.setIcon(0, QgsApplication.getThemeIcon("/mIconSuccess.svg" if state.current else "/propertyicons/temporal.svg"))
    row.setToolTip(0, tr("not ended") if state.current else tr("ended"))
    for name in changed if same_plot and before is not None else ():
        column = table.column(name)
        old, new = (_value(table, name, one.values.get(name)) for one in (before, state))
        row.addChild(QTreeWidgetItem([column.label.text(i18n.language()), "", "", "", f"{old} → {new}"]))
    return row


def _before(state: State, states: list[State]) -> State | None:
    """Return the state that one came from: the first that it names, as far as it is known."""
    named = str(state.values.get(PLOT.previously_part_of) or "").split(";")
    known = {str(one.values[PLOT.plot_id]): one for one in states}
    return next((known[part.strip()] for part in named if part.strip() in known), None)


def _value(table: Table, name: str, value: object) -> str:
    if value is None:
        return tr("n/a")
    column = table.column(name)
    if column.codes is not None:
        return code_label(column, value, i18n.language()) or tr("n/a")
    if column.kind == "date":
        return words.dated(str(value))
    return words.number(float(str(value)), 2) if column.kind == "real" else str(value)
