"""Pairwise comparisons: one slider a pair, the consistency beside them, and a way to the judgement that fits least."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner.gui.runbox import Tone
from ruhr_planner.gui.words import number
from ruhr_planner.i18n import tr

NAME = "ruhr_planner_pairwise"


class PairwisePage(QWidget):
    """Asks for each pair of criteria which is how many times as important; ``judged`` comes with new weights."""

    judged = pyqtSignal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self._labels: list[str] = []
        self._sliders: dict[tuple[int, int], QSlider] = {}
        self._said: dict[tuple[int, int], QLabel] = {}
        self._better: tuple[tuple[int, int], int] | None = None
        column = QVBoxLayout(self)
        column.addLayout(self._build_verdict())
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        column.addWidget(self._scroll, 1)

    def _build_verdict(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.verdict = QLabel(self)
        self.verdict.setObjectName(f"{NAME}_verdict")
        self.verdict.setWordWrap(True)
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.mend = QPushButton(self)
        self.mend.setObjectName(f"{NAME}_mend")
        self.mend.clicked.connect(self._mend)
        row.addWidget(self._icon)
        row.addWidget(self.verdict, 1)
        row.addWidget(self.mend)
        return row

    def ask(self, labels: Sequence[str], weights: Sequence[float]) -> None:
        """Ask for all pairs anew, beginning with the judgements that come nearest to some weights.

        :param weights: positive, one a label.
        """
        from ruhr_planner.analysis import ahp

        self._labels, self._sliders, self._said = list(labels), {}, {}
        page = QWidget()
        grid = QGridLayout(page)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        for i in range(len(labels)):
            for j in range(i + 1, len(labels)):
                self._add_pair(grid, i, j, ahp.nearest_step(weights[i] / weights[j]))
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(page)
        self._judge(tell=False)

    def refuse(self, reason: str) -> None:
        """Say why there is nothing to compare."""
        self._sliders = {}
        self._scroll.setWidget(QWidget())
        self._say(Tone.NOTE, reason)
        self.mend.hide()

    def judgements(self) -> dict[tuple[int, int], float]:
        """Return the judgement of each pair (i, j), i < j: how many times as important i is as j."""
        from ruhr_planner.analysis import ahp

        return {pair: ahp.judgement(-slider.value()) for pair, slider in self._sliders.items()}

    def _add_pair(self, grid: QGridLayout, i: int, j: int, step: int) -> None:
        """Add a line: the slider stands nearer to the criterion that is more important."""
        from ruhr_planner.analysis import ahp

        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName(f"{NAME}_{i}_{j}")
        slider.setRange(-ahp.STEPS, ahp.STEPS)
        slider.setPageStep(2)
        slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        slider.setTickInterval(2)
        slider.setMinimumWidth(120)
        slider.setValue(-step)
        slider.setAccessibleName(tr("{one} or {other}").format(one=self._labels[i], other=self._labels[j]))
        slider.setToolTip(tr("Move towards the more important one; 9 is the strongest judgement"))
        left, right, said = QLabel(self._labels[i]), QLabel(self._labels[j]), QLabel()
        left.setTextFormat(Qt.TextFormat.PlainText)
        right.setTextFormat(Qt.TextFormat.PlainText)
        for label, side in ((left, Qt.AlignmentFlag.AlignRight), (right, Qt.AlignmentFlag.AlignLeft)):
            label.setWordWrap(True)
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        said.setMinimumWidth(said.fontMetrics().horizontalAdvance("1 : 9") + 4)
        row = grid.rowCount()
        for place, widget in enumerate((left, slider, right, said)):
            grid.addWidget(widget, row, place)
        self._sliders[i, j], self._said[i, j] = slider, said
        slider.valueChanged.connect(lambda _value: self._judge())

    def _judge(self, tell: bool = True) -> None:
        """Turn the judgements into weights, and say whether they go together."""
        from ruhr_planner.analysis import ahp

        given = self.judgements()
        for pair, said in self._said.items():
            step = -self._sliders[pair].value()
            said.setText(f"{step + 1} : 1" if step >= 0 else f"1 : {1 - step}")
        found = ahp.weights(ahp.reciprocal(len(self._labels), given))
        self._tell_consistency(found)
        if tell:
            self.judged.emit(found.weights.tolist())

    def _tell_consistency(self, found: object) -> None:
        from ruhr_planner.analysis import ahp

        if not isinstance(found, ahp.Weights):
            return
        ratio = tr("Consistency ratio {cr}.").format(cr=number(found.cr, 2))
        worst = found.worst
        self._better = None
        if worst is None:
            self._say(Tone.DONE, f"{ratio} {tr('The judgements do not contradict each other.')}")
        else:
            fits = tr("Fits least: {row} against {column} is {given}, the weights imply {implied}.").format(
                row=self._labels[worst.row],
                column=self._labels[worst.column],
                given=number(worst.given, 1),
                implied=number(worst.implied, 1),
            )
            think = "" if found.consistent else tr("Above 0.10: think the judgements over.")
            self._say(Tone.DONE if found.consistent else Tone.WARNING, " ".join(filter(None, (ratio, think, fits))))
            step = ahp.nearest_step(worst.implied)
            forward = worst.row < worst.column
            pair = (worst.row, worst.column) if forward else (worst.column, worst.row)
            self._better = pair, step if forward else -step
        self._offer_mending()

    def _offer_mending(self) -> None:
        """Offer to put the slider that fits least where the weights would have it, unless it stands there."""
        stands = self._better is not None and -self._sliders[self._better[0]].value() == self._better[1]
        self.mend.setVisible(self._better is not None and not stands)
        if self._better is not None:
            self.mend.setText(tr("&Take What Fits"))
            self.mend.setToolTip(tr("Move the slider that fits least to where all other judgements would have it"))

    def _mend(self) -> None:
        if self._better is None:
            return
        pair, step = self._better
        slider = self._sliders[pair]
        self._scroll.ensureWidgetVisible(slider)
        slider.setFocus()
        slider.setValue(-step)

    def _say(self, tone: Tone, text: str) -> None:
        size = self.fontMetrics().height()
        self._icon.setPixmap(QgsApplication.getThemeIcon(tone.value).pixmap(size, size))
        self.verdict.setText(text)
