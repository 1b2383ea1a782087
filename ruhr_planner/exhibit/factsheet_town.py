"""The fact sheet of a municipality: land and demand out of the land balance, fibre, sites and partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ruhr_planner.exhibit import classes
from ruhr_planner.exhibit.charts import UNKNOWN
from ruhr_planner.exhibit.factsheet import (
    Bar,
    Extent,
    FactSheet,
    Section,
    Values,
    file_name,
    hectares,
    known_rows,
    plot_cells,
    plot_headings,
    plot_name,
    rows_of,
    shown,
)
from ruhr_planner.exhibit.layout import Figure
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes
from ruhr_planner.model.results import (
    FIBRE_SUMMARY,
    LAND_BALANCE,
    RESTRICTION_HA,
    SITE,
    SIZE_HA,
    SIZE_N,
    gap_count,
)
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import MUNICIPALITY, PLOT

LISTED = 8
"""Plots in the table; the largest ones."""

_LAND = (
    LAND_BALANCE.n_plots,
    LAND_BALANCE.gross_ha,
    LAND_BALANCE.net_ha,
    LAND_BALANCE.free_ha,
    LAND_BALANCE.weighted_ha,
    LAND_BALANCE.restricted_share,
    LAND_BALANCE.company_ha,
    LAND_BALANCE.cooperation_ha,
    LAND_BALANCE.brownfield_ha,
    LAND_BALANCE.brownfield_share,
    LAND_BALANCE.ge5_ha,
    LAND_BALANCE.ge8_ha,
    LAND_BALANCE.completeness,
)
_DEMAND = (
    LAND_BALANCE.takeup_ha_a,
    LAND_BALANCE.takeup_years_n,
    LAND_BALANCE.demand_ha,
    LAND_BALANCE.credited_ha,
    LAND_BALANCE.balance_ha,
    LAND_BALANCE.balance_max_ha,
    LAND_BALANCE.deficit_ha,
    LAND_BALANCE.supply_years_all,
    LAND_BALANCE.supply_years_free,
    LAND_BALANCE.supply_years_ge8,
    LAND_BALANCE.planning_balance_ha,
    LAND_BALANCE.market_balance_ha,
    LAND_BALANCE.market_years,
)


@dataclass(frozen=True)
class TownSite:
    """A site that lies, at least in part, in a municipality."""

    key: str
    towns: tuple[str, ...]
    net_ha: float | None
    part: float | None
    """Share of the site in this municipality."""
    rank: float | None


@dataclass(frozen=True)
class Flow:
    """Land on a site that a municipality is given for its deficit."""

    key: str
    towns: tuple[str, ...]
    ha: float | None
    host: bool


@dataclass(frozen=True)
class Share:
    """Share of one user group with fibre, per cent."""

    group: str
    share: float | None
    edition: str


@dataclass(frozen=True)
class Town:
    """Everything known of one municipality."""

    key: str
    name: str
    kreis: str
    extent: Extent
    condition: str
    balance: Values = field(default_factory=dict)
    fibre: Values = field(default_factory=dict)
    shares: Sequence[Share] = ()
    sites: Sequence[TownSite] | None = None
    """None where no sites were given."""
    flows: Sequence[Flow] | None = None
    plots: Sequence[Values] = ()
    """The largest reserves."""
    n_plots: int = 0
    by_status: Mapping[str | None, float] = field(default_factory=dict)
    """Gross hectares of all reserves by planning status."""
    by_use: Mapping[str | None, float] = field(default_factory=dict)
    """The same by use in the regional plan."""


def sheet(town: Town, phrases: Phrases) -> FactSheet:
    """Return the fact sheet of a municipality."""
    makers = (_land, _restrictions, _demand, _sizes, _status, _use, _fibre, _sites, _partners, _plots)
    sections = [section for section in (make(town, phrases) for make in makers) if section is not None]
    return FactSheet(
        key=town.key,
        kicker=MUNICIPALITY.column(MUNICIPALITY.name).label.text(phrases.language),
        title=town.name,
        subtitle=" · ".join(
            part for part in (town.kreis if town.kreis != town.name else "", f"AGS {town.key}") if part
        ),
        figures=_figures(town, phrases),
        sections=tuple(sections),
        extent=town.extent,
        marked=town.condition,
        method=_method(phrases),
        notice=_notice(town, phrases),
        file=file_name(town.key, town.name),
    )


def _notice(town: Town, phrases: Phrases) -> str:
    """Return what a sheet that names computed sites has to say."""
    from ruhr_planner.exhibit import themes

    return themes.notice(phrases) if town.sites or town.flows else ""


def _method(phrases: Phrases) -> str:
    tr = phrases.tr
    return " ".join(
        (
            tr(
                "Net land of all reserves against take-up and demand. Unknown restriction weighs nothing in the "
                "balance and fully in the highest balance, so ignorance shows as a range. Company reserves are "
                "credited in part and never available; cooperation sites serve regional demand and stand apart."
            ),
            tr("Years of supply: net land, and land without restriction, divided by the mean annual take-up."),
            tr(
                "Fibre is inferred from household cells of the Breitbandatlas: “nearby” is no proof of a connection; "
                "gigabit over cable is not fibre. Costs are estimates from a cost table, not offers."
            ),
            tr("“{unknown}” means that nobody has stated it, not that there is none.").format(
                unknown=phrases.unknown()
            ),
        )
    )


def _figures(town: Town, phrases: Phrases) -> tuple[Figure, ...]:
    tr = phrases.tr

    def said(name: str) -> str:
        return shown(LAND_BALANCE.column(name), town.balance.get(name), phrases)

    return (
        Figure(said(LAND_BALANCE.net_ha), tr("net land in reserve")),
        Figure(said(LAND_BALANCE.free_ha), tr("of it without restriction")),
        Figure(said(LAND_BALANCE.supply_years_free), tr("of supply without restriction")),
        Figure(said(LAND_BALANCE.deficit_ha), tr("deficit within the horizon")),
    )


# ------------------------------------------------------------------------------------------------------------- sections
def _land(town: Town, phrases: Phrases) -> Section:
    rows = rows_of([LAND_BALANCE.column(name) for name in _LAND], town.balance, phrases)
    return Section(phrases.tr("Land in reserve"), rows, widths=(1.9, 1.0))


def _restrictions(town: Town, phrases: Phrases) -> Section:
    title = phrases.tr("Net land by restriction")
    values = [town.balance.get(name) for name in (*RESTRICTION_HA, LAND_BALANCE.net_unknown_ha)]
    if all(value is None for value in values):
        return Section(title, ((title, phrases.unknown()),))
    total = sum(float(value) for value in values if value is not None)
    labels = [classes.RESTRICTION_LABELS[level].text(phrases.language) for level in codes.RESTRICTION]
    labels.append(classes.RESTRICTION_UNKNOWN.text(phrases.language))
    fills = [*(classes.RESTRICTION_COLOURS[level] for level in codes.RESTRICTION), UNKNOWN]
    rows = [Bar(label, value, _part(value, total, phrases), fill) for label, value, fill in zip(labels, values, fills)]
    return Section(title, bars=tuple(rows))


def _part(value: float | None, total: float, phrases: Phrases) -> str:
    said = hectares(value, phrases)
    if value is None or total <= 0:
        return said
    return f"{said} ({phrases.number(100 * value / total)} %)"


def _sizes(town: Town, phrases: Phrases) -> Section:
    """Return the size classes as bars, with the number of plots."""
    title = phrases.tr("Net land by size of the plot")
    if all(town.balance.get(name) is None for name in SIZE_HA):
        return Section(title, ((title, phrases.unknown()),))
    rows = []
    for area, count in zip(SIZE_HA, SIZE_N):
        label = LAND_BALANCE.column(area).label.text(phrases.language)
        label = label.split(" Flächen ")[-1].split(" plots ")[-1]
        value = town.balance.get(area)
        number = phrases.number(town.balance.get(count))
        rows.append(Bar(label, value, f"{hectares(value, phrases)} · {number}", "#5b8bb0"))
    text = phrases.tr("Behind the hectares the number of plots.")
    return Section(title, bars=tuple(rows), text=text)


def _demand(town: Town, phrases: Phrases) -> Section:
    rows = rows_of([LAND_BALANCE.column(name) for name in _DEMAND], town.balance, phrases)
    reason = known_rows([LAND_BALANCE.column(LAND_BALANCE.reason)], town.balance, phrases)
    return Section(phrases.tr("Demand and years of supply"), (*rows, *reason), widths=(1.9, 1.0))


def _status(town: Town, phrases: Phrases) -> Section:
    return _by_area(PLOT.planning_status, town.by_status, phrases)


def _use(town: Town, phrases: Phrases) -> Section:
    return _by_area(PLOT.use_rp, town.by_use, phrases)


def _by_area(name: str, sums: Mapping[str | None, float], phrases: Phrases) -> Section:
    """Return the gross hectares of the reserves by the codes of a field, unknown last."""
    tr = phrases.tr
    column = PLOT.column(name)
    title = column.label.text(phrases.language)
    if not sums:
        return Section(title, ((title, phrases.unknown()),))
    ordered = sorted(sums.items(), key=lambda pair: (pair[0] is None, -pair[1]))
    rows = tuple((shown(column, code, phrases), hectares(area, phrases)) for code, area in ordered)
    return Section(title, rows, (tr("Reserves as recorded"), tr("gross")), (2.6, 1.0))


def _fibre(town: Town, phrases: Phrases) -> Section:
    tr = phrases.tr
    title = tr("Fibre")
    bars: list[Bar] = []
    text = ""
    rows: list[tuple[str, str]] = []
    if town.shares:
        bars = [
            Bar(
                each.group,
                each.share,
                phrases.unknown() if each.share is None else f"{phrases.number(each.share, 1)} %",
                "#2567ab",
            )
            for each in town.shares
        ]
        editions = phrases.listed(list(dict.fromkeys(each.edition for each in town.shares)))
        text = tr("Bars: share with FTTB/H from {speed} Mbit/s, edition {edition}.").format(
            speed=phrases.number(1000), edition=editions
        )
    else:
        rows.append((tr("Share with FTTB/H from {speed} Mbit/s").format(speed=phrases.number(1000)), phrases.unknown()))
    words = (
        (codes.GAP_CLASS.served, tr("Commercial areas with household fibre nearby")),
        (codes.GAP_CLASS.partly, tr("… with household fibre partly nearby")),
        (codes.GAP_CLASS.unserved, tr("… without household fibre nearby")),
        (codes.GAP_CLASS.no_data, tr("… without data (no household cells)")),
    )
    for code, label in words:
        column = FIBRE_SUMMARY.column(gap_count(code))
        rows.append((label, shown(column, town.fibre.get(column.name), phrases)))
    return Section(title, tuple(rows), bars=tuple(bars), widths=(2.6, 1.0), text=text)


def _sites(town: Town, phrases: Phrases) -> Section:
    tr = phrases.tr
    title = tr("Possible cooperation sites")
    if town.sites is None:
        return Section(title, ((tr("Sites"), phrases.unknown()),))
    if not town.sites:
        return Section(title, text=tr("The search found no site in this municipality."))
    net = SITE.column(SITE.net_ha)
    rows = tuple(
        (
            each.key,
            phrases.listed(list(each.towns)),
            shown(net, each.net_ha, phrases),
            phrases.unknown() if each.part is None else f"{phrases.number(100 * each.part, 1)} %",
            phrases.number(each.rank) if each.rank is not None else phrases.unknown(),
        )
        for each in town.sites
    )
    header = (tr("Site"), tr("Municipalities"), tr("net"), tr("of it here"), tr("Rank"))
    return Section(title, rows, header, (1.5, 1.6, 1.0, 0.9, 0.65), (0, 1))


def _partners(town: Town, phrases: Phrases) -> Section:
    tr = phrases.tr
    title = tr("Deficit and partners")
    if town.flows is None:
        return Section(title, ((tr("Partners"), phrases.unknown()),))
    if not town.flows:
        return Section(title, text=tr("No land on a site is proposed for this municipality."))
    rows = tuple(
        (
            each.key,
            phrases.listed(list(each.towns)) or phrases.unknown(),
            tr("own municipality") if each.host else tr("partner"),
            hectares(each.ha, phrases),
        )
        for each in town.flows
    )
    header = (tr("Site"), tr("Municipalities"), tr("Role"), tr("Area"))
    text = tr("Partners are a calculated proposal, no agreement between municipalities.")
    return Section(title, rows, header, (1.5, 1.5, 1.2, 1.0), (0, 1, 2), text=text)


def _plots(town: Town, phrases: Phrases) -> Section | None:
    """Return the largest reserves."""
    tr = phrases.tr
    if not town.plots:
        return None
    rows = tuple((plot_name(plot), *plot_cells(plot, phrases)) for plot in town.plots)
    header = (tr("Plot"), *plot_headings(phrases))
    title = filled(tr("{count:The reserve|All {count} reserves}"), count=phrases.number(town.n_plots))
    if len(rows) < town.n_plots:
        title = tr("The {listed} largest of {count} reserves").format(
            listed=phrases.number(len(rows)), count=phrases.number(town.n_plots)
        )
    return Section(title, rows, header, (46, 26, 33, 31, 21, 15, 15), (0, 1, 2, 3, 4), wide=True)
