"""The manual as books: PDF with contents, page numbers, bookmarks and embedded fonts, printed by Chromium.

A browser knows no page numbers of its own links, so each book is printed twice: the first time tells on which page a
heading came to stand, the second time has these numbers in its contents.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pypdf import PdfReader

from ruhr_planner import about
from scripts.docs.site import ALGORITHMS, HERE, LANGUAGES, TABLES, Page, Site, contents, templates
from scripts.docs.words import say

PATIENCE = 240
"""Seconds that one print may take."""
Line = tuple[int, str, str, str]
"""Level, place, words and page number of a line of the contents."""


class NotPrinted(Exception):
    """There is no Chromium, or it printed nothing."""


def write_all(site: Site, folder: Path) -> Iterator[tuple[Path, int]]:
    """Print every book of the contents in its languages into a folder; yield each with its number of pages."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        site.write_pictures(place / "images", ".jpg")
        for name in ("style.css", "book.css"):
            shutil.copyfile(HERE / name, place / name)
        for book in contents()["books"]:
            for language in LANGUAGES:
                if language in book["title"]:
                    yield write(site, book, language, place, folder / f"ruhr_planner_{book['name']}_{language}.pdf")


def write(site: Site, book: dict[str, Any], language: str, scratch: Path, target: Path) -> tuple[Path, int]:
    """Print one book."""
    pages = chosen(site, book, language)
    printed: dict[str, int] = {}
    for _turn in range(2):
        (scratch / "book.html").write_text(as_html(pages, book["title"][language], language, printed), encoding="utf-8")
        print_pdf(scratch / "book.html", target)
        printed = numbers(target)
    return target, len(PdfReader(target).pages)


def chosen(site: Site, book: dict[str, Any], language: str) -> list[Page]:
    """Return the pages of a book in their order."""
    made: list[Page] = []
    for name in (*book["pages"], *(each.split("/")[0] for each in book.get("documents", ()))):
        if name == ALGORITHMS:
            made += [page for page in site.of(language) if ":" in page.chapter]
        else:
            page = site.page(language, name)
            made += [page] if page else []
    return made


def as_html(pages: list[Page], title: str, language: str, printed: dict[str, int]) -> str:
    """Return all pages as one, each place with the page's name before it, and the contents in front."""
    names = {page.file for page in pages}
    bodies = [Markup(_joined(page, names)) for page in pages]
    lines: list[Line] = []
    for page in pages:
        deepest = 1 if page.chapter.count(":") else 2
        for section in page.text.sections:
            if section.level <= deepest or (page.name == TABLES and section.level == 2):
                place = f"{page.name}--{section.place}"
                lines.append((section.level, place, section.title, str(printed.get(place, ""))))
    template = templates().get_template("book.html")
    return template.render(
        language=language,
        title=title,
        version=about.version(),
        lines=lines,
        bodies=bodies,
        say=lambda words: say(words, language),
    )


def _joined(page: Page, names: set[str]) -> str:
    """Return a page's body with places and links as they are in the book."""

    def link(found: re.Match[str]) -> str:
        address = found.group(1)
        if re.match(r"https?:|mailto:", address):
            return found.group(0)
        file, _, place = address.partition("#")
        file = file or page.file
        if file not in names:
            return "<a"
        return f'<a href="#{file[:-5]}--{place or "top"}"'

    body = re.sub(r'\bid="([^"]+)"', rf'id="{page.name}--\1"', page.text.body)
    body = re.sub(r'<a href="([^"]+)"', link, body).replace(' loading="lazy"', "")
    body = re.sub(r"\.\./images/(\w+)\.webp", r"images/\1.jpg", body)
    return f'<span id="{page.name}--top"></span>{body}'


def print_pdf(page: Path, target: Path) -> None:
    """Print a page.

    :raises NotPrinted: there is no browser, or it failed.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise NotPrinted("there is no Chromium; `make browser` installs it")
    with tempfile.TemporaryDirectory() as profile:
        command = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            f"--user-data-dir={profile}", "--no-pdf-header-footer", "--generate-pdf-document-outline",
            f"--print-to-pdf={target}", page.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode or not target.is_file():
        raise NotPrinted(done.stderr[-2000:])


def numbers(path: Path) -> dict[str, int]:
    """Return the page, counted from 1, on which each place of a printed book stands."""
    reader = PdfReader(path)
    return {
        str(name).lstrip("/"): reader.get_destination_page_number(destination) + 1
        for name, destination in reader.named_destinations.items()
    }
