"""WFS, OGC API and ArcGIS, read to the end from a scripted server: nothing lost, nothing twice, honest about both."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from ruhr_planner.model import errors
from ruhr_planner.net.transport import Request, Response
from ruhr_planner.readers import arcgis, backend, batches, load, oapif, paging, wfs
from ruhr_planner.readers.record import Origin, Page, Schema
from tests.services import fault_server as faults
from tests.services.fault_server import Answer, FaultServer, Seen
from tests.unit.readers_server import Arcgis, Oapif, Wfs, exception, place, transport

BOX = (360_000.0, 5_700_000.0, 360_045.0, 5_700_100.0)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture(params=["osgeo", "fiona"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("RUHR_PLANNER_ENGINE", request.param)
    return str(request.param)


@dataclass
class Read:
    rows: list[dict[str, Any]]
    places: list[tuple[float, float]]
    expected: int | None
    loaded: int
    complete: bool
    notes: list[str]
    origin: Any


def read(wanted: load.Wanted) -> Read:
    """Read a layer through the writer's door, coordinates in EPSG:25832."""
    rows: list[dict[str, Any]] = []
    places: list[tuple[float, float]] = []

    def write(schema: Schema, came: Iterator[batches.Batch]) -> int:
        rows.clear()
        places.clear()
        names = [field.name for field in schema.fields]
        for batch in came:
            rows.extend(dict(zip(names, row)) for row in batch.rows)
            places.extend((box[0], box[1]) for box in batch.boxes.tolist())
        return len(rows)

    with load.open_layer(transport(), wanted) as stream:
        count = batches.copy(stream, lambda crs: None, write, wanted.extent)
        assert count == stream.tally.loaded
        tally = stream.tally
        return Read(
            rows, places, tally.expected, tally.loaded, tally.complete, list(map(str, tally.notes)), stream.origin
        )


def play_wfs(server: FaultServer, service: Wfs) -> str:
    return server.play("/wfs", Answer(make=service.answer))


def assert_all(found: Read, total: int = 25) -> None:
    assert sorted(row["nr"] for row in found.rows) == list(range(total))
    assert sorted(found.places) == sorted(place(number) for number in range(total))
    assert found.rows[0]["name"] == "Größe 0"


# ------------------------------------------------------------------------------------------------------------------ WFS
@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
@pytest.mark.parametrize("as_json", [True, False])
def test_wfs_in_pages(server: FaultServer, monkeypatch: pytest.MonkeyPatch, version: str, as_json: bool) -> None:
    monkeypatch.setattr(wfs, "PAGE", 10)
    service = Wfs(version=version, json=as_json)
    found = read(load.Wanted(play_wfs(server, service), "punkte"))
    assert_all(found)
    assert (found.expected, found.loaded, found.complete) == (25, 25, True)
    assert found.rows[3]["tag"] == "2024-05-01"
    assert found.rows[3]["ha"] == 1.5
    pages = [query for query in service.asked if query.get("REQUEST") == "GetFeature" and "RESULTTYPE" not in query]
    assert {query["STARTINDEX"] for query in pages} == {"0", "10", "20", "25"}
    assert all("COUNT" not in query for query in service.asked if "RESULTTYPE" in query)
    assert found.origin.title == "Punkte der Stadt"
    assert found.origin.licence.startswith("Datenlizenz Deutschland")
    assert found.origin.attribution == "Stadt"


class Undescribed(Wfs):
    """A service with keys and plot numbers, whose description refers to another document."""

    def schema(self) -> str:
        return '<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="punkte" type="ms:Unbekannt"/></schema>'

    def record(self, number: int) -> dict[str, Any]:
        return {"ags": f"0591{number % 10}000", "nr": "4.10" if number % 2 else "4.1", "stand": number}


def test_keys_of_a_wfs_that_describes_nothing_keep_their_zeros(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Undescribed(json=False, cap=10)), "punkte"))
    assert [found.rows[1][name] for name in ("ags", "nr", "stand")] == ["05911000", "4.10", 1]
    assert {row["nr"] for row in found.rows} == {"4.1", "4.10"}


def test_wfs_1_0_cannot_prove_that_it_is_all(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs(version="1.0.0", json=False)), "punkte"))
    assert_all(found)
    assert (found.expected, found.complete) == (None, False)


def test_hits_capped_by_the_server_are_no_count(server: FaultServer) -> None:
    """MapServer answers hits with its own limit; the end is proven by an empty page."""
    found = read(load.Wanted(play_wfs(server, Wfs(cap=10, hits=10)), "punkte"))
    assert_all(found)
    assert (found.expected, found.complete) == (None, True)


def test_a_capped_count_does_not_keep_pages_from_coming_side_by_side(server: FaultServer) -> None:
    """Nor are more asked for at a time than what is polite, nor many behind the end."""
    service = Wfs(total=200, cap=10, hits=10)
    here, most, lock = 0, 0, threading.Lock()

    def answer(seen: Seen) -> Answer:
        nonlocal here, most
        with lock:
            here += 1
            most = max(most, here)
        time.sleep(0.02)
        with lock:
            here -= 1
        return service.answer(seen)

    found = read(load.Wanted(server.play("/wfs", Answer(make=answer)), "punkte"))
    assert_all(found, 200)
    assert found.complete
    assert most == paging.SIDE_BY_SIDE
    starts = [int(query["STARTINDEX"]) for query in service.asked if "STARTINDEX" in query]
    assert max(starts) <= 200 + 10 * paging.SIDE_BY_SIDE
    assert len(starts) == len(set(starts))


def test_unknown_count(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs(cap=7, hits="unknown")), "punkte"))
    assert_all(found)
    assert (found.expected, found.complete) == (None, True)


def test_a_count_that_is_not_reached_is_said(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs(hits=40)), "punkte"))
    assert (found.expected, found.loaded, found.complete) == (40, 25, False)


def test_server_that_ignores_the_offset(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wfs, "PAGE", 10)
    found = read(load.Wanted(play_wfs(server, Wfs(ignores_start=True)), "punkte"))
    assert_all(found)
    assert (found.expected, found.complete) == (25, True)


def test_capped_server_that_ignores_the_offset_is_incomplete(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs(ignores_start=True, cap=10)), "punkte"))
    assert (found.expected, found.loaded, found.complete) == (25, 10, False)


def test_capped_count_and_no_paging_proves_nothing(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs(ignores_start=True, cap=10, hits=10)), "punkte"))
    assert (found.loaded, found.complete) == (10, False)


class Undeclared(Wfs):
    """A server that keeps to a limit of which its capabilities say nothing."""

    def capabilities(self) -> str:
        cap, self.cap = self.cap, 0
        try:
            return super().capabilities()
        finally:
            self.cap = cap


ROUND = (
    "Exactly {count} records came, and the source cannot be asked for more; such a round number is often a limit of "
    "the server."
)


def test_a_count_that_equals_an_undeclared_limit_proves_nothing(server: FaultServer) -> None:
    """WFS 1.1: hits are cut at the limit too, and the server does not page."""
    service = Undeclared(total=550, version="1.1.0", json=False, cap=500, hits=500, ignores_start=True)
    found = read(load.Wanted(play_wfs(server, service), "punkte"))
    assert (found.expected, found.loaded, found.complete) == (None, 500, False)
    assert found.notes == [ROUND.format(count=500)]


def test_a_limit_of_wfs_1_0_is_noted(server: FaultServer) -> None:
    service = Undeclared(total=250, version="1.0.0", json=False, cap=100)
    found = read(load.Wanted(play_wfs(server, service), "punkte"))
    assert (found.expected, found.loaded, found.complete) == (None, 100, False)
    assert found.notes == [ROUND.format(count=100)]


def test_a_count_that_is_not_round_is_believed(server: FaultServer) -> None:
    service = Undeclared(total=251, version="1.1.0", json=False, ignores_start=True)
    found = read(load.Wanted(play_wfs(server, service), "punkte"))
    assert (found.expected, found.loaded, found.complete, found.notes) == (251, 251, True, [])


@pytest.mark.parametrize("as_json", [True, False])
def test_an_answer_that_is_everything_is_read_in_parts(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, engine: str, as_json: bool
) -> None:
    """The memory must not grow with the answer of a server that does not page."""
    monkeypatch.setattr(backend, "PAGE", 100)
    monkeypatch.setattr(backend, "PART_BYTES", 1)
    monkeypatch.setattr(wfs, "PAGE", 100)
    service = Wfs(total=321, ignores_start=True, json=as_json)
    with load.open_layer(transport(), load.Wanted(play_wfs(server, service), "punkte")) as stream:
        assert [len(page.records) for page in stream.pages()] == [100, 100, 100, 21]
        assert (stream.tally.expected, stream.tally.loaded, stream.tally.complete) == (321, 321, True)
    assert_all(read(load.Wanted(play_wfs(server, service), "punkte")), 321)


@pytest.mark.parametrize("refused", [("OUTPUTFORMAT",), ("SRSNAME",), ("OUTPUTFORMAT", "SRSNAME", "SORTBY")])
def test_server_that_refuses_parameters(server: FaultServer, refused: tuple[str, ...]) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs(refuses=refused)), "punkte"))
    assert_all(found)
    assert found.complete


@pytest.mark.parametrize("status", [404, 500])
def test_error_behind_the_last_record_is_its_end(server: FaultServer, status: int) -> None:
    class Ends(Wfs):
        def features(self, query: dict[str, str]) -> Answer:
            if int(query.get("STARTINDEX", 0)) >= self.total:
                return Answer(status, b"nothing there")
            return super().features(query)

    found = read(load.Wanted(play_wfs(server, Ends(cap=10)), "punkte"))
    assert_all(found)
    assert (found.expected, found.complete) == (25, True)


def test_swapped_axes_are_put_right_and_reported(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs(swaps=True)), "punkte"))
    assert_all(found)
    assert found.notes == ["The axes came swapped (north before east) and were put right."]


def test_box_in_degrees_that_finds_nothing_is_asked_in_metres(server: FaultServer) -> None:
    service = Wfs(crs="urn:ogc:def:crs:EPSG::4258", only_metres=True)
    found = read(load.Wanted(play_wfs(server, service), "punkte", extent=BOX))
    assert [row["nr"] for row in found.rows] == [0, 1, 2, 3, 4]
    assert found.notes == ["The server found nothing in a box in degrees; it was asked again in EPSG:25832."]


def test_box_that_the_server_ignores(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs(ignores_box=True)), "punkte", extent=BOX))
    assert sorted(row["nr"] for row in found.rows) == [0, 1, 2, 3, 4]
    assert (found.expected, found.loaded, found.complete) == (5, 5, True)
    assert found.notes == ["The server ignored the extent; 20 records outside were left out."]


def test_box_that_the_server_honours(server: FaultServer) -> None:
    service = Wfs()
    found = read(load.Wanted(play_wfs(server, service), "punkte", extent=BOX))
    assert (found.expected, found.loaded, found.complete, found.notes) == (5, 5, True, [])
    boxes = {query.get("BBOX") for query in service.asked if query.get("REQUEST") == "GetFeature"}
    assert boxes == {"360000.000,5700000.000,360045.000,5700100.000,urn:ogc:def:crs:EPSG::25832"}


def test_unstable_order_is_recognised(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wfs, "PAGE", 10)
    found = read(load.Wanted(play_wfs(server, Wfs(shuffles=True)), "punkte"))
    numbers = [row["nr"] for row in found.rows]
    assert len(numbers) == len(set(numbers))
    assert not found.complete
    assert "came twice" in found.notes[0]


def test_unstable_order_without_ids_is_not_proven(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wfs, "PAGE", 10)
    service = Wfs(total=24, shuffles=True, ids=False, change=lambda number, record: {"nr": number})
    found = read(load.Wanted(play_wfs(server, service), "punkte"))
    assert len({row["nr"] for row in found.rows}) < found.loaded
    assert not found.complete
    assert "without an id" in found.notes[0]


def test_a_class_called_id_is_no_proof_that_records_are_one(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wfs, "PAGE", 10)
    service = Wfs(ids=False, same_place=True, change=lambda number, record: {"id": "Handel", "nr": number})
    found = read(load.Wanted(play_wfs(server, service), "punkte"))
    assert sorted(row["nr"] for row in found.rows) == list(range(25))
    assert (found.loaded, found.complete, found.notes) == (25, True, [])


def test_gml_keeps_dates_moments_and_booleans(
    server: FaultServer, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    declared = {"nr": 5_911_000_000_000, "tag": "2026-02-17Z", "frei": "true", "stand": "2026-02-17T10:00:00+01:00"}
    service = Wfs(json=False, total=2, change=lambda number, record: {**record, **declared} if number else record)
    with load.open_layer(transport(), load.Wanted(play_wfs(server, service), "punkte")) as stream:
        page = next(stream.pages())
    kinds = dict(page.fields)
    assert (kinds["tag"], kinds["frei"], kinds["stand"]) == ("date", "bool", "datetime")
    names = list(kinds)
    rows = [dict(zip(names, record.values)) for record in page.records]
    assert [row["nr"] for row in rows] == [0, 5_911_000_000_000]
    assert not [entry for entry in caplog.records if "Unrecognized" in entry.getMessage()]
    assert [(row["tag"], row["frei"]) for row in rows] == [("2024-05-01", None), ("2026-02-17", True)]
    assert rows[1]["stand"] == "2026-02-17T10:00:00+01:00"


def test_maximum(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wfs, "PAGE", 10)
    found = read(load.Wanted(play_wfs(server, Wfs()), "punkte", maximum=13))
    assert (found.expected, found.loaded, found.complete) == (25, 13, False)
    assert [row["nr"] for row in found.rows] == list(range(13))


def test_fields_that_change_within_the_data(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that becomes a text and a field that appears late: the writer begins again, nothing is lost."""
    monkeypatch.setattr(wfs, "PAGE", 10)

    def change(number: int, made: dict[str, Any]) -> dict[str, Any]:
        made["ha"] = "k. A." if number == 22 else made["ha"]
        return {**made, "neu": 7} if number > 20 else made

    found = read(load.Wanted(play_wfs(server, Wfs(change=change)), "punkte"))
    assert_all(found)
    assert [row["neu"] for row in found.rows] == [None] * 21 + [7] * 4
    assert [row["ha"] for row in found.rows[21:24]] == ["10.5", "k. A.", "11.5"]
    assert found.complete


def test_server_that_sends_another_schema_than_it_describes(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs(json=False, element="punkte_stand")), "punkte"))
    assert_all(found)
    assert found.complete


def test_empty_layer_is_complete(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs(total=0)), "punkte"))
    assert (found.expected, found.loaded, found.complete) == (0, 0, True)


def test_kind_is_found_out(server: FaultServer) -> None:
    found = read(load.Wanted(play_wfs(server, Wfs())))
    assert_all(found)


# ---------------------------------------------------------------------------------------------------------------- OAPIF
def play_oapif(server: FaultServer, service: Oapif) -> str:
    server.play("/api/collections", Answer(make=service.collections))
    server.play("/api/collections/punkte/items", Answer(make=service.items))
    return server.url("/api")


@pytest.mark.parametrize("links", ["offset", "startindex", "token"])
@pytest.mark.parametrize("matched", [True, False])
def test_oapif_to_the_end(server: FaultServer, links: str, matched: bool) -> None:
    service = Oapif(next=links, matched=matched)
    found = read(load.Wanted(play_oapif(server, service), "punkte", load.OAPIF))
    assert sorted(row["nr"] for row in found.rows) == list(range(25))
    assert found.rows[0]["planart.title"] == "Bebauungsplan"
    assert (found.expected, found.loaded, found.complete) == (25 if matched else None, 25, True)
    assert service.asked[0]["crs"] == "http://www.opengis.net/def/crs/EPSG/0/25832"
    assert found.origin.licence == "https://www.govdata.de/dl-de/by-2-0"


def test_an_only_page_without_count_and_links_may_have_been_cut(server: FaultServer) -> None:
    cut = Oapif(matched=False, links=False)
    found = read(load.Wanted(play_oapif(server, cut), "punkte", load.OAPIF))
    assert (found.expected, found.loaded, found.complete) == (None, 10, False)
    whole = Oapif(total=7, matched=False, links=False)
    found = read(load.Wanted(play_oapif(server, whole), "punkte", load.OAPIF))
    assert (found.expected, found.loaded, found.complete) == (None, 7, True)


def test_links_in_a_circle_end_in_a_sentence(server: FaultServer) -> None:
    with pytest.raises(errors.PagingStuck):
        read(load.Wanted(play_oapif(server, Oapif(next="loop")), "punkte", load.OAPIF))


class Answering:
    """A transport that answers by address, and remembers who was asked with which log-in."""

    def __init__(self, answers: dict[str, bytes], moved: str = "") -> None:
        self.answers = answers
        self.moved = moved
        self.asked: list[tuple[str, str]] = []

    def send(self, request: Request, feedback: object = None) -> Response:
        self.asked.append((request.url.partition("?")[0], request.authcfg))
        body = next(body for key, body in self.answers.items() if key in request.url)
        url = request.url.replace("https://a.de", self.moved) if self.moved else request.url
        return Response(url, 200, {}, body, datetime.now(timezone.utc))

    def download(self, request: Request, target: Path, feedback: object = None) -> Response:
        answer = self.send(request)
        target.write_bytes(answer.body)
        return replace(answer, body=b"")


def items(number: int, following: str = "") -> bytes:
    feature = {"type": "Feature", "id": str(number), "properties": {}, "geometry": None}
    links = [{"rel": "next", "href": following}] if following else []
    return json.dumps({"type": "FeatureCollection", "features": [feature], "links": links}).encode()


def test_log_in_stays_at_its_server_where_links_lead_away() -> None:
    collections = {"collections": [{"id": "p", "crs": []}], "links": [{"rel": "next", "href": "http://b.de/liste"}]}
    answers = {
        "/collections?": json.dumps(collections).encode(),
        "/liste": json.dumps({"collections": [{"id": "q", "crs": []}], "links": []}).encode(),
        "seite=2": items(2, "http://b.de/items?seite=3"),
        "seite=3": items(3, "https://a.de/items?seite=4"),
        "seite=4": items(4),
        "/items?": items(1, "http://a.de/items?seite=2"),
    }
    answering = Answering(answers)
    wanted = load.Wanted("https://a.de/collections/p", kind=load.OAPIF, authcfg="abc1234")
    with load.open_layer(answering, wanted) as stream:
        assert sum(len(page.records) for page in stream.pages()) == 4
    assert {login for url, login in answering.asked if "/b.de" in url} == {""}
    assert [url for url, login in answering.asked if login][-1] == "https://a.de/items"  # page 2, by https
    assert ("http://a.de/items", "abc1234") not in answering.asked


def test_log_in_does_not_go_where_a_redirect_led() -> None:
    answers = {"/collections?": b'{"collections": [{"id": "p", "crs": []}], "links": []}', "/items?": items(1)}
    answering = Answering(answers, moved="https://b.de")
    wanted = load.Wanted("https://a.de/collections/p", kind=load.OAPIF, authcfg="abc1234")
    with load.open_layer(answering, wanted) as stream:
        list(stream.pages())
    assert {login for url, login in answering.asked if "/b.de" in url} == {""}


def test_log_in_does_not_go_with_the_links_of_a_feed() -> None:
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{0}" type="{1}"/></entry></feed>'
    answers = {
        "/dienst": feed.format("http://a.de/satz", "application/atom+xml").encode(),
        "/satz": feed.format("http://b.de/x.geojson", "application/geo+json").encode(),
        "/x.geojson": items(1),
    }
    answering = Answering(answers)
    with load.open_layer(answering, load.Wanted("https://a.de/dienst", authcfg="abc1234")) as stream:
        assert stream.tally.expected is None
    kept = [("https://a.de/dienst", "abc1234")] * 2  # the first one asks what it is
    assert answering.asked == [*kept, ("https://a.de/satz", "abc1234"), ("http://b.de/x.geojson", "")]



def test_limit_that_the_server_refuses(server: FaultServer) -> None:
    found = read(load.Wanted(play_oapif(server, Oapif(refuses_above=1000)), "punkte", load.OAPIF))
    assert (found.loaded, found.complete) == (25, True)


def test_oapif_box_in_degrees_that_finds_nothing_is_asked_in_metres(server: FaultServer) -> None:
    service = Oapif(crs=(), only_metres=True, limit=100)
    found = read(load.Wanted(play_oapif(server, service), "punkte", load.OAPIF, extent=BOX))
    assert sorted(row["nr"] for row in found.rows) == [0, 1, 2, 3, 4]
    assert "The server found nothing in a box in degrees; it was asked again in EPSG:25832." in found.notes
    asked = [query for query in service.asked if "bbox-crs" in query]
    assert {(query["bbox"], query["bbox-crs"]) for query in asked} == {
        ("360000.000,5700000.000,360045.000,5700100.000", oapif.CRS_URI)
    }


def test_oapif_redirect_of_the_unversioned_address(server: FaultServer) -> None:
    service = Oapif()
    server.play("/plain/collections", faults.redirect("/api/collections", 307))
    play_oapif(server, service)
    found = read(load.Wanted(server.url("/plain"), "punkte", load.OAPIF))
    assert found.loaded == 25
    assert found.origin.url == server.url("/api")


# --------------------------------------------------------------------------------------------------------------- ArcGIS
def play_arcgis(server: FaultServer, service: Arcgis) -> str:
    path = "/arcgis/rest/services/essen/GFNP/MapServer"
    server.play(path, Answer(make=service.service))
    server.play(f"{path}/13", Answer(make=service.layer))
    server.play(f"{path}/13/query", Answer(make=service.query))
    return server.url(path)


@pytest.mark.parametrize("service", [Arcgis(), Arcgis(pages=False), Arcgis(refuses_offset=True), Arcgis(counts=False)])
def test_arcgis_to_the_end(server: FaultServer, service: Arcgis) -> None:
    url = play_arcgis(server, service)
    found = read(load.Wanted(url, "Flächendarstellung"))
    assert [row["OBJECTID"] for row in sorted(found.rows, key=lambda row: row["OBJECTID"])] == list(range(1, 26))
    assert found.rows[0]["DATUM"] == "2020-01-01T00:00:00Z"
    assert sorted(found.places) == sorted(place(number) for number in range(25))
    assert (found.expected, found.complete) == (25 if service.counts else None, True)
    assert found.origin.attribution == "Stadt Essen"


def test_arcgis_layer_by_its_address(server: FaultServer) -> None:
    found = read(load.Wanted(play_arcgis(server, Arcgis()) + "/13"))
    assert (found.loaded, found.complete) == (25, True)


def test_arcgis_rings() -> None:
    """An outer ring with a hole, and an island within the hole."""
    outer = [[0, 0], [0, 10], [10, 10], [10, 0], [0, 0]]
    hole = [[2, 2], [8, 2], [8, 8], [2, 8], [2, 2]]
    island = [[4, 4], [4, 6], [6, 6], [6, 4], [4, 4]]
    from ruhr_planner.readers import wkb

    expected = {"type": "MultiPolygon", "coordinates": [[outer, hole], [island]]}
    assert arcgis.geometry_of({"rings": [outer, hole, island]}) == wkb.from_json(expected)


# ------------------------------------------------------------------------------------------------------------ bad input
def refused(url: str, layer: str = "", kind: str = load.AUTO) -> errors.PlannerError:
    with pytest.raises(errors.PlannerError) as caught:
        read(load.Wanted(url, layer, kind))
    sentence = str(caught.value)
    assert "127.0.0.1" not in sentence
    assert "Traceback" not in sentence
    assert "\n" not in sentence
    return caught.value


def test_unknown_layer(server: FaultServer) -> None:
    error = refused(play_wfs(server, Wfs()), "flaechen")
    assert str(error) == "“Prüfdienst” has no layer “flaechen”. Choose one of: ms:punkte (Punkte der Stadt)."


def test_web_page(server: FaultServer) -> None:
    assert isinstance(refused(server.play("/portal", faults.log_in_page())), errors.LoginPage)
    assert isinstance(refused(server.play("/portal", faults.log_in_page()), kind=load.WFS), errors.LoginPage)


def test_service_of_another_kind(server: FaultServer) -> None:
    wms = b'<WMS_Capabilities version="1.3.0"><Service/></WMS_Capabilities>'
    error = refused(server.play("/wms", Answer(body=wms, content_type=faults.XML)), kind=load.WFS)
    assert str(error) == "“wms” is of the kind WMS, not WFS. Choose the kind that fits, or let it be found out (auto)."
    server.play("/json/collections", faults.data({"x": 1}))
    assert isinstance(refused(server.url("/json"), "a", load.OAPIF), errors.WrongService)
    assert isinstance(refused(server.play("/x/MapServer", faults.data({"x": 1})), "a"), errors.WrongService)


def test_exception_report_with_status_200(server: FaultServer) -> None:
    service = Wfs()

    def answer(seen: Seen) -> Answer:
        made = service.answer(seen)
        return exception("Datenbank nicht erreichbar") if service.asked[-1].get("REQUEST") == "GetFeature" else made

    error = refused(server.play("/wfs", Answer(make=answer)), "punkte")
    assert "Datenbank nicht erreichbar" in str(error)


def test_nothing_there(server: FaultServer) -> None:
    assert isinstance(refused(server.play("/gone", Answer(404, b"no", content_type="text/plain"))), errors.NotFound)
    assert isinstance(refused("http://127.0.0.1:9/wfs", kind=load.WFS), errors.ConnectionFailed)
    assert isinstance(refused("ftp://example.org/x.zip"), errors.AddressInvalid)


def test_wrong_password(server: FaultServer) -> None:
    url = server.play("/geheim", faults.basic("amt", "richtig"))
    assert isinstance(refused(url, kind=load.WFS), errors.LoginNeeded)


def test_entity_bomb(server: FaultServer) -> None:
    assert isinstance(refused(server.play("/bomb", faults.entity_bomb()), kind=load.WFS), errors.UnsafeXml)


def test_cut_page_is_an_error_not_the_end(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wfs, "PAGE", 10)
    service = Wfs()

    def answer(seen: Seen) -> Answer:
        made = service.answer(seen)
        return faults.cut() if service.asked[-1].get("STARTINDEX") == "20" else made

    assert isinstance(refused(server.play("/wfs", Answer(make=answer)), "punkte"), errors.BrokenOff)


def test_spool_leaves_nothing_behind(server: FaultServer) -> None:
    with load.open_layer(transport(), load.Wanted(play_wfs(server, Wfs()), "punkte")) as stream:
        list(stream.pages())
        folder = stream._spool.folder  # type: ignore[attr-defined]
        assert any(folder.iterdir())
    assert not folder.exists()


def test_seen_keeps_equal_records_without_id() -> None:
    from ruhr_planner.readers.record import Field, Record

    page = Page((Field("name", "text"),), "", [Record(None, ("a",)), Record(None, ("a",))])
    assert paging.Seen().fresh(page) == (page, 0)


@pytest.mark.parametrize(
    "name", ["token", "sig", "auth_key", "session", "subscription-key", "to%6ben", "api-key", "passwd"]
)
def test_no_key_of_an_address_is_written_down(name: str) -> None:
    origin = Origin("x", "wfs", f"https://u:p@x.de/wfs?map=a&{name}=geheim", query=f"{name}=geheim&COUNT=1")
    said = load.public(origin)
    assert (said.url, said.query) == ("https://x.de/wfs?map=a", "COUNT=1")


def test_oapif_address_is_taken_apart() -> None:
    url = "https://x.de/v1/collections/a%20b/items?f=json&limit=5&key=1"
    assert oapif.split(url) == ("https://x.de/v1?key=1", "a b")
