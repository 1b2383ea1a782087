"""Where a record lies on the map: zooming and a flash, whatever the map's reference system is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)

from ruhr_planner import log
from ruhr_planner.model.region import CRS

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

LEAST_M = 400.0
"""The map shows at least so many metres, so that a small plot is seen where it lies."""


def show(iface: QgisInterface, box: QgsRectangle, system: str = CRS, shape: QgsGeometry | None = None) -> None:
    """Zoom the map to a box and let the shape, or the box itself, flash.

    :param system: reference system of box and shape.
    """
    canvas = iface.mapCanvas()
    here = QgsCoordinateReferenceSystem(system)
    there = canvas.mapSettings().destinationCrs()
    wide = QgsRectangle(box)
    if not here.isGeographic():
        wide.grow(max(0.0, (LEAST_M - max(box.width(), box.height())) / 2))
    wide.scale(1.2)
    try:
        extent = QgsCoordinateTransform(here, there, QgsProject.instance()).transformBoundingBox(wide)
    except QgsCsException as error:
        log.warning(str(error))
        return
    canvas.setExtent(extent)
    canvas.refresh()
    canvas.flashGeometries([shape or QgsGeometry.fromRect(box)], here)
