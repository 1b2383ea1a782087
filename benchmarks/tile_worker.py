"""A program that helps with the tiles of an analysis: `tile_worker.py URI STORE JOB`, in a QGIS without a window."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProviderRegistry,
)


def begun(uri: str, store: str) -> tuple[QgsApplication, object]:
    """Start QGIS with the plugin's algorithms and the connection of a store; both live as long as they are held."""
    application = QgsApplication([], False)
    application.initQgis()
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    name = store.partition(":")[2].rpartition("/")[0]
    provider.saveConnection(provider.createConnection(uri, {"saveUsername": True}), name)
    from ruhr_planner.processing.provider import PlannerProvider

    made = PlannerProvider()
    QgsApplication.processingRegistry().addProvider(made)
    return application, made


def main(uri: str, store: str, job: str) -> None:
    """Store the connection, work until no tile is left, and say how many were done and what that took."""
    _kept = begun(uri, store)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:worktiles")
    feedback = QgsProcessingFeedback(False)
    results, _ok = algorithm.run({"STORE": store, "JOB": job}, QgsProcessingContext(), feedback, {}, False)
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = round(used.ru_utime + used.ru_stime)
    print("tiles", int(results["OWN_TILES"]), "MB", used.ru_maxrss // 1024, "processor s", processor, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4])
