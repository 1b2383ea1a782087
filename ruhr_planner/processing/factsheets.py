"""Algorithm `factsheets`: a sheet of two pages for every site or municipality, as PDFs, as one PDF, or as HTML.

What is not given and can be computed from the store is computed by the registered algorithms; layers are checked like
the inputs of an analysis. Contents come from `exhibit.factsheet_site` and `exhibit.factsheet_town`, pages from
`exhibit.factsheet_page`, drawn one sheet at a time in the main thread.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import MissingLayer, NothingForSheets
from ruhr_planner.processing import office, stores
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run
from ruhr_planner.processing.sheetcontents import SiteSheets, TownSheets
from ruhr_planner.processing.sheetjob import (
    AGS,
    AUTHOR,
    BALANCE,
    COSTS,
    FIBRE,
    FLOWS,
    INTERNAL,
    LANGUAGE,
    PLAN_NUMBER,
    SITES,
    STATUS,
    SUBJECT,
    SUMMARY,
    Made,
)
from ruhr_planner.store import files

if TYPE_CHECKING:
    from ruhr_planner.exhibit.factsheet import FactSheet

FORMAT, FOLDER = "FORMAT", "FOLDER"
ATLAS, INDEX = "factsheets.pdf", "factsheets.html"
MINE = "factsheet_"
"""What the names of single sheets begin with."""


class FactSheets(PlannerAlgorithm):
    """Write fact sheets of sites or municipalities."""

    ID = "factsheets"
    LABEL = "Fact sheets"
    GROUP = "Exhibits"
    GROUP_ID = "exhibits"
    DATED = True

    def define(self) -> None:
        """Add data, subject, format, place and texts."""
        kinds = QgsProcessing.SourceType
        shapes = [kinds.TypeVectorPolygon, kinds.TypeVectorPoint]
        self._layer(SITES, tr("Sites (empty: searched for in the store)"), shapes)
        self.addParameter(stores.parameter(optional=True))
        self._choice(SUBJECT, tr("One sheet for every"), codes.SHEET_SUBJECT, codes.SHEET_SUBJECT.sites)
        self._choice(FORMAT, tr("Format"), codes.SHEET_FORMAT, codes.SHEET_FORMAT.pdf)
        self._text(AGS, tr("Municipality or Kreis (key or name; empty: all)"))
        self._layer(FIBRE, tr("Fibre gaps of the sites (joined by their ids)"), shapes)
        self._layer(COSTS, tr("Fibre connections of the sites (joined by their ids)"), shapes)
        self._layer(FLOWS, tr("Allocated deficits (flows)"), [kinds.TypeVector])
        self._layer(BALANCE, tr("Land balance by municipality (empty: balanced from the store)"), [kinds.TypeVector])
        self._layer(SUMMARY, tr("Fibre gaps by municipality (empty: judged from the store)"), [kinds.TypeVector])
        self._layer(MUNICIPALITIES.parameter, tr("Municipalities"), [kinds.TypeVectorPolygon])
        internal = tr("Show causes of restrictions, contamination and ownership (the sheets become internal)")
        self.addParameter(QgsProcessingParameterBoolean(INTERNAL, internal, False))
        self._text(AUTHOR, tr("Author"))
        self._text(PLAN_NUMBER, tr("Plan number"))
        self._choice(STATUS, tr("Status"), codes.EXHIBIT_STATUS, codes.EXHIBIT_STATUS.none)
        self.addParameter(QgsProcessingParameterEnum(LANGUAGE, tr("Language"), ["Deutsch", "English"], False, 0))
        office.add_parameters(self)
        self.addParameter(QgsProcessingParameterFolderDestination(FOLDER, tr("Folder of the fact sheets")))
        self.addOutput(QgsProcessingOutputNumber("N_SHEETS", tr("Fact sheets")))
        self.addOutput(QgsProcessingOutputNumber("N_PAGES", tr("Pages")))

    def _layer(self, name: str, label: str, kinds: list[Any]) -> None:
        self.addParameter(QgsProcessingParameterVectorLayer(name, label, kinds, None, True))

    def _choice(self, name: str, label: str, listed: codes.CodeList, default: str) -> None:
        labels = [listed.label(code, i18n.language()) for code in listed]
        self.addParameter(QgsProcessingParameterEnum(name, label, labels, False, listed.index(default)))

    def _text(self, name: str, label: str) -> None:
        self.addParameter(QgsProcessingParameterString(name, label, None, False, True))

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters for the metadata, without the folder."""
        return super().plain_parameters({name: value for name, value in parameters.items() if name != FOLDER})

    def compute(self, run: Run) -> dict[str, Any]:
        """Gather what is known, put it on sheets, and have the folder filled."""
        folder = run.folder(FOLDER)
        if folder is None:
            raise MissingLayer(layer="", parameter=FOLDER)
        with files.staging(Path(tempfile.gettempdir()), FOLDER) as work:
            made = (TownSheets if run.index(SUBJECT) else SiteSheets)(run, work).made()
            if not made.sheets:
                raise NothingForSheets(parameter=AGS)
            form = codes.SHEET_FORMAT.codes[run.index(FORMAT)]
            wanted = _names(made.sheets, form)
            drawing = _Drawing(run, made, form, work)
            run.stage_folder(FOLDER, folder, (*wanted, *_old(folder, wanted)), drawing.fill)
        return {"N_SHEETS": len(made.sheets), "N_PAGES": drawing.n_pages}


def _names(sheets: Sequence[FactSheet], form: str) -> tuple[str, ...]:
    """Return the names of the files that a run writes."""
    if form == codes.SHEET_FORMAT.atlas:
        return (ATLAS,)
    if form == codes.SHEET_FORMAT.html:
        return (INDEX, *(f"{sheet.file}.html" for sheet in sheets))
    return tuple(f"{sheet.file}.pdf" for sheet in sheets)


def _old(folder: Path, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the sheets of an earlier run in the same formats, which the new ones replace."""
    endings = {Path(name).suffix for name in wanted}
    if not folder.is_dir():
        return ()
    found = (path for path in folder.iterdir() if path.suffix in endings and path.is_file())
    return tuple(path.name for path in found if path.name.startswith(MINE) and path.name not in wanted)


# --------------------------------------------------------------------------------------------------------- the work
class _Drawing:
    """The folder while it is filled, one sheet after the other, in the main thread."""

    def __init__(self, run: Run, made: Made, form: str, work: Path) -> None:
        self.run = run
        self.made = made
        self.form = form
        self.work = work
        self.n_pages = 0

    def fill(self, folder: Path) -> None:
        """Write all files."""
        from ruhr_planner.exhibit import factsheet_page

        cancelled = self.run.feedback.isCanceled
        from ruhr_planner.exhibit.foreground import in_main_thread

        held: list[Any] = []  # layouts live and end in the main thread

        def begin() -> None:
            held.append(factsheet_page.Pages(self.made.backdrop, self.made.imprint))
            if self.form == codes.SHEET_FORMAT.atlas:
                title = self.made.sheets[0].kicker
                held.append(factsheet_page.Atlas(folder / ATLAS, f"{title} ({len(self.made.sheets)})"))

        def end() -> None:
            if len(held) > 1:
                held[1].close()
            held.clear()

        self.run.check()
        in_main_thread(begin, cancelled)
        try:
            for number, sheet in enumerate(self.made.sheets):
                self.run.progress(0.4 + 0.6 * number / len(self.made.sheets))
                in_main_thread(self._one(held, sheet, folder), cancelled)
        finally:
            in_main_thread(end)
        if self.form == codes.SHEET_FORMAT.html:
            from ruhr_planner.exhibit import factsheet_html

            (folder / INDEX).write_text(factsheet_html.index(self.made.sheets, self.made.imprint), encoding="utf-8")

    def _one(self, held: Sequence[Any], sheet: FactSheet, folder: Path) -> Callable[[], None]:
        from ruhr_planner.exhibit import factsheet_html, factsheet_page

        def draw() -> None:
            pages = held[0]
            if self.form == codes.SHEET_FORMAT.html:
                png = self.work / "map.png"
                factsheet_page.map_png(pages, sheet, png)
                page = factsheet_html.page(sheet, self.made.imprint, png.read_bytes())
                (folder / f"{sheet.file}.html").write_text(page, encoding="utf-8")
                self.n_pages += 1
                return
            pages.compose(sheet)
            self.n_pages += pages.count
            if self.form == codes.SHEET_FORMAT.atlas:
                held[1].add(pages)
            else:
                factsheet_page.export_pdf(pages, folder / f"{sheet.file}.pdf")

        return draw
