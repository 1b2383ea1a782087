"""Several people on one store in PostGIS, each a process of its own: two who import at once, and one who is killed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProviderRegistry

from benchmarks import kills, kills_postgis
from ruhr_planner.model.tables import IMPORT_RUN, PLOT, REJECTED, SOURCE
from ruhr_planner.store import geopackage, opening
from tests.conftest import ROOT
from tests.qgis.squares import write_squares
from tests.registry import registered
from tests.services.start.postgis import DATABASE, Postgis
from tests.services.test_postgis_store import call, records

STORE = "postgres:zwei/zwei"
EDITIONS = {"alt": (range(60), 90), "Anna": (range(20, 80), 91), "Bernd": (range(40, 100), 92)}
"""Numbers of the plots and length of their sides: each edition ends, changes and brings some; number 7 is rejected."""
Content = dict[str, list[tuple[Any, ...]]]


class Person:
    """Somebody at another computer who imports."""

    def __init__(self, cluster: Postgis) -> None:
        command = [sys.executable, str(ROOT / "tests" / "services" / "importer.py"), cluster.uri(), STORE]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def say(self, **parameters: Any) -> None:
        """Begin to import, or go on."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(parameters) + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Wait for the next that they say."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the program has ended"
        return dict(json.loads(line))

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.wait(30) == 0


@pytest.fixture(scope="module")
def people(qgis_app: object, cluster: Postgis) -> Iterator[tuple[Person, Person]]:
    """Two people whose QGIS is running."""
    two = (Person(cluster), Person(cluster))
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    provider.saveConnection(provider.createConnection(cluster.uri(), {"saveUsername": True}), "zwei")
    with registered():
        assert [person.hear() for person in two] == [{"at": "work"}] * 2
        yield two
    provider.deleteConnection("zwei")
    for person in two:
        person.end()


class Task:
    """What is imported, and what it comes to when one goes after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = folder / "base.gpkg"
        self._done: dict[tuple[tuple[str, str], ...], Path] = {(): self.base}
        for name, (numbers, side) in EDITIONS.items():
            write_squares(folder / f"{name}.geojson", numbers, side)
        geopackage.create(self.base)
        for source in ("herne", "bochum"):
            call("harmonise", **self.given(source, "alt"), STORE=str(self.base))

    def given(self, source: str, edition: str) -> dict[str, Any]:
        profile = self.folder / f"{source}.yaml"
        profile.write_text(kills.PROFILE.replace("id: killed", f"id: {source}"), encoding="utf-8")
        day = "2026-08-01" if edition == "alt" else "2026-09-01"
        return {"INPUT": str(self.folder / f"{edition}.geojson"), "PROFILE": str(profile), "DATE": day}

    def one_by_one(self, *imports: tuple[str, str]) -> Content:
        """Import in this order, into a file, and return what is there in the end."""
        return content(geopackage.open_store(self._after(imports)))

    def _after(self, imports: tuple[tuple[str, str], ...]) -> Path:
        if imports not in self._done:
            before, path = self._after(imports[:-1]), self.folder / f"{len(self._done)}.gpkg"
            shutil.copyfile(before, path)
            call("harmonise", **self.given(*imports[-1]), STORE=str(path))
            self._done[imports] = path
        return self._done[imports]


@pytest.fixture(scope="module")
def task(people: object, tmp_path_factory: pytest.TempPathFactory) -> Task:
    return Task(tmp_path_factory.mktemp("together"))


def content(store: opening.Store) -> Content:
    return {table.table: records(store, table) for table in (PLOT, SOURCE, REJECTED, IMPORT_RUN)}


@pytest.fixture
def store(cluster: Postgis, task: Task) -> opening.Store:
    """A store with the first edition of two sources."""
    cluster.sql("drop schema if exists zwei cascade", DATABASE)
    call("createstore", STORE=STORE, SOURCE=str(task.base))
    return opening.open_store(STORE)


def both(people: tuple[Person, Person], *given: dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    """Have both stand at the lock before one may take it, and import. Return who was first, and the answers."""
    for person, parameters in zip(people, given):
        person.say(**parameters)
    assert [person.hear() for person in people] == [{"at": "door"}] * 2
    for person in people:
        person.say()
    answers = [person.hear() for person in people]
    assert all("results" in answer for answer in answers), answers
    (begun, ended), (later, last) = sorted(answer["had"] for answer in answers)
    assert begun < ended <= later < last, "both had the lock of the store at once"
    return int(answers[1]["had"][0] == begun), answers


def test_two_import_different_sources_at_once(store: opening.Store, people: tuple[Person, Person], task: Task) -> None:
    imports = (("herne", "Anna"), ("bochum", "Bernd"))
    _first, answers = both(people, *(task.given(*each) for each in imports))
    in_turn = task.one_by_one(*imports)
    assert in_turn == task.one_by_one(*reversed(imports))
    assert content(store) == in_turn
    assert [answer["results"]["WRITTEN"] for answer in answers] == [60, 60]
    assert [answer["results"]["ENDED"] for answer in answers] == [19, 39]
    in_force = [until for (until,) in store.values(PLOT, (PLOT.valid_to,)) if until is None]
    assert len(in_force) == 120 and store.counts()["import_run"] == 4


@pytest.mark.parametrize("other", ["Bernd", pytest.param("Anna", marks=pytest.mark.long)])
def test_two_import_the_same_source_at_once(
    store: opening.Store, people: tuple[Person, Person], task: Task, other: str
) -> None:
    """Another edition each: the last one counts, and the history has both. The same one: the second finds it done."""
    imports = (("herne", "Anna"), ("herne", other))
    first, answers = both(people, *(task.given(*each) for each in imports))
    found, then = content(store), answers[1 - first]["results"]
    if other == "Anna":
        assert found == task.one_by_one(imports[0]) and store.counts()["import_run"] == 3
        assert (then["WRITTEN"], then["UNCHANGED"], then["ENDED"]) == (0, 60, 0)
    else:
        order = imports[:: -1 if first else 1]
        assert found == task.one_by_one(*order) != task.one_by_one(*reversed(order))
        assert (then["WRITTEN"], then["UNCHANGED"], then["ENDED"], store.counts()["import_run"]) == (60, 0, 20, 4)


def test_who_will_not_wait_is_told_and_nothing_is_mixed(
    store: opening.Store, people: tuple[Person, Person], task: Task
) -> None:
    anna, bernd = people
    before = content(store)
    anna.say(**task.given("herne", "Anna"), HOLD=True)
    assert anna.hear() == {"at": "door"}
    anna.say()
    assert anna.hear() == {"at": "inside"}
    bernd.say(**task.given("herne", "Bernd"), WAIT=0.3)
    assert bernd.hear() == {"at": "door"}
    bernd.say()
    told = bernd.hear()
    assert "zwei/zwei" in told["problem"] and "is being written by postgres, Ruhr Planner" in told["problem"]
    assert told["had"] == [] and content(store) == before
    anna.say()
    assert anna.hear()["results"]["WRITTEN"] == 60
    assert content(store) == task.one_by_one(("herne", "Anna"))


def test_who_is_killed_leaves_the_old_or_the_new_state_and_no_lock(cluster: Postgis) -> None:
    """The short version of benchmarks/kills_postgis.py, in a program of its own for what is open in QGIS here."""
    program = [sys.executable, kills_postgis.__file__, "--kills", "5", "--seed", "4", "--port", str(cluster.port)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| kills | **5** |" in done.stdout and "| anything else | **0** |" in done.stdout
