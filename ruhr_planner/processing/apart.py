"""One run of an algorithm in a process of its own, so that the window stays free while pages are drawn.

A print layout is a graphics scene, and Qt keeps scenes to the main thread: in QGIS itself a page would stop the window
for seconds, and nobody could cancel it. The other process has a main thread to spare. It is asked with one line of JSON
on its standard input and answers in lines of JSON: ``ready``, ``progress``, ``warning``, ``info``, and at last
``results`` or ``error``. A further line, or the end of the input, cancels.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication, QProcess, QProcessEnvironment, QSettings

from ruhr_planner import i18n, paths
from ruhr_planner.model.errors import Cancelled

MARK = "@ruhr_planner "
"""Begins our lines: QGIS and its libraries write to standard output as well."""
START_S = 60
"""Longest time until the other process says that it is ready."""
PATIENCE_S = 6
"""How long it may take to stop by itself and clean up; then it is ended."""
_TICK_MS = 100
_PAUSE_S = 0.1
"""A fork keeps Python's lock for some 50 ms; the click that asked for it is over by then, and the window breathes."""
_BELOW_NORMAL = 0x4000
"""Windows' priority class below the usual one."""
_NICER = 2
"""The same elsewhere: two thirds of what the window gets where both want all of a processor."""


class NotStarted(Exception):
    """There is no Python to start, or QGIS does not come up in it."""


@dataclass(frozen=True)
class Request:
    """All that the other process has to know. Built in the main thread."""

    algorithm: str
    parameters: dict[str, Any]
    language: str
    prefix: str
    profile: str
    organisation: str
    application: str


def request(algorithm: str, parameters: dict[str, Any]) -> Request:
    """Describe a run; only the main thread may ask for it.

    :param parameters: plain values; inputs and outputs as text.
    """
    QSettings().sync()  # the other process reads them from the file
    return Request(
        algorithm=algorithm,
        parameters=parameters,
        language=i18n.language(),
        prefix=QgsApplication.prefixPath(),
        profile=QgsApplication.qgisSettingsDirPath(),
        organisation=QCoreApplication.organizationName(),
        application=QCoreApplication.applicationName(),
    )


# ----------------------------------------------------------------------------------------------------- this process
def run(asked: Request, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Have an algorithm run in another process; wait in this thread, which must not be the main one.

    :param feedback: gets progress and messages; asked whether the user cancelled.
    :raises NotStarted: it could not begin; nothing has happened.
    :raises Cancelled: the user cancelled.
    :raises QgsProcessingException: the algorithm failed, with its sentence.
    """
    room = tempfile.mkdtemp(prefix="ruhr_planner_")  # a process that is ended leaves its temporary files
    try:
        return _run(_started(asked, room), feedback)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _run(process: QProcess, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    answers = _Answers(feedback)
    waited = 0
    while process.state() != QProcess.ProcessState.NotRunning:
        process.waitForReadyRead(_TICK_MS)
        answers.take(bytes(process.readAllStandardOutput()))
        if feedback.isCanceled():
            _stop(process)
            raise Cancelled
        waited += 0 if answers.ready else _TICK_MS
        if waited > START_S * 1000:
            _stop(process)
            raise NotStarted
    answers.take(bytes(process.readAllStandardOutput()))
    if answers.results is not None:
        return answers.results
    if answers.error or answers.ready:
        raise QgsProcessingException(answers.error or _last_words(process))
    raise NotStarted


def _started(asked: Request, room: str) -> QProcess:
    """Start the other process; its temporary files lie in a folder of their own."""
    program = interpreter()
    if program is None or "authcfg" in json.dumps(asked.parameters):  # the other process has no master password
        raise NotStarted
    surroundings = QProcessEnvironment.systemEnvironment()
    places = [str(paths.PACKAGE.parent), *(place for place in sys.path if place)]
    surroundings.insert("PYTHONPATH", os.pathsep.join(dict.fromkeys(places)))
    for name in ("TMPDIR", "TEMP", "TMP"):
        surroundings.insert(name, room)
    if sys.platform.startswith("linux"):
        surroundings.insert("QT_QPA_PLATFORM", "offscreen")  # elsewhere that one has no fonts
    process = QProcess()
    process.setProcessEnvironment(surroundings)
    time.sleep(_PAUSE_S)
    process.start(str(program), ["-m", __name__])
    if not process.waitForStarted(10_000):
        raise NotStarted
    process.write(json.dumps(asdict(asked)).encode("utf-8") + b"\n")
    return process


def interpreter() -> Path | None:
    """Return the Python that belongs to this QGIS; inside of QGIS `sys.executable` may be QGIS itself."""
    own = Path(sys.executable)
    if own.stem.lower().startswith("python"):
        return own
    names = ("pythonw.exe", "python.exe") if os.name == "nt" else ("python3", "python")
    places = [Path(sys.exec_prefix), Path(sys.exec_prefix) / "bin", own.parent, own.parent / "bin"]
    return next((place / name for place in places for name in names if (place / name).is_file()), None)


def _stop(process: QProcess) -> None:
    """Let the other process stop and clean up by itself; end it when it does not."""
    process.closeWriteChannel()
    if not process.waitForFinished(PATIENCE_S * 1000):
        process.kill()
        process.waitForFinished(1000)


def _last_words(process: QProcess) -> str:
    said = bytes(process.readAllStandardError()).decode("utf-8", "replace").strip().splitlines()
    return said[-1] if said else str(process.exitCode())


class _Answers:
    """What the other process has said so far."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self.ready = False
        self.results: dict[str, Any] | None = None
        self.error = ""
        self._feedback = feedback
        self._rest = b""

    def take(self, data: bytes) -> None:
        """Read the lines that are whole."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            text = line.decode("utf-8", "replace").strip()
            if text.startswith(MARK):
                self._hear(json.loads(text[len(MARK) :]))

    def _hear(self, said: dict[str, Any]) -> None:
        self.ready = True
        if "progress" in said:
            self._feedback.setProgress(said["progress"])
        elif "warning" in said:
            self._feedback.pushWarning(said["warning"])
        elif "info" in said:
            self._feedback.pushInfo(said["info"])
        self.results = said.get("results", self.results)
        self.error = said.get("error", self.error)


# ------------------------------------------------------------------------------------------------- the other process
class _Telling(QgsProcessingFeedback):
    """Passes on what a run says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.problems: list[str] = []
        self.progressChanged.connect(lambda share: _tell("progress", share))

    def pushWarning(self, warning: str) -> None:
        """Pass on a warning."""
        _tell("warning", warning)

    def pushInfo(self, info: str) -> None:
        """Pass on a note."""
        _tell("info", info)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        """Keep a sentence that the algorithm reports."""
        self.problems.append(error)


def _tell(kind: str, value: Any) -> None:
    sys.stdout.write(f"{MARK}{json.dumps({kind: value}, ensure_ascii=True, default=str)}\n")
    sys.stdout.flush()


def _give_way() -> None:
    """Let the window of whoever asked have the processor first: pages may take a moment longer, a click may not."""
    if os.name == "nt":
        import ctypes

        system = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
        system.SetPriorityClass(system.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_NICER)


def main() -> int:
    """Run what standard input asks for. Exit code 0 when it is done."""
    _give_way()
    asked = Request(**json.loads(sys.stdin.readline()))
    QCoreApplication.setOrganizationName(asked.organisation)
    QCoreApplication.setApplicationName(asked.application)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QgsApplication.setPrefixPath(asked.prefix, True)
    application = QgsApplication([], False, asked.profile)
    application.initQgis()  # which goes back to the profile that is usual
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, asked.profile)
    try:
        return _answer(asked)
    finally:
        application.exitQgis()


def _answer(asked: Request) -> int:
    from ruhr_planner.processing.provider import PlannerProvider

    i18n.install(asked.language)
    registry = QgsApplication.processingRegistry()
    registry.addProvider(PlannerProvider())
    algorithm = registry.createAlgorithmById(asked.algorithm)
    feedback = _Telling()
    threading.Thread(target=_listen, args=(feedback,), daemon=True).start()
    _tell("ready", True)
    context = QgsProcessingContext()
    context.setFeedback(feedback)
    fits, reason = algorithm.checkParameterValues(asked.parameters, context)
    if not fits or not algorithm.prepare(asked.parameters, context, feedback):
        _tell("error", " ".join(filter(None, [reason, *feedback.problems])))
        return 1
    try:
        _tell("results", algorithm.runPrepared(asked.parameters, context, feedback))
    except QgsProcessingException as error:
        _tell("error", str(error))
        return 1
    return 0


def _listen(feedback: QgsProcessingFeedback) -> None:
    """Cancel at the next line, or when whoever asked is gone."""
    sys.stdin.readline()
    feedback.cancel()


if __name__ == "__main__":
    sys.exit(main())
