"""What the plugin keeps in the profile, and a button that removes it: QGIS uninstalls the plugin's folder only.

Work of the user's own (results, mapping profiles, weights) stays unless it is asked for; stores and files elsewhere
always do. What QGIS itself writes about every plugin is QGIS's: the position of docks and the history of Processing.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsSettings
from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QSettings
from qgis.PyQt.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner import settings
from ruhr_planner.gui.jobs import Job
from ruhr_planner.gui.section import allow
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from qgis.PyQt.QtGui import QShowEvent

OWN_FOLDERS = ("results", "profiles")
OWN_ENDING = ".json"
"""Weights and criteria that the user has saved."""
_LISTED_BY_QGIS = "PythonPlugins/ruhr_planner"
"""Whether QGIS loads the plugin; uninstalling removes it."""


def kept(own: bool) -> list[Path]:
    """Return the files and folders that lie in the plugin's folder of the profile.

    :param own: also the results, profiles and weights of the user.
    """
    home = settings.home()
    found = sorted(home.iterdir()) if home.is_dir() else []
    return [path for path in found if own or not (path.name in OWN_FOLDERS or path.suffix == OWN_ENDING)]


def stored_keys() -> list[str]:
    """Return the keys of the profile's settings that belong to the plugin: its own, its windows', its locator's.

    What IT has set for all in QGIS's global settings is not the profile's.
    """
    own = QSettings(QgsSettings().fileName(), QSettings.Format.IniFormat)
    return [key for key in own.allKeys() if settings.NODE in key.lower() and key != _LISTED_BY_QGIS]


def forget_settings() -> None:
    """Remove every setting of the plugin, and let its boxes write none when they close; on the main thread."""
    for box in QApplication.allWidgets():
        if isinstance(box, QgsCollapsibleGroupBox) and box.objectName().startswith(settings.NODE):
            box.setSaveCollapsedState(False)
    stored = QgsSettings()
    for key in stored_keys():
        stored.remove(key)
    stored.sync()


class TracesJob(Job):
    """Removes files of the plugin from the profile, and in the end its settings; ``left`` could not be removed."""

    def __init__(self, own: bool) -> None:
        super().__init__(tr("Remove traces"))
        self.left: list[str] = []
        self._home = settings.home()
        self._paths = kept(own)

    def work(self) -> None:
        """Remove the files; one that is open stays on Windows."""
        for path in self._paths:
            self.check()
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
            if path.exists():
                self.left.append(path.name)
        if self._home.is_dir() and not any(self._home.iterdir()):
            self._home.rmdir()

    def settle(self, result: bool) -> None:
        """Forget the settings, when the files are gone."""
        if result:
            forget_settings()


class TracesBox(QWidget):
    """Lines of the options page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_traces")
        self._job: TracesJob | None = None
        self.told = QLabel(self)
        self.told.setObjectName("ruhr_planner_traces_told")
        self.told.setWordWrap(True)
        self.own = QCheckBox(tr("Also &results, mapping profiles and weights in the profile"), self)
        self.own.setObjectName("ruhr_planner_traces_own")
        self.own.setToolTip(str(settings.home()))
        self.remove = QPushButton(tr("Remove &Traces…"), self)
        self.remove.setObjectName("ruhr_planner_traces_remove")
        self.remove.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(self.own, 1)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.told)
        column.addLayout(row)
        self.own.toggled.connect(lambda _checked: self._refresh())

    def showEvent(self, event: QShowEvent) -> None:
        """Look what is there when somebody looks."""
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        there = bool(kept(self.own.isChecked()) or stored_keys())
        self.told.setText(
            tr(
                "Uninstalling in QGIS's plugin manager removes the program only. Before it, you can remove here what"
                " Ruhr Planner keeps in your profile: settings, kept answers, the demo region and your list of portals."
                " Planning stores and files in other folders stay."
            )
        )
        nothing = "" if there else tr("There are no traces.")
        allow(self.remove, nothing, tr("Remove settings and files from the profile"))

    def _ask(self) -> None:
        """Remove after a question; there is no way back."""
        names = ", ".join(path.name for path in kept(self.own.isChecked())) or "–"
        question = tr("Remove the settings of Ruhr Planner and, from {folder}: {names}? This cannot be undone.").format(
            folder=settings.home(), names=names
        )
        if QMessageBox.question(self, tr("Remove Traces"), question) == QMessageBox.StandardButton.Yes:
            self.start()

    def start(self) -> None:
        """Remove what the box names."""
        job = self._job = TracesJob(self.own.isChecked())
        allow(self.remove, tr("Traces are being removed…"), "")

        def ended() -> None:
            if not sip.isdeleted(self):
                self._show(job)

        job.ended.connect(ended)
        job.start()

    def _show(self, job: TracesJob) -> None:
        self._refresh()
        if job.left:
            left = tr("In use, and still there: {names}. Close the layers and try again.")
            self.told.setText(left.format(names=", ".join(job.left)))
        elif not job.error:
            self.told.setText(tr("Removed. Now uninstall Ruhr Planner in the plugin manager, before you use it again."))
        else:
            self.told.setText(job.error)
