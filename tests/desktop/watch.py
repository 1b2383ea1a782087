"""How long QGIS's window did not answer, how much of that was its own work, and where the program stood meanwhile."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from qgis.PyQt.QtCore import Qt, QTimer

NOTED_MS = 50.0
"""Standstills from here on are written down with what was seen during them."""
PACKAGE = "ruhr_planner"
_SAMPLE_S = 0.005
_LATE_S = 0.02
_FRAMES = 6
_PLAY = ("__main__:", "play_")


def _waited(thread: int) -> float:
    """Return how long a thread was ready to run and had no processor, seconds; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/self/task/{thread}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _stolen() -> float:
    """Return how long the host of a virtual computer has given its processors, all of them, to others, seconds."""
    try:
        with Path("/proc/stat").open(encoding="ascii") as told:
            return int(told.readline().split()[8]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0


def _stack(frame: FrameType | None) -> str:
    """Return the innermost frames and all of the package as `module:function:line < …`, "" outside Python."""
    found = []
    while frame is not None:
        name = frame.f_globals.get("__name__", "?")
        if len(found) < _FRAMES or name.startswith(PACKAGE):
            found.append(f"{name}:{frame.f_code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(found[: 3 * _FRAMES])


def _is_ours(stack: str) -> bool:
    """Tell whether the plugin is at work: not where the play takes a picture while one of our dialogs is open."""
    for frame in stack.split(" < "):
        if frame.startswith(PACKAGE):
            return True
        if frame.startswith(_PLAY):
            return False
    return False


class _Sampler(threading.Thread):
    """Looks at the stacks of all threads while the main one is late; needs Python's lock, so sees who keeps it."""

    def __init__(self, main: int, native: int) -> None:
        super().__init__(name="sampler", daemon=True)
        self.waited = _waited(native)
        self.stolen = _stolen()
        self.beat = time.perf_counter()
        self.collected = 0.0
        self.seen: Counter[tuple[str, str]] = Counter()
        self.keepers: list[tuple[float, float, float, str]] = []
        self.going = True
        self._main = main
        self._native = native
        self._collecting = self.beat
        gc.callbacks.append(self.collection)

    def collection(self, phase: str, _told: dict[str, int]) -> None:
        """Note how long Python looked for rubbish; all threads wait meanwhile."""
        if phase == "start":
            self._collecting = time.perf_counter()
        else:
            self.collected = max(self.collected, time.perf_counter() - self._collecting)

    def run(self) -> None:
        own = threading.get_native_id()
        while self.going:
            began, waited = time.perf_counter(), _waited(own)
            time.sleep(_SAMPLE_S)
            now = time.perf_counter()
            self.waited, self.stolen = _waited(self._native), _stolen()
            late = now - began - _SAMPLE_S - (_waited(own) - waited)
            if late > _LATE_S or now - self.beat > _LATE_S:
                self._look(began, now, late)

    def _look(self, began: float, now: float, late: float) -> None:
        frames = sys._current_frames()
        others = [_stack(frame) for ident, frame in frames.items() if ident not in (self._main, threading.get_ident())]
        ours = [stack for stack in others if PACKAGE in stack]
        if late > _LATE_S:
            self.keepers.append((began, now, late, " | ".join(ours)))
        self.seen[_stack(frames.get(self._main)), " | ".join(ours)] += 1


class Heartbeat:
    """Standstills: the times between two beats of a 5 ms timer in QGIS's event loop, in milliseconds.

    `clock`: by the clock. `own`: processor time of the main thread meanwhile. `work`: of all threads of QGIS. `wait`:
    how long the main thread was ready to run and had no processor. `stolen`: what the host of a virtual computer took
    of all its processors meanwhile, to 10 ms; only told, not deducted. `blocked` is the time for which QGIS itself was
    the reason: without `wait`, and not more than `work`, so that it can be judged on a machine that does other things.
    `ours` is the part of it that is the plugin's: all of it if a thread of ours kept Python's lock, else as much of it
    as the samples of the main thread's stack show our modules.
    """

    def __init__(self) -> None:
        self.noted: list[dict] = []
        self._longest = {"clock": 0.0, "own": 0.0, "work": 0.0}
        self._native = threading.get_native_id()
        self._sampler = _Sampler(threading.get_ident(), self._native)
        self._sampler.start()
        self._last = self._now()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _now(self) -> dict[str, float]:
        return {
            "clock": time.perf_counter(),
            "own": time.thread_time(),
            "work": time.process_time(),
            "wait": self._sampler.waited,  # seen by the other thread: a look at the file lets go of Python's lock
            "stolen": self._sampler.stolen,
        }

    def _beat(self) -> None:
        now, sampler = self._now(), self._sampler
        if now["clock"] - self._last["clock"] > NOTED_MS / 1000:
            now["wait"], now["stolen"] = _waited(self._native), _stolen()
        took = {name: round(1000 * (value - self._last[name]), 1) for name, value in now.items()}
        for name in self._longest:
            self._longest[name] = max(self._longest[name], took[name])
        if took["clock"] > NOTED_MS:
            seen, when = Counter(sampler.seen), (self._last["clock"], now["clock"])
            self.noted.append({**took, "collected": 1000 * sampler.collected, "seen": seen, "when": when})
        sampler.beat, sampler.collected = now["clock"], 0.0
        sampler.seen.clear()
        self._last = now

    def stop(self) -> dict:
        """Return the longest standstill by each measure, and the longest that were noted, with the stacks."""
        self._timer.stop()
        self._beat()
        self._sampler.going = False
        gc.callbacks.remove(self._sampler.collection)
        for each in self.noted:
            self._judge(each)
        longest = {name: max((each[name] for each in self.noted), default=0.0) for name in ("blocked", "ours")}
        return {**self._longest, **longest, "noted": sorted(self.noted, key=lambda each: -each["clock"])[:6]}

    def _judge(self, each: dict) -> None:
        """Say how much of a standstill was QGIS's and how much was ours."""
        begun, ended = each.pop("when")
        keepers = [one for one in self._sampler.keepers if one[0] < ended and one[1] > begun]
        late, keeper = max((one[2:] for one in keepers), default=(0.0, ""))
        seen: Counter[tuple[str, str]] = each.pop("seen")
        stacks = [{"times": times, "main": main, "others": others} for (main, others), times in seen.most_common(3)]
        blocked = max(0.0, min(each["clock"] - each["wait"], each["work"]))
        shown = sum(times for (main, _others), times in seen.items() if _is_ours(main))
        share = 1.0 if PACKAGE in keeper else shown / max(1, sum(seen.values()))
        each.update(
            blocked=round(blocked, 1),
            ours=round(share * blocked, 1),
            held=round(1000 * late, 1),
            keeper=keeper,
            collected=round(each["collected"], 1),
            stacks=stacks,
        )
