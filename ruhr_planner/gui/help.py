"""Help buttons: each opens the manual that comes with the plugin, at its page and in the user's language."""

from __future__ import annotations

from functools import partial
from typing import Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices, QKeySequence
from qgis.PyQt.QtWidgets import QDialogButtonBox, QMessageBox, QPushButton, QToolButton, QWidget

from ruhr_planner import manual
from ruhr_planner.i18n import tr


def show_help(address: str, parent: QWidget | None) -> None:
    """Open an address of the manual in the browser; where that fails, say where the manual lies."""
    if address and QDesktopServices.openUrl(QUrl(address)):
        return
    QMessageBox.information(
        parent,
        tr("Ruhr Planner Help"),
        tr("The manual could not be opened. It lies in {folder}.").format(folder=manual.page("start").parent),
    )


def help_tool(parent: QWidget, address: Callable[[], str]) -> QToolButton:
    """Build a small button that opens the manual.

    :param address: is asked at each click, so that it may follow what is shown.
    """
    button = QToolButton(parent)
    button.setObjectName("ruhr_planner_show_help")
    button.setIcon(QgsApplication.getThemeIcon("/mActionHelpContents.svg"))
    button.setText(tr("Help"))
    button.setToolTip(tr("What the manual says of this (opens in the browser, without a network)"))
    button.setAccessibleName(tr("Help"))
    button.setAutoRaise(True)
    button.clicked.connect(lambda _checked: show_help(address(), parent))
    return button


def help_button(parent: QWidget, topic: str) -> QPushButton:
    """Build a button with the word Help, for windows that have no box of buttons."""
    button = QPushButton(QgsApplication.getThemeIcon("/mActionHelpContents.svg"), tr("&Help"), parent)
    button.setAutoDefault(False)
    button.clicked.connect(partial(_show_topic, topic, parent))
    _prepare(button, topic)
    return button


def add_help(box: QDialogButtonBox, topic: str) -> None:
    """Put the Help button into a box of buttons, where the system wants it to stand."""
    button = box.button(QDialogButtonBox.StandardButton.Help) or box.addButton(QDialogButtonBox.StandardButton.Help)
    button.setText(tr("&Help"))
    _prepare(button, topic)
    box.helpRequested.connect(partial(_show_topic, topic, box))


def _prepare(button: QPushButton, topic: str) -> None:
    button.setObjectName(f"ruhr_planner_help_{topic}")
    button.setToolTip(tr("What the manual says of this (opens in the browser, without a network)"))
    button.setShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents))


def _show_topic(topic: str, parent: QWidget, checked: bool = False) -> None:
    del checked
    show_help(manual.topic(topic), parent)
