"""The store in a real PostGIS: created, filled, read and guarded; the same counts as in a GeoPackage."""

from __future__ import annotations

import json
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsDataSourceUri,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage

from ruhr_planner import paths
from ruhr_planner.harmonise import acceptance, importing, validation
from ruhr_planner.model import errors
from ruhr_planner.model.errors import StoreRefused, StoreUnreachable
from ruhr_planner.model.tables import (
    BROADBAND_CELL,
    FINDING,
    IMPORT_RUN,
    PLACE,
    PLOT,
    PLOT_ODBL,
    REJECTED,
    SOURCE,
    TABLES,
    Table,
)
from ruhr_planner.processing import inputs, pages
from ruhr_planner.store import database, geopackage, layers, opening, postgis, resulttable
from tests.exhibits import small_region
from tests.registry import registered
from tests.services.start import postgis as server
from tests.services.start.postgis import DATABASE, Postgis

NUMBERS = ("READ", "WRITTEN", "UNCHANGED", "REJECTED", "FILTERED", "ENDED", "REPAIRED")
PROFILE = """
profile: herne
target: plot
source: {{id: {source}, title: Flächen Herne, scale: 1000, date: 2026-08-14}}
licence: dl-de/by-2-0
attribution: Stadt Herne
sensitivity: {level}
filter: "stand != 'gelöscht'"
fields:
  native_id: {{from: kennung}}
  name: {{from: bezeichnung}}
  plot_type: {{from: art}}
  restriction: {{from: rest, map: {{A: 0, B: 2}}}}
  area_recorded_ha: {{from: qm, unit: m2}}
  available_from: {{from: ab}}
"""
FIELDS = ("kennung", "bezeichnung", "art", "rest", "qm", "ab", "stand")
ROWS: dict[str, tuple[Any, ...]] = {
    "a": ("a", "Alte Zeche", "Brachfläche", "A", "12.000,5", "2027", "gültig"),
    "b": ("b", "Am 'Hafen' \\ \t$$", "Baulücke", "B", "9.000", None, "gültig"),
    "c": ("c", "Ohne Art", "Friedhof", "A", "", None, "gültig"),
    "d": ("d", "Fort", "Bestand", "", None, None, "gelöscht"),
    "e": ("e", "Nord", "mindergenutzt", "k. A.", "1,5 ha", None, "gültig"),
}
HERNE = (377_000.0, 5_711_500.0)
PASSWORD = "streng 'geheim'"
STORE = "postgres:büro/planung"
TRACKED = ("exclusion", "barrier", "sensitive", "road", "location_factor")
"""Tables whose records are known by their source and their id in it."""


@pytest.fixture(scope="module")
def office(parcels: Path) -> Iterator[Postgis]:
    """A cluster of its own, because its server is killed here."""
    with server.start(parcels, durable=True) as made:
        made.sql("create role planer login superuser password 'x'")
        yield made


@pytest.fixture(scope="module", autouse=True)
def connection(qgis_app: object, office: Postgis) -> Iterator[None]:
    """The office's connection as QGIS stores it, with its log-in in an authentication configuration."""
    QgsApplication.authManager().setMasterPassword("vier woerter lang", True)
    with registered(), stored(office, "büro", "planer"):
        yield


@contextmanager
def stored(office: Postgis, name: str, user: str) -> Iterator[str]:
    login = QgsAuthMethodConfig("Basic")
    login.setName(name)
    login.setConfig("username", user)
    login.setConfig("password", PASSWORD)
    assert QgsApplication.authManager().storeAuthenticationConfig(login)[0]
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    uri = office.uri().partition(" user=")[0] + f" authcfg={login.id()}"
    provider.saveConnection(provider.createConnection(uri, {}), name)
    try:
        yield name
    finally:
        provider.deleteConnection(name)


@pytest.fixture
def store(office: Postgis) -> Iterator[opening.Store]:
    """An empty store."""
    office.sql("drop schema if exists planung cascade", DATABASE)
    yield opening.create(STORE)


def square(place: int, side: float = 100.0) -> QgsGeometry:
    x, y = HERNE[0] + 200 * place, HERNE[1]
    return QgsGeometry.fromRect(QgsRectangle(x, y, x + side, y + side))


def layer(rows: dict[str, tuple[Any, ...]], shapes: dict[str, QgsGeometry] | None = None) -> QgsVectorLayer:
    fields = "&".join(f"field={name}:string" for name in FIELDS)
    made = QgsVectorLayer(f"Polygon?crs=EPSG:25832&{fields}", "Flächen", "memory")
    features = []
    for place, (key, values) in enumerate(rows.items()):
        feature = QgsFeature(made.fields())
        feature.setAttributes(list(values))
        feature.setGeometry((shapes or {}).get(key) or square(place))
        features.append(feature)
    made.dataProvider().addFeatures(features)
    return made


def call(algorithm: str, **parameters: Any) -> tuple[dict[str, Any], str]:
    feedback = QgsProcessingFeedback()
    made = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{algorithm}")
    results, ok = made.run(parameters, QgsProcessingContext(), feedback, {}, False)
    assert ok
    return results, feedback.textLog()


def harmonise(
    store: str, given: Any, tmp_path: Path, source: str = "herne", level: str = "open", **more: Any
) -> dict[str, Any]:
    profile = tmp_path / "profil.yaml"
    profile.write_text(PROFILE.format(source=source, level=level), encoding="utf-8")
    results, _log = call("harmonise", INPUT=given, PROFILE=str(profile), STORE=store, **more)
    return {name: results[name] for name in NUMBERS}


def refused(*arguments: Any, **named: Any) -> str:
    with pytest.raises(QgsProcessingException) as problem:
        harmonise(*arguments, **named)
    text = str(problem.value)
    assert "\n" not in text.strip() and "Traceback" not in text and PASSWORD not in text
    return text


def records(store: opening.Store, table: Table, *without: str) -> list[tuple[Any, ...]]:
    names = [name for name in table.names if name not in ("run_id", "started", *without)]
    shapes = {row[0]: row[1] for row in store.records_of(table)} if table.geometry else {}
    return sorted([*store.values(table, names), *((shape,) for shape in shapes.values())], key=repr)


# ---------------------------------------------------------------------------------------------------------- creating
def test_tables_have_types_rules_and_spatial_indexes(store: opening.Store, office: Postgis) -> None:
    assert store.counts() == dict.fromkeys(TABLES, 0)
    kinds = office.sql(
        "select string_agg(format('%s %s', f_table_name, type), ',' order by f_table_name) from geometry_columns"
        " where f_table_schema = 'planung' and srid = 25832",
        DATABASE,
    )
    assert "plot MULTIPOLYGON" in kinds and "broadband_cell POLYGON" in kinds and "road LINESTRING" in kinds
    assert "gist" in office.sql("select indexdef from pg_indexes where indexname = 'plot_geom'", DATABASE)
    for wrong in ("plot_type) values ('Acker'", "restriction) values (7", "area_gross_ha) values (-1",
                  "restriction_reasons) values ('water;moon'"):  # fmt: skip
        with pytest.raises(server.ServerFailed, match="check"):
            office.sql(f"insert into planung.plot ({wrong})", DATABASE)
    office.sql("insert into planung.plot (plot_type, restriction_reasons) values (null, 'water; nature')", DATABASE)
    with pytest.raises(errors.StoreExists):
        opening.create(STORE)
    assert opening.open_store(STORE).counts()["plot"] == 1


def test_an_older_store_is_completed_and_a_newer_one_left_alone(store: opening.Store, office: Postgis) -> None:
    office.sql(
        "alter table planung.plot drop column former_use; drop table planung.road;"
        " update planung.ruhr_planner_store set value = '0' where key = 'version'",
        DATABASE,
    )
    assert opening.open_store(STORE).counts()["road"] == 0
    assert list(opening.open_store(STORE).values(PLOT, ("former_use",))) == []
    office.sql("update planung.ruhr_planner_store set value = '99' where key = 'version'", DATABASE)
    with pytest.raises(errors.NewerStore):
        opening.open_store(STORE)


@pytest.mark.parametrize(
    ("address", "problem", "named"),
    [
        ("postgres:nirgends/x", errors.ConnectionMissing, "büro"),
        ("postgres:büro/leer", errors.StoreMissing, "leer"),
        ("postgres:", errors.StoreNotSupported, "postgres:connection/schema"),
    ],
)
def test_what_is_no_store_is_said(address: str, problem: type[errors.PlannerError], named: str) -> None:
    with pytest.raises(problem, match=named):
        opening.open_store(address)
    assert opening.connections() == ["büro"]


def test_a_password_in_plain_text_is_refused(office: Postgis) -> None:
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    uri = office.uri() + " password='offen'"
    provider.saveConnection(provider.createConnection(uri, {"saveUsername": True, "savePassword": True}), "offen")
    try:
        with pytest.raises(errors.ConnectionSecret) as problem:
            opening.open_store("postgres:offen")
        assert "'offen'" not in str(problem.value) + problem.value.detail
    finally:
        provider.deleteConnection("offen")


# ---------------------------------------------------------------------------------------------------- imports come in
def test_imports_count_and_keep_the_same_as_in_a_geopackage(store: opening.Store, tmp_path: Path) -> None:
    file = geopackage.create(tmp_path / "store.gpkg")
    steps: list[Any] = [
        layer(ROWS),
        layer(ROWS),
        layer(ROWS, {"a": square(0, 130)}),
        layer({key: row for key, row in ROWS.items() if key != "b"}),
        layer(ROWS),
        layer({**ROWS, "c": ("c", "Mit Art", "Brachfläche", "B", "5", None, "gültig")}),
    ]
    for number, step in enumerate(steps):
        more = {"DATE": f"2026-09-{number + 1:02}"}
        in_file = harmonise(str(file.path), step, tmp_path, **more)
        in_database = harmonise(STORE, step, tmp_path, **more)
        assert in_database == in_file
        assert in_file["READ"] == in_file["WRITTEN"] + in_file["UNCHANGED"] + in_file["REJECTED"]
        if number == 1:
            assert in_database["WRITTEN"] == 0
        for table in (PLOT, SOURCE, REJECTED, IMPORT_RUN):
            assert records(store, table) == records(file, table), (number, table.table)
    assert store.counts() == file.counts() and store.counts()["plot"] == 9
    assert store.provenance(PLOT) == file.provenance(PLOT)


def test_the_same_input_again_writes_nothing_at_all(store: opening.Store, tmp_path: Path, office: Postgis) -> None:
    harmonise(STORE, layer({"a": ROWS["a"]}), tmp_path)
    asked = "select n from planung.ruhr_planner_change where target = 'plot'"
    before = office.sql(asked, DATABASE), office.sql("select count(*) from planung.import_run", DATABASE)
    assert harmonise(STORE, layer({"a": ROWS["a"]}), tmp_path)["UNCHANGED"] == 1
    assert (office.sql(asked, DATABASE), office.sql("select count(*) from planung.import_run", DATABASE)) == before


def test_layers_for_algorithms_hold_no_log_in(store: opening.Store, tmp_path: Path) -> None:
    harmonise(STORE, layer({"a": ROWS["a"], "b": ROWS["b"]}), tmp_path)
    address = store.uri(PLOT, "name = 'Alte Zeche'")
    assert "planer" not in address and PASSWORD not in address and "authcfg" in address
    opened = store.layer(PLOT)
    assert opened.featureCount() == 2 and "dl-de/by-2-0" in json.dumps(opened.metadata().keywords())
    results, log = call("validate", STORE=STORE, OUTPUT=str(tmp_path / "f.gpkg"), REPORT=str(tmp_path / "f.json"))
    told = (tmp_path / "f.json").read_text(encoding="utf-8")
    assert "büro/planung" in told and PASSWORD not in told + log and "127.0.0.1" not in told + log
    assert results["ERRORS"] == 0


# -------------------------------------------------------------------------------------------------------------- roles
@pytest.fixture
def people(office: Postgis, store: opening.Store) -> Iterator[None]:
    """Anna reads, Bernd edits, Clara also sees and writes what is confidential."""
    opening.secure(STORE, paths.resource("sql", "roles.sql").read_text(encoding="utf-8"))
    opening.secure(STORE, paths.resource("sql", "roles.sql").read_text(encoding="utf-8"))  # as often as you like
    granted = {"anna": "planung_reader", "bernd": "planung_editor", "clara": "planung_editor, planung_confidential"}
    for name, roles in granted.items():
        office.sql(f"create role {name} login; grant {roles} to {name}", DATABASE)
    with stored(office, "anna", "anna"), stored(office, "bernd", "bernd"), stored(office, "clara", "clara"):
        yield
    for name in granted:
        office.sql(f"drop role {name}", DATABASE)


def test_readers_see_and_export_nothing_confidential(people: None, tmp_path: Path, office: Postgis) -> None:
    anna, bernd, clara = ("postgres:anna/planung", "postgres:bernd/planung", "postgres:clara/planung")
    rows = {key: ROWS[key] for key in "abc"}
    assert harmonise(bernd, layer({"a": ROWS["a"]}), tmp_path)["WRITTEN"] == 1
    assert "may not write" in refused(bernd, layer(rows), tmp_path, source="geheim", level="confidential")
    assert harmonise(clara, layer(rows), tmp_path, source="geheim", level="confidential")["WRITTEN"] == 2
    assert harmonise(clara, layer(rows), tmp_path, source="geheim", level="confidential")["UNCHANGED"] == 2
    office.sql("insert into planung.plot (plot_id) values ('niemand weiß')", DATABASE)
    office.sql(
        "insert into planung.finding (target, record_id) values ('plot', 'geheim:a'), ('plot', 'herne:a');"
        " insert into planung.takeup (plot_id) values ('geheim:a'), ('herne:a'), (null);"
        " insert into planung.place (source_id) values ('geheim'), ('herne'), (null), ('unbekannt');"
        " insert into planung.road (source_id) values ('geheim'), (null);"
        " insert into planung.analysis_run (run_id, parameters) values ('1', '{\"changed\": [\"herne:a\"]}'),"
        ' (\'2\', \'{"changed": ["herne:a", "geheim:a"], "before": {}}\'), (\'3\', \'{"made": 7}\'),'
        " ('4', '{no JSON'), ('5', null); create table planung.ergebnis as select * from planung.plot",
        DATABASE,
    )
    opening.secure(STORE, paths.resource("sql", "roles.sql").read_text(encoding="utf-8"))
    seen = {name: opening.open_store(name).counts() for name in (anna, bernd, clara)}
    expected = {"plot": (1, 4), "source": (1, 2), "rejected": (0, 1), "import_run": (1, 2), "finding": (1, 2),
                "takeup": (2, 3), "place": (2, 3), "road": (1, 2), "analysis_run": (2, 5)}  # fmt: skip
    for table, (few, all_) in expected.items():
        assert (seen[anna][table], seen[bernd][table], seen[clara][table]) == (few, few, all_), table
    assert "may not write" in refused(anna, layer(rows), tmp_path)
    for number, export in enumerate((anna, clara)):
        target = tmp_path / f"export{number}.xlsx"
        call("exporttables", STORE=export, OUTPUT=str(target))
        with zipfile.ZipFile(target) as sheets:
            text = "".join(sheets.read(name).decode(errors="replace") for name in sheets.namelist())
        assert ("geheim" in text) == (export == clara) and "Alte Zeche" in text
    with pytest.raises(server.ServerFailed, match="row-level security"):
        office.sql(
            "set role bernd; insert into planung.plot (plot_id, sensitivity) values ('x', 'confidential')", DATABASE
        )
    for denied in ("update planung.plot set name = 'x'", "select * from planung.ergebnis"):
        with pytest.raises(server.ServerFailed, match="permission denied"):
            office.sql(f"set role anna; {denied}", DATABASE)
    tables = "copy (select relname from pg_class where relnamespace = 'planung'::regnamespace and {}) to stdout"
    guarded = set(office.sql(tables.format("relrowsecurity"), DATABASE).split())
    telling = {"source_id", "plot_id", "sensitivity", "record_id"}
    assert {name for name, table in TABLES.items() if telling & set(table.names)} <= guarded
    readable = set(office.sql(tables.format("has_table_privilege('anna', oid, 'select')"), DATABASE).split())
    assert set(TABLES) <= readable


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_finding_is_shown_to_those_who_see_what_it_tells_of(
    people: None, store: opening.Store, office: Postgis, language: str
) -> None:
    """Findings about records of every table; `seen` stands in those that a reader sees."""
    for source, level in (("offen", "open"), ("geheim", "confidential")):
        office.sql(
            f"insert into planung.source (source_id, sensitivity) values ('{source}:2024-12', '{level}');"
            f" insert into planung.source (source_id, sensitivity) values ('{source}', '{level}');"
            f" insert into planung.plot (plot_id, sensitivity) values ('{source}:1', '{level}');"
            f" insert into planung.plot (plot_id, sensitivity) values ('{source}:2', '{level}');"
            f" insert into planung.plot_odbl (sensitivity) values ('{level}');"
            f" insert into planung.takeup (plot_id) values ('{source}:1');"
            f" insert into planung.import_run (run_id, source_id) values ('run {source}', '{source}');"
            f" insert into planung.place (place_id, source_id) values ('{source}:1', '{source}');"
            f" insert into planung.rejected (source_id) values ('{source}')",
            DATABASE,
        )
        for table in TRACKED:
            office.sql(
                f"insert into planung.{table} (source_id, native_id) values ('{source}', '1'), ('{source}', null)",
                DATABASE,
            )
    office.sql("insert into planung.rejected (source_id, field) values ('offen', 'sensitivity')", DATABASE)
    named = {"municipality": "05916000", "broadband_area": "05916000 hh fttb", "broadband_cell": "1kmN0"}
    about = [(table, name, True) for table, name in named.items()]
    for source, seen in (("offen", True), ("geheim", False)):
        about += [(table, f"{source}:1", seen) for table in ("plot", "place", *TRACKED)]
        about += [
            ("source", source, seen),
            ("source", f"{source}:2024-12", seen),
            ("import_run", f"run {source}", seen),
        ]
    numbers = {"plot_odbl": (1, 2), "takeup": (1, 2), "rejected": (1, 2), **dict.fromkeys(TRACKED, (2, 4))}
    for table, (open_, secret) in numbers.items():
        about += [(table, f"fid {open_}", True), (table, f"fid {secret}", False)]
    about += [("rejected", "fid 3", False), ("plot", "fehlt:1", False), ("plot", "fid 99999999999", False)]
    about += [("ergebnis", "x", False), (None, "x", False), ("plot", None, False), ("takeup", "offen:1", False)]
    rows = ", ".join(
        f"({database.literal(table)}, {database.literal(name)}, '{'seen' if seen else 'hidden'}')"
        for table, name, seen in about
    )
    office.sql(f"insert into planung.finding (target, record_id, accepted) values {rows}", DATABASE)
    rules = {rule.id: rule for rule in validation.shipped()}
    pairs = []
    for first, other in (("offen:1", "offen:2"), ("offen:1", "geheim:1"), ("geheim:1", "offen:1")):
        seen = "hidden" if "geheim:1" in (first, other) else "seen"
        words = {"other": other, "ha": 0.25, "share": 3.5}
        pairs.append(validation.Finding(rules["overlap"], PLOT, first, "geometry", 0.25, words, accepted=seen))
        pairs.append(
            validation.Finding(rules["duplicate_geometry"], PLOT, first, "geometry", other, words, accepted=seen)
        )
    for pair in pairs:
        acceptance.accept(store, [pair], pair.accepted, language)
    opening.secure(STORE, paths.resource("sql", "roles.sql").read_text(encoding="utf-8"))
    names = (FINDING.target, FINDING.record_id, FINDING.text, FINDING.accepted)
    everything = sorted(store.values(FINDING, names), key=repr)
    assert len(everything) == len(about) + 4, "an acceptance takes the place of another one of the same record"
    for reader in ("anna", "bernd"):
        shown = sorted(opening.open_store(f"postgres:{reader}/planung").values(FINDING, names), key=repr)
        assert shown == [row for row in everything if row[3] == "seen"]
    assert sorted(opening.open_store("postgres:clara/planung").values(FINDING, names), key=repr) == everything
    raw = {who: opening.open_store(f"postgres:{who}/planung").counts()["rejected"] for who in ("anna", "clara")}
    assert raw == {"anna": 1, "clara": 3}


def test_a_finding_about_a_whole_table_is_kept_once_whoever_validates(people: None, store: opening.Store) -> None:
    """Bernd does not see it again, so that his next validation cannot take it out."""
    rule = next(rule for rule in validation.shipped() if rule.id == "restriction_unknown")
    bernd, clara = (opening.open_store(f"postgres:{name}/planung") for name in ("bernd", "clara"))

    def kept() -> list[tuple[object, ...]]:
        return sorted(store.values(FINDING, (FINDING.target, FINDING.value, FINDING.accepted)), key=repr)

    def found(share: float) -> list[validation.Finding]:
        return [
            validation.Finding(rule, table, "", str(PLOT.restriction), share, {"count": 7})
            for table in (PLOT, PLOT_ODBL)
        ]

    for share in (60.0, 70.0):
        acceptance.keep(bernd, found(share), "de")
    assert list(bernd.values(FINDING, (FINDING.target,))) == []
    assert [row[:2] for row in kept()] == [("plot", "70"), ("plot_odbl", "70")]
    acceptance.accept(clara, found(70.0)[:1], "so erhoben", "de")
    acceptance.keep(bernd, found(80.0), "de")
    assert [(name, value, words or "") for name, value, words in kept()] == [
        ("plot", "70", "so erhoben"), ("plot_odbl", "80", ""),
    ]  # fmt: skip
    acceptance.withdraw(clara, found(70.0)[:1], "de")
    acceptance.keep(clara, found(90.0), "de")
    assert [(name, value, words or "") for name, value, words in kept()] == [
        ("plot", "90", ""), ("plot_odbl", "90", ""),
    ]  # fmt: skip


# -------------------------------------------------------------------------------------------------------- two at once
def test_a_second_import_waits_or_is_told_who_holds_the_store(
    store: opening.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgis, "WAIT_SECONDS", 0.5)
    with store.looked_at(PLOT):
        said = refused(STORE, layer(ROWS), tmp_path)
        assert "planer" in said and "Ruhr Planner" in said
    assert store.counts()["plot"] == 0
    monkeypatch.setattr(postgis, "WAIT_SECONDS", 30.0)
    holding, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with postgis.open_store(STORE).looked_at(PLOT):
            holding.set()
            let_go.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    assert holding.wait(10)
    threading.Timer(0.8, let_go.set).start()
    begun = time.monotonic()
    assert harmonise(STORE, layer(ROWS), tmp_path)["WRITTEN"] == 3
    assert time.monotonic() - begun > 0.5
    other.join()


def test_an_edit_in_between_is_noticed(
    store: opening.Store, tmp_path: Path, office: Postgis, monkeypatch: pytest.MonkeyPatch
) -> None:
    harmonise(STORE, layer(ROWS), tmp_path)
    before = {name for (name,) in store.values(PLOT, ("name",))}
    warn = importing._Import._warn

    def meanwhile(self: Any) -> None:
        office.sql("update planung.plot set name = 'von Hand'", DATABASE)
        warn(self)

    monkeypatch.setattr(importing._Import, "_warn", meanwhile)
    assert "changed by another program" in refused(STORE, layer(ROWS, {"a": square(0, 130)}), tmp_path)
    names = set(store.values(PLOT, ("name", "valid_to")))
    assert {name for name, ended in names if ended is None} == {"von Hand"} and store.counts()["import_run"] == 1
    assert {name for name, ended in names if ended is not None} == before, "the guard's part"


# ------------------------------------------------------------------------------------------------------------ results
def test_results_go_into_tables_whole_or_not_at_all(
    store: opening.Store, tmp_path: Path, office: Postgis, monkeypatch: pytest.MonkeyPatch
) -> None:
    harmonise(STORE, layer(ROWS), tmp_path)
    given = {"PLOTS": store.uri(PLOT), "PRESET": 3, "MIN_AREA": 0.5, "AREA_BASIS": 1}
    call("cooperationsites", **given, OUTPUT=str(tmp_path / "sites.gpkg"), REJECTED=str(tmp_path / "rejected.gpkg"))
    outputs = {"OUTPUT": "postgres:büro/planung/sites", "REJECTED": "postgres:büro/planung/rejected_land"}
    for _ in range(2):
        results, log = call("cooperationsites", **given, **outputs)
    for name, file in (("OUTPUT", "sites"), ("REJECTED", "rejected")):
        made, peer = layers.open_layer(results[name]), layers.open_layer(str(tmp_path / f"{file}.gpkg"))
        assert made.isValid() and made.fields().names() == peer.fields().names()
        assert [f.attributes()[1:] for f in made.getFeatures()] == [f.attributes()[1:] for f in peer.getFeatures()]
        assert made.metadata().licenses() == peer.metadata().licenses() != []
        assert PASSWORD not in results[name] + log and "planer" not in results[name]
    assert "gist" in office.sql("select indexdef from pg_indexes where tablename = 'sites'", DATABASE)
    with pytest.raises(QgsProcessingException, match="table of the planning store"):
        call("cooperationsites", **given, OUTPUT="postgres:büro/planung/plot")
    with pytest.raises(QgsProcessingException, match="same target"):
        call("cooperationsites", **given, **{**outputs, "REJECTED": outputs["OUTPUT"]})
    with pytest.raises(QgsProcessingException, match="may not write"):
        call("cooperationsites", **given, OUTPUT="postgres:büro/fehlt/sites")
    replace = resulttable.ResultTable._replace

    def broken(self: Any, opened: database.Connection, staged: str, spatial: bool) -> None:
        replace(self, opened, staged, spatial)
        opened.execute("SELECT 1 / 0")

    monkeypatch.setattr(resulttable.ResultTable, "_replace", broken)
    asked = "select md5(string_agg(t::text, '' order by fid)) from planung.sites t"
    before = office.sql(asked, DATABASE)
    with pytest.raises(QgsProcessingException, match="division"):
        call("cooperationsites", **{**given, "MIN_AREA": 0.1}, OUTPUT=outputs["OUTPUT"])
    assert office.sql(asked, DATABASE) == before


def test_a_store_begins_with_what_another_holds_and_answers_alike(office: Postgis, tmp_path: Path) -> None:
    office.sql("drop schema if exists klein cascade", DATABASE)
    small = small_region.make_store(tmp_path / "klein.gpkg")
    file = opening.open_store(str(small))
    results, _log = call("createstore", STORE="postgres:büro/klein", SOURCE=str(small))
    made = opening.open_store("postgres:büro/klein")
    assert made.counts() == file.counts() and results["RECORDS"] == sum(file.counts().values()) > 50
    back = str(tmp_path / "zurück.gpkg")
    call("createstore", STORE=back, SOURCE="postgres:büro/klein")
    for table in (PLOT, PLACE, BROADBAND_CELL):
        assert records(made, table) == records(file, table) == records(opening.open_store(back), table)
        assert made.provenance(table) == file.provenance(table)
    maps = {}
    for name, address in (("file", str(small)), ("database", made.address)):
        target = tmp_path / f"{name}.png"
        call("mapexhibit", STORE=address, THEME=0, DPI=72, OUTPUT=str(target))
        image = QImage(str(target)).convertToFormat(QImage.Format.Format_Grayscale8)
        bits = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8)
        map_ = bits.reshape(image.height(), -1)[: image.height() * 9 // 10, : image.width()]  # below is the run's id
        maps[name] = map_.astype(int)
    assert maps["file"].shape == maps["database"].shape and maps["file"].std() > 10
    assert (abs(maps["file"] - maps["database"]) > 20).sum() < 50


# ------------------------------------------------------------------------------------------------------------- faults
FAULTS = {
    "restart": ("restart", "connection to the store"),
    "terminated": ("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'Ruhr%'",
                   "connection to the store"),
    "timeout": ("", "took too long"),
    "locked": ("lock", "locked by another program"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_middle_leaves_the_store_as_it_was(
    store: opening.Store, tmp_path: Path, office: Postgis, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    harmonise(STORE, layer(ROWS), tmp_path)
    before = records(store, PLOT)
    take = postgis.PostgisStore._take
    what, sentence = FAULTS[fault]

    def broken(self: Any, opened: database.Connection, table: Table) -> None:
        take(self, opened, table)  # all is changed, nothing is committed
        if what == "restart":
            office.stop()
            office.begin()
        elif what:
            office.sql(what, DATABASE)
        else:
            opened.execute("SET LOCAL statement_timeout = '50ms'")
            opened.execute("SELECT pg_sleep(2)")

    if what == "lock":
        monkeypatch.setattr(database, "LOCK_SECONDS", 0.3)
        with store.connected() as other, other.transaction():
            other.execute("LOCK TABLE planung.plot IN ROW EXCLUSIVE MODE")
            said = refused(STORE, layer(ROWS, {"a": square(0, 130)}), tmp_path)
    else:
        monkeypatch.setattr(postgis.PostgisStore, "_take", broken)
        said = refused(STORE, layer(ROWS, {"a": square(0, 130)}), tmp_path)
    assert sentence in said
    assert records(store, PLOT) == before and store.counts()["import_run"] == 1
    monkeypatch.undo()
    assert harmonise(STORE, layer(ROWS, {"a": square(0, 130)}), tmp_path)["WRITTEN"] == 1


def test_a_layer_of_the_window_has_the_address_of_its_table(store: opening.Store, office: Postgis) -> None:
    from ruhr_planner.gui.layers import address_of

    office.sql("insert into planung.plot (plot_id, sensitivity) values ('x', 'open')", DATABASE)
    address = store.uri(PLOT)
    opened = layers.open_layer(address)
    assert opened.featureCount() == 1
    assert opened.source() not in address, "QGIS writes something into the source that it was given"
    assert address_of(opened) == address, "or the layer would be added again, and not drawn anew"


def test_a_job_says_what_happened_to_the_database(store: opening.Store, office: Postgis) -> None:
    from ruhr_planner.gui.jobs import Job

    address = f"postgres://{store.source(PLOT).uri(False)}"

    class Reading(Job):
        worked = False

        def work(self) -> None:
            self.worked = True
            broken()
            raise QgsProcessingException(f"Could not load source layer for PLOTS: {address}")

    def failed() -> Reading:
        job = Reading("Read", [address, "/a/file.gpkg", 8.0])
        assert not job.run()
        return job

    broken = lambda: None  # noqa: E731  the server stays
    assert "was lost" in failed().error and "postgres://" not in failed().error
    try:
        broken = office.stop
        job = failed()
        assert job.worked and "cannot be reached" in job.error
        job = failed()
        assert not job.worked, "QGIS would ask for a user and a password"
        assert "cannot be reached" in job.error
        with pytest.raises(StoreUnreachable):
            layers.open_layer(address)
    finally:
        office.begin()


def test_a_server_that_starts_or_stops_is_not_one_that_refuses() -> None:
    answers = {
        b"E\0\0\0\x1fSFATAL\0C57P03\0Mstarting\0\0": StoreUnreachable,
        b"R\0\0\0\x08\0\0\0\x03": StoreRefused,  # asks for a password
        b"": StoreUnreachable,
    }
    for answer, kind in answers.items():
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(5)

            def speak(said: bytes = answer) -> None:
                for _connection in range(2):  # GDAL's, and ours
                    with suppress(OSError), server.accept()[0] as opened:
                        opened.recv(1024)
                        opened.sendall(said)

            speaker = threading.Thread(target=speak)
            speaker.start()
            uri = QgsDataSourceUri(
                f"dbname='gis' host=127.0.0.1 port={server.getsockname()[1]} user='x' sslmode=disable"
            )
            with pytest.raises(StoreUnreachable) as caught, database.connected(uri, "x"):
                pass
            assert type(caught.value) is kind, answer
            speaker.join()


def test_a_server_that_dies_under_an_analysis_gives_no_half_result(
    store: opening.Store, tmp_path: Path, office: Postgis, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.sql(
        "insert into planung.plot (plot_id, plot_type, sensitivity, geom) select 'x:' || n, 'brownfield', 'open',"
        f" st_multi(st_makeenvelope({HERNE[0]} + n, {HERNE[1]}, {HERNE[0]} + n + 1, {HERNE[1]} + 100, 25832))"
        " from generate_series(1, 9000) n",
        DATABASE,
    )
    take, calls = inputs._take_shape, iter(range(100_000))

    def broken(*arguments: Any) -> bool:
        if next(calls) == 10:  # the first block of records has come, the others have not
            office.stop()
            office.begin()
        return take(*arguments)

    monkeypatch.setattr(inputs, "_take_shape", broken)
    target = tmp_path / "sites.gpkg"
    with pytest.raises(QgsProcessingException, match=r"\d+ of 9000 records came|cannot be reached|was lost"):
        call("cooperationsites", PLOTS=store.uri(PLOT), OUTPUT=str(target))
    assert not target.exists()
    wkb, again = pages._wkb, iter(range(100_000))

    def silent(feature: QgsFeature) -> bytes | None:
        if next(again) == 10:
            office.stop()
            office.begin()
        return wkb(feature)

    monkeypatch.setattr(pages, "_wkb", silent)
    assert "of 9000 records came" in refused(STORE, store.uri(PLOT), tmp_path, source="andere")
    monkeypatch.undo()
    assert store.counts()["plot"] == 9000 and store.counts()["import_run"] == 0


def test_a_server_that_is_away_is_one_sentence(store: opening.Store, office: Postgis) -> None:
    office.stop()
    try:
        with pytest.raises(errors.StoreUnreachable) as problem:
            opening.open_store(STORE)
        assert PASSWORD not in str(problem.value) + problem.value.detail
    finally:
        office.begin()
    assert opening.open_store(STORE).counts()["plot"] == 0
