"""Kills processes with SIGKILL at random moments of imports, edits, analyses and exports, and looks at what is left.

    scripts/isolated.sh .venv/bin/python benchmarks/kills.py --kills 216 --seed 9 --result kills [--only "harmonise;…"]

Each job runs in a process of its own over files that hold an earlier state. Half of the kills come at a moment drawn
uniformly from the whole duration of the job, half uniformly from the moments in which it puts its result in place
(the transaction, or the moves), which are short and would hardly be hit otherwise. After each the next start is made:
what the plugin does before every run and when its panel opens. Then

- every GeoPackage opens, `PRAGMA integrity_check` says ok, every spatial index agrees with its layer;
- the state is the old one, value for value, or the new one as a run to the end makes it;
- the sentences that were told say which of the two it is, in so many words;
- no temporary folder, journal or second file is left.

The figures go to benchmarks/results/<RESULT>.md. A temporary folder that nobody has claimed yet is put away at once
here; in earnest it has to be an hour old.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import logging
import os
import platform
import random
import shlex
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
DEMO = ROOT / "resources" / "demo" / "demo.gpkg"
OLD, NEW = "old", "new"
STORE = "Büro der Zukunft.gpkg"
RESULTS = "Ergebnisse.gpkg"
SENTENCES = (
    (" is unchanged; nothing", OLD),
    ("The new result is in place", NEW),
)
"""What is told of a target, and what has to be true then."""
SIDE_FILES = ("-journal", "-wal", "-shm")
CHANGING = ("run_id", "identifier", "begun", "started", "date", "last_change", "timestamp", "created", "update_time")
"""Fields that differ between two runs that do the same."""
BOOKS = ("gpkg_metadata", "gpkg_metadata_reference", "layer_styles", "sqlite_sequence", "gpkg_extensions")


@dataclass(frozen=True)
class Job:
    """Something that is killed: what it writes, and what is there before."""

    name: str
    kind: str
    algorithm: str
    parameters: Callable[[Path], dict[str, Any]]
    prepare: Callable[[Path], None]
    targets: tuple[str, ...]
    weight: int = 3
    """How often it is killed, beside the others."""


@dataclass
class Score:
    """What came of the kills of one job."""

    job: Job
    seconds: float
    placing: float
    kills: int = 0
    within: int = 0
    states: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    journals: int = 0
    rooms: int = 0
    faults: list[str] = field(default_factory=list)


# ------------------------------------------------------------------------------------------------------------ the jobs
def run(algorithm: str, parameters: dict[str, Any]) -> list[str]:
    """Run an algorithm to its end; return its warnings."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    class Listener(QgsProcessingFeedback):
        warnings: list[str]

        def pushWarning(self, warning: str) -> None:  # noqa: N802 - QGIS's name
            self.warnings.append(warning)

    made = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{algorithm}")
    listener = Listener(False)
    listener.warnings = []
    _results, succeeded = made.run(parameters, QgsProcessingContext(), listener, {}, False)
    if not succeeded:
        raise RuntimeError(algorithm)
    return listener.warnings


class Region:
    """A copy of the demo region, the input of all jobs: QGIS writes into what it reads, too (WAL)."""

    path = DEMO


def small_region(path: Path, plots: int = 120, cells: int = 3000) -> Path:
    """A part of the demo region, so that the time goes into kills."""
    shutil.copyfile(DEMO, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        for table, kept in (("plot", plots), ("broadband_cell", cells), ("barrier", 20), ("road", 200), ("place", 40)):
            _shorten(connection, table, kept)
        connection.execute("VACUUM")
        connection.execute("PRAGMA journal_mode = DELETE")
    return path


def _shorten(connection: sqlite3.Connection, table: str, kept: int) -> None:
    """Keep the first records of a layer; its index is made anew, which is faster than taking thousands out of it."""
    index = f"rtree_{table}_geom"
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    triggers = connection.execute(asked, (table,)).fetchall()
    boxes = connection.execute(f"SELECT id, minx, maxx, miny, maxy FROM {index} WHERE id <= {kept}").fetchall()
    for name, _sql in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute(f"DROP TABLE {index}")
    connection.execute(f"DELETE FROM {table} WHERE fid > {kept}")
    connection.execute(f"CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy)")
    connection.executemany(f"INSERT INTO {index} VALUES (?, ?, ?, ?, ?)", boxes)
    for _name, sql in triggers:
        connection.execute(sql)
    counted = "UPDATE gpkg_ogr_contents SET feature_count = (SELECT count(*) FROM {0}) WHERE table_name = '{0}'"
    connection.execute(counted.format(table))


def demo(table: str) -> str:
    """The address of a table of the demo region."""
    return f"{Region.path}|layername={table}"


def _result_file(folder: Path) -> None:
    """A GeoPackage with a result of last week and a layer of somebody else."""
    run("landbalance", {"PLOTS": demo("plot"), "TAKEUP": demo("takeup"), "GIFPRO": True,
                        "OUTPUT": f"{folder / RESULTS}|layername=bilanz"})  # fmt: skip
    for layer in ("sites", "luecken"):
        run("landbalance", {"PLOTS": demo("plot"), "OUTPUT": f"{folder / RESULTS}|layername={layer}"})


def _shapefile(folder: Path) -> None:
    run("landbalance", {"PLOTS": demo("plot"), "NET_FACTOR": 0.5, "OUTPUT": str(folder / "Bilanz.shp")})


def _store(folder: Path) -> None:
    shutil.copyfile(Region.path, folder / STORE)


PROFILE = """
profile: killed
target: plot
source: {id: killed}
licence: dl-de/by-2-0
attribution: Stadt
fields:
  native_id: {from: id}
  name: {from: name}
  plot_type: {from: art}
"""


def _edition(path: Path, edition: int, count: int = 900) -> None:
    """The second edition changes a third, drops a third and brings new ones."""
    from tests.qgis.squares import write_squares

    numbers = range(count) if edition == 1 else range(count // 3, count + count // 3)
    write_squares(path, numbers, 90 + edition)


def _harmonise(folder: Path, edition: int) -> dict[str, Any]:
    return {"INPUT": str(folder / f"edition{edition}.geojson"), "PROFILE": str(folder / "killed.yaml"),
            "STORE": str(folder / STORE), "DATE": f"202{edition}-01-01"}  # fmt: skip


def _harmonised(folder: Path) -> None:
    run("createstore", {"STORE": str(folder / STORE)})
    (folder / "killed.yaml").write_text(PROFILE, encoding="utf-8")
    for edition in (1, 2):
        _edition(folder / f"edition{edition}.geojson", edition)
    run("harmonise", _harmonise(folder, 1))


def _split(folder: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(folder / STORE)) as connection:
        name, x, y = connection.execute(
            "SELECT p.plot_id, (r.minx + r.maxx) / 2, (r.miny + r.maxy) / 2 FROM plot p JOIN rtree_plot_geom r"
            " ON r.id = p.fid WHERE p.valid_to IS NULL ORDER BY p.plot_id LIMIT 1"
        ).fetchone()
    line = f"LineString ({x} {y - 5000}, {x} {y + 5000}) [EPSG:25832]"
    return {"STORE": str(folder / STORE), "PLOT_ID": name, "BY": line}


def _text(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"last week's " * 1000)


def _folder(folder: Path) -> None:
    """Sheets of an earlier run, one of a place that is not asked for any more, and a file of somebody else."""
    (folder / "Blätter").mkdir()
    for name in ("factsheets.html", "factsheet_05913000_Dortmund.html"):
        (folder / "Blätter" / name).write_bytes(b"last week's " + name.encode())
    (folder / "Blätter" / "notes.txt").write_text("of somebody else", encoding="utf-8")


def _sheets(folder: Path) -> dict[str, Any]:
    return {"STORE": str(Region.path), "SUBJECT": 1, "FORMAT": 2, "AGS": "Herne", "FOLDER": str(folder / "Blätter")}


def _report(folder: Path) -> None:
    """An earlier report: all its files, each with other bytes."""
    from ruhr_planner.processing.regionreport import FILES

    (folder / "Bericht").mkdir()
    for name in FILES:
        (folder / "Bericht" / name).write_bytes(b"last week's " + name.encode())
    shutil.copyfile(Region.path, folder / "Bericht" / "results.gpkg")


JOBS = (
    Job("harmonise", "import", "harmonise", lambda folder: _harmonise(folder, 2), _harmonised, (STORE,)),
    Job("splitplot", "edit", "splitplot", _split, _store, (STORE,)),
    Job("createstore", "import", "createstore",
        lambda folder: {"STORE": str(folder / "neu.gpkg"), "SOURCE": str(Region.path)},
        lambda folder: None, ("neu.gpkg",), 2),
    Job("cooperationsites", "analysis", "cooperationsites",
        lambda folder: {"PLOTS": demo("plot"), "BARRIERS": demo("barrier"),
                        "OUTPUT": f"{folder / RESULTS}|layername=sites"}, _result_file, (RESULTS,)),
    Job("fibregaps", "analysis", "fibregaps",
        lambda folder: {"OBJECTS": demo("plot"), "CELLS": demo("broadband_cell"),
                        "OUTPUT": f"{folder / RESULTS}|layername=luecken"}, _result_file, (RESULTS,)),
    Job("landbalance", "analysis", "landbalance",
        lambda folder: {"PLOTS": demo("plot"), "OUTPUT": f"{folder / RESULTS}|layername=bilanz"},
        _result_file, (RESULTS,)),
    Job("landbalance, Shapefile", "analysis", "landbalance",
        lambda folder: {"PLOTS": demo("plot"), "OUTPUT": str(folder / "Bilanz.shp")}, _shapefile,
        tuple(f"Bilanz.{ending}" for ending in ("shp", "shx", "dbf", "prj", "cpg", "qmd"))),
    Job("exporttables, XLSX", "export", "exporttables",
        lambda folder: {"STORE": str(Region.path), "TABLES": "plot,takeup,place,source",
                        "OUTPUT": str(folder / "Tabellen.xlsx")},
        lambda folder: _text(folder, "Tabellen.xlsx"), ("Tabellen.xlsx",), 2),
    Job("mapexhibit, PDF", "export", "mapexhibit",
        lambda folder: {"STORE": str(Region.path), "AGS": "Herne", "PAPER": 2, "OUTPUT": str(folder / "Karte.pdf")},
        lambda folder: _text(folder, "Karte.pdf"), ("Karte.pdf",), 1),
    Job("factsheets, HTML", "export", "factsheets", _sheets, _folder, ("Blätter",), 1),
    Job("regionreport", "export", "regionreport",
        lambda folder: {"STORE": str(Region.path), "AGS": "Herne", "FOLDER": str(folder / "Bericht")},
        _report, ("Bericht",), 1),
)  # fmt: skip


# ----------------------------------------------------------------------------------------------------- what is there
def state(folder: Path, targets: tuple[str, ...]) -> str:
    """What the targets hold, without what differs between two equal runs; each file must be whole."""
    digest = hashlib.sha256()
    for path in files_of(folder, targets):
        digest.update(path.name.encode())
        digest.update(_content(path))
    return digest.hexdigest()


def files_of(folder: Path, targets: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files of the targets that are there."""
    for name in targets:
        path = folder / name
        if path.is_dir():
            yield from sorted(path.iterdir())
        elif path.exists():
            yield path


def _content(path: Path) -> bytes:
    if path.suffix == ".gpkg":
        return _geopackage(path)
    if path.read_bytes().startswith(b"last week's "):
        return path.read_bytes()
    if path.suffix == ".pdf":
        return _pdf(path)
    if path.suffix == ".xlsx":
        return _workbook(path)
    if path.suffix in (".html", ".js", ".qmd"):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html" and "</html>" not in text:
            raise AssertionError(f"{path.name} is cut off")
        return b"whole"  # names the run and the time
    return path.read_bytes()


def _pdf(path: Path) -> bytes:
    """The number of pages and their sizes; the texts name the run."""
    from pypdf import PdfReader

    return repr([page.mediabox for page in PdfReader(path, strict=True).pages]).encode()


def _workbook(path: Path) -> bytes:
    """The names of the sheets' files and their rows."""
    with zipfile.ZipFile(path) as book:
        if book.testzip() is not None:
            raise AssertionError(f"{path.name} is damaged")
        sheets = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/"))
        return repr([(name, book.read(name).count(b"<row")) for name in sheets]).encode()


def _geopackage(path: Path, rows: bool = True) -> bytes:
    """All rows of all layers and registers, after SQLite's own checks; or the checks only."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(path)) as connection:
        if rows and connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise AssertionError(f"{path.name} is damaged")
        if connection.execute("PRAGMA journal_mode").fetchone() != ("delete",):
            raise AssertionError(f"{path.name} was left in WAL mode")
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        tables = [name for (name,) in connection.execute(asked)]
        for name in tables:
            if rows and name.startswith("rtree_") and name.endswith("_geom"):
                checked = connection.execute("SELECT rtreecheck(?)", (name,)).fetchone()
                if checked != ("ok",):
                    raise AssertionError(f"{path.name}: index {name}: {checked}")
            if not rows or name in BOOKS or name.startswith("rtree_"):
                continue
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            kept = ", ".join(f'"{column}"' for column in columns if column not in CHANGING)
            digest.update(name.encode())
            for row in connection.execute(f'SELECT {kept} FROM "{name}" ORDER BY 1, 2'):
                digest.update(repr(row).encode())
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        digest.update(repr(triggers.fetchall()).encode())
        for name, told in connection.execute("SELECT table_name, feature_count FROM gpkg_ogr_contents"):
            (counted,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            if told is not None and told != counted:
                raise AssertionError(f"{path.name}: {name} has {counted} records and says {told}")
    return digest.digest()


def claimed(room: Path) -> bool:
    """Whether a temporary folder says whose it was; a process may be killed between making and claiming it."""
    from ruhr_planner.store import claim

    with claim.taken_over(room) as said:
        return bool(said)


def left_over(folder: Path) -> list[str]:
    """Names of everything that should have been put away: beside the targets, in the profile, among temporary files."""
    from ruhr_planner.processing import aftermath
    from ruhr_planner.store.moves import ROOM_PREFIX

    places = [folder, aftermath.runs(), Path(tempfile.gettempdir())]
    places.append(Region.path.parent)
    rooms = [str(path) for place in places for path in place.glob(f"{ROOM_PREFIX}*")]
    beside = [*folder.rglob("*"), *Region.path.parent.glob(f"{Region.path.name}-*")]
    return rooms + [path.name for path in beside if path.name.endswith(SIDE_FILES)]


# ---------------------------------------------------------------------------------------------------------- the kills
def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Do something in a process of its own; it may write to the descriptor that it is given. Return id and reader."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 2)
            work(writer)
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    return child, reader


def announce(tell: Callable[[bytes], None]) -> None:
    """Have the steps that put a result in place say when they begin and when they are done."""
    from ruhr_planner.store import merge, moves, transfer
    from ruhr_planner.store.postgis import PostgisStore

    for place, name in ((merge, "apply"), (transfer, "replace_layers"), (moves, "put"), (PostgisStore, "merge")):
        inner = getattr(place, name)

        def told(*arguments: Any, _inner: Any = inner, **named: Any) -> Any:
            tell(b"<")
            try:
                return _inner(*arguments, **named)
            finally:
                tell(b">")

        setattr(place, name, told)


def measured(job: Job, folder: Path) -> tuple[float, float]:
    """Run a job to its end in a process of its own. Return its seconds, and those of putting the result in place."""
    from ruhr_planner.processing import aftermath

    def work(pipe: int) -> None:
        announce(lambda mark: os.write(pipe, mark + repr(time.perf_counter()).encode() + b"\n"))  # type: ignore[arg-type]
        aftermath.tell([])
        run(job.algorithm, job.parameters(folder))

    begun = time.perf_counter()
    child, reader = forked(work)
    said = b""
    while block := os.read(reader, 4096):
        said += block
    code = os.WEXITSTATUS(os.waitpid(child, 0)[1])
    os.close(reader)
    if code:
        raise RuntimeError(f"{job.name} did not come to its end")
    marks = said.decode().split()
    moments = [float(mark[1:]) for mark in marks]
    return time.perf_counter() - begun, moments[-1] - moments[0]


def killed(job: Job, folder: Path, delay: float, announced: Callable[[Callable[[bytes], None]], None] | None) -> bool:
    """Run a job in a process of its own and kill it. Return whether it was still running.

    :param delay: seconds after the start, or after what is announced.
    """

    def work(pipe: int) -> None:
        if announced:
            announced(lambda mark: os.write(pipe, mark))  # type: ignore[arg-type]
        run(job.algorithm, job.parameters(folder))

    child, reader = forked(work)
    if announced:
        os.read(reader, 1)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.close(reader)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


class Range:
    """One job with its old and its new state, ready to be killed as often as wanted."""

    def __init__(self, job: Job, work: Path) -> None:
        self.job = job
        self.work = work
        self.base = work / "base"
        self.base.mkdir(parents=True)
        self._prepare()
        self.old = self._state(self.base)
        whole = self._copy("whole")
        seconds, placing = measured(job, whole)
        self.new = self._state(whole)
        if self.old == self.new:
            raise AssertionError(f"{job.name} changes nothing")
        if left_over(whole):
            raise AssertionError(left_over(whole))
        self.score = Score(job, seconds, placing)

    def _prepare(self) -> None:
        from ruhr_planner.store import sqlite

        self.job.prepare(self.base)
        gc.collect()  # QGIS keeps what it has open in WAL mode, and what Python has not let go of open
        for path in self.base.rglob("*.gpkg"):
            sqlite.leave_wal(path)

    def _state(self, folder: Path) -> str:
        return state(folder, self.job.targets)

    def _copy(self, name: str) -> Path:
        path = self.work / name
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.base, path)
        return path

    def kill(self, rng: random.Random, within: bool) -> bool:
        """Kill once, make the next start, and look. Return whether a living process was hit."""
        folder = self._copy("probe")
        delay = rng.uniform(0, self.score.placing if within else self.score.seconds)
        hit = killed(self.job, folder, delay, announce if within else None)
        self.score.journals += any(path.name.endswith("-journal") for path in folder.iterdir())
        self.score.rooms += bool(left_over(folder))
        self._look(folder, hit, f"{self.job.name}, {'within' if within else 'at'} {delay:.4f} s")
        if hit:
            self.score.kills += 1
            self.score.within += within
        return hit

    def _look(self, folder: Path, hit: bool, where: str) -> None:
        from ruhr_planner.processing import aftermath
        from ruhr_planner.store import geopackage, moves

        noted = any(map(claimed, aftermath.runs().glob(f"{moves.ROOM_PREFIX}*")))
        told = aftermath.tell([Region.path, *(folder / name for name in self.job.targets)])
        _geopackage(Region.path, rows=False)
        found = self._state(folder)
        if found not in (self.old, self.new):
            raise AssertionError(f"{where}: neither old nor new; {told}")
        now = OLD if found == self.old else NEW
        if left := left_over(folder):
            raise AssertionError(f"{where}: left over: {left}")
        if noted != any("did not come to its end" in sentence for sentence in told) or (noted and not hit):
            raise AssertionError(f"{where}: what happened was not told: {told}")
        for sentence, means in SENTENCES:
            if any(sentence in each for each in told):
                self.score.told[sentence.strip()] += hit
                if now != means:
                    raise AssertionError(f"{where}: {now}, but {told}")
        if STORE in self.job.targets:
            geopackage.open_store(folder / STORE)
        if hit:
            self.score.states[now] += 1


def kill_all(jobs: tuple[Job, ...], kills: int, seed: int, work: Path) -> Iterator[Score]:
    """Kill every job by its weight, half of the time while it puts its result in place."""
    rng = random.Random(seed)
    weights = sum(job.weight for job in jobs)
    for number, job in enumerate(jobs):
        place = Range(job, work / str(number))
        kill_often(place, -(-kills * job.weight // weights), rng)
        yield place.score
        shutil.rmtree(work / str(number))


def kill_often(place: Range, share: int, rng: random.Random) -> None:
    """Kill a job so many times; what is not as it should be stands in its score."""
    for turn in range(4 * share):
        if place.score.kills >= share:
            return
        try:
            place.kill(rng, turn % 2 == 1)
        except AssertionError as fault:
            place.score.kills += 1
            place.score.faults.append(str(fault))
            sys.stdout.write(f"FAULT {fault}\n")
    if place.score.kills < share:
        raise AssertionError(f"{place.job.name}: only {place.score.kills} of {share} processes were really killed")


# -------------------------------------------------------------------------------------------------------- the figures
def table(scores: list[Score], seed: int, took: float) -> str:
    """The figures as Markdown."""
    heads = ("job", "kind", "seconds", "ms of putting in place", "kills", "within the putting", "journal left",
             "something left and told", "old state", "new state", "anything else")  # fmt: skip
    lines = ["| " + " | ".join(heads) + " |", "| --- | --- |" + " ---: |" * (len(heads) - 2)]
    lines += [
        f"| {score.job.name} | {score.job.kind} | {score.seconds:.2f} | {1000 * score.placing:.0f} | {score.kills}"
        f" | {score.within} | {score.journals} | {score.rooms} | {score.states[OLD]} | {score.states[NEW]}"
        f" | {len(score.faults)} |"
        for score in scores
    ]
    whole = sum(score.kills for score in scores)
    states = sum((score.states for score in scores), Counter())
    lines.append(
        f"| **all** | | | | **{whole}** | {sum(score.within for score in scores)} |"
        f" {sum(score.journals for score in scores)} | {sum(score.rooms for score in scores)} |"
        f" **{states[OLD]}** | **{states[NEW]}** | **{sum(len(score.faults) for score in scores)}** |"
    )
    return "\n".join(lines) + f"\n\nSeed {seed}, {took / 60:.0f} minutes, Python {platform.python_version()}.\n"


def main() -> None:
    """Kill, look, write the figures."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--kills", type=int, default=240)
    given.add_argument("--seed", type=int, default=9)
    given.add_argument("--only", default="", help="names of jobs, separated by ;")
    given.add_argument("--result", default="", help="name of the file of the figures; empty: none is written")
    options = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills_") as folder:
        # a profile of its own: in another's, runs of other programs note themselves meanwhile
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(Path(folder) / "profile")
        kill(options, Path(folder))


def begun(work: Path) -> tuple[Any, ...]:
    """Start QGIS with the algorithms, temporary files in an empty folder; return what has to be kept as long."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from ruhr_planner.processing.provider import PlannerProvider
    from ruhr_planner.store import leftovers

    leftovers._UNCLAIMED_S = 0.0
    provider = PlannerProvider()  # the registry does not keep the Python half of it
    QgsApplication.processingRegistry().addProvider(provider)
    (work / "temporary").mkdir()
    tempfile.tempdir = str(work / "temporary")
    return application, provider


def kill(options: argparse.Namespace, work: Path) -> None:
    """Kill and look in an empty folder."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    _kept = begun(work)
    only = set(filter(None, options.only.split(";")))
    jobs = tuple(job for job in JOBS if not only or job.name in only)
    since = time.perf_counter()
    Region.path = small_region(work / "Region.gpkg")
    scores = []
    for score in kill_all(jobs, options.kills, options.seed, work / "Straße mit Lücken"):
        scores.append(score)
        sys.stdout.write(f"{time.strftime('%H:%M')} {score.job.name}: {score.kills} kills, {dict(score.states)}\n")
        sys.stdout.flush()
    tempfile.tempdir = None
    told = table(scores, options.seed, time.perf_counter() - since)
    sys.stdout.write(told)
    if options.result:
        command = "benchmarks/kills.py " + " ".join(map(shlex.quote, sys.argv[1:]))
        text = f"# Kills at random moments\n\n    scripts/isolated.sh .venv/bin/python {command}\n\n{told}"
        (ROOT / "benchmarks" / "results" / f"{options.result}.md").write_text(text, encoding="utf-8")
    os._exit(any(score.faults for score in scores))  # QGIS's own end is not what is measured


if __name__ == "__main__":
    main()
