"""Records of a source into a table of a planning store, after a profile; nothing is lost, and nothing is deleted.

READ = WRITTEN + UNCHANGED + REJECTED; what the profile's filter leaves out stands beside it. A record is known by
`source_id:native_id`. One that has changed gets its new values, and the state before stays as a record of its own that
has ended; one that the source does not have any more ends. The input is read page by page, compared with what the
store has, and put into a file of its own; then the store is changed in one transaction, or, where there is nothing to
change, not opened for writing at all.
"""

from __future__ import annotations

import itertools
import json
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from qgis.core import QgsCoordinateTransformContext, QgsGeometry

from ruhr_planner import about
from ruhr_planner.harmonise import derived, geometry, municipality
from ruhr_planner.harmonise.identity import EARLIER, IDS, Known, earlier_name, geometry_id, is_geometry_id, same_place
from ruhr_planner.harmonise.mapping import Names, Refusal, Rules, missing
from ruhr_planner.harmonise.outcome import MAX_LISTED, Outcome, Rejected
from ruhr_planner.harmonise.placing import Locator, Rows, on_surface
from ruhr_planner.harmonise.profile import NATIVE_ID, Profile
from ruhr_planner.model import errors
from ruhr_planner.model.codes import REJECTION
from ruhr_planner.model.sensitivity import highest
from ruhr_planner.model.tables import IMPORT_RUN, PLOT, REJECTED, SOURCE
from ruhr_planner.readers import wkb
from ruhr_planner.store.interface import Content, Listed, Look
from ruhr_planner.store.metadata import Description, Provenance, today
from ruhr_planner.store.staging import Shape, Staging

if TYPE_CHECKING:
    from ruhr_planner.model.tables import GeometryName
    from ruhr_planner.readers.record import Page
    from ruhr_planner.store.interface import Store

RETENTION_DAYS = 365
"""So long rejected records stay in the store; they hold raw values of the source."""

VANISHED_WARNING = 0.5
"""If a larger share of a source's records vanishes at once, the outcome says so."""

_HA = 10_000.0
_COUNT = struct.Struct("<I")
_MULTI: dict[str, GeometryName] = {
    "Polygon": "MultiPolygon",
    "LineString": "MultiLineString",
    "Point": "MultiPoint",
}
_TRACKED = (PLOT.valid_from, PLOT.valid_to, PLOT.previously_part_of, PLOT.source_date)
"""Compared only where the source itself states them."""

_DERIVED = (PLOT.run_id, PLOT.area_gross_ha)

Check = Callable[[], None]
Progress = Callable[[int], None]


@dataclass
class Input:
    """A source that is ready to be read: its name, what yields its pages, and the number of records if it is known.

    `whole` tells, once the pages have been read, whether they were all that the source has.
    """

    name: str
    pages: Callable[[], Iterator[Page]]
    expected: int | None = None
    whole: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Options:
    """How one import is done.

    `day` is the day from which the new state holds. `partial`: the input is a part of the source, and what is not in
    it does not end. `clip`: only what lies in the municipalities. `crs` answers the question in which reference system
    the input is.
    """

    run_id: str
    started: str
    day: date
    partial: bool = False
    clip: bool = False
    crs: str = ""
    retention_days: int = RETENTION_DAYS
    transforms: QgsCoordinateTransformContext = field(default_factory=QgsCoordinateTransformContext)


def run(
    store: Store,
    given: Input,
    profile: Profile,
    options: Options,
    check: Check = lambda: None,
    progress: Progress = lambda _count: None,
) -> Outcome:
    """Bring a source into the store, whole or not at all, and return what became of it.

    :param check: called now and then; may raise Cancelled, and then nothing was written.
    :param progress: called with the number of records that were read.
    :raises StoreError: the store cannot be written. :raises SourceFieldMissing, SourceCrsUnclear: see there.
    """
    store.check_writable()
    with store.staging(profile.target) as staging, store.looked_at(profile.target, check) as look:
        work = _read(_Import(store, profile, options, staging, look, given.name, check), given, progress)
        work.write()
    return work.outcome


def preview(
    store: Store,
    given: Input,
    profile: Profile,
    options: Options,
    check: Check = lambda: None,
    progress: Progress = lambda _count: None,
) -> Outcome:
    """Return what `run` would do, counts, rejected records and warnings; the store stays as it is.

    :raises SourceFieldMissing, SourceCrsUnclear: as `run`.
    """
    with store.staging(profile.target) as staging, store.looked_at(profile.target, check) as look:
        work = _read(_Import(store, profile, options, staging, look, given.name, check), given, progress)
        work.sum_up()
    return work.outcome


def _read(work: _Import, given: Input, progress: Progress) -> _Import:
    """Read the input to its end."""
    work.outcome.expected = given.expected
    count = 0
    for page in given.pages():
        work.page(page)
        count += len(page.records)
        progress(count)
    work.vanish(given.whole())
    return work


class _Import:
    """One import while it goes on."""

    def __init__(
        self,
        store: Store,
        profile: Profile,
        options: Options,
        staging: Staging,
        look: Look,
        name: str,
        check: Check,
    ) -> None:
        self._store = store
        self._profile = profile
        self._options = options
        self._staging = staging
        self._check = check
        self._table = profile.target
        self._source = profile.source.id
        self._rules = Rules(profile)
        self._mapped = {rule.field for rule in profile.rules}
        self._compared = [
            at
            for at, column in enumerate(self._table.names)
            if column not in _DERIVED and (column not in _TRACKED or column in self._mapped)
        ]
        self._known, self._earlier = self._load()
        self._look = look
        self._open = sum(known.until is None for known in self._known.values())
        self._seen: set[str] = set()
        self._present: set[str] = set()
        self._accepted: set[str] = set()
        self._kept_back: set[str] = set()
        self._number = 0
        self._where: geometry.Placement | None = None
        self._ground = Locator(store, profile, options.clip)
        self._recorded: list[np.ndarray[Any, Any]] = []
        self._levels: set[str] = {profile.sensitivity}
        self._verdicts: Counter[str] = Counter()
        self._slivers = 0
        self._absent: dict[str, None] = {}
        self._refused: list[tuple[object, ...]] = []
        self.outcome = Outcome(options.run_id, options.started, profile, name, first=not self._known)

    # ---------------------------------------------------------------------------------------------------- what there is
    def _load(self) -> tuple[dict[str, Known], set[str]]:
        """Return the present state of each record of the source by its id, and the ids of earlier states."""
        names = self._table.names
        at = {name: place for place, name in enumerate(names)}
        native, until, begun = at[PLOT.native_id], at[PLOT.valid_to], at[PLOT.valid_from]
        compared = self._compared
        part_of = at.get(PLOT.previously_part_of)
        known: dict[str, Known] = {}
        earlier: set[str] = set()
        for target, shape, *row in self._store.records_of(self._table, self._source):
            identifier = str(row[native])
            if row[until] is not None and EARLIER.search(identifier):
                earlier.add(identifier)
                continue
            content = hash(tuple([row[place] for place in compared]))
            before = None if part_of is None else row[part_of]
            known[identifier] = Known(target, content, hash(shape), row[begun], row[until], before)
        return known, earlier

    # ----------------------------------------------------------------------------------------------------------- a page
    def page(self, page: Page) -> None:
        """Take the next records of the source."""
        self._check()
        names = Names([name for name, _kind in page.fields])
        self._absent.update(dict.fromkeys(missing(self._profile, names)))
        self._rules.bind(names)
        rows = [record.values for record in page.records]
        shapes = [record.wkb for record in page.records]
        if self._where is None and self._table.geometry:
            self._where = self._place(page.crs, shapes)
        kept, broken = self._rules.passes(rows)
        numbers = [self._number + place + 1 for place in kept]
        self._number += len(rows)
        self.outcome.filtered += len(rows) - len(kept)
        rows, shapes = [rows[place] for place in kept], [shapes[place] for place in kept]
        mapped = self._rules.page(rows)
        refused = {kept.index(place): refusal for place, refusal in broken.items()}
        refused.update({place: refusal for place, refusal in mapped.refused.items() if place not in refused})
        fitted = self._fit(shapes, page.geometry, refused)
        self._take(Rows(names.names, numbers, rows, mapped.columns, refused, fitted))

    def _place(self, stated: str, shapes: Sequence[bytes | None]) -> geometry.Placement | None:
        """Find out where the coordinates lie.

        :raises SourceCrsUnclear: nobody can say.
        """
        answer = self._options.crs or self._profile.crs
        xy = geometry.sample(shapes)
        if not len(xy):
            return None
        found = geometry.recognise(answer or stated, xy)
        if found.question is not None:
            raise found.question
        if found.note is not None:
            self.outcome.warn(found.note.text, **found.note.params)
        where = geometry.placement(found.crs, found.swapped, self._options.transforms)
        self.outcome.crs = found.crs
        accuracy = where.operation.accuracy_m
        self.outcome.accuracy_m = None if accuracy != accuracy else accuracy
        if where.operation.missing:
            self.outcome.warn(
                "A more accurate transformation needs the grid {grids}, which is not installed.",
                grids=", ".join(where.operation.missing),
            )
        return where

    def _fit(self, shapes: Sequence[bytes | None], kind: str, refused: dict[int, Refusal]) -> list[geometry.Fitted]:
        """Bring the geometries into the store's system and kind; what cannot be is refused."""
        if not self._table.geometry:
            return [geometry.Fitted()] * len(shapes)
        if self._where is None:
            fitted = [geometry.Fitted(reason=REJECTION.no_geometry)] * len(shapes)
        else:
            fitted = geometry.fit(shapes, self._where, self._wanted(kind))
            if self._profile.geometry == "point":
                fitted = [on_surface(one) for one in self._mixed(shapes, fitted, self._where)]
        for place, one in enumerate(fitted):
            if one.reason and place not in refused:
                refused[place] = Refusal(one.reason, "", "geometry", "")
        return fitted

    @staticmethod
    def _mixed(
        shapes: Sequence[bytes | None], fitted: list[geometry.Fitted], where: geometry.Placement
    ) -> list[geometry.Fitted]:
        """Fit what is of another kind than its page says: a source of points on areas may hold points, too."""
        for kind in _MULTI.values():
            again = [place for place, one in enumerate(fitted) if one.reason == REJECTION.wrong_kind]
            if again:
                for place, one in zip(again, geometry.fit([shapes[place] for place in again], where, kind)):
                    fitted[place] = one
        return fitted

    def _wanted(self, kind: str) -> GeometryName:
        """Return the multi type that a page is brought to; single parts are taken out of it afterwards."""
        if self._profile.geometry != "point":
            kind = self._table.geometry
        return _MULTI.get(kind.replace("Multi", ""), "MultiPoint")

    def _take(self, rows: Rows) -> None:
        """Put each record where it belongs: rejected, filtered, unchanged, changed or new."""
        self._ground.locate(rows)
        self.outcome.filtered += len(rows.outside)
        self.outcome.read += len(rows.values) - len(rows.outside)
        for pair in rows.pairs:
            self.outcome.overlaps[pair[:2]] = self.outcome.overlaps.get(pair[:2], 0.0) + pair.ha
        natives = self._natives(rows)
        for place in sorted(rows.refused):
            if place not in rows.outside:
                self._reject(rows, place, natives[place])
        made = self._columns(rows, natives)
        self._verdicts.update(
            verdict for place, verdict in enumerate(rows.verdicts) if place not in rows.refused and verdict
        )
        staged: list[tuple[int | None, Shape, Sequence[object]]] = []
        for place, line in enumerate(zip(*made)):
            if place in rows.refused or place in rows.outside:
                continue
            staged.extend(self._record(rows.fitted[place], natives[place], list(line)))
        self._staging.add(staged)
        self._measure(rows)

    def _natives(self, rows: Rows) -> list[str]:
        """Return the id of each record; refuse those that stand twice."""
        given = rows.columns.get(NATIVE_ID)
        stated = [None] * len(rows.values) if given is None else given
        found = []
        for place, name in enumerate(stated):
            shape = rows.fitted[place].wkb
            identifier = name if name is not None else (geometry_id(shape) if shape else "")
            found.append(identifier)
            if place in rows.outside:
                continue
            if identifier in self._seen and place not in rows.refused:
                reason = REJECTION.duplicate_id if name is not None else REJECTION.duplicate_geometry
                rows.refused[place] = Refusal(reason, NATIVE_ID, NATIVE_ID, identifier[:80])
            if identifier and place not in rows.refused:  # the id of a record that is rejected is free for a sound one
                self._seen.add(identifier)
            if name is None and shape:
                self.outcome.without_id += 1
        return found

    def _columns(self, rows: Rows, natives: list[str]) -> list[Sequence[Any]]:
        """Return the columns of the table in their order."""
        count = len(rows.values)
        have = rows.columns
        profile, table = self._profile, self._table
        constants = {
            PLOT.source_id: self._source,
            PLOT.source_scale: profile.source.scale,
            PLOT.licence: profile.licence,
            PLOT.attribution: profile.attribution or None,
            PLOT.run_id: self._options.run_id,
        }
        made: dict[str, Sequence[Any]] = {name: [value] * count for name, value in constants.items()}
        made.update(have)
        made[PLOT.native_id] = natives
        if table.table in IDS:
            made[IDS[table.table]] = [f"{self._source}:{native}" for native in natives]
        if profile.source.date:
            dates = have.get(PLOT.source_date, [None] * count)
            made[PLOT.source_date] = [day or profile.source.date for day in dates]
        if rows.ags:
            made[PLOT.ags] = rows.ags
            named = have.get(PLOT.municipality, [None] * count)
            made[PLOT.municipality] = [name or self._ground.name(ags) for name, ags in zip(named, rows.ags)]
        if PLOT.area_gross_ha in table:
            made[PLOT.area_gross_ha] = [round(one.area_m2 / _HA, 6) if one.wkb else None for one in rows.fitted]
        if PLOT.plot_type in table:
            made[PLOT.brownfield] = derived.brownfield(have, count)
            made[PLOT.planned_use] = derived.planned_use(have, count)
        if PLOT.sensitivity in table:
            stated = have.get(PLOT.sensitivity, [None] * count)
            made[PLOT.sensitivity] = [highest((level, profile.sensitivity)) for level in stated]
        self._raise_levels(made)
        empty = [None] * count
        return [made.get(name, empty) for name in table.names]

    def _raise_levels(self, made: dict[str, Sequence[Any]]) -> None:
        """Take note of the levels of the records, and of fields that have a minimum of their own."""
        self._levels.update(level for level in made.get(PLOT.sensitivity, ()) if level)
        for column in self._table.columns:
            if column.min_sensitivity not in self._levels and any(
                value not in (None, "unknown") for value in made.get(column.name, ())
            ):
                self._levels.add(column.min_sensitivity)

    def _record(
        self, fitted: geometry.Fitted, native: str, line: list[Any]
    ) -> Iterator[tuple[int | None, Shape, Sequence[object]]]:
        """Compare a record with the store; yield what is to be written of it."""
        written = new = False
        whole = line
        self._accepted.add(native)
        for identifier, shape in self._split(fitted, native):
            self._seen.add(identifier)
            self._present.add(identifier)
            line = whole if identifier == native else self._part(whole, identifier, shape)
            known = self._known.get(identifier)
            data = None if shape is None else shape[0]
            if known is not None and self._is_same(known, line, data):
                continue
            written, new = True, new or known is None
            yield None if known is None else known.target, shape, self._dated(line, known, identifier)
        if not written:
            self.outcome.unchanged += 1
            return
        self.outcome.written += 1
        self.outcome.new += new
        self.outcome.changed += not new
        self.outcome.repaired += fitted.repaired
        self.outcome.repair_m2 += abs(fitted.area_change_m2) if fitted.repaired else 0.0

    def _split(self, fitted: geometry.Fitted, native: str) -> Iterator[tuple[str, Shape]]:
        """Yield the parts of a record that are records of their own: itself alone, unless it is to be split."""
        data = fitted.wkb
        if data is None or fitted.geometry is None:
            yield native, None
            return
        single = not self._table.geometry.startswith("Multi")
        if not (single or self._profile.split) or _COUNT.unpack_from(data, 5) == (1,):
            box = fitted.geometry.boundingBox()
            envelope = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
            yield native, (data[9:] if single else data, envelope)
            return
        parts = geometry.parts(data)
        boxes = wkb.Coordinates(parts).envelopes()
        for name, part, box in zip(self._free_names(native), parts, boxes.tolist()):
            yield name, (part if single else wkb.promote(part), tuple(box))

    def _free_names(self, native: str) -> Iterator[str]:
        """Yield ids for the parts of a record that no other record has: "12/1" may be a plot of its own."""
        names = (f"{native}/{number}" for number in itertools.count(1))
        return (name for name in names if name not in self._seen and name not in self._kept_back)

    def _part(self, whole: list[Any], identifier: str, shape: Shape) -> list[Any]:
        """Return the values of a part: those of the whole with an id and an area of its own."""
        made = list(whole)
        made[self._at(PLOT.native_id)] = identifier
        if self._table.table in IDS:
            made[self._at(IDS[self._table.table])] = f"{self._source}:{identifier}"
        if PLOT.area_gross_ha in self._table and shape is not None:
            part = QgsGeometry()
            part.fromWkb(shape[0])
            made[self._at(PLOT.area_gross_ha)] = round(part.area() / _HA, 6)
        return made

    def _at(self, name: str) -> int:
        return self._table.names.index(name)

    def _is_same(self, known: Known, line: Sequence[Any], data: bytes | None) -> bool:
        """Tell whether the store has a record as it is; one that had ended and is back is not the same.

        A format may turn rings round, another reference system moves a vertex by less than a centimetre: that is no
        change.
        """
        returned = known.until is not None and PLOT.valid_to not in self._mapped
        if returned or known.values != hash(tuple([line[place] for place in self._compared])):
            return False
        return known.shape == hash(data) or same_place(data, self._look.shape(known.target))

    def _dated(self, line: list[Any], known: Known | None, identifier: str) -> list[Any]:
        """Give a record its time; keep the state before a change, unless it began later than the day before."""
        begun, part_of = self._at(PLOT.valid_from), PLOT.previously_part_of
        if PLOT.valid_from not in self._mapped and not self.outcome.first:
            line[begun] = self._options.day.isoformat()
        if known is None:
            return line
        before = (self._options.day - timedelta(days=1)).isoformat()
        held = known.until is not None or known.begun is None or known.begun <= before
        origin = self._keep_earlier(known, identifier, known.until or before) if held else known.part_of
        if part_of in self._table and part_of not in self._mapped:
            line[self._at(part_of)] = origin
        return line

    def _keep_earlier(self, known: Known, identifier: str, until: str) -> str:
        """Keep a state that has ended as a record of its own; return its id."""
        name = earlier_name(identifier, (self._options.day - timedelta(days=1)).isoformat(), self._earlier)
        fields: dict[str, object] = {
            PLOT.native_id: name,
            PLOT.valid_from: None if known.begun is None else min(known.begun, until),
            PLOT.valid_to: until,
        }
        whole = f"{self._source}:{name}"
        if self._table.table in IDS:
            fields[IDS[self._table.table]] = whole
        self._staging.keep_earlier(known.target, fields)
        return whole

    def _measure(self, rows: Rows) -> None:
        """Sum the areas, and remember recorded ones to compare them in the end."""
        taken = [place for place in range(len(rows.values)) if place not in rows.refused and place not in rows.outside]
        areas = np.array([rows.fitted[place].area_m2 for place in taken]) / _HA
        self.outcome.area_ha += float(areas.sum())
        self._slivers += sum(rows.fitted[place].sliver for place in taken)
        recorded = rows.columns.get(PLOT.area_recorded_ha)
        if recorded is not None and taken:
            stated = np.array([np.nan if recorded[place] is None else recorded[place] for place in taken])
            self._recorded.append(np.stack((stated, areas)))

    def _reject(self, rows: Rows, place: int, native: str) -> None:
        """Keep a record that cannot be taken, with its raw values, the rule and the reason."""
        refusal = rows.refused[place]
        record = dict(zip(rows.names, rows.values[place]))
        self.outcome.rejected += 1
        self._kept_back.add(native)
        found = rows.fitted[place].geometry
        box = None if found is None or found.isEmpty() else found.boundingBox()
        if len(self.outcome.rejects) < MAX_LISTED:
            self.outcome.rejects.append(
                Rejected(
                    rows.numbers[place],
                    native,
                    record,
                    refusal.reason,
                    refusal.field,
                    refusal.rule,
                    refusal.value,
                    None if box is None else (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()),
                )
            )
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
        self._refused.append((text, refusal.reason, refusal.field, refusal.rule))

    # ------------------------------------------------------------------------------------------------------- in the end
    def vanish(self, whole: bool) -> None:
        """End the records that the source does not have any more.

        :param whole: the input is all of the source, as far as it says. :raises SourceVanished: it has none at all.
        """
        if self._options.partial or self._profile.partial:
            return
        if not whole:
            self.outcome.warn(
                "The input is a part of the source ({read} of {expected} records), so no record has ended. Load all of "
                "it and run again.",
                read=self._number,
                expected="?" if self.outcome.expected is None else self.outcome.expected,
            )
            return
        kept = self._kept_back - self._accepted
        gone = [known for name, known in self._known.items() if known.until is None and not self._has(name, kept)]
        if not self.outcome.read and gone:
            raise errors.SourceVanished(input=self.outcome.input, count=len(gone))
        last = (self._options.day - timedelta(days=1)).isoformat()
        for known in gone:  # none ends before it began, also where the computer's clock was set back
            self._staging.end(known.target, max(last, known.begun or last))
        self.outcome.ended = len(gone)
        if len(gone) > VANISHED_WARNING * self._open:
            self.outcome.warn(
                "{count} of {all} {all:record|records} of the source {count:is|are} not in the input any "
                "more and {count:ends|end}. If it holds only a part of the source, restore the store and "
                "run again with PARTIAL.",
                count=len(gone),
                all=self._open,
            )

    def _has(self, name: str, kept: set[str]) -> bool:
        """Tell whether the input has a record, also one of `kept`, the rejected: all its parts stay as they are.

        A rejected record with neither id nor geometry ("") may be any of those that are known by their geometry.
        """
        if name in self._present or name in kept:
            return True
        whole = name.rpartition("/")[0]
        return whole in kept if whole else "" in kept and is_geometry_id(name)

    def sum_up(self) -> None:
        """Tell the warnings and the values of the fields."""
        self._warn()
        self.outcome.fields = self._rules.summary()

    def write(self) -> None:
        """Change the store, if there is anything to change, and complete the outcome."""
        self.sum_up()
        described = self._described()
        refused = self._new_refusals()
        due = self._due()
        said = Description(self._table.table, "", "", described)
        self.outcome.licence = ", ".join(entry.title for entry in said.licences)
        self.outcome.attributions = said.attributions
        if not (self._staging.changes or refused or due):
            return
        listed = [
            Listed(IMPORT_RUN, [self._run_row()]),
            Listed(SOURCE, [self._source_row()], SOURCE.source_id),
            Listed(REJECTED, refused, expired=(REJECTED.rejected_on, self._last_kept())),
        ]
        self._check()
        content = Content(self._table, (), described, changed=True)
        self._store.merge(self._staging, content, listed, self._look)

    def _described(self) -> tuple[Provenance, ...]:
        """Return what the table is made of: what it was before, and this source."""
        profile = self._profile
        day = profile.source.date or today()
        title = profile.source.title or profile.title.de or profile.id
        new = Provenance(
            title,
            (profile.licence,),
            (profile.attribution,) if profile.attribution else (),
            highest(self._levels),
            day,
            self.outcome.read,
        )
        return (self._store.provenance(self._table), new) if self._store.has(self._table) else (new,)

    def _new_refusals(self) -> list[tuple[object, ...]]:
        """Return the rejected records that the store does not have yet."""
        fields = (REJECTED.record, REJECTED.reason, REJECTED.field, REJECTED.rule, REJECTED.source_id)
        old = {row[:4] for row in self._store.values(REJECTED, fields) if row[4] == self._source}
        made = []
        for entry in dict.fromkeys(self._refused):
            if entry not in old:
                text, reason, column, rule = entry
                row = {
                    REJECTED.run_id: self._options.run_id,
                    REJECTED.record: text,
                    REJECTED.reason: reason,
                    REJECTED.field: column,
                    REJECTED.rule: rule,
                    REJECTED.source_id: self._source,
                    REJECTED.rejected_on: today(),
                }
                made.append(tuple(row.get(name) for name in REJECTED.names))
        return made

    def _last_kept(self) -> str:
        return (date.today() - timedelta(days=self._options.retention_days)).isoformat()

    def _due(self) -> bool:
        """Tell whether rejected records have been kept for long enough."""
        days = (row[0] for row in self._store.values(REJECTED, (REJECTED.rejected_on,)))
        return any(day is not None and str(day) < self._last_kept() for day in days)

    def _run_row(self) -> tuple[object, ...]:
        outcome = self.outcome
        row = {
            IMPORT_RUN.run_id: outcome.run_id,
            IMPORT_RUN.started: outcome.started,
            IMPORT_RUN.source_id: self._source,
            IMPORT_RUN.profile: f"{self._profile.id} {self._profile.version}",
            IMPORT_RUN.target: self._table.table,
            IMPORT_RUN.n_read: outcome.read,
            IMPORT_RUN.n_written: outcome.written,
            IMPORT_RUN.n_unchanged: outcome.unchanged,
            IMPORT_RUN.n_rejected: outcome.rejected,
            IMPORT_RUN.n_filtered: outcome.filtered,
            IMPORT_RUN.plugin_version: about.version(),
            IMPORT_RUN.n_ended: outcome.ended,
            IMPORT_RUN.n_repaired: outcome.repaired,
            IMPORT_RUN.input: outcome.input,
            IMPORT_RUN.crs: outcome.crs or None,
            IMPORT_RUN.accuracy_m: outcome.accuracy_m,
            IMPORT_RUN.n_expected: outcome.expected,
        }
        return tuple(row.get(name) for name in IMPORT_RUN.names)

    def _source_row(self) -> tuple[object, ...]:
        profile = self._profile
        row = {
            SOURCE.source_id: self._source,
            SOURCE.title: profile.source.title or profile.title.de or profile.id,
            SOURCE.publisher: profile.source.publisher or None,
            SOURCE.url: profile.source.url or None,
            SOURCE.licence: profile.licence,
            SOURCE.attribution: profile.attribution or None,
            SOURCE.source_date: profile.source.date or None,
            SOURCE.retrieved: today(),
            SOURCE.sensitivity: highest(self._levels),
            SOURCE.note: profile.source.note or profile.note.de or None,
            SOURCE.priority: profile.priority,
        }
        return tuple(row.get(name) for name in SOURCE.names)

    def _warn(self) -> None:
        """Put what is noteworthy into sentences."""
        outcome = self.outcome
        if self._absent:
            outcome.warn(
                "The input has no field {fields}; what the profile makes of it stays unknown.",
                fields=", ".join(f"“{name}”" for name in self._absent),
            )
        if outcome.without_id:
            outcome.warn(
                "{count} {count:record has|records have} no id in the source; {count:its own|theirs} is "
                "made of the geometry, and a record whose geometry changes is a new one.",
                count=outcome.without_id,
            )
        boundaries = self._ground.boundaries
        if boundaries is not None and self._verdicts and not boundaries.is_sharp:
            outcome.warn(
                "Boundaries: {source}, 1:{scale}. They are good for overviews, not for splitting plots at a border.",
                source=boundaries.source or "–",
                scale=boundaries.scale or "?",
            )
        for verdict, text in _VERDICTS.items():
            if self._verdicts[verdict]:
                outcome.warn(text, count=self._verdicts[verdict])
        if self._slivers:
            outcome.warn(
                "{count} {count:record is a sliver|records are slivers}, less than half a metre wide on average.",
                count=self._slivers,
            )
        for (winner, loser), hectares in sorted(outcome.overlaps.items()):
            outcome.warn("{winner} and {loser} share {ha} ha.", winner=winner, loser=loser, ha=round(hectares, 2))
        if self._recorded:
            stated, areas = np.concatenate(self._recorded, axis=1)
            found = geometry.mercator_areas(stated, areas)
            if found.systematic:
                outcome.warn(
                    "The recorded areas of {count} {count:record|records} are {factor} times too large: they "
                    "were measured in Web Mercator (EPSG:3857).",
                    count=len(found.records),
                    factor=round(found.factor, 2),
                )


_VERDICTS = {
    municipality.ELSEWHERE: "{count} {count:record lies|records lie} in another municipality than the source says; "
    "the stated key is kept.",
    municipality.OUTSIDE: "{count} {count:record lies|records lie} in no municipality that is known here.",
    municipality.NARROW: "{count} {count:record lies|records lie} at a border, partly in another municipality than "
    "the source says.",
}
