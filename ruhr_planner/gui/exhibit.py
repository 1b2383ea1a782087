"""The step "Exhibit": a theme on a sheet of paper with a picture of it, the whole report, and fact sheets."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsApplication, QgsCsException
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QSize, Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QImage, QPixmap
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ruhr_planner import i18n, settings
from ruhr_planner.gui import thumbnail
from ruhr_planner.gui.dialogs import open_algorithm
from ruhr_planner.gui.jobs import DrawingJob
from ruhr_planner.gui.questions import QUESTIONS
from ruhr_planner.gui.runbox import RunBox, Tone
from ruhr_planner.gui.section import Section, allow, tell
from ruhr_planner.gui.thumbnail import Sheet, ThumbnailJob
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.jobs import Job
    from ruhr_planner.gui.opening import OpenStore

FILES = (".pdf", ".xlsx", ".html", ".gpkg")
"""What people want to open afterwards, in this order."""
LANGUAGES = (i18n.GERMAN, i18n.ENGLISH)
"""The values of LANGUAGE, in their order."""
VIEW = "view"
"""The place that stands for the map's extent."""
FACT_SHEETS = "ruhr_planner:factsheets"
PAUSE_MS = 400
"""A new picture is drawn when nothing was changed for so long."""


class ReportJob(DrawingJob):
    """Runs the region report and lists the files it wrote."""

    def __init__(self, store: OpenStore, folder: Path, language: str) -> None:
        self.folder = folder
        self.files: list[Path] = []
        parameters = {"STORE": store.address, "FOLDER": str(folder), "LANGUAGE": LANGUAGES.index(language)}
        super().__init__(tr("Maps and report"), "ruhr_planner:regionreport", parameters)

    def work(self) -> None:
        """Make the folder's parent, run, look what is there; the run makes the folder itself when all is done."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        super().work()
        written = [path for path in self.folder.iterdir() if path.suffix in FILES]
        self.files = sorted(written, key=lambda path: (FILES.index(path.suffix), path.name))


class MapJob(DrawingJob):
    """Writes one map."""

    def __init__(self, parameters: dict[str, Any], folder: Path) -> None:
        self.file = Path(str(parameters["OUTPUT"]))
        self.folder = folder
        super().__init__(tr("Map exhibit"), "ruhr_planner:mapexhibit", parameters)

    def work(self) -> None:
        """Make the folder and run."""
        self.folder.mkdir(parents=True, exist_ok=True)
        super().work()


class Picture(QLabel):
    """The picture of a sheet, as wide as the dock lets it be; the sheet's shape is kept."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_exhibit_picture")
        self.setAccessibleName(tr("Preview of the map"))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setWordWrap(True)
        self.hide()

    def show_image(self, image: QImage) -> None:
        """Show a picture that was drawn for this screen."""
        ratio = self.devicePixelRatioF()
        image.setDevicePixelRatio(ratio)
        self.setPixmap(QPixmap.fromImage(image))
        self.setFixedHeight(round(image.height() / ratio) + 4)
        self.show()


class ExhibitSection(Section):
    """What the map shows, its picture, export, and links to the files."""

    def __init__(self, desk: Desk, iface: QgisInterface, parent: QWidget) -> None:
        super().__init__("ruhr_planner_exhibit", desk, parent)
        self.iface = iface
        self._drawing: ThumbnailJob | None = None
        self._drawn: Optional[Sheet] = None
        self._exported = ""
        self._filled = False
        """Whether the list of places has all of them; that takes a moment, so it waits until somebody looks."""
        self._wanted_place = ""
        self.reason = self.small_print("ruhr_planner_exhibit_reason")
        self.column.addWidget(self.reason)
        self._build_map()
        self._build_report()
        self.box = RunBox("ruhr_planner_exhibit_run", self)
        self.box.link.connect(_open)
        self.column.addWidget(self.box)
        self.column.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        iface.mapCanvas().extentsChanged.connect(self._moved)

    # -------------------------------------------------------------------------------------------------------- building
    def _build_map(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        language = i18n.language()
        themes = [(codes.EXHIBIT_THEME.label(each, language), each) for each in codes.EXHIBIT_THEME]
        self.theme = self._combo("theme", themes)
        self.place = self._combo("place", [(tr("Whole region"), ""), (tr("As on the map"), VIEW)])
        self.paper = self._combo("paper", [(codes.PAPER.label(each, language), each) for each in codes.PAPER])
        self.language = self._combo("language", [("Deutsch", i18n.GERMAN), ("English", i18n.ENGLISH)])
        self.kind = self._combo("kind", [("PDF", ".pdf"), ("PNG", ".png"), ("SVG", ".svg")])
        for text, combo in (
            (tr("&Theme"), self.theme),
            (tr("P&lace"), self.place),
            (tr("&Paper"), self.paper),
            (tr("L&anguage"), self.language),
            (tr("File t&ype"), self.kind),
        ):
            label = QLabel(text, self)
            label.setBuddy(combo)
            form.addRow(label, combo)
        self.theme.setCurrentIndex(max(0, self.theme.findData(codes.EXHIBIT_THEME.overview)))
        self.paper.setCurrentIndex(max(0, self.paper.findData(codes.PAPER.a3_landscape)))
        self.language.setCurrentIndex(max(0, self.language.findData(language)))
        self.recall(settings.settings().exhibit.value())
        for combo in (self.theme, self.place, self.paper, self.language, self.kind):
            combo.currentIndexChanged.connect(self._changed)
        self.column.addLayout(form)
        self.picture = Picture(self)
        self.column.addWidget(self.picture)
        self.lacking = self.small_print("ruhr_planner_exhibit_lacking")
        self.column.addWidget(self.lacking)
        self._build_folder()
        self.export = self.button("ruhr_planner_exhibit_map", tr("E&xport Map"), "/mActionSaveAsPDF.svg")
        self.export.clicked.connect(self.export_map)
        self.more = QToolButton(self)
        self.more.setObjectName("ruhr_planner_exhibit_more")
        self.more.setIcon(QgsApplication.getThemeIcon("/mActionOptions.svg"))
        self.more.setIconSize(QSize(16, 16))
        self.more.setAccessibleName(tr("All parameters…"))
        self.more.clicked.connect(self._show_dialog)
        row = QHBoxLayout()
        row.addWidget(self.export, 1)
        row.addWidget(self.more)
        self.column.addLayout(row)

    def _build_folder(self) -> None:
        self.folder = QgsFileWidget(self)
        self.folder.setObjectName("ruhr_planner_exhibit_folder")
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setDialogTitle(tr("Folder for Maps and Report"))
        self.folder.setFilePath(str(settings.report_folder()))
        self.folder.fileChanged.connect(self._keep_folder)
        buddy = QLabel(tr("F&older"), self)
        buddy.setBuddy(self.folder)
        row = QHBoxLayout()
        row.addWidget(buddy)
        row.addWidget(self.folder, 1)
        self.column.addLayout(row)

    def _build_report(self) -> None:
        group = QGroupBox(tr("More about the region"), self)
        inner = QFormLayout(group)
        self.report = self.button("ruhr_planner_exhibit_button", tr("&Export Maps and Report"), "/mActionSaveAsPDF.svg")
        self.report.clicked.connect(self.run)
        self.sheets = self.button("ruhr_planner_exhibit_sheets", tr("&Fact Sheets…"), "/mActionOpenTable.svg")
        self.sheets.clicked.connect(self._show_sheets)
        inner.addRow(self.report)
        inner.addRow(self.sheets)
        self.column.addWidget(group)

    def _combo(self, name: str, choices: list[tuple[str, str]]) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(f"ruhr_planner_exhibit_{name}")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(10)
        for text, value in choices:
            combo.addItem(text, value)
        return combo

    def showEvent(self, event: Any) -> None:
        """Fill the places when they are looked at for the first time, and draw the picture."""
        super().showEvent(event)
        if not self._filled:
            self._fill_places()
        self._pause.start()

    def _fill_places(self) -> None:
        from ruhr_planner.catalogue.places import all_places

        chosen = self._place()
        self.place.blockSignals(True)
        for name, key in all_places():
            self.place.addItem(name, key)
        self._filled = True
        self.place.setCurrentIndex(max(0, self.place.findData(chosen)))
        self.place.blockSignals(False)

    # ----------------------------------------------------------------------------------------------------------- state
    def state(self) -> tuple[bool, str]:
        """Say what has been exported."""
        if self._exported:
            return True, tr("Exported: {file}").format(file=self._exported)
        return False, tr("Nothing has been exported yet.")

    def remembered(self) -> str:
        """Return what is chosen here as one text."""
        after = (combo.currentData() for combo in (self.paper, self.language, self.kind))
        return ";".join(str(value or "") for value in (self.theme.currentData(), self._place(), *after))

    def _place(self) -> str:
        """Return the chosen place; the one to be chosen while nobody has looked at the list, which is filled then."""
        return str(self.place.currentData() or ("" if self._filled else self._wanted_place))

    def recall(self, text: str) -> None:
        """Choose what a text from `remembered` says; what is not offered any more is left as it is."""
        parts = text.split(";")
        if len(parts) > 1 and not self._filled:
            self._wanted_place = parts[1]
            self.place.setCurrentIndex(0)
        for combo, value in zip((self.theme, self.place, self.paper, self.language, self.kind), parts):
            place = combo.findData(value)
            if place >= 0:
                combo.setCurrentIndex(place)

    def refresh(self, *_changed: Any) -> None:
        """Say why an export is not possible, if it is not."""
        none = "" if self.desk.store else tr("Open a store first.")
        folder = "" if self.folder.filePath().strip() else tr("Choose a folder for the files.")
        busy = self.desk.busy_reason()
        lacking = self._lacking() if self.desk.store else ""
        allow(self.export, none or lacking or folder or busy, tr("One map with title, legend, scale and sources"))
        allow(self.more, none or busy, tr("All parameters…"))
        purpose = tr("One map per question, tables, a summary and the result layers")
        allow(self.report, none or folder or busy, purpose)
        known = QgsApplication.processingRegistry().algorithmById(FACT_SHEETS) is not None
        self.sheets.setVisible(known)
        allow(self.sheets, none, tr("A page a site or municipality, with map and figures"))
        tell(self.reason, none or folder)
        tell(self.lacking, lacking)
        if self.isVisible():
            self._pause.start()

    def _lacking(self) -> str:
        """Return what a theme needs that is not at hand."""
        from ruhr_planner.exhibit.mapthemes import SLOTS  # not at QGIS's start

        main = [slot for slot in SLOTS[self.theme.currentData()] if slot.main]
        at_hand = self._at_hand()
        if not main or any(slot.table.table in at_hand for slot in main):
            return ""
        makers = {slot.algorithm for slot in main}
        asked = next((question for question in QUESTIONS if question.algorithm in makers), None)
        if asked is None:
            table = main[0].table.label.text(i18n.language())
            return tr("The store has no records in the table “{table}”.").format(table=table)
        return tr("First answer the question “{question}”").format(question=tr(asked.ask))

    def _at_hand(self) -> dict[str, str]:
        store = self.desk.store
        if store is None:
            return {}
        return thumbnail.at_hand(store, self.desk.answers)

    def _keep_folder(self, folder: str) -> None:
        settings.settings().exhibit_folder.setValue(folder.strip())
        self.refresh()

    # --------------------------------------------------------------------------------------------------------- picture
    def _changed(self, *_index: Any) -> None:
        settings.settings().exhibit.setValue(self.remembered())
        self.refresh()

    def _moved(self) -> None:
        if self.isVisible() and self.place.currentData() == VIEW:
            self._pause.start()

    def _sheet(self) -> Optional[Sheet]:
        """Return what the sheet is to show; None while it cannot be shown."""
        store = self.desk.store
        if store is None or self._lacking():
            return None
        place, extent = self.place.currentData(), None
        if place == VIEW:
            canvas = self.iface.mapCanvas()
            try:
                extent = thumbnail.metric(canvas.extent(), canvas.mapSettings().destinationCrs())
            except QgsCsException:
                return None
        return Sheet(
            theme=self.theme.currentData(),
            paper=self.paper.currentData(),
            language=self.language.currentData(),
            place="" if place == VIEW else place,
            extent=extent,
            sources=self._at_hand(),
            invented=store.invented,
            edition=self.desk.edition,
        )

    def _draw(self) -> None:
        """Draw the picture anew unless it shows what is wanted."""
        sheet = self._sheet()
        if not self.isVisible() or sheet == self._drawn:
            return
        self._drawn = sheet
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None
        if sheet is None:
            self.picture.hide()
            return
        ratio = self.devicePixelRatioF()
        self._drawing = ThumbnailJob(sheet, round((self.width() - 12) * ratio))
        self.desk.beside(self._drawing, self._show_picture)

    def _show_picture(self, job: Job) -> None:
        if job is not self._drawing or not isinstance(job, ThumbnailJob):
            return
        self._drawing = None
        if job.image is not None:
            self.picture.show_image(job.image)
            place = self.place.currentText()
            self.picture.setAccessibleDescription(f"{self.theme.currentText()}, {place}, {self.paper.currentText()}")
        else:
            self.picture.hide()
            tell(self.lacking, job.error)

    # ------------------------------------------------------------------------------------------------------------ runs
    def parameters(self) -> dict[str, Any]:
        """Return the parameters of `mapexhibit` as they are chosen here."""
        store = self.desk.store
        place = self.place.currentData()
        parameters: dict[str, Any] = {
            "THEME": codes.EXHIBIT_THEME.index(self.theme.currentData()),
            "STORE": store.address if store is not None else "",
            "LAYERS": [uri for written in self.desk.answers.values() for uri in self._wanted(written)],
            "PAPER": codes.PAPER.index(self.paper.currentData()),
            "LANGUAGE": LANGUAGES.index(self.language.currentData()),
            "OUTPUT": str(Path(self.folder.filePath()) / self._file_name()),
        }
        if place == VIEW:
            canvas = self.iface.mapCanvas()
            box, system = canvas.extent(), canvas.mapSettings().destinationCrs().authid()
            parameters["EXTENT"] = f"{box.xMinimum()},{box.xMaximum()},{box.yMinimum()},{box.yMaximum()} [{system}]"
        elif place:
            parameters["AGS"] = place
        return parameters

    def _wanted(self, written: dict[str, str]) -> list[str]:
        """Return those of an answer's layers that the theme draws."""
        from ruhr_planner.exhibit.mapthemes import SLOTS

        drawn = {slot.table.table for slot in SLOTS[self.theme.currentData()]}
        at_hand = {uri: table for table, uri in self._at_hand().items()}
        return [uri for uri in written.values() if at_hand.get(uri) in drawn]

    def _file_name(self) -> str:
        place = "" if self.place.currentData() in ("", VIEW) else self.place.currentText()
        now = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
        parts = [self.theme.currentText(), place, self.paper.currentText(), now]
        plain = "_".join(re.sub(r"[^\w-]+", "-", part).strip("-") for part in parts if part)
        return plain + str(self.kind.currentData())

    def export_map(self) -> None:
        """Write the map into the folder."""
        if self.desk.store is not None and self.desk.job is None:
            job = MapJob(self.parameters(), Path(self.folder.filePath()))
            self.desk.begin(job, self.box, self._map_written)

    def run(self) -> None:
        """Write PDF maps, tables and the summary for the open store."""
        if self.desk.store is not None and self.desk.job is None:
            job = ReportJob(self.desk.store, Path(self.folder.filePath()), self.language.currentData())
            self.desk.begin(job, self.box, self._finished)

    def _map_written(self, job: Job) -> None:
        if isinstance(job, MapJob):
            self._exported = job.file.name
            link = (QUrl.fromLocalFile(str(job.file)).toString(), job.file.name)
            self.box.say(Tone.DONE, tr("The map is ready."), link, self._folder_link(job.folder))

    def _finished(self, job: Job) -> None:
        if not isinstance(job, ReportJob):
            return
        self._exported = job.folder.name
        links = [(QUrl.fromLocalFile(str(path)).toString(), path.name) for path in job.files]
        self.box.say(Tone.DONE, tr("Maps, tables and summary are ready."), *links, self._folder_link(job.folder))

    def _folder_link(self, folder: Path) -> tuple[str, str]:
        return QUrl.fromLocalFile(str(folder)).toString(), tr("Open folder")

    def _show_dialog(self) -> None:
        parameters = self.parameters()
        del parameters["OUTPUT"]
        open_algorithm("ruhr_planner:mapexhibit", parameters, self.desk)

    def _show_sheets(self) -> None:
        store = self.desk.store
        if store is not None:
            given = {"STORE": store.address, "LANGUAGE": LANGUAGES.index(self.language.currentData())}
            sites = self.desk.answers.get("cooperationsites", {}).get("OUTPUT")
            open_algorithm(FACT_SHEETS, {**given, **({"SITES": sites} if sites else {})}, self.desk)

    def shut_down(self) -> None:
        """Let go of the map."""
        self._pause.stop()
        self.iface.mapCanvas().extentsChanged.disconnect(self._moved)


def _open(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
