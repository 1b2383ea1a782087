"""Rules of the house that a linter does not know: Python 3.9, Qt 6, no stray output, words only through tr()."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

QVARIANT_TYPES = {
    "Int",
    "Double",
    "String",
    "Bool",
    "Date",
    "DateTime",
    "LongLong",
    "UInt",
    "StringList",
    "Map",
    "List",
}
GONE_NAMES = {
    "QRegExp": "use QRegularExpression or re",
    "QDesktopWidget": "use QScreen",
    "QWebView": "use QTextBrowser",
    "qApp": "use QApplication.instance()",
}
GONE_MODULES = ("PyQt5", "PyQt6", "qgis.PyQt.QtWebKit", "qgis.PyQt.QtWebKitWidgets", "gdal", "ogr", "osr")
GONE_CALLS = {"exec_": "use exec", "processEvents": "use a task"}
MOVED_TO_QTGUI = {"QAction", "QActionGroup", "QShortcut"}


def wrong_import(node: ast.stmt) -> str:
    """Return what Qt 6 no longer has of an import statement."""
    if isinstance(node, ast.Import):
        bad = [alias.name for alias in node.names if alias.name.split(".")[0] in GONE_MODULES]
        return f"import of {bad[0]}" if bad else ""
    if isinstance(node, ast.ImportFrom):
        origin = node.module or ""
        names = {alias.name for alias in node.names}
        if origin.split(".")[0] in GONE_MODULES or origin in GONE_MODULES:
            return f"import from {origin}"
        if origin == "qgis.PyQt" and "Qt" in names:
            return "the module Qt is gone"
        if origin == "qgis.PyQt.QtWidgets" and names & MOVED_TO_QTGUI:
            return f"{sorted(names & MOVED_TO_QTGUI)} come from qgis.PyQt.QtGui"
        if "resources_rc" in names or origin.endswith("resources_rc"):
            return "compiled resources"
    return ""


def truth_values(node: ast.AST) -> list[ast.expr]:
    """Return the expressions that a node takes for true or false."""
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        return [node.test]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [node.operand]
    return node.values if isinstance(node, ast.BoolOp) else []


def index_as_truth(node: ast.AST) -> bool:
    """Tell whether the position of a field is taken for its presence: the first field would be absent, -1 present."""
    names = ("lookupField", "indexOf", "indexFromName")
    return any(
        isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and test.func.attr in names
        for test in truth_values(node)
    )


def wrong_expression(node: ast.AST) -> str:
    """Return what of an expression breaks on Qt 6, blocks the window or takes 0 for absent."""
    if index_as_truth(node):
        return "the position of a field is no truth value"
    if isinstance(node, ast.Name) and node.id in GONE_NAMES:
        return f"{node.id}: {GONE_NAMES[node.id]}"
    if isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id == "QVariant" and node.attr in QVARIANT_TYPES:
            return f"QVariant.{node.attr}: use QMetaType.Type"
        if node.attr in GONE_CALLS:
            return f"{node.attr}: {GONE_CALLS[node.attr]}"
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == "QVariant":
            return "QVariant(): use NULL"
        if isinstance(node.func, ast.Attribute) and node.func.attr == "disconnect" and not node.args:
            return "disconnect() without the slot cuts QGIS's own connections too"
    return ""


def wrong_lines(source: str) -> list[str]:
    """Return every breach in one module, with its line."""
    said = []
    for node in ast.walk(ast.parse(source)):
        reason = wrong_import(node) if isinstance(node, (ast.Import, ast.ImportFrom)) else wrong_expression(node)
        if reason:
            said.append(f"line {node.lineno}: {reason}")
    return said


def modules(root: Path) -> list[Path]:
    return sorted((root / "ruhr_planner").rglob("*.py"))


def test_nothing_that_qt6_has_lost(root: Path) -> None:
    paths = modules(root)
    assert len(paths) > 10
    assert {path.name: said for path in paths if (said := wrong_lines(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ("from PyQt5.QtCore import Qt", "PyQt5"),
        ("import gdal", "gdal"),
        ("from qgis.PyQt.QtWebKit import QWebPage", "QtWebKit"),
        ("from qgis.PyQt.QtWidgets import QAction", "QtGui"),
        ("from . import resources_rc", "compiled resources"),
        ("dialog.exec_()", "use exec"),
        ("QgsField('a', QVariant.Int)", "QMetaType"),
        ("value = QVariant()", "NULL"),
        ("QRegExp('a')", "QRegularExpression"),
        ("reply.disconnect()", "without the slot"),
        ("QCoreApplication.processEvents()", "task"),
        ("if fields.lookupField('ags'): pass", "no truth value"),
        ("x = not fields.indexOf('ags')", "no truth value"),
    ],
)
def test_each_breach_is_caught(source: str, caught: str) -> None:
    said = wrong_lines(source)
    assert len(said) == 1
    assert caught in said[0]


def test_every_module_postpones_annotations(root: Path) -> None:
    """`X | None` in an annotation crashes on Python 3.9 without it; a module of a docstring alone needs none."""
    late = []
    for path in modules(root):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)
        if len(tree.body) > 1 and not found:
            late.append(path.relative_to(root).as_posix())
    assert late == []


def test_no_assert_and_no_print_in_the_package(root: Path) -> None:
    """An assert vanishes under -O; standard output belongs to qgis_process."""
    found = []
    for path in modules(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            printing = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
            if isinstance(node, ast.Assert) or printing:
                found.append(f"{path.relative_to(root)}:{node.lineno}")
    # __main__ is a command-line program: its standard output is its answer
    assert [place for place in found if not place.startswith("ruhr_planner/__main__.py")] == []


def test_every_module_says_what_it_is_for(root: Path) -> None:
    silent = [path.name for path in modules(root) if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_the_import_of_the_package_starts_nothing(root: Path) -> None:
    """`import ruhr_planner` and `classFactory` alone pull in neither the network, nor analysis, nor exhibits."""
    code = (
        "import sys, ruhr_planner\n"
        "heavy = [n for n in sys.modules if n.startswith(('ruhr_planner.', 'qgis', 'numpy', 'osgeo', 'requests'))]\n"
        "print(heavy)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
