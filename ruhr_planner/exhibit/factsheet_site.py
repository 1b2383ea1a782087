"""The fact sheet of a site: what domain and RVR sheets tell of one, out of the site's own fields and its plots."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Callable

from ruhr_planner.exhibit import classes, factsheet_charts, themes
from ruhr_planner.exhibit.charts import UNKNOWN
from ruhr_planner.exhibit.factsheet import (
    Bar,
    Extent,
    FactSheet,
    Section,
    Values,
    fibre_word,
    file_name,
    hectares,
    known_rows,
    plot_cells,
    plot_headings,
    plot_name,
    rows_of,
    share,
    shown,
)
from ruhr_planner.exhibit.layout import Figure
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes
from ruhr_planner.model.results import (
    CONNECTION,
    FIBRE_GAP,
    SITE,
    SITE_FACT,
    SITE_SCORE,
    factor_distance,
    factor_road,
    known_field,
)
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import MUNICIPALITY, PLOT

UNKNOWN_LEVEL = "unknown"
"""Key of the unknown in the JSON of a site's areas by restriction."""

_SIZE = (
    SITE.gross_ha,
    SITE.net_ha,
    SITE.single_net_ha,
    SITE.usable_ha,
    SITE.largest_usable_ha,
    SITE.bridged_ha,
    SITE.meets_5,
    SITE.meets_8,
    SITE.meets_50,
    SITE.meets_8_single,
    SITE.inscribed_d_m,
)
_PLANS = (PLOT.planning_status, PLOT.use_rp, PLOT.use_fnp, PLOT.use_bplan)
_CAUSES = (PLOT.restriction_reasons, PLOT.contamination, PLOT.ownership)
"""Fields that are internal at least; see `sensitivity.least`."""


@dataclass(frozen=True)
class Criterion:
    """One criterion of the score, as the run that scored the sites tells of it."""

    id: str
    field: str
    weight: float | None
    contribution: str
    """Name of the field with its points."""


@dataclass(frozen=True)
class Partner:
    """A municipality that is given land on the site."""

    ags: str
    name: str
    ha: float | None


@dataclass(frozen=True)
class Site:
    """Everything known of one site."""

    key: str
    values: Values
    fields: Sequence[str]
    """Names of the fields that the layer has."""
    extent: Extent
    condition: str
    """Picks the site out of its layer."""
    name: str = ""
    plots: Sequence[Values] = ()
    partners: Sequence[Partner] = ()
    criteria: Sequence[Criterion] = ()
    ranked: int = 0
    """Number of ranked sites."""
    internal: bool = False
    """The causes of restrictions are shown, too."""
    no_plots: bool = False
    """Nobody was asked for the plots, so nothing can be said of them."""


def sheet(site: Site, names: Mapping[str, str], phrases: Phrases) -> FactSheet:
    """Return the fact sheet of a site.

    :param names: names of the municipalities by AGS.
    """
    tr = phrases.tr
    computed = SITE.plot_ids in site.fields
    towns = [names.get(ags, ags) for ags, _share in shares_of(site.values)]
    own = site.values.get(PLOT.municipality)
    place = phrases.listed(towns) or (str(own) if own else phrases.unknown())
    makers: tuple[Callable[[Site, Phrases], Section], ...] = (
        _size,
        _planning,
        _connections,
        _labour,
        _restrictions,
        _emissions,
        _fibre,
        _score,
    )
    sections = [make(site, phrases) for make in makers] + _contributions(site, phrases)
    sections += [_municipalities(site, names, phrases), *_plots(site, names, phrases)]
    return FactSheet(
        key=site.key,
        kicker=tr("Possible cooperation site") if computed else tr("Site"),
        title=site.name or place,
        subtitle=_subtitle(site, place, phrases),
        figures=_figures(site, phrases),
        sections=tuple(sections),
        extent=site.extent,
        marked=site.condition,
        method=_method(computed, phrases),
        notice=themes.notice(phrases) if computed else "",
        file=file_name(site.key, site.name or place),
    )


def _subtitle(site: Site, place: str, phrases: Phrases) -> str:
    tr = phrases.tr
    count = site.values.get(SITE.n_plots)
    parts = [place] if site.name else []
    parts.append(tr("site {id}").format(id=site.key))
    if count is not None:
        parts.append(filled(tr("{count} {count:plot|plots}"), count=phrases.number(count)))
    if site.values.get(SITE.cross_border) == 1:
        parts.append(tr("across a municipal border"))
    return " · ".join(parts)


def _method(computed: bool, phrases: Phrases) -> str:
    tr = phrases.tr
    parts = [
        tr(
            "Plots form one site when they lie close together and face each other; motorways, railways and canals "
            "separate. The result is a search area for consultation; every site needs examination on the spot."
        )
    ] * computed
    parts += [
        tr(
            "Areas are measured in EPSG:25832. Distances are straight lines from the site's edge unless the way is "
            "named."
        ),
        tr(
            "Fibre is inferred from household cells of the Breitbandatlas: “nearby” is no proof of a connection; "
            "gigabit over cable is not fibre. Costs are estimates from a cost table, not offers."
        ),
        tr(
            "Distance classes after the Abstandserlass NRW 2007 are a first indication, to be checked by the authority."
        ),
        tr("“{unknown}” means that nobody has stated it, not that there is none.").format(unknown=phrases.unknown()),
    ]
    return " ".join(parts)


def _figures(site: Site, phrases: Phrases) -> tuple[Figure, ...]:
    tr = phrases.tr
    values = site.values
    net = shown(SITE.column(SITE.net_ha), values.get(SITE.net_ha), phrases)
    gross = shown(SITE.column(SITE.gross_ha), values.get(SITE.gross_ha), phrases)
    single = shown(SITE.column(SITE.single_net_ha), values.get(SITE.single_net_ha), phrases)
    junction = factor_distance(codes.FACTOR_KIND.motorway_junction)
    motorway = shown(junction, values.get(junction.name), phrases)
    figures = [
        Figure(net, tr("net area")),
        Figure(gross, tr("gross area")),
        Figure(single, tr("net in one piece, no street moved")),
        Figure(motorway, tr("to the motorway junction")),
    ]
    if values.get(SITE_SCORE.score) is not None:
        score = phrases.number(float(values[SITE_SCORE.score]), 1)
        figures.append(Figure(score, _rank_words(site, phrases)))
    return tuple(figures)


def _rank_words(site: Site, phrases: Phrases) -> str:
    tr = phrases.tr
    rank, low, high = (site.values.get(name) for name in (SITE_SCORE.rank, SITE_SCORE.rank_p05, SITE_SCORE.rank_p95))
    if rank is None:
        return tr("points of 100, not ranked")
    if low is None or high is None:
        return tr("points of 100, rank {rank}").format(rank=phrases.number(rank))
    return tr("points of 100, rank {rank} ({low}–{high})").format(
        rank=phrases.number(rank), low=phrases.number(low), high=phrases.number(high)
    )


# ------------------------------------------------------------------------------------------------------------- sections
def _size(site: Site, phrases: Phrases) -> Section:
    rows = list(rows_of([SITE.column(name) for name in _SIZE], site.values, phrases))
    length, width = (site.values.get(name) for name in (SITE.rect_length_m, SITE.rect_width_m))
    both = phrases.unknown()
    if length is not None and width is not None:
        both = f"{phrases.number(length)} × {phrases.number(width)} m"
    rows.append((phrases.tr("Largest inscribed rectangle"), both))
    rows += rows_of([SITE.column(SITE.compactness), SITE.column(SITE.brownfield_share)], site.values, phrases)
    return Section(phrases.tr("Size and shape"), tuple(rows), widths=(1.9, 1.0))


def _planning(site: Site, phrases: Phrases) -> Section:
    """Say by plan what holds on how many hectares: plots of one site often have different plans."""
    rows = [(PLOT.column(name).label.text(phrases.language), _by_area(site.plots, name, phrases)) for name in _PLANS]
    rows += known_rows([SITE.column(SITE.official), SITE.column(SITE.official_names)], site.values, phrases)
    years = sorted({int(plot[PLOT.available_from]) for plot in site.plots if plot.get(PLOT.available_from) is not None})
    span = phrases.unknown() if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    rows.append((PLOT.column(PLOT.available_from).label.text(phrases.language), span))
    return Section(phrases.tr("Planning law"), tuple(rows), widths=(0.75, 1.25), text=_gross_note(site, phrases))


def _gross_note(site: Site, phrases: Phrases) -> str:
    if not site.plots:
        return ""
    return phrases.tr("Hectares are the gross areas of the plots, before hard exclusions.")


def _by_area(plots: Sequence[Values], name: str, phrases: Phrases) -> str:
    """Return the values of a coded field with their hectares, the largest first; unknown last."""
    if not plots:
        return phrases.unknown()
    column = PLOT.column(name)
    sums: dict[str, float | None] = {}
    for plot in plots:
        value = plot.get(name)
        key = phrases.unknown() if value in (None, "", UNKNOWN_LEVEL) else shown(column, value, phrases)
        area = plot.get(PLOT.area_gross_ha)
        known = sums.get(key, 0.0)
        sums[key] = None if area is None or known is None else known + float(area)
    ordered = sorted(sums.items(), key=lambda pair: (pair[0] == phrases.unknown(), -(pair[1] or 0.0)))
    if [key for key, _area in ordered] == [phrases.unknown()]:
        return phrases.unknown()
    return "; ".join(f"{key} ({hectares(area, phrases)})" for key, area in ordered)


def _connections(site: Site, phrases: Phrases) -> Section:
    tr = phrases.tr
    found = [name for name in site.fields if name.startswith(("dist_", "road_")) and known_field(name) is not None]
    kinds = list(codes.FACTOR_KIND)
    for name in found:
        kind = name[5:-2]
        if kind not in kinds:
            kinds.append(kind)
    by_road = any(name.startswith("road_") for name in found)
    rows = []
    for kind in kinds:
        label = codes.FACTOR_KIND.label(kind, phrases.language) if kind in codes.FACTOR_KIND else kind
        ways = (factor_distance(kind), factor_road(kind)) if by_road else (factor_distance(kind),)
        rows.append((label, *(shown(field, site.values.get(field.name), phrases) for field in ways)))
    header = (tr("Connection"), tr("straight line")) + ((tr("by road"),) if by_road else ())
    widths = (1.5, 1.0, 1.0) if by_road else (1.5, 1.0)
    return Section(tr("Connections"), tuple(rows), header, widths)


def _labour(site: Site, phrases: Phrases) -> Section:
    people = sorted((name for name in site.fields if name.startswith("people_")), key=lambda name: (len(name), name))
    fields = [field for field in (known_field(name) for name in people) if field is not None]
    fields = [SITE_FACT.column(SITE_FACT.labour_force), *fields]
    return Section(phrases.tr("Labour-force potential"), rows_of(fields, site.values, phrases))


def _restrictions(site: Site, phrases: Phrases) -> Section:
    tr = phrases.tr
    values = site.values
    areas = parsed(values.get(SITE.restriction_ha))
    rows: list[tuple[str, str]] = []
    highest = SITE.column(SITE.restriction_max)
    level = PLOT.column(PLOT.restriction)
    if SITE.restriction_max in site.fields or PLOT.restriction not in site.fields:
        rows.append((highest.label.text(phrases.language), shown(highest, values.get(highest.name), phrases)))
    else:
        rows.append((level.label.text(phrases.language), shown(level, values.get(level.name), phrases)))
    for name, listed in ((SITE.excluded_ha, codes.EXCLUSION_KIND), (SITE.soft_ha, codes.EXCLUSION_KIND)):
        rows.append(
            (SITE.column(name).label.text(phrases.language).split(" (JSON")[0], _areas(values, name, listed, phrases))
        )
    rows += rows_of([SITE.column(SITE.checks)], values, phrases)
    if site.internal:
        rows += [(PLOT.column(name).label.text(phrases.language), _many(site.plots, name, phrases)) for name in _CAUSES]
    return Section(tr("Restriction profile"), tuple(rows), bars=_levels(areas, phrases) if areas else ())


def _levels(areas: Mapping[str, float], phrases: Phrases) -> tuple[Bar, ...]:
    """Return the hectares by restriction level, the unknown hatched.

    :param areas: hectares by level as text, with "unknown".
    """
    total = sum(areas.values())
    bars = []
    for level in codes.RESTRICTION:
        label = classes.RESTRICTION_LABELS[level].text(phrases.language)
        bars.append(_bar(label, areas.get(str(level), 0.0), total, classes.RESTRICTION_COLOURS[level], phrases))
    unknown = classes.RESTRICTION_UNKNOWN.text(phrases.language)
    return (*bars, _bar(unknown, areas.get(UNKNOWN_LEVEL, 0.0), total, UNKNOWN, phrases))


def _bar(label: str, area: float, total: float, fill: str, phrases: Phrases) -> Bar:
    text = hectares(area, phrases)
    if total > 0:
        text += f" ({phrases.number(100 * area / total)} %)"
    return Bar(label, area, text, fill)


def _areas(values: Values, name: str, listed: codes.CodeList, phrases: Phrases) -> str:
    """Return the areas of a JSON field in words; an empty list of a site that was checked is none, not unknown."""
    if values.get(name) in (None, ""):
        return phrases.unknown()
    areas = parsed(values[name])
    if not areas:
        return phrases.tr("none known")
    return "; ".join(
        f"{listed.label(kind, phrases.language) if kind in listed else kind} ({hectares(area, phrases)})"
        for kind, area in areas.items()
    )


def _many(plots: Sequence[Values], name: str, phrases: Phrases) -> str:
    column = PLOT.column(name)
    found: dict[str, int] = {}
    for plot in plots:
        value = plot.get(name)
        for part in shown(column, value, phrases).split(", "):
            found[part] = found.get(part, 0) + 1
    listed = sorted(found.items(), key=lambda pair: (pair[0] == phrases.unknown(), -pair[1], pair[0]))
    return "; ".join(f"{text} ({phrases.number(count)})" for text, count in listed) or phrases.unknown()


def _emissions(site: Site, phrases: Phrases) -> Section:
    tr = phrases.tr
    areas = parsed(site.values.get(SITE.distance_class_ha))
    bars: tuple[Bar, ...] = ()
    if areas:
        total = sum(areas.values())
        labels = {
            **{code: tr("class {code}").format(code=code) for code in codes.DISTANCE_CLASS},
            "none": tr("below VII"),
        }
        bars = tuple(
            _bar(labels.get(code, code), areas.get(code, 0.0), total, classes.DISTANCE_COLOURS[code], phrases)
            for code in codes.DISTANCE_CLASS
        )
    fields = [SITE.column(name) for name in (SITE.distance_class, SITE.sensitive_dist_m, SITE.seveso)]
    further = known_rows([SITE.column(SITE.seveso_dist_m), SITE.column(SITE.seveso_names)], site.values, phrases)
    return Section(tr("Emissions: distance classes"), (*rows_of(fields, site.values, phrases), *further), bars=bars)


def _fibre(site: Site, phrases: Phrases) -> Section:
    tr = phrases.tr
    values = site.values
    certainty = values.get(FIBRE_GAP.certainty)
    gap = values.get(FIBRE_GAP.gap_class)
    rows = [(tr("Fibre"), fibre_word(str(gap) if gap else None, str(certainty) if certainty else None, phrases))]
    names = (FIBRE_GAP.certainty, FIBRE_GAP.spot, FIBRE_GAP.fibre_share, FIBRE_GAP.cover_share)
    rows += rows_of([FIBRE_GAP.column(name) for name in names], values, phrases)
    planned = (FIBRE_GAP.planned_status, FIBRE_GAP.planned_date, FIBRE_GAP.planned_owner)
    rows += known_rows([FIBRE_GAP.column(name) for name in planned], values, phrases)
    rows.append((tr("Cost of the connection (estimate)"), _cost(values, phrases)))
    if values.get(CONNECTION.feasible) is not None:
        rows += rows_of([CONNECTION.column(CONNECTION.feasible)], values, phrases)
        more = (CONNECTION.reason, CONNECTION.path_m, CONNECTION.own_m)
        rows += known_rows([CONNECTION.column(name) for name in more], values, phrases)
    rows += known_rows([FIBRE_GAP.column(FIBRE_GAP.funding_hint)], values, phrases)
    return Section(tr("Fibre"), tuple(rows))


def _cost(values: Values, phrases: Phrases) -> str:
    """Return the cost with its bounds; that a site cannot be connected is no unknown cost."""
    tr = phrases.tr
    total, low, high = (
        values.get(name) for name in (CONNECTION.total_eur, CONNECTION.total_low_eur, CONNECTION.total_high_eur)
    )
    if total is None:
        return tr("cannot be connected") if values.get(CONNECTION.feasible) == 0 else phrases.unknown()
    text = f"{phrases.number(total)} EUR"
    if low is not None and high is not None:
        text += f" ({phrases.number(low)}–{phrases.number(high)} EUR)"
    return text


def _score(site: Site, phrases: Phrases) -> Section:
    tr = phrases.tr
    values = site.values
    if SITE_SCORE.score not in site.fields:
        return Section(
            tr("Assessment"), ((SITE_SCORE.column(SITE_SCORE.score).label.text(phrases.language), phrases.unknown()),)
        )
    fields = [
        SITE_SCORE.column(name)
        for name in (
            SITE_SCORE.score,
            SITE_SCORE.p_top,
            SITE_SCORE.completeness,
            SITE_SCORE.knocked_out,
            SITE_SCORE.close_call,
        )
    ]
    rows = list(rows_of(fields, values, phrases))
    rank = values.get(SITE_SCORE.rank)
    said = phrases.unknown()
    if rank is not None:
        said = tr("{rank} of {count}").format(rank=phrases.number(rank), count=phrases.number(site.ranked))
    rows.insert(1, (SITE_SCORE.column(SITE_SCORE.rank).label.text(phrases.language), said))
    rows.insert(2, (tr("Rank in 5 to 95 % of the weightings"), _band(site, phrases)))
    rows += known_rows([SITE_SCORE.column(SITE_SCORE.open_questions)], values, phrases)
    low, high = values.get(SITE_SCORE.rank_p05), values.get(SITE_SCORE.rank_p95)
    chart = ""
    if rank is not None and low is not None and high is not None:
        chart = factsheet_charts.rank_band(tr("Rank and its band"), rank, low, high, site.ranked, phrases)
    return Section(tr("Assessment"), tuple(rows), chart=chart)


def _band(site: Site, phrases: Phrases) -> str:
    low, high = site.values.get(SITE_SCORE.rank_p05), site.values.get(SITE_SCORE.rank_p95)
    if low is None or high is None:
        return phrases.unknown()
    return f"{phrases.number(low)}–{phrases.number(high)}"


def _contributions(site: Site, phrases: Phrases) -> list[Section]:
    """Return what every criterion adds to the score."""
    tr = phrases.tr
    rows = []
    for criterion in site.criteria:
        known = known_field(criterion.field)
        most = None if criterion.weight is None else 100 * criterion.weight
        points = (site.values.get(criterion.contribution), most)
        label = known.label.text(phrases.language) if known is not None else criterion.id
        rows.append((label, *(phrases.number(value, 1) for value in points)))
    if not rows:
        return []
    header = (tr("Criterion"), tr("points"), tr("at most"))
    return [Section(tr("Points by criterion"), tuple(rows), header, (2.4, 0.8, 0.8))]


def shares_of(values: Values) -> list[tuple[str, float]]:
    """Return the municipalities of a site with their shares, the largest first."""
    shares = parsed(values.get(SITE.ags_shares))
    if not shares:
        own = values.get(PLOT.ags)
        shares = {str(own): 1.0} if own else {}
    return sorted(shares.items(), key=lambda pair: -pair[1])


def _municipalities(site: Site, names: Mapping[str, str], phrases: Phrases) -> Section:
    tr = phrases.tr
    gross = site.values.get(SITE.gross_ha)
    rows: list[tuple[str, ...]] = []
    for ags, part in shares_of(site.values):
        area = None if gross is None else part * float(gross)
        rows.append((names.get(ags, ags), tr("host"), share(part, phrases), hectares(area, phrases)))
    hosts = {ags for ags, _part in shares_of(site.values)}
    for partner in site.partners:
        role = tr("own deficit, proposed") if partner.ags in hosts else tr("partner, proposed")
        rows.append((partner.name, role, "", hectares(partner.ha, phrases)))
    if not site.partners:
        rows.append((tr("Partners"), "", "", phrases.unknown()))
    header = (MUNICIPALITY.column(MUNICIPALITY.name).label.text(phrases.language), tr("Role"), tr("Share"), tr("Area"))
    text = tr("Partners are a calculated proposal, no agreement between municipalities.") if site.partners else ""
    return Section(tr("Municipalities and partners"), tuple(rows), header, (1.7, 1.5, 0.8, 1.1), (0, 1), text=text)


def _plots(site: Site, names: Mapping[str, str], phrases: Phrases) -> list[Section]:
    """Return the table of all plots."""
    tr = phrases.tr
    if not site.plots:
        ids = [part for part in str(site.values.get(SITE.plot_ids) or "").split(";") if part]
        if not ids:
            return []
        header, rows = (tr("Plot"),), tuple((name,) for name in ids)
        return [Section(tr("Plots"), rows, header, (1.0,), (0,), wide=True)]
    rows = []
    for plot in site.plots:
        town = names.get(str(plot.get(PLOT.ags)), str(plot.get(PLOT.municipality) or phrases.unknown()))
        rows.append((plot_name(plot), town, *plot_cells(plot, phrases)))
    header = (tr("Plot"), MUNICIPALITY.column(MUNICIPALITY.name).label.text(phrases.language), *plot_headings(phrases))
    title = filled(tr("{count:The plot|The {count} plots} of the site"), count=phrases.number(len(rows)))
    return [Section(title, tuple(rows), header, (39, 22, 24, 30, 27, 21, 14, 14), (0, 1, 2, 3, 4, 5), wide=True)]


def parsed(value: Any) -> dict[str, float]:
    """Return the numbers of a JSON field; empty where it is unknown or damaged."""
    try:
        found = json.loads(str(value)) if value not in (None, "") else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    numbers = {str(key): number for key, number in found.items() if isinstance(number, (int, float))}
    return {key: float(number) for key, number in numbers.items() if abs(number) < sys.float_info.max}
