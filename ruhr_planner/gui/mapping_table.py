"""The mapping as a table: our fields, the source's field to pick, its unit, how sure the proposal is, sample values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ruhr_planner import i18n
from ruhr_planner.gui.ranking import BAR, BarDelegate
from ruhr_planner.gui.words import literal, number
from ruhr_planner.i18n import tr
from ruhr_planner.model.sentences import filled

if TYPE_CHECKING:
    from ruhr_planner.harmonise.draft import Draft

NAME = "ruhr_planner_mapping"
FIELD, SOURCE, UNIT, SURE, SAMPLES = range(5)
ROLE = int(Qt.ItemDataRole.UserRole)
NOTHING, COLUMN, CONSTANT, RULE = "nothing", "column", "constant", "rule"
LIKELY, DOUBTFUL = 0.75, 0.55
"""From here on a proposal is called likely; below the second number it is called doubtful."""


class MappingTable(QTreeWidget):
    """One line a field of the target. ``changed`` comes after a pick, ``chosen`` with the field of the current line."""

    changed = pyqtSignal(str)
    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self.setAccessibleName(tr("Mapping of the fields"))
        self.setRootIsDecorated(False)
        self.setAlternatingRowColors(True)
        self.setItemDelegate(BarDelegate(self))
        self.setHeaderLabels([tr("Our field"), tr("Field of the source"), tr("Unit"), tr("Confidence"), tr("Samples")])
        self.headerItem().setToolTip(SURE, tr("From the names of both fields and from the values that were sampled"))
        letter = self.fontMetrics().horizontalAdvance("0")
        for column, letters in ((FIELD, 28), (SOURCE, 28), (UNIT, 9), (SURE, 22)):
            self.setColumnWidth(column, letters * letter)
        self.header().setSectionResizeMode(SAMPLES, QHeaderView.ResizeMode.Stretch)
        self._draft: Draft | None = None
        self.currentItemChanged.connect(self._tell)

    def show_draft(self, draft: Draft) -> None:
        """List all fields, the filled ones first."""
        self._draft = draft
        self.clear()
        for name in draft.names:
            item = QTreeWidgetItem()
            item.setData(FIELD, ROLE, name)
            self.addTopLevelItem(item)
            self._fill(item, name)
        self.setCurrentItem(self.topLevelItem(0))

    def current(self) -> str:
        """Return the field of the current line, "" without one."""
        item = self.currentItem()
        return str(item.data(FIELD, ROLE)) if item is not None else ""

    def source_box(self, name: str) -> QComboBox:
        """Return the box in which the source of a field is picked."""
        item = next(item for item in self._items() if item.data(FIELD, ROLE) == name)
        found: QComboBox = self.itemWidget(item, SOURCE)
        return found

    def refresh(self) -> None:
        """Show every line as the draft has it: a pick may free another field."""
        if self._draft is not None:
            for item in self._items():
                self._fill(item, str(item.data(FIELD, ROLE)))

    def _items(self) -> list[QTreeWidgetItem]:
        return [self.topLevelItem(row) for row in range(self.topLevelItemCount())]

    def _fill(self, item: QTreeWidgetItem, name: str) -> None:
        draft = self._draft
        if draft is None:
            return
        field = draft.field(name)
        label = field.label.text(i18n.language())
        item.setText(FIELD, label)
        item.setToolTip(FIELD, name)
        missing = draft.is_missing(name)
        item.setIcon(FIELD, QgsApplication.getThemeIcon("/mIconWarning.svg" if missing else ""))
        if missing:
            item.setToolTip(FIELD, tr("Records without this value are rejected: choose a field or a fixed value."))
        self.setItemWidget(item, SOURCE, self._source_box(draft, name, label))
        units = draft.units(name) if "from" in draft.rule(name) else []
        self.setItemWidget(item, UNIT, self._unit_box(draft, name, units) if units else None)
        self._say_confidence(item, draft, name)
        samples = "; ".join(draft.samples(name))
        item.setText(SAMPLES, samples)
        item.setToolTip(SAMPLES, literal(samples))

    def _say_confidence(self, item: QTreeWidgetItem, draft: Draft, name: str) -> None:
        proposal = draft.proposal(name)
        if proposal is None:
            item.setText(SURE, "")
            item.setData(SURE, BAR, None)
            item.setToolTip(SURE, "")
            return
        score = proposal.score
        word = tr("likely") if score >= LIKELY else tr("possible") if score >= DOUBTFUL else tr("doubtful")
        item.setText(SURE, f"{number(100 * score)} % – {word}")
        item.setData(SURE, BAR, (0.0, min(1.0, score), math.nan))
        fit = "–" if proposal.by_values is None else f"{number(100 * proposal.by_values)} %"
        said = tr("Name {name} %, values that fit {fit}").format(name=number(100 * proposal.by_name), fit=fit)
        if proposal.unmapped:
            said += "; " + filled(
                tr("{count} {count:value means|values mean} no code yet"), count=len(proposal.unmapped)
            )
        item.setToolTip(SURE, said)

    def _source_box(self, draft: Draft, name: str, label: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"{NAME}_source_{name}")
        box.setAccessibleName(tr("Source of “{field}”").format(field=label))
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(tr("– nothing –"), (NOTHING, None))
        rule = draft.rule(name)
        if draft.is_filled(name) and "from" not in rule and "const" not in rule:
            box.addItem(tr("(a rule of the profile)"), (RULE, None))
        for column in draft.columns:
            box.addItem(column, (COLUMN, column))
        codes = draft.field(name).codes
        for code in codes if codes is not None else ():
            box.addItem(tr("always “{value}”").format(value=codes.label(code, i18n.language())), (CONSTANT, code))
        box.setCurrentIndex(_index_of(box, rule, draft.is_filled(name)))
        box.activated.connect(lambda _index: self._pick(name, box))
        return box

    def _unit_box(self, draft: Draft, name: str, units: list[str]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"{NAME}_unit_{name}")
        box.setAccessibleName(tr("Unit"))
        for unit in units:
            box.addItem(unit, unit)
        box.setCurrentIndex(max(0, box.findData(draft.rule(name).get("unit", units[0]))))
        box.activated.connect(lambda _index: self._set_unit(name, box))
        return box

    def _pick(self, name: str, box: QComboBox) -> None:
        draft = self._draft
        kind, value = box.currentData()
        if draft is None or kind == RULE:
            return
        if kind == NOTHING:
            draft.clear(name)
        elif kind == COLUMN:
            draft.choose(name, value)
        else:
            draft.fill(name, value)
        self.setCurrentItem(next(item for item in self._items() if item.data(FIELD, ROLE) == name))
        self.changed.emit(name)

    def _set_unit(self, name: str, box: QComboBox) -> None:
        if self._draft is not None:
            self._draft.set_unit(name, box.currentData())
            self.changed.emit(name)

    def _tell(self) -> None:
        if self.current():
            self.chosen.emit(self.current())


def _index_of(box: QComboBox, rule: dict[str, object], filled: bool) -> int:
    """Return the entry that a rule stands for; compared by hand, because Qt compares tuples by identity."""
    if not filled:
        return 0
    wanted = (
        (COLUMN, rule["from"]) if "from" in rule else (CONSTANT, rule["const"]) if "const" in rule else (RULE, None)
    )
    return next((at for at in range(box.count()) if tuple(box.itemData(at)) == wanted), 0)
