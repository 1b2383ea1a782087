"""The step "Analyse": the questions in planners' words, each an algorithm with the store's layers filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ruhr_planner.gui import layers, words
from ruhr_planner.gui.answertable import AnswerTable
from ruhr_planner.gui.charts import BarChart
from ruhr_planner.gui.dialogs import open_algorithm
from ruhr_planner.gui.options import preset_box
from ruhr_planner.gui.questions import QUESTIONS, Question
from ruhr_planner.gui.resultjob import ResultJob
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.section import Section, allow, tell
from ruhr_planner.gui.turns import in_turns
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.sentences import filled
from ruhr_planner.settings import settings

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.answers import Answer
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.jobs import Job
    from ruhr_planner.gui.opening import OpenStore

ZOOM, TABLE, ADD = "zoom", "table", "add"
"""Addresses of the links below an answer."""
OPEN, ANSWERED, WAITING = "/mActionStart.svg", "/mIconSuccess.svg", "/mIconInfo.svg"
"""Pictures of a question that can be asked, has been answered, or lacks something."""


class AnalysisJob(ResultJob):
    """Runs the algorithm of a question and makes its answer, both in the other thread."""

    def __init__(self, question: Question, store: OpenStore, parameters: Mapping[str, Any]) -> None:
        super().__init__(
            tr(question.title),
            question.algorithm,
            dict(parameters),
            question.outputs,
            store.stem,
            store.invented,
        )
        self.question = question
        self.answer: Optional[Answer] = None

    def work(self) -> None:
        """Run, and read what was written."""
        super().work()
        if self.question.answer is not None:
            self.answer = self.question.answer(self.written())

    def written(self) -> dict[str, str]:
        """Return the addresses of the layers that were written, by output parameter."""
        return {name: str(self.results[name]) for name, _table in self.question.outputs if self.results.get(name)}


class QuestionCard(QWidget):
    """A question with what people may set, a button that answers it, and what came of it."""

    def __init__(self, section: AnalyseSection, question: Question, iface: QgisInterface) -> None:
        super().__init__(section)
        self.setObjectName(f"ruhr_planner_{question.algorithm}")
        self.question = question
        self.iface = iface
        self.job: AnalysisJob | None = None
        self._section = section
        self._added: list[str] = []
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        about = QLabel(tr(question.about), self)
        about.setWordWrap(True)
        self.form.addRow(about)
        self.preset: QComboBox | None = None
        self.earlier: QgsFileWidget | None = None
        self._build_choices()
        self._build_row()
        self._build_answer()

    def _build_choices(self) -> None:
        if self.question.preset:
            self.preset = preset_box(self)
            self._add_choice(tr("&Preset"), self.preset)
        if self.question.earlier_store:
            self.earlier = QgsFileWidget(self)
            self.earlier.setObjectName(f"{self.objectName()}_earlier")
            self.earlier.setFilter(tr("Planning stores (*.gpkg)"))
            self.earlier.fileChanged.connect(lambda _path: self._section.refresh())
            self._add_choice(tr("&Earlier store"), self.earlier)

    def _add_choice(self, text: str, widget: QWidget) -> None:
        label = QLabel(text, self)
        label.setBuddy(widget)
        self.form.addRow(label, widget)

    def _build_row(self) -> None:
        icon = OPEN if self.question.answer is not None else "/mActionOptions.svg"
        self.button = self._section.button(f"{self.objectName()}_button", tr(self.question.button), icon)
        self.button.clicked.connect(self.run)
        self.more = QToolButton(self)
        self.more.setObjectName(f"{self.objectName()}_more")
        self.more.setIcon(QgsApplication.getThemeIcon("/mActionOptions.svg"))
        self.more.setIconSize(QSize(16, 16))
        self.more.setAccessibleName(tr("All parameters…"))
        self.more.clicked.connect(self._show_dialog)
        self.more.setVisible(self.question.answer is not None)
        row = QHBoxLayout()
        row.addWidget(self.button, 1)
        row.addWidget(self.more)
        self.form.addRow(row)
        self.reason = self._section.small_print(f"{self.objectName()}_reason")
        self.form.addRow(self.reason)
        self.closer: list[QPushButton] = []
        for window in self.question.windows:
            button = self._section.button(f"ruhr_planner_{window.name}", tr(window.text))
            button.clicked.connect(lambda _checked, window=window: window.open(self._section.desk, self.iface))
            self.closer.append(button)
            self.form.addRow(button)

    def _build_answer(self) -> None:
        self.box = RunBox(f"{self.objectName()}_run", self)
        self.box.link.connect(self._follow)
        self.chart = BarChart(f"{self.objectName()}_chart", self)
        self.table = AnswerTable(f"{self.objectName()}_table", self.iface, self)
        for part in (self.box, self.chart, self.table):
            self.form.addRow(part)

    # ------------------------------------------------------------------------------------------------------------ runs
    def parameters(self, store: OpenStore) -> dict[str, Any]:
        """Return all that is filled in: the store's layers, earlier answers, and what people have set here."""
        filled = self.question.inputs(store, self._section.desk.answers)
        if self.preset is not None:
            filled["PRESET"] = codes.SITE_PRESET.index(self.preset.currentData())
            filled["GAP"] = settings().site_gap.value()
        if self.earlier is not None and self.earlier.filePath():
            filled.update(self.question.earlier_plots(Path(self.earlier.filePath())))
        return filled

    def run(self) -> None:
        """Answer the question for the open store."""
        store = self._section.desk.store
        if store is None or self._section.desk.job is not None:
            return
        if self.question.answer is None:
            self._show_dialog()
            return
        self._section.desk.begin(AnalysisJob(self.question, store, self.parameters(store)), self.box, self._finished)

    def lacking(self) -> str:
        """Return why the question cannot be answered yet, apart from a run that is under way."""
        store = self._section.desk.store
        if store is None:
            return tr("Open a store first.")
        if self.earlier is not None and not self.earlier.filePath():
            return tr("Choose the store of the earlier survey.")
        return self.question.lacking(store, self._section.desk.answers)

    def refresh(self) -> None:
        """Enable the buttons, or say why not: below the button what this question lacks, in the tooltip any reason."""
        lacking, busy = self.lacking(), self._section.desk.busy_reason()
        allow(self.button, lacking or busy, tr("Runs in the background; the result becomes a layer of the project"))
        allow(self.more, "" if self._section.desk.store else lacking, tr("All parameters…"))
        for button, window in zip(self.closer, self.question.windows):
            allow(button, lacking, tr(window.about))
        tell(self.reason, lacking)

    def _finished(self, job: Job) -> None:
        if not isinstance(job, AnalysisJob) or job.answer is None:
            return
        self.job, self._added = job, []
        self._section.desk.take_answer(self.question.algorithm, job.written())
        if self._section.desk.same_project:
            self._add_layers()
        else:
            closed = tr("The project was closed meanwhile, so the layers are not on the map.")
            self.box.say(Tone.WARNING, f"{job.answer.sentence} {closed}", (ADD, tr("Add Layers to Map")))
            self._show_answer(job.answer)

    def _add_layers(self) -> None:
        job = self.job
        if job is None or job.answer is None:
            return
        self._added = job.add_layers()
        self.box.say(Tone.DONE, job.answer.sentence, (ZOOM, tr("Zoom to result")), (TABLE, tr("Open table")))
        self._show_answer(job.answer)

    def _show_answer(self, answer: Answer) -> None:
        """Show chart and table after the layers have come: together they would hold up the window."""
        in_turns(self, self._show_parts(answer))

    def _show_parts(self, answer: Answer) -> Iterator[None]:
        self.chart.show_chart(answer.chart)
        yield
        rows = answer.rows
        self.table.show_rows(rows, self._layer_of(rows.output) if rows is not None else "")

    def _layer_of(self, output: str) -> str:
        """Return the id of the project's layer that an output became; "" if it is not there."""
        source = self.job.written().get(output, "") if self.job is not None else ""
        present = (QgsProject.instance().mapLayer(key) for key in self._added)
        return next((layer.id() for layer in present if layer is not None and layer.source() == source), "")

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
            open_algorithm(self.question.id, self.parameters(store), self._section.desk)


class QuestionList(QListWidget):
    """All questions in sight: the list is as high as they are, some of them two lines in a narrow dock."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_questions")
        self.setAccessibleName(tr("Questions"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)

    def resizeEvent(self, event: Any) -> None:
        """Take the height that the questions need at this width."""
        super().resizeEvent(event)
        self.doItemsLayout()
        height = sum(self.visualItemRect(self.item(row)).height() for row in range(self.count()))
        self.setFixedHeight(height + 2 * self.frameWidth() + 2)


class AnalyseSection(Section):
    """The list of questions, and below it the one that is chosen."""

    def __init__(self, desk: Desk, iface: QgisInterface, parent: QWidget) -> None:
        super().__init__("ruhr_planner_analyse", desk, parent)
        self.iface = iface
        self.list = QuestionList(self)
        self.column.addWidget(self.list)
        self.cards: dict[str, QuestionCard] = {}
        for question in QUESTIONS:
            item = QListWidgetItem(tr(question.ask), self.list)
            item.setData(Qt.ItemDataRole.UserRole, question.algorithm)
            item.setToolTip(tr(question.about))
            self.cards[question.algorithm] = QuestionCard(self, question, iface)
            self.column.addWidget(self.cards[question.algorithm])
        self.column.addStretch(1)
        self.list.currentItemChanged.connect(self._show_chosen)
        self.choose(settings().question.value())
        self.list.currentItemChanged.connect(lambda *_items: settings().question.setValue(self.chosen()))

    def chosen(self) -> str:
        """Return the algorithm of the question that is shown."""
        return str(self.list.currentItem().data(Qt.ItemDataRole.UserRole))

    def choose(self, algorithm: str) -> None:
        """Show the question that an algorithm answers; the first one if there is none."""
        known = [question.algorithm for question in QUESTIONS]
        self.list.setCurrentRow(known.index(algorithm) if algorithm in known else 0)

    def state(self) -> tuple[bool, str]:
        """Say how many questions have been answered."""
        count = len(self.desk.answers.keys() - self.desk.outdated)
        if not count and self.desk.outdated:
            return False, tr("The data have changed since the questions were answered.")
        if not count:
            return False, tr("No question has been answered yet.")
        if count == 1:
            return True, tr("1 question has been answered.")
        return True, filled(tr("{count} {count:question has|questions have} been answered."), count=words.number(count))

    def refresh(self) -> None:
        """Show for each question whether it can be asked, has been answered, or lacks something."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            name = item.data(Qt.ItemDataRole.UserRole)
            card = self.cards[name]
            card.refresh()
            old = name in self.desk.outdated
            answered = name in self.desk.answers and not old
            picture = ANSWERED if answered else WAITING if card.lacking() else OPEN
            item.setIcon(QgsApplication.getThemeIcon(picture))
            outdated = tr("The data have changed since this question was answered.") if old else ""
            item.setToolTip(card.lacking() or outdated or tr(card.question.about))

    def shut_down(self) -> None:
        """Stop listening to layers."""
        for card in self.cards.values():
            card.table.forget()

    def _show_chosen(self, *_changed: Any) -> None:
        item = self.list.currentItem()
        chosen = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        for name, card in self.cards.items():
            card.setVisible(name == chosen)
