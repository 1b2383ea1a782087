"""Layers of stores and results on the map. Main thread only; layers are remembered by id and looked up again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsLayerTreeGroup,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from ruhr_planner import i18n, log
from ruhr_planner.i18n import tr
from ruhr_planner.model import tables
from ruhr_planner.model.tables import Table

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.opening import OpenStore

TOP_DOWN = (
    tables.PLACE,
    tables.LOCATION_FACTOR,
    tables.ROAD,
    tables.BARRIER,
    tables.PLOT,
    tables.PLOT_ODBL,
    tables.EXCLUSION,
    tables.SENSITIVE,
    tables.BROADBAND_CELL,
    tables.MUNICIPALITY,
)
"""Tables with geometry in the order of the legend."""

BASE = (tables.PLOT, tables.MUNICIPALITY)
"""What is put on the map when a store is opened."""


def add_base(store: OpenStore) -> None:
    """Show plots and municipalities of a store that was just opened."""
    _add_store(store, BASE)


def add_all(store: OpenStore) -> None:
    """Show every table with geometry; those beyond the base are switched off in the legend."""
    _add_store(store, TOP_DOWN)


def add_results(title: str, sources: Iterable[tuple[Table, str]], invented: bool) -> list[str]:
    """Add the layers of a run in a group of their own on top; return the ids of those with geometry.

    :param sources: table and OGR address, in the order of the legend; only the first is switched on.
    """
    stamp = datetime.now().astimezone().strftime("%H:%M")
    group = QgsProject.instance().layerTreeRoot().insertGroup(0, f"{_marked(title, invented)} – {stamp}")
    added = []
    for place, (table, uri) in enumerate(sources):
        layer = _layer(uri, table)
        if layer is not None:
            _put(group, layer, place, shown=place == 0)
            if layer.isSpatial():
                added.append(layer.id())
    return added


def zoom_to(ids: Iterable[str], iface: QgisInterface) -> bool:
    """Zoom the map to layers; False when none of them is in the project any more."""
    project = QgsProject.instance()
    canvas = iface.mapCanvas()
    extent = QgsRectangle()
    for layer in filter(None, (project.mapLayer(key) for key in ids)):
        transform = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), project)
        try:
            extent.combineExtentWith(transform.transformBoundingBox(layer.extent()))
        except QgsCsException as error:
            log.warning(str(error))
    if extent.isEmpty():
        return False
    extent.scale(1.1)
    canvas.setExtent(extent)
    canvas.refresh()
    return True


def _add_store(store: OpenStore, wanted: Iterable[Table]) -> None:
    project = QgsProject.instance()
    present = {layer.source() for layer in project.mapLayers().values()}
    group = _group(_marked(store.title, store.invented))
    for place, table in enumerate(table for table in wanted if store.has(table)):
        uri = source_of(store.path, table)
        layer = None if uri in present else _layer(uri, table)
        if layer is not None:
            _put(group, layer, place, shown=table in BASE)


def source_of(path: Path, table: Table) -> str:
    """Return the OGR address of a store's table, without looking at the file."""
    return f"{path}|layername={table.table}"


def _layer(uri: str, table: Table) -> QgsVectorLayer | None:
    from ruhr_planner.exhibit import styles  # not at QGIS's start

    layer = QgsVectorLayer(uri, table.label.text(i18n.language()), "ogr")
    if not layer.isValid():
        log.warning(tr("The layer “{layer}” could not be read: {why}").format(layer=uri, why=layer.error().summary()))
        return None
    styles.apply(layer, table.table, i18n.language())
    return layer


def _put(group: QgsLayerTreeGroup, layer: QgsVectorLayer, place: int, shown: bool) -> None:
    QgsProject.instance().addMapLayer(layer, False)
    node = group.insertLayer(place, layer)
    node.setItemVisibilityChecked(shown)
    node.setExpanded(shown)


def _group(name: str) -> QgsLayerTreeGroup:
    root = QgsProject.instance().layerTreeRoot()
    return root.findGroup(name) or root.insertGroup(0, name)


def _marked(title: str, invented: bool) -> str:
    return tr("{title} (invented example data)").format(title=title) if invented else title
