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
    codes.PLOT_TYPE.conversion: "#007a5a",
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


@dataclass(frozen=True)
class Sign:
    """How a planned use is drawn in the manner of a plan, and where that is laid down."""

    colour: str
    source: str
    """Ordinance and number of the sign."""
    verified: bool
    """Whether letters and hue were held against the text of the source; what was not, is marked in the legend."""
    letters: str | None = None
    """Upon the area; the code itself if not given."""
    hatch: float | None = None
    """Angle of lines, what tells it from another sign of the same hue."""


_PLANZV = "BauNVO § 1, PlanZV Anlage Nr. {}"
_LPLG = "LPlG DVO NRW, Anlage 3, Planzeichen {}"

STATUTORY_SIGNS = {
    codes.PLANNED_USE.GIB: Sign("#b3a6c2", _LPLG.format("1.c"), False),
    codes.PLANNED_USE.GIBz: Sign("#8f7fa5", _LPLG.format("1.e"), False, "GIB-Z", 45),
    codes.PLANNED_USE.ASB: Sign("#f2b8a0", _LPLG.format("1.a"), False),
    codes.PLANNED_USE.ASBz: Sign("#d98f75", _LPLG.format("1.b"), False, "ASB-Z", 45),
    codes.PLANNED_USE.ASB_GE: Sign("#d9c3bb", "–", False, "ASB-GE", 135),
    codes.PLANNED_USE.G: Sign("#a8a8a8", _PLANZV.format("1.3"), True),
    codes.PLANNED_USE.GE: Sign("#cdcdcd", _PLANZV.format("1.3.1"), True),
    codes.PLANNED_USE.GI: Sign("#8c8c8c", _PLANZV.format("1.3.2"), True),
    codes.PLANNED_USE.SO: Sign("#f59a3c", _PLANZV.format("1.4.2"), True),
    codes.PLANNED_USE.M: Sign("#b5835a", _PLANZV.format("1.2"), True),
    codes.PLANNED_USE.MI: Sign("#cfa785", _PLANZV.format("1.2.3"), True),
    codes.PLANNED_USE.MU: Sign("#b98a5e", _PLANZV.format("1.2.4"), True, hatch=0),
    codes.PLANNED_USE.MK: Sign("#94612f", _PLANZV.format("1.2.5"), True),
    codes.PLANNED_USE.MD: Sign("#dfc3a3", _PLANZV.format("1.2.1"), True),
    codes.PLANNED_USE.other: Sign("#f2efe4", "–", False, ""),
}
"""The statutory set. Held against the text of the ordinances on 22 November 2026: for building areas the letters
(BauNVO § 1 (1) and (2)) and the hues (Anlage PlanZV: mixed "Braun mittel", commercial "Grau mittel", special "Orange
mittel"; "Zur weiteren Unterscheidung der Baugebiete sind Farbabstufungen zulässig"); the values of the colours are our
own, for the ordinance gives none. For areas of regional plans the names and letters ASB and GIB and the numbers 1.a to
1.c were found in the definitions of the plan signs, but not the drawn signs of Anlage 3: their colours follow printed
plans and are to be checked. No ordinance known to us has a sign for ASB with an emphasis on business. The set is not
made for the colour-blind, so each area carries its letters as well."""
TO_BE_CHECKED = Label("(zu prüfen)", "(to be checked)")


def sign_label(code: str) -> Label:
    """Return the legend text of a statutory sign, marked where nobody has verified it."""
    label = Label(codes.PLANNED_USE.label(code, "de"), codes.PLANNED_USE.label(code, "en"))
    if STATUTORY_SIGNS[code].verified or code == codes.PLANNED_USE.other:
        return label
    return Label(f"{label.de} {TO_BE_CHECKED.de}", f"{label.en} {TO_BE_CHECKED.en}")


STATUTORY_HEADING = Label(
    "Geplante Nutzung,\nZeichen nach PlanZV und LPlG DVO", "Planned use,\nsigns after PlanZV and LPlG DVO"
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
    Band(0.005, 25, "#fbd2ae", Label("unter 25 ha", "under 25 ha")),
    Band(25, 50, "#f2ae80", Label("25 bis unter 50 ha", "25 to under 50 ha")),
    Band(50, 100, "#dd8452", Label("50 bis unter 100 ha", "50 to under 100 ha")),
    Band(100, 200, "#ad5426", Label("100 bis unter 200 ha", "100 to under 200 ha")),
    Band(200, math.inf, "#6b2804", Label("200 ha und mehr", "200 ha and more")),
)
"""Commercial land that a municipality lacks, ha."""

DISTANCE_COLOURS = {
    codes.DISTANCE_CLASS.none: "#fdfbf5",
    codes.DISTANCE_CLASS.VII: "#e2e6ac",
    codes.DISTANCE_CLASS.VI: "#b3d088",
    codes.DISTANCE_CLASS.V: "#82b781",
    codes.DISTANCE_CLASS.IV: "#4b9b80",
    codes.DISTANCE_CLASS.III: "#2a7b80",
    codes.DISTANCE_CLASS.II: "#1f5876",
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

RESTRICTION_COLOURS = {0: "#9fd4f2", 1: "#dd9f33", 2: "#b4541a", 3: "#4a1608"}
"""Fill of the restriction levels, the more severe the darker; what is unknown is hatched in NO_DATA."""

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
    Band(0.75, 0.995, "#f7d6a3", Label("75 bis unter 100 %", "75 to under 100 %")),
    Band(0.5, 0.75, "#ecb272", Label("50 bis unter 75 %", "50 to under 75 %")),
    Band(0.25, 0.5, "#d98d58", Label("25 bis unter 50 %", "25 to under 50 %")),
    Band(0, 0.25, "#bb5f44", Label("unter 25 %", "under 25 %")),
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
    *(sign_label(code) for code in STATUTORY_SIGNS),
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
