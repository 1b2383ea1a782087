"""Layers of stores and results on the map: opened in a job's thread, added on the main one, remembered by id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Callable

from qgis.core import (
    QgsApplication,
    QgsCoordinateTransform,
    QgsCsException,
    QgsDataSourceUri,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from ruhr_planner import i18n, log
from ruhr_planner.i18n import tr
from ruhr_planner.model import tables
from ruhr_planner.model.tables import Table
from ruhr_planner.store.layers import DATABASE, layer_uri, open_layer

if TYPE_CHECKING:
    from pathlib import Path

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

PLOTS = (tables.PLOT, tables.PLOT_ODBL)

BASE = (tables.PLOT, tables.MUNICIPALITY)
"""What is put on the map when a store is opened."""


Sources = list[tuple[Table, str]]
"""Tables and their OGR addresses in the order of the legend."""

Ready = dict[str, QgsVectorLayer]
"""Layers by their address, opened by :func:`load` and not yet in a project."""


def load(sources: Sources, check: Callable[[], None]) -> Ready:
    """Open and style layers in the thread of a job and hand them over to the main thread.

    Opening and styling take some 50 ms a layer, on a file server seconds. A layer that cannot be read is logged and
    left out: the result is there all the same.

    :param check: may raise Cancelled.
    """
    from ruhr_planner.exhibit import inforce, styles  # not at QGIS's start
    from ruhr_planner.gui.places import care

    language = i18n.language()
    ready: Ready = {}
    for table, uri in sources:
        check()
        layer = open_layer(uri, table.label.text(language))
        if not layer.isValid():
            unreadable = tr("The layer “{layer}” could not be read: {why}")
            log.warning(unreadable.format(layer=uri, why=layer.error().summary()))
            continue
        _message, stored = layer.loadDefaultStyle()
        if not stored:
            styles.apply(layer, table.table, language)
        else:
            styles.translate(layer.renderer(), language)
        if table in PLOTS:
            inforce.show(layer)
        care.dress(layer, table)  # else the window would wait for it
        layer.moveToThread(QgsApplication.instance().thread())
        ready[uri] = layer
    return ready


def sources_of(store: OpenStore, tables_wanted: Sequence[Table]) -> Sources:
    """Return those of some tables that a store holds, with their addresses."""
    return [(table, store.source(table)) for table in tables_wanted if store.has(table)]


def missing(sources: Sources) -> Sources:
    """Return the sources that are not in the project yet."""
    present = sources_present()
    return [(table, uri) for table, uri in sources if uri not in present]


def sources_present() -> set[str]:
    """Return the addresses of the project's layers, as algorithms take them."""
    return set(map(address_of, QgsProject.instance().mapLayers().values()))


def address_of(layer: QgsMapLayer) -> str:
    """Return the address of a layer, as algorithms take it."""
    if layer.providerType() != "postgres":
        return str(layer.source())
    source = QgsDataSourceUri(layer.source())
    source.removeParam("checkPrimaryKeyUnicity")  # QGIS's provider writes it into every source that it opens
    return DATABASE + str(source.uri(False))


def show_anew(addresses: Collection[str]) -> None:
    """Read and draw the project's layers of some addresses again."""
    for layer in QgsProject.instance().mapLayers().values():
        if address_of(layer) in addresses:
            layer.dataProvider().reloadData()
            layer.triggerRepaint()


def add_store(store: OpenStore, sources: Sources, ready: Ready) -> None:
    """Put layers of a store into its group; those beyond the base are switched off in the legend.

    :param sources: all that belong into the group, also those that are there already.
    """
    present = sources_present()
    group = _group(marked(store.title, store.invented))
    for place, (table, uri) in enumerate(sources):
        if uri in ready and uri not in present:
            _put(group, ready[uri], place, shown=table in BASE)


def add_results(title: str, sources: Sources, ready: Ready, invented: bool) -> list[str]:
    """Add the layers of a run in a group of their own on top; return the ids of those with geometry.

    Only the first one is switched on.
    """
    stamp = datetime.now().astimezone().strftime("%H:%M")
    group = QgsProject.instance().layerTreeRoot().insertGroup(0, marked(f"{title} {stamp}", invented))
    added = []
    for place, layer in enumerate(ready[uri] for _table, uri in sources if uri in ready):
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


def label(table: Table) -> str:
    """Return a table's name as people read it."""
    return table.label.text(i18n.language())


def source_of(path: Path, table: Table) -> str:
    """Return the OGR address of a store's table, without looking at the file."""
    return layer_uri(path, table.table)


def _put(group: QgsLayerTreeGroup, layer: QgsVectorLayer, place: int, shown: bool) -> None:
    QgsProject.instance().addMapLayer(layer, False)
    node = group.insertLayer(place, layer)
    node.setItemVisibilityChecked(shown)
    node.setExpanded(shown)


def _group(name: str) -> QgsLayerTreeGroup:
    root = QgsProject.instance().layerTreeRoot()
    return root.findGroup(name) or root.insertGroup(0, name)


def marked(title: str, invented: bool) -> str:
    """Return a title that says so where the data are invented."""
    return tr("{title} (example data)").format(title=title) if invented else title
