"""The questions of the region report: each runs its algorithms over the store and hands on what they found.

All of them look at the whole region, because land and partners do not end at a border; a report on a Kreis or a
municipality shows what concerns it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ruhr_planner.model import codes, region
from ruhr_planner.model.codes import Label
from ruhr_planner.model.results import (
    ALLOCATION_FLOW,
    ALLOCATION_MUNICIPALITY,
    ALLOCATION_SITE,
    CHANGE,
    CONNECTION,
    FIBRE_GAP,
    FIBRE_SUMMARY,
    FIBRE_SUMMARY_KREIS,
    LAND_BALANCE,
    LAND_BALANCE_KREIS,
    LAND_BALANCE_LEFT_OUT,
    SITE,
    SITE_GAP_TABLE,
    SITE_NEAR_MISS,
    SITE_REJECTED,
    SITE_SCORE,
    TRENCH,
    UNROUTABLE,
)
from ruhr_planner.model.tables import (
    BARRIER,
    BROADBAND_AREA,
    BROADBAND_CELL,
    EXCLUSION,
    LOCATION_FACTOR,
    PLACE,
    PLOT,
    ROAD,
    SENSITIVE,
    TAKEUP,
)
from ruhr_planner.processing.cooperationsites import PRESETS, CooperationSites
from ruhr_planner.processing.inputs import store_tables
from ruhr_planner.processing.reportjob import RESULTS, Chapter, Job, opened

if TYPE_CHECKING:
    from ruhr_planner.store.interface import Store

BALANCE: dict[str, Any] = {
    "HORIZON": 20.0,
    "SURCHARGE": 0.1,
    "COMPANY_CREDIT": 0.5,
    "NET_FACTOR": 0.75,
    "MIN_PLOT": 0.2,
}
SITE_SEARCH: dict[str, Any] = {
    "PRESET": codes.SITE_PRESET.index(codes.SITE_PRESET.ihk_8ha_net),
    "GAP": 15.0,
    "FACING_MIN": 30.0,
    "NET_FACTOR": 0.75,
}
"""The search of the report: the chamber's list; its preset says least area and basis."""
_MIN_AREA, _BASIS = PRESETS[codes.SITE_PRESET.ihk_8ha_net]
SITE_RULE: dict[str, Any] = {
    **SITE_SEARCH,
    "PRESET": codes.SITE_PRESET.ihk_8ha_net,
    "MIN_AREA": _MIN_AREA,
    "AREA_BASIS": _BASIS,
}
"""The same in words, with what the preset stands for."""
CRITERIA = codes.CRITERIA_PRESET.industry
FIBRE_SEARCH: dict[str, Any] = {
    "TECHNOLOGY": codes.TECHNOLOGY.index(codes.TECHNOLOGY.ftthb),
    "SPEED": 1000,
    "SERVED_SHARE": 0.95,
    "PARTLY_SHARE": 0.5,
    "MIN_CELL_COVER": 0.3,
    "SEARCH_RADIUS": 150.0,
}
BROADBAND_GROUPS = (codes.USER_GROUP.household, codes.USER_GROUP.business_area)
FIBRE_POP = "fibre_pop"
BROWNFIELD = "land_balance_brownfield"
"""Name of the result layer with the balance of brownfields alone."""
SITE_FIBRE = "site_fibre"

_AREAS = Label("Gewerbeflächen", "Commercial areas")
_SCHOOLS = Label("Schulen", "Schools")
_NO_LAND = QT_TRANSLATE_NOOP("ruhr_planner", "The store has no plots, so no land can be balanced.")
_NO_BROWNFIELD = QT_TRANSLATE_NOOP("ruhr_planner", "The store has no brownfields.")
_NO_PLOTS = QT_TRANSLATE_NOOP("ruhr_planner", "The store has no plots, so cooperation sites cannot be searched for.")
_NO_SITES = QT_TRANSLATE_NOOP("ruhr_planner", "No site was found, so there is nothing to be scored.")
_NO_PARTNERS = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "Deficits are not known, or no site was found: without take-up or demand nobody can say who lacks land.",
)
_NO_COSTS = QT_TRANSLATE_NOOP(
    "ruhr_planner", "Costs need sites, roads and fibre access points; the store does not have all of them."
)
_NO_CELLS = QT_TRANSLATE_NOOP(
    "ruhr_planner", "The store has no cells of the Breitbandatlas, so nobody can say where fibre is missing."
)
_NO_OBJECTS = QT_TRANSLATE_NOOP(
    "ruhr_planner", "The store has neither plots nor schools, so there is nothing to be checked for fibre."
)
_NO_SHARES = QT_TRANSLATE_NOOP(
    "ruhr_planner", "The store has no fibre shares by municipality; import a table of the Breitbandatlas to see them."
)


# ----------------------------------------------------------------------------------------------------------------- land
def land(job: Job, paper: Any) -> Chapter:
    """How much commercial land is there, and for how long?"""
    from ruhr_planner.exhibit import answers, tables
    from ruhr_planner.exhibit.layout import MapLayer

    tr = job.phrases.tr
    title = tr("How much commercial land is there, and for how long?")
    names = ("NET_HA", "FREE_HA", "SUPPLY_YEARS_FREE", "DEFICIT_HA")
    if not job.has(PLOT):
        return Chapter(answers.LAND, title, dict.fromkeys(names), _NO_LAND)
    outputs = {"OUTPUT": LAND_BALANCE, "KREIS": LAND_BALANCE_KREIS, "OUTSIDE": LAND_BALANCE_LEFT_OUT}
    given = {"PLOTS": job.store.uri(PLOT), "MUNICIPALITIES": job.boundaries, **BALANCE}
    if job.has(TAKEUP):
        given["TAKEUP"] = job.store.uri(TAKEUP)
    given.update({name: job.result(table.table) for name, table in outputs.items()})
    job.child("landbalance", given)
    found = _balance(job, LAND_BALANCE.table, LAND_BALANCE_KREIS.table)
    sources = job.sources(PLOT, TAKEUP)
    layer = job.result(LAND_BALANCE.table)
    shown = [MapLayer(layer, LAND_BALANCE.table, tr("Years of supply without restriction"))]
    if job.place.key:
        label = PLOT.label.text(job.language)
        supply = job.plots_in_force(f"{PLOT.plot_type} <> '{codes.PLOT_TYPE.existing}'")
        shown.insert(0, MapLayer(job.store.uri(PLOT, supply), PLOT.table, label))
    total = found.total.figures
    return Chapter(
        answers.LAND,
        title,
        {
            "NET_HA": total[LAND_BALANCE.net_ha],
            "FREE_HA": total[LAND_BALANCE.free_ha],
            "SUPPLY_YEARS_FREE": total[LAND_BALANCE.supply_years_free],
            "DEFICIT_HA": total[LAND_BALANCE.deficit_ha],
        },
        answer=answers.land(found, job.place, job.frame(sources)),
        layers=_over(paper, job, tuple(shown)),
        sheets=(
            tables.layer_sheet(tr("Land balance"), opened(layer), LAND_BALANCE, job.phrases),
            tables.layer_sheet(
                tr("Land balance by Kreis"),
                opened(job.result(LAND_BALANCE_KREIS.table)),
                LAND_BALANCE_KREIS,
                job.phrases,
            ),
        ),
        sources=sources,
    )


def _balance(job: Job, towns: str, kreise: str) -> Any:
    """Return the land balance of the place; the region's sums are those that the run returned."""
    from ruhr_planner.exhibit import findings

    rows = findings.read_accounts(opened(job.result(towns)), LAND_BALANCE.ags, LAND_BALANCE.name)
    own = {key: account for key, account in rows.items() if key in job.place.names}
    by_kreis = findings.read_accounts(
        opened(job.result(kreise)), LAND_BALANCE_KREIS.kreis_ags, LAND_BALANCE_KREIS.kreis
    )
    key, parts = job.place.key, tuple(own.values())
    if not key:
        numbers = job.results["landbalance"]
        figures = {column.name: numbers.get(column.name.upper()) for column in LAND_BALANCE.columns[2:]}
        reasons = tuple(dict.fromkeys(reason for account in rows.values() for reason in account.reasons))
        total, parts = findings.Account(job.place.name, figures, reasons), tuple(by_kreis.values())
    else:
        total = rows[key] if key in rows else by_kreis[key]
        total = replace(total, name=job.place.name)
    return findings.BalanceFindings(total, parts, tuple(own.values()), BALANCE["NET_FACTOR"], BALANCE["HORIZON"])


def brownfield(job: Job, paper: Any) -> Chapter:
    """Which brownfields are there, and what restricts them?"""
    from ruhr_planner.exhibit import answers
    from ruhr_planner.exhibit.layout import MapLayer

    tr = job.phrases.tr
    title = tr("Which brownfields are there, and what restricts them?")
    if not job.has(PLOT):
        return Chapter(answers.BROWNFIELD, title, {}, _NO_LAND)
    which = f"({PLOT.brownfield} = 1 OR {PLOT.plot_type} = '{codes.PLOT_TYPE.brownfield}')"
    fallow = job.store.uri(PLOT, which)
    if not opened(fallow).featureCount():
        return Chapter(answers.BROWNFIELD, title, {}, _NO_BROWNFIELD)
    all_land = _balance(job, LAND_BALANCE.table, LAND_BALANCE_KREIS.table).total.figures[LAND_BALANCE.net_ha]
    kreis = f"{BROWNFIELD}_kreis"
    job.child(
        "landbalance",
        {
            "PLOTS": fallow,
            "MUNICIPALITIES": job.boundaries,
            **BALANCE,
            "OUTPUT": job.result(BROWNFIELD),
            "KREIS": job.result(kreis),
        },
    )
    found = _balance(job, BROWNFIELD, kreis)
    sources = job.sources(PLOT)
    heading = tr("Brownfields by restriction")
    shown = MapLayer(job.store.uri(PLOT, job.plots_in_force(which)), "plot_restriction", heading)
    return Chapter(
        answers.BROWNFIELD,
        title,
        {},
        answer=answers.brownfield(found, all_land, job.place, job.frame(sources)),
        layers=_over(paper, job, (shown,), names=True),
        sources=sources,
    )


# ---------------------------------------------------------------------------------------------------------------- sites
def sites(job: Job, paper: Any) -> Chapter:
    """Where could cooperation sites lie?"""
    from ruhr_planner.exhibit import findings, report, tables, themes
    from ruhr_planner.exhibit.layout import MapLayer

    phrases = job.phrases
    title = phrases.tr("Where could cooperation sites lie?")
    if not job.has(PLOT):
        return Chapter(themes.SITES, title, {"N_SITES": None, "SITES_HA": None, "CROSS_BORDER": None}, _NO_PLOTS)
    outputs = {"OUTPUT": SITE, "REJECTED": SITE_REJECTED, "NEAR_MISS": SITE_NEAR_MISS, "GAP_TABLE": SITE_GAP_TABLE}
    inputs = store_tables(CooperationSites.INPUTS)
    parameters = {name: job.store.uri(table) for name, table in inputs.items() if job.has(table)}
    parameters["MUNICIPALITIES"] = job.boundaries
    parameters.update({name: job.result(table.table) for name, table in outputs.items()})
    job.child("cooperationsites", {**SITE_SEARCH, **parameters})
    layer = opened(job.result(SITE.table))
    gap_layer = opened(job.result(SITE_GAP_TABLE.table))
    near, rejected = (_touching(job, each.table) for each in (SITE_NEAR_MISS, SITE_REJECTED))
    fibre = _fibre_of_sites(job)
    gaps = None if job.place.key else gap_layer  # the table counts the whole region
    found = findings.count_sites(layer, job.names, near, rejected, SITE_RULE, gaps, fibre, job.place)
    sources = job.sources(*inputs.values(), *((BROADBAND_CELL,) if fibre else ()))
    plots = MapLayer(job.store.uri(PLOT, job.plots_in_force()), "plot_outline")
    exhibit = _placed(job, themes.sites(paper, job.made / RESULTS, found, sources, (plots,)))
    sheets = (
        tables.site_sheet(phrases.tr("Sites"), layer, fibre, phrases),
        tables.gap_sheet(phrases.tr("Gap table"), gap_layer, found, phrases),
    )
    return Chapter(
        themes.SITES,
        title,
        {"N_SITES": found.n_sites, "SITES_HA": found.net_ha, "CROSS_BORDER": found.cross_border},
        answer=report.sites(found, exhibit, _pdf(themes.SITES), phrases),
        exhibit=exhibit,
        layers=with_focus(job, exhibit.maps[0][1]),
        sheets=sheets,
        sources=sources,
    )


def _touching(job: Job, name: str) -> int:
    """Return how many areas of a result layer lie in the place or touch it."""
    layer = opened(job.result(name))
    if not job.place.key:
        return int(layer.featureCount())
    shapes = [each.geometry() for each in opened(job.bounded(job.of_place())).getFeatures()]
    return sum(any(each.geometry().intersects(shape) for shape in shapes) for each in layer.getFeatures())


def _fibre_of_sites(job: Job) -> dict[str, str]:
    """Return the gap class of every site by its id; nothing where the store has no cells or there is no site."""
    if not job.has(BROADBAND_CELL) or not opened(job.result(SITE.table)).featureCount():
        return {}
    target = str(job.work / f"{SITE_FIBRE}.gpkg")
    cells = {"CELLS": job.store.uri(BROADBAND_CELL), "MUNICIPALITIES": job.boundaries}
    job.child("fibregaps", {**FIBRE_SEARCH, **cells, "OBJECTS": job.result(SITE.table), "OUTPUT": target})
    return {str(site[SITE.site_id]): str(site[FIBRE_GAP.gap_class]) for site in opened(target).getFeatures()}


def suitability(job: Job, paper: Any) -> Chapter:
    """How well are the sites suited?"""
    from ruhr_planner.exhibit import answers, findings, tables
    from ruhr_planner.exhibit.layout import MapLayer

    tr = job.phrases.tr
    title = tr("How well are the sites suited?")
    if not _site_count(job):
        return Chapter(answers.SUITABILITY, title, {"N_RANKED": None}, _NO_SITES)
    fibre = job.work / f"{SITE_FIBRE}.gpkg"
    layer = job.result(SITE_SCORE.table)
    sites = str(fibre) if fibre.exists() else job.result(SITE.table)
    job.child("scoresites", {"SITES": sites, "CRITERIA": CRITERIA, "OUTPUT": layer})
    found = findings.read_scores(opened(layer), job.names, job.place, job.phrases)
    sources = job.sources(PLOT, EXCLUSION, SENSITIVE, LOCATION_FACTOR, BROADBAND_CELL)
    criteria = codes.CRITERIA_PRESET.label(CRITERIA, job.language)
    shown = MapLayer(layer, SITE_SCORE.table, SITE_SCORE.label.text(job.language))
    return Chapter(
        answers.SUITABILITY,
        title,
        {"N_RANKED": sum(each.rank is not None for each in found)},
        answer=answers.suitability(found, job.place, criteria, job.frame(sources)),
        layers=_over(paper, job, (shown,), names=True),
        sheets=(tables.layer_sheet(tr("Scores"), opened(layer), SITE_SCORE, job.phrases),),
        sources=sources,
    )


def _site_count(job: Job) -> int:
    """Return the number of sites that the search has found; 0 where there was none."""
    if "cooperationsites" not in job.results:
        return 0
    return int(opened(job.result(SITE.table)).featureCount())


def deficits(job: Job, paper: Any) -> Chapter:
    """Where can deficits be met, and with whom?"""
    from ruhr_planner.exhibit import answers, findings, tables
    from ruhr_planner.exhibit.layout import MapLayer

    tr = job.phrases.tr
    title = tr("Where can deficits be met, and with whom?")
    lacking = job.results.get("landbalance", {}).get(LAND_BALANCE.deficit_ha.upper())
    known = job.has(PLOT) and any(
        account.figures[LAND_BALANCE.deficit_ha]
        for account in findings.read_accounts(
            opened(job.result(LAND_BALANCE.table)), LAND_BALANCE.ags, LAND_BALANCE.name
        ).values()
    )
    if not (known or lacking) or not _site_count(job):
        return Chapter(answers.DEFICITS, title, {"COVERED_HA": None, "UNCOVERED_HA": None}, _NO_PARTNERS)
    flows, towns, used = (
        job.result(each.table) for each in (ALLOCATION_FLOW, ALLOCATION_MUNICIPALITY, ALLOCATION_SITE)
    )
    job.child(
        "allocatedeficits",
        {
            "BALANCE": job.result(LAND_BALANCE.table),
            "SITES": job.result(SITE.table),
            "OUTPUT": flows,
            "MUNICIPALITIES_OUT": towns,
            "SITES_OUT": used,
        },
    )
    where = {str(site[SITE.site_id]): str(site[SITE.ags_list]) for site in opened(job.result(SITE.table)).getFeatures()}
    twice = job.results["allocatedeficits"]["CREDITED_TWICE_HA"]
    found = findings.read_deficits(opened(towns), opened(flows), where, job.names, job.place, job.phrases, twice)
    sources = job.sources(PLOT, TAKEUP)
    shown = tuple(
        MapLayer(uri, table.table, table.label.text(job.language))
        for uri, table in ((used, ALLOCATION_SITE), (flows, ALLOCATION_FLOW), (towns, ALLOCATION_MUNICIPALITY))
    )
    return Chapter(
        answers.DEFICITS,
        title,
        {"COVERED_HA": found.covered_ha, "UNCOVERED_HA": found.uncovered_ha},
        answer=answers.deficits(found, job.place, job.frame(sources)),
        layers=_over(paper, job, shown),
        sheets=(
            tables.layer_sheet(tr("Deficits"), opened(towns), ALLOCATION_MUNICIPALITY, job.phrases),
            tables.layer_sheet(tr("Allocations"), opened(flows), ALLOCATION_FLOW, job.phrases),
        ),
        sources=sources,
    )


# ---------------------------------------------------------------------------------------------------------------- fibre
def fibre(job: Job, paper: Any) -> Chapter:
    """Where is fibre missing?"""
    from ruhr_planner.exhibit import findings, report, tables, themes

    phrases = job.phrases
    title = themes.fibre_title(phrases)
    names = ("N_OBJECTS", "SERVED", "PARTLY", "UNSERVED", "NO_DATA")
    if not job.has(BROADBAND_CELL):
        return Chapter(themes.FIBRE, title, dict.fromkeys(names), _NO_CELLS)
    groups, layers, parts = [], [], {}
    for key, label, source in _objects(job):
        if source is None:
            continue
        outputs = {
            "OUTPUT": job.result(f"{FIBRE_GAP.table}_{key}"),
            "SUMMARY": job.result(f"{FIBRE_SUMMARY.table}_{key}"),
            "SUMMARY_KREIS": job.result(f"{FIBRE_SUMMARY_KREIS.table}_{key}"),
        }
        cells = {"OBJECTS": source, "CELLS": job.store.uri(BROADBAND_CELL), "MUNICIPALITIES": job.boundaries}
        job.child("fibregaps", {**FIBRE_SEARCH, **cells, **outputs})
        text = label.text(job.language)
        own = {name: _of_place(job, uri) for name, uri in outputs.items() if name != "SUMMARY_KREIS"}
        group = findings.count_fibre(key, text, opened(own["OUTPUT"]), opened(own["SUMMARY"]), job.names)
        groups.append(group)
        kreise = opened(outputs["SUMMARY_KREIS"])
        parts[key] = (
            group.municipalities
            if job.place.key
            else findings.fibre_rows(kreise, {}, FIBRE_SUMMARY_KREIS.kreis_ags, FIBRE_SUMMARY_KREIS.kreis)
        )
        layers.insert(0, (outputs["OUTPUT"], text))
    if not groups:
        return Chapter(themes.FIBRE, title, dict.fromkeys(names), _NO_OBJECTS)
    found = findings.FibreFindings(
        groups=tuple(groups),
        technology=codes.TECHNOLOGY.codes[FIBRE_SEARCH["TECHNOLOGY"]],
        speed=FIBRE_SEARCH["SPEED"],
        served_share=FIBRE_SEARCH["SERVED_SHARE"],
        partly_share=FIBRE_SEARCH["PARTLY_SHARE"],
        min_cover=FIBRE_SEARCH["MIN_CELL_COVER"],
        radius=FIBRE_SEARCH["SEARCH_RADIUS"],
    )
    sources = job.sources(PLOT, PLACE, BROADBAND_CELL)
    exhibit = _placed(job, themes.fibre(paper, layers, found, sources))
    sheets = (
        tables.summary_sheet(phrases.tr("Fibre by municipality"), found, phrases),
        tables.to_close_sheet(phrases.tr("Objects to close"), found, phrases),
    )
    counts = [found.total(code) for code in codes.GAP_CLASS]
    return Chapter(
        themes.FIBRE,
        title,
        dict(zip(names, (sum(counts), *counts))),
        answer=report.fibre(found, exhibit, _pdf(themes.FIBRE), parts, job.frame(sources)),
        exhibit=exhibit,
        layers=with_focus(job, exhibit.maps[0][1]),
        sheets=sheets,
        sources=sources,
    )


def _of_place(job: Job, uri: str) -> str:
    """Narrow a result layer to the place by its AGS."""
    return f"{uri}|subset={job.of_place()}" if job.place.key else uri


def _objects(job: Job) -> tuple[tuple[str, Label, str | None], ...]:
    """Return key, title and source of each kind of object: all commercial land, used or free, and all schools."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(codes.SCHOOL_KINDS))
    schools = None
    if job.has(PLACE):
        schools = job.store.uri(PLACE, f"{PLACE.kind} IN ({kinds})")
        schools = schools if opened(schools).featureCount() else None
    return (
        ("area", _AREAS, job.store.uri(PLOT) if job.has(PLOT) else None),
        ("school", _SCHOOLS, schools),
    )


def broadband(job: Job, paper: Any) -> Chapter:
    """How far is fibre in the municipalities?"""
    from ruhr_planner.exhibit import backdrop, findings, report, tables, themes

    phrases = job.phrases
    title = phrases.tr("Fibre by municipality")
    tech, mbit = codes.TECHNOLOGY.ftthb, 1000
    found = None
    if job.has(BROADBAND_AREA):
        layer = opened(job.store.uri(BROADBAND_AREA))
        found = findings.count_broadband(layer, job.names, phrases, tech, mbit, BROADBAND_GROUPS, job.run.as_of)
    if found is None or not found.groups:
        return Chapter(themes.BROADBAND, title, {"N_MUNICIPALITIES": None}, _NO_SHARES)
    sources = job.sources(BROADBAND_AREA)
    job.step()
    written = backdrop.Written(job.made / RESULTS, job.language, sources, job.run.record(), job.run.check)
    layers = [
        (backdrop.write_shares(written, opened(job.boundaries), group, tech, mbit), group.title)
        for group in found.groups
    ]
    own = found
    if job.place.key:
        groups = tuple(
            replace(group, shares={ags: share for ags, share in group.shares.items() if ags in job.place.names})
            for group in found.groups
        )
        listed = tuple(pair for pair in found.municipalities if pair[0] in job.place.names)
        own = replace(found, groups=groups, municipalities=listed)
    exhibit = _placed(job, themes.broadband(paper, layers, found, sources))
    return Chapter(
        themes.BROADBAND,
        exhibit.title,
        {"N_MUNICIPALITIES": len({ags for group in own.groups for ags in group.shares})},
        answer=report.broadband(own, exhibit, _pdf(themes.BROADBAND), phrases),
        exhibit=exhibit,
        layers=with_focus(job, exhibit.maps[0][1]),
        sheets=(tables.broadband_sheet(phrases.tr("Broadband"), own, phrases),),
        sources=sources,
    )


# ----------------------------------------------------------------------------------------------------- costs and change
def costs(job: Job, paper: Any) -> Chapter:
    """What would fibre connections of the sites cost?"""
    from ruhr_planner.exhibit import answers, findings, tables
    from ruhr_planner.exhibit.layout import MapLayer

    tr = job.phrases.tr
    title = tr("What would fibre connections of the sites cost?")
    pops = job.store.uri(LOCATION_FACTOR, f"{LOCATION_FACTOR.kind} = '{FIBRE_POP}'") if job.has(LOCATION_FACTOR) else ""
    if not _site_count(job) or not job.has(ROAD) or not pops or not opened(pops).featureCount():
        return Chapter(answers.COSTS, title, {"CONNECTIONS_EUR": None}, _NO_COSTS)
    trenches, connections = job.result(TRENCH.table), job.result(CONNECTION.table)
    given = {
        "OBJECTS": job.result(SITE.table),
        "SOURCES": pops,
        "ROADS": job.store.uri(ROAD),
        "OUTPUT": trenches,
        "CONNECTIONS": connections,
        "UNROUTABLE": job.result(UNROUTABLE.table),
    }
    if job.has(BARRIER):
        given["BARRIERS"] = job.store.uri(BARRIER)
    numbers = job.child("fibrecost", given)
    found = findings.read_connections(opened(connections), job.names, job.place, job.phrases)
    totals = [each.total for each in found if each.total is not None]
    length = None if job.place.key else numbers.get("LENGTH_M")
    sources = job.sources(PLOT, ROAD, BARRIER, LOCATION_FACTOR)
    shown = tuple(
        MapLayer(uri, table.table, table.label.text(job.language))
        for uri, table in ((connections, CONNECTION), (trenches, TRENCH))
    )
    return Chapter(
        answers.COSTS,
        title,
        {"CONNECTIONS_EUR": sum(totals) if totals else None},
        answer=answers.costs(found, job.place, length, job.frame(sources)),
        layers=_over(paper, job, shown, names=True),
        sheets=(tables.layer_sheet(tr("Fibre costs"), opened(connections), CONNECTION, job.phrases),),
        sources=sources,
    )


def change(job: Job, paper: Any, earlier: Store) -> Chapter:
    """What has changed since an earlier edition of the store?"""
    from ruhr_planner.exhibit import answers, findings, tables, themes
    from ruhr_planner.exhibit.layout import MapLayer

    tr = job.phrases.tr
    title = tr("What has changed?")
    if not job.has(PLOT) or not earlier.has(PLOT):
        return Chapter(answers.CHANGES, title, {"N_CHANGES": None}, _NO_LAND)
    layer = job.result(CHANGE.table)
    given = {"OLD": earlier.uri(PLOT), "NEW": job.store.uri(PLOT), "ID_FIELD": PLOT.plot_id, "OUTPUT": layer}
    job.child("comparesnapshots", given)
    found = findings.read_changes(opened(layer), job.place)
    before = replace(earlier.provenance(PLOT), title=tr("Plots of the earlier edition"))
    sources = (before, *job.sources(PLOT))
    shown = MapLayer(layer, CHANGE.table, CHANGE.label.text(job.language))
    called = themes.day(before.date, job.phrases) or earlier.name
    return Chapter(
        answers.CHANGES,
        title,
        {"N_CHANGES": sum(each.count for each in found if each.code != codes.CHANGE_CLASS.unchanged)},
        answer=answers.change(found, job.place, called, job.frame(sources)),
        layers=_over(paper, job, (shown,), names=True),
        sheets=(tables.layer_sheet(tr("Changes"), opened(layer), CHANGE, job.phrases),),
        sources=sources,
    )


# ----------------------------------------------------------------------------------------------------------------- maps
def _over(paper: Any, job: Job, layers: tuple[Any, ...], names: bool = False) -> tuple[Any, ...]:
    """Return the layers of a map: outlines of the place and the Kreise, the given ones, municipalities, neighbours.

    :param names: the municipalities are drawn and named below; the given layers have no names of them.
    """
    outlines = tuple(layer for layer in paper.backdrop if layer.style == "kreis")
    towns = tuple(layer for layer in paper.backdrop if layer.style == "municipality") if names else ()
    around = tuple(layer for layer in paper.backdrop if layer.style == "neighbour")
    return with_focus(job, (*outlines, *layers, *towns, *around))


def with_focus(job: Job, layers: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the layers of a map under an outline of the place, where that is not the whole region."""
    from ruhr_planner.exhibit.layout import MapLayer

    if not job.place.key or job.extent == region.EXTENT:
        return layers
    return (MapLayer(job.boundaries, "focus", subset=job.of_place(), labels=False), *layers)


def _placed(job: Job, exhibit: Any) -> Any:
    """Name the place of the report on an exhibit."""
    return replace(exhibit, subtitle=exhibit.subtitle.replace("Metropole Ruhr", job.place.name))


def _pdf(theme: str) -> str:
    return f"exhibit_{theme}.pdf"
