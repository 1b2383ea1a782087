"""The validation panel: findings by rule, where they lie, what to do, and which of them somebody has accepted.

The store is looked at in the background (harmonise.validation); the open findings are kept in its table of findings,
and an accepted one is marked there with its reason, so that the next validation of anybody shows it as accepted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsGeometry, QgsPointXY, QgsRectangle
from qgis.gui import QgsDockWidget, QgsFilterLineEdit
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner import i18n, log, settings
from ruhr_planner.gui import windows
from ruhr_planner.gui.help import help_button
from ruhr_planner.gui.jobs import Job, let_go
from ruhr_planner.gui.opening import open_findings
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.section import allow
from ruhr_planner.gui.words import number
from ruhr_planner.gui.zooming import zoom_to_box
from ruhr_planner.i18n import tr, words
from ruhr_planner.model.codes import SEVERITY
from ruhr_planner.model.errors import StoreError
from ruhr_planner.model.sentences import filled
from ruhr_planner.store.layers import crs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QCloseEvent

    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.harmonise.findings import Validation
    from ruhr_planner.harmonise.validation import Finding

NAME = "ruhr_planner_validation"
ROLE = int(Qt.ItemDataRole.UserRole)
WHAT, COUNT, PLACE = range(3)
SHOWN = 500
"""Findings of one rule that are listed; the export has all of them."""
AROUND_M = 150.0
ICONS = {
    SEVERITY.error: "/mIconCritical.svg",
    SEVERITY.warning: "/mIconWarning.svg",
    SEVERITY.info: "/mIconInfo.svg",
}
Counted = tuple[tuple[str, int], ...]
"""Findings by severity, as `opening.OpenStore` has them."""
ENDINGS = (".html", ".json", ".csv")


def open_validation(desk: Desk, iface: QgisInterface) -> ValidationPanel:
    """Show the panel for the store of the desk; there is one at most."""
    return windows.show(NAME, lambda: ValidationPanel(desk, iface))  # type: ignore[return-value]


class ValidateJob(Job):
    """Looks at a store by all rules, and keeps the open findings in it where it can be written."""

    def __init__(self, address: str, language: str) -> None:
        super().__init__(tr("Validate the store"))
        self.done: Validation | None = None
        self.open: Counted = ()
        """How many findings of each severity the store has open now."""
        self.kept = ""
        """Why the findings could not be kept in the store, "" where they were."""
        self._address = address
        self._language = language

    def work(self) -> None:
        """Look, and keep."""
        from ruhr_planner.harmonise import acceptance, findings, validation
        from ruhr_planner.processing.stores import level_of
        from ruhr_planner.store import opening

        store = opening.open_store(self._address)
        rules = validation.read()
        found = validation.validate(store, rules, date.today(), self._tell)
        level, invented = level_of(store)
        self.done = findings.Validation(store.name, date.today(), "", rules, found, store.counts(), level, invented)
        try:
            acceptance.keep(store, found, self._language)
        except StoreError as error:  # a store that can only be read is validated all the same
            self.kept = words(error)
            log.warning(self.kept)
        else:
            self.complete = True
        self.open = open_findings(store)

    def _tell(self, fraction: float) -> None:
        self.check()
        self.setProgress(max(self.progress(), 100 * fraction))


class AcceptJob(Job):
    """Marks findings as accepted, or takes that back."""

    def __init__(self, address: str, found: Sequence[Finding], reason: str, language: str) -> None:
        """:param reason: "" to take an acceptance back."""
        super().__init__(tr("Accept findings") if reason else tr("Withdraw acceptance"))
        self.open: Counted = ()
        self.before = list(found)
        self.after: list[Finding] = []
        self._given = address, reason, language

    def work(self) -> None:
        """Write it into the store."""
        from ruhr_planner.harmonise import acceptance
        from ruhr_planner.store import opening

        address, reason, language = self._given
        store = opening.open_store(address)
        self.check()
        if reason:
            self.after = acceptance.accept(store, self.before, reason, language)
        else:
            self.after = acceptance.withdraw(store, self.before, language)
        self.complete = True
        self.open = open_findings(store)


class ExportJob(Job):
    """Writes the findings to a file."""

    def __init__(self, done: Validation, path: Path, language: str) -> None:
        super().__init__(tr("Export findings"))
        self.path = path
        self._findings = done
        self._language = language

    def work(self) -> None:
        """Render and write."""
        from ruhr_planner.exhibit.phrases import Phrases
        from ruhr_planner.harmonise import findings
        from ruhr_planner.model.errors import WriteFailed

        made = {".html": findings.as_html, ".json": findings.as_json, ".csv": findings.as_csv}
        text = made[self.path.suffix.lower()](self._findings, Phrases(self._language))
        self.check()
        try:
            self.path.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise WriteFailed(str(error), file=self.path.name, why=error.strerror or error) from error
        self.complete = True


class ValidationPanel(QgsDockWidget):
    """The findings on the left, the chosen one with its remedy on the right."""

    def __init__(self, desk: Desk, iface: QgisInterface) -> None:
        super().__init__(tr("Validation"), iface.mainWindow())
        self.setObjectName(NAME)
        self.desk = desk
        self.iface = iface
        self._address = ""
        self._done: Validation | None = None
        self._found: list[Finding] = []
        self._job: Job | None = None
        self._build()
        self.desk.changed.connect(self._look_at_desk)
        self._look_at_desk()
        iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self)

    # ----------------------------------------------------------------------------------------------------------- parts
    def _build(self) -> None:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.addLayout(self._build_head(page))
        split = QSplitter(Qt.Orientation.Horizontal, page)
        split.setChildrenCollapsible(False)
        split.addWidget(self._build_tree(split))
        split.addWidget(self._build_details(split))
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        column.addWidget(split, 1)
        self.box = RunBox(f"{NAME}_run", page)
        column.addWidget(self.box)
        self.setWidget(page)

    def _build_head(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        self.run = QPushButton(QgsApplication.getThemeIcon("/mActionStart.svg"), tr("&Validate"), page)
        self.run.setObjectName(f"{NAME}_button")
        self.run.clicked.connect(self._validate)
        row.addWidget(self.run)
        self.severities: dict[str, QCheckBox] = {}
        for code in SEVERITY:
            box = QCheckBox(SEVERITY.label(code, i18n.language()), page)
            box.setObjectName(f"{NAME}_{code}")
            box.setIcon(QgsApplication.getThemeIcon(ICONS[code]))
            box.setChecked(True)
            box.setToolTip(tr("Show findings of this severity"))
            box.toggled.connect(lambda _on: self._list())
            self.severities[code] = box
            row.addWidget(box)
        self.accepted = QCheckBox(tr("&Accepted"), page)
        self.accepted.setObjectName(f"{NAME}_accepted")
        self.accepted.setToolTip(tr("Show the findings that somebody has accepted, too"))
        self.accepted.toggled.connect(lambda _on: self._list())
        row.addWidget(self.accepted)
        self.search = QgsFilterLineEdit(page)
        self.search.setObjectName(f"{NAME}_search")
        self.search.setPlaceholderText(tr("Filter by record, municipality or words"))
        self.search.setShowSearchIcon(True)
        self.search.textChanged.connect(lambda _text: self._list())
        row.addWidget(self.search, 1)
        self.export = QToolButton(page)
        self.export.setObjectName(f"{NAME}_export")
        self.export.setText(tr("&Export"))
        self.export.setIcon(QgsApplication.getThemeIcon("/mActionFileSaveAs.svg"))
        self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.export)
        for ending in ENDINGS:
            menu.addAction(f"{ending[1:].upper()}…", lambda ending=ending: self._choose_file(ending))
        self.export.setMenu(menu)
        row.addWidget(self.export)
        row.addWidget(help_button(page, "validation"))
        return row

    def _build_tree(self, parent: QWidget) -> QTreeWidget:
        self.tree = QTreeWidget(parent)
        self.tree.setObjectName(f"{NAME}_tree")
        self.tree.setAccessibleName(tr("Findings by rule"))
        self.tree.setHeaderLabels([tr("Finding"), tr("Count"), tr("Where")])
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        letter = self.fontMetrics().horizontalAdvance("0")
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnWidth(COUNT, 10 * letter)
        self.tree.setColumnWidth(PLACE, 18 * letter)
        self.tree.setToolTip(tr("A click on a finding goes to its place on the map"))
        self.tree.itemExpanded.connect(self._fill_group)
        self.tree.itemSelectionChanged.connect(self._show_chosen)
        self.tree.itemClicked.connect(lambda item: self._go_to(item))
        self.tree.itemActivated.connect(lambda item: self._go_to(item))
        return self.tree

    def _build_details(self, parent: QWidget) -> QWidget:
        panel = QWidget(parent)
        form = QFormLayout(panel)
        form.setContentsMargins(6, 0, 0, 0)
        self.details: dict[str, QLabel] = {}
        for name, label in (
            ("text", tr("Finding")),
            ("remedy", tr("Remedy")),
            ("record", tr("Record")),
            ("field", tr("Field")),
            ("accepted", tr("Accepted because")),
        ):
            value = QLabel(panel)
            value.setObjectName(f"{NAME}_{name}")
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.details[name] = value
            form.addRow(label, value)
        self.reason = QLineEdit(panel)
        self.reason.setObjectName(f"{NAME}_reason")
        self.reason.setPlaceholderText(tr("Why it may stay as it is"))
        self.reason.textChanged.connect(lambda _text: self._say_why())
        self.reason.returnPressed.connect(self._accept)
        form.addRow(tr("&Reason"), self.reason)
        row = QHBoxLayout()
        self.accept = QPushButton(QgsApplication.getThemeIcon("/mActionToggleEditing.svg"), tr("A&ccept"), panel)
        self.accept.setObjectName(f"{NAME}_accept")
        self.accept.clicked.connect(self._accept)
        self.withdraw = QPushButton(QgsApplication.getThemeIcon("/mActionUndo.svg"), tr("&Withdraw"), panel)
        self.withdraw.setObjectName(f"{NAME}_withdraw")
        self.withdraw.clicked.connect(self._withdraw)
        row.addWidget(self.accept)
        row.addWidget(self.withdraw)
        row.addStretch(1)
        form.addRow(row)
        panel.setMinimumWidth(260)
        return panel

    # ------------------------------------------------------------------------------------------------------- life of it
    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what runs; the findings stay for the next time."""
        self._stop()
        super().closeEvent(event)

    def shut_down(self) -> None:
        """Cancel what runs."""
        self.desk.changed.disconnect(self._look_at_desk)
        self._stop()
        self.iface.removeDockWidget(self)

    def _stop(self) -> None:
        job, self._job = self._job, None
        let_go(job)
        self.box.forget()
        self._say_why()

    def _look_at_desk(self) -> None:
        """Forget the findings of another store."""
        address = self.desk.store.address if self.desk.store is not None else ""
        if address != self._address:
            self._stop()
            self._address, self._done, self._found = address, None, []
            self._list()
        self._say_why()

    def _start(self, job: Job, then: Any) -> None:
        """Run one job of the panel, and hear of its end unless another has begun meanwhile."""

        def end() -> None:
            if job is self._job:
                self._job = None
                self.box.conclude(job, then)
                self._say_why()

        self._stop()
        self._job = job
        job.ended.connect(end)
        self.box.watch(job)
        job.start()
        self._say_why()

    # ------------------------------------------------------------------------------------------------------- validating
    def _validate(self) -> None:
        if self._address:
            self._start(ValidateJob(self._address, i18n.language()), self._validated)

    def _validated(self, job: ValidateJob) -> None:
        if job.done is None:
            return
        self._done, self._found = job.done, list(job.done.findings)
        self._list()
        self._tell_desk(job.open)
        text = filled(
            tr(
                "{count} {count:finding|findings}, {errors} of them {errors:an error|errors}; {accepted} "
                "more {accepted:is|are} accepted."
            ),
            count=number(len(job.done.counted)),
            errors=number(job.done.errors),
            accepted=number(len(self._found) - len(job.done.counted)),
        )
        self.box.say(Tone.WARNING if job.done.errors or job.kept else Tone.DONE, " ".join((text, job.kept)).strip())

    def _tell_desk(self, counted: Counted) -> None:
        """Let the dock know how many findings are open now."""
        store = self.desk.store
        if store is not None and store.address == self._address:
            self.desk.take_store(replace(store, findings=counted))

    def _list(self) -> None:
        """Show the findings that the filters let through, by rule and table, errors first."""
        language = i18n.language()
        wanted = self.search.text().strip().casefold()
        groups: dict[tuple[int, str, str], list[int]] = defaultdict(list)
        for place, one in enumerate(self._found):
            if not self.severities[one.rule.severity].isChecked() or (one.accepted and not self.accepted.isChecked()):
                continue
            if wanted and wanted not in _searched(one, language):
                continue
            groups[SEVERITY.index(one.rule.severity), one.rule.id, one.table.table].append(place)
        opened = {item.data(PLACE, ROLE) for item in self._groups() if item.isExpanded()}
        self.tree.clear()
        for (severity, _rule, _table), places in sorted(
            groups.items(), key=lambda entry: (entry[0][0], -len(entry[1]))
        ):
            first = self._found[places[0]]
            table = first.table.label.text(language)
            text = f"{table}: {first.text(language)}" + (" …" if len(places) > 1 else "")
            item = QTreeWidgetItem([text, number(len(places))])
            item.setIcon(WHAT, QgsApplication.getThemeIcon(ICONS[SEVERITY.codes[severity]]))
            item.setToolTip(WHAT, f"{SEVERITY.label(SEVERITY.codes[severity], language)}: {first.remedy(language)}")
            item.setTextAlignment(COUNT, Qt.AlignmentFlag.AlignRight)
            item.setData(WHAT, ROLE, places)
            item.setData(PLACE, ROLE, first.rule.id)
            item.addChild(QTreeWidgetItem([""]))  # filled when it is opened
            self.tree.addTopLevelItem(item)
            item.setExpanded(first.rule.id in opened)
        self._show_chosen()

    def _fill_group(self, item: QTreeWidgetItem) -> None:
        """List the findings of a rule when somebody looks at them."""
        places = item.data(WHAT, ROLE)
        if item.childCount() != 1 or item.child(0).data(WHAT, ROLE) is not None:
            return
        item.takeChildren()
        language = i18n.language()
        for place in places[:SHOWN]:
            one = self._found[place]
            child = QTreeWidgetItem([f"{one.record}  {one.text(language)}", "", one.municipality or one.ags or ""])
            child.setData(WHAT, ROLE, [place])
            if one.accepted:
                child.setIcon(WHAT, QgsApplication.getThemeIcon("/mIconSuccess.svg"))
                child.setText(COUNT, tr("accepted"))
            item.addChild(child)
        if len(places) > SHOWN:
            more = tr("{count} more; the export has all.").format(count=number(len(places) - SHOWN))
            child = QTreeWidgetItem([more])
            child.setFlags(Qt.ItemFlag.NoItemFlags)
            item.addChild(child)

    # ------------------------------------------------------------------------------------------------------ the chosen
    def _chosen(self) -> list[Finding]:
        """Return the findings that are selected; those of a rule where its line is."""
        places = {place for item in self.tree.selectedItems() for place in (item.data(WHAT, ROLE) or ())}
        return [self._found[place] for place in sorted(places)]

    def _show_chosen(self) -> None:
        found, language = self._chosen(), i18n.language()
        texts = dict.fromkeys(self.details, "")
        if len(found) == 1:
            one = found[0]
            column = next((known for known in one.table.columns if known.name == one.column), None)
            texts["text"], texts["remedy"] = one.text(language), one.remedy(language)
            texts["record"] = " · ".join(filter(None, (one.record, one.municipality or one.ags)))
            texts["field"] = column.label.text(language) if column is not None else one.column
            texts["accepted"] = one.accepted
        elif found:
            texts["text"] = filled(tr("{count} {count:finding|findings}"), count=number(len(found)))
            texts["remedy"] = found[0].remedy(language) if len({one.rule.id for one in found}) == 1 else ""
        for name, text in texts.items():
            self.details[name].setText(text or "–")
        self._say_why()

    def _go_to(self, item: QTreeWidgetItem) -> None:
        """Show the place of a finding on the map."""
        places = item.data(WHAT, ROLE) or []
        one = self._found[places[0]] if len(places) == 1 and item.parent() is not None else None
        if one is None or one.xy is None:
            return
        point = QgsPointXY(*one.xy)
        box = QgsRectangle(point, point).buffered(AROUND_M)
        zoom_to_box(box, crs(), self.iface)
        ring = QgsGeometry.fromPointXY(point).buffer(AROUND_M / 10.0, 16)
        self.iface.mapCanvas().flashGeometries([ring], crs())

    # ---------------------------------------------------------------------------------------------------------- acting
    def _say_why(self) -> None:
        """Enable the buttons, or say why not."""
        reason = "" if self._address else tr("Open a store first.")
        if self._job is not None:
            reason = tr("Please wait until “{job}” is done.").format(job=self._job.description())
        allow(self.run, reason, tr("Look at the open store by all rules; nothing in its records is changed"))
        none = reason or ("" if self._done is not None else tr("Validate the store first."))
        allow(self.export, none, tr("Write all findings to a file"))
        chosen = self._chosen()
        nothing = none or ("" if chosen else tr("Choose a finding first."))
        said = nothing or ("" if self.reason.text().strip() else tr("Give a reason first."))
        allow(self.accept, said, tr("Mark as accepted; the next validation shows it and does not count it"))
        back = nothing or (
            "" if any(one.accepted for one in chosen) else tr("None of the chosen findings is accepted.")
        )
        allow(self.withdraw, back, tr("Count the finding again"))

    def _accept(self) -> None:
        reason = self.reason.text().strip()
        if reason and self._chosen() and self._job is None:
            self._start(AcceptJob(self._address, self._alike(), reason, i18n.language()), self._marked)

    def _withdraw(self) -> None:
        if self._chosen() and self._job is None:
            self._start(AcceptJob(self._address, self._alike(), "", i18n.language()), self._marked)

    def _alike(self) -> list[Finding]:
        """Return the chosen findings and all others of the same rule, record and field: they are accepted together."""
        keys = {_key(one) for one in self._chosen()}
        return [one for one in self._found if _key(one) in keys]

    def _marked(self, job: AcceptJob) -> None:
        known = {id(before): after for before, after in zip(job.before, job.after)}
        self._found = [known.get(id(one), one) for one in self._found]
        if self._done is not None:
            self._done = replace(self._done, findings=tuple(self._found))
        self.reason.clear()
        self._list()
        self._tell_desk(job.open)
        count = number(len(job.after))
        if job.after and job.after[0].accepted:
            said = filled(
                tr("{count} {count:finding is|findings are} accepted: {reason}"),
                count=count,
                reason=job.after[0].accepted,
            )
        else:
            said = filled(tr("{count} {count:finding counts|findings count} again."), count=count)
        self.box.say(Tone.DONE, said)

    def _groups(self) -> list[QTreeWidgetItem]:
        return [self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount())]

    def _choose_file(self, ending: str) -> None:
        stem = f"{self._done.store.removesuffix('.gpkg')}_{date.today().isoformat()}" if self._done else "findings"
        place = str(settings.report_folder() / f"{stem}{ending}")
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Export Findings"), place, f"{ending[1:].upper()} (*{ending})"
        )
        if name:
            self.export_to(Path(name).with_suffix(ending))

    def export_to(self, path: Path) -> None:
        """Write all findings, accepted ones too, to an .html, .json or .csv file."""
        if self._done is not None and self._job is None:
            self._start(ExportJob(self._done, path, i18n.language()), self._exported)

    def _exported(self, job: ExportJob) -> None:
        self.box.say(Tone.DONE, tr("The findings were written to “{file}”.").format(file=job.path.name))


def _key(one: Finding) -> tuple[str, str, str, str]:
    """Return what a finding is known by."""
    return one.rule.id, one.table.table, one.record, one.column


def _searched(one: Finding, language: str) -> str:
    return " ".join((one.record, one.text(language), one.municipality or "", one.ags or "", one.rule.id)).casefold()
