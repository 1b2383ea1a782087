"""Harmonising as users call it: what is new, changed, gone and back; what is rejected; and what a store says of it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import fiona
import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsVectorLayer,
)

from ruhr_planner import paths
from ruhr_planner.harmonise import importing, municipality
from ruhr_planner.model.tables import EXCLUSION, IMPORT_RUN, PLACE, PLOT, PLOT_ODBL, REJECTED, SOURCE, Table
from ruhr_planner.store import geopackage, merge

pytestmark = pytest.mark.usefixtures("provider")

NUMBERS = ("READ", "WRITTEN", "UNCHANGED", "REJECTED", "FILTERED", "ENDED", "REPAIRED")
PROFILE = """
profile: herne
target: plot
source: {id: herne, title: Flächen Herne, scale: 1000, date: 2026-08-14}
licence: dl-de/by-2-0
attribution: Stadt Herne
sensitivity: open
filter: "stand != 'gelöscht'"
fields:
  native_id: {from: kennung}
  name: {from: bezeichnung_der_flaeche}
  plot_type: {from: art}
  restriction: {from: rest, map: {A: 0, B: 2}}
  area_recorded_ha: {from: qm, unit: m2}
  available_from: {from: ab}
"""
NAMES = ("kennung", "bezeichnung_der_flaeche", "art", "rest", "qm", "ab", "stand")
ROWS: dict[str, tuple[Any, ...]] = {
    "a": ("a", "Alte Zeche", "Brachfläche", "A", "12.000,5", "2027", "gültig"),
    "b": ("b", "Am Hafen", "Baulücke", "B", "9.000", None, "gültig"),
    "c": ("c", "Ohne Art", "Friedhof", "A", "", None, "gültig"),
    "d": ("d", "Fort", "Bestand", "", None, None, "gelöscht"),
    "e": ("e", "Nord", "mindergenutzt", "k. A.", "1,5 ha", None, "gültig"),
}
HERNE = (377_000.0, 5_711_500.0)


class Said(QgsProcessingFeedback):
    def __init__(self) -> None:
        super().__init__(False)
        self.lines: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.lines.append(info)

    def pushWarning(self, warning: str) -> None:
        self.lines.append(warning)


def square(place: int, side: float = 100.0) -> QgsGeometry:
    x, y = HERNE[0] + 200 * place, HERNE[1]
    return QgsGeometry.fromRect(QgsRectangle(x, y, x + side, y + side))


def layer(rows: dict[str, tuple[Any, ...]], shapes: dict[str, QgsGeometry] | None = None, kind: str = "Polygon",
          crs: str = "EPSG:25832") -> QgsVectorLayer:  # fmt: skip
    fields = "&".join(f"field={name}:string" for name in NAMES)
    made = QgsVectorLayer(f"{kind}?crs={crs}&{fields}", "Flächen", "memory")
    features = []
    for place, (key, values) in enumerate(rows.items()):
        feature = QgsFeature(made.fields())
        feature.setAttributes(list(values))
        feature.setGeometry((shapes or {}).get(key) or square(place))
        features.append(feature)
    made.dataProvider().addFeatures(features)
    made.updateExtents()
    return made


def run(
    store: Path,
    given: Any,
    tmp_path: Path,
    text: str = PROFILE,
    cancel: bool = False,
    cancel_when: list[Said] | None = None,
    **more: Any,
) -> Any:
    profile = tmp_path / "profil.yaml"
    profile.write_text(text, encoding="utf-8")
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:harmonise")
    said = Said()
    if cancel:
        said.cancel()
    if cancel_when is not None:
        cancel_when.append(said)
    parameters = {"INPUT": given, "PROFILE": str(profile), "STORE": str(store), **more}
    results, ok = algorithm.run(parameters, QgsProcessingContext(), said, {}, False)
    assert ok
    assert results["READ"] == results["WRITTEN"] + results["UNCHANGED"] + results["REJECTED"]
    return {name: results[name] for name in NUMBERS}, said.lines


def refused(*arguments: Any, **named: Any) -> str:
    with pytest.raises(QgsProcessingException) as problem:
        run(*arguments, **named)
    text = str(problem.value)
    assert "\n" not in text.strip() and "Traceback" not in text
    return text


def numbers(
    read: int, written: int, unchanged: int, rejected: int, filtered: int = 0, ended: int = 0
) -> dict[str, int]:
    return dict(zip(NUMBERS, (read, written, unchanged, rejected, filtered, ended, 0)))


def records(store: Path, table: Table, *names: str) -> list[tuple[Any, ...]]:
    return sorted(geopackage.open_store(store).values(table, names), key=repr)


def digest(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, qgis_app: object) -> Path:
    return geopackage.create(tmp_path_factory.mktemp("leer") / "leer.gpkg").path


@pytest.fixture
def store(tmp_path: Path, empty: Path) -> Path:
    return Path(shutil.copy(empty, tmp_path / "planung.gpkg"))


@pytest.fixture(scope="module")
def shipped(qgis_app: object) -> municipality.Places:
    return municipality.places()


@pytest.fixture(autouse=True)
def _boundaries_are_read_once(shipped: municipality.Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(municipality, "places", lambda _store=None: shipped)


# ------------------------------------------------------------------------------------------------------- what there is
def test_records_get_codes_units_dates_and_the_same_input_writes_nothing(store: Path, tmp_path: Path) -> None:
    found, said = run(store, layer(ROWS), tmp_path)
    assert found == numbers(4, 3, 0, 1, filtered=1)
    wanted = (PLOT.plot_id, PLOT.plot_type, PLOT.brownfield, PLOT.restriction, PLOT.area_recorded_ha,
              PLOT.area_gross_ha, PLOT.available_from, PLOT.ags, PLOT.municipality)  # fmt: skip
    assert records(store, PLOT, *wanted) == [
        ("herne:a", "brownfield", 1, 0, pytest.approx(1.20005), 1.0, 2027, "05916000", "Herne"),
        ("herne:b", "building_gap", None, 2, 0.9, 1.0, None, "05916000", "Herne"),
        ("herne:e", "underused", None, None, 1.5, 1.0, None, "05916000", "Herne"),
    ]
    before = digest(store)
    assert run(store, layer(ROWS), tmp_path)[0] == numbers(4, 0, 3, 1, filtered=1)
    assert digest(store) == before
    assert any("Friedhof" in line for line in said)


def test_a_try_says_what_a_run_does_and_writes_nothing(store: Path, tmp_path: Path) -> None:
    before = digest(store)
    tried, said = run(store, layer(ROWS), tmp_path, DRY_RUN=True)
    assert digest(store) == before
    assert "Nothing has been written: this was a try." in said
    assert tried == run(store, layer(ROWS), tmp_path)[0] == numbers(4, 3, 0, 1, filtered=1)
    missing = tmp_path / "new.gpkg"
    refused(missing, layer(ROWS), tmp_path, DRY_RUN=True, CREATE=True)
    assert not missing.exists()


def test_every_record_and_run_says_where_it_comes_from(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    ((run_id, target, read, written, rejected, filtered, crs),) = records(
        store, IMPORT_RUN, "run_id", "target", "n_read", "n_written", "n_rejected", "n_filtered", "crs"
    )
    assert (target, read, written, rejected, filtered, crs) == ("plot", 4, 3, 1, 1, "EPSG:25832")
    wanted = (PLOT.run_id, PLOT.source_id, PLOT.licence, PLOT.attribution, PLOT.source_scale, PLOT.source_date)
    told = records(store, PLOT, *wanted)
    assert set(told) == {(run_id, "herne", "dl-de/by-2-0", "Stadt Herne", 1000, "2026-08-14")}
    assert records(store, SOURCE, SOURCE.source_id, SOURCE.title) == [("herne", "Flächen Herne")]


def test_rejected_record_keeps_raw_values_rule_and_reason_and_stays_as_long_as_it_may(
    store: Path, tmp_path: Path
) -> None:
    run(store, layer(ROWS), tmp_path)
    wanted = (REJECTED.record, REJECTED.reason, REJECTED.field, REJECTED.rule)
    ((raw, *why),) = records(store, REJECTED, *wanted)
    assert json.loads(raw) == dict(zip(NAMES, ROWS["c"]))
    assert why == ["unmapped", "plot_type", "from: art"]
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE rejected SET rejected_on = '2020-01-01', record = 'old'")
    connection.close()
    run(store, layer(ROWS), tmp_path)
    ((kept, *_),) = records(store, REJECTED, *wanted)
    assert json.loads(kept)["kennung"] == "c"  # the old one went, the one of today came


# --------------------------------------------------------------------------------------------------------------- time
def test_changed_record_keeps_its_earlier_state_and_a_vanished_one_ends(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    changed = {**ROWS, "b": (*ROWS["b"][:3], "A", *ROWS["b"][4:])}
    del changed["e"]
    found, _said = run(store, layer(changed, {"b": square(1), "c": square(2)}), tmp_path, DATE="2027-03-01")
    assert found == numbers(3, 1, 1, 1, filtered=1, ended=1)
    wanted = (PLOT.plot_id, PLOT.restriction, PLOT.valid_from, PLOT.valid_to, PLOT.previously_part_of)
    assert records(store, PLOT, *wanted) == [
        ("herne:a", 0, None, None, None),
        ("herne:b", 0, "2027-03-01", None, "herne:b@2027-02-28"),
        ("herne:b@2027-02-28", 2, None, "2027-02-28", None),
        ("herne:e", None, None, "2027-02-28", None),
    ]
    again, _said = run(store, layer(changed, {"b": square(1), "c": square(2)}), tmp_path, DATE="2028-03-01")
    assert again == numbers(3, 0, 2, 1, filtered=1)
    back, _said = run(store, layer(ROWS), tmp_path, DATE="2029-01-01")
    assert back == numbers(4, 2, 1, 1, filtered=1)
    now = [row for row in records(store, PLOT, *wanted) if row[3] is None]
    assert now == [
        ("herne:a", 0, None, None, None),
        ("herne:b", 2, "2029-01-01", None, "herne:b@2028-12-31"),
        ("herne:e", None, "2029-01-01", None, "herne:e@2028-12-31"),
    ]


def test_of_changes_on_one_day_only_the_last_one_holds(store: Path, tmp_path: Path) -> None:
    for side, day in ((100.0, "2026-04-01"), (110.0, "2026-05-01"), (120.0, "2026-05-01"), (130.0, "2026-05-01")):
        run(store, layer({"a": ROWS["a"]}, {"a": square(0, side)}), tmp_path, DATE=day)
    with fiona.open(store, layer="plot") as source:
        near = source.filter(bbox=(HERNE[0] + 125, HERNE[1] + 1, HERNE[0] + 128, HERNE[1] + 2))
        assert [row["properties"]["plot_id"] for row in near] == ["herne:a"]  # the index knows the new shape
    wanted = (PLOT.plot_id, PLOT.area_gross_ha, PLOT.valid_from, PLOT.valid_to, PLOT.previously_part_of)
    assert records(store, PLOT, *wanted) == [
        ("herne:a", 1.69, "2026-05-01", None, "herne:a@2026-04-30"),
        ("herne:a@2026-04-30", 1.0, None, "2026-04-30", None),
    ]


def test_changes_on_the_day_of_the_first_import_keep_what_always_held(store: Path, tmp_path: Path) -> None:
    for side in (100.0, 110.0):
        run(store, layer({"a": ROWS["a"]}, {"a": square(0, side)}), tmp_path, DATE="2026-05-01")
    assert [row[0] for row in records(store, PLOT, PLOT.plot_id)] == ["herne:a", "herne:a@2026-04-30"]


def test_a_part_of_the_source_ends_nothing(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    found, _said = run(store, layer({"a": ROWS["a"]}), tmp_path, PARTIAL=True)
    assert found == numbers(1, 0, 1, 0)
    assert all(until is None for (until,) in records(store, PLOT, PLOT.valid_to))


def test_rejected_record_does_not_end_its_valid_state(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    spoilt = {**ROWS, "b": (*ROWS["b"][:3], "Z", *ROWS["b"][4:])}
    found, _said = run(store, layer(spoilt), tmp_path)
    assert found == numbers(4, 0, 2, 2, filtered=1)
    assert ("herne:b", None) in records(store, PLOT, PLOT.plot_id, PLOT.valid_to)


def test_rejected_record_without_id_keeps_only_what_it_may_be(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    total = layer({"a": ROWS["a"], "b": ROWS["b"], "x": (None, "Summe", *ROWS["a"][2:])})
    total.startEditing()
    assert total.changeGeometry(3, QgsGeometry())
    assert total.commitChanges()
    found, _said = run(store, total, tmp_path)
    assert (found["REJECTED"], found["ENDED"]) == (1, 1)
    nameless = PROFILE.replace("  native_id: {from: kennung}\n", "").replace("id: herne,", "id: nameless,")
    run(store, layer({"a": ROWS["a"], "b": ROWS["b"]}), tmp_path, nameless)
    assert total.startEditing()
    assert total.changeGeometry(2, QgsGeometry())
    assert total.commitChanges()
    assert run(store, total, tmp_path, nameless)[0]["ENDED"] == 0


def test_one_page_of_a_service_ends_nothing(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    shape = json.loads(square(0).asJson())
    features = [{"type": "Feature", "properties": dict(zip(NAMES, ROWS["a"])), "geometry": shape}]
    crs = {"type": "name", "properties": {"name": "EPSG:25832"}}
    path = tmp_path / "a.geojson"
    text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": features, "numberMatched": 3})
    path.write_text(text, encoding="utf-8")
    found, said = run(store, str(path), tmp_path)
    assert found == numbers(1, 0, 1, 0)
    assert any("(1 of 3 records), so no record has ended" in line for line in said)
    assert all(until is None for (until,) in records(store, PLOT, PLOT.valid_to))
    path.write_text(text.replace('"numberMatched": 3', '"numberMatched": 1'), encoding="utf-8")
    assert run(store, str(path), tmp_path)[0]["ENDED"] == 2


def test_empty_input_does_not_end_everything(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    before = digest(store)
    assert "3 records" in refused(store, layer({}), tmp_path)
    assert digest(store) == before


# ------------------------------------------------------------------------------------------------------------ identity
def test_without_an_id_the_geometry_is_the_id(store: Path, tmp_path: Path) -> None:
    text = PROFILE.replace("  native_id: {from: kennung}\n", "")
    found, said = run(store, layer(ROWS), tmp_path, text)
    assert found == numbers(4, 3, 0, 1, filtered=1)
    assert any("no id" in line for line in said)
    turned = {key: QgsGeometry.fromWkt(square(n).asWkt()) for n, key in enumerate(ROWS)}
    ring = turned["a"].asPolygon()[0]
    turned["a"] = QgsGeometry.fromPolygonXY([[*ring[2:], *ring[1:3]]])  # the same square begins at another corner
    ids = records(store, PLOT, PLOT.plot_id)
    run(store, layer(ROWS, turned), tmp_path, text, PARTIAL=True)
    assert {row[0].split("@")[0] for row in records(store, PLOT, PLOT.plot_id)} == {row[0] for row in ids}


def test_an_id_that_stands_twice_is_rejected_the_second_time(store: Path, tmp_path: Path) -> None:
    twice = {"a": ROWS["a"], "b": ("a", *ROWS["b"][1:])}
    assert run(store, layer(twice), tmp_path)[0] == numbers(2, 1, 0, 1)
    assert records(store, REJECTED, REJECTED.reason) == [("duplicate_id",)]


def test_parts_become_records_of_their_own_where_the_profile_says_or_the_table_needs_it(
    store: Path, tmp_path: Path
) -> None:
    two = QgsGeometry.collectGeometry([square(0), square(5)])
    rows = {"a": ROWS["a"]}
    assert run(store, layer(rows, {"a": two}, "MultiPolygon"), tmp_path)[0] == numbers(1, 1, 0, 0)
    text = PROFILE.replace("source: {id: herne,", "split: true\nsource: {id: parts,")
    assert run(store, layer(rows, {"a": two}, "MultiPolygon"), tmp_path, text)[0] == numbers(1, 1, 0, 0)
    assert run(store, layer(rows, {"a": two}, "MultiPolygon"), tmp_path, text)[0] == numbers(1, 0, 1, 0)
    wanted = (PLOT.plot_id, PLOT.area_gross_ha)
    assert records(store, PLOT, *wanted) == [("herne:a", 2.0), ("parts:a/1", 1.0), ("parts:a/2", 1.0)]
    zones = "{profile: schutz, target: exclusion, source: {}, licence: cc-zero, fields: {native_id: {from: kennung}, "
    zones += "kind: {const: forest}, mode: {const: Hart}}}"
    assert run(store, layer(rows, {"a": two}, "MultiPolygon"), tmp_path, zones)[0] == numbers(1, 1, 0, 0)
    assert run(store, layer(rows, {"a": two}, "MultiPolygon"), tmp_path, zones)[0] == numbers(1, 0, 1, 0)
    wanted = (EXCLUSION.native_id, EXCLUSION.kind, EXCLUSION.mode, EXCLUSION.source_id)
    assert records(store, EXCLUSION, *wanted) == [
        ("a/1", "forest", "hard", "schutz"),
        ("a/2", "forest", "hard", "schutz"),
    ]
    with fiona.open(store, layer="exclusion") as source:
        assert [row["geometry"]["type"] for row in source] == ["Polygon", "Polygon"]


SPLIT = PROFILE.replace("source: {id: herne,", "split: true\nsource: {id: parts,")


def test_plot_that_falls_into_parts_does_not_stay_in_force_beside_them(store: Path, tmp_path: Path) -> None:
    rows = {"a": ROWS["a"]}
    two = QgsGeometry.collectGeometry([square(0), square(5)])
    run(store, layer(rows), tmp_path, SPLIT, DATE="2026-01-01")
    assert run(store, layer(rows, {"a": two}, "MultiPolygon"), tmp_path, SPLIT, DATE="2026-02-01")[0]["ENDED"] == 1
    wanted = (PLOT.plot_id, PLOT.valid_to)
    assert records(store, PLOT, *wanted) == [("parts:a", "2026-01-31"), ("parts:a/1", None), ("parts:a/2", None)]
    twice = {"a": ROWS["a"], "b": ROWS["a"]}  # one part again, and a second record of its id that is rejected
    found, _said = run(store, layer(twice), tmp_path, SPLIT, DATE="2026-03-01")
    assert (found["REJECTED"], found["ENDED"]) == (1, 2)
    assert [row[0] for row in records(store, PLOT, *wanted) if row[1] is None] == ["parts:a"]


def test_parts_of_a_rejected_record_stay_as_they_are(store: Path, tmp_path: Path) -> None:
    two = QgsGeometry.collectGeometry([square(0), square(5)])
    run(store, layer({"a": ROWS["a"]}, {"a": two}, "MultiPolygon"), tmp_path, SPLIT)
    spoilt = (*ROWS["a"][:3], "Z", *ROWS["a"][4:])
    found, _said = run(store, layer({"a": spoilt, "b": ROWS["b"]}), tmp_path, SPLIT)
    assert (found["REJECTED"], found["ENDED"]) == (1, 0)


def test_part_never_gets_the_id_of_another_record(store: Path, tmp_path: Path) -> None:
    own = ("a/1", *ROWS["b"][1:])
    two = QgsGeometry.collectGeometry([square(0), square(5)])
    given = layer({"a": ROWS["a"], "b": own}, {"a": two, "b": square(8)}, "MultiPolygon")
    assert run(store, given, tmp_path, SPLIT)[0] == numbers(2, 2, 0, 0)
    wanted = (PLOT.plot_id, PLOT.name)
    names = [("parts:a/1", "Am Hafen"), ("parts:a/2", "Alte Zeche"), ("parts:a/3", "Alte Zeche")]
    assert records(store, PLOT, *wanted) == names
    assert run(store, given, tmp_path, SPLIT)[0] == numbers(2, 0, 2, 0)
    spoilt = layer({"a": ROWS["a"], "b": (*own[:3], "Z", *own[4:])}, {"a": two, "b": square(8)}, "MultiPolygon")
    assert run(store, spoilt, tmp_path, SPLIT)[0] == numbers(2, 0, 1, 1)
    assert records(store, PLOT, *wanted) == names


def test_sound_record_is_taken_where_a_rejected_one_of_its_id_came_first(store: Path, tmp_path: Path) -> None:
    spoilt = (*ROWS["a"][:3], "Z", *ROWS["a"][4:])
    assert run(store, layer({"x": spoilt, "a": ROWS["a"]}), tmp_path)[0] == numbers(2, 1, 0, 1)
    assert records(store, PLOT, PLOT.plot_id) == [("herne:a",)]


def test_schools_drawn_as_areas_become_points(store: Path, tmp_path: Path) -> None:
    text = "{profile: schulen, target: place, geometry: point, source: {}, licence: dl-de/zero-2-0, fields: {"
    text += "native_id: {from: kennung}, name: {from: bezeichnung_der_flaeche}, kind: {const: school}}}"
    assert run(store, layer(ROWS), tmp_path, text)[0] == numbers(5, 5, 0, 0)
    with fiona.open(store, layer="place") as source:
        shapes = {row["properties"]["place_id"]: row["geometry"]["coordinates"] for row in source}
    assert shapes["schulen:b"] == (HERNE[0] + 250, HERNE[1] + 50)
    assert {row[0] for row in records(store, PLACE, PLACE.ags)} == {"05916000"}


# --------------------------------------------------------------------------------------------------------------- input
@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".geojson", ".zip"])
def test_files_of_all_kinds_are_the_same_records(store: Path, tmp_path: Path, ending: str) -> None:
    from qgis.core import QgsVectorFileWriter

    folder = tmp_path / "Eingang für Grün"
    folder.mkdir()
    suffix = ".shp" if ending == ".zip" else ending
    path = folder / f"flächen{suffix}"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".geojson": "GeoJSON"}[suffix]
    options.fileEncoding = "UTF-8"
    context = QgsProcessingContext().transformContext()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer(ROWS), str(path), context, options)
    if ending == ".zip":
        path = Path(shutil.make_archive(str(tmp_path / "gepackt"), "zip", folder))
    assert run(store, layer(ROWS), tmp_path)[0] == numbers(4, 3, 0, 1, filtered=1)
    found = run(store, str(path), tmp_path)[0]
    assert found == numbers(4, 0, 3, 1, filtered=1), "a field cut to ten characters is found too"


CSV_PROFILE = """
profile: liste
target: place
source: {id: liste, title: Liste, scale: 1000, date: 2026-08-14}
licence: dl-de/by-2-0
crs: EPSG:25832
sensitivity: open
fields:
  native_id: {from: nr}
  name: {from: name}
  kind: {const: school}
  valid_from: {from: stand, date: german}
"""


def test_cells_of_a_csv_are_read_by_the_profile_alone(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    days = {"4.1": "01.02.2024", "4.10": "3.2.2024"}
    rows = [f"{nr};Schule {nr};{day};{HERNE[0]};{HERNE[1]}" for nr, day in days.items()]
    path.write_text("\n".join(["nr;name;stand;x;y", *rows]), encoding="utf-8")
    assert run(store, str(path), tmp_path, CSV_PROFILE)[0] == numbers(2, 2, 0, 0)
    wanted = (PLACE.place_id, PLACE.valid_from)
    assert records(store, PLACE, *wanted) == [("liste:4.1", "2024-02-01"), ("liste:4.10", "2024-02-03")]


def test_selection_of_a_project_layer_counts(store: Path, tmp_path: Path) -> None:
    from qgis.core import QgsProject

    chosen = layer(ROWS)
    QgsProject.instance().addMapLayer(chosen)
    try:
        chosen.selectByIds([feature.id() for feature in chosen.getFeatures() if feature["kennung"] in "ab"])
        given = QgsProcessingFeatureSourceDefinition(chosen.id(), True)
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:harmonise")
        profile = tmp_path / "profil.yaml"
        profile.write_text(PROFILE, encoding="utf-8")
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameters = {"INPUT": given, "PROFILE": str(profile), "STORE": str(store)}
        results, ok = algorithm.run(parameters, context, QgsProcessingFeedback(), {}, False)
    finally:
        QgsProject.instance().removeMapLayer(chosen.id())
    assert ok and (results["READ"], results["WRITTEN"]) == (2, 2)


def test_sentences_for_what_is_wrong_with_the_input(store: Path, tmp_path: Path) -> None:
    before = digest(store)
    assert "nirgends" in refused(store, layer(ROWS), tmp_path, PROFILE.replace("stand !=", "nirgends !="))
    assert "EPSG" in refused(store, layer(ROWS, crs=""), tmp_path)
    assert "fehlt.gpkg" in refused(store, str(tmp_path / "fehlt.gpkg"), tmp_path)
    assert "taget" in refused(store, layer(ROWS), tmp_path, PROFILE.replace("target:", "taget:"))
    assert digest(store) == before
    assert run(store, layer(ROWS, crs=""), tmp_path, CRS="EPSG:25832")[0] == numbers(4, 3, 0, 1, filtered=1)


def test_clipping_only_where_it_is_asked_for(store: Path, tmp_path: Path) -> None:
    west = 312_612.0 - 30_000
    far = QgsGeometry.fromRect(QgsRectangle(west, 5_700_000, west + 100, 5_700_100))
    shapes = {"a": square(0), "b": far}
    rows = {key: ROWS[key] for key in "ab"}
    other = PROFILE.replace("id: herne", "id: clipped")
    assert run(store, layer(rows, shapes), tmp_path)[0] == numbers(2, 2, 0, 0)
    assert run(store, layer(rows, shapes), tmp_path, other, CLIP=True)[0] == numbers(1, 1, 0, 0, filtered=1)


# ------------------------------------------------------------------------------------------- licence, sensitivity, rank
def test_licence_of_the_table_is_computed_and_odbl_stays_apart(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    open_one = PROFILE.replace("id: herne", "id: other").replace("dl-de/by-2-0", "cc-by-4.0").replace("Stadt", "Kreis")
    run(store, layer(ROWS, {key: square(20 + n) for n, key in enumerate(ROWS)}), tmp_path, open_one)
    said = geopackage.open_store(store).provenance(PLOT)
    assert said.licences == ("dl-de/by-2-0", "cc-by-4.0")
    assert said.attributions == ("Stadt Herne", "Kreis Herne", "Daten verändert / data changed")
    wrong = PROFILE.replace("dl-de/by-2-0", "odbl")
    assert "plot_odbl" in refused(store, layer(ROWS), tmp_path, wrong)
    right = wrong.replace("target: plot", "target: plot_odbl")
    assert run(store, layer(ROWS), tmp_path, right)[0] == numbers(4, 3, 0, 1, filtered=1)
    assert geopackage.open_store(store).provenance(PLOT_ODBL).licences == ("odbl",)
    assert geopackage.open_store(store).provenance(PLOT).licences == ("dl-de/by-2-0", "cc-by-4.0")


def test_highest_sensitivity_counts_and_contamination_is_internal_at_least(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    assert geopackage.open_store(store).provenance(PLOT).sensitivity == "open"
    text = PROFILE + "  contamination: {expr: \"if(kennung = 'a', 'Verdacht', null)\"}\n"
    run(store, layer(ROWS), tmp_path, text)
    assert geopackage.open_store(store).provenance(PLOT).sensitivity == "internal"
    assert {row[0] for row in records(store, PLOT, PLOT.sensitivity)} == {"open"}
    text += "  sensitivity: {expr: \"if(kennung = 'b', 'vertraulich', null)\"}\n"
    run(store, layer(ROWS), tmp_path, text)
    assert geopackage.open_store(store).provenance(PLOT).sensitivity == "confidential"
    levels = dict(records(store, PLOT, PLOT.plot_id, PLOT.sensitivity))
    assert (levels["herne:a"], levels["herne:b"]) == ("open", "confidential")


@pytest.mark.parametrize(("overlap", "area"), [("tell", 1.0), ("cut", 0.5)])
def test_overlap_is_told_in_hectares_and_cut_where_the_profile_says(
    store: Path, tmp_path: Path, overlap: str, area: float
) -> None:
    strong = PROFILE.replace("target: plot", "target: plot\npriority: 80")
    run(store, layer({"a": ROWS["a"]}), tmp_path, strong)
    weak = PROFILE.replace("target: plot", f"target: plot\npriority: 20\noverlap: {overlap}").replace(
        "id: herne", "id: weak"
    )
    half = QgsGeometry.fromRect(QgsRectangle(HERNE[0] + 50, HERNE[1], HERNE[0] + 150, HERNE[1] + 100))
    shapes = {"a": half, "b": square(0)}
    rows = {"a": ROWS["a"], "b": ROWS["b"]} if overlap == "cut" else {"a": ROWS["a"]}
    found, said = run(store, layer(rows, shapes), tmp_path, weak)
    assert found == numbers(len(rows), 1, 0, len(rows) - 1)
    assert ("weak:a", area) in records(store, PLOT, PLOT.plot_id, PLOT.area_gross_ha)
    assert any("herne" in line and "weak" in line and ("0.50 ha" in line or "1.00 ha" in line) for line in said)


# --------------------------------------------------------------------------------------------------------------- store
def test_store_of_an_older_layout_gets_the_new_fields_and_keeps_what_it_has(tmp_path: Path) -> None:
    old = Path(shutil.copy(paths.resource("demo", "demo.gpkg"), tmp_path / "demo.gpkg"))
    before = geopackage.open_store(old).counts()
    found, _said = run(old, layer(ROWS), tmp_path)
    assert found["WRITTEN"] == 3
    after = geopackage.open_store(old).counts()
    grown = {"plot": 3, "source": 1, "import_run": 1, "rejected": 1}
    assert after == {name: count + grown.get(name, 0) for name, count in before.items()}
    with fiona.open(old, layer="plot") as source:
        assert len(source) == after["plot"] and "run_id" in source.schema["properties"]


def test_a_users_own_field_stays_when_a_record_changes(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    with sqlite3.connect(store) as connection:
        connection.execute("ALTER TABLE plot ADD COLUMN notiz TEXT")
    connection.close()
    opened = geopackage.open_store(store).layer(PLOT)
    opened.startEditing()
    for feature in opened.getFeatures():
        opened.changeAttributeValue(
            feature.id(), opened.fields().lookupField("notiz"), f"von Hand {feature['native_id']}"
        )
    assert opened.commitChanges()
    del opened
    run(store, layer(ROWS, {"a": square(0, 130)}), tmp_path)
    with fiona.open(store, layer="plot") as source:
        notes = {row["properties"]["plot_id"].split("@")[0]: row["properties"]["notiz"] for row in source}
    assert notes == {f"herne:{key}": f"von Hand {key}" for key in "abe"}


def test_layer_can_be_edited_in_qgis_afterwards(store: Path, tmp_path: Path) -> None:
    run(store, layer(ROWS), tmp_path)
    run(store, layer(ROWS, {"a": square(0, 130)}), tmp_path)
    opened = geopackage.open_store(store).layer(PLOT)
    assert opened.featureCount() == 4
    opened.startEditing()
    first = next(opened.getFeatures("plot_id = 'herne:a'"))
    assert opened.changeGeometry(first.id(), square(40)) and opened.commitChanges(), opened.commitErrors()
    near = opened.getFeatures(square(40).boundingBox())
    assert [feature["plot_id"] for feature in near] == ["herne:a"]


def test_locked_and_read_only_stores_are_one_sentence(store: Path, tmp_path: Path) -> None:
    before = store.read_bytes()
    holder = sqlite3.connect(store, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        text = refused(store, layer(ROWS), tmp_path)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert "planung.gpkg" in text and "locked" in text
    assert store.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="write protection does not hold for the superuser")
def test_read_only_store_is_one_sentence(store: Path, tmp_path: Path) -> None:
    store.chmod(0o444)
    assert "read-only" in refused(store, layer(ROWS), tmp_path)


def test_cancel_and_an_error_at_the_end_leave_the_store_as_it_was(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(store, layer(ROWS), tmp_path)
    before = digest(store)
    changed = layer(ROWS, {"a": square(0, 130)})
    assert "cancelled" in refused(store, changed, tmp_path, cancel=True)
    assert digest(store) == before

    def broken(connection: sqlite3.Connection, content: object) -> None:
        connection.execute("DELETE FROM plot")
        raise sqlite3.OperationalError("disk is full")

    monkeypatch.setattr(merge, "_list", broken)
    assert "disk is full" in refused(store, changed, tmp_path)
    assert store.read_bytes() and digest(store)[0] == before[0]


def test_a_cancel_after_the_transaction_comes_too_late_and_the_run_says_so(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Said] = []
    bring = importing.run

    def then_cancel(*given: Any) -> Any:
        outcome = bring(*given)
        said[0].cancel()
        return outcome

    monkeypatch.setattr(importing, "run", then_cancel)
    counts, lines = run(store, layer(ROWS), tmp_path, cancel_when=said)
    assert counts["WRITTEN"] == len(records(store, PLOT, "plot_id")) > 0
    assert "It was cancelled too late: everything had been written by then." in lines


def test_store_that_others_change_during_the_run_stays_as_they_left_it(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(store, layer(ROWS), tmp_path)
    warn = importing._Import._warn

    def meanwhile(self: Any) -> None:
        with sqlite3.connect(store) as connection:
            connection.execute("UPDATE source SET note = 'von anderen'")
        connection.close()
        warn(self)

    monkeypatch.setattr(importing._Import, "_warn", meanwhile)
    changed = layer(ROWS, {"a": square(0, 130)})
    assert "changed by another program" in refused(store, changed, tmp_path)
    monkeypatch.undo()
    assert records(store, SOURCE, SOURCE.note) == [("von anderen",)]
    assert len(records(store, PLOT, PLOT.plot_id)) == 3


def test_store_is_created_where_that_is_allowed_and_goes_again_with_an_error(tmp_path: Path) -> None:
    path = tmp_path / "neu.gpkg"
    assert "neu.gpkg" in refused(path, layer(ROWS), tmp_path)
    refused(path, layer(ROWS, crs=""), tmp_path, CREATE=True)
    assert not path.exists()
    assert run(path, layer(ROWS), tmp_path, CREATE=True)[0] == numbers(4, 3, 0, 1, filtered=1)


def test_gap_between_pages_makes_no_difference(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ruhr_planner.readers import backend

    monkeypatch.setattr(backend, "PAGE", 2)
    assert run(store, layer(ROWS), tmp_path)[0] == numbers(4, 3, 0, 1, filtered=1)
    monkeypatch.setattr(backend, "PAGE", 10_000)
    assert run(store, layer(ROWS), tmp_path)[0] == numbers(4, 0, 3, 1, filtered=1)
