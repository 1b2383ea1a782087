"""The canonical tables of a planning store: the only place that knows a field's name, type, unit, codes and label.

`PLOT.plot_type` is the name "plot_type"; a name that does not exist raises AttributeError, so that a misspelt field
fails at once. Geometry is in EPSG:25832. Unknown is null in every field, never 0 and never a code of its own making.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Union

from ruhr_planner.model import codes
from ruhr_planner.model.codes import CodeList, Label, LevelList

Kind = Literal["text", "int", "real", "date"]
GeometryName = Literal["MultiPolygon", "Polygon", "MultiLineString", "LineString", "Point", "MultiPoint", ""]
AnyCodes = Union[CodeList, LevelList]
OPEN = codes.SENSITIVITY.open

OWN_SOURCE = "own"
"""Source of the plots that somebody has drawn."""

EARLIER_STATE = re.compile(r"@\d{4}-\d\d-\d\d(?:\.\d+)?$")
"""What an import appends to the id of a record's earlier state: the day on which it ended."""


@dataclass(frozen=True)
class Field:
    """One field: its name, type, unit and what may stand in it."""

    name: str
    kind: Kind
    label: Label
    width: int = 0
    unit: str = ""
    codes: AnyCodes | None = None
    many: bool = False
    """Several codes, separated by semicolons."""
    unique: bool = False
    low: float | None = None
    high: float | None = None
    """The range in which a number has a meaning; a value outside it stops a run."""
    min_sensitivity: str = OPEN
    known: tuple[str, ...] = ()
    """Values of a free text that have a meaning here; others take part and are named in the log."""


@dataclass(frozen=True)
class Table:
    """One table: its fields in their order and the kind of its geometry ("" = none)."""

    table: str
    label: Label
    geometry: GeometryName
    columns: tuple[Field, ...]

    def column(self, name: str) -> Field:
        """Return the field with this name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.table}.{name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all fields in their order."""
        return tuple(column.name for column in self.columns)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __getattr__(self, name: str) -> str:
        if not name.startswith("_") and any(column.name == name for column in self.columns):
            self.__dict__[name] = name  # loops over records ask for it again and again
            return name
        raise AttributeError(f"table {self.table} has no field {name}")


def text(name: str, de: str, en: str, width: int = 0, unique: bool = False, min_sensitivity: str = OPEN) -> Field:
    """A text field."""
    return Field(name, "text", Label(de, en), width=width, unique=unique, min_sensitivity=min_sensitivity)


def kind(known: CodeList) -> Field:
    """The kind of a thing: free text, with the values that are known."""
    return Field("kind", "text", Label("Art", "Kind"), known=known.codes)


def code(name: str, de: str, en: str, values: AnyCodes, many: bool = False, min_sensitivity: str = OPEN) -> Field:
    """A coded field; levels are integers, codes are texts."""
    kind: Kind = "int" if isinstance(values, LevelList) else "text"
    return Field(name, kind, Label(de, en), codes=values, many=many, min_sensitivity=min_sensitivity)


def real(name: str, de: str, en: str, unit: str = "", low: float | None = None, high: float | None = None) -> Field:
    """A number with a unit and, where one has a meaning, a range."""
    return Field(name, "real", Label(de, en), unit=unit, low=low, high=high)


def whole(name: str, de: str, en: str, unit: str = "", low: float | None = None, high: float | None = None) -> Field:
    """A whole number."""
    return Field(name, "int", Label(de, en), unit=unit, low=low, high=high)


def date(name: str, de: str, en: str) -> Field:
    """A date."""
    return Field(name, "date", Label(de, en))


def yes_no(name: str, de: str, en: str) -> Field:
    """1, 0 or null for unknown."""
    return Field(name, "int", Label(de, en), low=0, high=1)


AGS = text("ags", "Gemeindeschlüssel (AGS)", "Municipality key (AGS)", width=8)

MUNICIPALITY = Table(
    "municipality",
    Label("Gemeinden", "Municipalities"),
    "MultiPolygon",
    (
        text("ags", "Gemeindeschlüssel (AGS)", "Municipality key (AGS)", width=8, unique=True),
        text("name", "Gemeinde", "Municipality"),
        text("kreis_ags", "Kreisschlüssel", "Kreis key", width=5),
        text("kreis", "Kreis", "Kreis"),
        text("source", "Quelle", "Source"),
        whole("source_scale", "Maßstabszahl der Quelle", "Scale of the source", low=1),
        text("edition", "Ausgabe", "Edition"),
    ),
)

RUN_ID = text("run_id", "Importlauf", "Import run")
TRACKING = (
    text("source_id", "Quellenkennung", "Source id"),
    text("native_id", "Kennung in der Quelle", "Id in the source"),
    date("valid_from", "Gültig von", "Valid from"),
    date("valid_to", "Gültig bis", "Valid to"),
    RUN_ID,
)
"""Where a record comes from and when it holds, in every table that is filled from sources. A store that was made
before these fields has them as soon as something is harmonised into the table."""

_PLOT_FIELDS = (
    text("plot_id", "Flächenkennung", "Plot id", unique=True),
    text("source_id", "Quellenkennung", "Source id"),
    text("native_id", "Kennung in der Quelle", "Id in the source"),
    date("source_date", "Stand der Quelle", "Date of the source"),
    whole("source_scale", "Maßstabszahl der Quelle", "Scale of the source", low=1),
    text("licence", "Lizenz", "Licence"),
    text("attribution", "Quellenvermerk", "Attribution"),
    date("valid_from", "Gültig von", "Valid from"),
    date("valid_to", "Gültig bis", "Valid to"),
    text("previously_part_of", "Vorgängerflächen", "Previously part of"),
    AGS,
    text("municipality", "Gemeinde", "Municipality"),
    text("name", "Name", "Name"),
    code("plot_type", "Flächenart", "Plot type", codes.PLOT_TYPE),
    yes_no("brownfield", "Brachfläche (Eigenschaft)", "Brownfield (property)"),
    code("use_rp", "Nutzung im Regionalplan", "Use in the regional plan", codes.USE_RP),
    code("use_fnp", "Nutzung im Flächennutzungsplan", "Use in the land-use plan", codes.USE_FNP),
    code("use_bplan", "Nutzung im Bebauungsplan", "Use in the local plan", codes.USE_BPLAN),
    code("planned_use", "Geplante Nutzung", "Planned use", codes.PLANNED_USE),
    code("planning_status", "Planungsrecht", "Planning status", codes.PLANNING_STATUS),
    code("former_use", "Vornutzung", "Former use", codes.FORMER_USE),
    real("area_gross_ha", "Bruttofläche", "Gross area", "ha", low=0),
    real("area_net_ha", "Nettofläche", "Net area", "ha", low=0),
    real("area_recorded_ha", "Fläche laut Quelle", "Area as recorded", "ha", low=0),
    code("restriction", "Restriktionsstufe", "Restriction level", codes.RESTRICTION),
    code(
        "restriction_reasons",
        "Restriktionsgründe",
        "Restriction reasons",
        codes.RESTRICTION_REASON,
        many=True,
        min_sensitivity=codes.SENSITIVITY.internal,
    ),
    code(
        "contamination",
        "Altlastenstatus",
        "Contamination",
        codes.CONTAMINATION,
        min_sensitivity=codes.SENSITIVITY.internal,
    ),
    code("ownership", "Eigentum", "Ownership", codes.OWNERSHIP, min_sensitivity=codes.SENSITIVITY.internal),
    whole("available_from", "Verfügbar ab", "Available from", "a", low=1900, high=2200),
    code("sensitivity", "Vertraulichkeit", "Sensitivity", codes.SENSITIVITY),
    RUN_ID,
)
PLOT = Table("plot", Label("Flächen", "Plots"), "MultiPolygon", _PLOT_FIELDS)
PLOT_ODBL = Table("plot_odbl", Label("Flächen (ODbL)", "Plots (ODbL)"), "MultiPolygon", _PLOT_FIELDS)

MBIT = (10, 16, 30, 50, 100, 200, 400, 1000)
"""Download classes of the Breitbandatlas in Mbit/s; each is cumulative ("at least")."""

CELL_TECHNOLOGIES = codes.TECHNOLOGY.codes


def cell_column(technology: str, mbit: int) -> str:
    """Return the Breitbandatlas's own column name: per cent of households with at least `mbit` Mbit/s down."""
    return f"down_fn_hh_{technology}_{mbit}"


def _cell_field(technology: str, mbit: int) -> Field:
    de = f"{codes.TECHNOLOGY.label(technology, 'de')}, ab {mbit} Mbit/s"
    en = f"{codes.TECHNOLOGY.label(technology, 'en')}, from {mbit} Mbit/s"
    return real(cell_column(technology, mbit), de, en, "%", low=0, high=100)


BROADBAND_CELL = Table(
    "broadband_cell",
    Label("Breitbandatlas, Gitterzellen", "Breitbandatlas grid cells"),
    "Polygon",
    (
        text("raster_id", "Zellenkennung", "Cell id"),
        AGS,
        text("edition", "Ausgabe", "Edition"),
        *(_cell_field(technology, mbit) for technology in CELL_TECHNOLOGIES for mbit in MBIT),
    ),
)
BROADBAND_AREA = Table(
    "broadband_area",
    Label("Breitbandatlas, Gemeinden", "Breitbandatlas by municipality"),
    "",
    (
        AGS,
        text("edition", "Ausgabe", "Edition"),
        code("user_group", "Nutzergruppe", "User group", codes.USER_GROUP),
        code("tech", "Technik", "Technology", codes.AREA_TECHNOLOGY),
        whole("mbit", "Mindestens (Mbit/s)", "At least (Mbit/s)", "Mbit/s", low=0),
        real("share", "Anteil", "Share", "%", low=0, high=100),
    ),
)
PLACE = Table(
    "place",
    Label("Orte", "Places"),
    "Point",
    (
        text("place_id", "Kennung", "Place id", unique=True),
        kind(codes.PLACE_KIND),
        text("name", "Name", "Name"),
        AGS,
        *TRACKING,
    ),
)
EXCLUSION = Table(
    "exclusion",
    Label("Ausschlussflächen", "Exclusions"),
    "Polygon",
    (
        kind(codes.EXCLUSION_KIND),
        code("mode", "Wirkung", "Mode", codes.EXCLUSION_MODE),
        text("name", "Name", "Name"),
        *TRACKING,
    ),
)
BARRIER = Table(
    "barrier",
    Label("Barrieren", "Barriers"),
    "LineString",
    (kind(codes.BARRIER_KIND), text("name", "Name", "Name"), *TRACKING),
)
SENSITIVE = Table(
    "sensitive",
    Label("Schutzwürdige Nutzungen", "Sensitive uses"),
    "Polygon",
    (kind(codes.SENSITIVE_KIND), text("name", "Name", "Name"), *TRACKING),
)
ROAD = Table(
    "road",
    Label("Straßen", "Roads"),
    "LineString",
    (
        text("road_class", "Straßenklasse", "Road class"),
        text("surface", "Oberfläche", "Surface"),
        text("name", "Name", "Name"),
        *TRACKING,
    ),
)
POWER_LINE = Table("power_line", Label("Freileitungen", "Power lines"), "LineString", (text("name", "Name", "Name"),))
POPULATION = Table(
    "population",
    Label("Bevölkerung", "Population"),
    "Point",
    (real("population", "Personen", "People", low=0),),
)
OFFICIAL_SITE = Table(
    "official_site", Label("Festgelegte Standorte", "Official sites"), "Polygon", (text("name", "Name", "Name"),)
)
SEVESO_SITE = Table(
    "seveso_site",
    Label("Betriebsbereiche (Seveso)", "Establishments (Seveso)"),
    "Point",
    (text("name", "Name", "Name"), real("radius_m", "Achtungsabstand", "Distance to be checked", "m", low=0)),
)
"""These four are lists of the user's, not tables of the store."""
LOCATION_FACTOR = Table(
    "location_factor",
    Label("Standortfaktoren", "Location factors"),
    "Point",
    (kind(codes.FACTOR_KIND), text("name", "Name", "Name"), *TRACKING),
)
TAKEUP = Table(
    "takeup",
    Label("Inanspruchnahme", "Take-up"),
    "",
    (
        AGS,
        whole("year", "Jahr", "Year", "a", low=1900, high=2200),
        real("ha", "Fläche", "Area", "ha", low=0),
        code("basis", "Bezug", "Basis", codes.TAKEUP_BASIS),
        text("new_use", "Neue Nutzung", "New use"),
        text("plot_id", "Flächenkennung", "Plot id"),
    ),
)
SOURCE = Table(
    "source",
    Label("Quellen", "Sources"),
    "",
    (
        text("source_id", "Quellenkennung", "Source id", unique=True),
        text("title", "Titel", "Title"),
        text("publisher", "Herausgeber", "Publisher"),
        text("url", "Adresse", "Address"),
        text("licence", "Lizenz", "Licence"),
        text("attribution", "Quellenvermerk", "Attribution"),
        date("source_date", "Stand", "Date"),
        date("retrieved", "Abgerufen", "Retrieved"),
        code("sensitivity", "Vertraulichkeit", "Sensitivity", codes.SENSITIVITY),
        text("note", "Hinweis", "Note"),
        whole("priority", "Vorrang", "Priority", low=0),
    ),
)
IMPORT_RUN = Table(
    "import_run",
    Label("Importläufe", "Import runs"),
    "",
    (
        text("run_id", "Laufkennung", "Run id", unique=True),
        text("started", "Beginn", "Started"),
        text("source_id", "Quellenkennung", "Source id"),
        text("profile", "Profil", "Profile"),
        text("target", "Zieltabelle", "Target table"),
        whole("n_read", "Gelesen", "Read", low=0),
        whole("n_written", "Geschrieben", "Written", low=0),
        whole("n_unchanged", "Unverändert", "Unchanged", low=0),
        whole("n_rejected", "Abgewiesen", "Rejected", low=0),
        whole("n_filtered", "Ausgefiltert", "Filtered", low=0),
        text("plugin_version", "Plugin-Version", "Plugin version"),
        whole("n_ended", "Beendet", "Ended", low=0),
        whole("n_repaired", "Repariert", "Repaired", low=0),
        text("input", "Eingabe", "Input"),
        text("crs", "Bezugssystem der Eingabe", "Reference system of the input"),
        real("accuracy_m", "Genauigkeit der Umrechnung", "Accuracy of the transformation", "m", low=0),
        whole("n_expected", "Laut Quelle", "Announced by the source", low=0),
    ),
)
REJECTED = Table(
    "rejected",
    Label("Abgewiesene Datensätze", "Rejected records"),
    "",
    (
        text("run_id", "Laufkennung", "Run id"),
        text("record", "Datensatz (JSON)", "Record (JSON)", min_sensitivity=codes.SENSITIVITY.internal),
        text("reason", "Grund", "Reason"),
        text("field", "Feld", "Field"),
        text("rule", "Regel", "Rule"),
        text("source_id", "Quellenkennung", "Source id"),
        date("rejected_on", "Abgewiesen am", "Rejected on"),
    ),
)
FINDING = Table(
    "finding",
    Label("Befunde", "Findings"),
    "",
    (
        text("rule", "Regel", "Rule"),
        code("severity", "Schwere", "Severity", codes.SEVERITY),
        text("target", "Tabelle", "Table"),
        text("record_id", "Datensatz", "Record"),
        text("field", "Feld", "Field"),
        text("value", "Wert", "Value"),
        text("text", "Befund", "Finding"),
        text("remedy", "Abhilfe", "Remedy"),
        text("accepted", "Angenommen, weil", "Accepted because"),
    ),
)
ANALYSIS_RUN = Table(
    "analysis_run",
    Label("Auswertungsläufe", "Analysis runs"),
    "",
    (
        text("run_id", "Laufkennung", "Run id", unique=True),
        text("started", "Beginn", "Started"),
        text("algorithm", "Algorithmus", "Algorithm"),
        text("parameters", "Parameter (JSON)", "Parameters (JSON)"),
        text("plugin_version", "Plugin-Version", "Plugin version"),
    ),
)

OBJECT = Table(
    "object",
    Label("Objekte", "Objects"),
    "",
    (
        text("object_id", "Objektkennung", "Object id"),
        text("plot_id", "Flächenkennung", "Plot id"),
        AGS,
        text("name", "Name", "Name"),
        text("kind", "Art", "Kind"),
        code("plot_type", "Flächenart", "Plot type", codes.PLOT_TYPE),
        text("site_id", "Standortkennung", "Site id"),
        real("jobs", "Arbeitsplätze", "Jobs", low=0),
        yes_no("cross_border", "Gemeindeübergreifend", "Across municipal borders"),
        text("licence", "Lizenz", "Licence"),
        text("attribution", "Quellenvermerk", "Attribution"),
        code("sensitivity", "Vertraulichkeit", "Sensitivity", codes.SENSITIVITY),
    ),
)
"""What may be connected to fibre: plots, sites, places or areas of the user, with whichever of these fields."""

PAIR_COST = Table(
    "pair_cost",
    Label("Kosten zwischen Gemeinde und Standort", "Cost between municipality and site"),
    "",
    (AGS, text("site_id", "Standortkennung", "Site id"), real("cost", "Kosten", "Cost", low=0)),
)
"""What an exchange costs, in any unit (km, minutes): a pair that is absent is infeasible."""

FIBRE_SOURCE = Table("fibre_source", Label("Glasfaserquellen", "Fibre sources"), "", ())
"""Where fibre is: access points, ducts with fibre, or served areas as a stand-in."""

DUCT = Table("duct", Label("Vorhandene Rohre", "Existing ducts"), "LineString", ())

SERVED_AREA = Table(
    "served_area",
    Label("Ausbaugebiete der Netzbetreiber", "Build-out areas of operators"),
    "Polygon",
    (
        code("status", "Stand des Ausbaus", "Status", codes.SERVED_STATUS),
        date("date", "Datum", "Date"),
        text("owner", "Netzbetreiber", "Operator"),
    ),
)
"""A list of the user's, not a table of the store: areas that operators or owners name as built or planned."""

DEMAND = Table(
    "demand",
    Label("Flächenbedarf", "Demand for land"),
    "",
    (
        AGS,
        real("demand_ha", "Bedarf im Planungszeitraum", "Demand within the horizon", "ha", low=0),
        code("basis", "Bezug", "Basis", codes.TAKEUP_BASIS),
        real("regional_share", "Anteil des regionalen Bedarfs", "Share of the regional demand", low=0, high=1),
    ),
)
CONTINGENT = Table(
    "contingent",
    Label("Flächenkontingente", "Contingents of land"),
    "",
    (AGS, real("contingent_ha", "Kontingent", "Contingent", "ha", low=0)),
)
EMPLOYEES = Table(
    "employees",
    Label("Beschäftigte", "Employees"),
    "",
    (
        AGS,
        text("branch", "Branchengruppe", "Group of branches"),
        real("employees", "Sozialversicherungspflichtig Beschäftigte", "Employees subject to social insurance", low=0),
    ),
)
PLAN_AREA = Table(
    "plan_area",
    Label("Bereiche des Regionalplans", "Areas of the regional plan"),
    "MultiPolygon",
    (code("use_rp", "Nutzung im Regionalplan", "Use in the regional plan", codes.USE_RP),),
)
"""Lists of the user's, not tables of the store: what `landbalance` takes beside plots and take-up."""

EVIDENCE = Table(
    "evidence",
    Label("Belege der Inanspruchnahme", "Evidence of take-up"),
    "MultiPolygon",
    (
        whole("year", "Jahr", "Year", "a", low=1900, high=2200),
        text("new_use", "Neue Nutzung", "New use"),
    ),
)
"""Areas that are built on or used now, a list of the user's: permits, buildings, land-use survey."""

TABLES: dict[str, Table] = {
    table.table: table
    for table in (
        MUNICIPALITY,
        PLOT,
        PLOT_ODBL,
        BROADBAND_CELL,
        BROADBAND_AREA,
        PLACE,
        EXCLUSION,
        BARRIER,
        SENSITIVE,
        ROAD,
        LOCATION_FACTOR,
        TAKEUP,
        SOURCE,
        IMPORT_RUN,
        REJECTED,
        FINDING,
        ANALYSIS_RUN,
    )
}
"""Every table of a planning store by its name."""

TARGETS = tuple(table.table for table in (PLOT, PLOT_ODBL, PLACE, EXCLUSION, BARRIER, SENSITIVE, ROAD, LOCATION_FACTOR))
"""What the records of an import may become, by name; the first is the usual one."""
