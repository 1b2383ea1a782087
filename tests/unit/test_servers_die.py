"""A server dies in the middle of any answer: a sentence, never a part of a layer that is taken for all of it.

The services have 25 records in three pages. Each is first read to its end; then it is read again as often as it was
asked something, and dies at that question for good: in the middle of the bytes, of a chunked answer or of a document
that claims to be whole, without a word, or because the program is gone.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ruhr_planner.catalogue import search
from ruhr_planner.catalogue.portals import Catalogue, Portal
from ruhr_planner.model import errors
from ruhr_planner.model.codes import Label
from ruhr_planner.readers import load, wfs
from tests.services.fault_server import Answer, FaultServer, Seen
from tests.unit.readers_server import Arcgis, Oapif, Wfs, transport
from tests.unit.test_catalogue_search import answer as packages
from tests.unit.test_catalogue_search import package
from tests.unit.test_readers_services import Read, read

TOTAL = 25
HALF = 0.6


def cut(whole: Answer) -> Answer:
    return replace(whole, body=whole.body[: int(HALF * len(whole.body))], announced=len(whole.body))


def cut_chunked(whole: Answer) -> Answer:
    return replace(whole, body=whole.body[: int(HALF * len(whole.body))], chunked=True, announced=0)


def half_a_document(whole: Answer) -> Answer:
    """As from a program that crashed behind a proxy: the length fits, the end of the document is missing."""
    return replace(whole, body=whole.body[: int(HALF * len(whole.body))])


def silence(_whole: Answer) -> Answer:
    return Answer(reset=True)


def gateway(_whole: Answer) -> Answer:
    return Answer(502, b"<html><body>Bad Gateway</body></html>", content_type="text/html")


DEATHS = (cut, cut_chunked, half_a_document, silence, gateway)


class Dying:
    """Answers as a service does, until it dies at a question."""

    def __init__(self, death: Callable[[Answer], Answer], at: int = 1_000_000) -> None:
        self.death = death
        self.at = at
        self.asked = 0
        self._lock = threading.Lock()

    def wrap(self, make: Callable[[Seen], Answer]) -> Answer:
        def answer(seen: Seen) -> Answer:
            with self._lock:
                self.asked += 1
                dead = self.asked >= self.at
            whole = make(seen)
            return self.death(whole) if dead else whole

        return Answer(make=answer)


def play(server: FaultServer, kind: str, dying: Dying) -> load.Wanted:
    if kind.startswith("wfs"):
        service = Wfs(json=kind == "wfs json", cap=10)
        return load.Wanted(server.play("/wfs", dying.wrap(service.answer)), "punkte", load.WFS)
    if kind == "oapif":
        api = Oapif()
        server.play("/api/collections", dying.wrap(api.collections))
        server.play("/api/collections/punkte/items", dying.wrap(api.items))
        return load.Wanted(server.url("/api"), "punkte", load.OAPIF)
    layer = Arcgis(pages=kind == "arcgis")
    base = "/arcgis/rest/services/x/MapServer"
    server.play(base, dying.wrap(layer.service))
    server.play(f"{base}/13", dying.wrap(layer.layer))
    server.play(f"{base}/13/query", dying.wrap(layer.query))
    return load.Wanted(server.url(f"{base}/13"), "", load.ARCGIS)


def outcome(kind: str, dying: Dying) -> Read | errors.PlannerError:
    with FaultServer() as server:
        try:
            return read(play(server, kind, dying))
        except errors.PlannerError as problem:
            return problem


@pytest.mark.parametrize("kind", ["wfs gml", "wfs json", "oapif", "arcgis", "arcgis by ids"])
def test_never_a_part_for_the_whole(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wfs, "PAGE", 10)
    healthy = Dying(cut)
    whole = outcome(kind, healthy)
    assert isinstance(whole, Read), whole
    assert (len(whole.rows), whole.complete) == (TOTAL, True)
    loud = 0
    for number in range(1, healthy.asked + 1):
        death = DEATHS[number % len(DEATHS)]
        for each in {death, half_a_document}:
            found = outcome(kind, Dying(each, number))
            if isinstance(found, errors.PlannerError):
                loud += 1
                assert "\n" not in str(found)
            else:  # the question was one that the reader can do without
                assert sorted(map(repr, found.rows)) == sorted(map(repr, whole.rows)), (kind, each.__name__, number)
    assert loud >= 3


@pytest.mark.parametrize("death", DEATHS)
def test_a_catalogue_that_dies_is_named(death: Callable[[Answer], Answer]) -> None:
    """What came before stays in sight, and beside it stands which portal broke off."""

    def page(seen: Seen) -> Answer:
        start = int(seen.query.get("start", ["0"])[0])
        found = [package(f"a{start + number}", f"Gewerbe {start + number}") for number in range(20)]
        return Answer(body=packages(*found, count=60))

    dying = Dying(death, 2)
    with FaultServer() as server:
        server.play("/api/3/action/package_search", dying.wrap(page))
        portal = Portal("ckan", Label("Stadt", "Town"), "ckan", server.url(""), seconds=5.0)
        run = search.Search(Catalogue(), search.ask("Gewerbe"), transport(), [portal], pages=2)
        run.run()
    assert dying.asked >= 2
    (failed,) = run.results.failures
    assert failed.portal.id == "ckan"
    assert failed.error is not None
    assert failed.total == 60
    assert len(failed.hits) < 60


def csw(start: int, count: int = 10, total: int = 30) -> bytes:
    records = "".join(
        f"<csw:SummaryRecord><dc:identifier>i{number}</dc:identifier><dc:title>Gewerbe {number}</dc:title>"
        "</csw:SummaryRecord>"
        for number in range(start, start + count)
    )
    return (
        '<?xml version="1.0"?><csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><csw:SearchResults'
        f' numberOfRecordsMatched="{total}" numberOfRecordsReturned="{count}" nextRecord="{start + count}">'
        f"{records}</csw:SearchResults></csw:GetRecordsResponse>"
    ).encode()


@pytest.mark.parametrize("death", DEATHS)
def test_a_csw_that_dies_is_named(death: Callable[[Answer], Answer]) -> None:
    asked: list[Any] = []

    def page(seen: Seen) -> Answer:
        asked.append(seen)
        return Answer(body=csw(10 * (len(asked) - 1) + 1), content_type="text/xml")

    with FaultServer() as server:
        server.play("/csw", Dying(death, 2).wrap(page))
        portal = Portal("csw", Label("Land", "State"), "csw", server.url("/csw"), seconds=5.0)
        run = search.Search(Catalogue(), search.ask("Gewerbe"), transport(), [portal], pages=2)
        run.run()
    (failed,) = run.results.failures
    assert failed.error is not None
    assert json.dumps(str(failed.error)).count("\\n") == 0
