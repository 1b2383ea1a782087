"""An atlas of 53 municipality sheets: the algorithm against a bare QGIS export of the same layouts, time and memory.

    python benchmarks/bench_factsheets.py [--store resources/demo/demo.gpkg]

The peer gets every layout composed and calls nothing but `QgsLayoutExporter.exportToPdf`; only that call is timed. Ours
is the whole algorithm from the land balance to the finished atlas: reading, checking, composing, drawing and writing.
Every part runs in a process of its own. Memory is the resident size after each sheet.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.append("/usr/share/qgis/python/plugins")

RESULT = Path(__file__).resolve().parent / "results" / "factsheets.md"
LIMIT = 1.3
PARTS = ("peer", "ours", "peer", "ours")


def resident_mb() -> float:
    """Return the memory that the process holds now."""
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def start() -> Any:
    """Start QGIS with the provider."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from ruhr_planner.processing.provider import PlannerProvider

    provider = PlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    return application, provider


def run(name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Run an algorithm without a desktop."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{name}")
    results, succeeded = algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False), {}, False)
    if not succeeded:
        raise SystemExit(f"{name} failed")
    return dict(results)


def prepare(store: Path, folder: Path) -> None:
    """Make what the sheets are about: balance and fibre gaps by municipality, sites."""
    tables = {name: f"{store}|layername={name}" for name in ("plot", "takeup", "broadband_cell")}
    run("landbalance", {"PLOTS": tables["plot"], "TAKEUP": tables["takeup"], "OUTPUT": str(folder / "balance.gpkg")})
    given = {"OBJECTS": tables["plot"], "CELLS": tables["broadband_cell"]}
    run("fibregaps", {**given, "OUTPUT": str(folder / "gaps.gpkg"), "SUMMARY": str(folder / "summary.gpkg")})
    run("cooperationsites", {"PLOTS": tables["plot"], "OUTPUT": str(folder / "sites.gpkg")})


def parameters(store: Path, folder: Path, target: Path) -> dict[str, Any]:
    """Return the parameters of the atlas."""
    given = {
        "SITES": folder / "sites.gpkg",
        "BALANCE": folder / "balance.gpkg",
        "FIBRE_SUMMARY": folder / "summary.gpkg",
    }
    fixed = {"STORE": str(store), "SUBJECT": 1, "FORMAT": 1, "FOLDER": str(target)}
    return {**fixed, **{name: str(path) for name, path in given.items()}}


def ours(store: Path, folder: Path) -> dict[str, Any]:
    """Run the algorithm; note the memory after each sheet."""
    from ruhr_planner.exhibit import factsheet_page

    memory: list[float] = []
    added = factsheet_page.Atlas.add

    def add(atlas: Any, pages: Any) -> None:
        added(atlas, pages)
        memory.append(resident_mb())

    factsheet_page.Atlas.add = add  # type: ignore[method-assign]
    target = folder / "atlas"
    began, worked = time.perf_counter(), time.process_time()
    results = run("factsheets", parameters(store, folder, target))
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    size = (target / "factsheets.pdf").stat().st_size
    return {
        "s": seconds,
        "cpu": cpu,
        "pages": results["N_PAGES"],
        "sheets": results["N_SHEETS"],
        "mb": memory,
        "bytes": size,
    }


def peer(store: Path, folder: Path) -> dict[str, Any]:
    """Export the same layouts, and time nothing else."""
    from qgis.core import Qgis, QgsLayoutExporter

    from ruhr_planner.exhibit import factsheet_page

    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = factsheet_page.DPI
    settings.forceVectorOutput = True
    settings.appendGeoreference = False
    settings.exportMetadata = False
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    spent: list[float] = []
    cpu: list[float] = []
    memory: list[float] = []

    def export(atlas: Any, pages: Any) -> None:
        began, worked = time.perf_counter(), time.process_time()
        result = QgsLayoutExporter(pages.layout).exportToPdf(str(folder / f"peer_{len(spent)}.pdf"), settings)
        spent.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
        memory.append(resident_mb())
        atlas.n_pages += pages.count
        if result != QgsLayoutExporter.ExportResult.Success:
            raise SystemExit("the bare export failed")
        atlas.file.touch()

    factsheet_page.Atlas.add = export  # type: ignore[method-assign]
    results = run("factsheets", parameters(store, folder, folder / "peer"))
    size = sum(path.stat().st_size for path in folder.glob("peer_*.pdf"))
    return {
        "s": sum(spent),
        "cpu": sum(cpu),
        "pages": results["N_PAGES"],
        "sheets": results["N_SHEETS"],
        "mb": memory,
        "bytes": size,
    }


def child(part: str, store: Path, folder: Path) -> None:
    """Run one part in this process; print its figures."""
    held = start()
    found: dict[str, Any] = {}
    if part == "prepare":
        prepare(store, folder)
    else:
        found = (ours if part == "ours" else peer)(store, folder)
    sys.stdout.write("\n" + json.dumps(found) + "\n")
    sys.stdout.flush()
    del held
    os._exit(0)  # layers that Python frees after QGIS has ended are a crash


def figures(part: str, store: Path, folder: Path) -> dict[str, Any]:
    """Run one part in a process of its own."""
    command = [sys.executable, __file__, "--part", part, "--store", str(store), "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def growth(memory: list[float]) -> float:
    """Return the growth in MB a sheet from the tenth sheet on: least squares, so that one page does not decide."""
    rest = memory[10:]
    if len(rest) < 3:
        return 0.0
    middle = (len(rest) - 1) / 2
    mean = sum(rest) / len(rest)
    above = sum((place - middle) * (value - mean) for place, value in enumerate(rest))
    return above / sum((place - middle) ** 2 for place in range(len(rest)))


def report(rows: list[tuple[str, dict[str, Any]]], command: str) -> str:
    """Return the result page."""
    best = {
        unit: {part: min(found[unit] for name, found in rows if name == part) for part in ("peer", "ours")}
        for unit in ("s", "cpu")
    }
    names = {"peer": "bare `QgsLayoutExporter.exportToPdf` of every layout", "ours": "`factsheets`, everything"}
    lines = [
        "# factsheets: an atlas of 53 municipality sheets",
        "",
        f"`{command}`",
        "",
        "Demo region; 2 cores. The peer is timed in the export call alone; ours from reading to the finished file.",
        "",
        "| what | sheets | pages | wall s | CPU s | MB of PDF | MB held after 10 sheets | at the end | MB a sheet |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for part, found in rows:
        memory = found["mb"]
        after = memory[min(10, len(memory) - 1)]
        cells = [names[part], found["sheets"], found["pages"], f"{found['s']:.1f}", f"{found['cpu']:.1f}"]
        cells += [f"{found['bytes'] / 1e6:.1f}", f"{after:.0f}", f"{memory[-1]:.0f}", f"{growth(memory):.2f}"]
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    wall, cpu = (best[unit]["ours"] / best[unit]["peer"] for unit in ("s", "cpu"))
    said = (
        f"Wanted: at most {LIMIT} times the bare export. Measured {wall:.2f} times by the clock and {cpu:.2f} times by "
    )
    said += "CPU time, the best of each; CPU time counts where other programs run beside it."
    lines += ["", said, ""]
    return "\n".join(lines)


def main() -> None:
    """Run all parts, one after the other and in turn, and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=ROOT / "resources" / "demo" / "demo.gpkg")
    parser.add_argument("--part", default="")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.part:
        child(given.part, given.store, given.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        figures("prepare", given.store, Path(folder))
        rows = [(part, figures(part, given.store, Path(folder))) for part in PARTS]
    text = report(rows, "python benchmarks/bench_factsheets.py")
    RESULT.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
