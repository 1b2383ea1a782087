"""Where the records of a page lie: municipalities, the border of the region, and the ground of other sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsCoordinateTransformContext, QgsGeometry

from ruhr_planner.harmonise import geometry, municipality, overlap
from ruhr_planner.harmonise.mapping import Refusal
from ruhr_planner.model.codes import REJECTION
from ruhr_planner.model.region import CRS
from ruhr_planner.model.tables import PLOT, PLOT_ODBL, SOURCE

if TYPE_CHECKING:
    from ruhr_planner.harmonise.profile import Profile
    from ruhr_planner.model.tables import GeometryName
    from ruhr_planner.store.interface import Store

_WANTED: dict[Qgis.GeometryType, GeometryName] = {
    Qgis.GeometryType.Point: "MultiPoint",
    Qgis.GeometryType.Line: "MultiLineString",
}


@dataclass
class Rows:
    """The records of a page that passed the filter: parallel columns, and what happened to them by their place."""

    names: Sequence[str]
    numbers: list[int]
    values: Sequence[Sequence[Any]]
    columns: dict[str, list[Any]]
    refused: dict[int, Refusal]
    fitted: list[geometry.Fitted]
    ags: list[str | None] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    outside: set[int] = field(default_factory=set)
    pairs: tuple[overlap.Pair, ...] = ()

    @property
    def geometries(self) -> list[QgsGeometry | None]:
        """The geometries in EPSG:25832."""
        return [one.geometry for one in self.fitted]


class Locator:
    """Says where records lie: municipalities, and the ground of other sources. Read when they are first needed."""

    def __init__(self, store: Store, profile: Profile, clip: bool) -> None:
        self._store = store
        self._profile = profile
        self._clip = clip
        self._places: municipality.Places | None = None
        self._region: QgsGeometry | None = None
        self._others: overlap.Others | None = None

    @property
    def boundaries(self) -> municipality.Places | None:
        """The municipalities, None where nothing has asked for them."""
        return self._places

    def name(self, ags: str | None) -> str | None:
        """Return the name of a municipality."""
        if ags is None or self._places is None:
            return None
        return self._places.names.get(ags) or None

    def locate(self, rows: Rows) -> None:
        """Cut off what is not wanted, find the municipalities, and what other sources cover."""
        table = self._profile.target
        if self._places is None and (self._clip or PLOT.ags in table):
            self._places = municipality.places(self._store)
        if self._clip:
            self._cut(rows)
        if table in (PLOT, PLOT_ODBL):
            self._overlaps(rows)
        if PLOT.ags in table and self._places is not None:
            stated = rows.columns.get(PLOT.ags, [None] * len(rows.values))
            keys = [municipality.normal_ags(value) for value in stated]
            checked = self._places.check(rows.geometries, keys)
            rows.ags, rows.verdicts = checked.ags.tolist(), checked.verdict.tolist()

    def _cut(self, rows: Rows) -> None:
        """Cut records at the border of the municipalities; what lies outside is left out."""
        if self._places is None:
            return
        if self._region is None:
            self._region = self._places.union()
        engine = QgsGeometry.createGeometryEngine(self._region.constGet())
        engine.prepareGeometry()
        for place, one in enumerate(rows.fitted):
            if one.geometry is None or engine.contains(one.geometry.constGet()):
                continue
            left = one.geometry.intersection(self._region)
            again = _refitted(left, one)
            if again is None:
                rows.outside.add(place)
            else:
                rows.fitted[place] = again

    def _overlaps(self, rows: Rows) -> None:
        """Find out what ground other sources cover, and give it to those of higher priority where the profile says."""
        if self._others is None:
            self._others = overlap.Others(list(_others(self._store, self._profile)))
        if not self._others.grounds:
            return
        ours = overlap.Ground(self._profile.source.id, self._profile.priority, rows.geometries)
        found = overlap.overlaps(ours, self._others)
        rows.pairs = found.pairs
        if self._profile.overlap != "cut":
            return
        for place, left in overlap.cut(ours, self._others, found).items():
            again = None if left is None else _refitted(left, rows.fitted[place])
            if again is None:
                rows.refused.setdefault(place, Refusal(REJECTION.covered, "", "overlap", ""))
            else:
                rows.fitted[place] = again


def _others(store: Store, profile: Profile) -> Iterator[overlap.Ground]:
    """Yield the records in force of the other sources of the table, with their priorities."""
    table = profile.target
    priorities = {row[0]: row[1] for row in store.values(SOURCE, (SOURCE.source_id, SOURCE.priority))}
    fields = table.names.index(PLOT.valid_to)
    sources = {row[0] for row in store.values(table, (PLOT.source_id,))} - {profile.source.id, None}
    for source in sorted(str(name) for name in sources):
        shapes: list[QgsGeometry | None] = []
        for _target, data, *row in store.records_of(table, source):
            if data is not None and row[fields] is None:
                made = QgsGeometry()
                made.fromWkb(data)
                shapes.append(made)
        priority = priorities.get(source)
        yield overlap.Ground(source, float(str(priority)) if priority is not None else None, shapes)


def _refitted(left: QgsGeometry, one: geometry.Fitted) -> geometry.Fitted | None:
    """Return what is left of a record after a cut, None for nothing."""
    if left.isNull() or left.isEmpty():
        return None
    here = geometry.placement(CRS, False, QgsCoordinateTransformContext())
    wanted = _WANTED.get(left.type(), "MultiPolygon")
    (again,) = geometry.fit([bytes(left.asWkb())], here, wanted)
    return None if again.reason else again._replace(repaired=one.repaired, area_change_m2=one.area_change_m2)


def on_surface(fitted: geometry.Fitted) -> geometry.Fitted:
    """Return a point on an area or line, for tables of points."""
    if fitted.geometry is None or fitted.reason:
        return fitted
    made = fitted.geometry.pointOnSurface()
    if made.isNull():
        return geometry.Fitted(reason=REJECTION.no_geometry)
    made.convertToMultiType()
    return fitted._replace(geometry=made, wkb=bytes(made.asWkb()), area_m2=0.0, area_change_m2=0.0)
