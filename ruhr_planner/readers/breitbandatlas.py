"""The Breitbandatlas: tables by municipality or Kreis (CSV) and the grid of 100 m cells (GeoPackage).

Tables. Seen are the national tables of 2018 to 2021 in their two dialects: ``,`` or ``;``, with names such as
"FTTH/B ≥ 1000 Mbit/s", and the machine-named Kreis table (``verf_100_1000``). For the latter the operator of that
time told the Bundesnetzagentur: "verf_100 für leitungsgebundene Technologien, verf_200 für drahtlose Technologien
und verf_300 für alle Technologien", the second number is the class in Mbit/s (letter of the Bundesnetzagentur, 2025,
in github hhilbig/broadband, docs/old/email.md); ``verf_ftth`` equals the column FTTH/B of the municipal table in all
44 values of the 11 cities.

Grid. One polygon layer with ``raster_id``, ``ags`` and ``down_fn_hh_<technology>_<mbit>``; null is unknown, not 0.

A *record* of a table is one value: a municipality, a technology and a speed class. A blank value is a record with
an unknown share. Standard library only.
"""

from __future__ import annotations

import csv
import io
import math
import re
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, Union

from ruhr_planner.model import codes, errors
from ruhr_planner.model.tables import BROADBAND_AREA, BROADBAND_CELL
from ruhr_planner.readers import archive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TABLE_LIMIT_MB = 64
"""The national tables have about 2 MB."""

GRID_LIMIT_MB = 8_000
"""The grid of Germany unpacks to some 1,800 MB."""

TABLE_ENDINGS = (".csv", ".txt")
GRID_ENDINGS = (".gpkg",)
WORKBOOK_ENDINGS = (".xlsx",)
WORKBOOK = "xl/workbook.xml"
"""The entry that makes a zip archive a spreadsheet."""

SQLITE_HEAD = b"SQLite format 3\0"
OLD_OFFICE_HEAD = b"\xd0\xcf\x11\xe0"

DELIMITERS = (";", ",", "\t")
HEADER_ROWS = 20
"""So many rows are searched for the header."""

UNKNOWN = frozenset({"", "na", "n/a", "null", "none", "nan", "k.a.", "k. a."})
"""What stands for an unknown value. A lone "-" is not among them: in official statistics it can mean zero."""

_T = codes.AREA_TECHNOLOGY
_NAMES = {
    "alle": _T.alle,
    "alletechnologien": _T.alle,
    "leitungsgtechnologien": _T.wired,
    "leitungsgebundenetechnologien": _T.wired,
    "mobiletechnologien": _T.mobile,
    "drahtlosetechnologien": _T.mobile,
    "dsl": _T.dsl,
    "catv": _T.hfc,
    "hfc": _T.hfc,
    "fttc": _T.fttc,
    "fttb": _T.fttb,
    "ftth": _T.ftth,
    "ftth/b": _T.ftthb,
    "fttb/h": _T.ftthb,
    "lte": _T.lte,
    "5g": _T.nr,
}
_MACHINE_NAMES = {
    "300": _T.alle,
    "100": _T.wired,
    "200": _T.mobile,
    "dsl": _T.dsl,
    "catv": _T.hfc,
    "ftth": _T.ftthb,
    "lte": _T.lte,
    "5g": _T.nr,
}
# "\ufffd" and "?" are what is left of the sign when a program without it saved the table.
_READABLE = re.compile(r"(?P<name>\S.*?)\s*(?:≥|>=|\?|\ufffd)\s*(?P<mbit>[0-9]{1,5})\s*mbit/s", re.IGNORECASE)
_MACHINE = re.compile(r"verf_(?P<name>[0-9a-z]+)_(?P<mbit>[0-9]{1,5})", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,12})?")
_CELL_COLUMN = re.compile(r"down_fn_hh_[a-z]+_[0-9]+")

_USER_GROUPS = (
    (re.compile(r"gwg"), codes.USER_GROUP.business_area),
    (re.compile(r"(?:^|_)gew(?:erbe)?(?:_|$)"), codes.USER_GROUP.business),
    (re.compile(r"privat"), codes.USER_GROUP.household),
    (re.compile(r"schule"), codes.USER_GROUP.school),
)
_HALF_YEARS = {"mitte": "06", "1": "06", "ende": "12", "2": "12"}
_YEAR_HALF = re.compile(r"(?<![0-9])(?P<year>20[0-9]{2})_(?P<half>mitte|ende|1|2)(?![0-9a-z])")
_STAND = re.compile(r"(?<![0-9])(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?:[0-3][0-9])(?![0-9])")
_MONTH_YEAR = re.compile(r"(?<![0-9])(?P<month>0[1-9]|1[0-2])_(?P<year>20[0-9]{2})(?![0-9])")
_EDITION = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?")


class Share(NamedTuple):
    """One record for the table `broadband_area`, fields in its order; `share` in per cent, None if unknown."""

    ags: str
    edition: str
    user_group: str
    tech: str
    mbit: int
    share: float | None


class Refused(NamedTuple):
    """A record that cannot be used: its raw values, the code of the reason and the field."""

    raw: dict[str, str]
    reason: str
    field: str


class Outside(NamedTuple):
    """A record of a municipality that was not asked for."""

    ags: str


Record = Union[Share, Refused, Outside]


class Column(NamedTuple):
    """A column of a table that holds shares."""

    position: int
    header: str
    tech: str
    mbit: int


@dataclass(frozen=True)
class AreaTable:
    """A table by municipality or Kreis whose header was understood."""

    file: str
    encoding: str
    delimiter: str
    key: int
    """Index of the column with the municipality key."""
    header: tuple[str, ...]
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    """Headers that hold no share; they are named in the log, not lost silently."""
    rows: tuple[tuple[int, tuple[str, ...]], ...] = field(repr=False)
    """Line number of the file and its cells, empty lines left out."""


# ---------------------------------------------------------------------------------------------------------------- file
def importable(path: Path, folder: Path) -> Path:
    """Return the file to be read: the given one, or the only table or grid of a zip archive, unpacked into `folder`.

    :raises errors.FileNotFound: there is no such file.
    :raises errors.ArchiveUnsafe, errors.ArchiveDamaged, errors.ArchiveContent, errors.FileTooLarge: a zip that cannot
        be trusted, or that holds no or several files.
    """
    if not path.is_file():
        raise errors.FileNotFound(file=path.name or str(path))
    if not archive.is_archive(path):
        return path
    names = archive.names(path)
    if WORKBOOK in names:
        return path
    endings = (*TABLE_ENDINGS, *GRID_ENDINGS, *WORKBOOK_ENDINGS)
    found = [name for name in names if Path(name).suffix.lower() in endings]
    if len(found) != 1:
        raise errors.ArchiveContent(file=path.name, found=len(found))
    target = folder / Path(found[0].replace("\\", "/")).name
    limit = GRID_LIMIT_MB if target.suffix.lower() in GRID_ENDINGS else TABLE_LIMIT_MB
    archive.extract(path, found[0], target, limit)
    return target


def is_grid_file(path: Path) -> bool:
    """Tell by its first bytes whether a file is a GeoPackage.

    :raises errors.BroadbandKindNotRead: an old spreadsheet.
    """
    with path.open("rb") as source:
        head = source.read(len(SQLITE_HEAD))
    if head.startswith(OLD_OFFICE_HEAD):
        raise errors.BroadbandKindNotRead(file=path.name, kind="XLS")
    return head == SQLITE_HEAD


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook; one that calls itself so and is none is a damaged one."""
    if archive.is_archive(path):
        return WORKBOOK in archive.names(path)
    return path.suffix.lower() in WORKBOOK_ENDINGS


def open_table(path: Path) -> AreaTable:
    """Read a CSV table from a file.

    :raises errors.BadFile: too large, damaged or no such table.
    """
    if path.stat().st_size > TABLE_LIMIT_MB * archive.MEGABYTE:
        raise errors.FileTooLarge(file=path.name, limit=TABLE_LIMIT_MB)
    return read_table(path.read_bytes(), path.name)


# --------------------------------------------------------------------------------------------------------------- names
def edition_of(name: str) -> str | None:
    """Return the edition that a file name states, as year and month, or None.

    ``…_2021_mitte`` and ``…_2021_1`` are mid-year (June), ``…_ende`` and ``…_2`` December, ``…_20251231`` and
    ``bba_12_2025`` say it themselves. That ``_1`` is mid-year follows from the data: 583 of 583 values of the Kreis
    table 2021_1 equal those of mid 2021 in the 11 cities.
    """
    stem = name.lower()
    match = _YEAR_HALF.search(stem)
    if match:
        return f"{match['year']}-{_HALF_YEARS[match['half']]}"
    match = _STAND.search(stem) or _MONTH_YEAR.search(stem)
    return f"{match['year']}-{match['month']}" if match else None


def is_edition(text: str) -> bool:
    """Tell whether a text is an edition as we write it: ``2021-06`` or ``2021-06-30``."""
    return _EDITION.fullmatch(text) is not None


def user_group_of(name: str) -> str | None:
    """Return whose supply a table describes as far as its file name says so, or None."""
    stem = Path(name.lower()).stem
    return next((group for pattern, group in _USER_GROUPS if pattern.search(stem)), None)


def column_meaning(header: str) -> tuple[str, int] | None:
    """Return technology code and class in Mbit/s of a column, or None if it holds no share that we know.

    Only cumulative classes ("at least") are known; "> 50 Mbit/s" or "< 30 Mbit/s" would be something else.
    """
    text = header.strip()
    machine = _MACHINE.fullmatch(text)
    if machine:
        known = _MACHINE_NAMES.get(machine["name"].lower())
        return (known, int(machine["mbit"])) if known else None
    readable = _READABLE.fullmatch(text)
    if readable:
        known = _NAMES.get(re.sub(r"[\s.]", "", readable["name"]).lower())
        return (known, int(readable["mbit"])) if known else None
    return None


def area_key(text: str) -> str | None:
    """Return a municipality key (8 digits) or a shorter official key, or None.

    Spreadsheets drop the leading zero: seven digits and four digits get it back, no official key has them.
    """
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit():
        return None
    if len(digits) in (4, 7):
        digits = "0" + digits
    return digits if len(digits) in (2, 3, 5, 8) else None


# --------------------------------------------------------------------------------------------------------------- table
def decode(data: bytes, file: str) -> tuple[str, str]:
    """Return text and encoding: UTF-8 with or without byte order mark, UTF-16 with one, else Latin-1.

    :raises errors.TextDamaged: UTF-16 that is none, or null characters, as in a binary file.
    """
    trials = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "latin-1")
    for encoding in trials:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, encoding
    raise errors.TextDamaged(file=file)


def read_table(data: bytes, file: str) -> AreaTable:
    """Understand a CSV table.

    :param data: the file's bytes.
    :param file: its name, for messages.
    :raises errors.BroadbandTableUnknown: no key column, or no column with a share.
    :raises errors.DuplicateId: two columns for the same technology and class.
    """
    text, encoding = decode(data, file)
    best: AreaTable | None = None
    for delimiter in DELIMITERS:
        table = _parse(text, encoding, delimiter, file)
        if table is not None and (best is None or len(table.columns) > len(best.columns)):
            best = table
    if best is None:
        raise errors.BroadbandTableUnknown(file=file)
    _refuse_twice(best)
    return best


def _parse(text: str, encoding: str, delimiter: str, file: str) -> AreaTable | None:
    """Parse with one delimiter; None if that yields no header."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, tuple(row)) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as problem:
        raise errors.TextDamaged(str(problem), file=file) from problem
    for position, (_line, header) in enumerate(rows[:HEADER_ROWS]):
        key = _key_column(header)
        columns = _share_columns(header)
        if key is not None and columns:
            used = {key, *(column.position for column in columns)}
            ignored = tuple(name for index, name in enumerate(header) if index not in used)
            return AreaTable(file, encoding, delimiter, key, header, columns, ignored, tuple(rows[position + 1 :]))
    return None


def _key_column(header: tuple[str, ...]) -> int | None:
    return next((index for index, name in enumerate(header) if name.strip().lower() == BROADBAND_AREA.ags), None)


def _share_columns(header: tuple[str, ...]) -> tuple[Column, ...]:
    meanings = ((index, name, column_meaning(name)) for index, name in enumerate(header))
    return tuple(Column(index, name.strip(), *meaning) for index, name, meaning in meanings if meaning)


def _refuse_twice(table: AreaTable) -> None:
    seen: set[tuple[str, int]] = set()
    for column in table.columns:
        if (column.tech, column.mbit) in seen:
            raise errors.DuplicateId(layer=table.file, field=BROADBAND_AREA.tech, value=column.header)
        seen.add((column.tech, column.mbit))


def records(table: AreaTable, edition: str, user_group: str, inside: Callable[[str], bool]) -> Iterator[Record]:
    """Yield one record for every row and every column with shares, in the order of the file.

    :param inside: tells whether a key belongs to the area that is imported; whole Länder never do.
    """
    seen: set[str] = set()
    for line, row in table.rows:
        raw_key = row[table.key].strip() if table.key < len(row) else ""
        key = area_key(raw_key)
        if key is not None and (len(key) < 5 or not inside(key)):
            yield from (Outside(key) for _column in table.columns)
            continue
        reason = _row_reason(table, row, key, seen)
        if key is not None:
            seen.add(key)
        for column in table.columns:
            value = row[column.position].strip() if column.position < len(row) else ""
            raw = {"file": table.file, "line": str(line), BROADBAND_AREA.ags: raw_key, column.header: value}
            if reason is not None or key is None:
                yield Refused(raw, reason or codes.BROADBAND_REJECTION.bad_ags, BROADBAND_AREA.ags)
            else:
                yield _record(key, edition, user_group, column, value, raw)


def _row_reason(table: AreaTable, row: tuple[str, ...], key: str | None, seen: set[str]) -> str | None:
    """Return why a whole row is refused, or None.

    A decimal comma in a table with commas moves every later value into a wrong column, so the number of cells decides.
    """
    if len(row) != len(table.header):
        return codes.BROADBAND_REJECTION.row_length
    if key is None:
        return codes.BROADBAND_REJECTION.bad_ags
    return codes.BROADBAND_REJECTION.duplicate if key in seen else None


def _record(key: str, edition: str, user_group: str, column: Column, value: str, raw: dict[str, str]) -> Record:
    if value.lower() in UNKNOWN:
        return Share(key, edition, user_group, column.tech, column.mbit, None)
    if not _NUMBER.fullmatch(value):
        return Refused(raw, codes.BROADBAND_REJECTION.not_a_number, BROADBAND_AREA.share)
    share = float(value.replace(",", "."))
    if not 0.0 <= share <= 100.0:
        return Refused(raw, codes.BROADBAND_REJECTION.out_of_range, BROADBAND_AREA.share)
    return Share(key, edition, user_group, column.tech, column.mbit, abs(share))


# ---------------------------------------------------------------------------------------------------------------- grid
class Cell(NamedTuple):
    """One cell of the grid: its id, key, shares in the order of `Grid.columns`, and its shape as WKB."""

    raster_id: str
    ags: str
    shares: tuple[float | None, ...]
    wkb: bytes


@dataclass(frozen=True)
class Grid:
    """The grid layer of a GeoPackage, found and understood."""

    path: Path
    layer: str
    geometry: str
    """Name of the geometry column."""
    crs: str
    """Authority and number, such as EPSG:25832."""
    columns: tuple[str, ...]
    """Columns with shares that the store has too, in the store's order."""
    ignored: tuple[str, ...]
    expected: int
    """Cells in the whole file."""


Extent = tuple[float, float, float, float]
CellRecord = Union[Cell, Refused, Outside]
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
"""Length of the envelope in a GeoPackage geometry by its type (OGC 12-128r19, table 6)."""


def open_grid(path: Path) -> Grid:
    """Find the one grid layer in a GeoPackage.

    A GeoPackage is an SQLite file; reading it as such takes columns at once, where features cost 57 calls a cell.

    :raises errors.BroadbandGridUnknown: no GeoPackage, or it holds no or several grid layers.
    :raises errors.MissingCrs: the layer has no coordinate reference system.
    """
    try:
        with _reading(path) as connection:
            layers = connection.execute(
                "SELECT table_name, column_name, organization, organization_coordsys_id FROM gpkg_geometry_columns"
                " JOIN gpkg_spatial_ref_sys USING (srs_id)"
            ).fetchall()
            named = [(*layer, _column_names(connection, str(layer[0]))) for layer in layers]
            found = [layer for layer in named if _is_grid(layer[4])]
            if len(found) != 1:
                raise errors.BroadbandGridUnknown(file=path.name, found=len(found))
            name, geometry, authority, number, names = found[0]
            if str(authority).upper() in ("NONE", "UNDEFINED"):
                raise errors.MissingCrs(layer=name)
            expected = _count(connection, str(name), "", ())
    except sqlite3.Error as problem:
        raise errors.BroadbandGridUnknown(str(problem), file=path.name, found=0) from problem
    known = tuple(column for column in BROADBAND_CELL.names if _CELL_COLUMN.fullmatch(column) and column in names)
    kept = {*known, BROADBAND_CELL.raster_id, BROADBAND_CELL.ags, geometry}
    ignored = tuple(column for column in names if column not in kept)
    return Grid(path, str(name), str(geometry), f"{authority}:{number}", known, ignored, expected)


def cells(grid: Grid, inside: Callable[[str], bool], extent: Extent | None) -> Iterator[CellRecord]:
    """Stream the cells of a grid; memory does not grow with the file.

    :param inside: tells whether a municipality key belongs to the area that is imported.
    :param extent: xmin, ymin, xmax, ymax in the grid's own system, beyond which no cell is looked at; None reads all.
    :raises errors.BroadbandIncomplete: fewer cells came than the file announces, or it is damaged.
    """
    wanted = (BROADBAND_CELL.raster_id, BROADBAND_CELL.ags, grid.geometry, *grid.columns)
    read = expected = 0
    try:
        with _reading(grid.path) as connection:
            where, values = _within(connection, grid, extent)
            expected = _count(connection, grid.layer, where, values)
            # every name in it is quoted and comes from the file's own schema or from model
            query = "SELECT " + ", ".join(map(_quoted, wanted)) + " FROM " + _quoted(grid.layer) + where  # nosec B608
            for row in connection.execute(query, values):
                read += 1
                yield _cell(grid, row, inside)
    except sqlite3.Error as problem:
        raise errors.BroadbandIncomplete(str(problem), file=grid.path.name, expected=expected, read=read) from problem
    if read != expected:
        raise errors.BroadbandIncomplete(file=grid.path.name, expected=expected, read=read)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file that may be hostile: read only, and no function of its schema is trusted."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection
    finally:
        connection.close()


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _column_names(connection: sqlite3.Connection, layer: str) -> tuple[str, ...]:
    return tuple(str(name) for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (layer,)))


def _is_grid(names: tuple[str, ...]) -> bool:
    needed = {BROADBAND_CELL.raster_id, BROADBAND_CELL.ags}
    return needed <= set(names) and any(_CELL_COLUMN.fullmatch(name) for name in names)


def _within(connection: sqlite3.Connection, grid: Grid, extent: Extent | None) -> tuple[str, Sequence[float]]:
    """Return a condition on the spatial index; without an index, or an extent, every cell is read."""
    index = f"rtree_{grid.layer}_{grid.geometry}"
    if extent is None or not _column_names(connection, index):
        return "", ()
    xmin, ymin, xmax, ymax = extent
    found = "SELECT id FROM " + _quoted(index)  # nosec B608
    where = " WHERE rowid IN (" + found + " WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?)"
    return where, (xmin, xmax, ymin, ymax)


def _count(connection: sqlite3.Connection, layer: str, where: str, values: Sequence[float]) -> int:
    query = "SELECT count(*) FROM " + _quoted(layer) + where  # nosec B608
    return int(connection.execute(query, values).fetchone()[0])


def _cell(grid: Grid, row: Sequence[Any], inside: Callable[[str], bool]) -> CellRecord:
    identifier, raw_key, blob = row[:3]
    key = area_key(str(raw_key or ""))
    if key is not None and not inside(key):
        return Outside(key)
    wkb = _wkb(blob)
    values = tuple(row[3:])
    if key is not None and len(key) == 8 and wkb is not None and identifier is not None and _all_shares(values):
        return Cell(str(identifier), key, values, wkb)
    raw = {BROADBAND_CELL.raster_id: str(identifier), BROADBAND_CELL.ags: str(raw_key)}
    if key is None or len(key) != 8:
        return Refused(raw, codes.BROADBAND_REJECTION.bad_ags, BROADBAND_CELL.ags)
    if wkb is None or identifier is None:
        return Refused(raw, codes.BROADBAND_REJECTION.no_geometry, grid.geometry)
    checked = _shares(grid, values, raw)
    return checked if isinstance(checked, Refused) else Cell(str(identifier), key, checked, wkb)


_NUMBERS = frozenset((float, int))


def _all_shares(values: tuple[Any, ...]) -> bool:
    """Tell quickly whether every value is unknown or a share; so it is in all but damaged files."""
    known = [value for value in values if value is not None]
    return set(map(type, known)) <= _NUMBERS and (not known or (min(known) >= 0.0 and max(known) <= 100.0))


def _shares(grid: Grid, values: tuple[Any, ...], raw: dict[str, str]) -> tuple[float | None, ...] | Refused:
    """Look at every value by itself, texts with numbers among them."""
    shares: list[float | None] = []
    for name, value in zip(grid.columns, values):
        share = None if value is None else _float(value)
        if share is None and value is not None:
            return Refused({**raw, name: str(value)}, codes.BROADBAND_REJECTION.not_a_number, name)
        if share is not None and not 0.0 <= share <= 100.0:
            return Refused({**raw, name: str(value)}, codes.BROADBAND_REJECTION.out_of_range, name)
        shares.append(share)
    return tuple(shares)


def _wkb(blob: object) -> bytes | None:
    """Return the WKB in a GeoPackage geometry; None if it is null, empty or no such geometry."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return None
    flags = blob[3]
    envelope = (flags >> 1) & 0b111
    if flags & 0b10000 or envelope >= len(_ENVELOPE_BYTES):
        return None
    return blob[8 + _ENVELOPE_BYTES[envelope] :]


def _float(value: object) -> float | None:
    """Return a number, also from a text with a decimal comma; None for anything else."""
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    text = str(value).strip()
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
