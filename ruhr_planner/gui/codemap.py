"""What the values of a coded field mean: each raw value with its number, and the code to pick for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ruhr_planner import i18n
from ruhr_planner.gui.section import tell
from ruhr_planner.gui.words import number
from ruhr_planner.i18n import tr
from ruhr_planner.model.sentences import filled

if TYPE_CHECKING:
    from ruhr_planner.harmonise.draft import Draft, Meaning

NAME = "ruhr_planner_codes"
RAW, COUNT, CODE = range(3)
REJECT, MEANS_NOTHING = "reject", "unknown"


class CodeMap(QWidget):
    """The values of one field; ``changed`` comes after a pick."""

    changed = pyqtSignal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self._draft: Draft | None = None
        self._name = ""
        column = QVBoxLayout(self)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.note)
        self.table = QTreeWidget(self)
        self.table.setObjectName(f"{NAME}_table")
        self.table.setAccessibleName(tr("Values and codes"))
        self.table.setRootIsDecorated(False)
        self.table.setAlternatingRowColors(True)
        self.table.setHeaderLabels([tr("Value of the source"), tr("Records"), tr("Becomes")])
        letter = self.fontMetrics().horizontalAdvance("0")
        for place, letters in ((RAW, 40), (COUNT, 10)):
            self.table.setColumnWidth(place, letters * letter)
        column.addWidget(self.table, 1)

    def show_field(self, draft: Draft, name: str) -> None:
        """List the values of a field, or say why it has none to map."""
        self._draft, self._name = draft, name
        self.table.clear()
        listed = draft.field(name).codes
        label = draft.field(name).label.text(i18n.language())
        found = draft.meanings(name)
        if listed is None:
            tell(self.note, tr("“{field}” takes values as they are; there are no codes to map.").format(field=label))
        elif not found:
            tell(self.note, tr("“{field}” is not filled from a field of the source.").format(field=label))
        else:
            lost = sum(one.count for one in found if one.code is None)
            said = filled(
                tr("“{field}”: {count} {count:value|values} in the sample."), field=label, count=number(len(found))
            )
            if lost:
                said += " " + filled(
                    tr("{count} sampled {count:record is|records are} rejected for it."), count=number(lost)
                )
            tell(self.note, said)
        for one in found:
            item = QTreeWidgetItem([one.raw, number(one.count)])
            item.setTextAlignment(COUNT, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if one.code is None:
                item.setIcon(RAW, QgsApplication.getThemeIcon("/mIconWarning.svg"))
            self.table.addTopLevelItem(item)
            self.table.setItemWidget(item, CODE, self._box(draft, name, one))

    def box(self, raw: str) -> QComboBox:
        """Return the box in which the code of a raw value is picked."""
        rows = (self.table.topLevelItem(row) for row in range(self.table.topLevelItemCount()))
        found: QComboBox = self.table.itemWidget(next(item for item in rows if item.text(RAW) == raw), CODE)
        return found

    def _box(self, draft: Draft, name: str, one: Meaning) -> QComboBox:
        listed = draft.field(name).codes
        box = QComboBox(self)
        box.setAccessibleName(tr("What “{value}” becomes").format(value=one.raw))
        for code in listed if listed is not None else ():
            box.addItem(listed.label(code, i18n.language()) if listed is not None else str(code), code)
        if box.findData(MEANS_NOTHING) < 0:
            box.addItem(tr("– says nothing –"), MEANS_NOTHING)
        if not one.spelled:
            box.addItem(tr("– record is rejected –"), REJECT)
        box.setCurrentIndex(box.findData(REJECT if one.code is None else one.code))
        box.activated.connect(lambda _index: self._pick(one.raw, box.currentData()))
        return box

    def _pick(self, raw: str, code: object) -> None:
        if self._draft is not None:
            self._draft.set_code(self._name, raw, None if code == REJECT else code)
            self.changed.emit(self._name)
