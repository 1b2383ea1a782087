"""`landbalance` beside QGIS's own intersection and aggregate, which sum the same land by municipality.

    /usr/bin/python3 benchmarks/bench_landbalance.py [--counts 10000 95000] [--chain 10000 95000] [--plan 600]

Invented plots in parks, laid on the 53 shipped municipalities; both read the same GeoPackage and write one. The chain:
filter, intersection, a field with net land, aggregate by municipality (number, gross, net, net by restriction level).
Each figure of the chain must be that of the algorithm to 0.01 ha. Each run is a process of its own. The algorithm is
measured as users run it, with every field; a further run has all outputs, charts and invented areas of a regional plan.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), "/usr/share/qgis/python/plugins"]

import invent  # noqa: E402 - found only now
import numpy as np  # noqa: E402
from bench_cooperationsites import start_qgis  # noqa: E402
from osgeo import ogr  # noqa: E402

RUNS = 3
"""Of the algorithm; the median counts. The chain runs once."""
MIDDLE = np.asarray((371_500.0, 5_709_000.0))
"""The middle of the region, EPSG:25832, where the middle of the invented parks comes to lie."""
TYPES = ("fnp_reserve", "brownfield", "building_gap", "underused", "company_reserve", "cooperation_site", "existing")
TYPE_SHARES = (0.30, 0.22, 0.13, 0.12, 0.08, 0.05, 0.10)
MUNICIPALITIES = ROOT / "resources" / "reference" / "municipalities.gpkg"
RESULTS = ROOT / "benchmarks" / "results" / "landbalance.md"
FIGURES = ("gross_ha", "net_ha", "net_restr0_ha", "net_restr1_ha", "net_restr2_ha", "net_restr3_ha", "net_unknown_ha")
OWN = "\"plot_type\" NOT IN ('company_reserve', 'cooperation_site')"


def write_scene(path: Path, count: int, n_plan: int, seed: int = 7) -> None:
    """Write the layers plot, takeup and plan to a new GeoPackage."""
    rng = np.random.default_rng(seed)
    corners = invent.plots(count, seed)
    corners += MIDDLE - (corners.min(axis=(0, 1)) + corners.max(axis=(0, 1))) / 2.0
    types = rng.choice(TYPES, count, p=TYPE_SHARES).tolist()
    level = rng.choice((0, 1, 2, 3, -1), count, p=(0.4, 0.25, 0.2, 0.05, 0.1)).tolist()
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    fields = {"plot_id": ogr.OFTString, "plot_type": ogr.OFTString, "restriction": ogr.OFTInteger}
    rows = [(f"b:{k:06d}", types[k], level[k] if level[k] >= 0 else None) for k in range(count)]
    invent._write(source, "plot", fields, corners, rows)
    squares = invent.exclusions(corners, n_plan, seed + 1)
    middle = squares.mean(axis=1, keepdims=True)
    areas = middle + (squares - middle) * 12.0  # 0.25 to 1 km wide
    invent._write(
        source, "plan", {"use_rp": ogr.OFTString}, areas, [("GIB" if k % 3 else "ASB",) for k in range(n_plan)]
    )
    table = source.CreateLayer("takeup", None, ogr.wkbNone)
    for name, kind in (("ags", ogr.OFTString), ("year", ogr.OFTInteger), ("ha", ogr.OFTReal)):
        table.CreateField(ogr.FieldDefn(name, kind))
    with sqlite3.connect(f"file:{MUNICIPALITIES}?mode=ro", uri=True) as connection:
        keys = [key for (key,) in connection.execute("SELECT ags FROM municipality")]
    table.StartTransaction()
    for key in keys:
        for year in range(2012, 2024):
            feature = ogr.Feature(table.GetLayerDefn())
            for name, value in (("ags", key), ("year", year), ("ha", round(float(rng.gamma(1.6, 2.4)), 2))):
                feature.SetField(name, value)
            table.CreateFeature(feature)
    table.CommitTransaction()


def run_ours(run: Any, scene: Path, folder: Path, everything: bool) -> Path:
    """Run the algorithm as users do: file in, file out."""
    target = folder / "balance.gpkg"
    extra: dict[str, Any] = {}
    if everything:
        extra = {name: str(folder / f"{name}.gpkg") for name in ("KREIS", "OUTSIDE", "PLOTS_OUT")}
        extra.update(PLAN=f"{scene}|layername=plan", CHARTS=str(folder / "charts.html"))
    run(
        "ruhr_planner:landbalance",
        {"PLOTS": f"{scene}|layername=plot", "TAKEUP": f"{scene}|layername=takeup", "OUTPUT": str(target), **extra},
    )
    return target


def run_chain(run: Any, scene: Path, folder: Path) -> Path:
    """Run QGIS's own algorithms for the land alone: no take-up, no size classes, no Kreise."""
    target = folder / "chain.gpkg"

    def step(name: str, **parameters: Any) -> Any:
        return run(name, {"OUTPUT": "TEMPORARY_OUTPUT", **parameters})["OUTPUT"]

    plots = step(
        "native:extractbyexpression",
        INPUT=f"{scene}|layername=plot",
        EXPRESSION="\"plot_type\" <> 'existing' AND area(@geometry) >= 2000",
    )
    parts = step(
        "native:intersection",
        INPUT=plots,
        OVERLAY=f"{MUNICIPALITIES}|layername=municipality",
        INPUT_FIELDS=["plot_type", "restriction"],
        OVERLAY_FIELDS=["ags"],
    )
    net = "area(@geometry) / 10000 * if(\"plot_type\" = 'building_gap', 1, 0.75)"
    parts = step("native:fieldcalculator", INPUT=parts, FIELD_NAME="net", FIELD_TYPE=0, FORMULA=net)

    def total(name: str, what: str) -> dict[str, Any]:
        return {
            "aggregate": "sum",
            "delimiter": ",",
            "input": what,
            "length": 0,
            "name": name,
            "precision": 0,
            "type": 6,
        }

    aggregates = [
        {**total("ags", '"ags"'), "aggregate": "first_value", "type": 10},
        total("gross_ha", "area(@geometry) / 10000"),
        total("net_ha", f'if({OWN}, "net", 0)'),
        *(total(f"net_restr{level}_ha", f'if({OWN} AND "restriction" = {level}, "net", 0)') for level in range(4)),
        total("net_unknown_ha", f'if({OWN} AND "restriction" IS NULL, "net", 0)'),
    ]
    step("native:aggregate", INPUT=parts, GROUP_BY='"ags"', AGGREGATES=aggregates, OUTPUT=str(target))
    return target


def read(path: Path) -> dict[str, list[float]]:
    """Return the figures of each municipality that has land."""
    source = ogr.Open(str(path))
    found = {f.GetField("ags"): [f.GetField(name) for name in FIGURES] for f in source.GetLayer(0)}
    return {key: values for key, values in found.items() if values[0]}


def one(job: str, scene: Path) -> dict[str, Any]:
    """Do one job in this process and say what it took."""
    with tempfile.TemporaryDirectory() as folder:
        run = start_qgis()
        wall, processor = time.perf_counter(), time.process_time()
        made = (
            run_chain(run, scene, Path(folder)) if job == "chain" else run_ours(run, scene, Path(folder), job == "all")
        )
        took = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - processor}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
        return {**took, "peak_mb": peak, "figures": read(made)}


def spawn(job: str, scene: Path) -> dict[str, Any]:
    """Do one job in a process of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, __file__, "--job", job, "--scene", str(scene)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def difference(ours: dict[str, list[float]], chain: dict[str, list[float]]) -> float:
    """Return the largest difference of any figure, ha."""
    if set(ours) != set(chain):
        raise SystemExit("the chain finds land in other municipalities")
    return max(abs(a - b) for key in ours for a, b in zip(ours[key], chain[key]))


def measure(count: int, with_chain: bool, n_plan: int) -> list[str]:
    """Measure one number of plots; return the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        scene = Path(folder) / "scene.gpkg"
        write_scene(scene, count, n_plan)
        ours = sorted((spawn("ours", scene) for _ in range(RUNS)), key=lambda run: float(run["cpu_s"]))[RUNS // 2]
        everything = spawn("all", scene)
        lines = [_line("landbalance", count, ours), _line(f"… all outputs, {n_plan} plan areas", count, everything)]
        if with_chain:
            chain = spawn("chain", scene)
            apart = difference(ours["figures"], chain["figures"])
            if apart > 0.01:
                raise SystemExit(f"{count} plots: the chain differs by {apart} ha")
            times = chain["cpu_s"] / ours["cpu_s"]
            name = f"intersection + aggregate ({times:.1f} times the processor time, {apart:.4f} ha apart)"
            lines.append(_line(name, count, chain))
    for line in lines:
        print(line, flush=True)
    return lines


def _line(name: str, count: int, run: dict[str, Any]) -> str:
    return f"| {name} | {count:,} | {run['wall_s']:.2f} | {run['cpu_s']:.2f} | {run['peak_mb']:.0f} |"


def main() -> None:
    """Run one job, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 95_000])
    parser.add_argument("--chain", type=int, nargs="*", default=[10_000, 95_000])
    parser.add_argument("--plan", type=int, default=600)
    parser.add_argument("--job")
    parser.add_argument("--scene", type=Path)
    given = parser.parse_args()
    if given.job:
        print(json.dumps(one(given.job, given.scene)), flush=True)
        os._exit(0)  # QGIS's own clean-up at the end of a script may fail and would spoil the exit code
    lines = [line for count in given.counts for line in measure(count, count in given.chain, given.plan)]
    RESULTS.write_text(
        "# Land balance beside QGIS's intersection and aggregate\n\n"
        "Invented plots in parks on the 53 shipped municipalities; GeoPackage in, GeoPackage out; each run a process "
        f"of its own, the algorithm as the median of {RUNS} runs, all others of one. {os.cpu_count()} cores, one used; "
        "QGIS 3.40. The chain sums eight figures of the land, the algorithm writes every field.\n\n"
        "| what | plots | wall s | CPU s | peak MB |\n|---|---:|---:|---:|---:|\n"
        + "\n".join(lines)
        + "\n\nMade by `/usr/bin/python3 benchmarks/bench_landbalance.py`.\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
