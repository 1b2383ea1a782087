"""Tables as files for offices: XLSX and ODS by GDAL's drivers, CSV as German or English spreadsheets expect it.

Numbers stay numbers and dates stay dates; unknown is an empty cell; no text can become a formula.
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Callable

from osgeo import ogr
from qgis.core import NULL
from qgis.PyQt.QtCore import QDate, QDateTime

from ruhr_planner.model.errors import FormatMissing, SheetTooLong, WriteFailed

DRIVERS = {".xlsx": "XLSX", ".ods": "ODS"}
"""GDAL's drivers by ending."""
_TYPES = {"text": ogr.OFTString, "int": ogr.OFTInteger64, "real": ogr.OFTReal, "date": ogr.OFTDate}
LONGEST_NAME = 31
"""Longest name of a sheet that spreadsheets take."""
LONGEST_TEXT = 32_767
"""Longest text of a cell that spreadsheets take."""
MOST_ROWS = 1_048_575
"""Rows of a sheet under its heading."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A text that begins so, also after blanks, is a formula for a spreadsheet."""
BOM = "\ufeff"
_HEAD, _BLOCK = 65_536, 1_048_576
"""Bytes of a part of a workbook: what stands before its rows, and what is copied at once."""
_FROZEN = (
    b'<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    b'state="frozen"/></sheetView></sheetViews>\n'
)
_DRESS = ((b"<cols>", _FROZEN + b"<cols>"), (b'"DD/MM/YY"', b'"YYYY\\-MM\\-DD"'))
"""What GDAL writes, and what stands there instead."""


@dataclass(frozen=True)
class Column:
    """Heading and kind (text, int, real, date) of a column."""

    title: str
    kind: str = "text"


@dataclass(frozen=True)
class Worksheet:
    """One sheet: name, columns, rows (looked at once); None is an empty cell."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[object]]


def harmless(text: str) -> str:
    """Return a text as no spreadsheet takes it for a formula: with an apostrophe before it where it begins like one."""
    begun = text.lstrip()
    return f"'{text}" if begun.startswith(_FORMULA) or text.startswith(("\t", "\r", "\n")) else text


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Return names that a spreadsheet takes: no signs that it keeps for itself, at most 31 letters, none twice."""
    made: list[str] = []
    taken: set[str] = set()
    for name in wanted:
        plain = _NOT_IN_NAMES.sub(" ", name).strip(" '") or "–"
        found, number = plain[:LONGEST_NAME], 2
        while found.lower() in taken:
            ending = f" {number}"
            found, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
        taken.add(found.lower())
        made.append(found)
    return made


def write_workbook(file: Path, sheets: Sequence[Worksheet], check: Callable[[], None] = lambda: None) -> None:
    """Write all sheets into a new XLSX or ODS file.

    :param check: called every 1,000 rows; may raise Cancelled.
    :raises FormatMissing: GDAL was built without the driver.
    :raises SheetTooLong: a table has more rows than a sheet takes.
    :raises WriteFailed: GDAL cannot create the file, a sheet or a row.
    """
    name = DRIVERS[file.suffix.lower()]
    driver = ogr.GetDriverByName(name)
    if driver is None:
        raise FormatMissing(file=file.name, driver=name)
    source = driver.CreateDataSource(str(file))
    if source is None:
        raise WriteFailed(file=file.name, why=f"GDAL {name}")
    for title, sheet in zip(sheet_names([each.name for each in sheets]), sheets):
        _write(source, title, sheet, file, check)
    if source.SyncToDisk() != ogr.OGRERR_NONE:
        raise WriteFailed(file=file.name, why=f"GDAL {name}")
    source = None  # closes the file: GDAL writes it when the last reference goes
    if name == "XLSX":
        _dress(file, check)


def _write(source: ogr.DataSource, title: str, sheet: Worksheet, file: Path, check: Callable[[], None]) -> None:
    layer = source.CreateLayer(title)
    if layer is None:
        raise WriteFailed(file=file.name, why=title)
    for column in sheet.columns:
        layer.CreateField(ogr.FieldDefn(column.title, _TYPES[column.kind]))
    for number, row in enumerate(sheet.rows):
        if number % 1000 == 0:
            check()
        if number == MOST_ROWS:
            raise SheetTooLong(file=file.name, table=title, most=MOST_ROWS)
        _add(layer, sheet, row, file)


def _dress(file: Path, check: Callable[[], None]) -> None:
    """Keep the headings of an XLSX file in view, and write years with four digits, which GDAL does not."""
    plain = file.with_suffix(".plain")
    file.rename(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for entry in old.infolist():
            with old.open(entry) as source, new.open(entry.filename, "w", force_zip64=True) as target:
                head = source.read(_HEAD)
                for found, instead in _DRESS:
                    head = head.replace(found, instead, 1)
                target.write(head)
                while block := source.read(_BLOCK):
                    check()
                    target.write(block)
    plain.unlink()


def _add(layer: ogr.Layer, sheet: Worksheet, row: Sequence[object], file: Path) -> None:
    feature = ogr.Feature(layer.GetLayerDefn())
    for index, (column, value) in enumerate(zip(sheet.columns, row)):
        cell = _cell(value, column.kind)
        if isinstance(cell, date):
            feature.SetField(index, cell.year, cell.month, cell.day, 0, 0, 0, 0)
        elif cell is not None:
            feature.SetField(index, cell)
    if layer.CreateFeature(feature) != ogr.OGRERR_NONE:
        raise WriteFailed(file=file.name, why=sheet.name)


def _cell(value: object, kind: str) -> str | int | float | date | None:
    """Return what goes into a cell: a number, a date, or a text that is no formula and no longer than a cell takes."""
    known = _plain(value)
    if known is None:
        return None
    if kind == "int":
        return int(str(known))
    if kind == "real":
        return float(str(known))
    if kind == "date" and isinstance(known, date):
        return known
    text = harmless(_NOT_IN_XML.sub("", known.isoformat() if isinstance(known, date) else str(known)))
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 2] + " …"


def _plain(value: object) -> object:
    """Return a value without Qt's types; null, NaN and infinity are unknown."""
    if value is None or value == NULL or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return value.toPyDate() if value.isValid() else None
    return value


def csv_text(sheet: Worksheet, german: bool, check: Callable[[], None] = lambda: None) -> str:
    """Return a sheet as CSV with a byte order mark, which tells spreadsheets that it is UTF-8.

    :param german: semicolons and decimal commas instead of commas and decimal points. Dates are ISO texts in both.
    """
    stream = io.StringIO()
    stream.write(BOM)
    writer = csv.writer(stream, delimiter=";" if german else ",", lineterminator="\r\n")
    writer.writerow([harmless(column.title) for column in sheet.columns])
    writer.writerows(_csv_rows(sheet, german, check))
    return stream.getvalue()


def _csv_rows(sheet: Worksheet, german: bool, check: Callable[[], None]) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.rows):
        if number % 1000 == 0:
            check()
        yield [_csv_cell(value, column.kind, german) for column, value in zip(sheet.columns, row)]


def _csv_cell(value: object, kind: str, german: bool) -> str:
    known = _plain(value)
    if known is None:
        return ""
    if kind == "int":
        return str(int(str(known)))
    if kind == "real":
        text = repr(float(str(known)))
        return text.replace(".", ",") if german else text
    return known.isoformat() if isinstance(known, date) else harmless(str(known))
