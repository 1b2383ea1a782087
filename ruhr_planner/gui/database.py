"""Which schema of which PostgreSQL connection of QGIS holds the store, or is to hold a new one."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from ruhr_planner.gui import windows
from ruhr_planner.gui.help import add_help
from ruhr_planner.gui.section import allow
from ruhr_planner.i18n import tr
from ruhr_planner.store.address import PREFIX
from ruhr_planner.store.opening import connections

FIRST_SCHEMA = "ruhr_planner"


class DatabaseDialog(QDialog):
    """Connection and schema; accepted to open the store there, or to make one (``wants_new``)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_database")
        self.setWindowTitle(tr("Store in a Database"))
        self.wants_new = False
        form = QFormLayout(self)
        self.connection = QComboBox(self)
        self.connection.setObjectName("ruhr_planner_database_connection")
        self.connection.addItems(connections())
        self.schema = QLineEdit(FIRST_SCHEMA, self)
        self.schema.setObjectName("ruhr_planner_database_schema")
        for text, widget in ((tr("&Connection"), self.connection), (tr("&Schema"), self.schema)):
            label = QLabel(text, self)
            label.setBuddy(widget)
            form.addRow(label, widget)
        self.note = QLabel(tr("QGIS has no PostgreSQL connection yet; add one in the Data Source Manager."), self)
        self.note.setWordWrap(True)
        self.note.setVisible(not self.connection.count())
        form.addRow(self.note)
        buttons = windows.button_box(self, QDialogButtonBox.StandardButton.Cancel)
        self.open = buttons.addButton(tr("&Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.new = buttons.addButton(tr("Make &New"), QDialogButtonBox.ButtonRole.ActionRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.new.clicked.connect(self._make)
        add_help(buttons, "database")
        form.addRow(buttons)
        self.schema.textChanged.connect(self._refresh)
        self._refresh()

    def address(self) -> str:
        """Return the store's address."""
        return f"{PREFIX}{self.connection.currentText()}/{self.schema.text().strip()}"

    def _refresh(self) -> None:
        lacking = "" if self.connection.count() else self.note.text()
        lacking = lacking or ("" if self.schema.text().strip() else tr("Name the schema."))
        allow(self.open, lacking, tr("Open the planning store in this schema"))
        allow(self.new, lacking, tr("Make an empty planning store in this schema"))

    def _make(self) -> None:
        self.wants_new = True
        self.accept()
