"""A store in PostGIS in the real QGIS: opened by clicks, asked, edited, shared by two windows."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.desktop.test_desktop import BLOCK_MS, count
from tests.services.start import postgis as server
from tests.services.start import sample
from tests.services.start.postgis import DATABASE, Postgis
from tests.services.start.process import LOOPBACK, free_port

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

SCENES = ["connect", "open_database", "faults", "analyse", "windows", "places", "reader"]
WAITS = ("wird gerade", "von einem anderen Programm geändert", "von einem anderen Programm gesperrt")
"""What a person hears whose change meets somebody else's; then it may be made again."""
SCHEMAS = ("region", "paar")
TODAY = "select to_char(current_date, 'YYYY-MM-DD')"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgis]:
    """A cluster of its own: it is stopped here. One role may only read; another is asked for its password."""
    with server.start(sample.write_geopackage(tmp_path_factory.mktemp("parcels") / "p.gpkg"), durable=True) as made:
        yield made


@pytest.fixture(scope="module")
def small_store(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.exhibits import small_region

    return small_region.make_store(tmp_path_factory.mktemp("klein") / "klein.gpkg")


@pytest.fixture(scope="module")
def office(small_store: Path, cluster: Postgis) -> Postgis:
    """Two stores with the small region."""
    from qgis.core import QgsProviderRegistry

    from ruhr_planner import paths
    from ruhr_planner.store import opening

    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    provider.saveConnection(provider.createConnection(cluster.uri(), {"saveUsername": True}), "amt")
    for schema in SCHEMAS:
        opening.create(f"postgres:amt/{schema}", opening.open_store(str(small_store)))
    opening.secure("postgres:amt/region", paths.resource("sql", "roles.sql").read_text(encoding="utf-8"))
    provider.deleteConnection("amt")
    cluster.sql(
        "create role leserin login; grant region_reader to leserin; create role fremd login;"
        " create role falsch login password 'x'",
        DATABASE,
    )
    cluster.sql("set ruhr_planner.guard = 'off'; update region.plot set sensitivity = 'open'", DATABASE)
    lines = ["host all falsch 127.0.0.1/32 scram-sha-256", "host all all 127.0.0.1/32 trust", "local all all trust"]
    file = cluster.sql("copy (select setting from pg_settings where name = 'hba_file') to stdout").strip()
    cluster.sql(f"copy (values {', '.join(f'($${line}$$)' for line in lines)}) to '{file}'")
    cluster.sql("select pg_reload_conf()")
    return cluster


def told(office: Postgis, marks: Path, **more: object) -> dict[str, str]:
    """Return what the scenes are told."""
    connections = {name: office.uri(name) for name in ("leserin", "falsch", "fremd")}
    connections["amt"] = office.uri()
    connections["tot"] = f"dbname='gis' host={LOOPBACK} port={free_port()} user='postgres'"
    asked = [["tot", "region"], ["falsch", "region"], ["amt", "fehlt"], ["fremd", "region"]]
    return {
        "RUHR_PLANNER_OFFICE": json.dumps({"connections": connections, "faults": asked, "marks": str(marks), **more})
    }


@pytest.fixture(scope="module")
def german(desktop, office, tmp_path_factory):
    """All scenes in a German QGIS."""
    scenes = [f"play_office.{scene}" for scene in SCENES]
    more = told(office, tmp_path_factory.mktemp("marks"))
    return desktop("office_de").play("de", ["start", *scenes], 600, more=more, pictures="de")


def test_all_scenes_were_played(german):
    assert german["faults"] == []
    assert german["exit_code"] == 0
    assert "Traceback" not in german["log"]


def test_the_dialog_opens_the_store_and_counts_appear(german):
    assert german["office_store"] == "postgres:amt/region"
    assert german["office_counts"]["plot"] == "8" and german["office_counts"]["municipality"] == "53"
    assert [entry.split(" / ")[1] for entry in german["office_legend"]] == ["Flächen", "Gemeinden"]


def test_the_window_never_waits_for_the_database(german):
    measured = [german["office_block_ms"], german["office_edit_block_ms"]]
    measured += [entry[1] for entry in german["office_faults"].values()]
    measured += [entry[1] for entry in german["office_answers"].values()]
    for measure, bound in BLOCK_MS.items():
        assert max(entry[measure] for entry in measured) < bound


SENTENCES = {
    "tot/region": "ist nicht erreichbar",
    "falsch/region": "weist aber die Anmeldung ab",
    "amt/fehlt": "Unter „postgres:amt/fehlt“ liegt keine Planungsdatenbank",
    "fremd/region": "dürfen die Planungsdatenbank „fremd/region“ nicht einsehen",
}


@pytest.mark.parametrize("place", SENTENCES)
def test_what_cannot_be_opened_is_one_clear_sentence(german, place):
    said, _blocked, store = german["office_faults"][place]
    assert SENTENCES[place] in said
    assert "\n" not in said and "FATAL" not in said and LOOPBACK not in said
    assert store == "postgres:amt/region", "what was open stays open"


def test_the_questions_are_answered_and_the_layers_come(german):
    assert count(german["office_answers"]["cooperationsites"][0]) >= 2
    assert german["office_answers"]["fibregaps"][0]
    assert len(german["office_results"]) > 4


def test_gap_explorer_and_weights_work_on_the_database(german):
    first, without_gap, fault = german["office_explorer"]
    assert count(first) == 2 and without_gap != first and fault == ""
    kind, sites, other_kind, plots = german["office_weights"]
    assert (kind, other_kind) == ("ogr", "postgres"), "the sites that were found, and then the table in the database"
    assert len(sites) == 2 and len(plots) == 8


def test_places_and_editing_work_on_the_database(german, office):
    assert any(row.startswith("Grenzfeld") for row in german["office_locator"])
    assert {"Flächen", "Gemeinden"} <= set(german["office_browser"])
    (yesterday,) = {row.partition("@")[2] for row in german["office_history"] if "@" in row}
    assert german["office_history"] == ["t:1", f"t:1@{yesterday}"]
    ended = office.sql("copy (select valid_to from region.plot where plot_id = 't:4') to stdout", DATABASE).strip()
    assert ended == yesterday


def test_a_reader_reads_and_is_told_that_editing_is_not_his(german):
    assert german["reader_store"] == "postgres:leserin/region"
    assert german["reader_edits"] is False
    assert "In die Planungsdatenbank „leserin/region“ dürfen Sie nicht schreiben" in german["reader_log"]
    assert "Traceback" not in german["reader_log"] and "permission denied" not in german["reader_log"]


@pytest.fixture
def keeper(office: Postgis, tmp_path: Path) -> Iterator[Path]:
    """A folder of marks; whoever puts `stopped` or `begun` into it has the server stopped or started."""
    over = threading.Event()

    def keep() -> None:
        for mark, act in (("stopped", office.stop), ("begun", office.begin)):
            while not (tmp_path / mark).exists():
                if over.wait(0.05):
                    return
            act()
            (tmp_path / f"{mark}_done").touch()

    keeping = threading.Thread(target=keep)
    keeping.start()
    yield tmp_path
    over.set()
    keeping.join()
    if not office.running:
        office.begin()


@pytest.mark.long
def test_a_database_that_goes_away_and_comes_back(desktop, office, keeper):
    scenes = ["start", "play_office.connect", "play_office.open_database", "play_office.restart"]
    seen = desktop("restart").play("de", scenes, 300, more=told(office, keeper), pictures="restart")
    assert seen["faults"] == [] and seen["exit_code"] == 0
    assert len(set(seen["restart_legend"])) == len(seen["restart_legend"]), "each table once"
    gone, back = seen["restart_said"]["stopped"], seen["restart_said"]["begun"]
    assert all("ist nicht erreichbar" in gone[part] for part in ("again", "sites", "explorer"))
    assert back["again"] == "Die Planungsdatenbank wurde neu gelesen."
    assert count(back["sites"]) == count(back["explorer"]) == 2
    assert seen["restart_records"] >= 8


@pytest.mark.parametrize("kind", ["database", "file"])
def test_two_windows_see_what_the_other_has_changed(desktop, office, small_store, tmp_path, kind):
    import shutil

    marks = tmp_path / "marks"
    marks.mkdir()
    address = "postgres:amt/paar" if kind == "database" else str(tmp_path / "paar.gpkg")
    if kind == "file":
        shutil.copyfile(small_store, address)
    pairs = [["t:1", "t:2"], ["t:2", "t:1"]]
    scenes = ["start", "play_office.connect", "play_office.share"]
    runs = [desktop(f"{kind}_{number}") for number in range(2)]
    with ThreadPoolExecutor(2) as pool:
        begun = time.monotonic()
        plays = [
            pool.submit(run.play, "de", scenes, 300, more=told(office, marks, store=address, pair=pair))
            for run, pair in zip(runs, pairs)
        ]
        both = [play.result() for play in plays]
    for seen in both:
        assert seen["faults"] == []
        assert seen["share_ended"] == ["t:1", "t:2"]
        sites = [said.split()[0] for said in seen["share_sites"]]
        assert sites == [said.split()[0] for said in both[0]["share_sites"]] and sites[0] == "2"
        assert [text for text in seen.get("share_told", ()) if not any(word in text for word in WAITS)] == []
    assert time.monotonic() - begun < 300
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == (["marks", "paar.gpkg"] if kind == "file" else ["marks"]), "nobody leaves a lock behind"
