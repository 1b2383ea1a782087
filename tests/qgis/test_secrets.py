"""A password and a key go in with addresses and log-ins, all the way from a search to a project, and come out nowhere.

Not in results, stores, reports, tables, maps, projects, caches, settings, logs or on the terminal, as they are, as
percent-encoded or as base64.
"""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)

from ruhr_planner import settings
from ruhr_planner.catalogue import portals
from ruhr_planner.catalogue.dataset import Portal
from ruhr_planner.model.codes import Label
from ruhr_planner.model.errors import ConnectionSecret, PlannerError
from ruhr_planner.processing import searchcatalogue
from ruhr_planner.store import resulttable
from tests.qgis.test_net_qgis import log_in
from tests.services import fault_server as faults
from tests.services.fault_server import Answer, FaultServer, Seen
from tests.unit.readers_server import Wfs

USER, WORD, KEY, INLINE = "planerin", "W0rt/Geheim&7x", "Schluessel-4711-Q", "Inline-0815-Z"
SECRETS = (WORD, KEY, INLINE)
FORMS = {
    form
    for secret in SECRETS
    for form in (secret, quote(secret, safe=""), base64.b64encode(f"{USER}:{secret}".encode()).decode())
}
_WFS = Wfs(cap=10)
PROFILE = """
profile: punkte
target: place
source: {id: stadt}
licence: dl-de/zero-2-0
attribution: Stadt
fields:
  native_id: {from: nr}
  kind: {const: school}
"""


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """A profile folder of its own, and every line that goes into QGIS's log."""
    monkeypatch.setattr(settings, "home", lambda: tmp_path / "profile" / "ruhr_planner")
    monkeypatch.setattr(settings, "cache_folder", lambda: tmp_path / "profile" / "ruhr_planner" / "cache")
    lines: list[str] = []
    log = QgsApplication.messageLog()

    def note(text: str, tab: str, _level: object) -> None:
        lines.append(f"{tab}: {text}")

    log.messageReceived.connect(note)
    yield lines
    log.messageReceived.disconnect(note)


def run(lines: list[str], algorithm: str, **parameters: object) -> tuple[dict[str, Any], bool]:
    feedback = QgsProcessingFeedback(False)
    found = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{algorithm}")
    results, succeeded = found.run(parameters, QgsProcessingContext(), feedback)
    # Processing's own first line repeats the parameters as they were typed, to the one who typed them
    lines += [line for line in feedback.textLog().splitlines() if not line.startswith("Input parameters")]
    return results, succeeded


def told(text: str | bytes) -> set[str]:
    """Return the secrets that a text gives away, in whatever form."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    return {form for form in FORMS if form.encode() in data or form.encode("utf-16-le") in data}


def leaks(folder: Path) -> dict[str, set[str]]:
    """Return what each file gives away, those in archives too."""
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        found[path.name] = told(path.read_bytes())
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    found[f"{path.name}/{name}"] = told(packed.read(name))
    return {name: forms for name, forms in found.items() if forms}


def test_nothing_that_is_secret_comes_out_anywhere(
    provider: object, said: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    login = log_in(USER, WORD)
    try:
        with FaultServer() as server:
            guarded = Answer(make=_guarded)
            url = server.play("/wfs", guarded) + f"?token={KEY}"
            given = {"URL": url, "LAYER": "punkte", "AUTHCFG": login}
            results, done = run(said, "loadresource", **given, OUTPUT=str(out / "p.gpkg"))
            assert (done, results["LOADED"]) == (True, 25)
            for fault in (guarded, faults.unavailable(), faults.log_in_page(), faults.cut(), faults.exception_report()):
                broken = server.play("/fault", fault) + f"?token={KEY}"
                target = str(out / "fault.gpkg")
                _results, done = run(said, "loadresource", URL=broken, LAYER="punkte", KIND=1, OUTPUT=target)
                assert not done
            inline = url.replace("http://", f"http://{USER}:{INLINE}@")
            _results, done = run(said, "loadresource", URL=inline, LAYER="punkte", OUTPUT=str(out / "i.gpkg"))
            assert not done
            for secret in (url, inline):
                assert not run(said, "loadmap", URL=secret, LAYER="punkte")[1], "its layer would keep it"
            _search(said, server, out)
        store = out / "store.gpkg"
        (out / "punkte.yaml").write_text(PROFILE, encoding="utf-8")
        imported = {"INPUT": str(out / "p.gpkg"), "PROFILE": str(out / "punkte.yaml"), "STORE": str(store)}
        results, done = run(said, "harmonise", **imported, CREATE=True, REPORT=str(out / "import.html"))
        assert (done, results["WRITTEN"]) == (True, 25)
        assert run(said, "validate", STORE=str(store), KEEP=True, REPORT=str(out / "findings.json"))[1]
        assert run(said, "exporttables", STORE=str(store), OUTPUT=str(out / "tables.xlsx"))[1]
        assert run(said, "exporttables", STORE=str(store), OUTPUT=str(out / "tables.csv"))[1]
        _project(out)
    finally:
        QgsApplication.authManager().removeAuthenticationConfig(login)
    stored = QgsSettings()
    kept = "\n".join(f"{key}={stored.value(key)}" for key in stored.allKeys() if "ruhr_planner" in key)
    printed = capfd.readouterr()
    assert leaks(tmp_path) == {}
    assert told("\n".join(said)) == set()
    assert told(kept) == set()
    assert told(printed.out + printed.err) == set()
    assert (out / "projekt.qgz").stat().st_size > 1000
    assert len(said) > 20


def _guarded(seen: Seen) -> Answer:
    """The service behind a log-in."""
    right = "Basic " + base64.b64encode(f"{USER}:{WORD}".encode()).decode()
    if seen.headers.get("authorization") != right or seen.query.get("token") != [KEY]:
        return Answer(401, b"denied", {"WWW-Authenticate": 'Basic realm="x"'}, "text/plain")
    return _WFS.answer(seen)


def _search(said: list[str], server: FaultServer, out: Path) -> None:
    """A portal's address with a key or a password is refused, without repeating it; another one is searched."""
    own = searchcatalogue.own_list()
    own.parent.mkdir(parents=True, exist_ok=True)
    name = Label("Portal", "Portal")
    for address in (server.url("/ckan") + f"?token={KEY}", server.url("/ckan").replace("//", f"//{USER}:{INLINE}@")):
        with pytest.raises(PlannerError) as refused:
            portals.add(own, Portal("geheim", name, "ckan", address))
        assert told(str(refused.value)) == set()
    resource = {"format": "WFS", "name": "punkte", "url": "https://x.example/wfs?service=WFS"}
    package = {"name": "punkte", "title": "Punkte", "resources": [resource], "license_id": "dl-zero-de/2.0"}
    answer = {"success": True, "result": {"count": 1, "results": [package]}}
    portals.add(own, Portal("offen", name, "ckan", server.play("/ckan", faults.data(answer)).removesuffix("/ckan")))
    server.play("/api/3/action/package_search", faults.data(answer))
    run(said, "searchcatalogue", QUERY="Punkte", PORTALS="offen", OUTPUT=str(out / "hits.gpkg"))
    assert (out / "hits.gpkg").is_file()


def _project(out: Path) -> None:
    """A project with the loaded layer and the tables of the store, saved as people do."""
    project = QgsProject()
    for source, table in ((out / "p.gpkg", ""), (out / "store.gpkg", "|layername=place"), (out / "hits.gpkg", "")):
        layer = QgsVectorLayer(f"{source}{table}", source.stem, "ogr")
        assert layer.isValid()
        project.addMapLayer(layer)
    assert project.write(str(out / "projekt.qgz"))
    project.clear()


def test_a_result_goes_into_no_address_with_a_password() -> None:
    """The address of a result is that of its layer, and so stands in projects and in logs."""
    address = f"postgres:dbname='gis' host=localhost user='{USER}' password='{INLINE}' table=\"s\".\"t\" (geom)"
    with pytest.raises(ConnectionSecret, match="gis") as refused:
        resulttable.parse(address)
    assert told(str(refused.value)) == set()
    kept = resulttable.parse(address.replace(f"password='{INLINE}'", "authcfg=abc1234"))
    assert (kept.name, "abc1234" in kept.address(True)) == ("s.t", True)


def test_the_search_for_secrets_finds_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"x{WORD}y", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "b.qgz", "w") as packed:
        packed.writestr("b.qgs", base64.b64encode(f"{USER}:{INLINE}".encode()))
    assert set(leaks(tmp_path)) >= {"a.txt", "b.qgz/b.qgs"}
