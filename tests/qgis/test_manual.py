"""The manual: what it names exists, what exists is named, both languages say the same, every help button arrives."""

from __future__ import annotations

import re
import shutil
import time
import xml.etree.ElementTree as ET
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from qgis.PyQt.QtCore import QUrl

from ruhr_planner import i18n, manual, paths
from ruhr_planner.model import results, tables
from ruhr_planner.model.tables import Table
from ruhr_planner.processing.provider import algorithms

LANGUAGES = ("de", "en")
TABLES = (tables.PLOT, tables.BROADBAND_AREA, results.SITE, results.FIBRE_GAP)
OF_QGIS = {
    "de": {
        "Vektor", "Einstellungen", "Optionen", "Erweiterungen", "Erweiterungen verwalten",
        "Erweiterungen verwalten und installieren", "Aus ZIP installieren", "Netzwerk", "Authentifizierung",
    },
    "en": {
        "Vector", "Settings", "Options", "Plugins", "Manage and Install Plugins", "Install from ZIP", "Network",
        "Authentication",
    },
}  # fmt: skip
"""Words of QGIS's own interface that the manual names."""


def text_of(root: Path, language: str, name: str = "start") -> str:
    return (root / "docs" / "manual" / f"{name}.{language}.md").read_text(encoding="utf-8")


def sources(root: Path, language: str) -> dict[str, str]:
    """Text of every page by name: the manual's own and the help of every algorithm."""
    files = [
        *(root / "docs" / "manual").glob(f"*.{language}.md"),
        *(root / "resources" / "help").glob(f"*.{language}.md"),
    ]
    return {file.name.split(".")[0]: file.read_text(encoding="utf-8") for file in files}


def commands(text: str) -> list[tuple[str, list[str]]]:
    """Return id and parameter names of every `qgis_process run` in the indented blocks."""
    joined = re.sub(r"\\\n\s*", "", text)
    found = re.findall(r"^ {4}qgis_process run ruhr_planner:(\w+)(.*)$", joined, flags=re.MULTILINE)
    return [(name, re.findall(r"--(\w+)=", rest)) for name, rest in found]


# ------------------------------------------------------------------------------------------------------ what is written
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_names_an_algorithm_and_its_parameters(qgis_app: object, root: Path, language: str) -> None:
    known = {kind.ID: kind for kind in algorithms()}
    shown = commands(text_of(root, language))
    assert {name for name, _parameters in shown} <= set(known)
    assert len(shown) == 4
    for name, parameters in shown:
        algorithm = known[name]().create()
        defined = {definition.name(): definition for definition in algorithm.parameterDefinitions()}
        assert set(parameters) <= set(defined), name
        optional = definition_flags(defined)
        assert {need for need in defined if not optional[need]} <= set(parameters), name


def definition_flags(defined: dict) -> dict[str, bool]:
    """Tell of each parameter whether a command may leave it out."""
    from qgis.core import QgsProcessingParameterDefinition

    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    return {name: bool(each.flags() & optional) or each.defaultValue() is not None for name, each in defined.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_the_manual_explains_is_in_model(root: Path, language: str) -> None:
    fields = set(re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", text_of(root, language)))
    known = {name for table in TABLES for name in table.names} | set(tables.TABLES)
    functions = {name for name in fields if name.startswith("ruhr_")}
    assert {"net_ha", "meets_8_single", "gap_class"} <= fields
    assert fields - functions - {"qgis_process"} <= known


def test_both_languages_show_the_same_commands(root: Path) -> None:
    assert commands(text_of(root, "de")) == commands(text_of(root, "en"))


def skeleton(text: str) -> list[object]:
    """Levels and places of headings, equations, pictures, commands and heights of tables, in their order."""
    found: list[object] = []
    rows = 0
    for line in re.sub(r"^```.*?^```", "```", text, flags=re.MULTILINE | re.DOTALL).splitlines():
        if rows and not line.startswith("|"):
            found.append(("table", rows))
            rows = 0
        heading = re.match(r'(#+) (?:<a id="([a-z0-9-]+)">)?', line)
        picture = re.match(r"!\[.*\]\((.*)\)", line)
        if heading:
            found.append(heading.groups())
        elif picture or line.startswith(("$$", "```")):
            found.append(picture.group(1) if picture else line[:2])
        rows += line.startswith("|")
    return found


def test_no_page_lacks_its_twin_or_a_part_of_it(root: Path) -> None:
    german, english = sources(root, "de"), sources(root, "en")
    assert set(german) == set(english)
    assert len(german) > 40
    for name in german:
        if name == "glossary":  # sorted by other words
            assert [each for each in skeleton(german[name]) if each[0] == "##"] == [
                each for each in skeleton(english[name]) if each[0] == "##"
            ]
        else:
            assert skeleton(german[name]) == skeleton(english[name]), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_to_do(root: Path, language: str) -> None:
    for name, text in {
        **sources(root, language),
        "developer": (root / "docs" / "developer.md").read_text("utf-8"),
    }.items():
        assert not re.search(r"\b(TODO|TBD|FIXME|XXX|lorem)\b", text, flags=re.IGNORECASE), name
        assert len(text) > 300, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_manual_calls_by_name_is_called_so_in_the_interface(root: Path, language: str) -> None:
    """Words in italics are those of the interface; between them stand ▸ or →."""
    entries = ET.parse(root / "i18n" / "ruhr_planner_de.ts").iter("message")
    field = "source" if language == "en" else "translation"
    known = {(entry.findtext(field) or "").replace("&", "").rstrip("…") for entry in entries} | OF_QGIS[language]
    wrong = []
    for file in sorted((root / "docs" / "manual").glob(f"*.{language}.md")):
        text = re.sub(r"^( {4}.*|```.*?^```)$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        text = re.sub(r"\$\$?[^$]*\$\$?|`[^`]*`|\*\*", "", text)
        for shown in re.findall(r"(?<![\w*])\*([^*\s][^*]*?)\*(?![\w*])", text):
            parts = re.split(r"\s*[▸→]\s*", " ".join(shown.split()))
            wrong += [f"{file.name}: {part}" for part in parts if re.sub(r"^\d ", "", part).rstrip("…") not in known]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_methods_name_what_is_unverified_and_where_they_come_from(root: Path, language: str) -> None:
    parts = re.split(r"^## ", text_of(root, language, "methods"), flags=re.MULTILINE)[1:]
    limits, unverified, source = {
        "de": (r"\*\*Grenzen", r"\*\*Un(geprüft|sicherheit)", r"\*\*Quellen?:"),
        "en": (r"\*\*Limits", r"\*\*Un(verified|certainty)", r"\*\*Sources?:"),
    }[language]
    assert len(parts) == 14
    for part in parts:
        assert re.search(source, part) or 'id="band"' in part, part[:60]
        assert re.search(limits, part) or re.search(unverified, part), part[:60]
    assert sum(bool(re.search(unverified, part)) for part in parts) >= 10


# -------------------------------------------------------------------------------------------------------- what is built
class Parsed(HTMLParser):
    """Places, links and pictures of a page, and its words."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.places: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.words: list[str] = []
        self.language = ""
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        given = dict(attrs)
        if "id" in given:
            self.places.append(given["id"])
        if tag in ("a", "link") and given.get("href"):
            self.links.append(given["href"])
        if tag in ("img", "script") and given.get("src"):
            self.pictures.append(given["src"])
        if tag == "html":
            self.language = given["lang"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@cache
def parsed(file: Path) -> Parsed:
    return Parsed(file)


@pytest.fixture(scope="module")
def pages(root: Path) -> Path:
    """The folder of pages in the staged plugin."""
    folder = root / "build" / "ruhr_planner" / "manual"
    if not (folder / "index.html").is_file():
        pytest.fail("the manual is not built: run `make stage`, or the tests through make")
    return folder


@pytest.fixture
def shipped(pages: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package finds its files where the staged plugin has them."""
    monkeypatch.setattr(paths, "root", lambda: pages.parent)
    return pages


def test_every_link_and_picture_of_every_page_arrives(pages: Path) -> None:
    files = sorted(pages.rglob("*.html"))
    assert len(files) > 100
    wrong = []
    for file in files:
        page = parsed(file)
        assert len(set(page.places)) == len(page.places), file.name
        for link in page.links + page.pictures:
            if link.startswith(("https:", "mailto:")):
                continue
            path, _, place = link.partition("#")
            target = (file.parent / unquote(path)).resolve() if path else file
            if not target.is_file() or (place and place not in parsed(target).places):
                wrong.append(f"{file.parent.name}/{file.name}: {link}")
    assert wrong == []


def test_pages_ask_nobody_for_anything(pages: Path) -> None:
    for file in pages.rglob("*"):
        if file.suffix in (".html", ".css", ".js"):
            text = re.sub(r'<a [^>]*href="[^"]*"|^\[".*', "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
            text = text.replace("http://www.w3.org/1998/Math/MathML", "")
            found = re.findall(r"""(?:src|href|url\(|fetch\(|import )[^>\n]{0,20}https?://""", text)
            assert found == [], file.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_algorithm_and_parameter_and_field_has_its_place(qgis_app: object, pages: Path, language: str) -> None:
    for kind in algorithms():
        page = parsed(pages / language / f"{kind.ID}.html")
        assert page.language == language
        algorithm = kind().create()  # it owns its definitions
        wanted = {f"parameter-{each.name().lower()}" for each in algorithm.parameterDefinitions()}
        assert wanted <= set(page.places), kind.ID
        for output in kind.OUTPUTS:
            if output.table.columns:
                assert f"tables.html#{output.table.table}" in page.links, (kind.ID, output.parameter)
    found = set(parsed(pages / language / "tables.html").places)
    known = [table for module in (tables, results) for table in vars(module).values() if isinstance(table, Table)]
    assert len(known) > 50
    assert {f"{table.table}-{name}" for table in known for name in table.names} <= found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dialogs_words_are_in_the_language_of_the_page(pages: Path, language: str) -> None:
    words = " ".join(parsed(pages / language / "cooperationsites.html").words)
    assert {"de": "Höchste Restriktionsstufe", "en": "Highest restriction"}[language] in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_help_button_arrives_in_the_language_of_the_user(qgis_app: object, shipped: Path, language: str) -> None:
    with i18n.speaking(language):
        addresses = {name: manual.topic(name) for name in manual.TOPICS}
        addresses |= {kind.ID: kind().create().helpUrl() for kind in algorithms()}
    for name, address in addresses.items():
        url = QUrl(address)
        file = Path(url.toLocalFile())
        assert url.isLocalFile() and file.is_file(), name
        assert file.parent.name == language
        assert not url.fragment() or url.fragment() in parsed(file).places, name


def test_help_buttons_arrive_where_a_profile_has_umlauts_and_blanks(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "Anwendungs daten" / "Jörg Müßig #1 100%" / "ruhr_planner"
    (profile / "manual" / "de").mkdir(parents=True)
    shutil.copy(pages / "de" / "windows.html", profile / "manual" / "de")
    monkeypatch.setattr(paths, "root", lambda: profile)
    with i18n.speaking("de"):
        url = QUrl(manual.topic("weights"))
        assert manual.topic("data") == ""
    assert Path(url.toLocalFile()) == profile / "manual" / "de" / "windows.html"
    assert url.fragment() == "weights"


def test_the_pages_are_built_in_a_few_seconds(qgis_app: object, root: Path, shipped: Path, tmp_path: Path) -> None:
    from scripts.docs import site

    begun = time.process_time()
    built = site.build(tmp_path / "pages")
    assert time.process_time() - begun < 5, "seconds of work"
    assert {page.name for page in built.of("de")} <= {page.name for page in built.of("en")}
    names = {file.relative_to(tmp_path / "pages") for file in (tmp_path / "pages").rglob("*") if file.is_file()}
    assert names == {file.relative_to(shipped) for file in shipped.rglob("*") if file.is_file()}


def test_a_broken_link_ends_the_build(root: Path, tmp_path: Path) -> None:
    from scripts.docs import site

    page = site.Page("en", "start", tmp_path / "start.en.md")
    empty = site.Site.__new__(site.Site)
    empty._by_source, empty.pictures, empty.pages = {}, {}, [page]
    with pytest.raises(site.BrokenLink, match=r"nowhere\.md"):
        empty._address(site.Page("en", "start", root / "docs" / "manual" / "start.en.md"), "nowhere.md")
    page.text = site.Text('<p><a href="start.html#nowhere">x</a></p>', [])
    with pytest.raises(site.BrokenLink, match="nowhere"):
        empty._check()
