"""The ranking as a table: rank, score as a bar, the band of ranks that random weights give, and close calls marked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter, QPalette
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from ruhr_planner.gui.words import number
from ruhr_planner.i18n import tr
from ruhr_planner.model.region import KREISE, kreis_of

if TYPE_CHECKING:
    from ruhr_planner.analysis.scoring import Evaluation
    from ruhr_planner.processing.scoresites import Contest

NAME = "ruhr_planner_ranking"
RANK, MOVED, SITE, PLACE, SCORE, BAND, TOP, DATA = range(8)
WIDTHS = {RANK: 8, MOVED: 8, SITE: 15, PLACE: 18, SCORE: 8, TOP: 8, DATA: 8}
"""In digits: to measure the contents anew at every move of a slider would take longer than the ranking."""
BAR = int(Qt.ItemDataRole.UserRole) + 1
"""Role of a bar: (from, to, mark), shares of the width; mark is nan where there is none. Other tables have their keys
in the role before."""
SHOWN = 200
"""Sites listed: nobody reads on."""
_ROLE = Qt.ItemDataRole
_ON_THE_RIGHT = (RANK, SCORE, TOP, DATA)


class RankingModel(QAbstractTableModel):
    """The best sites, the first one first. A line's texts are made when it is drawn: most are never in sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.ranked: list[int] = []
        self._lines: dict[int, list[str]] = {}
        self._contest: Contest | None = None
        self._found: Evaluation | None = None
        self._before: Any = None
        self._headers = [
            tr("Rank"), tr("Moved"), tr("Site"), tr("Where"), tr("Score"), tr("Rank band"), tr("Top"), tr("Data"),
        ]  # fmt: skip
        self._explained = {
            MOVED: tr("Places up or down against the weights this window began with"),
            SCORE: tr("0 to 100 points between fixed anchors"),
            BAND: tr("Ranks in 90 of 100 random sets of weights near these; the mark is the mean rank"),
            TOP: tr("How often the site is among the first ten"),
            DATA: tr("Share of the weight whose criteria are known for the site"),
        }

    def show(self, contest: Contest | None, found: Evaluation | None, before: Any) -> None:
        """Show another ranking, nothing if there is none."""
        self.beginResetModel()
        self._contest, self._found, self._before = contest, found, before
        self.ranked = [] if found is None else in_order(found)
        self._lines = {}
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Return the number of sites that are listed."""
        return 0 if parent.isValid() else min(SHOWN, len(self.ranked))

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Return a column's name, or what it means."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.ToolTipRole:
            return self._explained.get(section)
        return self._headers[section] if role == _ROLE.DisplayRole else None

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        """Return what is shown of a cell."""
        if not index.isValid() or self._found is None:
            return None
        place, column = self.ranked[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            if place not in self._lines:
                self._lines[place] = self._texts(place)
            return self._lines[place][column]
        if role == BAR:
            return self._bar(place, column)
        if role == _ROLE.TextAlignmentRole and column in _ON_THE_RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if column == RANK and self._found.close_call[place] == 1:
            if role == _ROLE.DecorationRole:
                return QgsApplication.getThemeIcon("/mIconWarning.svg")
            if role == _ROLE.ToolTipRole:
                return tr("Close call: within a tenth of the range of scores of the first; no decision")
        return None

    def _texts(self, place: int) -> list[str]:
        """Return the line of a site."""
        found, contest = self._found, self._contest
        robust, rank = found.robustness, int(found.rank[place])
        low, high = float(robust.rank_p05[place]), float(robust.rank_p95[place])
        sure = not math.isnan(low)
        return [
            number(rank),
            _moved(self._before[place], rank),
            contest.ids[place],
            _where(contest.ags[place]),
            number(100 * float(found.score[place]), 1),
            f"{number(low)}–{number(high)}" if sure else "…",
            f"{number(100 * robust.p_top[place])} %" if sure else "…",
            f"{number(100 * found.completeness[place])} %",
        ]

    def _bar(self, place: int, column: int) -> tuple[float, float, float] | None:
        """Return a bar as shares of its cell's width: from, to, mark; nan where there is no mark."""
        if column == SCORE:
            return 0.0, float(self._found.score[place]), math.nan
        robust, count = self._found.robustness, len(self.ranked)
        low, high, mean = (float(part[place]) for part in (robust.rank_p05, robust.rank_p95, robust.rank_mean))
        if column != BAND or math.isnan(low) or count < 2:
            return None
        return (low - 1.0) / (count - 1.0), (high - 1.0) / (count - 1.0), (mean - 1.0) / (count - 1.0)


def in_order(found: Evaluation) -> list[int]:
    """Return the numbers of the sites that have a rank, the best first."""
    return [int(place) for place in found.rank.argsort() if not math.isnan(found.rank[place])]


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


class RankingTable(QTreeView):
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
        self._listed = RankingModel(self)
        self.setModel(self._listed)
        self.setItemDelegate(BarDelegate(self))  # for all columns: the highest cell makes room for the bars below it
        self.header().setStretchLastSection(False)
        letter = self.fontMetrics().horizontalAdvance("0")
        for column, letters in WIDTHS.items():
            self.setColumnWidth(column, letters * letter)
        self.header().setSectionResizeMode(BAND, QHeaderView.ResizeMode.Stretch)
        self.header().setMinimumSectionSize(WIDTHS[RANK] * letter)
        self.selectionModel().selectionChanged.connect(self._tell)

    def list_sites(self, contest: Contest, found: Evaluation, before: Any) -> None:
        """Fill the table; the selected site stays selected wherever it moves.

        :param before: ranks (n,) to compare with, nan where there is none.
        """
        chosen = self.selected()
        self._listed.show(contest, found, before)
        if chosen in self._listed.ranked[:SHOWN]:
            self.blockSignals(True)  # nobody has chosen anything
            self.setCurrentIndex(self._listed.index(self._listed.ranked.index(chosen), RANK))
            self.blockSignals(False)

    def clear(self) -> None:
        """List nothing."""
        self._listed.show(None, None, None)

    def selected(self) -> int:
        """Return the number of the selected site, -1 if there is none."""
        rows = self.selectionModel().selectedRows()
        return self._listed.ranked[rows[0].row()] if rows else -1

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
