"""The workbook of the Breitbandatlas (`bba_MM_YYYY.xlsx`): one sheet a user group, headers over several rows.

**Unverified**: made from descriptions of the file, not from the file. What they say: sheets for private households,
area, schools, hospitals and businesses; several header rows with merged cells for the technologies; one row for the
Bund, each Land, each Kreis and each municipality; values in per cent. So nothing is taken by its position: the key
column, the header rows, the technology and the class of a column are found by their words, and what is not understood
is named and left out. Merged cells come as one value and empty cells behind it, which are filled from the left as far
as the block above them reaches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ruhr_planner.model import codes, errors
from ruhr_planner.readers import backend
from ruhr_planner.readers.breitbandatlas import HEADER_ROWS, AreaTable, Column

PLAIN_CELLS = {"OGR_XLSX_HEADERS": "DISABLE", "OGR_XLSX_FIELD_TYPES": "STRING"}

_GROUPS = (
    (re.compile(r"gewerbe(?:gebiet|fl)"), codes.USER_GROUP.business_area),
    (re.compile(r"krankenh|klinik"), codes.USER_GROUP.hospital),
    (re.compile(r"haushalt|privat"), codes.USER_GROUP.household),
    (re.compile(r"schul"), codes.USER_GROUP.school),
    (re.compile(r"unternehmen|gewerbe|betrieb"), codes.USER_GROUP.business),
    (re.compile(r"fl[aä]che"), codes.USER_GROUP.area),
)
_T = codes.AREA_TECHNOLOGY
_TECHNOLOGIES = (
    (re.compile(r"ftt[hb]\s*/\s*(?:ftt)?[bh]|ftthb|glasfaser"), _T.ftthb),
    (re.compile(r"\bftth\b"), _T.ftth),
    (re.compile(r"\bfttb\b"), _T.fttb),
    (re.compile(r"\bfttc\b"), _T.fttc),
    (re.compile(r"\bhfc\b|\bcatv\b|kabel(?!gebunden)"), _T.hfc),
    (re.compile(r"\bdsl\b"), _T.dsl),
    (re.compile(r"\blte\b|\b4g\b"), _T.lte),
    (re.compile(r"\b5g\b"), _T.nr),
    (re.compile(r"mobil|drahtlos"), _T.mobile),
    (re.compile(r"leitungs"), _T.wired),
    (re.compile(r"\balle\b|gesamt"), _T.alle),
)
"""The most special words first: a block "Leitungsgebunden" may stand over the columns of FTTB/H."""

_CLASS = re.compile(
    r"(?:≥|>=|\?|\ufffd|\bab|\bmind(?:\.|estens))\s*(?P<speed>\d{1,5})\s*(?P<unit>[mg])bit", re.IGNORECASE
)
_NO_SHARE = re.compile(r"anzahl|absolut|upload|upstream|veränderung|differenz", re.IGNORECASE)
_KEY = re.compile(r"(?:ags|ars|rs)(?:[_ ]?\d+)?|.*(?:gemeinde|regional)schl[uü](?:e)?ssel.*", re.IGNORECASE)
_BUND = frozenset(("", "0", "00", "D", "DE", "DEU", "DG"))
_ARS = 12
"""A Regionalschlüssel has four digits for the association of municipalities between Kreis and municipality."""


class Sheet(NamedTuple):
    """A sheet that holds shares: its name, user group (None: its name does not tell) and table."""

    name: str
    user_group: str | None
    table: AreaTable


class Workbook(NamedTuple):
    """The sheets that were understood, and the names of the others."""

    sheets: tuple[Sheet, ...]
    ignored: tuple[str, ...]


def read(path: Path) -> Workbook:
    """Understand a workbook.

    :raises errors.BroadbandTableUnknown: no sheet has a key column and a column with shares.
    :raises errors.DuplicateId: two columns of a sheet for the same technology and class.
    :raises errors.BadFile: no workbook, damaged or far too large.
    """
    sheets, ignored = [], []
    for name in backend.layers(path, "XLSX", **PLAIN_CELLS):
        rows = [
            tuple("" if value is None else str(value).strip() for value in record.values)
            for page in backend.pages(path, "XLSX", name, **PLAIN_CELLS)
            for record in page.records
        ]
        table = understand(rows, f"{path.name}, {name}")
        if table is None:
            ignored.append(name)
            continue
        sheets.append(Sheet(name, group_of(name), table))
    if not sheets:
        raise errors.BroadbandTableUnknown(file=path.name)
    return Workbook(tuple(sheets), tuple(ignored))


def group_of(sheet: str) -> str | None:
    """Return whose supply a sheet describes, as far as its name says so."""
    folded = sheet.lower()
    return next((group for pattern, group in _GROUPS if pattern.search(folded)), None)


def understand(rows: Sequence[tuple[str, ...]], file: str) -> AreaTable | None:
    """Find key column, header and shares of a sheet; None if it has none.

    :param rows: the cells, merged ones with their value in the first.
    """
    place = _key_place(rows)
    if place is None:
        return None
    line, key = place
    width = max(len(row) for row in rows)
    padded = [row + ("",) * (width - len(row)) for row in rows]
    begun = next((at for at in range(line + 1, len(padded)) if _is_data(padded[at], key)), len(padded))
    header = _headers(padded[:begun], key)
    columns = []
    for at, text in enumerate(header):
        meaning = None if at == key else _meaning(text)
        if meaning is not None:
            columns.append(Column(at, text, *meaning))
    if not columns:
        return None
    seen: set[tuple[str, int]] = set()
    for column in columns:
        if (column.tech, column.mbit) in seen:
            raise errors.DuplicateId(layer=file, field="tech", value=column.header)
        seen.add((column.tech, column.mbit))
    used = {key, *(column.position for column in columns)}
    ignored = tuple(text for at, text in enumerate(header) if at not in used and text)
    data = tuple(
        (number, _keyed(row, key))
        for number, row in enumerate(padded[begun:], start=begun + 1)
        if any(row) and not _is_bund(row, key) and row[key]
    )
    return AreaTable(file, "XLSX", "", key, header, tuple(columns), ignored, data)


def _key_place(rows: Sequence[tuple[str, ...]]) -> tuple[int, int] | None:
    """Return row and column of the header of the municipality key."""
    for line, row in enumerate(rows[:HEADER_ROWS]):
        for at, text in enumerate(row):
            if _KEY.fullmatch(text):
                return line, at
    return None


def _is_data(row: tuple[str, ...], key: int) -> bool:
    digits = row[key]
    return (digits.isascii() and digits.isdigit()) or _is_bund(row, key)


def _is_bund(row: tuple[str, ...], key: int) -> bool:
    """Tell whether a row is that of the whole country, which has no key of its own."""
    return row[key].upper() in _BUND and any(text.lower() in ("deutschland", "bund", "bundesgebiet") for text in row)


def _headers(rows: Sequence[tuple[str, ...]], key: int) -> tuple[str, ...]:
    """Return one text a column: the header rows from top to bottom, merged cells filled from the left.

    A cell is filled only as far as the blocks above it reach: where a row above begins a new block, nothing is carried
    over. The rows of a title above the table are filled too, which does no harm, as they name no technology.
    """
    width = len(rows[0]) if rows else 0
    above: list[tuple[str, ...]] = [()] * width
    for row in rows:
        filled: list[str] = []
        for at, text in enumerate(row):
            same_block = at > 0 and above[at] == above[at - 1] and at - 1 != key
            filled.append(text or (filled[at - 1] if same_block and above[at] != () else ""))
        if not any(row):
            continue
        if all(block == () for block in above):  # the topmost row has no blocks above it
            filled = _carried(row, key)
        above = [(*block, text) for block, text in zip(above, filled)]
    return tuple(" ".join(dict.fromkeys(text for text in block if text)) for block in above)


def _carried(row: tuple[str, ...], key: int) -> list[str]:
    made: list[str] = []
    for at, text in enumerate(row):
        made.append(text or (made[at - 1] if at > 0 and at - 1 != key else ""))
    return made


def _meaning(header: str) -> tuple[str, int] | None:
    """Return technology and class in Mbit/s of a column, None if it holds no share that we know."""
    text = header.lower()
    speed = _CLASS.search(text)
    if speed is None or _NO_SHARE.search(text):
        return None
    technology = next((code for pattern, code in _TECHNOLOGIES if pattern.search(text)), None)
    if technology is None:
        return None
    return technology, int(speed["speed"]) * (1000 if speed["unit"].lower() == "g" else 1)


def _keyed(row: tuple[str, ...], key: int) -> tuple[str, ...]:
    """Return a row whose key is an AGS: a Regionalschlüssel (12 digits, 11 without the zero) is shortened."""
    digits = row[key].split(".", 1)[0]
    if digits.isdigit() and len(digits) in (_ARS - 1, _ARS):
        digits = digits.zfill(_ARS)
        digits = digits[:5] + digits[-3:]
    return (*row[:key], digits, *row[key + 1 :])
