"""What the plugin adds to QGIS's start, and how fast its dock opens: the real desktop, with and without the plugin.

QGIS is started in a fresh profile on a display of its own (Xvfb), in turn with and without the plugin, and says itself
how long after its process began its event loop answers for the first time. The medians are compared. A third start each
time is the very first one after a copy of the files by hand: Python compiles what it imports. (QGIS's plugin manager
loads a plugin when it has installed it, so there the start is a second one.)

    scripts/isolated.sh .venv/bin/python benchmarks/bench_start.py [STARTS]

Ends with 1 if the plugin takes more than 150 ms of a start, or its dock does not open within 300 ms.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.desktop.conftest import INI, stop  # noqa: E402

STARTS = 5
MOST_MS, DOCK_MS = 150.0, 300.0
HEAVY = ("analysis", "exhibit", "net", "readers", "harmonise")
PROBE = """
import json, os, sys, time
from qgis import utils
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication
began = {began}
def answered():
    found = {{"start_ms": 1000 * (time.time() - began)}}
    plugin = utils.plugins.get("ruhr_planner")
    found["modules"] = sorted(name for name in sys.modules if name.startswith("ruhr_planner."))
    found["plugin_ms"] = 1000 * float(utils.plugin_times["ruhr_planner"].rstrip("s")) if plugin else 0.0
    def done():
        with open({target!r} + ".part", "w") as out:
            json.dump(found, out)
        os.rename({target!r} + ".part", {target!r})
        QTimer.singleShot(0, utils.iface.actionExit().trigger)
    if plugin is None:
        done()
        return
    def opened():
        if not plugin.dock.built or plugin.dock.panel.pages.currentWidget().visibleRegion().isEmpty():
            QTimer.singleShot(0, opened)
            return
        found["dock_ms"] = 1000 * (time.time() - pressed)
        QTimer.singleShot(200, done)
    def press():
        global pressed
        pressed = time.time()
        plugin.show_dock()
        QTimer.singleShot(0, opened)
    QTimer.singleShot(500, press)
QTimer.singleShot(0, answered)
"""


def once(display: str, staged: Path, with_plugin: bool, compiled: bool = True) -> dict:
    """Start QGIS once and return what it measured."""
    with tempfile.TemporaryDirectory(prefix="bench_start_") as name:
        folder = Path(name)
        profile = folder / "profiles" / "test"
        (profile / "QGIS").mkdir(parents=True)
        (profile / "python" / "plugins").mkdir(parents=True)
        (folder / "run").mkdir(mode=0o700)
        text = INI.format(locale="de")
        place = profile / "python" / "plugins" / "ruhr_planner"
        if with_plugin and compiled:
            place.symlink_to(staged)
        elif with_plugin:
            shutil.copytree(staged, place, ignore=shutil.ignore_patterns("__pycache__", "demo"))
        else:
            text = text.replace("ruhr_planner=true", "ruhr_planner=false")
        for version in ("3", "4"):
            (profile / "QGIS" / f"QGIS{version}.ini").write_text(text, encoding="utf-8")
        target = folder / "result.json"
        probe = folder / "probe.py"
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("QT_QPA", "QGIS_"))}
        environment |= {"DISPLAY": display, "HOME": name, "XDG_RUNTIME_DIR": str(folder / "run"), "LC_ALL": "C.UTF-8"}
        for setting in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"):  # an installed plugin compiles beside itself
            environment.pop(setting, None)
        probe.write_text(PROBE.format(began=time.time(), target=str(target)), encoding="utf-8")
        command = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", name, "--profile", "test"]
        qgis = subprocess.Popen([*command, "--code", str(probe)], env=environment, stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 90
            while not target.exists() and time.monotonic() < until:
                time.sleep(0.05)
            return json.loads(target.read_text(encoding="utf-8"))
        finally:
            stop(qgis)


def main() -> None:
    """Start in turn, compare the medians, write the result."""
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else STARTS
    staged = ROOT / "build" / "ruhr_planner"
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1680x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        display = f":{answer.readline().strip()}"
    try:
        once(display, staged, True)  # compiles the modules and warms the disk
        once(display, staged, False)
        turns = [
            (once(display, staged, True), once(display, staged, False), once(display, staged, True, compiled=False))
            for _turn in range(starts)
        ]
    finally:
        stop(server)
    sys.exit(0 if report(turns) else 1)


def report(turns: list[tuple[dict, dict, dict]]) -> bool:
    """Write the medians into benchmarks/results/start.md; tell whether they are good enough."""
    with_it, without, first = ([turn[place] for turn in turns] for place in range(3))
    added = [one["start_ms"] - other["start_ms"] for one, other in zip(with_it, without)]
    plugin = [one["plugin_ms"] for one in with_it]
    dock = [one["dock_ms"] for one in with_it]
    heavy = [name for name in with_it[0]["modules"] if name.split(".")[1] in HEAVY]
    lines = [
        "# Start of QGIS with and without the plugin",
        "",
        f"`scripts/isolated.sh .venv/bin/python benchmarks/bench_start.py {len(turns)}`",
        "",
        f"{os.cpu_count()} processors, {platform.machine()}; a fresh profile each time, Xvfb.",
        "",
        "| | median | smallest | largest |",
        "|---|---|---|---|",
    ]
    for name, values in (
        ("start with the plugin, ms", [one["start_ms"] for one in with_it]),
        ("start without it, ms", [one["start_ms"] for one in without]),
        ("difference of each pair, ms", added),
        ("plugin's own loading as QGIS counts it, ms", plugin),
        ("the same at the very first start, while Python compiles it, ms", [one["plugin_ms"] for one in first]),
        ("dock opens for the first time, ms", dock),
    ):
        lines.append(f"| {name} | {statistics.median(values):.0f} | {min(values):.0f} | {max(values):.0f} |")
    lines += ["", f"Modules of the plugin imported at start: {len(with_it[0]['modules'])}."]
    told = ", ".join(heavy) or "none"
    lines += ["", f"Modules of analyses, exhibits, network, readers or harmonising imported at start: {told}.", ""]
    text = "\n".join(lines)
    (ROOT / "benchmarks" / "results" / "start.md").write_text(text, encoding="utf-8")
    print(text)
    return statistics.median(plugin) <= MOST_MS and statistics.median(dock) <= DOCK_MS


if __name__ == "__main__":
    main()
