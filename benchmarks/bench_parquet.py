"""Write 100,000 invented cells and plots of a store as GeoParquet and as GeoPackage.

Needs a GDAL with the driver Parquet. The writer is the plugin's for both; ogr2ogr copies the same layers as a peer.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import invent_cells
from osgeo import gdal, ogr

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
if TYPE_CHECKING:
    from ruhr_planner.store.layers import LayerSpec, Row

COUNT = 100_000
FORMATS = (("GPKG", ".gpkg"), ("Parquet", ".parquet"))
RESULT = ROOT / "benchmarks" / "results" / "parquet.md"


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds by the clock, and of the processor with that of programs it started, that a call takes."""
    clock, before = time.perf_counter(), sum(os.times()[:4])
    work()
    return time.perf_counter() - clock, sum(os.times()[:4]) - before


def read(store: Path, name: str) -> tuple[LayerSpec, list[Row]]:
    """Return a layer of the invented store, all of it."""
    from qgis.core import QgsFields, QgsVectorLayer

    from ruhr_planner.store import layers

    layer = QgsVectorLayer(layers.layer_uri(store, name), name, "ogr")
    fields = QgsFields()
    for each in layer.fields():
        if each.name() != "fid":
            fields.append(each)
    rows = [(each.geometry(), each.attributes()[1:]) for each in layer.getFeatures()]
    return layers.LayerSpec(name, fields, layer.wkbType(), layer.metadata()), rows


def measure(store: Path, name: str, folder: Path) -> list[str]:
    """Return a row of the table for each format and writer."""
    from qgis.core import QgsCoordinateTransformContext

    from ruhr_planner.store import layers

    spec, rows = read(store, name)
    told = []
    for driver, ending in FORMATS:
        ours, peer = folder / f"{name}{ending}", folder / f"{name}_peer{ending}"
        copy = ["ogr2ogr", "-f", driver, str(peer), str(store), name]
        contestants = (
            ("ours", ours, partial(layers.write_layer, ours, spec, rows, QgsCoordinateTransformContext())),
            ("ogr2ogr, with reading", peer, partial(subprocess.run, copy, check=True)),
        )
        for who, path, work in contestants:
            clock, processor = seconds(work)
            source = ogr.Open(str(path))
            if source.GetLayer(0).GetFeatureCount() != len(rows):
                raise SystemExit(f"{path.name} does not hold {len(rows)} records")
            source = None
            size = path.stat().st_size / 1e6
            told.append(f"| {name} | {driver} | {who} | {clock:.1f} | {processor:.1f} | {size:.1f} |")
    return told


def main() -> None:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    count = parser.parse_args().count
    if gdal.GetDriverByName("Parquet") is None:
        raise SystemExit("This GDAL has no driver for Parquet.")
    from qgis.core import Qgis, QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "store.gpkg"
        invent_cells.write(store, count, count)
        rows = [row for layer in ("broadband_cell", "plot") for row in measure(store, layer, Path(name))]
    text = f"""# {count:,} records as GeoParquet and as GeoPackage

`python benchmarks/bench_parquet.py`: cells of 100 m with five shares, of which some are unknown, and plots of
4 to 9 corners with three texts. Ours writes what lies in memory, ogr2ogr reads it from a GeoPackage as well.
Load of the machine before and after: {load:.1f} and {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.

| layer | format | writer | seconds | of the processor | MB |
|---|---|---|---|---|---|
""" + "\n".join(rows)
    text += f"\n\nQGIS {Qgis.version()}, GDAL {gdal.__version__}, Python {platform.python_version()}, one run.\n"
    print(text)
    if count == COUNT:
        RESULT.write_text(text, encoding="utf-8")
    application.exitQgis()


if __name__ == "__main__":
    main()
