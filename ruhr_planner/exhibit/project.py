"""A project to begin with: reference system, units, groups, map themes and two print layouts that follow the map.

For a person who draws maps by hand; the sheets of `mapexhibit` are made without a project.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsLayerTreeGroup,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsMapThemeCollection,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QFont

from ruhr_planner import i18n, paths
from ruhr_planner.exhibit.sheet import SMALLEST, family, literal
from ruhr_planner.i18n import tr
from ruhr_planner.model import region, tables
from ruhr_planner.model.tables import Table

_MM = Qgis.LayoutUnit.Millimeters
_BAR_MM = (30.0, 60.0)
"""The scale bar is at least and at most so long; QGIS finds a round figure in between."""

_LEGEND_SIZES = (
    (QgsLegendStyle.Style.Title, 11.0),
    (QgsLegendStyle.Style.Group, 9.0),
    (QgsLegendStyle.Style.Subgroup, 8.0),
    (QgsLegendStyle.Style.SymbolLabel, 7.5),
)
_EDGE, _TITLE, _FOOT, _SIDE = 10.0, 14.0, 14.0, 72.0
"""Millimetres of a page: margin, height of title and foot, width of the legend."""


@dataclass(frozen=True)
class Group:
    """A group of the legend: its name, the tables whose layers it takes, those that are shown at first."""

    name: str
    tables: tuple[Table, ...]
    shown: tuple[Table, ...] = ()


def groups() -> tuple[Group, ...]:
    """Return the groups from the top of the legend down."""
    return (
        Group(tr("Results"), ()),
        Group(tr("Plots"), (tables.PLOT, tables.PLOT_ODBL), (tables.PLOT,)),
        Group(tr("Location"), (tables.PLACE, tables.LOCATION_FACTOR, tables.ROAD, tables.BARRIER)),
        Group(tr("Restrictions"), (tables.EXCLUSION, tables.SENSITIVE)),
        Group(tr("Broadband"), (tables.BROADBAND_CELL,)),
        Group(tr("Municipalities"), (tables.MUNICIPALITY,), (tables.MUNICIPALITY,)),
    )


def themes() -> tuple[tuple[str, tuple[Table, ...]], ...]:
    """Return the map themes: a name and the tables that it shows."""
    base = (tables.PLOT, tables.MUNICIPALITY)
    return (
        (tr("Land"), base),
        (tr("Location"), (*base, tables.LOCATION_FACTOR, tables.ROAD, tables.BARRIER)),
        (tr("Restrictions"), (*base, tables.EXCLUSION, tables.SENSITIVE)),
        (tr("Fibre"), (*base, tables.PLACE, tables.BROADBAND_CELL)),
    )


def furnish(project: QgsProject, layers: Mapping[str, QgsVectorLayer], title: str = "") -> None:
    """Turn an empty project into one to begin with.

    :param layers: by the name of their table, not yet in a project; those that are absent leave their group empty.
    """
    project.setTitle(title or tr("Ruhr Planner"))
    system = QgsCoordinateReferenceSystem(region.CRS)
    project.setCrs(system, True)
    project.setDistanceUnits(Qgis.DistanceUnit.Meters)
    project.setAreaUnits(Qgis.AreaUnit.Hectares)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(QgsRectangle(*region.EXTENT), system))
    root = project.layerTreeRoot()
    for group in groups():
        _fill(project, root.addGroup(group.name), group, layers)
    _add_themes(project, layers)
    for name, width, height in ((tr("A4 portrait"), 210.0, 297.0), (tr("A3 landscape"), 420.0, 297.0)):
        project.layoutManager().addLayout(_layout(project, name, width, height, _sources(layers.values())))
    project.setDirty(False)


def _fill(project: QgsProject, node: QgsLayerTreeGroup, group: Group, layers: Mapping[str, QgsVectorLayer]) -> None:
    for table in group.tables:
        layer = layers.get(table.table)
        if layer is not None:
            project.addMapLayer(layer, False)
            entry = node.addLayer(layer)
            entry.setItemVisibilityChecked(table in group.shown)
            entry.setExpanded(table in group.shown)


def _add_themes(project: QgsProject, layers: Mapping[str, QgsVectorLayer]) -> None:
    for name, wanted in themes():
        record = QgsMapThemeCollection.MapThemeRecord()
        present = [layers[table.table] for table in wanted if table.table in layers]
        for layer in present:
            entry = QgsMapThemeCollection.MapThemeLayerRecord(layer)
            entry.currentStyle = layer.styleManager().currentStyle()
            entry.usingCurrentStyle = True
            record.addLayerRecord(entry)
        if present:
            project.mapThemeCollection().insert(name, record)


# -------------------------------------------------------------------------------------------------------------- layouts
def _layout(project: QgsProject, name: str, width: float, height: float, sources: str) -> QgsPrintLayout:
    """Build a layout whose map, legend, scale bar and words follow the project."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(name)
    page: QgsLayoutItemPage = layout.pageCollection().page(0)
    page.setPageSize(QgsLayoutSize(width, height, _MM))
    beside = width > height
    inner = width - 2 * _EDGE
    map_width = inner - (_SIDE + 5 if beside else 0)
    map_height = height - 2 * _EDGE - _TITLE - _FOOT - (0 if beside else _SIDE)
    _label(layout, "[% @project_title %]", (_EDGE, _EDGE, inner, _TITLE), 18, "title")
    shown = QgsLayoutItemMap(layout)
    _place(layout, shown, (_EDGE, _EDGE + _TITLE, map_width, map_height), "map")
    shown.setCrs(QgsCoordinateReferenceSystem(region.CRS))
    shown.zoomToExtent(QgsRectangle(*region.EXTENT))
    shown.setFrameEnabled(True)
    side = (
        (width - _EDGE - _SIDE, _EDGE + _TITLE, _SIDE, map_height)
        if beside
        else (_EDGE, _EDGE + _TITLE + map_height + 3, inner, _SIDE)
    )
    _legend(layout, shown, side, 1 if beside else 3)
    _marks(layout, shown, (_EDGE, height - _EDGE - _FOOT + 2, inner, _FOOT - 2), sources)
    return layout


def _legend(layout: QgsPrintLayout, shown: QgsLayoutItemMap, box: Sequence[float], columns: int) -> None:
    legend = QgsLayoutItemLegend(layout)
    legend.setTitle(tr("Legend"))
    legend.setLinkedMap(shown)
    legend.setLegendFilterByMapEnabled(True)
    legend.setColumnCount(columns)
    legend.setSplitLayer(True)
    legend.setResizeToContents(False)
    for part, size in _LEGEND_SIZES:
        style = legend.style(part)
        style.setTextFormat(_text_format(size))
        legend.setStyle(part, style)
    _place(layout, legend, box, "legend")


def _marks(layout: QgsPrintLayout, shown: QgsLayoutItemMap, foot: Sequence[float], sources: str) -> None:
    """Put scale bar, north arrow, date, reference system and sources at the foot of the page."""
    left, top, width, height = foot
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(shown)
    bar.applyDefaultSize(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    bar.setSegmentSizeMode(Qgis.ScaleBarSegmentSizeMode.FitWidth)
    bar.setMinimumBarWidth(_BAR_MM[0])
    bar.setMaximumBarWidth(_BAR_MM[1])
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setTextFormat(_text_format(7.5))
    _place(layout, bar, (left + height + 3, top, 60.0, height), "scale_bar")
    arrow = QgsLayoutItemPicture(layout)
    arrow.setPicturePath(str(paths.resource("layouts", "north_arrow.svg")))
    arrow.setLinkedMap(shown)
    _place(layout, arrow, (left, top, height, height), "north_arrow")
    scale = f"1:[% format_number(map_get(item_variables('map'), 'map_scale'), 0, '{i18n.language()}') %]"
    day = "[% format_date(now(), 'dd.MM.yyyy') %]"
    told = " · ".join((scale, region.CRS, day)) + (f"\n{tr('Sources')}: {literal(sources)}" if sources else "")
    _label(layout, told, (left + 80, top, width - 80, height), SMALLEST + 0.5, "foot")


def _label(layout: QgsPrintLayout, text: str, box: Sequence[float], size: float, name: str) -> None:
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    label.setTextFormat(_text_format(size))
    _place(layout, label, box, name)


def _text_format(size: float) -> QgsTextFormat:
    made = QgsTextFormat()
    made.setFont(QFont(family()))
    made.setSize(size)
    return made


def _sources(layers: Iterable[QgsVectorLayer]) -> str:
    """Return the source notes of layers, each once."""
    return " · ".join(dict.fromkeys(note for layer in layers for note in layer.metadata().rights() if note))


def _place(layout: QgsPrintLayout, item: QgsLayoutItem, box: Sequence[float], name: str) -> None:
    item.setId(name)
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(box[0], box[1], _MM))
    item.attemptResize(QgsLayoutSize(box[2], box[3], _MM))
