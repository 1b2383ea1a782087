"""From a slider's move to the redrawn map, on 12,000 plots that take part.

    python benchmarks/bench_gap_explorer.py [--plots 15000] [--size 1000x700]

Invented plots in parks with restriction levels, 3,000 exclusions and 300 barriers lie in a GeoPackage. The window
itself is opened on it, without a screen: its sliders are moved, and the time runs until the canvas has
been painted with the new sites, the curve and the costs. The peer is the way without the window: `cooperationsites`,
run anew with the same values on the same file. The sites have to be the same sets of plots. Results go to
benchmarks/results/gap_explorer.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), "/usr/share/qgis/python/plugins"]

import invent  # noqa: E402 - found only now

RESULTS = ROOT / "benchmarks" / "results" / "gap_explorer.md"
LIMIT_S = 1.0
SURROUNDINGS = (("EXCLUSIONS", "exclusion"), ("BARRIERS", "barrier"), ("MUNICIPALITIES", "municipality"))
GAPS = (16, 17, 20, 25, 30, 24, 12, 8, 5, 0, 3, 15, 40, 50, 45)
AREAS = (5.0, 4.5, 6.0, 10.0, 20.0, 8.0)
LEVELS = (3, 1, 0, 2)


def scene(path: Path, plots: int) -> None:
    """Write the plots with what lies around them."""
    invent.write_scene(path, plots, 3_000)
    invent.write_surroundings(path, 300)


def windowed(path: Path, size: tuple[int, int]) -> tuple[Any, Any]:
    """Open the window on a store, beside a canvas that is never seen; return it and the function that waits."""
    from qgis.core import QgsCoordinateReferenceSystem
    from qgis.gui import QgsMapCanvas
    from qgis.PyQt.QtWidgets import QApplication, QMainWindow

    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.gap_explorer import GapExplorer
    from ruhr_planner.model import tables

    main = QMainWindow()
    canvas = QgsMapCanvas(main)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:25832"))
    main.setCentralWidget(canvas)
    main.resize(*size)
    main.show()
    held = {tables.PLOT, tables.EXCLUSION, tables.BARRIER, tables.MUNICIPALITY}
    store = SimpleNamespace(
        address=str(path),
        title="bench",
        stem="bench",
        invented=True,
        has=lambda table: table in held,
        source=lambda table: f"{path}|layername={table.table}",
    )
    desk = Desk(main)
    desk.store = store
    iface = SimpleNamespace(
        mainWindow=lambda: main,
        mapCanvas=lambda: canvas,
        addDockWidget=main.addDockWidget,
        removeDockWidget=main.removeDockWidget,
    )
    window = GapExplorer(desk, iface)
    window.show()

    def wait(done: Any) -> None:
        while not done():
            QApplication.processEvents()
            time.sleep(0.0005)

    windowed.kept = main, canvas, desk, iface  # type: ignore[attr-defined]
    return window, wait


def moves(window: Any, wait: Any) -> dict[str, list[float]]:
    """Move the sliders and return the seconds until the canvas has been painted anew."""
    canvas = windowed.kept[1]  # type: ignore[attr-defined]
    found: dict[str, list[float]] = {"gap": [], "minimum area": [], "restriction": []}
    targets = [("gap", window.gap.setValue, value) for value in GAPS]
    targets += [("minimum area", window.area.setValue, value) for value in AREAS]
    targets += [("restriction", window.level_slider.setValue, value) for value in LEVELS]
    for name, move, value in targets:
        before = window._sites
        begun = time.perf_counter()
        move(value)
        wait(lambda before=before: window._sites is not None and window._sites is not before)
        canvas.viewport().grab()
        found[name].append(time.perf_counter() - begun)
    return found


def table_names(path: Path) -> dict[str, str]:
    return {parameter: f"{path}|layername={layer}" for parameter, layer in SURROUNDINGS}


def peer(path: Path, window: Any) -> tuple[float, list[list[str]]]:
    """Run the algorithm with the window's values; seconds and the plots of each site."""
    import processing

    position = window.position()
    begun = time.perf_counter()
    found = processing.run(
        "ruhr_planner:cooperationsites",
        {"PLOTS": f"{path}|layername=plot", **table_names(path), "PRESET": 3, "MIN_AREA": position.min_area_ha,
         "AREA_BASIS": ("net", "gross").index(position.basis), "GAP": position.gap,
         "MAX_RESTRICTION": position.max_restriction, "OUTPUT": "TEMPORARY_OUTPUT"},
    )["OUTPUT"]  # fmt: skip
    elapsed = time.perf_counter() - begun
    return elapsed, sorted(feature["plot_ids"].split(";") for feature in found.getFeatures())


def main() -> None:
    """Measure, compare, and write the table."""
    from bench_cooperationsites import start_qgis

    asked = argparse.ArgumentParser()
    asked.add_argument("--plots", type=int, default=15_000)
    asked.add_argument("--size", default="1000x700")
    given = asked.parse_args()
    size = tuple(int(part) for part in given.size.split("x"))
    start_qgis()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.gpkg"
        scene(path, given.plots)
        begun = time.perf_counter()
        window, wait = windowed(path, size)
        wait(lambda: window._sites is not None)
        first = time.perf_counter() - begun
        wait(lambda: window._job is None)
        ready = time.perf_counter() - begun
        explorer = window._explorer
        window._zoom()
        measured = moves(window, wait)
        shown = sorted(explorer.plot_ids(window._sites))
        window.shut_down()
        seconds, written = peer(path, window)
    if shown != written:
        raise SystemExit("the window shows other sites than the algorithm finds")
    every = [value for values in measured.values() for value in values]
    lines = [
        "# Gap explorer: from a slider's move to the redrawn map",
        "",
        f"`{' '.join(['python', 'benchmarks/bench_gap_explorer.py', *sys.argv[1:]])}`",
        "",
        f"{given.plots:,} plots, {len(explorer):,} pieces of land that take part; canvas {given.size}.",
        "",
        "| slider | moves | median ms | largest ms |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {len(values)} | {1000 * statistics.median(values):.0f} | {1000 * max(values):.0f} |"
            for name, values in measured.items()
        ),
        "",
        f"First sites {first:.1f} s after opening, with reading and cutting; all 51 gaps after {ready:.1f} s.",
        f"The peer, `cooperationsites` run anew with the same values: {seconds:.1f} s; the same {len(shown)} sites.",
        f"Wanted: under {LIMIT_S:.0f} s a move; largest {max(every):.2f} s.",
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(
        json.dumps({"largest_s": max(every), "first_s": first, "ready_s": ready, "peer_s": seconds}) + "\n"
    )


if __name__ == "__main__":
    main()
