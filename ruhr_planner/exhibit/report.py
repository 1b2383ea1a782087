"""The region report as one HTML file that needs no other file to be read, and what it says in sentences."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ruhr_planner import about
from ruhr_planner.exhibit import charts, themes
from ruhr_planner.exhibit.charts import Bar, Frame
from ruhr_planner.exhibit.findings import BroadbandFindings, FibreFindings, FibreRow, SiteFindings
from ruhr_planner.exhibit.layout import Exhibit, Figure, Rows
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes
from ruhr_planner.model.licences import INVENTED_MARK
from ruhr_planner.model.results import FIBRE_SUMMARY, SITE_FACT
from ruhr_planner.model.sentences import filled
from ruhr_planner.templates import rendered

TEMPLATE = "report.html.j2"
LISTED_SITES = 20
"""Sites in the report's table; the workbook has all of them."""


@dataclass(frozen=True)
class Answer:
    """One question of the report and its answer, or why there is none."""

    key: str
    title: str
    short: str = ""
    """The answer in one sentence, for the first page."""
    sentences: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Rows, ...] = ()
    method: str = ""
    notice: str = ""
    missing: str = ""
    pdf: str = ""
    preview: str = ""
    """PNG, base64."""
    alt: str = ""
    charts: tuple[str, ...] = ()
    """Drawings as SVG text."""


@dataclass(frozen=True)
class Report:
    """Everything that the page says."""

    language: str
    place: str
    store: str
    stand: date
    run: str
    answers: tuple[Answer, ...]
    sources: tuple[str, ...]
    parameters: Mapping[str, object]
    tables: tuple[tuple[str, str, str], ...]
    """Name, number of records and date of each table that was read."""
    files: tuple[tuple[str, str], ...]
    sensitivity: str
    invented: bool
    pdf: str = ""
    map_files: tuple[str, ...] = ()
    """Scripts of the interactive map, data first; none where there is nothing to be shown."""
    map_note: str = ""


def title(place: str, phrases: Phrases) -> str:
    """Return the title of the report."""
    return phrases.tr("Land and fibre: {place}").format(place=place)


def marks(sensitivity: str, invented: bool, phrases: Phrases) -> tuple[tuple[str, str], ...]:
    """Return class and text of what must not be overlooked."""
    found = [("invented", INVENTED_MARK)] if invented else []
    stamps = {
        codes.SENSITIVITY.internal: phrases.tr("For internal use only"),
        codes.SENSITIVITY.confidential: phrases.tr("Confidential – not for the public"),
    }
    if sensitivity in stamps:
        found.append((sensitivity, stamps[sensitivity]))
    return tuple(found)


def render(report: Report) -> str:
    """Return the report as HTML."""
    phrases = Phrases(report.language)
    return rendered(
        TEMPLATE,
        tr=phrases.tr,
        report=report,
        language=report.language,
        title=title(report.place, phrases),
        stand=phrases.date(report.stand),
        marks=marks(report.sensitivity, report.invented, phrases),
        sources=[line.lstrip("• ") for line in report.sources],
        parameters=[(name, str(value)) for name, value in report.parameters.items()],
        title_of=charts.title_of,
        numeric=lambda rows, column: numeric(rows, column, phrases),
        maker=f"{about.name()} {about.version()}",
    )


def numeric(rows: Rows, column: int, phrases: Phrases) -> bool:
    """Tell whether a column of a table holds numbers, which stand right; unknown or empty cells may stand between."""
    cells = [row[column] for row in rows.rows if row[column] not in ("", phrases.unknown())]
    return bool(cells) and all(cell[:1].isdigit() or cell[:2].strip("-−")[:1].isdigit() for cell in cells)


def encoded(png: bytes) -> str:
    """Return a picture as text for the page."""
    return base64.b64encode(png).decode("ascii")


# -------------------------------------------------------------------------------------------------------------- answers
def sites(found: SiteFindings, exhibit: Exhibit, pdf: str, phrases: Phrases) -> Answer:
    """Return the answer to: where could a cooperation site lie?"""
    tr = phrases.tr
    largest = found.sites[0] if found.sites else None
    sentences = _found_sites(found, phrases) if found.n_sites else _no_sites(found, phrases)
    if largest is not None:
        sentences.append(
            tr("The largest one, with {net} ha net, lies in {where}.").format(
                net=phrases.number(largest.net_ha, 1),
                where=phrases.listed(list(largest.municipalities)) or phrases.unknown(),
            )
        )
    gap = themes.gap_table(found, phrases)
    tables = (*((gap,) if gap is not None else ()), site_table(found, phrases))
    return _answer(themes.SITES, exhibit, tuple(sentences), tables, pdf)


def _found_sites(found: SiteFindings, phrases: Phrases) -> list[str]:
    """Say how many sites there are, how large they are, and how many serve one firm."""
    tr = phrases.tr
    return [
        filled(
            tr(
                "{count} {count:cluster of plots reaches|clusters of plots reach} the minimum size; "
                "{count:it has|together they have} {net} ha net and {gross} ha gross. {crossing} of them "
                "{crossing:lies|lie} across a municipal border."
            ),
            count=phrases.number(found.n_sites),
            net=phrases.number(found.net_ha, 1),
            gross=phrases.number(found.gross_ha, 1),
            crossing=phrases.number(found.cross_border),
        ),
        filled(
            tr(
                "{single} {single:site offers|sites offer} 8 ha to one firm without moving a street; "
                "{near} more narrowly {near:misses|miss} the minimum size."
            ),
            single=phrases.number(found.meets_8_single),
            near=phrases.number(found.near_miss),
        ),
    ]


def _no_sites(found: SiteFindings, phrases: Phrases) -> list[str]:
    """Say that there is no site, and what nearly is one."""
    sentences = [phrases.tr("No cluster of plots reaches the minimum size.")]
    if found.near_miss:
        near = phrases.tr("{count} narrowly {count:misses|miss} it.")
        sentences.append(filled(near, count=phrases.number(found.near_miss)))
    return sentences


def site_table(found: SiteFindings, phrases: Phrases) -> Rows:
    """Return the largest sites as a table."""
    tr = phrases.tr
    shown = found.sites[:LISTED_SITES]
    heading = filled(
        tr("{count:The site|The {count} largest of {total} sites}"),
        count=phrases.number(len(shown)),
        total=phrases.number(found.n_sites),
    )
    header = (
        tr("Municipality"),
        tr("Site"),
        tr("net area (ha)"),
        tr("gross area (ha)"),
        tr("across a border"),
        SITE_FACT.column(SITE_FACT.fibre_class).label.text(phrases.language),
    )
    rows = tuple(
        (
            phrases.listed(list(site.municipalities)) or phrases.unknown(),
            site.site_id,
            phrases.number(site.net_ha, 2),
            phrases.number(site.gross_ha, 2),
            tr("yes") if site.cross_border else tr("no"),
            _fibre_word(site.fibre_class, phrases),
        )
        for site in shown
    )
    return Rows(heading, header, rows, (4, 2, 2, 2, 2, 3), whole=True)


def _fibre_word(fibre_class: str, phrases: Phrases) -> str:
    """Return the label of a gap class; no data and no look at it are unknown, never "unserved"."""
    if fibre_class in ("", codes.GAP_CLASS.no_data):
        return phrases.unknown()
    return codes.GAP_CLASS.label(fibre_class, phrases.language)


def fibre(
    found: FibreFindings, exhibit: Exhibit, pdf: str, parts: Mapping[str, Sequence[FibreRow]], frame: Frame
) -> Answer:
    """Return the answer to: where is fibre missing?

    :param parts: rows of the charts by kind of object.
    """
    phrases = frame.phrases
    tr = phrases.tr
    sentences = [
        filled(
            tr(
                "{group}: of {objects} {objects:object|objects}, {served} {served:has|have} fibre nearby, "
                "{partly} partly, {unserved} {unserved:has|have} none nearby, and of {no_data} nobody "
                "knows, because there are no households around them."
            ),
            group=group.title,
            objects=phrases.number(group.objects),
            served=phrases.number(group.served),
            partly=phrases.number(group.partly),
            unserved=phrases.number(group.unserved),
            no_data=phrases.number(group.no_data),
        )
        for group in found.groups
    ]
    sentences.append(
        tr(
            "“Nearby” is inferred from household cells. Whether a firm has a connection, only the owner or "
            "operator can say; the "
            "workbook lists every object to be asked."
        )
    )
    tables = [themes.class_table(found, phrases)]
    worst = themes.fibre_table(found, phrases, longest=15)
    if worst is not None:
        tables.append(worst)
    drawn = tuple(
        _coverage(group.title, parts[group.key], frame) for group in found.groups if len(parts.get(group.key, ())) > 0
    )
    return _answer(themes.FIBRE, exhibit, tuple(sentences), tuple(tables), pdf, drawn)


def _coverage(heading: str, rows: Sequence[FibreRow], frame: Frame) -> str:
    fields = (FIBRE_SUMMARY.n_served, FIBRE_SUMMARY.n_partly, FIBRE_SUMMARY.n_unserved, FIBRE_SUMMARY.n_no_data)
    bars = [
        Bar(row.name, dict(zip(fields, (float(row.served), row.partly, row.unserved, row.no_data)))) for row in rows
    ]
    said = frame.phrases.tr("{objects}: fibre nearby").format(objects=heading)
    return charts.coverage_progress(bars, replace(frame, title=said))


def broadband(found: BroadbandFindings, exhibit: Exhibit, pdf: str, phrases: Phrases) -> Answer:
    """Return the answer to: how far is fibre in the municipalities?"""
    tr = phrases.tr
    sentences = tuple(
        filled(
            tr(
                "{group}: the median of the municipalities is {median} %; {above} of {count} "
                "{above:reaches|reach} 50 %."
            ),
            group=group.title,
            median=phrases.number(group.median, 1),
            above=phrases.number(group.above_half),
            count=phrases.number(len(group.shares)),
        )
        for group in found.groups
    )
    return _answer(themes.BROADBAND, exhibit, sentences, (themes.broadband_table(found, phrases),), pdf)


def _answer(
    key: str,
    exhibit: Exhibit,
    sentences: tuple[str, ...],
    tables: Sequence[Rows],
    pdf: str,
    drawn: tuple[str, ...] = (),
) -> Answer:
    return Answer(
        key=key,
        title=exhibit.title,
        short=sentences[0] if sentences else "",
        sentences=sentences,
        figures=exhibit.figures[:4],
        tables=tuple(tables),
        method=exhibit.method,
        notice=exhibit.notice,
        pdf=pdf,
        charts=drawn,
    )
