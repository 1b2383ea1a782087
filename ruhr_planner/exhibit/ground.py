"""The map under a theme: taken once from its service and kept as a file, so that no drawing of a sheet waits for it.

QGIS draws a map whose service is silent as nothing, and says so to nobody: after the network's time-out, once for every
part of the picture, the sheet is done and its ground is empty. Here the map is drawn before the sheet, within a limit,
and looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QEventLoop, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from ruhr_planner.model import region
from ruhr_planner.model.errors import Cancelled, MapNotDrawn, TookTooLong, WriteFailed

DPI, LONGEST = 150.0, 4_000
"""Resolution on paper, and dots of the longer side at most: a service of an office has limits, and so has a PDF."""
_TICK = 100


def take(
    source: str,
    provider: str,
    title: str,
    extent: QgsRectangle,
    width: float,
    file: Path,
    context: QgsCoordinateTransformContext,
    check: Callable[[], None],
    seconds: float,
) -> None:
    """Draw a raster layer of a service and write it as GeoTIFF. Any thread.

    :param extent: in EPSG:25832.
    :param width: of the map on paper, mm.
    :param check: asked ten times a second; when it raises `Cancelled`, the drawing ends.
    :param seconds: what the service may take.
    :raises TookTooLong: the service had not given all of it within the limit.
    :raises MapNotDrawn: it gave nothing.
    """
    layer = QgsRasterLayer(source, title, provider)
    dots = min(DPI * width / 25.4, LONGEST, LONGEST * extent.width() / extent.height())
    size = QSize(max(1, round(dots)), max(1, round(dots * extent.height() / extent.width())))
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(region.CRS))
    settings.setTransformContext(context)
    settings.setExtent(extent)
    settings.setOutputSize(size)
    settings.setOutputDpi(25.4 * size.width() / width)
    settings.setBackgroundColor(QColor(Qt.GlobalColor.transparent))
    picture = QImage(size, QImage.Format.Format_RGBA8888)
    picture.fill(Qt.GlobalColor.transparent)
    if not _drawn(settings, picture, check, seconds):
        raise TookTooLong(source=title, seconds=f"{seconds:.0f}")
    if not layer.isValid() or _empty(picture):
        raise MapNotDrawn(source=title)
    _write(picture, settings.visibleExtent(), file)


def _drawn(settings: QgsMapSettings, picture: QImage, check: Callable[[], None], seconds: float) -> bool:
    """Draw into a picture; return whether that was done within the limit."""
    painter = QPainter(picture)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    loop, watch, problems = QEventLoop(), QTimer(), []
    left = [seconds * 1000.0 / _TICK]

    def look() -> None:
        left[0] -= 1
        try:
            check()
        except Cancelled as problem:  # raised again below, outside of Qt
            problems.append(problem)
        if problems or left[0] <= 0:
            loop.quit()

    job.finished.connect(loop.quit)
    watch.timeout.connect(look)
    watch.start(_TICK)
    job.start()
    loop.exec()
    watch.stop()
    in_time = not job.isActive()
    if not in_time:
        job.cancel()
    painter.end()
    if problems:
        raise problems[0]
    return in_time


def _empty(picture: QImage) -> bool:
    """Tell whether a picture is transparent all over."""
    bits = picture.constBits().asarray(picture.sizeInBytes())
    return not any(memoryview(bytes(bits))[3::4])


def _write(picture: QImage, extent: QgsRectangle, file: Path) -> None:
    width, height = picture.width(), picture.height()
    options = ["COMPRESS=DEFLATE", "PHOTOMETRIC=RGB", "ALPHA=YES"]
    made = gdal.GetDriverByName("GTiff").Create(str(file), width, height, 4, gdal.GDT_Byte, options)
    if made is None:
        raise WriteFailed(file=file.name, why="GTiff")
    system = osr.SpatialReference()
    system.SetFromUserInput(region.CRS)
    made.SetProjection(system.ExportToWkt())
    made.SetGeoTransform(
        (extent.xMinimum(), extent.width() / width, 0, extent.yMaximum(), 0, -extent.height() / height)
    )
    made.WriteRaster(
        0, 0, width, height, bytes(picture.constBits().asarray(picture.sizeInBytes())), width, height,
        buf_pixel_space=4, buf_line_space=picture.bytesPerLine(), buf_band_space=1,
    )  # fmt: skip
