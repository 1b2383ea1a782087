"""docs/security.md says how many inputs each parser gets; this is what the tests themselves say."""

from __future__ import annotations

import ast
import re
from pathlib import Path


def test_the_table_of_fuzzing_is_what_runs(root: Path) -> None:
    text = (root / "docs" / "security.md").read_text(encoding="utf-8")
    told = {name: int(count) for name, count in re.findall(r"`(test_\w+\.py::test_\w+)`[^|\n]*\| (\d+)", text)}
    found, files = {}, set()
    for path in sorted((root / "tests").glob("*/test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "fuzzed":
                    files.add(path.relative_to(root).as_posix())
                    name = f"{path.name}::{node.name}"
                    found[name if name not in found else f"{path.parent.name}/{name}"] = ast.literal_eval(mark.args[0])
    assert told == found
    target = (root / "Makefile").read_text(encoding="utf-8").partition("\nfuzz:")[2].partition("\n\n")[0]
    outside = {path for path in files if not path.startswith("tests/unit/")}
    assert outside == set(re.findall(r"tests/\S+\.py", target)), "make fuzz runs them all"
    assert "-m fuzz -p no:pytest_qgis tests/unit\n" in target
