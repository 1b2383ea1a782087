"""`validate`: every rule finds the fault that is planted for it and nothing else; a clean store has no finding."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import fiona
import pytest
from qgis import processing
from qgis.core import QgsGeometry, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from ruhr_planner import i18n
from ruhr_planner.harmonise import acceptance, findings, municipality, validation
from ruhr_planner.harmonise.page import safe_cell
from ruhr_planner.model import errors, tables
from ruhr_planner.model.codes import SEVERITY
from ruhr_planner.store import geopackage
from ruhr_planner.store.geopackage import Content
from ruhr_planner.store.recordfile import blob
from tests.qgis.layers import HERNE, square

AS_OF = date(2026, 7, 1)
DAY = "2026-06-30"
X, Y = HERNE
N_PLOTS = 6
Plant = Callable[[sqlite3.Connection], None]


# -------------------------------------------------------------------------------------------------------------- a store
def rows(table: tables.Table, given: list[tuple[QgsGeometry | None, dict[str, Any]]]) -> list[tuple[Any, list[Any]]]:
    return [(shape, [values.get(name) for name in table.names]) for shape, values in given]


def plot(number: int) -> tuple[QgsGeometry, dict[str, Any]]:
    return square(number), {
        "plot_id": f"herne:{number}", "source_id": "herne", "native_id": str(number), "source_date": DAY,
        "licence": "dl-de/by-2-0", "ags": "05916000", "plot_type": "brownfield", "brownfield": 1,
        "area_gross_ha": 9.0, "area_recorded_ha": 9.0, "restriction": number % 3, "sensitivity": "open",
    }  # fmt: skip


def line(*points: tuple[float, float]) -> QgsGeometry:
    return QgsGeometry.fromWkt("LINESTRING(" + ",".join(f"{x} {y}" for x, y in points) + ")")


def point(x: float, y: float) -> QgsGeometry:
    return QgsGeometry.fromWkt(f"POINT({x} {y})")


def cell(number: int) -> tuple[QgsGeometry, dict[str, Any]]:
    values = {"raster_id": f"c{number}", "ags": "05916000", "edition": "2025-12"}
    shares = {"down_fn_hh_alle_100": 90.0, "down_fn_hh_alle_1000": 50.0, "down_fn_hh_ftthb_1000": 20.0}
    return square(number, 100.0, 0.0), {**values, **shares}


def area(mbit: int, share: float) -> tuple[None, dict[str, Any]]:
    known = {"ags": "05916000", "edition": "2025-12", "user_group": "household", "tech": "alle"}
    return None, {**known, "mbit": mbit, "share": share}


SOURCE = {
    "source_id": "herne", "title": "Herne", "licence": "dl-de/by-2-0", "source_date": DAY, "retrieved": DAY,
    "sensitivity": "open",
}  # fmt: skip
RUN = {
    "run_id": "r1", "started": "2026-06-30T10:00:00", "source_id": "herne", "target": "plot", "n_expected": 8,
    "n_read": 7, "n_written": 6, "n_unchanged": 0, "n_rejected": 1, "n_filtered": 1,
}  # fmt: skip
CLEAN: dict[tables.Table, list[tuple[QgsGeometry | None, dict[str, Any]]]] = {
    tables.PLOT: [plot(number) for number in range(N_PLOTS)],
    tables.SOURCE: [(None, SOURCE)],
    tables.IMPORT_RUN: [(None, RUN)],
    tables.ROAD: [
        (line((X - 100, Y - 50), (X, Y - 50), (X + 900, Y - 50)), {"road_class": "primary"}),
        (line((X, Y - 50), (X, Y + 900)), {"road_class": "residential"}),
    ],
    tables.PLACE: [(point(X + 50, Y + 100), {"place_id": "p1", "kind": "school", "ags": "05916000"})],
    tables.BROADBAND_CELL: [cell(number) for number in range(3)],
    tables.BROADBAND_AREA: [area(100, 95.0), area(1000, 60.0)],
}


@pytest.fixture(scope="module")
def clean(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sauber") / "sauber.gpkg"
    geopackage.create(path, [Content(table, rows(table, given), ()) for table, given in CLEAN.items()])
    return path


@pytest.fixture(scope="module")
def boundaries(qgis_app: object) -> municipality.Places:
    return municipality.places()


@pytest.fixture(autouse=True)
def _boundaries_are_read_once(boundaries: municipality.Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(municipality, "places", lambda _store=None: boundaries)


@pytest.fixture
def store(clean: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(clean, tmp_path / "speicher.gpkg"))


def planted(store: Path, *plants: Plant) -> None:
    """Change the file behind everybody's back, as other programs do."""
    with sqlite3.connect(store) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for plant in plants:
            plant(connection)
    connection.close()


def found(store: Path) -> list[validation.Finding]:
    return list(validation.validate(geopackage.open_store(store), validation.read(), AS_OF))


def sql(*statements: str) -> Plant:
    def plant(connection: sqlite3.Connection) -> None:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0

    return plant


def shaped(wkt: str, more: str = "", table: str = "plot", fid: int = 1) -> Plant:
    """Give a record another geometry."""

    def plant(connection: sqlite3.Connection) -> None:
        shape = QgsGeometry.fromWkt(wkt)
        box = shape.boundingBox()
        stored = blob(bytes(shape.asWkb()), (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()))
        done = connection.execute(f"UPDATE {table} SET geom = ?{more} WHERE fid = {fid}", (stored,))
        assert done.rowcount == 1

    return plant


def copied(table: str, changed: dict[str, str], fid: int = 1) -> Plant:
    """Put a record in a second time, with some fields changed."""

    def plant(connection: sqlite3.Connection) -> None:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "fid"]
        taken = [changed.get(name, f'"{name}"') for name in names]
        listed = ", ".join(f'"{name}"' for name in names)
        connection.execute(f"INSERT INTO {table} ({listed}) SELECT {', '.join(taken)} FROM {table} WHERE fid = {fid}")

    return plant


def ring(x: float, y: float, width: float, height: float) -> str:
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    return f"MULTIPOLYGON((({', '.join(f'{a} {b}' for a, b in corners)})))"


BOW_TIE = f"MULTIPOLYGON((({X} {Y}, {X + 300} {Y + 300}, {X + 300} {Y}, {X} {Y + 300}, {X} {Y})))"
FAULTS: list[tuple[str, str, str, Plant]] = [
    ("geometry_missing", "plot", "herne:0", sql("UPDATE plot SET geom = NULL WHERE fid = 1")),
    ("geometry_invalid", "plot", "herne:0", shaped(BOW_TIE, ", area_gross_ha = 4.5, area_recorded_ha = 4.5")),
    ("sliver", "plot", "herne:0",
     shaped(ring(X, Y, 300, 0.4), ", area_gross_ha = 0.012, area_recorded_ha = 0.012")),
    ("duplicate_geometry", "plot", "herne:x", copied("plot", {"plot_id": "'herne:x'", "native_id": "'x'"})),
    ("overlap", "plot", "herne:1", shaped(ring(X + 270, Y, 300, 300), fid=2)),
    ("outside_region", "plot", "herne:0", shaped(ring(X - 150_000, Y, 300, 300))),
    ("ags_mismatch", "plot", "herne:0", sql("UPDATE plot SET ags = '05112000' WHERE fid = 1")),
    ("area_gross", "plot", "herne:0", sql("UPDATE plot SET area_gross_ha = 9.2 WHERE fid = 1")),
    ("area_recorded", "plot", "herne:0", sql("UPDATE plot SET area_recorded_ha = 9.5 WHERE fid = 1")),
    ("duplicate_id", "plot", "herne:0", sql("UPDATE plot SET plot_id = 'herne:0' WHERE fid = 2")),
    ("net_over_gross", "plot", "herne:0", sql("UPDATE plot SET area_net_ha = 9.1 WHERE fid = 1")),
    ("unknown_code", "plot", "herne:0", sql("UPDATE plot SET plot_type = 'Sonstwas' WHERE fid = 1")),
    ("unknown_code", "plot", "herne:0", sql("UPDATE plot SET restriction = 7 WHERE fid = 1")),
    ("unknown_code", "plot", "herne:0", sql("UPDATE plot SET restriction_reasons = 'access;Sumpf' WHERE fid = 1")),
    ("out_of_range", "broadband_area", "fid 1", sql("UPDATE broadband_area SET share = 130 WHERE fid = 1")),
    ("out_of_range", "plot", "herne:0", sql("UPDATE plot SET available_from = 1066 WHERE fid = 1")),
    ("date_order", "plot", "herne:0",
     sql("UPDATE plot SET valid_from = '2025-01-01', valid_to = '2024-01-01' WHERE fid = 1")),
    ("date_future", "plot", "herne:0", sql("UPDATE plot SET source_date = '2099-01-01' WHERE fid = 1")),
    ("date_unreadable", "plot", "herne:0", sql("UPDATE plot SET source_date = '31.12.2023' WHERE fid = 1")),
    ("ags_format", "plot", "herne:0", sql("UPDATE plot SET ags = '5916000' WHERE fid = 1")),
    ("restriction_unknown", "plot", "", sql("UPDATE plot SET restriction = NULL WHERE fid <= 2")),
    ("licence_missing", "plot", "herne:0", sql("UPDATE plot SET licence = NULL WHERE fid <= 2")),
    ("licence_missing", "source", "herne", sql("UPDATE source SET licence = 'frei'")),
    ("licence_unknown", "plot", "herne:0", sql("UPDATE plot SET licence = 'unknown' WHERE fid = 1")),
    ("licence_mixed", "plot", "herne:0", sql("UPDATE plot SET licence = 'odbl' WHERE fid = 1")),
    ("sensitivity_missing", "plot", "herne:0", sql("UPDATE plot SET sensitivity = NULL WHERE fid = 1")),
    ("sensitivity_missing", "source", "herne", sql("UPDATE source SET sensitivity = NULL")),
    ("source_unknown", "plot", "herne:0", sql("UPDATE plot SET source_id = 'fremd' WHERE fid = 1")),
    ("edition_age", "source", "herne", sql("UPDATE source SET source_date = '2024-01-01'")),
    ("edition_age", "broadband_cell", "", sql("UPDATE broadband_cell SET edition = '2024-06'")),
    ("count_server", "import_run", "r1", sql("UPDATE import_run SET n_expected = 1000")),
    ("count_run", "import_run", "r1", sql("UPDATE import_run SET n_written = 5")),
    ("road_island", "road", "fid 3", copied("road", {})),
    ("road_ends", "road", "fid 2", shaped(f"LINESTRING({X + 0.4} {Y - 49.5}, {X} {Y + 900})", table="road", fid=2)),
    ("snap_distance", "place", "p1", shaped(f"POINT({X + 2200} {Y - 500})", table="place")),
    ("broadband_not_falling", "broadband_cell", "c0",
     sql("UPDATE broadband_cell SET down_fn_hh_alle_1000 = 95 WHERE fid = 1")),
    ("broadband_not_falling", "broadband_area", "05916000 household alle",
     sql("UPDATE broadband_area SET share = 99 WHERE mbit = 1000")),
    ("broadband_duplicate", "broadband_cell", "c0 2025-12", copied("broadband_cell", {})),
]  # fmt: skip
ALONE = {"road_island": shaped(f"LINESTRING({X} {Y + 2000}, {X + 90} {Y + 2000})", table="road", fid=3)}
"""What has to follow a copy, so that it is where it should be."""
WITH = {"road_ends": {"road_island"}}
"""A road whose end misses the next one is not joined to it, either: both are true."""


def test_a_clean_store_has_no_finding(clean: Path) -> None:
    before = clean.read_bytes()
    assert found(clean) == []
    assert clean.read_bytes() == before


@pytest.mark.parametrize(
    ("rule", "table", "record", "plant"), FAULTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_planted_fault_is_found_and_nothing_else(store: Path, rule: str, table: str, record: str, plant: Plant) -> None:
    planted(store, plant, *([ALONE[rule]] if rule in ALONE else []))
    result = found(store)
    mine = [one for one in result if one.rule.id == rule]
    assert [(one.table.table, one.record) for one in mine] == [(table, record)]
    assert {one.rule.id for one in result} - {rule} == WITH.get(rule, set())
    for language in ("de", "en"):
        said = mine[0].text(language) + mine[0].remedy(language)
        assert said
        assert "{" not in said
    if table in ("plot", "place", "road") and rule not in ("geometry_missing", "restriction_unknown"):
        assert mine[0].xy is not None


def test_every_rule_has_a_planted_fault_and_words_in_both_languages() -> None:
    shipped = validation.shipped()
    assert len(shipped) >= 16
    assert {rule.id for rule in shipped} == {fault[0] for fault in FAULTS}
    assert len({rule.id for rule in shipped}) == len(shipped)
    for rule in shipped:
        assert rule.severity in SEVERITY
        assert rule.check in validation.CHECKS
        assert rule.text.de != rule.text.en
        assert rule.remedy.de != rule.remedy.en


def test_values_and_places_of_findings(store: Path) -> None:
    by_rule = {fault[0]: fault[3] for fault in FAULTS}
    planted(store, by_rule["overlap"], by_rule["ags_mismatch"])
    result = {one.rule.id: one for one in found(store)}
    overlap = result["overlap"]
    assert overlap.value == pytest.approx(0.9)  # 30 m × 300 m
    assert overlap.words["share"] == 10.0
    assert overlap.xy is not None
    assert X + 270 < overlap.xy[0] < X + 300
    assert overlap.text("de") == "Überlagert herne:0 auf 0,9 ha (10 % der kleineren Fläche)"
    moved = result["ags_mismatch"]
    assert (moved.value, moved.ags, moved.municipality) == ("05112000", "05916000", "Herne")


def test_records_out_of_force_are_history(store: Path) -> None:
    by_rule = {fault[0]: fault[3] for fault in FAULTS}
    planted(store, by_rule["overlap"], sql("UPDATE plot SET valid_to = '2026-01-01' WHERE fid = 2"))
    assert found(store) == []


def test_accepted_findings_are_shown_and_not_counted(store: Path) -> None:
    row = "INSERT INTO finding (rule, target, record_id, field, accepted) VALUES (?, ?, ?, ?, ?)"
    values = ("area_recorded", "plot", "herne:0", "area_recorded_ha", "mit der Stadt geklärt")
    planted(
        store,
        sql("UPDATE plot SET area_recorded_ha = 9.5 WHERE fid <= 2"),
        lambda connection: connection.execute(row, values) and None,
    )
    result = found(store)
    assert sorted(one.accepted for one in result) == ["", "mit der Stadt geklärt"]
    done = findings.Validation("s", AS_OF, "r", validation.read(), result, {}, "open", False)
    assert (len(done.counted), done.errors) == (1, 0)


def kept(store: Path) -> list[tuple[Any, ...]]:
    names = ("rule", "record_id", "accepted")
    return sorted(geopackage.open_store(store).values(tables.FINDING, names), key=repr)


def test_open_findings_are_kept_and_an_acceptance_stays_until_it_is_withdrawn(store: Path) -> None:
    planted(store, sql("UPDATE plot SET area_recorded_ha = 9.5 WHERE fid <= 2"))
    opened = geopackage.open_store(store)
    acceptance.keep(opened, found(store), "de")
    assert kept(store) == [("area_recorded", "herne:0", None), ("area_recorded", "herne:1", None)]
    first = found(store)[0]
    with pytest.raises(errors.ReasonMissing):
        acceptance.accept(opened, [first], "  ", "de")
    assert acceptance.accept(opened, [first], " geklärt ", "de")[0].accepted == "geklärt"
    assert [one.accepted for one in found(store)] == ["geklärt", ""]
    planted(store, sql("UPDATE plot SET area_recorded_ha = 9.0 WHERE fid = 1"))
    acceptance.keep(opened, found(store), "de")  # not found this time: what was accepted is not forgotten
    assert kept(store) == [("area_recorded", "herne:0", "geklärt"), ("area_recorded", "herne:1", None)]
    planted(store, sql("UPDATE plot SET area_recorded_ha = 9.5 WHERE fid = 1"))
    again = found(store)[0]
    assert again.accepted == "geklärt"
    acceptance.withdraw(opened, [again], "de")
    assert [one.accepted for one in found(store)] == ["", ""]
    assert len(kept(store)) == 2


def test_a_finding_about_a_whole_table_can_be_accepted(store: Path) -> None:
    planted(store, sql("UPDATE plot SET source_id = 'nobody'"))
    (one, *_more) = found(store)
    acceptance.accept(geopackage.open_store(store), [one], "alter Bestand", "de")
    assert found(store)[0].accepted == "alter Bestand"


@pytest.mark.usefixtures("qgis_processing", "provider")
def test_the_algorithm_keeps_findings_where_it_is_asked_to(store: Path) -> None:
    planted(store, sql("UPDATE plot SET area_recorded_ha = 9.5 WHERE fid <= 2"))
    for keep, count in ((False, 0), (True, 2), (True, 2)):
        processing.run("ruhr_planner:validate", {"STORE": str(store), "AS_OF": AS_OF.isoformat(), "KEEP": keep})
        assert len(kept(store)) == count


# ------------------------------------------------------------------------------------------------------------ own rules
def own(folder: Path, text: str) -> Path:
    path = folder / "regeln.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_severity_and_thresholds_can_be_changed(store: Path, tmp_path: Path) -> None:
    text = "rules:\n  - {id: area_recorded, share: 0.1, severity: error}\n  - {id: overlap, severity: off}\n"
    rules = {rule.id: rule for rule in validation.read(own(tmp_path, text))}
    assert "overlap" not in rules
    assert (rules["area_recorded"].severity, rules["area_recorded"].number("share")) == ("error", 0.1)
    planted(store, sql("UPDATE plot SET area_recorded_ha = 9.5 WHERE fid = 1"))
    assert validation.validate(geopackage.open_store(store), tuple(rules.values()), AS_OF) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules:\n  - {id: nichts, severity: off}\n", "nichts"),
        ("rules:\n  - {id: overlap, severity: schlimm}\n", "schlimm"),
        ("rules:\n  - {id: overlap, min_m2: viel}\n", "viel"),
        ("rules:\n  - {id: overlap, min_m2: -1}\n", "-1"),
        ("rules:\n  - {id: overlap, check: road_ends}\n", "road_ends"),
        ("rules:\n  - {id: overlap, text: '{value.__class__}'}\n", "text"),
        ("rules: 5\n", "regeln.yaml"),
        ("rules: [\n", "regeln.yaml"),
        ("rules: !!python/object/apply:os.system [ls]\n", "regeln.yaml"),
    ],
)
def test_rules_that_cannot_be_used_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(errors.InputError) as caught:
        validation.read(own(tmp_path, text))
    assert said in str(caught.value)


@pytest.mark.usefixtures("qgis_processing", "provider")
def test_bad_rules_are_one_sentence(clean: Path, tmp_path: Path) -> None:
    path = own(tmp_path, "rules: 5")
    with pytest.raises(QgsProcessingException, match=r"regeln\.yaml") as caught:
        processing.run("ruhr_planner:validate", {"STORE": str(clean), "RULES": str(path)})
    assert "Traceback" not in str(caught.value)


# ------------------------------------------------------------------------------------------------------- the algorithm
@pytest.mark.usefixtures("qgis_processing", "provider")
def test_numbers_layer_and_reports(store: Path, tmp_path: Path) -> None:
    by_rule = {fault[0]: fault[3] for fault in FAULTS}
    name = "=cmd|' /C calc'!A0"
    planted(
        store,
        by_rule["overlap"],
        by_rule["net_over_gross"],
        sql(f"""UPDATE plot SET plot_type = '{name.replace("'", "''")}' WHERE fid = 3"""),
        sql("UPDATE plot SET name = '<script>alert(1)</script>', ags = '<b>' WHERE fid = 4"),
        sql("UPDATE plot SET sensitivity = 'confidential' WHERE fid = 5"),
    )
    given = {"STORE": str(store), "AS_OF": AS_OF.isoformat(), "OUTPUT": str(tmp_path / "befunde.gpkg")}
    results = {}
    for ending in ("html", "json", "csv"):
        report = tmp_path / f"bericht.{ending}"
        results = processing.run(
            "ruhr_planner:validate", {**given, "REPORT": str(report)}, context=QgsProcessingContext(),
            feedback=QgsProcessingFeedback(),
        )  # fmt: skip
        assert results["REPORT"] == str(report)
    assert (results["FINDINGS"], results["ERRORS"]) == (4, 3)
    with fiona.open(tmp_path / "befunde.gpkg") as layer:
        records = [feature.properties for feature in layer]
        assert layer.crs.to_epsg() == 25832
    assert Counter((record["rule"], record["severity"]) for record in records) == {
        ("overlap", "warning"): 1, ("net_over_gross", "error"): 1, ("unknown_code", "error"): 1,
        ("ags_format", "error"): 1,
    }  # fmt: skip
    report = json.loads((tmp_path / "bericht.json").read_text(encoding="utf-8"))
    assert (report["n_findings"], report["n_errors"], report["sensitivity"]) == (4, 3, "confidential")
    assert {entry["rule"] for entry in report["findings"]} == {record["rule"] for record in records}
    assert report["records"]["plot"] == N_PLOTS
    lines = list(csv.reader(io.StringIO((tmp_path / "bericht.csv").read_text(encoding="utf-8-sig")), delimiter=";"))
    assert len(lines) == 5
    cells = [cell for row in lines[1:] for cell in row]
    assert f"'{name}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    page = (tmp_path / "bericht.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;b&gt;" in page
    assert "Confidential" in page
    assert "<svg" in page


def test_cells_that_are_no_formula() -> None:
    assert [safe_cell(value) for value in ("=1+1", "+49 2323", "-5,1", "-5", "@a", "a=1", None, 3.5, "-a", "\t=1")] == [
        "'=1+1", "'+49 2323", "-5,1", "-5", "'@a", "a=1", "", "3.5", "'-a", "'\t=1",
    ]  # fmt: skip


# ---------------------------------------------------------------------------------------------------- the demo's faults
PROFILE = """
profile: roh
target: {target}
source: {{id: {name}, scale: 5000, date: 2026-06-30}}
licence: invented
sensitivity: {level}
fields:
  native_id: {{from: KENNUNG}}
  name: {{from: NAME}}
  ags: {{from: GKZ}}
"""
PLOT_FIELDS = """
  plot_type: {from: ART}
  restriction: {from: RESTRIKT}
  area_recorded_ha: {from: FLAECHE}
  source_date: {from: STAND, date: german}
"""


def harmonised(path: Path, store: Path, folder: Path, target: str = "plot", level: str = "open", **more: Any) -> dict:
    profile = folder / "roh.yaml"
    fields = PLOT_FIELDS if target == "plot" else "  kind: {const: business}\n"
    profile.write_text(PROFILE.format(target=target, name=path.stem, level=level) + fields, encoding="utf-8")
    given = {"INPUT": str(path), "PROFILE": str(profile), "STORE": str(store), "CREATE": True, **more}
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    return dict(processing.run("ruhr_planner:harmonise", given, context=context, feedback=feedback))


@pytest.mark.usefixtures("qgis_processing", "provider")
def test_faults_of_the_demo_region_are_all_found(root: Path, tmp_path: Path) -> None:
    """What cannot be taken is rejected by the import, what can is found in the store; the demo's README counts both."""
    raw, store = root / "resources" / "demo" / "raw", tmp_path / "s.gpkg"
    report = tmp_path / "import.json"
    done = harmonised(raw / "brachen_gk2.shp", store, tmp_path, REPORT=str(report))
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["counts"]["read"] == 125 == done["WRITTEN"] + done["UNCHANGED"] + done["REJECTED"]
    assert Counter(entry["reason"] for entry in told["rejects"]) == {
        "duplicate_id": 5, "unmapped": 4, "no_geometry": 2,
    }  # fmt: skip
    assert done["REPAIRED"] == 6  # the bow ties
    first = next(entry for entry in told["rejects"] if entry["reason"] == "unmapped")
    assert (first["value"], first["record"]["ART"], first["rule"]) == ("Sonstwas", "Sonstwas", "from: ART")
    types = next(entry for entry in told["fields"] if entry["field"] == "plot_type")
    assert {"raw": "Sonstwas", "value": None, "count": 4, "refused": True} in types["values"]
    done = harmonised(raw / "reserven.geojson", store, tmp_path)
    assert done["REJECTED"] == 6 + 3
    done = harmonised(raw / "bestand.csv", store, tmp_path, target="place", CRS="EPSG:25832")
    assert done["REJECTED"] == 5
    result = found(store)
    counts = Counter((one.rule.id, one.table.table) for one in result)
    assert counts["overlap", "plot"] == 8
    assert counts["ags_mismatch", "plot"] == 4
    assert counts["outside_region", "place"] == 4  # the swapped axes
    assert all(one.record.endswith("-B") for one in result if one.rule.id == "overlap")
    assert {one.value for one in result if one.rule.id == "ags_mismatch"} == {"05315000"}
    assert set(counts) == {
        ("overlap", "plot"), ("ags_mismatch", "plot"), ("outside_region", "place"), ("area_recorded", "plot"),
    }  # fmt: skip
    assert counts["area_recorded", "plot"] == 5  # of the repaired bow ties; one is about as large as it was


@pytest.mark.usefixtures("qgis_processing", "provider")
def test_report_of_a_confidential_import_is_stamped_and_holds_no_raw_value(root: Path, tmp_path: Path) -> None:
    raw = tmp_path / "streng_geheim.csv"
    raw.write_text("KENNUNG;NAME;GKZ\n1;Muster <b>GmbH</b>;05916000\n1;Meier AG;05916000\n", encoding="utf-8")
    store, pages = tmp_path / "s.gpkg", {}
    profile = PROFILE.format(target="place", name="roh", level="confidential") + "  kind: {const: business}\n"
    for level in ("confidential", "internal"):
        path, report = tmp_path / f"{level}.yaml", tmp_path / f"{level}.html"
        text = profile.replace("sensitivity: confidential", f"sensitivity: {level}").replace("invented", "dl-de/by-2-0")
        path.write_text(text, encoding="utf-8")
        given = {"INPUT": str(raw), "PROFILE": str(path), "STORE": str(store), "CREATE": True, "REPORT": str(report)}
        processing.run(
            "ruhr_planner:harmonise", given, context=QgsProcessingContext(), feedback=QgsProcessingFeedback()
        )
        pages[level] = report.read_text(encoding="utf-8")
    assert "Confidential" in pages["confidential"]
    assert "Meier" not in pages["confidential"]
    assert "Muster" not in pages["confidential"]
    assert "Internal" in pages["internal"]
    assert "Meier" in pages["internal"]
    assert "<b>GmbH" not in pages["internal"]
    assert i18n.language() == "en"
