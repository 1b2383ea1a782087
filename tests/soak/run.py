"""One QGIS for half an hour: search, load, harmonise, validate, find sites and gaps, export, with faults and cancels.

    scripts/isolated.sh .venv/bin/python -m tests.soak.run --minutes 30 --seed 9 [--report FILE]

Real servers (`faults.py`) in a process of their own; every run is a job as the dock starts it. Which fault or cancel a
run gets follows from the seed. Each run is accounted for: *succeeded* with the full counts that a first round without
faults has found, *refused* with a sentence and nothing written, or *cancelled* and nothing written. Anything else
(a hang, a part of a layer, an error that is no sentence, a file left over) is a problem, and the program ends with 1.
"""

from __future__ import annotations

import argparse
import ctypes
import faulthandler
import gc
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QEventLoop, QTimer

from tests.soak import faults, outcome
from tests.soak.outcome import Account, Measure

ROOT = Path(__file__).resolve().parents[2]
BOUND_S = 240.0
"""A run that takes longer hangs. The slowest takes a few seconds; a server that is silent is left after `SILENCE_S`."""
SILENCE_S = 30.0
CANCEL_S = 20.0
"""A cancelled run has to end within it."""
STILL_S = 60.0
"""A main thread that says nothing for so much longer than a run may take stands still; then the program ends with 1."""
FAULTY, CANCELLED = 0.6, 0.15
"""Shares of the runs that meet a fault (only those that ask servers), and that are cancelled."""
BOX = (352_000.0, 5_694_000.0, 372_000.0, 5_712_000.0)
"""The part of the invented demo region that is analysed."""
WORDS = ("Flurstücke", "Gewerbe", "Beschreibung")
PROFILE = """
profile: soak_{edition}
target: plot
source: {{id: soak}}
licence: dl-de/zero-2-0
attribution: erfunden
fields:
  native_id: {{from: kennzeichen}}
  name: {{from: name}}
  plot_type: {{const: {kind}}}
"""
PARCELS = 1200


@dataclass
class Scene:
    """Where the soak works: servers, a store that begins anew with every round, and the folders that are watched."""

    work: Path
    urls: Mapping[str, str]
    pristine: Path
    told: Callable[[str, str, int, bool], None]
    plots: int = 0
    """Records of the pristine store's table of plots."""
    editions: list[str] = field(default_factory=list)
    """What has been harmonised into the store of this round."""

    @property
    def store(self) -> Path:
        return self.work / "store.gpkg"

    @property
    def parcels(self) -> Path:
        """The layer that was loaded last, complete."""
        return self.work / "parcels.gpkg"

    def begin(self) -> None:
        """Begin a round with a fresh store."""
        shutil.copyfile(self.pristine, self.store)
        self.editions.clear()

    def layer(self, table: str) -> str:
        return f"{self.store}|layername={table}"


@dataclass(frozen=True)
class Step:
    """One kind of run. `servers` are those whose faults it meets; `proof` says what is wrong, "" = nothing."""

    name: str
    algorithm: str
    parameters: Callable[[Scene], dict[str, Any]]
    proof: Callable[[Scene, dict[str, Any]], str]
    servers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    drawn: bool = False
    changes_store: bool = False


# ------------------------------------------------------------------------------------------------------------ the steps
def rows(path: Path, table: str = "", condition: str = "") -> int:
    """Count the records of a GeoPackage's table with nothing but SQLite; its only one if none is named."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        if not table:
            ((table,),) = connection.execute("SELECT table_name FROM gpkg_contents").fetchall()
        return int(connection.execute(f'SELECT count(*) FROM "{table}" {condition}').fetchone()[0])
    finally:
        connection.close()


def loading(server: str, path: str, layer: str) -> Step:
    """Load the sample layer from a server, whole."""

    def parameters(scene: Scene) -> dict[str, Any]:
        url = scene.urls[server]
        url = url.rsplit("/ows", 1)[0] + path if path else url
        return {"URL": url, "LAYER": layer, "OUTPUT": str(scene.work / "loaded.gpkg")}

    def proof(scene: Scene, results: dict[str, Any]) -> str:
        made = scene.work / "loaded.gpkg"
        found = (results["LOADED"], results["COMPLETE"], rows(made))
        if found != (PARCELS, True, PARCELS):
            return f"loaded, complete, in the file: {found}"
        made.replace(scene.parcels)
        return ""

    return Step(f"load, {server}{path}", "loadresource", parameters, proof, (server,), ("loaded.gpkg",))


def harmonising(edition: str) -> Step:
    """Harmonise the loaded layer; `edition` is what the profile makes of the type of a plot."""

    def parameters(scene: Scene) -> dict[str, Any]:
        profile = scene.work / f"{edition}.yaml"
        profile.write_text(PROFILE.format(edition=edition, kind=edition), encoding="utf-8")
        report = str(scene.work / "import.html")
        return {"INPUT": str(scene.parcels), "PROFILE": str(profile), "STORE": str(scene.store), "REPORT": report}

    def proof(scene: Scene, results: dict[str, Any]) -> str:
        told = [results[name] for name in ("READ", "WRITTEN", "UNCHANGED", "REJECTED")]
        same = bool(scene.editions) and scene.editions[-1] == edition
        scene.editions += [] if same else [edition]
        if told != [PARCELS, 0 if same else PARCELS, PARCELS if same else 0, 0]:
            return f"read, written, unchanged, rejected: {told}"
        return ""

    return Step(f"harmonise, {edition}", "harmonise", parameters, proof, targets=("import.html",), changes_store=True)


def counted(step: Step, *names: str) -> Step:
    """Compare numbers of a run with those of the first round, which nothing disturbed."""
    known: dict[str, Any] = {}

    def proof(scene: Scene, results: dict[str, Any]) -> str:
        problem = step.proof(scene, results)
        found = {name: results[name] for name in names}
        key = str(tuple(scene.editions))
        if not problem and known.setdefault(key, found) != found:
            return f"{found} in place of {known[key]}"
        return problem

    return Step(**{**step.__dict__, "proof": proof})


def written(*targets: str) -> Callable[[Scene, dict[str, Any]], str]:
    """Every target is there, and is what its ending says."""
    begins = {".xlsx": b"PK", ".pdf": b"%PDF", ".png": b"\x89PNG", ".html": b"<!DOCTYPE", ".gpkg": b"SQLite format 3"}

    def proof(scene: Scene, _results: dict[str, Any]) -> str:
        for target in targets:
            path = scene.work / target
            wanted = begins[path.suffix]
            if not path.is_file() or path.read_bytes()[: len(wanted)].lower() != wanted.lower():
                return f"{target} is not what it should be"
        return ""

    return proof


PORTALS = {"CKAN": "soak_ckan", "pycsw": "soak_csw", "pygeoapi": "soak_records"}
"""The user's portals, by their servers."""


def searching(word: str) -> Step:
    """Search the catalogues; a portal that fails is a row that says why."""
    known: dict[str, int] = {}

    def parameters(scene: Scene) -> dict[str, Any]:
        asked = ";".join(portal for server, portal in PORTALS.items() if server in scene.urls)
        return {"QUERY": word, "PORTALS": asked, "OUTPUT": str(scene.work / "hits.gpkg")}

    def proof(scene: Scene, results: dict[str, Any]) -> str:
        found, failed = int(results["FOUND"]), int(results["PORTALS_FAILED"])
        asked = sum(server in scene.urls for server in PORTALS)
        if results["PORTALS_ASKED"] != asked or rows(scene.work / "hits.gpkg") != found + failed:
            return f"{results} and another number of rows"
        silent = rows(scene.work / "hits.gpkg", "", "WHERE url IS NULL AND reason IS NULL")
        if silent:
            return f"{silent} rows of portals that say nothing"
        if not failed and known.setdefault(word, found) != found:
            return f"{found} found in place of {known[word]}"
        return ""

    return Step(f"search “{word}”", "searchcatalogue", parameters, proof, tuple(PORTALS), ("hits.gpkg",))


def analyses() -> list[Step]:
    """What is asked of the store."""

    def validate(scene: Scene) -> dict[str, Any]:
        return {"STORE": str(scene.store), "REPORT": str(scene.work / "findings.html")}

    def sites(scene: Scene) -> dict[str, Any]:
        given = {"PLOTS": scene.layer("plot"), "MUNICIPALITIES": scene.layer("municipality")}
        return {**given, "OUTPUT": str(scene.work / "sites.gpkg")}

    def gaps(scene: Scene) -> dict[str, Any]:
        given = {"OBJECTS": scene.layer("plot"), "CELLS": scene.layer("broadband_cell")}
        return {**given, "OUTPUT": str(scene.work / "gaps.gpkg")}

    def tables(scene: Scene) -> dict[str, Any]:
        return {"STORE": str(scene.store), "OUTPUT": str(scene.work / "tables.xlsx")}

    return [
        counted(
            Step("validate", "validate", validate, written("findings.html"), targets=("findings.html",)), "FINDINGS"
        ),
        counted(
            Step("find sites", "cooperationsites", sites, written("sites.gpkg"), targets=("sites.gpkg",)),
            "SITES",
            "NET_HA",
        ),
        counted(
            Step("fibre gaps", "fibregaps", gaps, written("gaps.gpkg"), targets=("gaps.gpkg",)),
            "SERVED",
            "PARTLY",
            "UNSERVED",
            "NO_DATA",
        ),
        counted(
            Step("export tables", "exporttables", tables, written("tables.xlsx"), targets=("tables.xlsx",)), "RECORDS"
        ),
    ]


def drawings() -> list[Step]:
    """Maps, each drawn in a process of its own as the dock does it."""

    def sheet(theme: int, target: str) -> Callable[[Scene], dict[str, Any]]:
        return lambda scene: {"STORE": str(scene.store), "THEME": theme, "OUTPUT": str(scene.work / target)}

    made = []
    for theme, target in ((0, "land.png"), (6, "broadband.pdf")):
        given = (f"export map {target[-3:].upper()}", "mapexhibit", sheet(theme, target), written(target))
        made.append(Step(*given, targets=(target,), drawn=True))
    return made


def round_of(scene: Scene, number: int, rng: random.Random) -> list[Step]:
    """One round: searches, loads, three imports, every analysis, and a map; the first has every kind of run."""
    layers = [
        loading("MapServer", "", "ms:parcels"),
        loading("QGIS Server", "", "parcels"),
        loading("QGIS Server", "/wfs3", "parcels"),
        loading("pygeoapi", "", "parcels"),
        loading("django-gisserver", "", "parcels"),
        loading("koop", "", "0"),
    ]
    layers = [step for step in layers if step.servers[0] in scene.urls]
    chosen = layers if number == 0 else rng.sample(layers, min(5, len(layers)))
    kinds = [harmonising("brownfield"), harmonising("underused"), harmonising("underused")]
    maps = MAPS if number == 0 else [rng.choice(MAPS)]
    return [*SEARCHES, *chosen, *kinds, *ANALYSES, *maps]


SEARCHES = [searching(word) for word in WORDS]
ANALYSES, MAPS = analyses(), drawings()


# ----------------------------------------------------------------------------------------------------------- one run
def plan(scene: Scene, step: Step, rng: random.Random) -> tuple[str, str, int, bool]:
    """Choose server, fault, the answer that it begins with, and whether it comes once."""
    if not step.servers or rng.random() > FAULTY:
        return "", "", 0, False
    fault = rng.choice(sorted(faults.CHANGES))
    servers = [server for server in step.servers if server in scene.urls]
    return rng.choice(servers), fault, rng.randint(1, 5), rng.random() < 0.5


def perform(scene: Scene, step: Step, cancel_after: float | None) -> outcome.Run:
    """Run one step as a job, cancel it where planned, and say what became of it."""
    from ruhr_planner.gui.jobs import AlgorithmJob, DrawingJob

    for target in step.targets:
        (scene.work / target).unlink(missing_ok=True)
    before = outcome.digest(scene.store) if step.changes_store else ""
    kind = DrawingJob if step.drawn else AlgorithmJob
    job = kind(step.name, f"ruhr_planner:{step.algorithm}", step.parameters(scene))
    results, ended, waits = {}, [], QEventLoop()

    def end() -> None:
        results.update(job.results)
        ended.append((job.error, job.isCanceled() and not job.complete))  # a cancel may come too late
        waits.quit()

    job.ended.connect(end)
    clock = time.monotonic()
    cancelled_at: list[float] = []

    def cancel() -> None:
        if not ended:
            cancelled_at.append(time.monotonic())
            job.cancel()

    timers = []
    for seconds, action in ((cancel_after, cancel), (BOUND_S, waits.quit)):
        if seconds is not None:
            timer = QTimer()
            timer.setSingleShot(True)
            timer.timeout.connect(action)
            timer.start(int(seconds * 1000))
            timers.append(timer)
    faulthandler.dump_traceback_later(BOUND_S + CANCEL_S + STILL_S, exit=True)
    job.start()
    waits.exec()
    faulthandler.cancel_dump_traceback_later()
    for timer in timers:
        timer.stop()
    seconds = time.monotonic() - clock
    if not ended:
        faulthandler.dump_traceback(all_threads=True)
        job.abandon()
        job.wait(CANCEL_S)
        return outcome.Run(step.name, outcome.HANG, seconds, problem=f"no end after {BOUND_S:g} s")
    error, was_cancelled = ended[0]
    until = time.monotonic() - cancelled_at[0] if cancelled_at else 0.0
    left = [target for target in step.targets if (scene.work / target).exists()]
    unchanged = not step.changes_store or outcome.digest(scene.store) == before
    return outcome.judge(
        step.name, seconds, error, was_cancelled, until if until < seconds else 0.0, left, unchanged,
        lambda: step.proof(scene, results),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ measures
class Mallinfo(ctypes.Structure):
    """What glibc says of its heaps, bytes (mallinfo2): mapped piece by piece (hblkhd), used of heaps (uordblks)."""

    _fields_: ClassVar = [
        *((f"other{number}", ctypes.c_size_t) for number in range(4)),
        ("mapped", ctypes.c_size_t),
        *((f"other{number}", ctypes.c_size_t) for number in range(4, 6)),
        ("used", ctypes.c_size_t),
        *((f"other{number}", ctypes.c_size_t) for number in range(6, 8)),
    ]


def allocated() -> int:
    """Return the bytes that the process has asked of glibc and not given back: what is in use, wherever it lies."""
    libc = ctypes.CDLL("libc.so.6")
    libc.mallinfo2.restype = Mallinfo
    said = libc.mallinfo2()
    return int(said.used + said.mapped)


def measure(scene: Scene, seconds: float) -> Measure:
    """Look at what the process holds, after what is free has been given back as far as that goes.

    Resident is more than in use: code of libraries that has been read, and pages that hold a few bytes in use among
    many free ones. Only what is in use can leak. Python takes its small objects from the system, past glibc.
    """
    from ruhr_planner import settings

    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    resident = dict(line.split(":") for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    scratch = Path(os.environ["TMPDIR"])
    return Measure(
        seconds,
        int(resident["VmRSS"].split()[0]) / 2**10,
        int(resident["RssAnon"].split()[0]) / 2**10,
        allocated() / 2**20,
        sys.getallocatedblocks() / 1000,
        sum(1 for _ in Path("/proc/self/fd").iterdir()),
        sum(1 for _ in Path("/proc/self/task").iterdir()),
        sum(1 for _ in scratch.rglob("*")),
        sum(1 for path in scene.work.iterdir() if path.name.startswith(".ruhr_planner-") or path.suffix == ".part"),
        sum(path.stat().st_size for path in settings.cache_folder().rglob("*") if path.is_file()) / 2**20,
    )


# ---------------------------------------------------------------------------------------------------------- the setting
def extract(target: Path) -> int:
    """Make a small store of one part of the demo region; return its number of plots."""
    from qgis.core import QgsGeometry, QgsRectangle

    from ruhr_planner.store import geopackage, interface

    inside = QgsRectangle(*BOX)

    def near(content: interface.Content) -> list[Any]:
        whole = content.table.table == "municipality"
        return [
            (shape, values)
            for shape, values in content.rows
            if whole or shape is None or QgsGeometry(shape).boundingBox().intersects(inside)
        ]

    copied = shutil.copy(ROOT / "resources" / "demo" / "demo.gpkg", target.parent / "demo.gpkg")
    demo = geopackage.open_store(Path(copied))
    given = [
        interface.Content(content.table, near(content), content.sources, content.abstract, content.changed)
        for content in interface.contents(demo)
    ]
    store = geopackage.create(target, tuple(given))
    demo.path.unlink()
    return store.counts()["plot"]


def install(urls: Mapping[str, str]) -> None:
    """Put the portals into the user's own list."""
    from ruhr_planner.catalogue import portals
    from ruhr_planner.catalogue.dataset import Portal
    from ruhr_planner.model.codes import Label
    from ruhr_planner.processing.searchcatalogue import own_list

    own_list().parent.mkdir(parents=True, exist_ok=True)
    for server, protocol, path, options in (
        ("CKAN", "ckan", "", {}),
        ("pycsw", "csw", "", {"method": "post"}),
        ("pygeoapi", "records", "/collections/records", {}),
    ):
        if server in urls:
            name = PORTALS[server]
            portals.add(own_list(), Portal(name, Label(name, name), protocol, urls[server] + path, options=options))


def soak(scene: Scene, minutes: float, seed: int) -> Account:
    """Run round after round until the time is over; what the first one, without faults, finds is the measure."""
    rng = random.Random(seed)
    account = Account()
    began, number = time.monotonic(), 0
    while number < 2 or time.monotonic() - began < minutes * 60:
        scene.begin()
        for step in round_of(scene, number, rng):
            server, fault, at, once = plan(scene, step, rng) if number else ("", "", 0, False)
            usual = account.usual(step.name)
            stop = rng.uniform(0.0, usual) if number and usual and rng.random() < CANCELLED else None
            scene.told(server, fault, at, once)
            made = perform(scene, step, stop)
            account.add(made, (fault and f"{fault}{', once' if once else ''}"), stop is not None)
            print(f"{time.monotonic() - began:7.1f} s  {made.line(server, fault, at, once, stop)}", flush=True)
        scene.told("", "", 0, False)
        if not account.problems:
            problem = proof_of_store(scene)
            if problem:
                account.problems.append(problem)
        account.measures.append(measure(scene, time.monotonic() - began))
        print(f"          {account.measures[-1]}", flush=True)
        number += 1
    return account


def proof_of_store(scene: Scene) -> str:
    """Compare the plots of the store with what the account says was written into it."""
    present, earlier = min(1, len(scene.editions)), max(0, len(scene.editions) - 1)
    wanted = scene.plots + PARCELS * (present + earlier)
    found = rows(scene.store, "plot")
    connection = sqlite3.connect(scene.store)
    whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    if (found, whole) != (wanted, "ok"):
        return f"store: {found} plots in place of {wanted} after {scene.editions}, {whole}"
    return ""


def main() -> int:
    """Start servers and QGIS, soak, write the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--without", nargs="*", default=[], help="servers that are left out")
    parser.add_argument("--report", type=Path, help="Markdown file for the figures")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="ruhr_planner_soak_", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        work.chmod(0o755)
        for name in ("servers", "work", "tmp"):
            (work / name).mkdir(mode=0o755)
        command = [sys.executable, "-m", "tests.soak.faults", str(work / "servers"), *options.without]
        patient = {**os.environ, "RUHR_PLANNER_START_SECONDS": "300"}  # a soak runs beside other work
        servers = subprocess.Popen(
            command, cwd=ROOT, env=patient, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            said = json.loads(servers.stdout.readline() or "{}")
            if not said:
                raise SystemExit("the servers did not start")
            print(f"servers ready in {said['seconds']:.1f} s: {', '.join(said['urls'])}", flush=True)
            os.environ["TMPDIR"] = tempfile.tempdir = str(work / "tmp")
            account = in_qgis(work / "work", said["urls"], servers, options)
        finally:
            servers.stdin.close()
            servers.wait(60)
    text = outcome.report(account, options.minutes, options.seed)
    print(text)
    if options.report:
        options.report.write_text(text, encoding="utf-8")
    return 1 if account.problems else 0


def in_qgis(work: Path, urls: Mapping[str, str], servers: subprocess.Popen, options: argparse.Namespace) -> Account:
    """Start QGIS with the provider, and soak."""
    from ruhr_planner import i18n, settings
    from ruhr_planner.processing.provider import PlannerProvider

    def told(server: str, fault: str, at: int, once: bool) -> None:
        servers.stdin.write(json.dumps({"server": server, "fault": fault, "at": at, "once": once}) + "\n")
        servers.stdin.flush()
        servers.stdout.readline()

    faulthandler.enable()
    application = QgsApplication([], False)
    application.initQgis()
    QgsNetworkAccessManager.setTimeout(int(SILENCE_S * 1000))
    i18n.install("en")
    provider = PlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    install(urls)
    scene = Scene(work, urls, work / "pristine.gpkg", told)
    scene.plots = extract(scene.pristine)
    account = soak(scene, options.minutes, options.seed)
    i18n.remove()
    QgsApplication.processingRegistry().removeProvider(provider)
    settings.remove()
    application.exitQgis()
    return account


if __name__ == "__main__":
    sys.exit(main())
