"""Fact sheets: every number is the layer's, on paper and on screen; no row is lost; unknown is said, never 0."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    NULL,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemPage,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QMetaType, QRectF

from ruhr_planner.exhibit import factsheet, factsheet_page, factsheet_site, layout, styles
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.exhibit.sheet import SMALLEST, ClassIndex, class_counts
from ruhr_planner.model import codes
from ruhr_planner.model.results import CONNECTION, FIBRE_GAP, LAND_BALANCE, SITE, SITE_SCORE, factor_distance
from ruhr_planner.model.tables import MUNICIPALITY, PLOT, TABLES, Field
from ruhr_planner.store import geopackage
from ruhr_planner.store.geopackage import Content
from ruhr_planner.store.metadata import Provenance
from tests.exhibits.small_region import INVENTED, STATED, municipalities, row, square
from tests.exhibits.test_exhibits import plain, said
from tests.registry import registered

N_PLOTS = 61
ROWS, COLUMNS = 8, 8
WEST, SOUTH = 374_000.0, 5_709_000.0
JUNCTION = factor_distance(codes.FACTOR_KIND.motorway_junction)
KNOWN: dict[str, Any] = {
    SITE.site_id: "ab'12",
    SITE.n_plots: N_PLOTS,
    SITE.plot_ids: ";".join(f"t:{n:03d}" for n in range(N_PLOTS)),
    SITE.gross_ha: 1234.5678,
    SITE.net_ha: 925.9259,
    SITE.usable_ha: 88.125,
    SITE.single_net_ha: 7.9951,
    SITE.meets_8: 1,
    SITE.meets_8_single: 0,
    SITE.inscribed_d_m: 421.4,
    SITE.compactness: 0.4258,
    SITE.brownfield_share: 0.0346,
    SITE.cross_border: 1,
    SITE.ags_shares: json.dumps({"05916000": 0.3125, "05911000": 0.6875}),
    SITE.restriction_max: 2,
    SITE.restriction_ha: json.dumps({"0": 20.6675, "1": 10.7236, "2": 5.0411, "unknown": 4.3562}),
    SITE.excluded_ha: "{}",
    SITE.soft_ha: json.dumps({"forest": 1.2345}),
    SITE.sensitive_dist_m: 45.45,
    SITE.distance_class: "IV",
    SITE.distance_class_ha: json.dumps({"IV": 8.9484, "V": 19.3329, "none": 0.5113}),
    JUNCTION.name: 1263.59,
    FIBRE_GAP.gap_class: "served",
    FIBRE_GAP.certainty: "inferred",
    FIBRE_GAP.fibre_share: 0.9713,
    CONNECTION.total_eur: 852443.27,
    CONNECTION.total_low_eur: 596710.29,
    CONNECTION.total_high_eur: 1108176.25,
    CONNECTION.feasible: 1,
    SITE_SCORE.score: 39.25407,
    SITE_SCORE.rank: 2,
    SITE_SCORE.rank_p05: 1,
    SITE_SCORE.rank_p95: 2,
    SITE_SCORE.p_top: 0.0312,
    SITE_SCORE.completeness: 0.95,
    SITE_SCORE.close_call: 1,
}
"""Values of a site that a person can look up on its sheet; an apostrophe in its id."""

_TYPES = {"text": QMetaType.Type.QString, "int": QMetaType.Type.Int, "real": QMetaType.Type.Double}


class Listener(QgsProcessingFeedback):
    """Keeps what a run says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.said: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.said.append(info)


def execute(name: str, **given: Any) -> tuple[dict[str, Any], list[str]]:
    """Run an algorithm; return its results and its log."""
    with registered():
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{name}")
        listener, context = Listener(), QgsProcessingContext()
        results, succeeded = algorithm.run(given, context, listener, {}, False)
        for key, value in list(results.items()):
            if isinstance(value, str) and context.getMapLayer(value) is not None:
                results[key] = context.takeResultLayer(value)
        del algorithm
    assert succeeded
    return results, listener.said


def write_sheets(folder: Path, **given: Any) -> dict[str, Any]:
    """Write fact sheets; return the results."""
    return execute("factsheets", FOLDER=str(folder), AS_OF="2026-01-02", **given)[0]


def refused(folder: Path, **given: Any) -> str:
    """The sentence that a run ends with; nothing may be left behind."""
    with pytest.raises(QgsProcessingException) as told:
        write_sheets(folder, **given)
    assert not folder.exists()
    assert "\n" not in str(told.value)
    return str(told.value)


def columns_of(values: Mapping[str, Any]) -> list[Field]:
    tables = (SITE, SITE_SCORE, FIBRE_GAP, CONNECTION)
    return [next((t.column(n) for t in tables if n in t), JUNCTION) for n in values]


def sites(*records: Mapping[str, Any], crs: str = "EPSG:25832", fields: Mapping[str, Any] = KNOWN) -> QgsVectorLayer:
    """A layer of sites, one beside the other over the plots."""
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:25832", "Standorte", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs))
    layer.dataProvider().addAttributes([QgsField(column.name, _TYPES[column.kind]) for column in columns_of(fields)])
    layer.updateFields()
    made = []
    for number, record in enumerate(records):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(square(WEST + number * 900.0, SOUTH, 64))
        for name in fields:
            feature[name] = record.get(name, NULL)
        made.append(feature)
    layer.dataProvider().addFeatures(made)
    layer.updateExtents()
    return layer


def plot_rows() -> list[tuple[Any, list[Any]]]:
    """61 plots of 1 ha: some without any value but their id, one with a long name and signs that HTML means."""
    made = []
    for number in range(N_PLOTS):
        x, y = WEST + 100.0 * (number % COLUMNS), SOUTH + 100.0 * (number // COLUMNS)
        known = {
            "plot_id": f"t:{number:03d}",
            "ags": "05911000" if number % 3 else "05916000",
            "plot_type": codes.PLOT_TYPE.codes[number % 9],
            "planning_status": codes.PLANNING_STATUS.codes[number % 6],
            "use_rp": "GIB",
            "area_gross_ha": 1.0 + number / 100,
            "contamination": "suspected",
        }
        if number % 7 == 0:
            known = {key: value for key, value in known.items() if key in ("plot_id", "ags", "area_gross_ha")}
            known["plot_type"] = "fnp_reserve"
        if number == 5:
            known["name"] = "Ehemalige Zeche <Prinz & Regent> mit einem Namen, der über mehrere Zeilen geht"
        made.append(row(PLOT, square(x, y, 0.9), **known))
    ended = row(PLOT, square(WEST, SOUTH, 0.9), plot_id="t:old", ags="05911000", plot_type="brownfield",
                valid_to=QDate(2025, 1, 1))  # fmt: skip
    return [*made, ended]


@pytest.fixture(scope="module")
def plots(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the plots, and the real municipalities."""
    contents = [
        Content(TABLES[MUNICIPALITY.table], municipalities(), (STATED,)),
        Content(TABLES[PLOT.table], plot_rows(), (INVENTED,)),
    ]
    return geopackage.create(tmp_path_factory.mktemp("store") / "plots.gpkg", contents).path


@pytest.fixture(scope="module")
def pdfs(_german: None, plots: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sheets of a site of which all is known and one of which nothing is."""
    folder = tmp_path_factory.mktemp("pdf") / "Blätter"
    nothing = {SITE.site_id: "leer"}
    results = write_sheets(folder, SITES=sites(KNOWN, nothing), STORE=str(plots), STATUS=1, AUTHOR="M. Beispiel")
    assert results["N_SHEETS"] == 2
    return folder


@pytest.fixture(scope="module")
def pages(_german: None, plots: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as HTML."""
    folder = tmp_path_factory.mktemp("html") / "Blätter"
    write_sheets(folder, SITES=sites(KNOWN, {SITE.site_id: "leer"}), STORE=str(plots), FORMAT=2)
    return folder


class Reader(HTMLParser):
    """Reads the rows of all tables, and all text."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.text = ""
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag not in ("script", "iframe"), tag
        assert not [value for name, value in attrs if name in ("src", "href") and str(value).startswith("http")]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append("".join(self._cell).strip())
            self._cell = None

    def handle_data(self, data: str) -> None:
        self.text += data + "\n"
        if self._cell is not None:
            self._cell.append(data)


def read_page(file: Path) -> Reader:
    reader = Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    return reader


def german(text: str) -> float:
    """The first number of a German text."""
    found = re.search(r"-?[\d.]+(?:,\d+)?", text)
    assert found, text
    return float(found.group().replace(".", "").replace(",", "."))


def of_site(folder: Path, key: str, ending: str) -> Path:
    return next(path for path in folder.glob(f"factsheet_{key}*{ending}"))


def text_of(file: Path) -> str:
    return plain(said("pdftotext", "-layout", file, "-")).replace("\u00a0", " ")


NUMBERS = [
    (SITE.gross_ha, 0.005), (SITE.net_ha, 0.005), (SITE.usable_ha, 0.005), (SITE.single_net_ha, 0.005),
    (SITE.inscribed_d_m, 0.5), (SITE.compactness, 0.005), (SITE.sensitive_dist_m, 0.5),
    (SITE_SCORE.score, 0.05), (CONNECTION.total_eur, 0.5),
]  # fmt: skip
SHARES = (SITE.brownfield_share, FIBRE_GAP.fibre_share, SITE_SCORE.p_top, SITE_SCORE.completeness)


# ----------------------------------------------------------------------------------------------------- numbers and rows
def test_every_number_of_the_page_is_that_of_the_layer(pages: Path) -> None:
    reader = read_page(of_site(pages, "ab_12", ".html"))
    pairs = {cells[0]: cells[1] for cells in reader.rows if len(cells) == 2}
    for name, half in NUMBERS:
        label = next(column for column in columns_of({name: 0})).label.de
        label = "Kosten des Anschlusses (Schätzung)" if name == CONNECTION.total_eur else label
        assert german(pairs[label]) == pytest.approx(KNOWN[name], abs=half * 1.0001), (label, pairs[label])
    for name in SHARES:
        column = SITE_SCORE.column(name) if name in SITE_SCORE else next(iter(columns_of({name: 0})))
        assert german(pairs[column.label.de]) == pytest.approx(100 * KNOWN[name], abs=0.0501), name
    assert pairs[SITE.column(SITE.meets_8).label.de] == "ja"
    assert pairs[SITE.column(SITE.meets_8_single).label.de] == "nein"
    assert pairs["Kosten des Anschlusses (Schätzung)"] == "852.443 EUR (596.710–1.108.176 EUR)"
    assert pairs["Rang"] == "2 von 1"
    assert pairs["Rang in 5 bis 95 % der Gewichtungen"] == "1–2"
    assert pairs["Glasfaser"] == "Haushaltsglasfaser in der Nähe"
    assert pairs[SITE.column(SITE.distance_class).label.de] == "Abstandsklasse IV"
    assert pairs["Autobahnanschlussstelle"] == "1.264 m"
    for words in ("20,67 ha (51 %)", "10,72 ha (26 %)", "5,04 ha (12 %)", "4,36 ha (11 %)", "0,00 ha (0 %)"):
        assert words in reader.text, words
    for words in ("8,95 ha (31 %)", "19,33 ha (67 %)", "0,51 ha (2 %)"):
        assert words in reader.text, words
    shares = {cells[0]: cells[2:] for cells in reader.rows if len(cells) == 4}
    assert shares["Bochum"] == ["68,8 %", "848,77 ha"]
    assert shares["Herne"] == ["31,2 %", "385,80 ha"]


def test_paper_and_page_say_the_same(pages: Path, pdfs: Path) -> None:
    """Every cell of the page stands on the paper."""
    paper = re.sub(r"\s+", "", said("pdftotext", "-raw", of_site(pdfs, "ab_12", ".pdf"), "-"))
    paper = plain(paper).replace("\u00a0", "")
    reader = read_page(of_site(pages, "ab_12", ".html"))
    cells = {cell for cells in reader.rows for cell in cells if cell}
    assert len(cells) > 150
    lost = sorted(cell for cell in cells if re.sub(r"\s+", "", plain(cell)) not in paper)
    assert lost == []


@pytest.mark.parametrize("language", [0, 1])
def test_no_plot_is_lost_at_a_page_break(_german: None, plots: Path, tmp_path: Path, language: int) -> None:
    folder = tmp_path / "out"
    results = write_sheets(folder, SITES=sites(KNOWN), STORE=str(plots), LANGUAGE=language, FORMAT=1)
    file = folder / "factsheets.pdf"
    text = said("pdftotext", "-layout", file, "-")
    found = re.findall(r"^ *(\d{3})(?= |$)", text, re.MULTILINE)
    assert sorted(found) == [f"{n:03d}" for n in range(N_PLOTS)], "each once"
    assert "old" not in re.findall(r"^ *(\w+)", text, re.MULTILINE), "an ended plot takes no part"
    n_pages = int(re.search(r"Pages:\s+(\d+)", said("pdfinfo", file)).group(1))
    assert n_pages == results["N_PAGES"] > 2
    pages = re.findall(r"(?:Seite|Page) (\d+) (?:von|of) (\d+)", text)
    assert pages == [(str(n + 1), str(n_pages)) for n in range(n_pages)]
    assert text.count("(Fortsetzung)" if language == 0 else "(continued)") == n_pages - 2
    areas = {number: german(line) for number, line in re.findall(r"^ *(\d{3}) .*?(\d+[.,]\d\d ha)", text, re.MULTILINE)
             } if language == 0 else {}  # fmt: skip
    for number, area in areas.items():
        assert area == pytest.approx(1.0 + int(number) / 100, abs=0.0051)


def test_unknown_is_said_and_never_zero(pages: Path, pdfs: Path) -> None:
    reader = read_page(of_site(pages, "leer", ".html"))
    pairs = {cells[0]: cells[1] for cells in reader.rows if len(cells) == 2}
    stated = {label: value for label, value in pairs.items() if value != "k. A."}
    assert stated == {"Anbindung": "Luftlinie"}, stated
    assert len(pairs) > 40
    for text in (reader.text, text_of(of_site(pdfs, "leer", ".pdf"))):
        assert not re.search(r"\b0(,0+)? (ha|m|%|EUR)|\bNone\b|\bnan\b|NULL", text)
    assert "k. A." in text_of(of_site(pdfs, "leer", ".pdf"))


def test_marks_and_legal_words_on_every_page(pdfs: Path) -> None:
    file = of_site(pdfs, "ab_12", ".pdf")
    n_pages = int(re.search(r"Pages:\s+(\d+)", said("pdfinfo", file)).group(1))
    for number in range(1, n_pages + 1):
        text = plain(said("pdftotext", "-f", str(number), "-l", str(number), "-raw", file, "-"))
        for words in ("keine planungsrechtliche Festlegung", "Beispieldaten, erfunden", "Entwurf", "Stand 02.01.2026",
                      f"Seite {number} von {n_pages}", "M. Beispiel"):  # fmt: skip
            assert words in text, (number, words)
    assert "no" not in {line.split()[-5] for line in said("pdffonts", file).splitlines()[2:]}, "fonts are embedded"
    assert re.search(r"Title:\s+Bochum und Herne", said("pdfinfo", file))
    assert "© GeoBasis-DE / BKG (2023)" in plain(said("pdftotext", "-raw", file, "-"))


def test_causes_and_secrets_stamp_the_sheet(_german: None, plots: Path, tmp_path: Path) -> None:
    """Contamination is internal at least: it is shown only where asked for, and then the sheet says so."""
    open_, internal = tmp_path / "open", tmp_path / "internal"
    write_sheets(open_, SITES=sites(KNOWN), STORE=str(plots), FORMAT=2)
    write_sheets(internal, SITES=sites(KNOWN), STORE=str(plots), FORMAT=2, INTERNAL=True)
    shown = [read_page(of_site(folder, "ab_12", ".html")).text for folder in (open_, internal)]
    assert ["Altlastenstatus" in text for text in shown] == [False, True]
    assert ["Nur für den internen Gebrauch" in text for text in shown] == [False, True]
    secret = Provenance("Test", ("invented",), (), "confidential", "2026-01-01")
    store = geopackage.create(tmp_path / "geheim.gpkg", [Content(TABLES[PLOT.table], plot_rows(), (secret,))]).path
    write_sheets(tmp_path / "geheim", SITES=sites(KNOWN), STORE=str(store), FORMAT=2)
    assert "Vertraulich" in read_page(of_site(tmp_path / "geheim", "ab_12", ".html")).text


# ------------------------------------------------------------------------------------------------------- land and fibre
def test_fibre_and_cost_reach_score_and_sheet(_german: None, tmp_path: Path) -> None:
    """By the chain of algorithms, and joined by the ids: the same words and numbers."""
    names = [SITE.site_id, SITE.net_ha, FIBRE_GAP.gap_class, FIBRE_GAP.certainty, CONNECTION.total_eur]
    one = {SITE.site_id: "s1", SITE.net_ha: 10.0, FIBRE_GAP.gap_class: "partly", FIBRE_GAP.certainty: "inferred",
           CONNECTION.total_eur: 250_000.4}  # fmt: skip
    two = {**one, SITE.site_id: "s2", FIBRE_GAP.gap_class: "no_data", CONNECTION.total_eur: NULL}
    chained = sites(one, two, fields=dict.fromkeys(names))
    classes = {"served": 1, "partly": 0.5, "unserved": 0, "no_data": None}
    criteria = [
        {"id": "fibre", "field": "fibre_class", "codes": classes, "weight": 0.4},
        {"id": "cost", "field": "fibre_cost_eur", "worst": 500_000, "best": 0, "weight": 0.6},
    ]
    scored, _ = execute("scoresites", SITES=chained, CRITERIA=json.dumps(criteria), RUNS=0, OUTPUT="TEMPORARY_OUTPUT")
    write_sheets(tmp_path / "chain", SITES=scored["OUTPUT"], FORMAT=2)
    rows = {cells[0]: cells[1:] for cells in read_page(of_site(tmp_path / "chain", "s1", ".html")).rows}
    assert rows["Haushaltsglasfaser in der Nähe"] == ["20,0", "40,0"]
    assert rows["Kosten des Glasfaseranschlusses"] == ["30,0", "60,0"]
    assert rows["Punktzahl"] == ["50,0"]
    alone = sites(one, two, fields=dict.fromkeys(names[:2]))
    fibre = sites(two, one, fields=dict.fromkeys([names[0], names[2], names[3]]))
    costs = sites(one, two, fields=dict.fromkeys([names[0], names[4]]))
    write_sheets(tmp_path / "join", SITES=alone, FIBRE=fibre, COSTS=costs, FORMAT=2)
    for key, word, cost in (("s1", "Haushaltsglasfaser teilweise in der Nähe", "250.000 EUR"),
                            ("s2", "keine Daten (keine Haushaltszellen), nicht „unterversorgt“", "k. A.")):  # fmt: skip
        for folder in ("chain", "join"):
            rows = {cells[0]: cells[1:] for cells in read_page(of_site(tmp_path / folder, key, ".html")).rows}
            assert rows["Glasfaser"] == [word], (folder, key)
            assert rows["Kosten des Anschlusses (Schätzung)"] == [cost], (folder, key)


# ------------------------------------------------------------------------------------------------------- municipalities
def test_municipalities_out_of_a_store(_german: None, plots: Path, tmp_path: Path) -> None:
    """The balance is computed where none is given, and every number of the sheet is the balance's."""
    folder = tmp_path / "out"
    results, log = execute("factsheets", STORE=str(plots), SUBJECT=1, FORMAT=2, AGS="Herne", FOLDER=str(folder),
                           AS_OF="2026-01-02")  # fmt: skip
    assert results["N_SHEETS"] == 1
    assert any("landbalance" in line for line in log)
    tables = {"PLOTS": f"{plots}|layername=plot", "MUNICIPALITIES": f"{plots}|layername=municipality"}
    balance, _ = execute("landbalance", **tables, OUTPUT="TEMPORARY_OUTPUT", AS_OF="2026-01-02")
    wanted = next(each for each in balance["OUTPUT"].getFeatures() if each["ags"] == "05916000")
    reader = read_page(folder / "factsheet_05916000_herne.html")
    pairs = {cells[0]: cells[1] for cells in reader.rows if len(cells) == 2}
    for name in (LAND_BALANCE.gross_ha, LAND_BALANCE.net_ha, LAND_BALANCE.free_ha, LAND_BALANCE.company_ha):
        assert german(pairs[LAND_BALANCE.column(name).label.de]) == pytest.approx(wanted[name], abs=0.0051), name
    assert wanted[LAND_BALANCE.net_ha] > 20
    for name in (LAND_BALANCE.takeup_ha_a, LAND_BALANCE.deficit_ha, LAND_BALANCE.supply_years_all):
        assert wanted[name] == NULL
        assert pairs[LAND_BALANCE.column(name).label.de] == "k. A."
    assert f"{wanted['net_unknown_ha']:.2f}".replace(".", ",") + " ha" in reader.text
    assert "Die 8 größten von" in reader.text


def test_the_index_leads_to_every_municipality_of_a_kreis(_german: None, tmp_path: Path) -> None:
    """Without any data a sheet says that nothing is known."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "factsheet_old.html").write_text("x", encoding="utf-8")
    (folder / "mine.html").write_text("x", encoding="utf-8")
    results = write_sheets(folder, SUBJECT=1, FORMAT=2, AGS="Ennepe-Ruhr-Kreis")
    assert results["N_SHEETS"] == 9
    index = (folder / "factsheets.html").read_text(encoding="utf-8")
    linked = re.findall(r'href="([^"]+)"', index)
    assert len(linked) == 9
    assert all((folder / name).is_file() for name in linked)
    assert "wetter_ruhr" in index
    assert not (folder / "factsheet_old.html").exists(), "a sheet of an earlier run"
    assert (folder / "mine.html").exists()


# --------------------------------------------------------------------------------------------------------------- layout
def boxes(pages: factsheet_page.Pages, number: int) -> list[tuple[str, QRectF, QgsLayoutItem]]:
    """What stands on a page, in mm of the page; what is meant to lie over something else is left out."""
    page = pages.layout.pageCollection().page(number)
    found = []
    for item in pages.layout.items():
        if not isinstance(item, QgsLayoutItem) or isinstance(item, QgsLayoutItemPage) or item.page() != number:
            continue
        if item.id() not in ("mark plate", "mark", "rule", "chart", ""):
            place, size = item.pos(), item.rect()
            found.append((item.id(), QRectF(place.x(), place.y() - page.pos().y(), size.width(), size.height()), item))
    return found


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_overlaps_or_leaves_the_page(_german: None, language: str) -> None:
    """Names as long as they come, every value known, every mark set."""
    from datetime import date

    long = "Mülheim an der Ruhr, Kamp-Lintfort, Schwerte-Villigst und Neukirchen-Vluyn am Niederrhein (Nordrhein)"
    names = {"05911000": long, "05916000": f"{long} II"}
    values = {**KNOWN, SITE_SCORE.open_questions: long * 3}
    listed = [dict(zip(PLOT.names, plot)) for _, plot in plot_rows()]
    box = (WEST, SOUTH, WEST + 800, SOUTH + 800)
    site = factsheet_site.Site("x", values, list(values), box, "", long, listed, ranked=40)
    phrases = Phrases(language)
    data = factsheet_site.sheet(site, names, phrases)
    imprint = factsheet.Imprint(language, date(2026, 1, 2), "12345678", (f"• {long}",) * 9, "confidential", True,
                                "Nicht öffentlich", long, "Vorlage 2026/0815", long)  # fmt: skip
    ground = f"{Path(layout.paths.resource('reference', 'municipalities.gpkg'))}|layername=municipality"
    backdrop = factsheet_page.Backdrop((layout.MapLayer(ground, "municipality", "Gemeinden"),))
    pages = factsheet_page.Pages(backdrop, imprint)
    pages.compose(data)
    assert pages.count >= 4
    for number in range(pages.count):
        shown = boxes(pages, number)
        assert len(shown) > 3
        for name, box, item in shown:
            assert box.left() >= 11.5, name
            assert box.right() <= 198.6, name
            assert box.top() >= 8.5, name
            assert box.bottom() <= 293, name
            if isinstance(item, QgsLayoutItemLabel):
                assert item.textFormat().size() >= SMALLEST
        for (one, first, _), (other, second, _) in combinations(shown, 2):
            cut = first.intersected(second)
            assert cut.width() < 0.3 or cut.height() < 0.3, (number, one, other)
    frames = [item for item in pages.layout.items() if isinstance(item, QgsLayoutFrame)]
    assert not any(frame.multiFrame().backgroundColor().alpha() for frame in frames), "it would cover the bars"
    shown_rows = sum(len(frame.multiFrame().tableContents()) for frame in frames)
    wanted = sum(len(s.rows) + len(s.bars) for s in data.sections)
    headers = sum(1 for frame in frames if frame.multiFrame().tableContents()) - sum(
        bool(s.bars) for s in data.sections
    )
    assert wanted < shown_rows <= wanted + headers, "every row, and the headings"
    labels = [item for item in pages.layout.items() if isinstance(item, QgsLayoutItemLabel)]
    texts = [label.text() for label in labels]
    pages.break_lines()
    assert [label.text().split() for label in labels] == [text.split() for text in texts], "not a word is lost"
    broken = [label for label, text in zip(labels, texts) if label.text() != text]
    assert len(broken) > 3
    for label in broken:
        assert label.text().split("\n") == pages.lines(label.text(), label.rect().width(), label.textFormat()), "once"


def test_classes_are_counted_alike_on_the_spot_and_in_an_index(qgis_app: object) -> None:
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:25832&field={PLOT.plot_type}:string(40)", PLOT.table, "memory")
    kinds = (*codes.PLOT_TYPE, "nonsense", NULL)
    features = []
    for number in range(120):
        feature = QgsFeature(layer.fields())
        west, south = WEST + 700 * (number % 11), SOUTH + 300 * (number // 11)
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, south, west + 600, south + 200)))
        feature[PLOT.plot_type] = kinds[number % len(kinds)]
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    assert styles.apply(layer, PLOT.table)
    index = ClassIndex(layer)
    for east, north, number in ((9_000, 9_000, 120), (1_299.5, 499.5, 4), (600, 200, 1), (-1, -1, 0)):
        extent = QgsRectangle(WEST - 10, SOUTH - 10, WEST + east, SOUTH + north)
        counts = class_counts(layer, extent)
        assert index.counts(extent) == counts
        assert sum(counts.values()) <= number
        assert bool(counts) == bool(number)


# ------------------------------------------------------------------------------------------------------------ bad input
def test_wrong_input_is_a_sentence(_german: None, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert "SITES" in refused(folder)
    assert "Atlantis" in refused(folder, SITES=sites(KNOWN), AGS="Atlantis")
    assert "AGS" in refused(folder, SITES=sites(KNOWN), AGS="Hamm"), "no site lies there"
    assert "coordinate reference system" in refused(folder, SITES=sites(KNOWN, crs=""))
    wrong = refused(folder, SITES=sites({**KNOWN, FIBRE_GAP.gap_class: "quatsch"}))
    assert "quatsch" in wrong
    assert "gap_class" in wrong
    assert str(tmp_path / "fehlt") in refused(tmp_path / "fehlt" / "out", SITES=sites(KNOWN))
    twice = refused(folder, SITES=sites(KNOWN, KNOWN))
    assert "ab'12" in twice


def test_cancel_leaves_nothing(_german: None, tmp_path: Path) -> None:
    listener = Listener()
    listener.cancel()
    with registered():
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:factsheets")
        with pytest.raises(QgsProcessingException, match="nothing was written"):
            algorithm.run(
                {"SITES": sites(KNOWN), "FOLDER": str(tmp_path / "x")}, QgsProcessingContext(), listener, {}, False
            )
        del algorithm
    assert list(tmp_path.iterdir()) == []


def test_columns_are_as_wide_as_their_longest_word() -> None:
    """What one column lacks the others give, in parts of what they have to spare; without enough nothing changes."""
    from ruhr_planner.exhibit.factsheet_page import widened

    assert widened([20.0, 20.0, 20.0], [5.0, 26.0, 17.0]) == pytest.approx([15.0, 26.0, 19.0])
    assert widened([20.0, 20.0], [5.0, 20.0]) == [20.0, 20.0]
    assert widened([20.0, 20.0], [18.0, 30.0]) == [20.0, 20.0]
    assert widened([30.0, 70.0], []) == [30.0, 70.0]
