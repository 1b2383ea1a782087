"""Tables with coordinates in them: CSV of any dialect and encoding, and the rows of a spreadsheet.

Coordinates stand in two columns ("x"/"y", "Rechtswert"/"Hochwert", "lon"/"lat" …) or as a text "lat, lon". Which
reference system they are in is told by their size (`check`), since tables never say it.
"""

from __future__ import annotations

import codecs
import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ruhr_planner.model import errors
from ruhr_planner.readers import geojson, wkb
from ruhr_planner.readers.record import DATE, INT, NULL, REAL, TEXT, Field, Page, Record

DELIMITERS = ";,\t|"
MAX_CELL = 1 << 20
_BLOCK = 1 << 20
_CP1252 = bytes((0xE4, 0xF6, 0xFC, 0xC4, 0xD6, 0xDC, 0xDF))
_CP850 = re.compile(rb"[\x84\x94](?=[a-z\x80-\xff])|[\x81\x8e\x99\x9a\xe1]")
"""ä ö ü Ä Ö Ü ß in the two code pages of Windows and DOS. Not every 84 and 94 is ä and ö: in Windows they are the
quotes „ and ”, which stand before a capital and behind a word."""

_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A letter of UTF-8 beyond ASCII."""
_HIGH = bytes(range(0x80, 0x100))
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_STATED_DELIMITER = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)
"""The first line by which Excel is told what parts the columns."""
_EAST = frozenset(
    {
        "x", "lon", "lng", "long", "longitude", "laenge", "laengengrad", "geolaenge", "rechtswert", "rechts", "ost",
        "easting", "east", "utmx", "xkoordinate", "koordinatex", "geox", "xutm", "utmost", "ostwert", "lonwgs84",
        "wgs84lon", "xwert", "koordx", "xcoord", "coordx", "e", "utme", "geolon",
    }
)  # fmt: skip
_NORTH = frozenset(
    {
        "y", "lat", "latitude", "breite", "breitengrad", "geobreite", "hochwert", "hoch", "nord", "northing",
        "north", "utmy", "ykoordinate", "koordinatey", "geoy", "yutm", "utmnord", "nordwert", "latwgs84", "wgs84lat",
        "ywert", "koordy", "ycoord", "coordy", "n", "utmn", "geolat",
    }
)  # fmt: skip
_PAIR = re.compile(
    r"^\s*(?:POINT\s*)?[\[(]?\s*(-?\d{1,10}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,10}(?:\.\d+)?)\s*[\])]?\s*$", re.IGNORECASE
)
_GERMAN_PAIR = re.compile(r"^\s*[\[(]?\s*(-?\d{1,10},\d+)\s*[,;\s]\s*(-?\d{1,10},\d+)\s*[\])]?\s*$")
"""With decimal commas: "51,48 7,21", "51,48; 7,21", "51,48, 7,21"."""
_INT = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_REAL = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+|-?\d+\.\d+(?:[eE][+-]?\d+)?|-?(?:0|[1-9]\d{0,14})")
_GERMAN_INT = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_GERMAN_DATE = re.compile(r"(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.(\d{4})")


# ---------------------------------------------------------------------------------------------------------------- text
def encoding_of(path: Path) -> str:
    """Return the encoding of a text file: its mark, UTF-8 if all of it is, else Windows or DOS by their umlauts."""
    with path.open("rb") as file:
        start = file.read(4)
        for mark, name in _MARKS:
            if start.startswith(mark):
                return name
        file.seek(0)
        return encoding_of_blocks(iter(lambda: file.read(_BLOCK), b""))


def encoding_of_blocks(blocks: Iterator[bytes], cut: bool = False) -> str:
    """Return the encoding of bytes without a mark.

    :param cut: texts may break off within a letter, as in the fields of a DBF; a few such do not make it another
        encoding.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid = True
    windows = dos = letters = strays = 0
    for block in blocks:
        windows += sum(block.count(code) for code in _CP1252)
        dos += len(_CP850.findall(block))
        if cut:
            rest, found = _LETTER.subn(b"", block)
            letters += found
            strays += len(rest) - len(rest.translate(None, _HIGH))
        if valid:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                valid = False
    if valid or strays < letters:
        return "utf-8"
    return "cp850" if dos > windows else "cp1252"


def csv_pages(path: Path, size: int, raw: bool = False) -> Iterator[Page]:
    """Yield the rows of a CSV file as records with typed values and, where there are coordinates, points.

    :param raw: all values stay the texts that they are. :raises TextDamaged: it is no text table.
    """
    encoding = encoding_of(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            yield from _rows(path, file, size, raw)
    except (UnicodeError, csv.Error) as problem:
        raise errors.TextDamaged(str(problem), file=path.name) from problem


def _rows(path: Path, file: Any, size: int, raw: bool) -> Iterator[Page]:
    head = file.read(1 << 16)
    first = next((line for line in head.splitlines() if line.strip()), "")
    stated = _STATED_DELIMITER.fullmatch(first)
    delimiter = stated[1] if stated else max(DELIMITERS, key=first.count)
    if "\0" in head or not first.count(delimiter):
        raise errors.TextDamaged(file=path.name)
    file.seek(0)
    reader = csv.reader(file, delimiter=delimiter)
    if stated:
        next(row for row in reader if row)
    names: list[str] = []
    rows: list[list[str]] = []
    yielded = False
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if not names:
            names = _distinct([cell.strip() for cell in row])
            continue
        if any(cell.strip() for cell in row[len(names) :]):  # a comma in a value moves all that come behind it
            raise errors.RowTooLong(file=path.name, line=reader.line_num, count=len(row), expected=len(names))
        rows.append(row)
        if len(rows) == size:
            yield _page(names, rows, raw)
            rows, yielded = [], True
    if rows or not yielded:
        yield _page(names, rows, raw)


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    made = []
    for number, name in enumerate(names, 1):
        base = name or f"field_{number}"
        seen[base] = seen.get(base, 0) + 1
        made.append(base if seen[base] == 1 else f"{base}_{seen[base]}")
    return made


def _page(names: list[str], rows: list[list[str]], raw: bool) -> Page:
    width = len(names)
    table = [[cell.strip() for cell in (*row[:width], *[""] * (width - len(row)))] for row in rows]
    page = located(_typed(names, table))
    if not raw:
        return page
    fields = tuple(Field(name, TEXT) for name in names)
    texts = [tuple([cell or None for cell in row]) for row in table]
    return replace(page, fields=fields, records=[Record(old.wkb, row) for old, row in zip(page.records, texts)])


def _typed(names: list[str], table: list[list[str]]) -> Page:
    columns = [_column(list(column)) for column in zip(*table)] or [(NULL, [])] * len(names)
    fields = tuple(Field(name, kind) for name, (kind, _values) in zip(names, columns))
    records = [Record(None, values) for values in zip(*(values for _kind, values in columns))] if table else []
    return Page(fields, "", records)


def _column(cells: list[str]) -> tuple[str, list[Any]]:
    """Find the kind of a column: whole numbers (keys with leading zeros stay texts), decimals, German dates, text.

    What can be read in two ways stays text: "12.500" (twelve or twelve thousand), "4.1" beside "4.10" (plot numbers).
    """
    known = [cell for cell in cells if cell]
    if not known:
        return NULL, [None] * len(cells)
    if all(map(_INT.fullmatch, known)):
        return INT, [int(cell) if cell else None for cell in cells]
    if all(map(_REAL.fullmatch, known)) and not _is_ambiguous(known):
        if any("," in cell for cell in known):  # then a point parts thousands, also where no decimals follow
            if not all("," in cell or _GERMAN_INT.fullmatch(cell) for cell in known):
                return TEXT, [cell or None for cell in cells]
            cells = [cell.replace(".", "") for cell in cells]
        return REAL, [number(cell) if cell else None for cell in cells]
    if all(map(_GERMAN_DATE.fullmatch, known)):
        return DATE, [f"{cell[6:]}-{cell[3:5]}-{cell[:2]}" if cell else None for cell in cells]
    return TEXT, [cell or None for cell in cells]


def _is_ambiguous(cells: list[str]) -> bool:
    """Tell whether the points of a column part thousands as well as decimals, or its numbers would lose digits."""
    sign = "," if any("," in cell for cell in cells) else "."
    signed = [cell for cell in cells if sign in cell]
    decimals = [cell.rpartition(sign)[2] for cell in signed]
    if len(set(map(len, decimals))) > 1 and any(part.endswith("0") for part in decimals):
        return True
    return sign == "." and bool(signed) and all(map(_THOUSANDS.fullmatch, signed))


def number(text: object) -> float:
    """Return a number written the German or the English way, nan where it is none."""
    if isinstance(text, (int, float)):
        return float(text)
    cell = str(text).strip() if text is not None else ""
    if "," in cell:
        cell = cell.replace(".", "").replace(",", ".")
    try:
        return float(cell)
    except ValueError:
        return math.nan


# --------------------------------------------------------------------------------------------------------- coordinates
def located(page: Page) -> Page:
    """Return a page with the points that stand in its columns; itself where there are none."""
    names = [_plain(field.name) for field in page.fields]
    east = next((index for index, name in enumerate(names) if name in _EAST), -1)
    north = next((index for index, name in enumerate(names) if name in _NORTH), -1)
    if east >= 0 and north >= 0:
        return _pointed(page, [_point(record.values[east], record.values[north]) for record in page.records])
    for index, field in enumerate(page.fields):
        if field.kind == TEXT:
            points = _pairs([record.values[index] for record in page.records])
            if points is not None:
                return _pointed(page, points)
    return page


def _plain(name: str) -> str:
    text = name.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    return re.sub(r"[^a-z0-9]", "", text)


def _pointed(page: Page, points: Sequence[bytes | None]) -> Page:
    records = [record._replace(wkb=point) for record, point in zip(page.records, points)]
    return Page(page.fields, "Point" if any(point is not None for point in points) else "", records, page.crs)


def _point(east: object, north: object) -> bytes | None:
    x, y = number(east), number(north)
    return wkb.point(x, y) if math.isfinite(x) and math.isfinite(y) and (x or y) else None


def _pairs(values: Sequence[Any]) -> list[bytes | None] | None:
    """Return points of texts such as "(51.48, 7.21)"; None where most are no such pair. Latitude may come first."""
    found = [(_PAIR.match(value) or _GERMAN_PAIR.match(value)) if isinstance(value, str) else None for value in values]
    known = sum(value is not None for value in values)
    hits = [match for match in found if match is not None]
    if not hits or len(hits) < 0.8 * known:
        return None
    pairs = [(number(match.group(1)), number(match.group(2))) for match in hits]
    latitude_first = sum(45 < a < 60 and 3 < b < 20 for a, b in pairs) > len(pairs) / 2
    if not latitude_first and any(abs(a) < 1000 and not 3 < a < 20 for a, b in pairs):
        return None  # two small numbers are no place
    order = (2, 1) if latitude_first else (1, 2)
    return [None if m is None else _point(m.group(order[0]), m.group(order[1])) for m in found]


def retyped(page: Page) -> Page:
    """Return the rows of a spreadsheet with typed values and points."""
    names = [field.name for field in page.fields]
    fields, records = geojson.typed(names, page.records)
    return located(Page(fields, "", records))
