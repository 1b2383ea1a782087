"""A Breitbandatlas grid of 450,000 cells with 56 columns into a planning store, beside `ogr2ogr -spat`.

The peer cuts the same file to the same box and writes it into a new GeoPackage; it checks no value, knows no edition,
compares with no store and writes no provenance. Bound: at most 2 times its time. Each runs in a process of its own; the
time of ours is that of the algorithm, without the start of QGIS. Also measured: the same file a second time, and the
same file zipped. Run: `python benchmarks/bench_broadband.py` (needs gdal-bin). The result is written into
benchmarks/results/broadband.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

CELLS = 450_000
BOUND = 2.0
BOX = (326_000.0, 5_675_000.0, 430_000.0, 5_743_000.0)
"""xmin, ymin, xmax, ymax: within the region's extent, so that all cells are taken."""
AGS = "05113000"
NAME = "Gitterzellen_Stand_20251231"


class Measured(NamedTuple):
    """Seconds, seconds of the processor, peak memory in MB, records."""

    seconds: float
    processor: float
    memory: int
    records: int


def invent(path: Path, count: int) -> None:
    """Write a grid as it is published: 56 columns, a tenth of the cells without data, most technologies null."""
    import numpy as np
    from osgeo import gdal, ogr, osr

    from ruhr_planner.model.tables import CELL_TECHNOLOGIES, MBIT, cell_column

    rng = np.random.default_rng(25832)
    system = osr.SpatialReference()
    system.ImportFromEPSG(25832)
    source = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = source.CreateLayer(NAME, system, ogr.wkbPolygon, ["GEOMETRY_NAME=geom"])
    for name in ("id", "raster_id", "ags"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    names = [cell_column(technology, mbit) for technology in CELL_TECHNOLOGIES for mbit in MBIT]
    for name in names:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTReal))
    columns = int((BOX[2] - BOX[0]) / 100)
    layer.StartTransaction()
    for number in range(count):
        x, y = BOX[0] + number % columns * 100.0, BOX[1] + number // columns * 100.0
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(0, str(number))
        feature.SetField(1, f"100mN{int(y / 100)}E{int(x / 100)}")
        feature.SetField(2, AGS)
        shares = np.sort(rng.integers(0, 101, (len(CELL_TECHNOLOGIES), len(MBIT))), axis=1)[:, ::-1].astype(float)
        empty = rng.random(len(CELL_TECHNOLOGIES)) < 0.4
        for at, value in enumerate(shares.ravel().tolist()):
            if not empty[at // len(MBIT)]:
                feature.SetField(3 + at, value)
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(_square(x, y)))
        layer.CreateFeature(feature)
    layer.CommitTransaction()


def _square(x: float, y: float) -> bytes:
    import struct

    ring = (x, y, x + 100, y, x + 100, y + 100, x, y + 100, x, y)
    return struct.pack("<BIII10d", 1, 3, 1, 5, *ring)


def imported(source: Path, store: Path) -> None:
    """Our algorithm in QGIS."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    application = QgsApplication([], False)
    application.initQgis()
    from ruhr_planner.processing.importbroadband import ImportBroadband

    given = {"INPUT": str(source), "STORE": str(store), "CREATE": True, "EDITION": "2025-12"}
    algorithm = ImportBroadband().create()
    used, begun = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    results, done = algorithm.run(given, QgsProcessingContext(), QgsProcessingFeedback())
    _say(begun, used, int(results["WRITTEN"] + results["UNCHANGED"]) if done else 0, resource.RUSAGE_SELF)
    application.exitQgis()


def ogr2ogr(source: Path, target: Path) -> None:
    """GDAL's own program."""
    used, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    box = [str(edge) for edge in BOX]
    done = subprocess.run(["ogr2ogr", "-f", "GPKG", str(target), str(source), "-spat", *box], check=False)
    _say(begun, used, -1 if done.returncode == 0 else 0, resource.RUSAGE_CHILDREN)


def _say(begun: float, before: resource.struct_rusage, records: int, who: int) -> None:
    seconds, used = time.perf_counter() - begun, resource.getrusage(who)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    print("RESULT", f"{seconds:.2f}", f"{processor:.2f}", used.ru_maxrss // 1024, records)


def measure(name: str, source: Path, target: Path) -> Measured:
    """Run a contestant in a process of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, __file__, "--run", name, str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
    seconds, processor, memory, records = line.split()[1:]
    return Measured(float(seconds), float(processor), int(memory), int(records))


def report(count: int, found: dict[str, Measured]) -> str:
    """Return the result as Markdown."""
    ratio = found["first"].seconds / found["peer"].seconds
    verdict = "held" if ratio <= BOUND else "**not held**"
    words = {"peer": "ogr2ogr -spat", "first": "into a new store", "again": "the same again", "zipped": "zipped"}
    lines = [
        "# Breitbandatlas grid",
        "",
        (
            f"{count:,} cells × 56 columns. Measured with `python benchmarks/bench_broadband.py --cells {count}` on"
            f" {platform.machine()}, Python {platform.python_version()}."
        ),
        "",
        "| | seconds | seconds of the processor | memory MB | cells |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {words[name]} | {one.seconds:.1f} | {one.processor:.1f} | {one.memory} |"
            f" {one.records if one.records >= 0 else '–'} |"
            for name, one in found.items()
        ),
        "",
        f"{ratio:.2f} times the time of ogr2ogr; the bound of {BOUND:g} is {verdict}.",
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cells", type=int, default=CELLS)
    parser.add_argument("--run", nargs=3)
    given = parser.parse_args()
    if given.run:
        name, source, target = given.run
        (ogr2ogr if name == "peer" else imported)(Path(source), Path(target))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{NAME}.gpkg"
        invent(source, given.cells)
        found = {
            "peer": measure("peer", source, Path(folder) / "peer.gpkg"),
            "first": measure("first", source, Path(folder) / "store.gpkg"),
            "again": measure("again", source, Path(folder) / "store.gpkg"),
        }
        packed = Path(folder) / f"{NAME}_gpkg.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
            made.write(source, source.name)
        found["zipped"] = measure("zipped", packed, Path(folder) / "zipped.gpkg")
    text = report(given.cells, found)
    print(text)
    if given.cells == CELLS:
        (ROOT / "benchmarks" / "results" / "broadband.md").write_text(text, encoding="utf-8")
    full = all(one.records == given.cells for name, one in found.items() if name != "peer")
    return 0 if full and found["first"].seconds <= BOUND * found["peer"].seconds else 1


if __name__ == "__main__":
    sys.exit(main())
