"""Every enumeration is written with its scope: `Qt.DockWidgetArea.RightDockWidgetArea`, as Qt 6 wants it.

On Qt 5 the short form works too, so nobody would notice: the names are looked up in the classes that run here. Run on
Qt 6 (`make test-qt6`) it finds what does not exist there at all, as QGIS's own rewriter of enumerations would.
"""

from __future__ import annotations

import ast
import enum
import importlib
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QT_VERSION_STR

ON_QT_6 = QT_VERSION_STR.startswith("6.")


def qt_names(tree: ast.AST) -> dict[str, object]:
    """Return the classes that a module imports from qgis, by the name it uses."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis."):
            origin = importlib.import_module(node.module)
            found.update({alias.asname or alias.name: getattr(origin, alias.name) for alias in node.names})
    return {name: thing for name, thing in found.items() if isinstance(thing, type)}


def is_member(value: object) -> bool:
    """Tell whether a value is a member of an enumeration: Python's, or one of sip's subclasses of int."""
    return isinstance(value, enum.Enum) or (isinstance(value, int) and type(value) not in (int, bool))


def wrong_enums(source: str) -> list[str]:
    """Return every enumeration member without its scope, and every member that does not exist."""
    tree = ast.parse(source)
    classes = qt_names(tree)
    said = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in classes):
            continue
        owner = classes[node.value.id]
        name = f"{node.value.id}.{node.attr}"
        if not hasattr(owner, node.attr):
            said.append(f"line {node.lineno}: {name} does not exist")
        elif is_member(getattr(owner, node.attr)) and not issubclass(owner, (enum.Enum, int)):
            said.append(f"line {node.lineno}: {name} has no scope")
    return said


def test_every_enumeration_has_its_scope(root: Path) -> None:
    found = {}
    for path in sorted((root / "ruhr_planner").rglob("*.py")) + sorted((root / "scripts").rglob("*.py")):
        said = wrong_enums(path.read_text(encoding="utf-8"))
        if said:
            found[path.relative_to(root).as_posix()] = said
    assert found == {}


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        (
            "from qgis.PyQt.QtCore import Qt\nside = Qt.RightDockWidgetArea",
            ["line 2: Qt.RightDockWidgetArea " + ("does not exist" if ON_QT_6 else "has no scope")],
        ),
        ("from qgis.core import QgsTask\nflag = QgsTask.CanCancel", ["line 2: QgsTask.CanCancel has no scope"]),
        ("from qgis.core import Qgis\nlevel = Qgis.Info", ["line 2: Qgis.Info has no scope"]),
        ("from qgis.PyQt.QtCore import Qt\nside = Qt.Nowhere", ["line 2: Qt.Nowhere does not exist"]),
        ("from qgis.PyQt.QtCore import Qt\nside = Qt.DockWidgetArea.RightDockWidgetArea", []),
        ("from qgis.core import QgsTask\nflag = QgsTask.Flag.CanCancel", []),
        ("from qgis.core import Qgis\nversion = Qgis.QGIS_VERSION_INT", []),
    ],
)
def test_a_missing_scope_is_caught(line: str, caught: list[str]) -> None:
    assert wrong_enums(line) == caught
