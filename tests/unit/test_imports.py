"""The house has one direction: a room imports those above it, never those below (docs/decisions/0005)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = "ruhr_planner"
ROOMS = [
    "model", "net", "catalogue", "readers", "store", "harmonise", "analysis", "exhibit", "processing", "gui",
]  # fmt: skip
ANYWHERE = {"about", "paths", "plainyaml", "templates"}
EDGE = {"settings", "log", "i18n", "manual"}
EDGE_ROOMS = {"exhibit", "processing", "gui"}
ROOTS = {"__init__", "__main__", "plugin"}
STRANGERS = {"analysis": {"net", "catalogue", "readers"}, "store": {"net", "catalogue"}, "exhibit": {"harmonise"}}
NET_WITHOUT_QGIS = {
    "body", "cache", "client", "receive", "redirect", "requests", "requests_transport", "retry", "transport", "watch",
}  # fmt: skip
WITHOUT_QGIS = {
    "model", "catalogue", "readers", "about", "paths", "plainyaml", *(f"net.{name}" for name in NET_WITHOUT_QGIS),
}  # fmt: skip
NEVER = {"shapely", "pandas", "geopandas", "lxml", "owslib", "scipy", "pyogrio", "openpyxl", "PyQt5", "PyQt6"}
OUTSIDE_QGIS = {"requests", "fiona", "pyproj"}
OUTSIDE_ROOMS = ("readers", "net.requests", "__main__")
NOT_IN_ANALYSIS = ("QgsProject", "QgsVectorLayer", "QgsMapLayer", "QgsProcessing", "QgsFeatureSink", "QgsTask")


def module_of(path: Path, package: Path) -> str:
    """Return the dotted name below the package: ``net.transport``, ``plugin``, ``__init__``."""
    parts = list(path.relative_to(package).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def imported(tree: ast.AST, path: Path, package: Path) -> set[str]:
    """Return the full dotted names that a module imports, relative ones resolved, names in functions too."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                folder = path.parent
                for _ in range(node.level - 1):
                    folder = folder.parent
                base = ".".join((PACKAGE, *folder.relative_to(package).parts))
                origin = f"{base}.{origin}".rstrip(".")
            names |= {f"{origin}.{alias.name}" for alias in node.names}
    return names


def wrong_inside(module: str, room: str, name: str) -> str:
    """Return why ``module`` may not import the part ``name`` of the package, or nothing."""
    target = name.split(".")[1] if "." in name else ""
    if room in ROOTS or target == room or target in ANYWHERE or not target:
        return ""
    if module in ANYWHERE:
        return f"{module} may be used anywhere and so imports nothing of the house but its like, not {name}"
    if target in EDGE:
        allowed = room in EDGE_ROOMS or room in EDGE
        return "" if allowed else f"{module} is not at the QGIS edge and must not import {name}"
    if target in ROOTS:
        return f"{module} must not import the root {name}"
    if room in EDGE:
        return "" if target == "model" else f"{module} may import model only, not {name}"
    if target not in ROOMS:
        return ""
    if ROOMS.index(target) > ROOMS.index(room):
        return f"{module} must not import {name}: {target} stands below {room}"
    if target in STRANGERS.get(room, set()):
        return f"{module} must not import {name}: {room} knows no {target}"
    return ""


def wrong_outside(module: str, room: str, name: str) -> str:
    """Return why ``module`` may not import ``name`` from outside the package, or nothing."""
    top = name.split(".")[0]
    if top in NEVER:
        return f"{module} must not import {name}: not on every planner's computer, or unsafe in QGIS"
    if top in OUTSIDE_QGIS and not module.startswith(OUTSIDE_ROOMS):
        return f"{module} must not import {name}: for use without QGIS only"
    if top in ("qgis", "processing") and (room in WITHOUT_QGIS or module in WITHOUT_QGIS):
        return f"{module} must not import {name}: it serves without QGIS too"
    if room == "model" and top not in sys.stdlib_module_names:
        return f"{module} must not import {name}: model needs the standard library only"
    if room == "analysis" and (name.split(".")[-1].startswith(NOT_IN_ANALYSIS) or name.startswith("qgis.gui")):
        return f"{module} must not import {name}: analysis takes numbers and geometry, no layers, Processing or GUI"
    return ""


def wrong_imports(package: Path) -> list[str]:
    """Return every import of a package tree that goes against the order of the house."""
    said = []
    for path in sorted(package.rglob("*.py")):
        module = module_of(path, package)
        room = module.split(".")[0]
        for name in sorted(imported(ast.parse(path.read_text(encoding="utf-8")), path, package)):
            top = name.split(".")[0]
            reason = wrong_inside(module, room, name) if top == PACKAGE else wrong_outside(module, room, name)
            if reason:
                said.append(reason)
    return said


def test_the_house_has_one_direction(root: Path) -> None:
    package = root / PACKAGE
    rooms = {path.parent.name for path in package.glob("*/__init__.py")}
    assert rooms == set(ROOMS)
    assert wrong_imports(package) == []


@pytest.mark.parametrize(
    ("place", "line", "caught"),
    [
        ("model/tables.py", "from ruhr_planner.store import geopackage", "store stands below model"),
        ("model/tables.py", "import numpy", "standard library only"),
        ("model/tables.py", "from qgis.core import QgsField", "serves without QGIS"),
        ("catalogue/ckan.py", "from ruhr_planner.readers import wfs", "readers stands below catalogue"),
        ("catalogue/ckan.py", "from ..readers import wfs", "readers stands below catalogue"),
        ("catalogue/ckan.py", "from ruhr_planner.i18n import tr", "not at the QGIS edge"),
        ("net/transport.py", "import qgis.core", "serves without QGIS"),
        ("net/requests.py", "from qgis.PyQt.QtCore import QUrl", "serves without QGIS"),
        ("readers/file.py", "from qgis.core import QgsVectorLayer", "serves without QGIS"),
        ("store/write.py", "from ruhr_planner.net import transport", "store knows no net"),
        ("analysis/shape.py", "from ruhr_planner.readers import file", "analysis knows no readers"),
        ("analysis/shape.py", "from qgis.core import QgsVectorLayer", "no layers"),
        ("analysis/shape.py", "def f():\n    from ruhr_planner.exhibit import report", "exhibit stands below analysis"),
        ("exhibit/report.py", "import ruhr_planner.harmonise.values", "exhibit knows no harmonise"),
        ("processing/provider.py", "from ruhr_planner.gui.dock import Dock", "gui stands below processing"),
        ("gui/dock.py", "from ruhr_planner.plugin import RuhrPlanner", "must not import the root"),
        ("gui/dock.py", "from PyQt5.QtCore import Qt", "unsafe in QGIS"),
        ("processing/provider.py", "import requests", "for use without QGIS only"),
        ("exhibit/report.py", "import pandas as pd", "not on every planner's computer"),
        ("paths.py", "from ruhr_planner.model import region", "imports nothing of the house"),
        ("i18n.py", "from ruhr_planner.store import write", "may import model only"),
    ],
)
def test_a_wrong_import_is_caught(tmp_path: Path, place: str, line: str, caught: str) -> None:
    path = tmp_path / PACKAGE / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"from __future__ import annotations\n{line}\n", encoding="utf-8")
    said = wrong_imports(tmp_path / PACKAGE)
    assert len(said) == 1
    assert caught in said[0]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("store/write.py", "from ruhr_planner.model.tables import PLOT"),
        ("net/qgis.py", "from qgis.core import QgsBlockingNetworkRequest"),
        ("net/requests.py", "import requests"),
        ("analysis/shape.py", "import numpy as np\nfrom qgis.core import QgsGeometry, QgsSpatialIndex"),
        ("processing/run.py", "from ruhr_planner.analysis import shape\nfrom ruhr_planner.i18n import tr"),
        ("plugin.py", "from ruhr_planner.gui.dock import Dock\nfrom ruhr_planner.processing.provider import Provider"),
        ("readers/file.py", "from ruhr_planner import paths"),
    ],
)
def test_a_right_import_passes(tmp_path: Path, place: str, line: str) -> None:
    path = tmp_path / PACKAGE / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{line}\n", encoding="utf-8")
    assert wrong_imports(tmp_path / PACKAGE) == []


def test_the_package_without_qgis_needs_no_qgis(root: Path) -> None:
    """Import what must serve without QGIS where qgis, osgeo and PyQt5 cannot be imported at all."""
    forbidden = ("qgis", "osgeo", "PyQt5", "requests", "fiona", "pyproj", "numpy")
    names = [f"{PACKAGE}.{name}" for name in ("about", "paths")]
    names += [f"{PACKAGE}.net.{name}" for name in sorted(NET_WITHOUT_QGIS - {"requests", "requests_transport"})]
    names += [f"{PACKAGE}.model.{path.stem}" for path in (root / PACKAGE / "model").glob("[a-z]*.py")]
    code = (
        f"import sys\nfor name in {forbidden!r}: sys.modules[name] = None\n"
        f"import importlib\nfor name in {names!r}: importlib.import_module(name)\n"
        f"from {PACKAGE} import about\nprint(about.name(), about.version())\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split()[:2] == ["Ruhr", "Planner"]
