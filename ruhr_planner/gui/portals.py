"""The portals that a search asks: switch, add, edit, remove, import and export them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Callable

from qgis.core import QgsApplication
from qgis.gui import QgsAuthConfigSelect, QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner import i18n, settings
from ruhr_planner.catalogue import portals
from ruhr_planner.catalogue.dataset import UNCHECKED, Portal
from ruhr_planner.gui import windows
from ruhr_planner.gui.help import add_help
from ruhr_planner.gui.section import allow
from ruhr_planner.gui.words import dated, literal
from ruhr_planner.i18n import tr
from ruhr_planner.model.codes import Label
from ruhr_planner.model.errors import PlannerError
from ruhr_planner.model.region import KREISE

_CHECKED = Qt.CheckState.Checked
_LISTS = "YAML (*.yaml *.yml)"


class PortalsDialog(QDialog):
    """All portals with a check box each. Every change is written at once; the shipped list is never changed.

    :param own: path of the user's list; it need not exist.
    """

    def __init__(self, own: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_portals")
        self.setWindowTitle(tr("Portals"))
        windows.resize(self, 960, 560)
        self._own = own
        self._office = settings.office_portals()
        self._offices: portals.Catalogue | None = None
        self._portals: tuple[Portal, ...] = ()
        layout = QVBoxLayout(self)
        self.messages = QgsMessageBar(self)
        layout.addWidget(self.messages)
        layout.addWidget(self._build_table(), 1)
        layout.addLayout(self._build_buttons())
        close = windows.button_box(self, QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        add_help(close, "portals")
        layout.addWidget(close)
        self.refresh()

    def _build_table(self) -> QTableWidget:
        self.table = QTableWidget(0, 5, self)
        self.table.setObjectName("ruhr_planner_portals_table")
        self.table.setHorizontalHeaderLabels(
            [tr("Portal"), tr("Protocol"), tr("Address"), tr("Asked last"), tr("List")]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._allow)
        self.table.itemChanged.connect(self._switch)
        self.table.itemDoubleClicked.connect(lambda _item: self._edit())
        return self.table

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.add = self._button("add", tr("&Add…"), "/symbologyAdd.svg", self._add)
        self.edit = self._button("edit", tr("&Edit…"), "/symbologyEdit.svg", self._edit)
        self.remove = self._button("remove", tr("&Remove"), "/symbologyRemove.svg", self._remove)
        self.take_in = self._button("import", tr("&Import…"), "/mActionFileOpen.svg", self._import)
        self.give_out = self._button("export", tr("E&xport…"), "/mActionFileSave.svg", self._export)
        for button in (self.add, self.edit, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.take_in, self.give_out):
            row.addWidget(button)
        return row

    def _button(self, name: str, text: str, icon: str, slot: Callable[[], None]) -> QPushButton:
        made = QPushButton(QgsApplication.getThemeIcon(icon), text, self)
        made.setObjectName(f"ruhr_planner_portals_{name}")
        made.setAutoDefault(False)
        made.clicked.connect(lambda _checked: slot())
        return made

    # ---------------------------------------------------------------------------------------------------------- showing
    def refresh(self) -> None:
        """Read both lists again and show them."""
        chosen = self._chosen()
        try:
            if self._offices is None:  # once: it may be on a share that answers slowly
                self._offices = portals.office_list(self._office)
            self._portals = portals.merged(portals.shipped(), self._offices, portals.own_list(self._own)).portals
        except PlannerError as problem:
            self._portals = portals.shipped().portals
            self._tell(problem)
        offices = {portal.id for portal in self._offices.portals} if self._offices is not None else set()
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._portals))
        for row, portal in enumerate(self._portals):
            for column, item in enumerate(_items(portal, portal.id in offices)):
                self.table.setItem(row, column, item)
        self.table.blockSignals(False)
        if chosen is not None:
            self._select(chosen.id)
        self._allow()

    def _select(self, identifier: str) -> None:
        for row, portal in enumerate(self._portals):
            if portal.id == identifier:
                self.table.selectRow(row)

    def _chosen(self) -> Portal | None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        row = rows.pop() if len(rows) == 1 else -1
        return self._portals[row] if 0 <= row < len(self._portals) else None

    def _allow(self) -> None:
        chosen = self._chosen()
        nothing = "" if chosen is not None else tr("Choose a portal first.")
        allow(self.edit, nothing, tr("Change the entry; of a shipped one a changed copy goes into your own list"))
        shipped = tr("This entry is shipped; it can be switched off, not removed.")
        foreign = shipped if chosen is not None and not chosen.own else ""
        allow(self.remove, nothing or foreign, tr("Take the entry out of your own list"))
        none = "" if any(portal.own for portal in self._portals) else tr("Your own list has no entry yet.")
        allow(self.give_out, none, tr("Write your own entries to a file that colleagues can import"))

    def _tell(self, problem: PlannerError) -> None:
        self.messages.clearWidgets()
        self.messages.pushWarning("", literal(i18n.words(problem)))

    # --------------------------------------------------------------------------------------------------------- changing
    def _switch(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            identifier = self._portals[item.row()].id
            self._do(lambda: portals.switch(self._own, identifier, item.checkState() == _CHECKED, self._office))

    def _add(self) -> None:
        self._ask(PortalForm(None, {portal.id for portal in self._portals}, self))

    def _edit(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._ask(PortalForm(chosen, set(), self))

    def _ask(self, form: PortalForm) -> None:
        while form.exec() == QDialog.DialogCode.Accepted:
            made = form.portal()
            try:
                portals.add(self._own, made)
            except PlannerError as problem:
                form.tell(problem)
                continue
            self.refresh()
            self._select(made.id)
            break

    def _remove(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._do(lambda: portals.remove(self._own, chosen.id))

    def _import(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, tr("Import portals"), "", _LISTS)
        if name:
            self.import_list(Path(name))

    def import_list(self, path: Path) -> None:
        """Take the entries of a file into the user's list and say how many came."""
        if self._do(lambda: portals.import_list(self._own, path)):
            self.messages.pushInfo("", tr("The entries of “{file}” are in your own list.").format(file=path.name))

    def _export(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, tr("Export own portals"), "portale.yaml", _LISTS)
        if name:
            self.export_list(Path(name))

    def export_list(self, path: Path) -> None:
        """Write the user's entries to a file."""
        if self._do(lambda: portals.export_list(path, portals.read(self._own, own=True))):
            self.messages.pushSuccess("", tr("Your own entries are in “{file}”.").format(file=path.name))

    def _do(self, change: Callable[[], object]) -> bool:
        """Make a change and show the list again; a fault is shown in words. True when it was made."""
        self.messages.clearWidgets()
        problem = None
        try:
            change()
        except PlannerError as caught:
            problem = caught
        self.refresh()
        if problem is not None:
            self._tell(problem)
        return problem is None


def _items(portal: Portal, of_office: bool) -> list[QTableWidgetItem]:
    first = QTableWidgetItem(portal.title.text(i18n.language()))
    first.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    first.setCheckState(_CHECKED if portal.enabled else Qt.CheckState.Unchecked)
    checked = tr("unchecked") if portal.checked == UNCHECKED else dated(portal.checked)
    listed = tr("own") if portal.own else tr("office") if of_office else tr("shipped")
    texts = (portal.protocol.upper(), portal.url, checked, listed)
    items = [first, *map(QTableWidgetItem, texts)]
    for item in items:
        item.setToolTip(literal(portal.note.text(i18n.language()) or portal.url))
    return items


class PortalForm(QDialog):
    """The fields of one portal. What the form does not show (themes, options of the protocol) stays as it is."""

    def __init__(self, portal: Portal | None, taken: set[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_portal")
        self.setWindowTitle(tr("Edit Portal") if portal else tr("Add Portal"))
        self._portal, self._taken = portal, taken
        layout = QVBoxLayout(self)
        self.fault = QLabel(self)
        self.fault.setObjectName("ruhr_planner_portal_fault")
        self.fault.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.hide()
        form = QFormLayout()
        base = portal or Portal("", Label("", ""), "ckan", "")
        self.name = _line(form, tr("&Title"), base.title.text(i18n.language()))
        self.protocol = QComboBox(self)
        for protocol in portals.PROTOCOLS:
            self.protocol.addItem(protocol.upper(), protocol)
        self.protocol.setCurrentIndex(self.protocol.findData(base.protocol))
        _row(form, tr("&Protocol"), self.protocol)
        self.url = _line(form, tr("Add&ress"), base.url)
        self.url.setPlaceholderText("https://")
        self.publisher = _line(form, tr("P&ublisher"), base.publisher)
        self.licence = _line(form, tr("&Licence"), base.licence)
        self.licence.setPlaceholderText(tr("Each data set says it"))
        self.municipality = _line(form, tr("&Municipality key"), base.municipality)
        self.municipality.setPlaceholderText(tr("8 digits; Kreis 5; empty: several"))
        self.municipality.setToolTip(", ".join(f"{key} {name}" for key, name in KREISE.items()))
        self.seconds = QSpinBox(self)
        self.seconds.setRange(1, 120)
        self.seconds.setSuffix(" s")
        self.seconds.setValue(int(base.seconds))
        _row(form, tr("&Time limit"), self.seconds)
        self.login = QgsAuthConfigSelect(self)
        self.login.setConfigId(base.authcfg)
        _row(form, tr("Log-i&n"), self.login)
        buttons = windows.button_box(self, QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(self.fault)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def portal(self) -> Portal:
        """Return the entry as the form stands; a new one has been asked by nobody yet."""
        title = self.name.text().strip()
        language = i18n.language()
        base = self._portal or Portal(_identifier(title, self._taken), Label(title, title), "", "")
        label = base.title
        if title != label.text(language):
            label = Label(title, label.en) if language == i18n.GERMAN else Label(label.de, title)
        asked_elsewhere = self.url.text().strip() != base.url or self.protocol.currentData() != base.protocol
        return replace(
            base,
            title=label,
            protocol=self.protocol.currentData(),
            url=self.url.text().strip(),
            publisher=self.publisher.text().strip(),
            licence=self.licence.text().strip(),
            municipality=self.municipality.text().strip(),
            seconds=float(self.seconds.value()),
            authcfg=self.login.configId(),
            checked=UNCHECKED if asked_elsewhere else base.checked,
            evidence="" if asked_elsewhere else base.evidence,
        )

    def tell(self, problem: PlannerError) -> None:
        """Show why the entry was not taken."""
        self.fault.setText(i18n.words(problem))
        self.fault.show()


def _identifier(title: str, taken: set[str]) -> str:
    """Return a free id made of a title."""
    spelt = title.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    plain = re.sub(r"[^a-z0-9]+", "_", spelt).strip("_")[:50]
    base = plain if len(plain) > 1 else f"portal_{plain}".rstrip("_")
    number, made = 2, base
    while made in taken:
        made, number = f"{base}_{number}", number + 1
    return made


def _line(form: QFormLayout, label: str, text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setMinimumWidth(360)
    line.setCursorPosition(0)
    _row(form, label, line)
    return line


def _row(form: QFormLayout, text: str, widget: QWidget) -> None:
    label = QLabel(text)
    label.setBuddy(widget)
    form.addRow(label, widget)
