"""Put the manual and the help of every algorithm together as pages that need no network.

    scripts/build_docs.py [FOLDER]

Markdown is turned into HTML by Qt (CommonMark with tables), so that no further tool is needed.
"""

from __future__ import annotations

import html
import re
import shutil
import sys
from pathlib import Path

from qgis.PyQt.QtGui import QGuiApplication, QTextDocument

ROOT = Path(__file__).resolve().parent.parent
STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em}"
    "td,th{padding:.2em .6em}img{max-width:100%}"
)
PAGE = (
    '<!DOCTYPE html><html lang="{language}"><meta charset="utf-8">'
    "<title>{title}</title><style>{style}</style>{body}</html>"
)


def sources() -> list[Path]:
    """Return the Markdown files: manual, decisions and help."""
    folders = (ROOT / "docs", ROOT / "resources" / "help")
    return sorted(path for folder in folders for path in folder.rglob("*.md"))


def as_html(markdown: str) -> str:
    """Return the body of a page, without the fonts and margins that Qt writes into every paragraph."""
    document = QTextDocument()
    document.setMarkdown(markdown)
    body = re.sub(r"^.*<body[^>]*>|</body>.*$", "", document.toHtml(), flags=re.DOTALL)
    return re.sub(r' style="[^"]*"', "", re.sub(r'href="([^":]+)\.md"', r'href="\1.html"', body))


def title_of(markdown: str, path: Path) -> str:
    """Return the first heading, else the file's name."""
    heading = re.search(r"^# (.+)$", markdown, flags=re.MULTILINE)
    return heading.group(1) if heading else path.stem


def write(source: Path, folder: Path) -> tuple[str, str]:
    """Write one page; return its title and its address inside ``folder``."""
    base = ROOT / "docs" if source.is_relative_to(ROOT / "docs") else ROOT / "resources"
    target = folder / source.relative_to(base).with_suffix(".html")
    markdown = source.read_text(encoding="utf-8")
    title = title_of(markdown, source)
    language = "de" if source.name.endswith(".de.md") else "en"
    page = PAGE.format(language=language, title=html.escape(title), style=STYLE, body=as_html(markdown))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")
    return title, target.relative_to(folder).as_posix()


def main() -> None:
    """Write all pages and a list of them."""
    application = QGuiApplication([])
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/docs").resolve()
    shutil.rmtree(folder, ignore_errors=True)
    pages = [write(source, folder) for source in sources()]
    for images in ((ROOT / "docs" / "images"), (ROOT / "docs" / "manual" / "images")):
        if images.is_dir():
            shutil.copytree(images, folder / images.relative_to(ROOT / "docs"), dirs_exist_ok=True)
    links = "".join(f'<li><a href="{address}">{html.escape(title)}</a></li>' for title, address in pages)
    body = f"<h1>Ruhr Planner</h1><ul>{links}</ul>"
    page = PAGE.format(language="en", title="Ruhr Planner", style=STYLE, body=body)
    (folder / "index.html").write_text(page, encoding="utf-8")
    del application
    print(f"{len(pages)} pages: {folder / 'index.html'}")


if __name__ == "__main__":
    main()
