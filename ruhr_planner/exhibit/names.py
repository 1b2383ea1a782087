"""Places of the names on a map: none upon another, none cut by the frame, none over the symbols that the map is about.

QGIS looks for a label's place among a few in the middle of its area, and lays labels that must not be lost upon each
other when these are taken. On paper the places can be chosen with more care: every name gets a grid of places, each
with a cost for how far it reaches beyond its area, lies from its middle and covers symbols; the sum is made small by
moving one name after the other (coordinate descent, several orders, no chance), those that must not be lost first. The
labels are then pinned, and QGIS draws them where they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import (
    Qgis,
    QgsCentroidFillSymbolLayer,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsLayoutItem,
    QgsLayoutItemMap,
    QgsLayoutUtils,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRectangle,
    QgsRenderContext,
    QgsSymbol,
    QgsSymbolLayer,
    QgsTextRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QPointF
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF

MANY = 400
"""A layer with more labels than this is left to QGIS."""
CROWD = 30_000
"""Symbols of a layer with more records than this are not looked at."""

_DPI = 300.0
_GAP = 0.3
"""mm that two labels keep apart, and that one keeps from the frame."""
_SLACK = 2.5
"""Dots by which a label is taken to be larger than it is measured."""
_STEP = 0.8
"""mm between the places that are tried; more in large areas, so that there are no more than `_PLACES`."""
_PLACES = 200
_OVERLAP, _OUTSIDE, _COVERS, _FAR = 40.0, 12.0, 12.0, 0.12
"""Costs: two labels that overlap, a label outside its area, a symbol that is covered, a mm from the middle."""
_AWAY = 0.9
"""mm between a marker and the text beside it."""
_SMALL = 12.0
"""mm on paper; larger areas may have text on them."""
_SPARE, _CUT = 3.0, 8.0
"""Cost from which a label is left out: one that its style calls dispensable, one of an area that the frame cuts."""
_AROUND = ((1, 0), (1, 1), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1), (-1, -1))
"""Places around a point, the best first: on the right, above right, on the left …"""
_PLACED = (
    Qgis.LabelPlacement.Horizontal,
    Qgis.LabelPlacement.AroundPoint,
    Qgis.LabelPlacement.OrderedPositionsAroundPoint,
)
_ORDERS = 12
_SWEEPS = 8

Rectangles = np.ndarray
"""Shape (n, 4): west, south, east, north in map units."""


@dataclass
class _Label:
    """A label with the places where it could stand."""

    layer: str
    feature: int
    places: Rectangles
    costs: np.ndarray
    """Cost of each place by itself, shape (n,)."""
    worth: float
    """Cost from which it is rather left out; infinite where it has to be drawn."""


def arrange(item: QgsLayoutItemMap, factor: float) -> None:
    """Pin the labels of a map, and leave out what its style calls dispensable where there is no room.

    :param factor: by which labels and symbols are drawn larger than their styles say.
    """
    view = _View(item, factor)
    layers = [layer for layer in item.layers() if isinstance(layer, QgsVectorLayer) and layer.crs() == item.crs()]
    wanted = [layer for layer in layers if _named(layer)]
    if not wanted:
        return
    obstacles = np.concatenate([np.empty((0, 4)), *(view.symbols(layer) for layer in layers)])
    labels = [label for layer in wanted for label in view.labels(layer, obstacles)]
    taken = np.empty((0, 4))
    places: dict[str, list[tuple[int, np.ndarray]]] = {label.layer: [] for label in labels}
    for needed in (True, False):
        group = [label for label in labels if math.isinf(label.worth) == needed]
        chosen = _solve(group, taken)
        stand = [(label, label.places[place]) for label, place in zip(group, chosen) if place >= 0]
        taken = np.concatenate([taken, *(place[None, :] for _label, place in stand)])
        for label, place in stand:
            places[label.layer].append((label.feature, place))
    for layer in wanted:
        if layer.id() in places:
            _pin(layer, places[layer.id()])


def _named(layer: QgsVectorLayer) -> bool:
    """Tell whether a layer has labels that stand in areas or beside points; those upon points stay where they are."""
    if not layer.labelsEnabled() or layer.labeling() is None or layer.labeling().type() != "simple":
        return False
    return layer.labeling().settings().placement in _PLACED


class _View:
    """What a map shows, and how large things are on it."""

    def __init__(self, item: QgsLayoutItemMap, factor: float) -> None:
        self.context: QgsRenderContext = QgsLayoutUtils.createRenderContextForMap(item, None, _DPI)
        self.context.setRendererScale(item.scale())
        self.unit = item.scale() / 1000.0
        """Map units in a mm of paper."""
        self.dot = factor * self.unit * 25.4 / _DPI
        """Map units in a dot of type or symbols, as large as they are drawn."""
        self.frame: QgsRectangle = item.extent()
        self.inner = self.frame.buffered(-_GAP * self.unit)
        self.blocked = _blocked(item, self.unit)
        self.scale = item.scale()
        self.radii: dict[tuple[str, int], float] = {}
        """Half the size of the marker of a feature, in map units, by layer and feature."""

    def labels(self, layer: QgsVectorLayer, obstacles: Rectangles) -> Iterator[_Label]:
        """Yield the labels of a layer with their places; none for a layer with more than `MANY`."""
        settings = layer.labeling().settings()
        scopes = self._scopes(layer)
        expression = QgsExpression(settings.getLabelExpression().expression())
        expression.prepare(scopes)
        found: list[tuple[QgsFeature, str]] = []
        for feature in layer.getFeatures(QgsFeatureRequest(self.frame)):
            scopes.setFeature(feature)
            text = expression.evaluate(scopes)
            if text not in (None, "") and feature.hasGeometry():
                found.append((feature, str(text)))
            if len(found) > MANY:
                return
        around = settings.placement != Qgis.LabelPlacement.Horizontal
        handling = settings.placementSettings().overlapHandling()
        dispensable = handling == Qgis.LabelOverlapHandling.PreventOverlap
        for feature, text in found:
            scopes.setFeature(feature)
            size = self._size(settings, text, scopes)
            if around:
                label = self._beside(layer, feature, size, settings.dist, obstacles)
            else:
                label = self._within(layer, feature, size, obstacles)
            if label is not None:
                label.worth = min(label.worth, _SPARE) if dispensable else label.worth
                yield label

    def _scopes(self, layer: QgsVectorLayer) -> QgsExpressionContext:
        scopes = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        scope = QgsExpressionContextScope()
        scope.setVariable("map_scale", self.scale)
        scopes.appendScope(scope)
        scopes.setFields(layer.fields())
        return scopes

    def _size(self, settings: QgsPalLayerSettings, text: str, scopes: QgsExpressionContext) -> tuple[float, float]:
        """Return width and height of a label in map units."""
        form = settings.format()
        own = settings.dataDefinedProperties()
        form.setSize(own.valueAsDouble(QgsPalLayerSettings.Property.Size, scopes, form.size())[0])
        lines = text.split("\n")
        width = QgsTextRenderer.textWidth(self.context, form, lines)
        height = QgsTextRenderer.textHeight(self.context, form, lines, Qgis.TextLayoutMode.Labeling)
        slack = _SLACK * self.dot  # what is drawn is up to 0.2 mm larger than what is measured here
        return width * self.dot + slack, height * self.dot + slack

    def _within(
        self, layer: QgsVectorLayer, feature: QgsFeature, size: tuple[float, float], obstacles: Rectangles
    ) -> _Label | None:
        """Return the places of a name in its area: a grid over the part of it that the map shows."""
        whole = feature.geometry().simplify(0.25 * self.unit)
        area = whole.intersection(QgsGeometry.fromRect(self.inner))
        if area.isNull():  # simplified into a shape that crosses itself
            area = whole.makeValid().intersection(QgsGeometry.fromRect(self.inner))
        area.convertGeometryCollectionToSubclass(Qgis.GeometryType.Polygon)
        if area.isEmpty():
            return None
        box = area.boundingBox()
        step = max(_STEP * self.unit, (box.width() * box.height() / _PLACES) ** 0.5)
        centres = _grid(box, step)
        middle = area.poleOfInaccessibility(self.unit)[0].asPoint()
        places = self._kept(_around_centres(centres, size))
        if not len(places):
            return None
        x, y = (places[:, 0] + places[:, 2]) / 2 - middle.x(), (places[:, 1] + places[:, 3]) / 2 - middle.y()
        costs = _OUTSIDE * _outside(places, area) + _spoiled(places, obstacles) + _FAR * np.hypot(x, y) / self.unit
        worth = math.inf if self.inner.contains(whole.boundingBox()) else _CUT
        return _Label(layer.id(), feature.id(), places, costs, worth)

    def _beside(
        self,
        layer: QgsVectorLayer,
        feature: QgsFeature,
        size: tuple[float, float],
        distance: float,
        obstacles: Rectangles,
    ) -> _Label | None:
        """Return the places of a label around a point, near and a little further away."""
        point = feature.geometry().pointOnSurface().asPoint()
        if not self.inner.contains(point):
            return None
        width, height = size
        places, costs = [], []
        unit = self.dot * _DPI / 25.4
        nearest = max(distance * unit, self.radii.get((layer.id(), feature.id()), 0.0) + _AWAY * unit)
        for ring, apart in enumerate((nearest, 1.4 * nearest, 2.2 * nearest)):
            for rank, (east, north) in enumerate(_AROUND):
                x = point.x() + east * (apart * (0.75 if north else 1.0) + width / 2)
                y = point.y() + north * (apart * (0.75 if east else 1.0) + height / 2)
                places.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
                costs.append(0.15 * rank + 2.0 * ring)
        rectangles = np.array(places)
        held = self._free(rectangles)
        kept = rectangles[held]
        if not len(kept):
            return None
        spoiled = np.array(costs)[held] + _spoiled(kept, obstacles)
        return _Label(layer.id(), feature.id(), kept, spoiled, math.inf)

    def _kept(self, places: Rectangles) -> Rectangles:
        return places[self._free(places)]

    def _free(self, places: Rectangles) -> np.ndarray:
        """Tell which places lie in the frame and not under an item that is laid upon the map."""
        frame = self.inner
        inside = (places[:, 0] >= frame.xMinimum()) & (places[:, 2] <= frame.xMaximum())
        inside &= (places[:, 1] >= frame.yMinimum()) & (places[:, 3] <= frame.yMaximum())
        return inside & ~(_overlaps(places, self.blocked) > 0).any(axis=1)

    def symbols(self, layer: QgsVectorLayer) -> Rectangles:
        """Return the boxes of markers, of circles that stand for areas, and of areas that are small on paper.

        None for lines, for areas with names of their own, and for a layer with more than `CROWD` records.
        """
        if layer.geometryType() == Qgis.GeometryType.Line or layer.featureCount() > CROWD or _named_areas(layer):
            return np.empty((0, 4))
        scopes = self._scopes(layer)
        self.context.setExpressionContext(scopes)
        renderer = layer.renderer().clone()
        renderer.startRender(self.context, layer.fields())
        boxes: list[tuple[float, float, float, float]] = []
        for feature in layer.getFeatures(QgsFeatureRequest(self.frame)):
            self.context.expressionContext().setFeature(feature)
            found = renderer.symbolsForFeature(feature, self.context) if feature.hasGeometry() else []
            if not found:
                continue
            marker = _marker(found[0], self.context.expressionContext())
            if marker is None:
                box = feature.geometry().boundingBox()
                if max(box.width(), box.height()) < _SMALL * self.unit:
                    boxes.append((box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()))
                continue
            point = feature.geometry().pointOnSurface().asPoint()
            drawn = marker.bounds(QPointF(0, 0), self.context, feature)
            east, north = drawn.width() / 2 * self.dot, drawn.height() / 2 * self.dot
            boxes.append((point.x() - east, point.y() - north, point.x() + east, point.y() + north))
            self.radii[layer.id(), feature.id()] = max(east, north)
        renderer.stopRender(self.context)
        return np.array(boxes) if boxes else np.empty((0, 4))


def _named_areas(layer: QgsVectorLayer) -> bool:
    """Tell whether a layer shows areas with their names in them, such as municipalities."""
    if layer.geometryType() != Qgis.GeometryType.Polygon or layer.labeling() is None:
        return False
    return bool(layer.labeling().settings().placement == Qgis.LabelPlacement.Horizontal)


def _marker(symbol: QgsSymbol | None, scopes: QgsExpressionContext) -> QgsMarkerSymbol | None:
    """Return a symbol that is a marker, or the one that stands for an area at this scale."""
    if isinstance(symbol, QgsMarkerSymbol):
        return symbol
    for layer in symbol.symbolLayers() if symbol is not None else ():
        if isinstance(layer, QgsCentroidFillSymbolLayer):
            drawn, _known = layer.dataDefinedProperties().valueAsBool(
                QgsSymbolLayer.Property.LayerEnabled, scopes, True
            )
            return layer.subSymbol() if drawn else None
    return None


def _blocked(item: QgsLayoutItemMap, unit: float) -> Rectangles:
    """Return what lies upon the map: the items that its labels have to keep clear of, in map units."""
    boxes = []
    for other in item.layout().items():
        if not isinstance(other, QgsLayoutItem) or not item.isLabelBlockingItem(other):
            continue
        box = item.mapRectFromItem(other, other.rect())
        west, north = item.extent().xMinimum() + box.left() * unit, item.extent().yMaximum() - box.top() * unit
        boxes.append((west, north - box.height() * unit, west + box.width() * unit, north))
    return np.array(boxes) if boxes else np.empty((0, 4))


# ------------------------------------------------------------------------------------------------------------- geometry
def _grid(box: QgsRectangle, step: float) -> np.ndarray:
    """Return points over a box, shape (n, 2), symmetric to its middle."""
    columns, rows = int(box.width() / step) + 1, int(box.height() / step) + 1
    x = box.center().x() + (np.arange(columns) - (columns - 1) / 2) * step
    y = box.center().y() + (np.arange(rows) - (rows - 1) / 2) * step
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def _around_centres(centres: np.ndarray, size: tuple[float, float]) -> Rectangles:
    half = np.array(size) / 2
    return np.hstack([centres - half, centres + half])


def _overlaps(one: Rectangles, other: Rectangles, gap: float = 0.0) -> np.ndarray:
    """Return the share of `other` that each of `one` covers, shape (len(one), len(other)); `other` may be infinite."""
    width = np.minimum(one[:, None, 2], other[None, :, 2]) - np.maximum(one[:, None, 0], other[None, :, 0]) + gap
    height = np.minimum(one[:, None, 3], other[None, :, 3]) - np.maximum(one[:, None, 1], other[None, :, 1]) + gap
    area = np.maximum(width, 0) * np.maximum(height, 0)  # np.clip imports at each call, which QGIS makes slow
    size = (other[:, 2] - other[:, 0]) * (other[:, 3] - other[:, 1])
    return np.asarray(area / np.maximum(size, 1e-9)[None, :])


def _near(places: Rectangles, others: Rectangles) -> Rectangles:
    """Return those of the others that may meet one of the places."""
    west, south, east, north = places[:, 0].min(), places[:, 1].min(), places[:, 2].max(), places[:, 3].max()
    slack = 0.1 * (north - south)
    meets = (others[:, 0] < east + slack) & (others[:, 2] > west - slack)
    meets &= (others[:, 1] < north + slack) & (others[:, 3] > south - slack)
    return others[meets]


def _spoiled(places: Rectangles, obstacles: Rectangles) -> np.ndarray:
    """Return the cost of the symbols that places cover: of one more, the less the more there are."""
    covered = _overlaps(places, _near(places, obstacles)).sum(axis=1)
    return np.asarray(_COVERS * covered / (0.5 + covered))


def _outside(places: Rectangles, area: QgsGeometry) -> np.ndarray:
    """Return which share of each place lies outside an area: by the sums of a picture of it, at most 256 dots long."""
    box = area.boundingBox()
    dot = max(box.width(), box.height()) / 256.0
    columns, rows = max(1, round(box.width() / dot)), max(1, round(box.height() / dot))
    picture = QImage(columns, rows, QImage.Format.Format_Grayscale8)
    picture.fill(0)
    painter = QPainter(picture)
    painter.scale(columns / box.width(), rows / box.height())
    painter.fillPath(_outline(area, box), QColor(255, 255, 255))
    painter.end()
    bits = picture.constBits().asarray(picture.sizeInBytes())
    filled = np.frombuffer(bits, np.uint8).reshape(rows, picture.bytesPerLine())[:, :columns] > 127
    sums = np.zeros((rows + 1, columns + 1), np.int32)  # at most 65,536
    np.cumsum(filled, axis=0, dtype=np.int32, out=sums[1:, 1:])
    np.cumsum(sums[1:, 1:], axis=1, out=sums[1:, 1:])
    across = np.round((places[:, [0, 2]] - box.xMinimum()) / box.width() * columns)
    along = np.round((box.yMaximum() - places[:, [3, 1]]) / box.height() * rows)
    west, east = np.minimum(np.maximum(across, 0), columns).astype(int).T
    north, south = np.minimum(np.maximum(along, 0), rows).astype(int).T
    inside = sums[south, east] - sums[north, east] - sums[south, west] + sums[north, west]
    whole = (
        (places[:, 2] - places[:, 0]) * (places[:, 3] - places[:, 1]) / (box.width() / columns * box.height() / rows)
    )
    return np.asarray(1.0 - np.minimum(np.maximum(inside / whole, 0.0), 1.0))


def _outline(area: QgsGeometry, box: QgsRectangle) -> QPainterPath:
    """Return an area as a path in map units from the upper left corner of its box, holes left out."""
    path = QPainterPath()
    for polygon in area.asMultiPolygon() if area.isMultipart() else [area.asPolygon()]:
        for ring in polygon:
            corners = [QPointF(point.x() - box.xMinimum(), box.yMaximum() - point.y()) for point in ring]
            path.addPolygon(QPolygonF(corners))
    return path


# -------------------------------------------------------------------------------------------------------------- solving
def _solve(labels: Sequence[_Label], taken: Rectangles) -> list[int]:
    """Return the place of each label, -1 for one that is left out: the cheapest of several orders.

    :param taken: where labels stand already.
    """
    if not labels:
        return []
    gap = 0.1 * min(float(label.places[0, 3] - label.places[0, 1]) for label in labels)
    for label in labels:
        label.costs = label.costs + ((_overlaps(label.places, taken, gap) > 0) * _OVERLAP).sum(axis=1)
    room = np.array([float(np.sort(label.costs)[: 1 + len(label.costs) // 8].mean()) for label in labels])
    order = np.argsort(-room, kind="stable")
    found: list[tuple[float, list[int]]] = []
    for turn in range(_ORDERS):
        found.append(_descend(labels, np.roll(order, turn * len(labels) // _ORDERS), gap))
        if found[-1][0] < _OVERLAP:
            break
    return min(found, key=lambda each: each[0])[1]


def _descend(labels: Sequence[_Label], order: Iterable[int], gap: float) -> tuple[float, list[int]]:
    """Move one label after the other to its cheapest place until none moves; return the cost and the places."""
    current = np.full((len(labels), 4), np.inf)
    chosen = [-1] * len(labels)
    sequence = list(order)
    for sweep in range(_SWEEPS):
        moved = False
        for number in sequence:
            label = labels[number]
            current[number] = np.inf
            near = _near(label.places, current)
            met = _overlaps(label.places, near, gap)
            costs = label.costs + ((met > 0) * (_OVERLAP + 10.0 * met)).sum(axis=1)
            place = int(np.argmin(costs))
            if costs[place] > label.worth:
                place = -1
            if place >= 0:
                current[number] = label.places[place]
            moved = moved or place != chosen[number]
            chosen[number] = place
        if not moved and sweep:
            break
    placed = current[np.isfinite(current[:, 0])]
    meeting = float((_overlaps(placed, placed, gap) > 0).sum() - len(placed)) / 2
    own = sum(float(label.costs[place]) if place >= 0 else label.worth for label, place in zip(labels, chosen))
    return own * 1e-3 + _OVERLAP * meeting, chosen


def _pin(layer: QgsVectorLayer, places: Sequence[tuple[int, np.ndarray]]) -> None:
    """Fix labels at the lower left corners of their places; the others are not drawn."""
    settings = layer.labeling().settings()
    own = settings.dataDefinedProperties()
    for which, column in ((QgsPalLayerSettings.Property.PositionX, 0), (QgsPalLayerSettings.Property.PositionY, 1)):
        pairs = ", ".join(f"'{feature}', {place[column]:.3f}" for feature, place in places)
        own.setProperty(which, QgsProperty.fromExpression(f"map_get(map({pairs}), to_string($id))"))
    listed = ", ".join(str(feature) for feature, _place in places) or "NULL"
    own.setProperty(QgsPalLayerSettings.Property.Show, QgsProperty.fromExpression(f"$id IN ({listed})"))
    settings.setDataDefinedProperties(own)
    settings.geometryGeneratorEnabled = False  # nothing is left to be looked for
    settings.obstacleSettings().setIsObstacle(False)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
