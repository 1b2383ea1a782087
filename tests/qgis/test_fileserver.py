"""A planning store and results on a file server: locks, WAL, write protection, a lost connection, a full disk, names.

What each of these does to a run is stated in docs/reliability.md; here it is done, with real volumes where a volume is
what fails. After each: one sentence, the old file as it was, nothing half, nothing left.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

from benchmarks import kills
from ruhr_planner import i18n, paths
from ruhr_planner.model.errors import PathTooLong, StoreReadOnly, StoreUnfinished
from ruhr_planner.model.tables import PLOT
from ruhr_planner.processing import aftermath, outputs
from ruhr_planner.store import claim, files, geopackage, leftovers, merge, moves, sqlite, transfer
from scripts.stage import compile_translations
from tests.qgis import volumes

pytestmark = pytest.mark.usefixtures("provider")
JOBS = {job.name: job for job in kills.JOBS}
WRITERS = ("harmonise", "createstore", "landbalance", "landbalance, Shapefile", "mapexhibit, PDF", "exporttables, XLSX")
"""The ways in which a result is put in place: a merge, a new store, a layer, several files, one file."""
FULL = {"de": "der Datenträger ist voll", "en": "the disk is full"}


_PREPARED: dict[str, Path] = {}


@pytest.fixture(scope="module", autouse=True)
def _region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A small region to compute on, and a profile's notes and temporary files of our own to look at."""
    folder = tmp_path_factory.mktemp("region")
    (folder / "temporary").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder / "temporary"))
        patch.setattr(aftermath, "runs", lambda: folder / "runs")
        patch.setattr(kills.Region, "path", kills.small_region(folder / "Region.gpkg"))
        compile_translations(folder / "words")
        patch.setattr(paths, "translations", lambda: folder / "words")
        yield
    _PREPARED.clear()


@pytest.fixture(params=["de", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.install(request.param)
    yield request.param
    i18n.remove()


def prepared(name: str, folder: Path) -> tuple[kills.Job, str]:
    """The files that a job meets, and what they hold; made once and copied."""
    job = JOBS[name]
    if name not in _PREPARED:
        _PREPARED[name] = kills.Region.path.parent / name
        _PREPARED[name].mkdir()
        job.prepare(_PREPARED[name])
    shutil.copytree(_PREPARED[name], folder, dirs_exist_ok=True)
    return job, kills.state(folder, job.targets)


def left_over(folder: Path) -> list[str]:
    """What should have been put away; the region itself is still open in this program."""
    return [name for name in kills.left_over(folder) if not name.startswith(kills.Region.path.name)]


def fails(job: kills.Job, folder: Path) -> str:
    """Run a job that cannot be done; return its sentence."""
    with pytest.raises(QgsProcessingException) as caught:
        kills.run(job.algorithm, job.parameters(folder))
    return str(caught.value)


OTHER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    connection.execute(statement).fetchone()
print("ready", flush=True)
sys.stdin.readline()
"""


@contextmanager
def other_program(path: Path, *statements: str) -> Iterator[subprocess.Popen[str]]:
    """Another program that has a file open and has run some statements; it ends by itself with its input."""
    words = [sys.executable, "-c", OTHER, str(path), *statements]
    program = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    try:
        yield program
    finally:
        program.communicate("\n")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(kills.Region.path, tmp_path / kills.STORE))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.2)


# ---------------------------------------------------------------------------------------------------------------- locks
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
@pytest.mark.parametrize(("name", "language"), [("landbalance", "de"), ("harmonise", "en")], indirect=["language"])
def test_somebody_writes(tmp_path: Path, name: str, statement: str, language: str) -> None:
    """A run says so before it computes, and an import before it reads."""
    job, before = prepared(name, tmp_path)
    target = tmp_path / job.targets[0]
    with other_program(target, statement):
        said = fails(job, tmp_path)
    assert {"de": "anderen Programm", "en": "another program"}[language] in said
    assert target.name in said
    assert kills.state(tmp_path, job.targets) == before
    assert left_over(tmp_path) == []


@pytest.mark.usefixtures("impatient")
def test_a_lock_after_the_last_write_fails_no_run(tmp_path: Path) -> None:
    """All is written: only whether the short address of the layer would do cannot be asked."""
    file = tmp_path / "Ergebnis.gpkg"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)")
        connection.execute("INSERT INTO gpkg_contents VALUES ('cooperation_site', 'features')")
    assert outputs._only_layer(file, "cooperation_site")
    with other_program(file, "BEGIN EXCLUSIVE"):
        assert not outputs._only_layer(file, "cooperation_site")


def test_a_new_file_leaves_wal_as_soon_as_nobody_looks_at_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virus scanner or QGIS has it open for a moment; SQLite would refuse at once."""
    file = tmp_path / "Ergebnis.gpkg"
    looking = sqlite3.connect(file, check_same_thread=False)
    looking.execute("PRAGMA journal_mode = WAL")
    looking.execute("CREATE TABLE plot (fid INTEGER)")
    looking.execute("SELECT * FROM plot").fetchall()
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite.leave_wal(file)
    assert sqlite.is_in_wal(file)
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 10.0)
    threading.Timer(0.3, looking.close).start()
    sqlite.leave_wal(file)
    assert not sqlite.is_in_wal(file)
    assert sorted(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("impatient")
def test_somebody_reads_for_long(tmp_path: Path) -> None:
    """A reader holds up the moment of commit only; then the run ends with a sentence and nothing is changed."""
    job, before = prepared("splitplot", tmp_path)
    target = tmp_path / job.targets[0]
    given = job.parameters(tmp_path)
    with other_program(target, "BEGIN", "SELECT count(*) FROM plot"):
        assert "is locked by another program" in fails(job, tmp_path)
    assert kills.state(tmp_path, job.targets) == before
    assert left_over(tmp_path) == []
    kills.run(job.algorithm, given)
    assert kills.state(tmp_path, job.targets) != before


# ------------------------------------------------------------------------------------------------------------------ WAL
def test_a_file_that_another_program_has_in_wal_mode_is_written_and_stays_its(store: Path) -> None:
    """As QGIS does with every GeoPackage that it has open. When it has closed it, the next look leaves that mode."""
    with other_program(store, "PRAGMA journal_mode = WAL", "SELECT count(*) FROM plot"):
        with sqlite.writing(store) as connection:
            connection.execute("UPDATE takeup SET new_use = 'neu' WHERE fid = 1")
        assert sqlite.is_in_wal(store)
        with sqlite.reading(store) as connection:
            assert connection.execute("SELECT new_use FROM takeup WHERE fid = 1").fetchone() == ("neu",)
    assert leftovers.recovered(store) == []
    assert not sqlite.is_in_wal(store)
    assert sorted(path.name for path in store.parent.iterdir()) == [store.name]
    with sqlite.reading(store) as connection:
        assert connection.execute("SELECT new_use FROM takeup WHERE fid = 1").fetchone() == ("neu",)


def test_our_own_writing_leaves_wal_mode(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert sqlite.is_in_wal(store)
    with sqlite.writing(store) as connection:
        connection.execute("UPDATE takeup SET new_use = 'neu' WHERE fid = 1")
    assert not sqlite.is_in_wal(store)


def die_with_wal(store: Path) -> None:
    """A program saves a change in WAL mode and is killed: the change lies in the second file only."""
    change = "UPDATE takeup SET new_use = 'gesichert' WHERE fid = 1"
    with other_program(store, "PRAGMA journal_mode = WAL", change, "BEGIN", change.replace("gesi", "halb")) as program:
        program.send_signal(signal.SIGKILL)
        program.wait()
    assert store.with_name(store.name + "-wal").stat().st_size > 0


def test_wal_of_a_dead_program_is_put_away_and_told(store: Path, language: str) -> None:
    die_with_wal(store)
    (said,) = aftermath.tell([store])
    assert {"de": "zum Schreiben geöffnet", "en": "open for writing"}[language] in said
    assert not sqlite.is_in_wal(store)
    assert sorted(path.name for path in store.parent.iterdir()) == [store.name]
    with sqlite.reading(store) as connection:
        assert connection.execute("SELECT new_use FROM takeup WHERE fid = 1").fetchone() == ("gesichert",)
    assert aftermath.tell([store]) == []


def test_wal_mode_on_a_share_without_write_rights_is_readable(store: Path) -> None:
    """Somebody copied it there while QGIS had it open; all of it is in the file itself."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with volumes.read_only(store.parent):
        assert geopackage.open_store(store).counts()["plot"] == 120


def test_what_a_dead_program_left_on_a_share_without_write_rights_is_told(store: Path) -> None:
    die_with_wal(store)
    with volumes.read_only(store.parent), pytest.raises(StoreUnfinished):
        geopackage.open_store(store)
    assert geopackage.open_store(store).counts()["plot"] == 120


# ----------------------------------------------------------------------------------------------------- write protection
@pytest.mark.parametrize("what", ["file", "folder"])
def test_without_write_rights_a_store_is_read_and_not_written(store: Path, what: str) -> None:
    before = store.read_bytes()
    with volumes.read_only(store if what == "file" else store.parent):
        found = geopackage.open_store(store)
        assert found.has(PLOT)
        with pytest.raises(StoreReadOnly):
            found.check_writable()
        said = fails(JOBS["splitplot"], store.parent)
    assert "read-only" in said or "schreibgeschützt" in said
    assert store.read_bytes() == before


@pytest.mark.parametrize("name", WRITERS[1:])
def test_without_write_rights_a_result_is_not_begun(tmp_path: Path, name: str) -> None:
    job, before = prepared(name, tmp_path / "Freigabe")
    with volumes.read_only(tmp_path / "Freigabe"):
        said = fails(job, tmp_path / "Freigabe")
        assert kills.state(tmp_path / "Freigabe", job.targets) == before
    assert "read-only" in said or "schreibgeschützt" in said
    assert left_over(tmp_path / "Freigabe") == []


# ----------------------------------------------------------------------------------- another user's open file (Windows)
@pytest.mark.parametrize(
    "name", ["landbalance, Shapefile", "mapexhibit, PDF", "exporttables, XLSX", "factsheets, HTML"]
)
def test_a_target_that_cannot_be_replaced(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated: Windows refuses to replace a file that somebody has open, and here the system's call does so.

    It is the last of several files, so those before have to come back.
    """
    job, before = prepared(name, tmp_path)
    replace = os.replace
    last = max(kills.files_of(tmp_path, job.targets), key=lambda path: path.suffix in (".shp", ".html"))

    def refused(self: Path, target: Path) -> Path:
        if last in (self, Path(target)):
            raise PermissionError(13, "The process cannot access the file", str(target))
        replace(self, target)
        return Path(target)

    monkeypatch.setattr(Path, "replace", refused)
    said = fails(job, tmp_path)
    monkeypatch.undo()
    assert last.name in said
    assert "another program" in said or "anderen Programm" in said
    assert kills.state(tmp_path, job.targets) == before
    assert left_over(tmp_path) == []


# ------------------------------------------------------------------------------------------------------ lost connection
STEPS = {
    "splitplot": (merge, "_register"),
    "landbalance": (transfer, "_copy_style"),
    "landbalance, Shapefile": (moves, "_move"),
    "exporttables, XLSX": (moves, "_note"),
}
"""A step in the middle of putting a result in place."""


@pytest.mark.parametrize("name", STEPS)
def test_the_connection_is_lost_in_the_middle(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The volume fails for good, with what it had not written yet; it comes back, and the next start puts it right."""
    module, step = STEPS[name]
    inner = getattr(module, step)
    with volumes.share(tmp_path / "Freigabe") as share:
        job, before = prepared(name, share.folder)
        os.sync()

        def lost(*arguments: Any, **named: Any) -> Any:
            share.lose()
            return inner(*arguments, **named)

        monkeypatch.setattr(module, step, lost)
        said = fails(job, share.folder)
        monkeypatch.setattr(module, step, inner)
        assert "cannot be reached" in said or "nicht mehr zu erreichen" in said
        share.disconnect()
        share.connect()
        monkeypatch.setattr(leftovers, "_UNCLAIMED_S", 0.0)  # the claim may be lost with the rest; else after an hour
        told = aftermath.tell([share.folder / target for target in job.targets])
        assert not any("The new result" in sentence for sentence in told), told
        assert kills.state(share.folder, job.targets) == before
        assert left_over(share.folder) == []
        kills.run(job.algorithm, job.parameters(share.folder))  # as if nothing had been


# ------------------------------------------------------------------------------------------------------------ full disk
@pytest.mark.parametrize(("name", "language"), [*zip(WRITERS, ["de", "en"] * 3)], indirect=["language"])
def test_the_disk_is_full(tmp_path: Path, name: str, language: str) -> None:
    with volumes.memory(tmp_path / "voll", 24_000) as folder:
        job, before = prepared(name, folder)
        _fill(folder)
        said = fails(job, folder)
        assert FULL[language] in said
        assert kills.state(folder, job.targets) == before
        assert left_over(folder) == []


def _fill(folder: Path, left: int = 20_000) -> None:
    """Leave a few blocks, so that a run can begin to write."""
    room = shutil.disk_usage(folder).free - left
    with (folder / "somebody's film").open("wb") as file:
        file.write(bytes(max(0, room)))


def test_the_folder_of_temporary_files_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import reads into it before it touches the store."""
    job, before = prepared("harmonise", tmp_path / "Daten")
    with volumes.memory(tmp_path / "temporary", 400) as folder:
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        assert FULL["en"] in fails(job, tmp_path / "Daten")
        assert list(folder.iterdir()) == []
    assert kills.state(tmp_path / "Daten", job.targets) == before


# ---------------------------------------------------------------------------------------------------------------- names
def long_folder(base: Path, characters: int) -> Path:
    """A folder of so many characters with blanks and umlauts, which the names of the targets fill up."""
    folder = base
    while len(str(folder)) < characters - 41:
        folder = folder / "Öffentliche Ämter und große Übersichten"[: characters - len(str(folder)) - 1]
    return folder / ("ß" * (characters - len(str(folder)) - 1))


@pytest.mark.parametrize("name", WRITERS)
def test_umlauts_blanks_and_250_characters(tmp_path: Path, name: str) -> None:
    longest = max(len(target) for target in JOBS[name].targets)
    folder = long_folder(tmp_path, 249 - longest)
    job, before = prepared(name, folder)
    assert max(len(str(folder / target)) for target in job.targets) == 250
    kills.run(job.algorithm, job.parameters(folder))
    assert kills.state(folder, job.targets) != before
    assert left_over(folder) == []


def test_a_name_too_long_for_a_journal_beside_it(tmp_path: Path) -> None:
    """SQLite could make the file, and never change it: its journal has a longer name."""
    fits, excess = "b" * (255 - len(".gpkg-journal")), 5
    files.check_target(tmp_path / f"{fits}.gpkg")
    with pytest.raises(PathTooLong) as caught:
        files.check_target(tmp_path / f"{fits}{'b' * excess}.gpkg")
    assert caught.value.params["excess"] == excess
    with pytest.raises(QgsProcessingException, match="too long by 5 characters"):
        kills.run("landbalance", {"PLOTS": kills.demo("plot"), "OUTPUT": str(tmp_path / f"{fits}{'b' * excess}.gpkg")})


# ----------------------------------------------------------------------------------------------- the next start's words
def test_the_next_run_says_what_happened_and_in_which_language(tmp_path: Path, language: str) -> None:
    """A run is killed; the next one, over whatever algorithm, warns once and goes on."""
    job, _before = prepared("landbalance", tmp_path)
    child, reader = kills.forked(lambda pipe: _stopped_in_the_middle(job, tmp_path, pipe))
    os.read(reader, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)
    assert left_over(tmp_path)
    said = kills.run("landbalance", {"PLOTS": kills.demo("plot"), "OUTPUT": str(tmp_path / "neu.gpkg")})
    told = {
        "de": ("ist nicht zu Ende gekommen", "„Ergebnisse.gpkg“", "ist unverändert"),
        "en": ("did not come to its end", "“Ergebnisse.gpkg”", "is unchanged"),
    }[language]
    for words in told:
        assert any(words in sentence for sentence in said), said
    assert left_over(tmp_path) == []
    again = kills.run("landbalance", {"PLOTS": kills.demo("plot"), "OUTPUT": str(tmp_path / "neu.gpkg")})
    assert not any(words in sentence for sentence in again for words in told)


def _stopped_in_the_middle(job: kills.Job, folder: Path, pipe: int) -> None:
    def stop(*_arguments: object) -> None:
        os.write(pipe, b"x")
        signal.pause()

    transfer._copy_style = stop
    kills.run(job.algorithm, job.parameters(folder))


def test_a_living_run_is_left_alone(tmp_path: Path) -> None:
    with files.staging(tmp_path, file="x.gpkg") as made:
        (made / "half").write_text("x")
        child, reader = kills.forked(lambda pipe: os.write(pipe, repr(leftovers.clear(tmp_path)).encode()))
        assert os.read(reader, 100) == b"[]"
        os.waitpid(child, 0)
        os.close(reader)
        assert (made / "half").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    """Somebody else may have put a folder of that name on the share."""
    room = tmp_path / "share" / f"{moves.ROOM_PREFIX}x"
    room.mkdir(parents=True)
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    for source, target in ((f"{room.name}/new/a", "../precious.txt"), ("../precious.txt", f"{room.name}/old/0")):
        moves.write_plan(room, {"moves": [[source, target]]})
        assert moves.planned(room, moves.read_plan(room)["moves"]) == []
    assert precious.read_text() == "mine"


@pytest.mark.parametrize(
    ("plan", "folders"),
    [
        ({"moves": [["only one"]]}, None),
        ({"moves": [7]}, None),
        ({"moves": {"a": "b"}}, None),
        ({"proof": ["a"]}, None),
        ({"proof": [1, 2, 3], "file": 7}, None),
        ({}, "["),
        ({}, "{}"),
        ({}, "[7]"),
    ],
)
def test_a_damaged_note_stops_no_run(tmp_path: Path, plan: dict[str, Any], folders: str | None) -> None:
    room = tmp_path / f"{moves.ROOM_PREFIX}x"
    room.mkdir()
    said = {"file": "x.gpkg"} if folders is None else {"algorithm": "harmonise", "folders": folders}
    with claim.held(room, said):
        pass
    moves.write_plan(room, plan)
    (told,) = leftovers.clear(tmp_path)
    assert said.get("file", "harmonise") in told.params.values()
    assert not room.exists()


@pytest.mark.parametrize("done", range(5))
def test_a_plan_is_ended_from_every_step(tmp_path: Path, done: int) -> None:
    """Old a and b, new a and c: whatever of the moves was done, the next start ends with a and c, and b gone."""
    room = tmp_path / f"{moves.ROOM_PREFIX}x"
    (room / "new").mkdir(parents=True)
    for name in "ab":
        (tmp_path / name).write_text(f"old {name}")
    for name in "ac":
        (room / "new" / name).write_text(f"new {name}")
    pairs = [(room / "new" / name, tmp_path / name) for name in "ac"]
    aside = moves._aside(room, [tmp_path / "b", tmp_path / "a"])
    moves._note(room, [*aside, *pairs])
    for source, target in [*aside, *pairs][:done]:
        source.replace(target)
    assert moves.finish(room, moves.planned(room, moves.read_plan(room)["moves"]))
    found = {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()}
    assert found == {"a": "new a", "c": "new c"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is forked for every kill")
def test_killed_at_random_moments() -> None:
    """The short version of benchmarks/kills.py: a merge, a layer of a file, and several files that go as one.

    In a program of its own: what other tests have open in QGIS here would stay open in the processes that are killed.
    """
    names = ("splitplot", "landbalance", "landbalance, Shapefile")
    command = [sys.executable, kills.__file__, "--kills", "9", "--seed", "9", "--only", ";".join(names)]
    done = subprocess.run(command, cwd=kills.ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in names:
        assert f" {name}: 3 kills, " in done.stdout
