"""`importbroadband` through the registry: values, idempotence, rejected records, whole or not at all, the grid."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import fiona
import pytest
from osgeo import ogr, osr
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsRectangle

from ruhr_planner.model import codes, region, tables
from ruhr_planner.store import geopackage

DATA = Path(__file__).parents[1] / "data" / "broadband"
MID_2021 = DATA / "gemeinde_bezirke_privat_2021_mitte.csv"
NUMBERS = ("READ", "WRITTEN", "UNCHANGED", "REJECTED", "FILTERED")
HEADER = "AGS;DSL ≥ 200 Mbit/s;FTTH/B ≥ 1000 Mbit/s"


pytestmark = pytest.mark.usefixtures("qgis_processing", "provider")


@pytest.fixture(scope="module")
def empty_store(qgis_app, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("leer") / "leer.gpkg"
    geopackage.create(path)
    return path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Path:
    path = tmp_path / "Planungsspeicher Süd.gpkg"
    shutil.copy(empty_store, path)
    return path


class Listener(QgsProcessingFeedback):
    """Keeps the warnings of a run."""

    def __init__(self) -> None:
        super().__init__(False)
        self.said: list[str] = []

    def pushWarning(self, warning: str) -> None:
        self.said.append(warning)


class Canceller(QgsProcessingFeedback):
    """Cancels from the start."""

    def isCanceled(self) -> bool:
        return True


def run(path: Path, store: Path, feedback: QgsProcessingFeedback | None = None, **more: object) -> tuple[int, ...]:
    parameters = {"INPUT": str(path), "STORE": str(store), **more}
    feedback = feedback or QgsProcessingFeedback()
    found = processing.run(
        "ruhr_planner:importbroadband", parameters, context=QgsProcessingContext(), feedback=feedback
    )
    numbers = tuple(found[name] for name in NUMBERS)
    assert numbers[0] == numbers[1] + numbers[2] + numbers[3]
    return numbers


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rows(store: Path, table: str, columns: str) -> list[tuple]:
    with sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True) as connection:
        return connection.execute(f"SELECT {columns} FROM {table} ORDER BY fid").fetchall()


def text(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def refused(path: Path, store: Path, **more: object) -> str:
    """Run what must fail; the store stays as it was, to the byte. Return the sentence."""
    before = digest(store)
    with pytest.raises(QgsProcessingException) as caught:
        run(path, store, **more)
    assert digest(store) == before
    assert sorted(entry.name for entry in store.parent.glob(".ruhr_planner-*")) == []
    sentence = str(caught.value)
    assert "Traceback" not in sentence
    return sentence


# --------------------------------------------------------------------------------------------------------------- tables
def test_table_arrives_with_its_values_source_and_run(store: Path) -> None:
    assert run(MID_2021, store) == (18, 18, 0, 0, 0)
    with fiona.open(store, layer="broadband_area") as layer:
        properties = [feature.properties for feature in layer]
    found = {(record["ags"], record["tech"], record["mbit"]): record["share"] for record in properties}
    assert found["05112000", "ftthb", 1000] == 2.37
    assert found["05113000", "wired", 1000] == 65.99
    assert found["05562028", "hfc", 1000] == 70.48
    assert found["05562028", "mobile", 6] == 100.0
    assert len(found) == 18
    assert rows(store, "broadband_area", "DISTINCT edition, user_group") == [("2021-06", "household")]
    assert rows(store, "source", "source_id, licence, attribution, source_date") == [
        (
            "breitbandatlas:household:2021-06",
            "unknown",
            "Breitbandatlas | Gigabit-Grundbuch (https://gigabitgrundbuch.bund.de)",
            "2021-06-30",
        )
    ]
    assert rows(store, "import_run", "target, n_read, n_written, n_unchanged, n_rejected, n_filtered") == [
        ("broadband_area", 18, 18, 0, 0, 0)
    ]
    said = geopackage.open_store(store).provenance(tables.BROADBAND_AREA)
    assert "Breitbandatlas | Gigabit-Grundbuch (https://gigabitgrundbuch.bund.de)" in said.attributions
    assert said.date == "2021-06-30"


def test_same_table_twice_leaves_the_file_as_it_is(store: Path) -> None:
    run(MID_2021, store)
    before = digest(store)
    assert run(MID_2021, store) == (18, 0, 18, 0, 0)
    assert digest(store) == before


def test_second_edition_and_group_stand_beside_the_first(store: Path) -> None:
    run(MID_2021, store)
    assert run(DATA / "gemeinde_bezirke_privat_2020_ende.csv", store) == (12, 12, 0, 0, 0)
    assert run(DATA / "gemeinde_bezirke_gewerbe_gwg_2021_mitte.csv", store) == (8, 8, 0, 0, 4)
    columns = "ags, edition, user_group, share"
    found = {row[:3]: row[3] for row in rows(store, "broadband_area WHERE tech='ftthb' AND ags='05113000'", columns)}
    assert found == {
        ("05113000", "2021-06", "household"): 5.70,
        ("05113000", "2020-12", "household"): 5.11,
        ("05113000", "2021-06", "business_area"): 17.09,
    }
    assert len(rows(store, "source", "source_id")) == 3
    assert len(rows(store, "import_run", "run_id")) == 3


def test_corrected_value_is_the_only_one_written(store: Path, tmp_path: Path) -> None:
    run(MID_2021, store)
    content = MID_2021.read_text(encoding="utf-8").replace("3.27", "4.27")
    assert run(text(tmp_path, "gemeinde_privat_2021_mitte.csv", content), store) == (18, 1, 17, 0, 0)
    assert rows(store, "broadband_area WHERE ags='05562028' AND tech='ftthb'", "share") == [(4.27,)]
    assert len(rows(store, "broadband_area", "ags")) == 18


def test_kreis_table_keeps_its_five_digit_keys_apart(store: Path) -> None:
    assert run(DATA / "landkreis_privat_2021_1.csv", store) == (14, 14, 0, 0, 0)
    assert set(rows(store, "broadband_area", "DISTINCT ags")) == {("05112",), ("05978",)}
    assert rows(store, "broadband_area WHERE ags='05978' AND tech='ftthb'", "mbit, share") == [(1000, 15.29)]


def test_rejected_record_keeps_raw_value_and_reason_once(store: Path, tmp_path: Path) -> None:
    content = f"{HEADER}\n05112000;104,5;2,37\n05113000;;k. A.\n05113000;1;2\nabc;1;2\n01001000;5;6\n"
    path = text(tmp_path, "gemeinde_privat_2021_mitte.csv", content)
    assert run(path, store) == (8, 3, 0, 5, 2)
    found = [(json.loads(row[0]), *row[1:]) for row in rows(store, "rejected", "record, reason, field")]
    assert [(entry[1], entry[2]) for entry in found] == [
        ("out_of_range", "share"),
        ("duplicate", "ags"),
        ("duplicate", "ags"),
        ("bad_ags", "ags"),
        ("bad_ags", "ags"),
    ]
    assert found[0][0] == {
        "ags": "05112000",
        "DSL ≥ 200 Mbit/s": "104,5",
        "file": "gemeinde_privat_2021_mitte.csv",
        "line": "2",
    }
    assert {entry[1] for entry in found} <= set(codes.BROADBAND_REJECTION)
    assert rows(store, "broadband_area", "ags, tech, share") == [
        ("05112000", "ftthb", 2.37),
        ("05113000", "dsl", None),
        ("05113000", "ftthb", None),
    ]
    before = digest(store)
    assert run(path, store) == (8, 0, 3, 5, 2)
    assert digest(store) == before


def test_without_clip_other_municipalities_come_too(store: Path) -> None:
    path = DATA / "gemeinde_bezirke_gewerbe_gwg_2021_mitte.csv"
    assert run(path, store, CLIP=False) == (12, 12, 0, 0, 0)
    assert rows(store, "broadband_area WHERE ags='01001000' AND tech='ftthb'", "share") == [(10.08,)]


def test_edition_and_group_can_be_given(store: Path, tmp_path: Path) -> None:
    path = text(tmp_path, "tabelle.csv", f"{HEADER}\n05112000;1;2\n")
    assert "EDITION" in refused(path, store)
    assert "USER_GROUP" in refused(path, store, EDITION="2022-06")
    assert "2022-13" in refused(path, store, EDITION="2022-13", USER_GROUP=3)
    assert "2022-02-30" in refused(path, store, EDITION="2022-02-30", USER_GROUP=3)
    assert run(path, store, EDITION="2022-06", USER_GROUP=3) == (2, 2, 0, 0, 0)
    assert rows(store, "broadband_area", "edition, user_group, share") == [
        ("2022-06", "school", 1.0),
        ("2022-06", "school", 2.0),
    ]


def test_store_is_created_only_where_asked_and_goes_again_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / "neu.gpkg"
    with pytest.raises(QgsProcessingException, match=r"neu\.gpkg"):
        run(MID_2021, path)
    assert not path.exists()
    with pytest.raises(QgsProcessingException):
        run(MID_2021, path, Canceller(), CREATE=True)
    assert not path.exists()
    assert run(MID_2021, path, CREATE=True) == (18, 18, 0, 0, 0)


def test_cancelled_run_writes_nothing(store: Path) -> None:
    before = digest(store)
    with pytest.raises(QgsProcessingException):
        run(MID_2021, store, Canceller())
    assert digest(store) == before


def test_locked_store_is_one_sentence(store: Path) -> None:
    holder = sqlite3.connect(store, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(QgsProcessingException, match="Planungsspeicher Süd"):
            run(MID_2021, store)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert run(MID_2021, store)[1] == 18


# ---------------------------------------------------------------------------------------------------------------- files
def packed(path: Path, entries: dict[str, Path | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content if isinstance(content, bytes) else content.read_bytes())
    return path


def test_zipped_table_is_read_without_its_own_path(store: Path, tmp_path: Path) -> None:
    entries = {"Paket/gemeinde_privat_2021_mitte.csv": MID_2021, "Paket/liesmich.pdf": b"%"}
    path = packed(tmp_path / "paket.zip", entries)
    assert run(path, store) == (18, 18, 0, 0, 0)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"../privat_2021_mitte.csv": b"x"}, "points outside"),
        ({"/privat_2021_mitte.csv": b"x"}, "points outside"),
        ({"a_privat_2021_mitte.csv": b"x", "b_privat_2021_mitte.csv": b"x"}, "holds 2 files"),
        ({"liesmich.pdf": b"x"}, "holds 0 files"),
        ({"a_12_2025.xlsx": b"x", "b_12_2025.xlsx": b"x"}, "holds 2 files"),
    ],
)
def test_archive_that_cannot_be_meant_is_one_sentence(store: Path, tmp_path: Path, entries: dict, said: str) -> None:
    sentence = refused(packed(tmp_path / "paket.zip", entries), store)
    assert said in sentence
    assert "paket.zip" in sentence


def test_other_files_are_one_sentence(store: Path, tmp_path: Path) -> None:
    assert "nichts.csv" in refused(tmp_path / "nichts.csv", store)
    old = tmp_path / "alt_2021_mitte.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    assert "XLS" in refused(old, store)
    assert "AGS" in refused(text(tmp_path, "privat_2021_mitte.csv", "a;b\n1;2\n"), store)
    other = grid_file(tmp_path / "andere_2021_mitte.gpkg", [], columns=("einwohner",))
    assert "raster_id" in refused(other, store)
    (tmp_path / "kaputt_2021_mitte.gpkg").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert "kaputt" in refused(tmp_path / "kaputt_2021_mitte.gpkg", store)


@pytest.mark.parametrize("target", ["postgres:buero/planung", "fehlt.gpkg", "speicher.sqlite", "fremd.gpkg"])
def test_store_that_is_none_is_named_in_one_sentence(tmp_path: Path, target: str) -> None:
    grid_file(tmp_path / "fremd.gpkg", CELLS)
    path = target if target.startswith("postgres:") else str(tmp_path / target)
    named = "buero" if target.startswith("postgres:") else target
    with pytest.raises(QgsProcessingException, match=named):
        run(MID_2021, path)


# ----------------------------------------------------------------------------------------------------------------- grid
X, Y = 360000.0, 5700000.0
"""Inside the region."""


def grid_file(path: Path, cells: list[dict], epsg: int = 25832, columns: tuple[str, ...] = ()) -> Path:
    """Make a small grid as the Breitbandatlas publishes it, with GDAL."""
    columns = columns or ("down_fn_hh_alle_1000", "down_fn_hh_ftthb_1000")
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("Versorgungsdaten_Gitterzellen_Stand_20251231", system, ogr.wkbPolygon)
    for name in ("id", "raster_id", "ags"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for name in columns:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTReal))
    for cell in cells:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in cell.items():
            if name not in ("x", "y", "empty"):
                feature[name] = value
        if not cell.get("empty"):
            x, y = cell.get("x", X), cell.get("y", Y)
            ring = ((x, y), (x + 100, y), (x + 100, y + 100), (x, y + 100), (x, y))
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({','.join(f'{a} {b}' for a, b in ring)}))"))
        layer.CreateFeature(feature)
    source = None
    return path


CELLS = [
    {"raster_id": "a", "ags": "05113000", "down_fn_hh_alle_1000": 100.0, "down_fn_hh_ftthb_1000": 12.5},
    {"raster_id": "b", "ags": "05113000", "x": X + 100, "down_fn_hh_alle_1000": 0.0},
    {"raster_id": "c", "ags": "05158004", "x": X + 200, "down_fn_hh_alle_1000": 50.0},
    {"raster_id": "d", "ags": "09162000", "x": X + 900_000, "down_fn_hh_alle_1000": 50.0},
]


def test_grid_is_clipped_and_unknown_stays_unknown(store: Path, tmp_path: Path) -> None:
    path = grid_file(tmp_path / "Gitterzellen_Stand_20251231.gpkg", CELLS)
    assert run(path, store) == (2, 2, 0, 0, 2)
    with fiona.open(store, layer="broadband_cell") as layer:
        assert layer.crs.to_epsg() == 25832
        found = {feature.properties["raster_id"]: feature for feature in layer}
    assert sorted(found) == ["a", "b"]
    first, second = found["a"].properties, found["b"].properties
    assert (first["edition"], first["down_fn_hh_alle_1000"], first["down_fn_hh_ftthb_1000"]) == ("2025-12", 100.0, 12.5)
    assert (second["down_fn_hh_alle_1000"], second["down_fn_hh_ftthb_1000"]) == (0.0, None)
    assert first["down_fn_hh_hfc_400"] is None
    corners = found["a"].geometry["coordinates"][0]
    assert (min(corners), max(corners)) == ((X, Y), (X + 100, Y + 100))
    assert "© GeoBasis-DE / BKG" in geopackage.open_store(store).provenance(tables.BROADBAND_CELL).attributions
    before = digest(store)
    assert run(path, store) == (2, 0, 2, 0, 2)
    assert digest(store) == before


def test_zipped_grid_in_the_older_system_lands_at_the_same_place(store: Path, tmp_path: Path) -> None:
    from pyproj import Transformer

    x, y = Transformer.from_crs(25832, 3035, always_xy=True).transform(X, Y)
    path = grid_file(tmp_path / "g.gpkg", [{**CELLS[0], "x": x, "y": y}], epsg=3035)
    zipped = packed(tmp_path / "Gitterzellen_Stand_20231231_gpkg.zip", {"g.gpkg": path})
    assert run(zipped, store) == (1, 1, 0, 0, 0)
    with fiona.open(store, layer="broadband_cell") as layer:
        corner = next(iter(layer)).geometry["coordinates"][0][0]
    assert corner == pytest.approx((X, Y), abs=0.01)


def test_newer_grid_stands_beside_the_older_one(store: Path, tmp_path: Path) -> None:
    older = grid_file(tmp_path / "Gitterzellen_Stand_20250630.gpkg", CELLS)
    run(older, store)
    newer = grid_file(tmp_path / "Gitterzellen_Stand_20251231.gpkg", [{**CELLS[0], "down_fn_hh_ftthb_1000": 80.0}])
    assert run(newer, store) == (1, 1, 0, 0, 0)
    expected = [("a", "2025-06", 12.5), ("b", "2025-06", None), ("a", "2025-12", 80.0)]
    assert rows(store, "broadband_cell", "raster_id, edition, down_fn_hh_ftthb_1000") == expected
    before = digest(store)
    assert run(older, store) == (2, 0, 2, 0, 2)
    assert run(newer, store) == (1, 0, 1, 0, 0)
    assert digest(store) == before
    titles = {row[0] for row in rows(store, "source", "source_id")}
    assert titles == {"breitbandatlas:grid:2025-06", "breitbandatlas:grid:2025-12"}
    layer = geopackage.open_store(store).layer(tables.BROADBAND_CELL)
    assert len(list(layer.getFeatures(QgsRectangle(X, Y, X + 250, Y + 50)))) == 3  # the spatial index knows all


def test_changed_cell_of_an_edition_is_replaced_in_its_place(store: Path, tmp_path: Path) -> None:
    run(grid_file(tmp_path / "eins_20251231.gpkg", CELLS), store)
    moved = [{**CELLS[0], "x": X + 5000, "down_fn_hh_ftthb_1000": 80.0}, CELLS[1]]
    assert run(grid_file(tmp_path / "zwei_20251231.gpkg", moved), store) == (2, 1, 1, 0, 0)
    assert rows(store, "broadband_cell", "raster_id, down_fn_hh_ftthb_1000") == [("a", 80.0), ("b", None)]
    layer = geopackage.open_store(store).layer(tables.BROADBAND_CELL)
    assert [found["raster_id"] for found in layer.getFeatures(QgsRectangle(X + 5010, Y, X + 5050, Y + 50))] == ["a"]
    assert not list(layer.getFeatures(QgsRectangle(X + 10, Y, X + 50, Y + 50)))


def test_class_with_a_larger_share_than_a_lower_one_is_counted(store: Path, tmp_path: Path) -> None:
    columns = ("down_fn_hh_alle_30", "down_fn_hh_alle_100", "down_fn_hh_alle_400", "down_fn_hh_ftthb_1000")
    shares = [(50.0, None, 60.0, 90.0), (60.0, 60.0, None, 90.0), (None, 20.0, 30.0, None), (90.0, 80.0, 70.0, 0.0)]
    cells = [
        {
            "raster_id": f"r{n}",
            "ags": "05113000",
            "x": X + 100 * n,
            **{k: v for k, v in zip(columns, row) if v is not None},
        }
        for n, row in enumerate(shares)
    ]
    said = Listener()
    path = grid_file(tmp_path / "g_20251231.gpkg", cells, columns=columns)
    assert run(path, store, said) == (4, 4, 0, 0, 0)
    assert [line for line in said.said if "larger share" in line] == [
        "2 cells have a larger share in a higher class than in a lower one; they are kept as they are."
    ]
    content = "AGS;DSL ≥ 30 Mbit/s;DSL ≥ 50 Mbit/s;DSL ≥ 100 Mbit/s\n05113000;10;;11\n05112000;10;10;9\n"
    said = Listener()
    run(text(tmp_path, "gemeinde_privat_2021_mitte.csv", content), store, said)
    assert sum("1 series of a municipality" in line for line in said.said) == 1


def test_part_of_an_edition_adds_to_it(store: Path, tmp_path: Path) -> None:
    run(grid_file(tmp_path / "eins_20251231.gpkg", CELLS[:1]), store)
    assert run(grid_file(tmp_path / "zwei_20251231.gpkg", CELLS[1:2]), store) == (1, 1, 0, 0, 0)
    assert sorted(rows(store, "broadband_cell", "raster_id, down_fn_hh_alle_1000")) == [("a", 100.0), ("b", 0.0)]


def test_bad_cells_are_rejected_with_their_reason(store: Path, tmp_path: Path) -> None:
    bad = [
        CELLS[0],
        {**CELLS[0]},
        {**CELLS[0], "raster_id": "e", "down_fn_hh_alle_1000": 130.0},
        {**CELLS[0], "raster_id": "f", "ags": None},
        {**CELLS[0], "raster_id": "g", "empty": True},
    ]
    path = grid_file(tmp_path / "g_20251231.gpkg", bad)
    assert run(path, store, CLIP=False) == (5, 1, 0, 4, 0)
    found = [(json.loads(row[0])["raster_id"], row[1]) for row in rows(store, "rejected", "record, reason")]
    assert sorted(found) == [("a", "duplicate"), ("e", "out_of_range"), ("f", "bad_ags"), ("g", "no_geometry")]


def test_damaged_grid_is_loud_and_leaves_the_store(store: Path, tmp_path: Path) -> None:
    places = ((n, X + 100 * (n % 200), Y + 100 * (n // 200)) for n in range(4000))
    cells = [{**CELLS[0], "raster_id": f"r{n}", "x": x, "y": y} for n, x, y in places]
    path = grid_file(tmp_path / "g_20251231.gpkg", cells)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40_000] = b"\xff" * 40_000
    path.write_bytes(bytes(data))
    assert "g_20251231.gpkg" in refused(path, store)


def test_region_decides_by_key_not_by_place() -> None:
    assert region.is_ruhr("05113000")
    assert not region.is_ruhr("05158004")
