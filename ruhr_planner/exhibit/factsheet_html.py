"""Fact sheets as HTML: one page a sheet that needs no other file, and a page that lists them."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from markupsafe import Markup

from ruhr_planner import about, templates
from ruhr_planner.exhibit import factsheet_charts
from ruhr_planner.exhibit.factsheet import FactSheet, Imprint, Section
from ruhr_planner.exhibit.factsheet_page import marks
from ruhr_planner.exhibit.phrases import Phrases

TEMPLATE, INDEX = "factsheet.html.j2", "factsheets.html.j2"


def page(sheet: FactSheet, imprint: Imprint, map_png: bytes) -> str:
    """Return the page of a sheet."""
    phrases = Phrases(imprint.language)
    # our own drawings, whose texts are escaped where they are written (`exhibit.charts.text`)
    charts = [Markup(drawing(section)) for section in sheet.sections]  # nosec B704
    return templates.rendered(
        TEMPLATE,
        tr=phrases.tr,
        language=imprint.language,
        sheet=sheet,
        parts=list(zip(sheet.sections, charts)),
        marks=marks(imprint, phrases),
        map=base64.b64encode(map_png).decode("ascii"),
        stand=phrases.date(imprint.stand),
        unknown=phrases.unknown(),
        sources=[line.lstrip("• ") for line in imprint.sources],
        imprint=[part for part in (imprint.office, imprint.author, imprint.plan_number) if part],
        maker=f"{about.name()} {about.version()}",
        run=imprint.run,
    )


def drawing(section: Section) -> str:
    """Return the drawing of a section as SVG, "" where it has none."""
    return section.chart or (factsheet_charts.bars(section.title, section.bars) if section.bars else "")


def index(sheets: Sequence[FactSheet], imprint: Imprint) -> str:
    """Return the page that leads to all sheets."""
    phrases = Phrases(imprint.language)
    return templates.rendered(
        INDEX,
        tr=phrases.tr,
        language=imprint.language,
        title=phrases.tr("Fact sheets"),
        marks=[text for text, _fill, _ink in marks(imprint, phrases)],
        stand=phrases.date(imprint.stand),
        kind=sheets[0].kicker if sheets else "",
        sheets=sheets,
        sources=[line.lstrip("• ") for line in imprint.sources],
        maker=f"{about.name()} {about.version()}",
    )
