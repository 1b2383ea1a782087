"""Monte Carlo over the weights: ours against a plain numpy loop, and against pymcdm called for each set of weights.

    python benchmarks/bench_scoring.py [--sites 500] [--criteria 12] [--runs 10000] [--peer-runs 500]

The peers do what scripts do: for each set of weights score all sites and rank them. They run --peer-runs times, and
their time for all runs is that time multiplied; mean ranks and probabilities are compared for the same sets of weights.
Every part runs in a process of its own, so that peak memory is its own too.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from ruhr_planner.analysis import scoring
from ruhr_planner.analysis.scoring import Rule, Trials

RESULT = Path(__file__).resolve().parent / "results" / "scoring.md"
SEED, KAPPA, TOP_K = 42, 60.0, 10
LIMIT_S = 1.0
NAMES = {
    "wlc": "ours, WLC",
    "topsis": "ours, TOPSIS",
    "owa": "ours, OWA (orness 0.3)",
    "evaluate": "ours, WLC, with scores, ranks and flips",
    "loop": "numpy loop, WLC",
    "pymcdm": "pymcdm 1.2.1 WSM in a loop",
    "pymcdm_topsis": "pymcdm 1.2.1 TOPSIS in a loop",
}


def scene(sites: int, criteria: int) -> tuple[np.ndarray, np.ndarray]:
    """Invent values (sites x criteria) and weights."""
    random = np.random.default_rng(1)
    return random.random((sites, criteria)), random.dirichlet(np.full(criteria, 5.0))


def nothing(done: float) -> None:
    del done


def ours(part: str, values: np.ndarray, weights: np.ndarray, runs: int) -> list[list[float]]:
    """Return mean ranks and probabilities of the top."""
    trials = Trials(runs, KAPPA, SEED, TOP_K)
    filled = scoring.fill(values, scoring.NEUTRAL)
    if part == "evaluate":
        ids = [f"s{place:06d}" for place in range(len(values))]
        everyone = np.ones(len(values), dtype=bool)
        found = scoring.evaluate(values, weights, ids, everyone, Rule(), scoring.NEUTRAL, trials, nothing).robustness
    else:
        found = scoring.monte_carlo(filled, weights, Rule(part, 0.3 if part == "owa" else 0.5), trials, nothing)
    return [found.rank_mean.tolist(), found.p_top.tolist()]


def peer(part: str, values: np.ndarray, weights: np.ndarray, runs: int) -> list[list[float]]:
    """Score and rank once for each set of weights, as scripts do."""
    drawn = np.random.default_rng(SEED).dirichlet(KAPPA * weights, runs)
    types = np.ones(len(weights))
    if part != "loop":
        from pymcdm.methods import TOPSIS, WSM
        from pymcdm.normalizations import minmax_normalization

        method = (WSM if part == "pymcdm" else TOPSIS)(minmax_normalization)
        anchors = np.vstack([values, np.zeros_like(weights), np.ones_like(weights)])
    ranks = np.empty((runs, len(values)))
    for run, w in enumerate(drawn):
        scores = values @ w if part == "loop" else method(anchors, w, types)[: len(values)]
        order = np.argsort(-scores, kind="stable")
        ranks[run, order] = np.arange(1, len(values) + 1)
    np.quantile(ranks, [0.05, 0.95], axis=0)
    return [ranks.mean(axis=0).tolist(), (ranks <= TOP_K).mean(axis=0).tolist()]


def one_part(part: str, sites: int, criteria: int, runs: int) -> None:
    """Run one part and print its figures."""
    values, weights = scene(sites, criteria)
    method = ours if part in ("wlc", "topsis", "owa", "evaluate") else peer
    method(part, values, weights, 2)  # imports and the first call of BLAS
    wall, cpu = time.perf_counter(), time.process_time()
    found = method(part, values, weights, runs)
    figures = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**figures, "found": found}))


def measured(part: str, sites: int, criteria: int, runs: int) -> dict:
    call = [sys.executable, __file__, "--part", part, f"--sites={sites}", f"--criteria={criteria}", f"--runs={runs}"]
    return json.loads(subprocess.run(call, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=500)
    parser.add_argument("--criteria", type=int, default=12)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--peer-runs", type=int, default=500)
    parser.add_argument("--part", choices=list(NAMES))
    given = parser.parse_args()
    if given.part:
        one_part(given.part, given.sites, given.criteria, given.runs)
        return
    rows, size = [], (given.sites, given.criteria)
    figures, twice = {}, []
    for part, runs in (
        *((part, given.runs) for part in ("wlc", "wlc", "evaluate", "topsis", "owa")),
        *((part, given.peer_runs) for part in ("loop", "pymcdm", "pymcdm_topsis")),
    ):
        found = measured(part, *size, runs)
        figures[part, runs] = found
        twice += [found] if part == "wlc" else []
        whole = found["wall"] * given.runs / runs
        rows.append((NAMES[part], f"{runs:,}", f"{found['wall']:.2f}", f"{found['cpu']:.2f}", f"{whole:.2f}",
                     f"{found['peak_mb']:.0f}"))  # fmt: skip
    large = measured("wlc", 20_000, given.criteria, 1000)
    rows.append(("ours, WLC, 20,000 sites", "1,000", f"{large['wall']:.2f}", f"{large['cpu']:.2f}", "–",
                 f"{large['peak_mb']:.0f}"))  # fmt: skip
    worst = 0.0
    for part, other in (("wlc", "loop"), ("wlc", "pymcdm"), ("topsis", "pymcdm_topsis")):
        same = measured(part, *size, given.peer_runs)["found"]
        worst = max(worst, float(np.abs(np.array(same) - figures[other, given.peer_runs]["found"]).max()))
    best, cpu = (min(run[kind] for run in twice) for kind in ("wall", "cpu"))
    command = f"--sites {given.sites} --criteria {given.criteria} --runs {given.runs} --peer-runs {given.peer_runs}"
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    text = f"""# scoresites: Monte Carlo over the weights

`python benchmarks/bench_scoring.py {command}`

{given.sites:,} sites, {given.criteria} criteria; 2 cores; numpy {np.__version__}. The last but one column is the
wall time for {given.runs:,} runs, multiplied where fewer ran.

| what | runs | wall s | CPU s | s for all runs | peak MB |
|---|---:|---:|---:|---:|---:|
{table}

Wanted: under {LIMIT_S:.0f} s for {given.runs:,} runs of the WLC; measured {best:.2f} s ({cpu:.2f} s of CPU time).

Largest difference of a mean rank or a probability to a peer with the same {given.peer_runs} sets of weights:
{worst:.1e}.
"""
    RESULT.write_text(text, encoding="utf-8")
    print(text)
    if best > LIMIT_S or worst > 1e-9:
        raise SystemExit("too slow, or not the same")


if __name__ == "__main__":
    main()
