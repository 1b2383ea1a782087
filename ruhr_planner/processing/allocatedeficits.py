"""`allocatedeficits`: which municipality's deficit finds its place on whose site."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import CostTwice, NoCostFits, NoPlaceOfMunicipality, NoPlaceOfSite, ParameterOutOfRange
from ruhr_planner.model.results import (
    ALLOCATION_FLOW,
    ALLOCATION_MUNICIPALITY,
    ALLOCATION_PAIR,
    ALLOCATION_SITE,
    LAND_BALANCE,
    SITE,
)
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import MUNICIPALITY, PAIR_COST, ROAD, real
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run
from ruhr_planner.processing.inputs import ANY, LINE, NONE, LayerInput, Records
from ruhr_planner.processing.outputs import LayerOutput

if TYPE_CHECKING:
    from ruhr_planner.analysis.allocation import Plan, Rules
    from ruhr_planner.store.layers import Row

BALANCE = "BALANCE"
SITES = "SITES"
DEFICIT_FIELD = "DEFICIT_FIELD"
CAPACITY_FIELD = "CAPACITY_FIELD"
COSTS = "COSTS"
ROADS = "ROADS"
SNAP_MAX = "SNAP_MAX"
MAX_COST = "MAX_COST"
MODE = "MODE"
MIN_TRANCHE = "MIN_TRANCHE"
HOST_SHARE = "HOST_SHARE"
MAX_PARTNERS = "MAX_PARTNERS"
OUTPUT = "OUTPUT"
MUNICIPALITIES_OUT = "MUNICIPALITIES_OUT"
SITES_OUT = "SITES_OUT"
INFEASIBLE = "INFEASIBLE"

_REASON = codes.UNCOVERED_REASON
_SMALL = 0.005
"""Hectares: less than half of the last digit that anybody writes."""
_ABSTRACT = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "A calculated proposal: as much of the deficits as possible finds a place, and then as cheaply or as fairly as "
    "possible. It is no agreement between municipalities and no finding under planning law. What stays uncovered is "
    "the virtual reserve.",
)


class AllocateDeficits(PlannerAlgorithm):
    """Allocate deficits of municipalities to shared sites."""

    ID = "allocatedeficits"
    LABEL = "Allocate deficits to shared sites"
    GROUP = "Land"
    GROUP_ID = "land"
    INPUTS = (
        LayerInput(
            BALANCE,
            "Balance with deficits by municipality",
            LAND_BALANCE,
            required=(LAND_BALANCE.ags,),
            columns=(LAND_BALANCE.name, LAND_BALANCE.balance_ha, LAND_BALANCE.cooperation_ha),
            geometry=NONE,
        ),
        LayerInput(
            SITES,
            "Sites that are shared",
            SITE,
            columns=(SITE.site_id, SITE.ags_shares),
            geometry=NONE,
        ),
        LayerInput(
            COSTS,
            "Table of costs (a pair that is absent is infeasible)",
            PAIR_COST,
            required=PAIR_COST.names,
            optional=True,
            geometry=NONE,
        ),
        LayerInput(ROADS, "Roads (instead of straight lines)", ROAD, (), (ROAD.road_class,), True, LINE),
        MUNICIPALITIES,
    )
    OUTPUTS = (
        LayerOutput(OUTPUT, "Who meets a deficit where", ALLOCATION_FLOW, style=ALLOCATION_FLOW.table),
        LayerOutput(
            MUNICIPALITIES_OUT,
            "Coverage of the deficits",
            ALLOCATION_MUNICIPALITY,
            optional=True,
            style=ALLOCATION_MUNICIPALITY.table,
        ),
        LayerOutput(SITES_OUT, "Use of the sites", ALLOCATION_SITE, optional=True, style=ALLOCATION_SITE.table),
        LayerOutput(INFEASIBLE, "Pairs that cannot come together", ALLOCATION_PAIR, optional=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._fields = {BALANCE: LAND_BALANCE.deficit_ha, SITES: SITE.net_ha}
        self._drawn: set[str] = set()

    def define(self) -> None:
        """Add fields, limit, mode and rules."""
        self.addParameter(
            QgsProcessingParameterString(DEFICIT_FIELD, tr("Field with the deficit (ha)"), LAND_BALANCE.deficit_ha)
        )
        self.addParameter(QgsProcessingParameterString(CAPACITY_FIELD, tr("Field with the capacity (ha)"), SITE.net_ha))
        self._number(MAX_COST, tr("Highest cost of a pair (km, or the unit of the table)"), 40)
        labels = [codes.ALLOCATION_MODE.label(code, i18n.language()) for code in codes.ALLOCATION_MODE]
        self.addParameter(QgsProcessingParameterEnum(MODE, tr("Mode"), labels, False, 0))
        self._number(MIN_TRANCHE, tr("Smallest exchange (ha; 0: any)"), 1)
        self._number(HOST_SHARE, tr("Share of a site that is kept for its own municipalities (empty: none)"), None, 1)
        whole = QgsProcessingParameterNumber.Type.Integer
        self.addParameter(
            QgsProcessingParameterNumber(
                MAX_PARTNERS, tr("At most so many municipalities on a site (empty: any)"), whole, None, True, 1
            )
        )
        self._number(SNAP_MAX, tr("Furthest way to a road (m)"), 500, advanced=True)
        for name, label in (
            ("COVERED_HA", tr("Covered (ha)")),
            ("VIRTUAL_RESERVE_HA", tr("Virtual reserve (ha)")),
            ("TOTAL_COST", tr("Cost (ha times unit)")),
            ("LEVEL", tr("Smallest coverage")),
            ("CREDITED_TWICE_HA", tr("Covered on land that its own municipalities need (ha, at most)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _number(
        self, name: str, label: str, default: float | None, high: float | None = None, advanced: bool = False
    ) -> None:
        real_number = QgsProcessingParameterNumber.Type.Double
        made = QgsProcessingParameterNumber(name, label, real_number, default, default is None, 0)
        if high is not None:
            made.setMaximum(high)
        if advanced:
            made.setFlags(made.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(made)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Find out which fields are meant and which layers are drawn: balance and sites may be plain tables."""
        for layer, parameter in ((BALANCE, DEFICIT_FIELD), (SITES, CAPACITY_FIELD)):
            self._fields[layer] = self.parameterAsString(parameters, parameter, context).strip() or self._fields[layer]
            source = self.parameterAsSource(parameters, layer, context)
            if source is not None and QgsWkbTypes.geometryType(source.wkbType()) != Qgis.GeometryType.Null:
                self._drawn.add(layer)
        return bool(super().prepareAlgorithm(parameters, context, feedback))

    def input(self, parameter: str) -> LayerInput:
        """Return a declared input, with the field that is meant, and with geometry where there is one."""
        declared = super().input(parameter)
        name = self._fields.get(parameter)
        if name is None:
            return declared
        others = tuple(column for column in declared.table.columns if column.name != name)
        table = replace(declared.table, columns=(*others, real(name, name, name, "ha", low=0)))
        geometry = ANY if parameter in self._drawn else NONE
        return replace(declared, table=table, required=(*declared.required, name), geometry=geometry)

    def compute(self, run: Run) -> dict[str, Any]:
        """Measure or read the costs, allocate, write flows, coverage and use, return the totals."""
        from ruhr_planner.analysis import allocation

        balance, sites = run.needed(BALANCE), run.needed(SITES)
        problem = _problem(run, balance, sites, self._fields, self._drawn)
        rules = _rules(run)
        _find_hosts(run, problem, sites)
        feasible = np.where(problem.costs <= run.number(MAX_COST) + 1e-9, problem.costs, np.nan)
        plan = allocation.allocate(
            problem.deficits, problem.capacities, feasible, rules, problem.hosts, lambda fraction: run.check()
        )
        twice = _credited_twice(problem, plan, balance)
        _tell(run, problem, plan, twice)
        run.stage(OUTPUT, _flows(problem, plan, self._drawn), _ABSTRACT)
        run.stage(MUNICIPALITIES_OUT, _coverage(problem, plan, feasible, balance, BALANCE in self._drawn), _ABSTRACT)
        run.stage(SITES_OUT, _use(problem, plan), _ABSTRACT)
        run.stage(INFEASIBLE, _infeasible(problem, feasible, run), _ABSTRACT)
        uncovered = problem.deficits.sum() - plan.covered.sum()
        return {
            "COVERED_HA": float(plan.covered.sum()),
            "VIRTUAL_RESERVE_HA": max(0.0, float(uncovered)),
            "TOTAL_COST": plan.cost,
            "LEVEL": None if plan.level != plan.level else plan.level,
            "CREDITED_TWICE_HA": twice,
        }


@dataclass
class _Problem:
    """Municipalities with a known deficit, sites with a known capacity, and what a pair costs (nan: no way)."""

    ags: list[str]
    names: list[str | None]
    deficits: np.ndarray
    unknown: np.ndarray
    """Whether the deficit is unknown; it counts nothing then."""
    site_ids: list[str]
    capacities: np.ndarray
    """0 where unknown."""
    unsized: np.ndarray
    """Whether the capacity is unknown."""
    costs: np.ndarray
    from_points: list[QgsGeometry | None]
    to_points: list[QgsGeometry | None]
    hosts: np.ndarray = field(init=False)
    """Share of each site (m) that lies in each municipality (n)."""
    placed: np.ndarray = field(init=False)
    """Whether the municipalities of a site are known."""


def _problem(run: Run, balance: Records, sites: Records, fields: dict[str, str], drawn: set[str]) -> _Problem:
    ags = run.identifiers(balance, LAND_BALANCE.ags)
    deficits = balance.number(fields[BALANCE])
    unknown = np.isnan(deficits)
    if unknown.any():
        named = ", ".join(key for key, missing in zip(ags, unknown) if missing)
        said = tr(
            "The deficit of {count} {count:municipality|municipalities} is unknown; {count:it takes|they take} no "
            "part: {names}"
        )
        run.warn(filled(said, count=int(unknown.sum()), names=named))
    site_ids = run.identifiers(sites, SITE.site_id)
    capacities = sites.number(fields[SITES])
    unsized = np.isnan(capacities)
    if unsized.any():
        named = ", ".join(key for key, missing in zip(site_ids, unsized) if missing)
        said = tr(
            "The capacity of {count} {count:site|sites} is unknown; nothing is allocated to {count:it|them}: {names}"
        )
        run.warn(filled(said, count=int(unsized.sum()), names=named))
    run.log(tr("Only the regional part of a deficit should go to shared sites: field “{field}”.").format(
        field=fields[BALANCE]))  # fmt: skip
    costs_given = run.records(COSTS)
    from_points = _points(balance) if BALANCE in drawn else [None] * len(balance)
    to_points = _points(sites) if SITES in drawn else [None] * len(sites)
    boundaries = run.needed(MUNICIPALITIES.parameter)
    known = dict(zip(boundaries.text(MUNICIPALITY.ags), boundaries.text(MUNICIPALITY.name)))
    names = [name or known.get(key) for key, name in zip(ags, balance.text(LAND_BALANCE.name))]
    problem = _Problem(
        ags, names, np.nan_to_num(deficits), unknown, site_ids, np.nan_to_num(capacities), unsized,
        np.full((len(ags), len(site_ids)), np.nan), from_points, to_points,
    )  # fmt: skip
    if costs_given is not None:
        _read_costs(run, problem, costs_given)
    else:
        _measure(run, problem, balance.name, sites.name)
    return problem


def _points(records: Records) -> list[QgsGeometry | None]:
    """Return a point on each geometry."""
    kinds = (geometry.type() == Qgis.GeometryType.Point for geometry in records.geometries)
    return [
        geometry.centroid() if is_point else geometry.pointOnSurface()
        for geometry, is_point in zip(records.geometries, kinds)
    ]


def _read_costs(run: Run, problem: _Problem, given: Records) -> None:
    """Put the costs of a table in place; pairs of others are named.

    :raises CostTwice: a pair stands twice. :raises NoCostFits: no pair is one of ours.
    """
    row_of = {key: row for row, key in enumerate(problem.ags)}
    column_of = {key: column for column, key in enumerate(problem.site_ids)}
    others = []
    pairs = zip(given.text(PAIR_COST.ags), given.text(PAIR_COST.site_id), given.number(PAIR_COST.cost))
    for ags, site, cost in pairs:
        row, column = row_of.get(str(ags)), column_of.get(str(site))
        if row is None or column is None:
            others.append(f"{ags}/{site}")
            continue
        if not np.isnan(problem.costs[row, column]):
            raise CostTwice(layer=given.name, ags=ags, site=site)
        problem.costs[row, column] = cost
    if others and len(others) == len(given):
        raise NoCostFits(layer=given.name, count=len(given))
    if others:
        said = tr(
            "{layer}: {count} {count:pair names|pairs name} an unknown municipality or site and {count:is|are} "
            "ignored: {pairs}"
        )
        run.warn(filled(said, layer=given.name, count=len(others), pairs=", ".join(others[:10])))


def _measure(run: Run, problem: _Problem, balance: str, sites: str) -> None:
    """Measure the way from a point on each municipality to a point on each site, in km."""
    if not problem.site_ids or not problem.ags:
        return
    if problem.to_points[0] is None:
        raise NoPlaceOfSite(layer=sites)
    starts = _starts(run, problem, balance)
    if run.records(ROADS) is not None:
        _drive(run, problem, starts)
        return
    one, other = (np.array([[p.asPoint().x(), p.asPoint().y()] for p in some if p]) for some in
                  (starts, problem.to_points))  # fmt: skip
    problem.costs = np.hypot(*(one[:, None, axis] - other[None, :, axis] for axis in (0, 1))) / 1000


def _starts(run: Run, problem: _Problem, balance: str) -> list[QgsGeometry]:
    """Return a point on each municipality: of the balance itself, else of the boundaries."""
    boundaries = run.needed(MUNICIPALITIES.parameter)
    known: dict[str, int] = {str(key): row for row, key in enumerate(boundaries.text(MUNICIPALITY.ags))}
    starts = []
    for key, point in zip(problem.ags, problem.from_points):
        if point is None and key not in known:
            raise NoPlaceOfMunicipality(layer=balance, ags=key)
        starts.append(point or boundaries.geometries[known[key]].pointOnSurface())
    return starts


def _drive(run: Run, problem: _Problem, starts: list[QgsGeometry]) -> None:
    """Measure along the roads, km; a site that no road leads to stays without a cost."""
    from ruhr_planner.analysis.access import Access

    roads = run.needed(ROADS)
    classes = roads.text(ROAD.road_class).tolist()
    by_ags = {key: [start] for key, start in zip(problem.ags, starts)}
    access = Access(roads.geometries, classes, by_ags, run.number(SNAP_MAX), lambda fraction: run.check())
    if access.far:
        run.warn(tr("No road lies within {distance} m of a point on these municipalities: {names}").format(
            distance=f"{run.number(SNAP_MAX):g}", names=", ".join(sorted(access.far))))  # fmt: skip
    for column, point in enumerate(problem.to_points):
        found = access.distances(point) if point is not None else {}
        for row, key in enumerate(problem.ags):
            metres = found.get(key)
            problem.costs[row, column] = np.nan if metres is None else metres / 1000


def _find_hosts(run: Run, problem: _Problem, sites: Records) -> None:
    """Find the municipalities of the sites: from their own field where it stands, else from a point on the site."""
    problem.hosts = np.zeros(problem.costs.shape)
    problem.placed = np.zeros(len(problem.site_ids), dtype=bool)
    row_of = {key: row for row, key in enumerate(problem.ags)}
    stated = sites.text(SITE.ags_shares)
    around = _keys_at(run, problem) if any(not _shares(value) for value in stated) else [None] * len(stated)
    for column, (text, key) in enumerate(zip(stated, around)):
        shares = _shares(text) or ({} if key is None else {key: 1.0})
        problem.placed[column] = bool(shares)
        for ags, share in shares.items():
            if ags in row_of:
                problem.hosts[row_of[ags], column] = share


def _shares(text: str | None) -> dict[str, float]:
    """Return the shares that a site states; together at most 1, whatever unit they are written in."""
    try:
        stated = json.loads(text) if text else {}
        found = {str(ags): float(share) for ags, share in stated.items() if 0 < float(share) < math.inf}
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return {}
    whole = max(1.0, sum(found.values()))
    return {ags: share / whole for ags, share in found.items()}


def _keys_at(run: Run, problem: _Problem) -> list[str | None]:
    from ruhr_planner.analysis.location import keys_at

    boundaries = run.needed(MUNICIPALITIES.parameter)
    keys = [None if key is None else str(key) for key in boundaries.text(MUNICIPALITY.ags)]
    points = [point or QgsGeometry() for point in problem.to_points]
    if any(point.isNull() for point in points):
        return [None] * len(points)
    return keys_at(points, boundaries.geometries, keys)


def _rules(run: Run) -> Rules:
    from ruhr_planner.analysis.allocation import Rules

    share = run.number(HOST_SHARE) if run.given(HOST_SHARE) else 0.0
    if not 0 <= share <= 1:
        raise ParameterOutOfRange(parameter=HOST_SHARE, value=share, low=0, high=1)
    return Rules(
        fair=codes.ALLOCATION_MODE.codes[run.index(MODE)] == codes.ALLOCATION_MODE.maxmin,
        min_tranche=run.number(MIN_TRANCHE),
        max_partners=run.integer(MAX_PARTNERS) if run.given(MAX_PARTNERS) else 0,
        host_share=share,
    )


def _credited_twice(problem: _Problem, plan: Plan, balance: Records) -> float | None:
    """Return how much of the plan lies, at most, on land that the sites' own municipalities need themselves, ha.

    Their balance counts it as supply. What a site's municipalities can spare is their surplus and what they hold apart
    as cooperation sites. None where no balance is given.
    """
    surplus = balance.number(LAND_BALANCE.balance_ha)
    if np.isnan(surplus).all():
        return None
    spare = np.maximum(0.0, np.nan_to_num(surplus)) + np.nan_to_num(balance.number(LAND_BALANCE.cooperation_ha))
    others = plan.amounts.sum(axis=0) - plan.amounts  # of each site (m), what others than a municipality (n) get
    given = (problem.hosts * others).sum(axis=1)
    return float(np.maximum(0.0, given - spare).sum())


def _tell(run: Run, problem: _Problem, plan: Plan, twice: float | None) -> None:
    total, covered = float(problem.deficits.sum()), float(plan.covered.sum())
    if not total:
        run.warn(tr("No municipality has a deficit, so nothing is allocated."))
    if not float(problem.capacities.sum()):
        run.warn(tr("No site has a capacity, so nothing is allocated."))
    run.log(tr("{covered} of {total} ha find a place; {rest} ha are the virtual reserve.").format(
        covered=f"{covered:.2f}", total=f"{total:.2f}", rest=f"{max(0.0, total - covered):.2f}"))  # fmt: skip
    if twice is not None and twice > _SMALL:
        run.warn(tr(
            "Up to {ha} ha of it lie on land that the sites' own municipalities need themselves: their balance counts "
            "it as supply, too.").format(ha=f"{twice:.2f}"))  # fmt: skip
    tight = [key for key, worth in zip(problem.site_ids, plan.shadow_ha) if worth]
    if tight:
        run.log(tr("Bottlenecks, where each further hectare would cover one more: {sites}").format(
            sites=", ".join(tight[:20])))  # fmt: skip


# ----------------------------------------------------------------------------------------------------------------- rows
def _flows(problem: _Problem, plan: Plan, drawn: set[str]) -> Iterator[Row]:
    for row, column in zip(*np.nonzero(plan.amounts)):
        start, end = problem.from_points[row], problem.to_points[column]
        line = None
        if BALANCE in drawn and start is not None and end is not None:
            line = QgsGeometry.fromPolylineXY([start.asPoint(), end.asPoint()])
        host = int(problem.hosts[row, column] > 0) if problem.placed[column] else None
        yield line, [
            problem.ags[row], problem.names[row], problem.site_ids[column], float(plan.amounts[row, column]),
            float(problem.costs[row, column]), host,
        ]  # fmt: skip


def _coverage(problem: _Problem, plan: Plan, feasible: np.ndarray, balance: Records, drawn: bool) -> Iterator[Row]:
    sites_full = plan.amounts.sum(axis=0) > problem.capacities - _SMALL
    for row, key in enumerate(problem.ags):
        wanted, covered = float(problem.deficits[row]), float(plan.covered[row])
        shape = balance.geometries[row] if drawn else None
        if shape is not None and shape.type() != Qgis.GeometryType.Polygon:
            shape = None
        if problem.unknown[row]:
            yield shape, [key, problem.names[row], None, None, None, None, None, _REASON.deficit_unknown]
            continue
        reach = ~np.isnan(feasible[row]) & (problem.capacities > 0)
        reason = None if wanted - covered <= _SMALL else _why(reach, sites_full)
        yield shape, [
            key, problem.names[row], wanted, covered, max(0.0, wanted - covered),
            min(1.0, covered / wanted) if wanted else None, int((plan.amounts[row] > 0).sum()), reason,
        ]  # fmt: skip


def _why(reach: np.ndarray, full: np.ndarray) -> str:
    """Return why a deficit stays: of the sites (m) within reach none, all full, or some whose rules forbid it."""
    if not reach.any():
        return str(_REASON.no_pair)
    return str(_REASON.sites_full if full[reach].all() else _REASON.rules)


def _use(problem: _Problem, plan: Plan) -> Iterator[Row]:
    for column, key in enumerate(problem.site_ids):
        capacity, used = float(problem.capacities[column]), float(plan.amounts[:, column].sum())
        if problem.unsized[column]:
            yield problem.to_points[column], [key, None, None, None, None, None, None, None]
            continue
        worth, change = float(plan.shadow_ha[column]), float(plan.shadow_cost[column])
        yield problem.to_points[column], [
            key, capacity, used, max(0.0, capacity - used), int((plan.amounts[:, column] > 0).sum()),
            int(worth > 0 or change < -1e-6), worth, change,
        ]  # fmt: skip


def _infeasible(problem: _Problem, feasible: np.ndarray, run: Run) -> Iterator[Row]:
    missing = codes.PAIR_REASON.no_way if run.records(COSTS) is None else codes.PAIR_REASON.no_cost
    for row, column in zip(*np.nonzero(np.isnan(feasible))):
        cost = float(problem.costs[row, column])
        unknown = cost != cost
        reason = missing if unknown else codes.PAIR_REASON.too_dear
        yield None, [problem.ags[row], problem.site_ids[column], None if unknown else cost, reason]
