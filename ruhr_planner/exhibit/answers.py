"""What the region report says on land, scores, partners, costs and change: sentences, figures, charts and tables.

Every number comes from `exhibit.findings`, which reads it from the result layers; here it is only put into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ruhr_planner.exhibit import charts, mapthemes, themes
from ruhr_planner.exhibit.charts import Bar, Frame, Range
from ruhr_planner.exhibit.findings import (
    Account,
    BalanceFindings,
    Changed,
    Connected,
    DeficitFindings,
    Place,
    Scored,
)
from ruhr_planner.exhibit.layout import Figure, Rows, counted
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.exhibit.report import Answer
from ruhr_planner.model import codes
from ruhr_planner.model.results import ALLOCATION_MUNICIPALITY, CHANGE, LAND_BALANCE, RESTRICTION_HA
from ruhr_planner.model.sentences import filled

LAND, BROWNFIELD, SUITABILITY, DEFICITS, COSTS, CHANGES = (
    "land",
    "brownfield",
    "suitability",
    "deficits",
    "costs",
    "change",
)
MOST_ROWS = 15
"""Rows of a chart; the tables have all of them."""
MOST_RANKS = 15
_SHOWN_HA = 0.05
"""Hectares: what is less is 0.0 on paper."""
_B = LAND_BALANCE

TOWN_COLUMNS = (
    _B.net_ha,
    _B.free_ha,
    _B.net_unknown_ha,
    _B.company_ha,
    _B.takeup_ha_a,
    _B.supply_years_free,
    _B.demand_ha,
    _B.balance_ha,
)
"""Columns of the table of municipalities."""
BROWNFIELD_COLUMNS = (_B.n_plots, _B.gross_ha, _B.net_ha, *RESTRICTION_HA, _B.net_unknown_ha)


# ----------------------------------------------------------------------------------------------------------------- land
def land(found: BalanceFindings, place: Place, frame: Frame) -> Answer:
    """Return the answer to: how much commercial land is there, and for how long?"""
    phrases, total = frame.phrases, found.total.figures
    tr, number = phrases.tr, phrases.number
    sentences = [
        filled(
            tr(
                "{place} has {net} ha net of commercial land on {plots} {plots:plot|plots}. {free} ha of "
                "it are without restriction; of {unknown} ha nobody has recorded whether they are "
                "restricted."
            ),
            place=place.name,
            net=number(total[_B.net_ha], 1),
            plots=number(total[_B.n_plots]),
            free=number(total[_B.free_ha], 1),
            unknown=number(total[_B.net_unknown_ha], 1),
        ),
        _years(found.total, phrases),
    ]
    if total[_B.balance_ha] is not None:
        lacking = [town for town in found.towns if (town.figures[_B.deficit_ha] or 0.0) > 0.0]
        sentences.append(
            filled(
                tr(
                    "Against a demand of {demand} ha in {horizon} years stands a balance of {low} ha, or "
                    "{high} ha if all land of unknown restriction could be used. {count} {count:municipality "
                    "lacks|municipalities lack} land, {deficit} ha{count:| together}."
                ),
                demand=number(total[_B.demand_ha], 1),
                horizon=number(found.horizon),
                low=number(total[_B.balance_ha], 1),
                high=number(total[_B.balance_max_ha], 1),
                count=number(len(lacking)),
                deficit=number(sum(town.figures[_B.deficit_ha] or 0.0 for town in lacking), 1),
            )
        )
    parts = _bars(found.parts, phrases)
    return Answer(
        key=LAND,
        title=tr("How much commercial land is there, and for how long?"),
        short=sentences[0],
        sentences=tuple(sentences),
        figures=(
            Figure(number(total[_B.net_ha], 1), tr("hectares net in total")),
            Figure(number(total[_B.free_ha], 1), tr("hectares without restriction")),
            Figure(number(total[_B.supply_years_free], 1), tr("years of supply without restriction")),
            Figure(number(total[_B.company_ha], 1), tr("hectares of company reserves, not available")),
        ),
        charts=(
            charts.years_of_supply(parts, _titled(frame, tr("Years of supply"))),
            charts.restriction_shares(parts, _titled(frame, tr("Net land by restriction"))),
            charts.size_classes(total, _titled(frame, tr("Net land by size of the plots"))),
        ),
        tables=(_table(tr("Land balance by municipality"), found.towns, TOWN_COLUMNS, phrases, True),),
        method=" ".join(
            [
                mapthemes.method(mapthemes.THEME.land, phrases),
                tr(
                    "Net land is what is recorded, else {factor} of the gross area, or all of it on serviced land. "
                    "Company reserves are credited in part and never available; cooperation sites serve regional "
                    "demand and stand apart."
                ).format(factor=number(found.net_factor, 2)),
            ]
        ),
    )


def _years(total: Account, phrases: Phrases) -> str:
    tr, number, figures = phrases.tr, phrases.number, total.figures
    if figures[_B.supply_years_all] is None:
        why = "; ".join(codes.BALANCE_REASON.label(code, phrases.language) for code in total.reasons)
        said = tr("For how many years the land lasts is unknown: {reason}.")
        return said.format(reason=why or tr("the take-up of some municipalities is not known"))
    return tr(
        "At the take-up so far, {takeup} ha a year, all net land lasts {all} years, and land without restriction "
        "{free} years."
    ).format(
        takeup=number(figures[_B.takeup_ha_a], 1),
        all=number(figures[_B.supply_years_all], 1),
        free=number(figures[_B.supply_years_free], 1),
    )


def brownfield(found: BalanceFindings, all_land: float | None, place: Place, frame: Frame) -> Answer:
    """Return the answer to: how much of the land is brownfield, and what restricts its use?

    :param all_land: net land of the place, ha.
    """
    phrases, total = frame.phrases, found.total.figures
    tr, number = phrases.tr, phrases.number
    net = total[_B.net_ha] or 0.0
    share = 100.0 * net / all_land if all_land else None
    sentences = (
        filled(
            tr(
                "{place}: {plots} {plots:brownfield|brownfields} with {gross} ha gross and {net} ha net, "
                "{share} % of all net land."
            ),
            place=place.name,
            plots=number(total[_B.n_plots]),
            gross=number(total[_B.gross_ha], 1),
            net=number(total[_B.net_ha], 1),
            share=number(share, 1),
        ),
        tr(
            "{free} ha net are without restriction, {severe} ha severely restricted; {unknown} ha are not judged."
        ).format(
            free=number(total[RESTRICTION_HA[0]], 1),
            severe=number(total[RESTRICTION_HA[2]], 1),
            unknown=number(total[_B.net_unknown_ha], 1),
        ),
    )
    towns = [town for town in found.towns if town.figures[_B.n_plots]]
    towns.sort(key=lambda town: -(town.figures[_B.net_ha] or 0.0))
    return Answer(
        key=BROWNFIELD,
        title=tr("Which brownfields are there, and what restricts them?"),
        short=sentences[0],
        sentences=sentences,
        figures=(
            counted(number(total[_B.n_plots]), tr("{count:brownfield|brownfields}")),
            Figure(number(total[_B.net_ha], 1), tr("hectares net in total")),
            Figure(f"{number(share, 1)} %" if share is not None else phrases.unknown(), tr("of all net land")),
        ),
        charts=(
            charts.restriction_shares(
                _bars(found.parts, phrases), _titled(frame, tr("Net land of brownfields by restriction"))
            ),
        ),
        tables=(_table(tr("Brownfields by municipality"), towns, BROWNFIELD_COLUMNS, phrases),) if towns else (),
        method=mapthemes.method(mapthemes.THEME.brownfield, phrases),
    )


def _table(title: str, rows: Sequence[Account], columns: Sequence[str], phrases: Phrases, whole: bool = False) -> Rows:
    known = [LAND_BALANCE.column(name) for name in columns]
    short = _headings(phrases)
    header = (
        phrases.tr("Municipality"),
        *(f"{short[each.name]}{f' ({each.unit})' if each.unit and each.unit != 'a' else ''}" for each in known),
    )
    digits = [0 if each.kind == "int" else 1 for each in known]
    body = tuple(
        (row.name, *(phrases.number(row.figures[name], places) for name, places in zip(columns, digits)))
        for row in rows
    )
    return Rows(title, header, body, (2.6, *(1.25 for _each in columns)), whole=whole)


def _headings(phrases: Phrases) -> dict[str, str]:
    """Return short headings for narrow columns; the unit stands behind them."""
    tr = phrases.tr
    levels = (tr("no restriction"), tr("minor"), tr("severe"), tr("excluded"))
    return {
        _B.n_plots: tr("Number"),
        _B.gross_ha: tr("gross"),
        _B.net_ha: tr("net"),
        _B.free_ha: tr("no restriction"),
        _B.net_unknown_ha: tr("unknown"),
        _B.company_ha: tr("of companies"),
        _B.takeup_ha_a: tr("take-up"),
        _B.supply_years_free: tr("years, no restriction"),
        _B.demand_ha: tr("demand"),
        _B.balance_ha: tr("balance"),
        **dict(zip(RESTRICTION_HA, levels)),
    }


def _bars(accounts: Iterable[Account], phrases: Phrases) -> list[Bar]:
    return [
        Bar(
            account.name,
            account.figures,
            codes.BALANCE_REASON.label(account.reasons[0], phrases.language) if account.reasons else "",
        )
        for account in accounts
    ]


def _titled(frame: Frame, title: str) -> Frame:
    return replace(frame, title=title)


# --------------------------------------------------------------------------------------------------------------- scores
def suitability(found: Sequence[Scored], place: Place, criteria: str, frame: Frame) -> Answer:
    """Return the answer to: how well are the sites suited?

    :param criteria: the title of the set of criteria.
    """
    phrases = frame.phrases
    tr, number = phrases.tr, phrases.number
    ranked = [site for site in found if site.rank is not None]
    close = sum(site.close_call for site in ranked)
    sentences = [
        filled(
            tr(
                "{count} of {total} {total:site|sites} {count:meets|meet} the required criteria of "
                "“{criteria}”; {out} {out:is|are} knocked out."
            ),
            count=number(len(ranked)),
            total=number(len(found)),
            criteria=criteria,
            out=number(sum(site.knocked_out for site in found)),
        )
    ]
    if ranked:
        best = ranked[0]
        sentences.append(
            tr(
                "The best one in {place} lies in {where}: {score} of 100 points, rank {rank} in the region ({low} to "
                "{high})."
            ).format(
                place=place.name,
                where=best.where,
                score=number(best.score, 1),
                rank=number(best.rank),
                low=number(best.low),
                high=number(best.high),
            )
        )
    if close:
        sentences.append(
            filled(
                tr(
                    "{count} {count:decision is|decisions are} close: small changes of the weights turn "
                    "{count:it|them}."
                ),
                count=number(close),
            )
        )
    rows = [Range(site.where, site.rank, site.low, site.high) for site in ranked[:MOST_RANKS]]
    return Answer(
        key=SUITABILITY,
        title=tr("How well are the sites suited?"),
        short=sentences[-1 if close else 0] if len(sentences) < 2 else sentences[1],
        sentences=tuple(sentences),
        figures=(
            counted(number(len(ranked)), tr("ranked {count:site|sites}")),
            Figure(number(len(found) - len(ranked)), tr("knocked out or not ranked")),
            counted(number(close), tr("close {count:decision|decisions}")),
        ),
        charts=(charts.rank_bands(rows, _titled(frame, tr("Rank and its range when the weights vary"))),)
        if rows
        else (),
        tables=(_score_table(found, phrases),) if found else (),
        method=mapthemes.method(mapthemes.THEME.suitability, phrases),
        notice=themes.notice(phrases),
    )


def _score_table(found: Sequence[Scored], phrases: Phrases) -> Rows:
    tr, number = phrases.tr, phrases.number
    title = tr("Scored sites by rank")
    header = (tr("Municipality"), tr("Site"), tr("net area (ha)"), tr("Score"), tr("Rank"), tr("Rank, 5 % to 95 %"))
    rows = tuple(
        (
            site.where,
            site.site_id,
            number(site.net_ha, 1),
            number(site.score, 1),
            number(site.rank) if site.rank is not None else tr("knocked out"),
            f"{number(site.low)} – {number(site.high)}" if site.low is not None else phrases.unknown(),
        )
        for site in found
    )
    return Rows(title, header, rows, (3.4, 1.7, 1.4, 1.1, 1.2, 1.5))


# ------------------------------------------------------------------------------------------------------------- partners
def deficits(found: DeficitFindings, place: Place, frame: Frame) -> Answer:
    """Return the answer to: where can deficits be met?"""
    phrases = frame.phrases
    tr, number = phrases.tr, phrases.number
    partners = len({(flow.town, flow.site_id) for flow in found.flows if flow.host is False})
    sentences = [
        filled(
            tr(
                "{count} {count:municipality lacks|municipalities lack} {deficit} ha. {covered} ha of it "
                "can be met on cooperation sites within reach; {uncovered} ha stay as virtual reserve."
            ),
            count=number(len(found.towns)),
            deficit=number(found.deficit_ha, 1),
            covered=number(found.covered_ha, 1),
            uncovered=number(found.uncovered_ha, 1),
        ),
        filled(
            tr("{flows} {flows:allocation comes|allocations come} about, {partners} of them between municipalities."),
            flows=number(len(found.flows)),
            partners=number(partners),
        ),
    ]
    if found.twice_ha and found.twice_ha >= _SHOWN_HA:
        said = tr(
            "In the whole region up to {ha} ha of what is met lie on land that the sites' own municipalities need "
            "themselves: their balance counts it as supply, too."
        )
        sentences.append(said.format(ha=number(found.twice_ha, 1)))
    bars = [
        Bar(
            town.name,
            {
                ALLOCATION_MUNICIPALITY.covered_ha: town.covered_ha,
                ALLOCATION_MUNICIPALITY.uncovered_ha: town.uncovered_ha,
            },
        )
        for town in found.towns[:MOST_ROWS]
    ]
    return Answer(
        key=DEFICITS,
        title=tr("Where can deficits be met, and with whom?"),
        short=sentences[0],
        sentences=tuple(sentences),
        figures=(
            Figure(number(found.deficit_ha, 1), tr("hectares of deficit")),
            Figure(number(found.covered_ha, 1), tr("hectares met on sites")),
            Figure(number(found.uncovered_ha, 1), tr("hectares of virtual reserve")),
            counted(number(partners), tr("{count:partnership|partnerships} between municipalities")),
        ),
        charts=(charts.deficit_coverage(bars, _titled(frame, tr("How much of each deficit can be met"))),)
        if bars
        else (),
        tables=(_flow_table(found, phrases),) if found.flows else (),
        method=mapthemes.method(mapthemes.THEME.deficits, phrases),
        notice=themes.notice(phrases),
    )


def _flow_table(found: DeficitFindings, phrases: Phrases) -> Rows:
    tr, number = phrases.tr, phrases.number
    header = (tr("Municipality"), tr("meets its deficit in"), tr("Site"), tr("Land (ha)"), tr("Distance (km)"))
    rows = tuple(
        (
            flow.town,
            tr("itself") if flow.host and flow.where == flow.town else flow.where,
            flow.site_id,
            number(flow.ha, 1),
            number(flow.cost, 1),
        )
        for flow in found.flows
    )
    return Rows(tr("Who meets a deficit where"), header, rows, (2.6, 3.2, 1.8, 1.3, 1.5))


# ----------------------------------------------------------------------------------------------------- costs and change
def costs(found: Sequence[Connected], place: Place, trench_m: float | None, frame: Frame) -> Answer:
    """Return the answer to: what would fibre connections of the sites cost?

    :param trench_m: length of all trenches, where the whole region is looked at.
    """
    phrases = frame.phrases
    tr, number = phrases.tr, phrases.number
    feasible = [each for each in found if each.total is not None]
    total, low, high = (sum(getattr(each, name) or 0.0 for each in feasible) for name in ("total", "low", "high"))
    sentences = [
        filled(
            tr(
                "Connecting {count} of {all} {all:site|sites} to fibre costs about EUR {total}, from EUR "
                "{low} to EUR {high}; the sites share trenches along the roads."
            ),
            count=number(len(feasible)),
            all=number(len(found)),
            total=number(total),
            low=number(low),
            high=number(high),
        )
    ]
    if trench_m is not None:
        sentences.append(tr("The trenches are {km} km long.").format(km=number(trench_m / 1000.0, 1)))
    header = (tr("Municipality"), tr("Site"), tr("Way (m)"), tr("Cost (EUR)"), tr("from (EUR)"), tr("to (EUR)"))
    rows = tuple(
        (
            each.where,
            each.site_id,
            number(each.path_m),
            number(each.total) if each.total is not None else each.reason or phrases.unknown(),
            number(each.low),
            number(each.high),
        )
        for each in found
    )
    return Answer(
        key=COSTS,
        title=tr("What would fibre connections of the sites cost?"),
        short=sentences[0],
        sentences=tuple(sentences),
        figures=(
            Figure(number(total), tr("EUR for all connections")),
            counted(number(len(feasible)), tr("{count:site|sites} that can be connected")),
            counted(number(len(found) - len(feasible)), tr("{count:site|sites} out of reach")),
        ),
        tables=(Rows(tr("Cost of each connection"), header, rows, (3.2, 1.7, 1.2, 1.7, 1.4, 1.4)),) if rows else (),
        method=mapthemes.method(mapthemes.THEME.costs, phrases),
    )


def change(found: Sequence[Changed], place: Place, earlier: str, frame: Frame) -> Answer:
    """Return the answer to: what has changed since an earlier edition?

    :param earlier: how that edition is called.
    """
    phrases = frame.phrases
    tr, number = phrases.tr, phrases.number
    counts = {each.code: each.count for each in found}
    new = number(counts.get(codes.CHANGE_CLASS.new, 0))
    gone = number(counts.get(codes.CHANGE_CLASS.gone_unexplained, 0))
    taken = number(sum(each.taken_up for each in found))
    sentences = (
        filled(
            tr(
                "Since {earlier}: {new} new {new:plot|plots}, {taken} taken up in whole or in part ({ha} ha "
                "gross), {gone} gone without explanation."
            ),
            earlier=earlier,
            new=new,
            taken=taken,
            ha=number(sum(each.taken_up_ha for each in found), 1),
            gone=gone,
        ),
    )
    label = codes.CHANGE_CLASS.label
    bars = [
        Bar(
            label(each.code, phrases.language),
            {"ha": max(each.ha_old, each.ha_new)},
            filled(tr("{count} {count:plot|plots}"), count=number(each.count)),
        )
        for each in found
        if each.code != codes.CHANGE_CLASS.unchanged
    ]
    header = (
        CHANGE.column(CHANGE.change_class).label.text(phrases.language),
        tr("Plots"),
        f"{CHANGE.column(CHANGE.ha_old).label.text(phrases.language)} (ha)",
        f"{CHANGE.column(CHANGE.ha_new).label.text(phrases.language)} (ha)",
        f"{CHANGE.column(CHANGE.taken_up_ha).label.text(phrases.language)} (ha)",
    )
    rows = tuple(
        (
            label(each.code, phrases.language),
            number(each.count),
            number(each.ha_old, 1),
            number(each.ha_new, 1),
            number(each.taken_up_ha, 1),
        )
        for each in found
    )
    return Answer(
        key=CHANGES,
        title=tr("What has changed?"),
        short=sentences[0],
        sentences=sentences,
        figures=(
            counted(new, tr("new {count:plot|plots}")),
            counted(taken, tr("{count:plot|plots} taken up in whole or in part")),
            counted(gone, tr("{count:plot|plots} gone without explanation")),
        ),
        charts=(charts.hectares(bars, "ha", _titled(frame, tr("Changed land, gross"))),) if bars else (),
        tables=(Rows(tr("Kinds of change"), header, rows, (3.0, 1.2, 1.6, 1.6, 1.8)),),
        method=mapthemes.method(mapthemes.THEME.change, phrases),
    )
