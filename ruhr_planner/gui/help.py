"""The short manual inside QGIS: Markdown pages from ``resources/help``, readable without a network."""

from __future__ import annotations

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QTextDocument
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ruhr_planner import i18n, paths
from ruhr_planner.i18n import tr


class HelpDialog(QDialog):
    """First page of the manual, with links to the page of each algorithm."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_help_dialog")
        self.setWindowTitle(tr("Ruhr Planner Help"))
        self.resize(560, 640)
        self.pages = QTextBrowser(self)
        self.pages.setOpenExternalLinks(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages)
        layout.addWidget(buttons)
        page = paths.resource("help", f"index.{i18n.language()}.md")
        self.pages.setSource(QUrl.fromLocalFile(str(page)), QTextDocument.ResourceType.MarkdownResource)
