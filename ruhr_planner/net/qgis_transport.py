"""The transport inside QGIS: QgsNetworkAccessManager alone, so that QGIS's proxy, certificates and log-ins hold.

Why not QgsBlockingNetworkRequest: it follows absolute redirects by itself, from https to http too and with the
log-in of the first server, and it cannot hand over the bytes as they come. Everything here runs in the calling
thread: each has a manager of its own in QGIS. While an exchange runs, the thread serves its own events; call it from a
task, not from a window.

A time-out looks like an empty success in QGIS, therefore the reply's error is asked before its status. No global
setting is changed, nor the name by which QGIS calls itself. QGIS's own time-out writes the address into its log, so
the limit for silence here ends a little before it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from qgis.core import QgsApplication, QgsFeedback, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QByteArray, QCoreApplication, QEventLoop, QThread, QTimer, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery, QNetworkReply, QNetworkRequest, QSslError

from ruhr_planner.model import errors
from ruhr_planner.net.cache import Cache
from ruhr_planner.net.client import Client, Hop
from ruhr_planner.net.receive import BLOCK, Receiver
from ruhr_planner.net.retry import Clock, Policy
from ruhr_planner.net.watch import TICK, Watch

T = TypeVar("T")
_BUFFER = 16 * BLOCK
_BEFORE_QGIS = 0.9
_Attribute = QNetworkRequest.Attribute
_Error = QNetworkReply.NetworkError
_Ssl = QSslError.SslError

_KINDS: dict[Any, type[errors.NetworkError]] = {
    _Error.RemoteHostClosedError: errors.BrokenOff,
    _Error.TemporaryNetworkFailureError: errors.BrokenOff,
    _Error.HostNotFoundError: errors.AddressUnknown,
    _Error.ProxyConnectionRefusedError: errors.ProxyFailed,
    _Error.ProxyConnectionClosedError: errors.ProxyFailed,
    _Error.ProxyNotFoundError: errors.ProxyFailed,
    _Error.ProxyTimeoutError: errors.ProxyFailed,
    _Error.UnknownProxyError: errors.ProxyFailed,
    _Error.ProxyAuthenticationRequiredError: errors.ProxyRefused,
    _Error.ProtocolUnknownError: errors.AddressInvalid,
    _Error.ProtocolFailure: errors.BrokenOff,
}
"""Other errors of a reply without a status are failed connections."""

_PROXY_ITSELF = frozenset({_Error.ConnectionRefusedError, _Error.HostNotFoundError})
"""What Qt says of an http proxy that is not there when the address is http: then the proxy is the far end."""


class QgisTransport(Client):
    """`Transport` over QgsNetworkAccessManager."""

    def __init__(
        self,
        cache: Cache | None = None,
        offline: bool = False,
        policy: Policy | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(_QgisWire(), cache, offline, policy, clock)


class TaskFeedback:
    """`Feedback` over a QgsFeedback, which a task or an algorithm cancels from another thread."""

    def __init__(self, feedback: QgsFeedback) -> None:
        self._feedback = feedback

    def is_cancelled(self) -> bool:
        """Tell whether the user cancelled."""
        return bool(self._feedback.isCanceled())

    def received(self, count: int, total: int | None) -> None:
        """Bytes are no progress of an algorithm: how many answers will follow is known above."""


class _QgisWire:
    """One exchange in the calling thread."""

    def exchange(self, hop: Hop, receiver: Receiver, watch: Watch) -> None:
        """Do one exchange; see `Wire`."""
        limit = QgsNetworkAccessManager.timeout() / 1000
        if limit > 0:
            watch.idle_seconds = min(watch.idle_seconds, _BEFORE_QGIS * limit)
        _Exchange(hop, receiver, watch).run()


def _request(hop: Hop) -> QNetworkRequest:
    """Return QGIS's form of a question: no redirect followed, nothing read from or written to QGIS's own cache.

    :raises AuthenticationFailed: the configuration does not exist, or is locked.
    """
    request = QNetworkRequest(QUrl.fromEncoded(hop.url.encode("ascii"), QUrl.ParsingMode.StrictMode))
    by_hand = _number(QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
    request.setAttribute(_Attribute.RedirectPolicyAttribute, by_hand)
    request.setAttribute(_Attribute.CacheLoadControlAttribute, _number(QNetworkRequest.CacheLoadControl.AlwaysNetwork))
    request.setAttribute(_Attribute.CacheSaveControlAttribute, False)
    for name, value in hop.headers.items():
        request.setRawHeader(QByteArray(name.encode("latin-1")), QByteArray(value.encode("latin-1", "replace")))
    if hop.authcfg:
        answer = QgsApplication.authManager().updateNetworkRequest(request, hop.authcfg)
        fits, request = answer if isinstance(answer, tuple) else (answer, request)
        if not fits:
            raise errors.AuthenticationFailed(source=hop.source)
    return request


def _send(hop: Hop) -> QNetworkReply:
    manager, request = QgsNetworkAccessManager.instance(), _request(hop)
    if hop.method == "GET":
        return manager.get(request)
    if hop.method == "HEAD":
        return manager.head(request)
    if hop.method == "POST":
        return manager.post(request, QByteArray(hop.body or b""))
    return manager.sendCustomRequest(request, hop.method.encode("ascii"), QByteArray(hop.body or b""))


class _Exchange:
    """One reply and the event loop that waits for it; whatever stops it is kept and raised outside of Qt."""

    def __init__(self, hop: Hop, receiver: Receiver, watch: Watch) -> None:
        self._hop = hop
        self._receiver = receiver
        self._watch = watch
        self._loop = QEventLoop()  # first: in a thread of Python it makes the dispatcher that timers need
        self._problem: Exception | None = None
        self._enough = False
        self._begun = False
        self._refused: list[Any] = []  # what is wrong with the certificate
        self._reply = _send(hop)

    def run(self) -> None:
        """Wait for the end of the reply.

        :raises Cancelled, NetworkError, OSError: see `Wire`.
        """
        reply, timer = self._reply, QTimer()
        slots: list[tuple[Any, Callable[..., None]]] = [
            (timer.timeout, self._look),
            (reply.readyRead, self._take),
            (reply.sslErrors, self._note_certificate),
            (reply.finished, self._end),
        ]
        for signal, slot in slots:
            signal.connect(slot)
        try:
            if self._hop.authcfg and not QgsApplication.authManager().updateNetworkReply(reply, self._hop.authcfg):
                raise errors.AuthenticationFailed(source=self._hop.source)
            reply.setReadBufferSize(_BUFFER)
            timer.start(int(TICK * 1000))
            if not reply.isFinished():
                self._loop.exec(_flags())
            timer.stop()
            self._judge()
        finally:
            for signal, slot in slots:
                signal.disconnect(slot)
            if not reply.isFinished():
                reply.abort()
            reply.deleteLater()

    # ---------------------------------------------------------------------------------------------------------- slots
    def _look(self) -> None:
        self._guard(self._watch.check)

    def _take(self) -> None:
        self._guard(self._read)

    def _end(self) -> None:
        self._loop.quit()

    def _note_certificate(self, problems: list[QSslError]) -> None:
        self._refused = [problem.error() for problem in problems]

    def _guard(self, step: Callable[[], None]) -> None:
        """Run a step; an exception must not travel through Qt."""
        if self._problem is not None or self._enough:
            return
        try:
            step()
        except Exception as problem:  # noqa: BLE001 - raised again when the loop has ended
            self._problem = problem
        if self._problem is not None or self._enough:
            self._reply.abort()
            self._loop.quit()

    # ----------------------------------------------------------------------------------------------------------- bytes
    def _read(self) -> None:
        """Hand over what has come."""
        self._begin()
        while self._reply.bytesAvailable() > 0 and not self._enough:
            data = bytes(self._reply.read(BLOCK))
            self._enough = not self._receiver.feed(data)

    def _begin(self) -> None:
        status = self._status()
        if self._begun or status is None:
            return
        self._begun = True
        headers = {
            bytes(name).decode("latin-1").lower(): bytes(self._reply.rawHeader(name)).decode("latin-1")
            for name in self._reply.rawHeaderList()
        }
        self._receiver.start(status, headers)

    def _status(self) -> int | None:
        value = self._reply.attribute(_Attribute.HttpStatusCodeAttribute)
        return int(value) if value else None

    # ----------------------------------------------------------------------------------------------------------- errors
    def _judge(self) -> None:
        """Say what the end of the reply means: cancelled, then the reply's error, then the status."""
        if self._problem is not None:
            raise self._problem
        if self._enough:
            return
        self._watch.check_cancelled()
        error, status = self._reply.error(), self._status()
        if error != _Error.NoError and (status is None or status < 400 or error == _Error.RemoteHostClosedError):
            raise self._sentence(error)
        self._read()
        if not self._begun:
            raise errors.BrokenOff(source=self._hop.source)

    def _sentence(self, error: Any) -> errors.NetworkError:
        detail = f"QNetworkReply error {_number(error)}"
        source = self._hop.source
        if error in (_Error.OperationCanceledError, _Error.TimeoutError):
            return self._watch.silent()
        if error == _Error.SslHandshakeFailedError:
            _forget_connections()
            numbers = ", ".join(str(_number(refused)) for refused in self._refused)
            return self._unprotected()(f"{detail}, QSslError {numbers or 'none'}", source=source)
        if error in _PROXY_ITSELF and _goes_to_a_proxy(self._hop.url):
            return errors.ProxyFailed(detail, source=source)
        return kind_of(error)(detail, source=source)

    def _unprotected(self) -> type[errors.NetworkError]:
        """Tell a certificate that was refused from a handshake that did not come so far."""
        if any(refused in (_Ssl.CertificateExpired, _Ssl.CertificateNotYetValid) for refused in self._refused):
            return errors.CertificateExpired
        return errors.CertificateRejected if self._refused else errors.HandshakeFailed


def kind_of(error: Any) -> type[errors.NetworkError]:
    """Return the class for a reply's error without a status."""
    return _KINDS.get(error, errors.ConnectionFailed)


def _forget_connections() -> None:
    """Let this thread's next connection ask QGIS anew whom it trusts; Qt keeps the refused one with the old list.

    The main thread's manager is left alone: others use it at the same time.
    """
    if not _in_main_thread():
        QgsNetworkAccessManager.instance().clearConnectionCache()


def _goes_to_a_proxy(url: str) -> bool:
    """Tell whether the connection for an http address leads to a proxy of QGIS's settings."""
    factory = QgsNetworkAccessManager.instance().proxyFactory()
    if factory is None or not url.startswith("http:"):
        return False
    proxies = factory.queryProxy(QNetworkProxyQuery(QUrl(url)))
    return bool(proxies) and proxies[0].type() not in (
        QNetworkProxy.ProxyType.NoProxy,
        QNetworkProxy.ProxyType.DefaultProxy,
    )


def _number(member: Any) -> int:
    """Return the number of an enumeration's member, on Qt 5 and Qt 6."""
    return int(getattr(member, "value", member))


def _in_main_thread() -> bool:
    return bool(QThread.currentThread() == QCoreApplication.instance().thread())


def _flags() -> Any:
    """Return how the event loop runs: in the main thread without mouse and keyboard, so that nothing starts twice."""
    flags = QEventLoop.ProcessEventsFlag
    return flags.ExcludeUserInputEvents if _in_main_thread() else flags.AllEvents


def beside(work: Callable[[], T]) -> T:
    """Run work that waits for threads on the network, and return or raise what came of it.

    A thread whose server asks for a log-in, or shows a certificate that nobody trusts, waits until QGIS's main thread
    has dealt with that. If the main thread itself only waits for those threads (an algorithm in qgis_process, a
    script), neither would ever go on. Therefore the work runs in a thread of its own there, and the main thread serves
    its events meanwhile. In any other thread the work simply runs.
    """
    if not _in_main_thread():
        return work()
    with ThreadPoolExecutor(1, "ruhr_planner beside") as pool:
        future = pool.submit(work)
        loop, timer = QEventLoop(), QTimer()

        def look() -> None:
            if future.done():
                loop.quit()

        timer.timeout.connect(look)
        timer.start(int(TICK * 1000 / 4))
        loop.exec(_flags())
        timer.stop()
        timer.timeout.disconnect(look)
        return future.result()
