"""The section "Maps and report": the main job for the open store, into a folder that the user chooses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ruhr_planner import i18n, settings
from ruhr_planner.gui.jobs import AlgorithmJob
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.section import Section, allow, tell
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.jobs import Job
    from ruhr_planner.gui.opening import OpenStore

FILES = (".pdf", ".xlsx", ".html", ".gpkg")
"""What people want to open afterwards, in this order."""
LANGUAGES = (i18n.GERMAN, i18n.ENGLISH)
"""The values of the report's LANGUAGE, in their order."""


class ReportJob(AlgorithmJob):
    """Runs the region report and lists the files it wrote."""

    def __init__(self, store: OpenStore, folder: Path) -> None:
        self.folder = folder
        self.files: list[Path] = []
        language = LANGUAGES.index(i18n.language())
        parameters = {"STORE": str(store.path), "FOLDER": str(folder), "LANGUAGE": language}
        super().__init__(tr("Maps and report"), "ruhr_planner:regionreport", parameters)

    def work(self) -> None:
        """Make the folder's parent, run, look what is there; the run makes the folder itself when all is done."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        super().work()
        written = [path for path in self.folder.iterdir() if path.suffix in FILES]
        self.files = sorted(written, key=lambda path: (FILES.index(path.suffix), path.name))


class ExhibitSection(Section):
    """Folder, export, and links to the files."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("ruhr_planner_exhibit", desk, parent)
        self.reason = self.small_print("ruhr_planner_exhibit_reason")
        self.folder = QgsFileWidget(self)
        self.folder.setObjectName("ruhr_planner_exhibit_folder")
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setDialogTitle(tr("Folder for Maps and Report"))
        self.folder.setFilePath(str(settings.report_folder()))
        buddy = QLabel(tr("F&older"), self)
        buddy.setBuddy(self.folder)
        self.export = self.button("ruhr_planner_exhibit_button", tr("&Export Maps and Report"), "/mActionSaveAsPDF.svg")
        self.export.clicked.connect(self.run)
        self.box = RunBox("ruhr_planner_exhibit_run", self)
        self.box.link.connect(_open)
        for part in (self.reason, buddy, self.folder, self.export, self.box):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.folder.fileChanged.connect(self.refresh)

    def state(self) -> tuple[bool, str]:
        """Say what has been exported."""
        return False, tr("Nothing has been exported yet.")

    def run(self) -> None:
        """Write PDF maps, tables and the summary for the open store."""
        if self.desk.store is not None and self.desk.job is None:
            self.desk.begin(ReportJob(self.desk.store, Path(self.folder.filePath())), self.box, self._finished)

    def refresh(self, *_changed: Any) -> None:
        """Say why an export is not possible, if it is not."""
        lacking = "" if self.desk.store else tr("Open a store first.")
        if not lacking and not self.folder.filePath().strip():
            lacking = tr("Choose a folder for the files.")
        purpose = tr("One map per question, tables, a summary and the result layers")
        allow(self.export, lacking or self.desk.busy_reason(), purpose)
        tell(self.reason, lacking)

    def _finished(self, job: Job) -> None:
        if not isinstance(job, ReportJob):
            return
        links = [(QUrl.fromLocalFile(str(path)).toString(), path.name) for path in job.files]
        folder = (QUrl.fromLocalFile(str(job.folder)).toString(), tr("Open folder"))
        self.box.say(Tone.DONE, tr("Maps, tables and summary are ready."), *links, folder)


def _open(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
