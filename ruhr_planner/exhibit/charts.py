"""Charts for paper and screen as vector text (SVG): years of supply, size classes, shares, ranges of ranks.

One unit of a drawing is a tenth of a millimetre on paper: placed at its own width, its type has the size that is said
here, and QGIS, browsers and office programs open it. Only what all of them draw is used: no patterns, no style sheets.
What is unknown is hatched or said in words, never drawn as 0. Every class has a text: colour is not the only carrier.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from ruhr_planner.exhibit import classes
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes
from ruhr_planner.model.results import (
    ALLOCATION_MUNICIPALITY,
    LAND_BALANCE,
    RESTRICTION_HA,
    SIZE_HA,
    SIZE_N,
    gap_count,
)
from ruhr_planner.model.sentences import filled

FONT = "Open Sans"
"""One family: QGIS's renderer takes a list for the name of one. Pages in HTML name others by their style sheet."""
UNKNOWN = "hatched"
"""The fill of what nobody knows."""
FREE, ALL = "#1d5f9e", "#c9d7e2"
"""Land without restriction, and all of it: told apart by lightness, too."""

_POINT = 254.0 / 72.0
"""Units of a point."""
_TITLE, _NAME, _SMALL = 10.0 * _POINT, 8.0 * _POINT, 7.0 * _POINT
_ROW, _BAR, _GAP = 40.0, 27.0, 16.0
_HATCH = 14.0
_LONGEST_NAME = 0.4
"""Share of the width that names may take."""
_NARROW, _WIDE = frozenset("ijlrtfI.,:;'|!()[]-·/ "), frozenset("mwMWÄÖÜ%ABCDGHKNOQRUVXYZ–—…")


@dataclass(frozen=True)
class Frame:
    """What stands around a chart: title, note and source; width on paper in mm."""

    phrases: Phrases
    title: str
    source: str = ""
    note: str = ""
    width: float = 170.0
    marks: tuple[str, ...] = ()
    """What must not be overlooked, such as that the data are invented."""
    family: str = FONT
    """Typeface, as it is called where the chart is drawn."""
    headed: bool = True
    """The title is drawn; else it is only told, because it stands beside the drawing."""


@dataclass(frozen=True)
class Bar:
    """One row: its name, figures by field name (None = unknown) and why they are unknown."""

    name: str
    figures: Mapping[str, float | None]
    reason: str = ""


@dataclass(frozen=True)
class Fill:
    """One class of a chart: the field that it shows, its text and its colour."""

    field: str
    text: str
    colour: str


@dataclass(frozen=True)
class Range:
    """One row of a chart of ranks: rank, and the range in which it stays when the weights vary."""

    name: str
    rank: float | None
    low: float | None
    high: float | None
    reason: str = ""


# --------------------------------------------------------------------------------------------------------------- charts
def years_of_supply(bars: Sequence[Bar], frame: Frame) -> str:
    """Draw for how many years all net land lasts, and that without restriction, at the take-up so far."""
    tr = frame.phrases.tr
    fills = (
        Fill(LAND_BALANCE.supply_years_all, tr("all net land"), ALL),
        Fill(LAND_BALANCE.supply_years_free, tr("without restriction"), FREE),
    )
    unit = LAND_BALANCE.column(LAND_BALANCE.supply_years_all).unit
    return _overlaid(bars, fills, tr("years") if unit == "a" else unit, frame)


def size_classes(figures: Mapping[str, float | None], frame: Frame) -> str:
    """Draw the net land in plots of each size class, with the number of plots."""
    language = frame.phrases.language
    bars = []
    for name, number in zip(SIZE_HA, SIZE_N):
        plots = figures.get(number)
        text = filled(frame.phrases.tr("{count} {count:plot|plots}"), count=frame.phrases.number(plots))
        label = LAND_BALANCE.column(name).label.text(language).split(" ", 3)[-1]
        bars.append(Bar(label, {"ha": figures.get(name)}, text))
    return hectares(bars, "ha", frame)


def restriction_shares(bars: Sequence[Bar], frame: Frame) -> str:
    """Draw how net land is divided by restriction, the unknown as a class of its own; the sum in hectares behind it."""
    language = frame.phrases.language
    fills = [
        Fill(name, codes.RESTRICTION.label(level, language), classes.RESTRICTION_COLOURS[level])
        for level, name in zip(codes.RESTRICTION, RESTRICTION_HA)
    ]
    unknown = Fill(LAND_BALANCE.net_unknown_ha, classes.RESTRICTION_UNKNOWN.text(language), UNKNOWN)
    return _shares(bars, (*fills, unknown), "{count} ha", 1, frame)


def coverage_progress(bars: Sequence[Bar], frame: Frame) -> str:
    """Draw how many objects have fibre nearby, partly, not, or no data: a bar a municipality, kind or edition."""
    language = frame.phrases.language
    order = (codes.GAP_CLASS.served, codes.GAP_CLASS.partly, codes.GAP_CLASS.unserved, codes.GAP_CLASS.no_data)
    fills = tuple(
        Fill(
            gap_count(gap),
            classes.GAP_LABELS[gap].text(language),
            UNKNOWN if gap == codes.GAP_CLASS.no_data else classes.GAP_COLOURS[gap],
        )
        for gap in order
    )
    return _shares(bars, fills, frame.phrases.tr("{count} {count:object|objects}"), 0, frame)


def deficit_coverage(bars: Sequence[Bar], frame: Frame) -> str:
    """Draw how much of each deficit finds a place, and how much stays a virtual reserve."""
    language = frame.phrases.language
    fields = (ALLOCATION_MUNICIPALITY.covered_ha, ALLOCATION_MUNICIPALITY.uncovered_ha)
    fills = tuple(
        Fill(name, ALLOCATION_MUNICIPALITY.column(name).label.text(language), colour)
        for name, colour in zip(fields, (FREE, classes.RESTRICTION_COLOURS[2]))
    )
    return _shares(bars, fills, "{count} ha", 1, frame)


def hectares(bars: Sequence[Bar], field: str, frame: Frame) -> str:
    """Draw one figure in hectares a row; what the row's reason says stands behind it."""
    return _overlaid(bars, (Fill(field, "", FREE),), "ha", frame, reasons=True)


def rank_bands(rows: Sequence[Range], frame: Frame) -> str:
    """Draw the rank of each site, and from where to where it moves when the weights are varied (5 % to 95 %)."""
    phrases = frame.phrases
    drawing = _Drawing(frame, [row.name for row in rows])
    drawing.legend(
        [Fill("", phrases.tr("rank"), classes.COMPUTED), Fill("", phrases.tr("5 % to 95 % of the variations"), ALL)]
    )
    known = [each for row in rows for each in (row.rank, row.high) if each is not None]
    step, end = axis([*known, 1.0])
    drawing.axis(step, end, phrases.tr("rank"), len(rows), first=1.0)
    for number, row in enumerate(rows):
        y = drawing.row(number, row.name)
        if row.rank is None:
            drawing.words(y, row.reason or phrases.unknown())
            continue
        left, right = drawing.at(row.low or row.rank, end), drawing.at(row.high or row.rank, end)
        middle = y + _ROW / 2
        drawing.add(rect(left, middle - 9, right - left, 18, ALL))
        x = drawing.at(row.rank, end)
        drawing.add(f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="13" fill="{classes.COMPUTED}"/>')
    return drawing.finished(len(rows))


# ---------------------------------------------------------------------------------------------------------------- kinds
def _overlaid(bars: Sequence[Bar], fills: Sequence[Fill], unit: str, frame: Frame, reasons: bool = False) -> str:
    """Draw bars of several figures over each other, each thinner than the one below it.

    :param reasons: the reason stands behind the value, not in its place.
    """
    phrases = frame.phrases
    drawing = _Drawing(frame, [bar.name for bar in bars])
    if len(fills) > 1:
        drawing.legend(fills)
    values = [bar.figures.get(fill.field) or 0.0 for bar in bars for fill in fills]
    step, end = axis(values)
    drawing.axis(step, end, unit, len(bars))
    for number, bar in enumerate(bars):
        y = drawing.row(number, bar.name)
        found = [bar.figures.get(fill.field) for fill in fills]
        if any(value is None for value in found):
            drawing.words(y, f"{phrases.unknown()} – {bar.reason}" if bar.reason and not reasons else phrases.unknown())
            continue
        longest = drawing.left
        for depth, (fill, value) in enumerate(zip(fills, found)):
            inset = depth * _BAR / 4
            right = drawing.at(value or 0.0, end)
            longest = max(longest, right)
            drawing.add(
                rect(drawing.left, y + (_ROW - _BAR) / 2 + inset, right - drawing.left, _BAR - 2 * inset, fill.colour)
            )
        said = " / ".join(phrases.number(value, 1) for value in found)
        drawing.value(longest, y, f"{said} · {bar.reason}" if reasons and bar.reason else said)
    return drawing.finished(len(bars))


def _shares(bars: Sequence[Bar], fills: Sequence[Fill], counted: str, digits: int, frame: Frame) -> str:
    """Draw bars of equal length, divided by classes, with the sum behind them.

    :param counted: what is said of a sum, such as ``{count} ha``.
    """
    phrases = frame.phrases
    drawing = _Drawing(frame, [bar.name for bar in bars])
    drawing.legend(fills)
    drawing.axis(25.0, 100.0, "%", len(bars))
    for number, bar in enumerate(bars):
        y = drawing.row(number, bar.name)
        values = [bar.figures.get(fill.field) for fill in fills]
        total = sum(value for value in values if value is not None)
        if not total:
            empty = any(value is not None for value in values)
            none = filled(counted, count=phrases.number(0, digits))
            drawing.words(y, none if empty else bar.reason or phrases.unknown())
            continue
        x = drawing.left
        for fill, value in zip(fills, values):
            share = (value or 0.0) / total
            width = share * (drawing.right - drawing.left)
            if width <= 0.0:
                continue
            drawing.add(rect(x, y + (_ROW - _BAR) / 2, width, _BAR, fill.colour))
            inside = f"{phrases.number(100 * share)} %"
            if text_width(inside, _SMALL) + 12 < width:
                drawing.inside(x + width / 2, y, inside, fill.colour)
            x += width
        drawing.value(drawing.right, y, filled(counted, count=phrases.number(total, digits)))
    return drawing.finished(len(bars))


class _Drawing:
    """The parts of one chart, from above to below."""

    def __init__(self, frame: Frame, names: Sequence[str]) -> None:
        self._frame = frame
        self._width = frame.width * 10.0
        longest = max((text_width(name, _NAME) for name in names), default=0.0)
        self.left = min(longest, _LONGEST_NAME * self._width) + _GAP + 6
        self.right = self._width - min(0.24 * self._width, 225.0)
        self._parts: list[str] = []
        self._top = 0.0
        if frame.title and frame.headed:
            for line in wrapped(frame.title, self._width - 10, _TITLE):
                self._top += 1.35 * _TITLE
                self.add(text(0, self._top, line, _TITLE, 'font-weight="700"'))
        if frame.marks:
            self._top += 1.5 * _NAME
            self.add(text(0, self._top, " · ".join(frame.marks), _NAME, 'font-weight="700" fill="#9c1c2c"'))
        self._top += _GAP

    def add(self, part: str) -> None:
        self._parts.append(part)

    def legend(self, fills: Sequence[Fill]) -> None:
        """Name the classes, in as many lines as they need."""
        x, y = 0.0, self._top + 8
        for fill in fills:
            width = 40 + text_width(fill.text, _NAME) + 30
            if x and x + width > self._width:
                x, y = 0.0, y + 1.6 * _NAME
            self.add(rect(x, y, 30, 22, fill.colour))
            self.add(text(x + 38, y + 20, fill.text, _NAME))
            x += width
        self._top = y + 1.9 * _NAME

    def axis(self, step: float, end: float, unit: str, rows: int, first: float = 0.0) -> None:
        """Draw the lines of the axis and its numbers, with the unit behind the last one."""
        self._first = first
        digits = max(0, -math.floor(math.log10(step)))
        self._top += _SMALL
        bottom = self._top + 10 + rows * _ROW
        ticks = [first, *(tick * step for tick in range(1, round(end / step) + 1) if tick * step > first)]
        for tick in ticks:
            x = self.at(tick, end)
            colour = classes.KREIS_BORDER if tick == first else classes.OUTSIDE
            self.add(
                f'<line x1="{x:.1f}" y1="{self._top + 8:.1f}" x2="{x:.1f}" y2="{bottom:.1f}" stroke="{colour}" '
                'stroke-width="2"/>'
            )
            said = self._frame.phrases.number(tick, digits)
            self.add(text(x, self._top, said, _SMALL, 'text-anchor="middle"'))
        last = text_width(self._frame.phrases.number(end, digits), _SMALL) / 2
        self.add(text(self.right + last + 10, self._top, unit, _SMALL))
        self._top += 10

    def at(self, value: float, end: float) -> float:
        """Return the place of a value on the axis."""
        return self.left + (self.right - self.left) * (value - self._first) / ((end - self._first) or 1.0)

    def row(self, number: int, name: str) -> float:
        """Write the name of a row, a long one in small type; return where the row begins."""
        y = self._top + number * _ROW
        room, shown = self.left - _GAP, name
        size = _NAME if text_width(name, _NAME) <= room else _SMALL
        while text_width(shown, size) > room and len(shown) > 4:
            shown = shown.rstrip("…")[:-1].rstrip() + "…"
        self.add(text(room, y + _ROW / 2 + 0.35 * size, shown, size, 'text-anchor="end"'))
        return y

    def value(self, x: float, y: float, said: str) -> None:
        """Write a value behind its bar, or left of the bar's end where it would leave the drawing."""
        anchor = ""
        x += 10
        if x + text_width(said, _NAME) > self._width:
            x, anchor = self._width, 'text-anchor="end"'
        self.add(text(x, y + _ROW / 2 + 0.35 * _NAME, said, _NAME, anchor))

    def inside(self, x: float, y: float, said: str, fill: str) -> None:
        """Write into a bar, in the ink that can be read on it; on hatching with paper behind it."""
        if fill == UNKNOWN:
            half = text_width(said, _SMALL) / 2 + 5
            self.add(rect(x - half, y + (_ROW - 0.95 * _BAR) / 2, 2 * half, 0.95 * _BAR, classes.PAPER))
        ink = classes.INK if fill == UNKNOWN else ink_on(fill)
        self.add(text(x, y + _ROW / 2 + 0.35 * _SMALL, said, _SMALL, f'text-anchor="middle" fill="{ink}"'))

    def words(self, y: float, said: str) -> None:
        """Say in the place of a bar why there is none."""
        style = f'font-style="italic" fill="{classes.KREIS_BORDER}"'
        self.add(text(self.left + 8, y + _ROW / 2 + 0.35 * _NAME, said, _NAME, style))

    def finished(self, rows: int) -> str:
        """Return the drawing with note and source below it."""
        y = self._top + rows * _ROW + 0.4 * _GAP
        for said in (self._frame.note, self._frame.source):
            for line in wrapped(said, self._width, _SMALL):
                y += 1.35 * _SMALL
                self.add(text(0, y, line, _SMALL))
        return svg(self._width, y + 0.6 * _SMALL, self._frame.title, self._parts, self._frame.family)


# --------------------------------------------------------------------------------------------------------------- pieces
def svg(width: float, height: float, title: str, parts: Sequence[str], family: str = FONT) -> str:
    """Return a whole drawing; width and height in units, a tenth of a millimetre each."""
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width / 10:.1f}mm" height="{height / 10:.1f}mm"'
    look = f'role="img" font-family="{escape(family)}" fill="{classes.INK}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>'
    return "\n".join([head, f"<title>{escape(title)}</title>", *parts, "</svg>"])


def size_of(drawing: str) -> tuple[float, float]:
    """Return width and height of a drawing of `svg` in mm."""
    width, height = drawing.split('viewBox="0 0 ', 1)[1].split('"', 1)[0].split(" ")
    return float(width) / 10.0, float(height) / 10.0


def title_of(drawing: str) -> str:
    """Return the title of a drawing of `svg`."""
    return unescape(drawing.split("<title>", 1)[1].split("</title>", 1)[0])


def axis(values: Sequence[float]) -> tuple[float, float]:
    """Return the step of an axis (1, 2 or 5 times a power of ten) and its end, at least one step."""
    highest = max([*values, 0.0])
    if highest <= 0.0:
        return 1.0, 1.0
    rough = highest / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return step, step * math.ceil(highest / step - 1e-9)


def rect(x: float, y: float, width: float, height: float, fill: str, hatch: float = _HATCH) -> str:
    """Return a box; hatched where the fill is unknown."""
    if fill == UNKNOWN:
        return hatched(x, y, width, height, hatch)
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'


def hatched(x: float, y: float, width: float, height: float, hatch: float = _HATCH) -> str:
    """Return a hatched box, line by line: SVG patterns are more than QGIS's own renderer draws."""
    lines = []
    for number in range(1, math.ceil((width + height) / hatch)):
        offset = number * hatch  # the line x + y = offset, cut at the box's sides
        left, right = max(0.0, offset - height), min(width, offset)
        lines.append(f"M{x + left:.1f} {y + offset - left:.1f}L{x + right:.1f} {y + offset - right:.1f}")
    box = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{classes.PAPER}"'
    ink = f'stroke="{classes.NO_DATA}" stroke-width="{hatch / 5:g}"'
    return f'{box} {ink}/><path d="{"".join(lines)}" fill="none" {ink}/>'


def text(x: float, y: float, said: str, size: float = 0.0, more: str = "") -> str:
    """Return a text; `y` is its base line."""
    sized = f' font-size="{size:.1f}"' if size else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{sized}{" " + more if more else ""}>{escape(said)}</text>'


@dataclass(frozen=True)
class Word:
    """A text of a drawing, in its units: where its base line begins, is centred or ends."""

    x: float
    y: float
    said: str
    size: float
    anchor: str
    """start, middle or end."""
    bold: bool
    colour: str

    @property
    def left(self) -> float:
        """Where the text begins, on the safe side."""
        return self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.width

    @property
    def width(self) -> float:
        """Width that the text needs, on the safe side."""
        return text_width(self.said, self.size) * (1.2 if self.bold else 1.1)


_TEXT = re.compile(r'<text x="([-\d.]+)" y="([-\d.]+)" font-size="([\d.]+)" ?([^>]*)>([^<]*)</text>\n?')


def parted(drawing: str) -> tuple[str, list[Word]]:
    """Return a drawing of `svg` without its texts, and the texts: some renderers draw these as outlines."""
    words = []
    for x, y, size, more, said in _TEXT.findall(drawing):
        look = dict(re.findall(r'([\w-]+)="([^"]*)"', more))
        bold, colour = look.get("font-weight") == "700", look.get("fill", classes.INK)
        anchor = look.get("text-anchor", "start")
        words.append(Word(float(x), float(y), unescape(said), float(size), anchor, bold, colour))
    return _TEXT.sub("", drawing), words


def text_width(said: str, size: float) -> float:
    """Return about how wide a text is: the widths of Open Sans in three steps, on the safe side."""
    return size * sum(0.32 if sign in _NARROW else 0.78 if sign in _WIDE else 0.58 for sign in said)


def wrapped(said: str, width: float, size: float) -> list[str]:
    """Return a text in lines that fit a width."""
    lines: list[str] = []
    for word in said.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def ink_on(colour: str) -> str:
    """Return white or the ink of the exhibits, whichever stands out more on a colour (WCAG 2.2, relative luminance)."""
    return "#ffffff" if contrast("#ffffff", colour) > contrast(classes.INK, colour) else classes.INK


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours such as ``#26323a``: 1 to 21 (WCAG 2.2)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
