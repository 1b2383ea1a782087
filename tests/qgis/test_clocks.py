"""The computer's clock jumps, during a run and between runs: nothing collides, waits or is served for ever."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from ruhr_planner.harmonise import importing, profile
from ruhr_planner.model import errors
from ruhr_planner.net.cache import Cache
from ruhr_planner.net.requests_transport import RequestsTransport
from ruhr_planner.net.retry import Policy, SystemClock
from ruhr_planner.net.transport import Request
from ruhr_planner.processing import aftermath
from ruhr_planner.store import geopackage, leftovers
from tests.qgis.test_harmonise_kill import PROFILE, pages
from tests.services.fault_server import Answer, FaultServer, tagged

pytestmark = pytest.mark.usefixtures("qgis_app")
YEAR = 365 * 86_400


class Jumping(SystemClock):
    """A clock whose date jumps at every look, back and forth by a year; the time that passes is right."""

    def __init__(self) -> None:
        self.looks = 0

    def now(self) -> datetime:
        self.looks += 1
        return datetime.now(timezone.utc) + timedelta(days=365 if self.looks % 2 else -365)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


# ------------------------------------------------------------------------------------------------------------- network
def test_what_is_kept_is_asked_for_again_whatever_the_clock_says(server: FaultServer, cache: Cache) -> None:
    """No answer expires by the clock and none is served without asking: a change of the source comes at once."""
    clock = Jumping()
    transport = RequestsTransport(cache, False, Policy(), clock)
    url = server.play("/data", tagged(b'"old"', '"v1"'))
    assert [transport.send(Request(url)).body for _ in range(3)] == [b'"old"'] * 3
    server.play("/data", tagged(b'"new"', '"v2"'))
    assert transport.send(Request(url)).body == b'"new"'
    assert len(server.seen()) == 4
    assert clock.looks


def test_what_was_kept_in_the_future_goes_like_the_rest(server: FaultServer, tmp_path: Path) -> None:
    """Files that were used "next year" do not stay for ever and push nothing else out for good."""
    cache = Cache(tmp_path / "cache", max_bytes=3000)
    transport = RequestsTransport(cache)
    for number in range(6):
        transport.send(Request(server.play(f"/{number}", Answer(body=b'"' + bytes([65 + number]) * 600 + b'"'))))
        for path in (tmp_path / "cache").glob("*/*.answer"):
            os.utime(path, (time.time() + YEAR, time.time() + YEAR))
    assert cache.size() <= 3000
    offline = RequestsTransport(cache, offline=True)
    assert offline.send(Request(server.url("/5"))).body == b'"' + b"F" * 600 + b'"'


def test_a_wait_by_the_date_is_never_longer_than_the_policy(server: FaultServer) -> None:
    """The server names a moment; with a clock a year behind, that is a year from now."""
    from tests.services.fault_server import data, retry_date

    policy = Policy(attempts=3, first_wait=0.01, longest_wait=0.05)
    transport = RequestsTransport(None, False, policy, Jumping())
    url = server.play("/busy", Answer(503, b"", {"Retry-After": retry_date(1.0)}), data())
    begun = time.monotonic()
    with suppress(errors.ServiceUnavailable):
        transport.send(Request(url))
    assert time.monotonic() - begun < 1.0


# --------------------------------------------------------------------------------------------------------------- runs
def test_imports_in_the_same_second_and_in_the_wrong_order(tmp_path: Path) -> None:
    """Three runs begin at one moment, the clock then goes back a year: each run is there once, history stays whole."""
    path = geopackage.create(tmp_path / "x.gpkg").path
    moments = ["2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00", "2025-01-01T00:00:00+00:00"]
    days = [date(2026, 1, 1), date(2026, 1, 1), date(2025, 1, 1)]
    for number, (moment, day) in enumerate(zip(moments, days)):
        options = importing.Options(f"run{number}", moment, day)
        edition = 2 if number == 1 else 1
        importing.run(geopackage.open_store(path), pages(edition), profile.parse(PROFILE), options)
    with closing(sqlite3.connect(path)) as connection:
        runs = connection.execute("SELECT run_id, started FROM import_run ORDER BY run_id").fetchall()
        assert runs == [(f"run{number}", moment) for number, moment in enumerate(moments)]
        reversed_ = "SELECT count(*) FROM plot WHERE valid_to IS NOT NULL AND valid_from > valid_to"
        assert connection.execute(reversed_).fetchone() == (0,)
        (twice,) = connection.execute("SELECT count(*) - count(DISTINCT plot_id) FROM plot").fetchone()
        assert twice == 0


def test_results_of_the_same_second_get_files_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the clock is set back, or summer time ends."""
    from ruhr_planner import settings
    from ruhr_planner.gui import resultjob

    monkeypatch.setattr(settings, "output_folder", lambda: tmp_path)
    first = resultjob.free(tmp_path / "demo_20261122-101500.gpkg")
    first.write_bytes(b"result of last hour")
    second = resultjob.free(tmp_path / "demo_20261122-101500.gpkg")
    assert second.name == "demo_20261122-101500_2.gpkg"
    second.touch()
    assert resultjob.free(first).name == "demo_20261122-101500_3.gpkg"


def test_a_slow_folder_does_not_hold_up_the_window(provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a result is chosen where the run is, not where the button is pressed."""
    from ruhr_planner import settings
    from ruhr_planner.gui import resultjob
    from ruhr_planner.model.results import SITE

    asked: list[Path] = []
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: (asked.append(path), exists(path))[1])
    monkeypatch.setattr(settings, "output_folder", lambda: tmp_path / "server")
    given = {"PLOTS": "none.gpkg"}
    job = resultjob.ResultJob("x", "cooperationsites", given, (("OUTPUT", SITE),), "demo", False)
    assert asked == []
    monkeypatch.setattr(resultjob.AlgorithmJob, "work", lambda _job: None)
    job.path.parent.mkdir()
    wanted = job.path
    wanted.touch()
    job.work()
    assert asked and job.path == wanted.with_name(f"{wanted.stem}_2.gpkg")
    assert job._parameters["OUTPUT"].startswith(str(job.path)) and given == {"PLOTS": "none.gpkg"}


def test_what_a_dead_run_left_next_year_is_put_away_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a run lives is asked of a lock, not of a clock."""
    from ruhr_planner.store import claim

    room = tmp_path / ".ruhr_planner-dead"
    (room / "new").mkdir(parents=True)
    with claim.held(room, {"file": "x.gpkg"}):
        for moment in (time.time() + YEAR, time.time() - YEAR):
            os.utime(room / claim.NAME, (moment, moment))
            assert leftovers.clear(tmp_path) == []
    os.utime(room / claim.NAME, (time.time() + YEAR, time.time() + YEAR))
    monkeypatch.setattr(aftermath, "runs", lambda: tmp_path / "runs")
    (said,) = aftermath.tell([tmp_path / "x.gpkg"])
    assert "x.gpkg" in said
    assert not room.exists()
