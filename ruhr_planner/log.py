"""The plugin's own tab in QGIS's log panel: the only place where it writes there."""

from __future__ import annotations

from qgis.core import Qgis, QgsMessageLog

TAB = "Ruhr Planner"
"""Title of the tab."""


def info(text: str) -> None:
    """Write a note that nobody needs to act on."""
    QgsMessageLog.logMessage(text, TAB, Qgis.MessageLevel.Info, notifyUser=False)


def warning(text: str) -> None:
    """Write something that a user should look at; QGIS marks the tab."""
    QgsMessageLog.logMessage(text, TAB, Qgis.MessageLevel.Warning, notifyUser=True)


def error(text: str) -> None:
    """Write why something did not happen; QGIS marks the tab."""
    QgsMessageLog.logMessage(text, TAB, Qgis.MessageLevel.Critical, notifyUser=True)
