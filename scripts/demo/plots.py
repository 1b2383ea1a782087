"""From parcels to plots: what each is, how far it is restricted, and what came before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QDate

from ruhr_planner.model import codes
from ruhr_planner.model.licences import INVENTED, INVENTED_MARK
from ruhr_planner.model.tables import PLOT

from .parks import Parcel, rounded

if TYPE_CHECKING:
    from .parks import Park
    from .space import Space

T = codes.PLOT_TYPE
S = codes.PLANNING_STATUS
F = codes.FORMER_USE
R = codes.RESTRICTION_REASON
SOURCES = {
    T.regional_reserve: "demo_regionalplan",
    T.cooperation_site: "demo_regionalplan",
    T.fnp_reserve: "demo_monitoring",
    T.company_reserve: "demo_monitoring",
    T.brownfield: "demo_brachen",
    T.underused: "demo_brachen",
    T.interim_use: "demo_brachen",
    T.conversion: "demo_brachen",
    T.building_gap: "demo_monitoring",
    T.existing: "demo_bestand",
}
SOURCE_TITLES = {
    "demo_monitoring": ("Siedlungsflächenmonitoring", date(2023, 12, 31), 5000),
    "demo_brachen": ("Brachflächenverzeichnis", date(2023, 6, 30), 2000),
    "demo_regionalplan": ("Reserven des Regionalplans", date(2024, 2, 28), 50000),
    "demo_bestand": ("Gewerblicher Bestand", date(2023, 12, 31), 2000),
}
# chance of each type in a park of a sort, away from what its layout says
MIXES = {
    "mature": {
        T.existing: 0.875,
        T.building_gap: 0.035,
        T.company_reserve: 0.04,
        T.underused: 0.02,
        T.brownfield: 0.012,
        T.interim_use: 0.01,
        T.fnp_reserve: 0.008,
    },
    "asb": {
        T.existing: 0.80,
        T.building_gap: 0.07,
        T.fnp_reserve: 0.05,
        T.underused: 0.04,
        T.company_reserve: 0.02,
        T.interim_use: 0.02,
    },
    "port": {T.existing: 0.75, T.underused: 0.08, T.brownfield: 0.06, T.company_reserve: 0.08, T.interim_use: 0.03},
    "reused": {T.existing: 0.86, T.building_gap: 0.06, T.company_reserve: 0.05, T.underused: 0.03},
    "derelict": {T.brownfield: 0.82, T.underused: 0.08, T.interim_use: 0.06, T.existing: 0.04},
    "barracks": {T.conversion: 0.85, T.interim_use: 0.1, T.existing: 0.05},
    "built": {T.existing: 0.87, T.building_gap: 0.08, T.company_reserve: 0.05},
    "unbuilt": {T.fnp_reserve: 0.72, T.building_gap: 0.24, T.company_reserve: 0.04},
    "regional": {T.regional_reserve: 0.9, T.fnp_reserve: 0.1},
    "cooperation": {T.cooperation_site: 1.0},
    "major": {T.cooperation_site: 1.0},
}
FORMER = {
    "colliery": {F.mining: 0.75, F.coking: 0.25},
    "works": {F.steel_metal: 0.55, F.power_plant: 0.25, F.chemistry: 0.2},
    "railyard": {F.rail: 1.0},
    "port": {F.port: 0.8, F.commerce: 0.2},
    "barracks": {F.military: 0.85, F.explosives: 0.15},
}
OPEN_LAND = (T.fnp_reserve, T.regional_reserve)
DERELICT = (T.brownfield, T.underused, T.interim_use, T.conversion)
LEVELS = {  # chance of restriction 0, 1, 2, 3 and unknown
    "open": (0.53, 0.25, 0.13, 0.02, 0.07),
    "derelict": (0.22, 0.25, 0.37, 0.08, 0.08),
    "serviced": (0.72, 0.18, 0.05, 0.00, 0.05),
}


@dataclass
class Plot:
    """A plot in the making: a parcel of a park and the values of its fields."""

    shape: QgsGeometry
    town: int
    park: int
    values: dict[str, object] = field(default_factory=dict)


def draw(chances: dict[str, float], rng: np.random.Generator) -> str:
    """One key by its chance."""
    left = rng.random() * sum(chances.values())
    for key, chance in chances.items():
        left -= chance
        if left < 0.0:
            return key
    return key


@dataclass(frozen=True)
class Character:
    """What the plots of a park have in common."""

    direction: float
    built: float
    former: str
    planning: str
    ownership: str
    begin: int


def character(park: Park, rng: np.random.Generator) -> Character:
    """Draw the character of a park: how far it is (re)built, from which side, and what stood there."""
    built = {
        "new": rng.beta(3.0, 2.2),
        "colliery": rng.beta(1.6, 1.7),
        "works": rng.beta(1.4, 2.0),
        "railyard": rng.beta(1.0, 3.0),
        "barracks": rng.beta(1.0, 3.0),
    }.get(park.kind, 1.0)
    former = draw(FORMER[park.kind], rng) if park.kind in FORMER else F.none
    if park.kind == "mature" and rng.random() < 0.25:
        former = F.commerce if rng.random() < 0.6 else F.other
    planning = draw(
        {S.bplan_in_force: 0.55, S.bplan_in_progress: 0.15, S.fnp: 0.22, S.par34: 0.05, S.unknown: 0.03}, rng
    )
    ownership = draw({"public": 0.3, "private": 0.4, "mixed": 0.1, "corporate": 0.15, "unknown": 0.05}, rng)
    return Character(
        rng.uniform(0, 2 * np.pi), float(built), former, planning, ownership, int(rng.integers(2009, 2019))
    )


def mix_of(park: Park, parcel: Parcel, about: Character) -> str:
    """Which mix of types holds at a parcel: parks are taken up from one side to the other."""
    if park.kind in ("mature", "asb", "port", "regional", "cooperation", "major"):
        return park.kind
    along = parcel.u * np.cos(about.direction) + parcel.v * np.sin(about.direction)
    done = (along + 1.0) / 2.0 < about.built
    if park.kind == "new":
        return "built" if done else "unbuilt"
    if park.kind == "barracks":
        return "reused" if done else "barracks"
    return "reused" if done else "derelict"


def make_plots(space: Space, parks: list[Park], rng: np.random.Generator) -> list[Plot]:
    """One plot for each parcel, with all its values but the ids."""
    plots = []
    for number, park in enumerate(parks):
        about = character(park, rng)
        for order, parcel in enumerate(park.parcels):
            plot_type = draw(MIXES[mix_of(park, parcel, about)], rng)
            plot = Plot(parcel.shape, parcel.town, number)
            plot.values = describe(park, about, plot_type, parcel.shape.area() / 1e4, rng)
            plot.values[PLOT.name] = f"{park.name}, Fläche {order + 1}"
            plots.append(plot)
    return plots


def describe(
    park: Park, about: Character, plot_type: str, hectares: float, rng: np.random.Generator
) -> dict[str, object]:
    """Values of one plot that follow from its park and type."""
    values: dict[str, object] = {PLOT.plot_type: plot_type}
    former = former_use(park, about, plot_type, rng)
    values[PLOT.former_use] = former
    values[PLOT.brownfield] = brownfield(plot_type, former, rng)
    values.update(plan(park, about, plot_type, rng))
    level = restriction(plot_type, rng)
    values[PLOT.restriction] = level
    contaminated = contamination(former, rng)
    values[PLOT.contamination] = contaminated
    values[PLOT.restriction_reasons] = reasons(level, former, contaminated, plot_type, rng)
    owner = about.ownership if rng.random() < 0.75 else str(rng.choice(codes.OWNERSHIP.codes))
    values[PLOT.ownership] = "rail" if former == F.rail and rng.random() < 0.8 else owner
    values[PLOT.area_gross_ha] = round(hectares, 4)
    values[PLOT.area_recorded_ha] = round(hectares * rng.normal(1.0, 0.012), 2) if rng.random() < 0.8 else None
    serviced = plot_type == T.building_gap or values[PLOT.planning_status] == S.bplan_in_force
    net_share = rng.uniform(0.93, 1.0) if serviced else rng.uniform(0.66, 0.85)
    recorded = rng.random() < (0.35 if plot_type != T.existing else 0.08)
    values[PLOT.area_net_ha] = round(hectares * net_share, 3) if recorded else None
    if plot_type != T.existing and rng.random() < 0.85:
        values[PLOT.available_from] = 2024 + int(rng.integers(0, 2 + 5 * (level or 0)))
    values[PLOT.valid_from] = QDate(int(rng.integers(about.begin, 2022)), int(rng.integers(1, 13)), 1)
    return values


def former_use(park: Park, about: Character, plot_type: str, rng: np.random.Generator) -> str:
    """What stood there before."""
    if rng.random() < 0.03:
        return F.unknown
    if plot_type in DERELICT and about.former == F.none:
        return draw({F.commerce: 0.55, F.steel_metal: 0.2, F.other: 0.15, F.chemistry: 0.1}, rng)
    if park.kind in ("regional", "cooperation", "major") and rng.random() < 0.12:
        return F.mining
    return about.former


def brownfield(plot_type: str, former: str, rng: np.random.Generator) -> int | None:
    """Brownfield as a property; a former colliery stays one when it has become a reserve."""
    if plot_type == T.brownfield:
        return 1
    if former == F.unknown or rng.random() < 0.03:
        return None
    return int(former != F.none and plot_type != T.existing)


def plan(park: Park, about: Character, plot_type: str, rng: np.random.Generator) -> dict[str, object]:
    """Uses in the three plans, what is in force, and the most detailed of them."""
    small = park.kind == "asb"
    use_rp = draw(
        {"ASB": 0.6, "ASB_GE": 0.3, "ASBz": 0.06, "other": 0.04}
        if small
        else {"GIB": 0.84, "ASB_GE": 0.08, "GIBz": 0.03, "other": 0.03, "unknown": 0.02},
        rng,
    )
    if plot_type == T.cooperation_site:
        use_rp = "GIBz"
    use_fnp = draw(
        {"GE": 0.5, "M": 0.4, "SO": 0.06, "other": 0.04}
        if small
        else {"G": 0.58, "GE": 0.2, "GI": 0.13, "SO": 0.06, "other": 0.02, "unknown": 0.01},
        rng,
    )
    use_bplan = draw(
        {"GE": 0.55, "MI": 0.2, "MU": 0.1, "MK": 0.05, "MD": 0.06, "SO": 0.04}
        if small
        else {"GE": 0.58, "GI": 0.32, "SO": 0.08, "other": 0.015, "unknown": 0.005},
        rng,
    )
    status = about.planning if rng.random() < 0.85 else draw({S.bplan_in_force: 0.6, S.fnp: 0.2, S.par34: 0.2}, rng)
    if plot_type in (T.regional_reserve, T.cooperation_site):
        status = draw({S.regional_plan: 0.75, S.bplan_in_progress: 0.15, S.par35: 0.1}, rng)
    elif plot_type == T.building_gap:
        status = draw({S.bplan_in_force: 0.8, S.par34: 0.2}, rng)
    elif plot_type == T.fnp_reserve and status == S.bplan_in_force and rng.random() < 0.6:
        status = S.fnp
    if status not in (S.bplan_in_force, S.bplan_in_progress):
        use_bplan = None
    if status in (S.regional_plan, S.par35):
        use_fnp = None if rng.random() < 0.7 else use_fnp
    in_force = use_bplan if status == S.bplan_in_force else None
    return {
        PLOT.use_rp: use_rp,
        PLOT.use_fnp: use_fnp,
        PLOT.use_bplan: use_bplan,
        PLOT.planning_status: status,
        PLOT.planned_use: in_force or use_fnp or use_rp,
    }


def restriction(plot_type: str, rng: np.random.Generator) -> int | None:
    """Restriction level; existing land is not assessed, so its level is unknown."""
    if plot_type == T.existing:
        return None
    kind = "derelict" if plot_type in DERELICT else "serviced" if plot_type == T.building_gap else "open"
    level = int(np.searchsorted(np.cumsum(LEVELS[kind]), rng.random() * 0.9999, side="right"))
    return None if level == 4 else level


def contamination(former: str, rng: np.random.Generator) -> str:
    """State of contamination: likely where industry stood."""
    if former == F.none:
        return draw({"none": 0.9, "suspected": 0.03, "unknown": 0.07}, rng)
    return draw(
        {
            "suspected": 0.36,
            "confirmed": 0.16,
            "in_remediation": 0.08,
            "remediated": 0.2,
            "none": 0.08,
            "unknown": 0.12,
        },
        rng,
    )


def reasons(level: int | None, former: str, contaminated: str, plot_type: str, rng: np.random.Generator) -> str | None:
    """Reasons of a restriction, separated by semicolons; none without a restriction."""
    if not level:
        return None
    likely = []
    if contaminated in ("suspected", "confirmed", "in_remediation"):
        likely.append(R.contamination)
    if former in (F.mining, F.coking):
        likely.append(R.mining)
    if former == F.rail:
        likely.append(R.rail_dedication)
    if former in (F.military, F.explosives):
        likely.append(R.ordnance)
    if plot_type in DERELICT:
        likely += [R.building, R.heritage]
    general = [R.access, R.ownership, R.planning_law, R.emission, R.topography, R.nature, R.water, R.pipeline]
    chosen = [reason for reason in likely if rng.random() < 0.65]
    chosen += [str(rng.choice(general)) for _ in range(max(level - len(chosen), 0 if chosen else 1))]
    return ";".join(sorted(set(chosen), key=codes.RESTRICTION_REASON.codes.index))


# ------------------------------------------------------------------------------------------------------------- history
def ended(plots: list[Plot], parks: list[Park], count: int, rng: np.random.Generator) -> list[Plot]:
    """Reserves that have been taken up: plots with an end, whose successors name them.

    The predecessor has the shape of one or two neighbouring successors and ends the day before these begin.
    """
    fresh = [
        n
        for n, plot in enumerate(plots)
        if plot.values[PLOT.plot_type] == T.existing and parks[plot.park].kind == "new" and plot.shape.area() > 2500.0
    ]
    made: list[Plot] = []
    used: set[int] = set()
    for n in rng.permutation(fresh):
        if len(made) >= count:
            break
        heirs = [int(n)]
        if int(n) + 1 in fresh and rng.random() < 0.4:
            heirs.append(int(n) + 1)
        if used & set(heirs):
            continue
        shape = QgsGeometry.unaryUnion([plots[heir].shape for heir in heirs])
        if shape.isMultipart() and len(shape.asGeometryCollection()) > 1:
            heirs, shape = heirs[:1], plots[int(n)].shape
        used |= set(heirs)
        made.append(predecessor(plots, heirs, rounded(shape), rng))
    return made


def predecessor(plots: list[Plot], heirs: list[int], shape: QgsGeometry, rng: np.random.Generator) -> Plot:
    """The reserve that its heirs were."""
    taken_up = date(int(rng.integers(2014, 2024)), int(rng.integers(1, 13)), 1)
    first = plots[heirs[0]]
    before = Plot(shape, first.town, first.park, dict(first.values))
    hectares = shape.area() / 1e4
    before.values.update(
        {
            PLOT.plot_type: T.fnp_reserve,
            PLOT.former_use: F.none,
            PLOT.brownfield: 0,
            PLOT.restriction: 0,
            PLOT.restriction_reasons: None,
            PLOT.planning_status: S.fnp,
            PLOT.use_bplan: None,
            PLOT.planned_use: first.values[PLOT.use_fnp] or first.values[PLOT.use_rp],
            PLOT.area_gross_ha: round(hectares, 4),
            PLOT.area_net_ha: None,
            PLOT.area_recorded_ha: round(hectares, 2),
            PLOT.valid_from: QDate(2011, 1, 1),
            PLOT.valid_to: qdate(taken_up - timedelta(days=1)),
        }
    )
    for heir in heirs:
        plots[heir].values[PLOT.valid_from] = qdate(taken_up)
        plots[heir].values["before"] = before
    return before


def qdate(day: date) -> QDate:
    """Date as the layer wants it."""
    return QDate(day.year, day.month, day.day)


# ------------------------------------------------------------------------------------------------------- whole records
def complete(plots: list[Plot], space: Space) -> None:
    """Ids, sources and municipality of every plot."""
    for number, plot in enumerate(plots, start=1):
        source = SOURCES[str(plot.values[PLOT.plot_type])]
        _, day, scale = SOURCE_TITLES[source]
        town = space.municipalities[plot.town]
        native = f"{town.ags[:5]}-{number:05d}"
        plot.values.update(
            {
                PLOT.plot_id: f"{source}:{native}",
                PLOT.source_id: source,
                PLOT.native_id: native,
                PLOT.source_date: qdate(day),
                PLOT.source_scale: scale,
                PLOT.licence: INVENTED.id,
                PLOT.attribution: INVENTED_MARK,
                PLOT.ags: town.ags,
                PLOT.municipality: town.name,
                PLOT.sensitivity: codes.SENSITIVITY.open,
            }
        )
    for plot in plots:
        before = plot.values.pop("before", None)
        if before is not None:
            plot.values[PLOT.previously_part_of] = before.values[PLOT.plot_id]


def row(plot: Plot) -> tuple[QgsGeometry, list[object]]:
    """Geometry and values in the order of the table."""
    return plot.shape, [plot.values.get(name) for name in PLOT.names]


def cover_all_codes(plots: list[Plot], rng: np.random.Generator) -> None:
    """Let every code of every list occur at least twice, whatever the size of the region is.

    Only fields that stand alone are changed; a plot's type, restriction and status come with the parks.
    """
    existing = [n for n, plot in enumerate(plots) if plot.values[PLOT.plot_type] == T.existing]
    supply = [n for n, plot in enumerate(plots) if plot.values[PLOT.plot_type] in (T.fnp_reserve, T.brownfield)]
    spare = [int(n) for n in rng.permutation(existing)]
    for name in (PLOT.use_rp, PLOT.use_fnp, PLOT.former_use, PLOT.contamination, PLOT.ownership):
        require(plots, spare, name, PLOT.column(name).codes.codes, {})
    inside = [n for n in spare if plots[n].values[PLOT.planning_status] == S.bplan_in_force]
    require(plots, inside, PLOT.use_bplan, codes.USE_BPLAN.codes, {})
    for n in inside:
        plots[n].values[PLOT.planned_use] = plots[n].values[PLOT.use_bplan]
    require(plots, spare, PLOT.planning_status, codes.PLANNING_STATUS.codes, {PLOT.use_bplan: None})
    plan_in_force(plots)
    spare_supply = [int(n) for n in rng.permutation(supply)]
    require(plots, spare_supply, PLOT.restriction, (0, 1, 2, 3), {})
    for n in spare_supply:
        if plots[n].values[PLOT.restriction] and not plots[n].values[PLOT.restriction_reasons]:
            plots[n].values[PLOT.restriction_reasons] = R.access
    seen = {reason for plot in plots for reason in str(plot.values[PLOT.restriction_reasons] or "").split(";")}
    restricted = [n for n in spare_supply if plots[n].values[PLOT.restriction]]
    for reason, n in zip([r for r in codes.RESTRICTION_REASON if r not in seen], restricted):
        plots[n].values[PLOT.restriction_reasons] = reason


def plan_in_force(plots: list[Plot]) -> None:
    """Let every code of the land-use plan and the regional plan be the most detailed level of some plot."""
    seen = {plot.values[PLOT.planned_use] for plot in plots}
    by_fnp = [plot for plot in plots if plot.values[PLOT.planning_status] == S.fnp]
    by_rp = [plot for plot in plots if plot.values[PLOT.planning_status] in (S.regional_plan, S.par35)]
    for code, plot in zip([code for code in codes.USE_FNP if code not in seen], by_fnp):
        plot.values.update({PLOT.use_fnp: code, PLOT.planned_use: code})
    for code, plot in zip([code for code in codes.USE_RP if code not in seen and code not in codes.USE_FNP], by_rp):
        plot.values.update({PLOT.use_fnp: None, PLOT.use_rp: code, PLOT.planned_use: code})


def require(
    plots: list[Plot], spare: list[int], name: str, wanted: tuple[object, ...], also: dict[str, object]
) -> None:
    """Give missing codes to plots from the list of spare ones, each plot once."""
    for code in wanted:
        count = sum(1 for plot in plots if plot.values.get(name) == code)
        for _ in range(max(0, 2 - count)):
            plots[spare.pop()].values.update({name: code, **also})
