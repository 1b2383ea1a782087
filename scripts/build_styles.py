"""Write resources/styles/*.qml from the classes in ruhr_planner/exhibit/classes.py.

Run with the Python of QGIS: ``QT_QPA_PLATFORM=offscreen python3 scripts/build_styles.py``. The files are
rewritten whole; a change of a colour or a class limit belongs into classes.py.
"""

from __future__ import annotations

import math
import os
import re
import sys
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["QT_HASH_SEED"] = "0"  # or Qt writes the attributes of an XML element in another order at every run

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsArrowSymbolLayer,
    QgsCategorizedSymbolRenderer,
    QgsCentroidFillSymbolLayer,
    QgsFeatureRenderer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSimpleFillSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont

from ruhr_planner.exhibit import classes
from ruhr_planner.model import codes, region
from ruhr_planner.model.codes import Label
from ruhr_planner.model.results import (
    ALLOCATION_FLOW,
    ALLOCATION_MUNICIPALITY,
    ALLOCATION_SITE,
    CHANGE,
    CONNECTION,
    FIBRE_GAP,
    LAND_BALANCE,
    SITE,
    SITE_NEAR_MISS,
    SITE_REJECTED,
    SITE_SCORE,
    TRENCH,
)
from ruhr_planner.model.tables import (
    BROADBAND_AREA,
    BROADBAND_CELL,
    EXCLUSION,
    MUNICIPALITY,
    PLOT,
    Table,
    cell_column,
)

OVERVIEW = 100_000
"""Above this scale denominator a site is drawn as a circle, below it as its area."""

CROWDED = 250_000
"""Above this scale denominator points and lines are drawn smaller."""

KEPT: list[QgsFeatureRenderer] = []
"""Every renderer that was made here, for good: layers get copies. A rule that Python made and C++ destroys, with the
layer, leaves an object of Python behind that writes into memory which is no longer its own."""

TYPES = {"text": "string", "int": "integer", "real": "double", "date": "date"}


def layer_of(table: Table, geometry: str) -> QgsVectorLayer:
    """Return an empty memory layer with the fields of a table."""
    fields = "&".join(f"field={column.name}:{TYPES[column.kind]}" for column in table.columns)
    return QgsVectorLayer(f"{geometry}?crs={region.CRS}&{fields}", table.label.de, "memory")


def fill(colour: str, outline: str = "", width: float = 0.1, style: str = "solid") -> QgsFillSymbol:
    """Return a plain area symbol; without an outline colour its edge is its own colour, so that slivers stay "
    "visible.
    """
    return QgsFillSymbol.createSimple(
        {
            "color": colour,
            "style": style,
            "outline_color": outline or colour,
            "outline_width": str(width),
            "joinstyle": "miter",
        }
    )


def edged(colour: str, outline: str = "#3d454a", width: float = 0.15) -> QgsFillSymbol:
    """Return an area with a dark edge; on overviews, where the edge would hide it, the edge has its own colour."""
    symbol = fill(colour, outline, width)
    edge = f"if(coalesce(@map_scale, 0) > {OVERVIEW}, '{colour}', '{outline}')"
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.StrokeColor, QgsProperty.fromExpression(edge))
    return symbol


def lined(symbol: QgsFillSymbol, angle: float | None, colour: str) -> QgsFillSymbol:
    """Lay lines upon an area at large scales and in legends: what a grey print tells two colours apart by.

    :param angle: in degrees, counter-clockwise from east; None for no lines.
    :param colour: of the area; the lines are white on dark and dark on pale ones.
    """
    if angle is None:
        return symbol
    lines = QgsLinePatternFillSymbolLayer()
    lines.setSubSymbol(line("#ffffff" if QColor(colour).lightnessF() < 0.6 else "#4f5a60", 0.18))
    lines.setLineAngle(angle)
    lines.setDistance(1.3)
    large = f"coalesce(@map_scale, 0) <= {OVERVIEW}"
    lines.setDataDefinedProperty(QgsSymbolLayer.Property.LayerEnabled, QgsProperty.fromExpression(large))
    symbol.appendSymbolLayer(lines)
    return symbol


def shrinking(symbol: QgsMarkerSymbol, size: float, factor: float = 0.6) -> QgsMarkerSymbol:
    """Make a marker smaller on overviews, where many stand close together."""
    rule_of_size = f"{size} * if(coalesce(@map_scale, 0) > {CROWDED}, {factor}, 1)"
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.Size, QgsProperty.fromExpression(rule_of_size))
    return symbol


def hatched(
    colour: str, width: float = 0.15, distance: float = 1.0, ground: str = "", smallest: float = 0.0
) -> QgsFillSymbol:
    """Return diagonal hatching with an outline: missing data, and whatever is not a class of a scale.

    :param ground: colour under the hatching; none if not given.
    :param smallest: mm² on paper under which an area is left without lines: nobody could see them, and thousands of
        them take longer to draw than all the rest of a page.
    """
    symbol = fill(ground or "#ffffff", colour, width, style="solid" if ground else "no")
    lines = QgsLinePatternFillSymbolLayer()
    lines.setSubSymbol(line(colour, width))
    lines.setLineAngle(45)
    lines.setDistance(distance)
    if smallest:
        lines.setDataDefinedProperty(
            QgsSymbolLayer.Property.LayerEnabled,
            QgsProperty.fromExpression(
                f"coalesce(area(@geometry), 1e12) >= {smallest} * (coalesce(@map_scale, 1) / 1000) ^ 2"
            ),
        )
    symbol.insertSymbolLayer(1 if ground else 0, lines)
    return symbol


def line(colour: str, width: float, style: str = "solid") -> QgsLineSymbol:
    """Return a plain line symbol."""
    return QgsLineSymbol.createSimple(
        {"line_color": colour, "line_width": str(width), "line_style": style, "capstyle": "round"}
    )


def circle(colour: str, size: float, outline: str = "#ffffff", width: float = 0.15) -> QgsMarkerSymbol:
    """Return a circle; `size` is its diameter in mm."""
    return QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": colour, "size": str(size), "outline_color": outline, "outline_width": str(width)}
    )


def overview_circle(marker: QgsMarkerSymbol) -> QgsCentroidFillSymbolLayer:
    """Return a circle on an area that is only drawn at small scales, and in legends."""
    centre = QgsCentroidFillSymbolLayer()
    centre.setSubSymbol(marker)
    centre.setPointOnSurface(True)
    centre.setPointOnAllParts(False)
    centre.setDataDefinedProperty(
        QgsSymbolLayer.Property.LayerEnabled,
        QgsProperty.fromExpression(f"coalesce(@map_scale, {OVERVIEW * 10}) > {OVERVIEW}"),
    )
    return centre


def detail_fill(colour: str, outline: str, width: float, style: str = "solid") -> QgsSimpleFillSymbolLayer:
    """Return the area of a site, drawn at large scales only."""
    symbol = fill(colour, outline, width, style)  # kept by name: its layer dies with it
    area = symbol.symbolLayer(0).clone()
    area.setDataDefinedProperty(
        QgsSymbolLayer.Property.LayerEnabled,
        QgsProperty.fromExpression(f"coalesce(@map_scale, {OVERVIEW * 10}) <= {OVERVIEW}"),
    )
    return area


def detail_hatch(colour: str) -> QgsLinePatternFillSymbolLayer:
    """Return diagonal lines upon the area of a site, drawn at large scales only."""
    lines = QgsLinePatternFillSymbolLayer()
    lines.setSubSymbol(line(colour, 0.2))
    lines.setLineAngle(45)
    lines.setDistance(0.9)
    large = f"coalesce(@map_scale, {OVERVIEW * 10}) <= {OVERVIEW}"
    lines.setDataDefinedProperty(QgsSymbolLayer.Property.LayerEnabled, QgsProperty.fromExpression(large))
    return lines


def both(*layers: QgsSymbolLayer) -> QgsFillSymbol:
    """Return a symbol of several layers; the constructor that takes a list would not keep them alive."""
    symbol = QgsFillSymbol()
    symbol.deleteSymbolLayer(0)
    for layer in layers:
        symbol.appendSymbolLayer(layer)
    return symbol


def site_symbol(band: classes.Band) -> QgsFillSymbol:
    """Return the symbol of one size class of sites."""
    return both(
        detail_fill(band.colour, classes.COMPUTED, 0.3),
        overview_circle(circle(band.colour, band.size, "#5b2a12", 0.12)),
    )


def site_outline() -> QgsFillSymbol:
    """Return what marks a cross-border site: a second, blue outline around the circle of its class."""
    ring = circle("255,255,255,0", 3.3, classes.CROSS_BORDER, 0.55)
    sizes = " ".join(
        f"WHEN {SITE.net_ha} < {band.high} THEN {band.size}" for band in classes.SITE_BANDS if band.high < math.inf
    )
    ring.symbolLayer(0).setDataDefinedProperty(
        QgsSymbolLayer.Property.Size,
        QgsProperty.fromExpression(f"0.2 + CASE {sizes} ELSE {classes.SITE_BANDS[-1].size} END"),
    )
    return both(detail_fill("#ffffff", classes.CROSS_BORDER, 0.7, style="no"), overview_circle(ring))


def sites() -> QgsRuleBasedRenderer:
    """Return the renderer of cooperation sites: size classes, and a second outline where a municipal border is "
    "crossed.
    """
    root = QgsRuleBasedRenderer.Rule(None)
    for band in classes.SITE_BANDS:
        upper = "" if band.high == math.inf else f" AND {SITE.net_ha} < {band.high}"
        rule = QgsRuleBasedRenderer.Rule(site_symbol(band), 0, 0, f"{SITE.net_ha} >= {band.low}{upper}", band.label.de)
        rule.setRuleKey(f"size_{band.low}")
        root.appendChild(rule)
    crossing = QgsRuleBasedRenderer.Rule(site_outline(), 0, 0, f"{SITE.cross_border} = 1", classes.SITE_CROSS_BORDER.de)
    crossing.setRuleKey("cross_border")
    root.appendChild(crossing)
    renderer = QgsRuleBasedRenderer(root)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(SITE.net_ha, False)]))
    renderer.setOrderByEnabled(True)
    return renderer


def by_code(field: str, entries: list[tuple[str, str, QgsSymbol]]) -> QgsCategorizedSymbolRenderer:
    """Return one symbol a code; what is outside the list is not drawn, because the checked inputs do not let it "
    "through.
    """
    renderer = QgsCategorizedSymbolRenderer(field)
    for code, label, symbol in entries:
        renderer.addCategory(QgsRendererCategory(code, symbol.clone(), label))
    return renderer


def on_top(renderer: QgsCategorizedSymbolRenderer, order: str) -> QgsCategorizedSymbolRenderer:
    """Draw what matters last, so that it lies on top."""
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(order, True)]))
    renderer.setOrderByEnabled(True)
    return renderer


def gaps(symbol_of: Callable[[str], QgsSymbol]) -> QgsCategorizedSymbolRenderer:
    """Return the gap classes; unserved lies on top."""
    order = ("unserved", "partly", "served", "no_data")
    renderer = by_code(FIBRE_GAP.gap_class, [(code, classes.GAP_LABELS[code].de, symbol_of(code)) for code in order])
    ranks = ", ".join(f"'{code}', {rank}" for rank, code in enumerate(reversed(order)))
    return on_top(renderer, f"map_get(map({ranks}), {FIBRE_GAP.gap_class})")


def gap_area(code: str) -> QgsSymbol:
    """Return the symbol of a commercial area; edges are drawn thicker than they are, or small areas would vanish."""
    colour = classes.GAP_COLOURS[code]
    if code == codes.GAP_CLASS.no_data:
        return hatched(colour, 0.2, 0.7, ground="#dde0e2", smallest=1.5)
    return fill(colour, width=0.45 if code == codes.GAP_CLASS.unserved else 0.3)


def gap_line(code: str) -> QgsSymbol:
    """Return the symbol of a linear object."""
    return line(classes.GAP_COLOURS[code], 0.7, "dot" if code == codes.GAP_CLASS.no_data else "solid")


def gap_point(code: str) -> QgsSymbol:
    """Return the symbol of a school or another point; no data is an empty ring with a grey line."""
    colour = classes.GAP_COLOURS.get(code, classes.NO_DATA)
    if code == codes.GAP_CLASS.no_data:
        return QgsMarkerSymbol.createSimple(
            {"name": "cross2", "size": "1.5", "outline_color": colour, "outline_width": "0.35", "color": colour}
        )
    return shrinking(circle(colour, 1.7, "#ffffff", 0.2), 1.7, 0.75)


def graded(field: str, key: str, bands: tuple[classes.Band, ...], unknown: Label) -> QgsRuleBasedRenderer:
    """Return the classes of a number, hatched where it is unknown; `key` begins the keys of the rules."""
    root = QgsRuleBasedRenderer.Rule(None)
    for band in bands:
        upper = "" if band.high == math.inf else f" AND {field} < {band.high}"
        rule = QgsRuleBasedRenderer.Rule(
            fill(band.colour, "#ffffff", 0.25), 0, 0, f"{field} >= {band.low}{upper}", band.label.de
        )
        rule.setRuleKey(f"{key}_{band.low}")
        root.appendChild(rule)
    rest = QgsRuleBasedRenderer.Rule(hatched(classes.NO_DATA), 0, 0, f"{field} IS NULL", unknown.de)
    rest.setRuleKey(f"{key}_unknown")
    root.appendChild(rest)
    return QgsRuleBasedRenderer(root)


def labelled(expression: str, size: str, colour: str = "", halo_colour: str = "") -> QgsVectorLayerSimpleLabeling:
    """Return labels with a halo, readable on every colour; `size` is an expression in points.

    No label is left out: where there is no room they are moved, and overlap only in the last resort. A window that
    shows more than any sheet does leaves out what has no room. Places are looked for in a simplified outline (0.25 mm
    on paper); in the full one that takes four times as long as the whole page.

    :param colour: expression of the text's colour; dark if not given.
    :param halo_colour: expression of the halo's colour; white if not given.
    """
    text = QgsTextFormat()
    text.setFont(QFont("Open Sans"))
    text.setSize(7)
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    text.setColor(QColor(LABEL))
    text.setLineHeight(0.85)
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor(255, 255, 255))
    halo.setOpacity(1.0)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.setFormat(text)
    settings.placement = Qgis.LabelPlacement.Horizontal
    settings.multilineAlign = Qgis.LabelMultiLineAlignment.Center
    settings.wrapChar = "\n"
    settings.geometryGeneratorEnabled = True
    settings.geometryGeneratorType = Qgis.GeometryType.Polygon
    settings.geometryGenerator = "coalesce(simplify(@geometry, @map_scale * 0.00025), @geometry)"
    settings.placementSettings().setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapIfRequired)
    own = QgsPalLayerSettings.Property
    rules = ((own.Size, size), (own.Color, colour), (own.BufferColor, halo_colour), (own.OverlapHandling, NO_SHEET))
    for which, rule in rules:
        if rule:
            settings.dataDefinedProperties().setProperty(which, QgsProperty.fromExpression(rule))
    return QgsVectorLayerSimpleLabeling(settings)


def never_overlapping(settings: QgsPalLayerSettings) -> QgsPalLayerSettings:
    """Have labels left out where they would lie on others, at all scales."""
    settings.placementSettings().setOverlapHandling(Qgis.LabelOverlapHandling.PreventOverlap)
    settings.dataDefinedProperties().setProperty(QgsPalLayerSettings.Property.OverlapHandling, QgsProperty())
    return settings


def dispensable(labels: QgsVectorLayerSimpleLabeling) -> QgsVectorLayerSimpleLabeling:
    """Leave out names for which there is no room: those of the neighbours, which only help to find one's way."""
    settings = never_overlapping(labels.settings())
    settings.priority = 1
    return QgsVectorLayerSimpleLabeling(settings)


NO_SHEET = "if(@map_scale > 1000000, 'Prevent', 'AllowIfNeeded')"
"""Whether names may overlap: not on scales that no paper has, where the region is as wide as a hand."""
LABEL = "#1c262c"
"""Text on maps."""
NAME = f"replace({MUNICIPALITY.name}, array('-', ' an der ', ' am ', ' ('), array('-', '\\nan der ', '\\nam ', '\\n('))"
PARTED = {
    "-": "-\\n",
    "/": "/\\n",
    "Recklinghausen": "Reckling-\\nhausen",
    "Gelsenkirchen": "Gelsen-\\nkirchen",
    "Sprockhövel": "Sprock-\\nhövel",
    "Holzwickede": "Holz-\\nwickede",
    "\\n(Niederrhein)": "",
}
"""What is parted or left out so that name and number fit into a municipality."""
WIDE = ("Neukirchen-Vluyn", "Castrop-Rauxel", "Holzwickede")
"""Names that are parted on a map of middle scale, too."""


def parted(names: dict[str, str]) -> str:
    """Return the expression of a name with some of its parts replaced."""
    return "replace({}, array({}), array({}))".format(
        NAME, ", ".join(f"'{whole}'" for whole in names), ", ".join(f"'{parts}'" for parts in names.values())
    )


FEW = parted({name: PARTED.get(name) or name.replace("-", PARTED["-"]) for name in WIDE})
NAMES = f"if(@map_scale > 500000, {parted(PARTED)}, if(@map_scale > 120000, {FEW}, {MUNICIPALITY.name}))"
"""Names of municipalities; on a small map the long ones are parted, on a large one there is room for all of them."""
SHARE_SIZE = "if(@map_scale > 500000, 6, 7)"
SHARE = (
    f"{NAMES} || '\\n' || CASE WHEN {BROADBAND_AREA.share} IS NULL THEN '–' "
    f"WHEN {BROADBAND_AREA.share} < 1 AND {BROADBAND_AREA.share} > 0 THEN '<1' "
    f"ELSE to_string(round({BROADBAND_AREA.share})) END"
)
DARK = 50
"""Share in per cent from which the colours of the scale are dark."""


def by_share(pale: str = "", dark: str = "") -> str:
    """Return the expression of one colour on pale classes and another on dark ones; of the class's own if not given.

    A halo in the colour of its area is only seen where a name reaches beyond it.
    """
    cases = " ".join(
        f"WHEN {BROADBAND_AREA.share} < {band.high} THEN '{(dark if band.low >= DARK else pale) or band.colour}'"
        for band in classes.SHARE_BANDS
        if band.high < math.inf
    )
    unknown = pale or classes.PAPER
    return (
        f"CASE WHEN {BROADBAND_AREA.share} IS NULL THEN '{unknown}' {cases} "
        f"ELSE '{dark or classes.SHARE_BANDS[-1].colour}' END"
    )


BY_SCALE = "CASE WHEN @map_scale > 500000 THEN 6 WHEN @map_scale > 250000 THEN 7 ELSE 9 END"


def outline(colour: str, width: float) -> QgsSingleSymbolRenderer:
    """Return an area that is only an outline."""
    return QgsSingleSymbolRenderer(fill("#ffffff", colour, width, style="no"))


def trenches() -> QgsCategorizedSymbolRenderer:
    """Return trenches by cost class, wider where more objects hang on them; any other class of a user's is grey."""
    categories = []
    for code, label in classes.TRENCH_LABELS.items():
        symbol = line(classes.TRENCH_COLOURS[code], 0.8, classes.TRENCH_STYLES.get(code, "solid"))
        symbol.symbolLayer(0).setDataDefinedProperty(
            QgsSymbolLayer.Property.StrokeWidth,
            QgsProperty.fromExpression(
                f"(0.5 + 0.3 * ln({TRENCH.n_downstream})) * if(coalesce(@map_scale, 0) > {CROWDED}, 0.5, 1)"
            ),
        )
        categories.append(QgsRendererCategory(code, symbol, label.de))
    categories.append(QgsRendererCategory(None, line(classes.TRENCH_OTHER, 0.8), classes.TRENCH_REST.de))
    return QgsCategorizedSymbolRenderer(TRENCH.cost_class, categories)


def rule(symbol: QgsSymbol, key: str, condition: str, label: Label) -> QgsRuleBasedRenderer.Rule:
    """Return one class of a rule-based renderer."""
    made = QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, label.de)
    made.setRuleKey(key)
    return made


def ruled(*rules: QgsRuleBasedRenderer.Rule) -> QgsRuleBasedRenderer:
    """Return a renderer of classes."""
    root = QgsRuleBasedRenderer.Rule(None)
    for each in rules:
        root.appendChild(each)
    return QgsRuleBasedRenderer(root)


def within(field: str, band: classes.Band) -> str:
    """Return the condition of a class."""
    return f"{field} >= {band.low}" + ("" if band.high == math.inf else f" AND {field} < {band.high}")


def ordered(renderer: QgsRuleBasedRenderer, field: str, ascending: bool) -> QgsRuleBasedRenderer:
    """Draw features in the order of a number, the last ones on top."""
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(field, ascending)]))
    renderer.setOrderByEnabled(True)
    return renderer


def scores(point: bool) -> QgsRuleBasedRenderer:
    """Return bands of ranks; sites are circles on overviews, like those of the search. The best lie on top."""

    def symbol(colour: str, size: float, edge: str) -> QgsSymbol:
        marker = circle(colour, size, edge, 0.2)
        return marker if point else both(detail_fill(colour, edge, 0.3), overview_circle(marker))

    standing = f"coalesce({SITE_SCORE.knocked_out}, 0) = 0"
    rules = [
        rule(symbol(band.colour, band.size, "#1c3a2c"), f"rank_{band.low}", f"{standing} AND {within('rank', band)}",
             band.label)
        for band in classes.RANK_BANDS
    ]  # fmt: skip
    rules.append(rule(symbol("#ffffff", 2.2, "#6f7679"), "out", f"{SITE_SCORE.knocked_out} = 1", classes.KNOCKED_OUT))
    return ordered(ruled(*rules), SITE_SCORE.rank, False)


RANK = (
    f"CASE WHEN coalesce({SITE_SCORE.knocked_out}, 0) = 1 OR {SITE_SCORE.rank} > if(@map_scale > 250000, 10, 25) "
    f"THEN NULL ELSE {SITE_SCORE.rank} "
    f"|| if({SITE_SCORE.rank_p05} IS NULL OR {SITE_SCORE.rank_p95} IS NULL, '', "
    f"' (' || {SITE_SCORE.rank_p05} || '–' || {SITE_SCORE.rank_p95} || ')') END"
)
"""Rank, and under it the 5 % and 95 % quantile of the ranks of the Monte Carlo run."""


def flows() -> QgsRuleBasedRenderer:
    """Return arrows from the municipality to the site, wider with the land that goes there; thin ones on top."""
    rules = []
    for band in classes.FLOW_BANDS:
        arrow = QgsArrowSymbolLayer()
        arrow.setIsCurved(False)
        arrow.setArrowWidth(band.size)
        arrow.setArrowStartWidth(band.size)
        arrow.setHeadLength(2.2 + 1.1 * band.size)
        arrow.setHeadThickness(0.9 + 0.7 * band.size)
        arrow.setSubSymbol(fill(band.colour, "#ffffff", 0.15))
        own = QgsSymbolLayer.Property
        for which, size in (
            (own.ArrowWidth, arrow.arrowWidth()),
            (own.ArrowStartWidth, arrow.arrowStartWidth()),
            (own.ArrowHeadLength, arrow.headLength()),
            (own.ArrowHeadThickness, arrow.headThickness()),
        ):
            smaller = f"{size:.2f} * if(coalesce(@map_scale, 0) > {CROWDED}, 0.6, 1)"
            arrow.setDataDefinedProperty(which, QgsProperty.fromExpression(smaller))
        symbol = QgsLineSymbol()
        symbol.changeSymbolLayer(0, arrow)
        rules.append(rule(symbol, f"ha_{band.low}", within("ha", band), band.label))
    return ordered(ruled(*rules), ALLOCATION_FLOW.ha, False)


def coverage() -> QgsRuleBasedRenderer:
    """Return the share of a deficit that is covered; without a deficit the land stays pale."""
    field = ALLOCATION_MUNICIPALITY.coverage
    rules = [
        rule(fill(band.colour, "#ffffff", 0.25), f"covered_{band.low}", within(field, band), band.label)
        for band in classes.COVERAGE_BANDS
    ]
    none = f"{field} IS NULL AND {ALLOCATION_MUNICIPALITY.deficit_ha} = 0"
    unknown = f"{ALLOCATION_MUNICIPALITY.deficit_ha} IS NULL"
    rules.append(rule(fill(classes.LAND, classes.BORDER, 0.15), "no_deficit", none, classes.NO_DEFICIT))
    rules.append(rule(hatched(classes.NO_DATA), "deficit_unknown", unknown, classes.DEFICIT_UNKNOWN))
    return ruled(*rules)


def site_use() -> QgsRuleBasedRenderer:
    """Return sites by whether they are used up, used or not; bottlenecks on top."""

    def diamond(kind: str) -> QgsMarkerSymbol:
        return QgsMarkerSymbol.createSimple(
            {
                "name": "diamond",
                "size": "2.6",
                "color": classes.SITE_USE_COLOURS[kind],
                "outline_color": classes.INK,
                "outline_width": "0.2",
            }
        )

    unknown = QgsMarkerSymbol.createSimple(
        {"name": "cross2", "size": "2.2", "outline_color": classes.NO_DATA, "outline_width": "0.4"}
    )
    tight = f"coalesce({ALLOCATION_SITE.bottleneck}, 0) = 1"
    loose = f"coalesce({ALLOCATION_SITE.bottleneck}, 0) = 0"
    conditions = {
        "bottleneck": tight,
        "used": f"{loose} AND {ALLOCATION_SITE.allocated_ha} > 0",
        "unused": f"{loose} AND {ALLOCATION_SITE.allocated_ha} = 0",
    }
    rules = [
        rule(diamond(kind), kind, condition, classes.SITE_USE_LABELS[kind]) for kind, condition in conditions.items()
    ]
    rules.append(rule(unknown, "unknown", f"{ALLOCATION_SITE.capacity_ha} IS NULL", classes.SITE_USE_LABELS["unknown"]))
    return ruled(*rules)


def connections(symbol_of: Callable[[str], QgsSymbol], lost: QgsSymbol) -> QgsRuleBasedRenderer:
    """Return the cost of connections, and what cannot be connected."""
    rules = [
        rule(symbol_of(band.colour), f"eur_{band.low}", within(CONNECTION.total_eur, band), band.label)
        for band in classes.CONNECTION_BANDS
    ]
    rules.append(rule(lost, "not_connected", f"coalesce({CONNECTION.feasible}, 0) = 0", classes.NOT_CONNECTED))
    return ruled(*rules)


def changes() -> QgsCategorizedSymbolRenderer:
    """Return the kinds of change; what is gone without an explanation is hatched, what stayed lies underneath."""
    symbols: dict[str, QgsSymbol] = {
        code: lined(edged(colour), classes.CHANGE_HATCH.get(code), colour)
        for code, colour in classes.CHANGE_COLOURS.items()
    }
    gone = codes.CHANGE_CLASS.gone_unexplained
    symbols[gone] = hatched(classes.CHANGE_COLOURS[gone], 0.35, 0.9, ground="#ffffff")
    order = [code for code in codes.CHANGE_CLASS if code != codes.CHANGE_CLASS.unchanged]
    order.append(codes.CHANGE_CLASS.unchanged)
    entries = [(code, codes.CHANGE_CLASS.label(code, "de"), symbols[code]) for code in order]
    return on_top(by_code(CHANGE.change_class, entries), f"{CHANGE.change_class} != '{codes.CHANGE_CLASS.unchanged}'")


def restrictions() -> QgsRuleBasedRenderer:
    """Return plots by restriction; unknown is hatched, never taken for none."""
    rules = [
        rule(
            lined(edged(colour), classes.RESTRICTION_HATCH.get(level), colour),
            f"level_{level}",
            f"{PLOT.restriction} = {level}",
            label,
        )
        for level, (label, colour) in {
            level: (label, classes.RESTRICTION_COLOURS[level]) for level, label in classes.RESTRICTION_LABELS.items()
        }.items()
    ]
    rest = hatched(classes.NO_DATA, 0.2, 0.7, ground="#ffffff")
    return ruled(*rules, rule(rest, "unknown", f"{PLOT.restriction} IS NULL", classes.RESTRICTION_UNKNOWN))


def point_labels(expression: str, size: str) -> QgsVectorLayerSimpleLabeling:
    """Return labels beside points or upon areas."""
    made = labelled(expression, size)
    settings = made.settings()
    settings.geometryGenerator = "point_on_surface(@geometry)"
    settings.geometryGeneratorType = Qgis.GeometryType.Point
    settings.placement = Qgis.LabelPlacement.OrderedPositionsAroundPoint
    settings.dist = 2.8
    return QgsVectorLayerSimpleLabeling(settings)


def letters_upon(expression: str, size: str) -> QgsVectorLayerSimpleLabeling:
    """Return labels in the middle of areas, as plans have them; left out where they would lie on each other."""
    settings = never_overlapping(point_labels(expression, size).settings())
    settings.placement = Qgis.LabelPlacement.OverPoint
    settings.pointSettings().setQuadrant(Qgis.LabelQuadrantPosition.Over)
    return QgsVectorLayerSimpleLabeling(settings)


def write(
    name: str, layer: QgsVectorLayer, renderer: QgsFeatureRenderer, labels: QgsVectorLayerSimpleLabeling | None = None
) -> None:
    """Save the style of a layer: symbols and labels only, in a form that does not change between two runs."""
    KEPT.append(renderer)
    layer.setRenderer(renderer.clone())
    if labels is not None:
        layer.setLabeling(labels)
        layer.setLabelsEnabled(True)
    target = ROOT / "resources" / "styles" / f"{name}.qml"
    parts = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
    layer.saveNamedStyle(str(target), parts)
    target.write_text(stable(target.read_text(encoding="utf-8")), encoding="utf-8")


def stable(text: str) -> str:
    """Number the random ids of symbol layers in their order."""
    seen: dict[str, str] = {}
    pattern = re.compile(r"\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}")
    return pattern.sub(lambda found: seen.setdefault(found.group(), f"{{{len(seen) + 1}}}"), text)


def build() -> None:
    """Write every style."""
    write("cooperation_site", layer_of(SITE, "MultiPolygon"), sites())
    write(
        "cooperation_rejected",
        layer_of(SITE_REJECTED, "MultiPolygon"),
        QgsSingleSymbolRenderer(hatched("#6f7679", 0.15, 0.8)),
    )
    write(
        "cooperation_near_miss",
        layer_of(SITE_NEAR_MISS, "MultiPolygon"),
        QgsSingleSymbolRenderer(hatched("#c94a0a", 0.25, 1.2)),
    )
    write("fibre_gap", layer_of(FIBRE_GAP, "MultiPolygon"), gaps(gap_area))
    write("fibre_gap_line", layer_of(FIBRE_GAP, "MultiLineString"), gaps(gap_line))
    write("fibre_gap_point", layer_of(FIBRE_GAP, "Point"), gaps(gap_point))
    write("fibre_trench", layer_of(TRENCH, "LineString"), trenches())
    write(
        "broadband_area",
        layer_of(BROADBAND_AREA, "MultiPolygon"),
        graded(BROADBAND_AREA.share, "share", classes.SHARE_BANDS, classes.NO_DATA_LABEL),
        labelled(SHARE, SHARE_SIZE, by_share(LABEL, "#ffffff"), by_share()),
    )
    years = graded(LAND_BALANCE.supply_years_free, "years", classes.YEAR_BANDS, classes.YEARS_UNKNOWN)
    write("land_balance", layer_of(LAND_BALANCE, "MultiPolygon"), years, labelled(NAMES, BY_SCALE))
    plots()
    modes = [
        ("hard", classes.EXCLUSION_LABELS["hard"].de, hatched("#2f6b3c", 0.2, 1.0)),
        ("soft", classes.EXCLUSION_LABELS["soft"].de, hatched("#8cb596", 0.15, 1.6)),
        ("deduct", classes.EXCLUSION_LABELS["deduct"].de, hatched("#7d8f9b", 0.15, 1.6)),
    ]
    write("exclusion", layer_of(EXCLUSION, "MultiPolygon"), by_code(EXCLUSION.mode, modes))
    broadband()
    distances()
    deficits = graded(LAND_BALANCE.deficit_ha, "deficit", classes.DEFICIT_BANDS, classes.DEFICIT_UNKNOWN)
    write("land_balance_deficit", layer_of(LAND_BALANCE, "MultiPolygon"), deficits, labelled(NAMES, BY_SCALE))
    decisions()
    backdrop()


def plots() -> None:
    """Write the styles of plots by type and by planned use, analytical and statutory."""

    def symbol(colour: str, angle: float | None) -> QgsFillSymbol:
        return lined(edged(colour, "#5f6b72", 0.12), angle, colour)

    types = [
        (code, codes.PLOT_TYPE.label(code, "de"), symbol(classes.PLOT_COLOURS[code], classes.PLOT_HATCH.get(code)))
        for code in codes.PLOT_TYPE
    ]
    write("plot", layer_of(PLOT, "MultiPolygon"), by_code(PLOT.plot_type, types))
    unknown = rule(
        hatched(classes.NO_DATA, 0.2, 0.7, ground="#ffffff"),
        "unknown",
        f"{PLOT.planned_use} IS NULL OR {PLOT.planned_use} = 'unknown'",
        classes.USE_UNKNOWN,
    )
    groups = [
        rule(
            symbol(colour, classes.USE_HATCH.get(group)),
            group,
            f"{PLOT.planned_use} IN ({', '.join(map(repr, classes.USE_GROUPS[group]))})",
            classes.USE_LABELS[group],
        )
        for group, colour in classes.USE_COLOURS.items()
    ]
    write("plot_use", layer_of(PLOT, "MultiPolygon"), ruled(*groups, unknown.clone()))
    signs = [
        rule(symbol(sign.colour, sign.hatch), code, f"{PLOT.planned_use} = '{code}'", classes.sign_label(code))
        for code, sign in classes.STATUTORY_SIGNS.items()
    ]
    replaced = " ".join(
        f"WHEN {PLOT.planned_use} = '{code}' THEN '{sign.letters}'"
        for code, sign in classes.STATUTORY_SIGNS.items()
        if sign.letters is not None
    )
    unknown_letters = f"WHEN {PLOT.planned_use} = '{codes.PLANNED_USE.unknown}' THEN ''"
    letters = f"if(@map_scale > 50000, NULL, CASE {replaced} {unknown_letters} ELSE {PLOT.planned_use} END)"
    write(
        "plot_statutory",
        layer_of(PLOT, "MultiPolygon"),
        ruled(*signs, unknown.clone()),
        letters_upon(letters, "7"),
    )


def broadband() -> None:
    """Write the styles of the grid and of spots."""
    share = cell_column(codes.TECHNOLOGY.ftthb, 1000)
    grid = [
        rule(fill(band.colour, width=0.05), f"share_{band.low}", within(share, band), band.label)
        for band in classes.SHARE_BANDS
    ]
    unknown = hatched(classes.NO_DATA, 0.15, 0.8, smallest=1.5)
    rest = rule(unknown, "unknown", f"{share} IS NULL", classes.NO_DATA_LABEL)
    write("broadband_cell", layer_of(BROADBAND_CELL, "Polygon"), ruled(*grid, rest))
    no_data = codes.SPOT.no_data
    for name, geometry in (("fibre_spot", "MultiPolygon"), ("fibre_spot_point", "Point")):
        point = geometry == "Point"
        symbols: dict[str, QgsSymbol] = {
            code: circle(colour, 1.9, "#3d454a", 0.2) if point else fill(colour, "#3d454a", 0.2)
            for code, colour in classes.SPOT_COLOURS.items()
        }
        symbols[no_data] = gap_point(no_data) if point else hatched(classes.NO_DATA, 0.2, 0.7, ground="#ffffff")
        entries = [(code, codes.SPOT.label(code, "de"), symbols[code]) for code in codes.SPOT]
        write(name, layer_of(FIBRE_GAP, geometry), by_code(FIBRE_GAP.spot, entries))


def distances() -> None:
    """Write the style of sites by the distance class that they allow; the class stands on each site."""

    def symbol(colour: str) -> QgsFillSymbol:
        return both(detail_fill(colour, "#3d454a", 0.3), overview_circle(circle(colour, 3.2, "#3d454a", 0.2)))

    rules = [
        rule(
            symbol(classes.DISTANCE_COLOURS[code]),
            f"class_{code}",
            f"{SITE.distance_class} = '{code}'",
            Label(codes.DISTANCE_CLASS.label(code, "de"), codes.DISTANCE_CLASS.label(code, "en")),
        )
        for code in codes.DISTANCE_CLASS
    ]
    lost = QgsMarkerSymbol.createSimple(
        {"name": "cross2", "size": "2.4", "outline_color": classes.NO_DATA, "outline_width": "0.4"}
    )
    rest = both(detail_fill("#ffffff", classes.NO_DATA, 0.3), detail_hatch(classes.NO_DATA), overview_circle(lost))
    rules.append(rule(rest, "unknown", f"{SITE.distance_class} IS NULL", classes.DISTANCE_UNKNOWN))
    numeral = f"if({SITE.distance_class} = '{codes.DISTANCE_CLASS.none}', '–', {SITE.distance_class})"
    write("site_distance_class", layer_of(SITE, "MultiPolygon"), ruled(*rules), point_labels(numeral, BY_SCALE))


def decisions() -> None:
    """Write the styles of scores, allocations, connections and changes."""
    for name, geometry in (("site_score", "MultiPolygon"), ("site_score_point", "Point")):
        write(name, layer_of(SITE_SCORE, geometry), scores(geometry == "Point"), point_labels(RANK, BY_SCALE))
    write("allocation_flow", layer_of(ALLOCATION_FLOW, "LineString"), flows())
    write(
        "allocation_municipality",
        layer_of(ALLOCATION_MUNICIPALITY, "MultiPolygon"),
        coverage(),
        labelled(NAMES, BY_SCALE),
    )
    write("allocation_site", layer_of(ALLOCATION_SITE, "Point"), site_use())
    lost = QgsMarkerSymbol.createSimple(
        {"name": "cross2", "size": "2.0", "outline_color": classes.NO_DATA, "outline_width": "0.4"}
    )
    edge = "#5f3a1a"
    write(
        "fibre_connection",
        layer_of(CONNECTION, "MultiPolygon"),
        connections(lambda colour: fill(colour, edge, 0.2), hatched(classes.NO_DATA, 0.2, 0.7, ground="#ffffff")),
    )
    write(
        "fibre_connection_point",
        layer_of(CONNECTION, "Point"),
        connections(lambda c: shrinking(circle(c, 2.2, edge), 2.2), lost),
    )
    write("change", layer_of(CHANGE, "MultiPolygon"), changes())
    write("plot_restriction", layer_of(PLOT, "MultiPolygon"), restrictions())


def backdrop() -> None:
    """Write the styles of what lies under or around the subject of a map."""
    municipality = layer_of(MUNICIPALITY, "MultiPolygon")
    write(
        "municipality",
        municipality,
        QgsSingleSymbolRenderer(fill(classes.LAND, classes.BORDER, 0.15)),
        labelled(NAMES, BY_SCALE),
    )
    write(
        "municipality_outline",
        layer_of(MUNICIPALITY, "MultiPolygon"),
        outline(classes.BORDER, 0.2),
        labelled(NAMES, BY_SCALE),
    )
    write("focus", layer_of(MUNICIPALITY, "MultiPolygon"), outline(classes.INK, 0.7))
    write("kreis", layer_of(MUNICIPALITY, "MultiPolygon"), outline(classes.KREIS_BORDER, 0.35))
    write(
        "neighbour",
        layer_of(MUNICIPALITY, "MultiPolygon"),
        QgsSingleSymbolRenderer(fill(classes.OUTSIDE, "#c9d0d3", 0.15)),
        dispensable(labelled(NAMES, "6", "'#7b868c'", f"'{classes.OUTSIDE}'")),
    )
    write("barrier", layer_of(MUNICIPALITY, "LineString"), QgsSingleSymbolRenderer(line("#b4bfcc", 0.3)))
    write("plot_outline", layer_of(PLOT, "MultiPolygon"), QgsSingleSymbolRenderer(fill("#ebe8e1", "#b0aca2", 0.12)))
    write("road", layer_of(MUNICIPALITY, "LineString"), QgsSingleSymbolRenderer(line("#d9c9a3", 0.2)))
    write("sensitive", layer_of(MUNICIPALITY, "MultiPolygon"), QgsSingleSymbolRenderer(fill("#efe1dc", "#e2cfc8", 0.1)))
    write("place", layer_of(MUNICIPALITY, "Point"), QgsSingleSymbolRenderer(circle("#26323a", 1.4)))
    write("location_factor", layer_of(MUNICIPALITY, "Point"), QgsSingleSymbolRenderer(circle("#5e3c99", 1.8)))


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    build()
    application.exitQgis()
