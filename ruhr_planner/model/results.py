"""What the analyses return: the output tables with their labels and units."""

from __future__ import annotations

import re
import unicodedata

from ruhr_planner.model import codes
from ruhr_planner.model.codes import Label
from ruhr_planner.model.tables import (
    AGS,
    FINDING,
    OBJECT,
    PLOT,
    SERVED_AREA,
    TAKEUP,
    Field,
    Table,
    code,
    date,
    real,
    text,
    whole,
    yes_no,
)

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


def factor_road(kind: str) -> Field:
    """Return the field with the way along the roads to the nearest location factor of a kind, metres."""
    de, en = (
        codes.FACTOR_KIND.label(kind, language) if kind in codes.FACTOR_KIND else kind for language in ("de", "en")
    )
    return real(f"road_{plain_kind(kind)}_m", f"Straßenweg: {de}", f"Way by road: {en}", "m", low=0)


def people_within(distance: float) -> Field:
    """Return the field with the number of people within a distance in metres."""
    metres = f"{distance:.0f}"
    return real(f"people_{metres}_m", f"Personen im Umkreis von {metres} m", f"People within {metres} m", low=0)


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
        real("rect_length_m", "Länge des größten Innenrechtecks", "Length of the largest inscribed rectangle", "m"),
        real("rect_width_m", "Breite des größten Innenrechtecks", "Width of the largest inscribed rectangle", "m"),
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
        text("soft_ha", "Fläche in weichen Ausschlüssen (JSON)", "Area in soft exclusions (JSON)"),
        real(
            "sensitive_dist_m",
            "Abstand zur nächsten schutzwürdigen Nutzung",
            "Distance to the nearest sensitive use",
            "m",
        ),
        code("distance_class", "Abstandsklasse", "Distance class", codes.DISTANCE_CLASS),
        text("distance_class_ha", "Fläche je Abstandsklasse (JSON)", "Area by distance class (JSON)"),
        code("seveso", "Seveso-Prüfung", "Seveso check", codes.SEVESO),
        real("seveso_dist_m", "Abstand zum nächsten Betriebsbereich", "Distance to the nearest establishment", "m"),
        text("seveso_names", "Betriebsbereiche, deren Abstand zu prüfen ist", "Establishments to be checked"),
        code("official", "Lage zu festgelegten Standorten", "Position to official sites", codes.OFFICIAL),
        real("official_share", "Anteil in festgelegten Standorten", "Share inside official sites"),
        text("official_names", "Festgelegte Standorte", "Official sites"),
        real("completeness", "Vollständigkeit", "Completeness"),
        text("checks", "Zu prüfen", "To be checked"),
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
        text("found", "Gefunden", "Found"),
        text("needed", "Verlangt", "Required"),
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
        date("stated_date", "Laut Angabe gebaut seit", "Stated as built since"),
        text("stated_owner", "Gebaut laut Angabe von", "Stated as built by"),
        whole("priority", "Priorität", "Priority"),
        text("priority_reason", "Begründung der Priorität", "Reason for the priority"),
        text("funding_hint", "Förderhinweise (keine Rechtsauskunft)", "Funding hints (no legal advice)"),
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
    *(
        whole(
            f"n_{progress}",
            f"Seit der früheren Ausgabe: {codes.PROGRESS.label(progress, 'de')}",
            f"Since the earlier edition: {codes.PROGRESS.label(progress, 'en')}",
        )
        for progress in codes.PROGRESS
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
FUNDING_HINT = Table(
    "funding_hint",
    Label("Förderhinweise (keine Rechtsauskunft)", "Funding hints (no legal advice)"),
    "",
    (
        text("hint_id", "Kennung", "Id"),
        text("title", "Hinweis", "Hint"),
        text("text", "Text", "Text"),
        text("source", "Quelle", "Source"),
        text("url", "Adresse", "Address"),
        date("date", "Stand", "Date"),
        date("expires", "Gültig bis", "Valid until"),
        yes_no("expired", "Abgelaufen", "Expired"),
        yes_no("verified", "An der Quelle geprüft", "Checked against the source"),
        whole("n_objects", "Anzahl Objekte", "Number of objects"),
    ),
)
GAP_OBJECT = Table(
    "gap_object",
    Label("Objekte mit Glasfaserlücken", "Objects with fibre gaps"),
    "",
    (*OBJECT.columns, text("place_id", "Ortskennung", "Place id"), *FIBRE_GAP.columns),
)
"""What `fibregaps` writes: the objects' own fields and the verdict."""

_INQUIRY = text("inquiry", "Anfrage", "Inquiry")
_OBJECT_ID = text("object_id", "Objektkennung", "Object id")
MARKET_OBJECT = Table(
    "market_object",
    Label("Angefragte Objekte", "Objects asked for"),
    "",
    (
        _INQUIRY,
        _OBJECT_ID,
        AGS,
        text("municipality", "Gemeinde", "Municipality"),
        text("name", "Name", "Name"),
        text("kind", "Art", "Kind"),
        real("area_ha", "Fläche", "Area", "ha", low=0),
        code("gap_class", "Versorgung", "Coverage", codes.GAP_CLASS),
        code("spot", "Fleck", "Spot", codes.SPOT),
    ),
)
"""All that operators learn of an object; no other field leaves the house."""

MARKET_AREA = Table(
    "market_area",
    Label("Gebiet der Markterkundung", "Area of the market inquiry"),
    "MultiPolygon",
    (
        _INQUIRY,
        AGS,
        text("municipality", "Gemeinde", "Municipality"),
        whole("n_objects", "Anzahl Objekte", "Number of objects"),
        real("area_ha", "Fläche", "Area", "ha", low=0),
    ),
)
MARKET_ANSWER = Table(
    "market_answer",
    Label("Antworten der Netzbetreiber", "Answers of the operators"),
    "",
    (
        _INQUIRY,
        _OBJECT_ID,
        code("answer", "Antwort", "Answer", codes.MARKET_ANSWER),
        code("technology", "Technik", "Technology", codes.TECHNOLOGY),
        real("mbit", "Bandbreite im Download", "Download speed", "Mbit/s", low=0),
        date("date", "Gebaut seit / in Betrieb bis", "Built since / in operation by"),
        text("operator", "Netzbetreiber", "Operator"),
        text("note", "Bemerkung", "Note"),
    ),
)
"""One answer; the form that operators fill in has these columns after those of MARKET_OBJECT."""

_ROW = (text("file", "Datei", "File"), whole("row", "Zeile", "Row"))
MARKET_TAKEN = Table(
    "market_taken",
    Label("Übernommene Antworten", "Answers taken"),
    "",
    (*MARKET_ANSWER.columns, yes_no("closes", "Schließt die Lücke", "Closes the gap"), *_ROW),
)
MARKET_REJECTED = Table(
    "market_rejected",
    Label("Zurückgewiesene Antworten", "Answers rejected"),
    "",
    (
        *_ROW,
        _OBJECT_ID,
        text("operator", "Netzbetreiber", "Operator"),
        code("reason", "Grund", "Reason", codes.MARKET_REJECTION),
        text("found", "Gefunden", "Found"),
    ),
)
_BEST = (
    code("best_answer", "Beste Antwort", "Best answer", codes.MARKET_ANSWER),
    date("best_date", "Datum der besten Antwort", "Date of the best answer"),
    text("best_operator", "Netzbetreiber der besten Antwort", "Operator of the best answer"),
    whole("n_answers", "Anzahl Antworten", "Number of answers"),
)
MARKET_REMAINING = Table(
    "market_remaining",
    Label("Nach der Markterkundung verbleibende Objekte", "Objects that remain after the market inquiry"),
    "",
    _BEST,
)
"""Appended to the objects' own fields; the geometry is the object's."""

MARKET_SERVED = Table(
    "market_served",
    Label("Gebiete laut Antworten der Netzbetreiber", "Areas by answers of the operators"),
    "MultiPolygon",
    (*SERVED_AREA.columns, _OBJECT_ID),
)
"""Fits as SERVED_LIST of `fibregaps`."""

_ANSWERS_N = tuple(
    whole(
        f"n_{answer}",
        f"Anzahl: {codes.MARKET_ANSWER.label(answer, 'de')}",
        f"Number: {codes.MARKET_ANSWER.label(answer, 'en')}",
    )
    for answer in codes.MARKET_ANSWER
)
MARKET_PROGRESS = Table(
    "market_progress",
    Label("Stand der Markterkundung je Gemeinde", "Progress of the market inquiry by municipality"),
    "",
    (
        AGS,
        text("name", "Gemeinde", "Municipality"),
        whole("n_asked", "Angefragte Objekte", "Objects asked for"),
        whole("n_answered", "Objekte mit Antwort", "Objects with an answer"),
        *_ANSWERS_N,
        whole("n_operators", "Anzahl Netzbetreiber mit Antwort", "Number of operators that answered"),
        text("operators", "Netzbetreiber mit Antwort", "Operators that answered"),
        date("covered_until", "Zugesagter Ausbau abgeschlossen bis", "Promised build-out complete by"),
        whole("n_remaining", "Verbleibende Objekte", "Remaining objects"),
    ),
)
"""The counts by answer follow the best answer to each object."""

MARKET_OPERATOR = Table(
    "market_operator",
    Label("Stand der Markterkundung je Netzbetreiber", "Progress of the market inquiry by operator"),
    "",
    (
        text("operator", "Netzbetreiber", "Operator"),
        yes_no("answered", "Hat geantwortet", "Has answered"),
        whole("n_answered", "Objekte mit Antwort", "Objects with an answer"),
        *_ANSWERS_N,
        date("covered_until", "Zugesagter Ausbau abgeschlossen bis", "Promised build-out complete by"),
        whole("n_rejected", "Zurückgewiesene Zeilen", "Rows rejected"),
    ),
)
RESTRICTION_HA = tuple(f"net_restr{level}_ha" for level in codes.RESTRICTION)
"""Net land by restriction level; what is unknown stands in `net_unknown_ha`."""

SIZE_CLASSES_HA = (0.0, 1.0, 5.0, 8.0, 20.0, 50.0)
"""Lower limits of the size classes, ha net of the whole plot; the last class is open."""
SIZE_CLASSES = ("lt1", "1_5", "5_8", "8_20", "20_50", "ge50")
_SIZE_LABELS = (
    Label("unter 1 ha", "under 1 ha"),
    Label("1 bis unter 5 ha", "1 to under 5 ha"),
    Label("5 bis unter 8 ha", "5 to under 8 ha"),
    Label("8 bis unter 20 ha", "8 to under 20 ha"),
    Label("20 bis unter 50 ha", "20 to under 50 ha"),
    Label("ab 50 ha", "from 50 ha"),
)
SIZE_HA = tuple(f"ha_{size}" for size in SIZE_CLASSES)
SIZE_N = tuple(f"n_{size}" for size in SIZE_CLASSES)
PLAN_HA = tuple(f"plan_{code}_ha" for code in codes.PLAN_CLASS)

_BALANCE_FIGURES = (
    whole("n_plots", "Anzahl Flächen", "Number of plots"),
    real("gross_ha", "Bruttofläche aller Reserven", "Gross area of all reserves", "ha"),
    real("net_ha", "Nettofläche", "Net land", "ha"),
    *(
        real(
            name,
            f"Nettofläche, Restriktion: {codes.RESTRICTION.label(level, 'de')}",
            f"Net land, restriction: {codes.RESTRICTION.label(level, 'en')}",
            "ha",
        )
        for level, name in zip(codes.RESTRICTION, RESTRICTION_HA)
    ),
    real("net_unknown_ha", "Nettofläche, Restriktion unbekannt", "Net land, restriction unknown", "ha"),
    real("company_ha", "Betriebsgebundene Reserven (nicht verfügbar)", "Company reserves (not available), net", "ha"),
    real(
        "cooperation_ha", "Kooperationsstandorte (regionaler Bedarf)", "Cooperation sites (regional demand), net", "ha"
    ),
    real("free_ha", "Restriktionsfreie Nettofläche", "Net land without restriction", "ha"),
    real("weighted_ha", "Nach Restriktion gewichtete Nettofläche", "Net land weighted by restriction", "ha"),
    real("restricted_share", "Anteil mit Restriktion (des Bekannten)", "Restricted share (of the known)"),
    real("brownfield_ha", "Nettofläche auf Brachflächen", "Net land on brownfield", "ha"),
    real("brownfield_share", "Brachflächenanteil", "Brownfield share"),
    real("ge5_ha", "Nettofläche in Flächen ab 5 ha", "Net land in plots from 5 ha", "ha"),
    real("ge8_ha", "Nettofläche in Flächen ab 8 ha", "Net land in plots from 8 ha", "ha"),
    real("takeup_ha_a", "Inanspruchnahme im Jahr", "Take-up a year", "ha/a"),
    whole("takeup_years_n", "Jahre mit Angabe zur Inanspruchnahme", "Years with take-up"),
    real("demand_ha", "Bedarf im Planungszeitraum", "Demand within the horizon", "ha"),
    real("credited_ha", "Anrechenbare Reserven", "Credited reserves", "ha"),
    real("balance_ha", "Saldo (Unbekanntes zählt nicht)", "Balance (unknown counts nothing)", "ha"),
    real("balance_max_ha", "Saldo (Unbekanntes zählt voll)", "Balance (unknown counts fully)", "ha"),
    real("deficit_ha", "Fehlbedarf", "Deficit", "ha"),
    real("supply_years_all", "Reichweite aller Flächen", "Years of supply, all", "a"),
    real("supply_years_free", "Reichweite restriktionsfreier Flächen", "Years of supply, without restriction", "a"),
    real("supply_years_ge8", "Reichweite der Flächen ab 8 ha", "Years of supply, plots from 8 ha", "a"),
    code("reason", "Grund für fehlende Werte", "Reason for missing values", codes.BALANCE_REASON, many=True),
    real("completeness", "Anteil mit bekannter Restriktion", "Share with known restriction"),
    code("demand_source", "Herkunft des Bedarfs", "Source of the demand", codes.DEMAND_SOURCE),
    real("demand_monitoring_ha", "Bedarf nach Inanspruchnahme", "Demand by take-up", "ha"),
    real("demand_gifpro_ha", "Bedarf nach GIFPRO", "Demand by GIFPRO", "ha"),
    real("demand_tbs_gifpro_ha", "Bedarf nach TBS-GIFPRO", "Demand by TBS-GIFPRO", "ha"),
    real("demand_local_ha", "Örtlicher Bedarf", "Local demand", "ha"),
    real("demand_regional_ha", "Regionaler Bedarf", "Regional demand", "ha"),
    real("deficit_regional_ha", "Fehlbedarf, regionaler Anteil", "Deficit, regional part", "ha"),
    real("planning_ha", "Planungssicht: Angebot", "Planning view: supply", "ha"),
    real("planning_balance_ha", "Planungssicht: Saldo", "Planning view: balance", "ha"),
    real("market_ha", "Marktsicht: Angebot", "Market view: supply", "ha"),
    real("market_balance_ha", "Marktsicht: Saldo", "Market view: balance", "ha"),
    real("market_years", "Marktsicht: Reichweite", "Market view: years of supply", "a"),
    *(
        real(name, f"Nettofläche in Flächen {label.de}", f"Net land in plots {label.en}", "ha")
        for name, label in zip(SIZE_HA, _SIZE_LABELS)
    ),
    *(
        whole(name, f"Anzahl Flächen {label.de}", f"Number of plots {label.en}")
        for name, label in zip(SIZE_N, _SIZE_LABELS)
    ),
    *(
        real(
            name,
            f"Nettofläche, Regionalplan: {codes.PLAN_CLASS.label(plan, 'de')}",
            f"Net land, regional plan: {codes.PLAN_CLASS.label(plan, 'en')}",
            "ha",
        )
        for plan, name in zip(codes.PLAN_CLASS, PLAN_HA)
    ),
)
LAND_BALANCE = Table(
    "land_balance",
    Label("Flächenbilanz je Gemeinde", "Land balance by municipality"),
    "MultiPolygon",
    (AGS, text("name", "Gemeinde", "Municipality"), *_BALANCE_FIGURES),
)
LAND_BALANCE_KREIS = Table(
    "land_balance_kreis",
    Label("Flächenbilanz je Kreis", "Land balance by Kreis"),
    "",
    (
        text("kreis_ags", "Kreisschlüssel", "Kreis key", width=5),
        text("kreis", "Kreis oder kreisfreie Stadt", "Kreis or city"),
        *_BALANCE_FIGURES,
    ),
)
LAND_BALANCE_LEFT_OUT = Table(
    "land_balance_left_out",
    Label("Nicht bilanzierte Flächen", "Land that is not balanced"),
    "MultiPolygon",
    (
        text("plot_id", "Flächenkennung", "Plot id"),
        code("reason", "Grund", "Reason", codes.BALANCE_LEFT_OUT),
        real("gross_ha", "Bruttofläche", "Gross area", "ha"),
        real("net_ha", "Nettofläche", "Net land", "ha"),
    ),
)
LAND_BALANCE_PLOT = Table(
    "land_balance_plot",
    Label("Bilanzierte Flächen", "Plots of the land balance"),
    "MultiPolygon",
    (
        real("net_ha", "Nettofläche", "Net land", "ha"),
        text("size_class", "Größenklasse", "Size class"),
        code("plan_use", "Nutzung nach Überlagerung mit dem Plan", "Use by overlay with the plan", codes.USE_RP),
        code("plan_class", "Lage zur Plandarstellung", "Position to the drawn areas", codes.PLAN_CLASS),
        real("plan_share", "Anteil in der Darstellung", "Share inside the drawn area"),
        real("plan_edge_m", "Abstand zur gezeichneten Grenze", "Distance to the drawn boundary", "m"),
    ),
)
"""Appended to the plots' own fields; `plan_edge_m` only within the tolerance."""

SITE_FACT = Table(
    "site_fact",
    Label("Weitere Standortangaben", "Further facts of a site"),
    "",
    (
        code("fibre_class", "Haushaltsglasfaser in der Nähe", "Household fibre nearby", codes.GAP_CLASS),
        real("fibre_cost_eur", "Kosten des Glasfaseranschlusses", "Cost of the fibre connection", "EUR", low=0),
        real("labour_force", "Arbeitskräftepotenzial", "Labour-force potential", low=0),
        real("power_mva", "Verfügbare Anschlussleistung", "Available connection capacity", "MVA", low=0),
        real("hours_day", "Zulässige Betriebszeit je Tag", "Permitted hours of operation a day", "h", low=0, high=24),
    ),
)
"""Fields that criteria may use and that other people or tools add to sites; absent means unknown."""

SITE_SCORE = Table(
    "site_score",
    Label("Bewertete Standorte", "Scored sites"),
    "",
    (
        text("site_id", "Standortkennung", "Site id", unique=True),
        real("score", "Punktzahl", "Score", low=0, high=100),
        whole("rank", "Rang", "Rank", low=1),
        real("completeness", "Gewichtsanteil mit Daten", "Share of weight with data", low=0, high=1),
        yes_no("knocked_out", "Ausgeschieden", "Knocked out"),
        text("open_questions", "Offene Fragen", "Open questions"),
        real("p_top", "Wahrscheinlichkeit unter den besten", "Probability among the best", low=0, high=1),
        real("rank_mean", "Mittlerer Rang", "Mean rank", low=1),
        whole("rank_p05", "Rang, 5-%-Quantil", "Rank, 5 % quantile", low=1),
        whole("rank_p95", "Rang, 95-%-Quantil", "Rank, 95 % quantile", low=1),
        real("flip_delta", "Kleinste Gewichtsänderung bis zum Wechsel", "Smallest change of a weight that flips"),
        text("flip_criterion", "Kriterium dieser Änderung", "Criterion of that change"),
        yes_no("close_call", "Knappe Entscheidung", "Close call"),
    ),
)
"""Appended to the sites' own fields, with one `contribution` a criterion; the geometry is the site's."""
CONTRIBUTION = "contrib_"
"""What the names of the fields begin with that say what a criterion adds to a score."""


def contribution(criterion: str, label: Label) -> Field:
    """Return the field with the points that a criterion contributes to the score."""
    return real(f"{CONTRIBUTION}{plain_kind(criterion)}", f"Beitrag: {label.de}", f"Contribution: {label.en}")


SITE_VERDICT = Table(
    "site_verdict",
    Label("Antwort auf die Anfrage", "Answer to the inquiry"),
    "",
    (
        text("site_id", "Standortkennung", "Site id"),
        whole("rank", "Rang", "Rank", low=1),
        text("criterion", "Kriterium", "Criterion"),
        text("label", "Bezeichnung", "Label"),
        text("field", "Feld", "Field"),
        text("wanted", "Gefordert", "Wanted"),
        text("value", "Wert", "Value"),
        code("verdict", "Ergebnis", "Verdict", codes.VERDICT),
        text("ask", "Zu fragen", "Whom to ask"),
    ),
)
AHP_WEIGHT = Table(
    "ahp_weight",
    Label("Gewichte aus Paarvergleichen (AHP)", "Weights from pairwise comparisons (AHP)"),
    "",
    (
        text("criterion", "Kriterium", "Criterion", unique=True),
        real("weight", "Gewicht", "Weight", low=0, high=1),
    ),
)
TRENCH = Table(
    "fibre_trench",
    Label("Glasfasertrassen", "Fibre trenches"),
    "LineString",
    (
        whole("edge_id", "Kante", "Edge"),
        whole("road_id", "Straße (Objekt-Nr.)", "Road (feature id)"),
        real("length_m", "Länge", "Length", "m"),
        text("cost_class", "Kostenklasse", "Cost class"),
        real("duct_m", "Davon im Bestandsrohr", "Of it in an existing duct", "m"),
        real("n_crossings", "Querungen von Barrieren", "Crossings of barriers"),
        real("cost_eur", "Kosten", "Cost", "EUR"),
        real("cost_low_eur", "Kosten, untere Grenze", "Cost, lower bound", "EUR"),
        real("cost_high_eur", "Kosten, obere Grenze", "Cost, upper bound", "EUR"),
        whole("n_downstream", "Angeschlossene Objekte dahinter", "Objects behind it"),
    ),
)
CONNECTION = Table(
    "fibre_connection",
    Label("Glasfaseranschlüsse", "Fibre connections"),
    "",
    (
        text("object_id", "Objektkennung", "Object id"),
        real("path_m", "Weg bis zur Quelle", "Way to the source", "m"),
        real("own_m", "Davon nur für dieses Objekt", "Of it for this object only", "m"),
        real("drop_m", "Hausanschlussstrecke", "Drop", "m"),
        real("shared_eur", "Anteil an den Trassen", "Share of the trenches", "EUR"),
        real("drop_eur", "Anschluss (Strecke, Einführung, Verteiler)", "Connection (drop, entry, cabinet)", "EUR"),
        real("entry_eur", "Davon Gebäudeeinführung", "Of it building entry", "EUR"),
        real("cabinet_eur", "Davon Anteil an Verteilern", "Of it share of cabinets", "EUR"),
        real("total_eur", "Kosten", "Cost", "EUR"),
        real("total_low_eur", "Kosten, untere Grenze", "Cost, lower bound", "EUR"),
        real("total_high_eur", "Kosten, obere Grenze", "Cost, upper bound", "EUR"),
        yes_no("feasible", "Anschließbar", "Feasible"),
        code("reason", "Grund", "Reason", codes.FIBRE_REASON),
    ),
)
"""Appended to the objects' own fields; the geometry is the object's."""
ALSO_CALLED = {"fibre_class": FIBRE_GAP.gap_class, "fibre_cost_eur": CONNECTION.total_eur}
"""Facts of a site under the names that the fibre algorithms give them when they run over sites."""


def known_field(name: str) -> Field | None:
    """Return what the vocabulary knows of a site's field; None for a field of the user's own or a misspelt one."""
    for table in (SITE, SITE_FACT, FIBRE_GAP, CONNECTION, PLOT, OBJECT):
        if name in table:
            return table.column(name)
    made = re.fullmatch(r"(dist|road|people)_([a-z0-9_]+)_m", name)
    if made is None:
        return None
    if made.group(1) == "people":
        return people_within(float(made.group(2))) if made.group(2).isdigit() else None
    return (factor_distance if made.group(1) == "dist" else factor_road)(made.group(2))


ALLOCATION_FLOW = Table(
    "allocation_flow",
    Label("Wer seinen Fehlbedarf wo deckt", "Who meets a deficit where"),
    "LineString",
    (
        AGS,
        text("name", "Gemeinde", "Municipality"),
        text("site_id", "Standortkennung", "Site id"),
        real("ha", "Zugeordnete Fläche", "Allocated land", "ha", low=0),
        real("cost", "Kosten (Entfernung)", "Cost (distance)"),
        yes_no("host", "Standort liegt in der Gemeinde", "Site lies in the municipality"),
    ),
)
ALLOCATION_MUNICIPALITY = Table(
    "allocation_municipality",
    Label("Deckung der Fehlbedarfe", "Coverage of the deficits"),
    "MultiPolygon",
    (
        AGS,
        text("name", "Gemeinde", "Municipality"),
        real("deficit_ha", "Fehlbedarf", "Deficit", "ha", low=0),
        real("covered_ha", "Gedeckt", "Covered", "ha", low=0),
        real("uncovered_ha", "Ungedeckt (virtuelle Reserve)", "Uncovered (virtual reserve)", "ha", low=0),
        real("coverage", "Deckungsgrad", "Coverage", low=0, high=1),
        whole("n_sites", "Anzahl Standorte", "Number of sites"),
        code("reason", "Warum ungedeckt", "Why uncovered", codes.UNCOVERED_REASON),
    ),
)
ALLOCATION_SITE = Table(
    "allocation_site",
    Label("Belegung der Standorte", "Use of the sites"),
    "Point",
    (
        text("site_id", "Standortkennung", "Site id"),
        real("capacity_ha", "Kapazität", "Capacity", "ha", low=0),
        real("allocated_ha", "Zugeordnet", "Allocated", "ha", low=0),
        real("free_ha", "Frei", "Free", "ha", low=0),
        whole("n_partners", "Anzahl Gemeinden", "Number of municipalities"),
        yes_no("bottleneck", "Engpass", "Bottleneck"),
        real("shadow_ha", "Mehr gedeckt je weiterem Hektar", "More covered per further hectare", "ha"),
        real("shadow_cost", "Änderung der Kosten je weiterem Hektar", "Change of the cost per further hectare"),
    ),
)
ALLOCATION_PAIR = Table(
    "allocation_infeasible",
    Label("Paare, die nicht zusammenkommen", "Pairs that cannot come together"),
    "",
    (
        AGS,
        text("site_id", "Standortkennung", "Site id"),
        real("cost", "Kosten (Entfernung)", "Cost (distance)"),
        code("reason", "Grund", "Reason", codes.PAIR_REASON),
    ),
)
UNROUTABLE = Table(
    "fibre_unroutable",
    Label("Nicht erreichbare Objekte", "Objects out of reach"),
    "Point",
    (
        text("object_id", "Objektkennung", "Object id"),
        code("reason", "Grund", "Reason", codes.FIBRE_REASON),
        real("road_m", "Abstand zur nächsten Straße", "Distance to the nearest road", "m"),
        real("path_m", "Kürzester Weg zur Quelle", "Shortest way to the source", "m"),
        whole("component", "Teilnetz", "Connected part"),
        whole("component_edges", "Kanten des Teilnetzes", "Edges of the connected part"),
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


SUGGESTION = Table(
    "suggestion",
    Label("Vorschläge zur Zuordnung", "Proposed mapping"),
    "",
    (
        text("source_field", "Feld der Quelle", "Field of the source"),
        text("target_field", "Feld der Zieltabelle", "Field of the target"),
        real("score", "Güte des Vorschlags (0–1)", "Score of the proposal (0-1)", low=0, high=1),
        real("score_name", "Güte des Namens (0–1)", "Score of the name (0-1)", low=0, high=1),
        real("score_values", "Passende Werte (0–1)", "Values that fit (0-1)", low=0, high=1),
        text("rule", "Regel", "Rule"),
        text("unmapped", "Werte ohne Zuordnung", "Values without a code", min_sensitivity=codes.SENSITIVITY.internal),
        text("samples", "Beispielwerte", "Sample values", min_sensitivity=codes.SENSITIVITY.internal),
    ),
)
"""A row a field of the source; those that nothing fits have no target and no score."""

CHANGE = Table(
    "change",
    Label("Veränderungen", "Changes"),
    "MultiPolygon",
    (
        code("change_class", "Art der Veränderung", "Kind of change", codes.CHANGE_CLASS),
        text("old_ids", "Flächen vorher", "Plots before"),
        text("new_ids", "Flächen nachher", "Plots after"),
        whole("n_old", "Anzahl vorher", "Number before"),
        whole("n_new", "Anzahl nachher", "Number after"),
        AGS,
        text("name", "Name", "Name"),
        code("plot_type_old", "Flächenart vorher", "Plot type before", codes.PLOT_TYPE),
        code("plot_type", "Flächenart nachher", "Plot type after", codes.PLOT_TYPE),
        real("ha_old", "Bruttofläche vorher", "Gross area before", "ha", low=0),
        real("ha_new", "Bruttofläche nachher", "Gross area after", "ha", low=0),
        real("iou", "Übereinstimmung (Schnitt durch Vereinigung)", "Intersection over union", low=0, high=1),
        yes_no("moved", "Zuschnitt geändert", "Shape changed"),
        text("changed_fields", "Geänderte Felder", "Changed fields"),
        real("taken_up_ha", "In Anspruch genommen (brutto)", "Taken up (gross)", "ha", low=0),
        code("evidence", "Beleg der Inanspruchnahme", "Evidence of take-up", codes.CHANGE_EVIDENCE, many=True),
        whole("ended", "Beendet laut neuer Fassung", "Ended according to the new snapshot", "a"),
    ),
)
"""Every plot of both snapshots stands in one row; a split or merger is one row."""

TAKEUP_FOUND = Table(
    "takeup",
    Label("Inanspruchnahme", "Take-up"),
    "",
    (*TAKEUP.columns, code("evidence", "Beleg", "Evidence", codes.CHANGE_EVIDENCE)),
)
"""Take-up as a comparison shows it: the table that `landbalance` reads, with the evidence."""

OPEN_SUMS = Table(
    "open_sums",
    Label("Flächen nach Gemeinde, Art und Restriktion", "Plots by municipality, type and restriction"),
    "",
    (
        code("area", "Gebiet", "Area", codes.SUM_AREA),
        text("ags", "Gebietsschlüssel", "Key of the area", width=8),
        text("name", "Name", "Name"),
        code("kind", "Gegliedert nach", "Broken down by", codes.SUM_KIND),
        text("value", "Schlüssel (leer: unbekannt)", "Code (empty: unknown)"),
        whole("n", "Anzahl Flächen", "Number of plots", low=0),
        real("ha", "Bruttofläche", "Gross area", "ha", low=0),
        yes_no("withheld", "Zurückgehalten", "Withheld"),
    ),
)
"""Sums of an open edition, those of confidential plots too; figures that would give single plots away are withheld."""

TILED = Table("tiled", Label("Ergebnis aus Kacheln", "Result of tiles"), "", ())
"""What an analysis in tiles makes, with the fields of that analysis."""

RESOURCE = Table("resource", Label("Geladene Ebene", "Loaded layer"), "", ())
"""What a service or a file holds, in its own fields and geometry."""

FINDING_PLACE = Table(
    "finding",
    FINDING.label,
    "Point",
    (*FINDING.columns, AGS, text("municipality", "Gemeinde", "Municipality")),
)
"""Findings where they are; those of a whole table or of a record without a place have no geometry."""

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
        FUNDING_HINT,
        MARKET_OBJECT,
        MARKET_AREA,
        MARKET_TAKEN,
        MARKET_REJECTED,
        MARKET_REMAINING,
        MARKET_SERVED,
        MARKET_PROGRESS,
        MARKET_OPERATOR,
        LAND_BALANCE,
        LAND_BALANCE_KREIS,
        LAND_BALANCE_LEFT_OUT,
        LAND_BALANCE_PLOT,
        SITE_SCORE,
        SITE_VERDICT,
        AHP_WEIGHT,
        CATALOGUE_HIT,
        SUGGESTION,
        TRENCH,
        CONNECTION,
        UNROUTABLE,
        ALLOCATION_FLOW,
        ALLOCATION_MUNICIPALITY,
        ALLOCATION_SITE,
        ALLOCATION_PAIR,
        FINDING_PLACE,
        CHANGE,
        OPEN_SUMS,
    )
}
"""Every output table by its name."""
