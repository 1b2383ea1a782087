"""The mapping wizard: from anybody's file to the tables of the store, with every step to be seen before it is taken.

A file or layer is dropped; a mapping is proposed (harmonise.suggest) and corrected by picking (harmonise.draft); a try
says what would be written and shows what would be rejected on the map (harmonise.importing.preview); then the profile
is saved and the algorithm `harmonise` runs with it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, NamedTuple

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsFillSymbol,
    QgsGeometry,
    QgsMimeDataUtils,
    QgsProject,
    QgsProviderRegistry,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)
from qgis.gui import QgsFileWidget, QgsGui, QgsMapLayerComboBox, QgsProjectionSelectionWidget
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QMetaType, Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner import i18n, settings
from ruhr_planner.gui import layers, sources, windows
from ruhr_planner.gui.codemap import CodeMap
from ruhr_planner.gui.help import add_help
from ruhr_planner.gui.jobs import AlgorithmJob, Job, let_go
from ruhr_planner.gui.mapping_table import MappingTable
from ruhr_planner.gui.opening import count_again
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.section import allow
from ruhr_planner.gui.words import literal, number, numbered
from ruhr_planner.gui.zooming import zoom_to_box
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, licences, tables
from ruhr_planner.model.errors import PlannerError
from ruhr_planner.model.region import CRS
from ruhr_planner.model.sentences import filled
from ruhr_planner.store.layers import crs

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent

    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.opening import OpenStore
    from ruhr_planner.harmonise.draft import Draft
    from ruhr_planner.harmonise.outcome import Outcome, Rejected
    from ruhr_planner.model.tables import Table

NAME = "ruhr_planner_mapping_wizard"
ROLE = int(Qt.ItemDataRole.UserRole)
REJECTS = (("number", QMetaType.Type.Int), ("native_id", QMetaType.Type.QString), ("reason", QMetaType.Type.QString),
           ("field", QMetaType.Type.QString), ("value", QMetaType.Type.QString))  # fmt: skip
"""Fields of the temporary layer of rejected records."""
COUNTS = ("READ", "WRITTEN", "UNCHANGED", "REJECTED", "ENDED")
"""What is told of a run."""


def open_mapping_wizard(desk: Desk, iface: QgisInterface, file: str = "") -> MappingWizard:
    """Show the wizard; there is one at most.

    :param file: a path, with `|layername=` where the file holds several layers; what is there already if empty.
    """
    window: MappingWizard = windows.show(NAME, lambda: MappingWizard(desk, iface))  # type: ignore[assignment]
    if file:
        window.take(file)
    return window


@dataclass(frozen=True)
class Target:
    """What a file is read from: its path and the layer in it, "" for the only one."""

    path: Path
    layer: str

    @property
    def address(self) -> str:
        """Return it as the algorithms take it."""
        return f"{self.path}|layername={self.layer}" if self.layer else str(self.path)


class Wanted(NamedTuple):
    """What a run would write, and where."""

    given: Target
    text: str
    """The profile."""
    store: str


class CopyJob(Job):
    """Copies a layer that is no file, as it is now, unsaved edits too: what is tried is what is written."""

    def __init__(self, layer: QgsVectorLayer | QgsMimeDataUtils.Uri, folder: Path) -> None:
        """:param layer: a layer of the project, or the address of one that is opened in the background."""
        opened = isinstance(layer, QgsVectorLayer)
        address = layers.address_of(layer) if opened else f"{layer.providerKey}://{layer.uri}"
        super().__init__(tr("Copy the layer"), [address])
        file = _whole_file(layer) if opened else ""
        self.origin = _target(file) if file else address
        self.path: Path | None = None
        self._folder = folder
        self._address: QgsMimeDataUtils.Uri | None = None
        self._source: QgsVectorLayerFeatureSource | None = None
        if isinstance(layer, QgsVectorLayer):
            self._name, self._kind = layer.name(), layer.wkbType()
            self._source = QgsVectorLayerFeatureSource(layer)  # a snapshot that another thread may read
            self._crs = layer.crs()
        else:
            self._name, self._address = layer.name, layer

    def work(self) -> None:
        """Read, and write the file."""
        from ruhr_planner.store import copying

        source, opened = self._source, None
        if source is None:
            opened = self._open()
            source, self._crs, self._kind = QgsVectorLayerFeatureSource(opened), opened.crs(), opened.wkbType()
        records = source.getFeatures(QgsFeatureRequest())
        given = copying.Given(self._name, source.fields(), self._kind, self._crs, records)
        self.path = copying.copy(given, self._folder, self.check)

    def _open(self) -> QgsVectorLayer:
        from ruhr_planner.model.errors import BadFile

        address = self._address
        layer = QgsVectorLayer(address.uri, address.name, address.providerKey)
        if not layer.isValid():
            raise BadFile(file=address.name, why=layer.error().summary() or address.providerKey)
        return layer


class SuggestJob(Job):
    """Samples a file, proposes a mapping and lists the sources of the store.

    Of a file with several layers and none named the first one is taken.
    """

    def __init__(self, given: Target, table: Table, store: str, origin: Target | str) -> None:
        """
        :param store: the address of the open one, "" for none.
        :param origin: what the file is a copy of: another file or the address of a layer, "" for nothing.
        """
        super().__init__(tr("Suggest a mapping"))
        self.given = given
        self.layers: list[str] = []
        self.draft: Draft | None = None
        self.key = ""
        """What is remembered of the file, see `sources.key`."""
        self.sources: sources.Sources | None = None
        self._table = table
        self._store = store
        self._origin = origin
        self._transforms = QgsProject.instance().transformContext()

    def work(self) -> None:
        """Read some records and compare them with the fields of the target; look at the store."""
        from ruhr_planner.harmonise import suggest
        from ruhr_planner.harmonise.draft import Draft
        from ruhr_planner.readers import files

        self.layers = files.layers_of(self.given.path)
        layer = self.given.layer or (self.layers[0] if len(self.layers) > 1 else "")
        self.given = Target(self.given.path, layer)
        with files.open_path(self.given.path, layer) as stream:
            columns = suggest.sample(stream.stated(), self._transforms)
            self.check()
            self.draft = Draft(suggest.suggest(stream.origin.title, columns, self._table), columns)
        origin = self._origin or self.given
        if isinstance(origin, Target):
            names = self.layers if origin is self.given else files.layers_of(origin.path)
            origin = sources.origin(origin.path, origin.layer or next(iter(names), ""))
        self.key = sources.key(origin, self._table)
        self.sources = sources.read(self._store, self._table)


class SourcesJob(Job):
    """Lists the sources of a store; ``found`` is None where they cannot be read."""

    def __init__(self, store: str, table: Table) -> None:
        super().__init__(tr("List the sources"))
        self.found: sources.Sources | None = None
        self._given = store, table

    def work(self) -> None:
        """Read them."""
        self.found = sources.read(*self._given)


class TryJob(Job):
    """Does everything but writing."""

    def __init__(self, given: Target, text: str, store: str) -> None:
        super().__init__(tr("Try the mapping"))
        self.outcome: Outcome | None = None
        self._given = given, text, store
        self._transforms: QgsCoordinateTransformContext = QgsProject.instance().transformContext()

    def work(self) -> None:
        """Read the whole file after the profile and compare it with the store."""
        from ruhr_planner.harmonise import importing, profile
        from ruhr_planner.readers import files
        from ruhr_planner.store import opening

        given, text, store = self._given
        options = importing.Options(
            uuid.uuid4().hex,
            datetime.now(timezone.utc).isoformat(timespec="seconds"),
            date.today(),
            transforms=self._transforms,
        )
        with files.open_path(given.path, given.layer) as stream:
            tally = stream.tally
            source = importing.Input(stream.origin.title, stream.stated, tally.expected, lambda: tally.complete)
            self.outcome = importing.preview(
                opening.open_store(store), source, profile.parse(text), options, self.check, self._count
            )

    def _count(self, records: int) -> None:
        self.check()
        self.setProgress(min(99.0, records / 1_000))


class MappingWizard(QDialog):
    """File and what it is on top, the mapping below it, codes and what came of a try at the bottom."""

    def __init__(self, desk: Desk, iface: QgisInterface) -> None:
        super().__init__(iface.mainWindow())
        self.setObjectName(NAME)
        self.setWindowTitle(tr("Mapping Wizard"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAcceptDrops(True)
        self.desk = desk
        self.iface = iface
        self._given: Target | None = None
        self._draft: Draft | None = None
        self._job: Job | None = None
        self._outcome: Outcome | None = None
        self._rejects_layer = ""
        self._profile: Path | None = None
        self._own: Path | None = None
        """The profile that this mapping was saved as by itself; only that one is written over."""
        self._copies: Path | None = None
        self._origin: Target | str = ""
        self._key = self._new_id = ""
        self._store: OpenStore | None = None
        """The store whose sources are listed."""
        self._sources: sources.Sources | None = None
        """None while they are not known."""
        self._listing: SourcesJob | None = None
        self._asked: Wanted | None = None
        self._build()
        windows.resize(self, 1_080, 760)
        QgsGui.enableAutoGeometryRestore(self)
        self.desk.changed.connect(self._look_at_desk)
        self._say_why()

    # ----------------------------------------------------------------------------------------------------------- parts
    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.addLayout(self._build_head())
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        self.mapping = MappingTable(split)
        self.mapping.chosen.connect(self._show_codes)
        self.mapping.changed.connect(self._corrected)
        self.tabs = QTabWidget(split)
        self.tabs.setObjectName(f"{NAME}_tabs")
        self.codemap = CodeMap(self.tabs)
        self.codemap.changed.connect(self._corrected)
        self.tabs.addTab(self.codemap, tr("&Values"))
        self.tabs.addTab(self._build_outcome(), tr("&Outcome"))
        split.addWidget(self.mapping)
        split.addWidget(self.tabs)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        column.addWidget(split, 1)
        self.box = RunBox(f"{NAME}_run", self)
        self.box.link.connect(lambda _link: self._end_and_write())
        column.addWidget(self.box)
        column.addWidget(self._build_buttons())

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        left, right = QFormLayout(), QFormLayout()
        self.file = QgsFileWidget(self)
        self.file.setObjectName(f"{NAME}_file")
        self.file.setDialogTitle(tr("Choose a File"))
        self.file.setToolTip(tr("A file with features or a table; it can also be dropped on this window"))
        self.file.fileChanged.connect(lambda text: self.take(text) if text else None)
        left.addRow(tr("&File"), self.file)
        self.project_layer = QgsMapLayerComboBox(self)
        self.project_layer.setObjectName(f"{NAME}_project_layer")
        self.project_layer.setFilters(Qgis.LayerFilters(Qgis.LayerFilter.VectorLayer))
        self.project_layer.setAllowEmptyLayer(True)
        self.project_layer.setLayer(None)
        tip = tr("A layer of the project, whatever it comes from; edits that are not saved count, too")
        self.project_layer.setToolTip(tip)
        self.project_layer.activated.connect(lambda _index: self.take_layer(self.project_layer.currentLayer()))
        left.addRow(tr("Layer of the pro&ject"), self.project_layer)
        self.layer = QComboBox(self)
        self.layer.setObjectName(f"{NAME}_layer")
        self.layer.setToolTip(tr("Layer of a file that holds several"))
        self.layer.activated.connect(lambda _index: self._choose_layer())
        left.addRow(tr("&Layer"), self.layer)
        self.target = QComboBox(self)
        self.target.setObjectName(f"{NAME}_target")
        self.target.setToolTip(tr("The table of the store that the records go into"))
        for name in tables.TARGETS:
            self.target.addItem(tables.TABLES[name].label.text(i18n.language()), name)
        self.target.activated.connect(lambda _index: self._suggest())
        left.addRow(tr("The records &are"), self.target)
        self._build_terms(right)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        return row

    def _build_terms(self, form: QFormLayout) -> None:
        self.source = QComboBox(self)
        self.source.setObjectName(f"{NAME}_source")
        tip = tr("A new source, or the one whose next edition this file is: records that it does not have any more end")
        self.source.setToolTip(tip)
        self.source.setMinimumContentsLength(16)
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.source.activated.connect(lambda _index: self._choose_source())
        form.addRow(tr("Sourc&e"), self.source)
        self.title = QLineEdit(self)
        self.title.setObjectName(f"{NAME}_title")
        self.title.setToolTip(tr("What the source is called in the store and on maps"))
        self.title.editingFinished.connect(self._take_terms)
        form.addRow(tr("&Title"), self.title)
        self.licence = QComboBox(self)
        self.licence.setObjectName(f"{NAME}_licence")
        self.licence.setToolTip(tr("Under which licence the data may be used; unknown is never taken for free"))
        for key, found in licences.LICENCES.items():
            self.licence.addItem(found.title, key)
        self.licence.setMinimumContentsLength(16)
        self.licence.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.licence.activated.connect(lambda _index: self._take_terms())
        form.addRow(tr("Li&cence"), self.licence)
        self.level = QComboBox(self)
        self.level.setObjectName(f"{NAME}_level")
        self.level.setToolTip(tr("Who may see the records"))
        for code in codes.SENSITIVITY:
            self.level.addItem(codes.SENSITIVITY.label(code, i18n.language()), code)
        self.level.activated.connect(lambda _index: self._take_terms())
        form.addRow(tr("&Sensitivity"), self.level)
        self.system = QgsProjectionSelectionWidget(self)
        self.system.setObjectName(f"{NAME}_crs")
        self.system.setOptionVisible(QgsProjectionSelectionWidget.CrsOption.CrsNotSet, True)
        self.system.setNotSetText(tr("as the file says"))
        self.system.setToolTip(tr("Only where the file does not say its reference system, or says a wrong one"))
        self.system.crsChanged.connect(lambda _crs: self._take_terms())
        form.addRow(tr("&Reference system"), self.system)

    def _build_outcome(self) -> QWidget:
        panel = QWidget(self)
        column = QVBoxLayout(panel)
        self.counts = QLabel(tr("Nothing has been tried yet."), panel)
        self.counts.setObjectName(f"{NAME}_counts")
        self.counts.setWordWrap(True)
        self.counts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.counts)
        self.rejects = QTreeWidget(panel)
        self.rejects.setObjectName(f"{NAME}_rejects")
        self.rejects.setAccessibleName(tr("Rejected records"))
        self.rejects.setRootIsDecorated(False)
        self.rejects.setAlternatingRowColors(True)
        self.rejects.setHeaderLabels([tr("Record"), tr("Id"), tr("Reason"), tr("Field"), tr("Value"), tr("Rule")])
        self.rejects.setToolTip(tr("A click goes to the record on the map"))
        self.rejects.currentItemChanged.connect(lambda item, _before: self._go_to(item))
        letter = self.fontMetrics().horizontalAdvance("0")
        for place, letters in enumerate((9, 16, 32, 20, 24)):
            self.rejects.setColumnWidth(place, letters * letter)
        column.addWidget(self.rejects, 1)
        return panel

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = windows.button_box(self, QDialogButtonBox.StandardButton.Close)
        self.confirmed = QCheckBox(tr("I have checked the r&ules"), self)
        self.confirmed.setObjectName(f"{NAME}_confirmed")
        self.confirmed.setToolTip(tr("The profile then says that a person stands behind it"))
        self.confirmed.toggled.connect(self._confirm)
        self.attempt = QPushButton(QgsApplication.getThemeIcon("/mActionIdentify.svg"), tr("Tr&y, Write Nothing"), self)
        self.save = QPushButton(QgsApplication.getThemeIcon("/mActionFileSave.svg"), tr("Save &Profile…"), self)
        self.run = QPushButton(QgsApplication.getThemeIcon("/mActionStart.svg"), tr("&Write to the Store"), self)
        buttons.addButton(self.confirmed, QDialogButtonBox.ButtonRole.ActionRole)
        actions = (
            ("try", self.attempt, self._try),
            ("save", self.save, self._save_as),
            ("run_button", self.run, self._run),
        )
        windows.add_actions(buttons, NAME, actions)
        add_help(buttons, "mapping_wizard")
        buttons.rejected.connect(self.reject)
        return buttons

    # ------------------------------------------------------------------------------------------------------- life of it
    def shut_down(self) -> None:
        """Cancel what runs."""
        self.desk.changed.disconnect(self._look_at_desk)
        self._stop()
        if self._copies is not None:
            rmtree(self._copies, ignore_errors=True)  # Windows keeps a file that a job has open still

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what runs; the mapping stays for the next time."""
        self._stop()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the file again where closing the window has cut that short."""
        super().showEvent(event)
        if self._draft is None and self._job is None:
            self._suggest()

    def _stop(self) -> None:
        """Let go of the window's own job; a run of the desk goes on."""
        job, self._job = self._job, None
        let_go(job)
        if job is not None:
            self.box.forget()
        self._say_why()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and layers."""
        if _dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file or layer that was dropped."""
        event.acceptProposedAction()
        given = _dropped(event.mimeData())
        if isinstance(given, str):
            self.take(given)
        elif given is not None:
            self.take_layer(given)

    # ------------------------------------------------------------------------------------------------------------- file
    def take(self, address: str, origin: Target | str = "") -> None:
        """Look at a file and propose a mapping.

        :param address: a path, with `|layername=` where the file holds several layers.
        :param origin: what the file is a copy of: another file or the address of a layer, "" for nothing.
        """
        given = _target(address)
        if self._given is not None and given.path == self._given.path and not given.layer and self._draft is not None:
            return  # the file's widget tells what it was told
        self._given, self._origin = given, origin
        self.layer.clear()
        self.file.blockSignals(True)
        self.file.setFilePath(str(given.path))
        self.file.blockSignals(False)
        self._suggest()

    def take_layer(self, layer: QgsVectorLayer | QgsMimeDataUtils.Uri | None) -> None:
        """Look at a layer, wherever it comes from, and propose a mapping; one that is no whole file is copied first."""
        if layer is None:
            return
        address = _file_of(layer) if isinstance(layer, QgsVectorLayer) else ""
        if address:
            self.take(address)
            return
        self._stop()
        if self._copies is None:
            self._copies = Path(mkdtemp(prefix="ruhr_planner_"))
        self._draft = self._given = None
        self.mapping.clear()
        self._job = job = CopyJob(layer, Path(mkdtemp(dir=self._copies)))
        job.ended.connect(lambda: self._take_copy(job))
        self.box.watch(job)
        job.start()
        self._say_why()

    def _take_copy(self, job: CopyJob) -> None:
        if job is not self._job:
            return
        self._job = None
        if self.box.report(job) and job.path is not None:
            self.take(str(job.path), job.origin)
        self._say_why()

    def _choose_layer(self) -> None:
        if self._given is not None:
            self._given = Target(self._given.path, self.layer.currentText())
            self._suggest()

    def _suggest(self) -> None:
        """Propose a mapping for the file and the chosen table."""
        if self._given is None:
            return
        self._stop()
        self._draft, self._outcome, self._profile, self._own = None, None, None, None
        self.mapping.clear()
        self.source.clear()
        self._listing = None
        store = self._store = self.desk.store
        address = store.address if store is not None else ""
        self._job = job = SuggestJob(self._given, tables.TABLES[self.target.currentData()], address, self._origin)
        job.ended.connect(lambda: self._take_draft(job))
        self.box.watch(job)
        job.start()
        self._say_why()

    def _take_draft(self, job: SuggestJob) -> None:
        if job is not self._job:
            return
        self._job = None
        if self.box.report(job) and job.draft is not None:
            self._given, self._draft, self._key = job.given, job.draft, job.key
            self._list_layers(job)
            self._show_terms(job.draft)
            self._offer_sources(job.sources)
            self._look_at_desk()  # another store may have been opened meanwhile
            self.mapping.show_draft(job.draft)
            self.tabs.setCurrentIndex(0)
            self.counts.setText(tr("Nothing has been tried yet."))
            self.rejects.clear()
            found = len(job.draft.raw["suggested"]["fields"])
            said = tr("A mapping is proposed for {count} fields, from {records} records. Check every line.")
            self.box.say(Tone.NOTE, said.format(count=found, records=number(job.draft.raw["suggested"]["records"])))
        self._say_why()

    def _list_layers(self, job: SuggestJob) -> None:
        self.layer.clear()
        self.layer.addItems(job.layers)
        self.layer.setCurrentIndex(max(0, self.layer.findText(job.given.layer)))
        self.layer.setEnabled(len(job.layers) > 1)

    # ---------------------------------------------------------------------------------------------------------- sources
    def _look_at_desk(self) -> None:
        """List the sources anew when the store was read again or is another one."""
        before, store = self._store, self.desk.store
        if store is not before and self._draft is not None:
            self._store, self._sources = store, None
            if store is None or before is None or store.address != before.address:
                self.source.clear()
            self._listing = job = SourcesJob(store.address if store is not None else "", self._draft.target)
            self.desk.beside(job, lambda _done: self._take_sources(job))
        self._say_why()

    def _take_sources(self, job: SourcesJob) -> None:
        if not sip.isdeleted(self) and job is self._listing:
            self._listing = None
            self._offer_sources(job.found)

    def _offer_sources(self, found: sources.Sources | None) -> None:
        """List the sources; what was chosen stays, else the one that this file was written to the last time."""
        self._sources = found
        if found is None:
            return
        before = chosen = self.source.currentData()
        if before is None and self._store is not None:
            chosen = sources.recognised(self._store.address, self._key)
        self.source.clear()
        self.source.addItem(tr("New source"), "")
        for key, title in sorted(found.titles.items(), key=lambda entry: entry[1].casefold()):
            if key != tables.OWN_SOURCE:  # what people have drawn here is nobody's file
                self.source.addItem(f"{title} ({key})", key)
        self.source.setCurrentIndex(max(0, self.source.findData(chosen)))
        if self.source.currentData() == before:
            self._take_terms()  # a new one may need another id
        else:
            self._choose_source()

    def _choose_source(self) -> None:
        """Take the chosen source, and its title where it has one; what was tried for another one says nothing."""
        if self._draft is None:
            return
        before = self._draft.raw["source"]["id"]
        if self.source.currentData():
            self.title.setText(self._title_of(self.source.currentData()))
        self._take_terms()
        if self._draft.raw["source"]["id"] != before:
            self._forget_try()

    def _title_of(self, source: str) -> str:
        return self._sources.titles.get(source, source) if self._sources is not None else source

    def _source_id(self) -> str:
        """Return the id of the chosen source; of a new one an id that no other source has."""
        taken = self._sources.taken if self._sources is not None else ()
        return str(self.source.currentData() or sources.free_id(self._new_id, taken))

    # ------------------------------------------------------------------------------------------------------- correcting
    def _show_terms(self, draft: Draft) -> None:
        """Show title, licence and sensitivity of a proposal."""
        self._new_id = str(draft.raw["source"]["id"])
        self.title.setText(str(draft.raw["title"]))
        self.licence.setCurrentIndex(self.licence.findData(draft.raw["licence"]))
        self.level.setCurrentIndex(self.level.findData(draft.raw["sensitivity"]))
        self.confirmed.blockSignals(True)
        self.confirmed.setChecked(False)
        self.confirmed.blockSignals(False)

    def _take_terms(self) -> None:
        """Put source, title, licence, sensitivity and reference system into the profile."""
        if self._draft is None:
            return
        raw = self._draft.raw
        before = repr(raw)
        raw["source"]["id"] = self._source_id()
        raw["title"] = self.title.text().strip() or raw["profile"]
        raw["licence"] = self.licence.currentData()
        raw["sensitivity"] = self.level.currentData()
        raw.pop("crs", None)
        if self.system.crs().isValid() and self.system.crs().authid():
            raw["crs"] = self.system.crs().authid()
        if repr(raw) != before:
            self._profile = None

    def _confirm(self, checked: bool) -> None:
        if self._draft is not None:
            self._draft.confirm(checked)
            self._profile = None

    def _corrected(self, name: str) -> None:
        """Show what a pick has changed elsewhere; what was tried before says nothing about it."""
        self._profile = None
        self.confirmed.setChecked(False)
        self.mapping.refresh()
        self._show_codes(name)
        self._forget_try()
        self._say_why()

    def _forget_try(self) -> None:
        if self._outcome is not None:
            self._outcome = None
            self.counts.setText(tr("The mapping was changed after the last try."))
            self.rejects.clear()

    def _show_codes(self, name: str) -> None:
        if self._draft is not None:
            self.codemap.show_field(self._draft, name)

    # ----------------------------------------------------------------------------------------------------------- trying
    def _say_why(self) -> None:
        """Enable the buttons, or say why not."""
        reason = ""
        if self._job is not None:
            reason = tr("Please wait until “{job}” is done.").format(job=self._job.description())
        elif self._draft is None:
            reason = tr("Choose a file first, or drop one on this window.")
        no_store = "" if self.desk.store is not None else tr("Open a store first.")
        allow(self.save, reason, tr("Save the mapping as a profile of your own, to use and to share"))
        allow(self.attempt, reason or no_store, tr("See what would be written and what rejected, and why"))
        busy = self.desk.busy_reason()
        allow(self.run, reason or no_store or busy, tr("Save the profile and write the records to the open store"))

    def _text(self) -> str:
        """Return the profile as YAML, "" after saying what is wrong with it."""
        if self._draft is None:
            return ""
        self._take_terms()
        try:
            return self._draft.text()
        except PlannerError as error:
            self.box.say(Tone.FAULT, i18n.words(error))
            return ""

    def _try(self) -> None:
        """Do everything but writing."""
        text = self._text()
        if not text or self._given is None or self.desk.store is None:
            return
        self._stop()
        self._job = job = TryJob(self._given, text, self.desk.store.address)
        job.ended.connect(lambda: self._take_outcome(job))
        self.box.watch(job)
        job.start()
        self._say_why()

    def _take_outcome(self, job: TryJob) -> None:
        if job is not self._job:
            return
        self._job = None
        if self.box.report(job) and job.outcome is not None:
            outcome = self._outcome = job.outcome
            self.counts.setText(counted(outcome) + " " + tr("Nothing has been written."))
            warnings = [i18n.phrase(*note) for note in outcome.warnings]
            self.counts.setToolTip(literal("\n".join(warnings)))
            self._list_rejects(outcome.rejects)
            self._draw_rejects(outcome.rejects)
            self.tabs.setCurrentIndex(1)
            tone = Tone.WARNING if warnings or outcome.rejected else Tone.DONE
            self.box.say(tone, " ".join([tr("This is what would happen."), *warnings]))
        self._say_why()

    def _list_rejects(self, rejects: list[Rejected]) -> None:
        self.rejects.clear()
        for record in rejects:
            reason = codes.REJECTION.label(record.reason, i18n.language())
            field = self._field_label(record.field)
            texts = [number(record.number), record.native_id, reason, field, record.value, record.rule]
            item = QTreeWidgetItem(texts)
            item.setData(0, ROLE, record.box)
            for place, text in enumerate(texts):
                item.setToolTip(place, literal(text))
            self.rejects.addTopLevelItem(item)

    def _field_label(self, name: str) -> str:
        """Return a field of the target as people read it; "" where the geometry is the reason."""
        return self._draft.field(name).label.text(i18n.language()) if name and self._draft is not None else ""

    def _draw_rejects(self, rejects: list[Rejected]) -> None:
        """Show on the map where the rejected records lie, as a temporary layer with their reasons."""
        project = QgsProject.instance()
        if self._rejects_layer and project.mapLayer(self._rejects_layer) is not None:
            project.removeMapLayer(self._rejects_layer)
        self._rejects_layer = ""
        placed = [record for record in rejects if record.box is not None]
        if not placed:
            return
        layer = QgsVectorLayer(f"Polygon?crs={CRS}", tr("Rejected: {title}").format(title=self.title.text()), "memory")
        layer.dataProvider().addAttributes([QgsField(name, kind) for name, kind in REJECTS])
        layer.updateFields()
        layer.dataProvider().addFeatures([_feature(layer, record) for record in placed])
        layer.updateExtents()
        look = {"style": "b_diagonal", "color": "#b82020", "outline_color": "#b82020", "outline_width": "0.6"}
        layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(look)))
        project.addMapLayer(layer, False)
        project.layerTreeRoot().insertLayer(0, layer)
        self._rejects_layer = layer.id()

    def _go_to(self, item: QTreeWidgetItem | None) -> None:
        box = item.data(0, ROLE) if item is not None else None
        if box is not None:
            zoom_to_box(QgsRectangle(*box), crs(), self.iface)

    # ------------------------------------------------------------------------------------------------- saving, running
    def _save_as(self) -> None:
        if self._draft is None:
            return
        folder = settings.home() / "profiles"
        folder.mkdir(parents=True, exist_ok=True)
        place = str(folder / f"{self._draft.raw['profile']}.yaml")
        name, _kind = QFileDialog.getSaveFileName(self, tr("Save Profile"), place, "YAML (*.yaml *.yml)")
        if name:
            self.save_profile(Path(name) if Path(name).suffix else Path(name).with_suffix(".yaml"))

    def save_profile(self, path: Path) -> bool:
        """Write the profile to a file; False after saying why not."""
        text = self._text()
        if not text:
            return False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            said = tr("“{file}” cannot be written: {why}").format(file=path.name, why=error.strerror or error)
            self.box.say(Tone.FAULT, said)
            return False
        self._profile = path
        self.box.say(Tone.DONE, tr("The profile was saved as “{file}”.").format(file=path.name))
        return True

    def _save_own(self, text: str) -> bool:
        """Save the profile among the user's own, never over one that says something else."""
        if self._own is None:
            folder = settings.home() / "profiles"
            names = (folder / name for name in numbered(str(self._draft.raw["profile"]), ".yaml"))
            self._own = next(path for path in names if not path.exists() or _says(path, text))
        return self.save_profile(self._own)

    def _wanted(self) -> Wanted | None:
        """Return what a run would write as it is chosen now; None if nothing can be written."""
        store, text = self.desk.store, self._text()
        if store is None or self._given is None or not text or self.desk.job is not None:
            return None
        return Wanted(self._given, text, store.address)

    def _run(self) -> None:
        """Write the records to the store; where the source has records that may end, see first how many."""
        wanted = self._wanted()
        if wanted is None:
            return
        if self._sources is not None and self._draft.raw["source"]["id"] not in self._sources.taken:
            self._write()
            return
        job = TryJob(*wanted)
        self.desk.begin(job, self.box, lambda _done: self._weigh(job, wanted))

    def _weigh(self, job: TryJob, wanted: Wanted) -> None:
        """Write, or ask first where records would end."""
        if job.outcome is None:
            return
        if wanted != self._wanted():  # corrected meanwhile
            self._run()
            return
        if not job.outcome.ended:
            self._write()
            return
        self._asked = wanted
        said = tr(
            "Nothing has been written yet: {count} {count:record|records} of the source “{source}” {count:is|are} not "
            "in this file and would end."
        )
        source = self._title_of(job.outcome.profile.source.id)
        told = filled(said, count=number(job.outcome.ended), source=source)
        self.box.say(Tone.WARNING, told, ("write", tr("End them and write")))

    def _end_and_write(self) -> None:
        """Write what was asked about; if it is something else by now, look at it first."""
        if self._asked == self._wanted():
            self._write()
        else:
            self._run()

    def _write(self) -> None:
        """Write the records to the store, after a profile that is saved first."""
        wanted = self._wanted()
        if wanted is None or (self._profile is None and not self._save_own(wanted.text)):
            return
        self._asked = None
        parameters: dict[str, Any] = {
            "INPUT": wanted.given.address,
            "PROFILE": str(self._profile),
            "STORE": wanted.store,
        }
        job = AlgorithmJob(tr("Harmonise"), "ruhr_planner:harmonise", parameters)
        written = self._key, str(self._draft.raw["source"]["id"]), str(self._draft.raw["title"])
        self.desk.begin(job, self.box, lambda done: self._ran(done, *written))

    def _ran(self, job: Job, key: str, source: str, title: str) -> None:
        if not isinstance(job, AlgorithmJob):
            return
        counts = {name: value for name, value in job.results.items() if name in COUNTS}
        said = tr(
            "{read} {read:record|records} read: {written} written, {unchanged} unchanged, {rejected} rejected, "
            "{ended} ended."
        )
        told = filled(said, **{name.lower(): number(value) for name, value in counts.items()})
        warnings = str(job.results["WARNINGS"])
        tone = Tone.WARNING if warnings or counts["REJECTED"] or counts["ENDED"] else Tone.DONE
        self.box.say(tone, f"{told} {warnings}".strip())
        self._note_source(key, source, title)
        if counts["WRITTEN"] or counts["ENDED"]:
            self.desk.note_change()
        store = self.desk.store
        if store is not None:
            count_again(self.desk, store.address)
            layers.show_anew({held.uri for held in store.tables})

    def _note_source(self, key: str, source: str, title: str) -> None:
        """Remember where a file was written to: written once more, it goes to the same source."""
        store = self.desk.store
        if store is None:
            return
        sources.remember(store.address, key, source)
        if key == self._key and self._sources is not None:
            self.source.clear()
            self._offer_sources(self._sources.and_one(source, title))


def _says(path: Path, text: str) -> bool:
    """Tell whether a file holds just this text."""
    try:
        return path.read_text(encoding="utf-8") == text
    except (OSError, UnicodeDecodeError):
        return False


def counted(outcome: Outcome) -> str:
    """Say what an import does, in numbers."""
    said = tr(
        "{read} {read:record|records}: {new} new, {changed} changed, {unchanged} unchanged, "
        "{rejected} rejected; {filtered} left out by the filter, {ended} of the store would end, "
        "{repaired} repaired."
    )
    names = ("read", "new", "changed", "unchanged", "rejected", "filtered", "ended", "repaired")
    return filled(said, **{name: number(getattr(outcome, name)) for name in names})


def _feature(layer: QgsVectorLayer, record: Rejected) -> QgsFeature:
    """Return the box of a rejected record, at least 20 m wide, with its reason."""
    made = QgsFeature(layer.fields())
    box = QgsRectangle(*record.box) if record.box is not None else QgsRectangle()
    made.setGeometry(QgsGeometry.fromRect(box.buffered(max(0.0, 10.0 - max(box.width(), box.height()) / 2.0))))
    reason = codes.REJECTION.label(record.reason, i18n.language())
    made.setAttributes([record.number, record.native_id, reason, record.field, record.value])
    return made


def _dropped(data: Any) -> str | QgsMimeDataUtils.Uri | QgsVectorLayer | None:
    """Return the first file or vector layer that is being dropped: a file's address, a layer of the project, or the
    address of a layer elsewhere, as the browser hands it out; None without one.
    """
    if QgsMimeDataUtils.isUriList(data):
        for uri in QgsMimeDataUtils.decodeUriList(data):
            if uri.layerType == "vector":
                layer = QgsProject.instance().mapLayer(uri.layerId) if uri.layerId else None
                if isinstance(layer, QgsVectorLayer):
                    return _file_of(layer) or layer
                return str(uri.uri) if uri.providerKey == "ogr" else uri
    return next((url.toLocalFile() for url in data.urls() if url.isLocalFile()), None)


def _target(address: str) -> Target:
    """Return what an address names: a path, with `|layername=` where the file holds several layers."""
    path, _, rest = address.partition("|")
    named = dict(part.partition("=")[::2] for part in rest.split("|"))
    return Target(Path(path), named.get("layername", ""))


def _file_of(layer: QgsVectorLayer) -> str:
    """Return the address of a layer that is a whole file as it stands, "" for any other."""
    return "" if layer.isEditable() else _whole_file(layer)


def _whole_file(layer: QgsVectorLayer) -> str:
    """Return the address of a layer that is a whole file but for what is not saved, "" for any other."""
    if layer.providerType() != "ogr" or layer.subsetString():
        return ""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path, name = str(parts.get("path") or ""), str(parts.get("layerName") or "")
    if not Path(path).is_file():
        return ""
    return f"{path}|layername={name}" if name else path
