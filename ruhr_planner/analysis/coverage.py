"""Where fibre is missing: shares of Breitbandatlas cells on objects, and what they allow to be said.

The Breitbandatlas has cells only where households are. An object without cells is therefore "no data", never
"unserved", and "served" from cells means that households nearby have fibre. With A_c the area of the object in cell
c with data and s_c the cell's share of households, an object's share is S = Σ A_c · s_c / Σ A_c. Where cells overlap
(a layer that holds a place twice), each counts with its own area, so that the place has the mean of both; the
covered share of the object is then taken from the union of the cells, so that it never exceeds 1.

A point takes the cells in which it lies; where none of them has data, the cells within the search radius, weighted
by their area in the disc. The five shares of the spot classes are the differences of the cumulative classes of
"alle": below 30, 30 to below 100, 100 to below 400, 400 to below 1,000 and from 1,000 Mbit/s. There is no class at
500 Mbit/s in the open grid, hence the class "check" around the threshold of the Gigabit-Richtlinie 2.0.

Areas are m², shares 0 to 1, distances m in EPSG:25832. Unknown is NaN in numbers and None in codes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from qgis.core import QgsFeature, QgsGeometry, QgsSpatialIndex

from ruhr_planner.analysis.overlay import (
    Flags,
    Floats,
    Grid,
    Pairs,
    Progress,
    Whole,
    cells_at,
    covered_area,
    overlapping,
    overlay,
)
from ruhr_planner.model import codes

Codes = npt.NDArray[np.object_]

SPOT_MBIT = (30, 100, 400, 1000)
"""Classes of "alle" that the spot shares need, Mbit/s."""

INCLUSIVE = 1e-9
"""Thresholds are inclusive; a weighted mean of equal shares may fall short of them by rounding."""

PLANNED_MIN_SHARE = 0.01
"""A planned build-out is shown from this share of the object's area: less is a shared border."""

LARGE_HA = 5.0
"""Size from which an object is urgent for its size: the sectoral plan's establishment."""

MANY_JOBS = 100
"""Jobs from which an object is urgent for its jobs; our own choice."""

SLIVER_M2 = 0.01
"""A cell with less of an object's area is a neighbour at a shared border: it weighs hardly and is not counted."""

_DISC_SEGMENTS = 12
_SPOTS = (codes.SPOT.white, codes.SPOT.light_grey, codes.SPOT.dark_grey, codes.SPOT.check)
_STRENGTH = (codes.SERVED_STATUS.binding, codes.SERVED_STATUS.funded, codes.SERVED_STATUS.announced)


class Reason:
    """Keys of what makes an object urgent, or less so; the edge puts them into words."""

    school = "school"
    hospital = "hospital"
    cooperation_site = "cooperation_site"
    size = "size"
    jobs = "jobs"
    no_household_line = "no_household_line"
    planned = "planned"


REASONS = (
    Reason.school,
    Reason.hospital,
    Reason.cooperation_site,
    Reason.size,
    Reason.jobs,
    Reason.no_household_line,
    Reason.planned,
)


@dataclass(frozen=True)
class Thresholds:
    """What counts as served, as partly served and as covered; shares 0 to 1, radius in m."""

    served: float = 0.95
    partly: float = 0.5
    min_cell_cover: float = 0.3
    spot: float = 0.05
    search_radius: float = 150.0


@dataclass(frozen=True)
class CellShares:
    """The grid and its shares, 0 to 1, NaN = null: `alle` (n, 4) at SPOT_MBIT, `technology` (n,) at the speed."""

    grid: Grid
    alle: Floats
    technology: Floats
    technology_is_alle: bool = False


@dataclass(frozen=True)
class KnownCells:
    """Cells with data, made consistent, and what was seen on the way."""

    grid: Grid
    spots: Floats
    """(n, 5): white, light grey, dark grey, check, gigabit; each row sums to 1."""
    technology: Floats
    known: Flags
    n_technology_null: int
    """Cells that know "alle" but not the technology: 0 of it."""
    n_partly_known: int
    """Cells that know "alle" in some classes only: no data."""
    n_not_falling: int
    """Cells whose share rises with the speed; the higher class was taken for the lower one too."""


@dataclass(frozen=True)
class ServedAreas:
    """Areas that owners or operators name: valid polygons, status (codes.SERVED_STATUS), date (None = unknown)."""

    geometries: Sequence[QgsGeometry] = ()
    status: Sequence[str] = ()
    dates: Sequence[date | None] = ()
    owners: Sequence[str | None] = ()


@dataclass(frozen=True)
class ObjectFacts:
    """What else is known of each object and makes it urgent; jobs NaN = unknown."""

    school: Flags
    hospital: Flags
    cooperation_site: Flags
    jobs: Floats


@dataclass
class Coverage:
    """One entry per object; what is unknown is NaN or None."""

    area: Floats
    """m²; 0 for points."""
    spots: Floats
    """(n, 5) shares of the spot classes."""
    fibre: Floats
    cover: Floats
    n_cells: Whole
    gap_class: Codes
    certainty: Codes
    spot: Codes
    basis: Codes
    planned_status: Codes
    planned_date: Codes
    planned_owner: Codes
    stated: Floats
    """Share of the object in areas named as built."""
    stated_date: Codes
    stated_owner: Codes
    n_overlapping_cells: int = 0
    priority: list[int | None] = field(default_factory=list)
    reasons: list[tuple[str, ...]] = field(default_factory=list)


def newest_edition(editions: Codes, as_of: date = date.max) -> tuple[Flags, str | None]:
    """Tell which cells belong to the newest edition, and which that is; cells of two editions would be counted twice.

    Editions are ISO texts ("2025-12-31", "2025-12", "2025"), so the last in order is the newest; None is the oldest.

    :param as_of: editions that were not there yet take no part.
    """
    every = {edition for edition in editions.tolist() if edition is not None}
    known = {edition for edition in every if edition <= as_of.isoformat()[: len(edition)] or not edition_date(edition)}
    if not known:
        return np.asarray(editions == None, dtype=np.bool_), None  # noqa: E711 - element by element
    newest = max(known)
    if len(known) == 1 and None not in set(editions.tolist()):
        return np.ones(len(editions), dtype=np.bool_), newest
    return np.asarray(editions == newest, dtype=np.bool_), newest


def edition_date(edition: str | None) -> date | None:
    """Return the day of an edition: its own, else the last of its month or year; None if it cannot be read."""
    match = re.match(r"\s*(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?!\d)", edition or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if day is not None:
            return date(year or 0, month or 0, day)
        following = date((year or 0) + 1, 1, 1) if month in (None, 12) else date(year or 0, (month or 0) + 1, 1)
    except ValueError:
        return None
    return following - timedelta(days=1)


def known_cells(cells: CellShares) -> KnownCells:
    """Tell cells with data from those without, and make their shares consistent.

    A cell has data if "alle" is known in every class used. A null technology then is 0 of that technology. Because the
    classes are cumulative, a share can only fall with the speed; where it rises, the higher class counts below as well.
    """
    unknown = np.isnan(cells.alle)
    known = ~unknown.any(axis=1)
    if cells.technology_is_alle:
        known &= ~np.isnan(cells.technology)
    falling = np.maximum.accumulate(cells.alle[:, ::-1], axis=1)[:, ::-1]
    rising = known & (falling > cells.alle + INCLUSIVE).any(axis=1)
    ends = np.column_stack((np.ones(len(falling)), falling, np.zeros(len(falling))))
    technology_null = known & np.isnan(cells.technology)
    return KnownCells(
        cells.grid,
        ends[:, :-1] - ends[:, 1:],
        np.where(technology_null, 0.0, cells.technology),
        known,
        int(technology_null.sum()),
        int((~known & ~unknown.all(axis=1)).sum()),
        int(rising.sum()),
    )


def coverage(
    objects: Sequence[QgsGeometry], cells: KnownCells, limits: Thresholds, served: ServedAreas, progress: Progress
) -> Coverage:
    """Judge every object (valid polygons or points, EPSG:25832).

    :param progress: is told the fraction done, may raise Cancelled.
    """
    found = _empty(len(objects))
    twice = overlapping(cells.grid)
    found.n_overlapping_cells = int(twice.sum())
    pairs, found.area = overlay(objects, cells.grid, lambda part: progress(0.7 * part))
    pairs = _with_data(pairs, cells)
    _take(found, np.arange(len(objects)), pairs, found.area, cells)
    _correct_overlaps(found, objects, pairs, cells.grid, twice)
    is_point: Flags = found.area == 0  # a valid polygon has an area; asking each geometry for its type takes longer
    points = np.flatnonzero(is_point)
    _points(found, points, [objects[place] for place in points], cells, limits.search_radius)
    _classify(found, limits, is_point)
    progress(0.8)
    _state(found, objects, served, limits, progress)
    return found


def _empty(count: int) -> Coverage:
    return Coverage(
        area=np.zeros(count),
        spots=np.full((count, 5), np.nan),
        fibre=np.full(count, np.nan),
        cover=np.zeros(count),
        n_cells=np.zeros(count, dtype=np.int64),
        gap_class=np.full(count, codes.GAP_CLASS.no_data, dtype=object),
        certainty=np.full(count, codes.CERTAINTY.none, dtype=object),
        spot=np.full(count, codes.SPOT.no_data, dtype=object),
        basis=np.full(count, codes.COVERAGE_BASIS.none, dtype=object),
        planned_status=np.full(count, None, dtype=object),
        planned_date=np.full(count, None, dtype=object),
        planned_owner=np.full(count, None, dtype=object),
        stated=np.zeros(count),
        stated_date=np.full(count, None, dtype=object),
        stated_owner=np.full(count, None, dtype=object),
    )


# --------------------------------------------------------------------------------------------------------------- shares
def _with_data(pairs: Pairs, cells: KnownCells) -> Pairs:
    return pairs.where(cells.known[pairs.cell])


def _take(found: Coverage, places: Whole, pairs: Pairs, area: Floats, cells: KnownCells) -> None:
    """Write area-weighted shares, covered share and number of cells of the objects at `places`; pairs have data."""
    count = len(places)
    weight = np.bincount(pairs.owner, weights=pairs.area, minlength=count)
    has = weight > 0
    divisor = np.where(has, weight, np.nan)
    for column in range(cells.spots.shape[1]):
        part = np.bincount(pairs.owner, weights=pairs.area * cells.spots[pairs.cell, column], minlength=count)
        found.spots[places, column] = part / divisor
    part = np.bincount(pairs.owner, weights=pairs.area * cells.technology[pairs.cell], minlength=count)
    found.fibre[places] = part / divisor
    found.cover[places] = np.clip(weight / np.where(area > 0, area, np.inf), 0.0, 1.0)
    found.n_cells[places] = np.bincount(pairs.owner[pairs.area > SLIVER_M2], minlength=count)


def _correct_overlaps(found: Coverage, objects: Sequence[QgsGeometry], pairs: Pairs, grid: Grid, twice: Flags) -> None:
    """Take the covered share from the union of the cells where cells may overlap: flagged ones and slanted ones."""
    doubtful = twice[pairs.cell] | ~grid.straight[pairs.cell]
    for owner in np.unique(pairs.owner[doubtful]).tolist():
        own = slice(*np.searchsorted(pairs.owner, (owner, owner + 1)).tolist())
        if own.stop - own.start < 2:
            continue
        covered = covered_area(objects[owner], grid, pairs.cell[own])
        found.cover[owner] = min(covered / found.area[owner], 1.0)


def _points(found: Coverage, places: Whole, points: Sequence[QgsGeometry], cells: KnownCells, radius: float) -> None:
    """Write what is known at the points: the cells they lie in, else those within the radius, by area in the disc."""
    if not len(places):
        return
    inside = _with_data(cells_at(points, cells.grid), cells)
    there = np.unique(inside.owner)
    _take(
        found,
        places[there],
        Pairs(np.searchsorted(there, inside.owner), inside.cell, inside.area),
        np.zeros(len(there)),
        cells,
    )
    found.cover[places[there]] = 1.0
    found.basis[places[there]] = codes.COVERAGE_BASIS.cell
    left = np.setdiff1d(np.arange(len(points)), there)
    if radius <= 0 or not len(left):
        return
    discs = [points[place].buffer(radius, _DISC_SEGMENTS) for place in left]
    pairs, area = overlay(discs, cells.grid, lambda _: None)
    pairs = _with_data(pairs, cells)
    _take(found, places[left], pairs, area, cells)
    found.basis[places[left]] = codes.COVERAGE_BASIS.neighbour


# -------------------------------------------------------------------------------------------------------------- classes
def _classify(found: Coverage, limits: Thresholds, is_point: Flags) -> None:
    """Put shares into classes. The minimum cover holds for areas; a point has its search radius instead."""
    enough = is_point | (found.cover >= limits.min_cell_cover - INCLUSIVE)
    judged = (found.n_cells > 0) & enough
    found.spots[~judged] = np.nan
    found.fibre[~judged] = np.nan
    found.basis[judged & ~is_point] = codes.COVERAGE_BASIS.cell
    found.basis[~judged] = codes.COVERAGE_BASIS.none
    found.certainty[judged] = codes.CERTAINTY.inferred
    share = np.where(judged, found.fibre, 0.0)
    found.gap_class[judged] = gap_classes(share, limits)[judged]
    found.spot[judged] = codes.SPOT.none
    # From the mildest to the worst, so that the worst class with enough share stays.
    for column in range(len(_SPOTS) - 1, -1, -1):
        here = judged & (np.where(judged, found.spots[:, column], 0.0) >= max(limits.spot - INCLUSIVE, INCLUSIVE))
        found.spot[here] = _SPOTS[column]


def gap_classes(share: Floats, limits: Thresholds) -> Codes:
    """Return the class of each fibre share, 0 to 1; a share of exactly a limit reaches the class."""
    made = np.full(len(share), codes.GAP_CLASS.unserved, dtype=object)
    made[share >= limits.partly - INCLUSIVE] = codes.GAP_CLASS.partly
    made[share >= limits.served - INCLUSIVE] = codes.GAP_CLASS.served
    return made


# ----------------------------------------------------------------------------------------------------- areas of owners
def _state(
    found: Coverage, objects: Sequence[QgsGeometry], served: ServedAreas, limits: Thresholds, progress: Progress
) -> None:
    """Add what owners and operators say: built areas may raise a class, planned ones are only shown."""
    if not len(served.geometries):
        return
    index = QgsSpatialIndex()
    for number, geometry in enumerate(served.geometries):
        feature = QgsFeature(number)
        feature.setGeometry(geometry)
        index.addFeature(feature)
    for place, geometry in enumerate(objects):
        if place % 500 == 0:
            progress(0.8 + 0.2 * place / len(objects))
        near = sorted(index.intersects(geometry.boundingBox()))
        if near:
            _state_one(found, place, geometry, near, served)
    _raise_classes(found, limits)


def _state_one(found: Coverage, place: int, geometry: QgsGeometry, near: list[int], served: ServedAreas) -> None:
    """Write the share in built areas and the strongest plan, each with the earliest date and its owner."""
    by_status: dict[str, list[int]] = {}
    for number in near:
        by_status.setdefault(served.status[number], []).append(number)
    area = found.area[place]
    built = by_status.get(codes.SERVED_STATUS.built, [])
    found.stated[place] = _share_in(geometry, area, [served.geometries[number] for number in built])
    first = _first(geometry, area, built, served)
    if first is not None:
        found.stated_date[place], found.stated_owner[place] = _date_and_owner(first, served)
    for status in _STRENGTH:
        first = _first(geometry, area, by_status.get(status, []), served)
        if first is not None:
            found.planned_status[place] = status
            found.planned_date[place], found.planned_owner[place] = _date_and_owner(first, served)
            return


def _first(geometry: QgsGeometry, area: float, near: list[int], served: ServedAreas) -> int | None:
    """Return the area with the earliest date of those that hold more of the object than a shared border does."""
    there = [number for number in near if _share_in(geometry, area, [served.geometries[number]]) >= PLANNED_MIN_SHARE]
    return min(there, key=lambda number: (served.dates[number] or date.max, number), default=None)


def _date_and_owner(number: int, served: ServedAreas) -> tuple[date | None, str | None]:
    return served.dates[number], served.owners[number] if served.owners else None


def _share_in(geometry: QgsGeometry, area: float, others: list[QgsGeometry]) -> float:
    """Return the share of the object in the union of areas; a point is in or out."""
    if not others:
        return 0.0
    if area <= 0:
        return 1.0 if any(other.intersects(geometry) for other in others) else 0.0
    union = others[0] if len(others) == 1 else QgsGeometry.unaryUnion(others)
    return float(min(geometry.intersection(union).area() / area, 1.0))


def _raise_classes(found: Coverage, limits: Thresholds) -> None:
    """Let the stated share decide where it gives a class at least as good as the cells do."""
    stated = gap_classes(found.stated, limits)
    served = stated == codes.GAP_CLASS.served
    partly = (stated == codes.GAP_CLASS.partly) & (found.gap_class != codes.GAP_CLASS.served)
    decides = (served | partly) & (found.stated > 0)
    found.gap_class[decides] = stated[decides]
    found.certainty[decides] = codes.CERTAINTY.stated
    found.basis[decides] = codes.COVERAGE_BASIS.owner_list


# ------------------------------------------------------------------------------------------------------------- progress
def progress_since(before: Codes, now: Codes) -> Codes:
    """Compare the gap classes of two editions: codes.PROGRESS, None where either is no data."""
    order = (codes.GAP_CLASS.unserved, codes.GAP_CLASS.partly, codes.GAP_CLASS.served)
    ranks = [np.array([order.index(gap) if gap in order else -1 for gap in gaps.tolist()]) for gaps in (before, now)]
    old, new = ranks
    made = np.full(len(new), None, dtype=object)
    made[new == old] = codes.PROGRESS.unchanged
    made[new > old] = codes.PROGRESS.improved
    made[(new == len(order) - 1) & (new > old)] = codes.PROGRESS.closed
    made[new < old] = codes.PROGRESS.worse
    made[(old < 0) | (new < 0)] = None
    return made


# ------------------------------------------------------------------------------------------------------------- priority
def prioritise(found: Coverage, facts: ObjectFacts) -> None:
    """Set priority (1 = most urgent … 3; None = served) and its reasons.

    An unserved object starts at 2, one that is partly served or without data at 3. A school, a hospital, a cooperation
    site, size from LARGE_HA or jobs from MANY_JOBS raise it by one step, together. No household line nearby at all
    raises it by one more: such estates profit from no fast household line. A build-out that is binding or funded
    lowers it by one. Our own rule; nothing in it is a legal statement.
    """
    large = found.area >= LARGE_HA * 10_000 - INCLUSIVE
    many = np.nan_to_num(facts.jobs, nan=0.0) >= MANY_JOBS
    empty = (found.gap_class == codes.GAP_CLASS.no_data) & (found.n_cells == 0)
    sure = (found.planned_status == codes.SERVED_STATUS.binding) | (found.planned_status == codes.SERVED_STATUS.funded)
    urgent = facts.school | facts.hospital | facts.cooperation_site | large | many
    step = np.where(found.gap_class == codes.GAP_CLASS.unserved, 2, 3) - urgent - empty.astype(np.int64) + sure
    served = found.gap_class == codes.GAP_CLASS.served
    steps = np.clip(step, 1, 3).tolist()
    found.priority = [None if done else number for done, number in zip(served.tolist(), steps)]
    flags = (facts.school, facts.hospital, facts.cooperation_site, large, many, empty, sure)
    pattern = sum(flag.astype(np.int64) << bit for bit, flag in enumerate(flags)) * ~served
    named = {
        mask: tuple(reason for bit, reason in enumerate(REASONS) if mask >> bit & 1)
        for mask in np.unique(pattern).tolist()
    }
    found.reasons = [named[mask] for mask in pattern.tolist()]


# -------------------------------------------------------------------------------------------------------------- summary
@dataclass(frozen=True)
class SummaryRow:
    """Counts and hectares of one municipality (8 digits), Kreis (5 digits) or of objects without a key (None)."""

    ags: str | None
    n_objects: int
    area_ha: float
    n_by_gap: dict[str, int]
    ha_by_gap: dict[str, float]
    n_by_spot: dict[str, int]
    ha_by_spot: dict[str, float]
    n_by_progress: dict[str, int | None]


def summarise(found: Coverage, keys: Sequence[str | None], progress: Codes | None = None) -> list[SummaryRow]:
    """Return one row per key in their order, unknown last; points count, but have no hectares.

    :param progress: codes.PROGRESS of each object since an earlier edition; without one the counts are unknown.
    """
    column = np.array([*keys, None], dtype=object)[:-1]
    distinct: list[str | None] = sorted({key for key in column.tolist() if key is not None})
    if any(key is None for key in column.tolist()):
        distinct.append(None)
    rows = []
    for key in distinct:
        own = np.fromiter((value == key for value in column), dtype=np.bool_, count=len(column))
        gap, spot, ha = found.gap_class[own], found.spot[own], found.area[own] / 10_000
        rows.append(
            SummaryRow(
                key,
                int(own.sum()),
                float(ha.sum()),
                {code: int((gap == code).sum()) for code in codes.GAP_CLASS},
                {code: float(ha[gap == code].sum()) for code in codes.GAP_CLASS},
                {code: int((spot == code).sum()) for code in codes.SPOT},
                {code: float(ha[spot == code].sum()) for code in codes.SPOT},
                {code: None if progress is None else int((progress[own] == code).sum()) for code in codes.PROGRESS},
            )
        )
    return rows
