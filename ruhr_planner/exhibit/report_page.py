"""The region report on paper: a first page with what was found, a table of contents, a chapter a question, data pages.

Chapters are drawn one after the other into one PDF, each in a project of its own that is let go before the next, so
memory does not grow with pages. They are composed twice: once to count their pages for the table of contents and
"page x of y", once to be drawn. Main thread only, see `exhibit.foreground`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from qgis.core import QgsLayoutExporter, QgsLayoutItemMap, QgsRectangle
from qgis.PyQt.QtCore import QRectF, Qt

from ruhr_planner import about, paths
from ruhr_planner.exhibit import classes, layout, names, report
from ruhr_planner.exhibit.charts import title_of
from ruhr_planner.exhibit.factsheet import FactSheet, Imprint, Section
from ruhr_planner.exhibit.factsheet_page import (
    BOTTOM,
    CONTENT,
    GAP,
    HEIGHT,
    MARGIN,
    WIDTH,
    Atlas,
    Backdrop,
    Flow,
    Pages,
    head,
    simplification,
)
from ruhr_planner.exhibit.layout import Figure, MapLayer, Rows
from ruhr_planner.exhibit.pdf_outline import Bookmark, Link, Properties, complete
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.exhibit.report import Answer
from ruhr_planner.exhibit.sheet import SMALLEST, Box, round_scale
from ruhr_planner.model import codes
from ruhr_planner.model.errors import WriteFailed

TOP = 34.0
_COVER_MAP = 100.0
_CONTENTS_TOP = TOP + 20.0 + _COVER_MAP + 16.0
"""Where the lines of the table of contents begin on the first page."""
_MAP = 106.5
"""Height of the map of a chapter: all names of the region find a place at its scale."""
_LEGEND = 29.0
"""Height of legend and scale under it."""
MAP_HEIGHT = _MAP + 3.0 + _LEGEND
"""Height of a map with its legend."""
_SCALE = 44.0
"""Width of scale and north arrow."""
_TITLE = (13.0, 12.0, 11.0, 10.0)
"""Type sizes of the titles of chapters, which are much the same for all of them."""
_LEAD = (9.5, 9.0)
_LINE = 7.4
"""Height of a line of the table of contents."""
PREVIEW_DPI = 110.0
PAPER_ROWS = 10
"""Rows of a table on paper; the HTML page has more, and the workbook all of them."""
_BLOCKS = {2: 5}
"""Blocks of a narrow table by its columns; 3 for more of them."""
_RIGHT = Qt.AlignmentFlag.AlignRight

T = TypeVar("T")


@dataclass(frozen=True)
class Chapter:
    """A question with its answer, and the layers of its map, uppermost first; no map without layers."""

    answer: Answer
    layers: tuple[MapLayer, ...] = ()


@dataclass(frozen=True)
class Document:
    """Everything that the report says on paper."""

    title: str
    subtitle: str
    imprint: Imprint
    chapters: tuple[Chapter, ...]
    extent: tuple[float, float, float, float]
    cover: tuple[MapLayer, ...]
    """Layers of the map on the first page."""
    key_figures: tuple[Figure, ...]
    open: tuple[Answer, ...]
    """Questions without an answer: the overview says why, and they get no page of their own."""
    data: tuple[Section, ...]
    """Tables and texts of the pages on data and method."""


class Drawing:
    """The report while it is drawn: first counted, then written."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.phrases = Phrases(document.imprint.language)
        self.counts: list[int] = []
        self._atlas: Atlas | None = None
        self._blank: _Pages | None = None
        self._first = 0

    @property
    def parts(self) -> int:
        """Number of parts: the first pages, the chapters, the data pages."""
        return len(self.document.chapters) + 2

    @property
    def total(self) -> int:
        """Number of pages, known when all parts are counted."""
        return sum(self.counts)

    def count(self, part: int) -> None:
        """Compose a part to count its pages, without its map, which takes the same room whatever it shows.

        All parts are counted on the same pages; the last one lets go of them.
        """
        if self._blank is None:
            self._blank = _Pages(self.document.cover, self.document.imprint)
        self._blank.page = 0
        self._compose(self._blank, part)
        self.counts.append(self._blank.count)
        if part == self.parts - 1:
            self._blank = None

    def begin(self, file: Path) -> None:
        """Begin the PDF."""
        self._atlas = Atlas(file, self.document.title)
        self._first = 0

    def draw(self, part: int, preview: Path | None = None) -> None:
        """Draw a part into the PDF, and its map with the legend as a picture for the HTML page.

        :raises WriteFailed: the part does not have as many pages as were counted.
        """
        pages = self._composed(part)
        if pages.count != self.counts[part] or self._atlas is None:
            raise WriteFailed(file=self.document.title, why=f"{pages.count} / {self.counts[part]}")
        self._atlas.add(pages)
        self._first += pages.count
        if preview is not None and 0 < part <= len(self.document.chapters) and self.document.chapters[part - 1].layers:
            _save(pages, preview, PREVIEW_DPI)

    def close(self) -> None:
        """Close the PDF, also one that is not complete."""
        if self._atlas is not None:
            self._atlas.close()
            self._atlas = None

    def finish(self, file: Path) -> None:
        """Add bookmarks, links and what it says of itself to the PDF, once it is closed."""
        tr, document = self.phrases.tr, self.document
        titles = [chapter.answer.title for chapter in document.chapters]
        starts = self._starts()
        marks = [Bookmark(tr("Overview and contents"), 0)]
        marks += [Bookmark(title, start) for title, start in zip(titles, starts[1:])]
        marks.append(Bookmark(tr("Data and method"), starts[-1]))
        links = [
            Link(0, MARGIN, _CONTENTS_TOP + place * _LINE, CONTENT, _LINE, start)
            for place, start in enumerate(starts[1:])
        ]
        said = Properties(
            document.title,
            document.imprint.office or document.imprint.author or about.name(),
            "de-DE" if self.phrases.german else "en-GB",
            document.subtitle,
        )
        complete(file, marks, links, said)

    def _starts(self) -> list[int]:
        """Return the first page of every part, from 0."""
        return [sum(self.counts[:part]) for part in range(self.parts)]

    # -------------------------------------------------------------------------------------------------------- composing
    def _composed(self, part: int) -> _Pages:
        """Return a part as it is drawn, in a project of its own."""
        document = self.document
        inner = 0 < part < self.parts - 1
        layers = document.chapters[part - 1].layers if inner else ()
        pages = _Pages(layers or document.cover, document.imprint)
        self._compose(pages, part)
        pages.layout.renderContext().setSimplifyMethod(simplification())
        for number in range(pages.count):
            pages.page = number
            _foot(pages, document, self._first + number + 1, self.total)
        pages.settle()
        return pages

    def _compose(self, pages: _Pages, part: int) -> None:
        if part == 0:
            _first_page(pages, self.document, self._starts() if len(self.counts) == self.parts else [])
        elif part == self.parts - 1:
            _data_pages(pages, self.document)
        else:
            _chapter(pages, self.document, self.document.chapters[part - 1], part, drawn=pages is not self._blank)


class _Pages(Pages):
    """The pages of one part."""

    def __init__(self, layers: Sequence[MapLayer], imprint: Imprint) -> None:
        outlines = next(place for place, layer in enumerate(layers) if layer.style == "kreis")
        super().__init__(Backdrop(tuple(layers), marked=outlines), imprint)
        self.map_top = TOP


def _sheet(document: Document, title: str, subtitle: str = "") -> FactSheet:
    return FactSheet("", document.title, title, subtitle, (), (), document.extent, "", "")


def _first_page(pages: _Pages, document: Document, starts: Sequence[int]) -> None:
    """Show the place, say what was found in one sentence a question, and on which page more is said."""
    tr = pages.phrases.tr
    pages.begin(document.title)
    head(pages, replace(_sheet(document, document.title, document.subtitle), kicker=tr("Region report")))
    _figures(pages, document.key_figures, TOP)
    box = Box(MARGIN, TOP + 20.0, CONTENT, _COVER_MAP)
    _named_map(pages, box, QgsRectangle(*document.extent))
    top = _CONTENTS_TOP
    pages.text(tr("Contents"), Box(MARGIN, top - 8.0, CONTENT, 6.0), (12.0,), bold=True, name="heading")
    titles = [*(chapter.answer.title for chapter in document.chapters), tr("Data and method")]
    for place, title in enumerate(titles):
        line = Box(MARGIN, top + place * _LINE, CONTENT - 16.0, _LINE)
        pages.text(f"{place + 1}   {title}", line, (10.0, 9.0, 8.0), name="contents")
        number = str(starts[place + 1] + 1) if starts else "00"
        pages.text(number, Box(MARGIN + CONTENT - 14.0, line.y, 14.0, _LINE), (10.0,), align=_RIGHT, name="page number")
        pages.plate(Box(MARGIN, line.y + _LINE - 1.7, CONTENT, 0.1), classes.BORDER, name="rule")
    pages.turn()
    head(pages, replace(_sheet(document, tr("What was found"), document.subtitle), kicker=document.title))
    y = TOP + 2.0
    for answer in (*(chapter.answer for chapter in document.chapters), *document.open):
        y = _found(pages, answer, y)
    if document.imprint.sensitivity != codes.SENSITIVITY.open or any(c.answer.notice for c in document.chapters):
        said = tr("Sites are a computed search result, not a determination under planning law.")
        pages.text(
            said, Box(MARGIN, min(y + 3.0, BOTTOM - 6.0), CONTENT, 5.0), (9.0,), True, classes.COMPUTED, name="notice"
        )


def _found(pages: _Pages, answer: Answer, y: float) -> float:
    """Write one question and its answer in a sentence; return where the next one goes."""
    said = answer.missing or answer.short
    pages.text(answer.title, Box(MARGIN, y, CONTENT, 5.4), (10.5, 9.5, 8.5), bold=True, name="heading")
    text_format = pages.text_format(_LEAD[0])
    height = pages.text_height(said, CONTENT, text_format) + 0.6
    pages.text(said, Box(MARGIN, y + 5.6, CONTENT, height), _LEAD, name="found")
    return y + 5.6 + height + 3.6


def _chapter(pages: _Pages, document: Document, chapter: Chapter, number: int, drawn: bool) -> None:
    """Set one question: the answer in sentences, figures, map and legend, method, charts and tables.

    :param drawn: False leaves the map out.
    """
    answer, tr = chapter.answer, pages.phrases.tr
    pages.begin(answer.title)
    sheet = _sheet(document, f"{number}   {answer.title}", document.subtitle)
    head(pages, sheet, _TITLE)
    y = TOP
    said = "\n".join(answer.sentences)
    if said:
        height = pages.text_height(said, CONTENT, pages.text_format(_LEAD[0])) + 1.0
        pages.text(said, Box(MARGIN, y, CONTENT, height), _LEAD, name="answer")
        y += height + 2.2
    if answer.figures:
        _figures(pages, answer.figures, y)
        y += 16.0
    if chapter.layers:
        pages.map_top = y
        if drawn:
            _map(pages, document.extent, y)
        y += MAP_HEIGHT + 2.5
    flow = Flow(pages, sheet, y)
    if answer.method:
        flow.add(Section(tr("Method"), text=answer.method, wide=True))
    for drawing in answer.charts:
        flow.add(_drawn(drawing))
    for table in (each for each in answer.tables if each.rows):
        flow.add(tabular(table, pages.phrases, 0 if table.whole else PAPER_ROWS))


def _drawn(drawing: str) -> Section:
    """Return a chart as a section under its title."""
    return Section(title_of(drawing), chart=drawing)


def tabular(table: Rows, phrases: Phrases, most: int = 0) -> Section:
    """Return a table as a section over the whole width; what is no number stands left.

    :param most: of a longer table only the first rows, and it says so; 0 for all of them.
    """
    if table.blocks > 1:
        table = _side_by_side(table)
    elif 0 < most < len(table.rows):
        said = phrases.tr("{title} (the first {shown} of {all}; all of them in tables.xlsx)")
        title = said.format(title=table.title, shown=most, all=len(table.rows))
        table = replace(table, title=title, rows=table.rows[:most])
    left = tuple(column for column in range(len(table.header)) if not report.numeric(table, column, phrases))
    return Section(table.title, table.rows, table.header, table.widths, left, wide=True)


def _side_by_side(table: Rows) -> Rows:
    """Return a long and narrow table in blocks, with a narrow column between them."""
    blocks = _BLOCKS.get(len(table.header), 3)
    each = -(-len(table.rows) // blocks)
    empty = ("",) * len(table.header)
    padded = [*table.rows, *([empty] * (each * blocks - len(table.rows)))]
    rows = tuple(_beside([padded[block * each + row] for block in range(blocks)], "") for row in range(each))
    space = 0.07 * sum(table.widths)
    return Rows(table.title, _beside([table.header] * blocks, ""), rows, _beside([table.widths] * blocks, space))


def _beside(blocks: Sequence[tuple[T, ...]], between: T) -> tuple[T, ...]:
    """Return the cells of blocks in one row, with one more between two blocks."""
    return tuple(cell for block in blocks for cell in (*block, between))[:-1]


def _data_pages(pages: _Pages, document: Document) -> None:
    """Say where everything comes from and how it came about."""
    tr = pages.phrases.tr
    pages.begin(tr("Data and method"))
    number = len(document.chapters) + 1
    sheet = _sheet(document, f"{number}   {tr('Data and method')}", document.subtitle)
    head(pages, sheet, _TITLE)
    flow = Flow(pages, sheet, TOP)
    for section in document.data:
        flow.add(section)


def _figures(pages: _Pages, figures: Sequence[Figure], top: float) -> None:
    """Set the numbers that people take home in one row."""
    width = (CONTENT - GAP * (len(figures) - 1)) / max(len(figures), 1)
    for number, figure in enumerate(figures):
        x = MARGIN + number * (width + GAP)
        pages.text(
            figure.value, Box(x, top, width, 6.6), (15, 13.5, 12, 11, 10, 9), True, classes.COMPUTED, name="figure"
        )
        pages.text(figure.caption, Box(x, top + 6.8, width, 7.2), (7.5, 7.0, 6.5, SMALLEST), name="figure caption")


def picture(
    layers: Sequence[MapLayer], imprint: Imprint, shown: tuple[float, float, float, float], file: Path, dpi: float
) -> None:
    """Draw map and legend as a picture of `CONTENT` by `MAP_HEIGHT` mm.

    :raises WriteFailed: it cannot be saved.
    """
    pages = _Pages(layers, imprint)
    pages.begin("")
    _map(pages, shown, TOP)
    pages.settle()
    _save(pages, file, dpi)


def _save(pages: _Pages, file: Path, dpi: float) -> None:
    box = QRectF(MARGIN, pages.map_top, CONTENT, MAP_HEIGHT)
    image = QgsLayoutExporter(pages.layout).renderRegionToImage(box, dpi=dpi)
    if image.isNull() or not image.save(str(file)):
        raise WriteFailed(file=file.name, why="PNG")


def _map(pages: Pages, shown_extent: tuple[float, float, float, float], top: float) -> None:
    """Place a map over the whole width, and legend, north arrow and scale under it."""
    tr = pages.phrases.tr
    extent, box = QgsRectangle(*shown_extent), Box(MARGIN, top, CONTENT, _MAP)
    shown = _named_map(pages, box, extent)
    scale = shown.scale()
    below = Box(MARGIN, box.bottom + 3.0, CONTENT - _SCALE - GAP, _LEGEND)
    pages.text(tr("Legend"), Box(below.x, below.y, below.width, 5.0), (9.5, 8.5), bold=True, name="heading")
    entries = layout.seen(layout.legend_entries(pages.opened, pages.phrases, shown.extent()))
    pages.legend(Box(below.x, below.y + 5.5, below.width, below.height - 5.5), entries)
    side = Box(below.right + GAP, below.y, _SCALE, below.height)
    pages.picture(
        str(paths.resource("layouts", "north_arrow.svg")), Box(side.right - 8.0, side.y, 8.0, 10.0), "north arrow"
    )
    text = f"{tr('Scale')} 1:{pages.phrases.number(scale)}"
    pages.text(text, Box(side.x, side.y + 5.5, side.width - 9.0, 4.4), (8.0, 7.5, 7.0), name="scale")
    pages.scale_bar(Box(side.x, side.y + 11.0, side.width, 8.0), shown, scale)


def _named_map(pages: Pages, box: Box, extent: QgsRectangle) -> QgsLayoutItemMap:
    """Place a map at a round scale whose names keep clear of each other."""
    layers = [layer for _wanted, layer in pages.opened]
    shown = pages.map(box, layers, extent, round_scale(extent, box), "map")
    names.arrange(shown, 1.0)
    return shown


def _foot(pages: _Pages, document: Document, number: int, total: int) -> None:
    tr, phrases, imprint = pages.phrases.tr, pages.phrases, pages.imprint
    y = HEIGHT - 12.5
    pages.plate(Box(MARGIN, y - 1.4, CONTENT, 0.25), classes.INK, name="rule")
    parts = [tr("As of {date}").format(date=phrases.date(imprint.stand)), imprint.office, imprint.author]
    left = "  ·  ".join(part for part in (*parts, document.title) if part)
    sizes = (7.0, 6.5, SMALLEST)
    pages.text(left, Box(MARGIN, y, 110.0, 4.2), sizes, name="date")
    maker = f"{about.name()} {about.version()}  ·  {tr('Run')} {imprint.run}  ·  "
    maker += tr("Page {page} of {pages}").format(page=number, pages=total or "00")
    pages.text(maker, Box(WIDTH - MARGIN - 74.0, y, 74.0, 4.2), sizes, align=_RIGHT, name="maker")
