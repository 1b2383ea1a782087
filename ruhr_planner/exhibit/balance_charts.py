"""Charts of the land balance as SVG and HTML: hectares by restriction and years of supply, one bar a Kreis or town.

Plain vector text that every browser, office program and QGIS opens. What is unknown is hatched or said in words, never
drawn as 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ruhr_planner import about, templates
from ruhr_planner.exhibit import classes
from ruhr_planner.exhibit.charts import ALL, FREE, UNKNOWN, Bar, axis, rect, text
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.exhibit.themes import source_lines
from ruhr_planner.model import codes
from ruhr_planner.model.licences import INVENTED_MARK
from ruhr_planner.model.results import LAND_BALANCE, RESTRICTION_HA
from ruhr_planner.store.metadata import Description

TEMPLATE = "balance.html.j2"
_WIDTH, _TOP, _ROW, _BAR = 1200.0, 118.0, 26.0, 18.0
_LAND, _YEARS = (230.0, 660.0), (800.0, 1100.0)
"""Left and right end of the two panels, pixels."""
_MIDDLE = 0.72
_HATCH = 5.0


@dataclass(frozen=True)
class Chart:
    """One chart: what it is of, and its bars."""

    title: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Page:
    """Everything that the charts say: the overview first, then one chart a Kreis."""

    charts: Sequence[Chart]
    described: Description
    as_of: str
    run: str


def title(phrases: Phrases) -> str:
    """Return the title of the charts."""
    return phrases.tr("Land balance: net land by restriction and years of supply")


def html(page: Page, phrases: Phrases) -> str:
    """Return all charts with their numbers as one page that needs no other file."""
    drawings = [(_drawing(chart, page, phrases), _table(chart, phrases)) for chart in page.charts]
    return templates.rendered(
        TEMPLATE,
        language=phrases.language,
        title=title(phrases),
        maker=f"{about.name()} {about.version()}",
        marks=_marks(page, phrases),
        header=_header(phrases),
        charts=drawings,
        notes=_notes(page, phrases),
        footer=_footer(page, phrases),
    )


def svg(page: Page, phrases: Phrases) -> str:
    """Return the first chart, with sources and marks, as an SVG file."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _drawing(page.charts[0], page, phrases, alone=True)


# ---------------------------------------------------------------------------------------------------------------- words
def _marks(page: Page, phrases: Phrases) -> list[str]:
    marks = [INVENTED_MARK] if page.described.invented else []
    level = page.described.sensitivity
    return marks if level == codes.SENSITIVITY.open else [*marks, codes.SENSITIVITY.label(level, phrases.language)]


def _notes(page: Page, phrases: Phrases) -> list[str]:
    return [
        phrases.tr(
            "Without company reserves, which are not available, and cooperation sites, which serve regional demand."
        ),
        phrases.tr("Years of supply: net land, and land without restriction, divided by the mean annual take-up."),
        phrases.tr("Unknown restriction is a class of its own. As of {date}.").format(date=page.as_of),
    ]


def _footer(page: Page, phrases: Phrases) -> list[str]:
    sources = source_lines(page.described.inputs, phrases)
    return [*sources, f"{about.name()} {about.version()}, {phrases.tr('run')} {page.run}"]


def _columns() -> tuple[str, ...]:
    return (
        LAND_BALANCE.net_ha,
        LAND_BALANCE.free_ha,
        LAND_BALANCE.net_unknown_ha,
        LAND_BALANCE.company_ha,
        LAND_BALANCE.cooperation_ha,
        LAND_BALANCE.takeup_ha_a,
        LAND_BALANCE.demand_ha,
        LAND_BALANCE.planning_balance_ha,
        LAND_BALANCE.market_balance_ha,
        LAND_BALANCE.supply_years_all,
        LAND_BALANCE.supply_years_free,
    )


def _header(phrases: Phrases) -> list[str]:
    known = [LAND_BALANCE.column(name) for name in _columns()]
    return ["", *(f"{column.label.text(phrases.language)} ({column.unit})" for column in known)]


def _table(chart: Chart, phrases: Phrases) -> list[list[str]]:
    return [[bar.name, *(phrases.number(bar.figures[column], 1) for column in _columns())] for bar in chart.bars]


# -------------------------------------------------------------------------------------------------------------- drawing
def _drawing(chart: Chart, page: Page, phrases: Phrases, alone: bool = False) -> str:
    """Draw a chart; `alone` with the marks, notes and sources that an HTML page has around it."""
    below = [*_notes(page, phrases), *_footer(page, phrases)] if alone else []
    height = _TOP + _ROW * len(chart.bars) + 34 + 15 * len(below)
    heading = f"{title(phrases)} – {chart.title}" if alone else chart.title
    size = f'viewBox="0 0 {_WIDTH:g} {height:g}" width="{_WIDTH:g}" height="{height:g}"'
    font = f'font-family="Open Sans, Segoe UI, Arial, sans-serif" font-size="13" fill="{classes.INK}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {font}>',
        f"<title>{escape(heading)}</title>",
        rect(0, 0, _WIDTH, height, classes.PAPER),
        text(20, 26, heading, more='font-size="17" font-weight="700"'),
    ]
    if alone and _marks(page, phrases):
        marks = " · ".join(_marks(page, phrases))
        parts.append(text(20, 44, marks, more='font-weight="700" fill="#9c1c2c"'))
    bottom = _TOP + _ROW * len(chart.bars)
    land = axis([_net(bar) for bar in chart.bars])
    years = axis([bar.figures[LAND_BALANCE.supply_years_all] or 0.0 for bar in chart.bars])
    parts += _legend(phrases)
    parts += _axis(_LAND, land, bottom, phrases) + _axis(_YEARS, years, bottom, phrases)
    for number, bar in enumerate(chart.bars):
        y = _TOP + _ROW * number
        parts.append(text(_LAND[0] - 10, y + _ROW * _MIDDLE - 2, bar.name, more='text-anchor="end"'))
        parts += _land_bar(bar, y, land, phrases) + _years_bar(bar, y, years, phrases)
    parts += [text(20, bottom + 40 + 15 * line, said, more='font-size="11"') for line, said in enumerate(below)]
    return "\n".join([*parts, "</svg>"])


def _net(bar: Bar) -> float:
    return bar.figures[LAND_BALANCE.net_ha] or 0.0


def _legend(phrases: Phrases) -> list[str]:
    tr = phrases.tr
    parts = [
        text(_LAND[0], 62, tr("Net land by restriction (ha)"), more='font-weight="700"'),
        text(_YEARS[0], 62, tr("Years of supply"), more='font-weight="700"'),
    ]
    x = _LAND[0]
    for level, colour in _fills():
        label = codes.RESTRICTION.label(level, phrases.language)
        parts += [rect(x, 74, 14, 12, colour, _HATCH), text(x + 19, 85, label)]
        x += 34 + 7.4 * len(label)
    x = _YEARS[0]
    for label, colour in ((tr("all net land"), ALL), (tr("without restriction"), FREE)):
        parts += [rect(x, 74, 14, 12, colour, _HATCH), text(x + 19, 85, label)]
        x += 40 + 7.4 * len(label)
    return parts


def _fills() -> list[tuple[int | None, str]]:
    """Return the fill of each restriction level in the order of the bars; unknown (None) comes last."""
    return [*((level, classes.RESTRICTION_COLOURS[level]) for level in codes.RESTRICTION), (None, UNKNOWN)]


def _axis(panel: tuple[float, float], scale: tuple[float, float], bottom: float, phrases: Phrases) -> list[str]:
    step, end = scale
    parts = []
    digits = max(0, -math.floor(math.log10(step)))
    for tick in range(round(end / step) + 1):
        x = _at(panel, tick * step, end)
        parts.append(f'<line x1="{x:.1f}" y1="{_TOP - 6:g}" x2="{x:.1f}" y2="{bottom:g}" stroke="{classes.OUTSIDE}"/>')
        parts.append(
            text(x, _TOP - 11, phrases.number(tick * step, digits), more='text-anchor="middle" font-size="11"')
        )
    return parts


def _land_bar(bar: Bar, y: float, scale: tuple[float, float], phrases: Phrases) -> list[str]:
    """Stack the levels, the unknown last, and write the sum behind them."""
    parts = []
    x = _LAND[0]
    top = y + (_ROW - _BAR) / 2
    for name, (_level, fill) in zip((*RESTRICTION_HA, LAND_BALANCE.net_unknown_ha), _fills()):
        width = _at(_LAND, bar.figures[name] or 0.0, scale[1]) - _LAND[0]
        if width > 0.0:
            parts.append(rect(x, top, width, _BAR, fill, _HATCH))
            x += width
    parts.append(text(x + 6, y + _ROW * _MIDDLE - 1, phrases.number(bar.figures[LAND_BALANCE.net_ha], 1)))
    return parts


def _years_bar(bar: Bar, y: float, scale: tuple[float, float], phrases: Phrases) -> list[str]:
    """Draw both figures over each other, or say why there are none."""
    every, free = bar.figures[LAND_BALANCE.supply_years_all], bar.figures[LAND_BALANCE.supply_years_free]
    baseline = y + _ROW * _MIDDLE - 1
    if every is None or free is None:
        said = f"{phrases.unknown()} – {bar.reason}" if bar.reason else phrases.unknown()
        return [text(_YEARS[0] + 4, baseline, said, more=f'font-style="italic" fill="{classes.KREIS_BORDER}"')]
    top = y + (_ROW - _BAR) / 2
    end = _at(_YEARS, every, scale[1])
    return [
        rect(_YEARS[0], top, end - _YEARS[0], _BAR, ALL),
        rect(_YEARS[0], top + 5, _at(_YEARS, free, scale[1]) - _YEARS[0], _BAR - 10, FREE),
        text(end + 6, baseline, f"{phrases.number(every, 1)} / {phrases.number(free, 1)}"),
    ]


def _at(panel: tuple[float, float], value: float, end: float) -> float:
    return panel[0] + (panel[1] - panel[0]) * value / end
