"""How long the window stands still on the way from a search to a map, and what QGIS holds after fifty searches.

The scenes of tests/desktop are played in the real QGIS under Xvfb, against the same servers. A standstill is the
longest time between two beats of a 5 ms timer in QGIS's event loop, by the clock; beside it stands how much of it QGIS
and the plugin were the reason for, and how much the plugin alone (see tests/desktop/watch.py).

    scripts/isolated.sh .venv/bin/python benchmarks/bench_desktop.py [path|memory]

Without a word both are played. Ends with 1 if a step stood still for longer than 100 ms, or the memory grew by more
than a tenth.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from concurrent.futures import Future
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.desktop.conftest import Desktop, compiled, screen  # noqa: E402
from tests.desktop.servers import Services, services  # noqa: E402

NOTED_MS = 50.0
"""As in tests/desktop/watch.py, which only QGIS's own Python can import."""

SCENES = {
    "path": [
        "start", "find", "load", "harmonise", "demo", "analyses", "questions", "layers", "exhibit", "export",
        "play_windows.gap_explorer", "play_windows.weights", "play_windows.validation",
    ],
    "memory": ["start", "find", "load", "harmonise", "endure"],
}  # fmt: skip
LONGEST_MS = 100.0
GROWTH = 0.10
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
    "layers_block_ms": "add all layers of the store",
    "explorer_prepare_block_ms": "open and prepare the gap explorer",
    "explorer_block_ms": "move its sliders",
    "weights_block_ms": "move the sliders of the weights",
    "validation_block_ms": "validate in the validation window",
}


def play(scenes: list[str]) -> dict:
    """Play scenes once and return what the driver saw."""
    with screen() as display, services() as running, tempfile.TemporaryDirectory(prefix="bench_desktop_") as folder:
        served: Future[Services] = Future()
        served.set_result(running)
        plugin = compiled(ROOT / "build" / "ruhr_planner", Path(folder) / "plugin")
        desktop = Desktop(display, plugin, Path(folder), served, Path(folder) / "kept")
        return desktop.play("de", scenes)


def main() -> None:
    """Play, write the figures, and tell whether they are good enough."""
    good = [measured(which) for which in (sys.argv[1:] or SCENES)]
    sys.exit(0 if all(good) else 1)


def measured(which: str) -> bool:
    """Play one of the two and write its figures."""
    seen = play(SCENES[which])
    lines = [
        "# The window on the way from a search to a map" if which == "path" else "# Memory after searches and runs",
        "",
        f"`scripts/isolated.sh .venv/bin/python benchmarks/bench_desktop.py {which}`",
        "",
        f"{os.cpu_count()} processors, {platform.machine()}, Xvfb.",
        "",
    ]
    told, good = path(seen) if which == "path" else memory(seen)
    lines += told
    if seen["faults"]:
        lines += ["", "The play ended early:", "", *seen["faults"]]
    text = "\n".join([*lines, ""])
    (ROOT / "benchmarks" / "results" / f"desktop_{which}.md").write_text(text, encoding="utf-8")
    print(text)
    return good and not seen["faults"]


def path(seen: dict) -> tuple[list[str], bool]:
    """Return the longest standstill of each step, where the program stood in the too long ones, and the verdict."""
    stood = {words: seen[name] for name, words in SAID.items() if name in seen}
    lines = [
        "| step | longest standstill, ms | QGIS and plugin the reason, ms | plugin alone, ms |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {words} | {one['clock']:.0f} | {one['blocked']:.0f} | {one['ours']:.0f} |" for words, one in stood.items()
    ]
    worst = {name: max(one[name] for one in stood.values()) for name in ("clock", "blocked", "ours")}
    lines.append(
        f"| **longest of all** | **{worst['clock']:.0f}** | **{worst['blocked']:.0f}** | **{worst['ours']:.0f}** |"
    )
    lines += ["", f"0 in the last two columns: no standstill of {NOTED_MS:.0f} ms or more.", ""]
    slow = loops()
    lines += [f"The same loop in Python took {min(slow):.0f} to {max(slow):.0f} ms of processor time after it.", ""]
    lines.append(f"The dock is open {seen['dock_opens_ms']:.0f} ms after its button.")
    lines += ["", "The servers of the search (CKAN, MapServer, a dead and a silent portal) ran on the same processors."]
    late = [(words, each) for words, one in stood.items() for each in one["noted"] if each["clock"] > LONGEST_MS]
    for words, each in late:
        took = f"{each['wait']:.0f} ms without a processor; the host took {each['stolen']:.0f} ms of all processors"
        lines += ["", f"{words}: {each['clock']:.0f} ms, of which {took}. Seen:", ""]
        lines += [f"- {one['times']} × `{one['main'] or 'QGIS itself'}`" for one in each["stacks"]]
        lines += [f"- Python's lock kept for {each['held']:.0f} ms by `{each['keeper']}`"] if each["keeper"] else []
    return lines, worst["clock"] <= LONGEST_MS


def loops() -> list[float]:
    """Return the processor times of a loop, ms: how evenly fast this computer is."""
    times = []
    for _turn in range(100):
        began, total = time.thread_time(), 0
        for number in range(100_000):
            total += number * number % 7
        times.append(1000 * (time.thread_time() - began))
    return times


def memory(seen: dict) -> tuple[list[str], bool]:
    """Return what QGIS held before and after, and the verdict."""
    before, after = seen.get("memory_mb", [float("nan")] * 2)
    lines = [
        "| | MB |",
        "|---|---|",
        f"| after 5 searches and 3 runs | {before} |",
        f"| after 50 searches and 20 runs more | {after} |",
        f"| change | {100 * (after / before - 1):+.1f} % |",
    ]
    return lines, after / before <= 1 + GROWTH


if __name__ == "__main__":
    main()
