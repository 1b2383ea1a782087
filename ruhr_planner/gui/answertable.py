"""The table of an answer, linked with its layer: a row that is chosen is shown on the map, and the other way round."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QAbstractTableModel, QItemSelection, QItemSelectionModel, QModelIndex, Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ruhr_planner import i18n
from ruhr_planner.gui.answers import Rows, ordered, shown
from ruhr_planner.gui.words import literal
from ruhr_planner.i18n import tr

ROWS = 8
"""Rows that are in sight without scrolling."""
FLASHED = 20
"""More features than this are not made to flash."""
_ROLE = Qt.ItemDataRole


class RowsModel(QAbstractTableModel):
    """Rows of an answer, as people read them."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: Optional[Rows] = None
        self._places: dict[int, int] = {}

    def show(self, rows: Optional[Rows]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self._places = {key: place for place, key in enumerate(rows.ids)} if rows else {}
        self.endResetModel()

    def place_of(self, key: int) -> int:
        """Return the row of a feature, -1 if there is none."""
        return self._places.get(key, -1)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Return the number of rows."""
        return 0 if parent.isValid() or self.rows is None else len(self.rows.values)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() or self.rows is None else len(self.rows.columns)

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        """Return what is shown of a cell."""
        if self.rows is None or not index.isValid():
            return None
        column = self.rows.columns[index.column()]
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            said = shown(self.rows.values[index.row()][index.column()], column)
            return said if role == _ROLE.DisplayRole else literal(said)
        if role == _ROLE.TextAlignmentRole and column.kind in ("int", "real") and column.codes is None:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Return a column's name with its unit."""
        if self.rows is None or orientation != Qt.Orientation.Horizontal:
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            column = self.rows.columns[section]
            name = column.label.text(i18n.language())
            return f"{name} ({column.unit})" if column.unit else name
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column, unknown last in both directions."""
        if self.rows is not None and 0 <= column < len(self.rows.columns):
            self.show(ordered(self.rows, column, order == Qt.SortOrder.DescendingOrder))


class AnswerTable(QTableView):
    """Choose a row: the feature is selected, brought into view and flashes; Enter or a double click zooms to it."""

    def __init__(self, name: str, iface: QgisInterface, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(tr("Table of the answer"))
        self._iface = iface
        self._layer_id = ""
        self._busy = False
        self._listened: Optional[QgsVectorLayer] = None
        self._model = RowsModel(self)
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)  # the tab key leads on to what comes next
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(int(1.5 * self.fontMetrics().height()))
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.selectionModel().selectionChanged.connect(self._show_on_map)
        self.activated.connect(lambda _index: self._zoom())
        self.hide()

    def show_rows(self, rows: Optional[Rows], layer_id: str) -> None:
        """Show the rows of a layer.

        :param layer_id: "" while the layer is not in the project.
        """
        self.forget()
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self._model.show(rows)
        self._layer_id = layer_id
        layer = self._layer()
        if layer is not None:
            self._listened = layer
            layer.selectionChanged.connect(self._follow_map)
        self.setVisible(rows is not None and bool(rows.values))
        if rows is not None:
            self._fit(len(rows.values))

    def forget(self) -> None:
        """Stop listening to the layer."""
        listened, self._listened = self._listened, None
        if listened is not None and not sip.isdeleted(listened):
            listened.selectionChanged.disconnect(self._follow_map)

    def _fit(self, count: int) -> None:
        for column in range(self._model.columnCount()):
            head = self.fontMetrics().horizontalAdvance(str(self._model.headerData(column, Qt.Orientation.Horizontal)))
            cells = (self._model.index(row, column).data() for row in range(min(ROWS, count)))
            widest = max((self.fontMetrics().horizontalAdvance(str(cell)) for cell in cells), default=0)
            most = 16 * self.fontMetrics().averageCharWidth()
            self.setColumnWidth(column, max(widest, min(head + 16, most)) + 12)
        rows = min(ROWS, max(1, count)) * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + bar + 2 * self.frameWidth())

    def _layer(self) -> Optional[QgsVectorLayer]:
        return QgsProject.instance().mapLayer(self._layer_id) if self._layer_id else None

    def _chosen(self) -> list[int]:
        rows = self._model.rows
        return [rows.ids[index.row()] for index in self.selectionModel().selectedRows()] if rows else []

    def _show_on_map(self, *_changed: Any) -> None:
        layer = self._layer()
        if self._busy or layer is None:
            return
        chosen = self._chosen()
        self._busy = True
        layer.selectByIds(chosen)
        self._busy = False
        if not layer.isSpatial() or not 0 < len(chosen) <= FLASHED:
            return
        canvas = self._iface.mapCanvas()
        canvas.panToFeatureIds(layer, chosen, False)
        canvas.flashFeatureIds(layer, chosen)

    def _zoom(self) -> None:
        layer, chosen = self._layer(), self._chosen()
        if layer is not None and layer.isSpatial() and chosen:
            self._iface.mapCanvas().zoomToFeatureIds(layer, chosen)

    def _follow_map(self, *_changed: Any) -> None:
        """Mark the rows of what was selected on the map."""
        layer = self._layer()
        if self._busy or layer is None:
            return
        marked = QItemSelection()
        places = sorted(filter(lambda place: place >= 0, map(self._model.place_of, layer.selectedFeatureIds())))
        last = max(0, self._model.columnCount() - 1)
        for place in places:
            marked.select(self._model.index(place, 0), self._model.index(place, last))
        self._busy = True
        self.selectionModel().select(marked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._busy = False
        if places:
            self.scrollTo(self._model.index(places[0], 0))
