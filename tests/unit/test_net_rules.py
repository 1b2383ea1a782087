"""Redirects, retries, the cache and the receiver, each alone: no server, no waiting."""

from __future__ import annotations

import gzip
import io
import os
import threading
import zlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruhr_planner.model import errors
from ruhr_planner.net import cache as caches
from ruhr_planner.net import redirect
from ruhr_planner.net.cache import Cache
from ruhr_planner.net.client import Client, Hop
from ruhr_planner.net.receive import Receiver
from ruhr_planner.net.retry import Policy, seconds_of
from ruhr_planner.net.transport import Request, Response
from ruhr_planner.net.watch import Watch
from tests.fuzzing import fuzzed

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=timezone.utc)


@dataclass
class Clock:
    """A clock that only moves when somebody sleeps."""

    passed: float = 0.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds


# ------------------------------------------------------------------------------------------------------------ redirects
@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("https://Geo.Example.DE", "https://geo.example.de/"),
        (" http://a.de/ä b?q=ü&x=%20#teil ", "http://a.de/%C3%A4%20b?q=%C3%BC&x=%20"),
        ("http://mülheim.example:8080/x", "http://xn--mlheim-3ya.example:8080/x"),
        ("http://[::1]:80/a", "http://[::1]:80/a"),
        ("http://u:p@a.de/", "http://u:p@a.de/"),
    ],
)
def test_normal_addresses(typed: str, normal: str) -> None:
    assert redirect.normal(typed, "P") == normal
    assert redirect.normal(normal, "P") == normal


@given(
    url=st.one_of(
        st.text(max_size=80),
        st.text(max_size=40).map("https://a.de/{}".format),
        st.text(max_size=30).map("http://{}".format),
    )
)
@fuzzed(400)
def test_any_address_is_normal_or_refused(url: str) -> None:
    try:
        normal = redirect.normal(url, "P")
    except errors.AddressInvalid:
        return
    assert normal.isascii()
    assert not set(normal) & set(' <>"\r\n\t')
    assert urlsplit(normal).scheme in ("http", "https")
    assert redirect.normal(normal, "P") == normal


@given(location=st.text(max_size=80), secure=st.booleans())
@fuzzed(400)
def test_any_location_leads_to_a_web_address_or_is_refused(location: str, secure: bool) -> None:
    origin = "https://a.de/b/c?d" if secure else "http://a.de/b/c?d"
    try:
        method, url = redirect.Trail("P").follow(302, "GET", origin, location)
    except errors.RedirectRefused:
        return
    assert method == "GET"
    assert urlsplit(url).scheme == "https" or not secure


def test_five_hops() -> None:
    trail = redirect.Trail("P")
    url = "https://a.de/0"
    for hop in range(redirect.MAX_HOPS):
        _, url = trail.follow(307, "GET", url, f"/{hop + 1}")
    assert url == "https://a.de/5"
    with pytest.raises(errors.RedirectLoop):
        trail.follow(307, "GET", url, "/6")


@pytest.mark.parametrize(
    ("old", "new", "keeps"),
    [
        ("https://a.de/x", "https://a.de/y", True),
        ("http://a.de/x", "https://a.de/x", True),
        ("http://a.de:8080/x", "https://a.de/x", False),
        ("https://a.de/x", "https://b.a.de/x", False),
        ("https://a.de/x", "https://a.de:444/x", False),
    ],
)
def test_where_a_log_in_may_follow(old: str, new: str, keeps: bool) -> None:
    assert redirect.may_keep_secrets(old, new) is keeps


@pytest.mark.parametrize(
    ("link", "url", "keeps"),
    [
        ("?seite=2", "https://a.de/x?seite=2", True),
        ("/y#z", "https://a.de/y", True),
        ("http://a.de/y", "https://a.de/y", True),
        ("http://A.de:80/y ü", "https://a.de/y%20%C3%BC", True),
        ("http://a.de:8080/y", "http://a.de:8080/y", False),
        ("https://b.de/y", "https://b.de/y", False),
        ("http://b.de/y", "http://b.de/y", False),
        ("https://a.de@b.de/y", "https://a.de@b.de/y", False),
    ],
)
def test_a_link_in_an_answer_takes_the_log_in_to_no_other_server(link: str, url: str, keeps: bool) -> None:
    request = Request("https://a.de/x?seite=1", headers={"Accept": "x", "Cookie": "y"}, authcfg="abc1234")
    found = redirect.followed(request, link)
    assert (found.url, found.authcfg) == (url, "abc1234" if keeps else "")
    assert dict(found.headers) == ({"Accept": "x", "Cookie": "y"} if keeps else {"Accept": "x"})
    assert redirect.followed(replace(request, url=url, authcfg=found.authcfg), request.url).authcfg == found.authcfg


@pytest.mark.parametrize("link", ["ftp://a.de/x", "https://[a"])
def test_a_link_that_leads_nowhere_is_a_sentence(link: str) -> None:
    with pytest.raises(errors.AddressInvalid):
        redirect.followed(Request("https://a.de/x"), link)


# ------------------------------------------------------------------------------------------------------------- retries
def error(kind: type[errors.NetworkError], **params: object) -> errors.NetworkError:
    return kind(**{"source": "P", "status": 1, "seconds": 1, "limit": 1, "text": "x", **params})


def test_back_off_grows_and_ends() -> None:
    policy = Policy(attempts=6, first_wait=1, growth=2, longest_wait=5)
    waits = [policy.wait(error(errors.ServiceUnavailable), attempt) for attempt in range(1, 7)]
    assert waits == [1, 2, 4, 5, 5, None]


@pytest.mark.parametrize(
    ("kind", "params", "waits"),
    [
        (errors.TooManyRequests, {}, [1, 2, 4, None]),
        (errors.BrokenOff, {}, [1, 2, 4, None]),
        (errors.BadRequest, {}, [1, None, None, None]),
        (errors.ServiceException, {"status": 400, "code": "NoApplicableCode"}, [1, None, None, None]),
        (errors.ServiceException, {"status": 400, "code": "InvalidParameterValue"}, [None] * 4),
        (errors.ServiceException, {"status": 200, "code": ""}, [None] * 4),
        (errors.ConnectionFailed, {}, [None] * 4),
        (errors.TimedOut, {}, [None] * 4),
        (errors.ServerFailed, {}, [None] * 4),
        (errors.LoginPage, {}, [None] * 4),
    ],
)
def test_what_is_asked_again(kind: type[errors.NetworkError], params: dict, waits: list) -> None:
    assert [Policy().wait(error(kind, **params), attempt) for attempt in range(1, 5)] == waits


def test_retry_after_is_kept_or_is_too_long() -> None:
    assert Policy(longest_wait=30).wait(error(errors.TooManyRequests), 1, 12.5) == 12.5
    assert Policy(longest_wait=30).wait(error(errors.TooManyRequests), 1, 31) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("7", 7),
        (" 120 ", 120),
        ("9" * 40, float("inf")),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0),
        ("²", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert seconds_of(header, NOW) == seconds


@fuzzed(100)
@given(header=st.text(max_size=60))
def test_any_retry_after(header: str) -> None:
    seconds = seconds_of(header, NOW)
    assert seconds is None or seconds >= 0


@dataclass
class Script:
    """A wire that plays statuses."""

    clock: Clock
    statuses: list[int]
    headers: dict[str, str] = field(default_factory=dict)
    hops: list[Hop] = field(default_factory=list)

    def exchange(self, hop: Hop, receiver: Receiver, watch: Watch) -> None:
        self.hops.append(hop)
        receiver.start(self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0], self.headers)
        receiver.feed(b"{}")


def play(
    *statuses: int, headers: dict[str, str] | None = None, **changes: object
) -> tuple[Clock, Script, Client, Request]:
    clock = Clock()
    script = Script(clock, list(statuses), headers or {})
    request = replace(Request("https://a.de/x", source="P"), **changes)  # type: ignore[arg-type]
    return clock, script, Client(script, clock=clock), request


def test_waits_are_slept() -> None:
    clock, script, client, request = play(503, 429, 200)
    assert client.send(request).status == 200
    assert len(script.hops) == 3
    assert clock.passed == pytest.approx(1 + 2)
    assert max(clock.slept) <= 0.1 + 1e-9  # in slices, so that cancel is seen


def test_no_wait_beyond_the_total_limit() -> None:
    clock, script, client, request = play(503, headers={"retry-after": "20"}, total_seconds=15)
    with pytest.raises(errors.ServiceUnavailable):
        client.send(request)
    assert (len(script.hops), clock.passed) == (1, 0)


def test_a_wait_can_be_cancelled() -> None:
    clock, script, client, request = play(503)

    class Impatient:
        def is_cancelled(self) -> bool:
            return clock.passed > 0.5

        def received(self, count: int, total: int | None) -> None:
            """Nothing."""

    with pytest.raises(errors.Cancelled):
        client.send(request, Impatient())
    assert clock.passed < 0.75
    assert len(script.hops) == 1


# --------------------------------------------------------------------------------------------------------------- cache
REQUEST = Request("https://a.de/data?layer=plots")


def answer(content: bytes = b"{}", **headers: str) -> Response:
    return Response(REQUEST.url, 200, {name.replace("_", "-"): value for name, value in headers.items()}, content, NOW)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_what_is_kept_comes_back(cache: Cache) -> None:
    kept = answer(b"\x00\xff\n{}", etag='"1"', last_modified="yesterday", content_type="x")
    cache.keep(REQUEST, kept)
    found = cache.find(REQUEST)
    assert found is not None
    assert found.response == replace(kept, from_cache=True)
    assert found.validators == {"If-None-Match": '"1"', "If-Modified-Since": "yesterday"}
    assert cache.find(replace(REQUEST, url=REQUEST.url + "&x=1")) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "POST"},
        {"body": b"x"},
        {"url": "https://a.de/data?layer=other"},
        {"headers": {"Accept": "text/xml"}},
        {"headers": {"Content-Type": "text/xml"}},
    ],
)
def test_another_question_is_another_answer(changes: dict) -> None:
    assert caches.key_of(replace(REQUEST, **changes)) != caches.key_of(REQUEST)
    assert caches.key_of(replace(REQUEST, idle_seconds=3, source="other")) == caches.key_of(REQUEST)


@pytest.mark.parametrize(
    "changes",
    [
        {"authcfg": "abc1234"},
        {"cacheable": False},
        {"method": "PUT"},
        {"headers": {"Authorization": "Basic x"}},
        {"headers": {"X-Api-Key": "x"}},
        {"headers": {"Cookie": "x"}},
        {"headers": {"Range": "bytes=0-1"}},
        {"url": "https://u:p@a.de/data"},
        {"url": "https://a.de/data?access_token=x"},
        {"url": "https://a.de/data?apikey=x"},
        {"url": "https://a.de/data?X-Amz-Signature=x"},
        {"url": "https://a.de/data?key="},
        *({"url": f"https://a.de/data?{name}=x"} for name in ("pass", "pw", "psw", "Kennwort", "jwt", "ticket")),
        *({"url": f"https://a.de/data?{name}=x"} for name in ("bearer", "login")),
    ],
)
def test_nothing_that_proves_who_asks_is_kept(cache: Cache, changes: dict) -> None:
    request = replace(REQUEST, **changes)
    cache.keep(request, answer())
    assert cache.size() == 0
    assert not caches.may_keep(request)


def test_harmless_parameters_are_kept() -> None:
    assert caches.may_keep(replace(REQUEST, url="https://a.de/q?keyword=Leerstand&authority=x&signal=1&passage=1"))


def test_a_signed_address_behind_a_redirect_is_not_kept(cache: Cache) -> None:
    cache.keep(REQUEST, replace(answer(), url="https://store.de/x?X-Amz-Signature=abc"))
    cache.keep(replace(REQUEST, url="https://a.de/2"), answer(cache_control="private, no-store"))
    assert cache.size() == 0


def test_cookies_stay_out_of_the_files(cache: Cache, tmp_path: Path) -> None:
    cache.keep(REQUEST, answer(set_cookie="session=geheim"))
    (file,) = (tmp_path / "cache").glob("*/*")
    assert b"geheim" not in file.read_bytes()
    assert "a.de" not in file.name
    if os.name == "posix":
        assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


@given(damage=st.integers(0, 400), cut=st.booleans())
@fuzzed(60)
def test_a_damaged_file_counts_as_absent(tmp_path_factory: pytest.TempPathFactory, damage: int, cut: bool) -> None:
    folder = tmp_path_factory.mktemp("cache")
    store = Cache(folder)
    whole = answer(b"0123456789" * 10, etag='"1"')
    store.keep(REQUEST, whole)
    (file,) = folder.glob("*/*")
    content = bytearray(file.read_bytes())
    place = damage % len(content)
    if cut:
        del content[place:]
    else:
        content[place] ^= 0x01
    file.write_bytes(bytes(content))
    found = store.find(REQUEST)
    assert found is None or found.response.body == whole.body


def test_the_oldest_go_when_room_is_needed(tmp_path: Path) -> None:
    store = Cache(tmp_path, max_bytes=10_000)
    requests = [replace(REQUEST, url=f"https://a.de/{number}") for number in range(10)]
    for number, request in enumerate(requests):
        store.keep(request, answer(bytes(2000)))
        for path in tmp_path.glob("*/*"):
            if path.stem == caches.key_of(request):
                os.utime(path, (number, number))
        store.find(requests[0])  # used again and again, so it stays
    assert store.size() <= 10_000
    assert [store.find(request) is not None for request in requests] == [True] + [False] * 6 + [True] * 3


def test_too_large_is_not_kept(tmp_path: Path) -> None:
    store = Cache(tmp_path, max_answer=1000)
    store.keep(REQUEST, answer(bytes(1001)))
    assert store.size() == 0
    store.keep(REQUEST, answer(bytes(1000)))
    assert store.size() > 1000
    store.clear()
    assert store.size() == 0


def test_a_folder_that_cannot_be_written_costs_only_the_saving(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="ascii")
    store = Cache(tmp_path / "file")
    store.keep(REQUEST, answer())
    assert store.find(REQUEST) is None


def test_threads_see_whole_answers_or_none(cache: Cache) -> None:
    wrong: list[object] = []

    def work(number: int) -> None:
        for step in range(60):
            cache.keep(REQUEST, answer(bytes([number]) * (1000 + step)))
            found = cache.find(REQUEST)
            if found is not None and len(set(found.response.body)) != 1:
                wrong.append(found)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert cache.find(REQUEST) is not None


# ------------------------------------------------------------------------------------------------------------ receiver
def receiver(packing: str = "gzip", target: io.BytesIO | None = None, **changes: object) -> Receiver:
    request = replace(Request("https://a.de/"), **changes)  # type: ignore[arg-type]
    made = Receiver(request, "GET", Watch(request, None, Clock()), target)
    made.start(200, {"content-encoding": packing})
    return made


@fuzzed(100)
@given(content=st.binary(max_size=3000), size=st.integers(1, 500), members=st.integers(1, 3))
def test_gzip_in_any_pieces(content: bytes, size: int, members: int) -> None:
    made = receiver()
    packed = gzip.compress(content) * members
    for start in range(0, len(packed), size):
        assert made.feed(packed[start : start + size])
    made.finish()
    assert made.body == content * members


def test_deflate_and_identity() -> None:
    for packing, packed in (("deflate", zlib.compress(b"abc")), ("identity", b"abc")):
        made = receiver(packing)
        made.feed(packed)
        made.finish()
        assert made.body == b"abc"
    with pytest.raises(errors.WrongContent, match="br instead of gzip"):
        receiver("br")


@fuzzed(100)
@given(content=st.binary(min_size=1, max_size=300))
def test_any_bytes_called_gzip(content: bytes) -> None:
    made = receiver()
    try:
        made.feed(content)
        made.finish()
    except (errors.DamagedAnswer, errors.BrokenOff):
        return
    assert made.body == b""


def test_half_a_gzip_is_broken_off() -> None:
    made = receiver()
    made.feed(gzip.compress(b"abc" * 1000)[:-9])
    with pytest.raises(errors.BrokenOff):
        made.finish()


def test_a_bomb_stops_at_the_limit_and_not_after_it() -> None:
    target = io.BytesIO()
    made = receiver(target=target, max_bytes=3_000_000)
    bomb = gzip.compress(bytes(100_000_000))
    with pytest.raises(errors.TooLarge):
        made.feed(bomb)
    assert target.tell() <= 3_000_000


def test_an_error_page_without_end_is_left() -> None:
    request = Request("https://a.de/")
    made = Receiver(request, "GET", Watch(request, None, Clock()), None)
    made.start(500, {})
    count = 0
    while made.feed(bytes(10_000)):
        count += 1
    assert count < 30
