"""What the three sections of the dock have in common."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QGroupBox, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ruhr_planner.gui.desk import Desk


class Section(QGroupBox):
    """A titled part of the dock that looks at the desk again whenever something there has changed."""

    def __init__(self, title: str, name: str, desk: Desk, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.desk = desk
        self.column = QVBoxLayout(self)
        desk.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is possible now."""

    def button(self, name: str, text: str, icon: str = "") -> QPushButton:
        """Build a push button whose words may be wider than the dock is at its narrowest."""
        made = QPushButton(text, self)
        made.setObjectName(name)
        made.setMinimumWidth(80)
        if icon:
            made.setIcon(QgsApplication.getThemeIcon(icon))
        return made

    def small_print(self, name: str) -> QLabel:
        """Build a label for what explains: wrapped, a little smaller, hidden while it is empty."""
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setTextFormat(Qt.TextFormat.PlainText)
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * 0.92)
        label.setFont(font)
        label.hide()
        return label


def allow(button: QWidget, reason: str, purpose: str) -> None:
    """Enable a button when there is no reason against it; its tooltip says what it does, or why it cannot."""
    button.setEnabled(not reason)
    button.setToolTip(reason or purpose)


def tell(label: QLabel, text: str) -> None:
    """Show a text in a label, or hide the label when there is none."""
    label.setText(text)
    label.setVisible(bool(text))
