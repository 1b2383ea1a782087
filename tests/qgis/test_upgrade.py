"""Stores that earlier states of the plugin have made: each is brought to today's version, whole, and tells the same."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

from ruhr_planner.model.errors import NewerStore, StoreInUse, StoreOutdated, StoreUpgraded
from ruhr_planner.model.tables import PLOT, TABLES
from ruhr_planner.store import geopackage, guard, merge, upgrade
from ruhr_planner.store.interface import VERSION

STORES = Path(__file__).resolve().parents[1] / "data" / "stores"
STATES = sorted(path.name[: -len(".gpkg.gz")] for path in STORES.glob("*.gpkg.gz"))
PLOT_FIELDS = ("plot_id", "plot_type", "name", "valid_from", "valid_to", "restriction", "previously_part_of")
each_state = pytest.mark.parametrize("state", STATES)
pytestmark = pytest.mark.usefixtures("provider")


def said(state: str) -> dict[str, Any]:
    """What the old state said of its store."""
    return dict(json.loads((STORES / f"{state}.json").read_text(encoding="utf-8")))


def unpacked(state: str, folder: Path) -> Path:
    path = folder / "Planungsdaten.gpkg"
    path.write_bytes(gzip.decompress((STORES / f"{state}.gpkg.gz").read_bytes()))
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def versions(path: Path) -> dict[str, str]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        found = dict(connection.execute("SELECT key, value FROM ruhr_planner_store").fetchall())
    connection.close()
    return found


def run(algorithm: str, **parameters: object) -> tuple[dict[str, Any], str]:
    feedback = QgsProcessingFeedback(False)
    found = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{algorithm}")
    results, succeeded = found.run(parameters, QgsProcessingContext(), feedback)
    assert succeeded, feedback.textLog()
    return results, feedback.textLog()


def test_every_state_that_was_ever_written_is_here() -> None:
    assert STATES == ["v1-first", "v1-imports", "v1-last"]
    assert set(upgrade.STEPS) == set(range(1, VERSION))


def test_the_guard_of_an_older_store_keeps_the_fields_that_came(tmp_path: Path) -> None:
    path = unpacked("v1-first", tmp_path)
    with sqlite3.connect(path) as connection:
        lacking = set(PLOT.names) - set(merge.columns_of(connection, PLOT.table))
    connection.close()
    assert lacking
    assert guard.install(path, PLOT) is True
    geopackage.open_store(path)
    with sqlite3.connect(path) as connection:
        asked = "SELECT sql FROM sqlite_master WHERE name = 'ruhr_planner_guard_plot_update'"
        (statement,) = connection.execute(asked).fetchone()
    connection.close()
    assert all(f'"{name}"' in statement for name in lacking)
    assert guard.install(path, PLOT) is False, "it is that of today"


@each_state
def test_an_older_store_is_brought_up_to_date_and_says_so(state: str, tmp_path: Path) -> None:
    path, before = unpacked(state, tmp_path), said(state)
    old = digest(path)
    store = geopackage.open_store(path)
    (told,) = store.told
    assert isinstance(told, StoreUpgraded)
    assert told.params == {"file": path.name, "version": 1, "current": VERSION, "kept": "Planungsdaten.v1.bak"}
    assert (store.version, versions(path)["version"]) == (VERSION, str(VERSION))
    assert versions(path)["created"] == versions(tmp_path / "Planungsdaten.v1.bak")["created"]
    assert sorted(found.name for found in tmp_path.iterdir()) == ["Planungsdaten.gpkg", "Planungsdaten.v1.bak"]
    for name, table in TABLES.items():
        with sqlite3.connect(path) as connection:
            assert set(table.names) <= set(merge.columns_of(connection, name)), name
        connection.close()
    counts = {name: count for name, count in before["counts"].items() if name in TABLES}
    assert store.counts() == counts
    assert sorted(map(list, store.values(PLOT, PLOT_FIELDS))) == before["plots"]
    assert geopackage.open_store(path).told == ()
    kept = tmp_path / "Planungsdaten.v1.bak"
    assert geopackage.open_store(Path(shutil.copy(kept, tmp_path / "wieder.gpkg"))).counts() == counts
    assert old == digest(kept) or versions(kept)["version"] == "1"


@each_state
def test_results_are_those_of_the_old_state(state: str, tmp_path: Path) -> None:
    path, before = unpacked(state, tmp_path), said(state)
    geopackage.open_store(path)
    plots, towns, cells = (f"{path}|layername={name}" for name in ("plot", "municipality", "broadband_cell"))
    day = {"AS_OF": "2026-03-01"}
    sites, _log = run("cooperationsites", PLOTS=plots, MUNICIPALITIES=towns, OUTPUT=str(tmp_path / "s.gpkg"), **day)
    gaps, _log = run("fibregaps", OBJECTS=plots, CELLS=cells, OUTPUT=str(tmp_path / "g.gpkg"), **day)
    for name, value in before["cooperationsites"].items():
        assert sites[name] == pytest.approx(value, abs=0.01), name
    for name, value in before["fibregaps"].items():
        assert gaps[name] == value, name


def test_an_import_goes_on_where_the_old_state_stopped(tmp_path: Path) -> None:
    """The source's next edition meets the records and the history of the old store."""
    path = unpacked("v1-imports", tmp_path)
    profile = tmp_path / "upgraded.yaml"
    profile.write_text(
        "profile: upgraded\ntarget: plot\nsource: {id: rathaus}\nlicence: dl-de/by-2-0\nattribution: Stadt (erfunden)\n"
        "fields:\n  native_id: {from: id}\n  name: {from: name}\n  plot_type: {from: art}\n",
        encoding="utf-8",
    )
    ring = [[371_500.0, 5_702_000.0], [371_700.0, 5_702_000.0], [371_700.0, 5_702_200.0], [371_500.0, 5_702_200.0]]
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    values = {"id": "n1", "name": "Zeche Nord, dritte", "art": "Brachfläche"}
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    features = [{"type": "Feature", "properties": values, "geometry": shape}]
    source = tmp_path / "edition3.geojson"
    source.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    results, log = run("harmonise", INPUT=str(source), PROFILE=str(profile), STORE=str(path), DATE="2026-05-01")
    assert (results["READ"], results["WRITTEN"], results["ENDED"]) == (1, 1, 1)
    assert "Planungsdaten.v1.bak" in log
    plots = {row[0]: row for row in geopackage.open_store(path).values(PLOT, PLOT_FIELDS)}
    assert plots["rathaus:n1"][2:5] == ("Zeche Nord, dritte", "2026-05-01", None)
    assert plots["rathaus:n1@2026-04-30"][2:5] == ("Zeche Nord neu", "2026-02-01", "2026-04-30")
    assert plots["rathaus:n1@2026-01-31"][2] == "Zeche Nord"
    assert plots["rathaus:n3"][4] == "2026-04-30"


def test_half_an_upgrade_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = unpacked("v1-first", tmp_path)
    before = digest(path)

    def broken(connection: sqlite3.Connection) -> None:
        upgrade.complete(connection)
        raise RuntimeError("broke off")

    monkeypatch.setattr(upgrade, "STEPS", {1: broken})
    with pytest.raises(RuntimeError, match="broke off"):
        geopackage.open_store(path)
    assert versions(path)["version"] == "1"
    with sqlite3.connect(path) as connection:
        assert "run_id" not in merge.columns_of(connection, "plot")
    connection.close()
    assert digest(path) == before
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_a_table_that_an_old_store_lacks_is_made(tmp_path: Path) -> None:
    path = unpacked("v1-first", tmp_path)
    with sqlite3.connect(path) as connection:
        for statement in (
            "DROP TABLE takeup",
            "DELETE FROM gpkg_contents WHERE table_name = 'takeup'",
            "DELETE FROM gpkg_ogr_contents WHERE table_name = 'takeup'",
        ):
            connection.execute(statement)
    connection.close()
    assert geopackage.open_store(path).counts()["takeup"] == 0


def test_where_it_may_not_be_written_an_old_store_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, before = unpacked("v1-imports", tmp_path), said("v1-imports")
    old = digest(path)
    access = os.access
    monkeypatch.setattr(os, "access", lambda file, mode: mode != os.W_OK and access(file, mode))
    store = geopackage.open_store(path)
    (told,) = store.told
    assert isinstance(told, StoreOutdated)
    assert (store.version, digest(path), [found.name for found in tmp_path.iterdir()]) == (1, old, [path.name])
    assert sorted(map(list, store.values(PLOT, PLOT_FIELDS))) == before["plots"]
    with pytest.raises(StoreOutdated):
        store.check_writable()


def test_while_somebody_writes_nothing_happens(tmp_path: Path) -> None:
    path = unpacked("v1-first", tmp_path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreInUse):
            geopackage.open_store(path)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert versions(path)["version"] == "1"
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_whoever_comes_second_finds_it_done(tmp_path: Path) -> None:
    path = unpacked("v1-first", tmp_path)
    assert upgrade.upgrade(path, VERSION) == tmp_path / "Planungsdaten.v1.bak"
    assert upgrade.upgrade(path, VERSION) is None


@pytest.mark.parametrize("number", ["0", "-3"])
def test_a_number_below_the_first_is_taken_as_the_first(tmp_path: Path, number: str) -> None:
    path = unpacked("v1-first", tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE ruhr_planner_store SET value = ? WHERE key = 'version'", (number,))
    connection.close()
    store = geopackage.open_store(path)
    assert (store.version, versions(path)["version"]) == (VERSION, str(VERSION))


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    path = unpacked("v1-last", tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE ruhr_planner_store SET value = ? WHERE key = 'version'", (str(VERSION + 1),))
    connection.close()
    before = digest(path)
    with pytest.raises(NewerStore) as caught:
        geopackage.open_store(path)
    assert str(VERSION + 1) in str(caught.value)
    assert str(VERSION) in str(caught.value)
    assert (digest(path), [found.name for found in tmp_path.iterdir()]) == (before, [path.name])
