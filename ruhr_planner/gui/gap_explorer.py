"""The gap explorer: sliders for gap, minimum area and restriction; the map, the curve and the costs follow at once.

What is shown for a position are the sites that the algorithm would write (analysis.gap_explorer). The clusters of a gap
are made once, in the background and nearest to the slider first; until they are there, the window says so.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsApplication, QgsProcessingContext
from qgis.gui import QgsDockWidget, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSlider,
    QSpinBox,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner import i18n, settings
from ruhr_planner.gui import layers, windows
from ruhr_planner.gui.curve import CountCurve
from ruhr_planner.gui.help import help_button
from ruhr_planner.gui.jobs import AlgorithmFeedback, Job, let_go
from ruhr_planner.gui.questions import question
from ruhr_planner.gui.resultjob import ResultJob
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.section import allow
from ruhr_planner.gui.turns import in_turns
from ruhr_planner.gui.words import number
from ruhr_planner.gui.zooming import zoom_to_box
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, results, tables
from ruhr_planner.model.sentences import filled
from ruhr_planner.store.layers import crs

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QCloseEvent, QShowEvent

    from ruhr_planner.analysis.gap_explorer import Cost, CurvePoint, Explorer, Position, Sites
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.opening import OpenStore

NAME = "ruhr_planner_gap_explorer"
WIDEST_M = 50
LARGEST_HA = 60.0
STEP_HA = 0.5
FIRST_GAP_M = 15
FIRST_LEVEL = 2
REST_MS = 400
"""The sliders have come to rest, and what takes longer may begin."""
BREATH_MS = 50
"""The window is drawn first: what a search needs is imported under Python's one lock."""
POINTS_A_TURN = 8
"""Points of the curve that are counted before the window may do something else: some 25 ms for the demo region."""
BESIDE = ("SENSITIVE", "FACTORS", "POPULATION", "OFFICIAL", "SEVESO")
"""Inputs of the search that say more of a site and change neither its outline nor its hectares."""
OUTPUTS = (("OUTPUT", results.SITE), ("NEAR_MISS", results.SITE_NEAR_MISS), ("GAP_TABLE", results.SITE_GAP_TABLE))
BASES = (codes.AREA_BASIS.net, codes.AREA_BASIS.gross)
CHANGE, SITES, AREA, RESTRICTED, UNKNOWN, BRIDGED, PLOTS = range(7)
"""Columns of the table of costs."""


def open_gap_explorer(desk: Desk, iface: QgisInterface) -> GapExplorer:
    """Show the explorer for the store of the desk; there is one at most."""
    return windows.show(NAME, lambda: GapExplorer(desk, iface))  # type: ignore[return-value]


class ExploreJob(Job):
    """Reads the store as the algorithm does, prepares the explorer, and makes the clusters of all gaps."""

    prepared = pyqtSignal()
    made = pyqtSignal(int)

    def __init__(self, parameters: dict[str, Any], around: int) -> None:
        super().__init__(tr("Explore gaps"), parameters.values())
        self.explorer: Explorer | None = None
        self.around = around
        """The gap whose clusters are wanted next."""
        self._parameters = parameters
        self._feedback = AlgorithmFeedback()

    def cancel(self) -> None:
        """Tell the reading to stop, too."""
        self._feedback.cancel()
        super().cancel()

    def work(self) -> None:
        """Read, prepare, and make one gap after the other."""
        from ruhr_planner.analysis.gap_explorer import Explorer
        from ruhr_planner.processing.cooperationsites import read_scene

        scene, rule = read_scene(self._parameters, QgsProcessingContext(), self._feedback)
        self.explorer = Explorer(scene, rule, self._tell)
        self.prepared.emit()
        missing = self.explorer.missing(self.around)
        total = len(missing)
        while missing:
            self.explorer.make(missing[0], self._checked)
            self.made.emit(missing[0])
            missing = self.explorer.missing(self.around)
            self.setProgress(100 - 50 * len(missing) / total)

    def _tell(self, fraction: float) -> None:
        self.check()
        self.setProgress(50 * fraction)

    def _checked(self, fraction: float) -> None:
        del fraction
        self.check()


class BridgeJob(Job):
    """Measures the land that has to be bridged at the present position and after each change: seconds, not moments."""

    def __init__(self, explorer: Explorer, sites: Sites, neighbours: list[Sites]) -> None:
        super().__init__(tr("Measure bridged land"))
        self.sites = sites
        """Those of the position that is measured."""
        self.bridged_ha: list[float] = []
        self._explorer = explorer
        self._neighbours = neighbours

    def work(self) -> None:
        """Close the gaps of all sites."""
        for sites in (self.sites, *self._neighbours):
            self.bridged_ha.append(self._explorer.bridged_ha(sites, self.check))


class GapExplorer(QgsDockWidget):
    """Sliders on the left, the curve in the middle, the costs of the next changes on the right."""

    def __init__(self, desk: Desk, iface: QgisInterface) -> None:
        super().__init__(tr("Gap Explorer"), iface.mainWindow())
        self.setObjectName(NAME)
        self.desk = desk
        self.iface = iface
        self._store: OpenStore | None = None
        self._job: ExploreJob | None = None
        self._bridge: BridgeJob | None = None
        self._explorer: Explorer | None = None
        self._sites: Sites | None = None
        self._neighbours: list[Sites] = []
        self._added: list[str] = []
        self._bands = self._build_bands()
        self._redraw = _timer(self, 0, self._show_position)
        self._then = _timer(self, 0, self._show_more)
        self._rest = _timer(self, REST_MS, self._come_to_rest)
        self._look = _timer(self, BREATH_MS, self._look_at_desk)
        self._build()
        self._restore()
        self.desk.changed.connect(self._look_at_desk)
        iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self)

    # ----------------------------------------------------------------------------------------------------------- parts
    def _build_bands(self) -> dict[str, QgsRubberBand]:
        """Return the drawings over the map: sites filled, land gained hatched, land lost crossed out."""
        looks = {
            "sites": (QColor(0, 100, 180, 90), QColor(0, 70, 140), Qt.BrushStyle.SolidPattern),
            "gained": (QColor(0, 120, 60), QColor(0, 120, 60), Qt.BrushStyle.BDiagPattern),
            "lost": (QColor(190, 40, 20), QColor(190, 40, 20), Qt.BrushStyle.DiagCrossPattern),
        }
        bands = {}
        for name, (fill, stroke, brush) in looks.items():
            band = QgsRubberBand(self.iface.mapCanvas(), Qgis.GeometryType.Polygon)
            band.setFillColor(fill)
            band.setStrokeColor(stroke)
            band.setBrushStyle(brush)
            band.setWidth(1)
            bands[name] = band
        return bands

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        self.curve = CountCurve(f"{NAME}_curve", WIDEST_M, split)
        self.curve.setToolTip(tr("Number and area of the sites for every gap; a click takes a gap"))
        self.curve.picked.connect(lambda gap: self.gap.setValue(gap))
        for part in (self._build_sliders(), self.curve, self._build_costs()):
            split.addWidget(part)
        for place, share in enumerate((1, 3, 3)):
            split.setStretchFactor(place, share)
        split.setSizes([230, 195, 440])
        self.setWidget(split)

    def _build_sliders(self) -> QWidget:
        panel = QWidget(self)
        column = QVBoxLayout(panel)
        self.answer = QLabel(panel)
        self.answer.setObjectName(f"{NAME}_answer")
        self.answer.setWordWrap(True)
        self.answer.setTextFormat(Qt.TextFormat.PlainText)
        self.answer.setMinimumHeight(2 * self.answer.fontMetrics().lineSpacing())
        column.addWidget(self.answer)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self._build_gap(grid)
        self._build_area(grid)
        self._build_level(grid)
        self.box = RunBox(f"{NAME}_run", panel)
        self.box.link.connect(self._zoom_to_result)
        column.addWidget(self.box)
        column.addStretch(1)
        column.addLayout(self._build_buttons(panel))
        return panel

    def _build_gap(self, grid: QGridLayout) -> None:
        self.gap_slider = _slider(f"{NAME}_gap_slider", 0, WIDEST_M, 5)
        self.gap = QSpinBox()
        self.gap.setObjectName(f"{NAME}_gap")
        self.gap.setRange(0, WIDEST_M)
        self.gap.setSuffix(" m")
        self.gap.setToolTip(tr("Plots up to this far apart, such as across a street, count as lying together"))
        self.gap_slider.setToolTip(self.gap.toolTip())
        self.gap_slider.valueChanged.connect(self.gap.setValue)
        self.gap.valueChanged.connect(self.gap_slider.setValue)
        self.gap.valueChanged.connect(lambda _value: self._moved())
        _row(grid, 0, tr("&Gap"), self.gap_slider, self.gap)

    def _build_area(self, grid: QGridLayout) -> None:
        self.area_slider = _slider(f"{NAME}_area_slider", 1, round(LARGEST_HA / STEP_HA), 10)
        self.area = QDoubleSpinBox()
        self.area.setObjectName(f"{NAME}_area")
        self.area.setRange(0.1, 1_000.0)
        self.area.setDecimals(1)
        self.area.setLocale(i18n.locale())
        self.area.setSingleStep(STEP_HA)
        self.area.setSuffix(" ha")
        self.area.setToolTip(tr("Plots that lie together make a site from this area on"))
        self.area_slider.setToolTip(self.area.toolTip())
        self.area_slider.valueChanged.connect(self._take_area)
        self.area.valueChanged.connect(self._follow_area)
        self.basis = QComboBox()
        self.basis.setObjectName(f"{NAME}_basis")
        self.basis.setToolTip(tr("What the minimum area and the curve are counted in"))
        for basis in BASES:
            self.basis.addItem(codes.AREA_BASIS.label(basis, i18n.language()), basis)
        self.basis.currentIndexChanged.connect(lambda _index: self._moved())
        _row(grid, 2, tr("&Minimum area"), self.area_slider, self.area)
        label = QLabel(tr("&Basis"))
        label.setBuddy(self.basis)
        grid.addWidget(label, 4, 0)
        grid.addWidget(self.basis, 4, 1)

    def _build_level(self, grid: QGridLayout) -> None:
        self.level_slider = _slider(f"{NAME}_level_slider", 0, len(codes.RESTRICTION.codes) - 1, 1)
        self.level_slider.setToolTip(
            tr("Plots up to this restriction level take part; those of unknown restriction always do")
        )
        self.level = QLabel()
        self.level.setObjectName(f"{NAME}_level")
        self.level_slider.valueChanged.connect(self._name_level)
        _row(grid, 5, tr("&Restriction up to"), self.level_slider, self.level)

    def _build_buttons(self, panel: QWidget) -> QVBoxLayout:
        row = QVBoxLayout()
        self.run = QPushButton(QgsApplication.getThemeIcon("/mActionStart.svg"), tr("R&un with These Values"), panel)
        self.run.setObjectName(f"{NAME}_run_button")
        self.run.clicked.connect(self._run)
        self.zoom = QPushButton(QgsApplication.getThemeIcon("/mActionZoomToLayer.svg"), tr("&Zoom to Sites"), panel)
        self.zoom.setObjectName(f"{NAME}_zoom")
        self.zoom.clicked.connect(self._zoom)
        row.addWidget(self.zoom)
        row.addWidget(self.run)
        row.addWidget(help_button(panel, "gap_explorer"))
        return row

    def _build_costs(self) -> QWidget:
        panel = QWidget(self)
        column = QVBoxLayout(panel)
        self.heading = QLabel(tr("What a change would bring and cost"), panel)
        column.addWidget(self.heading)
        self.costs = QTreeWidget(panel)
        self.costs.setObjectName(f"{NAME}_costs")
        self.costs.setRootIsDecorated(False)
        self.costs.setAlternatingRowColors(True)
        self.costs.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.costs.setHeaderLabels(
            [tr("Change"), tr("Sites"), tr("ha"), tr("restr."), tr("unkn."), tr("bridged"), tr("Plots")]
        )
        self._explain_columns()
        header = self.costs.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        self.costs.setToolTip(tr("Select a row to see on the map what is gained and lost; double-click to take it"))
        self.costs.itemSelectionChanged.connect(self._show_change)
        self.costs.itemActivated.connect(self._take_change)
        column.addWidget(self.costs, 1)
        self.legend = QLabel(tr("On the map: sites filled, land gained hatched, land lost cross-hatched."), panel)
        self.legend.setWordWrap(True)
        column.addWidget(self.legend)
        panel.setMinimumWidth(300)
        return panel

    def _explain_columns(self) -> None:
        explained = {
            CHANGE: tr("One slider moved, the others as they are"),
            SITES: tr("How many sites more or fewer"),
            AREA: tr("Area of all sites on the chosen basis, ha more or less"),
            RESTRICTED: tr("Land with a known restriction (level 1 to 3) in the sites, ha more or less"),
            UNKNOWN: tr("Land of unknown restriction in the sites, ha more or less"),
            BRIDGED: tr("Streets and other land between the plots that would have to be bridged, ha more or less"),
            PLOTS: tr("Plots that come into a site, and plots that fall out of all sites"),
        }
        for column, text in explained.items():
            self.costs.headerItem().setToolTip(column, text)
            if column != CHANGE:
                self.costs.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight)

    # ----------------------------------------------------------------------------------------------------- life of it
    def showEvent(self, event: QShowEvent) -> None:
        """Begin, or go on where the window was closed."""
        super().showEvent(event)
        self._look.start()
        for band in self._bands.values():
            band.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the map as it was."""
        self._keep()
        self._stop()
        for band in self._bands.values():
            band.hide()
        super().closeEvent(event)

    def shut_down(self) -> None:
        """Cancel what runs and take the drawings off the map."""
        self._keep()
        self._stop()
        self.desk.changed.disconnect(self._look_at_desk)
        for band in self._bands.values():
            if not sip.isdeleted(band):
                self.iface.mapCanvas().scene().removeItem(band)
        self._bands = {}
        self.iface.removeDockWidget(self)

    def _stop(self) -> None:
        for timer in (self._redraw, self._then, self._rest, self._look):
            timer.stop()
        let_go(self._job, self._bridge)
        if self._job is not None and self._explorer is None:
            self._store = None  # begin anew when it is shown again
        self._job = self._bridge = None

    def _look_at_desk(self) -> None:
        """Begin anew when another store is open."""
        if not self.isVisible():
            return
        store = self.desk.store
        known = store is not None and self._store is not None and store.tables is self._store.tables
        if store is not self._store and not known:
            self._stop()
            self._store, self._explorer, self._sites = store, None, None
            self._clear()
            if store is not None and store.has(tables.PLOT):
                self._begin(store)
        elif self._explorer is not None and self._job is None and self._explorer.missing(self.gap.value()):
            self._begin(store)  # it was closed before all gaps were made
        self._say_why()
        self._redraw.start()

    def _begin(self, store: OpenStore | None) -> None:
        if store is None:
            return
        self._explorer = None
        needed = {name: value for name, value in self._inputs(store).items() if name not in BESIDE}
        self._job = ExploreJob(needed, self.gap.value())
        self._job.prepared.connect(self._take_explorer)
        self._job.made.connect(self._take_gap)
        self._job.ended.connect(self._explored)
        self.box.watch(self._job)
        self._job.start()

    def _inputs(self, store: OpenStore) -> dict[str, Any]:
        """Return what the search takes from the store when the dock asks for it: so the hectares are the same."""
        preset = codes.SITE_PRESET.index(codes.SITE_PRESET.custom)
        return {**question("cooperationsites").inputs(store, {}), "PRESET": preset}

    def _take_explorer(self) -> None:
        if self._job is not None:
            self._explorer = self._job.explorer

    def _take_gap(self, gap: int) -> None:
        """Show a gap as soon as it is there; the curve grows now and then."""
        if self._explorer is None:
            return
        if gap == self.gap.value() or gap % 5 == 0:
            self._redraw.start()

    def _explored(self) -> None:
        job, self._job = self._job, None
        if job is not None and self.box.report(job):
            self._redraw.start()
        elif self._explorer is None:
            self._store = None  # begin anew when the store was read again, or the window is shown again
        self._say_why()

    # ------------------------------------------------------------------------------------------------------- position
    def position(self) -> Position:
        """Return where the sliders stand."""
        from ruhr_planner.analysis.gap_explorer import Position

        return Position(**self._values())

    def _values(self) -> dict[str, Any]:
        """Return the fields of the position; this imports no analysis, which takes its time on the first call."""
        return {
            "gap": self.gap.value(),
            "min_area_ha": round(self.area.value(), 1),
            "max_restriction": self.level_slider.value(),
            "basis": self.basis.currentData(),
        }

    def _restore(self) -> None:
        """Put the sliders where they were last time."""
        kept = remembered(settings.settings().gap_explorer.value())
        self.gap.setValue(int(kept.get("gap", FIRST_GAP_M)))
        self.area.setValue(kept.get("min_area_ha", 8.0))
        self.basis.setCurrentIndex(max(0, self.basis.findData(kept.get("basis", BASES[0]))))
        self.level_slider.setValue(int(kept.get("max_restriction", FIRST_LEVEL)))
        self._name_level()

    def _keep(self) -> None:
        settings.settings().gap_explorer.setValue(json.dumps(self._values()))

    def _take_area(self, steps: int) -> None:
        if round(self.area.value() / STEP_HA) != steps:
            self.area.setValue(steps * STEP_HA)

    def _follow_area(self, value: float) -> None:
        self.area_slider.setValue(round(value / STEP_HA))
        self._moved()

    def _name_level(self) -> None:
        code = codes.RESTRICTION.codes[self.level_slider.value()]
        self.level.setText(f"{code}: {codes.RESTRICTION.label(code, i18n.language())}")
        self._moved()

    def _moved(self) -> None:
        if self._job is not None:
            self._job.around = self.gap.value()
        self._redraw.start()

    # --------------------------------------------------------------------------------------------------------- showing
    def _clear(self) -> None:
        self.answer.setText("")
        self.costs.clear()
        self.curve.show_points([], self.gap.value())
        for band in self._bands.values():
            band.reset(Qgis.GeometryType.Polygon)

    def _show_position(self) -> None:
        """Draw the sites of the position: map and sentence; costs and curve in the turns that follow."""
        explorer = self._explorer
        self._sites = None
        let_go(self._bridge)
        self._bridge = None
        if explorer is None or not explorer.made(self.gap.value()):
            waiting = self._job is not None
            self.answer.setText(tr("The clusters for this gap are being made…") if waiting else "")
            self._bands["sites"].reset(Qgis.GeometryType.Polygon)
            self.costs.clear()
            self._say_why()
            return
        position = self.position()
        sites = self._sites = explorer.sites(position)
        self._draw("sites", explorer.land(sites))
        self.answer.setText(_answer(sites))
        self._say_why()
        self._then.start()

    def _show_more(self) -> None:
        """List the costs of the sites that are shown, and draw their curve; end as soon as other sites are shown."""
        explorer, sites = self._explorer, self._sites
        if explorer is not None and sites is not None:
            in_turns(self, itertools.chain(self._cost(explorer, sites), self._count(explorer, sites)))

    def _cost(self, explorer: Explorer, sites: Sites) -> Iterator[None]:
        """List what each change would cost, a change a turn."""
        found: list[tuple[Sites, Cost]] = []
        for position in explorer.changes(sites.position):
            other = explorer.sites(position)
            found.append((other, explorer.cost(sites, other)))
            yield
            if self._sites is not sites:
                return
        self._list_costs(sites, found)
        yield

    def _count(self, explorer: Explorer, sites: Sites) -> Iterator[None]:
        """Draw the curve, some points a turn."""
        points: list[CurvePoint] = []
        for point in explorer.curve(sites.position):
            if self._sites is not sites:
                return
            points.append(point)
            if len(points) % POINTS_A_TURN == 0:
                yield
        if self._sites is sites:
            self.curve.show_points(points, sites.position.gap)
            self._rest.start()

    def _draw(self, name: str, land: Any) -> None:
        band = self._bands[name]
        if land.isNull():
            band.reset(Qgis.GeometryType.Polygon)
        else:
            band.setToGeometry(land, crs())

    def _list_costs(self, sites: Sites, found: list[tuple[Sites, Cost]]) -> None:
        chosen = self.costs.indexOfTopLevelItem(self.costs.currentItem()) if self.costs.selectedItems() else -1
        self.costs.blockSignals(True)
        self.costs.clear()
        self._neighbours = [other for other, _cost in found]
        self.costs.addTopLevelItems([_row_of(sites.position, cost) for _other, cost in found])
        self.costs.blockSignals(False)
        if 0 <= chosen < self.costs.topLevelItemCount():
            self.costs.setCurrentItem(self.costs.topLevelItem(chosen))
        self._show_change()

    def _show_change(self) -> None:
        """Show on the map what the selected change gains and loses."""
        explorer, sites = self._explorer, self._sites
        chosen = self.costs.selectedItems()
        if explorer is None or sites is None or not chosen:
            for name in ("gained", "lost"):
                self._bands[name].reset(Qgis.GeometryType.Polygon)
            return
        cost = explorer.cost(sites, self._neighbours[self.costs.indexOfTopLevelItem(chosen[0])])
        self._draw("gained", explorer.plots(cost.gained))
        self._draw("lost", explorer.plots(cost.lost))

    def _take_change(self, item: QTreeWidgetItem) -> None:
        """Move the slider that a row changes."""
        position = self._neighbours[self.costs.indexOfTopLevelItem(item)].position
        self.gap.setValue(position.gap)
        self.area.setValue(position.min_area_ha)
        self.level_slider.setValue(position.max_restriction)

    def _come_to_rest(self) -> None:
        """Measure the bridged land of what is shown, which takes too long for a slider under way."""
        if self._explorer is None or self._sites is None:
            return
        let_go(self._bridge)
        self._bridge = job = BridgeJob(self._explorer, self._sites, self._neighbours)
        job.ended.connect(lambda: self._show_bridged(job))
        job.start()

    def _show_bridged(self, job: BridgeJob) -> None:
        if job is not self._bridge or sip.isdeleted(self):
            return
        self._bridge = None
        if job.error or job.isCanceled() or job.sites is not self._sites:
            return
        now, *then = job.bridged_ha
        self.answer.setText(" ".join((_answer(job.sites), tr("{ha} ha bridged.").format(ha=number(now, 1)))))
        for row, bridged in enumerate(then):
            self.costs.topLevelItem(row).setText(BRIDGED, _signed(bridged - now, 1))

    # ---------------------------------------------------------------------------------------------------------- acting
    def _say_why(self) -> None:
        """Enable the buttons, or say why not."""
        reason = ""
        if self.desk.store is None:
            reason = tr("Open a store first.")
        elif not self.desk.store.has(tables.PLOT):
            label = tables.PLOT.label.text(i18n.language())
            reason = tr("The store has no records in the table “{table}”.").format(table=label)
        if reason:
            self.answer.setText(reason)
        nothing = reason or ("" if self._sites is not None and len(self._sites) else tr("No site is shown."))
        allow(self.zoom, nothing, tr("Zoom the map to the sites that are shown"))
        purpose = tr("Run the algorithm with these values; its result becomes a layer of the project")
        allow(self.run, reason or self.desk.busy_reason(), purpose)

    def _zoom(self) -> None:
        if self._explorer is not None and self._sites is not None:
            zoom_to_box(self._explorer.land(self._sites).boundingBox(), crs(), self.iface)

    def _run(self) -> None:
        """Run the algorithm with the values of the sliders."""
        store = self.desk.store
        if store is None or self.desk.job is not None:
            return
        position = self.position()
        parameters = {
            **self._inputs(store),
            "MIN_AREA": position.min_area_ha,
            "AREA_BASIS": codes.AREA_BASIS.index(position.basis),
            "GAP": position.gap,
            "MAX_RESTRICTION": position.max_restriction,
        }
        title = tr("Cooperation sites ({gap} m, {ha} ha)").format(gap=position.gap, ha=number(position.min_area_ha, 1))
        job = ResultJob(title, "cooperationsites", parameters, OUTPUTS, store.stem, store.invented)
        self.desk.begin(job, self.box, self._ran)

    def _ran(self, job: Job) -> None:
        if isinstance(job, ResultJob):
            self._added = job.add_layers() if self.desk.same_project else []
            self.costs.clearSelection()
            found = filled(
                tr("{count} {count:site was|sites were} written as a layer."), count=number(job.results["SITES"])
            )
            self.box.say(Tone.DONE, found, ("zoom", tr("Zoom to result")))

    def _zoom_to_result(self, link: str) -> None:
        del link
        layers.zoom_to(self._added, self.iface)


# ------------------------------------------------------------------------------------------------------- small pieces
def remembered(text: str) -> dict[str, Any]:
    """Return where the sliders stood last time; what another version, or somebody, wrote otherwise is left out."""
    try:
        kept = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    numbers = ("gap", "min_area_ha", "max_restriction")
    return {
        name: value
        for name, value in kept.items()
        if name == "basis" or (name in numbers and type(value) in (int, float) and 0 <= value <= 1_000)
    }


def _timer(parent: QWidget, wait: int, slot: Any) -> QTimer:
    """Return a timer that counts anew at every start: many moves make one redraw."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(wait)
    timer.timeout.connect(slot)
    return timer


def _slider(name: str, low: int, high: int, page: int) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setObjectName(name)
    slider.setRange(low, high)
    slider.setPageStep(page)
    slider.setTickPosition(QSlider.TickPosition.TicksBelow)
    slider.setTickInterval(page)
    return slider


def _row(grid: QGridLayout, row: int, text: str, slider: QSlider, value: QWidget) -> None:
    label = QLabel(text)
    label.setBuddy(slider)
    slider.setAccessibleName(text.replace("&", ""))
    grid.addWidget(label, row, 0)
    grid.addWidget(value, row, 1)
    grid.addWidget(slider, row + 1, 0, 1, 2)


def _answer(sites: Sites) -> str:
    """Say how many sites there are and how large."""
    if not len(sites):
        return tr("No cooperation site with these values.")
    return filled(
        tr("{count} {count:site|sites} with {net} ha net, {gross} ha gross."),
        count=number(len(sites)),
        net=number(sites.net_ha.sum(), 1),
        gross=number(sites.gross_ha.sum(), 1),
    )


def _row_of(now: Position, cost: Cost) -> QTreeWidgetItem:
    """Return the line of the table for a change; bridged land follows later."""
    plots = " ".join(_signed(count, 0) for count in (len(cost.gained), -len(cost.lost)) if count) or "±0"
    texts = (_change(now, cost.position), _signed(cost.sites, 0), _signed(cost.area_ha, 1))
    item = QTreeWidgetItem([*texts, _signed(cost.restricted_ha, 1), _signed(cost.unknown_ha, 1), "…", plots])
    for column in range(SITES, PLOTS + 1):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _change(now: Position, then: Position) -> str:
    """Name a change: the slider and its new value."""
    if then.gap != now.gap:
        return tr("Gap {value} m").format(value=then.gap)
    if then.min_area_ha != now.min_area_ha:
        return tr("Minimum {value} ha").format(value=number(then.min_area_ha, 1))
    return tr("Restriction up to {value}").format(value=then.max_restriction)


def _signed(value: float, decimals: int) -> str:
    """Return a change with its sign, and ±0 where rounding leaves none."""
    rounded = round(value, decimals)
    if rounded == 0:
        return "±0"
    return ("+" if rounded > 0 else "−") + number(abs(rounded), decimals)
