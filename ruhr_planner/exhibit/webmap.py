"""The data of the interactive map: layers as names, classes, labelled values and coordinates in whole metres.

They are written as a script, because a browser that opens a page from a folder may load scripts but no data. What is
drawn and what can be read of it is decided here; `resources/layouts/map.js` draws whatever it is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Callable

from qgis.core import Qgis, QgsFeature, QgsGeometry

from ruhr_planner.exhibit.phrases import Phrases

MOST_PLOTS = 20_000
"""Above this many plots the map is no longer quick on an office computer; they are then left out, and it says so."""

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Class:
    """An entry of the legend; "none" is no fill."""

    text: str
    colour: str


@dataclass(frozen=True)
class Theme:
    """One layer of the map: what its features are called, which class they have, and what can be read of them."""

    key: str
    title: str
    kind: str
    """polygon, line or point."""
    classes: tuple[Class, ...]
    name: Callable[[QgsFeature], str]
    class_of: Callable[[QgsFeature], int]
    pairs: Callable[[QgsFeature], Pairs]
    on: bool = True
    names: bool = False
    tolerance: float = 2.0
    """Outlines are simplified by this many metres."""
    width: float = 0.6
    more: Mapping[str, object] = field(default_factory=dict)


def layer(theme: Theme, features: Iterable[QgsFeature], check: Callable[[], None]) -> dict[str, object]:
    """Return a layer as the script takes it; features without a shape are left out."""
    made = []
    for number, feature in enumerate(features):
        if number % 500 == 0:
            check()
        shape = _coordinates(feature.geometry(), theme.tolerance)
        if shape:
            entry: dict[str, object] = {
                "n": theme.name(feature),
                "c": theme.class_of(feature),
                "p": [list(pair) for pair in theme.pairs(feature)],
                "g": shape,
            }
            if theme.names:
                entry["at"] = _inner(feature.geometry())
            made.append(entry)
    return {
        "id": theme.key,
        "title": theme.title,
        "kind": theme.kind,
        "on": theme.on,
        "names": theme.names,
        "width": theme.width,
        "classes": [{"text": each.text, "colour": each.colour} for each in theme.classes],
        "features": made,
        **theme.more,
    }


def script(layers: Sequence[Mapping[str, object]], extent: Sequence[float], phrases: Phrases) -> str:
    """Return the data as a script; texts in ASCII, so that no encoding can be guessed wrong."""
    data = {
        "extent": [round(each) for each in extent],
        "texts": {"nothing": phrases.tr("Nothing is chosen."), "nothing_found": phrases.tr("Nothing found.")},
        "layers": list(layers),
    }
    return f"window.RUHR_PLANNER_MAP = {json.dumps(data, separators=(',', ':'))};\n"


def _coordinates(geometry: QgsGeometry, tolerance: float) -> list[list[int]]:
    """Return rings, lines or the point of a shape as rows of x, y, x, y …; nothing for a shape that is empty."""
    if geometry.isNull() or geometry.isEmpty():
        return []
    kind = geometry.type()
    if kind == Qgis.GeometryType.Point:
        point = geometry.centroid().asPoint()
        return [[round(point.x()), round(point.y())]]
    plain = geometry.simplify(tolerance) if tolerance else geometry
    plain = geometry if plain.isNull() or plain.isEmpty() else plain
    plain = QgsGeometry(plain)
    plain.convertToMultiType()
    if kind == Qgis.GeometryType.Line:
        return [_row(line) for line in plain.asMultiPolyline()]
    return [_row(ring[:-1]) for part in plain.asMultiPolygon() for ring in part]


def _row(points: Iterable[object]) -> list[int]:
    return [round(value) for point in points for value in (point.x(), point.y())]  # type: ignore[attr-defined]


def _inner(geometry: QgsGeometry) -> list[int]:
    """Return a point well inside an area, where its name goes."""
    found = geometry.poleOfInaccessibility(200.0)[0].asPoint()
    return [round(found.x()), round(found.y())]
