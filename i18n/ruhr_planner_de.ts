<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>ruhr_planner</name>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>&amp;Accepted</source>
        <translation>&amp;Angenommene</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>&amp;Add…</source>
        <translation>&amp;Hinzufügen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>&amp;Basis</source>
        <translation>&amp;Bezug</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>&amp;Check Store</source>
        <translation>Datenbank &amp;prüfen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/cachebox.py"/>
        <source>&amp;Clear Cache</source>
        <translation>Zwischenspeicher &amp;leeren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/database.py"/>
        <source>&amp;Connection</source>
        <translation>&amp;Verbindung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>&amp;Cut Off Take-up…</source>
        <translation>&amp;Inanspruchnahme abschneiden…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>&amp;Earlier store</source>
        <translation>&amp;Frühere Datenbank</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>&amp;Edit…</source>
        <translation>&amp;Bearbeiten…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>&amp;End Plots…</source>
        <translation>Flächen &amp;beenden…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>&amp;Estimate Costs</source>
        <translation>Kosten &amp;schätzen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>&amp;Export Maps and Report</source>
        <translation>Karten und Bericht &amp;exportieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/browser.py"/>
        <source>&amp;Export Tables…</source>
        <translation>&amp;Tabellen exportieren…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <location filename="../ruhr_planner/gui/places/context.py"/>
        <source>&amp;Fact Sheets…</source>
        <translation>&amp;Steckbriefe…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/start.py"/>
        <source>&amp;Find Data</source>
        <translation>Daten &amp;suchen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>&amp;Folder for results</source>
        <translation>&amp;Ordner für Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>&amp;Gap</source>
        <translation>&amp;Lücke</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/plugin.py"/>
        <source>&amp;Gap Explorer</source>
        <translation>&amp;Lückenregler</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>&amp;Gap Explorer…</source>
        <translation>&amp;Lücken erkunden…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>&amp;Gap between plots of a site</source>
        <translation>&amp;Lücke zwischen Flächen eines Standorts</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>&amp;Go Back to This State</source>
        <translation>Auf diesen &amp;Zustand zurücksetzen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>&amp;Harmonise…</source>
        <translation>&amp;Harmonisieren…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/help.py"/>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/context.py"/>
        <source>&amp;History of the Selected Plot…</source>
        <translation>&amp;Geschichte der gewählten Fläche…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>&amp;Language of the plugin</source>
        <translation>&amp;Sprache des Plugins</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>&amp;Layer</source>
        <translation>&amp;Layer</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>&amp;Licence</source>
        <translation>&amp;Lizenz</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>&amp;Make Open Edition…</source>
        <translation>&amp;Offene Ausgabe erstellen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/plugin.py"/>
        <source>&amp;Mapping Wizard</source>
        <translation>&amp;Zuordnungsassistent</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>&amp;Merge Plots…</source>
        <translation>Flächen &amp;zusammenlegen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>&amp;Minimum area</source>
        <translation>&amp;Mindestfläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>&amp;Municipality</source>
        <translation>&amp;Gemeinde</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>&amp;Municipality key</source>
        <translation>&amp;Gemeindeschlüssel</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/template.py"/>
        <source>&amp;New Project from Template</source>
        <translation>&amp;Neues Projekt aus Vorlage</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>&amp;New Store…</source>
        <translation>&amp;Neue Datenbank…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/database.py"/>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>&amp;Open Criteria…</source>
        <translation>Kriterien ö&amp;ffnen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/browser.py"/>
        <source>&amp;Open Store…</source>
        <translation>Datenbank ö&amp;ffnen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/browser.py"/>
        <source>&amp;Open in Ruhr Planner</source>
        <translation>Im Ruhr Planner ö&amp;ffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/plugin.py"/>
        <source>&amp;Options…</source>
        <translation>&amp;Optionen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>&amp;Outcome</source>
        <translation>&amp;Ergebnis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>&amp;Paper</source>
        <translation>&amp;Papier</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>&amp;Portals…</source>
        <translation>&amp;Portale…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>&amp;Prepare Inquiry…</source>
        <translation>&amp;Markterkundung vorbereiten…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>&amp;Preset</source>
        <translation>&amp;Vorgabe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>&amp;Preset for cooperation sites</source>
        <translation>&amp;Vorgabe für Kooperationsstandorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>&amp;Protocol</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>&amp;Purpose</source>
        <translation>&amp;Zweck</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>&amp;Read Answers…</source>
        <translation>&amp;Antworten einlesen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>&amp;Reason</source>
        <translation>&amp;Begründung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>&amp;Reference system</source>
        <translation>&amp;Bezugssystem</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/browser.py"/>
        <source>&amp;Remove from List</source>
        <translation>Aus der Liste &amp;entfernen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>&amp;Restriction up to</source>
        <translation>&amp;Restriktion bis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/database.py"/>
        <source>&amp;Schema</source>
        <translation>&amp;Schema</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>&amp;Score Sites</source>
        <translation>Standorte &amp;bewerten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>&amp;Sensitivity</source>
        <translation>&amp;Vertraulichkeit</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>&amp;Sites</source>
        <translation>&amp;Standorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/context.py"/>
        <source>&amp;Source and Licence…</source>
        <translation>&amp;Quelle und Lizenz…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/pairwise.py"/>
        <source>&amp;Take What Fits</source>
        <translation>Passendes &amp;übernehmen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>&amp;Theme</source>
        <translation>&amp;Thema</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>&amp;Time limit</source>
        <translation>&amp;Zeitgrenze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>&amp;Title</source>
        <translation>&amp;Titel</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>&amp;Undo Last Change…</source>
        <translation>&amp;Letzte Änderung rückgängig machen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>&amp;Unknown values</source>
        <translation>&amp;Unbekannte Werte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>&amp;Validate</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/browser.py"/>
        <source>&amp;Validate…</source>
        <translation>&amp;Prüfen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/plugin.py"/>
        <source>&amp;Validation</source>
        <translation>&amp;Prüfung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>&amp;Validation Panel…</source>
        <translation>Prüf&amp;bericht am Bildschirm…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>&amp;Values</source>
        <translation>&amp;Werte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/plugin.py"/>
        <source>&amp;Weights and Ranking</source>
        <translation>&amp;Gewichte und Rangfolge</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>&amp;Weights and Ranking…</source>
        <translation>&amp;Gewichte und Rangfolge…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>&amp;Withdraw</source>
        <translation>&amp;Zurücknehmen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>&amp;Work offline</source>
        <translation>&amp;Offline arbeiten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>&amp;Write to the Store</source>
        <translation>&amp;In die Datenbank schreiben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>&amp;Zoom to Sites</source>
        <translation>Auf &amp;Standorte zoomen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/phrases.py"/>
        <source>(1:{scale}: overview, not for splitting plots)</source>
        <translation>(1:{scale}: Übersicht, nicht zum Teilen von Flächen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>(a rule of the profile)</source>
        <translation>(eine Regel des Profils)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>0 to 100 points between fixed anchors</source>
        <translation>0 bis 100 Punkte zwischen festen Ankern</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>1 data set is in the basket.</source>
        <translation>1 Datensatz liegt im Korb.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>1 possible cooperation site with {area} ha net.</source>
        <translation>1 möglicher Kooperationsstandort mit {area} ha netto.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>1 question has been answered.</source>
        <translation>1 Frage ist beantwortet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/charts.py"/>
        <source>5 % to 95 % of the variations</source>
        <translation>5 % bis 95 % der Variationen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_charts.py"/>
        <source>5 to 95 % of the weightings: rank {low} to {high}</source>
        <translation>5 bis 95 % der Gewichtungen: Rang {low} bis {high}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>8 digits; Kreis 5; empty: several</source>
        <translation>8 Ziffern; Kreis 5; leer: mehrere</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>8 ha for one establishment need a street to be closed or moved</source>
        <translation>8 ha für einen Betrieb nur, wenn eine Straße eingezogen oder verlegt wird</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>A calculated proposal of who could meet a deficit where: as much as possible first, then as cheaply or as fairly as possible. Arrows lead from the municipality to the site. It is no agreement between municipalities; what stays uncovered is the virtual reserve.</source>
        <translation>Ein berechneter Vorschlag, wer welchen Fehlbedarf wo decken könnte: zuerst so viel wie möglich, dann so günstig oder so gleichmäßig wie möglich. Die Pfeile führen von der Gemeinde zum Standort. Er ist keine Vereinbarung zwischen Gemeinden; was ungedeckt bleibt, ist die virtuelle Reserve.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>A calculated proposal: as much of the deficits as possible finds a place, and then as cheaply or as fairly as possible. It is no agreement between municipalities and no finding under planning law. What stays uncovered is the virtual reserve.</source>
        <translation>Ein rechnerischer Vorschlag: So viel Fehlbedarf wie möglich findet einen Platz, und das dann so günstig oder so gerecht wie möglich. Er ist keine Vereinbarung zwischen Gemeinden und keine planungsrechtliche Festlegung. Was ungedeckt bleibt, ist die virtuelle Reserve.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>A calculation, not a designation in planning law.</source>
        <translation>Rechnerisches Ergebnis, keine planungsrechtliche Festlegung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>A click goes to the record on the map</source>
        <translation>Ein Klick geht zum Datensatz in der Karte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>A click on a finding goes to its place on the map</source>
        <translation>Ein Klick auf einen Befund geht zu seinem Ort in der Karte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>A click on a state shows it on the map.</source>
        <translation>Ein Klick auf einen Zustand zeigt ihn auf der Karte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>A click shows the site on the map, a double-click goes there</source>
        <translation>Ein Klick zeigt den Standort in der Karte, ein Doppelklick geht dorthin</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>A drawing (SVG) stays sharp on every size of paper</source>
        <translation>Eine Zeichnung (SVG) bleibt auf jeder Papiergröße scharf</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>A file with features or a table; it can also be dropped on this window</source>
        <translation>Eine Datei mit Objekten oder eine Tabelle; sie lässt sich auch auf dieses Fenster ziehen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>A finding is accepted with a reason only.</source>
        <translation>Ein Befund wird nur mit einer Begründung angenommen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>A layer of the project, whatever it comes from; edits that are not saved count, too</source>
        <translation>Ein Layer des Projekts, woher er auch kommt; auch ungespeicherte Änderungen zählen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>A map service is a picture; only features can be harmonised.</source>
        <translation>Ein Kartendienst liefert Bilder; harmonisieren lassen sich nur Objekte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>A mapping is proposed for {count} fields, from {records} records. Check every line.</source>
        <translation>Für {count} Felder wird eine Zuordnung vorgeschlagen, aus {records} Datensätzen. Bitte jede Zeile prüfen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>A more accurate transformation needs the grid {grids}, which is not installed.</source>
        <translation>Eine genauere Umrechnung braucht das Gitter {grids}, das nicht installiert ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/forms.py"/>
        <source>A municipality key has eight digits and begins with 05</source>
        <translation>Ein Gemeindeschlüssel hat acht Ziffern und beginnt mit 05</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>A new language shows after QGIS has been restarted.</source>
        <translation>Eine neue Sprache erscheint nach einem Neustart von QGIS.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>A new source, or the one whose next edition this file is: records that it does not have any more end</source>
        <translation>Eine neue Quelle, oder die, deren nächste Ausgabe diese Datei ist: Datensätze, die darin nicht mehr vorkommen, enden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/forms.py"/>
        <source>A number from {low} to {high}, or empty where it is unknown</source>
        <translation>Eine Zahl von {low} bis {high}, oder leer, wenn sie nicht bekannt ist</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>A page a site or municipality, with map and figures</source>
        <translation>Eine Seite je Standort oder Gemeinde mit Karte und Kennzahlen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>A run of “{algorithm}”, begun {begun}, did not come to its end: QGIS or the computer was stopped.</source>
        <translation>Ein Lauf von „{algorithm}“, begonnen {begun}, ist nicht zu Ende gekommen: QGIS oder der Rechner wurde angehalten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>A suggestion from names and values of {count} {count:record|records}. Check every rule and the licence, then set “confirmed” to true.</source>
        <translation>Ein Vorschlag aus Namen und Werten von {count} {count:Datensatz|Datensätzen}. Prüfen Sie jede Regel und die Lizenz, und setzen Sie dann „confirmed“ auf true.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>A&amp;ccept</source>
        <translation>A&amp;nnehmen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <source>A3 landscape</source>
        <translation>A3 quer</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <source>A4 portrait</source>
        <translation>A4 hoch</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>AREA_BASIS “{value}” is given and counts instead of the preset “{preset}”.</source>
        <translation>AREA_BASIS „{value}“ ist angegeben und gilt anstelle der Voreinstellung „{preset}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Above 0.10 the judgements should be thought over before the weights are used.</source>
        <translation>Über 0,10 sollten die Urteile überdacht werden, bevor die Gewichte verwendet werden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/pairwise.py"/>
        <source>Above 0.10: think the judgements over.</source>
        <translation>Über 0,10: Bitte die Urteile überdenken.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Accept findings</source>
        <translation>Befunde annehmen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Accepted because</source>
        <translation>Angenommen, weil</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Accuracy of the transformation</source>
        <translation>Genauigkeit der Umrechnung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Add &amp;Layers to Map</source>
        <translation>&amp;Layer zur Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>Add Layers to Map</source>
        <translation>Layer zur Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Add Portal</source>
        <translation>Portal hinzufügen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Add every layer of the store to the map</source>
        <translation>Alle Layer der Planungsdatenbank zur Karte hinzufügen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Add it to the codes, with null if it means unknown. Given are: {allowed}.</source>
        <translation>Ergänzen Sie ihn in „codes“, mit null, wenn er unbekannt bedeutet. Angegeben sind: {allowed}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Add it, such as "default": 150.</source>
        <translation>Ergänzen Sie ihn, etwa "default": 150.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Add it.</source>
        <translation>Ergänzen Sie es.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/opening.py"/>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <source>Add layers</source>
        <translation>Layer hinzufügen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <source>Add tables of a planning store and data of the region's portals</source>
        <translation>Tabellen einer Planungsdatenbank und Daten der Portale der Region hinzufügen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Add the data set to the map as its publisher made it</source>
        <translation>Den Datensatz so auf die Karte laden, wie der Herausgeber ihn anbietet</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Add to &amp;Basket</source>
        <translation>In den &amp;Korb legen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Add what is marked in the basket, or all of it, to the map</source>
        <translation>Das im Korb Markierte oder alles darin auf die Karte laden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Add&amp;ress</source>
        <translation>Ad&amp;resse</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>Address of the legend</source>
        <translation>Adresse der Legende</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>Address of the map service</source>
        <translation>Adresse des Kartendienstes</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Address of the service or file, or a path</source>
        <translation>Adresse des Dienstes oder der Datei, oder ein Pfad</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Against a demand of {demand} ha in {horizon} years stands a balance of {low} ha, or {high} ha if all land of unknown restriction could be used. {count} {count:municipality lacks|municipalities lack} land, {deficit} ha{count:| together}.</source>
        <translation>Dem Bedarf von {demand} ha in {horizon} Jahren steht ein Saldo von {low} ha gegenüber, oder {high} ha, wenn alle Flächen mit unbekannter Restriktion nutzbar wären. {count} {count:Kommune|Kommunen} fehlt Land, {count:|zusammen }{deficit} ha.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>Algorithm</source>
        <translation>Algorithmus</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/createstore.py"/>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <location filename="../ruhr_planner/processing/stores.py"/>
        <location filename="../ruhr_planner/processing/validate.py"/>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>All formats</source>
        <translation>Alle Formate</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>All licences</source>
        <translation>Alle Lizenzen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>All of them are in the table “rejected” of the store, with raw values, rule and reason.</source>
        <translation>Alle stehen in der Tabelle „rejected“ der Planungsdatenbank, mit Rohwerten, Regel und Grund.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>All parameters…</source>
        <translation>Alle Parameter…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/start.py"/>
        <source>All tables of the region, invented: see in a minute what the plugin can do.</source>
        <translation>Alle Tabellen der Region, erfunden: In einer Minute sehen, was die Erweiterung kann.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>All themes</source>
        <translation>Alle Themen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Allocate &amp;Deficits</source>
        <translation>&amp;Fehlbedarfe zuordnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Allocate deficits to shared sites</source>
        <translation>Fehlbedarfe auf gemeinsame Standorte verteilen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Allocated deficits (flows)</source>
        <translation>Zugeordnete Fehlbedarfe (Flüsse)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Allocations</source>
        <translation>Zuordnungen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Allowed are: {allowed}.</source>
        <translation>Erlaubt sind: {allowed}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>Also &amp;results, mapping profiles and weights in the profile</source>
        <translation>Auch E&amp;rgebnisse, Zuordnungsprofile und Gewichte im Profil</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/template.py"/>
        <source>An empty project with groups, reference system, map themes and print layouts</source>
        <translation>Ein leeres Projekt mit Gruppen, Bezugssystem, Kartenthemen und Drucklayouts</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/steps.py"/>
        <source>Analyse</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <source>Analyse a whole state in tiles</source>
        <translation>Ein ganzes Land in Kacheln auswerten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <source>Analysis</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/worktiles.py"/>
        <source>Analysis (its id, from the log of who began it)</source>
        <translation>Auswertung (ihre Kennung aus dem Protokoll dessen, der sie begonnen hat)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Anonymous exposé</source>
        <translation>Anonymes Exposé</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Another site wins once the weight of “{criterion}” changes by {points} percentage points.</source>
        <translation>Ein anderer Standort gewinnt, sobald sich das Gewicht von „{criterion}“ um {points} Prozentpunkte ändert.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Answer to the inquiry</source>
        <translation>Antwort auf die Anfrage</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Answers by (empty: in {weeks} weeks)</source>
        <translation>Antworten bis (leer: in {weeks} Wochen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Answers of operators to a market inquiry as they gave them; nobody has checked them on site. No legal advice.</source>
        <translation>Antworten der Netzbetreiber auf eine Markterkundung, wie sie gegeben wurden; vor Ort hat sie niemand geprüft. Keine Rechtsauskunft.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Answers of the operators</source>
        <translation>Antworten der Netzbetreiber</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Answers rejected</source>
        <translation>Zurückgewiesene Antworten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Answers taken</source>
        <translation>Übernommene Antworten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Answers that close a gap</source>
        <translation>Antworten, die eine Lücke schließen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Apart from it: company reserves {company} ha (not available), cooperation sites {sites} ha.</source>
        <translation>Daneben: betriebsgebundene Reserven {company} ha (nicht verfügbar), Kooperationsstandorte {sites} ha.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Archive “{file}” holds {found} files that can be imported; exactly one is needed.</source>
        <translation>Das Archiv „{file}“ enthält {found} importierbare Dateien; genau eine wird gebraucht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Archive “{file}” is damaged or encrypted.</source>
        <translation>Das Archiv „{file}“ ist beschädigt oder verschlüsselt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Archive “{file}” is refused, because its entry “{entry}” points outside of it.</source>
        <translation>Das Archiv „{file}“ wird abgelehnt, weil der Eintrag „{entry}“ aus ihm hinausführt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <location filename="../ruhr_planner/exhibit/tables.py"/>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/curve.py"/>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>Area (ha)</source>
        <translation>Fläche (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>Area before {before} ha, after {after} ha.</source>
        <translation>Fläche vorher {before} ha, nachher {after} ha.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cutofftakeup.py"/>
        <source>Area cut off (ha)</source>
        <translation>Abgeschnittene Fläche (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Area of all sites on the chosen basis, ha more or less</source>
        <translation>Fläche aller Standorte im gewählten Bezug, ha mehr oder weniger</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Area of the market inquiry</source>
        <translation>Gebiet der Markterkundung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cutofftakeup.py"/>
        <source>Area that was taken up (WKT; empty: the whole plot)</source>
        <translation>In Anspruch genommene Fläche (WKT; leer: die ganze Fläche)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Areas are measured in EPSG:25832. Distances are straight lines from the site's edge unless the way is named.</source>
        <translation>Flächen sind in EPSG:25832 gemessen. Entfernungen sind Luftlinien vom Rand des Standorts, soweit nicht der Straßenweg genannt ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Areas by answers of the operators</source>
        <translation>Gebiete laut Antworten der Netzbetreiber</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Areas of the regional plan</source>
        <translation>Bereiche des Regionalplans</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Areas that are built, binding, funded or announced</source>
        <translation>Gebiete mit gebautem, verbindlichem, gefördertem oder angekündigtem Ausbau</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>As in QGIS</source>
        <translation>Wie in QGIS</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <location filename="../resources/layouts/factsheet.html.j2"/>
        <location filename="../resources/layouts/factsheets.html.j2"/>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/factsheet_page.py"/>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>As of {date}</source>
        <translation>Stand {date}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>As on the map</source>
        <translation>Wie im Kartenfenster</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Ask for a smaller area or for fewer features.</source>
        <translation>Fragen Sie ein kleineres Gebiet oder weniger Objekte ab.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Ask for objects with binding or funded build-out, too</source>
        <translation>Auch Objekte mit zugesagtem oder gefördertem Ausbau anfragen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Ask the administrator for a longer statement_timeout, or work on a smaller part.</source>
        <translation>Bitten Sie die Administration um ein längeres statement_timeout, oder bearbeiten Sie einen kleineren Teil.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Ask the administrator for the role of a reader.</source>
        <translation>Bitten Sie die Administration um die Leserolle.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Ask the administrator for the role of an editor; confidential records need that role, too.</source>
        <translation>Bitten Sie die Administration um die Rolle „editor“; vertrauliche Datensätze brauchen zusätzlich die Rolle „confidential“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Ask the operator for access, or choose another authentication configuration.</source>
        <translation>Bitten Sie den Betreiber um Zugriff oder wählen Sie eine andere Authentifizierungskonfiguration.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Ask the operator for an https address.</source>
        <translation>Erfragen Sie beim Betreiber eine https-Adresse.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Ask the operator for the current address.</source>
        <translation>Erfragen Sie die aktuelle Adresse beim Betreiber.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Ask the publisher, or convert it with a reference system first.</source>
        <translation>Bitte beim Herausgeber nachfragen oder die Daten vorher mit einem Bezugssystem versehen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Asked last</source>
        <translation>Zuletzt geprüft</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Asks all portals at the same time; results appear as they answer</source>
        <translation>Fragt alle Portale gleichzeitig; Treffer erscheinen, sobald ein Portal antwortet</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Assessment</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>At 1:{scale} the sheet shows {width} × {height} km, less than the {wide} × {high} km asked for; the map shows the centre.</source>
        <translation>Bei 1:{scale} zeigt das Blatt {width} × {height} km, weniger als die verlangten {wide} × {high} km; die Karte zeigt die Mitte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>At least (Mbit/s)</source>
        <translation>Mindestens (Mbit/s)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>At most so many municipalities on a site (empty: any)</source>
        <translation>Höchstens so viele Gemeinden auf einem Standort (leer: beliebig)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>At the take-up so far, {takeup} ha a year, all net land lasts {all} years, and land without restriction {free} years.</source>
        <translation>Bei der bisherigen Inanspruchnahme von {takeup} ha im Jahr reicht die gesamte Nettofläche {all} Jahre, die restriktionsfreie Fläche {free} Jahre.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Attribution</source>
        <translation>Quellenvermerk</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Author</source>
        <translation>Bearbeitung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Balance Commercial &amp;Land</source>
        <translation>Gewerbe&amp;flächen bilanzieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Balance commercial land</source>
        <translation>Gewerbeflächen bilanzieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Balance with deficits by municipality</source>
        <translation>Bilanz mit Fehlbedarfen je Gemeinde</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Barriers</source>
        <translation>Barrieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Barriers of the kinds {kinds} have no price; crossing them costs nothing.</source>
        <translation>Barrieren der Arten {kinds} haben keinen Preis; ihre Querung kostet nichts.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Barriers: motorways, railways, canals</source>
        <translation>Barrieren: Autobahnen, Bahnstrecken, Kanäle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Bars: share with FTTB/H from {speed} Mbit/s, edition {edition}.</source>
        <translation>Balken: Anteil mit FTTB/H ab {speed} Mbit/s, Ausgabe {edition}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Basis of the minimum area (empty: the preset's)</source>
        <translation>Grundlage der Mindestfläche (leer: wie in der Voreinstellung)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Basis of the take-up</source>
        <translation>Bezug der Inanspruchnahme</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Basket</source>
        <translation>Korb</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <source>Becomes</source>
        <translation>Wird zu</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/createstore.py"/>
        <source>Begin with the records of (another store)</source>
        <translation>Beginnen mit den Datensätzen von (andere Planungsdatenbank)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Behind the hectares the number of plots.</source>
        <translation>Hinter den Hektar die Anzahl der Flächen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Both extent and municipality are given; the map shows the extent.</source>
        <translation>Ausschnitt und Gemeinde sind angegeben; die Karte zeigt den Ausschnitt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Bottlenecks, where each further hectare would cover one more: {sites}</source>
        <translation>Engpässe, an denen jeder weitere Hektar einen mehr decken würde: {sites}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>Boundaries: {source}, 1:{scale}.</source>
        <translation>Grenzen: {source}, 1:{scale}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>Boundaries: {source}, 1:{scale}. They are good for overviews, not for splitting plots at a border.</source>
        <translation>Grenzen: {source}, 1:{scale}. Sie eignen sich für Übersichten, nicht zum Teilen von Flächen an einer Grenze.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>Boundaries: {source}; their scale is unknown.</source>
        <translation>Grenzen: {source}; ihr Maßstab ist unbekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Breitbandatlas cells exist only where households are: “served” inferred from cells means that households nearby have fibre, “no data” is never “unserved”. Cable gigabit is not fibre. Planned build-out is shown, never counted.</source>
        <translation>Zellen des Breitbandatlas gibt es nur, wo Haushalte sind: „versorgt“ aus Zellen heißt, dass Haushalte in der Nähe Glasfaser haben; „keine Datengrundlage“ heißt niemals „unterversorgt“. Gigabit über Kabel ist keine Glasfaser. Geplanter Ausbau wird gezeigt, nie gezählt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Breitbandatlas grid cells</source>
        <translation>Gitterzellen des Breitbandatlas</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Breitbandatlas grid cells of an earlier edition</source>
        <translation>Gitterzellen des Breitbandatlas, frühere Ausgabe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Bring the data set into the tables of the open store</source>
        <translation>Den Datensatz in die Tabellen der geöffneten Datenbank bringen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Broadband</source>
        <translation>Breitband</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Brownfields and their restrictions</source>
        <translation>Brachflächen und ihre Restriktionen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Brownfields are plots of this type or with this mark. The colour is the recorded restriction; a plot without a record is unknown, not free.</source>
        <translation>Brachflächen sind Flächen dieser Art oder mit diesem Merkmal. Die Farbe ist die erfasste Restriktion; eine Fläche ohne Angabe ist unbekannt, nicht frei.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Brownfields by municipality</source>
        <translation>Brachflächen nach Kommunen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Brownfields by restriction</source>
        <translation>Brachflächen nach Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Budget (EUR)</source>
        <translation>Budget (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>Businesses</source>
        <translation>Unternehmen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/runbox.py"/>
        <location filename="../ruhr_planner/gui/windows.py"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/runbox.py"/>
        <source>Cancel; what existed before stays as it is</source>
        <translation>Abbrechen; was vorher da war, bleibt unverändert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/runbox.py"/>
        <source>Cancelled. Nothing was changed.</source>
        <translation>Abgebrochen. Es wurde nichts verändert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Change the entry; of a shipped one a changed copy goes into your own list</source>
        <translation>Den Eintrag ändern; von einem mitgelieferten kommt eine geänderte Kopie in die eigene Liste</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Changed land, gross</source>
        <translation>Veränderte Flächen, brutto</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Changed plots</source>
        <translation>Veränderte Flächen (Anzahl)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Changes</source>
        <translation>Veränderungen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Charts by Kreis</source>
        <translation>Diagramme je Kreis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check both layers' places, or raise SNAP_MAX.</source>
        <translation>Prüfen Sie die Lage beider Ebenen, oder erhöhen Sie SNAP_MAX.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check its geometries, its filter and which road classes it holds.</source>
        <translation>Prüfen Sie die Geometrien, den Filter und die Straßenklassen der Ebene.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check its spelling, or remove it.</source>
        <translation>Prüfen Sie die Schreibweise, oder entfernen Sie es.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check its spelling. A known field that is absent counts as unknown.</source>
        <translation>Prüfen Sie die Schreibweise. Ein bekanntes Feld, das fehlt, gilt als unbekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check quotes, commas and brackets.</source>
        <translation>Prüfen Sie Anführungszeichen, Kommas und Klammern.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the address and the layer's name; the data may have moved.</source>
        <translation>Prüfen Sie die Adresse und den Namen des Layers; die Daten sind möglicherweise umgezogen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the address and the layer; if they are right, ask the operator.</source>
        <translation>Prüfen Sie Adresse und Layer; stimmen sie, wenden Sie sich an den Betreiber.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the address for typing errors and whether this computer is online.</source>
        <translation>Prüfen Sie die Adresse auf Tippfehler und ob dieser Rechner mit dem Netz verbunden ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the address. If it is right, ask the operator, or your IT, which encryption the server speaks.</source>
        <translation>Prüfen Sie die Adresse. Ist sie richtig, fragen Sie den Betreiber oder Ihre IT, welche Verschlüsselung der Server beherrscht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the address: wanted is that of a WFS, an OGC API, an ArcGIS layer or a file.</source>
        <translation>Bitte die Adresse prüfen: Gesucht ist die eines WFS, einer OGC API, einer ArcGIS-Ebene oder einer Datei.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the connection to the database, and run again.</source>
        <translation>Prüfen Sie die Verbindung zur Datenbank, und starten Sie noch einmal.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the input. If it holds only a part of the source, set PARTIAL.</source>
        <translation>Prüfen Sie die Eingabe. Enthält sie nur einen Teil der Quelle, setzen Sie PARTIAL.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the layer's coordinate reference system.</source>
        <translation>Prüfen Sie das Koordinatenbezugssystem des Layers.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the layer's geometries, its filter and the date of validity.</source>
        <translation>Prüfen Sie die Geometrien, den Filter und den Gültigkeitsstichtag.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the layer's name and the parameters, or ask the operator.</source>
        <translation>Prüfen Sie den Namen des Layers und die Parameter oder fragen Sie den Betreiber.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the network connection, the address and the proxy settings, then try again.</source>
        <translation>Prüfen Sie die Netzwerkverbindung, die Adresse und die Proxy-Einstellungen und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the network, and host and port in the connection's properties in QGIS; the log has the details.</source>
        <translation>Prüfen Sie das Netz sowie Rechner und Port in den Eigenschaften der Verbindung in QGIS; Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the path.</source>
        <translation>Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the proxy settings (in QGIS under Settings, Options, Network).</source>
        <translation>Prüfen Sie die Proxy-Einstellungen (in QGIS unter Einstellungen, Optionen, Netzwerk).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check the sites and “{parameter}”, which may exclude all of them.</source>
        <translation>Prüfen Sie die Standorte und „{parameter}“, das vielleicht alle ausschließt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check this computer's date; if it is right, tell the operator of the service.</source>
        <translation>Prüfen Sie das Datum dieses Rechners; stimmt es, benachrichtigen Sie den Betreiber des Dienstes.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check user name and password in the proxy settings (in QGIS under Settings, Options, Network).</source>
        <translation>Prüfen Sie Benutzername und Passwort in den Proxy-Einstellungen (in QGIS unter Einstellungen, Optionen, Netzwerk).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check user, password and database in the connection's properties in QGIS; the log has the server's words.</source>
        <translation>Prüfen Sie Benutzer, Passwort und Datenbank in den Eigenschaften der Verbindung in QGIS; die Antwort des Servers steht im Protokoll.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check whether it exists and may be read.</source>
        <translation>Prüfen Sie, ob sie vorhanden ist und gelesen werden darf.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check whether it is complete and of this kind; download it again.</source>
        <translation>Bitte prüfen, ob sie vollständig und von dieser Art ist, und sie erneut herunterladen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check whether it is the right file.</source>
        <translation>Prüfen Sie, ob es die richtige Datei ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check whether the address leads to a service of this kind, then try again.</source>
        <translation>Prüfen Sie, ob die Adresse zu einem Dienst dieser Art führt, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check whether the address leads to a service of this kind.</source>
        <translation>Prüfen Sie, ob die Adresse zu einem Dienst dieser Art führt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Check “ags” and “site_id” of the table.</source>
        <translation>Bitte „ags“ und „site_id“ der Tabelle prüfen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose USER_GROUP.</source>
        <translation>Wählen Sie USER_GROUP.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose a .gpkg file, or give postgres:connection/schema.</source>
        <translation>Wählen Sie eine .gpkg-Datei, oder geben Sie postgres:Verbindung/Schema an.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Choose a File</source>
        <translation>Datei wählen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Choose a data set in the basket first.</source>
        <translation>Wählen Sie zuerst einen Datensatz im Korb.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Choose a data set in the list first.</source>
        <translation>Wählen Sie zuerst einen Datensatz in der Liste.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Choose a file first, or drop one on this window.</source>
        <translation>Wählen Sie zuerst eine Datei oder ziehen Sie eine auf dieses Fenster.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose a file, or one of: {known}.</source>
        <translation>Wählen Sie eine Datei oder eines von: {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Choose a finding first.</source>
        <translation>Wählen Sie zuerst einen Befund.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>Choose a folder for the files.</source>
        <translation>Wählen Sie einen Ordner für die Dateien.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose a layer that opens in QGIS.</source>
        <translation>Wählen Sie einen Layer, der sich in QGIS öffnen lässt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose a lower PARTLY_SHARE or a higher SERVED_SHARE.</source>
        <translation>Wählen Sie PARTLY_SHARE kleiner oder SERVED_SHARE größer.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose a planning store or layers, and the names of tables as they are.</source>
        <translation>Bitte einen Datenbestand oder Ebenen wählen und die Tabellen so nennen, wie sie heißen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose a planning store or layers.</source>
        <translation>Wählen Sie eine Planungsdatenbank oder Ebenen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose a plot that is in force.</source>
        <translation>Wählen Sie eine Fläche, die noch gilt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Choose a portal first.</source>
        <translation>Bitte zuerst ein Portal wählen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose a shorter name, or a folder higher up.</source>
        <translation>Wählen Sie einen kürzeren Namen oder einen Ordner weiter oben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Choose a single data set.</source>
        <translation>Wählen Sie einen einzelnen Datensatz.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>Choose a state first.</source>
        <translation>Wählen Sie zuerst einen Zustand.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <source>Choose a store of the list, or open one.</source>
        <translation>Wählen Sie eine Datenbank aus der Liste oder öffnen Sie eine.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose a zipped Shapefile, GeoJSON, GeoPackage, GML, KML, CSV or XLSX.</source>
        <translation>Bitte ein gezipptes Shapefile, GeoJSON, GeoPackage, GML, KML, CSV oder XLSX wählen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose an authentication configuration with a valid user name and password.</source>
        <translation>Wählen Sie eine Authentifizierungskonfiguration mit gültigem Benutzernamen und Passwort.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose an existing store, create one, or open the demo region.</source>
        <translation>Wählen Sie eine vorhandene Planungsdatenbank, legen Sie eine an oder öffnen Sie die Beispielregion.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose another file, or load its layers through harmonising.</source>
        <translation>Wählen Sie eine andere Datei oder übernehmen Sie ihre Layer durch Harmonisieren.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose another file.</source>
        <translation>Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose another format, or install a QGIS whose GDAL has it.</source>
        <translation>Bitte ein anderes Format wählen oder ein QGIS installieren, dessen GDAL ihn hat.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose another layer, or ask the operator for EPSG:25832 and PNG.</source>
        <translation>Wählen Sie eine andere Ebene, oder bitten Sie den Betreiber um EPSG:25832 und PNG.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose another layer.</source>
        <translation>Wählen Sie einen anderen Layer.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose another name, or open it as a store.</source>
        <translation>Wählen Sie einen anderen Namen oder öffnen Sie die Datei als Planungsdatenbank.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose another target, or move the file away.</source>
        <translation>Wählen Sie ein anderes Ziel oder verschieben Sie die Datei.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose another target.</source>
        <translation>Wählen Sie ein anderes Ziel.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose one of {allowed}.</source>
        <translation>Wählen Sie eine von {allowed}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose one of: {known}.</source>
        <translation>Zur Wahl stehen: {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose one that exists in QGIS, and unlock it with the master password.</source>
        <translation>Wählen Sie eine in QGIS vorhandene aus und entsperren Sie sie mit dem Master-Passwort.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose the CSV table by municipality or the GeoPackage of the grid, plain or zipped.</source>
        <translation>Wählen Sie die Gemeindetabelle (CSV) oder das GeoPackage der Gitterzellen, auch als ZIP.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose the CSV table by municipality or the GeoPackage of the grid.</source>
        <translation>Wählen Sie die Gemeindetabelle (CSV) oder das GeoPackage der Gitterzellen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose the GeoPackage of the fixed-network grid of the Breitbandatlas.</source>
        <translation>Wählen Sie das GeoPackage der Festnetz-Gitterzellen des Breitbandatlas.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose the kind that fits, or let it be found out (auto).</source>
        <translation>Bitte die passende Art wählen oder sie selbst herausfinden lassen (auto).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose the profile that belongs to this source, or adapt it.</source>
        <translation>Wählen Sie das Profil, das zu dieser Quelle gehört, oder passen Sie es an.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>Choose the store of the earlier survey.</source>
        <translation>Wählen Sie die Datenbank der früheren Erhebung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Choose “latest” or a time of: {known}.</source>
        <translation>Wählen Sie „latest“ oder eine Zeit aus: {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/expressions.py"/>
        <source>Class of a fibre share between 0 and 1, as the search for fibre gaps makes it: served, partly, unserved; no_data where the share is unknown. The limits may be given.</source>
        <translation>Klasse eines Glasfaseranteils zwischen 0 und 1, wie die Suche nach Glasfaserlücken sie bildet: served, partly, unserved; no_data, wo der Anteil nicht bekannt ist. Die Grenzen können angegeben werden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/cachebox.py"/>
        <source>Clear the cache</source>
        <translation>Zwischenspeicher leeren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/panel.py"/>
        <location filename="../ruhr_planner/gui/windows.py"/>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Close call: within a tenth of the range of scores of the first; no decision</source>
        <translation>Knapp: innerhalb eines Zehntels der Punktespanne hinter dem ersten; keine Entscheidung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Close call: {count} sites lie within a tenth of the range of scores ({sites}). No decision.</source>
        <translation>Knapp: {count} Standorte liegen innerhalb eines Zehntels der Punktespanne ({sites}). Keine Entscheidung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Close call: {sites} lie within 10 % of the range of scores; their order is no decision.</source>
        <translation>Knappe Entscheidung: {sites} liegen innerhalb von 10 % der Spannweite der Punktzahlen; ihre Reihenfolge ist keine Entscheidung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Close it there, then run again; the old file is unchanged.</source>
        <translation>Schließen Sie die Datei dort und starten Sie erneut; die alte Datei ist unverändert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Closeness of the random weights to the given ones</source>
        <translation>Nähe der zufälligen Gewichte zu den vorgegebenen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/exhibit/tables.py"/>
        <source>Codes</source>
        <translation>Codes</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <source>Codes beside their labels</source>
        <translation>Schlüssel neben den Bezeichnungen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Colleagues need a Ruhr Planner that knows version {current}.</source>
        <translation>Kolleginnen und Kollegen brauchen einen Ruhr Planner, der Version {current} kennt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Collect data sets here to load them together; the basket stays until you empty it.</source>
        <translation>Hier sammeln Sie Datensätze, um sie gemeinsam zu laden; der Korb bleibt, bis Sie ihn leeren.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Columns that hold no share are left out: {columns}</source>
        <translation>Spalten ohne Anteile bleiben außen vor: {columns}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Columns that the store does not keep: {columns}</source>
        <translation>Spalten, die die Planungsdatenbank nicht aufnimmt: {columns}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Commercial areas with household fibre nearby</source>
        <translation>Gewerbeflächen mit Haushaltsglasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Commercial areas, schools or sites (areas or points)</source>
        <translation>Gewerbegebiete, Schulen oder Standorte (Flächen oder Punkte)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Commercial land available</source>
        <translation>Verfügbare gewerbliche Flächen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Commercial land, open edition</source>
        <translation>Gewerbeflächen, offene Ausgabe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Compare snapshots</source>
        <translation>Fassungen vergleichen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Compare the criteria two by two (AHP); the weights follow</source>
        <translation>Die Kriterien paarweise vergleichen (AHP); daraus ergeben sich die Gewichte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Computed from the given plots; no statement of planning law (keine planungsrechtliche Festlegung). Areas in ha, lengths in m, EPSG:25832.</source>
        <translation>Berechnet aus den angegebenen Flächen; keine planungsrechtliche Festlegung. Flächen in ha, Längen in m, EPSG:25832.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/sheetjob.py"/>
        <source>Computed from the store: {algorithm}.</source>
        <translation>Aus der Planungsdatenbank berechnet: {algorithm}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Computed with {algorithm}, as of {date}: {parameters}.</source>
        <translation>Berechnet mit {algorithm}, Stand {date}: {parameters}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>Confidence</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>Confidential – not for the public</source>
        <translation>Vertraulich – nicht öffentlich</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>Confidentiality</source>
        <translation>Vertraulichkeit</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <source>Confidentiality at least</source>
        <translation>Mindeststufe der Vertraulichkeit</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Connecting {count} of {all} {all:site|sites} to fibre costs about EUR {total}, from EUR {low} to EUR {high}; the sites share trenches along the roads.</source>
        <translation>{count} von {all} {all:Standort|Standorten} an Glasfaser anzuschließen kostet rund {total} EUR, mindestens {low} EUR, höchstens {high} EUR; die Standorte teilen sich Trassen entlang der Straßen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Connection</source>
        <translation>Anbindung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Connection costs</source>
        <translation>Anschlusskosten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Connections</source>
        <translation>Anbindung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Consistency index</source>
        <translation>Konsistenzindex</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Consistency ratio</source>
        <translation>Konsistenzverhältnis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/pairwise.py"/>
        <source>Consistency ratio {cr}.</source>
        <translation>Konsistenzverhältnis {cr}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Consistency ratio {cr}. The judgement that fits the others least: {row} against {column} is {given}, the weights imply {implied}; with that the ratio would be {without}.</source>
        <translation>Konsistenzverhältnis {cr}. Das Urteil, das am schlechtesten zu den anderen passt: {row} gegen {column} ist {given}, die Gewichte legen {implied} nahe; damit wäre das Verhältnis {without}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Consistent (ratio up to 0.10)</source>
        <translation>Widerspruchsarm (Verhältnis bis 0,10)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Contact (e-mail)</source>
        <translation>Kontakt (E-Mail)</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>Contiguous land from {area} ha ({basis}), streets up to {gap} m wide bridged · Metropole Ruhr</source>
        <translation>Zusammenhängende Flächen ab {area} ha ({basis}), Straßen bis {gap} m Breite überbrückt · Metropole Ruhr</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>Contingents by municipality</source>
        <translation>Kontingente je Gemeinde</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <source>Continue an interrupted analysis (its id)</source>
        <translation>Eine unterbrochene Auswertung fortsetzen (ihre Kennung)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Contradictions, gaps and overlaps in the store, with the remedy.</source>
        <translation>Widersprüche, Lücken und Überlappungen in der Datenbank, mit Abhilfe.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Convert the hectares to net land and set the field to “net”.</source>
        <translation>Die Hektar in Nettofläche umrechnen und das Feld auf „net“ setzen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Convert them to net land, or leave the others out.</source>
        <translation>In Nettofläche umrechnen oder die übrigen weglassen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Cooperation sites</source>
        <translation>Kooperationsstandorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Cooperation sites ({gap} m, {ha} ha)</source>
        <translation>Kooperationsstandorte ({gap} m, {ha} ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <source>Coordinate system</source>
        <translation>Koordinatensystem</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/records.py"/>
        <source>Coordinates from {crs} to EPSG:25832: accuracy {accuracy}, grid {grids}.</source>
        <translation>Koordinaten von {crs} nach EPSG:25832: Genauigkeit {accuracy}, Gitter {grids}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Coordinates read as {crs}; accuracy of the transformation: {accuracy}.</source>
        <translation>Koordinaten gelesen als {crs}; Genauigkeit der Umrechnung: {accuracy}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Copy it to a folder where you may write.</source>
        <translation>Kopieren Sie sie in einen Ordner, in dem Sie schreiben dürfen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Copy the id from the field plot_id of the layer.</source>
        <translation>Übernehmen Sie die Kennung aus dem Feld plot_id der Ebene.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Copy the id from the log of the run that began it.</source>
        <translation>Kopieren Sie die Kennung aus dem Protokoll des Laufs, der sie begonnen hat.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Copy the layer</source>
        <translation>Layer kopieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Correct it there, or leave FUNDING empty for the shipped hints.</source>
        <translation>Berichtigen Sie das dort, oder lassen Sie FUNDING leer; dann gelten die mitgelieferten Hinweise.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Correct it there.</source>
        <translation>Berichtigen Sie ihn dort.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Correct that, and run again.</source>
        <translation>Beheben Sie das, und starten Sie noch einmal.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Correct the entry.</source>
        <translation>Berichtigen Sie den Eintrag.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Correct the entry; the schema is in the help of Harmonise.</source>
        <translation>Berichtigen Sie den Eintrag; das Schema steht in der Hilfe von „Ebene harmonisieren“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Correct the file, or export a list as a pattern.</source>
        <translation>Berichtigen Sie die Datei, oder exportieren Sie eine Liste als Muster.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Correct the file, or take a shipped profile as a pattern.</source>
        <translation>Berichtigen Sie die Datei oder nehmen Sie ein mitgeliefertes Profil als Vorlage.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Correct the value, or leave it empty if it is unknown.</source>
        <translation>Berichtigen Sie den Wert oder lassen Sie ihn leer, wenn er unbekannt ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Correct the value.</source>
        <translation>Berichtigen Sie den Wert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Cost (EUR)</source>
        <translation>Kosten (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Cost (ha times unit)</source>
        <translation>Kosten (ha mal Einheit)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Cost of each connection</source>
        <translation>Kosten der einzelnen Anschlüsse</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Cost of fibre connections</source>
        <translation>Kosten von Glasfaseranschlüssen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Cost of fibre connections of the sites (EUR)</source>
        <translation>Kosten der Glasfaseranschlüsse der Standorte (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Cost of the connection (estimate)</source>
        <translation>Kosten des Anschlusses (Schätzung)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>Cost of the dearest connections</source>
        <translation>Kosten der teuersten Anschlüsse</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Cost of the trenches (EUR)</source>
        <translation>Kosten der Trassen (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Cost of the trenches, lower bound (EUR)</source>
        <translation>Kosten der Trassen, untere Grenze (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Cost of the trenches, upper bound (EUR)</source>
        <translation>Kosten der Trassen, obere Grenze (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Cost table (JSON or a file; empty = as shipped)</source>
        <translation>Kostentabelle (JSON oder eine Datei; leer = mitgelieferte)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Cost table: shipped values for {keys}.</source>
        <translation>Kostentabelle: mitgelieferte Werte für {keys}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Cost with connections (EUR)</source>
        <translation>Kosten mit Anschlüssen (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Cost with connections, lower bound (EUR)</source>
        <translation>Kosten mit Anschlüssen, untere Grenze (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Cost with connections, upper bound (EUR)</source>
        <translation>Kosten mit Anschlüssen, obere Grenze (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Costs need sites, roads and fibre access points; the store does not have all of them.</source>
        <translation>Für Kosten braucht es Standorte, Straßen und Glasfaserzugangspunkte; der Datenbestand enthält nicht alles davon.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Count the finding again</source>
        <translation>Den Befund wieder zählen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <location filename="../ruhr_planner/gui/places/watch.py"/>
        <source>Count the records</source>
        <translation>Datensätze zählen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Count the records anew and draw the layers with what others have written</source>
        <translation>Datensätze neu zählen und die Layer mit dem zeichnen, was andere geschrieben haben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Coverage of the deficits</source>
        <translation>Deckung der Fehlbedarfe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Coverage that remains</source>
        <translation>Versorgung, die verbleibt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Covered (ha)</source>
        <translation>Gedeckt (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Covered on land that its own municipalities need (ha, at most)</source>
        <translation>Gedeckt auf Flächen, die die Standortgemeinden selbst brauchen (ha, höchstens)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/createstore.py"/>
        <source>Create a planning store</source>
        <translation>Planungsdatenbank anlegen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Create it, or choose another target.</source>
        <translation>Legen Sie ihn an oder wählen Sie ein anderes Ziel.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Create the store if there is none</source>
        <translation>Datenbank anlegen, wenn es keine gibt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Criteria and the weights to begin with</source>
        <translation>Kriterien und die Gewichte, mit denen begonnen wird</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Criteria and weights were saved as “{file}”.</source>
        <translation>Kriterien und Gewichte wurden als „{file}“ gespeichert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Criteria: preset ({presets}), JSON list or file</source>
        <translation>Kriterien: Voreinstellung ({presets}), JSON-Liste oder Datei</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Criterion</source>
        <translation>Kriterium</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Criterion “{criterion}” has both “points” and “codes”.</source>
        <translation>Das Kriterium „{criterion}“ hat sowohl „points“ als auch „codes“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Criterion “{criterion}” is the same for all sites and does not distinguish them.</source>
        <translation>Das Kriterium „{criterion}“ ist bei allen Standorten gleich und unterscheidet sie nicht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Criterion “{criterion}” stands more than once.</source>
        <translation>Das Kriterium „{criterion}“ steht mehrfach da.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Criterion “{criterion}”, “{key}”: the value {value} cannot be used.</source>
        <translation>Kriterium „{criterion}“, „{key}“: Der Wert {value} ist nicht verwendbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Criterion “{criterion}”: field “{field}” of layer “{layer}” does not hold numbers.</source>
        <translation>Kriterium „{criterion}“: Das Feld „{field}“ der Ebene „{layer}“ enthält keine Zahlen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Criterion “{criterion}”: layer “{layer}” has no field “{field}”, and no such field is known.</source>
        <translation>Kriterium „{criterion}“: Die Ebene „{layer}“ hat kein Feld „{field}“, und ein solches Feld ist nicht bekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Criterion “{criterion}”: the first numbers of “points” do not rise ({value}).</source>
        <translation>Kriterium „{criterion}“: Die ersten Zahlen von „points“ steigen nicht ({value}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Criterion “{criterion}”: there is no “{key}”.</source>
        <translation>Kriterium „{criterion}“: Es gibt kein „{key}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Criterion “{criterion}”: “worst” and “best” are both {value}.</source>
        <translation>Kriterium „{criterion}“: „worst“ und „best“ sind beide {value}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Criterion “{criterion}”: “{key}” is missing.</source>
        <translation>Kriterium „{criterion}“: „{key}“ fehlt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Criterion “{criterion}”: “{layer}” has no field “{field}”; it is unknown for all sites.</source>
        <translation>Kriterium „{criterion}“: „{layer}“ hat kein Feld „{field}“; es ist für alle Standorte unbekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Cut at the border of the municipalities</source>
        <translation>An der Grenze der Gemeinden abschneiden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cutofftakeup.py"/>
        <source>Cut off take-up</source>
        <translation>Inanspruchnahme abschneiden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cutofftakeup.py"/>
        <source>Cut off: {ha} ha, take-up of {year}.</source>
        <translation>Abgeschnitten: {ha} ha, Inanspruchnahme {year}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>DEMAND is given and counts instead of the demand model.</source>
        <translation>DEMAND ist gegeben und zählt anstelle des Bedarfsmodells.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <location filename="../ruhr_planner/gui/steps.py"/>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <location filename="../ruhr_planner/processing/createstore.py"/>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <location filename="../ruhr_planner/processing/validate.py"/>
        <location filename="../ruhr_planner/processing/worktiles.py"/>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <source>Data and method</source>
        <translation>Daten und Methode</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/locator.py"/>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <source>Data of the portals</source>
        <translation>Daten der Portale</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Data of {date}</source>
        <translation>Datenstand {date}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Data of {date}, written {when}</source>
        <translation>Datenstand {date}, gespeichert {when}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>Data sets found</source>
        <translation>Gefundene Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Data&amp;base…</source>
        <translation>&amp;PostGIS…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/opening.py"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Date</source>
        <translation>Stand</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Date of the data</source>
        <translation>Stand der Daten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Days for which rejected records are kept</source>
        <translation>Tage, die abgewiesene Datensätze aufbewahrt werden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Defaults</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Deficit (ha)</source>
        <translation>Fehlbedarf (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Deficit and partners</source>
        <translation>Fehlbedarf und Partner</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Deficit met on sites (ha)</source>
        <translation>Auf Standorten gedeckter Fehlbedarf (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Deficits</source>
        <translation>Fehlbedarfe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Deficits and partners</source>
        <translation>Fehlbedarfe und Partner</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Deficits are not known, or no site was found: without take-up or demand nobody can say who lacks land.</source>
        <translation>Fehlbedarfe sind nicht bekannt, oder es wurde kein Standort gefunden: Ohne Inanspruchnahme oder Bedarf kann niemand sagen, wem Land fehlt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Demand and years of supply</source>
        <translation>Bedarf und Reichweite</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Demand by model: {spread}</source>
        <translation>Bedarf nach Modell: {spread}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>Demand by municipality (instead of a model)</source>
        <translation>Bedarf je Gemeinde (anstelle eines Modells)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Demand model</source>
        <translation>Bedarfsmodell</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/opening.py"/>
        <source>Demo region</source>
        <translation>Demo-Region</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Distance (km)</source>
        <translation>Entfernung (km)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Distance at which lines meet (m)</source>
        <translation>Abstand, bei dem Linien sich treffen (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Distance between a duct and its road (m)</source>
        <translation>Abstand zwischen einem Rohr und seiner Straße (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Distance classes after the Abstandserlass NRW 2007 are a first indication, to be checked by the authority.</source>
        <translation>Abstandsklassen nach dem Abstandserlass NRW 2007 sind ein erster Anhaltspunkt, den die Behörde prüfen muss.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Distance to establishments that name none (m)</source>
        <translation>Achtungsabstand, wo ein Betriebsbereich keinen nennt (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Distances by class, m (JSON or file; empty: the shipped table)</source>
        <translation>Abstände je Abstandsklasse, m (JSON oder Datei; leer: die mitgelieferte Tabelle)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Dots per inch (PNG)</source>
        <translation>Punkte je Zoll (PNG)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Download it again, or save it as CSV in UTF-8.</source>
        <translation>Laden Sie sie erneut herunter oder speichern Sie sie als CSV in UTF-8.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Download it again, or unpack it and choose the file inside.</source>
        <translation>Laden Sie es erneut herunter oder entpacken Sie es und wählen Sie die Datei darin.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Download it again.</source>
        <translation>Laden Sie sie erneut herunter.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>Drag or use the arrow keys to move, the wheel or + and - to zoom, 0 for the whole map. Click on something, or search for it, to read what is known of it. All figures stand in the tables below, too.</source>
        <translation>Ziehen oder Pfeiltasten verschieben die Karte, das Rad oder + und - ändern den Maßstab, 0 zeigt die ganze Karte. Ein Klick oder die Suche zeigt, was über ein Objekt bekannt ist. Alle Zahlen stehen auch in den Tabellen weiter unten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>Draw a line across the plot; a right click ends it.</source>
        <translation>Zeichnen Sie eine Linie quer über die Fläche; ein Rechtsklick beendet sie.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Draw a line that crosses the plot from border to border, or an area that covers a part of it.</source>
        <translation>Zeichnen Sie eine Linie, die die Fläche von Rand zu Rand quert, oder eine Fläche, die einen Teil von ihr bedeckt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Draw random weights</source>
        <translation>Zufällige Gewichte ziehen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>Draw the area that was taken up; a right click ends it.</source>
        <translation>Zeichnen Sie die Fläche, die in Anspruch genommen wurde; ein Rechtsklick beendet sie.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>E&amp;xport Map</source>
        <translation>Karte e&amp;xportieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>E&amp;xport up to this confidentiality</source>
        <translation>E&amp;xport bis zu dieser Vertraulichkeit</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>EUR for all connections</source>
        <translation>EUR für alle Anschlüsse</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Each data set says it</source>
        <translation>Steht am Datensatz</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Edit Portal</source>
        <translation>Portal bearbeiten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Edit the connection, choose “Convert to Configuration” under Authentication, and try again.</source>
        <translation>Bearbeiten Sie die Verbindung, wählen Sie unter Authentifizierung „Zu Konfiguration konvertieren“, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>Editing plots</source>
        <translation>Flächen bearbeiten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Edition (such as 2021-06; empty: from the file name)</source>
        <translation>Stand (etwa 2021-06; leer: aus dem Dateinamen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Emissions: distance classes</source>
        <translation>Immissionsschutz: Abstandsklassen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>Employees by municipality and group of branches (for GIFPRO)</source>
        <translation>Beschäftigte je Gemeinde und Branchengruppe (für GIFPRO)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/endplots.py"/>
        <source>End plots</source>
        <translation>Flächen beenden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>End them and write</source>
        <translation>Beenden und schreiben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/inforce.py"/>
        <source>Ended and earlier states</source>
        <translation>Beendet und frühere Zustände</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>Ended: {plots}</source>
        <translation>Beendet: {plots}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Enter at least one word of two letters, such as “Gewerbe”.</source>
        <translation>Geben Sie mindestens ein Wort mit zwei Buchstaben ein, zum Beispiel „Gewerbe“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>Entries found</source>
        <translation>Gefundene Einträge</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>Entries left out</source>
        <translation>Ausgelassene Einträge</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <location filename="../ruhr_planner/processing/validate.py"/>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Establishments with dangerous substances (Seveso)</source>
        <translation>Betriebsbereiche mit gefährlichen Stoffen (Seveso)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Estimate along roads, EUR net, prices of {year} × index {index:g}, with {contingency:g} % contingency and {planning:g} % planning. Uncertainty ±{share:g} %: lower and upper bound stand beside every cost. No offer, no route planning.</source>
        <translation>Schätzung entlang der Straßen, EUR netto, Preise von {year} × Index {index:g}, mit {contingency:g} % für Unvorhergesehenes und {planning:g} % für Planung. Unsicherheit ±{share:g} %: Untere und obere Grenze stehen neben allen Kosten. Kein Angebot, keine Trassenplanung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Evidence of take-up (areas)</source>
        <translation>Belege der Inanspruchnahme (Flächen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Evidence of the profile</source>
        <translation>Beleg des Profils</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Exactly {count} records came, and the source cannot be asked for more; such a round number is often a limit of the server.</source>
        <translation>Es kamen genau {count} Datensätze, und nach weiteren lässt sich die Quelle nicht fragen; eine so runde Zahl ist oft eine Grenze des Servers.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Exchange the two years, or leave one of them empty.</source>
        <translation>Die beiden Jahre tauschen oder eines leer lassen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Exclusions</source>
        <translation>Ausschlussflächen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/steps.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Exhibit</source>
        <translation>Karte</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>Exhibit as PDF, A3</source>
        <translation>Karte als PDF, A3</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Exhibits</source>
        <translation>Karten und Berichte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Existing ducts</source>
        <translation>Vorhandene Rohre</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Expected is: {expected}.</source>
        <translation>Erwartet wird: {expected}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Explore gaps</source>
        <translation>Lücken ausloten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Export Findings</source>
        <translation>Befunde exportieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Export a list as a pattern.</source>
        <translation>Exportieren Sie eine Liste als Muster.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Export findings</source>
        <translation>Befunde exportieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Export own portals</source>
        <translation>Eigene Portale exportieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <source>Export records and fields up to this level</source>
        <translation>Datensätze und Felder bis zu dieser Stufe ausgeben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <source>Export tables</source>
        <translation>Tabellen ausgeben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>Exported: {file}</source>
        <translation>Exportiert: {file}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Exports start with this level; each run can choose another one</source>
        <translation>Exporte beginnen mit dieser Stufe; jeder Lauf kann eine andere wählen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Extent</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Extent (empty: everything)</source>
        <translation>Ausschnitt (leer: alles)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>F&amp;older</source>
        <translation>O&amp;rdner</translation>
    </message>
    <message>
        <location filename="../resources/layouts/factsheets.html.j2"/>
        <source>Fact sheet</source>
        <translation>Steckbrief</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_html.py"/>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Fact sheets</source>
        <translation>Steckbriefe</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <source>Facts</source>
        <translation>Angaben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Fibre</source>
        <translation>Glasfaser</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Fibre by municipality</source>
        <translation>Glasfaser nach Kommunen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>Fibre by municipality: FTTB/H from {speed} Mbit/s</source>
        <translation>Glasfaser nach Kommunen: FTTB/H ab {speed} Mbit/s</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Fibre connections</source>
        <translation>Glasfaseranschlüsse</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Fibre connections of the sites (joined by their ids)</source>
        <translation>Glasfaseranschlüsse der Standorte (über die Kennung verbunden)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Fibre costs</source>
        <translation>Glasfaserkosten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Fibre gaps</source>
        <translation>Glasfaserlücken</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Fibre gaps by Kreis</source>
        <translation>Glasfaserlücken je Kreis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Fibre gaps by municipality</source>
        <translation>Glasfaserlücken je Gemeinde</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Fibre gaps by municipality (empty: judged from the store)</source>
        <translation>Glasfaserlücken je Gemeinde (leer: aus der Planungsdatenbank)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Fibre gaps of the sites (joined by their ids)</source>
        <translation>Glasfaserlücken der Standorte (über die Kennung verbunden)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Fibre is inferred from household cells of the Breitbandatlas: “nearby” is no proof of a connection; gigabit over cable is not fibre. Costs are estimates from a cost table, not offers.</source>
        <translation>Glasfaser ist aus Haushaltszellen des Breitbandatlas geschlossen: „in der Nähe“ belegt keinen Anschluss; Gigabit über Kabel ist keine Glasfaser. Kosten sind Schätzungen nach einer Kostentabelle, keine Angebote.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>Fibre nearby (inferred from household cells)</source>
        <translation>Glasfaser in der Nähe (aus Haushaltszellen geschlossen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Fibre trenches</source>
        <translation>Glasfasertrassen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Fibre: access points, ducts with fibre, or served areas</source>
        <translation>Glasfaser: Zugangspunkte, Rohre mit Glasfaser oder versorgte Flächen</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <location filename="../resources/layouts/import.html.j2"/>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/exhibit/tables.py"/>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>Field of the source</source>
        <translation>Feld der Quelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Field with the benefit of an object, for the order within the budget</source>
        <translation>Feld mit dem Nutzen eines Objekts, für die Reihenfolge im Budget</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Field with the capacity (ha)</source>
        <translation>Feld mit der Kapazität (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Field with the deficit (ha)</source>
        <translation>Feld mit dem Fehlbedarf (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Field with the id</source>
        <translation>Feld mit der Kennung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Field with the surface</source>
        <translation>Feld mit der Oberfläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Fields left out</source>
        <translation>Ausgelassene Felder</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Fields to compare, separated by commas (empty: all that both have)</source>
        <translation>Zu vergleichende Felder, durch Komma getrennt (leer: alle gemeinsamen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Fields to leave out, separated by commas</source>
        <translation>Wegzulassende Felder, durch Komma getrennt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>Fields with a proposal</source>
        <translation>Felder mit Vorschlag</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>Fields without a proposal</source>
        <translation>Felder ohne Vorschlag</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>Figure</source>
        <translation>Angabe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Figures published</source>
        <translation>Veröffentlichte Werte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Figures withheld</source>
        <translation>Zurückgehaltene Werte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>File of the Breitbandatlas</source>
        <translation>Datei des Breitbandatlas</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>File t&amp;ype</source>
        <translation>&amp;Dateityp</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” announces {expected} records, but only {read} could be read; nothing was written.</source>
        <translation>Die Datei „{file}“ kündigt {expected} Datensätze an, lesbar waren nur {read}; es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” cannot be imported yet, because this version does not read {kind} files.</source>
        <translation>Die Datei „{file}“ lässt sich noch nicht importieren, denn diese Version liest keine {kind}-Dateien.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” cannot be opened as {format}.</source>
        <translation>Die Datei „{file}“ lässt sich nicht als {format} öffnen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” cannot be read: {why}.</source>
        <translation>Die Datei „{file}“ ist nicht lesbar: {why}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” does not have the columns {field}, so it is no answer to an inquiry.</source>
        <translation>Datei „{file}“ hat nicht die Spalten {field} und ist daher keine Antwort auf eine Markterkundung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” has no layer “{layer}”.</source>
        <translation>Die Datei „{file}“ enthält keine Ebene „{layer}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” has {found} layers with “raster_id” and columns as “down_fn_hh_ftthb_1000”, one is needed.</source>
        <translation>Die Datei „{file}“ hat {found} Layer mit „raster_id“ und Spalten wie „down_fn_hh_ftthb_1000“; genau einer wird gebraucht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” is damaged or no text table.</source>
        <translation>Die Datei „{file}“ ist beschädigt oder keine Texttabelle.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” is damaged: not all of its records can be read.</source>
        <translation>Die Datei „{file}“ ist beschädigt: Nicht alle Datensätze sind lesbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” is no table of the Breitbandatlas: it needs “AGS” and columns as “FTTH/B ≥ 1000 Mbit/s”.</source>
        <translation>Die Datei „{file}“ ist keine Tabelle des Breitbandatlas: Sie braucht „AGS“ und Spalten wie „FTTH/B ≥ 1000 Mbit/s“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}” is of a kind that is not read.</source>
        <translation>Die Datei „{file}“ ist von einer Art, die nicht gelesen wird.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>File “{file}”: line {line} has {count} values, but the heading only {expected}.</source>
        <translation>Datei „{file}“: Zeile {line} hat {count} Werte, die Kopfzeile nur {expected}.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>Files of this report</source>
        <translation>Dateien dieses Berichts</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Filled-in forms (CSV, XLSX, GeoPackage)</source>
        <translation>Ausgefüllte Formulare (CSV, XLSX, GeoPackage)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Filter by record, municipality or words</source>
        <translation>Nach Datensatz, Gemeinde oder Wörtern filtern</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Find &amp;Cooperation Sites</source>
        <translation>&amp;Kooperationsstandorte finden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Find &amp;Fibre Gaps</source>
        <translation>&amp;Glasfaserlücken finden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Find cooperation sites</source>
        <translation>Kooperationsstandorte finden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Find fibre gaps</source>
        <translation>Glasfaserlücken finden</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <location filename="../ruhr_planner/processing/validate.py"/>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Findings by rule</source>
        <translation>Befunde nach Regel</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Findings by rule, each with its place on the map and its remedy</source>
        <translation>Befunde nach Regeln, jeder mit seiner Stelle auf der Karte und der Abhilfe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>First answer the question “{question}”</source>
        <translation>Beantworten Sie zuerst die Frage „{question}“</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>First year of take-up (empty: all)</source>
        <translation>Erstes Jahr der Inanspruchnahme (leer: alle)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/pairwise.py"/>
        <source>Fits least: {row} against {column} is {given}, the weights imply {implied}.</source>
        <translation>Am wenigsten passt: {row} gegen {column} ist {given}, die Gewichte ergeben {implied}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>Folder for Maps and Report</source>
        <translation>Ordner für Karten und Bericht</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Folder of the fact sheets</source>
        <translation>Ordner der Steckbriefe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Folder of the open edition</source>
        <translation>Ordner der offenen Ausgabe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Folder of the package</source>
        <translation>Ordner des Pakets</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Folder of the report</source>
        <translation>Ordner des Berichts</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>For how many years the land lasts is unknown: {reason}.</source>
        <translation>Wie viele Jahre die Flächen reichen, ist unbekannt: {reason}.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>For internal use only</source>
        <translation>Nur für den internen Gebrauch</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/cachebox.py"/>
        <source>Forget all answers; what was loaded as a layer stays</source>
        <translation>Alle Antworten vergessen; was als Ebene geladen wurde, bleibt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/hits.py"/>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Forms that came back, counted; what no operator will build remains.</source>
        <translation>Rücklauf der Formulare, ausgezählt; übrig bleibt, was niemand ausbauen will.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>From the names of both fields and from the values that were sampled</source>
        <translation>Aus den Namen beider Felder und aus den Werten der Stichprobe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Functions are: {allowed}. Texts stand in single quotes, fields as they are or in double quotes.</source>
        <translation>Funktionen sind: {allowed}. Texte stehen in einfachen Anführungszeichen, Felder ohne oder in doppelten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Funding hints</source>
        <translation>Förderhinweise</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Funding hints (empty: as shipped)</source>
        <translation>Förderhinweise (leer: mitgelieferte)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Funding hints that have expired: {ids}.</source>
        <translation>Abgelaufene Förderhinweise: {ids}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Funding hints “{file}”, entry “{hint}”: {why}.</source>
        <translation>Förderhinweise „{file}“, Eintrag „{hint}“: {why}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Further fields that are open, separated by commas</source>
        <translation>Weitere offene Felder, durch Komma getrennt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <source>Further parameters of the analysis (JSON)</source>
        <translation>Weitere Parameter der Auswertung (JSON)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Furthest way to a road (m)</source>
        <translation>Weitester Weg zu einer Straße (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/curve.py"/>
        <source>Gap (m)</source>
        <translation>Lücke (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Gap Explorer</source>
        <translation>Lückenregler</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>Gap bridged</source>
        <translation>Überbrückt bis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Gap table</source>
        <translation>Lückenbreite</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Gap {value} m</source>
        <translation>Lücke {value} m</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Get the file from its publisher.</source>
        <translation>Beziehen Sie die Datei vom Herausgeber.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give EDITION as year and month, such as 2021-06.</source>
        <translation>Geben Sie EDITION als Jahr und Monat an, etwa 2021-06.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give EMPLOYEES, or choose the monitoring model.</source>
        <translation>EMPLOYEES angeben oder das Monitoring-Modell wählen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give a YAML file with “rules:” and a list; the help of Validate has an example.</source>
        <translation>Geben Sie eine YAML-Datei mit „rules:“ und einer Liste an; ein Beispiel steht in der Hilfe zum Prüfen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Give a reason first.</source>
        <translation>Geben Sie zuerst eine Begründung an.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give at least one criterion a weight above 0.</source>
        <translation>Geben Sie mindestens einem Kriterium ein Gewicht über 0.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give at least one of: {known}.</source>
        <translation>Geben Sie mindestens eines an: {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give each output a file or a layer name of its own.</source>
        <translation>Geben Sie jeder Ausgabe eine eigene Datei oder einen eigenen Layernamen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give every criterion an id of its own (letters, digits, “_”).</source>
        <translation>Geben Sie jedem Kriterium eine eigene Kennung (Buchstaben, Ziffern, „_“).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give every entry an id of its own.</source>
        <translation>Geben Sie jedem Eintrag eine eigene Kennung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give every record an id of its own, or remove the copy.</source>
        <translation>Geben Sie jedem Datensatz eine eigene Kennung oder entfernen Sie die Dublette.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give its name or its key (AGS), or leave the field empty.</source>
        <translation>Geben Sie Namen oder Schlüssel (AGS) an, oder lassen Sie das Feld leer.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give the balance with geometry, or the costs as a table (COSTS).</source>
        <translation>Bitte die Bilanz mit Geometrie angeben oder die Kosten als Tabelle (COSTS).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>Give the plot shape and values of this state; what it is now stays in the history</source>
        <translation>Der Fläche Form und Werte dieses Zustands geben; was sie heute ist, bleibt im Verlauf</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give the result another name, or bring the records in with harmonise.</source>
        <translation>Geben Sie dem Ergebnis einen anderen Namen, oder bringen Sie die Datensätze mit „Ebene harmonisieren“ hinein.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give the sites with geometry, or the costs as a table (COSTS).</source>
        <translation>Bitte die Standorte mit Geometrie angeben oder die Kosten als Tabelle (COSTS).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give two different anchors.</source>
        <translation>Geben Sie zwei verschiedene Anker an.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Give “codes” with a value for each text, or choose another field.</source>
        <translation>Geben Sie „codes“ mit einem Wert je Text an, oder wählen Sie ein anderes Feld.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/start.py"/>
        <source>Go on with a planning store that you or a colleague already have, a GeoPackage.</source>
        <translation>Weiterarbeiten mit einer Planungsdatenbank (GeoPackage), die Sie oder Ihre Kollegen schon haben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Gross area of all sites (ha)</source>
        <translation>Bruttofläche aller Standorte (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Gross land of plots that take no part (ha)</source>
        <translation>Bruttofläche nicht berücksichtigter Flächen (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Gross land outside every municipality (ha)</source>
        <translation>Bruttofläche außerhalb aller Gemeinden (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Ground</source>
        <translation>Kartengrund</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Group the criteria and compare within the groups.</source>
        <translation>Bilden Sie Gruppen von Kriterien und vergleichen Sie in ihnen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/watch.py"/>
        <source>Guard the history</source>
        <translation>Verlauf sichern</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Harmonise</source>
        <translation>Harmonisieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Harmonise a layer</source>
        <translation>Ebene harmonisieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Have it opened once by somebody who may write there; the state before the change comes back.</source>
        <translation>Lassen Sie die Datei einmal von jemandem mit Schreibrecht öffnen; dann kommt der Stand vor der Änderung zurück.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <source>Heading</source>
        <translation>Überschrift</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Hectares are the gross areas of the plots, before hard exclusions.</source>
        <translation>Hektar sind die Bruttoflächen der einzelnen Flächen vor Abzug harter Ausschlüsse.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cutofftakeup.py"/>
        <source>Hectares count as (empty: as in the table of take-up, else net)</source>
        <translation>Hektar zählen als (leer: wie in der Tabelle der Inanspruchnahme, sonst netto)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/help.py"/>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/worktiles.py"/>
        <source>Help with an analysis in tiles</source>
        <translation>Bei einer Auswertung in Kacheln helfen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Highest cost of a pair (km, or the unit of the table)</source>
        <translation>Höchste Kosten eines Paares (km oder die Einheit der Tabelle)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Highest restriction level</source>
        <translation>Höchste Restriktionsstufe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>History of a Plot</source>
        <translation>Geschichte einer Fläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/context.py"/>
        <source>History of the plot</source>
        <translation>Geschichte der Fläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>History of {plot}</source>
        <translation>Geschichte von {plot}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Horizon (years)</source>
        <translation>Planungszeitraum (Jahre)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>How many ranks count as top</source>
        <translation>Wie viele Ränge als Spitze zählen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>How many sites more or fewer</source>
        <translation>Wie viele Standorte mehr oder weniger</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>How much commercial land is there, and for how long?</source>
        <translation>Wie viel Gewerbefläche gibt es, und wie lange reicht sie?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>How much land is there, and how long will it last?</source>
        <translation>Wie viel Fläche gibt es, und wie lange reicht sie?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>How much of each deficit can be met</source>
        <translation>Wie viel von jedem Fehlbedarf gedeckt werden kann</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>How much the gap decides</source>
        <translation>Wie stark die Lückenbreite entscheidet</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>How often the site is among the first ten</source>
        <translation>Wie oft der Standort unter den ersten zehn ist</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>How to read it</source>
        <translation>Lesehinweise</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>How values and weights become a score</source>
        <translation>Wie aus Werten und Gewichten eine Punktzahl wird</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>How well are the sites suited?</source>
        <translation>Wie gut eignen sich die Standorte?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/start.py"/>
        <source>How would you like to begin?</source>
        <translation>Wie möchten Sie beginnen?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>I have checked the r&amp;ules</source>
        <translation>Ich habe die &amp;Regeln geprüft</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <source>Id in the source</source>
        <translation>Kennung in der Quelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>Id of a site (empty: the whole place)</source>
        <translation>Kennung eines Standorts (leer: der ganze Ort)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Id of the inquiry</source>
        <translation>Kennung der Anfrage</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>If you know the operator, add the certificate authority in QGIS under Settings, Options, Authentication.</source>
        <translation>Wenn Sie den Betreiber kennen, fügen Sie die Zertifizierungsstelle in QGIS unter Einstellungen, Optionen, Authentifizierung hinzu.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Import of “{input}”</source>
        <translation>Import von „{input}“</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Import or harmonise the data first.</source>
        <translation>Importieren oder harmonisieren Sie die Daten zuerst.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Import portals</source>
        <translation>Portale importieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Import the Breitbandatlas</source>
        <translation>Breitbandatlas importieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/createstore.py"/>
        <source>In a database: make the roles and row-level security</source>
        <translation>In PostGIS: Rollen und zeilenweise Sicherheit anlegen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/inforce.py"/>
        <source>In force</source>
        <translation>In Kraft</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <source>In the source</source>
        <translation>In der Quelle</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <source>In the store</source>
        <translation>In der Datenbank</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>In the whole region up to {ha} ha of what is met lie on land that the sites' own municipalities need themselves: their balance counts it as supply, too.</source>
        <translation>In der ganzen Region liegen bis zu {ha} ha des Gedeckten auf Flächen, die die Standortgemeinden selbst brauchen: Auch ihre Bilanz zählt sie als Angebot.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>In use, and still there: {names}. Close the layers and try again.</source>
        <translation>In Gebrauch und noch da: {names}. Schließen Sie die Layer und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>In {count} {count:cell|cells} the share rises with the speed; the higher class counts below, too.</source>
        <translation>In {count} {count:Zelle|Zellen} steigt der Anteil mit der Geschwindigkeit; die höhere Klasse gilt dort auch für die niedrigere.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Inferred from household cells of the Breitbandatlas: “nearby” is no proof of a connection. Cells exist only where people live, so an object without cells is “no data”, not unserved. Gigabit over cable is not fibre.</source>
        <translation>Aus Haushaltszellen des Breitbandatlas geschlossen: „In der Nähe“ belegt keinen Anschluss. Zellen gibt es nur, wo Menschen wohnen; ein Objekt ohne Zellen ist daher „keine Daten“, nicht unversorgt. Gigabit über Kabel ist keine Glasfaser.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>Inputs</source>
        <translation>Eingaben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Inquiry (JSON or file)</source>
        <translation>Anfrage (JSON oder Datei)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Install fiona for the Python that runs this program.</source>
        <translation>Bitte fiona für das Python installieren, das dieses Programm ausführt.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>Interactive map</source>
        <translation>Interaktive Karte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Is the store in order?</source>
        <translation>Sind die Daten in Ordnung?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>It has to begin with https:// or http:// and to name a server.</source>
        <translation>Sie muss mit https:// oder http:// beginnen und einen Server nennen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>It is overloaded or under maintenance: try again later.</source>
        <translation>Der Dienst ist überlastet oder wird gewartet: Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/runbox.py"/>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>It was cancelled too late: everything had been written by then.</source>
        <translation>Der Abbruch kam zu spät: Da war schon alles geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Its temporary files are removed; run it again if you need its result.</source>
        <translation>Seine temporären Dateien sind entfernt; starten Sie ihn neu, wenn Sie das Ergebnis brauchen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>JSON text begins with a bracket; a file has to exist and to be smaller than {limit} MB.</source>
        <translation>JSON-Text beginnt mit einer Klammer; eine Datei muss vorhanden und kleiner als {limit} MB sein.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Judgement that fits least (JSON)</source>
        <translation>Urteil, das am schlechtesten passt (JSON)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Keep one row for each pair.</source>
        <translation>Bitte für jedes Paar eine Zeile behalten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Keep the data set in the basket below</source>
        <translation>Den Datensatz unten im Korb aufheben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Keep the one that fits the field: points for numbers, codes for texts and levels.</source>
        <translation>Behalten Sie, was zum Feld passt: „points“ für Zahlen, „codes“ für Texte und Stufen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/validate.py"/>
        <source>Keep the open findings in the store's table of findings</source>
        <translation>Die offenen Befunde in der Befundtabelle der Planungsdatenbank ablegen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/cachebox.py"/>
        <source>Kept answers are being counted…</source>
        <translation>Gespeicherte Antworten werden gezählt…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/cachebox.py"/>
        <source>Kept answers take {size}.</source>
        <translation>Gespeicherte Antworten belegen {size}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>Key figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/tables.py"/>
        <source>Kind of object</source>
        <translation>Objektart</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Kind of source</source>
        <translation>Art der Quelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Kinds of change</source>
        <translation>Arten der Veränderung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Known are: {known}.</source>
        <translation>Bekannt sind: {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>L&amp;anguage</source>
        <translation>Sp&amp;rache</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Labour-force potential</source>
        <translation>Arbeitskräftepotenzial</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Land</source>
        <translation>Flächen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Land (ha)</source>
        <translation>Fläche (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>Land and fibre: {place}</source>
        <translation>Flächen und Glasfaser: {place}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Land balance</source>
        <translation>Flächenbilanz</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Land balance by Kreis</source>
        <translation>Flächenbilanz je Kreis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Land balance by municipality</source>
        <translation>Flächenbilanz nach Kommunen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Land balance by municipality (empty: balanced from the store)</source>
        <translation>Flächenbilanz je Gemeinde (leer: aus der Planungsdatenbank)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/balance_charts.py"/>
        <source>Land balance: net land by restriction and years of supply</source>
        <translation>Flächenbilanz: Nettofläche nach Restriktion und Reichweite</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Land in reserve</source>
        <translation>Flächenreserven</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Land of unknown restriction in the sites, ha more or less</source>
        <translation>Land mit unbekannter Restriktion in den Standorten, ha mehr oder weniger</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Land taken up (gross, ha)</source>
        <translation>In Anspruch genommene Fläche (brutto, ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Land that is not balanced, with the reason</source>
        <translation>Nicht bilanzierte Flächen mit Grund</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Land that makes no site, with the reason</source>
        <translation>Flächen, die keinen Standort bilden, mit Grund</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Land that was taken up between two snapshots, as far as evidence shows it. A year or municipality without a row is unknown, not zero.</source>
        <translation>Flächen, die zwischen zwei Fassungen in Anspruch genommen wurden, soweit belegt. Ein Jahr oder eine Gemeinde ohne Zeile ist unbekannt, nicht null.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Land with a known restriction (level 1 to 3) in the sites, ha more or less</source>
        <translation>Land mit bekannter Restriktion (Stufe 1 bis 3) in den Standorten, ha mehr oder weniger</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Language of the exposé</source>
        <translation>Sprache des Exposés</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Largest distance to a road (m)</source>
        <translation>Größte Entfernung zu einer Straße (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Largest distance to the road (m)</source>
        <translation>Größter Abstand zur Straße (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Largest eigenvalue</source>
        <translation>Größter Eigenwert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Largest gap between plots (m)</source>
        <translation>Größte Lücke zwischen Flächen (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Largest inscribed rectangle</source>
        <translation>Größtes Innenrechteck</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Last year of take-up (empty: all)</source>
        <translation>Letztes Jahr der Inanspruchnahme (leer: alle)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/hits.py"/>
        <source>Layer</source>
        <translation>Layer</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Layer (empty: the only one)</source>
        <translation>Ebene (leer: die einzige)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Layer of a file that holds several</source>
        <translation>Layer einer Datei, die mehrere enthält</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>Layer of the file (empty: the only one)</source>
        <translation>Ebene der Datei (leer: die einzige)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Layer of the pro&amp;ject</source>
        <translation>Layer des Pro&amp;jekts</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>Layer or file</source>
        <translation>Ebene oder Datei</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}” for {parameter} cannot be read.</source>
        <translation>Der Layer „{layer}“ für {parameter} ist nicht lesbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}” has no coordinate reference system.</source>
        <translation>Der Layer „{layer}“ hat kein Koordinatenbezugssystem.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}” has no feature with a usable geometry ({left_out} left out).</source>
        <translation>Der Layer „{layer}“ hat kein Objekt mit brauchbarer Geometrie ({left_out} ausgelassen).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}” has no field “{field}”.</source>
        <translation>Der Layer „{layer}“ hat kein Feld „{field}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}” has no geometry, so no distance can be measured.</source>
        <translation>Die Ebene „{layer}“ hat keine Geometrie, also lässt sich keine Entfernung messen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}” has no line that a trench could follow ({left_out} left out).</source>
        <translation>Die Ebene „{layer}“ hat keine Linie, der eine Trasse folgen könnte ({left_out} ausgelassen).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}” holds {found}, but {needed} are needed for {parameter}.</source>
        <translation>Der Layer „{layer}“ enthält {found}; für {parameter} wird {needed} benötigt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”, feature {feature}: its coordinates cannot be transformed from {crs} to EPSG:25832.</source>
        <translation>Layer „{layer}“, Objekt {feature}: Die Koordinaten lassen sich nicht von {crs} nach EPSG:25832 umrechnen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”, field “{field}”: criterion “{criterion}” has no code for “{value}” (site {site}).</source>
        <translation>Ebene „{layer}“, Feld „{field}“: Das Kriterium „{criterion}“ hat keinen Code für „{value}“ (Standort {site}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”, field “{field}”: hectares are gross, but the plots are balanced as net land.</source>
        <translation>Ebene „{layer}“, Feld „{field}“: Die Hektar sind brutto, die Flächen werden aber netto bilanziert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”, field “{field}”: net and gross hectares are mixed.</source>
        <translation>Ebene „{layer}“, Feld „{field}“: Netto- und Bruttohektar sind gemischt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”, field “{field}”: the value {value} (feature {feature}) is not a whole number.</source>
        <translation>Layer „{layer}“, Feld „{field}“: Der Wert {value} (Objekt {feature}) ist keine ganze Zahl.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”, field “{field}”: the value {value} (feature {feature}) lies outside {low} to {high}.</source>
        <translation>Layer „{layer}“, Feld „{field}“: Der Wert {value} (Objekt {feature}) liegt nicht zwischen {low} und {high}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”, field “{field}”: the value “{value}” (feature {feature}) is not a date.</source>
        <translation>Layer „{layer}“, Feld „{field}“: Der Wert „{value}“ (Objekt {feature}) ist kein Datum.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”, field “{field}”: the value “{value}” (feature {feature}) is not a number.</source>
        <translation>Layer „{layer}“, Feld „{field}“: Der Wert „{value}“ (Objekt {feature}) ist keine Zahl.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”, field “{field}”: the value “{value}” (feature {feature}) is not in the code list.</source>
        <translation>Layer „{layer}“, Feld „{field}“: Der Wert „{value}“ (Objekt {feature}) steht nicht in der Schlüsselliste.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”, field “{field}”: the value “{value}” stands more than once.</source>
        <translation>Layer „{layer}“, Feld „{field}“: Der Wert „{value}“ kommt mehrfach vor.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”: municipality {ags} has no geometry, and MUNICIPALITIES does not hold it either.</source>
        <translation>Ebene „{layer}“: Die Gemeinde {ags} hat keine Geometrie, und MUNICIPALITIES enthält sie auch nicht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”: none of {count} sources lies within {limit} m of a line of “{roads}”.</source>
        <translation>Ebene „{layer}“: Keine von {count} Quellen liegt höchstens {limit} m von einer Linie von „{roads}“ entfernt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”: {count} {count:object is|objects are} more sensitive than “{level}” and may not be sent to operators.</source>
        <translation>Layer „{layer}“: {count} {count:Objekt ist|Objekte sind} vertraulicher als „{level}“ und {count:darf|dürfen} nicht an Netzbetreiber gehen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Layer “{layer}”: {read} of {expected} records came before the database fell silent; nothing was written.</source>
        <translation>Ebene „{layer}“: {read} von {expected} Datensätzen kamen, bevor die Datenbank verstummte; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Layers (instead of a store, or beside it)</source>
        <translation>Ebenen (statt einer Planungsdatenbank oder daneben)</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>Layers and legend</source>
        <translation>Ebenen und Legende</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Least intersection over union of a match</source>
        <translation>Mindestens Schnitt durch Vereinigung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Least number of plots behind a figure</source>
        <translation>Mindestzahl an Flächen hinter einem Wert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Least speed that counts (Mbit/s)</source>
        <translation>Mindestbandbreite (Mbit/s)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Leave TIME empty.</source>
        <translation>Lassen Sie TIME leer.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Leave it out there, and give an authentication configuration of QGIS (AUTHCFG) that adds it.</source>
        <translation>Dort weglassen und eine Authentifizierungskonfiguration von QGIS (AUTHCFG) angeben, die es anfügt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <source>Left out: not in force</source>
        <translation>Ausgelassen: nicht in Kraft</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <source>Left out: too confidential</source>
        <translation>Ausgelassen: zu vertraulich</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_page.py"/>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>Legend</source>
        <translation>Legende</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Length of separate paths (m)</source>
        <translation>Länge einzelner Wege (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Length of the trenches (m)</source>
        <translation>Länge der Trassen (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Letters, forms and areas for the operators, from the fibre gaps.</source>
        <translation>Anschreiben, Formulare und Gebiete für die Netzbetreiber, aus den Glasfaserlücken.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Li&amp;cence</source>
        <translation>Li&amp;zenz</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/gui/hits.py"/>
        <location filename="../ruhr_planner/gui/opening.py"/>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Licence of data that state none (id)</source>
        <translation>Lizenz der Daten ohne Angabe (Kennung)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Licence of the source</source>
        <translation>Lizenz der Quelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Licence of the table: {licence}</source>
        <translation>Lizenz der Tabelle: {licence}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Licence of the table: {licence}; {notes}</source>
        <translation>Lizenz der Tabelle: {licence}; {notes}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/splitplot.py"/>
        <source>Line or area that splits the plot (WKT)</source>
        <translation>Linie oder Fläche, die teilt (WKT)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>List the sources</source>
        <translation>Quellen auflisten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Lo&amp;go</source>
        <translation>Lo&amp;go</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Load B&amp;asket</source>
        <translation>Korb &amp;laden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>Load a map service (WMS, WMTS)</source>
        <translation>Kartendienst laden (WMS, WMTS)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Load a service or a file</source>
        <translation>Dienst oder Datei laden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Load as &amp;Is</source>
        <translation>&amp;Laden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Load at most so many objects (0: all)</source>
        <translation>Höchstens so viele Objekte laden (0: alle)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/loading.py"/>
        <source>Load data</source>
        <translation>Daten laden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Loaded layer</source>
        <translation>Geladene Ebene</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>Loaded map</source>
        <translation>Geladene Karte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <source>Location</source>
        <translation>Lage</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Location factors</source>
        <translation>Standortfaktoren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Log-i&amp;n</source>
        <translation>A&amp;nmeldung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Log-in (authentication configuration)</source>
        <translation>Anmeldung (Authentifizierungskonfiguration)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/office.py"/>
        <source>Logo</source>
        <translation>Logo</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Logo of the Office</source>
        <translation>Logo der Dienststelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Longest way to a source (m)</source>
        <translation>Längster Weg zu einer Quelle (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Look at the open store by all rules; nothing in its records is changed</source>
        <translation>Die offene Planungsdatenbank nach allen Regeln prüfen; an ihren Datensätzen wird nichts geändert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/lookback.py"/>
        <source>Look for interrupted runs</source>
        <translation>Abgebrochene Läufe suchen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>M&amp;ethod</source>
        <translation>&amp;Verfahren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>MIN_AREA {value} ha is given and counts instead of the preset “{preset}”.</source>
        <translation>MIN_AREA {value} ha ist angegeben und gilt anstelle der Voreinstellung „{preset}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>Made by</source>
        <translation>Entstanden durch</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/database.py"/>
        <source>Make &amp;New</source>
        <translation>&amp;Neu anlegen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Make an empty planning store and harmonise data into it</source>
        <translation>Eine leere Planungsdatenbank anlegen, um Daten hinein zu harmonisieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/database.py"/>
        <source>Make an empty planning store in this schema</source>
        <translation>In diesem Schema eine leere Planungsdatenbank anlegen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Make one in the Browser under PostgreSQL, or choose another.</source>
        <translation>Legen Sie eine im Browser unter PostgreSQL an, oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/factsheet.html.j2"/>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Map exhibit</source>
        <translation>Kartenblatt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Mapping Wizard</source>
        <translation>Zuordnungsassistent</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>Mapping of the fields</source>
        <translation>Zuordnung der Felder</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>Maps and report</source>
        <translation>Karten und Bericht</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Maps and sheets</source>
        <translation>Karten und Blätter</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>Maps, tables and summary are ready.</source>
        <translation>Karten, Tabellen und Zusammenfassung sind fertig.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Mark as accepted; the next validation shows it and does not count it</source>
        <translation>Als angenommen kennzeichnen; die nächste Prüfung zeigt den Befund und zählt ihn nicht</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Market inquiry</source>
        <translation>Markterkundung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/inquiry.py"/>
        <source>Market inquiry on fibre</source>
        <translation>Markterkundung Glasfaser</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Market view: supply {ha} ha, balance {balance} ha, {years} years.</source>
        <translation>Marktsicht: Angebot {ha} ha, Saldo {balance} ha, {years} Jahre.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Matrix of judgements (JSON)</source>
        <translation>Matrix der Urteile (JSON)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Measure bridged land</source>
        <translation>Überbrücktes Land messen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/cachebox.py"/>
        <source>Measure the cache</source>
        <translation>Zwischenspeicher messen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Merge only plots of one licence.</source>
        <translation>Legen Sie nur Flächen einer Lizenz zusammen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mergeplots.py"/>
        <source>Merge plots</source>
        <translation>Flächen zusammenlegen</translation>
    </message>
    <message>
        <location filename="../resources/layouts/factsheet.html.j2"/>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/factsheet_page.py"/>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Minimum area (ha; empty: the preset's)</source>
        <translation>Mindestfläche (ha; leer: wie in der Voreinstellung)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Minimum {value} ha</source>
        <translation>Mindestens {value} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Missing values</source>
        <translation>Fehlende Werte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Mode</source>
        <translation>Modus</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/hits.py"/>
        <source>Modified</source>
        <translation>Stand</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>More about the region</source>
        <translation>Mehr zur Region</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>More sensitive objects</source>
        <translation>Vertraulichere Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/expressions.py"/>
        <source>Most demanding class (I to VII, else none) whose distance to housing is kept, after the shipped table of distances, which is to be checked against the decree before it is used in a procedure.</source>
        <translation>Anspruchsvollste Klasse (I bis VII, sonst none), deren Abstand zu Wohngebieten eingehalten ist, nach der mitgelieferten Tabelle der Abstände; sie ist vor Verwendung in einem Verfahren am Erlass zu prüfen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Move gap and minimum area, and watch the sites change on the map</source>
        <translation>Lücke und Mindestfläche verschieben und zusehen, wie sich die Standorte auf der Karte ändern</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/pairwise.py"/>
        <source>Move the slider that fits least to where all other judgements would have it</source>
        <translation>Den Regler, der am wenigsten passt, dorthin schieben, wo ihn alle anderen Urteile sehen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Move the weights, and watch the ranks of the sites change</source>
        <translation>Gewichte verschieben und zusehen, wie sich die Rangfolge der Standorte ändert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/pairwise.py"/>
        <source>Move towards the more important one; 9 is the strongest judgement</source>
        <translation>Zum wichtigeren Kriterium hin schieben; 9 ist das stärkste Urteil</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Moved</source>
        <translation>Wechsel</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Municipalities</source>
        <translation>Gemeinden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Municipalities and partners</source>
        <translation>Gemeinden und Partner</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Municipalities around the region</source>
        <translation>Gemeinden um die Region</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Municipalities asked for</source>
        <translation>Angefragte Gemeinden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Municipalities overlap on {ha} ha; plots there are divided in proportion and counted once.</source>
        <translation>Gemeinden überlappen sich auf {ha} ha; Flächen dort werden anteilig verteilt und einmal gezählt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Municipalities overlap: {ags}. Land that several of them hold is shared between them.</source>
        <translation>Gemeinden überlappen sich: {ags}. Land, das mehrere von ihnen umfassen, wird zwischen ihnen geteilt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Municipalities short of land and the shared sites that could meet it.</source>
        <translation>Gemeinden mit Fehlbedarf und gemeinsame Standorte, die ihn decken könnten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Municipalities with a fibre share</source>
        <translation>Kommunen mit Glasfaseranteil</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <location filename="../ruhr_planner/gui/hits.py"/>
        <location filename="../ruhr_planner/gui/places/locator.py"/>
        <source>Municipality</source>
        <translation>Gemeinde</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Municipality or Kreis (key or name; empty: all)</source>
        <translation>Gemeinde oder Kreis (Schlüssel oder Name; leer: alle)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Municipality or Kreis (key or name; empty: the region)</source>
        <translation>Gemeinde oder Kreis (Schlüssel oder Name; leer: die Region)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Municipality or Kreis (key or name; empty: the whole region)</source>
        <translation>Kommune oder Kreis (Schlüssel oder Name; leer: die ganze Region)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>Municipality or Kreis (name or key; empty: all)</source>
        <translation>Gemeinde oder Kreis (Name oder Schlüssel; leer: alle)</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>Municipality, site, plot or school</source>
        <translation>Kommune, Standort, Fläche oder Schule</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/expressions.py"/>
        <source>Name of the municipality or Kreis with this key (AGS); null for a key outside the region.</source>
        <translation>Name der Gemeinde oder des Kreises mit diesem Schlüssel (AGS); null bei einem Schlüssel außerhalb der Region.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Name the ids of all plots, separated by semicolons.</source>
        <translation>Nennen Sie die Kennungen aller Flächen, durch Semikolons getrennt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/database.py"/>
        <source>Name the schema.</source>
        <translation>Nennen Sie das Schema.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>Name {name} %, values that fit {fit}</source>
        <translation>Name {name} %, passende Werte {fit}</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <source>Names and places are withheld; areas and distances are rounded. Where an answer is open, the office named there can give it. This is no offer and no statement under planning law.</source>
        <translation>Namen und Lagen werden nicht genannt; Flächen und Entfernungen sind gerundet. Wo eine Antwort offen ist, kann die dort genannte Stelle sie geben. Dies ist kein Angebot und keine planungsrechtliche Aussage.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Names of the criteria, separated by commas</source>
        <translation>Namen der Kriterien, durch Kommas getrennt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Near misses, with what would help</source>
        <translation>Knapp verfehlt, mit dem, was helfen würde</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/tips.py"/>
        <source>Net area (ha)</source>
        <translation>Nettofläche (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Net area of all sites (ha)</source>
        <translation>Nettofläche aller Standorte (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Net factor</source>
        <translation>Nettofaktor</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/expressions.py"/>
        <source>Net hectares of a plot, as the land balance counts them: the recorded net area, else gross area × net factor, but × 1 for building gaps and where a local plan is in force. Measured in EPSG:25832.</source>
        <translation>Nettohektar einer Fläche, wie die Flächenbilanz sie zählt: die erfasste Nettofläche, sonst Bruttofläche × Nettofaktor, aber × 1 bei Baulücken und rechtskräftigem Bebauungsplan. Gemessen in EPSG:25832.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Net land (ha)</source>
        <translation>Nettofläche (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Net land by restriction</source>
        <translation>Nettofläche nach Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/balance_charts.py"/>
        <source>Net land by restriction (ha)</source>
        <translation>Nettofläche nach Restriktion (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Net land by size of the plot</source>
        <translation>Nettofläche nach Größe der Fläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Net land by size of the plots</source>
        <translation>Nettofläche nach Größe der Flächen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Net land is what is recorded, else {factor} of the gross area, or all of it on serviced land. Company reserves are credited in part and never available; cooperation sites serve regional demand and stand apart.</source>
        <translation>Nettofläche ist die erfasste Angabe, sonst das {factor}-Fache der Bruttofläche, auf erschlossenem Land die ganze. Betriebsgebundene Reserven werden teilweise angerechnet und sind nie verfügbar; Kooperationsstandorte dienen dem regionalen Bedarf und stehen für sich.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Net land of all reserves against take-up and demand. Unknown restriction is a class of its own: it weighs nothing in the balance and fully in the highest balance. Company reserves are credited in part and never available; cooperation sites serve regional demand and stand apart. Areas in ha, EPSG:25832.</source>
        <translation>Nettofläche aller Reserven gegen Inanspruchnahme und Bedarf. Unbekannte Restriktion ist eine eigene Klasse: Sie zählt im Saldo nicht und im höchsten Saldo voll. Betriebsgebundene Reserven werden teilweise angerechnet und sind nie verfügbar; Kooperationsstandorte dienen dem regionalen Bedarf und stehen für sich. Flächen in ha, EPSG:25832.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Net land of all reserves against take-up and demand. Unknown restriction weighs nothing in the balance and fully in the highest balance, so ignorance shows as a range. Company reserves are credited in part and never available; cooperation sites serve regional demand and stand apart.</source>
        <translation>Nettofläche aller Reserven gegen Inanspruchnahme und Bedarf. Unbekannte Restriktion zählt im Saldo nicht und im höchsten Saldo voll; Unwissen zeigt sich so als Spanne. Betriebsgebundene Reserven werden zum Teil angerechnet und sind nie verfügbar; Kooperationsstandorte dienen dem regionalen Bedarf und stehen für sich.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Net land of brownfields by restriction</source>
        <translation>Nettofläche der Brachflächen nach Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <location filename="../ruhr_planner/processing/cutofftakeup.py"/>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Net land per gross land</source>
        <translation>Nettofläche je Bruttofläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Net land without restriction (ha)</source>
        <translation>Restriktionsfreie Nettofläche (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>New Store</source>
        <translation>Neue Datenbank</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/createstore.py"/>
        <source>New planning store (file, or postgres:connection/schema)</source>
        <translation>Neue Planungsdatenbank (Datei oder postgres:Verbindung/Schema)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>New plots</source>
        <translation>Neue Flächen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/template.py"/>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>New source</source>
        <translation>Neue Quelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>New state: {plots}</source>
        <translation>Neuer Zustand: {plots}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cutofftakeup.py"/>
        <source>New use</source>
        <translation>Neue Nutzung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>New: {plots}</source>
        <translation>Neu: {plots}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>No cell with data lies at any object. Does the grid cover the region?</source>
        <translation>An keinem Objekt liegt eine Zelle mit Daten. Deckt das Gitter die Region ab?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>No cluster of plots reaches the minimum size.</source>
        <translation>Kein Flächenverbund erreicht die Mindestgröße.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>No cooperation site was found with these values. A larger gap or a smaller minimum area finds more.</source>
        <translation>Mit diesen Werten wurde kein Kooperationsstandort gefunden. Eine größere Lücke oder eine kleinere Mindestfläche findet mehr.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>No cooperation site with these values.</source>
        <translation>Kein Kooperationsstandort mit diesen Werten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>No land on a site is proposed for this municipality.</source>
        <translation>Für diese Gemeinde ist keine Fläche auf einem Standort vorgeschlagen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>No municipality has a deficit, so nothing is allocated.</source>
        <translation>Keine Gemeinde hat einen Fehlbedarf, also wird nichts verteilt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>No object remains to be asked for, so there is no package.</source>
        <translation>Es verbleibt kein Objekt, nach dem zu fragen wäre; daher gibt es kein Paket.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>No protected connection (https) to “{source}” came about; nothing was loaded.</source>
        <translation>Eine geschützte Verbindung (https) zu „{source}“ kam nicht zustande; nichts wurde geladen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>No question has been answered yet.</source>
        <translation>Noch ist keine Frage beantwortet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>No record of “{input}” passes the filter of the profile; {count} {count:record|records} of the source would end.</source>
        <translation>Kein Datensatz von „{input}“ besteht den Filter des Profils; {count} {count:Datensatz|Datensätze} der Quelle {count:würde|würden} enden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>No road lies within {distance} m of a point on these municipalities: {names}</source>
        <translation>Keine Straße liegt näher als {distance} m an einem Punkt in diesen Gemeinden: {names}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>No site can be ranked: nothing is known of any criterion.</source>
        <translation>Kein Standort lässt sich reihen: Zu keinem Kriterium ist etwas bekannt.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <source>No site can be shown.</source>
        <translation>Es kann kein Standort gezeigt werden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>No site could be ranked; {out} {out:is|are} knocked out.</source>
        <translation>Kein Standort ließ sich einordnen; {out} {out:ist|sind} ausgeschieden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>No site has a capacity, so nothing is allocated.</source>
        <translation>Kein Standort hat eine Kapazität, also wird nichts verteilt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>No site is shown.</source>
        <translation>Es wird kein Standort gezeigt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>No site was found, so there is nothing to be scored.</source>
        <translation>Es wurde kein Standort gefunden, also gibt es nichts zu bewerten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>No store is open yet.</source>
        <translation>Noch keine Planungsdatenbank geöffnet.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>None of the chosen findings is accepted.</source>
        <translation>Keiner der gewählten Befunde ist angenommen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <source>None on this map: {layers}</source>
        <translation>Nicht im Kartenausschnitt: {layers}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <source>Not exported, because not named in TABLES: {tables}</source>
        <translation>Nicht ausgegeben, weil in TABLES nicht genannt: {tables}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/processing/reportmap.py"/>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <source>Notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/webmap.py"/>
        <source>Nothing found.</source>
        <translation>Nichts gefunden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Nothing half was left in its place; check the connection, then run again.</source>
        <translation>An seiner Stelle liegt nichts Halbes; prüfen Sie die Verbindung und starten Sie neu.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>Nothing has been exported yet.</source>
        <translation>Noch ist nichts exportiert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Nothing has been tried yet.</source>
        <translation>Es wurde noch nichts erprobt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Nothing has been written yet: {count} {count:record|records} of the source “{source}” {count:is|are} not in this file and would end.</source>
        <translation>Noch wurde nichts geschrieben: {count} {count:Datensatz|Datensätze} der Quelle „{source}“ {count:steht|stehen} nicht in dieser Datei und {count:würde|würden} enden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Nothing has been written.</source>
        <translation>Es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Nothing has been written: this was a try.</source>
        <translation>Es wurde nichts geschrieben: Dies war eine Probe.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/webmap.py"/>
        <source>Nothing is chosen.</source>
        <translation>Nichts ist ausgewählt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/cachebox.py"/>
        <source>Nothing is kept yet.</source>
        <translation>Noch ist nichts gespeichert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Nothing of it is open: {count} records are internal, confidential or without a level or licence.</source>
        <translation>Nichts davon ist offen: {count} Datensätze sind intern, vertraulich oder ohne Angabe von Vertraulichkeit oder Lizenz.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <source>Nothing was found.</source>
        <translation>Es wurde nichts gefunden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Nothing was found. Try another word, or fewer filters.</source>
        <translation>Nichts gefunden. Versuchen Sie ein anderes Wort oder weniger Filter.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Number</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Number and area of the sites for every gap; a click takes a gap</source>
        <translation>Anzahl und Fläche der Standorte für jede Lücke; ein Klick übernimmt eine Lücke</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/curve.py"/>
        <source>Number and area of the sites over the gap</source>
        <translation>Anzahl und Fläche der Standorte über der Lücke</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>Number of objects</source>
        <translation>Anzahl der Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Number of pages</source>
        <translation>Zahl der Seiten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Number of sites</source>
        <translation>Zahl der Standorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Number of sites by gap</source>
        <translation>Zahl der Standorte je Lücke</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>O&amp;ffice</source>
        <translation>&amp;Dienststelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/tables.py"/>
        <source>Object id</source>
        <translation>Objektkennung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Objects asked for</source>
        <translation>Angefragte Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Objects checked for fibre</source>
        <translation>Auf Glasfaser geprüfte Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Objects connected</source>
        <translation>Angeschlossene Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Objects left out as too sensitive</source>
        <translation>Als zu vertraulich weggelassene Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Objects loaded</source>
        <translation>Geladene Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Objects not connected</source>
        <translation>Nicht angeschlossene Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Objects of a market inquiry among operators. No data does not mean unserved; the inquiry is no legal advice.</source>
        <translation>Objekte einer Markterkundung bei Netzbetreibern. Keine Datengrundlage heißt nicht unterversorgt; die Anfrage ist keine Rechtsauskunft.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Objects out of reach</source>
        <translation>Nicht erreichbare Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Objects that the source announces</source>
        <translation>Von der Quelle angekündigte Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Objects to be connected (areas or points)</source>
        <translation>Anzuschließende Objekte (Flächen oder Punkte)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Objects to close</source>
        <translation>Offene Objekte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Objects with an answer</source>
        <translation>Objekte mit Antwort</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Objects with fibre nearby</source>
        <translation>Objekte mit Glasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Objects with fibre partly nearby</source>
        <translation>Objekte mit teilweise Glasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Objects without data</source>
        <translation>Objekte ohne Daten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Objects without fibre nearby</source>
        <translation>Objekte ohne Glasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <source>Of</source>
        <translation>Von</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>Of {count} {count:plot|plots}, {served} {served:has|have} household fibre nearby, {partly} in part and {unserved} none; {no_data} {no_data:has|have} no data, because no household lies nearby.</source>
        <translation>Von {count} {count:Fläche|Flächen} {served:hat|haben} {served} Haushalts-Glasfaser in der Nähe, {partly} teilweise und {unserved} nicht; für {no_data} gibt es keine Daten, weil in der Nähe kein Haushalt liegt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/office.py"/>
        <source>Office</source>
        <translation>Dienststelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Official sites</source>
        <translation>Festgelegte Standorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>On the map: sites filled, land gained hatched, land lost cross-hatched.</source>
        <translation>In der Karte: Standorte gefüllt, Gewinne schraffiert, Verluste kreuzschraffiert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>One map per question, tables, a summary and the result layers</source>
        <translation>Je Frage eine Karte, dazu Tabellen, eine Zusammenfassung und die Ergebnislayer</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>One map with title, legend, scale and sources</source>
        <translation>Eine Karte mit Titel, Legende, Maßstab und Quellen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>One sheet for every</source>
        <translation>Ein Steckbrief je</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>One slider moved, the others as they are</source>
        <translation>Ein Regler verschoben, die anderen wie sie stehen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Only the Metropole Ruhr</source>
        <translation>Nur die Metropole Ruhr</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Only the regional part of a deficit should go to shared sites: field “{field}”.</source>
        <translation>Nur der regionale Anteil eines Fehlbedarfs sollte auf gemeinsame Standorte gehen: Feld „{field}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Only the severity (error, warning, info, off) and thresholds of existing rules can be changed.</source>
        <translation>Ändern lassen sich nur die Schwere (error, warning, info, off) und Schwellenwerte vorhandener Regeln.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Only try: count and reject, write nothing</source>
        <translation>Nur erproben: zählen und abweisen, nichts schreiben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Only what &amp;can be loaded</source>
        <translation>&amp;Nur Ladbares</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>Only what can be loaded as a layer</source>
        <translation>Nur, was als Layer geladen werden kann</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Only what lies in the map &amp;view</source>
        <translation>Nur was im Karten&amp;fenster liegt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Only where the file does not say its reference system, or says a wrong one</source>
        <translation>Nur, wo die Datei ihr Bezugssystem nicht oder falsch nennt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/browser.py"/>
        <location filename="../ruhr_planner/gui/start.py"/>
        <location filename="../ruhr_planner/gui/store.py"/>
        <location filename="../ruhr_planner/plugin.py"/>
        <source>Open &amp;Demo Region</source>
        <translation>&amp;Demo-Region öffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <location filename="../ruhr_planner/gui/start.py"/>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Open &amp;Store…</source>
        <translation>Datenbank ö&amp;ffnen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Open Criteria</source>
        <translation>Kriterien öffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Open Store</source>
        <translation>Planungsdatenbank öffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Open a planning store, a GeoPackage with the plugin's tables</source>
        <translation>Eine Planungsdatenbank öffnen, ein GeoPackage mit den Tabellen des Plugins</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <location filename="../ruhr_planner/gui/data.py"/>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <location filename="../ruhr_planner/gui/store.py"/>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Open a store first.</source>
        <translation>Öffnen Sie zuerst eine Planungsdatenbank.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Open an invented region with all tables, for trying things out</source>
        <translation>Eine erfundene Region mit allen Tabellen zum Ausprobieren öffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Open edition</source>
        <translation>Offene Ausgabe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Open edition: internal and confidential records and fields are left out.</source>
        <translation>Offene Ausgabe: Interne und vertrauliche Datensätze und Felder sind nicht enthalten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Open findings: {listed}.</source>
        <translation>Offene Befunde: {listed}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>Open in the project</source>
        <translation>Im Projekt öffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Open or make a planning store in PostGIS, shared by several people</source>
        <translation>Eine gemeinsam genutzte Planungsdatenbank in PostGIS öffnen oder anlegen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/opening.py"/>
        <source>Open store</source>
        <translation>Planungsdatenbank öffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>Open table</source>
        <translation>Tabelle öffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Open the address in a browser: either it asks for a log-in, or it is not the address of a service.</source>
        <translation>Öffnen Sie die Adresse im Browser: Entweder verlangt sie eine Anmeldung oder sie ist nicht die Adresse eines Dienstes.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/database.py"/>
        <source>Open the planning store in this schema</source>
        <translation>Die Planungsdatenbank in diesem Schema öffnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Operators that have not answered</source>
        <translation>Netzbetreiber ohne Antwort</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Operators that were asked, one a line or parted by semicolons</source>
        <translation>Angefragte Netzbetreiber, je Zeile oder durch Semikolon getrennt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Operators without an answer that was taken: {names}.</source>
        <translation>Netzbetreiber ohne übernommene Antwort: {names}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/forms.py"/>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Orness of OWA (0 cautious, 0.5 neutral, 1 optimistic)</source>
        <translation>Orness für OWA (0 vorsichtig, 0,5 neutral, 1 optimistisch)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <source>Others help with: qgis_process run ruhr_planner:worktiles --STORE={store} --JOB={job}</source>
        <translation>Andere helfen mit: qgis_process run ruhr_planner:worktiles --STORE={store} --JOB={job}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>Our field</source>
        <translation>Unser Feld</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Outside every municipality: parts of {count} {count:plot|plots}, {ha} ha gross; see the output OUTSIDE.</source>
        <translation>Außerhalb aller Gemeinden: Teile von {count} {count:Fläche|Flächen}, {ha} ha brutto; siehe die Ausgabe OUTSIDE.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <source>Overview and contents</source>
        <translation>Überblick und Inhalt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/validate.py"/>
        <source>Own severities and thresholds (YAML)</source>
        <translation>Eigene Schweren und Schwellenwerte (YAML)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>P&amp;lace</source>
        <translation>&amp;Gebiet</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>P&amp;ublisher</source>
        <translation>&amp;Herausgeber</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_page.py"/>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <source>Page {page} of {pages}</source>
        <translation>Seite {page} von {pages}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/jobs.py"/>
        <source>Pages are drawn in QGIS itself; the window may stop for moments.</source>
        <translation>Die Seiten werden in QGIS selbst gezeichnet; das Fenster kann kurz stehen bleiben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Pai&amp;rs</source>
        <translation>&amp;Paarvergleich</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Pairs that cannot come together</source>
        <translation>Paare, die nicht zusammenkommen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Pairwise comparison takes {low} to {high} criteria; the weights of the others have to be 0.</source>
        <translation>Der Paarvergleich nimmt {low} bis {high} Kriterien; die Gewichte der übrigen müssen 0 sein.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/exhibit/tables.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter COSTS is no cost table in JSON.</source>
        <translation>Der Parameter COSTS ist keine Kostentabelle in JSON.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter COSTS, key “{key}”: the value {value} cannot be used.</source>
        <translation>Parameter COSTS, Schlüssel „{key}“: Der Wert {value} kann nicht verwendet werden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter COSTS, key “{key}”: the value {value} is too small.</source>
        <translation>Parameter COSTS, Schlüssel „{key}“: Der Wert {value} ist zu klein.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter COSTS: the key “default” is missing, the price per metre where the surface is unknown.</source>
        <translation>Parameter COSTS: Es fehlt der Schlüssel „default“, der Preis je Meter bei unbekannter Oberfläche.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter COSTS: there is no key “{key}”.</source>
        <translation>Parameter COSTS: Es gibt keinen Schlüssel „{key}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter DEMAND_MODEL: {model} needs EMPLOYEES, the number of employees by municipality.</source>
        <translation>Parameter DEMAND_MODEL: {model} braucht EMPLOYEES, die Beschäftigten je Gemeinde.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter DEMAND_PARAMETERS cannot be used: {why}.</source>
        <translation>Parameter DEMAND_PARAMETERS ist nicht verwendbar: {why}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter INQUIRY asks for nothing.</source>
        <translation>Parameter INQUIRY fragt nach nichts.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter INQUIRY, “{key}”: the value {value} cannot be used.</source>
        <translation>Parameter INQUIRY, „{key}“: Der Wert {value} ist nicht verwendbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter INQUIRY: there is no “{key}”.</source>
        <translation>Parameter INQUIRY: Es gibt kein „{key}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter MATRIX has {size} rows; from {low} to {high} are possible.</source>
        <translation>Parameter MATRIX hat {size} Zeilen; möglich sind {low} bis {high}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter MATRIX is not square: it needs as many numbers in each row as it has rows.</source>
        <translation>Parameter MATRIX ist nicht quadratisch: Jede Zeile braucht so viele Zahlen, wie es Zeilen gibt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter MATRIX, row {row}, column {column}: {value} is not a number above 0.</source>
        <translation>Parameter MATRIX, Zeile {row}, Spalte {column}: {value} ist keine Zahl über 0.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter MATRIX, row {row}, column {column}: {value} is not the reciprocal of {other} in row {column}, column {row}.</source>
        <translation>Parameter MATRIX, Zeile {row}, Spalte {column}: {value} ist nicht der Kehrwert von {other} in Zeile {column}, Spalte {row}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter MATRIX, row {row}, column {row}: {value} stands where a criterion meets itself.</source>
        <translation>Parameter MATRIX, Zeile {row}, Spalte {row}: {value} steht dort, wo ein Kriterium auf sich selbst trifft.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter NAMES holds {found} names, but the matrix has {size} rows.</source>
        <translation>Parameter NAMES enthält {found} Namen, die Matrix hat aber {size} Zeilen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter PARTLY_SHARE: {partly} is more than SERVED_SHARE, {served}.</source>
        <translation>Parameter PARTLY_SHARE: {partly} ist mehr als SERVED_SHARE, {served}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter RESTRICTION_WEIGHTS: “{value}” are not four numbers from 0 to 1 that never rise.</source>
        <translation>Parameter RESTRICTION_WEIGHTS: „{value}“ sind nicht vier Zahlen von 0 bis 1, die nie steigen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter SPEED: the Breitbandatlas has no class of {speed} Mbit/s.</source>
        <translation>Parameter SPEED: Der Breitbandatlas hat keine Klasse von {speed} Mbit/s.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter TAKEUP_FROM: {first} is later than TAKEUP_TO, {last}.</source>
        <translation>Parameter TAKEUP_FROM: {first} ist später als TAKEUP_TO, {last}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter {parameter} holds no list of criteria.</source>
        <translation>Parameter {parameter} enthält keine Liste von Kriterien.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter {parameter} is no valid JSON (line {line}, column {column}).</source>
        <translation>Parameter {parameter} ist kein gültiges JSON (Zeile {line}, Spalte {column}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter {parameter} is not a finite number.</source>
        <translation>Der Parameter {parameter} ist keine endliche Zahl.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter {parameter}: the value “{value}” cannot be used, because {why}.</source>
        <translation>Parameter {parameter}: Der Wert „{value}“ ist nicht verwendbar, denn {why}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter {parameter}: {value} lies outside {low} to {high}.</source>
        <translation>Parameter {parameter}: {value} liegt außerhalb von {low} bis {high}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter {parameter}: “{value}” is neither JSON text nor a file that can be read.</source>
        <translation>Parameter {parameter}: „{value}“ ist weder JSON-Text noch eine lesbare Datei.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Parameter {parameter}: “{value}” is neither a preset nor JSON text nor a file that can be read.</source>
        <translation>Parameter {parameter}: „{value}“ ist weder eine Voreinstellung noch JSON-Text noch eine lesbare Datei.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Parameters of GIFPRO and TBS-GIFPRO (JSON or file; empty: shipped)</source>
        <translation>Parameter von GIFPRO und TBS-GIFPRO (JSON oder Datei; leer: mitgeliefert)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Partners</source>
        <translation>Partner</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Partners are a calculated proposal, no agreement between municipalities.</source>
        <translation>Partner sind ein rechnerischer Vorschlag, keine Vereinbarung zwischen Gemeinden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>People within these distances (m, separated by commas)</source>
        <translation>Personen im Umkreis von (m, durch Kommas getrennt)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Period looked at (years)</source>
        <translation>Betrachtungszeitraum (Jahre)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <location filename="../ruhr_planner/processing/office.py"/>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Places up or down against the weights this window began with</source>
        <translation>Plätze auf oder ab gegenüber den Gewichten, mit denen das Fenster begann</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Plan number</source>
        <translation>Plan-/Vorlagennummer</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/forms.py"/>
        <source>Planning</source>
        <translation>Planung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Planning law</source>
        <translation>Planungsrecht</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/stores.py"/>
        <source>Planning store</source>
        <translation>Planungsdatenbank</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Planning store (empty: the demo region)</source>
        <translation>Planungsdatenbank (leer: die Beispielregion)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Planning stores (*.gpkg)</source>
        <translation>Planungsdatenbanken (*.gpkg)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/browser.py"/>
        <source>Planning stores that were opened lately</source>
        <translation>Zuletzt geöffnete Planungsdatenbanken</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Planning view: supply {ha} ha, balance {balance} ha, {years} years.</source>
        <translation>Planungssicht: Angebot {ha} ha, Saldo {balance} ha, {years} Jahre.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/desk.py"/>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Please wait until “{job}” is done.</source>
        <translation>Bitte warten Sie, bis „{job}“ fertig ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <location filename="../ruhr_planner/gui/places/forms.py"/>
        <location filename="../ruhr_planner/gui/places/locator.py"/>
        <source>Plot</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>Plot id</source>
        <translation>Flächenkennung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>Plot ids, separated by semicolons</source>
        <translation>Flächenkennungen, durch Semikolons getrennt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Plot types</source>
        <translation>Flächenarten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Plots</source>
        <translation>Flächen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Plots after</source>
        <translation>Flächen nachher</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Plots against the cells of the Breitbandatlas around them.</source>
        <translation>Flächen im Abgleich mit den Gitterzellen des Breitbandatlas in ihrer Umgebung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Plots and further tables without internal and confidential records and fields. Sums by municipality hold all plots; figures of fewer than {count} plots, and those that would reveal them, are withheld.</source>
        <translation>Flächen und weitere Tabellen ohne interne und vertrauliche Datensätze und Felder. Summen nach Gemeinden enthalten alle Flächen; Werte aus weniger als {count} Flächen und solche, die sie verraten würden, sind zurückgehalten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Plots and sums without what is internal or gives single plots away.</source>
        <translation>Flächen und Summen ohne Internes und ohne Rückschlüsse auf einzelne Flächen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Plots are drawn by</source>
        <translation>Flächen zeichnen nach</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Plots before</source>
        <translation>Flächen vorher</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>Plots by coverage</source>
        <translation>Flächen nach Versorgung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>Plots by kind of change</source>
        <translation>Flächen nach Art der Veränderung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Plots by type, without existing commercial land. Where a land balance is given, municipalities show for how many years land without restriction lasts at the take-up so far; unknown is hatched.</source>
        <translation>Flächen nach Art, ohne gewerblichen Bestand. Wo eine Flächenbilanz vorliegt, zeigen die Gemeinden, wie viele Jahre die Flächen ohne Restriktion beim bisherigen Verbrauch reichen; Unbekanntes ist schraffiert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>Plots ended</source>
        <translation>Beendete Flächen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>Plots form one site when they lie at most {gap} m apart and face each other over at least {facing} m; motorways, railways and canals separate. Hard exclusions are deducted. Where no net area is recorded, it is the gross area times {factor}, or times 1 on serviced land. Existing commercial land and company reserves take no part. All areas are measured in EPSG:25832. The result is a search area for consultation; every site needs examination on the spot.</source>
        <translation>Flächen bilden einen Standort, wenn sie höchstens {gap} m auseinanderliegen und sich auf mindestens {facing} m Länge gegenüberliegen; Autobahnen, Bahnstrecken und Kanäle trennen. Harte Ausschlussflächen sind abgezogen. Wo keine Nettofläche erfasst ist, gilt Bruttofläche mal {factor}, auf erschlossenem Land mal 1. Bestandsflächen und betriebsgebundene Reserven nehmen nicht teil. Alle Flächen sind in EPSG:25832 gemessen. Das Ergebnis ist eine Suchkulisse für die Abstimmung; jeder Standort ist vor Ort zu prüfen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Plots form one site when they lie close together and face each other; motorways, railways and canals separate. The result is a search area for consultation; every site needs examination on the spot.</source>
        <translation>Flächen bilden einen Standort, wenn sie nahe beieinander und einander gegenüber liegen; Autobahnen, Bahnstrecken und Kanäle trennen. Das Ergebnis ist ein Suchraum für die Abstimmung; jeder Standort ist vor Ort zu prüfen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <source>Plots in a tile, at most</source>
        <translation>Höchstens so viele Flächen je Kachel</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Plots of the earlier edition</source>
        <translation>Flächen der früheren Ausgabe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Plots that are no further apart may form one site</source>
        <translation>Flächen, die nicht weiter auseinanderliegen, können einen Standort bilden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Plots that come into a site, and plots that fall out of all sites</source>
        <translation>Flächen, die in einen Standort kommen, und Flächen, die aus allen Standorten fallen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Plots that lie close together, put together until they are large enough.</source>
        <translation>Nah beieinander liegende Flächen, zusammengefasst, bis sie groß genug sind.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Plots that lie together make a site from this area on</source>
        <translation>Ab dieser Fläche bilden beieinander liegende Flächen einen Standort</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Plots up to this far apart, such as across a street, count as lying together</source>
        <translation>Flächen bis zu diesem Abstand, etwa über eine Straße hinweg, gelten als beieinander liegend</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Plots up to this restriction level take part; those of unknown restriction always do</source>
        <translation>Flächen bis zu dieser Restriktionsstufe nehmen teil; solche mit unbekannter Restriktion immer</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>Plots with a new state</source>
        <translation>Flächen mit neuem Zustand</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Plots with net land, size and position to the plan</source>
        <translation>Flächen mit Nettofläche, Größe und Lage zum Plan</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Plots, computed sites and exclusions as the planning store or the layers hold them.</source>
        <translation>Flächen, berechnete Standorte und Ausschlussflächen, wie die Planungsdatenbank oder die Ebenen sie enthalten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>Plugin version</source>
        <translation>Plugin-Version</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Points by criterion</source>
        <translation>Punkte je Kriterium</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>Points of the best sites</source>
        <translation>Punkte der besten Standorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Population</source>
        <translation>Bevölkerung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/hits.py"/>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Portal</source>
        <translation>Portal</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}” cannot be read ({why}).</source>
        <translation>Die Portalliste „{file}“ ist nicht lesbar ({why}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}” does not begin with schema {schema}.</source>
        <translation>Die Portalliste „{file}“ nennt am Anfang nicht das Schema {schema}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}” is larger than {limit} MB.</source>
        <translation>Die Portalliste „{file}“ ist größer als {limit} MB.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}” is no valid YAML (line {line}).</source>
        <translation>Die Portalliste „{file}“ ist kein gültiges YAML (Zeile {line}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}” uses YAML anchors or references, which are not read.</source>
        <translation>Die Portalliste „{file}“ verwendet Anker oder Verweise von YAML; diese werden nicht gelesen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}”, entry “{entry}”, field “{field}”: a user name or password must not stand here.</source>
        <translation>Portalliste „{file}“, Eintrag „{entry}“, Feld „{field}“: Benutzername und Passwort dürfen hier nicht stehen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}”, entry “{entry}”, field “{field}”: the value “{value}” cannot be used.</source>
        <translation>Portalliste „{file}“, Eintrag „{entry}“, Feld „{field}“: Der Wert „{value}“ ist nicht verwendbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}”, entry “{entry}”: the field “{field}” is missing.</source>
        <translation>Portalliste „{file}“, Eintrag „{entry}“: Das Feld „{field}“ fehlt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}”, entry “{entry}”: there is no field “{field}”.</source>
        <translation>Portalliste „{file}“, Eintrag „{entry}“: Ein Feld „{field}“ gibt es nicht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}”: entry “{entry}” stands more than once.</source>
        <translation>Portalliste „{file}“: Der Eintrag „{entry}“ steht mehrfach darin.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Portal list “{file}”: “{field}” is no list of entries.</source>
        <translation>Portalliste „{file}“: „{field}“ ist keine Liste von Einträgen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Portals</source>
        <translation>Portale</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>Portals (ids or names, separated by semicolons; empty: all)</source>
        <translation>Portale (Kennungen oder Namen, durch Semikolon getrennt; leer: alle)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>Portals asked</source>
        <translation>Gefragte Portale</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>Portals that failed</source>
        <translation>Ausgefallene Portale</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Portals…</source>
        <translation>Portale…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Possible cooperation site</source>
        <translation>Möglicher Kooperationsstandort</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>Possible cooperation site in {where} ({site})</source>
        <translation>Möglicher Kooperationsstandort in {where} ({site})</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Possible cooperation sites</source>
        <translation>Mögliche Kooperationsstandorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Power lines</source>
        <translation>Freileitungen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Precision of the official sites (m)</source>
        <translation>Genauigkeit der festgelegten Standorte (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Prepare a market inquiry</source>
        <translation>Markterkundung vorbereiten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Presets are {known}.</source>
        <translation>Voreinstellungen sind {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <location filename="../ruhr_planner/gui/thumbnail.py"/>
        <source>Preview of the map</source>
        <translation>Vorschau der Karte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Price index against the year of the cost table</source>
        <translation>Preisindex gegenüber dem Jahr der Kostentabelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Prices and shares are 0 or more, a cabinet serves at least 1.</source>
        <translation>Preise und Anteile sind mindestens 0, ein Verteiler versorgt mindestens 1.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Profile (id or file)</source>
        <translation>Profil (Kennung oder Datei)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Profile {profile}, version {version}, into table {table}. {time}</source>
        <translation>Profil {profile}, Version {version}, in die Tabelle {table}. {time}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Profile “{file}” cannot be read ({why}).</source>
        <translation>Das Profil „{file}“ lässt sich nicht lesen ({why}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Profile “{file}” has schema {value}; this plugin knows schemas up to {known}.</source>
        <translation>Das Profil „{file}“ hat das Schema {value}; dieses Plugin kennt Schemata bis {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Profile “{file}” is no valid YAML without anchors (line {line}).</source>
        <translation>Das Profil „{file}“ ist kein gültiges YAML ohne Anker (Zeile {line}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Profile “{file}”, key “{key}”: a rule has exactly one of from, join, const and expr.</source>
        <translation>Profil „{file}“, Schlüssel „{key}“: Eine Regel hat genau eines von from, join, const und expr.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Profile “{file}”, key “{key}”: the value “{value}” cannot be used.</source>
        <translation>Profil „{file}“, Schlüssel „{key}“: Der Wert „{value}“ ist nicht verwendbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Profile “{file}”, key “{key}”: “{value}” is no expression of profiles (character {position}, “{found}”).</source>
        <translation>Profil „{file}“, Schlüssel „{key}“: „{value}“ ist kein Ausdruck für Profile (Zeichen {position}, „{found}“).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Profile “{file}”: data under the licence “{value}” go into the table plot_odbl and nowhere else.</source>
        <translation>Profil „{file}“: Daten unter der Lizenz „{value}“ kommen in die Tabelle plot_odbl und sonst nirgendwohin.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Profile “{file}”: the key “{key}” is missing.</source>
        <translation>Profil „{file}“: Der Schlüssel „{key}“ fehlt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Profile “{file}”: the table plot_odbl takes only data under the ODbL, not under “{value}”.</source>
        <translation>Profil „{file}“: Die Tabelle plot_odbl nimmt nur Daten unter der ODbL auf, nicht unter „{value}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Profile “{file}”: there is no key “{key}”.</source>
        <translation>Profil „{file}“: Den Schlüssel „{key}“ gibt es nicht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Profile “{profile}” is a suggestion that nobody has confirmed; check its rules.</source>
        <translation>Das Profil „{profile}“ ist ein Vorschlag, den niemand bestätigt hat; prüfen Sie seine Regeln.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Progress by municipality</source>
        <translation>Stand je Gemeinde</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Progress by operator</source>
        <translation>Stand je Netzbetreiber</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>Proposals</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>Proven to be complete</source>
        <translation>Nachweislich vollständig</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Proxies, certificates and log-ins are those of QGIS, see its options “Network” and “Authentication”.</source>
        <translation>Proxys, Zertifikate und Anmeldungen sind die von QGIS, siehe dessen Optionen „Netzwerk“ und „Authentifizierung“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/hits.py"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Publisher</source>
        <translation>Herausgeber</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Put a layer of sites on the map first, such as the result of the search for cooperation sites.</source>
        <translation>Legen Sie zuerst einen Layer mit Standorten auf die Karte, etwa das Ergebnis der Suche nach Kooperationsstandorten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Put values that hold the separator between quotation marks, or give every column a heading.</source>
        <translation>Setzen Sie Werte, die das Trennzeichen enthalten, in Anführungszeichen, oder geben Sie jeder Spalte eine Überschrift.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>QGIS cannot open the map “{layer}” of “{source}”.</source>
        <translation>QGIS kann die Karte „{layer}“ von „{source}“ nicht öffnen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/database.py"/>
        <source>QGIS has no PostgreSQL connection yet; add one in the Data Source Manager.</source>
        <translation>QGIS hat noch keine PostgreSQL-Verbindung; legen Sie eine in der Datenquellenverwaltung an.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>QGIS has no PostgreSQL connection “{connection}”; it knows: {known}.</source>
        <translation>QGIS kennt keine PostgreSQL-Verbindung „{connection}“, nur: {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>R&amp;un with These Values</source>
        <translation>Mit diesen &amp;Werten rechnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Radius of the area of a point (m)</source>
        <translation>Radius der Fläche eines Punktes (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Random sets of weights (0: none)</source>
        <translation>Zufällige Gewichtssätze (0: keine)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Rank and its band</source>
        <translation>Rang und Rangband</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Rank and its range when the weights vary</source>
        <translation>Rang und seine Spanne bei anderen Gewichten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Rank band</source>
        <translation>Rangspanne</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Rank bands from {count} random sets of weights near these.</source>
        <translation>Rangspannen aus {count} zufälligen Gewichtungen nahe der eingestellten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Rank in 5 to 95 % of the weightings</source>
        <translation>Rang in 5 bis 95 % der Gewichtungen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Rank, 5 % to 95 %</source>
        <translation>Rang, 5 % bis 95 %</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Ranked sites</source>
        <translation>Standorte mit Rang</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Ranking</source>
        <translation>Rangfolge</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Ranks come from weighted criteria with fixed anchors. In brackets stand the 5 % and 95 % quantile of the rank when the weights are varied: sites whose ranges overlap should not be told apart.</source>
        <translation>Die Ränge folgen aus gewichteten Kriterien mit festen Ankern. In Klammern stehen das 5-%- und das 95-%-Quantil des Rangs bei veränderten Gewichten: Standorte mit überlappenden Spannen sollten nicht gegeneinander gereiht werden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Ranks in 90 of 100 random sets of weights near these; the mark is the mean rank</source>
        <translation>Ränge in 90 von 100 zufälligen Gewichtungen nahe der eingestellten; die Marke ist der mittlere Rang</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <source>Raw record</source>
        <translation>Rohdatensatz</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Read answers to a market inquiry</source>
        <translation>Antworten der Markterkundung einlesen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Read sites</source>
        <translation>Standorte lesen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Reading works. Let somebody with write access open it once; that brings it to the new version.</source>
        <translation>Lesen geht. Lassen Sie sie einmal von jemandem mit Schreibrecht öffnen; das bringt sie auf die neue Version.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Record {number} ({id}) rejected: {reason}; {field} “{value}”, rule “{rule}”.</source>
        <translation>Datensatz {number} ({id}) abgewiesen: {reason}; {field} „{value}“, Regel „{rule}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Recorded take-up (table)</source>
        <translation>Erfasste Inanspruchnahme (Tabelle)</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <location filename="../ruhr_planner/gui/store.py"/>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <location filename="../ruhr_planner/processing/createstore.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Records before in force on</source>
        <translation>Datensätze vorher gültig am</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Records ended</source>
        <translation>Beendete Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>Records in force on</source>
        <translation>Stichtag der Gültigkeit</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <source>Records in force on {date}, {count} rules.</source>
        <translation>Datensätze, die am {date} gelten, {count} Regeln.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Records left out</source>
        <translation>Zurückgehaltene Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Records left out by the filter</source>
        <translation>Vom Filter ausgeschlossene Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>Records looked at</source>
        <translation>Betrachtete Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <source>Records of the result</source>
        <translation>Datensätze des Ergebnisses</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Records outside the region</source>
        <translation>Datensätze außerhalb der Region</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Records read</source>
        <translation>Gelesene Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Records rejected</source>
        <translation>Abgewiesene Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Records released</source>
        <translation>Freigegebene Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Records repaired</source>
        <translation>Reparierte Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Records that state no level are open</source>
        <translation>Datensätze ohne Angabe der Vertraulichkeit sind offen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Records unchanged</source>
        <translation>Unveränderte Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>Records without this value are rejected: choose a field or a fixed value.</source>
        <translation>Datensätze ohne diesen Wert werden abgewiesen: Wählen Sie ein Feld oder einen festen Wert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Records written</source>
        <translation>Geschriebene Datensätze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <source>Red: errors, orange: warnings, blue: notes.</source>
        <translation>Rot: Fehler, orange: Warnungen, blau: Hinweise.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Reference system</source>
        <translation>Bezugssystem</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Reference system (where the input does not say it)</source>
        <translation>Bezugssystem (wenn die Eingabe keines nennt)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Region report</source>
        <translation>Regionalbericht</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Region: {n} {n:plot|plots}, {gross} ha gross; net land {net} ha, of it {unknown} ha of unknown restriction.</source>
        <translation>Region: {n} {n:Fläche|Flächen}, {gross} ha brutto; Nettofläche {net} ha, davon {unknown} ha mit unbekannter Restriktion.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Rejected records</source>
        <translation>Abgewiesene Datensätze</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <source>Rejected records one by one</source>
        <translation>Abgewiesene Datensätze im Einzelnen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Rejected: {title}</source>
        <translation>Abgewiesen: {title}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Release an open edition</source>
        <translation>Offene Ausgabe herausgeben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Released by (empty: the user's name)</source>
        <translation>Freigegeben von (leer: Name des Nutzers)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Reload</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Remaining objects</source>
        <translation>Verbleibende Objekte</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Remedy</source>
        <translation>Abhilfe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Removal</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>Remove &amp;Traces…</source>
        <translation>Spuren &amp;entfernen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>Remove Traces</source>
        <translation>Spuren entfernen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>Remove settings and files from the profile</source>
        <translation>Einstellungen und Dateien aus dem Profil entfernen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>Remove the settings of Ruhr Planner and, from {folder}: {names}? This cannot be undone.</source>
        <translation>Die Einstellungen des Ruhr Planners entfernen und aus {folder}: {names}? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>Remove traces</source>
        <translation>Spuren entfernen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>Removed. Now uninstall Ruhr Planner in the plugin manager, before you use it again.</source>
        <translation>Entfernt. Deinstallieren Sie den Ruhr Planner jetzt in der Erweiterungsverwaltung, bevor Sie ihn wieder benutzen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Rename the field that holds it, or harmonise the layer first.</source>
        <translation>Benennen Sie das passende Feld um oder harmonisieren Sie den Layer zuerst.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <location filename="../ruhr_planner/processing/validate.py"/>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Report as PDF</source>
        <translation>Bericht als PDF</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Reserves as recorded</source>
        <translation>Reserven laut Erfassung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Reserves by restriction against take-up and demand, by municipality.</source>
        <translation>Reserven nach Restriktion gegen Inanspruchnahme und Bedarf, je Gemeinde.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet.py"/>
        <source>Restriction</source>
        <translation>Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Restriction profile</source>
        <translation>Restriktionsprofil</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Restriction up to {value}</source>
        <translation>Restriktion bis {value}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <location filename="../ruhr_planner/gui/places/forms.py"/>
        <source>Restrictions</source>
        <translation>Restriktionen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Result layers</source>
        <translation>Ergebnislayer</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Roads</source>
        <translation>Straßen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Roads (instead of straight lines)</source>
        <translation>Straßen (statt Luftlinie)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>Roads without a surface</source>
        <translation>Straßen ohne Oberfläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>Rows read</source>
        <translation>Gelesene Zeilen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <location filename="../ruhr_planner/gui/dock.py"/>
        <location filename="../ruhr_planner/gui/options.py"/>
        <location filename="../ruhr_planner/gui/places/browser.py"/>
        <location filename="../ruhr_planner/gui/places/context.py"/>
        <location filename="../ruhr_planner/gui/places/locator.py"/>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <location filename="../ruhr_planner/gui/places/template.py"/>
        <location filename="../ruhr_planner/gui/places/watch.py"/>
        <location filename="../ruhr_planner/plugin.py"/>
        <source>Ruhr Planner</source>
        <translation>Ruhr Planner</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/plugin.py"/>
        <source>Ruhr Planner &amp;Panel</source>
        <translation>Ruhr-Planner-&amp;Bedienfeld</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/help.py"/>
        <source>Ruhr Planner Help</source>
        <translation>Ruhr Planner: Hilfe</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <location filename="../resources/layouts/import.html.j2"/>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <source>Rules that were looked at</source>
        <translation>Geprüfte Regeln</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Rules “{file}”, rule “{rule}”, key “{key}”: the value “{value}” cannot be used.</source>
        <translation>Regeln „{file}“, Regel „{rule}“, Schlüssel „{key}“: Der Wert „{value}“ ist nicht verwendbar.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/factsheet.html.j2"/>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/factsheet_page.py"/>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Run again when the database is back: what is there already is not written twice.</source>
        <translation>Starten Sie noch einmal, wenn die Datenbank wieder da ist: Was schon da ist, wird nicht doppelt geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Run again.</source>
        <translation>Führen Sie den Lauf noch einmal aus.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/undoedit.py"/>
        <source>Run that made the change (empty: the last change by hand)</source>
        <translation>Lauf, der die Änderung gemacht hat (leer: die letzte Änderung von Hand)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Run the algorithm itself on the file, or create a store in a database with createstore.</source>
        <translation>Führen Sie das Verfahren selbst auf der Datei aus, oder legen Sie mit „Planungsdatenbank anlegen“ eine in PostGIS an.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Run the algorithm with these values; its result becomes a layer of the project</source>
        <translation>Den Algorithmus mit diesen Werten rechnen; das Ergebnis wird ein Layer des Projekts</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Run the algorithm with these weights; its result becomes a layer of the project</source>
        <translation>Den Algorithmus mit diesen Gewichten rechnen; das Ergebnis wird ein Layer des Projekts</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Run {run}. Coordinates in EPSG:25832.</source>
        <translation>Lauf {run}. Koordinaten in EPSG:25832.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <source>Run, for undoing it</source>
        <translation>Lauf, um ihn rückgängig zu machen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>Runs in the background; the result becomes a layer of the project</source>
        <translation>Läuft im Hintergrund; das Ergebnis wird ein Layer des Projekts</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>S&amp;liders</source>
        <translation>&amp;Regler</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>S&amp;plit Plot…</source>
        <translation>Fläche &amp;teilen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>Samples</source>
        <translation>Beispielwerte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Save &amp;Criteria…</source>
        <translation>Kriterien sp&amp;eichern…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Save &amp;Profile…</source>
        <translation>&amp;Profil speichern…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Save Criteria</source>
        <translation>Kriterien speichern</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Save Profile</source>
        <translation>Profil speichern</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>Save or discard the changes of the layer first.</source>
        <translation>Speichern oder verwerfen Sie zuerst die Änderungen der Ebene.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Save the mapping as a profile of your own, to use and to share</source>
        <translation>Die Zuordnung als eigenes Profil speichern, zum Nutzen und Weitergeben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Save the profile and write the records to the open store</source>
        <translation>Das Profil speichern und die Datensätze in die offene Planungsdatenbank schreiben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Save “{layer}” to a file first; only layers from files and PostGIS can be read in the background.</source>
        <translation>Speichern Sie „{layer}“ zuerst als Datei; nur Layer aus Dateien und aus PostGIS lassen sich im Hintergrund lesen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Say in a few words why it may stay as it is.</source>
        <translation>Sagen Sie in wenigen Worten, warum er so bleiben darf.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_page.py"/>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <source>Scale</source>
        <translation>Maßstab</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Scale 1: (0: fit)</source>
        <translation>Maßstab 1: (0: einpassen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportmap.py"/>
        <source>Schools: fibre nearby</source>
        <translation>Schulen: Glasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Score</source>
        <translation>Punktzahl</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Score sites</source>
        <translation>Standorte bewerten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Score with These &amp;Weights</source>
        <translation>&amp;Mit diesen Gewichten bewerten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Scored sites</source>
        <translation>Bewertete Standorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Scored sites ({purpose})</source>
        <translation>Bewertete Standorte ({purpose})</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Scored sites by rank</source>
        <translation>Bewertete Standorte nach Rang</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Scores</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Scores rest on fixed anchors and stated weights: they order sites for a purpose and are no finding under planning law. Close calls are no decision. Unknown values count as the parameter MISSING says; see completeness.</source>
        <translation>Punktzahlen beruhen auf festen Ankern und genannten Gewichten: Sie ordnen Standorte für einen Zweck und sind keine planungsrechtliche Festlegung. Knappe Ergebnisse sind keine Entscheidung. Unbekannte Werte zählen, wie der Parameter MISSING sagt; siehe Vollständigkeit.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>Search for “{query}” in {count} {count:portal|portals}.</source>
        <translation>Suche nach „{query}“ in {count} {count:Portal|Portalen}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/searching.py"/>
        <source>Search for “{text}”</source>
        <translation>Suche nach „{text}“</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Search radius around points (m)</source>
        <translation>Suchradius um Punkte (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>Search the region's portals</source>
        <translation>Portale der Region durchsuchen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/start.py"/>
        <source>Search the region's portals for plots, plans and broadband, and put together a store of your own.</source>
        <translation>Die Portale der Region nach Flächen, Plänen und Breitband durchsuchen und eine eigene Datenbank aufbauen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Searching and loading then serve what was loaded last, and say from when it is.</source>
        <translation>Suchen und Laden verwenden dann, was zuletzt geladen wurde, und sagen, von wann es ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>See what would be written and what rejected, and why</source>
        <translation>Sehen, was geschrieben und was abgewiesen würde, und warum</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Seed of the random numbers</source>
        <translation>Startwert der Zufallszahlen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Select a row to see on the map what is gained and lost; double-click to take it</source>
        <translation>Eine Zeile wählen zeigt in der Karte Gewinn und Verlust; ein Doppelklick übernimmt die Änderung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>Select at least two plots that are to become one.</source>
        <translation>Wählen Sie mindestens zwei Flächen, aus denen eine werden soll.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/context.py"/>
        <source>Select one plot first; its history is shown then.</source>
        <translation>Wählen Sie zuerst eine Fläche; dann wird ihre Geschichte gezeigt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>Select one plot.</source>
        <translation>Wählen Sie eine Fläche.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>Select the plots first.</source>
        <translation>Wählen Sie zuerst die Flächen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Sender and address for answers</source>
        <translation>Absender und Anschrift für Antworten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Sensitive uses</source>
        <translation>Schutzwürdige Nutzungen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/opening.py"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Sensitivity</source>
        <translation>Vertraulichkeit</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Sensitivity up to which operators may learn</source>
        <translation>Vertraulichkeit, bis zu der Netzbetreiber erfahren dürfen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Separate the names with commas, each once.</source>
        <translation>Trennen Sie die Namen durch Kommas, jeden nur einmal.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Set it in the layer's properties under Source, then run again.</source>
        <translation>Legen Sie es in den Layereigenschaften unter „Quelle“ fest und starten Sie erneut.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Set target to plot, or correct the licence.</source>
        <translation>Setzen Sie target auf plot oder berichtigen Sie die Lizenz.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Set target to plot_odbl, or correct the licence.</source>
        <translation>Setzen Sie target auf plot_odbl oder berichtigen Sie die Lizenz.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Set “sensitivity” and “licence” of what may be released, or UNSTATED_OPEN and LICENCE.</source>
        <translation>Setzen Sie „sensitivity“ und „licence“ bei dem, was hinaus darf, oder UNSTATED_OPEN und LICENCE.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <source>Shape of the site</source>
        <translation>Form des Standorts</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <source>Shape, turned and simplified; the line is 100 m long.</source>
        <translation>Form, gedreht und vereinfacht; die Linie ist 100 m lang.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>Shapefile: field names are cut to 10 characters and texts to 254; a GeoPackage keeps them.</source>
        <translation>Shapefile: Feldnamen werden auf 10 und Texte auf 254 Zeichen gekürzt; ein GeoPackage behält sie.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Share from which a spot class counts</source>
        <translation>Anteil, ab dem eine Fleckenklasse zählt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Share from which an object is partly served</source>
        <translation>Anteil, ab dem ein Objekt teilweise versorgt ist</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Share from which an object is served</source>
        <translation>Anteil, ab dem ein Objekt versorgt ist</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Share of a second municipality that counts</source>
        <translation>Anteil einer zweiten Gemeinde, der zählt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Share of a site that is kept for its own municipalities (empty: none)</source>
        <translation>Anteil eines Standorts, der seinen eigenen Gemeinden vorbehalten bleibt (leer: keiner)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Share of an area that cells with data have to cover</source>
        <translation>Anteil einer Fläche, den Zellen mit Daten abdecken müssen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Share of company reserves that is credited</source>
        <translation>Angerechneter Anteil betriebsgebundener Reserven</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Share of the area that is no change</source>
        <translation>Anteil der Fläche, der keine Änderung ist</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Share of the demand that is regional (empty: unknown)</source>
        <translation>Regionaler Anteil des Bedarfs (leer: unbekannt)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>Share of the shortage that can be met</source>
        <translation>Anteil des Fehlbedarfs, der sich decken lässt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Share of the weight whose criteria are known for the site</source>
        <translation>Anteil des Gewichts, dessen Kriterien für den Standort bekannt sind</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Share with FTTB/H from {speed} Mbit/s</source>
        <translation>Anteil mit FTTB/H ab {speed} Mbit/s</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Share with FTTB/H from {speed} Mbit/s (%)</source>
        <translation>Anteil mit FTTB/H ab {speed} Mbit/s (%)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Shared trenches along roads, from plots with fibre nearby to the cooperation sites. A lower estimate.</source>
        <translation>Gemeinsame Trassen entlang von Straßen, von Flächen mit Glasfaser in der Nähe zu den Kooperationsstandorten. Eine untere Schätzung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Shared trenches along the roads, wider where more objects hang on them, with the cost of each connection and its share of the trenches. An estimate from a cost table, not an offer.</source>
        <translation>Gemeinsame Trassen entlang der Straßen, breiter, wo mehr Objekte daran hängen, mit den Kosten jedes Anschlusses samt Anteil an den Trassen. Eine Schätzung nach Kostentabelle, kein Angebot.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>Shares of {groups} that can technically get fibre to the building or home with at least {speed} Mbit/s, as published by municipality. They are neither measured speeds nor contracts. Class limits are fixed, so that maps of several years can be compared.</source>
        <translation>Anteil der {groups}, für die Glasfaser bis ins Gebäude oder in die Wohnung mit mindestens {speed} Mbit/s technisch verfügbar ist, wie je Kommune veröffentlicht. Es sind weder gemessene Geschwindigkeiten noch Verträge. Die Klassengrenzen sind fest, damit Karten mehrerer Jahre vergleichbar bleiben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Shares that can technically get fibre to the building or home, as published by municipality. They are neither measured speeds nor contracts. Class limits are fixed, so that maps of several years can be compared.</source>
        <translation>Anteile, für die Glasfaser bis ins Gebäude oder in die Wohnung technisch verfügbar ist, wie je Gemeinde veröffentlicht. Es sind weder gemessene Geschwindigkeiten noch Verträge. Die Klassengrenzen sind fest, damit Karten mehrerer Jahre vergleichbar sind.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <source>Sheet</source>
        <translation>Blatt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Sheets without shares by municipality are left out: {sheets}</source>
        <translation>Blätter ohne Anteile je Gemeinde bleiben außen vor: {sheets}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Show causes of restrictions, contamination and ownership (the sheets become internal)</source>
        <translation>Restriktionsgründe, Altlasten und Eigentum zeigen (die Steckbriefe werden intern)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Show findings of this severity</source>
        <translation>Befunde dieser Schwere zeigen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/plugin.py"/>
        <source>Show or hide the Ruhr Planner panel</source>
        <translation>Das Bedienfeld von Ruhr Planner ein- oder ausblenden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Show the findings that somebody has accepted, too</source>
        <translation>Auch die Befunde zeigen, die jemand angenommen hat</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Since {earlier}: {new} new {new:plot|plots}, {taken} taken up in whole or in part ({ha} ha gross), {gone} gone without explanation.</source>
        <translation>Seit {earlier}: {new} neue {new:Fläche|Flächen}, {taken} ganz oder zum Teil in Anspruch genommen ({ha} ha brutto), {gone} ohne Erklärung entfallen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <location filename="../ruhr_planner/gui/places/locator.py"/>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Site</source>
        <translation>Standort</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <source>Site {number}</source>
        <translation>Standort {number}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <location filename="../ruhr_planner/gui/curve.py"/>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Sites</source>
        <translation>Standorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <source>Sites (empty: searched for in the store)</source>
        <translation>Standorte (leer: in der Planungsdatenbank gesucht)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Sites across a municipal border</source>
        <translation>Standorte über eine Gemeindegrenze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>Sites are a computed search result, not a determination under planning law.</source>
        <translation>Standorte sind ein berechnetes Suchergebnis, keine planungsrechtliche Festlegung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Sites from 5 ha</source>
        <translation>Standorte ab 5 ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Sites from 8 ha</source>
        <translation>Standorte ab 8 ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>Sites from 8 ha by the largest gap between plots</source>
        <translation>Standorte ab 8 ha nach größter Lücke zwischen Flächen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Sites in a close call</source>
        <translation>Standorte mit knappem Ergebnis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/expose.py"/>
        <source>Sites in the Metropole Ruhr</source>
        <translation>Standorte in der Metropole Ruhr</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Sites knocked out</source>
        <translation>Ausgeschiedene Standorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Sites that are shared</source>
        <translation>Gemeinsame Standorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Sites to be ranked, such as the result of the search for cooperation sites</source>
        <translation>Standorte, die gereiht werden, etwa das Ergebnis der Suche nach Kooperationsstandorten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Sites up to this sensitivity in the exposé</source>
        <translation>Standorte bis zu dieser Vertraulichkeit im Exposé</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>Sites with open questions</source>
        <translation>Standorte mit offenen Fragen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>Size and shape</source>
        <translation>Größe und Zuschnitt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Smallest coverage</source>
        <translation>Kleinster Deckungsgrad</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Smallest exchange (ha; 0: any)</source>
        <translation>Kleinster Austausch (ha; 0: beliebig)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Smallest facing length (m)</source>
        <translation>Kleinste zugewandte Länge (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Smallest plot (ha)</source>
        <translation>Kleinste Fläche (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Smallest usable width (m)</source>
        <translation>Kleinste nutzbare Breite (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/jobs.py"/>
        <source>Something unexpected happened ({what}); the log tab “{tab}” has the details.</source>
        <translation>Etwas Unerwartetes ist geschehen ({what}); Einzelheiten stehen im Protokoll unter „{tab}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Something went wrong: {what}.</source>
        <translation>Etwas ist schiefgegangen: {what}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Sort them, and give every first number once.</source>
        <translation>Ordnen Sie sie, und geben Sie jede erste Zahl nur einmal an.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Sourc&amp;e</source>
        <translation>&amp;Quelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/opening.py"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>Source and Licence</source>
        <translation>Quelle und Lizenz</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>Source note</source>
        <translation>Quellenvermerk</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>Source of “{field}”</source>
        <translation>Quelle von „{field}“</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/tables.py"/>
        <source>Source, date, licence</source>
        <translation>Quelle, Stand, Lizenz</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportjob.py"/>
        <source>Source: {sources}; computed with Ruhr Planner, as of {date}.</source>
        <translation>Quelle: {sources}; berechnet mit Ruhr Planner, Stand {date}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/exhibit/project.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <location filename="../resources/layouts/factsheet.html.j2"/>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/factsheet_page.py"/>
        <location filename="../ruhr_planner/exhibit/layout.py"/>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Sources and licences</source>
        <translation>Quellen und Lizenzen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/splitplot.py"/>
        <source>Split a plot</source>
        <translation>Fläche teilen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Stands on every map and sheet; a run can name another one</source>
        <translation>Steht auf jeder Karte und jedem Blatt; ein Lauf kann eine andere nennen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>State the system with the parameter CRS, such as EPSG:25832, or with “crs” in the profile.</source>
        <translation>Geben Sie das System mit dem Parameter CRS an, etwa EPSG:25832, oder mit „crs“ im Profil.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/undoedit.py"/>
        <source>State to go back to (an id such as m:1@2026-06-30; empty: undo a run)</source>
        <translation>Zustand, in den zurückgesetzt wird (eine Kennung wie m:1@2026-06-30; leer: einen Lauf zurücknehmen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>States of the plot</source>
        <translation>Zustände der Fläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/factsheets.py"/>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Status</source>
        <translation>Vermerk</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/steps.py"/>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <location filename="../ruhr_planner/gui/steps.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Store</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/database.py"/>
        <source>Store in a Database</source>
        <translation>Planungsdatenbank in PostGIS</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Store it in an authentication configuration of QGIS, and give its id as authcfg.</source>
        <translation>Speichern Sie sie in einer Authentifizierungskonfiguration von QGIS, und geben Sie deren Kennung als authcfg an.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Store of an earlier edition, to tell what has changed</source>
        <translation>Datenbestand einer früheren Ausgabe, um Veränderungen zu zeigen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Streets and other land between the plots that would have to be bridged, ha more or less</source>
        <translation>Straßen und anderes Land zwischen den Flächen, das zu überbrücken wäre, ha mehr oder weniger</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>Strips free of buildings, m by kind (JSON or file; empty: the shipped table)</source>
        <translation>Von Bebauung freie Streifen, m je Art (JSON oder Datei; leer: die mitgelieferte Tabelle)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Subtitle (empty: the place)</source>
        <translation>Untertitel (leer: der Ort)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>Suggest a mapping</source>
        <translation>Zuordnung vorschlagen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Suitability</source>
        <translation>Eignung</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <source>Summary</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Surcharge on the demand by take-up</source>
        <translation>Zuschlag auf den Bedarf nach Inanspruchnahme</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Switch the plugin off and on again.</source>
        <translation>Schalten Sie das Plugin aus und wieder ein.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Switch working offline off, or repeat what you asked for when online.</source>
        <translation>Schalten Sie das Arbeiten ohne Netz aus oder wiederholen Sie, was Sie mit Netz abgefragt haben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>Switch, add, edit, import and export the portals that a search asks</source>
        <translation>Portale, die eine Suche fragt, ein- und ausschalten, hinzufügen, bearbeiten, importieren und exportieren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>TOP_K is {top_k}, but only {count} {count:site is|sites are} ranked: {count:it is|all of them are} in the top.</source>
        <translation>TOP_K ist {top_k}, aber nur {count} {count:Standort hat|Standorte haben} einen Rang: {count:Er gehört|Alle gehören} zur Spitze.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/tables.py"/>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <location filename="../ruhr_planner/gui/store.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Table of costs (a pair that is absent is infeasible)</source>
        <translation>Kostentabelle (ein fehlendes Paar ist ausgeschlossen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answertable.py"/>
        <source>Table of the answer</source>
        <translation>Tabelle der Antwort</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Table “{layer}”: none of its {count} pairs names a municipality of the balance and a site of the sites.</source>
        <translation>Tabelle „{layer}“: Keines ihrer {count} Paare nennt eine Gemeinde der Bilanz und einen der Standorte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Table “{layer}”: the pair {ags} and {site} stands there twice.</source>
        <translation>Tabelle „{layer}“: Das Paar {ags} und {site} steht zweimal darin.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Tables and grids of the Breitbandatlas</source>
        <translation>Tabellen und Gitter des Breitbandatlas</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Tables of the store</source>
        <translation>Tabellen der Planungsdatenbank</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <source>Tables of the store, separated by commas (empty: all but large ones)</source>
        <translation>Tabellen des Datenbestands, durch Kommas getrennt (leer: alle außer großen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/createstore.py"/>
        <source>Tables with records</source>
        <translation>Tabellen mit Datensätzen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <source>Tables written</source>
        <translation>Geschriebene Tabellen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Take criteria and weights from a JSON file</source>
        <translation>Kriterien und Gewichte aus einer JSON-Datei übernehmen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Take one of their ids, such as {known}.</source>
        <translation>Bitte eine ihrer Kennungen nehmen, etwa {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>Take the change back; its plots are as they were</source>
        <translation>Die Änderung zurücknehmen; die Flächen sind, wie sie waren</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Take the entry out of your own list</source>
        <translation>Den Eintrag aus der eigenen Liste nehmen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Take the shipped file demand_models.yaml as a pattern.</source>
        <translation>Die mitgelieferte Datei demand_models.yaml als Muster nehmen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Take them out, or let them be left out with SENSITIVE.</source>
        <translation>Nehmen Sie sie heraus, oder lassen Sie sie mit SENSITIVE weglassen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Take what is marked out of the basket</source>
        <translation>Das Markierte aus dem Korb nehmen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Take-up</source>
        <translation>Inanspruchnahme</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>Take-up by municipality and year</source>
        <translation>Inanspruchnahme je Gemeinde und Jahr</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Take-up is known for {known} of {all} {all:municipality|municipalities} ({ha} ha/a there); the region's sum is unknown.</source>
        <translation>Die Inanspruchnahme ist für {known} von {all} {all:Gemeinde|Gemeinden} bekannt (dort {ha} ha/a); die Summe der Region ist unbekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>Technology</source>
        <translation>Technik</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Tell the operator; ask for another format.</source>
        <translation>Benachrichtigen Sie den Betreiber; fragen Sie ein anderes Format ab.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Tell the operator; try a smaller area.</source>
        <translation>Bitte den Betreiber informieren; vielleicht hilft ein kleinerer Ausschnitt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>Text block</source>
        <translation>Textbaustein</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>Text block for a council paper</source>
        <translation>Textbaustein für Vorlagen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/expressions.py"/>
        <source>Text of a code in the plugin's language; of several codes, separated by semicolons, the text of each. The field belongs to a table of the planning store (plot unless another is given) or to a result.</source>
        <translation>Text eines Codes in der Sprache des Plugins; bei mehreren, durch Semikolons getrennt, der Text eines jeden. Das Feld gehört zu einer Tabelle der Planungsdatenbank (plot, wenn keine andere angegeben ist) oder zu einem Ergebnis.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>The Breitbandatlas counts households in cells of 100 m. An object counts as “fibre nearby” when at least {served} % of the households in the cells it covers can get it, “partly” from {partly} %. A point takes the cell it lies in; only where that one has no data, the cells within {radius} m count. Under {cover} % of covered area there is no statement: cells exist only where people live, so an estate without dwellings is “no data”, not unserved. Fibre beside an estate is no proof of a connection on it. Gigabit over cable is not fibre.</source>
        <translation>Der Breitbandatlas zählt Haushalte in 100-m-Zellen. Ein Objekt gilt als „Glasfaser in der Nähe“, wenn sie für mindestens {served} % der Haushalte in den überdeckten Zellen verfügbar ist, als „teilweise“ ab {partly} %. Ein Punkt nimmt die Zelle, in der er liegt; nur wenn diese keine Daten hat, zählen die Zellen im Umkreis von {radius} m. Unter {cover} % überdeckter Fläche gibt es keine Aussage: Zellen gibt es nur, wo Menschen wohnen; ein Gewerbegebiet ohne Wohnungen hat „keine Daten“ und ist damit nicht unterversorgt. Glasfaser neben einem Gebiet belegt keinen Anschluss im Gebiet. Gigabit über Kabel ist keine Glasfaser.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The PostgreSQL connection “{connection}” keeps its password in plain text; it would get into projects.</source>
        <translation>Die PostgreSQL-Verbindung „{connection}“ hält ihr Passwort im Klartext; es geriete in Projekte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The address of the map “{source}” holds a user name, a password or a key; it would get into projects.</source>
        <translation>Die Adresse der Karte „{source}“ enthält einen Benutzernamen, ein Passwort oder einen Schlüssel; das käme in Projekte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The address of “{source}” cannot be used.</source>
        <translation>Die Adresse von „{source}“ ist nicht verwendbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The algorithm {algorithm} is not there.</source>
        <translation>Der Algorithmus {algorithm} fehlt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/child.py"/>
        <source>The algorithm {name} cannot begin.</source>
        <translation>Der Algorithmus {name} kann nicht beginnen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/child.py"/>
        <source>The algorithm {name} is not registered.</source>
        <translation>Der Algorithmus {name} ist nicht angemeldet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The answer of “{source}” has a document type definition and was refused, because that can do harm.</source>
        <translation>Die Antwort von „{source}“ enthält eine Dokumenttypdefinition und wurde abgelehnt, weil diese schaden kann.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The answer of “{source}” is damaged.</source>
        <translation>Die Antwort von „{source}“ ist beschädigt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The answer of “{source}” is larger than {limit} MB and was refused.</source>
        <translation>Die Antwort von „{source}“ ist größer als {limit} MB und wurde abgelehnt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The authentication configuration for “{source}” cannot be used.</source>
        <translation>Die Authentifizierungskonfiguration für „{source}“ ist nicht verwendbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>The axes came swapped (north before east) and were put right.</source>
        <translation>Die Achsen kamen vertauscht an (Nord vor Ost) und wurden berichtigt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>The basket is empty.</source>
        <translation>Der Korb ist leer.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>The best one in {place} lies in {where}: {score} of 100 points, rank {rank} in the region ({low} to {high}).</source>
        <translation>Der beste in {place} liegt in {where}: {score} von 100 Punkten, Rang {rank} in der Region ({low} bis {high}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>The boundaries</source>
        <translation>Die Grenzen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>The capacity of {count} {count:site|sites} is unknown; nothing is allocated to {count:it|them}: {names}</source>
        <translation>Die Kapazität von {count} {count:Standort|Standorten} ist unbekannt; {count:ihm|ihnen} wird nichts zugeordnet: {names}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The certificate of “{source}” has expired or is not valid yet; nothing was loaded.</source>
        <translation>Das Zertifikat von „{source}“ ist abgelaufen oder noch nicht gültig; es wurde nichts geladen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The certificate of “{source}” is not trusted; nothing was loaded.</source>
        <translation>Dem Zertifikat von „{source}“ wird nicht vertraut; es wurde nichts geladen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>The cheapest tree was longer than the separate paths together; the tree of these paths serves.</source>
        <translation>Der günstigste Baum war länger als alle einzelnen Wege zusammen; es gilt der Baum dieser Wege.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>The clusters for this gap are being made…</source>
        <translation>Die Gruppen für diese Lücke werden gerade gebildet…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The connection to the store “{file}” was lost; what was not complete has not been written.</source>
        <translation>Die Verbindung zur Planungsdatenbank „{file}“ ist abgerissen; was nicht vollständig war, wurde nicht geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>The cooperation sites by weighted criteria, with the band of ranks.</source>
        <translation>Die Kooperationsstandorte nach gewichteten Kriterien, mit der Spanne der Ränge.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The coordinates of the input fit no reference system that is used in the region.</source>
        <translation>Die Koordinaten der Eingabe passen zu keinem Bezugssystem, das in der Region gebräuchlich ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>The data have changed since the questions were answered.</source>
        <translation>Die Daten haben sich geändert, seit die Fragen beantwortet wurden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>The data have changed since this question was answered.</source>
        <translation>Die Daten haben sich geändert, seit diese Frage beantwortet wurde.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>The data lie outside the Ruhr region; check whether this is meant.</source>
        <translation>Die Daten liegen außerhalb der Metropole Ruhr; bitte prüfen, ob das gewollt ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The database of the store “{file}” cannot be reached.</source>
        <translation>Die Datenbank der Planungsdatenbank „{file}“ ist nicht erreichbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The database stopped a statement on the store “{file}”, because it took too long; nothing was written.</source>
        <translation>Der Server hat eine Anweisung an die Planungsdatenbank „{file}“ abgebrochen, weil sie zu lange dauerte; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>The deficit of {count} {count:municipality|municipalities} is unknown; {count:it takes|they take} no part: {names}</source>
        <translation>Der Fehlbedarf von {count} {count:Gemeinde|Gemeinden} ist unbekannt; sie {count:nimmt|nehmen} nicht teil: {names}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>The demo region shows in a minute what the plugin can do.</source>
        <translation>Die Demo-Region zeigt in einer Minute, was das Plugin kann.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>The distance classes come from a table that has to be checked before it is used in a procedure.</source>
        <translation>Die Abstandsklassen stammen aus einer Tabelle, die vor der Verwendung in einem Verfahren zu prüfen ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>The eastings carry the zone number 32 and were read as EPSG:4647.</source>
        <translation>Die Ostwerte tragen die vorangestellte Zone 32 und wurden als EPSG:4647 gelesen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The edition of “{file}” cannot be told from its name.</source>
        <translation>Der Stand von „{file}“ ist aus dem Dateinamen nicht zu erkennen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>The entries of “{file}” are in your own list.</source>
        <translation>Die Einträge aus „{file}“ stehen in der eigenen Liste.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>The findings were written to “{file}”.</source>
        <translation>Die Befunde wurden in „{file}“ geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The folder “{folder}” for {parameter} does not exist.</source>
        <translation>Der Ordner „{folder}“ für {parameter} existiert nicht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The history of a plot shows what it was before.</source>
        <translation>Der Verlauf einer Fläche zeigt, was sie vorher war.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>The history of {plot} is being read…</source>
        <translation>Die Geschichte von {plot} wird gelesen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>The input has no field {fields}; what the profile makes of it stays unknown.</source>
        <translation>Die Eingabe hat kein Feld {fields}; was das Profil daraus macht, bleibt unbekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The input has no field “{field}”, which the profile “{profile}” needs. It has: {known}.</source>
        <translation>Die Eingabe hat kein Feld „{field}“, das das Profil „{profile}“ braucht. Sie hat: {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>The input is a part of the source ({read} of {expected} records), so no record has ended. Load all of it and run again.</source>
        <translation>Die Eingabe ist ein Teil der Quelle ({read} von {expected} Datensätzen), daher endet kein Datensatz. Laden Sie die ganze Quelle und starten Sie noch einmal.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>The input is only a part of the source</source>
        <translation>Die Eingabe ist nur ein Teil der Quelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The input names no reference system; its coordinates fit {found}.</source>
        <translation>Die Eingabe nennt kein Bezugssystem; ihre Koordinaten passen zu {found}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The input names {stated}, but its coordinates lie in the region as {found}.</source>
        <translation>Die Eingabe nennt {stated}, ihre Koordinaten liegen aber als {found} in der Region.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/pairwise.py"/>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>The judgements do not contradict each other.</source>
        <translation>Die Urteile widersprechen sich nicht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>The largest one, with {net} ha net, lies in {where}.</source>
        <translation>Der größte mit {net} ha netto liegt in {where}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>The largest sites</source>
        <translation>Die größten Standorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/layers.py"/>
        <source>The layer “{layer}” could not be read: {why}</source>
        <translation>Der Layer „{layer}“ konnte nicht gelesen werden: {why}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>The layer's name tells of all records: {field} = {code}</source>
        <translation>Der Name der Ebene sagt von allen Datensätzen: {field} = {code}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>The layers of the store are on the map.</source>
        <translation>Die Layer der Planungsdatenbank sind auf der Karte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The licence “{licence}” is not known or not open.</source>
        <translation>Die Lizenz „{licence}“ ist nicht bekannt oder nicht offen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The line or area cuts nothing off the plot “{plot}”.</source>
        <translation>Die Linie oder Fläche schneidet von der Fläche „{plot}“ nichts ab.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/office.py"/>
        <source>The logo “{file}” cannot be read; the sheet goes without it.</source>
        <translation>Das Logo „{file}“ lässt sich nicht lesen; das Blatt kommt ohne es aus.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>The lowest and the highest shares, per cent</source>
        <translation>Die niedrigsten und die höchsten Anteile, Prozent</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/help.py"/>
        <source>The manual could not be opened. It lies in {folder}.</source>
        <translation>Das Handbuch ließ sich nicht öffnen. Es liegt in {folder}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>The map has times ({times}); usual is {time}.</source>
        <translation>Die Karte hat Zeiten ({times}); üblich ist {time}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>The map is ready.</source>
        <translation>Die Karte ist fertig.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>The map needs JavaScript; everything else can be read without it.</source>
        <translation>Die Karte braucht JavaScript; alles andere ist auch ohne lesbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>The map service does not answer; boundaries take its place. {why}</source>
        <translation>Der Kartendienst antwortet nicht; an seine Stelle treten die Grenzen. {why}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/loading.py"/>
        <source>The map service gave no layer.</source>
        <translation>Der Kartendienst lieferte keinen Layer.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The map “{layer}” of “{source}” does not show the time “{time}”.</source>
        <translation>Die Karte „{layer}“ von „{source}“ zeigt die Zeit „{time}“ nicht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The map “{layer}” of “{source}” has no time.</source>
        <translation>Die Karte „{layer}“ von „{source}“ hat keine Zeit.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>The mapping was changed after the last try.</source>
        <translation>Die Zuordnung wurde seit dem letzten Erproben geändert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The name “{file}” for {parameter} is too long by {excess} characters for this folder.</source>
        <translation>Der Name „{file}“ für {parameter} ist für diesen Ordner um {excess} Zeichen zu lang.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The new result is in place as a whole.</source>
        <translation>Das neue Ergebnis ist als Ganzes an seinem Platz.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>The new state holds from (empty: today)</source>
        <translation>Der neue Stand gilt ab (leer: heute)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The old file is kept beside it as “{kept}”; colleagues need a Ruhr Planner that knows version {current}.</source>
        <translation>Die alte Datei liegt als „{kept}“ daneben; Kolleginnen und Kollegen brauchen einen Ruhr Planner, der Version {current} kennt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The old file is unchanged; free some space or choose another target.</source>
        <translation>Die alte Datei ist unverändert; schaffen Sie Speicherplatz oder wählen Sie ein anderes Ziel.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cutofftakeup.py"/>
        <source>The part is commercial land from then on</source>
        <translation>Der Teil ist von da an gewerblicher Bestand</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The plot “{plot}” ended on {day}.</source>
        <translation>Die Fläche „{plot}“ endete am {day}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The plot “{plot}” has been changed again since; undoing would lose that.</source>
        <translation>Die Fläche „{plot}“ wurde inzwischen erneut geändert; das ginge beim Rückgängigmachen verloren.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>The plots are as they were.</source>
        <translation>Die Flächen sind, wie sie waren.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>The plots of an earlier store against those of the open one.</source>
        <translation>Die Flächen einer früheren Datenbank im Vergleich mit denen der geöffneten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>The plots were changed.</source>
        <translation>Die Flächen wurden geändert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The plots {plots} have different licences ({licences}) and cannot become one record.</source>
        <translation>Die Flächen {plots} haben verschiedene Lizenzen ({licences}) und können nicht ein Datensatz werden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <source>The portals are being asked…</source>
        <translation>Die Portale werden gefragt…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>The profile then says that a person stands behind it</source>
        <translation>Im Profil steht dann, dass ein Mensch dahintersteht</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>The profile was saved as “{file}”.</source>
        <translation>Das Profil wurde als „{file}“ gespeichert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <location filename="../ruhr_planner/gui/loading.py"/>
        <source>The project was closed meanwhile, so the layers are not on the map.</source>
        <translation>Das Projekt wurde inzwischen geschlossen, deshalb sind die Layer nicht auf der Karte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The proxy on the way to “{source}” cannot be reached.</source>
        <translation>Der Proxy auf dem Weg zu „{source}“ ist nicht erreichbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The proxy on the way to “{source}” refuses the log-in (407).</source>
        <translation>Der Proxy auf dem Weg zu „{source}“ lehnt die Anmeldung ab (407).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>The rank bands are being drawn…</source>
        <translation>Die Rangspannen werden berechnet…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>The recorded areas of {count} {count:record|records} are {factor} times too large: they were measured in Web Mercator (EPSG:3857).</source>
        <translation>Die angegebenen Flächen von {count} {count:Datensatz|Datensätzen} sind um den Faktor {factor} zu groß: Sie wurden in Web-Mercator (EPSG:3857) gemessen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>The records &amp;are</source>
        <translation>Die Datensätze &amp;sind</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>The rejected records are in the table “rejected” of the store, each with its reason.</source>
        <translation>Die abgewiesenen Datensätze stehen in der Tabelle „rejected“ der Planungsdatenbank, jeder mit seinem Grund.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>The report as PDF</source>
        <translation>Der Bericht als PDF</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>The roads fall into {count} parts without connection: {parts}</source>
        <translation>Die Straßen zerfallen in {count} Teilnetze ohne Verbindung: {parts}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>The rules found nothing to complain about.</source>
        <translation>Die Regeln haben nichts zu beanstanden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The rules in “{file}” cannot be read ({why}).</source>
        <translation>Die Regeln in „{file}“ sind nicht lesbar ({why}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The run was cancelled; nothing was written.</source>
        <translation>Der Lauf wurde abgebrochen; es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>The search found no site in this municipality.</source>
        <translation>Die Suche fand in dieser Gemeinde keinen Standort.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The search has no word to search for.</source>
        <translation>Die Suche enthält kein Wort, nach dem gesucht werden kann.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>The search was stopped; what had come stays.</source>
        <translation>Die Suche wurde angehalten; was schon gefunden war, bleibt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>The server found nothing in a box in degrees; it was asked again in EPSG:25832.</source>
        <translation>Der Server fand in einem Ausschnitt in Grad nichts; er wurde in EPSG:25832 noch einmal gefragt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>The server ignored the extent; {count} {count:record|records} outside {count:was|were} left out.</source>
        <translation>Der Server hat den Ausschnitt nicht beachtet; {count} {count:Objekt|Objekte} außerhalb {count:wurde|wurden} weggelassen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The server of the store “{file}” answers, but refuses the log-in.</source>
        <translation>Der Server der Planungsdatenbank „{file}“ antwortet, weist aber die Anmeldung ab.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The server of “{source}” was not found.</source>
        <translation>Der Server von „{source}“ wurde nicht gefunden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>The site at a glance</source>
        <translation>Der Standort auf einen Blick</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <source>The site in {where} has {net} ha net and {gross} ha gross on {plots} {plots:plot|plots}.</source>
        <translation>Der Standort in {where} hat {net} ha netto und {gross} ha brutto auf {plots} {plots:Fläche|Flächen}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>The sites are being read…</source>
        <translation>Die Standorte werden gelesen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>The sites have not been read.</source>
        <translation>Die Standorte sind nicht gelesen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>The source is confidential: raw values stand in the store only.</source>
        <translation>Die Quelle ist vertraulich: Rohwerte stehen nur in der Datenbank.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>The source names no coordinate reference system; its numbers are {found}.</source>
        <translation>Die Quelle nennt kein Koordinatenbezugssystem; ihren Zahlen nach ist es {found}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>The source names {stated}, but its coordinates are {found}; they were read so.</source>
        <translation>Die Quelle nennt {stated}, ihre Koordinaten sind aber {found}; so wurden sie gelesen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>The sources are served areas as a stand-in: fibre is assumed at every road in them, so the costs are a lower estimate.</source>
        <translation>Die Quellen sind ersatzweise versorgte Flächen: An jeder Straße darin wird Glasfaser angenommen, die Kosten sind daher eine untere Schätzung.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>The store has neither plots nor schools, so there is nothing to be checked for fibre.</source>
        <translation>Der Datenbestand enthält weder Flächen noch Schulen; es gibt daher nichts auf Glasfaser zu prüfen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>The store has no brownfields.</source>
        <translation>Der Datenbestand enthält keine Brachflächen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>The store has no cells of the Breitbandatlas, so nobody can say where fibre is missing.</source>
        <translation>Der Datenbestand enthält keine Zellen des Breitbandatlas; wo Glasfaser fehlt, lässt sich daher nicht sagen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>The store has no fibre shares by municipality; import a table of the Breitbandatlas to see them.</source>
        <translation>Der Datenbestand enthält keine Glasfaseranteile nach Kommunen; importieren Sie dafür eine Tabelle des Breitbandatlas.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>The store has no plot {plot}.</source>
        <translation>Die Datenbank hat keine Fläche {plot}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>The store has no plots, so cooperation sites cannot be searched for.</source>
        <translation>Der Datenbestand enthält keine Flächen; Kooperationsstandorte können daher nicht gesucht werden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>The store has no plots, so no land can be balanced.</source>
        <translation>Der Datenbestand enthält keine Flächen; eine Flächenbilanz ist nicht möglich.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>The store has no records in the table “{table}”.</source>
        <translation>Die Planungsdatenbank hat keine Datensätze in der Tabelle „{table}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <source>The store is being read…</source>
        <translation>Die Datenbank wird gelesen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>The store is empty. Find data in step 1 and harmonise them into it.</source>
        <translation>Die Datenbank ist leer. Suchen Sie in Schritt 1 Daten und harmonisieren Sie sie hinein.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>The store was read again.</source>
        <translation>Die Planungsdatenbank wurde neu gelesen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” had version {version} and has been brought to version {current}.</source>
        <translation>Die Planungsdatenbank „{file}“ hatte Version {version} und wurde auf Version {current} gebracht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” has no analysis “{job}” of yours in its queue.</source>
        <translation>Die Planungsdatenbank „{file}“ hat keine Auswertung „{job}“ von Ihnen in der Warteschlange.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” has no change by hand that could be undone.</source>
        <translation>Die Planungsdatenbank „{file}“ hat keine Änderung von Hand, die sich rückgängig machen ließe.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” has no plot “{plot}”.</source>
        <translation>Die Planungsdatenbank „{file}“ hat keine Fläche „{plot}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” has no records in the table “{table}”.</source>
        <translation>Die Planungsdatenbank „{file}“ enthält in der Tabelle „{table}“ keine Datensätze.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” has version {version}; this plugin knows versions up to {known}.</source>
        <translation>Die Planungsdatenbank „{file}“ hat die Version {version}; dieses Plugin kennt Versionen bis {known}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” has version {version}; this plugin writes version {current} and may not change it.</source>
        <translation>Die Planungsdatenbank „{file}“ hat Version {version}; dieses Plugin schreibt Version {current} und darf sie hier nicht ändern.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” is a file; tiles are handed out by a store in PostGIS.</source>
        <translation>Die Planungsdatenbank „{file}“ ist eine Datei; Kacheln verteilt nur eine in PostGIS.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” is being written by {holder}.</source>
        <translation>In die Planungsdatenbank „{file}“ schreibt gerade {holder}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” is locked by another program.</source>
        <translation>Die Planungsdatenbank „{file}“ ist durch ein anderes Programm gesperrt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” is neither a GeoPackage nor a schema of a PostGIS database.</source>
        <translation>Die Planungsdatenbank „{file}“ ist weder ein GeoPackage noch ein Schema einer PostGIS-Datenbank.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” is read-only.</source>
        <translation>Die Planungsdatenbank „{file}“ ist schreibgeschützt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The store “{file}” was changed by another program during the run; nothing was written.</source>
        <translation>Die Datenbank „{file}“ wurde während des Laufs von einem anderen Programm geändert; es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>The table of the store that the records go into</source>
        <translation>Die Tabelle der Planungsdatenbank, in die die Datensätze kommen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The theme “{theme}” has nothing to show: it needs one of the layers {layers}.</source>
        <translation>Das Thema „{theme}“ hat nichts zu zeigen: Es braucht eine der Ebenen {layers}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>The trenches are longer than the separate paths together, which would go beyond the budget.</source>
        <translation>Die Trassen sind länger als die einzelnen Wege zusammen, die aber über das Budget gingen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>The trenches are {km} km long.</source>
        <translation>Die Trassen sind {km} km lang.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>The weights of the criteria sum to 0.</source>
        <translation>Die Gewichte der Kriterien haben die Summe 0.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>The widths of the strips along roads and power lines have to be checked before they are quoted.</source>
        <translation>Die Breiten der Streifen an Straßen und Freileitungen sind zu prüfen, bevor sie zitiert werden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>The {count:source is|sources are} {count} served {count:area|areas}: a stand-in, as nobody knows where in {count:it|them} the fibre lies.</source>
        <translation>{count:Die Quelle ist|Die Quellen sind} {count} versorgte {count:Fläche|Flächen}: ein Ersatz, denn niemand weiß, wo darin die Glasfaser liegt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/reportmap.py"/>
        <source>The {count} plots are not drawn, because the map would be slow; see {file}.</source>
        <translation>Die {count} Flächen sind nicht gezeichnet, weil die Karte sonst langsam würde; sie stehen in {file}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>The {listed} largest of {count} reserves</source>
        <translation>Die {listed} größten von {count} Reserven</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Their product has to be 1 (to within 5 % for rounding).</source>
        <translation>Ihr Produkt muss 1 sein (auf 5 % wegen der Rundung).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/hits.py"/>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Theme</source>
        <translation>Thema</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>There are no traces.</source>
        <translation>Es gibt keine Spuren.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>There is no file “{file}”.</source>
        <translation>Die Datei „{file}“ gibt es nicht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>There is no planning store at “{file}”.</source>
        <translation>Unter „{file}“ liegt keine Planungsdatenbank.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>There is no portal “{portal}”.</source>
        <translation>Es gibt kein Portal „{portal}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>There is no profile “{profile}”.</source>
        <translation>Es gibt kein Profil „{profile}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>There is no site and no municipality to make a fact sheet of.</source>
        <translation>Es gibt keinen Standort und keine Gemeinde für einen Steckbrief.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>There is no site to score.</source>
        <translation>Es gibt keinen Standort zu bewerten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>There is no site “{site}” among the {count} that the search finds.</source>
        <translation>Unter den {count} Standorten der Suche ist keiner mit der Kennung „{site}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>There is nothing to export: neither STORE nor LAYERS has a table with records.</source>
        <translation>Es gibt nichts auszugeben: Weder STORE noch LAYERS hat eine Tabelle mit Datensätzen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>There is nothing to release: neither STORE nor LAYERS is given.</source>
        <translation>Es gibt nichts herauszugeben: Weder STORE noch LAYERS ist angegeben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/forms.py"/>
        <source>These codes, separated by semicolons: {codes}</source>
        <translation>Diese Codes, durch Semikolons getrennt: {codes}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>They come from {makers}; give them in LAYERS, or a store that holds them.</source>
        <translation>Sie kommen aus {makers}; geben Sie sie in LAYERS an oder eine Planungsdatenbank, die sie enthält.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>This cannot be loaded as a layer.</source>
        <translation>Das lässt sich nicht als Layer laden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>This computer has neither QGIS's GDAL nor fiona.</source>
        <translation>Auf diesem Rechner fehlen sowohl GDAL aus QGIS als auch fiona.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>This entry is shipped; it can be switched off, not removed.</source>
        <translation>Dieser Eintrag ist mitgeliefert; er kann abgeschaltet, aber nicht entfernt werden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <source>This export</source>
        <translation>Diese Ausgabe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>This is the present state.</source>
        <translation>Das ist der heutige Zustand.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>This is what would happen.</source>
        <translation>Das würde geschehen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>This needs an algorithm that is switched off in the Processing options.</source>
        <translation>Dafür fehlt ein Algorithmus, der in den Optionen der Verarbeitung abgeschaltet ist.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <source>Thresholds</source>
        <translation>Schwellenwerte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/tiled.py"/>
        <source>Tile {number}: {count} {count:record|records}, {results} {results:result|results}.</source>
        <translation>Kachel {number}: {count} {count:Datensatz|Datensätze}, {results} {results:Ergebnis|Ergebnisse}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <source>Tiles</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <location filename="../ruhr_planner/processing/worktiles.py"/>
        <source>Tiles that this program did</source>
        <translation>Kacheln, die dieses Programm gerechnet hat</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>Time (empty: the temporal controller; or “latest”, or such as 2024-05-01)</source>
        <translation>Zeit (leer: nach der zeitlichen Steuerung; oder „latest“, oder wie 2024-05-01)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>Time of the map: {time}.</source>
        <translation>Zeit der Karte: {time}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>Times that the map shows</source>
        <translation>Zeiten, die die Karte zeigt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>Title (empty: that of the theme)</source>
        <translation>Titel (leer: der des Themas)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Title of the edition</source>
        <translation>Titel der Fassung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Title of the inquiry</source>
        <translation>Titel der Anfrage</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>To merge plots, at least two are needed; {count} is given.</source>
        <translation>Zum Zusammenlegen braucht es mindestens zwei Flächen; angegeben ist {count}.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>To the contents</source>
        <translation>Zum Inhalt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Tolerance at the boundaries of the regional plan (m)</source>
        <translation>Toleranz an den Grenzen des Regionalplans (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <source>Top</source>
        <translation>Top 10</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Tr&amp;y, Write Nothing</source>
        <translation>Erpr&amp;oben, nichts schreiben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>Traces are being removed…</source>
        <translation>Spuren werden entfernt…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Try again later, or ask for a smaller area.</source>
        <translation>Versuchen Sie es später erneut oder fragen Sie ein kleineres Gebiet ab.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Try again later, or choose another ground; the log of QGIS (WMS) says more.</source>
        <translation>Versuchen Sie es später noch einmal, oder wählen Sie einen anderen Kartengrund; das Protokoll von QGIS (WMS) sagt mehr.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Try again later; if it lasts, tell the operator.</source>
        <translation>Versuchen Sie es später erneut; dauert der Fehler an, benachrichtigen Sie den Betreiber.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Try again later; the log of QGIS (WMS) says more.</source>
        <translation>Versuchen Sie es später noch einmal; das Protokoll von QGIS (WMS) sagt mehr.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Try again; if it happens again, ask for a smaller area.</source>
        <translation>Versuchen Sie es erneut; tritt der Fehler wieder auf, fragen Sie ein kleineres Gebiet ab.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Try again; if it happens again, tell the operator.</source>
        <translation>Versuchen Sie es erneut; tritt der Fehler wieder auf, benachrichtigen Sie den Betreiber.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Try the mapping</source>
        <translation>Zuordnung erproben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Two snapshots of plots compared by their ids and shapes. Land counts as taken up only where evidence shows it; what is gone without evidence is unexplained.</source>
        <translation>Zwei Fassungen der Flächen, nach Kennung und Zuschnitt verglichen. Als in Anspruch genommen gilt nur, was belegt ist; was ohne Beleg wegfällt, bleibt ungeklärt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Under which licence the data may be used; unknown is never taken for free</source>
        <translation>Unter welcher Lizenz die Daten genutzt werden dürfen; unbekannt gilt nie als frei</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/plots.py"/>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/undoedit.py"/>
        <source>Undo a change of plots</source>
        <translation>Änderung von Flächen rückgängig machen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Undo the later change first; the history of the plot shows all its states.</source>
        <translation>Machen Sie zuerst die spätere Änderung rückgängig; der Verlauf der Fläche zeigt alle ihre Zustände.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/traces.py"/>
        <source>Uninstalling in QGIS's plugin manager removes the program only. Before it, you can remove here what Ruhr Planner keeps in your profile: settings, kept answers, the demo region and your list of portals. Planning stores and files in other folders stay.</source>
        <translation>Die Erweiterungsverwaltung von QGIS entfernt beim Deinstallieren nur das Programm. Vorher können Sie hier entfernen, was der Ruhr Planner in Ihrem Profil aufbewahrt: Einstellungen, gespeicherte Antworten, die Demoregion und Ihre Portalliste. Planungsdatenbanken und Dateien in anderen Ordnern bleiben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/exhibit/tables.py"/>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Unknown for all sites: {criteria}.</source>
        <translation>Für alle Standorte unbekannt: {criteria}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Unknown is written “{unknown}” and never counts as 0 or none. Areas are measured in EPSG:25832 and given in hectares. Sites, ranks and partners are computed proposals for consultation. “Fibre nearby” is inferred from household cells. All result layers, with every field explained, are in {layers} and {book}.</source>
        <translation>Unbekanntes steht als „{unknown}“ und zählt nie als 0 oder „keine“. Flächen sind in EPSG:25832 gemessen und in Hektar angegeben. Standorte, Ränge und Partner sind berechnete Vorschläge für die Abstimmung. „Glasfaser in der Nähe“ ist aus Haushaltszellen geschlossen. Alle Ergebnisebenen mit der Bedeutung jedes Feldes stehen in {layers} und {book}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/balance_charts.py"/>
        <source>Unknown restriction is a class of its own. As of {date}.</source>
        <translation>Unbekannte Restriktion ist eine eigene Klasse. Stand {date}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Unpack it and choose the file.</source>
        <translation>Entpacken Sie es und wählen Sie die Datei.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Up to {ha} ha of it lie on land that the sites' own municipalities need themselves: their balance counts it as supply, too.</source>
        <translation>Bis zu {ha} ha davon liegen auf Flächen, die die Standortgemeinden selbst brauchen: Auch ihre Bilanz zählt sie als Angebot.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Update Ruhr Planner.</source>
        <translation>Aktualisieren Sie Ruhr Planner.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Update Ruhr Planner; the store is unchanged.</source>
        <translation>Aktualisieren Sie Ruhr Planner; die Planungsdatenbank ist unverändert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Use .gpkg, .geojson, .shp, .csv, .ods or .xlsx.</source>
        <translation>Verwenden Sie .gpkg, .geojson, .shp, .csv, .ods oder .xlsx.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Use 1 to 9, or their reciprocals.</source>
        <translation>Verwenden Sie 1 bis 9 oder ihre Kehrwerte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Use an id such as dl-de/by-2-0, dl-de/zero-2-0 or cc-by-4.0.</source>
        <translation>Verwenden Sie eine Kennung wie dl-de/by-2-0, dl-de/zero-2-0 oder cc-by-4.0.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Use of the sites</source>
        <translation>Belegung der Standorte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Use the form of the inquiry (answers.csv or answers.xlsx).</source>
        <translation>Verwenden Sie das Formular der Anfrage (answers.csv oder answers.xlsx).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Use two or more of a-z, 0-9, “_”, “.” and “-”.</source>
        <translation>Verwenden Sie mindestens zwei Zeichen aus a–z, 0–9, „_“, „.“ und „-“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Use {known}.</source>
        <translation>{known} verwenden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>User group (empty: from the file name)</source>
        <translation>Nutzergruppe (leer: aus dem Dateinamen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/validate.py"/>
        <source>Validate a planning store</source>
        <translation>Planungsdatenbank prüfen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Validate the store</source>
        <translation>Planungsdatenbank prüfen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Validate the store first.</source>
        <translation>Prüfen Sie zuerst die Planungsdatenbank.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Validation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <source>Validation of “{store}”</source>
        <translation>Prüfung von „{store}“</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/exhibit/tables.py"/>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <location filename="../ruhr_planner/processing/councilblock.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <source>Value of the source</source>
        <translation>Wert der Quelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <source>Values and codes</source>
        <translation>Werte und Codes</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <source>Values before and after</source>
        <translation>Werte vorher und nachher</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>Virtual reserve (ha)</source>
        <translation>Virtuelle Reserve (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Wait some minutes, then try again.</source>
        <translation>Warten Sie einige Minuten und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Wait until it has finished or close it there, then try again; the store is unchanged.</source>
        <translation>Warten Sie, bis es fertig ist, oder schließen Sie sie dort und versuchen Sie es erneut; die Planungsdatenbank ist unverändert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Wait until that import has finished, then try again; the store is unchanged.</source>
        <translation>Warten Sie, bis dieser Import fertig ist, und versuchen Sie es dann noch einmal; die Planungsdatenbank ist unverändert.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <source>Wanted</source>
        <translation>Gefordert</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>Warnings, a line each</source>
        <translation>Warnungen, je eine Zeile</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>Way (m)</source>
        <translation>Weg (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>Web address of the folder</source>
        <translation>Adresse des Ordners im Netz</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Weights (JSON)</source>
        <translation>Gewichte (JSON)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Weights and Ranking</source>
        <translation>Gewichte und Rangfolge</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Weights are 0 or more; where less is better, exchange “worst” and “best”.</source>
        <translation>Gewichte sind 0 oder größer; wo weniger besser ist, tauschen Sie „worst“ und „best“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Weights from pairwise comparisons (AHP)</source>
        <translation>Gewichte aus Paarvergleichen (AHP)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/ahpweights.py"/>
        <source>Weights from pairwise comparisons (AHP). They say what was judged, not what is right; see the consistency ratio.</source>
        <translation>Gewichte aus Paarvergleichen (AHP). Sie sagen, wie geurteilt wurde, nicht, was richtig ist; siehe Konsistenzverhältnis.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Weights of the restriction levels 0 to 3</source>
        <translation>Gewichte der Restriktionsstufen 0 bis 3</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>What a change would bring and cost</source>
        <translation>Was eine Änderung bringt und kostet</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>What are you looking for?</source>
        <translation>Was suchen Sie?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>What became of the plots between two snapshots: matched by id, then by where they lie. A plot that is gone is not taken up by that; taken up is what evidence shows. Gross areas in ha, EPSG:25832.</source>
        <translation>Was zwischen zwei Fassungen aus den Flächen wurde: zugeordnet nach Kennung, dann nach Lage. Eine weggefallene Fläche ist damit nicht in Anspruch genommen; in Anspruch genommen ist, was belegt ist. Bruttoflächen in ha, EPSG:25832.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>What changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>What counts where a value is unknown</source>
        <translation>Was zählt, wo ein Wert unbekannt ist</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>What do network operators plan?</source>
        <translation>Was planen die Netzbetreiber?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>What had been saved is in it as a whole; the files that lay beside it are put away.</source>
        <translation>Was gespeichert war, ist vollständig darin; die Dateien daneben sind aufgeräumt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>What had been saved is in it as a whole; what had not is undone.</source>
        <translation>Was gespeichert war, ist vollständig darin; was es nicht war, ist zurückgenommen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>What has changed since an earlier survey?</source>
        <translation>Was hat sich seit einer früheren Erhebung geändert?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>What has changed?</source>
        <translation>Was hat sich verändert?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>What have the operators answered?</source>
        <translation>Was haben die Netzbetreiber geantwortet?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/analysetiles.py"/>
        <source>What is done stays; continue with JOB={job}.</source>
        <translation>Was fertig ist, bleibt; setzen Sie mit JOB={job} fort.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>What of it may be published?</source>
        <translation>Was davon darf veröffentlicht werden?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/help.py"/>
        <source>What the manual says of this (opens in the browser, without a network)</source>
        <translation>Was das Handbuch dazu sagt (öffnet im Browser, ohne Netz)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>What the minimum area and the curve are counted in</source>
        <translation>Worin Mindestfläche und Kurve gezählt werden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>What the records are</source>
        <translation>Was die Datensätze sind</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>What the source is called in the store and on maps</source>
        <translation>Wie die Quelle in der Planungsdatenbank und auf Karten heißt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>What to search for</source>
        <translation>Suchbegriffe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <source>What to search for, such as “brownfield Herne”</source>
        <translation>Suchbegriffe, etwa „Brachflächen Herne“</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <source>What was found</source>
        <translation>Ergebnisse im Überblick</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>What was read</source>
        <translation>Was gelesen wurde</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>What was there before is unchanged; free some space or choose another target.</source>
        <translation>Was vorher da war, ist unverändert; schaffen Sie Platz oder wählen Sie ein anderes Ziel.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>What was there before is unchanged; nothing of that run is in it.</source>
        <translation>Was vorher da war, ist unverändert; von diesem Lauf ist nichts darin.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>What would fibre connections cost?</source>
        <translation>Was würden Glasfaseranschlüsse kosten?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>What would fibre connections of the sites cost?</source>
        <translation>Was würden Glasfaseranschlüsse der Standorte kosten?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>What would it cost to bring fibre to the sites?</source>
        <translation>Was kostet es, die Standorte mit Glasfaser zu erschließen?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <source>What “{value}” becomes</source>
        <translation>Was aus „{value}“ wird</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/ranking.py"/>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Where can deficits be met, and with whom?</source>
        <translation>Wo und mit wem lassen sich Fehlbedarfe decken?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <source>Where can deficits be met?</source>
        <translation>Wo lassen sich Fehlbedarfe decken?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Where could a cooperation site lie?</source>
        <translation>Wo könnte ein Kooperationsstandort liegen?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/mapthemes.py"/>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Where could cooperation sites lie?</source>
        <translation>Wo könnten Kooperationsstandorte liegen?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Where is fibre missing?</source>
        <translation>Wo fehlt Glasfaser?</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <source>Where the data come from</source>
        <translation>Herkunft der Daten</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <source>Where the findings are</source>
        <translation>Wo die Befunde liegen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/expressions.py"/>
        <source>Whether the record is in force on a day, today unless one is given: not ended before it, not begun after it. As a filter it hides ended plots and earlier states.</source>
        <translation>Ob der Datensatz an einem Tag gilt (heute, wenn keiner angegeben ist): nicht vorher beendet, nicht erst danach begonnen. Als Filter blendet sie beendete Flächen und frühere Zustände aus.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Which brownfields are there, and what restricts them?</source>
        <translation>Welche Brachflächen gibt es, und was schränkt sie ein?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Which of the sites suit best?</source>
        <translation>Welche Standorte eignen sich am besten?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/questions.py"/>
        <source>Who could meet a shortage of land where?</source>
        <translation>Wer könnte fehlende Flächen wo decken?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>Who may see the records</source>
        <translation>Wer die Datensätze sehen darf</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>Who meets a deficit where</source>
        <translation>Wer seinen Fehlbedarf wo deckt</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>Whole map</source>
        <translation>Ganze Karte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <location filename="../ruhr_planner/gui/exhibit.py"/>
        <source>Whole region</source>
        <translation>Ganze Region</translation>
    </message>
    <message>
        <location filename="../resources/layouts/expose.html.j2"/>
        <source>Whom to ask</source>
        <translation>Zu fragen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>Whose supply a sheet describes cannot be told from its name; left out: {sheets}</source>
        <translation>Wessen Versorgung ein Blatt beschreibt, sagt sein Name nicht; ausgelassen: {sheets}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Whose supply “{file}” describes cannot be told from its name.</source>
        <translation>Wessen Versorgung „{file}“ beschreibt, ist aus dem Dateinamen nicht zu erkennen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Why it may stay as it is</source>
        <translation>Warum es so bleiben darf</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>Width of the area around the objects (m)</source>
        <translation>Breite des Gebiets um die Objekte (m)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Withdraw acceptance</source>
        <translation>Annahme zurücknehmen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>Without TAKEUP neither years of supply nor a demand by take-up can be told.</source>
        <translation>Ohne TAKEUP lassen sich weder Reichweite noch Bedarf nach Inanspruchnahme angeben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>Without a proposal: {fields}</source>
        <translation>Ohne Vorschlag: {fields}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/balance_charts.py"/>
        <source>Without company reserves, which are not available, and cooperation sites, which serve regional demand.</source>
        <translation>Ohne betriebsgebundene Reserven, die nicht verfügbar sind, und ohne Kooperationsstandorte, die dem regionalen Bedarf dienen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>Without restriction: {free} ha, {years} years. Balance {low} to {high} ha; sum of deficits {deficit} ha.</source>
        <translation>Ohne Restriktion: {free} ha, {years} Jahre. Saldo {low} bis {high} ha; Summe der Fehlbedarfe {deficit} ha.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/online.py"/>
        <source>Working offline: answers of {date} or later, as they were loaded then.</source>
        <translation>Offline: Antworten vom {date} oder später, so wie sie damals geladen wurden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>Working offline: answers of {date} or later.</source>
        <translation>Offline: Antworten vom {date} oder später.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write 1 there.</source>
        <translation>Schreiben Sie dort 1.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a day (2026-09-08), a month (2026-09) or “unchecked”.</source>
        <translation>Schreiben Sie einen Tag (2026-09-08), einen Monat (2026-09) oder „unchecked“ (ungeprüft).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a finite number, with a point as decimal sign.</source>
        <translation>Schreiben Sie eine endliche Zahl mit Punkt als Dezimalzeichen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a key (AGS) of the region in quotes, such as "05913000".</source>
        <translation>Schreiben Sie einen Schlüssel (AGS) der Region in Anführungszeichen, zum Beispiel "05913000".</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a list of objects with id, field, worst, best and weight; the help shows one.</source>
        <translation>Schreiben Sie eine Liste von Objekten mit id, field, worst, best und weight; die Hilfe zeigt eine.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a list of texts, such as [one, two].</source>
        <translation>Schreiben Sie eine Liste von Texten, zum Beispiel [eins, zwei].</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a number from 1 to 120.</source>
        <translation>Schreiben Sie eine Zahl von 1 bis 120.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a number, or as in the shipped table an object of numbers.</source>
        <translation>Schreiben Sie eine Zahl oder wie in der mitgelieferten Tabelle ein Objekt aus Zahlen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a table as the help shows it, or leave the parameter empty.</source>
        <translation>Schreiben Sie eine Tabelle, wie die Hilfe sie zeigt, oder lassen Sie den Parameter leer.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a text.</source>
        <translation>Schreiben Sie einen Text.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a text; label and ask may also be one text for “de” and one for “en”.</source>
        <translation>Schreiben Sie einen Text; „label“ und „ask“ dürfen auch je ein Text für „de“ und „en“ sein.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write a value from 0 to 1 for each code, or null where the code means unknown.</source>
        <translation>Schreiben Sie je Code einen Wert von 0 bis 1, oder null, wo der Code unbekannt bedeutet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>Write all findings to a file</source>
        <translation>Alle Befunde in eine Datei schreiben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write an id such as dl-de/by-2-0, or leave the field out.</source>
        <translation>Schreiben Sie eine Kennung wie dl-de/by-2-0, oder lassen Sie das Feld weg.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write at least two pairs such as [[0, 1], [500, 0.7]], each second number from 0 to 1.</source>
        <translation>Schreiben Sie mindestens zwei Paare wie [[0, 1], [500, 0.7]], jede zweite Zahl von 0 bis 1.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Write criteria and weights to a JSON file, which the algorithm takes, too</source>
        <translation>Kriterien und Gewichte in eine JSON-Datei schreiben, die auch der Algorithmus nimmt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write dates as YYYY-MM-DD, or leave the value empty if it is unknown.</source>
        <translation>Schreiben Sie ein Datum als JJJJ-MM-TT oder lassen Sie den Wert leer, wenn er unbekannt ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write it as CSV, or choose fewer tables.</source>
        <translation>Bitte als CSV ausgeben oder weniger Tabellen wählen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write it as [[1, 3], [0.333, 1]].</source>
        <translation>Schreiben Sie sie wie [[1, 3], [0.333, 1]].</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write names with texts, such as organization: stadt.</source>
        <translation>Schreiben Sie Namen mit Texten, zum Beispiel organization: stadt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write one number for each of the levels 0 to 3, such as 1,0.75,0.25,0.</source>
        <translation>Für jede der Stufen 0 bis 3 eine Zahl schreiben, etwa 1,0.75,0.25,0.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write one text, or one for “de” and one for “en”.</source>
        <translation>Schreiben Sie einen Text, oder je einen für „de“ und für „en“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>Write sample values down (they may be internal)</source>
        <translation>Beispielwerte aufschreiben (sie können intern sein)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write the entries out.</source>
        <translation>Schreiben Sie die Einträge aus.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write true (better than worst), a number (at least as good), a list of codes, or an object with min and max, min not above max.</source>
        <translation>Schreiben Sie true (besser als der schlechteste Anker), eine Zahl (mindestens so gut), eine Liste von Codes oder ein Objekt mit min und max, min nicht über max.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>Write true or false.</source>
        <translation>Schreiben Sie true oder false.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Write your own entries to a file that colleagues can import</source>
        <translation>Die eigenen Einträge in eine Datei schreiben, die andere importieren können</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>Written on</source>
        <translation>Geschrieben am</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>Written {when}</source>
        <translation>Gespeichert {when}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>Year of the take-up (empty: from the data)</source>
        <translation>Jahr der Inanspruchnahme (leer: aus den Daten)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cutofftakeup.py"/>
        <source>Year of the take-up (empty: that of the date)</source>
        <translation>Jahr der Inanspruchnahme (leer: das des Datums)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/expressions.py"/>
        <source>Years for which land lasts at a yearly take-up, both in hectares; null without a take-up.</source>
        <translation>Jahre, die Land bei einer jährlichen Inanspruchnahme reicht, beides in Hektar; null ohne Inanspruchnahme.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/balance_charts.py"/>
        <source>Years of supply</source>
        <translation>Reichweite (Jahre)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <location filename="../ruhr_planner/processing/reportquestions.py"/>
        <source>Years of supply without restriction</source>
        <translation>Reichweite restriktionsfreier Flächen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>Years of supply, all net land</source>
        <translation>Reichweite aller Nettoflächen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/balance_charts.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>Years of supply: net land, and land without restriction, divided by the mean annual take-up.</source>
        <translation>Reichweite: Nettofläche und restriktionsfreie Nettofläche, geteilt durch die mittlere jährliche Inanspruchnahme.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>You may not look into the store “{file}”.</source>
        <translation>Sie dürfen die Planungsdatenbank „{file}“ nicht einsehen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>You may not write into the store “{file}”.</source>
        <translation>In die Planungsdatenbank „{file}“ dürfen Sie nicht schreiben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Your own entries are in “{file}”.</source>
        <translation>Die eigenen Einträge stehen in „{file}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>Your own list has no entry yet.</source>
        <translation>Die eigene Liste hat noch keinen Eintrag.</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>Zoom the map to the sites that are shown</source>
        <translation>Die Karte auf die gezeigten Standorte zoomen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>Zoom to result</source>
        <translation>Auf Ergebnis zoomen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>a distance is no number</source>
        <translation>ein Abstand ist keine Zahl</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>a minimum of {ha} ha instead</source>
        <translation>stattdessen eine Mindestgröße von {ha} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/expose.py"/>
        <source>about {value} {unit}</source>
        <translation>etwa {value} {unit}</translation>
    </message>
    <message>
        <location filename="../resources/layouts/findings.html.j2"/>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>across a border</source>
        <translation>über eine Grenze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>across a municipal border</source>
        <translation>gemeindeübergreifend</translation>
    </message>
    <message>
        <location filename="../resources/layouts/report.html.j2"/>
        <source>all areas measured in EPSG:25832</source>
        <translation>alle Flächen in EPSG:25832 gemessen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/balance_charts.py"/>
        <location filename="../ruhr_planner/exhibit/charts.py"/>
        <source>all net land</source>
        <translation>gesamte Nettofläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>all tables, with sources, parameters and explanations</source>
        <translation>alle Tabellen, mit Quellen, Parametern und Erläuterungen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>always “{value}”</source>
        <translation>immer „{value}“</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>announced by the source</source>
        <translation>laut Quelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>as of {date}</source>
        <translation>Stand {date}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>as the file says</source>
        <translation>wie in der Datei</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>ask: {whom}</source>
        <translation>zu fragen: {whom}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>at most</source>
        <translation>höchstens</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>balance</source>
        <translation>Saldo</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <source>being counted…</source>
        <translation>wird gezählt…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>below VII</source>
        <translation>unter VII</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>better than the worst anchor</source>
        <translation>besser als der schlechteste Anker</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>bridge {distance} m to further land: {ha} ha</source>
        <translation>{distance} m zu weiterem Land überbrücken: {ha} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>bridged</source>
        <translation>überbr.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>build-out binding or funded</source>
        <translation>Ausbau verbindlich oder gefördert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>by Kreis</source>
        <translation>nach Kreisen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>by road</source>
        <translation>Straßenweg</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>cannot be connected</source>
        <translation>nicht anschließbar</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>class {code}</source>
        <translation>Klasse {code}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>clear restrictions of plots beside it: {ha} ha</source>
        <translation>Restriktionen angrenzender Flächen ausräumen: {ha} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>close {count:decision|decisions}</source>
        <translation>knappe {count:Entscheidung|Entscheidungen}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>confidential</source>
        <translation>vertraulich</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>constant</source>
        <translation>fester Wert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_page.py"/>
        <source>continued</source>
        <translation>Fortsetzung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>cooperation site</source>
        <translation>Kooperationsstandort</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>data changed</source>
        <translation>Daten verändert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>data of the interactive map</source>
        <translation>Daten der interaktiven Karte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>deficit within the horizon</source>
        <translation>Fehlbedarf im Planungszeitraum</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>demand</source>
        <translation>Bedarf</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>distance to establishments (Seveso): {names}</source>
        <translation>Abstand zu Betriebsbereichen (Seveso): {names}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>distances are numbers from 0</source>
        <translation>Abstände sind Zahlen ab 0</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>distances are numbers from 1</source>
        <translation>Abstände sind Zahlen ab 1</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>doubtful</source>
        <translation>zweifelhaft</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/options.py"/>
        <source>e.g. Municipality of Example, Urban Planning</source>
        <translation>z. B. Stadt Musterhausen, Amt für Stadtplanung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>edge of an official site: its drawing is not parcel-sharp</source>
        <translation>Rand eines festgelegten Standorts: seine Darstellung ist nicht parzellenscharf</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>enough</source>
        <translation>ausreichend</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>excluded</source>
        <translation>ausgeschlossen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>exclusions took {ha} ha from its plots</source>
        <translation>Ausschlussflächen nahmen seinen Flächen {ha} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>exhibit, A3</source>
        <translation>Karte, A3</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>expired</source>
        <translation>abgelaufen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>find out</source>
        <translation>selbst herausfinden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>flood area with a plan right: {ha} ha</source>
        <translation>Überschwemmungsgebiet mit Planrecht: {ha} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>from (EUR)</source>
        <translation>von (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>from 100 jobs</source>
        <translation>ab 100 Arbeitsplätzen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>from 5 ha</source>
        <translation>ab 5 ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>from 5 ha {basis}</source>
        <translation>ab 5 ha {basis}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>from 8 ha {basis}</source>
        <translation>ab 8 ha {basis}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>from {columns}; {known} known, {unknown} unknown</source>
        <translation>aus {columns}; {known} bekannt, {unknown} unbekannt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>further land {distance} m away, behind a barrier: {ha} ha</source>
        <translation>weiteres Land in {distance} m Entfernung, hinter einer Barriere: {ha} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>further land {distance} m away, facing it with too short a side: {ha} ha</source>
        <translation>weiteres Land in {distance} m Entfernung, nur an einer Ecke oder mit zu kurzer gemeinsamer Front: {ha} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/inputs.py"/>
        <source>geometry not repairable</source>
        <translation>Geometrie nicht reparierbar</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>gross</source>
        <translation>brutto</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>gross area</source>
        <translation>Bruttofläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <location filename="../ruhr_planner/processing/reportmap.py"/>
        <source>gross area (ha)</source>
        <translation>Bruttofläche (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>ha</source>
        <translation>ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>ha {basis}</source>
        <translation>ha {basis}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>hectares in the store</source>
        <translation>Hektar in der Datenbank</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>hectares met on sites</source>
        <translation>Hektar auf Standorten gedeckt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>hectares net in total</source>
        <translation>Hektar netto insgesamt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>hectares of company reserves, not available</source>
        <translation>Hektar betriebsgebundene Reserven, nicht verfügbar</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>hectares of deficit</source>
        <translation>Hektar Fehlbedarf</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>hectares of virtual reserve</source>
        <translation>Hektar virtuelle Reserve</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>hectares without restriction</source>
        <translation>Hektar ohne Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>hospital</source>
        <translation>Krankenhaus</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>host</source>
        <translation>Belegenheit</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet.py"/>
        <source>household fibre nearby</source>
        <translation>Haushaltsglasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet.py"/>
        <source>household fibre partly nearby</source>
        <translation>Haushaltsglasfaser teilweise in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>in municipality {ags}</source>
        <translation>in der Gemeinde {ags}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/demandmodels.py"/>
        <source>it is neither JSON nor YAML</source>
        <translation>es ist weder JSON noch YAML</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/tiled.py"/>
        <source>it is no JSON</source>
        <translation>es kein JSON ist</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/tiled.py"/>
        <source>it is no JSON object</source>
        <translation>es kein JSON-Objekt ist</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/editing.py"/>
        <location filename="../ruhr_planner/processing/splitplot.py"/>
        <source>it is no geometry</source>
        <translation>das ist keine Geometrie</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>it is no table of names and numbers</source>
        <translation>es ist keine Tabelle aus Namen und Zahlen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>it is no year and month such as 2021-06</source>
        <translation>das ist kein Jahr mit Monat wie 2021-06</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>it needs one distance for each class, falling from I to VII</source>
        <translation>sie braucht für jede Klasse einen Abstand, fallend von I bis VII</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>itself</source>
        <translation>sich selbst</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>knocked out</source>
        <translation>ausgeschieden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>knocked out or not ranked</source>
        <translation>ausgeschieden oder ohne Rang</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>left out by the filter</source>
        <translation>ausgefiltert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <location filename="../ruhr_planner/gui/hits.py"/>
        <source>licence unknown</source>
        <translation>Lizenz unbekannt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>likely</source>
        <translation>wahrscheinlich</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>median of the municipalities: {group}</source>
        <translation>Median der Kommunen: {group}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>meets its deficit in</source>
        <translation>deckt seinen Fehlbedarf in</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>minor</source>
        <translation>gering</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <location filename="../ruhr_planner/gui/places/provenance.py"/>
        <location filename="../ruhr_planner/gui/places/tips.py"/>
        <source>n/a</source>
        <translation>k. A.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>narrowly missed (from 80 % of the area)</source>
        <translation>knapp verfehlt (ab 80 % der Fläche)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>nearby</source>
        <translation>in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <location filename="../ruhr_planner/processing/sheetjob.py"/>
        <source>net</source>
        <translation>netto</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>net area</source>
        <translation>Nettofläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>net area (ha)</source>
        <translation>Nettofläche (ha)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>net in one piece, no street moved</source>
        <translation>netto am Stück, ohne Straßenverlegung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>net land in reserve</source>
        <translation>Nettofläche in Reserve</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>new {count:plot|plots}</source>
        <translation>neue {count:Fläche|Flächen}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet.py"/>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <location filename="../ruhr_planner/gui/places/forms.py"/>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet.py"/>
        <source>no data (no household cells), not “unserved”</source>
        <translation>keine Daten (keine Haushaltszellen), nicht „unterversorgt“</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/inputs.py"/>
        <source>no geometry</source>
        <translation>ohne Geometrie</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet.py"/>
        <source>no household fibre nearby</source>
        <translation>keine Haushaltsglasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>no household line nearby</source>
        <translation>kein Haushaltsanschluss in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>no restriction</source>
        <translation>ohne Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>none known</source>
        <translation>keine bekannt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>none nearby</source>
        <translation>keine in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>not a determination under planning law</source>
        <translation>keine planungsrechtliche Festlegung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>not ended</source>
        <translation>nicht beendet</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/inputs.py"/>
        <source>not in force at the date</source>
        <translation>am Stichtag nicht gültig</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>not to be reached by road: {kinds}</source>
        <translation>auf Straßen nicht zu erreichen: {kinds}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>not verified</source>
        <translation>ungeprüft</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>of all net land</source>
        <translation>der gesamten Nettofläche</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>of companies</source>
        <translation>betrieblich</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>of it here</source>
        <translation>davon hier</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>of it without restriction</source>
        <translation>davon ohne Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>of supply without restriction</source>
        <translation>Reichweite ohne Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>of them across a municipal border</source>
        <translation>davon über eine Gemeindegrenze</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>office</source>
        <translation>Amt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/expose.py"/>
        <source>over {km} km</source>
        <translation>über {km} km</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>own</source>
        <translation>eigene</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>own deficit, proposed</source>
        <translation>eigener Fehlbedarf, Vorschlag</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>own municipality</source>
        <translation>eigene Gemeinde</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>partly</source>
        <translation>teilweise</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>partner</source>
        <translation>Partner</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>partner, proposed</source>
        <translation>Partner, Vorschlag</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>plots beside it with another use in the regional plan: {ha} ha</source>
        <translation>Flächen daneben mit anderer Nutzung im Regionalplan: {ha} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>points of 100, not ranked</source>
        <translation>Punkte von 100, ohne Rang</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>points of 100, rank {rank}</source>
        <translation>Punkte von 100, Rang {rank}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>points of 100, rank {rank} ({low}–{high})</source>
        <translation>Punkte von 100, Rang {rank} ({low}–{high})</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>possible</source>
        <translation>möglich</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>possible cooperation {count:site|sites}</source>
        <translation>{count:möglicher Kooperationsstandort|mögliche Kooperationsstandorte}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>program of the interactive map</source>
        <translation>Programm der interaktiven Karte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/charts.py"/>
        <source>rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>ranked sites</source>
        <translation>Standorte mit Rang</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>ranked {count:site|sites}</source>
        <translation>{count:Standort|Standorte} mit Rang</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>read</source>
        <translation>gelesen</translation>
    </message>
    <message>
        <location filename="../resources/layouts/import.html.j2"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>rejected</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>repaired</source>
        <translation>repariert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>restr.</source>
        <translation>restr.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>result layers with styles, for QGIS</source>
        <translation>Ergebnisebenen mit Stilen, für QGIS</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/balance_charts.py"/>
        <source>run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/phrases.py"/>
        <source>scale unknown</source>
        <translation>Maßstab unbekannt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>school</source>
        <translation>Schule</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>severe</source>
        <translation>schwerwiegend</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>shipped</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>site {id}</source>
        <translation>Standort {id}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>straight line</source>
        <translation>Luftlinie</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>strips along roads and lines took {ha} ha of building land</source>
        <translation>Streifen an Straßen und Leitungen nahmen {ha} ha Bauland</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>take in parts beside it that are under the smallest plot: {ha} ha</source>
        <translation>Teile daneben einbeziehen, die unter der kleinsten Fläche liegen: {ha} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>take-up</source>
        <translation>Verbrauch</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>the file cannot be read</source>
        <translation>die Datei ist nicht lesbar</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/expressions.py"/>
        <source>the share {share} does not lie between 0 and 1</source>
        <translation>der Anteil {share} liegt nicht zwischen 0 und 1</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/tiled.py"/>
        <source>the store gives the layers and the day</source>
        <translation>die Planungsdatenbank die Ebenen und den Tag gibt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>the take-up of some municipalities is not known</source>
        <translation>die Inanspruchnahme einiger Kommunen ist nicht bekannt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>this report for paper, with contents and bookmarks</source>
        <translation>dieser Bericht für Papier, mit Inhaltsverzeichnis und Lesezeichen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/sheetcontents.py"/>
        <source>this site</source>
        <translation>dieser Standort</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>to (EUR)</source>
        <translation>bis (EUR)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>to the motorway junction</source>
        <translation>zur Autobahnanschlussstelle</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/portals.py"/>
        <source>unchecked</source>
        <translation>ungeprüft</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>unkn.</source>
        <translation>unbek.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/gui/places/forms.py"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <location filename="../ruhr_planner/processing/records.py"/>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/expose.py"/>
        <source>up to {km} km</source>
        <translation>bis {km} km</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>usable</source>
        <translation>nutzbar</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>use company reserves and other plot types beside it: {ha} ha</source>
        <translation>betriebsgebundene Reserven und andere Flächenarten daneben einbeziehen: {ha} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>was part of {plots}</source>
        <translation>war Teil von {plots}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>with 50 ha and more</source>
        <translation>mit 50 ha und mehr</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>with 8 ha for one firm without moving a street</source>
        <translation>mit 8 ha für einen Betrieb ohne Straßenverlegung</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/balance_charts.py"/>
        <location filename="../ruhr_planner/exhibit/charts.py"/>
        <source>without restriction</source>
        <translation>ohne Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>written</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/charts.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet.py"/>
        <source>years</source>
        <translation>Jahre</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>years of supply without restriction</source>
        <translation>Jahre Reichweite ohne Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>years, no restriction</source>
        <translation>Jahre ohne Restriktion</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet.py"/>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <location filename="../ruhr_planner/gui/places/forms.py"/>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>{count:The municipality|All {count} municipalities}, share in per cent</source>
        <translation>{count:Die Kommune|Alle {count} Kommunen}, Anteil in Prozent</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>{count:The plot|The {count} plots} of the site</source>
        <translation>{count:Die Fläche|Die {count} Flächen} des Standorts</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>{count:The reserve|All {count} reserves}</source>
        <translation>{count:Die Reserve|Alle {count} Reserven}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>{count:The site|The {count} largest of {total} sites}</source>
        <translation>{count:Der Standort|Die {count} größten von {total} Standorten}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{count:brownfield|brownfields}</source>
        <translation>{count:Brachfläche|Brachflächen}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>{count:municipality|municipalities} from 50 %: {group}</source>
        <translation>{count:Kommune|Kommunen} ab 50 %: {group}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>{count:municipality|municipalities} with a fibre share</source>
        <translation>{count:Kommune|Kommunen} mit Glasfaseranteil</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/regionreport.py"/>
        <source>{count:object|objects} without fibre nearby</source>
        <translation>{count:Objekt|Objekte} ohne Glasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{count:partnership|partnerships} between municipalities</source>
        <translation>{count:Partnerschaft|Partnerschaften} zwischen Kommunen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{count:plot|plots} gone without explanation</source>
        <translation>ohne Erklärung entfallene {count:Fläche|Flächen}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{count:plot|plots} taken up in whole or in part</source>
        <translation>ganz oder zum Teil in Anspruch genommene {count:Fläche|Flächen}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{count:site|sites} out of reach</source>
        <translation>{count:nicht erreichbarer Standort|nicht erreichbare Standorte}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{count:site|sites} that can be connected</source>
        <translation>{count:anschließbarer Standort|anschließbare Standorte}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>{counts}. Land taken up: {ha} ha gross.</source>
        <translation>{counts}. In Anspruch genommen: {ha} ha brutto.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{count} cells overlap; there the mean of their shares counts.</source>
        <translation>{count} Zellen überlappen sich; dort gilt das Mittel ihrer Anteile.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>{count} further values.</source>
        <translation>{count} weitere Werte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>{count} lie beyond the map.</source>
        <translation>{count} liegen außerhalb der Karte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>{count} location {count:factor|factors} of the kind “{kind}” {count:lies|lie} farther than {distance} m from every road.</source>
        <translation>{count} {count:Standortfaktor|Standortfaktoren} der Art „{kind}“ {count:liegt|liegen} weiter als {distance} m von jeder Straße.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>{count} more are in the store.</source>
        <translation>{count} weitere stehen in der Datenbank.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/findings.py"/>
        <source>{count} more; JSON, CSV and the layer have all.</source>
        <translation>{count} weitere; JSON, CSV und die Ebene enthalten alle.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>{count} more; the export has all.</source>
        <translation>{count} weitere; der Export enthält alle.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>{count} narrowly {count:misses|miss} it.</source>
        <translation>{count} {count:verfehlt|verfehlen} sie knapp.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{count} of {all} funding {all:hint|hints} {count:has|have} not been checked against {count:its|their} source.</source>
        <translation>{count} von {all} {all:Förderhinweis|Förderhinweisen} {count:wurde|wurden} nicht an {count:seiner|ihrer} Quelle geprüft.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>{count} of {all} {all:record|records} of the source {count:is|are} not in the input any more and {count:ends|end}. If it holds only a part of the source, restore the store and run again with PARTIAL.</source>
        <translation>{count} von {all} {all:Datensatz|Datensätzen} der Quelle {count:steht|stehen} nicht mehr in der Eingabe und {count:endet|enden}. Enthält sie nur einen Teil der Quelle, stellen Sie die Datenbank wieder her und führen Sie den Lauf mit PARTIAL erneut aus.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>{count} of {all} {all:tile|tiles} could not be computed; the first one says: “{why}”.</source>
        <translation>{count} von {all} {all:Kachel|Kacheln} {count:konnte|konnten} nicht gerechnet werden; die erste sagt: „{why}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{count} of {total} {total:site|sites} {count:meets|meet} the required criteria of “{criteria}”; {out} {out:is|are} knocked out.</source>
        <translation>{count} von {total} {total:Standort|Standorten} {count:erfüllt|erfüllen} die Pflichtkriterien von „{criteria}“; {out} {out:scheidet|scheiden} aus.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>{count} possible cooperation {count:site|sites} with {area} ha net in total; {cross} {cross:lies|lie} across municipal borders, {large} {large:offers|offer} one establishment 8 ha without moving a street.</source>
        <translation>{count} {count:möglicher Kooperationsstandort mit|mögliche Kooperationsstandorte mit zusammen} {area} ha netto; {cross} {cross:liegt|liegen} in mehreren Gemeinden, {large} {large:bietet|bieten} einem einzelnen Betrieb 8 ha, ohne dass eine Straße verlegt wird.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>{count} records without an id came on more than one page; they may be one and the same.</source>
        <translation>{count} Datensätze ohne Kennung kamen auf mehr als einer Seite; es können dieselben sein.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/harmonise/report.py"/>
        <source>{count} rejected records that have a place.</source>
        <translation>{count} abgewiesene Datensätze, deren Ort bekannt ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{count} road {count:line is a copy|lines are copies} of another one and {count:is|are} left out.</source>
        <translation>{count} {count:Straßenlinie ist Kopie|Straßenlinien sind Kopien} einer anderen und {count:bleibt|bleiben} außen vor.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{count} road {count:line|lines} without length {count:is|are} left out.</source>
        <translation>{count} {count:Straßenlinie|Straßenlinien} ohne Länge {count:bleibt|bleiben} außen vor.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <source>{count} sampled {count:record is|records are} rejected for it.</source>
        <translation>{count} {count:Datensatz|Datensätze} der Stichprobe {count:wird|werden} deshalb abgewiesen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>{count} series of a municipality and technology {count:has|have} a larger share in a higher class than in a lower one; {count:it is kept as it is|they are kept as they are}.</source>
        <translation>In {count} {count:Reihe|Reihen} einer Gemeinde und Technik ist der Anteil einer höheren Klasse größer als der einer niedrigeren; sie {count:bleibt, wie sie ist|bleiben, wie sie sind}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{count} served {count:area|areas} (joined where they touch) {count:lies|lie} too far from any road.</source>
        <translation>{count} versorgte {count:Fläche|Flächen} (verbunden, wo sie sich berühren) {count:liegt|liegen} zu weit von jeder Straße entfernt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>{count} {count:cell has|cells have} a larger share in a higher class than in a lower one; {count:it is kept as it is|they are kept as they are}.</source>
        <translation>Bei {count} {count:Zelle|Zellen} ist der Anteil einer höheren Klasse größer als der einer niedrigeren; sie {count:bleibt, wie sie ist|bleiben, wie sie sind}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{count} {count:cell knows|cells know} “alle” but not the technology: {count:it counts|they count} as 0 of it.</source>
        <translation>{count} {count:Zelle kennt|Zellen kennen} „alle“, aber nicht die Technik: Sie {count:zählt|zählen} als 0 dieser Technik.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{count} {count:cell knows|cells know} “alle” in some classes only: {count:it counts|they count} as no data.</source>
        <translation>{count} {count:Zelle kennt|Zellen kennen} „alle“ nur in einigen Klassen: Sie {count:zählt|zählen} als ohne Daten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>{count} {count:cluster of plots reaches|clusters of plots reach} the minimum size; {count:it has|together they have} {net} ha net and {gross} ha gross. {crossing} of them {crossing:lies|lie} across a municipal border.</source>
        <translation>{count} {count:Flächenverbund erreicht|Flächenverbünde erreichen} die Mindestgröße; {count:er hat|zusammen haben sie} {net} ha netto und {gross} ha brutto. {crossing} davon {crossing:liegt|liegen} über einer Gemeindegrenze.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>{count} {count:data set is|data sets are} in the basket.</source>
        <translation>{count} {count:Datensatz liegt|Datensätze liegen} im Korb.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <location filename="../ruhr_planner/gui/places/source_tab.py"/>
        <source>{count} {count:data set|data sets}; {answered} of {asked} {asked:portal|portals} {answered:has|have} answered.</source>
        <translation>{count} {count:Datensatz|Datensätze}; {answered} von {asked} {asked:Portal|Portalen} {answered:hat|haben} geantwortet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{count} {count:decision is|decisions are} close: small changes of the weights turn {count:it|them}.</source>
        <translation>{count} {count:Entscheidung ist|Entscheidungen sind} knapp: Kleine Änderungen der Gewichte kehren sie um.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>{count} {count:entry is|entries are} left out: {count:it|they} cannot be loaded, {count:belongs|belong} to another municipality or {count:lies|lie} outside the region.</source>
        <translation>{count} {count:Eintrag ist|Einträge sind} ausgelassen: {count:Er lässt|Sie lassen} sich nicht laden, {count:gehört|gehören} zu einer anderen Gemeinde oder {count:liegt|liegen} außerhalb der Region.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>{count} {count:finding counts|findings count} again.</source>
        <translation>{count} {count:Befund zählt|Befunde zählen} wieder.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>{count} {count:finding is|findings are} accepted: {reason}</source>
        <translation>{count} {count:Befund ist|Befunde sind} angenommen: {reason}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>{count} {count:finding|findings}</source>
        <translation>{count} {count:Befund|Befunde}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/validation_panel.py"/>
        <source>{count} {count:finding|findings}, {errors} of them {errors:an error|errors}; {accepted} more {accepted:is|are} accepted.</source>
        <translation>{count} {count:Befund|Befunde}, davon {errors} Fehler; {accepted} {accepted:weiterer ist|weitere sind} angenommen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>{count} {count:finding|findings}. {counts}.</source>
        <translation>{count} {count:Befund|Befunde}. {counts}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>{count} {count:is|are} a close call.</source>
        <translation>Bei {count} ist es knapp.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>{count} {count:municipality is|municipalities are} short of {deficit} ha; shared sites could meet {covered} ha of it, in {flows} {flows:assignment|assignments}, {away} of them beyond the own municipality.</source>
        <translation>{count} {count:Gemeinde fehlen|Gemeinden fehlen zusammen} {deficit} ha; gemeinsame Standorte könnten {covered} ha davon decken, mit {flows} {flows:Zuordnung|Zuordnungen}, davon {away} außerhalb der eigenen Gemeinde.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>{count} {count:municipality is|municipalities are} short of {ha} ha in all.</source>
        <translation>{count} {count:Gemeinde fehlen|Gemeinden fehlen zusammen} {ha} ha.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{count} {count:municipality lacks|municipalities lack} {deficit} ha. {covered} ha of it can be met on cooperation sites within reach; {uncovered} ha stay as virtual reserve.</source>
        <translation>{count} {count:Kommune|Kommunen} fehlen {deficit} ha. Davon können {covered} ha auf erreichbaren Kooperationsstandorten gedeckt werden; {uncovered} ha bleiben virtuelle Reserve.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>{count} {count:object has|objects have} a binding or funded build-out and {count:is|are} not asked for.</source>
        <translation>{count} {count:Objekt hat|Objekte haben} einen zugesagten oder geförderten Ausbau und {count:wird|werden} nicht angefragt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketinquiry.py"/>
        <source>{count} {count:object is|objects are} left out, because {count:it is|they are} more sensitive than “{level}”.</source>
        <translation>{count} {count:Objekt wird|Objekte werden} weggelassen, weil {count:es|sie} vertraulicher als „{level}“ {count:ist|sind}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{count} {count:object is|objects are} not connected ({reason}): {ids}</source>
        <translation>{count} {count:Objekt ist|Objekte sind} nicht angeschlossen ({reason}): {ids}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{count} {count:object lies|objects lie} nearer to a road without a connection to a source than to {count:its|their} own.</source>
        <translation>{count} {count:Objekt liegt|Objekte liegen} näher an einer Straße ohne Verbindung zu einer Quelle als an {count:seiner|ihrer} eigenen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/charts.py"/>
        <source>{count} {count:object|objects}</source>
        <translation>{count} {count:Objekt|Objekte}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>{count} {count:piece of land was|pieces of land were} taken up in a year that nobody states; give YEAR.</source>
        <translation>{count} {count:Flächenteil wurde|Flächenteile wurden} in einem Jahr in Anspruch genommen, das niemand nennt; geben Sie YEAR an.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>{count} {count:plot is|plots are} gone, and nothing shows that {count:it was|they were} taken up; {count:it is|they are} not counted as such.</source>
        <translation>{count} {count:Fläche ist|Flächen sind} weggefallen, und nichts belegt ihre Inanspruchnahme; sie {count:zählt|zählen} nicht als solche.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <location filename="../ruhr_planner/exhibit/charts.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>{count} {count:plot|plots}</source>
        <translation>{count} {count:Fläche|Flächen}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>{count} {count:portal has|portals have} more than was fetched ({portals}); one more word, or a municipality, brings what is missing.</source>
        <translation>{count} {count:Portal hat|Portale haben} mehr, als geholt wurde ({portals}); mit einem weiteren Wort oder einer Gemeinde kommt, was fehlt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/analyse.py"/>
        <source>{count} {count:question has|questions have} been answered.</source>
        <translation>{count} {count:Frage ist|Fragen sind} beantwortet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>{count} {count:record has|records have} no id in the source; {count:its own|theirs} is made of the geometry, and a record whose geometry changes is a new one.</source>
        <translation>{count} {count:Datensatz hat|Datensätze haben} in der Quelle keine Kennung; sie wird aus der Geometrie gebildet, und ein Datensatz mit geänderter Geometrie gilt als neu.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>{count} {count:record is a sliver|records are slivers}, less than half a metre wide on average.</source>
        <translation>{count} {count:Datensatz ist ein|Datensätze sind} Splitter, im Mittel schmaler als ein halber Meter.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>{count} {count:record lies|records lie} at a border, partly in another municipality than the source says.</source>
        <translation>{count} {count:Datensatz liegt|Datensätze liegen} an einer Grenze, teils in einer anderen Gemeinde, als die Quelle sagt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>{count} {count:record lies|records lie} in another municipality than the source says; the stated key is kept.</source>
        <translation>{count} {count:Datensatz liegt|Datensätze liegen} in einer anderen Gemeinde, als die Quelle sagt; der genannte Schlüssel bleibt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>{count} {count:record lies|records lie} in no municipality that is known here.</source>
        <translation>{count} {count:Datensatz liegt|Datensätze liegen} in keiner hier bekannten Gemeinde.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>{count} {count:record|records} came twice, because the server does not keep its order from page to page.</source>
        <translation>{count} {count:Objekt kam|Objekte kamen} doppelt an, weil der Server seine Reihenfolge von Seite zu Seite nicht einhält.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>{count} {count:row|rows} rejected ({reason}): {rows}</source>
        <translation>{count} {count:Zeile|Zeilen} zurückgewiesen ({reason}): {rows}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>{count} {count:share is|shares are} blank in the source and {count:stays|stay} unknown.</source>
        <translation>{count} {count:Anteil ist|Anteile sind} in der Quelle leer und {count:bleibt|bleiben} unbekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>{count} {count:site has|sites have} no known criterion and so no score.</source>
        <translation>{count} {count:Standort hat|Standorte haben} kein bekanntes Kriterium und daher keine Punktzahl.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>{count} {count:site is|sites are} kept out of the exposé, because {count:it is|they are} more sensitive than it may be.</source>
        <translation>{count} {count:Standort steht|Standorte stehen} nicht im Exposé, weil {count:er vertraulicher ist|sie vertraulicher sind}, als es sein darf.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>{count} {count:site is|sites are} ranked, {out} {out:is|are} knocked out. First is {site} with {score} of 100 points; if the weights were somewhat different, its rank would be {low} to {high}.</source>
        <translation>{count} {count:Standort hat|Standorte haben} einen Rang, {out} {out:ist|sind} ausgeschieden. An erster Stelle: {site}, {score} von 100 Punkten; bei etwas anderen Gewichten läge er auf Rang {low} bis {high}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>{count} {count:site lies|sites lie} partly or wholly outside every municipality given.</source>
        <translation>{count} {count:Standort liegt|Standorte liegen} teilweise oder ganz außerhalb aller angegebenen Gemeinden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>{count} {count:site was|sites were} ranked and written as a layer.</source>
        <translation>{count} {count:Standort wurde|Standorte wurden} gereiht und als Layer geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>{count} {count:site was|sites were} written as a layer.</source>
        <translation>{count} {count:Standort wurde|Standorte wurden} als Layer geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>{count} {count:site|sites} can be connected for about {cost} million EUR net ({low} to {high}), with {km} km of shared trenches; {away} {away:is|are} out of reach. An estimate from served plots, no offer.</source>
        <translation>{count} {count:Standort lässt|Standorte lassen} sich für rund {cost} Mio. EUR netto anschließen ({low} bis {high}), mit {km} km gemeinsamer Trassen; {away} {away:ist|sind} nicht erreichbar. Eine Schätzung ab versorgten Flächen, kein Angebot.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>{count} {count:site|sites} with {net} ha net, {gross} ha gross.</source>
        <translation>{count} {count:Standort|Standorte} mit {net} ha netto, {gross} ha brutto.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{count} {count:source lies|sources lie} nearest to a fragment of the roads and {count:is|are} led to the next larger part.</source>
        <translation>{count} {count:Quelle liegt|Quellen liegen} am nächsten an einem Bruchstück des Straßennetzes und {count:wird|werden} zum nächsten größeren Teilnetz geführt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{count} {count:source lies|sources lie} too far from any road and {count:takes|take} no part.</source>
        <translation>{count} {count:Quelle liegt|Quellen liegen} zu weit von jeder Straße entfernt und {count:nimmt|nehmen} nicht teil.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/scoresites.py"/>
        <source>{count} {count:source note names|source notes name} a place and {count:is|are} left out of the exposé; {count:its licence|their licences} may ask for {count:it|them} before it is published.</source>
        <translation>{count} {count:Quellenvermerk nennt|Quellenvermerke nennen} einen Ort und {count:steht|stehen} nicht im Exposé; {count:seine Lizenz kann ihn|ihre Lizenzen können sie} vor einer Veröffentlichung verlangen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>{count} {count:value means|values mean} no code yet</source>
        <translation>{count} {count:Wert bedeutet|Werte bedeuten} noch keinen Code</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>{covered} of {total} ha find a place; {rest} ha are the virtual reserve.</source>
        <translation>{covered} von {total} ha finden einen Platz; {rest} ha sind die virtuelle Reserve.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>{days} {days:day|days} ago</source>
        <translation>vor {days} {days:Tag|Tagen}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>{failed} of {asked} {asked:portal|portals} did not answer; {failed:it stands|they stand} at the end of the list, with the reason.</source>
        <translation>{failed} von {asked} {asked:Portal|Portalen} {failed:hat|haben} nicht geantwortet; {failed:es steht|sie stehen} mit dem Grund am Ende der Liste.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/export.py"/>
        <source>{field} (code)</source>
        <translation>{field} (Code)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/suggestmapping.py"/>
        <source>{field}: {count} {count:value means|values mean} no code here; name {count:it|them} in the profile's map.</source>
        <translation>{field}: {count} {count:Wert bedeutet|Werte bedeuten} hier keinen Code; nennen Sie {count:ihn|sie} in der Zuordnung (map) des Profils.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>{file}: workbooks are read after their description, not after a real file (unverified). Compare some figures with the file before you use them.</source>
        <translation>{file}: Arbeitsmappen werden nach ihrer Beschreibung gelesen, nicht nach einer echten Datei (ungeprüft). Vergleichen Sie einige Zahlen mit der Datei, bevor Sie sie verwenden.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>{file}: {cells} cells, {columns} columns with shares, {crs}; edition {edition}.</source>
        <translation>{file}: {cells} Zellen, {columns} Spalten mit Anteilen, {crs}; Stand {edition}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>{file}: {columns} columns with shares, {rows} {rows:row|rows}; {group}, edition {edition}.</source>
        <translation>{file}: {columns} Spalten mit Anteilen, {rows} {rows:Zeile|Zeilen}; {group}, Stand {edition}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>{first} and {second} name the same target “{file}”.</source>
        <translation>{first} und {second} haben dasselbe Ziel „{file}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{flows} {flows:allocation comes|allocations come} about, {partners} of them between municipalities.</source>
        <translation>Es {flows:kommt|kommen} {flows} {flows:Zuordnung|Zuordnungen} zustande, davon {partners} zwischen Kommunen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{free} ha net are without restriction, {severe} ha severely restricted; {unknown} ha are not judged.</source>
        <translation>{free} ha netto sind restriktionsfrei, {severe} ha schwerwiegend eingeschränkt; {unknown} ha sind nicht beurteilt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/curve.py"/>
        <source>{gap} m: {count} {count:site|sites}, {area} ha</source>
        <translation>{gap} m: {count} {count:Standort|Standorte}, {area} ha</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>{groups} with an available connection, per cent · Metropole Ruhr, {edition}</source>
        <translation>{groups} mit verfügbarem Anschluss, Prozent · Metropole Ruhr, {edition}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>{group}: of {objects} {objects:object|objects}, {served} {served:has|have} fibre nearby, {partly} partly, {unserved} {unserved:has|have} none nearby, and of {no_data} nobody knows, because there are no households around them.</source>
        <translation>{group}: Von {objects} {objects:Objekt|Objekten} {served:hat|haben} {served} Glasfaser in der Nähe, {partly} teilweise, {unserved} {unserved:hat|haben} keine in der Nähe; zu {no_data} gibt es keine Aussage, weil um sie herum keine Haushalte erfasst sind.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>{group}: the median of the municipalities is {median} %; {above} of {count} {above:reaches|reach} 50 %.</source>
        <translation>{group}: Der Median der Kommunen liegt bei {median} %; {above} von {count} {above:erreicht|erreichen} 50 %.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/gap_explorer.py"/>
        <source>{ha} ha bridged.</source>
        <translation>{ha} ha überbrückt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>{ha} ha of {count} {count:reserve is|reserves are} existing commercial land now without counting as taken up, as it is not the plot itself that became such land ({ids}); look whether a border was only corrected, and add to the take-up what was built on.</source>
        <translation>{ha} ha von {count} {count:Reserve|Reserven} sind nun gewerblicher Bestand und zählen nicht als in Anspruch genommen, weil nicht die Fläche selbst zu solchem Land wurde ({ids}); prüfen Sie, ob nur eine Grenze berichtigt wurde, und ergänzen Sie die Inanspruchnahme um das, was bebaut wurde.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadmap.py"/>
        <source>{kind} {version}: “{layer}” in {crs} as {format}.</source>
        <translation>{kind} {version}: „{layer}“ in {crs} als {format}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>{kind}: {count} ({before} ha before, {after} ha after).</source>
        <translation>{kind}: {count} (vorher {before} ha, nachher {after} ha).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/browser.py"/>
        <source>{label}: {count} {count:record|records}</source>
        <translation>{label}: {count} {count:Datensatz|Datensätze}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>{layer} has no field “{field}”: plots are matched by where they lie.</source>
        <translation>{layer} hat kein Feld „{field}“: Die Flächen werden nach ihrer Lage zugeordnet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{layer} holds several editions; only {edition} takes part, {count} {count:cell|cells} of others {count:is|are} left out.</source>
        <translation>{layer} enthält mehrere Ausgaben; nur {edition} nimmt teil, {count} {count:Zelle|Zellen} anderer Ausgaben {count:bleibt|bleiben} außen vor.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>{layer} states more land than {count} {count:plot has|plots have} ({ids}): {ha} ha gross too much; it counts as recorded.</source>
        <translation>{layer} nennt mehr Land, als {count} {count:Fläche hat|Flächen haben} ({ids}): {ha} ha brutto zu viel; es zählt, wie es erfasst ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>{layer}, field “{field}”: unknown values {values}; their records take part.</source>
        <translation>{layer}, Feld „{field}“: unbekannte Werte {values}; ihre Datensätze nehmen teil.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{layer}, field “{field}”: {count} {count:object|objects} without a value {count:comes|come} last within the budget.</source>
        <translation>{layer}, Feld „{field}“: {count} {count:Objekt|Objekte} ohne Wert {count:kommt|kommen} im Budget zuletzt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>{layer}, field “{field}”: {count} {count:record has|records have} no value, the feature {count:id serves|ids serve}.</source>
        <translation>{layer}, Feld „{field}“: {count} {count:Datensatz hat|Datensätze haben} keinen Wert, dafür {count:gilt die Objektnummer|gelten die Objektnummern}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{layer}: all editions are later than {date}, so no cell takes part and fibre is unknown.</source>
        <translation>{layer}: Alle Ausgaben liegen nach dem {date}; daher nimmt keine Zelle teil, und die Versorgung ist unbekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>{layer}: drawn at 1:50,000 and not sharp to the parcel; within {tolerance} m of a boundary a plot is to be checked. {inside} {inside:plot|plots} inside, {edge} at the edge, {outside} outside.</source>
        <translation>{layer}: im Maßstab 1:50.000 gezeichnet und nicht parzellenscharf; im Abstand bis {tolerance} m zu einer Grenze ist eine Fläche zu prüfen. {inside} {inside:Fläche|Flächen} innerhalb, {edge} am Rand, {outside} außerhalb.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{layer}: edition {edition} is {months} {months:month|months} old. Gaps may have been closed since.</source>
        <translation>{layer}: Die Ausgabe {edition} ist {months} {months:Monat|Monate} alt. Lücken können seither geschlossen sein.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <source>{layer}: fields left out: {fields}</source>
        <translation>{layer}: ausgelassene Felder: {fields}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>{layer}: hectares without a basis are taken as net land.</source>
        <translation>{layer}: Hektar ohne Bezug gelten als Nettofläche.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{layer}: lines by cost class: {classes}.</source>
        <translation>{layer}: Linien je Kostenklasse: {classes}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>{layer}: no field with ids, the feature ids serve.</source>
        <translation>{layer}: kein Feld mit Kennungen, es gelten die Objekt-Nummern.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{layer}: no value is above 1. The columns are read as per cent; are they shares?</source>
        <translation>{layer}: Kein Wert liegt über 1. Die Spalten werden als Prozent gelesen; sind es Anteile?</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{layer}: read with the road profile “{profile}”.</source>
        <translation>{layer}: gelesen mit dem Straßenprofil „{profile}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{layer}: the edition of the Breitbandatlas is unknown, so is its age.</source>
        <translation>{layer}: Die Ausgabe des Breitbandatlas und damit ihr Alter ist unbekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/plots.py"/>
        <source>{layer}: the recorded net area of {count} {count:plot|plots} is larger than {count:its|their} gross area: {ids}</source>
        <translation>{layer}: Die erfasste Nettofläche von {count} {count:Fläche|Flächen} ist größer als ihre Bruttofläche: {ids}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <source>{layer}: the table holds records or fields of the level “{level}”.</source>
        <translation>{layer}: Die Tabelle enthält Datensätze oder Felder der Stufe „{level}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/comparesnapshots.py"/>
        <source>{layer}: the type of {count} {count:plot|plots} is not known; that land was taken up there, only RECORDED and EVIDENCE can show.</source>
        <translation>{layer}: Die Art von {count} {count:Fläche|Flächen} ist unbekannt; dass dort Land in Anspruch genommen wurde, können nur RECORDED und EVIDENCE belegen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{layer}: unknown surfaces {values}; they have the default price.</source>
        <translation>{layer}: unbekannte Oberflächen {values}; für sie gilt der Standardpreis.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{layer}: {count} {count:area is|areas are} called built at a later date and {count:does|do} not count as built.</source>
        <translation>{layer}: {count} {count:Gebiet heißt|Gebiete heißen} gebaut zu einem späteren Datum und {count:zählt|zählen} nicht als gebaut.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>{layer}: {count} {count:area|areas} without a key {count:takes|take} no part; {count:its|their} land counts as outside.</source>
        <translation>{layer}: {count} {count:Gebiet|Gebiete} ohne Schlüssel {count:nimmt|nehmen} nicht teil; {count:sein|ihr} Land zählt als außerhalb.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{layer}: {count} {count:area|areas} without a status {count:takes|take} no part.</source>
        <translation>{layer}: {count} {count:Gebiet|Gebiete} ohne Stand {count:nimmt|nehmen} nicht teil.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>{layer}: {count} {count:field is|fields are} replaced by results of the same name.</source>
        <translation>{layer}: {count} {count:Feld wird|Felder werden} durch gleichnamige Ergebnisse ersetzt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>{layer}: {count} {count:geometry|geometries} repaired.</source>
        <translation>{layer}: {count} {count:Geometrie|Geometrien} repariert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{layer}: {count} {count:line|lines} left out, because no trench runs along their class (motorway and the like).</source>
        <translation>{layer}: {count} {count:Linie bleibt|Linien bleiben} außen vor, weil entlang ihrer Klasse keine Trasse verläuft (Autobahnen und Ähnliches).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{layer}: {count} {count:line|lines} on bridges or in tunnels {count:does|do} not meet what {count:it crosses|they cross}.</source>
        <translation>{layer}: {count} {count:Linie|Linien} auf Brücken oder in Tunneln {count:trifft|treffen} nicht, was sie {count:kreuzt|kreuzen}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{layer}: {count} {count:line|lines} without a surface; {count:it has|they have} the default price.</source>
        <translation>{layer}: {count} {count:Linie|Linien} ohne Oberfläche; für sie gilt der Standardpreis.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/allocatedeficits.py"/>
        <source>{layer}: {count} {count:pair names|pairs name} an unknown municipality or site and {count:is|are} ignored: {pairs}</source>
        <translation>{layer}: {count} {count:Paar nennt|Paare nennen} eine unbekannte Gemeinde oder einen unbekannten Standort und {count:bleibt|bleiben} unbeachtet: {pairs}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>{layer}: {count} {count:record|records} left out ({reason}): {ids}</source>
        <translation>{layer}: {count} {count:Datensatz|Datensätze} ausgelassen ({reason}): {ids}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>{layer}: {count} {count:record|records} of municipalities that are not in MUNICIPALITIES {count:takes|take} no part: {keys}</source>
        <translation>{layer}: {count} {count:Datensatz|Datensätze} zu Gemeinden, die nicht in MUNICIPALITIES stehen, {count:nimmt|nehmen} nicht teil: {keys}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>{layer}: {count} {count:record|records} of unknown hectares {count:makes its|make their} year unknown in {count:its|their} municipality.</source>
        <translation>{layer}: {count} {count:Datensatz|Datensätze} ohne Hektar {count:macht sein|machen ihr} Jahr in {count:seiner|ihrer} Gemeinde unbekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>{layer}: {count} {count:record|records} released, {lost} left out ({why}); fields left out: {fields}</source>
        <translation>{layer}: {count} {count:Datensatz|Datensätze} freigegeben, {lost} zurückgehalten ({why}); zurückgehaltene Felder: {fields}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>{layer}: {count} {count:record|records} without a municipality key {count:takes|take} no part.</source>
        <translation>{layer}: {count} {count:Datensatz|Datensätze} ohne Gemeindeschlüssel {count:nimmt|nehmen} nicht teil.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>{layer}: {count} {count:record|records} without a number of people {count:takes|take} no part.</source>
        <translation>{layer}: {count} {count:Datensatz|Datensätze} ohne Personenzahl {count:nimmt|nehmen} nicht teil.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>{layer}: {count} {count:record|records} without a year {count:takes|take} no part.</source>
        <translation>{layer}: {count} {count:Datensatz|Datensätze} ohne Jahr {count:nimmt|nehmen} nicht teil.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/exporttables.py"/>
        <source>{layer}: {count} {count:record|records} written, {ended} not in force, {secret} too confidential.</source>
        <translation>{layer}: {count} {count:Datensatz|Datensätze} geschrieben, {ended} nicht in Kraft, {secret} zu vertraulich.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>{layer}: {count} {count:road|roads} without a class; {count:it is|they are} driven on and {count:deducts|deduct} no strip.</source>
        <translation>{layer}: {count} {count:Straße|Straßen} ohne Klasse; sie {count:wird|werden} befahren und {count:zieht|ziehen} keinen Streifen ab.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/algorithm.py"/>
        <source>{layer}: {read} {read:record|records} read, {kept} {kept:takes|take} part, {repaired} repaired.</source>
        <translation>{layer}: {read} {read:Datensatz|Datensätze} gelesen, {kept} {kept:nimmt|nehmen} teil, {repaired} repariert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{length:.0f} m of trenches instead of {star:.0f} m of separate paths; {cost:.0f} EUR ({low:.0f} to {high:.0f} EUR, ±{share:g} %), prices of {year}, index {index:g}.</source>
        <translation>{length:.0f} m Trassen statt {star:.0f} m einzelner Wege; {cost:.0f} EUR ({low:.0f} bis {high:.0f} EUR, ±{share:g} %), Preise von {year}, Index {index:g}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>{loaded} of {expected} {expected:object|objects} loaded; {missing} {missing:is|are} missing.</source>
        <translation>{loaded} von {expected} {expected:Objekt|Objekten} geladen; {missing} {missing:fehlt|fehlen}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>{loaded} {loaded:object|objects} loaded. The source does not say how many it has, so some may be missing.</source>
        <translation>{loaded} {loaded:Objekt|Objekte} geladen. Die Quelle sagt nicht, wie viele sie hat; es können also welche fehlen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/loadresource.py"/>
        <source>{loaded} {loaded:object|objects} loaded; that is all of them.</source>
        <translation>{loaded} {loaded:Objekt|Objekte} geladen; das sind alle.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/expose.py"/>
        <source>{low} to {high} km</source>
        <translation>{low} bis {high} km</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>{model} {ha} ha ({known} of {all} {all:municipality|municipalities})</source>
        <translation>{model} {ha} ha ({known} von {all} {all:Gemeinde|Gemeinden})</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landdemand.py"/>
        <source>{model}: these values are not verified, check and replace them: {names}</source>
        <translation>{model}: Diese Werte sind nicht geprüft, bitte prüfen und ersetzen: {names}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/releaseopen.py"/>
        <source>{name} is not given; catalogues ask for it.</source>
        <translation>{name} ist nicht angegeben; Kataloge verlangen es.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>{net} ha net land in {count} {count:municipality|municipalities}, {free} ha of it known to be without restriction; {takeup} ha are taken up in a year where this is known.</source>
        <translation>{net} ha Nettofläche in {count} {count:Gemeinde|Gemeinden}, davon {free} ha bekanntermaßen ohne Restriktion; im Jahr werden, soweit bekannt, {takeup} ha in Anspruch genommen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/answers.py"/>
        <source>{number} years</source>
        <translation>{number} Jahre</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibrecost.py"/>
        <source>{number}: {edges} {edges:edge|edges}, {objects} {objects:object|objects}, {sources} {sources:source|sources}</source>
        <translation>{number}: {edges} {edges:Kante|Kanten}, {objects} {objects:Objekt|Objekte}, {sources} {sources:Quelle|Quellen}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>{objects} without data</source>
        <translation>{objects} ohne Daten</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>{objects} without fibre nearby</source>
        <translation>{objects} ohne Glasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>{objects}: fibre nearby</source>
        <translation>{objects}: Glasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>{objects}: municipalities with most objects without fibre nearby</source>
        <translation>{objects}: Kommunen mit den meisten Objekten ohne Glasfaser in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/themes.py"/>
        <source>{objects}: {technology} from {speed} Mbit/s · Metropole Ruhr</source>
        <translation>{objects}: {technology} ab {speed} Mbit/s · Metropole Ruhr</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/pairwise.py"/>
        <source>{one} or {other}</source>
        <translation>{one} oder {other}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>{percent} % of the land lies outside every municipality given</source>
        <translation>{percent} % des Landes liegen außerhalb aller angegebenen Gemeinden</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{place} has {net} ha net of commercial land on {plots} {plots:plot|plots}. {free} ha of it are without restriction; of {unknown} ha nobody has recorded whether they are restricted.</source>
        <translation>{place}: {net} ha Gewerbefläche (netto) auf {plots} {plots:Fläche|Flächen}. Davon sind {free} ha restriktionsfrei; für {unknown} ha ist nicht erfasst, ob eine Restriktion besteht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/answers.py"/>
        <source>{place}: {plots} {plots:brownfield|brownfields} with {gross} ha gross and {net} ha net, {share} % of all net land.</source>
        <translation>{place}: {plots} {plots:Brachfläche|Brachflächen} mit {gross} ha brutto und {net} ha netto, {share} % der gesamten Nettofläche.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/history.py"/>
        <source>{plot} {name}: {count} {count:state|states}</source>
        <translation>{plot} {name}: {count} {count:Zustand|Zustände}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/hits.py"/>
        <source>{portal} did not answer</source>
        <translation>{portal} hat nicht geantwortet</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>{portal}: {count} {count:entry|entries} in {seconds} s.</source>
        <translation>{portal}: {count} {count:Eintrag|Einträge} in {seconds} s.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/searchcatalogue.py"/>
        <source>{portal}: {count} {count:entry|entries} in {seconds} s; the portal has more.</source>
        <translation>{portal}: {count} {count:Eintrag|Einträge} in {seconds} s; das Portal hat weitere.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <source>{rank} of {count}</source>
        <translation>{rank} von {count}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>{read} {read:record|records} read: {written} written, {unchanged} unchanged, {rejected} rejected, {ended} ended.</source>
        <translation>{read} {read:Datensatz|Datensätze} gelesen: {written} geschrieben, {unchanged} unverändert, {rejected} abgewiesen, {ended} beendet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <source>{read} {read:record|records}: {new} new, {changed} changed, {unchanged} unchanged, {rejected} rejected; {filtered} left out by the filter, {ended} of the store would end, {repaired} repaired.</source>
        <translation>{read} {read:Datensatz|Datensätze}: {new} neu, {changed} geändert, {unchanged} unverändert, {rejected} abgewiesen; {filtered} vom Filter ausgelassen, {ended} der Datenbank würden enden, {repaired} repariert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>{read} {read:record|records}: {written} written ({new} new, {changed} changed), {unchanged} unchanged, {rejected} rejected; {filtered} left out by the filter, {ended} ended, {repaired} repaired.</source>
        <translation>{read} {read:Datensatz|Datensätze}: {written} geschrieben ({new} neu, {changed} geändert), {unchanged} unverändert, {rejected} abgewiesen; {filtered} vom Filter ausgeschlossen, {ended} beendet, {repaired} repariert.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/importbroadband.py"/>
        <source>{read} {read:record|records}: {written} written, {unchanged} unchanged, {rejected} rejected; {filtered} left out.</source>
        <translation>{read} {read:Datensatz|Datensätze}: {written} geschrieben, {unchanged} unverändert, {rejected} abgewiesen; {filtered} außerhalb der Region.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/marketanswers.py"/>
        <source>{read} {read:row|rows} read: {taken} taken, {rejected} rejected.</source>
        <translation>{read} {read:Zeile|Zeilen} gelesen: {taken} übernommen, {rejected} zurückgewiesen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/landbalance.py"/>
        <source>{reason}: {count} {count:plot|plots}, {ha} ha gross, {count:takes|take} no part.</source>
        <translation>{reason}: {count} {count:Fläche|Flächen}, {ha} ha brutto, {count:nimmt|nehmen} nicht teil.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/fibregaps.py"/>
        <source>{served} {served:object|objects} served (household fibre nearby), {partly} partly, {unserved} unserved, {no_data} without data, which does not mean unserved.</source>
        <translation>{served} {served:Objekt|Objekte} versorgt (Haushalte in der Nähe haben Glasfaser), {partly} teilweise, {unserved} unterversorgt, {no_data} ohne Datengrundlage, was nicht unterversorgt heißt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/validate.py"/>
        <source>{severity}, {rule}, table {table}: {count} {count:finding|findings}; first {record}: {text}</source>
        <translation>{severity}, {rule}, Tabelle {table}: {count} {count:Befund|Befunde}; zuerst {record}: {text}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>{shown} of {all}</source>
        <translation>{shown} von {all}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>{single} {single:site offers|sites offer} 8 ha to one firm without moving a street; {near} more narrowly {near:misses|miss} the minimum size.</source>
        <translation>{single} {single:Standort bietet|Standorte bieten} einem Betrieb 8 ha ohne Straßenverlegung; {near} {near:weiterer verfehlt|weitere verfehlen} die Mindestgröße knapp.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/cooperationsites.py"/>
        <source>{sites} {sites:site|sites} among {clusters} {clusters:cluster|clusters} of plots; {left_out} {left_out:part|parts} of plots took no part.</source>
        <translation>{sites} {sites:Standort|Standorte} unter {clusters} {clusters:Flächenverbund|Flächenverbünden}; {left_out} {left_out:Fläche oder Teilfläche nahm|Flächen oder Teilflächen nahmen} nicht teil.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>{site} is ahead, and not only just.</source>
        <translation>{site} liegt vorn, und zwar nicht knapp.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/validate.py"/>
        <source>{store}: {count} rules, {found} {found:finding|findings}, {errors} of them errors.</source>
        <translation>{store}: {count} Regeln, {found} {found:Befund|Befunde}, davon {errors} Fehler.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/createstore.py"/>
        <source>{store}: {tables} {tables:table|tables} with {records} {records:record|records}.</source>
        <translation>{store}: {tables} {tables:Tabelle|Tabellen} mit {records} {records:Datensatz|Datensätzen}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/layers.py"/>
        <source>{title} (example data)</source>
        <translation>{title} (Beispieldaten)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report_page.py"/>
        <source>{title} (the first {shown} of {all}; all of them in tables.xlsx)</source>
        <translation>{title} (die ersten {shown} von {all}; alle in tables.xlsx)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>{what}: made for 1:{source}; at 1:{scale} only roughly right.</source>
        <translation>{what}: gemacht für 1:{source}; bei 1:{scale} nur ungefähr richtig.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/harmonise.py"/>
        <source>{winner} and {loser} share {ha} ha.</source>
        <translation>{winner} und {loser} überlagern sich auf {ha} ha.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_table.py"/>
        <source>– nothing –</source>
        <translation>– nichts –</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <source>– record is rejected –</source>
        <translation>– Datensatz wird abgewiesen –</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <source>– says nothing –</source>
        <translation>– sagt nichts –</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/report.py"/>
        <source>“Nearby” is inferred from household cells. Whether a firm has a connection, only the owner or operator can say; the workbook lists every object to be asked.</source>
        <translation>„In der Nähe“ ist aus Haushaltszellen geschlossen. Ob ein Betrieb einen Anschluss hat, können nur Eigentümer oder Netzbetreiber sagen; die Arbeitsmappe nennt jedes Objekt, zu dem nachzufragen ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <source>“{field}” is not filled from a field of the source.</source>
        <translation>„{field}“ wird nicht aus einem Feld der Quelle gefüllt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <source>“{field}” takes values as they are; there are no codes to map.</source>
        <translation>„{field}“ nimmt Werte, wie sie sind; es gibt keine Codes zuzuordnen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/codemap.py"/>
        <source>“{field}”: {count} {count:value|values} in the sample.</source>
        <translation>„{field}“: {count} {count:Wert|Werte} in der Stichprobe.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” cannot be reached any more: the connection to its folder is lost, or its disk is faulty.</source>
        <translation>„{file}“ ist nicht mehr zu erreichen: Die Verbindung zum Ordner ist verloren, oder der Datenträger ist schadhaft.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/demandmodels.py"/>
        <source>“{file}” cannot be read as text</source>
        <translation>„{file}“ lässt sich nicht als Text lesen</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>“{file}” cannot be read: {why}</source>
        <translation>„{file}“ lässt sich nicht lesen: {why}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/mapping_wizard.py"/>
        <location filename="../ruhr_planner/gui/weights.py"/>
        <source>“{file}” cannot be written: {why}</source>
        <translation>„{file}“ lässt sich nicht schreiben: {why}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” could not be written whole: of {written} {written:record|records}, {found} can be read back.</source>
        <translation>„{file}“ ließ sich nicht vollständig schreiben: Von {written} {written:Datensatz|Datensätzen} {found:lässt|lassen} sich {found} wieder lesen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” could not be written: the disk is full.</source>
        <translation>„{file}“ konnte nicht geschrieben werden: der Datenträger ist voll.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” could not be written: {why}.</source>
        <translation>„{file}“ konnte nicht geschrieben werden: {why}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” exists already and was not made by Ruhr Planner.</source>
        <translation>„{file}“ existiert bereits und wurde nicht von Ruhr Planner angelegt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” exists already.</source>
        <translation>„{file}“ existiert bereits.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” for {parameter} cannot be written, because it or its folder is read-only.</source>
        <translation>„{file}“ für {parameter} kann nicht geschrieben werden, weil die Datei oder ihr Ordner schreibgeschützt ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” for {parameter} is held open by another program.</source>
        <translation>„{file}“ für {parameter} ist in einem anderen Programm geöffnet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” for {parameter}: files “{ending}” are not written.</source>
        <translation>„{file}“ für {parameter}: Dateien „{ending}“ werden nicht geschrieben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” for {parameter}: the format “{ending}” is not known.</source>
        <translation>„{file}“ für {parameter}: Das Format „{ending}“ ist nicht bekannt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” is larger than {limit} MB, the limit for this kind of file.</source>
        <translation>„{file}“ ist größer als {limit} MB, die Grenze für diese Dateiart.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/demandmodels.py"/>
        <source>“{file}” is no file of at most {limit} kB</source>
        <translation>„{file}“ ist keine Datei von höchstens {limit} kB</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” is not a planning store of Ruhr Planner.</source>
        <translation>„{file}“ ist keine Planungsdatenbank von Ruhr Planner.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” names no coordinate reference system, and its coordinates fit none of the region.</source>
        <translation>„{file}“ nennt kein Koordinatenbezugssystem, und die Koordinaten passen zu keinem der Region.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}” was left in the middle of a change by a program that ended, and its folder is read-only.</source>
        <translation>„{file}“ wurde von einem abgebrochenen Programm mitten in einer Änderung zurückgelassen, und der Ordner ist schreibgeschützt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}”: a program was stopped while it had it open for writing.</source>
        <translation>„{file}“: Ein Programm wurde angehalten, während es die Datei zum Schreiben geöffnet hatte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}”: a program was stopped while it was writing into it.</source>
        <translation>„{file}“: Ein Programm wurde angehalten, während es in die Datei schrieb.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}”: a run, begun {begun}, was stopped before its result was in place.</source>
        <translation>„{file}“: Ein Lauf, begonnen {begun}, wurde angehalten, bevor sein Ergebnis an seinem Platz war.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}”: a run, begun {begun}, was stopped just after its result was complete.</source>
        <translation>„{file}“: Ein Lauf, begonnen {begun}, wurde angehalten, als sein Ergebnis schon vollständig war.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}”: the GDAL of this QGIS was built without the driver “{driver}”.</source>
        <translation>„{file}“: GDAL in diesem QGIS hat den Treiber „{driver}“ nicht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{file}”: the table “{table}” has more than {most} records, which no spreadsheet takes.</source>
        <translation>„{file}“: Die Tabelle „{table}“ hat mehr als {most} Datensätze; das nimmt keine Tabellenkalkulation.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/watch.py"/>
        <source>“{layer}” cannot be edited now, because its history could not be kept. {why}</source>
        <translation>„{layer}“ lässt sich jetzt nicht bearbeiten, weil die Geschichte nicht erhalten bliebe. {why}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>“{layer}” has nothing in the map.</source>
        <translation>„{layer}“ hat nichts im Kartenausschnitt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/mapexhibit.py"/>
        <source>“{layer}” is no layer of this theme and is not drawn.</source>
        <translation>„{layer}“ ist keine Ebene dieses Themas und wird nicht gezeichnet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{municipality}” is no municipality or Kreis of the Metropole Ruhr.</source>
        <translation>„{municipality}“ ist keine Gemeinde und kein Kreis der Metropole Ruhr.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/demandmodels.py"/>
        <source>“{place}” does not belong there or lacks something</source>
        <translation>„{place}“ gehört nicht dorthin oder ist unvollständig</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/demandmodels.py"/>
        <source>“{place}” is “{value}” and not a number from {low} to {high}</source>
        <translation>„{place}“ ist „{value}“ und keine Zahl von {low} bis {high}</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” answered with the error {status}.</source>
        <translation>„{source}“ hat mit dem Fehler {status} geantwortet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” asks for a log-in or refuses the one given ({status}).</source>
        <translation>„{source}“ verlangt eine Anmeldung oder lehnt die angegebene ab ({status}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” broke off the transfer before its answer was complete.</source>
        <translation>„{source}“ hat die Übertragung abgebrochen, bevor die Antwort vollständig war.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” cannot be reached.</source>
        <translation>„{source}“ ist nicht erreichbar.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” denies access ({status}).</source>
        <translation>„{source}“ verweigert den Zugriff ({status}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” does not understand the request ({status}).</source>
        <translation>„{source}“ versteht die Anfrage nicht ({status}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” gave no picture of this place.</source>
        <translation>„{source}“ gab kein Bild von diesem Ort.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” had not finished its answer after {seconds} seconds.</source>
        <translation>„{source}“ war nach {seconds} Sekunden noch nicht mit der Antwort fertig.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” has an internal error ({status}).</source>
        <translation>„{source}“ hat einen internen Fehler ({status}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” has no layer “{layer}”.</source>
        <translation>„{source}“ hat keine Ebene „{layer}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” has nothing at this address ({status}).</source>
        <translation>Bei „{source}“ gibt es unter dieser Adresse nichts ({status}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” has {count} layers, and none is named.</source>
        <translation>„{source}“ hat {count} Ebenen, und keine ist angegeben.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” is neither a service nor a file with objects.</source>
        <translation>„{source}“ ist weder ein Dienst noch eine Datei mit Objekten.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” is not available at the moment ({status}).</source>
        <translation>„{source}“ ist zurzeit nicht verfügbar ({status}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” is of the kind {found}, not {expected}.</source>
        <translation>„{source}“ ist von der Art {found}, nicht {expected}.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” leads in a circle from page to page; nothing was loaded.</source>
        <translation>„{source}“ führt von Seite zu Seite im Kreis; es wurde nichts geladen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” limits how often it may be asked, and the limit is reached ({status}).</source>
        <translation>„{source}“ begrenzt die Zahl der Anfragen, und die Grenze ist erreicht ({status}).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” offers the map “{layer}” in no form that QGIS reads.</source>
        <translation>„{source}“ bietet die Karte „{layer}“ in keiner Form an, die QGIS liest.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” redirects from protected https to unprotected http, which is not followed.</source>
        <translation>„{source}“ leitet von geschütztem https auf ungeschütztes http um; dem wird nicht gefolgt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” redirects in a circle or more than {limit} times.</source>
        <translation>„{source}“ leitet im Kreis oder mehr als {limit}-mal um.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” redirects to something that is no web address.</source>
        <translation>„{source}“ leitet auf etwas um, das keine Webadresse ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” refuses the request: “{text}”.</source>
        <translation>„{source}“ lehnt die Anfrage ab: „{text}“.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” sent a web page instead of data.</source>
        <translation>„{source}“ hat eine Webseite statt Daten gesendet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” sent nothing for {seconds} seconds.</source>
        <translation>„{source}“ hat {seconds} Sekunden lang nichts gesendet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” sent {found} instead of {expected}.</source>
        <translation>„{source}“ hat {found} statt {expected} gesendet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{source}” was not loaded before in this way, and working offline is switched on.</source>
        <translation>„{source}“ wurde so noch nicht geladen, und das Arbeiten ohne Netz ist eingeschaltet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>“{store}” is open.</source>
        <translation>„{store}“ ist geöffnet.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/store.py"/>
        <source>“{store}” is opened as soon as “{job}” is done.</source>
        <translation>„{store}“ wird geöffnet, sobald „{job}“ fertig ist.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{table}” is a table of the planning store; a result does not replace it.</source>
        <translation>„{table}“ ist eine Tabelle der Planungsdatenbank; ein Ergebnis ersetzt sie nicht.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/processing/demandmodels.py"/>
        <source>“{text}” holds no names and values</source>
        <translation>„{text}“ enthält keine Namen und Werte</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/model/errors.py"/>
        <source>“{text}” is no expression of profiles (character {position}, “{found}”).</source>
        <translation>„{text}“ ist kein Ausdruck für Profile (Zeichen {position}, „{found}“).</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/locator.py"/>
        <source>“{title}” is being loaded…</source>
        <translation>„{title}“ wird geladen…</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/places/locator.py"/>
        <source>“{title}” is loaded.</source>
        <translation>„{title}“ ist geladen.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>“{title}” is on the map with {count} {count:object|objects}.</source>
        <translation>„{title}“ ist mit {count} {count:Objekt|Objekten} auf der Karte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/gui/data.py"/>
        <source>“{title}” is on the map.</source>
        <translation>„{title}“ ist auf der Karte.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_site.py"/>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>“{unknown}” means that nobody has stated it, not that there is none.</source>
        <translation>„{unknown}“ heißt, dass niemand es angegeben hat, nicht, dass es nichts gibt.</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>… with household fibre partly nearby</source>
        <translation>… mit Haushaltsglasfaser teilweise in der Nähe</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>… without data (no household cells)</source>
        <translation>… ohne Daten (keine Haushaltszellen)</translation>
    </message>
    <message>
        <location filename="../ruhr_planner/exhibit/factsheet_town.py"/>
        <source>… without household fibre nearby</source>
        <translation>… ohne Haushaltsglasfaser in der Nähe</translation>
    </message>
</context>
</TS>
