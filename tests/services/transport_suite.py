"""One suite for every transport: the same faults, the same answers, the same sentences.

A test module derives a class from `TransportSuite` and says with `make` which transport it is about.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from ruhr_planner.model import errors
from ruhr_planner.net.body import decode, read_json
from ruhr_planner.net.cache import Cache
from ruhr_planner.net.client import Client
from ruhr_planner.net.retry import Policy
from ruhr_planner.net.transport import Request, Response
from tests.services import fault_server as faults
from tests.services.fault_server import Answer, FaultServer

QUICK = Policy(attempts=4, first_wait=0.02, longest_wait=5)
SOURCE = "Portal der Stadt"
HOST = "127.0.0.1"


class Stopping:
    """Feedback that cancels after some seconds, or some bytes."""

    def __init__(self, after: float = 1e9, after_bytes: int = 1 << 60) -> None:
        self._end = time.monotonic() + after
        self._bytes = after_bytes
        self.counts: list[tuple[int, int | None]] = []

    def is_cancelled(self) -> bool:
        came = self.counts[-1][0] if self.counts else 0
        return time.monotonic() >= self._end or came >= self._bytes

    def received(self, count: int, total: int | None) -> None:
        self.counts.append((count, total))


def ask(url: str, **changes: object) -> Request:
    return replace(Request(url, source=SOURCE, idle_seconds=5, total_seconds=20), **changes)  # type: ignore[arg-type]


def sentence_of(error: errors.PlannerError) -> str:
    """The sentence, after a look that neither host nor port slipped in."""
    said = str(error)
    assert SOURCE in said
    assert HOST not in said
    assert HOST not in error.detail
    assert "localhost" not in said
    return said


FAULTS: list[tuple[str, Answer, type[errors.NetworkError], str]] = [
    ("401", Answer(401, b"no"), errors.LoginNeeded, "asks for a log-in or refuses the one given (401)"),
    ("403", Answer(403, b"no"), errors.AccessDenied, "denies access (403)"),
    ("404", Answer(404, b"no"), errors.NotFound, "has nothing at this address (404)"),
    ("410", Answer(410, b"no"), errors.NotFound, "(410)"),
    ("405", Answer(405, b"no"), errors.HttpStatus, "answered with the error 405"),
    ("407", Answer(407, b"no"), errors.ProxyRefused, "proxy on the way"),
    ("429 with a long Retry-After", faults.too_many("3600"), errors.TooManyRequests, "Wait some minutes"),
    ("429 for ever", faults.too_many(), errors.TooManyRequests, "limits how often it may be asked"),
    ("500", Answer(500, b"<html>oops</html>"), errors.ServerFailed, "has an internal error (500)"),
    ("503 for ever", faults.unavailable(), errors.ServiceUnavailable, "not available at the moment (503)"),
    ("400 for ever", faults.hiccup(), errors.BadRequest, "does not understand the request (400)"),
    ("304 unasked", Answer(304), errors.HttpStatus, "answered with the error 304"),
    ("cut", faults.cut(), errors.BrokenOff, "broke off the transfer"),
    ("cut in a chunked answer", faults.cut_chunked(), errors.BrokenOff, "broke off the transfer"),
    ("reset", faults.reset(), errors.BrokenOff, "broke off the transfer"),
    ("log-in page", faults.log_in_page(), errors.LoginPage, "sent a web page instead of data"),
    ("image", faults.image_instead(), errors.WrongContent, "sent image/png instead of JSON"),
    ("report 2.0", faults.exception_report(), errors.ServiceException, "refuses the request: “Layer not found”"),
    ("report 1.1", faults.exception_report(version="1.1.0"), errors.ServiceException, "“Layer not found”"),
    ("report 1.0", faults.exception_report(version="1.0.0"), errors.ServiceException, "“Layer not found”"),
    ("CKAN", faults.ckan_failure(), errors.ServiceException, "“Search error”"),
    (
        "report with status 400",
        replace(faults.exception_report(), status=400),
        errors.ServiceException,
        "“Layer not found”",
    ),
    (
        "CKAN with status 404",
        replace(faults.ckan_failure("Not found"), status=404),
        errors.ServiceException,
        "“Not found”",
    ),
    (
        "OGC API with status 400",
        Answer(400, b'{"code": "InvalidParameterValue", "description": "unknown crs"}'),
        errors.ServiceException,
        "“unknown crs”",
    ),
    (
        "report that names its host and a log-in",
        faults.exception_report("no connection to http://127.0.0.1:5432/db host=db.intern password=hunter2"),
        errors.ServiceException,
        "“no connection to … host=… password=…”",
    ),
    ("entity bomb", faults.entity_bomb(), errors.UnsafeXml, "has a document type definition"),
    ("external entity", faults.external_entity(), errors.UnsafeXml, "has a document type definition"),
    ("damaged gzip", faults.gzip_damaged(), errors.DamagedAnswer, "is damaged"),
    ("redirect to a file", faults.redirect("file:///etc/hostname"), errors.RedirectRefused, "no web address"),
    ("redirect to nowhere", faults.redirect("http://[half"), errors.RedirectRefused, "no web address"),
    ("redirect in a circle", faults.redirect("/fault"), errors.RedirectLoop, "in a circle or more than 5 times"),
]


class TransportSuite:
    """The tests; `make` is the transport's constructor."""

    def make(self, cache: Cache | None = None, offline: bool = False) -> Client:
        raise NotImplementedError

    @pytest.fixture
    def server(self) -> Iterator[FaultServer]:
        with FaultServer() as server:
            yield server

    @pytest.fixture
    def secured(self, tmp_path: Path) -> Iterator[FaultServer]:
        with FaultServer(faults.make_certificate(tmp_path)) as server:
            yield server

    @pytest.fixture
    def cache(self, tmp_path: Path) -> Cache:
        return Cache(tmp_path / "cache")

    def get(self, url: str, **changes: object) -> Response:
        return self.make().send(ask(url, **changes))

    def fails(self, url: str, **changes: object) -> errors.PlannerError:
        """Send, and download too: both fail in the same way, and no file is left."""
        with pytest.raises(errors.PlannerError) as caught:
            self.get(url, **changes)
        return caught.value

    # ----------------------------------------------------------------------------------------------------- right ones
    def test_an_answer(self, server: FaultServer) -> None:
        before = datetime.now(timezone.utc)
        answer = self.get(server.play("/data", faults.data({"a": "ü"})))
        assert (answer.status, answer.content_type, answer.from_cache) == (200, "application/json", False)
        assert read_json(answer.body, answer.content_type, SOURCE) == {"a": "ü"}
        assert answer.url == server.url("/data")
        assert before <= answer.loaded <= datetime.now(timezone.utc)

    def test_method_body_and_headers_arrive(self, server: FaultServer) -> None:
        url = server.play("/csw", faults.echo())
        headers = {"Content-Type": "application/xml", "Accept": "application/json"}
        self.get(url + "?q=a%20b", method="POST", body=b"<GetRecords/>", headers=headers)
        (seen,) = server.seen("/csw")
        assert (seen.method, seen.body, seen.query) == ("POST", b"<GetRecords/>", {"q": ["a b"]})
        assert (seen.headers["content-type"], seen.headers["accept"]) == ("application/xml", "application/json")
        assert seen.headers["accept-encoding"] == "gzip"

    def test_umlauts_and_blanks_in_an_address(self, server: FaultServer) -> None:
        server.play("/M%C3%BClheim", faults.data())
        self.get(server.url("/Mülheim?q=Lücke am Fluß&l=a%2Fb"))
        assert server.seen()[0].query == {"q": ["Lücke am Fluß"], "l": ["a/b"]}

    def test_head(self, server: FaultServer) -> None:
        answer = self.get(server.play("/data", faults.data()), method="HEAD")
        assert (answer.status, answer.body) == (200, b"")

    def test_no_content(self, server: FaultServer) -> None:
        assert self.get(server.play("/none", Answer(204))).status == 204

    @pytest.mark.parametrize("chunked", [False, True])
    def test_gzip(self, server: FaultServer, chunked: bool) -> None:
        text = ("Gewerbefläche " * 100_000).encode()
        answer = self.get(server.play("/packed", replace(faults.packed(text), chunked=chunked)))
        assert answer.body == text
        assert "content-encoding" not in answer.headers

    def test_latin_1_bom_and_a_wrong_label(self, server: FaultServer) -> None:
        for fault in (faults.latin_1(), faults.latin_1(announced=False), faults.with_bom()):
            answer = self.get(server.play("/text", fault))
            assert read_json(answer.body, answer.headers["content-type"], SOURCE) == {"name": "Mülheim"}
        answer = self.get(server.play("/text", faults.mislabelled()), headers={"Accept": "application/json"})
        assert decode(answer.body) == '{"ok": true}'

    def test_a_web_page_that_was_asked_for(self, server: FaultServer) -> None:
        answer = self.get(server.play("/info", faults.log_in_page()), headers={"Accept": "text/html"})
        assert b"Anmeldung" in answer.body

    # --------------------------------------------------------------------------------------------------------- faults
    @pytest.mark.parametrize(("fault", "kind", "words"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
    def test_every_fault_ends_in_its_sentence(
        self, server: FaultServer, tmp_path: Path, fault: Answer, kind: type[errors.NetworkError], words: str
    ) -> None:
        url = server.play("/fault", fault)
        error = self.fails(url, headers={"Accept": "application/json"})
        assert type(error) is kind
        assert words in sentence_of(error)
        target = tmp_path / "target.json"
        target.write_text("old", encoding="ascii")
        with pytest.raises(kind):
            self.make().download(ask(url, headers={"Accept": "application/json"}), target)
        assert target.read_text(encoding="ascii") == "old"
        assert list(tmp_path.iterdir()) == [target]

    def test_nobody_there(self) -> None:
        with FaultServer() as server:
            url = server.url("/data")
        error = self.fails(url)
        assert type(error) is errors.ConnectionFailed
        assert "cannot be reached" in sentence_of(error)

    @pytest.mark.parametrize(
        "url", ["", "data", "ftp://x/y", "file:///etc/hosts", "http://", "https://a:b/", "http://[x"]
    )
    def test_no_web_address(self, url: str) -> None:
        error = self.fails(url)
        assert type(error) is errors.AddressInvalid
        assert "begin with https://" in sentence_of(error)

    def test_silence(self, server: FaultServer) -> None:
        start = time.monotonic()
        error = self.fails(server.play("/hang", faults.hang()), idle_seconds=0.5)
        assert type(error) is errors.TimedOut
        assert "sent nothing for 0.5 seconds" in sentence_of(error)
        assert 0.4 < time.monotonic() - start < 1.5

    def test_silence_inside_an_answer(self, server: FaultServer) -> None:
        error = self.fails(server.play("/hang", faults.hang_inside()), idle_seconds=0.5)
        assert type(error) is errors.TimedOut

    def test_a_slow_start_is_no_fault(self, server: FaultServer) -> None:
        assert self.get(server.play("/slow", faults.slow_start(0.4)), idle_seconds=2).status == 200

    def test_a_trickle_is_not_silent_and_ends_at_the_total_limit(self, server: FaultServer) -> None:
        start = time.monotonic()
        error = self.fails(server.play("/trickle", faults.trickle()), idle_seconds=0.5, total_seconds=1.2)
        assert type(error) is errors.TookTooLong
        assert "had not finished its answer after 1.2 seconds" in sentence_of(error)
        assert 1.1 < time.monotonic() - start < 2.2

    def test_a_short_trickle_is_whole(self, server: FaultServer) -> None:
        assert len(self.get(server.play("/trickle", faults.trickle(20)), idle_seconds=0.5).body) == 20

    def test_too_large(self, server: FaultServer, tmp_path: Path) -> None:
        url = server.play("/large", Answer(body=b" " * 300_000))
        assert len(self.get(url, max_bytes=300_000).body) == 300_000
        error = self.fails(url, max_bytes=200_000)
        assert type(error) is errors.TooLarge
        assert "larger than 0.191 MB" in sentence_of(error)
        server.play("/large", Answer(body=b" " * 300_000, chunked=True, pieces=10_000))
        assert type(self.fails(url, max_bytes=200_000)) is errors.TooLarge

    def test_gzip_bomb(self, server: FaultServer, tmp_path: Path) -> None:
        url = server.play("/bomb", faults.gzip_bomb(200))
        assert type(self.fails(url, max_bytes=1_000_000)) is errors.TooLarge
        error = self.fails(url)
        assert type(error) is errors.TooLarge
        assert "larger than 64 MB" in sentence_of(error)
        with pytest.raises(errors.TooLarge):
            self.make().download(ask(url), tmp_path / "bomb.json")
        assert list(tmp_path.iterdir()) == []

    def test_a_login_of_qgis_that_does_not_exist(self, server: FaultServer) -> None:
        error = self.fails(server.play("/data", faults.data()), authcfg="abcdefg")
        assert type(error) is errors.AuthenticationFailed
        assert "authentication configuration" in sentence_of(error)
        assert server.seen() == []

    def test_self_signed(self, secured: FaultServer) -> None:
        error = self.fails(secured.play("/data", faults.data()))
        assert type(error) is errors.CertificateRejected
        assert "is not trusted" in sentence_of(error)
        assert secured.seen() == []

    def test_no_https(self, server: FaultServer) -> None:
        url = server.play("/data", faults.data()).replace("http:", "https:")
        self.no_handshake(url)
        assert server.seen() == []

    def test_no_common_encryption(self, tmp_path: Path) -> None:
        """The server's certificate is for elliptic curves: with these ciphers it can be used with nobody."""
        with FaultServer(faults.make_certificate(tmp_path), "AES128-SHA") as server:
            self.trust(tmp_path / "authority.pem")
            self.no_handshake(server.play("/data", faults.data()))

    def no_handshake(self, url: str) -> None:
        """It fails, and no certificate that was never seen is blamed."""
        error = self.fails(url)
        assert type(error) is errors.HandshakeFailed
        assert "No protected connection" in sentence_of(error)

    def test_expired(self, tmp_path: Path) -> None:
        with FaultServer(faults.make_certificate(tmp_path, expired=True)) as server:
            self.trust(tmp_path / "authority.pem")
            error = self.fails(server.play("/data", faults.data()))
        assert type(error) is errors.CertificateExpired
        assert "has expired" in sentence_of(error)

    def trust(self, authority: Path) -> None:
        """Trust an authority for the rest of the test."""
        raise NotImplementedError

    def test_trusted(self, secured: FaultServer, tmp_path: Path) -> None:
        self.trust(tmp_path / "authority.pem")
        assert self.get(secured.play("/data", faults.data())).status == 200

    def test_no_way_from_https_to_http(self, server: FaultServer, secured: FaultServer, tmp_path: Path) -> None:
        self.trust(tmp_path / "authority.pem")
        server.play("/data", faults.data())
        error = self.fails(secured.play("/away", faults.redirect(server.url("/data"))))
        assert type(error) is errors.RedirectUnprotected
        assert "from protected https to unprotected http" in sentence_of(error)
        assert server.seen() == []

    # ------------------------------------------------------------------------------------------------------ redirects
    @pytest.mark.parametrize("location", ["/there?x=1", "there?x=1", "../b/there?x=1", "//{host}/a/b/there?x=1"])
    def test_relative_redirects(self, server: FaultServer, location: str) -> None:
        for path in ("/there", "/a/b/there"):
            server.play(path, faults.echo())
        location = location.format(host=f"{HOST}:{server.port}")
        answer = self.get(server.play("/a/b/c", faults.redirect(location, 307)))
        assert answer.status == 200
        assert answer.url.endswith("/there?x=1")
        assert server.seen()[-1].query == {"x": ["1"]}

    def test_five_hops_and_no_more(self, server: FaultServer) -> None:
        for hop in range(6):
            server.play(f"/{hop}", faults.redirect(f"/{hop + 1}"))
        server.play("/5", faults.data())
        assert self.get(server.url("/0")).status == 200
        server.play("/5", faults.redirect("/6"))
        assert type(self.fails(server.url("/0"))) is errors.RedirectLoop

    @pytest.mark.parametrize(
        ("status", "method", "body"), [(303, "GET", b""), (302, "GET", b""), (307, "POST", b"<a/>")]
    )
    def test_the_method_after_a_redirect(self, server: FaultServer, status: int, method: str, body: bytes) -> None:
        server.play("/there", faults.data())
        self.get(server.play("/here", faults.redirect("/there", status)), method="POST", body=b"<a/>")
        (seen,) = server.seen("/there")
        assert (seen.method, seen.body) == (method, body)

    def test_a_log_in_does_not_follow_to_another_server(self, server: FaultServer) -> None:
        with FaultServer() as other:
            other.play("/data", faults.data())
            server.play("/here", faults.redirect("/there"))
            server.play("/there", faults.redirect(other.url("/data")))
            self.get(server.url("/here"), headers={"Authorization": "Basic eDp5", "Accept": "*/*"})
            assert server.seen("/there")[0].headers["authorization"] == "Basic eDp5"
            (seen,) = other.seen("/data")
        assert "authorization" not in seen.headers
        assert seen.headers["accept"] == "*/*"

    # -------------------------------------------------------------------------------------------------------- retries
    @pytest.mark.parametrize(
        "first",
        [
            faults.too_many(),
            faults.too_many("0"),
            faults.unavailable(),
            faults.hiccup(),
            faults.reset(),
            faults.cut(),
            replace(faults.exception_report("busy", code="NoApplicableCode"), status=400),
        ],
        ids=["429", "429 with Retry-After", "503", "400", "reset", "cut", "400 with a vague report"],
    )
    def test_asked_again_after_what_passes(self, server: FaultServer, first: Answer, tmp_path: Path) -> None:
        assert self.get(server.play("/data", first, faults.data())).body == b'{"ok": true}'
        assert len(server.seen()) == 2
        server.play("/data", first, faults.data())
        self.make().download(ask(server.url("/data")), tmp_path / "data.json")
        assert (tmp_path / "data.json").read_bytes() == b'{"ok": true}'

    @pytest.mark.parametrize(
        ("fault", "count"),
        [
            (faults.unavailable(), 4),
            (faults.hiccup(), 2),
            (Answer(404, b""), 1),
            (Answer(500, b""), 1),
            (faults.too_many("3600"), 1),
            (faults.log_in_page(), 1),
            (replace(faults.exception_report(), status=400), 1),
        ],
    )
    def test_how_often_is_asked(self, server: FaultServer, fault: Answer, count: int) -> None:
        self.fails(server.play("/data", fault))
        assert len(server.seen()) == count

    def test_retry_after_is_kept(self, server: FaultServer) -> None:
        start = time.monotonic()
        self.get(server.play("/data", faults.too_many("1"), faults.data()))
        assert 1.0 <= time.monotonic() - start < 3.0

    # --------------------------------------------------------------------------------------------------------- cancel
    @pytest.mark.parametrize(
        "fault",
        [faults.hang(), faults.hang_inside(), faults.trickle(), faults.too_many("5")],
        ids=["hang", "hang inside", "trickle", "waiting to ask again"],
    )
    def test_cancel_takes_effect_within_a_second(self, server: FaultServer, fault: Answer, tmp_path: Path) -> None:
        url = server.play("/hang", fault)
        for run in (
            lambda feedback: self.make().send(ask(url), feedback),
            lambda feedback: self.make().download(ask(url), tmp_path / "target", feedback),
        ):
            start = time.monotonic()
            with pytest.raises(errors.Cancelled):
                run(Stopping(after=0.3))
            assert time.monotonic() - start < 1.3
        assert list(tmp_path.iterdir()) == []

    def test_cancelled_before_anything_is_sent(self, server: FaultServer) -> None:
        with pytest.raises(errors.Cancelled):
            self.make().send(ask(server.play("/data", faults.data())), Stopping(after=0))
        assert server.seen() == []

    def test_cancelled_with_the_last_byte_is_cancelled(self, server: FaultServer) -> None:
        url = server.play("/data", faults.data())
        with pytest.raises(errors.Cancelled):
            self.make().send(ask(url), Stopping(after_bytes=1))

    def test_progress(self, server: FaultServer) -> None:
        feedback = Stopping()
        self.make().send(ask(server.play("/data", Answer(body=b" " * 2_000_000))), feedback)
        counts = [count for count, _ in feedback.counts]
        assert counts == sorted(counts)
        assert feedback.counts[-1] == (2_000_000, 2_000_000)
        assert len(counts) > 3

    # ------------------------------------------------------------------------------------------------------- download
    def test_download(self, server: FaultServer, tmp_path: Path) -> None:
        target = tmp_path / "Flächen.json"
        body = b"[" + b"1," * 2_000_000 + b"1]"
        answer = self.make().download(ask(server.play("/data", Answer(body=body))), target)
        assert (answer.status, answer.body) == (200, b"")
        assert target.read_bytes() == body
        assert list(tmp_path.iterdir()) == [target]

    def test_download_into_a_folder_that_is_not_there(self, server: FaultServer, tmp_path: Path) -> None:
        with pytest.raises(errors.WriteFailed, match=r"data\.json"):
            self.make().download(ask(server.play("/data", faults.data())), tmp_path / "none" / "data.json")

    def test_a_retried_download_begins_anew(self, server: FaultServer, tmp_path: Path) -> None:
        server.play("/data", replace(faults.cut(), body=b"x" * 5000, announced=9000), faults.data())
        self.make().download(ask(server.url("/data")), tmp_path / "data.json")
        assert (tmp_path / "data.json").read_bytes() == b'{"ok": true}'

    # ---------------------------------------------------------------------------------------------------------- cache
    @pytest.mark.parametrize("fault", [faults.tagged(), faults.dated()], ids=["ETag", "Last-Modified"])
    def test_revalidation(self, server: FaultServer, cache: Cache, tmp_path: Path, fault: Answer) -> None:
        url = server.play("/data", fault)
        transport = self.make(cache)
        first, second = transport.send(ask(url)), transport.send(ask(url))
        assert (first.from_cache, second.from_cache) == (False, True)
        assert (second.body, second.status, second.loaded) == (first.body, 200, first.loaded)
        third = transport.download(ask(url), tmp_path / "data.json")
        assert third.from_cache
        assert (tmp_path / "data.json").read_bytes() == first.body
        assert len(server.seen()) == 3

    def test_a_changed_answer_replaces_the_kept_one(self, server: FaultServer, cache: Cache) -> None:
        transport = self.make(cache)
        for version in ("1", "2"):
            url = server.play("/data", faults.tagged(f'"{version}"'.encode(), f'"v{version}"'))
            assert transport.send(ask(url)).body == f'"{version}"'.encode()
        assert self.make(cache, offline=True).send(ask(url)).body == b'"2"'

    def test_offline(self, server: FaultServer, cache: Cache, tmp_path: Path) -> None:
        url = server.play("/data", faults.data())
        loaded = self.make(cache).download(ask(url), tmp_path / "first.json").loaded
        offline = self.make(cache, offline=True)
        answer = offline.send(ask(url))
        assert (answer.body, answer.from_cache, answer.loaded) == (b'{"ok": true}', True, loaded)
        offline.download(ask(url), tmp_path / "second.json")
        assert (tmp_path / "second.json").read_bytes() == b'{"ok": true}'
        assert len(server.seen()) == 1
        with pytest.raises(errors.OfflineMissing) as caught:
            offline.send(ask(server.url("/other")))
        assert "working offline is switched on" in sentence_of(caught.value)
        with pytest.raises(errors.OfflineMissing):
            offline.download(ask(server.url("/other")), tmp_path / "third.json")
        assert sorted(path.name for path in tmp_path.glob("*.json*")) == ["first.json", "second.json"]
        assert len(server.seen()) == 1

    def test_offline_after_a_post(self, server: FaultServer, cache: Cache) -> None:
        url = server.play("/csw", faults.echo())
        for word in (b"a", b"b"):
            self.make(cache).send(ask(url, method="POST", body=word))
        answer = self.make(cache, offline=True).send(ask(url, method="POST", body=b"a"))
        assert read_json(answer.body, "", SOURCE)["body"] == "a"  # type: ignore[index]

    def test_failures_are_not_kept(self, server: FaultServer, cache: Cache) -> None:
        url = server.play("/data", faults.log_in_page())
        with pytest.raises(errors.LoginPage):
            self.make(cache).send(ask(url))
        with pytest.raises(errors.OfflineMissing):
            self.make(cache, offline=True).send(ask(url))
        assert cache.size() == 0

    # -------------------------------------------------------------------------------------------------------- threads
    def test_several_threads_at_the_same_time(self, server: FaultServer, cache: Cache) -> None:
        for number in range(8):
            server.play(f"/{number}", replace(faults.data(number), silence=0.3))
        transport = self.make(cache)
        start = time.monotonic()
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda number: transport.send(ask(server.url(f"/{number}"))), range(8)))
        assert [answer.body for answer in answers] == [str(number).encode() for number in range(8)]
        assert time.monotonic() - start < 2.0

    def test_no_thread_stays_behind(self, server: FaultServer) -> None:
        before = threading.active_count()
        self.get(server.play("/data", faults.data()))
        deadline = time.monotonic() + 3
        while threading.active_count() > before + 1 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert threading.active_count() <= before + 1  # the server's own thread for the kept connection


def in_thread(run: Callable[[], object], pump: Callable[[], None]) -> object:
    """Run in another thread while this one serves its events; return or raise what came of it."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(run)
        while not future.done():
            pump()
        return future.result()
