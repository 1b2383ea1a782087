"""Code lists: the values that a coded field may hold, each with a German and an English label.

Values are fixed by the plugin's contract (scripts rely on them); labels are what people read. Sources: the region's
land monitoring (FNP and regional reserves, restriction levels), LANUV Arbeitsblatt 26 (brownfield types),
Gigabit-Richtlinie (spot classes) and the Breitbandatlas's own column names (technologies).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Label(NamedTuple):
    """What a person reads, in both languages."""

    de: str
    en: str

    def text(self, language: str) -> str:
        """Return the German text for language "de", else the English one."""
        return self.de if language == "de" else self.en


class CodeList:
    """A closed list of text codes. `CodeList.code_name` is the code itself, so that a misspelt code fails at once."""

    def __init__(self, table: str, **labels: tuple[str, str]) -> None:
        self._table = table
        self._labels = {code: Label(*pair) for code, pair in labels.items()}

    @property
    def table(self) -> str:
        """Name of the list, as error messages print it."""
        return self._table

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes in their fixed order; enumeration parameters count along it from 0."""
        return tuple(self._labels)

    def label(self, code: str, language: str) -> str:
        """Return the label of a code; KeyError if the code is not in the list."""
        return self._labels[code].text(language)

    def index(self, code: str) -> int:
        """Position of a code in the fixed order."""
        return self.codes.index(code)

    def __getattr__(self, code: str) -> str:
        if not code.startswith("_") and code in self._labels:
            return code
        raise AttributeError(f"{self.__dict__.get('_table', '?')} has no code {code}")

    def __contains__(self, code: object) -> bool:
        return code in self._labels

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)


class LevelList:
    """A closed list of numeric levels with labels; a level that is null is unknown and stands outside the list."""

    def __init__(self, table: str, labels: dict[int, tuple[str, str]], unknown: tuple[str, str]) -> None:
        self.table = table
        self._labels = {level: Label(*pair) for level, pair in labels.items()}
        self.unknown = Label(*unknown)

    @property
    def codes(self) -> tuple[int, ...]:
        """All levels in ascending order."""
        return tuple(self._labels)

    def label(self, level: int | None, language: str) -> str:
        """Return the label of a level, or the label for unknown when it is None."""
        return (self.unknown if level is None else self._labels[level]).text(language)

    def __contains__(self, level: object) -> bool:
        return level in self._labels

    def __iter__(self) -> Iterator[int]:
        return iter(self._labels)


# ---------------------------------------------------------------------------------------------------------------- land
PLOT_TYPE = CodeList(
    "plot_type",
    fnp_reserve=("FNP-Reserve", "Land-use plan reserve"),
    regional_reserve=("Regionalplanreserve", "Regional plan reserve"),
    brownfield=("Brachfläche", "Brownfield"),
    building_gap=("Baulücke", "Building gap"),
    company_reserve=("Betriebsgebundene Reserve", "Company reserve"),
    underused=("Mindergenutzte Fläche", "Underused land"),
    interim_use=("Zwischennutzung", "Interim use"),
    conversion=("Konversionsfläche", "Conversion site"),
    cooperation_site=("Regionaler Kooperationsstandort", "Regional cooperation site"),
    existing=("Bestand", "Existing commercial land"),
)
USE_RP = CodeList(
    "use_rp",
    GIB=("Bereich für gewerbliche und industrielle Nutzungen (GIB)", "Area for commercial and industrial uses (GIB)"),
    GIBz=("GIB mit Zweckbindung", "GIB reserved for a purpose"),
    ASB=("Allgemeiner Siedlungsbereich (ASB)", "General settlement area (ASB)"),
    ASBz=("ASB mit Zweckbindung", "ASB reserved for a purpose"),
    ASB_GE=("ASB für Gewerbe", "ASB for business"),
    other=("Sonstige", "Other"),
    unknown=("Unbekannt", "Unknown"),
)
USE_FNP = CodeList(
    "use_fnp",
    G=("Gewerbliche Baufläche (G)", "Commercial building land (G)"),
    GE=("Gewerbegebiet (GE)", "Commercial area (GE)"),
    GI=("Industriegebiet (GI)", "Industrial area (GI)"),
    SO=("Sondergebiet (SO)", "Special area (SO)"),
    M=("Gemischte Baufläche (M)", "Mixed building land (M)"),
    other=("Sonstige", "Other"),
    unknown=("Unbekannt", "Unknown"),
)
USE_BPLAN = CodeList(
    "use_bplan",
    GE=("Gewerbegebiet (GE)", "Commercial area (GE)"),
    GI=("Industriegebiet (GI)", "Industrial area (GI)"),
    SO=("Sondergebiet (SO)", "Special area (SO)"),
    MI=("Mischgebiet (MI)", "Mixed area (MI)"),
    MU=("Urbanes Gebiet (MU)", "Urban area (MU)"),
    MK=("Kerngebiet (MK)", "Core area (MK)"),
    MD=("Dorfgebiet (MD)", "Village area (MD)"),
    other=("Sonstige", "Other"),
    unknown=("Unbekannt", "Unknown"),
)
PLANNED_USE = CodeList(
    "planned_use",
    **{
        code: (uses.label(code, "de"), uses.label(code, "en")) for uses in (USE_RP, USE_FNP, USE_BPLAN) for code in uses
    },
)
PLANNING_STATUS = CodeList(
    "planning_status",
    bplan_in_force=("Bebauungsplan rechtskräftig", "Local plan in force"),
    bplan_in_progress=("Bebauungsplan im Verfahren", "Local plan in progress"),
    fnp=("Flächennutzungsplan", "Land-use plan"),
    regional_plan=("Regionalplan", "Regional plan"),
    par34=("Innenbereich (§ 34 BauGB)", "Built-up area (section 34 BauGB)"),
    par35=("Außenbereich (§ 35 BauGB)", "Undesignated outlying area (section 35 BauGB)"),
    unknown=("Unbekannt", "Unknown"),
)
FORMER_USE = CodeList(
    "former_use",
    mining=("Bergbau", "Mining"),
    coking=("Kokerei", "Coking plant"),
    steel_metal=("Stahl und Metall", "Steel and metal"),
    chemistry=("Chemie", "Chemistry"),
    power_plant=("Kraftwerk", "Power plant"),
    rail=("Bahn", "Rail"),
    port=("Hafen", "Port"),
    military=("Militär", "Military"),
    explosives=("Sprengstoff", "Explosives"),
    commerce=("Gewerbe", "Commerce"),
    other=("Sonstige", "Other"),
    none=("Keine (Freifläche)", "None (open land)"),
    unknown=("Unbekannt", "Unknown"),
)
RESTRICTION = LevelList(
    "restriction",
    {
        0: ("Keine", "None"),
        1: ("Geringe", "Minor"),
        2: ("Schwerwiegende", "Severe"),
        3: ("Ausgeschlossen", "Excluded"),
    },
    unknown=("Unbekannt", "Unknown"),
)
RESTRICTION_REASON = CodeList(
    "restriction_reasons",
    contamination=("Altlast", "Contamination"),
    building=("Gebäude", "Buildings"),
    access=("Erschließung", "Access"),
    ownership=("Eigentum", "Ownership"),
    planning_law=("Planungsrecht", "Planning law"),
    emission=("Immission", "Emission"),
    topography=("Topographie", "Topography"),
    nature=("Natur", "Nature"),
    water=("Wasser", "Water"),
    ordnance=("Kampfmittel", "Ordnance"),
    mining=("Bergbau", "Mining"),
    heritage=("Denkmalschutz", "Heritage"),
    rail_dedication=("Bahnwidmung", "Rail dedication"),
    pipeline=("Leitung", "Pipeline"),
)
CONTAMINATION = CodeList(
    "contamination",
    none=("Kein Verdacht", "No suspicion"),
    suspected=("Verdacht", "Suspected"),
    confirmed=("Bestätigt", "Confirmed"),
    in_remediation=("In Sanierung", "In remediation"),
    remediated=("Saniert", "Remediated"),
    unknown=("Unbekannt", "Unknown"),
)
OWNERSHIP = CodeList(
    "ownership",
    public=("Öffentlich", "Public"),
    private=("Privat", "Private"),
    mixed=("Gemischt", "Mixed"),
    corporate=("Konzern", "Corporate"),
    rail=("Bahn", "Rail"),
    unknown=("Unbekannt", "Unknown"),
)
SENSITIVITY = CodeList(
    "sensitivity",
    open=("Offen", "Open"),
    internal=("Intern", "Internal"),
    confidential=("Vertraulich", "Confidential"),
)
EXCLUSION_MODE = CodeList(
    "mode",
    hard=("Hart", "Hard"),
    soft=("Weich", "Soft"),
    deduct=("Nur vom Bauland abziehen", "Deduct from building land only"),
)
TAKEUP_BASIS = CodeList("basis", net=("Netto", "Net"), gross=("Brutto", "Gross"))

SITE_PRESET = CodeList(
    "preset",
    ihk_8ha_net=("IHK-Liste: ab 8 ha netto", "Chamber list: from 8 ha net"),
    teilplan_5ha=("Sachlicher Teilplan: ab 5 ha", "Sectoral plan: from 5 ha"),
    lep_50ha=("LEP 6.4-2: ab 50 ha", "State plan 6.4-2: from 50 ha"),
    custom=("Eigene Werte", "Custom values"),
    sme_in_asb=("Kleine und mittlere Betriebe im ASB", "Small and medium firms in the ASB"),
)
AREA_BASIS = CodeList(
    "area_basis",
    net=("Nettofläche", "Net area"),
    gross=("Bruttofläche", "Gross area"),
    usable=("Nutzbare Fläche", "Usable area"),
)
SITE_REASON = CodeList(
    "reason",
    min_area=("Zu klein für den Mindestwert", "Below the minimum area"),
    min_plot=("Teilfläche kleiner als die Mindestgröße", "Part smaller than the minimum plot"),
    plot_type=("Flächenart nicht gesucht", "Plot type not asked for"),
    use_rp=(
        "Nutzung im Regionalplan nicht gesucht oder unbekannt",
        "Use in the regional plan not asked for or unknown",
    ),
    restriction=("Restriktion über dem Höchstwert", "Restriction above the limit"),
    excluded=("Vollständig in Ausschlussflächen", "Wholly inside exclusions"),
)
DEMAND_MODEL = CodeList(
    "demand_model",
    monitoring=("Inanspruchnahme (Monitoring)", "Take-up (monitoring)"),
    gifpro=("GIFPRO (Beschäftigte)", "GIFPRO (employees)"),
    tbs_gifpro=("TBS-GIFPRO (Beschäftigte, Trend)", "TBS-GIFPRO (employees, trend)"),
)
DEMAND_SOURCE = CodeList(
    "demand_source",
    listed=("Vorgegebene Liste", "Given list"),
    **{code: (DEMAND_MODEL.label(code, "de"), DEMAND_MODEL.label(code, "en")) for code in DEMAND_MODEL},
)
BALANCE_REASON = CodeList(
    "reason",
    no_takeup=("Inanspruchnahme im Zeitraum unbekannt", "Take-up in the period unknown"),
    partly_takeup=("Inanspruchnahme nicht für alle Gemeinden bekannt", "Take-up not known for all municipalities"),
    zero_takeup=("Keine Inanspruchnahme im Zeitraum (0 ha)", "No take-up in the period (0 ha)"),
    no_demand=("Bedarf unbekannt", "Demand unknown"),
    no_contingent=("Kontingent unbekannt", "Contingent unknown"),
)
BALANCE_LEFT_OUT = CodeList(
    "reason",
    outside=("Außerhalb aller Gemeinden", "Outside every municipality"),
    min_plot=("Kleiner als die Mindestgröße", "Smaller than the minimum size"),
    type_unknown=("Flächenart unbekannt", "Plot type unknown"),
)
PLAN_CLASS = CodeList(
    "plan_class",
    inside=("Innerhalb der Darstellung", "Inside the drawn area"),
    edge=("Rand, zu prüfen", "Edge, to be checked"),
    outside=("Außerhalb der Darstellung", "Outside the drawn areas"),
)
# Abstandserlass NRW 2007; I is the most demanding class. The distances are data: resources/codelists/.
DISTANCE_CLASS = CodeList(
    "distance_class",
    I=("Abstandsklasse I", "Distance class I"),
    II=("Abstandsklasse II", "Distance class II"),
    III=("Abstandsklasse III", "Distance class III"),
    IV=("Abstandsklasse IV", "Distance class IV"),
    V=("Abstandsklasse V", "Distance class V"),
    VI=("Abstandsklasse VI", "Distance class VI"),
    VII=("Abstandsklasse VII", "Distance class VII"),
    none=("Nur nicht wesentlich störend", "Only uses that do not disturb substantially"),
)
SEVESO = CodeList(
    "seveso",
    check=("Zu prüfen: im Achtungsabstand eines Betriebsbereichs", "To be checked: within an establishment's distance"),
    beyond=("Außerhalb der angegebenen Achtungsabstände", "Beyond the distances given"),
)
OFFICIAL = CodeList(
    "official",
    inside=("Im festgelegten Standort", "Inside an official site"),
    edge=("Randlage, zu prüfen", "Edge, to be checked"),
    partly=("Teilweise im festgelegten Standort", "Partly inside an official site"),
    outside=("Außerhalb festgelegter Standorte", "Outside official sites"),
)

# ----------------------------------------------------------------------------------------------------------- broadband
TECHNOLOGY = CodeList(
    "technology",
    alle=("Alle Techniken", "All technologies"),
    fttb=("Glasfaser bis ins Gebäude (FTTB)", "Fibre to the building (FTTB)"),
    ftth=("Glasfaser bis in die Wohnung (FTTH)", "Fibre to the home (FTTH)"),
    ftthb=("Glasfaser (FTTH/B)", "Fibre (FTTH/B)"),
    fttc=("Glasfaser bis zum Verteiler (FTTC)", "Fibre to the cabinet (FTTC)"),
    hfc=("Kabel (HFC)", "Cable (HFC)"),
    sonst=("Sonstige Techniken", "Other technologies"),
)
# The tables by municipality of 2018 to 2021 group technologies in their own way; the operator of that time explains
# the groups 100, 200 and 300 of the machine-named tables as wired, wireless and both together (Bundesnetzagentur,
# 2025). Their "alle" counts radio too, while "alle" of the grid is fixed network only. CATV is the cable network, hfc.
AREA_TECHNOLOGY = CodeList(
    "tech",
    **{code: (TECHNOLOGY.label(code, "de"), TECHNOLOGY.label(code, "en")) for code in TECHNOLOGY},
    wired=("Leitungsgebundene Techniken", "Wired technologies"),
    mobile=("Drahtlose Techniken", "Wireless technologies"),
    dsl=("DSL", "DSL"),
    lte=("LTE", "LTE"),
    nr=("5G", "5G"),
)
BROADBAND_REJECTION = CodeList(
    "reason",
    bad_ags=("Kein Gemeinde- oder Kreisschlüssel", "No municipality or Kreis key"),
    row_length=("Zeile hat mehr oder weniger Spalten als der Kopf", "Row has more or fewer columns than the header"),
    not_a_number=("Keine Zahl", "Not a number"),
    out_of_range=("Anteil außerhalb von 0 bis 100 Prozent", "Share outside 0 to 100 per cent"),
    duplicate=("Schlüssel steht mehrfach in der Datei", "Key stands more than once in the file"),
    no_geometry=("Zelle ohne Geometrie", "Cell without geometry"),
)
# Why a record of a source cannot become one of the store.
REJECTION = CodeList(
    "reason",
    unmapped=("Wert steht in keiner Zuordnung", "Value is in no code map"),
    not_a_number=("Keine Zahl", "Not a number"),
    ambiguous_number=("Punkt oder Komma mehrdeutig", "Point or comma ambiguous"),
    not_whole=("Keine ganze Zahl", "Not a whole number"),
    not_a_date=("Kein Datum", "Not a date"),
    not_a_flag=("Weder ja noch nein", "Neither yes nor no"),
    unknown_unit=("Einheit unbekannt oder falsch", "Unit unknown or wrong"),
    out_of_range=("Wert außerhalb des sinnvollen Bereichs", "Value outside the range that has a meaning"),
    too_long=("Text zu lang", "Text too long"),
    missing=("Pflichtangabe fehlt", "Required value missing"),
    expression=("Ausdruck lässt sich nicht berechnen", "Expression cannot be computed"),
    duplicate_id=("Kennung steht mehrfach in der Quelle", "Id stands more than once in the source"),
    duplicate_geometry=("Gleiche Geometrie mehrfach, ohne Kennung", "Same geometry more than once, without an id"),
    no_geometry=("Keine Geometrie", "No geometry"),
    damaged=("Geometrie beschädigt", "Geometry damaged"),
    not_finite=("Koordinaten sind keine Zahlen", "Coordinates are no numbers"),
    not_transformed=("Koordinaten außerhalb des Bezugssystems", "Coordinates outside the reference system"),
    wrong_kind=("Geometrie anderer Art", "Geometry of another kind"),
    several_parts=("Mehrere Teile, wo einer erwartet wird", "Several parts where one is expected"),
    not_repairable=("Geometrie nicht reparierbar", "Geometry not repairable"),
    no_area=("Ohne Fläche", "No area"),
    no_length=("Ohne Länge", "No length"),
    covered=("Liegt ganz unter einer Quelle höheren Vorrangs", "Wholly under a source of higher priority"),
)
# Why an object is not connected.
FIBRE_REASON = CodeList(
    "reason",
    snap_max=("Keine Straße innerhalb des Fangabstands", "No road within the snapping distance"),
    other_component=("Straßennetz ohne Verbindung zu einer Quelle", "Roads without a connection to a source"),
    max_length=("Weg länger als die Höchstlänge", "Way longer than the maximum length"),
    budget=("Budget reicht nicht", "Budget does not suffice"),
)
TRENCH_METHOD = CodeList(
    "method",
    tree=("Gemeinsame Trassen (Baum)", "Shared trenches (tree)"),
    star=("Einzelne Wege (Stern)", "Separate paths (star)"),
)
USER_GROUP = CodeList(
    "user_group",
    household=("Haushalte", "Households"),
    business=("Unternehmen", "Businesses"),
    business_area=("Unternehmen in Gewerbegebieten", "Businesses in commercial areas"),
    school=("Schulen", "Schools"),
    hospital=("Krankenhäuser", "Hospitals"),
    area=("Fläche", "Area"),
)
# Known kinds of places; the field is free text, and others are kept as they are.
PLACE_KIND = CodeList(
    "kind",
    school=("Schule", "School"),
    vocational_school=("Berufskolleg", "Vocational school"),
    hospital=("Krankenhaus", "Hospital"),
    business=("Unternehmen", "Business"),
)
EXCLUSION_KIND = CodeList(
    "kind",
    nature_reserve=("Naturschutzgebiet", "Nature reserve"),
    ffh=("FFH-Gebiet", "Habitats Directive site"),
    bird_protection=("Vogelschutzgebiet", "Special protection area for birds"),
    biotope=("Gesetzlich geschütztes Biotop", "Protected biotope"),
    flood_area=("Überschwemmungsgebiet", "Flood area"),
    flood_extreme=("Risikogebiet (HQextrem)", "Extreme flood area"),
    water_protection_1_2=("Wasserschutzzone I/II", "Water protection zone I/II"),
    water_protection_3=("Wasserschutzzone III", "Water protection zone III"),
    forest=("Wald", "Forest"),
    green_corridor=("Regionaler Grünzug", "Regional green corridor"),
    landscape_protection=("Landschaftsschutzgebiet", "Landscape protection area"),
    mining=("Bergbauliche Einwirkung", "Mining impact"),
    power_line=("Leitungskorridor", "Power-line corridor"),
)
BARRIER_KIND = CodeList(
    "kind",
    motorway=("Autobahn", "Motorway"),
    trunk=("Schnellstraße", "Trunk road"),
    rail=("Bahnstrecke", "Railway"),
    canal=("Kanal", "Canal"),
    river=("Fluss", "River"),
)
SENSITIVE_KIND = CodeList(
    "kind",
    residential=("Wohngebiet", "Residential area"),
    mixed=("Mischgebiet", "Mixed area"),
    school=("Schule", "School"),
    hospital=("Krankenhaus", "Hospital"),
)
FACTOR_KIND = CodeList(
    "kind",
    motorway_junction=("Autobahnanschlussstelle", "Motorway junction"),
    rail_siding=("Gleisanschluss", "Rail siding"),
    port=("Hafen", "Port"),
    combined_terminal=("KV-Terminal", "Combined terminal"),
    substation=("Umspannwerk", "Substation"),
    fibre_pop=("Glasfaser-Zugangspunkt", "Fibre point of presence"),
    transit_stop=("ÖPNV-Haltestelle", "Transit stop"),
    truck_parking=("Lkw-Parkplatz", "Truck parking"),
)
SCORE_METHOD = CodeList(
    "method",
    wlc=("Gewichtete Summe (WLC)", "Weighted linear combination (WLC)"),
    topsis=("TOPSIS mit festen Idealen", "TOPSIS with fixed ideals"),
    owa=("Geordnete Gewichtung (OWA)", "Ordered weighted averaging (OWA)"),
)
MISSING_RULE = CodeList(
    "missing",
    neutral=("Neutral (0,5)", "Neutral (0.5)"),
    pessimistic=("Pessimistisch (0)", "Pessimistic (0)"),
    renormalise=("Gewichte der bekannten Kriterien auf 1", "Weights of the known criteria to 1"),
)
CRITERIA_PRESET = CodeList(
    "criteria",
    industry=("Industrie", "Industry"),
    logistics=("Logistik", "Logistics"),
    sme_in_asb=("Kleine und mittlere Betriebe im ASB", "Small firms in the settlement area (ASB)"),
    brownfield_first=("Brachflächen zuerst", "Brownfield first"),
)
VERDICT = CodeList(
    "verdict",
    **{
        "pass": ("Erfüllt", "Pass"),
        "fail": ("Nicht erfüllt", "Fail"),
        "unknown": ("Offen", "Unknown"),
    },
)
GAP_CLASS = CodeList(
    "gap_class",
    served=("Versorgt", "Served"),
    partly=("Teilweise versorgt", "Partly served"),
    unserved=("Unterversorgt", "Unserved"),
    no_data=("Keine Datengrundlage", "No data"),
)
CERTAINTY = CodeList(
    "certainty",
    inferred=("Aus Haushaltszellen geschlossen", "Inferred from household cells"),
    stated=("Vom Eigentümer oder Betreiber angegeben", "Stated by owner or operator"),
    none=("Keine", "None"),
)
SPOT = CodeList(
    "spot",
    white=("Weißer Fleck (< 30 Mbit/s)", "White spot (< 30 Mbit/s)"),
    light_grey=("Hellgrauer Fleck (30 bis < 100 Mbit/s)", "Light grey spot (30 to < 100 Mbit/s)"),
    dark_grey=("Dunkelgrauer Fleck (100 bis < 400 Mbit/s)", "Dark grey spot (100 to < 400 Mbit/s)"),
    check=("Zu prüfen (400 bis < 1.000 Mbit/s)", "To be checked (400 to < 1,000 Mbit/s)"),
    none=("Kein Fleck (Gigabit)", "No spot (gigabit)"),
    no_data=("Keine Datengrundlage", "No data"),
)
COVERAGE_BASIS = CodeList(
    "basis",
    cell=("Zelle", "Cell"),
    neighbour=("Nachbarzelle", "Neighbouring cell"),
    owner_list=("Liste des Eigentümers", "Owner's list"),
    none=("Keine", "None"),
)
PROGRESS = CodeList(
    "progress",
    closed=("Lücke geschlossen", "Gap closed"),
    improved=("Verbessert", "Improved"),
    unchanged=("Unverändert", "Unchanged"),
    worse=("Verschlechtert", "Worse"),
)
SERVED_STATUS = CodeList(
    "status",
    built=("Gebaut", "Built"),
    binding=("Verbindlich zugesagt", "Binding"),
    funded=("Gefördert", "Funded"),
    announced=("Angekündigt", "Announced"),
)
MARKET_ANSWER = CodeList(
    "answer",
    **{code: (SERVED_STATUS.label(code, "de"), SERVED_STATUS.label(code, "en")) for code in SERVED_STATUS},
    none=("Kein Ausbau geplant", "No build-out planned"),
)
MARKET_REJECTION = CodeList(
    "reason",
    no_object=("Objektkennung fehlt", "Object id missing"),
    unknown_object=("Objekt nicht angefragt", "Object was not asked for"),
    other_inquiry=("Antwort auf eine andere Anfrage", "Answer to another inquiry"),
    no_answer=("Keine Antwort eingetragen", "No answer given"),
    unknown_answer=("Antwort nicht in der Codeliste", "Answer not in the code list"),
    no_operator=("Netzbetreiber fehlt", "Operator missing"),
    no_technology=("Technik fehlt", "Technology missing"),
    unknown_technology=("Technik nicht in der Codeliste", "Technology not in the code list"),
    bad_speed=("Bandbreite ist keine Zahl ab 0", "Speed is no number from 0"),
    no_date=("Datum fehlt", "Date missing"),
    bad_date=("Kein Datum", "Not a date"),
    built_later=("Gebaut, aber mit künftigem Datum", "Built, but with a later date"),
    overdue=("Geplant, aber mit vergangenem Datum", "Planned, but with a past date"),
    beyond_horizon=("Nach dem Betrachtungszeitraum", "After the period looked at"),
    twice=("Objekt und Netzbetreiber stehen schon da", "Object and operator stand there already"),
)
MARKET_SENSITIVE = CodeList(
    "sensitive",
    leave_out=("Weglassen", "Leave out"),
    refuse=("Abbrechen", "Refuse to run"),
)
FIBRE_TECHNOLOGIES = (TECHNOLOGY.fttb, TECHNOLOGY.ftth, TECHNOLOGY.ftthb)
"""Technologies that are fibre into the building; gigabit over cable is not."""

SCHOOL_KINDS = ("school", "vocational_school")
"""Values of `place.kind` that are schools; the field is free text, other kinds are no error."""

HOSPITAL_KINDS = ("hospital",)
"""Values of `place.kind` that are hospitals."""

SEVERITY = CodeList(
    "severity",
    error=("Fehler", "Error"),
    warning=("Warnung", "Warning"),
    info=("Hinweis", "Note"),
)

# ----------------------------------------------------------------------------------------------------------- catalogue
CATALOGUE_KIND = CodeList(
    "kind",
    wfs=("WFS", "WFS"),
    oapif=("OGC API – Features", "OGC API – Features"),
    wms=("WMS", "WMS"),
    wmts=("WMTS", "WMTS"),
    arcgis=("ArcGIS REST", "ArcGIS REST"),
    file=("Datei", "File"),
    other=("Sonstiges", "Other"),
)
# Why a data set that was found cannot be loaded as a layer.
NOT_LOADABLE = CodeList(
    "reason",
    document=("Dokument oder Bild, keine Geodaten", "Document or picture, no spatial data"),
    page=("Internetseite, keine Geodaten", "Web page, no spatial data"),
    format_unknown=("Format unbekannt", "Format unknown"),
    format_not_read=("Format wird nicht gelesen", "Format is not read"),
    no_address=("Der Eintrag nennt keine Adresse", "The entry names no address"),
    no_layer=("Der Dienst bietet keine Ebene an", "The service offers no layer"),
    raster_service=("WCS: Rasterdaten werden nicht geladen", "WCS: raster data are not loaded"),
)
# The data themes of DCAT-AP (EU authority table “data-theme”).
CATALOGUE_THEME = CodeList(
    "theme",
    agri=("Landwirtschaft, Fischerei, Forstwirtschaft und Nahrungsmittel", "Agriculture, fisheries, forestry and food"),
    econ=("Wirtschaft und Finanzen", "Economy and finance"),
    educ=("Bildung, Kultur und Sport", "Education, culture and sport"),
    ener=("Energie", "Energy"),
    envi=("Umwelt", "Environment"),
    gove=("Regierung und öffentlicher Sektor", "Government and public sector"),
    heal=("Gesundheit", "Health"),
    intr=("Internationale Themen", "International issues"),
    just=("Justiz, Rechtssystem und öffentliche Sicherheit", "Justice, legal system and public safety"),
    regi=("Regionen und Städte", "Regions and cities"),
    soci=("Bevölkerung und Gesellschaft", "Population and society"),
    tech=("Wissenschaft und Technologie", "Science and technology"),
    tran=("Verkehr", "Transport"),
)
ALLOCATION_MODE = CodeList(
    "mode",
    cost=("möglichst günstig", "as cheaply as possible"),
    maxmin=("möglichst gerecht (Max-Min)", "as fairly as possible (max-min)"),
)
# Why a municipality's deficit does not find its place whole.
UNCOVERED_REASON = CodeList(
    "reason",
    no_pair=("kein Standort in Reichweite", "no site within reach"),
    sites_full=("erreichbare Standorte sind belegt", "sites within reach are taken"),
    rules=("Mindesttranche, Partnerzahl oder Anteil der Belegenheitsgemeinde", "tranche, partners or the host's share"),
    deficit_unknown=("Fehlbedarf unbekannt", "deficit unknown"),
)
# Why a municipality and a site cannot come together.
PAIR_REASON = CodeList(
    "reason",
    too_dear=("über der Obergrenze der Kosten", "above the limit of the cost"),
    no_cost=("keine Kosten angegeben", "no cost given"),
    no_way=("kein Weg über die Straßen", "no way along the roads"),
)
# -------------------------------------------------------------------------------------------------------------- change
CHANGE_CLASS = CodeList(
    "change_class",
    new=("neu", "new"),
    gone_unexplained=("weggefallen, ungeklärt", "gone, unexplained"),
    taken_up=("in Anspruch genommen", "taken up"),
    unchanged=("unverändert", "unchanged"),
    geometry=("Zuschnitt geändert", "shape changed"),
    attribute=("Angaben geändert", "attributes changed"),
    split=("geteilt", "split"),
    merged=("zusammengelegt", "merged"),
    rezoned=("Planung geändert", "rezoned"),
)
# What shows that land was taken up; that a plot is gone does not.
CHANGE_EVIDENCE = CodeList(
    "evidence",
    existing_plot=("Bestandsfläche in der neuen Fassung", "existing plot in the new snapshot"),
    evidence_layer=("Fläche der Belegebene", "area of the evidence layer"),
    recorded=("erfasste Inanspruchnahme", "recorded take-up"),
)

# ------------------------------------------------------------------------------------------------------------ exhibits
EXHIBIT_THEME = CodeList(
    "theme",
    land=("Flächenverfügbarkeit", "Land availability"),
    brownfield=("Brachflächen", "Brownfield"),
    sites=("Kooperationsstandorte", "Cooperation sites"),
    suitability=("Eignung", "Suitability"),
    deficits=("Fehlbedarfe und Partner", "Deficits and partners"),
    fibre=("Glasfaserlücken", "Fibre gaps"),
    broadband=("Breitband je Gemeinde", "Broadband by municipality"),
    costs=("Anschlusskosten", "Connection costs"),
    change=("Veränderung", "Change"),
    overview=("Übersicht", "Overview"),
)
PAPER = CodeList(
    "paper",
    a4_portrait=("A4 hoch", "A4 portrait"),
    a4_landscape=("A4 quer", "A4 landscape"),
    a3_portrait=("A3 hoch", "A3 portrait"),
    a3_landscape=("A3 quer", "A3 landscape"),
    a2=("A2 quer", "A2 landscape"),
    a1=("A1 quer", "A1 landscape"),
    a0=("A0 quer", "A0 landscape"),
    screen=("Bildschirm 16:9", "Screen 16:9"),
)
PLOT_SIGNS = CodeList(
    "plot_signs",
    theme=("Wie im Thema", "As in the theme"),
    type=("Flächenart", "Plot type"),
    restriction=("Restriktion", "Restriction"),
    use=("Geplante Nutzung", "Planned use"),
    statutory=("Geplante Nutzung, Planzeichen", "Planned use, statutory signs"),
)
BASEMAP = CodeList(
    "basemap",
    boundaries=("Grenzen (ohne Netz)", "Boundaries (no network)"),
    city_map=("Stadtplanwerk des RVR (Netz)", "City map of the RVR (network)"),
)
EXHIBIT_STATUS = CodeList(
    "status",
    none=("ohne Vermerk", "no mark"),
    draft=("Entwurf", "Draft"),
    not_public=("Nicht öffentlich", "Not public"),
)
SHEET_SUBJECT = CodeList(
    "subject",
    sites=("Standort", "Site"),
    municipalities=("Gemeinde", "Municipality"),
)
SHEET_FORMAT = CodeList(
    "format",
    pdf=("PDF je Steckbrief", "One PDF each"),
    atlas=("Ein PDF mit allen", "One PDF of all"),
    html=("HTML", "HTML"),
)
SUM_AREA = CodeList(
    "area",
    municipality=("Gemeinde", "Municipality"),
    kreis=("Kreis oder kreisfreie Stadt", "Kreis"),
    region=("Gesamt", "Total"),
)
SUM_KIND = CodeList(
    "kind",
    all=("Alle Flächen", "All plots"),
    plot_type=("Flächenart", "Plot type"),
    restriction=("Restriktionsstufe", "Restriction level"),
)
