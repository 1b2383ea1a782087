"""95,000 real-shaped polygons from a GeoPackage through a full profile into a planning store, beside `ogr2ogr`.

The peer, `ogr2ogr -makevalid -t_srs EPSG:25832` on the same file, transforms and repairs, and does nothing of the rest:
codes, units, dates, municipalities, identity, comparison with the store, provenance. Bounds: at most 2.5 times its
time, growth per record at most 1.3 from 10,000 to 400,000, memory under 1 GB. Each runs in a process of its own;
the time of ours is that of the algorithm, without the start of QGIS. Run: `python benchmarks/bench_harmonise.py`
(needs gdal-bin). The result is written into benchmarks/results/harmonise.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple, Optional

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

COUNTS = (10_000, 95_000, 400_000)
BOUND, GROWTH, MEMORY_MB = 2.5, 1.3, 1024


class Measured(NamedTuple):
    """Seconds, seconds of the processor, peak memory in MB, records."""

    seconds: float
    processor: float
    memory: int
    records: int


Compared = tuple[list[Measured], list[Measured], Optional[Measured]]


def harmonised(source: Path, folder: Path, again: bool) -> None:
    """Our algorithm in QGIS; `again`: into a store that has the records already."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    application = QgsApplication([], False)
    application.initQgis()
    import invent_plots

    from ruhr_planner.processing.harmonise import Harmonise

    profile = folder / "profile.yaml"
    profile.write_text(invent_plots.PROFILE, encoding="utf-8")
    given = {"INPUT": str(source), "PROFILE": str(profile), "STORE": str(folder / "store.gpkg"), "CREATE": True}
    algorithm = Harmonise().create()
    used, begun = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    results, done = algorithm.run(given, QgsProcessingContext(), QgsProcessingFeedback())
    taken = results["UNCHANGED" if again else "WRITTEN"] if done else 0
    _say(begun, used, taken, resource.RUSAGE_SELF)
    application.exitQgis()


def ogr2ogr(source: Path, folder: Path) -> None:
    """GDAL's own program."""
    used, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    out = str(folder / "peer.gpkg")
    command = ["ogr2ogr", "-f", "GPKG", out, str(source), "-makevalid", "-t_srs", "EPSG:25832", "-nlt", "MULTIPOLYGON"]
    done = subprocess.run(command, capture_output=True, check=False)
    _say(begun, used, -1 if done.returncode == 0 else 0, resource.RUSAGE_CHILDREN)


def _say(begun: float, before: resource.struct_rusage, records: int, who: int) -> None:
    seconds, used = time.perf_counter() - begun, resource.getrusage(who)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    print("RESULT", f"{seconds:.2f}", f"{processor:.2f}", used.ru_maxrss // 1024, records)


def measure(name: str, source: Path, folder: Path) -> Measured:
    """Run a contestant in a process of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)}
    command = [sys.executable, __file__, "--run", name, str(source), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT")), "")
    if not line:
        raise RuntimeError(done.stdout + done.stderr)
    _mark, seconds, processor, memory, records = line.split()
    return Measured(float(seconds), float(processor), int(memory), int(records))


def invented(count: int, folder: Path) -> Path:
    """Return the input, from the folder if it is there already."""
    import invent_plots

    path = folder / f"in{count}.gpkg"
    if not path.is_file():
        invent_plots.write(path, count)
    return path


def compared(count: int, inputs: Path, folder: Path, runs: int) -> Compared:
    """Measure ours, the peer, and ours again into the filled store (not of the largest, to save time)."""
    source = invented(count, inputs)
    ours, peers = [], []
    for _ in range(runs):
        for old in folder.glob("*.gpkg*"):
            old.unlink()
        peers.append(measure("ogr2ogr", source, folder))
        ours.append(measure("harmonise", source, folder))
        print(count, ours[-1], peers[-1], flush=True)
    return ours, peers, measure("again", source, folder) if count < max(COUNTS) else None


def main() -> None:
    """Run all, or the one contestant that a process of its own is for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", nargs=3, metavar=("CONTESTANT", "SOURCE", "FOLDER"))
    parser.add_argument("--counts", type=int, nargs="*", default=COUNTS)
    parser.add_argument("--inputs", type=Path, help="folder where the invented layers are kept")
    parser.add_argument("--runs", type=int, default=2)
    given = parser.parse_args()
    if given.run:
        name, source, folder = given.run
        if name == "ogr2ogr":
            ogr2ogr(Path(source), Path(folder))
        else:
            harmonised(Path(source), Path(folder), name == "again")
        return
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = given.inputs or folder / "inputs"
        inputs.mkdir(exist_ok=True)
        found = {count: compared(count, inputs, folder, given.runs if count < 400_000 else 1) for count in given.counts}
    if tuple(given.counts) == COUNTS:
        write(found, before)


def write(found: dict[int, Compared], load: float) -> None:
    """Write the result."""
    rows, each = [], {}
    for count, (ours, peers, again) in found.items():
        mine, peer = (min(runs, key=lambda run: run.seconds) for runs in (ours, peers))
        ratio = statistics.median(a.seconds / b.seconds for a, b in zip(ours, peers))
        each[count] = mine.processor / count
        rows.append(
            f"| {count:,} | harmonise | {mine.seconds:.1f} | {mine.processor:.1f} | {mine.memory} | {ratio:.2f} |"
        )
        rows.append(f"| {count:,} | ogr2ogr | {peer.seconds:.1f} | {peer.processor:.1f} | {peer.memory} | 1 |")
        if again is not None:
            taken = f"{again.seconds:.1f} | {again.processor:.1f} | {again.memory}"
            rows.append(f"| {count:,} | harmonise, nothing new | {taken} | |")
    growth = each[max(each)] / each[min(each)]
    text = f"""# Harmonising {COUNTS[1]:,} polygons

`python benchmarks/bench_harmonise.py`: polygons with 118 vertices on average in EPSG:31466, one in a hundred not valid,
through a profile of 14 rules into an empty store; the peer is `ogr2ogr -makevalid -t_srs EPSG:25832` on the same file.
One after the other, each in a process of its own; the best of the runs, the ratio is the median of the pairs. Load of
the machine before: {load:.1f} on {os.cpu_count()} cores. Bounds: ratio {BOUND} at {COUNTS[1]:,}, growth {GROWTH},
{MEMORY_MB} MB at {COUNTS[1]:,}.

| records | contestant | seconds | processor, s | peak memory, MB | ratio |
|---|---|---|---|---|---|
"""
    end = f"\nGrowth of the processor's time per record from {min(each):,} to {max(each):,}: {growth:.2f}.\n"
    target = ROOT / "benchmarks" / "results" / "harmonise.md"
    target.write_text(
        text + "\n".join(rows) + "\n" + end + f"\nPython {platform.python_version()}.\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
