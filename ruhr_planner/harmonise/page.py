"""What the reports of importing and validating have in common: one HTML page without other files, and a small map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Protocol

from qgis.core import QgsVectorLayer

from ruhr_planner import about, paths, templates
from ruhr_planner.model import codes
from ruhr_planner.model.licences import INVENTED_MARK
from ruhr_planner.model.region import EXTENT
from ruhr_planner.model.tables import MUNICIPALITY

MAP_WIDTH = 720.0
_MARGIN_M = 4_000.0
_SIMPLER_M = 250.0
_DOT = 4.0

Mark = tuple[float, float, str]
"""Coordinates in EPSG:25832 and the colour of a dot."""


class Words(Protocol):
    """Puts texts and numbers into the language of a report."""

    language: str

    def tr(self, text: str) -> str:
        """Return an English source literal in the language."""

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Return a number with the separators of the language."""


def rendered(template: str, words: Words, level: str, invented: bool, **values: Any) -> str:
    """Return a page of `resources/layouts`; every value is escaped.

    :param level: the sensitivity that it is stamped with, unless it is open.
    """
    marks = [INVENTED_MARK] if invented else []
    if level != codes.SENSITIVITY.open:
        marks.append(codes.SENSITIVITY.label(level, words.language))
    maker = f"{about.name()} {about.version()}"
    return templates.rendered(
        template, tr=words.tr, language=words.language, marks=marks, maker=maker, number=words.number, **values
    )


def map_svg(marks: Sequence[Mark]) -> tuple[str, int]:
    """Return a map of the region with a dot a mark, and how many lie beyond it.

    Made of numbers and our own colours only, so that it may stand in a page as it is.
    """
    west, south, east, north = (
        EXTENT[0] - _MARGIN_M,
        EXTENT[1] - _MARGIN_M,
        EXTENT[2] + _MARGIN_M,
        EXTENT[3] + _MARGIN_M,
    )
    scale = MAP_WIDTH / (east - west)

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - west) * scale, (north - y) * scale

    height = (north - south) * scale
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {MAP_WIDTH:.0f} {height:.0f}" role="img">',
        '<g fill="#eef1f2" stroke="#a9b0b3" stroke-width="0.8">',
    ]
    for ring in _outlines():
        corners = (at(*point) for point in ring)
        parts += ['<path d="M' + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + 'Z"/>']
    parts.append("</g>")
    beyond = 0
    for x, y, colour in marks:
        if west <= x <= east and south <= y <= north:
            left, top = at(x, y)
            dot = f'<circle cx="{left:.1f}" cy="{top:.1f}" r="{_DOT:g}" fill="{colour}"'
            parts.append(f'{dot} stroke="#fff" stroke-width="0.8" fill-opacity="0.85"/>')
        else:
            beyond += 1
    return "\n".join([*parts, "</svg>"]), beyond


@lru_cache(maxsize=1)
def _outlines() -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the outer rings of the shipped municipalities, simplified for a map of a hand's breadth."""
    path = paths.resource("reference", "municipalities.gpkg")
    layer = QgsVectorLayer(f"{path}|layername={MUNICIPALITY.table}", MUNICIPALITY.table, "ogr")
    rings: list[tuple[tuple[float, float], ...]] = []
    for feature in layer.getFeatures():
        area = feature.geometry().simplify(_SIMPLER_M)
        area.convertToMultiType()
        rings += [tuple((point.x(), point.y()) for point in polygon[0]) for polygon in area.asMultiPolygon()]
    return tuple(rings)


def shortened(text: object, length: int = 120) -> str:
    """Return a text that fits into a cell."""
    whole = "" if text is None else str(text)
    return whole if len(whole) <= length else whole[: length - 1] + "…"


def safe_cell(value: object) -> str:
    """Return a cell of a CSV file that no spreadsheet takes for a formula; numbers stay numbers."""
    text = "" if value is None else str(value)
    if not text or text[0] not in "=+-@\t\r\n":
        return text
    try:
        float(text.replace(",", "."))
    except ValueError:
        return f"'{text}"
    return text


def lines(notes: Iterable[str]) -> list[str]:
    """Return distinct notes that are not empty."""
    return [note for note in dict.fromkeys(notes) if note]
