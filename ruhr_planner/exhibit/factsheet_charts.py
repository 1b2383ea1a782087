"""Charts of the fact sheets, made of the pieces of `exhibit.charts`: bars with their numbers, and the band of ranks.

They are as wide as a column of a sheet, and a tenth of a millimetre is one unit. Every bar has its number beside it, so
colour carries nothing alone; what is unknown is hatched or said in words, never drawn as 0. QGIS draws the text of an
SVG as outlines, which nobody can search or have read aloud; so on paper the words of the bars stand in a table, and
only the bars themselves are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

from ruhr_planner.exhibit import classes
from ruhr_planner.exhibit.charts import rect, svg, text, text_width
from ruhr_planner.exhibit.factsheet import Bar
from ruhr_planner.exhibit.phrases import Phrases

WIDTH = 900.0
_ROW, _BAR = 46.0, 27.0
_SIZE = 26.5
"""Type size: 7.5 pt on paper."""
_HATCH = 12.0
_LONGEST_LABEL = 380.0


def columns(rows: Sequence[Bar]) -> tuple[float, float]:
    """Return where the bars begin and where they may end, in units, between their words and their numbers."""
    left = min(max(text_width(row.label, _SIZE) for row in rows) + 24, _LONGEST_LABEL)
    return left, WIDTH - max(text_width(row.said, _SIZE) for row in rows) - 24


def bars(title: str, rows: Sequence[Bar]) -> str:
    """Return horizontal bars with their words and numbers, for a page on screen.

    :param title: read aloud by screen readers.
    """
    left, right = columns(rows)
    parts = _bars(rows, left, right, _ROW)
    for number, row in enumerate(rows):
        baseline = number * _ROW + _ROW / 2 + 0.36 * _SIZE
        parts += [text(0, baseline, row.label, _SIZE), text(WIDTH, baseline, row.said, _SIZE, 'text-anchor="end"')]
    return svg(WIDTH, _ROW * len(rows), title, parts)


def bare_bars(rows: Sequence[Bar], row_height: float) -> str:
    """Return the bars alone, to stand between the columns of a table.

    :param row_height: of the table, units.
    """
    left, right = columns(rows)
    return svg(right - left, row_height * len(rows), "", _bars(rows, 0.0, right - left, row_height))


def _bars(rows: Sequence[Bar], left: float, right: float, row_height: float) -> list[str]:
    """Return all bars on one scale, one below the other; where there is nothing stands a line."""
    highest = max([row.value or 0.0 for row in rows] + [0.0])
    parts = []
    for number, row in enumerate(rows):
        top = (number + 0.5) * row_height - _BAR / 2
        length = (right - left) * (row.value or 0.0) / highest if highest > 0 else 0.0
        if length > 0:
            parts.append(rect(left, top, max(length, 3.0), _BAR, row.fill, _HATCH))
        else:
            parts.append(_line(left + 1, top, left + 1, top + _BAR))
    return parts


def rank_band(title: str, rank: float, low: float, high: float, count: int, phrases: Phrases) -> str:
    """Return the line of all ranks with the band from the 5 % to the 95 % quantile, and the rank itself.

    :param count: number of ranked sites.
    """
    left, right, middle = 20.0, WIDTH - 20.0, 64.0

    def at(value: float) -> float:
        return left + (right - left) * (value - 1) / max(count - 1, 1)

    band = phrases.tr("5 to 95 % of the weightings: rank {low} to {high}").format(
        low=phrases.number(low), high=phrases.number(high)
    )
    centred = 'text-anchor="middle"'
    parts = [
        _line(left, middle, right, middle),
        rect(at(low) - 6, middle - 12, at(high) - at(low) + 12, 24, "#e8b48f"),
        rect(at(rank) - 6, middle - 22, 12, 44, classes.COMPUTED),
        text(at(rank), 32, phrases.number(rank), _SIZE, f'{centred} font-weight="700"'),
        text(left - 8, middle + 54, "1", _SIZE),
        text(right + 8, middle + 54, phrases.number(count), _SIZE, 'text-anchor="end"'),
        text(WIDTH / 2, middle + 54, band, _SIZE, centred),
    ]
    return svg(WIDTH, 128.0, title, parts)


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {ends} stroke="{classes.KREIS_BORDER}" stroke-width="2"/>'
