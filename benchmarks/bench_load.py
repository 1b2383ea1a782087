"""100,000 polygons from QGIS Server and from MapServer, complete into a GeoPackage: our loading and its peers.

Peers: `ogr2ogr` on the same service, and QGIS's own WFS layer copied by QgsVectorFileWriter. Bounds: not slower than
ogr2ogr, at least twice as fast as the WFS layer, memory independent of the layer's size. Every contestant runs in a
process of its own, one after the other; the peak memory is the process's. Run: `python benchmarks/bench_load.py`
(needs qgis-server, mapserver-bin, cgi-mapserver and gdal-bin). The result is written into benchmarks/results/load.md.
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
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

COUNT = 100_000
LAYER = "parcels"
PAGE_CAP = 10_000
"""MapServer's limit for an answer."""
CONTESTANTS = ("loadresource", "fetch (no QGIS)", "ogr2ogr", "WFS layer copied")


# ---------------------------------------------------------------------------------------------------------- contestants
def with_algorithm(url: str, out: Path) -> None:
    """Our algorithm in QGIS."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    application = _qgis()
    from ruhr_planner.processing.loadresource import LoadResource

    algorithm = LoadResource().create()
    begun = time.perf_counter()
    results, done = algorithm.run(
        {"URL": url, "LAYER": LAYER, "KIND": 1, "OUTPUT": str(out)}, QgsProcessingContext(), QgsProcessingFeedback()
    )
    _say(begun, results["LOADED"] if done and results["COMPLETE"] else 0)
    application.exitQgis()


def with_command_line(url: str, out: Path) -> None:
    """Our command line without QGIS."""
    from ruhr_planner.__main__ import main

    begun = time.perf_counter()
    code = main(["fetch", url, LAYER, str(out), "--kind", "wfs", "--quiet"])
    _say(begun, _count(out) if code == 0 else 0)


def with_ogr2ogr(url: str, out: Path) -> None:
    """GDAL's own program."""
    begun = time.perf_counter()
    subprocess.run(["ogr2ogr", "-f", "GPKG", str(out), f"WFS:{url}", LAYER, "-nln", LAYER], check=True)
    _say(begun, _count(out), resource.RUSAGE_CHILDREN)


def with_wfs_layer(url: str, out: Path) -> None:
    """QGIS's WFS provider, copied into a GeoPackage."""
    from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter, QgsVectorLayer

    application = _qgis()
    begun = time.perf_counter()
    uri = f"url='{url}' typename='{LAYER}' version='auto' srsname='EPSG:25832' pagingEnabled='true'"
    layer = QgsVectorLayer(uri, LAYER, "WFS")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", LAYER
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(out), QgsCoordinateTransformContext(), options)
    _say(begun, _count(out))
    del layer
    application.exitQgis()


RUNS: dict[str, Callable[[str, Path], None]] = dict(
    zip(CONTESTANTS, (with_algorithm, with_command_line, with_ogr2ogr, with_wfs_layer))
)


def _qgis() -> object:
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    return application


def _count(out: Path) -> int:
    import sqlite3

    with sqlite3.connect(out) as connection:
        (name,) = connection.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'").fetchone()
        return int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])


def _say(begun: float, loaded: int, who: int = resource.RUSAGE_SELF) -> None:
    seconds = time.perf_counter() - begun
    used = resource.getrusage(who)
    print("RESULT", f"{seconds:.2f}", loaded, used.ru_maxrss // 1024, f"{used.ru_utime + used.ru_stime:.2f}")


# ----------------------------------------------------------------------------------------------------------------- runs
def measure(name: str, url: str, folder: Path) -> tuple[float, int, int, float]:
    """Run a contestant in a process of its own: seconds, records, peak memory in MB, seconds of the processor."""
    out = folder / "out.gpkg"
    out.unlink(missing_ok=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)}
    command = [sys.executable, __file__, "--run", name, url, str(out)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT")), "RESULT nan 0 0 nan")
    _mark, seconds, loaded, memory, processor = line.split()
    return float(seconds), int(loaded), int(memory), float(processor)


def table(servers: dict[str, str], folder: Path) -> list[str]:
    """Return the rows of the result."""
    rows = []
    for server, url in servers.items():
        for name in CONTESTANTS:
            seconds, loaded, memory, processor = measure(name, url, folder)
            rows.append(f"| {server} | {name} | {seconds:.1f} | {processor:.1f} | {memory} | {loaded:,} |")
            print(rows[-1], flush=True)
    return rows


def write(rows: list[str], load: tuple[float, float, float]) -> None:
    """Write the result."""
    text = f"""# {COUNT:,} polygons from a WFS into a GeoPackage

`python benchmarks/bench_load.py`: the same layer of the same server on loopback, one contestant after the other, each
in a process of its own. `processor` are the seconds of the processor that the contestant itself used, without the
server. Load of the machine before and after: {load[0]:.1f} and {load[1]:.1f} on {os.cpu_count()} cores.

| server | contestant | seconds | processor, s | peak memory, MB | records |
|---|---|---|---|---|---|
"""
    end = f"\nPython {platform.python_version()}, {platform.system()}, one run.\n"
    target = ROOT / "benchmarks" / "results" / "load.md"
    target.write_text(text + "\n".join(rows) + "\n" + end, encoding="utf-8")


def main() -> None:
    """Run all, or the one contestant that a process of its own is for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", nargs=3, metavar=("CONTESTANT", "URL", "OUT"))
    parser.add_argument("--qgis-server", help="address of a running WFS instead of one started here")
    parser.add_argument("--mapserver", help="address of a running WFS instead of one started here")
    given = parser.parse_args()
    if given.run:
        RUNS[given.run[0]](given.run[1], Path(given.run[2]))
        return
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.qgis_server and given.mapserver:
            rows = table({"QGIS Server": given.qgis_server, "MapServer": given.mapserver}, folder)
        else:
            rows = table_of_own_servers(folder)
    write(rows, (before, os.getloadavg()[0], 0.0))


def table_of_own_servers(folder: Path) -> list[str]:
    """Start both servers with the sample and measure."""
    from tests.services.start import features, sample

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = _qgis()  # which writes the project that QGIS Server publishes
    parcels = sample.write_geopackage(folder / "parcels.gpkg", COUNT)
    project = features.write_project(folder / "parcels.qgs", parcels)
    with features.qgis_server(project, folder) as qgis, features.mapserver(parcels, folder, PAGE_CAP) as mapserver:
        rows = table({"QGIS Server": qgis.url, "MapServer": mapserver.url}, folder)
    del application
    return rows


if __name__ == "__main__":
    main()
