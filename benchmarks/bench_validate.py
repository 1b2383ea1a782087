"""A planning store with 95,000 plots of 120 vertices on average through all rules of `validate`.

Run: `python benchmarks/bench_validate.py`. Each size in a process of its own; the time is that of the algorithm,
without the start of QGIS and without the making of the store. The result is written into
benchmarks/results/validate.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

COUNTS = (10_000, 95_000)


def made(folder: Path, count: int) -> None:
    """Invent plots and harmonise them into a store."""
    import invent_plots
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    application = QgsApplication([], False)
    application.initQgis()
    from ruhr_planner.processing.harmonise import Harmonise

    source, profile = folder / "plots.gpkg", folder / "profile.yaml"
    invent_plots.write(source, count)
    profile.write_text(invent_plots.PROFILE, encoding="utf-8")
    given = {"INPUT": str(source), "PROFILE": str(profile), "STORE": str(folder / "store.gpkg"), "CREATE": True}
    Harmonise().create().run(given, QgsProcessingContext(), QgsProcessingFeedback())
    application.exitQgis()


def validated(folder: Path) -> None:
    """Look at the store by all rules."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    application = QgsApplication([], False)
    application.initQgis()
    from ruhr_planner.processing.validate import Validate
    from ruhr_planner.store import geopackage

    plots = geopackage.open_store(folder / "store.gpkg").counts()["plot"]
    given = {"STORE": str(folder / "store.gpkg"), "REPORT": str(folder / "report.html")}
    begun = time.perf_counter()
    results, done = Validate().create().run(given, QgsProcessingContext(), QgsProcessingFeedback())
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print("RESULT", f"{seconds:.1f}", memory, plots, results["FINDINGS"] if done else -1)
    application.exitQgis()


def run(folder: Path, *words: str) -> list[str]:
    """Run a step in a process of its own; return what it says."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, __file__, "--folder", str(folder), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return next((line.split()[1:] for line in done.stdout.splitlines() if line.startswith("RESULT")), [])


def main() -> int:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--make", type=int)
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    given = parser.parse_args()
    if given.folder:
        made(given.folder, given.make) if given.make else validated(given.folder)
        return 0
    rows = []
    for count in given.counts:
        with tempfile.TemporaryDirectory() as folder:
            run(Path(folder), "--make", str(count))
            rows.append(run(Path(folder)))
    lines = [
        "# Validation",
        "",
        (
            "All rules over a store of invented plots with 120 vertices on average, with an HTML report. Measured with"
            f" `python benchmarks/bench_validate.py` on {platform.machine()}, Python {platform.python_version()}."
        ),
        "",
        "| plots | seconds | memory MB | findings |",
        "|---:|---:|---:|---:|",
        *(f"| {int(plots):,} | {seconds} | {memory} | {found} |" for seconds, memory, plots, found in rows),
        "",
    ]
    text = "\n".join(lines)
    print(text)
    if tuple(given.counts) == COUNTS:
        (ROOT / "benchmarks" / "results" / "validate.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
