"""The whole region report of the demo region: analyses, workbook, three A3 pages, PDF and HTML with a map.

Bounds: under 60 s on 2 cores, and memory does not grow with pages. For the second, the drawing of the same chapters is
run in a process of its own with its chapters once, twice and four times; the peak of the largest may not exceed the
peak of the smallest by more than a tenth. With 95,000 plots, moved copies of those of the region, the report may take
no longer for each plot than with the region's own 13,145. Run: `python benchmarks/bench_regionreport.py [--only
whole|pages|crowd]`. Results are in benchmarks/results/regionreport.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

BOUND_S = 60.0
GROWTH = 1.1
CROWD = 95_000
TIMES = (1, 2, 4)


def peak_mb() -> float:
    """Return the largest amount of memory that this process has had, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def report(folder: Path, store: Path | None, times: int) -> dict[str, Any]:
    """Make the report; its chapters are drawn several times where that is asked for."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    application = QgsApplication([], False)
    application.initQgis()
    from ruhr_planner.processing import regionreport
    from ruhr_planner.processing.provider import PlannerProvider

    provider = PlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    if times > 1:
        drawn = regionreport._print
        regionreport._print = lambda job, paper, chapters, told: drawn(job, paper, chapters * times, told)
    parameters: dict[str, Any] = {"FOLDER": str(folder)}
    if store is not None:
        parameters["STORE"] = str(store)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:regionreport")
    begun = time.perf_counter()
    feedback = QgsProcessingFeedback(False)
    results, succeeded = algorithm.run(parameters, QgsProcessingContext(), feedback)
    if not succeeded:
        raise SystemExit(feedback.textLog())
    seconds = time.perf_counter() - begun
    size = Path(str(results["PDF"])).stat().st_size
    return {"s": seconds, "mb": peak_mb(), "pages": results["N_PAGES"], "ok": succeeded, "bytes": size}


def apart(store: Path | None, times: int) -> dict[str, Any]:
    """Run the report in a process of its own, so that one run's peak is not another's."""
    command = [sys.executable, __file__, "--child", str(times)]
    command += ["--store", str(store)] if store is not None else []
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(said.stdout.strip().splitlines()[-1]))


def _crowded(seconds: float) -> bool:
    """Time the report of a store with many plots; return whether it takes no longer for each.

    :param seconds: that the report of the demo region took.
    """
    import crowd

    demo = ROOT / "resources" / "demo" / "demo.gpkg"
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "crowd.gpkg"
        times = CROWD / crowd.crowd(demo, store, CROWD)
        found = apart(store, 1)
    print(
        f"{CROWD:,} plots, {times:.1f} times as many: {found['s']:.1f} s, {found['s'] / seconds:.1f} times as long, "
        f"{found['pages']} pages, {found['bytes'] / 1e6:.1f} MB PDF, peak {found['mb']:.0f} MB"
    )
    return bool(found["s"] <= times * seconds)


def main() -> None:
    """Run what is asked for and print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=("whole", "pages", "crowd"))
    parser.add_argument("--store", type=Path, help="a planning store instead of the demo region")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(report(Path(folder) / "report", options.store, options.child)), flush=True)
        os._exit(0)  # the processes of QGIS take their time to end
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    kept = True
    found: dict[str, Any] = {}
    if options.only != "pages":
        found = apart(options.store, 1)
        print(
            f"whole report: {found['s']:.1f} s (bound {BOUND_S:.0f}), {found['pages']} pages, "
            f"{found['bytes'] / 1e6:.1f} MB PDF, peak {found['mb']:.0f} MB"
        )
        kept = found["s"] <= BOUND_S or options.store is not None
    if options.only in (None, "crowd") and options.store is None:
        kept = _crowded(found["s"]) and kept
    if options.only in (None, "pages"):
        runs = [apart(options.store, times) for times in TIMES]
        for times, found in zip(TIMES, runs):
            print(f"chapters {times} times: {found['pages']} pages, {found['s']:.1f} s, peak {found['mb']:.0f} MB")
        kept = kept and runs[-1]["mb"] <= GROWTH * runs[0]["mb"]
    print("bounds kept" if kept else "BOUNDS NOT KEPT")
    raise SystemExit(0 if kept else 1)


if __name__ == "__main__":
    main()
