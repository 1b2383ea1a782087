"""Invent a Breitbandatlas grid and plots of full regional size for the fibre benchmark.

The numbers are random with a fixed seed and mean nothing; only their count, size and nulls are like those of the
region: 100 m cells (EPSG:25832) side by side, plots of 0.2 to 6 ha with four to nine corners.
"""

from __future__ import annotations

import math
import struct
from pathlib import Path

import numpy as np
from osgeo import ogr, osr

CELL_M = 100.0
WEST, SOUTH = 326_000.0, 5_675_000.0
CLASSES = (30, 100, 400, 1000)
ALLE = "down_fn_hh_alle_30"
FIBRE = "down_fn_hh_ftthb_1000"
COLUMNS = (*(f"down_fn_hh_alle_{mbit}" for mbit in CLASSES), FIBRE)
NULL_SHARE = 0.1
SEED = 25832


def cell_table(count: int, seed: int = SEED) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the lower left corners (n, 2) in metres and the per cent columns (NaN = null) of ``count`` cells."""
    rng = np.random.default_rng(seed)
    columns = math.ceil(math.sqrt(count))
    number = np.arange(count)
    corners = np.column_stack((WEST + number % columns * CELL_M, SOUTH + number // columns * CELL_M))
    values = np.sort(rng.integers(0, 101, (count, len(CLASSES))), axis=1)[:, ::-1].astype(np.float64)
    fibre = np.floor(values[:, -1] * rng.random(count))
    unknown = rng.random(count) < NULL_SHARE
    values[unknown] = np.nan
    fibre[unknown | (rng.random(count) < NULL_SHARE)] = np.nan
    table = {f"down_fn_hh_alle_{mbit}": values[:, i] for i, mbit in enumerate(CLASSES)}
    return corners, {**table, FIBRE: fibre}


def plot_rings(count: int, extent_m: float, seed: int = SEED) -> list[np.ndarray]:
    """Return ``count`` closed rings (k, 2), star-shaped and valid, spread over a square of ``extent_m``."""
    rng = np.random.default_rng(seed + 1)
    rings = []
    for _ in range(count):
        corners = int(rng.integers(4, 10))
        step = 2 * math.pi / corners
        angle = np.arange(corners) * step + rng.uniform(-0.3, 0.3, corners) * step
        radius = math.sqrt(rng.uniform(0.2, 6.0) * 10_000 / math.pi) * rng.uniform(0.7, 1.2, corners)
        middle = np.array((WEST, SOUTH)) + rng.uniform(150, extent_m - 150, 2)
        ring = middle + np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
        rings.append(np.vstack((ring, ring[:1])))
    return rings


def polygon_wkb(ring: np.ndarray) -> bytes:
    """Return the little-endian WKB of a polygon with one ring."""
    return struct.pack("<BIII", 1, 3, 1, len(ring)) + np.ascontiguousarray(ring, dtype="<f8").tobytes()


def _layer(source: ogr.DataSource, name: str) -> ogr.Layer:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(25832)
    return source.CreateLayer(name, reference, ogr.wkbPolygon, ["GEOMETRY_NAME=geom"])


def write(path: Path, cells: int, plots: int, seed: int = SEED, extent_share: float = 1.0) -> None:
    """Write the layers ``broadband_cell`` and ``plot`` into a new GeoPackage at ``path``.

    :param extent_share: share of the grid's width and height in which the plots lie.
    """
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    corners, table = cell_table(cells, seed)
    _write_cells(source, corners, table)
    extent_m = math.floor(math.sqrt(cells)) * CELL_M * extent_share
    _write_plots(source, plot_rings(plots, extent_m, seed))
    source = None


def _write_cells(source: ogr.DataSource, corners: np.ndarray, table: dict[str, np.ndarray]) -> None:
    layer = _layer(source, "broadband_cell")
    layer.CreateField(ogr.FieldDefn("raster_id", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("ags", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("edition", ogr.OFTString))
    for name in table:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTReal))
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) * CELL_M
    columns = [values.tolist() for values in table.values()]
    layer.StartTransaction()
    for row, corner in enumerate(corners):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(0, f"100mN{int(corner[1] // 100)}E{int(corner[0] // 100)}")
        feature.SetField(1, "05913000")
        feature.SetField(2, "2025-12-31")
        for field, values in enumerate(columns, start=3):
            if not math.isnan(values[row]):
                feature.SetField(field, values[row])
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(polygon_wkb(square + corner)))
        layer.CreateFeature(feature)
    layer.CommitTransaction()


def _write_plots(source: ogr.DataSource, rings: list[np.ndarray]) -> None:
    layer = _layer(source, "plot")
    for name in ("plot_id", "ags", "name"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    layer.StartTransaction()
    for row, ring in enumerate(rings):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(0, f"bench:{row}")
        feature.SetField(1, "05913000")
        feature.SetField(2, f"Plot {row}")
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(polygon_wkb(ring)))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
