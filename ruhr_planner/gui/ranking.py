"""The ranking as a table: rank, score as a bar, the band of ranks that random weights give, and close calls marked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter, QPalette
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ruhr_planner.gui.words import number
from ruhr_planner.i18n import tr
from ruhr_planner.model.region import KREISE, kreis_of

if TYPE_CHECKING:
    from qgis.PyQt.QtCore import QModelIndex

    from ruhr_planner.analysis.scoring import Evaluation
    from ruhr_planner.processing.scoresites import Contest

NAME = "ruhr_planner_ranking"
RANK, MOVED, SITE, PLACE, SCORE, BAND, TOP, DATA = range(8)
WIDTHS = {RANK: 8, MOVED: 8, SITE: 15, PLACE: 18, SCORE: 8, TOP: 8, DATA: 8}
"""In digits: to measure the contents anew at every move of a slider would take longer than the ranking."""
BAR = int(Qt.ItemDataRole.UserRole) + 1
"""Holds (from, to, mark) of a bar, shares of the width; mark is nan where there is none."""
SITE_ROW = int(Qt.ItemDataRole.UserRole)
SHOWN = 200
"""Sites listed: nobody reads on, and every line costs time at each move of a slider."""


class BarDelegate(QStyledItemDelegate):
    """Draws a bar behind the text of a cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw the bar, then the text over it."""
        bar = index.data(BAR)
        super().paint(painter, option, index)
        if not bar:
            return
        start, end, mark = bar
        area = QRectF(option.rect).adjusted(2, option.rect.height() * 0.78, -2, -2)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.color(QPalette.ColorRole.Mid))
        painter.drawRect(QRectF(area.left(), area.center().y() - 0.5, area.width(), 1.0))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        bar_role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Highlight
        painter.setBrush(option.palette.color(bar_role))
        width = max(3.0, (end - start) * area.width())
        painter.drawRect(QRectF(area.left() + start * area.width(), area.top(), width, area.height()))
        if not math.isnan(mark):
            mark_role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
            painter.setBrush(option.palette.color(mark_role))
            painter.drawRect(
                QRectF(area.left() + mark * area.width() - 1.0, area.top() - 2.0, 2.0, area.height() + 3.0)
            )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Leave room for the bar below the text."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), hint.height() + 6)


class RankingTable(QTreeWidget):
    """One line a site, the best first; ``chosen`` comes with the number of the site."""

    chosen = pyqtSignal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(tr("Ranking"))
        self.setItemDelegate(BarDelegate(self))
        self.setHeaderLabels(
            [tr("Rank"), tr("Moved"), tr("Site"), tr("Where"), tr("Score"), tr("Rank band"), tr("Top"), tr("Data")]
        )
        explained = {
            MOVED: tr("Places up or down against the weights this window began with"),
            SCORE: tr("0 to 100 points between fixed anchors"),
            BAND: tr("Ranks in 90 of 100 random sets of weights near these; the mark is the mean rank"),
            TOP: tr("How often the site is among the first ten"),
            DATA: tr("Share of the weight whose criteria are known for the site"),
        }
        for column, text in explained.items():
            self.headerItem().setToolTip(column, text)
        self.header().setStretchLastSection(False)
        letter = self.fontMetrics().horizontalAdvance("0")
        for column, letters in WIDTHS.items():
            self.setColumnWidth(column, letters * letter)
        self.header().setSectionResizeMode(BAND, QHeaderView.ResizeMode.Stretch)
        self.header().setMinimumSectionSize(WIDTHS[RANK] * letter)
        self.itemSelectionChanged.connect(self._tell)

    def list_sites(self, contest: Contest, found: Evaluation, before: Any) -> None:
        """Fill the table; the selected site stays selected wherever it moves.

        :param before: ranks (n,) to compare with, nan where there is none.
        """
        chosen = self.selected()
        ranked = [place for place in found.rank.argsort() if not math.isnan(found.rank[place])]
        count = len(ranked)
        items = [self._item(contest, found, before, int(place), count) for place in ranked[:SHOWN]]
        self.blockSignals(True)
        self.clear()
        self.addTopLevelItems(items)
        for item in items:
            if item.data(0, SITE_ROW) == chosen:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def selected(self) -> int:
        """Return the number of the selected site, -1 if there is none."""
        items = self.selectedItems()
        return int(items[0].data(0, SITE_ROW)) if items else -1

    def _item(self, contest: Contest, found: Evaluation, before: Any, place: int, count: int) -> QTreeWidgetItem:
        robust = found.robustness
        low, high, mean = (float(part[place]) for part in (robust.rank_p05, robust.rank_p95, robust.rank_mean))
        sure = not math.isnan(low)
        rank = int(found.rank[place])
        score = float(found.score[place])
        texts = [
            number(rank),
            _moved(before[place], rank),
            contest.ids[place],
            _where(contest.ags[place]),
            number(100 * score, 1),
            f"{number(low)}–{number(high)}" if sure else "…",
            f"{number(100 * robust.p_top[place])} %" if sure else "…",
            f"{number(100 * found.completeness[place])} %",
        ]
        item = QTreeWidgetItem(texts)
        item.setData(0, SITE_ROW, place)
        item.setData(SCORE, BAR, (0.0, score, math.nan))
        if sure and count > 1:
            item.setData(BAND, BAR, tuple((value - 1.0) / (count - 1.0) for value in (low, high, mean)))
        for column in (RANK, SCORE, TOP, DATA):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if found.close_call[place] == 1:
            item.setIcon(RANK, QgsApplication.getThemeIcon("/mIconWarning.svg"))
            item.setToolTip(RANK, tr("Close call: within a tenth of the range of scores of the first; no decision"))
        return item

    def _tell(self) -> None:
        if self.selected() >= 0:
            self.chosen.emit(self.selected())


def _moved(before: float, rank: int) -> str:
    """Return the places up or down; colour is not needed to tell them apart."""
    if math.isnan(before) or int(before) == rank:
        return ""
    places = int(before) - rank
    return f"▲ {places}" if places > 0 else f"▼ {-places}"


def _where(ags_list: str | None) -> str:
    """Return the cities and Kreise of a list of municipality keys."""
    found = [KREISE.get(kreis_of(ags), ags) for ags in (ags_list or "").split(";") if ags]
    return ", ".join(dict.fromkeys(found))
