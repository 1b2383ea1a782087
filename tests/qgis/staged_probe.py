"""Run by test_staged.py in an interpreter of its own: the staged plugin where foreign packages cannot be imported.

    python staged_probe.py FOLDER_OF_THE_STAGED_PLUGIN FOLDER_FOR_RESULTS

Writes one JSON object to FOLDER_FOR_RESULTS/answer.json: what was loaded and what the algorithms returned.
"""

from __future__ import annotations

import importlib.abc
import json
import sys
from pathlib import Path

FORBIDDEN = {"requests", "pyproj", "fiona", "shapely", "pandas", "geopandas", "lxml", "owslib"}


class Refuse(importlib.abc.MetaPathFinder):
    """Play a computer that has none of these packages, and note who asks."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        """Refuse the import of a forbidden package; leave all others to Python."""
        if fullname.split(".")[0] in FORBIDDEN:
            self.asked.append(fullname)
            raise ModuleNotFoundError(f"No module named {fullname!r} (refused by the test)", name=fullname)


def provider_of(plugin: object) -> object:
    """Load the provider as qgis_process does and return it from the registry."""
    from qgis.core import QgsApplication

    plugin.initProcessing()
    return QgsApplication.processingRegistry().providerById("ruhr_planner")


def main() -> None:
    stage, results = Path(sys.argv[1]), Path(sys.argv[2])
    refuse = Refuse()
    sys.meta_path.insert(0, refuse)
    sys.path.insert(0, str(stage.parent))
    for folder in ("/usr/share/qgis/python/plugins",):
        sys.path.append(folder)

    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    before = list(refuse.asked)
    import ruhr_planner

    plugin = ruhr_planner.classFactory(None)
    provider = provider_of(plugin)
    answer: dict[str, object] = {
        "package": ruhr_planner.__file__,
        "algorithms": sorted(algorithm.id() for algorithm in provider.algorithms()),
        "instances": sorted(algorithm.create().id() for algorithm in provider.algorithms()),
        "icon": provider.icon().isNull(),
        "help": {algorithm.id(): len(algorithm.shortHelpString()) for algorithm in provider.algorithms()},
    }
    import processing

    demo = str(next((stage / "resources" / "demo").glob("*.gpkg")))
    jobs = {
        "ruhr_planner:cooperationsites": {
            "PLOTS": f"{demo}|layername=plot",
            "MUNICIPALITIES": f"{demo}|layername=municipality",
            "EXCLUSIONS": f"{demo}|layername=exclusion",
            "OUTPUT": str(results / "sites.gpkg"),
        },
        "ruhr_planner:fibregaps": {
            "OBJECTS": f"{demo}|layername=plot",
            "CELLS": f"{demo}|layername=broadband_cell",
            "OUTPUT": str(results / "gaps.gpkg"),
        },
        "ruhr_planner:regionreport": {"STORE": demo, "FOLDER": str(results / "report"), "AGS": "Herne"},
    }
    for name, parameters in jobs.items():
        returned = processing.run(name, parameters)
        answer[name] = {key: str(value) for key, value in returned.items()}
    plugin.unload()
    answer["left"] = QgsApplication.processingRegistry().providerById("ruhr_planner") is not None
    answer["asked_before"] = before
    answer["asked"] = refuse.asked[len(before) :]
    (results / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    application.exitQgis()


if __name__ == "__main__":
    main()
