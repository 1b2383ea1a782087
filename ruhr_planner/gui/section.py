"""What the pages of the dock's four steps have in common."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ruhr_planner.gui.desk import Desk


class Section(QWidget):
    """The page of a step; it looks at the desk again whenever something there has changed."""

    def __init__(self, name: str, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.desk = desk
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(6, 6, 6, 6)
        desk.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is possible now."""

    def state(self) -> tuple[bool, str]:
        """Return whether the step has what the next ones need, and its state in words."""
        raise NotImplementedError

    def shut_down(self) -> None:
        """Close what stands outside the dock and let go of the map; after this the page may be deleted."""

    def button(self, name: str, text: str, icon: str = "") -> QPushButton:
        """Build a push button of this page."""
        return push_button(name, text, icon, self)

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


def push_button(name: str, text: str, icon: str, parent: QWidget) -> QPushButton:
    """Build a push button whose words may be wider than the dock is at its narrowest."""
    made = QPushButton(text, parent)
    made.setObjectName(name)
    made.setMinimumWidth(80)
    if icon:
        made.setIcon(QgsApplication.getThemeIcon(icon))
    return made


def allow(button: QWidget, reason: str, purpose: str) -> None:
    """Enable a button when there is no reason against it; its tooltip says what it does, or why it cannot."""
    button.setEnabled(not reason)
    button.setToolTip(reason or purpose)


def tell(label: QLabel, text: str) -> None:
    """Show a text in a label, or hide the label when there is none."""
    label.setText(text)
    label.setVisible(bool(text))
