"""Every shipped style in a grey print: two classes that stand beside each other in a legend differ in lightness, or in
lines, shape or width, where the classes are drawn: on a map of a town and on one of the region.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import (
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsMarkerSymbol,
    QgsSymbol,
    QgsSymbolLayer,
    QgsVectorLayer,
)

from ruhr_planner.exhibit import styles
from tests.exhibits.test_exhibits import geometry_of, lab

APART = 8.0
"""L* between two greys that a print on plain paper keeps apart."""
WIDER = 1.2
"""A width or diameter is another one from this ratio on."""
SCALES = {"town": 25_000, "region": 400_000}

Drawn = tuple[tuple[Any, ...], tuple[float, ...], tuple[float, ...]]
"""Kinds and shapes of what is drawn, sizes in mm, and lightnesses of the surfaces."""


def drawn_layers(symbol: QgsSymbol, scale: float) -> Iterator[QgsSymbolLayer]:
    """The layers of a symbol that are drawn at a scale, those of markers upon areas with them."""
    scope = QgsExpressionContextScope()
    scope.setVariable("map_scale", scale)
    context = QgsExpressionContext()
    context.appendScope(scope)
    for layer in symbol.symbolLayers():
        shown, _known = layer.dataDefinedProperties().valueAsBool(
            QgsSymbolLayer.Property.LayerEnabled, context, layer.enabled()
        )
        if shown and layer.layerType() == "CentroidFill":
            yield from drawn_layers(layer.subSymbol(), scale)
        elif shown:
            yield layer


def drawing(symbol: QgsSymbol, scale: float) -> Drawn:
    """What tells a symbol from others when there are no colours."""
    kinds: list[Any] = []
    sizes: list[float] = []
    greys: list[float] = []
    for layer in drawn_layers(symbol, scale):
        said = layer.properties()
        kind = layer.layerType()
        if kind == "SimpleFill":
            kinds.append((kind, said["style"]))
            greys.append(lab(layer.fillColor().name())[0] if said["style"] == "solid" else 100.0)
        elif kind == "LinePatternFill":
            line = layer.subSymbol()
            kinds.append((kind, round(layer.lineAngle()), round(layer.distance(), 1)))
            greys.append(lab(line.color().name())[0])
        elif kind == "SimpleMarker":
            kinds.append((kind, said["name"]))
            sizes.append(layer.size())
            greys.append(lab(layer.color().name())[0])
        elif kind == "SimpleLine":
            kinds.append((kind, said["line_style"]))
            sizes.append(layer.width())
            greys.append(lab(layer.color().name())[0])
        else:
            assert kind == "ArrowLine", kind
            kinds.append((kind,))
            sizes.append(layer.arrowWidth())
            greys.append(lab(layer.subSymbol().color().name())[0])
    return tuple(kinds), tuple(sizes), tuple(greys)


def told_apart(one: Drawn, other: Drawn) -> bool:
    if one[0] != other[0]:
        return True
    if any(max(a, b) >= WIDER * min(a, b) for a, b in zip(one[1], other[1])):
        return True
    return any(abs(a - b) >= APART for a, b in zip(one[2], other[2]))


def symbols(name: str) -> list[tuple[str, QgsSymbol]]:
    """The classes of a style in the order of its legend."""
    layer = QgsVectorLayer(f"{geometry_of(name)}?crs=EPSG:25832", name, "memory")
    assert styles.apply(layer, name)
    return [(item.label(), item.symbol().clone()) for item in layer.renderer().legendSymbolItems() if item.symbol()]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", styles.names())
def test_neighbours_in_a_legend_differ_without_colour(qgis_app: object, name: str, scale: str) -> None:
    classes = symbols(name)
    alike = [
        (one, other)
        for (one, symbol), (other, second) in zip(classes, classes[1:])
        if not told_apart(drawing(symbol, SCALES[scale]), drawing(second, SCALES[scale]))
    ]
    assert alike == []


def test_two_like_greys_are_found(qgis_app: object) -> None:
    """The former colours of minor and severe restriction: one grey, told apart by nothing on a map of the region."""
    pair = [QgsMarkerSymbol.createSimple({"name": "circle", "size": "2", "color": c}) for c in ("#7db8dc", "#f0a04b")]
    assert not told_apart(*(drawing(symbol, 400_000) for symbol in pair))
    pair[1].symbolLayer(0).setSize(2.5)
    assert told_apart(*(drawing(symbol, 400_000) for symbol in pair))
    pair[1] = QgsMarkerSymbol.createSimple({"name": "diamond", "size": "2", "color": "#f0a04b"})
    assert told_apart(*(drawing(symbol, 400_000) for symbol in pair))
