"""Moving the map to a place of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsProject

from ruhr_planner import log

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
    from qgis.gui import QgisInterface

SMALLEST_M = 200.0
"""Side of the smallest box that is shown: a point has no extent."""


def zoom_to_box(box: QgsRectangle, system: QgsCoordinateReferenceSystem, iface: QgisInterface) -> None:
    """Show a box of a metric system with a little around it."""
    shown = box.buffered(max(0.0, (SMALLEST_M - max(box.width(), box.height())) / 2.0))
    canvas = iface.mapCanvas()
    transform = QgsCoordinateTransform(system, canvas.mapSettings().destinationCrs(), QgsProject.instance())
    try:
        extent = transform.transformBoundingBox(shown)
    except QgsCsException as error:
        log.warning(str(error))
        return
    extent.scale(1.2)
    canvas.setExtent(extent)
    canvas.refresh()
