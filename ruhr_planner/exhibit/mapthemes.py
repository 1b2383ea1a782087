"""The themes of single maps: which layers each one draws, in which style, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Callable

from ruhr_planner.exhibit import classes, themes
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes
from ruhr_planner.model.codes import Label
from ruhr_planner.model.results import (
    ALLOCATION_FLOW,
    ALLOCATION_MUNICIPALITY,
    ALLOCATION_SITE,
    CHANGE,
    CONNECTION,
    FIBRE_GAP,
    LAND_BALANCE,
    SITE,
    SITE_NEAR_MISS,
    SITE_SCORE,
    TRENCH,
)
from ruhr_planner.model.tables import BROADBAND_AREA, EXCLUSION, MUNICIPALITY, PLOT, Table

Values = Mapping[str, Any]
"""Values of one record by field, None where unknown."""

THEME = codes.EXHIBIT_THEME


@dataclass(frozen=True)
class Slot:
    """A layer that a theme can draw."""

    table: Table
    fields: tuple[str, ...]
    """A layer that has all of them is taken for this one."""
    also: tuple[str, ...] = ()
    """Further fields that the style reads where they are there."""
    style: str = ""
    """The table's own if not given."""
    geometry: str = "polygon"
    algorithm: str = ""
    """Makes the layer; "" for data of a store."""
    main: bool = True
    """The theme needs one of its main layers."""
    heading: Label | None = None
    """What its legend is headed by, with the unit; the table's label if not given."""
    where: Callable[[Values], bool] = lambda _values: True
    """Which records are drawn."""

    @property
    def drawn_as(self) -> str:
        """Name of the style."""
        return self.style or self.table.table


def _brownfield(values: Values) -> bool:
    return values.get(PLOT.brownfield) == 1 or values.get(PLOT.plot_type) == codes.PLOT_TYPE.brownfield


def _supply(values: Values) -> bool:
    return bool(values.get(PLOT.plot_type) != codes.PLOT_TYPE.existing)


_PLOTS = (PLOT.plot_type,)
_SITES = Slot(
    SITE,
    (SITE.net_ha, SITE.cross_border),
    algorithm="cooperationsites",
    heading=Label("Mögliche Kooperationsstandorte\n(Nettofläche)", "Possible cooperation sites\n(net area)"),
)
SLOTS: dict[str, tuple[Slot, ...]] = {
    THEME.land: (
        Slot(PLOT, _PLOTS, where=_supply, heading=Label("Flächen nach Art", "Plots by type")),
        Slot(
            LAND_BALANCE,
            (LAND_BALANCE.supply_years_free,),
            (LAND_BALANCE.name,),
            algorithm="landbalance",
            heading=Label(
                "Reichweite des Flächenvorrats\nohne Restriktion (Jahre)",
                "Years for which land\nwithout restriction lasts",
            ),
        ),
    ),
    THEME.brownfield: (
        Slot(
            PLOT,
            _PLOTS,
            (PLOT.brownfield, PLOT.restriction),
            "plot_restriction",
            where=_brownfield,
            heading=Label("Brachflächen nach Restriktion", "Brownfields by restriction"),
        ),
    ),
    THEME.sites: (
        _SITES,
        Slot(
            SITE_NEAR_MISS,
            (SITE_NEAR_MISS.shortfall_ha, SITE_NEAR_MISS.help),
            algorithm="cooperationsites",
            main=False,
        ),
    ),
    THEME.suitability: (
        Slot(
            SITE_SCORE,
            (SITE_SCORE.score, SITE_SCORE.rank),
            (SITE_SCORE.knocked_out, SITE_SCORE.rank_p05, SITE_SCORE.rank_p95),
            geometry="any",
            algorithm="scoresites",
            heading=Label("Standorte nach Rang", "Sites by rank"),
        ),
    ),
    THEME.deficits: (
        Slot(
            ALLOCATION_SITE,
            (ALLOCATION_SITE.capacity_ha, ALLOCATION_SITE.allocated_ha),
            (ALLOCATION_SITE.bottleneck,),
            geometry="point",
            algorithm="allocatedeficits",
            main=False,
        ),
        Slot(
            ALLOCATION_FLOW,
            (ALLOCATION_FLOW.ags, ALLOCATION_FLOW.site_id, ALLOCATION_FLOW.ha),
            geometry="line",
            algorithm="allocatedeficits",
            heading=Label(
                "Zuordnung von der Gemeinde\nzum Standort (ha)", "Allocation from the municipality\nto the site (ha)"
            ),
        ),
        Slot(
            ALLOCATION_MUNICIPALITY,
            (ALLOCATION_MUNICIPALITY.coverage, ALLOCATION_MUNICIPALITY.deficit_ha),
            (ALLOCATION_MUNICIPALITY.name,),
            algorithm="allocatedeficits",
            heading=Label(
                "Gedeckter Teil des Fehlbedarfs\n(Prozent)", "Share of the deficit\nthat is covered (per cent)"
            ),
        ),
    ),
    THEME.fibre: (Slot(FIBRE_GAP, (FIBRE_GAP.gap_class,), geometry="any", algorithm="fibregaps"),),
    THEME.broadband: (Slot(BROADBAND_AREA, (BROADBAND_AREA.share,), (MUNICIPALITY.name,)),),
    THEME.costs: (
        Slot(
            CONNECTION,
            (CONNECTION.total_eur, CONNECTION.feasible),
            geometry="any",
            algorithm="fibrecost",
            heading=Label("Kosten je Anschluss (EUR)", "Cost of a connection (EUR)"),
        ),
        Slot(
            TRENCH,
            (TRENCH.cost_class, TRENCH.n_downstream),
            geometry="line",
            algorithm="fibrecost",
            heading=Label("Trassen nach Oberfläche und Bauweise", "Trenches by surface and method"),
        ),
    ),
    THEME.change: (
        Slot(
            CHANGE,
            (CHANGE.change_class,),
            algorithm="comparesnapshots",
            heading=Label("Flächen nach Art der Veränderung", "Plots by kind of change"),
        ),
    ),
    THEME.overview: (
        replace(_SITES, main=False),
        Slot(PLOT, _PLOTS, main=False),
        Slot(EXCLUSION, (EXCLUSION.mode,), main=False),
    ),
}
"""Layers of each theme, uppermost first."""

PLOT_STYLES = {
    codes.PLOT_SIGNS.type: ("plot", Label("Flächen nach Art", "Plots by type")),
    codes.PLOT_SIGNS.restriction: ("plot_restriction", Label("Flächen nach Restriktion", "Plots by restriction")),
    codes.PLOT_SIGNS.use: ("plot_use", Label("Flächen nach geplanter Nutzung", "Plots by planned use")),
    codes.PLOT_SIGNS.statutory: ("plot_statutory", classes.STATUTORY_HEADING),
}
"""Styles that plots can be drawn in, whatever the theme."""


def slots(theme: str, signs: str) -> tuple[Slot, ...]:
    """Return the layers of a theme, plots with the signs that are wanted."""
    if signs not in PLOT_STYLES:
        return SLOTS[theme]
    style, heading = PLOT_STYLES[signs]
    read = (PLOT.brownfield, PLOT.restriction, PLOT.planned_use)
    return tuple(
        replace(slot, style=style, heading=heading, also=read) if slot.table is PLOT else slot for slot in SLOTS[theme]
    )


COMPUTED = (THEME.sites, THEME.suitability, THEME.deficits)
"""Themes whose sites are a proposal of the computer."""


def computed(theme: str, drawn: Iterable[Slot]) -> bool:
    """Tell whether a map shows sites that a computer proposes."""
    return theme in COMPUTED or any(slot.table is SITE for slot in drawn)


def needed(theme: str, language: str) -> tuple[str, str]:
    """Return which layers a theme needs one of, and which algorithms make them."""
    main = [slot for slot in SLOTS[theme] if slot.main]
    labels = dict.fromkeys(f"“{slot.table.label.text(language)}” ({', '.join(slot.fields)})" for slot in main)
    makers = dict.fromkeys(slot.algorithm for slot in main if slot.algorithm)
    return " / ".join(labels), ", ".join(makers)


def title(theme: str, phrases: Phrases) -> str:
    """Return the title of a map that the user gave none."""
    tr = phrases.tr
    titles = {
        THEME.land: tr("Commercial land available"),
        THEME.brownfield: tr("Brownfields and their restrictions"),
        THEME.sites: tr("Where could cooperation sites lie?"),
        THEME.suitability: tr("How well are the sites suited?"),
        THEME.deficits: tr("Where can deficits be met?"),
        THEME.fibre: themes.fibre_title(phrases),
        THEME.broadband: tr("Fibre by municipality: FTTB/H from {speed} Mbit/s").format(speed=phrases.number(1000)),
        THEME.costs: tr("What would fibre connections cost?"),
        THEME.change: tr("What has changed?"),
        THEME.overview: tr("Overview"),
    }
    return titles[theme]


def method(theme: str, phrases: Phrases) -> str:
    """Return what has to be known to read the map."""
    tr = phrases.tr
    texts = {
        THEME.land: tr(
            "Plots by type, without existing commercial land. Where a land balance is given, "
            "municipalities show for how many years land without restriction lasts at the take-up so far; unknown is "
            "hatched."
        ),
        THEME.brownfield: tr(
            "Brownfields are plots of this type or with this mark. The colour is the recorded restriction; a plot "
            "without a record is unknown, not free."
        ),
        THEME.sites: tr(
            "Plots form one site when they lie close together and face each other; motorways, railways and canals "
            "separate. The result is a search area for consultation; every site needs examination on the spot."
        ),
        THEME.suitability: tr(
            "Ranks come from weighted criteria with fixed anchors. In brackets stand the 5 % and 95 % quantile of the "
            "rank when the weights are varied: sites whose ranges overlap should not be told apart."
        ),
        THEME.deficits: tr(
            "A calculated proposal of who could meet a deficit where: as much as possible first, then as cheaply or "
            "as fairly as possible. Arrows lead from the municipality to the site. It is no agreement between "
            "municipalities; what stays uncovered is the virtual reserve."
        ),
        THEME.fibre: tr(
            "Inferred from household cells of the Breitbandatlas: “nearby” is no proof of a connection. Cells exist "
            "only where people live, so an object without cells is “no data”, not unserved. Gigabit over cable is not "
            "fibre."
        ),
        THEME.broadband: tr(
            "Shares that can technically get fibre to the building or home, as published by municipality. They are "
            "neither measured speeds nor contracts. Class limits are fixed, so that maps of several years can be "
            "compared."
        ),
        THEME.costs: tr(
            "Shared trenches along the roads, wider where more objects hang on them, with the cost of each connection "
            "and its share of the trenches. An estimate from a cost table, not an offer."
        ),
        THEME.change: tr(
            "Two snapshots of plots compared by their ids and shapes. Land counts as taken up only where evidence "
            "shows it; what is gone without evidence is unexplained."
        ),
        THEME.overview: tr("Plots, computed sites and exclusions as the planning store or the layers hold them."),
    }
    return texts[theme]


def run_line(record: Mapping[str, Any], phrases: Phrases) -> str:
    """Return one line on the run that made a layer, "" where its metadata do not tell: algorithm, day, parameters."""
    algorithm = str(record.get("algorithm", "")).rsplit(":", 1)[-1]
    if not algorithm:
        return ""
    given = record.get("parameters")
    shown = [
        f"{name} {phrases.plain(value)}"
        for name, value in (given.items() if isinstance(given, dict) else ())
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    ]
    day = themes.day(str(record.get("as_of", "")), phrases)
    return phrases.tr("Computed with {algorithm}, as of {date}: {parameters}.").format(
        algorithm=algorithm, date=day or phrases.unknown(), parameters=", ".join(shown) or "–"
    )


def place(names: Iterable[str], phrases: Phrases) -> str:
    """Return the line under the title: what the map shows."""
    return phrases.listed(list(names)) or "Metropole Ruhr"
