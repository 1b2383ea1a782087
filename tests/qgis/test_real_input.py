"""The real data beside the project: the store that `scripts/build_real_store.py` makes of them, value by value.

fiona, Python's csv module and pyproj look at the result independently of the code that wrote it.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import fiona
import pytest
from osgeo import ogr

from tests.exhibits.test_report import Tables, pages_of

pytestmark = pytest.mark.real
FTTHB_1000 = "FTTH/B ≥ 1000 Mbit/s"
TABLES = {
    "ruhr_gemeinde_bezirke_privat_2021_mitte.csv": (",", "2021-06", "household", 53),
    "ruhr_gemeinde_bezirke_privat_2020_ende.csv": (";", "2020-12", "household", 53),
    "ruhr_gemeinde_bezirke_gewerbe_gwg_2021_mitte.csv": (",", "2021-06", "business_area", 38),
}


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(root / "scripts" / "build_real_store.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ), cwd=root)


@pytest.fixture(scope="module")
def built(root: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = tmp_path_factory.mktemp("real") / "store.gpkg"
    ran = run(root, "--data", str(shared_data), "--out", str(path))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return path, ran.stdout


@pytest.fixture(scope="module")
def store(built: tuple[Path, str]) -> Path:
    return built[0]


def properties(store: Path, layer: str) -> list[dict]:
    with fiona.open(store, layer=layer) as source:
        return [dict(feature.properties) for feature in source]


def csv_rows(path: Path, delimiter: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source, delimiter=delimiter))


def shape(feature: fiona.Feature) -> ogr.Geometry:
    geometry = {"type": feature.geometry["type"], "coordinates": feature.geometry["coordinates"]}
    return ogr.CreateGeometryFromJson(json.dumps(geometry))


def test_53_municipalities_with_the_area_of_the_region(store: Path) -> None:
    with fiona.open(store, layer="municipality") as layer:
        assert layer.crs.to_epsg() == 25832
        found = list(layer)
    assert len({feature.properties["ags"] for feature in found}) == 53
    shapes = [shape(feature) for feature in found]
    assert all(entry.IsValid() for entry in shapes)
    assert sum(entry.Area() for entry in shapes) / 1e6 == pytest.approx(4437.11, abs=0.005)
    assert {feature.properties["source_scale"] for feature in found} == {5000}
    assert {feature.properties["edition"] for feature in found} == {None}


def test_municipal_areas_equal_those_of_the_source(store: Path, shared_data: Path) -> None:
    with fiona.open(shared_data / "boundaries" / "ruhr_boundaries_dvg1.gpkg", layer="gemeinden") as layer:
        stated = {feature.properties["ags"]: feature.properties["flaeche_ha"] for feature in layer}
    with fiona.open(store, layer="municipality") as layer:
        measured = {feature.properties["ags"]: shape(feature).Area() / 1e4 for feature in layer}
    assert measured == pytest.approx(stated, abs=0.006)


@pytest.mark.parametrize("name", TABLES)
def test_ftthb_1000_of_all_53_municipalities_equals_the_csv(store: Path, shared_data: Path, name: str) -> None:
    delimiter, edition, group, _columns = TABLES[name]
    rows = csv_rows(shared_data / "broadband" / name, delimiter)
    expected = {row["AGS"]: float(row[FTTHB_1000]) for row in rows}
    found = {
        row["ags"]: row["share"]
        for row in properties(store, "broadband_area")
        if (row["edition"], row["user_group"], row["tech"], row["mbit"]) == (edition, group, "ftthb", 1000)
    }
    assert len(found) == 53
    assert found == expected


@pytest.mark.parametrize("name", TABLES)
def test_every_value_of_every_table_is_there(store: Path, shared_data: Path, name: str) -> None:
    delimiter, edition, group, columns = TABLES[name]
    words = {"alle": "alle", "leitungsg.": "wired", "mobile": "mobile", "DSL": "dsl", "CATV": "hfc", "FTTH/B": "ftthb"}
    expected = {}
    for row in csv_rows(shared_data / "broadband" / name, delimiter):
        for header, value in row.items():
            if header != "AGS":
                mbit = int(re.findall(r"[0-9]+", header)[-1])
                expected[row["AGS"], words[header.split(" ")[0]], mbit] = float(value)
    found = {
        (row["ags"], row["tech"], row["mbit"]): row["share"]
        for row in properties(store, "broadband_area")
        if (row["edition"], row["user_group"]) == (edition, group)
    }
    assert len(expected) == 53 * columns
    assert found == expected


def test_1440_schools_each_in_its_municipality(store: Path, shared_data: Path) -> None:
    with fiona.open(shared_data / "schools" / "ruhr_schulen.gpkg") as layer:
        expected = {f"school:{entry.properties['schulnr']}": entry for entry in layer}
    with fiona.open(store, layer="place") as layer:
        assert layer.crs.to_epsg() == 25832
        found = {entry.properties["place_id"]: entry for entry in layer}
    assert len(found) == len(expected) == 1440
    assert {key: entry.geometry["coordinates"] for key, entry in found.items()} == {
        key: entry.geometry["coordinates"] for key, entry in expected.items()
    }
    with fiona.open(store, layer="municipality") as layer:
        areas = {entry.properties["ags"]: shape(entry) for entry in layer}
    outside = [key for key, entry in found.items() if not areas[entry.properties["ags"]].Intersects(shape(entry))]
    assert outside == []
    assert properties(store, "finding") == []


def test_vocational_schools_are_those_whose_short_name_says_so(store: Path, shared_data: Path) -> None:
    with fiona.open(shared_data / "schools" / "ruhr_schulen.gpkg") as layer:
        short = {f"school:{entry.properties['schulnr']}": entry.properties["kurzbez"] for entry in layer}
    said = {key for key, name in short.items() if re.search(r",\s*(FÖ )?BK\b", name)}
    found = {row["place_id"] for row in properties(store, "place") if row["kind"] == "vocational_school"}
    assert found == said
    assert len(found) == 104
    assert {row["kind"] for row in properties(store, "place")} == {"school", "vocational_school"}


def test_read_is_written_and_rejected_in_every_run(built: tuple[Path, str]) -> None:
    store, said = built
    runs = properties(store, "import_run")
    assert [(row["target"], row["n_read"]) for row in runs] == [
        ("municipality", 53),
        ("place", 1440),
        ("broadband_area", 53 * 53),
        ("broadband_area", 53 * 53),
        ("broadband_area", 53 * 38),
    ]
    for row in runs:
        assert row["n_read"] == row["n_written"] + row["n_unchanged"] + row["n_rejected"]
    assert "1440 schools read = 1440 written + 0 rejected" in said
    assert "2014 values read = 2014 written + 0 unchanged + 0 rejected" in said


def test_licences_and_source_notes_travel_with_the_data(qgis_app: object, store: Path) -> None:
    from ruhr_planner.model.tables import BROADBAND_AREA, MUNICIPALITY, PLACE
    from ruhr_planner.store import geopackage

    opened = geopackage.open_store(store)
    said = {table.table: opened.provenance(table) for table in (MUNICIPALITY, PLACE, BROADBAND_AREA)}
    assert said["municipality"].licences == ("dl-de/zero-2-0",)
    assert said["place"].licences == ("dl-de/by-2-0",)
    assert said["broadband_area"].licences == ("unknown",)
    note = "Breitbandatlas | Gigabit-Grundbuch (https://gigabitgrundbuch.bund.de)"
    assert note in said["broadband_area"].attributions
    assert any("Schulverzeichnis" in text for text in said["place"].attributions)
    sources = {row["source_id"]: row for row in properties(store, "source")}
    assert set(sources) == {
        "dvg",
        "schulverzeichnis",
        "breitbandatlas:household:2021-06",
        "breitbandatlas:household:2020-12",
        "breitbandatlas:business_area:2021-06",
    }
    assert all(row["licence"] and row["attribution"] for row in sources.values())


@pytest.fixture(scope="module")
def report(qgis_processing: object, provider: object, store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """The report of the real store; names stand on its maps where QGIS lays them, which are not looked at."""
    from qgis import processing

    from ruhr_planner.exhibit import names

    folder = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "arrange", lambda *_given: None)
        return dict(processing.run("ruhr_planner:regionreport", {"STORE": str(store), "FOLDER": str(folder)}))


@pytest.fixture(scope="module")
def expected(shared_data: Path) -> dict[str, tuple[float, float]]:
    """Return households and businesses with FTTB/H from 1,000 Mbit/s, mid 2021, by municipality key."""
    folder = shared_data / "broadband"
    households = csv_rows(folder / "ruhr_gemeinde_bezirke_privat_2021_mitte.csv", ",")
    businesses = csv_rows(folder / "ruhr_gemeinde_bezirke_gewerbe_gwg_2021_mitte.csv", ",")
    of_business = {row["AGS"]: float(row[FTTHB_1000]) for row in businesses}
    return {row["AGS"]: (float(row[FTTHB_1000]), of_business[row["AGS"]]) for row in households}


def test_table_of_the_report_equals_the_csv_for_all_53(report: dict, expected: dict) -> None:
    workbook = ogr.Open(report["WORKBOOK"])
    sheet = workbook.GetLayer(0)
    rows = [[feature.GetField(index) for index in range(4)] for feature in sheet]
    found = {row[0]: (row[2], row[3]) for row in rows if str(row[0]).isdigit()}
    assert len(found) == 53
    assert found == expected


def test_map_layers_of_the_report_equal_the_csv_for_all_53(report: dict, expected: dict) -> None:
    for position, group in enumerate(("household", "business_area")):
        rows = properties(report["GEOPACKAGE"], f"broadband_{group}")
        assert {(row["edition"], row["tech"], row["mbit"]) for row in rows} == {("2021-06", "ftthb", 1000)}
        assert {row["ags"]: row["share"] for row in rows} == {key: pair[position] for key, pair in expected.items()}


def test_exhibit_names_region_year_and_source(report: dict) -> None:
    exhibit = Path(report["EXHIBIT_BROADBAND"])
    assert exhibit.read_bytes()[:5] == b"%PDF-"
    page = Path(report["REPORT"]).read_text(encoding="utf-8")
    for part in ("2021", "Gigabit-Grundbuch", "Haltern am See"):
        assert part in page
    assert report["N_MUNICIPALITIES"] == 53
    assert report["EXHIBIT_SITES"] is None


def test_place_in_another_municipality_is_a_finding(qgis_app: object, root: Path) -> None:
    from qgis.core import QgsGeometry

    spec = importlib.util.spec_from_file_location("build_real_store", root / "scripts" / "build_real_store.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    areas = [
        (QgsGeometry.fromWkt("POLYGON((0 0,10 0,10 10,0 10,0 0))"), ("05113000",)),
        (QgsGeometry.fromWkt("POLYGON((10 0,20 0,20 10,10 10,10 0))"), ("05112000",)),
    ]
    places = [
        (QgsGeometry.fromWkt(wkt), (place, "school", "Schule", "05113000"))
        for place, wkt in {"in": "POINT(5 5)", "other": "POINT(15 5)", "out": "POINT(50 5)"}.items()
    ]
    found = [(finding[0], finding[3], finding[5], finding[6]) for finding in script.misplaced(places, areas)]
    assert found == [
        ("ags_geometry", "other", "05113000", "The place lies in 05112000."),
        ("ags_geometry", "out", "05113000", "The place lies outside the region."),
    ]


def test_absent_data_end_in_one_sentence(root: Path, tmp_path: Path) -> None:
    ran = run(root, "--data", str(tmp_path), "--out", str(tmp_path / "store.gpkg"))
    assert ran.returncode == 2
    assert "ruhr_boundaries_dvg1.gpkg" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_the_report_says_what_the_tables_say(root: Path, store: Path, shared_data: Path, tmp_path: Path) -> None:
    """No plots and no cells: one question has an answer, and only that one has a page."""
    command = [sys.executable, root / "scripts" / "run_report.py", "--plugin", root, "--language", "en"]
    command += ["--store", store, "--out", tmp_path / "report"]
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, cwd=root)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    names = {row["ags"]: row["name"] for row in properties(store, "municipality")}
    wanted: dict[str, list[str]] = {name: [] for name in names.values()}
    for name, (delimiter, edition, _group, _columns) in TABLES.items():
        if edition == "2021-06":
            for row in csv_rows(shared_data / "broadband" / name, delimiter):
                wanted[names[row["AGS"]]].append(f"{float(row[FTTHB_1000]):.1f}")
    page = Tables((tmp_path / "report" / "report.html").read_text(encoding="utf-8"))
    (rows,) = (rows for caption, rows in page.found.items() if caption.startswith("All 53 municipalities"))
    assert {row[0]: row[1:] for row in rows[1:]} == wanted
    text = [" ".join(page.split()) for page in pages_of(str(tmp_path / "report" / "report.pdf"))]
    assert len(text) == 5
    table = "All 53 municipalities, share in per cent"
    assert [place for place, each in enumerate(text) if table in each] == [2, 3], "the table goes on upon the next page"
    assert min(len(each.split()) for each in text) > 60, "no page is all but empty"
    assert sum("The store has no plots, so no land can be balanced." in each for each in text) == 1
    assert "53 municipalities with a fibre share" in text[0]
    assert "dl-de/zero-2-0" in text[-1]
