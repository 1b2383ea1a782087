"""The manual as a folder of pages that a browser opens without a network, one subfolder a language.

Sources: ``docs/manual`` in the order of its ``contents.yaml``, the help of every algorithm, the English documents of
``docs``, and the tables of `ruhr_planner.model`.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from PIL import Image

from ruhr_planner import about
from ruhr_planner.processing.provider import algorithms
from scripts.docs import reference
from scripts.docs.markdown import Reader, Section, Text, slug
from scripts.docs.words import say

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
DOCS = ROOT / "docs"
MANUAL = DOCS / "manual"
HELP = ROOT / "resources" / "help"
LANGUAGES = ("de", "en")
WIDEST = 1400
"""Pictures are no wider than this, pixels."""
QUALITY = 78
ALGORITHMS, TABLES = "algorithms", "tables"


class BrokenLink(Exception):
    """A page names a page, a place or a picture that does not exist."""


@dataclass
class Page:
    """One page in one language."""

    language: str
    name: str
    source: Path
    chapter: str = ""
    text: Text = field(default_factory=lambda: Text("", []))

    @property
    def file(self) -> str:
        """Return the file's name in the language's folder."""
        return f"{self.name}.html"

    @property
    def places(self) -> set[str]:
        """Return all places in the page that a link may name."""
        return set(re.findall(r'\bid="([^"]+)"', self.text.body))


@lru_cache(maxsize=1)
def contents() -> dict[str, Any]:
    """Return chapters and books."""
    return dict(yaml.safe_load((MANUAL / "contents.yaml").read_text(encoding="utf-8")))


def document_name(source: Path) -> str:
    """Return the name of the page of an English document of ``docs``."""
    inside = source.relative_to(DOCS).with_suffix("").as_posix()
    return inside.replace("/README", "").replace("decisions/", "decision-")


class Site:
    """All pages, read and linked; nothing is written before `write`."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.pictures: dict[Path, tuple[str, int, int]] = {}
        self._by_source: dict[tuple[str, Path], Page] = {}
        for chapter in contents()["chapters"]:
            for language in LANGUAGES:
                self._add_chapter(chapter, language)
        for decision in sorted((DOCS / "decisions").glob("0*.md")):
            self._add(Page("en", document_name(decision), decision))
        for page in self.pages:
            page.text = self._read(page)
        self._check()

    def of(self, language: str) -> list[Page]:
        """Return the pages of a language in the order of the contents."""
        return [page for page in self.pages if page.language == language]

    def page(self, language: str, name: str) -> Page | None:
        """Return a page."""
        return next((each for each in self.of(language) if each.name == name), None)

    # ------------------------------------------------------------------------------------------------------- collecting
    def _add_chapter(self, chapter: dict[str, Any], language: str) -> None:
        title = str(chapter["title"][language])
        for name in chapter["pages"]:
            if name == ALGORITHMS:
                for group, members in reference.grouped(language).items():
                    for algorithm, _label in members:
                        self._add(Page(language, algorithm, HELP / f"{algorithm}.{language}.md", f"{title}: {group}"))
            else:
                source = MANUAL / f"{name}.{language}.md"
                self._add(Page(language, name, source, title))
        for document in chapter.get("documents", ()):
            source = DOCS / f"{document}.md"
            if language == "en" and source.is_file():
                self._add(Page(language, document_name(source), source, title))

    def _add(self, page: Page) -> None:
        self.pages.append(page)
        self._by_source[(page.language, page.source.resolve())] = page

    # ---------------------------------------------------------------------------------------------------------- reading
    def _read(self, page: Page) -> Text:
        if page.name == TABLES:
            return self._tables(page.language)
        reader = Reader(lambda link: self._address(page, link), lambda source: self._picture(page, source))
        text = reader.read(page.source.read_text(encoding="utf-8"))
        if page.source.parent == HELP:
            self._append_reference(page, text)
        return text

    def _address(self, page: Page, link: str) -> str:
        """Return where a link of a page leads.

        :raises BrokenLink: nowhere.
        """
        if re.match(r"https?:|mailto:|#", link):
            return link
        path, _, place = link.partition("#")
        target = (page.source.parent / path).resolve()
        found = self._by_source.get((page.language, target)) or self._by_source.get(("en", target))
        if found is None and path == "tables.md":
            return f"tables.html#{place}" if place else "tables.html"
        if found is None:
            if not target.exists() or not target.is_relative_to(ROOT):
                raise BrokenLink(f"{page.source.relative_to(ROOT)}: {link}")
            return f"{about.entry('repository')}/blob/main/{target.relative_to(ROOT).as_posix()}"
        folder = "" if found.language == page.language else f"../{found.language}/"
        return f"{folder}{found.file}{'#' if place else ''}{place}"

    def _picture(self, page: Page, source: str) -> tuple[str, int, int]:
        path = (page.source.parent / source).resolve()
        if path not in self.pictures:
            if not path.is_file():
                raise BrokenLink(f"{page.source.relative_to(ROOT)}: {source}")
            with Image.open(path) as image:
                scale = min(1.0, WIDEST / image.width)
                size = (round(image.width * scale), round(image.height * scale))
            self.pictures[path] = (f"../images/{path.stem}.webp", *size)
        return self.pictures[path]

    def _append_reference(self, page: Page, text: Text) -> None:
        """Add to the help of an algorithm what the program says of its parameters and outputs."""
        kind = next(each for each in algorithms() if page.name == each.ID)
        parameters = reference.parameters_html(kind, page.language)
        outputs = reference.outputs_html(kind, page.language)
        titles = {"parameters-in-dialog": "The parameters in the dialog", "tables-written": "The tables it writes"}
        for (place, title), body in zip(titles.items(), (parameters, outputs)):
            if body:
                said = say(title, page.language)
                text.body += f'<h2 id="{place}">{said}</h2>{body}'
                text.sections.append(Section(2, place, said))

    def _tables(self, language: str) -> Text:
        title = say("Tables and fields", language)
        sections = [Section(1, slug(title), title, [say("tables_intro", language)])]
        body = f'<h1 id="{sections[0].place}">{title}</h1><p>{say("tables_intro", language)}</p>'
        for table in reference.known_tables().values():
            if not table.columns:
                continue
            label = table.label.text(language)
            words = " ".join(f"{each.name} {each.label.text(language)}" for each in table.columns)
            sections.append(Section(2, table.table, label, [words]))
            kind = f"{say('Geometry', language)}: {table.geometry}" if table.geometry else say("No geometry", language)
            body += f'<h2 id="{table.table}">{label}</h2><p><code>{table.table}</code> · {kind}</p>'
            body += reference.fields_html(table, language)
        return Text(body, sections)

    def _check(self) -> None:
        """Follow every link between pages.

        :raises BrokenLink: to a page or place that is none.
        """
        places = {(page.language, page.file): page.places for page in self.pages}
        wrong = []
        for page in self.pages:
            for link in re.findall(r'<a href="([^"]+)"', page.text.body):
                if re.match(r"https?:|mailto:", link):
                    continue
                file, _, place = link.partition("#")
                language = file.split("/")[1] if file.startswith("../") else page.language
                known = places.get((language, file.split("/")[-1] or page.file))
                if known is None or (place and place not in known):
                    wrong.append(f"{page.source.name}: {link}")
        if wrong:
            raise BrokenLink("; ".join(wrong))

    # ---------------------------------------------------------------------------------------------------------- writing
    def write(self, folder: Path) -> None:
        """Write all pages, pictures, style and search into an empty folder."""
        folder.mkdir(parents=True)
        for name in ("style.css", "search.js"):
            shutil.copyfile(HERE / name, folder / name)
        self.write_pictures(folder / "images", ".webp")
        template = templates().get_template("page.html")
        for language in LANGUAGES:
            (folder / language).mkdir()
            pages = self.of(language)
            for place, page in enumerate(pages):
                before, after = (pages[place - 1] if place else None), (pages[place + 1 : place + 2] or [None])[0]
                html = template.render(**self._view(page, before, after))
                (folder / language / page.file).write_text(html, encoding="utf-8")
            entries = [json.dumps(entry, ensure_ascii=False) for page in pages for entry in entries_of(page)]
            text = "const ENTRIES = [\n{}\n];\n".format(",\n".join(entries))  # lines that a scanner can read
            (folder / language / "entries.js").write_text(text, encoding="utf-8")
        (folder / "index.html").write_text(templates().get_template("index.html").render(), encoding="utf-8")

    def write_pictures(self, folder: Path, ending: str) -> None:
        """Write the pictures, made small: as .webp for browsers, as .jpg for paper."""
        folder.mkdir()
        for path, (_address, width, height) in self.pictures.items():
            with Image.open(path) as image:
                small = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
                small.save(folder / f"{path.stem}{ending}", quality=QUALITY, method=2)

    def _view(self, page: Page, before: Page | None, after: Page | None) -> dict[str, Any]:
        other = "en" if page.language == "de" else "de"
        head, chapter, rest = page.text.body.partition("<h2")
        body = chapter + rest
        chapters: dict[str, list[Page]] = {}
        for each in self.of(page.language):
            if each.chapter:
                chapters.setdefault(each.chapter, []).append(each)
        here = [each for each in page.text.sections[1:] if each.level == 2]
        return {
            "page": page,
            "head": Markup(head),
            "body": Markup(body),
            "chapters": chapters,
            "here": here if len(here) > 2 else [],
            "before": before,
            "after": after,
            "other": other,
            "twin": self.page(other, page.name),
            "say": lambda words: say(words, page.language),
            "version": about.version(),
        }


def entries_of(page: Page) -> list[list[str]]:
    """Return what the search looks through: address, page, heading and words of every section."""
    return [
        [f"{page.file}#{each.place}", page.text.title, each.title, re.sub(r"\s+", " ", " ".join(each.words))]
        for each in page.text.sections
    ]


def templates() -> Environment:
    """Return the templates beside this file."""
    return Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def build(folder: Path) -> Site:
    """Write the pages to a folder; what was there before is replaced at the end."""
    site = Site()
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    site.write(fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return site
