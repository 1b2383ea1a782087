"""What is wrong in a planning store: rules that are data (`resources/rules`), each with one method of this module.

A finding names table, record, field, value and place. Rules about the state look at records in force on a day, rules
about single values at all of them. Geometry is looked at once a table, with a spatial index, so that 95,000 plots are
a matter of seconds.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from qgis.core import Qgis, QgsGeometry, QgsPointXY, QgsRectangle, QgsSpatialIndex

from ruhr_planner import paths, plainyaml
from ruhr_planner.catalogue.places import MUNICIPALITIES
from ruhr_planner.harmonise import municipality
from ruhr_planner.harmonise.broadband import edition_date, rising
from ruhr_planner.model import errors, licences
from ruhr_planner.model.codes import PLOT_TYPE, SEVERITY, Label, LevelList
from ruhr_planner.model.tables import (
    BROADBAND_AREA,
    BROADBAND_CELL,
    CELL_TECHNOLOGIES,
    FINDING,
    IMPORT_RUN,
    MBIT,
    PLOT,
    PLOT_ODBL,
    ROAD,
    SOURCE,
    TABLES,
    Field,
    Table,
    cell_column,
)

if TYPE_CHECKING:
    from ruhr_planner.store.interface import Store

OFF = "off"
MAX_BYTES = 512 * 1024
CHECK_EVERY = 500
_HA = 10_000.0
_SAME = 0.999
"""Two plots that share so much of the larger one are one plot twice, not an overlap."""

_MONTH_DAYS = 30.4375
_NAMED = frozenset(("id", "check", "severity", "tables", "text", "remedy"))
_PLOTS = (PLOT, PLOT_ODBL)
Progress = Callable[[float], None]


# --------------------------------------------------------------------------------------------------------------- rules
@dataclass(frozen=True)
class Rule:
    """One rule: `settings` are the thresholds of its method."""

    id: str
    check: str
    severity: str
    tables: tuple[Table, ...]
    text: Label
    remedy: Label
    settings: Mapping[str, Any]

    def number(self, name: str) -> float:
        """Return a threshold."""
        return float(self.settings[name])


@cache
def shipped() -> tuple[Rule, ...]:
    """Return the rules that come with the plugin, in the order of the files' names."""
    found: list[Rule] = []
    for path in sorted(paths.resource("rules").glob("*.yaml")):
        for entry in plainyaml.read(path.read_text(encoding="utf-8"))["rules"]:
            settings = {name: value for name, value in entry.items() if name not in _NAMED}
            tables = tuple(TABLES[name] for name in entry["tables"])
            text, remedy = Label(**entry["text"]), Label(**entry["remedy"])
            found.append(Rule(entry["id"], entry["check"], entry["severity"], tables, text, remedy, settings))
    return tuple(found)


def read(path: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules that are to be looked at: the shipped ones, with an office's own severities and thresholds.

    :raises errors.RulesUnreadable, errors.RuleFault: the file changes what is not there, or to what cannot be.
    """
    rules = {rule.id: rule for rule in shipped()}
    for entry in [] if path is None else _entries(path):
        identifier = entry.pop("id", None) if isinstance(entry, dict) else None
        if not isinstance(identifier, str) or identifier not in rules:
            raise errors.RuleFault(file=_name(path), rule=identifier, key="id", value=identifier)
        rules[identifier] = _changed(rules[identifier], entry, _name(path))
    return tuple(rule for rule in rules.values() if rule.severity != OFF)


def _name(path: Path | None) -> str:
    return path.name if path is not None else ""


def _entries(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise errors.RulesUnreadable(file=path.name, why=f"> {MAX_BYTES} bytes")
        given = plainyaml.read(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise errors.RulesUnreadable(str(problem), file=path.name, why=type(problem).__name__) from problem
    if not isinstance(given, dict) or not isinstance(given.get("rules"), list):
        raise errors.RulesUnreadable(file=path.name, why="rules: […]")
    return list(given["rules"])


def _changed(rule: Rule, entry: Mapping[str, Any], file: str) -> Rule:
    """Return a rule with another severity or other thresholds."""
    settings = dict(rule.settings)
    severity = rule.severity
    for key, value in entry.items():
        written = OFF if value is False else value  # YAML takes a bare `off` for no
        threshold = isinstance(settings.get(key), (int, float)) and type(value) in (int, float) and math.isfinite(value)
        if key == "severity" and (written in SEVERITY or written == OFF):
            severity = str(written)
        elif threshold and value >= 0:
            settings[key] = value
        else:
            raise errors.RuleFault(file=file, rule=rule.id, key=key, value=value)
    return replace(rule, severity=severity, settings=settings)


# ------------------------------------------------------------------------------------------------------------ findings
@dataclass(frozen=True)
class Finding:
    """Something that is wrong: where, and what its text says. Coordinates in EPSG:25832."""

    rule: Rule
    table: Table
    record: str
    column: str = ""
    value: object = None
    words: Mapping[str, object] = field(default_factory=dict)
    ags: str | None = None
    municipality: str | None = None
    xy: tuple[float, float] | None = None
    accepted: str = ""
    """Why somebody has accepted it; such a finding is shown and not counted."""

    def text(self, language: str) -> str:
        """Return what was found."""
        return _filled(self.rule.text.text(language), self, language)

    def remedy(self, language: str) -> str:
        """Return what to do about it."""
        return _filled(self.rule.remedy.text(language), self, language)


def plain(value: object, language: str) -> str:
    """Return a value as people write it."""
    if isinstance(value, float):
        text = f"{value:.4f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language == "de" else text
    return "" if value is None else str(value)


def _filled(template: str, finding: Finding, language: str) -> str:
    words = {"value": finding.value, "ags": finding.ags, "municipality": finding.municipality, **finding.words}
    return template.format(**{name: plain(value, language) or "–" for name, value in words.items()})


def validate(
    store: Store, rules: Sequence[Rule], as_of: date, progress: Progress = lambda share: None
) -> tuple[Finding, ...]:
    """Look at a store by all rules, table by table.

    :param as_of: records not in force on this day are history and not looked at by rules about the state.
    :param progress: called with shares of 0 to 1; may raise Cancelled.
    """
    counts = store.counts()
    whole = _Whole(store, as_of, progress)
    found: list[Finding] = []
    todo = [table for table in TABLES.values() if counts.get(table.table)]
    for number, table in enumerate(todo):
        progress(number / len(todo))
        rows = _Rows(whole, table)
        for rule in rules:
            if table in rule.tables:
                found.extend(CHECKS[rule.check](rows, rule))
                progress(number / len(todo))
    accepted = _accepted(store)
    return tuple(
        replace(one, accepted=accepted.get((one.rule.id, one.table.table, one.record, one.column), "")) for one in found
    )


def _accepted(store: Store) -> dict[tuple[object, ...], str]:
    """Return which findings somebody has accepted, and why, as the store's table of findings says."""
    names = (FINDING.rule, FINDING.target, FINDING.record_id, FINDING.field, FINDING.accepted)
    return {(*row[:2], row[2] or "", row[3] or ""): str(row[4]) for row in store.values(FINDING, names) if row[4]}


# ---------------------------------------------------------------------------------------------------- what there is
class _Whole:
    """The store, and what rules of several tables ask for: boundaries, roads, sources."""

    def __init__(self, store: Store, as_of: date, progress: Progress) -> None:
        self.store = store
        self.as_of = as_of
        self.progress = progress

    @cached_property
    def places(self) -> municipality.Places:
        """The municipalities."""
        return municipality.places(self.store)

    @cached_property
    def sources(self) -> frozenset[object]:
        """Ids of the sources that the store describes."""
        return frozenset(row[0] for row in self.store.values(SOURCE, (SOURCE.source_id,)))

    @cached_property
    def roads(self) -> _Lines:
        """The roads in force with a spatial index."""
        rows = _Rows(self, ROAD)
        return _Lines([rows.shapes[place] for place in rows.current])

    def check(self) -> None:
        """Let the user cancel."""
        self.progress(0.0)


class _Rows:
    """One table, read when it is first asked for."""

    def __init__(self, whole: _Whole, table: Table) -> None:
        self.whole = whole
        self.table = table
        self._at = {name: place for place, name in enumerate(table.names)}

    @cached_property
    def _records(self) -> list[tuple[Any, ...]]:
        return list(self.whole.store.records_of(self.table))

    def __len__(self) -> int:
        return len(self._records)

    def column(self, name: str) -> list[Any]:
        """Return a field of all records; unknown where the table does not have it."""
        if name not in self._at:
            return [None] * len(self)
        at = self._at[name] + 2
        return [record[at] for record in self._records]

    @cached_property
    def ids(self) -> list[str]:
        """What each record is called."""
        unique = id_column(self.table)
        if unique:
            return [
                str(value) if value is not None else f"fid {record[0]}"
                for value, record in zip(self.column(unique), self._records)
            ]
        pairs = zip(self.column(PLOT.source_id), self.column(PLOT.native_id), self._records)
        return [f"{source}:{native}" if source and native else f"fid {record[0]}" for source, native, record in pairs]

    @cached_property
    def shapes(self) -> list[QgsGeometry | None]:
        """The geometries as they are stored, None where there is none."""
        made: list[QgsGeometry | None] = []
        for record in self._records:
            data, shape = record[1], QgsGeometry()
            if data is not None:
                shape.fromWkb(data)
            made.append(None if shape.isNull() or shape.isEmpty() else shape)
        return made

    @cached_property
    def sound(self) -> list[QgsGeometry | None]:
        """The geometries to measure with: invalid ones are repaired for that."""
        broken = self.broken
        return [
            shape.makeValid() if shape is not None and place in broken else shape
            for place, shape in enumerate(self.shapes)
        ]

    @cached_property
    def broken(self) -> frozenset[int]:
        """Places of the records with invalid geometry."""
        found = set()
        for place, shape in enumerate(self.shapes):
            if place % CHECK_EVERY == 0:
                self.whole.check()
            if shape is not None and not shape.isGeosValid():
                found.add(place)
        return frozenset(found)

    @cached_property
    def current(self) -> list[int]:
        """Places of the records that are in force."""
        day = self.whole.as_of.isoformat()
        spans = zip(self.column(PLOT.valid_from), self.column(PLOT.valid_to))
        return [
            place
            for place, (begun, ended) in enumerate(spans)
            if not (begun is not None and str(begun) > day) and not (ended is not None and str(ended) < day)
        ]

    @cached_property
    def areas(self) -> list[float]:
        """Areas, m²; 0 without a geometry."""
        return [0.0 if shape is None else float(shape.area()) for shape in self.sound]

    @cached_property
    def pairs(self) -> list[tuple[int, int, float]]:
        """Pairs of records in force that share ground, and how many m²."""
        index, found = QgsSpatialIndex(), []
        for number, place in enumerate(self.current):
            shape = self.sound[place]
            if shape is None:
                continue
            if number % CHECK_EVERY == 0:
                self.whole.check()
            box = shape.boundingBox()
            near = index.intersects(box)
            index.addFeature(place, box)
            if near:
                engine = QgsGeometry.createGeometryEngine(shape.constGet())
                engine.prepareGeometry()
                for other in sorted(near):
                    shared = _shared(engine, shape, self.sound[other])
                    if shared > 0:
                        found.append((other, place, shared))
        return found

    @cached_property
    def located(self) -> municipality.Checked:
        """Where the records in force lie, and whether their keys agree."""
        keys = self.column(PLOT.ags)
        shapes = [self.sound[place] for place in self.current]
        stated = [municipality.normal_ags(keys[place]) for place in self.current]
        return self.whole.places.check(shapes, stated, lambda share: self.whole.check())

    def found(self, rule: Rule, place: int, name: str = "", value: object = None, **words: object) -> Finding:
        """Return a finding at a record."""
        shape = self.shapes[place] if self.table.geometry else None
        middle = None if shape is None else shape.boundingBox().center()
        xy = None if middle is None else (middle.x(), middle.y())
        ags = None if (stated := self._value(place, PLOT.ags)) is None else str(stated)
        return Finding(rule, self.table, self.ids[place], name, value, words, ags, MUNICIPALITIES.get(ags or ""), xy)

    def _value(self, place: int, name: str) -> Any:
        return self._records[place][self._at[name] + 2] if name in self._at else None


def id_column(table: Table) -> str:
    """Return the field that tells the records of a table apart, "" if there is none."""
    if table is BROADBAND_CELL:
        return str(BROADBAND_CELL.raster_id)
    if table is IMPORT_RUN:
        return str(IMPORT_RUN.run_id)
    return next((column.name for column in table.columns if column.unique), "")


def _shared(engine: Any, shape: QgsGeometry, other: QgsGeometry | None) -> float:
    """Return the ground that two areas share, m²."""
    if other is None or not engine.intersects(other.constGet()):
        return 0.0
    return float(shape.intersection(other).area())


# ------------------------------------------------------------------------------------------------------------ geometry
def _geometry_missing(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    for place in rows.current:
        if rows.shapes[place] is None:
            yield rows.found(rule, place, "geometry")


def _geometry_invalid(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    current = set(rows.current)
    for place in sorted(rows.broken & current):
        shape = rows.shapes[place]
        told = [] if shape is None else shape.validateGeometry(Qgis.GeometryValidationEngine.Geos)
        why = told[0].what() if told else "?"
        found = rows.found(rule, place, "geometry", why, why=why)
        where = told[0].where() if told and told[0].hasWhere() else None
        yield found if where is None else replace(found, xy=(where.x(), where.y()))


def _sliver(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    """Mean width = 2 · area / perimeter."""
    for place in rows.current:
        shape = rows.sound[place]
        length = 0.0 if shape is None else float(shape.length())
        if length > 0:
            width = 2 * rows.areas[place] / length
            if width < rule.number("width_m"):
                yield rows.found(rule, place, "geometry", round(width, 2), width=round(width, 2))


def _duplicate_geometry(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    for first, second, shared in rows.pairs:
        if shared >= _SAME * max(rows.areas[first], rows.areas[second]):
            yield rows.found(rule, second, "geometry", rows.ids[first], other=rows.ids[first])


def _overlap(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    areas = rows.areas
    for first, second, shared in rows.pairs:
        smaller, larger = sorted((areas[first], areas[second]))
        if shared < rule.number("min_m2") or shared < rule.number("min_share") * smaller or shared >= _SAME * larger:
            continue
        share, hectares = round(100 * shared / smaller, 1), round(shared / _HA, 4)
        other = rows.ids[first]
        piece = (rows.sound[first] or QgsGeometry()).intersection(rows.sound[second] or QgsGeometry())
        middle = piece.pointOnSurface().asPoint()
        found = rows.found(rule, second, "geometry", hectares, other=other, ha=hectares, share=share)
        yield replace(found, xy=(middle.x(), middle.y()))


def _outside_region(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    for number, place in enumerate(rows.current):
        if rows.located.verdict[number] == municipality.OUTSIDE and rows.sound[place] is not None:
            yield rows.found(rule, place, "geometry")


def _ags_mismatch(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    stated = rows.column(PLOT.ags)
    for number, place in enumerate(rows.current):
        if rows.located.verdict[number] == municipality.ELSEWHERE:
            ags = rows.located.located.ags[number]
            found = rows.found(rule, place, str(PLOT.ags), stated[place])
            yield replace(found, ags=ags, municipality=MUNICIPALITIES.get(ags))


def _area_differs(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    name = str(rule.settings["field"])
    stated = rows.column(name)
    for place in rows.current:
        value, measured = _number(stated[place]), rows.areas[place] / _HA
        if value is None or measured <= 0:
            continue
        off = abs(value - measured)
        if off > rule.number("min_ha") and off > rule.number("share") * measured:
            share = round(100 * (value - measured) / measured, 1)
            yield rows.found(rule, place, name, value, measured=round(measured, 4), share=share)


# -------------------------------------------------------------------------------------------------------------- values
def _number(value: object) -> float | None:
    """Return a number, None for anything else."""
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


def _duplicate_id(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    name = id_column(rows.table)
    values = rows.column(name)
    counts = Counter(value for value in values if value is not None)
    for value, count in counts.items():
        if count > 1:
            yield rows.found(rule, values.index(value), name, value, count=count)


def _net_over_gross(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    nets, gross = rows.column(PLOT.area_net_ha), rows.column(PLOT.area_gross_ha)
    for place in rows.current:
        net = _number(nets[place])
        whole = _number(gross[place]) or rows.areas[place] / _HA
        if net is not None and whole > 0 and net > whole + rule.number("tolerance_ha"):
            yield rows.found(rule, place, str(PLOT.area_net_ha), net, gross=round(whole, 4))


def _unknown_code(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    for column in rows.table.columns:
        known = column.codes
        if known is None:
            continue
        allowed = ", ".join(str(code) for code in known)
        wrong = {value for value in set(rows.column(column.name)) if not _is_coded(value, column)}
        for place, value in enumerate(rows.column(column.name) if wrong else ()):
            if value in wrong:
                yield rows.found(rule, place, column.name, value, allowed=allowed)


def _is_coded(value: object, column: Field) -> bool:
    """Tell whether a value is unknown or in the list of its field."""
    if value is None or column.codes is None:
        return True
    if isinstance(column.codes, LevelList):
        return isinstance(value, int) and value in column.codes
    parts = str(value).split(";") if column.many else [value]
    return all(part in column.codes for part in parts)


def _out_of_range(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    """Numbers in blocks, so that the memory does not grow with the grid of the Breitbandatlas."""
    table = rows.table
    limited = [column for column in table.columns if column.low is not None or column.high is not None]
    low = np.array([-np.inf if column.low is None else column.low for column in limited])
    high = np.array([np.inf if column.high is None else column.high for column in limited])
    for begun, block in _blocks(rows, [column.name for column in limited]):
        for place, at in np.argwhere((block < low) | (block > high)).tolist():
            column = limited[at]
            span = " … ".join("" if end is None else f"{end:g}" for end in (column.low, column.high)).strip()
            yield rows.found(rule, begun + place, column.name, float(block[place, at]), range=span)


def _blocks(rows: _Rows, names: Sequence[str], size: int = 2_000) -> Iterator[tuple[int, np.ndarray[Any, Any]]]:
    """Yield the place of the first record and the numbers of a block of records, nan for what is unknown or none."""
    block: list[tuple[object, ...]] = []
    begun = 0
    for record in rows.whole.store.values(rows.table, names) if names else ():
        block.append(record)
        if len(block) == size:
            yield begun, _numbers(block)
            begun, block = begun + size, []
            rows.whole.check()
    if block:
        yield begun, _numbers(block)


def _numbers(block: Sequence[tuple[object, ...]]) -> np.ndarray[Any, Any]:
    try:
        return np.array(block, dtype=np.float64)
    except (TypeError, ValueError):  # a text among them
        return np.array([[math.nan if _number(v) is None else v for v in row] for row in block], dtype=np.float64)


def _date_order(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    for place, (begun, ended) in enumerate(zip(rows.column(PLOT.valid_from), rows.column(PLOT.valid_to))):
        first, last = _day(begun), _day(ended)
        if first is not None and last is not None and last < first:
            yield rows.found(rule, place, str(PLOT.valid_to), ended, begun=begun)


def _date_future(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    latest = max(rows.whole.as_of, date.today())
    for name in rule.settings["fields"]:
        for place, value in enumerate(rows.column(name)):
            day = _day(value)
            if day is not None and day > latest:
                yield rows.found(rule, place, name, value)


def _date_unreadable(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    for column in rows.table.columns:
        if column.kind == "date":
            for place, value in enumerate(rows.column(column.name)):
                if value is not None and _day(value) is None:
                    yield rows.found(rule, place, column.name, value)


def _day(value: object) -> date | None:
    """Return a day, None where it is unknown or none."""
    try:
        return None if value is None else date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _ags_format(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    """Values first: the grid is only read where one of them is wrong."""
    given = {row[0] for row in rows.whole.store.values(rows.table, (PLOT.ags,))}
    wrong = {value for value in given if value is not None and not _is_key(str(value))}
    for place, value in enumerate(rows.column(PLOT.ags) if wrong else ()):
        if value in wrong:
            yield rows.found(rule, place, str(PLOT.ags), value)


def _is_key(text: str) -> bool:
    return len(text) == 8 and text.isascii() and text.isdigit()


def _restriction_unknown(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    types, levels = rows.column(PLOT.plot_type), rows.column(PLOT.restriction)
    supply = [place for place in rows.current if types[place] != PLOT_TYPE.existing]
    unknown = sum(levels[place] is None for place in supply)
    if supply and unknown > rule.number("share") * len(supply):
        share = round(100 * unknown / len(supply), 1)
        yield Finding(rule, rows.table, "", str(PLOT.restriction), share, {"count": len(supply)})


# ---------------------------------------------------------------------------------------------------------- provenance
def _grouped(rows: _Rows, rule: Rule, name: str, wrong: Callable[[Any], bool]) -> Iterator[Finding]:
    """Yield a finding a source and wrong value, at the first record that has it, with the number of records."""
    places: dict[tuple[object, object], list[int]] = defaultdict(list)
    for place, (source, value) in enumerate(zip(rows.column(PLOT.source_id), rows.column(name))):
        if wrong(value):
            places[source, value].append(place)
    for (_source, value), found in places.items():
        yield rows.found(rule, found[0], name, value, count=len(found))


def _licence_missing(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    yield from _grouped(rows, rule, PLOT.licence, lambda value: value not in licences.LICENCES)


def _licence_unknown(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    yield from _grouped(rows, rule, PLOT.licence, lambda value: value == licences.UNKNOWN.id)


def _licence_mixed(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    own = rows.table is PLOT_ODBL
    known = licences.LICENCES
    yield from _grouped(rows, rule, PLOT.licence, lambda value: value in known and (value == licences.ODBL.id) != own)


def _sensitivity_missing(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    yield from _grouped(rows, rule, PLOT.sensitivity, lambda value: value is None)


def _source_unknown(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    known = rows.whole.sources
    yield from _grouped(
        rows,
        rule,
        PLOT.source_id,
        lambda value: value not in known and (value is not None or rows.table in _PLOTS),
    )


def _edition_age(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    """The newest edition counts: earlier ones are kept on purpose."""
    table, store = rows.table, rows.whole.store
    if table is SOURCE:
        stated = [(str(row[0]), row[1]) for row in store.values(SOURCE, (SOURCE.source_id, SOURCE.source_date))]
        newest = {_series(name): "" for name, _day in stated}
        for name, value in stated:
            newest[_series(name)] = max(newest[_series(name)], str(value or ""))
        named = [(name, value) for name, value in newest.items() if value]
        where = str(SOURCE.source_date)
    else:
        group = (BROADBAND_AREA.user_group,) if table is BROADBAND_AREA else ()
        latest: dict[str, str] = {}
        for edition, *of in set(store.values(table, (BROADBAND_CELL.edition, *group))):
            key = str(of[0]) if of else ""
            latest[key] = max(latest.get(key, ""), str(edition or ""))
        named = list(latest.items())
        where = str(BROADBAND_CELL.edition)
    for name, value in named:
        months = _months(value, rows.whole.as_of)
        if months is not None and months > rule.number("months"):
            yield Finding(rule, table, name, where, value, {"months": months})


def _series(source_id: str) -> str:
    """Return a source's id without the edition, as the Breitbandatlas's have one: `breitbandatlas:grid:2025-12`."""
    head, _, tail = source_id.rpartition(":")
    return head if head and tail[:4].isdigit() and tail[4:5] == "-" else source_id


def _months(edition: str, as_of: date) -> int | None:
    """Return the age of an edition in whole months, None where nobody can say."""
    try:
        day = edition_date(edition[:10])
    except (ValueError, TypeError):
        return None
    return int((as_of - day).days / _MONTH_DAYS)


def _latest_runs(rows: _Rows) -> list[int]:
    """Return the places of the last run of each source and table; earlier ones are history."""
    last: dict[tuple[object, object], int] = {}
    started = rows.column(IMPORT_RUN.started)
    for place, key in enumerate(zip(rows.column(IMPORT_RUN.source_id), rows.column(IMPORT_RUN.target))):
        if key not in last or str(started[place]) >= str(started[last[key]]):
            last[key] = place
    return sorted(last.values())


def _count_server(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    expected, read, filtered = (
        rows.column(name) for name in (IMPORT_RUN.n_expected, IMPORT_RUN.n_read, IMPORT_RUN.n_filtered)
    )
    for place in _latest_runs(rows):
        came = (read[place] or 0) + (filtered[place] or 0)
        if expected[place] is not None and came != expected[place]:
            yield rows.found(rule, place, str(IMPORT_RUN.n_expected), expected[place], read=came)


def _count_run(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    names = (IMPORT_RUN.n_read, IMPORT_RUN.n_written, IMPORT_RUN.n_unchanged, IMPORT_RUN.n_rejected)
    columns = [rows.column(name) for name in names]
    for place in _latest_runs(rows):
        read, *parts = (column[place] for column in columns)
        if read is not None and None not in parts and read != sum(parts):
            yield rows.found(rule, place, str(IMPORT_RUN.n_read), read, sum=sum(parts))


# ------------------------------------------------------------------------------------------------------------- network
class _Lines:
    """Lines with a spatial index of their boxes."""

    def __init__(self, shapes: Iterable[QgsGeometry | None]) -> None:
        self.shapes = [shape for shape in shapes if shape is not None]
        self.index = QgsSpatialIndex()
        for place, shape in enumerate(self.shapes):
            self.index.addFeature(place, shape.boundingBox())

    def near(self, point: QgsPointXY, reach: float) -> list[tuple[float, int]]:
        """Return distance and number of the lines within reach, the nearest first."""
        box = QgsRectangle(point.x() - reach, point.y() - reach, point.x() + reach, point.y() + reach)
        at = QgsGeometry.fromPointXY(point)
        found = [(float(self.shapes[place].distance(at)), place) for place in self.index.intersects(box)]
        return sorted(pair for pair in found if pair[0] <= reach)


def _nodes(shape: QgsGeometry, grid: float) -> list[tuple[int, int]]:
    """Return the vertices of a line on a grid."""
    return [(round(vertex.x() / grid), round(vertex.y() / grid)) for vertex in shape.vertices()]


def _road_island(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    """Parts of the network that share no vertex with its longest part: union-find over the vertices."""
    parent = list(range(len(rows)))

    def root(line: int) -> int:
        while parent[line] != line:
            parent[line] = parent[parent[line]]
            line = parent[line]
        return line

    first: dict[tuple[int, int], int] = {}
    members = {place: shape for place in rows.current if (shape := rows.shapes[place]) is not None}
    for place, shape in members.items():
        for node in _nodes(shape, rule.number("joined_m")):
            parent[root(place)] = root(first.setdefault(node, place))
    parts: dict[int, list[int]] = defaultdict(list)
    for place in members:
        parts[root(place)].append(place)
    lengths = {part: sum(float(members[place].length()) for place in lines) for part, lines in parts.items()}
    largest = max(lengths, key=lambda part: lengths[part], default=-1)
    for part, lines in parts.items():
        if part != largest and lengths[part] >= rule.number("min_length_m"):
            yield rows.found(rule, lines[0], "geometry", round(lengths[part]), count=len(lines))


def _road_ends(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    """Ends that no other line has as a vertex, and that yet lie close to one."""
    grid, near = rule.number("joined_m"), rule.number("near_m")
    members = [place for place in rows.current if rows.shapes[place] is not None]
    lines = _Lines([rows.shapes[place] for place in members])
    counts: Counter[tuple[int, int]] = Counter()
    for shape in lines.shapes:
        counts.update(set(_nodes(shape, grid)))
    for number, place in enumerate(members):
        if number % CHECK_EVERY == 0:
            rows.whole.check()
        shape = lines.shapes[number]
        nodes, vertices = _nodes(shape, grid), list(shape.vertices())
        for at in (0, -1):
            if counts[nodes[at]] > 1 or nodes[0] == nodes[-1]:
                continue
            point = QgsPointXY(vertices[at])
            gaps = [gap for gap, other in lines.near(point, near) if other != number]
            if gaps and gaps[0] > grid:
                found = rows.found(rule, place, "geometry", round(gaps[0], 2))
                yield replace(found, xy=(point.x(), point.y()))


def _snap_distance(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    roads, reach = rows.whole.roads, rule.number("max_m")
    if not roads.shapes:
        return
    for place in rows.current:
        shape = rows.shapes[place]
        if shape is None:
            continue
        point = shape.centroid().asPoint()
        if roads.near(point, reach):
            continue
        wider = reach
        while not (found := roads.near(point, wider)) and wider < 1e6:
            wider *= 2
        gap = round(found[0][0]) if found else None
        yield rows.found(rule, place, "geometry", gap)


# ----------------------------------------------------------------------------------------------------------- broadband
def _not_falling(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    """A class is cumulative ("at least"), so a higher one cannot have a larger share than a lower one."""
    found = _cells_not_falling(rows) if rows.table is BROADBAND_CELL else _areas_not_falling(rows)
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for edition, record in found:
        counts[edition] += 1
        first.setdefault(edition, record)
    for edition, count in sorted(counts.items()):
        yield Finding(rule, rows.table, first[edition], "", edition, {"count": count, "record": first[edition]})


def _cells_not_falling(rows: _Rows) -> Iterator[tuple[str, str]]:
    names = [cell_column(technology, mbit) for technology in CELL_TECHNOLOGIES for mbit in MBIT]
    store = rows.whole.store
    keys = [BROADBAND_CELL.edition, BROADBAND_CELL.raster_id]
    known = [f"{edition}|{cell}" for edition, cell in store.values(BROADBAND_CELL, keys)]
    for begun, block in _blocks(rows, names):
        for place in np.flatnonzero(rising(block, len(MBIT)).any(axis=1)).tolist():
            edition, _, cell = known[begun + place].partition("|")
            yield edition, cell


def _areas_not_falling(rows: _Rows) -> Iterator[tuple[str, str]]:
    series: dict[tuple[object, ...], list[tuple[int, float]]] = defaultdict(list)
    for ags, edition, group, tech, mbit, share in rows.whole.store.values(BROADBAND_AREA):
        value = _number(share)
        if value is not None and isinstance(mbit, int):
            series[edition, ags, group, tech].append((mbit, value))
    for (edition, ags, group, tech), pairs in series.items():
        values = [share for _mbit, share in sorted(pairs)]
        if any(later > earlier + 1e-9 for earlier, later in zip(values, values[1:])):
            yield str(edition), f"{ags} {group} {tech}"


def _broadband_duplicate(rows: _Rows, rule: Rule) -> Iterator[Finding]:
    names: tuple[str, ...] = (BROADBAND_CELL.raster_id, BROADBAND_CELL.edition)
    if rows.table is BROADBAND_AREA:
        names = BROADBAND_AREA.names[:5]
    counts = Counter(rows.whole.store.values(rows.table, names))
    twice = [key for key, count in counts.items() if count > 1]
    if twice:
        record = " ".join(str(part) for part in twice[0])
        yield Finding(rule, rows.table, record, "", record, {"count": len(twice), "record": record})


CHECKS: dict[str, Callable[[_Rows, Rule], Iterator[Finding]]] = {
    "geometry_missing": _geometry_missing,
    "geometry_invalid": _geometry_invalid,
    "sliver": _sliver,
    "duplicate_geometry": _duplicate_geometry,
    "overlap": _overlap,
    "outside_region": _outside_region,
    "ags_mismatch": _ags_mismatch,
    "area_differs": _area_differs,
    "duplicate_id": _duplicate_id,
    "net_over_gross": _net_over_gross,
    "unknown_code": _unknown_code,
    "out_of_range": _out_of_range,
    "date_order": _date_order,
    "date_future": _date_future,
    "date_unreadable": _date_unreadable,
    "ags_format": _ags_format,
    "restriction_unknown": _restriction_unknown,
    "licence_missing": _licence_missing,
    "licence_unknown": _licence_unknown,
    "licence_mixed": _licence_mixed,
    "sensitivity_missing": _sensitivity_missing,
    "source_unknown": _source_unknown,
    "edition_age": _edition_age,
    "count_server": _count_server,
    "count_run": _count_run,
    "road_island": _road_island,
    "road_ends": _road_ends,
    "snap_distance": _snap_distance,
    "not_falling": _not_falling,
    "broadband_duplicate": _broadband_duplicate,
}
