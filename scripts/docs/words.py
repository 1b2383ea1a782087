"""The few words that the pages themselves say, in both languages."""

from __future__ import annotations

GERMAN = {
    "Ruhr Planner": "Ruhr Planner",
    "Manual": "Handbuch",
    "Contents": "Inhalt",
    "On this page": "Auf dieser Seite",
    "Search the manual": "Handbuch durchsuchen",
    "Skip to the text": "Zum Text springen",
    "hits": "Treffer",
    "nothing found": "nichts gefunden",
    "Previous": "Zurück",
    "Next": "Weiter",
    "in English": "auf Englisch",
    "Version": "Version",
    "Page": "Seite",
    "To the tables of contents": "Zum Inhalt",
    "The parameters in the dialog": "Die Parameter im Dialog",
    "The tables it writes": "Die Tabellen, die geschrieben werden",
    "In the dialog": "Im Dialog",
    "Name": "Name",
    "Kind": "Art",
    "Without an entry": "Ohne Eingabe",
    "Output": "Ausgabe",
    "Fields": "Felder",
    "Field": "Feld",
    "Meaning": "Bedeutung",
    "Type, unit": "Typ, Einheit",
    "Values": "Werte",
    "advanced": "erweitert",
    "may be absent": "darf fehlen",
    "must be given": "muss angegeben werden",
    "yes": "ja",
    "no": "nein",
    "text": "Text",
    "whole number": "ganze Zahl",
    "number": "Zahl",
    "date": "Datum",
    "string": "Text",
    "source": "Layer",
    "sink": "Ergebnis",
    "enum": "Auswahl",
    "datetime": "Datum",
    "file": "Datei",
    "boolean": "ja oder nein",
    "fileDestination": "Datei, die geschrieben wird",
    "vector": "Layer",
    "multilayer": "mehrere Layer",
    "folderDestination": "Ordner",
    "geometry": "Geometrie",
    "authcfg": "Anmeldung aus QGIS",
    "extent": "Ausschnitt",
    "field": "Feld",
    "crs": "Koordinatensystem",
    "1 yes, 0 no": "1 ja, 0 nein",
    "several, by semicolon": "mehrere, durch Semikolon getrennt",
    "Tables and fields": "Tabellen und Felder",
    "No geometry": "Ohne Geometrie",
    "Geometry": "Geometrie",
    "tables_intro": (
        "Alle Tabellen einer Planungsdatenbank und aller Ergebnisse, aus dem Programm selbst geschrieben. Leer heißt "
        "unbekannt, nie 0. Flächen und Längen sind in EPSG:25832 gemessen, Anteile liegen zwischen 0 und 1."
    ),
}
ENGLISH = {
    "string": "text",
    "source": "layer",
    "sink": "result",
    "enum": "choice",
    "datetime": "date",
    "boolean": "yes or no",
    "fileDestination": "file to be written",
    "vector": "layer",
    "multilayer": "several layers",
    "folderDestination": "folder",
    "authcfg": "log-in from QGIS",
    "crs": "reference system",
    "tables_intro": (
        "All tables of a planning store and of all results, printed from the program itself. Empty means unknown, "
        "never 0. Areas and lengths are measured in EPSG:25832; shares lie between 0 and 1."
    ),
}


def say(words: str, language: str) -> str:
    """Return words of a page in its language.

    :raises KeyError: there is no German for them.
    """
    return GERMAN[words] if language == "de" else ENGLISH.get(words, words)
