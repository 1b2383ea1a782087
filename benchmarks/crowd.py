"""A copy of a planning store with more plots, for benchmarks: those of the demo region again and again, moved a little.

The copies lie 1,100 to 3,700 m from their originals, so they fall into the same and into neighbouring municipalities.
"""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import numpy as np
from osgeo import ogr

TABLE = "plot"


def crowd(source: Path, target: Path, count: int) -> int:
    """Copy a GeoPackage store and add moved copies of its plots until it holds `count`; return how many it had."""
    shutil.copyfile(source, target)
    opened = ogr.Open(str(target), 1)
    layer = opened.GetLayerByName(TABLE)
    have = layer.GetFeatureCount()
    originals = [feature.Clone() for feature in layer]
    layer.StartTransaction()
    for copy in range(1, math.ceil(count / have)):
        shift = np.array((math.cos(copy), math.sin(copy))) * (700.0 + 400.0 * copy)
        for feature in originals[: count - copy * have]:
            moved = feature.Clone()
            moved.SetFID(-1)
            moved.SetField("plot_id", f"{feature.GetField('plot_id')}-{copy}")
            geometry = moved.GetGeometryRef().Clone()
            _shift(geometry, *shift)
            moved.SetGeometry(geometry)
            layer.CreateFeature(moved)
    layer.CommitTransaction()
    del moved, geometry, layer, opened  # which closes the file
    return have


def _shift(geometry: ogr.Geometry, east: float, north: float) -> None:
    """Move a geometry, metres."""
    for place in range(geometry.GetGeometryCount()):
        _shift(geometry.GetGeometryRef(place), east, north)
    for place in range(geometry.GetPointCount() if not geometry.GetGeometryCount() else 0):
        geometry.SetPoint_2D(place, geometry.GetX(place) + east, geometry.GetY(place) + north)
