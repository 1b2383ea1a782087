"""Files in every dress that publishers give them, with both skins of GDAL; coordinates, tables and hostile input."""

from __future__ import annotations

import io
import json
import math
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from ruhr_planner import __main__ as command_line
from ruhr_planner.model import errors
from ruhr_planner.model.region import EXTENT
from ruhr_planner.readers import (
    arcgis,
    archive,
    atom,
    backend,
    batches,
    breitbandatlas_workbook,
    check,
    files,
    geojson,
    load,
    plain,
    table,
    wfs,
    wkb,
)
from ruhr_planner.readers.record import BOOL, DATE, DATETIME, INT, NULL, REAL, TEXT, Field, Page, Record, Schema, widest
from ruhr_planner.store import recordfile
from tests.fuzzing import fuzzed
from tests.services import fault_server as faults
from tests.services.fault_server import Answer, FaultServer
from tests.unit.readers_server import Wfs, transport

POINTS = [(360_000.0, 5_700_000.0), (361_000.0, 5_701_000.0)]
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 2], [2, 2], [2, 0], [0, 0]]]}


@pytest.fixture(params=["osgeo", "fiona"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    pytest.importorskip(request.param)
    monkeypatch.setenv("RUHR_PLANNER_ENGINE", request.param)
    return str(request.param)


def make(path: Path, driver: str, crs: str = "EPSG:25832", points: Any = POINTS, **options: str) -> Path:
    schema = {"geometry": "Point", "properties": {"name": "str:40", "nr": "int", "ha": "float", "tag": "date"}}
    with fiona.open(path, "w", driver=driver, crs=crs, schema=schema, **options) as sink:
        for number, xy in enumerate(points):
            properties = {"name": f"Größe {number}", "nr": number, "ha": number + 0.5, "tag": "2024-05-01"}
            sink.write({"geometry": {"type": "Point", "coordinates": xy}, "properties": properties})
    return path


def read(path: Path, layer: str = "", maximum: int = 0) -> tuple[list[Page], Any]:
    with files.open_path(path, layer, maximum=maximum) as stream:
        return list(stream.pages()), stream.tally


def points_of(pages: list[Page]) -> list[tuple[float, float]]:
    return [struct.unpack("<dd", record.wkb[5:]) for page in pages for record in page.records if record.wkb]


def column(pages: list[Page], name: str) -> list[Any]:
    place = [field.name for field in pages[0].fields].index(name)
    return [record.values[place] for page in pages for record in page.records]


# ---------------------------------------------------------------------------------------------------------------- files
@pytest.mark.parametrize(
    ("name", "driver"), [("a.gpkg", "GPKG"), ("a.geojson", "GeoJSON"), ("a.gml", "GML"), ("a.shp", "ESRI Shapefile")]
)
def test_plain_files(engine: str, tmp_path: Path, name: str, driver: str) -> None:
    pages, tally = read(make(tmp_path / name, driver))
    assert points_of(pages) == POINTS
    assert column(pages, "name") == ["Größe 0", "Größe 1"]
    assert column(pages, "ha") == [0.5, 1.5]
    assert [str(value)[:10].replace("/", "-") for value in column(pages, "tag")] == ["2024-05-01"] * 2
    assert {page.crs for page in pages} == {"EPSG:25832"}
    assert (tally.expected, tally.loaded, tally.complete) == (2, 2, True)


@pytest.mark.parametrize("encoding", ["UTF-8", "CP1252", "CP850"])
def test_zipped_shapefile_of_any_encoding(engine: str, tmp_path: Path, encoding: str) -> None:
    """Without .cpg and without a language mark in the table, as GIS offices write them."""
    make(tmp_path / "a.shp", "ESRI Shapefile", encoding=encoding)
    mark = bytearray((tmp_path / "a.dbf").read_bytes())
    mark[29] = 0
    (tmp_path / "a.dbf").write_bytes(mark)
    target = tmp_path / "a.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for ending in ("shp", "shx", "dbf", "prj"):
            archive.write(tmp_path / f"a.{ending}", f"Ordner/Gewerbeflächen.{ending.upper()}")
    pages, tally = read(target)
    assert column(pages, "name") == ["Größe 0", "Größe 1"]
    assert points_of(pages) == POINTS
    assert tally.complete


COORDINATES = st.tuples(st.floats(3e5, 4.4e5), st.floats(5.67e6, 5.75e6)).map(list)
LINES = st.lists(COORDINATES, min_size=2, max_size=5)
RINGS = st.lists(COORDINATES, min_size=3, max_size=6).map(lambda ring: [*ring, ring[0]])
POLYGONS = st.lists(RINGS, min_size=1, max_size=3)
SHAPES = st.one_of(
    st.none(),
    *(
        st.fixed_dictionaries({"type": st.just(name), "coordinates": parts})
        for name, parts in (
            ("Point", COORDINATES),
            ("LineString", LINES),
            ("Polygon", POLYGONS),
            ("MultiPoint", st.lists(COORDINATES, min_size=1, max_size=3)),
            ("MultiLineString", st.lists(LINES, min_size=1, max_size=3)),
            ("MultiPolygon", st.lists(POLYGONS, min_size=1, max_size=3)),
        )
    ),
)
VALUES = st.fixed_dictionaries(
    {
        "name": st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8),
        "nr": st.none() | st.integers(-(2**40), 2**40),
        "ha": st.none() | st.floats(-1e6, 1e6).map(lambda number: number + 0.5),
    }
)


@fuzzed(30)
@given(found=st.lists(st.tuples(SHAPES, VALUES), min_size=1, max_size=6))
def test_pages_by_python_are_what_gdal_reads(
    engine: str, tmp_path: Path, found: list[tuple[dict[str, Any] | None, dict[str, Any]]]
) -> None:
    features = [{"type": "Feature", "properties": values, "geometry": shape} for shape, values in found]
    path = tmp_path / "a.geojson"
    # letters as they are: older versions of GDAL misread escaped ones beyond 16 bits
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    page, _members = geojson.read(path.read_bytes(), "a")
    (oracle,) = backend.pages(path, "GeoJSON")
    assert [record.wkb for record in page.records] == [record.wkb for record in oracle.records]
    for name in ("nr", "ha"):
        assert column([page], name) == pytest.approx(column([oracle], name)), name
    # GDAL takes texts that are all dates or numbers for such
    assert [text or None for text in column([page], "name")] == [
        None if text in (None, "") else str(text) for text in column([oracle], "name")
    ]


def test_utf_8_that_is_cut_within_a_letter(engine: str, tmp_path: Path) -> None:
    """A DBF cuts texts by bytes. The half letter goes; it does not make the others another encoding."""
    path = make(tmp_path / "a.shp", "ESRI Shapefile", encoding="UTF-8")
    (tmp_path / "a.cpg").unlink()
    table_file = bytearray((tmp_path / "a.dbf").read_bytes())
    table_file[29] = 0
    table_file = table_file.replace("Größe 1".encode(), "Größe ".encode() + b"\xc3")
    (tmp_path / "a.dbf").write_bytes(table_file)
    assert column(read(path)[0], "name") == ["Größe 0", "Größe "]


def test_zone_prefix_is_recognised(tmp_path: Path) -> None:
    path = make(tmp_path / "a.geojson", "GeoJSON", points=[(32_360_000.0, 5_700_000.0)])
    pages, tally = read(path)
    assert [page.crs for page in pages] == ["EPSG:4647"]
    assert str(tally.notes[0]).startswith("The eastings carry the zone number 32")


def test_layer_of_several(engine: str, tmp_path: Path) -> None:
    path = make(tmp_path / "a.gpkg", "GPKG", layer="eins")
    make(path, "GPKG", points=POINTS[:1], layer="zwei")
    with pytest.raises(errors.FileLayerUnknown, match=r"Choose one of: eins, zwei"):
        read(path)
    assert read(path, "zwei")[1].loaded == 1


def test_maximum_of_a_file(tmp_path: Path) -> None:
    tally = read(make(tmp_path / "a.gpkg", "GPKG"), maximum=1)[1]
    assert (tally.expected, tally.loaded, tally.complete) == (2, 1, False)


FEATURES = [
    {"type": "Feature", "properties": {"nr": nr}, "geometry": {"type": "Point", "coordinates": [7.2, 51.5]}}
    for nr in range(3)
]
MEMBER = (
    '<wfs:member><ms:p gml:id="p.{0}"><ms:geom><gml:Point gml:id="g{0}" srsName="urn:ogc:def:crs:EPSG::25832">'
    "<gml:pos>370000 5700000</gml:pos></gml:Point></ms:geom><ms:nr>{0}</ms:nr></ms:p></wfs:member>"
)
ESRI_POINT = {"attributes": {"NR": 1, "DATUM": 1577836800000}, "geometry": {"x": 370000, "y": 5700000}}
ESRI_FIELDS = [{"name": "NR", "type": "esriFieldTypeOID"}, {"name": "DATUM", "type": "esriFieldTypeDate"}]


def collection(path: Path, **members: Any) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": FEATURES, **members}), encoding="utf-8")
    return path


def wfs_answer(path: Path, attributes: str, members: str = "") -> Path:
    spaces = 'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:ms="urn:ms"'
    members = members or "".join(MEMBER.format(nr) for nr in range(3))
    text = f'<?xml version="1.0"?><!-- <a numberMatched="9"/> --><wfs:FeatureCollection {spaces} {attributes}>{members}'
    path.write_text(f"{text}</wfs:FeatureCollection>", encoding="utf-8")
    return path


@pytest.mark.parametrize("whole_bytes", [files.WHOLE_BYTES, 0])
@pytest.mark.parametrize(
    ("members", "expected", "complete"),
    [
        ({}, 3, True),
        ({"numberMatched": 3, "numberReturned": 3}, 3, True),
        ({"numberMatched": 5000, "numberReturned": 3}, 5000, False),
        ({"totalFeatures": 5000}, 5000, False),
        ({"totalFeatures": "unknown"}, 3, True),
        ({"numberMatched": 2}, 3, True),
        ({"links": [{"rel": "self", "href": "x"}]}, 3, True),
        ({"links": [{"rel": "next", "href": "https://a.example/items?offset=3"}]}, None, False),
        ({"exceededTransferLimit": True}, None, False),
        ({"exceededTransferLimit": False}, 3, True),
        ({"properties": {"exceededTransferLimit": True}}, None, False),
    ],
)
def test_one_page_of_a_service_is_not_all(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    whole_bytes: int,
    members: dict[str, Any],
    expected: int | None,
    complete: bool,
) -> None:
    monkeypatch.setattr(files, "WHOLE_BYTES", whole_bytes)
    tally = read(collection(tmp_path / "a.geojson", **members))[1]
    assert (tally.expected, tally.loaded, tally.complete) == (expected, 3, complete)


@pytest.mark.parametrize("exceeded", [True, False])
def test_answer_of_arcgis_in_a_file(tmp_path: Path, exceeded: bool) -> None:
    answer = {"geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 25832}, "fields": ESRI_FIELDS}
    path = tmp_path / "a.json"
    text = json.dumps({**answer, "features": [ESRI_POINT], **({"exceededTransferLimit": True} if exceeded else {})})
    path.write_text(text, encoding="utf-8")
    pages, tally = read(path)
    assert (tally.expected, tally.complete) == ((None, False) if exceeded else (1, True))
    assert column(pages, "DATUM") == ["2020-01-01T00:00:00Z"]


@pytest.mark.parametrize(
    ("attributes", "expected", "complete"),
    [
        ("", 3, True),
        ('numberMatched="3" numberReturned="3"', 3, True),
        ('numberMatched="unknown" numberReturned="3"', 3, True),
        ('numberMatched="5000" numberReturned="3"', 5000, False),
        ('numberMatched="unknown" next="https://a.example/wfs?STARTINDEX=3"', None, False),
    ],
)
def test_answer_of_a_wfs_in_a_file(
    engine: str, tmp_path: Path, attributes: str, expected: int | None, complete: bool
) -> None:
    tally = read(wfs_answer(tmp_path / "a.gml", attributes))[1]
    assert (tally.expected, tally.loaded, tally.complete) == (expected, 3, complete)


def test_answer_of_a_wfs_with_two_feature_types(engine: str, tmp_path: Path) -> None:
    """The server counts both together."""
    both = MEMBER.format(1) + MEMBER.format(2).replace("ms:p", "ms:q")
    for total, expected, complete in ((2, 1, True), (9, None, False)):
        path = wfs_answer(tmp_path / f"{total}.gml", f'numberMatched="{total}"', both)
        tally = read(path, "q")[1]
        assert (tally.expected, tally.loaded, tally.complete) == (expected, 1, complete)


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["05913000", "05915000"], ["05913000", "05915000"]),
        (["05913000", "12"], ["05913000", "12"]),
        (["4.1", "4.10"], ["4.1", "4.10"]),
        (["12", "-3"], [12, -3]),
        (["12.5", "3"], [12.5, 3.0]),
        (["12.500", "3.250"], [12.5, 3.25]),
        (["1.5E-5", "0.1"], [1.5e-5, 0.1]),
        (["12", "k. A."], ["12", "k. A."]),
    ],
)
def test_gml_without_a_schema_keeps_the_zeros_of_keys(
    engine: str, tmp_path: Path, texts: list[str], values: list[Any]
) -> None:
    members = "".join(MEMBER.format(nr).replace(f"<ms:nr>{nr}<", f"<ms:nr>{text}<") for nr, text in enumerate(texts))
    found = column(read(wfs_answer(tmp_path / "a.gml", "", members))[0], "nr")
    assert found == values
    assert list(map(type, found)) == list(map(type, values))


def test_kml(engine: str, tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text(
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Ä</name><Point>'
        "<coordinates>7.2,51.5,80</coordinates></Point></Placemark></Document></kml>",
        encoding="utf-8",
    )
    pages, _tally = read(path)
    assert points_of(pages) == [(7.2, 51.5)]
    assert pages[0].crs == "EPSG:4326"


# --------------------------------------------------------------------------------------------------------------- tables
CSVS = [
    ("cp850", "Name;Rechtswert;Hochwert\nMüller;360000,5;5700000,25\n", (360000.5, 5700000.25), "EPSG:25832"),
    ("cp1252", "Name;x;y\nMüller;360000.5;5700000.25\n", (360000.5, 5700000.25), "EPSG:25832"),
    ("utf-8-sig", 'Name,Standort\nMüller,"(51.48, 7.21)"\n', (7.21, 51.48), "EPSG:4326"),
    ("utf-8", "Name;Standort\nMüller;51,48 7,21\n", (7.21, 51.48), "EPSG:4326"),
    ("utf-8", "Name|Standort\nMüller|51,48; 7,21\n", (7.21, 51.48), "EPSG:4326"),
    ("utf-8", "Name|Standort\nMüller|360000,5 5700000,5\n", (360000.5, 5700000.5), "EPSG:25832"),
    ("utf-8", 'Name,Ort\nMüller,"7.21 51.48"\n', (7.21, 51.48), "EPSG:4326"),
    ("utf-8", "Name\tlat\tlon\nMüller\t51.48\t7.21\n", (7.21, 51.48), "EPSG:4326"),
    ("utf-8", "Name|Ost|Nord\nMüller|32360000|5700000\n", (32360000.0, 5700000.0), "EPSG:4647"),
    ("utf-16", "Name;Längengrad;Breitengrad\nMüller;7,21;51,48\n", (7.21, 51.48), "EPSG:4326"),
    ("utf-8", "Name;Rechtswert;Hochwert\nMüller;2560000;5700000\n", (2560000.0, 5700000.0), "EPSG:31466"),
]


@pytest.mark.parametrize(("encoding", "text", "point", "crs"), CSVS)
def test_csv_with_coordinates(tmp_path: Path, encoding: str, text: str, point: tuple[float, float], crs: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    pages, tally = read(path)
    assert column(pages, "Name") == ["Müller"]
    assert points_of(pages) == [point]
    assert pages[0].crs == crs
    assert tally.complete


def test_swapped_columns_of_a_table_are_put_right(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name;x;y\na;5700000;360000\n", encoding="utf-8")
    pages, _tally = read(path)
    assert points_of(pages) == [(360000.0, 5700000.0)]


def test_csv_values(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "AGS;Einwohner;Fläche;Stand;leer;Text\n05113000;583.1;1.234,5;01.02.2024;;a\n05112000;;7;;;b\n", "utf-8"
    )
    pages, _tally = read(path)
    assert [(field.name, field.kind) for field in pages[0].fields] == [
        ("AGS", TEXT), ("Einwohner", REAL), ("Fläche", REAL), ("Stand", DATE), ("leer", NULL), ("Text", TEXT),
    ]  # fmt: skip
    assert pages[0].records[0].values == ("05113000", 583.1, 1234.5, "2024-02-01", None, "a")
    assert pages[0].records[1].values == ("05112000", None, 7.0, None, None, "b")
    assert pages[0].geometry == ""


def test_a_point_parts_thousands_where_a_comma_parts_decimals(tmp_path: Path) -> None:
    path = tmp_path / "flächen.csv"
    path.write_text("name;m2;nr;ha\na;12.345,67;1.2;5.000\nb;5.000;1,5;7.250\nc;300;2;1.5\n", encoding="utf-8")
    pages, _stream = read(path)
    assert column(pages, "m2") == [12345.67, 5000.0, 300.0]
    assert column(pages, "nr") == ["1.2", "1,5", "2"]  # both ways in one column: nobody knows
    assert column(pages, "ha") == ["5.000", "7.250", "1.5"]  # five thousand beside one and a half?


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["12.500", "8.200"], ["12.500", "8.200"]),  # twelve, or twelve thousand
        (["583.109", "300"], ["583.109", "300"]),
        (["4.1", "4.10"], ["4.1", "4.10"]),  # two plots
        (["4,1", "4,10"], ["4,1", "4,10"]),
        (["4.10", "4.11"], [4.10, 4.11]),
        (["12.5", "8.25"], [12.5, 8.25]),
        (["0.125", "12.500"], [0.125, 12.5]),
        (["12,500", "8,200"], [12.5, 8.2]),
        (["12,5", "1.000"], [12.5, 1000.0]),
    ],
)
def test_what_can_be_read_in_two_ways_stays_text(tmp_path: Path, cells: list[str], values: list[Any]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["name;wert", *(f"a;{cell}" for cell in cells)]), encoding="utf-8")
    assert column(read(path)[0], "wert") == values


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=; "])
def test_line_that_names_the_separator_is_no_heading(tmp_path: Path, first: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{first}\r\n\r\nname,ort;ha\r\na;2,5\r\n", encoding="utf-8-sig", newline="")
    pages, _tally = read(path)
    assert column(pages, "name,ort") == ["a"]
    assert column(pages, "ha") == [2.5]


def test_row_with_more_values_than_the_heading_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,ha,ags\n1,2,05913000,,\n2,12,5,05913000\n", encoding="utf-8")
    with pytest.raises(errors.RowTooLong, match="line 3 has 4 values, but the heading only 3"):
        read(path)


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
@pytest.mark.parametrize("text", ["Größe ältere öde", "Müll", "ÄÖÜß"])
def test_quotes_of_windows_are_no_umlauts_of_dos(tmp_path: Path, text: str, encoding: str) -> None:
    quoted = f"„Alte Zeche“ {text} „Am Hafen” „Über 3“" if encoding == "cp1252" else text
    path = tmp_path / "a.csv"
    path.write_bytes(f"id;name\n1;{quoted}\n".encode(encoding))
    assert column(read(path)[0], "name") == [quoted]


def test_half_a_letter_in_json_is_replaced(tmp_path: Path) -> None:
    path = collection(tmp_path / "a.geojson")
    half = r"Zeche \ud83d und \ude00 \ud83d\ude00 \\ud83d \u00fc"
    path.write_text(path.read_text("utf-8").replace('"nr": 0', f'"nr": 0, "name": "{half}"'), encoding="utf-8")
    assert column(read(path)[0], "name")[0] == "Zeche \ufffd und \ufffd 😀 \\ud83d ü"


def test_rules_get_the_cells_of_a_table_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("nr;ha;stand;x;y\n4.1; 1,50;01.02.2024;360.000,5;5700000,0\n7;2;;;\n", encoding="utf-8")
    with files.open_path(path) as stream:
        pages = list(stream.stated())
        assert stream.tally.complete
    assert {field.kind for field in pages[0].fields} == {TEXT}
    assert [record.values for record in pages[0].records] == [
        ("4.1", "1,50", "01.02.2024", "360.000,5", "5700000,0"),
        ("7", "2", None, None, None),
    ]
    assert points_of(pages) == [(360_000.5, 5_700_000.0)]


def test_xlsx(engine: str, tmp_path: Path) -> None:
    ogr = pytest.importorskip("osgeo.ogr")
    path = tmp_path / "a.xlsx"
    source = ogr.GetDriverByName("XLSX").CreateDataSource(str(path))
    sheet = source.CreateLayer("Tabelle1")
    for name, kind in (("Name", ogr.OFTString), ("Länge", ogr.OFTReal), ("Breite", ogr.OFTReal)):
        sheet.CreateField(ogr.FieldDefn(name, kind))
    feature = ogr.Feature(sheet.GetLayerDefn())
    for index, value in enumerate(("Öl", 7.21, 51.48)):
        feature.SetField(index, value)
    sheet.CreateFeature(feature)
    del feature, sheet, source
    pages, _tally = read(path)
    assert column(pages, "Name") == ["Öl"]
    assert points_of(pages) == [(7.21, 51.48)]
    assert pages[0].crs == "EPSG:4326"


# ------------------------------------------------------------------------------------------------------------ bad input
@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.zip", b"no archive at all", errors.ArchiveDamaged),
        ("a.html", b"<!DOCTYPE html><html></html>", errors.LoginPage),
        ("a.gml", b'<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>', errors.UnsafeXml),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [', errors.DamagedAnswer),
        ("a.geojson", b'{"a": 1}', errors.WrongContent),
        ("a.csv", b"just words\nwithout columns\n", errors.TextDamaged),
        ("a.gpkg", b"", errors.FileKindUnknown),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", errors.FileKindUnknown),
        ("a.gpkg", b"SQLite format 3\0" + bytes(200), errors.NotThisFormat),
    ],
)
def test_files_that_are_none(tmp_path: Path, name: str, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_archive_that_climbs_out(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../a.csv", "x;y\n1;2\n")
    with pytest.raises(errors.ArchiveUnsafe):
        read(path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.zip"]


@pytest.mark.parametrize(
    ("part", "content", "error"),
    [
        ("xl/sharedStrings.xml", b'<!DOCTYPE s [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><s>&b;</s>', errors.UnsafeXml),
        ("xl/worksheets/sheet1.xml", b"<!-- " + b"x" * 8_000 + b' --><!DOCTYPE w SYSTEM "file:///etc/passwd"><w/>',
         errors.UnsafeXml),
        ("xl/worksheets/sheet1.xml", bytes(2_500_000), errors.FileTooLarge),
        ("../../boese.xml", b"<a/>", errors.ArchiveUnsafe),
    ],
)  # fmt: skip
def test_a_hostile_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, content: bytes, error: type[Exception]
) -> None:
    monkeypatch.setattr(archive, "WORKBOOK_MB", 2)
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr(part, content)
    assert path.stat().st_size < 20_000
    with pytest.raises(error):
        read(path)
    with pytest.raises(error):
        breitbandatlas_workbook.read(path)


def test_archive_with_nothing_of_use(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("liesmich.pdf", "x")
    with pytest.raises(errors.ArchiveContent):
        read(path)


@fuzzed(200)
@given(st.binary(max_size=300))
def test_no_bytes_crash_the_parsers(body: bytes) -> None:
    info = arcgis.LayerInfo("0", "x")
    for parse in (
        lambda: geojson.read(body, "x"),
        lambda: geojson.read(b'{"features": ' + body + b"}", "x"),
        lambda: arcgis.parse_features(body, info, "x"),
        lambda: wfs.parse_capabilities(body, "x"),
        lambda: wfs.parse_schema(body, "x", "x"),
        lambda: atom.parse(body, "http://x.de", "x"),
        lambda: load.kind_of(body, "x"),
    ):
        try:
            parse()
        except errors.PlannerError as problem:
            assert str(problem)


@fuzzed(60)
@given(
    st.sampled_from(["a.csv", "a.zip", "a.xlsx", "a.cpg"]),
    st.one_of(
        st.binary(max_size=80),
        st.lists(st.text('x;y,"\n1.,ä 51,48 7,21(\0\t|', max_size=30), max_size=5).map(lambda t: "\n".join(t).encode()),
        st.binary(max_size=40).map(lambda tail: b"PK\3\4" + tail),
    ),
)
@example("a.cpg", b"\0")
def test_no_file_crashes_the_readers(tmp_path: Path, name: str, body: bytes) -> None:
    path = make(tmp_path / "a.shp", "ESRI Shapefile") if name == "a.cpg" else tmp_path / name
    (tmp_path / name).write_bytes(body)
    try:
        read(path)
    except errors.PlannerError as problem:
        assert str(problem)


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["type", "coordinates", "geometry", "properties", "features", "id", "crs", "Polygon", "rings",
                         "attributes", "geometries"]), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@fuzzed(200)
@given(
    st.lists(JSONS, max_size=4), st.sampled_from(["Point", "Polygon", "MultiPolygon", "GeometryCollection", "x"]), JSONS
)
def test_no_features_crash_the_parsers(features: list[Any], kind: str, coordinates: Any) -> None:
    shaped = {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates, "geometries": coordinates}}
    body = json.dumps({"features": [*features, shaped]}).encode()
    esri = json.dumps({"features": [*features, {"attributes": {}, "geometry": {"rings": coordinates}}]}).encode()
    for parse in (
        lambda: geojson.read(body, "x"),
        lambda: arcgis.parse_features(esri, arcgis.LayerInfo("0", "x"), "x"),
    ):
        try:
            parse()
        except errors.PlannerError as problem:
            assert str(problem)


@fuzzed(300)
@given(st.binary(max_size=120))
def test_no_wkb_crashes_the_walker(body: bytes) -> None:
    try:
        found = wkb.Coordinates([body])
    except ValueError:
        return
    assert found.replaced(found.xy) == [body]


# ---------------------------------------------------------------------------------------------------------- coordinates
def test_wkb_is_what_the_standard_says() -> None:
    point = bytes.fromhex("0101000000000000000000F03F0000000000000040")
    assert wkb.from_json({"type": "Point", "coordinates": [1, 2, 99]}) == point
    assert wkb.promote(point) == bytes.fromhex("010400000001000000") + point
    square = wkb.from_json(SQUARE)
    assert square is not None
    assert square[:13].hex() == "01030000000100000005000000"


NUMBERS = st.floats(-1e7, 1e7)
LINES = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=6)


@given(st.lists(st.lists(LINES, min_size=1, max_size=3), min_size=1, max_size=5))
def test_coordinates_come_back_and_boxes_are_right(shapes: list[Any]) -> None:
    wkbs = [wkb.from_json({"type": "MultiLineString", "coordinates": lines}) for lines in shapes]
    found = wkb.Coordinates([*wkbs, None])
    assert found.replaced(found.xy) == [*wkbs, None]
    turned = wkb.Coordinates(found.replaced(found.xy[:, ::-1]))
    assert np.array_equal(turned.xy, found.xy[:, ::-1])
    boxes = found.envelopes()
    for lines, box in zip(shapes, boxes.tolist()):
        xs, ys = [v[0] for line in lines for v in line], [v[1] for line in lines for v in line]
        assert box == [min(xs), min(ys), max(xs), max(ys)]
    assert all(math.isnan(value) for value in boxes[-1])


def test_the_table_of_bounds_is_what_pyproj_says() -> None:
    for code in ("EPSG:4326", "EPSG:4647", "EPSG:3857", "EPSG:31466", "EPSG:31467", "EPSG:25833", "EPSG:3035"):
        there = Transformer.from_crs("EPSG:25832", code, always_xy=True).transform_bounds(*EXTENT)
        size = max(there[2] - there[0], there[3] - there[1])
        found = check.bounds(code)
        assert found is not None
        assert all(abs(a - b) < 0.002 * size for a, b in zip(found, there)), code


@settings(deadline=None)
@given(st.floats(300_000, 440_000), st.floats(5_670_000, 5_750_000))
def test_degrees_are_what_pyproj_says(x: float, y: float) -> None:
    lon, lat = Transformer.from_crs("EPSG:25832", "EPSG:4258", always_xy=True).transform(x, y)
    found = check.to_degrees(x, y)
    assert abs(found[0] - lon) < 1e-8
    assert abs(found[1] - lat) < 1e-8


HERE = (7.0, 51.4, 7.2, 51.5)


@pytest.mark.parametrize(
    ("envelope", "stated", "crs", "swap", "noted"),
    [
        (HERE, "EPSG:4326", "EPSG:4326", False, False),
        (HERE, "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "OGC:CRS84", False, False),
        ((51.4, 7.0, 51.5, 7.2), "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", True, True),
        ((5.70e6, 3.6e5, 5.71e6, 3.7e5), "EPSG:25832", "EPSG:25832", True, True),
        ((3.6e5, 5.70e6, 3.7e5, 5.71e6), "OGC:CRS84", "EPSG:25832", False, True),
        (HERE, "EPSG:25832", "EPSG:4326", False, True),
        ((780_000, 6.68e6, 790_000, 6.69e6), "EPSG:4326", "EPSG:3857", False, True),
        ((32_360_000, 5.70e6, 32_370_000, 5.71e6), "EPSG:25832", "EPSG:4647", False, True),
        ((5.8, 47.2, 15.0, 55.1), "EPSG:4326", "EPSG:4326", False, False),
        ((13.0, 52.3, 13.7, 52.7), "EPSG:4326", "EPSG:4326", False, True),
        ((3.6e5, 5.70e6, 3.7e5, 5.71e6), "", "EPSG:25832", False, True),
    ],
)
def test_where_coordinates_lie(envelope: Any, stated: str, crs: str, swap: bool, noted: bool) -> None:
    verdict = check.judge(envelope, stated)
    assert (verdict.crs, verdict.swap, verdict.note is not None) == (crs, swap, noted)


OUTLIERS = [(0.0, 0.0), (1e9, -1e9), (360_000.0, 5_700_000.0), (51.45, 7.1)]


@pytest.mark.parametrize("outlier", OUTLIERS)
@pytest.mark.parametrize("count", [2, 5, 200])
@pytest.mark.parametrize(
    ("place", "stated", "crs", "swap"),
    [
        ((7.1, 51.45), "EPSG:4326", "EPSG:4326", False),
        ((51.45, 7.1), "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", True),
        ((7.1, 51.45), "EPSG:25832", "EPSG:4326", False),
        ((5.70e6, 3.6e5), "EPSG:25832", "EPSG:25832", True),
        ((32_360_000.0, 5.70e6), "EPSG:25832", "EPSG:4647", False),
    ],
)
def test_one_outlier_does_not_decide(
    outlier: tuple[float, float], count: int, place: tuple[float, float], stated: str, crs: str, swap: bool
) -> None:
    points = [(place[0] * (1 + 1e-6 * number), place[1] * (1 - 1e-6 * number)) for number in range(count)]
    for at in (0, count // 2, count):
        page = Page((), "Point", [Record(wkb.point(*xy), ()) for xy in [*points[:at], outlier, *points[at:]]])
        verdict = check.judge_page(page, stated)
        assert (verdict.crs, verdict.swap) == (crs, swap)


def test_a_layer_beyond_the_region_is_taken_as_stated() -> None:
    """The country's 16 states: most lie far away, one holds the region."""
    boxes = np.array([(5.9 + 0.5 * n, 47.3 + 0.4 * n, 8.9 + 0.5 * n, 49.3 + 0.4 * n) for n in range(16)])
    assert check.judge(check.middle(boxes), "EPSG:4326") == check.Verdict("EPSG:4326")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("urn:ogc:def:crs:EPSG::25832", "EPSG:25832"),
        ("urn:x-ogc:def:crs:EPSG:6.9:25832", "EPSG:25832"),
        ("http://www.opengis.net/def/crs/EPSG/0/25832", "EPSG:25832"),
        ("http://www.opengis.net/gml/srs/epsg.xml#25832", "EPSG:25832"),
        ("EPSG:25832", "EPSG:25832"),
        ("epsg:900913", "EPSG:3857"),
        ("", ""),
    ],
)
def test_names_of_reference_systems(name: str, code: str) -> None:
    assert check.normal(name) == code


# --------------------------------------------------------------------------------------------------------------- schema
KINDS = st.sampled_from([TEXT, INT, REAL, BOOL, DATE, DATETIME, NULL])


@given(KINDS, KINDS, KINDS)
def test_the_widest_kind_does_not_depend_on_the_order(first: str, second: str, third: str) -> None:
    assert widest(first, second) == widest(second, first)
    assert widest(first, NULL) == first
    assert widest(widest(first, second), second) == widest(first, second)


def test_numbers_that_become_text_keep_their_digits() -> None:
    numbers = Page((Field("k", REAL),), "", [Record(None, (value,)) for value in (5913000.0, 12345678.0, 1.5, 1e-7)])
    words = Page((Field("k", TEXT),), "", [Record(None, ("k. A.",))])
    schema = Schema().wider(numbers).wider(words)
    assert [record.values[0] for record in schema.arrange(numbers)] == ["5913000", "12345678", "1.5", "1e-07"]


def test_names_that_a_geopackage_can_keep() -> None:
    schema = Schema(tuple(Field(name, TEXT) for name in ("Name", "name", "fid", "geom", "", "a.b")))
    assert batches.column_names(schema) == ["Name", "name_2", "fid_2", "geom_2", "field", "a.b"]


# --------------------------------------------------------------------------------------------------------------- writer
def test_the_geopackage_is_what_gdal_reads(tmp_path: Path) -> None:
    """Written by SQL, read by fiona: values, kinds, holes, null geometry, spatial index, extent, count."""
    schema = Schema(
        (Field("name", TEXT), Field("nr", INT), Field("ja", BOOL), Field("tag", DATE), Field("zeit", DATETIME)),
        "MultiPolygon",
    )
    holed = {"type": "Polygon", "coordinates": [*SQUARE["coordinates"], [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 0.5]]]}
    shapes = [wkb.promote(wkb.from_json(shape) or b"") for shape in (SQUARE, holed)]
    rows = [("Ä", 2**40, True, "2024-05-01", "2024-05-01T10:00:00+02:00"), ("B", None, False, None, None), (None,) * 5]
    path = tmp_path / "a.gpkg"
    plain.create(path, "flächen", schema)
    batch = batches.Batch([*shapes, None], wkb.Coordinates([*shapes, None]).envelopes(), rows)
    assert recordfile.fill(path, "flächen", schema, [batch], lambda count: None) == 3
    with fiona.open(path) as source:
        assert len(source) == 3
        assert source.bounds == (0, 0, 2, 2)
        assert source.crs.to_epsg() == 25832
        features = list(source)
        assert len(list(source.items(bbox=(0.6, 0.6, 0.7, 0.7)))) == 2
    assert features[0]["properties"]["nr"] == 2**40
    assert features[0]["properties"]["ja"] is True
    assert features[0]["properties"]["zeit"].startswith("2024-05-01T08:00:00")
    assert len(features[1]["geometry"]["coordinates"][0]) == 2
    assert features[2]["geometry"] is None
    with closing(sqlite3.connect(path)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        count = connection.execute('SELECT count(*) FROM "rtree_flächen_geom"').fetchone()[0]
    assert count == 2
    assert "rtree_flächen_geom_insert" in names


# ------------------------------------------------------------------------------------------------------------------ CLI
def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    # a venv on Debian makes pyproj look for its data in the wrong place and say so
    command = [sys.executable, "-W", "ignore::UserWarning", "-m", "ruhr_planner", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_fetch_a_service(tmp_path: Path) -> None:
    out = tmp_path / "a.gpkg"
    with FaultServer() as server:
        url = server.play("/wfs", Answer(make=Wfs(cap=10).answer))
        done = run("fetch", url, "punkte", str(out), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert {key: report[key] for key in ("layer", "expected", "loaded", "complete", "licence")} == {
        "layer": "punkte", "expected": 25, "loaded": 25, "complete": True, "licence": "dl-de/zero-2-0",
    }  # fmt: skip
    with fiona.open(out) as source:
        assert sorted(feature["properties"]["nr"] for feature in source) == list(range(25))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.gpkg"]


def test_fetch_says_what_is_missing_by_its_exit_code(tmp_path: Path) -> None:
    with FaultServer() as server:
        url = server.play("/wfs", Answer(make=Wfs(hits=40).answer))
        done = run("fetch", url, "punkte", str(tmp_path / "a.gpkg"), "--quiet")
    assert done.returncode == 3
    assert "25 loaded, 40 expected, completeness not proven" in done.stdout


def test_search_with_an_own_list(tmp_path: Path) -> None:
    own = tmp_path / "portale.yaml"
    with FaultServer() as server:
        resource = {"format": "GeoJSON", "url": "https://x.example/gewerbe.geojson", "name": "Gewerbe"}
        found = {"name": "gewerbe", "title": "Gewerbe", "resources": [resource]}
        server.play(
            "/api/3/action/package_search",
            faults.data({"success": True, "result": {"count": 1, "results": [found]}}),
        )
        own.write_text(
            f"schema: 1\nportals:\n- {{id: mein, title: Mein Portal, protocol: ckan, url: '{server.url('')}'}}\n",
            encoding="utf-8",
        )
        done = run("search", "Gewerbe", "--portals", "mein", "--list", str(own), "--json")
        assert len(server.seen("/api/3/action/package_search")) == 1
    assert done.returncode == 0, done.stderr
    assert any(hit["portal"] == "Mein Portal" for hit in json.loads(done.stdout)["found"])
    done = run("search", "Gewerbe", "--list", str(tmp_path / "keine.yaml"))
    assert (done.returncode, "keine.yaml" in done.stderr) == (1, True)


def test_a_bar_on_a_terminal_and_silence_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for out, shown in ((Terminal(), "50 %  5 / 10"), (Terminal(), "5 records"), (io.StringIO(), "")):
        monkeypatch.setattr(sys, "stderr", out)
        progress = command_line.Progress(quiet=False)
        progress.show(5, None if "records" in shown else 10)
        progress.end()
        assert shown in out.getvalue()
        assert bool(out.getvalue()) == bool(shown)


@pytest.mark.parametrize(("option", "value"), [("--max", "-5"), ("--max", "1.5"), ("--extent", "1,2")])
def test_a_wrong_call_has_an_exit_code_of_its_own(tmp_path: Path, option: str, value: str) -> None:
    done = run("fetch", "x.csv", "", str(tmp_path / "x.gpkg"), option, value)
    assert done.returncode == 2
    assert value in done.stderr


def test_fetch_names_the_datum_shift(tmp_path: Path) -> None:
    source = make(tmp_path / "gk.gpkg", "GPKG", "EPSG:31466", [(2_560_000.0, 5_700_000.0)])
    done = run("fetch", str(source), "", str(tmp_path / "a.gpkg"), "--json")
    (shift,) = json.loads(done.stdout)["datum_shifts"]
    assert shift["crs"] == "EPSG:31466"
    assert shift["accuracy_m"] > 0
    assert any("BETA2007" in grid for grid in shift["grids_used"] + shift["grids_missing"])
    with fiona.open(tmp_path / "a.gpkg") as result:
        x, y = next(iter(result))["geometry"]["coordinates"]
    assert abs(x - 351_390.6) < 3
    assert abs(y - 5_699_974.8) < 3


def test_fetch_keeps_other_layers_and_replaces_its_own(tmp_path: Path) -> None:
    out = make(tmp_path / "a.gpkg", "GPKG", layer="andere")
    source = make(tmp_path / "b.gpkg", "GPKG")
    for _ in range(2):
        assert run("fetch", str(source), "", str(out)).returncode == 0
    assert set(fiona.listlayers(out)) - {"layer_styles"} == {"andere", "b"}
    with fiona.open(out, layer="b") as result:
        assert len(result) == 2


def test_a_failure_is_one_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    with FaultServer() as server:
        url = server.play("/wfs", faults.log_in_page())
        done = run("fetch", url, "punkte", str(tmp_path / "a.gpkg"), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"] == "LoginPage"
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_describe(tmp_path: Path) -> None:
    with FaultServer() as server:
        done = run("describe", server.play("/wfs", Answer(make=Wfs().answer)))
    assert done.stdout == "ms:punkte\tPunkte der Stadt\tEPSG:25832\n"


def test_the_command_line_needs_no_qgis() -> None:
    code = """
import sys
import ruhr_planner.__main__, ruhr_planner.readers.load, ruhr_planner.readers.plain, ruhr_planner.store.recordfile
sys.exit(any(name.split(".")[0] == "qgis" for name in sys.modules))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ----------------------------------------------------------------------------------------------------------------- ATOM
def test_atom_feed_of_feeds(tmp_path: Path) -> None:
    data = make(tmp_path / "a.gpkg", "GPKG").read_bytes()
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Dienst</title><entry><title>Schutzgebiete</title>'
        "<summary>Alle</summary><rights>Datenlizenz Deutschland – Zero – Version 2.0</rights>"
        '<link rel="alternate" type="application/atom+xml" href="/satz"/></entry></feed>'
    )
    dataset = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Schutzgebiete</title>'
        '<link rel="alternate" type="application/gml+xml" title="EPSG 4258" href="/x.gml"/>'
        '<link rel="alternate" type="application/geopackage+sqlite3" title="EPSG 25832" href="/a.gpkg"/></entry></feed>'
    )
    with FaultServer() as server:
        server.play("/satz", Answer(body=dataset.encode(), content_type=faults.XML))
        server.play("/a.gpkg", Answer(body=data, content_type="application/octet-stream"))
        url = server.play("/feed", Answer(body=feed.encode(), content_type=faults.XML))
        with load.open_layer(transport(), load.Wanted(url)) as stream:
            assert sum(len(page.records) for page in stream.pages()) == 2
            assert stream.origin.title == "Schutzgebiete"
            assert stream.tally.complete


def test_backend_records_without_values_have_no_kind(engine: str, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    schema = {"geometry": "Point", "properties": {"leer": "str", "name": "str"}}
    with fiona.open(path, "w", driver="GPKG", crs="EPSG:25832", schema=schema) as sink:
        sink.write({"geometry": None, "properties": {"leer": None, "name": "a"}})
    (page,) = backend.pages(path, "GPKG")
    assert page.fields == (Field("leer", NULL), Field("name", TEXT))
    assert page.records == [Record(None, (None, "a"))]


def test_encoding_of_umlauts() -> None:
    assert table.encoding_of_blocks(iter(["Mülheim Größe".encode("cp850")])) == "cp850"
    assert table.encoding_of_blocks(iter(["Mülheim Größe".encode("cp1252")])) == "cp1252"
    assert table.encoding_of_blocks(iter(["Mül".encode(), b"heim"])) == "utf-8"


@pytest.fixture
def gdal_of_qgis() -> Iterator[None]:
    """GDAL as QGIS sets it up: it does not look at the encoding that a Shapefile states."""
    from osgeo import gdal

    before = gdal.GetConfigOption("SHAPE_ENCODING")
    gdal.SetConfigOption("SHAPE_ENCODING", "")
    yield
    gdal.SetConfigOption("SHAPE_ENCODING", before)


@pytest.mark.parametrize(
    ("stated", "codec"),
    [("ISO-8859-1", "latin-1"), ("UTF-8", "utf-8"), ("1252", "cp1252"), ("ANSI 1252", "cp1252"), ("88591", "latin-1"),
     ("OEM 850", "cp850"), ("65001", "utf-8"), ("unheard of", "utf-8")],
)  # fmt: skip
def test_the_code_page_of_a_shapefile_counts_inside_qgis(
    gdal_of_qgis: None, tmp_path: Path, stated: str, codec: str
) -> None:
    path = make(tmp_path / "a.shp", "ESRI Shapefile")
    table = path.with_suffix(".dbf")
    written = table.read_bytes()
    found = next(text for text in ("Größe 0".encode(), "Größe 0".encode("latin-1")) if text in written)
    for number in "01":
        old, new = found[:-1] + number.encode(), f"Größe {number}".encode(codec)
        written = written.replace(old.ljust(20), new.ljust(20))
    table.write_bytes(written)
    path.with_suffix(".cpg").write_text(stated, encoding="ascii")
    pages, _ = read(path)
    assert column(pages, "name") == ["Größe 0", "Größe 1"]
