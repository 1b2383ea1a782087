"""The list of data sets found: a model, the filters over it, and two lines of text an entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPalette
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ruhr_planner import i18n
from ruhr_planner.gui.words import dated, literal
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, licences

if TYPE_CHECKING:
    from ruhr_planner.catalogue.dataset import DatasetHit

ICONS = {
    codes.CATALOGUE_KIND.wfs: "/mIconWfs.svg",
    codes.CATALOGUE_KIND.oapif: "/mIconWfs.svg",
    codes.CATALOGUE_KIND.wms: "/mIconWms.svg",
    codes.CATALOGUE_KIND.wmts: "/mIconWms.svg",
    codes.CATALOGUE_KIND.arcgis: "/mIconAfs.svg",
    codes.CATALOGUE_KIND.file: "/mIconVector.svg",
}
FAILED = "/mIconWarning.svg"
_ROLE = Qt.ItemDataRole


@dataclass(frozen=True)
class Failure:
    """A portal that failed, and why."""

    portal: str
    why: str


@dataclass(frozen=True)
class Filters:
    """What of the data sets found is shown; "" shows all."""

    theme: str = ""
    kind: str = ""
    licence: str = ""

    def fit(self, hit: DatasetHit) -> bool:
        """Tell whether a data set passes."""
        return (
            (not self.theme or hit.theme == self.theme)
            and (not self.kind or hit.kind == self.kind)
            and (not self.licence or hit.licence == self.licence)
        )


class HitModel(QAbstractListModel):
    """Data sets that pass the filters, then the portals that failed."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.hits: Sequence[DatasetHit] = ()
        self.filters = Filters()
        self._failures: tuple[Failure, ...] = ()
        self._shown: list[Any] = []

    def show(self, hits: Sequence[DatasetHit], failures: Sequence[tuple[str, str]]) -> None:
        """Show other entries."""
        self.hits = hits
        self._failures = tuple(Failure(*failure) for failure in failures)
        self._filter()

    def filter(self, filters: Filters) -> None:
        """Show those that pass other filters."""
        if filters != self.filters:
            self.filters = filters
            self._filter()

    def _filter(self) -> None:
        self.beginResetModel()
        self._shown = [*filter(self.filters.fit, self.hits), *self._failures]
        self.endResetModel()

    @property
    def count(self) -> int:
        """Return the number of data sets shown, portals that failed not counted."""
        return len(self._shown) - len(self._failures)

    def entry(self, index: QModelIndex) -> Any:
        """Return the data set or failure of a row, None where there is none."""
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def hit(self, index: QModelIndex) -> Optional[DatasetHit]:
        """Return the data set of a row; None for a failure."""
        found = self.entry(index)
        return None if isinstance(found, Failure) else found

    def row_of(self, hit: DatasetHit) -> int:
        """Return the row of the data set with the same address, layer and title; -1 if it is not shown."""
        wanted = same(hit)
        rows = (row for row, found in enumerate(self._shown[: self.count]) if same(found) == wanted)
        return next(rows, -1)

    # ------------------------------------------------------------------------------------------------- what Qt asks
    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        """Return what is shown of a row."""
        found = self.entry(index)
        if found is None:
            return None
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            first, second = lines(found)
            return f"{first}\n{second}"
        if role == _ROLE.DecorationRole:
            name = FAILED if isinstance(found, Failure) else ICONS.get(found.kind, "/mIconVector.svg")
            return QgsApplication.getThemeIcon(name)
        if role == _ROLE.ToolTipRole:
            return literal(found.why if isinstance(found, Failure) else described(found))
        return None


def same(hit: DatasetHit) -> tuple[str, str, str, str]:
    """Return what tells one data set from another."""
    return hit.url, hit.layer, hit.kind, hit.title


def lines(found: Any) -> tuple[str, str]:
    """Return the two lines of an entry."""
    if isinstance(found, Failure):
        return tr("{portal} did not answer").format(portal=found.portal), found.why
    parts = [found.portal, form(found), licence(found.licence), dated(found.modified)]
    return found.title or found.layer or found.url, " · ".join(filter(None, parts))


def form(hit: DatasetHit) -> str:
    """Return the kind of service, or a file's format."""
    if hit.kind == codes.CATALOGUE_KIND.file and hit.format:
        return hit.format
    return codes.CATALOGUE_KIND.label(hit.kind, i18n.language()) if hit.kind in codes.CATALOGUE_KIND else hit.format


def licence(identifier: str) -> str:
    """Return a licence's id as people read it."""
    return tr("licence unknown") if identifier == licences.UNKNOWN.id else identifier


def theme(code: str) -> str:
    """Return a theme in words; a portal's own word stays."""
    return codes.CATALOGUE_THEME.label(code, i18n.language()) if code in codes.CATALOGUE_THEME else code


def described(hit: DatasetHit) -> str:
    """Return all that is known of a data set, a line each."""
    said = (
        (tr("Publisher"), hit.publisher),
        (tr("Municipality"), hit.municipality),
        (tr("Theme"), theme(hit.theme)),
        (tr("Licence"), licence(hit.licence)),
        (tr("Modified"), dated(hit.modified)),
        (tr("Format"), form(hit)),
        (tr("Layer"), hit.layer),
        (tr("Portal"), hit.portal),
    )
    reason = codes.NOT_LOADABLE.label(hit.reason, i18n.language()) if hit.reason in codes.NOT_LOADABLE else ""
    return "\n".join([*(f"{name}: {value}" for name, value in said if value), *filter(None, [reason])])


class TwoLines(QStyledItemDelegate):
    """Title in bold, the rest below it, both cut with an ellipsis at the edge; the tooltip has it all."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Return the height of two lines; the width is the view's."""
        del index
        return QSize(80, 2 * option.fontMetrics.height() + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paint background, icon and both lines."""
        first, second = str(index.data(_ROLE.DisplayRole)).split("\n", 1)
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        line, side = option.fontMetrics.height(), option.fontMetrics.height()
        box = option.rect.adjusted(4, 4, -4, -4)
        icon = index.data(_ROLE.DecorationRole)
        if icon is not None:
            icon.paint(painter, QRect(box.left(), box.top(), side, side))
        painter.save()
        painter.setPen(option.palette.color(ink))
        left = box.left() + side + 6
        width = max(0, box.right() - left)
        for row, (text, bold) in enumerate(((first, True), (second, False))):
            font = painter.font()
            font.setBold(bold)
            painter.setFont(font)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            place = QRect(left, box.top() + row * line, width, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
