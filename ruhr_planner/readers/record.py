"""What every reader hands over: records page by page, their fields and CRS, and what the source says of itself.

A *record* is WKB and values. WKB is little-endian, two-dimensional and of one of the seven simple types; a Z is
dropped and curves are made straight by the backend, because no table of the store keeps them. A *stream* may be read
several times: pages that were loaded stay on disk until it is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from ruhr_planner.model.sentences import filled

TEXT, INT, REAL, BOOL, DATE, DATETIME, NULL = "text", "int", "real", "bool", "date", "datetime", "null"
"""Kinds of values. Dates are ISO texts; `NULL` is a field that has had no value yet."""

_WIDER = {frozenset((INT, REAL)): REAL, frozenset((BOOL, INT)): INT, frozenset((DATE, DATETIME)): DATETIME}


class Field(NamedTuple):
    """A field as the source names it."""

    name: str
    kind: str


class Record(NamedTuple):
    """Geometry (None where there is none) and the values in the order of the fields."""

    wkb: bytes | None
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Page:
    """Records that came together. `geometry` is the simple type all fit into ("" = no geometry), `ids` the source's."""

    fields: tuple[Field, ...]
    geometry: str
    records: list[Record]
    crs: str = ""


@dataclass(frozen=True)
class Origin:
    """What the source says of itself, for the metadata of what is loaded; "" where it says nothing.

    `url` has no log-in in it; `query` is what was asked for.
    """

    title: str
    kind: str
    url: str = ""
    layer: str = ""
    abstract: str = ""
    licence: str = ""
    attribution: str = ""
    query: str = ""
    retrieved: str = ""


class Note(NamedTuple):
    """Something that the user has to know of a loading: an English template and what fills it."""

    text: str
    params: dict[str, object]

    def __str__(self) -> str:
        return filled(self.text, **self.params)


@dataclass
class Tally:
    """What came, and whether it is all.

    `expected` is what the source says it has (None: it does not say, or not reliably). `complete` is true only where
    that is proven: the numbers agree, or the source was asked for more and had none.
    """

    expected: int | None = None
    loaded: int = 0
    complete: bool = False
    notes: list[Note] = field(default_factory=list)

    def note(self, text: str, **params: object) -> None:
        """Take a note once."""
        made = Note(text, params)
        if made not in self.notes:
            self.notes.append(made)


class Stream(Protocol):
    """One layer, ready to be read; use as a context manager, which ends transfers and removes what lies on disk."""

    origin: Origin
    tally: Tally

    def pages(self) -> Iterator[Page]:
        """Yield the pages; a second call begins again with what was loaded before. Fills `tally`.

        :raises NetworkError, BadFile, Cancelled: see there.
        """

    def __enter__(self) -> Stream: ...

    def __exit__(self, *exception: object) -> None: ...


# -------------------------------------------------------------------------------------------------------------- schema
@dataclass(frozen=True)
class Schema:
    """Fields and geometry that all records fit into."""

    fields: tuple[Field, ...] = ()
    geometry: str = ""

    def wider(self, page: Page) -> Schema:
        """Return the schema that also fits a page; itself where it fits already."""
        kinds = dict(self.fields)
        for name, kind in page.fields:
            kinds[name] = widest(kinds[name], kind) if name in kinds else kind
        geometry = wider_geometry(self.geometry, _PROMOTED.get(page.geometry, page.geometry))
        if len(kinds) == len(self.fields) and geometry == self.geometry and kinds == dict(self.fields):
            return self
        return Schema(tuple(Field(name, kind) for name, kind in kinds.items()), geometry)

    def arrange(self, page: Page) -> Sequence[Record]:
        """Return a page's records with the values in the order and the kinds of this schema."""
        if page.fields == self.fields:
            return page.records
        positions = {name: index for index, (name, _kind) in enumerate(page.fields)}
        kinds = dict(page.fields)
        plan = [(positions.get(name, -1), _converter(kinds.get(name, kind), kind)) for name, kind in self.fields]
        return [
            Record(record.wkb, tuple(_value(record.values, position, convert) for position, convert in plan))
            for record in page.records
        ]


def widest(first: str, second: str) -> str:
    """Return the kind that holds the values of both; text holds everything."""
    if first == second or second == NULL:
        return first
    if first == NULL:
        return second
    return _WIDER.get(frozenset((first, second)), TEXT)


_PROMOTED = {"Polygon": "MultiPolygon", "LineString": "MultiLineString"}
_FAMILIES = {
    "Point": "Point",
    "MultiPoint": "Point",
    "LineString": "LineString",
    "MultiLineString": "LineString",
    "Polygon": "Polygon",
    "MultiPolygon": "Polygon",
}


def wider_geometry(first: str, second: str) -> str:
    """Return the geometry type that fits both; "" is none."""
    if first == second or not second:
        return first
    if not first:
        return second
    family = _FAMILIES.get(first)
    return f"Multi{family}" if family is not None and family == _FAMILIES.get(second) else "Geometry"


def _value(values: Sequence[Any], position: int, convert: Any) -> Any:
    if position < 0:
        return None
    value = values[position]
    return convert(value) if convert is not None and value is not None else value


def _converter(have: str, want: str) -> Any:
    if have == want:
        return None
    return {TEXT: _text, REAL: float, INT: int, DATETIME: _midnight}.get(want)


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


def _midnight(value: str) -> str:
    return value if "T" in value else f"{value}T00:00:00"
