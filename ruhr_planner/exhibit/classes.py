"""Classes of the maps: limits, colours and legend texts in both languages, one place for styles, legends and tables.

Colours are told apart with the three common kinds of colour blindness and fall in lightness from class to class, so
that a grey print keeps the order. Missing data is always hatched grey, never a colour of a scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ruhr_planner.model import codes
from ruhr_planner.model.codes import Label

INK = "#26323a"
"""Text and neatlines."""
PAPER = "#ffffff"
LAND = "#f7f5f0"
"""The region itself, under everything."""
OUTSIDE = "#e6eaec"
"""Beyond the region."""
BORDER = "#a9b0b3"
KREIS_BORDER = "#5f6b72"
NO_DATA = "#8a9196"
CROSS_BORDER = "#0b3c8c"
COMPUTED = "#8c2d04"


@dataclass(frozen=True)
class Band:
    """One class of a graduated scale: ``low <= value < high``."""

    low: float
    high: float
    colour: str
    label: Label
    size: float = 0.0
    """Diameter of the symbol in mm where the class is drawn as a circle."""

    def holds(self, value: float) -> bool:
        """Tell whether a value belongs to this class."""
        return self.low <= value < self.high


SITE_BANDS = (
    Band(0, 8, "#fee3c4", Label("unter 8 ha", "under 8 ha"), 1.8),
    Band(8, 15, "#fdb777", Label("8 bis unter 15 ha", "8 to under 15 ha"), 2.4),
    Band(15, 30, "#f3812f", Label("15 bis unter 30 ha", "15 to under 30 ha"), 3.3),
    Band(30, 50, "#c94a0a", Label("30 bis unter 50 ha", "30 to under 50 ha"), 4.4),
    Band(50, math.inf, "#7a2705", Label("50 ha und mehr", "50 ha and more"), 5.8),
)
"""Net area of a cooperation site in ha; 8 ha is the chamber's list, 50 ha the state plan's large project."""

SITE_CROSS_BORDER = Label("über eine Gemeindegrenze", "across a municipal border")

SHARE_BANDS = (
    Band(0, 5, "#fff8dc", Label("unter 5 %", "under 5 %")),
    Band(5, 10, "#cfe0a2", Label("5 bis unter 10 %", "5 to under 10 %")),
    Band(10, 25, "#86c4a4", Label("10 bis unter 25 %", "10 to under 25 %")),
    Band(25, 50, "#43a6c0", Label("25 bis unter 50 %", "25 to under 50 %")),
    Band(50, 75, "#2567ab", Label("50 bis unter 75 %", "50 to under 75 %")),
    Band(75, math.inf, "#122a6b", Label("75 % und mehr", "75 % and more")),
)
"""Share of connections in per cent; fixed limits, so that two years or two user groups can be compared."""

NO_DATA_LABEL = Label("keine Daten", "no data")

GAP_COLOURS = {
    codes.GAP_CLASS.served: "#92c5de",
    codes.GAP_CLASS.partly: "#e08a1e",
    codes.GAP_CLASS.unserved: "#8c1d40",
    codes.GAP_CLASS.no_data: NO_DATA,
}
GAP_LABELS = {
    codes.GAP_CLASS.served: Label("Glasfaser in der Nähe", "Fibre nearby"),
    codes.GAP_CLASS.partly: Label("teilweise Glasfaser in der Nähe", "Fibre partly nearby"),
    codes.GAP_CLASS.unserved: Label("keine Glasfaser in der Nähe", "No fibre nearby"),
    codes.GAP_CLASS.no_data: Label("keine Daten (keine Haushaltszellen)", "No data (no household cells)"),
}
"""What a map may say of a class that was inferred from household cells: a gap is a hint, not a finding on the spot."""

PLOT_COLOURS = {
    codes.PLOT_TYPE.fnp_reserve: "#e69f00",
    codes.PLOT_TYPE.regional_reserve: "#f2d16b",
    codes.PLOT_TYPE.brownfield: "#7f4f24",
    codes.PLOT_TYPE.building_gap: "#56b4e9",
    codes.PLOT_TYPE.company_reserve: "#cc79a7",
    codes.PLOT_TYPE.underused: "#abb074",
    codes.PLOT_TYPE.interim_use: "#9ddbc0",
    codes.PLOT_TYPE.conversion: "#009e73",
    codes.PLOT_TYPE.cooperation_site: "#d55e00",
    codes.PLOT_TYPE.existing: "#c3cfe2",
}

PLOT_HATCH = {
    codes.PLOT_TYPE.building_gap: 45,
    codes.PLOT_TYPE.underused: 0,
    codes.PLOT_TYPE.interim_use: 135,
    codes.PLOT_TYPE.regional_reserve: 90,
    codes.PLOT_TYPE.company_reserve: 90,
    codes.PLOT_TYPE.conversion: 135,
}
"""Angle of the lines upon a colour that a grey print would not tell from another one."""

USE_COLOURS = {
    "settlement": "#f6b8ae",
    "mixed": "#a6761d",
    "commerce": "#56b4e9",
    "industry": "#5e3c99",
    "special": "#e69f00",
    "other": "#dfe3d0",
}
"""Planned uses in groups, told apart by everybody: the analytical set."""
USE_HATCH = {"mixed": 45, "special": 135, "other": 0}
USE_LABELS = {
    "settlement": Label("Siedlung (ASB)", "Settlement (ASB)"),
    "mixed": Label("gemischt (M, MI, MU, MK, MD)", "mixed (M, MI, MU, MK, MD)"),
    "commerce": Label("Gewerbe (G, GE, ASB für Gewerbe)", "business (G, GE, ASB for business)"),
    "industry": Label("Industrie (GI, GIB)", "industry (GI, GIB)"),
    "special": Label("Sondergebiet (SO)", "special area (SO)"),
    "other": Label("sonstige", "other"),
}
USE_GROUPS = {
    "settlement": ("ASB", "ASBz"),
    "mixed": ("M", "MI", "MU", "MK", "MD"),
    "commerce": ("G", "GE", "ASB_GE"),
    "industry": ("GI", "GIB", "GIBz"),
    "special": ("SO",),
    "other": ("other",),
}
USE_UNKNOWN = Label("geplante Nutzung unbekannt", "planned use unknown")

STATUTORY_COLOURS = {
    "GIB": "#b3a6c2",
    "GIBz": "#b3a6c2",
    "ASB": "#f2b8a0",
    "ASBz": "#f2b8a0",
    "ASB_GE": "#d9c3bb",
    "G": "#a8a8a8",
    "GE": "#cdcdcd",
    "GI": "#8c8c8c",
    "SO": "#f59a3c",
    "M": "#b5835a",
    "MI": "#c79a74",
    "MU": "#b98a5e",
    "MK": "#a06a3f",
    "MD": "#d8b48f",
    "other": "#f2efe4",
}
"""Colours in the manner of the plan signs: commercial grey, mixed brown, special orange (Anlage PlanZV); GIB
grey-violet, ASB light red (Anlage LPlG DVO). From memory of printed plans, not measured in the ordinances: to be
checked. They are not made for the colour-blind, so each area carries its letters as well."""
STATUTORY_HATCH = {"GIBz": 45, "ASBz": 45, "ASB_GE": 135}
STATUTORY_SIGNS = {"GIBz": "GIB-Z", "ASBz": "ASB-Z", "ASB_GE": "ASB-GE", "other": "", "unknown": ""}
"""Letters upon an area where they are not the code itself."""
STATUTORY_HEADING = Label(
    "Geplante Nutzung nach PlanZV\nund LPlG DVO (zu prüfen)",
    "Planned use, signs after PlanZV\nand LPlG DVO (to be checked)",
)

SPOT_COLOURS = {
    codes.SPOT.white: "#fff3c4",
    codes.SPOT.light_grey: "#c9d3cf",
    codes.SPOT.dark_grey: "#7f9a9c",
    codes.SPOT.check: "#3f6f8f",
    codes.SPOT.none: "#12306b",
}
"""From no supply to gigabit, the more the darker; a white spot has a dark edge on every ground."""

DEFICIT_BANDS = (
    Band(0, 0.005, "#f6f4ee", Label("kein Fehlbedarf", "no deficit")),
    Band(0.005, 25, "#fde0c5", Label("unter 25 ha", "under 25 ha")),
    Band(25, 50, "#f5b58a", Label("25 bis unter 50 ha", "25 to under 50 ha")),
    Band(50, 100, "#dd8452", Label("50 bis unter 100 ha", "50 to under 100 ha")),
    Band(100, 200, "#ad5426", Label("100 bis unter 200 ha", "100 to under 200 ha")),
    Band(200, math.inf, "#6b2804", Label("200 ha und mehr", "200 ha and more")),
)
"""Commercial land that a municipality lacks, ha."""

DISTANCE_COLOURS = {
    codes.DISTANCE_CLASS.none: "#fdfbf5",
    codes.DISTANCE_CLASS.VII: "#dde2a6",
    codes.DISTANCE_CLASS.VI: "#b6d38d",
    codes.DISTANCE_CLASS.V: "#8fc48c",
    codes.DISTANCE_CLASS.IV: "#58a88c",
    codes.DISTANCE_CLASS.III: "#2f8589",
    codes.DISTANCE_CLASS.II: "#225e7d",
    codes.DISTANCE_CLASS.I: "#1c2f5c",
}
"""The most demanding plants that the distances allow; I is the most demanding class, the darkest."""
DISTANCE_UNKNOWN = Label("Abstandsklasse unbekannt", "distance class unknown")

RESTRICTION_HATCH = {2: 45, 3: 135}
CHANGE_HATCH = {
    codes.CHANGE_CLASS.attribute: 0,
    codes.CHANGE_CLASS.split: 135,
    codes.CHANGE_CLASS.merged: 90,
}
TRENCH_STYLES = {"unpaved": "dash", "microtrench": "dot", "plough": "dash dot", "duct": "dash dot dot"}
"""Lines that a grey print would not tell apart by their colour."""

YEAR_BANDS = (
    Band(0, 3, "#678ab8", Label("unter 3 Jahre", "under 3 years")),
    Band(3, 5, "#8aa5ca", Label("3 bis unter 5 Jahre", "3 to under 5 years")),
    Band(5, 10, "#aec1da", Label("5 bis unter 10 Jahre", "5 to under 10 years")),
    Band(10, 20, "#d0dcea", Label("10 bis unter 20 Jahre", "10 to under 20 years")),
    Band(20, math.inf, "#f4f7fb", Label("20 Jahre und mehr", "20 years and more")),
)
"""Years for which land without restriction lasts; the fewer, the darker. Pale blues: plots lie on top of them."""

YEARS_UNKNOWN = Label("Reichweite unbekannt", "years of supply unknown")

RESTRICTION_COLOURS = {0: "#1d5f9e", 1: "#7db8dc", 2: "#f0a04b", 3: "#8c2d04"}
"""Fill of the restriction levels; what is unknown is hatched in NO_DATA."""

RESTRICTION_UNKNOWN = Label("Restriktion unbekannt", "restriction unknown")
RESTRICTION_LABELS = {
    0: Label("ohne Restriktion", "no restriction"),
    1: Label("geringe Restriktion", "minor restriction"),
    2: Label("schwerwiegende Restriktion", "severe restriction"),
    3: Label("ausgeschlossen", "excluded"),
}

EXCLUSION_LABELS = {
    codes.EXCLUSION_MODE.hard: Label("Ausschluss (hart)", "Exclusion (hard)"),
    codes.EXCLUSION_MODE.soft: Label("Einschränkung (weich)", "Constraint (soft)"),
    codes.EXCLUSION_MODE.deduct: Label("vom Bauland abgezogen", "deducted from building land"),
}

TRENCH_COLOURS = {
    "default": "#4a4f57",
    "footway": "#e08214",
    "unpaved": "#35978f",
    "microtrench": "#7b5ea7",
    "plough": "#5f8a3a",
    "duct": "#0b3c8c",
}
TRENCH_LABELS = {
    "default": Label("Straße, befestigt oder unbekannt", "Road, paved or unknown"),
    "footway": Label("Gehweg, befestigt", "Footway, paved"),
    "unpaved": Label("unbefestigt", "unpaved"),
    "microtrench": Label("Microtrench", "Microtrench"),
    "plough": Label("Pflug", "Plough"),
    "duct": Label("vorhandenes Rohr", "existing duct"),
}
TRENCH_OTHER = "#6f7679"
"""A cost class of the user's own table."""
TRENCH_REST = Label("sonstige", "other")

RANK_BANDS = (
    Band(1, 4, "#06402b", Label("Rang 1 bis 3", "rank 1 to 3"), 5.0),
    Band(4, 11, "#2f8f4b", Label("Rang 4 bis 10", "rank 4 to 10"), 4.2),
    Band(11, 26, "#83c77b", Label("Rang 11 bis 25", "rank 11 to 25"), 3.4),
    Band(26, math.inf, "#d3ecc9", Label("ab Rang 26", "rank 26 and below"), 2.6),
)
"""Bands of ranks: the neighbours within a band should not be told apart by the map, their ranks overlap."""

KNOCKED_OUT = Label("ausgeschieden", "knocked out")

FLOW_BANDS = (
    Band(0, 2, "#12306b", Label("unter 2 ha", "under 2 ha"), 0.4),
    Band(2, 5, "#12306b", Label("2 bis unter 5 ha", "2 to under 5 ha"), 0.8),
    Band(5, 10, "#12306b", Label("5 bis unter 10 ha", "5 to under 10 ha"), 1.4),
    Band(10, 20, "#12306b", Label("10 bis unter 20 ha", "10 to under 20 ha"), 2.2),
    Band(20, math.inf, "#12306b", Label("20 ha und mehr", "20 ha and more"), 3.2),
)
"""Land that a municipality gets on a site; `size` is the width of the arrow in mm."""

COVERAGE_BANDS = (
    Band(0.995, math.inf, "#fdf3e1", Label("ganz gedeckt", "covered in full")),
    Band(0.75, 0.995, "#fbe0b5", Label("75 bis unter 100 %", "75 to under 100 %")),
    Band(0.5, 0.75, "#f0bc80", Label("50 bis unter 75 %", "50 to under 75 %")),
    Band(0.25, 0.5, "#dd9460", Label("25 bis unter 50 %", "25 to under 50 %")),
    Band(0, 0.25, "#c0654a", Label("unter 25 %", "under 25 %")),
)
"""Share of a deficit that finds a place; the less, the darker. A rest that rounds to 0 % counts as none."""

NO_DEFICIT = Label("kein Fehlbedarf", "no deficit")
DEFICIT_UNKNOWN = Label("Fehlbedarf unbekannt", "deficit unknown")

SITE_USE_COLOURS = {"bottleneck": "#7a2705", "used": "#f3812f", "unused": "#ffffff"}
SITE_USE_LABELS = {
    "bottleneck": Label("Engpass: mehr Fläche deckte mehr", "bottleneck: more land would cover more"),
    "used": Label("Standort mit Zuordnung", "site with an allocation"),
    "unused": Label("Standort ohne Zuordnung", "site without an allocation"),
    "unknown": Label("Kapazität unbekannt", "capacity unknown"),
}

CONNECTION_BANDS = (
    Band(0, 2_500, "#fff3c4", Label("unter 2.500 EUR", "under EUR 2,500")),
    Band(2_500, 5_000, "#fecf7a", Label("2.500 bis unter 5.000 EUR", "EUR 2,500 to under 5,000")),
    Band(5_000, 10_000, "#f0953f", Label("5.000 bis unter 10.000 EUR", "EUR 5,000 to under 10,000")),
    Band(10_000, 25_000, "#c0560f", Label("10.000 bis unter 25.000 EUR", "EUR 10,000 to under 25,000")),
    Band(25_000, math.inf, "#6b2804", Label("25.000 EUR und mehr", "EUR 25,000 and more")),
)
"""Cost of a connection with its share of the trenches, EUR."""

NOT_CONNECTED = Label("nicht anschließbar", "cannot be connected")

CHANGE_COLOURS = {
    codes.CHANGE_CLASS.new: "#0a8f68",
    codes.CHANGE_CLASS.gone_unexplained: "#e0591a",
    codes.CHANGE_CLASS.taken_up: "#6b2804",
    codes.CHANGE_CLASS.unchanged: "#e8e4da",
    codes.CHANGE_CLASS.geometry: "#7cc4ee",
    codes.CHANGE_CLASS.attribute: "#f5e663",
    codes.CHANGE_CLASS.split: "#d79ac0",
    codes.CHANGE_CLASS.merged: "#7a2a63",
    codes.CHANGE_CLASS.rezoned: "#1560a8",
}


def _labels_of(codes_of: codes.CodeList) -> tuple[Label, ...]:
    return tuple(Label(codes_of.label(code, "de"), codes_of.label(code, "en")) for code in codes_of)


TEXTS = (
    *(band.label for band in SITE_BANDS + SHARE_BANDS + YEAR_BANDS + RANK_BANDS + FLOW_BANDS + COVERAGE_BANDS),
    *(band.label for band in CONNECTION_BANDS + DEFICIT_BANDS),
    *USE_LABELS.values(),
    *_labels_of(codes.PLANNED_USE),
    *_labels_of(codes.SPOT),
    *_labels_of(codes.DISTANCE_CLASS),
    USE_UNKNOWN,
    DISTANCE_UNKNOWN,
    *GAP_LABELS.values(),
    *EXCLUSION_LABELS.values(),
    *RESTRICTION_LABELS.values(),
    *TRENCH_LABELS.values(),
    *SITE_USE_LABELS.values(),
    *_labels_of(codes.PLOT_TYPE),
    *_labels_of(codes.CHANGE_CLASS),
    SITE_CROSS_BORDER,
    NO_DATA_LABEL,
    YEARS_UNKNOWN,
    RESTRICTION_UNKNOWN,
    TRENCH_REST,
    KNOCKED_OUT,
    NO_DEFICIT,
    DEFICIT_UNKNOWN,
    NOT_CONNECTED,
)
"""Every legend text that a shipped style uses, for putting a style into English."""
