"""The step "Data": search the portals, look where a data set lies, collect, and load it or harmonise it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsCoordinateTransform, QgsCsException, QgsGeometry, QgsProject, QgsRectangle
from qgis.gui import QgsCollapsibleGroupBox, QgsFilterLineEdit, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QModelIndex, Qt, QTimer
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner import settings
from ruhr_planner.gui import hits, words
from ruhr_planner.gui.hits import Filters, HitModel, TwoLines
from ruhr_planner.gui.loading import Loaded, LoadJob, told_too_late
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.searching import Found, SearchJob, Wanted
from ruhr_planner.gui.section import Section, allow, tell
from ruhr_planner.gui.turns import in_turns
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.sentences import filled

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.catalogue.dataset import DatasetHit
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.jobs import Job

PAUSE_MS = 700
"""A search begins when nothing was typed for so long: every search asks some forty servers."""
FEWEST = 3
"""Shorter words are no search, unless Enter is pressed."""
ROWS = 6
"""Entries of the list that are in sight without scrolling it."""
ADDRESS_PORTALS = "portals"


class DataSection(Section):
    """Search and filters on top, the data sets found in the middle, the basket below."""

    def __init__(self, desk: Desk, iface: QgisInterface, parent: QWidget) -> None:
        super().__init__("ruhr_planner_data", desk, parent)
        self.iface = iface
        self.search: SearchJob | None = None
        self.found = Found()
        self._band: QgsRubberBand | None = None
        self._build_search()
        self._build_results()
        self._build_basket()
        self.column.addStretch(1)
        self._take_basket(settings.settings().basket.value())

    # -------------------------------------------------------------------------------------------------------- building
    def _build_search(self) -> None:
        self.text = QgsFilterLineEdit(self)
        self.text.setObjectName("ruhr_planner_data_text")
        self.text.setShowSearchIcon(True)
        self.text.setPlaceholderText(tr("What are you looking for?"))
        self.text.setAccessibleName(tr("Search the region's portals"))
        self.text.setToolTip(tr("Asks all portals at the same time; results appear as they answer"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self._start(FEWEST))
        self.text.textEdited.connect(self._pause.start)
        self.text.returnPressed.connect(lambda: self._start(1))
        self.text.cleared.connect(self.stop)
        self.column.addWidget(self.text)
        self.column.addWidget(self._build_filters())
        self.box = RunBox("ruhr_planner_data_run", self)
        self.box.link.connect(self._open_portals)
        self.column.addWidget(self.box)

    def _build_filters(self) -> QWidget:
        group = QgsCollapsibleGroupBox(tr("Filters"), self)
        group.setObjectName("ruhr_planner_data_filters")
        group.setSettingGroup("ruhr_planner")
        form = QFormLayout(group)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.municipality = self._combo("municipality", tr("Whole region"))
        self.theme = self._combo("theme", tr("All themes"))
        self.kind = self._combo("format", tr("All formats"))
        self.licence = self._combo("licence", tr("All licences"))
        for text, combo in (
            (tr("&Municipality"), self.municipality),
            (tr("&Theme"), self.theme),
            (tr("&Format"), self.kind),
            (tr("&Licence"), self.licence),
        ):
            label = QLabel(text, group)
            label.setBuddy(combo)
            form.addRow(label, combo)
        self.loadable = QCheckBox(tr("Only what &can be loaded"), group)
        self.loadable.setObjectName("ruhr_planner_data_loadable")
        self.loadable.setChecked(True)
        form.addRow(self.loadable)
        self.municipality.currentIndexChanged.connect(self._search_again)
        self.loadable.toggled.connect(self._search_again)
        for combo in (self.theme, self.kind, self.licence):
            combo.currentIndexChanged.connect(self._filter)
        return group

    def _combo(self, name: str, every: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(f"ruhr_planner_data_{name}")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(10)
        combo.addItem(every, "")
        return combo

    def _build_results(self) -> None:
        self.model = HitModel(self)
        self.list = self._list("results", tr("Data sets found"), self.model)
        self.list.selectionModel().selectionChanged.connect(self._look)
        self.list.doubleClicked.connect(lambda _index: self._add())
        self.count = self.small_print("ruhr_planner_data_count")
        self.about = self.small_print("ruhr_planner_data_about")
        self.add = self.button("ruhr_planner_data_add", tr("Add to &Basket"), "/symbologyAdd.svg")
        self.load = self.button("ruhr_planner_data_load", tr("Load as &Is"), "/mActionAddLayer.svg")
        self.harmonise = self.button("ruhr_planner_data_harmonise", tr("&Harmonise…"), "/processingAlgorithm.svg")
        self.add.clicked.connect(self._add)
        self.load.clicked.connect(lambda: self._load(self._chosen(self.list)))
        self.harmonise.clicked.connect(lambda: self._harmonise(self._chosen(self.list)))
        for part in (self.count, self.list, self.about):
            self.column.addWidget(part)
        self.column.addLayout(_row(self.load, self.harmonise))
        self.column.addWidget(self.add)
        self.load_box = RunBox("ruhr_planner_data_load_run", self)  # a search may go on while something is loaded
        self.column.addWidget(self.load_box)

    def _build_basket(self) -> None:
        self.basket = HitModel(self)
        group = QGroupBox(tr("Basket"), self)
        group.setObjectName("ruhr_planner_data_basket_group")
        inner = QVBoxLayout(group)
        self.basket_list = self._list("basket", tr("Basket"), self.basket)
        self.basket_list.selectionModel().selectionChanged.connect(self._look_basket)
        self.empty = self.small_print("ruhr_planner_data_basket_empty")
        self.near = QCheckBox(tr("Only what lies in the map &view"), group)
        self.near.setObjectName("ruhr_planner_data_near")
        self.load_basket = self.button("ruhr_planner_data_basket_load", tr("Load B&asket"), "/mActionAddLayer.svg")
        self.remove = self.button("ruhr_planner_data_basket_remove", tr("&Remove"), "/symbologyRemove.svg")
        self.load_basket.clicked.connect(lambda: self._load(self._chosen(self.basket_list) or list(self.basket.hits)))
        self.remove.clicked.connect(self._remove)
        for part in (self.empty, self.basket_list, self.near):
            inner.addWidget(part)
        inner.addLayout(_row(self.load_basket, self.remove))
        self.column.addWidget(group)

    def _list(self, name: str, spoken: str, model: HitModel) -> QListView:
        view = QListView(self)
        view.setObjectName(f"ruhr_planner_data_{name}")
        view.setAccessibleName(spoken)
        view.setModel(model)
        view.setItemDelegate(TwoLines(view))
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return view

    # --------------------------------------------------------------------------------------------------------- looking
    def state(self) -> tuple[bool, str]:
        """Say what is in the basket."""
        count = self.basket.count
        if not count:
            return False, tr("The basket is empty.")
        if count == 1:
            return True, tr("1 data set is in the basket.")
        return True, filled(tr("{count} {count:data set is|data sets are} in the basket."), count=words.number(count))

    def refresh(self) -> None:
        """Say what can be done with what is marked."""
        chosen = self._chosen(self.list)
        none = "" if chosen else tr("Choose a data set in the list first.")
        bad = "" if not chosen or all(hit.loadable for hit in chosen) else _reason(chosen)
        busy = self.desk.busy_reason()
        allow(self.add, none, tr("Keep the data set in the basket below"))
        allow(self.load, none or bad or busy, tr("Add the data set to the map as its publisher made it"))
        picture = tr("A map service is a picture; only features can be harmonised.")
        flat = picture if any(hit.kind in _PICTURES for hit in chosen) else ""
        one = tr("Choose a single data set.") if len(chosen) > 1 else ""
        no_store = "" if self.desk.store else tr("Open a store first.")
        purpose = tr("Bring the data set into the tables of the open store")
        allow(self.harmonise, none or one or bad or flat or no_store or busy, purpose)
        empty = "" if self.basket.count else tr("The basket is empty.")
        allow(self.load_basket, empty or busy, tr("Add what is marked in the basket, or all of it, to the map"))
        taken = "" if self._chosen(self.basket_list) else tr("Choose a data set in the basket first.")
        allow(self.remove, empty or taken, tr("Take what is marked out of the basket"))
        self.basket_list.setVisible(self.basket.count > 0)
        self._fit(self.basket_list, self.basket, 3)
        hint = tr("Collect data sets here to load them together; the basket stays until you empty it.")
        tell(self.empty, "" if self.basket.count else hint)

    def _fit(self, view: QListView, model: HitModel, most: int) -> None:
        rows = max(1, min(most, model.rowCount()))
        view.setFixedHeight(rows * (2 * view.fontMetrics().height() + 8) + 2 * view.frameWidth() + 2)

    def showEvent(self, event: Any) -> None:
        """Fill the choices when they are looked at for the first time."""
        super().showEvent(event)
        if self.municipality.count() == 1:
            self._fill_places()
            self._show_found()

    def hideEvent(self, event: Any) -> None:
        """Take the footprint off the map with the page."""
        super().hideEvent(event)
        self._show_footprints([])

    def _fill_places(self) -> None:
        from ruhr_planner.catalogue.places import all_places  # the catalogue only when it is looked at

        self.municipality.blockSignals(True)
        for name, key in all_places():
            self.municipality.addItem(name, key)
        self.municipality.blockSignals(False)

    # ------------------------------------------------------------------------------------------------------- searching
    def stop(self) -> None:
        """Stop the search and forget what it found."""
        self._pause.stop()
        search, self.search = self.search, None
        if search is not None and not sip.isdeleted(search):
            search.cancel()
        self.box.hide()
        self.found = Found()
        self._show_found()

    def _search_again(self) -> None:
        if self.search is not None or self.found.asked:
            self._start(1, again=True)

    def _start(self, fewest: int, again: bool = False) -> None:
        """Search for what is typed, unless that is what is shown already."""
        self._pause.stop()
        text = self.text.text().strip()
        wanted = Wanted(text, self.municipality.currentData(), self.loadable.isChecked())
        if len(text) < fewest or (not again and self.search is not None and self.search.wanted == wanted):
            return
        self.stop()
        job = SearchJob(wanted)
        self.search = job
        job.found.connect(lambda found, job=job: self._take(job, found))
        self.box.watch(job, take_focus=False)
        self.desk.beside(job, self._searched)

    def _take(self, job: SearchJob, found: Found) -> None:
        """Show what has come; an earlier search that still speaks is not listened to."""
        if job is self.search:
            self.found = found
            self._show_found()

    def _searched(self, job: Job) -> None:
        if job is not self.search or not isinstance(job, SearchJob):
            return
        self.search = None
        self.found = job.latest
        if self.box.report(job):
            self._tell_end(job)
        elif job.isCanceled():
            self.box.say(Tone.NOTE, tr("The search was stopped; what had come stays."))
        self._show_found()

    def _tell_end(self, job: SearchJob) -> None:
        from ruhr_planner.processing.searchcatalogue import told_left_out  # not before a search

        said = []
        found = job.latest
        if not found.hits:
            said.append(tr("Nothing was found. Try another word, or fewer filters."))
        if found.failures:
            silent = tr(
                "{failed} of {asked} {asked:portal|portals} did not answer; {failed:it stands|they stand} at the end "
                "of the list, with the reason."
            )
            said.append(filled(silent, failed=words.number(len(found.failures)), asked=words.number(found.asked)))
        if found.more:
            cut = tr(
                "{count} {count:portal has|portals have} more than was fetched ({portals}); one more word, or a "
                "municipality, brings what is missing."
            )
            said.append(filled(cut, count=words.number(len(found.more)), portals=", ".join(found.more)))
        if found.left_out:
            said.append(told_left_out(words.number(found.left_out)))
        if job.oldest:
            said.append(tr("Working offline: answers of {date} or later.").format(date=words.dated(job.oldest)))
        if said:
            tone = Tone.WARNING if found.failures else Tone.NOTE
            self.box.say(tone, " ".join(said), (ADDRESS_PORTALS, tr("Portals…")))

    def _show_found(self) -> None:
        kept = self._chosen(self.list)
        self.model.show(self.found.hits, self.found.failures)
        self._offer(self.theme, [(hits.theme(code), code) for code in {hit.theme for hit in self.found.hits}])
        self._offer(self.kind, [(_kind(code), code) for code in {hit.kind for hit in self.found.hits}])
        self._offer(self.licence, [(hits.licence(code), code) for code in {hit.licence for hit in self.found.hits}])
        self._filter()
        for row in filter(lambda row: row >= 0, map(self.model.row_of, kept)):
            index = self.model.index(row, 0)
            self.list.selectionModel().select(index, self.list.selectionModel().SelectionFlag.Select)
            self.list.setCurrentIndex(index)
        self.list.setVisible(self.model.rowCount() > 0)
        self._fit(self.list, self.model, ROWS)
        self.refresh()

    def _offer(self, combo: QComboBox, choices: Iterable[tuple[str, str]]) -> None:
        """Offer what occurs among the results, and what is chosen now."""
        wanted = sorted((text, code) for text, code in choices if code)
        chosen = combo.currentData()
        if chosen and chosen not in [code for _text, code in wanted]:
            wanted.append((combo.currentText(), chosen))
        if [(combo.itemText(row), combo.itemData(row)) for row in range(1, combo.count())] == wanted:
            return
        combo.blockSignals(True)
        while combo.count() > 1:
            combo.removeItem(1)
        for text, code in wanted:
            combo.addItem(text, code)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
        combo.blockSignals(False)

    def _filter(self) -> None:
        chosen = (combo.currentData() or "" for combo in (self.theme, self.kind, self.licence))
        self.model.filter(Filters(*chosen))
        self._tell_count()
        self.refresh()

    def _tell_count(self) -> None:
        found = self.found
        if not found.asked:
            tell(self.count, "")
            return
        shown = words.number(self.model.count)
        if self.model.count != len(found.hits):
            shown = tr("{shown} of {all}").format(shown=shown, all=words.number(len(found.hits)))
        text = tr(
            "{count} {count:data set|data sets}; {answered} of {asked} {asked:portal|portals} "
            "{answered:has|have} answered."
        )
        tell(
            self.count,
            filled(text, count=shown, answered=words.number(found.answered), asked=words.number(found.asked)),
        )

    def _open_portals(self, _link: str) -> None:
        from ruhr_planner.gui.portals import PortalsDialog
        from ruhr_planner.processing.searchcatalogue import own_list

        PortalsDialog(own_list(), self).exec()

    # ------------------------------------------------------------------------------------------------------- footprint
    def _look(self, *_changed: Any) -> None:
        chosen = self._chosen(self.list)
        self._describe(chosen)
        self.refresh()

    def _look_basket(self, *_changed: Any) -> None:
        self._describe(self._chosen(self.basket_list))
        self.refresh()

    def _describe(self, chosen: list[DatasetHit]) -> None:
        failure = self.model.entry(self.list.currentIndex())
        if len(chosen) == 1:
            tell(self.about, hits.described(chosen[0]))
        else:
            tell(self.about, failure.why if isinstance(failure, hits.Failure) and not chosen else "")
        self._show_footprints(chosen)

    def _show_footprints(self, chosen: list[DatasetHit]) -> None:
        """Draw where data sets lie, as far as their portals say so."""
        if self._band is None and not chosen:
            return
        canvas = self.iface.mapCanvas()
        if self._band is None:
            self._band = QgsRubberBand(canvas, Qgis.GeometryType.Polygon)
            self._band.setStrokeColor(QColor("#d7301f"))
            self._band.setFillColor(QColor(215, 48, 31, 40))
            self._band.setWidth(2)
        self._band.reset(Qgis.GeometryType.Polygon)
        system = canvas.mapSettings().destinationCrs()
        for box in [hit.bbox for hit in chosen if hit.bbox is not None]:
            outline = QgsGeometry.fromRect(QgsRectangle(*box)).densifyByCount(8)
            try:
                outline.transform(QgsCoordinateTransform(_degrees(), system, QgsProject.instance()))
            except QgsCsException:
                continue
            self._band.addGeometry(outline, None)

    # ---------------------------------------------------------------------------------------------------------- basket
    def _add(self) -> None:
        known = {hits.same(hit) for hit in self.basket.hits}
        new = [hit for hit in self._chosen(self.list) if hits.same(hit) not in known]
        self._set_basket([*self.basket.hits, *new])

    def _remove(self) -> None:
        gone = {hits.same(hit) for hit in self._chosen(self.basket_list)}
        self._set_basket([hit for hit in self.basket.hits if hits.same(hit) not in gone])

    def _set_basket(self, kept: list[DatasetHit]) -> None:
        self.basket.show(kept, ())
        settings.settings().basket.setValue(json.dumps([asdict(hit) for hit in kept], ensure_ascii=False))
        self.desk.changed.emit()

    def _take_basket(self, text: str) -> None:
        """Show a basket as it was kept; one that another version wrote otherwise is empty."""
        if text:
            from ruhr_planner.catalogue.dataset import DatasetHit

            try:
                kept = [DatasetHit(**{**each, "bbox": _box(each.get("bbox"))}) for each in json.loads(text)]
            except (TypeError, ValueError, AttributeError, RecursionError):
                kept = []
            self.basket.show(kept, ())

    # --------------------------------------------------------------------------------------------------------- loading
    def _chosen(self, view: QListView) -> list[DatasetHit]:
        model = view.model()
        rows: list[QModelIndex] = sorted(view.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [hit for hit in map(model.hit, rows) if hit is not None]

    def _extent(self) -> str:
        """Return the map's extent as Processing writes it, if only that is wanted."""
        if not self.near.isChecked():
            return ""
        canvas = self.iface.mapCanvas()
        box, system = canvas.extent(), canvas.mapSettings().destinationCrs().authid()
        return f"{box.xMinimum()},{box.xMaximum()},{box.yMinimum()},{box.yMaximum()} [{system}]"

    def _load(self, wanted: list[DatasetHit]) -> None:
        if wanted and self.desk.job is None:
            self.desk.begin(LoadJob(wanted, self._extent()), self.load_box, self._loaded)

    def _harmonise(self, wanted: list[DatasetHit]) -> None:
        if len(wanted) == 1 and self.desk.job is None:
            self.desk.begin(LoadJob(wanted, self._extent()), self.load_box, self._loaded_to_harmonise)

    def _loaded(self, job: Job) -> None:
        """Add what was loaded to the map, and say what was not."""
        if isinstance(job, LoadJob):
            in_turns(self, self._put(job))

    def _put(self, job: LoadJob) -> Iterator[None]:
        """Add a layer a turn, as long as the project is the one for which they were loaded; then say what is there."""
        for made in job.loaded:
            if not self.desk.same_project:
                break
            QgsProject.instance().addMapLayer(made.layer)
            yield
        said = [_tell_loaded(made) for made in job.loaded]
        said += [f"{title}: {why}" for title, why in job.failed]
        if not self.desk.same_project:
            said.append(told_too_late())
        self.load_box.say(Tone.WARNING if job.failed else Tone.DONE, " ".join(said))

    def _loaded_to_harmonise(self, job: Job) -> None:
        """Add what was loaded to the map, and open the wizard for it."""
        if isinstance(job, LoadJob):
            in_turns(self, self._put_and_ask(job))

    def _put_and_ask(self, job: LoadJob) -> Iterator[None]:
        yield from self._put(job)
        if job.loaded and self.desk.same_project:
            from ruhr_planner.gui.mapping_wizard import open_mapping_wizard

            open_mapping_wizard(self.desk, self.iface, job.loaded[0].source)

    def shut_down(self) -> None:
        """Take the footprint off the map and close the dialog of the algorithm."""
        self.stop()
        band, self._band = self._band, None
        if band is not None and not sip.isdeleted(band):
            self.iface.mapCanvas().scene().removeItem(band)


_PICTURES = (codes.CATALOGUE_KIND.wms, codes.CATALOGUE_KIND.wmts)


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button, 1)
    return row


def _kind(code: str) -> str:
    from ruhr_planner import i18n

    return codes.CATALOGUE_KIND.label(code, i18n.language()) if code in codes.CATALOGUE_KIND else code


def _reason(chosen: list[DatasetHit]) -> str:
    from ruhr_planner import i18n

    first = next(hit for hit in chosen if not hit.loadable)
    known = first.reason in codes.NOT_LOADABLE
    return codes.NOT_LOADABLE.label(first.reason, i18n.language()) if known else tr("This cannot be loaded as a layer.")


def _tell_loaded(made: Loaded) -> str:
    if made.count is None:
        return tr("“{title}” is on the map.").format(title=made.hit.title)
    return filled(
        tr("“{title}” is on the map with {count} {count:object|objects}."),
        title=made.hit.title,
        count=words.number(made.count),
    )


def _box(values: Any) -> Any:
    return tuple(float(value) for value in values) if values else None


def _degrees() -> Any:
    from qgis.core import QgsCoordinateReferenceSystem

    return QgsCoordinateReferenceSystem("EPSG:4326")
