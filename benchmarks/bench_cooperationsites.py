"""`cooperationsites` beside the chain of QGIS's own algorithms that a planner would build for the same question.

    python benchmarks/bench_cooperationsites.py [--counts 10000 40000 95000 400000] [--chain 40000]
        [--all 10000 95000 400000] [--add] [--geopandas PYTHON]

Both read the same GeoPackage (invented plots in parks, exclusions, municipalities) and write one; 95,000 plots have
3,000 exclusions and 2,000 barriers, fewer or more plots as many for each, so that growth can be read. The chain:
filter, fix geometries, difference, multipart to singleparts, filter by size, buffer with dissolve, multipart to
singleparts, two joins by location, aggregate, filter by area. It knows no facing length, so FACING_MIN is 0 for the
comparison, and the sites have to be the same sets of plots. Each run is a process of its own; seconds are processor
seconds (both sides use one core), so that other work on the machine does not count. With all fields, barriers,
sensitive uses, factors, roads, power lines, people, official sites and hazards come in and all tables are written.
GeoPandas (shapely 2, in an environment of its own) does the clustering of the same pieces, see peer_clusters.py.
Results go to benchmarks/results/; with --add the results there of other counts stay. The benchmark fails where what is
wanted does not hold.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), "/usr/share/qgis/python/plugins"]

import invent  # noqa: E402 - found only now

EXCLUSIONS = 3_000
BARRIERS = 2_000
MIN_GROSS_HA = 8.0
GAP = 15.0
RUNS = 3
"""Of the whole algorithm; the median counts. Beyond MANY plots, and for the chain, one run has to do."""
MANY = 100_000
RESULTS = ROOT / "benchmarks" / "results"
REGION = 95_000
"""Plots on which the bounds hold, with all fields."""
MAXIMUM_WALL_S = 60.0
MAXIMUM_MB = 1500.0
MINIMUM_RATIO = 10.0
"""The chain's clustering to the algorithm's."""
MAXIMUM_GROWTH = 1.5
"""Of the time per plot from the smallest to the largest count."""

SURROUNDINGS = {
    "BARRIERS": "barrier",
    "SENSITIVE": "sensitive",
    "FACTORS": "factor",
    "ROADS": "road",
    "POWER_LINES": "power_line",
    "POPULATION": "population",
    "OFFICIAL": "official",
    "SEVESO": "seveso",
}


def start_qgis() -> Any:
    """Start QGIS without a window, with its own algorithms and ours; return processing.run."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    import processing
    from processing.core.Processing import Processing

    from ruhr_planner.processing.provider import PlannerProvider

    Processing.initialize()
    provider = PlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    start_qgis.kept = application, provider  # type: ignore[attr-defined]
    return processing.run


def read_sites(path: Path) -> list[list[str]]:
    """Return the sites of a result as sorted lists of plot ids."""
    from osgeo import ogr

    source = ogr.Open(str(path))
    return sorted(sorted(feature.GetField("plot_ids").split(";")) for feature in source.GetLayer(0))


def run_ours(run: Any, scene: Path, target: Path, facing_min: float, everything: bool = False) -> dict[str, Any]:
    """Run the algorithm as users do: file in, file out."""
    extra: dict[str, Any] = {}
    if everything:
        extra = dict.fromkeys(("REJECTED", "NEAR_MISS", "GAP_TABLE"), "TEMPORARY_OUTPUT")
        extra.update({name: f"{scene}|layername={layer}" for name, layer in SURROUNDINGS.items()})
    begun, wall = time.process_time(), time.perf_counter()
    run(
        "ruhr_planner:cooperationsites",
        {
            "PLOTS": f"{scene}|layername=plot",
            "EXCLUSIONS": f"{scene}|layername=exclusion",
            "MUNICIPALITIES": f"{scene}|layername=municipality",
            "PRESET": 3,
            "MIN_AREA": MIN_GROSS_HA,
            "AREA_BASIS": 1,
            "GAP": GAP,
            "FACING_MIN": facing_min,
            "OUTPUT": str(target),
            **extra,
        },
    )
    return {"total_s": time.process_time() - begun, "wall_s": time.perf_counter() - wall}


def run_clustering(scene: Path, facing_min: float) -> dict[str, Any]:
    """Run the clustering alone on the pieces that the algorithm makes: outlines, neighbours, components.

    The pieces are written beside the scene for the peer.
    """
    import numpy as np
    from qgis.core import QgsVectorLayer

    from ruhr_planner.analysis import contiguity
    from ruhr_planner.analysis.pieces import Exclusions, Filter, Plots, cut_pieces
    from ruhr_planner.model import codes

    features = list(QgsVectorLayer(f"{scene}|layername=plot", "plot", "ogr").getFeatures())
    areas = [f.geometry() for f in QgsVectorLayer(f"{scene}|layername=exclusion", "x", "ogr").getFeatures()]
    restriction = [feature["restriction"] for feature in features]
    unknown = np.full(len(features), None, dtype=object)
    plots = Plots(
        [feature["plot_id"] for feature in features],
        [feature.geometry() for feature in features],
        np.array([feature["plot_type"] for feature in features], dtype=object),
        unknown,
        unknown,
        np.array([level if isinstance(level, int) else np.nan for level in restriction]),
        np.full(len(features), np.nan),
        np.full(len(features), np.nan),
    )
    wanted = Filter(frozenset(codes.PLOT_TYPE) - {"existing", "company_reserve"}, 2)
    pieces = cut_pieces(plots, Exclusions(["nature"] * len(areas), areas), wanted, 0.2, 0.75, lambda fraction: None)
    with scene.with_suffix(".wkb").open("wb") as file:
        pickle.dump([geometry.asWkb().data() for geometry in pieces.geometries], file)
    begun = time.process_time()
    near = contiguity.neighbours(contiguity.outlines(pieces.geometries), GAP, contiguity.Barriers([]))
    found = contiguity.clusters(near, GAP, facing_min)
    elapsed = time.process_time() - begun
    return {"clustering_s": elapsed, "pieces": len(pieces), "clusters": len(set(found.labels.tolist()))}


def run_chain(run: Any, scene: Path, target: Path) -> dict[str, Any]:
    """Run QGIS's own algorithms; the clustering is buffer, parts, number and the join that brings it to the plots."""
    clock: dict[str, float] = {"clustering": 0.0, "other": 0.0}

    def step(name: str, part: str = "other", **parameters: Any) -> Any:
        begun = time.process_time()
        made = run(name, {"OUTPUT": "TEMPORARY_OUTPUT", **parameters})["OUTPUT"]
        clock[part] += time.process_time() - begun
        return made

    plots = step(
        "native:extractbyexpression",
        INPUT=f"{scene}|layername=plot",
        EXPRESSION="\"plot_type\" NOT IN ('existing', 'company_reserve') AND coalesce(\"restriction\", 0) <= 2",
    )
    plots = step("native:fixgeometries", INPUT=plots)
    plots = step("native:difference", INPUT=plots, OVERLAY=f"{scene}|layername=exclusion")
    plots = step("native:multiparttosingleparts", INPUT=plots)
    plots = step("native:extractbyexpression", INPUT=plots, EXPRESSION="area(@geometry) >= 2000")
    grown = step("native:buffer", "clustering", INPUT=plots, DISTANCE=GAP / 2.0, SEGMENTS=8, DISSOLVE=True)
    grown = step("native:multiparttosingleparts", "clustering", INPUT=grown)
    number = {"FIELD_NAME": "cluster", "FIELD_TYPE": 1, "FORMULA": "@id"}
    grown = step("native:fieldcalculator", "clustering", INPUT=grown, **number)
    join = {"PREDICATE": [0], "METHOD": 1}  # the first match only, or plots at a border would count twice
    plots = step(
        "native:joinattributesbylocation", "clustering", INPUT=plots, JOIN=grown, JOIN_FIELDS=["cluster"], **join
    )
    areas = f"{scene}|layername=municipality"
    plots = step("native:joinattributesbylocation", INPUT=plots, JOIN=areas, JOIN_FIELDS=["ags"], **join)
    column = {"type": 10, "length": 0, "precision": 0, "delimiter": ";"}
    aggregates = [
        {**column, "aggregate": "concatenate_unique", "input": '"plot_id"', "name": "plot_ids"},
        {**column, "aggregate": "concatenate_unique", "input": '"ags"', "name": "ags_list"},
        {**column, "aggregate": "sum", "input": "area(@geometry) / 10000", "name": "gross_ha", "type": 6},
    ]
    sites = step("native:aggregate", INPUT=plots, GROUP_BY='"cluster"', AGGREGATES=aggregates)
    enough = f'"gross_ha" >= {MIN_GROSS_HA}'
    step("native:extractbyexpression", INPUT=sites, EXPRESSION=enough, OUTPUT=str(target))
    return {"total_s": sum(clock.values()), "clustering_s": clock["clustering"]}


def one(job: str, scene: Path) -> dict[str, Any]:
    """Do one job in this process and say what it took."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "sites.gpkg"
        run = start_qgis()
        if job == "chain":
            result = run_chain(run, scene, target)
        elif job.startswith("cluster"):
            result = run_clustering(scene, float(job[len("cluster") :]))
        else:
            result = run_ours(run, scene, target, 30.0 if job == "all" else float(job[len("ours") :]), job == "all")
        if target.exists():
            result["sites"] = read_sites(target)
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    return result


def spawn(job: str, scene: Path) -> dict[str, Any]:
    """Do one job in a process of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, __file__, "--job", job, "--scene", str(scene)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def peer(python: str, scene: Path, facing_min: float) -> dict[str, Any]:
    """Have GeoPandas cluster the pieces that `run_clustering` left."""
    command = [python, str(ROOT / "benchmarks" / "peer_clusters.py"), str(scene.with_suffix(".wkb")), str(facing_min)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def side_by_side(scene: Path, facing_min: float, geopandas: str | None) -> tuple[float, float, str]:
    """Cluster once, then have GeoPandas do so on the same pieces; return both times and the peer's versions."""
    clusters = spawn(f"cluster{facing_min:g}", scene)
    if geopandas is None:
        return clusters["clustering_s"], 0.0, ""
    other = peer(geopandas, scene, facing_min)
    if other["clusters"] != clusters["clusters"]:
        raise SystemExit(f"{scene}: GeoPandas finds {other['clusters']} clusters, not {clusters}")
    return clusters["clustering_s"], other["clustering_s"], other["versions"]


def compare(
    counts: list[int], with_chain: list[int], with_all: list[int], geopandas: str | None
) -> list[dict[str, Any]]:
    """Measure each count; with the peers beside it where asked for, which must find the same sites."""
    table = []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            scene = Path(folder) / "scene.gpkg"
            invent.write_scene(scene, count, round(EXCLUSIONS * count / REGION))
            runs = 1 if count > MANY else RUNS
            ours = sorted((spawn("ours0", scene) for _ in range(runs)), key=lambda run: run["total_s"])[runs // 2]
            row = {
                "plots": count,
                "sites": len(ours["sites"]),
                "total_s": round(ours["total_s"], 2),
                "ms_per_plot": round(1000.0 * ours["total_s"] / count, 4),
                "peak_mb": round(ours["peak_mb"]),
            }
            for name, facing_min in (("", 0.0), ("facing_", 30.0)):
                if count > MANY:
                    break
                turns = [side_by_side(scene, facing_min, geopandas) for _ in range(RUNS)]
                row[f"{name}clustering_s"] = round(sorted(one for one, _, _ in turns)[RUNS // 2], 2)
                if geopandas:
                    row[f"{name}geopandas_s"] = round(sorted(other for _, other, _ in turns)[RUNS // 2], 2)
                    row["versions"] = turns[0][2]
            if count in with_chain:
                chain = spawn("chain", scene)
                if chain["sites"] != ours["sites"]:
                    raise SystemExit(f"{count} plots: the chain finds other sites")
                row["chain_total_s"] = round(chain["total_s"], 2)
                row["chain_clustering_s"] = round(chain["clustering_s"], 2)
                row["times_faster"] = round(chain["total_s"] / ours["total_s"], 1)
                row["clustering_times_faster"] = round(chain["clustering_s"] / row["clustering_s"], 1)
                row["chain_peak_mb"] = round(chain["peak_mb"])
            if count in with_all:
                invent.write_surroundings(scene, round(BARRIERS * count / REGION))
                everything = spawn("all", scene)
                row["all_fields_s"] = round(everything["total_s"], 2)
                row["all_fields_ms_per_plot"] = round(1000.0 * everything["total_s"] / count, 4)
                row["all_fields_wall_s"] = round(everything["wall_s"], 2)
                row["all_fields_sites"] = len(everything["sites"])
                row["all_fields_peak_mb"] = round(everything["peak_mb"])
        print(json.dumps(row), flush=True)
        table.append(row)
    return table


def report(table: list[dict[str, Any]]) -> str:
    """Put the figures into a Markdown table."""
    names = {
        "plots": "Plots",
        "sites": "Sites",
        "total_s": "Whole, s",
        "chain_total_s": "Chain, s",
        "times_faster": "Times faster",
        "clustering_s": "Clustering, s",
        "chain_clustering_s": "Chain's clustering, s",
        "clustering_times_faster": "Times faster",
        "geopandas_s": "GeoPandas' clustering, s",
        "facing_clustering_s": "Clustering with facing lengths, s",
        "facing_geopandas_s": "GeoPandas' clustering with facing lengths, s",
        "ms_per_plot": "ms per plot",
        "peak_mb": "Peak memory, MB",
        "chain_peak_mb": "Chain's peak memory, MB",
        "all_fields_s": "All fields and tables, s",
        "all_fields_wall_s": "All fields and tables, s by the clock",
        "all_fields_ms_per_plot": "All fields and tables, ms per plot",
        "all_fields_sites": "Sites with barriers and strips",
        "all_fields_peak_mb": "Peak memory, all fields, MB",
    }
    lines = ["| | " + " | ".join(f"{row['plots']:,}" for row in table) + " |", "|---" * (len(table) + 1) + "|"]
    for name, label in list(names.items())[1:]:
        lines.append(f"| {label} | " + " | ".join(str(row.get(name, "–")) for row in table) + " |")
    return (
        "# Cooperation sites beside the chain of QGIS's own algorithms\n\n"
        f"Invented plots in parks, {EXCLUSIONS:,} exclusions on {REGION:,} plots and as many a plot on fewer and more, "
        f"GAP {GAP:g} m, sites from {MIN_GROSS_HA:g} ha gross; FACING_MIN 0 unless said, and equal sites. GeoPackage "
        "in, GeoPackage out, each run a process of its own; processor seconds, those without all fields as the median "
        f"of three runs (one of the whole beyond {MANY:,} plots, and of the chain), all others of one. All fields: "
        f"{BARRIERS:,} barriers of 1.5 km (on {REGION:,} plots, as many a plot on fewer and more), 3,000 sensitive "
        "uses, 2,000 factors, roads and the ways on them, 300 power lines, 100,000 points with people, 24 official "
        "sites and 200 hazards, and all tables, with facing lengths. GeoPandas clusters the same pieces, held in "
        f"memory on both sides{', ' + str(table[0]['versions']) if 'versions' in table[0] else ''}. "
        f"{os.cpu_count()} cores, one used; QGIS 3.40.\n\n"
        + "\n".join(lines)
        + "\n\n"
        + "".join(
            f"Time per plot from {small:,} to {large:,} plots{said} grows {times:.2f} times.\n\n"
            for said, small, large, times in growth(table)
        )
        + f"Made by `benchmarks/bench_cooperationsites.py{' --geopandas PYTHON' if 'versions' in table[0] else ''}`, "
        "one count after the other with `--add`.\n"
    )


def growth(table: list[dict[str, Any]]) -> list[tuple[str, int, int, float]]:
    """Return how the time per plot grows from the smallest to the largest count, plain and with all fields."""
    found = []
    for name, said in (("ms_per_plot", ""), ("all_fields_ms_per_plot", ", all fields,")):
        rows = [row for row in table if name in row]
        if len(rows) > 1:
            found.append((said, rows[0]["plots"], rows[-1]["plots"], rows[-1][name] / rows[0][name]))
    return found


def broken(table: list[dict[str, Any]]) -> list[str]:
    """Return what is wanted and does not hold."""
    found = []
    for row in table:
        count = f"{row['plots']:,} plots"
        if row.get("clustering_times_faster", MINIMUM_RATIO) < MINIMUM_RATIO:
            found.append(f"{count}: the clustering is less than {MINIMUM_RATIO:g} times faster than the chain's")
        found += [
            f"{count}: GeoPandas clusters faster"
            for name in ("", "facing_")
            if row.get(f"{name}geopandas_s", math.inf) < row.get(f"{name}clustering_s", 0.0)
        ]
        if row["plots"] == REGION and row.get("all_fields_wall_s", 0.0) > MAXIMUM_WALL_S:
            found.append(f"{count}, all fields: more than {MAXIMUM_WALL_S:g} s")
        if row["plots"] == REGION and row.get("all_fields_peak_mb", 0.0) > MAXIMUM_MB:
            found.append(f"{count}, all fields: more than {MAXIMUM_MB:g} MB")
    for said, small, large, times in growth(table):
        if times > MAXIMUM_GROWTH:
            found.append(f"time per plot from {small:,} to {large:,} plots{said} grows {times:.2f} times")
    return found


def main() -> None:
    """Run one job, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 40_000, 95_000, 400_000])
    parser.add_argument("--chain", type=int, nargs="*", default=[40_000])
    parser.add_argument("--all", type=int, nargs="*", default=[10_000, REGION, 400_000])
    parser.add_argument("--add", action="store_true", help="keep the results of other counts")
    parser.add_argument("--geopandas", help="python of an environment with geopandas and shapely 2")
    parser.add_argument("--job")
    parser.add_argument("--scene", type=Path)
    given = parser.parse_args()
    if given.job:
        print(json.dumps(one(given.job, given.scene)), flush=True)
        os._exit(0)  # QGIS's own clean-up at the end of a script may fail and would spoil the exit code
    table = compare(given.counts, given.chain, given.all, given.geopandas)
    RESULTS.mkdir(exist_ok=True)
    if given.add:
        others = json.loads((RESULTS / "cooperationsites.json").read_text(encoding="utf-8"))
        table += [row for row in others if row["plots"] not in given.counts]
    table.sort(key=lambda row: row["plots"])
    (RESULTS / "cooperationsites.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "cooperationsites.md").write_text(report(table), encoding="utf-8")
    if broken(table):
        raise SystemExit("\n".join(broken(table)))


if __name__ == "__main__":
    main()
