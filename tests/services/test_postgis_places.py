"""What people do with a store, in a real PostGIS as in a file: look up, history, editing, guard, findings, places."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from qgis.core import (
    Qgis,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeedback,
    QgsLocatorContext,
    QgsPointXY,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVectorLayerEditUtils,
)

from ruhr_planner import paths
from ruhr_planner.gui.places import browser, care, forms, locator, ours, provenance
from ruhr_planner.gui.places.history import HistoryJob
from ruhr_planner.harmonise import acceptance, editing, validation
from ruhr_planner.harmonise.editing import Edit, TakeUp
from ruhr_planner.model import errors
from ruhr_planner.model.tables import (
    ANALYSIS_RUN,
    BROADBAND_AREA,
    FINDING,
    MUNICIPALITY,
    PLOT,
    TAKEUP,
    Table,
)
from ruhr_planner.processing import expressions
from ruhr_planner.store import geopackage, guard, lookup, opening, postgis
from ruhr_planner.store.interface import Content
from tests.conftest import ROOT
from tests.qgis import test_editing, test_guard, test_lookup
from tests.qgis.test_editing import EDIT, at, line
from tests.qgis.test_lookup import row, square
from tests.registry import registered
from tests.services.start.postgis import DATABASE, Postgis, ServerFailed
from tests.services.test_postgis_store import call

TODAY = date.today()
YESTERDAY = TODAY - timedelta(days=1)
STORE = "postgres:amt/orte"


@pytest.fixture(scope="module", autouse=True)
def connection(qgis_app: object, cluster: Postgis) -> Iterator[None]:
    """The office's connection, and those of people with less rights."""
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    for name, uri in (("amt", cluster.uri()), ("leserin", cluster.uri("leserin")), ("amt2", cluster.uri("amt2"))):
        provider.saveConnection(provider.createConnection(uri, {"saveUsername": True}), name)
    with registered():
        yield
    for name in ("amt", "leserin", "amt2"):
        provider.deleteConnection(name)


def pair(cluster: Postgis, folder: Path, schema: str, *contents: Content) -> tuple[opening.Store, opening.Store]:
    """Make a store in a file and the same one in the database."""
    file = geopackage.create(folder / f"{schema}.gpkg", contents)
    cluster.sql(f"drop schema if exists {schema} cascade", DATABASE)
    return file, opening.create(f"postgres:amt/{schema}", file)


# ------------------------------------------------------------------------------------------------------------ look up
@pytest.fixture(scope="module")
def looked_up(connection: None, cluster: Postgis, work: Path) -> tuple[opening.Store, opening.Store]:
    towns = [
        (square(340000 + 9000 * n, 5700000, 8000), row(MUNICIPALITY, ags=ags, name=name))
        for n, (ags, name) in enumerate(test_lookup.TOWNS.items())
    ]
    plots = [
        (square(350000 + 300 * n, 5700000, 200), row(PLOT, **values))
        for n, values in enumerate([*test_lookup.PLOTS, {"plot_id": "m:7", "name": "Ça 'ß' Öl \\d%_"}])
    ]
    return pair(cluster, work, "orte", Content(MUNICIPALITY, towns, ()), Content(PLOT, plots, ()))


TEXTS = (
    "Mülheim", "muelheim", "MULHEIM", "05117", "ruhr", "hafen", "hafen sud", "werne", "te", "teil b", "m:", "M:4",
    "grosse heide", "ca 'ss' ol", "\\d%", "zeche_1", "nirgends", "e", "",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_database_is_searched_as_a_file(looked_up: tuple[opening.Store, opening.Store], text: str) -> None:
    file, made = looked_up
    for day in (date(2021, 1, 1), TODAY):
        in_file = lookup.plots(file.address, text, today=day)
        assert lookup.plots(made.address, text, today=day) == in_file
    assert lookup.municipalities(made.address, text) == lookup.municipalities(file.address, text)
    assert lookup.plots(made.address, text, limit=1) == lookup.plots(file.address, text, limit=1)


def test_every_history_is_that_of_the_file(looked_up: tuple[opening.Store, opening.Store]) -> None:
    file, made = looked_up
    for (plot_id,) in file.values(PLOT, (PLOT.plot_id,)):
        expected = lookup.history(file.address, PLOT, str(plot_id))
        found = lookup.history(made.address, PLOT, str(plot_id))
        assert [(state.values, state.wkb, state.current) for state in found] == [
            (state.values, state.wkb, state.current) for state in expected
        ]
    assert [state.values["plot_id"] for state in lookup.history(made.address, PLOT, "m:4")] == ["m:4", "m:3", "m:5"]
    assert lookup.history(made.address, PLOT, "m_3") == []


def dock_of(store: opening.Store) -> Any:
    """Return what the places ask of the dock."""
    return SimpleNamespace(desk=SimpleNamespace(store=SimpleNamespace(address=store.address, has=store.has)))


def test_the_locator_asks_the_database(looked_up: tuple[opening.Store, opening.Store]) -> None:
    _file, made = looked_up
    given: list[Any] = []
    for kind, text in ((locator.PlotFilter, "grosse heide"), (locator.MunicipalityFilter, "muelheim")):
        asked = kind(None, dock_of(made)).clone()
        asked.resultFetched.connect(given.append)
        asked.prepare(text, QgsLocatorContext())
        asked.fetchResults(text, QgsLocatorContext(), QgsFeedback())
    assert [(one.displayString, one.description) for one in given] == [
        ("Große Heide", "Werne · m:2"), ("Mülheim an der Ruhr", "05117000"),
    ]  # fmt: skip


def test_the_browser_lists_tables_and_counts_of_a_database(looked_up: tuple[opening.Store, opening.Store]) -> None:
    _file, made = looked_up
    item = browser.StoreItem(None, made.address)
    listed = item.createChildren()
    assert [one.toolTip().rpartition(": ")[2].split()[0] for one in listed] == ["8", "3"]
    (uri,) = listed[0].mimeUris()
    layer = QgsVectorLayer(uri.uri, "x", uri.providerKey)
    assert (layer.isValid(), layer.featureCount(), uri.providerKey) == (True, 8, "postgres")
    gone = browser.StoreItem(None, "postgres:amt/fehlt").createChildren()
    assert len(gone) == 1 and "fehlt" in gone[0].name() + gone[0].toolTip()


def test_a_layer_of_a_database_is_ours_with_tip_form_source_and_history(
    looked_up: tuple[opening.Store, opening.Store],
) -> None:
    _file, made = looked_up
    layer = made.layer(PLOT)
    assert ours.home_of(layer) == ours.Home(made.address, PLOT)
    assert ours.table_of(layer) is PLOT and ours.shows_plots(layer)
    assert ours.home_of(made.layer(MUNICIPALITY)) == ours.Home(made.address, MUNICIPALITY)
    expressions.register()
    try:
        care.dress(layer, PLOT)
        scopes = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        scopes.setFeature(first(layer, "m:1"))
        shown = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), scopes)
        assert "<b>Hafen Süd</b>" in shown and "[%" not in shown
    finally:
        expressions.unregister()
    config = layer.editFormConfig()
    assert layer.editorWidgetSetup(layer.fields().lookupField("plot_type")).type() == "ValueMap"
    assert all(config.readOnly(layer.fields().lookupField(name)) for name in forms.READ_ONLY)
    assert "127.0.0.1" not in provenance.page(layer, provenance.known_count(layer))
    job = HistoryJob(ours.Home(made.address, PLOT), "m:2")
    job.work()
    assert [state.values["plot_id"] for state in job.states] == ["m:2", "m:2@2023-12-31"]


def test_a_layer_without_a_stored_connection_is_nobodys(
    looked_up: tuple[opening.Store, opening.Store], cluster: Postgis
) -> None:
    layer = looked_up[1].layer(PLOT)
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    provider.deleteConnection("amt")
    try:
        assert ours.home_of(layer) is None and not ours.shows_plots(layer)
        assert ours.table_of(layer) is PLOT, "the metadata still say so"
    finally:
        provider.saveConnection(provider.createConnection(cluster.uri(), {"saveUsername": True}), "amt")


# ------------------------------------------------------------------------------------------------------------ editing
@pytest.fixture
def edited(cluster: Postgis, tmp_path: Path) -> tuple[opening.Store, opening.Store]:
    plots = [(at(*box), row(PLOT, **v)) for box, v in zip(test_editing.BOXES, test_editing.PLOTS)]
    town = [(at(-1000, -1000, 5000), row(MUNICIPALITY, ags="05117000", name="Mülheim", source_scale=5000))]
    said = test_editing.SAID
    return pair(cluster, tmp_path, "aendern", Content(PLOT, plots, said, "Text"), Content(MUNICIPALITY, town, said))


def held(store: opening.Store, table: Table = PLOT) -> list[Any]:
    """Return all records with their areas; which number each has is the store's affair."""
    made = []
    for _number, wkb, *values in store.records_of(table):
        area = None
        if wkb is not None:
            shape = test_editing.QgsGeometry()
            shape.fromWkb(wkb)
            area = round(shape.area(), 3)
        made.append((*values, area))
    return sorted(made, key=repr)


def test_operations_do_in_a_database_what_they_do_in_a_file(edited: tuple[opening.Store, opening.Store]) -> None:
    taken = TakeUp(2026, "production", "gross", lambda _values, gross: gross)
    cut, merged, off, end = (
        Edit(f"run-{n}", f"2026-07-0{n}T08:00:00+00:00", date(2026, 7, n), "test", {}) for n in (1, 2, 3, 4)
    )
    steps = (
        lambda store: editing.split(store, "m:1", line((-10, 50), (210, 50)), cut),
        lambda store: editing.merge(store, ["m:1/1", "m:2"], merged),
        lambda store: editing.cut_off(store, "m:1/2", at(0, 0, 20), taken, off),
        lambda store: editing.end(store, ["m:3"], end),
    )
    for step in steps:
        in_file, in_database = (step(store) for store in edited)
        assert in_database == in_file
        for table in (PLOT, TAKEUP, ANALYSIS_RUN):
            assert held(edited[1], table) == held(edited[0], table)
    assert edited[1].provenance(PLOT) == edited[0].provenance(PLOT)
    with pytest.raises(errors.PlotEnded):
        editing.end(edited[1], ["m:1"], end)
    for number in range(3):  # on its own day, and one and two months later
        started, day = f"2026-07-1{number}T08:00:00+00:00", date(2026, 7 + number, 4)
        back = Edit(f"back-{number}", started, day, "test", {})
        in_file, in_database = (editing.undo(store, back) for store in edited)
        assert in_database == in_file
        for table in (PLOT, TAKEUP):
            assert held(edited[1], table) == held(edited[0], table)
    for store in edited:
        with pytest.raises(errors.EditOvertaken):
            editing.undo(store, Edit("back-3", "2026-07-14T08:00:00+00:00", date(2026, 10, 4), "test", {}))


def test_findings_are_kept_accepted_and_withdrawn_in_a_database(edited: tuple[opening.Store, opening.Store]) -> None:
    rules = validation.read()

    def known(store: opening.Store) -> list[Any]:
        return sorted(store.values(FINDING), key=repr)

    for store in edited:
        found = validation.validate(store, rules, date(2026, 7, 1))
        acceptance.keep(store, found, "de")
        acceptance.accept(store, found[:2], "geprüft, 'bleibt' so", "de")
    assert known(edited[1]) == known(edited[0]) and len(known(edited[0])) > 3
    for store in edited:
        again = validation.validate(store, rules, date(2026, 7, 1))
        marked = [one for one in again if one.accepted]
        assert {one.accepted for one in marked} == {"geprüft, 'bleibt' so"}
        acceptance.keep(store, again, "de")
        acceptance.withdraw(store, marked, "de")
    assert known(edited[1]) == known(edited[0])
    assert not [one for one in validation.validate(edited[1], rules, date(2026, 7, 1)) if one.accepted]


def test_the_breitbandatlas_comes_into_a_database_as_into_a_file(cluster: Postgis, tmp_path: Path) -> None:
    source = ROOT / "tests" / "data" / "broadband" / "gemeinde_bezirke_privat_2021_mitte.csv"
    said = []
    for store in pair(cluster, tmp_path, "breitband"):
        results, _log = call("importbroadband", INPUT=str(source), STORE=store.address)
        said.append((results, [row[:-1] for row in held(store, BROADBAND_AREA)]))
        again, _log = call("importbroadband", INPUT=str(source), STORE=store.address)
        assert held(store, BROADBAND_AREA) and len(held(store, BROADBAND_AREA)) == len(said[-1][1]), again
    assert said[0][1] == said[1][1] and len(said[0][1]) > 10


# -------------------------------------------------------------------------------------------------------------- guard
@pytest.fixture
def guarded(cluster: Postgis, tmp_path: Path) -> opening.Store:
    shapes = [(at(300 * n, 0, 200), row(PLOT, **values)) for n, values in enumerate(test_guard.PLOTS)]
    return pair(cluster, tmp_path, "wache", Content(PLOT, shapes, ()))[1]


@pytest.fixture
def layer(guarded: opening.Store) -> Iterator[QgsVectorLayer]:
    made = guarded.layer(PLOT)
    QgsProject.instance().addMapLayer(made)
    assert made.startEditing()
    yield made
    made.rollBack()
    QgsProject.instance().removeMapLayer(made.id())


def first(layer: QgsVectorLayer, plot_id: str) -> QgsFeature:
    return next(layer.getFeatures(QgsFeatureRequest().setFilterExpression(f"plot_id = '{plot_id}'")))


def save(layer: QgsVectorLayer) -> None:
    assert layer.commitChanges(False), layer.commitErrors()


def states(store: opening.Store) -> dict[str, tuple[Any, ...]]:
    """Return name, first and last day, lineage and m² of every record by its id."""
    made = {}
    names = (PLOT.plot_id, PLOT.name, PLOT.valid_from, PLOT.valid_to, PLOT.previously_part_of)
    for *values, area in held(store):
        record = dict(zip(PLOT.names, values))
        identifier, *rest = (record[name] for name in names)
        made[identifier] = (*rest, round(area))
    return made


def test_a_deleted_plot_ends_in_a_database(guarded: opening.Store, layer: QgsVectorLayer) -> None:
    layer.deleteFeatures([first(layer, f"m:{n}").id() for n in (1, 3, 4)])
    save(layer)
    found = states(guarded)
    assert found["m:1"] == ("A", "2020-01-01", YESTERDAY.isoformat(), None, 40_000)
    assert found["m:4"] == ("D", None, "2022-05-01", None, 40_000)
    assert set(found) == {"m:1", "m:2", "m:4"}, "a plot of today may go"


def test_the_guard_does_not_compare_many_new_plots_with_each_other(guarded: opening.Store, cluster: Postgis) -> None:
    """Rows of somebody else's program: each is looked up in the index, though the table was empty before."""
    table = '"wache".plot'
    told = cluster.sql(
        f"CREATE TEMP TABLE one AS SELECT geom FROM {table} LIMIT 1; DELETE FROM {table};"
        " SELECT set_config('ruhr_planner.guard', 'off', true);"
        f" DELETE FROM {table}; SELECT set_config('ruhr_planner.guard', 'on', true);"
        f" INSERT INTO {table} (plot_id, source_id, native_id, geom) SELECT 'x:' || n, 'x', n, geom"
        " FROM one, generate_series(1, 300) n;"
        f" SELECT 'read whole: ' || seq_scan, 'rows: ' || (SELECT count(*) FROM {table})"
        " FROM pg_stat_xact_user_tables WHERE schemaname = 'wache' AND relname = 'plot'",
        DATABASE,
    )
    assert "rows: 300" in told
    assert int(re.search(r"read whole: (\d+)", told)[1]) < 10, told


def test_a_change_in_a_database_keeps_the_state_before_once_a_day(
    guarded: opening.Store, layer: QgsVectorLayer
) -> None:
    fid, field = first(layer, "m:1").id(), layer.fields().lookupField("name")
    layer.changeAttributeValue(fid, field, "neu")
    save(layer)
    layer.changeAttributeValue(fid, field, "neuer")
    layer.changeGeometry(fid, at(0, 0, 100))
    layer.changeAttributeValue(first(layer, "m:2").id(), layer.fields().lookupField("valid_to"), TODAY.isoformat())
    save(layer)
    earlier, today = f"m:1@{YESTERDAY}", TODAY.isoformat()
    found = states(guarded)
    assert found["m:1"] == ("neuer", today, None, earlier, 10_000)
    assert found[earlier] == ("A", "2020-01-01", YESTERDAY.isoformat(), None, 40_000)
    assert len(found) == 5, "an end by hand is no new state"
    layer.changeAttributeValue(first(layer, "m:3").id(), field, "von heute")
    save(layer)
    assert len(states(guarded)) == 5, "what began today never held"


def test_split_and_drawn_plots_get_ids_in_a_database(guarded: opening.Store, layer: QgsVectorLayer) -> None:
    layer.selectByIds([first(layer, "m:1").id()])
    cutting = [QgsPointXY(359990, 5700050), QgsPointXY(360210, 5700050)]
    assert QgsVectorLayerEditUtils(layer).splitFeatures(cutting, False) == Qgis.GeometryOperationResult.Success
    drawn = QgsFeature(layer.fields())
    drawn.setGeometry(at(0, 500, 100))
    assert layer.addFeature(drawn)
    save(layer)
    found = states(guarded)
    (piece,) = (name for name in found if name.startswith("m:1/"))
    (own,) = (name for name in found if name.startswith("own:"))
    assert found[piece][1:4] == (TODAY.isoformat(), None, "m:1")
    assert found["m:1"][3] == f"m:1@{YESTERDAY}"
    assert found["m:1"][4] + found[piece][4] == found[f"m:1@{YESTERDAY}"][4] == 40_000
    assert found[own][1:] == (TODAY.isoformat(), None, None, 10_000)


def test_the_guard_holds_for_every_role_and_operations_go_around_it(guarded: opening.Store, cluster: Postgis) -> None:
    opening.secure(guarded.address, paths.resource("sql", "roles.sql").read_text(encoding="utf-8"))
    cluster.sql("create role leserin login; create role amt2 login", DATABASE)
    cluster.sql("grant wache_reader to leserin; grant wache_editor to amt2", DATABASE)
    try:
        cluster.sql("set ruhr_planner.guard = 'off'; update wache.plot set sensitivity = 'internal'", DATABASE)
        cluster.sql(
            "set role amt2; delete from wache.plot where plot_id = 'm:1';"
            " update wache.plot set name = 'past' where plot_id = 'm:2'",
            DATABASE,
        )
        found = states(guarded)
        assert found["m:1"][2] == YESTERDAY.isoformat() and found[f"m:2@{YESTERDAY}"][2] == YESTERDAY.isoformat()
        with pytest.raises(ServerFailed, match="permission denied"):
            cluster.sql("set role leserin; delete from wache.plot", DATABASE)
        assert guard.install("postgres:amt2/wache", PLOT) is False, "looking needs no rights"
        older = "create or replace function wache.ruhr_planner_guard_plot() returns trigger language plpgsql"
        older += " set enable_seqscan = off as 'begin return coalesce(new, old); end'"
        cluster.sql(older, DATABASE)
        assert guard.install("postgres:amt2/wache", PLOT) is False, "an older one holds until the owner comes"
        assert guard.install(guarded.address, PLOT) is True
        cluster.sql("drop trigger ruhr_planner_guard_plot on wache.plot", DATABASE)
        with pytest.raises(errors.StoreWriteDenied):
            guard.install("postgres:amt2/wache", PLOT)
        assert guard.install(guarded.address, PLOT) is True
        with pytest.raises(errors.StoreWriteDenied):
            editing.end(opening.open_store("postgres:leserin/wache"), ["m:2"], EDIT)
        edit = Edit("run-1", "2026-07-01T08:00:00+00:00", TODAY + timedelta(days=9), "test", {})
        done = editing.split(opening.open_store("postgres:amt2/wache"), "m:2", line((290, 50), (510, 50)), edit)
        assert done.made == ["m:2/1", "m:2/2"]
        assert set(states(guarded)) == {*found, "m:2/1", "m:2/2"}, "no state but those of the operation"
    finally:
        cluster.sql("drop owned by leserin, amt2; drop role leserin; drop role amt2", DATABASE)


def test_the_guard_of_database_and_file_say_the_same(guarded: opening.Store, tmp_path: Path) -> None:
    """One list of edits, by SQL in both: the same records stand there afterwards."""
    file = tmp_path / "wache.gpkg"
    assert guard.install(file, PLOT) is True and guard.install(file, PLOT) is False
    statements = (
        "UPDATE {0} SET name = 'neu' WHERE plot_id <> 'm:4'",
        "UPDATE {0} SET name = 'neu' WHERE plot_id <> 'm:4'",
        "UPDATE {0} SET name = 'Ende' WHERE plot_id = 'm:4'",
        "DELETE FROM {0} WHERE plot_id IN ('m:2', 'm:3')",
        "DELETE FROM {0} WHERE plot_id = 'm:4' OR plot_id LIKE 'm:1@%'",
    )
    with sqlite3.connect(file) as connection:
        connection.create_function("ST_IsEmpty", 1, lambda _shape: 0)
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _shape: 0.0)
        for statement in statements:
            connection.execute(statement.format("plot"))
    connection.close()
    assert isinstance(guarded, postgis.PostgisStore)
    with guarded.connected() as opened:
        for statement in statements:
            opened.execute(statement.format("wache.plot"))
    assert states(guarded) == states(geopackage.open_store(file))
