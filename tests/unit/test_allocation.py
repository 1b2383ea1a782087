"""Who shares with whom: the contract's example, and linear programming as an independent witness."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ruhr_planner.analysis.allocation import Plan, Rules, allocate, fair_amounts

DEFICITS, CAPACITIES = np.array([10.0, 6.0]), np.array([8.0, 6.0])
KM = np.array([[5.0, 30.0], [10.0, 12.0]])


def test_the_cheapest_plan_of_the_contract() -> None:
    plan = allocate(DEFICITS, CAPACITIES, KM, Rules())
    assert plan.amounts.tolist() == [[8, 0], [0, 6]]
    assert plan.cost == pytest.approx(112)
    assert (DEFICITS - plan.covered).tolist() == [2, 0]


def test_the_fairest_plan_of_the_contract() -> None:
    plan = allocate(DEFICITS, CAPACITIES, KM, Rules(fair=True))
    assert plan.level == pytest.approx(0.875)
    assert plan.amounts == pytest.approx(np.array([[8, 0.75], [0, 5.25]]))
    assert plan.cost == pytest.approx(125.5)


def instance(seed: int, most: int = 14) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deficits and capacities with ties and zeros, distances with pairs out of reach."""
    dice = np.random.default_rng(seed)
    rows, columns = dice.integers(1, most, 2)
    deficits, capacities = dice.integers(0, 12, rows) / 2, dice.integers(0, 14, columns) / 2
    costs = dice.integers(1, 60, (rows, columns)).astype(float)
    costs[costs > dice.integers(20, 61)] = np.nan
    return deficits, capacities, costs


def programme(deficits: np.ndarray, capacities: np.ndarray, costs: np.ndarray) -> tuple[float, float]:
    """Solve the problem by linear programming (HiGHS); return what is covered and what that costs."""
    rows, columns = np.nonzero(~np.isnan(costs))
    if not len(rows):
        return 0.0, 0.0
    limits = np.zeros((len(deficits) + len(capacities), len(rows)))
    limits[rows, np.arange(len(rows))] = 1
    limits[len(deficits) + columns, np.arange(len(rows))] = 1
    bounds = np.concatenate((deficits, capacities))
    most = -linprog(-np.ones(len(rows)), limits, bounds, method="highs").fun
    cheapest = linprog(costs[rows, columns], limits, bounds, np.ones((1, len(rows))), [most - 1e-9], method="highs").fun
    return most, cheapest


def assert_plan_holds(plan: Plan, deficits: np.ndarray, capacities: np.ndarray, costs: np.ndarray) -> None:
    assert (plan.amounts >= 0).all()
    assert (plan.amounts[np.isnan(costs)] == 0).all()
    assert (plan.amounts.sum(axis=1) <= deficits + 1e-6).all()
    assert (plan.amounts.sum(axis=0) <= capacities + 1e-6).all()
    assert plan.covered == pytest.approx(plan.amounts.sum(axis=1))


@pytest.mark.parametrize("seed", range(200))
def test_linear_programming_finds_the_same(seed: int) -> None:
    deficits, capacities, costs = instance(seed)
    plan = allocate(deficits, capacities, costs, Rules())
    assert_plan_holds(plan, deficits, capacities, costs)
    most, cheapest = programme(deficits, capacities, costs)
    assert plan.covered.sum() == pytest.approx(most, abs=1e-5)
    assert plan.cost == pytest.approx(cheapest, rel=1e-3, abs=1e-3)


def fairest(deficits: np.ndarray, capacities: np.ndarray, costs: np.ndarray) -> np.ndarray:
    """Lexicographic max-min by linear programming: raise the common level, fix who cannot have more, go on."""
    rows, columns = np.nonzero(~np.isnan(costs))
    count = len(rows)
    fixed = np.where(deficits > 0, np.nan, 0.0)
    at_row, at_column = np.zeros((len(deficits), count + 1)), np.zeros((len(capacities), count + 1))
    at_row[rows, np.arange(count)] = 1
    at_column[columns, np.arange(count)] = 1
    while np.isnan(fixed).any():

        def best(goal: np.ndarray, level: float | None) -> np.ndarray:
            equal, value = at_row.copy(), np.where(np.isnan(fixed), 0, fixed * deficits)
            equal[np.isnan(fixed), count] = -deficits[np.isnan(fixed)]
            known = ~np.isnan(fixed)
            least = -at_row[~known]
            if level is not None:
                least_value = -level * deficits[~known]
                return linprog(
                    -goal, np.vstack((at_column, least)), np.concatenate((capacities, least_value)),
                    equal[known] if known.any() else None, value[known] if known.any() else None,
                    [(0, None)] * count + [(0, 1)], method="highs",
                ).x  # fmt: skip
            return linprog(-goal, at_column, capacities, equal, value, [(0, None)] * count + [(0, 1)], method="highs").x

        goal = np.zeros(count + 1)
        goal[count] = 1
        level = best(goal, None)[count]
        for row in np.flatnonzero(np.isnan(fixed)):
            reached = (at_row[row] @ best(at_row[row], level - 1e-9)) / deficits[row]
            if reached < level + 1e-6 or level > 1 - 1e-9:
                fixed[row] = level
    return fixed * deficits


@pytest.mark.parametrize("seed", range(40))
def test_linear_programming_finds_the_same_fair_amounts(seed: int) -> None:
    deficits, capacities, costs = instance(1000 + seed, 8)
    plan = allocate(deficits, capacities, costs, Rules(fair=True))
    assert_plan_holds(plan, deficits, capacities, costs)
    assert plan.covered == pytest.approx(fairest(deficits, capacities, costs), abs=1e-4)
    assert plan.covered.sum() == pytest.approx(programme(deficits, capacities, costs)[0], abs=1e-4)


@pytest.mark.parametrize("seed", range(25))
def test_a_shadow_price_is_what_one_more_hectare_brings(seed: int) -> None:
    deficits, capacities, costs = instance(2000 + seed, 9)
    plan = allocate(deficits, capacities, costs, Rules())
    step = 1e-3
    for site in np.flatnonzero(capacities):
        larger = capacities.copy()
        larger[site] += step
        other = allocate(deficits, larger, costs, Rules())
        assert (other.covered.sum() - plan.covered.sum()) / step == pytest.approx(plan.shadow_ha[site], abs=1e-2)
        assert (other.cost - plan.cost) / step == pytest.approx(plan.shadow_cost[site], abs=1e-1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.booleans(), st.sampled_from([0.0, 1.0, 2.5]), st.sampled_from([0, 1, 3]))
def test_every_rule_is_kept(seed: int, fair: bool, tranche: float, partners: int) -> None:
    deficits, capacities, costs = instance(seed, 10)
    plan = allocate(deficits, capacities, costs, Rules(fair, tranche, partners))
    assert_plan_holds(plan, deficits, capacities, costs)
    used = plan.amounts > 0
    assert (plan.amounts >= np.minimum(tranche, deficits)[:, None] - 1e-5)[used].all()
    assert not partners or used.sum(axis=0).max() <= partners


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 1.0))
def test_the_hosts_share_is_kept_for_the_hosts(seed: int, share: float) -> None:
    deficits, capacities, costs = instance(seed, 10)
    hosts = np.zeros(costs.shape)
    hosts[np.arange(costs.shape[1]) % costs.shape[0], np.arange(costs.shape[1])] = 1
    plan = allocate(deficits, capacities, costs, Rules(host_share=share), hosts)
    assert_plan_holds(plan, deficits, capacities, costs)
    others = np.where(hosts > 0, 0, plan.amounts).sum(axis=0)
    assert (others <= (1 - share) * capacities + 1e-5).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_changes_no_coverage(seed: int) -> None:
    deficits, capacities, costs = instance(seed)
    dice = np.random.default_rng(seed)
    rows, columns = dice.permutation(len(deficits)), dice.permutation(len(capacities))
    one = allocate(deficits, capacities, costs, Rules())
    other = allocate(deficits[rows], capacities[columns], costs[np.ix_(rows, columns)], Rules())
    assert other.covered.sum() == pytest.approx(one.covered.sum(), abs=1e-5)
    assert other.cost == pytest.approx(one.cost, rel=1e-6, abs=1e-4)


@pytest.mark.parametrize(
    ("deficits", "capacities"), [([], []), ([], [5.0]), ([4.0], []), ([0.0, 0.0], [5.0]), ([4.0], [0.0])]
)
def test_nothing_to_share(deficits: list[float], capacities: list[float]) -> None:
    costs = np.ones((len(deficits), len(capacities)))
    for fair in (False, True):
        plan = allocate(np.array(deficits), np.array(capacities), costs, Rules(fair, 1.0, 2))
        assert plan.amounts.shape == costs.shape
        assert plan.amounts.sum() == plan.cost == 0


def test_fair_amounts_share_a_bottleneck_and_leave_the_rest_alone() -> None:
    deficits, capacities = np.array([10.0, 30.0, 5.0]), np.array([20.0, 50.0])
    feasible = np.array([[True, False], [True, False], [False, True]])
    amounts, level = fair_amounts(deficits, capacities, feasible)
    assert level == pytest.approx(0.5)
    assert amounts == pytest.approx(np.array([5, 15, 5]))
