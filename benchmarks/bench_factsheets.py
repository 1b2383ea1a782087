"""An atlas of 53 municipality sheets: the algorithm against a bare QGIS export of the same layouts, time and memory.

    python benchmarks/bench_factsheets.py [--only time|memory] [--store resources/demo/demo.gpkg]

The peer gets every layout composed and calls nothing but `QgsLayoutExporter.exportToPdf`; only that call is timed. Ours
is the whole algorithm from the land balance to the finished atlas: reading, checking, composing, drawing and writing.
Every part runs in a process of its own. For the memory, atlases of 10, 53 and 200 sheets (the same sheets again) are
written; the peak of the largest may not exceed that of the smallest by more than a tenth. Exit code 1 where a bound is
not kept.
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
sys.path.insert(0, str(ROOT))
sys.path.append("/usr/share/qgis/python/plugins")

RESULT = Path(__file__).resolve().parent / "results" / "factsheets.md"
LIMIT = 1.3
PARTS = ("peer", "ours") * 3
SHEETS = (10, 53, 200)
GROWTH = 1.1
HEAD = (
    "| what | sheets | pages | wall s | CPU s | PDF MB | after 10 | at the end | at most | each |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
)


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


def ours(store: Path, folder: Path, count: int = 0) -> dict[str, Any]:
    """Run the algorithm; note the memory after each sheet.

    :param count: of sheets, the same ones again where there are not as many; 0 for all, once.
    """
    from ruhr_planner.exhibit import factsheet_page
    from ruhr_planner.processing import sheetcontents

    memory: list[float] = []
    added, made = factsheet_page.Atlas.add, sheetcontents.TownSheets._sheets

    def add(atlas: Any, pages: Any) -> None:
        added(atlas, pages)
        memory.append(resident_mb())

    def sheets(towns: Any) -> list[Any]:
        found = made(towns)
        return (found * (count // len(found) + 1))[: count or None]

    factsheet_page.Atlas.add = add  # type: ignore[method-assign]
    sheetcontents.TownSheets._sheets = sheets  # type: ignore[method-assign]
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
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
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
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        "bytes": size,
    }


def child(part: str, store: Path, folder: Path) -> None:
    """Run one part in this process; print its figures."""
    held = start()
    found: dict[str, Any] = {}
    if part == "prepare":
        prepare(store, folder)
    else:
        found = peer(store, folder) if part == "peer" else ours(store, folder, int(part.partition("-")[2] or 0))
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


def said_of(part: str, found: dict[str, Any]) -> str:
    """Return a row of the table."""
    names = {"peer": "bare `QgsLayoutExporter.exportToPdf` of every layout", "ours": "`factsheets`, everything"}
    memory = found["mb"]
    cells = [names[part.partition("-")[0]], found["sheets"], found["pages"]]
    cells += [f"{found['s']:.1f}", f"{found['cpu']:.1f}", f"{found['bytes'] / 1e6:.1f}"]
    cells += [f"{memory[min(10, len(memory)) - 1]:.0f}", f"{memory[-1]:.0f}", f"{found['peak']:.0f}"]
    return f"| {' | '.join(str(cell) for cell in [*cells, f'{growth(memory):.2f}'])} |"


def verdict_on_time(rows: list[tuple[str, dict[str, Any]]]) -> tuple[str, bool]:
    """Return what the times say, the best of each, and whether the bound is kept."""
    best = {
        unit: {part: min(found[unit] for name, found in rows if name == part) for part in ("peer", "ours")}
        for unit in ("s", "cpu")
    }
    wall, cpu = (best[unit]["ours"] / best[unit]["peer"] for unit in ("s", "cpu"))
    said = (
        f"Bound: at most {LIMIT} times the bare export. Measured {wall:.2f} times by the clock and {cpu:.2f} times by "
        "CPU time, the best of each."
    )
    return said, wall <= LIMIT


def verdict_on_memory(rows: list[tuple[str, dict[str, Any]]]) -> tuple[str, bool]:
    """Return what the peaks say, and whether the bound is kept."""
    least, most = rows[0][1], rows[-1][1]
    times = most["peak"] / least["peak"]
    said = f"Bound: memory does not grow with pages, by at most a tenth. {most['pages']} pages: {times:.2f} times the "
    return said + f"peak of {least['pages']} pages.", times <= GROWTH


def main() -> None:
    """Run what is asked for, one part after the other and in turn; a full run writes the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, default=ROOT / "resources" / "demo" / "demo.gpkg")
    parser.add_argument("--only", choices=("time", "memory"))
    parser.add_argument("--part", default="", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        child(given.part, given.store, given.folder)
        return
    asked = {"time": (PARTS, verdict_on_time), "memory": ([f"ours-{n}" for n in SHEETS], verdict_on_memory)}
    lines = [
        "# factsheets: an atlas of municipality sheets",
        "",
        "`python benchmarks/bench_factsheets.py`",
        "",
        (
            f"Demo region, {os.cpu_count()} cores, load when it began {os.getloadavg()[0]:.1f}. The peer is timed in"
            " the export call alone; ours from reading to the finished file. MB held after 10 sheets, at the end, at"
            " most, and for each further sheet."
        ),
    ]
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        figures("prepare", given.store, Path(folder))
        for name, (parts, verdict) in asked.items():
            if given.only in (None, name):
                rows = [(part, figures(part, given.store, Path(folder))) for part in parts]
                said, well = verdict(rows)
                kept = kept and well
                lines += ["", *HEAD, *(said_of(*row) for row in rows), "", said]
    text = "\n".join([*lines, ""])
    sys.stdout.write(text)
    if given.only is None:
        RESULT.write_text(text, encoding="utf-8")
    raise SystemExit(0 if kept else 1)


if __name__ == "__main__":
    main()
