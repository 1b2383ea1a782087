"""The weights window: sliders or pairwise comparisons on the left, the ranking that they give on the right.

The ranking moves with the sliders (analysis.scoring on the sites' values, read once); the bands of ranks come from few
random sets of weights at once and from all of them when the sliders have come to rest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsMapLayerProxyModel, QgsProcessingContext, QgsProject
from qgis.gui import QgsGui, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner import i18n, paths, settings
from ruhr_planner.gui import layers, windows
from ruhr_planner.gui.help import add_help
from ruhr_planner.gui.jobs import AlgorithmFeedback, Job, let_go
from ruhr_planner.gui.pairwise import PairwisePage
from ruhr_planner.gui.ranking import RankingTable, in_order
from ruhr_planner.gui.resultjob import ResultJob
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.section import allow
from ruhr_planner.gui.words import literal, number
from ruhr_planner.gui.zooming import zoom_to_box
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.results import SITE, SITE_SCORE
from ruhr_planner.model.sentences import filled
from ruhr_planner.store.layers import crs

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QCloseEvent, QShowEvent

    from ruhr_planner.analysis.scoring import Evaluation
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.processing.scoresites import Contest

NAME = "ruhr_planner_weights"
STEPS = 100
"""A slider's range; only the proportions count."""
FULL_RUNS = 10_000
LIVE_RUNS = 1_000
LIVE_VALUES = 1_000_000
"""Runs x sites x criteria that are drawn while a slider moves: some 15 ms."""
FEWEST_RUNS = 100
REST_MS = 600
OUTPUTS = (("OUTPUT", SITE_SCORE),)


def open_weights(desk: Desk, iface: QgisInterface) -> WeightsWindow:
    """Show the weights for a layer of sites; there is one such window at most."""
    return windows.show(NAME, lambda: WeightsWindow(desk, iface))  # type: ignore[return-value]


class ReadJob(Job):
    """Reads the sites and the values of their criteria, as the algorithm does."""

    def __init__(self, source: str, criteria: str) -> None:
        super().__init__(tr("Read sites"), [source])
        self.contest: Contest | None = None
        self._parameters = {"SITES": source, "CRITERIA": criteria}
        self._feedback = AlgorithmFeedback()

    def cancel(self) -> None:
        """Tell the reading to stop, too."""
        self._feedback.cancel()
        super().cancel()

    def work(self) -> None:
        """Read and check."""
        from ruhr_planner.processing.scoresites import read_contest

        self.contest = read_contest(self._parameters, QgsProcessingContext(), self._feedback)


class BandJob(Job):
    """Ranks the sites under many random sets of weights."""

    def __init__(self, contest: Contest, weights: Sequence[float], method: str, missing: str) -> None:
        super().__init__(tr("Draw random weights"))
        self.found: Evaluation | None = None
        self._given = contest, weights, method, missing

    def work(self) -> None:
        """Draw and rank."""
        self.found = evaluated(*self._given, FULL_RUNS, self._tell)

    def _tell(self, fraction: float) -> None:
        self.check()
        self.setProgress(100 * fraction)


def evaluated(
    contest: Contest, weights: Sequence[float], method: str, missing: str, runs: int, progress: Any
) -> Evaluation:
    """Rank the sites of a contest under weights that need not sum to 1."""
    import numpy as np

    from ruhr_planner.analysis import scoring

    given = np.asarray(weights, np.float64)
    return scoring.evaluate(
        contest.values,
        given / given.sum(),
        contest.ids,
        contest.eligible,
        scoring.Rule(method),
        missing,
        scoring.Trials(runs),
        progress,
    )


class WeightsWindow(QDialog):
    """Weights on the left in two ways, the ranking on the right."""

    def __init__(self, desk: Desk, iface: QgisInterface) -> None:
        super().__init__(iface.mainWindow())
        self.setObjectName(NAME)
        self.setWindowTitle(tr("Weights and Ranking"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.desk = desk
        self.iface = iface
        self._items: list[dict[str, Any]] = []
        self._contest: Contest | None = None
        self._before: Any = None
        self._reading: ReadJob | None = None
        self._bands: BandJob | None = None
        self._added: list[str] = []
        self._sliders: list[QSlider] = []
        self._shares: list[QLabel] = []
        self._exact: list[float] = []
        self._due = QTimer(self)  # one ranking for all the moves that have come when the window is free
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._rank)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._draw_bands)
        self._build()
        windows.resize(self, 1_200, 640)
        QgsGui.enableAutoGeometryRestore(self)
        self.desk.changed.connect(self._look_at_desk)
        self._take_preset()

    # ----------------------------------------------------------------------------------------------------------- parts
    def _build(self) -> None:
        column = QVBoxLayout(self)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self._build_left())
        split.addWidget(self._build_right())
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([400, 760])
        column.addWidget(split, 1)
        self.box = RunBox(f"{NAME}_run", self)
        self.box.link.connect(lambda _link: layers.zoom_to(self._added, self.iface))
        column.addWidget(self.box)
        column.addWidget(self._build_buttons())

    def _build_left(self) -> QWidget:
        panel = QWidget(self)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        form = QFormLayout()
        self.layer = QgsMapLayerComboBox(panel)
        self.layer.setObjectName(f"{NAME}_layer")
        self.layer.setFilters(QgsMapLayerProxyModel.Filter.VectorLayer)
        self.layer.setAllowEmptyLayer(True)
        self.layer.setToolTip(tr("Sites to be ranked, such as the result of the search for cooperation sites"))
        self._choose_layer()
        self.layer.layerChanged.connect(self._read)
        form.addRow(tr("&Sites"), self.layer)
        self.preset = QComboBox(panel)
        self.preset.setObjectName(f"{NAME}_preset")
        for code in codes.CRITERIA_PRESET:
            self.preset.addItem(codes.CRITERIA_PRESET.label(code, i18n.language()), code)
        self.preset.setToolTip(tr("Criteria and the weights to begin with"))
        self.preset.activated.connect(lambda _index: self._take_preset())
        form.addRow(tr("&Purpose"), self.preset)
        self.method = self._build_choice("method", codes.SCORE_METHOD, tr("How values and weights become a score"))
        form.addRow(tr("M&ethod"), self.method)
        self.missing = self._build_choice("missing", codes.MISSING_RULE, tr("What counts where a value is unknown"))
        form.addRow(tr("&Unknown values"), self.missing)
        column.addLayout(form)
        self.tabs = QTabWidget(panel)
        self.tabs.setObjectName(f"{NAME}_tabs")
        self.page = QScrollArea(self.tabs)
        self.page.setWidgetResizable(True)
        self.tabs.addTab(self.page, tr("S&liders"))
        self.pairs = PairwisePage(self.tabs)
        self.pairs.judged.connect(self._take_judgements)
        self.tabs.addTab(self.pairs, tr("Pai&rs"))
        self.tabs.setTabToolTip(1, tr("Compare the criteria two by two (AHP); the weights follow"))
        self.tabs.currentChanged.connect(self._change_page)
        column.addWidget(self.tabs, 1)
        panel.setMinimumWidth(340)
        return panel

    def _build_choice(self, name: str, values: codes.CodeList, purpose: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"{NAME}_{name}")
        box.setToolTip(purpose)
        box.setMinimumContentsLength(8)  # else the labels of the form give way
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for code in values:
            box.addItem(values.label(code, i18n.language()), code)
        box.currentIndexChanged.connect(lambda _index: self._restart())
        return box

    def _build_right(self) -> QWidget:
        panel = QWidget(self)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        self.icon = QLabel(panel)
        self.icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.answer = QLabel(panel)
        self.answer.setObjectName(f"{NAME}_answer")
        self.answer.setWordWrap(True)
        self.answer.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self.icon)
        row.addWidget(self.answer, 1)
        column.addLayout(row)
        self.table = RankingTable(panel)
        self.table.setToolTip(tr("A click shows the site on the map, a double-click goes there"))
        self.table.chosen.connect(lambda place: self._show_site(place, go=False))
        self.table.activated.connect(lambda _index: self._show_site(self.table.selected(), go=True))
        column.addWidget(self.table, 1)
        self.drawn = QLabel(panel)
        self.drawn.setObjectName(f"{NAME}_drawn")
        self.drawn.setWordWrap(True)
        self.drawn.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.drawn)
        return panel

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = windows.button_box(self, QDialogButtonBox.StandardButton.Close)
        self.open = QPushButton(QgsApplication.getThemeIcon("/mActionFileOpen.svg"), tr("&Open Criteria…"), self)
        self.save = QPushButton(QgsApplication.getThemeIcon("/mActionFileSave.svg"), tr("Save &Criteria…"), self)
        self.run = QPushButton(QgsApplication.getThemeIcon("/mActionStart.svg"), tr("Score with These &Weights"), self)
        actions = (
            ("open", self.open, self._open_file),
            ("save", self.save, self._save_file),
            ("run_button", self.run, self._run),
        )
        windows.add_actions(buttons, NAME, actions)
        add_help(buttons, "weights")
        self.open.setToolTip(tr("Take criteria and weights from a JSON file"))
        self.save.setToolTip(tr("Write criteria and weights to a JSON file, which the algorithm takes, too"))
        buttons.rejected.connect(self.reject)
        return buttons

    # ------------------------------------------------------------------------------------------------------- life of it
    def shut_down(self) -> None:
        """Cancel what runs."""
        self.desk.changed.disconnect(self._look_at_desk)
        self._stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what runs; the weights stay for the next time."""
        self._stop()
        super().closeEvent(event)

    def _stop(self) -> None:
        self._due.stop()
        self._rest.stop()
        let_go(self._reading, self._bands)
        self._reading = self._bands = None
        self._say_why()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the sites, or draw the bands, where closing the window has cut that short."""
        super().showEvent(event)
        if self._contest is not None:
            self._rest.start()
        elif self._reading is None:
            self._read()

    # -------------------------------------------------------------------------------------------------- criteria, sites
    def _choose_layer(self) -> None:
        """Begin with a layer that has the fields of sites, the active one first."""
        active = self.iface.activeLayer()
        candidates = [active, *QgsProject.instance().mapLayers().values()]
        for layer in filter(None, candidates):
            fields = layer.fields().names() if hasattr(layer, "fields") else []
            if SITE.single_net_ha in fields and SITE.site_id in fields:
                self.layer.setLayer(layer)
                return
        self.layer.setLayer(None)  # else it would be the first of all layers, and municipalities be ranked as sites

    def _look_at_desk(self) -> None:
        """Take the sites as soon as there are some."""
        if self.layer.currentLayer() is None:
            self._choose_layer()
        self._say_why()

    def _take_preset(self) -> None:
        """Take the criteria of the chosen purpose."""
        file = paths.resource("criteria", f"{self.preset.currentData()}.json")
        self._take_criteria(json.loads(file.read_text(encoding="utf-8")))

    def _take_criteria(self, items: list[dict[str, Any]]) -> None:
        """Show a slider for each criterion and read the sites anew."""
        self._items = items
        weights = [float(item["weight"]) for item in items]
        largest = max(weights)
        self._sliders, self._shares = [], []
        page = QWidget()
        grid = QGridLayout(page)
        grid.setColumnStretch(1, 1)
        for row, item in enumerate(items):
            self._add_slider(grid, row, item, round(STEPS * weights[row] / largest))
        grid.setRowStretch(len(items), 1)
        self.page.setWidget(page)
        self._exact = weights
        self._show_shares()
        self._change_page(self.tabs.currentIndex())
        self._read()

    def _add_slider(self, grid: QGridLayout, row: int, item: dict[str, Any], value: int) -> None:
        text = _label(item)
        label, share = QLabel(text), QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName(f"{NAME}_slider_{item['id']}")
        slider.setRange(0, STEPS)
        slider.setPageStep(10)
        slider.setValue(value)
        slider.setAccessibleName(text)
        slider.setMinimumWidth(90)
        label.setBuddy(slider)
        reason = item.get("reason")
        if isinstance(reason, dict):
            for widget in (label, slider):
                widget.setToolTip(literal(str(reason.get(i18n.language(), ""))))
        share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        share.setMinimumWidth(share.fontMetrics().horizontalAdvance("100,0 %"))
        for place, widget in enumerate((label, slider, share)):
            grid.addWidget(widget, row, place)
        slider.valueChanged.connect(lambda _value: self._moved())
        self._sliders.append(slider)
        self._shares.append(share)

    def _read(self) -> None:
        """Read the sites for the criteria in the background."""
        self._stop()
        self._contest, self._before = None, None
        self.table.clear()
        self.drawn.setText("")
        layer = self.layer.currentLayer()
        reason = _unfit(layer)
        if reason:
            self._say(Tone.NOTE, reason)
            self._say_why()
            return
        self._say(Tone.NOTE, tr("The sites are being read…"))
        self._reading = job = ReadJob(layers.address_of(layer), self.criteria())
        job.ended.connect(lambda: self._take_contest(job))
        job.start()
        self._say_why()

    def _take_contest(self, job: ReadJob) -> None:
        if job is not self._reading:
            return
        self._reading = None
        self._contest = job.contest
        if job.error:
            self._say(Tone.FAULT, job.error)
        self._restart()

    def criteria(self) -> str:
        """Return the criteria with the present weights as JSON, as the algorithm takes them."""
        weights = self.weights()
        total = sum(weights)
        items = [{**item, "weight": round(weight / total, 6)} for item, weight in zip(self._items, weights)]
        return json.dumps(items, ensure_ascii=False, indent=1)

    # ---------------------------------------------------------------------------------------------------------- weights
    def weights(self) -> list[float]:
        """Return the weights, not all 0."""
        return self._exact if any(self._exact) else [1.0] * len(self._items)

    def _moved(self) -> None:
        """Take the weights from the sliders."""
        self._exact = [float(slider.value()) for slider in self._sliders]
        self._show_shares()
        self._due.start()

    def _take_judgements(self, weights: list[float]) -> None:
        """Take the weights from the pairwise comparisons; the sliders follow, rounded."""
        found = iter(weights)
        self._exact = [next(found) if weight > 0 else 0.0 for weight in self._exact]
        largest = max(self._exact)
        for slider, weight in zip(self._sliders, self._exact):
            slider.blockSignals(True)
            slider.setValue(round(STEPS * weight / largest))
            slider.blockSignals(False)
        self._show_shares()
        self._due.start()

    def _show_shares(self) -> None:
        weights = self.weights()
        total = sum(weights)
        for label, weight in zip(self._shares, weights):
            label.setText(f"{number(100 * weight / total, 1)} %")

    def _change_page(self, index: int) -> None:
        """Begin the comparisons with the judgements nearest to the sliders."""
        if self.tabs.widget(index) is not self.pairs:
            return
        from ruhr_planner.analysis import ahp

        used = [(_label(item), weight) for item, weight in zip(self._items, self._exact) if weight > 0]
        if not ahp.SMALLEST <= len(used) <= ahp.LARGEST:
            said = tr("Pairwise comparison takes {low} to {high} criteria; the weights of the others have to be 0.")
            self.pairs.refuse(said.format(low=ahp.SMALLEST, high=ahp.LARGEST))
            return
        self.pairs.ask([label for label, _weight in used], [weight for _label, weight in used])

    # ---------------------------------------------------------------------------------------------------------- ranking
    def _restart(self) -> None:
        """Rank anew, and take this ranking as the one that later ones are compared with."""
        self._before = None
        self._rank()
        self._say_why()

    def _rank(self) -> None:
        """Rank the sites, with as many random weights as a moment allows."""
        contest = self._contest
        if contest is None:
            return
        if not contest.ids:
            self._say(Tone.WARNING, tr("There is no site to score."))
            return
        runs = min(LIVE_RUNS, LIVE_VALUES // (len(contest.ids) * len(self._items)))
        found = self._evaluate(runs if runs >= FEWEST_RUNS else 0)
        if self._before is None:
            self._before = found.rank
        self._show(contest, found, runs if runs >= FEWEST_RUNS else 0)
        self._rest.start()

    def _evaluate(self, runs: int) -> Evaluation:
        return evaluated(
            self._contest, self.weights(), self.method.currentData(), self.missing.currentData(), runs, _silent
        )

    def _draw_bands(self) -> None:
        """Draw all random weights in the background."""
        if self._contest is None:
            return
        let_go(self._bands)
        method, missing = self.method.currentData(), self.missing.currentData()
        self._bands = job = BandJob(self._contest, list(self.weights()), method, missing)
        job.ended.connect(lambda: self._take_bands(job))
        job.start()

    def _take_bands(self, job: BandJob) -> None:
        if job is not self._bands:
            return
        self._bands = None
        if job.error:
            self._say(Tone.FAULT, job.error)
        if job.found is not None and self._contest is not None and not self._rest.isActive():
            self._show(self._contest, job.found, FULL_RUNS)

    def _show(self, contest: Contest, found: Evaluation, runs: int) -> None:
        self.table.list_sites(contest, found, self._before)
        self._tell(contest, found)
        bands = tr("Rank bands from {count} random sets of weights near these.").format(count=number(runs))
        self.drawn.setText(bands if runs else tr("The rank bands are being drawn…"))

    def _tell(self, contest: Contest, found: Evaluation) -> None:
        """Say who wins, whether that is a decision, and what it takes to change it."""
        ranked = in_order(found)
        if not ranked:
            self._say(Tone.WARNING, tr("No site can be ranked: nothing is known of any criterion."))
            return
        first = ranked[0]
        close = [contest.ids[place] for place in ranked if found.close_call[place] == 1]
        said = []
        if close:
            few = ", ".join(close[:4]) + (" …" if len(close) > 4 else "")
            text = tr("Close call: {count} sites lie within a tenth of the range of scores ({sites}). No decision.")
            said.append(text.format(count=number(len(close)), sites=few))
        else:
            said.append(tr("{site} is ahead, and not only just.").format(site=contest.ids[first]))
        delta, place = float(found.flips.delta[first]), int(found.flips.criterion[first])
        if place >= 0:
            text = tr("Another site wins once the weight of “{criterion}” changes by {points} percentage points.")
            sign = "+" if delta > 0 else "−"
            changed = sign + number(abs(100 * delta), 1)
            said.append(text.format(criterion=_label(self._items[place]), points=changed))
        unknown = [_label(self._items[at]) for at in _all_unknown(contest)]
        if unknown:
            said.append(tr("Unknown for all sites: {criteria}.").format(criteria=", ".join(unknown)))
        self._say(Tone.WARNING if close else Tone.DONE, " ".join(said))

    def _say(self, tone: Tone, text: str) -> None:
        size = self.fontMetrics().height()
        self.icon.setPixmap(QgsApplication.getThemeIcon(tone.value).pixmap(size, size))
        self.answer.setText(text)

    def _show_site(self, place: int, go: bool) -> None:
        """Flash a site on the map, or go there."""
        if self._contest is None or not 0 <= place < len(self._contest.geometries):
            return
        canvas = self.iface.mapCanvas()
        geometry = self._contest.geometries[place]
        if go:
            zoom_to_box(geometry.boundingBox(), crs(), self.iface)
        canvas.flashGeometries([geometry], crs())

    # ---------------------------------------------------------------------------------------------------------- acting
    def _say_why(self) -> None:
        reason = _unfit(self.layer.currentLayer()) or self.desk.busy_reason()
        if not reason and self._contest is None:
            reason = tr("The sites have not been read.")
        purpose = tr("Run the algorithm with these weights; its result becomes a layer of the project")
        allow(self.run, reason, purpose)

    def _run(self) -> None:
        """Score the layer with the present weights."""
        layer = self.layer.currentLayer()
        if _unfit(layer) or self.desk.job is not None:
            return
        parameters = {
            "SITES": layers.address_of(layer),
            "CRITERIA": self.criteria(),
            "METHOD": codes.SCORE_METHOD.index(self.method.currentData()),
            "MISSING": codes.MISSING_RULE.index(self.missing.currentData()),
            "RUNS": FULL_RUNS,
        }
        stem = "sites" if layer.providerType() == "postgres" else Path(layer.source().split("|")[0]).stem
        invented = self.desk.store is not None and self.desk.store.invented
        title = tr("Scored sites ({purpose})").format(purpose=self.preset.currentText())
        self.desk.begin(ResultJob(title, "scoresites", parameters, OUTPUTS, stem, invented), self.box, self._ran)

    def _ran(self, job: Job) -> None:
        if isinstance(job, ResultJob):
            self._added = job.add_layers() if self.desk.same_project else []
            said = filled(
                tr("{count} {count:site was|sites were} ranked and written as a layer."),
                count=number(job.results["RANKED"]),
            )
            self.box.say(Tone.DONE, said, ("zoom", tr("Zoom to result")))

    def _open_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, tr("Open Criteria"), str(settings.home()), "JSON (*.json)")
        if name:
            self.open_criteria(Path(name))

    def open_criteria(self, path: Path) -> None:
        """Take criteria and weights from a file."""
        from ruhr_planner.analysis import criteria
        from ruhr_planner.model.errors import PlannerError

        try:
            items = criteria.load(path.read_text(encoding="utf-8-sig"), path.name)
            criteria.parse(items, path.name)
        except PlannerError as error:
            self.box.say(Tone.FAULT, i18n.words(error))
            return
        except (OSError, UnicodeDecodeError) as error:
            self.box.say(Tone.FAULT, tr("“{file}” cannot be read: {why}").format(file=path.name, why=error))
            return
        self._take_criteria(items)

    def _save_file(self) -> None:
        settings.home().mkdir(parents=True, exist_ok=True)
        place = str(settings.home() / f"{self.preset.currentData()}.json")
        name, _kind = QFileDialog.getSaveFileName(self, tr("Save Criteria"), place, "JSON (*.json)")
        if name:
            self.save_criteria(Path(name).with_suffix(".json"))

    def save_criteria(self, path: Path) -> None:
        """Write criteria and weights to a file."""
        try:
            path.write_text(self.criteria() + "\n", encoding="utf-8")
        except OSError as error:
            said = tr("“{file}” cannot be written: {why}").format(file=path.name, why=error.strerror or error)
            self.box.say(Tone.FAULT, said)
            return
        self.box.say(Tone.DONE, tr("Criteria and weights were saved as “{file}”.").format(file=path.name))


def _silent(fraction: float) -> None:
    del fraction


def _label(item: dict[str, Any]) -> str:
    """Return what a criterion is called in the user's language."""
    label = item.get("label", item["id"])
    return str(label.get(i18n.language(), item["id"])) if isinstance(label, dict) else str(label)


def _unfit(layer: QgsMapLayer | None) -> str:
    """Say why a layer cannot be scored here; empty when it can."""
    if layer is None:
        return tr("Put a layer of sites on the map first, such as the result of the search for cooperation sites.")
    if layer.providerType() not in ("ogr", "postgres"):
        said = tr("Save “{layer}” to a file first; only layers from files and PostGIS can be read in the background.")
        return said.format(layer=layer.name())
    return ""


def _all_unknown(contest: Contest) -> list[int]:
    """Return the criteria of which nothing is known for any site."""
    import numpy as np

    return [int(at) for at in np.flatnonzero(np.isnan(contest.values).all(axis=0))]
