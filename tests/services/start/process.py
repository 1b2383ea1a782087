"""Programs that the tests start: on a free port, watched until they answer, ended by their process id."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "build" / "services"
"""Where `scripts/services.sh` installs."""
LOGS = BUILD / "logs"
LOOPBACK = "127.0.0.1"
HOST = os.environ.get("RUHR_PLANNER_HOST", "")
"""In a root of `scripts/roots.sh`: where the computer around it is seen, whose servers are started. Else nothing."""
_OF_THE_ROOT = ("LD_LIBRARY_PATH", "PYTHONPATH", "QGIS_PREFIX_PATH")
START_SECONDS = float(os.environ.get("RUHR_PLANNER_START_SECONDS") or 60.0)
"""A server that does not answer by then has failed; the slowest needs a tenth of it on an idle machine."""
_END_SECONDS = 10.0


class ServerFailed(Exception):
    """A server could not be installed, started or ended; the end of its log goes with it."""


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def installed(path: Path) -> Path:
    """Return a path that has to be there.

    :raises ServerFailed: it is not.
    """
    if not Path(f"{HOST}{path}").exists():
        raise ServerFailed(f"{path.name} is not installed: run `make services`, or the tests through make")
    return path


def program(name: str, *arguments: str) -> Path:
    """Return a program from one of the virtual environments of `make services`."""
    return installed(BUILD.joinpath(name, "bin", *arguments))


def system_program(name: str) -> str:
    """Return the path of a program of the system that serves.

    :raises ServerFailed: there is none.
    """
    found = shutil.which(name, path=os.pathsep.join(HOST + folder for folder in os.get_exec_path()))
    if found is None:
        raise ServerFailed(f"{name} is not installed: run `make services`, or the tests through make")
    return found[len(HOST) :]


def outside(command: Sequence[str | Path], cwd: Path | None = None) -> list[str]:
    """Return a command as the computer around a root runs it; without a root as it is."""
    around = ["/usr/sbin/chroot", HOST, "/usr/bin/env", *([f"--chdir={cwd}"] if cwd else [])] if HOST else []
    return [*around, *(str(part) for part in command)]


def environment_of(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a server: ours, without what belongs to the root only, and what it needs besides."""
    kept = {name: value for name, value in os.environ.items() if not (HOST and name in _OF_THE_ROOT)}
    return {**kept, **(more or {})}


def answers(url: str) -> bool:
    """Tell whether a server answers at all; an error status is an answer."""
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code < 500
    except OSError:
        return False


def listens(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


class Process:
    """A server of our own, with a log under build/services/logs."""

    def __init__(
        self, name: str, command: Sequence[str | Path], cwd: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        LOGS.mkdir(parents=True, exist_ok=True)
        self.log = LOGS / f"{name}.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                outside(command, cwd),
                cwd=cwd,
                env=environment_of({"PYTHONUNBUFFERED": "1", **(environment or {})}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that its workers end with it, and nobody else's
            )

    def wait(self, ready: Callable[[], bool], seconds: float = START_SECONDS) -> None:
        """Wait until the server is ready.

        :raises ServerFailed: it has ended, or is not ready in time.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise ServerFailed(f"{self.name} ended with {self._process.returncode}:\n{self._tail()}")
            if ready():
                return
            time.sleep(0.1)
        self.end()
        raise ServerFailed(f"{self.name} did not answer within {seconds:g} s:\n{self._tail()}")

    @property
    def runs(self) -> bool:
        """The process is there."""
        return self._process.poll() is None

    def end(self) -> None:
        """End the process and what it started; a second call does nothing."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            if self._process.poll() is not None:
                return
            os.killpg(self._process.pid, sign)
            try:
                self._process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                continue

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(_END_SECONDS)

    def _tail(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]


def run(name: str, command: Sequence[str | Path], cwd: Path, **environment: str) -> str:
    """Run a program to its end and return what it said.

    :raises ServerFailed: it failed.
    """
    done = subprocess.run(
        outside(command, cwd),
        cwd=cwd,
        env=environment_of(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=3 * START_SECONDS,
        check=False,
    )
    said = done.stdout.decode(errors="replace")
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / f"{name}.log").open("ab") as log:
        log.write(done.stdout + done.stderr)
    if done.returncode:
        raise ServerFailed(f"{name}: {command[0]} ended with {done.returncode}:\n{done.stderr.decode()[-2000:]}")
    return said
