"""What municipalities, registers and monitoring systems call the fields of our tables, in German and English.

Written as people write them; compared without case, umlauts, blanks and signs. A name that many fields of a layer may
have ("Typ", "Stand", "Fläche") stands among the vague ones: it counts less, and the values have to bear it out.
"""

from __future__ import annotations

from typing import NamedTuple

from ruhr_planner.model.tables import PLACE, PLOT


class Names(NamedTuple):
    """The names of one field: those that mean it, and those that may."""

    sure: tuple[str, ...]
    vague: tuple[str, ...] = ()


NATIVE_ID = "native_id"
_NAMES: dict[str, Names] = {
    NATIVE_ID: Names(
        ("Flächenkennung", "Flächen-ID", "Flächennummer", "Flächen Nr", "Kennung", "Kennziffer", "Site Reference",
         "Site ID", "Plot ID", "Objekt-ID", "Schulnummer", "Schulnr", "gml_id", "UUID", "GlobalID", "OBJECTID",
         "osm_id", "OID", "Fl_Nr", "Fl_ID", "Nummer", "Reference", "lfd Nr", "laufende Nummer", "inspire_id",
         "localId"),
        ("ID", "Nr", "Key", "Schlüssel", "fid", "gid"),
    ),
    PLOT.name: Names(
        ("Flächenname", "Bezeichnung", "Flächenbezeichnung", "Standort", "Standortname", "Site Name Address",
         "Site Name", "Objektname", "Gebietsname", "Kurzname", "Projektname", "Fl Name"),
        ("Name", "Titel", "Title", "Adresse", "Address", "Lage", "Straße"),
    ),
    PLOT.ags: Names(
        ("AGS", "Gemeindeschlüssel", "Gemeindekennziffer", "GKZ", "amtlicher Gemeindeschlüssel", "Gemeinde-Nr",
         "gmdschl", "Municipality Key", "Gem_Nr", "ARS", "Regionalschlüssel", "Gemeinde_ID"),
        ("Schlüssel", "KN"),
    ),
    PLOT.municipality: Names(
        ("Gemeinde", "Gemeindename", "Kommune", "Stadt", "Municipality", "City", "Town", "Ort", "Gemeindenam",
         "Local Authority"),
        ("GEN", "GN"),
    ),
    PLOT.plot_type: Names(
        ("Flächenart", "Flächentyp", "Reservetyp", "Reserveart", "Art der Fläche", "Flächenkategorie", "Plot Type",
         "Site Type", "Land Type", "Potenzialtyp", "Potenzialart", "Kategorie der Fläche"),
        ("Typ", "Art", "Kategorie", "Type", "Category", "Klasse"),
    ),
    PLOT.brownfield: Names(("Brachfläche", "Brache", "ist Brache", "Brownfield", "Is Brownfield", "Wiedernutzung"),),
    PLOT.use_rp: Names(
        ("Nutzung Regionalplan", "Regionalplan", "Darstellung Regionalplan", "RP Nutzung", "GEP", "Regional Plan",
         "Regional Plan Use", "Festlegung RP", "Nutzung RP"),
    ),
    PLOT.use_fnp: Names(
        ("Nutzung FNP", "FNP", "Darstellung FNP", "FNP Nutzung", "Flächennutzungsplan", "FNP Darstellung",
         "Land Use Plan", "Land Use Plan Use", "FLAECHENNU"),
    ),
    PLOT.use_bplan: Names(
        ("Nutzung B-Plan", "Bebauungsplan Nutzung", "Gebietsart", "Art der baulichen Nutzung", "BPlan Nutzung",
         "Festsetzung BPlan", "Baugebiet", "Local Plan Use", "besondereArtDerBaulNutzung"),
        ("B-Plan", "Bebauungsplan", "Gebietstyp"),
    ),
    PLOT.planning_status: Names(
        ("Planungsrecht", "Planungsstand", "Planrecht", "Planungsstatus", "Planning Status", "Baurecht",
         "Rechtsstand", "Stand der Bauleitplanung", "Planning Law"),
        ("Status",),
    ),
    PLOT.former_use: Names(
        ("Vornutzung", "frühere Nutzung", "ehemalige Nutzung", "Altnutzung", "Former Use", "Previous Use",
         "letzte Nutzung", "historische Nutzung", "Past Use"),
    ),
    PLOT.area_recorded_ha: Names(
        ("Bruttofläche", "Fläche brutto", "brutto ha", "Fläche ha", "Flächengröße", "Grundstücksfläche", "Hectares",
         "Gross Area", "Area ha", "Größe ha", "Fläche qm", "Fläche m2", "Größe in ha", "Area sqm", "Gesamtfläche",
         "Gesamtfläche ha", "ha brutto", "Größe qm", "Fl brutto"),
        ("Fläche", "Größe", "Area", "ha", "qm", "Shape_Area", "Size"),
    ),
    PLOT.area_net_ha: Names(
        ("Nettofläche", "Fläche netto", "netto ha", "Nettobauland", "Net Area", "Net ha", "ha netto",
         "verfügbare Fläche", "vermarktbare Fläche", "Fl netto", "Net Hectares"),
        ("Nutzfläche",),
    ),
    PLOT.restriction: Names(
        ("Restriktion", "Restriktionsstufe", "Restriktionen", "Restr Stufe", "Restriction", "Restriction Level",
         "Verfügbarkeitsklasse", "Restriktionsgrad", "Constraint Level", "Mobilisierbarkeit", "Hemmnisstufe"),
    ),
    PLOT.restriction_reasons: Names(
        ("Restriktionsgründe", "Restriktionsgrund", "Gründe", "Restr Grund", "Restr Gründe", "Hemmnisse",
         "Restriction Reasons",
         "Constraints", "Hinderungsgrund", "Nutzungshemmnis", "Entwicklungshemmnis"),
    ),
    PLOT.contamination: Names(
        ("Altlasten", "Altlast", "Altlastenstatus", "Altlastenverdacht", "Contamination", "Bodenbelastung",
         "Contamination Status", "ALVF", "Altlastensituation"),
    ),
    PLOT.ownership: Names(
        ("Eigentum", "Eigentümer", "Eigentumsverhältnisse", "Eigentümerart", "Ownership", "Ownership Status", "Owner",
         "Eigentümertyp", "Besitz", "Eigentumsart"),
    ),
    PLOT.available_from: Names(
        ("verfügbar ab", "Verfügbarkeit ab", "verfügbar", "Jahr der Verfügbarkeit", "Available From", "Available",
         "Verfügbarkeit", "frei ab", "Availability Year"),
    ),
    PLOT.source_date: Names(
        ("Erhebungsdatum", "Erfassungsdatum", "Stichtag", "Aktualität", "Datenstand", "Last Updated Date",
         "Survey Date", "Änderungsdatum", "letzte Änderung", "bearbeitet am", "Date Updated", "aktualit"),
        ("Stand", "Datum", "Date"),
    ),
    PLOT.valid_from: Names(
        ("gültig von", "gültig ab", "Valid From", "First Added Date", "Start Date", "Beginn", "seit", "Aufnahmedatum",
         "erstmals erfasst"),
    ),
    PLOT.valid_to: Names(("gültig bis", "Valid To", "End Date", "Ende", "weggefallen am", "Abgangsdatum"),),
    PLOT.previously_part_of: Names(("Previously Part Of", "Vorgängerfläche", "Vorgänger", "hervorgegangen aus",
         "Teil von"),),
    PLOT.source_scale: Names(("Maßstab", "Maßstabszahl", "Scale", "Erfassungsmaßstab"),),
    PLOT.sensitivity: Names(("Vertraulichkeit", "Sensitivity", "Schutzstufe", "Geheimhaltung", "Freigabe"),),
    "kind": Names(
        ("Schulform", "Schulart", "Einrichtungsart", "Objektart", "Kind", "Kategorie", "Facility Type",
         "Art der Einrichtung"),
        ("Art", "Typ", "Type", "Klasse"),
    ),
    "mode": Names(("Wirkung", "Mode", "Ausschlusswirkung"),),
    "road_class": Names(("Straßenklasse", "Road Class", "highway", "Widmung", "Straßenart"),),
    "surface": Names(("Oberfläche", "Surface", "Befestigung", "Belag"),),
}  # fmt: skip
_NONE = Names(())
TITLES: dict[str, dict[str, tuple[str, ...]]] = {
    PLOT.plot_type: {
        "brownfield": ("brachfläche", "brache", "brownfield", "altstandort"),
        "building_gap": ("baulücke",),
        "fnp_reserve": ("fnp reserve", "fnpreserve"),
        "regional_reserve": ("regionalplanreserve",),
        "cooperation_site": ("kooperationsstandort",),
        "conversion": ("konversion",),
    },
    PLACE.kind: {
        "school": ("schul", "school"),
        "hospital": ("krankenh", "hospital", "klinik"),
        "business": ("gewerbebetrieb", "unternehmen", "business"),
    },
}
"""What the name of a layer tells of all its records, where no field says it."""


def of(field: str) -> Names:
    """Return the names that sources use for a field of ours."""
    return _NAMES.get(field, _NONE)
