"""The land balance: what commercial land is there, for how many years it lasts, and where it does not suffice.

Supply is every plot type but existing commercial land. Net land is recorded, or gross × net factor (see
`pieces.net_land`). A municipality's own supply is without company reserves, which are credited in part and never free,
and without cooperation sites, which serve the regional demand. Unknown restriction is a class of its own: it weighs
nothing in the balance and everything in the highest balance.

Two views: *planning* takes all net land that plans secure, whatever restrains it, and the credited company reserves;
the *market* sees the land weighted by restriction, without what is unknown and without company reserves.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from ruhr_planner.analysis.overlay import Flags, Floats, Whole
from ruhr_planner.analysis.pieces import HECTARE, Objects, Plots, net_land
from ruhr_planner.analysis.split import COUNTED_SHARE, Parts
from ruhr_planner.model import codes
from ruhr_planner.model.results import (
    LAND_BALANCE,
    PLAN_HA,
    RESTRICTION_HA,
    SIZE_CLASSES_HA,
    SIZE_HA,
    SIZE_N,
)

LARGE_HA = (5.0, 8.0)
INCLUSIVE_HA = 1e-9
"""A plot of exactly the limit belongs to the upper class, whatever the last digit of a computed area says."""

Figures = dict[str, Floats]
"""Columns by field name, nan where unknown; one entry a group."""


@dataclass(frozen=True)
class Rule:
    """What the balance is computed with: years, shares 0-1, hectares."""

    horizon: float = 20.0
    surcharge: float = 0.10
    company_credit: float = 0.5
    weights: tuple[float, float, float, float] = (1.0, 0.75, 0.25, 0.0)
    net_factor: float = 0.75
    min_plot_ha: float = 0.2


@dataclass(frozen=True)
class Supply:
    """The plots that take part as columns: hectares of the whole plot and what kind each is.

    `index` is the place among all plots; `brownfield` 1, 0 or nan; `plan_class` only where plots lie on a plan.
    """

    index: Whole
    gross: Floats
    net: Floats
    restriction: Floats
    brownfield: Floats
    company: Flags
    cooperation: Flags
    plan_class: npt.NDArray[np.object_] | None = None

    @property
    def own(self) -> Flags:
        """Tell which plots are the municipality's own supply."""
        return ~(self.company | self.cooperation)

    @property
    def size(self) -> Whole:
        """The size class of each whole plot, a place in SIZE_CLASSES_HA."""
        found = np.searchsorted(np.asarray(SIZE_CLASSES_HA), self.net + INCLUSIVE_HA, side="right") - 1
        return np.asarray(np.maximum(found, 0), dtype=np.int64)


@dataclass(frozen=True)
class Taken:
    """Which plots take part, why others that could be supply do not (None = they do or are existing land)."""

    supply: Supply
    reason: Objects
    gross: Floats
    net: Floats


def supply(plots: Plots, rule: Rule) -> Taken:
    """Choose the plots that are supply: not existing, of a known type, from the minimum size on (gross, unsplit)."""
    gross = np.asarray([geometry.area() for geometry in plots.geometries], np.float64)
    net = np.asarray(net_land(plots, gross, rule.net_factor), np.float64)
    reason = np.full(len(plots), None, dtype=object)
    reason[gross < rule.min_plot_ha * HECTARE - INCLUSIVE_HA * HECTARE] = codes.BALANCE_LEFT_OUT.min_plot
    reason[[kind is None for kind in plots.plot_type]] = codes.BALANCE_LEFT_OUT.type_unknown
    existing = np.asarray(plots.plot_type == codes.PLOT_TYPE.existing, dtype=np.bool_)
    reason[existing] = None
    taking = np.asarray([why is None for why in reason], dtype=np.bool_) & ~existing & (gross > 0.0)
    index = np.flatnonzero(taking)
    kind = plots.plot_type[index]
    found = Supply(
        index,
        gross[index] / HECTARE,
        net[index] / HECTARE,
        plots.restriction[index],
        np.where(kind == codes.PLOT_TYPE.brownfield, 1.0, plots.brownfield[index]),
        np.asarray(kind == codes.PLOT_TYPE.company_reserve, dtype=np.bool_),
        np.asarray(kind == codes.PLOT_TYPE.cooperation_site, dtype=np.bool_),
    )
    return Taken(found, reason, gross / HECTARE, net / HECTARE)


# ----------------------------------------------------------------------------------------------------------------- land
def land(plots: Supply, parts: Parts, n_groups: int) -> Figures:
    """Add up the parts of plots by group: everything of the balance that is land."""
    whole, own = parts.plot, plots.own[parts.plot]
    net = plots.net[whole] * parts.share
    level = plots.restriction[whole]
    counted = parts.share >= COUNTED_SHARE

    def total(values: Floats, keep: Flags) -> Floats:
        return np.bincount(parts.group[keep], weights=values[keep], minlength=n_groups).astype(np.float64)

    def number(keep: Flags) -> Floats:
        return np.bincount(parts.group[keep & counted], minlength=n_groups).astype(np.float64)

    everything = np.ones(len(whole), dtype=np.bool_)
    made: Figures = {
        LAND_BALANCE.n_plots: number(everything),
        LAND_BALANCE.gross_ha: total(plots.gross[whole] * parts.share, everything),
        LAND_BALANCE.net_ha: total(net, own),
        LAND_BALANCE.net_unknown_ha: total(net, own & np.isnan(level)),
        LAND_BALANCE.company_ha: total(net, plots.company[whole]),
        LAND_BALANCE.cooperation_ha: total(net, plots.cooperation[whole]),
    }
    made.update({name: total(net, own & (level == code)) for code, name in zip(codes.RESTRICTION, RESTRICTION_HA)})
    large = [plots.net[whole] + INCLUSIVE_HA >= limit for limit in LARGE_HA]
    made[LAND_BALANCE.ge5_ha], made[LAND_BALANCE.ge8_ha] = (total(net, own & keep) for keep in large)
    past = plots.brownfield[whole]
    known = total(net, own & ~np.isnan(past))
    brownfield = total(net, own & (past == 1.0))
    nothing_known = (made[LAND_BALANCE.net_ha] > 0.0) & (known == 0.0)
    made[LAND_BALANCE.brownfield_ha] = np.where(nothing_known, np.nan, brownfield)
    size = plots.size[whole]
    for place, (hectares, count) in enumerate(zip(SIZE_HA, SIZE_N)):
        made[hectares] = total(net, own & (size == place))
        made[count] = number(own & (size == place))
    for code, name in zip(codes.PLAN_CLASS, PLAN_HA):
        unknown = np.full(n_groups, np.nan)
        here = None if plots.plan_class is None else np.asarray(plots.plan_class[whole] == code, dtype=np.bool_)
        made[name] = unknown if here is None else total(net, own & here)
    return made


# --------------------------------------------------------------------------------------------------------------- demand
@dataclass(frozen=True)
class Demand:
    """What is known of the demand by group, ha and ha/a; nan where unknown.

    `models` are all demand models that could be computed, `listed` the given list; `source` names the one that counts.
    `contingent` None: the deficit comes from the balance.
    """

    takeup: Floats
    years: Floats
    chosen: Floats
    source: str
    models: dict[str, Floats]
    regional_share: Floats
    contingent: Floats | None = None

    @property
    def regional(self) -> Floats:
        """The part of the demand that may be met on cooperation sites."""
        return self.chosen * self.regional_share


def balance(figures: Figures, demand: Demand, rule: Rule) -> Figures:
    """Set supply against demand: return the figures of the land with those of the balance, by group."""
    made = dict(figures)
    _weigh(made, rule)
    _views(made, demand, rule)
    missing = -made[LAND_BALANCE.balance_ha]
    if demand.contingent is not None:
        missing = demand.contingent - made[LAND_BALANCE.net_ha]
    made[LAND_BALANCE.deficit_ha] = np.maximum(0.0, missing)
    made[LAND_BALANCE.deficit_regional_ha] = np.minimum(made[LAND_BALANCE.deficit_ha], demand.regional)
    return made


def _weigh(made: Figures, rule: Rule) -> None:
    net, unknown = made[LAND_BALANCE.net_ha], made[LAND_BALANCE.net_unknown_ha]
    levels = [made[name] for name in RESTRICTION_HA]
    known = np.sum(levels, axis=0)
    made[LAND_BALANCE.free_ha] = levels[0]
    made[LAND_BALANCE.weighted_ha] = np.sum([weight * ha for weight, ha in zip(rule.weights, levels)], axis=0)
    made[LAND_BALANCE.credited_ha] = (
        made[LAND_BALANCE.weighted_ha] + rule.company_credit * made[LAND_BALANCE.company_ha]
    )
    made[LAND_BALANCE.restricted_share] = ratio(known - levels[0], known)
    made[LAND_BALANCE.brownfield_share] = ratio(made[LAND_BALANCE.brownfield_ha], net)
    made[LAND_BALANCE.completeness] = ratio(net - unknown, net)
    made[LAND_BALANCE.planning_ha] = net + rule.company_credit * made[LAND_BALANCE.company_ha]
    made[LAND_BALANCE.market_ha] = made[LAND_BALANCE.weighted_ha]


def _views(made: Figures, demand: Demand, rule: Rule) -> None:
    made[LAND_BALANCE.takeup_ha_a] = demand.takeup
    made[LAND_BALANCE.takeup_years_n] = demand.years
    made[LAND_BALANCE.demand_ha] = demand.chosen
    for code, name in zip(
        codes.DEMAND_MODEL,
        (LAND_BALANCE.demand_monitoring_ha, LAND_BALANCE.demand_gifpro_ha, LAND_BALANCE.demand_tbs_gifpro_ha),
    ):
        made[name] = demand.models.get(code, np.full(len(demand.chosen), np.nan))
    made[LAND_BALANCE.demand_regional_ha] = demand.regional
    made[LAND_BALANCE.demand_local_ha] = demand.chosen - demand.regional
    made[LAND_BALANCE.balance_ha] = made[LAND_BALANCE.credited_ha] - demand.chosen
    made[LAND_BALANCE.balance_max_ha] = made[LAND_BALANCE.balance_ha] + made[LAND_BALANCE.net_unknown_ha]
    made[LAND_BALANCE.planning_balance_ha] = made[LAND_BALANCE.planning_ha] - demand.chosen
    made[LAND_BALANCE.market_balance_ha] = made[LAND_BALANCE.market_ha] - demand.chosen
    for name, land_name in (
        (LAND_BALANCE.supply_years_all, LAND_BALANCE.net_ha),
        (LAND_BALANCE.supply_years_free, LAND_BALANCE.free_ha),
        (LAND_BALANCE.supply_years_ge8, LAND_BALANCE.ge8_ha),
        (LAND_BALANCE.market_years, LAND_BALANCE.market_ha),
    ):
        made[name] = ratio(made[land_name], demand.takeup)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Divide; nan where the divisor is 0 or unknown."""
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0.0)


def reasons(made: Figures, some_known: Flags, contingents: bool) -> list[tuple[str, ...]]:
    """Return for each group why years, demand or deficit are unknown (codes.BALANCE_REASON).

    :param some_known: groups with a municipality whose take-up is known; that of the group is only where all are.
    """
    found = []
    for place, take in enumerate(made[LAND_BALANCE.takeup_ha_a].tolist()):
        own = []
        if take != take:
            own.append(codes.BALANCE_REASON.partly_takeup if some_known[place] else codes.BALANCE_REASON.no_takeup)
        elif take == 0.0:
            own.append(codes.BALANCE_REASON.zero_takeup)
        if np.isnan(made[LAND_BALANCE.demand_ha][place]):
            own.append(codes.BALANCE_REASON.no_demand)
        if contingents and np.isnan(made[LAND_BALANCE.deficit_ha][place]):
            own.append(codes.BALANCE_REASON.no_contingent)
        found.append(tuple(own))
    return found


# ----------------------------------------------------------------------------------------------------- Kreis and region
@dataclass(frozen=True)
class Account:
    """One level of the balance (municipalities, Kreise or the region): its groups' figures and reasons."""

    figures: Figures
    reasons: list[tuple[str, ...]] = field(default_factory=list)


def account(plots: Supply, parts: Parts, demand: Demand, rule: Rule) -> Account:
    """Return the balance of each municipality."""
    n_groups = len(demand.takeup)
    made = balance(land(plots, parts, n_groups), demand, rule)
    return Account(made, reasons(made, ~np.isnan(demand.takeup), demand.contingent is not None))


def summed(plots: Supply, parts: Parts, demand: Demand, rule: Rule, fine: Account, group_of: Whole) -> Account:
    """Return the balance of groups of municipalities.

    Demand, take-up and deficits are the sums of the municipalities', unknown as soon as one is unknown: a surplus here
    does not cover a deficit there. A plot over a border inside the group counts once.
    """
    n_groups = int(group_of.max()) + 1 if len(group_of) else 0

    def total(values: Floats) -> Floats:
        return np.bincount(group_of, weights=values, minlength=n_groups).astype(np.float64)

    chosen = total(demand.chosen)
    coarse = replace(
        demand,
        takeup=total(demand.takeup),
        years=_least(demand.years, group_of, n_groups),
        chosen=chosen,
        models={code: total(values) for code, values in demand.models.items()},
        regional_share=ratio(total(demand.regional), chosen),
        contingent=None if demand.contingent is None else total(demand.contingent),
    )
    made = balance(land(plots, parts.grouped(group_of), n_groups), coarse, rule)
    made[LAND_BALANCE.demand_regional_ha] = total(demand.regional)
    made[LAND_BALANCE.demand_local_ha] = total(demand.chosen - demand.regional)
    made[LAND_BALANCE.deficit_ha] = total(fine.figures[LAND_BALANCE.deficit_ha])
    made[LAND_BALANCE.deficit_regional_ha] = total(fine.figures[LAND_BALANCE.deficit_regional_ha])
    some_known = np.bincount(group_of, weights=~np.isnan(demand.takeup), minlength=n_groups) > 0
    return Account(made, reasons(made, some_known, demand.contingent is not None))


def _least(values: Floats, group_of: Whole, n_groups: int) -> Floats:
    """Return the smallest value of each group."""
    least = np.full(n_groups, np.inf)
    np.minimum.at(least, group_of, values)
    return least
