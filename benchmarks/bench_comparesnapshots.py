"""`comparesnapshots` beside QGIS's own union, which lays the same two snapshots on each other.

    /usr/bin/python3 benchmarks/bench_comparesnapshots.py [--counts 10000 95000]

Invented plots in parks, 40 vertices each. In the second snapshot a share of the plots has moved borders, was split,
merged, has gone or is new; two cases: ids kept (as from a store), and no ids at all, so that every plot is matched by
where it lies. Both read the same GeoPackages and write one. Each run is a process of its own. What was planted is
counted in the result. The union only makes the pieces; which class they are would still have to be found out of them.
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
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), "/usr/share/qgis/python/plugins"]

import invent  # noqa: E402 - found only now
import numpy as np  # noqa: E402
from bench_cooperationsites import start_qgis  # noqa: E402
from osgeo import ogr, osr  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "comparesnapshots.md"
STEPS = 10
"""Vertices on each side."""
SHARES = {"moved": 0.05, "split": 0.03, "gone": 0.02, "new": 0.02}
"""Of the plots; the others are the same in both."""


def polygon(corners: np.ndarray) -> bytes:
    """Return a quadrilateral with many vertices as WKB."""
    along = np.arange(STEPS)[:, None] / STEPS
    ring = np.concatenate([a + along * (b - a) for a, b in zip(corners, np.roll(corners, -1, axis=0))])
    ring = np.concatenate([ring, ring[:1]])
    head = (1).to_bytes(1, "little") + (3).to_bytes(4, "little") + (1).to_bytes(4, "little")
    return head + len(ring).to_bytes(4, "little") + ring.astype("<f8").tobytes()


def halves(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut a quadrilateral across."""
    a, b, c, d = corners
    south, north = (a + b) / 2, (d + c) / 2
    return np.asarray((a, south, north, d)), np.asarray((south, b, c, north))


def write_scene(folder: Path, count: int, ids: bool, seed: int = 7) -> dict[str, int]:
    """Write both snapshots; return how many plots were planted as what."""
    rng = np.random.default_rng(seed)
    corners = invent.plots(count, seed)
    kinds = rng.choice([*SHARES, "same"], count, p=[*SHARES.values(), 1 - sum(SHARES.values())])
    old, new = [], []
    for number, (shape, kind) in enumerate(zip(corners, kinds.tolist())):
        name = f"b:{number:06d}"
        if kind != "new":
            old.append((name, polygon(shape)))
        if kind == "split":
            new += [(f"{name}{part}", polygon(half)) for part, half in zip("ab", halves(shape))]
        elif kind == "moved":
            small = shape.copy()
            small[1:3] = shape[[0, 3]] + 0.85 * (shape[1:3] - shape[[0, 3]])
            new.append((name, polygon(small)))
        elif kind != "gone":
            new.append((name, polygon(shape)))
    _write(folder / "old.gpkg", old, ids)
    _write(folder / "new.gpkg", new, ids)
    return {kind: int((kinds == kind).sum()) for kind in (*SHARES, "same")}


def _write(path: Path, rows: list[tuple[str, bytes]], ids: bool) -> None:
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    system = osr.SpatialReference()
    system.ImportFromEPSG(25832)
    layer = source.CreateLayer("plot", system, ogr.wkbPolygon)
    for name in (["plot_id"] if ids else []) + ["plot_type"]:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    layer.StartTransaction()
    for name, shape in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        if ids:
            feature.SetField("plot_id", name)
        feature.SetField("plot_type", "fnp_reserve")
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(shape))
        layer.CreateFeature(feature)
    layer.CommitTransaction()


def measure(what: str, folder: Path) -> dict[str, Any]:
    """Run one of the two in this process and say what it took."""
    run = start_qgis()
    layers = {"old": f"{folder / 'old.gpkg'}|layername=plot", "new": f"{folder / 'new.gpkg'}|layername=plot"}
    target = str(folder / f"{what}.gpkg")
    began, cpu = time.perf_counter(), time.process_time()
    if what == "ours":
        found = run("ruhr_planner:comparesnapshots", {"OLD": layers["old"], "NEW": layers["new"], "OUTPUT": target})
        counts = {name: value for name, value in found.items() if name.startswith("N_")}
    else:
        run("native:union", {"INPUT": layers["old"], "OVERLAY": layers["new"], "OUTPUT": target})
        counts = {}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu, "peak": peak, "counts": counts}


def child(what: str, folder: Path) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--child", what, str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ))
    return dict(json.loads(said.stdout.strip().splitlines()[-1]))


def check(planted: dict[str, int], counts: dict[str, int]) -> None:
    """Compare the counts with what was planted."""
    wanted = {
        "N_UNCHANGED": planted["same"],
        "N_GEOMETRY": planted["moved"],
        "N_SPLIT": planted["split"],
        "N_GONE_UNEXPLAINED": planted["gone"],
        "N_NEW": planted["new"],
    }
    found = {name: counts[name] for name in wanted}
    if found != wanted:
        raise SystemExit(f"planted {wanted}, found {found}")


def line(what: str, count: int, case: str, took: dict[str, Any]) -> str:
    """Return and show a row of the table."""
    made = f"| {what} | {count:,} | {case} | {took['wall']:.1f} | {took['cpu']:.1f} | {took['peak']:.0f} |"
    print(made, flush=True)
    return made


def main() -> None:
    """Measure all cases and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 95_000])
    parser.add_argument("--child", nargs=2)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(measure(given.child[0], Path(given.child[1]))))
        return
    lines = []
    for count in given.counts:
        for ids in (True, False):
            with tempfile.TemporaryDirectory() as name:
                planted = write_scene(Path(name), count, ids)
                ours = child("ours", Path(name))
                check(planted, ours["counts"])
                lines.append(line("comparesnapshots", count, "ids kept" if ids else "no ids", ours))
                if not ids:  # the union does not care
                    peer = child("union", Path(name))
                    times = peer["cpu"] / ours["cpu"]
                    lines.append(line(f"native:union ({times:.1f} ×)", count, "no ids", peer))
    head = (
        "# Comparing snapshots beside QGIS's union\n\nInvented plots of 40 vertices, 12 % of them changed; GeoPackage "
        "in, GeoPackage out; one run each, a process of its own. Every planted change was found and no other. × = "
        "processor time of the union by that of the comparison.\n\n"
        "| what | plots | case | wall s | CPU s | peak MB |\n|---|---:|---|---:|---:|---:|\n"
    )
    foot = "\n\nMade by `/usr/bin/python3 benchmarks/bench_comparesnapshots.py`.\n"
    RESULTS.write_text(head + "\n".join(lines) + foot, encoding="utf-8")


if __name__ == "__main__":
    main()
