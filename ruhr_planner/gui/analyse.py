"""The step "Analyse": the questions in planners' words, each an algorithm with the store's layers filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from ruhr_planner import settings
from ruhr_planner.gui import answers, layers
from ruhr_planner.gui.dialogs import open_algorithm
from ruhr_planner.gui.jobs import AlgorithmJob
from ruhr_planner.gui.options import preset_box
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.section import Section, allow, tell
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, results, tables
from ruhr_planner.model.tables import Table

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.jobs import Job
    from ruhr_planner.gui.opening import OpenStore

ZOOM, TABLE, ADD = "zoom", "table", "add"
"""Addresses of the links below an answer."""


@dataclass(frozen=True)
class Question:
    """One question: the algorithm that answers it, and which tables go in and out under which parameter."""

    algorithm: str
    needed: tuple[tuple[str, Table], ...]
    optional: tuple[tuple[str, Table], ...]
    outputs: tuple[tuple[str, Table], ...]
    answer: Callable[[str], str]

    @property
    def id(self) -> str:
        """Return the algorithm's full id."""
        return f"ruhr_planner:{self.algorithm}"

    def missing(self, store: OpenStore) -> Table | None:
        """Return the first needed table that a store lacks."""
        return next((table for _parameter, table in self.needed if not store.has(table)), None)

    def inputs(self, store: OpenStore) -> dict[str, Any]:
        """Return the parameters that a store can fill."""
        return {
            parameter: layers.source_of(store.path, table)
            for parameter, table in self.needed + self.optional
            if store.has(table)
        }

    def targets(self, path: Path) -> dict[str, Any]:
        """Return the parameters that send every output into one GeoPackage."""
        return {parameter: layers.source_of(path, table) for parameter, table in self.outputs}


SITES = Question(
    "cooperationsites",
    (("PLOTS", tables.PLOT),),
    (
        ("MUNICIPALITIES", tables.MUNICIPALITY),
        ("EXCLUSIONS", tables.EXCLUSION),
        ("BARRIERS", tables.BARRIER),
        ("SENSITIVE", tables.SENSITIVE),
        ("FACTORS", tables.LOCATION_FACTOR),
    ),
    (("OUTPUT", results.SITE), ("NEAR_MISS", results.SITE_NEAR_MISS), ("GAP_TABLE", results.SITE_GAP_TABLE)),
    answers.sites,
)
GAPS = Question(
    "fibregaps",
    (("OBJECTS", tables.PLOT), ("CELLS", tables.BROADBAND_CELL)),
    (),
    (("OUTPUT", results.FIBRE_GAP), ("SUMMARY", results.FIBRE_SUMMARY)),
    answers.gaps,
)


class AnalysisJob(AlgorithmJob):
    """Runs the algorithm of a question and puts its result into a sentence, both in the other thread."""

    def __init__(self, title: str, question: Question, store: OpenStore, folder: Path, more: dict[str, Any]) -> None:
        self.question = question
        self.store = store
        self.answer = ""
        self.ready: layers.Ready = {}
        self.path = folder / f"{store.path.stem}_{question.algorithm}_{datetime.now().astimezone():%Y%m%d-%H%M%S}.gpkg"
        super().__init__(title, question.id, {**question.inputs(store), **question.targets(self.path), **more})

    def work(self) -> None:
        """Run, read what was written, and open it as layers."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        super().work()
        self.answer = self.question.answer(str(self.results["OUTPUT"]))
        self.ready = layers.load(self.sources(), self.check)

    def sources(self) -> layers.Sources:
        """Return the tables that were written, with their addresses."""
        return [(table, str(self.results[name])) for name, table in self.question.outputs if self.results.get(name)]


class QuestionPart(QWidget):
    """A question in words, a button that answers it, and what came of it."""

    def __init__(
        self, section: AnalyseSection, question: Question, words: tuple[str, str, str], iface: QgisInterface
    ) -> None:
        """:param words: the question, the button's text, the title of the run and of its layers."""
        super().__init__(section)
        self.setObjectName(f"ruhr_planner_{question.algorithm}")
        self.question = question
        self.iface = iface
        self._section = section
        self._words = words
        self._last: AnalysisJob | None = None
        self._added: list[str] = []
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        ask = QLabel(words[0], self)
        ask.setWordWrap(True)
        self.form.addRow(ask)
        self._build_row()
        self.box = RunBox(f"ruhr_planner_{question.algorithm}_run", self)
        self.box.link.connect(self._follow)
        self.form.addRow(self.box)

    def _build_row(self) -> None:
        self.button = self._section.button(f"{self.objectName()}_button", self._words[1], "/mActionStart.svg")
        self.button.clicked.connect(self.run)
        self.more = QToolButton(self)
        self.more.setObjectName(f"{self.objectName()}_more")
        self.more.setIcon(QgsApplication.getThemeIcon("/mActionOptions.svg"))
        self.more.setIconSize(QSize(16, 16))
        self.more.setAccessibleName(tr("All parameters…"))
        self.more.clicked.connect(self._show_dialog)
        row = QHBoxLayout()
        row.addWidget(self.button, 1)
        row.addWidget(self.more)
        self.form.addRow(row)
        self.reason = self._section.small_print(f"{self.objectName()}_reason")
        self.form.addRow(self.reason)

    def parameters(self) -> dict[str, Any]:
        """Return the parameters that this part lets people set."""
        return {}

    def run(self) -> None:
        """Answer the question for the open store."""
        store = self._section.desk.store
        if store is None or self._section.desk.job is not None:
            return
        job = AnalysisJob(self._words[2], self.question, store, settings.output_folder(), self.parameters())
        self._section.desk.begin(job, self.box, self._finished)

    def refresh(self, reason: str) -> None:
        """Enable the buttons, or say why not: below the button what this question lacks, in the tooltip any reason."""
        store = self._section.desk.store
        lacking = self.question.missing(store) if store and not reason else None
        if lacking is not None:
            reason = tr("The store has no records in the table “{table}”.").format(table=label(lacking))
        allow(self.button, reason, tr("Runs in the background; the result becomes a layer of the project"))
        allow(self.more, reason, tr("All parameters…"))
        tell(self.reason, reason if lacking is not None else "")

    def _finished(self, job: Job) -> None:
        if not isinstance(job, AnalysisJob):
            return
        self._last, self._added = job, []
        if self._section.desk.same_project:
            self._add_layers()
        else:
            closed = tr("The project was closed meanwhile, so the layers are not on the map.")
            self.box.say(Tone.WARNING, f"{job.answer} {closed}", (ADD, tr("Add Layers to Map")))

    def _add_layers(self) -> None:
        job = self._last
        if job is None:
            return
        self._added = layers.add_results(self._words[2], job.sources(), self._ready(job), job.store.invented)
        self.box.say(Tone.DONE, job.answer, (ZOOM, tr("Zoom to result")), (TABLE, tr("Open table")))

    def _ready(self, job: AnalysisJob) -> layers.Ready:
        """Return the layers that the job has opened; a second time, after they were deleted, they are opened anew."""
        ready, job.ready = job.ready, {}
        return ready or layers.load(job.sources(), lambda: None)

    def _follow(self, link: str) -> None:
        present = [key for key in self._added if QgsProject.instance().mapLayer(key) is not None]
        if link == ADD or not present:
            self._add_layers()
        elif link == ZOOM:
            layers.zoom_to(present, self.iface)
        elif link == TABLE:
            self.iface.showAttributeTable(QgsProject.instance().mapLayer(present[0]))

    def _show_dialog(self) -> None:
        """Open QGIS's own dialog of the algorithm, filled in."""
        store = self._section.desk.store
        if store is not None:
            open_algorithm(self.question.id, {**self.question.inputs(store), **self.parameters()}, self._section.desk)


class SitesPart(QuestionPart):
    """Where could a cooperation site lie? Asks for the preset as well."""

    def __init__(self, section: AnalyseSection, iface: QgisInterface) -> None:
        words = (
            tr("Where could a cooperation site lie?"),
            tr("Find &Cooperation Sites"),
            tr("Cooperation sites"),
        )
        super().__init__(section, SITES, words, iface)
        self.preset: QComboBox = preset_box(self)
        buddy = QLabel(tr("&Preset"), self)
        buddy.setBuddy(self.preset)
        self.form.insertRow(1, buddy, self.preset)
        QWidget.setTabOrder(self.preset, self.button)

    def parameters(self) -> dict[str, Any]:
        """Return the preset, as the number that Processing counts it by."""
        return {"PRESET": codes.SITE_PRESET.index(self.preset.currentData())}


class AnalyseSection(Section):
    """The two questions of the product."""

    def __init__(self, desk: Desk, iface: QgisInterface, parent: QWidget) -> None:
        super().__init__("ruhr_planner_analyse", desk, parent)
        self.reason = self.small_print("ruhr_planner_analyse_reason")
        self.column.addWidget(self.reason)
        words = (tr("Where is fibre missing?"), tr("Find &Fibre Gaps"), tr("Fibre gaps"))
        self.sites = SitesPart(self, iface)
        self.gaps = QuestionPart(self, GAPS, words, iface)
        for part in (self.sites, self.gaps):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def state(self) -> tuple[bool, str]:
        """Say how many questions have been answered."""
        return False, tr("No question has been answered yet.")

    def refresh(self) -> None:
        """Say once why nothing can be started, and for each question what it lacks."""
        common = "" if self.desk.store else tr("Open a store first.")
        for part in (self.sites, self.gaps):
            part.refresh(common or self.desk.busy_reason())
        tell(self.reason, common)


def label(table: Table) -> str:
    """Return a table's name as people read it."""
    from ruhr_planner import i18n

    return table.label.text(i18n.language())
