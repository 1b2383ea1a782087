"""What became of every run, what the process held meanwhile, and the page that says so."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

import numpy as np

SUCCEEDED, REFUSED, CANCELLED = "succeeded", "refused", "cancelled"
HANG, PROBLEM = "hang", "problem"
WARM_UP = 3
"""Rounds that are left out of the fit: caches fill, code is loaded."""
_SILENT = "sent nothing for"
"""What a run says of a server that is silent too long; on a busy computer that needs no fault."""
_UNEXPECTED = ("Something unexpected", "Traceback", "Error:")


@dataclass(frozen=True)
class Run:
    """One run and what became of it; `sentence` is what a refusal said, `waited` how long a cancel took (s)."""

    step: str
    kind: str
    seconds: float
    sentence: str = ""
    problem: str = ""
    waited: float = 0.0

    def line(self, server: str, fault: str, at: int, once: bool, stop: float | None) -> str:
        """Return a line for the log of the soak."""
        met = f" [{server}: {fault} at {at}{' once' if once else ''}]" if fault else ""
        met += f" [cancel at {stop:.2f} s]" if stop is not None else ""
        return f"{self.step}: {self.kind} in {self.seconds:.2f} s{met} {self.problem or self.sentence}".rstrip()


@dataclass(frozen=True)
class Measure:
    """What the process held at the end of a round."""

    seconds: float
    memory_mb: float
    own_mb: float
    used_mb: float
    python_k: float
    files: int
    threads: int
    scratch: int
    staging: int
    cache_mb: float


@dataclass
class Account:
    """All runs and measures."""

    runs: list[tuple[Run, str, bool]] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, run: Run, fault: str, stopped: bool) -> None:
        """Note a run, the fault that it met ("" = none), and whether it was to be cancelled."""
        kind = run
        if run.kind == REFUSED and not fault and _SILENT in run.sentence:
            fault = "none, a server too slow by itself"
        elif run.kind == REFUSED and not fault:
            kind = Run(run.step, PROBLEM, run.seconds, run.sentence, f"refused without a fault: {run.sentence}")
        elif run.kind == CANCELLED and not stopped:
            kind = Run(run.step, PROBLEM, run.seconds, problem="cancelled by nobody")
        if kind.problem:
            self.problems.append(f"{run.step}: {kind.problem}")
        self.runs.append((kind, fault, stopped))

    def usual(self, step: str) -> float:
        """Return how long a step takes when nothing disturbs it, s; 0.0 if it has not run yet."""
        times = [run.seconds for run, fault, stopped in self.runs if run.step == step and not fault and not stopped]
        return statistics.median(times) if times else 0.0


def judge(
    step: str,
    seconds: float,
    error: str,
    cancelled: bool,
    waited: float,
    left: Sequence[str],
    unchanged: bool,
    proof: Callable[[], str],
) -> Run:
    """Put a run that has ended into words.

    :param left: its targets that exist. :param unchanged: the store is as it was. :param proof: what is wrong with it.
    """
    if error or cancelled:
        kind = CANCELLED if cancelled else REFUSED
        problem = ""
        if left or not unchanged:
            problem = f"{kind}, but {', '.join(left) or 'the store'} has been written"
        elif not cancelled and (not error.strip() or any(word in error for word in _UNEXPECTED)):
            problem = f"no sentence: {error[-300:]!r}"
        return Run(step, PROBLEM if problem else kind, seconds, error, problem, waited)
    problem = proof()
    return Run(step, PROBLEM if problem else SUCCEEDED, seconds, "", problem, waited)


def digest(store: Path) -> str:
    """Return what tells whether a store has been written: SQLite counts every change in its header (bytes 24-27)."""
    with store.open("rb") as file:
        head = file.read(100)
    journal = store.with_name(store.name + "-journal")
    return f"{head.hex()} {store.stat().st_size} {journal.exists() and journal.stat().st_size}"


# ------------------------------------------------------------------------------------------------------------ the page
def fit(measures: Sequence[Measure], name: str) -> tuple[float, float]:
    """Return the slope of a measure and its standard error, per hour, by least squares after the warm-up."""
    kept = measures[WARM_UP:]
    if len(kept) < 3:
        return float("nan"), float("nan")
    hours = np.array([one.seconds for one in kept]) / 3600
    values = np.array([float(getattr(one, name)) for one in kept])
    slope, start = np.polyfit(hours, values, 1)
    rest = values - (slope * hours + start)
    spread = ((hours - hours.mean()) ** 2).sum()
    return float(slope), float(np.sqrt((rest**2).sum() / (len(kept) - 2) / spread))


_NAMES = {
    "memory_mb": "memory (resident, MB)",
    "own_mb": "of it not of files (code, shared libraries), MB",
    "used_mb": "in use of it: allocated by C and C++ (MB)",
    "python_k": "in use of it: small blocks of Python (thousands)",
    "files": "open file descriptors",
    "threads": "threads",
    "scratch": "temporary files and folders",
    "staging": "staging left beside results",
    "cache_mb": "cache (MB)",
}


def report(account: Account, minutes: float, seed: int) -> str:
    """Return the page."""
    runs = [run for run, _fault, _stopped in account.runs]
    kinds = Counter(run.kind for run in runs)
    commit = _said("git", "rev-parse", "--short", "HEAD")
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    longest = max(runs, key=lambda run: run.seconds)
    waited = [run.waited for run in runs if run.kind == CANCELLED]
    head = (
        f"`make soak MINUTES={minutes:g} SEED={seed}`, {date.today().isoformat()}, commit {commit},"
        f" {os.cpu_count()} processors, Python {platform.python_version()}; load at the end {load}."
    )
    sums = (
        f"{len(runs)} runs in {len(account.measures)} rounds and {account.measures[-1].seconds / 60:.1f} minutes:"
        f" {kinds[SUCCEEDED]} succeeded with full counts, {kinds[REFUSED]} were refused with a sentence,"
        f" {kinds[CANCELLED]} were cancelled; {kinds[HANG]} hung, {kinds[PROBLEM]} are not accounted for."
    )
    times = (
        f"The longest run took {longest.seconds:.1f} s ({longest.step}); a cancel was done after"
        f" {statistics.median(waited) if waited else 0:.2f} s (median), {max(waited, default=0):.2f} s (longest)."
    )
    lines = [
        "# Soak",
        "",
        head,
        "",
        sums,
        times,
        "",
        "| run | succeeded | refused | cancelled | other | median s, undisturbed | longest s |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for step in dict.fromkeys(run.step for run in runs):
        own = [run for run in runs if run.step == step]
        count = Counter(run.kind for run in own)
        other = len(own) - count[SUCCEEDED] - count[REFUSED] - count[CANCELLED]
        lines.append(
            f"| {step} | {count[SUCCEEDED]} | {count[REFUSED]} | {count[CANCELLED]} | {other}"
            f" | {account.usual(step):.2f} | {max(run.seconds for run in own):.2f} |"
        )
    lines += ["", "| fault | succeeded | refused | cancelled | other |", "| --- | ---: | ---: | ---: | ---: |"]
    met: dict[str, Counter[str]] = defaultdict(Counter)
    for run, fault, _stopped in account.runs:
        met[fault or "none"][run.kind] += 1
    for fault, count in sorted(met.items()):
        other = sum(count.values()) - count[SUCCEEDED] - count[REFUSED] - count[CANCELLED]
        lines.append(f"| {fault} | {count[SUCCEEDED]} | {count[REFUSED]} | {count[CANCELLED]} | {other} |")
    lines += [
        "",
        f"At the end of every round; the slope is fitted after {WARM_UP} rounds.",
        "",
        "| held by the process | after the first round | at warm-up's end | at the end | most | slope an hour |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    warm = account.measures[min(WARM_UP, len(account.measures) - 1)]
    for each in fields(Measure):
        if each.name == "seconds":
            continue
        values = [getattr(one, each.name) for one in account.measures]
        slope, error = fit(account.measures, each.name)
        shown = [values[0], getattr(warm, each.name), values[-1], max(values)]
        texts = [f"{value:.1f}" if isinstance(value, float) else str(value) for value in shown]
        lines.append(f"| {_NAMES[each.name]} | {' | '.join(texts)} | {slope:+.1f} ± {error:.1f} |")
    sentences = Counter(run.sentence for run in runs if run.kind == REFUSED)
    lines += ["", "What the refused runs said:", ""]
    lines += [f"- {count} × {text}" for text, count in sentences.most_common()]
    if account.problems:
        lines += ["", "Problems:", "", *[f"- {text}" for text in account.problems]]
    return "\n".join(lines) + "\n"


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()
