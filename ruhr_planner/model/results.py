"""What the analyses return: the output tables with their labels and units."""

from __future__ import annotations

import re
import unicodedata

from ruhr_planner.model import codes
from ruhr_planner.model.codes import Label
from ruhr_planner.model.tables import AGS, Field, Table, code, date, real, text, whole, yes_no

GAP_STEPS_M = (5, 10, 15, 20, 30)
"""Gaps of the sensitivity table, metres."""


_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def plain_kind(kind: str) -> str:
    """Return a kind as it may stand in a field's name: lower case, umlauts spelt out, other signs as underscores."""
    spelt = unicodedata.normalize("NFKD", kind.lower().translate(_SPELT_OUT)).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "_", spelt).strip("_")


def factor_distance(kind: str) -> Field:
    """Return the field with the distance to the nearest location factor of a kind, metres."""
    de, en = (
        codes.FACTOR_KIND.label(kind, language) if kind in codes.FACTOR_KIND else kind for language in ("de", "en")
    )
    return real(f"dist_{plain_kind(kind)}_m", f"Entfernung: {de}", f"Distance: {en}", "m", low=0)


SITE = Table(
    "cooperation_site",
    Label("Mögliche Kooperationsstandorte", "Possible cooperation sites"),
    "MultiPolygon",
    (
        text("site_id", "Standortkennung", "Site id", unique=True),
        whole("n_plots", "Anzahl Flächen", "Number of plots"),
        text("plot_ids", "Flächenkennungen", "Plot ids"),
        real("gross_ha", "Bruttofläche", "Gross area", "ha"),
        real("net_ha", "Nettofläche", "Net area", "ha"),
        real("usable_ha", "Nutzbare Fläche", "Usable area", "ha"),
        real("largest_usable_ha", "Größte zusammenhängend nutzbare Fläche", "Largest usable part", "ha"),
        real("bridged_ha", "Überbrückte Fläche", "Bridged land", "ha"),
        real(
            "single_net_ha",
            "Nettofläche des größten Teils ohne Überbrückung",
            "Net area of the largest part without bridging",
            "ha",
        ),
        yes_no("meets_5", "Ab 5 ha", "At least 5 ha"),
        yes_no("meets_8", "Ab 8 ha", "At least 8 ha"),
        yes_no("meets_50", "Ab 50 ha", "At least 50 ha"),
        yes_no(
            "meets_8_single",
            "8 ha für einen Betrieb ohne Straßenverlegung",
            "8 ha for one establishment without moving a street",
        ),
        real("inscribed_d_m", "Durchmesser des größten Innenkreises", "Diameter of the largest inscribed circle", "m"),
        real("obb_length_m", "Länge (umschließendes Rechteck)", "Length (oriented box)", "m"),
        real("obb_width_m", "Breite (umschließendes Rechteck)", "Width (oriented box)", "m"),
        real("compactness", "Kompaktheit (Polsby–Popper)", "Compactness (Polsby–Popper)"),
        real("convexity", "Konvexität", "Convexity"),
        whole("n_ags", "Anzahl Gemeinden", "Number of municipalities"),
        text("ags_list", "Gemeindeschlüssel", "Municipality keys"),
        text("ags_shares", "Anteile der Gemeinden (JSON)", "Shares of the municipalities (JSON)"),
        yes_no("cross_border", "Gemeindeübergreifend", "Across municipal borders"),
        real("brownfield_share", "Brachflächenanteil", "Brownfield share"),
        code("restriction_max", "Höchste Restriktionsstufe", "Highest restriction level", codes.RESTRICTION),
        text("restriction_ha", "Fläche je Restriktionsstufe (JSON)", "Area by restriction level (JSON)"),
        text("excluded_ha", "Abgezogene Ausschlussflächen (JSON)", "Excluded area (JSON)"),
        real(
            "sensitive_dist_m",
            "Abstand zur nächsten schutzwürdigen Nutzung",
            "Distance to the nearest sensitive use",
            "m",
        ),
        code("distance_class", "Abstandsklasse", "Distance class", codes.DISTANCE_CLASS),
        text("distance_class_ha", "Fläche je Abstandsklasse (JSON)", "Area by distance class (JSON)"),
        real("completeness", "Vollständigkeit", "Completeness"),
        text("note", "Hinweis", "Note"),
    ),
)
SITE_REJECTED = Table(
    "cooperation_rejected",
    Label("Nicht ausreichende Flächenverbünde", "Clusters that do not qualify"),
    "MultiPolygon",
    (
        text("site_id", "Kennung", "Id"),
        whole("n_plots", "Anzahl Flächen", "Number of plots"),
        text("plot_ids", "Flächenkennungen", "Plot ids"),
        real("gross_ha", "Bruttofläche", "Gross area", "ha"),
        real("net_ha", "Nettofläche", "Net area", "ha"),
        code("reason", "Grund", "Reason", codes.SITE_REASON),
        real("shortfall_ha", "Fehlende Fläche", "Missing area", "ha"),
    ),
)
SITE_NEAR_MISS = Table(
    "cooperation_near_miss",
    Label("Knapp verfehlt", "Near misses"),
    "MultiPolygon",
    (
        text("site_id", "Kennung", "Id"),
        whole("n_plots", "Anzahl Flächen", "Number of plots"),
        text("plot_ids", "Flächenkennungen", "Plot ids"),
        real("gross_ha", "Bruttofläche", "Gross area", "ha"),
        real("net_ha", "Nettofläche", "Net area", "ha"),
        real("shortfall_ha", "Fehlende Fläche", "Missing area", "ha"),
        text("help", "Was helfen würde", "What would help"),
    ),
)
SITE_GAP_TABLE = Table(
    "cooperation_gap_table",
    Label("Empfindlichkeit gegen die Lücke", "Sensitivity to the gap"),
    "",
    (
        whole("gap_m", "Lücke", "Gap", "m"),
        whole("n_ge5", "Standorte ab 5 ha", "Sites from 5 ha"),
        whole("n_ge8", "Standorte ab 8 ha", "Sites from 8 ha"),
        real("area_ha", "Fläche ab Mindestgröße", "Area above the minimum", "ha"),
    ),
)
FIBRE_GAP = Table(
    "fibre_gap",
    Label("Glasfaserlücken", "Fibre gaps"),
    "",
    (
        code("gap_class", "Versorgung", "Coverage", codes.GAP_CLASS),
        code("certainty", "Sicherheit der Aussage", "Certainty", codes.CERTAINTY),
        code("spot", "Fleck", "Spot", codes.SPOT),
        real("share_white", "Anteil < 30 Mbit/s", "Share < 30 Mbit/s", low=0, high=1),
        real("share_light_grey", "Anteil 30 bis < 100 Mbit/s", "Share 30 to < 100 Mbit/s", low=0, high=1),
        real("share_dark_grey", "Anteil 100 bis < 400 Mbit/s", "Share 100 to < 400 Mbit/s", low=0, high=1),
        real("share_check", "Anteil 400 bis < 1.000 Mbit/s", "Share 400 to < 1,000 Mbit/s", low=0, high=1),
        real("share_gigabit", "Anteil ab 1.000 Mbit/s", "Share from 1,000 Mbit/s", low=0, high=1),
        real(
            "fibre_share", "Glasfaseranteil (Haushalte in der Nähe)", "Fibre share (households nearby)", low=0, high=1
        ),
        real("cover_share", "Anteil mit Datengrundlage", "Share with data", low=0, high=1),
        whole("n_cells", "Anzahl Zellen", "Number of cells"),
        code("basis", "Datengrundlage", "Basis", codes.COVERAGE_BASIS),
        code("planned_status", "Geplanter Ausbau", "Planned build-out", codes.SERVED_STATUS),
        date("planned_date", "Geplant bis", "Planned by"),
        text("planned_owner", "Geplant durch", "Planned by operator"),
        code(
            "gap_class_before", "Versorgung in der früheren Ausgabe", "Coverage in the earlier edition", codes.GAP_CLASS
        ),
        real(
            "fibre_share_before",
            "Glasfaseranteil in der früheren Ausgabe",
            "Fibre share in the earlier edition",
            low=0,
            high=1,
        ),
        code("progress", "Entwicklung seit der früheren Ausgabe", "Progress since the earlier edition", codes.PROGRESS),
        real("stated_share", "Anteil laut Angabe gebaut", "Share stated as built", low=0, high=1),
        whole("priority", "Priorität", "Priority"),
        text("priority_reason", "Begründung der Priorität", "Reason for the priority"),
    ),
)
"""Appended to the objects' own fields; the geometry is the object's."""

_FIBRE_FIGURES = (
    whole("n_objects", "Anzahl Objekte", "Number of objects"),
    *(
        whole(f"n_{gap}", f"Anzahl: {codes.GAP_CLASS.label(gap, 'de')}", f"Number: {codes.GAP_CLASS.label(gap, 'en')}")
        for gap in codes.GAP_CLASS
    ),
    real("area_ha", "Fläche", "Area", "ha"),
    *(
        real(
            f"{gap}_ha",
            f"Fläche: {codes.GAP_CLASS.label(gap, 'de')}",
            f"Area: {codes.GAP_CLASS.label(gap, 'en')}",
            "ha",
        )
        for gap in codes.GAP_CLASS
    ),
    *(
        whole(f"n_spot_{spot}", f"Anzahl: {codes.SPOT.label(spot, 'de')}", f"Number: {codes.SPOT.label(spot, 'en')}")
        for spot in codes.SPOT
    ),
    *(
        real(
            f"spot_{spot}_ha", f"Fläche: {codes.SPOT.label(spot, 'de')}", f"Area: {codes.SPOT.label(spot, 'en')}", "ha"
        )
        for spot in codes.SPOT
    ),
)
FIBRE_SUMMARY = Table(
    "fibre_summary",
    Label("Glasfaserlücken je Gemeinde", "Fibre gaps by municipality"),
    "",
    (AGS, text("name", "Gemeinde", "Municipality"), *_FIBRE_FIGURES),
)
FIBRE_SUMMARY_KREIS = Table(
    "fibre_summary_kreis",
    Label("Glasfaserlücken je Kreis", "Fibre gaps by Kreis"),
    "",
    (
        text("kreis_ags", "Kreisschlüssel", "Kreis key", width=5),
        text("kreis", "Kreis oder kreisfreie Stadt", "Kreis or city"),
        *_FIBRE_FIGURES,
    ),
)
CATALOGUE_HIT = Table(
    "catalogue_hit",
    Label("Gefundene Datensätze", "Data sets found"),
    "",
    (
        text("portal", "Portal", "Portal"),
        text("dataset_id", "Kennung im Portal", "Id in the portal"),
        text("title", "Titel", "Title"),
        text("publisher", "Herausgeber", "Publisher"),
        text("theme", "Thema", "Theme"),
        text("municipality", "Gemeinde", "Municipality"),
        text("licence", "Lizenz", "Licence"),
        text("licence_url", "Adresse der Lizenz", "Address of the licence"),
        text("modified", "Stand", "Modified"),
        text("format", "Format", "Format"),
        code("kind", "Art", "Kind", codes.CATALOGUE_KIND),
        text("url", "Adresse", "Address"),
        text("layer", "Ebene", "Layer"),
        yes_no("loadable", "Ladbar", "Loadable"),
        text("reason", "Grund", "Reason"),
    ),
)
"""A portal that failed is one row: its name, `loadable` 0 and the reason; all else is null."""


def gap_count(gap: str) -> str:
    """Return the summary's field with the number of objects in a gap class."""
    return f"n_{gap}"


def gap_area(gap: str) -> str:
    """Return the summary's field with the hectares in a gap class."""
    return f"{gap}_ha"


def spot_count(spot: str) -> str:
    """Return the summary's field with the number of objects in a spot class."""
    return f"n_spot_{spot}"


def spot_area(spot: str) -> str:
    """Return the summary's field with the hectares in a spot class."""
    return f"spot_{spot}_ha"


RESOURCE = Table("resource", Label("Geladene Ebene", "Loaded layer"), "", ())
"""What a service or a file holds, in its own fields and geometry."""

RESULTS: dict[str, Table] = {
    table.table: table
    for table in (
        SITE,
        SITE_REJECTED,
        SITE_NEAR_MISS,
        SITE_GAP_TABLE,
        FIBRE_GAP,
        FIBRE_SUMMARY,
        FIBRE_SUMMARY_KREIS,
        CATALOGUE_HIT,
    )
}
"""Every output table by its name."""
