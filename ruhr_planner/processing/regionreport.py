"""Algorithm `regionreport`: from a planning store to report (PDF and HTML with a map), workbook, maps and layers.

The analyses are the registered algorithms, run as children by `reportquestions`; pages come from `exhibit`. Everything
is made in a temporary folder beside FOLDER and moved in place at the end, whole or not at all.
"""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from ruhr_planner import paths
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, sensitivity
from ruhr_planner.model.errors import Cancelled
from ruhr_planner.model.tables import BARRIER, MUNICIPALITY, TABLES
from ruhr_planner.processing import reportquestions as questions
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import AS_OF, PlannerAlgorithm, Run
from ruhr_planner.processing.mapexhibit import neighbours
from ruhr_planner.processing.reportjob import RESULTS, Chapter, Job, opened
from ruhr_planner.store import files, opening, sqlite

if TYPE_CHECKING:
    from ruhr_planner.exhibit.report_page import Document
    from ruhr_planner.exhibit.themes import Paper
    from ruhr_planner.store.interface import Store

FOLDER, LANGUAGE, AGS, EARLIER = "FOLDER", "LANGUAGE", "AGS", "EARLIER"

WORKBOOK = "tables.xlsx"
REPORT = "report.html"
PAPER = "report.pdf"
MAP_DATA, MAP_SCRIPT = "map_data.js", "map.js"
EXHIBITS = {theme: f"exhibit_{theme}.pdf" for theme in ("sites", "fibre", "broadband")}
FILES = (RESULTS, WORKBOOK, REPORT, PAPER, MAP_DATA, MAP_SCRIPT, *EXHIBITS.values())
"""Every file that a report may hold."""

_FIRM: tuple[Callable[[Job, Any], Chapter], ...] = (
    questions.land,
    questions.sites,
    questions.fibre,
    questions.broadband,
)
"""Questions whose failure ends the report; of the others it says why they stay open."""
_FIGURES = 4
"""Numbers on the first page, of those that are known."""
_LINES = 12
"""Sources that may stand in one piece: a text does not go on on another page."""
_ORDER = (
    questions.land,
    questions.brownfield,
    questions.sites,
    questions.suitability,
    questions.deficits,
    questions.fibre,
    questions.broadband,
    questions.costs,
)


class RegionReport(PlannerAlgorithm):
    """Answer the questions of the product for a whole store, or for a Kreis or municipality of it."""

    ID = "regionreport"
    LABEL = "Region report"
    GROUP = "Exhibits"
    GROUP_ID = "exhibits"
    DATED = True

    def define(self) -> None:
        """Add store, place, earlier edition, folder, language, numbers and files."""
        label = tr("Planning store (empty: the demo region)")
        self.addParameter(stores.parameter(True, label))
        place = tr("Municipality or Kreis (key or name; empty: the whole region)")
        self.addParameter(QgsProcessingParameterString(AGS, place, None, False, True))
        earlier = tr("Store of an earlier edition, to tell what has changed")
        stored = "GeoPackage (*.gpkg);;" + tr("All files") + " (*)"
        self.addParameter(QgsProcessingParameterFile(EARLIER, earlier, optional=True, fileFilter=stored))
        self.addParameter(QgsProcessingParameterFolderDestination(FOLDER, tr("Folder of the report")))
        self.addParameter(QgsProcessingParameterEnum(LANGUAGE, tr("Language"), ["Deutsch", "English"], False, 0))
        for name, text in (
            ("NET_HA", tr("Net land (ha)")),
            ("FREE_HA", tr("Net land without restriction (ha)")),
            ("SUPPLY_YEARS_FREE", tr("Years of supply without restriction")),
            ("DEFICIT_HA", tr("Deficit (ha)")),
            ("N_SITES", tr("Possible cooperation sites")),
            ("SITES_HA", tr("Net area of all sites (ha)")),
            ("CROSS_BORDER", tr("Sites across a municipal border")),
            ("N_RANKED", tr("ranked sites")),
            ("COVERED_HA", tr("Deficit met on sites (ha)")),
            ("UNCOVERED_HA", tr("Virtual reserve (ha)")),
            ("N_OBJECTS", tr("Objects checked for fibre")),
            ("SERVED", tr("Objects with fibre nearby")),
            ("PARTLY", tr("Objects with fibre partly nearby")),
            ("UNSERVED", tr("Objects without fibre nearby")),
            ("NO_DATA", tr("Objects without data")),
            ("N_MUNICIPALITIES", tr("Municipalities with a fibre share")),
            ("CONNECTIONS_EUR", tr("Cost of fibre connections of the sites (EUR)")),
            ("N_CHANGES", tr("Changed plots")),
            ("N_PAGES", tr("Pages")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, text))
        for name, text in (
            ("GEOPACKAGE", tr("Result layers")),
            ("WORKBOOK", tr("Tables")),
            ("REPORT", tr("Report")),
            ("PDF", tr("Report as PDF")),
            *((f"EXHIBIT_{theme.upper()}", tr("Exhibit") + f" {theme}") for theme in EXHIBITS),
        ):
            self.addOutput(QgsProcessingOutputFile(name, text))

    def compute(self, run: Run) -> dict[str, Any]:
        """Make the report in a temporary folder and move it in place."""
        from ruhr_planner.exhibit import folder as places
        from ruhr_planner.exhibit.phrases import LANGUAGES, Phrases

        target = Path(run.string(FOLDER))
        places.check_folder(target, FOLDER, (RESULTS,))
        store = stores.given(run) or opening.open_store(str(paths.resource("demo", "demo.gpkg")))
        earlier = opening.open_store(run.string(EARLIER)) if run.given(EARLIER) else None
        language = LANGUAGES[run.index(LANGUAGE)]
        with files.staging(target.parent, FOLDER) as staging:
            made, work = staging / "report", staging / "work"
            made.mkdir()
            work.mkdir()
            job = Job(run, store, language, run.string(AGS).strip(), made, work, Phrases(language))
            numbers = _answer_all(job, earlier)
            run.check()
            _let_go(job)
            places.check_unlocked(target, FOLDER, (RESULTS,))
            places.move_folder(made, target, FILES, FOLDER)
        found = {name: str(target / name) if (target / name).exists() else None for name in FILES}
        results = {
            "GEOPACKAGE": found[RESULTS],
            "WORKBOOK": found[WORKBOOK],
            "REPORT": found[REPORT],
            "PDF": found[PAPER],
            FOLDER: str(target),
        }
        results.update({f"EXHIBIT_{theme.upper()}": found[name] for theme, name in EXHIBITS.items()})
        return {**numbers, **results}

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters for the metadata: the stores by their names, the folder not at all."""
        plain = super().plain_parameters({name: value for name, value in parameters.items() if name != FOLDER})
        if plain.get(EARLIER):
            plain[EARLIER] = str(plain[EARLIER]).replace("\\", "/").rsplit("/", 1)[-1]
        return plain


def _delete() -> None:
    """Delete in this thread what nobody needs any longer: Python's cycles, and what Qt keeps until its next event."""
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _let_go(job: Job) -> None:
    """Close the layers of the result file, so that it needs no second file beside it.

    QGIS closes them when it comes to the events that delete them, which it does not while an algorithm runs.
    """
    from ruhr_planner.exhibit.foreground import in_main_thread

    _delete()
    in_main_thread(_delete, job.run.feedback.isCanceled)
    if (job.made / RESULTS).exists():
        with suppress(sqlite3.OperationalError):  # then the second file is moved along with the first
            sqlite.leave_wal(job.made / RESULTS)


def _answer_all(job: Job, earlier: Store | None) -> dict[str, Any]:
    """Answer what the store can answer, draw the pages, write workbook and report; return the numbers."""
    from ruhr_planner.exhibit import backdrop
    from ruhr_planner.exhibit.layout import MapLayer
    from ruhr_planner.exhibit.themes import Paper

    kreise = backdrop.write_kreise(opened(job.boundaries), job.work / "backdrop.gpkg", job.language, job.run.check)
    crossing = job.phrases.tr("Barriers: motorways, railways, canals")
    lines = (MapLayer(job.store.uri(BARRIER), BARRIER.table, crossing),) if job.has(BARRIER) else ()
    towns = MapLayer(job.boundaries, MUNICIPALITY.table)
    layers = (MapLayer(kreise, "kreis"), *lines, towns, MapLayer(neighbours(), "neighbour"))
    paper = Paper(job.language, job.run.as_of, job.run.run_id[:8], layers, job.extent)
    asked = [*_ORDER, *((partial(questions.change, earlier=earlier),) if earlier is not None else ())]
    chapters = [_asked(job, paper, question) for question in asked]
    _draw_exhibits(job, [chapter for chapter in chapters if chapter.exhibit is not None])
    pages = _write(job, paper, chapters)
    numbers: dict[str, Any] = {"N_PAGES": pages}
    for chapter in chapters:
        numbers.update(chapter.numbers)
        if chapter.missing:
            job.run.warn(tr(chapter.missing))
    return numbers


def _asked(job: Job, paper: Paper, question: Callable[[Job, Any], Chapter]) -> Chapter:
    """Ask one question; where its algorithm ends with a sentence, the report carries that sentence."""
    try:
        return question(job, paper)
    except QgsProcessingException as error:
        if question in _FIRM:
            raise
        job.run.check()
        name = getattr(question, "func", question).__name__
        title = (getattr(question, "func", question).__doc__ or name).strip().rstrip(".")
        return Chapter(name, job.phrases.tr(title), {}, str(error))


# ----------------------------------------------------------------------------------------------------- pages and files
def _draw_exhibits(job: Job, chapters: list[Chapter]) -> None:
    """Draw the pages in A3, one at a time in the main thread."""
    from ruhr_planner.exhibit import layout
    from ruhr_planner.exhibit.foreground import in_main_thread

    feedback = job.step()
    for number, chapter in enumerate(chapters):
        feedback.setProgress(100.0 * number / len(chapters))
        pdf = job.made / EXHIBITS[chapter.theme]

        def page(exhibit: Any = chapter.exhibit, pdf: Path = pdf) -> None:
            layout.export_pdf(layout.compose(exhibit), pdf)

        in_main_thread(page, job.run.feedback.isCanceled)
        if not pdf.exists():
            raise Cancelled


def _write(job: Job, paper: Paper, chapters: list[Chapter]) -> int:
    """Write workbook, PDF, map and HTML; return the number of pages."""
    from ruhr_planner.exhibit import report, tables, themes, workbook

    phrases = job.phrases
    sources = tuple(dict.fromkeys(source for chapter in chapters for source in chapter.sources))
    lines = themes.source_lines(sources, phrases)
    parameters = _parameters(job)
    sheets = [sheet for chapter in chapters for sheet in chapter.sheets]
    sheets += [
        tables.sources_sheet(phrases.tr("Sources"), lines, phrases),
        tables.parameters_sheet(phrases.tr("Parameters"), parameters, phrases),
        tables.explanation_sheet(phrases.tr("Fields"), phrases),
    ]
    workbook.write_workbook(job.made / WORKBOOK, sheets)
    level = sensitivity.highest(source.sensitivity for source in sources)
    invented = any(source.invented for source in sources)
    read = _tables_read(job)
    map_note = _write_map(job)
    pages, previews = _print(job, paper, chapters, (lines, parameters, read, level, invented))
    answers = tuple(
        replace(_answer(chapter, phrases), preview=previews.get(chapter.theme, ""), alt=_alt(chapter))
        for chapter in chapters
    )
    page = report.Report(
        language=job.language,
        place=job.place.name,
        store=job.store.name,
        stand=paper.stand,
        run=paper.run,
        answers=answers,
        sources=lines,
        parameters=parameters,
        tables=read,
        files=_described(job),
        sensitivity=level,
        invented=invented,
        pdf=PAPER,
        map_files=(MAP_DATA, MAP_SCRIPT),
        map_note=map_note,
    )
    (job.made / REPORT).write_text(report.render(page), encoding="utf-8")
    return pages


def _parameters(job: Job) -> dict[str, object]:
    """Return what the searches of the report used."""
    return {
        stores.STORE: job.store.name,
        AGS: job.place.key or "–",
        AS_OF: job.run.as_of.isoformat(),
        **questions.BALANCE,
        **questions.SITE_RULE,
        "CRITERIA": questions.CRITERIA,
        **questions.FIBRE_SEARCH,
        "TECHNOLOGY": codes.TECHNOLOGY.codes[questions.FIBRE_SEARCH["TECHNOLOGY"]],
    }


def _tables_read(job: Job) -> tuple[tuple[str, str, str], ...]:
    """Return name, number of records and date of the tables of the store that hold records."""
    from ruhr_planner.exhibit import themes

    found = []
    for table in TABLES.values():
        if job.has(table):
            date = themes.day(job.store.provenance(table).date, job.phrases) or job.phrases.unknown()
            found.append((table.label.text(job.language), job.phrases.number(job.counts[table.table]), date))
    return tuple(found)


def _answer(chapter: Chapter, phrases: Any) -> Any:
    from ruhr_planner.exhibit.report import Answer

    if chapter.answer is None:
        return Answer(key=chapter.theme, title=chapter.title, missing=phrases.tr(chapter.missing))
    return chapter.answer


def _alt(chapter: Chapter) -> str:
    """Return what the picture of a chapter's map shows, in words."""
    if chapter.answer is None:
        return ""
    return f"{chapter.answer.title} {' '.join(chapter.answer.sentences)}"


def _described(job: Job) -> tuple[tuple[str, str], ...]:
    """Return the files beside the report with what they hold."""
    tr = job.phrases.tr
    described = {
        PAPER: tr("this report for paper, with contents and bookmarks"),
        RESULTS: tr("result layers with styles, for QGIS"),
        WORKBOOK: tr("all tables, with sources, parameters and explanations"),
        **dict.fromkeys(EXHIBITS.values(), tr("exhibit, A3")),
        MAP_DATA: tr("data of the interactive map"),
        MAP_SCRIPT: tr("program of the interactive map"),
    }
    return tuple((name, text) for name, text in described.items() if name == PAPER or (job.made / name).exists())


# ---------------------------------------------------------------------------------------------------------------- paper
def _print(job: Job, paper: Paper, chapters: list[Chapter], told: tuple[Any, ...]) -> tuple[int, dict[str, str]]:
    """Draw the report on paper, a part at a time in the main thread; return the pages and the pictures of the maps."""
    from ruhr_planner.exhibit.foreground import in_main_thread
    from ruhr_planner.exhibit.report import encoded
    from ruhr_planner.exhibit.report_page import Drawing

    answered = [chapter for chapter in chapters if chapter.answer is not None]
    drawing = Drawing(_document(job, paper, chapters, told))
    cancelled = job.run.feedback.isCanceled
    file = job.made / PAPER
    feedback = job.step()
    previews = {}
    for part in range(drawing.parts):
        in_main_thread(partial(drawing.count, part), cancelled)
    in_main_thread(partial(drawing.begin, file), cancelled)
    try:
        for part in range(drawing.parts):
            feedback.setProgress(100.0 * part / drawing.parts)
            job.run.check()
            png = job.work / f"{part}.png"
            in_main_thread(partial(drawing.draw, part, png), cancelled)
            in_main_thread(_delete, cancelled)  # what was drawn, before the next part
            if png.exists():
                previews[answered[part - 1].theme] = encoded(png.read_bytes())
    finally:
        in_main_thread(drawing.close)
    drawing.finish(file)
    return drawing.total, previews


def _document(job: Job, paper: Paper, chapters: list[Chapter], told: tuple[Any, ...]) -> Document:
    """Return everything that stands on paper."""
    from ruhr_planner.exhibit import report, report_page
    from ruhr_planner.exhibit.factsheet import Imprint
    from ruhr_planner.exhibit.layout import counted

    lines, parameters, read, level, invented = told
    phrases, tr = job.phrases, job.phrases.tr
    numbers: dict[str, Any] = {}
    for chapter in chapters:
        numbers.update(chapter.numbers)
    key = (
        ("NET_HA", 0, tr("hectares net in total")),
        ("FREE_HA", 0, tr("hectares without restriction")),
        ("N_SITES", 0, tr("possible cooperation {count:site|sites}")),
        ("UNSERVED", 0, tr("{count:object|objects} without fibre nearby")),
        ("N_MUNICIPALITIES", 0, tr("{count:municipality|municipalities} with a fibre share")),
    )
    known = [each for each in key if numbers.get(each[0]) is not None]
    shown = (known or list(key))[:_FIGURES]
    stand = tr("As of {date}").format(date=phrases.date(paper.stand))
    imprint = Imprint(job.language, paper.stand, paper.run, lines, level, invented)
    made = tuple(
        report_page.Chapter(chapter.answer, chapter.layers) for chapter in chapters if chapter.answer is not None
    )
    return report_page.Document(
        report.title(job.place.name, phrases),
        f"{stand}  ·  {tr('Store')} {job.store.name}",
        imprint,
        made,
        job.extent,
        questions.with_focus(job, paper.backdrop),
        tuple(counted(phrases.number(numbers.get(name), digits), text) for name, digits, text in shown),
        tuple(_answer(chapter, phrases) for chapter in chapters if chapter.answer is None),
        _data_sections(job, lines, parameters, read),
    )


def _data_sections(job: Job, lines: Any, parameters: dict[str, object], read: Any) -> tuple[Any, ...]:
    from ruhr_planner.exhibit.factsheet import Section

    tr = job.phrases.tr
    half = -(-len(lines) // 2) if len(lines) > _LINES else len(lines)
    head = (tr("Table"), tr("Records"), tr("Date of the data"))
    return (
        Section(tr("Sources and licences"), text="\n".join(lines[:half]), wide=True),
        *((Section(tr("Sources and licences"), text="\n".join(lines[half:]), wide=True),) if lines[half:] else ()),
        Section(tr("What was read"), read, head, (3.0, 1.2, 1.6), (0,)),
        Section(
            tr("Parameters"),
            tuple((name, str(value)) for name, value in parameters.items()),
            (tr("Parameter"), tr("Value")),
            (1.6, 1.4),
            (0, 1),
        ),
        Section(
            tr("How to read it"),
            text=tr(
                "Unknown is written “{unknown}” and never counts as 0 or none. Areas are measured in EPSG:25832 and "
                "given in hectares. Sites, ranks and partners are computed proposals for consultation. “Fibre nearby” "
                "is inferred from household cells. All result layers, with every field explained, are in {layers} and "
                "{book}."
            ).format(unknown=job.phrases.unknown(), layers=RESULTS, book=WORKBOOK),
            wide=True,
        ),
    )


# ------------------------------------------------------------------------------------------------------ interactive map
def _write_map(job: Job) -> str:
    """Write data and program of the interactive map; return what has to be said of it."""
    from ruhr_planner.exhibit import webmap
    from ruhr_planner.processing import reportmap

    layers, note = reportmap.layers(job)
    script = webmap.script(layers, job.extent, job.phrases)
    (job.made / MAP_DATA).write_text(script, encoding="ascii")
    shutil.copyfile(paths.resource("layouts", "map.js"), job.made / MAP_SCRIPT)
    return note
