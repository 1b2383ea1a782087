"""What became of the plots between two snapshots: matched by id, then by where they lie.

Every plot of both snapshots comes into exactly one row, so the hectares of the rows add up to those of the snapshots.

1. Plots with the same id are one plot, wherever they lie now. Where nearly nothing has moved (intersection over union
   ≥ 1 − area tolerance) the pair is settled.
2. Of the rest, an old and a new plot belong together where at least half of one lies in the other. Two plots that both
   have a partner of their own id are not joined by this: a shifted border is no merger.
3. What hangs together is one row: one old and several new plots are a split, several old and one new a merger. Without
   a common id it has to agree: intersection over union of the two sides ≥ `iou`; else the old are gone and the new new.

A plot that is gone is not taken up by that. Taken up is what evidence shows: existing land that covers it now and did
not before, a row of recorded take-up, or an area of a layer of evidence. Of a plot whose type is not known only the
last two can show it: existing land may have been there before. What of a reserve is existing land now without counting
as taken up, as where a border between two plots was shifted, is kept apart. Swapping the snapshots turns new into gone
and split into merged. Areas are m², coordinates EPSG:25832.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from qgis.core import QgsGeometry

from ruhr_planner.analysis.contiguity import Components, Floats, Progress, areal, box_pairs
from ruhr_planner.model.codes import CHANGE_CLASS, CHANGE_EVIDENCE, PLOT_TYPE
from ruhr_planner.model.tables import PLOT

BELONGING_SHARE = 0.5
"""From this share of its area on, a plot belongs to the one of the other snapshot that it lies in."""

COVERED_SHARE = 0.5
"""From this share of its area on, a plot that is gone counts as covered by evidence."""

PLAN_FIELDS = (PLOT.use_rp, PLOT.use_fnp, PLOT.use_bplan, PLOT.planned_use, PLOT.planning_status)
"""A change of one known value of these to another known one is a rezoning."""

SAME_NUMBER = 1e-6
"""Numbers that differ by less than this share are the same."""

NOISE_M2 = 0.01
_LOOK_EVERY = 500
_UNKNOWN = (None, "", "unknown")
_TYPE = PLOT.plot_type

Objects = npt.NDArray[np.object_]
Hits = dict[int, list[tuple[int, float]]]
"""By plot the numbers of the areas that cover some of it, with m²."""


@dataclass(frozen=True)
class Snapshot:
    """Plots as columns of equal length: ids (None = unknown; all None = no matching by id), valid polygons, fields."""

    ids: Sequence[str | None]
    geometries: Sequence[QgsGeometry]
    fields: Mapping[str, Sequence[object]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.geometries)

    def value(self, name: str, place: int) -> object:
        """Return a plot's value, unknown if the snapshot does not have the field."""
        return self.fields[name][place] if name in self.fields else None


@dataclass(frozen=True)
class Rule:
    """How much has to agree: intersection over union of a match, and the share of an area that is no change."""

    iou: float = 0.5
    area_tolerance: float = 0.01


class Recorded(NamedTuple):
    """One row of recorded take-up: year and new use where they are known, the land where it is stated.

    `area` is gross m², as that of all evidence; `net` is given where the row states net land.
    """

    year: int | None
    use: str | None
    area: float | None = None
    net: float | None = None


@dataclass(frozen=True)
class Evidence:
    """What may show that land was taken up.

    `areas` with `years` and `uses` are a layer of evidence; `recorded` are the rows of a table of take-up by the id of
    the plot; `ended` is the year in which the new snapshot says that a plot ended, which by
    itself shows nothing.
    """

    areas: Sequence[QgsGeometry] = ()
    years: Sequence[int | None] = ()
    uses: Sequence[str | None] = ()
    recorded: Mapping[str, Sequence[Recorded]] = field(default_factory=dict)
    ended: Mapping[str, int] = field(default_factory=dict)


class Taken(NamedTuple):
    """Land of an old plot that was taken up: place of the plot, m², evidence, year and new use where they are known.

    `by` is the place of the new plot that covers it, −1 where other evidence shows it; `net` is its net land, m², where
    a record states that.
    """

    old: int
    area: float
    evidence: str
    year: int | None
    use: str | None
    by: int = -1
    net: float | None = None


@dataclass(frozen=True)
class Row:
    """One plot, or what one plot became, or what became one plot; places in the snapshots in the order of their ids."""

    change: str
    old: tuple[int, ...]
    new: tuple[int, ...]
    old_m2: float
    new_m2: float
    iou: float
    moved: bool | None
    """The shape has changed; None where there is no counterpart."""
    changed: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()
    uncounted: tuple[tuple[int, float], ...] = ()
    """Old reserves with the m² that are existing land now and were not before, but do not count as taken up."""


class _Group(NamedTuple):
    """Plots that hang together, with the intersection over union of both sides."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    iou: float


def compare(
    old: Snapshot, new: Snapshot, rule: Rule, evidence: Evidence, compared: Sequence[str], progress: Progress
) -> list[Row]:
    """Return what became of all plots, ordered by the id or, without ids, by where they lie.

    :param compared: names of the fields whose values are compared.
    :raises Cancelled: from `progress`.
    """
    return _Comparison(old, new, rule, evidence, compared, progress).rows()


class _Comparison:
    """The work of one comparison."""

    def __init__(
        self,
        old: Snapshot,
        new: Snapshot,
        rule: Rule,
        evidence: Evidence,
        compared: Sequence[str],
        progress: Progress,
    ) -> None:
        self._old, self._new, self._rule = old, new, rule
        self._evidence, self._compared, self._progress = evidence, compared, progress
        self._areas = (_areas(old.geometries), _areas(new.geometries))
        self._boxes = (_boxes(old.geometries), _boxes(new.geometries))
        self._shared: dict[tuple[int, int], float] = {}
        self._same_id = self._by_id()

    def rows(self) -> list[Row]:
        """Return the rows in a fixed order that the order of the input does not touch."""
        groups = self._settled()
        done = ({group.old[0] for group in groups}, {group.new[0] for group in groups})
        groups += self._groups(done)
        reserves = [place for place in range(len(self._old)) if self._is_supply(place)]
        fresh = self._fresh()
        hits = self._hits(reserves, [self._new.geometries[place] for place in fresh])
        covered, built = self._covers(fresh, hits), self._built(fresh, hits)
        made = [self._row(group, covered, built) for group in groups]
        return sorted(made, key=self._order)

    # --------------------------------------------------------------------------------------------------------- matching
    def _by_id(self) -> dict[int, int]:
        """Return the new place of each old plot whose id is in both snapshots."""
        places = {name: place for place, name in enumerate(self._new.ids) if name is not None}
        return {place: places[name] for place, name in enumerate(self._old.ids) if name is not None and name in places}

    def _settled(self) -> list[_Group]:
        """Return the pairs of one id that nearly lie where they lay."""
        found = []
        for number, (one, two) in enumerate(self._same_id.items()):
            if number % _LOOK_EVERY == 0:
                self._progress(0.3 * number / len(self._same_id))
            iou = self._pair_iou(one, two)
            if iou >= 1.0 - self._rule.area_tolerance:
                found.append(_Group((one,), (two,), iou))
        return found

    def _groups(self, done: tuple[set[int], set[int]]) -> list[_Group]:
        """Return what hangs together among the plots that are not settled."""
        rest = [[place for place in range(len(side)) if place not in taken] for side, taken in self._sides(done)]
        joined = Components(len(rest[0]) + len(rest[1]))
        at = [{place: number for number, place in enumerate(places)} for places in rest]
        for one, two in self._same_id.items():
            if one in at[0] and two in at[1]:
                joined.join(at[0][one], len(rest[0]) + at[1][two])
        for one, two in self._belonging(rest):
            joined.join(at[0][one], len(rest[0]) + at[1][two])
        members: dict[int, tuple[list[int], list[int]]] = {}
        for number, label in enumerate(joined.labels().tolist()):
            side = int(number >= len(rest[0]))
            members.setdefault(label, ([], []))[side].append(rest[side][number - side * len(rest[0])])
        found = []
        for number, (olds, news) in enumerate(members.values()):
            if number % _LOOK_EVERY == 0:
                self._progress(0.8 + 0.1 * number / len(members))
            found.extend(self._agreed(tuple(sorted(olds, key=self._old_key)), tuple(sorted(news, key=self._new_key))))
        return found

    def _sides(self, done: tuple[set[int], set[int]]) -> tuple[tuple[Snapshot, set[int]], tuple[Snapshot, set[int]]]:
        return (self._old, done[0]), (self._new, done[1])

    def _belonging(self, rest: list[list[int]]) -> list[tuple[int, int]]:
        """Return the pairs of which one lies at least half in the other and not both have a partner of their id."""
        partnered = set(self._same_id.values())
        boxes = [self._boxes[side][places] for side, places in enumerate(rest)]
        if not rest[0] or not rest[1]:
            return []
        found = []
        pairs = list(zip(*(column.tolist() for column in box_pairs(boxes[0], boxes[1], 0.0))))
        for number, (first, second) in enumerate(pairs):
            if number % _LOOK_EVERY == 0:
                self._progress(0.3 + 0.5 * number / len(pairs))
            one, two = rest[0][first], rest[1][second]
            if one in self._same_id and two in partnered:
                continue
            smaller = min(self._areas[0][one], self._areas[1][two])
            if smaller > 0.0 and self._overlap(one, two) >= BELONGING_SHARE * smaller:
                found.append((one, two))
        return found

    def _agreed(self, olds: tuple[int, ...], news: tuple[int, ...]) -> list[_Group]:
        """Return the group itself if both sides agree or have an id in common, else its plots one by one."""
        if not olds or not news:
            return [_Group(olds, news, 0.0)]
        alone = len(olds) == len(news) == 1
        iou = self._pair_iou(olds[0], news[0]) if alone else self._union_iou(olds, news)
        if iou >= self._rule.iou or (alone and self._same_id.get(olds[0]) == news[0]):
            return [_Group(olds, news, iou)]
        pairs = [(one, self._same_id[one]) for one in olds if self._same_id.get(one) in news]
        single = [_Group((one,), (two,), self._pair_iou(one, two)) for one, two in pairs]
        single += [_Group((one,), (), 0.0) for one in olds if one not in {pair[0] for pair in pairs}]
        return single + [_Group((), (two,), 0.0) for two in news if two not in {pair[1] for pair in pairs}]

    # ------------------------------------------------------------------------------------------------------------ areas
    def _overlap(self, one: int, two: int) -> float:
        """Return the area that an old and a new plot share."""
        key = (one, two)
        if key not in self._shared:
            self._shared[key] = _shared(self._old.geometries[one], self._new.geometries[two], self._areas[0][one])
        return self._shared[key]

    def _pair_iou(self, one: int, two: int) -> float:
        shared = self._overlap(one, two)
        whole = float(self._areas[0][one] + self._areas[1][two]) - shared
        return min(1.0, shared / whole) if whole > 0.0 else 0.0

    def _union_iou(self, olds: tuple[int, ...], news: tuple[int, ...]) -> float:
        one = QgsGeometry.unaryUnion([self._old.geometries[place] for place in olds])
        two = QgsGeometry.unaryUnion([self._new.geometries[place] for place in news])
        shared = float(areal(one.intersection(two)).area())
        whole = float(one.area() + two.area()) - shared
        return min(1.0, shared / whole) if whole > 0.0 else 0.0

    # ------------------------------------------------------------------------------------------------------------- rows
    def _row(self, group: _Group, covered: Mapping[int, tuple[Taken, ...]], built: Mapping[int, float]) -> Row:
        olds, news = group.old, group.new
        moved = group.iou < 1.0 - self._rule.area_tolerance if olds and news else None
        changed = self._changed(olds[0], news[0]) if len(olds) == 1 and len(news) == 1 else ()
        taken = self._taken(olds, news) if news else covered.get(olds[0], ())
        return Row(
            self._class(group, bool(moved), changed, taken),
            olds,
            news,
            float(self._areas[0][list(olds)].sum()) if olds else 0.0,
            float(self._areas[1][list(news)].sum()) if news else 0.0,
            group.iou,
            moved,
            changed,
            taken,
            tuple(self._uncounted(olds, taken, built)),
        )

    def _class(self, group: _Group, moved: bool, changed: tuple[str, ...], taken: tuple[Taken, ...]) -> str:
        olds, news = group.old, group.new
        if not olds:
            return CHANGE_CLASS.new
        if not news:
            return CHANGE_CLASS.taken_up if taken else CHANGE_CLASS.gone_unexplained
        built = all(self._is_existing(self._new, place) for place in news)
        if built and {piece.old for piece in taken} == set(olds):
            return CHANGE_CLASS.taken_up
        if len(olds) == 1 and len(news) > 1:
            return CHANGE_CLASS.split
        if len(news) == 1 and len(olds) > 1:
            return CHANGE_CLASS.merged
        if len(olds) == 1 and self._rezoned(olds[0], news[0], changed):
            return CHANGE_CLASS.rezoned
        if moved or len(olds) > 1:
            return CHANGE_CLASS.geometry
        return CHANGE_CLASS.attribute if changed else CHANGE_CLASS.unchanged

    def _changed(self, one: int, two: int) -> tuple[str, ...]:
        """Return the names of the compared fields whose values differ."""
        return tuple(
            name for name in self._compared if not _same(self._old.value(name, one), self._new.value(name, two))
        )

    def _rezoned(self, one: int, two: int, changed: tuple[str, ...]) -> bool:
        """Tell whether a plan says otherwise than before; what was not known before is no rezoning."""
        return any(
            self._old.value(name, one) not in _UNKNOWN and self._new.value(name, two) not in _UNKNOWN
            for name in changed
            if name.lower() in PLAN_FIELDS  # formats and databases write field names in capitals, too
        )

    # ---------------------------------------------------------------------------------------------------------- take-up
    @staticmethod
    def _is_existing(side: Snapshot, place: int) -> bool:
        return side.value(_TYPE, place) == PLOT_TYPE.existing

    def _is_supply(self, place: int) -> bool:
        """Tell whether an old plot was a reserve: of a known type and not existing land."""
        return self._old.value(_TYPE, place) not in (None, "", PLOT_TYPE.existing)

    def _may_be_supply(self, place: int) -> bool:
        """Tell whether an old plot was a reserve or of unknown type: take-up that is stated shows that it was one."""
        return not self._is_existing(self._old, place)

    def _least_m2(self, one: int) -> float:
        return max(NOISE_M2, self._rule.area_tolerance * float(self._areas[0][one]))

    def _taken(self, olds: tuple[int, ...], news: tuple[int, ...]) -> tuple[Taken, ...]:
        """Return the land of reserves that is existing land in the same row now."""
        found = []
        for one in olds:
            for two in news:
                if self._is_supply(one) and self._is_existing(self._new, two):
                    area = self._overlap(one, two)
                    if area >= self._least_m2(one):
                        found.append(Taken(one, area, CHANGE_EVIDENCE.existing_plot, self._ended(one), None, two))
        return tuple(found)

    def _ended(self, one: int) -> int | None:
        return self._evidence.ended.get(self._old.ids[one] or "")

    def _covers(self, fresh: list[int], existing: Hits) -> dict[int, tuple[Taken, ...]]:
        """Return the evidence for each old plot, as if it were gone: a record, a layer, existing plots.

        :param fresh: places of the new existing plots that are evidence. :param existing: what they cover of reserves.
        """
        possible = [place for place in range(len(self._old)) if self._may_be_supply(place)]
        found: dict[int, tuple[Taken, ...]] = {}
        for covering, news in ((existing, fresh), (self._hits(possible, self._evidence.areas), None)):
            for place, hits in covering.items():
                if sum(area for _number, area in hits) >= COVERED_SHARE * float(self._areas[0][place]):
                    found[place] = tuple(self._shown(place, number, area, news) for number, area in hits)
        for place in possible:
            recorded = self._recorded(place)
            if recorded:
                found[place] = recorded
        return found

    def _recorded(self, place: int) -> tuple[Taken, ...]:
        """Return what the records say of a plot; those that state no area share what the others leave of it."""
        rows = self._evidence.recorded.get(self._old.ids[place] or "", ())
        stated = sum(row.area for row in rows if row.area is not None)
        silent = sum(row.area is None for row in rows)
        share = max(0.0, float(self._areas[0][place]) - stated) / max(1, silent)
        found = []
        for row in rows:
            area = share if row.area is None else row.area
            if area > 0.0:  # a record of zero says that nothing was taken up
                year = row.year if row.year is not None else self._ended(place)
                found.append(Taken(place, area, CHANGE_EVIDENCE.recorded, year, row.use, net=row.net))
        return tuple(found)

    def _built(self, fresh: list[int], existing: Hits) -> dict[int, float]:
        """Return the m² of old reserves that are existing land now, without what may have been existing land before."""
        places = list(existing)
        grounds = []
        for place in places:
            now = QgsGeometry.unaryUnion([self._new.geometries[fresh[number]] for number, _area in existing[place]])
            grounds.append(areal(self._old.geometries[place].intersection(now)))
        before = [self._old.geometries[place] for place in range(len(self._old)) if not self._is_supply(place)]
        known = _covering(grounds, before, self._progress)
        return {
            place: ground.area() - sum(area for _number, area in known.get(at, ()))
            for at, (place, ground) in enumerate(zip(places, grounds))
        }

    def _uncounted(
        self, olds: tuple[int, ...], taken: tuple[Taken, ...], built: Mapping[int, float]
    ) -> Iterator[tuple[int, float]]:
        """Yield the plots of which more is existing land now than counts as taken up, with m²."""
        for place in olds:
            left = built.get(place, 0.0) - sum(piece.area for piece in taken if piece.old == place)
            if left >= self._least_m2(place):
                yield place, left

    def _hits(self, plots: list[int], areas: Sequence[QgsGeometry]) -> Hits:
        """Return the areas that cover some of old plots, with m², by the places of these plots."""
        shapes = [self._old.geometries[place] for place in plots]
        return {plots[one]: hits for one, hits in _covering(shapes, areas, self._progress).items()}

    def _shown(self, place: int, number: int, area: float, news: list[int] | None) -> Taken:
        """Return one piece of evidence: an existing plot where `news` are the plots' places, else an area."""
        ended = self._ended(place)
        if news is not None:
            return Taken(place, area, CHANGE_EVIDENCE.existing_plot, ended, None, news[number])
        year = self._evidence.years[number]
        return Taken(
            place,
            area,
            CHANGE_EVIDENCE.evidence_layer,
            year if year is not None else ended,
            self._evidence.uses[number],
        )

    def _fresh(self) -> list[int]:
        """Return the existing plots of the new snapshot that were not existing land there before.

        One whose type was not known may have been, but for what it has grown by.
        """
        before = {two for one, two in self._same_id.items() if not self._is_supply(one)}
        places = [two for two in range(len(self._new)) if self._is_existing(self._new, two) and two not in before]
        grown = [
            two
            for one, two in self._same_id.items()
            if two in before
            and self._is_existing(self._new, two)
            and self._pair_iou(one, two) < 1.0 - self._rule.area_tolerance
        ]
        return places + grown

    # ------------------------------------------------------------------------------------------------------------ order
    def _old_key(self, place: int) -> tuple[object, ...]:
        return _key(self._old, self._boxes[0], place)

    def _new_key(self, place: int) -> tuple[object, ...]:
        return _key(self._new, self._boxes[1], place)

    def _order(self, row: Row) -> tuple[object, ...]:
        return self._new_key(row.new[0]) if row.new else self._old_key(row.old[0])


def _key(side: Snapshot, boxes: Floats, place: int) -> tuple[object, ...]:
    return (side.ids[place] or "", *boxes[place].tolist())


def _areas(geometries: Sequence[QgsGeometry]) -> Floats:
    return np.asarray([geometry.area() for geometry in geometries], np.float64)


def _boxes(geometries: Sequence[QgsGeometry]) -> Floats:
    found = [geometry.boundingBox() for geometry in geometries]
    corners = [(box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()) for box in found]
    return np.asarray(corners, np.float64).reshape(len(found), 4)


def _shared(one: QgsGeometry, two: QgsGeometry, area: float) -> float:
    """Return the area of the intersection; identical shapes, the usual case, need no overlay."""
    if one.constGet() == two.constGet():
        return float(area)
    if not one.boundingBox().intersects(two.boundingBox()):
        return 0.0
    return float(areal(one.intersection(two)).area())


def _covering(plots: Sequence[QgsGeometry], areas: Sequence[QgsGeometry], progress: Progress) -> Hits:
    """Return for each plot the areas that cover some of it, with m²; ground under several areas counts for the first.

    The order is that of the areas' west and south, so that the order of the input does not matter.
    """
    if not plots or not areas:
        return {}
    boxes = _boxes(areas)
    near: dict[int, list[int]] = {}
    for one, two in zip(*(column.tolist() for column in box_pairs(_boxes(plots), boxes, 0.0))):
        near.setdefault(one, []).append(two)
    found: Hits = {}
    for number, (one, places) in enumerate(near.items()):
        if number % _LOOK_EVERY == 0:
            progress(0.9 + 0.1 * number / len(near))
        rest = QgsGeometry(plots[one])
        for two in sorted(places, key=lambda place: (boxes[place].tolist(), areas[place].area())):
            area = float(areal(rest.intersection(areas[two])).area())
            if area > NOISE_M2:
                found.setdefault(one, []).append((two, area))
                rest = areal(rest.difference(areas[two]))
    return found


def _same(one: object, two: object) -> bool:
    """Tell whether two values are the same; numbers to a small share, an empty text is unknown."""
    one, two = (None if value == "" else value for value in (one, two))
    if isinstance(one, (int, float)) and isinstance(two, (int, float)):
        if one != one or two != two:  # nan is unknown
            return one != one and two != two
        return abs(one - two) <= SAME_NUMBER * max(abs(one), abs(two))
    return one == two
