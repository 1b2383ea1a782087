"""What a person sees at the first start: three ways to begin, no network asked, nothing in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ruhr_planner.gui import steps
from ruhr_planner.gui.section import push_button
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.store import StoreSection


class StartPage(QWidget):
    """Three buttons, each with a sentence on where it leads."""

    def __init__(self, desk: Desk, store: StoreSection, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_start")
        self._column = QVBoxLayout(self)
        ask = self._tell(tr("How would you like to begin?"))
        font = ask.font()
        font.setBold(True)
        ask.setFont(font)
        self.demo = self._way(
            "demo",
            tr("Open &Demo Region"),
            "/mActionFileOpen.svg",
            tr("All tables of the region, invented: see in a minute what the plugin can do."),
        )
        self.open = self._way(
            "open",
            tr("Open &Store…"),
            "/mIconDbSchema.svg",
            tr("Go on with a planning store that you or a colleague already have, a GeoPackage."),
        )
        self.find = self._way(
            "find",
            tr("&Find Data"),
            "/search.svg",
            tr("Search the region's portals for plots, plans and broadband, and put together a store of your own."),
        )
        self._column.addStretch(1)
        self.demo.clicked.connect(lambda: (desk.step_wanted.emit(steps.STORE), store.open_demo()))
        self.open.clicked.connect(store.choose)
        self.find.clicked.connect(lambda: desk.step_wanted.emit(steps.DATA))

    def _way(self, name: str, text: str, icon: str, told: str) -> QPushButton:
        button = push_button(f"ruhr_planner_start_{name}", text, icon, self)
        self._column.addSpacing(12)
        self._column.addWidget(button)
        self._tell(told)
        return button

    def _tell(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._column.addWidget(label)
        return label
