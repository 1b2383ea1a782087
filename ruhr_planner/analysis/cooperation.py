"""Where could a cooperation site lie? Plots that face each other across a street, together large enough.

Steps: the plots that take part, less hard exclusions (pieces); pieces that belong together (contiguity); the union of
each cluster, overlaps once; net land, usable land, shape, municipalities, restrictions, surroundings of those that are
large enough; near misses with what would help; everything else with its reason. Net land: see pieces.net_land.

The *envelope* of a site is its union with gaps up to GAP bridged (morphological closing), without hard exclusions and
barriers; *building land* is the envelope without the strips along roads and lines, and usable land is building land
opened with the use width. Compactness, convexity and the oriented box are measured on the envelope, because a plant or
a park is laid out across the bridged lanes, the inscribed circle and rectangle on building land; the output geometry is
the union of the plots alone.

Areas in m² inside, in ha in the results; lengths in m; EPSG:25832. No result is a statement of planning law.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry

from ruhr_planner.analysis import shape
from ruhr_planner.analysis.contiguity import (
    TOLERANCE,
    Barriers,
    Clusters,
    Facing,
    Floats,
    Ints,
    Neighbours,
    Progress,
    areal,
    box_distance,
    box_pairs,
    clusters,
    labels_among,
    neighbours,
    outlines,
    parts,
    reachable,
)
from ruhr_planner.analysis.people import People
from ruhr_planner.analysis.pieces import (
    FLOOD_KINDS,
    HECTARE,
    Exclusions,
    Filter,
    LeftOut,
    Pieces,
    Plots,
    boxes,
    cut_pieces,
    has_plan_right,
)
from ruhr_planner.analysis.rectangle import inscribed_rectangle
from ruhr_planner.analysis.strips import Strips, shares_left
from ruhr_planner.analysis.surroundings import (
    OUTSIDE,
    DistanceClass,
    Hazard,
    Hazards,
    Municipalities,
    Nearest,
    OfficialSites,
    Overlay,
    Position,
    distance_class,
    zoning,
)
from ruhr_planner.model import codes
from ruhr_planner.model.results import GAP_STEPS_M

if TYPE_CHECKING:
    from ruhr_planner.analysis.access import Access

NOTE = "keine planungsrechtliche Festlegung"
"""Stands on every computed site, in German as in the plans it is compared with."""
NEAR = 0.8
"""Share of the minimum area from which a cluster counts as a near miss."""
HELP_WITHIN = 50.0
"""How far around a near miss further land is looked for, m."""
LEAST_HELP = 0.01
"""Land from which it is called a help, ha: results show two decimals."""
SMALLEST_SHARE = 0.001
"""Share from which a municipality counts in `n_ags`."""
EQUAL = 1e-6
"""Rounding allowed where areas are compared with a limit, ha."""
SLIVER = 0.01
"""Difference of areas that is rounding, m²."""
SLIT = 1e-3
"""Half the width up to which a slit between plots is a fault of recording, m."""
SIZES = (5.0, 8.0, 50.0)
"""Sizes in ha that people ask for: sectoral plan, chamber list, state plan."""


@dataclass(frozen=True)
class Rule:
    """What makes a site: minimum area (ha) on a basis (codes.AREA_BASIS), gap and widths (m), and who takes part."""

    min_area_ha: float
    basis: str
    wanted: Filter
    gap: float = 15.0
    facing_min: float = 30.0
    min_plot_ha: float = 0.2
    net_factor: float = 0.75
    use_width: float = 100.0
    cross_border_share: float = 0.05


@dataclass(frozen=True)
class Scene:
    """The land and what lies around it. None: not given, hence unknown; an empty list: given, and nothing there."""

    plots: Plots
    exclusions: Exclusions = field(default_factory=Exclusions)
    soft: Exclusions = field(default_factory=Exclusions)
    strips: Strips = field(default_factory=Strips)
    barriers: Sequence[QgsGeometry] = ()
    municipalities: Municipalities | None = None
    sensitive: Sequence[QgsGeometry] | None = None
    factors: dict[str, list[QgsGeometry]] = field(default_factory=dict)
    distance_classes: Sequence[DistanceClass] = ()
    people: People | None = None
    people_within: Sequence[float] = ()
    official: OfficialSites | None = None
    hazards: Hazards | None = None
    access: Access | None = None


@dataclass(frozen=True)
class Wanted:
    """The optional results."""

    rejected: bool = False
    near_misses: bool = False
    gap_table: bool = False


@dataclass(frozen=True)
class Site:
    """A possible site; the fields are those of model.results.SITE, `distances` by kind of location factor."""

    geometry: QgsGeometry
    site_id: str
    plot_ids: list[str]
    gross_ha: float
    net_ha: float
    usable_ha: float
    largest_usable_ha: float
    bridged_ha: float
    single_net_ha: float
    meets: dict[float, bool]
    inscribed_d_m: float
    obb_length_m: float
    obb_width_m: float
    rect_length_m: float
    rect_width_m: float
    compactness: float
    convexity: float
    ags_shares: dict[str, float] | None
    cross_border: bool | None
    brownfield_share: float | None
    restriction_max: int | None
    restriction_ha: dict[str, float]
    excluded_ha: dict[str, float]
    soft_ha: dict[str, float]
    sensitive_dist_m: float | None
    distance_class: str | None
    distance_class_ha: dict[str, float] | None
    hazard: Hazard | None
    official: Position | None
    distances: dict[str, float | None]
    roads: dict[str, float | None]
    people: dict[float, float | None]
    completeness: float

    @property
    def meets_8_single(self) -> bool:
        """Whether one establishment of 8 ha net fits without moving a street."""
        return self.single_net_ha >= 8.0 - EQUAL

    @property
    def needs_bridging_for_8(self) -> bool:
        """Whether one establishment of 8 ha net fits only if a street is moved or closed."""
        return self.net_ha >= 8.0 - EQUAL and not self.meets_8_single

    @property
    def counted_ags(self) -> list[str]:
        """Municipalities with a share that counts, the largest first."""
        return [ags for ags, share in (self.ags_shares or {}).items() if share >= SMALLEST_SHARE and ags != OUTSIDE]

    @property
    def outside_share(self) -> float:
        """Share of the land outside every municipality given."""
        return (self.ags_shares or {}).get(OUTSIDE, 0.0)


@dataclass(frozen=True)
class Cluster:
    """A cluster that is no site, with what it lacks on the chosen basis, ha."""

    geometry: QgsGeometry
    site_id: str
    plot_ids: list[str]
    gross_ha: float
    net_ha: float
    shortfall_ha: float


@dataclass(frozen=True)
class Help:
    """One thing that would make a near miss a site, or bring land to it.

    `kind` is gap, barrier, corner (too short a front), the reason for which land beside it was left out (restriction,
    plot_type, use_rp, min_plot), exclusion, strip, or min_area. `ha` is the land on the chosen basis (exclusion:
    gross; min_area: the minimum that the cluster meets), `distance` that to the land in m, `enough` whether it closes
    the shortfall; `ags` is the municipality of the land if it is another than the cluster's.
    """

    kind: str
    ha: float
    distance: float
    enough: bool
    ags: str | None = None


@dataclass(frozen=True)
class NearMiss:
    """A cluster with at least 80 % of the minimum area, and what would help."""

    cluster: Cluster
    help: list[Help]


@dataclass(frozen=True)
class GapRow:
    """One line of the gap table: sites from 5 and 8 ha, and the area of those above the minimum, on the basis."""

    gap_m: float
    n_ge5: int
    n_ge8: int
    area_ha: float


@dataclass
class Result:
    """Sites, largest first, and an account of all other land. `rejected` holds the near misses too."""

    sites: list[Site] = field(default_factory=list)
    rejected: list[Cluster] = field(default_factory=list)
    near_misses: list[NearMiss] = field(default_factory=list)
    gap_table: list[GapRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    n_clusters: int = 0


def search(scene: Scene, rule: Rule, wanted: Wanted, progress: Progress) -> Result:
    """Find the possible cooperation sites of a scene.

    :param progress: takes the fraction done; may raise to cancel.
    """
    pieces = cut_pieces(
        scene.plots, scene.exclusions, rule.wanted, rule.min_plot_ha, rule.net_factor, _part(progress, 0.0, 0.2)
    )
    result = Result(left_out=pieces.left_out)
    deduct_strips(pieces, scene.strips, progress=_part(progress, 0.2, 0.2))
    shapes = outlines(pieces.geometries)
    widest = max(rule.gap, *GAP_STEPS_M) if wanted.gap_table else rule.gap
    near = neighbours(shapes, widest, Barriers(scene.barriers), _part(progress, 0.2, 0.3))
    found = clusters(near, rule.gap, rule.facing_min, _part(progress, 0.3, 0.5))
    survey = Survey(scene, rule, pieces, near, found)
    groups = members(found.labels)
    result.n_clusters = len(groups)
    promising = [group for group in groups if wanted.rejected or survey.at_most(group) >= _least(rule, wanted)]
    survey.prepare(promising, _part(progress, 0.5, 0.65))
    tell = _part(progress, 0.65, 0.85)
    for number, group in enumerate(promising):
        tell(number / len(promising))
        _judge(survey, group, wanted, result)
    _name(result)
    if wanted.gap_table:
        result.gap_table = gap_table(survey, near, found, _part(progress, 0.85, 1.0))
    progress(1.0)
    return result


def deduct_strips(pieces: Pieces, strips: Strips, progress: Progress) -> None:
    """Take strips out of the pieces' net land, in proportion to their area; the pieces stay as they are."""
    found = strips.deduct(pieces.geometries, progress)
    pieces.net = pieces.net * shares_left(pieces.area, found)
    pieces.strips = {index: lost for index, (_, lost) in found.items()}


def _part(progress: Progress, start: float, end: float) -> Progress:
    return lambda fraction: progress(start + (end - start) * fraction)


def _least(rule: Rule, wanted: Wanted) -> float:
    """Return the area in ha under which a cluster need not be measured."""
    return rule.min_area_ha * (NEAR if wanted.near_misses else 1.0) - EQUAL


def _judge(survey: Survey, group: Ints, wanted: Wanted, result: Result) -> None:
    """Put a cluster where it belongs: site, near miss, rejected."""
    least = survey.rule.min_area_ha
    body = survey.measure(group)
    value = survey.value(body)
    if value >= least - EQUAL:
        result.sites.append(survey.site(body))
        return
    cluster = survey.cluster(body, least - value)
    if wanted.rejected:
        result.rejected.append(cluster)
    if wanted.near_misses and value >= NEAR * least - EQUAL:
        result.near_misses.append(NearMiss(cluster, survey.help(body, least - value)))


def _name(result: Result) -> None:
    """Order the sites, largest first, and tell apart sites that the pieces of the same plots make."""
    result.sites.sort(key=lambda site: (-round(site.gross_ha, 6), site.site_id))
    seen: dict[str, int] = {}
    for index, site in enumerate(result.sites):
        seen[site.site_id] = seen.get(site.site_id, 0) + 1
        if seen[site.site_id] > 1:
            result.sites[index] = replace(site, site_id=f"{site.site_id}-{seen[site.site_id]}")


def members(labels: Ints) -> list[Ints]:
    """Return the indices of each component, in the order of their labels."""
    if not len(labels):
        return []
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)


def site_hash(plot_ids: Sequence[str]) -> str:
    """Return 12 hexadecimal digits of SHA-256 over the sorted plot ids: the same plots make the same site id."""
    return hashlib.sha256("\n".join(sorted(plot_ids)).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Body:
    """A cluster of pieces, measured: the union, and of each piece the m² that no piece before it covers."""

    group: Ints
    union: QgsGeometry
    gross: float
    own: Floats
    net: Floats


class Survey:
    """Measures clusters of one scene under one rule."""

    def __init__(self, scene: Scene, rule: Rule, pieces: Pieces, near: Neighbours, found: Clusters) -> None:
        self.scene = scene
        self.rule = rule
        self.pieces = pieces
        self.boxes = near.shapes.boxes
        self._near = near
        self._found = found
        self._exclusion_boxes = boxes(scene.exclusions.geometries)
        self._sensitive = None if scene.sensitive is None else Nearest(scene.sensitive)
        self._factors = {kind: Nearest(geometries) for kind, geometries in sorted(scene.factors.items())}
        self._kept = np.bincount(pieces.plot, pieces.area, len(scene.plots)) if len(pieces) else np.zeros(0)
        self._idle = self._left_out_by_filter()
        self._idle_boxes = boxes([entry.geometry for entry in self._idle])
        self._flags = Overlay(_flagged(scene))
        self._plan_right = has_plan_right(scene.plots)
        self._unions: dict[bytes, QgsGeometry] = {}
        self._measured: dict[bytes, Body] = {}
        self._envelopes: dict[tuple[bytes, float], QgsGeometry] = {}

    def _left_out_by_filter(self) -> list[LeftOut]:
        """Return the land that a filter kept out, existing commercial land aside."""
        filtered = (
            codes.SITE_REASON.restriction,
            codes.SITE_REASON.plot_type,
            codes.SITE_REASON.use_rp,
            codes.SITE_REASON.min_plot,
        )
        existing = self.scene.plots.plot_type == codes.PLOT_TYPE.existing
        return [entry for entry in self.pieces.left_out if entry.reason in filtered and not existing[entry.plot]]

    # -------------------------------------------------------------------------------------------------- bounds, values
    def at_most(self, group: Ints) -> float:
        """Return an upper bound of the cluster's area on the chosen basis, ha; cheap."""
        if self.rule.basis == codes.AREA_BASIS.net:
            return float(self.pieces.net[group].sum()) / HECTARE
        if self.rule.basis == codes.AREA_BASIS.gross:
            return float(self.pieces.area[group].sum()) / HECTARE
        low, high = self.boxes[group, :2].min(axis=0), self.boxes[group, 2:].max(axis=0)
        return float(np.prod(high - low + 1.0)) / HECTARE

    def value(self, body: Body, gap: float | None = None) -> float:
        """Return the cluster's area on the chosen basis, ha."""
        if self.rule.basis == codes.AREA_BASIS.net:
            return float(body.net.sum()) / HECTARE
        if self.rule.basis == codes.AREA_BASIS.gross:
            return body.gross / HECTARE
        land = self.building_land(self.envelope(body, self.rule.gap if gap is None else gap))
        return self.usable(land).area() / HECTARE

    def measure(self, group: Ints) -> Body:
        """Return union and areas of a cluster; land under several plots counts once, for the first of their ids."""
        name = group.tobytes()
        if name not in self._measured:
            area = self.pieces.area[group]
            union = self._unions.pop(name, None) or dissolve([self._polygons(group)])[0]
            gross = union.area()
            own = area if float(area.sum()) - gross <= SLIVER else self._own(group)
            self._measured[name] = Body(group, union, gross, own, self.pieces.net[group] * own / area)
        return self._measured[name]

    def prepare(self, groups: Sequence[Ints], progress: Progress) -> None:
        """Dissolve many clusters at once, before they are measured one by one."""
        unions = dissolve([self._polygons(group) for group in groups], progress)
        self._unions = {group.tobytes(): union for group, union in zip(groups, unions)}

    def _polygons(self, group: Ints) -> list[QgsGeometry]:
        return [self.pieces.geometries[index] for index in group.tolist()]

    def _own(self, group: Ints) -> Floats:
        """Return for each piece the area that no piece of a plot with a smaller id covers."""
        ids = self.scene.plots.ids
        rank = np.empty(len(group), np.int64)
        names = [(ids[self.pieces.plot[index]], self.boxes[index].tolist()) for index in group.tolist()]
        order = sorted(range(len(group)), key=lambda at: names[at])
        rank[order] = np.arange(len(group))
        first, second = box_pairs(self.boxes[group], None, 0.0)
        earlier: dict[int, list[int]] = {}
        for one, two in zip(first.tolist(), second.tolist()):
            before, after = (one, two) if rank[one] < rank[two] else (two, one)
            earlier.setdefault(after, []).append(before)
        own = self.pieces.area[group].copy()
        for after, before in earlier.items():
            geometry = self.pieces.geometries[group[after]]
            covers = [self.pieces.geometries[group[index]] for index in before]
            covers = [other for other in covers if geometry.intersects(other) and not geometry.touches(other)]
            if covers:
                own[after] = geometry.difference(QgsGeometry.unaryUnion(covers)).area()
        return own

    # --------------------------------------------------------------------------------------------------- envelope, use
    def envelope(self, body: Body, gap: float) -> QgsGeometry:
        """Return the union with gaps bridged, without hard exclusions and barriers."""
        name = (body.group.tobytes(), gap)
        if name not in self._envelopes:
            closed = shape.closed(body.union, gap)
            if closed.area() > body.gross + SLIVER:
                closed = areal(self._without(closed, body))
            self._envelopes = {name: closed}  # one is enough: a cluster is done before the next begins
        return self._envelopes[name]

    def _without(self, closed: QgsGeometry, body: Body) -> QgsGeometry:
        """Take exclusions and barriers out of an envelope."""
        box = boxes([closed])
        hit = np.flatnonzero(box_distance(self._exclusion_boxes, box) <= 0.0).tolist()
        if hit:
            engine = QgsGeometry.createGeometryEngine(closed.constGet())
            engine.prepareGeometry()
            areas = [self.scene.exclusions.geometries[index] for index in hit]
            areas = [area for area in areas if engine.intersects(area.constGet())]
            if areas:
                closed = closed.difference(QgsGeometry.unaryUnion(areas))
                if self._plan_right[self.pieces.plot[body.group]].any():
                    closed = closed.combine(body.union)  # flood areas take nothing from plots with a plan right
        segments = self._near.barriers.near(box).get(0)
        return closed if segments is None else closed.difference(self._near.barriers.slit(segments))

    def building_land(self, envelope: QgsGeometry) -> QgsGeometry:
        """Return the envelope without the strips along roads and lines."""
        found = self.scene.strips.deduct([envelope])
        return found[0][0] if found else envelope

    def usable(self, land: QgsGeometry) -> QgsGeometry:
        """Return what of building land is at least as wide as a use needs."""
        return shape.opened(land, self.rule.use_width)

    # ------------------------------------------------------------------------------------------------------- the site
    def site(self, body: Body) -> Site:
        """Measure everything of a site."""
        envelope = self.envelope(body, self.rule.gap)
        land = self.building_land(envelope)
        usable = self.usable(land)
        length, width = shape.oriented_box(envelope)
        rectangle = inscribed_rectangle(land)
        value = self.value(body)
        scene = self.scene
        shares = None if scene.municipalities is None else scene.municipalities.shares(body.union)
        sensitive = self._sensitive
        distance = None if sensitive is None else sensitive.distance(body.union)
        zones = None if sensitive is None else zoning(body.union, sensitive, self._classes, codes.DISTANCE_CLASS.none)
        restriction = self._restriction(body)
        ids = self._plot_ids(body.group)
        return Site(
            geometry=body.union,
            site_id=site_hash(ids),
            plot_ids=ids,
            gross_ha=body.gross / HECTARE,
            net_ha=float(body.net.sum()) / HECTARE,
            usable_ha=usable.area() / HECTARE,
            largest_usable_ha=max((part.area() for part in parts(usable)), default=0.0) / HECTARE,
            bridged_ha=max(0.0, envelope.area() - body.gross) / HECTARE,
            single_net_ha=self._single_net(body) / HECTARE,
            meets={size: value >= size - EQUAL for size in SIZES},
            inscribed_d_m=shape.inscribed_diameter(land),
            obb_length_m=length,
            obb_width_m=width,
            rect_length_m=rectangle[0],
            rect_width_m=rectangle[1],
            compactness=shape.compactness(envelope.area(), envelope.length()),
            convexity=shape.convexity(envelope),
            ags_shares=shares,
            cross_border=crosses_border(shares, self.rule.cross_border_share),
            brownfield_share=self._brownfield(body),
            restriction_max=_highest(restriction),
            restriction_ha=restriction,
            excluded_ha=_summed(self._excluded(body.group), self._in_strips(body)),
            soft_ha={kind: area / HECTARE for kind, area in self._flags.areas(body.union).items()},
            sensitive_dist_m=distance,
            distance_class=distance_class(distance, self._classes, codes.DISTANCE_CLASS.none),
            distance_class_ha=None if zones is None else {code: area / HECTARE for code, area in zones.items()},
            hazard=None if scene.hazards is None else scene.hazards.check(body.union),
            official=None if scene.official is None else scene.official.position(body.union),
            distances={kind: nearest.distance(body.union) for kind, nearest in self._factors.items()},
            roads={} if scene.access is None else scene.access.distances(body.union),
            people={} if scene.people is None else dict(scene.people.within(body.union, scene.people_within)),
            completeness=self._completeness(body),
        )

    @property
    def _classes(self) -> Sequence[DistanceClass]:
        return self.scene.distance_classes

    def cluster(self, body: Body, shortfall_ha: float) -> Cluster:
        """Describe a cluster that is no site."""
        ids = self._plot_ids(body.group)
        net = float(body.net.sum()) / HECTARE
        return Cluster(body.union, site_hash(ids), ids, body.gross / HECTARE, net, shortfall_ha)

    def _plot_ids(self, group: Ints) -> list[str]:
        return sorted({self.scene.plots.ids[index] for index in self.pieces.plot[group].tolist()})

    def _single_net(self, body: Body) -> float:
        labels = np.unique(self._found.adjoining[body.group], return_inverse=True)[1]
        return float(np.bincount(labels, body.net).max())

    def _brownfield(self, body: Body) -> float | None:
        """Return the share of the land that is known to be brownfield, None if nothing is known of any of it.

        The plot type brownfield is known to be; land of unknown past is not counted as brownfield.
        """
        plot = self.pieces.plot[body.group]
        value = np.where(
            self.scene.plots.plot_type[plot] == codes.PLOT_TYPE.brownfield, 1.0, self.scene.plots.brownfield[plot]
        )
        known = ~np.isnan(value)
        return float((body.own[known] * value[known]).sum() / body.own.sum()) if known.any() else None

    def _restriction(self, body: Body) -> dict[str, float]:
        """Return the ha by restriction level, "unknown" last; only what is there."""
        level = self.scene.plots.restriction[self.pieces.plot[body.group]]
        result = {str(code): float(body.own[level == code].sum()) / HECTARE for code in codes.RESTRICTION.codes}
        result["unknown"] = float(body.own[np.isnan(level)].sum()) / HECTARE
        return {code: area for code, area in result.items() if area > 0.0}

    def _completeness(self, body: Body) -> float:
        """Return the share of the land whose restriction is known."""
        known = ~np.isnan(self.scene.plots.restriction[self.pieces.plot[body.group]])
        return float(body.own[known].sum() / body.own.sum())

    def _excluded(self, group: Ints) -> dict[str, float]:
        """Return the ha that exclusions took from the site's plots, by kind.

        Where the pieces of a plot went to several sites, what it lost is shared among them by area.
        """
        result: dict[str, float] = {}
        for index in group.tolist():
            plot = int(self.pieces.plot[index])
            share = self.pieces.area[index] / self._kept[plot] / HECTARE
            for kind, area in self.pieces.deducted.get(plot, {}).items():
                result[kind] = result.get(kind, 0.0) + area * float(share)
        return dict(sorted(result.items()))

    def _in_strips(self, body: Body) -> dict[str, float]:
        """Return the ha of the site's pieces that lie in strips free of buildings, by kind."""
        result: dict[str, float] = {}
        for at, index in enumerate(body.group.tolist()):
            share = float(body.own[at] / self.pieces.area[index]) / HECTARE
            for kind, area in self.pieces.strips.get(index, {}).items():
                result[kind] = result.get(kind, 0.0) + area * share
        return result

    # ------------------------------------------------------------------------------------------------------ near misses
    def help(self, body: Body, shortfall_ha: float) -> list[Help]:
        """Return what would bring land to a near miss, the most land first."""
        found = [*self._further_pieces(body), *self._left_out_land(body)]
        for kind, taken in (("exclusion", self._excluded(body.group)), ("strip", self._in_strips(body))):
            found.append((kind, sum(taken.values()), 0.0, None))
        made = [
            Help(kind, ha, distance, ha >= shortfall_ha - EQUAL, ags)
            for kind, ha, distance, ags in found
            if ha >= min(LEAST_HELP, shortfall_ha - EQUAL)
        ]
        made.sort(key=lambda entry: (-entry.ha, entry.distance, entry.kind))
        return [*made, Help("min_area", self.value(body), 0.0, True)]

    def _further_pieces(self, body: Body) -> list[tuple[str, float, float, str | None]]:
        """Return the clusters around: behind a wider gap, or near enough but behind a barrier, or at a corner."""
        own = self._found.labels[body.group[0]]
        close = np.flatnonzero(box_distance(self.boxes, boxes([body.union])) <= HELP_WITHIN)
        nearest: dict[int, tuple[float, int]] = {}
        for index in close[self._found.labels[close] != own].tolist():
            distance = float(body.union.distance(self.pieces.geometries[index]))
            label = int(self._found.labels[index])
            if distance <= HELP_WITHIN:
                nearest[label] = min((distance, index), nearest.get(label, (distance, index)))
        return [
            (
                self._between(int(own), label, distance),
                self.value(self.measure(np.flatnonzero(self._found.labels == label))),
                distance,
                self._other_ags(body, self.pieces.geometries[index]),
            )
            for label, (distance, index) in nearest.items()
        ]

    def _between(self, own: int, other: int, distance: float) -> str:
        """Return what keeps two clusters apart that lie at a distance."""
        if distance > self.rule.gap + TOLERANCE:
            return "gap"
        return "barrier" if (min(own, other), max(own, other)) in self._barred else "corner"

    @cached_property
    def _barred(self) -> set[tuple[int, int]]:
        """Labels of the clusters, the smaller first, whose plots face each other and that only barriers part."""
        near, labels = self._near, self._found.labels
        pairs = np.arange(near.count(self.rule.gap))
        pairs = pairs[labels[near.first[pairs]] != labels[near.second[pairs]]]
        one, two, least = near.first[pairs], near.second[pairs], self.rule.facing_min
        lengths = Facing(near.shapes, self.rule.gap).lengths(
            one, two, near.distance[pairs], least, lambda fraction: None
        )
        facing = np.sort(np.column_stack((labels[one], labels[two]))[lengths >= least], axis=1)
        return set(map(tuple, facing.tolist()))

    def _other_ags(self, body: Body, land: QgsGeometry) -> str | None:
        """Return the municipality of most of the land if it is another than that of most of the cluster."""
        if self.scene.municipalities is None:
            return None
        own, other = (next(iter(self.scene.municipalities.shares(area)), None) for area in (body.union, land))
        return None if other in (own, OUTSIDE) else other

    def _left_out_land(self, body: Body) -> list[tuple[str, float, float, str | None]]:
        """Return the land within the gap that a filter left out, existing commercial land aside, summed by reason."""
        factor = self.rule.net_factor if self.rule.basis == codes.AREA_BASIS.net else 1.0
        near = np.flatnonzero(box_distance(self._idle_boxes, boxes([body.union])) <= self.rule.gap + TOLERANCE)
        sums: dict[str, tuple[float, float]] = {}
        for entry in (self._idle[index] for index in near.tolist()):
            distance = float(body.union.distance(entry.geometry))
            if distance <= self.rule.gap + TOLERANCE:
                area, least = sums.get(entry.reason, (0.0, distance))
                sums[entry.reason] = (area + entry.geometry.area() * factor / HECTARE, min(least, distance))
        return [(reason, area, distance, None) for reason, (area, distance) in sums.items()]


def _flagged(scene: Scene) -> Exclusions:
    """Return the areas that are shown and take nothing: soft exclusions, and flood areas where a plan right exists."""
    flood = [at for at, kind in enumerate(scene.exclusions.kinds) if kind in FLOOD_KINDS]
    return Exclusions(
        [*scene.soft.kinds, *(scene.exclusions.kinds[at] for at in flood)],
        [*scene.soft.geometries, *(scene.exclusions.geometries[at] for at in flood)],
    )


def _summed(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    return {kind: one.get(kind, 0.0) + other.get(kind, 0.0) for kind in sorted({*one, *other})}


def _highest(restriction: Mapping[str, float]) -> int | None:
    """Return the highest known level of a site's land; None, not "none", where all that is known has no restriction."""
    level = max((int(code) for code in restriction if code.isdigit()), default=0)
    return None if not level and "unknown" in restriction else level


def crosses_border(shares: dict[str, float] | None, least: float) -> bool | None:
    """Tell whether a second municipality holds at least a share; None where no municipality is known at all.

    Land outside all municipalities that are given lies in another one, so it counts beside a known one.
    """
    if not shares or list(shares) == [OUTSIDE]:
        return None
    second = sorted([0.0, *shares.values()])[-2]
    return second > 0 and second >= least


def dissolve(clusters_: Sequence[list[QgsGeometry]], progress: Progress | None = None) -> list[QgsGeometry]:
    """Return the union of the polygons of each cluster, as multipolygons.

    Plots that share their vertices, and do not overlap, are a coverage, whose union is some five times faster; it is
    taken if area, validity and a border without hairline slits prove that they are one. Slits up to 2 mm, which remain
    where a plot's corner misses the neighbour's side, are closed.
    """
    unions = []
    for number, polygons in enumerate(clusters_):
        unions.append(_union(polygons))
        if progress is not None:
            progress(number / len(clusters_))
    for number in _with_slits(unions):
        thorough = QgsGeometry.unaryUnion(clusters_[number])
        unions[number] = shape.offset(shape.offset(thorough, SLIT), -SLIT)
    for union in unions:
        union.convertToMultiType()
    return unions


def _union(polygons: list[QgsGeometry]) -> QgsGeometry:
    if len(polygons) == 1:
        return QgsGeometry(polygons[0])
    quick = QgsGeometry.unionCoverage(QgsGeometry.collectGeometry(polygons))
    total = sum(polygon.area() for polygon in polygons)
    if quick.isNull() or abs(quick.area() - total) > SLIVER or not quick.isGeosValid():
        quick = QgsGeometry.unaryUnion(polygons)
    return quick


def _with_slits(unions: Sequence[QgsGeometry]) -> list[int]:
    """Return which unions have a corner within 1 mm of a side of theirs that it does not end."""
    shapes = outlines(unions)
    border = shapes.segments
    owner = np.repeat(np.arange(len(unions)), np.diff(shapes.first))
    sides = np.hstack((np.minimum(border[:, :2], border[:, 2:]), np.maximum(border[:, :2], border[:, 2:])))
    side, corner = box_pairs(sides, border[:, [0, 1, 0, 1]], SLIT)
    apart = (border[corner, :2] != border[side, :2]).any(axis=1) & (border[corner, :2] != border[side, 2:]).any(axis=1)
    apart &= owner[side] == owner[corner]
    side, corner = side[apart], corner[apart]
    start, along = border[side, :2], border[side, 2:] - border[side, :2]
    offset = border[corner, :2] - start
    length = np.maximum((along**2).sum(axis=1), SLIT**2)
    place = np.clip((along * offset).sum(axis=1) / length, 0.0, 1.0)
    near = ((offset - place[:, None] * along) ** 2).sum(axis=1) < SLIT**2
    return [int(number) for number in np.unique(owner[side[near]])]


def gap_table(survey: Survey, near: Neighbours, found: Clusters, progress: Progress) -> list[GapRow]:
    """Count the sites for each gap of the table, everything else unchanged; one pass over the neighbours serves all."""
    rows = []
    least = min(*SIZES, survey.rule.min_area_ha) - EQUAL
    for step, gap in enumerate(GAP_STEPS_M):
        tell = _part(progress, step / len(GAP_STEPS_M), (step + 1) / len(GAP_STEPS_M))
        labels = found.labels
        if gap != survey.rule.gap:
            large = np.zeros(len(labels), bool)
            for group in members(reachable(near, gap)):
                large[group] = survey.at_most(group) >= least
            labels = labels_among(near, gap, survey.rule.facing_min, large, tell)
        values = np.asarray(
            [survey.value(survey.measure(group), gap) for group in members(labels) if survey.at_most(group) >= least]
        )
        rows.append(
            GapRow(
                float(gap),
                int((values >= 5.0 - EQUAL).sum()),
                int((values >= 8.0 - EQUAL).sum()),
                float(values[values >= survey.rule.min_area_ha - EQUAL].sum()),
            )
        )
        tell(1.0)
    return rows
