"""What QGIS keeps of runs that fail: of an algorithm in QGIS's own form (the peer), and of ours, by QGIS or in a job.

QGIS hands an error that leaves an algorithm of Python on to C++ and never lets go of it (3.40 and 3.44): with it stay
its traceback, the frames it went through, and the frames that called these. Here each run holds 1 MB when it fails.

    scripts/isolated.sh .venv/bin/python benchmarks/bench_failed_runs.py [RUNS]
"""

# ruff: noqa: N802  names of QGIS
from __future__ import annotations

import gc
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingProvider,
)

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ruhr_planner.gui.jobs import Call  # noqa: E402
from ruhr_planner.model.errors import WriteFailed  # noqa: E402
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run  # noqa: E402
from tests.soak.run import allocated  # noqa: E402

HELD = 2**20


class Plain(QgsProcessingAlgorithm):
    """As the guide of QGIS writes an algorithm."""

    def name(self) -> str:
        return "plain"

    def displayName(self) -> str:
        return "plain"

    def createInstance(self) -> QgsProcessingAlgorithm:
        return Plain()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Without parameters."""

    def processAlgorithm(self, parameters: Any, context: Any, feedback: Any) -> dict[str, Any]:
        held = bytearray(HELD)
        raise QgsProcessingException(f"{len(held)} bytes are held")


class Ours(PlannerAlgorithm):
    """The same on the base class of the plugin."""

    ID = "fails"

    def compute(self, run: Run) -> dict[str, Any]:
        held = bytearray(HELD)
        raise WriteFailed(file="x", why=f"{len(held)} bytes are held")


class Ruhr(QgsProcessingProvider):
    """A provider of the plugin's name, for jobs look algorithms up by it."""

    def id(self) -> str:
        return "ruhr_planner"

    def name(self) -> str:
        return "Ruhr Planner"

    def loadAlgorithms(self) -> None:
        self.addAlgorithm(Ours())


def in_qgis(kind: type[QgsProcessingAlgorithm]) -> None:
    """Run an algorithm as QGIS runs it."""
    kind().create().run({}, QgsProcessingContext(), QgsProcessingFeedback(False), {}, False)


def in_a_job() -> None:
    """Run ours as the jobs of the panel do."""
    call = Call("ruhr_planner:fails")
    call.run({}, call.context())


def kept(fail: Callable[[], None], runs: int) -> tuple[float, float]:
    """Return KB in use and small objects of Python more than before, a run; the first ten runs fill caches."""
    before = (0, 0)
    for number in range(runs + 10):
        if number == 10:
            gc.collect()
            before = allocated(), sys.getallocatedblocks()
        try:
            fail()
        except QgsProcessingException:
            continue
        raise SystemExit("it did not fail")
    gc.collect()
    return (allocated() - before[0]) / 1024 / runs, (sys.getallocatedblocks() - before[1]) / runs


def main() -> None:
    """Measure the three, and write the page."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    application = QgsApplication([], False)
    application.initQgis()
    provider = Ruhr()
    QgsApplication.processingRegistry().addProvider(provider)
    lines = [
        "# What is kept of a run that fails",
        "",
        f"`scripts/isolated.sh .venv/bin/python benchmarks/bench_failed_runs.py {runs}`",
        "",
        f"QGIS {Qgis.version()}, Python {platform.python_version()}; each run holds {HELD // 1024} KB when it fails.",
        "",
        "| | KB a run | objects of Python a run |",
        "| --- | ---: | ---: |",
    ]
    for label, fail in (
        ("an algorithm as QGIS's guide writes it, run by QGIS (peer)", lambda: in_qgis(Plain)),
        ("ours, run by QGIS (toolbox, models, scripts)", lambda: in_qgis(Ours)),
        ("ours, run by a job of the panel", in_a_job),
    ):
        size, blocks = kept(fail, runs)
        lines.append(f"| {label} | {size:.1f} | {blocks:.1f} |")
    text = "\n".join(lines) + "\n"
    (ROOT / "benchmarks" / "results" / "failed_runs.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    QgsApplication.processingRegistry().removeProvider(provider)
    application.exitQgis()


if __name__ == "__main__":
    main()
