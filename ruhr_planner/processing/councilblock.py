"""Algorithm `councilblock`: a place or a site in sentences, map, tables and sources, as DOCX or ODT for councils."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeature, QgsProcessingParameterEnum, QgsProcessingParameterString

from ruhr_planner import paths
from ruhr_planner.i18n import tr
from ruhr_planner.model import sensitivity
from ruhr_planner.model.errors import SiteUnknown
from ruhr_planner.model.results import FIBRE_GAP, SITE, SITE_FACT
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import MUNICIPALITY
from ruhr_planner.processing import reportquestions as questions
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.processing.mapexhibit import neighbours
from ruhr_planner.processing.outputs import FileOutput
from ruhr_planner.processing.reportjob import Chapter, Job, opened
from ruhr_planner.store import files, opening

if TYPE_CHECKING:
    from ruhr_planner.exhibit.layout import Rows
    from ruhr_planner.exhibit.textblock import Block, Picture

AGS, SITE_ID, LANGUAGE, OUTPUT = "AGS", "SITE", "LANGUAGE", "OUTPUT"
PICTURE_DPI = 200.0
MOST_SITES = 10
"""Sites in the table of a place."""
_AROUND = 4.0
"""How much more than a site its map shows."""
_FIELDS = (
    SITE.net_ha,
    SITE.gross_ha,
    SITE.n_plots,
    SITE.meets_8,
    SITE.meets_8_single,
    SITE.brownfield_share,
    SITE.restriction_max,
    SITE.sensitive_dist_m,
    SITE.distance_class,
    SITE.completeness,
)
"""What the table of a site says; none of it is guarded."""


class CouncilBlock(PlannerAlgorithm):
    """Write a text block for a council paper on the region, a Kreis, a municipality or a site."""

    ID = "councilblock"
    LABEL = "Text block for a council paper"
    GROUP = "Exhibits"
    GROUP_ID = "exhibits"
    DATED = True
    FILES = (FileOutput(OUTPUT, "Text block", (".docx", ".odt"), optional=False),)

    def define(self) -> None:
        """Add store, place, site and language."""
        self.addParameter(stores.parameter(True, tr("Planning store (empty: the demo region)")))
        place = tr("Municipality or Kreis (key or name; empty: the whole region)")
        self.addParameter(QgsProcessingParameterString(AGS, place, None, False, True))
        site = tr("Id of a site (empty: the whole place)")
        self.addParameter(QgsProcessingParameterString(SITE_ID, site, None, False, True))
        self.addParameter(QgsProcessingParameterEnum(LANGUAGE, tr("Language"), ["Deutsch", "English"], False, 0))

    def compute(self, run: Run) -> dict[str, Any]:
        """Answer the questions for the place, draw the map, write the document."""
        from ruhr_planner.exhibit import textblock
        from ruhr_planner.exhibit.phrases import LANGUAGES, Phrases

        store = stores.given(run) or opening.open_store(str(paths.resource("demo", "demo.gpkg")))
        language = LANGUAGES[run.index(LANGUAGE)]
        with files.staging(Path(tempfile.gettempdir()), OUTPUT) as staging:
            made, work = staging / "report", staging / "work"
            made.mkdir()
            work.mkdir()
            job = Job(run, store, language, run.string(AGS).strip(), made, work, Phrases(language))
            block = _block(job, run.string(SITE_ID).strip())
            run.stage_drawn(OUTPUT, partial(textblock.write, block=block))
        return {}


def _block(job: Job, wanted: str) -> Block:
    """Gather what the block says.

    :raises SiteUnknown: the search finds no site of this id.
    """
    from ruhr_planner.exhibit import report, themes
    from ruhr_planner.exhibit.textblock import Block

    paper = _paper(job)
    asked = (questions.sites,) if wanted else (questions.land, questions.sites, questions.fibre)
    chapters = [question(job, paper) for question in asked]
    site = _site(job, wanted) if wanted else None
    phrases, tr = job.phrases, job.phrases.tr
    sources = tuple(dict.fromkeys(source for chapter in chapters for source in chapter.sources))
    level = sensitivity.highest(source.sensitivity for source in sources)
    found = report.marks(level, any(source.invented for source in sources), phrases)
    shown = next((chapter for chapter in chapters if chapter.theme == themes.SITES), chapters[0])
    if site is not None:
        title, paragraphs, tables = _about_site(job, site)
        extent = _around(site)
    else:
        title, paragraphs, tables = _about_place(job, chapters)
        extent = job.extent
    caption = f"{tr('Map')}: {shown.title} {tr('As of {date}').format(date=phrases.date(job.run.as_of))}"
    return Block(
        "de-DE" if phrases.german else "en-GB",
        title,
        tuple(text for _kind, text in found),
        (*paragraphs, tr("Sites are a computed search result, not a determination under planning law.")),
        _picture(job, shown, extent, f"{title}. {' '.join(paragraphs)}") if shown.layers else None,
        caption,
        tables,
        (
            (tr("Method"), tuple(chapter.answer.method for chapter in chapters if chapter.answer is not None)),
            (tr("Sources and licences"), tuple(line.lstrip("• ") for line in themes.source_lines(sources, phrases))),
        ),
    )


def _paper(job: Job) -> Any:
    from ruhr_planner.exhibit import backdrop
    from ruhr_planner.exhibit.layout import MapLayer
    from ruhr_planner.exhibit.themes import Paper

    kreise = backdrop.write_kreise(opened(job.boundaries), job.work / "backdrop.gpkg", job.language, job.run.check)
    towns = MapLayer(job.boundaries, MUNICIPALITY.table)
    layers = (MapLayer(kreise, "kreis"), towns, MapLayer(neighbours(), "neighbour"))
    return Paper(job.language, job.run.as_of, job.run.run_id[:8], layers, job.extent)


def _about_place(job: Job, chapters: list[Chapter]) -> tuple[str, tuple[str, ...], tuple[Any, ...]]:
    """Return title, sentences and tables on a place: its figures, and its largest sites."""
    from ruhr_planner.exhibit import report, themes
    from ruhr_planner.exhibit.layout import Rows

    tr = job.phrases.tr
    answers = [chapter.answer for chapter in chapters if chapter.answer is not None]
    missing = tuple(tr(chapter.missing) for chapter in chapters if chapter.missing)
    rows = tuple((figure.caption, figure.value) for answer in answers for figure in answer.figures)
    tables = [_ranged(job, Rows(tr("Key figures"), (tr("Figure"), tr("Value")), rows, (3.0, 1.0)))] if rows else []
    for answer in answers:
        if answer.key == themes.SITES and answer.tables and answer.tables[-1].rows:
            listed = answer.tables[-1]
            short = Rows(tr("The largest sites"), listed.header, listed.rows[:MOST_SITES], listed.widths)
            tables.append(_ranged(job, short))
    sentences = tuple(sentence for answer in answers for sentence in answer.sentences[:3])
    return report.title(job.place.name, job.phrases), (*sentences, *missing), tuple(tables)


def _about_site(job: Job, site: QgsFeature) -> tuple[str, tuple[str, ...], tuple[Any, ...]]:
    """Return title, sentences and the table of a site."""
    from ruhr_planner.exhibit import findings
    from ruhr_planner.exhibit.factsheet import shown
    from ruhr_planner.exhibit.layout import Rows

    phrases, tr = job.phrases, job.phrases.tr
    where = findings.where(str(site[SITE.ags_list] or ""), job.names, phrases)
    title = tr("Possible cooperation site in {where} ({site})").format(where=where, site=site[SITE.site_id])
    sentence = filled(
        tr("The site in {where} has {net} ha net and {gross} ha gross on {plots} {plots:plot|plots}."),
        where=where,
        net=phrases.number(site[SITE.net_ha], 1),
        gross=phrases.number(site[SITE.gross_ha], 1),
        plots=phrases.number(site[SITE.n_plots]),
    )
    rows = [
        (SITE.column(name).label.text(job.language), shown(SITE.column(name), _plain(site[name]), phrases))
        for name in _FIELDS
    ]
    fibre = SITE_FACT.column(SITE_FACT.fibre_class)
    rows.append((fibre.label.text(job.language), shown(fibre, _fibre(job, str(site[SITE.site_id])), phrases)))
    table = Rows(tr("The site at a glance"), (tr("Figure"), tr("Value")), tuple(rows), (2.2, 1.0))
    return title, (sentence,), (_ranged(job, table),)


def _plain(value: Any) -> Any:
    from qgis.core import NULL

    return None if value is None or value == NULL else value


def _fibre(job: Job, site_id: str) -> str | None:
    """Return the gap class of a site as the search has found it, None where nobody looked."""
    file = job.work / f"{questions.SITE_FIBRE}.gpkg"
    if not file.exists():
        return None
    rows = opened(str(file)).getFeatures()
    return next((str(each[FIBRE_GAP.gap_class]) for each in rows if each[SITE.site_id] == site_id), None)


def _site(job: Job, wanted: str) -> QgsFeature:
    """Return a site by its id.

    :raises SiteUnknown: the search finds none.
    """
    known = []
    if "cooperationsites" in job.results:
        for feature in opened(job.result(SITE.table)).getFeatures():
            if str(feature[SITE.site_id]) == wanted:
                return QgsFeature(feature)
            known.append(str(feature[SITE.site_id]))
    raise SiteUnknown(site=wanted, count=len(known), known=", ".join(sorted(known)[:10]) or "–")


def _around(site: QgsFeature) -> tuple[float, float, float, float]:
    box = site.geometry().boundingBox()
    box.scale(_AROUND)
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def _ranged(job: Job, table: Rows) -> tuple[Rows, frozenset[int]]:
    """Return a table with the columns of numbers, which stand right."""
    from ruhr_planner.exhibit.report import numeric

    return table, frozenset(place for place in range(len(table.header)) if numeric(table, place, job.phrases))


def _picture(job: Job, chapter: Chapter, extent: tuple[float, float, float, float], alt: str) -> Picture:
    """Draw map and legend in the main thread."""
    from ruhr_planner.exhibit import report_page
    from ruhr_planner.exhibit.factsheet import Imprint
    from ruhr_planner.exhibit.foreground import in_main_thread
    from ruhr_planner.exhibit.textblock import Picture

    imprint = Imprint(job.language, job.run.as_of, job.run.run_id[:8], (), "open", False)
    png = job.work / "map.png"
    draw = partial(report_page.picture, chapter.layers, imprint, extent, png, PICTURE_DPI)
    in_main_thread(draw, job.run.feedback.isCanceled)
    return Picture(png.read_bytes(), report_page.CONTENT, report_page.MAP_HEIGHT, alt)
