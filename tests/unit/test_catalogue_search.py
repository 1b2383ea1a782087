"""A search in all portals: at the same time, with limits, merged, ranked, cancelled within a second."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timezone
from urllib.parse import urlsplit

import pytest

from ruhr_planner.catalogue import search
from ruhr_planner.catalogue.dataset import DatasetHit, Portal
from ruhr_planner.catalogue.portals import Catalogue, KeyLayer
from ruhr_planner.model import errors
from ruhr_planner.model.codes import Label
from ruhr_planner.net.transport import Feedback, Request, Response
from tests.services import fault_server as faults
from tests.services.fault_server import FaultServer

NOBODY = Catalogue()


def package(
    name: str, title: str, publisher: str = "", url: str = "", form: str = "WFS", licence: str = ""
) -> dict[str, object]:
    resource = {"format": form, "url": url or f"https://{name}.example/wfs", "license": licence}
    return {"name": name, "title": title, "organization": {"title": publisher}, "resources": [resource]}


def answer(*packages: dict[str, object], count: int | None = None) -> bytes:
    return json.dumps({"success": True, "result": {"count": count or len(packages), "results": packages}}).encode()


def portal(name: str, seconds: float = 5.0, **more: object) -> Portal:
    return Portal(name, Label(name.title(), name.title()), "ckan", f"https://{name}.example", seconds=seconds, **more)  # type: ignore[arg-type]


class Played:
    """A transport whose servers are functions; counts what runs at the same time."""

    def __init__(self, servers: dict[str, Callable[[Request, Feedback | None], bytes]]) -> None:
        self._servers = servers
        self._lock = threading.Lock()
        self._now: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.asked: list[Request] = []

    def send(self, request: Request, feedback: Feedback | None = None) -> Response:
        host = urlsplit(request.url).netloc
        with self._lock:
            self.asked.append(request)
            self._now[host] = self._now.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self._now[host])
        try:
            body = self._servers[host.split(".")[0]](request, feedback)
        finally:
            with self._lock:
                self._now[host] -= 1
        return Response(request.url, 200, {}, body, datetime.now(timezone.utc))


def says(body: bytes, after: float = 0.0) -> Callable[[Request, Feedback | None], bytes]:
    def serve(request: Request, feedback: Feedback | None) -> bytes:
        del request
        return waits(after, body, feedback)

    return serve


def waits(seconds: float, body: bytes, feedback: Feedback | None) -> bytes:
    """As the real transports do: the feedback is asked all the time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if feedback is not None and feedback.is_cancelled():
            raise errors.Cancelled
        time.sleep(0.01)
    return body


def fails(error: errors.PlannerError) -> Callable[[Request, Feedback | None], bytes]:
    def serve(request: Request, feedback: Feedback | None) -> bytes:
        raise error

    return serve


def deaf(request: Request, feedback: Feedback | None) -> bytes:
    """A transport that hangs and asks nobody."""
    time.sleep(3)
    return b""


def begin(transport: object, portals: list[Portal], text: str = "Gewerbe Leerstand", **more: object) -> search.Search:
    return search.Search(NOBODY, search.ask(text), transport, portals, **more)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------- side by side
def test_answers_come_as_they_come() -> None:
    quick, slow = answer(package("a", "Gewerbe")), answer(package("b", "Gewerbe Leerstand"))
    run = begin(Played({"quick": says(quick), "slow": says(slow, 0.5)}), [portal("slow"), portal("quick")])
    started = time.monotonic()
    came = [(found.portal.id, time.monotonic() - started) for found in run.answers()]
    assert [name for name, _ in came] == ["quick", "slow"]
    assert came[0][1] < 0.3
    assert 0.4 < came[1][1] < 1.0
    assert [hit.title for hit in run.results.ranked()] == ["Gewerbe Leerstand", "Gewerbe"]


def test_all_portals_at_the_same_time() -> None:
    names = [f"p{number}" for number in range(12)]
    played = Played({name: says(answer(package(name, "Gewerbe")), 0.4) for name in names})
    run = begin(played, [portal(name) for name in names])
    started = time.monotonic()
    run.run()
    assert time.monotonic() - started < 1.5  # one after the other: 4.8 s
    assert len(run.results.ranked()) == 12


def test_one_server_is_asked_politely() -> None:
    played = Played({"one": says(answer(package("a", "Gewerbe")), 0.05)})
    same = [Portal(f"p{n}", Label("P", "P"), "ckan", "https://one.example", options={"fq": f"x:{n}"}) for n in range(8)]
    begin(played, same).run()
    assert played.most == {"one.example": search.PER_SERVER}


def test_a_failure_is_one_answer_and_stops_nobody() -> None:
    error = errors.ConnectionFailed(source="Dead")
    run = begin(
        Played({"dead": fails(error), "good": says(answer(package("a", "Gewerbe")))}), [portal("dead"), portal("good")]
    )
    run.run()
    assert [(found.portal.id, found.error) for found in run.results.failures] == [("dead", error)]
    assert len(run.results.ranked()) == 1


def test_nonsense_and_bugs_of_one_portal_are_sentences() -> None:
    def breaks(request: Request, feedback: Feedback | None) -> bytes:
        raise RuntimeError("unexpected")

    run = begin(Played({"odd": says(b"<html></html>"), "bug": breaks}), [portal("odd"), portal("bug")])
    run.run()
    said = {found.portal.id: str(found.error) for found in run.results.failures}
    assert "web page" in said["odd"]
    assert "Bug" in said["bug"] and "unexpected" not in said["bug"]


@pytest.mark.parametrize("hanging", [says(b"", 60), deaf])
def test_time_limit_of_a_portal(hanging: Callable[[Request, Feedback | None], bytes]) -> None:
    good = says(answer(package("a", "Gewerbe")))
    run = begin(Played({"slow": hanging, "good": good}), [portal("slow", 1.0), portal("good")])
    started = time.monotonic()
    run.run()
    assert time.monotonic() - started < 1.6
    (failed,) = run.results.failures
    assert isinstance(failed.error, errors.TookTooLong)
    assert "1 seconds" in str(failed.error)


def test_hits_before_a_time_out_are_kept() -> None:
    def serve(request: Request, feedback: Feedback | None) -> bytes:
        first = "start=0" in request.url
        return waits(0 if first else 60, answer(package("a", "Gewerbe"), count=500), feedback)

    run = begin(Played({"slow": serve}), [portal("slow", 0.5)])
    run.run()
    assert len(run.results.ranked()) == 1
    assert run.results.failures[0].total == 500


def test_a_clock_that_jumps_ends_the_search() -> None:
    """The limits hang on the clock that is handed in, not on waiting."""
    now = [0.0]

    def serve(request: Request, feedback: Feedback | None) -> bytes:
        now[0] += 100.0
        return waits(30, b"", feedback)

    run = begin(Played({"slow": serve}), [portal("slow", 20.0)], clock=lambda: now[0])
    started = time.monotonic()
    run.run()
    assert time.monotonic() - started < 2
    assert isinstance(run.results.failures[0].error, errors.TookTooLong)


# -------------------------------------------------------------------------------------------------------------- cancel
@pytest.mark.parametrize("hanging", [says(b"", 60), deaf])
def test_cancel_within_a_second(hanging: Callable[[Request, Feedback | None], bytes]) -> None:
    class Watcher:
        cancelled = False

        def is_cancelled(self) -> bool:
            return self.cancelled

    watcher = Watcher()
    run = begin(Played({"slow": hanging}), [portal("slow", 30.0)], watcher=watcher)
    threading.Timer(0.3, lambda: setattr(watcher, "cancelled", True)).start()
    started = time.monotonic()
    with pytest.raises(errors.Cancelled):
        run.run()
    assert time.monotonic() - started < 1.0


def test_cancel_from_another_thread_keeps_what_came() -> None:
    run = begin(
        Played({"slow": says(b"", 60), "good": says(answer(package("a", "Gewerbe")))}), [portal("slow"), portal("good")]
    )
    with pytest.raises(errors.Cancelled):
        for found in run.answers():
            assert found.portal.id == "good"
            run.cancel()
    assert len(run.results.ranked()) == 1


# --------------------------------------------------------------------------------------------------------------- pages
def test_pages_follow_and_end() -> None:
    def serve(request: Request, feedback: Feedback | None) -> bytes:
        start = int(request.url.rsplit("start=", 1)[1])
        return answer(*(package(f"s{n}", f"Gewerbe {n}") for n in range(start, min(start + 100, 1000))), count=1000)

    run = begin(Played({"big": serve}), [portal("big")], pages=3)
    run.run()
    (found,) = run.results.answers
    assert (len(found.hits), found.total, found.more) == (300, 1000, True)


def test_a_loop_of_next_links_ends() -> None:
    def serve(request: Request, feedback: Feedback | None) -> bytes:
        feature = {"id": "a", "properties": {"title": "Gewerbe Leerstand"}, "links": []}
        other = "b" if "items?a" in request.url else "a"
        return json.dumps({"features": [feature], "links": [{"rel": "next", "href": f"?{other}=1"}]}).encode()

    records = Portal("rec", Label("R", "R"), "records", "https://rec.example", options={"collection": "c"})
    played = Played({"rec": serve})
    begin(played, [records]).run()
    assert len(played.asked) <= 3


def test_umlauts_that_break_a_server_are_asked_without() -> None:
    def serve(request: Request, feedback: Feedback | None) -> bytes:
        if "%C3" in request.url:
            raise errors.ServerFailed(source="P", status=500)
        return answer(package("parkgebuhr", "Parkgebühr"))

    played = Played({"gov": serve})
    run = begin(played, [portal("gov")], "Parkgebühr")
    run.run()
    assert run.results.failures == []
    assert [hit.title for hit in run.results.ranked()] == ["Parkgebühr"]
    assert len(played.asked) == 2


def test_all_words_first_then_any() -> None:
    """A CSW does not rank: all words have to occur, unless nothing has them all."""
    empty = b'<GetRecordsResponse><SearchResults numberOfRecordsMatched="0" nextRecord="0"/></GetRecordsResponse>'
    played = Played({"csw": says(empty)})
    begin(played, [Portal("csw", Label("C", "C"), "csw", "https://csw.example")]).run()
    assert [b"<ogc:And>" in (request.body or b"") for request in played.asked] == [True, False]
    assert b"<ogc:Or>" in (played.asked[1].body or b"")


def test_the_place_ranks_in_portals_of_many_cities() -> None:
    played = Played({"many": says(answer()), "one": says(answer())})
    many, one = portal("many"), portal("one", municipality="05513000")
    begin(played, [many, one], "Leerstand Gelsenkirchen").run()
    urls = {urlsplit(request.url).netloc: request.url for request in played.asked}
    assert "gelsenkirchen" in urls["many.example"].split("?")[1]
    assert "gelsenkirchen" not in urls["one.example"].split("?")[1]


# ----------------------------------------------------------------------------------------------------- merge and rank
def results(text: str, *hits: DatasetHit, **more: object) -> search.Results:
    found = search.Results(search.ask(text, **more))  # type: ignore[arg-type]
    for hit in hits:
        found.add(search.Answer(portal(hit.portal), (hit,)))
    return found


def hit(name: str, title: str = "Gewerbe", **more: object) -> DatasetHit:
    values: dict[str, object] = {
        "kind": "wfs",
        "format": "WFS",
        "url": f"https://{name}.example/{title}",
        "loadable": True,
    }
    return DatasetHit(name, title=title, **{**values, **more})  # type: ignore[arg-type]


def test_one_address_in_two_portals_is_one_row() -> None:
    one = hit("beta", url="https://www.x.example/wfs?b=1&a=2", layer="l")
    two = hit(
        "alpha", url="http://x.example:80/wfs?a=2&b=1", layer="l", licence="cc-zero", publisher="Stadt", modified="2026"
    )
    other_layer = hit("alpha", url="http://x.example/wfs?a=2&b=1", layer="m")
    found = results("Gewerbe", one, two, other_layer).ranked()
    assert [(row.portal, row.layer) for row in found] == [("alpha", "m"), ("alpha; beta", "l")]
    assert (found[1].licence, found[1].publisher, found[1].modified) == ("cc-zero", "Stadt", "2026")


def test_same_title_and_publisher_in_two_portals_is_one_row() -> None:
    one = hit("a", "Gewerbe Mülheim", publisher="Stadt Mülheim")
    two = hit("b", "gewerbe  muelheim", publisher="STADT MÜLHEIM")
    assert [row.portal for row in results("Gewerbe", one, two).ranked()] == ["a; b"]
    file = hit("b", "Gewerbe Mülheim", publisher="Stadt Mülheim", kind="file", format="CSV")
    assert len(results("Gewerbe", one, file).ranked()) == 2
    nobody = [hit("a", "Gewerbe"), hit("b", "Gewerbe")]
    assert len(results("Gewerbe", *nobody).ranked()) == 2


def test_a_service_whose_layer_one_portal_does_not_name_is_one_row() -> None:
    service = {"publisher": "Stadt", "url": "https://x.example/wfs"}
    named, bare = hit("csw", layer="ns:gewerbe", **service), hit("ckan", layer="", **service)
    for pair in ((named, bare), (bare, named)):
        assert [(row.portal, row.layer) for row in results("Gewerbe", *pair).ranked()] == [("ckan; csw", "ns:gewerbe")]
    other = hit("b", layer="ns:anderes", **service)
    assert len(results("Gewerbe", named, other).ranked()) == 2
    elsewhere = hit("b", layer="", publisher="Stadt", url="https://y.example/wfs")
    assert len(results("Gewerbe", named, elsewhere).ranked()) == 2


def test_files_of_one_portal_stay_rows_of_their_own() -> None:
    years = [
        hit("a", publisher="S", kind="file", format="CSV", url=f"https://x.example/{y}.csv", layer="") for y in (1, 2)
    ]
    assert len(results("Gewerbe", *years).ranked()) == 2


def test_same_page_in_two_portals_is_one_row() -> None:
    one = hit("a", landing="https://x.example/dataset/g/", url="https://x.example/1")
    two = hit("b", landing="http://x.example/dataset/g", url="https://mirror.example/1")
    assert [row.portal for row in results("Gewerbe", one, two).ranked()] == ["a; b"]


def test_ranking() -> None:
    both = hit("p", "Leerstand Gewerbe")
    there = hit("p", "Leerstand Gewerbe in der Stadt", municipality="Gelsenkirchen")
    elsewhere = hit("p", "Leerstand Gewerbe anderswo", municipality="Bochum")
    picture = hit("p", "Leerstand Gewerbe Karte", kind="wms", format="WMS")
    half = hit("p", "Leerstand")
    none = hit("p", "Bäume")
    found = results("Gewerbe Leerstand Gelsenkirchen", none, half, picture, elsewhere, both, there).ranked()
    assert [row.title for row in found] == [there.title, both.title, picture.title, elsewhere.title, half.title]


def test_theme_ranks() -> None:
    one, two = hit("p", "Gewerbe A", theme="envi"), hit("p", "Gewerbe B", theme="econ")
    assert [row.theme for row in results("Gewerbe", one, two, theme="econ").ranked()] == ["econ", "envi"]


def test_the_order_does_not_depend_on_who_answers_first() -> None:
    hits = [hit(name, f"Gewerbe {name}") for name in "abcd"]
    assert results("Gewerbe", *hits).ranked() == results("Gewerbe", *hits[::-1]).ranked()


def test_what_is_left_out_is_counted() -> None:
    document = hit("p", "Gewerbe", loadable=False, kind="other", reason="document")
    far = hit("p", "Gewerbe Hamburg", bbox=(9.7, 53.4, 10.3, 53.7))
    bochum, kreis = hit("p", "Gewerbe 1", municipality="Bochum"), hit("p", "Gewerbe 2", municipality="Herten")
    found = results("Gewerbe", document, far, bochum, kreis, hit("p", "Gewerbe 3"), municipality="Kreis Recklinghausen")
    assert {row.title for row in found.ranked()} == {"Gewerbe 2", "Gewerbe 3"}
    assert found.left_out == 3
    everything = results("Gewerbe", document, far, bochum, loadable_only=False)
    assert len(everything.ranked()) == 2  # what lies in Hamburg is no use here at all


def test_questions() -> None:
    asked = search.ask("Gewerbe in Gelsenkirchen")
    assert (asked.municipality, asked.only_there, asked.query.words) == ("05513000", False, ("gewerbe",))
    assert search.ask("Gelsenkirchen").query.words == ("gelsenkirchen",)
    assert search.ask("Gewerbe", "Bochum").only_there
    with pytest.raises(errors.QueryEmpty):
        search.ask("und der")
    with pytest.raises(errors.MunicipalityUnknown):
        search.ask("Gewerbe", "Atlantis")


def test_key_layers_come_first_without_a_network() -> None:
    layer = KeyLayer("l", Label("Gewerbe Leerstand", "Vacancy"), "wfs", "https://x.example/wfs", "a:b")
    run = search.Search(Catalogue(layers=(layer, KeyLayer("m", Label("Bäume", "Trees"), "wfs", "https://x.example"))),
                        search.ask("Leerstand"), Played({}))  # fmt: skip
    (found,) = list(run.answers())
    assert [row.layer for row in found.hits] == ["a:b"]
    assert run.results.ranked()[0].portal == search.OWN_LIST


# ------------------------------------------------------------------------------------------------ a real client, faults
FAULTS = [
    ("login", faults.log_in_page(), errors.LoginPage),
    ("hang", faults.hang(), errors.TimedOut),
    ("trickle", faults.trickle(pause=0.2), errors.TookTooLong),
    ("cut", faults.cut(), errors.BrokenOff),
    ("refused", faults.ckan_failure(), errors.ServiceException),
    ("bomb", faults.entity_bomb(), errors.UnsafeXml),
    ("gone", faults.Answer(404), errors.NotFound),
    ("unavailable", faults.unavailable(), errors.NetworkError),
    ("image", faults.image_instead(), errors.NetworkError),
]


def test_every_fault_of_a_server_is_one_sentence() -> None:
    """All of them at once, beside one portal that works; the slowest limit bounds the search."""
    requests_transport = pytest.importorskip("ruhr_planner.net.requests_transport")
    good = faults.Answer(body=answer(package("a", "Gewerbe Leerstand")))
    asked = []
    with ExitStack() as stack:
        for name, fault in [*((name, fault) for name, fault, _ in FAULTS), ("good", good)]:
            server = stack.enter_context(FaultServer())
            server.play("/api/3/action/package_search", fault)
            asked.append(Portal(name, Label(name, name), "ckan", server.url(""), seconds=3.0))
        run = begin(requests_transport.RequestsTransport(), asked)
        started = time.monotonic()
        run.run()
        assert time.monotonic() - started < 4.0
    said = {found.portal.id: found.error for found in run.results.failures}
    assert set(said) == {name for name, _, _ in FAULTS}
    for name, _, kind in FAULTS:
        assert isinstance(said[name], kind), (name, said[name])
        assert "127.0.0.1" not in str(said[name])
        assert "\n" not in str(said[name])
    assert [row.title for row in run.results.ranked()] == ["Gewerbe Leerstand"]
