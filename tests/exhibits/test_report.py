"""The region report on paper and as text block: the layers' numbers, contents, bookmarks, pictures, documents."""

from __future__ import annotations

import itertools
import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import fiona
import processing
import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtGui import QImage

from ruhr_planner.exhibit import charts, layout
from ruhr_planner.exhibit.charts import Bar, Frame, Range
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes
from ruhr_planner.model.results import LAND_BALANCE, RESTRICTION_HA, SIZE_HA, SIZE_N
from tests.registry import registered

LANGUAGES = ("de", "en")


def said(*command: object) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, check=True, text=True).stdout


def pages_of(file: str) -> list[str]:
    text = unicodedata.normalize("NFKC", said("pdftotext", "-layout", file, "-"))  # without ligatures
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


class Tables(HTMLParser):
    """The tables of a page by their captions."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] = []
        self._text: list[str] | None = None
        self._caption = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "table":
            self._rows, self._caption = [], ""
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th", "caption"):
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._text is not None:
            self._rows[-1].append("".join(self._text))
        elif tag == "caption" and self._text is not None:
            self._caption = "".join(self._text)
        elif tag == "table":
            self.found[self._caption] = self._rows

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_land_balance_is_the_layers(reports: dict[str, Any], language: str) -> None:
    """The table of the page and the text of the PDF against the layer, read by fiona."""
    phrases = Phrases(language)
    fields = ("net_ha", "free_ha", "net_unknown_ha", "company_ha", "takeup_ha_a", "supply_years_free", "demand_ha")
    with fiona.open(reports[language]["GEOPACKAGE"], layer="land_balance") as layer:
        wanted = {
            row["properties"]["name"]: [phrases.number(row["properties"][name], 1) for name in (*fields, "balance_ha")]
            for row in layer
        }
    assert len(wanted) == 53
    title = {"de": "Flächenbilanz nach Kommunen", "en": "Land balance by municipality"}[language]
    page = Tables(Path(reports[language]["REPORT"]).read_text(encoding="utf-8"))
    table = {row[0]: row[1:] for row in page.found[title][1:]}
    assert table == wanted
    paper = " ".join(pages_of(reports[language]["PDF"]))
    for name, numbers in wanted.items():
        assert " ".join([name, *numbers]) in paper, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_charts_are_words(reports: dict[str, Any], language: str) -> None:
    """What the charts of the page say stands in the PDF as text that can be searched, in a typeface that it carries."""
    drawn = re.findall(r"<text [^>]*>([^<]*)</text>", Path(reports[language]["REPORT"]).read_text(encoding="utf-8"))
    words = {unicodedata.normalize("NFKC", unescape(word)) for word in drawn}
    assert len(words) > 60
    assert {"Mülheim an der Ruhr", {"de": "Jahre", "en": "years"}[language], "100 %"} <= words
    paper = " ".join(pages_of(reports[language]["PDF"]))
    assert [word for word in words if word not in paper] == []
    fonts = said("pdffonts", reports[language]["PDF"]).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), "embedded"


def test_a_drawing_is_parted_from_its_words() -> None:
    lines = [
        charts.text(10, 20, "Witten & Herdecke", 28, 'text-anchor="end"'),
        charts.rect(10, 10, 50, 20, "#1d5f9e"),
        charts.text(35, 20, "43 %", 24, 'text-anchor="middle" fill="#ffffff"'),
        charts.text(0, 40, "Jahre", 35, 'font-weight="700"'),
    ]
    whole = charts.svg(900, 50, "Reichweite", lines)
    shapes, words = charts.parted(whole)
    assert shapes == charts.svg(900, 50, "Reichweite", lines[1:2])
    found = [(word.x, word.y, word.said, word.size, word.anchor, word.bold, word.colour) for word in words]
    assert found == [
        (10.0, 20.0, "Witten & Herdecke", 28.0, "end", False, "#26323a"),
        (35.0, 20.0, "43 %", 24.0, "middle", False, "#ffffff"),
        (0.0, 40.0, "Jahre", 35.0, "start", True, "#26323a"),
    ]
    assert words[0].left == 10.0 - words[0].width
    assert words[1].left == 35.0 - words[1].width / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_pages_and_bookmarks(reports: dict[str, Any], language: str) -> None:
    file = reports[language]["PDF"]
    pages = pages_of(file)
    assert len(pages) == reports[language]["N_PAGES"]
    assert 8 <= len(pages) <= 20
    count = {"de": "Seite {} von {}", "en": "Page {} of {}"}[language]
    for number, text in enumerate(pages, start=1):
        assert count.format(number, len(pages)) in text
    lines = re.findall(
        r"(\d) +(\S[^\d]*?(?:\d[\d.,]* Mbit/s)?) +(\d+)(?= |$)",
        pages[0][pages[0].index("nhalt" if language == "de" else "ontents") :],
    )
    assert [number for number, _title, _at in lines[:7]] == list("1234567"), "six answers, and the data"
    for number, title, at in lines[:7]:
        assert f"{number} {' '.join(title.split())[:20]}" in pages[int(at) - 1], title
    raw = Path(file).read_bytes()
    unanswered = {"de": "Für Kosten braucht es Standorte", "en": "Costs need sites, roads"}[language]
    assert [unanswered in page for page in pages].index(True) == 1, "in the overview"
    assert sum(unanswered in page for page in pages) == 1, "and without a page of its own"
    assert raw.count(b"/Subtype /Link") == 7
    assert raw.count(b"/Dest [") == 7 + 8, "links and bookmarks"
    assert {"de": b"<FEFF00640065002D00440045>", "en": b"<FEFF0065006E002D00470042>"}[language] in raw
    info = dict(line.split(":", 1) for line in said("pdfinfo", file).splitlines() if ":" in line)
    assert (
        info["Title"].strip()
        == {"de": "Flächen und Glasfaser: Metropole Ruhr", "en": "Land and fibre: Metropole Ruhr"}[language]
    )
    assert info["Author"].strip() == "Ruhr Planner"


def test_the_english_report_has_no_german_words_for_land(reports: dict[str, Any]) -> None:
    page = Path(reports["en"]["REPORT"]).read_text(encoding="utf-8")
    text = re.sub(r"<style>.*?</style>|base64,[^\"]*|<[^>]+>", " ", page, flags=re.DOTALL)
    assert "possible cooperation" in text
    assert "Flächen" not in text


def test_fonts_are_embedded_and_charts_are_vector(reports: dict[str, Any]) -> None:
    fonts = [line.split() for line in said("pdffonts", reports["de"]["PDF"]).splitlines()[2:]]
    assert fonts and all(font[-5] == "yes" for font in fonts), fonts
    assert said("pdfimages", "-list", reports["de"]["PDF"]).splitlines()[2:] == [], "no picture on paper"


def test_maps_of_the_page_are_drawn(reports: dict[str, Any], tmp_path: Path) -> None:
    import base64

    page = Path(reports["de"]["REPORT"]).read_text(encoding="utf-8")
    pictures = re.findall(r'base64,([^"]+)" alt="([^"]*)"', page)
    assert len(pictures) == 6
    for text, alt in pictures:
        image = QImage.fromData(base64.b64decode(text))
        colours = {
            image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
        }
        assert len(colours) > 15, "blank"
        assert len(alt) > 40


# --------------------------------------------------------------------------------------------------------------- charts
def figures(**known: float | None) -> dict[str, float | None]:
    return {column.name: known.get(column.name) for column in LAND_BALANCE.columns[2:]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_say_what_they_draw(qgis_app: object, language: str) -> None:
    phrases = Phrases(language)
    frame = Frame(phrases, "T & <T>", "Q", width=170.0)
    bars = [
        Bar("Mülheim", figures(supply_years_all=12.34, supply_years_free=3.21)),
        Bar("Xanten", figures(), "weil"),
    ]
    drawing = charts.years_of_supply(bars, frame)
    root = ET.fromstring(drawing)
    texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert charts.title_of(drawing) == "T & <T>"
    assert charts.size_of(drawing)[0] == 170.0
    assert f"{phrases.number(12.34, 1)} / {phrases.number(3.21, 1)}" in texts
    assert f"{phrases.unknown()} – weil" in texts
    shares = dict(zip((*RESTRICTION_HA, "net_unknown_ha"), (50.0, 25.0, 15.0, 0.0, 10.0)))
    texts = [node.text for node in ET.fromstring(charts.restriction_shares([Bar("A", shares)], frame)).iter()]
    assert {"50 %", "25 %", "15 %", "10 %", f"{phrases.number(100.0, 1)} ha"} <= set(texts)
    assert codes.RESTRICTION.label(3, language) in texts, "the legend names every class"
    sizes = {**dict.fromkeys(SIZE_HA, 1.5), **dict.fromkeys(SIZE_N, 4.0)}
    assert ET.fromstring(charts.size_classes(sizes, frame)) is not None
    ranks = charts.rank_bands([Range("A", 2, 1, 5), Range("B", None, None, None, "aus")], frame)
    assert ranks.count("<circle") == 1
    assert "aus" in ranks


def test_words_in_bars_can_be_read() -> None:
    from ruhr_planner.exhibit import classes

    assert charts.contrast(charts.FREE, charts.ALL) > 3, "told apart in grey print"
    known = [colour for gap, colour in classes.GAP_COLOURS.items() if gap != codes.GAP_CLASS.no_data]  # that is hatched
    fills = [*classes.RESTRICTION_COLOURS.values(), *known, charts.FREE, charts.ALL]
    assert all(charts.contrast(charts.ink_on(colour), colour) >= 4.5 for colour in fills)


# ----------------------------------------------------------------------------------------------------------- text block
def block(store: Path, file: Path, **parameters: Any) -> Path:
    with registered():
        result = processing.run("ruhr_planner:councilblock", {"STORE": str(store), "OUTPUT": str(file), **parameters})
    return Path(result["OUTPUT"])


def test_docx_of_a_municipality(reports: dict[str, Any], store: Path, tmp_path: Path) -> None:
    file = block(store, tmp_path / "Vorlage Hamm.docx", AGS="Hamm", LANGUAGE=0)
    archive = zipfile.ZipFile(file)
    parts = {name: archive.read(name) for name in archive.namelist()}
    trees = {name: ET.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    for name, tree in trees.items():
        if name.endswith(".rels"):
            base = Path(name).parent.parent
            assert all((base / each.get("Target")).as_posix() in parts for each in tree), name
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    document = trees["word/document.xml"]
    text = " ".join(node.text or "" for node in document.iter(f"{word}t"))
    for wanted in (
        "Flächen und Glasfaser: Hamm",
        "60,0 ha",
        "Beispieldaten, erfunden",
        "k. A.",
        "GeoBasis-DE / BKG",
        "Kennzahlen",
    ):
        assert wanted in text, wanted
    assert "planungsrechtliche Festlegung" in text
    tables = list(document.iter(f"{word}tbl"))
    assert len(tables) == 2
    assert all(next(table.iter(f"{word}tr")).find(f"{word}trPr/{word}tblHeader") is not None for table in tables)
    assert {node.get(f"{word}val") for node in trees["word/styles.xml"].iter(f"{word}lang")} == {"de-DE"}
    picture = next(node for node in document.iter() if node.tag.endswith("}docPr"))
    assert "Hamm" in picture.get("descr") and len(picture.get("descr")) > 80
    image = QImage.fromData(parts["word/media/map.png"])
    assert image.width() > 1200
    dots = itertools.product(range(0, image.width(), 10), range(0, image.height(), 50))
    assert len({image.pixelColor(x, y).name() for x, y in dots}) > 8, "blank"


def test_odt_of_a_site_in_english(reports: dict[str, Any], store: Path, tmp_path: Path) -> None:
    with fiona.open(reports["en"]["GEOPACKAGE"], layer="cooperation_site") as layer:
        site = max((row["properties"] for row in layer), key=lambda each: each["net_ha"])
    file = block(store, tmp_path / "site.odt", SITE=site["site_id"], LANGUAGE=1)
    archive = zipfile.ZipFile(file)
    assert archive.infolist()[0].filename == "mimetype"
    assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    content = archive.read("content.xml").decode()
    text = " ".join(node.text or "" for node in ET.fromstring(content).iter())
    for wanted in (
        f"Possible cooperation site in Hamm ({site['site_id']})",
        "60.0 ha net",
        "n/a",
        "invented example data",
    ):
        assert wanted in text, wanted
    assert "<table:table-header-rows>" in content
    assert "<svg:desc>" in content
    assert 'fo:language="en" fo:country="GB"' in archive.read("styles.xml").decode()
    listed = re.findall(r'full-path="([^"/]+[^"]*)"', archive.read("META-INF/manifest.xml").decode())
    assert set(listed) == set(archive.namelist()) - {"mimetype", "META-INF/manifest.xml"}


def test_a_site_that_nobody_finds(reports: dict[str, Any], store: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"gibtsnicht.*2 that the search finds"):
        block(store, tmp_path / "x.docx", SITE="gibtsnicht")
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------------------------------------------------------- places
@pytest.fixture
def unarranged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names stand on the maps where QGIS lays them: these maps are not looked at."""
    monkeypatch.setattr(layout.names, "arrange", lambda *_given: None)


@pytest.mark.usefixtures("unarranged")
def test_a_municipality_without_any_plot(reports: dict[str, Any], store: Path, tmp_path: Path) -> None:
    """Schermbeck has no plot in the small region: unknown and nothing are said, no chapter fails."""
    with registered():
        found = processing.run(
            "ruhr_planner:regionreport", {"STORE": str(store), "FOLDER": str(tmp_path / "s"), "AGS": "Schermbeck"}
        )
    assert (found["N_SITES"], found["NET_HA"], found["N_OBJECTS"], found["N_MUNICIPALITIES"]) == (0, 0.0, 0, 1)
    text = " ".join(pages_of(found["PDF"]))
    assert "Flächen und Glasfaser: Schermbeck" in text
    assert "k. A." in text
    page = Tables(Path(found["REPORT"]).read_text(encoding="utf-8"))
    assert [row[0] for row in page.found["Flächenbilanz nach Kommunen"][1:]] == ["Schermbeck"]


@pytest.mark.usefixtures("unarranged")
def test_a_kreis_is_the_sum_of_its_towns_and_changes_are_told(
    reports: dict[str, Any], store: Path, tmp_path: Path
) -> None:
    with registered():
        found = processing.run(
            "ruhr_planner:regionreport",
            {"STORE": str(store), "EARLIER": str(store), "FOLDER": str(tmp_path / "k"), "AGS": "05170", "LANGUAGE": 1},
        )
    with fiona.open(found["GEOPACKAGE"], layer="land_balance") as layer:
        net = sum(row["properties"]["net_ha"] for row in layer if row["properties"]["ags"].startswith("05170"))
    assert found["NET_HA"] == pytest.approx(net, abs=0.001) == pytest.approx(7.2, abs=0.01)
    assert (found["N_SITES"], found["N_CHANGES"], found["N_MUNICIPALITIES"]) == (0, 0, 13)
    text = " ".join(pages_of(found["PDF"]))
    assert "Land and fibre: Kreis Wesel" in text
    assert "What has changed?" in text


def test_an_unknown_place(store: Path, tmp_path: Path) -> None:
    with registered(), pytest.raises(QgsProcessingException, match="Atlantis"):
        processing.run(
            "ruhr_planner:regionreport", {"STORE": str(store), "FOLDER": str(tmp_path / "a"), "AGS": "Atlantis"}
        )
