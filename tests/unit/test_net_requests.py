"""The transport without QGIS: the common suite, and what the environment of a program adds."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from ruhr_planner.model import errors
from ruhr_planner.net.cache import Cache
from ruhr_planner.net.client import Client
from ruhr_planner.net.requests_transport import RequestsTransport
from tests.services import fault_server as faults
from tests.services.fault_server import FaultProxy, FaultServer
from tests.services.transport_suite import QUICK, TransportSuite, ask, sentence_of

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "requests_ca_bundle", "curl_ca_bundle", "netrc")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


def make(cache: Cache | None = None, offline: bool = False) -> RequestsTransport:
    return RequestsTransport(cache, offline, QUICK)


class TestRequestsTransport(TransportSuite):
    @pytest.fixture(autouse=True)
    def _remember(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def make(self, cache: Cache | None = None, offline: bool = False) -> Client:
        return make(cache, offline)

    def trust(self, authority: Path) -> None:
        self.monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))


def test_the_proxy_of_the_environment(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    url = server.play("/data", faults.data())
    with FaultProxy("pu", "pp") as proxy:
        monkeypatch.setenv("http_proxy", proxy.url("pu", "pp"))
        assert make().send(ask(url)).body == b'{"ok": true}'
        assert proxy.asked == [("GET", url, True)]
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert make().send(ask(url)).status == 200
        assert len(proxy.asked) == 1


@pytest.mark.parametrize("secured", [False, True], ids=["http", "https"])
def test_a_proxy_that_refuses(secured: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = faults.make_certificate(tmp_path) if secured else None
    with FaultServer(certificate) as server, FaultProxy("pu", "pp") as proxy:
        for variable in ("http_proxy", "https_proxy"):
            monkeypatch.setenv(variable, proxy.url("pu", "geheim"))
        with pytest.raises(errors.ProxyRefused) as caught:
            make().send(ask(server.play("/data", faults.data())))
        assert server.seen() == []
    assert "refuses the log-in (407)" in sentence_of(caught.value)
    assert "geheim" not in str(caught.value) + caught.value.detail


def test_a_proxy_that_is_not_there(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultProxy() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())
    with pytest.raises(errors.ProxyFailed) as caught:
        make().send(ask(server.play("/data", faults.data())))
    assert type(caught.value) is errors.ProxyFailed
    assert "cannot be reached" in sentence_of(caught.value)


def test_an_unknown_server() -> None:
    with pytest.raises(errors.AddressUnknown) as caught:
        make().send(ask("http://no-such-server.invalid/data"))
    assert "was not found" in sentence_of(caught.value)
    assert "no-such-server" not in str(caught.value) + caught.value.detail


def test_https_spoken_to_a_server_of_http(server: FaultServer) -> None:
    with pytest.raises(errors.NetworkError) as caught:
        make().send(ask(server.url("/data").replace("http:", "https:")))
    assert isinstance(caught.value, errors.ConnectionFailed)


def test_the_netrc_file_logs_in_and_the_answer_is_not_kept(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.play("/data", faults.basic("alice", "s3cret"))
    with pytest.raises(errors.LoginNeeded):
        make().send(ask(url))
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login alice password s3cret\n", encoding="ascii")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    cache = Cache(tmp_path / "cache")
    assert make(cache).send(ask(url)).body == b'{"ok": true}'
    make(cache).download(ask(url), tmp_path / "data.json")
    assert cache.size() == 0


def test_logs_hold_neither_host_nor_secret(server: FaultServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    header = {"Authorization": "Basic geheim"}
    for fault in (faults.data(), faults.unavailable(), faults.cut(), faults.redirect("/x"), faults.hang()):
        url = server.play("/x", fault) + "?token=geheim"
        try:
            make().send(ask(url, headers=header, idle_seconds=0.3))
        except errors.NetworkError as error:
            sentence_of(error)
    assert "127.0.0.1" not in caplog.text
    assert "geheim" not in caplog.text
