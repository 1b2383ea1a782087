"""Algorithm `regionreport`: from a planning store to GeoPackage, workbook, A3 exhibits and HTML report in one call.

The analyses are the registered algorithms, run as children; pages come from `exhibit`. Everything is made in a
temporary folder beside FOLDER and moved in place at the end, whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingMultiStepFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ruhr_planner import paths
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, sensitivity
from ruhr_planner.model.codes import Label
from ruhr_planner.model.errors import Cancelled, WriteFailed
from ruhr_planner.model.region import SHARP_SCALE
from ruhr_planner.model.results import FIBRE_GAP, FIBRE_SUMMARY, SITE, SITE_GAP_TABLE, SITE_NEAR_MISS, SITE_REJECTED
from ruhr_planner.model.tables import (
    BARRIER,
    BROADBAND_AREA,
    BROADBAND_CELL,
    EXCLUSION,
    LOCATION_FACTOR,
    MUNICIPALITY,
    PLACE,
    PLOT,
    SENSITIVE,
    Table,
)
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import AS_OF, RESULT_LANGUAGE, PlannerAlgorithm, Run
from ruhr_planner.processing.cooperationsites import PRESETS
from ruhr_planner.store import files, geopackage, metadata
from ruhr_planner.store.interface import Store
from ruhr_planner.store.layers import layer_uri, open_layer
from ruhr_planner.store.metadata import Provenance

FOLDER = "FOLDER"
LANGUAGE = "LANGUAGE"

RESULTS = "results.gpkg"
WORKBOOK = "tables.xlsx"
REPORT = "report.html"
EXHIBITS = {theme: f"exhibit_{theme}.pdf" for theme in ("sites", "fibre", "broadband")}
FILES = (RESULTS, WORKBOOK, REPORT, *EXHIBITS.values())
"""Every file that a report may hold."""

PREVIEW_DPI = 80.0

SITE_SEARCH: dict[str, Any] = {
    "PRESET": codes.SITE_PRESET.index(codes.SITE_PRESET.ihk_8ha_net),
    "GAP": 15.0,
    "FACING_MIN": 30.0,
    "NET_FACTOR": 0.75,
}
"""The search of the report: the chamber's list; its preset says least area and basis."""
_MIN_AREA, _BASIS = PRESETS[codes.SITE_PRESET.ihk_8ha_net]
SITE_RULE: dict[str, Any] = {
    **SITE_SEARCH,
    "PRESET": codes.SITE_PRESET.ihk_8ha_net,
    "MIN_AREA": _MIN_AREA,
    "AREA_BASIS": _BASIS,
}
"""The same in words, with what the preset stands for."""

FIBRE_SEARCH: dict[str, Any] = {
    "TECHNOLOGY": codes.TECHNOLOGY.index(codes.TECHNOLOGY.ftthb),
    "SPEED": 1000,
    "SERVED_SHARE": 0.95,
    "PARTLY_SHARE": 0.5,
    "MIN_CELL_COVER": 0.3,
    "SEARCH_RADIUS": 150.0,
}
BROADBAND_GROUPS = (codes.USER_GROUP.household, codes.USER_GROUP.business_area)

_AREAS = Label("Gewerbeflächen", "Commercial areas")
_SCHOOLS = Label("Schulen", "Schools")
_NO_PLOTS = QT_TRANSLATE_NOOP("ruhr_planner", "The store has no plots, so cooperation sites cannot be searched for.")
_NO_CELLS = QT_TRANSLATE_NOOP(
    "ruhr_planner", "The store has no cells of the Breitbandatlas, so nobody can say where fibre is missing."
)
_NO_OBJECTS = QT_TRANSLATE_NOOP(
    "ruhr_planner", "The store has neither plots nor schools, so there is nothing to be checked for fibre."
)
_NO_SHARES = QT_TRANSLATE_NOOP(
    "ruhr_planner", "The store has no fibre shares by municipality; import a table of the Breitbandatlas to see them."
)


class RegionReport(PlannerAlgorithm):
    """Answer the questions of the product for a whole store."""

    ID = "regionreport"
    LABEL = "Region report"
    GROUP = "Exhibits"
    GROUP_ID = "exhibits"
    DATED = True

    def define(self) -> None:
        """Add store, folder, language, numbers and files."""
        label = tr("Planning store (empty: the demo region)")
        self.addParameter(stores.parameter(True, label))
        self.addParameter(QgsProcessingParameterFolderDestination(FOLDER, tr("Folder of the report")))
        self.addParameter(QgsProcessingParameterEnum(LANGUAGE, tr("Language"), ["Deutsch", "English"], False, 0))
        for name, text in (
            ("N_SITES", tr("Possible cooperation sites")),
            ("SITES_HA", tr("Net area of all sites (ha)")),
            ("CROSS_BORDER", tr("Sites across a municipal border")),
            ("N_OBJECTS", tr("Objects checked for fibre")),
            ("SERVED", tr("Objects with fibre nearby")),
            ("PARTLY", tr("Objects with fibre partly nearby")),
            ("UNSERVED", tr("Objects without fibre nearby")),
            ("NO_DATA", tr("Objects without data")),
            ("N_MUNICIPALITIES", tr("Municipalities with a fibre share")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, text))
        for name, text in (
            ("GEOPACKAGE", tr("Result layers")),
            ("WORKBOOK", tr("Tables")),
            ("REPORT", tr("Report")),
            *((f"EXHIBIT_{theme.upper()}", tr("Exhibit") + f" {theme}") for theme in EXHIBITS),
        ):
            self.addOutput(QgsProcessingOutputFile(name, text))

    def compute(self, run: Run) -> dict[str, Any]:
        """Make the report in a temporary folder and move it in place."""
        from ruhr_planner.exhibit import folder as places

        target = Path(run.string(FOLDER))
        places.check_folder(target, FOLDER, (RESULTS,))
        store = stores.given(run) or geopackage.open_store(paths.resource("demo", "demo.gpkg"))
        language = "de" if run.index(LANGUAGE) == 0 else "en"
        with files.staging(target.parent, FOLDER) as staging:
            job = _Job(run, store, language, staging / "report", staging / "work")
            job.made.mkdir()
            job.work.mkdir()
            numbers = _answer_all(job)
            run.check()
            places.check_unlocked(target, FOLDER, (RESULTS,))
            places.move_folder(job.made, target, FILES, FOLDER)
        found = {name: str(target / name) if (target / name).exists() else None for name in FILES}
        results = {
            "GEOPACKAGE": found[RESULTS],
            "WORKBOOK": found[WORKBOOK],
            "REPORT": found[REPORT],
            FOLDER: str(target),
        }
        results.update({f"EXHIBIT_{theme.upper()}": found[name] for theme, name in EXHIBITS.items()})
        return {**numbers, **results}

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters for the metadata: the store by its file name, the folder not at all."""
        return super().plain_parameters({name: value for name, value in parameters.items() if name != FOLDER})


@dataclass
class _Job:
    """What one report works with."""

    run: Run
    store: Store
    language: str
    made: Path
    """The staged folder that becomes FOLDER."""
    work: Path
    """For layers that are needed on a map only."""
    counts: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    boundaries: str = ""
    boundary_source: Provenance = field(default_factory=lambda: Provenance(""))

    def __post_init__(self) -> None:
        self.counts = self.store.counts()
        if self.has(MUNICIPALITY):
            self.boundaries = self.store.uri(MUNICIPALITY)
        else:
            self.boundaries = layer_uri(paths.resource("reference", "municipalities.gpkg"), MUNICIPALITY.table)
        layer = opened(self.boundaries)
        from ruhr_planner.exhibit.findings import boundary_scale, municipality_names
        from ruhr_planner.exhibit.phrases import Phrases

        self.names = municipality_names(layer)
        known = self._named(metadata.read(layer.metadata(), layer.name()), MUNICIPALITY)
        sharpness = Phrases(self.language).sharpness(boundary_scale(layer), SHARP_SCALE)
        self.boundary_source = replace(known, title=known.title + sharpness, count=layer.featureCount())

    def has(self, table: Table) -> bool:
        """Tell whether the store has records of a table."""
        return self.counts.get(table.table, 0) > 0

    def sources(self, *tables: Table) -> tuple[Provenance, ...]:
        """Return what the store says of its tables, as far as they hold records, and of the boundaries."""
        known = [self._named(self.store.provenance(table), table) for table in tables if self.has(table)]
        return (*known, self.boundary_source)

    def _named(self, source: Provenance, table: Table) -> Provenance:
        """Put a table's own title into the language of the report, and say how many records it has."""
        title = source.title.replace(table.label.de, table.label.text(self.language))
        return replace(source, title=title, count=self.counts.get(table.table))

    def plots_in_force(self) -> str:
        """Return the condition for the plots that are in force on the day of the report."""
        day = self.run.as_of.isoformat()
        begun = f"({PLOT.valid_from} IS NULL OR {PLOT.valid_from} <= '{day}')"
        return f"{begun} AND ({PLOT.valid_to} IS NULL OR {PLOT.valid_to} >= '{day}')"

    def result(self, name: str) -> str:
        """Return the address of a result layer."""
        return layer_uri(self.made / RESULTS, name)

    def step(self, number: int, steps: int = 7) -> QgsProcessingMultiStepFeedback:
        """Return a feedback for one step, so that progress and cancel pass through."""
        self.run.check()
        feedback = QgsProcessingMultiStepFeedback(steps, self.run.feedback)
        feedback.setCurrentStep(number)
        return feedback


def opened(uri: str) -> QgsVectorLayer:
    """Open a layer in the calling thread.

    :raises WriteFailed: it is not there, though it was just written.
    """
    layer = open_layer(uri)
    if not layer.isValid():
        raise WriteFailed(file=layer.name(), why=layer.error().summary())
    return layer


def _child(job: _Job, algorithm: str, parameters: Mapping[str, Any], step: int) -> dict[str, Any]:
    """Run a registered algorithm in this thread, with a context of its own, for the report's day and language.

    What it writes is in that language; what it says in the log stays in the user's.
    """
    child = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{algorithm}")
    if child is None:
        raise QgsProcessingException(tr("The algorithm {name} is not registered.").format(name=algorithm))
    feedback = job.step(step)
    context = QgsProcessingContext()
    context.setTransformContext(job.run.context.transformContext())
    context.setFeedback(feedback)
    given = {name: value for name, value in parameters.items() if value is not None}
    given[AS_OF] = job.run.as_of.isoformat()
    try:
        results, _succeeded = child.run(given, context, feedback, {RESULT_LANGUAGE: job.language}, False)
    except QgsProcessingException:
        job.run.check()  # a cancel is told as such, not as an error of the child
        raise
    return dict(results)


def _answer_all(job: _Job) -> dict[str, Any]:
    """Answer what the store can answer, draw the pages, write workbook and report; return the numbers."""
    from ruhr_planner.exhibit import backdrop
    from ruhr_planner.exhibit.layout import MapLayer
    from ruhr_planner.exhibit.phrases import Phrases
    from ruhr_planner.exhibit.themes import Paper

    phrases = Phrases(job.language)
    kreise = backdrop.write_kreise(opened(job.boundaries), job.work / "backdrop.gpkg", job.language, job.run.check)
    crossing = phrases.tr("Barriers: motorways, railways, canals")
    lines = (MapLayer(job.store.uri(BARRIER), BARRIER.table, crossing),) if job.has(BARRIER) else ()
    layers = (MapLayer(kreise, "kreis"), *lines, MapLayer(job.boundaries, MUNICIPALITY.table))
    paper = Paper(job.language, job.run.as_of, job.run.run_id[:8], layers)
    chapters = [chapter(job, paper, phrases) for chapter in (_sites, _fibre, _broadband)]
    pages = _draw(job, [chapter for chapter in chapters if chapter.exhibit is not None])
    _write(job, paper, phrases, chapters, pages)
    numbers: dict[str, Any] = {}
    for chapter in chapters:
        numbers.update(chapter.numbers)
        if chapter.missing:
            job.run.warn(tr(chapter.missing))
    return numbers


@dataclass
class _Chapter:
    """One question: its numbers, and either why there is no answer, or what the page and the workbook need."""

    theme: str
    title: str
    numbers: dict[str, Any]
    missing: str = ""
    """English source text: the log is in the user's language, the page in the report's."""
    exhibit: Any = None
    answer: Callable[[str, str], Any] | None = None
    """Makes the report's chapter of the names of the PDF and the preview."""
    sheets: tuple[Any, ...] = ()
    sources: tuple[Provenance, ...] = ()


# ---------------------------------------------------------------------------------------------------------------- sites
def _sites(job: _Job, paper: Any, phrases: Any) -> _Chapter:
    from ruhr_planner.exhibit import findings, report, tables, themes
    from ruhr_planner.exhibit.layout import MapLayer

    title = phrases.tr("Where could cooperation sites lie?")
    if not job.has(PLOT):
        return _Chapter("sites", title, {"N_SITES": None, "SITES_HA": None, "CROSS_BORDER": None}, _NO_PLOTS)
    outputs = {"OUTPUT": SITE, "REJECTED": SITE_REJECTED, "NEAR_MISS": SITE_NEAR_MISS, "GAP_TABLE": SITE_GAP_TABLE}
    inputs = {
        "PLOTS": PLOT,
        "EXCLUSIONS": EXCLUSION,
        "BARRIERS": BARRIER,
        "SENSITIVE": SENSITIVE,
        "FACTORS": LOCATION_FACTOR,
    }
    parameters = {name: job.store.uri(table) for name, table in inputs.items() if job.has(table)}
    parameters["MUNICIPALITIES"] = job.boundaries
    parameters.update({name: job.result(table.table) for name, table in outputs.items()})
    _child(job, "cooperationsites", {**SITE_SEARCH, **parameters}, 0)
    layer = opened(job.result(SITE.table))
    gap_layer = opened(job.result(SITE_GAP_TABLE.table))
    near, rejected = (opened(job.result(each.table)).featureCount() for each in (SITE_NEAR_MISS, SITE_REJECTED))
    fibre = _fibre_of_sites(job)
    found = findings.count_sites(layer, job.names, near, rejected, SITE_RULE, gap_layer, fibre)
    sources = job.sources(*inputs.values(), *((BROADBAND_CELL,) if fibre else ()))
    plots = MapLayer(job.store.uri(PLOT, job.plots_in_force()), "plot_outline")
    exhibit = themes.sites(paper, job.made / RESULTS, found, sources, (plots,))
    sheets = (
        tables.site_sheet(phrases.tr("Sites"), layer, fibre, phrases),
        tables.gap_sheet(phrases.tr("Gap table"), gap_layer, found, phrases),
    )
    numbers = {"N_SITES": found.n_sites, "SITES_HA": found.net_ha, "CROSS_BORDER": found.cross_border}
    answer = lambda pdf, preview: report.sites(found, exhibit, pdf, preview, phrases)  # noqa: E731
    return _Chapter("sites", title, numbers, "", exhibit, answer, sheets, sources)


def _fibre_of_sites(job: _Job) -> dict[str, str]:
    """Return the gap class of every site by its id; nothing where the store has no cells."""
    if not job.has(BROADBAND_CELL):
        return {}
    target = str(job.work / "site_fibre.gpkg")
    cells = {"CELLS": job.store.uri(BROADBAND_CELL), "MUNICIPALITIES": job.boundaries}
    _child(job, "fibregaps", {**FIBRE_SEARCH, **cells, "OBJECTS": job.result(SITE.table), "OUTPUT": target}, 1)
    return {str(site[SITE.site_id]): str(site[FIBRE_GAP.gap_class]) for site in opened(target).getFeatures()}


# ---------------------------------------------------------------------------------------------------------------- fibre
def _fibre(job: _Job, paper: Any, phrases: Any) -> _Chapter:
    from ruhr_planner.exhibit import findings, report, tables, themes

    title = themes.fibre_title(phrases)
    names = ("N_OBJECTS", "SERVED", "PARTLY", "UNSERVED", "NO_DATA")
    if not job.has(BROADBAND_CELL):
        return _Chapter("fibre", title, dict.fromkeys(names), _NO_CELLS)
    groups, layers = [], []
    for step, (key, label, source) in enumerate(_objects(job), start=2):
        if source is None:
            continue
        outputs = {
            "OUTPUT": job.result(f"{FIBRE_GAP.table}_{key}"),
            "SUMMARY": job.result(f"{FIBRE_SUMMARY.table}_{key}"),
        }
        cells = {"OBJECTS": source, "CELLS": job.store.uri(BROADBAND_CELL), "MUNICIPALITIES": job.boundaries}
        _child(job, "fibregaps", {**FIBRE_SEARCH, **cells, **outputs}, step)
        text = label.text(job.language)
        groups.append(findings.count_fibre(key, text, opened(outputs["OUTPUT"]), opened(outputs["SUMMARY"]), job.names))
        layers.insert(0, (outputs["OUTPUT"], text))
    if not groups:
        return _Chapter("fibre", title, dict.fromkeys(names), _NO_OBJECTS)
    found = findings.FibreFindings(
        groups=tuple(groups),
        technology=codes.TECHNOLOGY.codes[FIBRE_SEARCH["TECHNOLOGY"]],
        speed=FIBRE_SEARCH["SPEED"],
        served_share=FIBRE_SEARCH["SERVED_SHARE"],
        partly_share=FIBRE_SEARCH["PARTLY_SHARE"],
        min_cover=FIBRE_SEARCH["MIN_CELL_COVER"],
        radius=FIBRE_SEARCH["SEARCH_RADIUS"],
    )
    sources = job.sources(PLOT, PLACE, BROADBAND_CELL)
    exhibit = themes.fibre(paper, layers, found, sources)
    sheets = (
        tables.summary_sheet(phrases.tr("Fibre by municipality"), found, phrases),
        tables.to_close_sheet(phrases.tr("Objects to close"), found, phrases),
    )
    counts = [found.total(code) for code in codes.GAP_CLASS]
    numbers = dict(zip(names, (sum(counts), *counts)))
    answer = lambda pdf, preview: report.fibre(found, exhibit, pdf, preview, phrases)  # noqa: E731
    return _Chapter("fibre", title, numbers, "", exhibit, answer, sheets, sources)


def _objects(job: _Job) -> tuple[tuple[str, Label, str | None], ...]:
    """Return key, title and source of each kind of object: all commercial land, used or free, and all schools."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(codes.SCHOOL_KINDS))
    schools = None
    if job.has(PLACE):
        schools = job.store.uri(PLACE, f"{PLACE.kind} IN ({kinds})")
        schools = schools if opened(schools).featureCount() else None
    return (
        ("area", _AREAS, job.store.uri(PLOT) if job.has(PLOT) else None),
        ("school", _SCHOOLS, schools),
    )


# ------------------------------------------------------------------------------------------------------------ broadband
def _broadband(job: _Job, paper: Any, phrases: Any) -> _Chapter:
    from ruhr_planner.exhibit import backdrop, findings, report, tables, themes

    title = phrases.tr("Fibre by municipality")
    tech, mbit = codes.TECHNOLOGY.ftthb, 1000
    found = None
    if job.has(BROADBAND_AREA):
        layer = opened(job.store.uri(BROADBAND_AREA))
        found = findings.count_broadband(layer, job.names, phrases, tech, mbit, BROADBAND_GROUPS, job.run.as_of)
    if found is None or not found.groups:
        return _Chapter("broadband", title, {"N_MUNICIPALITIES": None}, _NO_SHARES)
    sources = job.sources(BROADBAND_AREA)
    job.step(4)
    written = backdrop.Written(job.made / RESULTS, job.language, sources, job.run.record(), job.run.check)
    layers = [
        (backdrop.write_shares(written, opened(job.boundaries), group, tech, mbit), group.title)
        for group in found.groups
    ]
    exhibit = themes.broadband(paper, layers, found, sources)
    sheets = (tables.broadband_sheet(phrases.tr("Broadband"), found, phrases),)
    numbers = {"N_MUNICIPALITIES": len({ags for group in found.groups for ags in group.shares})}
    answer = lambda pdf, preview: report.broadband(found, exhibit, pdf, preview, phrases)  # noqa: E731
    return _Chapter("broadband", exhibit.title, numbers, "", exhibit, answer, sheets, sources)


# ----------------------------------------------------------------------------------------------------- pages and files
def _draw(job: _Job, chapters: list[_Chapter]) -> dict[str, str]:
    """Draw the exhibits, one at a time in the main thread; return the previews by theme."""
    from ruhr_planner.exhibit import layout, report
    from ruhr_planner.exhibit.foreground import in_main_thread

    previews = {}
    for number, chapter in enumerate(chapters):
        feedback = job.step(5)
        feedback.setProgress(100.0 * number / len(chapters))
        pdf, png = job.made / EXHIBITS[chapter.theme], job.work / f"{chapter.theme}.png"

        def page(exhibit: Any = chapter.exhibit, pdf: Path = pdf, png: Path = png) -> None:
            sheet = layout.compose(exhibit)
            layout.export_pdf(sheet, pdf)
            layout.export_png(sheet, png, PREVIEW_DPI)

        in_main_thread(page, job.run.feedback.isCanceled)
        if not pdf.exists():
            raise Cancelled
        previews[chapter.theme] = report.encoded(png.read_bytes())
    return previews


def _write(job: _Job, paper: Any, phrases: Any, chapters: list[_Chapter], previews: dict[str, str]) -> None:
    """Write workbook and report."""
    from ruhr_planner.exhibit import report, tables, themes, workbook

    sources = tuple(dict.fromkeys(source for chapter in chapters for source in chapter.sources))
    lines = themes.source_lines(sources, phrases)
    parameters = {
        "STORE": job.store.name,
        AS_OF: job.run.as_of.isoformat(),
        **SITE_RULE,
        **FIBRE_SEARCH,
        "TECHNOLOGY": codes.TECHNOLOGY.codes[FIBRE_SEARCH["TECHNOLOGY"]],
    }
    sheets = [sheet for chapter in chapters for sheet in chapter.sheets]
    sheets += [
        tables.sources_sheet(phrases.tr("Sources"), lines, phrases),
        tables.parameters_sheet(phrases.tr("Parameters"), parameters, phrases),
        tables.explanation_sheet(phrases.tr("Fields"), phrases),
    ]
    workbook.write_workbook(job.made / WORKBOOK, sheets)
    answers = tuple(_chapter_answer(chapter, previews, phrases) for chapter in chapters)
    page = report.Report(
        language=job.language,
        store=job.store.name,
        stand=paper.stand,
        run=paper.run,
        answers=answers,
        sources=lines,
        parameters=parameters,
        files=_described(job, phrases),
        sensitivity=sensitivity.highest(source.sensitivity for source in sources),
        invented=any(source.invented for source in sources),
    )
    (job.made / REPORT).write_text(report.render(page), encoding="utf-8")


def _chapter_answer(chapter: _Chapter, previews: dict[str, str], phrases: Any) -> Any:
    from ruhr_planner.exhibit.report import Answer

    if chapter.answer is None:
        return Answer(key=chapter.theme, title=chapter.title, missing=phrases.tr(chapter.missing))
    return chapter.answer(EXHIBITS[chapter.theme], previews[chapter.theme])


def _described(job: _Job, phrases: Any) -> tuple[tuple[str, str], ...]:
    """Return the files beside the report with what they hold."""
    tr = phrases.tr
    described = {
        RESULTS: tr("result layers with styles, for QGIS"),
        WORKBOOK: tr("all tables, with sources, parameters and explanations"),
        **dict.fromkeys(EXHIBITS.values(), tr("exhibit, A3")),
    }
    return tuple((name, text) for name, text in described.items() if (job.made / name).exists())
