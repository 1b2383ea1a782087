"""Geometry of 95,000 polygons (120 vertices on average, one in fifty invalid) to EPSG:25832, repaired and located.

`harmonise.geometry.fit` page by page, beside its peers: `ogr2ogr -makevalid -t_srs` on the same GeoPackage (which also
reads and writes; its time for copying the file as it is stands beside it), and QGIS's own calls geometry by geometry.
Bounds: `fit` takes no longer than ogr2ogr, and so does the municipality by place on top. The sums of the areas have
to agree to 1 in a million. Run: `python benchmarks/bench_fit.py [--count N]` (needs gdal-bin). The result of a full
run is written into benchmarks/results/fit.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from osgeo import ogr, osr

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

COUNT = 95_000
PAGE = 5_000
SOURCES = ("EPSG:31466", "EPSG:25832")
LAYER = "plots"
_WEST, _SOUTH, _EAST, _NORTH = 320_000.0, 5_680_000.0, 425_000.0, 5_738_000.0


def invent(count: int, seed: int = 4) -> list[bytes]:
    """Return WKB of star-shaped polygons in EPSG:25832, 60 to 180 vertices; every fiftieth crosses itself."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        vertices = int(rng.integers(60, 181))
        angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
        distance = rng.uniform(20, 150) * rng.uniform(0.8, 1.0, vertices)
        xy = np.column_stack((distance * np.cos(angle), distance * np.sin(angle)))
        if number % 50 == 0:
            xy[[3, vertices // 2]] = xy[[vertices // 2, 3]]
        xy += (rng.uniform(_WEST, _EAST), rng.uniform(_SOUTH, _NORTH))
        ring = np.vstack((xy, xy[:1])).astype("<f8").tobytes()
        made.append(struct.pack("<BIII", 1, 3, 1, vertices + 1) + ring)
    return made


def delivered(wkbs: list[bytes], crs: str) -> list[bytes]:
    """Return the polygons as somebody delivers them in another reference system."""
    import pyproj

    from ruhr_planner.readers import wkb

    if crs == "EPSG:25832":
        return wkbs
    coordinates = wkb.Coordinates(wkbs)
    there = pyproj.Transformer.from_crs("EPSG:25832", crs, always_xy=True)
    turned = coordinates.replaced(np.column_stack(there.transform(*coordinates.xy.T)))
    return [data for data in turned if data is not None]


def store(wkbs: list[bytes], crs: str, path: Path) -> None:
    """Write a GeoPackage."""
    system = osr.SpatialReference()
    system.SetFromUserInput(crs)
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = file.CreateLayer(LAYER, system, ogr.wkbPolygon)
    layer.StartTransaction()
    for data in wkbs:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkb(data))
        layer.CreateFeature(feature)
    layer.CommitTransaction()


class Time(NamedTuple):
    """Seconds on the clock and of the processor, children included."""

    clock: float
    processor: float


def timed(run: Callable[[], float]) -> tuple[Time, float]:
    """Return the time and what the run returns: the sum of the areas, m²."""
    begun, used = time.perf_counter(), _processor()
    area = run()
    return Time(time.perf_counter() - begun, _processor() - used), area


def _processor() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def ours(wkbs: list[bytes], crs: str, kept: list[object]) -> float:
    """Fit all pages; the geometries go to `kept`."""
    from qgis.core import QgsCoordinateTransformContext

    from ruhr_planner.harmonise import geometry

    where = geometry.placement(crs, False, QgsCoordinateTransformContext())
    total = 0.0
    for start in range(0, len(wkbs), PAGE):
        page = geometry.fit(wkbs[start : start + PAGE], where, "MultiPolygon")
        total += sum(one.area_m2 for one in page)
        kept.extend(one.geometry for one in page)
    return total


def one_by_one(wkbs: list[bytes], crs: str) -> float:
    """Do the same with QGIS's own calls."""
    from qgis.core import (
        Qgis,
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransform,
        QgsCoordinateTransformContext,
        QgsGeometry,
    )

    source, target = QgsCoordinateReferenceSystem(crs), QgsCoordinateReferenceSystem("EPSG:25832")
    transform = QgsCoordinateTransform(source, target, QgsCoordinateTransformContext())
    total = 0.0
    for data in wkbs:
        shape = QgsGeometry()
        shape.fromWkb(data)
        shape.transform(transform)
        if not shape.isGeosValid():
            shape = shape.makeValid(Qgis.MakeValidMethod.Structure)
        total += shape.area()
    return total


def by_ogr2ogr(source: Path, target: Path, *options: str) -> float:
    """Run GDAL's program and return the sum of the areas that it wrote (0 where nobody asks)."""
    subprocess.run(["ogr2ogr", "-f", "GPKG", str(target), str(source), *options], check=True)
    return 0.0


def area_in(path: Path) -> float:
    """Return the sum of the areas in a file."""
    file = ogr.Open(str(path))
    return float(sum(feature.GetGeometryRef().GetArea() for feature in file.GetLayer(0)))


def contest(count: int, crs: str, folder: Path) -> list[tuple[str, Time]]:
    """Measure all contestants for one reference system: name and time."""
    from ruhr_planner.harmonise import municipality

    wkbs = delivered(invent(count), crs)
    source, target = folder / f"{crs[5:]}.gpkg", folder / f"{crs[5:]}_out.gpkg"
    store(wkbs, crs, source)
    makevalid = ("-makevalid", "-t_srs", "EPSG:25832", "-nlt", "PROMOTE_TO_MULTI")
    gdal, _none = timed(lambda: by_ogr2ogr(source, target, *makevalid))
    copied, _none = timed(lambda: by_ogr2ogr(source, folder / f"{crs[5:]}_copy.gpkg"))
    kept: list[object] = []
    fit, area = timed(lambda: ours(wkbs, crs, kept))
    alone, own = timed(lambda: one_by_one(wkbs, crs))
    found, _none = timed(lambda: float((municipality.places().of(kept).count > 1).sum()))
    if not abs(area - own) < 1e-6 * own or not abs(area - area_in(target)) < 1e-3 * area:
        raise SystemExit(f"areas differ: fit {area}, QGIS {own}, ogr2ogr {area_in(target)}")
    return [
        ("fit", fit),
        ("municipality by place", found),
        ("ogr2ogr -makevalid -t_srs", gdal),
        ("ogr2ogr, copy only", copied),
        ("QGIS geometry by geometry", alone),
    ]


def main() -> None:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    count = parser.parse_args().count
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    before = os.getloadavg()[0]
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for crs in SOURCES:
            seconds = contest(count, crs, Path(name))
            peer = dict(seconds)["ogr2ogr -makevalid -t_srs"]
            rows += [
                f"| {crs} | {who} | {used.clock:.1f} | {used.processor:.1f} | {used.processor / peer.processor:.2f} |"
                for who, used in seconds
            ]
    print("\n".join(rows))
    text = f"""# Geometry of {count:,} polygons to EPSG:25832

`python benchmarks/bench_fit.py`: polygons of 60 to 180 vertices, every fiftieth crosses itself. `fit` and the
municipality work in memory, ogr2ogr also reads and writes the file; its time for a mere copy stands beside it.
Load of the machine before and after: {before:.1f} and {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.

| delivered in | contestant | seconds | of the processor | share of ogr2ogr -makevalid -t_srs (processor) |
|---|---|---|---|---|
"""
    end = f"\nPython {platform.python_version()}, {platform.system()}, one run.\n"
    if count == COUNT:
        (ROOT / "benchmarks" / "results" / "fit.md").write_text(text + "\n".join(rows) + "\n" + end, encoding="utf-8")
    application.exitQgis()


if __name__ == "__main__":
    main()
