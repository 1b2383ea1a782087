"""QGIS as people see it: a display, a window manager, a fresh profile with the staged plugin, and a driver inside."""

from __future__ import annotations

import compileall
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desktop.servers import Services, services

SEARCHES = {"find", "hang", "reload", "endure"}
"""Scenes that search; without a list of portals of its own a profile would ask those of the region."""
HERE = Path(__file__).resolve().parent
INI = """[PythonPlugins]
ruhr_planner=true
[locale]
userLocale={locale}
overrideFlag=true
[qgis]
checkVersion=false
showTips=false
showTips340=false
askToSaveProjectChanges=false
[core]
httpsfeedqgisorg\\disabled=true
NewsFeed\\httpsfeedqgisorg\\disabled=true
[plugins]
checkOnStart=false
automatically-check-for-updates=false
"""


def stop(process: subprocess.Popen) -> None:
    """End a program that this test started, gently first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


@contextmanager
def screen() -> Iterator[str]:
    """A display of our own with a window manager."""
    for program in ("Xvfb", "openbox", "xdotool", "qgis"):
        if shutil.which(program) is None:
            pytest.fail(f"{program} is missing: run `make setup`")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1680x1000x24", "-dpi", "96", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        name = f":{answer.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": name}, stderr=subprocess.DEVNULL)
    try:
        yield name
    finally:
        stop(manager)
        stop(server)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The display of all plays."""
    with screen() as name:
        yield name


SLOWER = 3
"""Times as long as in the system's own QGIS a play may take in a root: the QGIS on Qt 6 draws slowly."""


@dataclass
class Desktop:
    """Starts QGIS for a play of scenes and returns what the driver saw."""

    display: str
    staged: Path
    folder: Path
    served: Future[Services]
    kept: Path
    """Where people look for the pictures."""

    def play(
        self,
        locale: str,
        scenes: list[str],
        seconds: float = 600,
        ini: str = "",
        more: dict[str, str] | None = None,
        pictures: str = "",
    ) -> dict:
        """Run QGIS once; what it printed and the screenshots stay in the folder.

        :param ini: further settings of the profile. :param more: further variables of the environment.
        :param pictures: how the names begin under which the screenshots are kept, "" to keep none.
        """
        if os.environ.get("RUHR_PLANNER_ROOT"):
            seconds *= SLOWER
        try:
            return self._play(locale, scenes, seconds, ini, more or {})
        finally:
            if pictures:
                self._keep_pictures(pictures)

    def _play(self, locale: str, scenes: list[str], seconds: float, ini: str, more: dict[str, str]) -> dict:
        home = self.folder / "home" / "planerin"  # seen at the end of paths in the pictures
        profile = self.folder / "profiles" / "test"
        self._make_profile(profile, locale, ini)
        if SEARCHES.intersection(scenes):
            own = profile / "ruhr_planner" / "portals.yaml"
            own.parent.mkdir()
            shutil.copyfile(self.served.result().portals, own)
        for place in (home, self.folder / "run"):
            place.mkdir(mode=0o700, parents=True)
        dropped = ("QT_QPA", "QGIS_", "PYTEST", "PYTHONPYCACHEPREFIX")
        environment = {key: os.environ[key] for key in os.environ if not key.startswith(dropped)}
        environment |= {
            "DISPLAY": self.display,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "TMPDIR": str(self.folder / "run"),  # else QGIS marks every layer of the profile as temporary
            "RUHR_PLANNER_DRIVE": str(self.folder),
            "RUHR_PLANNER_SCENES": ",".join(scenes),
            "RUHR_PLANNER_PLAYS": str(HERE),
            "LC_ALL": "C.UTF-8",
            **more,
        }
        command = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", str(self.folder), "--profile", "test"]
        with (self.folder / "qgis.log").open("wb") as said:
            qgis = subprocess.Popen(
                [*command, "--code", str(HERE / "drive.py")], env=environment, stdout=said, stderr=subprocess.STDOUT
            )
            try:
                self._wait(qgis, seconds)
                code = qgis.wait(20)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                stop(qgis)
        return {**self._seen(), "exit_code": code, "log": self._log()}

    def _make_profile(self, profile: Path, locale: str, ini: str) -> None:
        (profile / "QGIS").mkdir(parents=True)
        for version in ("3", "4"):
            (profile / "QGIS" / f"QGIS{version}.ini").write_text(INI.format(locale=locale) + ini, encoding="utf-8")
        shutil.copytree(self.staged, profile / "python" / "plugins" / "ruhr_planner")

    def _wait(self, qgis: subprocess.Popen, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and qgis.poll() is None and not (self.folder / "result.json").exists():
            time.sleep(0.1)

    def _keep_pictures(self, name: str) -> None:
        """Put the screenshots and what was seen where people look for them."""
        self.kept.mkdir(parents=True, exist_ok=True)
        for file in (*self.folder.glob("*.png"), *self.folder.glob("result.json")):
            shutil.copyfile(file, self.kept / f"{name}_{file.name}")

    def _seen(self) -> dict:
        file = self.folder / "result.json"
        if not file.exists():
            pytest.fail(f"QGIS ended or hung without an answer; it said:\n{self._log()[-4000:]}")
        return json.loads(file.read_text(encoding="utf-8"))

    def _log(self) -> str:
        return (self.folder / "qgis.log").read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session", autouse=True)
def served() -> Iterator[Future[Services]]:
    """The servers that the desktop searches, each started once, while plays that need none of them run already."""
    with ExitStack() as stack, ThreadPoolExecutor(1, "servers") as pool:
        yield pool.submit(lambda: stack.enter_context(services()))


def compiled(staged: Path, folder: Path) -> Path:
    """Return a copy of the plugin as it is after its first start: compiled. Compiling holds Python's lock."""
    copy = folder / "ruhr_planner"
    shutil.copytree(staged, copy)
    elsewhere, sys.pycache_prefix = sys.pycache_prefix, None  # beside the modules, so that each profile gets it, too
    try:
        compileall.compile_dir(copy, quiet=2)
    finally:
        sys.pycache_prefix = elsewhere
    return copy


@pytest.fixture(scope="session")
def desktop(display: str, staged: Path, root: Path, served: Future[Services], tmp_path_factory: pytest.TempPathFactory):
    """Give a function that starts QGIS in a folder of its own, named after the play.

    Pictures of another QGIS, in a root of its own, are kept beside those of the computer's.
    """
    plugin = compiled(staged, tmp_path_factory.mktemp("plugin"))
    kept = root / "build" / "-".join(["desktop", *os.environ.get("RUHR_PLANNER_ROOT", "").split()])

    def start(name: str) -> Desktop:
        return Desktop(display, plugin, tmp_path_factory.mktemp(f"desktop_{name}"), served, kept)

    return start
