"""100,000 polygons from QGIS Server and from MapServer, complete into a GeoPackage: our loading and its peers.

Peers: `ogr2ogr` on the same service, and QGIS's own WFS layer copied by QgsVectorFileWriter, each as it is set by
default and with pages as large as ours. Bounds: not slower than ogr2ogr, at least twice as fast as the WFS layer,
memory independent of the layer's size. Both servers run as FastCGI workers behind nginx (`benchmarks/served.py`), the
same for all. Every contestant runs in a process of its own, one after the other. `the server alone` is a client that
throws the same pages away, as many side by side as ours. Peak memory is VmHWM of the process, for three sizes.

Run: `python benchmarks/bench_load.py` (needs qgis-server, cgi-mapserver, nginx, spawn-fcgi and gdal-bin). The results
are written into benchmarks/results/load_*.md; `--only qgis_server|mapserver|memory` does one of the three.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

COUNT = 100_000
SIZES = (10_000, 100_000, 300_000)
LAYER = "parcels"
PAGE = 10_000
"""MapServer's limit for an answer, and what we ask for at once."""
SERVERS = {"qgis_server": "QGIS Server", "mapserver": "MapServer"}
OURS, BARE = "loadresource", "fetch (no QGIS)"


class Run(NamedTuple):
    """What a contestant needed: seconds, records, peak memory and that before it began (MB), seconds of processor."""

    seconds: float
    records: int
    peak: int
    before: int
    processor: float


# ---------------------------------------------------------------------------------------------------------- contestants
def with_algorithm(url: str, out: Path) -> None:
    """Our algorithm in QGIS."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    application = _qgis()
    from ruhr_planner.processing.loadresource import LoadResource

    algorithm = LoadResource().create()
    before, begun = _peak(), time.perf_counter()
    results, done = algorithm.run(
        {"URL": url, "LAYER": LAYER, "KIND": 1, "OUTPUT": str(out)}, QgsProcessingContext(), QgsProcessingFeedback()
    )
    _say(begun, before, results["LOADED"] if done and results["COMPLETE"] else 0)
    application.exitQgis()


def with_command_line(url: str, out: Path) -> None:
    """Our command line without QGIS."""
    from ruhr_planner.__main__ import main

    before, begun = _peak(), time.perf_counter()
    code = main(["fetch", url, LAYER, str(out), "--kind", "wfs", "--quiet"])
    _say(begun, before, _count(out) if code == 0 else 0)


def with_ogr2ogr(url: str, out: Path, *options: str) -> None:
    """GDAL's own program."""
    begun = time.perf_counter()
    subprocess.run(["ogr2ogr", *options, "-f", "GPKG", str(out), f"WFS:{url}", LAYER, "-nln", LAYER], check=True)
    _say(begun, 0, _count(out), resource.RUSAGE_CHILDREN)


def with_large_ogr2ogr(url: str, out: Path) -> None:
    """GDAL's own program with pages as large as ours."""
    with_ogr2ogr(url, out, "--config", "OGR_WFS_PAGE_SIZE", str(PAGE), "--config", "OGR_WFS_PAGING_ALLOWED", "ON")


def with_wfs_layer(url: str, out: Path, more: str = "") -> None:
    """QGIS's WFS provider, copied into a GeoPackage."""
    from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter, QgsVectorLayer

    application = _qgis()
    before, begun = _peak(), time.perf_counter()
    uri = f"url='{url}' typename='{LAYER}' version='auto' srsname='EPSG:25832' pagingEnabled='true' {more}"
    layer = QgsVectorLayer(uri, LAYER, "WFS")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", LAYER
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(out), QgsCoordinateTransformContext(), options)
    _say(begun, before, _count(out))
    del layer
    application.exitQgis()


def with_large_wfs_layer(url: str, out: Path) -> None:
    """QGIS's WFS provider with pages as large as ours."""
    with_wfs_layer(url, out, f"pageSize='{PAGE}'")


def with_nothing(url: str, out: Path) -> None:
    """The server alone: the pages that we ask for, thrown away."""
    from ruhr_planner.readers.paging import SIDE_BY_SIDE

    out.unlink(missing_ok=True)
    # QGIS Server speaks WFS 1.1 only
    old = (
        "VERSION=1.1.0&TYPENAME=parcels&MAXFEATURES"
        if url.endswith("/ows")
        else "VERSION=2.0.0&TYPENAMES=parcels&COUNT"
    )
    asked = f"{url}?SERVICE=WFS&REQUEST=GetFeature&OUTPUTFORMAT=geojson&SRSNAME=EPSG:25832&{old}={PAGE}&STARTINDEX="

    def get(at: int) -> int:
        with urlopen(f"{asked}{at}") as answer:
            return sum(block.count(b'"Feature"') for block in iter(lambda: answer.read(1 << 24), b""))

    begun = time.perf_counter()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        records = sum(pool.map(get, range(0, COUNT + 1, PAGE)))
    _say(begun, 0, records)


CONTESTANTS: dict[str, Callable[[str, Path], None]] = {
    OURS: with_algorithm,
    BARE: with_command_line,
    "the server alone": with_nothing,
    "ogr2ogr": with_ogr2ogr,
    "WFS layer copied": with_wfs_layer,
    "ogr2ogr, pages of 10,000": with_large_ogr2ogr,
    "WFS layer copied, pages of 10,000": with_large_wfs_layer,
}


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


def _peak() -> int:
    """Return the peak of this process's memory in MB; not ru_maxrss, which begins with that of the parent."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def _say(begun: float, before: int, loaded: int, who: int = resource.RUSAGE_SELF) -> None:
    seconds = time.perf_counter() - begun
    used = resource.getrusage(who)
    peak = _peak() if who == resource.RUSAGE_SELF else used.ru_maxrss // 1024
    print("RESULT", f"{seconds:.2f}", loaded, peak, before, f"{used.ru_utime + used.ru_stime:.2f}")


# ----------------------------------------------------------------------------------------------------------------- runs
def measure(name: str, url: str, folder: Path) -> Run:
    """Run a contestant in a process of its own."""
    out = folder / "out.gpkg"
    for part in folder.glob("out.gpkg*"):
        part.unlink()
    home = Path(tempfile.mkdtemp(dir=folder))  # nobody finds what another one has kept
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(home)}
    environment.update(XDG_CACHE_HOME=str(home), QGIS_CUSTOM_CONFIG_PATH=str(home), PYTHONWARNINGS="ignore")
    command = [sys.executable, __file__, "--run", name, url, str(out)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT")), "")
    if not line:
        raise SystemExit(f"{name}: {done.stderr[-1000:]}")
    _mark, seconds, loaded, peak, before, processor = line.split()
    return Run(float(seconds), int(loaded), int(peak), int(before), float(processor))


def times(server: str, folder: Path) -> Iterator[str]:
    """Yield the rows of the result of one server."""
    with _served(folder, COUNT) as urls:
        for name in CONTESTANTS:
            run = measure(name, urls[server], folder)
            yield f"| {name} | {run.seconds:.1f} | {run.processor:.1f} | {run.records:,} |"


def memory(folder: Path) -> Iterator[str]:
    """Yield the rows of the result on memory."""
    for count in SIZES:
        inside = folder / str(count)
        inside.mkdir()
        with _served(inside, count) as urls:
            for server, url in urls.items():
                for name in (OURS, BARE):
                    run = measure(name, url, inside)
                    yield f"| {server} | {name} | {count:,} | {run.records:,} | {run.before} | {run.peak} |"


def _served(folder: Path, count: int):  # type: ignore[no-untyped-def]
    from benchmarks import served
    from tests.services.start import sample

    return served.behind_nginx(sample.write_geopackage(folder / "parcels.gpkg", count), folder, PAGE)


def written(rows: Iterator[str], name: str, head: str) -> None:
    """Write a result as it comes."""
    before = os.getloadavg()[0]
    listed: list[str] = []
    for row in rows:
        listed.append(row)
        print(row, flush=True)
        load = (
            f"Load of the machine before and after: {before:.1f} and {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores."
        )
        end = f"\n{load} Python {platform.python_version()}, {platform.system()}, one run.\n"
        target = ROOT / "benchmarks" / "results" / f"{name}.md"
        target.write_text(head + "\n".join(listed) + "\n" + end, encoding="utf-8")


TIMES = f"""# {COUNT:,} polygons from the WFS of {{server}} into a GeoPackage

`python benchmarks/bench_load.py --only {{name}}`: the same layer of the same server on loopback (two FastCGI workers
behind nginx), one contestant after the other, each in a process of its own. `processor` are the seconds of the
processor that the contestant itself used, without the server, which works on the same cores.

| contestant | seconds | processor, s | records |
|---|---|---|---|
"""
MEMORY = """# Peak memory while a layer of growing size is loaded

`python benchmarks/bench_load.py --only memory`: the peak of the process (VmHWM), and what it was before loading began,
which is QGIS or Python with its packages.

| server | contestant | records of the layer | loaded | before, MB | peak, MB |
|---|---|---|---|---|---|
"""


def main() -> None:
    """Run all, or the one contestant that a process of its own is for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", nargs=3, metavar=("CONTESTANT", "URL", "OUT"))
    parser.add_argument("--only", choices=(*SERVERS, "memory"))
    given = parser.parse_args()
    if given.run:
        CONTESTANTS[given.run[0]](given.run[1], Path(given.run[2]))
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers end with us
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = _qgis()  # which writes the project that QGIS Server publishes
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, server in SERVERS.items():
            if given.only in (None, name):
                (folder / name).mkdir()
                head = TIMES.format(server=server, name=name)
                written(times(server, folder / name), f"load_{name}", head)
        if given.only in (None, "memory"):
            written(memory(folder), "load_memory", MEMORY)
    del application


if __name__ == "__main__":
    main()
