"""How long the window stands still on the way from a search to a map, and what QGIS holds after fifty searches.

The scenes of tests/desktop are played in the real QGIS under Xvfb, against the same servers. A standstill is the
longest time between two beats of a 5 ms timer in QGIS's event loop, by the clock.

    scripts/isolated.sh .venv/bin/python benchmarks/bench_desktop.py path|memory
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from concurrent.futures import Future
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.desktop.conftest import Desktop, compiled, screen  # noqa: E402
from tests.desktop.servers import Services, services  # noqa: E402

SCENES = {
    "path": ["start", "find", "load", "harmonise", "demo", "analyses", "questions", "exhibit", "export"],
    "memory": ["start", "find", "load", "harmonise", "endure"],
}
SAID = {
    "dock_opens_block_ms": "open the dock",
    "search_block_ms": "search in five portals, two of them dead or silent",
    "load_block_ms": "load two data sets",
    "open_block_ms": "open the demo region (13,145 plots)",
    "cooperationsites_block_ms": "find cooperation sites",
    "fibregaps_block_ms": "find fibre gaps (71,779 cells)",
    "landbalance_block_ms": "balance land",
    "allocatedeficits_block_ms": "allocate deficits",
    "scoresites_block_ms": "score sites",
    "fibrecost_block_ms": "estimate fibre costs",
    "validate_block_ms": "validate the store",
    "picture_block_ms": "choose and preview a map",
    "map_block_ms": "write a map",
    "export_block_ms": "write maps and report",
}


def play(scenes: list[str]) -> dict:
    """Play scenes once and return what the driver saw."""
    with screen() as display, services() as running, tempfile.TemporaryDirectory(prefix="bench_desktop_") as folder:
        served: Future[Services] = Future()
        served.set_result(running)
        plugin = compiled(ROOT / "build" / "ruhr_planner", Path(folder) / "plugin")
        desktop = Desktop(display, plugin, Path(folder), served)
        return desktop.play("de", scenes, seconds=330)


def main() -> None:
    """Play, and write the figures."""
    which = sys.argv[1]
    seen = play(SCENES[which])
    lines = [
        "# The window on the way from a search to a map" if which == "path" else "# Memory after searches and runs",
        "",
        f"`scripts/isolated.sh .venv/bin/python benchmarks/bench_desktop.py {which}`",
        "",
        f"{os.cpu_count()} processors, {platform.machine()}, Xvfb.",
        "",
    ]
    lines += path(seen) if which == "path" else memory(seen)
    if seen["faults"]:
        lines += ["", "The play ended early:", "", *seen["faults"]]
    text = "\n".join([*lines, ""])
    (ROOT / "benchmarks" / "results" / f"desktop_{which}.md").write_text(text, encoding="utf-8")
    print(text)


def path(seen: dict) -> list[str]:
    """Return the longest standstill of each step."""
    rows = [f"| {words} | {seen[name]['clock']:.0f} |" for name, words in SAID.items() if name in seen]
    worst = max(seen[name]["clock"] for name in SAID if name in seen)
    opened = f"The dock is open {seen['dock_opens_ms']:.0f} ms after its button."
    rows.append(f"| **longest of all** | **{worst:.0f}** |")
    return ["| step | longest standstill, ms |", "|---|---|", *rows, "", opened]


def memory(seen: dict) -> list[str]:
    """Return what QGIS held before and after."""
    before, after = seen.get("memory_mb", [float("nan")] * 2)
    return [
        "| | MB |",
        "|---|---|",
        f"| after 5 searches and 3 runs | {before} |",
        f"| after 50 searches and 20 runs more | {after} |",
        f"| change | {100 * (after / before - 1):+.1f} % |",
    ]


if __name__ == "__main__":
    main()
