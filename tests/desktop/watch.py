"""How long QGIS's window did not answer, how much of that was its own work, and where the program stood meanwhile."""

from __future__ import annotations

import gc
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


def _waited(thread: int) -> float:
    """Return how long a thread was ready to run and had no processor, seconds; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/self/task/{thread}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
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


class _Sampler(threading.Thread):
    """Looks at the stacks of all threads while the main one is late; needs Python's lock, so sees who keeps it."""

    def __init__(self, main: int, native: int) -> None:
        super().__init__(name="sampler", daemon=True)
        self.waited = 0.0
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
            self.waited = _waited(self._native)
            late = now - began - _SAMPLE_S - (_waited(own) - waited)
            if late > _LATE_S or now - self.beat > _LATE_S:
                self._look(began, now, late)

    def _look(self, began: float, now: float, late: float) -> None:
        frames = sys._current_frames()
        others = [
            _stack(frame) for ident, frame in frames.items() if ident not in (self._main, threading.get_ident())
        ]
        ours = [stack for stack in others if PACKAGE in stack]
        if late > _LATE_S:
            self.keepers.append((began, now, late, " | ".join(ours)))
        self.seen[_stack(frames.get(self._main)), " | ".join(ours)] += 1


class Heartbeat:
    """The longest time between two beats of a 5 ms timer in QGIS's event loop, in milliseconds.

    `clock`: by the clock. `own`: processor time of the main thread alone. `work`: of all threads of QGIS. The last two
    do not grow when other programs hold the processors, so they can be judged on a busy machine. `noted` holds the
    standstills that were longer than NOTED_MS: those three, `wait` (ready to run, but no processor was free), `held`
    (longest time that a thread kept Python's lock; `keeper`: where our threads stood then), `collected` (longest look
    for rubbish of Python's) and the stacks seen most often.
    """

    def __init__(self) -> None:
        self.longest = {"clock": 0.0, "own": 0.0, "work": 0.0}
        self.noted: list[dict] = []
        self._sampler = _Sampler(threading.get_ident(), threading.get_native_id())
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
        }

    def _beat(self) -> None:
        now = self._now()
        took = {name: round(1000 * (value - self._last[name]), 1) for name, value in now.items()}
        for name in self.longest:
            self.longest[name] = max(self.longest[name], took[name])
        if took["clock"] > NOTED_MS:
            seen = self._sampler.seen.most_common(3)
            stacks = [{"times": times, "main": main, "others": others} for (main, others), times in seen]
            collected = round(1000 * self._sampler.collected, 1)
            when = (self._last["clock"], now["clock"])
            self.noted.append({**took, "collected": collected, "stacks": stacks, "when": when})
        self._sampler.beat, self._sampler.collected = now["clock"], 0.0
        self._sampler.seen.clear()
        self._last = now

    def stop(self) -> dict:
        """Return the longest standstill by each measure, and all that were noted, the longest first."""
        self._timer.stop()
        self._beat()
        self._sampler.going = False
        gc.callbacks.remove(self._sampler.collection)
        for each in self.noted:
            begun, ended = each.pop("when")
            keepers = [one for one in self._sampler.keepers if one[0] < ended and one[1] > begun]
            late, stack = max((one[2:] for one in keepers), default=(0.0, ""))
            each.update(held=round(1000 * late, 1), keeper=stack)
        return {**self.longest, "noted": sorted(self.noted, key=lambda each: -each["clock"])[:6]}
