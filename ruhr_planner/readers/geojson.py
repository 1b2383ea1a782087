"""Pages of GeoJSON, read with the standard library.

GDAL takes 2.2 times as long for a page of 10,000 polygons and guesses types page by page; files, which may be too
large for the memory, go to GDAL (`backend`). Nested values are kept as JSON text, dotted names as they are.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ruhr_planner.model import errors
from ruhr_planner.net import body as bodies
from ruhr_planner.readers import wkb
from ruhr_planner.readers.record import BOOL, DATE, DATETIME, INT, NULL, REAL, TEXT, Field, Page, Record, widest
from ruhr_planner.readers.record import wider_geometry as wider

ID = "id"
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_KINDS: dict[type, str] = {str: TEXT, int: INT, float: REAL, bool: BOOL, type(None): NULL}


def read(body: bytes, source: str) -> tuple[Page, dict[str, Any]]:
    """Return the records of a FeatureCollection and its other members (numberMatched, links, crs …).

    :raises WrongContent: JSON, but no features. :raises DamagedAnswer: broken off, or a geometry that is none.
    """
    with _uncollected():
        return _read(body, source)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python's search for cycles away for one page: it finds none, and takes a third of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _read(body: bytes, source: str) -> tuple[Page, dict[str, Any]]:
    answer = bodies.read_json(body, "", source)
    if isinstance(answer, dict) and answer.get("type") == "Feature":
        answer = {"features": [answer]}
    features = answer.get("features") if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or not isinstance(features, list):
        raise errors.WrongContent(source=source, found="JSON", expected="GeoJSON")
    try:
        page = _page(features, _crs(answer.get("crs")))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, OverflowError) as problem:
        raise errors.DamagedAnswer(repr(problem)[:200], source=source) from None
    except struct_error as problem:
        raise errors.DamagedAnswer(str(problem), source=source) from None
    return page, {name: value for name, value in answer.items() if name != "features"}


struct_error = wkb.struct.error


def _crs(member: Any) -> str:
    """Return the name in the crs member of GeoJSON 2008."""
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""


def _page(features: list[Any], crs: str) -> Page:
    names = _names(features)
    ids = ID not in names and any(isinstance(feature.get(ID), str) for feature in features)
    records = []
    geometry = ""
    numbers = set()
    for feature in features:
        shape = wkb.from_json(feature.get("geometry"))
        if shape is not None:
            numbers.add(shape[1])
        properties = feature.get("properties") or {}
        values = tuple(map(properties.get, names))
        records.append(Record(shape, (feature.get(ID), *values) if ids else values))
    for number in sorted(numbers):
        geometry = wider(geometry, wkb.NAMES[number])
    fields, records = typed([ID, *names] if ids else names, records)
    return Page(fields, geometry, records, crs)


def _names(features: list[Any]) -> list[str]:
    """Return the names of all properties in the order of their first appearance; the writer's own `fid` is left out."""
    names: dict[str, None] = {}
    seen: set[tuple[str, ...]] = set()
    for feature in features:
        keys = tuple(feature.get("properties") or ())
        if keys not in seen:
            seen.add(keys)
            names.update(dict.fromkeys(keys))
    return [name for name in names if name.lower() != "fid"]


def typed(names: list[str], records: list[Record]) -> tuple[tuple[Field, ...], list[Record]]:
    """Find the kind of every column, and bring its values into that kind."""
    columns: list[Any] = list(zip(*(record.values for record in records))) if records else [()] * len(names)
    fields = []
    changed = False
    for position, name in enumerate(names):
        kind, column = _column(columns[position])
        changed = changed or column is not columns[position]
        columns[position] = column
        fields.append(Field(name, kind))
    if changed:
        records = [Record(record.wkb, values) for record, values in zip(records, zip(*columns))]
    return tuple(fields), records


def _column(values: Any) -> tuple[str, Any]:
    kinds = {_KINDS.get(kind, "") for kind in set(map(type, values))}
    if "" in kinds:
        return TEXT, tuple(map(_text, values))
    kind = NULL
    for found in kinds:
        kind = widest(kind, found)
    if kind == TEXT:
        if kinds - {TEXT, NULL}:
            return TEXT, tuple(map(_text, values))
        return _dated(values), values
    if kind == REAL and INT in kinds:
        return REAL, tuple(None if value is None else float(value) for value in values)
    if kind == INT and (BOOL in kinds or any(value is not None and abs(value) >= 1 << 63 for value in values)):
        return _integers(values)
    return kind, values


def _integers(values: Any) -> tuple[str, Any]:
    if any(value is not None and abs(value) >= 1 << 63 for value in values):
        return TEXT, tuple(None if value is None else str(value) for value in values)
    return INT, tuple(None if value is None else int(value) for value in values)


def _dated(values: Any) -> str:
    """Tell whether texts are all dates; the first one decides mostly."""
    for kind, pattern in ((DATE, _DATE), (DATETIME, _TIME)):
        if all(value is None or pattern.fullmatch(value) for value in values):
            return kind
    return TEXT


def is_moment(text: object) -> bool:
    """Tell whether a text is a date with a time of day in ISO form."""
    return isinstance(text, str) and _TIME.fullmatch(text) is not None


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return value[0]
    return json.dumps(value, ensure_ascii=False)
