"""Allocation of deficits beside linear programming (scipy, HiGHS), the same problems in one run.

scripts/isolated.sh .venv/bin/python benchmarks/bench_allocatedeficits.py
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

sys.path.insert(0, str(Path(__file__).parents[1]))

from ruhr_planner.analysis.allocation import Rules, allocate

SIZES = ((53, 60), (400, 400))
REACH_KM = 40.0
RUNS = 3


def instance(seed: int, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Invent municipalities and sites in a square of 100 km."""
    dice = np.random.default_rng(seed)
    deficits, capacities = dice.uniform(0, 40, rows), dice.uniform(0, 60, columns)
    places, sites = dice.uniform(0, 100, (rows, 2)), dice.uniform(0, 100, (columns, 2))
    costs = np.hypot(*(places[:, None, axis] - sites[None, :, axis] for axis in (0, 1)))
    return deficits, capacities, np.where(costs > REACH_KM, np.nan, costs)


def programme(deficits: np.ndarray, capacities: np.ndarray, costs: np.ndarray) -> tuple[float, float]:
    """Solve by linear programming with a large cost of what stays uncovered; return what is covered and its cost."""
    rows, columns = np.nonzero(~np.isnan(costs))
    pairs, n = np.arange(len(rows)), len(deficits)
    ones = np.ones(len(rows))
    of_rows = csr_matrix((ones, (rows, pairs)), (n, len(rows)))
    of_columns = csr_matrix((ones, (columns, pairs)), (len(capacities), len(rows)))
    limits = vstack((of_rows, of_columns))
    dear = 2 * REACH_KM * (n + len(capacities))
    price = costs[rows, columns]
    found = linprog(price - dear, limits, np.concatenate((deficits, capacities)), method="highs")
    return float(found.x.sum()), float(found.x @ price)


def main() -> None:
    """Print a table."""
    print("| municipalities x sites | ours s | HiGHS s | ratio | tranche s | max-min s | covered differs | cost |")
    print("|---|---|---|---|---|---|---|---|")
    for rows, columns in SIZES:
        seconds: dict[str, list[float]] = {"ours": [], "highs": [], "tranche": [], "fair": []}
        worst_cover = worst_cost = 0.0
        for seed in range(RUNS):
            problem = instance(seed, rows, columns)
            started = time.perf_counter()
            plan = allocate(*problem, Rules())
            seconds["ours"].append(time.perf_counter() - started)
            started = time.perf_counter()
            covered, cost = programme(*problem)
            seconds["highs"].append(time.perf_counter() - started)
            worst_cover = max(worst_cover, abs(covered - float(plan.covered.sum())))
            worst_cost = max(worst_cost, abs(plan.cost / cost - 1))
            for name, rules in (("tranche", Rules(min_tranche=1.0)), ("fair", Rules(fair=True))):
                started = time.perf_counter()
                allocate(*problem, rules)
                seconds[name].append(time.perf_counter() - started)
        ours, highs, tranche, fair = (statistics.median(values) for values in seconds.values())
        print(
            f"| {rows} x {columns} | {ours:.4f} | {highs:.4f} | {highs / ours:.1f} | {tranche:.3f} | {fair:.3f} "
            f"| {worst_cover:.1e} ha | {worst_cost:.1e} |"
        )


if __name__ == "__main__":
    main()
