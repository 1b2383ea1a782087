"""`landbalance`: how much commercial land is there, for how many years, and which municipality lacks how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from qgis.core import (
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import NoGeometry, RestrictionWeights
from ruhr_planner.model.region import KREISE, kreis_of
from ruhr_planner.model.results import (
    LAND_BALANCE,
    LAND_BALANCE_KREIS,
    LAND_BALANCE_LEFT_OUT,
    LAND_BALANCE_PLOT,
    SIZE_CLASSES,
)
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import MUNICIPALITY, PLAN_AREA, PLOT
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run
from ruhr_planner.processing.inputs import LayerInput
from ruhr_planner.processing.landdemand import (
    DEMAND_INPUTS,
    DEMAND_MODEL,
    DEMAND_PARAMETERS,
    REGIONAL_SHARE,
    TAKEUP_FROM,
    TAKEUP_TO,
    put_together,
)
from ruhr_planner.processing.outputs import FileOutput, LayerOutput
from ruhr_planner.processing.plots import plots_of

if TYPE_CHECKING:
    from ruhr_planner.analysis import balance
    from ruhr_planner.analysis.pieces import Plots
    from ruhr_planner.analysis.plan_edge import PlanRelation
    from ruhr_planner.analysis.split import Split
    from ruhr_planner.exhibit import charts
    from ruhr_planner.exhibit.phrases import Phrases
    from ruhr_planner.store.layers import Row

PLOTS, OUTPUT, KREIS, OUTSIDE, PLOTS_OUT, CHARTS = "PLOTS", "OUTPUT", "KREIS", "OUTSIDE", "PLOTS_OUT", "CHARTS"
PLAN, PLAN_TOLERANCE = "PLAN", "PLAN_TOLERANCE"
HORIZON, SURCHARGE, COMPANY_CREDIT, NET_FACTOR, MIN_PLOT = (
    "HORIZON",
    "SURCHARGE",
    "COMPANY_CREDIT",
    "NET_FACTOR",
    "MIN_PLOT",
)
RESTRICTION_WEIGHTS = "RESTRICTION_WEIGHTS"
OUTSIDE_HA, LEFT_OUT_HA = "OUTSIDE_HA", "LEFT_OUT_HA"

NOT_SUMMED = (LAND_BALANCE.ags, LAND_BALANCE.name, LAND_BALANCE.reason, LAND_BALANCE.demand_source)
FIGURES = tuple(column for column in LAND_BALANCE.columns if column.name not in NOT_SUMMED)
"""The numbers of the balance: fields of a row, and outputs of the algorithm for the region, in capitals."""

_ABSTRACT = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "Net land of all reserves against take-up and demand. Unknown restriction is a class of its own: it weighs nothing "
    "in the balance and fully in the highest balance. Company reserves are credited in part and never available; "
    "cooperation sites serve regional demand and stand apart. Areas in ha, EPSG:25832.",
)


class Areas(NamedTuple):
    """The municipalities: keys in ascending order, names, geometries, and to which key each given area belongs."""

    keys: list[str]
    names: list[str | None]
    geometries: list[QgsGeometry]
    group: np.ndarray
    kreis_keys: list[str]
    kreis_names: list[str | None]


class Levels(NamedTuple):
    """The balance of the municipalities, the Kreise (with their keys and names) and the region."""

    towns: balance.Account
    kreise: balance.Account
    region: balance.Account
    kreis_keys: list[str]
    kreis_names: list[str | None]


class LandBalance(PlannerAlgorithm):
    """Set the supply of commercial land against take-up and demand, by municipality, Kreis and for the region."""

    ID = "landbalance"
    LABEL = "Balance commercial land"
    GROUP = "Land"
    GROUP_ID = "land"
    INPUTS = (
        LayerInput(
            PLOTS,
            "Plots",
            PLOT,
            required=(PLOT.plot_type,),
            columns=(PLOT.plot_id, PLOT.planning_status, PLOT.restriction, PLOT.brownfield, PLOT.area_net_ha),
        ),
        MUNICIPALITIES,
        *DEMAND_INPUTS,
        LayerInput(PLAN, "Areas of the regional plan", PLAN_AREA, columns=(PLAN_AREA.use_rp,), optional=True),
    )
    OUTPUTS = (
        LayerOutput(OUTPUT, "Land balance by municipality", LAND_BALANCE, style=LAND_BALANCE.table),
        LayerOutput(KREIS, "Land balance by Kreis", LAND_BALANCE_KREIS, optional=True),
        LayerOutput(OUTSIDE, "Land that is not balanced, with the reason", LAND_BALANCE_LEFT_OUT, optional=True),
        LayerOutput(
            PLOTS_OUT,
            "Plots with net land, size and position to the plan",
            LAND_BALANCE_PLOT,
            optional=True,
            keep=PLOTS,
        ),
    )
    FILES = (FileOutput(CHARTS, "Charts by Kreis", (".html", ".svg")),)

    def __init__(self) -> None:
        super().__init__()
        self._keep = False

    def define(self) -> None:
        """Add horizon, credits, weights, demand model and tolerance, and the region's numbers."""
        whole = QgsProcessingParameterNumber.Type.Integer
        self._number(HORIZON, tr("Horizon (years)"), 20.0, 1.0, 100.0, advanced=False)
        self._number(SURCHARGE, tr("Surcharge on the demand by take-up"), 0.10, 0.0, 5.0, advanced=False)
        self._number(COMPANY_CREDIT, tr("Share of company reserves that is credited"), 0.5, 0.0, 1.0)
        self._string(RESTRICTION_WEIGHTS, tr("Weights of the restriction levels 0 to 3"), "1,0.75,0.25,0")
        self._number(NET_FACTOR, tr("Net land per gross land"), 0.75, 0.01, 1.0)
        self._number(MIN_PLOT, tr("Smallest plot (ha)"), 0.2, 0.0)
        self._number(TAKEUP_FROM, tr("First year of take-up (empty: all)"), None, 1900, 2200, whole)
        self._number(TAKEUP_TO, tr("Last year of take-up (empty: all)"), None, 1900, 2200, whole)
        labels = [codes.DEMAND_MODEL.label(code, i18n.language()) for code in codes.DEMAND_MODEL]
        self.addParameter(QgsProcessingParameterEnum(DEMAND_MODEL, tr("Demand model"), labels, False, 0))
        self._string(DEMAND_PARAMETERS, tr("Parameters of GIFPRO and TBS-GIFPRO (JSON or file; empty: shipped)"), "")
        self._number(REGIONAL_SHARE, tr("Share of the demand that is regional (empty: unknown)"), None, 0.0, 1.0)
        self._number(PLAN_TOLERANCE, tr("Tolerance at the boundaries of the regional plan (m)"), 75.0, 0.0, 1000.0)
        for column in FIGURES:
            self.addOutput(QgsProcessingOutputNumber(column.name.upper(), column.label.text(i18n.language())))
        self.addOutput(QgsProcessingOutputNumber(OUTSIDE_HA, tr("Gross land outside every municipality (ha)")))
        self.addOutput(QgsProcessingOutputNumber(LEFT_OUT_HA, tr("Gross land of plots that take no part (ha)")))

    def _number(
        self,
        name: str,
        label: str,
        default: float | None,
        low: float,
        high: float = 1e9,
        kind: QgsProcessingParameterNumber.Type = QgsProcessingParameterNumber.Type.Double,
        advanced: bool = True,
    ) -> None:
        parameter = QgsProcessingParameterNumber(name, label, kind, default, default is None, low, high)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def _string(self, name: str, label: str, default: str) -> None:
        parameter = QgsProcessingParameterString(name, label, default, False, not default)
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Find out whether the plots' own fields are needed: only their own output keeps them."""
        self._keep = parameters.get(PLOTS_OUT) not in (None, "")
        return bool(super().prepareAlgorithm(parameters, context, feedback))

    def input(self, parameter: str) -> LayerInput:
        """Return a declared input; the plots with all their fields where an output keeps them."""
        declared = super().input(parameter)
        return replace(declared, keep_fields=True) if parameter == PLOTS and self._keep else declared

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters as plain values, without the path of a file of demand parameters."""
        plain = super().plain_parameters(parameters)
        given = str(plain.get(DEMAND_PARAMETERS, "")).strip()
        if given and not given.startswith("{"):
            plain[DEMAND_PARAMETERS] = Path(given).name
        return plain

    def compute(self, run: Run) -> dict[str, Any]:
        """Balance the plots, write the results and the charts, return the region's sums."""
        from ruhr_planner.analysis import balance
        from ruhr_planner.analysis.pieces import HECTARE
        from ruhr_planner.analysis.split import split
        from ruhr_planner.exhibit.phrases import Phrases

        rule = _rule(run)
        plots, areas = plots_of(run, PLOTS), _areas(run)
        taken = balance.supply(plots, rule)
        demand = put_together(run, areas.keys, rule)
        places = taken.supply.index.tolist()
        found = split(
            [plots.geometries[place] for place in places],
            taken.supply.gross * HECTARE,
            areas.geometries,
            areas.group,
            lambda part: run.progress(part / 2),
        )
        plan = _plan(run, plots)
        chosen = taken.supply
        if plan is not None:
            chosen = replace(chosen, plan_class=plan.plan_class[chosen.index])
        levels = _levels(chosen, found, demand, rule, areas)
        _tell(run, taken, found, demand, levels.region)
        run.stage(OUTPUT, _rows(levels.towns, demand, areas.keys, areas.names, _outlines(areas)), _ABSTRACT)
        no_outlines = [None] * len(levels.kreis_keys)
        run.stage(KREIS, _rows(levels.kreise, demand, levels.kreis_keys, levels.kreis_names, no_outlines), _ABSTRACT)
        if run.wanted(OUTSIDE):
            run.stage(OUTSIDE, _left_out(run, plots, taken, found, areas.geometries), _ABSTRACT)
        if run.wanted(PLOTS_OUT):
            run.stage(PLOTS_OUT, _plot_rows(run, plots, taken, plan), _ABSTRACT)
        _draw(run, Phrases(self.language or i18n.language()), areas, levels)
        return _numbers(levels.region, taken, found)


def _levels(supply: balance.Supply, found: Split, demand: balance.Demand, rule: balance.Rule, areas: Areas) -> Levels:
    """Balance the municipalities and add them up."""
    from ruhr_planner.analysis.balance import account, summed

    towns = account(supply, found.parts, demand, rule)
    keys, kreis_of_town = np.unique(np.array(areas.kreis_keys), return_inverse=True)
    everywhere = np.zeros(len(areas.keys), dtype=np.int64)
    names = dict(zip(areas.kreis_keys, areas.kreis_names))
    return Levels(
        towns,
        summed(supply, found.parts, demand, rule, towns, kreis_of_town),
        summed(supply, found.parts, demand, rule, towns, everywhere),
        keys.tolist(),
        [names[key] for key in keys.tolist()],
    )


# ---------------------------------------------------------------------------------------------------------- parameters
def _rule(run: Run) -> balance.Rule:
    from ruhr_planner.analysis.balance import Rule

    return Rule(
        horizon=run.number(HORIZON),
        surcharge=run.number(SURCHARGE),
        company_credit=run.number(COMPANY_CREDIT),
        weights=_weights(run.string(RESTRICTION_WEIGHTS)),
        net_factor=run.number(NET_FACTOR),
        min_plot_ha=run.number(MIN_PLOT),
    )


def _weights(text: str) -> tuple[float, float, float, float]:
    """Read the weights: separated by commas, or by semicolons where commas are decimal signs.

    :raises RestrictionWeights: not four numbers from 0 to 1 that never rise.
    """
    parts = text.replace(",", ".").split(";") if ";" in text else text.split(",")
    try:
        made = [float(part) for part in parts]
    except ValueError as error:
        raise RestrictionWeights(value=text) from error
    falling = all(0.0 <= second <= first <= 1.0 for first, second in zip(made, made[1:]))
    if len(made) != len(codes.RESTRICTION.codes) or not falling:
        raise RestrictionWeights(value=text)
    return made[0], made[1], made[2], made[3]


# --------------------------------------------------------------------------------------------------------------- inputs
def _areas(run: Run) -> Areas:
    """Return the municipalities; areas without a key are left out and named, several areas of a key are one.

    :raises NoGeometry: there is no municipality at all.
    """
    records = run.needed(MUNICIPALITIES.parameter)
    ags = records.text(MUNICIPALITY.ags)
    keyed = [place for place, key in enumerate(ags) if key is not None]
    if not keyed:
        raise NoGeometry(layer=records.name, left_out=records.read)
    if len(keyed) < len(records):
        run.warn(
            filled(
                tr(
                    "{layer}: {count} {count:area|areas} without a key {count:takes|take} no part; "
                    "{count:its|their} land counts as outside."
                ),
                layer=records.name,
                count=len(records) - len(keyed),
            )
        )
    keys = sorted({str(ags[place]) for place in keyed})
    number = {key: at for at, key in enumerate(keys)}
    first = {str(ags[place]): place for place in reversed(keyed)}
    kreis_ags, kreis = records.text(MUNICIPALITY.kreis_ags), records.text(MUNICIPALITY.kreis)
    kreis_keys = [str(kreis_ags[first[key]] or kreis_of(key)) for key in keys]
    return Areas(
        keys,
        [records.text(MUNICIPALITY.name)[first[key]] for key in keys],
        [records.geometries[place] for place in keyed],
        np.array([number[str(ags[place])] for place in keyed], dtype=np.int64),
        kreis_keys,
        [kreis[first[key]] or KREISE.get(kreis_key) for key, kreis_key in zip(keys, kreis_keys)],
    )


def _outlines(areas: Areas) -> list[QgsGeometry | None]:
    """Return one geometry for each municipality."""
    own: list[list[QgsGeometry]] = [[] for _ in areas.keys]
    for number, geometry in zip(areas.group.tolist(), areas.geometries):
        own[number].append(geometry)
    made: list[QgsGeometry | None] = []
    for geometries in own:
        outline = QgsGeometry(geometries[0]) if len(geometries) == 1 else QgsGeometry.unaryUnion(geometries)
        outline.convertToMultiType()
        made.append(outline)
    return made


def _plan(run: Run, plots: Plots) -> PlanRelation | None:
    """Lay the plots on the regional plan, if it is given."""
    from ruhr_planner.analysis.plan_edge import relate

    records = run.records(PLAN)
    if records is None:
        return None
    tolerance = run.number(PLAN_TOLERANCE)
    found = relate(
        plots.geometries,
        records.geometries,
        records.text(PLAN_AREA.use_rp).tolist(),
        tolerance,
        lambda part: run.progress(0.5 + part / 2),
    )
    counts = {code: int((found.plan_class == code).sum()) for code in codes.PLAN_CLASS}
    run.log(
        filled(
            tr(
                "{layer}: drawn at 1:50,000 and not sharp to the parcel; within {tolerance} m of a "
                "boundary a plot is to be checked. {inside} {inside:plot|plots} inside, {edge} at the "
                "edge, {outside} outside."
            ),
            layer=records.name,
            tolerance=f"{tolerance:g}",
            **counts,
        )
    )
    return found


# ---------------------------------------------------------------------------------------------------------------- rows
def _rows(
    account: balance.Account,
    demand: balance.Demand,
    keys: Sequence[str],
    names: Sequence[str | None],
    geometries: Sequence[QgsGeometry | None],
) -> Iterator[Row]:
    """Yield one row a group in the order of LAND_BALANCE, which both balances share."""
    for place, key in enumerate(keys):
        values: list[object] = [key, names[place]]
        for column in LAND_BALANCE.columns[2:]:
            if column.name == LAND_BALANCE.reason:
                values.append(";".join(account.reasons[place]) or None)
            elif column.name == LAND_BALANCE.demand_source:
                values.append(demand.source)
            else:
                value = plain(float(account.figures[column.name][place]))
                values.append(int(value) if value is not None and column.kind == "int" else value)
        yield geometries[place], values


def plain(value: float) -> float | None:
    """Round to 1 m² (4 digits of a hectare) and turn unknown into None."""
    return None if value != value else round(value, 4) + 0.0


def _left_out(
    run: Run, plots: Plots, taken: balance.Taken, found: Split, areas: Sequence[QgsGeometry]
) -> Iterator[Row]:
    """Yield plots that take no part, then what lies outside every municipality."""
    from ruhr_planner.analysis.split import outside_geometry

    for place, reason in enumerate(taken.reason):
        if reason is not None:
            geometry = QgsGeometry(plots.geometries[place])
            geometry.convertToMultiType()
            yield geometry, [plots.ids[place], reason, plain(taken.gross[place]), plain(taken.net[place])]
    for at in np.flatnonzero(found.outside > 0.0).tolist():
        run.check()
        place, share = int(taken.supply.index[at]), float(found.outside[at])
        hectares = [plain(taken.gross[place] * share), plain(taken.net[place] * share)]
        outside = outside_geometry(plots.geometries[place], areas)
        yield outside, [plots.ids[place], codes.BALANCE_LEFT_OUT.outside, *hectares]


def _plot_rows(run: Run, plots: Plots, taken: balance.Taken, plan: PlanRelation | None) -> Iterator[Row]:
    """Yield all plots with their own fields; net land and size of those that take part."""
    size = {int(place): SIZE_CLASSES[number] for place, number in zip(taken.supply.index, taken.supply.size)}
    for place, (geometry, kept) in enumerate(zip(plots.geometries, run.kept(PLOTS_OUT))):
        own: list[object] = [plain(taken.net[place]) if place in size else None, size.get(place)]
        if plan is None:
            own += [None] * 4
        else:
            own += [plan.use[place], plan.plan_class[place], plain(plan.share[place]), plain(plan.distance[place])]
        yield geometry, [*kept, *own]


def _draw(run: Run, phrases: Phrases, areas: Areas, levels: Levels) -> None:
    """Write the charts: all Kreise, then the municipalities of each."""
    ending = run.file_ending(CHARTS)
    if not ending:
        return
    from ruhr_planner.exhibit.balance_charts import Chart, Page, html, svg

    every = range(len(levels.kreis_keys))
    charts = [Chart(phrases.tr("by Kreis"), _bars(levels.kreise, levels.kreis_names, every, phrases))]
    for key, name in zip(levels.kreis_keys, levels.kreis_names):
        own = [place for place, kreis in enumerate(areas.kreis_keys) if kreis == key]
        charts.append(Chart(name or key, _bars(levels.towns, areas.names, own, phrases)))
    page = Page(charts, run.description(LAND_BALANCE_KREIS), phrases.date(run.as_of), run.run_id[:8])
    run.stage_file(CHARTS, (html if ending == ".html" else svg)(page, phrases))


def _bars(
    account: balance.Account, names: Sequence[str | None], places: Iterable[int], phrases: Phrases
) -> list[charts.Bar]:
    from ruhr_planner.exhibit.charts import Bar

    return [
        Bar(
            names[place] or phrases.unknown(),
            {name: plain(float(values[place])) for name, values in account.figures.items()},
            codes.BALANCE_REASON.label(account.reasons[place][0], phrases.language) if account.reasons[place] else "",
        )
        for place in places
    ]


def _numbers(region: balance.Account, taken: balance.Taken, found: Split) -> dict[str, Any]:
    """Return the region's sums under the fields' names in capitals."""
    numbers: dict[str, Any] = {column.name.upper(): plain(float(region.figures[column.name][0])) for column in FIGURES}
    numbers[OUTSIDE_HA] = plain(float((found.outside * taken.supply.gross).sum()))
    left_out = [why is not None for why in taken.reason]
    numbers[LEFT_OUT_HA] = plain(float(taken.gross[left_out].sum()))
    return numbers


# -------------------------------------------------------------------------------------------------------------- the log
def _tell(
    run: Run,
    taken: balance.Taken,
    found: Split,
    demand: balance.Demand,
    region: balance.Account,
) -> None:
    """Say what was left out, what is unknown, and the region's sums in both views."""
    _tell_left_out(run, taken, found)
    figures = {name: float(values[0]) for name, values in region.figures.items()}
    known = ~np.isnan(demand.takeup)
    if not known.all():
        run.warn(
            filled(
                tr(
                    "Take-up is known for {known} of {all} {all:municipality|municipalities} ({ha} ha/a "
                    "there); the region's sum is unknown."
                ),
                known=int(known.sum()),
                all=len(known),
                ha=_said(float(demand.takeup[known].sum())),
            )
        )
    run.log(
        filled(
            tr(
                "Region: {n} {n:plot|plots}, {gross} ha gross; net land {net} ha, of it {unknown} ha of "
                "unknown restriction."
            ),
            n=int(figures[LAND_BALANCE.n_plots]),
            gross=_said(figures[LAND_BALANCE.gross_ha]),
            net=_said(figures[LAND_BALANCE.net_ha]),
            unknown=_said(figures[LAND_BALANCE.net_unknown_ha]),
        )
    )
    run.log(
        tr("Apart from it: company reserves {company} ha (not available), cooperation sites {sites} ha.").format(
            company=_said(figures[LAND_BALANCE.company_ha]), sites=_said(figures[LAND_BALANCE.cooperation_ha])
        )
    )
    for said, hectares, balance_name, years in (
        (
            tr("Planning view: supply {ha} ha, balance {balance} ha, {years} years."),
            LAND_BALANCE.planning_ha,
            LAND_BALANCE.planning_balance_ha,
            LAND_BALANCE.supply_years_all,
        ),
        (
            tr("Market view: supply {ha} ha, balance {balance} ha, {years} years."),
            LAND_BALANCE.market_ha,
            LAND_BALANCE.market_balance_ha,
            LAND_BALANCE.market_years,
        ),
    ):
        run.log(
            said.format(ha=_said(figures[hectares]), balance=_said(figures[balance_name]), years=_said(figures[years]))
        )
    run.log(
        tr(
            "Without restriction: {free} ha, {years} years. Balance {low} to {high} ha; sum of deficits {deficit} ha."
        ).format(
            free=_said(figures[LAND_BALANCE.free_ha]),
            years=_said(figures[LAND_BALANCE.supply_years_free]),
            low=_said(figures[LAND_BALANCE.balance_ha]),
            high=_said(figures[LAND_BALANCE.balance_max_ha]),
            deficit=_said(figures[LAND_BALANCE.deficit_ha]),
        )
    )
    if len(demand.models) > 1:
        spread = []
        for code, values in demand.models.items():
            there = ~np.isnan(values)
            if not there.any():
                continue
            spread.append(
                filled(
                    tr("{model} {ha} ha ({known} of {all} {all:municipality|municipalities})"),
                    model=codes.DEMAND_SOURCE.label(code, i18n.language()),
                    ha=_said(float(values[there].sum())),
                    known=int(there.sum()),
                    all=len(values),
                )
            )
        run.log(tr("Demand by model: {spread}").format(spread="; ".join(spread)))


def _tell_left_out(run: Run, taken: balance.Taken, found: Split) -> None:
    for code in (codes.BALANCE_LEFT_OUT.min_plot, codes.BALANCE_LEFT_OUT.type_unknown):
        keep = np.array([why == code for why in taken.reason], dtype=bool)
        if keep.any():
            run.warn(
                filled(
                    tr("{reason}: {count} {count:plot|plots}, {ha} ha gross, {count:takes|take} no part."),
                    reason=codes.BALANCE_LEFT_OUT.label(code, i18n.language()),
                    count=int(keep.sum()),
                    ha=_said(float(taken.gross[keep].sum())),
                )
            )
    outside = found.outside * taken.supply.gross
    if (outside > 0.0).any():
        run.warn(
            filled(
                tr(
                    "Outside every municipality: parts of {count} {count:plot|plots}, {ha} ha gross; see the "
                    "output OUTSIDE."
                ),
                count=int((outside > 0.0).sum()),
                ha=_said(float(outside.sum())),
            )
        )
    if found.overlap_m2 > 0.0:
        run.warn(
            tr("Municipalities overlap on {ha} ha; plots there are divided in proportion and counted once.").format(
                ha=_said(found.overlap_m2 / 10_000)
            )
        )


def _said(value: float) -> str:
    return tr("unknown") if value != value else f"{value:.1f}"
