"""Servers of catalogues: pycsw 2 (CSW, ISO 19139) and pycsw 3 (Records). One record leads to the sample layer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template
from uuid import UUID
from xml.sax.saxutils import escape

from tests.services.start import sample
from tests.services.start.features import Server, served
from tests.services.start.gate import Gate, http_backend
from tests.services.start.process import LOOPBACK, Process, free_port, program, run

RECORDS = 120
PUBLISHER = "Kreis Wesel, Fachdienst Vermessung"
_SUBJECTS = ("Radwege", "Biotopkataster", "Bodenrichtwerte", "Gewerbeflächen", "Schutzgebiete")
_RECORD = Template("""<?xml version="1.0" encoding="UTF-8"?>
<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
<gmd:fileIdentifier><gco:CharacterString>$id</gco:CharacterString></gmd:fileIdentifier>
<gmd:language><gmd:LanguageCode codeList="x" codeListValue="ger">ger</gmd:LanguageCode></gmd:language>
<gmd:hierarchyLevel><gmd:MD_ScopeCode codeList="x" codeListValue="dataset">dataset</gmd:MD_ScopeCode>
</gmd:hierarchyLevel>
<gmd:contact><gmd:CI_ResponsibleParty>
<gmd:organisationName><gco:CharacterString>$publisher</gco:CharacterString></gmd:organisationName>
<gmd:role><gmd:CI_RoleCode codeList="x" codeListValue="pointOfContact"/></gmd:role>
</gmd:CI_ResponsibleParty></gmd:contact>
<gmd:dateStamp><gco:Date>2026-0$month-11</gco:Date></gmd:dateStamp>
<gmd:identificationInfo><gmd:MD_DataIdentification>
<gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>$title</gco:CharacterString></gmd:title>
<gmd:date><gmd:CI_Date><gmd:date><gco:Date>2026-0$month-01</gco:Date></gmd:date>
<gmd:dateType><gmd:CI_DateTypeCode codeList="x" codeListValue="publication"/></gmd:dateType></gmd:CI_Date></gmd:date>
</gmd:CI_Citation></gmd:citation>
<gmd:abstract><gco:CharacterString>Beschreibung: $title &amp; mehr</gco:CharacterString></gmd:abstract>
<gmd:descriptiveKeywords><gmd:MD_Keywords>
<gmd:keyword><gco:CharacterString>opendata</gco:CharacterString></gmd:keyword>
</gmd:MD_Keywords></gmd:descriptiveKeywords>
<gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:useConstraints>
<gmd:MD_RestrictionCode codeList="x" codeListValue="otherRestrictions"/></gmd:useConstraints>
<gmd:otherConstraints><gco:CharacterString>{"id":"dl-zero-de/2.0","name":"Datenlizenz Deutschland – Zero",
"url":"https://www.govdata.de/dl-de/zero-2-0","quelle":""}</gco:CharacterString></gmd:otherConstraints>
</gmd:MD_LegalConstraints></gmd:resourceConstraints>
<gmd:language><gmd:LanguageCode codeList="x" codeListValue="ger"/></gmd:language>
<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>
<gmd:westBoundLongitude><gco:Decimal>6.9</gco:Decimal></gmd:westBoundLongitude>
<gmd:eastBoundLongitude><gco:Decimal>7.2</gco:Decimal></gmd:eastBoundLongitude>
<gmd:southBoundLatitude><gco:Decimal>51.4</gco:Decimal></gmd:southBoundLatitude>
<gmd:northBoundLatitude><gco:Decimal>51.6</gco:Decimal></gmd:northBoundLatitude>
</gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>
</gmd:MD_DataIdentification></gmd:identificationInfo>
<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions>
<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>$address</gmd:URL></gmd:linkage>
<gmd:protocol><gco:CharacterString>$protocol</gco:CharacterString></gmd:protocol>
<gmd:name><gco:CharacterString>$layer</gco:CharacterString></gmd:name>
<gmd:function><gmd:CI_OnLineFunctionCode codeList="x" codeListValue="download"/></gmd:function>
</gmd:CI_OnlineResource></gmd:onLine>
</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>
</gmd:MD_Metadata>
""")
_SETTINGS = """[server]
home={home}
url={url}/csw
mimetype=application/xml; charset=UTF-8
encoding=UTF-8
language=de-DE
maxrecords=50
loglevel=ERROR
logfile={log}
pretty_print=false
profiles=apiso
[manager]
transactions=false
[metadata:main]
identification_title=Katalog der Region
identification_abstract=Erfundene Metadaten
identification_keywords=Region
identification_keywords_type=theme
identification_fees=None
identification_accessconstraints=None
provider_name=Region
provider_url=http://127.0.0.1/
{contact}
[repository]
database=sqlite:///{database}
table=records
[metadata:inspire]
enabled=false
"""
_RECORDS_SETTINGS = """server:
  home: {home}
  url: {url}
  mimetype: application/xml; charset=UTF-8
  encoding: UTF-8
  language: de-DE
  maxrecords: 50
  pretty_print: false
logging: {{level: ERROR, logfile: {log}}}
profiles: [apiso]
manager: {{transactions: false}}
metadata:
  identification:
    title: Katalog der Region
    description: Erfundene Metadaten
    keywords: [Region]
    keywords_type: theme
    fees: None
    accessconstraints: None
  provider: {{name: Region, url: "http://127.0.0.1/"}}
  contact: {{name: x, url: "http://127.0.0.1/"}}
  inspire: {{enabled: false}}
repository: {{database: "sqlite:///{database}", table: records}}
"""
_CONTACT = (
    "name", "position", "address", "city", "stateorprovince", "postalcode", "country", "phone", "fax", "email", "url",
    "hours", "instructions", "role",
)  # fmt: skip


def _write_records(folder: Path, wfs: str) -> Path:
    """Write the records: the first leads to the sample layer, the others to pages."""
    target = folder / "records"
    target.mkdir()
    for number in range(RECORDS):
        first = number == 0
        words = {
            "id": str(UUID(int=number + 1)),
            "publisher": PUBLISHER,
            "title": sample.TITLE if first else f"{_SUBJECTS[number % 5]} {number}",
            "month": str(1 + number % 9),
            "address": f"{wfs}?SERVICE=WFS&REQUEST=GetCapabilities"
            if first
            else f"https://example.org/seite-{number}.html",
            "protocol": "OGC:WFS" if first else "WWW:LINK-1.0-http--link",
            "layer": sample.LAYER if first else "",
        }
        text = _RECORD.substitute({name: escape(value) for name, value in words.items()})
        (target / f"{number}.xml").write_text(text, encoding="utf-8")
    return target


@contextmanager
def pycsw(wfs: str, folder: Path) -> Iterator[Server]:
    """Start pycsw: CSW 2.0.2 and 3.0 with ISO 19139. `wfs` is the address that the first record leads to."""
    serve, python = program("pycsw", "waitress-serve"), program("pycsw", "python")
    administer = program("pycsw", "pycsw-admin.py")
    port = free_port()
    gate = Gate(http_backend(port))
    settings = folder / "pycsw.cfg"
    packages = next((python.parent.parent / "lib").glob("python*/site-packages"))
    words = {"home": packages, "url": gate.url, "log": folder / "pycsw.log", "database": folder / "pycsw.db"}
    contact = "\n".join(f"contact_{name}=x" for name in _CONTACT)
    settings.write_text(_SETTINGS.format(contact=contact, **words), encoding="utf-8")
    records = _write_records(folder, wfs)
    run("pycsw-setup", [python, administer, "-c", "setup_db", "-f", settings], folder)
    run("pycsw-load", [python, administer, "-c", "load_records", "-f", settings, "-p", records], folder)
    command = [serve, f"--listen={LOOPBACK}:{port}", "--threads=4", "pycsw.wsgi:application"]
    process = Process("pycsw", command, folder, {"PYCSW_CONFIG": str(settings)})
    with served(process, port, "/csw?service=CSW&version=2.0.2&request=GetCapabilities", "/csw", gate) as server:
        yield server


@contextmanager
def pycsw3(wfs: str, folder: Path) -> Iterator[Server]:
    """Start pycsw 3: OGC API Records over the same records. `wfs` is the address that the first record leads to."""
    python, administer = program("pycsw3", "python"), program("pycsw3", "pycsw-admin.py")
    home = folder / "pycsw3"
    home.mkdir()
    port = free_port()
    gate = Gate(http_backend(port))
    settings = home / "pycsw3.yml"
    packages = next((python.parent.parent / "lib").glob("python*/site-packages"))
    words = {"home": packages, "url": gate.url, "log": home / "pycsw.log", "database": home / "pycsw.db"}
    settings.write_text(_RECORDS_SETTINGS.format(**words), encoding="utf-8")
    records = _write_records(home, wfs)
    run("pycsw3-setup", [python, administer, "setup-repository", "-c", settings], home)
    run("pycsw3-load", [python, administer, "load-records", "-c", settings, "-p", records, "-r"], home)
    # Flask's own server: pycsw 3 sends the request's headers back, Connection too, which stricter servers refuse
    command = [python, "-m", "flask", "--app", "pycsw.wsgi_flask:APP", "run", "--host", LOOPBACK, "--port", str(port)]
    process = Process("pycsw3", command, home, {"PYCSW_CONFIG": str(settings)})
    with served(process, port, "/collections?f=json", "", gate) as server:
        yield server
