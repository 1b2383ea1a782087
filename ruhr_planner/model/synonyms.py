"""Further spellings of codes, as municipalities and registers write them, beside the labels of the code lists.

Compared without regard to case, umlauts and hyphens. A word that means different things in two sources ("keine" for a
contamination: no suspicion, or no entry?) is left out: a profile has to say what it means.
"""

from __future__ import annotations

_SYNONYMS: dict[str, dict[object, tuple[str, ...]]] = {
    "plot_type": {
        "fnp_reserve": ("FNP Reserve Gewerbe", "Reservefläche FNP", "Flächennutzungsplanreserve", "Bauflächenreserve"),
        "regional_reserve": ("Regionalplan Reserve", "Reserve Regionalplan", "GIB Reserve", "ASB Reserve"),
        "brownfield": ("Brache", "Brachfläche", "Gewerbebrache", "Industriebrache", "Altstandort", "brownfield site",
                       "brownfield land"),
        "building_gap": ("Baulücken", "infill", "gap site"),
        "company_reserve": ("betriebsgebunden", "Betriebserweiterungsfläche", "Betriebsreserve",
                            "betriebsgebundene Gewerbereserve", "Erweiterungsfläche", "expansion land"),
        "underused": ("mindergenutzt", "untergenutzt", "Mindernutzung", "under-utilised", "underutilised"),
        "interim_use": ("zwischengenutzt", "temporäre Zwischennutzung", "temporary use", "meanwhile use"),
        "conversion": ("Konversion", "Militärkonversion", "conversion"),
        "cooperation_site": ("Kooperationsstandort", "cooperation site"),
        "existing": ("Bestandsfläche", "bestehendes Gewerbegebiet", "Gewerbegebiet Bestand", "existing"),
    },
    "use_rp": {
        "GIB": ("Bereich für gewerbliche und industrielle Nutzungen",),
        "GIBz": ("GIB zweckgebunden", "GIB-Z", "GIB (zweckgebunden)"),
        "ASB": ("Allgemeiner Siedlungsbereich",),
        "ASBz": ("ASB zweckgebunden", "ASB-Z"),
        "ASB_GE": ("ASB-G", "ASB GE", "ASB für gewerbliche Nutzungen"),
    },
    "use_fnp": {
        "G": ("Gewerbliche Baufläche", "Gewerbliche Bauflächen"),
        "GE": ("Gewerbegebiet",),
        "GI": ("Industriegebiet",),
        "SO": ("Sondergebiet", "Sonderbaufläche", "Sonderbauflächen", "S"),
        "M": ("Gemischte Baufläche", "Gemischte Bauflächen", "Mischbaufläche"),
    },
    "use_bplan": {
        "GE": ("Gewerbegebiet",),
        "GI": ("Industriegebiet",),
        "SO": ("Sondergebiet", "sonstiges Sondergebiet"),
        "MI": ("Mischgebiet",),
        "MU": ("Urbanes Gebiet",),
        "MK": ("Kerngebiet",),
        "MD": ("Dorfgebiet",),
    },
    "planning_status": {
        "bplan_in_force": ("B-Plan rechtskräftig", "rechtskräftiger Bebauungsplan", "rechtskräftig",
                           "rechtsverbindlich", "B-Plan rechtsverbindlich", "local plan adopted"),
        "bplan_in_progress": ("B-Plan im Verfahren", "B-Plan Verfahren", "im Verfahren", "Bebauungsplan in Aufstellung",
                              "in Aufstellung", "local plan in preparation"),
        "fnp": ("FNP", "Darstellung im FNP", "land use plan"),
        "regional_plan": ("GEP", "regional plan"),
        "par34": ("§ 34", "§34", "Paragraph 34", "§ 34 BauGB", "Innenbereich"),
        "par35": ("§ 35", "§35", "Paragraph 35", "§ 35 BauGB", "Außenbereich"),
    },
    "former_use": {
        "mining": ("Zeche", "Bergwerk", "Zechenstandort", "Steinkohlenbergbau", "colliery", "coal mine",
                   "Schachtanlage"),
        "coking": ("Kokereistandort", "coking works"),
        "steel_metal": ("Stahlwerk", "Hüttenwerk", "Stahl", "Metall", "Stahl/Metall", "Gießerei", "steelworks",
                        "foundry"),
        "chemistry": ("Chemiewerk", "chemische Industrie", "chemical works"),
        "power_plant": ("Kraftwerksstandort", "power station"),
        "rail": ("Bahnfläche", "Güterbahnhof", "Bahngelände", "railway", "railway land"),
        "port": ("Hafenfläche", "harbour", "dock"),
        "military": ("Kaserne", "Militärfläche", "barracks"),
        "explosives": ("Sprengstoffwerk", "Munitionsfabrik", "explosives works"),
        "commerce": ("Gewerbe/Industrie", "Gewerbebetrieb", "Handel", "business"),
        "other": ("Sonstiges", "sonst.", "sonstige Nutzung"),
        "none": ("Freifläche", "Landwirtschaft", "unbebaut", "greenfield"),
    },
    "restriction": {
        0: ("ohne", "keine Restriktion", "keine Restriktionen", "restriktionsfrei", "unrestricted"),
        1: ("gering", "leicht", "geringe Restriktion", "geringe Restriktionen", "low", "slight"),
        2: ("schwerwiegend", "schwer", "hoch", "schwerwiegende Restriktion", "schwerwiegende Restriktionen", "high"),
        3: ("nicht verfügbar", "nicht nutzbar", "not available"),
    },
    "restriction_reasons": {
        "contamination": ("Altlasten", "Altlastenverdacht", "Bodenbelastung", "Kontamination", "contaminated"),
        "building": ("Bebauung", "Altbebauung", "aufstehende Gebäude", "Gebäudebestand"),
        "access": ("fehlende Erschließung", "Anbindung", "fehlende Anbindung", "servicing"),
        "ownership": ("Eigentumsverhältnisse", "Eigentümer", "Verkaufsbereitschaft"),
        "planning_law": ("fehlendes Planungsrecht", "Baurecht", "planning"),
        "emission": ("Immissionen", "Immissionsschutz", "Lärm", "noise"),
        "topography": ("Topografie", "Hanglage"),
        "nature": ("Naturschutz", "Artenschutz"),
        "water": ("Hochwasser", "Überschwemmungsgebiet", "Wasserschutz", "flooding"),
        "ordnance": ("Blindgänger", "unexploded ordnance"),
        "mining": ("Bergschäden", "Altbergbau", "Bergsenkung", "mining subsidence"),
        "heritage": ("Denkmal", "Bodendenkmal", "listed building"),
        "rail_dedication": ("Eisenbahnrechtliche Widmung", "Freistellung nach § 23 AEG"),
        "pipeline": ("Leitungen", "Leitungstrasse", "Hochspannung"),
    },
    "contamination": {
        "none": ("kein Altlastenverdacht", "ohne Verdacht", "altlastenfrei", "unbelastet"),
        "suspected": ("Altlastenverdacht", "Verdachtsfläche", "Altlastenverdachtsfläche", "altlastverdächtig",
                      "altlastverdächtige Fläche"),
        "confirmed": ("Altlast", "bestätigte Altlast", "Altlast bestätigt", "schädliche Bodenveränderung"),
        "in_remediation": ("Sanierung läuft", "Sanierung", "laufende Sanierung"),
        "remediated": ("Altlast saniert", "sanierte Altlast", "gesichert"),
    },
    "ownership": {
        "public": ("öffentliche Hand", "kommunal", "Kommune", "Stadt", "städtisch", "Land", "Bund",
                   "owned by a public authority"),
        "private": ("privater Eigentümer", "Privateigentum", "not owned by a public authority"),
        "mixed": ("mixed ownership", "öffentlich und privat"),
        "corporate": ("RAG", "Konzern/RAG", "RAG Montan Immobilien", "corporation"),
        "rail": ("Deutsche Bahn", "DB AG", "railway"),
    },
    "sensitivity": {
        "open": ("öffentlich", "public"),
        "internal": ("nur intern", "Dienstgebrauch"),
        "confidential": ("geheim", "nicht öffentlich"),
    },
    "mode": {"hard": ("Ausschluss", "Tabu"), "soft": ("Abwägung", "Restriktion")},
    "basis": {"net": ("Netto", "Nettobauland"), "gross": ("Brutto", "Bruttobauland")},
}  # fmt: skip


def of(table: str, code: object) -> tuple[str, ...]:
    """Return the further spellings of a code, as people write them. :param table: the name of the code list."""
    return _SYNONYMS.get(table, {}).get(code, ())
