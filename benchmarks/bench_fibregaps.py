"""`fibregaps` against QGIS's own chain (intersection, aggregate) and, where installed, against GeoPandas with shapely.

    python benchmarks/bench_fibregaps.py [--cells 440000] [--plots 40000] [--peer-plots 40000] [--geopandas PYTHON]

Everything is read from and written to GeoPackages. The chain takes minutes; with fewer `--peer-plots` two sizes of it
give a straight line to its time for all, which is too low, because native:aggregate slows down with its groups.
Shares of both are compared plot by plot. Every part runs in a process of its own, so that peak memory is its own too.
Wall time is what a user waits; CPU time tells more on a shared machine. `fibregaps` on all plots takes seconds, so it
runs RUNS times and the median counts; the chain takes minutes and runs once.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import invent_cells
import numpy as np
from osgeo import gdal, ogr

TOLERANCE = 1e-6
RUNS = 3
MINIMUM_RATIO = 100
MAXIMUM_GROWTH = 1.5
CHAIN = "native:intersection + native:aggregate"
RESULT = Path(__file__).resolve().parent / "results" / "fibregaps.md"


# ------------------------------------------------------------------------------------------------------ the two in QGIS
def start_qgis():
    """Start QGIS without a window; return the application, which has to stay alive."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    return application


def figures(wall: float, cpu: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "peak_mb": peak}


def ours(source: str, target: str) -> dict[str, float]:
    """Run `fibregaps` from file to file."""
    application = start_qgis()
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    from ruhr_planner.processing.provider import PlannerProvider

    provider = PlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    algorithm = QgsApplication.processingRegistry().algorithmById("ruhr_planner:fibregaps")
    wall, cpu = time.perf_counter(), time.process_time()
    layers = {"OBJECTS": f"{source}|layername=plot", "CELLS": f"{source}|layername=broadband_cell"}
    results, good = algorithm.run(
        {**layers, "MIN_CELL_COVER": 0, "AS_OF": "2026-06-30", "OUTPUT": target},
        QgsProcessingContext(),
        QgsProcessingFeedback(False),
    )
    found = figures(wall, cpu)
    if not good or not results:
        raise SystemExit("fibregaps failed")
    del application
    return found


def chain(source: str, target: str) -> None:
    """Run what a user would build: cut the plots by the cells, sum areas and weighted areas per plot.

    native:aggregate leaves one layer in memory for each plot; clearing them away takes minutes and is not counted.
    """
    application = start_qgis()  # noqa: F841 - has to stay alive
    from qgis.core import QgsProcessingContext

    context = QgsProcessingContext()
    sys.path.insert(0, "/usr/share/qgis/python/plugins")
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    area = f'if("{invent_cells.ALLE}" is null, 0, area(@geometry))'
    sums = [("weight", area), *((name, f'{area} * coalesce("{name}", 0) / 100') for name in invent_cells.COLUMNS)]
    wall, cpu = time.perf_counter(), time.process_time()
    cut = processing.run(
        "native:intersection",
        {
            "INPUT": f"{source}|layername=plot",
            "OVERLAY": f"{source}|layername=broadband_cell",
            "INPUT_FIELDS": ["plot_id"],
            "OVERLAY_FIELDS": list(invent_cells.COLUMNS),
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
        context=context,
    )["OUTPUT"]
    fields = [("first_value", "plot_id", '"plot_id"', 10, "text")]
    fields += [("sum", name, expression, 6, "double precision") for name, expression in sums]
    processing.run(
        "native:aggregate",
        {
            "INPUT": cut,
            "GROUP_BY": '"plot_id"',
            "AGGREGATES": [
                {
                    "aggregate": how,
                    "delimiter": ",",
                    "input": expression,
                    "length": 0,
                    "name": name,
                    "precision": 0,
                    "sub_type": 0,
                    "type": kind,
                    "type_name": type_name,
                }
                for how, name, expression, kind, type_name in fields
            ],
            "OUTPUT": target,
        },
        context=context,
    )
    print(json.dumps(figures(wall, cpu)), flush=True)
    os._exit(0)  # without clearing away


# ----------------------------------------------------------------------------------------------------------- comparison
def read(path: str, names: list[str]) -> dict[str, tuple[float, ...]]:
    """Return the columns per plot id; a null is NaN."""
    source = ogr.Open(path)
    layer = source.GetLayer(0)
    found = {}
    for feature in layer:
        values = (feature[name] for name in names)
        found[feature["plot_id"]] = tuple(np.nan if value is None else value for value in values)
    return found


def largest_difference(mine: str, other: str) -> tuple[float, int]:
    """Return the largest difference of any share between our result and the chain's, and the number of plots."""
    from ruhr_planner.model.results import FIBRE_GAP

    shares = [FIBRE_GAP.share_white, FIBRE_GAP.share_light_grey, FIBRE_GAP.share_dark_grey, FIBRE_GAP.share_check]
    own = read(mine, [*shares, FIBRE_GAP.share_gigabit, FIBRE_GAP.fibre_share])
    theirs = read(other, ["weight", *invent_cells.COLUMNS])
    worst, compared = 0.0, 0
    for plot, values in own.items():
        weight, *sums = theirs.get(plot, (0.0,) * 6)
        if not weight > 0.01:  # a shared border is no coverage
            if not np.isnan(values[0]):
                raise SystemExit(f"{plot}: we have shares, the chain has none")
            continue
        s30, s100, s400, s1000, fibre = (value / weight for value in sums)
        expected = (1 - s30, s30 - s100, s100 - s400, s400 - s1000, s1000, fibre)
        worst = max(worst, max(abs(a - b) for a, b in zip(values, expected)))
        compared += 1
    return worst, compared


def part(name: str, *arguments: str, python: str = sys.executable) -> dict[str, float]:
    """Run one part in a process of its own and return its figures."""
    script = str(Path(__file__).resolve()) if name in ("ours", "chain") else str(Path(__file__).with_name(name))
    command = [python, script, *((name,) if name in ("ours", "chain") else ()), *arguments]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(output.strip().splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=440_000)
    parser.add_argument("--plots", type=int, default=40_000)
    parser.add_argument("--peer-plots", type=int, default=40_000, help="fewer: an estimate by a straight line, too low")
    parser.add_argument("--geopandas", help="python of an environment with geopandas and shapely 2")
    given = parser.parse_args()
    gdal.UseExceptions()
    with tempfile.TemporaryDirectory() as folder:
        lines = compare(given, Path(folder))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def compare(given: argparse.Namespace, folder: Path) -> list[str]:
    """Run everything and return the lines of the report."""
    whole, few, corner, small = (str(folder / name) for name in ("whole.gpkg", "few.gpkg", "corner.gpkg", "small.gpkg"))
    invent_cells.write(Path(whole), given.cells, given.plots)
    invent_cells.write(Path(few), given.cells, given.peer_plots)
    invent_cells.write(Path(corner), given.cells, given.plots // 4, extent_share=0.5)
    invent_cells.write(Path(small), given.cells // 4, given.plots // 4)
    runs = [part("ours", whole, str(folder / f"whole_out_{number}.gpkg")) for number in range(RUNS)]
    rows = [(f"fibregaps, median of {RUNS}", given.plots, sorted(runs, key=lambda run: run["wall"])[RUNS // 2])]
    rows.append(("fibregaps", given.peer_plots, part("ours", few, str(folder / "few_out.gpkg"))))
    rows.append(
        (
            "fibregaps, plots in a quarter of the grid",
            given.plots // 4,
            part("ours", corner, str(folder / "corner_out.gpkg")),
        )
    )
    rows.append(
        (
            "fibregaps, the same on a grid of a quarter",
            given.plots // 4,
            part("ours", small, str(folder / "small_out.gpkg")),
        )
    )
    growth = rows[2][2]["cpu"] / rows[3][2]["cpu"]
    chains = [(CHAIN, given.peer_plots, part("chain", few, str(folder / "few_chain.gpkg")))]
    if given.peer_plots < given.plots:
        invent_cells.write(folder / "fewer.gpkg", given.cells, given.peer_plots // 4)
        fewer = part("chain", str(folder / "fewer.gpkg"), str(folder / "fewer_chain.gpkg"))
        chains.append((CHAIN, given.peer_plots // 4, fewer))
    rows += chains
    if given.geopandas:
        peer = part("peer_geopandas.py", whole, str(folder / "peer.gpkg"), python=given.geopandas)
        rows.append((str(peer["versions"]), given.plots, peer))
    worst, compared = largest_difference(str(folder / "few_out.gpkg"), str(folder / "few_chain.gpkg"))
    if worst > TOLERANCE:
        raise SystemExit(f"shares differ by {worst}")
    estimate = {kind: estimated(chains, kind, given.plots) for kind in ("wall", "cpu")}
    ratio = {kind: estimate[kind] / rows[0][2][kind] for kind in estimate}
    lines = report(rows, given, estimate, ratio)
    lines += ["", f"Largest difference of any of six shares on {compared:,} plots: {worst:.1e}."]
    lines += [
        "",
        (
            f"Four times as many cells, all of them outside the plots: {growth:.2f} times the CPU time "
            f"(wanted: at most {MAXIMUM_GROWTH:g}); four times as many plots: "
            f"{rows[0][2]['cpu'] / rows[2][2]['cpu']:.2f} times."
        ),
    ]
    if growth > MAXIMUM_GROWTH:
        raise SystemExit("\n".join([*lines, "time grows with the cells outside"]))
    if given.geopandas and rows[-1][2]["wall"] < rows[0][2]["wall"]:
        raise SystemExit("\n".join([*lines, "GeoPandas is faster"]))
    if ratio["cpu"] < MINIMUM_RATIO and given.peer_plots >= 40_000:
        raise SystemExit("\n".join([*lines, f"less than {MINIMUM_RATIO} times faster"]))
    return lines


def estimated(chains: list, kind: str, plots: int) -> float:
    """Return the chain's seconds on all plots: as measured, else on the straight line through two smaller runs."""
    _, many, slow = chains[0]
    if len(chains) == 1:
        return slow[kind]
    _, few, quick = chains[1]
    return slow[kind] + (slow[kind] - quick[kind]) / (many - few) * (plots - many)


def report(rows: list, given: argparse.Namespace, estimate: dict[str, float], ratio: dict[str, float]) -> list[str]:
    command = (
        f"`python benchmarks/bench_fibregaps.py --cells {given.cells} --plots {given.plots} "
        f"--peer-plots {given.peer_plots}{' --geopandas PYTHON' if given.geopandas else ''}`"
    )
    lines = [
        "# fibregaps: cells on plots",
        "",
        command,
        "",
        f"{given.cells:,} cells; {os.cpu_count()} cores; from GeoPackage to GeoPackage.",
        "",
        "| what | plots | wall s | CPU s | peak MB |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {plots:,} | {run['wall']:.2f} | {run['cpu']:.2f} | {run['peak_mb']:.0f} |"
        for name, plots, run in rows
    ]
    how = "as measured" if given.peer_plots >= given.plots else "on the straight line through its two runs"
    lines += [
        "",
        (
            f"The chain on {given.plots:,} plots, {how}: {estimate['wall']:.0f} s wall, {estimate['cpu']:.0f} s CPU; "
            f"fibregaps is {ratio['wall']:.0f} times faster in wall time and {ratio['cpu']:.0f} times in CPU time "
            f"(wanted: at least {MINIMUM_RATIO})."
        ),
    ]
    return lines


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in ("ours", "chain"):
        if sys.argv[1] == "ours":
            print(json.dumps(ours(*sys.argv[2:])))
        else:
            chain(*sys.argv[2:])
    else:
        main()
