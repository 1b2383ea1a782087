"""`exporttables`: what a spreadsheet gets, read back without the plugin: by zip and XML, by csv, by fiona."""

from __future__ import annotations

import csv
import json
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import fiona
import processing
import pytest
from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsLayerMetadata,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVariantUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QMetaType
from qgis.PyQt.QtXml import QDomDocument

from ruhr_planner import paths
from ruhr_planner.exhibit.workbook import LONGEST_TEXT, Column, Worksheet, harmless, sheet_names, write_workbook
from ruhr_planner.model.errors import HalfWritten, SheetTooLong
from ruhr_planner.store import layers as store_layers
from ruhr_planner.store import metadata
from ruhr_planner.store.metadata import Provenance
from scripts import stage
from tests.exhibits.small_region import make_store

ALGORITHM = "ruhr_planner:exporttables"
GERMAN, ENGLISH = 0, 1
OPEN = 0
NASTY = "=cmd|' /C calc'!A0"

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture(scope="module", autouse=True)
def _german(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    compiled = tmp_path_factory.mktemp("texts") / "i18n"
    stage.compile_translations(compiled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "translations", lambda: compiled)
        yield


@pytest.fixture(scope="module")
def store(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = make_store(tmp_path_factory.mktemp("store") / "klein.gpkg")
    with sqlite3.connect(file) as database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _shape: 0)
        database.execute(
            "UPDATE plot SET restriction = 2, area_recorded_ha = 1234.5, contamination = 'suspected', "
            "restriction_reasons = 'access;nature', valid_from = '2020-02-29', sensitivity = 'internal' "
            "WHERE plot_id = 't:1'"
        )
        database.execute("UPDATE plot SET valid_to = '2021-01-01' WHERE plot_id = 't:4'")
        database.execute("UPDATE plot SET sensitivity = 'confidential' WHERE plot_id = 't:2'")
    return file


def nasty_layer() -> QgsVectorLayer:
    """A layer of somebody's with everything that has gone wrong in spreadsheets before."""
    layer = QgsVectorLayer(
        "Point?crs=EPSG:4326&field=text:string(0,0)&field=number:double&field=day:date&field=whole:int&field=restriction:"
        "string",
        "Liste: [A/B] mit einem sehr langen Namen für ein Blatt",
        "memory",
    )
    texts = (NASTY, "+49 201 1", "-5", "@SUM(A1)", " =1", "\t=1", 'Öl; "x"\nzwei', "x" * 40_000, "\x01Glocke", "plain")
    for number, text in enumerate(texts):
        feature = QgsFeature(layer.fields())
        values = [text, number + 0.25, QDate(2024, 2, 28).addDays(number), number, "nicht bekannt"]
        feature.setAttributes(values if number else [text, None, None, None, None])
        assert layer.dataProvider().addFeature(feature), layer.dataProvider().lastError()
    return layer


class Book:
    """Sheets of an XLSX file as lists of rows, by zip and XML alone."""

    MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

    def __init__(self, file: Path) -> None:
        self.zip = zipfile.ZipFile(file)
        assert self.zip.testzip() is None
        self.texts = [
            "".join(node.text or "" for node in item.iter(f"{self.MAIN}t"))
            for item in ET.fromstring(self.zip.read("xl/sharedStrings.xml")).iter(f"{self.MAIN}si")
        ]
        self.names = [
            sheet.get("name") for sheet in ET.fromstring(self.zip.read("xl/workbook.xml")).iter(f"{self.MAIN}sheet")
        ]
        styles = ET.fromstring(self.zip.read("xl/styles.xml"))
        codes = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{self.MAIN}numFmt")}
        self.formats = [codes[each.get("numFmtId")] for each in styles.find(f"{self.MAIN}cellXfs")]

    def rows(self, name: str) -> list[list[Any]]:
        page = ET.fromstring(self.zip.read(f"xl/worksheets/sheet{self.names.index(name) + 1}.xml"))
        assert not list(page.iter(f"{self.MAIN}f")), "a formula"
        assert page.find(f"{self.MAIN}sheetViews/{self.MAIN}sheetView/{self.MAIN}pane").get("state") == "frozen"
        found = []
        for row in page.iter(f"{self.MAIN}row"):
            cells: dict[str, Any] = {}
            for cell in row:
                value = cell.find(f"{self.MAIN}v")
                letters = "".join(sign for sign in cell.get("r") if sign.isalpha())
                if value is not None:
                    cells[letters] = self._value(cell, value.text)
            found.append(cells)
        heads = found[0]
        return [{heads[letter]: row.get(letter) for letter in heads} for row in found[1:]]

    def _value(self, cell: ET.Element, text: str) -> Any:
        if cell.get("t") == "s":
            return self.texts[int(text)]
        if self.formats[int(cell.get("s", 0))] == "YYYY\\-MM\\-DD":
            return date(1899, 12, 30) + timedelta(days=int(float(text)))
        return float(text)


def run(tmp_path: Path, name: str, **parameters: Any) -> dict[str, Any]:
    return processing.run(ALGORITHM, {"OUTPUT": str(tmp_path / name), "AS_OF": "2026-01-02", **parameters})


# ----------------------------------------------------------------------------------------------------------------- xlsx
@pytest.fixture(scope="module")
def book(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("out")
    result = run(folder, "t.xlsx", STORE=str(store), LANGUAGE=GERMAN)
    assert (result["N_TABLES"], result["RECORDS"], result["LEFT_OUT"]) == (4, 53 + 7 + 3 + 105, 1)
    return Book(Path(result["OUTPUT"]))


def test_sheets_of_a_store(book: Book) -> None:
    assert book.names == ["Quellen", "Gemeinden", "Flächen", "Breitbandatlas, Gemeinden", "Orte", "Parameter", "Felder"]


def test_values_units_and_codes(book: Book) -> None:
    rows = {row["Flächenkennung"]: row for row in book.rows("Flächen")}
    assert len(rows) == 7, "t:4 has ended"
    plot = rows["t:1"]
    assert plot["Fläche laut Quelle (ha)"] == 1234.5
    assert plot["Gültig von"] == date(2020, 2, 29)
    assert (plot["Flächenart (Code)"], plot["Flächenart"]) == ("fnp_reserve", "FNP-Reserve")
    assert (plot["Restriktionsstufe (Code)"], plot["Restriktionsstufe"]) == (2, "Schwerwiegende")
    assert plot["Restriktionsgründe"] == "Erschließung; Natur"
    assert rows["t:2"]["Restriktionsstufe"] is None, "unknown is an empty cell"
    assert rows["t:e0"]["Name"] == "'=1+1"
    shares = book.rows("Breitbandatlas, Gemeinden")
    assert {type(row["Anteil (%)"]) for row in shares} == {float}


def test_the_book_says_where_it_comes_from(book: Book) -> None:
    sources = {row["Blatt"]: row for row in book.rows("Quellen")}
    plots = sources["Flächen"]
    assert (plots["Datensätze"], plots["Ausgelassen: nicht in Kraft"], plots["Ausgelassen: zu vertraulich"]) == (
        7,
        1,
        0,
    )
    assert plots["Vertraulichkeit"] == "Vertraulich"
    assert "Beispieldaten, erfunden" in plots["Hinweis"]
    assert "Vertraulich – nicht öffentlich" in plots["Hinweis"]
    assert sources["Gemeinden"]["Stand der Daten"] == "01.01.2023"
    assert sources["Gemeinden"]["Quellenvermerk"] == "© GeoBasis-DE / BKG (2023)"
    assert sources["Gemeinden"]["Lizenz"].startswith("Datenlizenz Deutschland – Namensnennung")
    parameters = {row["Parameter"]: row["Wert"] for row in book.rows("Parameter")}
    assert parameters["STORE"] == "klein.gpkg"
    assert parameters["as_of"] == "2026-01-02"
    fields = {(row["Blatt"], row["Feld"]): row for row in book.rows("Felder")}
    contamination = fields["Flächen", "contamination"]
    assert contamination["English"] == "Contamination"
    assert "suspected = " in contamination["Codes"]
    assert contamination["Mindeststufe der Vertraulichkeit"] == "Intern"
    assert fields["Flächen", "area_gross_ha"]["Einheit"] == "ha"


def test_open_tables_hold_what_is_open(store: Path, tmp_path: Path) -> None:
    result = run(tmp_path, "offen.xlsx", STORE=str(store), TABLES="plot", LANGUAGE=ENGLISH, LEVEL=OPEN, CODES=False)
    book = Book(Path(result["OUTPUT"]))
    rows = book.rows("Plots")
    assert {row["Plot id"] for row in rows} == {"t:3", "t:e0", "t:e1", "t:e2", "t:e3"}
    assert not {"Contamination", "Ownership", "Restriction reasons"} & set(rows[0])
    assert "Plot type (code)" not in rows[0]
    (told,) = book.rows("Sources")
    assert (told["Left out: too confidential"], told["Confidentiality"]) == (2, "Open")
    assert told["Fields left out"] == "restriction_reasons, contamination, ownership"
    assert "suspected" not in "".join(book.texts)


def test_what_tells_of_confidential_plots_is_as_confidential(store: Path, tmp_path: Path) -> None:
    """The log of edits may hold an earlier state of a plot, take-up names plots; neither has a level of its own."""
    copy = tmp_path / "kopie.gpkg"
    copy.write_bytes(store.read_bytes())
    with sqlite3.connect(copy) as database:
        database.execute("INSERT INTO takeup (plot_id, ha) VALUES ('t:2', 3.5)")
        database.execute("INSERT INTO analysis_run (run_id, parameters) VALUES ('r', '{\"before\": \"t:2 Deponie\"}')")
    database.close()
    given = {"STORE": str(copy), "TABLES": "takeup,analysis_run", "LANGUAGE": ENGLISH}
    for level, written in ((1, 0), (2, 2)):
        result = run(tmp_path, f"l{level}.xlsx", **given, LEVEL=level)
        assert (result["RECORDS"], result["LEFT_OUT"]) == (written, 2 - written)
        assert ("Deponie" in "".join(Book(Path(result["OUTPUT"])).texts)) == (level == 2)
    assert {row["Confidentiality"] for row in Book(tmp_path / "l2.xlsx").rows("Sources")} == {"Confidential"}


def test_the_spelling_of_fields_uncovers_nothing(tmp_path: Path) -> None:
    for names in (("SENSITIVITY", "VALID_TO", "Contamination"), ("sensitivit", "valid_to", "contaminat")):
        fields = "".join(f"&field={name}:string" for name in ("name", *names))
        layer = QgsVectorLayer(f"Point?crs=EPSG:25832{fields}", "Flächen", "memory")
        rows = [
            ("offen", "open", None, "confirmed"),
            ("geheim", "confidential", None, None),
            ("früher", "open", "2020-01-01", None),
            ("ohne", "", None, None),
        ]
        for values in rows:
            feature = QgsFeature(layer.fields())
            feature.setAttributes(list(values))
            assert layer.dataProvider().addFeature(feature)
        keywords = {metadata.SENSITIVITY_KEY: ["internal"]}
        told = QgsLayerMetadata()
        told.setKeywords(keywords)
        layer.setMetadata(told)
        result = run(tmp_path, "p.csv", LAYERS=[layer], LEVEL=OPEN)
        assert (result["RECORDS"], result["LEFT_OUT"]) == (1, 3)
        text = (tmp_path / "p.csv").read_text(encoding="utf-8-sig")
        assert "offen" in text
        assert not [word for word in ("geheim", "früher", "ohne", "confirmed") if word in text]


def test_texts_that_would_be_formulas_or_break_the_file(tmp_path: Path) -> None:
    for name in ("x.xlsx", "x.ods"):
        run(tmp_path, name, LAYERS=[nasty_layer()], LANGUAGE=ENGLISH)
    book = Book(tmp_path / "x.xlsx")
    assert book.names[1] == "Liste   A B  mit einem sehr lan"
    rows = book.rows(book.names[1])
    texts = [row["text"] for row in rows]
    assert texts[:6] == [f"'{text}" for text in (NASTY, "+49 201 1", "-5", "@SUM(A1)", " =1", "\t=1")]
    assert texts[6] == 'Öl; "x"\nzwei'
    assert len(texts[7]) == LONGEST_TEXT and texts[7].endswith(" …")
    assert texts[8:] == ["Glocke", "plain"]
    assert rows[0]["number"] is None
    assert (rows[3]["number"], rows[3]["day"]) == (3.25, date(2024, 3, 2))
    assert rows[3]["Restriction level"] == "nicht bekannt", "a text where the vocabulary has levels stays"
    sheet = zipfile.ZipFile(tmp_path / "x.ods").read("content.xml").decode()
    assert "formula" not in sheet
    ET.fromstring(sheet)
    source = ogr.Open(str(tmp_path / "x.ods"))
    assert [row["text"] for row in source.GetLayerByName(book.names[1])][:3] == texts[:3]
    assert 'office:value="3.25000' in sheet
    assert 'office:date-value="2024-03-02"' in sheet


# ------------------------------------------------------------------------------------------------------------------ csv
def test_csv_for_german_spreadsheets(store: Path, tmp_path: Path) -> None:
    run(tmp_path, "f.csv", STORE=str(store), TABLES="plot", LANGUAGE=GERMAN)
    raw = (tmp_path / "f.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = {row["Flächenkennung"]: row for row in csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";")}
    assert rows["t:1"]["Fläche laut Quelle (ha)"] == "1234,5"
    assert rows["t:1"]["Gültig von"] == "2020-02-29"
    assert rows["t:2"]["Restriktionsstufe (Code)"] == ""
    assert rows["t:e0"]["Name"] == "'=1+1"
    assert {file.name for file in tmp_path.iterdir()} == {"f.csv", "f_quellen.csv", "f_parameter.csv", "f_felder.csv"}


def test_csv_of_several_tables_in_english(store: Path, tmp_path: Path) -> None:
    run(tmp_path, "e.csv", STORE=str(store), LANGUAGE=ENGLISH)
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = [row["Sheet"] for row in csv.DictReader(file)]
    assert listed == ["Municipalities", "Plots", "Breitbandatlas by municipality", "Places"]
    with (tmp_path / "e_plots.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Plot id"]: row for row in csv.DictReader(file)}
    assert rows["t:1"]["Area as recorded (ha)"] == "1234.5"


# ------------------------------------------------------------------------------------------------------------ the rest
def test_geoparquet_without_a_driver_is_a_sentence(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ogr.GetDriverByName
    monkeypatch.setattr(ogr, "GetDriverByName", lambda name: None if name == "Parquet" else known(name))
    with pytest.raises(QgsProcessingException, match=r"“p\.parquet”.*built without the driver “Parquet”.*Choose"):
        run(tmp_path, "p.parquet", STORE=str(store))
    assert list(tmp_path.iterdir()) == []


def test_geoparquet_of_a_layer_that_lies_nowhere_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = ogr.GetDriverByName
    monkeypatch.setattr(ogr, "GetDriverByName", lambda name: known("GeoJSON" if name == "Parquet" else name))
    layer = QgsVectorLayer("Point?field=name:string", "Irgendwo", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem())
    assert not layer.crs().isValid()
    with pytest.raises(QgsProcessingException, match=r"“Irgendwo” has no coordinate reference system"):
        run(tmp_path, "p.parquet", LAYERS=[layer])
    assert list(tmp_path.iterdir()) == []


def test_geoparquet_holds_shapes_and_codes(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another driver stands in for the one that most lack: what is written is the plugin's, how is GDAL's."""
    known, driver = ogr.GetDriverByName, store_layers.driver_of
    stand_in = "GeoJSON"
    monkeypatch.setattr(ogr, "GetDriverByName", lambda name: known(stand_in if name == "Parquet" else name))
    monkeypatch.setattr(
        store_layers, "driver_of", lambda path, by: stand_in if path.suffix == ".parquet" else driver(path, by)
    )
    run(tmp_path, "p.parquet", STORE=str(store), TABLES="plot,place", LEVEL=OPEN)
    assert {file.name for file in tmp_path.iterdir()} == {"p.parquet", "p.qmd", "p_orte.parquet", "p_orte.qmd"}
    with fiona.open(tmp_path / "p.parquet", driver="GeoJSON") as source:
        plots = {each["properties"]["plot_id"]: each for each in source}
    assert set(plots) == {"t:3", "t:e0", "t:e1", "t:e2", "t:e3"}
    assert plots["t:3"]["properties"]["plot_type"] == "regional_reserve"
    assert plots["t:3"]["geometry"]["type"] == "MultiPolygon"
    assert "contamination" not in plots["t:3"]["properties"]
    assert said_beside(tmp_path / "p.qmd") == ("plot", "open")
    run(tmp_path, "p.parquet", STORE=str(store), TABLES="plot")
    assert said_beside(tmp_path / "p.qmd") == ("plot", "confidential"), "as its records, not as its table"


def said_beside(file: Path) -> tuple[str, str]:
    """The table and the level that a file of metadata names, and that its data are marked as invented."""
    told = QgsLayerMetadata()
    document = QDomDocument()
    document.setContent(file.read_text(encoding="utf-8"))
    assert told.readMetadataXml(document.documentElement())
    assert "erfunden" in told.title() and told.keywords()["ruhr_planner:licence"] == ["invented"]
    (level,) = told.keywords()["ruhr_planner:sensitivity"]
    return told.identifier().split(".")[1], level


def awkward_layer() -> QgsVectorLayer:
    """Numbers with a width, a field named as the column of geometries, a record without a place, heights."""
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:25832&field=geometry:string&field=share:double(20,5)", "Plan A/B", "memory"
    )
    for name, share, shape in (("Öl", 0.123456789, "POLYGON((0 0,1 0,1 1,0 0))"), (None, 1e300, "")):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name, share])
        feature.setGeometry(QgsGeometry.fromWkt(shape))
        assert layer.dataProvider().addFeature(feature), layer.dataProvider().lastError()
    return layer


needs_parquet = pytest.mark.skipif(ogr.GetDriverByName("Parquet") is None, reason="GDAL has no driver for Parquet")


@needs_parquet
def test_geoparquet_of_a_store(store: Path, tmp_path: Path) -> None:
    result = run(tmp_path, "p.PARQUET", STORE=str(store), TABLES="plot,place,broadband_area")
    assert result["OUTPUT"] == str(tmp_path / "p.PARQUET")
    names = {"p", "p_orte", "p_breitbandatlas_gemeinden"}
    assert {file.name for file in tmp_path.iterdir()} == {f"{n}{e}" for n in names for e in (".PARQUET", ".qmd")}
    source = ogr.Open(str(tmp_path / "p.PARQUET"))
    layer = source.GetLayer(0)
    (column,) = json.loads(layer.GetMetadata("_PARQUET_METADATA_")["geo"])["columns"].values()
    assert (column["crs"]["id"], column["geometry_types"]) == ({"authority": "EPSG", "code": 25832}, ["MultiPolygon"])
    written = {each["plot_id"]: each for each in layer}
    stored = QgsVectorLayer(f"{store}|layername=plot", "plot", "ogr")
    for plot in stored.getFeatures("plot_id <> 't:4'"):
        found = written.pop(plot["plot_id"])
        for name, value in found.items().items():
            kept = plot[name]
            kept = kept.toString("yyyy/MM/dd") if isinstance(kept, QDate) else kept
            assert (value is None and QgsVariantUtils.isNull(kept)) or value == kept, name
        shape = QgsGeometry()
        shape.fromWkb(bytes(found.GetGeometryRef().ExportToWkb()))
        shape.normalize()
        kept = QgsGeometry(plot.geometry())
        kept.normalize()
        assert shape.equals(kept)
    assert not written
    for name, expected in (("p_orte", (3, ogr.wkbPoint)), ("p_breitbandatlas_gemeinden", (105, ogr.wkbNone))):
        source = ogr.Open(str(tmp_path / f"{name}.PARQUET"))
        assert (source.GetLayer(0).GetFeatureCount(), source.GetLayer(0).GetGeomType()) == expected


@needs_parquet
def test_geoparquet_keeps_what_others_bring(tmp_path: Path) -> None:
    run(tmp_path, "p.parquet", LAYERS=[awkward_layer()])
    source = ogr.Open(str(tmp_path / "p.parquet"))
    layer = source.GetLayer(0)
    assert layer.GetGeometryColumn() == "geometry_2"
    assert [(each["geometry"], each["share"]) for each in layer] == [("Öl", 0.123456789), (None, 1e300)]
    assert [each.GetGeometryRef() is None for each in layer] == [False, True]
    whole = (tmp_path / "p.parquet").read_bytes()
    (tmp_path / "h.parquet").write_bytes(whole[:-40])
    with pytest.raises(HalfWritten):
        store_layers.check_complete(tmp_path / "h.parquet", 2)


def test_the_level_of_a_file_stands_beside_it(tmp_path: Path) -> None:
    layer = awkward_layer()
    said = Provenance("Liste", ("invented",), (), "confidential", "2026-01-01")
    spec = store_layers.LayerSpec(
        "liste", layer.fields(), layer.wkbType(), metadata.write(metadata.Description("x", "Liste", "", (said,)))
    )
    rows = [(each.geometry(), each.attributes()) for each in layer.getFeatures()]
    store_layers.write_layer(tmp_path / "l.geojson", spec, rows, QgsCoordinateTransformContext())
    opened = QgsVectorLayer(str(tmp_path / "l.geojson"), "l", "ogr")
    assert metadata.read(metadata.told(opened), "l").sensitivity == "confidential"
    assert opened.metadata().title() == ""
    result = run(tmp_path, "o.csv", LAYERS=[str(tmp_path / "l.geojson")], LEVEL=OPEN)
    assert (result["RECORDS"], result["LEFT_OUT"]) == (0, 2)
    (tmp_path / "l.qmd").write_text("<qgis", encoding="utf-8")
    assert metadata.told(opened).title() == ""


def test_what_geoparquet_asks_for(tmp_path: Path) -> None:
    fields = awkward_layer().fields()
    free = store_layers.without_widths(fields)
    assert [(each.name(), each.length(), each.precision()) for each in free][1] == ("share", 0, 0)
    assert (fields[1].length(), fields[1].precision()) == (20, 5)
    assert store_layers.geometry_name(fields) == "geometry_2"
    fields.append(QgsField("Geometry_2_BBOX", QMetaType.Type.QString))
    assert store_layers.geometry_name(fields) == "geometry_3"
    assert store_layers.geometry_name(QgsFields()) == "geometry"


def test_a_file_that_ends_too_early(tmp_path: Path) -> None:
    file = tmp_path / "h.geojson"
    file.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": null}]}'
    )
    store_layers.check_complete(file, 1)
    with pytest.raises(HalfWritten, match="of 2 records, 1 can be read back"):
        store_layers.check_complete(file, 2)
    file.write_text(file.read_text()[:60])
    with pytest.raises(HalfWritten, match="of 1 record, 0 can be read back"):
        store_layers.check_complete(file, 1)


def test_layers_of_one_name_get_files_of_their_own(tmp_path: Path) -> None:
    run(tmp_path, "d.csv", LAYERS=[awkward_layer(), awkward_layer()], LANGUAGE=ENGLISH)
    assert {file.name for file in tmp_path.iterdir()} == {
        "d.csv", "d_plan_a_b.csv", "d_plan_a_b_2.csv", "d_parameters.csv", "d_fields.csv",
    }  # fmt: skip


def test_nothing_given_and_unknown_tables(store: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"nothing to export.*Choose a planning store or layers"):
        run(tmp_path, "n.xlsx")
    with pytest.raises(QgsProcessingException, match="exclusion"):
        run(tmp_path, "n.xlsx", STORE=str(store), TABLES="plot, exclusion")
    with pytest.raises(QgsProcessingException, match=r"\.txt.*\.xlsx, \.ods, \.csv, \.parquet"):
        run(tmp_path, "n.txt", STORE=str(store))
    assert list(tmp_path.iterdir()) == []


def test_cancel_leaves_the_old_file(store: Path, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_text("alt")

    class Stopped(QgsProcessingFeedback):
        def isCanceled(self) -> bool:
            return True

    stopped = Stopped()
    stopped.cancel()
    with pytest.raises(QgsProcessingException):
        processing.run(ALGORITHM, {"STORE": str(store), "OUTPUT": str(tmp_path / "t.xlsx")}, feedback=stopped)
    assert (tmp_path / "t.xlsx").read_text() == "alt"
    assert [file.name for file in tmp_path.iterdir()] == ["t.xlsx"]


def test_names_of_sheets() -> None:
    assert sheet_names(["A" * 40, "a" * 40, "x/y", "'x'", ""]) == ["A" * 31, "a" * 29 + " 2", "x y", "x", "–"]
    assert harmless("＝1") == "'＝1"
    assert harmless("3 - 2 = 1") == "3 - 2 = 1"


def test_a_sheet_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ruhr_planner.exhibit.workbook.MOST_ROWS", 2)
    with pytest.raises(SheetTooLong):
        write_workbook(tmp_path / "l.xlsx", [Worksheet("L", (Column("a", "int"),), [(1,), (2,), (3,)])])
