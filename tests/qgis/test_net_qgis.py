"""The transport inside QGIS: the common suite, QGIS's proxy, certificates and log-ins, the same answers as outside."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ruhr_planner.model import errors
from ruhr_planner.net.cache import Cache
from ruhr_planner.net.client import Client
from ruhr_planner.net.qgis_transport import QgisTransport, TaskFeedback, beside, kind_of
from ruhr_planner.net.requests_transport import RequestsTransport
from tests.services import fault_server as faults
from tests.services.fault_server import Answer, FaultProxy, FaultServer
from tests.services.transport_suite import FAULTS, HOST, QUICK, Stopping, TransportSuite, ask, sentence_of

MASTER = "nur für Tests"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower() in (
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "no_proxy",
            "requests_ca_bundle",
            "curl_ca_bundle",
        ):
            monkeypatch.delenv(name)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def authority(qgis_app: object) -> Iterator[Callable[[Path], None]]:
    """Trust certificate authorities as users do, in QGIS's authentication database, until the test ends."""
    from qgis.core import QgsApplication, QgsAuthCertUtils
    from qgis.PyQt.QtNetwork import QSslCertificate

    manager = QgsApplication.authManager()
    stored: list[QSslCertificate] = []

    def rebuild() -> None:
        manager.rebuildCaCertsCache()
        manager.rebuildCertTrustCache()
        manager.rebuildTrustedCaCertsCache()

    def trust(path: Path) -> None:
        (certificate,) = QSslCertificate.fromPath(str(path))
        assert manager.storeCertAuthority(certificate)
        assert manager.storeCertTrustPolicy(certificate, QgsAuthCertUtils.CertTrustPolicy.Trusted)
        stored.append(certificate)
        rebuild()
        assert certificate in manager.trustedCaCertsCache()

    unlock()
    yield trust
    for certificate in stored:
        manager.removeCertTrustPolicy(certificate)
        manager.removeCertAuthority(certificate)
    if stored:
        rebuild()


def unlock() -> None:
    from qgis.core import QgsApplication

    manager = QgsApplication.authManager()
    assert not manager.isDisabled()
    assert manager.masterPasswordIsSet() or manager.setMasterPassword(MASTER, True)


def log_in(user: str, word: str) -> str:
    """Store a log-in in QGIS and return its id."""
    from qgis.core import QgsApplication, QgsAuthMethodConfig

    unlock()
    config = QgsAuthMethodConfig("Basic")
    config.setName(f"{user} of the tests")
    config.setConfig("username", user)
    config.setConfig("password", word)
    answer = QgsApplication.authManager().storeAuthenticationConfig(config)
    assert answer[0] if isinstance(answer, tuple) else answer
    return config.id()


@pytest.fixture
def proxy_settings() -> Iterator[Callable[[FaultProxy, str, str], None]]:
    """Set QGIS's own proxy as its options do, until the test ends."""
    from qgis.core import QgsNetworkAccessManager, QgsSettings

    settings = QgsSettings()

    def use(proxy: FaultProxy, user: str, word: str) -> None:
        values = {
            "proxyEnabled": True,
            "proxyType": "HttpProxy",
            "proxyHost": HOST,
            "proxyPort": str(proxy.port),
            "proxyUser": user,
            "proxyPassword": word,
        }
        for name, value in values.items():
            settings.setValue(f"proxy/{name}", value)
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()

    yield use
    settings.remove("proxy")
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


def make(cache: Cache | None = None, offline: bool = False) -> QgisTransport:
    return QgisTransport(cache, offline, QUICK)


class TestQgisTransport(TransportSuite):
    @pytest.fixture(autouse=True)
    def _remember(self, authority: Callable[[Path], None]) -> None:
        self._authority = authority

    def make(self, cache: Cache | None = None, offline: bool = False) -> Client:
        return make(cache, offline)

    def trust(self, authority: Path) -> None:
        self._authority(authority)


def in_task(work: Callable[[], object]) -> object:
    """Run work in a task of QGIS, as the plugin does, while the main thread serves its events."""
    from qgis.core import QgsApplication, QgsTask
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    came: list[object] = []

    class Task(QgsTask):
        def run(self) -> bool:
            try:
                came.append(work())
            except errors.PlannerError as error:
                came.append(error)
            return True

    task, loop, timer = Task("test"), QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if came else None)
    timer.start(20)
    QgsApplication.taskManager().addTask(task)
    loop.exec()
    timer.stop()
    return came[0]


# ------------------------------------------------------------------------------------------------- both give the same
@pytest.mark.parametrize("row", FAULTS, ids=[row[0] for row in FAULTS])
def test_the_same_sentence_inside_and_outside(server: FaultServer, row: tuple) -> None:
    url = server.play("/fault", row[1])
    said = []
    for transport in (make(), RequestsTransport(policy=QUICK)):
        with pytest.raises(errors.NetworkError) as caught:
            transport.send(ask(url, headers={"Accept": "application/json"}))
        said.append((type(caught.value), str(caught.value), caught.value.params))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    "answer",
    [
        faults.data({"name": "Mülheim"}),
        faults.packed(b"<a>" + b"x" * 100_000 + b"</a>"),
        faults.latin_1(),
        faults.with_bom(),
        faults.trickle(20),
        faults.tagged(),
        faults.pages(7, 3),
        Answer(204),
        Answer(body=bytes(range(256)) * 10_000, content_type="application/octet-stream", chunked=True, pieces=70_000),
        Answer(201, b"made", {"X-Twice": "a, b"}, "text/plain; charset=utf-8"),
        faults.echo(),
    ],
)
def test_the_same_answer_inside_and_outside(server: FaultServer, tmp_path: Path, answer: Answer) -> None:
    server.play("/data", answer)
    url = server.play("/here", faults.redirect("data?q=%C3%BC&offset=3", 308))
    asked = ask(url, method="POST", body="ü".encode(), headers={"Accept": "*/*", "Content-Type": "text/plain"})
    answers = [transport.send(asked) for transport in (make(), RequestsTransport(policy=QUICK))]
    inside, outside = [{**vars(got), "loaded": None} for got in answers]
    inside["headers"], outside["headers"] = [
        {name: value for name, value in got.headers.items() if name != "date"} for got in answers
    ]
    assert inside == outside
    first, second = server.seen("/data")
    own = {"user-agent", "accept-language", "connection", "accept-encoding", "content-length"}
    assert {name: first.headers[name] for name in first.headers if name not in own} == {
        name: second.headers[name] for name in second.headers if name not in own
    }
    assert (first.method, first.query, first.body) == (second.method, second.query, second.body)


# -------------------------------------------------------------------------------------------------- what QGIS does
def test_the_proxy_of_qgis_with_its_log_in(
    server: FaultServer, proxy_settings: Callable[[FaultProxy, str, str], None]
) -> None:
    url = server.play("/data", faults.data())
    with FaultProxy("pu", "pp") as proxy:
        proxy_settings(proxy, "pu", "pp")
        assert make().send(ask(url)).body == b'{"ok": true}'
        assert proxy.asked[-1] == ("GET", url, True)
        assert beside(lambda: make().send(ask(url)).status) == 200
        assert len([asked for asked in proxy.asked if asked[2]]) == 2
    assert len(server.seen()) == 2


def test_a_proxy_of_qgis_that_refuses(
    server: FaultServer, proxy_settings: Callable[[FaultProxy, str, str], None]
) -> None:
    with FaultProxy("pu", "pp") as proxy:
        proxy_settings(proxy, "pu", "geheim")
        url = server.play("/data", faults.data())
        for run in (lambda work: work(), beside):  # a thread of the pool would know the proxy of an earlier test
            with pytest.raises(errors.ProxyRefused) as caught:
                run(lambda: make().send(ask(url)))
            assert "geheim" not in sentence_of(caught.value) + caught.value.detail
    assert server.seen() == []


def test_a_proxy_of_qgis_that_is_not_there(
    server: FaultServer, proxy_settings: Callable[[FaultProxy, str, str], None]
) -> None:
    with FaultProxy() as proxy:
        pass
    proxy_settings(proxy, "", "")
    with pytest.raises(errors.ProxyFailed) as caught:
        make().send(ask(server.play("/data", faults.data())))
    assert type(caught.value) is errors.ProxyFailed


def test_a_log_in_of_qgis(server: FaultServer, tmp_path: Path) -> None:
    config = log_in("alice", "s3cret")
    server.play("/here", faults.redirect("/data"))
    server.play("/data", faults.basic("alice", "s3cret"))
    cache = Cache(tmp_path / "cache")
    assert make(cache).send(ask(server.url("/here"), authcfg=config)).body == b'{"ok": true}'
    assert in_task(lambda: make().send(ask(server.url("/data"), authcfg=config)).status) == 200
    assert cache.size() == 0


def test_a_log_in_of_qgis_stays_with_its_server(server: FaultServer) -> None:
    config = log_in("alice", "s3cret")
    with FaultServer() as other:
        other.play("/data", faults.data())
        make().send(ask(server.play("/here", faults.redirect(other.url("/data"))), authcfg=config))
        assert "authorization" not in other.seen()[0].headers
    assert "authorization" in server.seen()[0].headers


def test_a_wrong_password(server: FaultServer) -> None:
    config = log_in("bob", "falsch")
    url = server.play("/data", faults.basic("bob", "richtig"))
    error = in_task(lambda: make().send(ask(url, authcfg=config)))
    assert type(error) is errors.LoginNeeded
    assert "falsch" not in sentence_of(error) + error.detail


def test_self_signed_is_refused_until_its_authority_is_stored(
    tmp_path: Path, authority: Callable[[Path], None]
) -> None:
    with FaultServer(faults.make_certificate(tmp_path)) as server:
        url = server.play("/data", faults.data())
        error = in_task(lambda: make().send(ask(url)))
        assert type(error) is errors.CertificateRejected
        authority(tmp_path / "authority.pem")
        assert make().send(ask(url)).body == b'{"ok": true}'
        assert in_task(lambda: make().send(ask(url)).body) == b'{"ok": true}'


def test_cancel_in_a_task_while_the_server_hangs(server: FaultServer) -> None:
    url = server.play("/hang", faults.hang())
    start = time.monotonic()
    error = in_task(lambda: make().send(ask(url), Stopping(after=0.3)))
    assert type(error) is errors.Cancelled
    assert time.monotonic() - start < 1.3


def test_cancel_by_the_feedback_of_an_algorithm(server: FaultServer) -> None:
    """QgsFeedback is cancelled from another thread."""
    from qgis.core import QgsFeedback

    feedback = QgsFeedback()
    stop = threading.Timer(0.3, feedback.cancel)
    stop.start()
    start = time.monotonic()
    with pytest.raises(errors.Cancelled):
        make().send(ask(server.play("/hang", faults.hang())), TaskFeedback(feedback))
    assert time.monotonic() - start < 1.3
    stop.join()


def test_a_shorter_time_out_of_qgis_holds(server: FaultServer) -> None:
    from qgis.core import QgsNetworkAccessManager

    before = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(1000)
    try:
        start = time.monotonic()
        with pytest.raises(errors.TimedOut) as caught:
            make().send(ask(server.play("/hang", faults.hang())))
    finally:
        QgsNetworkAccessManager.setTimeout(before)
    assert "sent nothing for 0.9 seconds" in sentence_of(caught.value)
    assert time.monotonic() - start < 1.9


def test_threads_that_need_the_main_thread(server: FaultServer, tmp_path: Path) -> None:
    """Log-ins and certificates are dealt with by the main thread, which waits for the threads itself."""
    urls = [server.play(f"/{number}", faults.basic("a", "b")) for number in range(3)]
    with FaultServer(faults.make_certificate(tmp_path)) as secured:
        urls.append(secured.play("/data", faults.data()))
        urls.append(server.play("/data", faults.data()))

        def one(url: str) -> object:
            try:
                return make().send(ask(url)).status
            except errors.NetworkError as error:
                return type(error)

        def search() -> list[object]:
            with ThreadPoolExecutor(5) as pool:
                return list(pool.map(one, urls))

        start = time.monotonic()
        assert beside(search) == [errors.LoginNeeded] * 3 + [errors.CertificateRejected, 200]
        assert time.monotonic() - start < 5
    with pytest.raises(ZeroDivisionError):
        beside(lambda: 1 // 0)


def test_answers_are_kept_in_the_profile() -> None:
    from qgis.core import QgsApplication

    from ruhr_planner import settings

    assert settings.cache_folder().is_relative_to(Path(QgsApplication.qgisSettingsDirPath()))


def test_an_error_of_the_feedback_is_raised_and_not_lost(server: FaultServer) -> None:
    class Broken(Stopping):
        def received(self, count: int, total: int | None) -> None:
            raise RuntimeError("wrapped C/C++ object has been deleted")

    with pytest.raises(RuntimeError):
        make().send(ask(server.play("/data", faults.data())), Broken())


def test_nothing_global_is_changed(server: FaultServer) -> None:
    from qgis.core import QgsNetworkAccessManager

    manager = QgsNetworkAccessManager.instance()

    def state() -> tuple[object, ...]:
        return manager.redirectPolicy(), manager.timeout(), manager.transferTimeout(), manager.cache() is None

    before = state()
    make().send(ask(server.play("/data", faults.data())))
    assert state() == before
    assert server.seen()[0].headers["user-agent"].startswith("Mozilla/5.0 QGIS/")


def test_logs_hold_neither_host_nor_secret(server: FaultServer, capfd: pytest.CaptureFixture[str]) -> None:
    from qgis.core import QgsApplication

    lines: list[str] = []

    def note(text: str, tab: str, _level: object) -> None:
        lines.append(f"{tab}: {text}")

    log = QgsApplication.messageLog()
    log.messageReceived.connect(note)
    try:
        for fault in (
            faults.data(),
            faults.unavailable(),
            faults.cut(),
            faults.redirect("/x"),
            faults.hang(),
            faults.log_in_page(),
            faults.basic("a", "b"),
        ):
            url = server.play("/x", fault) + "?token=geheim"
            try:
                make().send(ask(url, headers={"Authorization": "Basic geheim"}, idle_seconds=0.3))
            except errors.NetworkError as error:
                sentence_of(error)
    finally:
        log.messageReceived.disconnect(note)
    printed = capfd.readouterr()
    for text in [*lines, printed.out, printed.err]:
        assert HOST not in text
        assert "geheim" not in text


def test_errors_that_loopback_cannot_play() -> None:
    from qgis.PyQt.QtNetwork import QNetworkReply

    kinds = QNetworkReply.NetworkError
    assert kind_of(kinds.HostNotFoundError) is errors.AddressUnknown
    assert kind_of(kinds.ProxyNotFoundError) is errors.ProxyFailed
    assert kind_of(kinds.UnknownNetworkError) is errors.ConnectionFailed
