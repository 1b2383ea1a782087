"""Proposals for a profile: which field of an unknown layer is which of ours, from names and from sampled values.

Every pair of a field of the target and a column of the source gets a score from 0 to 1:

* names: equal (1.00), cut to ten characters as in a Shapefile (0.95), all words of a known name among those of the
  column (0.80 less 0.05 for each further word), the beginning of a known name or the other way round (0.75, 0.70),
  alike (0.75 times the ratio of Ratcliff and Obershelp, from 0.85); a vague name ("Typ") counts 0.7 of it.
* values V: the share of the sampled values that fit the field: codes with labels and synonyms of the code list, keys of
  municipalities, dates, years, numbers. A number of hectares fits where it agrees with the geometry in some unit.
* together: names x (0.55 + 0.45 V); names x 0.25 where hardly any value fits (V < 0.15); names x 0.8 without values.
  Without a name only values that leave little doubt count: municipality keys 0.75 V, areas that agree with the geometry
  0.70, words of a code list 0.65 V.

Pairs below 0.45 are none. Each column serves one field and each field has one column: the assignment with the largest
sum of scores (Kuhn-Munkres in the form of shortest augmenting paths, Jonker and Volgenant 1987, Computing 38, 325-340).
The same sample gives the same proposals. What is not matched stays unmatched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsDistanceArea, QgsGeometry

from ruhr_planner.harmonise import municipality, values
from ruhr_planner.harmonise.mapping import SHAPEFILE_NAME
from ruhr_planner.harmonise.profile import NATIVE_ID, OWNED, SCHEMA
from ruhr_planner.harmonise.values import Refused
from ruhr_planner.model import fieldnames, tables
from ruhr_planner.model.codes import CodeList, LevelList
from ruhr_planner.model.licences import ODBL, UNKNOWN
from ruhr_planner.model.region import kreis_of
from ruhr_planner.model.tables import AGS, OPEN, PLOT, PLOT_ODBL, Field, Table
from ruhr_planner.readers.record import Page, Schema

MIN_SCORE = 0.45
"""Below this a pair is no proposal."""

MAX_ROWS = 5_000
"""Records that are looked at."""

MAX_DISTINCT = 300
"""So many distinct values of a column are tried, the most frequent first."""

AREA_ROWS = 500
"""So many recorded areas are compared with the geometry."""

MAX_CODES = 60
"""A column with more distinct values holds no codes."""

SAMPLES = 3
_CONTRADICTED = 0.15
_ALIKE = 0.85
_VAGUE = 0.7

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Column:
    """A column of the source: its name and sampled values; `areas` of the records in m², where they are areas."""

    name: str
    values: tuple[Any, ...]
    areas: tuple[float | None, ...] = ()

    @cached_property
    def known(self) -> list[Any]:
        """The values that say something."""
        return [value for value in self.values if not values.is_unknown(value) and values.text(value) is not None]

    @cached_property
    def counts(self) -> list[tuple[Any, int]]:
        """The most frequent known values with their number, at most `MAX_DISTINCT`."""
        return Counter(self.known).most_common(MAX_DISTINCT)

    def share(self, fits: Callable[[Any], bool]) -> float:
        """Return the share of the known values that fit, by the most frequent ones."""
        total = sum(count for _value, count in self.counts)
        return sum(count for value, count in self.counts if fits(value)) / total if total else 0.0


@dataclass(frozen=True)
class Proposal:
    """One column for one field. `codes` are raw values with the code they mean, `unmapped` those that mean none."""

    field: str
    column: str
    score: float
    by_name: float
    by_values: float | None
    """Share of the values that fit, None without values."""
    unit: str = ""
    dates: tuple[str, ...] = ()
    split: str = ""
    codes: Mapping[str, object] = made(default_factory=dict)
    needs_map: bool = False
    """Some codes are not found by label or synonym: the profile has to name them."""
    unmapped: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    decimal: str = ""


@dataclass(frozen=True)
class Suggestion:
    """The proposals for a layer, in the order of the target's fields, and the columns that nothing fits."""

    layer: str
    target: Table
    proposals: tuple[Proposal, ...]
    unmatched: tuple[str, ...]
    records: int
    constants: Mapping[str, str] = made(default_factory=dict)
    """What the layer's name tells of all records."""


def sample(pages: Iterable[Page], transforms: QgsCoordinateTransformContext) -> list[Column]:
    """Return the columns of the first `MAX_ROWS` records of a source, with their areas on the ellipsoid."""
    taken: list[Page] = []
    schema, count = Schema(), 0
    for page in pages:
        taken.append(page)
        schema = schema.wider(page)
        count += len(page.records)
        if count >= MAX_ROWS:
            break
    rows: list[Sequence[Any]] = []
    areas: list[float | None] = []
    for page in taken:
        rows += [record.values for record in schema.arrange(page)]
        areas += _areas_of(page, transforms)
    measured = tuple(areas[:MAX_ROWS]) if any(areas) else ()
    listed = list(zip(*rows[:MAX_ROWS])) if rows else [()] * len(schema.fields)
    return [Column(name, tuple(column), measured) for (name, _kind), column in zip(schema.fields, listed)]


def _areas_of(page: Page, transforms: QgsCoordinateTransformContext) -> list[float | None]:
    """Return the areas of a page's records in m² on the ellipsoid GRS 80; None where nobody knows them."""
    crs = QgsCoordinateReferenceSystem(page.crs)
    if not page.geometry.endswith("Polygon") or not crs.isValid():
        return [None] * len(page.records)
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, transforms)
    measure.setEllipsoid("EPSG:7019")
    found: list[float | None] = []
    for record in page.records:
        geometry = QgsGeometry()
        if record.wkb is not None:
            geometry.fromWkb(record.wkb)
        is_area = geometry.type() == Qgis.GeometryType.Polygon
        found.append(abs(float(measure.measureArea(geometry))) if is_area else None)
    return found


def suggest(layer: str, columns: Sequence[Column], target: Table) -> Suggestion:
    """Return what the columns of a layer may be. :param layer: its name."""
    named = {NATIVE_ID: tables.text(NATIVE_ID, "Kennung", "Id"), **{column.name: column for column in target.columns}}
    fields = [column for name, column in named.items() if name not in OWNED]
    pairs = {
        (row, place): found
        for row, column in enumerate(fields)
        for place, source in enumerate(columns)
        if (found := _pair(column, source)).score >= MIN_SCORE
    }
    scores = np.zeros((len(fields), len(columns)))
    for (row, place), found in pairs.items():
        scores[row, place] = found.score
    chosen = [pairs[pair] for pair in assignment(scores) if pair in pairs]
    used = {proposal.column for proposal in chosen}
    taken = {proposal.field for proposal in chosen}
    constants = {name: code for name, code in _told_by_title(layer, target).items() if name not in taken}
    unmatched = tuple(source.name for source in columns if source.name not in used)
    count = max((len(source.values) for source in columns), default=0)
    return Suggestion(layer, target, tuple(chosen), unmatched, count, constants)


def pair(target: Table, name: str, source: Column) -> Proposal:
    """Return how well a column fits a field that a person has chosen for it, with unit, codes and dates.

    :param name: a field of the target, or `native_id`.
    """
    column = target.column(name) if name in target else tables.text(NATIVE_ID, "Kennung", "Id")
    return _pair(column, source)


def _told_by_title(layer: str, target: Table) -> dict[str, str]:
    """Return the constants that a layer's name tells: "Brachflächen 2024" are brownfield."""
    words = squeezed(layer)
    found = {}
    for name, codes in fieldnames.TITLES.items():
        if name in target:
            told = [code for code, spellings in codes.items() if any(squeezed(word) in words for word in spellings)]
            if len(told) == 1:
                found[name] = told[0]
    return found


# --------------------------------------------------------------------------------------------------------------- scores
def _pair(column: Field, source: Column) -> Proposal:
    """Return how well a column fits a field."""
    by_name = name_score(column.name, source.name)
    fit = _fit(column, source, by_name > 0)
    if fit.share is None:
        score = 0.8 * by_name
    elif by_name:
        score = by_name * (0.25 if fit.share < _CONTRADICTED else 0.55 + 0.45 * fit.share)
    else:
        score = fit.alone
    return Proposal(
        column.name, source.name, round(score, 3), round(by_name, 3),
        None if fit.share is None else round(fit.share, 3),
        fit.unit, fit.dates, fit.split, fit.codes, fit.needs_map, fit.unmapped, _samples(source), fit.decimal,
    )  # fmt: skip


def _samples(source: Column) -> tuple[str, ...]:
    seen = dict.fromkeys((values.text(value) or "")[:60] for value in source.known[:MAX_DISTINCT])
    return tuple(seen)[:SAMPLES]


_SIGNS = re.compile(r"[^0-9a-z]+")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_WRITTEN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_DROPPED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"})


def squeezed(name: str, dropped: bool = False) -> str:
    """Return a name without case, signs and umlauts. :param dropped: ä becomes a instead of ae."""
    return _SIGNS.sub("", name.lower().translate(_DROPPED if dropped else _WRITTEN))


def _words(name: str) -> tuple[str, ...]:
    parted = _CAMEL.sub(" ", name).lower().translate(_WRITTEN)
    return tuple(word for word in _SIGNS.split(parted) if word)


def name_score(wanted: str, column: str) -> float:
    """Return how well the name of a column fits a field of ours, 0 to 1."""
    known = fieldnames.of(wanted)
    # of two columns of one name a Shapefile or a table numbers the second; what the number parts from is kept
    plain = re.sub(r"[_.]\d{1,2}$", "", column) if not column.isdigit() else column
    best = max((_likeness(name, plain) for name in (wanted, *known.sure)), default=0.0)
    vague = max((_VAGUE * _likeness(name, plain) for name in known.vague), default=0.0)
    return max(best, vague)


def _likeness(known: str, column: str) -> float:
    return max(_compared(squeezed(known, dropped), known, column) for dropped in (False, True))


@lru_cache(maxsize=50_000)
def _compared(name: str, known: str, column: str) -> float:
    """Compare a known name, squeezed, with a column's; the order is that of the strength of the evidence."""
    given = squeezed(column)
    if not given:
        return 0.0
    if given == name or squeezed(column, dropped=True) == name:
        return 1.0
    if len(column) == SHAPEFILE_NAME and name.startswith(given):
        return 0.95
    mine, theirs = _words(known), _words(column)
    if mine and set(mine) <= set(theirs) and max(map(len, mine)) > 2:
        return max(0.6, 0.8 - 0.05 * (len(theirs) - len(mine) - 1))
    if len(given) >= 5 and name.startswith(given):
        return 0.75
    if len(name) >= 5 and given.startswith(name):
        return 0.7
    return 0.75 * _ratio(name, given) if min(len(name), len(given)) >= 5 else 0.0


def _ratio(first: str, second: str) -> float:
    """Return how alike two words are, 0 where they are less alike than `_ALIKE`; what cannot be is not computed."""
    if 2 * min(len(first), len(second)) < _ALIKE * (len(first) + len(second)):
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.quick_ratio() < _ALIKE:
        return 0.0
    found = matcher.ratio()
    return found if found >= _ALIKE else 0.0


# --------------------------------------------------------------------------------------------------------------- values
@dataclass(frozen=True)
class _Fit:
    """How the values of a column fit a field. `alone` is the score that they earn without a name."""

    share: float | None
    alone: float = 0.0
    unit: str = ""
    dates: tuple[str, ...] = ()
    split: str = ""
    codes: Mapping[str, object] = made(default_factory=dict)
    needs_map: bool = False
    unmapped: tuple[str, ...] = ()
    decimal: str = ""


def _fit(column: Field, source: Column, named: bool) -> _Fit:
    if not source.known:
        return _Fit(None)
    if column.codes is not None:
        return _coded(column, column.codes, source, named)
    if column.kind == "real":
        return _measured(column, source)
    if column.name in (AGS.name, PLOT.municipality) or named:
        return _BY_NAME.get(column.name, _BY_KIND[column.kind])(source)
    return _Fit(0.0)  # without a name these values say nothing


def _coded(column: Field, listed: CodeList | LevelList, source: Column, named: bool) -> _Fit:
    """Codes by label and synonym, then by likeness; several in one value are parted by what stands between them."""
    split = _parting(source) if column.many else ""
    counts: Counter[str] = Counter()
    for value, count in source.counts:
        for part in _parted(value, split):
            if part.strip():
                counts[part.strip()] += count
    if not counts or len(counts) > MAX_CODES:
        return _Fit(0.0, split=split)
    spelled = _spellings(listed)
    found = {raw: spelled[values.key(raw)] for raw in counts if values.key(raw) in spelled}
    # likeness only helps where the name or another value speaks for the field already
    others = [raw for raw in counts if raw not in found] if named or found else []
    alike = {raw: code for raw in others if (code := _most_alike(values.key(raw), listed)) is not None}
    total = sum(counts.values())
    share = (sum(counts[raw] for raw in found) + 0.8 * sum(counts[raw] for raw in alike)) / total
    numbers = all(raw.isdigit() for raw in counts)
    sure = share >= 0.8 and len(found) + len(alike) >= 2 and not numbers
    unmapped = tuple(raw for raw in sorted(counts) if raw not in found and raw not in alike)
    meant = {**found, **alike}
    return _Fit(
        share * (0.6 if numbers else 1.0), 0.65 * share if sure else 0.0, split=split,
        codes={raw: meant[raw] for raw in sorted(meant)}, needs_map=bool(alike), unmapped=unmapped,
    )  # fmt: skip


def _parting(source: Column) -> str:
    texts = [str(value) for value, _count in source.counts]
    return next((sign for sign in (";", "|", ",", "/") if any(sign in words for words in texts)), ";")


def _parted(value: Any, split: str) -> list[str]:
    words = values.text(value) or ""
    return words.split(split) if split else [words]


@lru_cache(maxsize=200)
def _spellings(listed: CodeList | LevelList) -> Mapping[str, object]:
    return values.spellings(listed)


@lru_cache(maxsize=20_000)
def _most_alike(word: str, listed: CodeList | LevelList) -> object | None:
    """Return the code with a spelling like this word or within it; None if none is, or two different ones are."""
    if len(word) < 4:
        return None
    found = {
        code
        for spelling, code in _spellings(listed).items()
        if len(spelling) >= 4 and (_ratio(word, spelling) or f" {spelling} " in f" {word} ")
    }
    return next(iter(found)) if len(found) == 1 else None


def _keys(source: Column) -> _Fit:
    """Keys of municipalities: digits that mean one of the region, or of the state."""
    share = source.share(_is_key)
    return _Fit(share, 0.75 * share if share >= 0.9 and len(source.known) > 1 else 0.0)


def _is_key(value: Any) -> bool:
    words = values.text(value) or ""
    key = municipality.normal_ags(words) if re.match(r"0?5\d{3}", re.sub(r"\D", "", words)) else None
    return key is not None and kreis_of(key).startswith("05")


def _municipalities(source: Column) -> _Fit:
    share = source.share(lambda value: not str(value)[:1].isdigit() and municipality.normal_ags(value) is not None)
    return _Fit(share, 0.6 * share if share >= 0.9 and len(source.counts) > 1 else 0.0)


def _identifiers(source: Column) -> _Fit:
    """An id is short and different in every record."""
    known = source.known
    distinct = len({values.text(value) for value in known})
    if distinct < len(known):
        return _Fit(max(0.0, 1 - 5 * (1 - distinct / len(known))))
    return _Fit(source.share(lambda value: len(values.text(value) or "") <= 80))


_WORD = re.compile(r"[^\W\d_]{2}")
_YEAR = re.compile(r"(?:19|20|21)\d{2}(?:\.0)?")


def _texts(source: Column) -> _Fit:
    """Names and notes are words, no numbers."""
    return _Fit(source.share(lambda value: _WORD.search(values.text(value) or "") is not None))


def _years(source: Column) -> _Fit:
    return _Fit(source.share(lambda value: _YEAR.fullmatch(values.text(value) or "") is not None))


def _whole(source: Column) -> _Fit:
    return _Fit(source.share(lambda value: _taken(values.whole, value)))


def _flags(source: Column) -> _Fit:
    distinct = len({values.key(value) for value, _count in source.counts})
    return _Fit(source.share(lambda value: _taken(values.flag, value)) if distinct <= 4 else 0.0)


def _scales(source: Column) -> _Fit:
    return _Fit(source.share(lambda value: _taken(values.whole, value) and 100 <= (values.whole(value) or 0) <= 10**6))


def _taken(read: Callable[[Any], Any], value: Any) -> bool:
    try:
        return read(value) is not None
    except Refused:
        return False


DATE_WAYS = ("iso", "german", "compact", "%d/%m/%Y", "epoch_ms", "month", "year")
"""Ways to write a date, in the order in which they are preferred."""

_MAX_WAYS = 3
_MILLISECONDS = re.compile(r"-?\d{10,14}(?:\.0)?")


def _dated(source: Column) -> _Fit:
    """The ways to write dates that fit: the one with most values, then what reads the rest. Years only alone."""
    rest = dict(source.counts)
    total = sum(rest.values())
    chosen: list[str] = []
    while rest and len(chosen) < _MAX_WAYS:
        ways = [way for way in DATE_WAYS if not (chosen and way == "year")]
        counts = [sum(count for value, count in rest.items() if _is_date(value, way)) for way in ways]
        if not max(counts):
            break
        chosen.append(ways[counts.index(max(counts))])
        rest = {value: count for value, count in rest.items() if not _is_date(value, chosen[-1])}
    return _Fit(1 - sum(rest.values()) / total, dates=tuple(chosen))


def _is_date(value: Any, way: str) -> bool:
    if way == "epoch_ms" and not _MILLISECONDS.fullmatch(values.text(value) or ""):
        return False
    try:
        return values.day(value, (way,)) is not None
    except Refused:
        return False


# ---------------------------------------------------------------------------------------------------------------- areas
_UNITS = ("ha", "m2", "a", "km2", "ac")
_AGREES = 0.15
"""An area agrees with the geometry where the median of their ratios differs by less than this from one."""
_NET = (0.4, 0.85)
"""Net land is so much of the geometry's area."""


def _measured(column: Field, source: Column) -> _Fit:
    """Areas: in which unit do they agree with the geometry? Without geometry any number may be one."""
    sign = values.decimal_of(source.values)
    best = _areas(column, source, sign)
    if best.share is not None and best.share < 0.5 and not sign:
        # "12.000" can be read in two ways: the geometry tells which, or the profile's author
        for tried in (",", "."):
            found = _areas(column, source, tried)
            if found.alone:
                return replace(found, decimal=tried)
            best = found if (found.share or 0.0) > (best.share or 0.0) else best
    return best


def _areas(column: Field, source: Column, sign: str) -> _Fit:
    """How numbers that are written with a decimal sign fit."""
    rows = [at for at, value in enumerate(source.values) if not values.is_unknown(value)][:AREA_ROWS]
    numbers = np.array([_number(source.values[at], sign) for at in rows], dtype=np.float64)
    areas = tuple(source.areas[at] for at in rows) if source.areas else ()
    share = float(np.isfinite(numbers).mean()) if rows else 0.0
    named = _unit_of_name(source.name)
    if share < 0.5:
        return _Fit(share * 0.2)
    ratios = _ratios(numbers, areas)
    if not len(ratios):
        return _Fit(0.7 * share, unit=named)
    gross = column.name != PLOT.area_net_ha
    for unit in _UNITS:
        # recorded number x its unit in m² / area of the geometry in m²
        found = ratios * values.UNITS[unit][1]
        middle = float(np.median(found))
        near = float((np.abs(found - 1) < 2 * _AGREES).mean())
        if abs(middle - 1) < _AGREES and near >= 0.5:
            varied = gross and min(len(set(numbers[np.isfinite(numbers)].tolist())), len(set(areas))) >= 3
            return _Fit(near if gross else 0.6 * near, 0.7 if varied else 0.0, unit=unit)
        if not gross and _NET[0] <= middle <= _NET[1]:
            return _Fit(0.9 * share, unit=unit)
    return _Fit(0.3 * share, unit=named)


def _number(value: Any, sign: str) -> float:
    try:
        found = values.quantity(value, "", "ha", sign)
    except Refused:
        return float("nan")
    return float("nan") if found is None else found


def _ratios(numbers: Floats, areas: Sequence[float | None]) -> Floats:
    """Return recorded number / m² of the geometry, where both are known and positive."""
    if len(areas) != len(numbers):
        return np.empty(0)
    squares = np.array([float("nan") if area is None else area for area in areas], dtype=np.float64)
    usable = np.isfinite(numbers) & np.isfinite(squares) & (numbers > 0) & (squares > 0)
    return np.asarray(numbers[usable] / squares[usable], dtype=np.float64)


_UNIT_WORDS = {
    "ha": "ha", "hectares": "ha", "hektar": "ha", "qm": "m2", "sqm": "m2", "m2": "m2", "km2": "km2", "qkm": "km2",
}  # fmt: skip


def _unit_of_name(name: str) -> str:
    """Return the unit that a column's name ends with, "" if it tells none."""
    return next((_UNIT_WORDS[word] for word in reversed(_words(name)) if word in _UNIT_WORDS), "")


_BY_KIND: dict[str, Callable[[Column], _Fit]] = {"text": _texts, "int": _whole, "date": _dated}
_BY_NAME: dict[str, Callable[[Column], _Fit]] = {
    AGS.name: _keys,
    PLOT.municipality: _municipalities,
    NATIVE_ID: _identifiers,
    PLOT.available_from: _years,
    PLOT.source_scale: _scales,
    PLOT.brownfield: _flags,
}


# ----------------------------------------------------------------------------------------------------------- assignment
def assignment(scores: Floats) -> list[tuple[int, int]]:
    """Return pairs of row and column, each used once, with the largest sum of scores; pairs of score 0 are none.

    Kuhn-Munkres with potentials, by shortest augmenting paths: O(n²m). :param scores: shape (rows, columns), 0 to 1.
    """
    rows, columns = scores.shape
    if not rows or not columns:
        return []
    # a row may stay alone: one dummy column each, at the cost of a score of 0
    costs = np.hstack([-scores, np.zeros((rows, rows))])
    owner = _matched(costs)
    pairs = [(row, place) for place, row in owner.items() if place < columns and scores[row, place] > 0]
    return sorted(pairs)


def _matched(costs: Floats) -> dict[int, int]:
    """Return the row of each used column for the smallest sum of costs. :param costs: at least as wide as high."""
    rows, columns = costs.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns)
    owner: dict[int, int] = {}
    for start in range(rows):
        distance = np.full(columns, np.inf)
        before = np.full(columns, -1)
        done = np.zeros(columns, dtype=bool)
        row, last, length = start, -1, 0.0
        while True:
            reduced = length + costs[row] - row_price[row] - column_price
            shorter = ~done & (reduced < distance - 1e-12)
            distance[shorter], before[shorter] = reduced[shorter], last
            open_distance = np.where(done, np.inf, distance)
            last = int(np.argmin(open_distance))
            length = float(open_distance[last])
            done[last] = True
            if last not in owner:
                break
            row = owner[last]
        for place in np.flatnonzero(done):
            column_price[place] += distance[place] - length
            if int(place) in owner:
                row_price[owner[int(place)]] += length - distance[place]
        row_price[start] += length
        while last >= 0:
            previous = int(before[last])
            owner[last] = start if previous < 0 else owner[previous]
            last = previous
    return owner


# -------------------------------------------------------------------------------------------------------------- profile
def profile_of(found: Suggestion, samples: bool = True) -> dict[str, Any]:
    """Return a profile to edit and to confirm, with what speaks for each rule in `suggested`.

    What nobody could find is not made up: a plot without a kind is rejected until the profile names one.

    :param samples: write sampled values; those of fields that are never open are left out in any case.
    """
    rules = {proposal.field: rule(proposal) for proposal in found.proposals}
    rules.update({name: {"const": code} for name, code in found.constants.items()})
    if found.target in (PLOT, PLOT_ODBL) and PLOT.plot_type not in rules:
        rules[PLOT.plot_type] = {"expr": "null", "required": True}
    order = [NATIVE_ID, *found.target.names]
    identifier = _identifier(found.layer)
    return {
        "schema": SCHEMA,
        "profile": identifier,
        "version": 1,
        "title": found.layer or identifier,
        "target": found.target.table,
        "source": {"id": identifier, "evidence": "unverified"},
        "licence": ODBL.id if found.target is PLOT_ODBL else UNKNOWN.id,
        "sensitivity": "internal",
        "fields": {name: rules[name] for name in order if name in rules} or {PLOT.name: {"expr": "null"}},
        "suggested": {
            "confirmed": False,
            "records": found.records,
            "fields": {proposal.field: reasons(proposal, found.target, samples) for proposal in found.proposals},
            "unmatched": list(found.unmatched),
        },
    }


def _identifier(layer: str) -> str:
    words = "_".join(_words(layer))[:50].strip("_")
    return words if len(words) >= 2 else f"layer_{words or 'x'}"


def rule(proposal: Proposal) -> dict[str, Any]:
    """Return the rule of a profile that a proposal makes."""
    given: dict[str, Any] = {"from": proposal.column}
    if proposal.unit and proposal.unit != "ha":
        given["unit"] = proposal.unit
    if proposal.decimal:
        given["decimal"] = proposal.decimal
    if proposal.dates:
        given["date"] = list(proposal.dates)
    if proposal.split:
        given["split"] = proposal.split
    if proposal.needs_map:
        given["map"] = dict(proposal.codes)
    return given


def reasons(proposal: Proposal, target: Table, samples: bool) -> dict[str, Any]:
    """Return what speaks for a rule. Values of fields that are never open do not go into a file that is shared."""
    said: dict[str, Any] = {"from": proposal.column, "score": proposal.score, "name": proposal.by_name}
    if proposal.by_values is not None:
        said["values"] = proposal.by_values
    is_open = proposal.field not in target or target.column(proposal.field).min_sensitivity == OPEN
    if samples and is_open and proposal.samples:
        said["samples"] = list(proposal.samples)
    if samples and proposal.codes and not proposal.needs_map:
        said["codes"] = dict(proposal.codes)
    if proposal.unmapped:
        said["unmapped"] = list(proposal.unmapped) if samples and is_open else len(proposal.unmapped)
    return said
