"""Bookmarks, links, language and title bar for a PDF that Qt has written, which can do none of these.

An incremental update after ISO 32000-1, 7.5.6: nothing of the file is changed; new versions of three kinds of objects
and a second cross-reference table are appended. Only what Qt writes is understood: a plain cross-reference table and
objects that are not compressed together.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ruhr_planner.model.errors import WriteFailed

_POINT = 72.0 / 25.4


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: its text, the page (from 0), and entries below it."""

    title: str
    page: int
    below: tuple[Bookmark, ...] = ()


@dataclass(frozen=True)
class Link:
    """A place on a page (mm from the upper left corner) that leads to another page."""

    page: int
    x: float
    y: float
    width: float
    height: float
    target: int


@dataclass(frozen=True)
class Properties:
    """What a PDF says of itself; language as in `de-DE`."""

    title: str
    author: str
    language: str
    subject: str = ""


class _File:
    """The objects of a PDF, and those that are appended."""

    def __init__(self, file: Path) -> None:
        self.name = file.name
        with file.open("rb") as opened:  # mapped, not read: it may be large
            self.data = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        end = self.data[self.data.rfind(b"trailer") :]
        found = re.findall(rb"startxref\s+(\d+)", end)
        trailer = re.search(rb"trailer\s*<<(.*?)>>", end, re.DOTALL)
        if not found or trailer is None:
            raise WriteFailed(file=self.name, why="startxref")
        self.last = int(found[-1])
        self.offsets = self._table()
        self.root = self._number(trailer.group(1), b"Root")
        self.info = self._number(trailer.group(1), b"Info")
        self.size = self._plain(trailer.group(1), b"Size")
        self.new: dict[int, bytes] = {}

    def _table(self) -> dict[int, int]:
        """Return where objects begin; of those that GDAL has written anew to add the place on earth, the new ones."""
        offsets: dict[int, int] = {}
        begins = [int(each) for each in re.findall(rb"startxref\s+(\d+)", self.data)]
        for begin in begins:
            lines = iter(self.data[begin : self.data.find(b"trailer", begin)].split(b"\n")[1:])
            for line in lines:
                numbers = line.split()
                if len(numbers) == 2:
                    first, count = (int(each) for each in numbers)
                    entries = [next(lines) for _each in range(count)]
                    found = {first + place: int(each[:10]) for place, each in enumerate(entries) if b"n" in each}
                    offsets.update(found)
        return offsets

    def _number(self, text: bytes, key: bytes) -> int:
        found = re.search(rb"/" + key + rb"\s+(\d+)\s+0\s+R", text)
        if found is None:
            raise WriteFailed(file=self.name, why=key.decode())
        return int(found.group(1))

    def _plain(self, text: bytes, key: bytes) -> int:
        found = re.search(rb"/" + key + rb"\s+(\d+)", text)
        if found is None:
            raise WriteFailed(file=self.name, why=key.decode())
        return int(found.group(1))

    def dictionary(self, number: int) -> bytes:
        """Return what stands between the outer brackets of an object that is a dictionary."""
        if number in self.new:
            text = self.new[number]
        else:
            begin = self.offsets[number]
            text = self.data[begin : self.data.find(b"endobj", begin)]
        return text[text.index(b"<<") + 2 : text.rindex(b">>")]

    def pages(self) -> list[int]:
        """Return the numbers of the page objects in their order."""
        kids = re.search(
            rb"/Kids\s*\[(.*?)\]", self.dictionary(self._number(self.dictionary(self.root), b"Pages")), re.DOTALL
        )
        if kids is None:
            raise WriteFailed(file=self.name, why="Kids")
        return [int(each) for each in re.findall(rb"(\d+)\s+0\s+R", kids.group(1))]

    def add(self, content: bytes) -> int:
        """Append an object that is a dictionary; return its number."""
        number = self.size
        self.size += 1
        self.put(number, content)
        return number

    def put(self, number: int, content: bytes) -> None:
        """Append an object under a number, which hides an older one of it."""
        self.new[number] = b"<<" + content + b">>"

    def write(self, file: Path) -> None:
        """Append all new objects, their table and the trailer."""
        size = len(self.data)
        self.data.close()
        out = bytearray(b"\n")
        offsets = {}
        for number in sorted(self.new):
            offsets[number] = size + len(out)
            out += b"%d 0 obj\n" % number + self.new[number] + b"\nendobj\n"
        begin = size + len(out)
        out += b"xref\n"
        for number in sorted(offsets):
            out += b"%d 1\n%010d 00000 n \n" % (number, offsets[number])
        out += b"trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/Prev %d\n>>\n" % (
            self.size,
            self.root,
            self.info,
            self.last,
        )
        out += b"startxref\n%d\n%%%%EOF\n" % begin
        with file.open("ab") as opened:
            opened.write(out)


def complete(file: Path, bookmarks: Sequence[Bookmark], links: Sequence[Link], said: Properties) -> None:
    """Give a PDF its outline, links, title, author and language.

    :raises WriteFailed: it is not built as Qt builds it; it stays as it is.
    """
    pdf = _File(file)
    pages = pdf.pages()
    outline = pdf.add(b"")
    first, last, count = _outline(pdf, bookmarks, outline, pages)
    pdf.put(outline, b"/Type /Outlines /First %d 0 R /Last %d 0 R /Count %d" % (first, last, count))
    root = _without(pdf.dictionary(pdf.root), b"Outlines", b"PageMode", b"Lang", b"ViewerPreferences")
    root += b"\n/Outlines %d 0 R /PageMode /UseOutlines /Lang %s" % (outline, _text(said.language))
    root += b"\n/ViewerPreferences << /DisplayDocTitle true >>\n"
    pdf.put(pdf.root, root)
    _link(pdf, links, pages)
    _inform(pdf, said)
    pdf.write(file)


def describe(file: Path, said: Properties) -> None:
    """Give a PDF its language, title, author and subject, and no outline.

    :raises WriteFailed: it is not built as Qt builds it; it stays as it is.
    """
    pdf = _File(file)
    root = _without(pdf.dictionary(pdf.root), b"Lang", b"ViewerPreferences")
    root += b"\n/Lang %s /ViewerPreferences << /DisplayDocTitle true >>\n" % _text(said.language)
    pdf.put(pdf.root, root)
    _inform(pdf, said)
    pdf.write(file)


def _inform(pdf: _File, said: Properties) -> None:
    info = re.sub(
        rb"/(Title|Author|Subject)\s*(\((?:\\.|[^\\)])*\)|<[^>]*>)", b"", pdf.dictionary(pdf.info), flags=re.DOTALL
    )
    info += b"\n/Title %s /Author %s /Subject %s\n" % (_text(said.title), _text(said.author), _text(said.subject))
    pdf.put(pdf.info, info)


def _outline(pdf: _File, bookmarks: Sequence[Bookmark], parent: int, pages: Sequence[int]) -> tuple[int, int, int]:
    """Append one level of the outline and what is below it; return its first and last object and how many there are."""
    numbers = [pdf.add(b"") for _each in bookmarks]
    total = len(numbers)
    for place, (number, entry) in enumerate(zip(numbers, bookmarks)):
        text = b"/Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]" % (_text(entry.title), parent, pages[entry.page])
        if place:
            text += b" /Prev %d 0 R" % numbers[place - 1]
        if place + 1 < len(numbers):
            text += b" /Next %d 0 R" % numbers[place + 1]
        if entry.below:
            first, last, count = _outline(pdf, entry.below, number, pages)
            text += b" /First %d 0 R /Last %d 0 R /Count %d" % (first, last, -count)  # closed until it is opened
        pdf.put(number, text)
    return numbers[0], numbers[-1], total


def _link(pdf: _File, links: Sequence[Link], pages: Sequence[int]) -> None:
    by_page: dict[int, list[int]] = {}
    for link in links:
        page = pages[link.page]
        height = float(re.findall(rb"[\d.]+", _media_box(pdf, page))[3])
        box = (
            link.x * _POINT,
            height - (link.y + link.height) * _POINT,
            (link.x + link.width) * _POINT,
            height - link.y * _POINT,
        )
        rectangle = b" ".join(b"%.2f" % each for each in box)
        text = b"/Type /Annot /Subtype /Link /Border [0 0 0] /Rect [%s] /Dest [%d 0 R /Fit]"
        by_page.setdefault(page, []).append(pdf.add(text % (rectangle, pages[link.target])))
    for page, numbers in by_page.items():
        kept = _without(pdf.dictionary(page), b"Annots")
        pdf.put(page, kept + b"\n/Annots [%s]\n" % b" ".join(b"%d 0 R" % number for number in numbers))


def _media_box(pdf: _File, page: int) -> bytes:
    found = re.search(rb"/MediaBox\s*\[(.*?)\]", pdf.dictionary(page))
    if found is None:
        raise WriteFailed(file=pdf.name, why="MediaBox")
    return found.group(1)


def _without(text: bytes, *keys: bytes) -> bytes:
    """Return a dictionary without some of its simple entries: a name, a reference or an array."""
    for key in keys:
        text = re.sub(rb"/" + key + rb"\s*(?:/\w+|\d+\s+0\s+R|\[[^\]]*\]|<[^<>]*>|\([^)]*\))", b"", text)
    return text


def _text(said: str) -> bytes:
    """Return a text string (7.9.2): UTF-16 with a byte order mark, as hexadecimal digits."""
    return b"<FEFF%s>" % said.encode("utf-16-be").hex().upper().encode()
