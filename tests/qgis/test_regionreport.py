"""`regionreport` through the registry: one truth in layers, workbook and report; whole or not at all; in a task."""

from __future__ import annotations

import hashlib
import html
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fiona
import processing
import pytest
from osgeo import gdal, ogr
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEventLoop, QThread, QTimer

from ruhr_planner import about, i18n, paths
from ruhr_planner.exhibit import folder as places
from ruhr_planner.exhibit import layout, tables, workbook
from ruhr_planner.exhibit.foreground import in_main_thread
from ruhr_planner.model import codes
from ruhr_planner.model.errors import Cancelled, ReadOnlyTarget, WriteFailed
from ruhr_planner.model.results import CHANGE, FIBRE_SUMMARY
from ruhr_planner.model.tables import BROADBAND_AREA, BROADBAND_CELL, MUNICIPALITY, PLACE, PLOT
from ruhr_planner.processing import regionreport
from ruhr_planner.store import metadata
from scripts import stage
from tests.exhibits.small_region import make_store

ALGORITHM = "ruhr_planner:regionreport"
GERMAN, ENGLISH = 0, 1

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
    return make_store(tmp_path_factory.mktemp("store") / "klein.gpkg", sensitivity="internal")


@pytest.fixture(scope="module")
def report(provider: object, store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("out") / "Bericht Süd"
    return processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(folder), "LANGUAGE": GERMAN})


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three questions, with names on the maps where QGIS lays them: enough where these are not looked at."""
    asked = (regionreport.questions.sites, regionreport.questions.fibre, regionreport.questions.broadband)
    monkeypatch.setattr(regionreport, "_ORDER", asked)
    monkeypatch.setattr(layout.names, "arrange", lambda *_given: None)


@pytest.fixture
def unprinted(three: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three questions and their exhibits, without the report on paper."""
    monkeypatch.setattr(regionreport, "_print", lambda *_given: (0, {}))


@pytest.fixture
def quick(unprinted: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three questions and empty exhibits: enough where neither pages nor numbers are looked at."""
    monkeypatch.setattr(layout, "compose", lambda _exhibit: None)
    monkeypatch.setattr(layout, "export_pdf", lambda _sheet, file: file.write_bytes(b"%PDF-1.4\n"))


def text_of(results: dict[str, Any]) -> str:
    """The report without its pictures and tags."""
    page = Path(results["REPORT"]).read_text(encoding="utf-8")
    page = re.sub(r"<style>.*?</style>|base64,[^\"]*", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def sheet(results: dict[str, Any], name: str) -> list[dict[str, Any]]:
    gdal.SetThreadLocalConfigOption("OGR_XLSX_HEADERS", "FORCE")  # a sheet of words alone does not tell its heading
    source = ogr.Open(results["WORKBOOK"])
    layer = source.GetLayerByName(name)
    assert layer is not None, [source.GetLayer(index).GetName() for index in range(source.GetLayerCount())]
    return [feature.items() for feature in layer]


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


# ------------------------------------------------------------------------------------------------------------ the truth
def test_numbers_of_the_small_region(report: dict[str, Any]) -> None:
    """Two sites (15 and 60 ha net), one across a border; of 8 commercial plots and 2 schools see small_region."""
    assert report["N_SITES"] == 2
    assert report["SITES_HA"] == pytest.approx(75.0, abs=0.02)
    assert report["CROSS_BORDER"] == 1
    assert report["N_OBJECTS"] == 10
    assert (report["SERVED"], report["PARTLY"], report["UNSERVED"], report["NO_DATA"]) == (2, 1, 2, 5)
    assert report["N_MUNICIPALITIES"] == 53


def test_files_lie_in_the_folder_and_nothing_else(report: dict[str, Any]) -> None:
    folder = Path(report["FOLDER"])
    assert {file.name for file in folder.iterdir()} == set(regionreport.FILES)
    assert list(folder.parent.iterdir()) == [folder], "no staging folder stays"


def test_layers_read_by_fiona(report: dict[str, Any]) -> None:
    file = report["GEOPACKAGE"]
    names = {
        "cooperation_site", "cooperation_rejected", "cooperation_near_miss", "cooperation_gap_table", "fibre_gap_area",
        "fibre_summary_area", "fibre_gap_school", "fibre_summary_school", "broadband_household",
        "broadband_business_area",
    }  # fmt: skip
    assert names <= set(fiona.listlayers(file))
    with fiona.open(file, layer="cooperation_site") as sites:
        assert sites.crs.to_epsg() == 25832
        assert sorted(round(site["properties"]["net_ha"], 1) for site in sites) == [15.0, 60.0]
    with fiona.open(file, layer="fibre_gap_area") as gaps:
        found = sorted(gap["properties"]["gap_class"] for gap in gaps)
    assert found == ["no_data"] * 5 + ["partly", "served", "unserved"]
    with fiona.open(file, layer="broadband_business_area") as shares:
        by_ags = {each["properties"]["ags"]: each["properties"]["share"] for each in shares}
    assert len(by_ags) == 53
    assert by_ags["05170052"] is None, "unknown is no number"
    assert by_ags["05112000"] == 30.0, "the first by AGS has 0 + 30 per cent"


def test_styles_and_metadata_lie_in_the_file(report: dict[str, Any]) -> None:
    for name, renderer in (("cooperation_site", "RuleRenderer"), ("fibre_gap_area", "categorizedSymbol")):
        layer = QgsVectorLayer(f"{report['GEOPACKAGE']}|layername={name}", name, "ogr")
        assert layer.renderer().type() == renderer
        assert layer.metadata().keywords()["ruhr_planner:sensitivity"] == ["internal"]
        assert "erfunden" in layer.metadata().title()


def test_workbook_and_layers_say_the_same(report: dict[str, Any]) -> None:
    rows = sheet(report, "Standorte")
    layer = QgsVectorLayer(f"{report['GEOPACKAGE']}|layername=cooperation_site", "sites", "ogr")
    assert {row["Standortkennung"]: row["Nettofläche (ha)"] for row in rows} == pytest.approx(
        {feature["site_id"]: feature["net_ha"] for feature in layer.getFeatures()}
    )
    known = {codes.GAP_CLASS.label(code, "de") for code in codes.GAP_CLASS}
    assert {row["Haushaltsglasfaser in der Nähe"] for row in rows} <= known
    assert all(row["Haushaltsglasfaser in der Nähe"] for row in rows)
    to_close = sheet(report, "Offene Objekte")
    assert len(to_close) == report["PARTLY"] + report["UNSERVED"] + report["NO_DATA"] == 8
    assert sum(row["Versorgung"] == "Keine Datengrundlage" for row in to_close) == report["NO_DATA"]
    assert any(row["Name"] == "Realschule Öst & Co" and row["Objektart"] == "Schulen" for row in to_close)
    assert {row["Name"] for row in to_close if row["Name"] and "1+1" in row["Name"]} == {"'=1+1"}, "no formula"
    unserved = tables.heading(FIBRE_SUMMARY.column(FIBRE_SUMMARY.n_unserved), "de")
    summary = [row for row in sheet(report, "Glasfaser nach Kommunen") if row["Objektart"] == "Gewerbeflächen"]
    assert sum(row[unserved] for row in summary) == 1
    assert sum(row["Anzahl Objekte"] for row in summary) == 8
    broadband = {row["Gemeindeschlüssel (AGS)"]: row for row in sheet(report, "Breitband")}
    assert len(broadband) == 53
    assert broadband["05170052"]["Unternehmen in Gewerbegebieten (%)"] is None
    assert broadband["05112000"]["Haushalte (%)"] == 0.0
    gaps = sheet(report, "Lückenbreite")
    assert [row["Lücke (m)"] for row in gaps] == [5, 10, 15, 20, 30]
    assert [row["Standorte ab 8 ha, Nettofläche"] for row in gaps] == [1, 1, 2, 2, 2]
    assert gaps[2]["Fläche ab Mindestgröße (ha), Nettofläche"] == pytest.approx(75.0, abs=0.02)


def test_workbook_explains_itself(report: dict[str, Any]) -> None:
    fields = {row["Feld"]: row for row in sheet(report, "Felder")}
    assert fields["net_ha"]["Deutsch"] == "Nettofläche"
    assert fields["net_ha"]["Einheit"] == "ha"
    assert "no_data = Keine Datengrundlage" in fields["gap_class"]["Codes"]
    parameters = {row["Parameter"]: row["Wert"] for row in sheet(report, "Parameter")}
    assert (parameters["GAP"], parameters["MIN_AREA"], parameters["TECHNOLOGY"]) == ("15.0", "8.0", "ftthb")
    lines = " ".join(str(row["Quelle, Stand, Lizenz"]) for row in sheet(report, "Quellen"))
    for said in ("Datenlizenz Deutschland – Namensnennung", "© GeoBasis-DE / BKG (2023)", "30.06.2021", "erfunden"):
        assert said in lines


def test_report_says_the_same_in_sentences(report: dict[str, Any]) -> None:
    text = text_of(report)
    for said in (
        "2 Flächenverbünde erreichen die Mindestgröße; zusammen haben sie 75,0 ha netto",
        "1 davon liegt über einer Gemeindegrenze",
        "Der größte mit 60,0 ha netto liegt in Hamm.",
        "Gewerbeflächen: Von 8 Objekten hat 1 Glasfaser in der Nähe, 1 teilweise, 1 hat keine in der Nähe; zu 5",
        "Schulen: Von 2 Objekten hat 1 Glasfaser in der Nähe, 0 teilweise, 1 hat keine in der Nähe; zu 0 gibt",
        "Der Median der Kommunen liegt bei 26,0 %",
        "keine planungsrechtliche Festlegung",
        "Beispieldaten, erfunden",
        "Nur für den internen Gebrauch",
        "Breitbandatlas | Gigabit-Grundbuch",
        "k. A.",
        "ab 8 ha netto",
        "nur wenn diese keine Daten hat, zählen die Zellen im Umkreis von 150 m",
        "Anteil der Haushalte und Unternehmen in Gewerbegebieten, für die",
    ):
        assert said in text, said


def test_report_needs_only_its_folder_and_no_network(report: dict[str, Any]) -> None:
    folder = Path(report["FOLDER"])
    page = Path(report["REPORT"]).read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 6, "land, brownfield, sites, scores, fibre, broadband have a map"
    for text in (page, (folder / "map.js").read_text(), (folder / "map_data.js").read_text()):
        assert not re.search(r"(?:src|href)=\"(?:https?:|//|/)|url\(|import |fetch\(|XMLHttpRequest", text)
    linked = [link for link in re.findall(r"(?:href|src)=\"([^\"#]+)\"", page) if not link.startswith("data:")]
    assert {"map.js", "map_data.js", "report.pdf", "exhibit_sites.pdf"} <= set(linked)
    assert all((folder / link).is_file() for link in linked)
    assert all(f'id="{name}"' in page for name in re.findall(r"href=\"#([^\"]+)\"", page))
    assert '<html lang="de">' in page


@pytest.mark.usefixtures("quick")
def test_names_are_escaped(provider: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Path) -> None:
    from ruhr_planner.exhibit import findings

    names = findings.municipality_names
    monkeypatch.setattr(
        findings, "municipality_names", lambda layer: {**names(layer), "05915000": "<script>alert(1)</script>"}
    )
    results = processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(tmp_path / "out")})
    page = Path(results["REPORT"]).read_text(encoding="utf-8")
    assert re.findall(r"<script[^>]*>", page) == ['<script src="map_data.js">', '<script src="map.js">']
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.usefixtures("quick")
def test_english(provider: object, store: Path, tmp_path: Path, report: dict[str, Any]) -> None:
    results = processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(tmp_path / "out"), "LANGUAGE": ENGLISH})
    text = text_of(results)
    assert "2 clusters of plots reach the minimum size; together they have 75.0 ha net" in text
    assert "not a determination under planning law" in text
    assert "Flächen" not in text
    assert sheet(results, "Sites")[0]["Net area (ha)"] > 0
    assert {name: results[name] for name in ("N_SITES", "UNSERVED", "NO_DATA")} == {
        name: report[name] for name in ("N_SITES", "UNSERVED", "NO_DATA")
    }


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Since 2023: 1 new plot, 3 taken up in whole or in part (8.5 ha gross), 1 gone without explanation."),
        (
            "de",
            (
                "Seit 2023: 1 neue Fläche, 3 ganz oder zum Teil in Anspruch genommen (8,5 ha brutto), "
                "1 ohne Erklärung entfallen."
            ),
        ),
    ],
)
def test_land_that_was_taken_up_is_told_whatever_became_of_the_plot(language: str, sentence: str) -> None:
    """Of a plot that was divided or is gone only the part that evidence shows, not the whole plot."""
    from ruhr_planner.exhibit import answers, findings
    from ruhr_planner.exhibit.charts import Frame
    from ruhr_planner.exhibit.phrases import Phrases

    rows = [
        ("taken_up", 9.0, 0.0, 4.8),
        ("split", 9.0, 6.0, 3.0),
        ("geometry", 2.0, 1.3, 0.7),
        ("geometry", 2.0, 1.0, None),
        ("new", None, 1.0, None),
        ("gone_unexplained", 1.0, None, None),
    ]
    names = (CHANGE.change_class, CHANGE.ha_old, CHANGE.ha_new, CHANGE.taken_up_ha)
    kinds = "".join(f"&field={name}:{'double' if name in names[1:] else 'string'}" for name in (*names, CHANGE.ags))
    layer = QgsVectorLayer(f"NoGeometry?{kinds}", "change", "memory")
    features = []
    for row in rows:
        feature = QgsFeature(layer.fields())
        for name, value in zip(names, row):
            feature[name] = value
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)
    place = findings.Place("Metropole Ruhr", {})
    found = findings.read_changes(layer, place)
    said = answers.change(found, place, "2023", Frame(Phrases(language), ""))
    assert said.short == sentence
    assert said.figures[1].value == "3"
    assert [row[-1] for row in said.tables[0].rows if row[-1] not in ("0.0", "0,0")] == [
        Phrases(language).number(ha, 1) for ha in (4.8, 0.7, 3.0)
    ]


# ------------------------------------------------------------------------------------------------- language and the day
class Log(QgsProcessingFeedback):
    """Keeps what is said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.warned: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.said.append(info)

    def pushWarning(self, warning: str) -> None:
        self.warned.append(warning)


def test_layers_speak_the_language_of_the_report(report: dict[str, Any]) -> None:
    """QGIS is English in the tests, the report German: titles, abstracts and help texts follow the report."""
    assert i18n.language() == "en"
    file = report["GEOPACKAGE"]

    def layer(name: str) -> QgsVectorLayer:
        return QgsVectorLayer(f"{file}|layername={name}", name, "ogr")

    sites = layer("cooperation_site")
    assert sites.metadata().title().startswith("Mögliche Kooperationsstandorte")
    assert sites.metadata().abstract().startswith("Berechnet aus den angegebenen Flächen")
    assert layer("fibre_gap_area").metadata().abstract().startswith("Zellen des Breitbandatlas")
    (miss,) = layer("cooperation_near_miss").getFeatures()
    assert miss["help"] == "stattdessen eine Mindestgröße von 7,20 ha (ausreichend)"
    shares = layer("broadband_household")
    assert shares.metadata().title().startswith("Haushalte")


@pytest.mark.usefixtures("quick")
def test_english_layers_of_a_german_desktop(provider: object, store: Path, tmp_path: Path) -> None:
    i18n.install("de")
    try:
        log = Log()
        parameters = {"STORE": str(store), "FOLDER": str(tmp_path / "out"), "LANGUAGE": ENGLISH}
        results = processing.run(ALGORITHM, parameters, feedback=log)
        assert i18n.language() == "de"
        assert any("Datensätze gelesen" in line for line in log.said), "the log is the user's"
    finally:
        i18n.remove()
    layer = QgsVectorLayer(f"{results['GEOPACKAGE']}|layername=cooperation_near_miss", "n", "ogr")
    assert [each["help"] for each in layer.getFeatures()] == ["a minimum of 7.20 ha instead (enough)"]
    shares = QgsVectorLayer(f"{results['GEOPACKAGE']}|layername=broadband_household", "s", "ogr")
    assert shares.metadata().title().startswith("Households")


@pytest.mark.usefixtures("quick")
def test_warnings_speak_the_language_of_the_user(provider: object, tmp_path: Path) -> None:
    store = make_store(tmp_path / "ohne.gpkg", (PLOT,))
    log = Log()
    results = processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(tmp_path / "out")}, feedback=log)
    assert "The store has no plots, so cooperation sites cannot be searched for." in log.warned
    assert "enthält keine Flächen" in text_of(results)


@pytest.mark.usefixtures("quick")
def test_the_preset_is_not_said_to_be_overruled(provider: object, store: Path, tmp_path: Path) -> None:
    log = Log()
    processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(tmp_path / "out")}, feedback=log)
    assert any("plots took no part" in line for line in log.said)
    assert not [line for line in log.said if "instead of the preset" in line]


@pytest.mark.usefixtures("quick")
def test_as_of_reaches_the_searches_and_the_pages(provider: object, tmp_path: Path) -> None:
    """On 1 May 2021 the plot in Hamm is not in force yet, and the Breitbandatlas of June 2021 is not out."""
    store = make_store(tmp_path / "tag.gpkg")
    with sqlite3.connect(store) as database:
        database.create_function("ST_IsEmpty", 1, lambda _shape: 0)  # the file's triggers ask for them
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _shape: 0.0)
        database.execute("UPDATE plot SET valid_from = '2021-07-01' WHERE plot_id = 't:3'")
    day = {"STORE": str(store), "FOLDER": str(tmp_path / "out"), "AS_OF": "2021-05-01"}
    results = processing.run(ALGORITHM, day)
    assert (results["N_SITES"], results["CROSS_BORDER"]) == (1, 1)
    assert results["SITES_HA"] == pytest.approx(15.0, abs=0.02)
    assert results["EXHIBIT_BROADBAND"] is None
    text = text_of(results)
    assert "Stand 01.05.2021" in text
    assert "AS_OF 2021-05-01" in text
    layer = QgsVectorLayer(f"{results['GEOPACKAGE']}|layername=cooperation_site", "s", "ogr")
    assert metadata.history(layer.metadata())["as_of"] == "2021-05-01"
    later = processing.run(ALGORITHM, {**day, "FOLDER": str(tmp_path / "later"), "AS_OF": "2021-07-01"})
    assert later["N_SITES"] == 2
    assert later["EXHIBIT_BROADBAND"] is not None


def test_share_layers_name_their_run(report: dict[str, Any], store: Path) -> None:
    layer = QgsVectorLayer(f"{report['GEOPACKAGE']}|layername=broadband_household", "s", "ogr")
    record = metadata.history(layer.metadata())
    assert record["algorithm"] == ALGORITHM
    assert record["plugin_version"] == about.version()
    assert re.fullmatch("[0-9a-f]{32}", record["run_id"])
    assert layer.metadata().identifier() == f"ruhr_planner.broadband_household.{record['run_id']}"
    assert record["parameters"]["STORE"] == store.name, "no path"
    assert "FOLDER" not in record["parameters"]
    assert [entry["count"] for entry in record["inputs"]] == [105, 53]


# -------------------------------------------------------------------------------------------------------------- sources
@pytest.mark.usefixtures("quick")
def test_shipped_boundaries_are_named_with_licence_and_scale(provider: object, tmp_path: Path) -> None:
    store = make_store(tmp_path / "ohne.gpkg", (MUNICIPALITY, BROADBAND_AREA))
    results = processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(tmp_path / "out")})
    text = text_of(results)
    assert "Gemeinden (1:250.000: Übersicht, nicht zum Teilen von Flächen); Stand 01.01.2016; Datenlizenz" in text
    assert "© GeoBasis-DE / BKG 2016 (Daten verändert), dl-de/by-2-0" in text
    assert "Lizenz unbekannt" not in text
    lines = " ".join(str(row["Quelle, Stand, Lizenz"]) for row in sheet(results, "Quellen"))
    assert "1:250.000: Übersicht, nicht zum Teilen von Flächen" in lines
    layer = QgsVectorLayer(f"{results['GEOPACKAGE']}|layername=cooperation_site", "s", "ogr")
    assert "dl-de/by-2-0" in layer.metadata().keywords()["ruhr_planner:licence"]
    assert any("© GeoBasis-DE / BKG 2016" in note for note in layer.metadata().rights())


# ------------------------------------------------------------------------------------------------------ what is missing
@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize(
    ("without", "sentence", "exhibits", "unknown"),
    [
        ((PLOT,), "enthält keine Flächen", {"fibre", "broadband"}, {"N_SITES", "SITES_HA", "CROSS_BORDER"}),
        ((BROADBAND_CELL,), "keine Zellen des Breitbandatlas", {"sites", "broadband"}, {"N_OBJECTS", "UNSERVED"}),
        ((PLOT, PLACE), "weder Flächen noch Schulen", {"broadband"}, {"N_OBJECTS", "N_SITES"}),
        ((BROADBAND_AREA,), "keine Glasfaseranteile nach Kommunen", {"sites", "fibre"}, {"N_MUNICIPALITIES"}),
    ],
)
def test_a_question_that_stays_open_is_a_sentence(
    provider: object, tmp_path: Path, without: tuple, sentence: str, exhibits: set[str], unknown: set[str]
) -> None:
    store = make_store(tmp_path / "luecke.gpkg", without)
    results = processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(tmp_path / "out")})
    assert sentence in text_of(results)
    assert {name for name in ("sites", "fibre", "broadband") if results[f"EXHIBIT_{name.upper()}"]} == exhibits
    assert {name for name in unknown if results[name] is not None} == set()


def test_a_store_without_anything_still_reports(provider: object, tmp_path: Path) -> None:
    store = make_store(tmp_path / "leer.gpkg", (PLOT, PLACE, BROADBAND_CELL, BROADBAND_AREA))
    results = processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(tmp_path / "out")})
    assert text_of(results).count("Der Datenbestand enthält") == 5, "land, brownfield, sites, fibre, shares"
    assert results["GEOPACKAGE"] is None


# --------------------------------------------------------------------------------------------------------- whole or not
@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A folder with an earlier report and a file of someone else."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name in (*regionreport.FILES, "Protokoll.docx"):
        (folder / name).write_text(f"alt {name}", encoding="utf-8")
    return folder


@pytest.mark.usefixtures("quick")
def test_an_earlier_report_is_replaced_and_foreign_files_stay(provider: object, earlier: Path, tmp_path: Path) -> None:
    store = make_store(tmp_path / "ohne.gpkg", (BROADBAND_AREA,))
    processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(earlier)})
    assert (earlier / "Protokoll.docx").read_text(encoding="utf-8") == "alt Protokoll.docx"
    assert (earlier / "exhibit_sites.pdf").read_bytes().startswith(b"%PDF")
    assert not (earlier / "exhibit_broadband.pdf").exists(), "a page that no longer applies goes"
    assert {file.name for file in tmp_path.iterdir()} == {"out", "ohne.gpkg"}


@pytest.mark.usefixtures("quick")
def test_a_failure_leaves_the_old_report(
    provider: object, store: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, _sheets: object) -> None:
        raise WriteFailed(file=file.name, why="the disk is full")

    monkeypatch.setattr(workbook, "write_workbook", full)
    before = digests(earlier)
    with pytest.raises(QgsProcessingException, match=r"tables\.xlsx.*disk is full"):
        processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(earlier)})
    assert digests(earlier) == before
    assert [file.name for file in earlier.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("failing", range(1, 11))
def test_a_failing_move_is_undone(tmp_path: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    staged = tmp_path / "staged"
    staged.mkdir()
    for name in regionreport.FILES:
        (staged / name).write_text(f"neu {name}", encoding="utf-8")
    before = digests(earlier)
    calls = iter(range(1, 100))
    replace = Path.replace

    def sometimes(self: Path, target: Path) -> Path:
        if next(calls) == failing:
            raise PermissionError("held open")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", sometimes)
    with pytest.raises((ReadOnlyTarget, Exception), match=r"held open|file"):
        places.move_folder(staged, earlier, regionreport.FILES, "FOLDER")
    assert digests(earlier) == before


def test_folder_that_cannot_be(provider: object, store: Path, tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("mine", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"datei.*FOLDER"):
        processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(tmp_path / "datei")})
    assert (tmp_path / "datei").read_text(encoding="utf-8") == "mine"
    with pytest.raises(QgsProcessingException, match=r"nirgends.*FOLDER"):
        processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(tmp_path / "nirgends" / "out")})


def test_read_only_folder(provider: object, store: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions do not bind root, so the question to the system is answered here."""
    ask = places.os.access
    monkeypatch.setattr(places.os, "access", lambda path, mode: Path(path) != earlier and ask(path, mode))
    before = digests(earlier)
    with pytest.raises(QgsProcessingException, match="read-only"):
        processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(earlier)})
    assert digests(earlier) == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("late", [False, True])
def test_a_result_that_another_program_writes_stays(
    provider: object, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    """Also when the other program comes while the report is being made."""
    folder = tmp_path / "out"
    folder.mkdir()
    other = sqlite3.connect(folder / "results.gpkg", isolation_level=None)
    other.execute("CREATE TABLE theirs (text)")
    monkeypatch.setattr("ruhr_planner.store.sqlite.BUSY_SECONDS", 0.1)
    write = workbook.write_workbook

    def lock_and_write(file: Path, sheets: Any) -> None:
        if late:
            other.execute("BEGIN EXCLUSIVE")
        write(file, sheets)

    monkeypatch.setattr(workbook, "write_workbook", lock_and_write)
    if not late:
        other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(QgsProcessingException, match=r"results\.gpkg.*FOLDER.*held open by another program"):
        processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(folder)})
    other.execute("ROLLBACK")
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    other.close()
    assert {file.name for file in tmp_path.iterdir()} == {"out"}
    assert [file.name for file in folder.iterdir()] == ["results.gpkg"]


class CancelAt(QgsProcessingFeedback):
    """Cancels itself when the report says a certain thing."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def pushInfo(self, info: str) -> None:
        if self.words in info:
            self.cancel()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("words", ["records read", "objects served"])
def test_cancel_leaves_the_old_report(provider: object, store: Path, earlier: Path, words: str) -> None:
    before = digests(earlier)
    with pytest.raises(QgsProcessingException, match="cancel"):
        processing.run(ALGORITHM, {"STORE": str(store), "FOLDER": str(earlier)}, feedback=CancelAt(words))
    assert digests(earlier) == before
    assert [file.name for file in earlier.parent.iterdir()] == ["out"]


# ------------------------------------------------------------------------------------------------------------ in a task
def wait_for(task: QgsProcessingAlgRunnerTask, seconds: int = 300) -> tuple[bool, dict[str, Any]]:
    """Run the event loop until a task has ended, as the desktop does."""
    loop, outcome = QEventLoop(), []

    def ended(succeeded: bool, results: dict[str, Any]) -> None:
        outcome.append((succeeded, results))
        loop.quit()

    task.executed.connect(ended)
    QTimer.singleShot(seconds * 1000, loop.quit)
    QgsApplication.taskManager().addTask(task)
    loop.exec()
    assert outcome, "the task did not end"
    return outcome[0]


@pytest.mark.usefixtures("three")
def test_in_a_background_task_pages_are_drawn_in_the_main_thread(
    provider: object, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, set[bool]] = {"page": set(), "analysis": set()}
    compose, opened = layout.compose, regionreport.opened

    def in_foreground() -> bool:
        return QThread.currentThread() == QgsApplication.instance().thread()

    def composed(exhibit: layout.Exhibit) -> Any:
        seen["page"].add(in_foreground())
        return compose(exhibit)

    def opening(uri: str) -> QgsVectorLayer:
        seen["analysis"].add(in_foreground())
        return opened(uri)

    monkeypatch.setattr(layout, "compose", composed)
    monkeypatch.setattr(regionreport, "opened", opening)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    parameters = {"STORE": str(store), "FOLDER": str(tmp_path / "out")}
    succeeded, results = wait_for(QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback))
    assert succeeded, feedback.textLog()
    assert seen == {"page": {True}, "analysis": {False}}
    assert results["N_SITES"] == 2
    assert {file.name for file in (tmp_path / "out").iterdir()} == set(regionreport.FILES)


def from_a_thread(call: Any, seconds: float = 10.0) -> list[Any]:
    """Make a call in a thread while the event loop runs here; return what it returned or raised."""
    loop, outcome = QEventLoop(), []

    def work() -> None:
        try:
            outcome.append(call())
        except Exception as error:  # noqa: BLE001 - looked at by the test
            outcome.append(error)

    thread = threading.Thread(target=work)
    timer = QTimer()
    timer.timeout.connect(lambda: thread.is_alive() or loop.quit())
    timer.start(20)
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    thread.start()
    loop.exec()
    thread.join(1)
    return outcome


def test_a_call_into_the_main_thread(qgis_app: object) -> None:
    here = threading.get_ident()
    assert from_a_thread(lambda: in_main_thread(threading.get_ident)) == [here]
    (raised,) = from_a_thread(lambda: in_main_thread(lambda: 1 / 0))
    assert isinstance(raised, ZeroDivisionError)
    assert in_main_thread(threading.get_ident) == here


def test_a_call_that_has_not_begun_is_taken_back(qgis_app: object) -> None:
    """The main thread is busy, as at the end of QGIS: a cancel must not wait for it for ever."""
    made: list[int] = []
    outcome: list[Any] = []

    def work() -> None:
        try:
            in_main_thread(lambda: made.append(1), lambda: True)
        except Cancelled as error:
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert isinstance(outcome[0], Cancelled)
    QgsApplication.processEvents()
    assert made == []
